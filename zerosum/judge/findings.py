"""Findings: what is wrong, or worth knowing, without kroner of its own. One function for one kind; each counts in cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from zerosum.dates import number
from zerosum.judge import decision_findings
from zerosum.judge.batch import test_batch
from zerosum.judge.cells import Cells, add_up
from zerosum.judge.codes import other_area_codes, retired_codes, types_of_other_areas
from zerosum.judge.evidence import BLOCKING, INFORMATION, NOT_OURS, REMARK, Evidence, claims_with, in_cells, of_rule
from zerosum.judge.heard import heard
from zerosum.judge.noted import (
    collected_and_recovered,
    converted_claims,
    left_out,
    numbers_damaged,
    over_balance,
    paid_on_both_sides,
    person_numbers,
    resent,
    waiting_and_waived,
)
from zerosum.judge.perfect import too_perfect
from zerosum.judge.same_debtor import debtor_changed
from zerosum.normalise.book import Book
from zerosum.result import UNALLOTTED, EventSums, Finding
from zerosum.settings import ControlTotal
from zerosum.tables import (
    EVENT_SIGN,
    NONE,
    SIDE_SIGN,
    Claims,
    Clearing,
    Event,
    Grade,
    Groups,
    Movements,
    OpenItems,
    Pass,
    Rule,
    Side,
    Step,
)  # fmt: skip


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """All findings, in the order of their codes and cells."""
    found = [finding for kind in KINDS_OF_FINDING for finding in kind(evidence)]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.code,
                one.solution or "",
                one.claim_type or "",
                one.gravity,
                sorted(one.detail.items(), key=str),
            ),
        )
    )


def _borrowed(evidence: Evidence) -> list[Finding]:
    groups = evidence.matched.groups
    types = claims_with(evidence, groups[Groups.TYPE_BORROWED].to_numpy())
    debtors = claims_with(evidence, groups[Groups.DEBTORS_BORROWED].to_numpy())
    return in_cells(evidence, "type_borrowed", REMARK, types) + in_cells(evidence, "debtor_borrowed", REMARK, debtors)


def _unsure(evidence: Evidence) -> list[Finding]:
    """Likely and ambiguous matches. An ambiguous group with øre still open blocks."""
    groups, items = evidence.matched.groups, evidence.items
    by, grade = groups[Groups.BY].to_numpy(), groups[Groups.GRADE].to_numpy()
    open_groups = np.unique(items[OpenItems.GROUP].to_numpy())
    ambiguous = grade == Grade.AMBIGUOUS
    still_open = ambiguous & np.isin(groups[Groups.GROUP].to_numpy(), open_groups)
    return [
        *in_cells(evidence, "likely_match", REMARK, claims_with(evidence, np.isin(by, LIKELY) | _guided(evidence))),
        *in_cells(evidence, "ambiguous", REMARK, claims_with(evidence, ambiguous & ~still_open)),
        *in_cells(evidence, "ambiguous", BLOCKING, claims_with(evidence, still_open)),
    ]


LIKELY = (Pass.AMOUNT, Pass.SUM, Pass.ATTACHED)
"""Passes whose matches are likely, and no more."""


def _guided(evidence: Evidence) -> np.ndarray:
    """Claims paired by amount and date whose solution comes from the pair alone: sure of each other, not of the solution."""
    groups, claims = evidence.matched.groups, evidence.book.claims
    without = (claims[Claims.SOLUTION].to_numpy() == NONE) & (groups[Groups.BY].to_numpy() == Pass.AMOUNT_AND_DATE)
    types = [len(evidence.scope.by_type().get(name, ())) > 1 for name in evidence.book.texts.types]
    shared = np.array([*types, True])[groups[Groups.CLAIM_TYPE].to_numpy()]
    return np.asarray(without & shared)


def _broken(evidence: Evidence) -> list[Finding]:
    return in_cells(evidence, "broken_key", BLOCKING, claims_with(evidence, evidence.matched.broken_claims))


def _steps(evidence: Evidence) -> list[Finding]:
    step = evidence.clearing[Clearing.STEP].to_numpy()
    movements = evidence.book.movements
    claim = movements[Movements.CLAIM].to_numpy()
    debtor = movements[Movements.SIDE].to_numpy() == Side.DEBTOR
    split = np.unique(claim[debtor & (step == Step.SUM)])
    likely = evidence.matched.groups[Groups.GRADE].to_numpy() == Grade.LIKELY
    return [
        *in_cells(evidence, "receipt_not_fetched", REMARK, claim[debtor & (step == Step.PENDING)]),
        *in_cells(evidence, "written_up_as_own_claim", INFORMATION, claim[debtor & (step == Step.FAMILY)]),
        *in_cells(evidence, "split_or_merged", INFORMATION, split[~likely[split]]),
        *in_cells(evidence, "split_or_merged", REMARK, split[likely[split]]),
        *in_cells(evidence, "id_differs", REMARK, np.unique(claim[debtor & _with_other_ids(evidence)])),
    ]


def _with_other_ids(evidence: Evidence) -> np.ndarray:
    """Movements that met by reference or group, though both claims have a FordringID, and not the same: unless the
    references say that they are parts of it."""
    groups, claims = evidence.matched.groups, evidence.book.claims
    other = (claims[Claims.CLAIM_ID].to_numpy() != NONE) & (groups[Groups.OWN_ID].to_numpy() == NONE)
    other &= ~evidence.matched.broken_claims
    other &= groups[Groups.BY].to_numpy() != Pass.SUM_CONFIRMED
    psrm = claims[Claims.SIDE].to_numpy() == Side.PSRM
    group = groups[Groups.GROUP].to_numpy()
    has = np.zeros(len(group), bool)
    has[group[other & psrm & claims[Claims.IN_BOOK].to_numpy()]] = True
    met = np.isin(evidence.clearing[Clearing.STEP].to_numpy(), (Step.REFERENCE, Step.GROUP, Step.SUM, Step.PAIR))
    return np.asarray(met & (other & has[group])[evidence.book.movements[Movements.CLAIM].to_numpy()])


def _dmi(evidence: Evidence) -> list[Finding]:
    """In DMI and in PSRM at once; and sent to DMI after the area was closed there."""
    movements, groups = evidence.book.movements, evidence.matched.groups
    in_dmi = np.unique(of_rule(evidence, Rule.DMI))
    keys = (groups[Groups.OWN_ID].to_numpy() != NONE) | (groups[Groups.OWN_REFERENCE].to_numpy() != NONE)
    found = in_cells(evidence, "also_in_dmi", BLOCKING, in_dmi[keys[in_dmi]])
    close = evidence.settings.dmi_close
    if close is not None:
        late = (movements[Movements.RULE].to_numpy() == Rule.DMI) & (
            movements[Movements.EVENT].to_numpy() == Event.CREATION
        )
        late &= movements[Movements.BOOKED_ON].to_numpy() > number(close)
        claim = movements[Movements.CLAIM].to_numpy()
        found += in_cells(evidence, "sent_to_dmi_after_close", BLOCKING, np.unique(claim[late]))
    return found


FAR = 183
"""Days: half a year. An export is made some weeks after the cut-off."""


def _far_ahead(evidence: Evidence) -> list[Finding]:
    """Lines booked more than half a year after the cut-off: a slip in a date must not take a line out of the test."""
    movements = evidence.book.movements
    late = np.isin(movements[Movements.RULE].to_numpy(), (Rule.AFTER_CUT_OFF, Rule.LATE_AND_OUT))
    late &= movements[Movements.BOOKED_ON].to_numpy() > evidence.cut_off + FAR
    return in_cells(evidence, "date_far_ahead", BLOCKING, movements[Movements.CLAIM].to_numpy()[late])


def _rules(evidence: Evidence) -> list[Finding]:
    movements = evidence.book.movements
    claim, rule = movements[Movements.CLAIM].to_numpy(), movements[Movements.RULE].to_numpy()
    unrouted = movements[Movements.UNROUTED].to_numpy() & (rule == Rule.IN_BOOK)
    mixed = np.unique(claim[movements[Movements.MIXED].to_numpy() & (rule == Rule.IN_BOOK)])
    return [
        *in_cells(evidence, "action_replaced", INFORMATION, of_rule(evidence, Rule.REPLACED)),
        *in_cells(evidence, "action_replaced", REMARK, of_rule(evidence, Rule.REPLACED_BY_OTHER_AMOUNT)),
        *in_cells(evidence, "action_without_sign", BLOCKING, of_rule(evidence, Rule.NO_SIGN)),
        *in_cells(evidence, "line_twice", BLOCKING, of_rule(evidence, Rule.LINE_TWICE)),
        *in_cells(evidence, "in_dmi", INFORMATION, np.unique(of_rule(evidence, Rule.DMI))),
        *in_cells(evidence, "not_routed", REMARK, np.unique(claim[unrouted])),
        *in_cells(evidence, "mixed_agreement", BLOCKING, mixed),
    ]


def _scope(evidence: Evidence) -> list[Finding]:
    """What is seen and not declared, and the reverse."""
    scope, cells = evidence.scope, evidence.cells
    seen = seen_cells(evidence)
    if not scope.declared:
        return [Finding("scope_not_declared", REMARK, len(seen))]
    found = []
    counts = np.bincount(
        cells.of_claim[claims_with(evidence, np.ones(len(cells.of_claim), bool))], minlength=len(cells.keys)
    )
    for at, (solution, claim_type) in enumerate(cells.keys):
        if cells.outside[at] or not counts[at] or claim_type is None or scope.handler(solution, claim_type):
            continue
        if claim_type not in scope.types_in_use():
            found.append(Finding("undeclared_type", BLOCKING, int(counts[at]), solution, claim_type))
        elif solution != UNALLOTTED and (solution, claim_type) not in scope.expected:
            found.append(Finding("undeclared_solution", BLOCKING, int(counts[at]), solution, claim_type))
    found += [Finding("expected_not_seen", REMARK, 1, *cell) for cell in sorted(scope.expected - seen)]
    return found


def _elsewhere(evidence: Evidence) -> list[Finding]:
    """Claims of a type that somebody else handles (håndteres af anden): somebody said that no such bill is sent. Those in DMI,
    those that wait and those after the cut-off are bills too."""
    cells, scope, movements = evidence.cells, evidence.scope, evidence.book.movements
    if not scope.elsewhere:
        return []
    ours = ~np.isin(movements[Movements.RULE].to_numpy(), NOT_OURS)
    claims = np.unique(movements[Movements.CLAIM].to_numpy()[ours])
    counts = np.bincount(cells.of_claim[claims], minlength=len(cells.keys))
    found = []
    for at, (solution, claim_type) in enumerate(cells.keys):
        if claim_type is not None and counts[at] and (by := scope.handler(solution, claim_type)):
            detail: Mapping[str, str | int] = {"handled_by": by}
            found.append(Finding("handled_elsewhere", BLOCKING, int(counts[at]), solution, claim_type, detail))
    return found


def seen_cells(evidence: Evidence) -> frozenset[tuple[str, str | None]]:
    """The cells of the area that have a claim in the book."""
    cells = evidence.cells
    return frozenset(cells.keys[at] for at in cells_in_book(evidence) if not cells.outside[at])


def cells_in_book(evidence: Evidence) -> np.ndarray:
    """The places of the cells that have a claim in the book, of the area or not."""
    cells = evidence.cells
    counted = cells.of_claim[evidence.book.claims[Claims.IN_BOOK].to_numpy()]
    return np.flatnonzero(np.bincount(counted, minlength=len(cells.keys)))


def _outside(evidence: Evidence) -> list[Finding]:
    cells = evidence.cells
    out = cells.outside[cells.of_claim] & evidence.book.claims[Claims.IN_BOOK].to_numpy()
    return [Finding("outside_area", INFORMATION, int(out.sum()))] if out.any() else []


def _unread(evidence: Evidence) -> list[Finding]:
    """Rejected lines, by the solution of their file; where that is not known they count against every cell."""
    solutions = sorted(set(evidence.reject_solutions), key=lambda name: name or "")
    return [
        Finding("rejected_lines", BLOCKING, sum(one == name for one in evidence.reject_solutions), name)
        for name in solutions
    ]


def _control_totals(evidence: Evidence) -> list[Finding]:
    """The first link: what the business system delivered, against the cell's creations."""
    settings, scope = evidence.settings, evidence.scope
    if not scope.declared:
        return [Finding("control_total_missing", REMARK, 1)]
    seen = creations(evidence.book, evidence.cells)
    found: list[Finding] = []
    told = {(one.solution, one.claim_type): one for one in settings.control_totals}
    for cell in sorted(scope.expected):
        if cell not in told:
            found.append(Finding("control_total_missing", REMARK, 1, *cell))
    for cell, total in sorted(told.items()):
        found += _differs(total, *seen.get(cell, (0, 0)))
    return found


def _differs(total: ControlTotal, claims: int, amount_ore: int) -> list[Finding]:
    if (total.claims, total.amount_ore) == (claims, amount_ore):
        return []
    detail: Mapping[str, str | int] = {
        "link": "first",
        "declared_claims": total.claims,
        "seen_claims": claims,
        "declared_ore": total.amount_ore,
        "seen_ore": amount_ore,
    }
    return [Finding("control_total_differs", BLOCKING, 1, total.solution, total.claim_type, detail)]


def creations(book: Book, cells: Cells) -> dict[tuple[str, str | None], tuple[int, int]]:
    """Cell -> count and sum of the debtor system's creations in the book, and of those that wait for a co-debtor: the
    business system has delivered them too."""
    movements = book.movements
    mine = (
        (movements[Movements.SIDE].to_numpy() == Side.DEBTOR)
        & np.isin(movements[Movements.RULE].to_numpy(), (Rule.IN_BOOK, Rule.AWAITING_CO_DEBTOR))
        & np.isin(movements[Movements.EVENT].to_numpy(), (Event.CREATION, Event.BALANCE))
    )
    cell = cells.of_claim[movements[Movements.CLAIM].to_numpy()[mine]]
    counts = np.bincount(cell, minlength=len(cells.keys))
    sums = -add_up(cell, movements[Movements.SIGNED_ORE].to_numpy()[mine], len(cells.keys))
    return {key: (int(counts[at]), int(sums[at])) for at, key in enumerate(cells.keys) if counts[at]}


def _portal(evidence: Evidence) -> list[Finding]:
    """The portal's four sums, against the PSRM file whole."""
    declared = evidence.settings.portal_ore
    sums = event_sums(evidence.book, Side.PSRM)
    seen = {
        Event.CREATION: sums.creation_ore, Event.WRITE_UP: sums.write_up_ore,
        Event.WRITE_DOWN: sums.write_down_ore, Event.RECALL: sums.recall_ore,
    }  # fmt: skip
    return [
        Finding(
            "control_total_differs",
            BLOCKING,
            1,
            None,
            None,
            {"link": "portal", "event": event.name.lower(), "declared_ore": declared[event], "seen_ore": seen[event]},
        )
        for event in declared
        if declared[event] != seen[event]
    ]


def event_sums(book: Book, side: Side) -> EventSums:
    """The four events of one side, the whole creditor, as positive amounts."""
    movements = book.movements
    mine = (movements[Movements.SIDE].to_numpy() == side) & (movements[Movements.RULE].to_numpy() == Rule.IN_BOOK)
    total = add_up(
        movements[Movements.EVENT].to_numpy()[mine], movements[Movements.SIGNED_ORE].to_numpy()[mine], len(Event)
    )
    total = total * np.array([EVENT_SIGN[one] for one in Event]) * SIDE_SIGN[side]
    return EventSums(
        int(total[Event.CREATION]), int(total[Event.WRITE_UP]), int(total[Event.WRITE_DOWN]), int(total[Event.RECALL])
    )


KINDS_OF_FINDING: tuple[Callable[[Evidence], list[Finding]], ...] = (
    _borrowed, _unsure, _broken, _steps, _rules, _dmi, _far_ahead, _scope, _elsewhere, _outside, _unread, _control_totals, _portal,
    test_batch, too_perfect, person_numbers, resent, over_balance, waiting_and_waived, left_out, collected_and_recovered,
    paid_on_both_sides, retired_codes, other_area_codes, types_of_other_areas, converted_claims, debtor_changed, heard,
    numbers_damaged,
    decision_findings.decided, decision_findings.unused, decision_findings.expired,
)  # fmt: skip
