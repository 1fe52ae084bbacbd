"""The file or the settings are at fault, and here is what to do. Everything else that fails is our own fault."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, told so that the person who sent the file can mend it."""

    what: str
    """Short headline, e.g. «Kolonne mangler»."""
    why: str
    """What was found and what was expected."""
    do: str
    """What to do next."""
    file: str = ""
    line: int = 0
    column: str = ""
    value: str = ""
    """As it may be shown: masked."""


class ZerosumError(Exception):
    """Base of the errors that end a run with a message. `exit_code` is the process's."""

    exit_code = 70
    kind = ""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.what}: {problem.why}" for problem in problems))
        self.problems = problems


class InputError(ZerosumError):
    """A file cannot be used (en inputfil kan ikke bruges)."""

    exit_code = 3
    kind = "input"


class SettingsError(ZerosumError):
    """The settings are wrong (fejl i opsætningen)."""

    exit_code = 4
    kind = "settings"
