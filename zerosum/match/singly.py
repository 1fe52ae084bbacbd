"""Keys that one side gives once for each of those who are liable, each line with one number, where the other side has all
of them as one debtor set. Such a key is not broken: it is one claim, counted once for each (talt én gang pr. hæfter)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum import identity
from zerosum.packing import bounds
from zerosum.tables import NONE, Claims, Side


def excused(
    claims: pd.DataFrame, bad_id: np.ndarray, bad_reference: np.ndarray, names: pa.Array
) -> tuple[np.ndarray, ...]:
    """Which FordringIDs and which references of the bad ones are not broken after all, and for each claim, whether it
    has one of them. A key is vouched for by the other key of its claims too."""
    side, debtors = claims[Claims.SIDE].to_numpy(), claims[Claims.DEBTORS].to_numpy()
    claim_id, reference = claims[Claims.CLAIM_ID].to_numpy(), claims[Claims.REFERENCE].to_numpy()
    created_ore = claims[Claims.CREATED_ORE].to_numpy()
    good_id = bad_id & named_singly(claim_id, side, debtors, claim_id, names)
    good_id &= same_for_each(claim_id, side, debtors, created_ore)
    good_reference = bad_reference & named_singly(reference, side, debtors, claim_id, names)
    good_reference &= same_for_each(reference, side, debtors, created_ore)
    by_id, by_reference = _of_claims(claim_id, good_id), _of_claims(reference, good_reference)
    good_id |= bad_id & vouched(claim_id, debtors, by_reference)
    good_reference |= bad_reference & vouched(reference, debtors, by_id)
    return good_id, good_reference, _of_claims(claim_id, good_id) | _of_claims(reference, good_reference)


def _of_claims(key: np.ndarray, good: np.ndarray) -> np.ndarray:
    """For each claim, whether its key is one of the good."""
    return np.asarray(np.append(good, False)[key])


def named_singly(
    key: np.ndarray, side: np.ndarray, debtors: np.ndarray, claim_id: np.ndarray, names: pa.Array
) -> np.ndarray:
    """bool for each key. `names` are the debtor sets that `debtors` are codes of; under a reference no more than one
    FordringID may stand, else it is several claims.

    Every number must be in the other side's set, which is one; what spans debtors in any other way stays broken.
    """
    size = int(key.max(initial=NONE)) + 1
    found = np.zeros(size, bool)
    if not size:
        return found
    of_side = {one: bounds(key, debtors, (side == one) & (debtors != NONE)) for one in Side}
    for one, other in ((Side.DEBTOR, Side.PSRM), (Side.PSRM, Side.DEBTOR)):
        (low, high), (whole, whole_high) = of_side[one], of_side[other]
        asked = (high != NONE) & (low != high) & (whole_high != NONE) & (whole == whole_high)
        rows = np.flatnonzero((side == one) & (key != NONE) & (debtors != NONE) & asked[key])
        if not len(rows):
            continue
        within = identity.inside(debtors[rows], whole[key[rows]], names)
        within &= identity.forms(debtors[rows], names)[2] == 1
        asked[key[rows[~within]]] = False
        id_low, id_high = bounds(key, claim_id, (side == one) & (claim_id != NONE))
        found |= asked & ((id_high == NONE) | (id_low == id_high))
    return found


def same_for_each(key: np.ndarray, side: np.ndarray, debtors: np.ndarray, created_ore: np.ndarray) -> np.ndarray:
    """bool for each key: on the side that names several, each of those named has the same creation. Else they are claims
    of their own, and no claim counted once for each."""
    size = int(key.max(initial=NONE)) + 1
    good = np.ones(size, bool)
    for one in Side:
        there = (side == one) & (debtors != NONE)
        low, high = bounds(key, debtors, there)
        least, most = (np.zeros(size, np.int64) for _ in range(2))
        rows = np.flatnonzero(there & (key != NONE))
        least[:] = np.iinfo(np.int64).max
        np.minimum.at(least, key[rows], created_ore[rows])
        np.maximum.at(most, key[rows], created_ore[rows])
        good &= (low == high) | (high == NONE) | ((least == most) & (most > 0))
    return good


def vouched(key: np.ndarray, debtors: np.ndarray, singly: np.ndarray) -> np.ndarray:
    """bool for each key: all its lines with a debtor are of claims that another key says are named singly."""
    size = int(key.max(initial=NONE)) + 1
    there = (key != NONE) & (debtors != NONE)
    not_so = np.bincount(key[there & ~singly], minlength=size)
    return np.asarray((np.bincount(key[there], minlength=size) > 0) & (not_so == 0))
