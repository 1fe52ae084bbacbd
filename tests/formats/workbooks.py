"""A table as a workbook: XLSX by XlsxWriter, XLS by xlwt, ODS by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
import xlwt

from formats.cells import numeric, text
from formats.delimited import GROUP, preamble
from formats.form import Form
from formats.table import Kind, Table

Cell = str | int | Decimal | date
"""A text, a whole number, an amount, a day (with a time of it, a datetime); "" is nothing."""
TIME = (2026, 10, 3, 4, 0, 0)
SHEET, OTHER = "Udtræk", "Forside"


def cells(table: Table, form: Form) -> list[list[Cell]]:
    """All rows of the sheet: what stands before the heading, the heading, the data."""
    rows: list[list[Cell]] = [[line] for line in preamble(form)]
    rows.append([one.heading for one in table.columns])
    columns = []
    for column in table.columns:
        numbers = numeric(column, form)
        columns.append([_cell(one, column.kind, form, numbers) for one in column.values])
    for at, row in enumerate(zip(*columns, strict=True)):
        if form.blank_lines and at and at % GROUP == 0:
            rows.append([])
        rows.append(list(row))
    return rows


def _cell(value: str | int | date | None, kind: Kind, form: Form, number: bool) -> Cell:
    if form.typed and value is not None:
        if kind is Kind.AMOUNT and isinstance(value, int):
            return Decimal(value).scaleb(-2)
        if kind is Kind.DAY and isinstance(value, date):
            return datetime.combine(value, time.fromisoformat(form.time.strip())) if form.time else value
    if number and isinstance(value, str) and value:
        return int(value)
    return text(value, kind, form)


def xlsx(table: Table, form: Form) -> bytes:
    """An XLSX."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "dd-mm-yyyy", "date_1904": form.since_1904}
    ) as book:
        book.set_properties({"created": datetime(*TIME)})
        money = book.add_format({"num_format": "#,##0.00"})
        if form.sheets:
            book.add_worksheet(OTHER).write_string(0, 0, "Læs arket Udtræk")
        sheet = book.add_worksheet(SHEET)
        for at, row in enumerate(cells(table, form)):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(at, place, cell, money)
                elif isinstance(cell, date):
                    sheet.write_datetime(at, place, cell)
                elif isinstance(cell, int):
                    sheet.write_number(at, place, cell)
                elif cell:
                    sheet.write_string(at, place, cell)
    return out.getvalue()


def xls(table: Table, form: Form) -> bytes:
    """An XLS of Excel 97-2003."""
    book = xlwt.Workbook(encoding="utf-8")
    if form.sheets:
        book.add_sheet(OTHER).write(0, 0, "Læs arket Udtræk")
    sheet = book.add_sheet(SHEET)
    day, money = xlwt.easyxf(num_format_str="DD-MM-YYYY"), xlwt.easyxf(num_format_str="#,##0.00")
    plain = xlwt.easyxf()
    for at, row in enumerate(cells(table, form)):
        for place, cell in enumerate(row):
            if cell != "":
                style = money if isinstance(cell, Decimal) else day if isinstance(cell, date) else plain
                sheet.write(at, place, cell, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods(table: Table, form: Form) -> bytes:
    """An ODS, as little of it as there must be."""
    sheets = [(OTHER, [["Læs arket Udtræk"]])] if form.sheets else []
    body = "".join(_sheet(name, rows) for name, rows in [*sheets, (SHEET, cells(table, form))])
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        for name, inside in (("mimetype", _ODS), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            member = ZipInfo(name, TIME)
            member.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            packed.writestr(member, inside.encode())
    return out.getvalue()


def _sheet(name: str, rows: list[list[Cell]]) -> str:
    return f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'


def _ods_row(row: list[Cell]) -> str:
    return f"<table:table-row>{''.join(_ods_cells(row)) or '<table:table-cell/>'}</table:table-row>"


def _ods_cells(row: list[Cell]) -> Iterator[str]:
    """The cells; blank ones beside each other are told once, with their number, as LibreOffice does."""
    blank = 0
    for cell in row:
        if cell == "":
            blank += 1
            continue
        if blank:
            yield f'<table:table-cell table:number-columns-repeated="{blank}"/>'
            blank = 0
        shown = f"<text:p>{escape(str(cell))}</text:p>"
        if isinstance(cell, Decimal | int):
            yield f'<table:table-cell office:value-type="float" office:value="{cell}">{shown}</table:table-cell>'
        elif isinstance(cell, date):
            yield f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}">{shown}</table:table-cell>'
        else:
            yield f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
    if blank:
        yield f'<table:table-cell table:number-columns-repeated="{blank}"/>'
