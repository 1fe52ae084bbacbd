"""The stamdata that claims are reported with: right by the rules of day care (Gældsstyrelsen's overview of 18.01.2024), but for
breaches that are put in on purpose.

The rules are the simulator's own word, not read from the catalogue: a test compares the two. A type whose rules are not public
is billed like a monthly one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

import numpy as np

from zerosum.simulate.model import FEE_TYPE, Flags, Ints, Municipality, full
from zerosum.tables import NO_DAY

AFTERWARDS = ("KFGEDAI", "KFOMDAG", "KFGEKLU")
"""Types of a claim that arises when its month is over."""
SUBSIDIES = ("KFTILDA", "KFTBBSF")
"""Types of a subsidy paid back: due some time after it arose."""
YEARLY = ("KFTØFIN",)
"""A calendar year."""
ONE_DAY = (FEE_TYPE, "KFGERBA")
"""What happened on one day."""

LIMITATION_YEARS = 3
TO_PAY_DAYS, NOTICE_DAYS = 20, 14


@dataclass(frozen=True)
class Stamdata:
    """Days and principal of each claim. A day that is not known is NO_DAY."""

    arose_on: Ints
    """Stiftelsesdato."""
    due_on: Ints
    """Forfaldsdato."""
    last_timely_on: Ints
    """Sidste rettidige betalingsdato."""
    period_from_on: Ints
    period_to_on: Ints
    limitation_on: Ints
    """Forældelsesdato."""
    principal_ore: Ints
    """Hovedstol."""


def first_day(town: Municipality) -> Ints:
    """Claim -> the day its agreement was made: that of its first action."""
    first = full(len(town.claims), NO_DAY)
    first[town.actions.claim[::-1]] = town.actions.booked_on[::-1]
    return first


def first_ore(town: Municipality) -> Ints:
    """Claim -> the amount of its first action."""
    ore = full(len(town.claims), 0)
    ore[town.actions.claim[::-1]] = town.actions.amount_ore[::-1]
    return ore


def stamdata(town: Municipality) -> Stamdata:
    """What each claim is reported with."""
    right = _right(town)
    for breach in town.breaches:
        at = np.array([breach.claim], np.int64)
        right = _changed(right, at, KINDS[breach.kind].change(_some(right, at), town))
    return right


def _right(town: Municipality) -> Stamdata:
    claims, names = town.claims, town.plan.type_names()
    # A claim that is sent again keeps the days of the first (GenindsendFordring).
    made_on = first_day(town)[np.where(claims.resent_of >= 0, claims.resent_of, np.arange(len(claims)))]
    month = _month(np.where(made_on == NO_DAY, 0, made_on))

    def of(*types: str) -> Flags:
        return np.isin(claims.claim_type, [at for at, name in enumerate(names) if name in types])

    def put(where: Flags, from_on: Ints, to_on: Ints, arose: Ints, due: Ints) -> None:
        for column, value in zip((start, end, arose_on, due_on), (from_on, to_on, arose, due), strict=True):
            column[where] = value[where]

    start, end = _day(month - 2), _day(month - 1) - 1
    arose_on, due_on = start.copy(), start.copy()
    put(of(*AFTERWARDS), start, end, end + 1, end + 1)
    over = _day(month - 2)  # a month earlier, so that there is time to pay
    put(of(*SUBSIDIES), _day(month - 3), over - 1, over, over + NOTICE_DAYS)
    year = (month - 1) // 12 * 12
    put(of(*YEARLY), _day(year - 12), _day(year) - 1, _day(year), _day(year))
    reminded = _day(month - 1) + 4
    put(of(*ONE_DAY), reminded, reminded, reminded, reminded)
    limitation = years_later(due_on, LIMITATION_YEARS)
    return Stamdata(arose_on, due_on, due_on + TO_PAY_DAYS, start, end, limitation, first_ore(town))


def _month(days: Ints) -> Ints:
    """Months since 1970-01."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _day(month: Ints) -> Ints:
    """The first day of a month."""
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def years_later(days: Ints, years: int) -> Ints:
    """The same day so many years later; the first of March for the last of a February that is one day shorter."""
    month = _month(days)
    return _day(month + 12 * years) + (days - _day(month))


def _some(table: Stamdata, at: Ints) -> Stamdata:
    return replace(table, **{one.name: getattr(table, one.name)[at] for one in fields(table)})


def _changed(table: Stamdata, at: Ints, some: Stamdata) -> Stamdata:
    changed = {one.name: getattr(table, one.name).copy() for one in fields(table)}
    for name, column in changed.items():
        column[at] = getattr(some, name)
    return replace(table, **changed)


# --- breaches ---

Change: TypeAlias = Callable[[Stamdata, Municipality], Stamdata]
"""What a claim is reported with instead."""


@dataclass(frozen=True)
class BreachKind:
    """A breach of one rule, and of no other."""

    rule: str
    """Its code in the catalogue."""
    consequence: str
    """`rejected` or `hearing`: what the filter does; `either` where no source tells which."""
    change: Change


def _earlier(one: Stamdata, months: int) -> Stamdata:
    """A monthly claim of so many months before: then there is room for what must lie before it was sent."""
    start = _day(_month(one.period_from_on) - months)
    return replace(
        one,
        arose_on=start,
        due_on=start,
        last_timely_on=start + TO_PAY_DAYS,
        period_from_on=start,
        period_to_on=_day(_month(start) + 1) - 1,
        limitation_on=years_later(start, LIMITATION_YEARS),
    )


def _due(one: Stamdata, due: Ints) -> Stamdata:
    return replace(one, due_on=due, last_timely_on=due + TO_PAY_DAYS, limitation_on=years_later(due, LIMITATION_YEARS))


def _limitation_too_early(one: Stamdata, _town: Municipality) -> Stamdata:
    return replace(one, limitation_on=years_later(one.due_on, LIMITATION_YEARS - 1))


def _limitation_missing(one: Stamdata, _town: Municipality) -> Stamdata:
    return replace(one, limitation_on=full(len(one.due_on), NO_DAY))


def _arose_after_start(one: Stamdata, _town: Municipality) -> Stamdata:
    return replace(_due(one, one.period_from_on + 3), arose_on=one.period_from_on + 3)


def _due_too_late(one: Stamdata, _town: Municipality) -> Stamdata:
    earlier = _earlier(one, 2)
    return _due(earlier, earlier.period_from_on + 70)


def _period_too_long(one: Stamdata, _town: Municipality) -> Stamdata:
    earlier = _earlier(one, 2)
    return replace(earlier, period_to_on=_day(_month(earlier.period_from_on) + 3) - 1)


def _year_long(one: Stamdata, _town: Municipality) -> Stamdata:
    earlier = _earlier(one, 11)
    return replace(earlier, period_to_on=_day(_month(earlier.period_from_on) + 12) - 1)


def _principal_too_large(one: Stamdata, _town: Municipality) -> Stamdata:
    return replace(one, principal_ore=full(len(one.due_on), 1_250_000))


def _fee_too_large(one: Stamdata, _town: Municipality) -> Stamdata:
    return replace(one, principal_ore=full(len(one.due_on), 30_000))


def _sent_too_soon(one: Stamdata, town: Municipality) -> Stamdata:
    return replace(one, last_timely_on=full(len(one.due_on), int(town.actions.booked_on.max()) + 30))


def _due_before_the_period(one: Stamdata, _town: Municipality) -> Stamdata:
    return _due(one, one.period_from_on - 3)


def _due_before_it_arose(one: Stamdata, _town: Municipality) -> Stamdata:
    return _due(one, one.arose_on - 3)


KINDS: dict[str, BreachKind] = {
    "limitation_too_early": BreachKind("R_2_3a", "rejected", _limitation_too_early),
    "limitation_missing": BreachKind("R_2_1", "rejected", _limitation_missing),
    "arose_after_start": BreachKind("R_x_STIFTELSE_ER_START", "rejected", _arose_after_start),
    "due_too_late": BreachKind("R_x_FORFALD_TO_MÅNEDER", "hearing", _due_too_late),
    "due_before_the_period": BreachKind("R_x_FORFALD_FRA_START", "rejected", _due_before_the_period),
    "due_before_it_arose": BreachKind("R_x_FORFALD_FRA_STIFTELSE", "rejected", _due_before_it_arose),
    "period_too_long": BreachKind("R_x_PERIODE_TO_MÅNEDER", "hearing", _period_too_long),
    "quarter": BreachKind("R_x_PERIODE_TO_MÅNEDER_HELE", "either", _period_too_long),
    "year": BreachKind("R_x_PERIODE_TO_MÅNEDER_HELE", "either", _year_long),
    "principal_too_large": BreachKind("R_4_2", "hearing", _principal_too_large),
    "fee_too_large": BreachKind("R_4_2", "rejected", _fee_too_large),
    "sent_too_soon": BreachKind("R_5_2", "rejected", _sent_too_soon),
}
"""What can be wrong with a claim, and what the filter makes of it."""


@dataclass(frozen=True)
class BreachTruth:
    """What one breach must come out as."""

    kind: str
    rule: str
    consequence: str
    solution: str
    claim_type: str
    claim_id: str
    reference: str


def breaches_told(town: Municipality) -> tuple[BreachTruth, ...]:
    """The breaches of a municipality, in the order in which they were put in."""
    names = town.plan.type_names()
    return tuple(
        BreachTruth(
            one.kind,
            KINDS[one.kind].rule,
            KINDS[one.kind].consequence,
            town.plan.solutions[town.claims.solution[one.claim]].name,
            names[town.claims.claim_type[one.claim]],
            str(town.claims.claim_id[one.claim]),
            str(town.claims.reference[one.claim]),
        )
        for one in town.breaches
    )
