"""Rente indregnet: one side has put interest into the main claim, where it should be a claim of its own.

                               debtor system        PSRM      explains
    creation, main claim            1.010,00    1.000,00        -10,00
    creation, its interest                 —       10,00        +10,00

Takes the rest of the main claim's pair, and the interest claims of the family, whole: the rest is just what they are.
Source: Gældsstyrelsen, interest that the creditor sends is a claim of its own type (REOP…, REINDGI).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, included
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The rest, and the interest claims that it is."""
    return included(items, left_ore, terms, terms.interest_types)


CAUSE = Cause("interest_included", Standing.EXPLAINED, Gravity.BLOCKING, Heading.DIFFERENT, Owner.VENDOR, explains)
