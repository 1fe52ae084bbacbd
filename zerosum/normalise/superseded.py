"""Lines of a Total and the Deltas after it -> which of them hold: those that no later delivery has a say in.

An action falls only for newer actions of its agreement, and only where it is among them, since a Delta has the whole history
of what it has: so none is lost. One without a name (not sent yet) falls where they have a creation. A rate falls for newer rates or actions; interest for either, or for newer interest; a
partner's numbers for newer ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    actions: pa.Array | None = None
    """Of actions: what names each (Aktions-ID); "" where it has no name yet."""
    creates: np.ndarray | None = None
    """Of actions: bool, it is a creation."""


@dataclass(frozen=True)
class Held:
    """Which lines hold."""

    lines: list[np.ndarray]
    """bool for each line of each table."""
    kept: list[np.ndarray]
    """bool for each line of each table: an action that a later delivery of its agreement lacks, or a creation without a name
    where that delivery has no creation at all."""
    torn: pa.Array
    """The agreements that no delivery has whole: their newest rates are of a later delivery than their actions, or an
    action of theirs is missing in a later one."""


def held(tables: Sequence[Keyed]) -> Held:
    """The lines that no later delivery has a say in. One that has an agreement should have all of it."""
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
    kept = _lacking(tables, holds)
    left = [one.keys.filter(pa.array(some)) for one, some in zip(tables, kept, strict=True)]
    every = pa.concat_arrays([words.filter(pa.array(torn)), *left]).unique()
    return Held([one | some for one, some in zip(holds, kept, strict=True)], kept, every)


def _lacking(tables: Sequence[Keyed], holds: Sequence[np.ndarray]) -> list[np.ndarray]:
    """bool for each line of each table: an action that fell, and that the delivery it fell for does not have; one without a
    name may have got one, or be another by now, but an agreement has its creation. Of several deliveries that have it, in the
    newest."""
    kept = [np.zeros(len(one.keys), bool) for one in tables]
    mine = [at for at, one in enumerate(tables) if one.actions is not None]
    if not mine or all(holds[at].all() for at in mine):
        return kept
    named = {at: pc.not_equal(tables[at].actions, "").to_numpy(zero_copy_only=False).astype(bool) for at in mine}
    creates = {at: _flags(tables[at].creates, len(kept[at]), otherwise=False) for at in mine}
    every = {at: _flags(None, len(kept[at]), otherwise=True) for at in mine}
    pairs = [pc.binary_join_element_wise(tables[at].keys, tables[at].actions, "\x1f") for at in mine]
    lacking = _gone(tables, holds, mine, pairs, every)
    without = _gone(tables, holds, mine, [tables[at].keys for at in mine], creates)
    for at in mine:
        kept[at] = (lacking[at] & named[at]) | (without[at] & creates[at] & ~named[at])
    return kept


def _flags(told: np.ndarray | None, size: int, *, otherwise: bool) -> np.ndarray:
    return np.full(size, otherwise) if told is None else told


def _gone(
    tables: Sequence[Keyed],
    holds: Sequence[np.ndarray],
    mine: Sequence[int],
    names: Sequence[pa.Array],
    of: Mapping[int, np.ndarray],
) -> dict[int, np.ndarray]:
    """bool for each line of some tables: it fell, it is of the newest delivery that has a line `of` its name, and no line of
    that name holds."""
    codes, dictionary = _coded(names)
    there, newest = np.zeros(len(dictionary), bool), np.full(len(dictionary), -1, np.int64)
    for at, code in zip(mine, codes, strict=True):
        there[code[holds[at] & of[at]]] = True
        np.maximum.at(newest, code[of[at]], tables[at].delivery)
    return {
        at: ~holds[at] & ~there[code] & (tables[at].delivery == newest[code])
        for at, code in zip(mine, codes, strict=True)
    }


def _coded(columns: Sequence[pa.Array]) -> tuple[list[np.ndarray], pa.Array]:
    """The columns as codes into one dictionary."""
    encoded = pa.concat_arrays(columns).dictionary_encode()
    ends = np.cumsum([len(one) for one in columns])[:-1]
    return np.split(encoded.indices.to_numpy(zero_copy_only=False), ends), encoded.dictionary
