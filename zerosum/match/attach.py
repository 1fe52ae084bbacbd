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


def attach(claims: pd.DataFrame, address: Addresses, label: np.ndarray, left: Leftovers) -> Found:
    """Claims, what is left over, and the groups so far -> which left-over claims belong to which group.

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
    pairs = pairs[~_told_apart(claims, label, pairs["group"].to_numpy(), pairs["row"].to_numpy())]
    of_group = np.isin(label, pairs["group"].to_numpy())
    found.match[of_group] = label[of_group]
    found.match[pairs["row"].to_numpy()] = pairs["group"].to_numpy()
    found.by[pairs["row"].to_numpy()] = Pass.ATTACHED
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
