"""What is known of each claim of the debtor side when the entry filter (indgangsfilter i NyMF) looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

TEXTS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "claim_art", "description",
    "institution", "action_id", "reason", "in_collection",
)  # fmt: skip
"""`claim_art` is the fordringsart (INDR, MODR); `institution` the kind of institution of the period; `in_collection` is
«X» where an amount of the claim also stands for collection (opkrævning)."""
DAYS = (
    "arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on", "judgment_on",
    "settlement_on", "booked_on", "receipt_on",
)  # fmt: skip
"""Stiftelsesdato, forfaldsdato, sidste rettidige betalingsdato, periode start and slut, forældelsesdato, domsdato,
forligsdato; the day it was booked, and the day of the receipt."""
AMOUNTS = ("amount_ore", "principal_ore")
"""Beløb til inddrivelse, and hovedstol."""

RECEIVED_ON = "received_on"
"""The day on which PSRM receives the claim (modtagelsesdato): worked out, never a column of a file."""


@dataclass(frozen=True)
class Stamdata:
    """One row is one creation (indberettet fordring) of the debtor side, as it was or will be sent. All arrays have one
    length. What is not in `told` may be left out of the mappings."""

    texts: Mapping[str, pa.Array]
    """Name of TEXTS -> trimmed strings; "" where nothing stands. `debtors` are canonical sets, as in `normalise.lines`."""
    days: Mapping[str, np.ndarray]
    """Name of DAYS -> int32; tables.NO_DAY where nothing stands."""
    amounts: Mapping[str, np.ndarray]
    """Name of AMOUNTS -> int64 øre; tables.NOT_TOLD where nothing stands."""
    told: frozenset[str]
    """Which of all these names the files have a column for. A rule whose columns are not told cannot be tried."""
    status: np.ndarray
    """int8: a member of tables.Status, of the creation."""
    file: np.ndarray
    """int16: index of the input file."""
    line: np.ndarray
    """int32: line of the creation in it."""
    untold: Mapping[str, np.ndarray] = field(default_factory=dict)
    """Name -> bool: rows on which a column that is told cannot be used (unreadable, or of a table without it). No rule that
    reads it is tried on them: that the cell is blank is not known. Also of RECEIVED_ON, where another day stands in for it."""

    def __len__(self) -> int:
        return len(self.line)

    def take(self, rows: np.ndarray) -> Stamdata:
        """Some of the rows, by position or by mask."""
        import numpy as np
        import pyarrow as pa

        at = np.flatnonzero(rows) if rows.dtype == bool else rows
        places = pa.array(at)
        return replace(
            self,
            texts={name: column.take(places) for name, column in self.texts.items()},
            days={name: column[at] for name, column in self.days.items()},
            amounts={name: column[at] for name, column in self.amounts.items()},
            status=self.status[at],
            file=self.file[at],
            line=self.line[at],
            untold={name: some[at] for name, some in self.untold.items()},
        )
