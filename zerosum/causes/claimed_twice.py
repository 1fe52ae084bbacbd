"""Sendt to gange: PSRM has a claim a second time under another FordringID, and the first was not recalled.

                    debtor system        PSRM      explains
    A, creation          1.000,00    1.000,00
    B, creation                 —    1.000,00    +1.000,00

B hangs together with A by reference or by the old id of a re-send, at one address, and A cleared. Where A was recalled,
it is resent_new_id. Source: Gældsstyrelsen, Genindsend fordring: a re-send gets a new FordringID, and follows a recall.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, settled, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it; a line that stands once more is line_twice."""
    second = items[OpenItems.SECOND].to_numpy() & ~items[OpenItems.REPEATED].to_numpy()
    return np.where(settled(items, terms) & whole(items, Side.PSRM, Event.CREATION) & second, left_ore, 0)


CAUSE = Cause(
    "claimed_twice",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.ONLY_PSRM,
    Owner.VENDOR,
    explains,
    after=("creditor_changed",),
)
