"""A workbook that is written column by column. What is data is written as a text and never as anything else; the same content gives
the same bytes, wherever and whenever."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

from zerosum.report.worklist.columns import Column
from zerosum.report.worklist.text import safe

AMOUNT, DIFFERENCE, COUNT, DAY = "#,##0.00", "#,##0.00;[Red]-#,##0.00", "#,##0", "dd-mm-yyyy"
"""Forms that say nothing of a language: a Danish Excel shows 12.847.356,50. A difference below zero is red and has a minus."""

LINE_HEIGHT, LINES_HIGH = 15, 20
"""Points; a row is at most 20 lines high."""

TEXT = 49
"""The form that is built in for texts."""

_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 15},
    "warning": {"bold": True},
    "note": {"font_color": "#454545"},
    "section": {"bold": True, "font_size": 12},
    "text": {"valign": "top"},
    "wrap": {"valign": "top", "text_wrap": True},
    "id": {"valign": "top", "num_format": TEXT},
    "ore": {"valign": "top", "num_format": AMOUNT},
    "difference": {"valign": "top", "num_format": DIFFERENCE},
    "count": {"valign": "top", "num_format": COUNT},
    "day": {"valign": "top", "num_format": DAY, "align": "center"},
    "total": {"bold": True, "top": 1},
    "total_ore": {"bold": True, "top": 1, "num_format": AMOUNT},
    "total_difference": {"bold": True, "top": 1, "num_format": DIFFERENCE},
    "total_count": {"bold": True, "top": 1, "num_format": COUNT},
    "sum": {"bold": True, "num_format": DIFFERENCE},
    "head": {"bold": True, "bg_color": "#E6E6E6", "bottom": 1, "text_wrap": True, "valign": "top"},
    "head_to_fill": {"bold": True, "bg_color": "#FFE2C2", "bottom": 1, "text_wrap": True, "valign": "top"},
}


class _LanguageCore(Core):  # type: ignore[misc]
    """The properties of the file with its language, which the library has no place for."""

    def _write_cp_content_status(self) -> None:
        super()._write_cp_content_status()
        self._xml_data_element("dc:language", self.properties["language"])


class _LanguagePackager(Packager):  # type: ignore[misc]
    def _write_core_file(self) -> None:
        core = _LanguageCore()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _GrowingSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows still grow when somebody writes more than fits: a height that we give is no fixed one."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "row":
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class _LanguageWorkbook(Workbook):  # type: ignore[misc]
    worksheet_class = _GrowingSheet

    def _get_packager(self) -> Packager:
        return _LanguagePackager()


@dataclass(frozen=True)
class Book:
    """A workbook that is being written."""

    file: Workbook
    looks: Mapping[str, Format]
    into: io.BytesIO
    head: str
    foot: str

    def sheet(self, name: str, lines: bool = False) -> Worksheet:
        """A new sheet: A4 across, with its foot. `lines`: between all cells, as a table has them."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(0 if lines else 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(self.head)
        sheet.set_footer(self.foot)
        return sheet

    def text(self, sheet: Worksheet, row: int, column: int, text: str, look: str = "text") -> None:
        """A text in a cell."""
        sheet.write_string(row, column, safe(text), self.looks[look])

    def amount(self, sheet: Worksheet, row: int, column: int, ore: int, look: str = "ore") -> None:
        """Øre as kroner in a cell."""
        sheet.write_number(row, column, ore / 100, self.looks[look])

    def columns(self, sheet: Worksheet, columns: Sequence[Column], heads: Sequence[str], row: int) -> None:
        """Width, form and heading of whole columns. The headings stand in `row`."""
        for at, (column, head) in enumerate(zip(columns, heads, strict=True)):
            sheet.set_column(at, at, column.width, self.looks[column.kind])
            self.text(sheet, row, at, head, "head_to_fill" if column.to_fill else "head")

    def heights(self, sheet: Worksheet, columns: Sequence[Column], rows: Mapping[str, Sequence[Any]], row: int) -> None:
        """Rows as high as their longest text needs; not every program sees to that itself."""
        wrapped = [(column.width, rows[column.key]) for column in columns if column.kind == "wrap"]
        known: dict[tuple[str, int], int] = {}
        for at, texts in enumerate(zip(*(values for _, values in wrapped), strict=True), start=row):
            most = 1
            for (width, _), text in zip(wrapped, texts, strict=True):
                if text:
                    lines = known.get((text, width))
                    if lines is None:
                        lines = known[text, width] = sum(1 + len(part) // width for part in text.split("\n"))
                    most = max(most, lines)
            if most > 1:
                sheet.set_row(at, LINE_HEIGHT * min(most, LINES_HIGH))

    def values(self, sheet: Worksheet, columns: Sequence[Column], rows: Mapping[str, Sequence[Any]], row: int) -> None:
        """Whole columns from `row` on, in the form that their column has. Blanks are left out. ValueError for more rows than a sheet
        has: the writer would leave them out and say nothing."""
        if row + max((len(rows[column.key]) for column in columns), default=0) > sheet.xls_rowmax:
            raise ValueError("more rows than a sheet has")
        for at, column in enumerate(columns):
            if column.kind in ("ore", "difference"):
                _write(sheet, row, at, rows[column.key], lambda ore: ore / 100)
            elif column.kind == "day":
                _write(sheet, row, at, rows[column.key], lambda day: day.toordinal() - _EXCEL_DAY_ZERO)
            else:
                _write(sheet, row, at, rows[column.key], lambda number: number)

    def bytes(self) -> bytes:
        """The file, whole."""
        self.file.close()
        return self.into.getvalue()


def book(title: str, subject: str, language: str, when: datetime, head: str, foot: str) -> Book:
    """A new workbook with its properties: they hold no clock of this machine and no name of its user. `head` and `foot` stand on each
    printed page."""
    into = io.BytesIO()
    file = _LanguageWorkbook(
        into,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    file.set_properties({
        "title": safe(title),
        "subject": safe(subject),
        "author": "zerosum",
        "language": language,
        "created": when.astimezone(UTC),
    })  # fmt: skip
    looks = {name: file.add_format(dict(look)) for name, look in _LOOKS.items()}
    return Book(file, looks, into, f"&L&8{_printed(head)}", f"&L&8{_printed(foot)}&R&8&P / &N")


def _printed(text: str) -> str:
    """What stands at the head or foot of a page, which is at most 255 signs in all. & would begin a code: two of them are one."""
    text = safe(text)[:230]
    return text[: 230 - text.count("&")].replace("&", "&&")


def _write(sheet: Worksheet, row: int, column: int, values: Iterable[Any], as_number: Callable[[Any], Any]) -> None:
    """A column of texts, numbers and blanks. The form is the column's own."""
    string, number = sheet.write_string, sheet.write_number
    known: dict[str, str] = {}
    for at, value in enumerate(values, start=row):
        if isinstance(value, str):
            if value:
                text = known.get(value)
                if text is None:
                    text = known[value] = safe(value)
                string(at, column, text)
        elif value is not None:
            number(at, column, as_number(value))
