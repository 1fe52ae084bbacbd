"""A left-over claim that is just what a group of the same claim type and debtor lacks: it is put with it. It takes no
claim out of a group, and it never clears one against one what numbers tell apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.match.borrow import Addresses
from zerosum.match.found import Found
from zerosum.match.leftovers import Leftovers
from zerosum.packing import codes_of, pack
from zerosum.tables import NONE, Claims, Pass


def attach(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers) -> Found:
    """Claims, what is left over, and the groups so far -> which left-over claims belong to which group.

    Of one type, debtor set and missing amount there must be one group and one left-over claim.
    """
    found = Found.nothing(len(claims))
    known = (address.claim_type != NONE) & (address.debtors != NONE)
    loose = np.flatnonzero(
        left.alone & known & (left.net_ore != 0) & (np.bincount(label, minlength=len(label))[label] == 1)
    )
    if not len(loose):
        return found
    group_ore = np.zeros(len(label), np.int64)
    np.add.at(group_ore, label, left.net_ore)
    crossing = ~left.alone & claims[Claims.IN_BOOK].to_numpy()
    lacking = np.flatnonzero(crossing & known & (group_ore[label] != 0))
    if not len(lacking):
        return found
    rows = np.concatenate([loose, lacking])
    where = codes_of(pack(address.claim_type[rows].astype(np.int64), address.debtors[rows].astype(np.int64)))[0]
    frame = pd.DataFrame({"where": where[len(loose) :], "group": label[lacking], "ore": left.net_ore[lacking]})
    groups = frame.groupby(["where", "group"], as_index=False)["ore"].sum()
    groups = groups[groups["ore"] != 0]
    groups = groups.assign(ore=-groups["ore"])
    alone = pd.DataFrame({"where": where[: len(loose)], "row": loose, "ore": left.net_ore[loose]})
    groups = groups[~groups.duplicated(["where", "ore"], keep=False)]
    alone = alone[~alone.duplicated(["where", "ore"], keep=False)]
    both = groups.merge(alone, how="inner", on=["where", "ore"], validate="one_to_one")
    both = both[~both["group"].duplicated(keep=False)]
    apart = _told_apart(claims, label, both["group"].to_numpy(), both["row"].to_numpy())
    both = both[~apart]
    of_group = np.isin(label, both["group"].to_numpy())
    found.match[of_group] = label[of_group]
    found.match[both["row"].to_numpy()] = both["group"].to_numpy()
    found.by[both["row"].to_numpy()] = Pass.ATTACHED
    return found


def _told_apart(claims: pd.DataFrame, label: np.ndarray, groups: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Pairs of group and left-over claim that could meet one against one, though both have a FordringID (or a reference)
    and not the same: the group has a claim of the other side of just that amount."""
    side, created = claims[Claims.SIDE].to_numpy(), claims[Claims.CREATED_ORE].to_numpy()
    has_id = claims[Claims.CLAIM_ID].to_numpy() != NONE
    has_reference = claims[Claims.REFERENCE].to_numpy() != NONE
    row_of = np.full(len(label), NONE, np.int64)
    row_of[groups] = rows
    loose = row_of[label]
    inside = np.flatnonzero(loose != NONE)
    other = loose[inside]
    same = (side[inside] != side[other]) & (created[inside] == created[other])
    same &= (has_id[inside] & has_id[other]) | (has_reference[inside] & has_reference[other])
    apart = np.zeros(len(label), bool)
    apart[label[inside[same]]] = True
    return np.asarray(apart[groups])
