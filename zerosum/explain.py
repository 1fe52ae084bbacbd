"""Open items -> Postings: each cause takes the øre that it can account for; what is left is unexplained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zerosum.causes import CAUSES, EVERY, UNEXPLAINED, Cause, Terms
from zerosum.tables import OpenItems, Postings


def explain(items: pd.DataFrame, terms: Terms, causes: Sequence[Cause] = CAUSES) -> pd.DataFrame:
    """Split each open item. Its parts add up to it, whatever the causes do: the rest is posted to unexplained."""
    left_ore = items[OpenItems.OPEN_ORE].to_numpy().copy()
    parts = []
    for cause in (*causes, UNEXPLAINED):
        part_ore = np.asarray(cause.explains(items, left_ore, terms), np.int64)
        if (np.abs(part_ore) > np.abs(left_ore)).any() or (part_ore * np.sign(left_ore) < 0).any():
            raise ArithmeticError(f"the cause {cause.code} took more than was left, or with the opposite sign")
        parts.append(_post(items, cause, part_ore, terms))
        left_ore = left_ore - part_ore
    return Postings.check(
        pd.concat(parts, ignore_index=True).sort_values([Postings.ITEM, Postings.CAUSE], ignore_index=True)
    )


def _post(items: pd.DataFrame, cause: Cause, part_ore: np.ndarray, terms: Terms) -> pd.DataFrame:
    taken = np.flatnonzero(part_ore)
    gravity = cause.weighs(items, terms)[taken] if cause.weighs else np.full(len(taken), cause.gravity)
    return pd.DataFrame(
        {
            Postings.ITEM: taken.astype(np.int32),
            Postings.CAUSE: np.full(len(taken), EVERY.index(cause), np.int16),
            Postings.POSTED_ORE: part_ore[taken],
            Postings.STANDING: np.full(len(taken), cause.standing, np.int16),
            Postings.GRAVITY: gravity.astype(np.int16),
        }
    )
