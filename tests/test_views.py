"""Views of one run: nothing of the others reaches a vendor, one page is one page, and names tell what they are of."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import golden
import pytest
import report_examples as examples
import towns
from click.testing import CliRunner
from forked import zerosum

from zerosum.cli import cli
from zerosum.pipeline import reconcile
from zerosum.report.dossier import Dossier
from zerosum.report.made import Made
from zerosum.report.render import render, render_short
from zerosum.report.short import LETTERS, MOST_SOLUTIONS
from zerosum.report.vendor import for_vendor, solutions_of
from zerosum.report.view import require_that_it_adds_up
from zerosum.report.words import DANISH_FROM, DANISH_TO, load
from zerosum.result import (
    UNALLOTTED,
    AgeBand,
    BreachLine,
    DecisionLine,
    Fate,
    Figures,
    Finding,
    Gravity,
    OpenLine,
    ScopeCell,
    ScopeState,
    SolutionResult,
    Verdict,
)
from zerosum.runs.frozen import thawed
from zerosum.runs.places import RESULT, slugs, travelling_name
from zerosum.runs.views import Wanted, views
from zerosum.settings import Settings, Solution
from zerosum.settings_load import load as settings_of
from zerosum.tables import ItemLines, PostedLines

CASES = sorted(path.name for path in (golden.FIXTURES / "cases").iterdir() if path.name != "39-balance-against-basis")
"""All but the one that stops before there is a result."""
TOWNS = ("daginstitution", "teknisk-forvaltning")
LANGUAGES = ("da", "en")


def _dossier(settings: Settings) -> Dossier:
    outcome = reconcile(settings)
    debtors = {line: f"S-{line}" for line in outcome.posted_lines[PostedLines.LINE]}
    return Dossier(
        outcome.result,
        examples.MADE,
        outcome.item_lines,
        outcome.posted_lines,
        examples.SELFTESTS["tried"],
        debtors=debtors,
    )


@cache
def dossier_of(name: str) -> Dossier:
    folder = golden.FIXTURES / ("" if name in TOWNS else "cases") / name
    return _dossier(settings_of(folder / "zerosum.toml"))


def pages(dossier: Dossier, solution: str) -> Iterator[tuple[str, str]]:
    """Every page of a vendor, as (language, HTML), and every part of its work list."""
    for language in LANGUAGES:
        for short in (False, True):
            for name, content in views(dossier, Wanted(language, solution, short)):
                yield language, _read(content) if name.endswith(".xlsx") else content.decode()


def _read(workbook: bytes) -> str:
    """All that is in a workbook, its properties and notes too."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return "\n".join([parts.comment.decode(), *(f"{one}\n{parts.read(one).decode()}" for one in parts.namelist())])


# --- nothing of the others ---


def _texts(dossier: Dossier, mine: Callable[[str], bool]) -> set[str]:
    """What the open items of some solutions are known by."""
    items, posted = dossier.items, dossier.posted
    chosen = items[items[ItemLines.SOLUTION].map(mine).to_numpy(bool)]
    lines = posted[posted[PostedLines.ITEM].isin(chosen.index).to_numpy(bool)]
    columns = (chosen[name] for name in (ItemLines.CASE, ItemLines.REFERENCE, ItemLines.CLAIM_ID))
    told = {text for column in columns for text in column} | set(lines[PostedLines.LINE])
    return {text for text in told if text and set(text) != {"•"}}


def _amounts(dossier: Dossier, mine: Callable[[str], bool]) -> set[int]:
    items = dossier.items[dossier.items[ItemLines.SOLUTION].map(mine).to_numpy(bool)]
    columns = (ItemLines.OPEN_ORE, ItemLines.DEBTOR_ORE, ItemLines.PSRM_ORE)
    some = {abs(ore) for name in columns for ore in items[name].tolist()}
    for one in dossier.result.solutions:
        if mine(one.name):
            told = (one.figures, *(cell.figures for cell in one.cells))
            some |= {
                abs(value) for figures in told for value in (figures.debtor_ore, figures.psrm_ore, figures.gross_ore)
            }
            some |= {abs(figures.difference_ore) for figures in told}
    return some - {0}


def _types(dossier: Dossier, mine: Callable[[str], bool]) -> set[str]:
    """The claim types that some solutions have, or somebody else handles."""
    of_cells = {cell.claim_type for one in dossier.result.solutions for cell in one.cells if mine(one.name)}
    return {one for one in of_cells | {at.claim_type for at in dossier.result.scope if mine(at.solution or "")} if one}


def _stands(text: str, html: str, *, folded: bool = False) -> bool:
    """Whether it stands there as a word of its own."""
    return bool(re.search(rf"(?<![\w.,]){re.escape(text)}(?![\w])", html, re.IGNORECASE if folded else 0))


def _body(html: str) -> str:
    return re.sub(r"<style>.*?</style>|\b[0-9a-f]{64}\b|<wbr>", "", html, flags=re.DOTALL)


def leaked(dossier: Dossier, solution: str, language: str, html: str) -> list[str]:
    """What of the others stands on a page of the solution's vendor."""
    words, body = load(language), _body(html)
    own, theirs = (lambda name: name == solution), (lambda name: name != solution)
    found = [text for text in _texts(dossier, theirs) - _texts(dossier, own) if _stands(text, body)]
    tolerated = {dossier.result.tolerance_per_claim_ore, dossier.result.tolerance_per_solution_ore}
    amounts = _amounts(dossier, theirs) - _amounts(dossier, own) - tolerated
    said = " ".join(words.texts.values())
    told_ore = (words.amount(ore) for ore in amounts)
    found += [text for text in told_ore if _stands(text, body) and not _stands(text, said)]
    for one in dossier.result.solutions:
        if one.name not in (solution, UNALLOTTED):
            found += [one.name for _ in [0] if _stands(one.name, body.replace(solution, ""), folded=True)]
            found += [mark for mark in one.marks if _stands(mark, body)]
    types = _types(dossier, theirs) - _types(dossier, own)
    found += [one for one in types if _stands(one, body) and not _stands(one, said)]
    for file in dossier.result.inputs:
        found += [part for part in (file.path, file.path.rsplit("/", 1)[-1].split("::")[-1]) if part in body]
    return found


@pytest.mark.long
@pytest.mark.parametrize("name", [*TOWNS, *CASES])
def test_nothing_of_the_others_reaches_a_vendor(name: str) -> None:
    dossier = dossier_of(name)
    for solution in solutions_of(dossier.result):
        for language, html in pages(dossier, solution):
            assert leaked(dossier, solution, language, html) == [], (solution, language)


@pytest.mark.long
@pytest.mark.parametrize("name", [*TOWNS, *CASES])
def test_nothing_of_the_others_is_in_the_dossier_either(name: str) -> None:
    """So that whatever is made of it (a work list, say) holds nothing of them."""
    dossier = dossier_of(name)
    for solution in solutions_of(dossier.result):
        seen = for_vendor(dossier, solution)
        told = json.dumps(thawed(seen.result), ensure_ascii=False) + seen.items.to_csv() + seen.posted.to_csv()
        assert leaked(dossier, solution, "da", told) == [], solution
        assert set(seen.result.type_names) <= _types(dossier, lambda one, mine=solution: one == mine)
        assert seen.made.who == seen.made.command == seen.made.settings_hash == seen.made.decisions_hash == ""


PASSED_ON = {
    Made: "when who command version python pandas run_id fingerprint settings_hash decisions_hash rules_hash language",
    SolutionResult: "name verdict figures causes cells reasons manual booked_from booked_to marks",
    Finding: "code gravity rows solution claim_type detail",
    OpenLine: "cause gravity solution claim_type reference claim_id event side open_ore posted_ore booked_on debtor_source psrm_source "
    "case line accepted also reason",
    DecisionLine: "kind fate role reason decided_on line named rows solution case cause until ceiling_ore used_ore",
    ScopeCell: "claim_type solution state required missing told",
    BreachLine: "rule solution claim_type reference claim_id status amount_ore fields source",
    AgeBand: "solution band rows net_ore gross_ore",
}
ROWS_PASSED_ON = {
    ItemLines: "case solution claim_type in_area reference claim_id event side open_ore debtor_ore psrm_ore status booked_on due_on "
    "receipt_on reason debtor_file debtor_line psrm_file psrm_line",
    PostedLines: "item line cause standing gravity posted_ore also",
}


def test_what_is_new_is_not_passed_on_unseen() -> None:
    """These go to a vendor as they are, but for what `for_vendor` changes. Whoever gives one a new field decides there what a vendor may
    see of it, and then names it here."""
    for kind, names in PASSED_ON.items():
        assert [one.name for one in fields(kind)] == names.split(), kind.__name__
    for table, names in ROWS_PASSED_ON.items():
        assert [one.value for one in table] == names.split(), table.__name__


@pytest.mark.long
@pytest.mark.parametrize("name", TOWNS)
def test_the_search_for_leaks_finds_them(name: str) -> None:
    dossier = dossier_of(name)
    html = render(dossier.result, dossier.made)
    for solution in solutions_of(dossier.result):
        assert len(leaked(dossier, solution, "da", html)) > 10


def test_the_examples_have_marks() -> None:
    assert {mark for one in dossier_of("daginstitution").result.solutions for mark in one.marks} >= {"DAGI", "KLUB"}


def _no_command_no_person(html: str) -> bool:
    return not any(_stands(text, html) for text in (examples.MADE.who, examples.MADE.settings_hash))


def test_who_ran_it_and_how_is_not_told() -> None:
    for _, html in pages(dossier_of("daginstitution"), "Ungdomsskole X"):
        assert _no_command_no_person(html)
        assert examples.MADE.command not in html
        assert examples.MADE.short_fingerprint in html
        assert examples.MADE.run_id in html


# --- the competitor's data make no difference ---


def _town(folder: Path, change: Callable[[towns.Town], None] | None = None, beta: str = "Beta") -> Dossier:
    """A town with differences at Alfa and Gamma; `change` is of Beta's rows alone."""
    folder.mkdir()
    made = towns.town()
    for row in made.psrm:
        if row["solution"] in ("Alfa", "Gamma") and row["event"] == "write_up":
            row["amount"] = "1,11"
        if row["solution"] == "Gamma" and row["event"] == "write_down":
            row["claim_id"] = row["reference"] = f"9{row['claim_id'][1:]}"
    if change:
        change(made)
    for row in (*made.debtor, *made.psrm):
        row["solution"] = beta if row["solution"] == "Beta" else row["solution"]
    settings = towns.written(folder, made)
    solutions = tuple(
        replace(one, name=beta, marks=("BM77",)) if one.name == "Beta" else one for one in settings.solutions
    )
    return _dossier(replace(settings, solutions=solutions))


def _other_amounts(made: towns.Town) -> None:
    for row in (*made.debtor, *made.psrm):
        if row["solution"] == "Beta":
            row["amount"] = row["amount"].replace("3", "4")


def _faults(made: towns.Town) -> None:
    for row in made.psrm:
        if row["solution"] == "Beta" and row["event"] == "creation":
            row["amount"] = "4.321,09"


def _more_claims(made: towns.Town) -> None:
    for at in range(5):
        claim = made.claim("Beta", "KFSKFRI", towns.person(700 + at), 555_500 + at)
        made.happens(claim, "write_up", 4_040 + at, 22)
    made.psrm.pop()


def _hidden(dossier: Dossier, html: str) -> str:
    """A page without the hashes of the files, which are of all vendors."""
    for one in dossier.result.inputs:
        html = html.replace("<wbr>".join(one.sha256[at : at + 4] for at in range(0, 64, 4)), "#")
        html = html.replace(one.sha256, "#")
    return html


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "beta"), [(_other_amounts, "Beta"), (_faults, "Beta"), (_more_claims, "Beta"), (None, "Zeta & Søn A/S")]
)
def test_a_competitors_data_changes_no_letter(
    tmp_path: Path, change: Callable[[towns.Town], None] | None, beta: str
) -> None:
    before, after = _town(tmp_path / "a"), _town(tmp_path / "b", change, beta)
    assert render(before.result, before.made) != render(after.result, after.made)
    for solution in ("Alfa", "Gamma"):
        both = zip(pages(before, solution), pages(after, solution), strict=True)
        for (_, one), (_, other) in both:
            assert _hidden(before, one) == _hidden(after, other)
            assert "1,11" in one or "1.11" in one or "kort" in one or "short" in one


# --- all of it together is the whole ---


@pytest.mark.long
@pytest.mark.parametrize("name", [*TOWNS, *CASES])
def test_the_views_and_what_is_not_allotted_are_the_whole(name: str) -> None:
    dossier = dossier_of(name)
    seen = [for_vendor(dossier, one) for one in solutions_of(dossier.result)]
    rest = [one for one in dossier.result.solutions if one.name == UNALLOTTED]
    figures = [one.result.figures for one in seen] + [one.figures for one in rest]
    assert sum(figures, Figures()) == dossier.result.figures
    left = int((dossier.items[ItemLines.SOLUTION] == UNALLOTTED).sum())
    assert sum(len(one.items) for one in seen) + left == len(dossier.items)
    lines = [line for one in seen for line in one.posted[PostedLines.LINE]]
    assert len(lines) == len(set(lines)) <= len(dossier.posted)
    for one in seen:
        require_that_it_adds_up(one.result)
        assert one.vendor == one.result.solutions[0].name
        assert one.selftest is None
        assert set(one.debtors) == set(one.posted[PostedLines.LINE])
        of_posting = one.items.iloc[one.posted[PostedLines.ITEM].to_numpy()]
        assert set(of_posting[ItemLines.SOLUTION]) <= {one.vendor}
        ours = dossier.posted.set_index(PostedLines.LINE)[PostedLines.ITEM]
        references = dossier.items[ItemLines.REFERENCE].iloc[ours.loc[one.posted[PostedLines.LINE]].to_numpy()]
        assert references.tolist() == of_posting[ItemLines.REFERENCE].tolist()
        assert sum(band.gross_ore for band in one.result.ages) == one.result.figures.gross_ore


def test_the_lines_are_its_own_first_ones() -> None:
    seen = for_vendor(dossier_of("daginstitution"), "Pladsanvisning B")
    assert seen.result.lines
    assert {line.solution for line in seen.result.lines} == {"Pladsanvisning B"}
    assert sum(one.rows for one in seen.result.causes) == len(seen.result.lines)  # none has more than 25 here
    assert all(re.fullmatch(r"(Fil \d+ linje \d+)?", line.debtor_source) for line in seen.result.lines)
    assert {line.debtor_source for line in seen.result.lines} != {""}


# --- what is decided, found and told of several ---


def _with(dossier: Dossier, **values: object) -> Dossier:
    return replace(dossier, result=replace(dossier.result, **values))  # type: ignore[arg-type]


def _decision(kind: str = "accept", **values: object) -> DecisionLine:
    told: dict[str, object] = {
        "kind": kind, "fate": Fate.HOLDS, "role": "municipality", "reason": "", "decided_on": date(2026, 10, 1), "line": 7,
        "named": (), "rows": 9, **values,
    }  # fmt: skip
    return DecisionLine(**told)  # type: ignore[arg-type]


OWN, OTHER = "Ungdomsskole X", "Pladsanvisning B"


def _reference(dossier: Dossier, solution: str) -> str:
    items = dossier.items
    return next(one for one in items.loc[items[ItemLines.SOLUTION] == solution, ItemLines.REFERENCE] if one)


def _case(dossier: Dossier, solution: str) -> str:
    items = dossier.items
    return str(items.loc[items[ItemLines.SOLUTION] == solution, ItemLines.CASE].iloc[0])


def test_only_decisions_about_its_own_claims_are_there() -> None:
    whole = dossier_of("daginstitution")
    own, other = _reference(whole, OWN), _reference(whole, OTHER)
    told = (
        _decision("allot", named=("1",), solution=OWN),
        _decision("allot", named=("2",), solution=OTHER),
        _decision(case=_case(whole, OWN), ceiling_ore=500, used_ore=100),
        _decision(case=_case(whole, OTHER), ceiling_ore=600),
        _decision(named=(own,), ceiling_ore=700),
        _decision(named=(other,)),
        _decision("pair", named=(own, other)),
    )
    seen = for_vendor(_with(whole, decisions=told), OWN).result.decisions
    assert [(one.kind, one.named, one.ceiling_ore) for one in seen] == [
        ("allot", ("1",), 0), ("accept", (), 500), ("accept", (own,), 700), ("pair", (own,), 0),
    ]  # fmt: skip
    assert [one.rows for one in seen] == [9, 9, 9, 1]
    assert {one.line for one in seen} == {0}


def test_of_a_case_that_others_share_only_its_own_part_is_told() -> None:
    whole = dossier_of("daginstitution")
    items = whole.items.copy()
    case = _case(whole, OWN)
    items.loc[items[ItemLines.SOLUTION] == OTHER, ItemLines.CASE] = case
    posted = whole.posted.copy()
    posted[PostedLines.STANDING] = "accepted"
    told = _decision(case=case, rows=40, ceiling_ore=123_456_00, used_ore=99_999_00)
    shared = replace(_with(whole, decisions=(told,)), items=items, posted=posted)
    (seen,) = for_vendor(shared, OWN).result.decisions
    mine = items[(items[ItemLines.CASE] == case) & (items[ItemLines.SOLUTION] == OWN)]
    of_case = posted[posted[PostedLines.ITEM].isin(mine.index)]
    assert (seen.rows, seen.used_ore, seen.ceiling_ore) == (
        len(of_case),
        int(of_case[PostedLines.POSTED_ORE].abs().sum()),
        0,
    )
    assert 0 < seen.rows < 40


def test_names_and_marks_of_the_others_are_taken_out_of_free_texts() -> None:
    whole = dossier_of("daginstitution")
    text = "Aftalt med pladsanvisning  b og SFO2; Pladsanvisning Bs liste, KLUB og Ungdomsskole X, se SFO20"
    told = _decision(named=(_reference(whole, OWN),), reason=text)
    items = whole.items.copy()
    items[ItemLines.REASON] = text
    scope = (ScopeCell("KFLRUNG", OWN, ScopeState.ELSEWHERE_SEEN, told=OTHER),)
    found = (Finding("handled_elsewhere", Gravity.BLOCKING, 1, OWN, "KFLRUNG", {"handled_by": OTHER}),)
    seen = for_vendor(replace(_with(whole, decisions=(told,), scope=scope, findings=found), items=items), OWN)
    veiled = "Aftalt med [anden løsning] og [anden løsning]; [anden løsning] liste, KLUB og Ungdomsskole X, se SFO20"
    assert seen.result.decisions[0].reason == veiled
    assert set(seen.items[ItemLines.REASON]) == {veiled}
    assert seen.result.scope[0].told == seen.result.findings[0].detail["handled_by"] == "[anden løsning]"


@pytest.mark.parametrize(
    "written",
    [
        "PLADSANVISNING B", "Pladsanvisning-B", "PladsanvisningB", "Pladsanvisning_B_fil", "pladsanvisning\N{NO-BREAK SPACE}b",
        "Pladsanvisning\N{NON-BREAKING HYPHEN}B", "Plads\N{SOFT HYPHEN}anvisning B", "Pladsanvisning\N{ZERO WIDTH SPACE}B", "SFO2_09",
        "_SFO2_", "\N{FULLWIDTH LATIN CAPITAL LETTER S}FO2", "SFO2's", "Børneøkonomi Å", unicodedata.normalize("NFD", "Børneøkonomi Å"),
    ],
)  # fmt: skip
def test_names_of_the_others_are_known_however_they_are_written(written: str) -> None:
    whole = dossier_of("daginstitution")
    marked = tuple(
        replace(one, marks=(*one.marks, "Børneøkonomi Å")) if one.name == OTHER else one
        for one in whole.result.solutions
    )
    items = whole.items.copy()
    items[ItemLines.REASON] = f"Rettes i {written}, siger de"
    seen = for_vendor(replace(_with(whole, solutions=marked), items=items), OWN)
    (told,) = set(seen.items[ItemLines.REASON])
    assert "[anden løsning]" in told
    assert not re.search("B|SFO2|konomi", told.replace("[anden løsning]", ""))


def test_a_name_that_is_a_part_of_its_own_is_left_in_peace() -> None:
    whole = dossier_of("daginstitution")
    names = ("Ungdomsskole", *(one.name for one in whole.result.solutions[1:]))
    renamed = tuple(replace(one, name=name) for one, name in zip(whole.result.solutions, names, strict=True))
    told = _decision("allot", solution=OWN, reason="Ungdomsskole X, ikke Ungdomsskole")
    seen = for_vendor(_with(whole, solutions=renamed, decisions=(told,)), OWN, "en")
    assert seen.result.decisions[0].reason == "Ungdomsskole X, ikke [another solution]"


def test_findings_of_all_are_told_without_their_count() -> None:
    whole = dossier_of("daginstitution")
    portal = {"link": "portal", "event": "recall", "declared_ore": 1_234_567, "seen_ore": 7_654_321}
    found = (
        Finding("control_total_differs", Gravity.BLOCKING, 1, detail=portal),
        Finding("control_total_differs", Gravity.BLOCKING, 1, detail={**portal, "event": "write_up"}),
        Finding("too_perfect", Gravity.INFORMATION, 4_321, detail={"sign": "one_day"}),
        Finding("outside_area", Gravity.INFORMATION, 4_322),
        Finding(
            "type_of_other_area_open", Gravity.BLOCKING, 4_323, detail={"claim_type": "KFXXXX", "of_area": "Havne"}
        ),
        Finding("rejected_lines", Gravity.BLOCKING, 4_324),
        Finding("rejected_lines", Gravity.BLOCKING, 4_325, OTHER),
        Finding("ambiguous", Gravity.BLOCKING, 3, OWN, "KFLRUNG"),
        Finding("ambiguous", Gravity.BLOCKING, 4_326, UNALLOTTED, None),
    )
    seen = for_vendor(_with(whole, findings=found), OWN)
    assert [(one.code, one.rows, dict(one.detail)) for one in seen.result.findings] == [
        ("control_total_differs", 1, {"link": "portal"}), ("type_of_other_area_open", 1, {}), ("rejected_lines", 4_324, {}),
        ("ambiguous", 3, {}),
    ]  # fmt: skip
    html = render(seen.result, seen.made, vendor=OWN)
    assert "4.324 linjer kunne ikke læses" in html
    assert not [text for text in ("12.345,67", "76.543,21", "KFXXXX", "Havne", "4.321", "4.325") if text in html]


def test_an_acceptance_that_others_share_is_told_without_its_ceiling() -> None:
    detail = {"fate": "exceeded", "ceiling_ore": 100, "used_ore": 5_000}
    found = tuple(
        Finding("acceptance_expired", Gravity.BLOCKING, 1, name, None, one)
        for name, one in ((OWN, detail), (OTHER, detail), (OWN, {**detail, "used_ore": 101}))
    )
    seen = for_vendor(_with(dossier_of("daginstitution"), findings=found), OWN).result.findings
    assert [dict(one.detail) for one in seen] == [{}, {**detail, "used_ore": 101}]


def test_what_is_counted_of_all_stamdata_is_left_out() -> None:
    whole = dossier_of("teknisk-forvaltning")
    assert whole.result.stamdata is not None
    seen = for_vendor(whole, "HARBA").result.stamdata
    assert seen is not None
    assert seen.claims == sum(one.claims for one in whole.result.stamdata.forecasts if one.solution == "HARBA")
    assert (seen.not_tried, seen.reservations, seen.gaps, seen.unreadable, seen.doubts) == ((), (), (), (), ())
    assert "er udeladt: regler, der ikke kunne prøves" in next(html for _, html in pages(whole, "HARBA"))
    assert for_vendor(whole, "EG Brandsoft").result.stamdata is None  # it has no claims


def test_the_sections_of_all_are_not_there() -> None:
    for _, html in pages(dossier_of("daginstitution"), OWN):
        assert not re.findall(r'<section id="(?:portal|selftest|quality|approval)"', html)
        assert OWN in re.search("<(?:dc:)?title>(.*)</(?:dc:)?title>", html)[1]  # type: ignore[index]


def test_what_is_not_allotted_has_no_vendor() -> None:
    whole = dossier_of("34-only-in-psrm-two-solutions")
    assert UNALLOTTED not in solutions_of(whole.result)
    for name in (UNALLOTTED, "", "Nobody"):
        with pytest.raises(ValueError, match="no solution"):
            for_vendor(whole, name)


def test_ages_of_the_others_are_left_out() -> None:
    whole = _with(
        dossier_of("01-received"), ages=(AgeBand("Pladsanvisning", "to_30", 1, 0, 0), AgeBand("B", "to_30", 2, 0, 0))
    )
    assert [one.solution for one in for_vendor(whole, "Pladsanvisning").result.ages] == ["Pladsanvisning"]


# --- one page ---


def test_the_short_one_counts_what_it_leaves_out() -> None:
    whole = dossier_of("daginstitution").result
    html = render_short(whole, examples.MADE)
    rows = html.split('class="brief blocking"')[1].split("</table>")[0].count("<tr><td>")
    more = int(re.search(r"(\d+) punkter mere spærrer", html)[1])  # type: ignore[index]
    assert rows + more == render(whole, examples.MADE).split('class="matters blocking"')[1].split("</ol>")[0].count(
        "<h4>"
    )
    assert (
        "Manuelle regninger (KMD Opus)</td><th" in html
    )  # who has one thing to do is named, though others have more kroner


def test_the_short_one_says_who_has_the_next_step() -> None:
    seen = for_vendor(dossier_of("daginstitution"), OWN)
    html = render_short(seen.result, seen.made, "da", OWN)
    told = re.search(r"Næste skridt har: (.*)\.</p>", html)[1]  # type: ignore[index]
    counts = {owner: int(n) for owner, n in re.findall(r"([^,]+?) \((\d+) punkte?r?\)", told)}
    full = render(seen.result, seen.made, vendor=OWN).split('class="matters blocking"')[1].split("</ol>")[0]
    assert sum(counts.values()) == full.count("<h4>")
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert {"Leverandøren", "Kommunen"} <= {owner.strip() for owner in counts}


def test_of_many_solutions_the_worst_are_shown() -> None:
    verdicts = [Verdict.NOT_TESTED if at == 20 else Verdict.READY for at in range(30)]
    ready = [
        examples.solution(name, examples.cell(name, "KFDAINS", verdict, 100, 1))
        for name, verdict in ((f"Løsning {at}", verdict) for at, verdict in enumerate(verdicts))
    ]
    html = render_short(examples.result(*ready), examples.MADE)
    assert "Løsning 20</th>" in html
    assert html.count('<tr><th scope="row">Løsning') == MOST_SOLUTIONS
    assert f"Viser {MOST_SOLUTIONS} af 30 løsninger" in html


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_one_is_whole_in_every_state(state: str, language: str) -> None:
    html = render_short(examples.STATES[state](), examples.MADE, language)
    assert DANISH_FROM not in html
    assert DANISH_TO not in html
    assert "<script" not in html
    assert html.count("<h1") == html.count("<main") == html.count("<header") == html.count("<footer") == 1
    assert f'<html lang="{language}">' in html
    assert html == render_short(examples.STATES[state](), examples.MADE, language)


def test_every_column_of_what_blocks_has_its_width() -> None:
    assert set(LETTERS) == {"where", "title", "extent", "next_step", "owner"}


# --- names ---


def test_no_two_views_have_one_name() -> None:
    names = ["Ø & Å", "oe-aa", "Kort", "EN", "da", "Løsning", "løsning!", "x" * 70, "x" * 80, "…", "---", "Alfa"]
    found = slugs(names)
    assert len(set(found.values())) == len(names)
    assert not {"kort", "en", "da"} & set(found.values())
    assert found["Alfa"] == "alfa"
    assert all(re.fullmatch("[a-z0-9-]+", one) for one in found.values())


def test_a_name_that_travels_is_ascii_and_says_what_it_is() -> None:
    name = travelling_name(
        "Ærø Kommune", "børn/unge", date(2026, 9, 30), "9f2c" * 16, "en", "html", "harba", short=True
    )
    assert name == "0sumstest_aeroe-kommune_boern-unge_2026-09-30_9f2c_harba_kort_en.html"


# --- the command ---


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kørsler")
    settings = golden.FIXTURES / "teknisk-forvaltning" / "zerosum.toml"
    done = zerosum("run", "-c", str(settings), "-o", str(root), "--json", cwd=root)
    return Path(json.loads(done.stdout)["files"][RESULT]).parent


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "en kørsel" / made.name))


def _said(run: Path, *arguments: str) -> str:
    done = zerosum("report", str(run), *arguments, cwd=run)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _new(run: Path, before: Iterable[str]) -> set[str]:
    return {path.name for path in run.iterdir()} - set(before)


def test_a_vendors_lines_beyond_the_workbook_are_in_a_file_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zerosum.report.worklist.rows.LINES_MAX", 3)
    dossier = dossier_of("daginstitution")
    made = dict(views(dossier, Wanted("da", OWN)))
    assert {name for name in made if name.startswith("arbejdsliste")} == {
        f"arbejdsliste.ungdomsskole-x.{ending}" for ending in ("xlsx", "csv")
    }
    lines = made["arbejdsliste.ungdomsskole-x.csv"].decode("utf-8-sig").splitlines()
    mine = next(one for one in dossier.result.solutions if one.name == OWN)
    assert len(lines) - 1 == sum(cause.rows for cause in mine.causes) > 3
    assert "arbejdsliste.ungdomsskole-x.csv" in _read(made["arbejdsliste.ungdomsskole-x.xlsx"])
    assert leaked(dossier, OWN, "da", "\n".join(lines)) == []


@pytest.mark.long
def test_each_view_has_its_own_name_and_the_same_bytes_each_time(run: Path) -> None:
    before = {path.name for path in run.iterdir()}
    asked = [
        ("report.html",), ("report.en.html", "--lang", "en"), ("report.kort.html", "--short"),
        ("report.harba.html", "--solution", "HARBA"),
        ("report.elbek-vejrup.kort.en.html", "--solution", "Elbek & Vejrup", "--short", "--lang", "en"),
    ]  # fmt: skip
    for name, *arguments in asked:
        said = _said(run, *arguments)
        assert name in said
        first = (run / name).read_bytes()
        assert _said(run, *arguments, "-q") == ""
        assert (run / name).read_bytes() == first
    assert _new(run, before) == {*(name for name, *_ in asked), "arbejdsliste.harba.xlsx"} - before
    assert "leverandør" not in _said(run, "-q")


def test_an_unknown_solution_is_told_with_the_names_the_nearest_first(run: Path) -> None:
    done = zerosum("report", str(run), "--solution", "Beos", cwd=run)
    assert done.returncode == 2
    assert "«Beos»; den har «BEAS», «Elbek & Vejrup», «Compusoft»" in done.stderr
    assert zerosum("report", str(run), "--solution", UNALLOTTED, cwd=run).returncode == 2


@pytest.mark.long
@pytest.mark.parametrize("command", ["report", "pack", "verify"])
def test_any_file_of_a_run_stands_for_it(run: Path, tmp_path: Path, command: str) -> None:
    """What people have open is the report; it is what they drop on the window."""
    by_folder, by_file = (zerosum(command, str(place), cwd=tmp_path) for place in (run, run / "report.html"))
    assert (by_file.returncode, by_file.stdout) == (by_folder.returncode, by_folder.stdout)


def test_a_work_list_that_somebody_wrote_in_is_left_and_it_is_said(run: Path) -> None:
    _said(run, "--solution", "Elbek & Vejrup")
    (list_,) = run.glob("arbejdsliste.elbek*.xlsx")
    list_.write_bytes(b"en bemaerkning")
    done = zerosum("report", str(run), "--solution", "Elbek & Vejrup", cwd=run)
    assert done.returncode == 0
    assert list_.read_bytes() == b"en bemaerkning"
    assert f"{list_.name} lå der i forvejen" in done.stderr
    quiet = zerosum("report", str(run), "--solution", "Elbek & Vejrup", "--export", "ud", "-q", cwd=run)
    assert (quiet.returncode, quiet.stdout) == (0, "")
    assert "lå der i forvejen" in quiet.stderr
    assert "lavet forfra, uden det, der er skrevet" in quiet.stderr
    assert b"en bemaerkning" not in {path.read_bytes() for path in (run / "ud").iterdir()}
    list_.unlink()
    assert "lå der i forvejen" not in zerosum("report", str(run), "--solution", "Elbek & Vejrup", cwd=run).stderr
    assert list_.is_file()


def test_capital_letters_of_a_solution_do_not_matter(run: Path) -> None:
    _said(run, "--solution", "beas", "--short")
    assert "BEAS" in (run / "report.beas.kort.html").read_text(encoding="utf-8")


def test_an_export_of_the_municipality_has_all_that_belongs_to_it(run: Path, tmp_path: Path) -> None:
    for name in ("report.pdf", "arbejdsliste.xlsx", f"{RESULT}.minisig", "report.harba.pdf"):
        (run / name).write_bytes(name.encode())
    target = tmp_path / "ud af huset" / "æøå"
    said = _said(run, "--export", str(target))
    mark = hashlib.sha256((run / RESULT).read_bytes()).hexdigest()[:4]
    stem = f"0sumstest_eksempel-kommune_teknisk-forvaltning_2026-09-30_{mark}"
    assert {path.name for path in target.iterdir()} == {
        f"{stem}.{ending}" for ending in ("html", "pdf", "xlsx", "json", "json.minisig")
    }
    assert (target / f"{stem}.json").read_bytes() == (run / RESULT).read_bytes()
    assert (target / f"{stem}.pdf").read_bytes() == b"report.pdf"
    assert said.count(stem) == 5
    assert _said(run, "--export", str(target)) == said  # the same again is no conflict


def test_an_export_for_a_vendor_has_only_what_was_made_for_it(run: Path, tmp_path: Path) -> None:
    for name in ("report.pdf", "arbejdsliste.xlsx", f"{RESULT}.minisig", "report.harba.pdf", "arbejdsliste.harba.xlsx"):
        (run / name).write_bytes(name.encode())
    _said(run, "--solution", "HARBA", "--export", str(tmp_path / "an older PDF stays"))
    assert not list((tmp_path / "an older PDF stays").glob("*.pdf"))
    (run / "report.harba.pdf").write_bytes(b"report.harba.pdf")  # printed of the page that is there now
    _said(run, "--solution", "HARBA", "--export", str(tmp_path / "ud"))
    _said(run, "--solution", "HARBA", "--short", "--lang", "en", "--export", str(tmp_path / "ud"))
    names = {re.sub(r".*_[0-9a-f]{4}_", "", path.name) for path in (tmp_path / "ud").iterdir()}
    assert names == {"harba.html", "harba.pdf", "harba.xlsx", "harba_kort_en.html"}
    assert {path.read_bytes() for path in (tmp_path / "ud").glob("*.pdf")} == {b"report.harba.pdf"}
    (list_,) = (tmp_path / "ud").glob("*harba.xlsx")
    assert list_.read_bytes()[:2] == b"PK"  # made for it: what somebody has put in its place stays
    assert (run / "arbejdsliste.harba.xlsx").read_bytes() == b"arbejdsliste.harba.xlsx"


def test_an_export_overwrites_nothing(run: Path, tmp_path: Path) -> None:
    """The message is `export_taken`."""
    target = tmp_path / "ud"
    _said(run, "--export", str(target))
    (html,) = target.glob("*.html")
    html.write_bytes(b"another run's")
    for path in target.iterdir():
        if path != html:
            path.unlink()
    done = zerosum("report", str(run), "--export", str(target), cwd=run)
    assert done.returncode == 4
    assert "Filen er der i forvejen" in done.stderr
    assert html.name in done.stderr
    assert html.read_bytes() == b"another run's"
    assert [path.name for path in target.iterdir()] == [html.name]


def test_the_view_that_was_made_is_opened(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    answer = CliRunner().invoke(
        cli, ["report", str(run), "--solution", "HARBA", "--short", "--open"], standalone_mode=False
    )
    assert answer.return_value == 0, answer.output
    assert [one.rsplit("/", 1)[-1] for one in opened] == ["report.harba.kort.html"]


@pytest.mark.parametrize("below", ["", "under"])
def test_an_export_to_what_is_no_folder_is_told(run: Path, tmp_path: Path, below: str) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    done = zerosum("report", str(run), "--export", str(tmp_path / "fil" / below), cwd=run)
    assert done.returncode == 4


def test_a_run_that_was_changed_makes_no_view(run: Path) -> None:
    (run / "report.json").write_text("{}", encoding="utf-8")
    before = {path.name for path in run.iterdir()}
    done = zerosum("report", str(run), "--solution", "HARBA", "--short", cwd=run)
    assert done.returncode == 3
    assert _new(run, before) == set()


def test_a_settings_solution_keeps_its_marks_out_of_result_json(run: Path) -> None:
    assert b"VEJA" not in (run / RESULT).read_bytes()
    assert Solution("A", ("KFDAINS",)).marks == ()
