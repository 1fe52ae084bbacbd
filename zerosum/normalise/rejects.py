"""Lines that could not be read: one Reject each, by its first column at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pyarrow as pa

from zerosum.errors import Problem, Value
from zerosum.identity import VEILED, veil
from zerosum.read.raw import BadLine
from zerosum.result import Reject
from zerosum.tables import Side
from zerosum.written import visible

SECRET = frozenset({"debtors", "partner", "id_number", "liable"})
"""Our columns that hold numbers of people and firms: their values are never shown."""

Filled = Mapping[str, Value] | Callable[[str], Mapping[str, Value]] | None
"""What a problem's words are filled in with: the same for all lines, or what the line's own value gives."""


@dataclass
class Faults:
    """Gathers the faults of one table, column by column; a line counts by its first."""

    file: str
    side: Side
    line: np.ndarray
    at_fault: np.ndarray = field(init=False)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    """What is told of lines that could be read: each with the first of them, and how many (`n`)."""

    def __post_init__(self) -> None:
        self.at_fault = np.zeros(len(self.line), bool)

    def add(
        self,
        wrong: np.ndarray,
        column: str,
        heading: str,
        values: pa.Array | None,
        code: str,
        filled: Filled = None,
    ) -> None:
        """Lines where `wrong` become rejects with the problem of that code, unless they already are."""
        same = filled if isinstance(filled, Mapping) else {}
        self.add_each(wrong, column, heading, values, lambda text: (code, filled(text) if callable(filled) else same))

    def add_each(
        self,
        wrong: np.ndarray,
        column: str,
        heading: str,
        values: pa.Array | None,
        why: Callable[[str], tuple[str, Mapping[str, Value]]],
    ) -> None:
        """Lines where `wrong` become rejects, unless they already are; `why` gives the code of each value's problem and what
        its words are filled in with, as it may be shown."""
        new = np.flatnonzero(wrong & ~self.at_fault)
        if not len(new):
            return
        texts = values.take(pa.array(new)).to_pylist() if values is not None else [""] * len(new)

        @cache
        def problem_of(text: str) -> Problem:
            shown = VEILED * 6 if column in SECRET and text else veil(text)
            return Problem(*why(text), self.file, column=visible(veil(heading)), value=visible(shown))

        for row, text in zip(new.tolist(), texts, strict=True):
            self._reject(replace(problem_of(text or ""), line=int(self.line[row])))
        self.at_fault[new] = True

    def note(self, rows: np.ndarray, column: str, heading: str, code: str) -> None:
        """Tell of lines that are read as they stand."""
        if len(rows):
            told: Mapping[str, Value] = {"n": len(rows), "name": column}
            self.notes.append(Problem(code, told, self.file, int(self.line[rows].min()), visible(veil(heading))))

    def add_bad(self, bad: tuple[BadLine, ...]) -> None:
        """Lines that do not have the heading's number of fields."""
        for one in bad:
            told: dict[str, Value] = {"found": one.found, "expected": one.expected, "about": one.about}
            self._reject(Problem(one.code, told, self.file, one.line))

    def _reject(self, problem: Problem) -> None:
        self.rejects.append(Reject(problem, self.side.name.lower()))
