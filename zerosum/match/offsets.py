"""Two left-over claims of one debtor, one on each side, of just the same amount: they offset each other (ophæver hinanden).

They are put together so that a person sees them together. They never clear: numbers, types or dates tell them apart.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.match.attach import near
from zerosum.match.borrow import Addresses
from zerosum.match.found import Found
from zerosum.match.leftovers import Leftovers
from zerosum.tables import NONE, Claims, Pass


def offset(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers) -> Found:
    """Claims, what is left over, and the groups so far -> the pairs; unique in debtor set and amount."""
    found = Found.nothing(len(claims))
    single = np.bincount(label, minlength=len(label))[label] == 1
    rows = np.flatnonzero(left.alone & single & (left.net_ore != 0) & (address.debtors != NONE))
    rows = rows[np.abs(left.net_ore[rows]) == claims[Claims.CREATED_ORE].to_numpy()[rows]]
    if not len(rows):
        return found
    ore = left.net_ore[rows]
    frame = pd.DataFrame({"debtors": address.debtors[rows], "ore": np.abs(ore), "plus": ore > 0, "row": rows})
    near = frame.groupby(["debtors", "ore"])["plus"]
    frame = frame[(near.transform("size") == 2) & (near.transform("sum") == 1)].sort_values(["debtors", "ore"])
    pairs = frame["row"].to_numpy().reshape(-1, 2)
    found.match[pairs] = pairs.min(axis=1)[:, None]
    found.by[pairs] = Pass.OFFSET
    return found


def offset_of_a_group(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers) -> Found:
    """A left-over claim, and a group that has just the opposite of it, at another claim type or as one claim of that amount:
    unique in debtor set and amount. So a fee that stands alone is seen with the main claim that has it inside."""
    found = Found.nothing(len(claims))
    both = near(claims, address, label, left, by_type=False)
    if both is None:
        return found
    groups = both.groups[~both.groups.duplicated(["where", "ore"], keep=False)]
    alone = both.alone[~both.alone.duplicated(["where", "ore"], keep=False)]
    pairs = groups.merge(alone, how="inner", on=["where", "ore"], validate="one_to_one")
    pairs = pairs[~pairs["group"].duplicated(keep=False)]
    pairs = pairs[~_may_be_a_part(claims, address, label, left, pairs["group"].to_numpy(), pairs["row"].to_numpy())]
    found.match[pairs["group"].to_numpy()] = pairs["group"].to_numpy()
    found.match[pairs["row"].to_numpy()] = pairs["group"].to_numpy()
    found.by[pairs["row"].to_numpy()] = Pass.OFFSET
    return found


def _may_be_a_part(
    claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers, groups: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Whether each group lacks something at the claim type of the left-over claim, and has no claim of just its amount:
    then it may be a part of one of them, and a later pass looks at it."""
    claim_type, created, size = address.claim_type, claims[Claims.CREATED_ORE].to_numpy(), len(label)
    asked = np.full(size, NONE, np.int64)
    asked[groups] = rows
    inside = np.flatnonzero((asked[label] != NONE) & ~left.alone)
    inside = inside[claim_type[inside] == claim_type[asked[label[inside]]]]
    net_ore, equal = np.zeros(size, np.int64), np.zeros(size, bool)
    np.add.at(net_ore, label[inside], left.net_ore[inside])
    equal[label[inside[created[inside] == created[asked[label[inside]]]]]] = True
    return np.asarray((net_ore[groups] != 0) & ~equal[groups])
