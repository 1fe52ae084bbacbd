"""Ophæver hinanden hos samme skyldner: two claims of one debtor, just as large, one only here and one only there.

                            debtor system        PSRM      explains
    creation, one claim            500,00           —       -500,00
    creation, another                   —      500,00       +500,00

Put together by the offset pass, with no other link: net they are nothing, and each stays open. Whole claims only. That
they belong together is a guess, so the posting says what each may also be.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, opposite, settled
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, OpenItems, Pass


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both, where both are left whole."""
    among = (items[OpenItems.BY].to_numpy() == Pass.OFFSET) & settled(items, terms)
    among &= np.isin(items[OpenItems.EVENT].to_numpy(), (Event.CREATION, Event.BALANCE))
    among &= left_ore == items[OpenItems.OPEN_ORE].to_numpy()
    return np.where(opposite(items, left_ore, among, OpenItems.DEBTORS), left_ore, 0)


def by_chance(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Always."""
    return np.ones(len(items), bool)


CAUSE = Cause(
    "offset_same_debtor",
    Standing.LOCATED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.MUNICIPALITY,
    explains,
    by_chance=by_chance,
    after=("line_twice", "counted_per_debtor"),
)
