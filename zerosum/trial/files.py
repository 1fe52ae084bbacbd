"""Faults of whole files: the inputs as bytes, changed, written to a private folder, and read and run as any other."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from zerosum.dates import number
from zerosum.errors import InputError, Problem, SettingsError, reason
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.settings import Settings
from zerosum.simulate.kinds.files import FileKind, Where
from zerosum.simulate.kinds.kind import NOTHING, Untested
from zerosum.trial.folder import copies_failed, temporary_folder

Answer = TypeVar("Answer")

UNCHANGED = FileKind("unchanged", "", lambda files, where, rng: files, NOTHING)
"""No fault: the copies as they are. What comes of them must be what came of the files themselves."""


@dataclass(frozen=True)
class FileTrial:
    """What came of a fault that was put into files."""

    refused: bool
    """The files were refused when they were read."""
    outcome: Reconciliation | None
    """None where they were refused."""


def try_files(
    settings: Settings, given: int, kind: FileKind, folder: Path, place: str = "", seed: int = 1
) -> FileTrial | Untested:
    """Put a kind of fault into the files of one input (`given`: its place in the settings), and run the whole.

    The copies lie in a folder of their own inside `folder`, private to its owner, and are gone when this returns.
    """
    one = settings.inputs[given]
    if one.side not in kind.sides:
        return Untested("format", "side")
    files = [(path.name, _content(path)) for path in sorted(one.files)]
    cut_off = number(settings.cut_off) if settings.cut_off else 0
    rng = np.random.Generator(np.random.PCG64(seed))
    changed = kind.alters(files, Where(cut_off, one.side, place), rng)
    if changed is None:
        return Untested("format", one.source.name)
    with temporary_folder(folder) as name:
        paths = _written(name, changed)
        inputs = [replace(other, files=paths) if at == given else other for at, other in enumerate(settings.inputs)]
        try:
            return FileTrial(False, reconcile(replace(settings, inputs=tuple(inputs))))
        except (InputError, SettingsError):
            return FileTrial(True, None)


def size_of(paths: Sequence[Path]) -> int:
    """Bytes of some input files. InputError where one is gone."""
    return sum(_asked(path, os.path.getsize) for path in paths)


def _content(path: Path) -> bytes:
    return _asked(path, Path.read_bytes)


def _asked(path: Path, ask: Callable[[Path], Answer]) -> Answer:
    """What an input file says. InputError where it went away after the run had read it."""
    try:
        return ask(path)
    except OSError as error:
        raise InputError(Problem("file_gone", {"reason": reason(error)}, path.name)) from None


def _written(folder: Path, files: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Each in a folder of its own: two files of an input may have one name."""
    paths = []
    for at, (name, data) in enumerate(files):
        path = folder / f"{at:04d}" / name
        try:
            path.parent.mkdir()
            path.write_bytes(data)
        except OSError as error:
            raise copies_failed(error) from None
        paths.append(path)
    return tuple(paths)
