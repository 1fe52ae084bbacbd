"""The crash report: an error of our own as a small text file, with nothing in it of what stood in a file.

It holds versions, kinds of errors, and places in our own code. Never the error's own text, the value of a variable, or the
name of a file: each of them may hold the number of a person.
"""

from __future__ import annotations

import platform
import secrets
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from zerosum import __version__
from zerosum.runs.put import put_new

LIBRARIES = ("pandas", "pyarrow", "numpy", "pydantic", "python-calamine", "click")
HOME = Path(__file__).parent.parent
"""The package: frames below it are ours."""
ERRORS_MOST, FRAMES_MOST = 5, 60
"""So many errors of a chain, and so many places of each, are told; the innermost of them."""


def crash_report(error: BaseException, command: str, now: datetime) -> str:
    """What happened. `command` is the name of one of our own commands, or empty."""
    libraries = ", ".join(f"{name} {found}" for name in LIBRARIES if (found := _version(name)))
    head = [
        "zerosum: fejlrapport / crash report",
        "",
        "Her står ingen data: ingen værdier, ingen filnavne, ingen beskeder. Filen kan sendes, som den er.",
        "There is no data here: no values, no names of files, no messages. The file may be sent as it is.",
        "",
        f"zerosum    {__version__}{f', {command}' if command else ''}",
        f"Python     {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"libraries  {libraries}",
        f"time       {now.astimezone(UTC).isoformat(timespec='seconds')}",
    ]
    return "\n".join([*head, *_chain(error)]) + "\n"


def write_crash_report(text: str, folders: Iterable[Path], now: datetime) -> Path | None:
    """Write it into the first of the folders that takes it, for its owner alone. None where none does."""
    # Letters alone behind the day: digits of the clock look like a person's number, and would be veiled in the message.
    serial = "".join(secrets.choice("abcdefghkmnpqrstuvwxyz") for _ in range(6))
    name = f"zerosum-fejl-{now.astimezone(UTC):%Y-%m-%d}-{serial}.txt"
    for folder in folders:
        path = folder / name
        try:
            put_new(path, text.encode())
        except OSError:
            continue
        return path
    return None


def _chain(error: BaseException) -> Iterator[str]:
    """The error, and those that it came of."""
    told: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in told and len(told) < ERRORS_MOST:
        yield ""
        yield f"{'from  ' if told else ''}{_kind(at)}"
        yield from _frames(at)
        told.add(id(at))
        at = at.__cause__ or at.__context__


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> Iterator[str]:
    """Places in our own code; of others' code only whose it is, and how many there are."""
    others: list[str] = []
    for frame in traceback.extract_tb(error.__traceback__)[-FRAMES_MOST:]:
        ours = _ours(frame.filename)
        if not ours:
            others.append(_library(frame.filename))
            continue
        yield from _told(others)
        others = []
        yield f"  {ours}:{frame.lineno} {frame.name}"
    yield from _told(others)


def _told(others: list[str]) -> Iterator[str]:
    if others:
        yield f"  ({len(others)}: {', '.join(dict.fromkeys(others))})"


def _ours(file: str) -> str:
    """The place in the package; empty where it is not ours."""
    try:
        return f"zerosum/{Path(file).resolve().relative_to(HOME.resolve()).as_posix()}"
    except (OSError, ValueError):
        return ""


def _library(file: str) -> str:
    """The library that a file is of, where it is installed as one; its path is not told."""
    parts = Path(file).parts
    at = next((at for at in range(len(parts) - 1, -1, -1) if parts[at] == "site-packages"), None)
    return parts[at + 1].removesuffix(".py") if at is not None else "python"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
