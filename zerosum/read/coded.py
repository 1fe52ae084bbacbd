"""Records of coded fields -> Raw: a first field of fixed width, then fields that each begin with their code. The codes stand
for headings; a record has only the fields that say something."""

from __future__ import annotations

from array import array
from itertools import chain

import numpy as np
import pyarrow as pa

from zerosum.errors import InputError, Problem
from zerosum.hints import shown
from zerosum.read.container import Blob
from zerosum.read.encoding import as_utf8
from zerosum.read.fixed_width import lines_of
from zerosum.read.limits import CELLS_MAX, COLUMNS_MAX
from zerosum.read.raw import BadLine, Raw
from zerosum.sources.model import Coded, Source


def read_coded(blob: Blob, source: Source) -> Raw:
    """Coded records -> Raw. InputError for a broken encoding, and for a table past a limit. A code that stands twice in a
    record, and a field without a code, make the line a bad one: which of them would be meant?"""
    form = source.coded
    if form is None:
        raise ValueError("no coded records are declared")
    text = as_utf8(blob, source.encoding)
    columns: dict[str, list[str]] = {span.name: [] for span in form.header}
    line, bad, blank, cells = array("i"), [], 0, 0
    for number, record in enumerate(lines_of(blob, text.data).to_pylist(), start=1):
        if not record.strip():
            blank += 1
            continue
        fields = _fields(record, form, number)
        if isinstance(fields, BadLine):
            bad.append(fields)
            continue
        for name, value in fields.items():
            column = columns.get(name)
            if column is None:
                if len(columns) == COLUMNS_MAX:
                    raise InputError(Problem("too_many_columns", {"limit": COLUMNS_MAX}, blob.name, number))
                column = columns[name] = []
            cells += len(line) + 1 - len(column)
            column.extend(chain([""] * (len(line) - len(column)), [value]))
        line.append(number)
        if cells > CELLS_MAX:
            raise InputError(Problem("too_many_cells", {"limit": CELLS_MAX}, blob.name, number))
    texts = (column + [""] * (len(line) - len(column)) for column in columns.values())
    arrays = tuple(pa.array(column, pa.string()) for column in texts)
    lines = np.array(line, np.int32)
    return Raw(tuple(columns), arrays, lines, tuple(bad), blank, text.encoding, form.separator, 0, notes=text.notes)


def _fields(record: str, form: Coded, number: int) -> dict[str, str] | BadLine:
    """Heading -> value of a record."""
    first, *coded = record.split(form.separator)
    cut = next((span for span in form.header if span.first <= len(first) < span.last), None)
    if cut is not None or (form.header and not first):
        return BadLine(number, len(first), cut.last if cut else 1, "record_header_cut")
    fields = {span.name: first[span.first - 1 : span.last].strip() for span in form.header}
    for field in coded:
        code, value = field[: form.code_width], field[form.code_width :].strip()
        if len(code) < form.code_width or not (code.isascii() and code.isdigit()):
            return BadLine(number, code="record_without_code", about=shown(code))
        if code in fields:
            return BadLine(number, code="record_code_twice", about=code)
        fields[code] = value
    return fields
