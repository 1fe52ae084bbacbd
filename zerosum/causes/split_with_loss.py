"""Opdelt med tab: a claim of one side is several of the other, and together they are less.

                            debtor system      PSRM      explains
    creation                       900,00         —      -800,00
    three creations                     —    800,00      +800,00

Whole creations under one reference at one address: a single one of one side, several claims of the other, none of which
anything has explained. What is lost goes on to another cause. Parts that are not more than half of the whole are not
taken: so much is hardly lost, and they may as well be other claims.
Source: the list of fault kinds, split_with_loss.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import ADDRESS, CREATIONS, Cause, Heading, Owner, Terms, settled
from zerosum.packing import codes_of, pack
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The parts, and as much of the whole."""
    among = settled(items, terms) & np.isin(items[OpenItems.EVENT].to_numpy(), CREATIONS) & (left_ore != 0)
    for name in (OpenItems.CHAIN, *ADDRESS):
        among &= items[name].to_numpy() >= 0
    rows, taken = np.flatnonzero(among), np.zeros(len(items), np.int64)
    if not len(rows):
        return taken
    keys = (OpenItems.GROUP, OpenItems.CHAIN, OpenItems.EVENT, *ADDRESS)
    where, size = codes_of(pack(*(items[name].to_numpy()[rows].astype(np.int64) for name in keys)))
    untouched = left_ore[rows] == items[OpenItems.OPEN_ORE].to_numpy()[rows]
    untouched &= ~items[OpenItems.REPEATED].to_numpy()[rows] & ~items[OpenItems.PER_LIABLE].to_numpy()[rows]
    good = np.bincount(where[~untouched], minlength=size) == 0
    sign = np.sign(left_ore[rows])
    for way in (-1, 1):  # the whole is the debtor system's, or PSRM's
        one, parts = sign == way, sign == -way
        claims = pd.Series(items[OpenItems.CLAIM].to_numpy()[rows][parts]).groupby(where[parts]).nunique()
        several = np.zeros(size, bool)
        several[claims.index.to_numpy()[claims.to_numpy() > 1]] = True
        whole_ore, parts_ore = np.zeros(size, np.int64), np.zeros(size, np.int64)
        np.add.at(whole_ore, where[one], np.abs(left_ore[rows][one]))
        np.add.at(parts_ore, where[parts], np.abs(left_ore[rows][parts]))
        fits = good & several & (np.bincount(where[one], minlength=size) == 1)
        fits &= (parts_ore < whole_ore) & (2 * parts_ore > whole_ore)
        taken[rows] = np.where(fits[where], np.where(one, way * parts_ore[where], left_ore[rows]), taken[rows])
    return taken


CAUSE = Cause(
    "split_with_loss",
    Standing.EXPLAINED,
    Gravity.BLOCKING,
    Heading.DIFFERENT,
    Owner.VENDOR,
    explains,
    after=("claimed_twice",),
)
