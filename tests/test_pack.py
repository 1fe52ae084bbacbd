"""A vendor's defect packs: they add up to the run, tell nothing of others, and the pair in them is run with the command in them."""

from __future__ import annotations

import html
import io
import json
import re
import shlex
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from forked import zerosum
from hypothesis import given, settings
from hypothesis import strategies as st
from test_patterns import noise
from test_report import Recorded

from zerosum.causes import CAUSES
from zerosum.pipeline import reconcile
from zerosum.report import pack as packing
from zerosum.report.dossier import Dossier
from zerosum.report.example import EXPECTED, example
from zerosum.report.pack import INDEX, PAGE, PAIR, files_of, five, named, packs, rows_of, vendors, zipped
from zerosum.report.patterns import Ground, Trait
from zerosum.report.words import LANGUAGES, Words, load
from zerosum.result import UNALLOTTED, AgeBand, Finding, Gravity, Standing
from zerosum.runs.places import RESULT, slugs
from zerosum.runs.reopened import reopen
from zerosum.settings_load import load as load_settings
from zerosum.tables import ItemLines, PostedLines
from zerosum.trace import trace

SETTINGS = Path(__file__).parent.parent / "fixtures" / "daginstitution" / "zerosum.toml"
VENDORS = ("Pladsanvisning B", "Ungdomsskole X")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kørsler æøå")
    done = zerosum("run", "-c", str(SETTINGS), "-o", str(root), "--json", cwd=root)
    return Path(json.loads(done.stdout)["files"][RESULT]).parent


@pytest.fixture(scope="module")
def dossier(run: Path) -> Dossier:
    return reopen(run)


def texts(files: dict[str, bytes]) -> str:
    """All that is written, and the names of the files, without the escapes of HTML."""
    return "\n".join([html.unescape(data.decode()) for data in files.values()] + list(files))


# --- what is in them ---


def test_they_are_of_the_vendors_that_have_something(dossier: Dossier) -> None:
    assert vendors(dossier) == VENDORS


@pytest.mark.parametrize("solution", VENDORS)
def test_they_add_up_to_the_run(dossier: Dossier, solution: str) -> None:
    (whole,) = [one for one in dossier.result.solutions if one.name == solution]
    weighs = [one for one in whole.causes if one.gravity != Gravity.INFORMATION and one.standing != Standing.ACCEPTED]
    made = list(packs(dossier, solution))
    assert {
        one.code: (one.rows, one.net_ore, one.gross_ore, one.blocking_rows, one.blocking_gross_ore) for one in made
    } == {one.code: (one.rows, one.net_ore, one.gross_ore, one.blocking_rows, one.blocking_gross_ore) for one in weighs}
    assert [one.of_vendor for one in made] == sorted((one.of_vendor for one in made), reverse=True)
    for one in made:
        assert 0 < len(one.cases) <= 5
        assert (len(one.cases) == one.rows) == (one.shown == "")
        assert one.expected


def test_what_is_accepted_and_what_only_informs_is_in_no_pack(dossier: Dossier) -> None:
    solution = "Ungdomsskole X"
    rows = rows_of(dossier, solution)
    accepted = dossier.posted[PostedLines.CAUSE] == "rejected_creation"
    informs = dossier.posted[PostedLines.CAUSE] == "only_in_debtor"
    posted = dossier.posted.copy()
    posted.loc[accepted, PostedLines.STANDING] = "accepted"
    posted.loc[informs, PostedLines.GRAVITY] = "information"
    changed = replace(dossier, posted=posted)
    codes = {one.code for one in packs(changed, solution)}
    assert {"rejected_creation", "only_in_debtor"} == {one.code for one in packs(dossier, solution)} - codes
    assert "3 poster er accepteret af kommunen" in texts(files_of(changed, solution))
    assert len(rows) == 29


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_and_runs_nothing(dossier: Dossier, language: str) -> None:
    pages = {
        name: data.decode()
        for name, data in files_of(dossier, "Ungdomsskole X", language).items()
        if name.endswith(".html")
    }
    assert len(pages) == 18
    codes = {cause.code for cause in CAUSES}
    for page in pages.values():
        assert page.count("<h1") == 1
        assert f'<html lang="{language}">' in page
        assert "default-src 'none'" in html.unescape(page)
        assert page.count("<table") == page.count("<caption")
        assert not re.search(r"<script|<iframe|<form|\son\w+=|(?:src|href)=\"(?:https?:|//)|url\(", page)
        for link in re.findall(r'href="([^"#]+)"', page):
            assert link == "../index.html" or link.removesuffix(f"/{PAGE}") in codes


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier) -> None:
    files = files_of(dossier, "Ungdomsskole X")
    turned = replace(dossier, posted=dossier.posted.iloc[::-1].reset_index(drop=True))
    assert files_of(turned, "Ungdomsskole X") == files
    archive = zipped(files, "ungdomsskole-x")
    assert zipped(dict(reversed(files.items())), "ungdomsskole-x") == archive
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == [f"ungdomsskole-x/{name}" for name in sorted(files)]
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.read(f"ungdomsskole-x/{INDEX}") == files[INDEX]


# --- nothing of a competitor ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("solution", VENDORS)
def test_nothing_of_another_solution_is_told(dossier: Dossier, solution: str, language: str) -> None:
    files = files_of(dossier, solution, language)
    said = texts(files)
    items = dossier.items
    mine, theirs = (items[items[ItemLines.SOLUTION] == solution], items[items[ItemLines.SOLUTION] != solution])
    looked = 0
    for column in (ItemLines.REFERENCE, ItemLines.CLAIM_ID, ItemLines.CASE):
        for value in set(theirs[column]) - set(mine[column]) - {""}:
            assert value not in said
            looked += 1
    assert looked > 30
    for other in dossier.result.solutions:
        if other.name != solution:
            assert other.name.casefold() not in said.casefold()
    for file in dossier.result.inputs:
        assert file.path not in said
        assert file.path.rsplit("/", 1)[-1] not in said
    assert dossier.made.command not in said


@pytest.mark.parametrize("solution", VENDORS)
def test_what_the_others_have_changes_no_byte(dossier: Dossier, solution: str) -> None:
    """Names, numbers, rows, findings and files of others are all changed, or gone: the packs are the same to the last byte."""
    items, result = dossier.items.copy(), dossier.result
    theirs = items[ItemLines.SOLUTION] != solution
    for column in (ItemLines.REFERENCE, ItemLines.CLAIM_ID, ItemLines.CASE, ItemLines.REASON, ItemLines.CLAIM_TYPE):
        items.loc[theirs, column] = f"KONKURRENT {column}"
    items.loc[theirs, ItemLines.SOLUTION] = "KONKURRENT"
    paths = {file.path: f"KONKURRENT/fil {at}.csv" for at, file in enumerate(result.inputs)}
    for column in (ItemLines.DEBTOR_FILE, ItemLines.PSRM_FILE):
        items[column] = items[column].map(lambda path: paths.get(path, path)).astype("str")
    kept = items.index[~theirs]
    posted = dossier.posted[dossier.posted[PostedLines.ITEM].isin(kept)].reset_index(drop=True)
    others = tuple(
        one
        if one.name == solution
        else replace(one, name=f"KONKURRENT {at}", causes=(), cells=(), booked_from=date(2001, 1, 1))
        for at, one in enumerate(result.solutions)
    )
    changed = replace(
        result,
        solutions=others,
        causes=(),
        findings=(Finding("KONKURRENT", Gravity.BLOCKING, 1, "KONKURRENT"),),
        lines=(),
        scope=(),
        stamdata=None,
        decisions=(),
        ages=(AgeBand("KONKURRENT", "to_30", 1, 1, 1),),
        responsible="KONKURRENT",
        inputs=tuple(
            replace(one, path=paths[one.path], source="KONKURRENT", part="KONKURRENT") for one in result.inputs
        ),
    )
    made = replace(dossier.made, who="KONKURRENT", command="zerosum run KONKURRENT")
    files = files_of(replace(dossier, result=changed, made=made, items=items, posted=posted), solution)
    assert files == files_of(dossier, solution)


def test_a_reason_that_names_another_solution_does_not(dossier: Dossier) -> None:
    other = next(one for one in dossier.result.solutions if one.name == "Pladsanvisning A")
    items = dossier.items.copy()
    items[ItemLines.REASON] = f"{other.name}: se {other.marks[0]}"
    told = texts(files_of(replace(dossier, items=items), "Pladsanvisning B"))
    assert "[anden løsning]" in told
    assert other.name not in told
    assert other.marks[0] not in told


def test_no_persons_number_is_in_them_but_the_made_up_ones(dossier: Dossier) -> None:
    for solution in VENDORS:
        for name, data in files_of(dossier, solution).items():
            numbers = re.findall(r"(?<![0-9])[0-9]{6}-?[0-9]{4}(?![0-9])", html.unescape(data.decode()))
            assert all(13 <= int(one[2:4]) <= 19 for one in numbers), name


def test_what_a_file_says_becomes_no_command_and_no_markup(dossier: Dossier) -> None:
    hostile = 'A" & del x <script>alert(1)</script>'
    items = dossier.items.assign(
        **{ItemLines.REFERENCE: [hostile] * len(dossier.items), ItemLines.CLAIM_ID: [""] * len(dossier.items)}
    )
    files = files_of(replace(dossier, items=items), "Ungdomsskole X")
    page = files[f"only_in_debtor/{PAGE}"].decode()
    assert "<script" not in page
    assert html.escape(hostile).replace("&quot;", "&#34;") in page
    commands = re.findall(r"zerosum explain --claim (.*)", page)
    assert len(commands) == 3
    assert all(re.fullmatch(r"(</code>)?[0-9a-f]{10}", one.strip()) for one in commands)


@given(st.text(), st.text())
def test_a_claim_is_named_by_what_every_terminal_takes(claim_id: str, reference: str) -> None:
    found = named(claim_id, reference, "0123456789")
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", found)
    assert found in (claim_id, reference, "0123456789")


# --- the commands ---


@pytest.mark.long
@pytest.mark.parametrize("code", [cause.code for cause in CAUSES])
def test_the_pair_is_run_with_the_command_of_the_pack(code: str, tmp_path: Path, dossier: Dossier) -> None:
    made = next(packs(dossier, "Ungdomsskole X"))
    told = example(code)
    assert told is not None
    place = tmp_path / "fejlpakker æøå" / code
    place.joinpath(PAIR).mkdir(parents=True)
    for name, text in told.files.items():
        place.joinpath(PAIR, name).write_bytes(text.encode())
    program, *arguments = shlex.split(made.command)
    assert program == "zerosum"
    done = zerosum(*arguments, cwd=place)
    assert done.returncode in (0, 10, 20), done.stderr
    (result,) = place.rglob(RESULT)
    found = {one["code"]: one["rows"] for one in json.loads(result.read_bytes())["causes"] if one["rows"]}
    expected = re.findall(r"^  (\w+)  .*?(\d+) stk\.\s+netto", told.files[EXPECTED], re.MULTILINE)
    assert found == {name: int(rows) for name, rows in expected}
    assert code in found


def test_each_shown_case_is_found_by_its_command(dossier: Dossier) -> None:
    outcome = reconcile(load_settings(SETTINGS))
    looked = 0
    for solution in VENDORS:
        for pack in packs(dossier, solution):
            for case in pack.cases:
                *start, name = shlex.split(case.command)
                assert start == ["zerosum", "explain", "--claim"]
                assert trace(outcome, name), case
                looked += 1
    assert looked > 40


# --- the five ---


@given(st.integers(0, 10_000), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_the_five_are_different_cases_and_the_order_changes_none(seed: int, number: int) -> None:
    rows = noise(seed, number).assign(**{
        PostedLines.LINE: [f"{at:03d}" for at in range(number)], PostedLines.ALSO: [""] * number,
        ItemLines.OPEN_ORE: [1] * number, ItemLines.CASE: [str(at * at % 8) for at in range(number)],
    })  # fmt: skip

    def chosen(of: pd.DataFrame) -> list[str]:
        ordered = of.iloc[packing._canonical(of)].reset_index(drop=True)
        return [str(one) for one in ordered.iloc[five(ordered, ())][PostedLines.LINE]]

    found = chosen(rows)
    assert len(found) == len(set(found)) == min(5, number)
    assert chosen(rows.iloc[np.random.default_rng(seed).permutation(number)].reset_index(drop=True)) == found
    cases = rows.set_index(PostedLines.LINE).loc[found, ItemLines.CASE]
    assert cases.nunique() == min(5, rows[ItemLines.CASE].nunique())


def test_the_five_show_what_there_is_to_see() -> None:
    rows = pd.concat([noise(1, 30)] * 1).assign(**{
        ItemLines.CLAIM_TYPE: ["KFDAINS"] * 28 + ["KFTILDA", "KFOMDAG"], ItemLines.EVENT: ["creation"] * 29 + ["recall"],
    })  # fmt: skip
    assert {28, 29} <= set(five(rows.reset_index(drop=True), ()))


# --- words ---


@pytest.mark.long
def test_every_word_of_packs_is_read(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    for language in LANGUAGES:
        recorded = Recorded(load(language).texts)
        words = Words(language, recorded)
        monkeypatch.setattr(packing, "load", lambda _, words=words: words)
        for state in states(dossier):
            for solution in vendors(state) or ("Pladsanvisning A",):
                files_of(state, solution, language)
        told = every_trait()
        heads = (
            packing._facts_head(rows, of)
            for rows in (1, 2, 3)
            for of in ((), told[:1], (replace(told[0], bits=5), told[1]))
        )
        recorded.read |= {f"pack.facts.{head}" for head in heads}
        for one in told:
            packing._sentence(one, dossier.result, words)
        read = recorded.read
        read |= {key for key in recorded if key.startswith("pack.status.")}  # by the name of a Status
        assert {key for key in recorded if key.startswith("pack.")} - read == set()


@cache
def every_trait() -> tuple[Trait, ...]:
    def trait(kind: str, value: str | int | date, other: date | None = None) -> Trait:
        return Trait(kind, value, 14, 15, 20, frozenset(range(14)), other)

    texts_ = {
        "claim_type": "KFDAINS", "share": "KFDAINS", "event": "recall", "reason": "151", "also": "fee_included",
        "status": "executed", "prefix": "NY-", "form": "AA-9999",
    }  # fmt: skip
    ages = load("da").children("pack.age")
    return (
        *(trait(kind, value) for kind, value in texts_.items()),
        *(trait(kind, 250_00) for kind in ("fee", "one_amount", "multiples", "whole_kroner")),
        *(trait(kind, 4) for kind in ("file", "day_of_month", "length")),
        *(trait(kind, date(2026, 5, 1), date(2026, 1, 2)) for kind in ("day", "month", "from", "until")),
        *(trait("age", age) for age in ages),
        *(trait("side", side) for side in ("debtor", "psrm", "pair")),
        *(trait("sign", sign) for sign in ("more", "less")),
        replace(trait("prefix", "NY-"), held=15),
        replace(trait("prefix", "NY-"), held=2, of=2),
    )


def states(dossier: Dossier) -> tuple[Dossier, ...]:
    """The run; one without anything; one in which much has been accepted; and one with many rows of a cause, alike and not."""
    posted, items = dossier.posted, dossier.items
    accepted = posted.copy()
    accepted.loc[: len(accepted) // 2, PostedLines.STANDING] = "accepted"
    unexplained = posted.copy()
    unexplained[PostedLines.CAUSE] = "unexplained"
    of_none = items.assign(
        **{ItemLines.BOOKED_ON: pd.Series([pd.NA] * len(items), dtype=ItemLines.BOOKED_ON.dtype, index=items.index)}
    )
    return (
        dossier,
        replace(dossier, posted=posted.head(0)),
        replace(dossier, posted=accepted),
        replace(dossier, posted=unexplained, items=of_none),
        planted(dossier),
        planted(dossier, alone=True),
    )


def planted(dossier: Dossier, alone: bool = False) -> Dossier:
    """Fourteen fees of one claim type that PSRM has 250 kr. more of, all booked from June on."""
    items, posted = dossier.items, dossier.posted
    (pair,) = items.index[(items[ItemLines.SIDE] == "pair") & (items[ItemLines.OPEN_ORE] == 75_83)]
    number = 14
    more = pd.concat([items.loc[[pair]]] * number, ignore_index=True)
    more[ItemLines.CASE] = [f"{at:010x}" for at in range(number)]
    more[ItemLines.REFERENCE] = [f"1000040000{at:05d}" for at in range(number)]
    more[ItemLines.CLAIM_ID] = [f"10000000001{at:05d}" for at in range(number)]
    days = [date(2026, 6, 1) + timedelta(7 * at) for at in range(number)]
    more[ItemLines.BOOKED_ON] = pd.Series(days, dtype=ItemLines.BOOKED_ON.dtype)
    more[ItemLines.CLAIM_TYPE] = "KFGEKLU"
    more[ItemLines.OPEN_ORE] = 250_00
    more[ItemLines.PSRM_ORE] = more[ItemLines.DEBTOR_ORE] + 250_00
    row = posted[posted[PostedLines.ITEM] == pair]
    lines = pd.concat([row] * number, ignore_index=True)
    lines[PostedLines.ITEM] = np.arange(len(items), len(items) + number, dtype=np.int32)
    lines[PostedLines.LINE] = [f"{at:010x}" for at in range(number)]
    lines[PostedLines.POSTED_ORE] = 250_00
    more.loc[0, [ItemLines.OPEN_ORE, ItemLines.PSRM_ORE]] += 10_00  # of which another cause has the rest
    rest = posted.head(0) if alone else posted[posted[PostedLines.CAUSE] != row[PostedLines.CAUSE].iloc[0]]
    return replace(
        dossier,
        items=pd.concat([items, more.astype(items.dtypes)], ignore_index=True),
        posted=pd.concat([rest, lines.astype(posted.dtypes)], ignore_index=True),
    )


def test_a_planted_fault_is_told_within_the_first_lines(dossier: Dossier) -> None:
    (pack,) = [one for one in packs(planted(dossier), "Ungdomsskole X") if one.code == "amount_differs"]
    assert pack.rows == 14
    assert pack.patterns[0].startswith("Alle 14 poster")
    said = " ".join(pack.patterns)
    assert "250,00\u00a0kr., som er et gebyr" in said
    assert "KFGEKLU" in said
    assert "01.06.2026 eller senere. Løsningen har bogført siden 23.01.2026." in said


# --- the command ---


def test_packs_lie_in_the_runs_folder_and_are_made_again(run: Path) -> None:
    done = zerosum("pack", str(run), cwd=run)
    assert done.returncode == 0
    assert "Ungdomsskole X: 17 fejlpakker" in done.stdout
    place = run / "fejlpakker" / "ungdomsskole-x"
    first = {path: path.read_bytes() for path in place.parent.rglob("*") if path.is_file()}
    assert place.with_name("ungdomsskole-x.zip") in first
    mine = place / "only_in_debtor" / "mine noter.txt"
    mine.write_text("æ", encoding="utf-8")
    assert zerosum("pack", str(run / RESULT), cwd=run).returncode == 0
    assert {path: path.read_bytes() for path in first} == first
    assert mine.read_text(encoding="utf-8") == "æ"
    mine.unlink()


def test_one_solution_in_english_elsewhere(run: Path, tmp_path: Path) -> None:
    place = tmp_path / "til leverandør"
    done = zerosum("pack", str(run), "--solution", "ungdomsskole x", "-o", str(place), "--lang", "en", cwd=run)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in place.iterdir()) == ["ungdomsskole-x", "ungdomsskole-x.zip"]
    assert b'<html lang="en">' in (place / "ungdomsskole-x" / INDEX).read_bytes()
    assert (place / "ungdomsskole-x" / "rounding").exists() is False


def test_a_solution_without_anything_has_a_page_that_says_so(run: Path, tmp_path: Path) -> None:
    done = zerosum("pack", str(run), "--solution", "Pladsanvisning A", "-o", str(tmp_path), cwd=run)
    assert done.returncode == 0
    assert "har ingen åbne poster, der spærrer" in (tmp_path / "pladsanvisning-a" / INDEX).read_text(encoding="utf-8")


def test_an_unknown_solution_is_told_with_the_nearest(run: Path) -> None:
    done = zerosum("pack", str(run), "--solution", "Ungdomsskole Y", cwd=run)
    assert done.returncode == 2
    assert "«Ungdomsskole Y»; den har «Ungdomsskole X»," in done.stderr
    assert zerosum("pack", str(run), "--solution", UNALLOTTED, cwd=run).returncode == 2


@pytest.mark.parametrize("theirs", ["folder", "zip", "other run"])
def test_what_somebody_else_wrote_is_not_overwritten(run: Path, tmp_path: Path, theirs: str) -> None:
    """packs_of_another_run"""
    place = tmp_path / "ungdomsskole-x"
    if theirs == "zip":
        kept = place.with_name("ungdomsskole-x.zip")
        kept.write_bytes(b"x")
    else:
        kept = place / "pakke.json"
        place.mkdir()
        kept.write_text('{"fingerprint": "0", "files": []}' if theirs == "other run" else "{", encoding="utf-8")
    before = kept.read_bytes()
    done = zerosum("pack", str(run), "--solution", "Ungdomsskole X", "-o", str(tmp_path), cwd=run)
    assert done.returncode == 4
    assert "Der ligger noget andet" in done.stderr
    assert kept.read_bytes() == before
    assert sum(one.is_file() for one in tmp_path.rglob("*")) == 1


def test_a_pack_that_is_no_more_is_taken_away_and_nothing_outside(run: Path, tmp_path: Path) -> None:
    from zerosum.runs.packed import keep_packs

    place, outside = tmp_path / "x", tmp_path / "udenfor.txt"
    outside.write_text("æ", encoding="utf-8")
    keep_packs(place, {"a/fejl.html": b"1", "index.html": b"1"}, b"z", "f")
    told = json.loads((place / "pakke.json").read_bytes())
    (place / "pakke.json").write_text(
        json.dumps(told | {"files": [*told["files"], "../udenfor.txt", str(outside)]}), encoding="utf-8"
    )
    keep_packs(place, {"index.html": b"2"}, b"z", "f")
    assert sorted(one.name for one in place.rglob("*") if one.is_file()) == ["index.html", "pakke.json"]
    assert outside.exists()


def test_folders_that_would_be_one_are_two() -> None:
    names = ("Løsning A", "LØSNING a", "loesning-a-2", "Løsning-A", "")
    found = slugs(names)
    assert slugs(["Løsning A"]) == {"Løsning A": "loesning-a"}
    assert len(set(found.values())) == len(names)
    assert Ground().claims == {}
