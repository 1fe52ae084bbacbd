"""What machine this is, as far as it matters to a measurement and tells nothing of whose it is."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from subprocess import run

from rounds import KIB, THEIRS

OURS_MATTER = ("zerosum", "pandas", "pyarrow", "numpy")
THEIRS_MATTER = ("polars", "datacompy", "pandas", "pyarrow", "numpy")


def machine() -> Sequence[str]:
    """Processor, memory, load, and the versions of both environments, a line each."""
    ours = ", ".join(f"{name} {version(name)}" for name in OURS_MATTER)
    system = f"{platform.system()}, {platform.machine()}"
    return (
        f"Processor: {processor()}, {len(os.sched_getaffinity(0))} cores; memory: {_memory_gb():.0f} GB; {system}.",
        f"Load before the first round: {os.getloadavg()[0]:.1f}. Other work on the machine makes all of it slower.",
        f"Python {platform.python_version()}. zerosum's environment: {ours}.",
        f"The others': {_theirs()}.",
    )


def processor() -> str:
    """What the kernel calls it."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "not told")


def _memory_gb() -> float:
    lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("MemTotal:"))
    return kib * KIB / 10**9


def _theirs() -> str:
    told = f"from importlib.metadata import version\nfor one in {THEIRS_MATTER}: print(one, version(one))"
    done = run([str(THEIRS), "-c", told], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the environment of the others is not whole:\n{done.stderr}")
    return ", ".join(done.stdout.split("\n")).strip(", ")
