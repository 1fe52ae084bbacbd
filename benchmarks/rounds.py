"""Whole processes, timed: rounds of programs, one after the other, and what the kernel counted of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

BESIDE = Path(__file__).parent
THEIRS = BESIDE / ".venv" / "bin" / "python"
OURS = Path(sys.executable)
OUTPUT = "OUTPUT"
"""In a command: a fresh folder for what the program writes, gone when it has ended."""

KIB = 1024


@dataclass(frozen=True)
class Program:
    """A command to time. `good` are the exit codes of one that went well; `folder` holds its files."""

    name: str
    folder: Path
    command: tuple[str, ...]
    good: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """What one whole process took, imports included."""

    wall_s: float
    cpu_s: float
    """User and system, of all its threads and children."""
    peak_bytes: int


def zerosum(name: str, folder: Path) -> Program:
    """A full run; its exit code is a verdict (0, 10, 20). It writes its files as anybody's run does."""
    listless = ("--json", "--no-work-list")
    command = (str(OURS), "-m", "zerosum", "run", "-c", str(folder / "zerosum.toml"), "-o", OUTPUT, *listless)
    return Program(name, folder, command, good=(0, 10, 20))


def theirs(name: str, script: str, folder: Path) -> Program:
    """One of the scripts beside, in the environment of the others."""
    return Program(name, folder, (str(THEIRS), str(BESIDE / "programs" / script), str(folder)))


def answer(program: Program) -> str:
    """Run it once, untimed -> what it prints. It also warms the page cache and Python's own."""
    with TemporaryDirectory() as output:
        done = subprocess.run(command_of(program, output), capture_output=True, text=True, check=False)
    if done.returncode not in program.good:
        sys.exit(f"{program.name}: ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def timed(program: Program) -> Cost:
    """Run it once, its answer to nobody.

    The kernel counts the memory of the parent in a child's peak until the child is another program: this process must
    stay small, and so imports nothing large and makes no data itself.
    """
    with TemporaryDirectory() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command_of(program, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in program.good:
        sys.exit(f"{program.name}: ended with {process.returncode}")
    return Cost(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB)


def interleaved(programs: list[Program], rounds: int) -> dict[str, list[Cost]]:
    """Rounds of all programs -> name to costs, one a round. Every other round goes backwards, so that none is always first."""
    costs: dict[str, list[Cost]] = {program.name: [] for program in programs}
    for at in range(rounds):
        print(f"round {at + 1} of {rounds}", file=sys.stderr)
        for program in programs if at % 2 == 0 else reversed(programs):
            costs[program.name].append(timed(program))
    return costs


def command_of(program: Program, output: str) -> list[str]:
    """The command of a program that writes to `output`."""
    return [output if part == OUTPUT else part for part in program.command]
