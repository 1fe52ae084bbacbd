"""A debtor's number in the name of a file or folder, and one that letters break up: it stands in nothing that leaves.

Each beside its near miss. The lines are written as in `test_adversary.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from test_adversary import DEBTOR_HEAD, ONE, PSRM_HEAD, TWO, command, got, left, none_of, sent

from zerosum import identity
from zerosum.cli import cli, main

TEN = "0213701235"
assert TWO == TEN

BROKEN = (
    "0213701235", "021370 - 1235", "021370 \u2013 1235", "021370_-_1235", "02-13-70-1235", "02.13.70.1235",
    "0213 70 1235", "0 2 1 3 7 0 1 2 3 5", "021370 ----- 1235", "202609300213701235", "0213701235_2026-09-30",
    "2026-09-30 0213 70 1235", "02137O1235", "0213701235x", "O2l370-l235", "021370a1235", "021370 nr 1235",
    "02a1370b1235", "\uff10\uff1213701235", "021370\u200b1235", "213701235",
)  # fmt: skip
"""Ways in which a number may be written in a name."""

PLAIN = (
    "0999_ODE_2026-10-01_001_09-RIM-aftale_Total_001af1.csv",
    "0999_ODE_2026-10-01_001_12-Forretningspartner_Total_012af120.csv.gz",
    "Justering_Afstemning_2026-09.csv", "Justering_Afstemning_2026-08_2026-09.csv", "debitor_2026-09-30_001.csv",
    "debitor_20260930_001.csv", "debitor_2026_09_30.001.csv", "debitor_20260930120000.csv", "Afstemning 30.09.2026.csv",
    "2019-12-31.csv", "Vol2026-10-01_001_123.csv", "2026/10/01/1234/d.csv", "mangler 001af12, 002af12, 003af12",
    "zerosum run -c zerosum.toml --as-of 2026-10-06",
)  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_name_that_could_be_a_number_is_veiled_whoever_has_it(name: str) -> None:
    """Before a line is read nobody knows the debtors of the input."""
    for path in (f"{name}.csv", f"til/{name}/d.csv", f"Ole_{name}_ny.csv"):
        shown = identity.veiled_path(path)
        assert "\u2022" in shown
        assert name not in shown
        assert sum(sign.isdigit() for sign in shown) < 6


@pytest.mark.parametrize("name", PLAIN)
def test_dates_serials_and_names_of_deliveries_stay_readable(name: str) -> None:
    assert identity.veiled_path(name) == name


@pytest.mark.long
@pytest.mark.parametrize("name", BROKEN)
def test_a_number_in_the_name_of_a_file_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text = left(tmp_path, monkeypatch, sent(), name=f"{name}.csv")[1]
    assert "\u2022" in text
    none_of([name, TEN, f"{TEN[:6]}-{TEN[6:]}"], text)


FIRM = "90000017"
OF_THE_INPUT = (
    "0213/701235.csv", "x/021370/1235/d.csv", "021/37_01235.csv", "1a02b1c3701235.csv", "00121/370l235.csv",
    "90-00-00-17.csv", "9000-0017.csv", "9/0000017.csv",
)  # fmt: skip
"""Only who has the debtors of the input can tell that these are numbers."""


@pytest.mark.long
@pytest.mark.parametrize("path", OF_THE_INPUT)
def test_a_number_of_the_input_is_found_in_any_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Also in a path across folders, a firm's with signs between, and as the folder that is written to."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr("sys.argv", ["zerosum", "run", "--debtor", path, "--psrm", "p.csv"])  # run.json tells it
    body = sent(debtors=FIRM, amount="1,00") + sent(claim_id="F2", amount="x")
    files = {path: (DEBTOR_HEAD + body).encode(), "p.csv": (PSRM_HEAD + got(debtors=TWO)).encode()}
    text = command(tmp_path, monkeypatch, files, "--debtor", path, "--psrm", "p.csv")[1]
    none_of([path, path.removesuffix(".csv")], text)
    checked = CliRunner().invoke(cli, ["check", path, "--json"], standalone_mode=False)
    assert checked.exception is None
    assert "\u2022" in checked.output
    none_of([path], checked.output)


def test_a_path_beside_the_numbers_of_the_input_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "0213/701236.csv"
    (tmp_path / "0213").mkdir()
    files = {path: (DEBTOR_HEAD + sent(debtors=FIRM)).encode(), "p.csv": (PSRM_HEAD + got(debtors=TWO)).encode()}
    assert path in command(tmp_path, monkeypatch, files, "--debtor", path, "--psrm", "p.csv")[1]


def test_the_folder_that_is_written_to_is_told_without_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d.csv").write_text(DEBTOR_HEAD + sent(), "utf-8")
    (tmp_path / "p.csv").write_text(PSRM_HEAD + got(debtors=TWO), "utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["--json"]):
        told = CliRunner().invoke(cli, ["run", "--debtor", "d.csv", "--psrm", "p.csv", "-o", "02137/01235", *arguments])
        assert ("\u2022" if arguments else "******/") in told.output  # no console has the sign
        none_of(["02137/01235"], told.output)
    assert len(list((tmp_path / "02137" / "01235").rglob("report.html"))) == 2


@pytest.mark.parametrize("arguments", [["run", TEN], ["explain", TEN], ["check", f"{TEN[:6]} - {TEN[6:]}.csv"]])
def test_what_was_typed_is_not_said_again(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["zerosum", *arguments])
    monkeypatch.setattr("zerosum.cli._leave", sys.exit)  # the process of the tests goes on
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr()
    none_of([arguments[1], TEN], told.out + told.err)


# ---------------------------------------------------------------------------------- letters in a number of a reference

LETTERED = (
    "021370a1235", "021370nr1235", "02137O1235", "02137l1235", "O2I370-l235", "021370 nr 1235", "02137a01235",
    "0213a70b1235", "K-021370nr1235-9", "OL02137O1235",
)  # fmt: skip
NO_NUMBERS = (
    "021370abc1235", "021370a1236", "02137O1236", "02a13b70c1235", "SO213701236", "021370a12350", "2026AB123456", "Ole 2",
    "O21370abc1235",
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("column", ["reference", "reason"])
@pytest.mark.parametrize("written", LETTERED)
def test_a_number_with_letters_in_it_is_found_and_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, written: str
) -> None:
    what = {"claim_id": "F1", "reference": "A9", "amount": "77,00", column: written}
    code, text = left(tmp_path, monkeypatch, sent(**what))
    assert code == 20
    assert "person_number_in_text" in text
    none_of([written, TEN], text)


@pytest.mark.long
@pytest.mark.parametrize("written", NO_NUMBERS)
def test_a_reference_that_is_no_number_of_the_input_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """A word between, another's digits, as many letters as a key has, one digit more."""
    text = left(tmp_path, monkeypatch, sent(claim_id="F1", reference=written, amount="77,00"))[1]
    assert "person_number_in_text" not in text
    assert written in text or written == "021370a12350"  # that one is veiled, and no finding


def test_all_ways_to_write_a_number_are_looked_for_in_one_column() -> None:
    column = pa.array([*LETTERED, None, *NO_NUMBERS, "", f"{ONE} nr 7", "010190-1234", "O1O190-1234"])
    found = identity.hold_person_number(column, pa.array([TWO, f"{ONE}|{FIRM}"])).tolist()
    assert found == [True] * len(LETTERED) + [False] * (2 + len(NO_NUMBERS)) + [True, True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Aftalt med 0l1370-l234 i dag", "Aftalt med \u2022\u2022\u2022\u2022\u2022\u2022 i dag"),
        ("021370nr1235", "\u2022\u2022\u2022\u2022\u2022\u2022"),
        ("Aftalt 05.10.2026 i 2 dele, Bil 12 og l2", "Aftalt 05.10.2026 i 2 dele, Bil 12 og l2"),
    ],
)
def test_a_sentence_is_shown_without_a_number_with_letters_in_it(text: str, shown: str) -> None:
    assert identity.veil_prose(text) == shown
