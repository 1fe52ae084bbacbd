"""The debtor side -> Stamdata: what each claim was, or will be, reported to PSRM with.

A `Reported` is what one table says of its creations beside the columns of the basis. `stamdata_of` puts those of all tables
together with the book: each creation once, also those that are not sent, that wait, or that come after the cut-off; not
those in DMI, of set-off agreements (MO) or of another creditor, and not a rejected one that was sent again.

What stands in such a column and cannot be read is no reject: the line counts as ever, and the cell is untold, so that no rule
is tried on it; it is told by itself. A column that is blank on every creation of a table tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.errors import InputError, Problem
from zerosum.normalise.columns import Columns, columns_of
from zerosum.normalise.rejects import Faults
from zerosum.normalise.replaced import replaced
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.sources.find import in_doubt
from zerosum.sources.model import DAYS, STAMDATA_AMOUNTS, STAMDATA_DAYS, STAMDATA_TEXTS
from zerosum.stamdata import claims
from zerosum.stamdata.claims import Stamdata
from zerosum.tables import NO_DAY, NONE, NOT_TOLD, Claims, Event, Movements, Rule, Side

if TYPE_CHECKING:
    from zerosum.normalise.book import Book
    from zerosum.normalise.lines import Lines

OF_EVENTS = (*STAMDATA_TEXTS, *STAMDATA_DAYS, "received_on", "principal")
"""Our columns of stamdata that a table of events may have."""

MOSTLY_BLANK = ("judgment_on", "settlement_on")
"""Columns that are blank on nearly every claim, and then say that there is no such day."""

KEPT = (Rule.IN_BOOK, Rule.ZERO_ACTION, Rule.AWAITING_CO_DEBTOR)
"""Rules of a line's own by which a creation is a claim that was, or will be, reported: also one of 0 kr (0-fordring), and
one that waits for a co-debtor."""


@dataclass(frozen=True)
class Reported:
    """What a table says of its creations, beside the columns of the basis. All arrays have one length."""

    rows: np.ndarray
    """int64: which rows of the table's Lines they are."""
    told: frozenset[str]
    """Our columns of stamdata that it has, and in which something stands."""
    texts: Mapping[str, pa.Array]
    days: Mapping[str, np.ndarray]
    amounts: Mapping[str, np.ndarray]
    untold: dict[str, np.ndarray]
    """Name -> bool: rows whose cell cannot be read, or of whose rates no one value is told. Also of columns of the basis, where a
    blank of ours is none of the file's."""
    unreadable: tuple[Problem, ...] = ()
    """The cells that cannot be read, each with its file, line and column."""
    doubts: tuple[Problem, ...] = ()
    """Headings that may be of these columns, and are not used."""
    blank: frozenset[str] = frozenset()
    """Columns that it has, and in which nothing stands."""


@dataclass(frozen=True)
class Cells:
    """One column of stamdata, typed."""

    value: pa.Array | np.ndarray
    """Strings; int32 days; or int64 øre."""
    unread: np.ndarray
    """bool: something stands there, and cannot be read."""
    problems: tuple[Problem, ...] = ()


def reported_in_events(given: Input, raw: Raw, lines: Lines, faults: Faults) -> Reported:
    """A table of the debtor side with layout `events`, and the lines and faults that it gave -> what it reports."""
    part = given.source.parts[0]
    columns = columns_of(given.source, part, raw, faults.file, Faults(faults.file, given.side, raw.line))
    at, words = columns.event("event")
    known = [given.source.events.get(word) for word in words]
    creates = np.array([bool(one and one.event == Event.CREATION and not one.rule) for one in known] or [False], bool)
    kept = ~faults.at_fault
    rows = np.flatnonzero(creates[at][kept])
    some = some_of(columns, OF_EVENTS, np.flatnonzero(kept)[rows])
    cells = {name: cells_of(some, name) for name in OF_EVENTS if some.has(name)}
    xml = given.source.xml is not None
    return reported(rows, cells, placed(in_doubt(part, raw.headings, given.source.fixed, are_paths=xml), faults, raw))


def some_of(columns: Columns, names: Iterable[str], rows: np.ndarray) -> Columns:
    """Some columns at some rows, with faults of their own."""
    there = [name for name in names if name in columns.positions]
    places = [columns.positions[name] for name in there]
    raw = replace(
        columns.raw,
        headings=tuple(columns.raw.headings[at] for at in places),
        columns=tuple(columns.raw.columns[at].take(pa.array(rows)) for at in places),
        line=columns.raw.line[rows],
    )
    faults = Faults(columns.faults.file, columns.faults.side, raw.line)
    return Columns(columns.source, raw, {name: at for at, name in enumerate(there)}, faults)


def cells_of(columns: Columns, name: str) -> Cells:
    """One column, typed. What cannot be read there is no fault of its line."""
    faults = Faults(columns.faults.file, columns.faults.side, columns.raw.line)
    own = replace(columns, faults=faults)
    if name in DAYS:
        value: pa.Array | np.ndarray = np.asarray(own.day(name))
    elif name in STAMDATA_AMOUNTS:
        try:
            value = own.amount(name, needed=False)
        except InputError as error:  # nobody has said which sign stands before the øre
            every = np.ones(len(own), bool)
            return Cells(np.full(len(own), NOT_TOLD, np.int64), every, error.problems)
    else:
        value = own.text(name)
    return Cells(value, faults.at_fault, tuple(one.problem for one in faults.rejects))


def placed(doubts: Iterable[Problem], faults: Faults, raw: Raw) -> tuple[Problem, ...]:
    """Doubts about headings, with their file and line."""
    return tuple(replace(one, file=faults.file, line=raw.heading_line) for one in doubts)


def reported(rows: np.ndarray, cells: Mapping[str, Cells], doubts: tuple[Problem, ...]) -> Reported:
    """The columns of some creations, without those in which nothing stands."""
    blank = frozenset(
        name
        for name, one in cells.items()
        if name not in MOSTLY_BLANK and not one.unread.any() and _is_blank(one.value)
    )
    there = {name: one for name, one in cells.items() if name not in blank}
    return Reported(
        rows,
        frozenset(there),
        {name: one.value for name, one in there.items() if name in STAMDATA_TEXTS},
        {name: one.value for name, one in there.items() if name in DAYS},
        {name: one.value for name, one in there.items() if name in STAMDATA_AMOUNTS},
        {name: one.unread for name, one in there.items() if one.unread.any()},
        tuple(problem for one in there.values() for problem in one.problems),
        doubts,
        blank,
    )


def _is_blank(value: pa.Array | np.ndarray) -> bool:
    if isinstance(value, np.ndarray):
        return bool((value == (NOT_TOLD if value.dtype == np.int64 else NO_DAY)).all())
    return not pc.any(pc.not_equal(value, "")).as_py()


def tells_stamdata(one: Reported) -> bool:
    """Whether a table tells any stamdata beside the basis."""
    return bool(one.told.difference(MOSTLY_BLANK))


# --- all tables together ---


def stamdata_of(book: Book, lines: Sequence[Lines], reported: Mapping[int, Reported]) -> Stamdata:
    """The book, the lines that it was made of, and what the tables report (by their place among `lines`) -> Stamdata, in the
    order of the lines."""
    starts = np.cumsum([0, *map(len, lines)])
    kept = {at: np.isin(lines[at].rule[one.rows], KEPT) for at, one in reported.items()}
    again = _sent_again(book, lines)
    tables = []
    for at, one in sorted(reported.items()):
        stays = kept[at] & ~np.isin(starts[at] + one.rows, again)
        tables.append(_Part(lines[at], one, np.flatnonzero(stays), int(starts[at])))
    row = np.concatenate([part.movement for part in tables] or [np.zeros(0, np.int64)])
    movements, of = book.movements, book.claims
    claim = movements[Movements.CLAIM].to_numpy()[row]
    nothing = pa.array([], pa.string())
    texts = {name: pa.concat_arrays([nothing, *(part.text(name) for part in tables)]) for name in claims.TEXTS}
    for column, dictionary in (
        (Claims.CLAIM_ID, book.texts.ids),
        (Claims.REFERENCE, book.texts.references),
        (Claims.MAIN_CLAIM_ID, book.texts.ids),
        (Claims.RESENT_OF, book.texts.ids),
        (Claims.SOLUTION, pa.array(book.texts.solutions, pa.string())),
        (Claims.CLAIM_TYPE, pa.array(book.texts.types, pa.string())),
    ):
        texts[column.value] = _words(dictionary, of[column].to_numpy()[claim])
    told = frozenset(name for part in tables for name in part.told)
    untold = {name: np.concatenate([part.untold(name) for part in tables]) for name in told}
    untold[claims.RECEIVED_ON] = _joined([part.unread("received_on") for part in tables], np.bool_)
    return Stamdata(
        texts=texts,
        days={name: _joined([part.days(name) for part in tables], np.int32) for name in claims.DAYS},
        amounts={name: _joined([part.amounts(name) for part in tables], np.int64) for name in claims.AMOUNTS},
        told=told,
        status=_joined([part.column("status") for part in tables], np.int8),
        file=_joined([part.column("file") for part in tables], np.int16),
        line=_joined([part.column("line") for part in tables], np.int32),
        untold={name: some for name, some in untold.items() if some.any()},
    )


_BASIS_NAMES = (
    "claim_id",
    "reference",
    "main_claim_id",
    "resent_of",
    "solution",
    "claim_type",
    "debtors",
    "action_id",
    "reason",
)
_AS_STAMDATA = {"principal": "principal_ore", "received_on": "receipt_on"}
"""Our column of a file -> its name in Stamdata, where that is another one."""


@dataclass(frozen=True)
class _Part:
    """One table, and those of its creations that are claims to be judged."""

    lines: Lines
    reported: Reported
    some: np.ndarray
    """Rows of `reported`."""
    start: int
    """Row of the table's first line among the movements."""

    @property
    def rows(self) -> np.ndarray:
        """Rows of `lines`."""
        return np.asarray(self.reported.rows[self.some])

    @property
    def movement(self) -> np.ndarray:
        """Rows of the movements."""
        return self.start + self.rows

    @property
    def told(self) -> frozenset[str]:
        """Names of Stamdata."""
        basis = set(self.lines.told - self.lines.silent) & {*_BASIS_NAMES, "booked_on", "receipt_on", "in_collection"}
        own = {_AS_STAMDATA.get(name, name) for name in self.reported.told} & {
            *claims.TEXTS,
            *claims.DAYS,
            *claims.AMOUNTS,
        }
        return frozenset(
            {"amount_ore", *basis, *own} | ({"receipt_on"} if "received_on" in self.reported.told else set())
        )

    def untold(self, name: str) -> np.ndarray:
        """bool: rows of which nothing of a column that some table tells can be used."""
        if name not in self.told:
            return np.ones(len(self.some), bool)
        return self.unread(next((our for our, its in _AS_STAMDATA.items() if its == name), name))

    def unread(self, ours: str) -> np.ndarray:
        """bool: rows whose cell of one of our columns cannot be read."""
        unread = self.reported.untold.get(ours)
        return np.zeros(len(self.some), bool) if unread is None else unread[self.some]

    def text(self, name: str) -> pa.Array:
        """Strings; "" where nothing stands."""
        if name in _BASIS_NAMES:
            column = self.lines.texts[name].take(pa.array(self.rows)).cast(pa.string())
        elif name == "in_collection":
            column = pc.if_else(pa.array(self.column(name)), "X", "")
        elif name in self.reported.texts:
            column = self.reported.texts[name].take(pa.array(self.some)).cast(pa.string())
        else:
            column = pa.nulls(len(self.some), pa.string())
        return pc.fill_null(column, "")

    def days(self, name: str) -> np.ndarray:
        """Days; the day of receipt is PSRM's own (modtagelsesdato) where it stands."""
        if name == "receipt_on" and "received_on" in self.reported.days:
            own = self.reported.days["received_on"][self.some]
            return np.where(own == NO_DAY, self.column(name), own)
        if name in self.reported.days:
            return np.asarray(self.reported.days[name][self.some])
        return self.column(name) if name in ("booked_on", "receipt_on") else np.full(len(self.some), NO_DAY, np.int32)

    def amounts(self, name: str) -> np.ndarray:
        """øre."""
        if name == "amount_ore":
            return self.column(name)
        own = self.reported.amounts.get("principal")
        return np.full(len(self.some), NOT_TOLD, np.int64) if own is None else np.asarray(own[self.some])

    def column(self, name: str) -> np.ndarray:
        """A column of the lines."""
        return np.asarray(getattr(self.lines, name)[self.rows])


def _joined(parts: Sequence[np.ndarray], dtype: type[np.generic]) -> np.ndarray:
    return np.concatenate([*parts, np.zeros(0, dtype)]).astype(dtype)


def _words(dictionary: pa.Array, codes: np.ndarray) -> pa.Array:
    return pc.fill_null(dictionary.take(pa.array(codes, pa.int64(), mask=codes == NONE)), "")


def _sent_again(book: Book, lines: Sequence[Lines]) -> np.ndarray:
    """Rows of rejected creations that a later one replaced, whenever that came: it is the one that PSRM is to judge."""
    rule = np.concatenate([one.rule for one in lines])
    rule[np.concatenate([np.full(len(one), one.side != Side.DEBTOR) for one in lines])] = Rule.OTHER_CREDITOR
    movements = book.movements.assign(**{Movements.RULE: rule})
    gone, _ = replaced(movements, np.concatenate([one.replaces for one in lines]), book.texts)
    return gone
