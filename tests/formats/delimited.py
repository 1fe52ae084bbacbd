"""A table as delimited text."""

from __future__ import annotations

from formats.cells import amount, texts
from formats.form import Form
from formats.table import Kind, Table

GROUP = 9
"""Rows between two blank lines."""
PAGE = 25
"""Rows between two heading lines."""
BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
PREAMBLE = ("Restancer: udtræk", "", "Dannet den{0}03.10.2026", "Bruger{0}ABCD{0}Ærø")


def delimited(table: Table, form: Form) -> bytes:
    """The bytes of the file."""
    lines = [f"sep={form.separator}"] if form.sep_line else []
    lines += preamble(form)
    heading = _line([one.heading for one in table.columns], form, form.trailing == "all")
    lines.append(heading)
    rows = texts(table, form)
    start = 0
    for at, row in enumerate(rows):
        if at and at % GROUP == 0:
            if form.trailer == "groups":
                lines.append(_line(_total(table, start, at, form), form, bool(form.trailing)))
                start = at
            if form.blank_lines:
                lines.append("")
        if at and at % PAGE == 0 and form.repeated_heading:
            lines.append(heading)
        lines.append(_line(row, form, bool(form.trailing)))
    if form.trailer:
        start = 0 if form.trailer == "last" else start
        lines.append(_line(_total(table, start, len(rows), form), form, bool(form.trailing)))
    return encoded(lines, form)


def preamble(form: Form) -> list[str]:
    """The lines before the heading."""
    return [PREAMBLE[at % len(PREAMBLE)].format(form.separator) for at in range(form.preamble)]


def encoded(lines: list[str], form: Form) -> bytes:
    """Lines as the bytes of a file."""
    text = form.line_end.join(lines) + ("" if form.ends_open else form.line_end)
    return (BOMS[form.encoding] if form.bom else b"") + text.encode(form.encoding)


def _line(values: list[str], form: Form, trailing: bool) -> str:
    signs = (form.separator, '"', "\n", "\r")
    fields = [
        '"' + one.replace('"', '""') + '"' if form.quoted or any(sign in one for sign in signs) else one
        for one in values
    ]
    return form.separator.join(fields) + (form.separator if trailing else "")


def _total(table: Table, start: int, end: int, form: Form) -> list[str]:
    """The line of sums: the mark in the first column, the sum of each column of amounts."""
    fields = []
    for at, column in enumerate(table.columns):
        if at == 0:
            fields.append("I alt")
        elif column.kind is Kind.AMOUNT:
            fields.append(amount(sum(one for one in column.values[start:end] if isinstance(one, int)), form))
        else:
            fields.append("")
    return fields
