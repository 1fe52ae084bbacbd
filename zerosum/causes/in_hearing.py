"""I høring: sent to hearing: the claim is not received before its data are confirmed or corrected.

                    debtor system      PSRM      explains
    HO                    1.000,00         —    -1.000,00

A bridge of 14 days. Source: gaeldst.dk, fordringer i høring; Den juridiske vejledning G.A.1.4.3.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, days_old, remark_within, with_status
from zerosum.result import Gravity, Standing
from zerosum.tables import Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(with_status(items, Status.IN_HEARING), left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Inside its days."""
    return remark_within(items, days_old(items, terms) <= terms.limits.in_hearing_days)


CAUSE = Cause(
    "in_hearing", Standing.BRIDGE, Gravity.REMARK, Heading.ONLY_CREDITOR, Owner.MUNICIPALITY, explains, weighs
)
