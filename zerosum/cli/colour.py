"""Colour on the terminal. It only repeats what the words say, and nobody misses anything without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

import click

from zerosum.result import Verdict

OF_VERDICT = {
    Verdict.READY: "green",
    Verdict.READY_WITH_REMARKS: "yellow",
    Verdict.NOT_READY: "red",
    Verdict.NOT_TESTED: "magenta",
}


def wanted(asked: bool | None, stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour: what was asked for; else on a terminal that is not dumb, where NO_COLOR (no-color.org) is empty."""
    if asked is not None:
        return asked
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty() and _understood()
    except ValueError:  # closed
        return False


def painted(text: str, verdict: Verdict) -> str:
    """A word of a verdict in its colour."""
    return click.style(text, fg=OF_VERDICT[verdict], bold=True)


def _understood() -> bool:
    """Whether the console takes the signs that colour: that of Windows must be told to first."""
    if sys.platform != "win32":
        return True
    import ctypes

    stdout, virtual_terminal = -11, 0x0004
    kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    handle = kernel.GetStdHandle(stdout)
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return "MSYSTEM" in os.environ  # the terminal of Git for Windows is none of Windows' own
    return bool(kernel.SetConsoleMode(handle, mode.value | virtual_terminal))
