"""Bytes -> UTF-8. The encoding is declared, or it is told by a byte order mark, or the bytes are strict UTF-8, or Windows-1252;
nothing is guessed from how often a letter stands. What then looks wrong is told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from zerosum.errors import InputError, Phrase, Problem
from zerosum.read.container import Blob

_UTF8 = b"\xef\xbb\xbf"
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_DOS_SIGNS = (b"\x91", b"\x9b", b"\x86")
"""æ, ø and å of code page 850 and 865; in Windows-1252 these bytes are ‘ › †."""
_DOS_CAPITALS = (b"\x8f", b"\x9d")
"""Å and Ø of them, which are no letters of Windows-1252."""
_CENT, _YEN = b"\xc2\xa2", b"\xc2\xa5"
"""ø and Ø of code page 865, read as 437 by the program that wrote the file in UTF-8."""
_TWICE = b"\xc3\x83"
"""Ã: how every Danish letter begins that was taken for Windows-1252 and written in UTF-8 again."""
_TWICE_LETTER = re.compile(rb"\xc3\x83(?:\xc2[\xa6\xb8\xa5]|\xe2\x80[\xa0\xa6\x9e]|\xcb\x9c|\xc2[\x85\x86\x98])")
_LETTER = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")
_ONE_BYTE = ("windows-1252", "cp1252", "iso-8859-1", "latin-1")
"""Encodings that take the letters of DOS for other signs."""
_HITS = 1_000
"""So many places are looked at before a sign is said to be no part of words."""


@dataclass(frozen=True)
class Decoded:
    """A text as UTF-8."""

    data: bytes
    encoding: str
    notes: tuple[Problem, ...] = ()


def as_utf8(blob: Blob, declared: str | None) -> Decoded:
    """The bytes as UTF-8, without a mark. InputError where they are in another encoding, or have signs that no text has."""
    data, encoding = _decoded(blob, declared)
    _no_nul(blob, data)
    if data.isascii():
        return Decoded(data, encoding)
    return Decoded(data, encoding, _doubts(blob, data, encoding))


def _decoded(blob: Blob, declared: str | None) -> tuple[bytes, str]:
    data = blob.data
    if data.startswith(_UTF32):
        raise InputError(Problem("encoding_utf32", file=blob.name))
    try:
        if declared:
            return data.decode(declared).lstrip("\ufeff").encode(), declared
        if data.startswith(_UTF8):
            data[3:].decode("utf-8")
            return data[3:], "UTF-8 (BOM)"
        if data.startswith(_UTF16):
            return data.decode("utf-16").encode(), "UTF-16"
    except (UnicodeError, LookupError):
        raise _wrong(blob, declared or Phrase("encoding_of_mark")) from None
    if _is_utf16_without_mark(data):
        raise InputError(Problem("encoding_utf16_without_mark", file=blob.name))
    if data.isascii():
        return data, "UTF-8"
    try:
        data.decode("utf-8")
        return data, "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        as_windows = data.decode("windows-1252")
    except UnicodeDecodeError:
        if _dos_letters(data) or any(_inside_words(data, sign) for sign in _DOS_CAPITALS):
            raise InputError(Problem("encoding_dos", file=blob.name)) from None
        raise _wrong(blob, Phrase("encoding_usual")) from None
    return as_windows.encode(), "Windows-1252"


def _wrong(blob: Blob, expected: str | Phrase) -> InputError:
    return InputError(Problem("encoding_wrong", {"expected": expected}, blob.name))


def _is_utf16_without_mark(data: bytes) -> bool:
    """Whether every other byte of the beginning is NUL, nearly."""
    start = data[:1_000]
    half = len(start) // 2
    return half > 1 and max(start[::2].count(0), start[1::2].count(0)) > half * 0.7


def _no_nul(blob: Blob, data: bytes) -> None:
    at = data.find(b"\0")
    if at >= 0:
        raise InputError(Problem("nul_byte", {"count": data.count(b"\0")}, blob.name, data.count(b"\n", 0, at) + 1))


def _doubts(blob: Blob, data: bytes, encoding: str) -> tuple[Problem, ...]:
    """What looks wrong in a text with more than ASCII. InputError where all its Danish letters are spoilt."""
    notes = []
    # One byte is looked for before the sign it is part of: that takes next to no time where it is rare.
    if b"\x83" in data and _TWICE in data:
        spoilt, whole = len(_TWICE_LETTER.findall(data)), len(_LETTER.findall(data))
        if spoilt > whole:
            raise InputError(Problem("encoding_twice", {"count": spoilt}, blob.name))
        if spoilt:
            notes.append(Problem("letters_twice", {"count": spoilt}, blob.name, _line_of(data, _TWICE)))
    if b"\xef" in data and b"\xef\xbf\xbd" in data:
        count, line = data.count(b"\xef\xbf\xbd"), _line_of(data, b"\xef\xbf\xbd")
        notes.append(Problem("letters_lost", {"count": count}, blob.name, line))
    if encoding.lower() in _ONE_BYTE and (signs := _dos_letters(blob.data)):
        notes.append(Problem("letters_of_dos", {"signs": tuple(signs)}, blob.name))
    elif b"\xc2" in data and any(_inside_words(data, sign) for sign in (_CENT, _YEN)):
        notes.append(Problem("letters_of_dos", {"signs": ("¢", "¥")}, blob.name))
    return tuple(notes)


def _dos_letters(data: bytes) -> list[str]:
    """The signs that stand inside words, where code page 850 has Danish letters: `Bel›b`."""
    return [sign.decode("windows-1252") for sign in _DOS_SIGNS if _inside_words(data, sign)]


def _inside_words(data: bytes, sign: bytes) -> bool:
    at = data.find(sign)
    for _ in range(_HITS):
        if at < 0:
            return False
        around = data[max(at - 1, 0) : at] + data[at + len(sign) : at + len(sign) + 1]
        if at and len(around) == 2 and around.isalpha():
            return True
        at = data.find(sign, at + 1)
    return False


def _line_of(data: bytes, sign: bytes) -> int:
    return data.count(b"\n", 0, data.find(sign)) + 1
