"""`zerosum purge`: only runs, only their own files, only past the declared time, and never through a link."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from forked import surroundings, zerosum
from hypothesis import given, settings
from hypothesis import strategies as st

from zerosum.errors import LANGUAGES, Problem
from zerosum.runs.places import FILES as EVERY
from zerosum.runs.places import RESULT, RUN, SIGNATURE, slug
from zerosum.runs.purged import Old, What, past, remove
from zerosum.settings import Keep
from zerosum.settings_load import load

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
NOW = datetime.fromisoformat("2026-11-22T12:00:00+01:00")
OURS = ("Eksempel Kommune", "0999", "daginstitution")
LISTS = ("arbejdsliste.xlsx", "arbejdsliste.losning-a.csv", "arbejdsliste_FORTROLIG.xlsx")
PACKED = (
    "fejlpakker/losning-a.zip", "fejlpakker/losning-a/index.html", "fejlpakker/losning-a/pakke.json",
    "fejlpakker/losning-a/only_in_psrm/fejl.html", "fejlpakker/losning-a/only_in_psrm/eksempel/zerosum.toml",
)  # fmt: skip
FILES = tuple(name for name in EVERY if not name.startswith("arbejdsliste"))
"""Of a run without a work list."""
AFTERWARDS = (
    SIGNATURE,
    ".result.json.minisig.0a1b2c3d",
    ".report.html.0a1b2c3d",
    ".report.kort.0a1b2c3d.pdf",
    "report.pdf",
    "report.en.html",
    "report.losning-a.pdf",
    *LISTS,
)
LINKS = pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")


def run_made(
    root: Path, days_ago: int, name: str = "", of: tuple[str, str, str] = OURS, more: tuple[str, ...] = ()
) -> Path:
    """A run as it lies on disk, with files of a few bytes."""
    place = root / slug(of[0]) / slug(of[2])
    run_id = f"2026-09-30_{days_ago:06x}"
    folder = place / (name or run_id)
    folder.mkdir(parents=True)
    made_at = NOW - timedelta(days=days_ago)
    for file in {*FILES, *more}:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"x")
    (folder / RUN).write_text(json.dumps({"made_at": made_at.isoformat(), "run_id": run_id}), encoding="utf-8")
    of_run = dict(zip(("municipality", "creditor_id", "area"), of, strict=True))
    (folder / RESULT).write_text(json.dumps(of_run), encoding="utf-8")
    return folder


def found(root: Path, keep: Keep, **more: object) -> dict[str, What]:
    """Name of a folder -> what becomes of it."""
    return {one.folder.name: one.what for one in past(root, keep, TODAY, NOW, **more)}  # type: ignore[arg-type]


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# --- what is past its time ---


def test_a_run_is_kept_through_its_last_day(tmp_path: Path) -> None:
    for days in (0, 29, 30, 31, 400):
        run_made(tmp_path, days)
    assert found(tmp_path, Keep(30)) == {"2026-09-30_00001f": What.RUN, "2026-09-30_000190": What.RUN}
    assert found(tmp_path, Keep(400)) == {}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(-5, 60), min_size=1, max_size=6, unique=True),
    st.integers(1, 40),
    st.integers(1, 40),
    st.booleans(),
)
def test_the_law_of_what_goes(ages: list[int], runs_days: int, lists_days: int, also_latest: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folders = {days: run_made(root, days + 100, more=AFTERWARDS) for days in ages}
        keep = Keep(runs_days + 100, lists_days + 100)
        before = everything(root)
        for one in past(root, keep, TODAY, NOW, also_latest=also_latest):
            assert everything(root) == before or one.what != What.LATEST
            assert remove(one) is None
        for days, folder in folders.items():
            latest = days == min(ages) and not also_latest
            gone = days > runs_days and not latest
            assert folder.exists() != gone
            left = {path.name for path in folder.iterdir()} if not gone else set()
            without_lists = not gone and days > lists_days and not latest
            assert not left & set(LISTS) if without_lists or gone else set(LISTS) <= left
            assert gone or {*FILES, SIGNATURE, "report.pdf"} <= left
        again = past(root, keep, TODAY, NOW, also_latest=also_latest)
        assert {one.what for one in again} <= {What.LATEST}
        assert not [path for path in root.rglob(".*") if path.is_dir()]


def test_the_latest_of_each_area_and_creditor_stays(tmp_path: Path) -> None:
    newer, older = run_made(tmp_path, 100), run_made(tmp_path, 200)
    other = run_made(tmp_path, 300, of=("Eksempel Kommune", "0998", "daginstitution"))
    area = run_made(tmp_path, 400, of=("Eksempel Kommune", "0999", "teknisk-forvaltning"))
    assert found(tmp_path, Keep(30)) == {
        newer.name: What.LATEST, older.name: What.RUN, other.name: What.LATEST, area.name: What.LATEST,
    }  # fmt: skip
    assert set(found(tmp_path, Keep(30), also_latest=True).values()) == {What.RUN}


def test_a_run_of_a_day_that_is_not_yet_does_not_cost_the_last(tmp_path: Path) -> None:
    last, _, tomorrow = run_made(tmp_path, 100), run_made(tmp_path, 200), run_made(tmp_path, 1)
    told = json.loads((tomorrow / RUN).read_bytes()) | {"made_at": (NOW + timedelta(days=400)).isoformat()}
    (tomorrow / RUN).write_text(json.dumps(told), encoding="utf-8")
    assert found(tmp_path, Keep(30))[last.name] == What.LATEST
    assert tomorrow.name not in found(tmp_path, Keep(30))


def test_with_settings_only_ones_own_are_seen(tmp_path: Path) -> None:
    mine = [run_made(tmp_path, days) for days in (100, 200)]
    run_made(tmp_path, 301, of=("Eksempel Kommune", "0998", "daginstitution"))
    run_made(tmp_path, 302, of=("Eksempel Kommune", "0999", "teknisk-forvaltning"))
    run_made(tmp_path, 303, of=("Anden Kommune", "0999", "daginstitution"))
    assert found(tmp_path, Keep(30), ours=OURS, also_latest=True) == {one.name: What.RUN for one in mine}


def test_work_lists_alone_may_go(tmp_path: Path) -> None:
    folder = run_made(tmp_path, 50, more=(*AFTERWARDS, *PACKED))
    run_made(tmp_path, 1)
    (one,) = past(tmp_path, Keep(365, 30), TODAY, NOW)
    assert (one.what, one.names) == (What.WORK_LISTS, tuple(sorted((*LISTS, "fejlpakker"))))
    assert remove(one) is None
    assert {path.name for path in folder.iterdir()} == {*FILES, *AFTERWARDS} - set(LISTS)
    assert past(tmp_path, Keep(365, 30), TODAY, NOW) == []


def test_nothing_declared_is_nothing_past(tmp_path: Path) -> None:
    run_made(tmp_path, 5000)
    assert past(tmp_path, Keep(), TODAY, NOW, also_latest=True) == []
    assert past(tmp_path / "ingen", Keep(1), TODAY, NOW) == []


# --- what is never touched ---


@pytest.mark.parametrize(
    "foreign",
    [
        "noter.docx",
        "mappe/",
        ".skjult",
        "Arbejdsliste.xlsx",
        "fejlpakker/a/b",
        "fejlpakker/a/index.html.bak",
        "report.html/",
        "~$arbejdsliste.xlsx",
        "arbejdsliste - Lones noter.xlsx",
        "arbejdsliste_INTERN_gammel.xlsx",
        "report underskrevet.pdf",
        "report_scan.pdf",
        "fejlpakker/svar.zip",
    ],
)
def test_a_folder_with_anything_else_is_left_whole_and_named(tmp_path: Path, foreign: str) -> None:
    folder = run_made(tmp_path, 100)
    place = folder / foreign
    if foreign == "report.html/":
        place.unlink()
    if foreign.endswith("/"):
        place.mkdir()
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"mit")
    before = everything(tmp_path)
    (one,) = past(tmp_path, Keep(30), TODAY, NOW, also_latest=True)
    assert one.what == What.FOREIGN
    assert one.names == (foreign.strip("/"),)
    assert remove(one) is None
    assert everything(tmp_path) == before


def test_what_comes_between_the_look_and_the_removing_stays(tmp_path: Path) -> None:
    folder = run_made(tmp_path, 100)
    (one,) = past(tmp_path, Keep(30), TODAY, NOW, also_latest=True)
    (folder / "noter.txt").write_bytes(b"mit")
    problem = remove(one)
    assert problem is not None
    assert problem.code == "purge_foreign"
    assert "noter.txt" in problem.told().why
    assert (folder / "noter.txt").read_bytes() == b"mit"
    assert {path.name for path in folder.iterdir()} == {*FILES, "noter.txt"}


def test_a_folder_that_is_no_run_is_never_seen(tmp_path: Path) -> None:
    area = run_made(tmp_path, 1).parent
    for name in ("2020-01-01_abcdef", "noter"):
        (area / name).mkdir()
        (area / name / "report.html").write_bytes(b"x")
    run_made(tmp_path / "dybere" / "nede", 100)
    shutil.copytree(run_made(tmp_path / "x", 100), tmp_path / "2026-09-30_000064")
    shutil.rmtree(tmp_path / "x")
    assert past(tmp_path, Keep(1), TODAY, NOW, also_latest=True) == []


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"[]",
        b"{}",
        b'{"made_at": 5}',
        b'{"made_at": "2020-01-01T00:00:00"}',
        b'{"made_at": "i g\xc3\xa5r", "run_id": "x"}',
        b"[" * 100_000,
    ],
)
def test_a_run_whose_day_is_not_known_is_left_and_named(tmp_path: Path, about: bytes) -> None:
    folder = run_made(tmp_path, 100)
    (folder / RUN).write_bytes(about)
    assert found(tmp_path, Keep(1), also_latest=True) == {folder.name: What.UNREADABLE}


def test_with_settings_a_run_of_nobody_is_left_and_named(tmp_path: Path) -> None:
    folder = run_made(tmp_path, 100)
    (folder / RESULT).unlink()
    assert found(tmp_path, Keep(1), ours=OURS, also_latest=True) == {folder.name: What.UNREADABLE}
    assert found(tmp_path, Keep(1), also_latest=True) == {folder.name: What.RUN}


@LINKS
def test_no_link_is_followed(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "andet", tmp_path / "reports"
    kept = run_made(elsewhere, 100)
    (elsewhere / "hemmeligt").mkdir()
    (elsewhere / "hemmeligt" / "fil.csv").write_bytes(b"mit")
    real = run_made(root, 50)
    (real.parent / "2026-09-30_000064").symlink_to(kept)
    (root / "anden-kommune").symlink_to(elsewhere / "eksempel-kommune")
    (real.parent.parent / "andet-omraade").symlink_to(kept.parent)
    (real.parent / ".2026-09-30_000064.0a1b2c3d").symlink_to(kept)
    before = everything(elsewhere)
    assert found(root, Keep(1), also_latest=True) == {real.name: What.RUN}
    for name, target in (
        ("report.pdf", kept / RESULT),
        ("fejlpakker", elsewhere / "hemmeligt"),
        ("arbejdsliste.csv", kept / RUN),
    ):
        there = (real / name).read_bytes() if (real / name).is_file() else None
        (real / name).unlink(missing_ok=True)
        (real / name).symlink_to(target)
        assert found(root, Keep(1), also_latest=True) == {real.name: What.FOREIGN}
        assert found(root, Keep(100, 1), also_latest=True) == {}
        (real / name).unlink()
        if there is not None:
            (real / name).write_bytes(there)
    (real / RUN).unlink()
    (real / RUN).symlink_to(kept / RUN)
    assert found(root, Keep(1), also_latest=True) == {}
    assert everything(elsewhere) == before


def test_half_made_folders_go_after_a_day(tmp_path: Path) -> None:
    area = run_made(tmp_path, 1).parent
    old, young, strange, filled = (area / f".2026-09-30_abcdef.0000000{n}" for n in range(4))
    for folder in (old, young, strange, filled):
        folder.mkdir()
        (folder / RESULT).write_bytes(b"x")
    (filled / "noter.txt").write_bytes(b"mit")
    strange = strange.rename(area / ".git")
    for folder in (old, strange, filled):
        os.utime(folder, (NOW.timestamp() - 90_000,) * 2)
    os.utime(young, (NOW.timestamp() - 80_000,) * 2)
    assert found(tmp_path, Keep(365)) == {old.name: What.HALF_MADE, filled.name: What.FOREIGN}
    for one in past(tmp_path, Keep(365), TODAY, NOW):
        assert remove(one) is None
    assert sorted(path.name for path in area.iterdir() if path.name.startswith(".")) == sorted(
        [young.name, ".git", filled.name]
    )


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do everything is refused nothing")
def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    folder = run_made(tmp_path, 100)
    folder.parent.chmod(0o500)
    (one,) = past(tmp_path, Keep(1), TODAY, NOW, also_latest=True)
    problem = remove(one)
    folder.parent.chmod(0o700)
    assert problem is not None
    assert problem.code == "purge_not_removed"
    assert len(list(folder.iterdir())) == len(FILES)


def test_what_went_away_meanwhile_is_told(tmp_path: Path) -> None:
    problem = remove(Old(tmp_path / "væk", What.WORK_LISTS, TODAY, LISTS))
    assert problem is not None
    assert problem.code == "purge_not_removed"


# --- the command ---

KEEP = "\n[keep]\nruns_days = 30\nwork_lists_days = 10\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of the first example's settings, with runs in `reports`: too old, with work lists too old, and fresh."""
    folder = tmp_path / "kommunens mappe æøå"
    shutil.copytree(ROOT / "fixtures" / "daginstitution", folder)
    of = load(folder / "zerosum.toml", with_inputs=False)
    ours = (of.municipality, of.creditor_id, of.area)
    for days in (100, 200):
        run_made(folder / "reports", days, of=ours, more=LISTS)
    run_made(folder / "reports", 20, of=ours, more=LISTS)
    run_made(folder / "reports", 0, of=ours, more=LISTS)
    run_made(folder / "reports", 500, of=("Anden Kommune", "0998", "daginstitution"), more=LISTS)
    return folder


def with_keep(place: Path) -> None:
    settings_file = place / "zerosum.toml"
    settings_file.write_text(settings_file.read_text("utf-8") + KEEP, encoding="utf-8")


AS_OF = ("--as-of", TODAY.isoformat())


def test_nothing_declared_removes_nothing(place: Path) -> None:
    before = everything(place)
    for language in LANGUAGES:
        done = zerosum("purge", "--yes", "--lang", language, cwd=place)
        assert (done.returncode, done.stdout) == (4, "")
        assert Problem("keep_not_declared").told(language).why in done.stderr
    assert everything(place) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_terminal_it_only_lists(place: Path, language: str) -> None:
    with_keep(place)
    before = everything(place)
    done = zerosum("purge", *AS_OF, "--lang", language, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "--yes" in done.stderr
    assert done.stdout.count("eksempel-kommune") == 3
    assert "anden-kommune" not in done.stdout
    assert everything(place) == before
    assert (done.stdout + done.stderr).encode("cp850")


def test_with_yes_it_removes_what_it_lists(place: Path) -> None:
    with_keep(place)
    done = zerosum("purge", *AS_OF, "--yes", cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("3 er fjernet.\n")
    area = place / "reports" / "eksempel-kommune" / "daginstitution"
    assert sorted(path.name for path in area.iterdir()) == ["2026-09-30_000000", "2026-09-30_000014"]
    assert not (area / "2026-09-30_000014" / LISTS[0]).exists()
    assert (area / "2026-09-30_000000" / LISTS[0]).exists()
    assert (place / "reports" / "anden-kommune" / "daginstitution" / "2026-09-30_0001f4").exists()
    done = zerosum("purge", *AS_OF, "--yes", cwd=place)
    assert done.stdout.startswith("Intet i reports er ældre")


def test_options_come_before_the_settings(place: Path, tmp_path: Path) -> None:
    with_keep(place)
    done = zerosum("purge", *AS_OF, "--runs-days", "150", "--work-lists-days", "1000", "--yes", cwd=place)
    assert done.stdout.endswith("1 er fjernet.\n"), done.stdout
    # without settings, all that lies there
    done = zerosum(
        "purge", *AS_OF, "-o", place / "reports", "--runs-days", "10", "--also-latest", "--yes", cwd=tmp_path
    )
    assert done.stdout.endswith("3 er fjernet.\n"), done.stdout
    for wrong in ("0", "-1", "en"):
        assert zerosum("purge", "--runs-days", wrong, cwd=place).returncode == 2
    assert zerosum("purge", "--as-of", "i går", cwd=place).returncode == 2


def test_what_is_left_is_named_and_the_rest_goes(place: Path) -> None:
    with_keep(place)
    area = place / "reports" / "eksempel-kommune" / "daginstitution"
    (area / "2026-09-30_000064" / "noter 1234567890.docx").write_bytes(b"mit")
    done = zerosum("purge", *AS_OF, "--yes", cwd=place)
    assert done.returncode == 0
    assert "bliver" in done.stdout
    assert "noter" in done.stdout
    assert "1234567890" not in done.stdout  # a name is anybody's, and may be a person's number
    assert done.stdout.endswith("2 er fjernet.\n")
    assert len(list((area / "2026-09-30_000064").iterdir())) == len({*FILES, *LISTS}) + 1


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="a terminal of the tests' own is made as Linux makes it")
@pytest.mark.parametrize(("answer", "goes"), [("ja", True), ("J", True), ("", False), ("nej", False), ("jaja", False)])
def test_in_a_terminal_it_asks(place: Path, answer: str, goes: bool) -> None:
    import pty

    with_keep(place)
    before = everything(place)
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "zerosum", "purge", *AS_OF], stdin=theirs, capture_output=True, cwd=place, env=surroundings(),
        timeout=60, check=False,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert ("3 er fjernet" in done.stdout.decode()) == goes
    assert (everything(place) != before) == goes
    assert ("Intet er fjernet" in done.stderr.decode()) != goes


@pytest.mark.long
def test_a_real_run_is_removed_whole(place: Path) -> None:
    with_keep(place)
    shutil.rmtree(place / "reports")
    assert zerosum("run", "-q", "--selftest", cwd=place).returncode in (10, 20)
    later = (date.today() + timedelta(days=31)).isoformat()
    done = zerosum("purge", "--as-of", later, "--yes", cwd=place)
    assert "den seneste af området" in done.stdout
    done = zerosum("purge", "--as-of", later, "--yes", "--also-latest", cwd=place)
    assert done.stdout.endswith("1 er fjernet.\n"), done.stdout
    assert [path for path in (place / "reports").rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    done = zerosum("purge", "--runs-days", "1", "-o", "x" * 300, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert Problem("purge_not_read", {"reason": ""}).told().what in done.stderr
    done = zerosum("purge", "--runs-days", "1", "-o", "ingen", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Intet i ingen er ældre")
