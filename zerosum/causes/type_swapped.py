"""Fordringstype byttet: the two sides have the same claim under two claim types.

                    debtor system        PSRM      explains
    KFTILDA              4.200,00           —    -4.200,00
    KFTBBSF                     —    4.200,00    +4.200,00

Whole movements of one claim, of the same event, solution and debtor set. A fee or interest at the main claim's type is
fee_on_main_type. Source: KL, KOMBIT and Gældsstyrelsen, webinar on Daginstitution, autumn 2024: types are swapped where
claims are sent by hand; where the child was in the period decides it (børnehave KFTILDA, SFO KFTBBSF).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, of_related_type, other_type
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both, where both types are of a main claim, or both of a fee or interest."""
    other = other_type(items, left_ore, terms)
    related = of_related_type(items, terms)
    return np.where((other >= 0) & (related == related[other]), left_ore, 0)


CAUSE = Cause(
    "type_swapped",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.MUNICIPALITY,
    explains,
    after=("claimed_twice",),
)
