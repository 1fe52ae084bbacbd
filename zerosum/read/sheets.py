"""What a workbook has beside its values, read from its own bytes before any sheet is opened: how large each sheet is, where
formulas and merged cells stand, what is hidden. A value does not tell whether a formula made it."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.container import PIECE, Blob
from zerosum.read.limits import CELLS_A_FILLED, CELLS_FREE, CELLS_MAX, COLUMNS_MAX, RATIO_FREE, RATIO_MAX

ADDRESSES_SHOWN = 5
"""So many addresses of cells are named in a message."""


@dataclass
class Sheet:
    """One sheet. Rows and columns count from 1."""

    name: str
    height: int = 0
    width: int = 0
    cells: int = 0
    """As many as are written, one that repeats once."""
    formulas: int = 0
    formula_cells: list[str] = field(default_factory=list)
    """The addresses of the first."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row and column: cells that Excel could not work out, as it calls that (#REF!). They read as blank."""
    hidden_rows: int = 0
    is_hidden: bool = False

    def formula_at(self, address: str) -> None:
        self.formulas += 1
        if len(self.formula_cells) < ADDRESSES_SHOWN:
            self.formula_cells.append(address)


def sheets_of(blob: Blob) -> list[Sheet]:
    """The sheets of a workbook, in its order. InputError where it is broken, encrypted, of a form that is not read, or past
    a limit."""
    if blob.data[:2] == b"PK":
        parts = _unfolded(blob)
        if "content.xml" in parts:
            from zerosum.read.ods import sheets_of_ods

            found = sheets_of_ods(blob, parts)
        else:
            from zerosum.read.xlsx import sheets_of_xlsx

            found = sheets_of_xlsx(blob, parts)
    else:
        from zerosum.read.xls import sheets_of_xls

        found = sheets_of_xls(blob)
    for one in found:
        if one.width > COLUMNS_MAX:
            raise InputError(Problem("too_many_columns", {"limit": COLUMNS_MAX}, blob.name))
        if one.width * one.height > CELLS_MAX:
            raise InputError(Problem("too_many_cells", {"limit": CELLS_MAX}, blob.name))
        if one.width * one.height > CELLS_FREE + CELLS_A_FILLED * one.cells:
            values: dict[str, Value] = {"sheet": shown(one.name), "row": one.height, "column": letters(one.width)}
            raise InputError(Problem("sheet_sparse", values, blob.name))
    return found


def _unfolded(blob: Blob) -> dict[str, bytes]:
    """The XML parts of the ZIP that a workbook is; pictures and the like are not kept, but count."""
    left = RATIO_MAX * len(blob.data) + RATIO_FREE
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(blob.data)) as archive:
            too_large = Problem("workbook_too_large", {"times": RATIO_MAX}, blob.name)
            if sum(info.file_size for info in archive.infolist()) > left:  # by its own word
                raise InputError(too_large)
            for info in archive.infolist():
                content, kept = io.BytesIO(), PurePosixPath(info.filename).suffix in (".xml", ".rels", ".bin")
                with archive.open(info) as member:
                    while piece := member.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise InputError(too_large)
                        content.write(piece if kept else b"")
                if kept:
                    parts[info.filename] = content.getvalue()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        raise InputError(Problem("workbook_broken", file=blob.name)) from None
    return parts


def letters(column: int) -> str:
    """A column as Excel names it.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def number(name: str) -> int:
    """The number of a column that Excel names.

    >>> number("AB")
    28
    """
    at = 0
    for sign in name:
        at = at * 26 + ord(sign) - ord("A") + 1
    return at
