"""Whole columns as text, and rows of text as bytes: the one place where the simulator writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.dates import when
from zerosum.simulate.model import FIRST_FIRM, Claims, Flags, Ints
from zerosum.tables import NO_DAY

Column: TypeAlias = "pa.Array | str"
"""Texts, one for each row, or one text for all rows."""

Columns: TypeAlias = "Sequence[tuple[str, Column]]"
"""Heading and texts of some rows."""

CHUNK = 250_000
"""Rows that are made text at a time."""


@dataclass(frozen=True)
class Table:
    """A file to be: how many rows, and what makes some of them text."""

    count: int
    columns: Callable[[slice], Columns]


def digits(numbers: Ints, width: int = 0) -> pa.Array:
    """Whole numbers as text, filled with zeros to `width`."""
    plain = pa.array(numbers, pa.int64()).cast(pa.string())
    return pc.utf8_lpad(plain, width, "0") if width else plain


def kroner(amount_ore: Ints, grouped: bool = False) -> pa.Array:
    """Øre as Danish kroner: 1873,00, or 1.873,00 where grouped."""
    whole, rest = digits(amount_ore // 100), digits(amount_ore % 100, 2)
    if grouped:
        text = pc.replace_substring_regex(whole, pattern=r"([0-9])([0-9]{3})$", replacement=r"\1.\2")
        whole = pc.replace_substring_regex(text, pattern=r"([0-9])([0-9]{3})\.", replacement=r"\1.\2.")
    return pc.binary_join_element_wise(whole, rest, ",")


def days(numbers: Ints, form: str = "%Y%m%d", none: str = "") -> pa.Array:
    """Days as text in a form of strftime; `none` where the day is not known."""
    distinct, at = np.unique(numbers, return_inverse=True)
    return words([none if one == NO_DAY else when(int(one)).strftime(form) for one in distinct], at)


def words(vocabulary: Sequence[str], at: Ints) -> pa.Array:
    """Codes as the words they stand for; -1 is blank."""
    return pa.array([*vocabulary, ""], pa.string()).take(pa.array(np.where(at < 0, len(vocabulary), at)))


def only_where(flags: Flags, texts: pa.Array) -> pa.Array:
    """The texts where the flag is set, else blank."""
    return pc.if_else(pa.array(flags), texts, "")


def identification(people: Ints) -> pa.Array:
    """The made-up number of a person or firm; blank for -1.

    A person's is ddmmyynnnn with a month of 13 to 19, which no person has; a firm's is of eight digits that begin
    with 99, which no firm has. Two serials never share a number: the step is prime to the number of places.
    """
    places = 28 * 7 * 60 * 10_000
    place = (people % places) * 7_919_003 % places
    place, serial = np.divmod(place, 10_000)
    place, year = np.divmod(place, 60)
    month_day, month = np.divmod(place, 7)
    person = ((month_day + 1) * 100 + month + 13) * 1_000_000 + (year + 30) * 10_000 + serial
    of_person = digits(person, 10)
    of_firm = digits(99_000_000 + np.maximum(people - FIRST_FIRM, 0), 8)
    return only_where(people >= 0, pc.if_else(pa.array(people >= FIRST_FIRM), of_firm, of_person))


def debtor_set(claims: Claims) -> pa.Array:
    """The debtor set (skyldner og hæftere) of each claim, `|` between."""
    alone = identification(claims.debtor)
    both = pc.binary_join_element_wise(alone, identification(claims.co_debtor), "|")
    return pc.if_else(pa.array(claims.co_debtor >= 0), both, alone)


def lines(table: Table, separator: str = ";", start: int = 0, end: int | None = None) -> Iterator[str]:
    """The text of a CSV file, or of a part of its rows: headings, rows, CRLF. No value may hold the separator."""
    yield separator.join(heading for heading, _ in table.columns(slice(0, 0))) + "\r\n"
    end = table.count if end is None else end
    for first in range(start, end, CHUNK):
        columns = [column for _, column in table.columns(slice(first, min(first + CHUNK, end)))]
        yield "".join(f"{row}\r\n" for row in pc.binary_join_element_wise(*columns, separator).to_pylist())


def write_rows(path: Path, table: Table, *, encoding: str = "utf-8", start: int = 0, end: int | None = None) -> None:
    """Write a CSV file of a table, or of a part of its rows."""
    with path.open("wb") as out:
        for text in lines(table, start=start, end=end):
            out.write(text.encode(encoding))
