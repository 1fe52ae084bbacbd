"""Skyldner afviger: the two sides have the same claim under two numbers that may well be of one debtor.

                       debtor system        PSRM      explains
    CVR 90000017            1.000,00           —    -1.000,00
    CPR 0213701235                 —    1.000,00    +1.000,00

Whole movements of one claim, of the same event, solution and claim type, with as many debtors on each side. The numbers
are of two kinds (a person's, a firm's, AKR, foreign), or they differ by leading zeros alone. Numbers of one kind are
debtor_wrong; numbers that are declared to be one debtor are one from the start, and leave nothing open.
Source: Gældsstyrelsen: PSRM adds the owner's CPR to a sole trader's CVR, and gives AKR to those without either.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, other_debtor, other_form
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both."""
    other = other_debtor(items, left_ore, terms)
    return np.where((other >= 0) & other_form(items, other), left_ore, 0)


CAUSE = Cause(
    "debtor_changed",
    Standing.EXPLAINED,
    Gravity.REMARK,
    Heading.DIFFERENT,
    Owner.MUNICIPALITY,
    explains,
    after=("fee_on_main_type",),
)
