"""Gebyr indregnet i hovedstolen: one side has put a fee into the main claim, where it should be a claim of its own.

                            debtor system        PSRM      explains
    creation, main claim         1.250,00    1.000,00       -250,00
    creation, its fee                   —      250,00       +250,00

Takes the rest of the main claim's pair, and the fee's own claim of the family, whole, where the other side has one. Where
no fee claim is missing, the rest must be a whole number of declared fees, and less than the claim is without them: then it
may be chance, and the posting says so. Source: Gældsstyrelsen, a fee is a claim of its own type.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, included, main_rests, unequal
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The rest, and the fee claims that it is; else a rest of so many fees."""
    proved = included(items, left_ore, terms, terms.fee_types)
    return np.where((proved == 0) & _whole_fees(items, left_ore, terms), left_ore, proved)


def by_chance(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Where no fee claim is missing."""
    return np.asarray(included(items, items[OpenItems.OPEN_ORE].to_numpy(), terms, terms.fee_types) == 0)


def _whole_fees(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Rests that are a whole number of fees, and that no interest claim of the family is."""
    mine, sent, booked = unequal(items, left_ore)
    rest = np.abs(left_ore)
    mine &= main_rests(items, left_ore, terms) & (rest < np.minimum(sent, booked))
    mine &= included(items, left_ore, terms, terms.interest_types) == 0
    fees = np.zeros(len(items), bool)
    for fee_ore in terms.fees_ore:
        fees |= rest % fee_ore == 0
    return np.asarray(mine & fees)


CAUSE = Cause(
    "fee_included",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    by_chance=by_chance,
    after=("partly_accepted_creation", "converted_from_dmi"),
)
