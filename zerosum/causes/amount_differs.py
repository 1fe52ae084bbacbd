"""Beløb afviger: what is left of a pair: the same event of the same claim, with other amounts.

                debtor system        PSRM      explains
creation             1.000,00    1.240,00       +240,00
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left of it."""
    return np.where(pairs(items), left_ore, 0)


CAUSE = Cause(
    "amount_differs",
    Standing.LOCATED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.MUNICIPALITY,
    explains,
    after=(
        "recalled_at_psrm_rest",
        "counted_per_debtor",
        "write_up_own_claim",
        "fee_included",
        "interest_included",
        "sign_turned",
        "factor_hundred",
        "rounding",
    ),
)
