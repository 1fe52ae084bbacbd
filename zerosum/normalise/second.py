"""What was read, counted and added up a second time, by other means: a slip of ours must not become a figure.

Amounts are added as on paper: how many 0s, 1s … 9s stand in the place of the øre, of the tens of øre, and so on. Nothing is
shared with `money.parse`. Lines are counted in the bytes of a text, in the foot of a Parquet file, in the sheet itself.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook

from zerosum.errors import MiscountError, Problem
from zerosum.read.container import Blob
from zerosum.read.kind import WORKBOOK, form_of, looks_like_xml
from zerosum.read.raw import Raw
from zerosum.sources.model import Source
from zerosum.tables import NOT_TOLD, Rule

ORE_PLACES = 2
"""Decimals of a krone."""
PLACES = 20
"""More digits than any amount that is read."""
CELLS_AT_ONCE = 1 << 15
"""So many cells are in the processor's own memory together with what is worked out of them."""
BYTES_AT_ONCE = 1 << 18
"""So many bytes are looked through for line ends, or for quotation marks, at once."""

_DIGIT, _DECIMAL, _MINUS, _NOTHING, _OTHER = range(5)
"""What a sign of an amount is. _NOTHING stands between thousands, or around the amount."""


@dataclass(frozen=True)
class Sums:
    """The amounts of one table."""

    again_ore: int | None = None
    """All of them that could be read, added the second way; None where the table has no amounts."""
    aside_ore: int = 0
    """Of these, as they were read the first time: what stands on rejected lines, and on lines that a rule keeps out before
    they become Lines."""


NO_AMOUNTS = Sums()


def sums_of(texts: pa.Array, amount_ore: np.ndarray, loaded: np.ndarray, source: Source) -> Sums:
    """The sums of a column: its texts, what the first reading made of them (NOT_TOLD: nothing), and which are loaded."""
    read = amount_ore != NOT_TOLD
    again = add_again(texts if read.all() else texts.filter(pa.array(read)), source.decimal, source.unit)
    return Sums(again, int(amount_ore[read & ~loaded].sum()))


def add_again(texts: pa.Array, decimal: str, unit: str = "kr") -> int:
    """The sum in øre of texts that each hold an amount in kroner, or in whole øre. MiscountError where one of them is none."""
    places = ORE_PLACES if unit == "kr" else 0
    texts = texts.cast(pa.string()).drop_null()
    total = 0
    for start in range(0, len(texts), CELLS_AT_ONCE):
        total += _added(texts.slice(start, CELLS_AT_ONCE), decimal, places)
    return total


def _added(texts: pa.Array, decimal: str, places: int) -> int:
    """The sum of some cells: by their bytes, and one by one where a cell has more than the plain signs in it."""
    kind_of = _kinds(decimal)
    _, bounds, data = texts.buffers()
    start = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    signs = np.frombuffer(data, np.uint8)[start[0] : start[-1]] if data is not None else np.zeros(0, np.uint8)
    start = start - start[0]
    kind = kind_of[signs]
    odd = np.unique(_cell_of(np.flatnonzero(kind == _OTHER), start))
    if not len(odd):
        is_digit = kind == _DIGIT
        before = np.zeros(len(signs) + 1, np.int32)  # digits before each sign
        np.cumsum(is_digit, out=before[1:])
        end = before[start[1:]]
        digits = end - before[start[:-1]]
        decimals = _after_decimal(kind, start, before, end)
        odd = np.flatnonzero(decimals > places)
    if len(odd):
        rest = np.ones(len(texts), bool)
        rest[odd] = False
        times = texts.take(pa.array(odd)).value_counts()
        cells = zip(times.field(0).to_pylist(), times.field(1).to_pylist(), strict=True)
        plain = texts.filter(pa.array(rest))
        added = sum(_one(cell, decimal, places) * int(count) for cell, count in cells)
        return added + (_added(plain, decimal, places) if len(plain) else 0)

    if not digits.all():
        raise _unread()
    place = np.repeat(end + (places - decimals - 1), digits) - np.arange(before[-1], dtype=np.int32)
    if len(place) and place.max() >= PLACES:
        raise _unread()
    at = place * 10 + (signs[is_digit] - ord("0"))
    negative = _negative(kind, start)
    if not negative.any():
        return _of_places(at)
    minus = np.repeat(negative, digits)
    return _of_places(at[~minus]) - _of_places(at[minus])


def _of_places(at: np.ndarray) -> int:
    """The sum, from the digits and the places where they stand: exact, in whole numbers of any size."""
    found = np.bincount(at, minlength=PLACES * 10).tolist()
    return sum(count * (one % 10) * 10 ** (one // 10) for one, count in enumerate(found))


def _cell_of(signs: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Which cell each of the signs stands in."""
    return np.searchsorted(start, signs, side="right") - 1


def _after_decimal(kind: np.ndarray, start: np.ndarray, before: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How many digits stand after the decimal sign of each cell; 0 where there is none."""
    signs = np.flatnonzero(kind == _DECIMAL)
    after = np.zeros(len(end), np.int32)
    if len(signs) == len(end) and (signs >= start[:-1]).all() and (signs < start[1:]).all():  # mostly: one in each
        return np.asarray(end - before[signs])
    cell = _cell_of(signs, start)
    if len(np.unique(cell)) != len(cell):
        raise _unread()
    after[cell] = end[cell] - before[signs]
    return after


def _negative(kind: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Which cells have a minus: one, first or last."""
    found = np.zeros(len(start) - 1, bool)
    signs = np.flatnonzero(kind == _MINUS)
    if not len(signs):
        return found
    cell = _cell_of(signs, start)
    there = np.flatnonzero(kind != _NOTHING)
    first = there[np.searchsorted(there, start[cell])]
    last = there[np.searchsorted(there, start[cell + 1]) - 1]
    if len(np.unique(cell)) != len(cell) or not ((signs == first) | (signs == last)).all():
        raise _unread()
    found[cell] = True
    return found


def _kinds(decimal: str) -> np.ndarray:
    """Byte -> what it is in an amount with this decimal sign."""
    kinds = np.full(256, _OTHER, np.uint8)
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[[ord(one) for one in " \t.,"]] = _NOTHING
    kinds[ord(decimal)] = _DECIMAL
    kinds[ord("-")] = _MINUS
    return kinds


def _one(cell: str, decimal: str, places: int) -> int:
    """One amount, sign by sign, with its currency, and the minus signs and blanks that are no ASCII."""
    whole, part, minus, seen = 0, 0, 0, False
    bare = cell.lower().replace("dkk", "").replace("kr.", "").replace("kr", "").replace("+", "")
    signs = [sign for sign in bare if not sign.isspace() and sign not in BLANK]
    for at, sign in enumerate(signs):
        if sign in MINUSES and at in (0, len(signs) - 1):
            minus += 1
        elif sign == decimal and not seen:
            seen = True
        elif sign in "0123456789":
            whole, part = whole * 10 + int(sign), part + seen
        elif sign not in ".,'’":
            raise _unread()
    ore, finer = divmod(whole * int(10**places), int(10**part))
    if minus > 1 or finer or not any(sign.isdecimal() for sign in signs):
        raise _unread()
    return -ore if minus else ore


MINUSES, BLANK = "-−–", "\u200b\ufeff"
"""Signs that are a minus; signs without width."""


def _unread() -> MiscountError:
    return MiscountError(Problem("amount_read_once"))


def lines_again(blob: Blob, source: Source, raw: Raw) -> int | None:
    """The lines of a table, the headings not counted, as `raw` should have them: by the line ends of a text, the foot of a
    Parquet file, the height of a sheet. None where none of these tells it: where a field may have line ends in it, in XML."""
    before = raw.heading_line - raw.left.get(Rule.PREAMBLE, 0) if raw.heading_line else 0
    if blob.data[:4] == b"PAR1":
        return int(pyarrow.parquet.ParquetFile(pyarrow.BufferReader(blob.data)).metadata.num_rows)
    if source.xml is not None or looks_like_xml(blob.data):
        return None
    if form_of(blob.data) == WORKBOOK:
        return _height(blob, source.sheet) - before
    data = blob.data
    if b"\0" in data:  # UTF-16: each sign is two bytes
        return None
    if b'"' in data and _line_end_in_quotes(data):
        return None
    return physical_lines(data) - before


def _height(blob: Blob, sheet: str | None) -> int:
    """Rows of the sheet that is read, from the first to the last with something in it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(blob.data))
    ends = [_end(book, name) for name in ([sheet] if sheet else book.sheet_names)]
    return max((end[0] + 1 for end in ends if end), default=0)


def _end(book: CalamineWorkbook, name: str) -> tuple[int, int] | None:
    """Last row and column of a sheet; None where it has none, and where it is a broken one beside that which was read."""
    try:
        return book.get_sheet_by_name(name).end
    except CalamineError:
        return None


def _line_end_in_quotes(data: bytes) -> bool:
    """Whether some line has an odd number of quotation marks: then a field may go on in the next."""
    start = 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + BYTES_AT_ONCE) + 1 or data.find(b"\n", start) + 1 or len(data)
        signs = np.frombuffer(data, np.uint8, end - start, start)
        quotes = np.flatnonzero(signs == ord('"'))
        before = np.searchsorted(quotes, np.flatnonzero((signs == ord("\n")) | (signs == ord("\r"))))
        if (before % 2).any() or len(quotes) % 2:
            return True
        start = end
    return False


def physical_lines(data: bytes) -> int:
    """How many lines the bytes have: each ends with LF, CRLF or CR, the last one perhaps with nothing."""
    signs, lines = np.frombuffer(data, np.uint8), 0
    for start in range(0, len(signs), BYTES_AT_ONCE):
        some = signs[start : start + BYTES_AT_ONCE + 1]  # and one more, for a CRLF that is cut in two
        line_feed, returned = some == ord("\n"), some[:BYTES_AT_ONCE] == ord("\r")
        lines += int(np.count_nonzero(line_feed[:BYTES_AT_ONCE])) + int(np.count_nonzero(returned))
        lines -= int(np.count_nonzero(returned[: len(some) - 1] & line_feed[1:]))
    return lines + (data[-1:] not in (b"", b"\n", b"\r"))
