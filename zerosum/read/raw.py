"""Blob -> Raw: which reader a table needs, and what they all give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.kind import PARQUET, WORKBOOK, XML, form_of, no_table
from zerosum.tables import Rule

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from zerosum.sources.model import Source


@dataclass(frozen=True)
class BadLine:
    """A line that is no row: it cannot be split into the columns of the headings, or it is a sum."""

    line: int
    found: int = 0
    """Number of fields; of characters on a line of fixed width."""
    expected: int = 0
    code: str = "line_ragged"
    about: str = ""
    """What the words name beside the numbers, as it may be shown."""
    fields: tuple[str, ...] = field(default=(), repr=False)
    """Of a line of sums, until it is checked. They go into no message."""


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
    heading_line: int = 1
    """Where the headings stand; 0 where the file has no such line."""
    left: Mapping[Rule, int] = field(default_factory=dict)
    """Lines that are no rows, and not blank, counted under why."""
    notes: tuple[Problem, ...] = ()
    """What is doubtful about the file, and does not stop a run."""


def read(blob: Blob, source: Source, *, may_be_empty: bool = False) -> Raw:
    """Read a table, by what it is. InputError where it cannot be used, and where it has no lines (a file of ODE interest may
    have none)."""
    problem = no_table(blob.data, blob.name)
    if problem is not None:
        raise InputError(problem)
    if source.base_only:
        raise InputError(Problem("source_is_form_alone", {"source": source.name}, blob.name))
    from zerosum.read.sift import sift

    raw = sift(_read_as_it_is(blob, source), source, blob.name)
    if not len(raw.line) and not raw.bad and not may_be_empty:
        raise InputError(Problem("file_without_lines", file=blob.name))
    return raw


def _read_as_it_is(blob: Blob, source: Source) -> Raw:
    """By the reader of its form."""
    form = form_of(blob.data)
    if source.xml is not None or form == XML:
        from zerosum.read.xml import read_xml

        return read_xml(blob, source)
    if form == PARQUET:
        from zerosum.read.parquet import read_parquet

        return read_parquet(blob, source)
    if form == WORKBOOK:
        from zerosum.read.workbook import read_workbook

        return read_workbook(blob, source)
    if source.fixed_width:
        from zerosum.read.fixed_width import read_fixed_width

        return read_fixed_width(blob, source)
    if source.coded is not None:
        from zerosum.read.coded import read_coded

        return read_coded(blob, source)
    from zerosum.read.delimited import read_delimited

    return read_delimited(blob, source)
