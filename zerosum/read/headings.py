"""Where the headings of a table stand, and whether they are headings at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.limits import COLUMNS_MAX, HEADING_LINES_MAX
from zerosum.sources.find import fold
from zerosum.sources.model import Source

_VALUE = re.compile(r"[-+]?[0-9][0-9., /:-]*-?")
"""A number or a date, as no heading is."""


def heading_row(lines: Iterable[Sequence[str]], wanted: Sequence[str], file: str, first: int) -> int:
    """How many lines stand before the first that has all the wanted headings. InputError where none of them has."""
    looked_for = {fold(one) for one in wanted}
    for at, fields in zip(range(HEADING_LINES_MAX), lines, strict=False):
        if looked_for <= {fold(one) for one in fields}:
            return at
    values: dict[str, Value] = {"wanted": tuple(map(shown, wanted)), "limit": HEADING_LINES_MAX}
    raise InputError(Problem("heading_not_found", values, file, first))


def check_headings(headings: Sequence[str], source: Source, file: str, line: int, blank: Callable[[], Problem]) -> None:
    """InputError where nothing stands there (`blank` says so), where there are too many, and where they are data."""
    if not any(heading.strip() for heading in headings):
        raise InputError(blank())
    if len(headings) > COLUMNS_MAX:
        raise InputError(Problem("too_many_columns", {"limit": COLUMNS_MAX}, file, line))
    if _is_data(headings, source):
        raise InputError(Problem("heading_is_data", file=file, line=line))


def _is_data(headings: Sequence[str], source: Source) -> bool:
    """Whether a line has numbers or dates, and none of the headings that the source knows."""
    known = {fold(one.text) for part in source.parts for column in part.columns for one in column.headings}
    if not known or known & {fold(heading) for heading in headings}:
        return False
    return any(_VALUE.fullmatch(heading.strip()) for heading in headings)
