"""Delimited text -> Raw. One scan says whether the file is clean; a clean one takes Arrow's threaded path, any other the exact one.

Arrow skips blank lines silently, miscounts lines after a quoted newline, and fails a file for one ragged row: so it only
gets files without such things, and the line numbers come from the scan.
"""

from __future__ import annotations

import csv
import io

import numpy as np
import pyarrow as pa
import pyarrow.csv

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.raw import BadLine, Raw
from zerosum.sources.model import Source

SEPARATORS = (";", "\t", ",")
SHOWN = {";": ";", "\t": "TAB", ",": ",", "|": "|"}
FIELD_MAX = 1_000_000
"""Characters of one field; a longer one is not a field."""
LINES_IN_A_FIELD_MAX = 20
"""A quoted field may hold some line breaks; more of them mean that a quotation mark was never closed."""


_LF, _CR, _QUOTE, _NUL = 10, 13, 34, 0


def read_delimited(blob: Blob, source: Source) -> Raw:
    """Delimited text -> Raw. InputError for a broken encoding, no heading, or a quotation mark that is never closed."""
    data, encoding = _as_utf8(blob, source.encoding)
    if data.count(b"\r") != data.count(b"\r\n"):  # a lone CR ends a line too, as old Macs write it
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = _after_lines(data, source.skip_lines)
    end = data.find(b"\n", start)
    heading_line = data[start : end if end >= 0 else len(data)].decode("utf-8").rstrip("\r")
    separator = source.separator or _separator(blob, heading_line)
    headings = _fields(heading_line, separator)
    if not any(heading.strip() for heading in headings):
        raise InputError(
            Problem(
                "Overskrifter mangler",
                f"Linje {source.skip_lines + 1} er tom.",
                "Den linje skal have kolonnernes navne.",
                blob.name,
                source.skip_lines + 1,
            )
        )
    body = end + 1 if end >= 0 else len(data)
    first_line = source.skip_lines + 2
    lines = _scan(data, body, first_line)
    if lines is not None:
        columns = _threaded(memoryview(data)[body:], len(headings), separator) if len(lines.line) else _empty(headings)
        if columns is not None and len(columns[0]) == len(lines.line):
            return Raw(headings, columns, lines.line, (), lines.blank, encoding, SHOWN.get(separator, separator))
    return _exact(blob, data[body:].decode("utf-8"), headings, separator, encoding, first_line)


def _as_utf8(blob: Blob, declared: str | None) -> tuple[bytes, str]:
    """The bytes as UTF-8 and the encoding they had: declared, else BOM, strict UTF-8, Windows-1252."""
    data = blob.data
    try:
        if declared:
            return data.decode(declared).lstrip("﻿").encode(), declared
        if data.startswith(b"\xef\xbb\xbf"):
            data[3:].decode("utf-8")
            return data[3:], "UTF-8 (BOM)"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16").encode(), "UTF-16"
    except (UnicodeDecodeError, LookupError):
        raise _encoding_error(blob, declared or "den, filen selv siger") from None
    if data.isascii():
        return data, "UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("windows-1252").encode(), "Windows-1252"
        except UnicodeDecodeError:
            raise _encoding_error(blob, "UTF-8 eller Windows-1252") from None
    return data, "UTF-8"


def _encoding_error(blob: Blob, expected: str) -> InputError:
    return InputError(
        Problem(
            "Tegnsættet kan ikke læses",
            f"Filen er ikke skrevet i tegnsættet {expected}.",
            "Gem filen som CSV UTF-8, eller angiv encoding for kilden.",
            blob.name,
        )
    )


def _fields(line: str, separator: str) -> tuple[str, ...]:
    """The fields of the heading line; none where its quotation marks make no sense."""
    try:
        return tuple(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return ()


def _after_lines(data: bytes, count: int) -> int:
    at = 0
    for _ in range(count):
        end = data.find(b"\n", at)
        at = len(data) if end < 0 else end + 1
    return at


def _separator(blob: Blob, heading_line: str) -> str:
    """The one of `;` tab `,` that splits the heading line; `;` for a table of one column."""
    counts = {separator: len(_fields(heading_line, separator)) for separator in SEPARATORS}
    most = max(counts.values())
    best = [separator for separator in SEPARATORS if counts[separator] == most]
    if most > 1 and len(best) > 1:
        raise InputError(
            Problem(
                "Skilletegnet er i tvivl",
                f"Overskrifterne kan deles lige godt med {' og '.join(SHOWN[one] for one in best)}.",
                "Angiv separator for kilden.",
                blob.name,
                1,
            )
        )
    return best[0]


class _Lines:
    """What the scan of a clean file gives."""

    def __init__(self, line: np.ndarray, blank: int) -> None:
        self.line = line
        self.blank = blank


def _scan(data: bytes, body: int, first_line: int) -> _Lines | None:
    """Line numbers of the rows that are not blank; None for a file that the exact path must read."""
    if b"\0" in data:
        return None
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


def _empty(headings: tuple[str, ...]) -> tuple[pa.Array, ...]:
    return tuple(pa.array([], pa.string()) for _ in headings)


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


def _exact(blob: Blob, text: str, headings: tuple[str, ...], separator: str, encoding: str, first_line: int) -> Raw:
    """The rows by Python's csv: ragged lines are told one by one, quoted line breaks are counted."""
    csv.field_size_limit(FIELD_MAX)
    width = len(headings)
    rows: list[list[str]] = []
    line: list[int] = []
    odd: list[tuple[int, list[str]]] = []
    blank = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    at = first_line
    try:
        for row in reader:
            if reader.line_num + first_line - at > 1 and _swallows(row, separator):
                raise csv.Error("a line inside a field")
            if not row:
                blank += 1
            elif len(row) != width:
                odd.append((at, row))
            else:
                rows.append(row)
                line.append(at)
            at = reader.line_num + first_line
    except csv.Error:
        raise InputError(
            Problem(
                "Citationstegn eller felt kan ikke læses",
                f"Ved linje {at} begynder et felt, som ikke slutter rigtigt, eller som sluger de næste linjer.",
                "Ret citationstegnene på den linje, eller bestil eksporten uden citationstegn.",
                blob.name,
                at,
            )
        ) from None
    if not rows and all(len(row) == width + 1 and row[-1] == "" for _, row in odd):
        # Each line ends with a separator that the heading does not have: nothing is shifted.
        rows, line, odd = [row[:width] for _, row in odd], [number for number, _ in odd], []
    bad = [BadLine(number, len(row), width) for number, row in odd]
    columns = tuple(pa.array([row[position] for row in rows], pa.string()) for position in range(width))
    return Raw(
        headings, columns, np.array(line, np.int32), tuple(bad), blank, encoding, SHOWN.get(separator, separator)
    )
