"""Whole columns of days plus years, months and days.

Where the month that is reached has the day, there is one answer: a month after 28 February is 28 March. Where it has not,
the prose of a rule does not say which day is meant: «1 month after 31 January» may be the last of February (that is the
earliest reading), or as many days into March as February was too short (the latest), or a day between. A rule tells a
breach only where every reading does: «not before» counts from the earliest, «not after» from the latest. Days are added
after the months: «2 months minus 2 days after 1 January» is 27 February, or the 28th in a leap year.
"""

from __future__ import annotations

import numpy as np

YEAR = 12


def months_of(days: np.ndarray) -> np.ndarray:
    """Days -> months since January 1970."""
    return _in_days(days).astype("datetime64[M]").astype(np.int64)


def years_of(days: np.ndarray) -> np.ndarray:
    """Days -> years since 1970."""
    return _in_days(days).astype("datetime64[Y]").astype(np.int64)


def first_of(months: np.ndarray) -> np.ndarray:
    """Months since January 1970 -> the first day of each."""
    return np.asarray(months, np.int64).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def first_of_year(years: np.ndarray) -> np.ndarray:
    """Years since 1970 -> the first day of each."""
    return first_of(np.asarray(years, np.int64) * YEAR)


def after(days: np.ndarray, years: int, months: int, more_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Days -> the earliest and the latest day that so many years, months and days after may mean, int64 each."""
    count = years * YEAR + months
    if not count:
        moved = days.astype(np.int64) + more_days
        return moved, moved
    month = months_of(days)
    into = days - first_of(month)
    first, length = first_of(month + count), first_of(month + count + 1) - first_of(month + count)
    return first + np.minimum(into, length - 1) + more_days, first + into + more_days


def _in_days(days: np.ndarray) -> np.ndarray:
    return np.asarray(days, np.int64).astype("datetime64[D]")
