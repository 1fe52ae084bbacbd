"""A right municipality as whole columns: both books agree to the øre. Made from a seed, the same on every machine.

Three tables, each a frozen dataclass of arrays of one length: `Claims` (fordringer), `Actions` (aktioner: lines of the
debtor system) and `Events` (hændelser: lines of PSRM). Everything is drawn as columns; nothing loops over claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import IntEnum, unique
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from zerosum.dates import bank_holidays, number, when
from zerosum.tables import NO_DAY, Event, Status

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FEE_TYPE = "GEDAINS"
FEE_ORE = 25_000
"""A fee (gebyr) is always 250,00 kr."""
TARIFFS_ORE = (187_300, 234_500, 301_900)
"""Monthly prices: many claims of exactly the same amount, so that an amount alone proves little."""

AMOUNTS_ORE = {
    "KFDAINS": (40_000, 420_000),
    "KFSKFRI": (30_000, 320_000),
    "KFLRUNG": (10_000, 190_000),
    "KFGEDAI": (15_000, 480_000),
    "KFOMDAG": (15_000, 480_000),
    "KFTILDA": (80_000, 2_500_000),
    "KFTBBSF": (60_000, 1_800_000),
    "KFTØFIN": (90_000, 3_500_000),
    "KFGEKLU": (10_000, 190_000),
    "KFLEJKA": (20_000, 900_000),
    "KFRÅVEJ": (60_000, 1_500_000),
    "KFHAVNY": (20_000, 600_000),
    "KFHAVNA": (30_000, 1_200_000),
    "KFGERBA": (400_000, 600_000),
    "KFKIRGÅ": (30_000, 450_000),
    "KOCIVIL": (5_000, 80_000),
}
"""Least and most of a claim type that is not a fee."""

MONTHLY_TYPES = frozenset({"KFDAINS", "KFSKFRI", "KFLRUNG"})
"""Types that are billed by tariff."""

FIRST_FIRM = 1_000_000_000
"""Debtors from this number on are firms, those before it persons (see `text.identification`)."""

REASONS = ("", "FEJL", "HENS", "KLAG", "BORD", "INDB", "REGU", "151", "496", "409", "474", "603")
"""Reason codes of write-downs and recalls, and numbers of rejections. 0 is none."""
REASON = {code: at for at, code in enumerate(REASONS)}


@unique
class Feature(IntEnum):
    """What is special about a claim of a right municipality. Each claim has one."""

    PLAIN = 0
    WRITE_DOWN = 1
    WRITE_DOWN_TWICE = 2
    WRITE_UP = 3
    OWN_WRITE_UP = 4
    """Written up at the debtor side; PSRM has the write-up as a claim of its own (opskrivningsfordring)."""
    OWN_WRITE_UP_CLAIM = 5
    RECALL = 6
    RESENT = 7
    """Recalled with HENS, and sent again as another claim."""
    RESEND = 8
    CREATION_REPLACED = 9
    """Rejected, sent again, executed."""
    WRITE_DOWN_REPLACED = 10
    """05 rejected, 55 executed."""
    HEARING_ANSWERED = 11
    CHANGED = 12
    """Has an action 03, of 0,00."""
    WITH_FEE = 13
    FEE = 14
    DMI = 15
    """In the old recovery system."""
    OFFSET = 16
    """An agreement of set-off (modregning, MO)."""


@unique
class System(IntEnum):
    """What file 10 says of where the claim was sent."""

    PSRM = 0
    DMI = 1
    BLANK = 2


@dataclass(frozen=True)
class SolutionPlan:
    """A vendor solution that makes claims."""

    name: str
    mark: str
    """Its value in the debtor system's column (Indholdsart)."""
    weights: dict[str, int]
    """Claim type -> how often, compared with its others. Fees come by themselves where FEE_TYPE is among them."""
    share: int
    """How many of the claims, compared with the other solutions."""
    in_area: bool = True
    features: bool = True
    """False: only plain claims."""
    firms: bool = False
    """Its debtors are firms, one for each claim."""


@dataclass(frozen=True)
class Plan:
    """What a made-up municipality is to be."""

    municipality: str
    creditor_id: str
    claims: int
    cut_off: date
    solutions: tuple[SolutionPlan, ...]
    shares: dict[Feature, float] = field(default_factory=dict)
    """Feature -> share of each solution's claims; at least one claim where it is above 0."""
    two_liable: float = 0.3
    """Share of the households with two liable persons (hæftere)."""
    span_days: int = 250
    """How long before the cut-off claims were made."""

    def type_names(self) -> tuple[str, ...]:
        """Every claim type of the plan, in the order met."""
        return tuple(dict.fromkeys(name for solution in self.solutions for name in solution.weights))

    def owners(self, claim_type: str) -> tuple[str, ...]:
        """The solutions that are expected to send the type."""
        return tuple(solution.name for solution in self.solutions if claim_type in solution.weights)


@dataclass(frozen=True)
class Claims:
    """A claim, known to either side or both."""

    claim_id: Ints
    """PSRM's FordringID."""
    reference: Ints
    """The creditor's reference (Aftalenummer)."""
    main: Ints
    """Row of the main claim of a related claim; -1: none."""
    resent_of: Ints
    """Row of the claim that this one is sent again for; -1: none."""
    solution: Ints
    claim_type: Ints
    debtor: Ints
    """Person or firm: a serial, see `text.identification`."""
    co_debtor: Ints
    """-1: alone."""
    removed: Ints
    """A person who was liable and is no more; -1: nobody."""
    system: Ints
    feature: Ints
    made_on: Ints
    """Place among the bank days of the plan."""
    at_debtor: Flags
    in_psrm: Flags

    def __len__(self) -> int:
        return len(self.claim_id)


@dataclass(frozen=True)
class Actions:
    """An action (aktion) of the debtor system."""

    claim: Ints
    code: Ints
    amount_ore: Ints
    accepted_ore: Ints
    booked_on: Ints
    receipt_on: Ints
    effective_on: Ints
    status: Ints
    reason: Ints

    def __len__(self) -> int:
        return len(self.claim)


@dataclass(frozen=True)
class Events:
    """An event (hændelse) of PSRM."""

    claim: Ints
    event: Ints
    amount_ore: Ints
    booked_on: Ints
    effective_on: Ints
    reason: Ints

    def __len__(self) -> int:
        return len(self.claim)


@dataclass(frozen=True)
class Breach:
    """A claim that is reported with stamdata that break a rule."""

    claim: int
    """Its row."""
    kind: str
    """One of `stamdata.KINDS`."""


@dataclass(frozen=True)
class Municipality:
    """Both books."""

    plan: Plan
    claims: Claims
    actions: Actions
    events: Events
    breaches: tuple[Breach, ...] = ()
    """They move no øre."""


SomeTable = TypeVar("SomeTable", Claims, Actions, Events)


def rows(table: SomeTable, at: Ints | Flags | slice) -> SomeTable:
    """Some rows of a table."""
    return replace(table, **{column.name: getattr(table, column.name)[at] for column in fields(table)})


def stack(tables: Sequence[SomeTable]) -> SomeTable:
    """The rows of several tables, one after the other."""
    first = tables[0]
    return replace(
        first,
        **{column.name: np.concatenate([getattr(one, column.name) for one in tables]) for column in fields(first)},
    )


def of_solutions(town: Municipality, names: Sequence[str]) -> Municipality:
    """What of both books is of some solutions."""
    places = [at for at, one in enumerate(town.plan.solutions) if one.name in names]
    mine = np.isin(town.claims.solution, places)
    at = np.flatnonzero(mine)
    new = full(len(mine) + 1, -1)  # the last place (index -1) is no claim
    new[at] = np.arange(len(at))
    claims = rows(town.claims, at)
    acts, booked = rows(town.actions, mine[town.actions.claim]), rows(town.events, mine[town.events.claim])
    return Municipality(
        town.plan,
        replace(claims, main=new[claims.main], resent_of=new[claims.resent_of]),
        replace(acts, claim=new[acts.claim]),
        replace(booked, claim=new[booked.claim]),
        tuple(Breach(int(new[one.claim]), one.kind) for one in town.breaches if mine[one.claim]),
    )


def full(count: int, value: int) -> Ints:
    """A column of one value."""
    return np.full(count, value, np.int64)


def draw(rng: np.random.Generator, low: int, high: int, count: int) -> Ints:
    """`count` whole numbers from `low` up to, but not with, `high`."""
    return rng.integers(low, high, count, dtype=np.int64)


def bank_days(plan: Plan) -> Ints:
    """The bank days up to 60 days after the cut-off; the claims are made on the first `span_days` of calendar days."""
    first = number(plan.cut_off) - plan.span_days
    days = [when(first + step) for step in range(plan.span_days + 61)]
    open_days = [one for one in days if one.weekday() < 5 and one not in bank_holidays(one.year)]
    return np.array([number(one) for one in open_days], np.int64)


def bank_day(plan: Plan, steps: int) -> int:
    """The bank day so many before (minus) or after the cut-off; 0 is the last one not after it."""
    days = bank_days(plan)
    return int(days[int(np.searchsorted(days, number(plan.cut_off), "right")) - 1 + steps])


def actions(
    claim: Ints,
    code: int,
    amount_ore: Ints,
    booked_on: Ints,
    *,
    receipt_on: Ints | None = None,
    status: Status = Status.EXECUTED,
    accepted_ore: Ints | None = None,
    effective_on: Ints | None = None,
    reason: int = 0,
) -> Actions:
    """Actions of one code. Unless told, executed the next calendar day, accepted whole, and effective when booked."""
    count = len(claim)
    executed = status is Status.EXECUTED
    if receipt_on is None:
        receipt_on = booked_on + 1 if status not in (Status.NOT_SENT, Status.RECEIVED) else full(count, NO_DAY)
    if accepted_ore is None:
        accepted_ore = amount_ore if executed else full(count, 0)
    return Actions(
        claim,
        full(count, code),
        amount_ore,
        accepted_ore,
        booked_on,
        receipt_on,
        booked_on if effective_on is None else effective_on,
        full(count, status),
        full(count, reason),
    )


def events(
    claim: Ints, event: Event, amount_ore: Ints, booked_on: Ints, reason: int = 0, effective_on: Ints | None = None
) -> Events:
    """Events of one kind. Unless told, effective on the day before, when the creditor booked and sent them: the effective
    date is the creditor's, and PSRM takes it over."""
    effective = booked_on - 1 if effective_on is None else effective_on
    return Events(claim, full(len(claim), event), amount_ore, booked_on, effective, full(len(claim), reason))


def settle(plan: Plan, claims: Claims, action_parts: Sequence[Actions], event_parts: Sequence[Events]) -> Municipality:
    """Put the movements of a claim beside each other, in the order they were made."""
    some_actions, some_events = stack(action_parts), stack(event_parts)
    action_order = np.lexsort((np.arange(len(some_actions)), some_actions.claim))
    event_order = np.lexsort((np.arange(len(some_events)), some_events.claim))
    return Municipality(plan, claims, rows(some_actions, action_order), rows(some_events, event_order))


def municipality(plan: Plan, seed: int) -> Municipality:
    """A right municipality: on each claim the two books agree, but for what is out of the basis (DMI, set-off)."""
    rng = np.random.Generator(np.random.PCG64(seed))
    claims, amount_ore = _claims(plan, rng)
    days = bank_days(plan)
    parts = _movements(claims, amount_ore, days, rng)
    return settle(plan, claims, *parts)


def _claims(plan: Plan, rng: np.random.Generator) -> tuple[Claims, Ints]:
    """Base claims with features, then those that follow from them: fees, re-sends, write-ups of their own."""
    base, amount_ore = _base_claims(plan, rng)
    fees = rows(base, np.flatnonzero(base.feature == Feature.WITH_FEE))
    fees = replace(
        fees,
        main=np.flatnonzero(base.feature == Feature.WITH_FEE),
        claim_type=full(len(fees), _place(plan.type_names(), FEE_TYPE)),
        feature=full(len(fees), Feature.FEE),
        made_on=fees.made_on + draw(rng, 3, 8, len(fees)),
    )
    resends = rows(base, np.flatnonzero(base.feature == Feature.RESENT))
    resends = replace(
        resends,
        resent_of=np.flatnonzero(base.feature == Feature.RESENT),
        feature=full(len(resends), Feature.RESEND),
        made_on=resends.made_on + 22,
    )
    own = rows(base, np.flatnonzero(base.feature == Feature.OWN_WRITE_UP))
    own = replace(
        own,
        main=np.flatnonzero(base.feature == Feature.OWN_WRITE_UP),
        feature=full(len(own), Feature.OWN_WRITE_UP_CLAIM),
        at_debtor=np.zeros(len(own), bool),
    )
    claims = stack([base, fees, resends, own])
    own_reference = np.concatenate([np.ones(len(base) + len(fees) + len(resends), bool), np.zeros(len(own), bool)])
    serial = 100_004_000_000_000 + np.cumsum(draw(rng, 1, 9, len(claims)))
    # A write-up that is its own claim in PSRM keeps the reference of the claim that was written up.
    reference = np.where(own_reference, serial, serial[np.maximum(claims.main, 0)])
    claim_id = 1_000_000_000_000_000 + np.cumsum(draw(rng, 1, 97, len(claims)))
    amount_ore = np.concatenate(
        [
            amount_ore,
            full(len(fees), FEE_ORE),
            amount_ore[resends.resent_of],
            draw(rng, 5_000, 60_000, len(own)),
        ]
    )
    return replace(claims, claim_id=claim_id, reference=reference), amount_ore


def _base_claims(plan: Plan, rng: np.random.Generator) -> tuple[Claims, Ints]:
    """Claims of households: siblings, several in a month, many at the same tariff."""
    count = plan.claims
    solution = _solutions(plan, rng)
    claim_type, feature = full(count, 0), full(count, Feature.PLAIN)
    amount_ore = full(count, 0)
    names = plan.type_names()
    for at, one in enumerate(plan.solutions):
        mine = np.flatnonzero(solution == at)
        claim_type[mine] = _weighted(rng, names, one.weights, len(mine))
        if one.features:
            feature[mine] = _features(plan, one, rng, len(mine))
    for at, name in enumerate(names):
        mine = np.flatnonzero(claim_type == at)
        amount_ore[mine] = _amounts(name, rng, len(mine))
    households = max(1, count // 6)
    household = draw(rng, 0, households, count)
    two = rng.random(households) < plan.two_liable
    left = rng.random(count) < 0.02
    # Other areas bill associations and firms: one debtor each.
    firm = np.array([one.firms or not one.in_area for one in plan.solutions], bool)[solution]
    system = np.where(feature == Feature.DMI, np.where(rng.random(count) < 0.5, System.DMI, System.BLANK), System.PSRM)
    in_psrm = ~np.isin(feature, (Feature.DMI, Feature.OFFSET))
    latest = int(np.searchsorted(bank_days(plan), number(plan.cut_off) - 45))
    return (
        Claims(
            claim_id=full(count, 0),
            reference=full(count, 0),
            main=full(count, -1),
            resent_of=full(count, -1),
            solution=solution,
            claim_type=claim_type,
            debtor=np.where(firm, FIRST_FIRM + household % 900_000, 3 * household),
            co_debtor=np.where(two[household] & ~firm, 3 * household + 1, -1),
            removed=np.where(left & ~firm, 3 * household + 2, -1),
            system=system.astype(np.int64),
            feature=feature,
            made_on=draw(rng, 0, latest, count),
            at_debtor=np.ones(count, bool),
            in_psrm=in_psrm,
        ),
        amount_ore,
    )


def _solutions(plan: Plan, rng: np.random.Generator) -> Ints:
    """Which solution made each claim: exact shares, in random order."""
    share = np.array([one.share for one in plan.solutions], np.int64)
    ends = np.cumsum(share) * plan.claims // int(share.sum())
    ordered = np.searchsorted(ends, np.arange(plan.claims), "right").astype(np.int64)
    return ordered[rng.permutation(plan.claims)]


def _weighted(rng: np.random.Generator, names: tuple[str, ...], weights: dict[str, int], count: int) -> Ints:
    """Claim types by weight: each at least as often as its share, rounded down; the fee type comes otherwise."""
    own = [name for name in weights if name != FEE_TYPE and weights[name]]
    weight = np.array([weights[name] for name in own], np.int64)
    ends = np.cumsum(weight) * count // int(weight.sum())
    place = np.searchsorted(ends, np.arange(count), "right")
    return np.array([_place(names, name) for name in own], np.int64)[place][rng.permutation(count)]


def _features(plan: Plan, solution: SolutionPlan, rng: np.random.Generator, count: int) -> Ints:
    """One feature for each claim, by the shares of the plan; at least one of each where there is room."""
    drawn = full(count, Feature.PLAIN)
    order, start = rng.permutation(count), 0
    for feature in Feature:
        share = plan.shares.get(feature, 0.0)
        if share <= 0 or (feature is Feature.WITH_FEE and FEE_TYPE not in solution.weights):
            continue
        end = min(count, start + max(1, round(share * count)))
        drawn[order[start:end]] = feature
        start = end
    return drawn


def _amounts(claim_type: str, rng: np.random.Generator, count: int) -> Ints:
    """Amounts of a claim type: for those billed by tariff, three of four are a tariff."""
    if claim_type == FEE_TYPE:
        return full(count, FEE_ORE)
    low, high = AMOUNTS_ORE[claim_type]
    free = draw(rng, low, high, count)
    if claim_type not in MONTHLY_TYPES:
        return free
    tariffs = np.array([one for one in TARIFFS_ORE if one <= high], np.int64)
    return np.where(rng.random(count) < 0.75, tariffs[draw(rng, 0, len(tariffs), count)], free)


def _movements(
    claims: Claims, amount_ore: Ints, days: Ints, rng: np.random.Generator
) -> tuple[list[Actions], list[Events]]:
    """Both books of right claims. Where the debtor side has an executed action, PSRM has the equal event."""
    at_debtor: list[Actions] = []
    in_psrm: list[Events] = []

    def of(*features: Feature) -> Ints:
        return np.flatnonzero(np.isin(claims.feature, features))

    def day(claim: Ints, later: int = 0) -> Ints:
        return days[claims.made_on[claim] + later]

    def both(claim: Ints, code: int, event: Event, ore: Ints, later: int, reason: int = 0) -> None:
        at_debtor.append(actions(claim, code, ore, day(claim, later), reason=reason))
        in_psrm.append(events(claim, event, ore, day(claim, later) + 1, reason))

    def part(claim: Ints, hundredths: int) -> Ints:
        return np.maximum(amount_ore[claim] * hundredths // 100, 1)

    rejected = of(Feature.CREATION_REPLACED)
    at_debtor.append(
        actions(rejected, 2, amount_ore[rejected], day(rejected), status=Status.REJECTED, reason=REASON["151"])
    )
    heard = of(Feature.HEARING_ANSWERED)
    at_debtor.append(actions(heard, 2, amount_ore[heard], day(heard), receipt_on=day(heard, 8)))
    in_psrm.append(events(heard, Event.CREATION, amount_ore[heard], day(heard, 8)))
    rest = np.flatnonzero(claims.at_debtor & (claims.feature != Feature.HEARING_ANSWERED))
    made_on = days[claims.made_on[rest] + 4 * (claims.feature[rest] == Feature.CREATION_REPLACED)]
    at_debtor.append(actions(rest, 2, amount_ore[rest], made_on))
    known = claims.in_psrm[rest]
    in_psrm.append(events(rest[known], Event.CREATION, amount_ore[rest][known], made_on[known] + 1))

    changed = of(Feature.CHANGED)
    at_debtor.append(actions(changed, 3, full(len(changed), 0), day(changed, 6)))

    down = of(Feature.WRITE_DOWN, Feature.WRITE_DOWN_TWICE)
    hundredths = draw(rng, 5, 45, len(down))
    both(down, 5, Event.WRITE_DOWN, np.maximum(amount_ore[down] * hundredths // 100, 1), 7, REASON["INDB"])
    twice = of(Feature.WRITE_DOWN_TWICE)
    both(twice, 5, Event.WRITE_DOWN, part(twice, 30), 13, REASON["REGU"])

    failed = of(Feature.WRITE_DOWN_REPLACED)
    at_debtor.append(actions(failed, 5, part(failed, 25), day(failed, 7), status=Status.REJECTED, reason=REASON["496"]))
    both(failed, 55, Event.WRITE_DOWN, part(failed, 25), 10, REASON["INDB"])

    both(up := of(Feature.WRITE_UP), 6, Event.WRITE_UP, part(up, 10), 9)
    own = of(Feature.OWN_WRITE_UP_CLAIM)
    written = claims.main[own]
    at_debtor.append(actions(written, 6, amount_ore[own], day(written, 9)))
    in_psrm.append(events(own, Event.CREATION, amount_ore[own], day(written, 9) + 1))

    recalled = of(Feature.RECALL)
    reasons = np.array([REASON[one] for one in ("FEJL", "HENS", "KLAG", "BORD")], np.int64)
    why = reasons[draw(rng, 0, len(reasons), len(recalled))]
    recall = actions(recalled, 7, amount_ore[recalled], day(recalled, 12))
    at_debtor.append(replace(recall, reason=why))
    in_psrm.append(replace(events(recalled, Event.RECALL, amount_ore[recalled], day(recalled, 12) + 1), reason=why))
    both(resent := of(Feature.RESENT), 7, Event.RECALL, amount_ore[resent], 14, REASON["HENS"])
    return at_debtor, in_psrm


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -1


def exported_on(plan: Plan) -> date:
    """The production date in the file names of ODE: the second day after the cut-off."""
    return plan.cut_off + timedelta(days=2)
