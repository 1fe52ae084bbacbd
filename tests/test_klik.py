"""`zerosum klik`: the three themes for copying, from settings and the latest run, and never a test that was not made."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from forked import zerosum
from leaks import leaks

from zerosum.catalogue import AREAS, everything
from zerosum.errors import Problem
from zerosum.runs.kept import hashes_now
from zerosum.settings_load import load
from zerosum.toml_file import read

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
    """The answers as JSON. The exit code is that of a test that is not made where the settings have changed since the run."""
    done = zerosum("klik", "--json", *more, cwd=folder)
    values: dict[str, Any] = json.loads(done.stdout or "{}")
    assert values, done.stderr
    assert done.returncode == (20 if values["run"] and values["run"]["settings_changed"] else 0)
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


@pytest.mark.long
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
    """A run as it lies on disk, of the settings as they are now and their only cell."""
    place = folder / "reports" / "eksempel-kommune" / "daginstitution" / name
    place.mkdir(parents=True)
    result = {
        "schema_version": 1, "municipality": "Eksempel Kommune", "creditor_id": "0999", "area": "daginstitution",
        "cut_off": "2026-09-30", "as_of": "2026-09-30", "verdict": verdict, "scope": [],
        "solutions": [{"name": "A", "verdict": verdict}],
        "cells": [{"solution": "A", "claim_type": "KFDAINS", "verdict": verdict, "tested": True, "reasons": []}],
    } | more  # fmt: skip
    raw = json.dumps(result).encode()
    (place / "result.json").write_bytes(raw)
    seal = hashlib.sha256(raw).hexdigest()
    path = folder / "zerosum.toml"
    about = {
        "schema_version": 1, "run_id": name, "made_at": made_at, "fingerprint": seal,
        **hashes_now(load(path, with_inputs=False), read(path), folder),
    }  # fmt: skip
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
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_bbbbbb", "2026-10-06T09:00:00+02:00")
    assert told(tmp_path, "-c", path)["run"]["run_id"] == "2026-09-30_bbbbbb"


def test_what_was_declared_since_the_run_is_not_tested(tmp_path: Path) -> None:
    """A run that was KLAR says nothing of a type or a solution that came later."""
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00")
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
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00", "not_ready", solutions=solutions, cells=cells)
    text = zerosum("klik", cwd=tmp_path).stdout
    assert "  Delta (ikke oplyst): IKKE KLAR\n" in text
    assert text.rstrip().endswith("Daginstitution i alt: IKKE KLAR")


# --- what has changed since the run ---

MADE_AT = "2026-10-05T09:00:00+02:00"
OWN_TYPE = '[[type]]\narea = "daginstitution"\ncode = "KFNYTTE"\nname_da = "Ny"\nkind = "main"\nreference = "x"\n'


def verdicts(values: dict[str, Any]) -> set[str]:
    """Every verdict of the answers: the whole, the solutions, and their cells."""
    of_cells = {cell["verdict"] for one in values["solutions"] for cell in one["cells"]}
    return {values["verdict"], *(one["verdict"] for one in values["solutions"]), *of_cells}


@pytest.mark.long
@pytest.mark.parametrize(
    ("verdict", "now"),
    [
        ("ready", "not_tested"),
        ("ready_with_remarks", "not_tested"),
        ("not_tested", "not_tested"),
        ("not_ready", "not_ready"),
    ],
)
def test_nothing_is_better_than_not_tested_when_the_settings_have_changed(
    tmp_path: Path, verdict: str, now: str
) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT, verdict)
    assert verdicts(told(tmp_path)) == {verdict}
    assert told(tmp_path)["run"]["changed"] == []
    settings(tmp_path, ONE_CELL + 'required = ["recall"]\n')
    values = told(tmp_path)
    assert (verdicts(values), values["run"]["verdict"]) == ({now}, verdict)
    assert [one["run_verdict"] for one in values["solutions"]] == [verdict]
    assert values["run"]["changed"] == ["settings_sha256"]
    done = zerosum("klik", cwd=tmp_path)
    assert done.returncode == 20
    if verdict == "ready":
        own = "0-sumstest udestår: opsætningen er ændret siden kørslen; kør igen (kørslens egen dom: KLAR)"
        assert f"  A: {own}" in done.stdout.splitlines()
        assert f"    Daginstitution, betaling (KFDAINS): {own}" in done.stdout.splitlines()
    if verdict == "not_ready":
        assert "  A: IKKE KLAR" in done.stdout.splitlines()


def test_a_solution_that_is_not_ready_stays_so_though_its_cells_are_outstanding(tmp_path: Path) -> None:
    settings(tmp_path, ONE_CELL)
    cells = [{"solution": "A", "claim_type": "KFDAINS", "verdict": "ready", "tested": True, "reasons": []}]
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT, "not_ready", cells=cells)
    settings(tmp_path, ONE_CELL + "# ny\n")
    assert "  A: IKKE KLAR" in zerosum("klik", cwd=tmp_path).stdout.splitlines()


@pytest.mark.long
@pytest.mark.parametrize("key", ["decisions", "catalogue", "test_batch", "sources", "rules"])
def test_what_the_settings_rest_on_counts_as_they_do(tmp_path: Path, key: str) -> None:
    settings(tmp_path, ONE_CELL)
    place = kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT)
    assert told(tmp_path)["verdict"] == "ready"
    about = json.loads((place / "run.json").read_text(encoding="utf-8"))
    for other in ({f"{key}_sha256": "0" * 64}, {}):  # another, and none
        rest = {name: value for name, value in about.items() if name != f"{key}_sha256"}
        (place / "run.json").write_text(json.dumps(rest | other), encoding="utf-8")
        values = told(tmp_path)
        assert (values["run"]["changed"], verdicts(values)) == ([f"{key}_sha256"], {"not_tested"})
        assert "  Ændret er: " in zerosum("klik", cwd=tmp_path).stdout


def test_a_catalogue_that_came_after_the_run(tmp_path: Path) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT)
    (tmp_path / "andet.toml").write_text(OWN_TYPE, encoding="utf-8")  # nothing reads it
    assert told(tmp_path)["verdict"] == "ready"
    (tmp_path / "katalog.toml").write_text(OWN_TYPE, encoding="utf-8")
    assert (told(tmp_path)["run"]["changed"], told(tmp_path)["verdict"]) == (["catalogue_sha256"], "not_tested")


def test_a_list_of_numbers_that_was_changed_after_the_run(tmp_path: Path) -> None:
    aliases = tmp_path / "numre.csv"
    aliases.write_text("number;same_as\n", encoding="utf-8")
    settings(tmp_path, f'debtor_aliases = "numre.csv"\n{ONE_CELL}')
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT)
    made = datetime.fromisoformat(MADE_AT).timestamp()
    os.utime(aliases, (made, made - 60))
    assert told(tmp_path)["verdict"] == "ready"
    os.utime(aliases, (made, made + 60))
    assert (told(tmp_path)["run"]["changed"], told(tmp_path)["verdict"]) == (["debtor_aliases"], "not_tested")


def test_a_source_of_ones_own_that_was_changed_after_the_run(tmp_path: Path) -> None:
    own = (ROOT / "fixtures/cases/41-receipt-tells-part/kvitteringsliste.toml").read_text(encoding="utf-8")
    source = tmp_path / "kilde.toml"
    source.write_text(own, encoding="utf-8")
    lines = NO_FILES.replace('source = "?"', 'source = "kilde.toml"')
    settings(tmp_path, lines + ONE_CELL.removeprefix("input = []\n"))
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT)
    source.write_text(own + "\n# en bemærkning\n", encoding="utf-8")  # says the same
    assert told(tmp_path)["verdict"] == "ready"
    for written in (own.replace('"rejected"', '"executed"'), "name ="):  # says something else, and nothing
        source.write_text(written, encoding="utf-8")
        assert (told(tmp_path)["run"]["changed"], told(tmp_path)["verdict"]) == (["sources_sha256"], "not_tested")


@pytest.mark.parametrize(
    ("day", "as_of", "changed"),
    [
        ("", "2026-09-30", []),
        ("", "2026-10-01", ["as_of"]),
        ("as_of = 2026-10-01\n", "2026-10-01", []),
        ("as_of = 2026-10-01\n", "2026-09-30", ["as_of"]),
    ],
)
def test_a_run_of_another_day(tmp_path: Path, day: str, as_of: str, changed: list[str]) -> None:
    settings(tmp_path, day + ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT, as_of=as_of)
    values = told(tmp_path)
    assert (values["run"]["changed"], values["run"]["as_of"]) == (changed, as_of)
    assert verdicts(values) == {"not_tested" if changed else "ready"}
    year, month, on = as_of.split("-")
    assert f"  Frister er regnet til {on}.{month}.{year}." in zerosum("klik", cwd=tmp_path).stdout.splitlines()


@pytest.mark.long
@pytest.mark.parametrize("other", [{"creditor_id": "0111"}, {"municipality": "EKSEMPEL KOMMUNE"}, {"area": "andet"}])
def test_a_run_of_another_in_the_same_folder_is_not_ours(tmp_path: Path, other: dict[str, str]) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_bbbbbb", "2026-10-06T09:00:00+02:00", **other)
    assert (told(tmp_path)["run"], told(tmp_path)["verdict"]) == (None, "not_tested")
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT, "not_ready")  # made before it
    assert told(tmp_path)["run"]["run_id"] == "2026-09-30_aaaaaa"


@pytest.mark.long
@pytest.mark.parametrize(
    "more",
    [
        {"cells": None},
        {"cells": [{"solution": "A", "claim_type": "KFDAINS", "verdict": "ready"}]},
        {"solutions": [{"name": "A", "verdict": "fin"}]},
        {"scope": [{"solution": "A"}]},
        {"cut_off": "i går"},
        {"as_of": None},
        {"verdict": None},
        {"schema_version": 2},
    ],
)
def test_a_sealed_run_of_another_form_is_unreadable(tmp_path: Path, more: dict[str, Any]) -> None:
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT, more_than_we_know=1)
    assert told(tmp_path)["verdict"] == "ready"
    kept(tmp_path, "2026-09-30_bbbbbb", MADE_AT, **more)
    done = zerosum("klik", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert what("run_unreadable") in done.stderr


@pytest.mark.parametrize("key", ["schema_version", "run_id", "made_at"])
def test_a_run_whose_own_file_lacks_a_key_is_unreadable(tmp_path: Path, key: str) -> None:
    settings(tmp_path, ONE_CELL)
    place = kept(tmp_path, "2026-09-30_aaaaaa", MADE_AT)
    about = json.loads((place / "run.json").read_text(encoding="utf-8"))
    del about[key]
    (place / "run.json").write_text(json.dumps(about), encoding="utf-8")
    done = zerosum("klik", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert what("run_unreadable") in done.stderr


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
    settings(tmp_path, ONE_CELL)
    kept(tmp_path, "2026-09-30_aaaaaa", "2026-10-05T09:00:00+02:00", "not_tested", cells=[cell], scope=scope)
    text = zerosum("klik", cwd=tmp_path).stdout
    assert "    Daginstitution, betaling (KFDAINS): 0-sumstest udestår: ikke afprøvet er tilbagekald\n" in text


def test_day_care_has_its_ten_types(tmp_path: Path) -> None:
    values = told(tmp_path, "-c", str(DAY_CARE / "zerosum.toml"))
    assert [one["code"] for one in values["types"]] == [
        "KFDAINS", "GEDAINS", "KFGEKLU", "KFGEDAI", "KFLRUNG", "KFOMDAG", "KFSKFRI", "KFTILDA", "KFTBBSF", "KFTØFIN",
    ]  # fmt: skip
    assert all(one["in_use"] for one in values["types"])
    assert (values["run"], values["verdict"]) == (None, "not_tested")
