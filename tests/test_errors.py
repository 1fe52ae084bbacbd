"""The gallery of what goes wrong: for each bad file the message that a person reads, as a golden file beside it.

A folder holds the bad files alone: `debitor*`, `psrm*` in the plain format, `ode/` in the format of KMD, or a
`zerosum.toml`. The side that it lacks comes from `fixtures/errors/good`.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import golden
import pytest

from zerosum.cli.messages import message, rejects_text
from zerosum.errors import InputError, SettingsError, ZerosumError
from zerosum.pipeline import reconcile
from zerosum.result import Result, Verdict
from zerosum.settings import Input, Settings, Solution
from zerosum.settings_load import load
from zerosum.sources.load import builtin
from zerosum.tables import Side

GALLERY = golden.FIXTURES / "errors"
GOOD = "good"
ODE = "ode/0999_ODE_2026-10-02_001_"
RATES, ACTIONS = f"{ODE}10-RIM-aftale-rater_Total_001af1.csv", f"{ODE}09-RIM-aftale_Total_001af1.csv"


@dataclass(frozen=True)
class At:
    """Where and what a message must say."""

    file: str
    line: int
    column: str
    value: str = ""


REJECTS: dict[str, list[At]] = {
    "amount-with-point": [At("debitor.csv", 3, "amount", "12.34")],
    "amount-over-the-limit": [At("debitor.csv", 3, "amount", "••••••")],
    "amount-negative": [At("debitor.csv", 3, "amount", "-1.000,00")],
    "amount-blank": [At("debitor.csv", 3, "amount")],
    "amount-is-a-person-number": [At("debitor.csv", 3, "amount", "••••••")],
    "event-unknown": [At("debitor.csv", 3, "event", "kredit")],
    "status-unknown": [At("debitor.csv", 3, "status", "OK")],
    "date-broken": [At("debitor.csv", 3, "booked_on", "2026-02-30")],
    "line-ragged": [At("debitor.csv", 3, "", "9 felter"), At("debitor.csv", 4, "", "13 felter")],
    "several-lines": [
        At("debitor.csv", 2, "receipt_on", "i går"),
        At("debitor.csv", 3, "amount", "1,000.00"),
        At("debitor.csv", 4, "event", "oprettelsen"),
        At("psrm.csv", 2, "amount", "1000,005"),
    ],
    "ode-system-unknown": [At(RATES, 3, "System", "PSRN")],
    "ode-action-code-unknown": [At(ACTIONS, 3, "Aktionskode", "99")],
    "ode-action-without-date": [At(ACTIONS, 3, "Oprettet den", "00000000")],
}
"""The run goes on without the line."""

STOPS: dict[str, list[tuple[str, At]]] = {
    "column-missing": [("Kolonne mangler", At("debitor.csv", 1, "amount"))],
    "column-missing-separator": [
        ("Kolonne mangler", At("debitor.csv", 1, "event")),
        ("Kolonne mangler", At("debitor.csv", 1, "amount")),
    ],
    "heading-repeated": [("Kolonne står flere gange", At("debitor.csv", 1, "amount"))],
    "heading-two-names": [("Kolonne er tvetydig", At("debitor.csv", 1, "amount"))],
    "heading-blank": [("Overskrifter mangler", At("debitor.csv", 1, ""))],
    "heading-only": [("Filen har ingen linjer", At("psrm.csv", 0, ""))],
    "quote-unclosed": [("Citationstegn eller felt kan ikke læses", At("debitor.csv", 3, ""))],
    "file-empty": [("Filen er tom", At("debitor.csv", 0, ""))],
    "file-twice": [("Samme fil er givet to gange", At("debitor-2.csv", 0, ""))],
    "separator-in-doubt": [("Skilletegnet er i tvivl", At("debitor.csv", 1, ""))],
    "encoding-wrong": [("Tegnsættet kan ikke læses", At("debitor.csv", 0, ""))],
    "zip-broken": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-cut-off": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-empty": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-with-password": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "parquet-float-amount": [("Kolonne i kommatal", At("psrm.parquet", 0, "amount"))],
    "parquet-broken": [("Parquet-filen kan ikke læses", At("psrm.parquet", 0, ""))],
    "workbook-broken": [("Regnearket kan ikke åbnes", At("psrm.xlsx", 0, ""))],
    "ode-part-missing": [("Del mangler", At("", 0, ""))],
    "ode-file-missing": [("Fil mangler", At("", 0, ""))],
    "ode-mixed-deliveries": [("Blandede leveringer", At("", 0, ""))],
    "ode-delta": [("Delta-fil", At("0999_ODE_2026-10-02_001_09-RIM-aftale_Delta_001af1.csv", 0, ""))],
    "ode-foreign-name": [("Filnavn er ikke en ODE-fil", At("restance september.csv", 0, ""))],
    "ode-without-date-column": [("Kolonne mangler", At(ACTIONS, 1, "Oprettet den"))],
    "ode-without-system-column": [("Kolonne mangler", At(RATES, 1, "System"))],
}
"""The file cannot be used: exit code 3."""

SETTINGS: dict[str, list[tuple[str, At]]] = {
    "balance-against-events": [("Saldo mod inddrivelsesgrundlag", At("", 0, ""))],
    "no-such-file": [("Filen findes ikke", At("zerosum.toml", 9, "input nr. 1 → files"))],
    "settings-not-toml": [("Filen kan ikke læses som TOML", At("zerosum.toml", 4, "tegn 16"))],
    "settings-file-twice": [("Fil givet to gange", At("zerosum.toml", 9, "input nr. 1 → files nr. 2"))],
    "settings-several-mistakes": [
        ("Værdien kan ikke bruges", At("zerosum.toml", 2, "creditor_id")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 3, "area")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 4, "cut_off")),
        ("Ukendt nøgle", At("zerosum.toml", 5, "as_off")),
        ("Input mangler", At("zerosum.toml", 7, "input")),
        ("Input mangler", At("zerosum.toml", 7, "input")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 8, "input nr. 1 → side")),
        ("Ukendt kilde", At("zerosum.toml", 9, "input nr. 1 → source")),
        ("Intet passer til mønsteret", At("zerosum.toml", 10, "input nr. 1 → files")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 14, "solution nr. 1 → claim_types nr. 1")),
        ("Type står to gange", At("zerosum.toml", 14, "solution nr. 1 → claim_types nr. 3")),
        ("Løsning står to gange", At("zerosum.toml", 17, "solution nr. 2 → name")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 21, "tolerance → per_claim")),
        ("Ukendt løsning", At("zerosum.toml", 24, "control_total nr. 1 → solution")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 27, "control_total nr. 1 → amount")),
    ],
    "source-several-mistakes": [
        ("Navnet er taget", At("kilde.toml", 1, "name")),
        ("Værdien kan ikke bruges", At("kilde.toml", 3, "encoding")),
        ("Ukendt nøgle", At("kilde.toml", 4, "seperator")),
        ("Kilden er ikke hel", At("kilde.toml", 6, "columns")),
        ("Kilden er ikke hel", At("kilde.toml", 6, "columns")),
        ("Ukendt kolonne", At("kilde.toml", 8, "columns → claimtype")),
        ("Overskrift er tvetydig", At("kilde.toml", 9, "columns → booked_on")),
        ("Værdien kan ikke bruges", At("kilde.toml", 12, "events → Oprettet")),
    ],
    "decision-against-a-key": [
        ("Fordringen er parret på sit nummer", At("afgoerelser.csv", 2, "")),
    ],
    "decision-allotted-twice": [
        ("Fordelt to gange", At("afgoerelser.csv", 2, "")),
        ("Fordelt to gange", At("afgoerelser.csv", 3, "")),
    ],
    "decision-case-and-claim": [
        ("Sag eller fordring", At("afgoerelser.csv", 2, "sag")),
    ],
    "decision-case-of-several": [
        ("Sagen er ikke entydig", At("afgoerelser.csv", 2, "sag")),
    ],
    "decision-cause-unknown": [
        ("Ukendt årsag", At("afgoerelser.csv", 2, "aarsag")),
        ("Ukendt årsag", At("afgoerelser.csv", 3, "aarsag")),
    ],
    "decision-ceiling-unreadable": [
        ("Loftet kan ikke læses", At("afgoerelser.csv", 2, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 3, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 4, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 5, "loft")),
    ],
    "decision-date-unreadable": [
        ("Dato kan ikke læses", At("afgoerelser.csv", 2, "dato")),
        ("Dato kan ikke læses", At("afgoerelser.csv", 3, "udloeber")),
    ],
    "decision-ends-before-it-begins": [
        ("Datoerne passer ikke", At("afgoerelser.csv", 2, "udloeber")),
    ],
    "decision-field-missing": [
        ("Felt mangler", At("afgoerelser.csv", 2, "rolle")),
        ("Felt mangler", At("afgoerelser.csv", 2, "begrundelse")),
        ("Felt mangler", At("afgoerelser.csv", 2, "dato")),
        ("Felt mangler", At("afgoerelser.csv", 2, "hvem")),
        ("Felt mangler", At("afgoerelser.csv", 2, "udloeber")),
        ("Felt mangler", At("afgoerelser.csv", 2, "loft")),
    ],
    "decision-field-of-another-kind": [
        ("Felt uden virkning", At("afgoerelser.csv", 2, "loft")),
        ("Felt uden virkning", At("afgoerelser.csv", 2, "udloeber")),
    ],
    "decision-file-empty": [
        ("Filen er tom", At("afgoerelser.csv", 0, "")),
    ],
    "decision-file-encoding": [
        ("Tegnsættet kan ikke læses", At("afgoerelser.csv", 0, "")),
    ],
    "decision-file-not-there": [
        ("Filen findes ikke", At("zerosum.toml", 6, "decisions")),
    ],
    "decision-file-workbook": [
        ("Filen er ikke CSV", At("afgoerelser.csv", 0, "")),
    ],
    "decision-heading-missing": [
        ("Kolonne mangler", At("afgoerelser.csv", 1, "afgoerelse")),
    ],
    "decision-heading-repeated": [
        ("Kolonne står flere gange", At("afgoerelser.csv", 1, "reference")),
    ],
    "decision-heading-unknown": [
        ("Ukendt overskrift", At("afgoerelser.csv", 1, "")),
        ("Ukendt overskrift", At("afgoerelser.csv", 1, "")),
        ("Felt mangler", At("afgoerelser.csv", 2, "rolle")),
        ("Felt mangler", At("afgoerelser.csv", 2, "loft")),
    ],
    "decision-line-ragged": [
        ("Linjen kan ikke deles", At("afgoerelser.csv", 3, "")),
    ],
    "decision-located-by-psrm": [
        ("Årsagen kan kun kommunen acceptere", At("afgoerelser.csv", 2, "aarsag")),
    ],
    "decision-number-of-two-debtors": [
        ("Flere fordringer passer", At("afgoerelser.csv", 2, "")),
        ("Flere fordringer passer", At("afgoerelser.csv", 3, "")),
    ],
    "decision-paired-twice": [
        ("Parret to gange", At("afgoerelser.csv", 2, "")),
        ("Parret to gange", At("afgoerelser.csv", 3, "")),
    ],
    "decision-reason-too-long": [
        ("Begrundelsen kan ikke bruges", At("afgoerelser.csv", 2, "begrundelse")),
    ],
    "decision-role-unknown": [
        ("Ukendt rolle", At("afgoerelser.csv", 2, "rolle")),
    ],
    "decision-several-claims": [
        ("Flere fordringer på én linje", At("afgoerelser.csv", 2, "reference")),
    ],
    "decision-several-mistakes": [
        ("Leverandøren kan ikke acceptere", At("afgoerelser.csv", 2, "rolle")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 2, "loft")),
        ("Ukendt afgørelse", At("afgoerelser.csv", 4, "afgoerelse")),
        ("Felt uden virkning", At("afgoerelser.csv", 5, "udloeber")),
        ("Ukendt rolle", At("afgoerelser.csv", 5, "rolle")),
    ],
    "decision-solution-unknown": [
        ("Ukendt løsning", At("afgoerelser.csv", 2, "loesning")),
    ],
    "decision-unexplained": [
        ("Uforklaret kan ikke accepteres", At("afgoerelser.csv", 2, "aarsag")),
    ],
    "decision-unknown": [
        ("Ukendt afgørelse", At("afgoerelser.csv", 2, "afgoerelse")),
    ],
    "decision-vendor-accepts": [
        ("Leverandøren kan ikke acceptere", At("afgoerelser.csv", 2, "rolle")),
    ],
    "decision-without-claim": [
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 2, "fordringsid")),
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 3, "fordringsid")),
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 4, "psrm_fordringsid")),
    ],
}
"""The settings are wrong: exit code 4."""


IN_ENGLISH = ("parquet-broken", "workbook-broken")
"""Files that a library refuses: its own English words are not handed on."""


def run() -> Result:
    """The run of the folder of the gallery that is the working folder."""
    here = Path()
    if (here / "zerosum.toml").exists():
        return reconcile(load(Path("zerosum.toml"))).result
    debtor = _debtor(here) or [Path("..", GOOD, "debitor.csv")]
    psrm = sorted(here.glob("psrm*")) or [Path("..", GOOD, "psrm.csv")]
    is_ode = debtor[0].parent.name == "ode"
    return reconcile(
        Settings(
            municipality="Eksempel Kommune",
            creditor_id="0999",
            area="daginstitution",
            area_name="Daginstitution",
            cut_off=date(2026, 9, 30),
            as_of=date(2026, 10, 1),
            inputs=(
                Input(Side.DEBTOR, builtin("kmd-ode" if is_ode else "zerosum"), tuple(debtor)),
                Input(Side.PSRM, builtin("zerosum"), tuple(psrm)),
            ),
            solutions=(Solution("Pladsanvisning", ("KFDAINS",)),),
            area_types={"KFDAINS": "Daginstitution, betaling"},
            path=Path("zerosum.toml"),
        )
    ).result


def _debtor(folder: Path) -> list[Path]:
    return sorted((folder / "ode").glob("*")) or sorted(folder.glob("debitor*"))


def problems(error: ZerosumError) -> list[tuple[str, At]]:
    return [(one.what, At(one.file, one.line, one.column)) for one in error.problems]


def compare(name: str, text: str) -> None:
    """The golden file; the folder's own place on this machine is no part of the message."""
    golden.check(GALLERY / name / "message.txt", text.replace(str(Path().absolute()), "MAPPEN") + "\n")


def test_each_folder_of_the_gallery_is_looked_at() -> None:
    assert {path.name for path in GALLERY.iterdir()} == {GOOD, *REJECTS, *STOPS, *SETTINGS}


@pytest.mark.parametrize("debtor", ["plain", "ode"])
def test_the_good_files_are_good(debtor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / GOOD).mkdir()
    shutil.copy(GALLERY / GOOD / "psrm.csv", tmp_path / GOOD)
    if debtor == "ode":
        shutil.copytree(GALLERY / GOOD / "ode", tmp_path / GOOD / "ode")
    else:
        shutil.copy(GALLERY / GOOD / "debitor.csv", tmp_path / GOOD)
    monkeypatch.chdir(tmp_path / GOOD)
    result = run()
    assert not result.rejects
    assert result.figures.gross_ore == 0
    assert result.verdict == Verdict.READY_WITH_REMARKS  # no control total is declared
    assert {one.code for one in result.findings} == {"control_total_missing"}


@pytest.mark.parametrize("name", REJECTS)
def test_a_line_that_cannot_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    result = run()
    assert [At(one.file, one.line, one.column, one.value) for one in result.rejects] == REJECTS[name]
    assert result.verdict == Verdict.NOT_READY
    assert "rejected_lines" in {one.code for one in result.findings}
    assert all(one.expected and one.do for one in result.rejects)
    assert sum(one.rejects for one in result.inputs) == len(result.rejects)
    compare(name, rejects_text(result.rejects))


@pytest.mark.parametrize("name", STOPS)
def test_a_file_that_cannot_be_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(InputError) as stopped:
        run()
    assert stopped.value.exit_code == 3
    assert problems(stopped.value) == STOPS[name]
    compare(name, message(stopped.value))


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_are_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(SettingsError) as stopped:
        run()
    assert stopped.value.exit_code == 4
    assert problems(stopped.value) == SETTINGS[name]
    compare(name, message(stopped.value))


def test_all_problems_say_what_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    for name in [*STOPS, *SETTINGS]:
        monkeypatch.chdir(GALLERY / name)
        with pytest.raises(ZerosumError) as stopped:
            run()
        for problem in stopped.value.problems:
            looked_at += 1
            assert problem.what, name
            assert problem.why.endswith("."), name
            assert problem.do.endswith((".", "?")), name
    assert looked_at > len(STOPS)


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_a_broken_file_is_told_in_danish(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(InputError) as stopped:
        run()
    (problem,) = stopped.value.problems
    assert problem.why.endswith(".")
    assert not re.search(r"\b(not|the|file|cannot)\b", problem.why, re.IGNORECASE)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as stopped:
        run()
    assert problems(stopped.value)[0][0] == "Filen findes ikke"


def test_the_part_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "ode-part-missing")
    with pytest.raises(InputError, match="002af2"):
        run()


def test_the_limit_of_an_amount_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "amount-over-the-limit")
    (reject,) = run().rejects
    assert reject.expected != "et beløb skrevet 1.234,50 eller 1234,50"


def test_a_rejected_line_of_ode_says_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "ode-action-code-unknown")
    result = run()
    assert (result.figures.debtor_ore, result.figures.psrm_ore) == (100_000, 200_000)
    assert {one.code for one in result.causes} == {"only_in_psrm"}


def test_no_message_shows_a_number_of_a_person() -> None:
    person = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
    messages = sorted(GALLERY.rglob("message.txt"))
    assert len(messages) > 30
    assert not [path for path in messages if person.search(path.read_text("utf-8"))]
    bad_amount = (GALLERY / "amount-is-a-person-number" / "debitor.csv").read_text("utf-8")
    assert person.search(bad_amount.split(";creation;")[2]), "the number is not in the file"
