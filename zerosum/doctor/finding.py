"""What a check of the doctor came to, and all that a check looks at: plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path

from zerosum.errors import Phrase, Problem
from zerosum.settings import Settings

INPUTS, SETTINGS = 3, 4
"""The exit codes of a check that failed: an input cannot be used; the settings, the installation or the output folder."""


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. No text in it holds a number of a person."""

    check: str
    """Name of the check; stable, for those who read the JSON."""
    state: State
    seen: Phrase
    fix: Phrase | None = None
    """How to mend it: always there but where all is well."""
    exit_code: int = 0
    """What the command ends with for it; 0 where it did not fail."""
    problems: tuple[Problem, ...] = ()
    """The messages that a run would stop with."""


def ok(check: str, seen: Phrase) -> Finding:
    """All is well."""
    return Finding(check, State.OK, seen)


def warning(check: str, seen: Phrase, fix: Phrase) -> Finding:
    """A run can be made, but somebody should know this."""
    return Finding(check, State.WARNING, seen, fix)


def failed(
    check: str, seen: Phrase, fix: Phrase, exit_code: int = SETTINGS, problems: tuple[Problem, ...] = ()
) -> Finding:
    """A run cannot be made, or cannot be leant on."""
    return Finding(check, State.FAILED, seen, fix, exit_code, problems)


@dataclass(frozen=True)
class Machine:
    """What the checks ask of the machine. `machine.this_machine` asks the real one."""

    now: datetime
    """With its time zone."""
    system: str
    """`Windows`, `Linux`, `Darwin`."""
    python: str
    minimum_python: str
    """As pyproject writes it (`>=3.11`); empty where zerosum is not installed as a package."""
    requirements: tuple[str, ...]
    """As pyproject writes them (`pandas<4,>=3.0`), without those of extras."""
    versions: Mapping[str, str]
    """Installed libraries of the requirements, by name."""
    package: Traversable
    """The folder of the package."""
    encoding: str
    """Of what is written on the terminal."""
    environment: Mapping[str, str]
    temporary: Path
    """The user's folder for temporary files."""
    free_bytes: Callable[[Path], int]
    program: Callable[[str], str | None]
    """Where a program of that name is; None where it is not."""


@dataclass(frozen=True)
class Ground:
    """All that the checks look at."""

    machine: Machine
    config: Path | None
    """The settings that were asked for, or found; None where there are none."""
    asked: bool
    """The settings were asked for by name."""
    output: Path
    settings: Settings | None = None
    """None where there are none, or they cannot be used."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Every input file."""
        given = self.settings.inputs if self.settings is not None else ()
        return tuple(path for one in given for path in one.files)
