"""Samme linje to gange: a line that stands once more, identical in every field that is read.

                         debtor system        PSRM      explains
    creation, line 2          1.000,00    1.000,00
    creation, line 3                 —    1.000,00    +1.000,00

Identical: side, claim (FordringID, reference, main claim, solution, claim type, debtors), event, amount, status, days,
accepted amount, action and reason. A field that differs makes it another line. The first is never taken.
Source: the list of fault kinds, line_twice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, settled
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(settled(items, terms) & items[OpenItems.REPEATED].to_numpy(), left_ore, 0)


CAUSE = Cause(
    "line_twice",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("recall_of_original_amount", "creditor_changed"),
)
