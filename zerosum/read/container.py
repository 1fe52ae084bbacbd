"""A file as it lies on the disk -> the tables in it: bare, or what its ZIP or gzip unfolds to. Nothing is written anywhere."""

from __future__ import annotations

import gzip
import hashlib
import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.disk import contents
from zerosum.read.kind import is_gzip, is_workbook_zip, is_zip
from zerosum.read.limits import FILE_BYTES_MAX, MEMBERS_MAX, NAME_MAX, RATIO_FREE, RATIO_MAX, ZIPS_MAX

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PIECE = 2**20
"""Bytes that are unfolded at a time."""
_CLUTTER = (".ds_store", "thumbs.db", "desktop.ini")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class Blob:
    """One table, as bytes, under the name that a person finds it by."""

    name: str
    data: bytes
    file_bytes: int
    """Size of the file on the disk."""
    file_sha256: str
    """SHA-256 of the file on the disk."""
    sha256: str
    """SHA-256 of this table's own bytes."""


def blobs(path: Path, lies_at: Path | None = None) -> list[Blob]:
    """The tables of a file; `lies_at` is where it is, if it lies elsewhere than its name says. InputError where it cannot be
    read, is empty, or is packed in a way that is broken or hostile."""
    data = contents(lies_at or path)
    whole = hashlib.sha256(data).hexdigest()
    if not is_packed(data, path.name):
        return [Blob(path.name, data, len(data), whole, whole)]
    unfolded = _Unfolding(str(path), min(FILE_BYTES_MAX, RATIO_MAX * len(data) + RATIO_FREE))
    tables = list(unfolded.tables(path.name, data, 0))
    return [
        Blob(name, table, len(data), whole, hashlib.sha256(table).hexdigest())
        for name, table in _told_apart(path.name, tables)
    ]


def is_packed(data: bytes, name: str) -> bool:
    """Whether it is a ZIP or gzip, and not a workbook, which is a ZIP too; a broken one goes by its name."""
    if is_gzip(data):
        return True
    return is_zip(data) and not is_workbook_zip(data) and not name.lower().endswith(_WORKBOOKS)


@dataclass
class _Unfolding:
    """What is left of the limits, while a file is unfolded."""

    file: str
    """As it is named in a message."""
    bytes_left: int
    members_left: int = MEMBERS_MAX

    def tables(self, name: str, data: bytes, zips: int, gzips: int = 0) -> Iterator[tuple[str, bytes]]:
        """Way and bytes of each table in a packed file: the names from the outermost, with / between."""
        if is_gzip(data):
            if gzips:
                raise self.refused("gzip_in_gzip", name)
            stem = name.rsplit("/", 1)[-1]
            inner = stem[:-3] if stem.lower().endswith(".gz") and len(stem) > 3 else stem
            inside = [(f"{name}/{inner}", self.gunzipped(name, data))]
            gzips += 1
        else:
            if zips == ZIPS_MAX:
                raise self.refused("archive_too_deep", name, {"limit": ZIPS_MAX})
            inside = list(self.members(name, data))
            zips += 1
        for way, content in inside:
            if not content:
                raise self.refused("member_empty", way)
            if is_packed(content, way):
                yield from self.tables(way, content, zips, gzips)
            else:
                yield way, content

    def gunzipped(self, name: str, data: bytes) -> bytes:
        """What gzip has packed, also where several pieces lie one after the other."""
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                return self.unfolded(packed)
        except (OSError, EOFError, zlib.error):
            raise self.refused("gzip_broken", name) from None

    def members(self, name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
        """Way and bytes of each file in a ZIP, in the order of their names."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                files = [
                    info for info in archive.infolist() if not info.filename.endswith("/")
                ]  # is_dir() fails for ""
                infos = [(harmless(_name(info)), info) for info in files]
                infos = [(inner, info) for inner, info in infos if not _is_clutter(inner)]
                self.look_at(name, infos)
                for inner, info in sorted(infos, key=lambda one: one[0]):
                    with archive.open(info) as member:
                        content = self.unfolded(member)
                    if len(content) != info.file_size:
                        raise self.refused("archive_broken", name)
                    yield f"{name}/{inner}", content
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
            raise self.refused("archive_broken", name) from None

    def look_at(self, name: str, infos: list[tuple[str, zipfile.ZipInfo]]) -> None:
        """Before anything is unfolded: how many files, and whether each of them may be one of ours."""
        if not infos:
            raise self.refused("archive_empty", name)
        self.members_left -= len(infos)
        if self.members_left < 0:
            raise self.refused("archive_too_many", name, {"limit": MEMBERS_MAX})
        seen: set[str] = set()
        if sum(info.file_size for _, info in infos) > self.bytes_left:  # by its own word: nothing need be unfolded
            raise self.refused("archive_too_large", self.file, {"times": RATIO_MAX, "limit": FILE_BYTES_MAX // 2**30})
        for inner, info in infos:
            if len(inner) > NAME_MAX:
                raise self.refused("archive_name_too_long", f"{name}/{shown(inner)}", {"limit": NAME_MAX})
            way = f"{name}/{inner}"
            if inner in seen:
                raise self.refused("archive_name_twice", way, {"name": shown(inner)})
            seen.add(inner)
            if info.flag_bits & 1:
                raise self.refused("archive_password", way)
            if info.compress_type not in _METHODS:
                raise self.refused("archive_method", way)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise self.refused("archive_link", way)

    def unfolded(self, packed: IO[bytes] | gzip.GzipFile) -> bytes:
        """All that is packed, a piece at a time: what is too much is refused as soon as it is. The size that a ZIP tells of
        itself is never trusted."""
        out = io.BytesIO()
        while piece := packed.read(PIECE):
            self.bytes_left -= len(piece)
            if self.bytes_left < 0:
                limits: dict[str, Value] = {"times": RATIO_MAX, "limit": FILE_BYTES_MAX // 2**30}
                raise self.refused("archive_too_large", self.file, limits)
            out.write(piece)
        return out.getvalue()

    def refused(self, code: str, way: str, values: dict[str, Value] | None = None) -> InputError:
        """The problem, at the file on the disk, and the way inside it."""
        inner = way.split("/", 1)[1] if "/" in way and way != self.file else ""
        return InputError(Problem(code, values or {}, f"{self.file}/{inner}" if inner else self.file))


def harmless(name: str) -> str:
    """A name as it may be shown: no way out of the folder, no drive, no sign that a terminal or an editor obeys.

    >>> harmless("..\\\\..\\\\C:/a\\nb.csv")
    'a_b.csv'
    """
    plain = "".join("_" if unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029" else sign for sign in name)
    steps = unicodedata.normalize("NFC", plain).replace("\\", "/").split("/")
    kept = [step for step in steps if step.strip() not in ("", ".", "..") and not step.endswith(":")]
    return "/".join(kept) or "_"


def _name(info: zipfile.ZipInfo) -> str:
    """The name. Windows writes æøå in its old code page, and the ZIP does not say so."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("cp850")
    except UnicodeError:
        return info.orig_filename


def _is_clutter(name: str) -> bool:
    """What systems and programs leave behind in a folder."""
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.lower() in _CLUTTER or last.startswith(("~$", "._", ".~lock."))


def _told_apart(file: str, tables: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Each table under the file's name and its own, and its folders too where two have the same name."""
    last = [way.rsplit("/", 1)[-1] for way, _ in tables]
    return [
        (f"{file}/{name}" if last.count(name) == 1 else way, data)
        for (way, data), name in zip(tables, last, strict=True)
    ]
