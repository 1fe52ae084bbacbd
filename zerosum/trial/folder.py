"""A private folder for copies of data, that is gone afterwards whatever ends the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zerosum.errors import OutputError, Problem, reason

PREFIX = "zerosum-selftest-"

_GUARD = "import shutil, sys; sys.stdin.buffer.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"
"""It waits until the other end of the pipe closes, which it does however that program ends."""


def copies_failed(error: OSError) -> OutputError:
    """The message where the copies cannot be written."""
    return OutputError(Problem("copies_failed", {"reason": reason(error)}, file=tempfile.gettempdir()))


@contextmanager
def temporary_folder(inside: Path) -> Iterator[Path]:
    """A folder for the copies of one trial, removed at the end."""
    folder = _made(inside, "trial-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(inside: Path | None, prefix: str) -> Path:
    try:
        return Path(tempfile.mkdtemp(dir=inside, prefix=prefix))
    except OSError as error:
        raise copies_failed(error) from None


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder in the user's folder for temporary files (TMPDIR, TEMP), for its owner alone, removed at the end.

    A second process does nothing but wait for the end of this one, and removes the folder if this one was killed.
    """
    folder = _made(None, PREFIX)
    guard = None
    try:
        guard = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _GUARD, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us: the guard must outlive it
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if guard is not None and guard.stdin is not None:
            guard.stdin.close()
            guard.wait()
