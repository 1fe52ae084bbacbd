"""Lines of a Total and the Deltas after it -> which of them hold: those that no later delivery has a say in.

An action falls only for newer actions of its agreement, so that none is lost; a rate falls for newer rates or actions;
interest for either, or for newer interest; a partner's numbers for newer ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.normalise.delivery import ACTIONS, INTEREST, PARTNERS, RATES

OF_AGREEMENTS = (ACTIONS, RATES, INTEREST)
"""The parts whose lines are of agreements. What one of them has, falls for what it or one before it has in a later delivery."""


@dataclass(frozen=True)
class Keyed:
    """A table, and what its lines are of."""

    part: str
    delivery: int
    """0 is the Total, then the Deltas as they came."""
    keys: pa.Array
    """The agreement, or the partner, of each line; "" where none stands: then the line holds."""


def held(tables: Sequence[Keyed]) -> tuple[list[np.ndarray], pa.Array]:
    """bool for each line of each table: it holds. And the agreements whose newest rates are of a later delivery than their
    actions: one that has an agreement should have all of it."""
    holds = [np.ones(len(one.keys), bool) for one in tables]
    words = pa.array([], pa.string())
    torn = np.zeros(0, bool)
    for parts in (OF_AGREEMENTS, (PARTNERS,)):
        mine = [at for at, one in enumerate(tables) if one.part in parts]
        codes, dictionary = _coded([tables[at].keys for at in mine])
        newest = {part: np.full(len(dictionary), -1, np.int64) for part in parts}
        for at, code in zip(mine, codes, strict=True):
            np.maximum.at(newest[tables[at].part], code, tables[at].delivery)
        named = pc.not_equal(dictionary, "").to_numpy(zero_copy_only=False).astype(bool)
        for at, code in zip(mine, codes, strict=True):
            before = parts[: parts.index(tables[at].part) + 1]
            until = np.maximum.reduce([newest[part] for part in before])
            holds[at] = (tables[at].delivery >= until[code]) | ~named[code]
        if parts == OF_AGREEMENTS:
            words, torn = dictionary, named & (newest[ACTIONS] >= 0) & (newest[RATES] > newest[ACTIONS])
    return holds, words.filter(pa.array(torn))


def _coded(columns: Sequence[pa.Array]) -> tuple[list[np.ndarray], pa.Array]:
    """The columns as codes into one dictionary."""
    encoded = pa.concat_arrays(columns).dictionary_encode()
    ends = np.cumsum([len(one) for one in columns])[:-1]
    return np.split(encoded.indices.to_numpy(zero_copy_only=False), ends), encoded.dictionary
