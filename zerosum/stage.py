"""The stages of long work as plain data: what a terminal may tell while it waits. The work itself knows of no terminal."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

OnStage: TypeAlias = Callable[[str, int, int], None]
"""Called at the beginning of a stage with its name, and where it has parts with how many of them are done, and of how many
(0, 0 where it has none). It may be called from several threads, and must return at once."""


class Stage(StrEnum):
    """What a run is doing."""

    READS = "reads"
    """Its parts are the files."""
    BOOKS = "books"
    MATCHES = "matches"
    CLEARS = "clears"
    EXPLAINS = "explains"
    JUDGES = "judges"
    TRIES = "tries"
    """The self-test."""
    RENDERS = "renders"
    WRITES = "writes"
    PRINTS = "prints"
    """The PDF."""


def unheard(_stage: str, _done: int, _of: int) -> None:
    """For those who do not listen."""
