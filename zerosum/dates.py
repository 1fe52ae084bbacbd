"""The only door between text and days, and the Danish bank days. A day is an int32: days since 1970-01-01.

>>> show(day("2026-09-30"))
'30.09.2026'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from functools import cache
from typing import TYPE_CHECKING

from zerosum.errors import Phrase, Value
from zerosum.identity import VEILED, veil
from zerosum.tables import NO_DAY
from zerosum.written import Seen, counted, odd_sign
from zerosum.written import forms as written_forms

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

FORMS = {
    "iso": r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    "danish": r"(?P<d>[0-9]{1,2})(?P<s>[./-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})",
    "compact": r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    "danish-short": r"(?P<d>[0-9]{1,2})(?P<s>[./-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{2})",
    "american": r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4}|[0-9]{2})",
    "excel": r"(?P<n>[0-9]{1,7})(?:[.,][0-9]{1,15})?",
}
"""The forms a date may have. Of a text that several of a source's forms read as different days, none is chosen."""

USUAL = ("iso", "danish", "compact")
"""The forms of a source that names none: they exclude each other. The others are read where they are declared."""

SHORT_YEARS_FROM = 1970
"""A year of two digits is one of the hundred from here on."""

FIRST, LAST = date(1900, 1, 1), date(9999, 12, 31)
EXCEL_FIRST = 61
"""Excel's number of 1 March 1900. Its numbers before that count a 29 February 1900, and are in doubt."""

OFFSETS_FROM = 1996
"""Since then summer time lasts from the last Sunday of March to the last of October, at 01:00 UTC (directive 2000/84/EC and
those before it). A moment with an offset before that year is refused."""

_EPOCH = date(1970, 1, 1)
_EXCEL_EPOCH = date(1899, 12, 30)
_ZERO = re.compile(r"|0|0{6}|0{8}|(?:0{4}|0{1,2})([./-])0{1,2}\1(?:0{4}|0{1,2})|0001-01-01|0?1([./-])0?1\2(?:0001)")
"""What systems write where they have no date (nuldato); `0001-01-01` is that of .NET."""
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3])(?::?[0-5][0-9])?|14(?::?00)?))"
_TIME = (
    r"^(?P<date>[0-9./-]{1,12})[T ](?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])"
    rf"(?P<rest>(?::[0-5][0-9](?:[.,][0-9]{{1,9}})?)?)(?P<zone>(?: ?{_ZONE})?)$"
)
"""A time behind a date: hours, minutes, seconds and parts of them, and how far from UTC they are told."""
_ZONED_DAY = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_ZONE}")
"""A day of XML with its zone: a day that is named is that day, whatever the zone."""


def parse(texts: pa.Array, forms: Sequence[str] = USUAL) -> tuple[np.ndarray, np.ndarray]:
    """Texts -> (day int32, readable bool). Blank and zero dates are NO_DAY and readable: the source does not tell.

    A time behind the date is read and let go; where it has Z or an offset, the moment is turned to Danish time first.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    distinct = pc.utf8_trim_whitespace(coded.dictionary.cast(pa.string()))
    timed = pc.any(pc.match_substring(distinct, pattern=":")).as_py()
    days, good = (_with_times if timed else _without_times)(distinct, tuple(forms))
    at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    first = np.array([NO_DAY], np.int32), np.array([True])  # the null
    return np.concatenate([first[0], days])[at], np.concatenate([first[1], good])[at]


def _without_times(distinct: pa.Array, forms: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct texts -> their days, and which are readable."""
    import numpy as np

    found = [_one(text, forms) for text in distinct.to_pylist()]
    days = np.array([NO_DAY if one is None else one for one in found], np.int32)
    return days, np.array([one is not None for one in found], bool)


def _one(text: str, forms: tuple[str, ...]) -> int | None:
    if _ZERO.fullmatch(text):
        return NO_DAY
    days = {number(one) for one in _dates(text, forms) if FIRST <= one <= LAST}
    return days.pop() if len(days) == 1 else None


def _dates(text: str, forms: tuple[str, ...]) -> list[date]:
    """Every date that one of the forms reads in a text, however old."""
    found = []
    zoned = _ZONED_DAY.fullmatch(text) if "iso" in forms else None
    for form, pattern in _compiled(forms):
        match = pattern.fullmatch(zoned[1] if zoned and form == "iso" else text)
        read = _date_of(match.groupdict()) if match else None
        found += [read] if read else []
    return found


@cache
def _compiled(forms: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, re.compile(FORMS[form])) for form in forms)


def _date_of(parts: Mapping[str, str]) -> date | None:
    try:
        if "n" in parts:
            return _EXCEL_EPOCH + timedelta(days=int(parts["n"])) if int(parts["n"]) >= EXCEL_FIRST else None
        year = int(parts["y"])
        if len(parts["y"]) == 2:
            year += 100 * ((SHORT_YEARS_FROM - year + 99) // 100)
        return date(year, int(parts["m"]), int(parts["d"]))
    except (ValueError, OverflowError):
        return None


def _with_times(distinct: pa.Array, forms: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct texts, some of them with a time -> their days, and which are readable."""
    import numpy as np
    import pyarrow.compute as pc

    parts = pc.extract_regex(distinct, pattern=_TIME)
    is_moment = parts.is_valid()
    encoded = pc.if_else(is_moment, pc.struct_field(parts, "date"), distinct).dictionary_encode()
    days, good = _without_times(encoded.dictionary, forms)
    at = encoded.indices.to_numpy(zero_copy_only=False)
    days, good = days[at].astype(np.int64), good[at]
    moments = np.flatnonzero(is_moment.to_numpy(zero_copy_only=False))
    if len(moments):
        days[moments], good[moments] = _at_times(days[moments], good[moments], parts.filter(is_moment))
    return np.where(good, days, NO_DAY).astype(np.int32), good


def _at_times(days: np.ndarray, good: np.ndarray, parts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Days, and the times behind them -> their Danish days, and which are readable. A zero date has no time but midnight."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    hour, minute, rest, zone = (pc.struct_field(parts, name) for name in ("hour", "minute", "rest", "zone"))
    midnight = pc.match_substring_regex(pc.binary_join_element_wise(hour, minute, rest, ""), pattern="^[0:.,]*$")
    good &= (days != NO_DAY) | midnight.to_numpy(zero_copy_only=False).astype(bool)
    there = pc.not_equal(zone, "").to_numpy(zero_copy_only=False).astype(bool)
    zoned = np.flatnonzero(good & there & (days != NO_DAY))
    if len(zoned):
        rows = pa.array(zoned)
        hours, minutes = (_whole(column.take(rows)) for column in (hour, minute))
        utc = (days[zoned] * 24 + hours) * 60 + minutes - _offset(zone.take(rows))
        danish = (utc + 60 + 60 * _is_summer(utc)) // (24 * 60)
        days[zoned] = danish
        good[zoned] = (danish >= number(date(OFFSETS_FROM, 1, 1))) & (danish <= number(LAST))
    return days, good


def _whole(digits: pa.Array) -> np.ndarray:
    import numpy as np
    import pyarrow as pa

    return np.asarray(digits.cast(pa.int64()).to_numpy(zero_copy_only=False))


def _offset(zone: pa.Array) -> np.ndarray:
    """Minutes that a zone (Z, +02, +0200, +02:00) is before UTC."""
    import numpy as np
    import pyarrow.compute as pc

    plain = pc.replace_substring(pc.replace_substring_regex(zone, pattern="[ :]", replacement=""), "Z", "+00")
    plain = pc.utf8_rpad(plain, width=5, padding="0")
    ahead = _whole(pc.utf8_slice_codeunits(plain, 1, 3)) * 60 + _whole(pc.utf8_slice_codeunits(plain, 3, 5))
    behind = pc.starts_with(plain, "-").to_numpy(zero_copy_only=False).astype(bool)
    return np.asarray(np.where(behind, -ahead, ahead))


def _is_summer(utc: np.ndarray) -> np.ndarray:
    """Whether minutes of UTC since 1970 are in Danish summer time."""
    import numpy as np

    year = (utc // (24 * 60)).astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[M]")

    def last_sunday(months: int) -> np.ndarray:
        """01:00 UTC on the last Sunday of the month that so many months into the year is over."""
        end = (year + months).astype("datetime64[D]").astype(np.int64) - 1
        return np.asarray((end - (end + 4) % 7) * 24 * 60 + 60)  # 1970-01-01 was a Thursday

    return np.asarray((last_sunday(3) <= utc) & (utc < last_sunday(10)))


def day(text: str, forms: Sequence[str] = USUAL) -> int:
    """One date: a column of one. ValueError where it is none."""
    import pyarrow as pa

    value, readable = parse(pa.array([text], pa.string()), forms)
    if not readable[0]:
        raise ValueError("it is not a date")
    return int(value[0])


# Why a text is no date: one text at a time, for those alone that could not be read.

Refusal = tuple[str, Mapping[str, Value]]
"""The code of a problem, and what its words are filled in with."""

_MONTH_NAME = re.compile(
    r"(?:[0-9]{1,2}[. -]{1,2})?(?:jan|feb|mar|apr|ma[jyi]|jun|jul|aug|sep|o[kc]t|nov|dec)[^\W\d_]*\.?"
    r"(?:[ ,-]{1,2}[0-9]{1,4})*",
    re.IGNORECASE,
)
_EXCEL_NOW = range(20_000, 80_001)
"""Day numbers of 1954 to 2119: a number of five digits among them is likely a date of Excel."""


def refused(text: str, forms: Sequence[str] = USUAL) -> Refusal:
    """Why a text that `parse` does not read is no date: the problem's code, and both readings where there are two.

    Where the text may not be shown, nor may its readings.
    """
    code, values = _refused(text.strip(), tuple(forms))
    if veil(text) == text:
        return code, values
    return code, {name: VEILED * 6 if _is_reading(value) else value for name, value in values.items()}


def _is_reading(value: Value) -> bool:
    return isinstance(value, Phrase) and value.key == "day"


def _refused(plain: str, forms: tuple[str, ...]) -> Refusal:
    odd = odd_sign(plain)
    if odd:
        return odd
    timed = re.match(_TIME, plain)
    written = timed["date"] if timed else plain
    inside = [one for one in sorted(set(_dates(written, forms))) if FIRST <= one <= LAST]
    if len(inside) > 1:
        return "date_in_doubt", {"first": _in_words(inside[0]), "second": _in_words(inside[1])}
    if inside:
        return "date_moment_out_of_range", {"year": OFFSETS_FROM}
    if _ZERO.fullmatch(written):
        return "date_unreadable", _expected(forms)
    if _dates(written, forms):
        return "date_before_1900", {}
    for code, form in (("date_month_first", "american"), ("date_short_year", "danish-short")):
        if form not in forms and _dates(written, (form,)):
            return code, {"form": form}
    if written.isdigit() and len(written) <= 5 and ("excel" in forms or int(written) in _EXCEL_NOW):
        return ("date_excel_in_doubt", {}) if "excel" in forms else ("date_of_excel", {"form": "excel"})
    for form in FORMS:
        if form != "excel" and re.fullmatch(FORMS[form], written):
            other = form not in forms and bool(_dates(written, (form,)))
            return ("date_form_not_declared", {"form": form}) if other else ("date_does_not_exist", {})
    if _MONTH_NAME.fullmatch(written):
        return "date_month_name", {}
    if ":" in plain and not timed:
        return "date_time_unreadable", {}
    return "date_unreadable", _expected(forms)


def _expected(forms: Sequence[str]) -> Mapping[str, Value]:
    return {"forms": tuple(Phrase(f"date_form.{form}") for form in forms)}


def _in_words(when: date) -> Phrase:
    return Phrase("day", {"danish": show(number(when)), "iso": when.isoformat()})


# What a column of dates may mean, for those who have not declared it yet.


@unique
class Tells(StrEnum):
    """Whether the day or the month stands first, as the texts of a column tell it."""

    DANISH = "danish"
    """The day: some could be nothing else, and none contradicts it."""
    AMERICAN = "american"
    """The month."""
    EITHER = "either"
    """Every text is the same day, whichever it is."""
    IN_DOUBT = "in_doubt"
    """Some text differs (01/02/2026), and none tells which it is."""
    MIXED = "mixed"
    """Some could only be the one, some only the other."""
    NEITHER = "neither"
    """No text is a date."""


_DAY_FIRST, _MONTH_FIRST = ("iso", "compact", "danish", "danish-short"), ("iso", "compact", "american")


@dataclass(frozen=True)
class Readings:
    """The distinct texts of a column, blanks apart, and the day of each with the day first and with the month first."""

    texts: list[str]
    """As they stand: they may hold anything, and are masked before they are shown."""
    rows: np.ndarray
    """How many rows have the text."""
    danish: np.ndarray
    is_danish: np.ndarray
    american: np.ndarray
    is_american: np.ndarray
    excel: np.ndarray
    is_excel: np.ndarray
    tells: Tells


def readings(texts: pa.Array, rows: np.ndarray | None = None) -> Readings:
    """What the dates of a column would be, the day or the month first. It chooses none. Dots and hyphens are Danish. `rows`:
    how many rows have each text, where they are distinct and trimmed already."""
    distinct, rows = counted(texts) if rows is None else (texts, rows)
    danish, is_danish = parse(distinct, _DAY_FIRST)
    american, is_american = parse(distinct, _MONTH_FIRST)
    excel, is_excel = parse(distinct, ("excel",))
    only = bool((is_danish & ~is_american).any()), bool((is_american & ~is_danish).any())
    both = is_danish & is_american
    tells = {(True, True): Tells.MIXED, (True, False): Tells.DANISH, (False, True): Tells.AMERICAN}.get(only)
    if tells is None:
        differ = bool((both & (danish != american)).any())
        tells = Tells.IN_DOUBT if differ else Tells.EITHER if both.any() else Tells.NEITHER
    return Readings(distinct.to_pylist(), rows, danish, is_danish, american, is_american, excel, is_excel, tells)


def forms_seen(texts: pa.Array, forms: Sequence[str] = USUAL, rows: np.ndarray | None = None) -> tuple[Seen, ...]:
    """In which forms the dates of a column are written, the most used first. Blanks are no form. `rows`: as above."""
    distinct, rows = counted(texts) if rows is None else (texts, rows)
    _, readable = parse(distinct, forms)
    return written_forms(
        distinct, rows, readable, lambda text, can: _picture(text, tuple(forms)) if can else refused(text, forms)[0]
    )


_PICTURES = {"iso": "2026-09-30", "compact": "20260930", "excel": "46295"}


def _picture(text: str, forms: tuple[str, ...]) -> str:
    """A date as the picture of its form."""
    timed = re.match(_TIME, text)
    written = timed["date"] if timed else text
    behind = text[len(written) :] and (text[len(written)] + "14:05" + (":00" if timed and timed["rest"] else ""))
    zone = "Z" if timed and timed["zone"] else ""
    if _ZERO.fullmatch(written):
        return written + behind + zone
    if not timed and _ZONED_DAY.fullmatch(text):
        return "2026-09-30Z"
    form = next(form for form, pattern in _compiled(forms) if pattern.fullmatch(written))
    between = next((sign for sign in written if sign in "./-"), "")
    long = len(re.split("[./-]", written)[-1]) == 4
    parts = ("09", "30") if form == "american" else ("30", "09")
    return _PICTURES.get(form) or between.join((*parts, "2026" if long else "26")) + behind + zone


def number(when: date) -> int:
    """A date as a day number."""
    return (when - _EPOCH).days


def when(a_day: int) -> date:
    """A day number as a date."""
    return _EPOCH + timedelta(days=a_day)


def show(a_day: int) -> str:
    """A day as Danes write it, 30.09.2026; empty where unknown."""
    return "" if a_day == NO_DAY else when(a_day).strftime("%d.%m.%Y")


def month_end_after(a_day: int) -> int:
    """The end of the month after the day's month: when the next monthly report (næste månedsrapport) is due."""
    first = when(a_day).replace(day=1)
    for _ in range(2):  # the first of the next month but one; the day before it is the end of the next month
        first = (first + timedelta(days=32)).replace(day=1)
    return number(first) - 1


def is_month_end(a_day: int) -> bool:
    """Whether the next day is the first of a month."""
    return when(a_day + 1).day == 1


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Days that are no bank days (bankdage) besides weekends: public days, day after Ascension, 5 June, 24 and 31 December."""
    import holidays

    public = holidays.country_holidays("DK", years=year)
    days = set(public)
    ascension = [
        when_
        for when_, name in holidays.country_holidays("DK", years=year, language="en_US").items()
        if "Ascension" in name
    ]
    days |= {first + timedelta(days=1) for first in ascension}
    days |= {date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
    return frozenset(days)


def bank_days_between(first: int, last: int) -> int:
    """How many bank days lie after `first`, up to and with `last`; 0 where last is not later."""
    count = 0
    at = when(first)
    end = when(last)
    while at < end:
        at += timedelta(days=1)
        if at.weekday() < 5 and at not in bank_holidays(at.year):
            count += 1
    return count
