"""Debian's minisign, which signatures are held against. Without it the tests are skipped, loudly; with ZEROSUM_REQUIRE_BROWSER set,
they fail instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

PROGRAM = shutil.which("minisign") or ""


def needed() -> None:
    """Skip the test, or fail it, where there is no minisign."""
    if PROGRAM:
        return
    if os.environ.get("ZEROSUM_REQUIRE_BROWSER"):
        pytest.fail("ZEROSUM_REQUIRE_BROWSER is set, but there is no minisign: apt-get install minisign")
    loud = "NO MINISIGN: signatures were NOT held against another program (apt-get install minisign)"
    warnings.warn(loud, stacklevel=1)
    pytest.skip(loud)


def minisign(*arguments: str | Path, passwords: str = "\n") -> subprocess.CompletedProcess[bytes]:
    """Run it; it takes passwords from stdin where it has no terminal."""
    needed()
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], input=passwords.encode(), capture_output=True, timeout=120, check=False,
        start_new_session=True,
    )  # fmt: skip
