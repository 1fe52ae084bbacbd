"""`zerosum check`: what is in files, without matching: forms, repetitions, sums, declared totals, and what cannot be read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import golden
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from zerosum import dates, money, written
from zerosum.cli import cli

EXAMPLE = golden.FIXTURES / "daginstitution"
PERSON, OTHER = "0113701234", "0213701235"
NUMBER = re.compile(r"(?<![0-9a-f])0?[12]13[ ]?70[- ]?123[45]")
HEAD = "claim_id;claim_type;debtors;event;amount;booked_on"


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(cli, ["check", *map(str, arguments)], standalone_mode=False)
    assert done.exception is None, done.exception
    return done


def told(*arguments: str | Path) -> dict[str, Any]:
    return json.loads(run(*arguments, "--json").stdout)  # type: ignore[no-any-return]


def put(folder: Path, *lines: str, name: str = "debitor.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def claim(number: int, amount: str, event: str = "creation", day: str = "2026-09-02", person: str = PERSON) -> str:
    return f"90000{number};KFDAINS;{person};{event};{amount};{day}"


# --- how it is written ---


def test_each_form_of_amounts_and_dates_is_told_with_its_rows(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        claim(1, "1.234,50"),
        claim(2, "1.300,75", day="02.09.2026"),
        claim(3, "12,00", day="20260902"),
        claim(4, "12.34"),
        claim(5, "7", day=""),
    )
    (file,) = told(path)["files"]
    amount, day = file["columns"]
    assert (amount["ours"], amount["blank"], day["ours"], day["blank"]) == ("amount", 0, "booked_on", 1)
    assert {one["form"]: (one["rows"], one["readable"]) for one in amount["forms"]} == {
        "1.234,50": (2, True),
        "12,50": (1, True),
        "12": (1, True),
        "amount_in_doubt": (1, False),
    }
    assert {one["form"]: one["rows"] for one in day["forms"]} == {"2026-09-30": 2, "30.09.2026": 1, "20260930": 1}
    text = run(path).stdout
    assert "Skrevet i «amount»: 1.234,50 (2), " in text
    assert "kan ikke læses, fx «12.34» (1)" in text
    assert "tom (1)" in text


def test_the_forms_are_those_of_the_source(tmp_path: Path) -> None:
    path = put(tmp_path, claim(1, "1,234.50", day="09/30/2026"))
    source = tmp_path / "engelsk.toml"
    source.write_text('name = "engelsk"\nbased_on = "zerosum"\ndecimal = "."\ndates = ["american"]\n', encoding="utf-8")
    amount, day = told(path, "--source", source)["files"][0]["columns"]
    assert [(one["form"], one["readable"]) for one in amount["forms"]] == [("1,234.50", True)]
    assert [(one["form"], one["readable"]) for one in day["forms"]] == [("09/30/2026", True)]


# --- lines that cannot be read ---


def test_so_many_of_each_kind_are_shown(tmp_path: Path) -> None:
    path = put(tmp_path, *(claim(at, "12.34") for at in range(1, 31)), claim(1, "5,00", day="31.02.2026"))
    text = run(path).stdout
    assert text.count("FEJL · Beløbet kan læses på to måder") == 20
    assert "og 10 linjer til: Beløbet kan læses på to måder." in text
    assert text.count("FEJL · Datoen findes ikke") == 1
    text = run(path, "--max-errors", "2").stdout
    assert text.count("FEJL · ") == 3
    assert "og 28 linjer til" in text
    done = run(path, "--max-errors", "0", "--json")
    assert done.return_value == 3
    assert json.loads(done.stdout)["rejects_by_code"] == {"amount_in_doubt": 30, "date_does_not_exist": 1}
    assert len(json.loads(done.stdout)["rejects"]) == 31


# --- what stands twice ---


def test_claims_that_are_created_twice_and_lines_that_say_the_same(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        claim(1, "100,00"),
        claim(1, "50,00"),
        claim(2, "70,00"),
        claim(2, "10,00", "write_down"),
        claim(2, "10,00", "write_down"),
        claim(3, "70,00"),
    )
    found = told(path)["repeated"]
    assert [(one["what"], one["side"], one["keys"], one["lines"]) for one in found] == [
        ("creations", "debtor", 1, 2),
        ("lines", "debtor", 1, 2),
    ]
    assert [[place["line"] for place in one["examples"][0]] for one in found] == [[2, 3], [5, 6]]
    text = run(path).stdout
    assert "1 fordring er oprettet flere gange, på 2 linjer; fx" in text
    assert "debitor.csv linje 5, 6. Er den sendt to gange, tæller den dobbelt." in text


def test_nothing_is_said_of_repetitions_where_there_are_none(tmp_path: Path) -> None:
    path = put(tmp_path, claim(1, "100,00"), claim(2, "100,00"), claim(1, "100,00", "write_down"))
    assert told(path)["repeated"] == []
    assert "Gentagelser" not in run(path).stdout


@pytest.mark.parametrize(
    ("second", "again"),
    [
        (claim(1, "100,00"), 1),
        (claim(1, "100,01"), 0),
        (claim(1, "100,00", day="2026-09-03"), 0),
        (claim(1, "100,00", "write_up"), 0),
        (claim(1, "100,00", person=OTHER), 0),
        (claim(4, "100,00"), 0),
    ],
)
def test_lines_that_differ_in_anything_are_not_the_same(tmp_path: Path, second: str, again: int) -> None:
    found = told(put(tmp_path, claim(1, "100,00"), second))["repeated"]
    assert sum(one["keys"] for one in found if one["what"] == "lines") == again


def test_both_sides_are_looked_at_apart(tmp_path: Path) -> None:
    debtor, psrm = put(tmp_path, claim(1, "1,00")), put(tmp_path, claim(1, "1,00"), claim(1, "1,00"), name="psrm.csv")
    assert told(debtor)["repeated"] == []
    assert {one["side"] for one in told(psrm, "--side", "psrm")["repeated"]} == {"psrm"}


# --- settings ---


def settings(folder: Path, claims: int = 2, amount: str = "150,00", portal: str = "150,00") -> Path:
    put(folder, claim(1, "100,00"), claim(2, "50,00"), claim(2, "5,00", "write_down"))
    put(folder, claim(1, "100,00"), claim(2, "50,00"), name="psrm.csv")
    path = folder / "zerosum.toml"
    path.write_text(
        f"""municipality = "Testkommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"
solution = "Plads"
[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"
[[solution]]
name = "Plads"
claim_types = ["KFDAINS"]
[[control_total]]
solution = "Plads"
claim_type = "KFDAINS"
claims = {claims}
amount = "{amount}"
[portal]
creation = "{portal}"
write_up = "0,00"
write_down = "0,00"
recall = "0,00"
""",
        encoding="utf-8",
    )
    return path


def test_the_inputs_of_settings_are_checked_with_their_totals(tmp_path: Path) -> None:
    path = settings(tmp_path)
    done = run("-c", path)
    assert done.return_value == 0, done.stdout
    assert "Plads · KFDAINS: 2 fordringer og 150,00 kr. er oplyst; filerne har 2 og 150,00 kr.: stemmer" in done.stdout
    assert "Portalen · Tilgang: 150,00 kr. er oplyst; PSRM-filen har 150,00 kr.: stemmer" in done.stdout
    values = told("-c", path)
    assert [one["path"] for one in values["files"]] == ["debitor.csv", "psrm.csv"]
    assert all(one["agrees"] for one in values["control_totals"])
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("claims", "amount", "portal", "unlike"),
    [(3, "150,00", "150,00", 1), (2, "150,01", "150,00", 1), (2, "150,00", "149,99", 1), (1, "1,00", "1,00", 2)],
)
def test_a_total_that_differs_is_told_and_ends_with_3(
    tmp_path: Path, claims: int, amount: str, portal: str, unlike: int
) -> None:
    done = run("-c", settings(tmp_path, claims, amount, portal))
    assert done.return_value == 3
    assert done.stdout.count("STEMMER IKKE") == unlike
    assert "kontroltal stemmer ikke." in done.stdout


def test_a_total_waits_where_the_debtor_system_has_no_claim_type(tmp_path: Path) -> None:
    path = settings(tmp_path)
    lines = (tmp_path / "debitor.csv").read_text(encoding="utf-8").replace(";KFDAINS;", ";")
    (tmp_path / "debitor.csv").write_text(lines.replace("claim_type;", ""), encoding="utf-8")
    done = run("-c", path)
    assert done.return_value == 0
    assert "kan først holdes op, når der er parret" in done.stdout


def test_what_is_wrong_with_the_settings_is_told(tmp_path: Path) -> None:
    path = settings(tmp_path)
    (tmp_path / "psrm.csv").unlink()
    done = run("-c", path)
    assert done.return_value == 4
    assert "psrm.csv" in done.stderr


def test_the_example_is_sound() -> None:
    done = run("-c", EXAMPLE / "zerosum.toml")
    assert done.return_value == 0
    assert "STEMMER IKKE" not in done.stdout
    values = told("-c", EXAMPLE / "zerosum.toml")
    assert len(values["control_totals"]) == 14
    assert all(one["lines"] == one["lines_again"] for one in values["files"])


def test_either_files_or_settings(tmp_path: Path) -> None:
    import click

    path = put(tmp_path, claim(1, "1,00"))
    for arguments in ((), (path, "-c", settings(tmp_path)), ("-c", tmp_path / "zerosum.toml", "--side", "psrm")):
        done = CliRunner().invoke(cli, ["check", *map(str, arguments)], standalone_mode=False)
        assert isinstance(done.exception, click.UsageError)


# --- nobody's number; two languages ---


def test_no_number_of_a_debtor_is_shown(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        f"{PERSON};KFDAINS;{PERSON};creation;1,00;2026-09-02",
        f"{PERSON};KFDAINS;{PERSON};creation;1,00;2026-09-02",
        f"900001;KFDAINS;{OTHER};creation;{PERSON};2026-09-02",
        f"900002;KFDAINS;{OTHER};creation;1,00;{OTHER}",
        f"900003;KFDAINS;{OTHER};creation;0113 70 1234;{PERSON[:6]}-{PERSON[6:]}",
        name=f"liste {OTHER}.csv",
    )
    for arguments in ((path,), (path, "--json"), (path, "--lang", "en")):
        done = run(*arguments)
        assert not NUMBER.search(done.stdout + done.stderr)
    assert told(path)["repeated"] != []
    assert told(path)["rejects_by_code"] != {}


def test_no_number_in_a_heading_is_shown(tmp_path: Path) -> None:
    source = tmp_path / "egen.toml"
    source.write_text(f'name = "egen"\nbased_on = "zerosum"\n[columns]\namount = "Kr {PERSON}"\n', encoding="utf-8")
    path = put(tmp_path, claim(1, "1,00", person=OTHER))
    path.write_text(path.read_text(encoding="utf-8").replace("amount", f"Kr {PERSON}"), encoding="utf-8")
    for arguments in ((), ("--json",)):
        done = run(path, "--source", source, *arguments)
        assert done.return_value == 0
        assert not NUMBER.search(done.stdout + done.stderr)


def test_it_speaks_english(tmp_path: Path) -> None:
    path = settings(tmp_path, 3)
    text = run("-c", path, "--lang", "en").stdout
    assert "Control totals" in text
    assert "Plads · KFDAINS: 3 claims and DKK 150.00 are declared; the files have 2 and DKK 150.00" in text
    assert "The amount can be read" in json.dumps(told(put(tmp_path, claim(1, "12.34")), "--lang", "en"))


# --- the forms themselves ---


@given(st.lists(st.text(alphabet="0123456789,.- æx", max_size=12), max_size=60))
def test_forms_count_every_row_once(texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    filled = sum(bool(text.strip()) for text in texts)
    for forms in (money.forms_seen(column), dates.forms_seen(column)):
        assert sum(one.rows for one in forms) == filled
    readable = money.parse(column)[1]
    assert sum(one.rows for one in money.forms_seen(column) if one.readable) == int(readable.sum())


def test_many_values_that_cannot_be_read_are_asked_by_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def form_of(text: str, can: bool) -> str:
        asked.append(text)
        return "in_doubt"

    monkeypatch.setattr(written, "REFUSED_ASKED", 5)
    distinct, rows = written.counted(pa.array([f"{at}.{at:02d}" for at in range(10, 90)]))
    (seen,) = written.forms(distinct, rows, rows < 0, form_of)
    assert (seen.rows, len(asked)) == (80, 1)
    monkeypatch.setattr(written, "SHAPES_ASKED", 3)
    distinct, rows = written.counted(pa.array(["x" * at for at in range(1, 20)]))
    seen, others = sorted(written.forms(distinct, rows, rows < 0, form_of), key=lambda one: one.form)
    assert (seen.rows, others.form, others.rows, others.readable) == (3, written.OTHERS, 16, False)


@pytest.mark.parametrize("texts", [[], ["a1b22", "", "æ9", "123"], ["x", None, "4,5"]])
def test_a_shape_has_a_nine_for_each_digit(texts: list[str | None]) -> None:
    column = pa.array(["skipped", *texts], pa.string()).slice(1)
    told_shapes = [None if text is None else re.sub("[0-9]", "9", text) for text in texts]
    assert written.shapes(column).to_pylist() == told_shapes
