"""Raw -> Raw without the lines that are no rows: blank ones, the headings again, lines of sums. Each is counted under why.

A line of sums that the source declares is checked against the lines before it, and a difference stops the run: then lines
were lost on the way. One that nobody declared is a bad line, and says how to declare it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import money
from zerosum.errors import InputError, Phrase, Problem, Value
from zerosum.hints import shown
from zerosum.read.raw import BadLine, Raw
from zerosum.sources.find import find_columns, fold
from zerosum.sources.model import Source, Trailer
from zerosum.tables import Rule

SUM_WORDS = frozenset({"i alt", "ialt", "total", "sum", "subtotal", "hovedtotal", "grand total", "totaler", "slutsum"})
"""How a line of sums begins, whatever the source."""
AMOUNTS = ("amount", "accepted")
"""Our columns of amounts, whose sums may stand under them."""


def sift(raw: Raw, source: Source, file: str) -> Raw:
    """Without what is no row. InputError for a line of sums that does not agree with the lines."""
    if not len(raw.line):
        return raw if source.trailer is None else _checked(raw, source, file, np.zeros(0, np.int64))
    sums = frozenset(map(mark_of, source.trailer.marks)) if source.trailer else SUM_WORDS
    if source.xml is not None:  # an element may well be called Sum
        sums = frozenset()
    blank, again, of_sums = _no_rows(raw, sums, source.trailer.marks if source.trailer else ())
    left = dict(raw.left)
    if len(again):
        left[Rule.REPEATED_HEADING] = left.get(Rule.REPEATED_HEADING, 0) + len(again)
    raw = replace(raw, blank=raw.blank + len(blank), left=left)
    if source.trailer is not None:
        of_sums = of_sums[~_are_events(raw, source, of_sums, sums)]
        raw = _checked(raw, source, file, of_sums)
    elif len(of_sums):
        width = len(raw.headings)
        told = [BadLine(int(raw.line[row]), width, width, "line_of_sums") for row in of_sums]
        raw = replace(raw, bad=tuple(sorted((*raw.bad, *told), key=lambda one: one.line)))
    return _without(raw, np.concatenate([blank, again, of_sums]))


def _are_events(raw: Raw, source: Source, rows: np.ndarray, sums: frozenset[str]) -> np.ndarray:
    """bool for rows that begin with a mark: an event of the source, or a debtor, stands in them as well. They are lines of
    somebody who is called as the mark is, and never sums. The mark itself is no debtor, whichever column it stands in."""
    found = np.zeros(len(rows), bool)
    headings = [fold(heading) for heading in raw.headings]
    for column in source.parts[0].columns:
        if column.name not in ("event", "debtors"):
            continue
        for at in {headings.index(fold(one.text)) for one in column.headings if fold(one.text) in headings}:
            texts = pc.utf8_trim_whitespace(raw.columns[at].take(pa.array(rows))).to_pylist()
            of_debtor = column.name == "debtors"
            found |= np.array(
                [mark_of(text) not in {*sums, ""} if of_debtor else text.lower() in source.events for text in texts],
                bool,
            )
    return found


def mark_of(field: str) -> str:
    """A field as marks of sums are compared."""
    return fold(field.strip().rstrip(": "))


def _without(raw: Raw, rows: np.ndarray) -> Raw:
    if not len(rows):
        return raw
    kept = np.ones(len(raw.line), bool)
    kept[rows] = False
    return replace(raw, columns=tuple(column.filter(pa.array(kept)) for column in raw.columns), line=raw.line[kept])


def _no_rows(raw: Raw, sums: frozenset[str], written: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows with nothing in them, rows that are the headings again, rows whose first filled field is a mark of sums.

    `written`: the marks as the source writes them. Nearly every row has something else in its first column: each column is
    looked at for the rows that are still blank.
    """
    nothing = np.zeros(0, np.int64)
    rows: np.ndarray | None = None
    again, of_sums = [nothing], [nothing]
    marks = _spellings(sums, written)
    for heading, column in zip(raw.headings, raw.columns, strict=True):
        texts = pc.utf8_trim_whitespace(column if rows is None else column.take(pa.array(rows)))
        title = heading.strip()
        looked_for = pa.array(["", *marks, *([title] if title else [])], pa.string())
        hits = np.flatnonzero(pc.is_in(texts, value_set=looked_for).to_numpy(zero_copy_only=False))
        words = texts.take(pa.array(hits)).to_pylist()
        rows = hits if rows is None else rows[hits]
        is_blank = np.array([not word for word in words], bool)
        is_title = np.array([bool(title) and word == title for word in words], bool)
        is_sum = np.array([mark_of(word) in sums for word in words], bool)
        titles = rows[is_title]
        again.append(titles[_is_heading(raw, titles)])
        of_sums.append(np.setdiff1d(rows[is_sum & ~is_blank], again[-1]))
        rows = rows[is_blank]
        if not len(rows):
            break
    return (nothing if rows is None else rows), np.concatenate(again), np.concatenate(of_sums)


def _spellings(words: frozenset[str], written: Sequence[str]) -> list[str]:
    """How the words may stand in a file: as they are `written`, and in other cases. Whole columns are looked through for
    just these."""
    forms = {form for word in words for form in (word, word.upper(), word.capitalize(), word.title())}
    forms |= {word.strip().rstrip(": ") for word in written}
    return sorted(form + end for form in forms for end in ("", ":", " :"))


def _is_heading(raw: Raw, rows: np.ndarray) -> np.ndarray:
    """Which of the rows have the headings in all fields."""
    same = np.ones(len(rows), bool)
    for heading, column in zip(raw.headings, raw.columns, strict=True):
        if not same.any():
            break
        texts = pc.utf8_trim_whitespace(column.take(pa.array(rows)))
        same &= pc.equal(texts, heading.strip()).to_numpy(zero_copy_only=False)
    return same


# --- declared lines of sums ---


@dataclass(frozen=True)
class _SumLine:
    """A line of sums, in its place among the rows."""

    line: int
    fields: tuple[str, ...]
    before: int
    """Rows before it."""

    def mark(self) -> str:
        return mark_of(next((field for field in self.fields if field.strip()), ""))


@dataclass(frozen=True)
class _Told:
    """What a line of sums says."""

    amounts: Mapping[int, int]
    """By column, øre."""
    count: int | None


def _checked(raw: Raw, source: Source, file: str, of_sums: np.ndarray) -> Raw:
    """The lines of sums counted, once they are checked. Those that stand among the rows are still there."""
    trailer = source.trailer
    if trailer is None:
        raise ValueError("no line of sums is declared")
    rows = np.setdiff1d(np.arange(len(raw.line)), of_sums)
    lines = raw.line[rows]
    marked = [one for one in raw.bad if one.fields]
    found = [
        *(
            _SumLine(int(raw.line[row]), tuple(column[row].as_py() for column in raw.columns), 0)
            for row in of_sums.tolist()
        ),
        *(_SumLine(one.line, one.fields, 0) for one in marked),
    ]
    found = [
        replace(one, before=int(np.searchsorted(lines, one.line))) for one in sorted(found, key=lambda one: one.line)
    ]
    notes: list[Problem] = []
    if not trailer.unchecked:
        _none_beyond(lines, found, trailer, file)
    if found and not trailer.unchecked:
        notes = _compared(raw, source, trailer, file, found, rows)
    elif found:
        notes = [Problem("sums_unchecked", {"n": len(found)}, file, found[0].line)]
    left = dict(raw.left)
    if found:
        left[Rule.TRAILER] = left.get(Rule.TRAILER, 0) + len(found)
    bad = tuple(one for one in raw.bad if not one.fields)
    return replace(raw, bad=bad, left=left, notes=(*raw.notes, *notes))


def _none_beyond(lines: np.ndarray, found: Sequence[_SumLine], trailer: Trailer, file: str) -> None:
    """InputError for lines that no line of sums stands under: the end of the file is missing, as when it was cut off."""
    if not len(lines):
        return
    if not found:
        raise InputError(Problem("sums_missing", {"marks": tuple(map(shown, trailer.marks))}, file))
    beyond = int((lines > found[-1].line).sum())
    if beyond:
        raise InputError(Problem("lines_after_sums", {"n": beyond, "last": found[-1].line}, file, int(lines[-beyond])))


def _compared(
    raw: Raw, source: Source, trailer: Trailer, file: str, found: Sequence[_SumLine], rows: np.ndarray
) -> list[Problem]:
    """What could not be checked. InputError for the first line of sums that differs."""
    positions = _positions(raw, source, trailer)
    added, unread = {}, np.zeros(len(rows) + 1, np.int64)
    for at in positions:
        texts = raw.columns[at].take(pa.array(rows))
        ore, readable = money.parse(texts, source.decimal, unit=source.unit)
        missing = ~readable & ~pc.equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False)
        added[at] = np.concatenate([[0], np.cumsum(ore)])
        unread[1:] += np.cumsum(missing)
    bad = np.array([one.line for one in raw.bad if not one.fields], np.int64)
    notes, last, last_of_mark = [], 0, dict.fromkeys((one.mark() for one in found), 0)
    for one in found:
        told = _told(one, source, trailer, positions, raw.headings, file)
        starts = list(dict.fromkeys((last, last_of_mark[one.mark()], 0)))
        doubtful = unread[one.before] > unread[min(starts)] or (bad < one.line).any()
        if not any(_agrees(told, added, start, one.before) for start in starts):
            if not doubtful:
                raise InputError(_differs(told, added, starts[0], one, raw, file))
            notes.append(Problem("sums_with_bad_lines", file=file, line=one.line))
        last = last_of_mark[one.mark()] = one.before
    return notes


def _agrees(told: _Told, added: Mapping[int, np.ndarray], start: int, end: int) -> bool:
    sums = all(int(added[at][end] - added[at][start]) == ore for at, ore in told.amounts.items())
    return sums and (told.count is None or told.count == end - start)


def _positions(raw: Raw, source: Source, trailer: Trailer) -> tuple[int, ...]:
    """The columns whose sums may stand in a line of sums."""
    if isinstance(trailer.amount, str):
        return tuple(at for at, heading in enumerate(raw.headings) if fold(heading) == fold(trailer.amount))[:1]
    if trailer.amount is None and trailer.count is not None:
        return ()
    found, _ = find_columns(source.parts[0], raw.headings, source.fixed)
    names = AMOUNTS if trailer.amount is None else AMOUNTS[:1]
    return tuple(found[name] for name in names if name in found)


def _told(
    one: _SumLine, source: Source, trailer: Trailer, positions: Sequence[int], headings: Sequence[str], file: str
) -> _Told:
    """The figures of a line of sums. InputError where it has none that can be checked."""
    amounts: dict[int, int] = {}
    whole = len(one.fields) == len(headings)
    if isinstance(trailer.amount, int):
        ore = _amount(one.fields, trailer.amount - 1, source)
        amounts = {positions[0]: ore} if ore is not None and positions else {}
    elif whole:
        under = {at: _amount(one.fields, at, source) for at in positions}
        amounts = {at: ore for at, ore in under.items() if ore is not None}
    if not amounts and positions and not isinstance(trailer.amount, int):
        alone = [ore for at in range(len(one.fields)) if (ore := _amount(one.fields, at, source)) is not None]
        amounts = {positions[0]: alone[0]} if len(alone) == 1 else {}
    count = _count(one, trailer, headings, whole)
    if not amounts and (count is None or trailer.amount is not None):
        raise InputError(Problem("sums_without_figures", file=file, line=one.line))
    if trailer.count is not None and count is None:
        raise InputError(Problem("sums_without_figures", file=file, line=one.line))
    return _Told(amounts, count)


def _amount(fields: Sequence[str], at: int, source: Source) -> int | None:
    text = fields[at] if 0 <= at < len(fields) else ""
    try:
        return money.ore(text, source.decimal, money.TOTAL_DIGITS, source.unit) if text.strip() else None
    except ValueError:
        return None


def _count(one: _SumLine, trailer: Trailer, headings: Sequence[str], whole: bool) -> int | None:
    if trailer.count is None:
        return None
    at = trailer.count - 1 if isinstance(trailer.count, int) else None
    if isinstance(trailer.count, str) and whole:
        at = next((at for at, heading in enumerate(headings) if fold(heading) == fold(trailer.count)), None)
    text = one.fields[at].strip().replace(".", "") if at is not None and at < len(one.fields) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _differs(told: _Told, added: Mapping[int, np.ndarray], start: int, one: _SumLine, raw: Raw, file: str) -> Problem:
    for at, ore in told.amounts.items():
        values: dict[str, Value] = {
            "told": money.in_words(ore),
            "read": money.in_words(int(added[at][one.before] - added[at][start])),
            "whole": money.in_words(int(added[at][one.before])),
        }
        if not any(int(added[at][one.before] - added[at][begin]) == ore for begin in (start, 0)):
            return Problem("sums_differ_from_lines", values, file, one.line, shown(raw.headings[at]))
    counted: dict[str, Value] = {"told": told.count or 0, "read": one.before - start, "whole": one.before}
    return Problem("sums_count_differs", counted, file, one.line, Phrase("count_of_lines"))
