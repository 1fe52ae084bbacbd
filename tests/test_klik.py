"""`zerosum klik`: the three themes for copying, from settings and the latest run, and never a test that was not made."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from leaks import leaks
from test_cli import zerosum

from zerosum.catalogue import AREAS, everything
from zerosum.errors import Problem

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "fixtures" / "teknisk-forvaltning"
DAY_CARE = ROOT / "fixtures" / "daginstitution"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second example, and a run of it in `reports`."""
    place = tmp_path_factory.mktemp("klik") / "kommune"
    shutil.copytree(EXAMPLE, place)
    done = zerosum("run", "-q", cwd=place)
    assert done.returncode == 20, done.stderr
    return place


def run_of(folder: Path) -> Path:
    (path,) = (folder / "reports" / "eksempel-kommune" / "teknisk-forvaltning").iterdir()
    return path


def themes(text: str) -> list[str]:
    """The head and the three themes."""
    return re.split(r"\n\n(?=Tema \d)", text)


def told(folder: Path, *more: str) -> dict[str, Any]:
    done = zerosum("klik", "--json", *more, cwd=folder)
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(done.stdout)
    return values


# --- the three themes ---


def test_the_three_themes_of_the_second_example(folder: Path) -> None:
    done = zerosum("klik", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    head, one, two, three = themes(done.stdout)
    assert head.splitlines() == [
        "KLIK · Eksempel Kommune · SPOR 05 Teknisk forvaltning",
        "Ansvarlig: PSRM-tovholder, Teknik og Miljø",
    ]
    assert one.splitlines() == [
        "Tema 1: Hvilke fordringstyper anvender I?",
        "  [X] Råden over kommunale vejarealer (KFRÅVEJ)",
        "  [X] Havneydelser (KFHAVNY)",
        "  [X] Offentlige havneafgifter, kanal, vandvejs- og lodsafgifter (KFHAVNA)",
        "  [X] Gebyr ved redningsberedskabets udrykning til blinde alarmer (KFGERBA)",
        "  [X] Kirkegårdsydelse (KFKIRGÅ)",
        "  Andet (skriv fordringskode): -",
    ]
    answered = two.splitlines()
    at = answered.index("  Råden over kommunale vejarealer (KFRÅVEJ)")
    assert answered[at + 1 : at + 3] == [
        "    [X] Elbek & Vejrup",
        "    Andet (skriv fagsystem): KMD Opus, manuelle regninger",
    ]
    at = answered.index("  Havneydelser (KFHAVNY)")
    assert answered[at + 1 : at + 5] == [
        "    [X] Compusoft",
        "    [X] HARBA",
        "    [ ] BEAS",
        "    Andet (skriv fagsystem): KMD Opus, manuelle regninger",
    ]
    assert "    [X] Beredskabet håndterer inddrivelsen" in answered
    assert "  EG Brandsoft: 0-sumstest udestår\n    Kirkegårdsydelse (KFKIRGÅ): 0-sumstest udestår\n" in three
    assert "  Compusoft: KLAR\n" in three
    assert "    Råden over kommunale vejarealer (KFRÅVEJ): KLAR MED BEMÆRKNING (I høring)\n" in three
    assert three.rstrip().endswith("Teknisk forvaltning i alt: IKKE TESTET")


def test_theme_three_names_the_run(folder: Path) -> None:
    about = json.loads((run_of(folder) / "run.json").read_text(encoding="utf-8"))
    text = zerosum("klik", cwd=folder).stdout
    assert f"0-sumstest pr. 30.09.2026, kørsel {about['run_id']}, gennemført" in text
    assert about["fingerprint"] in text
    assert "OBS" not in text


def test_it_can_be_copied(folder: Path) -> None:
    """No line is broken, and every sign is one that Notepad and an old console have."""
    text = zerosum("klik", cwd=folder).stdout
    assert text.encode("cp850").decode("cp850") == text
    assert "\t" not in text
    assert "  Gebyr ved redningsberedskabets udrykning til blinde alarmer (KFGERBA)" in text.splitlines()


def test_in_english(folder: Path) -> None:
    text = zerosum("klik", "--lang", "en", cwd=folder).stdout
    assert "EG Brandsoft: zero-sum test outstanding" in text
    assert "Theme 2: Which solution do you use?" in text
    assert "udestår" not in text


def test_the_json_says_the_same(folder: Path) -> None:
    values = told(folder)
    assert (values["track"], values["responsible"]) == ("05", "PSRM-tovholder, Teknik og Miljø")
    assert [one["code"] for one in values["types"]] == ["KFRÅVEJ", "KFHAVNY", "KFHAVNA", "KFGERBA", "KFKIRGÅ"]
    verdicts = {one["name"]: one["verdict"] for one in values["solutions"]}
    assert verdicts["EG Brandsoft"] == "not_tested"
    assert verdicts["KMD Opus, manuelle regninger"] == "ready_with_remarks"
    assert [one["manual"] for one in values["solutions"]] == [*[False] * 6, True]
    (fire,) = [one for one in values["types"] if one["code"] == "KFGERBA"]
    assert fire["options"] == [
        {"name": "Elbek & Vejrup", "elsewhere": False, "ticked": True},
        {"name": "Beredskabet", "elsewhere": True, "ticked": True},
    ]
    assert (values["verdict"], values["run"]["settings_changed"]) == ("not_tested", False)


def test_no_number_of_a_person_is_told(folder: Path) -> None:
    numbers = set(
        re.findall(r"(?<![0-9])[0-9]{2}1[3-9][0-9]{6}(?![0-9])", (folder / "data/harba_2026-09.csv").read_text())
    )
    assert len(numbers) > 20
    texts = [
        (" ".join(more), zerosum("klik", *more, cwd=folder).stdout) for more in ((), ("--json",), ("--lang", "en"))
    ]
    assert leaks(numbers, texts) == []


@pytest.mark.parametrize("area", AREAS)
def test_the_types_stand_in_the_order_of_the_catalogue(area: str, tmp_path: Path) -> None:
    every = everything().area(area)
    assert every is not None
    if not every.types:
        return
    codes = [one.code for one in every.types]
    used = codes[::2]
    (tmp_path / "zerosum.toml").write_text(
        f'municipality = "E"\ncreditor_id = "0999"\narea = "{area}"\ncut_off = 2026-09-30\ninput = []\n'
        f'[[solution]]\nname = "A"\nclaim_types = {json.dumps(used[::-1], ensure_ascii=False)}\n',
        encoding="utf-8",
    )
    values = told(tmp_path)
    assert [one["code"] for one in values["types"]] == codes
    assert [one["code"] for one in values["types"] if one["in_use"]] == used
    track = everything().track_of(area)
    assert values["track"] == (track.number if track else "")


def settings(folder: Path, more: str = "", area: str = '"daginstitution"') -> None:
    folder.joinpath("zerosum.toml").write_text(
        f'municipality = "Eksempel Kommune"\ncreditor_id = "0999"\narea = {area}\ncut_off = 2026-09-30\n{more}',
        encoding="utf-8",
    )


NO_FILES = """
[[input]]
side = "debtor"
source = "kmd-ode"
files = "ind/*.csv"

[[input]]
side = "psrm"
source = "?"
files = "?"
"""


def test_themes_one_and_two_can_be_answered_before_there_is_any_file(tmp_path: Path) -> None:
    settings(tmp_path, NO_FILES + '[[solution]]\nname = "A"\nclaim_types = ["KFDAINS"]\n')
    done = zerosum("klik", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    _, one, two, three = themes(done.stdout)
    assert [text for text in one.splitlines() if "[X]" in text] == ["  [X] Daginstitution, betaling (KFDAINS)"]
    assert "    [X] A" in two.splitlines()
    assert "Ingen 0-sumstest er gennemført: der er ingen kørsel." in three
    assert "  A: 0-sumstest udestår" in three.splitlines()
    assert three.rstrip().endswith("Daginstitution i alt: IKKE TESTET")


def test_what_the_form_does_not_have_is_written_under_other(tmp_path: Path) -> None:
    scope = (
        '[[solution]]\nname = "A"\nclaim_types = ["KFDAINS", "ABCDEFG"]\n'
        '[[solution]]\nname = "KMD Opus"\nkind = "manual"\nclaim_types = ["KFDAINS", "REOPDAG"]\n'
        '[[elsewhere]]\nby = "Naboen"\nclaim_types = ["KFSKFRI"]\n'
    )
    settings(tmp_path, 'extra_types = { ABCDEFG = "Vores egen" }\ninput = []\n' + scope)
    _, one, two, _ = themes(zerosum("klik", cwd=tmp_path).stdout)
    other = one.splitlines()[-1]
    assert other.startswith("  Andet (skriv fordringskode): ")
    assert "Vores egen (ABCDEFG)" in other
    assert "(REOPDAG)" in other
    answered = two.splitlines()
    at = answered.index("  Daginstitution, betaling (KFDAINS)")
    assert answered[at + 1 : at + 3] == ["    [X] A", "    Andet (skriv fagsystem): KMD Opus, manuelle regninger"]
    at = answered.index("  Skolefritidsordning (KFSKFRI)")
    assert answered[at + 1] == "    Andet (skriv fagsystem): Naboen håndterer inddrivelsen"


def test_an_area_of_ones_own_has_no_track(tmp_path: Path) -> None:
    area = '{ code = "skove", name = "Skove", types = { ABCDEFG = "Brænde" } }'
    settings(tmp_path, 'input = []\n[[solution]]\nname = "A"\nclaim_types = ["ABCDEFG"]\n', area)
    done = zerosum("klik", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("KLIK · Eksempel Kommune · Skove\n")
    assert "  [X] Brænde (ABCDEFG)\n" in done.stdout


# --- which run ---


def kept(folder: Path, name: str, made_at: str, verdict: str = "ready", **more: Any) -> Path:
    """A run as it lies on disk, of a settings' only cell."""
    place = folder / "reports" / "eksempel-kommune" / "daginstitution" / name
    place.mkdir(parents=True)
    result = {
        "municipality": "Eksempel Kommune", "creditor_id": "0999", "area": "daginstitution", "cut_off": "2026-09-30",
        "verdict": verdict,
        "solutions": [{"name": "A", "verdict": verdict}],
        "cells": [{"solution": "A", "claim_type": "KFDAINS", "verdict": verdict, "tested": True, "reasons": []}],
    } | more  # fmt: skip
    raw = json.dumps(result).encode()
    (place / "result.json").write_bytes(raw)
    seal = hashlib.sha256(raw).hexdigest()
    about = {"run_id": name, "made_at": made_at, "fingerprint": seal, "settings_sha256": "0" * 64}
    (place / "run.json").write_text(json.dumps(about), encoding="utf-8")
    return place


ONE_CELL = 'input = []\n[[solution]]\nname = "A"\nclaim_types = ["KFDAINS"]\n'


def test_the_run_that_was_made_last_counts_whatever_its_name_and_zone(tmp_path: Path) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-06T09:00:00+02:00", "ready")
    kept(tmp_path, "2026-09-30_bbbbbb", "2026-10-06T08:00:00+00:00", "not_ready")  # an hour later
    kept(tmp_path, ".2026-09-30_cccccc.12345678", "2026-10-07T08:00:00+00:00", "ready")  # is being written
    assert told(tmp_path)["run"]["run_id"] == "2026-09-30_bbbbbb"
    assert told(tmp_path)["verdict"] == "not_ready"
    named = told(tmp_path, "--run", "reports/eksempel-kommune/daginstitution/2026-09-30_aaaaaa")
    assert (named["run"]["run_id"], named["verdict"]) == ("2026-09-30_aaaaaa", "ready")


def test_a_run_is_found_here_and_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "opsætning").mkdir()
    settings(tmp_path / "opsætning", ONE_CELL)
    kept(tmp_path / "opsætning", "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00")
    path = os.path.join("opsætning", "zerosum.toml")
    assert told(tmp_path, "-c", path)["run"]["run_id"] == "2026-09-30_aaaaaa"
    kept(tmp_path, "2026-09-30_bbbbbb", "2026-10-06T09:00:00+02:00")
    assert told(tmp_path, "-c", path)["run"]["run_id"] == "2026-09-30_bbbbbb"


def test_what_was_declared_since_the_run_is_not_tested(tmp_path: Path) -> None:
    """A run that was KLAR says nothing of a type or a solution that came later."""
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00")
    settings(tmp_path, ONE_CELL)
    assert told(tmp_path)["verdict"] == "ready"
    settings(tmp_path, ONE_CELL.replace('"KFDAINS"', '"KFDAINS", "KFSKFRI"'))
    (solution,) = told(tmp_path)["solutions"]
    assert (solution["verdict"], told(tmp_path)["verdict"]) == ("not_tested", "not_tested")
    settings(tmp_path, ONE_CELL + '[[solution]]\nname = "B"\nclaim_types = ["KFDAINS"]\n')
    text = zerosum("klik", cwd=tmp_path).stdout
    assert "  B: 0-sumstest udestår" in text.splitlines()
    assert "Daginstitution i alt: IKKE TESTET" in text
    assert "OBS: Opsætningen er ændret siden kørslen." in text


def test_what_the_run_has_and_nobody_declared_is_told(tmp_path: Path) -> None:
    more = [
        {
            "solution": "Delta",
            "claim_type": "KFSKFRI",
            "verdict": "not_ready",
            "tested": True,
            "reasons": ["undeclared_type"],
        }
    ]
    solutions = [{"name": "A", "verdict": "ready"}, {"name": "Delta", "verdict": "not_ready"}]
    cells = [{"solution": "A", "claim_type": "KFDAINS", "verdict": "ready", "tested": True, "reasons": []}, *more]
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00", "not_ready", solutions=solutions, cells=cells)
    settings(tmp_path, ONE_CELL)
    text = zerosum("klik", cwd=tmp_path).stdout
    assert "  Delta (ikke oplyst): IKKE KLAR\n" in text
    assert text.rstrip().endswith("Daginstitution i alt: IKKE KLAR")


def what(code: str) -> str:
    """The title of a message."""
    return Problem(code, {"reason": "", "municipality": "", "area": ""}).told().what


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda place: place.joinpath("result.json").write_bytes(b'{"verdict": "ready"}'), "run_not_as_sealed"),
        (lambda place: place.joinpath("result.json").unlink(), "run_not_opened"),
        (lambda place: place.joinpath("run.json").write_text("[]", encoding="utf-8"), "run_unreadable"),
        (lambda place: place.joinpath("run.json").write_text("{", encoding="utf-8"), "run_unreadable"),
        (lambda place: place.joinpath("run.json").write_bytes(b"\xff\xfe"), "run_unreadable"),
    ],
)
def test_a_run_that_is_not_whole_is_refused(tmp_path: Path, spoil: Any, code: str) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00")
    spoil(kept(tmp_path, "2026-09-30_bbbbbb", "2026-10-06T09:00:00+02:00"))
    done = zerosum("klik", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert what(code) in done.stderr


def test_a_run_of_another_area_is_refused(tmp_path: Path, folder: Path) -> None:
    settings(tmp_path, ONE_CELL)
    done = zerosum("klik", "--run", run_of(folder), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert what("run_of_another") in done.stderr
    gone = zerosum("klik", "--run", "ingen", cwd=tmp_path)
    assert (gone.returncode, gone.stdout) == (3, "")
    assert what("run_not_opened") in gone.stderr


def test_wrong_settings_and_none(tmp_path: Path) -> None:
    assert zerosum("klik", cwd=tmp_path).returncode == 2
    settings(tmp_path, ONE_CELL.replace("KFDAINS", "KFDAIN5"))
    assert zerosum("klik", cwd=tmp_path).returncode == 4


def test_required_and_missing_is_said(tmp_path: Path) -> None:
    cell = {
        "solution": "A",
        "claim_type": "KFDAINS",
        "verdict": "not_tested",
        "tested": True,
        "reasons": ["not_tested"],
    }
    scope = [{"solution": "A", "claim_type": "KFDAINS", "missing": ["recall"]}]
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00", "not_tested", cells=[cell], scope=scope)
    settings(tmp_path, ONE_CELL)
    text = zerosum("klik", cwd=tmp_path).stdout
    assert "    Daginstitution, betaling (KFDAINS): 0-sumstest udestår: ikke afprøvet er tilbagekald\n" in text


def test_day_care_has_its_ten_types(tmp_path: Path) -> None:
    values = told(tmp_path, "-c", str(DAY_CARE / "zerosum.toml"))
    assert [one["code"] for one in values["types"]] == [
        "KFDAINS", "GEDAINS", "KFGEKLU", "KFGEDAI", "KFLRUNG", "KFOMDAG", "KFSKFRI", "KFTILDA", "KFTBBSF", "KFTØFIN",
    ]  # fmt: skip
    assert all(one["in_use"] for one in values["types"])
    assert (values["run"], values["verdict"]) == (None, "not_tested")
