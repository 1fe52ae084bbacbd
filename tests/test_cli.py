"""The command line as its users use it: exit codes, pure JSON, messages, and a store that is whole or untouched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import leaks
import pytest
from click.testing import CliRunner
from forked import zerosum

from zerosum.cli import cli
from zerosum.runs import store

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "fixtures" / "daginstitution"

HEADING = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status"
DEBTOR = f"{HEADING}\n1;A1;X;KFDAINS;0113131234;Tilgang;1.873,00;2026-09-01;UD\n"
PSRM = f"{HEADING.removesuffix(';status')}\n1;A1;X;KFDAINS;0113131234;Tilgang;1.873,00;2026-09-02\n"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    (tmp_path / "debitor.csv").write_text(DEBTOR, encoding="utf-8")
    (tmp_path / "psrm.csv").write_text(PSRM, encoding="utf-8")
    return tmp_path


def run_plain(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return zerosum("run", "--debtor", "debitor.csv", "--psrm", "psrm.csv", *more, cwd=folder)


@pytest.mark.long
def test_without_settings_it_is_ready_with_remarks_at_best(plain: Path) -> None:
    done = run_plain(plain, "--json")
    assert done.returncode == 10, done.stderr
    told = json.loads(done.stdout)
    assert told["verdict"] == "ready_with_remarks"
    assert "scope_not_declared" in {one["code"] for one in told["findings"]}
    assert told["cut_off"] == "2026-09-02"


def test_without_any_date_the_cut_off_is_asked_for(plain: Path) -> None:
    for name, text in (("debitor.csv", DEBTOR), ("psrm.csv", PSRM)):
        (plain / name).write_text(text.replace("booked_on", "noted"), encoding="utf-8")
    done = run_plain(plain)
    assert done.returncode == 4
    assert "--as-of" in done.stderr
    told = json.loads(run_plain(plain, "--as-of", "2026-09-30", "--json").stdout)
    assert (told["cut_off"], told["verdict"]) == ("2026-09-30", "ready_with_remarks")


def test_json_is_one_object_and_its_parts_add_up(tmp_path: Path) -> None:
    done = zerosum("run", "-c", EXAMPLE / "zerosum.toml", "-o", tmp_path, "--json", cwd=tmp_path)
    assert done.returncode == 20
    told = json.loads(done.stdout)
    for figure in (
        "debtor_ore",
        "psrm_ore",
        "difference_ore",
        "explained_ore",
        "unexplained_ore",
        "gross_ore",
        "unexplained_gross_ore",
    ):
        assert sum(one[figure] for one in told["solutions"]) == told[figure]
        assert sum(one[figure] for one in told["cells"]) == told[figure]
        assert figure in told["outside_area"]
    assert (
        told["difference_ore"]
        == told["psrm_ore"] - told["debtor_ore"]
        == told["explained_ore"] + told["unexplained_ore"]
    )
    assert sum(one["net_ore"] for one in told["causes"]) == told["difference_ore"]
    assert "unexplained" in {one["code"] for one in told["causes"]}
    assert {"ready", "ready_with_remarks", "not_ready", "not_tested"} == {one["verdict"] for one in told["solutions"]}
    assert told["rejects"] == 0
    assert set(told["files"]) == {
        "result.json", "run.json", "postings.parquet", "open_items.parquet", "claims_seen.parquet", "rejects.csv", "report.html",
            "report.json",             "stamdata.csv", "arbejdsliste.xlsx",
    }  # fmt: skip
    assert all(Path(path).is_file() for path in told["files"].values())


@pytest.mark.long
def test_the_same_input_gives_the_same_result_in_any_time_zone(tmp_path: Path) -> None:
    seen = set()
    for number, zone in enumerate(("UTC", "Pacific/Auckland")):
        done = zerosum(
            "run",
            "-c",
            EXAMPLE / "zerosum.toml",
            "-o",
            tmp_path / str(number),
            "--json",
            cwd=tmp_path,
            TZ=zone,
            LC_ALL="C",
        )
        seen.add(Path(json.loads(done.stdout)["files"]["result.json"]).read_bytes())
    assert len(seen) == 1


def test_the_truth_of_the_example_is_found(tmp_path: Path) -> None:
    """What the simulator put in comes out, by cause, to the øre; and each finding that it put in is there."""
    told = json.loads(zerosum("run", "-c", EXAMPLE / "zerosum.toml", "-o", tmp_path, "--json", cwd=tmp_path).stdout)
    truth = json.loads((EXAMPLE / "truth.json").read_text(encoding="utf-8"))
    put_in: dict[str, int] = {}
    for one in truth["records"]:
        if not one["finding"]:
            put_in[one["code"]] = put_in.get(one["code"], 0) + one["difference_ore"]
    found = {one["code"]: one["net_ore"] for one in told["causes"] if one["rows"]}
    assert found == put_in
    assert len(found) == 21
    assert {one["code"] for one in truth["records"] if one["finding"]} <= {one["code"] for one in told["findings"]}
    assert (told["difference_ore"], told["gross_ore"]) == (truth["difference_ore"], truth["gross_ore"])


def test_the_report_of_a_run_names_its_verdict(plain: Path) -> None:
    done = run_plain(plain)
    assert done.returncode == 10, done.stderr
    assert done.stdout.rstrip().splitlines()[-1].startswith("KLAR MED BEMÆRKNING")
    (report,) = plain.glob("reports/*/*/*/report.html")
    assert "KLAR MED BEMÆRKNING" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("debtor", "psrm", "code", "says"),
    [
        (DEBTOR.replace("1.873,00", "12.34"), PSRM, 20, "12.34"),
        ("", PSRM, 3, "tom"),
        (HEADING + "\n", PSRM, 3, "ingen linjer"),
        (PSRM, PSRM, 3, "to gange"),
        (DEBTOR.replace("amount", "amnt"), PSRM, 3, "Mente du"),
        (DEBTOR.replace("Tilgang", "Saldo"), PSRM, 4, "Saldo"),
    ],
    ids=["unreadable", "empty", "heading only", "twice", "column missing", "balance against events"],
)
def test_bad_files_are_told_with_their_code(plain: Path, debtor: str, psrm: str, code: int, says: str) -> None:
    (plain / "debitor.csv").write_text(debtor, encoding="utf-8")
    (plain / "psrm.csv").write_text(psrm, encoding="utf-8")
    done = run_plain(plain)
    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if code != 20:
        assert done.stdout == ""
        assert not (plain / "reports").exists()


def test_usage_settings_and_help_have_their_codes(tmp_path: Path) -> None:
    assert zerosum("run", "--debtor", "x", cwd=tmp_path).returncode == 2
    assert zerosum("run", cwd=tmp_path).returncode == 2
    assert zerosum("nonsense", cwd=tmp_path).returncode == 2
    assert zerosum("--help", cwd=tmp_path).returncode == 0
    (tmp_path / "zerosum.toml").write_text('municipality = "X"\n', encoding="utf-8")
    done = zerosum("run", cwd=tmp_path)
    assert done.returncode == 4
    assert "FEJL" in done.stderr


def test_our_own_fault_is_70_and_shows_no_data(tmp_path: Path) -> None:
    code = (
        "import zerosum.pipeline, sys\n"
        "def broken(*given): raise ValueError('0113131234')\n"
        "zerosum.pipeline.reconcile_taken = broken\n"
    )
    done = zerosum("run", "-c", EXAMPLE / "zerosum.toml", cwd=tmp_path, first=code, TMPDIR=str(tmp_path))
    assert done.returncode == 70
    assert "ValueError" in done.stderr
    assert "0113131234" not in done.stderr


def test_an_interrupted_run_is_130(tmp_path: Path) -> None:
    code = (
        "import zerosum.pipeline, sys\n"
        "def stopped(*given): raise KeyboardInterrupt\n"
        "zerosum.pipeline.reconcile_taken = stopped\n"
    )
    assert zerosum("run", "-c", EXAMPLE / "zerosum.toml", cwd=tmp_path, first=code).returncode == 130


def test_check_reads_only(plain: Path) -> None:
    done = zerosum("check", "debitor.csv", "psrm.csv", cwd=plain)
    assert done.returncode == 0, done.stderr
    assert "1 linje = 1 i bogen + 0 afviste" in done.stdout
    assert "1.873,00" in done.stdout
    assert sorted(path.name for path in plain.iterdir()) == ["debitor.csv", "psrm.csv"]
    assert zerosum("check", *sorted((EXAMPLE / "data").iterdir()), cwd=plain).returncode == 0


def test_a_console_without_the_signs_does_not_end_a_run(plain: Path) -> None:
    done = zerosum("run", "--debtor", "debitor.csv", "--psrm", "psrm.csv", cwd=plain, PYTHONIOENCODING="cp850")
    assert done.returncode == 10
    assert "?" not in done.stdout.replace("�", "")


# --- law 12: outputs are written whole or not at all ---


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.long
def test_a_run_that_fails_while_writing_leaves_the_earlier_ones_as_they_were(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_plain(plain).returncode == 10
    before = snapshot(plain / "reports")
    real = store.put_new
    monkeypatch.chdir(plain)
    for stop in range(1, 8):
        calls: list[Path] = []

        def full(path: Path, content: bytes, stop: int = stop, calls: list[Path] = calls) -> None:
            calls.append(path)
            if len(calls) == stop:
                raise OSError(28, "No space left on device")
            real(path, content)

        monkeypatch.setattr(store, "put_new", full)
        asked = ["run", "--debtor", "debitor.csv", "--psrm", "psrm.csv"]
        done = CliRunner().invoke(cli, asked, standalone_mode=False)
        assert done.return_value == 4, (stop, done.output)
        assert "Der er ikke plads" in done.output
        assert snapshot(plain / "reports") == before


def test_a_killed_run_leaves_no_run_that_looks_whole(plain: Path) -> None:
    code = (
        "import os, sys\n"
        "import zerosum.runs.store as store\n"
        "real, calls = store.put_new, []\n"
        "def killed(path, content):\n"
        "    calls.append(path)\n"
        "    if len(calls) == 4: os._exit(9)\n"
        "    real(path, content)\n"
        "store.put_new = killed\n"
    )
    done = zerosum("run", "--debtor", "debitor.csv", "--psrm", "psrm.csv", cwd=plain, first=code)
    assert done.returncode == 9
    named = [path for path in plain.glob("reports/*/*/*") if not path.name.startswith(".")]
    assert named == []
    assert run_plain(plain).returncode == 10


def test_a_second_run_gets_a_name_of_its_own(plain: Path) -> None:
    for _ in range(2):
        assert run_plain(plain).returncode == 10
    names = sorted(path.name for path in plain.glob("reports/*/*/*"))
    assert len(names) == 2
    assert names[1] == names[0] + "-2"


def test_outputs_are_private_to_their_owner(plain: Path) -> None:
    if os.name != "posix":
        pytest.skip("permissions of POSIX")
    assert run_plain(plain).returncode == 10
    for path in plain.glob("reports/*/*/*"):
        assert path.stat().st_mode & 0o077 == 0
        assert all(file.stat().st_mode & 0o077 == 0 for file in path.iterdir())


# --- law 11: no debtor number in any output ---

NUMBERS = ("0113131234", "2414145678", "99887766")


def test_no_debtor_number_leaves(tmp_path: Path) -> None:
    """Numbers as debtors, and planted in references, ids, reasons, unreadable values, file names and headings."""
    person, other, firm = NUMBERS
    heading = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status;reason;action_id"
    rows = [
        f"1;sag {person};X;KFDAINS;{person};Tilgang;1.873,00;2026-09-01;UD;{other};{person}",
        f"{firm};{person[:6]}-{person[6:]};X;KFDAINS;{person}|{other};Tilgang;100,00;2026-09-01;AF;x{firm}x;9",
        f"7;{person};X;KFDAINS;{firm};Nedskrevet;{person};2026-09-01;UD;;8",
        f"8;8;X;KFDAINS;{other};Tilgang;{other[:6]}-{other[6:]};2026-09-01;UD;;8",
        f"9;9;X;KFDAINS;{other};Tilgang;5,00;{person};UD;;8",
        f"10;10;X;KFDAINS;{other};{firm};5,00;2026-09-01;UD;;8",
        f"11;11;X;KFDAINS;{other};Tilgang;5,00;2026-09-01;{firm};;8",
    ]
    folder = tmp_path / "ind"
    folder.mkdir()
    name = f"debitor_{person}.csv"
    (folder / name).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    (folder / "psrm.csv").write_text(PSRM, encoding="utf-8")
    done = zerosum("run", "--debtor", name, "--psrm", "psrm.csv", "-o", tmp_path / "ud", cwd=folder)
    assert done.returncode == 20, done.stderr
    forms = [*NUMBERS, *(f"{number[:6]}-{number[6:]}" for number in NUMBERS[:2])]
    texts = [done.stdout, done.stderr]
    for path in (tmp_path / "ud").rglob("*"):
        if path.suffix == ".parquet":
            import pandas as pd

            texts.append(pd.read_parquet(path).to_csv())
        elif path.suffix == ".xlsx":
            texts.append("\n".join(text for _, text in leaks.decoded(path.name, path.read_bytes())))
        elif path.is_file():
            texts.append(path.read_text(encoding="utf-8-sig"))
    assert len(texts) == 11
    leaked = [
        (form, text[max(0, text.find(form) - 60) : text.find(form) + 20])
        for form in forms
        for text in texts
        if form in text
    ]
    assert leaked == [], "\n".join(map(str, leaked))


@pytest.mark.long
def test_the_package_works_after_a_plain_install(tmp_path: Path) -> None:
    """The wheel holds the data files: catalogue, sources, templates, words."""
    if shutil.which("pip") is None and not (Path(sys.executable).parent / "pip").exists():
        pytest.skip("no pip")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    import zipfile

    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("*.toml", "*.html", "*.css", "*.mo"):
        for path in (ROOT / "zerosum").rglob(kind):
            assert str(path.relative_to(ROOT)).replace(os.sep, "/") in names
    assert "zerosum/catalogue/areas/daginstitution.toml" in names


def test_a_command_does_not_end_as_the_interpreter_does(tmp_path: Path) -> None:
    """A thread of a library that meets an interpreter that ends may abort the process: an exit code of -6, one time of thousands."""
    first = "import atexit\natexit.register(lambda: print('ENDED'))"
    for asked, code in (
        (["--version"], 0),
        (["run", "--debtor", "findes ikke", "--psrm", "x"], 3),
        (["findes-ikke"], 2),
    ):
        done = zerosum(*asked, cwd=tmp_path, first=first)
        assert (done.returncode, "ENDED" in done.stdout) == (code, False)
