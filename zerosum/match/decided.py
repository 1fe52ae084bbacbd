"""What people have decided of claims: which belong together (par), and which solution one belongs to (fordel).

A decision fills in what matching left open. It never overrules a key: a claim that a number links to the other side stays
where its number puts it, and the line that says otherwise is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.decisions import Accept, Allot, Decisions, Named, Pair
from zerosum.errors import Phrase, Problem, SettingsError
from zerosum.identity import veil
from zerosum.match.found import Found, crosses
from zerosum.normalise.book import Book
from zerosum.tables import NONE, Claims, Pass, Side


@dataclass(frozen=True)
class Decided:
    """What the decisions say of the claims of this book."""

    named: dict[int, np.ndarray]
    """Line -> the claims that it names (for a pair, of both sides); none where one of its numbers is in no file. A line that
    is not yet in force is not there."""
    pairs: Found
    solution: np.ndarray
    """int16: the solution that a claim of PSRM is allotted to; -1 for all others."""
    idle: frozenset[int]
    """Lines of pairs that decide nothing: no such claim, or its number has decided it already."""

    def with_solutions(self, solution: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The solutions of the claims, where those that have none get the one that somebody allotted them to; and which
        those are."""
        allotted = (solution == NONE) & (self.solution != NONE)
        return np.where(allotted, self.solution, solution).astype(np.int16), allotted


def decide(book: Book, label: np.ndarray, decisions: Decisions) -> Decided:
    """Decisions -> what they say of claims. `label` is the group by keys. SettingsError for lines that contradict a key."""
    count = len(book.claims)
    solution = np.full(count, NONE, np.int16)
    if not len(decisions):
        return Decided({}, Found.nothing(count), solution, frozenset())
    look = _look_up(book, decisions)
    problems: list[Problem] = []
    pairs, named, idle = _pairs(look, label, book, decisions, problems)
    codes = {name: code for code, name in enumerate(book.texts.solutions)}
    wanted: dict[int, set[str]] = {}
    for allot in decisions.allots:
        rows = look.rows(allot.claim, Side.PSRM)
        named[allot.line] = rows
        if len(set(label[rows].tolist())) > 1:
            problems.append(_several(decisions.file, allot, allot.claim))
        for row in rows.tolist():
            wanted.setdefault(row, set()).add(allot.solution)
        solution[rows] = codes[allot.solution]
    for allot in decisions.allots:
        if any(len(wanted[row]) > 1 for row in named[allot.line].tolist()):
            problems.append(_problem("claim_allotted_twice", decisions.file, allot, allot.claim))
    for accept in decisions.accepts:
        named[accept.line] = look.rows(accept.claim, None)
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))
    return Decided(named, pairs, solution, frozenset(idle))


def _pairs(
    look: _LookUp, label: np.ndarray, book: Book, decisions: Decisions, problems: list[Problem]
) -> tuple[Found, dict[int, np.ndarray], set[int]]:
    """Which claims are paired, which each line names, and which lines have nothing to do."""
    found, named, idle = Found.nothing(len(label)), {}, set()
    linked = crosses(label, book.claims[Claims.SIDE].to_numpy())
    for pair in decisions.pairs:
        ours, theirs = look.rows(pair.debtor, Side.DEBTOR), look.rows(pair.psrm, Side.PSRM)
        whole = bool(len(ours) and len(theirs))
        named[pair.line] = np.concatenate([ours, theirs]) if whole else ours[:0]
    times = Counter(row for rows in named.values() for row in rows.tolist())
    for pair in decisions.pairs:
        rows = named[pair.line]
        if not len(rows) or len(set(label[rows].tolist())) == 1:
            idle.add(pair.line)
            continue
        psrm = [(Named((one,)), Side.PSRM) for one in pair.psrm.claim_ids]
        psrm += [(Named((), (one,)), Side.PSRM) for one in pair.psrm.references]
        both = pair.psrm if len(pair.psrm.claim_ids) == len(pair.psrm.references) == 1 else None
        for one, side in [(pair.debtor, Side.DEBTOR), *([(both, Side.PSRM)] if both else psrm)]:
            mine = np.intersect1d(look.rows(one, side), rows)
            if len(set(label[mine].tolist())) > 1:
                problems.append(_several(decisions.file, pair, one))
            if linked[mine].any():
                problems.append(_problem("claim_paired_by_its_number", decisions.file, pair, one))
        if any(times[row] > 1 for row in rows.tolist()):
            problems.append(_problem("claim_paired_twice", decisions.file, pair, pair.debtor))
        found.put(rows, Pass.DECIDED)
    return found, named, idle


def _several(file: str, line: Pair | Allot, named: Named) -> Problem:
    return several(file, line, named, Phrase("write_both_numbers"))


def several(file: str, line: Pair | Allot | Accept, named: Named, do: Phrase) -> Problem:
    """A line whose number fits claims of several debtors, or that do not belong together."""
    return replace(_problem("number_of_several_claims", file, line, named), values={"do": do})


def _problem(code: str, file: str, line: Pair | Allot | Accept, named: Named) -> Problem:
    value = ", ".join(veil(text) for text in (*named.claim_ids, *named.references))
    return Problem(code, file=file, line=line.line, value=value)


@dataclass(frozen=True)
class _LookUp:
    """The claims that any decision names, by their numbers."""

    by_id: dict[str, list[int]]
    by_reference: dict[str, list[int]]
    side: np.ndarray

    def rows(self, named: Named, side: Side | None) -> np.ndarray:
        """The claims that are named; none where one of the numbers is in no file of the side."""
        parts = []
        for texts, known in ((named.claim_ids, self.by_id), (named.references, self.by_reference)):
            found = [{row for row in known.get(text, []) if side is None or self.side[row] == side} for text in texts]
            if not all(found):
                return np.zeros(0, np.int64)
            parts += [set().union(*found)] if found else []
        rows = set.intersection(*parts) if parts else set()
        return np.array(sorted(rows), np.int64)


def _look_up(book: Book, decisions: Decisions) -> _LookUp:
    every = [one.claim for one in decisions.allots] + [one.claim for one in decisions.accepts]
    every += [named for one in decisions.pairs for named in (one.debtor, one.psrm)]
    return _LookUp(
        _known(book.claims[Claims.CLAIM_ID], book.texts.ids, (text for one in every for text in one.claim_ids)),
        _known(
            book.claims[Claims.REFERENCE], book.texts.references, (text for one in every for text in one.references)
        ),
        book.claims[Claims.SIDE].to_numpy(),
    )


def _known(column: pd.Series, dictionary: pa.Array, asked: Iterable[str]) -> dict[str, list[int]]:
    """The claims that have each of the numbers asked for."""
    codes = np.flatnonzero(pc.is_in(dictionary, value_set=pa.array(sorted(set(asked)), pa.string())))
    text = dict(zip(codes.tolist(), dictionary.take(pa.array(codes)).to_pylist(), strict=True))
    code = column.to_numpy()
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(np.isin(code, codes)).tolist():
        rows.setdefault(text[int(code[row])], []).append(row)
    return rows
