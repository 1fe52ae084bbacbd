"""The order of days, and days by themselves. Months and years are counted as `months.py` says."""

from __future__ import annotations

from datetime import date

import numpy as np

from zerosum import dates
from zerosum.stamdata.checks.check import Answer, Check, Day
from zerosum.stamdata.claims import DAYS
from zerosum.stamdata.months import after, first_of, months_of, years_of
from zerosum.stamdata.seen import Block
from zerosum.tables import NO_DAY
from zerosum.toml_file import Strict


class Between(Strict):
    """A day, and how far from another one its limit lies."""

    day: Day
    than: Day
    years: int = 0
    months: int = 0
    days: int = 0


def _reads(values: Between) -> tuple[str, ...]:
    return values.day, values.than


def _limits(block: Block, values: Between) -> tuple[np.ndarray, np.ndarray]:
    return after(block.day(values.than), values.years, values.months, values.days)


def _not_before(block: Block, values: Between) -> Answer:
    """`day` may be the limit or later."""
    earliest, _ = _limits(block, values)
    return Answer(block.day(values.day) < earliest)


def _not_after(block: Block, values: Between) -> Answer:
    """`day` may be the limit or earlier."""
    _, latest = _limits(block, values)
    return Answer(block.day(values.day) > latest)


def _same_day(block: Block, values: Between) -> Answer:
    """`day` must be the limit."""
    day = block.day(values.day)
    earliest, latest = _limits(block, values)
    return Answer((day < earliest) | (day > latest))


class Order(Strict):
    """A day, and another one."""

    day: Day
    than: Day


def _before_next_month(block: Block, values: Order) -> Answer:
    """`day` must lie before the first of the month after the one that `than` is in."""
    return Answer(block.day(values.day) >= first_of(months_of(block.day(values.than)) + 1))


class First(Strict):
    """The first day that any day may be."""

    first: date


def _none_before(block: Block, values: First) -> Answer:
    """No day of the claim may lie before `first`. A blank one does not."""
    limit = dates.number(values.first)
    early = np.zeros(len(block), bool)
    for name in DAYS:
        if block.seen.told(name):
            day = block.day(name)
            early |= (day < limit) & (day != NO_DAY)
    return Answer(early)


class OneDay(Strict):
    """A day."""

    day: Day


def _no_bank_holiday(block: Block, values: OneDay) -> Answer:
    """`day` may be no day on which banks are closed besides weekends (helligdage, 5 June, 24 and 31 December, the day after
    Ascension). Whether the rule means weekends too is not told, so they are no breach."""
    day = block.day(values.day)
    known = np.unique(years_of(day[day != NO_DAY])) + 1970
    closed = [dates.number(one) for year in known.tolist() for one in dates.bank_holidays(year)]
    return Answer(np.isin(day, np.array(closed, np.int32)))


CHECKS = (
    Check("not_before", _not_before, Between, _reads),
    Check("not_after", _not_after, Between, _reads),
    Check("same_day", _same_day, Between, _reads),
    Check("before_next_month", _before_next_month, Order, lambda values: (values.day, values.than)),
    Check("none_before", _none_before, First, lambda _: (), shows=DAYS),
    Check("no_bank_holiday", _no_bank_holiday, OneDay, lambda values: (values.day,)),
)
