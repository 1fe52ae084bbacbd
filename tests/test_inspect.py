"""`zerosum inspect`: what a file is; two readings of an amount or a date are shown, never chosen between."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import golden
import pytest
from click.testing import CliRunner, Result

from zerosum.cli import cli
from zerosum.errors import SettingsError
from zerosum.sources.load import declared
from zerosum.survey import ColumnSeen, TableSeen, survey

EXAMPLE = golden.FIXTURES / "daginstitution" / "data"
PERSON = "0113701234"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["inspect", *map(str, arguments)], standalone_mode=False)


def told(*arguments: str | Path) -> dict[str, object]:
    return json.loads(run(*arguments, "--json").stdout)  # type: ignore[no-any-return]


def seen(path: Path) -> TableSeen:
    (table,) = survey(path, path.name).tables
    return table


def column(path: Path, shown: str) -> ColumnSeen:
    return next(one for one in seen(path).columns if one.shown == shown)


def written(folder: Path, *lines: str, name: str = "fil.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def amounts(folder: Path, *values: str) -> Path:
    lines = [f"A-{at};{value};Fakt" for at, value in enumerate(values)]
    return written(folder, "Sagsnr;Saldo;Art", *lines)


# --- which source fits ---


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(EXAMPLE.iterdir()), ids=lambda path: path.name)
def test_files_of_the_example_are_known(path: Path) -> None:
    table = seen(path)
    assert table.sure
    assert table.fitting is not None
    source = "psrm-justering" if path.suffix == ".zip" else "kmd-ode"
    assert (table.fitting.source.name, table.fitting.part in path.name) == (source, True)
    assert run(path).return_value == 0


@pytest.mark.parametrize("folder", ["01-received", "23-write-down-partly-accepted"])
def test_the_plain_format_is_known(folder: str) -> None:
    for path in sorted((golden.FIXTURES / "cases" / folder).glob("*.csv")):
        if path.name in ("debitor.csv", "psrm.csv"):
            table = seen(path)
            assert table.fitting is not None
            assert table.fitting.source.name == "zerosum"
            assert all(one.sure for one in table.columns)


def test_a_source_beside_the_file_is_tried(tmp_path: Path) -> None:
    path = amounts(tmp_path, "1.234,50", "12,00")
    assert run(path).return_value == 3
    (tmp_path / "egen.toml").write_text(
        'name = "egen"\nside = "debtor"\n[columns]\nreference = "Sagsnr"\namount = "Saldo"\nevent = "Art"\n'
        '[events]\nFakt = "creation"\n',
        encoding="utf-8",
    )
    answer = run(path)
    assert answer.return_value == 0
    assert "Passer til kilden egen: 3 af dens 3 kolonner" in answer.stdout
    assert run(path, "--source", tmp_path / "egen.toml").return_value == 0


def test_a_source_that_is_asked_for_and_does_not_fit_is_told_why(tmp_path: Path) -> None:
    answer = run(amounts(tmp_path, "1.234,50"), "--source", "psrm-justering")
    assert answer.return_value == 3
    assert "Kolonne mangler" in answer.stdout


# --- long columns ---


@pytest.mark.parametrize(
    "values",
    [
        [f"{at}.{at % 1000:03d},50" for at in range(1, 90)],
        [f"{at},50" for at in range(1, 90)] + [f"x{at}" for at in range(90)],
        [f"{at:02d}.09.2026" for at in range(1, 31)] * 3,
        [f"A-{at:04d}" for at in range(90)],
        ["DAGI"] * 80 + [f"{at},00" for at in range(40)],
        [str(at) for at in range(1000, 1080)] + ["1080,50"],
        [PERSON] * 90 + [f"x{at}" for at in range(3)],
    ],
    ids=["amounts", "half", "dates", "numbers", "two kinds", "whole", "debtors"],
)
def test_a_sample_tells_what_the_whole_column_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: list[str]
) -> None:
    path = written(tmp_path, "Nr;Felt", *(f"{at};{value}" for at, value in enumerate(values)))
    whole = seen(path).columns
    monkeypatch.setattr("zerosum.survey.columns.SAMPLE", 8)
    monkeypatch.setattr("zerosum.survey.columns.HEAVIEST", 2)
    assert seen(path).columns == whole


def test_a_sample_alone_never_tells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All that the sample has are amounts; most of the column is not."""
    monkeypatch.setattr("zerosum.survey.columns.SAMPLE", 2)
    monkeypatch.setattr("zerosum.survey.columns.HEAVIEST", 1)
    values = ["1,50", *(f"tekst {at}" for at in range(40)), "2,50"]
    path = written(tmp_path, "Nr;Felt", *(f"{at};{value}" for at, value in enumerate(values)))
    assert column(path, "Felt").kind == "text"


def test_a_long_file_is_known_by_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that does not fit the first lines is not read whole; one that does is."""
    lines = [f"90{at:04d};creation;{at},00" for at in range(1, 400)]
    path = written(tmp_path, "claim_id;event;amount", *lines)
    whole = seen(path)
    monkeypatch.setattr("zerosum.survey.form.BYTES_SEEN", 500)
    assert seen(path) == whole
    assert whole.rows == 399


def test_a_point_among_a_thousand_amounts_is_still_a_doubt(tmp_path: Path) -> None:
    """Every value is looked at, however many there are."""
    path = amounts(tmp_path, *(str(at) for at in range(100, 3000)), "1.234")
    (tmp_path / "fil.csv").write_text(path.read_text(encoding="utf-8").replace("Saldo", "Beløb"), encoding="utf-8")
    assert {one.code for one in seen(path).doubts} & {"amounts_in_doubt", "amounts_whole"}


# --- two readings ---


def test_a_point_that_may_be_thousands_or_decimals_is_told_with_both(tmp_path: Path) -> None:
    path = amounts(tmp_path, "1.234", "2.500", "3.750")
    table = seen(path)
    (doubt,) = [one for one in table.doubts if one.code == "amounts_in_doubt"]
    assert "«1.234» kan være 1.234,00 kr. eller 1,234 kr." in doubt.told().why
    assert "7.484,00 kr. eller 7,484 kr." in doubt.told().why
    assert run(path).return_value == 3


def test_one_amount_that_can_only_be_danish_tells_of_the_column(tmp_path: Path) -> None:
    table = seen(amounts(tmp_path, "1.234", "2.500,00", "3.750"))
    assert not table.doubts
    assert column(tmp_path / "fil.csv", "Saldo").forms[0].form == "1.234"


def test_danish_and_english_in_one_column_are_mixed(tmp_path: Path) -> None:
    table = seen(amounts(tmp_path, "12.34", "2.500,00", "3.750"))
    assert [one.code for one in table.doubts] == ["amounts_mixed"]


def test_whole_numbers_under_a_heading_of_amounts_may_be_oere(tmp_path: Path) -> None:
    path = written(tmp_path, "Sagsnr;Beløb;Art", *(f"A-{at};{at}12500;Fakt" for at in range(1, 9)))
    (doubt,) = [one for one in seen(path).doubts if one.code == "amounts_whole"]
    assert "kroner" in doubt.told().what
    assert "812.500,00 kr. eller 8.125,00 kr." in doubt.told().why


def test_a_source_that_fits_has_said_what_the_amounts_are(tmp_path: Path) -> None:
    path = written(tmp_path, "claim_id;event;amount", "900001;creation;1.234", "900002;creation;2.500")
    assert seen(path).sure


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("01/02/2026", "03/04/2026"), "dates_in_doubt"),
        (("01/02/2026", "30/04/2026", "04/30/2026"), "dates_mixed"),
        (("04/30/2026", "01/02/2026"), "dates_american"),
        (("01-02-26", "03-04-26"), "dates_short"),
        (("01/02/2026", "30/04/2026"), None),
        (("2026-02-01", "2026-04-03"), None),
    ],
)
def test_dates_that_may_be_two_days_are_told(tmp_path: Path, values: tuple[str, ...], code: str | None) -> None:
    path = written(tmp_path, "Sagsnr;Dag", *(f"A-{at};{value}" for at, value in enumerate(values)))
    assert [one.code for one in seen(path).doubts] == ([code] if code else [])


# --- how it is written ---


def test_a_preamble_blank_lines_and_a_sum_are_seen(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Udskrift;;",
        ";;",
        "Sagsnr;Saldo;Art",
        "A-1;1.234,50;Fakt",
        "",
        "A-2;12,00-;Kred",
        "I alt;1.222,50;",
    )
    table = seen(path)
    assert (table.heading_line, table.separator, table.rows) == (3, ";", 3)
    assert table.left == {"preamble": 2, "blank": 1}
    assert {form.form: form.rows for form in column(path, "Saldo").forms} == {"1.234,50": 1, "12,50-": 1}


def test_numbers_that_excel_has_changed_are_told(tmp_path: Path) -> None:
    rows = [f"{at:06d};1,00" for at in range(1, 20)]
    path = written(tmp_path, "Sagsnr;Saldo", *rows, "20;1,00", "9,00001E+17;1,00")
    codes = {one.code for one in column(path, "Sagsnr").doubts}
    assert codes == {"number_lost_zeros", "number_scientific"}


def test_lines_of_one_length_without_separators_look_like_fixed_width(tmp_path: Path) -> None:
    path = written(tmp_path, *(f"A-{at:05d}   KFDAINS {at * 100:010d}  20260901" for at in range(1, 6)))
    (doubt,) = seen(path).doubts
    assert doubt.code == "seems_fixed_width"
    assert "1, 11, 19, 31" in doubt.told().why


def test_records_with_codes_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, *["000G6900001&101Sag&104A-1&110000000012500 "] * 4)
    assert [one.code for one in seen(path).doubts] == ["seems_coded_records"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Saldorapport_Maaned_2026-09.csv", "portal_report_saldo"),
        ("Til- og afgangsrapport - Afstemning.csv", "portal_report_til_afgang"),
        ("Tilgodehavende Afregninger - Summeret.csv", "portal_report_tilgodehavende"),
        ("Overbliksrapport.csv", "portal_report_overblik"),
        ("Justering_Afstemning_2026-09.csv", "portal_report_justering"),
    ],
)
def test_a_report_of_the_portal_is_known_by_its_name(tmp_path: Path, name: str, code: str) -> None:
    table = seen(written(tmp_path, "Et;Andet", "a;b", "c;d", name=name))
    assert code in {one.code for one in table.doubts}


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "tom.csv").write_bytes(b"")
    answer = run(tmp_path / "tom.csv")
    assert answer.return_value == 3
    assert "Filen er tom" in answer.stdout


# --- nobody's number ---


def test_no_number_of_a_debtor_is_shown(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"Sagsnr;Personnr;Note;Kode {PERSON}",
        f"{PERSON};{PERSON};ring til {PERSON};x",
        f"A-2;{PERSON[:6]}-{PERSON[6:]};ring til {PERSON};y",
        f"A-3;0213701235;0113 70 1234;{PERSON}",
        f"A-4;0213701235;0113 70 1234;{PERSON}",
        name=f"liste {PERSON}.csv",
    )
    for arguments in ((path,), (path, "--json"), (path, "--write", tmp_path / "ny.toml")):
        answer = run(*arguments)
        text = answer.stdout + answer.stderr
        for form in (PERSON, PERSON[1:], f"{PERSON[:6]}-{PERSON[6:]}", "0113 70 1234", "0213701235"):
            assert form not in text
    assert PERSON[1:] not in (tmp_path / "ny.toml").read_text(encoding="utf-8")


# --- a source from it ---


def test_what_is_in_doubt_is_one_problem_each_until_it_is_chosen(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Sagsnr;Type;Saldo;Hvad;Dag", "A-1;KFDAINS;1.234;Fakt;2026-09-01", "A-2;KFSKFRI;2.500;Ned;2026-09-02"
    )
    target = tmp_path / "kilde.toml"
    assert run(path, "--write", target).return_value == 3
    text = target.read_text(encoding="utf-8")
    assert 'claim_type = "Type"' in text
    assert 'amount = "Saldo"' in text
    with pytest.raises(SettingsError) as refused:
        declared(target)
    assert len(refused.value.problems) == text.count('= "?"') + text.count('["?"]')
    chosen = (
        text.replace('side = "?"', 'side = "debtor"')
        .replace('decimal = "?"', 'decimal = ","')
        .replace('reference = "?"', 'reference = "Sagsnr"')
        .replace('event = "?"', 'event = "Hvad"')
        .replace('booked_on = "?"', 'booked_on = "Dag"')
        .replace('"?" = "?"', 'Fakt = "creation"\nNed = "write_down"')
    )
    chosen = "\n".join(line for line in chosen.splitlines() if '= "?"' not in line)
    target.write_text(chosen, encoding="utf-8")
    assert declared(target).decimal == ","
    assert run(path, "--source", target).return_value == 0


def test_a_line_break_in_a_word_stays_in_its_comment(tmp_path: Path) -> None:
    path = written(tmp_path, 'Beløb;Hvad;"Ord\n[fixed]"', *['1,00;"Ny\nsolution = ""x""";a', "2,00;Ned;b"] * 3)
    target = tmp_path / "kilde.toml"
    run(path, "--write", target)
    text = target.read_text(encoding="utf-8")
    assert "Ny solution" in text
    assert not [line for line in text.splitlines() if line.startswith(("solution =", "[fixed]"))]
    tomllib.loads(text)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = amounts(tmp_path, "1,00")
    target = tmp_path / "kilde.toml"
    target.write_text("min egen", encoding="utf-8")
    answer = run(path, "--write", target)
    assert answer.return_value == 4
    assert "Filen findes allerede" in answer.stderr  # source_is_there
    assert target.read_text(encoding="utf-8") == "min egen"


def test_a_source_is_of_one_table_and_in_a_folder_that_is_there(tmp_path: Path) -> None:
    path = amounts(tmp_path, "1,00")
    answer = run(path, amounts(tmp_path, "2,00"), "--write", tmp_path / "ny.toml")
    assert answer.return_value == 4
    assert "Der er 2 tabeller" in answer.stderr  # source_of_one_table
    answer = run(path, "--write", tmp_path / "ingen" / "ny.toml")
    assert answer.return_value == 4
    assert "Kilden kan ikke skrives" in answer.stderr  # source_not_written


def test_a_source_for_what_fits_is_based_on_it(tmp_path: Path) -> None:
    target = tmp_path / "kilde.toml"
    path = written(tmp_path, "claim_id;event;amount", "900001;creation;1,00", "900002;creation;2,00")
    assert run(path, "--write", target).return_value == 0
    assert declared(target).parts == declared(target).parts
    assert 'based_on = "zerosum"' in target.read_text(encoding="utf-8")


def test_it_speaks_english(tmp_path: Path) -> None:
    answer = run(amounts(tmp_path, "1.234", "2.500"), "--lang", "en")
    assert "The amounts can be read in two ways" in answer.stdout
    answer = told(amounts(tmp_path, "1.234", "2.500"), "--lang", "en")  # type: ignore[assignment]
    assert "The amounts can be read in two ways" in json.dumps(answer)


@pytest.mark.parametrize(
    ("heading", "one", "other"), [("Debitornavn", "Kaja", "Testesen"), ("X", "Kaja Prøve", "Bo Testesen")]
)
def test_names_of_people_are_not_listed(tmp_path: Path, heading: str, one: str, other: str) -> None:
    path = written(
        tmp_path, f"Sagsnr;Beløb;Hvad;{heading}", *(f"A-{at};1,00;Fakt;{(one, other)[at % 2]}" for at in range(4))
    )
    answer = run(path, "--write", tmp_path / "ny.toml")
    text = answer.stdout + answer.stderr + (tmp_path / "ny.toml").read_text(encoding="utf-8")
    assert "Fakt" in text
    assert one not in text
    assert other not in text
