"""Øre læst som kroner: one side has just a hundred times the amount of the other.

                debtor system          PSRM      explains
    creation         1.873,00    187.300,00   +185.427,00

To the øre, on both sides. An amount of 0 is a hundred times nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, unequal
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The whole rest."""
    mine, sent, booked = unequal(items, left_ore)
    return np.where(mine & ((booked == 100 * sent) | (sent == 100 * booked)), left_ore, 0)


CAUSE = Cause(
    "factor_hundred",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("partly_accepted_creation", "partly_accepted_write_down", "recall_of_original_amount", "converted_from_dmi"),
)
