"""Cells: area × solution × claim type. Every claim is in one, by its address; every figure is a sum over claims or items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.judge.scope import Scope
from zerosum.normalise.book import Book
from zerosum.packing import codes_of, pack
from zerosum.result import UNALLOTTED, Figures, Standing
from zerosum.tables import NO_DAY, NONE, Claims, Groups, Movements, OpenItems, Postings, Rule, Side


@dataclass(frozen=True)
class Cells:
    """The cells that the data has, and which one each claim is in."""

    keys: tuple[tuple[str, str | None], ...]
    """Solution and claim type; (UNALLOTTED, type or None) where solution or type is not known."""
    of_claim: np.ndarray
    outside: np.ndarray
    """bool for each cell: of another area."""

    def of_items(self, items: pd.DataFrame) -> np.ndarray:
        """The cell of each open item."""
        return np.asarray(self.of_claim[items[OpenItems.CLAIM].to_numpy()])


def cells_of(book: Book, groups: pd.DataFrame, scope: Scope) -> Cells:
    """The cell of each claim."""
    solution = groups[Groups.SOLUTION].to_numpy().astype(np.int64)
    claim_type = groups[Groups.CLAIM_TYPE].to_numpy().astype(np.int64)
    allotted = (solution != NONE) & (claim_type != NONE)
    key = pack(np.where(allotted, solution, NONE) + 1, claim_type + 1)
    code, count = codes_of(key)
    first = np.full(count, len(key), np.int64)
    np.minimum.at(first, code, np.arange(len(key)))
    names = [*book.texts.solutions, UNALLOTTED]
    types: list[str | None] = [*book.texts.types, None]
    keys = tuple((names[solution[at] if allotted[at] else NONE], types[claim_type[at]]) for at in first)
    out = np.array([*scope.outside(book.texts.types), False], bool)
    return Cells(keys, code, np.array([out[claim_type[at]] for at in first], bool))


def figures(book: Book, cells: Cells, items: pd.DataFrame, postings: pd.DataFrame) -> list[Figures]:
    """The figures of each cell."""
    count = len(cells.keys)
    movements = book.movements
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    cell = cells.of_claim[movements[Movements.CLAIM].to_numpy()[in_book]]
    side = movements[Movements.SIDE].to_numpy()[in_book]
    signed = movements[Movements.SIGNED_ORE].to_numpy()[in_book]
    by_side = add_up(cell.astype(np.int64) * 2 + side, signed, count * 2).reshape(count, 2)
    claims = book.claims
    counted = claims[Claims.IN_BOOK].to_numpy()
    claim_side = claims[Claims.SIDE].to_numpy()[counted]
    number = np.bincount(cells.of_claim[counted].astype(np.int64) * 2 + claim_side, minlength=count * 2).reshape(
        count, 2
    )

    of_item = cells.of_items(items)
    gross = add_up(of_item, np.abs(items[OpenItems.OPEN_ORE].to_numpy()), count)
    of_posting = of_item[postings[Postings.ITEM].to_numpy()]
    posted = postings[Postings.POSTED_ORE].to_numpy()
    unexplained = np.isin(postings[Postings.STANDING].to_numpy(), (Standing.LOCATED, Standing.UNEXPLAINED))
    explained_net = add_up(of_posting[~unexplained], posted[~unexplained], count)
    unexplained_net = add_up(of_posting[unexplained], posted[unexplained], count)
    unexplained_gross = add_up(of_posting[unexplained], np.abs(posted[unexplained]), count)
    accepted = postings[Postings.STANDING].to_numpy() == Standing.ACCEPTED
    accepted_net = add_up(of_posting[accepted], posted[accepted], count)
    accepted_gross = add_up(of_posting[accepted], np.abs(posted[accepted]), count)
    return [
        Figures(
            debtor_ore=-int(by_side[at, Side.DEBTOR]),
            psrm_ore=int(by_side[at, Side.PSRM]),
            explained_ore=int(explained_net[at]),
            unexplained_ore=int(unexplained_net[at]),
            gross_ore=int(gross[at]),
            unexplained_gross_ore=int(unexplained_gross[at]),
            debtor_claims=int(number[at, Side.DEBTOR]),
            psrm_claims=int(number[at, Side.PSRM]),
            accepted_ore=int(accepted_net[at]),
            accepted_gross_ore=int(accepted_gross[at]),
        )
        for at in range(count)
    ]


def booked_days(book: Book, cells: Cells) -> dict[str, tuple[int, int]]:
    """Solution -> the first and the last day on which the debtor system booked something of it."""
    movements = book.movements
    mine = (movements[Movements.SIDE].to_numpy() == Side.DEBTOR) & (
        movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    )
    booked = movements[Movements.BOOKED_ON].to_numpy()[mine].astype(np.int64)
    cell = cells.of_claim[movements[Movements.CLAIM].to_numpy()[mine]][booked != NO_DAY]
    booked = booked[booked != NO_DAY]
    first, last = np.full(len(cells.keys), LATEST), np.full(len(cells.keys), NO_DAY)
    np.minimum.at(first, cell, booked)
    np.maximum.at(last, cell, booked)
    found: dict[str, tuple[int, int]] = {}
    for (solution, _), one, other in zip(cells.keys, first.tolist(), last.tolist(), strict=True):
        if other != NO_DAY:
            before = found.get(solution, (one, other))
            found[solution] = (min(one, before[0]), max(other, before[1]))
    return found


LATEST = 2**31 - 1


def add_up(key: np.ndarray, ore: np.ndarray, size: int) -> np.ndarray:
    """Sums of whole øre by key. (`bincount` would add them as floats.)"""
    total = np.zeros(size, np.int64)
    np.add.at(total, key, ore)
    return total
