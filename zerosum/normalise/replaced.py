"""Rejected actions that a later one replaced by the cut-off: they count 0.

02 by the claim's next 02 · 07 by its next 07 · 05 by a later 55 of the same amount; each replaces one,
whatever its own status. A 55 that is rejected itself stays: nothing says what would replace it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.tables import NONE, Event, Rule, Side, Status


def replaced(
    claim: np.ndarray,
    side: np.ndarray,
    event: np.ndarray,
    amount_ore: np.ndarray,
    booked_on: np.ndarray,
    status: np.ndarray,
    replaces: np.ndarray,
    rule: np.ndarray,
    action: np.ndarray,
    actions: pa.Array,
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the lines that are replaced, and those of them whose replacement has another amount.

    Later means: booked later, or on the same day with a higher action id.
    """
    rejected = (status == Status.REJECTED) & (rule == Rule.IN_BOOK) & (side == Side.DEBTOR)
    if not rejected.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    touched = np.zeros(int(claim.max()) + 1, bool)
    touched[claim[rejected]] = True
    rows = np.flatnonzero(touched[claim] & (rule == Rule.IN_BOOK) & (side == Side.DEBTOR))
    names = actions.to_pylist() if len(actions) else []
    frame = pd.DataFrame(
        {
            "row": rows,
            "claim": claim[rows],
            "event": event[rows],
            "amount": amount_ore[rows],
            "day": booked_on[rows],
            # On one day without ids to tell, what is not rejected comes last: it can only have been the answer.
            "last": status[rows] != Status.REJECTED,
            "action": [_natural(names[code]) if code != NONE else (0, "") for code in action[rows]],
            "rejected": rejected[rows],
            "anew": replaces[rows],
        }
    )
    frame = frame.sort_values(["claim", "event", "day", "action", "last", "amount"], kind="stable").reset_index(
        drop=True
    )
    nexts = [_next(frame[frame["event"] == kind]) for kind in (Event.CREATION, Event.RECALL)]
    rows_found = [*(same for same, _ in nexts), *(other for _, other in nexts)]
    return np.concatenate([*rows_found, _anew(frame[frame["event"] == Event.WRITE_DOWN])]), np.concatenate(
        [other for _, other in nexts]
    )


def _natural(text: str) -> tuple[int, str]:
    """Ids that are numbers in the order of numbers."""
    return (len(text.lstrip("0")), text.lstrip("0")) if text.isdigit() else (0, text)


def _next(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Rejected actions that have a next one of the same claim and event: of the same amount, and of another."""
    replaced_here = (frame["claim"] == frame["claim"].shift(-1)) & frame["rejected"]
    same = frame["amount"] == frame["amount"].shift(-1)
    return (
        frame.loc[replaced_here & same, "row"].to_numpy(np.int64),
        frame.loc[replaced_here & ~same, "row"].to_numpy(np.int64),
    )


def _anew(frame: pd.DataFrame) -> np.ndarray:
    """Rejected write-downs (05) that a later new write-down (55) of the same amount replaces, each replacing one."""
    found: list[int] = []
    for _, group in frame.groupby(["claim", "amount"], sort=False):
        waiting: list[int] = []
        for row, rejected, anew in zip(group["row"], group["rejected"], group["anew"], strict=True):
            if anew:
                if waiting:
                    found.append(waiting.pop(0))
            elif rejected:
                waiting.append(row)
    return np.array(found, np.int64)
