"""The address of each claim: solution, claim type, debtor set. What a side does not have is borrowed from the claim that
its own id or reference links to, never from the family; and what is borrowed tests nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from zerosum.identity import inside
from zerosum.match.links import Links
from zerosum.normalise.book import Book
from zerosum.tables import NONE, Claims, Side, Texts


@dataclass(frozen=True)
class Addresses:
    """One value per claim."""

    solution: np.ndarray
    claim_type: np.ndarray
    debtors: np.ndarray
    type_borrowed: np.ndarray
    debtors_borrowed: np.ndarray
    """Also where neither side tells the debtor set: then it is tested no more than a borrowed one."""

    def with_solutions(
        self, claims: pd.DataFrame, match: np.ndarray, scope: dict[str, frozenset[str]], book: Book
    ) -> Addresses:
        """Give what has no solution the one of the claim it was paired with, else the only one declared for its type.

        That is for PSRM, which knows no solutions. The debtor system does: a blank, or more than one mark, is not guessed
        at there, unless its files have no solution at all, and the declared scope is how solutions are recognised.
        """
        texts = book.texts
        paired = other_sides(match, claims[Claims.SIDE].to_numpy(), self.solution)
        solution = np.where(self.solution != NONE, self.solution, paired)
        code = {name: position for position, name in enumerate(texts.solutions)}
        only = [next(iter(scope.get(name, ()))) if len(scope.get(name, ())) == 1 else None for name in texts.types]
        by_type = np.array([code.get(name, NONE) if name is not None else NONE for name in only] + [NONE], np.int16)
        debtor_knows = Claims.SOLUTION in book.told.get(Side.DEBTOR, frozenset())
        guessable = (claims[Claims.SIDE].to_numpy() == Side.PSRM) | (not debtor_knows)
        solution = np.where((solution == NONE) & guessable, by_type[self.claim_type], solution)
        return replace(self, solution=solution.astype(np.int16))


def addresses(claims: pd.DataFrame, links: Links, texts: Texts) -> Addresses:
    """Own values first, then those of the other side's claims with the same FordringID, then with the same reference."""
    side = claims[Claims.SIDE].to_numpy()
    own_type, own_debtors = claims[Claims.CLAIM_TYPE].to_numpy(), claims[Claims.DEBTORS].to_numpy()
    claim_type = _own_or_linked(links, side, own_type)
    solution = _own_or_linked(links, side, claims[Claims.SOLUTION].to_numpy())
    debtors = _own_or_linked(links, side, own_debtors)
    linked = _linked(links, side, own_debtors)
    lent = (side == Side.PSRM) | links.singly
    asked = np.flatnonzero(lent & (own_debtors != NONE) & (linked != NONE) & (linked != own_debtors))
    within = np.zeros(len(claims), bool)
    within[asked] = inside(own_debtors[asked], linked[asked], texts.debtors)
    debtors = np.where(within, linked, debtors)
    return Addresses(
        solution=solution.astype(np.int16),
        claim_type=claim_type.astype(np.int16),
        debtors=debtors.astype(np.int32),
        type_borrowed=(own_type == NONE) & (claim_type != NONE),
        debtors_borrowed=(own_debtors == NONE) | within,
    )


def _own_or_linked(links: Links, side: np.ndarray, value: np.ndarray) -> np.ndarray:
    if (value != NONE).all():
        return value
    return np.where(value != NONE, value, _linked(links, side, value))


def _linked(links: Links, side: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The one value that the other side's claims with the same id have; where there are none, with the same reference."""
    by_reference = other_sides(links.own_reference, side, value)
    return np.where(links.own_id != NONE, other_sides(links.own_id, side, value), by_reference)


def other_sides(key: np.ndarray, side: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The one value that the other side's claims with the same key have; -1 where there is none, or more than one."""
    size = int(key.max(initial=NONE)) + 1
    found = np.full(len(key), NONE, np.int64)
    for one in Side:
        there = (key != NONE) & (value != NONE) & (side != one)
        low = np.full(size + 1, np.iinfo(np.int32).max, np.int64)
        high = np.full(size + 1, NONE, np.int64)
        np.minimum.at(low, key[there], value[there].astype(np.int64))
        np.maximum.at(high, key[there], value[there].astype(np.int64))
        agreed = np.where(low == high, low, NONE)
        here = (side == one) & (key != NONE)
        found[here] = agreed[key[here]]
    return found
