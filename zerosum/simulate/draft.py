"""A copy of what was read, to put known faults into: which claims are fit for one, and their lines as plain values.

Nothing here is shared with matching, clearing or causes. A claim is what one FordringID names on both sides (else one
reference). That is enough, since only a claim that leaves no doubt is fit for a fault. The lines of the claims that are
touched are taken out as rows of plain values, and are put back as columns at the end: the others are never copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, unique
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.normalise.lines import ARRAYS, TEXTS, Lines, only_recoveries
from zerosum.tables import NO_DAY, NOT_TOLD, Event, Rule, Side, Status

Row: TypeAlias = dict[str, Any]
"""A line: its texts and numbers by the names of Lines, and `side`, `table` (which of the Lines), `gone`."""

NONE = -1
LATER = (Event.WRITE_UP, Event.WRITE_DOWN, Event.RECALL)
BETWEEN = "|"
"""Stands between the debtors of a set."""


@dataclass(frozen=True)
class Terms:
    """What a fault must know of the run beside its lines."""

    cut_off: int
    as_of: int
    marks: Mapping[str, str] = field(default_factory=dict)
    """Value of the solution column -> the solution."""
    scope: frozenset[tuple[str, str]] = frozenset()
    """Solution and claim type of each declared cell."""
    counted_once: frozenset[int] = frozenset()
    """Files in which an action counts once, however often its line is repeated (ODE)."""
    numeric_ids: frozenset[str] = frozenset()
    cut_off_declared: bool = True
    """False: it is the last day that a line was booked, so that nothing can lie after it."""
    dmi_close: int | None = None
    tolerance_ore: int = 0
    test_batch: frozenset[str] = frozenset()
    """Ids and references of the declared test claims."""
    decided: frozenset[str] = frozenset()
    """Ids and references, without leading zeros, of claims that a person has decided something of: no fault is put into
    them, for a decision that names several claims, or contradicts a number, is refused."""
    same_debtor: tuple[tuple[str, str], ...] = ()
    """Numbers that are known to be one debtor: a number, and the one that it is another form of."""
    main_numbers: frozenset[str] = frozenset()
    """Of those, the ones that a file says are the debtor's own: they stand for the others."""
    recoveries: bool = False
    """PSRM's files have a word for what it has recovered."""

    def owners(self, claim_type: str) -> list[str]:
        """The solutions that are declared for the type."""
        return sorted({solution for solution, one in self.scope if one == claim_type})

    @cached_property
    def numbers(self) -> dict[str, list[str]]:
        """Each number that is known under another form -> all forms, the one that stands for them first."""
        one: dict[str, set[str]] = {}
        for number, other in self.same_debtor:
            both = one.get(number, {number}) | one.get(other, {other})
            one |= dict.fromkeys(both, both)
        return {
            number: sorted(forms, key=lambda each: (each not in self.main_numbers, each))
            for number, forms in one.items()
        }

    def debtors(self, written: str) -> str:
        """A debtor set under one number for each debtor."""
        if not self.same_debtor:
            return written
        return BETWEEN.join(sorted({self.numbers.get(one, [one])[0] for one in written.split(BETWEEN)}))


@unique
class Fit(StrEnum):
    """What a fault asks of the claims that it takes. All have, on each side, one creation, equal and executed."""

    PLAIN = "plain"
    """One claim with nothing else."""
    SINGLE = "single"
    """The same, with one debtor who has a number of a person."""
    TWO_LIABLE = "two_liable"
    """The same, with more than one debtor."""
    ZERO_DEBTOR = "zero_debtor"
    """One debtor, whose number begins with a zero."""
    ZERO_REFERENCE = "zero_reference"
    """A reference that begins with a zero."""
    KNOWN_FORM = "known_form"
    """One debtor, of whom another number is known."""
    ODD_ORE = "odd_ore"
    """An amount of kroner and øre."""
    WHOLE_KRONER = "whole_kroner"
    """An amount of whole kroner."""
    WRITE_DOWN = "write_down"
    """With one write-down, equal on both sides, and nothing else."""
    WRITE_UP = "write_up"
    RECALL = "recall"
    FEE = "fee"
    """A main claim, and a fee that names it."""
    INTEREST = "interest"
    """A main claim, and interest that names it."""
    COUPLE = "couple"
    """Two plain claims of one solution, type and debtor set."""
    TWINS = "twins"
    """The same, of one amount."""
    STRANGERS = "strangers"
    """Two plain claims of one solution and type, of different debtors."""
    TEST_CLAIM = "test_claim"
    """A claim of the declared test batch, recalled on both sides."""
    CELL = "cell"
    """A whole cell: no single claim."""
    ALL = "all"
    """All lines: no single claim."""


@dataclass
class Claim:
    """The lines of one claim, on both sides."""

    number: int
    rows: list[Row]

    def of(self, side: Side, event: Event | None = None) -> list[Row]:
        """Its lines that are still there and count, of a side and an event."""
        return [
            row
            for row in self.rows
            if not row["gone"]
            and row["side"] == side
            and row["rule"] == Rule.IN_BOOK
            and (event is None or row["event"] == event)
        ]

    def creation(self, side: Side) -> Row:
        """Its one creation."""
        return self.of(side, Event.CREATION)[0]

    def reference(self) -> str:
        return next((str(row["reference"]) for row in self.rows if row["reference"]), "")

    def claim_id(self) -> str:
        return next((str(row["claim_id"]) for row in self.rows if row["claim_id"]), "")


@dataclass
class Draft:
    """Lines that faults are put into. `claims` and what is fit are those of the right data, and do not change."""

    tables: tuple[Lines, ...]
    terms: Terms
    told: dict[Side, frozenset[str]]
    """The columns that all tables of a side have, and in which something stands."""
    claims: pd.DataFrame
    """A row for each claim: its shape, and codes of what it says (`words` has the texts)."""
    words: dict[str, list[str]]
    gone: list[np.ndarray]
    """Lines of each table that were taken out."""
    order: np.ndarray
    """Positions of all lines, ordered by claim."""
    start: np.ndarray
    """Where each claim's lines begin in `order`."""
    table_of: np.ndarray
    place: np.ndarray
    """Table, and place in it, of each line."""
    used: np.ndarray
    """Claims that a fault has taken."""
    last_line_of_files: dict[int, int]
    """Of the right data."""
    rows: list[Row] = field(default_factory=list)
    last_line: dict[int, int] = field(default_factory=dict)
    made: int = 0
    shuffled: int | None = None

    @classmethod
    def of(cls, tables: Sequence[Lines], terms: Terms) -> Draft:
        """A draft of what was read."""
        tables = tuple(tables)
        told = {side: told_by([one for one in tables if one.side == side]) for side in Side}
        claims, words, claim, table_of, place = _claims(tables, told, terms)
        order = np.argsort(claim, kind="stable")
        start = np.searchsorted(claim[order], np.arange(len(claims) + 1))
        last: dict[int, int] = {}
        for one in tables:
            for file in np.unique(one.file).tolist():
                last[file] = max(last.get(file, 1), int(one.line[one.file == file].max()))
        gone = [np.zeros(len(one), bool) for one in tables]
        used = np.zeros(len(claims), bool)
        return cls(tables, terms, told, claims, words, gone, order, start, table_of, place, used, last, [], dict(last))

    def again(self) -> Draft:
        """A draft of the same right data, with nothing put in."""
        fresh = replace(
            self, gone=[np.zeros(len(one), bool) for one in self.tables], used=np.zeros(len(self.claims), bool),
            rows=[], last_line=dict(self.last_line_of_files), made=0, shuffled=None,
        )  # fmt: skip
        fresh.__dict__["fit"] = self.fit
        return fresh

    def tells(self, side: Side, column: str) -> bool:
        return column in self.told[side]

    @cached_property
    def fit(self) -> dict[Fit, np.ndarray]:
        """Claims that are fit: an array of one claim, or of two that belong together, a row."""
        return _fit(self)

    def text(self, column: str, claim: int) -> str:
        """What a claim says; "" where nothing, or more than one thing."""
        code = int(self.claims[column].to_numpy()[claim])
        return self.words[column][code] if code >= 0 else ""

    def solution(self, claim: int) -> str:
        """The solution of a claim, by its name."""
        mark = self.text("solution", claim)
        return self.terms.marks.get(mark, mark)

    def take_out(self, claims: Iterable[int]) -> dict[int, Claim]:
        """The lines of some claims as rows. Each claim can be taken out once."""
        numbers = list(claims)
        at = np.concatenate([self.order[self.start[one] : self.start[one + 1]] for one in numbers])
        owner = np.repeat(numbers, [self.start[one + 1] - self.start[one] for one in numbers])
        found = {one: Claim(one, []) for one in numbers}
        for number, table in enumerate(self.tables):
            mine = self.table_of[at] == number
            place = self.place[at[mine]]
            self.gone[number][place] = True
            for one, row in zip(owner[mine].tolist(), _rows(table, number, place), strict=True):
                found[one].rows.append(row)
                self.rows.append(row)
        return found

    def add(self, like: Row, cells: Mapping[str, Any]) -> Row:
        """A new line after the last of its file."""
        file = like["file"]
        self.last_line[file] += 1
        row = {**like, **cells, "line": self.last_line[file], "gone": False, "new": True}
        self.rows.append(row)
        return row

    def compared(self, column: str, number: str) -> str:
        """An id or reference as it is compared: a numeric one without leading zeros."""
        return number.lstrip("0") if column in self.terms.numeric_ids and number.isdigit() else number

    def fresh(self, like: str) -> str:
        """A number that nobody has, of the length of another."""
        self.made += 1
        return f"97{self.made:0{max(len(like) - 2, 6)}d}"

    def fresh_person(self) -> str:
        """A made-up number of a person, with a month of 13 to 19, that nobody has here."""
        self.made += 1
        return f"{1 + self.made % 28:02d}{13 + self.made % 7}{98 - self.made // 9_000 % 40:02d}{self.made % 9_000 + 1_000:04d}"

    def fresh_firm(self) -> str:
        """A made-up number of a firm, of eight digits that begin with 999, that nobody has here."""
        self.made += 1
        return f"999{self.made % 100_000:05d}"

    def lines(self) -> tuple[Lines, ...]:
        """The lines as they are now, in the order of their files."""
        return tuple(self._table(number, table) for number, table in enumerate(self.tables))

    def _table(self, number: int, table: Lines) -> Lines:
        mine = [row for row in self.rows if row["table"] == number and not row["gone"]]
        gone = self.gone[number]
        if not gone.any() and not mine and self.shuffled is None:
            return table
        kept = table.take(~gone)
        texts = {
            name: pa.concat_arrays(
                [
                    kept.texts[name].cast(pa.string()),
                    pa.array([row[name] or (None if name == "debtors" else "") for row in mine], pa.string()),
                ]
            )
            for name in TEXTS
        }
        arrays: dict[str, Any] = {
            name: np.concatenate(
                [getattr(kept, name), np.array([row[name] for row in mine], getattr(kept, name).dtype)]
            )
            for name in ARRAYS
        }
        withheld = pa.concat_arrays(
            [table.withheld.cast(pa.string()), table.texts["debtors"].cast(pa.string()).filter(pa.array(gone))]
        )
        whole = replace(table, texts=texts, withheld=withheld.drop_null(), written=None, **arrays)
        order = np.lexsort((whole.line, whole.file))
        if self.shuffled is not None:
            order = np.random.Generator(np.random.PCG64(self.shuffled)).permutation(len(whole))
        return whole.take(order)


def told_by(tables: Sequence[Lines]) -> frozenset[str]:
    """The columns that all tables have, and in which something stands."""
    tables = [one for one in tables if not only_recoveries(one)]
    if not tables:
        return frozenset()
    told = frozenset.intersection(*(one.told for one in tables))
    blank = {
        name
        for name in TEXTS
        if name != "solution" and not any(pc.any(pc.not_equal(one.texts[name], "")).as_py() for one in tables)
    }
    blank |= {
        name
        for name in ("booked_on", "receipt_on", "effective_on")
        if all((getattr(one, name) == NO_DAY).all() for one in tables)
    }
    if all((one.accepted_ore == NOT_TOLD).all() for one in tables):
        blank.add("accepted")
    return told - blank


def _rows(table: Lines, number: int, place: np.ndarray) -> list[Row]:
    """Some lines of a table as rows."""
    some = table.take(place)
    columns: dict[str, list[Any]] = {name: [text or "" for text in some.texts[name].to_pylist()] for name in TEXTS}
    columns |= {name: getattr(some, name).tolist() for name in ARRAYS}
    names = list(columns)
    fixed = {"side": table.side, "table": number, "gone": False, "new": False}
    return [dict(zip(names, values, strict=True)) | fixed for values in zip(*columns.values(), strict=True)]


def _codes(columns: Sequence[pa.Array]) -> tuple[np.ndarray, list[str]]:
    """Texts as codes; -1 where nothing stands."""
    whole = pa.concat_arrays([column.cast(pa.string()) for column in columns])
    encoded = pc.if_else(pc.equal(whole, ""), None, whole).dictionary_encode()
    codes = encoded.indices.fill_null(NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, encoded.dictionary.to_pylist()


def _number(column: pa.Array, numeric: bool) -> pa.Array:
    """An id as it is compared: a numeric one without leading zeros."""
    if not numeric:
        return column
    digits = pc.match_substring_regex(column, pattern="^[0-9]+$")
    return pc.if_else(digits, pc.utf8_ltrim(column, characters="0"), column)


def _one(claim: np.ndarray, value: np.ndarray, among: np.ndarray, size: int) -> np.ndarray:
    """The one value that a claim's lines have, -1 where none stands, -2 where several do."""
    rows = among & (value != NONE)
    low, high = np.full(size, np.iinfo(np.int64).max), np.full(size, NONE, np.int64)
    np.minimum.at(low, claim[rows], value[rows])
    np.maximum.at(high, claim[rows], value[rows])
    return np.where(high == NONE, NONE, np.where(low == high, high, -2))


def _claims(
    tables: Sequence[Lines], told: Mapping[Side, frozenset[str]], terms: Terms
) -> tuple[pd.DataFrame, dict[str, list[str]], np.ndarray, np.ndarray, np.ndarray]:
    """All lines -> the claims, their words, and of each line its claim (-1: none), table and place there."""
    numeric = any(name in terms.numeric_ids for name in ("claim_id", "main_claim_id", "resent_of"))
    ids, names = _codes(
        [_number(one.texts[name], numeric) for name in ("claim_id", "main_claim_id", "resent_of") for one in tables]
    )
    count = len(ids) // 3
    claim_id, main, resent = ids[:count], ids[count : 2 * count], ids[2 * count :]
    words: dict[str, list[str]] = {"claim_id": names, "main_claim_id": names}
    code: dict[str, np.ndarray] = {"claim_id": claim_id, "main_claim_id": main}
    for name in ("reference", "solution", "claim_type", "debtors"):
        columns = [_number(one.texts[name], name in terms.numeric_ids) for one in tables]
        code[name], words[name] = _codes(columns)

    def column(name: str) -> np.ndarray:
        return np.concatenate([getattr(one, name) for one in tables])

    side = np.concatenate([np.full(len(one), one.side, np.int16) for one in tables])
    by_id, by_reference = (all(name in told[one] for one in Side) for name in ("claim_id", "reference"))
    key = claim_id if by_id else np.full(count, NONE, np.int64)
    if by_reference:
        key = np.where(key == NONE, np.where(code["reference"] == NONE, NONE, code["reference"] + len(names)), key)
    claim = np.full(count, NONE, np.int64)
    claim[key != NONE], _ = pd.factorize(key[key != NONE])  # lines without a number are no claim of ours
    size = int(claim.max(initial=NONE)) + 1
    counts = (claim != NONE) & (column("rule") == Rule.IN_BOOK)
    odd = (claim != NONE) & (_odd(column, terms) | (resent != NONE))
    frame: dict[str, np.ndarray] = {"odd": np.bincount(claim[odd], minlength=size) > 0}
    for one in Side:
        here = counts & (side == one)
        frame |= _movements(claim, here, column, one, size)
        for name in ("reference", "claim_type", "debtors", "main_claim_id"):
            frame[f"{name}_{one.name.lower()}"] = _one(claim, code[name], here, size)
    for name in ("reference", "claim_type", "debtors", "main_claim_id"):
        own, other = frame.pop(f"{name}_debtor"), frame.pop(f"{name}_psrm")
        frame[name] = np.where(own == NONE, other, np.where((other == NONE) | (own == other), own, -2))
    frame["solution"] = _one(claim, code["solution"], counts & (side == Side.DEBTOR), size)
    frame["claim_id"] = _one(claim, claim_id, counts, size)
    frame["line"] = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(frame["line"], claim[counts], (column("file").astype(np.int64) << 32 | column("line"))[counts])
    again = np.isin(np.arange(len(names) + 1), resent)  # who was sent again is not plain either
    frame["odd"] |= (frame["claim_id"] >= 0) & again[frame["claim_id"]]
    table_of = np.concatenate([np.full(len(one), at, np.int64) for at, one in enumerate(tables)])
    place = np.concatenate([np.arange(len(one)) for one in tables])
    return pd.DataFrame(frame), words, np.where(claim == NONE, size, claim), table_of, place


def _odd(column: Callable[[str], np.ndarray], terms: Terms) -> np.ndarray:
    """Lines that make a claim unfit for a fault: what is not executed, not in the book, late, or special in some way."""
    return np.asarray(
        ~np.isin(column("rule"), (Rule.IN_BOOK, Rule.REPEATED_FOR_LIABLE, Rule.RECOVERY))
        | (column("booked_on") > terms.cut_off)
        | (column("receipt_on") > terms.cut_off)
        | ~np.isin(column("status"), (Status.EXECUTED, Status.UNKNOWN))
        | (column("event") == Event.BALANCE)
        | (column("amount_ore") <= 0)
        | np.any([column(name) for name in ("replaces", "unrouted", "mixed", "in_collection", "converted")], axis=0)
    )


def _movements(
    claim: np.ndarray, here: np.ndarray, column: Callable[[str], np.ndarray], side: Side, size: int
) -> dict[str, np.ndarray]:
    """Of each claim on one side: how many of each event, their øre, and their effective day (added up, so that two claims
    of one event each have the same where the days are the same)."""
    found: dict[str, np.ndarray] = {}
    for kind in (Event.CREATION, *LATER):
        mine = here & (column("event") == kind)
        what = f"{kind.name.lower()}_{side.name.lower()}"
        found[f"n_{what}"] = np.bincount(claim[mine], minlength=size)
        for name, source in ((what, "amount_ore"), (f"on_{what}", "effective_on")):
            found[name] = np.zeros(size, np.int64)
            np.add.at(found[name], claim[mine], column(source)[mine].astype(np.int64))
    return found


def _fit(draft: Draft) -> dict[Fit, np.ndarray]:
    """Which claims are fit for what."""
    claims = {name: draft.claims[name].to_numpy() for name in draft.claims.columns}
    references, ids = _said(draft, "reference"), _said(draft, "claim_id")
    decided = [_among(pc.utf8_ltrim(one, characters="0"), draft.terms.decided) for one in (references, ids)]
    sound = _sound(claims) & ~decided[0] & ~decided[1]
    bare = sound & _has(claims, None)
    main = _main(draft, claims)
    is_main = np.zeros(len(sound), bool)
    is_main[main[main != NONE]] = True
    alone = (claims["main_claim_id"] == NONE) & ~is_main
    plain = bare & alone
    debtors = _said(draft, "debtors")
    amount = claims["creation_debtor"]
    singles = {
        Fit.PLAIN: plain,
        Fit.SINGLE: plain & _like(debtors, "^[0-9]{10}$"),
        Fit.TWO_LIABLE: plain & _like(debtors, "[|]"),
        Fit.ZERO_DEBTOR: plain & _like(debtors, "^0[0-9]+$"),
        Fit.ZERO_REFERENCE: plain & _like(references, "^0"),
        Fit.KNOWN_FORM: plain & _among(debtors, draft.terms.numbers),
        Fit.WHOLE_KRONER: plain & (amount % 100 == 0),
        Fit.ODD_ORE: plain & (amount % 100 != 0) & (amount > 100),
    }
    for fit, kind in ((Fit.WRITE_DOWN, Event.WRITE_DOWN), (Fit.WRITE_UP, Event.WRITE_UP), (Fit.RECALL, Event.RECALL)):
        singles[fit] = sound & alone & _has(claims, kind)
    batch = draft.terms.test_batch
    singles[Fit.TEST_CLAIM] = singles[Fit.RECALL] & (_among(ids, batch) | _among(references, batch))
    found = {fit: np.flatnonzero(mask)[:, None] for fit, mask in singles.items()}

    related = np.flatnonzero(bare & (main != NONE) & ~is_main)
    related = related[(bare & (claims["main_claim_id"] == NONE))[main[related]]]
    related = related[np.unique(main[related], return_index=True)[1]]  # one of each family
    families = np.stack([main[related], related], axis=1)
    interest = _like(_said(draft, "claim_type"), "^RE")[related]
    other_type = claims["claim_type"][main[related]] != claims["claim_type"][related]
    found[Fit.FEE], found[Fit.INTEREST] = families[~interest & other_type], families[interest]

    cell = claims["solution"] * (int(claims["claim_type"].max(initial=0)) + 1) + claims["claim_type"]
    rows = np.flatnonzero(plain & (claims["solution"] >= 0))
    found[Fit.COUPLE] = _couples(rows, [cell, claims["debtors"]], claims["line"])
    found[Fit.TWINS] = _couples(rows, [cell, claims["debtors"], amount], claims["line"])
    pairs = _couples(rows, [cell], claims["line"])
    found[Fit.STRANGERS] = pairs[claims["debtors"][pairs[:, 0]] != claims["debtors"][pairs[:, 1]]]
    return found


def _sound(claims: Mapping[str, np.ndarray]) -> np.ndarray:
    """Claims that leave no doubt: one creation on each side, equal; one type, debtor set and reference, its own."""
    told = claims["reference"]
    shared = np.bincount(told[told >= 0], minlength=1) > 1
    sound = ~claims["odd"] & (told != -2) & ~((told >= 0) & shared[np.maximum(told, 0)])
    sound &= (claims["claim_type"] >= 0) & (claims["debtors"] >= 0)
    sound &= (claims["n_creation_debtor"] == 1) & (claims["n_creation_psrm"] == 1)
    return np.asarray(sound & (claims["creation_debtor"] == claims["creation_psrm"]))


def _has(claims: Mapping[str, np.ndarray], kind: Event | None) -> np.ndarray:
    """Claims with one later event of a kind, equal on both sides and of no other day, and no other later event; without
    any, where no kind is named."""
    found = np.ones(len(claims["odd"]), bool)
    for one in LATER:
        name = one.name.lower()
        for side in ("debtor", "psrm"):
            found &= claims[f"n_{name}_{side}"] == int(one == kind)
        debtor, psrm = claims[f"on_{name}_debtor"], claims[f"on_{name}_psrm"]
        found &= (claims[f"{name}_debtor"] == claims[f"{name}_psrm"]) & (
            (debtor == psrm) | (debtor == NO_DAY) | (psrm == NO_DAY)
        )
    return found


def _main(draft: Draft, claims: Mapping[str, np.ndarray]) -> np.ndarray:
    """The main claim of each claim that names one; -1 where there is none."""
    by_id = np.full(len(draft.words["claim_id"]) + 1, NONE, np.int64)
    named = np.flatnonzero(claims["claim_id"] >= 0)
    by_id[claims["claim_id"][named]] = named
    return np.where(claims["main_claim_id"] >= 0, by_id[claims["main_claim_id"]], NONE)


def _said(draft: Draft, column: str) -> pa.Array:
    """What the claims say; "" where nothing, or more than one thing."""
    words = draft.words[column]
    codes = draft.claims[column].to_numpy()
    return pa.array([*words, ""], pa.string()).take(pa.array(np.where(codes < 0, len(words), codes)))


def _like(texts: pa.Array, pattern: str) -> np.ndarray:
    return np.asarray(pc.match_substring_regex(texts, pattern=pattern).to_numpy(zero_copy_only=False), bool)


def _among(texts: pa.Array, some: Iterable[str]) -> np.ndarray:
    listed = pa.array(sorted(some), pa.string())
    return np.asarray(pc.is_in(texts, value_set=listed).to_numpy(zero_copy_only=False), bool)


def _couples(rows: np.ndarray, keys: Sequence[np.ndarray], line: np.ndarray) -> np.ndarray:
    """Pairs of neighbours with the same keys; no claim in two of them."""
    order = rows[np.lexsort([line[rows], *(key[rows] for key in keys[::-1])])]
    if len(order) < 2:
        return np.zeros((0, 2), np.int64)
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.any([key[order[1:]] != key[order[:-1]] for key in keys], axis=0)
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    second = np.flatnonzero((np.arange(len(order)) - start) % 2 == 1)
    return np.stack([order[second - 1], order[second]], axis=1)
