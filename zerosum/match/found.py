"""What a pass of the matching found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zerosum.packing import join
from zerosum.tables import NONE, Pass, Side


@dataclass(frozen=True)
class Found:
    """What a pass found. Arrays of one value per claim."""

    match: np.ndarray
    """Label of what belongs together; -1 where the pass found nothing."""
    by: np.ndarray
    """int16: a member of Pass; ALONE where it found nothing."""

    @staticmethod
    def nothing(count: int) -> Found:
        """A pass that found nothing."""
        return Found(np.full(count, NONE, np.int64), np.full(count, Pass.ALONE, np.int16))

    def put(self, rows: np.ndarray | list[int], by: Pass) -> None:
        """These claims belong together."""
        self.match[rows] = int(min(rows))
        self.by[rows] = by

    def onto(self, label: np.ndarray, by: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The groups so far, and how each claim came into its own -> the same with what this pass found."""
        if not self.any():
            return label, by
        return join(len(label), [label, self.match]), np.where(self.by != Pass.ALONE, self.by, by)

    def any(self) -> bool:
        """Whether it found anything."""
        return bool((self.match != NONE).any())


def together(*passes: Found) -> np.ndarray:
    """Label of what some passes put together; -1 for the claims that none of them touched."""
    some = [one.match for one in passes if one.any()]
    if len(some) < 2:
        return some[0] if some else passes[0].match
    touched = np.logical_or.reduce([match != NONE for match in some])
    return np.where(touched, join(len(touched), some), NONE)


def crosses(label: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Whether the claim's group has claims of both sides."""
    return crosses_in(label, len(label), side, np.ones(len(label), bool))


def crosses_in(key: np.ndarray, size: int, side: np.ndarray, among: np.ndarray) -> np.ndarray:
    both = np.ones(size, bool)
    for one in Side:
        here = np.zeros(size, bool)
        here[key[among & (side == one)]] = True
        both &= here
    return np.asarray(both[key])
