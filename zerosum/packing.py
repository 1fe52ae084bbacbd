"""Keys of several columns as one int64: for group-bys without text."""

from __future__ import annotations

import numpy as np
import pandas as pd

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
