"""A line on stderr that says what a long run is doing: only on a terminal, only where it takes long, and gone at the end."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TextIO

from zerosum.cli.words import PROGRESS
from zerosum.stage import OnStage, unheard

QUIET_S = 2
"""Nothing is shown of what takes no longer."""
BETWEEN_S = 0.1
"""No more than ten updates a second."""


def can_show(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a line can be written over again: on a terminal that is not a dumb one."""
    try:
        return stream.isatty() and environment.get("TERM") != "dumb"
    except ValueError:  # closed
        return False


@contextmanager
def progress(language: str, *, shown: bool, stream: TextIO | None = None) -> Iterator[OnStage]:
    """What the work is to call at each stage. Where nothing is to be `shown`, or cannot be, it does nothing."""
    stream = stream or sys.stderr
    if not shown or not can_show(stream, os.environ):
        yield unheard
        return
    line = _Line(stream, language)
    thread = Thread(target=line.keep, daemon=True)
    thread.start()
    try:
        yield line.on_stage
    finally:
        line.ended.set()
        thread.join()


class _Line:
    """The line on the terminal. The work only leaves word; a thread of its own writes."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self.stream, self.language = stream, language
        self.now: tuple[str, int, int] | None = None
        self.ended = Event()

    def on_stage(self, stage: str, done: int, of: int) -> None:
        self.now = (stage, done, of)

    def keep(self) -> None:
        """Write the line anew where it has changed, until the work has ended; then take it away."""
        written = ""
        over = self.ended.wait(QUIET_S)
        while not over:
            text = told(self.now, self.language)
            if text != written:
                self._over(text, len(written))
                written = text
            over = self.ended.wait(BETWEEN_S)
        if written:
            self._over("", len(written))

    def _over(self, text: str, before: int) -> None:
        """Write over what stands there: with blanks and a carriage return, which every terminal knows."""
        room = max(shutil.get_terminal_size().columns - 1, 10)
        text = text[:room]
        with suppress(OSError, ValueError):
            self.stream.write("\r" + text.ljust(min(before, room)) + ("" if text else "\r"))
            self.stream.flush()


def told(now: tuple[str, int, int] | None, language: str) -> str:
    """A stage in words."""
    if now is None:
        return ""
    stage, done, of = now
    parts = PROGRESS[language]["of"].format(done=done, of=of) if of else ""
    return f"{PROGRESS[language][stage]}{parts} ..."
