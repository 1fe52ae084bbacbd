"""Keys of several columns as one int64, for group-bys without text; and what keys connect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zerosum.tables import NONE

LARGEST = 2**62


def pack(*parts: np.ndarray) -> np.ndarray:
    """Columns of whole numbers >= 0 as one int64 key each.

    Where the numbers are too large to stand side by side, they are first given short codes; OverflowError where even
    those do not fit.
    """
    packed, size = np.zeros(len(parts[0]), np.int64), 1
    for part in parts:
        if len(part) and int(part.min()) < 0:
            raise ValueError("a key below 0")
        width = int(part.max()) + 1 if len(part) else 1
        if size * width > LARGEST:
            packed, size = codes_of(packed)
            part, width = codes_of(part)
            packed = packed.astype(np.int64)
        if size * width > LARGEST:
            raise OverflowError("the key does not fit in 62 bits")
        packed = packed * width + part
        size *= width
    return packed


def codes_of(keys: np.ndarray) -> tuple[np.ndarray, int]:
    """Keys as codes 0, 1, 2 … in order of appearance, and how many there are."""
    codes, distinct = pd.factorize(keys)
    return codes.astype(np.int32, copy=False), len(distinct)


def nth(key: np.ndarray) -> np.ndarray:
    """Of each key, how many equal ones stand before it."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    start = np.flatnonzero(np.concatenate([np.ones(min(len(key), 1), bool), ordered[1:] != ordered[:-1]]))
    found = np.empty(len(key), np.int64)
    found[order] = np.arange(len(key)) - np.repeat(start, np.diff(np.append(start, len(key))))
    return found


def join(count: int, keys: Sequence[np.ndarray], roles: Sequence[tuple[Sequence[np.ndarray], int]] = ()) -> np.ndarray:
    """Connected parts: claims that share a key of one space get the same label, the smallest row among them.

    `keys` are spaces of one column each; `roles` are spaces in which several columns hold keys (-1 = none).
    """
    spaces = [*roles, *(([key], int(key.max(initial=NONE)) + 1) for key in keys)]
    used = [
        [(column[column != NONE], np.flatnonzero(column != NONE)) for column in columns if (column != NONE).any()]
        for columns, _ in spaces
    ]
    label = np.arange(count)
    while True:
        before = label
        label = label.copy()
        for (_, size), columns in zip(spaces, used, strict=True):
            smallest = np.full(size, count, np.int64)
            for key, row in columns:
                np.minimum.at(smallest, key, label[row])
            for key, row in columns:
                label[row] = np.minimum(label[row], smallest[key])
        label = label[label]
        if (label == before).all():
            return label


def bounds(key: np.ndarray, value: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest value of each key, among those of the flag; (max of int32, -1) where a key has none."""
    size = int(key.max(initial=NONE)) + 1
    low, high = np.full(size, np.iinfo(np.int32).max, np.int32), np.full(size, NONE, np.int32)
    rows = np.flatnonzero(among & (key != NONE))
    np.minimum.at(low, key[rows], value[rows])
    np.maximum.at(high, key[rows], value[rows])
    return low, high


def one_claim(own_id: np.ndarray, own_reference: np.ndarray, alone: np.ndarray) -> tuple[np.ndarray, int]:
    """Label of each claim as both sides know it: same FordringID, else same reference, else `alone`; and how many there
    are."""
    own_id, own_reference, alone = (one.astype(np.int64) * 3 for one in (own_id, own_reference, alone))
    return codes_of(np.where(own_id >= 0, own_id, np.where(own_reference >= 0, own_reference + 1, alone + 2)))
