"""Workbooks in all three forms: formulas, merged and hidden cells, dates and numbers that Excel has changed, immense sheets."""

from __future__ import annotations

import datetime
import io
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import quoteattr

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from test_readers import blob, problem_of, source, table

from zerosum.errors import Problem
from zerosum.read import limits, read
from zerosum.read.raw import Raw
from zerosum.read.sheets import letters, number, sheets_of
from zerosum.tables import Rule

Cell = str | int | float | datetime.date | None
Rows = Sequence[Sequence[Cell]]
ROWS: Rows = (("Nr", "Type", "Beløb"), ("1", "Ny", 1.5), ("2", "Ny", 2))


class Formula(str):
    """A text that is a formula."""


def xlsx(
    sheets: Mapping[str, Rows], do: Callable[[object, Sequence[object]], None] | None = None, **options: object
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd-mm-yyyy", **options}) as book:
        made = []
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            made.append(sheet)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        sheet.write_formula(at, place, str(cell))
                    elif isinstance(cell, str):
                        sheet.write_string(at, place, cell)
                    elif cell is not None:
                        sheet.write(at, place, cell)
        if do:
            do(book, made)
    return out.getvalue()


def xls(sheets: Mapping[str, Rows], do: Callable[[object, Sequence[object]], None] | None = None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    made = []
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        made.append(sheet)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                style = xlwt.easyxf(num_format_str="DD-MM-YYYY") if isinstance(cell, datetime.date) else xlwt.easyxf()
                sheet.write(at, place, xlwt.Formula(cell[1:]) if isinstance(cell, Formula) else cell, style)
    if do:
        do(book, made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = "".join(
    f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
)


def ods_of(body: str) -> bytes:
    content = f"<office:document-content{_SPACES}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in (("mimetype", _ODS), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            packed.writestr(name, inside)
    return out.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    return ods_of(
        "".join(
            f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>"
            for name, rows in sheets.items()
        )
    )


def _row(cells: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells)) or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind, value = "string", ""
    if isinstance(cell, Formula):
        return f'<table:table-cell table:formula={quoteattr(cell)} office:value-type="float" office:value="0"/>'
    if isinstance(cell, int | float):
        kind, value = "float", f' office:value="{cell}"'
    elif isinstance(cell, datetime.date):
        kind, value = "date", f' office:date-value="{cell}"'
    return f'<table:table-cell office:value-type="{kind}"{value}><text:p>{cell}</text:p></table:table-cell>'


FORMS = {"xlsx": xlsx, "xls": xls, "ods": ods}
form = pytest.mark.parametrize("form", FORMS)


def made(form: str, rows: Rows = ROWS, **others: Rows) -> bytes:
    return FORMS[form]({"Ark1": rows, **others})


def taken(data: bytes, **keys: object) -> Raw:
    return read(blob(data, "fil.xlsx"), source(**keys))


def refused(data: bytes, **keys: object) -> Problem:
    return problem_of(lambda: taken(data, **keys))


# --- what a sheet holds ---


@form
def test_cells_become_texts_in_the_source_s_own_form(form: str) -> None:
    rows = [
        ("Nr", "Dag", "Beløb"),
        ("007", datetime.date(2026, 9, 30), 1234.5),
        ("x", datetime.date(2025, 1, 2), -0.07),
    ]
    raw = taken(made(form, rows))
    assert table(raw) == {"Nr": ["007", "x"], "Dag": ["2026-09-30", "2025-01-02"], "Beløb": ["1234,5", "-0,07"]}
    assert table(taken(made(form, rows), decimal="."))["Beløb"] == ["1234.5", "-0.07"]
    assert (raw.encoding, raw.separator, raw.heading_line, raw.line.tolist()) == ("regneark", "celler", 1, [2, 3])


@form
def test_blank_rows_are_counted_and_keep_their_numbers(form: str) -> None:
    raw = taken(made(form, [*ROWS[:2], (), (), ROWS[2]]))
    assert raw.line.tolist() == [2, 5]
    assert raw.blank == 2


@form
def test_lines_before_the_headings_and_blank_columns_behind(form: str) -> None:
    rows = [("Restancer",), (None, "x"), *((*row, None, None) for row in ROWS), (None, None, None, None, " ")]
    for keys in ({"skip_lines": 2}, {"heading": ("Beløb", "nr")}, {"skip_lines": 1, "heading": ("Type",)}):
        raw = taken(made(form, rows), **keys)
        assert raw.left == {Rule.PREAMBLE: 2}
        assert (raw.heading_line, raw.line.tolist()) == (3, [4, 5])
        assert list(table(raw)) == ["Nr", "Type", "Beløb"]
    assert refused(made(form, rows), heading=("Kroner",)).code == "heading_not_found"


@form
def test_rows_above_the_headings_are_never_passed_over(form: str) -> None:
    rows = ROWS[1:]
    other = ("Nr", "Type", "Kr.")
    problem = refused(made(form, [other, *rows, *ROWS]), heading=("Beløb",))
    assert (problem.code, problem.line) == ("headings_above", 1)
    problem = refused(made(form, [(), *rows, *ROWS]), skip_lines=len(rows) + 1)
    assert (problem.code, problem.line) == ("rows_above", 2)


def test_dates_of_the_1904_system_are_the_same_days() -> None:
    rows = [("Nr", "Dag"), ("1", datetime.date(2026, 9, 30))]
    assert table(taken(xlsx({"A": rows}, date_1904=True)))["Dag"] == ["2026-09-30"]


def test_error_cells_come_as_what_excel_calls_them() -> None:
    data = xlsx({"A": [("Nr", "Beløb"), ("1", "XX")]})
    broken = _edited(data, "xl/worksheets/sheet1.xml", b't="s"><v>3</v>', b't="e"><v>#REF!</v>')
    assert table(taken(broken))["Beløb"] == ["#REF!"]
    old = xls({"A": [("Nr", "Beløb"), ("1", None)]}, lambda _, made: made[0].row(1).set_cell_error(1, "#REF!"))  # type: ignore[attr-defined]
    assert table(taken(old))["Beløb"] == ["#REF!"]


def _edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            inside = before.read(name)
            if name == part:
                assert old in inside
                inside = inside.replace(old, new, 1)
            after.writestr(name, inside)
    return out.getvalue()


# --- what is refused, and where ---


@form
def test_formulas_are_refused_with_their_cells(form: str) -> None:
    rows = [("Nr", "Beløb"), ("1", Formula("=1+1")), ("2", 3), ("3", Formula("=2+2"))]
    problem = refused(made(form, rows))
    assert problem.code == "formulas"
    assert "2 formler" in problem.told().why
    assert "«B2», «B4»" in problem.told().why
    assert "«Ark1»" in problem.told().why


@form
def test_formulas_of_another_sheet_do_not_matter(form: str) -> None:
    data = made(form, [("a", "b"), (Formula("=1+1"), 2)], Data=ROWS)
    assert len(taken(data, sheet="Data").line) == 2
    assert refused(data, sheet="Ark1").code == "formulas"


@form
def test_the_sheet_is_never_chosen_by_guess(form: str) -> None:
    data = made(form, ROWS, Data=ROWS, Tom=[])
    problem = refused(data)
    assert problem.code == "sheets_several"
    assert "«Ark1», «Data»" in problem.told().why
    assert refused(data, sheet="Data2").code == "sheet_missing"
    assert len(taken(made(form, ROWS, Tom=[])).line) == 2


def test_a_hidden_sheet_is_a_sheet_all_the_same() -> None:
    assert refused(xlsx({"A": ROWS, "B": ROWS}, lambda _, made: made[1].hide())).code == "sheets_several"  # type: ignore[attr-defined]
    found = sheets_of(blob(xlsx({"A": ROWS, "B": ROWS}, lambda _, made: made[1].hide())))  # type: ignore[attr-defined]
    assert [one.is_hidden for one in found] == [False, True]


def _merge_xlsx(top: int, left: int, bottom: int, right: int) -> bytes:
    return xlsx({"A": ROWS}, lambda _, made: made[0].merge_range(top, left, bottom, right, "1"))  # type: ignore[attr-defined]


def test_merged_cells_are_refused_in_and_under_the_headings() -> None:
    problem = refused(_merge_xlsx(1, 0, 2, 0))
    assert (problem.code, problem.line) == ("merged_cells", 2)
    assert "A2:A3" in problem.told().why
    assert refused(_merge_xlsx(0, 1, 0, 2)).code == "merged_cells"
    titled = xlsx({"A": [("Titel",), *ROWS]}, lambda _, made: made[0].merge_range(0, 0, 0, 2, "Titel"))  # type: ignore[attr-defined]
    assert len(taken(titled, skip_lines=1).line) == 2
    old = xls({"A": [("Nr", "Ref")]}, lambda _, made: made[0].write_merge(1, 2, 0, 1, "1"))  # type: ignore[attr-defined]
    assert "A2:B3" in refused(old).told().why
    cell = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>1</text:p></table:table-cell>'
    spans = f"<table:table table:name='A'>{_row(('Nr', 'Ref'))}<table:table-row>{cell}</table:table-row></table:table>"
    assert "A2:A3" in refused(ods_of(spans)).told().why


def test_hidden_rows_are_read_and_told() -> None:
    hidden = xlsx({"A": ROWS}, lambda _, made: made[0].set_row(1, None, None, {"hidden": True}))  # type: ignore[attr-defined]
    (note,) = taken(hidden).notes
    assert (note.code, note.told().why[:7]) == ("hidden_rows", "1 række")
    assert len(taken(hidden).line) == 2

    def hide(_: object, made: Sequence[object]) -> None:
        made[0].row(2).hidden = True  # type: ignore[attr-defined]

    assert [one.code for one in taken(xls({"A": ROWS}, hide)).notes] == ["hidden_rows"]
    rows = [_row(row) for row in ROWS]
    rows[2] = rows[2].replace("<table:table-row>", '<table:table-row table:visibility="filter">')
    (note,) = taken(ods_of(f"<table:table table:name='A'>{''.join(rows)}</table:table>")).notes
    assert note.code == "hidden_rows"


@form
def test_dates_among_other_values_are_told(form: str) -> None:
    day = datetime.date(2026, 12, 1)
    (note,) = taken(made(form, [("Nr", "Ref"), ("12-11", "a"), (day, "b"), (day, "c")])).notes
    assert (note.code, note.column, note.line) == ("dates_among_others", "Nr", 3)
    assert taken(made(form, [("Nr", "Dag"), ("1", day), ("2", None)])).notes == ()


@form
def test_numbers_that_excel_has_cut_are_refused_with_their_cell(form: str) -> None:
    problem = refused(made(form, [("Nr", "Ref"), (123456789012345, "a"), (1234567890123456, "b")]))
    assert (problem.code, problem.line) == ("number_too_long", 3)
    assert "A3" in problem.told().why


@form
def test_a_first_row_of_data_is_told(form: str) -> None:
    assert refused(made(form, ROWS[1:])).code == "heading_is_data"
    assert refused(made(form, [(None, None, None), *ROWS])).code == "heading_blank_in_sheet"


@form
def test_a_broken_workbook_is_told(form: str) -> None:
    data = made(form)
    for broken in (data[: len(data) // 2], data[:100], data[:8] + b"\0" * 2_000):
        assert refused(broken).code in ("workbook_broken", "web_page", "not_a_table", "archive_broken")


def test_an_encrypted_workbook_is_told() -> None:
    old = xls({"A": ROWS})
    access = old.find(b"\x5c\x00\x70\x00")  # the record of who wrote it
    assert access > 0
    assert refused(old[:access] + b"\x2f\x00" + old[access + 2 :]).code == "workbook_encrypted"
    manifest = (
        b"<manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry>"
    )
    locked = _edited(
        ods({"A": ROWS}), "META-INF/manifest.xml", b"</manifest:manifest>", manifest + b"</manifest:manifest>"
    )
    assert refused(locked).code == "workbook_encrypted"


def test_a_binary_workbook_is_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin"):
            archive.writestr(name, b"x")
    assert refused(out.getvalue()).code == "workbook_binary"


def test_macros_are_never_looked_at() -> None:
    out = io.BytesIO(xlsx({"A": ROWS}))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert len(taken(out.getvalue()).line) == 2


# --- immense ---


def _sheet_xml(inside: bytes) -> bytes:
    data = xlsx({"A": ROWS})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    start, end = xml.index(b"<sheetData>") + 11, xml.index(b"</sheetData>")
    return _edited(data, "xl/worksheets/sheet1.xml", xml[start:end], inside)


def far(address: str, row: int) -> bytes:
    return f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{address}{row}"><v>1</v></c></row>'.encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_sheet_xml(far("XFD", 1_048_576)), "too_many_columns"),
        (_sheet_xml(far("ZZ", 1_048_576)), "too_many_cells"),
        (_sheet_xml(far("ZZZZ", 1)), "too_many_columns"),
        (_sheet_xml(far("BA", 9_999_999)), "too_many_cells"),
        (_sheet_xml(b"<row/>" * 300_000 + b"<row>" + b"<c/>" * 2_000 + b"</row>"), "too_many_cells"),
        (_sheet_xml(b"<row r='1'>" + b"<c/>" * 3_000 + b"</row>"), "too_many_columns"),
        (_sheet_xml(b"<row r='1'><c r='A1'/></row>" + b" " * 120_000_000), "workbook_too_large"),
        (ods_of("<table:table table:name='A'><table:table-row table:number-rows-repeated='99999999'>"
                + _cell("x") * 9 + "</table:table-row></table:table>"), "too_many_cells"),
        (ods_of("<table:table table:name='A'><table:table-row><table:table-cell office:value-type='float' "
                "office:value='1' table:number-columns-repeated='99999999'/></table:table-row></table:table>"), "too_many_columns"),
        (ods_of("<table:table table:name='A'><table:table-row table:number-rows-repeated='999999999'/>"
                + _row(("x",)) + "</table:table>"), "too_many_cells"),
    ],
    ids=range(10),
)  # fmt: skip
def test_an_immense_sheet_is_told_before_room_is_made_for_it(data: bytes, code: str) -> None:
    began = time.monotonic()
    assert problem_of(lambda: sheets_of(blob(data))).code == code
    assert time.monotonic() - began < 5


def test_the_blank_cells_that_office_leaves_behind_a_table_are_nothing() -> None:
    rest = "<table:table-cell table:number-columns-repeated='16380'/>"
    rows = "".join(_row(row).replace("</table:table-row>", f"{rest}</table:table-row>") for row in ROWS)
    tail = f"<table:table-row table:number-rows-repeated='1048573'>{rest}</table:table-row>"
    raw = taken(ods_of(f"<table:table table:name='A'>{rows}{tail}</table:table>"))
    assert len(raw.line) == 2


@pytest.mark.long
@given(
    st.lists(st.lists(st.one_of(st.none(), st.just("a"), st.integers(0, 99)), max_size=5), max_size=6),
    st.sampled_from(sorted(FORMS)),
)
@settings(max_examples=60)
def test_the_measures_of_a_sheet_hold_all_that_is_in_it(rows: list[list[Cell]], form: str) -> None:
    (sheet,) = sheets_of(blob(made(form, rows)))
    filled = [(at + 1, place + 1) for at, row in enumerate(rows) for place, cell in enumerate(row) if cell is not None]
    assert sheet.height >= max((at for at, _ in filled), default=0)
    assert sheet.width >= max((place for _, place in filled), default=0)
    assert sheet.height <= len(rows)
    assert sheet.width <= 5


@given(st.integers(1, 20_000))
def test_columns_have_the_names_of_excel(column: int) -> None:
    assert number(letters(column)) == column


def test_names_of_excel_s_columns() -> None:
    assert [letters(at) for at in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_xls_is_read_from_small_streams_and_refused_when_it_goes_in_circles() -> None:
    data = bytearray(xls({"A": ROWS}))
    (whole,) = sheets_of(blob(bytes(data)))
    assert (whole.height, whole.width) == (3, 3)
    fat = int.from_bytes(data[76:80], "little")
    at = (fat + 1) * 512
    data[at : at + 512] = (0).to_bytes(4, "little") * 128
    assert refused(bytes(data)).code == "workbook_broken"


def _numbers(rows: Iterable[Sequence[Cell]]) -> int:
    return sum(isinstance(cell, int | float) for row in rows for cell in row)


def test_the_limit_of_cells_is_past_any_real_sheet() -> None:
    assert limits.CELLS_MAX > 1_000_000 * 40
    assert _numbers(ROWS) == 2
