"""Øreafrunding: the rest of a pair, inside the tolerance that the settings give.

                    debtor system        PSRM      explains
    creation             1.000,50    1.000,51         +0,01

The rests of one claim together stay within the ceiling per claim. The ceiling per solution is checked by judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left, where the claim's rests together are small enough."""
    rest = np.where(pairs(items), np.abs(left_ore), 0)
    claim = items[OpenItems.CLAIM].to_numpy()
    of_claim = np.zeros(int(claim.max(initial=-1)) + 1, np.int64)
    np.add.at(of_claim, claim, rest)
    return np.where(pairs(items) & (of_claim[claim] <= terms.tolerance.per_claim_ore), left_ore, 0)


CAUSE = Cause("rounding", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.VENDOR, explains)
