"""Groups -> Open items: take away what is equal and opposite, inside a group, at the same address.

What is left stands with its own sign. Only a pair leaves a rest; open items are never netted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.clear.converted import converted
from zerosum.clear.evidence import Beside, evidence
from zerosum.clear.order import canonical_order
from zerosum.clear.other_creditor import under_other_creditor
from zerosum.clear.steps import Field, Key, amount_key, clear_equal, clear_family, clear_sums, pair_rests
from zerosum.normalise.book import Book
from zerosum.packing import codes_of, pack
from zerosum.settings import Wave
from zerosum.tables import (
    EVENT_SIGN,
    NO_DAY,
    NONE,
    NOT_TOLD,
    SIDE_SIGN,
    Claims,
    Clearing,
    Event,
    Groups,
    Movements,
    OpenItems,
    Pass,
    Rule,
    Side,
    Status,
    Step,
)  # fmt: skip

PENDING = (Status.NOT_SENT, Status.RECEIVED, Status.IN_PROCESS, Status.IN_HEARING)


@dataclass(frozen=True)
class Cleared:
    """What clearing gives: the movements again, and what is open."""

    clearing: pd.DataFrame
    open_items: pd.DataFrame
    converted: np.ndarray
    """bool for each claim of the book: PSRM has it from DMI."""


def clear(book: Book, groups: pd.DataFrame, cut_off: int, waves: Sequence[Wave] = ()) -> Cleared:
    """Clear the movements of the book, the surest way first: own id, reference, group, family, sums, pending, pairs.

    The conversion waves (konverteringsbølger) that are declared only say more of what stays open.
    """
    field = _field(book, groups, cut_off)
    for key in (field.by_id, field.by_reference, field.by_group):
        clear_equal(field, key)
    clear_family(field)
    clear_sums(field)
    for key in (field.by_id, field.by_reference, field.by_group):
        clear_equal(field, key, pending=True)
    for key in (field.by_id, field.by_reference, field.by_group):
        pair_rests(field, key)
    counterpart_on = _counterparts(book, field)
    clearing = pd.DataFrame(
        {Clearing.STEP: field.step, Clearing.PARTNER: field.partner, Clearing.COUNTERPART_ON: counterpart_on},
        copy=False,
    )
    beside = Beside(converted(book, groups, waves), under_other_creditor(book, field, cut_off))
    open_items = _open_items(book, groups, field, counterpart_on, beside)
    return Cleared(Clearing.check(clearing), open_items, beside.converted)


def _field(book: Book, groups: pd.DataFrame, cut_off: int) -> Field:
    """The movements as clearing sees them: keys of each step, and who may clear."""
    movements, claims = book.movements, book.claims
    claim = movements[Movements.CLAIM].to_numpy()
    side = movements[Movements.SIDE].to_numpy()
    status = movements[Movements.STATUS].to_numpy()
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    debtor = side == Side.DEBTOR
    rejected = debtor & (status == Status.REJECTED)
    late_receipt = movements[Movements.RECEIPT_ON].to_numpy() > cut_off
    pending = debtor & ~rejected & (np.isin(status, PENDING) | late_receipt)
    own_id, own_reference = groups[Groups.OWN_ID].to_numpy(), groups[Groups.OWN_REFERENCE].to_numpy()
    address = address_codes(groups)
    without_id = own_id == NONE
    offset = np.isin(groups[Groups.BY].to_numpy(), (Pass.OFFSET, Pass.PARTS))
    return Field(
        side=side,
        event=movements[Movements.EVENT].to_numpy(),
        amount_ore=movements[Movements.SIGNED_ORE].to_numpy() * _signs(movements),
        signed_ore=movements[Movements.SIGNED_ORE].to_numpy(),
        accepted_ore=movements[Movements.ACCEPTED_ORE].to_numpy(),
        effective_on=np.where(
            np.isin(movements[Movements.EVENT].to_numpy(), (Event.CREATION, Event.BALANCE)),
            np.int32(NO_DAY),
            movements[Movements.EFFECTIVE_ON].to_numpy(),
        ),
        executed=in_book & ~rejected & ~pending,
        pending=in_book & pending,
        by_id=_key(own_id, address, own_id != NONE, claim, Step.OWN_ID),
        by_reference=_key(own_reference, address, without_id & (own_reference != NONE), claim, Step.REFERENCE),
        by_group=_key(groups[Groups.GROUP].to_numpy(), address, without_id & ~offset, claim, Step.GROUP),
        by_family=_key(
            groups[Groups.FAMILY].to_numpy(), address, groups[Groups.FAMILY].to_numpy() != NONE, claim, Step.FAMILY
        ),
        related=(claims[Claims.MAIN_CLAIM_ID].to_numpy() != NONE)[claim],
        order=lambda rows: canonical_order(book, rows),
        step=np.full(len(movements), Step.OPEN, np.int16),
        partner=np.full(len(movements), NONE, np.int32),
    )


def _signs(movements: pd.DataFrame) -> np.ndarray:
    """Plus or minus one: what side and event made of the amount."""
    of_event = np.array([EVENT_SIGN[one] for one in Event], np.int64)
    of_side = np.array([SIDE_SIGN[one] for one in Side], np.int64)
    return np.asarray(of_event[movements[Movements.EVENT].to_numpy()] * of_side[movements[Movements.SIDE].to_numpy()])


def address_codes(groups: pd.DataFrame) -> np.ndarray:
    """Solution, claim type and debtor set of each claim as one code. Not known is a value like the others."""
    parts = [
        groups[column].to_numpy().astype(np.int64) + 1
        for column in (Groups.SOLUTION, Groups.CLAIM_TYPE, Groups.DEBTORS)
    ]
    return codes_of(pack(*parts))[0]


def _key(label: np.ndarray, address: np.ndarray, usable: np.ndarray, claim: np.ndarray, step: Step) -> Key:
    of_claim = np.full(len(label), NONE, np.int32)
    code, _ = codes_of(pack(label[usable].astype(np.int64), address[usable].astype(np.int64)))
    of_claim[usable] = code
    return Key(of_claim[claim], step)


def _counterparts(book: Book, field: Field) -> np.ndarray:
    """For what stays open: the day of an equal movement of the other side that was booked after the cut-off.

    A movement after the cut-off is evidence for one open item, of the claim that its own id or reference links to.
    """
    movements = book.movements
    found = np.full(len(movements), NO_DAY, np.int32)
    late = (movements[Movements.RULE].to_numpy() == Rule.AFTER_CUT_OFF) & (field.signed_ore != 0)
    status = movements[Movements.STATUS].to_numpy()
    # What was rejected, or not even sent, has not arrived anywhere: it is no evidence.
    late &= ~((field.side == Side.DEBTOR) & np.isin(status, (Status.REJECTED, Status.NOT_SENT)))
    if not late.any():
        return found
    is_open = (field.step == Step.OPEN) & (field.executed | field.pending)
    for key in (field.by_id, field.by_reference):
        for side in Side:
            mine = np.flatnonzero(is_open & (field.side == side) & (key.code != NONE) & (found == NO_DAY))
            theirs = np.flatnonzero(late & (field.side != side) & (key.code != NONE))
            if not len(mine) or not len(theirs):
                continue
            rows = np.concatenate([mine, theirs])
            what = pack(
                key.code[rows].astype(np.int64), field.event[rows].astype(np.int64), amount_key(field.amount_ore[rows])
            )
            frame = pd.DataFrame(
                {
                    "what": what,
                    "row": rows,
                    "mine": np.arange(len(rows)) < len(mine),
                    "day": movements[Movements.BOOKED_ON].to_numpy()[rows],
                }
            )
            frame = frame[frame.groupby("what")["mine"].transform("nunique") == 2]
            if frame.empty:
                continue
            frame["place"] = canonical_order(book, frame["row"].to_numpy())
            frame = frame.sort_values(["what", "mine", "place"])
            frame["rank"] = frame.groupby(["what", "mine"]).cumcount()
            left, right = frame[frame["mine"]], frame[~frame["mine"]]
            both = left.merge(right, how="inner", on=["what", "rank"], validate="one_to_one", suffixes=("", "_late"))
            found[both["row"]] = both["day_late"]
            late[both["row_late"]] = False
    return found


def _open_items(
    book: Book, groups: pd.DataFrame, field: Field, counterpart_on: np.ndarray, beside: Beside
) -> pd.DataFrame:
    """What did not clear, and the rests of pairs that are not 0, in canonical order."""
    movements = book.movements
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    whole = in_book & (field.step == Step.OPEN)
    paired = (field.step == Step.PAIR) & (field.side == Side.DEBTOR)
    rows = np.flatnonzero(whole | paired)
    partner = field.partner[rows]
    open_ore = field.signed_ore[rows] + np.where(
        partner == NONE, 0, field.signed_ore[np.where(partner == NONE, 0, partner)]
    )
    rows, partner, open_ore = rows[open_ore != 0], partner[open_ore != 0], open_ore[open_ore != 0]
    place = np.argsort(canonical_order(book, rows), kind="stable")
    rows, partner, open_ore = rows[place], partner[place], open_ore[place]
    claim = movements[Movements.CLAIM].to_numpy()[rows]
    at_claim = {
        column: groups[column].to_numpy()[claim]
        for column in (Groups.GROUP, Groups.SOLUTION, Groups.CLAIM_TYPE, Groups.DEBTORS)
    }
    side = field.side[rows]
    frame = pd.DataFrame(
        {
            OpenItems.MOVEMENT: rows.astype(np.int32),
            OpenItems.PARTNER: partner,
            OpenItems.GROUP: at_claim[Groups.GROUP],
            OpenItems.CLAIM: claim,
            OpenItems.SIDE: side,
            OpenItems.EVENT: field.event[rows],
            OpenItems.OPEN_ORE: open_ore,
            OpenItems.SOLUTION: at_claim[Groups.SOLUTION],
            OpenItems.CLAIM_TYPE: at_claim[Groups.CLAIM_TYPE],
            OpenItems.DEBTORS: at_claim[Groups.DEBTORS],
            OpenItems.STATUS: movements[Movements.STATUS].to_numpy()[rows],
            OpenItems.BOOKED_ON: movements[Movements.BOOKED_ON].to_numpy()[rows],
            OpenItems.RECEIPT_ON: movements[Movements.RECEIPT_ON].to_numpy()[rows],
            OpenItems.SENT_ORE: np.where(side == Side.DEBTOR, np.abs(field.amount_ore[rows]), NOT_TOLD),
            OpenItems.ACCEPTED_ORE: np.where(side == Side.DEBTOR, field.accepted_ore[rows], NOT_TOLD),
            OpenItems.REASON: movements[Movements.REASON].to_numpy()[rows],
            OpenItems.COUNTERPART_ON: counterpart_on[rows],
        },
        copy=False,
    )
    told = evidence(book, groups, address_codes(groups), field.step, frame, beside)
    return OpenItems.check(frame.assign(**{str(name): column for name, column in told.items()}))
