"""Faults of whole cells and of the test batch; and what is no fault: another text, another order of lines."""

from __future__ import annotations

import numpy as np

from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds.kind import NOTHING, Case, Kind
from zerosum.tables import Event, Side


def cell_emptied(case: Case) -> None:
    """All lines of an expected cell are removed from both sides."""
    draft = case.draft
    (cell,) = case.cells
    claims = draft.claims
    marks = [at for at, mark in enumerate(draft.words["solution"]) if draft.terms.marks.get(mark, mark) == cell[0]]
    types = [at for at, name in enumerate(draft.words["claim_type"]) if name == cell[1]]
    mine = claims["solution"].isin(marks) & claims["claim_type"].isin(types)
    for claim in np.flatnonzero(mine.to_numpy()).tolist():
        at = draft.order[draft.start[claim] : draft.start[claim + 1]]
        for table in range(len(draft.tables)):
            draft.gone[table][draft.place[at[draft.table_of[at] == table]]] = True


def test_batch_left(case: Case) -> None:
    """A test claim was not credited, on either side: a debt of nobody is left on somebody."""
    for side in Side:
        case.remove(case.claim.of(side, Event.RECALL))


def text_changed(case: Case) -> None:
    """Another reason, and another action id, on the debtor side."""
    row = case.claim.creation(Side.DEBTOR)
    case.set(row, reason="Rettet tekst", action_id=case.draft.fresh(row["action_id"]) if row["action_id"] else "")


def order_shuffled(case: Case) -> None:
    """The lines come in another order."""
    case.draft.shuffled = int(case.rng.integers(2**31))


KINDS = (
    Kind("cell_emptied", "cell_emptied", cell_emptied, Fit.CELL, findings=("expected_not_seen",), gravity="not_tested", alone=True),
    Kind("test_batch_left", "test_batch_left", test_batch_left, Fit.TEST_CLAIM, findings=("test_batch_not_zero",)),
    Kind("no_money_text_changed", "no_money", text_changed, gravity=NOTHING),
    Kind("no_money_order_shuffled", "no_money", order_shuffled, Fit.ALL, gravity=NOTHING, alone=True),
)  # fmt: skip
