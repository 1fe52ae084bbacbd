"""Rows as a file that Danes open in Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolon, UTF-8 with BOM, CRLF; nothing in it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_no_formula(cell) if cell[:1] in _BEGIN else cell for cell in map(str, row)] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


_BEGIN = frozenset("=+-@\t\r")
"""How a formula begins."""
_NEGATIVE = re.compile(r"-[0-9]+(,[0-9]+)?")
"""A number below zero: a program reads it as that number and nothing else."""


def _no_formula(cell: str) -> str:
    return cell if _NEGATIVE.fullmatch(cell) else f"'{cell}"
