"""A table as values: texts, whole øre, days. What a file says, whatever it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from zerosum.simulate import text as simulated

Value = str | int | date | None
"""A text, øre, a day; None where no amount or day stands."""


class Kind(Enum):
    """What the values of a column are."""

    TEXT = "text"
    AMOUNT = "amount"
    DAY = "day"
    DEBTORS = "debtors"
    """Numbers of persons and firms, `|` between."""


@dataclass(frozen=True)
class Column:
    """One column."""

    heading: str
    kind: Kind
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A file to be. `name` is its own without ending, such as `debitor`."""

    name: str
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0].values)

    def rows(self, first: int, end: int) -> Table:
        """Some of the rows."""
        return replace(self, columns=tuple(replace(one, values=one.values[first:end]) for one in self.columns))


def table_of(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    amounts: Sequence[str] = (),
    days: Sequence[str] = (),
    debtors: Sequence[str] = (),
) -> Table:
    """Rows of plain texts -> values. Amounts are written 1.234,50 or 1234,50, days 2026-09-30 or 20260930."""
    kinds = {
        **dict.fromkeys(amounts, Kind.AMOUNT),
        **dict.fromkeys(days, Kind.DAY),
        **dict.fromkeys(debtors, Kind.DEBTORS),
    }
    columns = []
    for at, heading in enumerate(headings):
        kind = kinds.get(heading, Kind.TEXT)
        columns.append(Column(heading, kind, tuple(_value(row[at], kind) for row in rows)))
    return Table(name, tuple(columns))


def simulated_table(
    name: str, table: simulated.Table, amounts: Sequence[str], days: Sequence[str], debtors: Sequence[str] = ()
) -> Table:
    """A table of the simulator -> values."""
    made = table.columns(slice(0, table.count))
    texts = [[one] * table.count if isinstance(one, str) else one.to_pylist() for _, one in made]
    rows = list(zip(*texts, strict=True))
    return table_of(name, [heading for heading, _ in made], rows, amounts, days, debtors)


def _value(text: str, kind: Kind) -> Value:
    if kind is Kind.AMOUNT:
        return _ore(text) if text else None
    if kind is Kind.DAY:
        return date.fromisoformat(text) if text.strip("0") else None
    return text


def _ore(text: str) -> int:
    whole, _, rest = text.replace(".", "").partition(",")
    if len(rest) != 2:
        raise ValueError(f"{text!r} is not written with two decimals")
    return int(whole + rest)
