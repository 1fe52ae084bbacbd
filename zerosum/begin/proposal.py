"""Files that were looked at -> what the settings may say of them. What is unsure is left open; nothing is decided."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from zerosum.errors import InputError, SettingsError
from zerosum.identity import veiled_path
from zerosum.normalise.intake import shown_path
from zerosum.read import read
from zerosum.read.container import blobs
from zerosum.sources.find import find_columns
from zerosum.sources.load import BUILT_IN, declared
from zerosum.sources.model import Source
from zerosum.survey import Surveyed, TableSeen, survey

FOLDERS = {"debtor": "ind/debitor", "psrm": "ind/psrm"}
"""Where the files of each side are put."""

OUTSIDE, NUMBERED = "outside", "numbered"
"""Why a file cannot be named in the settings: it lies elsewhere, or its name may hold a person's number."""


@dataclass(frozen=True)
class FileSeen:
    """A file, and what the settings may say of it."""

    shown: str
    """Its path as it may be shown."""
    path: str
    """Its path in the settings; "" where it cannot be named (`unnamed`)."""
    unnamed: str
    """OUTSIDE, NUMBERED or ""."""
    side: str
    """`debtor` or `psrm`: by its source, or by the folder that it lies in. "" where neither tells."""
    source: str
    """The source in the settings; "" where none can read the file as it is, or the one that can lies elsewhere."""
    nearest: str
    """A source that knows some of its headings; "" where it is read, or none does."""
    also: tuple[str, ...] = ()
    """Other sources that can read it as it is."""


@dataclass(frozen=True)
class MarkSeen:
    """A word of the debtor system's column of solutions (kendetegn), and the claim types on its lines."""

    text: str
    rows: int
    types: Mapping[str, int]


@dataclass(frozen=True)
class Proposal:
    """What is seen in files."""

    files: tuple[FileSeen, ...] = ()
    marks: tuple[MarkSeen, ...] = ()
    """The commonest first."""
    types: Mapping[str, int] = field(default_factory=dict)
    """Claim types of the debtor system's files, and how many lines each has."""


def propose(files: Sequence[Path], folder: Path) -> Proposal:
    """Look at files for a folder of settings. InputError where one of them cannot be opened at all."""
    beside = _declared_beside(files, folder)
    every, marks, pairs, types = [], Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    seen = {file: survey(file, shown_path(file, None), None, tuple(beside.values())) for file in _once(files)}
    problems = [problem for one in seen.values() for problem in one.doubts]
    if problems:
        raise InputError(*problems)
    for file, found in seen.items():
        one = _file(file, found, folder, beside)
        every.append(one)
        if one.side == "debtor" and found.sure:
            marks += _words(found, "solution")
            types += _words(found, "claim_type")
            pairs += _pairs(file, found)
    return Proposal(
        tuple(every),
        tuple(
            MarkSeen(mark, rows, {code: pairs[mark, code] for code in types if pairs[mark, code]})
            for mark, rows in sorted(marks.items(), key=lambda one: (-one[1], one[0]))
        ),
        dict(sorted(types.items())),
    )


def _once(files: Sequence[Path]) -> list[Path]:
    return list({os.path.normcase(file.resolve()): file for file in files}.values())


def _declared_beside(files: Sequence[Path], folder: Path) -> dict[Path, Source]:
    """Sources that the municipality has declared beside the files or the settings, and where each lies."""
    found: dict[Path, Source] = {}
    for place in dict.fromkeys([folder.resolve(), *(file.resolve().parent for file in files)]):
        for path in sorted(place.glob("*.toml"))[:50]:
            try:
                found[path] = declared(path)
            except SettingsError:  # another kind of TOML file, or one that is not finished
                continue
    return found


def _file(file: Path, found: Surveyed, folder: Path, beside: Mapping[Path, Source]) -> FileSeen:
    relative = _inside(file, folder)
    fits = [table.fitting.source for table in found.tables if table.fitting is not None]
    names = {one.name for one in fits}
    source = fits[0] if found.sure and len(names) == 1 else None
    near = next((table.fits[0].source.name for table in found.tables if table.fits), "") if source is None else ""
    numbered = bool(relative) and veiled_path(relative) != relative
    return FileSeen(
        found.path,
        "" if numbered else relative,
        NUMBERED if numbered else OUTSIDE if not relative else "",
        source.side if source is not None and source.side in FOLDERS else _side_of(relative),
        _source_name(source, folder, beside) if source is not None else "",
        near if near in BUILT_IN else "",
        _others(found, source) if source is not None else (),
    )


def _others(found: Surveyed, source: Source) -> tuple[str, ...]:
    """Sources beside that one that can read each table."""
    fits = [{fit.source.name for fit in table.fits if fit.whole} for table in found.tables]
    return tuple(sorted(set.intersection(*fits) - {source.name}))


def _inside(file: Path, folder: Path) -> str:
    """The path as the settings write it; "" for a file that does not lie under their folder."""
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return ""


def _side_of(relative: str) -> str:
    return next((side for side, place in FOLDERS.items() if relative.startswith(f"{place}/")), "")


def _source_name(source: Source, folder: Path, beside: Mapping[Path, Source]) -> str:
    path = next((path for path, one in beside.items() if one is source), None)
    name = source.name if path is None else _inside(path, folder)
    return name if veiled_path(name) == name else ""


def _words(found: Surveyed, name: str) -> Counter[str]:
    """The words of one of our columns that may be told, and how many lines have each."""
    counted: Counter[str] = Counter()
    for table in found.tables:
        for column in table.columns:
            if column.name == name and column.sure:
                counted.update({_meant(table, name, word.text): word.rows for word in column.words})
    return Counter({word: rows for word, rows in counted.items() if word})


def _meant(table: TableSeen, name: str, word: str) -> str:
    """A word as the settings know it: a system's own word for a claim type is the claim type that its source says."""
    own = table.fitting.source.claim_types if table.fitting is not None and name == "claim_type" else {}
    return own.get(word.strip().upper(), word.strip())


def _pairs(file: Path, found: Surveyed) -> Counter[tuple[str, str]]:
    """How many lines have each solution and claim type together, where one table has both. The words of a pair may be
    numbers: only those that `_words` tells are asked for."""
    pairs: Counter[tuple[str, str]] = Counter()
    for blob, table in zip(blobs(file), found.tables, strict=True):
        if table.fitting is None or not {"solution", "claim_type"} <= {one.name for one in table.columns if one.words}:
            continue
        source, part_name = table.fitting.source, table.fitting.part
        raw = read(blob, source)
        part = next(part for part in source.parts if part.name == part_name)
        at, _ = find_columns(part, raw.headings, source.fixed, are_paths=source.xml is not None)
        both = pa.table({name: raw.columns[at[name]] for name in ("solution", "claim_type")})
        counted = both.group_by(["solution", "claim_type"]).aggregate([([], "count_all")])
        columns = (counted[name].to_pylist() for name in ("solution", "claim_type", "count_all"))
        for mark, code, rows in zip(*columns, strict=True):
            pairs[mark.strip(), _meant(table, "claim_type", code)] += rows
    return pairs
