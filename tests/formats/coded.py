"""A table as coded records, as Prisme writes them: fields of a code and a value, joined."""

from __future__ import annotations

from formats.cells import texts
from formats.delimited import encoded
from formats.form import Form
from formats.table import Table


def coded(table: Table, form: Form) -> bytes:
    """The bytes of the file: a field that is blank is left out, but in the first record."""
    lines = []
    for number, row in enumerate(texts(table, form), start=1):
        fields = [f"{100 + at}{value}" for at, value in enumerate(row) if value or number == 1]
        lines.append("&".join([f"000G69{number:05}NOR", *fields]))
    return encoded(lines, form)
