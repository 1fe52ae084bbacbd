"""The smallest made-up pair of files that shows a cause: one folder for each in `examples/`, and the settings that they share."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DEBTOR, PSRM, EXPECTED, SETTINGS, SOURCE = "debitor.csv", "psrm.csv", "forventet.txt", "zerosum.toml", "kilde.toml"
"""What the files of an example are called. The last is there where the example needs a source of its own."""

_SHARED_TYPES = 'claim_types = ["KFDAINS"]'
_SHARED_SOURCE = 'source = "zerosum"'


@dataclass(frozen=True)
class Example:
    """A made-up pair of files (opdigtet par) that has a cause and nothing else."""

    files: Mapping[str, str]
    """Name -> text, settings included."""

    def rows(self, name: str) -> list[list[str]]:
        """The lines of one of the two files as cells, headings first; what no line of it tells is left out."""
        heading, *lines = csv.reader(self.files[name].splitlines(), delimiter=";")
        told = [at for at in range(len(heading)) if any(line[at] for line in lines)]
        return [[line[at] for at in told] for line in (heading, *lines)]


@cache
def example(code: str) -> Example | None:
    """The example of a cause; None where there is none: of what no cause takes, nobody knows what it looks like."""
    folder = files("zerosum.report").joinpath("examples", code)
    if not folder.is_dir():
        return None
    told = {
        name: folder.joinpath(name).read_text(encoding="utf-8")
        for name in (DEBTOR, PSRM, EXPECTED, SOURCE)
        if folder.joinpath(name).is_file()
    }
    shared = files("zerosum.report").joinpath("examples", SETTINGS).read_text(encoding="utf-8")
    return Example(told | {SETTINGS: _settings(shared, told)})


def _settings(shared: str, told: Mapping[str, str]) -> str:
    """The settings of an example: the types of its files, and its own source where it has one."""
    types = sorted({
        line["claim_type"]
        for name in (DEBTOR, PSRM)
        for line in csv.DictReader(told[name].splitlines(), delimiter=";")
        if line["claim_type"]
    })  # fmt: skip
    listed = ", ".join(f'"{one}"' for one in types)
    text = shared.replace(_SHARED_TYPES, f"claim_types = [{listed}]")
    return text.replace(_SHARED_SOURCE, f'source = "{SOURCE}"') if SOURCE in told else text
