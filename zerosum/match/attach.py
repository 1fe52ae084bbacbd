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
    pairs = pairs[claims[Claims.CREATED_ORE].to_numpy()[pairs["row"].to_numpy()] > 0]
    pairs = pairs[~_told_apart(claims, label, left, pairs["group"].to_numpy(), pairs["row"].to_numpy())]
    of_group = np.isin(label, pairs["group"].to_numpy())
    found.match[of_group] = label[of_group]
    found.match[pairs["row"].to_numpy()] = pairs["group"].to_numpy()
    found.by[pairs["row"].to_numpy()] = Pass.ATTACHED
    return found


def _told_apart(
    claims: pd.DataFrame, label: np.ndarray, left: Leftovers, groups: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Pairs of group and left-over claim that numbers tell apart: it has a reference, and the group's claims of the other
    side have one too, and not the same; or both have a FordringID, and the group has a claim of the other side of just
    that amount. The parts of a split claim, and those that were merged, have numbers of their own by nature: a single
    creation of the other side is the sum of what is there and of what was left over, whatever its reference."""
    side, created = claims[Claims.SIDE].to_numpy(), claims[Claims.CREATED_ORE].to_numpy()
    has_id = claims[Claims.CLAIM_ID].to_numpy() != NONE
    has_reference = claims[Claims.REFERENCE].to_numpy() != NONE
    row_of = np.full(len(label), NONE, np.int64)
    row_of[groups] = rows
    loose = row_of[label]
    inside = np.flatnonzero(loose != NONE)
    other = loose[inside]
    across = side[inside] != side[other]
    same = across & has_reference[inside] & has_reference[other]
    same |= across & (created[inside] == created[other]) & has_id[inside] & has_id[other]
    apart, events = np.zeros(len(label), bool), np.zeros(len(label), np.int64)
    apart[label[inside[same]]] = True
    equal = across & (created[inside] == created[other])
    one_to_one = np.zeros(len(label), bool)
    one_to_one[label[inside[equal]]] = True
    np.add.at(events, label[inside[across]], left.events[inside[across]])
    whole = (events[groups] == 1) & (np.abs(left.net_ore[rows]) == created[rows]) & ~one_to_one[groups]
    return np.asarray(apart[groups] & ~whole)
