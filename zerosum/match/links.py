"""Links by key. Keys link, they do not queue: FordringID, reference, main claim and re-sent id make one group.

A FordringID or a reference that spans several debtor sets on one side is broken: it links nothing, and is a finding;
unless each of them is one of those whom the other side has as one set (singly.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.match.singly import excused
from zerosum.packing import join
from zerosum.tables import NONE, Claims, Side


@dataclass(frozen=True)
class Links:
    """What the keys say of each claim. Arrays of one value per claim."""

    label: np.ndarray
    """Label of the group: the row of its first claim."""
    linked: np.ndarray
    """bool: a key links it to another claim."""
    claim_id: np.ndarray
    """Its FordringID, -1 where it has none that links."""
    reference: np.ndarray
    own_id: np.ndarray
    """Its FordringID where a claim of the other side has it too; else -1."""
    own_reference: np.ndarray
    family: np.ndarray
    """FordringID of the family's main claim; -1 where nothing is known."""
    broken_claims: np.ndarray
    """bool: its own id or reference is broken."""
    singly: np.ndarray
    """bool: its key is that of one claim, which its side gives once for each of those who are liable."""


def link(claims: pd.DataFrame, names: pa.Array) -> Links:
    """The links between claims. `names` are the debtor sets."""
    side = claims[Claims.SIDE].to_numpy()
    debtors = claims[Claims.DEBTORS].to_numpy()
    bad_id = _spanning(claims[Claims.CLAIM_ID].to_numpy(), side, debtors)
    bad_reference = _spanning(claims[Claims.REFERENCE].to_numpy(), side, debtors)
    singly = np.zeros(len(claims), bool)
    if bad_id.any() or bad_reference.any():
        good_id, good_reference, singly = excused(claims, bad_id, bad_reference, names)
        bad_id, bad_reference = bad_id & ~good_id, bad_reference & ~good_reference
    claim_id = _known_good(claims[Claims.CLAIM_ID].to_numpy(), bad_id)
    reference = _known_good(claims[Claims.REFERENCE].to_numpy(), bad_reference)
    main = _known_good(claims[Claims.MAIN_CLAIM_ID].to_numpy(), bad_id)
    resent = _known_good(claims[Claims.RESENT_OF].to_numpy(), bad_id)
    count = len(claims)
    ids = int(max(claim_id.max(initial=NONE), main.max(initial=NONE), resent.max(initial=NONE))) + 1
    label = join(count, [], [([claim_id, main, resent], ids), ([reference], int(reference.max(initial=NONE)) + 1)])
    members = np.bincount(label, minlength=count)
    own_id, own_reference = _both_sides(claim_id, side), _both_sides(reference, side)
    return Links(
        label=label,
        linked=members[label] > 1,
        claim_id=claim_id,
        reference=reference,
        own_id=own_id,
        own_reference=own_reference,
        family=_families(claim_id, main, own_id, own_reference),
        broken_claims=(claims[Claims.CLAIM_ID].to_numpy() != claim_id)
        | (claims[Claims.REFERENCE].to_numpy() != reference),
        singly=singly,
    )


def _spanning(key: np.ndarray, side: np.ndarray, debtors: np.ndarray) -> np.ndarray:
    """bool for each key: it spans several debtor sets on one side."""
    size = int(key.max(initial=NONE)) + 1
    bad = np.zeros(size, bool)
    for one in Side:
        there = (side == one) & (key != NONE) & (debtors != NONE)
        low = np.full(size, np.iinfo(np.int32).max, np.int32)
        high = np.full(size, NONE, np.int32)
        np.minimum.at(low, key[there], debtors[there])
        np.maximum.at(high, key[there], debtors[there])
        bad |= (high != NONE) & (low != high)
    return bad


def _known_good(key: np.ndarray, bad: np.ndarray) -> np.ndarray:
    """The keys, -1 in place of a broken one."""
    if not bad.any():
        return key
    inside = (key != NONE) & (key < len(bad))
    return np.where(inside & bad[np.where(inside, key, 0)], np.int32(NONE), key)


def _both_sides(key: np.ndarray, side: np.ndarray) -> np.ndarray:
    """The keys that both sides have; -1 for the others."""
    size = int(key.max(initial=NONE)) + 1
    held = np.ones(size + 1, bool)  # the last place (index -1) is the missing key
    for one in Side:
        here = np.zeros(size + 1, bool)
        here[key[side == one]] = True
        held &= here
    held[-1] = False
    return np.where(held[key], key, np.int32(NONE))


def _families(claim_id: np.ndarray, main: np.ndarray, own_id: np.ndarray, own_reference: np.ndarray) -> np.ndarray:
    """FordringID of the main claim: named by the claim, or by the claim it is linked to; else its own FordringID."""
    family = np.where(main != NONE, main, NONE)
    family = np.where(family != NONE, family, _told_by_others(own_id, main))
    family = np.where(family != NONE, family, claim_id)
    return np.where(family != NONE, family, _told_by_others(own_reference, family)).astype(np.int32)


def _told_by_others(key: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The one value that claims with the same key know; -1 where none does, or they do not agree."""
    size = int(key.max(initial=NONE)) + 1
    there = (key != NONE) & (value != NONE)
    low = np.full(size + 1, np.iinfo(np.int32).max, np.int32)
    high = np.full(size + 1, NONE, np.int32)
    np.minimum.at(low, key[there], value[there])
    np.maximum.at(high, key[there], value[there])
    agreed = np.where(low == high, low, NONE)
    return np.where(key != NONE, agreed[key], NONE)
