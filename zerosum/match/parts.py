"""What comes nearest, with a loss: one left-over claim and several of the other side of the same debtor and claim type, or
one left-over claim and a group that lacks about as much.

The last of the passes, and the weakest: only where nothing else of that debtor and type is left over, and only where more
than half is accounted for. It puts them together so that a person sees them together; it never clears, and what it
explains blocks.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.match.attach import Near, near
from zerosum.match.borrow import Addresses
from zerosum.match.found import Found
from zerosum.match.leftovers import Leftovers
from zerosum.packing import codes_of, pack
from zerosum.tables import NONE, Claims, Pass, Side

MOST_PARTS = 3
"""A claim is split in two or three."""


def one_and_several(claims: pd.DataFrame, address: Addresses, left: Leftovers) -> Found:
    """One left-over claim of a side, and two or three of the other: all that is left over of the debtor and type."""
    found = Found.nothing(len(claims))
    known = (address.claim_type != NONE) & (address.debtors != NONE)
    rows = np.flatnonzero(left.alone & known & (left.net_ore != 0))
    if not len(rows):
        return found
    where, size = codes_of(pack(address.claim_type[rows].astype(np.int64), address.debtors[rows].astype(np.int64)))
    psrm = claims[Claims.SIDE].to_numpy()[rows] == Side.PSRM
    executed, net = left.executed_ore[rows], left.net_ore[rows]
    plain = (executed > 0) & (np.abs(net) == executed)
    count = np.bincount(where.astype(np.int64) * 2 + psrm, minlength=size * 2).reshape(size, 2)
    total = np.zeros((size, 2), np.int64)
    np.add.at(total, (where, psrm.astype(np.int64)), executed)
    good = np.bincount(where[~plain], minlength=size) == 0
    good &= (count.min(axis=1) == 1) & (count.max(axis=1) > 1) & (count.max(axis=1) <= MOST_PARTS)
    good &= 2 * total.min(axis=1) > total.max(axis=1)
    chosen = rows[good[where]]
    first = np.full(size, len(claims), np.int64)
    np.minimum.at(first, where, rows)
    found.match[chosen] = first[where[good[where]]]
    found.by[chosen] = Pass.PARTS
    return found


def one_and_a_group(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers) -> Found:
    """A left-over claim and a group: all that is left over, and all that is lacking, of the debtor and type."""
    found = Found.nothing(len(claims))
    both: Near | None = near(claims, address, label, left)
    if both is None:
        return found
    groups = both.groups[~both.groups.duplicated("where", keep=False)]
    alone = both.alone[~both.alone.duplicated("where", keep=False)]
    pairs = groups.merge(alone, how="inner", on="where", validate="one_to_one", suffixes=("_lacking", ""))
    lacking, ore = pairs["ore_lacking"].to_numpy(), pairs["ore"].to_numpy()
    small, large = np.minimum(np.abs(lacking), np.abs(ore)), np.maximum(np.abs(lacking), np.abs(ore))
    pairs = pairs[(np.sign(lacking) == np.sign(ore)) & (2 * small > large)]
    pairs = pairs[~pairs["group"].duplicated(keep=False)]
    of_group = np.isin(label, pairs["group"].to_numpy())
    found.match[of_group] = label[of_group]
    found.match[pairs["row"].to_numpy()] = pairs["group"].to_numpy()
    found.by[pairs["row"].to_numpy()] = Pass.PARTS
    return found
