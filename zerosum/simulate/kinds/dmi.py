"""Faults of the old recovery system: in both at once, and sent there after it was closed."""

from __future__ import annotations

from zerosum.simulate.kinds.kind import Case, Kind
from zerosum.tables import NO_DAY, Rule, Side


def both_systems(case: Case) -> None:
    """A copy of the claim stands in DMI, under the same numbers. Only files that name the system can say so."""
    for row in case.claim.of(Side.DEBTOR):
        if case.counted_once(row):
            case.copy(row, rule=Rule.DMI)


def dmi_after_close(case: Case) -> None:
    """Made after the area's DMI was closed, and sent there all the same; PSRM has nothing of it."""
    close = case.draft.terms.dmi_close
    for row in case.claim.of(Side.DEBTOR):
        if close is not None:
            day = max(row["booked_on"], close + 1)
            case.set(row, booked_on=day, receipt_on=day if row["receipt_on"] != NO_DAY else NO_DAY, rule=Rule.DMI)
    case.remove(case.claim.of(Side.PSRM))


DMI = "both_systems / dmi_after_close"

KINDS = (
    Kind("both_systems", DMI, both_systems, findings=("also_in_dmi",), shown_by=(("ode", "dmi_unknown"),), sized="whole"),
    Kind("dmi_after_close", DMI, dmi_after_close, findings=("sent_to_dmi_after_close",), needs=("ode",), sized="whole"),
)  # fmt: skip
