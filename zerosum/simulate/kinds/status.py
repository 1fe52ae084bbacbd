"""Faults that a status tells: not sent, under way, rejected, accepted in part, answered but not fetched."""

from __future__ import annotations

from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds.kind import REMARK, Case, Kind
from zerosum.tables import NO_DAY, NOT_TOLD, Event, Side, Status

STATUS = ("debtor.status",)


def _pending(case: Case, status: Status, days_old: int) -> None:
    """The debtor's action has this status and no answer; PSRM has nothing."""
    made = case.claim.creation(Side.DEBTOR)
    day = min(case.cut_off, case.draft.terms.as_of - days_old)
    answered = status in (Status.IN_HEARING, Status.IN_PROCESS)
    case.set(
        made,
        status=status,
        booked_on=day,
        effective_on=day,
        receipt_on=day if answered else NO_DAY,
        accepted_ore=NOT_TOLD,
    )
    if not answered:
        _without_id(case)
    case.remove(case.claim.of(Side.PSRM))


def _without_id(case: Case) -> None:
    """What was not answered has no FordringID yet; the reference must then be there to know it by."""
    if all(case.tells(side, "reference") for side in Side):
        case.set(case.claim.creation(Side.DEBTOR), claim_id="")


def not_sent(case: Case) -> None:
    """Blank status, made on the day of the cut-off."""
    _pending(case, Status.NOT_SENT, 0)


def awaiting_receipt(case: Case) -> None:
    """Under treatment in PSRM for two days."""
    _pending(case, Status.IN_PROCESS, 2)


def in_hearing(case: Case) -> None:
    """In hearing for three days."""
    _pending(case, Status.IN_HEARING, 3)


def hearing_overdue(case: Case) -> None:
    """In hearing for thirty days: more than the fourteen that it may take."""
    _pending(case, Status.IN_HEARING, 30)


def _rejected(case: Case, event: Event) -> None:
    """The debtor's action was rejected; PSRM has nothing of it."""
    for row in case.claim.of(Side.DEBTOR, event):
        case.set(row, status=Status.REJECTED, accepted_ore=NOT_TOLD, reason="151")
    case.remove(case.claim.of(Side.PSRM, event))


def rejected_creation(case: Case) -> None:
    _rejected(case, Event.CREATION)


def rejected_write_down(case: Case) -> None:
    _rejected(case, Event.WRITE_DOWN)


def rejected_write_up(case: Case) -> None:
    _rejected(case, Event.WRITE_UP)


def rejected_recall(case: Case) -> None:
    _rejected(case, Event.RECALL)


def _partly(case: Case, event: Event) -> None:
    """PSRM accepted less than was sent; the receipt says so."""
    (row,), (booked,) = case.claim.of(Side.DEBTOR, event), case.claim.of(Side.PSRM, event)
    sent = row["amount_ore"]
    lost = case.part(sent) if sent > 1 else 0
    case.set(row, accepted_ore=sent - lost)
    case.set(booked, amount_ore=sent - lost)


def partial_create(case: Case) -> None:
    _partly(case, Event.CREATION)


def partial_write_down(case: Case) -> None:
    _partly(case, Event.WRITE_DOWN)


def status_lag(case: Case) -> None:
    """PSRM has booked it; the debtor's status is still blank."""
    case.set(case.claim.creation(Side.DEBTOR), status=Status.NOT_SENT, receipt_on=NO_DAY, accepted_ore=NOT_TOLD)
    _without_id(case)


NAMES = "not_sent / in_hearing / rejected"

KINDS = (
    Kind("not_sent", NAMES, not_sent, minus=("not_sent",), gravity=REMARK, needs=STATUS, sized="whole"),
    Kind("awaiting_receipt", NAMES, awaiting_receipt, minus=("awaiting_receipt",), gravity=REMARK, needs=STATUS, sized="whole"),
    Kind("in_hearing", NAMES, in_hearing, minus=("in_hearing",), gravity=REMARK, needs=STATUS, sized="whole"),
    Kind("hearing_overdue", "hearing_overdue", hearing_overdue, minus=("in_hearing",), needs=(*STATUS, "debtor.booked_on"), sized="whole"),
    Kind("rejected_creation", NAMES, rejected_creation, minus=("rejected_creation",), needs=STATUS, sized="whole"),
    Kind("rejected_write_down", NAMES, rejected_write_down, Fit.WRITE_DOWN, plus=("rejected_write_down",), gravity=REMARK, needs=STATUS, sized="part"),
    Kind("rejected_write_up", NAMES, rejected_write_up, Fit.WRITE_UP, minus=("rejected_write_up",), needs=STATUS, sized="part"),
    Kind("rejected_recall", NAMES, rejected_recall, Fit.RECALL, plus=("rejected_recall",), needs=STATUS),
    Kind("partial_create", "partial_create / partial_write_down", partial_create, minus=("partly_accepted_creation",), needs=("debtor.accepted",), sized="change"),
    Kind("partial_write_down", "partial_create / partial_write_down", partial_write_down, Fit.WRITE_DOWN, plus=("partly_accepted_write_down",), gravity=REMARK, needs=("debtor.accepted",), sized="change"),
    Kind("status_lag", "status_lag", status_lag, findings=("receipt_not_fetched",), gravity=REMARK, needs=STATUS, sized="whole"),
)  # fmt: skip
