"""Faults of claim types and of debtors: swapped, a fee on the main claim's type, another form of a number."""

from __future__ import annotations

from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds.kind import INFORMATION, NOTHING, REMARK, Case, Kind
from zerosum.tables import Side


def _on_main_type(case: Case, side: Side) -> None:
    """The fee's own claim has the main claim's type on one side."""
    case.set(case.other.creation(side), claim_type=case.claim.creation(side)["claim_type"])


def fee_on_main_type_in_debtor(case: Case) -> None:
    _on_main_type(case, Side.DEBTOR)


def fee_on_main_type_in_psrm(case: Case) -> None:
    _on_main_type(case, Side.PSRM)


def _swapped(case: Case, side: Side) -> None:
    for row in case.claim.of(side):
        case.set(row, claim_type=_other_type(case))


def _other_type(case: Case) -> str:
    """Another type that the claim's solution sends, or else another that is declared: of no fee and no interest."""
    own = next(row["claim_type"] for row in case.claim.rows if row["claim_type"])
    solution = case.draft.solution(case.claim.number)
    declared = sorted(case.draft.terms.scope)
    types = [one for name, one in declared if name == solution] + [one for _, one in declared]
    types += sorted(case.draft.words["claim_type"])
    return next((one for one in types if one != own and not one.startswith(("GE", "RE"))), f"{own}X")


def type_swapped_in_psrm(case: Case) -> None:
    _swapped(case, Side.PSRM)


def type_swapped_in_debtor(case: Case) -> None:
    _swapped(case, Side.DEBTOR)


def type_swapped_borrowed(case: Case) -> None:
    """PSRM has another type, and its file no column for it: not a sign of it can be seen."""
    _swapped(case, Side.PSRM)


def debtor_swapped(case: Case) -> None:
    """PSRM has another person, one who has claims of the same municipality."""
    own = next(row["debtors"] for row in case.claim.rows if row["debtors"])
    singles = case.draft.fit[Fit.SINGLE][:, 0]
    start = int(case.rng.integers(len(singles)))
    for step in range(min(len(singles), 20)):
        other = case.draft.text("debtors", int(singles[(start + step) % len(singles)]))
        if other != own:
            break
    else:
        other = case.draft.fresh_person()
    case.set(case.claim.creation(Side.PSRM), debtors=other)


def former_number(case: Case) -> None:
    """PSRM has a number that the person had before; no file of these says whose it is."""
    case.set(case.claim.creation(Side.PSRM), debtors=case.draft.fresh_person())


def former_number_known(case: Case) -> None:
    """PSRM has another number of the same debtor, and a file or the settings say so."""
    row = case.claim.creation(Side.PSRM)
    own = next(one["debtors"] for one in case.claim.rows if one["debtors"])
    case.set(row, debtors=next(form for form in case.draft.terms.numbers[own] if form != own))


def cvr_cpr(case: Case) -> None:
    """PSRM has the number of a firm where the debtor system has its owner's."""
    case.set(case.claim.creation(Side.PSRM), debtors=case.draft.fresh_firm())


def zeros_lost_of_debtor(case: Case) -> None:
    """PSRM's file lost the leading zeros of the debtor's number."""
    row = case.claim.creation(Side.PSRM)
    if row["debtors"]:
        case.set(row, debtors=row["debtors"].lstrip("0"))


def zeros_lost_of_reference(case: Case) -> None:
    """PSRM's file lost the leading zeros of the reference."""
    for row in case.claim.of(Side.PSRM):
        case.set(row, reference=row["reference"].lstrip("0"))


TYPES = ("debtor.claim_type", "psrm.claim_type")
TYPES_SHOWN = (("debtor.claim_type", "type_swapped_borrowed"), ("psrm.claim_type", "type_swapped_borrowed"))
BORROWED = (("psrm.debtors", "debtor_borrowed"),)
DEBTORS = "debtor_swapped / former_number / cvr_cpr"

KINDS = (
    Kind("fee_on_main_type_in_debtor", "fee_on_main_type", fee_on_main_type_in_debtor, Fit.FEE, plus=("fee_on_main_type",), minus=("fee_on_main_type",), shown_by=TYPES_SHOWN),
    Kind("fee_on_main_type_in_psrm", "fee_on_main_type", fee_on_main_type_in_psrm, Fit.FEE, plus=("fee_on_main_type",), minus=("fee_on_main_type",), shown_by=TYPES_SHOWN),
    Kind("type_swapped_in_psrm", "type_swapped", type_swapped_in_psrm, plus=("type_swapped",), minus=("type_swapped",), needs=TYPES, sized="whole"),
    Kind("type_swapped_in_debtor", "type_swapped", type_swapped_in_debtor, plus=("type_swapped",), minus=("type_swapped",), needs=TYPES, sized="whole"),
    Kind(
        "type_swapped_borrowed", "type_swapped_borrowed", type_swapped_borrowed, plus=("type_swapped",), minus=("type_swapped",),
        shown_by=(("psrm.claim_type", "type_swapped_borrowed"),), lacks="psrm.claim_type", sized="whole",
    ),
    Kind("debtor_swapped", DEBTORS, debtor_swapped, Fit.SINGLE, plus=("debtor_wrong",), minus=("debtor_wrong",), shown_by=BORROWED, sized="whole"),
    # Nothing in the lines says whose number it was: another number of the same kind is another person.
    Kind("former_number", DEBTORS, former_number, Fit.SINGLE, plus=("debtor_changed",), minus=("debtor_changed",), candidates=("debtor_wrong",), gravity=REMARK, shown_by=BORROWED, sized="whole"),
    Kind("former_number_known", DEBTORS, former_number_known, Fit.KNOWN_FORM, findings=("debtor_changed",), gravity=INFORMATION, shown_by=BORROWED, sized="whole"),
    Kind("cvr_cpr", DEBTORS, cvr_cpr, Fit.SINGLE, plus=("debtor_changed",), minus=("debtor_changed",), gravity=REMARK, shown_by=BORROWED, sized="whole"),
    Kind("zeros_lost_of_debtor", "zeros_lost", zeros_lost_of_debtor, Fit.ZERO_DEBTOR, plus=("debtor_changed",), minus=("debtor_changed",), gravity=INFORMATION, shown_by=BORROWED, sized="whole"),
    Kind("zeros_lost_of_reference", "zeros_lost", zeros_lost_of_reference, Fit.ZERO_REFERENCE, gravity=NOTHING, needs=("psrm.claim_id", "debtor.claim_id")),
)  # fmt: skip
