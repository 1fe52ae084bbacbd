"""The program in a process of its own, without the time that Python takes to import the libraries.

A server that has imported them, and has done nothing else, forks for each call. What it forks changes folder, environment,
stdout and stderr, executes the code as `python -c` would, and ends as Python ends. Where there is no fork it is a real start.
What a start itself does (which modules are imported, the console command) is for tests that start Python.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
MAIN = "from zerosum.cli import main\nmain()\n"

_IMPORTED = """
import zerosum.cli, zerosum.pipeline, zerosum.settings_load, zerosum.settings_bare, zerosum.normalise.intake
import zerosum.report.render, zerosum.report.made, zerosum.runs.store, zerosum.runs.document, zerosum.runs.checked
import zerosum.read.raw, zerosum.read.delimited, zerosum.read.workbook, zerosum.read.xml, zerosum.read.parquet
import zerosum.runs.verified, zerosum.trial.selftest, zerosum.trace, zerosum.doctor, zerosum.survey, zerosum.decisions_load
import zerosum.cli.messages, zerosum.cli.words, zerosum.cli.summary, zerosum.cli.verified, zerosum.cli.known
import zerosum.cli.progress, zerosum.cli.password, zerosum.runs.earlier, zerosum.runs.purged, zerosum.report.pack, zerosum.klik
import babel.numbers, babel.dates, pyarrow.csv, pyarrow.parquet, pyarrow.compute, pyarrow.pandas_compat, rfc8785, email.parser
import zerosum.dates, zerosum.errors, zerosum.report.words, zerosum.sources.load, zerosum.stamdata.rules
for language in zerosum.errors.LANGUAGES:
    words = zerosum.report.words.load(language)
    pages = zerosum.report.render._environment(words)
    for name in pages.list_templates(["html"]):
        pages.get_template(name)
    words.amount(100), zerosum.errors.words(language)
zerosum.stamdata.rules.built_in()
zerosum.dates.bank_holidays(2026)
for name in zerosum.sources.load.BUILT_IN:
    zerosum.sources.load.builtin(name)
"""
"""What every start would do again: imports, and files of our own that are read once. Nothing that starts a thread."""


class Started:
    """A call that is on its way: what the tests use of subprocess.Popen."""

    def __init__(self, pid: int, status: socket.socket, stdout: IO[bytes] | None, stderr: IO[bytes] | None) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None
        self._status = status

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._status.settimeout(timeout)
            try:
                self.returncode = int(self._status.recv(64))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("forked", timeout or 0) from None
            self._status.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        """What it wrote, once it has ended."""
        with ThreadPoolExecutor(2) as readers:
            out, err = (readers.submit(one.read) if one else None for one in (self.stdout, self.stderr))
            try:
                self.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        for stream in (self.stdout, self.stderr):
            if stream:
                stream.close()
        return (out.result() if out else b""), (err.result() if err else b"")


def start(
    code: str,
    *arguments: str,
    cwd: Path,
    environment: Mapping[str, str],
    stdout: IO[bytes] | int | None = None,
    stderr: IO[bytes] | int | None = None,
) -> Started | subprocess.Popen[bytes]:
    """Execute the code in a folder, with those arguments behind the name of the program. Without a place of their own, stdout and
    stderr are kept, for `communicate`."""
    if not hasattr(os, "fork"):
        more = {"stdout": stdout or subprocess.PIPE, "stderr": stderr or subprocess.PIPE}
        return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=cwd, env=dict(environment), **more)  # type: ignore[call-overload,no-any-return]
    pipes = [os.pipe() if place is None else None for place in (stdout, stderr)]
    places = [pipe[1] if pipe else _number(given) for given, pipe in zip((stdout, stderr), pipes, strict=True)]
    mine, theirs = socket.socketpair()
    asked = {"code": code, "argv": ["zerosum", *arguments], "cwd": str(cwd), "environment": dict(environment)}
    server = _server()
    socket.send_fds(server, [json.dumps(asked).encode()], [*places, theirs.fileno()])
    theirs.close()
    for pipe in pipes:
        if pipe:
            os.close(pipe[1])
    pid = int(mine.recv(64))
    mine.send(b"go")
    return Started(pid, mine, *(os.fdopen(pipe[0], "rb") if pipe else None for pipe in pipes))


def _number(place: IO[bytes] | int | None) -> int:
    return place if isinstance(place, int) else place.fileno()  # type: ignore[union-attr]


def run(
    code: str,
    *arguments: str,
    cwd: Path,
    environment: Mapping[str, str],
    stdout: IO[bytes] | int | None = None,
    stderr: IO[bytes] | int | None = None,
) -> subprocess.CompletedProcess[str]:
    """The same, to its end; what it wrote as text."""
    started = start(code, *arguments, cwd=cwd, environment=environment, stdout=stdout, stderr=stderr)
    out, err = (one.decode("utf-8", "replace") for one in started.communicate(timeout=120))
    return subprocess.CompletedProcess(["-c", *arguments], started.returncode or 0, out, err)


def zerosum(*arguments: str | Path, cwd: Path, first: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder; `first` is done before, in the same process."""
    return run(first + "\n" + MAIN, *map(str, arguments), cwd=cwd, environment=surroundings(**environment))


def surroundings(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"} | more


@cache
def _server() -> socket.socket:
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    mine.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    started = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=surroundings(), cwd=ROOT
    )
    theirs.close()
    atexit.register(_end, mine, started)
    return mine


def _end(server: socket.socket, started: subprocess.Popen[bytes]) -> None:
    server.close()
    started.wait(10)


# --- in the server ---


def _serve(control: socket.socket) -> tuple[dict[str, object], list[int]] | None:
    """What a forked child is asked to do; None in the server itself, once nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, places, _, _ = socket.recv_fds(control, 1 << 20, 3)
        if not data:
            return None
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            return _watched(json.loads(data), places)
        for place in places:
            os.close(place)


def _watched(asked: dict[str, object], places: list[int]) -> tuple[dict[str, object], list[int]]:
    """In the child. Its parent tells how it ended, and ends."""
    status = socket.socket(fileno=places.pop())
    pid = os.fork()
    if pid:
        status.send(str(pid).encode())
        _, ended = os.waitpid(pid, 0)
        status.send(str(os.waitstatus_to_exitcode(ended)).encode())
        os._exit(0)
    told = status.recv(64)  # so that whoever asked knows the process before it does anything
    status.close()
    if told != b"go":
        os._exit(1)
    return asked, places


def _become(asked: dict[str, object], places: Sequence[int]) -> None:
    """Folder, environment and streams as a process that starts has them."""
    environment: dict[str, str] = asked["environment"]  # type: ignore[assignment]
    os.chdir(str(asked["cwd"]))
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    for place, stream in zip(places, (1, 2), strict=True):
        os.dup2(place, stream)
        os.close(place)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding=encoding, errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = list(asked["argv"])  # type: ignore[call-overload]


if __name__ == "__main__":
    # The scripts that are executed find what they import as `python -c` does: the folder of this file is none of theirs.
    sys.path[:] = [str(ROOT), *(one for one in sys.path if one != str(Path(__file__).parent))]
    exec(_IMPORTED)  # noqa: S102
    gc.freeze()  # a child that ends would else look through all of it once more, and copy every page of its memory for that
    tempfile.tempdir = None
    _asked = _serve(socket.socket(fileno=int(sys.argv[1])))
    if _asked is not None:
        _become(*_asked)
        _code = compile(str(_asked[0]["code"]), "<string>", "exec")
        exec(_code, {"__name__": "__main__", "__builtins__": __builtins__})  # noqa: S102
