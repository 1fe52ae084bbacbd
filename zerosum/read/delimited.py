"""Delimited text -> Raw. One scan says whether the file is clean; a clean one takes Arrow's threaded path, any other the exact one.

Arrow skips blank lines silently, miscounts lines after a quoted newline, and fails a file for one ragged row: so it only
gets files without such things, and the line numbers come from the scan.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from zerosum.errors import InputError, Problem, Value
from zerosum.read.container import Blob
from zerosum.read.encoding import as_utf8
from zerosum.read.headings import check_above, check_headings, heading_row
from zerosum.read.limits import COLUMNS_MAX, FIELD_MAX, HEADING_LINES_MAX, LINE_BYTES_MAX, ROWS_MAX
from zerosum.read.raw import BadLine, Raw
from zerosum.read.sift import SUM_WORDS, mark_of
from zerosum.sources.model import Source
from zerosum.tables import Rule

SEPARATORS = (";", "\t", ",", "|")
SHOWN = {";": ";", "\t": "TAB", ",": ",", "|": "|"}
LINES_IN_A_FIELD_MAX = 20
"""A quoted field may hold some line breaks; more of them mean that a quotation mark was never closed."""
ROWS_AT_ONCE = 50_000
"""So many rows are held as Python's own texts."""

_LF, _CR, _QUOTE = 10, 13, 34
_SEPARATOR_LINE = re.compile(rb'"?sep=([;,|\t])"?[^\S\n]*(?:\n|$)', re.I)


def read_delimited(blob: Blob, source: Source) -> Raw:
    """Delimited text -> Raw. InputError for a broken encoding, no heading, a line or a table past a limit, or a quotation
    mark that is never closed."""
    text = as_utf8(blob, source.encoding)
    data = text.data
    if data.count(b"\r") != data.count(b"\r\n"):  # a lone CR ends a line too, as old Macs write it
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    no_endless_line(blob, data)
    top = _top(blob, data, source)
    found = _rows(blob, data, top, source)
    left = {Rule.PREAMBLE: top.line - 1} if top.line > 1 else {}
    encoding, separator = text.encoding, SHOWN.get(top.separator, top.separator)
    return Raw(
        found.headings,
        found.columns,
        found.line,
        found.bad,
        found.blank,
        encoding,
        separator,
        top.line,
        left,
        text.notes,
    )


def no_endless_line(blob: Blob, data: bytes) -> None:
    """InputError for a line past the limit. A look at each half of a limit's length finds them all."""
    step = LINE_BYTES_MAX // 2
    for at in range(0, len(data) - step, step):
        if data.find(b"\n", at, at + step) >= 0:
            continue
        start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
        if (end if end >= 0 else len(data)) - start > LINE_BYTES_MAX:
            line = data.count(b"\n", 0, start) + 1
            raise InputError(Problem("line_too_long", {"limit": LINE_BYTES_MAX}, blob.name, line))


@dataclass(frozen=True)
class _Top:
    """Where the table begins."""

    headings: tuple[str, ...]
    separator: str
    line: int
    """Of the headings."""
    body: int
    """The first byte under them."""
    first_line: int
    """The line of that byte."""


def _top(blob: Blob, data: bytes, source: Source) -> _Top:
    start, line = _after_lines(data, source.skip_lines), source.skip_lines + 1
    told = _SEPARATOR_LINE.match(data, start)  # Excel's own way to say it
    separator = source.separator
    if told:
        separator = separator or told[1].decode("ascii")
        start, line = told.end(), line + 1
    if source.heading:
        skipped, separator = _heading_line(blob, data, start, line, source.heading, separator)
        start, line = _after_lines(data, skipped, start), line + skipped
    end = _end_of_heading(blob, data, start, line)
    written = data[start:end].decode("utf-8").rstrip("\r")
    separator = separator or _separator(blob, written, line)
    headings = _fields(written, separator)
    check_headings(headings, source, blob.name, line, lambda: Problem("heading_blank", file=blob.name, line=line))
    above = data[:start].decode("utf-8", "replace").split("\n")[:-1]
    check_above([_fields(text.rstrip("\r"), separator) for text in above], headings, source, blob.name)
    body = min(end + 1, len(data))
    return _Top(headings, separator, line, body, line + data.count(b"\n", start, end) + 1)


def _heading_line(
    blob: Blob, data: bytes, start: int, line: int, wanted: tuple[str, ...], separator: str | None
) -> tuple[int, str]:
    """How many lines stand before the first with the wanted headings, and the separator that splits it so."""
    lines = data[start : _after_lines(data, HEADING_LINES_MAX, start)].decode("utf-8", "replace").split("\n")
    found: dict[str, int] = {}
    for one in (separator,) if separator else SEPARATORS:
        try:
            found[one] = heading_row((_fields(text.rstrip("\r"), one) for text in lines), wanted, blob.name, line)
        except InputError:
            if separator or (one == SEPARATORS[-1] and not found):
                raise
    best = min(found, key=lambda one: found[one])
    return found[best], best


def _end_of_heading(blob: Blob, data: bytes, start: int, line: int) -> int:
    """Where the heading ends. A heading in quotation marks may have line breaks."""
    end = start - 1
    for _ in range(LINES_IN_A_FIELD_MAX):
        after = data.find(b"\n", end + 1)
        end = after if after >= 0 else len(data)
        if data.count(b'"', start, end) % 2 == 0:
            return end
    raise InputError(Problem("quote_unclosed", {"at": line}, blob.name, line))


def _fields(line: str, separator: str) -> tuple[str, ...]:
    """The fields of the heading line; none where its quotation marks make no sense."""
    try:
        return tuple(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return ()


def _after_lines(data: bytes, count: int, at: int = 0) -> int:
    for _ in range(count):
        end = data.find(b"\n", at)
        at = len(data) if end < 0 else end + 1
    return at


def _separator(blob: Blob, heading_line: str, line: int) -> str:
    """The one of `;` tab `,` `|` that splits the heading line; `;` for a table of one column."""
    counts = {separator: len(_fields(heading_line, separator)) for separator in SEPARATORS}
    most = max(counts.values())
    best = [separator for separator in SEPARATORS if counts[separator] == most]
    if most > 1 and len(best) > 1:
        values: dict[str, Value] = {"separators": tuple(SHOWN[one] for one in best)}
        raise InputError(Problem("separator_in_doubt", values, blob.name, line))
    return best[0]


@dataclass(frozen=True)
class _Rows:
    """What stands under the headings."""

    headings: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    line: np.ndarray
    bad: tuple[BadLine, ...]
    blank: int


def _rows(blob: Blob, data: bytes, top: _Top, source: Source) -> _Rows:
    """By the path for clean files where it can be taken, else line by line."""
    lines = _scan(data, top.body, top.first_line)
    if (len(lines.line) if lines is not None else data.count(b"\n")) > ROWS_MAX:
        raise InputError(Problem("too_many_rows", {"limit": ROWS_MAX}, blob.name))
    if lines is not None and not len(lines.line):
        empty = tuple(pa.array([], pa.string()) for _ in top.headings)
        return _Rows(top.headings, empty, lines.line, (), lines.blank)
    if lines is not None:
        body, width = memoryview(data)[top.body :], len(top.headings)
        columns = _threaded(body, width, top.separator)
        if columns is None:
            columns = _with_trailing(data, top, body)
        if columns is not None and len(columns[0]) == len(lines.line):
            return _Rows(top.headings[: len(columns)], columns, lines.line, (), lines.blank)
    return _exact(blob, data, top, source)


def _with_trailing(data: bytes, top: _Top, body: memoryview) -> tuple[pa.Array, ...] | None:
    """The columns where each line has the same number of blank fields more than the heading, or the heading has a blank one
    more than each line: nothing is shifted. None for any other ragged file."""
    end = data.find(b"\n", top.body)
    first = data[top.body : end if end >= 0 else len(data)].decode("utf-8").rstrip("\r")
    width, found = len(top.headings), len(_fields(first, top.separator))
    if found == width - 1 and not top.headings[-1].strip():
        return _threaded(body, found, top.separator)
    if not width < found <= min(2 * width + 1, COLUMNS_MAX):
        return None
    columns = _threaded(body, found, top.separator)
    if columns is None or not all(pc.all(pc.equal(extra, "")).as_py() for extra in columns[width:]):
        return None
    return columns[:width]


class _Lines:
    """What the scan of a clean file gives."""

    def __init__(self, line: np.ndarray, blank: int) -> None:
        self.line = line
        self.blank = blank


def _scan(data: bytes, body: int, first_line: int) -> _Lines | None:
    """Line numbers of the rows that are not blank; None for a file that the exact path must read."""
    if body >= len(data):
        return _Lines(np.zeros(0, np.int32), 0)
    quoted = data.find(b'"', body) >= 0
    if not quoted and not _has_blank_line(data, body):
        ends_open = not data.endswith(b"\n")
        count = data.count(b"\n", body) + ends_open
        return _Lines(np.arange(first_line, first_line + count, dtype=np.int32), 0)
    signs = np.frombuffer(data, np.uint8)[body:]
    ends = np.flatnonzero(signs == _LF)
    if len(signs) and (not len(ends) or ends[-1] != len(signs) - 1):
        ends = np.append(ends, len(signs))
    starts = np.concatenate([np.zeros(1, ends.dtype), ends[:-1] + 1]) if len(ends) else ends
    if data.find(b'"', body) >= 0:
        quotes_before = np.searchsorted(np.flatnonzero(signs == _QUOTE), ends)
        if (quotes_before % 2).any():
            return None  # a line break inside quotation marks
    length = ends - starts
    with_cr = (length > 0) & (signs[np.maximum(ends - 1, 0)] == _CR)
    there = (length - with_cr) > 0
    line = (np.flatnonzero(there) + first_line).astype(np.int32)
    return _Lines(line, int(len(ends) - len(line)))


def _has_blank_line(data: bytes, body: int) -> bool:
    start = max(body - 1, 0)
    return data.find(b"\n\n", start) >= 0 or data.find(b"\n\r\n", start) >= 0 or data[body : body + 1] in (b"\n", b"\r")


def _threaded(body: memoryview, width: int, separator: str) -> tuple[pa.Array, ...] | None:
    """The columns by Arrow; None where it meets a ragged row."""
    names = [str(position) for position in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(body),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator,
                quote_char='"',
                double_quote=True,
                newlines_in_values=False,
                ignore_empty_lines=True,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return tuple(column.combine_chunks() for column in table.columns)


def _swallows(row: list[str], separator: str) -> bool:
    """Whether a field with line breaks looks like lines of the table: then a quotation mark is where none should be."""
    return any("\n" in field and (separator in field or field.count("\n") > LINES_IN_A_FIELD_MAX) for field in row)


def _exact(blob: Blob, data: bytes, top: _Top, source: Source) -> _Rows:
    """The rows by Python's csv: ragged lines are told one by one, quoted line breaks are counted."""
    csv.field_size_limit(FIELD_MAX)
    width = len(top.headings)
    marks = frozenset(map(mark_of, source.trailer.marks)) if source.trailer else frozenset()
    gathered = _Gathered(width)
    odd: list[BadLine] = []
    extra: set[int] = set()
    """How many fields more than the heading the odd lines have, if all of those are blank; 0 where they are not."""
    blank = 0
    bytes_of_body = io.BytesIO(data)
    bytes_of_body.seek(top.body)
    lines = io.TextIOWrapper(bytes_of_body, "utf-8", newline="")
    reader = csv.reader(lines, delimiter=top.separator, strict=True)
    at = top.first_line
    try:
        for row in reader:
            if reader.line_num + top.first_line - at > 1 and _swallows(row, top.separator):
                raise csv.Error("a line inside a field")
            if not row:
                blank += 1
            elif len(row) == width:
                gathered.add(row, at)
            else:
                extra.add(_blank_fields_more(row, width))
                if gathered.rows == 0 and len(extra) == 1 and 0 not in extra:
                    gathered.shifted.append((at, row[:width]))
                odd.append(_odd_line(row, at, width, marks))
            at = reader.line_num + top.first_line
    except csv.Error:
        raise InputError(Problem("quote_unclosed", {"at": at}, blob.name, at)) from None
    headings = top.headings
    if odd and not gathered.rows and len(extra) == 1 and 0 not in extra:
        # Each line ends with the same separators that the heading does not have, or the heading alone with one more:
        # nothing is shifted.
        width += min(extra.pop(), 0)
        if width == len(headings) or not headings[-1].strip():
            headings, odd = headings[:width], []
            gathered = gathered.of_shifted(width)
    return _Rows(headings, gathered.columns(), gathered.lines(), tuple(odd), blank)


def _blank_fields_more(row: list[str], width: int) -> int:
    """How many blank fields stand after those of the headings; -1 where just one is lacking; else 0."""
    if len(row) == width - 1:
        return -1
    return len(row) - width if len(row) > width and not any(row[width:]) else 0


def _odd_line(row: list[str], at: int, width: int, marks: frozenset[str]) -> BadLine:
    filled = next((field for field in row if field.strip()), "")
    mark = mark_of(filled)
    if mark in marks:
        return BadLine(at, len(row), width, fields=tuple(row))
    return BadLine(at, len(row), width, "line_ragged_sum" if mark in SUM_WORDS else "line_ragged")


class _Gathered:
    """Rows of texts that become columns, some at a time: as Python's own they take ten times the room."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows = 0
        self.shifted: list[tuple[int, list[str]]] = []
        """Lines with another number of fields, as long as all of them have."""
        self._open: list[list[str]] = []
        self._pieces: list[list[pa.Array]] = [[] for _ in range(width)]
        self._line = array("i")

    def add(self, row: list[str], line: int) -> None:
        self._open.append(row)
        self._line.append(line)
        self.rows += 1
        if len(self._open) == ROWS_AT_ONCE:
            self._close()

    def _close(self) -> None:
        for position, pieces in enumerate(self._pieces):
            pieces.append(pa.array([row[position] for row in self._open], pa.string()))
        self._open.clear()

    def of_shifted(self, width: int) -> _Gathered:
        other = _Gathered(width)
        for line, row in self.shifted:
            other.add(row, line)
        return other

    def columns(self) -> tuple[pa.Array, ...]:
        self._close()
        return tuple(pa.concat_arrays(pieces) for pieces in self._pieces)

    def lines(self) -> np.ndarray:
        return np.array(self._line, np.int32)
