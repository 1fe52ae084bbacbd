"""Sendt igen med nyt id: PSRM recalled a claim and has it again under another FordringID; the debtor system shows neither.

                    debtor system        PSRM      explains
    A, creation          1.000,00    1.000,00
    A, recall                   —    1.000,00    -1.000,00
    B, creation                 —    1.000,00    +1.000,00

Information, so only where nothing else can be meant: both are whole movements of PSRM at one address, equal and opposite,
of two claims that reference or the old id of a re-send links. After a recall for FEJL a claim cannot be sent again.
The same in the debtor system alone is no such thing: then PSRM knows nothing of the re-send.
Source: Gældsstyrelsen, Genindsend fordring: it quotes the old FordringID and gets a new one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import ADDRESS, Cause, Heading, Owner, Terms, counterparts, differ, settled, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The recall of the one and the creation of the other."""
    wrong = np.isin(items[OpenItems.PSRM_REASON].to_numpy(), sorted(terms.fejl))
    again = items[OpenItems.REPEATED].to_numpy() | items[OpenItems.SECOND].to_numpy()
    recall = whole(items, Side.PSRM, Event.RECALL) & ~wrong
    among = settled(items, terms) & (recall | whole(items, Side.PSRM, Event.CREATION)) & ~again
    other = counterparts(items, left_ore, among, OpenItems.CHAIN, *ADDRESS)
    event = items[OpenItems.EVENT].to_numpy()
    return np.where(differ(items, other, OpenItems.CLAIM) & (event != event[other]), left_ore, 0)


CAUSE = Cause(
    "resent_new_id",
    Standing.EXPLAINED,
    Gravity.INFORMATION,
    Heading.DIFFERENT,
    Owner.NOBODY,
    explains,
    after=("recall_of_original_amount", "creditor_changed"),
)
