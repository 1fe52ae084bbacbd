"""How the amounts and dates of each input are written, column by column, for those who look at a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from zerosum import dates, identity, money
from zerosum.hints import shown
from zerosum.normalise.intake import tables_of
from zerosum.read import Raw, read
from zerosum.settings import Settings
from zerosum.sources.find import find_columns
from zerosum.sources.model import AMOUNTS, DAYS, STAMDATA_AMOUNTS, Source
from zerosum.written import Seen, counted


@dataclass(frozen=True)
class ColumnWritten:
    """A column of amounts or dates of one table."""

    heading: str
    """As it may be shown."""
    name: str
    """Which of our columns it is."""
    blank: int
    """Rows in which nothing stands."""
    forms: tuple[Seen, ...]
    """The forms that its source reads, and the codes of what it does not."""


def columns_written(settings: Settings, debtors: pa.Array) -> dict[int, tuple[ColumnWritten, ...]]:
    """Place in the list of inputs -> its columns of amounts and dates, without debtor numbers of the input. Every file is read
    once more, for a run keeps no text of an amount."""
    found = {}
    for at, given, part, blob in tables_of(settings):
        raw = read(blob, given.source, may_be_empty=True)
        found[at] = tuple(_without_numbers(one, debtors) for one in _columns(raw, given.source, part))
    return found


def _columns(raw: Raw, source: Source, part: str) -> Iterator[ColumnWritten]:
    of_part = next(one for one in source.parts if one.name == part)
    positions, _ = find_columns(of_part, raw.headings, source.fixed, are_paths=source.xml is not None)
    amounts = (*AMOUNTS, *STAMDATA_AMOUNTS)
    for name in (*amounts, *DAYS):
        if name in positions:
            distinct, rows = counted(raw.columns[positions[name]])
            if name in amounts:
                forms = money.forms_seen(distinct, source.decimal, source.unit, rows)
            else:
                forms = dates.forms_seen(distinct, source.dates, rows)
            heading = shown(identity.veil(raw.headings[positions[name]].strip()))
            yield ColumnWritten(heading, name, len(raw.line) - int(rows.sum()), forms)


def _without_numbers(column: ColumnWritten, debtors: pa.Array) -> ColumnWritten:
    texts = identity.shown([column.heading, *(form.example for form in column.forms)], debtors)
    forms = zip(column.forms, texts[1:], strict=True)
    return replace(column, heading=texts[0], forms=tuple(replace(form, example=text) for form, text in forms))
