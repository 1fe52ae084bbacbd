"""The evaluation runs, on small data. What it finds on large data is `make eval`'s to tell."""

from __future__ import annotations

import subprocess
import sys

import pytest
from forked import ROOT


@pytest.mark.long
def test_the_evaluation_runs() -> None:
    asked = [sys.executable, str(ROOT / "benchmarks" / "evaluate.py"), "--size", "500", "--seeds", "1"]
    done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| plain, psrm | file_truncated | not_ready |" in done.stdout
    assert "| plain, psrm | no_money_case | ready |" in done.stdout
