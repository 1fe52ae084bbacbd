"""What a cause (årsag) is: so many øre of an open item, with a standing and a gravity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np
import pandas as pd

from zerosum.dates import bank_days_between
from zerosum.packing import codes_of, nth, pack
from zerosum.result import Gravity, Standing
from zerosum.settings import Limits, Tolerance
from zerosum.tables import NO_DAY, NONE, Event, OpenItems, Pass, Side, Status


@unique
class Heading(StrEnum):
    """Gældsstyrelsen's five causes of a difference."""

    ONLY_PSRM = "P"
    DIFFERENT = "V"
    ONLY_CREDITOR = "F"
    CREDITOR_FIRST = "DF"
    PSRM_FIRST = "PF"
    NONE = ""


@unique
class Owner(StrEnum):
    """Who can make it go away."""

    VENDOR = "vendor"
    MUNICIPALITY = "municipality"
    PSRM = "psrm"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Terms:
    """What a run is told that causes look at."""

    cut_off: int
    as_of: int
    limits: Limits = field(default_factory=Limits)
    tolerance: Tolerance = field(default_factory=Tolerance)
    exceeds_balance: frozenset[int] = frozenset()
    """Codes of the reasons by which a receipt says that a write-down exceeds the balance."""
    fejl: frozenset[int] = frozenset()
    """Codes of the reason FEJL: the claim was wrong, and PSRM recalls its original amount."""
    keeps_recoveries: frozenset[int] = frozenset()
    """Codes of the reasons HENS, KLAG and BORD: PSRM recalls what is left, and keeps what it has recovered."""
    keeps_original: bool = True
    """The debtor system keeps the original amount of a claim that was converted from DMI."""
    fee_types: frozenset[int] = frozenset()
    """Codes of the claim types that are fees (gebyr)."""
    interest_types: frozenset[int] = frozenset()
    """Codes of the claim types that are interest (rente)."""
    fees_ore: tuple[int, ...] = ()
    """The amounts that a fee may have (gebyrsatser)."""


Explains = Callable[[pd.DataFrame, np.ndarray, Terms], np.ndarray]
"""Open items, what is left of each in øre, terms -> the øre that the cause takes. It may look at open items of the same
group and at nothing else; it takes no more than is left, and never with the opposite sign."""

Weighs = Callable[[pd.DataFrame, Terms], np.ndarray]
"""Open items, terms -> a member of Gravity for each, where it is not the same for all."""

ByChance = Callable[[pd.DataFrame, Terms], np.ndarray]
"""Open items, terms -> bool for each: nothing but its arithmetic speaks for the cause, and any other mistake of just that
amount would look the same. Then the located cause of the item is a candidate too."""


@dataclass(frozen=True)
class Cause:
    """A cause, and where it stands."""

    code: str
    standing: Standing
    gravity: Gravity
    heading: Heading
    owner: Owner
    explains: Explains
    weighs: Weighs | None = None
    after: tuple[str, ...] = ()
    """Codes of the causes that must be tried before it: each could take what is not its own."""
    by_chance: ByChance | None = None
    """Where what it takes may be chance; None: nowhere."""


CREATIONS = (Event.CREATION, Event.BALANCE)
"""What brings a claim into the basis."""


ADDRESS = (OpenItems.SOLUTION, OpenItems.CLAIM_TYPE, OpenItems.DEBTORS)
"""Where an open item stands, beside its group."""


def whole(items: pd.DataFrame, side: Side, *events: Event) -> np.ndarray:
    """Which items are a whole movement of a side, and of one of the events (of any, where none is named)."""
    mine = (items[OpenItems.PARTNER].to_numpy() == NONE) & (items[OpenItems.SIDE].to_numpy() == side)
    return np.asarray(mine & np.isin(items[OpenItems.EVENT].to_numpy(), events) if events else mine)


def with_status(items: pd.DataFrame, *statuses: Status) -> np.ndarray:
    """Which items are a whole movement of the debtor system with one of the statuses."""
    return whole(items, Side.DEBTOR) & np.isin(items[OpenItems.STATUS].to_numpy(), statuses)


def recalled_for(items: pd.DataFrame, reasons: frozenset[int], others: frozenset[int]) -> np.ndarray:
    """Which recalls have one of the reasons on either side, and none of the others on any."""
    mine, theirs = items[OpenItems.REASON].to_numpy(), items[OpenItems.PSRM_REASON].to_numpy()
    has, not_so = sorted(reasons), sorted(others)
    return np.asarray((np.isin(mine, has) | np.isin(theirs, has)) & ~np.isin(mine, not_so) & ~np.isin(theirs, not_so))


def pairs(items: pd.DataFrame) -> np.ndarray:
    """Which items are the rest of a pair."""
    return np.asarray(items[OpenItems.PARTNER].to_numpy() != NONE)


def partly_accepted(items: pd.DataFrame, left_ore: np.ndarray, event: Event, sign: int) -> np.ndarray:
    """sent − accepted of an executed action of the debtor system, with the sign of its side, where so much is left.

    An accepted amount of 0 is no part: then nothing was accepted, and no receipt is proof of a part. Where less is left,
    PSRM booked another amount than it accepted, and the receipt proves nothing of it.
    """
    sent, accepted = items[OpenItems.SENT_ORE].to_numpy(), items[OpenItems.ACCEPTED_ORE].to_numpy()
    executed = np.isin(items[OpenItems.STATUS].to_numpy(), (Status.EXECUTED, Status.UNKNOWN))
    mine = (items[OpenItems.SIDE].to_numpy() == Side.DEBTOR) & (items[OpenItems.EVENT].to_numpy() == event) & executed
    mine &= (accepted > 0) & (accepted < sent) & (np.sign(left_ore) == sign) & (np.abs(left_ore) >= sent - accepted)
    return np.where(mine, sign * (sent - accepted), 0)


def settled(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Which items are a whole movement that no status, receipt or date accounts for: PSRM's, or one that the debtor system
    calls executed on the day (or of which it tells no status), without an equal movement after the cut-off."""
    done = np.isin(items[OpenItems.STATUS].to_numpy(), (Status.EXECUTED, Status.UNKNOWN))
    done &= items[OpenItems.RECEIPT_ON].to_numpy() <= terms.cut_off
    alone = items[OpenItems.COUNTERPART_ON].to_numpy() == NO_DAY
    return np.asarray(~pairs(items) & alone & (done | (items[OpenItems.SIDE].to_numpy() == Side.PSRM)))


def counterparts(items: pd.DataFrame, left_ore: np.ndarray, among: np.ndarray, *same: OpenItems) -> np.ndarray:
    """For each of `among` the row of an equal and opposite one among them, in the same group and with the same values of
    `same`; -1 where there is none.

    One against one, whole amounts, as many on each side as the other side has; of several alike the first ones, by the
    order of the items. What is not known (-1) is no value to share.
    """
    rows = np.flatnonzero(among & (left_ore != 0))
    for name in same:
        rows = rows[items[name].to_numpy()[rows] >= 0]
    found = np.full(len(items), NONE, np.int64)
    if not len(rows):
        return found
    keys = [items[name].to_numpy()[rows].astype(np.int64) for name in (OpenItems.GROUP, *same)]
    plus = (left_ore[rows] > 0).astype(np.int64)
    what = codes_of(pack(*keys, np.abs(left_ore[rows])))[0].astype(np.int64)
    both = pack(what, nth(what * 2 + plus))
    order = np.lexsort((plus, both))
    twice = np.flatnonzero(both[order][1:] == both[order][:-1])
    couple = np.stack([rows[order[twice]], rows[order[twice + 1]]], axis=1)
    found[couple[:, 0]], found[couple[:, 1]] = couple[:, 1], couple[:, 0]
    return found


def opposite(items: pd.DataFrame, left_ore: np.ndarray, among: np.ndarray, *same: OpenItems) -> np.ndarray:
    """Which of `among` have such a counterpart."""
    return np.asarray(counterparts(items, left_ore, among, *same) != NONE)


def differ(items: pd.DataFrame, other: np.ndarray, name: OpenItems) -> np.ndarray:
    """Which items have a counterpart (`other`: its row, or -1) whose value is known and is not theirs."""
    value = items[name].to_numpy()
    return np.asarray((other != NONE) & (value >= 0) & (value[other] >= 0) & (value != value[other]))


def same_day(items: pd.DataFrame, other: np.ndarray) -> np.ndarray:
    """Which items may be the same event as their counterpart: creations; and later events, unless both tell an effective
    date, and not the same."""
    day, created = items[OpenItems.EFFECTIVE_ON].to_numpy(), np.isin(items[OpenItems.EVENT].to_numpy(), CREATIONS)
    return np.asarray(created | (day == day[other]) | (day == NO_DAY) | (day[other] == NO_DAY))


def other_type(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """For each whole movement the row of the same movement of the other side at another claim type; -1 where there is none:
    one claim, event, solution and debtor set."""
    same = (OpenItems.ONE_CLAIM, OpenItems.EVENT, OpenItems.SOLUTION, OpenItems.DEBTORS)
    return _elsewhere(items, left_ore, terms, same, OpenItems.CLAIM_TYPE)


def other_debtor(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """The same with another debtor set, and of one claim type."""
    same = (OpenItems.ONE_CLAIM, OpenItems.EVENT, OpenItems.SOLUTION, OpenItems.CLAIM_TYPE)
    return _elsewhere(items, left_ore, terms, same, OpenItems.DEBTORS)


def _elsewhere(
    items: pd.DataFrame, left_ore: np.ndarray, terms: Terms, same: tuple[OpenItems, ...], but: OpenItems
) -> np.ndarray:
    among = settled(items, terms) & ~items[OpenItems.REPEATED].to_numpy()
    other = counterparts(items, left_ore, among, *same)
    side = items[OpenItems.SIDE].to_numpy()
    across = differ(items, other, but) & (side != side[other]) & same_day(items, other)
    return np.where(across, other, NONE)


def of_related_type(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Which items stand at the type of a fee or of interest."""
    return np.isin(items[OpenItems.CLAIM_TYPE].to_numpy(), sorted(terms.fee_types | terms.interest_types))


def other_form(items: pd.DataFrame, other: np.ndarray) -> np.ndarray:
    """Which items have debtor numbers that may well be another form of their counterpart's: as many, and of another kind
    or without leading zeros."""
    liable, bare = items[OpenItems.LIABLE].to_numpy(), items[OpenItems.DEBTOR_BARE].to_numpy()
    zeros = (bare >= 0) & (bare == bare[other])
    return np.asarray((liable == liable[other]) & (zeros | differ(items, other, OpenItems.DEBTOR_KIND)))


def unequal(items: pd.DataFrame, left_ore: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which items are the rest of a pair of two positive amounts, of which nothing has been explained; and the debtor
    system's amount and PSRM's, 0 for the other items."""
    sent, booked = items[OpenItems.SENT_ORE].to_numpy(), items[OpenItems.BOOKED_ORE].to_numpy()
    mine = pairs(items) & (left_ore == items[OpenItems.OPEN_ORE].to_numpy()) & (sent > 0) & (booked > 0)
    sent, booked = np.where(mine, sent, 0), np.where(mine, booked, 0)
    mine &= np.abs(left_ore) == np.abs(booked - sent)
    return mine, np.where(mine, sent, 0), np.where(mine, booked, 0)


def tolerated(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Which items are rests of pairs that the settings let through: those of one claim together, and not netted."""
    rest = np.where(pairs(items), np.abs(left_ore), 0)
    claim = items[OpenItems.CLAIM].to_numpy()
    of_claim = np.zeros(int(claim.max(initial=NONE)) + 1, np.int64)
    np.add.at(of_claim, claim, rest)
    return np.asarray(pairs(items) & (of_claim[claim] <= terms.tolerance.per_claim_ore))


def main_rests(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """Which items are what is left of a pair of creations (or balances) of a main claim."""
    related_types = sorted(terms.fee_types | terms.interest_types)
    related = items[OpenItems.RELATED].to_numpy() | np.isin(items[OpenItems.CLAIM_TYPE].to_numpy(), related_types)
    created = np.isin(items[OpenItems.EVENT].to_numpy(), (Event.CREATION, Event.BALANCE))
    return np.asarray(pairs(items) & created & ~related & (left_ore != 0))


def included(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms, types: frozenset[int]) -> np.ndarray:
    """Øre of main claims' rests that are related claims of `types`, which one side of the family has and the other has
    not, and of those claims, whole.

    The rest is all of them that are open in the family, with or without the family's fees and interest of the other
    kind; else it is one of them alone. In a family with two such rests it is not known which of them has it.
    """
    family, event = _families(items), items[OpenItems.EVENT].to_numpy()
    claim_type = items[OpenItems.CLAIM_TYPE].to_numpy()
    rest = main_rests(items, left_ore, terms) & (family >= 0)
    claim = settled(items, terms) & (left_ore == items[OpenItems.OPEN_ORE].to_numpy()) & (left_ore != 0) & (family >= 0)
    claim &= np.isin(event, (Event.CREATION, Event.BALANCE))
    claim &= np.isin(claim_type, sorted(terms.fee_types | terms.interest_types))
    taken = np.zeros(len(items), np.int64)
    rows = np.flatnonzero(rest | claim)
    if not (rest.any() and claim.any()):
        return taken
    ore, of_rest, of_types = np.abs(left_ore[rows]), rest[rows], claim[rows] & np.isin(claim_type[rows], sorted(types))
    more_in_main = (left_ore[rows] > 0) == of_rest
    keys = (items[OpenItems.GROUP].to_numpy()[rows], family[rows], event[rows], more_in_main)
    code, size = codes_of(pack(*(key.astype(np.int64) for key in keys)))
    count, open_ore, ours_ore, related_ore = (np.zeros(size, np.int64) for _ in range(4))
    np.add.at(count, code[of_rest], 1)
    np.add.at(open_ore, code[of_rest], ore[of_rest])
    np.add.at(ours_ore, code[of_types], ore[of_types])
    np.add.at(related_ore, code[~of_rest], ore[~of_rest])
    together = (count == 1) & (ours_ore > 0) & ((ours_ore == open_ore) | (related_ore == open_ore))
    equal = np.flatnonzero(of_types & ((count == 1) & ~together)[code] & (ore == open_ore[code]))
    first = equal[np.unique(code[equal], return_index=True)[1]]
    share_ore = np.where(together, ours_ore, 0)
    share_ore[code[first]] = ore[first]
    sign = np.sign(left_ore[rows])
    taken[rows] = np.where(of_rest, sign * share_ore[code], np.where(of_types & together[code], left_ore[rows], 0))
    taken[rows[first]] = left_ore[rows[first]]
    return taken


def _families(items: pd.DataFrame) -> np.ndarray:
    """The family of each item. A claim that no number ties to a main claim, and that the pass by offsets put with a group
    of just its amount, is of the only family that is open there."""
    family, group = items[OpenItems.FAMILY].to_numpy().astype(np.int64), items[OpenItems.GROUP].to_numpy()
    offset = items[OpenItems.BY].to_numpy() == Pass.OFFSET
    if not offset.any():
        return family
    size, told = int(group.max()) + 1, ~offset & (family >= 0)
    low, high = np.full(size, np.iinfo(np.int64).max, np.int64), np.full(size, NONE, np.int64)
    np.minimum.at(low, group[told], family[told])
    np.maximum.at(high, group[told], family[told])
    return np.where(offset & (low[group] == high[group]), high[group], family)


def remark_within(items: pd.DataFrame, ok: np.ndarray) -> np.ndarray:
    """A bridge's gravity: a remark where `ok`, blocking past its limit, and without a date."""
    dated = items[OpenItems.BOOKED_ON].to_numpy() != NO_DAY
    return np.where(ok & dated, Gravity.REMARK, Gravity.BLOCKING)


def days_old(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Days from the movement's date to the as-of date."""
    return terms.as_of - items[OpenItems.BOOKED_ON].to_numpy().astype(np.int64)


def bank_days_old(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Bank days from the movement's date to the as-of date; a date that is not known is older than any limit."""
    booked = items[OpenItems.BOOKED_ON].to_numpy()
    days, at = np.unique(booked, return_inverse=True)
    far = 10_000
    counted = [
        far if day == NO_DAY or terms.as_of - day > far else bank_days_between(int(day), terms.as_of) for day in days
    ]
    return np.array(counted or [0], np.int64)[at]
