"""The doctor: a healthy place, and a broken one for each check. Nothing is changed, and no number of a person is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from forked import zerosum

from zerosum.cli.doctor import STATES
from zerosum.doctor import CHECKS, Finding, Ground, Machine, State, examine, this_machine
from zerosum.doctor.inputs import months_after
from zerosum.doctor.installation import package_files
from zerosum.doctor.output import SELFTEST_PREFIX, SPACE_NONE
from zerosum.errors import LANGUAGES
from zerosum.runs.places import folder_name, making_name
from zerosum.trial.folder import PREFIX

ROOT = Path(__file__).parent.parent
TODAY = datetime(2026, 10, 6, 9, 0).astimezone()
DEBTOR = "0113131234"
HEADING = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status"
SETTINGS = """municipality = "Prøveby"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-05
debtor_aliases = "numre.csv"

[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"

[[input]]
side = "psrm"
source = "zerosum"
files = "psrm*.csv"

[[solution]]
name = "X"
claim_types = ["KFDAINS", "KFGEDAI"]

[test_batch]
claims = ["T1"]
reference_form = "TEST-####"

[[control_total]]
solution = "X"
claim_type = "KFDAINS"
claims = 1
amount = "1,00"
"""


@dataclass(frozen=True)
class Place:
    """A municipality's folder, and the machine that it stands on."""

    folder: Path
    machine: Machine

    def ground(self, **changes: object) -> Ground:
        machine = replace(self.machine, **changes)  # type: ignore[arg-type]
        return Ground(machine, self.folder / "zerosum.toml", True, self.folder / "ud")

    def written(self, name: str, text: str, day: datetime = TODAY) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (day.timestamp(), day.timestamp()))
        return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """All is well here."""
    folder, temporary = tmp_path / "kommune", tmp_path / "temp"
    folder.mkdir()
    temporary.mkdir()
    machine = replace(
        this_machine(),
        now=TODAY,
        system="Linux",
        encoding="utf-8",
        environment={},
        temporary=temporary,
        free_bytes=lambda _: 10**12,
        program=lambda name: "/usr/bin/chromium" if name == "chromium" else None,
    )
    place = Place(folder, machine)
    place.written("zerosum.toml", SETTINGS)
    place.written("debitor.csv", f"{HEADING}\n1;A1;X;KFDAINS;{DEBTOR};Tilgang;1,00;2026-09-01;UD\n")
    place.written("psrm.csv", f"{HEADING}\n1;A1;X;KFDAINS;{DEBTOR};Tilgang;1,00;2026-09-02;\n")
    place.written("numre.csv", f"number;same_as\n0213135678;{DEBTOR}\n")
    place.written("afgoerelser.csv", "slags;fordring;løsning;rolle;grund;dato\n")
    return place


def of(findings: tuple[Finding, ...], check: str) -> list[Finding]:
    found = [one for one in findings if one.check == check]
    assert found, check
    return found


def snapshot(folder: Path) -> Mapping[str, tuple[bytes, float]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_is_well_in_a_healthy_place(place: Place) -> None:
    (place.folder / "afgoerelser.csv").unlink()
    before = snapshot(place.folder)
    examined = examine(place.ground())
    told = [(one.check, one.seen.told()) for one in examined.findings if one.state != State.OK]
    assert told == []
    assert examined.exit_code == 0
    assert snapshot(place.folder) == before
    assert sorted(path.name for path in place.folder.iterdir()) == [
        "debitor.csv",
        "numre.csv",
        "psrm.csv",
        "zerosum.toml",
    ]
    named = {one.check for one in examined.findings}
    assert named == {"python", "libraries", "settings", *(check.__name__ for check in CHECKS)}
    assert "1 testfordring og 1 former, 1 kontroltal" in of(examined.findings, "lists")[0].seen.told()


Broken = Callable[[Place], Ground]


def _settings(place: Place, old: str, new: str, **changes: object) -> Ground:
    text = (place.folder / "zerosum.toml").read_text(encoding="utf-8")
    assert old in text
    place.written("zerosum.toml", text.replace(old, new))
    return place.ground(**changes)


def _file(name: str, text: str, day: datetime = TODAY) -> Broken:
    def broken(place: Place) -> Ground:
        place.written(name, text, day)
        return place.ground()

    return broken


def _days(debtor: int, psrm: int) -> Broken:
    """The files, so many days before today."""

    def broken(place: Place) -> Ground:
        for name, days in (("debitor.csv", debtor), ("psrm.csv", psrm)):
            when = (TODAY - timedelta(days=days)).timestamp()
            os.utime(place.folder / name, (when, when))
        return place.ground()

    return broken


def _package(change: Callable[[Path], None]) -> Broken:
    def broken(place: Place) -> Ground:
        package = place.folder.parent / "pakke"
        shutil.copytree(ROOT / "zerosum", package, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        change(package)
        return place.ground(package=package)

    return broken


def _only_solution_of_file(place: Place) -> Ground:
    other = '[[solution]]\nname = "Y"\nclaim_types = ["KFSKFRI"]\n\n[test_batch]'
    _settings(place, "[test_batch]", other)
    return _settings(place, 'files = "debitor.csv"', 'files = "debitor.csv"\nsolution = "X"')


def _left_run(place: Place) -> Ground:
    left = place.folder / "ud" / "proeveby" / "daginstitution" / making_name(folder_name(TODAY.date(), "abcdef"))
    left.mkdir(parents=True)
    return place.ground(now=datetime.now().astimezone() + timedelta(hours=2))


def _left_copies(place: Place) -> Ground:
    (place.machine.temporary / f"{PREFIX}x").mkdir()
    return place.ground(now=datetime.now().astimezone() + timedelta(hours=2))


def _earlier_run(place: Place) -> Ground:
    run = place.folder / "ud" / "a" / "b" / "c"
    run.mkdir(parents=True)
    (run / "run.json").write_text(json.dumps({"made_at": "2027-01-01T10:00:00+01:00"}), encoding="utf-8")
    return place.ground()


def _long(place: Place) -> Ground:
    ground = place.ground(system="Windows")
    return replace(ground, output=place.folder / ("x" * 120) / ("y" * 120))


def _output_is_a_file(place: Place) -> Ground:
    (place.folder / "ud").write_text("", encoding="utf-8")
    return place.ground()


def _same_content(place: Place) -> Ground:
    text = (place.folder / "psrm.csv").read_text(encoding="utf-8")
    place.written("psrm2.csv", text)
    return place.ground()


def _is_missing(name: str) -> Broken:
    def broken(place: Place) -> Ground:
        (place.folder / name).unlink()
        return place.ground()

    return broken


def _typeless(place: Place) -> Ground:
    place.written(
        "egen.toml",
        'name = "egen"\nlayout = "events"\nside = "psrm"\n[columns]\nreference = "Reference"\nclaim_id = "FordringID"\n'
        'event = "Hvad"\namount = "Beløb"\n[events]\nTilgang = "creation"\n',
    )
    return _settings(place, 'side = "psrm"\nsource = "zerosum"', 'side = "psrm"\nsource = "egen.toml"')


def _unmarked(place: Place) -> Ground:
    """A file that tells no solution: the scope decides, but not for a type that two of them have."""
    place.written(
        "egen.toml",
        'name = "egen"\nlayout = "events"\nside = "debtor"\n[columns]\nreference = "Reference"\nclaim_id = "FordringID"\n'
        'claim_type = "Type"\nevent = "Hvad"\namount = "Beløb"\n[events]\nTilgang = "creation"\n',
    )
    _settings(place, "[test_batch]", '[[solution]]\nname = "Y"\nclaim_types = ["KFDAINS"]\n\n[test_batch]')
    return _settings(place, 'side = "debtor"\nsource = "zerosum"', 'side = "debtor"\nsource = "egen.toml"')


@pytest.mark.long
@pytest.mark.parametrize(
    ("check", "state", "code", "broken", "says"),
    [
        ("python", "failed", 4, lambda place: place.ground(python="3.9.1"), "3.9.1"),
        ("libraries", "failed", 4, lambda place: place.ground(requirements=("pandas<4,>=99",)), "pandas<4,>=99"),
        ("libraries", "failed", 4, lambda place: place.ground(requirements=("pandas<3",)), "pandas<3"),
        ("libraries", "failed", 4, lambda place: place.ground(requirements=("nosuch>=1",), versions={}), "nosuch>=1 mangler"),
        ("libraries", "warning", 0, lambda place: place.ground(requirements=()), "uden at være installeret"),
        ("package_data", "failed", 4, _package(lambda it: (it / "report/templates/_verdict.html").unlink()), "_verdict.html"),
        ("package_data", "failed", 4, _package(lambda it: (it / "sources/kmd-ode.toml").unlink()), "kmd-ode.toml"),
        ("package_data", "failed", 4, _package(lambda it: (it / "errors/en/common.toml").unlink()), "common.toml"),
        ("package_data", "failed", 4, _package(lambda it: (it / "report/words/da.toml").write_text("a = ")), "da.toml"),
        ("settings", "failed", 4, lambda place: _settings(place, "0999", "99"), "1 fejl"),
        ("settings", "failed", 4, _is_missing("debitor.csv"), "1 fejl"),
        ("settings", "warning", 0, lambda place: replace(place.ground(), config=None), "ingen zerosum.toml"),
        ("lists", "failed", 4, _file("afgoerelser.csv", "slags;fordring\nx;y\n"), "fejl"),
        ("lists", "failed", 4, _file("numre.csv", f"number;same_as\n{DEBTOR};{DEBTOR}\n"), "fejl"),
        ("inputs", "failed", 3, _file("debitor.csv", ""), "tom: "),
        ("inputs", "failed", 3, _same_content, "samme indhold"),
        ("inputs", "warning", 0, _file("~$psrm.csv", "x"), "regneark"),
        ("inputs", "warning", 0, _file(".~lock.debitor.csv#", "x"), "regneark"),
        ("ages", "warning", 0, _days(10, 0), "før skæringsdatoen"),
        ("ages", "warning", 0, _days(0, 3), "fristerne regnes til 2026-10-05"),
        ("pairs", "warning", 0, _only_solution_of_file, "1 af 3 ventede par har ingen kilde: «Y · KFSKFRI»"),
        ("pairs", "warning", 0, _unmarked, "2 af 3 ventede par har ingen kilde: «X · KFDAINS», «Y · KFDAINS»"),
        ("pairs", "warning", 0, _typeless, "lånes"),
        ("output", "failed", 4, _output_is_a_file, "er en fil"),
        ("space", "failed", 4, lambda place: place.ground(free_bytes=lambda _: SPACE_NONE - 1), "ingen plads"),
        ("space", "warning", 0, lambda place: place.ground(free_bytes=lambda _: SPACE_NONE + 1), "64 MB"),
        ("synced", "warning", 0, lambda place: replace(place.ground(), output=Path("/c/OneDrive - Prøveby/ud")), "OneDrive"),
        ("synced", "warning", 0, lambda place: place.ground(environment={"OneDriveCommercial": str(place.folder)}), "kopieres"),
        ("long_paths", "warning", 0, _long, "Windows"),
        ("leftovers", "warning", 0, _left_run, "efterladt"),
        ("leftovers", "warning", 0, _left_copies, PREFIX),
        ("clock", "warning", 0, _earlier_run, "2027-01-01"),
        ("clock", "warning", 0, lambda place: place.ground(now=TODAY - timedelta(days=3)), "2026-10-06"),
        ("clock", "warning", 0, lambda place: _settings(place, "cut_off = 2026-09-30\nas_of = 2026-10-05", "cut_off = 2026-12-31"), "2026-12-31"),
        ("console", "warning", 0, lambda place: place.ground(encoding="ascii"), "ascii"),
        ("browser", "warning", 0, lambda place: place.ground(program=lambda _: None), "Edge"),
        ("browser", "warning", 0, lambda place: place.ground(environment={"ZEROSUM_BROWSER": "min-browser"}), "min-browser"),
    ],
)  # fmt: skip
def test_each_check_sees_what_is_broken(
    place: Place, check: str, state: str, code: int, broken: Broken, says: str
) -> None:
    ground = broken(place)
    if check != "lists":
        (place.folder / "afgoerelser.csv").unlink()
    examined = examine(ground)
    (found,) = [one for one in of(examined.findings, check) if one.state != State.OK]
    assert (found.state.value, found.exit_code, examined.exit_code) == (state, code, code)
    assert says in found.seen.told("da")
    for language in LANGUAGES:
        assert found.fix is not None
        assert found.fix.told(language)
        assert found.seen.told(language)
    assert all(one.fix is not None for one in examined.findings if one.state != State.OK)


SUFFIXES = (".toml", ".html", ".css", ".mo", ".txt", ".cmd", ".csv")


def test_every_file_of_the_package_is_looked_at() -> None:
    package = ROOT / "zerosum"
    there = {path for path in package.rglob("*") if path.is_file() and path.suffix in SUFFIXES}
    assert there
    assert {Path(str(one)) for one in package_files(package)} == there


def test_notifications_are_told_before_they_are_gone(place: Place) -> None:
    (place.folder / "afgoerelser.csv").unlink()
    for days, said in ((70, ""), (80, "senest 2027-01-06"), (100, "se efter")):
        now = TODAY + timedelta(days=days)
        told = [one for one in of(examine(place.ground(now=now)).findings, "ages") if one.state != State.OK]
        assert [said in (one.fix.told() if one.fix else "") for one in told] == ([True] if said else [])
    assert months_after(datetime(2026, 12, 31).date(), 2).isoformat() == "2027-02-28"


def test_a_file_that_another_program_holds_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def held(self: Path, *arguments: object, **named: object) -> object:
        if self.name == "psrm.csv" and place.folder in self.parents:
            raise PermissionError(13, "The process cannot access the file")
        return real(self, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    (place.folder / "afgoerelser.csv").unlink()
    examined = examine(place.ground())
    assert examined.exit_code == 3
    assert "psrm.csv" in of(examined.findings, "inputs")[0].seen.told()


def test_a_folder_that_cannot_be_written_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*arguments: object, **named: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", closed)
    examined = examine(place.ground())
    assert (of(examined.findings, "output")[0].state, examined.exit_code) == (State.FAILED, 4)


def test_settings_come_before_inputs_in_the_exit_code(place: Place) -> None:
    (place.folder / "afgoerelser.csv").unlink()
    place.written("debitor.csv", "")
    assert examine(place.ground()).exit_code == 3
    assert examine(place.ground(free_bytes=lambda _: 0)).exit_code == 4


def test_the_prefix_is_that_of_the_self_test() -> None:
    assert SELFTEST_PREFIX == PREFIX


def test_a_run_that_goes_on_is_no_leftover(place: Place) -> None:
    ground = _left_run(place)
    here = replace(ground.machine, now=datetime.now().astimezone())
    assert of(examine(replace(ground, machine=here)).findings, "leftovers")[0].state == State.OK


def doctor(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return zerosum("doctor", *more, cwd=folder)


def test_the_command_tells_the_same_in_json_and_in_both_languages(place: Place) -> None:
    (place.folder / "afgoerelser.csv").unlink()
    place.written("zerosum.toml", SETTINGS.replace('"0999"', '"99"').replace("2026-09-30", '"2026-09-30"'))
    done = doctor(place.folder)
    assert done.returncode == 4, done.stderr
    assert done.stderr == ""
    assert "zerosum.toml har 2 fejl" in done.stdout
    assert done.stdout.count("FEJL ·") == 2
    assert done.stdout.rstrip().endswith("(kode 4)")
    told = json.loads(doctor(place.folder, "--json", "--lang", "en").stdout)
    assert told["exit_code"] == 4
    (settings,) = [one for one in told["checks"] if one["name"] == "settings"]
    assert settings["seen"] == "zerosum.toml has 2 mistakes."
    assert [one["line"] for one in settings["problems"]] == [2, 4]
    assert all({"name", "state", "seen", "fix"} <= one.keys() and one["state"] in STATES for one in told["checks"])


def test_it_imports_nothing_heavy_of_its_own(tmp_path: Path) -> None:
    """Where there are settings, reading their amounts takes pyarrow with it."""
    code = (
        "import sys\nfrom zerosum.cli import cli\n"
        "try:\n    cli.main(['doctor'], standalone_mode=True)\nexcept SystemExit:\n    pass\n"
        "print('HEAVY', [name for name in ('pandas', 'pyarrow', 'numpy', 'babel', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "HEAVY []" in done.stdout
    assert "Browser" in done.stdout


def test_no_number_of_a_person_is_told(place: Place) -> None:
    """In names of files, folders, solutions and municipality, and in what is wrong with the lists."""
    text = SETTINGS.replace("Prøveby", f"Sag {DEBTOR}").replace('name = "X"', f'name = "X {DEBTOR}"')
    text = text.replace('solution = "X"', f'solution = "X {DEBTOR}"').replace('"debitor.csv"', f'"{DEBTOR}.csv"')
    place.written("zerosum.toml", text)
    place.written(f"{DEBTOR}.csv", "")
    place.written("afgoerelser.csv", f"slags;fordring;grund\n{DEBTOR};{DEBTOR};{DEBTOR}\n")
    folder = place.folder.rename(place.folder.with_name(f"k_{DEBTOR}"))
    for more in ((), ("--json",), ("--lang", "en"), ("-c", str(folder / "zerosum.toml"), "-o", f"ud-{DEBTOR}")):
        done = doctor(folder, *more)
        assert done.returncode == 4, done.stderr
        assert DEBTOR not in done.stdout + done.stderr
        assert "***" in done.stdout or "•••" in done.stdout
