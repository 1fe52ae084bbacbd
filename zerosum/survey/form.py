"""How a table that no source describes is written: its separator, and the line of its headings."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.delimited import SEPARATORS
from zerosum.read.encoding import as_utf8
from zerosum.read.kind import TEXT, WORKBOOK, form_of
from zerosum.read.limits import HEADING_LINES_MAX
from zerosum.sources.model import Column, Heading, Part, Source

LINES_SEEN = 300
"""So many lines of a text are looked at to see how it is written."""
BYTES_SEEN = 2_000_000
FEWEST_LINES = 3
_FIXED_LENGTH = 20
"""Lines without separators that are at least so long, and all of one length, are of fixed width."""

_ANYTHING = Source(
    name="?",
    layout="events",
    side="either",
    parts=(Part("", (Column("amount", (Heading("amount"),)),)),),
    events={},
    statuses={},
)
"""A source that says nothing of a file's form."""

_VALUE = re.compile(r"[-+]?[0-9][0-9.,:/ -]*")
_CODED = re.compile(r"[^&]*&[0-9]{3}[^&]*&")


def form_seen(blob: Blob) -> tuple[Source, list[Problem]]:
    """A table -> a source that tells its form and none of its columns, and what is in doubt about the form."""
    form = form_of(blob.data)
    if form == TEXT:
        return _of_text(blob)
    if form == WORKBOOK:
        return replace(_ANYTHING, skip_lines=_heading_of_sheet(blob)), []
    return _ANYTHING, []


def _of_text(blob: Blob) -> tuple[Source, list[Problem]]:
    decoded = as_utf8(replace(blob, data=_whole_lines(blob.data)), None)
    lines = [line.rstrip("\r") for line in decoded.data.decode("utf-8").split("\n")][:LINES_SEEN]
    written = [line for line in lines if line.strip()]
    if written and sum(bool(_CODED.match(line)) for line in written) > len(written) / 2:
        raise InputError(Problem("seems_coded_records", file=blob.name))
    widths = {separator: [len(_fields(line, separator)) for line in lines] for separator in SEPARATORS}
    usual = {separator: _usual(counts) for separator, counts in widths.items()}
    separator = max(SEPARATORS, key=lambda one: (usual[one] > 1, widths[one].count(usual[one]), usual[one]))
    if usual[separator] < 2:
        length = {len(line) for line in written}
        if len(length) == 1 and len(written) >= FEWEST_LINES and length.pop() >= _FIXED_LENGTH:
            raise InputError(Problem("seems_fixed_width", {"starts": _starts(written)}, blob.name))
        return replace(_ANYTHING, separator=separator), []
    rows = [_fields(line, separator) for line in lines]
    return replace(_ANYTHING, separator=separator, skip_lines=_heading_among(rows, usual[separator])), []


def beginning(blob: Blob) -> Blob | None:
    """The first lines of a long text; None where it is no text, or short."""
    if len(blob.data) <= BYTES_SEEN or form_of(blob.data) != TEXT:
        return None
    return replace(blob, data=_whole_lines(blob.data))


def _whole_lines(data: bytes) -> bytes:
    """The beginning of a text, without a line that is cut in two."""
    if len(data) <= BYTES_SEEN:
        return data
    end = data.rfind(b"\n", 0, BYTES_SEEN)
    return data[: end if end > 0 else BYTES_SEEN]


def _fields(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _usual(counts: Sequence[int]) -> int:
    """How many fields most lines have; lines of one field and blank ones say nothing, unless all are such."""
    several = Counter(count for count in counts if count > 1)
    return several.most_common(1)[0][0] if several else 1


def _heading_among(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many lines stand before the headings: the first line as wide as the others that has texts and no values."""
    for at, row in enumerate(rows[:HEADING_LINES_MAX]):
        named = [cell.strip() for cell in row if cell.strip()]
        if abs(len(row) - width) <= 1 and 2 * len(named) >= len(row) and not any(map(_VALUE.fullmatch, named)):
            return at
    return 0


def _heading_of_sheet(blob: Blob) -> int:
    """The same of the first sheet that has something in it; 0 where it cannot be opened: the reader says why."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(blob.data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height:
                cells = sheet.to_python(skip_empty_area=False, nrows=LINES_SEEN)
                rows = [_filled([str(cell) for cell in row]) for row in cells]
                return _heading_among(rows, _usual([len(row) for row in rows]))
    except (CalamineError, OSError, IndexError, ValueError):
        return 0
    return 0


def _filled(row: list[str]) -> list[str]:
    """A row without the empty cells at its end."""
    while row and not row[-1].strip():
        row.pop()
    return row


def _starts(lines: Sequence[str]) -> str:
    """Where columns of fixed width seem to begin: behind a place that is blank on every line."""
    blank = [all(line[at] == " " for line in lines) for at in range(len(lines[0]))]
    starts = [at + 1 for at in range(len(blank)) if not blank[at] and (at == 0 or blank[at - 1])]
    return ", ".join(map(str, starts[:40]))
