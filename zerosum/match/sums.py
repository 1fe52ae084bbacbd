"""One claim of a side that is the sum of several of the other: split (opdelt) or merged (samlet), without a shared number.

Only inside one debtor set and claim type, never across debtors: with tariffs chance hits would be certain. Only what the
passes before left alone, only so many parts, and only where there is one way to add up; where there are more, they are one
ambiguous group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.match.borrow import Addresses
from zerosum.match.found import Found
from zerosum.match.leftovers import Leftovers
from zerosum.packing import pack
from zerosum.tables import NO_DAY, NONE, Claims, Pass, Side

MOST_PARTS = 4
"""A claim is split in two or three; four is one more than anybody has told of."""
A_MONTH = 31
"""Days."""
MOST_CLAIMS = 12
"""Left over on a side, of one debtor and type. With more, one of them is soon a sum of others by chance."""


def pair_by_sum(
    claims: pd.DataFrame, address: Addresses, left: Leftovers, references: pa.Array, forms: Sequence[str]
) -> Found:
    """Claims, what is left over, and the sources' forms of a split claim's reference -> what is a sum."""
    found = Found.nothing(len(claims))
    side = claims[Claims.SIDE].to_numpy()
    rows = np.flatnonzero(
        left.alone & (left.executed_ore > 0) & (address.claim_type != NONE) & (address.debtors != NONE)
    )
    if not len(rows):
        return found
    frame = pd.DataFrame(
        {
            "where": pack(address.claim_type[rows].astype(np.int64), address.debtors[rows].astype(np.int64)),
            "psrm": side[rows] == Side.PSRM,
            "ore": left.executed_ore[rows],
            "day": claims[Claims.EFFECTIVE_ON].to_numpy()[rows],
            "row": rows,
        }
    )
    of_psrm, size = frame.groupby("where")["psrm"].transform("sum"), frame.groupby("where")["psrm"].transform("size")
    worth = (of_psrm > 0) & (of_psrm < size) & (size > 2) & (of_psrm <= MOST_CLAIMS) & (size - of_psrm <= MOST_CLAIMS)
    for _, near in frame[worth].groupby("where"):
        _search(near, found, claims[Claims.REFERENCE].to_numpy(), references, forms)
    return found


def _search(near: pd.DataFrame, found: Found, reference: np.ndarray, texts: pa.Array, forms: Sequence[str]) -> None:
    """The sums among the claims of one debtor and type."""
    sides = [
        dict(zip(near.loc[near["psrm"] == psrm, "row"], near.loc[near["psrm"] == psrm, "ore"], strict=True))
        for psrm in (False, True)
    ]
    day = dict(zip(near["row"], near["day"], strict=True))
    sums = [one for one in (*_sums(sides[0], sides[1]), *_sums(sides[1], sides[0])) if not _of_other_days(one, day)]
    times = Counter(row for one in sums for row in one)
    for one in sums:
        if all(times[row] == 1 for row in one):
            sure = _confirmed([_text(texts, reference[row]) for row in one], forms)
            found.put(list(one), Pass.SUM_CONFIRMED if sure else Pass.SUM)
    doubtful = [one for one in sums if any(times[row] > 1 for row in one)]
    if doubtful:
        rows = sorted({row for one in doubtful for row in one})
        key = np.array([at for at, one in enumerate(doubtful) for _ in one])
        place = np.array([rows.index(row) for one in doubtful for row in one])
        label = _connected(place, key, len(rows))
        for part in sorted(set(label.tolist())):
            found.put([rows[at] for at in np.flatnonzero(label == part)], Pass.SUM_EITHER_WAY)


def _sums(wholes: dict[int, int], parts: dict[int, int]) -> Iterator[tuple[int, ...]]:
    """Each whole with some of the parts that add up to it. A whole of which there is an equal one is no sum."""
    some = sorted(parts)
    for whole, ore in sorted(wholes.items()):
        if ore in parts.values():
            continue
        for count in range(2, min(MOST_PARTS, len(some)) + 1):
            for chosen in combinations(some, count):
                if sum(parts[row] for row in chosen) == ore:
                    yield (whole, *chosen)


def _of_other_days(one: Sequence[int], day: Mapping[int, int]) -> bool:
    """Whether the effective days of the whole and of all its parts are told, the parts have several, and none is within a
    month of that of the whole: then they are bills of their own. (After a hearing PSRM has a later day.)"""
    whole, *parts = (day[row] for row in one)
    far = all(abs(part - whole) > A_MONTH for part in parts)
    return NO_DAY not in (whole, *parts) and far and len(set(parts)) > 1


def _connected(place: np.ndarray, key: np.ndarray, count: int) -> np.ndarray:
    """Label of places that share a key."""
    label = np.arange(count)
    while True:
        smallest = np.full(int(key.max()) + 1, count)
        np.minimum.at(smallest, key, label[place])
        after = label.copy()
        np.minimum.at(after, place, smallest[key])
        if (after == label).all():
            return label
        label = after


def _text(texts: pa.Array, code: int) -> str:
    return texts[int(code)].as_py() if code != NONE else ""


def _confirmed(references: Sequence[str], forms: Sequence[str]) -> bool:
    """Whether the parts' references are the whole's (the first) with a serial each, in one of the declared forms."""
    whole, *parts = references
    if not whole:
        return False
    for form in forms:
        pattern = re.escape(form).replace(r"\{reference\}", re.escape(whole)).replace(r"\{serial\}", "([0-9]+)")
        serials = [match.group(1) for one in parts if (match := re.fullmatch(pattern, one))]
        if len(serials) == len(parts) == len(set(serials)):
            return True
    return False
