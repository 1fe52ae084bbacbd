"""Faults of whole files and of single lines of them, on names and bytes: they are met when the files are read.

Each takes the files of one input as (name, bytes), and gives them anew; None where the files cannot hold the fault. A CSV
file inside a ZIP is as good as one beside it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np

from zerosum.dates import when
from zerosum.simulate.kinds.kind import BLOCKING, NOTHING
from zerosum.tables import Side

Files: TypeAlias = "Sequence[tuple[str, bytes]]"
"""Name and bytes of each file of an input."""


@dataclass(frozen=True)
class Where:
    """Where a file fault is to be put."""

    cut_off: int
    side: Side
    place: str = ""
    """`first` or `last` line of the data. Empty: any."""


Alters: TypeAlias = "Callable[[Files, Where, np.random.Generator], Files | None]"


@dataclass(frozen=True)
class FileKind:
    """A kind of fault that is put into files."""

    name: str
    row: str
    alters: Alters
    gravity: str = BLOCKING
    """BLOCKING: an error or a finding, never ready. NOTHING: no fault, and the outcome is as before."""
    sides: tuple[Side, ...] = (Side.DEBTOR, Side.PSRM)


_AMOUNT = re.compile(rb"(?<![0-9.])[0-9][0-9.]*,[0-9]{2}(?![0-9])")


def _text(data: bytes) -> bytes | None:
    """The bytes of the one CSV in a file, itself or inside a ZIP; None where it is something else."""
    if data[:2] == b"PK":
        try:
            with ZipFile(io.BytesIO(data)) as packed:
                names = packed.namelist()
                inside = packed.read(names[0]) if len(names) == 1 else b""
        except (BadZipFile, NotImplementedError, RuntimeError):
            return None
        return inside if names[0].lower().endswith((".csv", ".txt")) else None
    return None if data[:4] == b"PAR1" or b"\0" in data[:1000] else data


def _packed(text: bytes, like: bytes) -> bytes:
    """The text as the file was: bare, or in a ZIP under the same name."""
    if like[:2] != b"PK":
        return text
    with ZipFile(io.BytesIO(like)) as packed:
        name = packed.namelist()[0]
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr(ZipInfo(name, (2026, 10, 3, 4, 0, 0)), text)
    return out.getvalue()


def _largest(files: Files) -> int:
    """The file with most in it: the actions of a delivery, the report."""
    return max(range(len(files)), key=lambda at: (len(files[at][1]), files[at][0]))


def _rewritten(files: Files, at: int, lines: Sequence[bytes]) -> Files:
    changed = list(files)
    name, data = files[at]
    changed[at] = (name, _packed(b"".join(lines), data))
    return changed


def _movements(files: Files) -> tuple[int, list[bytes]] | None:
    """The file of movements (ODE's 09, else the largest) and its lines, the heading first; None where it is no CSV."""
    of_actions = [at for at, (name, _) in enumerate(files) if "_09-" in name]
    at = max(of_actions, key=lambda one: len(files[one][1])) if of_actions else _largest(files)
    text = _text(files[at][1])
    if text is None:
        return None
    lines = text.splitlines(keepends=True)
    return (at, lines) if len(lines) > 2 else None


def _chosen(lines: Sequence[bytes], where: Where, rng: np.random.Generator) -> int:
    if where.place == "first":
        return 1
    return len(lines) - 1 if where.place == "last" else int(rng.integers(1, len(lines)))


def file_part_missing(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """One of the files is not there."""
    gone = len(files) - 1 if where.place == "last" else 0 if where.place == "first" else int(rng.integers(len(files)))
    return [one for at, one in enumerate(files) if at != gone]


def file_twice(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """One of the files is given again under another name."""
    name, data = files[_largest(files)]
    path = PurePath(name)
    return [*files, (f"{path.stem} - Kopi{path.suffix}", data)]


def file_truncated(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """The transfer broke off: the last fifth is not there, and the last line is cut in the middle."""
    changed = list(files)
    found = _movements(files)
    at = found[0] if found else _largest(files)
    name, data = files[at]
    end = len(data) * 4 // 5
    while end > 1 and data[end - 1 : end] in b"\r\n;":
        end -= 1
    changed[at] = (name, data[:end])
    return changed


def wrong_month(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """PSRM's report is that of the month before: nothing booked in the month of the cut-off is in it."""
    found = _movements(files)
    if found is None:
        return None
    at, lines = found
    month = f"{when(where.cut_off):%Y-%m}"
    year, number = month.split("-")
    this = re.compile(
        rf"(?<![0-9]){year}-?{number}-?[0-9]{{2}}(?![0-9])|(?<![0-9])[0-9]{{2}}[./-]{number}[./-]{year}(?![0-9])".encode()
    )
    kept = [line for line in lines[1:] if not this.search(line)]
    return _rewritten(files, at, [lines[0], *kept]) if 0 < len(kept) < len(lines) - 1 else None


def line_garbled(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """The amount of one line cannot be read."""
    found = _movements(files)
    if found is None:
        return None
    at, lines = found
    row = _chosen(lines, where, rng)
    if not _AMOUNT.search(lines[row]):
        return None
    return _rewritten(files, at, [*lines[:row], _AMOUNT.sub(b"1?3,#0", lines[row]), *lines[row + 1 :]])


def order_shuffled(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """The lines come in another order."""
    found = _movements(files)
    if found is None:
        return None
    at, lines = found
    ended = [line if line.endswith(b"\n") else line + b"\n" for line in lines]
    order = rng.permutation(len(ended) - 1) + 1
    return _rewritten(files, at, [ended[0], *(ended[one] for one in order.tolist())])


def blanks_added(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """Blanks around the fields, and blank lines at the end."""
    found = _movements(files)
    if found is None or any(b'"' in line for line in found[1]):
        return None
    at, lines = found
    padded = [line.replace(b";", b" ; ") for line in lines[1:]]
    return _rewritten(files, at, [lines[0], *padded, b"" if lines[-1].endswith(b"\n") else b"\n", b"\n", b"\n"])


def case_changed(files: Files, where: Where, rng: np.random.Generator) -> Files | None:
    """The headings in capitals."""
    found = _movements(files)
    if found is None:
        return None
    at, lines = found
    return _rewritten(files, at, [lines[0].upper(), *lines[1:]])


FILES = "file_part_missing / file_twice / file_truncated / wrong_month"

FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("file_part_missing", FILES, file_part_missing),
    FileKind("file_twice", FILES, file_twice),
    FileKind("file_truncated", FILES, file_truncated),
    FileKind("wrong_month", FILES, wrong_month, sides=(Side.PSRM,)),
    FileKind("line_garbled", "line_garbled", line_garbled),
    FileKind("no_money_lines_shuffled", "no_money", order_shuffled, NOTHING),
    FileKind("no_money_blanks", "no_money", blanks_added, NOTHING),
    FileKind("no_money_case", "no_money", case_changed, NOTHING),
)
