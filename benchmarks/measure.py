"""Make files, check that the programs agree on them, time the programs in rounds, and write docs/benchmarks.md.

`--check` stops once they agree: nothing is timed and no page is written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import date
from pathlib import Path
from subprocess import DEVNULL, run
from typing import IO
from zipfile import ZipFile, is_zipfile

import bars
from machine import machine
from page import Measured, page
from rounds import BESIDE, OURS, Program, answer, interleaved, theirs, zerosum
from stages import stages

SEED = 1
WORK = BESIDE / "work"
PAGE = BESIDE.parent / "docs" / "benchmarks.md"
SMALL_PAGE = WORK / "benchmarks.md"

FOLDERS = {"plain": ("plain", "0.01"), "ode": ("ode", "0.01"), "faulty": ("plain", "0.10")}
"""Folder -> format and share of faulty claims."""

SUMS = ("debtor_ore", "psrm_ore", "debtor_claims", "psrm_claims")
"""What all programs tell. Where they also tell `differing`, they agree on that."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=int, nargs="?", default=bars.MILLION)
    parser.add_argument("--rounds", type=int, default=bars.ROUNDS)
    parser.add_argument("--check", action="store_true", help="only that everything runs and agrees")
    asked = parser.parse_args()
    if asked.claims < 1 or asked.rounds < 1:
        parser.error("at least one claim and one round")
    data = WORK / f"{asked.claims}"
    try:
        make(data, asked.claims)
        programs = programs_on(data)
        agree(programs)
        if not asked.check:
            tell(measured(data, programs, asked.claims, asked.rounds))
    finally:
        shutil.rmtree(data, ignore_errors=True)


def tell(seen: Measured) -> None:
    """Write the page: to docs/ if it is a measurement, else beside the files, where git does not look."""
    where = PAGE if is_measurement(seen.claims, seen.rounds) else SMALL_PAGE
    where.write_text(page(seen), encoding="utf-8", newline="\n")
    print(f"written: {where.relative_to(BESIDE.parent).as_posix()}")


def is_measurement(claims: int, rounds: int) -> bool:
    """A small run may be for trying; it does not take the place of the page that is kept."""
    return bars.apply(claims) and rounds >= bars.ROUNDS


def make(data: Path, claims: int) -> None:
    """The files, in a process of their own, so that this one stays small (see `timed`)."""
    shutil.rmtree(data, ignore_errors=True)
    for name, (form, faulty) in FOLDERS.items():
        print(f"making {name}: {claims:,} claims, faulty {faulty}", file=sys.stderr)
        asked = ["--claims", str(claims), "--faulty", faulty, "--format", form, "--seed", str(SEED)]
        made = [str(OURS), "-m", "zerosum.simulate", "bench", str(data / name), *asked]
        run(made, check=True, stdout=DEVNULL)


def programs_on(data: Path) -> list[Program]:
    """All programs, those that are set beside each other next to each other."""
    plain, ode, faulty = (data / name for name in FOLDERS)
    return [
        theirs(bars.DATACOMPY, "compare_datacompy.py", plain),
        zerosum(bars.PLAIN, plain),
        theirs(bars.POLARS, "bare_polars.py", plain),
        zerosum(bars.ODE, ode),
        theirs(bars.POLARS_ODE, "bare_polars_ode.py", ode),
        zerosum(bars.FAULTY, faulty),
        theirs(bars.POLARS_FAULTY, "bare_polars.py", faulty),
    ]


def agree(programs: list[Program]) -> None:
    """Run each once: those on the same files tell the same sums, and the difference is what was put in. Else the end."""
    for folder in dict.fromkeys(program.folder for program in programs):
        told = {program.name: json.loads(answer(program)) for program in programs if program.folder == folder}
        for key in (*SUMS, "differing"):
            values = {name: one[key] for name, one in told.items() if key in one or key in SUMS}
            if len(set(values.values())) != 1 or not all(values.values()):
                sys.exit(f"{folder.name}: the programs do not agree on {key}: {values}")
        first = next(iter(told.values()))
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        if first["psrm_ore"] - first["debtor_ore"] != truth["difference_ore"]:
            sys.exit(f"{folder.name}: the difference is not the one that was put in, {truth['difference_ore']}")
        print(f"{folder.name}: {len(told)} programs agree to the øre on {first['debtor_claims']:,} claims")


def measured(data: Path, programs: list[Program], claims: int, rounds: int) -> Measured:
    """Time the rounds, and say what was measured, on what, and where."""
    about = machine()
    costs = interleaved(programs, rounds)
    ours = next(program for program in programs if program.name == bars.PLAIN)
    in_order = {name: costs[name] for name in bars.ORDER}
    return Measured(date.today(), claims, SEED, rounds, about, sizes(data), in_order, stages(ours))


def sizes(data: Path) -> list[tuple[str, int, int]]:
    """The files of the first two folders: name, lines (of a ZIP, of what is in it), bytes."""
    paths = [path for name in ("plain", "ode") for path in sorted((data / name / "data").iterdir())]
    return [(path.name, _lines(path), path.stat().st_size) for path in paths]


def _lines(path: Path) -> int:
    if is_zipfile(path):
        with ZipFile(path) as packed:
            (inside,) = packed.namelist()
            with packed.open(inside) as file:
                return _line_feeds(file)
    with path.open("rb") as file:
        return _line_feeds(file)


def _line_feeds(file: IO[bytes]) -> int:
    return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


if __name__ == "__main__":
    main()
