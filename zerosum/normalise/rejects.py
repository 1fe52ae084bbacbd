"""Lines that could not be read: one Reject each, by its first column at fault."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from zerosum.identity import VEILED, veil
from zerosum.read.raw import BadLine
from zerosum.result import Reject
from zerosum.tables import Side

SECRET = frozenset({"debtors", "partner", "id_number", "liable"})
"""Our columns that hold numbers of people and firms: their values are never shown."""


@dataclass
class Faults:
    """Gathers the faults of one table, column by column; a line counts by its first."""

    file: str
    side: Side
    line: np.ndarray
    at_fault: np.ndarray = field(init=False)
    rejects: list[Reject] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at_fault = np.zeros(len(self.line), bool)

    def add(
        self, wrong: np.ndarray, column: str, heading: str, values: pa.Array | None, expected: str, do: str
    ) -> None:
        """Lines where `wrong` become rejects, unless they already are."""
        new = np.flatnonzero(wrong & ~self.at_fault)
        if not len(new):
            return
        shown = values.take(pa.array(new)).to_pylist() if values is not None else [""] * len(new)
        for row, value in zip(new, shown, strict=True):
            seen = VEILED * 6 if column in SECRET and value else veil(value or "")
            self.rejects.append(
                Reject(self.file, int(self.line[row]), heading, seen, expected, do, self.side.name.lower())
            )
        self.at_fault[new] = True

    def add_bad(self, bad: tuple[BadLine, ...]) -> None:
        """Lines that do not have the heading's number of fields."""
        for one in bad:
            expected = f"{one.expected} felter som i overskriften"
            do = "Se efter et skilletegn for meget eller for lidt på linjen."
            self.rejects.append(
                Reject(self.file, one.line, "", f"{one.found} felter", expected, do, self.side.name.lower())
            )
