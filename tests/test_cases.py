"""The worked cases: what each situation must come out as, worked out by hand, and as a golden file beside its input.

Amounts are those of the case and of the claims beside it (one like case 1 in each cell, unless the case says otherwise).
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    "11-write-up-as-own-claim": Outcome(READY, "2.200,00", "2.200,00", findings={"written_up_as_own_claim": I}),
    "14-two-parents": Outcome(READY, "4.000,00", "4.000,00"),
    "16-in-dmi-only": Outcome(READY, "1.000,00", "1.000,00", findings={"in_dmi": I}),
    "19-creation-rejected": Outcome(
        NOT_READY,
        "2.000,00",
        "1.000,00",
        {"rejected_creation": ("-1.000,00", "1.000,00", 1, EXPLAINED, B)},
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
    "30-one-oere": Outcome(NOT_READY, "2.000,50", "2.000,51", {"amount_differs": ("0,01", "0,01", 1, LOCATED, B)}),
    "31-one-oere-tolerated": Outcome(REMARKS, "2.000,50", "2.000,51", {"rounding": ("0,01", "0,01", 1, EXPLAINED, R)}),
    "34-only-in-psrm-two-solutions": Outcome(
        NOT_READY,
        "2.000,00",
        "2.500,00",
        {"only_in_psrm": ("500,00", "500,00", 1, LOCATED, B)},
        cells={KFDAINS: READY, ("Skolefritid", "KFDAINS"): READY, (UNALLOTTED, "KFDAINS"): NOT_READY},
    ),
    "35-other-area": Outcome(READY, "1.000,00", "1.000,00", findings={"outside_area": I}, outside="500,00"),
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
    "37-unreadable-line": Outcome(
        NOT_READY,
        "1.000,00",
        "1.000,00",
        findings={"expected_not_seen": R, "rejected_lines": B},
        cells={KFDAINS: NOT_READY, FREETIME: NOT_READY},
    ),
    "40-first-link-differs": Outcome(NOT_READY, "2.000,00", "2.000,00", findings={"control_total_differs": B}),
    "40-first-link-not-declared": Outcome(REMARKS, "2.000,00", "2.000,00", findings={"control_total_missing": R}),
}
REFUSED = "39-balance-against-basis"

NAMES = tuple(OUTCOMES)


def run(name: str) -> Result:
    return reconcile(load(CASES / name / "zerosum.toml")).result


def test_each_folder_is_a_case_that_was_worked_out() -> None:
    assert {path.name for path in CASES.iterdir()} == {*OUTCOMES, REFUSED}


def test_all_the_cases_of_the_main_job_are_there() -> None:
    wanted = {*range(1, 6), 7, 8, 11, 14, 16, *range(19, 26), 30, 31, *range(34, 38), 39, 40}
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
