"""The worked cases: what each situation must come out as, worked out by hand, and as a golden file beside its input.

Amounts are those of the case and of the claims beside it (one like case 1 in each cell, unless the case says otherwise).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import golden
import pytest

from zerosum.cli.messages import message
from zerosum.errors import SettingsError
from zerosum.money import kr
from zerosum.pipeline import reconcile
from zerosum.result import UNALLOTTED, Gravity, Result, Standing, Verdict
from zerosum.settings_load import load

CASES = golden.FIXTURES / "cases"

NOT_READY, NOT_TESTED = Verdict.NOT_READY, Verdict.NOT_TESTED
REMARKS, READY = Verdict.READY_WITH_REMARKS, Verdict.READY
I, R, B = Gravity.INFORMATION, Gravity.REMARK, Gravity.BLOCKING  # noqa: E741
EXPLAINED, BRIDGE, LOCATED = Standing.EXPLAINED, Standing.BRIDGE, Standing.LOCATED
ACCEPTED = Standing.ACCEPTED

KFDAINS = ("Pladsanvisning", "KFDAINS")
FREETIME = ("Skolefritid", "KFSKFRI")


@dataclass(frozen=True)
class Outcome:
    """What a case must come out as."""

    verdict: Verdict
    debtor: str
    psrm: str
    causes: dict[str, tuple[str, str, int, Standing, Gravity]] = field(default_factory=dict)
    """Code -> net, gross, rows, standing, gravity."""
    findings: dict[str, Gravity] = field(default_factory=dict)
    cells: dict[tuple[str, str | None], Verdict] = field(default_factory=dict)
    """Where they are not just the cell of day care with the case's verdict."""
    outside: str = "0,00"
    """PSRM's kroner outside the area."""


OUTCOMES = {
    "01-received": Outcome(READY, "2.000,00", "2.000,00"),
    "02-nothing-sent": Outcome(
        NOT_TESTED,
        "1.000.000,00",
        "0,00",
        {"not_sent": ("-1.000.000,00", "1.000.000,00", 1000, BRIDGE, R)},
        {"outside_area": I},
        outside="500,00",
    ),
    "03-write-down-rejected-and-other": Outcome(
        NOT_READY,
        "1.700,00",
        "1.700,00",
        {
            "rejected_write_down": ("300,00", "300,00", 1, EXPLAINED, B),
            "write_down_only_in_psrm": ("-300,00", "300,00", 1, LOCATED, B),
        },
    ),
    "04-write-down-rejected-and-smaller": Outcome(
        NOT_READY,
        "1.700,00",
        "1.900,00",
        {
            "rejected_write_down": ("300,00", "300,00", 1, EXPLAINED, B),
            "write_down_only_in_psrm": ("-100,00", "100,00", 1, LOCATED, B),
        },
    ),
    "05-hearing-and-foreign": Outcome(
        NOT_READY,
        "2.000,00",
        "1.600,00",
        {
            "in_hearing": ("-1.000,00", "1.000,00", 1, BRIDGE, R),
            "only_in_psrm": ("600,00", "600,00", 1, LOCATED, B),
        },
    ),
    "06-type-swapped": Outcome(
        NOT_READY,
        "6.200,00",
        "6.200,00",
        {"type_swapped": ("0,00", "8.400,00", 2, EXPLAINED, B)},
        cells={("Pladsanvisning", "KFTILDA"): NOT_READY, ("Pladsanvisning", "KFTBBSF"): NOT_READY},
    ),
    "07-type-not-in-psrm-file": Outcome(
        REMARKS,
        "6.200,00",
        "6.200,00",
        findings={"type_borrowed": R},
        cells={("Pladsanvisning", "KFTILDA"): REMARKS, ("Pladsanvisning", "KFTBBSF"): REMARKS},
    ),
    "08-across-cut-off": Outcome(
        REMARKS,
        "2.000,00",
        "1.000,00",
        {"across_cutoff_debtor_first": ("-1.000,00", "1.000,00", 1, BRIDGE, R)},
    ),
    "08-psrm-line-after-cut-off": Outcome(
        REMARKS,
        "2.000,00",
        "1.000,00",
        {"across_cutoff_debtor_first": ("-1.000,00", "1.000,00", 1, BRIDGE, R)},
    ),
    "08-in-psrm-before-receipt": Outcome(REMARKS, "2.000,00", "2.000,00", findings={"receipt_not_fetched": R}),
    "09-resent": Outcome(READY, "2.000,00", "2.000,00", findings={"resent": I}),
    "10-resent-debtor-has-old-id": Outcome(
        READY, "2.000,00", "2.000,00", {"resent_new_id": ("0,00", "2.000,00", 2, EXPLAINED, I)}
    ),
    "10-resent-without-recall": Outcome(
        NOT_READY, "2.000,00", "3.000,00", {"claimed_twice": ("1.000,00", "1.000,00", 1, EXPLAINED, B)}
    ),
    "11-write-up-as-own-claim": Outcome(READY, "2.200,00", "2.200,00", findings={"written_up_as_own_claim": I}),
    "12-fejl-recall-after-payment": Outcome(
        REMARKS,
        "1.000,00",
        "700,00",
        {"recall_of_original_amount": ("-300,00", "300,00", 1, EXPLAINED, R)},
    ),
    "12-hens-recall-after-payment": Outcome(
        NOT_READY,
        "1.000,00",
        "700,00",
        {"amount_differs": ("-300,00", "300,00", 1, LOCATED, B)},
    ),
    "13-recalled-after-recovery": Outcome(
        REMARKS,
        "1.000,00",
        "1.400,00",
        {"recalled_at_psrm_rest": ("400,00", "400,00", 1, EXPLAINED, R)},
    ),
    "13-recalled-after-recovery-no-proof": Outcome(
        NOT_READY,
        "1.000,00",
        "1.400,00",
        {"amount_differs": ("400,00", "400,00", 1, LOCATED, B)},
    ),
    "14-two-parents": Outcome(READY, "4.000,00", "4.000,00"),
    "15-awaiting-co-debtor": Outcome(REMARKS, "1.000,00", "1.000,00", findings={"awaiting_co_debtor": R}),
    "15-not-shown": Outcome(READY, "1.000,00", "1.000,00"),
    "16-in-dmi-only": Outcome(READY, "1.000,00", "1.000,00", findings={"in_dmi": I}),
    "17-in-dmi-and-psrm": Outcome(NOT_READY, "2.000,00", "2.000,00", findings={"also_in_dmi": B, "in_dmi": I}),
    "18-converted-original": Outcome(
        REMARKS,
        "2.000,00",
        "1.600,00",
        {"converted_from_dmi": ("-400,00", "400,00", 1, EXPLAINED, R)},
    ),
    "18-converted-in-wave": Outcome(
        REMARKS,
        "2.000,00",
        "1.600,00",
        {"converted_from_dmi": ("-400,00", "400,00", 1, EXPLAINED, R)},
    ),
    "18-younger-than-the-wave": Outcome(
        NOT_READY,
        "2.000,00",
        "1.600,00",
        {"amount_differs": ("-400,00", "400,00", 1, LOCATED, B)},
    ),
    "18-converted-rest": Outcome(REMARKS, "1.600,00", "1.600,00", findings={"converted": R}),
    "18-converted-rest-differs": Outcome(
        NOT_READY,
        "2.000,00",
        "1.600,00",
        {"amount_differs": ("-400,00", "400,00", 1, LOCATED, B)},
    ),
    "18-converted-still-in-dmi": Outcome(
        NOT_READY,
        "1.000,00",
        "1.600,00",
        {"converted_from_dmi": ("600,00", "600,00", 1, EXPLAINED, R)},
        {"also_in_dmi": B, "in_dmi": I},
    ),
    "19-creation-rejected": Outcome(
        NOT_READY,
        "2.000,00",
        "1.000,00",
        {"rejected_creation": ("-1.000,00", "1.000,00", 1, EXPLAINED, B)},
    ),
    "19-creation-rejected-accepted": Outcome(
        REMARKS,
        "2.000,00",
        "1.000,00",
        {"rejected_creation": ("-1.000,00", "1.000,00", 1, ACCEPTED, R)},
    ),
    "20-creation-sent-again": Outcome(READY, "2.000,00", "2.000,00", findings={"action_replaced": I}),
    "21-write-down-sent-anew": Outcome(READY, "1.700,00", "1.700,00", findings={"action_replaced": I}),
    "21-code-50-not-declared": Outcome(
        NOT_READY, "1.700,00", "1.700,00", findings={"action_replaced": I, "action_without_sign": B}
    ),
    "22-write-down-not-sent-anew": Outcome(
        NOT_READY,
        "1.700,00",
        "2.000,00",
        {"rejected_write_down": ("300,00", "300,00", 1, EXPLAINED, B)},
    ),
    "23-write-down-partly-accepted": Outcome(
        REMARKS,
        "1.700,00",
        "1.800,00",
        {"partly_accepted_write_down": ("100,00", "100,00", 1, EXPLAINED, R)},
    ),
    "24-creation-partly-accepted": Outcome(
        NOT_READY,
        "2.000,00",
        "1.800,00",
        {"partly_accepted_creation": ("-200,00", "200,00", 1, EXPLAINED, B)},
    ),
    "25-interest-and-fee": Outcome(
        READY,
        "2.260,00",
        "2.260,00",
        cells={KFDAINS: READY, ("Pladsanvisning", "REOPDAG"): READY, ("Pladsanvisning", "GEDAINS"): READY},
    ),
    "27-recalled-with-main-claim": Outcome(
        REMARKS,
        "1.500,00",
        "1.250,00",
        {"recalled_with_main_claim": ("-250,00", "250,00", 1, EXPLAINED, R)},
        cells={KFDAINS: READY, ("Pladsanvisning", "GEDAINS"): REMARKS},
    ),
    "27-fee-recalled-before": Outcome(
        NOT_READY,
        "1.500,00",
        "1.250,00",
        {"recall_only_in_psrm": ("-250,00", "250,00", 1, LOCATED, B)},
        cells={KFDAINS: READY, ("Pladsanvisning", "GEDAINS"): NOT_READY},
    ),
    "28-split-without-shared-number": Outcome(
        REMARKS, "1.900,00", "1.900,00", findings={"likely_match": R, "split_or_merged": R, "id_differs": R}
    ),
    "28-split-reference-form": Outcome(READY, "1.900,00", "1.900,00", findings={"split_or_merged": I}),
    "29-either-pairing": Outcome(REMARKS, "1.600,00", "1.600,00", findings={"ambiguous": R}),
    "29-pair-decided": Outcome(REMARKS, "1.600,00", "1.600,00", findings={"decided_pair": R, "likely_match": R}),
    "26-fee-in-principal": Outcome(
        NOT_READY,
        "2.250,00",
        "2.250,00",
        {"fee_included": ("0,00", "500,00", 2, EXPLAINED, B)},
        cells={KFDAINS: NOT_READY, ("Pladsanvisning", "GEDAINS"): NOT_READY},
    ),
    "30-one-oere": Outcome(NOT_READY, "2.000,50", "2.000,51", {"amount_differs": ("0,01", "0,01", 1, LOCATED, B)}),
    "31-one-oere-tolerated": Outcome(REMARKS, "2.000,50", "2.000,51", {"rounding": ("0,01", "0,01", 1, EXPLAINED, R)}),
    "32-line-twice": Outcome(
        NOT_READY, "2.000,00", "3.000,00", {"line_twice": ("1.000,00", "1.000,00", 1, EXPLAINED, B)}
    ),
    "33-cvr-and-cpr-unknown": Outcome(
        REMARKS, "2.000,00", "2.000,00", {"debtor_changed": ("0,00", "2.000,00", 2, EXPLAINED, R)}
    ),
    "33-cvr-and-cpr-declared": Outcome(READY, "2.000,00", "2.000,00", findings={"debtor_changed": I}),
    "33-former-number-in-file-12": Outcome(READY, "2.000,00", "2.000,00", findings={"debtor_changed": I}),
    "34-only-in-psrm-two-solutions": Outcome(
        NOT_READY,
        "2.000,00",
        "2.500,00",
        {"only_in_psrm": ("500,00", "500,00", 1, LOCATED, B)},
        cells={KFDAINS: READY, ("Skolefritid", "KFDAINS"): READY, (UNALLOTTED, "KFDAINS"): NOT_READY},
    ),
    "34-only-in-psrm-allotted": Outcome(
        NOT_READY,
        "2.000,00",
        "2.500,00",
        {"only_in_psrm": ("500,00", "500,00", 1, LOCATED, B)},
        findings={"decided_allotment": R},
        cells={KFDAINS: READY, ("Skolefritid", "KFDAINS"): NOT_READY},
    ),
    "35-other-area": Outcome(READY, "1.000,00", "1.000,00", findings={"outside_area": I}, outside="500,00"),
    "35-other-area-not-listed": Outcome(
        REMARKS,
        "1.000,00",
        "1.000,00",
        findings={"outside_area": I, "type_of_other_area": R},
        outside="500,00",
    ),
    "35-type-unknown": Outcome(
        NOT_READY,
        "1.000,00",
        "1.500,00",
        {"only_in_psrm": ("500,00", "500,00", 1, LOCATED, B)},
        cells={KFDAINS: READY, (UNALLOTTED, None): NOT_READY},
    ),
    "36-declared-without-line": Outcome(
        NOT_TESTED,
        "1.000,00",
        "1.000,00",
        findings={"expected_not_seen": R},
        cells={KFDAINS: READY, FREETIME: NOT_TESTED},
    ),
    "36-required-not-exercised": Outcome(NOT_TESTED, "1.000,00", "1.000,00"),
    "36-handled-elsewhere": Outcome(READY, "1.000,00", "1.000,00"),
    "36-handled-elsewhere-seen": Outcome(
        NOT_READY,
        "1.000,00",
        "1.500,00",
        {"only_in_psrm": ("500,00", "500,00", 1, LOCATED, B)},
        {"handled_elsewhere": B},
        cells={KFDAINS: READY, (UNALLOTTED, "KFSKFRI"): NOT_READY},
    ),
    "37-unreadable-line": Outcome(
        NOT_READY,
        "1.000,00",
        "1.000,00",
        findings={"expected_not_seen": R, "rejected_lines": B},
        cells={KFDAINS: NOT_READY, FREETIME: NOT_READY},
    ),
    "38-test-batch-credited": Outcome(READY, "1.000,00", "1.000,00"),
    "38-test-batch-left": Outcome(NOT_READY, "1.100,00", "1.100,00", findings={"test_batch_not_zero": B}),
    "40-first-link-differs": Outcome(NOT_READY, "2.000,00", "2.000,00", findings={"control_total_differs": B}),
    "40-first-link-not-declared": Outcome(REMARKS, "2.000,00", "2.000,00", findings={"control_total_missing": R}),
    "41-receipt-tells-rejection": Outcome(
        NOT_READY,
        "2.000,00",
        "1.000,00",
        {"rejected_creation": ("-1.000,00", "1.000,00", 1, EXPLAINED, B)},
        {"status_from_receipt": R},
    ),
    "41-receipt-tells-hearing": Outcome(
        REMARKS,
        "2.000,00",
        "1.000,00",
        {"in_hearing": ("-1.000,00", "1.000,00", 1, BRIDGE, R)},
        {"status_from_receipt": R},
    ),
    "41-receipt-tells-part": Outcome(
        REMARKS,
        "1.700,00",
        "1.800,00",
        {"partly_accepted_write_down": ("100,00", "100,00", 1, EXPLAINED, R)},
    ),
    "41-receipt-differs": Outcome(REMARKS, "2.000,00", "2.000,00", findings={"receipt_differs": R}),
    "41-receipt-of-unknown-claim": Outcome(REMARKS, "1.000,00", "1.000,00", findings={"receipt_without_action": R}),
    "41-receipt-after-cut-off": Outcome(
        REMARKS,
        "2.000,00",
        "1.000,00",
        {"across_cutoff_debtor_first": ("-1.000,00", "1.000,00", 1, BRIDGE, R)},
        {"status_from_receipt": R},
    ),
    "41-receipts-contradict": Outcome(
        NOT_READY,
        "2.000,00",
        "1.000,00",
        {"awaiting_receipt": ("-1.000,00", "1.000,00", 1, BRIDGE, B)},
        {"receipt_in_doubt": R},
    ),
    "42-settlement-proves-recall": Outcome(
        REMARKS,
        "1.000,00",
        "1.400,00",
        {"recalled_at_psrm_rest": ("400,00", "400,00", 1, EXPLAINED, R)},
    ),
    "42-returned-and-written-off": Outcome(
        REMARKS, "2.000,00", "2.000,00", findings={"returned_by_psrm": R, "written_off_by_psrm": I}
    ),
}
REFUSED = "39-balance-against-basis"

NAMES = tuple(OUTCOMES)


@cache
def run(name: str) -> Result:
    return reconcile(load(CASES / name / "zerosum.toml")).result


def test_each_folder_is_a_case_that_was_worked_out() -> None:
    assert {path.name for path in CASES.iterdir()} == {*OUTCOMES, REFUSED}


def test_all_the_cases_are_there() -> None:
    wanted = set(range(1, 43))
    assert {int(path.name[:2]) for path in CASES.iterdir()} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    outcome, result = OUTCOMES[name], run(name)
    assert result.verdict == outcome.verdict
    assert (kr(result.figures.debtor_ore), kr(result.figures.psrm_ore)) == (outcome.debtor, outcome.psrm)
    causes = {
        one.code: (kr(one.net_ore), kr(one.gross_ore), one.rows, one.standing, one.gravity) for one in result.causes
    }
    assert causes == outcome.causes
    assert {one.code: one.gravity for one in result.findings} == outcome.findings
    cells = {(cell.solution, cell.claim_type): cell.verdict for part in result.solutions for cell in part.cells}
    assert cells == (outcome.cells or {KFDAINS: outcome.verdict})
    assert (kr(result.outside_area.debtor_ore), kr(result.outside_area.psrm_ore)) == ("0,00", outcome.outside)
    golden.check(CASES / name / "expected.txt", golden.told(result))


@pytest.mark.parametrize("name", NAMES)
def test_a_case_adds_up(name: str) -> None:
    result = run(name)
    for figures in [result.figures, *(one.figures for one in result.solutions)]:
        assert figures.difference_ore == figures.explained_ore + figures.unexplained_ore
    assert sum(one.net_ore for one in result.causes) == result.figures.difference_ore
    assert sum(one.gross_ore for one in result.causes) == result.figures.gross_ore
    shown = sum(one.posted_ore for one in result.lines)
    assert shown == result.figures.difference_ore or sum(one.rows for one in result.causes) > len(result.lines)


def test_a_balance_against_a_basis_is_refused() -> None:
    with pytest.raises(SettingsError) as refused:
        run(REFUSED)
    assert refused.value.exit_code == 4
    golden.check(CASES / REFUSED / "expected.txt", message(refused.value) + "\n")


def test_what_the_files_cannot_show_is_said() -> None:
    assert "type_swapped_borrowed" in run("07-type-not-in-psrm-file").blind_spots
    assert "business_to_debtor" in run("40-first-link-not-declared").blind_spots
    assert "business_to_debtor" not in run("40-first-link-differs").blind_spots
    assert "awaiting_co_debtor" in run("15-not-shown").blind_spots
    assert "awaiting_co_debtor" not in run("15-awaiting-co-debtor").blind_spots
    assert "test_batch_not_declared" in run("15-not-shown").blind_spots
    assert "test_batch_not_declared" not in run("38-test-batch-credited").blind_spots


def test_a_claim_of_two_persons_is_counted_once() -> None:
    result = run("14-two-parents")
    (cell,) = result.solutions[0].cells
    assert cell.extent["two_liable"] == 2
    assert result.figures.debtor_claims == result.figures.psrm_claims == 3


@pytest.mark.parametrize("name", NAMES)
def test_no_debtor_number_is_told(name: str) -> None:
    numbers = {number for path in (CASES / name).rglob("*.csv") for number in _numbers(path)}
    assert numbers, "the case has no debtor numbers to look for"
    text = golden.told(run(name))
    assert not [number for number in numbers if number in text]


def _numbers(path: Path) -> set[str]:
    """The invented person numbers of a file: ten digits with a month of 13 to 19."""
    cells = path.read_text("utf-8").replace("|", ";").replace("\n", ";").split(";")
    return {cell for cell in cells if len(cell) == 10 and cell.isdigit() and 13 <= int(cell[2:4]) <= 19}
