"""Texts as they may stand in a cell: nothing in them is a formula, markup or a sign that XML refuses, and none is too long."""

from __future__ import annotations

import re

from zerosum.report.words import DANISH_FROM, DANISH_TO

CELL_MAX = 32_000
"""Excel holds 32,767 UTF-16 units in a cell; what is cut off gets a mark."""

_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML refuses, or would rather not have; and halves of pairs."""
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing: a file name could be read backwards."""
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""How a workbook writes a sign as its number. Readers differ in how they take it back."""
_RICH = re.compile(r"<r>.*</r>", re.DOTALL)
"""A text that the writer would take for markup of its own."""


def safe(text: str) -> str:
    """A text for a cell. One that is safe already stays as it is, so that it can be carried over for ever."""
    if text.isascii() and text.isprintable() and len(text) <= CELL_MAX and "_x" not in text and text[:1] != "<":
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(DANISH_FROM, "").replace(DANISH_TO, "")
    text = _CODED.sub("＿", _TURNS.sub("\ufffd", _NO_SIGN.sub("\ufffd", text)))
    if _RICH.fullmatch(text):
        text = f"‹{text[1:]}"
    if len(text) > CELL_MAX // 2 and len(text.encode("utf-16-le")) > 2 * CELL_MAX:
        text = text.encode("utf-16-le")[: 2 * CELL_MAX - 2].decode("utf-16-le", "ignore") + "…"
    return text
