"""`zerosum doctor`: a list of checks, each a small function that says what it saw and how to mend it.

Nothing is changed: one file is written where runs are to lie, and removed. pandas is imported only where a list of
decisions must be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zerosum.doctor.finding import INPUTS, SETTINGS, Finding, Ground, Machine, State
from zerosum.doctor.inputs import ages, inputs
from zerosum.doctor.installation import has_all, libraries, package_data, python
from zerosum.doctor.machine import this_machine
from zerosum.doctor.output import leftovers, long_paths, output, space, synced
from zerosum.doctor.scope import pairs
from zerosum.doctor.settings import lists, read_settings
from zerosum.doctor.surroundings import browser, clock, console

__all__ = ["CHECKS", "Examined", "Finding", "Ground", "Machine", "State", "examine", "this_machine"]

Check = Callable[[Ground], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    package_data,
    lists,
    inputs,
    ages,
    pairs,
    output,
    space,
    synced,
    long_paths,
    leftovers,
    clock,
    console,
    browser,
)
"""After the settings, in this order. Those of the settings say nothing where there are none that can be used."""


@dataclass(frozen=True)
class Examined:
    """All that was seen."""

    findings: tuple[Finding, ...]
    language: str
    """The settings' language; Danish where there are none that can be used."""

    @property
    def exit_code(self) -> int:
        """0 where nothing failed, else that of the settings before that of the inputs."""
        codes = {one.exit_code for one in self.findings if one.state == State.FAILED}
        return next((code for code in (SETTINGS, INPUTS) if code in codes), 0)


def examine(ground: Ground) -> Examined:
    """Every check, in its order."""
    program = [*python(ground), *libraries(ground)]
    if not has_all(ground.machine):
        return Examined(tuple(program), "da")  # all else needs them
    ground, of_settings = read_settings(ground)
    rest = [finding for check in CHECKS for finding in check(ground)]
    language = ground.settings.language if ground.settings is not None else "da"
    return Examined((*program, of_settings, *rest), language)
