"""Faults of whole claims and whole events: lost on one side, recalled with another amount, two that are opposite."""

from __future__ import annotations

from zerosum.simulate.draft import Fit, Row
from zerosum.simulate.kinds.kind import REMARK, Case, Kind
from zerosum.tables import NO_DAY, NOT_TOLD, Event, Rule, Side, Status


def missing_in_psrm(case: Case) -> None:
    case.remove(case.claim.of(Side.PSRM))


def missing_in_debtor(case: Case) -> None:
    case.remove(case.claim.of(Side.DEBTOR))


def _lost(case: Case, event: Event, side: Side) -> None:
    case.remove(case.claim.of(side, event))


def write_down_lost_in_psrm(case: Case) -> None:
    _lost(case, Event.WRITE_DOWN, Side.PSRM)


def write_down_lost_in_debtor(case: Case) -> None:
    _lost(case, Event.WRITE_DOWN, Side.DEBTOR)


def write_up_lost_in_psrm(case: Case) -> None:
    _lost(case, Event.WRITE_UP, Side.PSRM)


def write_up_lost_in_debtor(case: Case) -> None:
    _lost(case, Event.WRITE_UP, Side.DEBTOR)


def recall_lost_in_psrm(case: Case) -> None:
    _lost(case, Event.RECALL, Side.PSRM)


def recall_lost_in_debtor(case: Case) -> None:
    _lost(case, Event.RECALL, Side.DEBTOR)


def two_opposite(case: Case) -> None:
    """A write-down only here, and one of the same amount only there, with effect from different days."""
    here, there = (case.claim.creation(side) for side in Side)
    ore = case.part(here["amount_ore"])
    case.later(here, Event.WRITE_DOWN, ore)
    later = case.later(there, Event.WRITE_DOWN, ore)
    if later["effective_on"] != NO_DAY:
        case.set(later, effective_on=later["effective_on"] - 3)
    case.gross_ore = 2 * ore


def two_opposite_by_status(case: Case) -> None:
    """The debtor system's write-down was rejected; PSRM has another of the same amount."""
    here, there = (case.claim.creation(side) for side in Side)
    ore = case.part(here["amount_ore"])
    case.set(case.later(here, Event.WRITE_DOWN, ore, "496"), status=Status.REJECTED, accepted_ore=NOT_TOLD)
    case.later(there, Event.WRITE_DOWN, ore)
    case.gross_ore = 2 * ore


def recall_fejl(case: Case) -> None:
    """The debtor system recalls what is left after a write-down; PSRM recalls the original amount (FEJL)."""
    created = [case.claim.creation(side) for side in Side]
    downs = [case.claim.of(side, Event.WRITE_DOWN)[0] for side in Side]
    days = max(_days(*rows) for rows in zip(created, downs, strict=True)) + 5
    made, booked = created
    case.later(made, Event.RECALL, made["amount_ore"] - downs[0]["amount_ore"], "FEJL", days)
    case.later(booked, Event.RECALL, booked["amount_ore"], "FEJL", days)


def _days(first: Row, later: Row) -> int:
    """How many days the one was booked after the other; 0 where a file does not tell."""
    told = NO_DAY not in (first["booked_on"], later["booked_on"])
    return max(later["booked_on"] - first["booked_on"], 0) if told else 0


def recall_rest(case: Case) -> None:
    """The debtor system recalls the whole; PSRM recalls what is left after it recovered a part (HENS)."""
    made, booked = (case.claim.creation(side) for side in Side)
    recovered = case.part(made["amount_ore"]) if made["amount_ore"] > 1 else 0
    case.later(made, Event.RECALL, made["amount_ore"], "HENS")
    case.later(booked, Event.RECALL, booked["amount_ore"] - recovered, "HENS")


def recall_rest_recovered(case: Case) -> None:
    """The same, and PSRM's file tells what it recovered."""
    booked = case.claim.creation(Side.PSRM)
    recall_rest(case)
    (recall,) = case.claim.of(Side.PSRM, Event.RECALL)
    recovered = booked["amount_ore"] - recall["amount_ore"]
    if recovered:
        case.later(booked, Event.RECOVERY, recovered, days=2)["rule"] = Rule.RECOVERY


def recall_family(case: Case) -> None:
    """The main claim is recalled on both sides; in PSRM its fee falls with it, without an action of its own here."""
    made, booked = (case.claim.creation(side) for side in Side)
    fee = case.other.creation(Side.PSRM)
    days = _days(booked, fee) + 5
    case.later(made, Event.RECALL, made["amount_ore"], "HENS", days)
    recall = case.later(booked, Event.RECALL, booked["amount_ore"], "HENS", days)
    case.set(case.later(fee, Event.RECALL, fee["amount_ore"], "HENS"), booked_on=recall["booked_on"])


LOST = "write_down_lost / write_up_lost / recall_lost"
RECALLS = "recall_fejl / recall_rest / recall_family"

KINDS = (
    Kind("missing_in_psrm", "missing_in_psrm", missing_in_psrm, minus=("only_in_debtor",), sized="whole"),
    Kind("missing_in_debtor", "missing_in_debtor", missing_in_debtor, plus=("only_in_psrm",), sized="whole"),
    Kind("write_down_lost_in_psrm", LOST, write_down_lost_in_psrm, Fit.WRITE_DOWN, plus=("write_down_missing_in_psrm",), sized="part"),
    Kind("write_down_lost_in_debtor", LOST, write_down_lost_in_debtor, Fit.WRITE_DOWN, minus=("write_down_only_in_psrm",), sized="part"),
    Kind("write_up_lost_in_psrm", LOST, write_up_lost_in_psrm, Fit.WRITE_UP, minus=("write_up_missing_in_psrm",), sized="part"),
    Kind("write_up_lost_in_debtor", LOST, write_up_lost_in_debtor, Fit.WRITE_UP, plus=("write_up_only_in_psrm",), sized="part"),
    Kind("recall_lost_in_psrm", LOST, recall_lost_in_psrm, Fit.RECALL, plus=("recall_missing_in_psrm",)),
    Kind("recall_lost_in_debtor", LOST, recall_lost_in_debtor, Fit.RECALL, minus=("recall_only_in_psrm",)),
    Kind(
        "two_opposite", "two_opposite", two_opposite,
        plus=("write_down_missing_in_psrm",), minus=("write_down_only_in_psrm",), sized="change",
        shown_by=(("debtor.effective_on", "effective_dates"), ("psrm.effective_on", "effective_dates")),
    ),
    Kind(
        "two_opposite_by_status", "two_opposite", two_opposite_by_status,
        plus=("rejected_write_down",), minus=("write_down_only_in_psrm",), needs=("debtor.status",), sized="change",
    ),
    Kind("recall_fejl", RECALLS, recall_fejl, Fit.WRITE_DOWN, minus=("recall_of_original_amount",), gravity=REMARK, needs=("psrm.reason|debtor.reason",)),
    # Without proof of the recovery nothing tells it from a recall of a wrong amount.
    Kind("recall_rest", RECALLS, recall_rest, plus=("recalled_at_psrm_rest",), candidates=("amount_differs",), gravity=REMARK, sized="change"),
    Kind("recall_rest_recovered", RECALLS, recall_rest_recovered, plus=("recalled_at_psrm_rest",), gravity=REMARK, needs=("psrm.recovery",), sized="change"),
    Kind("recall_family", RECALLS, recall_family, Fit.FEE, minus=("recalled_with_main_claim",), gravity=REMARK),
)  # fmt: skip
