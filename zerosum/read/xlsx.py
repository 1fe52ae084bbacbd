"""XLSX -> what its sheets have beside values. Looks at the XML of the sheets by patterns: they are large, and flat."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.sheets import Sheet, number

_PIECE = 1 << 23
_OVERLAP = 200
"""A sheet is looked at in pieces that overlap by more than the start of a cell's tag is long."""
_MERGED_MAX = 100_000
_ADDRESS = re.compile(rb"\br\s{0,9}=\s{0,9}[\"']([A-Z]{0,4})([0-9]{1,9})")
"""The address of a row or a cell, wherever one stands: what is a tag is told by nothing that a hostile file cannot bend. All
patterns here look only a little way ahead, so that no file takes long."""


def sheets_of_xlsx(blob: Blob, parts: Mapping[str, bytes]) -> list[Sheet]:
    """The sheets, in the workbook's order. InputError for a broken workbook, and for a binary one (XLSB)."""
    if any(name.endswith(".bin") and "worksheets" in name for name in parts):
        raise InputError(Problem("workbook_binary", file=blob.name))
    try:
        workbook = fromstring(parts["xl/workbook.xml"], forbid_dtd=True)
        relations = fromstring(parts["xl/_rels/workbook.xml.rels"], forbid_dtd=True)
    except (KeyError, ParseError, DefusedXmlException, ValueError, LookupError):
        raise InputError(Problem("workbook_broken", file=blob.name)) from None
    targets = {one.get("Id"): _inside(one.get("Target", "")) for one in relations}
    found = []
    for element in workbook.iter():
        if _local(element) == "sheet":
            sheet = Sheet(element.get("name", ""), is_hidden=element.get("state", "visible") != "visible")
            key = next((value for name, value in element.items() if name.rpartition("}")[2] == "id"), None)
            found.append(_looked_at(sheet, parts.get(targets.get(key, ""), b"")))
    return found


def _inside(target: str) -> str:
    """A target of the workbook's relations as a name in the ZIP."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _looked_at(sheet: Sheet, xml: bytes) -> Sheet:
    prefix = re.search(rb"<(\w+:)?worksheet\b", xml[:4_000])
    start = b"<" + re.escape(prefix[1] if prefix and prefix[1] else b"")
    if re.search(start + rb"f[ />]", xml):
        cell = re.compile(
            start + rb"c\b[^<>]{0,200}?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^<>]{0,200}>\s{0,9}" + start + rb"f[ />]"
        )
        for hit in cell.finditer(xml):
            sheet.formula_at(hit[1].decode("ascii"))
        sheet.formulas = max(sheet.formulas, 1)
    sheet.hidden_rows = len(re.findall(start + rb"row\b[^<>]{0,999}\shidden=\"(?:1|true)\"", xml))
    for at, hit in enumerate(
        re.finditer(start + rb"mergeCell\b[^<>]{0,200}\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"", xml)
    ):
        if at < _MERGED_MAX:
            left, top, right, bottom = hit.groups()
            ends = (int(top), number(left.decode()), int(bottom), number(right.decode()))
            sheet.merged.append(ends)
    if b't="e"' in xml:
        error = re.compile(start + rb"c\b([^<>]{0,200}\bt=\"e\"[^<>]{0,200})>\s{0,9}" + start + rb"v>([^<]{1,20})<")
        for hit in error.finditer(xml):
            address = re.search(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"", hit[1])
            if address:
                sheet.errors[int(address[2]), number(address[1].decode())] = hit[2].decode("utf-8", "replace")
    _measure(sheet, xml, start)
    return sheet


def _measure(sheet: Sheet, xml: bytes, start: bytes) -> None:
    """Height and width, never less than what a reader would make room for: a cell far out makes a sheet immense."""
    columns: set[bytes] = set()
    lines: set[bytes] = set()
    addressed = numbered = cells = 0
    cell = re.compile(start + rb"c[ />]")
    for at in range(0, len(xml), _PIECE):
        end = at + _PIECE
        found = [hit.groups() for hit in _ADDRESS.finditer(xml, at, end + _OVERLAP) if hit.start() < end]
        columns |= {column for column, _ in found}
        lines |= {line for _, line in found}
        of_rows = sum(not column for column, _ in found)
        addressed, numbered = addressed + len(found) - of_rows, numbered + of_rows
        cells += sum(1 for hit in cell.finditer(xml, at, min(end + 3, len(xml))) if hit.start() < end)
    tags = len(re.findall(start + rb"row\b", xml))
    sheet.cells = cells
    sheet.height = max(map(int, lines), default=0) + max(0, tags - numbered)
    widest = max((number(one.decode("ascii")) for one in columns), default=0)
    sheet.width = widest + max(0, cells - addressed)  # a cell without an address stands behind the one before
