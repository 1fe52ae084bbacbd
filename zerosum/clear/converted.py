"""Which claims PSRM has from the old recovery system (konverteret fra DMI): a file says so, or a declared wave has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zerosum.dates import number
from zerosum.normalise.book import Book
from zerosum.packing import bounds, one_claim
from zerosum.settings import Wave
from zerosum.tables import NO_DAY, NONE, Claims, Event, Groups, Movements, Pass, Rule, Side


def converted(book: Book, groups: pd.DataFrame, waves: Sequence[Wave]) -> np.ndarray:
    """bool for each claim of the book; what one side's claim is, the same claim of the other side is too.

    A wave has a claim that PSRM booked on one of its days, of one of its types, and that the debtor system booked before
    its first day: a claim that is younger than the wave never was in DMI.
    """
    movements = book.movements
    code, size = _same_claim(book, groups)
    of_movement = code[movements[Movements.CLAIM].to_numpy()]
    rule, side = movements[Movements.RULE].to_numpy(), movements[Movements.SIDE].to_numpy()
    told = np.zeros(size, bool)
    told[of_movement[movements[Movements.CONVERTED].to_numpy() & (rule == Rule.IN_BOOK)]] = True
    if waves:
        created = movements[Movements.EVENT].to_numpy() == Event.CREATION
        booked = movements[Movements.BOOKED_ON].to_numpy()
        known = (side == Side.DEBTOR) & np.isin(rule, (Rule.IN_BOOK, Rule.DMI)) & created & (booked != NO_DAY)
        since = np.full(size, np.iinfo(np.int32).max, np.int32)
        np.minimum.at(since, of_movement[known], booked[known])
        in_psrm = (side == Side.PSRM) & (rule == Rule.IN_BOOK) & created
        claim_type = groups[Groups.CLAIM_TYPE].to_numpy()[movements[Movements.CLAIM].to_numpy()]
        for wave in waves:
            first, last = number(wave.first), number(wave.last)
            types = [at for at, name in enumerate(book.texts.types) if name in wave.claim_types]
            mine = in_psrm & np.isin(claim_type, types) & (booked >= first) & (booked <= last)
            told[of_movement[mine & (since[of_movement] < first)]] = True
    return np.asarray(told[code])


def _same_claim(book: Book, groups: pd.DataFrame) -> tuple[np.ndarray, int]:
    """Label of the claim as both sides know it: by FordringID, by reference, by its amount alone; and how many there are.

    A reference under which a side has several FordringIDs is no claim: the mark of one says nothing of the others.
    """
    count = len(groups)
    own_id, own_reference = groups[Groups.OWN_ID].to_numpy(), groups[Groups.OWN_REFERENCE].to_numpy()
    by_amount = np.isin(groups[Groups.BY].to_numpy(), (Pass.AMOUNT, Pass.AMOUNT_AND_DATE))
    alone = np.where(by_amount, count + groups[Groups.GROUP].to_numpy().astype(np.int64), np.arange(count))
    claim_id = book.claims[Claims.CLAIM_ID].to_numpy()
    low, high = bounds(own_reference, claim_id, (own_reference != NONE) & (claim_id != NONE))
    several = np.append((high != NONE) & (low != high), False)[own_reference]
    own_reference = np.where(several, NONE, own_reference)
    return one_claim(own_id, own_reference, alone)
