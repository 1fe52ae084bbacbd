"""Lines: the rows of one table, typed, before they become movements. Every reader of a layout ends in these."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from zerosum.tables import Side

TEXTS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "action_id", "reason",
)  # fmt: skip
"""Columns of Lines that are text until the book gives them codes."""


@dataclass(frozen=True)
class Lines:
    """Rows that could be read. All arrays have one length."""

    side: Side
    told: frozenset[str]
    """Which of our columns the source has."""
    texts: dict[str, pa.Array]
    """Trimmed strings; "" where nothing stands. Debtor cells as canonical sets (null = none)."""
    withheld: pa.Array
    """Debtor sets of the input that are on none of these rows (of rejected lines, of partners without a claim): they
    must be known, so that none of them leaves in another column."""
    event: np.ndarray
    """int16: a member of Event."""
    amount_ore: np.ndarray
    """int64: as written, normally positive."""
    accepted_ore: np.ndarray
    """int64, NOT_TOLD where the source does not tell."""
    booked_on: np.ndarray
    receipt_on: np.ndarray
    effective_on: np.ndarray
    status: np.ndarray
    """int16: a member of Status."""
    rule: np.ndarray
    """int16: a member of Rule that the line's own content decides; IN_BOOK where none does."""
    replaces: np.ndarray
    """bool: a new write-down (55)."""
    unrouted: np.ndarray
    """bool: no system, and nothing sent (ODE): *uden system*."""
    mixed: np.ndarray
    """bool: the agreement has more than one type or system, or no rates (ODE)."""
    file: np.ndarray
    """int16: into the list of inputs."""
    line: np.ndarray
    """int32."""

    def __len__(self) -> int:
        return len(self.line)

    def of_solution(self, name: str) -> Lines:
        """The same rows, all of one solution."""
        texts = self.texts | {"solution": pa.repeat(name, len(self)).cast(pa.string())}
        return replace(self, texts=texts, told=self.told | {"solution"})

    def says(self) -> list[tuple[object, ...]]:
        """What the rows say, in an order of their own."""
        columns = [self.texts[name].to_pylist() for name in TEXTS]
        columns += [getattr(self, name).tolist() for name in ("event", "amount_ore", "booked_on", "status")]
        return sorted(zip(*columns, strict=True), key=str)

    def take(self, rows: np.ndarray) -> Lines:
        """Some of the rows, by position or by mask."""
        if rows.dtype == bool and rows.all():
            return self
        at = np.flatnonzero(rows) if rows.dtype == bool else rows
        texts = {name: column.take(pa.array(at)) for name, column in self.texts.items()}
        arrays = {name: getattr(self, name)[at] for name in ARRAYS}
        return Lines(self.side, self.told, texts, self.withheld, **arrays)


ARRAYS = (
    "event", "amount_ore", "accepted_ore", "booked_on", "receipt_on", "effective_on", "status", "rule", "replaces",
    "unrouted", "mixed", "file", "line",
)  # fmt: skip
