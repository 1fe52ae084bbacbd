"""The only door between text and days, and the Danish bank days. A day is an int32: days since 1970-01-01.

>>> show(day("2026-09-30"))
'30.09.2026'
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from zerosum.tables import NO_DAY

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

FORMS = {
    "iso": r"^(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})$",
    "danish": r"^(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>[0-9]{4})$",
    "compact": r"^(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})$",
}
"""The forms a date may have; a source names those it uses. They exclude each other, so their order means nothing."""

EXPECTED = "en dato skrevet 2026-09-30, 30.09.2026 eller 20260930"
FIRST, LAST = date(1900, 1, 1), date(9999, 12, 31)
_EPOCH = date(1970, 1, 1)
_ZERO = frozenset({"", "00000000", "0000-00-00", "00.00.0000", "00-00-0000", "00/00/0000"})


def parse(texts: pa.Array, forms: tuple[str, ...] = tuple(FORMS)) -> tuple[np.ndarray, np.ndarray]:
    """Texts -> (day int32, readable bool). Blank and zero dates are NO_DAY and readable: the source does not tell."""
    import numpy as np
    import pyarrow as pa

    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    days, good = [NO_DAY], [True]  # the last place (index -1 below) is the null
    patterns = _compiled(forms)
    for text in coded.dictionary.to_pylist():
        found = _one(text.strip() if text else "", patterns)
        days.append(NO_DAY if found is None else found)
        good.append(found is not None)
    at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    return np.array(days, np.int32)[at], np.array(good, bool)[at]


def _compiled(forms: tuple[str, ...]) -> list[object]:
    import re

    return [re.compile(FORMS[form]) for form in forms]


def _one(text: str, patterns: list) -> int | None:  # type: ignore[type-arg]
    if text in _ZERO:
        return NO_DAY
    for pattern in patterns:
        found = pattern.match(text)
        if found:
            try:
                read = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            return number(read) if FIRST <= read <= LAST else None
    return None


def day(text: str) -> int:
    """One date: a column of one. ValueError where it is none."""
    import pyarrow as pa

    value, readable = parse(pa.array([text], pa.string()))
    if not readable[0]:
        raise ValueError(f"{text!r} is not {EXPECTED}")
    return int(value[0])


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
