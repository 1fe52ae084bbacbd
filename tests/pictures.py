"""Pictures: a table drawn as text becomes a frame of that table, and a frame becomes text again.

The heading line names columns of the table; blanks stand between the cells, `-` is what is not there. Amounts are
written in kroner, days as 2026-09-30, small vocabularies by their names. A column that is not drawn gets a filler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum

import numpy as np
import pandas as pd

from zerosum.causes import EVERY
from zerosum.dates import day, when
from zerosum.money import kr, ore
from zerosum.result import Gravity, Standing
from zerosum.tables import (
    CODE,
    FLAG,
    NO_DAY,
    NONE,
    NOT_TOLD,
    ORE,
    Event,
    OpenItems,
    Pass,
    Postings,
    Side,
    Status,
    Table,
)

NOTHING = "-"

NOUGHT = (OpenItems.WRITTEN_DOWN_ORE, OpenItems.RECOVERED_ORE, OpenItems.RAISED_ORE)
"""Amounts that are 0 where nothing is drawn."""

VOCABULARIES: Mapping[Table, type[IntEnum]] = {
    OpenItems.SIDE: Side,
    OpenItems.EVENT: Event,
    OpenItems.STATUS: Status,
    OpenItems.BY: Pass,
    Postings.STANDING: Standing,
    Postings.GRAVITY: Gravity,
}
"""Columns whose small numbers have names."""

CAUSE_CODES = tuple(cause.code for cause in EVERY)

OWN_ROW = (
    OpenItems.MOVEMENT, OpenItems.GROUP, OpenItems.CLAIM, OpenItems.ONE_CLAIM, OpenItems.CHAIN, Postings.ITEM,
)  # fmt: skip
"""Columns whose filler is the row: each item is a movement, claim and group of its own unless drawn otherwise."""


def draw(table: type[Table], picture: str) -> pd.DataFrame:
    """A picture -> a frame of the table. ValueError for a column that the table does not have, or a ragged row."""
    heading, rows = _cells(picture)
    drawn = {column: [row[at] for row in rows] for at, column in enumerate(map(table, heading))}
    columns = {
        column.value: np.array(
            [_value(column, cell) for cell in drawn[column]] if column in drawn else _fillers(column, len(rows)),
            column.dtype,
        )
        for column in table
    }
    return table.check(pd.DataFrame(columns))


def assert_drawn(table: type[Table], frame: pd.DataFrame, picture: str) -> None:
    """The frame's rows are those of the picture, in this order, as far as its columns are drawn."""
    heading, rows = _cells(picture)
    seen = [
        tuple(_text(column, value) for column, value in zip(map(table, heading), values, strict=True))
        for values in frame[heading].itertuples(index=False, name=None)
    ]
    drawn = [
        tuple(_text(column, _value(column, cell)) for column, cell in zip(map(table, heading), row, strict=True))
        for row in rows
    ]
    assert seen == drawn, f"\ndrawn:\n{_table(heading, drawn)}\n\nseen:\n{_table(heading, seen)}"


def _cells(picture: str) -> tuple[list[str], list[list[str]]]:
    lines = [line.split("#")[0].split() for line in picture.splitlines()]
    heading, *rows = [line for line in lines if line]
    for row in rows:
        if len(row) != len(heading):
            raise ValueError(f"{len(row)} cells under {len(heading)} headings: {' '.join(row)}")
    return heading, rows


def _is_day(column: Table) -> bool:
    return column.value.endswith("_on")


def _value(column: Table, cell: str) -> int:
    if column in VOCABULARIES:
        return VOCABULARIES[column][cell.upper()]
    if column is Postings.CAUSE:
        return CAUSE_CODES.index(cell)
    if column is Postings.ALSO:
        return sum(1 << CAUSE_CODES.index(code) for code in cell.split("+") if code != NOTHING)
    reads: Callable[[str], int] = ore if column.dtype == ORE else day if _is_day(column) else int
    return _nothing(column) if cell == NOTHING else reads(cell.removeprefix("+"))


def _text(column: Table, value: int) -> str:
    if column in VOCABULARIES:
        return VOCABULARIES[column](value).name.lower()
    if column is Postings.CAUSE:
        return CAUSE_CODES[value]
    if column is Postings.ALSO:
        return "+".join(code for at, code in enumerate(CAUSE_CODES) if value >> at & 1) or NOTHING
    if value == _nothing(column):
        return NOTHING
    return kr(int(value)) if column.dtype == ORE else when(int(value)).isoformat() if _is_day(column) else str(value)


def _nothing(column: Table) -> int:
    if column.dtype == ORE:
        return NOT_TOLD
    if _is_day(column):
        return NO_DAY
    return NONE if column.dtype == CODE else 0


def _fillers(column: Table, count: int) -> list[int] | list[bool]:
    if column in OWN_ROW:
        return list(range(count))
    if column in NOUGHT:
        return [0] * count
    return [False] * count if column.dtype == FLAG else [_nothing(column)] * count


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    every = [heading, *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(heading))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in every)
