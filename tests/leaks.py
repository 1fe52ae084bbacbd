"""Is there a person's or firm's number in what left? A search that shares nothing with `zerosum/identity.py`.

Everything is decoded first: what a ZIP or workbook holds, HTML without its escapes and tags, JSON and Parquet value by value,
and the names of files and folders. Then every number is looked for with whatever signs or one or two letters between its digits,
with and without its leading zero, and with letters for digits.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

ALIKE = str.maketrans({"O": "0", "o": "0", "Ø": "0", "ø": "0", "I": "1", "l": "1", "i": "1"})
BETWEEN = r"(?:[^0-9A-Za-z\n]{0,3}[A-Za-z]{0,2}[^0-9A-Za-z\n]{0,3})"


def forms(number: str) -> dict[str, str]:
    """The ways in which a number may be written."""
    if len(number) != 10:  # a firm's
        return {
            "plain": number,
            "blanks": " ".join(number[at : at + 2] for at in range(0, 8, 2)),
            "hyphen": f"{number[:4]}-{number[4:]}",
        }
    day, serial = number[:6], number[6:]
    return {
        "plain": number,
        "hyphen": f"{day}-{serial}",
        "blank": f"{day} {serial}",
        "no zero": number.lstrip("0"),
        "O for 0": number.replace("0", "O", 1),
        "dash": f"{day}\N{EN DASH}{serial}",
        "no-break": f"{day}\N{NO-BREAK SPACE}{serial}",
        "dots": f"{day[:2]}.{day[2:4]}.{day[4:]}.{serial}",
        "letters": f"{day}nr{serial}",
        "wide": "".join(chr(ord(sign) + 0xFEE0) for sign in number),
    }


def leaks(numbers: Iterable[str], texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Number, where it stands, and what stands around it."""
    found = []
    for where, text in texts:
        for reading in _readings(text):
            if sum(sign.isdigit() for sign in reading) < 8:
                continue
            for number in numbers:
                hit = _pattern(number).search(reading)
                if hit:
                    found.append((number, where, reading[max(0, hit.start() - 60) : hit.end() + 20]))
    return list(dict.fromkeys(found))


@cache
def _pattern(number: str) -> re.Pattern[str]:
    return re.compile(BETWEEN.join(number.lstrip("0")))


def _readings(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", text).replace("\N{ZERO WIDTH SPACE}", "")
    yield folded
    if folded.translate(ALIKE) != folded:
        yield folded.translate(ALIKE)


def left_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that lies in a folder: names, and contents decoded."""
    for path in sorted(folder.rglob("*")):
        yield f"name of {path.name}", str(path.relative_to(folder))
        if path.is_file():
            yield from decoded(path.name, path.read_bytes())


def decoded(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file."""
    if content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content))
        yield f"{name} (schema)", str(table.schema)
        for column in table.column_names:
            yield f"{name} ({column})", "\n".join(map(str, table[column].to_pylist()))
    elif content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name} (member)", member
                yield from decoded(f"{name}/{member}", archive.read(member))
    elif content[:2] == b"\x1f\x8b":
        yield from decoded(name, gzip.decompress(content))
    else:
        text = content.decode("utf-8-sig", "replace")
        yield name, text
        if name.endswith((".html", ".xml", ".rels")):
            yield f"{name} (unescaped)", html.unescape(text)
            yield f"{name} (without tags)", html.unescape(re.sub(r"<[^>]*>", "", text))
        elif name.endswith(".json"):
            yield f"{name} (values)", "\n".join(_values(json.loads(text)))


def _values(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield str(value)
