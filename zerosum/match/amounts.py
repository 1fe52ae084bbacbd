"""What stands alone, by claim type, debtor set and amount: paired where unique, ambiguous where it could be either."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.match.borrow import Addresses
from zerosum.match.found import Found, crosses, crosses_in
from zerosum.match.links import Links
from zerosum.packing import codes_of, pack
from zerosum.tables import NO_DAY, NONE, Claims, Pass, Side


def pair_by_amount(claims: pd.DataFrame, address: Addresses, label: np.ndarray, links: Links) -> Found:
    """Pair the claims of the book that no key links to the other side.

    Two claims that both have a FordringID (or a reference), and not the same, are never each other: numbers tell claims
    apart better than tariffs. Where dates tell them apart, dates do. One against one with other dates stays alone.
    """
    side = claims[Claims.SIDE].to_numpy()
    created_ore = claims[Claims.CREATED_ORE].to_numpy()
    count = len(claims)
    found = Found.nothing(count)
    alone = ~crosses(label, side) & claims[Claims.IN_BOOK].to_numpy() & (created_ore > 0)
    rows = np.flatnonzero(alone & (address.claim_type != NONE) & (address.debtors != NONE))
    if not len(rows) or len(set(side[rows])) < 2:
        return found
    bucket, buckets = codes_of(
        pack(address.claim_type[rows].astype(np.int64), address.debtors[rows].astype(np.int64), created_ore[rows])
    )
    profile = (links.claim_id[rows] != NONE) * 2 + (links.reference[rows] != NONE)
    matches = _fitting(bucket, buckets, side[rows], profile)
    day = claims[Claims.EFFECTIVE_ON].to_numpy()[rows]
    undated = np.zeros(buckets, bool)
    undated[bucket[(matches > 0) & (day == NO_DAY)]] = True
    dated = (matches > 0) & ~undated[bucket]

    same_day, days = codes_of(pack(bucket.astype(np.int64), day.astype(np.int64) - NO_DAY))
    on_day = np.where(dated, _fitting(same_day, days, side[rows], profile), 0)
    one_each = _each_other(same_day, days, side[rows], profile, dated & (on_day == 1))
    found.match[rows[one_each]] = same_day[one_each]
    found.by[rows[one_each]] = Pass.AMOUNT_AND_DATE

    left = (matches > 0) & ~one_each
    left[left] = _fitting(bucket[left], buckets, side[rows][left], profile[left]) > 0
    single = _each_other(bucket, buckets, side[rows], profile, left & (matches == 1)) & ~dated
    single &= ~_shared(bucket, buckets, one_each)
    either = left & ~single & ~(_one_each(bucket, buckets, side[rows], left) & dated)
    either &= crosses_in(bucket, buckets, side[rows], either)
    found.match[rows[single]] = days + bucket[single]
    found.by[rows[single]] = Pass.AMOUNT
    found.match[rows[either]] = days + bucket[either]
    found.by[rows[either]] = Pass.EITHER_WAY
    return found


def _fitting(key: np.ndarray, size: int, side: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """How many claims of the other side with the same key it could be: those that do not both have an id or a reference.

    Whoever has the same id or reference is linked already, so two that both have one have different ones.
    """
    counts = np.bincount((key.astype(np.int64) * 2 + side) * 4 + profile, minlength=size * 8).reshape(size, 2, 4)
    fitting = np.zeros(len(key), np.int64)
    for own in range(4):
        others = [other for other in range(4) if own & other == 0]
        here = profile == own
        fitting[here] = counts[key[here], 1 - side[here]][:, others].sum(axis=1)
    return fitting


def _one_each(key: np.ndarray, size: int, side: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Those of `among` whose key has exactly one of them on each side."""
    counts = np.bincount(key[among].astype(np.int64) * 2 + side[among], minlength=size * 2).reshape(size, 2)
    return np.asarray(among & (counts[key] == 1).all(axis=1))


def _each_other(key: np.ndarray, size: int, side: np.ndarray, profile: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Those of `_one_each` that fit each other, and do not each fit somebody else: no number that both of them have."""
    one_each = _one_each(key, size, side, among)
    profiles = np.zeros((size, len(Side)), profile.dtype)
    profiles[key[one_each], side[one_each]] = profile[one_each]
    return np.asarray(one_each & ((profiles[:, Side.DEBTOR] & profiles[:, Side.PSRM]) == 0)[key])


def _shared(key: np.ndarray, size: int, flag: np.ndarray) -> np.ndarray:
    """Whether any with the same key has the flag."""
    has = np.zeros(size, bool)
    has[key[flag]] = True
    return np.asarray(has[key])
