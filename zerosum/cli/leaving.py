"""How a command ends that could not go on: what is told, what is written, and the exit code."""

from __future__ import annotations

import os
import sys
import tempfile
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

import click

from zerosum import __version__
from zerosum.cli.exits import INTERNAL, INTERRUPTED
from zerosum.cli.language import say, spoken, tell
from zerosum.errors import OutputError, Phrase, Problem, reason

_output: ContextVar[Path | None] = ContextVar("output", default=None)


def writes_to(folder: Path) -> None:
    """The command's own folder for what it writes: a crash report belongs there, where there is one."""
    _output.set(folder)


def could_not_tell(error: OSError) -> bool:
    """Whether an error came of writing to the terminal, or to what stands in its place."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and at.tb_frame.f_code is click.echo.__code__


def untold(error: OSError) -> int:
    """The result cannot be written out. Nobody reads it any more, or there is no room where it goes."""
    from zerosum.cli.messages import plain, problem_text

    _let_go(sys.stdout)
    if isinstance(error, BrokenPipeError):
        _let_go(sys.stderr)
        return INTERRUPTED
    told = problem_text(Problem("told_failed", {"reason": reason(error)}), spoken())
    ended = Phrase("told_end", {"code": OutputError.exit_code}).told(spoken())
    say(plain(f"{told}\n\n{ended}"))
    return OutputError.exit_code


def _let_go(stream: object) -> None:
    """What could not be written is not tried again when the interpreter ends: that may end it with a code of its own (the
    documentation of Python's signal module, on SIGPIPE)."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, stream.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):  # no stream of the system's
        pass
    finally:
        os.close(nothing)


def of_interrupt(error: BaseException) -> bool:
    """Whether an error came of Ctrl-C: a library that is interrupted while it is imported raises errors of its own."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        if isinstance(at, KeyboardInterrupt):
            return True
        seen.add(id(at))
        at = at.__cause__ or at.__context__
    return False


def too_little_memory() -> int:
    """The files are too large for the machine."""
    return tell(OutputError(Problem("memory_short")))


def crashed(error: Exception, command: str) -> int:
    """Our own fault, told without the error's text: that may hold what stood in a file."""
    from zerosum.cli.messages import internal_text, plain
    from zerosum.runs.crash import crash_report, write_crash_report

    now = datetime.now().astimezone()
    given = _output.get()
    folders = [*([given] if given is not None else []), Path(tempfile.gettempdir())]
    path = write_crash_report(crash_report(error, command, now), folders, now)
    report = str(path) if path is not None else ""
    say(plain(internal_text(error, __version__, spoken(), report)))
    return INTERNAL
