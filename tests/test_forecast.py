"""What is told of the stamdata of the debtor side: `zerosum stamdata`, stamdata.csv, and the part of result.json."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import golden
import numpy as np
import pytest
from click.testing import CliRunner
from test_cli import EXAMPLE, ROOT, zerosum

from zerosum import identity
from zerosum.catalogue import everything
from zerosum.cli import cli
from zerosum.cli.exits import forecast_code
from zerosum.cli.messages import plain
from zerosum.cli.summary import summary
from zerosum.errors import LANGUAGES
from zerosum.judge.stamdata import every_line, is_open, summary_of, work_lines
from zerosum.normalise.intake import take_in
from zerosum.pipeline import Forecast, Reconciliation, forecast, reconcile, reconcile_taken
from zerosum.report.forecast import in_one_sentence
from zerosum.report.words import load as load_words
from zerosum.result import UNALLOTTED, StamdataSummary
from zerosum.runs import forecast_csv
from zerosum.runs.document import canonical, document, forecast_document
from zerosum.runs.places import FILES, STAMDATA
from zerosum.settings_load import load
from zerosum.simulate.stamdata import KINDS
from zerosum.stamdata.rules import built_in
from zerosum.tables import Breaches, BreachSums, Consequence, Status

NOT_SENT = golden.FIXTURES / "stamdata" / "ikke-sendt"
SETTINGS = EXAMPLE / "zerosum.toml"


@cache
def example() -> Reconciliation:
    return reconcile(load(SETTINGS))


@cache
def alone() -> Forecast:
    return forecast(load(SETTINGS, debtor_alone=True))


def of_example() -> Forecast:
    expected = example().forecast
    assert expected is not None
    return expected


def stamdata(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["stamdata", *map(str, arguments)], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value), done.stdout


# --- the example: each breach that was put in, and nothing else ---


def test_each_breach_of_the_example_is_found_and_no_other() -> None:
    truth = json.loads((EXAMPLE / "truth.json").read_text(encoding="utf-8"))["stamdata"]
    assert len(truth) == 10
    told = {(one["rule"], one["consequence"], one["solution"], one["claim_type"], one["reference"]) for one in truth}
    assert len({(rule, claim_type) for rule, _, _, claim_type, _ in told}) == 10  # each of its own rule
    found = every_line(of_example().judged, of_example().names)
    assert told == {
        (one.rule.code, one.rule.consequence, one.solution, one.claim_type, one.reference)
        for one in found
        if one.rule.consequence != "hint"
    }


def test_the_rules_that_the_simulator_knows_are_those_of_the_catalogue() -> None:
    rules = {(rule.code, rule.consequence.name.lower()) for rule in built_in().rules}
    assert {(kind.rule, kind.consequence) for kind in KINDS.values()} <= rules


def test_the_hit_rate_of_the_example_is_neither_none_nor_all() -> None:
    hits = of_example().summary.hits
    assert {name: n for name, n in hits.items() if name not in ("quiet", "no_answer")} == {
        "as_told": 5, "otherwise": 0, "missed": 1, "too_much": 1, "executed_since": 0,
    }  # fmt: skip
    assert sum(hits.values()) == of_example().summary.claims
    assert min(hits["quiet"], hits["no_answer"]) > 0


def test_the_debtor_side_alone_says_what_the_run_says() -> None:
    assert replace(alone().summary, lines=()) == replace(of_example().summary, lines=())
    said = [
        [(one.reference, one.rule.code, one.source) for one in some.lines]
        for some in (alone().summary, of_example().summary)
    ]
    assert said[0] == said[1]


# --- the summary is the breaches, added up ---


def test_the_sums_are_those_of_the_breaches() -> None:
    judged, told = of_example().judged, of_example().summary
    summed = judged.summed
    assert [one.rule.code for one in told.sums] == [judged.rules.rules[at].code for at in summed[BreachSums.RULE]]
    assert [one.claims for one in told.sums] == summed[BreachSums.CLAIMS].tolist()
    assert [one.amount_ore for one in told.sums] == summed[BreachSums.AMOUNT_ORE].tolist()
    lines = every_line(judged, of_example().names)
    assert len(lines) == len(judged.breaches) == sum(one.claims for one in told.sums)
    for one in told.sums:
        mine = [
            line
            for line in lines
            if (line.rule, line.solution, line.claim_type) == (one.rule, one.solution, one.claim_type)
        ]
        still = [line for line in mine if line.status != "executed"]
        assert (one.claims, one.amount_ore) == (len(mine), sum(line.amount_ore or 0 for line in mine))
        assert (one.open_claims, one.open_ore) == (len(still), sum(line.amount_ore or 0 for line in still))
    assert sum(one.claims for one in told.forecasts) == told.claims


def test_every_claim_is_in_one_forecast_and_open_or_executed() -> None:
    judged, told = of_example().judged, of_example().summary
    every = ("none", "hearing", "either", "rejected")
    assert told.expected(*every, only_open=False) == told.claims == len(judged.seen.data)
    assert told.expected(*every) == int(is_open(judged).sum())
    assert set(np.unique(judged.seen.data.status[~is_open(judged)])) == {Status.EXECUTED}


def test_the_work_lines_are_what_can_still_be_mended() -> None:
    judged, names = of_example().judged, of_example().names
    work = work_lines(judged, names)
    assert {one.status for one in work} == {"not_sent", "in_process", "in_hearing", "rejected"}
    assert {one.rule.consequence for one in work} == {"rejected", "hearing"}
    every = every_line(judged, names)
    assert all(one in every for one in work)
    assert len(work) < len(every)
    hints = judged.breaches[Breaches.CONSEQUENCE].to_numpy() == Consequence.HINT
    assert hints.sum() > 100


def test_what_could_not_be_tried_says_what_is_missing() -> None:
    told = {one.code: one for one in of_example().summary.not_tried}
    assert [called["da"] for called in told["R_7_11"].columns] == ["beskrivelse"]
    assert told["R_7_11"].not_told == told["R_7_11"].claims > 400
    assert (told["R_2_3a"].columns, told["R_2_3a"].blank) == ((), 1)
    assert all(one.claims for one in told.values())
    assert "R_4_2" not in told


def test_what_is_not_settled_and_not_known_is_told_with_its_source() -> None:
    told = of_example().summary
    assert {one.claim_types for one in told.reservations} == {("KFTILDA", "KFTBBSF"), ("KFOMDAG",)}
    assert {one.claim_types for one in told.gaps} == {("KFGEKLU",)}
    assert all(one.source and one.claims for one in (*told.reservations, *told.gaps))
    assert dict(told.without_own_rules).keys() == {"KFGEKLU", "KFLEJKA"}


# --- no verdict hangs on it ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_says_it_in_the_sentence_of_the_report(language: str) -> None:
    result, words = example().result, load_words(language)
    places = {"report.html": Path("report.html")}
    said = {with_it: summary(replace(result, stamdata=told), words, places, "0" * 64) for with_it, told in (
        (True, result.stamdata), (False, None),
    )}  # fmt: skip
    assert result.stamdata is not None
    assert plain(in_one_sentence(result.stamdata, words)) in said[True]
    assert words("section.stamdata") in said[True]
    assert words("section.stamdata") not in said[False]
    assert said[True].splitlines()[-1] == said[False].splitlines()[-1]


def test_the_verdict_and_every_figure_are_the_same_without_stamdata() -> None:
    settings = load(SETTINGS)
    bare = reconcile_taken(settings, take_in(settings)).result
    told = example().result
    assert bare.stamdata is None
    assert replace(told, stamdata=None, blind_spots=bare.blind_spots) == bare
    assert set(bare.blind_spots) - set(told.blind_spots) == {"filter_reject_expected", "filter_hearing_expected"}
    assert document(bare)["stamdata"] is None


def test_files_without_stamdata_have_no_forecast(tmp_path: Path) -> None:
    bare = reconcile(load(golden.FIXTURES / "cases" / "01-received" / "zerosum.toml"))
    assert bare.forecast is None
    assert "filter_reject_expected" in bare.result.blind_spots


# --- result.json ---


def test_the_part_of_the_result_has_sums_and_no_claim() -> None:
    told = document(example().result)["stamdata"]
    written = canonical(told).decode()
    for line in every_line(of_example().judged, of_example().names):
        assert line.reference not in written
        assert not line.claim_id or line.claim_id not in written
    assert ".csv" not in written
    assert {one["rule"] for one in told["sums"]} >= {"R_2_1", "R_4_2", "R_5_2"}


def test_the_order_of_lines_and_files_changes_no_byte(tmp_path: Path) -> None:
    dice = random.Random(5)
    shutil.copytree(EXAMPLE, tmp_path / "a")
    for path in (tmp_path / "a" / "data").glob("*.csv"):
        heading, *lines = path.read_bytes().decode().splitlines(keepends=True)
        dice.shuffle(lines)
        path.write_bytes("".join([heading, *lines]).encode())
    other = reconcile(load(tmp_path / "a" / "zerosum.toml"))
    assert canonical(document(other.result)) == canonical(document(example().result))
    assert other.forecast is not None
    said = [
        [(one.rule.code, one.reference, one.claim_id, one.fields) for one in every_line(some.judged, some.names)]
        for some in (other.forecast, of_example())
    ]
    assert said[0] == said[1]


# --- the terminal ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["ikke-sendt", "daginstitution"])
def test_what_the_terminal_says(case: str, language: str) -> None:
    settings = SETTINGS if case == "daginstitution" else NOT_SENT / "zerosum.toml"
    code, told = stamdata("-c", settings, "--lang", language)
    assert code == 20
    golden.check(golden.FIXTURES / "stamdata" / f"{case}.{language}.txt", told)


def test_claims_that_are_not_sent_need_no_file_of_psrm() -> None:
    code, told = stamdata("-c", NOT_SENT / "zerosum.toml", "--json")
    values = json.loads(told)
    assert code == 20
    assert (values["claims"], values["hits"]["no_answer"]) == (7, 7)
    assert [one["line"] for one in values["unreadable"]] == [5]
    assert "0113701234" not in told


def test_json_is_one_object_with_every_sentence_and_source() -> None:
    for language in LANGUAGES:
        _, told = stamdata("-c", SETTINGS, "--json", "--lang", language)
        values = json.loads(told)
        assert values == json.loads(canonical(forecast_document(alone().summary, (), language)))
        assert all(one["sentence"] and one["source"] for one in values["rules"])
        assert {(one["rule"], one["consequence"]) for one in values["breaches"]} == {
            (one["code"], one["consequence"]) for one in values["rules"]
        }
    assert values["not_tried"][0]["columns"] is not None


HEADING = "reference;claim_type;debtors;event;amount;booked_on;status;arose_on;due_on;last_timely_on;period_from_on;period_to_on;limitation_on;principal"
RIGHT = "{};KFDAINS;0113701234;creation;1.800,00;2026-09-29;{};2026-07-01;2026-07-01;2026-07-21;2026-07-01;2026-07-31;2029-07-01;1.800,00"
WRONG = RIGHT.replace("2029-07-01", "")
LONG = RIGHT.replace("2026-07-31", "2026-09-15")
SMALL = RIGHT.replace(";1.800,00", ";1.700,00").replace(";1.700,00", ";1.800,00", 1)  # hovedstol below beløb: either


@pytest.mark.parametrize(
    ("lines", "code", "last"),
    [
        pytest.param([RIGHT.format("A1", "")], 0, "INTET BRUD FUNDET", id="right"),
        pytest.param([RIGHT.format("A1", ""), LONG.format("A2", "")], 10, "FORVENTES I HØRING", id="hearing"),
        pytest.param([LONG.format("A1", ""), WRONG.format("A2", "")], 20, "FORVENTES AFVIST", id="rejected"),
        pytest.param([RIGHT.format("A1", ""), SMALL.format("A2", "")], 20, "FORVENTES AFVIST", id="either"),
        pytest.param([RIGHT.format("A1", ""), WRONG.format("A2", "UD")], 0, "INTET BRUD", id="executed all the same"),
        pytest.param([RIGHT.format("A1", ""), WRONG.format("A2", "AF")], 20, "FORVENTES AFVIST", id="rejected already"),
        pytest.param([RIGHT.format("A1", "").replace("creation", "write_down")], 20, "INTET AT PRØVE", id="no claims"),
        pytest.param(
            [RIGHT.format("A1", ""), RIGHT.format("A2", "").replace(";1.800,00;", ";x;", 1)],
            20,
            "IKKE ALT ER PRØVET",
            id="reject",
        ),
    ],
)
def test_the_exit_code_and_the_last_line(tmp_path: Path, lines: list[str], code: int, last: str) -> None:
    place = not_sent(tmp_path, "\n".join([HEADING, *lines, ""]))
    done, told = stamdata("-c", place)
    assert (done, told.strip().splitlines()[-1].startswith(last)) == (code, True), told


def test_files_that_tell_no_day_of_stamdata_are_no_success(tmp_path: Path) -> None:
    columns = (0, 1, 2, 3, 4, 5, 6, 13)
    lines = [";".join(line.split(";")[at] for at in columns) for line in (HEADING, RIGHT.format("A1", ""))]
    done, told = stamdata("-c", not_sent(tmp_path, "\n".join([*lines, ""])))
    assert done == 20
    assert told.strip().splitlines()[-1].startswith("INTET AT PRØVE")
    assert "Filerne har intet om forældelsesdato" in told


def test_a_column_that_is_blank_throughout_is_told_as_not_there(tmp_path: Path) -> None:
    """An export may have a column that its system does not fill. It is no forecast that all of them will be rejected."""
    done, told = stamdata("-c", not_sent(tmp_path, f"{HEADING}\n{WRONG.format('A1', '')}\n{WRONG.format('A2', '')}\n"))
    assert done == 0
    assert "Filerne har intet om forældelsesdato: R_2_1 (2)" in told


def not_sent(folder: Path, debtor: str) -> Path:
    (folder / "debitor.csv").write_text(debtor, encoding="utf-8")
    shutil.copy(NOT_SENT / "zerosum.toml", folder)
    return folder / "zerosum.toml"


def test_the_day_of_as_of_decides_what_has_passed(tmp_path: Path) -> None:
    place = not_sent(tmp_path, f"{HEADING}\n{RIGHT.format('A1', '').replace('2026-07-21', '2026-10-20')}\n")
    assert stamdata("-c", place)[0] == 20
    assert stamdata("-c", place, "--as-of", "2026-10-20")[0] == 20  # not on the day itself
    assert stamdata("-c", place, "--as-of", "2026-10-21")[0] == 0


def test_a_settings_file_without_the_debtor_side_is_refused(tmp_path: Path) -> None:
    shutil.copy(NOT_SENT / "zerosum.toml", tmp_path)
    text = (NOT_SENT / "zerosum.toml").read_text(encoding="utf-8").replace('side = "debtor"', 'side = "psrm"')
    (tmp_path / "zerosum.toml").write_text(text, encoding="utf-8")
    assert zerosum("stamdata", cwd=tmp_path).returncode == 4


def test_psrms_own_files_are_not_looked_for_and_receipts_are_read(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "e")
    (next((tmp_path / "e" / "data").glob("*.zip"))).unlink()
    assert zerosum("stamdata", "-q", cwd=tmp_path / "e").returncode == 2
    done = zerosum("stamdata", "--json", cwd=tmp_path / "e")
    assert done.returncode == 20
    assert json.loads(done.stdout)["hits"] == dict(alone().summary.hits)
    source = tmp_path / "e" / "svar.toml"
    source.write_text(
        'name = "svar"\nlayout = "notices"\nside = "psrm"\n[notices]\nAFVIST = "rejected"\n[events]\nOPRET = "creation"\n'
        '[columns]\nreference = "Reference"\nnotice = "Svar"\nevent = "Aktion"\nnoticed_on = "Dato"\n',
        encoding="utf-8",
    )
    # One that was under way when the files were made, and expected rejected: now the receipt says so.
    (tmp_path / "e" / "svar.csv").write_text(
        "Reference;Svar;Aktion;Dato\n100004000001085;AFVIST;OPRET;2026-10-02\n", encoding="utf-8"
    )
    more = '\n[[input]]\nside = "psrm"\nsource = "svar.toml"\nfiles = "svar.csv"\n'
    settings = (tmp_path / "e" / "zerosum.toml").read_text(encoding="utf-8")
    (tmp_path / "e" / "zerosum.toml").write_text(settings + more, encoding="utf-8")
    hits = json.loads(zerosum("stamdata", "--json", cwd=tmp_path / "e").stdout)["hits"]
    before = alone().summary.hits
    assert (hits["as_told"], hits["no_answer"]) == (before["as_told"] + 1, before["no_answer"] - 1)


# --- the files ---


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_has_a_line_for_each_breach_and_each_cell_that_cannot_be_read(tmp_path: Path) -> None:
    target = tmp_path / "brud.csv"
    stamdata("-c", NOT_SENT / "zerosum.toml", "--csv", target)
    rows = rows_of(target.read_bytes())
    expected = forecast(load(NOT_SENT / "zerosum.toml", debtor_alone=True))
    assert len(rows) == len(expected.judged.breaches) + 1
    assert [row["Linje"] for row in rows if row["Følge"] == "kan ikke læses"] == ["5"]
    late = next(row for row in rows if row["Regel"] == "R_x_PERIODE_TO_MÅNEDER")
    assert late == {
        "Løsning": "Pladsanvisning", "Fordringstype": "KFDAINS", "Regel": "R_x_PERIODE_TO_MÅNEDER", "Følge": "forventes i høring",
        "Fordringshaverreference": "A-3", "FordringID": "", "Beløb": "1800,00", "Status": "ikke sendt",
        "Reglen": "Perioden må senest slutte 2 måneder minus 2 dage efter, den starter.",
        "Det, den så på": "periode slut 2026-07-31, periode start 2026-05-01", "Afvisningsnummer": "",
        "Reglens kilde": "Gældsstyrelsen: Fordringstypeoversigt Kommuner Daginstitution, 18.01.2024",
        "Fil": "debitor.csv", "Linje": "4",
    }  # fmt: skip
    assert "0113701234" not in target.read_text(encoding="utf-8")
    assert oct(target.stat().st_mode)[-3:] == "600" or ROOT.drive


def test_a_file_of_that_name_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "brud.csv").write_text("gammel", encoding="utf-8")
    stamdata("-c", NOT_SENT / "zerosum.toml", "--csv", tmp_path / "brud.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["brud.csv"]
    assert "gammel" not in (tmp_path / "brud.csv").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = zerosum("stamdata", "-c", NOT_SENT / "zerosum.toml", "--csv", tmp_path / "no" / "x.csv", cwd=tmp_path)
    assert done.returncode == 4
    assert "x.csv" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_runs_are(tmp_path: Path) -> None:
    shutil.copytree(NOT_SENT, tmp_path / "n")
    before = sorted(path.name for path in (tmp_path / "n").iterdir())
    assert zerosum("stamdata", cwd=tmp_path / "n").returncode == 20
    assert sorted(path.name for path in (tmp_path / "n").iterdir()) == before


def test_a_cell_that_looks_like_a_formula_is_none(tmp_path: Path) -> None:
    text = f"{HEADING}\n{WRONG.format('=1+1', '')}\n{RIGHT.format('A1', '')}\n"
    stamdata("-c", not_sent(tmp_path, text), "--csv", tmp_path / "x.csv")
    assert {row["Fordringshaverreference"] for row in rows_of((tmp_path / "x.csv").read_bytes())} == {"'=1+1"}


def test_a_run_writes_what_can_still_be_mended(tmp_path: Path) -> None:
    done = zerosum("run", "-c", SETTINGS, "-o", tmp_path, "--json", cwd=tmp_path)
    written = Path(json.loads(done.stdout)["files"][STAMDATA])
    rows = rows_of(written.read_bytes())
    assert len(rows) == len(work_lines(of_example().judged, of_example().names)) == 9
    assert STAMDATA in FILES
    case = golden.FIXTURES / "cases" / "01-received" / "zerosum.toml"
    bare = zerosum("run", "-c", case, "-o", tmp_path / "bare", "--json", cwd=tmp_path)
    assert STAMDATA not in json.loads(bare.stdout)["files"]


# --- law 11 ---


def test_a_debtor_number_in_reference_description_or_principal_is_veiled(tmp_path: Path) -> None:
    lines = [
        WRONG.format("sag 0113701234", "") + ";Betaling for 0113701234",
        WRONG.format("A-0213706235", "").replace(";0113701234;", ";0113701234|0213706235;") + ";x" * 1,
        RIGHT.format("A3", "").replace(";0113701234;", ";90417263;").replace(";1.800,00", ";90.417.263,00")
        .replace(";90.417.263,00", ";1.800,00", 1) + ";y",
    ]  # fmt: skip
    place = not_sent(tmp_path, "\n".join([f"{HEADING};description", *lines, ""]))
    expected = forecast(load(place, debtor_alone=True))
    told = [str(one) for one in every_line(expected.judged, expected.names)]
    told += [stamdata("-c", place, *more)[1] for more in ((), ("--json",), ("--lang", "en"))]
    assert len(told) > 5
    for number in ("0113701234", "0213706235", "90417263", "90.417.263", "9041726300"):
        assert not [text for text in told if number in text]
    assert any(identity.VEILED in text for text in told)


@pytest.mark.parametrize(
    ("written", "shown", "found"),
    [
        ("Plads for barn 0513181239 gebyr", "Plads for barn •••••• gebyr", True),
        ("Plads for barn 051318 1239 gebyr", "Plads for barn •••••• gebyr", True),
        ("Plads i juli, rate 12345 gebyr", "Plads i juli, rate 12345 gebyr", False),
        ("Plads 01.07.2026 til 31.07.2026 gebyr", "Plads 01.07.2026 til 31.07.2026 gebyr", False),
        ("Faktura 9913181239 gebyr", "Faktura •••••• gebyr", False),  # no day is 99
        ("Faktura 051318123912 gebyr", "Faktura •••••• gebyr", False),
    ],
)
def test_a_number_of_one_who_is_no_debtor_is_veiled_and_found(
    tmp_path: Path, written: str, shown: str, found: bool
) -> None:
    place = not_sent(tmp_path, f"{HEADING};description\n{WRONG.format('A1', '')};{written}\n")
    expected = forecast(load(place, debtor_alone=True))
    lines = every_line(expected.judged, expected.names)
    assert ("EGEN_BESKRIVELSE_PERSONNUMMER" in {one.rule.code for one in lines}) == found
    assert shown in {value for one in lines for _, value, _ in one.fields}
    assert (written in str(lines)) == (written == shown)


def test_a_number_in_the_claim_type_or_art_leaves_nowhere(tmp_path: Path) -> None:
    lines = [WRONG.format("A1", "").replace("KFDAINS", "0513181239") + ";INDR", WRONG.format("A2", "") + ";0513181239"]
    place = not_sent(tmp_path, "\n".join([f"{HEADING};claim_art", *lines, ""]))
    expected = forecast(load(place, debtor_alone=True))
    told = str((expected.summary, every_line(expected.judged, expected.names)))
    assert "0513181239" not in told
    assert identity.VEILED in told
    assert "KFDAINS" in told


# --- what is not known ---


def test_a_claim_without_solution_or_type_is_unallotted(tmp_path: Path) -> None:
    lines = [HEADING, *(line.format(f"A{n}", "").replace("KFDAINS", "") for n, line in enumerate((WRONG, RIGHT))), ""]
    expected = forecast(load(not_sent(tmp_path, "\n".join(lines)), debtor_alone=True))
    told = expected.summary
    assert {(one.solution, one.claim_type) for one in told.sums} == {(UNALLOTTED, None)}
    assert {one.rule.code for one in told.sums} >= {"AFV_550_TYPE", "R_2_1"}


def test_a_claim_type_of_the_municipalitys_own_catalogue_has_its_kind(tmp_path: Path) -> None:
    kinds = {one.code: one.kind for area in everything().areas for one in area.types}
    assert kinds["GEDAINS"] == "fee"
    settings = load(NOT_SENT / "zerosum.toml", debtor_alone=True)
    own = forecast(replace(settings, type_kinds={"KFDAINS": "fee"}))
    assert any(one.rule.code == "R_1_2" and one.claim_type == "KFDAINS" for one in own.summary.sums)


def test_nothing_at_all_is_a_summary_too() -> None:
    empty = of_example().judged
    none = replace(of_example().summary, claims=0, forecasts=(), sums=())
    assert forecast_code(none) == 20
    assert isinstance(summary_of(empty, of_example().names), StamdataSummary)


def test_the_columns_of_the_file_have_words() -> None:
    for language in LANGUAGES:
        first = forecast_csv.breaches_csv((), (), language).decode("utf-8-sig").strip().split(";")
        assert len(set(first)) == len(forecast_csv.COLUMNS)
