"""Blob -> Raw: which reader a table needs, and what they all give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from zerosum.sources.model import Source


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be split into the columns of the heading."""

    line: int
    found: int
    """Number of fields."""
    expected: int


@dataclass(frozen=True)
class Raw:
    """A table of texts. `columns[i]` stands under `headings[i]`; each is a string array."""

    headings: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    line: np.ndarray
    """int32: the line in the file of each row; the first is 1."""
    bad: tuple[BadLine, ...]
    blank: int
    """Lines without anything in them."""
    encoding: str
    separator: str


def read(blob: Blob, source: Source, *, may_be_empty: bool = False) -> Raw:
    """Read a table, by what it is: Parquet, a workbook, or delimited text. InputError where it cannot be used, and where
    it has no lines (a file of ODE interest may have none)."""
    if blob.data[:4] == b"PAR1":
        from zerosum.read.parquet import read_parquet

        raw = read_parquet(blob, source)
    elif blob.data[:2] == b"PK" or blob.data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        from zerosum.read.workbook import read_workbook

        raw = read_workbook(blob, source)
    else:
        from zerosum.read.delimited import read_delimited

        raw = read_delimited(blob, source)
    raw = _without_blank_rows(raw)
    if not len(raw.line) and not raw.bad and not may_be_empty:
        raise InputError(
            Problem(
                "Filen har ingen linjer",
                "Der er overskrifter, men ingen linjer under dem.",
                "Hent eksporten igen; en tom fil er ikke det samme som ingen fordringer.",
                blob.name,
            )
        )
    return raw


def _without_blank_rows(raw: Raw) -> Raw:
    """Rows with nothing but separators and blanks, as Excel leaves them under a table, are blank lines."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = np.arange(len(raw.line))
    for column in raw.columns:
        if not len(rows):
            return raw
        texts = column if len(rows) == len(column) else column.take(pa.array(rows))
        rows = rows[pc.equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False).astype(bool)]
    if not len(rows):
        return raw
    kept = np.setdiff1d(np.arange(len(raw.line)), rows)
    columns = tuple(column.take(pa.array(kept)) for column in raw.columns)
    return replace(raw, columns=columns, line=raw.line[kept], blank=raw.blank + len(rows))
