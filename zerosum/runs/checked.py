"""What `zerosum check` says of files: counts, sums and rejects, by the same readers as a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zerosum.errors import InputError, Problem
from zerosum.normalise.intake import Taken, take_inputs
from zerosum.normalise.lines import Lines
from zerosum.normalise.ode import part_of
from zerosum.read import read
from zerosum.read.container import blobs
from zerosum.result import InputFile, Reject
from zerosum.settings import Input, Settings
from zerosum.sources.find import find_columns
from zerosum.sources.load import builtin
from zerosum.sources.model import Source
from zerosum.tables import Event, Rule, Side


@dataclass(frozen=True)
class Checked:
    """The files as they were read."""

    inputs: tuple[InputFile, ...]
    rejects: tuple[Reject, ...]

    def values(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "files": [
                {"path": one.path, "source": one.source, "part": one.part, "encoding": one.encoding, "separator": one.separator, "sha256": one.sha256,
                 "lines": one.lines, "movements": one.movements, "rejects": one.rejects, "by_rule": dict(one.by_rule), "event_ore": dict(one.event_ore)}
                for one in self.inputs
            ],
            "rejects": [
                {"file": one.file, "line": one.line, "column": one.column, "value": one.value, "expected": one.expected, "do": one.do}
                for one in self.rejects
            ],
        }  # fmt: skip


def check_files(files: Sequence[Path], source: Source | None, side: str | None) -> Checked:
    """Read the files as a run would, each by its source; files of one ODE delivery together."""
    ode = builtin("kmd-ode")
    parts = [part.name for part in ode.parts]
    if source is not None and source.layout == ode.layout:
        ode, of_ode = source, tuple(files)
    else:
        of_ode = tuple(file for file in files if source is None and part_of(file.name, parts) is not None)
    inputs = [Input(Side.DEBTOR, ode, of_ode)] if of_ode else []
    for file in files:
        if file not in of_ode:
            fitting = source or _fitting(file)
            inputs.append(Input(_side(fitting, side), fitting, (file,)))
    settings = Settings("", "", "", "", None, None, tuple(inputs), (), {})
    taken = take_inputs(settings)
    lines = {at: [one for one in taken.lines if (one.file == at).any()] for at in range(len(taken.files))}
    counted = tuple(_counted(one, at, lines[at]) for at, one in enumerate(taken.files))
    return Checked(counted, taken.rejects)


def _side(source: Source, told: str | None) -> Side:
    """The side of the source; where it may be either, the one that was told, else the debtor's."""
    if source.side == "psrm" or (source.side == "either" and told == "psrm"):
        return Side.PSRM
    return Side.DEBTOR


def _fitting(file: Path) -> Source:
    """The built-in source that knows most of the file's columns; the PSRM report where the plain format knows as many.

    InputError where the file lacks a column that each of them needs.
    """
    raws = [read(blob, builtin("zerosum")) for blob in blobs(file)]
    known: dict[str, int] = {}
    for name in ("psrm-justering", "zerosum"):
        source = builtin(name)
        found = [find_columns(source.parts[0], raw.headings, source.fixed) for raw in raws]
        if not any(problems for _, problems in found):
            known[name] = sum(len(positions) for positions, _ in found)
    if not known:
        why = "Overskrifterne passer ikke til nogen af de indbyggede kilder."
        raise InputError(Problem("Kilden er ikke fundet", why, "Angiv den med --source.", file.name))
    return builtin(max(known, key=lambda name: known[name]))


def _counted(one: Taken, at: int, lines: Sequence[Lines]) -> InputFile:
    rules = dict.fromkeys(Rule, 0)
    sums = {event.name.lower(): 0 for event in Event}
    for table in lines:
        mine = table.file == at
        for rule in Rule:
            rules[rule] += int((mine & (table.rule == rule)).sum())
        once = mine & ~np.isin(table.rule, (Rule.REPEATED_FOR_LIABLE, Rule.LINE_TWICE))
        for event in Event:
            sums[event.name.lower()] += int(np.abs(table.amount_ore[once & (table.event == event)]).sum())
    return one.counted(rules, sums)
