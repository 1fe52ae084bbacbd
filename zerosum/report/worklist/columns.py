"""The columns of the sheets, in their order. What they are called stands in the words: `worklist.column.<key>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    key: str
    kind: Literal["text", "wrap", "id", "ore", "difference", "count", "day"]
    """`id`: a text that looks like a number; `ore`: whole øre, shown as kroner; `difference`: the same, red below zero."""
    width: int
    to_fill: bool = False
    """People write here; all the others are the tool's."""
    has_note: bool = False
    """`worklist.note.<key>` says more of it."""


FILLED = (
    Column("status", "text", 16, to_fill=True, has_note=True),
    Column("responsible", "text", 16, to_fill=True),
    Column("deadline", "day", 11, to_fill=True),
    Column("remark", "wrap", 40, to_fill=True),
)

CASES = (
    Column("case", "id", 12, has_note=True),
    Column("line", "id", 7, has_note=True),
    Column("solution", "text", 16),
    Column("claim_type", "id", 13),
    Column("type_name", "wrap", 24),
    Column("reference", "id", 19),
    Column("claim_id", "id", 19),
    Column("owes", "text", 14),
    Column("cause", "wrap", 30),
    Column("code", "text", 12),
    Column("effect", "text", 12, has_note=True),
    Column("debtor_ore", "ore", 14, has_note=True),
    Column("psrm_ore", "ore", 14, has_note=True),
    Column("difference", "difference", 14, has_note=True),
    Column("seen", "text", 11, has_note=True),
    Column("age", "count", 8, has_note=True),
    Column("booked_on", "day", 11),
    Column("due_on", "day", 11),
    Column("acts", "text", 17, has_note=True),
    Column("next", "wrap", 46),
    *FILLED,
    Column("debtor_source", "text", 32),
    Column("psrm_source", "text", 32),
)
"""*Arbejdsliste*. `owes` is left out where no debtor is told."""

CLOSED = (
    Column("case", "id", 12),
    Column("line", "id", 12),
    Column("solution", "text", 16),
    Column("claim_type", "id", 13),
    Column("reference", "id", 19),
    Column("claim_id", "id", 19),
    Column("cause", "wrap", 30),
    Column("code", "text", 12),
    Column("difference", "difference", 14, has_note=True),
    Column("closed_on", "day", 12, has_note=True),
    Column("why", "wrap", 34),
    *FILLED,
)
"""*Lukkede*. The difference is the last that was known."""

TOLD = ("solution", "claim_type", "reference", "claim_id", "cause", "code")
"""What an old list tells of a line besides its ids, as texts."""

PAIRS = (
    Column("case", "id", 12),
    Column("solution", "text", 16),
    Column("claim_type", "id", 13),
    Column("owes", "text", 14),
    Column("first_reference", "id", 19),
    Column("first_claim_id", "id", 19),
    Column("first_event", "text", 22),
    Column("first_ore", "difference", 14),
    Column("second_reference", "id", 19),
    Column("second_claim_id", "id", 19),
    Column("second_event", "text", 22),
    Column("second_ore", "difference", 14),
    Column("rest", "difference", 14, has_note=True),
    Column("cause", "wrap", 30),
    Column("together", "wrap", 46),
)
"""*Par*."""

CAUSES = (
    Column("code", "text", 28),
    Column("cause", "wrap", 34),
    Column("posts", "count", 8),
    Column("net", "difference", 15),
    Column("gross", "ore", 15),
    Column("means", "wrap", 50),
    Column("found", "wrap", 50),
    Column("next", "wrap", 50),
    Column("owner", "text", 20),
)
"""*Årsager*."""
