"""What the passes by key and by amount have left: claims that stand alone, and groups that do not sum to zero."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zerosum.match.found import Found, crosses
from zerosum.normalise.book import Book
from zerosum.tables import NONE, Claims, Event, Movements, Rule, Side, Status


@dataclass(frozen=True)
class Leftovers:
    """Of every claim: whether it is left over, and what it adds up to."""

    alone: np.ndarray
    """bool: no claim of the other side is in its group."""
    net_ore: np.ndarray
    """Sum of its movements in the book."""
    events: np.ndarray
    """How many movements in the book it has."""
    executed_ore: np.ndarray
    """Sum of its creations that were executed (or whose status is not known), positive."""

    def without(self, found: Found) -> Leftovers:
        """What a further pass has left: what it put into a group is no more alone."""
        return replace(self, alone=self.alone & (found.match == NONE))


def leftovers(book: Book, label: np.ndarray) -> Leftovers:
    """Claims, by what their movements say."""
    movements, count = book.movements, len(book.claims)
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    claim = movements[Movements.CLAIM].to_numpy()
    signed = movements[Movements.SIGNED_ORE].to_numpy()
    net = np.zeros(count, np.int64)
    np.add.at(net, claim[in_book], signed[in_book])
    alone = ~crosses(label, book.claims[Claims.SIDE].to_numpy()) & book.claims[Claims.IN_BOOK].to_numpy()
    executed = np.zeros(count, np.int64)
    mine = np.flatnonzero(in_book & alone[claim])
    status, side = movements[Movements.STATUS].to_numpy()[mine], movements[Movements.SIDE].to_numpy()[mine]
    done = (side == Side.PSRM) | np.isin(status, (Status.UNKNOWN, Status.EXECUTED))
    mine = mine[done & np.isin(movements[Movements.EVENT].to_numpy()[mine], (Event.CREATION, Event.BALANCE))]
    np.add.at(executed, claim[mine], np.abs(signed[mine]))
    return Leftovers(alone, net, np.bincount(claim[in_book], minlength=count), executed)
