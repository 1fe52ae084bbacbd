"""A file as it lies on the disk -> the tables in it: bare, or the members of its ZIP."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from zerosum.errors import InputError, Problem

_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods")

MEMBERS_MAX = 100
BYTES_MAX = 8 * 2**30
"""Limits on a ZIP: how many members, and how many bytes they may unfold to together."""


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


def blobs(path: Path) -> list[Blob]:
    """The tables of a file. InputError where it is not there, cannot be read, is empty, or is a broken ZIP."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            Problem("Filen findes ikke", "Der er ingen fil med det navn.", "Ret stien.", str(path))
        ) from None
    except OSError as error:
        why = f"Systemet siger: {error.strerror}."
        raise InputError(
            Problem(
                "Filen kan ikke læses",
                why,
                "Luk filen i andre programmer, eller kopiér den til en mappe, du har adgang til.",
                str(path),
            )
        ) from None
    if not data:
        raise InputError(
            Problem(
                "Filen er tom",
                "Den fylder 0 byte.",
                "Hent eksporten igen; en tom fil er ikke det samme som ingen fordringer.",
                str(path),
            )
        )
    whole = hashlib.sha256(data).hexdigest()
    whole_archive = zipfile.is_zipfile(io.BytesIO(data))
    if data.startswith(_ZIP) and not whole_archive and path.suffix.lower() not in _WORKBOOKS:
        raise _refused(path, "Den er beskadiget eller ikke hentet helt.")
    if whole_archive and not _is_workbook(data):
        return [
            Blob(f"{path.name}/{name}", member, len(data), whole, hashlib.sha256(member).hexdigest())
            for name, member in _members(path, data)
        ]
    return [Blob(path.name, data, len(data), whole, whole)]


def _is_workbook(data: bytes) -> bool:
    """An XLSX or ODS is a ZIP too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    return "[Content_Types].xml" in names or "mimetype" in names


def _members(path: Path, data: bytes) -> list[tuple[str, bytes]]:
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not _is_clutter(info.filename)]
            if not members:
                raise _refused(path, "Den er tom.")
            if len(members) > MEMBERS_MAX:
                raise _refused(path, f"Den indeholder {len(members)} filer; højst {MEMBERS_MAX} læses.")
            if sum(info.file_size for info in members) > BYTES_MAX:
                raise _refused(path, "Dens indhold fylder for meget.")
            for info in sorted(members, key=lambda member: member.filename):
                if info.flag_bits & 1:
                    raise _refused(path, "Den er beskyttet med adgangskode.")
                with archive.open(info) as member:
                    content = member.read(info.file_size + 1)
                if len(content) != info.file_size:
                    raise _refused(path, "Den er beskadiget.")
                found.append((info.filename.replace("\\", "/").rsplit("/", 1)[-1], content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise _refused(path, "Den er beskadiget eller ikke en ZIP-fil.") from None
    return found


def _refused(path: Path, why: str) -> InputError:
    return InputError(
        Problem("ZIP-filen kan ikke bruges", why, "Hent den igen, eller pak den ud, og brug filen i den.", str(path))
    )


def _is_clutter(name: str) -> bool:
    """What a Mac leaves in a ZIP."""
    return name.startswith("__MACOSX/") or name.endswith(".DS_Store")
