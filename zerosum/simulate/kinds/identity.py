"""Faults of numbers and structure: repeated lines, claims sent twice or anew, split or merged, a reference used again."""

from __future__ import annotations

from zerosum.simulate.draft import Fit, Row
from zerosum.simulate.kinds.kind import INFORMATION, NOTHING, REMARK, Case, Kind
from zerosum.tables import Event, Rule, Side


def line_twice_in_psrm(case: Case) -> None:
    case.repeat(case.claim.creation(Side.PSRM))


def line_twice_in_debtor(case: Case) -> None:
    """Where each action counts once (ODE), the line is counted under its rule, and is a finding."""
    row = case.claim.creation(Side.DEBTOR)
    again = case.repeat(row)
    if case.counted_once(row):
        again["rule"] = Rule.LINE_TWICE
        case.findings.add("line_twice")


def repeated_for_liable(case: Case) -> None:
    """The line once more, for another who is liable: no fault where each action counts once."""
    case.repeat(case.claim.creation(Side.DEBTOR))["rule"] = Rule.REPEATED_FOR_LIABLE


def claimed_twice(case: Case) -> None:
    """A second Tilgang in PSRM under another FordringID."""
    row = case.claim.creation(Side.PSRM)
    case.copy(row, claim_id=case.draft.fresh(row["claim_id"]))
    if not row["claim_id"]:
        case.candidates.add("line_twice")
    if not row["reference"]:
        case.candidates.add("only_in_psrm")


def _anew(case: Case) -> Row:
    row = case.claim.creation(Side.PSRM)
    new = case.copy(row, claim_id=case.draft.fresh(row["claim_id"]), resent_of=row["claim_id"])
    if not row["reference"] and not case.tells(Side.PSRM, "resent_of"):
        case.candidates |= {"only_in_psrm", "recall_only_in_psrm"}
    return new


def resent(case: Case) -> None:
    """PSRM recalled the claim and has it again under another FordringID; the debtor system shows neither."""
    row = case.claim.creation(Side.PSRM)
    case.gross_ore = 2 * row["amount_ore"]
    new = _anew(case)
    recall = case.later(row, Event.RECALL, row["amount_ore"], "HENS", days=1)
    case.set(new, booked_on=recall["booked_on"])  # effective when the old one was: a re-send has its dates


def resent_without_recall(case: Case) -> None:
    _anew(case)


def _parts(case: Case, lost_ore: int = 0) -> None:
    """PSRM has the claim in two or three, each under a FordringID of its own."""
    row = case.claim.creation(Side.PSRM)
    whole = row["amount_ore"] - lost_ore
    many = 2 + int(case.rng.integers(2)) if whole >= 3 else 2
    if case.rng.integers(2):  # as instalments: all alike, but for the last
        cuts = [whole // many * at for at in range(1, many)]
    else:
        cuts = sorted(int(one) for one in case.rng.integers(1, max(whole, 2), many - 1))
    for start, end in zip([0, *cuts], [*cuts, whole], strict=True):
        ore = end - start
        if ore > 0:
            case.copy(row, claim_id=case.draft.fresh(row["claim_id"]), amount_ore=ore)
    case.remove([row])


def _apart(case: Case, rows: list[Row]) -> None:
    """Each of PSRM's claims has a reference of its own."""
    case.unallotted = True
    for row in rows:
        case.set(row, reference=case.draft.fresh(row["reference"]))


def split(case: Case) -> None:
    _parts(case)


def split_apart(case: Case) -> None:
    _parts(case)
    _apart(case, case.claim.of(Side.PSRM))


def split_with_loss(case: Case) -> None:
    row = case.claim.creation(Side.PSRM)
    ore = row["amount_ore"]
    lost = min(case.part(ore), ore - 2)
    case.gross_ore = 2 * ore - lost
    _parts(case, lost)


def split_with_loss_apart(case: Case) -> None:
    split_with_loss(case)
    _apart(case, case.claim.of(Side.PSRM))


def _as_one(case: Case, lost_ore: int = 0) -> None:
    """PSRM has two claims as one, under the first one's reference and a FordringID of its own."""
    one, other = case.claim.creation(Side.PSRM), case.other.creation(Side.PSRM)
    ore = one["amount_ore"] + other["amount_ore"] - lost_ore
    case.copy(one, claim_id=case.draft.fresh(one["claim_id"]), amount_ore=ore)
    case.remove([one, other])


def merged(case: Case) -> None:
    _as_one(case)


def merged_with_loss(case: Case) -> None:
    one, other = (claim.creation(Side.PSRM)["amount_ore"] for claim in case.claims)
    lost = case.part(min(one, other))
    case.gross_ore = 2 * (one + other) - lost
    _as_one(case, lost)


def merged_apart(case: Case) -> None:
    merged(case)
    _apart(case, case.claim.of(Side.PSRM))


def reference_reused(case: Case) -> None:
    """Two debtors under one reference, on both sides. Where it is the only number, it says no solution any more."""
    case.unallotted = not all(case.tells(side, "claim_id") for side in Side)
    reference = case.claim.reference()
    for side in Side:
        for row in case.other.of(side):
            case.set(row, reference=reference)


SPLIT = "split / merged / split_with_loss"
PARTS = ("split_with_loss",)
LOST = ("split_with_loss", "amount_differs", "only_in_debtor")
"""The parts are accounted for; the rest goes on."""

KINDS = (
    Kind("line_twice_in_psrm", "line_twice", line_twice_in_psrm, plus=("line_twice",), sized="whole"),
    Kind("line_twice_in_debtor", "line_twice", line_twice_in_debtor, minus=("line_twice",), sized="whole"),
    Kind("line_repeated_for_liable", "line_twice", repeated_for_liable, gravity=NOTHING, needs=("ode",)),
    Kind("claimed_twice", "claimed_twice", claimed_twice, plus=("claimed_twice",), sized="whole"),
    Kind("resent", "resent / resent_without_recall", resent, plus=("resent_new_id",), minus=("resent_new_id",), gravity=INFORMATION, needs=("psrm.claim_id",), sized="whole"),
    Kind("resent_without_recall", "resent / resent_without_recall", resent_without_recall, plus=("claimed_twice",), needs=("psrm.claim_id",), sized="whole"),
    Kind("split", SPLIT, split, findings=("split_or_merged",), gravity=INFORMATION, sized="whole", sizes=("large",)),
    Kind("split_apart", SPLIT, split_apart, findings=("split_or_merged",), gravity=REMARK, needs=("psrm.claim_id|psrm.reference",), sized="whole", sizes=("large",)),
    Kind("split_with_loss", SPLIT, split_with_loss, plus=PARTS, minus=LOST, sized="whole", sizes=("large",), elsewhere=True),
    Kind("split_with_loss_apart", SPLIT, split_with_loss_apart, plus=PARTS, minus=LOST, elsewhere=True, sized="whole", sizes=("large",)),
    Kind("merged", SPLIT, merged, Fit.COUPLE, findings=("split_or_merged",), gravity=INFORMATION, sized="whole"),
    Kind("merged_apart", SPLIT, merged_apart, Fit.COUPLE, findings=("split_or_merged",), gravity=REMARK, needs=("psrm.claim_id|psrm.reference",), sized="whole"),
    Kind("merged_with_loss", SPLIT, merged_with_loss, Fit.COUPLE, plus=PARTS, minus=LOST, elsewhere=True, sized="whole"),
    Kind(
        "reference_reused", "reference_reused", reference_reused, Fit.STRANGERS, findings=("broken_key",),
        needs=("debtor.reference", "psrm.reference"), shown_by=(("debtor.debtors|psrm.debtors", "debtor_borrowed"),), sized="whole",
    ),
)  # fmt: skip
