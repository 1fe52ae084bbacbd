"""Øreafrunding: the rest of a pair, inside the tolerance that the settings give.

                    debtor system        PSRM      explains
    creation             1.000,50    1.000,51         +0,01

The rests of one claim together stay within the ceiling per claim. The ceiling per solution is checked by judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, tolerated
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left, where the claim's rests together are small enough."""
    return np.where(tolerated(items, left_ore, terms), left_ore, 0)


CAUSE = Cause(
    "rounding", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.VENDOR, explains, after=("decimals_lost",)
)
