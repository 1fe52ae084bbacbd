"""What these files cannot show: each kind of fault that the given columns cannot reveal."""

from __future__ import annotations

from collections.abc import Mapping

from zerosum.settings import Settings
from zerosum.tables import Side


def blind_spots(settings: Settings, told: Mapping[Side, frozenset[str]]) -> tuple[str, ...]:
    """Codes of the blind spots, from the columns that each side has and what the settings declare."""
    debtor, psrm = told.get(Side.DEBTOR, frozenset()), told.get(Side.PSRM, frozenset())
    expected = {(one.name, claim_type) for one in settings.solutions for claim_type in one.claim_types}
    covered = {(one.solution, one.claim_type) for one in settings.control_totals}
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
        ("payments_and_reminders", True),
        ("notifications", True),
        ("same_change_on_both", True),
    )
    return tuple(code for code, blind in spots if blind)
