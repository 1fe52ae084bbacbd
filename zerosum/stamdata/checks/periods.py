"""The period (periode start and slut) against the calendar."""

from __future__ import annotations

from zerosum.stamdata.checks.check import Answer, Check, NoValues
from zerosum.stamdata.months import first_of_year, months_of, years_of
from zerosum.stamdata.seen import Block

START, END = "period_from_on", "period_to_on"


def _same_month(block: Block, _: NoValues) -> Answer:
    """Both lie in one calendar month."""
    return Answer(months_of(block.day(START)) != months_of(block.day(END)))


def _same_year(block: Block, _: NoValues) -> Answer:
    """Both lie in one calendar year."""
    return Answer(years_of(block.day(START)) != years_of(block.day(END)))


def _whole_year(block: Block, _: NoValues) -> Answer:
    """It is exactly a calendar year: 1 January to 31 December."""
    start, end = block.day(START), block.day(END)
    year = years_of(start)
    return Answer((start != first_of_year(year)) | (end != first_of_year(year + 1) - 1))


def _reads(_: NoValues) -> tuple[str, ...]:
    return START, END


CHECKS = (
    Check("same_month", _same_month, NoValues, _reads),
    Check("same_year", _same_year, NoValues, _reads),
    Check("whole_year", _whole_year, NoValues, _reads),
)
