"""Opskrivning er egen fordring: a write-up is a claim of its own on one side, and what came after it stands on the one
there, on the other here.

                                debtor system        PSRM      explains
    A, creation                      1.000,00    1.000,00
    A, write-up; W, creation           200,00      200,00
    A, write-down                      150,00           —      +150,00
    W, write-down                           —      150,00      -150,00

Information, so only where it is a matter of form: in one family the write-up of A has cleared against W, and of one later
write-down or recall at one address just two items are open, one of A and one of W, equal and opposite: two whole movements,
or of recalls one and the rest of a pair (a recall of 1.200,00 here, of 1.000,00 and 200,00 there). What is of W is whole,
and no more than then stood on W: more, or earlier than W, cannot be of it, and is another mistake on either side.
Source: Den juridiske vejledning G.A.1.4.3: an opskrivning in PSRM is its own claim.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import (
    ADDRESS,
    Cause,
    Heading,
    Owner,
    Terms,
    counterparts,
    differ,
    pairs,
    same_day,
    settled,
)
from zerosum.packing import codes_of, pack
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Both."""
    event, rest = items[OpenItems.EVENT].to_numpy(), pairs(items)
    later = np.isin(event, (Event.WRITE_DOWN, Event.RECALL))
    later &= (settled(items, terms) | rest) & ~items[OpenItems.REPEATED].to_numpy() & (left_ore != 0)
    same = (OpenItems.FAMILY, OpenItems.EVENT, *ADDRESS)
    for name in same:
        later &= items[name].to_numpy() >= 0
    rows = np.flatnonzero(later)
    where, size = codes_of(pack(*(items[name].to_numpy()[rows].astype(np.int64) for name in (OpenItems.GROUP, *same))))
    alone = np.zeros(len(items), bool)
    alone[rows] = np.bincount(where, minlength=size)[where] == 2
    among = alone & items[OpenItems.OWN_CLAIM].to_numpy() & (left_ore == items[OpenItems.OPEN_ORE].to_numpy())
    other = counterparts(items, left_ore, among & (~rest | (event == Event.RECALL)), *same)
    related = items[OpenItems.RELATED].to_numpy()
    form = differ(items, other, OpenItems.ONE_CLAIM) & (related != related[other]) & same_day(items, other)
    stood = ~rest & (np.abs(left_ore) <= items[OpenItems.STANDS_ORE].to_numpy())
    return np.where(form & np.where(related, stood, stood[other]), left_ore, 0)


CAUSE = Cause("write_up_own_claim", Standing.EXPLAINED, Gravity.INFORMATION, Heading.DIFFERENT, Owner.NOBODY, explains)
