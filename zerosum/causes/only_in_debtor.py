"""Kun hos fordringshaver: the debtor system has it, and PSRM does not.

                debtor system      PSRM      explains
creation             1.000,00         —    -1.000,00
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left of it."""
    return np.where(whole(items, Side.DEBTOR), left_ore, 0)


CAUSE = Cause(
    "only_in_debtor",
    Standing.LOCATED,
    Gravity.BLOCKING,
    Heading.ONLY_CREDITOR,
    Owner.VENDOR,
    explains,
    after=(
        "rejected_creation",
        "split_with_loss",
        "recall_missing_in_psrm",
        "write_down_missing_in_psrm",
        "write_up_missing_in_psrm",
        "fee_included",
        "interest_included",
        "offset_same_debtor",
    ),
)
