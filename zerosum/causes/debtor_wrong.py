"""Forkert skyldner: the two sides have the same claim with two debtors.

                       debtor system        PSRM      explains
    CPR 0213701235          1.000,00           —    -1.000,00
    CPR 0313701236                 —    1.000,00    +1.000,00

Whole movements of one claim, of the same event, solution and claim type. Where the numbers may well be of one debtor, it
is debtor_changed. Source: the list of fault kinds, debtor_swapped.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, other_debtor, other_form
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both."""
    other = other_debtor(items, left_ore, terms)
    return np.where((other >= 0) & ~other_form(items, other), left_ore, 0)


CAUSE = Cause(
    "debtor_wrong",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.MUNICIPALITY,
    explains,
    after=("claimed_twice", "resent_new_id"),
)
