"""What a cause (årsag) is: so many øre of an open item, with a standing and a gravity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np
import pandas as pd

from zerosum.dates import bank_days_between
from zerosum.result import Gravity, Standing
from zerosum.settings import Limits, Tolerance
from zerosum.tables import NO_DAY, NONE, Event, OpenItems, Side, Status


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


Explains = Callable[[pd.DataFrame, np.ndarray, Terms], np.ndarray]
"""Open items, what is left of each in øre, terms -> the øre that the cause takes. It may look at open items of the same
group and at nothing else; it takes no more than is left, and never with the opposite sign."""

Weighs = Callable[[pd.DataFrame, Terms], np.ndarray]
"""Open items, terms -> a member of Gravity for each, where it is not the same for all."""


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


def whole(items: pd.DataFrame, side: Side, *events: Event) -> np.ndarray:
    """Which items are a whole movement of a side, and of one of the events (of any, where none is named)."""
    mine = (items[OpenItems.PARTNER].to_numpy() == NONE) & (items[OpenItems.SIDE].to_numpy() == side)
    return np.asarray(mine & np.isin(items[OpenItems.EVENT].to_numpy(), events) if events else mine)


def with_status(items: pd.DataFrame, *statuses: Status) -> np.ndarray:
    """Which items are a whole movement of the debtor system with one of the statuses."""
    return whole(items, Side.DEBTOR) & np.isin(items[OpenItems.STATUS].to_numpy(), statuses)


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
