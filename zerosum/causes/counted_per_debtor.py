"""Talt én gang pr. hæfter: one side has the amount once for each of those who are liable.

                        debtor system        PSRM      explains
    two liable               2.000,00    1.000,00    -1.000,00

The rest of a pair, where one amount is just so many times the other as there are debtors; or whole movements, where a
side has the same line once for each of them (one of the lines has cleared). Those who are liable owe it jointly: money
is never counted for each person. Source: KMD ODE, file 09: an action's line is repeated for each liable person.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, settled, unequal
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it; a line that stands once more is line_twice."""
    liable = items[OpenItems.LIABLE].to_numpy().astype(np.int64)
    rest, sent_ore, booked_ore = unequal(items, left_ore)
    least_ore, most_ore = np.minimum(sent_ore, booked_ore), np.maximum(sent_ore, booked_ore)
    times = rest & (liable > 1) & (most_ore == liable * least_ore)
    again = settled(items, terms) & items[OpenItems.PER_LIABLE].to_numpy() & ~items[OpenItems.REPEATED].to_numpy()
    return np.where(times | again, left_ore, 0)


CAUSE = Cause(
    "counted_per_debtor",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("type_swapped", "debtor_changed", "debtor_wrong"),
)
