"""What `zerosum check` says of files: counts, sums and rejects, by the same readers as a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zerosum.errors import InputError, Problem, in_words
from zerosum.normalise.delivery import part_of
from zerosum.normalise.intake import Taken, debtors_in, take_in, take_inputs, without_numbers
from zerosum.normalise.lines import Lines
from zerosum.pipeline import booked, inputs_of
from zerosum.read import read
from zerosum.read.container import blobs
from zerosum.read.kind import looks_like_xml
from zerosum.result import InputFile, Reject
from zerosum.runs.columns import ColumnWritten, columns_written
from zerosum.runs.controls import Control, controls
from zerosum.runs.repeated import Repeated, repeated
from zerosum.settings import Input, Settings
from zerosum.sources.find import find_columns
from zerosum.sources.load import BUILT_IN, builtin
from zerosum.sources.model import Source
from zerosum.tables import Event, Rule, Side


@dataclass(frozen=True)
class Checked:
    """The files as they were read."""

    inputs: tuple[InputFile, ...]
    rejects: tuple[Reject, ...]
    columns: Mapping[int, tuple[ColumnWritten, ...]]
    """Place of an input -> how its amounts and dates are written."""
    repeated: tuple[Repeated, ...]
    controls: tuple[Control, ...] = ()
    """Of settings: the declared totals."""

    @property
    def sound(self) -> bool:
        """Whether every line could be read, and no declared total differs."""
        return not self.rejects and not any(one.differs for one in self.controls)

    def values(self, language: str = "da") -> dict[str, Any]:
        """As plain values; what is told of rejects in the language."""
        return {
            "files": [
                {"path": one.path, "source": one.source, "part": one.part, "encoding": one.encoding, "separator": one.separator, "sha256": one.sha256,
                 "lines": one.lines, "movements": one.movements, "rejects": one.rejects, "by_rule": dict(one.by_rule), "event_ore": dict(one.event_ore),
                 "read_ore": one.read_ore, "read_again_ore": one.read_again_ore, "lines_again": one.lines_again,
                 "notes": [{"code": note.code, **asdict(note.told(language))} for note in one.notes],
                 "columns": [{"heading": column.heading, "ours": column.name, "blank": column.blank,
                              "forms": [asdict(form) for form in column.forms]} for column in self.columns.get(at, ())]}
                for at, one in enumerate(self.inputs)
            ],
            "repeated": [
                {"what": one.what, "side": one.side.name.lower(), "keys": one.keys, "lines": one.lines,
                 "examples": [[{"file": self.inputs[file].path, "line": line} for file, line in places] for places in one.examples]}
                for one in self.repeated
            ],
            "control_totals": [asdict(one) | {"agrees": one.agrees} for one in self.controls],
            "rejects_by_code": dict(sorted(Counter(one.problem.code for one in self.rejects).items())),
            "rejects": [
                {"file": one.file, "line": one.line, "column": in_words(one.column, language), "value": one.value, "code": one.code,
                 **asdict(one.told(language))}
                for one in (reject.problem for reject in self.rejects)
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
    debtors = debtors_in(taken)
    taken = without_numbers(taken, debtors)
    lines = {at: [one for one in taken.lines if (one.file == at).any()] for at in range(len(taken.files))}
    counted = tuple(_counted(one, at, lines[at]) for at, one in enumerate(taken.files))
    return Checked(counted, taken.rejects, columns_written(settings, debtors), repeated(taken.lines, taken.numeric_ids))


def check_settings(settings: Settings) -> Checked:
    """Read all inputs of the settings as a run would, with their sources, declared debtor numbers and decisions; hold the
    declared totals against them. Nothing is matched."""
    taken = take_in(settings)
    again = repeated(taken.lines, taken.numeric_ids)  # before the lines become a book
    kept = booked(settings, taken)
    debtors = kept.book.texts.debtors
    taken = without_numbers(taken, debtors)
    return Checked(
        inputs_of(taken, kept.book), taken.rejects, columns_written(settings, debtors), again, controls(settings, kept)
    )


def _side(source: Source, told: str | None) -> Side:
    """The side of the source; where it may be either, the one that was told, else the debtor's."""
    if source.side == "psrm" or (source.side == "either" and told == "psrm"):
        return Side.PSRM
    return Side.DEBTOR


def _fitting(file: Path) -> Source:
    """The built-in source that knows most of the file's columns; the PSRM report where the plain format knows as many.

    An XML file is that of the source whose outermost element it has. InputError where no source fits.
    """
    for name in BUILT_IN:
        xml = builtin(name).xml
        if xml is not None and xml.root and all(_begins_with(blob.data, xml.root) for blob in blobs(file)):
            return builtin(name)
    raws = [read(blob, builtin("zerosum")) for blob in blobs(file)]
    known: dict[str, int] = {}
    for name in ("psrm-justering", "zerosum"):
        source = builtin(name)
        found = [find_columns(source.parts[0], raw.headings, source.fixed) for raw in raws]
        if not any(problems for _, problems in found):
            known[name] = sum(len(positions) for positions, _ in found)
    if not known:
        raise InputError(Problem("source_not_recognised", file=file.name))
    return builtin(max(known, key=lambda name: known[name]))


def _begins_with(data: bytes, root: str) -> bool:
    """Whether it is XML, and the element stands in its beginning."""
    return looks_like_xml(data) and root.encode() in data[:2000].replace(b"\0", b"")


def _counted(one: Taken, at: int, lines: Sequence[Lines]) -> InputFile:
    rules = dict.fromkeys(Rule, 0)
    sums, lines_ore = {event.name.lower(): 0 for event in Event}, 0
    for table in lines:
        mine = table.file == at
        for rule in Rule:
            rules[rule] += int((mine & (table.rule == rule)).sum())
        lines_ore += int(table.amount_ore[mine].sum())
        once = mine & ~np.isin(table.rule, (Rule.REPEATED_FOR_LIABLE, Rule.LINE_TWICE))
        for event in Event:
            sums[event.name.lower()] += int(np.abs(table.amount_ore[once & (table.event == event)]).sum())
    return one.counted(rules, sums, lines_ore)
