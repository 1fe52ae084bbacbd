"""A table as text of fixed width."""

from __future__ import annotations

from formats.cells import texts
from formats.delimited import encoded, preamble
from formats.form import Form
from formats.table import Kind, Table

WIDTHS = {Kind.TEXT: 40, Kind.AMOUNT: 20, Kind.DAY: 24, Kind.DEBTORS: 48}
"""Characters of a column: the same in each part of a table."""


def places(table: Table) -> dict[str, tuple[int, int]]:
    """Heading -> first and last character of its values, from 1. Between some columns stands a blank, between others none."""
    at, found = 1, {}
    for number, column in enumerate(table.columns):
        width = WIDTHS[column.kind]
        found[column.heading] = (at, at + width - 1)
        at += width + (number % 3 == 0)
    return found


def fixed(table: Table, form: Form) -> bytes:
    """The bytes of the file."""
    at = list(places(table).values())
    lines = preamble(form)
    for row in texts(table, form):
        line = ""
        for value, (first, last) in zip(row, at, strict=True):
            if len(value) > last - first + 1:
                raise ValueError(f"no room for {value!r}")
            line = line.ljust(first - 1) + value.ljust(last - first + 1)
        lines.append(line)
    return encoded(lines, form)
