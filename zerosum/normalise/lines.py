"""Lines: the rows of one table, typed, before they become movements. Every reader of a layout ends in these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.tables import Event, Side

TEXTS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "action_id", "reason",
)  # fmt: skip
"""Columns of Lines that are text until the book gives them codes."""


@dataclass(frozen=True)
class Present:
    """The numbers that debtors have now, by a source's own list. All arrays have one length."""

    debtor: pa.Array
    """The source's own name of a debtor (the partner)."""
    kind: pa.Array
    """Which kind of number it is, as a code of the source's."""
    number: pa.Array


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
    in_collection: np.ndarray
    """bool: an amount of the claim also stands for collection (opkrævning)."""
    converted: np.ndarray
    """bool: the file says that the claim was converted from DMI."""
    file: np.ndarray
    """int16: into the list of inputs."""
    line: np.ndarray
    """int32."""
    silent: frozenset[str] = field(default=frozenset(), repr=False)
    """Which of the columns told, that only some systems can fill, are blank on all rows."""
    same: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Debtor numbers that the source says are another number's debtor (a partner's former and other numbers), and that
    other number."""
    present: Present | None = field(default=None, repr=False)
    """Which numbers the source says that its debtors have now, where it has a list of them."""
    written: pa.Array | None = field(default=None, repr=False)
    """The debtor sets as they were written, where some stand in `texts` under another number of the same debtor."""

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
        written = None if self.written is None else self.written.take(pa.array(at))
        return replace(self, texts=texts, written=written, **arrays)


def debtors_of(lines: Iterable[Lines]) -> pa.Array:
    """The debtor sets of the input, each once: those on the rows, and those withheld."""
    columns = [column.cast(pa.string()) for one in lines for column in (one.texts["debtors"], one.withheld)]
    return pc.unique(pa.chunked_array(columns, pa.string())).drop_null()


def only_recoveries(lines: Lines) -> bool:
    """Whether a table tells what PSRM has recovered, and nothing else."""
    return bool(len(lines)) and bool((lines.event == Event.RECOVERY).all())


ARRAYS = (
    "event", "amount_ore", "accepted_ore", "booked_on", "receipt_on", "effective_on", "status", "rule", "replaces",
    "unrouted", "mixed", "in_collection", "converted", "file", "line",
)  # fmt: skip
