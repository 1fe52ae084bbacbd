"""What is said of a file that was looked at: values, and no number of a person in any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zerosum.errors import Problem
from zerosum.sources.model import Source
from zerosum.written import Seen


@dataclass(frozen=True)
class Fit:
    """How a source fits the headings of a table."""

    source: Source
    part: str
    known: int
    """Columns that it has names for."""
    found: int
    """How many of them the table has."""
    problems: tuple[Problem, ...]
    """Why the table cannot be read by it as it is."""

    @property
    def whole(self) -> bool:
        """Whether it can."""
        return self.found > 0 and not self.problems


@dataclass(frozen=True)
class Word:
    """One of the few texts of a column of words."""

    text: str
    rows: int
    meaning: str
    """What a source that comes with zerosum says that it means; "" where none knows it."""


@dataclass(frozen=True)
class ColumnSeen:
    """One column of a table."""

    heading: str
    """As a source names it: `Dato#2` is the second of several alike."""
    shown: str
    """As it may be shown: if no heading line is there, it is data."""
    filled: int
    """Rows in which something stands."""
    kind: str
    """What its values look like: a key of `survey.kind` of the words."""
    name: str
    """Which of our columns it is; "" where nothing tells."""
    sure: bool
    """Whether the heading or the values tell it, and nothing speaks against it."""
    forms: tuple[Seen, ...] = ()
    """How its amounts, dates or numbers are written."""
    words: tuple[Word, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TableSeen:
    """One table of a file."""

    name: str
    encoding: str
    separator: str
    heading_line: int
    rows: int
    left: Mapping[str, int]
    """Lines that are no rows, by rule."""
    fits: tuple[Fit, ...]
    """The sources that know some of its headings, the best first."""
    columns: tuple[ColumnSeen, ...]
    guessed: Source | None
    """How it was read, where no source fits as it is."""
    doubts: tuple[Problem, ...] = ()
    """What must be told before an amount or a date of it can be read, and what cannot be read at all."""
    notes: tuple[Problem, ...] = ()
    """What looks odd, and stops nothing."""

    @property
    def fitting(self) -> Fit | None:
        """The source that it can be read by as it is."""
        return next((fit for fit in self.fits if fit.whole), None)

    @property
    def sure(self) -> bool:
        """Whether it can be read as it is, and nothing in it has two meanings."""
        return self.fitting is not None and not self.doubts


@dataclass(frozen=True)
class Surveyed:
    """A file, and the tables in it."""

    path: str
    tables: tuple[TableSeen, ...]
    doubts: tuple[Problem, ...] = ()
    """Where the file itself cannot be read."""

    @property
    def sure(self) -> bool:
        """Whether each of its tables is."""
        return bool(self.tables) and not self.doubts and all(table.sure for table in self.tables)
