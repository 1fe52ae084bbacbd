"""Files that a run was made of, found by what is in them: wherever below a folder they lie by now, and under whatever name."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

MODERATE = 2**24
"""Bytes of a file of settings at most, where a run does not tell its size."""
_PIECE = 2**20


class Pool:
    """The files that may be looked at, by size. A file is read only where its size fits, and once."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._by_size: dict[int, list[Path]] = {}
        self._hashes: dict[Path, str] = {}
        for path in dict.fromkeys(paths):
            size = _size(path)
            if size is not None:
                self._by_size.setdefault(size, []).append(path)

    def find(self, sha256: str, size: int | None, suffix: str = "") -> Path | None:
        """The first file with those bytes. Without a size every one of moderate size is looked at that has the suffix."""
        return next((path for path in self._of(size, suffix) if self.hash_of(path) == sha256), None)

    def find_by(self, fits: Callable[[Path], bool], suffix: str) -> Path | None:
        """The first file of moderate size, with the suffix, of which it is so."""
        return next((path for path in self._of(None, suffix) if fits(path)), None)

    def called(self, name: str) -> list[Path]:
        """The files of that name, each content once."""
        mine = [path for path in self._of(None, "") if path.name == name]
        return list({self.hash_of(path): path for path in mine}.values())

    def hash_of(self, path: Path) -> str:
        """SHA-256; "" where it cannot be read."""
        if path not in self._hashes:
            self._hashes[path] = _hash(path)
        return self._hashes[path]

    def _of(self, size: int | None, suffix: str) -> list[Path]:
        if size is not None:
            return self._by_size.get(size, [])
        small = [path for each, paths in self._by_size.items() if each <= MODERATE for path in paths]
        return sorted(path for path in small if path.name.lower().endswith(suffix))


def below(folder: Path) -> Iterator[Path]:
    """Every regular file below a folder, by name. No link is followed, so that nothing outside is looked at, and a folder that
    leads to itself (also a junction of Windows) is seen once."""
    top = os.path.realpath(folder)
    seen: set[str] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen or not _inside(real, top):
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(here), key=lambda one: one.name)
        except OSError:  # it may not be looked into
            continue
        for one in entries:
            try:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(Path(one.path))
                elif one.is_file(follow_symlinks=False):
                    yield Path(one.path)
            except OSError:
                continue


def _inside(real: str, top: str) -> bool:
    try:
        return os.path.commonpath([real, top]) == top
    except ValueError:  # another drive of Windows
        return False


def _size(path: Path) -> int | None:
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    return about.st_size if stat.S_ISREG(about.st_mode) else None


def _hash(path: Path) -> str:
    hashed = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                hashed.update(piece)
    except OSError:
        return ""
    return hashed.hexdigest()
