"""Samme saldo ved andre hændelser: the two sides came to the same balance of a claim by different events.

                    debtor system        PSRM      explains
    recall               1.000,00           —    +1.000,00
    write-down                  —    1.000,00    -1.000,00

All that is open of one claim at one address: whole movements of both sides that add up to zero, each event on one side
alone, and none that a status, receipt or date accounts for. A write-down here against another write-down there is two
errors, and stays open. Source: Gældsstyrelsen, Afstemning, second cause: booked with different values.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import ADDRESS, Cause, Heading, Owner, Terms, settled
from zerosum.packing import codes_of, pack
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of them."""
    if not len(items):
        return np.zeros(0, np.int64)
    keys = (OpenItems.GROUP, OpenItems.ONE_CLAIM, *ADDRESS)
    parts = [items[name].to_numpy().astype(np.int64) + 1 for name in keys]
    where, size = codes_of(pack(*parts))
    known = np.logical_and.reduce([part > 0 for part in parts])
    ready = settled(items, terms) & (left_ore == items[OpenItems.OPEN_ORE].to_numpy()) & (left_ore != 0) & known
    ready &= ~items[OpenItems.REPEATED].to_numpy()
    total = np.zeros(size, np.int64)
    np.add.at(total, where, left_ore)
    debtor = items[OpenItems.SIDE].to_numpy() == Side.DEBTOR
    of_debtor, count = np.bincount(where[debtor], minlength=size), np.bincount(where, minlength=size)
    fits = (total == 0) & (of_debtor > 0) & (of_debtor < count) & (np.bincount(where[~ready], minlength=size) == 0)
    event, events = codes_of(pack(where.astype(np.int64), items[OpenItems.EVENT].to_numpy().astype(np.int64)))
    both = np.bincount(event[debtor], minlength=events).astype(bool) & np.bincount(
        event[~debtor], minlength=events
    ).astype(bool)
    fits[where[both[event]]] = False
    return np.where(fits[where], left_ore, 0)


CAUSE = Cause(
    "same_balance_other_events",
    Standing.EXPLAINED,
    Gravity.REMARK,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("counted_per_debtor",),
)
