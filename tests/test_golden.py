"""The golden files: the examples' reports, work lists, vendor's views and results, as people see them in reports/example/ and
reports/example-teknisk-forvaltning/. `make golden` rewrites them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.dossier import Dossier
from zerosum.report.made import Made
from zerosum.result import Verdict
from zerosum.runs.debtors import debtors_of
from zerosum.runs.document import canonical, document, fingerprint
from zerosum.runs.views import Wanted, views
from zerosum.runs.work_list import work_list_files
from zerosum.settings_load import load

ROOT = Path(__file__).parent.parent
GOLDEN = {"daginstitution": "example", "teknisk-forvaltning": "example-teknisk-forvaltning"}
"""Example -> the folder of its report."""
VENDORS = {"daginstitution": "Ungdomsskole X", "teknisk-forvaltning": "Elbek & Vejrup"}
"""Example -> the solution whose vendor's view lies there too."""


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, Reconciliation]:
    return {name: reconcile(load(ROOT / "fixtures" / name / "zerosum.toml")) for name in GOLDEN}


def made(seal: str, example: str = "daginstitution") -> Made:
    """A making that is the same on every machine."""
    return Made(
        when=datetime(2026, 10, 5, 9, 12, tzinfo=UTC),
        who="eksempel",
        command=f"zerosum run -c fixtures/{example}/zerosum.toml",
        version="0.1.0",
        python="3.11",
        pandas="3.1",
        run_id=f"2026-09-30_{seal[:6]}",
        fingerprint=seal,
        settings_hash="0" * 64,
    )


def compare(example: str, name: str, content: str) -> None:
    path = ROOT / "reports" / GOLDEN[example] / name
    if os.environ.get("ZEROSUM_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    assert path.is_file(), f"{name} is not there: make golden"
    assert content == path.read_bytes().decode(), f"{name} is not what it was: look at the difference, then make golden"


@pytest.mark.parametrize("example", GOLDEN)
def test_the_result_of_the_example_is_golden(outcomes: Mapping[str, Reconciliation], example: str) -> None:
    told = document(outcomes[example].result)
    compare(example, "result.json", json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def dossier_of(outcomes: Mapping[str, Reconciliation], example: str) -> Dossier:
    """An example with the pseudonyms of a key that everybody knows: its people are made up."""
    outcome = outcomes[example]
    seal = fingerprint(canonical(document(outcome.result)))
    debtors = debtors_of(outcome, "full", bytes(range(32)))
    return Dossier(outcome.result, made(seal, example), outcome.item_lines, outcome.posted_lines, debtors=debtors)


WANTED = ("da", "en", "short", "vendor")


@pytest.mark.parametrize("example", GOLDEN)
@pytest.mark.parametrize("wanted", WANTED)
def test_the_reports_of_the_example_are_golden(
    outcomes: Mapping[str, Reconciliation], example: str, wanted: str
) -> None:
    asked = {
        "da": Wanted("da"),
        "en": Wanted("en"),
        "short": Wanted("da", short=True),
        "vendor": Wanted("da", VENDORS[example]),
    }
    for name, content in views(dossier_of(outcomes, example), asked[wanted]):
        if name.endswith(".xlsx"):
            compare_workbook(example, name, content)
        else:
            compare(example, name, content.decode())


@pytest.mark.parametrize("example", GOLDEN)
def test_the_work_list_of_the_example_is_golden(outcomes: Mapping[str, Reconciliation], example: str) -> None:
    for name, content in work_list_files(dossier_of(outcomes, example)).files.items():
        compare_workbook(example, name, content)


def compare_workbook(example: str, name: str, content: bytes) -> None:
    """The parts of a workbook: how they are packed is the machine's."""
    path = ROOT / "reports" / GOLDEN[example] / name
    if os.environ.get("ZEROSUM_GOLDEN") and not (path.is_file() and _parts(path.read_bytes()) == _parts(content)):
        path.write_bytes(content)
    assert path.is_file(), f"{name} is not there: make golden"
    assert _parts(content) == _parts(path.read_bytes()), f"{name} is not what it was: make golden"


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


R, W, U = Verdict.READY, Verdict.READY_WITH_REMARKS, Verdict.NOT_TESTED

PLANNED = {
    ("Elbek & Vejrup", "KFRÅVEJ"): W,
    ("Elbek & Vejrup", "KFGERBA"): R,
    ("Compusoft", "KFHAVNY"): R,
    ("Compusoft", "KFHAVNA"): R,
    ("HARBA", "KFHAVNY"): R,
    ("HARBA", "KFHAVNA"): R,
    ("BEAS", "KFHAVNA"): R,
    ("EG Brandsoft", "KFKIRGÅ"): U,
    ("Dialog Consult ASK", "KFKIRGÅ"): R,
    ("KMD Opus, manuelle regninger", "KFRÅVEJ"): W,
    ("KMD Opus, manuelle regninger", "KFHAVNY"): W,
}
"""The verdicts that the second example was made for: one test is outstanding, and nothing is wrong."""


def test_the_second_example_gives_the_verdicts_that_were_planned(outcomes: Mapping[str, Reconciliation]) -> None:
    result = outcomes["teknisk-forvaltning"].result
    cells = {(cell.solution, cell.claim_type): cell for solution in result.solutions for cell in solution.cells}
    assert {key: cell.verdict for key, cell in cells.items()} == PLANNED
    assert result.verdict == U
    assert result.figures.unexplained_gross_ore == 0
    outstanding = cells["EG Brandsoft", "KFKIRGÅ"]
    assert (outstanding.tested, outstanding.figures.debtor_claims, outstanding.figures.psrm_claims) == (False, 0, 0)
    told = json.loads((ROOT / "fixtures/teknisk-forvaltning/truth.json").read_text(encoding="utf-8"))
    assert (result.figures.difference_ore, result.figures.gross_ore) == (told["difference_ore"], told["gross_ore"])
    put_in = {(one["code"], one["solution"]) for one in told["records"] if not one["finding"]}
    seen = {(one.code, solution.name) for solution in result.solutions for one in solution.causes if one.rows}
    assert seen == put_in == {("in_hearing", "Elbek & Vejrup"), ("not_sent", "KMD Opus, manuelle regninger")}


def test_the_bills_of_quarters_and_years_meet_the_two_months(outcomes: Mapping[str, Reconciliation]) -> None:
    stamdata = outcomes["teknisk-forvaltning"].result.stamdata
    assert stamdata is not None
    told = json.loads((ROOT / "fixtures/teknisk-forvaltning/truth.json").read_text(encoding="utf-8"))["stamdata"]
    expected = {(one["solution"], one["claim_type"], one["rule"]) for one in told}
    sums = {
        (one.solution, one.claim_type, one.rule.code): one for one in stamdata.sums if one.rule.consequence != "hint"
    }
    assert sums.keys() == expected
    assert {one.rule.consequence for one in sums.values()} == {"either"}
    assert {code for _, code, _ in expected} == {"KFRÅVEJ"}
    assert sum(one.claims for one in sums.values()) == len(told) == stamdata.expected("either", only_open=False)
    assert stamdata.expected("rejected", "hearing", only_open=False) == 0
    assert stamdata.hits["as_told"] == 3  # those in hearing
    assert "dmi_close" in outcomes["teknisk-forvaltning"].result.blind_spots  # its day is unknown
