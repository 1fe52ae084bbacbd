"""Fordringshaverskifte: what stands under a declared former or later creditor on the other side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.clear.order import canonical_order
from zerosum.clear.steps import Field, Key, amount_key
from zerosum.normalise.book import Book
from zerosum.packing import pack
from zerosum.tables import NO_DAY, NONE, Movements, Rule, Side, Status, Step


def under_other_creditor(book: Book, field: Field, cut_off: int) -> np.ndarray:
    """bool for each movement: open, executed, and an equal one of the same claim stands under such a creditor on the other
    side; one against one.

    Only where the whole claim comes to zero when what stands there is counted in: what was moved and then recalled, or
    what both sides have there already, is no proof of anything.
    """
    movements = book.movements
    found = np.zeros(len(movements), bool)
    rule, status = movements[Movements.RULE].to_numpy(), movements[Movements.STATUS].to_numpy()
    late = (movements[Movements.BOOKED_ON].to_numpy() > cut_off) | (
        movements[Movements.RECEIPT_ON].to_numpy() > cut_off
    )
    there = (rule == Rule.FORMER_CREDITOR) & ~late & (field.signed_ore != 0)
    there &= (field.side == Side.PSRM) | np.isin(status, (Status.EXECUTED, Status.UNKNOWN))
    if not there.any():
        return found
    left = np.isin(field.step, (Step.OPEN, Step.PAIR)) & (rule == Rule.IN_BOOK)
    is_open = (field.step == Step.OPEN) & field.executed
    for key in (field.by_id, field.by_reference):
        whole = _comes_to_zero(key, field, left | there)
        for side in Side:
            mine = np.flatnonzero(is_open & (field.side == side) & whole)
            theirs = np.flatnonzero(there & (field.side != side) & whole)
            found[mine[_one_to_one(book, field, key, mine, theirs)]] = True
    return found


def _comes_to_zero(key: Key, field: Field, counted: np.ndarray) -> np.ndarray:
    """bool for each movement: the key is for it, and what is counted of its claim adds up to nothing."""
    total = np.zeros(int(key.code.max(initial=NONE)) + 2, np.int64)
    rows = np.flatnonzero(counted & (key.code != NONE))
    np.add.at(total, key.code[rows], field.signed_ore[rows])
    return np.asarray((total[key.code] == 0) & (key.code != NONE))


def _one_to_one(book: Book, field: Field, key: Key, mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """bool for each of mine: has one of theirs of the same key, event, amount and (creations aside) effective day."""
    rows = np.concatenate([mine, theirs])
    if not len(mine) or not len(theirs):
        return np.zeros(len(mine), bool)
    what = pack(
        key.code[rows].astype(np.int64),
        field.event[rows].astype(np.int64),
        field.effective_on[rows].astype(np.int64) - NO_DAY,
        amount_key(field.amount_ore[rows]),
    )
    frame = pd.DataFrame({"what": what, "mine": np.arange(len(rows)) < len(mine), "place": canonical_order(book, rows)})
    rank = frame.sort_values(["what", "mine", "place"]).groupby(["what", "mine"]).cumcount()
    frame["rank"] = rank
    both = frame.groupby(["what", "rank"])["mine"].transform("nunique") == 2
    return both.to_numpy()[: len(mine)]
