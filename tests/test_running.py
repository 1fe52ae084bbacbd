"""Faults while running: a full disk, files and folders that go away, a program that is killed, a clock that goes backwards.

Real processes wherever it can be done. Always: a message in words, the exit code that `--help` tells, earlier runs as they
were to the byte, no run that looks whole and is not, and nothing left behind by a fault that was caught.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import forked
import pytest

from zerosum.errors import InputError, OutputError
from zerosum.runs.crash import crash_report, write_crash_report
from zerosum.runs.places import DEBTORS, FILES, MAKING, PDF, SELFTEST, STAMDATA, WORK_LIST_CSV
from zerosum.runs.unwritten import output_error, ready

ROOT = Path(__file__).parent.parent
THOROUGH = bool(os.environ.get("ZEROSUM_THOROUGH"))
POSIX = os.name == "posix"
NUMBER = "0113131234"
HEADING = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status"
PSRM = "FordringID;Fordringshaverreference;Fordringstype;Skyldner;Haendelse;Beloeb;Dato"
SETTINGS = """municipality = "Prøveby"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
debtor_aliases = "numre.csv"

[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"

[[input]]
side = "psrm"
source = "egen.toml"
files = "psrm.csv"

[[solution]]
name = "X"
claim_types = ["KFDAINS"]

[test_batch]
file = "testfordringer.txt"
"""
READY = 20  # the verdict of the files below; what counts here is that the run was made


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A municipality with a file of every sort."""
    written = {
        "zerosum.toml": SETTINGS,
        "egen.toml": 'based_on = "psrm-justering"\nname = "egen"\n',
        "numre.csv": f"number;same_as\n0213135678;{NUMBER}\n",
        "testfordringer.txt": "T1\n",
        "debitor.csv": f"{HEADING}\n1;A1;X;KFDAINS;{NUMBER};Tilgang;1.873,00;2026-09-01;UD\n",
        "psrm.csv": f"{PSRM}\n1;A1;KFDAINS;{NUMBER};Tilgang;1.870,00;2026-09-02\n",
    }
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "temp").mkdir()
    return tmp_path


MADE: dict[str, bytes] = {}
"""The files of a run that was made once, for all the tests."""


@pytest.fixture
def earlier(town: Path) -> Path:
    """The same, with a run made."""
    if not MADE:
        done = zerosum("run", cwd=town)
        assert done.returncode == READY, done.stderr
        assert len(named(town)) == 1
        MADE.update(snapshot(town / "reports"))
        return town
    for name, content in MADE.items():
        (town / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (town / "reports" / name).write_bytes(content)
    return town


def environment(folder: Path, **more: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder / "temp"),
    } | more  # fmt: skip


def zerosum(*arguments: str | Path, cwd: Path, first: str = "", **more: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; `first` is Python that is done before, in the same process. With anything `more` than the
    environment, or `fresh`, Python is started for it."""
    given: Mapping[str, str] = more.pop("environment", {})  # type: ignore[assignment]
    if not more:
        return forked.run(code(first), *map(str, arguments), cwd=cwd, environment=environment(cwd, **given))
    more.pop("fresh", None)
    return subprocess.run(
        [*more.pop("before", ()), *command(arguments, first)],  # type: ignore[misc]
        cwd=cwd,
        capture_output=more.pop("capture_output", True),
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment(cwd, **given),
        check=False,
        timeout=120,
        **more,
    )  # type: ignore[call-overload, no-any-return]


def command(arguments: Sequence[str | Path], first: str = "") -> list[str]:
    return [sys.executable, "-c", code(first), *map(str, arguments)]


def code(first: str) -> str:
    return f"import sys\n{first}\n{forked.MAIN}"


def started(folder: Path, first: str = "") -> forked.Started | subprocess.Popen[bytes]:
    return forked.start(code(first), "run", cwd=folder, environment=environment(folder))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def named(town: Path) -> list[Path]:
    """The runs that look whole."""
    return sorted(path for path in town.glob("reports/*/*/*") if not path.name.startswith("."))


def hidden(town: Path) -> list[Path]:
    return [path for path in town.rglob(".*") if path.is_dir()]


def is_whole(run: Path) -> bool:
    """Every file is there, and the sealed one is the one that the folder is named after."""
    about = json.loads((run / "run.json").read_text(encoding="utf-8"))
    sealed = hashlib.sha256((run / "result.json").read_bytes()).hexdigest()
    files = {path.name for path in run.iterdir()}
    there = files | {PDF, SELFTEST, STAMDATA, WORK_LIST_CSV, DEBTORS} == set(FILES) and about["fingerprint"] == sealed
    return there and about["run_id"] == re.sub(r"-[0-9]{1,4}$", "", run.name) and b"</html>" in (run / "report.html").read_bytes()  # fmt: skip


def told(done: subprocess.CompletedProcess[str], code: int, *says: str) -> None:
    """The fault was told in words, and ended with its code."""
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    for text in says:
        assert text in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert "INTERN FEJL" not in done.stderr
    assert NUMBER not in done.stdout + done.stderr


def untouched(town: Path, before: Mapping[str, bytes]) -> None:
    """The earlier runs are as they were, and there is nothing else."""
    assert snapshot(town / "reports") == before
    assert hidden(town) == []
    assert list((town / "temp").iterdir()) == []


# --- the disk is full ---


@pytest.mark.skipif(not POSIX, reason="limits of POSIX")
@pytest.mark.parametrize("most", [0, 3_000, -1])
def test_a_file_that_may_not_grow_is_told(earlier: Path, most: int) -> None:
    """A real limit of the system: a write stops half-way, with some files of the run whole."""
    before = snapshot(earlier / "reports")
    if most < 0:
        most += max(map(len, before.values()))  # the last bytes of the largest file
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    told(zerosum("run", cwd=earlier, first=limit), 4, "Der er ikke plads", "(kode 4)")
    untouched(earlier, before)


FULL = 'OSError(28, "No space left on device")'
STOPS = {
    "write": "import zerosum.runs.store as store\nreal, calls = store.put_new, []\n"
    "def stopped(path, content):\n    calls.append(path)\n    if len(calls) == {at}: {do}\n    real(path, content)\n"
    "store.put_new = stopped",
    "sync": "import os\nreal, calls = os.fsync, []\n"
    "def stopped(file):\n    calls.append(file)\n    if len(calls) == {at}: {do}\n    real(file)\nos.fsync = stopped",
    "name": "import pathlib\nreal, calls = pathlib.Path.rename, []\n"
    "def stopped(self, other):\n    calls.append(self)\n    if len(calls) == {at}: {do}\n    return real(self, other)\n"
    "pathlib.Path.rename = stopped",
    "make": "import pathlib\nreal, calls = pathlib.Path.mkdir, []\n"
    "def stopped(self, *a, **k):\n    if 'reports' in str(self):\n        calls.append(self)\n        if len(calls) == {at}: {do}\n"
    "    return real(self, *a, **k)\npathlib.Path.mkdir = stopped",
}  # fmt: skip
"""Python that stops the run at the n-th call of a function that writes."""


def stop(where: str, at: int, do: str) -> str:
    return STOPS[where].replace("{at}", str(at)).replace("{do}", do)


PLACES = [("write", 1), ("write", 4), ("write", 7), ("sync", 7), ("name", 1), ("make", 1), ("make", 2)]
if THOROUGH:
    PLACES += [*[("write", at) for at in (2, 3, 5, 6)], *[("sync", at) for at in range(1, 7)]]


@pytest.mark.long
@pytest.mark.parametrize(("where", "at"), PLACES)
def test_a_full_disk_at_any_write_is_told(earlier: Path, where: str, at: int) -> None:
    before = snapshot(earlier / "reports")
    told(zerosum("run", cwd=earlier, first=stop(where, at, f"raise {FULL}")), 4, "Der er ikke plads")
    untouched(earlier, before)


def test_the_first_run_leaves_no_folder_where_it_could_not_be_written(town: Path) -> None:
    told(zerosum("run", cwd=town, first=stop("write", 3, f"raise {FULL}")), 4, "Der er ikke plads")
    assert not (town / "reports").exists()


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("more", [(), ("--json",), ("-q",)])
def test_a_full_disk_behind_stdout_is_told_and_the_run_is_kept(town: Path, more: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = zerosum("run", *more, cwd=town, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 4
    assert "Resultatet kan ikke skrives ud" in done.stderr
    assert "Traceback" not in done.stderr
    assert [is_whole(run) for run in named(town)] == [True]


@pytest.mark.long
@pytest.mark.skipif(not POSIX, reason="pipes of POSIX")
@pytest.mark.parametrize("asked", [("causes",), ("run", "--json"), ("doctor",)])
def test_nobody_reads_any_more(town: Path, asked: tuple[str, ...]) -> None:
    """`zerosum … | head`: no traceback, no code of the interpreter's own (1, 120)."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = zerosum(*asked, cwd=town, capture_output=False, stdout=gone, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_the_exit_code_tells_where_nothing_can_be_said(town: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert zerosum("nonsense", cwd=town, capture_output=False, stdout=full, stderr=full).returncode == 2
        (town / "psrm.csv").unlink()
        assert zerosum("run", cwd=town, capture_output=False, stdout=full, stderr=full).returncode == 4


def test_too_little_memory_is_told(earlier: Path) -> None:
    before = snapshot(earlier / "reports")
    first = "import zerosum.pipeline as it\ndef short(*a): raise MemoryError\nit.reconcile_taken = short"
    told(zerosum("run", cwd=earlier, first=first), 4, "hukommelse")
    untouched(earlier, before)


# --- files and folders go away, and permission is lost ---

LATE = """
import os
import zerosum.{module} as late_module
late_real = late_module.{function}
def late(*a, **k):
    os.path.exists({name!r}) and os.remove({name!r})
    return late_real(*a, **k)
late_module.{function} = late
"""
"""Python that takes a file away just before a function is called."""


@pytest.mark.parametrize(
    ("name", "module", "function", "code"),
    [
        ("debitor.csv", "normalise.intake", "take_in", 3),
        ("psrm.csv", "normalise.intake", "take_in", 3),
        ("numre.csv", "normalise.intake", "take_in", 4),
        ("zerosum.toml", "runs.about", "hashes_of", 3),
        ("testfordringer.txt", "runs.about", "hashes_of", 3),
        ("testfordringer.txt", "settings_load", "_listed_claims", 4),
        ("egen.toml", "settings_load", "declared", 4),
        ("debitor.csv", "settings_load", "_matching", 4),
    ],
)
def test_a_file_that_vanishes_is_told(earlier: Path, name: str, module: str, function: str, code: int) -> None:
    before = snapshot(earlier / "reports")
    first = LATE.format(name=name, module=module, function=function)
    told(zerosum("run", cwd=earlier, first=first), code, name.split(".")[0])
    untouched(earlier, before)


@pytest.mark.long
@pytest.mark.parametrize("name", ["debitor.csv", "zerosum.toml", "testfordringer.txt", "numre.csv"])
def test_what_vanishes_after_it_was_read_does_not_matter(town: Path, name: str) -> None:
    first = LATE.format(name=name, module="pipeline", function="reconcile_taken")
    assert zerosum("run", cwd=town, first=first).returncode == READY
    assert [is_whole(run) for run in named(town)] == [True]


def test_settings_that_change_meanwhile_are_told_as_they_were_read(town: Path) -> None:
    digest = hashlib.sha256((town / "zerosum.toml").read_bytes()).hexdigest()
    first = LATE.format(name="zerosum.toml", module="pipeline", function="reconcile_taken").replace(
        "os.path.exists('zerosum.toml') and os.remove('zerosum.toml')", "open('zerosum.toml', 'a').write('# more')"
    )
    assert zerosum("run", cwd=town, first=first).returncode == READY
    (run,) = named(town)
    assert json.loads((run / "run.json").read_text(encoding="utf-8"))["settings_sha256"] == digest


def test_a_file_that_vanishes_before_the_self_test_is_told(earlier: Path) -> None:
    before = snapshot(earlier / "reports")
    first = LATE.format(name="debitor.csv", module="trial.selftest", function="selftest")
    told(zerosum("run", "--selftest", cwd=earlier, first=first), 3, "Filen forsvandt", "debitor.csv")
    untouched(earlier, before)


def without_privilege() -> list[str]:
    """A command that makes permissions count for root too."""
    if not POSIX:
        pytest.skip("permissions of POSIX")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root, and no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def modes() -> Iterator[Callable[[Path, int], None]]:
    """Change modes for a while."""
    changed: list[tuple[Path, int]] = []

    def change(path: Path, mode: int) -> None:
        changed.append((path, path.stat().st_mode))
        path.chmod(mode)

    yield change
    for path, mode in reversed(changed):
        path.chmod(mode)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("debitor.csv", 3),
        ("psrm.csv", 3),
        ("zerosum.toml", 4),
        ("egen.toml", 4),
        ("numre.csv", 4),
        ("testfordringer.txt", 4),
    ],
)
def test_an_input_that_may_not_be_read_is_told(
    earlier: Path, modes: Callable[[Path, int], None], name: str, code: int
) -> None:
    before, privilege = snapshot(earlier / "reports"), without_privilege()
    modes(earlier / name, 0)
    told(zerosum("run", cwd=earlier, before=privilege), code, name)
    modes(earlier / name, 0o600)
    untouched(earlier, before)


@pytest.mark.long
def test_a_folder_of_inputs_that_may_not_be_entered_is_told(town: Path, modes: Callable[[Path, int], None]) -> None:
    privilege = without_privilege()
    (town / "ind").mkdir()
    for name in ("debitor.csv", "numre.csv", "egen.toml", "testfordringer.txt"):
        (town / name).rename(town / "ind" / name)
    text = re.sub(r'"(debitor|numre|testfordringer)(\.\w+)"', r'"ind/\1\2"', SETTINGS).replace('"egen', '"ind/egen')
    (town / "zerosum.toml").write_text(text, encoding="utf-8")
    assert zerosum("run", cwd=town, before=privilege).returncode == READY
    modes(town / "ind", 0)
    told(zerosum("run", cwd=town, before=privilege), 4, "zerosum.toml")


@pytest.mark.long
def test_an_output_folder_that_may_not_be_written_is_told(earlier: Path, modes: Callable[[Path, int], None]) -> None:
    before, privilege = snapshot(earlier / "reports"), without_privilege()
    modes(earlier / "reports" / "proeveby" / "daginstitution", 0o500)
    told(zerosum("run", cwd=earlier, before=privilege), 4, "må ikke skrives")
    modes(earlier / "reports" / "proeveby" / "daginstitution", 0o700)
    untouched(earlier, before)
    (earlier / "ud").mkdir()
    modes(earlier / "ud", 0o500)
    told(zerosum("run", "-o", "ud", cwd=earlier, before=privilege), 4, "må ikke skrives")
    told(zerosum("run", "-o", "ud/under", cwd=earlier, before=privilege), 4, "må ikke skrives")
    assert "kan ikke skrives i" in zerosum("doctor", "-o", "ud/under", cwd=earlier, before=privilege).stdout


@pytest.mark.long
def test_inputs_may_be_read_only(town: Path, modes: Callable[[Path, int], None]) -> None:
    privilege, before = without_privilege(), snapshot(town)
    for path in [*town.iterdir()]:
        if path.is_file():
            modes(path, 0o400)
    (town / "ud").mkdir()
    modes(town, 0o500)
    assert zerosum("run", "-o", "ud", cwd=town, before=privilege).returncode == READY
    assert {name: content for name, content in snapshot(town).items() if not name.startswith("ud")} == before


@pytest.mark.long
def test_a_home_that_may_not_be_written_does_not_matter(town: Path, modes: Callable[[Path, int], None]) -> None:
    privilege, home = without_privilege(), town / "hjem"
    home.mkdir()
    modes(home, 0o500)
    given = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "USERPROFILE": str(home)}
    assert zerosum("run", cwd=town, before=privilege, environment=given).returncode == READY
    assert zerosum("run", cwd=town, environment={"HOME": str(town / "nosuch")}).returncode == READY
    assert [is_whole(run) for run in named(town)] == [True, True]
    assert list(home.iterdir()) == []


@pytest.mark.long
def test_no_room_for_the_copies_of_the_self_test_is_told(earlier: Path, modes: Callable[[Path, int], None]) -> None:
    before, privilege = snapshot(earlier / "reports"), without_privilege()
    modes(earlier / "temp", 0o500)
    first = f"import tempfile\ntempfile.tempdir = {str(earlier / 'temp')!r}"  # else another folder would be found
    told(zerosum("selftest", cwd=earlier, before=privilege, first=first), 4, "kopier")
    assert zerosum("run", cwd=earlier, before=privilege, first=first).returncode == READY
    shutil.rmtree(named(earlier)[-1])
    untouched(earlier, before)


@pytest.mark.parametrize("at", [1, 3, 7])
def test_an_output_folder_that_is_removed_while_it_is_written_is_told(town: Path, at: int) -> None:
    done = zerosum("run", cwd=town, first="import shutil\n" + stop("write", at, "shutil.rmtree('reports')"))
    told(done, 4, "Mappen er væk")
    assert not (town / "reports").exists()


def test_an_output_folder_that_is_removed_before_is_made_again(earlier: Path) -> None:
    first = LATE.format(name="x", module="pipeline", function="reconcile_taken").replace(
        "os.path.exists('x') and os.remove('x')", "__import__('shutil').rmtree('reports')"
    )
    assert zerosum("run", cwd=earlier, first=first).returncode == READY
    assert [is_whole(run) for run in named(earlier)] == [True]


@pytest.mark.parametrize("place", ["reports", "reports/proeveby", "reports/proeveby/daginstitution"])
def test_a_file_where_a_folder_should_be_is_told(town: Path, place: str) -> None:
    (town / place).parent.mkdir(parents=True, exist_ok=True)
    (town / place).write_text("mine", encoding="utf-8")
    told(zerosum("run", cwd=town), 4, "Mappen er ikke en mappe")
    assert (town / place).read_text(encoding="utf-8") == "mine"
    assert hidden(town) == []
    told(zerosum("run", "-o", f"{place}/under", cwd=town), 4, "Mappen er ikke en mappe")


def test_what_can_be_seen_before_is_told_before_the_files_are_read(town: Path) -> None:
    (town / "reports").write_text("mine", encoding="utf-8")
    first = "import zerosum.normalise.intake as it\ndef never(*a): raise SystemExit(99)\nit.take_in = never"
    told(zerosum("run", cwd=town, first=first), 4, "Mappen er ikke en mappe")


def test_a_path_that_is_too_long_is_told(town: Path) -> None:
    told(zerosum("run", "-o", "x" * 300, cwd=town), 4, "Stien er for lang")


def test_every_reason_of_the_system_is_a_message() -> None:
    for number in range(1, 134):
        problem = output_error(OSError(number, "English"), Path("ud")).problems[0]
        for language in ("da", "en"):
            assert "English" not in " ".join(vars(problem.told(language)).values())
        assert problem.file == "ud"
    with pytest.raises(OutputError):
        ready(Path(__file__))
    assert OutputError.exit_code == 4 != InputError.exit_code


# --- the program is stopped ---

STAGES = (
    ("normalise.intake", "take_in"),
    ("pipeline", "reconcile_taken"),
    ("runs.document", "document"),
    ("report.render", "render"),
    ("runs.store", "store"),
)
AT_STAGE = """
import os, signal
import zerosum.{module} as stage_module
stage_real = stage_module.{function}
def stopped(*a, **k):
    os.kill(os.getpid(), signal.{signal})
    return stage_real(*a, **k)
stage_module.{function} = stopped
"""
AFTER_DELAY = """
import atexit, os, signal, threading
import zerosum.cli
clock = threading.Timer({delay}, lambda: os.kill(os.getpid(), signal.SIGINT))
clock.daemon = True
atexit.register(clock.cancel)
clock.start()
"""


def stops(name: str, some: int = 1) -> list[str]:
    """The ways to be stopped by a signal: at each stage, and at each write. Every `some`-th of them."""
    kill = f"__import__('os').kill(__import__('os').getpid(), __import__('signal').{name})"
    stages = [AT_STAGE.format(module=module, function=function, signal=name) for module, function in STAGES]
    writes = [stop(where, at, kill) for where, at in PLACES]
    return [*stages, *writes][:: 1 if THOROUGH else some]


@pytest.mark.long
@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_killed_at_any_stage_it_leaves_no_run_that_looks_whole(earlier: Path) -> None:
    before, runs = snapshot(earlier / "reports"), named(earlier)
    seen = 0
    for first in stops("SIGKILL"):
        assert zerosum("run", cwd=earlier, first=first).returncode == -signal.SIGKILL
        assert named(earlier) == runs
        seen += 1
    left = hidden(earlier)
    assert seen >= 10
    assert left
    assert all(MAKING.fullmatch(path.name) for path in left)
    assert {name: content for name, content in snapshot(earlier / "reports").items() if "/." not in name} == before
    assert zerosum("run", cwd=earlier).returncode == READY
    assert all(is_whole(run) for run in named(earlier))
    told_of = zerosum("doctor", cwd=earlier).stdout
    assert "er efterladt af" not in told_of  # younger than an hour: a run may be going on
    for path in left:
        os.utime(path, (0, 0))
    told_of = zerosum("doctor", cwd=earlier).stdout
    assert f"{len(left)} mapper er efterladt" in told_of or "1 mappe er efterladt" in told_of


@pytest.mark.long
@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_killed_at_random_moments(earlier: Path) -> None:
    """Two at a time, for as long as a run takes and a little more."""
    before, dice = snapshot(earlier / "reports"), random.Random(2026)
    codes = []
    for _ in range(40 if THOROUGH else 4):
        going = [
            subprocess.Popen(
                command(["run"]), cwd=earlier, env=environment(earlier), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(2)
        ]
        clocks = [threading.Timer(dice.uniform(0.1, 5), one.kill) for one in going]
        for clock in clocks:
            clock.start()
        for one, clock in zip(going, clocks, strict=True):
            one.communicate()
            clock.cancel()
            codes.append(one.returncode)
        assert all(is_whole(run) for run in named(earlier))
    assert set(codes) <= {READY, -signal.SIGKILL}
    now = snapshot(earlier / "reports")
    assert {name: now[name] for name in before} == before


@pytest.mark.long
@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_interrupted_at_any_stage_it_says_so_and_leaves_nothing(earlier: Path) -> None:
    before, seen = snapshot(earlier / "reports"), 0
    for first in stops("SIGINT", 2):
        told(zerosum("run", cwd=earlier, first=first), 130, "Afbrudt. Tidligere kørsler er urørte.")
        untouched(earlier, before)
        seen += 1
    assert seen >= 6


@pytest.mark.long
@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_interrupted_at_random_moments(earlier: Path) -> None:
    """From the first import on: wherever it is, it is no internal error."""
    before, dice = snapshot(earlier / "reports"), random.Random(2026)
    codes = []
    for _ in range(60 if THOROUGH else 5):
        first = AFTER_DELAY.format(delay=dice.uniform(0.01, 2.5))
        done = zerosum("run", cwd=earlier, first=first, fresh=True)
        assert done.returncode in (READY, 130), (done.returncode, done.stderr)
        codes.append(done.returncode)
        assert all(is_whole(run) for run in named(earlier))
        assert hidden(earlier) == []
    assert 130 in codes
    now = snapshot(earlier / "reports")
    assert {name: now[name] for name in before} == before


# --- clocks, and runs at the same time ---

CLOCK = """
import datetime as clock_module
import zerosum.cli
run_module = sys.modules["zerosum.cli.run"]
class Clock(clock_module.datetime):
    @classmethod
    def now(cls, zone=None):
        return clock_module.datetime({year}, 1, 1, 12, 0, 0, tzinfo=zone or clock_module.timezone.utc)
run_module.datetime = Clock
import time
time.time = lambda: {year} * 1.0
"""


def test_a_clock_that_goes_backwards_changes_nothing(town: Path) -> None:
    for year in (2027, 2020, 2020):  # the last two in the same second
        assert zerosum("run", cwd=town, first=CLOCK.format(year=year)).returncode == READY
    runs = named(town)
    names = [run.name for run in runs]
    assert names == [names[0], f"{names[0]}-2", f"{names[0]}-3"]
    assert all(is_whole(run) for run in runs)
    made = [json.loads((run / "run.json").read_text(encoding="utf-8"))["made_at"][:4] for run in runs]
    assert made == ["2027", "2020", "2020"]
    assert len({(run / "result.json").read_bytes() for run in runs}) == 1


def test_runs_at_the_same_time_each_have_their_own_folder(town: Path) -> None:
    going = [started(town) for _ in range(4)]
    codes = [(one.communicate(), one.returncode)[1] for one in going]
    runs = named(town)
    assert codes == [READY] * 4
    first = min(run.name for run in runs)
    assert {run.name for run in runs} == {first, *(f"{first}-{at}" for at in (2, 3, 4))}
    assert all(is_whole(run) for run in runs)
    assert len({(run / "result.json").read_bytes() for run in runs}) == 1
    assert hidden(town) == []


def test_a_run_that_fails_does_not_take_the_folder_from_another(town: Path) -> None:
    """The first run ever, and one beside it that fails: what the one removes, the other may be about to use."""
    bad = stop("write", 1, f"raise {FULL}")
    for _ in range(4 if THOROUGH else 2):
        shutil.rmtree(town / "reports", ignore_errors=True)
        going = [started(town), started(town, bad)]
        codes = [(one.communicate(), one.returncode)[1] for one in going]
        assert codes == [READY, 4]
        assert [is_whole(run) for run in named(town)] == [True]


# --- an error of our own ---

BROKEN = f"""
import zerosum.pipeline as broken_module
def broken(*given):
    secret = "{NUMBER}"
    try:
        {{NUMBER: 1}}[secret]
    except NameError as error:
        raise ValueError(secret) from error
broken_module.reconcile_taken = broken
"""


def crash_files(*folders: Path) -> list[Path]:
    return [path for folder in folders if folder.is_dir() for path in folder.glob("zerosum-fejl-*.txt")]


@pytest.mark.parametrize(("there", "language"), [(True, "da"), (False, "en")])
def test_a_crash_is_written_down_without_data(town: Path, there: bool, language: str) -> None:
    output = town / f"ud-{NUMBER}"
    if there:
        output.mkdir()
    done = zerosum("run", "-o", output, "--lang", language, cwd=town, first=BROKEN)
    assert done.returncode == 70
    assert done.stdout == ""
    assert "ValueError" in done.stderr
    assert "Traceback" not in done.stderr
    assert NUMBER not in done.stderr
    (path,) = crash_files(output if there else town / "temp")
    assert path.name in done.stderr
    text = path.read_text(encoding="utf-8")
    assert NUMBER not in text
    assert str(town) not in text
    assert "debitor" not in text
    for part in ("zerosum    0.", ", run", "Python     3.", "pandas 3.", "\nValueError\n", "\nfrom  NameError\n", "  zerosum/cli/run.py:"):  # fmt: skip
        assert part in text, part
    if POSIX:
        assert path.stat().st_mode & 0o077 == 0
    assert not crash_files(town / "temp") or not there


@pytest.mark.long
def test_a_crash_that_cannot_be_written_down_is_told_all_the_same(
    town: Path, modes: Callable[[Path, int], None]
) -> None:
    privilege = without_privilege()
    (town / "ud").mkdir()
    modes(town / "temp", 0o500)
    first = f"import tempfile\ntempfile.tempdir = {str(town / 'temp')!r}\n{BROKEN}"
    first += "import zerosum.runs.unwritten as it\nit.ready = lambda root: None\n"
    modes(town / "ud", 0o500)
    done = zerosum("run", "-o", "ud", cwd=town, first=first, before=privilege)
    assert done.returncode == 70
    assert "ValueError" in done.stderr
    assert "zerosum-fejl" not in done.stderr


def test_debug_raises(town: Path) -> None:
    done = zerosum("run", cwd=town, first=BROKEN, environment={"ZEROSUM_DEBUG": "1"})
    assert "Traceback" in done.stderr
    assert crash_files(town / "temp") == []


def test_a_crash_report_names_libraries_and_no_paths_of_theirs() -> None:
    import pandas as pd

    try:
        try:
            pd.DataFrame({"a": [1]})[NUMBER]
        except KeyError as error:
            raise OSError(2, NUMBER, NUMBER) from error
    except OSError as error:
        text = crash_report(error, "run", CRASHED_AT)
    assert "FileNotFoundError" in text
    assert "from  KeyError" in text
    assert "pandas" in text.split("from  KeyError")[1]
    assert "site-packages" not in text
    assert str(ROOT) not in text
    assert NUMBER not in text


def test_two_crashes_in_one_second_are_two_files(tmp_path: Path) -> None:
    paths = {write_crash_report("x", [tmp_path / "nosuch", tmp_path], CRASHED_AT) for _ in range(3)}
    assert len(paths) == 3
    assert write_crash_report("x", [tmp_path / "nosuch"], CRASHED_AT) is None


def _crashed_at() -> object:
    from datetime import UTC, datetime

    return datetime(2026, 10, 6, 12, 0, tzinfo=UTC)


CRASHED_AT = _crashed_at()


def test_the_help_tells_of_every_code_that_a_fault_gives(town: Path) -> None:
    for language, says in (("da", "kan ikke skrives"), ("en", "cannot be written")):
        text = zerosum("--lang", language, "--help", cwd=town).stdout
        flat = textwrap.dedent(text)
        assert says in flat
        assert re.findall(r"^ +(\d+)  ", text, re.MULTILINE) == ["0", "2", "3", "4", "5", "6", "10", "20", "70", "130"]
