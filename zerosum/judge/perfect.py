"""Suspicion of perfection: what is too good to be two systems. Information, one finding for each sign.

The claims of a declared test batch are not looked at: they are alike on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zerosum.judge.batch import of_batch
from zerosum.judge.evidence import INFORMATION, Evidence
from zerosum.result import Finding
from zerosum.tables import (
    NO_DAY,
    NONE,
    Claims,
    Clearing,
    Event,
    Groups,
    Movements,
    OpenItems,
    Rule,
    Side,
    Step,
)  # fmt: skip

MANY = 100
"""Claims on each side. Tariffs, siblings and a single day of sending make a few alike; among a hundred there is a fee, a
part payment or another family."""
LARGE = 10_000
"""Claims on each side. Of so many actions some are always on their way, rejected or in hearing at a cut-off."""
DAYS = 5
"""Days on which both sides booked just the same. Each system has a clock of its own, and an action sent late is received
the day after."""
DEBTOR_ONLY = frozenset({"status", "receipt_on", "accepted", "action_id"})
"""Columns of actions and their receipts. PSRM's reports have none of them."""


@dataclass(frozen=True)
class _Seen:
    """The claims and movements in the book that are of the area and of no test batch."""

    evidence: Evidence
    claims: np.ndarray
    """Rows of Claims."""
    movements: np.ndarray
    """Rows of Movements."""

    def claim(self, column: Claims | Groups) -> np.ndarray:
        frame = self.evidence.book.claims if isinstance(column, Claims) else self.evidence.matched.groups
        return np.asarray(frame[column].to_numpy()[self.claims])

    def movement(self, column: Movements | Clearing) -> np.ndarray:
        frame = self.evidence.book.movements if isinstance(column, Movements) else self.evidence.clearing
        return np.asarray(frame[column].to_numpy()[self.movements])

    def on_each_side(self) -> int:
        """How many claims the smaller side has."""
        return int(np.bincount(self.claim(Claims.SIDE), minlength=len(Side)).min())


def too_perfect(evidence: Evidence) -> list[Finding]:
    """One finding for each sign, with how many claims of the smaller side show it."""
    cells, book = evidence.cells, evidence.book
    mine = book.claims[Claims.IN_BOOK].to_numpy() & ~cells.outside[cells.of_claim] & ~of_batch(evidence)
    in_book = book.movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    of_mine = in_book & mine[book.movements[Movements.CLAIM].to_numpy()]
    seen = _Seen(evidence, np.flatnonzero(mine), np.flatnonzero(of_mine))
    count = seen.on_each_side()
    if not count:
        return []
    signs = {
        "same_lines": _same_lines(seen),
        "one_amount": count >= MANY and _is_one(seen.claim(Claims.CREATED_ORE)),
        "one_debtor": count >= MANY and _is_one(seen.claim(Groups.DEBTORS), NONE),
        "one_day": count >= MANY and _one_day(seen),
        "no_difference": count >= LARGE and _no_difference(seen, mine),
    }
    return [Finding("too_perfect", INFORMATION, count, detail={"sign": sign}) for sign, there in signs.items() if there]


def _is_one(values: np.ndarray, unknown: int | None = None) -> bool:
    return bool(values.min() == values.max() != unknown)


def _one_day(seen: _Seen) -> bool:
    """Created, and written down, up or recalled: all on one day, on both sides."""
    later = np.isin(seen.movement(Movements.EVENT), (Event.WRITE_UP, Event.WRITE_DOWN, Event.RECALL))
    sides = np.unique(seen.movement(Movements.SIDE)[later])
    return len(sides) == len(Side) and _is_one(seen.movement(Movements.BOOKED_ON), NO_DAY)


def _no_difference(seen: _Seen, mine: np.ndarray) -> bool:
    """Nothing open (what is rejected always is), nothing that waits for its receipt, nothing that was sent again."""
    evidence = seen.evidence
    movements = evidence.book.movements
    rule = movements[Movements.RULE].to_numpy()
    sent_again = np.isin(rule, (Rule.REPLACED, Rule.REPLACED_BY_OTHER_AMOUNT))
    return (
        not mine[evidence.items[OpenItems.CLAIM].to_numpy()].any()
        and not (seen.movement(Clearing.STEP) == Step.PENDING).any()
        and not mine[movements[Movements.CLAIM].to_numpy()[sent_again]].any()
    )


def _same_lines(seen: _Seen) -> bool:
    """One file on both sides: the same columns, and every line of the one is a line of the other, its days too.

    It takes a column that PSRM cannot have, or days enough, that this is no chance.
    """
    told = seen.evidence.book.told
    debtor, psrm = told.get(Side.DEBTOR, frozenset()), told.get(Side.PSRM, frozenset())
    if debtor != psrm or "booked_on" not in debtor:
        return False
    if not debtor & DEBTOR_ONLY and len(np.unique(seen.movement(Movements.BOOKED_ON))) < DAYS:
        return False
    of_claim = seen.movement(Movements.CLAIM)
    claims = seen.evidence.book.claims
    names = (Claims.CLAIM_ID, Claims.REFERENCE, Claims.CLAIM_TYPE, Claims.DEBTORS)
    columns = [claims[name].to_numpy()[of_claim] for name in names]
    columns += [
        seen.movement(name)
        for name in (Movements.EVENT, Movements.BOOKED_ON, Movements.RECEIPT_ON, Movements.EFFECTIVE_ON,
                     Movements.ACCEPTED_ORE, Movements.ACTION, Movements.REASON)
    ]  # fmt: skip
    columns.append(np.abs(seen.movement(Movements.SIGNED_ORE)))
    side = seen.movement(Movements.SIDE)
    ours, theirs = ([column[side == one] for column in columns] for one in Side)
    if len(ours[0]) != len(theirs[0]) or any(
        a.sum(dtype=np.int64) != b.sum(dtype=np.int64) for a, b in zip(ours, theirs, strict=True)
    ):
        return False
    order, other = np.lexsort(ours), np.lexsort(theirs)
    return all(bool((a[order] == b[other]).all()) for a, b in zip(ours, theirs, strict=True))
