"""A big run's folder, and the commands that work on it: `.venv/bin/python benchmarks/folder.py [CLAIMS [FAULTY]]` (a million, 0.1).

Each command is a whole process, once; the load stands beside it. Run it again for another round.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from zerosum import key

CREDITOR = "0999"
"""Whose the made-up files are."""
NOT_READY = 20
"""What a run of them ends with."""
REPORT_BYTES_MAX = 2_000_000
"""report.html, however many lines are open."""


def main(claims: int = 1_000_000, faulty: float = 0.1) -> None:
    """Make the files, run, work on the run, and say what each step used and how large each file is."""
    os.environ["ZEROSUM_PDF"] = "0"
    with TemporaryDirectory() as folder:
        place = Path(folder)
        made, out = place / "made", place / "out"
        os.environ["XDG_CONFIG_HOME"] = str(place / "keys")  # nobody's own
        key.make(CREDITOR)  # with it the report and the list have pseudonyms
        module = [sys.executable, "-m", "zerosum.simulate", "bench", str(made)]
        subprocess.run(
            [*module, "--claims", str(claims), "--faulty", str(faulty)], stdout=subprocess.DEVNULL, check=True
        )
        asked = ["run", "-c", str(made / "zerosum.toml"), "-o", str(out), "-q"]
        _timed("run --no-work-list", [*asked[:-2], str(place / "other"), "-q", "--no-work-list"])
        _timed("run", asked)
        (run,) = (found.parent for found in out.rglob("run.json"))
        _timed("run, with an earlier one", [*asked, "--as-of", "2026-11-30"])
        _timed("report --lang en", ["report", str(run), "--lang", "en", "-q"])
        _timed("report --short", ["report", str(run), "--short", "-q"])
        _timed("pack", ["pack", str(run), "-o", str(place / "packs")])
        _timed("verify", ["verify", str(run), "--inputs", str(made)])
        for file in sorted(run.iterdir()):
            print(f"{file.name:28} {file.stat().st_size:>12,} bytes")
        size = (run / "report.html").stat().st_size
        if size > REPORT_BYTES_MAX:
            sys.exit(f"report.html has {size:,} bytes, at most {REPORT_BYTES_MAX:,}")


def _timed(name: str, asked: list[str]) -> None:
    """Run a command of ours, and say what it used."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "zerosum.cli", *asked], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall, cpu = time.perf_counter() - start, used.ru_utime + used.ru_stime
    told = f"{wall:6.1f} s wall, {cpu:6.1f} s CPU, {used.ru_maxrss // 1024:5} MiB (load {os.getloadavg()[0]:.1f})"
    print(f"{name:28} {told}", flush=True)
    code = os.waitstatus_to_exitcode(status)
    if code != (NOT_READY if asked[0] == "run" else 0):
        sys.exit(f"{name}: ended with {code}")


if __name__ == "__main__":
    main(*(of(text) for of, text in zip((int, float), sys.argv[1:], strict=False)))
