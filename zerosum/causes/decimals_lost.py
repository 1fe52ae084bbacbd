"""Øre afskåret: one side has whole kroner, the other the same amount with øre.

                debtor system        PSRM      explains
    creation         1.000,45    1.000,00         -0,45

Less than one krone, cut off or rounded to the nearest krone. Any other small change that ends on whole kroner looks the
same, so the posting says what it may also be. What the settings let through as rounding is left to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, tolerated, unequal
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The whole rest."""
    mine, sent, booked = unequal(items, left_ore)
    mine &= ~tolerated(items, left_ore, terms)
    return np.where(mine & (_whole_of(sent, booked) | _whole_of(booked, sent)), left_ore, 0)


def _whole_of(whole_ore: np.ndarray, ore: np.ndarray) -> np.ndarray:
    """Whether the one is the other without its øre, cut off or rounded."""
    cut_off = whole_ore == ore // 100 * 100
    return np.asarray(cut_off | (whole_ore == (ore + 50) // 100 * 100))


def by_chance(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Always."""
    return np.ones(len(items), bool)


CAUSE = Cause(
    "decimals_lost",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    by_chance=by_chance,
    after=("partly_accepted_creation", "partly_accepted_write_down", "recall_of_original_amount", "converted_from_dmi"),
)
