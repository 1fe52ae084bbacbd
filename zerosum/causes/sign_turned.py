"""Fortegn vendt: the two sides have the same amount, one of them with a minus.

                debtor system        PSRM      explains
    creation        -1.000,00    1.000,00     +2.000,00

Only a source that declares signed amounts can show it: the rest is twice the amount of both sides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The whole rest."""
    sent, booked = items[OpenItems.SENT_ORE].to_numpy(), items[OpenItems.BOOKED_ORE].to_numpy()
    same = pairs(items) & (sent > 0) & (sent == booked)
    return np.where(same & (np.abs(left_ore) == 2 * np.where(same, sent, 0)), left_ore, 0)


CAUSE = Cause("sign_turned", Standing.EXPLAINED, Gravity.BLOCKING, Heading.DIFFERENT, Owner.VENDOR, explains)
