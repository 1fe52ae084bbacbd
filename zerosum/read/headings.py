"""Where the headings of a table stand, and whether they are headings at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zerosum import money
from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.limits import COLUMNS_MAX, HEADING_LINES_MAX
from zerosum.sources.find import find_columns, fold
from zerosum.sources.model import AMOUNTS, Part, Source

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


def check_above(lines: Sequence[Sequence[str]], headings: Sequence[str], source: Source, file: str) -> None:
    """InputError where one of the lines above the headings is itself a heading line, or a row of the table: then the
    headings were found too far down, as on the second page of a list whose pages are not alike, and rows would be lost."""
    known = {fold(heading) for heading in headings if heading.strip()}
    for line, fields in enumerate(lines, start=1):
        if len({fold(field) for field in fields} & known) > max(1, len(known) // 2):
            raise InputError(Problem("headings_above", {"n": len(known)}, file, line))
    no_rows_above(lines, headings, source, file)


def no_rows_above(lines: Sequence[Sequence[str]], headings: Sequence[str], source: Source, file: str) -> None:
    """InputError where one of the lines that are passed over is a row of the table."""
    looked_at = [_required(part, headings, source) for part in source.parts]
    for line, fields in enumerate(lines, start=1):
        if any(_is_row(fields, amounts, others, source) for amounts, others in looked_at):
            raise InputError(Problem("rows_above", file=file, line=line))


def _required(part: Part, headings: Sequence[str], source: Source) -> tuple[list[int], list[int]]:
    """Where the part's amounts stand, and where the other columns that it must have; nothing where some are not there."""
    found, _ = find_columns(part, headings, source.fixed)
    required = [column.name for column in part.columns if column.required and column.name not in source.fixed]
    if any(name not in found for name in required):
        return [], []
    amounts = [found[name] for name in AMOUNTS if name in found]
    return amounts, [found[name] for name in required if name not in AMOUNTS]


def _is_row(fields: Sequence[str], amounts: Sequence[int], others: Sequence[int], source: Source) -> bool:
    """Whether each column that a row must have is filled, and what stands under an amount is one; where the part has no
    amounts, some number or date is enough."""
    texts = [fields[at].strip() if at < len(fields) else "" for at in others]
    if not all(texts) or not (amounts or texts):
        return False
    if not amounts:
        return any(map(_VALUE.fullmatch, texts))
    return any(_is_amount(fields[at], source) for at in amounts if at < len(fields) and fields[at].strip())


def _is_amount(text: str, source: Source) -> bool:
    try:
        money.ore(text, source.decimal, unit=source.unit)
    except ValueError:
        return False
    return True
