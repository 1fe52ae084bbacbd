"""Gebyr eller rente på hovedfordringens type: a fee or interest is a claim of its own on both sides, but at the main
claim's type on one of them.

                    debtor system      PSRM      explains
    KFDAINS                250,00         —      -250,00
    GEDAINS                     —    250,00      +250,00

Whole movements of one claim, of the same event, solution and debtor set; one of the types is of a fee or interest, the
other is not. Source: KL, KOMBIT and Gældsstyrelsen, webinar on Daginstitution, autumn 2024; fees and interest are sent
as related claims of their own types.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, of_related_type, other_type
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both, where one type is of a fee or interest, and the other of a main claim."""
    other = other_type(items, left_ore, terms)
    related = of_related_type(items, terms)
    return np.where((other >= 0) & (related != related[other]), left_ore, 0)


CAUSE = Cause(
    "fee_on_main_type",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("claimed_twice",),
)
