"""Known faults, put into a right municipality, and the truth of each: what must come out, and the øre it moves.

A fault takes claims that have one creation and nothing else, changes what one side knows of them, and says by how many
øre PSRM then stands above (plus) or below (minus) the debtor system. Each claim takes one fault at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from zerosum.simulate.model import (
    REASON,
    Actions,
    Claims,
    Events,
    Feature,
    Flags,
    Ints,
    Municipality,
    Plan,
    System,
    actions,
    bank_day,
    draw,
    events,
    full,
    rows,
    settle,
)
from zerosum.simulate.text import debtor_set
from zerosum.tables import NO_DAY, Event, Status


@dataclass(frozen=True)
class Fault:
    """So many claims of a solution that get one kind of fault."""

    kind: str
    count: int
    solution: str = ""
    """Empty: any within the area."""
    claim_type: str = ""
    """Empty: any of the solution's."""
    overdue: bool = False
    """A bridge (på vej) that is past its limit."""


@dataclass(frozen=True)
class Truth:
    """What one fault, or one feature of a right claim, must come out as."""

    kind: str
    code: str
    """Of the cause, or of the finding where `finding` is set."""
    finding: bool
    overdue: bool
    solution: str
    """Empty: no file tells it, and several solutions send the type (ikke fordelt)."""
    claim_type: str
    debtors: str
    claim_id: str
    reference: str
    event: str
    difference_ore: int
    """PSRM minus debtor system, at the address of solution, claim type and debtors."""


@dataclass
class Draft:
    """The two books while faults are put in."""

    plan: Plan
    claims: Claims
    actions: Actions
    events: Events
    creation: Ints
    """Claim -> row of its first action; -1 where it has none."""
    booked: Ints
    """Claim -> row of its first event."""
    keep_action: Flags
    keep_event: Flags
    more_actions: list[Actions]
    more_events: list[Events]

    def amount(self, at: Ints) -> Ints:
        """The amount of the claims' creation, in øre."""
        return self.actions.amount_ore[self.creation[at]]

    def pending(self, at: Ints, status: Status, booked_on: int) -> None:
        """The creation has this status and no receipt; PSRM has not booked it."""
        row = self.creation[at]
        self.actions.status[row] = status
        self.actions.booked_on[row] = self.actions.effective_on[row] = booked_on
        self.actions.receipt_on[row] = booked_on if status in (Status.IN_HEARING, Status.IN_PROCESS) else NO_DAY
        self.actions.accepted_ore[row] = 0
        self.keep_event[self.booked[at]] = False

    def act(self, at: Ints, code: int, ore: Ints, status: Status = Status.EXECUTED, why: str = "") -> None:
        """A further action, some weeks before the cut-off."""
        day = full(len(at), bank_day(self.plan, -12))
        self.more_actions.append(actions(at, code, ore, day, status=status, reason=REASON[why]))

    def book(self, at: Ints, event: Event, ore: Ints, why: str = "") -> None:
        """A further event in PSRM, some weeks before the cut-off."""
        booked, effective = full(len(at), bank_day(self.plan, -11)), full(len(at), bank_day(self.plan, -12))
        self.more_events.append(events(at, event, ore, booked, REASON[why], effective))


def part_of(draft: Draft, at: Ints, rng: np.random.Generator) -> Ints:
    """A part of each claim's amount: from a twentieth to a half, at least 1,00 kr."""
    ore: Ints = np.maximum(draft.amount(at) * draw(rng, 5, 50, len(at)) // 100, 100)
    return ore


Apply: TypeAlias = Callable[[Draft, Ints, np.random.Generator, bool], Ints]
"""Change the books for some claims -> øre that PSRM then has more than the debtor system, for each."""


def not_sent(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Blank status: made on the day of the cut-off, or weeks before it, and not sent."""
    draft.pending(at, Status.NOT_SENT, bank_day(draft.plan, -25 if overdue else 0))
    return -draft.amount(at)


def not_routed(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """As not sent, and no file says yet which system it is to go to."""
    draft.claims.system[at] = System.BLANK
    return not_sent(draft, at, rng, overdue)


def awaiting_receipt(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Under treatment at RIM (SA) for some days; or received (MO) weeks ago and no receipt."""
    status = Status.RECEIVED if overdue else Status.IN_PROCESS
    draft.pending(at, status, bank_day(draft.plan, -20 if overdue else -2))
    return -draft.amount(at)


def in_hearing(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """In hearing (HO) for some days, or for more than the fourteen."""
    draft.pending(at, Status.IN_HEARING, bank_day(draft.plan, -22 if overdue else -3))
    return -draft.amount(at)


def rejected_creation(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Rejected (AF) and never sent again."""
    row = draft.creation[at]
    draft.actions.status[row] = Status.REJECTED
    draft.actions.accepted_ore[row] = 0
    draft.actions.reason[row] = REASON["151"]
    draft.keep_event[draft.booked[at]] = False
    return -draft.amount(at)


def rejected_write_down(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """The debtor system has written down, PSRM rejected it: the citizen is pursued for paid money."""
    ore = part_of(draft, at, rng)
    draft.act(at, 5, ore, Status.REJECTED, "496")
    return ore


def rejected_write_up(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """A write-up that PSRM rejected."""
    ore = part_of(draft, at, rng)
    draft.act(at, 6, ore, Status.REJECTED, "474")
    return -ore


def rejected_recall(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """A recall that PSRM rejected."""
    draft.act(at, 7, draft.amount(at), Status.REJECTED, "603")
    return draft.amount(at)


def partly_accepted_creation(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """PSRM took less than was sent, and the receipt says so."""
    lost = part_of(draft, at, rng)
    draft.actions.accepted_ore[draft.creation[at]] -= lost
    draft.events.amount_ore[draft.booked[at]] -= lost
    return -lost


def partly_accepted_write_down(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """PSRM wrote down less than was sent, and the receipt says so."""
    ore = part_of(draft, at, rng)
    accepted = ore - np.maximum(ore // 3, 1)
    draft.act(at, 5, ore, why="INDB")
    draft.more_actions[-1] = replace(draft.more_actions[-1], accepted_ore=accepted)
    draft.book(at, Event.WRITE_DOWN, accepted, "INDB")
    return ore - accepted


def across_cutoff_debtor_first(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Booked by the cut-off, received after it: executed today, pending on the day. It is in PSRM's next report."""
    row = draft.creation[at]
    draft.actions.booked_on[row] = draft.actions.effective_on[row] = bank_day(draft.plan, -1)
    draft.actions.receipt_on[row] = bank_day(draft.plan, 1)
    draft.keep_event[draft.booked[at]] = False
    return -draft.amount(at)


def across_cutoff_psrm_first(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """PSRM booked by the cut-off what the debtor system booked after it."""
    row = draft.creation[at]
    draft.events.booked_on[draft.booked[at]] = bank_day(draft.plan, 0)
    draft.actions.booked_on[row] = bank_day(draft.plan, 1)
    draft.actions.receipt_on[row] = bank_day(draft.plan, 1)
    return draft.amount(at)


def recall_missing_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Recalled in the debtor system alone."""
    draft.act(at, 7, draft.amount(at), why="HENS")
    return draft.amount(at)


def recall_only_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Recalled in PSRM alone, for instance by hand in the portal."""
    draft.book(at, Event.RECALL, draft.amount(at), "HENS")
    return -draft.amount(at)


def write_down_missing_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Written down in the debtor system alone."""
    ore = part_of(draft, at, rng)
    draft.act(at, 5, ore, why="INDB")
    return ore


def write_down_only_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Written down in PSRM alone."""
    ore = part_of(draft, at, rng)
    draft.book(at, Event.WRITE_DOWN, ore, "REGU")
    return -ore


def write_up_missing_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Written up in the debtor system alone."""
    ore = part_of(draft, at, rng)
    draft.act(at, 6, ore)
    return -ore


def write_up_only_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Written up in PSRM alone."""
    ore = part_of(draft, at, rng)
    draft.book(at, Event.WRITE_UP, ore)
    return ore


def rounding(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """One øre more or less in PSRM."""
    ore = 2 * draw(rng, 0, 2, len(at)) - 1
    draft.events.amount_ore[draft.booked[at]] += ore
    return ore


def amount_differs(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Another amount in PSRM: by no whole number of kroner, so that it is neither a fee nor lost decimals."""
    kroner = draw(rng, 1, 800, len(at))
    ore = kroner * 100 + draw(rng, 1, 100, len(at))
    less = (draw(rng, 0, 2, len(at)) == 1) & (ore < draft.amount(at) // 2)
    ore = np.where(less, -ore, ore)
    draft.events.amount_ore[draft.booked[at]] += ore
    return ore


def only_in_debtor(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """Executed by its status, and PSRM does not know it."""
    draft.keep_event[draft.booked[at]] = False
    return -draft.amount(at)


def only_in_psrm(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """PSRM has it, the debtor system has no line of it."""
    ore = draft.amount(at)
    draft.keep_action[draft.creation[at]] = False
    draft.claims.at_debtor[at] = False
    return ore


def receipt_not_fetched(draft: Draft, at: Ints, rng: np.random.Generator, overdue: bool) -> Ints:
    """PSRM has booked it, the debtor system still says received (MO): no difference, a finding."""
    row = draft.creation[at]
    draft.actions.status[row] = Status.RECEIVED
    draft.actions.receipt_on[row] = NO_DAY
    draft.actions.accepted_ore[row] = 0
    draft.actions.booked_on[row] = draft.actions.effective_on[row] = bank_day(draft.plan, 0)
    draft.events.booked_on[draft.booked[at]] = bank_day(draft.plan, 0)
    return full(len(at), 0)


@dataclass(frozen=True)
class Kind:
    """A kind of fault: how it is put in, and the event and the code that must come out."""

    apply: Apply
    event: Event = Event.CREATION
    code: str = ""
    """The cause; empty: of the same name as the kind."""
    finding: str = ""
    """The finding that must come out, beside the cause or (where nothing moves) alone."""
    moves: bool = True


KINDS: dict[str, Kind] = {
    "not_sent": Kind(not_sent),
    "awaiting_receipt": Kind(awaiting_receipt),
    "in_hearing": Kind(in_hearing),
    "rejected_creation": Kind(rejected_creation),
    "rejected_write_down": Kind(rejected_write_down, Event.WRITE_DOWN),
    "rejected_write_up": Kind(rejected_write_up, Event.WRITE_UP),
    "rejected_recall": Kind(rejected_recall, Event.RECALL),
    "partly_accepted_creation": Kind(partly_accepted_creation),
    "partly_accepted_write_down": Kind(partly_accepted_write_down, Event.WRITE_DOWN),
    "across_cutoff_debtor_first": Kind(across_cutoff_debtor_first),
    "across_cutoff_psrm_first": Kind(across_cutoff_psrm_first),
    "recall_missing_in_psrm": Kind(recall_missing_in_psrm, Event.RECALL),
    "recall_only_in_psrm": Kind(recall_only_in_psrm, Event.RECALL),
    "write_down_missing_in_psrm": Kind(write_down_missing_in_psrm, Event.WRITE_DOWN),
    "write_down_only_in_psrm": Kind(write_down_only_in_psrm, Event.WRITE_DOWN),
    "write_up_missing_in_psrm": Kind(write_up_missing_in_psrm, Event.WRITE_UP),
    "write_up_only_in_psrm": Kind(write_up_only_in_psrm, Event.WRITE_UP),
    "rounding": Kind(rounding),
    "amount_differs": Kind(amount_differs),
    "only_in_debtor": Kind(only_in_debtor),
    "only_in_psrm": Kind(only_in_psrm),
    "not_routed": Kind(not_routed, code="not_sent", finding="not_routed"),
    "receipt_not_fetched": Kind(receipt_not_fetched, finding="receipt_not_fetched", moves=False),
}

RIGHT_FINDINGS = {
    Feature.CREATION_REPLACED: "action_replaced",
    Feature.WRITE_DOWN_REPLACED: "action_replaced",
    Feature.OWN_WRITE_UP: "written_up_as_own_claim",
    Feature.DMI: "in_dmi",
}
"""Features of right claims that must come out as findings."""


def put_in(right: Municipality, faults: Sequence[Fault], seed: int) -> tuple[Municipality, tuple[Truth, ...]]:
    """Put the faults into a right municipality -> the municipality as the files show it, and the truth.

    ValueError where a solution has too few claims left for a fault.
    """
    rng = np.random.Generator(np.random.PCG64([seed, 1]))
    draft = _draft(right)
    order = rng.permutation(len(right.claims))
    used = ~np.isin(right.claims.feature, (Feature.PLAIN, Feature.FEE))
    truth: list[Truth] = []
    for fault in faults:
        at = _choose(right, order, used, fault)
        used[at] = True
        kind = KINDS[fault.kind]
        truth += _truth(right, fault, kind, at, kind.apply(draft, at, rng, fault.overdue))
    for feature, code in RIGHT_FINDINGS.items():
        at = np.flatnonzero(right.claims.feature == feature)
        truth += _records(right, feature.name.lower(), code, True, False, Event.CREATION, at, full(len(at), 0))
    kept = [rows(draft.actions, draft.keep_action), *draft.more_actions]
    booked = [rows(draft.events, draft.keep_event), *draft.more_events]
    return settle(right.plan, draft.claims, kept, booked), tuple(truth)


def _draft(right: Municipality) -> Draft:
    """A copy of the books to change."""
    everything = np.arange(len(right.claims))
    creation, booked = full(len(everything), -1), full(len(everything), -1)
    # Written from the last to the first, so that the first movement of each claim stays.
    creation[right.actions.claim[::-1]] = np.arange(len(right.actions))[::-1]
    booked[right.events.claim[::-1]] = np.arange(len(right.events))[::-1]
    return Draft(
        right.plan,
        rows(right.claims, everything),
        rows(right.actions, np.arange(len(right.actions))),
        rows(right.events, np.arange(len(right.events))),
        creation,
        booked,
        np.ones(len(right.actions), bool),
        np.ones(len(right.events), bool),
        [],
        [],
    )


def _choose(right: Municipality, order: Ints, used: Flags, fault: Fault) -> Ints:
    """Claims for a fault, in random order."""
    plan = right.plan
    solutions = [
        at for at, one in enumerate(plan.solutions) if (one.name == fault.solution if fault.solution else one.in_area)
    ]
    fit = ~used & np.isin(right.claims.solution, solutions)
    if fault.claim_type:
        fit &= right.claims.claim_type == plan.type_names().index(fault.claim_type)
    at = order[fit[order]][: fault.count]
    if len(at) < fault.count:
        raise ValueError(f"{fault}: only {len(at)} claims are left")
    return at


def _truth(right: Municipality, fault: Fault, kind: Kind, at: Ints, ore: Ints) -> list[Truth]:
    """The records of one fault: its cause, its finding, or both."""
    records: list[Truth] = []
    if kind.moves:
        code = kind.code or fault.kind
        records += _records(right, fault.kind, code, False, fault.overdue, kind.event, at, ore)
    if kind.finding:
        nothing = full(len(at), 0)
        records += _records(right, fault.kind, kind.finding, True, fault.overdue, kind.event, at, nothing)
    return records


def _records(
    right: Municipality, kind: str, code: str, finding: bool, overdue: bool, event: Event, at: Ints, ore: Ints
) -> list[Truth]:
    plan, claims = right.plan, rows(right.claims, at)
    names = plan.type_names()
    debtors = debtor_set(claims).to_pylist()
    records = []
    for row in range(len(at)):
        claim_type = names[claims.claim_type[row]]
        owners = plan.owners(claim_type)
        # PSRM does not know the solution: what stands there alone is allotted only where one solution sends the type.
        unallotted = kind == "only_in_psrm" and len(owners) != 1
        records.append(
            Truth(
                kind,
                code,
                finding,
                overdue,
                "" if unallotted else plan.solutions[claims.solution[row]].name,
                claim_type,
                debtors[row],
                str(claims.claim_id[row]),
                str(claims.reference[row]),
                event.name.lower(),
                int(ore[row]),
            )
        )
    return records
