"""Faults of amounts: changed, with a fee or interest in them, turned, a hundred times, without øre, offset, counted twice."""

from __future__ import annotations

from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds.kind import Case, Kind
from zerosum.tables import Rule, Side


def _changed(case: Case, side: Side) -> None:
    row = case.claim.creation(side)
    before = row["amount_ore"]
    after = before + case.change(before)
    case.amount(row, after)
    case.looks_like(before, after)


def amount_changed_in_psrm(case: Case) -> None:
    """By one øre up to 5.000,00 kr."""
    _changed(case, Side.PSRM)


def amount_changed_in_debtor(case: Case) -> None:
    _changed(case, Side.DEBTOR)


def _included(case: Case, side: Side) -> None:
    """The related claim's amount stands in the main claim; its own claim is not there.

    Where this side alone tells which main claim it is of, nothing then ties the two together.
    """
    across = Side.PSRM if side == Side.DEBTOR else Side.DEBTOR
    if not any(row["main_claim_id"] for row in case.other.of(across)):
        case.candidates |= {"amount_differs", "only_in_debtor" if side == Side.PSRM else "only_in_psrm"}
    main, related = case.claim.creation(side), case.other.creation(side)
    case.amount(main, main["amount_ore"] + related["amount_ore"])
    case.remove([related])


def included_in_debtor(case: Case) -> None:
    _included(case, Side.DEBTOR)


def included_in_psrm(case: Case) -> None:
    _included(case, Side.PSRM)


def sign_turned(case: Case) -> None:
    """PSRM has the amount with the opposite sign."""
    row = case.claim.creation(Side.PSRM)
    case.amount(row, -row["amount_ore"])


def factor_hundred(case: Case) -> None:
    """Øre read as kroner: PSRM has a hundred times the amount."""
    row = case.claim.creation(Side.PSRM)
    case.amount(row, row["amount_ore"] * 100)


def factor_hundredth(case: Case) -> None:
    """Kroner read as øre: PSRM has a hundredth of the amount."""
    row = case.claim.creation(Side.PSRM)
    case.amount(row, row["amount_ore"] // 100)


def decimals_lost(case: Case) -> None:
    """The øre are cut off in PSRM. No file can tell it from a change of less than a krone."""
    row = case.claim.creation(Side.PSRM)
    case.amount(row, row["amount_ore"] // 100 * 100)


def offset_pair(case: Case) -> None:
    """+x and −x on two claims of one debtor and one type."""
    one, other = case.claim.creation(Side.PSRM), case.other.creation(Side.PSRM)
    ore = _offset(case, other["amount_ore"])
    case.looks_like(one["amount_ore"], one["amount_ore"] + ore)
    case.looks_like(other["amount_ore"], other["amount_ore"] - ore)
    case.amount(one, one["amount_ore"] + ore)
    case.amount(other, other["amount_ore"] - ore)
    case.gross_ore = 2 * ore


def _offset(case: Case, least_ore: int) -> int:
    return case.part(least_ore) if least_ore > 1 else 0


def offset_whole(case: Case) -> None:
    """One claim is missing in PSRM, another of the same debtor, type and amount in the debtor system."""
    case.gross_ore = 2 * case.claim.creation(Side.DEBTOR)["amount_ore"]
    case.remove(case.claim.of(Side.PSRM))
    case.remove(case.other.of(Side.DEBTOR))


def per_debtor_double(case: Case) -> None:
    """The amount once for each of those who are liable, as one amount."""
    row = case.claim.creation(Side.DEBTOR)
    case.amount(row, row["amount_ore"] * _liable(case))


def per_debtor_lines(case: Case) -> None:
    """A line for each of those who are liable, each counted. Where each action counts once there is no such fault."""
    row = case.claim.creation(Side.DEBTOR)
    for _ in range(_liable(case) - 1):
        case.copy(row, rule=Rule.LINE_TWICE if case.counted_once(row) and not row["action_id"] else row["rule"])
    if not row["action_id"]:
        case.candidates.add("line_twice")


def _liable(case: Case) -> int:
    debtors = next(row["debtors"] for row in case.claim.rows if row["debtors"])
    return len(debtors.split("|"))


FEES = "fee_in_principal / interest_in_principal"
FACTORS = "sign_turned / factor_hundred / decimals_lost"

KINDS = (
    Kind("amount_changed_in_psrm", "amount_changed", amount_changed_in_psrm, plus=("amount_differs",), minus=("amount_differs",), sized="change"),
    Kind("amount_changed_in_debtor", "amount_changed", amount_changed_in_debtor, plus=("amount_differs",), minus=("amount_differs",), sized="change"),
    Kind("fee_in_principal_in_debtor", FEES, included_in_debtor, Fit.FEE, plus=("fee_included",), minus=("fee_included",)),
    Kind("fee_in_principal_in_psrm", FEES, included_in_psrm, Fit.FEE, plus=("fee_included",), minus=("fee_included",)),
    Kind("interest_in_principal_in_debtor", FEES, included_in_debtor, Fit.INTEREST, plus=("interest_included",), minus=("interest_included",)),
    Kind("interest_in_principal_in_psrm", FEES, included_in_psrm, Fit.INTEREST, plus=("interest_included",), minus=("interest_included",)),
    Kind("sign_turned", FACTORS, sign_turned, minus=("sign_turned",), sized="whole"),
    Kind("factor_hundred", FACTORS, factor_hundred, plus=("factor_hundred",), sized="whole", sizes=("one_ore",)),
    Kind("factor_hundredth", FACTORS, factor_hundredth, Fit.WHOLE_KRONER, minus=("factor_hundred",)),
    Kind("decimals_lost", FACTORS, decimals_lost, Fit.ODD_ORE, minus=("decimals_lost",), candidates=("amount_differs",), sized="whole", sizes=("large",)),
    Kind("offset_pair", "offset_pair", offset_pair, Fit.COUPLE, plus=("amount_differs",), minus=("amount_differs",), sized="change"),
    Kind("offset_whole", "offset_pair", offset_whole, Fit.TWINS, plus=("offset_same_debtor",), minus=("offset_same_debtor",), candidates=("only_in_psrm", "only_in_debtor"), sized="whole"),
    Kind("offset_cell", "offset_cell", offset_pair, Fit.STRANGERS, plus=("amount_differs",), minus=("amount_differs",), sized="change"),
    Kind("per_debtor_double", "per_debtor_double", per_debtor_double, Fit.TWO_LIABLE, minus=("counted_per_debtor",), sized="whole"),
    Kind("per_debtor_lines", "per_debtor_double", per_debtor_lines, Fit.TWO_LIABLE, minus=("counted_per_debtor",), sized="whole"),
)  # fmt: skip
