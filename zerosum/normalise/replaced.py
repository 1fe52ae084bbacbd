"""Rejected actions that a later one replaced by the cut-off: they count 0.

02 by the claim's next 02 · 07 by its next 07 · 05 by a later 55 of the same amount; each replaces one,
whatever its own status. A 55 that is rejected itself stays: nothing says what would replace it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.tables import NONE, Event, Movements, Rule, Side, Status, Texts


def replaced(movements: pd.DataFrame, anew: np.ndarray, texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the lines that are replaced, and those of them whose replacement has another amount.

    `anew` says which lines are a new write-down (55). Later means: booked later, or on the same day with a higher action
    id. On one day without ids to tell, what is not rejected comes last: it can only have been the answer.
    """
    columns = {name: movements[name].to_numpy() for name in Movements}
    mine = (columns[Movements.RULE] == Rule.IN_BOOK) & (columns[Movements.SIDE] == Side.DEBTOR)
    rejected = mine & (columns[Movements.STATUS] == Status.REJECTED)
    if not rejected.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    claim = columns[Movements.CLAIM]
    touched = np.zeros(int(claim.max()) + 1, bool)
    touched[claim[rejected]] = True
    rows = np.flatnonzero(mine & touched[claim])
    frame = pd.DataFrame(
        {
            "claim": claim[rows],
            "event": columns[Movements.EVENT][rows],
            "day": columns[Movements.BOOKED_ON][rows],
            "action": [_natural(name) for name in _words(texts.actions, columns[Movements.ACTION][rows])],
            "last": ~rejected[rows],
            "amount": np.abs(columns[Movements.SIGNED_ORE][rows]),
            # What follows only makes the order of lines nothing.
            "receipt": columns[Movements.RECEIPT_ON][rows],
            "effective": columns[Movements.EFFECTIVE_ON][rows],
            "accepted": columns[Movements.ACCEPTED_ORE][rows],
            "reason": _words(texts.reasons, columns[Movements.REASON][rows]),
            "rejected": rejected[rows],
            "anew": anew[rows],
            "row": rows,
        }
    )
    frame = frame.sort_values([name for name in frame.columns if name != "row"], kind="stable", ignore_index=True)
    nexts = [_next(frame[frame["event"] == kind]) for kind in (Event.CREATION, Event.RECALL)]
    rows_found = [*(same for same, _ in nexts), *(other for _, other in nexts)]
    return np.concatenate([*rows_found, _anew(frame[frame["event"] == Event.WRITE_DOWN])]), np.concatenate(
        [other for _, other in nexts]
    )


def _words(dictionary: pa.Array, codes: np.ndarray) -> list[str]:
    return [word or "" for word in dictionary.take(pa.array(codes, mask=codes == NONE)).to_pylist()]


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
