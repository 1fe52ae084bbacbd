"""What findings look at, and how they are counted: each in the cells of the area that its claims are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from zerosum import packing
from zerosum.judge.accepted import Cover
from zerosum.judge.cells import Cells
from zerosum.judge.scope import Scope
from zerosum.match import Matched
from zerosum.normalise.book import Book
from zerosum.normalise.heard import NOTHING_HEARD, Heard
from zerosum.result import DecisionLine, Finding, Gravity, Reject
from zerosum.settings import Settings
from zerosum.tables import Claims, Groups, Movements, Rule

INFORMATION, REMARK, BLOCKING = Gravity.INFORMATION, Gravity.REMARK, Gravity.BLOCKING

NOT_OURS = (Rule.OTHER_CREDITOR, Rule.FORMER_CREDITOR)
"""Rules of lines that are no sign of a bill of the municipality's own."""


@dataclass(frozen=True)
class Evidence:
    """What the stages found."""

    settings: Settings
    scope: Scope
    book: Book
    matched: Matched
    clearing: pd.DataFrame
    converted: np.ndarray
    """bool for each claim: PSRM has it from DMI."""
    items: pd.DataFrame
    cells: Cells
    rejects: Sequence[Reject]
    cut_off: int
    reject_solutions: Sequence[str | None]
    """For each reject, the solution that its whole file is of; None where that is not known."""
    decisions: Sequence[DecisionLine]
    covers: Sequence[Cover]
    """What each acceptance covers."""
    heard: Heard = NOTHING_HEARD
    """What receipts and notifications tell."""
    damaged: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """(side, our column, what has happened) -> how many numbers a spreadsheet has changed."""


def in_cells(evidence: Evidence, code: str, gravity: Gravity, claims: np.ndarray) -> list[Finding]:
    """One finding for each cell of the area that the claims are in. `claims` are positions, one for each row counted."""
    cells = evidence.cells
    counts = np.bincount(cells.of_claim[claims], minlength=len(cells.keys))
    return [
        Finding(code, gravity, int(counts[at]), solution, claim_type)
        for at, (solution, claim_type) in enumerate(cells.keys)
        if counts[at] and not cells.outside[at]
    ]


def claims_with(evidence: Evidence, flag: np.ndarray) -> np.ndarray:
    """The claims of the book that have the flag."""
    return np.flatnonzero(flag & evidence.book.claims[Claims.IN_BOOK].to_numpy())


def of_rule(evidence: Evidence, rule: Rule) -> np.ndarray:
    """The claim of each line under a rule."""
    movements = evidence.book.movements
    return np.asarray(movements[Movements.CLAIM].to_numpy()[movements[Movements.RULE].to_numpy() == rule])


def one_claim(evidence: Evidence) -> tuple[np.ndarray, int]:
    """Label of each claim as both sides know it (same FordringID, else same reference, else alone), and how many."""
    groups = evidence.matched.groups
    return packing.one_claim(
        groups[Groups.OWN_ID].to_numpy(), groups[Groups.OWN_REFERENCE].to_numpy(), np.arange(len(groups))
    )
