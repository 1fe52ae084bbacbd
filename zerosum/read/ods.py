"""ODS -> what its sheets have beside values. Cells and rows that repeat are written once, with how often."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.sheets import Sheet, letters


def sheets_of_ods(blob: Blob, parts: Mapping[str, bytes]) -> list[Sheet]:
    """The sheets, in the workbook's order. InputError for a broken or an encrypted workbook."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise InputError(Problem("workbook_encrypted", file=blob.name))
    looking = _Looking()
    parser = DefusedXMLParser(forbid_dtd=True).parser
    parser.StartElementHandler, parser.EndElementHandler = looking.start, looking.end
    parser.CharacterDataHandler = looking.text
    try:
        parser.Parse(parts["content.xml"], True)
    except (ExpatError, DefusedXmlException):
        raise InputError(Problem("workbook_broken", file=blob.name)) from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    return looking.sheets


class _Looking:
    """What has been seen so far. Its methods are called by the parser."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.rows = 0
        """Rows of the sheet before the one that is open."""
        self.row_repeats = 1
        self.columns = 0
        """Columns of the row before the cell that is open."""
        self.cell_repeats = 1
        self.last = 0
        """The last column of the row with something in it."""
        self.is_cell = self.filled = False

    def start(self, tag: str, attributes: list[str]) -> None:
        name = tag.rpartition("}")[2]
        if name not in ("table", "table-row", "table-cell", "covered-table-cell"):
            return
        values = dict(zip((key.rpartition("}")[2] for key in attributes[::2]), attributes[1::2], strict=True))
        if name == "table":
            self.sheets.append(Sheet(values.get("name", ""), is_hidden=values.get("display") == "false"))
            self.rows = 0
        elif self.sheets and name == "table-row":
            self.row_repeats = _times(values.get("number-rows-repeated"))
            self.columns = self.last = 0
            if values.get("visibility", "visible") != "visible":
                self.sheets[-1].hidden_rows += self.row_repeats
        elif self.sheets:
            self.cell(values)

    def cell(self, values: Mapping[str, str]) -> None:
        sheet = self.sheets[-1]
        self.cell_repeats = _times(values.get("number-columns-repeated"))
        self.is_cell, self.filled = True, "value-type" in values or "formula" in values
        if "formula" in values:
            sheet.formula_at(f"{letters(self.columns + 1)}{self.rows + 1}")
        down, right = _times(values.get("number-rows-spanned")), _times(values.get("number-columns-spanned"))
        if down > 1 or right > 1:
            first = (self.rows + 1, self.columns + 1)
            sheet.merged.append((*first, first[0] + down - 1, first[1] + right - 1))

    def text(self, data: str) -> None:
        if self.is_cell and data.strip():
            self.filled = True

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in ("table-cell", "covered-table-cell") and self.sheets:
            self.columns += self.cell_repeats
            self.last = self.columns if self.filled else self.last
            self.sheets[-1].cells += self.filled
            self.is_cell = self.filled = False
        elif name == "table-row" and self.sheets:
            sheet = self.sheets[-1]
            self.rows += self.row_repeats
            if self.last:
                sheet.height, sheet.width = self.rows, max(sheet.width, self.last)
            if self.rows > 10**9:
                sheet.height = self.rows if self.last else sheet.height


def _times(written: str | None) -> int:
    """How often something repeats."""
    return min(int(written), 10**9) if written and written.isascii() and written.isdigit() and len(written) < 20 else 1
