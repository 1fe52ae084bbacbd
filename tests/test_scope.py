"""The scope, declared × seen: a picture of each state with its near misses, what it does to the verdict, and how it is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import report_examples as examples

from zerosum.pipeline import reconcile
from zerosum.report import view
from zerosum.report.render import render
from zerosum.report.words import LANGUAGES, load
from zerosum.result import UNALLOTTED, Gravity, Result, ScopeCell, ScopeState, Verdict
from zerosum.runs.document import canonical, document
from zerosum.settings import EXTENT
from zerosum.settings_load import load as load_settings

ROOT = Path(__file__).parent.parent

S = ScopeState
READY, REMARKS, NOT_TESTED, NOT_READY = (
    Verdict.READY, Verdict.READY_WITH_REMARKS, Verdict.NOT_TESTED, Verdict.NOT_READY,
)  # fmt: skip

COLUMNS = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status;awaiting_co_debtor;creditor"
BASE = [("1", "A-1", "Alfa", "KFDAINS")]
"""A claim that is right on both sides stands beside every picture."""


def line(
    claim: str, reference: str, solution: str, claim_type: str, event: str = "creation", amount: str = "100,00",
    day: str = "2026-09-01", status: str = "UD", awaiting: str = "", creditor: str = "",
) -> str:  # fmt: skip
    return ";".join(
        [claim, reference, solution, claim_type, "0113701234", event, amount, day, status, awaiting, creditor]
    )


def both(*claims: tuple[str, str, str, str]) -> tuple[list[str], list[str]]:
    """Claims that are on both sides; PSRM knows no solution."""
    return [line(*one) for one in claims], [line(one[0], one[1], "", one[3]) for one in claims]


ALFA = '[[solution]]\nname = "Alfa"\nclaim_types = ["KFDAINS"]\n'
BETA = '[[solution]]\nname = "Beta"\nclaim_types = ["KFSKFRI"]\n'
TOTAL = '[[control_total]]\nsolution = "Alfa"\nclaim_type = "KFDAINS"\nclaims = 1\namount = "100,00"\n'


def run(
    folder: Path, settings: str, debtor: Iterable[str] = (), psrm: Iterable[str] = (), area: str = "daginstitution"
) -> Result:
    """A run of the base claim and some lines, under ALFA and further settings."""
    base = both(*BASE)
    for name, lines in (("debitor.csv", [*base[0], *debtor]), ("psrm.csv", [*base[1], *psrm])):
        (folder / name).write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")
    head = f'municipality = "Eksempel"\ncreditor_id = "0999"\narea = "{area}"\ncut_off = 2026-09-30\n'
    inputs = "".join(
        f'[[input]]\nside = "{side}"\nsource = "zerosum"\nfiles = "{file}"\n'
        for side, file in (("debtor", "debitor.csv"), ("psrm", "psrm.csv"))
    )
    path = folder / "zerosum.toml"
    path.write_text(head + inputs + ALFA + TOTAL + settings, encoding="utf-8")
    return reconcile(load_settings(path)).result


def state_of(result: Result, claim_type: str | None, solution: str | None) -> ScopeState | None:
    found = [one for one in result.scope if (one.claim_type, one.solution) == (claim_type, solution)]
    assert len(found) <= 1
    return found[0].state if found else None


def verdict_of(result: Result, claim_type: str | None, solution: str) -> Verdict | None:
    cells = [cell for one in result.solutions for cell in one.cells]
    return next((one.verdict for one in cells if (one.claim_type, one.solution) == (claim_type, solution)), None)


def codes(result: Result) -> set[str]:
    return {one.code for one in result.findings}


# --- declared, and seen or not ---


def test_what_is_declared_and_tested(tmp_path: Path) -> None:
    result = run(tmp_path, "")
    assert result.scope == (ScopeCell("KFDAINS", "Alfa", S.TESTED),)
    assert result.verdict == READY


@pytest.mark.parametrize(
    ("written_down", "state", "missing", "verdict"),
    [("debtor, psrm", S.TESTED, (), READY), ("", S.REQUIRED_MISSING, ("write_down",), NOT_TESTED)],
)
def test_what_settings_require(
    tmp_path: Path, written_down: str, state: ScopeState, missing: tuple[str, ...], verdict: Verdict
) -> None:
    down = [line(*BASE[0], event="write_down", amount="10,00")] if written_down else []
    settings = '[[solution]]\nname = "Beta"\nclaim_types = ["KFSKFRI"]\nrequired = ["create"]\n'
    required = settings.replace("Beta", "Gamma").replace("KFSKFRI", "KFLRUNG")
    (tmp_path / "x").mkdir()
    result = run(tmp_path / "x", "", down, down)
    assert state_of(result, "KFDAINS", "Alfa") == S.TESTED  # nothing is required of it
    path = tmp_path / "x" / "zerosum.toml"
    text = path.read_text(encoding="utf-8").replace(ALFA, ALFA + 'required = ["create", "write_down"]\n')
    path.write_text(text + required, encoding="utf-8")
    result = reconcile(load_settings(path)).result
    told = {(one.claim_type, one.solution): one for one in result.scope}
    assert told["KFDAINS", "Alfa"] == ScopeCell("KFDAINS", "Alfa", state, ("create", "write_down"), missing)
    assert verdict_of(result, "KFDAINS", "Alfa") == verdict
    assert told["KFLRUNG", "Gamma"] == ScopeCell("KFLRUNG", "Gamma", S.NOT_SEEN, ("create",), ("create",))


@pytest.mark.parametrize(("status", "state"), [("UD", S.TESTED), ("", S.SEEN_ONLY), ("AF", S.SEEN_ONLY)])
def test_what_is_seen_and_not_executed(tmp_path: Path, status: str, state: ScopeState) -> None:
    claim = ("2", "A-2", "Beta", "KFSKFRI")
    psrm = [line("2", "A-2", "", "KFSKFRI")] if status == "UD" else []
    result = run(tmp_path, BETA, [line(*claim, status=status)], psrm)
    assert state_of(result, "KFSKFRI", "Beta") == state


def test_what_is_declared_and_not_seen_is_not_tested(tmp_path: Path) -> None:
    result = run(tmp_path, BETA)
    assert state_of(result, "KFSKFRI", "Beta") == S.NOT_SEEN
    assert (verdict_of(result, "KFSKFRI", "Beta"), result.verdict) == (NOT_TESTED, NOT_TESTED)


def test_without_settings_nothing_is_undeclared(tmp_path: Path) -> None:
    result = run(tmp_path, "")
    settings = load_settings(tmp_path / "zerosum.toml")
    bare = replace(settings, solutions=(), control_totals=(), area_types={})
    assert {one.state for one in reconcile(bare).result.scope} == {S.TESTED}
    assert result.verdict == READY


# --- handled by somebody else ---

AWAY = '[[elsewhere]]\nby = "Nabokommunen"\nclaim_types = ["KFSKFRI"]\n'


def test_what_somebody_else_handles_is_expected_of_nobody(tmp_path: Path) -> None:
    result = run(tmp_path, AWAY)
    assert state_of(result, "KFSKFRI", None) == S.ELSEWHERE
    assert result.verdict == READY
    assert [one.told for one in result.scope if one.state == S.ELSEWHERE] == ["Nabokommunen"]


SEEN_ALL_THE_SAME = {
    "on both sides": both(("2", "A-2", "Alfa", "KFSKFRI")),
    "of a solution that nobody declared": both(("2", "A-2", "Delta", "KFSKFRI")),
    "in PSRM alone": ([], [line("2", "A-2", "", "KFSKFRI")]),
    "in the debtor system alone": ([line("2", "A-2", "Alfa", "KFSKFRI", status="")], []),
    "after the cut-off": ([line("2", "A-2", "Alfa", "KFSKFRI", day="2026-10-02")], []),
    "awaiting a co-debtor": ([line("2", "A-2", "Alfa", "KFSKFRI", status="", awaiting="ja")], []),
}


@pytest.mark.parametrize("seen", SEEN_ALL_THE_SAME)
def test_what_somebody_else_handles_blocks_where_it_is_seen(tmp_path: Path, seen: str) -> None:
    result = run(tmp_path, AWAY, *SEEN_ALL_THE_SAME[seen])
    assert result.verdict == NOT_READY
    (found,) = [one for one in result.findings if one.code == "handled_elsewhere"]
    rows = sum(len(lines) for lines in SEEN_ALL_THE_SAME[seen])
    assert (found.gravity, found.rows, found.claim_type) == (Gravity.BLOCKING, rows, "KFSKFRI")
    assert found.detail == {"handled_by": "Nabokommunen"}
    assert "undeclared_type" not in codes(result)
    assert state_of(result, "KFSKFRI", None) is None
    assert state_of(result, "KFSKFRI", found.solution) == S.ELSEWHERE_SEEN
    assert verdict_of(result, "KFSKFRI", found.solution or "") == NOT_READY


def test_bills_in_dmi_are_bills(tmp_path: Path) -> None:
    folder = tmp_path / "dmi"
    shutil.copytree(ROOT / "fixtures" / "cases" / "16-in-dmi-only", folder)
    (rates,) = folder.glob("ode/*10-RIM*")
    rates.write_text(
        rates.read_text(encoding="utf-8").replace("KFDAINS;DAGI;DMI", "KFSKFRI;DAGI;DMI"), encoding="utf-8"
    )
    path = folder / "zerosum.toml"
    path.write_text(path.read_text(encoding="utf-8") + AWAY, encoding="utf-8")
    result = reconcile(load_settings(path)).result
    assert "handled_elsewhere" in codes(result)
    assert (state_of(result, "KFSKFRI", "Pladsanvisning"), result.verdict) == (S.ELSEWHERE_SEEN, NOT_READY)


def test_another_creditors_line_is_no_bill_of_ours(tmp_path: Path) -> None:
    result = run(tmp_path, AWAY, [], [line("2", "A-2", "", "KFSKFRI", creditor="0777")])
    assert state_of(result, "KFSKFRI", None) == S.ELSEWHERE
    assert result.verdict == READY


PARTLY = '[[elsewhere]]\nby = "Beredskabet"\nclaim_types = ["KFSKFRI"]\npartly = true\n'
BETA_TOTAL = '[[control_total]]\nsolution = "Beta"\nclaim_type = "KFSKFRI"\nclaims = 1\namount = "100,00"\n'


def test_a_type_may_be_handled_in_part(tmp_path: Path) -> None:
    result = run(tmp_path, BETA + BETA_TOTAL + PARTLY, *both(("2", "A-2", "Beta", "KFSKFRI")))
    assert (state_of(result, "KFSKFRI", "Beta"), state_of(result, "KFSKFRI", None)) == (S.TESTED, S.ELSEWHERE)
    assert result.verdict == READY


@pytest.mark.parametrize("sender", ["Beredskabet", "beredskabet"])
def test_their_part_blocks_where_it_is_seen(tmp_path: Path, sender: str) -> None:
    claims = both(("2", "A-2", "Beta", "KFSKFRI"), ("3", "A-3", sender, "KFSKFRI"))
    result = run(tmp_path, BETA + BETA_TOTAL + PARTLY, *claims)
    assert state_of(result, "KFSKFRI", sender) == S.ELSEWHERE_SEEN
    assert state_of(result, "KFSKFRI", "Beta") == S.TESTED
    assert "handled_elsewhere" in codes(result)
    assert result.verdict == NOT_READY


def test_a_third_sender_of_a_type_handled_in_part_is_not_declared(tmp_path: Path) -> None:
    claims = both(("2", "A-2", "Beta", "KFSKFRI"), ("3", "A-3", "Delta", "KFSKFRI"))
    result = run(tmp_path, BETA + BETA_TOTAL + PARTLY, *claims)
    assert state_of(result, "KFSKFRI", "Delta") == S.UNDECLARED_SOLUTION
    assert "handled_elsewhere" not in codes(result)
    assert result.verdict == NOT_READY


# --- seen, and not declared ---


def test_what_is_seen_and_not_declared_blocks(tmp_path: Path) -> None:
    result = run(tmp_path, BETA, *both(("2", "A-2", "Alfa", "KFSKFRI"), ("3", "A-3", "Alfa", "KFTILDA")))
    assert state_of(result, "KFSKFRI", "Alfa") == S.UNDECLARED_SOLUTION
    assert state_of(result, "KFTILDA", "Alfa") == S.UNDECLARED_TYPE
    assert {"undeclared_type", "undeclared_solution"} <= codes(result)
    assert result.verdict == NOT_READY


def test_what_no_solution_is_known_of_is_not_allotted(tmp_path: Path) -> None:
    two = BETA + BETA.replace("Beta", "Gamma")
    result = run(tmp_path, two, [], [line("2", "A-2", "", "KFSKFRI")])
    assert state_of(result, "KFSKFRI", UNALLOTTED) == S.UNALLOTTED
    (tmp_path / "one").mkdir()
    assert state_of(run(tmp_path / "one", BETA, [], [line("2", "A-2", "", "KFSKFRI")]), "KFSKFRI", UNALLOTTED) is None


def test_a_code_that_was_replaced(tmp_path: Path) -> None:
    result = run(tmp_path, "", *both(("2", "A-2", "Alfa", "KLFRUNG")))
    (cell,) = [one for one in result.scope if one.claim_type == "KLFRUNG"]
    assert (cell.solution, cell.state, cell.told) == ("Alfa", S.RETIRED, "KFLRUNG")
    assert result.verdict == NOT_READY


@pytest.mark.parametrize(
    ("settings", "solution", "told"),
    [
        ('[other_areas]\n"Kultur og fritid" = ["KFLEJKA"]\n', "Alfa", "Kultur og fritid"),
        ("", "Alfa", "Kultur"),
        ("", "Delta", "Kultur"),
    ],
)
def test_a_code_of_another_area_is_told_and_not_judged(tmp_path: Path, settings: str, solution: str, told: str) -> None:
    result = run(tmp_path, settings, *both(("2", "A-2", solution, "KFLEJKA")))
    (cell,) = [one for one in result.scope if one.claim_type == "KFLEJKA"]
    assert (cell.solution, cell.state, cell.told) == ("Alfa" if solution == "Alfa" else None, S.OTHER_AREA, told)
    assert result.verdict == REMARKS


# --- the whole ---


def whole(folder: Path, *, turned: bool = False) -> Result:
    """All that may be declared and seen, in one run; `turned`: the lines in another order."""
    settings = BETA + AWAY.replace("KFSKFRI", "KFTILDA") + '[responsible]\nrole = "PSRM-tovholder, Børn"\n'
    debtor, psrm = both(
        ("2", "A-2", "Alfa", "KFSKFRI"), ("3", "A-3", "Alfa", "KFGEDAI"), ("4", "A-4", "Alfa", "KLFRUNG"),
        ("5", "A-5", "Alfa", "KFLEJKA"), ("6", "A-6", "Delta", "KFOMDAG"),
        ("7", "A-7", "Delta", "KFRÅVEJ"), ("8", "A-8", "Delta", "KFLEJKA"), ("9", "A-9", "Eta", "KFLEJKA"),
    )  # fmt: skip
    return run(folder, settings, debtor[::-1] if turned else debtor, psrm[::-1] if turned else psrm)


def test_the_matrix_is_in_the_sealed_result_and_no_order_changes_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = whole(tmp_path / "a"), whole(tmp_path / "b", turned=True)
    assert one.scope == other.scope
    outside = [cell.claim_type for cell in one.scope if cell.solution is None and cell.state == S.OTHER_AREA]
    assert outside == ["KFLEJKA", "KFRÅVEJ"]  # each once, though two senders have the first
    assert canonical(document(one)) == canonical(document(other))
    told = document(one)
    assert told["responsible"] == "PSRM-tovholder, Børn"
    assert told["scope"][-1].keys() == {"claim_type", "solution", "state", "required", "missing", "told"}
    assert len({(cell["claim_type"], cell["solution"]) for cell in told["scope"]}) == len(told["scope"])
    judged = {(cell.claim_type, cell.solution) for solution in one.solutions for cell in solution.cells}
    assert judged == {
        (cell["claim_type"], cell["solution"])
        for cell in told["scope"]
        if cell["state"] not in ("elsewhere", "other_area")
    }
    json.dumps(told)


def test_a_manual_solution_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, BETA.replace('"Beta"', '"Opus"\nkind = "manual"'))
    assert {one.name: one.manual for one in result.solutions} == {"Alfa": False, "Opus": True}
    assert {one["name"]: one["manual"] for one in document(result)["solutions"]} == {"Alfa": False, "Opus": True}


# --- how it is told ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_told_by_symbol_and_word(language: str) -> None:
    result, words = examples.scoped(), load(language)
    assert {one.state for one in result.scope} == set(ScopeState)
    matrix = view.page(result, examples.MADE, words).matrix
    badges = [cell.badge for row in matrix.rows for cell in row.cells] + [
        one for row in matrix.rows for one in row.others
    ]
    assert all(one.symbol and one.word for one in badges)
    notes = {cell.note for row in matrix.rows for cell in row.cells}
    assert len(notes) == 7  # six that differ from what was declared, both undeclared ones alike; and none


def test_the_matrix_says_who_handles_it_and_what_is_missing() -> None:
    result = examples.scoped()
    matrix = view.page(result, examples.MADE, load("da")).matrix
    rows = {row.claim_type: row for row in matrix.rows}
    heads = [name for name, _ in matrix.heads]
    assert [one.word for one in rows["GEDAINS"].others] == ["Håndteres af anden: Beredskabet"]
    assert {cell.badge.word for cell in rows["GEDAINS"].cells} == {"Bruges ikke"}
    gamma, manual = heads.index(examples.GAMMA), heads.index(examples.MANUAL)
    assert rows["KFDASFO"].cells[gamma].note == "er i filerne, men skulle håndteres af Nabokommunen"
    assert rows["KFDAINS"].cells[manual].note == "krævet, men ikke afprøvet: tilbagekald"
    assert rows["KFDAGML"].cells[gamma].note == "udgået kode, nu KFDAUNG"
    assert rows["REOPDAG"].cells[gamma].note == "er ikke i filerne"
    assert [one.word for one in rows["KFLEJKA"].others] == ["Andet område: Kultur"]
    assert rows["KFLEJKA"].cells[gamma].badge.word == "Andet område"
    assert dict(matrix.heads)[examples.MANUAL] == ""  # its name says it already
    opus = replace(result.solutions[2], name="KMD Opus")
    told = view.page(
        replace(result, solutions=(*result.solutions[:2], opus, result.solutions[3])), examples.MADE, load("da")
    )
    assert ("KMD Opus", "manuelle regninger") in told.matrix.heads
    assert [row.note for row in told.solutions] == ["", "", "manuelle regninger", ""]


def test_the_extent_says_what_is_required_and_what_is_missing() -> None:
    page = view.page(examples.scoped(), examples.MADE, load("da"))
    rows = {(row.solution, row.claim_type): row.extent for row in page.cells}
    at = EXTENT.index("recall")
    missing = rows[examples.MANUAL, "KFDAINS"][at]
    assert (missing.claims, missing.required and (missing.required.symbol, missing.required.word)) == (
        0,
        ("?", "krævet, mangler"),
    )
    done = rows[examples.ALPHA, "KFDAINS"][EXTENT.index("create")]
    assert done.required is not None
    assert (done.required.symbol, done.required.word) == ("✓", "krævet")
    assert rows[examples.ALPHA, "KFDAINS"][at].required is None


def test_the_report_says_who_is_responsible_and_what_is_handled_elsewhere() -> None:
    html = render(examples.scoped(), examples.MADE, "da")
    assert "Ansvarlig for sporet: PSRM-tovholder, Børn og Unge" in html
    assert "Håndteres af anden (Beredskabet): GEDAINS. Der ventes ingen data" in html
    assert "Ansvarlig for sporet" not in render(examples.ready(), examples.MADE, "da")


# --- what is declared ---


def settings_text(folder: Path, more: str) -> Path:
    (folder / "a.csv").write_text("x", encoding="utf-8")
    (folder / "b.csv").write_text("y", encoding="utf-8")
    path = folder / "zerosum.toml"
    path.write_text(
        'municipality = "E"\ncreditor_id = "0999"\narea = "teknisk-forvaltning"\ncut_off = 2026-09-30\n'
        f"{more}\n"
        '[[input]]\nside = "debtor"\nsource = "zerosum"\nfiles = "a.csv"\n'
        '[[input]]\nside = "psrm"\nsource = "zerosum"\nfiles = "b.csv"\n'
        '[[solution]]\nname = "Elbek"\nclaim_types = ["KFRÅVEJ"]\n'
        '[[solution]]\nname = "Opus"\nkind = "manual"\nclaim_types = ["KFRÅVEJ"]\n'
        '[[elsewhere]]\nby = "Beredskabet"\nclaim_types = ["KFGERBA"]\n',
        encoding="utf-8",
    )
    return path


def test_themes_one_and_two_may_be_told_apart(tmp_path: Path) -> None:
    settings = load_settings(settings_text(tmp_path, 'claim_types = ["KFRÅVEJ", "KFGERBA"]'))
    assert [(one.name, one.manual) for one in settings.solutions] == [("Elbek", False), ("Opus", True)]
    assert [(one.by, one.claim_types, one.partly) for one in settings.elsewhere] == [
        ("Beredskabet", ("KFGERBA",), False)
    ]
    assert load_settings(settings_text(tmp_path, "")) == settings  # it is a check, and says no more


def test_settings_may_be_read_without_their_inputs(tmp_path: Path) -> None:
    path = settings_text(tmp_path, "")
    (tmp_path / "a.csv").unlink()
    settings = load_settings(path, with_inputs=False)
    assert settings.inputs == ()
    assert [one.name for one in settings.solutions] == ["Elbek", "Opus"]
