"""Which form a file has, by its bytes and never by its name: portals call a web page `.xls`."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from zerosum.errors import Phrase, Problem

PARQUET, WORKBOOK, XML, TEXT = "parquet", "workbook", "xml", "text"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP = b"\x1f\x8b"

_NO_TABLE = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3", "database"),
    (b"\0\1\0\0Standard", "database"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"MSCF", "packed"),
    (b'{"', "json"),
    (b'[{"', "json"),
    (b"MIME-Version:", "web_archive"),
)
"""How files begin that are no table, and what they are. Two letters alone (BM, MZ) count only before a sign no text has."""

_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|script)\b", re.I | re.S
)
_PROGRAMS = {"WordDocument": "document", "PowerPoint Document": "document", "__substg1.0": "mail"}


def is_zip(data: bytes) -> bool:
    """Whether it begins as a ZIP does. An XLSX and an ODS are ZIPs too."""
    return data.startswith(_ZIP)


def is_gzip(data: bytes) -> bool:
    """Whether it begins as gzip does."""
    return data.startswith(_GZIP)


def is_workbook_zip(data: bytes) -> bool:
    """Whether a ZIP is a workbook, or another document that is packed so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names or "mimetype" in names


def form_of(data: bytes) -> str:
    """PARQUET, WORKBOOK, XML or TEXT, for bytes that `no_table` found nothing wrong with."""
    if data.startswith(b"PAR1"):
        return PARQUET
    if is_zip(data) or data.startswith(OLE):
        return WORKBOOK
    return XML if looks_like_xml(data) else TEXT


def looks_like_xml(data: bytes) -> bool:
    """Whether it begins as XML does."""
    return _beginning(data).startswith(b"<?xml")


def begins_with_tag(data: bytes) -> bool:
    """Whether it may be XML, also without the line that says so."""
    return re.match(rb"<[?!A-Za-z_\x80-\xff]", _beginning(data)) is not None


def no_table(data: bytes, file: str) -> Problem | None:
    """What is wrong with a file that is no table at all: a PDF, a picture, a web page that calls itself a workbook …"""
    kind = _kind(data)
    if kind is None:
        return None
    code = {
        "html": "web_page",
        "spreadsheet_xml": "excel_2003_xml",
        "encrypted": "workbook_encrypted",
        "packed": "packed_otherwise",
    }.get(kind)
    if code is not None:
        return Problem(code, file=file)
    return Problem("not_a_table", {"kind": Phrase(f"kind_of_file.{kind}")}, file)


def _kind(data: bytes) -> str | None:
    if data.startswith(OLE):
        return _kind_of_ole(data)
    if is_zip(data):
        return _kind_of_zip(data)
    start = _beginning(data)
    if _HTML.match(start):
        return "html"
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "spreadsheet_xml"
    if data[257:262] == b"ustar":
        return "packed"
    for beginning, kind in _NO_TABLE:
        if start.startswith(beginning) and (
            len(beginning) > 2 or kind == "json" or re.search(rb"[\0-\x08\x0e-\x1f]", start)
        ):
            return kind
    return None


def _kind_of_ole(data: bytes) -> str | None:
    """Old Office files are all of one container; its folder names the streams, in UTF-16."""
    if _utf16("EncryptedPackage") in data:
        return "encrypted"
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return None
    return next((kind for name, kind in _PROGRAMS.items() if _utf16(name) in data), None)


def _kind_of_zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                return None if b"spreadsheet" in kind else "document"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if any(name.startswith("xl/") for name in names):
        return None
    return "document" if "[Content_Types].xml" in names else None


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _beginning(data: bytes) -> bytes:
    """The first signs of a text, as one byte each where they are of two, without a mark and blanks."""
    start = data[:4_000]
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if start.startswith(mark):
            start = start.removeprefix(mark)
            start = start.replace(b"\0", b"") if len(mark) == 2 else start
    return start.lstrip()
