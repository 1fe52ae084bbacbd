"""A left-over claim that is just what a group of the same claim type and debtor lacks: it is put with it. It takes no
claim out of a group, and it never clears one against one what numbers tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.match.borrow import Addresses
from zerosum.match.found import Found
from zerosum.match.leftovers import Leftovers
from zerosum.packing import codes_of, pack
from zerosum.tables import NONE, Claims, Pass


@dataclass(frozen=True)
class Near:
    """Left-over claims and the groups that do not sum to zero, by claim type and debtor set."""

    alone: pd.DataFrame
    """`where`, `ore` (its sum), `row`."""
    groups: pd.DataFrame
    """`where`, `ore` (what it lacks: its sum turned), `group`."""


def near(
    claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers, *, by_type: bool = True
) -> Near | None:
    """What could be put with what, by claim type and debtor set (or by debtor set alone); None where nothing could."""
    known = (address.claim_type != NONE) & (address.debtors != NONE)
    single = np.bincount(label, minlength=len(label))[label] == 1
    loose = np.flatnonzero(left.alone & known & (left.net_ore != 0) & single)
    group_ore = np.zeros(len(label), np.int64)
    np.add.at(group_ore, label, left.net_ore)
    crossing = ~left.alone & claims[Claims.IN_BOOK].to_numpy()
    lacking = np.flatnonzero(crossing & known & (group_ore[label] != 0))
    if not (len(loose) and len(lacking)):
        return None
    rows = np.concatenate([loose, lacking])
    claim_type = address.claim_type[rows].astype(np.int64) * by_type
    where = codes_of(pack(claim_type, address.debtors[rows].astype(np.int64)))[0]
    frame = pd.DataFrame({"where": where[len(loose) :], "group": label[lacking], "ore": -left.net_ore[lacking]})
    groups = frame.groupby(["where", "group"], as_index=False)["ore"].sum()
    alone = pd.DataFrame({"where": where[: len(loose)], "row": loose, "ore": left.net_ore[loose]})
    return Near(alone, groups[groups["ore"] != 0])


def attach(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers, own_id: np.ndarray) -> Found:
    """Claims, what is left over, the groups so far and what FordringID ties across -> which left-over claims belong to
    which group.

    Of one type, debtor set and missing amount there must be one group and one left-over claim.
    """
    found = Found.nothing(len(claims))
    both = near(claims, address, label, left)
    if both is None:
        return found
    groups = both.groups[~both.groups.duplicated(["where", "ore"], keep=False)]
    alone = both.alone[~both.alone.duplicated(["where", "ore"], keep=False)]
    pairs = groups.merge(alone, how="inner", on=["where", "ore"], validate="one_to_one")
    pairs = pairs[~pairs["group"].duplicated(keep=False)]
    pairs = pairs[claims[Claims.CREATED_ORE].to_numpy()[pairs["row"].to_numpy()] > 0]
    pairs = pairs[~_told_apart(claims, label, left, own_id, pairs["group"].to_numpy(), pairs["row"].to_numpy())]
    of_group = np.isin(label, pairs["group"].to_numpy())
    found.match[of_group] = label[of_group]
    found.match[pairs["row"].to_numpy()] = pairs["group"].to_numpy()
    found.by[pairs["row"].to_numpy()] = Pass.ATTACHED
    return found


def _told_apart(
    claims: pd.DataFrame, label: np.ndarray, left: Leftovers, own_id: np.ndarray, groups: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Pairs of group and left-over claim that do not belong together after all. They do in one of three ways:

    - one against one: the group has a claim of the other side of just that amount, and no number that both have;
    - a sum: a single creation of the other side is what is there and what was left over, and the FordringIDs of all of
      them say that it is none of them. A reference alone would let a wrong amount and a missing claim net each other away;
    - only to be seen together: each claim of the other side has its own partner by FordringID, and so nothing clears.
    """
    side, created = claims[Claims.SIDE].to_numpy(), claims[Claims.CREATED_ORE].to_numpy()
    has_id = claims[Claims.CLAIM_ID].to_numpy() != NONE
    has_reference = claims[Claims.REFERENCE].to_numpy() != NONE
    row_of = np.full(len(label), NONE, np.int64)
    row_of[groups] = rows
    inside = np.flatnonzero((row_of[label] != NONE) & claims[Claims.IN_BOOK].to_numpy())
    other = row_of[label[inside]]
    across, equal = side[inside] != side[other], created[inside] == created[other]

    def some(flag: np.ndarray) -> np.ndarray:
        """Whether a claim of the group has the flag."""
        return np.asarray(np.bincount(label[inside[flag]], minlength=len(label))[groups] > 0)

    one_to_one = some(across & equal)
    same_number = some(across & has_reference[inside] & has_reference[other])
    same_number_and_amount = some(across & equal & has_id[inside] & has_id[other])
    events = np.zeros(len(label), np.int64)
    np.add.at(events, label[inside[across]], left.events[inside[across]])
    ids_told = has_id[rows] & ~some(~has_id[inside])
    a_sum = (events[groups] == 1) & (np.abs(left.net_ore[rows]) == created[rows]) & ids_told & ~one_to_one
    each_has_its_own = ~some(across & (own_id[inside] == NONE))
    belongs = a_sum | (~same_number & ~same_number_and_amount & (one_to_one | each_has_its_own))
    return np.asarray(~belongs)
