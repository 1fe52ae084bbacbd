"""What the work list costs: made-up lines, and the same with an old list carried over: `.venv/bin/python benchmarks/worklist.py`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import worklists

from zerosum.report.worklist.old import read_work_list
from zerosum.report.worklist.workbook import workbook

BAR_MS = 0.25
"""Milliseconds a line, by the clock on the wall."""


def main(lines: int = 20_000) -> None:
    """Write, read and write again, and say how long each took."""
    dossier = worklists.dossier([worklists.row(number) for number in range(lines)])
    workbook(worklists.dossier([worklists.row(1)]))  # imports and words
    start, cpu = time.perf_counter(), time.process_time()
    first = workbook(dossier)
    written, used = time.perf_counter() - start, time.process_time() - cpu
    with TemporaryDirectory() as folder:
        path = Path(folder) / "arbejdsliste.xlsx"
        path.write_bytes(first)
        start = time.perf_counter()
        carried = read_work_list(path)
        read = time.perf_counter() - start
    start = time.perf_counter()
    workbook(dossier, carried=carried)
    again = time.perf_counter() - start
    print(
        f"{lines} lines: {written:.2f} s, {1000 * written / lines:.3f} ms a line (bar {BAR_MS}; CPU {1000 * used / lines:.3f}); {len(first):,} bytes"
    )
    print(f"read back: {read:.2f} s; written with it: {again:.2f} s, {1000 * again / lines:.3f} ms a line")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
