"""What these files cannot show: each kind of fault that the given columns cannot reveal."""

from __future__ import annotations

from collections.abc import Mapping

from zerosum.settings import Settings
from zerosum.sources.model import RECOVERY, WAIVED
from zerosum.tables import Notice, Side


def blind_spots(
    settings: Settings, told: Mapping[Side, frozenset[str]], *, with_stamdata: bool = False
) -> tuple[str, ...]:
    """Codes of the blind spots, from the columns that each side has and what the settings declare.

    `told` also names events that only some files have (RECOVERY, WAIVED), where there is one. `with_stamdata`: the claims were
    held against the rules of the entry filter.
    """
    debtor, psrm = told.get(Side.DEBTOR, frozenset()), told.get(Side.PSRM, frozenset())
    expected = {(one.name, claim_type) for one in settings.solutions for claim_type in one.claim_types}
    covered = {(one.solution, one.claim_type) for one in settings.control_totals}
    notices = {notice for given in settings.inputs for notice in given.source.notices.values()}
    ode = any(given.source.layout == "kmd-ode" for given in settings.inputs)
    spots = (
        ("type_swapped_borrowed", "claim_type" not in psrm or "claim_type" not in debtor),
        ("debtor_borrowed", "debtors" not in psrm or "debtors" not in debtor),
        ("business_to_debtor", not expected or bool(expected - covered)),
        ("portal_sums", not settings.portal_ore),
        ("cutoff_without_psrm_date", "booked_on" not in psrm),
        ("status_unknown", "status" not in debtor),
        ("accepted_unknown", "accepted" not in debtor),
        ("effective_dates", "effective_on" not in psrm or "effective_on" not in debtor),
        ("dmi_unknown", not ode),
        ("keys_unknown", not {"claim_id", "reference"} & debtor & psrm),
        ("families_unknown", "main_claim_id" not in debtor | psrm),
        ("resent_unknown", "resent_of" not in debtor | psrm),
        ("reasons_unknown", "reason" not in debtor & psrm),
        ("person_numbers", "debtors" not in debtor | psrm),
        ("receipt_dates", "receipt_on" not in debtor),
        ("debtor_dates", "booked_on" not in debtor),
        ("dmi_close", ode and settings.dmi_close is None),
        ("awaiting_co_debtor", "awaiting_co_debtor" not in debtor),
        ("collected_and_recovered", "in_collection" not in debtor),
        ("paid_on_both_sides", RECOVERY not in psrm),
        ("waived_trifle", WAIVED not in psrm),
        ("write_down_exceeds_balance", not any(given.source.exceeds_balance for given in settings.inputs)),
        ("test_batch_not_declared", settings.test_batch is None),
        ("retired_code", not settings.retired_types),
        ("filter_reject_expected", not with_stamdata),
        ("filter_hearing_expected", not with_stamdata),
        ("notifications", RECOVERY not in psrm),
        ("returned_unknown", not {Notice.RETURNED, Notice.WRITTEN_OFF} <= notices),
        ("conversion_unknown", "converted" not in debtor | psrm and not settings.conversion.waves),
        ("other_creditors", not settings.former_creditors or "creditor" not in debtor | psrm),
        ("same_change_on_both", True),
    )
    return tuple(code for code, blind in spots if blind)
