"""Sendt igen med nyt id: PSRM recalled a claim and has it again under another FordringID; the debtor system shows neither.

                    debtor system        PSRM      explains
    A, creation          1.000,00    1.000,00
    A, recall                   —    1.000,00    -1.000,00
    B, creation                 —    1.000,00    +1.000,00

Both are whole movements of PSRM at one address, equal and opposite, of two claims that reference or the old id of a re-send
links. B is booked no earlier than A was recalled, and has the effective date that A was created with, where the days are
told: bills of one tariff under one reference are no re-sends of each other. Information where B quotes A's FordringID; a
remark where a shared reference alone links them. After a recall for FEJL a claim cannot be sent again.
The same in the debtor system alone is no such thing: then PSRM knows nothing of the re-send.
Source: Gældsstyrelsen, Genindsend fordring: it quotes the old FordringID, has the dates and period of the old claim, and gets a new FordringID.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import ADDRESS, Cause, Heading, Owner, Terms, counterparts, differ, settled, whole
from zerosum.packing import pack
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, NONE, Event, OpenItems, Side

_LINKS: tuple[tuple[OpenItems, ...], ...] = (
    (OpenItems.CHAIN, OpenItems.RESEND_ID, OpenItems.CLAIM_EFFECTIVE_ON),
    (OpenItems.CHAIN, OpenItems.RESEND_ID),
    (OpenItems.CHAIN, OpenItems.CLAIM_EFFECTIVE_ON),
    (OpenItems.CHAIN,),
)
"""What the two share, the surest first. A creation that quotes an old FordringID is a re-send of no other claim."""


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The recall of the one and the creation of the other."""
    wrong = np.isin(items[OpenItems.PSRM_REASON].to_numpy(), sorted(terms.fejl))
    again = items[OpenItems.REPEATED].to_numpy() | items[OpenItems.SECOND].to_numpy()
    recall = whole(items, Side.PSRM, Event.RECALL) & ~wrong
    recall &= np.abs(left_ore) == items[OpenItems.STANDS_ORE].to_numpy()  # a part of it cannot be sent again
    among = settled(items, terms) & (recall | whole(items, Side.PSRM, Event.CREATION)) & ~again
    created = items[OpenItems.EVENT].to_numpy() == Event.CREATION
    quotes = created & (items[OpenItems.RESEND_ID].to_numpy() >= 0)
    found = np.zeros(len(items), bool)
    for same in _LINKS:
        free = among & ~found if OpenItems.RESEND_ID in same else among & ~found & ~quotes
        other = counterparts(items, left_ore, free, *same, *ADDRESS)
        found |= differ(items, other, OpenItems.CLAIM) & (created != created[other]) & _in_time(items, other, created)
    return np.where(found, left_ore, 0)


def _in_time(items: pd.DataFrame, other: np.ndarray, created: np.ndarray) -> np.ndarray:
    """Which items have days that a recall and the re-send after it can have, as far as both tell them."""
    booked_on, effective_on = (items[name].to_numpy() for name in (OpenItems.BOOKED_ON, OpenItems.CLAIM_EFFECTIVE_ON))
    sent_on, recalled_on = (
        np.where(created, booked_on, booked_on[other]),
        np.where(created, booked_on[other], booked_on),
    )
    after = (sent_on == NO_DAY) | (recalled_on == NO_DAY) | (sent_on >= recalled_on)
    untold = (effective_on == NO_DAY) | (effective_on[other] == NO_DAY)
    return np.asarray((other != NONE) & after & (untold | (effective_on == effective_on[other])))


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Information where a creation of the group quotes the FordringID; a shared reference alone is a remark."""
    rows = np.flatnonzero(items[OpenItems.RESEND_ID].to_numpy() >= 0)
    key = pack(*(items[name].to_numpy()[rows].astype(np.int64) for name in (OpenItems.GROUP, OpenItems.RESEND_ID)))
    quoted = np.zeros(len(items), bool)
    quoted[rows] = np.isin(key, key[items[OpenItems.EVENT].to_numpy()[rows] == Event.CREATION])
    return np.where(quoted, Gravity.INFORMATION, Gravity.REMARK)


CAUSE = Cause(
    "resent_new_id",
    Standing.EXPLAINED,
    Gravity.INFORMATION,
    Heading.DIFFERENT,
    Owner.NOBODY,
    explains,
    weighs,
    after=("recall_of_original_amount", "creditor_changed"),
)
