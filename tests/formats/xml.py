"""A table as XML: a row is an element, or an element inside that of its claim."""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from formats.cells import text
from formats.form import Form
from formats.table import Column, Kind, Table

OF_THE_CLAIM = frozenset(
    {
        "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "FordringID",
        "Fordringshaverreference", "HovedfordringID", "Fordringstype", "Skyldner", "Fordringshaver", "Fagløsning",
        "Skyldnere",
    }
)  # fmt: skip
"""Headings of what all rows of a claim share."""


def path_of(column: Column, form: Form) -> str:
    """The column's path from the row."""
    name = _element(column)
    if form.nested and column.heading in OF_THE_CLAIM:
        return f"../{name}"
    if not form.nested:
        return name
    return {Kind.AMOUNT: f"Kroner/{name}", Kind.DAY: f"@{name}"}.get(column.kind, name)


def xml(table: Table, form: Form) -> bytes:
    """The bytes of the file."""
    out = [f'<?xml version="1.0" encoding="{form.encoding.upper()}"?>', '<Udtraek xmlns="urn:eksempel:udtraek">']
    shared = [one for one in table.columns if form.nested and one.heading in OF_THE_CLAIM]
    own = [one for one in table.columns if one not in shared]
    for _, some in groupby(range(len(table)), lambda at: tuple(one.values[at] for one in shared)):
        rows = list(some)
        if form.nested:
            out.append("  <Fordring>")
            out += [line for one in shared for line in _elements(one, rows[0], form)]
        out += [_row(own, at, form) for at in rows]
        if form.nested:
            out.append("  </Fordring>")
    return form.line_end.join([*out, "</Udtraek>", ""]).encode(form.encoding)


def _element(column: Column) -> str:
    return re.sub(r"\W", "_", column.heading)


def _row(columns: list[Column], at: int, form: Form) -> str:
    if not form.nested:
        inside = [line for one in columns for line in _elements(one, at, form)]
        return "\n".join(["  <Linje>", *inside, "  </Linje>"])
    days = [one for one in columns if one.kind is Kind.DAY and (at == 0 or one.values[at] is not None)]
    attributes = "".join(f" {_element(one)}={quoteattr(text(one.values[at], one.kind, form))}" for one in days)
    amounts = [line for one in columns if one.kind is Kind.AMOUNT for line in _elements(one, at, form)]
    others = [line for one in columns if one.kind not in (Kind.AMOUNT, Kind.DAY) for line in _elements(one, at, form)]
    return "\n".join([f"    <Linje{attributes}>", "<Kroner>", *amounts, "</Kroner>", *others, "    </Linje>"])


def _elements(column: Column, at: int, form: Form) -> list[str]:
    """The element of a value; several for several debtors; none for some of the blank ones, but one in the first row: a
    column that stands nowhere is not there."""
    value, name = text(column.values[at], column.kind, form), _element(column)
    if not value:
        return [f"      <{name}/>"] if at == 0 or at % 2 else []
    each = value.split("|") if column.kind is Kind.DEBTORS else [value]
    return [f"      <{name}>{escape(one)}</{name}>" for one in each]
