"""The steps of clearing. Each looks at what is still open, and writes its mark on what it clears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.packing import codes_of, pack
from zerosum.tables import NO_DAY, NONE, NOT_TOLD, Event, Side, Step


@dataclass(frozen=True)
class Key:
    """Which movements may meet in a step: those with the same code. -1 where the step is not for the movement."""

    code: np.ndarray
    step: Step


@dataclass(frozen=True)
class Field:
    """The movements while they clear. `step` and `partner` are written; all else stays as it is."""

    side: np.ndarray
    event: np.ndarray
    amount_ore: np.ndarray
    """As the file gives it: positive, unless its source writes signs on purpose."""
    signed_ore: np.ndarray
    accepted_ore: np.ndarray
    effective_on: np.ndarray
    """Effective day of later events; NO_DAY for creations, whose day nobody compares here."""
    executed: np.ndarray
    """bool: in the book, executed on the day or of unknown status. PSRM's all are."""
    pending: np.ndarray
    """bool: in the book, and pending on the day. A rejected one is neither, and never clears."""
    by_id: Key
    by_reference: Key
    by_group: Key
    """For claims that the other side has no claim of the same FordringID to."""
    by_family: Key
    related: np.ndarray
    """bool: of a claim that names a main claim."""
    order: Callable[[np.ndarray], np.ndarray]
    """Canonical places of some rows."""
    step: np.ndarray
    partner: np.ndarray

    def open_rows(self, key: Key, flag: np.ndarray) -> np.ndarray:
        """Rows that are open, for which the step is, and which have the flag."""
        return np.flatnonzero((self.step == Step.OPEN) & flag & (key.code != NONE))


def amount_key(amount_ore: np.ndarray) -> np.ndarray:
    """An amount as a key >= 0: a negative one is never the same as a positive."""
    return np.asarray(np.abs(amount_ore) * 2 + (amount_ore < 0))


def clear_equal(field: Field, key: Key, *, pending: bool = False) -> None:
    """Same event and amount on both sides, one against one. With `pending`, the debtor's pending ones against what PSRM
    has left: the receipt has not been fetched.

    Two later events (not creations) that both tell an effective date, and not the same, are not each other: first those
    of one date clear, then those of which one side does not tell it.
    """
    step = Step.PENDING if pending else key.step
    flag = np.where(field.side == Side.DEBTOR, field.pending if pending else field.executed, field.executed)
    told = field.effective_on != NO_DAY
    for dated_debtor, dated_psrm in ((True, True), (False, True), (True, False), (False, False)):
        dated = np.where(field.side == Side.DEBTOR, dated_debtor, dated_psrm)
        rows = field.open_rows(key, flag & (told == dated))
        day = (
            field.effective_on[rows].astype(np.int64) - NO_DAY
            if dated_debtor and dated_psrm
            else np.zeros(len(rows), np.int64)
        )
        what = pack(
            key.code[rows].astype(np.int64), field.event[rows].astype(np.int64), day, amount_key(field.amount_ore[rows])
        )
        _clear_one_to_one(field, rows, what, step)


def clear_family(field: Field) -> None:
    """A write-up on one side and the creation of a related claim on the other, inside a family, of the same amount."""
    key = field.by_family
    rises = (field.event == Event.WRITE_UP) | ((field.event == Event.CREATION) & field.related)
    rows = field.open_rows(key, field.executed & rises)
    if not len(rows):
        return
    for side in Side:  # once the write-ups of the debtor system, once those of PSRM
        left = rows[field.step[rows] == Step.OPEN]
        creation = field.event[left] == Event.CREATION
        chosen = left[creation == (field.side[left] != side)]
        what = pack(key.code[chosen].astype(np.int64), amount_key(field.amount_ore[chosen]))
        _clear_one_to_one(field, chosen, what, Step.FAMILY)


def clear_sums(field: Field) -> None:
    """One movement against the sum of several of the same event, of claims without a partner by FordringID: split or
    merged. Several against several is never a sum: two errors could net each other away."""
    key = field.by_group
    rows = field.open_rows(key, field.executed)
    day = field.effective_on[rows].astype(np.int64) - NO_DAY
    what, size = codes_of(pack(key.code[rows].astype(np.int64), field.event[rows].astype(np.int64), day))
    total = np.zeros(size, np.int64)
    np.add.at(total, what, field.signed_ore[rows])
    counts = np.bincount(what.astype(np.int64) * 2 + field.side[rows], minlength=size * 2).reshape(size, 2)
    one_to_many = (counts.min(axis=1) == 1) & (counts.max(axis=1) > 1)
    cleared = rows[((total == 0) & one_to_many)[what]]
    field.step[cleared] = Step.SUM


def pair_rests(field: Field, key: Key) -> None:
    """What is left of one event with exactly one executed movement on each side is a pair; it leaves a rest.

    Where several are left, first those whose accepted amount is the one that PSRM booked.
    """
    for accepted in (True, False):
        rows = field.open_rows(key, field.executed)
        if accepted:
            debtor = field.side[rows] == Side.DEBTOR
            told = field.accepted_ore[rows] != NOT_TOLD
            rows = rows[~debtor | told]
            debtor = field.side[rows] == Side.DEBTOR
            amount = np.where(debtor, field.accepted_ore[rows], field.amount_ore[rows])
            what = pack(key.code[rows].astype(np.int64), field.event[rows].astype(np.int64), amount_key(amount))
        else:
            what = pack(key.code[rows].astype(np.int64), field.event[rows].astype(np.int64))
        _pair_single(field, rows, what)


def _pair_single(field: Field, rows: np.ndarray, what: np.ndarray) -> None:
    code, size = codes_of(what)
    side = field.side[rows]
    counts = np.bincount(code.astype(np.int64) * 2 + side, minlength=size * 2).reshape(size, 2)
    chosen = (counts == 1).all(axis=1)[code]
    at = np.full((size, 2), NONE, np.int64)
    at[code[chosen], side[chosen]] = rows[chosen]
    debtor, psrm = at[:, Side.DEBTOR], at[:, Side.PSRM]
    day, other_day = field.effective_on[debtor], field.effective_on[psrm]
    there = (debtor != NONE) & ((day == other_day) | (day == NO_DAY) | (other_day == NO_DAY))
    debtor, psrm = debtor[there], psrm[there]
    field.step[debtor] = field.step[psrm] = Step.PAIR
    field.partner[debtor], field.partner[psrm] = psrm, debtor


def _clear_one_to_one(field: Field, rows: np.ndarray, what: np.ndarray, step: Step) -> None:
    """Clear as many of each side as the other side has. Which of several is decided by what they say, never by line."""
    if not len(rows):
        return
    code, size = codes_of(what)
    side = field.side[rows]
    counts = np.bincount(code.astype(np.int64) * 2 + side, minlength=size * 2).reshape(size, 2)
    few = counts.min(axis=1)
    even = (counts[:, 0] == counts[:, 1])[code]
    field.step[rows[even]] = step
    uneven = np.flatnonzero(~even & (few[code] > 0))
    if len(uneven):
        some = rows[uneven]
        frame = pd.DataFrame({"what": code[uneven], "side": side[uneven], "place": field.order(some), "row": some})
        frame = frame.sort_values(["what", "side", "place"])
        rank = frame.groupby(["what", "side"]).cumcount().to_numpy()
        field.step[frame["row"].to_numpy()[rank < few[frame["what"].to_numpy()]]] = step
