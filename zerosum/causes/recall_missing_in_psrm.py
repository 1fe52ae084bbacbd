"""Tilbagekald mangler i PSRM: the debtor system has an executed recall that PSRM does not have.

                    debtor system      PSRM      explains
    recall                 300,00         —      +300,00

Whole movements only; the rest of a pair goes to amount_differs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left of it."""
    return np.where(whole(items, Side.DEBTOR, Event.RECALL), left_ore, 0)


CAUSE = Cause(
    "recall_missing_in_psrm",
    Standing.LOCATED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("rejected_recall", "across_cutoff_debtor_first", "line_twice", "same_balance_other_events"),
)
