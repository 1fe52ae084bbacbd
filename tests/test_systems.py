"""Every system that the municipalities' connection to PSRM names has its row, and each source that is declared for one reads its
file: where a layout is not public, the source says that it is made up and must be confirmed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from zerosum.catalogue import everything
from zerosum.pipeline import reconcile
from zerosum.result import Result
from zerosum.runs.checked import Checked, check_files
from zerosum.settings import Settings
from zerosum.settings_load import load
from zerosum.simulate import technical
from zerosum.sources.load import BUILT_IN, declared

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "systemer.md"
EXAMPLE = ROOT / "fixtures" / "teknisk-forvaltning"

SYSTEMS = (
    "PSRM", "DMI", "NyMF", "KMD Opus", "KMD Opus, manuelle regninger", "Elbek & Vejrup", "Compusoft", "HARBA", "BEAS", "EG Brandsoft",
    "Dialog Consult ASK", "Beredskabet", "Fordringshaverportalen", "KLIK tema 1", "KLIK tema 2", "KLIK tema 3", "Teams-sporene",
)  # fmt: skip
"""What the two documents name that the project began with, in their own words."""

SOURCES = {
    "elbek-vejrup": "foerste-led/elbek-vejrup.csv",
    "compusoft": "foerste-led/compusoft.txt",
    "eg-brandsoft": "foerste-led/eg-brandsoft.csv",
    "harba": "data/harba_2026-09.csv",
    "beas": "data/beas_2026-09.txt",
    "dialog-consult-ask": "data/dialog-consult-ask_2026-09.xml",
}
"""Source of a vendor solution -> the file of the example that it describes."""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(EXAMPLE / "zerosum.toml")


@pytest.fixture(scope="module")
def result(settings: Settings) -> Result:
    return reconcile(settings).result


def rows() -> dict[str, list[str]]:
    """The rows of the document's tables of four columns."""
    found: dict[str, list[str]] = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] not in ("System",):
            assert cells[0] not in found, f"{cells[0]} has two rows"
            found[cells[0]] = cells
    return found


# --- the document ---


def test_every_system_has_its_row() -> None:
    assert set(rows()) == set(SYSTEMS)
    assert all(all(cells) for cells in rows().values())


def test_what_the_document_points_at_is_there() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) > 8
    assert [one for one in links if not (DOCUMENT.parent / one).exists()] == []
    assert {Path(one).stem for one in links if "/kilder/" in one} == set(SOURCES)
    named = re.findall(r'`(?:source = )?"?((?:psrm|kmd|nymf|prisme)-[a-z]+(?:-[a-z]+)?)"?`', text)
    assert len(named) > 4
    assert set(named) <= set(BUILT_IN)


def test_a_layout_that_is_not_public_is_the_municipalitys_to_confirm() -> None:
    unpublished = {name for name, cells in rows().items() if cells[3].startswith("ikke offentligt")}
    assert {"Elbek & Vejrup", "Compusoft", "HARBA", "BEAS", "EG Brandsoft", "Dialog Consult ASK", "NyMF"} == unpublished
    assert all("kommunen bekræfter" in rows()[name][3] for name in unpublished)


def test_the_scope_of_the_document_is_one(tmp_path: Path) -> None:
    """The settings that the document shows can be loaded."""
    (toml,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    head = 'municipality = "E"\ncreditor_id = "0999"\narea = "teknisk-forvaltning"\ncut_off = 2026-09-30\ninput = []\n'
    path = tmp_path / "zerosum.toml"
    path.write_text(head + toml, encoding="utf-8")
    told = load(path, with_inputs=False)
    assert [one.name for one in told.solutions if one.manual] == ["KMD Opus, manuelle regninger"]
    assert told.elsewhere[0].partly


def test_the_states_of_the_document_are_those_of_the_result() -> None:
    from zerosum.result import ScopeState

    told = re.findall(r"^\| [^|]+ \| `([a-z_]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [state.value for state in sorted(ScopeState, key=lambda one: told.index(one.value))]
    assert set(told) == {state.value for state in ScopeState}


# --- the sources ---


def checked(name: str) -> Checked:
    return check_files((EXAMPLE / SOURCES[name],), declared(EXAMPLE / "kilder" / f"{name}.toml"), "debtor")


def test_each_source_has_its_file_and_each_file_its_source(settings: Settings) -> None:
    assert {path.stem for path in (EXAMPLE / "kilder").iterdir()} == set(SOURCES)
    read = {path.relative_to(EXAMPLE).as_posix() for given in settings.inputs for path in given.files}
    own = {one for one in SOURCES.values() if one.startswith("data/")}
    assert own <= read
    assert not {one for one in SOURCES.values() if one.startswith("foerste-led/")} & read


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_says_that_its_layout_is_made_up(name: str) -> None:
    path = EXAMPLE / "kilder" / f"{name}.toml"
    comment = " ".join(
        line.strip("# ") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")
    )
    assert "OPDIGTET" in comment
    assert "kommunen skal bekræfte" in comment
    source = declared(path)
    assert source.name == name
    assert "ikke bekræftet" in source.reference


@pytest.mark.parametrize("name", SOURCES)
def test_each_declared_source_reads_its_file(name: str) -> None:
    told = checked(name)
    (file,) = told.inputs
    assert told.rejects == ()
    assert file.movements > 2
    assert file.read_ore == file.read_again_ore
    assert file.notes == ()


def test_a_file_of_another_system_is_not_read() -> None:
    from zerosum.errors import InputError

    with pytest.raises(InputError):
        check_files((EXAMPLE / SOURCES["harba"],), declared(EXAMPLE / "kilder" / "elbek-vejrup.toml"), "debtor")


@pytest.mark.parametrize(("name", "solution"), [("elbek-vejrup", "Elbek & Vejrup"), ("compusoft", "Compusoft")])
def test_the_lists_of_the_first_link_are_the_control_totals(name: str, solution: str, settings: Settings) -> None:
    (file,) = checked(name).inputs
    totals = [one for one in settings.control_totals if one.solution == solution]
    assert (file.movements, file.event_ore["creation"]) == (
        sum(one.claims for one in totals),
        sum(one.amount_ore for one in totals),
    )


# --- the example ---


def test_each_solution_is_recognised_and_reported_on_its_own(result: Result, settings: Settings) -> None:
    claims = {one.name: one.figures.debtor_claims for one in result.solutions}
    assert list(claims) == [one.name for one in settings.solutions]
    assert {name for name, count in claims.items() if not count} == {"EG Brandsoft"}
    assert {one.name for one in result.solutions} <= set(SYSTEMS)
    assert [one.name for one in result.solutions if one.manual] == ["KMD Opus, manuelle regninger"]
    assert {one.by for one in settings.elsewhere} == {"Beredskabet"}


def test_the_area_is_that_of_the_track(settings: Settings) -> None:
    area, track = everything().area(settings.area), everything().track_of(settings.area)
    assert area is not None
    assert track is not None
    assert track.number == "05"
    assert [one.code for one in area.types] == ["KFRÅVEJ", "KFHAVNY", "KFHAVNA", "KFGERBA", "KFKIRGÅ"]
    declared_types = {code for one in settings.solutions for code in one.claim_types}
    assert declared_types == {one.code for one in area.types}
    makers = {maker.name for one in area.types for maker in one.makers}
    named = {one.name.removesuffix(", manuelle regninger") for one in settings.solutions} | {"Beredskabet"}
    assert makers == named
    assert len(everything().tracks) == 14


def test_the_example_is_what_its_seed_makes(tmp_path: Path) -> None:
    technical.example(tmp_path, 2026)
    assert _files(tmp_path) == {name: raw for name, raw in _files(EXAMPLE).items() if not name.startswith("kilder/")}


def test_another_seed_is_as_ready(tmp_path: Path) -> None:
    """The verdicts are those of the plan, not of one seed."""
    technical.example(tmp_path, 7)
    shutil.copytree(EXAMPLE / "kilder", tmp_path / "kilder")
    told = reconcile(load(tmp_path / "zerosum.toml")).result
    assert {one.name: one.verdict.value for one in told.solutions} == {
        "Elbek & Vejrup": "ready_with_remarks", "Compusoft": "ready", "HARBA": "ready", "BEAS": "ready", "EG Brandsoft": "not_tested",
        "Dialog Consult ASK": "ready", "KMD Opus, manuelle regninger": "ready_with_remarks",
    }  # fmt: skip


def test_its_numbers_are_made_up() -> None:
    """Persons have a month of 13 to 19, firms eight digits that begin with 99."""
    with (EXAMPLE / "data/harba_2026-09.csv").open(encoding="utf-8") as file:
        people = {number for row in csv.DictReader(file) for number in row["Betaler"].split("|")}
    text = (EXAMPLE / "foerste-led/compusoft.txt").read_text(encoding="windows-1252")
    firms = {row["Firma"] for row in csv.DictReader(io.StringIO(text), delimiter="\t")}
    assert len(people) > 20
    assert all(re.fullmatch(r"[0-9]{2}1[3-9][0-9]{6}", one) for one in people)
    assert len(firms) > 20
    assert all(re.fullmatch(r"99[0-9]{6}", one) for one in firms)


def test_the_truth_is_told() -> None:
    told: Mapping[str, object] = json.loads((EXAMPLE / "truth.json").read_text(encoding="utf-8"))
    assert {"seed", "records", "stamdata", "difference_ore"} <= told.keys()


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
