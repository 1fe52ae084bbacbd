"""What a spreadsheet does to numbers that name something: a FordringID, a reference, a debtor. Told, and never restored.

Excel keeps fifteen digits, writes longer ones as 9,00001E+17, drops leading zeros, and makes dates of what looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@unique
class Damage(StrEnum):
    """What has happened to a number. Each is the code of a problem."""

    SCIENTIFIC = "number_scientific"
    """9,00001E+17: the last digits are gone."""
    FIFTEEN_DIGITS = "number_cut_to_fifteen_digits"
    """900001000000123000: so are they here."""
    DECIMALS = "number_with_decimals"
    """900001,0: a table of numbers was saved as text."""
    APOSTROPHE = "number_with_apostrophe"
    """'000123: Excel's mark of a text."""
    DATE = "number_became_date"
    """jan-12 among numbers."""
    ZEROS_LOST = "number_lost_zeros"
    """123 where all others are like 000123; a CPR of nine digits."""


DESTROYED = (Damage.SCIENTIFIC, Damage.FIFTEEN_DIGITS)
"""What the number was cannot be known: its line is not read. The others are told."""

EXCEL_DIGITS = 15
"""So many digits of a number Excel keeps; the rest become zeros."""
ZEROS_SURE = 6
"""So many zeros behind the fifteenth digit, of the numbers of one length together, are not chance."""
SHARE_CUT = {16: 0.9, 17: 0.5}
"""Length -> which share of the numbers end so where they were cut. One in ten does by itself, one in a hundred, and so on."""
SHARE_CUT_LONGER = 0.05
NEARLY_ALL = 0.9
"""So many of a column's numbers have one length, or are digits alone, where what differs has been changed."""
FEWEST = 10
"""In a shorter column no length is the usual one."""
DEBTOR_DIGITS = (9, 7)
"""Digits of a person's and of a firm's number that has lost its leading zero."""
TWO_PERSONS = 21
"""Signs of two whole numbers of persons with | between them: nearly all sets of debtors."""

_SCIENTIFIC = r"^[0-9](?:[.,][0-9]+[Ee][+-]?|[Ee]\+)[0-9]{1,3}$"
_DECIMALS = r"^[0-9]{3,}[.,]0+$"
_CUT = r"^[1-9][0-9]{14}0+$"
_MONTH = r"(?i:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)"
_DATE = rf"^(?:[0-9]{{1,2}}[-./][0-9]{{1,2}}[-./][0-9]{{4}}|{_MONTH}[-. ][0-9]{{2}}|[0-9]{{1,2}}[-. ]{_MONTH})$"
_NUMBER = r"^[0-9]+$"
_SHORT_DEBTOR = rf"(?:^|\|)\s*(?:{'|'.join(f'[0-9]{{{digits}}}' for digits in DEBTOR_DIGITS)})\s*(?:$|\|)"


def damaged(texts: pa.Array, *, numeric: bool = False) -> dict[Damage, np.ndarray]:
    """Trimmed texts of ids or references -> the rows of each kind of damage. `numeric`: leading zeros mean nothing."""
    column = _column(texts)
    if not len(column.signs):
        return {}
    found = {Damage.FIFTEEN_DIGITS: _cut(column)} | _written_oddly(column)
    if not numeric:
        found[Damage.ZEROS_LOST] = _without_zeros(column)
    return {damage: rows for damage, rows in found.items() if len(rows)}


def damaged_debtors(texts: pa.Array) -> dict[Damage, np.ndarray]:
    """Trimmed cells of debtor numbers, | between several -> the rows of each kind of damage."""
    column = _column(texts)
    if not len(column.signs):
        return {}
    may = np.isin(column.length, DEBTOR_DIGITS)
    if column.has("|"):
        may |= (column.length > 2 * min(DEBTOR_DIGITS)) & (column.length != TWO_PERSONS)
    found = _written_oddly(column, dates=False) | {Damage.ZEROS_LOST: column.those(may, _SHORT_DEBTOR)}
    return {damage: rows for damage, rows in found.items() if len(rows)}


@dataclass(frozen=True)
class _Column:
    """A column of texts, and the bytes that it is made of: most columns are told to be sound by a glance at these."""

    texts: pa.Array
    signs: np.ndarray
    start: np.ndarray
    length: np.ndarray

    def has(self, *signs: str) -> bool:
        """Whether some text has one of the signs."""
        return any(bool((self.signs == ord(sign)).any()) for sign in signs)

    def is_sign(self, at: int, *signs: str) -> np.ndarray:
        """bool for each row: one of the signs stands at that place; from the end where it is negative."""
        found = np.take(self.signs, self.start + (at if at >= 0 else self.length + at), mode="clip")
        is_one = found == ord(signs[0])
        for sign in signs[1:]:
            is_one |= found == ord(sign)
        return np.asarray(is_one & (self.length > (at if at >= 0 else -at - 1)))

    def is_digit(self, at: int) -> np.ndarray:
        """bool for each row: a digit stands at that place from the start."""
        found = np.take(self.signs, self.start + at, mode="clip")
        return np.asarray((found >= ord("0")) & (found <= ord("9")) & (self.length > at))

    def those(self, may: np.ndarray, pattern: str) -> np.ndarray:
        """Those of the rows that `may` whose text has the pattern."""
        rows = np.flatnonzero(may)
        if not len(rows):
            return rows
        fits = pc.fill_null(pc.match_substring_regex(self.texts.take(pa.array(rows)), pattern=pattern), False)
        return np.asarray(rows[fits.to_numpy(zero_copy_only=False).astype(bool)])


def _column(texts: pa.Array) -> _Column:
    texts = texts.cast(pa.string())
    _, bounds, data = texts.buffers()
    if not len(texts) or data is None:
        nothing = np.zeros(len(texts), np.int32)
        return _Column(texts, np.zeros(0, np.uint8), nothing, nothing)
    start = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    signs = np.frombuffer(data, np.uint8)[start[0] : start[-1]]
    return _Column(texts, signs, start[:-1] - start[0], np.diff(start))


def _cut(column: _Column) -> np.ndarray:
    """Rows of more than fifteen digits that end in zeros, where so many of their length do that it is no chance."""
    long = column.length > EXCEL_DIGITS
    if not long.any():
        return np.zeros(0, np.int64)
    ends = long & column.is_sign(-1, "0") & (column.is_sign(-2, "0") | (column.length == EXCEL_DIGITS + 1))
    times, of_length = np.bincount(column.length[ends]), np.bincount(column.length)
    cut = np.zeros(len(long), bool)
    for length in np.flatnonzero(times).tolist():
        sure = times[length] * (length - EXCEL_DIGITS) >= ZEROS_SURE
        if sure and times[length] >= of_length[length] * SHARE_CUT.get(length, SHARE_CUT_LONGER):
            cut |= ends & (column.length == length)
    return column.those(cut, _CUT)


def _without_zeros(column: _Column) -> np.ndarray:
    """Rows of digits that are shorter than nearly all others, which begin with 0, and that do not."""
    times = np.bincount(column.length)
    told, usual = int(times[1:].sum()), int(times[1:].argmax()) + 1
    if told < FEWEST or times[usual] < NEARLY_ALL * told or times[usual] == told:
        return np.zeros(0, np.int64)
    zero = column.is_sign(0, "0")
    if (zero & (column.length == usual)).sum() < NEARLY_ALL * told:
        return np.zeros(0, np.int64)
    return column.those((column.length < usual) & (column.length > 0) & ~zero, _NUMBER)


def _written_oddly(column: _Column, *, dates: bool = True) -> dict[Damage, np.ndarray]:
    """Rows that are written as Excel writes numbers and, if asked for, dates, or begin with its mark of a text."""
    if column.signs.max() <= ord("9") and column.signs.min() >= ord("0"):  # digits alone, as nearly always
        return {}
    points = column.has(".", ",")
    found = {Damage.APOSTROPHE: column.those(column.is_sign(0, "'"), "^'[0-9]")} if column.has("'") else {}
    scientific = column.has("E", "e") and (points or column.has("+"))
    if not (points or scientific or dates):
        return found
    digit_first = column.is_digit(0)
    if scientific:
        found[Damage.SCIENTIFIC] = column.those(digit_first, _SCIENTIFIC)
    if points:
        found[Damage.DECIMALS] = column.those(digit_first & column.is_sign(-1, "0"), _DECIMALS)
    if dates:
        found[Damage.DATE] = _became_dates(column, digit_first)
    return found


def _became_dates(column: _Column, digit_first: np.ndarray) -> np.ndarray:
    """Rows that look like dates, where nearly all others are numbers."""
    dates = column.those(_like_dates(column, digit_first), _DATE)
    others = column.length > 0
    others[dates] = False
    told = others.sum()
    return dates if told >= FEWEST and (digit_first & others).sum() >= NEARLY_ALL * told else dates[:0]


def _like_dates(column: _Column, digit_first: np.ndarray) -> np.ndarray:
    """Rows as long as a date of Excel, with a separator where one would be: jan-12, 12-jan, 01-02-2026."""
    named = (column.length >= 5) & (column.length <= 6)
    digits = digit_first & (column.length >= 5) & (column.length <= 10)
    may = np.zeros(len(column.length), bool)
    if named.any():
        may |= named & column.is_sign(3, *"-. ")
    if digits.any():
        may |= digits & (column.is_sign(1, *"-./ ") | column.is_sign(2, *"-./ "))
    return may
