"""Files with something wrong: bytes, texts, lines, fields, members of a ZIP, elements of XML, lengths."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import warnings
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

LARGEST = 4 * 2**20
"""A mutated file is no larger than this, but where a bomb is packed."""
BOMB = 1536 * 2**20
"""Bytes that a packed bomb unfolds to."""

TOKENS: tuple[bytes, ...] = (
    b'"', b'""', b"'", b";", b",", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\n\n", b"\0", b"\x1a", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\xc3", b"\xc3\xa6", b"\xe6", b"\x9d", b"\xc2\xa0", b"\xe2\x80\xaf", b"\xe2\x88\x92", b"-", b"--",
    b".", b"1.234", b"12.34", b"1.234,50", b"1,234.50", b"1234,5-", b"-0,00", b"0,005", b"1e5", b"1,5E+05", b"(1,00)",
    b"99999999,99", b"100000000,00", b"9" * 19, b"9" * 400, b"0x10", b"NaN", b"inf", b"=1+1", b"=cmd|' /C calc'!A0",
    b"#REF!", b"I alt", b"Sum", b"sep=,", b"31-02-2026", b"2026-13-01", b"00000000", b"0113701234", b"011370-1234",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&lt;", b"&#0;", b"]]>", b"<![CDATA[", b"<x/>", b"</Linje>", b"<Linje>",
    b"<!--", b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"../../x", b"&101",
    b"\xd9\xa1", b"\xe2\x80\xae", b"\xef\xbf\xbd", b"\xf0\x9f\x92\xa9", b" ",
)  # fmt: skip
_AMOUNT = re.compile(rb"(?<![0-9])[0-9]{1,12}(?:[., ][0-9]{3}){0,4}[.,][0-9]{2}")
_TAG = re.compile(rb"<[^<>]{0,200}>")

Change = Callable[[random.Random, bytes], bytes]


def mutated(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The file with one to six changes; inside what it is packed in, most of the time."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        data = _once(rng, data, others)
    return data


def _once(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    if data.startswith(b"PK") and rng.random() < 0.8:
        return _in_zip(rng, data, others)
    if data.startswith(b"\x1f\x8b") and rng.random() < 0.8:
        return _in_gzip(rng, data, others)
    if rng.random() < 0.06 and others:
        return _spliced(rng, data, rng.choice(others))
    return rng.choice(CHANGES)(rng, data)[:LARGEST]


# --- packed files ---


def _in_zip(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One member changed, named anew, dropped, doubled, or blown up."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(info.file_size for info in packed.infolist()) > 4 * LARGEST:
                return rng.choice(CHANGES)(rng, data)  # it is a bomb already
            members = [(info.filename, packed.read(info)) for info in packed.infolist()]
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return rng.choice(CHANGES)(rng, data)
    if not members:
        return data
    at = rng.randrange(len(members))
    name, inside = members[at]
    what = rng.random()
    if what < 0.70:
        members[at] = (name, _once(rng, inside, others))
    elif what < 0.78:
        members[at] = (
            rng.choice(NAMES) if rng.random() < 0.7 else name + rng.choice(("", "/", "\\", "\n", "\0x")),
            inside,
        )
    elif what < 0.84:
        del members[at]
    elif what < 0.90:
        members.append((rng.choice((name, f"2-{name}", "x.txt")), inside))
    elif what < 0.96:
        members.append(("mere.csv", rng.choice(others) if others else inside))
    elif what < 0.963:
        return bomb("zip")
    elif what < 0.966:
        members.append(("bombe.zip", bomb("zip")))
    else:
        members = [("indre.zip", packed_as_zip(rng, members))]
    return packed_as_zip(rng, members)


NAMES = (
    "../x.csv", "/etc/x.csv", "C:\\x.csv", "a/../../b.csv", "x\ny.csv", "x\x1b[31m.csv", "", ".", "CON", "x" * 300,
    "__MACOSX/._x.csv", ".DS_Store", "~$x.xlsx", "æøå.csv", "\u202egpj.csv", "mimetype", "[Content_Types].xml", "x.zip",
)  # fmt: skip


@cache
def bomb(kind: str) -> bytes:
    """A file that unfolds to BOMB bytes of lines: one packed piece, said again and again. Its checksum is not counted."""
    piece = b"1;creation;1,00\n" * 2**16
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = (packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH)) * (BOMB // len(piece)) + b"\x03\x00"
    if kind == "gzip":
        return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + struct.pack("<2I", 0, BOMB)
    name = b"bombe.csv"
    fields = struct.pack("<5H3I2H", 20, 0, ZIP_DEFLATED, 0, 0x21, 0, len(body), BOMB, len(name), 0)
    first = b"PK\x03\x04" + fields + name + body
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name
    return first + entry + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(entry), len(first), 0)


def packed_as_zip(rng: random.Random, members: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP; sometimes stored, sometimes with lies in its fields."""
    out = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(out, "w") as packed:
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, inside in members:
            info = ZipInfo(name.replace("\0", "?") or "x", (2026, 10, 3, 4, 0, 0))
            info.compress_type = ZIP_STORED if rng.random() < 0.2 and len(inside) < LARGEST else ZIP_DEFLATED
            packed.writestr(info, inside)
    data = bytearray(out.getvalue())
    if rng.random() < 0.1:  # sizes, flags, offsets, methods, checksums
        marks = [one.start() for one in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", bytes(data))]
        for _ in range(rng.randint(1, 4)):
            at = rng.choice(marks) + rng.randrange(4, 46)
            if at < len(data):
                data[at] = rng.choice((0, 1, 2, 8, 9, 99, 127, 255, rng.randrange(256)))
    return bytes(data)


def _in_gzip(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            inside = packed.read(LARGEST)
    except (OSError, EOFError, zlib.error):
        return rng.choice(CHANGES)(rng, data)
    what = rng.random()
    if what < 0.005:
        return bomb("gzip")
    if what < 0.05:
        return data + gzip.compress(inside, mtime=0)
    if what < 0.10:
        return gzip.compress(data, mtime=0)
    return gzip.compress(_once(rng, inside, others), 1, mtime=0)


def _spliced(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one and the end of another."""
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


# --- bytes ---


def _flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 1, 2, 3, 50)) + data[at:]


def _overwrite(rng: random.Random, data: bytes) -> bytes:
    at, token = rng.randrange(len(data) + 1), rng.choice(TOKENS)
    return data[:at] + token + data[at + len(token) :]


def _delete(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice((1, 1, 2, 10, 100)) :]


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 4, 30, 300)))
    times = rng.choice((2, 5, 100, 3000, 100_000)) if rng.random() < 0.3 else 2
    return data[:end] + data[start:end] * min(times, LARGEST // max(1, end - start)) + data[end:]


def _noise(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 2, 4, 16))) + data[at:]


# --- texts ---


def _swap_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _change_line(rng: random.Random, data: bytes) -> bytes:
    """A line dropped, said again, left empty, or said very often."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at = rng.randrange(len(lines))
    line = lines[at]
    lines[at] = rng.choice((b"", line * 2, b"\n" + line, line * min(2000, LARGEST // max(1, len(line)))))
    return b"".join(lines)


def _change_amount(rng: random.Random, data: bytes) -> bytes:
    """Another amount, or an amount in another form."""
    found = list(_AMOUNT.finditer(data))
    if not found:
        return _insert(rng, data)
    one = rng.choice(found)
    kroner, ore = rng.choice((0, 7, 999, 1000, rng.randrange(10**9))), rng.randrange(100)
    grouped = f"{kroner:,}"
    other = rng.choice(
        (
            f"{kroner},{ore:02d}", f"{kroner}.{ore:02d}", f"{grouped.replace(',', '.')},{ore:02d}", f"{grouped}.{ore:02d}",
            f"{grouped.replace(',', ' ')},{ore:02d}", f"{kroner}", f"{kroner},{ore % 10}", f"-{kroner},{ore:02d}",
            f"{kroner},{ore:02d}-", f"\u2212{kroner},{ore:02d}", f"+{kroner},{ore:02d}", f"kr. {kroner},{ore:02d}", f"{kroner},{ore:02d}0",
            f"{grouped.replace(',', chr(160))},{ore:02d}",
        )
    )  # fmt: skip
    written = other.encode(rng.choice(("utf-8", "utf-8", "windows-1252")), "replace")
    return data[: one.start()] + written + data[one.end() :]


def _change_separator(rng: random.Random, data: bytes) -> bytes:
    """One separator for another: everywhere, or once."""
    old, new = rng.choice((b";", b",", b"\t", b"|", b"&")), rng.choice((b";", b",", b"\t", b"|", b"", b";;", b'";"'))
    if rng.random() < 0.5:
        return data.replace(old, new)
    at = data.find(old, rng.randrange(len(data) + 1))
    return data if at < 0 else data[:at] + new + data[at + len(old) :]


def _line_ends(rng: random.Random, data: bytes) -> bytes:
    plain = data.replace(b"\r\n", b"\n")
    return rng.choice(
        (plain, plain.replace(b"\n", b"\r"), plain.replace(b"\n", b"\r\n"), plain.replace(b"\n", b"\r\r\n", 3))
    )


def _encode(rng: random.Random, data: bytes) -> bytes:
    """Read in one encoding and written in another."""
    text = data.decode(rng.choice(("utf-8", "windows-1252", "utf-16-le")), "replace")
    return text.encode(
        rng.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "cp865")),
        "replace",
    )


def _quote(rng: random.Random, data: bytes) -> bytes:
    """A stretch put into quotation marks."""
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 5, 20, 200)))
    return data[:start] + b'"' + data[start:end] + rng.choice((b'"', b"", b'""')) + data[end:]


def _columns(rng: random.Random, data: bytes) -> bytes:
    """A heading of very many columns, or a very long field."""
    end = data.find(b"\n")
    many = rng.choice((b";x" * rng.choice((10, 3000, 400_000)), b"y" * rng.choice((1000, LARGEST // 2))))
    return data[: max(0, end)] + many + data[max(0, end) :]


# --- XML ---


def _tags(rng: random.Random, data: bytes) -> bytes:
    """A tag dropped, said again, deeper, or with another name."""
    found = list(_TAG.finditer(data))
    if not found:
        return _insert(rng, data)
    one = rng.choice(found)
    tag = one.group()
    other = rng.choice(
        (
            b"", tag * 2, tag * 5000 if len(tag) < 100 else tag, tag[:-1] * (200_000 // len(tag)), tag[:4] * 50_000, tag.replace(b"<", b"</", 1), tag[:-1] + b' a="b">', tag.upper(),
            tag + rng.choice(TOKENS), b"<!DOCTYPE x SYSTEM 'file:///etc/hostname'>" + tag, re.sub(rb'"[^"]*"', b'"\xc3\xa6;"', tag),
            re.sub(rb"[0-9]+", b"999999999", tag), tag + b"<![CDATA[" + tag + b"]]>",
        )
    )  # fmt: skip
    return data[: one.start()] + other + data[one.end() :]


CHANGES: tuple[Change, ...] = (
    _flip, _insert, _insert, _overwrite, _delete, _truncate, _repeat, _noise, _swap_lines, _change_line, _change_amount,
    _change_amount, _change_separator, _line_ends, _encode, _quote, _columns, _tags, _tags,
)  # fmt: skip
