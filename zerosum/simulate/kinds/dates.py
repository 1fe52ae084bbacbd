"""Faults of dates: moved over the cut-off; and a date that is moved within it, which is no fault."""

from __future__ import annotations

from zerosum.simulate.kinds.kind import CUT_OFF, NOTHING, REMARK, Case, Kind
from zerosum.tables import NO_DAY, Side


def cutoff_debtor(case: Case) -> None:
    """The debtor system booked it by the cut-off; PSRM had it after."""
    made, booked = (case.claim.creation(side) for side in Side)
    case.set(made, booked_on=case.cut_off - 1, effective_on=case.cut_off - 1, receipt_on=case.cut_off + 2)
    if booked["booked_on"] != NO_DAY:
        case.set(booked, booked_on=case.cut_off + 2)
    else:
        case.remove([booked])


def cutoff_psrm(case: Case) -> None:
    """PSRM had it by the cut-off; the debtor system booked it after."""
    made, booked = (case.claim.creation(side) for side in Side)
    if booked["booked_on"] != NO_DAY:
        case.set(booked, booked_on=case.cut_off)
    case.set(made, booked_on=case.cut_off + 1, receipt_on=case.cut_off + 1)


def date_moved(case: Case) -> None:
    """PSRM's dates of a creation are some days from the debtor system's, all by the cut-off."""
    row = case.claim.creation(Side.PSRM)
    for name in ("booked_on", "effective_on"):
        if row[name] != NO_DAY:
            case.set(row, **{name: min(row[name] + 3, case.cut_off)})


ACROSS = "cutoff_debtor / cutoff_psrm"

KINDS = (
    Kind("cutoff_debtor", ACROSS, cutoff_debtor, minus=("across_cutoff_debtor_first",), gravity=REMARK, needs=(CUT_OFF, "debtor.booked_on", "debtor.receipt_on|psrm.booked_on"), sized="whole"),
    Kind("cutoff_psrm", ACROSS, cutoff_psrm, plus=("across_cutoff_psrm_first",), gravity=REMARK, needs=(CUT_OFF, "debtor.booked_on"), sized="whole"),
    Kind("no_money_date_moved", "no_money", date_moved, gravity=NOTHING, needs=("psrm.booked_on|psrm.effective_on",)),
)  # fmt: skip
