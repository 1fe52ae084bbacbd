"""Opdelt med tab: a claim of one side is several of the other, and together they are less.

                            debtor system      PSRM      explains
    creation                       900,00         —      -800,00
    three creations                     —    800,00      +800,00

Whole creations under one number at one address: a single one of one side, several of the other, none of which anything has
explained; or put together by the last pass, because nothing else of that debtor and type is left over. Merged claims may
also be the rest of a pair and a claim beside it. What is lost goes on to another cause. Where not more than half is there,
nothing is taken: so much is hardly lost, and they may as well be other claims.
Source: the list of fault kinds, split_with_loss.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import ADDRESS, CREATIONS, Cause, Heading, Owner, Terms, pairs, settled
from zerosum.packing import codes_of, pack
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems, Pass


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The parts, and as much of the whole."""
    among = settled(items, terms) & np.isin(items[OpenItems.EVENT].to_numpy(), CREATIONS) & (left_ore != 0)
    for name in (OpenItems.CHAIN, *ADDRESS):
        among &= items[name].to_numpy() >= 0
    rows, taken = np.flatnonzero(among), _beside_a_pair(items, left_ore, among)
    if not len(rows):
        return taken
    # What the last pass put together has no chain in common: there the whole group is one.
    chain = np.where(_put_together(items), 0, items[OpenItems.CHAIN].to_numpy().astype(np.int64) + 1)
    keys = (items[name].to_numpy().astype(np.int64) for name in (OpenItems.GROUP, OpenItems.EVENT, *ADDRESS))
    where, size = codes_of(pack(chain[rows], *(key[rows] for key in keys)))
    untouched = left_ore[rows] == items[OpenItems.OPEN_ORE].to_numpy()[rows]
    untouched &= ~items[OpenItems.REPEATED].to_numpy()[rows] & ~items[OpenItems.PER_LIABLE].to_numpy()[rows]
    good = np.bincount(where[~untouched], minlength=size) == 0
    sign = np.sign(left_ore[rows])
    of_last_pass = np.bincount(where[_put_together(items)[rows]], minlength=size) > 0
    for way in (-1, 1):  # the whole is the debtor system's, or PSRM's
        one, parts = sign == way, sign == -way
        several = np.bincount(where[parts], minlength=size) > 1
        whole_ore, parts_ore = np.zeros(size, np.int64), np.zeros(size, np.int64)
        np.add.at(whole_ore, where[one], np.abs(left_ore[rows][one]))
        np.add.at(parts_ore, where[parts], np.abs(left_ore[rows][parts]))
        fits = good & several & (np.bincount(where[one], minlength=size) == 1)
        less = fits & (parts_ore < whole_ore) & (2 * parts_ore > whole_ore)
        taken[rows] = np.where(less[where], np.where(one, way * parts_ore[where], left_ore[rows]), taken[rows])
        # Merged, and the one is less than what it was made of: the parts are taken one after the other.
        more = fits & (whole_ore < parts_ore) & (2 * whole_ore > parts_ore) & of_last_pass
        before = (pd.Series(np.where(parts, np.abs(left_ore[rows]), 0)).groupby(where).cumsum()).to_numpy()
        before = before - np.where(parts, np.abs(left_ore[rows]), 0)
        share = np.clip(whole_ore[where] - before, 0, np.abs(left_ore[rows]))
        taken[rows] = np.where(more[where], np.where(one, left_ore[rows], -way * share), taken[rows])
    return taken


def _put_together(items: pd.DataFrame) -> np.ndarray:
    """Which items are of a group that the pass by parts made or added to."""
    group = items[OpenItems.GROUP].to_numpy()
    has = np.zeros(int(group.max(initial=-1)) + 1, bool)
    has[group[items[OpenItems.BY].to_numpy() == Pass.PARTS]] = True
    return np.asarray(has[group])


def _beside_a_pair(items: pd.DataFrame, left_ore: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Merged under one of the numbers: the rest of the pair, and a whole creation that the pass by parts put beside it;
    of both as much as the smaller is."""
    taken = np.zeros(len(items), np.int64)
    created = np.isin(items[OpenItems.EVENT].to_numpy(), CREATIONS) & (left_ore == items[OpenItems.OPEN_ORE].to_numpy())
    rest = created & pairs(items) & _put_together(items) & (left_ore != 0)
    whole = among & (items[OpenItems.BY].to_numpy() == Pass.PARTS) & created
    rows = np.flatnonzero(rest | whole)
    if not (rest.any() and whole.any()):
        return taken
    keys = (OpenItems.GROUP, OpenItems.EVENT, *ADDRESS)
    where, size = codes_of(pack(*(items[name].to_numpy()[rows].astype(np.int64) + 1 for name in keys)))
    fits = (np.bincount(where[rest[rows]], minlength=size) == 1) & (
        np.bincount(where[whole[rows]], minlength=size) == 1
    )
    ore = np.zeros((size, 2), np.int64)
    ore[where, rest[rows].astype(np.int64)] = left_ore[rows]
    small = np.abs(ore).min(axis=1)
    fits &= (np.sign(ore).sum(axis=1) == 0) & (2 * small > np.abs(ore).max(axis=1))
    taken[rows] = np.where(fits[where], np.sign(left_ore[rows]) * small[where], 0)
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
