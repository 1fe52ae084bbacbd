"""XLS -> what its sheets have beside values. The file is a small file system (OLE) with one stream of records (BIFF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.limits import CELLS_MAX
from zerosum.read.sheets import Sheet, letters

_FREE = 0xFFFFFFF0
"""From here up a number of a sector means that the chain ends, or something else that is no sector."""
_SMALL = 4096
"""Streams shorter than this lie in the stream of small sectors, each of 64 bytes."""

_FORMULA, _ROW, _BOF, _BOUNDSHEET, _FILEPASS, _MERGED = 0x0006, 0x0208, 0x0809, 0x0085, 0x002F, 0x00E5
_CELLS = frozenset({_FORMULA, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
_TEXTS, _USED = 0x00FC, 0x0200
"""The texts of all cells (SST); the rows and columns in use (DIMENSIONS). Each begins with how much there is of it."""
_ROWS_MAX, _WIDTH_MAX = 65_536, 256
_BOOLERR = 0x0205
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SEVERAL = frozenset({0x00BD, 0x00BE})
"""Cells side by side: the last column stands last."""


class _BrokenError(Exception):
    """The file is no whole workbook."""


def sheets_of_xls(blob: Blob) -> list[Sheet]:
    """The sheets, in the workbook's order. InputError for a broken or an encrypted workbook."""
    try:
        stream = _stream(blob.data)
        return _looked_at(blob, stream)
    except (_BrokenError, struct.error, IndexError):
        raise InputError(Problem("workbook_broken", file=blob.name)) from None


# --- the file system ---


def _stream(data: bytes) -> bytes:
    """The stream of records."""
    power, small_power = struct.unpack_from("<HH", data, 30)
    if power not in (9, 12) or small_power != 6:
        raise _BrokenError
    size = 1 << power
    first_folder, small_first, in_header = *struct.unpack_from("<I", data, 48), *struct.unpack_from("<I", data, 60), 109

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    fats = list(struct.unpack_from(f"<{in_header}I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size + 1)):
        if more >= _FREE:
            break
        numbers = struct.unpack(f"<{size // 4}I", sector(more))
        fats += numbers[:-1]
        more = numbers[-1]
    table = _numbers(b"".join(sector(one) for one in fats if one < _FREE))
    whole = {name: (start, length) for name, start, length in _entries(_chained(table, first_folder, sector))}
    start, length = next((whole[name] for name in ("Workbook", "Book") if name in whole), (_FREE, 0))
    if length >= _SMALL:
        return _chained(table, start, sector)[:length]
    small = _chained(table, whole.get("Root Entry", (_FREE, 0))[0], sector)
    small_table = _numbers(_chained(table, small_first, sector))
    return _chained(small_table, start, lambda number: small[number * 64 : (number + 1) * 64])[:length]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chained(table: tuple[int, ...], start: int, sector) -> bytes:  # type: ignore[no-untyped-def]
    """The sectors of a stream. A chain that comes back to itself is broken."""
    pieces = []
    while start < _FREE:
        pieces.append(sector(start))
        if len(pieces) > len(table):
            raise _BrokenError
        start = table[start]
    return b"".join(pieces)


def _entries(folder: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, first sector and length of each stream."""
    for at in range(0, len(folder) - 127, 128):
        (length,) = struct.unpack_from("<H", folder, at + 64)
        if 2 <= length <= 64:
            name = folder[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", folder, at + 116)
            yield name, start, size


# --- the records ---


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and contents of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _looked_at(blob: Blob, stream: bytes) -> list[Sheet]:
    by_place: dict[int, Sheet] = {}
    sheet: Sheet | None = None
    room = 0
    for at, kind, record in _records(stream):
        room += _room(kind, record, len(stream))
        if room > CELLS_MAX:
            raise _BrokenError
        if kind == _FILEPASS:
            raise InputError(Problem("workbook_encrypted", file=blob.name))
        if kind == _BOUNDSHEET:
            place, hidden, sort = struct.unpack_from("<IBB", record)
            if sort == 0:  # not a chart or a macro
                by_place[place] = Sheet(_name(record[6:]), is_hidden=hidden & 3 != 0)
        elif kind == _BOF:
            sheet = by_place.get(at, sheet if sheet is not None and at not in by_place else None)
        elif sheet is not None:
            _see(sheet, kind, record)
    if not by_place:
        raise _BrokenError
    return list(by_place.values())


def _room(kind: int, record: bytes, whole: int) -> int:
    """Cells that room is taken for by a record, before any of them is read. More than there can be is a lie."""
    if kind == _TEXTS:
        (count,) = struct.unpack_from("<I", record, 4)
        if count > whole // 3:  # the shortest text takes three bytes
            raise _BrokenError
    if kind != _USED:
        return 0
    first, rows, left, columns = struct.unpack_from("<IIHH" if len(record) >= 14 else "<4H", record)
    if not (first <= rows <= _ROWS_MAX and left <= columns <= _WIDTH_MAX):
        raise _BrokenError
    return int(rows * columns)


def _see(sheet: Sheet, kind: int, record: bytes) -> None:
    if kind in _CELLS or kind in _SEVERAL:
        row, column = struct.unpack_from("<HH", record)
        sheet.cells += 1
        if kind in _SEVERAL:
            first, (column,) = column, struct.unpack_from("<H", record, len(record) - 2)
            sheet.cells += max(0, column - first)
        sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, column + 1)
        if kind == _BOOLERR and len(record) > 7 and record[7]:
            sheet.errors[row + 1, column + 1] = _ERRORS.get(record[6], "#ERROR!")
        if kind == _FORMULA:
            sheet.formula_at(f"{letters(column + 1)}{row + 1}")
    elif kind == _ROW:
        (flags,) = struct.unpack_from("<H", record, 12)
        sheet.hidden_rows += bool(flags & 0x20)
    elif kind == _MERGED:
        (count,) = struct.unpack_from("<H", record)
        for first, last, left, right in struct.iter_unpack("<4H", record[2 : 2 + 8 * count]):
            sheet.merged.append((first + 1, left + 1, last + 1, right + 1))


def _name(written: bytes) -> str:
    """A sheet's name: its length, how it is written, the signs."""
    length, flags = written[0], written[1]
    if flags & 1:
        return written[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return written[2 : 2 + length].decode("latin-1")
