"""Decisions of people: each kind does what it says and no more, holds to its ceiling and its day, and shows no number.

Each test draws a few claims; beside them stands one that went well, A-1 in PSRM's 900001.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from forked import zerosum
from report_examples import MADE

from zerosum.cli.summary import summary
from zerosum.decisions import Accept, Decisions, Named, Role
from zerosum.decisions_load import COLUMNS
from zerosum.decisions_load import load as load_decisions
from zerosum.errors import SettingsError
from zerosum.judge.accepted import _are_several as are_several
from zerosum.judge.accepted import accept as accepted_of
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.render import render
from zerosum.report.words import load as load_words
from zerosum.result import UNALLOTTED, Fate, Gravity, Result, Standing, Verdict
from zerosum.runs.about import about_run, made_of
from zerosum.runs.document import canonical, document
from zerosum.settings_load import load
from zerosum.tables import Grade, Groups, ItemLines, OpenItems, Pass, Postings

SETTINGS = """\
municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-06
{more}
[[input]]
side = "debtor"
source = "{source}"
files = "debitor.csv"
[[input]]
side = "psrm"
source = "{source}"
files = "psrm.csv"
[[solution]]
name = "Pladsanvisning"
claim_types = ["KFDAINS"]
{solutions}
"""
TOTAL = (
    '[[control_total]]\nsolution = "Pladsanvisning"\nclaim_type = "KFDAINS"\nclaims = {claims}\namount = "{amount}"\n'
)
TWO = '[[solution]]\nname = "Skolefritid"\nclaim_types = ["KFDAINS"]\n'
DEBTOR = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status"
PSRM = "claim_id;reference;claim_type;debtors;event;amount;booked_on"
WELL = (
    "900001;A-1;Pladsanvisning;KFDAINS;0113701234;creation;1.000,00;2026-09-01;UD",
    "900001;A-1;KFDAINS;0113701234;creation;1.000,00;2026-09-02",
)
REJECTED = ";A-2;Pladsanvisning;KFDAINS;0213701235;creation;300,00;2026-09-03;AF"
ONLY_PSRM = "900008;X-8;KFDAINS;0313701236;creation;500,00;2026-09-10"
BASE = {"rolle": "kommune", "hvem": "Kirsten Testleder", "begrundelse": "Aftalt på mødet", "dato": "2026-10-05"}
CEILING = {"loft": "300,00", "udloeber": "2026-12-31"}
READY, REMARKS, NOT_READY = Verdict.READY, Verdict.READY_WITH_REMARKS, Verdict.NOT_READY


def line(kind: str, **cells: str) -> str:
    """A line of the file, with what every line has."""
    told = {"afgoerelse": kind} | BASE | (CEILING if kind == "accepter" else {}) | cells
    assert set(told) <= set(COLUMNS)
    return ";".join(told.get(name, "") for name in COLUMNS)


def accept(**cells: str) -> str:
    return line("accepter", **cells)


def drawn(
    folder: Path,
    debtor: list[str],
    psrm: list[str],
    decisions: list[str],
    *,
    total: tuple[int, str] | None = None,
    two: bool = False,
    more: str = "",
    source: str = "zerosum",
    as_of: date | None = None,
) -> Reconciliation:
    """Run on these lines beside the claim that went well. `total` is declared as delivered: claims and kroner."""
    (folder / "debitor.csv").write_text("\n".join([DEBTOR, WELL[0], *debtor]) + "\n", "utf-8")
    (folder / "psrm.csv").write_text("\n".join([PSRM, WELL[1], *psrm]) + "\n", "utf-8")
    declared = (TWO if two else "") + (TOTAL.format(claims=total[0], amount=total[1]) if total else "")
    (folder / "zerosum.toml").write_text(SETTINGS.format(more=more, source=source, solutions=declared), "utf-8")
    (folder / "afgoerelser.csv").write_text("\n".join([";".join(COLUMNS), *decisions]) + "\n", "utf-8")
    settings = load(folder / "zerosum.toml")
    return reconcile(replace(settings, as_of=as_of or settings.as_of))


def fates(result: Result) -> list[Fate]:
    return [one.fate for one in sorted(result.decisions, key=lambda one: one.line)]


def found(result: Result) -> dict[str, Gravity]:
    return {one.code: one.gravity for one in result.findings if one.code != "control_total_missing"}


def totals(result: Result) -> dict[tuple[str, Standing], int]:
    return {(one.code, one.standing): one.net_ore for one in result.causes}


# --- accept ---

ALL_TOLD = {"total": (2, "1.300,00")}


def test_without_a_decision_it_is_not_ready(tmp_path: Path) -> None:
    result = drawn(tmp_path, [REJECTED], [], [], **ALL_TOLD).result
    assert (result.verdict, result.decisions, result.figures.accepted_gross_ore) == (NOT_READY, (), 0)


def test_what_is_accepted_keeps_its_cause_and_is_a_remark(tmp_path: Path) -> None:
    result = drawn(tmp_path, [REJECTED], [], [accept(reference="A-2")], **ALL_TOLD).result
    assert result.verdict == REMARKS
    assert totals(result) == {("rejected_creation", Standing.ACCEPTED): -300_00}
    assert [one.gravity for one in result.causes] == [Gravity.REMARK]
    figures = result.figures
    assert (figures.explained_ore, figures.accepted_ore, figures.accepted_gross_ore) == (-300_00, -300_00, 300_00)
    assert (figures.unexplained_ore, figures.unexplained_gross_ore) == (0, 0)
    assert result.solutions[0].cells[0].reasons == ("rejected_creation",)
    (told,) = result.decisions
    assert (told.fate, told.rows, told.used_ore, told.ceiling_ore) == (Fate.HOLDS, 1, 300_00, 300_00)


@pytest.mark.parametrize(("ceiling", "fate"), [("300,00", Fate.HOLDS), ("299,99", Fate.EXCEEDED)])
def test_the_ceiling_holds_to_the_ore(tmp_path: Path, ceiling: str, fate: Fate) -> None:
    result = drawn(tmp_path, [REJECTED], [], [accept(reference="A-2", loft=ceiling)], **ALL_TOLD).result
    assert fates(result) == [fate]
    assert result.verdict == (REMARKS if fate == Fate.HOLDS else NOT_READY)
    assert found(result) == ({} if fate == Fate.HOLDS else {"acceptance_expired": Gravity.BLOCKING})
    standing = Standing.ACCEPTED if fate == Fate.HOLDS else Standing.EXPLAINED
    assert totals(result) == {("rejected_creation", standing): -300_00}


def test_above_the_ceiling_all_that_it_covered_comes_back(tmp_path: Path) -> None:
    """Two postings of one claim: the ceiling is for both together, gross, so that +x and −x do not cancel."""
    psrm = [
        ";A-2;KFDAINS;0213701235;write_up;200,00;2026-09-10",
        ";A-2;KFDAINS;0213701235;write_down;200,00;2026-09-10",
    ]
    decisions = [accept(reference="A-2", loft="699,99")]
    result = drawn(tmp_path, [REJECTED], psrm, decisions, **ALL_TOLD).result
    assert fates(result) == [Fate.EXCEEDED]
    assert result.figures.accepted_gross_ore == 0
    assert {one.gravity for one in result.causes} == {Gravity.BLOCKING}
    (expired,) = [one for one in result.findings if one.code == "acceptance_expired"]
    assert (expired.rows, expired.solution, expired.claim_type) == (3, "Pladsanvisning", "KFDAINS")
    assert expired.detail == {"fate": "exceeded", "ceiling_ore": 699_99, "used_ore": 700_00}
    held = drawn(tmp_path, [REJECTED], psrm, [accept(reference="A-2", loft="700,00")], **ALL_TOLD).result
    assert (fates(held), held.verdict, held.figures.accepted_gross_ore) == ([Fate.HOLDS], REMARKS, 700_00)


@pytest.mark.parametrize(("as_of", "fate"), [(date(2026, 12, 31), Fate.HOLDS), (date(2027, 1, 1), Fate.EXPIRED)])
def test_it_holds_on_its_last_day_and_not_the_day_after(tmp_path: Path, as_of: date, fate: Fate) -> None:
    result = drawn(tmp_path, [REJECTED], [], [accept(reference="A-2")], as_of=as_of, **ALL_TOLD).result
    assert fates(result) == [fate]
    assert result.verdict == (REMARKS if fate == Fate.HOLDS else NOT_READY)
    assert found(result) == ({} if fate == Fate.HOLDS else {"acceptance_expired": Gravity.BLOCKING})


def test_only_the_cause_that_is_named(tmp_path: Path) -> None:
    psrm = [";A-2;KFDAINS;0213701235;write_up;200,00;2026-09-10"]
    decision = accept(reference="A-2", aarsag="rejected_creation")
    result = drawn(tmp_path, [REJECTED], psrm, [decision], **ALL_TOLD).result
    assert totals(result) == {
        ("rejected_creation", Standing.ACCEPTED): -300_00,
        ("write_up_only_in_psrm", Standing.LOCATED): 200_00,
    }
    assert result.verdict == NOT_READY
    assert result.figures.unexplained_ore == 200_00


def test_a_part_of_a_cause_may_be_accepted_and_the_rest_blocks(tmp_path: Path) -> None:
    other = ";A-3;Pladsanvisning;KFDAINS;0313701236;creation;40,00;2026-09-03;AF"
    result = drawn(tmp_path, [REJECTED, other], [], [accept(reference="A-2")]).result
    assert totals(result) == {
        ("rejected_creation", Standing.EXPLAINED): -40_00,
        ("rejected_creation", Standing.ACCEPTED): -300_00,
    }
    assert result.verdict == NOT_READY
    assert [(one.reference, one.accepted) for one in result.lines] == [("A-3", False), ("A-2", True)]
    for language in ("da", "en"):  # each total stands by itself on the page
        page = render(result, MADE, language)
        assert 'id="cause-rejected-creation"' in page
        assert 'id="cause-rejected-creation-accepted"' in page


def test_the_municipality_may_accept_what_is_located(tmp_path: Path) -> None:
    decision = accept(fordringsid="900008", loft="500,00")
    result = drawn(tmp_path, [], [ONLY_PSRM], [decision], total=(1, "1.000,00")).result
    assert result.verdict == REMARKS
    assert (result.figures.explained_ore, result.figures.unexplained_gross_ore) == (500_00, 0)


def test_gaeldsstyrelsen_may_not(tmp_path: Path) -> None:
    decision = accept(fordringsid="900008", loft="500,00", rolle="gældsstyrelsen")
    result = drawn(tmp_path, [], [ONLY_PSRM], [decision]).result
    assert (result.verdict, fates(result)) == (NOT_READY, [Fate.UNUSED])
    explained = drawn(tmp_path, [REJECTED], [], [accept(reference="A-2", rolle="Gældsstyrelsen")], **ALL_TOLD).result
    assert (explained.verdict, explained.decisions[0].role) == (REMARKS, "psrm")


def test_a_pair_is_of_both_its_claims(tmp_path: Path) -> None:
    debtor = ["900002;A-2;Pladsanvisning;KFDAINS;0213701235;creation;300,00;2026-09-03;UD"]
    psrm = ["900002;B-2;KFDAINS;0213701235;creation;250,00;2026-09-03"]
    for number in ("A-2", "B-2"):
        result = drawn(tmp_path, debtor, psrm, [accept(reference=number, loft="50,00")], **ALL_TOLD).result
        assert totals(result) == {("amount_differs", Standing.ACCEPTED): -50_00}
        assert result.verdict == REMARKS


@pytest.mark.parametrize(
    ("debtor", "psrm", "cells"),
    [
        (
            ["900002;A-2;Pladsanvisning;KFDAINS;0213701235;creation;200,00;2026-09-03;UD"],
            ["900002;B-7;KFDAINS;0313701236;creation;300,00;2026-09-03"],
            {"fordringsid": "900002"},
        ),
        (
            [
                "900002;A-2;Pladsanvisning;KFDAINS;0213701235;creation;200,00;2026-09-03;UD",
                "900003;A-2;Pladsanvisning;KFDAINS;0313701236;creation;300,00;2026-09-03;UD",
            ],
            [],
            {"reference": "A-2"},
        ),
    ],
    ids=["two debtors of one number", "two claims of one reference"],
)
def test_a_number_of_several_claims_accepts_none_of_them(
    tmp_path: Path, debtor: list[str], psrm: list[str], cells: dict[str, str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        drawn(tmp_path, debtor, psrm, [accept(loft="600,00", **cells)])
    (problem,) = refused.value.problems
    assert (problem.told().what, problem.line, refused.value.exit_code) == ("Flere fordringer passer", 2, 4)


def test_claims_of_one_debtor_in_two_groups_are_several(tmp_path: Path) -> None:
    other = REJECTED.replace("A-2", "A-3")
    run = drawn(tmp_path, [REJECTED, other], [], [])
    mine = np.flatnonzero(run.matched.groups[Groups.DEBTORS] == run.cleared.open_items[OpenItems.DEBTORS][0])
    assert len(mine) == 2
    assert are_several(run.matched, mine)
    assert not are_several(run.matched, mine[:1])


def test_both_numbers_say_which_claim_is_accepted(tmp_path: Path) -> None:
    debtor = ["900002;A-2;Pladsanvisning;KFDAINS;0213701235;creation;200,00;2026-09-03;UD"]
    psrm = ["900002;B-7;KFDAINS;0313701236;creation;300,00;2026-09-03"]
    result = drawn(tmp_path, debtor, psrm, [accept(fordringsid="900002", reference="A-2", loft="600,00")]).result
    assert (fates(result), result.figures.accepted_gross_ore, result.verdict) == ([Fate.HOLDS], 200_00, NOT_READY)


def test_a_claim_whose_debtors_one_side_tells_in_part_is_one(tmp_path: Path) -> None:
    """PSRM names one of two, or nobody: the debtor set is borrowed, and the number is still one claim's."""
    debtor = ["900002;A-2;Pladsanvisning;KFDAINS;0213701235|0313701236;creation;300,00;2026-09-03;UD"]
    for named in ("0313701236", "", "0213701235|0313701236"):
        psrm = [f"900002;A-2;KFDAINS;{named};creation;250,00;2026-09-03"]
        result = drawn(tmp_path, debtor, psrm, [accept(fordringsid="900002", loft="50,00")], **ALL_TOLD).result
        assert (fates(result), result.verdict) == ([Fate.HOLDS], REMARKS), named


@pytest.mark.parametrize(("as_of", "fate"), [(date(2026, 10, 5), Fate.HOLDS), (date(2026, 10, 4), Fate.UNUSED)])
def test_a_decision_is_in_force_from_its_day(tmp_path: Path, as_of: date, fate: Fate) -> None:
    result = drawn(tmp_path, [REJECTED], [], [accept(reference="A-2")], as_of=as_of, **ALL_TOLD).result
    assert fates(result) == [fate]
    assert result.verdict == (REMARKS if fate == Fate.HOLDS else NOT_READY)
    assert found(result) == ({} if fate == Fate.HOLDS else {"decision_unused": Gravity.REMARK})


@pytest.mark.parametrize(("as_of", "fate"), [(date(2026, 10, 5), Fate.HOLDS), (date(2026, 10, 4), Fate.UNUSED)])
def test_an_allotment_and_a_pair_are_in_force_from_their_day(tmp_path: Path, as_of: date, fate: Fate) -> None:
    run = drawn(tmp_path, OURS, [ONLY_PSRM, *THEIRS], [ALLOT, PAIR], two=True, as_of=as_of)
    assert fates(run.result) == [fate, fate]
    holds = fate == Fate.HOLDS
    assert (run.matched.groups[Groups.BY].to_numpy() == Pass.DECIDED).any() == holds
    assert run.matched.allotted.any() == holds
    assert ("decision_unused" in found(run.result)) == (not holds)


def test_a_case_is_accepted_by_its_number(tmp_path: Path) -> None:
    (open_,) = drawn(tmp_path, [REJECTED], [], []).result.lines
    result = drawn(tmp_path, [REJECTED], [], [accept(sag=open_.case.upper())], **ALL_TOLD).result
    assert (result.verdict, fates(result), result.decisions[0].case) == (REMARKS, [Fate.HOLDS], open_.case)
    assert result.lines[0].case == open_.case


@pytest.mark.parametrize(
    ("standing", "gravity", "after"),
    [
        (Standing.EXPLAINED, Gravity.INFORMATION, (Standing.ACCEPTED, Gravity.REMARK)),
        (Standing.BRIDGE, Gravity.BLOCKING, (Standing.ACCEPTED, Gravity.REMARK)),
        (Standing.UNEXPLAINED, Gravity.BLOCKING, (Standing.UNEXPLAINED, Gravity.BLOCKING)),
    ],
)
def test_whatever_was_accepted_is_a_remark_and_never_less(
    tmp_path: Path, standing: Standing, gravity: Gravity, after: tuple[Standing, Gravity]
) -> None:
    """Never KLAR: whoever accepts says that there was something to accept. And what has no cause is not accepted."""
    run = drawn(tmp_path, [REJECTED], [], [])
    postings = run.postings.assign(
        **{Postings.STANDING: np.array([standing], np.int16), Postings.GRAVITY: np.array([gravity], np.int16)}
    )
    cases = run.item_lines[ItemLines.CASE].to_numpy()
    one = Accept(2, Role.MUNICIPALITY, "Aftalt", 0, Named(), cases[0], "", 300_00, 1_000_000)
    told = accepted_of(
        run.book, run.matched, run.cleared.open_items, postings, cases, Decisions(accepts=(one,)), 20_000
    )
    (row,) = told.postings[[Postings.STANDING, Postings.GRAVITY]].to_numpy().tolist()
    assert (row[0], row[1]) == after


def test_an_acceptance_of_nothing_is_a_remark(tmp_path: Path) -> None:
    for decisions in ([], [accept(reference="A-1")]):
        result = drawn(tmp_path, [], [], decisions, total=(1, "1.000,00")).result
        assert result.verdict == (REMARKS if decisions else READY)
        assert found(result) == ({"decision_unused": Gravity.REMARK} if decisions else {})


def test_what_is_ambiguous_and_open_cannot_be_accepted(tmp_path: Path) -> None:
    debtor = [f";D-{n};Pladsanvisning;KFDAINS;0213701235;creation;300,00;2026-09-03;UD" for n in (2, 3)]
    psrm = ["900002;;KFDAINS;0213701235;creation;300,00;2026-09-03"]
    decision = accept(reference="D-2", loft="900,00")
    run = drawn(tmp_path, debtor, psrm, [decision])
    assert len(run.cleared.open_items) == 1
    grade = run.matched.groups[Groups.GRADE].to_numpy()[run.cleared.open_items[OpenItems.CLAIM].to_numpy()]
    assert grade.tolist() == [Grade.AMBIGUOUS]
    both = drawn(tmp_path, debtor, psrm, [decision, accept(reference="D-3", loft="900,00")]).result
    assert (both.verdict, fates(both)) == (NOT_READY, [Fate.UNUSED, Fate.UNUSED])
    assert found(both)["ambiguous"] == Gravity.BLOCKING


def test_a_cell_without_a_test_stays_untested(tmp_path: Path) -> None:
    waiting = ";S-1;Skolefritid;KFDAINS;0213701235;creation;300,00;2026-10-01;"
    waiting = waiting.replace("2026-10-01", "2026-09-30")
    result = drawn(tmp_path, [waiting], [], [accept(reference="S-1")], two=True).result
    (cell,) = result.solutions[1].cells
    assert (cell.verdict, cell.figures.accepted_ore) == (Verdict.NOT_TESTED, -300_00)


def test_a_rejected_line_and_what_is_not_allotted_still_block(tmp_path: Path) -> None:
    unreadable = "900009;A-9;Pladsanvisning;KFDAINS;0213701235;creation;12.34;2026-09-01;UD"
    decision = accept(fordringsid="900008", loft="500,00")
    result = drawn(tmp_path, [unreadable], [ONLY_PSRM], [decision], two=True).result
    assert fates(result) == [Fate.HOLDS]
    assert result.verdict == NOT_READY
    assert found(result)["rejected_lines"] == Gravity.BLOCKING
    assert result.solutions[-1].name == UNALLOTTED
    assert result.solutions[-1].verdict == NOT_READY


def test_two_lines_for_one_claim_do_not_add_their_ceilings(tmp_path: Path) -> None:
    decisions = [accept(reference="A-2", loft="200,00"), accept(reference="A-2", loft="250,00")]
    result = drawn(tmp_path, [REJECTED], [], decisions, **ALL_TOLD).result
    assert (fates(result), result.verdict) == ([Fate.EXCEEDED, Fate.EXCEEDED], NOT_READY)
    assert result.figures.accepted_gross_ore == 0


# --- pair ---

OURS = [f";D-{n};Pladsanvisning;KFDAINS;0213701235;creation;300,00;2026-09-03;UD" for n in (2, 3)]
THEIRS = [f"90000{n};;KFDAINS;0213701235;creation;300,00;2026-09-0{n}" for n in (2, 3)]
PAIR = line("par", reference="D-2", psrm_fordringsid="900003")


def test_a_pair_resolves_what_could_be_either(tmp_path: Path) -> None:
    told = {"total": (3, "1.600,00")}
    assert found(drawn(tmp_path, OURS, THEIRS, [], **told).result) == {"ambiguous": Gravity.REMARK}
    run = drawn(tmp_path, OURS, THEIRS, [PAIR], **told)
    assert (run.result.verdict, fates(run.result)) == (REMARKS, [Fate.HOLDS])
    assert found(run.result) == {"decided_pair": Gravity.REMARK, "likely_match": Gravity.REMARK}
    groups = run.matched.groups
    decided = groups[Groups.BY].to_numpy() == Pass.DECIDED
    assert decided.sum() == 2
    assert set(groups[Groups.GRADE].to_numpy()[decided]) == {Grade.CERTAIN}
    assert len(set(groups[Groups.GROUP].to_numpy()[decided])) == 1


def test_a_pair_is_ready_with_remarks_at_best(tmp_path: Path) -> None:
    decisions = [PAIR, line("par", reference="D-3", psrm_fordringsid="900002", rolle="leverandoer")]
    result = drawn(tmp_path, OURS, THEIRS, decisions, total=(3, "1.600,00")).result
    assert (result.verdict, found(result)) == (REMARKS, {"decided_pair": Gravity.REMARK})
    assert result.figures.gross_ore == 0


def test_what_a_person_paired_is_no_test(tmp_path: Path) -> None:
    debtor = [";D-2;Skolefritid;KFDAINS;0213701235;creation;300,00;2026-09-03;UD"]
    decision = line("par", reference="D-2", psrm_fordringsid="900003")
    result = drawn(tmp_path, debtor, THEIRS[1:], [decision], two=True).result
    (cell,) = next(one for one in result.solutions if one.name == "Skolefritid").cells
    assert (cell.verdict, cell.figures.gross_ore, cell.extent["create"]) == (Verdict.NOT_TESTED, 0, 0)


def test_one_claim_and_several_of_psrm(tmp_path: Path) -> None:
    debtor = [";D-2;Pladsanvisning;KFDAINS;0213701235;creation;700,00;2026-09-03;UD"]
    psrm = [THEIRS[0], THEIRS[1].replace("300,00", "400,00")]
    decision = line("par", reference="D-2", psrm_fordringsid="900002|900003")
    run = drawn(tmp_path, debtor, psrm, [decision], total=(2, "1.700,00"))
    assert (run.result.verdict, run.result.figures.gross_ore) == (REMARKS, 0)
    assert (run.matched.groups[Groups.BY].to_numpy() == Pass.DECIDED).sum() == 3


def test_a_pair_with_a_number_that_no_file_has_is_not_half_made(tmp_path: Path) -> None:
    decision = line("par", reference="D-2", psrm_fordringsid="900003|900077")
    run = drawn(tmp_path, OURS, THEIRS, [decision])
    assert fates(run.result) == [Fate.UNUSED]
    assert not (run.matched.groups[Groups.BY].to_numpy() == Pass.DECIDED).any()


def test_claims_of_two_debtors_can_be_paired_but_do_not_clear(tmp_path: Path) -> None:
    other = [";D-2;Pladsanvisning;KFDAINS;0413701237;creation;300,00;2026-09-03;UD"]
    run = drawn(tmp_path, other, THEIRS[1:], [PAIR])
    assert fates(run.result) == [Fate.HOLDS]
    assert run.result.figures.gross_ore == 600_00
    assert run.result.verdict == NOT_READY
    assert run.cleared.open_items[OpenItems.GROUP].nunique() == 1


def test_a_pair_takes_its_solution_from_the_decision(tmp_path: Path) -> None:
    run = drawn(tmp_path, OURS[:1], THEIRS[1:], [PAIR], two=True)
    assert run.result.figures.gross_ore == 0
    assert [one.name for one in run.result.solutions] == ["Pladsanvisning", "Skolefritid"]


def test_a_pair_that_the_numbers_make_themselves_is_told(tmp_path: Path) -> None:
    decision = line("par", reference="A-1", psrm_fordringsid="900001")
    result = drawn(tmp_path, [], [], [decision]).result
    assert (fates(result), found(result)) == ([Fate.UNUSED], {"decision_unused": Gravity.REMARK})


def test_a_pair_never_takes_a_claim_from_its_number(tmp_path: Path) -> None:
    for cells in (
        {"reference": "A-1", "psrm_fordringsid": "900003"},  # the debtor's is linked
        {"reference": "D-2", "psrm_fordringsid": "900001"},  # PSRM's is
        {"reference": "D-2", "psrm_fordringsid": "900003|900001"},  # one of several is
    ):
        with pytest.raises(SettingsError) as refused:
            drawn(tmp_path, OURS, THEIRS, [line("par", **cells)])
        assert {(one.told().what, one.line) for one in refused.value.problems} == {
            ("Fordringen er parret på sit nummer", 2)
        }
        assert refused.value.exit_code == 4


# --- allot ---

ALLOT = line("fordel", fordringsid="900008", loesning="Skolefritid")


def test_a_claim_is_allotted_to_a_solution(tmp_path: Path) -> None:
    before = drawn(tmp_path, [], [ONLY_PSRM], [], two=True).result
    assert before.solutions[-1].name == UNALLOTTED
    result = drawn(tmp_path, [], [ONLY_PSRM], [ALLOT], two=True).result
    assert [(one.name, one.figures.gross_ore) for one in result.solutions] == [
        ("Pladsanvisning", 0),
        ("Skolefritid", 500_00),
    ]
    assert found(result)["decided_allotment"] == Gravity.REMARK
    assert (fates(result), result.figures) == ([Fate.HOLDS], before.figures)


def test_an_allotment_overrules_nothing(tmp_path: Path) -> None:
    for cells in ({"fordringsid": "900001"}, {"reference": "A-1"}):
        result = drawn(tmp_path, [], [], [line("fordel", loesning="Skolefritid", **cells)], two=True).result
        assert (fates(result), found(result)["decision_unused"]) == ([Fate.UNUSED], Gravity.REMARK)
        assert result.solutions[0].figures.psrm_ore == 1000_00


def test_an_allotment_of_a_claim_whose_type_is_not_known_leaves_it_unallotted(tmp_path: Path) -> None:
    result = drawn(tmp_path, [], [ONLY_PSRM.replace("KFDAINS", "")], [ALLOT], two=True).result
    assert (result.solutions[-1].name, result.verdict) == (UNALLOTTED, NOT_READY)


# --- the file ---


@pytest.mark.parametrize(
    "cells", [{"reference": "A-77"}, {"fordringsid": "900077"}, {"reference": "A-2", "fordringsid": "900001"}]
)
@pytest.mark.parametrize("kind", ["accepter", "par", "fordel"])
def test_a_line_that_meets_no_claim_is_a_remark(tmp_path: Path, kind: str, cells: dict[str, str]) -> None:
    more = {"par": {"psrm_fordringsid": "900008"}, "fordel": {"loesning": "Pladsanvisning"}, "accepter": {}}[kind]
    result = drawn(tmp_path, [REJECTED], [ONLY_PSRM], [line(kind, **cells, **more)]).result
    assert (fates(result), result.decisions[0].rows) == ([Fate.UNUSED], 0)
    assert [(one.rows, one.solution) for one in result.findings if one.code == "decision_unused"] == [(1, None)]


def test_the_order_of_the_lines_changes_nothing(tmp_path: Path) -> None:
    decisions = [
        accept(reference="A-2"), accept(reference="A-2", loft="10,00"), PAIR, ALLOT, accept(reference="A-99"),
        accept(fordringsid="900008", loft="500,00"), accept(reference="A-2", begrundelse="Andet møde"),
    ]  # fmt: skip
    runs = [
        drawn(tmp_path, [REJECTED, *OURS], [ONLY_PSRM, *THEIRS], some, two=True).result
        for some in (decisions, decisions[::-1])
    ]
    assert len({canonical(document(one)) for one in runs}) == 1
    told = [[replace(one, line=0) for one in run.decisions] for run in runs]
    assert told[0] == told[1]
    assert len(document(runs[0])["decisions"]) == len(decisions)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_the_file_is_read_as_danes_save_it(tmp_path: Path, encoding: str) -> None:
    drawn(tmp_path, [REJECTED], [], [])
    written = (
        (tmp_path / "afgoerelser.csv").read_text("utf-8")
        + accept(reference="A-2", begrundelse='"Æret; og øvet"')
        + "\n"
    )
    for short, long in (
        ("afgoerelse;", "Afgørelse;"),
        ("aarsag", "Årsag"),
        ("loesning", "LØSNING"),
        ("accepter", "Accepter"),
    ):
        written = written.replace(short, long)
    (tmp_path / "afgoerelser.csv").write_bytes((written + ";;;;;;;;;;;;;\n\n").replace("\n", "\r\n").encode(encoding))
    result = reconcile(load(tmp_path / "zerosum.toml")).result
    assert [(one.fate, one.reason, one.line) for one in result.decisions] == [(Fate.HOLDS, "Æret; og øvet", 2)]


def test_another_file_may_be_named(tmp_path: Path) -> None:
    drawn(tmp_path, [REJECTED], [], [accept(reference="A-2")])
    (tmp_path / "beslut").mkdir()
    (tmp_path / "afgoerelser.csv").rename(tmp_path / "beslut" / "vores.csv")
    settings = (tmp_path / "zerosum.toml").read_text("utf-8")
    assert reconcile(load(tmp_path / "zerosum.toml")).result.decisions == ()
    (tmp_path / "zerosum.toml").write_text("decisions = 'beslut\\vores.csv'\n" + settings, "utf-8")
    assert fates(reconcile(load(tmp_path / "zerosum.toml")).result) == [Fate.HOLDS]


def test_numbers_that_are_numeric_compare_without_zeros(tmp_path: Path) -> None:
    (tmp_path / "num.toml").write_text('name = "num"\nbased_on = "zerosum"\nnumeric_ids = ["claim_id"]\n', "utf-8")
    decision = accept(fordringsid="000900008", loft="500,00")
    plain = drawn(tmp_path, [], [ONLY_PSRM], [decision]).result
    assert fates(plain) == [Fate.UNUSED]
    assert fates(drawn(tmp_path, [], [ONLY_PSRM], [decision], source="num.toml").result) == [Fate.HOLDS]


def test_the_examples_of_the_documentation_are_right(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "decisions.md").read_text("utf-8")
    blocks = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    counts = []
    for block in blocks:
        (tmp_path / "afgoerelser.csv").write_text(block, "utf-8")
        read = load_decisions(tmp_path / "afgoerelser.csv", ("Pladsanvisning", "Skolefritid"))
        counts.append((len(read.allots), len(read.pairs), len(read.accepts)))
    assert counts == [(1, 0, 0), (0, 2, 0), (0, 0, 2)]
    assert set(re.findall(r"`([a-z_]+)`", text)) >= set(COLUMNS)


# --- what leaves ---

PEOPLE = ("0113701234", "0213701235", "0513701239")
"""Two debtors of the input, and somebody whom no file has."""


def _leaks(folder: Path, decisions: list[str]) -> list[str]:
    drawn(folder, [REJECTED], [ONLY_PSRM], decisions)
    done = zerosum("run", "-o", folder / "ud", cwd=folder)
    texts = [done.stdout, done.stderr]
    for path in (folder / "ud").rglob("*"):
        if path.is_file():
            texts.append(path.read_bytes().decode("utf-8", "replace"))
    forms = [form for number in PEOPLE for form in (number, f"{number[:6]}-{number[6:]}", f"{number[:6]} {number[6:]}")]
    assert len(texts) > 6
    return [form for form in (*forms, "Kirsten", "Testleder") for text in texts if form in text]


def test_no_number_and_no_name_of_a_person_leaves(tmp_path: Path) -> None:
    spaced = [f"{number[:6]} {number[6:]}" for number in PEOPLE]
    decisions = [accept(reference=number, begrundelse=f"Vedrører {number[:6]}-{number[6:]}") for number in PEOPLE]
    decisions += [
        accept(sag=number, begrundelse=f"Sag om {other} af 05.10.2026")
        for number, other in zip(PEOPLE, spaced, strict=True)
    ]
    decisions += [line("par", fordringsid=number, psrm_reference=number) for number in PEOPLE]
    decisions += [line("fordel", fordringsid=number, loesning="Pladsanvisning") for number in PEOPLE]
    decisions.append(accept(reference="A-2", begrundelse="Aftalt 05.10.2026 i sag 4711"))
    assert _leaks(tmp_path, decisions) == []
    (folder,) = (tmp_path / "ud").rglob("report.html")
    told = folder.read_text("utf-8")
    assert "Aftalt 05.10.2026 i sag 4711" in told
    assert "Sag om •••••• af 05.10.2026" in told


def test_no_number_of_a_person_leaves_in_a_message(tmp_path: Path) -> None:
    done = []
    for decision in (
        line(PEOPLE[2]), accept(reference="A-2", aarsag=PEOPLE[2], loft=PEOPLE[2], rolle=PEOPLE[1], dato=PEOPLE[0]),
        line("par", reference=PEOPLE[1], psrm_reference="A-1", loft=PEOPLE[2]),
        line("fordel", reference="A-1", loesning=f"{PEOPLE[0][:6]}-{PEOPLE[0][6:]}"),
    ):  # fmt: skip
        drawn_without_run(tmp_path, decision)
        done.append(zerosum("run", cwd=tmp_path))
    assert {one.returncode for one in done} == {4}
    text = "".join(one.stdout + one.stderr for one in done)
    assert "Linje     2" in text
    assert not [number for number in PEOPLE if number in text or f"{number[:6]}-{number[6:]}" in text]
    assert "Kirsten" not in text


def drawn_without_run(folder: Path, decision: str) -> None:
    drawn(folder, [REJECTED], [ONLY_PSRM], [])
    (folder / "afgoerelser.csv").write_text(f"{';'.join(COLUMNS)}\n{decision}\n", "utf-8")


def test_the_decisions_are_in_every_output_counted_apart(tmp_path: Path) -> None:
    other = ";A-3;Pladsanvisning;KFDAINS;0313701236;creation;40,00;2026-09-03;AF"
    run = drawn(tmp_path, [REJECTED, other], [], [accept(reference="A-2"), accept(reference="A-3", loft="1,00")])
    result, settings = run.result, load(tmp_path / "zerosum.toml")
    values = document(result)
    assert (values["accepted_ore"], values["accepted_gross_ore"], values["explained_ore"]) == (-300_00, 300_00, -340_00)
    assert [one["fate"] for one in values["decisions"]] == ["exceeded", "holds"]
    assert {one["standing"] for one in values["causes"] if one["rows"]} == {"accepted", "explained"}
    about = about_run(settings, result, "0" * 64, MADE.when, ["zerosum", "run"])
    assert len(about["decisions_sha256"]) == 64
    html = render(result, made_of(about), "da")
    for text in (
        "Afgørelser",
        "Aftalt på mødet",
        "300,00 af 300,00",
        "40,00 af 1,00",
        "31.12.2026",
        "Kommunen",
        "over loftet",
    ):
        assert text in html, text
    assert about["decisions_sha256"].replace("<wbr>", "") in html.replace("<wbr>", "")
    words = load_words("da")
    told = summary(result, words, {"report.html": tmp_path}, "0" * 64)
    assert "Afgørelser   1 over loftet, 1 i kraft; accepteret brutto 300,00 kr." in told


def test_without_a_file_nothing_is_said_of_decisions(tmp_path: Path) -> None:
    drawn(tmp_path, [REJECTED], [], [])
    (tmp_path / "afgoerelser.csv").unlink()
    result = reconcile(load(tmp_path / "zerosum.toml")).result
    about = about_run(load(tmp_path / "zerosum.toml"), result, "0" * 64, MADE.when, ["zerosum", "run"])
    assert about["decisions_sha256"] == ""
    assert "Afgørelser" not in render(result, made_of(about), "da")
    assert "Afgørelser" not in summary(result, load_words("da"), {"report.html": tmp_path}, "0" * 64)


@pytest.mark.parametrize("change", [lambda ours: ours, lambda ours: ours[::-1]])
def test_the_equation_holds_with_decisions(tmp_path: Path, change: Callable[[list[str]], list[str]]) -> None:
    decisions = change([accept(reference="A-2"), PAIR, ALLOT, accept(fordringsid="900008", loft="499,99")])
    run = drawn(tmp_path, [REJECTED, *OURS], [ONLY_PSRM, *THEIRS], decisions, two=True)
    for figures in (run.result.figures, *(one.figures for one in run.result.solutions)):
        assert figures.difference_ore == figures.explained_ore + figures.unexplained_ore
        assert abs(figures.accepted_ore) <= figures.accepted_gross_ore <= figures.gross_ore
    assert int(run.cleared.open_items[OpenItems.OPEN_ORE].sum()) == run.result.figures.difference_ore
