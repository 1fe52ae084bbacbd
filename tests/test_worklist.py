"""The work list: its numbers are the result's, it is the same bytes, nothing in it is live, and nothing that people typed is lost."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import report_examples as examples
import worklists
import xlsxwriter
from forked import ROOT, zerosum
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from test_report import Recorded

from zerosum.errors import InputError, ZerosumError
from zerosum.identity import veil_persons
from zerosum.pipeline import reconcile
from zerosum.report.dossier import Dossier
from zerosum.report.words import LANGUAGES, Words, load
from zerosum.report.worklist import rows as rows_of
from zerosum.report.worklist.book import book
from zerosum.report.worklist.carried import WHY, Carried, OldLine, Typed, meet
from zerosum.report.worklist.columns import CASES
from zerosum.report.worklist.old import read_work_list, require_of
from zerosum.report.worklist.rows import work_list
from zerosum.report.worklist.text import CELL_MAX, safe
from zerosum.report.worklist.workbook import workbook, written
from zerosum.result import Finding, Gravity
from zerosum.runs.places import RESULT, WORK_LIST, WORK_LIST_CSV
from zerosum.runs.reopened import reopen
from zerosum.runs.work_list import work_list_files
from zerosum.settings_load import load as load_settings
from zerosum.tables import ItemLines

FIXTURES = ROOT / "fixtures"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TODAY = date(2026, 10, 5)

DA = load("da")
HEADS = {DA(f"worklist.column.{column.key}"): column.key for column in CASES}
SHEETS = {name: DA(f"worklist.sheet.{name}") for name in DA.children("worklist.sheet")}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the first example, on disk."""
    root = tmp_path_factory.mktemp("kørsler æøå")
    done = zerosum("run", "-c", str(FIXTURES / "daginstitution" / "zerosum.toml"), "-o", str(root), "--json", cwd=root)
    return Path(json.loads(done.stdout)["files"][RESULT]).parent


@cache
def small() -> Dossier:
    """Twelve lines, two of them of one item, two that come out even in one case, one of another area."""
    told = [worklists.row(number) for number in range(9)]
    told += [
        worklists.row(20, item="split", posted_ore=-300),
        worklists.row(21, item="split", posted_ore=-10),
    ]
    told += [
        worklists.row(number, case="aaaaaaaaaa", cause="type_swapped", posted_ore=ore, claim_type=code)
        for number, ore, code in ((30, -4200, "KFTILDA"), (31, 4200, "KFTBBSF"))
    ]
    told.append(worklists.row(50, in_area=False))
    return worklists.dossier(told)


def sheet(content: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def records(content: bytes, name: str = "Arbejdsliste", head: int = 1) -> list[dict[str, Any]]:
    """The lines of a sheet by heading."""
    rows = sheet(content, name)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def of(dossier: Dossier, *typed: OldLine, closed: Sequence[OldLine] = (), whole: bool = True) -> Carried:
    result = dossier.result
    return Carried(result.municipality, result.creditor_id, result.area, typed, tuple(closed), whole)


# ---- Its numbers are the result's ----


def test_lines_and_causes_sum_to_the_sealed_result(run: Path) -> None:
    result = json.loads((run / RESULT).read_bytes())
    content = (run / WORK_LIST).read_bytes()
    lines = records(content)
    total = Counter[str]()
    for one in lines:
        total[one["Årsagskode"]] += round(one["Difference (kr.)"] * 100)
    told = Counter[str]()
    for one in result["causes"]:
        told[one["code"]] += one["net_ore"]
    assert len(lines) == sum(one["rows"] for one in result["causes"]) == 46
    assert {code: ore for code, ore in told.items() if ore} == {code: ore for code, ore in total.items() if ore}
    assert sum(total.values()) == result["difference_ore"]
    # The same from the XML itself: the cells of the column, and the value that stands with the filtered sum.
    cells = xml_cells(content, "Arbejdsliste")
    column = re.match("[A-Z]+", next(at for at, text in cells.items() if text == "Difference (kr.)"))
    assert column
    numbers = {
        at: float(text)
        for at, text in cells.items()
        if re.fullmatch(f"{column[0]}[0-9]+", at) and at != f"{column[0]}2"
    }
    assert round(numbers.pop(f"{column[0]}1") * 100) == sum(total.values())
    assert sum(round(one * 100) for one in numbers.values()) == sum(total.values())
    assert len(numbers) == 46


def xml_cells(content: bytes, name: str) -> dict[str, str]:
    """Address -> what stands in the cell, by the XML alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        shared = [
            "".join(part.text or "" for part in one.iter(f"{SPREADSHEET}t"))
            for one in ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
        ]
        number = [
            one.get("name")
            for one in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")
        ].index(name)
        tree = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{number + 1}.xml"))
    found = {}
    for cell in tree.iter(f"{SPREADSHEET}c"):
        value = cell.find(f"{SPREADSHEET}v")
        if value is not None:
            text = value.text or ""
            found[cell.get("r", "")] = shared[int(text)] if cell.get("t") == "s" else text
    return found


@pytest.mark.long
@pytest.mark.parametrize("case", sorted(path.name for path in (FIXTURES / "cases").iterdir() if path.is_dir()))
def test_every_worked_case_has_a_list_that_adds_up(case: str) -> None:
    found = sorted((FIXTURES / "cases" / case).glob("zerosum.toml"))
    if not found:
        pytest.skip("no settings of its own")
    try:
        outcome = reconcile(load_settings(found[0]))
    except ZerosumError:
        pytest.skip("a case that is refused")
    dossier = Dossier(outcome.result, examples.MADE, outcome.item_lines, outcome.posted_lines)
    lines = records(workbook(dossier))
    told = [one for one in lines if one["Sag"]]
    assert sum(round(one["Difference (kr.)"] * 100) for one in told) == outcome.result.figures.difference_ore
    assert len(told) == sum(one.rows for one in outcome.result.causes)


def test_a_list_that_does_not_add_up_is_not_made() -> None:
    dossier = small()
    other = replace(
        dossier.result, figures=replace(dossier.result.figures, psrm_ore=dossier.result.figures.psrm_ore + 1)
    )
    with pytest.raises(ValueError, match="difference"):
        workbook(replace(dossier, result=other))


def test_what_blocks_comes_first_then_solution_cause_and_kroner() -> None:
    lines = records(workbook(small()))
    weight = {"Spærrer": 0, "Bemærkning": 1, "Oplysning": 2}
    keys = [
        (
            weight[one["Virkning for dommen"]],
            one["Løsning"],
            worklists.CODES.index(one["Årsagskode"]),
            -abs(one["Difference (kr.)"]),
        )
        for one in lines
    ]
    assert keys == sorted(keys)
    assert len(keys) == len(small().posted) - 1  # one is of another area


def test_cells_are_real_numbers_and_days_and_an_item_of_two_causes_stands_twice() -> None:
    dossier = small()
    lines = {one["Linje"]: one for one in records(workbook(dossier))}
    one, other = lines[f"{20:010x}"], lines[f"{21:010x}"]
    assert one["Debitor (kr.)"] == other["Debitor (kr.)"] == 107.40
    assert (one["Difference (kr.)"], other["Difference (kr.)"]) == (-3.0, -0.1)
    assert lines[f"{1:010x}"]["Bogført"] == date(2026, 9, 29)
    assert lines[f"{1:010x}"]["Alder (dage)"] == (dossier.result.as_of - date(2026, 9, 29)).days
    assert lines[f"{0:010x}"]["Bogført"] == "" == lines[f"{0:010x}"]["Alder (dage)"]  # not known is blank, not 0
    assert lines[f"{1:010x}"]["Kilde debitor"] == "debitor æøå.csv linje 3"
    assert one["Reference"].isdecimal()
    assert isinstance(one["Reference"], str)


def test_pairs_stand_on_one_row_with_why_they_belong_together() -> None:
    dossier = replace(small(), debtors={f"{30:010x}": "D-1", f"{31:010x}": "D-1"})
    pairs = records(workbook(dossier), "Par", head=0)
    both = next(one for one in pairs if one["Sag"] == "aaaaaaaaaa")
    assert sorted((both["Difference, den ene (kr.)"], both["Difference, den anden (kr.)"])) == [-42.0, 42.0]
    assert both["Sagen i alt (kr.)"] == 0
    assert both["Debitor"] == "D-1"
    assert "to fordringstyper" in both["Hvorfor de hører sammen"]
    assert both["Fordringstype"] in ("KFTILDA / KFTBBSF", "KFTBBSF / KFTILDA")


def test_a_case_of_three_that_comes_out_even_stands_together() -> None:
    told = [
        worklists.row(number, case="bbbbbbbbbb", posted_ore=ore, cause="amount_differs")
        for number, ore in ((1, 5), (2, -3), (3, -2))
    ]
    told += [worklists.row(9, cause="only_in_psrm")]
    pairs = records(workbook(worklists.dossier(told)), "Par", head=0)
    assert [one["Sag"] for one in pairs] == ["bbbbbbbbbb"] * 3
    assert {one["Sagen i alt (kr.)"] for one in pairs} == {0}


def test_debtors_have_a_column_where_they_are_told() -> None:
    assert "Debitor" not in records(workbook(small()))[0]
    with_debtors = replace(small(), debtors={f"{1:010x}": "D-0412"})
    lines = {one["Linje"]: one for one in records(workbook(with_debtors))}
    assert lines[f"{1:010x}"]["Debitor"] == "D-0412"


def test_a_vendors_list_has_no_figures_of_the_portal_and_is_not_whole() -> None:
    content = workbook(replace(small(), vendor="Løsning A"))
    assert SHEETS["portal"] not in CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert "Løsning A" in sheet(content, "Overblik")[2][0]
    assert not read(content).whole


def test_no_lines_is_a_list_all_the_same() -> None:
    content = workbook(worklists.dossier([]))
    assert read(content).lines == () == read(content).closed
    assert sheet(content, "Overblik")[2][0].startswith("0 linjer")


# ---- The file ----


def test_the_file_has_frozen_panes_filters_choices_and_no_merged_cells(run: Path) -> None:
    content = (run / WORK_LIST).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        sheets = {name: packed.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")}
        core, book = packed.read("docProps/core.xml").decode(), packed.read("xl/workbook.xml").decode()
    cases = sheets["xl/worksheets/sheet2.xml"]
    assert 'xSplit="3" ySplit="2"' in cases
    assert "<autoFilter" in cases
    assert "numberStoredAsText" in cases
    assert '<dataValidation type="list"' in cases
    assert "Ny,Under afklaring,Rettes,Rettet,Accepteret,Afvist" in cases
    assert cases.count("<f>") == 1
    assert "SUBTOTAL(109" in cases
    formulas = re.findall("<f>([^<]*)</f>", "".join(sheets.values()))
    assert formulas[0] == "COUNTIF('Arbejdsliste'!$T$3:$T$68,\"Ny\")"
    assert formulas[6] == "COUNTA('Arbejdsliste'!$T$3:$T$68)-SUM(B15:B20)"
    assert formulas[7:] == ["SUBTOTAL(109,M3:M68)"]
    for text in sheets.values():
        assert "mergeCell" not in text
        assert "<hyperlink" not in text
        assert "customHeight" not in text
        assert 'paperSize="9" ' in text
        assert "landscape" in text
        assert "sheetProtection" not in text
    assert all(not re.search("vbaProject|externalLink|connections", name) for name in names)
    assert "<dc:language>da</dc:language>" in core
    assert "<dc:title>IKKE KLAR" in core
    assert "_xlnm.Print_Area" in book
    assert "_xlnm.Print_Titles" in book


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_numbers_say_nothing_of_a_language(language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(small(), language))) as packed:
        styles = packed.read("xl/styles.xml").decode()
    forms = set(re.findall('formatCode="([^"]*)"', styles))
    assert forms == {"#,##0", "#,##0.00", "#,##0.00;[Red]-#,##0.00", "dd-mm-yyyy"}


def test_ids_are_texts_of_the_sheet_too() -> None:
    """So that one that is typed anew stays as it is."""
    with zipfile.ZipFile(io.BytesIO(workbook(small()))) as packed:
        columns = ElementTree.fromstring(packed.read("xl/worksheets/sheet2.xml")).findall(f".//{SPREADSHEET}col")
        looks = ElementTree.fromstring(packed.read("xl/styles.xml")).findall(f"{SPREADSHEET}cellXfs/{SPREADSHEET}xf")
    text = {
        at
        for one in columns
        for at in range(int(one.get("min", "0")), int(one.get("max", "0")) + 1)
        if looks[int(one.get("style", "0"))].get("numFmtId") == "49"
    }
    ours = [column for column in CASES if column.key != "owes"]
    assert text == {at for at, column in enumerate(ours, start=1) if column.kind == "id"}
    assert len(text) == 5


@pytest.mark.long
def test_the_same_run_gives_the_same_bytes_wherever(run: Path, tmp_path: Path) -> None:
    told = (run / WORK_LIST).read_bytes()
    code = (
        "import sys\nfrom pathlib import Path\nfrom zerosum.runs.reopened import reopen\n"
        "from zerosum.report.worklist.workbook import workbook\n"
        "Path(sys.argv[2]).write_bytes(workbook(reopen(Path(sys.argv[1]))))"
    )
    for number, (zone, local, seed) in enumerate(
        (("Pacific/Kiritimati", "C", "1"), ("America/Nome", "da_DK.UTF-8", "77"))
    ):
        target = tmp_path / f"æ {number}.xlsx"
        environment = os.environ | {"TZ": zone, "LC_ALL": local, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(run), str(target)], check=True, env=environment, cwd=ROOT)
        assert target.read_bytes() == told


def test_every_word_of_the_list_is_used() -> None:
    for language in LANGUAGES:
        texts = Recorded(load(language).texts)
        words = Words(language, texts)
        person = OldLine("", "", Typed(remark="130113-1234"), closed_on=TODAY)
        lines = tuple(
            OldLine(f"{number}", f"{number}", Typed(), closed_on=TODAY, why=why) for number, why in enumerate(WHY)
        )
        told = [
            worklists.row(number, case=f"{number}", cause=code, reason="151", also="rounding")
            for number, code in enumerate(worklists.CODES)
        ]
        told += [
            worklists.row(100 + number, case="even", posted_ore=ore, cause="amount_differs")
            for number, ore in enumerate((7, -7))
        ]
        told += [worklists.row(200, in_area=False)]
        full = worklists.dossier(told, rejects=examples.STATES["not_ready"]().rejects)
        outside = replace(full.result.outside_area, gross_ore=500)
        made = replace(full.made, rules_hash="53" * 32)
        beyond = (*full.result.findings, Finding("broken_key", Gravity.BLOCKING, 1, "Løsning A"))
        full = replace(full, result=replace(full.result, outside_area=outside, findings=beyond), made=made)
        for dossier, carried, level in (
            (full, None, "none"),
            (replace(full, debtors={"1": "D-1"}), of(full, person, *lines, closed=lines), "full"),
            (replace(full, vendor="Løsning A"), of(full, whole=False), "partial"),
            (worklists.dossier([]), of(full), "full"),
        ):
            written(work_list(dossier, words, carried, level))  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as small:
            small.setattr(rows_of, "LINES_MAX", 3)
            small.setattr(rows_of, "CLOSED_MAX", 2)
            written(work_list(full, words, of(full, closed=lines)))
        # read by old.py in both languages, or given by `meet` to lines that are not in these lists
        texts.read |= {
            "worklist.seen.known",
            "worklist.seen.reopened",
            "worklist.without.pairs",
            "worklist.without.rejects.one",
        }
        texts.read |= {key.replace(".one", ".many") for key in texts.read} | {
            key.replace(".many", ".one") for key in texts.read
        }
        assert sorted(key for key in texts if key.startswith("worklist.") and key not in texts.read) == []


# ---- Carried over ----


def read(content: bytes) -> Carried:
    return read_from(content, "æøå liste.xlsx")


def read_from(content: bytes, name: str) -> Carried:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_work_list(path)


Edit = Callable[[dict[str, list[list[Any]]]], None]


def edited(content: bytes, edit: Edit, form: str = "dd-mm-yyyy") -> bytes:
    """The workbook as it is when somebody has worked in it and saved it: cells alone, by another writer."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    edit(sheets)
    into = io.BytesIO()
    file = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "default_date_format": form})
    for name, rows in sheets.items():
        new = file.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    new.write_string(at, column, cell)
                elif cell is not None:
                    new.write(at, column, cell)
    file.close()
    return into.getvalue()


def put(rows: list[list[Any]], of_line: str, **cells: Any) -> None:
    """Write in the row of a line."""
    head = next(row for row in rows if "Linje" in row)
    row = next(row for row in rows if row[head.index("Linje")] == of_line)
    for name, value in cells.items():
        row[head.index(DA(f"worklist.column.{name}"))] = value


LINE = f"{1:010x}"


def test_what_people_wrote_goes_on_by_line() -> None:
    dossier = small()

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        put(
            sheets["Arbejdsliste"],
            LINE,
            status="rettes ",
            responsible="Åse",
            deadline=date(2026, 12, 31),
            remark="=HYPERLINK(1)\nnæste linje",
        )
        put(sheets["Arbejdsliste"], f"{2:010x}", status="Venter på Bo", deadline="1. januar")
        put(sheets["Arbejdsliste"], f"{3:010x}", deadline="31.12.26")

    carried = read(edited(workbook(dossier), work))
    again = {one["Linje"]: one for one in records(workbook(dossier, carried=carried))}
    assert [again[LINE][name] for name in ("Status", "Ansvarlig", "Frist", "Bemærkning", "Ny / kendt")] == [
        "Rettes", "Åse", date(2026, 12, 31), "=HYPERLINK(1)\nnæste linje", "Kendt",
    ]  # fmt: skip
    assert [again[f"{2:010x}"][name] for name in ("Status", "Frist")] == ["Venter på Bo", "1. januar"]
    assert again[f"{3:010x}"]["Frist"] == date(2026, 12, 31)
    assert again[f"{4:010x}"]["Status"] == "Ny"
    english = {one["Line"]: one for one in records(workbook(dossier, "en", carried), "Work list")}
    assert english[LINE]["Status"] == "Being mended"
    assert (
        read(workbook(dossier, "en", carried)).lines[0].typed == read(workbook(dossier, "da", carried)).lines[0].typed
    )


def _sorted(sheets: dict[str, list[list[Any]]]) -> None:
    rows = sheets["Arbejdsliste"]
    sheets["Arbejdsliste"] = [*rows[:2], *sorted(rows[2:], key=lambda row: str(row[5]), reverse=True)]


def _shifted(sheets: dict[str, list[list[Any]]]) -> None:
    sheets["Arbejdsliste"] = [["Møde om listen"], [], *sheets["Arbejdsliste"]]


def _renamed(sheets: dict[str, list[list[Any]]]) -> None:
    sheets["Til mødet"] = sheets.pop("Arbejdsliste")


def _reversed_columns(sheets: dict[str, list[list[Any]]]) -> None:
    width = max(map(len, sheets["Arbejdsliste"]))
    sheets["Arbejdsliste"] = [([*row, *[""] * (width - len(row))])[::-1] for row in sheets["Arbejdsliste"]]


def _without_lines(sheets: dict[str, list[list[Any]]]) -> None:
    sheets["Arbejdsliste"] = [[*row[:1], *row[2:]] for row in sheets["Arbejdsliste"]]


def _only_two_sheets(sheets: dict[str, list[list[Any]]]) -> None:
    for name in ("Overblik", "Par", "Afstemningsfelter", "Årsager", "Lukkede"):
        del sheets[name]


@pytest.mark.parametrize("way", [_sorted, _shifted, _renamed, _reversed_columns, _without_lines, _only_two_sheets])
def test_what_people_do_to_a_sheet_loses_nothing(way: Edit) -> None:
    dossier = small()

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        put(sheets["Arbejdsliste"], LINE, remark="husk mig", responsible="Bo")
        way(sheets)

    lines = {one["Linje"]: one for one in records(workbook(dossier, carried=read(edited(workbook(dossier), work))))}
    assert (lines[LINE]["Bemærkning"], lines[LINE]["Ansvarlig"], lines[LINE]["Ny / kendt"]) == (
        "husk mig",
        "Bo",
        "Kendt",
    )


def test_an_id_that_became_a_number_is_known_all_the_same() -> None:
    dossier = small()

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        # 0000000001, as Excel reads it when somebody types it again
        put(sheets["Arbejdsliste"], LINE, remark="husk mig", line=1, case="")

    lines = {one["Linje"]: one for one in records(workbook(dossier, carried=read(edited(workbook(dossier), work))))}
    assert lines[LINE]["Bemærkning"] == "husk mig"


def test_deleted_rows_are_new_and_rows_added_by_hand_go_to_the_closed() -> None:
    dossier = small()

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        rows = sheets["Arbejdsliste"]
        head = rows[1]
        rows[:] = [row for row in rows if row[1] != LINE]
        added = [""] * len(head)
        added[head.index("Bemærkning")], added[head.index("Næste skridt")] = "skrevet i hånden", "ring til Ib"
        rows.append(added)

    content = workbook(dossier, carried=read(edited(workbook(dossier), work)))
    assert {one["Linje"]: one for one in records(content)}[LINE]["Ny / kendt"] == "Ny"
    closed = records(content, "Lukkede", head=0)
    assert closed[0]["Bemærkning"] == "skrevet i hånden; Næste skridt: ring til Ib"
    assert closed[0]["Hvorfor her"] == "Rækken har hverken sag eller linje"


def test_columns_that_people_add_go_on() -> None:
    dossier = small()

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        for at, row in enumerate(sheets["Arbejdsliste"]):
            row += (
                ["", "Journalnr.", "Journalnr."]
                if at == 1
                else [at if at == 3 else "", f"J-{at}", date(2026, 3, at % 28 + 1)]
                if at > 1
                else []
            )

    first = workbook(dossier, carried=read(edited(workbook(dossier), work)))
    again = workbook(dossier, carried=read(first))
    assert read(again).lines == read(first).lines
    own = {one.line: dict(one.typed.own) for one in read(first).lines}
    assert all(one["Journalnr."].startswith("J-") for one in own.values())
    assert all(re.fullmatch(r"\d\d\.03\.2026", one["Journalnr. (2)"]) for one in own.values())
    assert sum("3" in one.values() for one in own.values()) == 1  # a column without a heading


def test_what_stands_in_more_columns_than_go_on_is_in_the_remark() -> None:
    content = workbook(small(), "da")

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        for row in sheets[SHEETS["cases"]]:
            is_head, is_line = "Linje" in row, LINE in row
            row += [f"Egen {n}" if is_head else f"skrevet {n}." if is_line else "" for n in range(60)]

    again = workbook(small(), "da", read(edited(content, work)))
    told = texts_of(workbook(small(), "da", read(again)))
    assert [n for n in range(60) if f"skrevet {n}." not in told] == []


def test_an_hour_beside_a_deadline_stays() -> None:
    content = workbook(small(), "da")

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        put(sheets[SHEETS["cases"]], LINE, deadline=datetime(2026, 12, 1, 14, 30))

    changed = edited(content, work, "dd-mm-yyyy hh:mm")
    assert {one.typed.deadline for one in read(changed).lines if one.line == LINE} == {"01.12.2026 14:30"}


def test_a_number_in_part_goes_into_no_list_that_hides_all_of_it() -> None:
    content = workbook(small(), "da")

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        for row in sheets[SHEETS["cases"]]:
            row.append("Cpr" if "Linje" in row else "011370****" if LINE in row else "")

    old = read(edited(content, work))
    assert "011370" not in texts_of(workbook(small(), "da", old))
    assert "011370****" in texts_of(workbook(small(), "da", old, "partial"))


def test_what_is_closed_comes_back_as_reopened() -> None:
    dossier = small()
    short = worklists.dossier([worklists.row(number) for number in range(9) if number != 1])
    first = of(
        dossier,
        OldLine(LINE, f"{1:010x}"[::-1], Typed("mended", "Bo", TODAY, "sendt igen"), {"code": "not_sent"}, -100),
    )
    gone = workbook(short, carried=first)
    closed = records(gone, "Lukkede", head=0)
    assert [closed[0][name] for name in ("Linje", "Status", "Ansvarlig", "Frist", "Bemærkning", "Hvorfor her", "Lukket den", "Difference (kr.)")] == [
        LINE, "Rettet", "Bo", TODAY, "sendt igen", "Ikke længere åben", short.result.as_of, -1.0,
    ]  # fmt: skip
    back = workbook(dossier, carried=read(gone))
    line = {one["Linje"]: one for one in records(back)}[LINE]
    assert (line["Ny / kendt"], line["Status"], line["Bemærkning"]) == ("Genåbnet", "Rettet", "sendt igen")
    assert read(back).closed == ()


def test_a_line_of_a_known_case_gets_what_its_lines_agree_on() -> None:
    agreed, other = Typed(remark="samme"), Typed(remark="noget andet")
    old = of(small(), OldLine("l1", "c", agreed), OldLine("l2", "c", agreed))
    met = meet(["n1", "l1"], ["c", "c"], old, TODAY)
    assert met.typed == (agreed, agreed)
    assert met.seen == ("known", "known")
    assert [(one.line, one.why) for one in met.closed] == [("l2", "moved")]
    split = of(small(), OldLine("l1", "c", agreed), OldLine("l2", "c", other), OldLine("l3", "", other))
    met = meet(["n1", "n2"], ["c", ""], split, TODAY)
    assert met.typed == (Typed(), Typed())
    assert {(one.line, one.typed) for one in met.closed} == {("l1", agreed), ("l2", other), ("l3", other)}


names = st.sampled_from(["", "a", "b", "c", "d", "e"])
typed = st.builds(
    Typed,
    status=st.sampled_from(["", "mended", "venter"]),
    remark=st.sampled_from(["", "x", "y", "z"]),
    deadline=st.sampled_from(["", TODAY, "snart"]),
)
old_lines = st.lists(st.builds(OldLine, line=names, case=st.sampled_from(["", "p", "q"]), typed=typed), max_size=7).map(
    tuple
)
closed_lines = st.lists(
    st.builds(
        OldLine, line=names, case=st.sampled_from(["", "p", "q"]), typed=typed,
        closed_on=st.sampled_from([date(2026, 9, 1), date(2026, 9, 2), "engang"]), why=st.sampled_from([*WHY, "andet"]),
    ),
    max_size=5,
).map(tuple)  # fmt: skip
today = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["", "p", "q"])), unique_by=lambda pair: pair[0], max_size=7
)


@given(old_lines, closed_lines, today, st.booleans())
def test_nothing_typed_is_ever_lost_and_twice_is_as_once(
    old: tuple[OldLine, ...], closed: tuple[OldLine, ...], now: list[tuple[str, str]], whole: bool
) -> None:
    lines, cases = [line for line, _ in now], [case for _, case in now]
    before = Carried("m", "1", "a", old, closed, whole)
    met = meet(lines, cases, before, TODAY)
    on_lines = dict(zip(lines, met.typed, strict=True))
    for one in (*old, *closed):
        if one.typed:
            on_its_line = on_lines.get(one.line) == one.typed
            in_its_case = not one.line and any(
                case == one.case and text == one.typed for case, text in zip(cases, met.typed, strict=True)
            )
            closed_with = any(
                (left.line, left.typed) == (one.line, one.typed) and (one.line or left.case == one.case)
                for left in met.closed
            )
            assert on_its_line or in_its_case or closed_with
    again = Carried("m", "1", "a", tuple(map(OldLine, lines, cases, met.typed)), met.closed)
    twice = meet(lines, cases, again, TODAY)
    assert twice.typed == met.typed
    assert twice.closed == met.closed
    assert twice.gone == 0
    assert set(twice.seen) <= {"known"}


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=4, max_size=4))
def test_any_text_survives_a_sheet_and_the_next_one(texts: list[str]) -> None:
    dossier = worklists.dossier([worklists.row(1)])
    status, responsible, remark, own = texts
    line = OldLine(LINE, f"{1:010x}"[::-1], Typed(status, responsible, "", remark, (("Eget", own),) if own else ()))
    first = workbook(dossier, carried=of(dossier, line), level="none")
    second = workbook(dossier, carried=read(first), level="none")
    third = workbook(dossier, carried=read(second), level="none")
    assert second == third
    assert read(second).lines == read(first).lines
    assert read(first).lines[0].typed.remark == safe(remark).strip()


def test_person_numbers_in_remarks_are_hidden_and_counted_but_at_level_none() -> None:
    dossier = small()
    line = OldLine(
        LINE, f"{1:010x}"[::-1], Typed("", "", "", "ring til 130113-1234; FordringID 30000000123, sag 2026-123456")
    )
    hidden = workbook(dossier, carried=of(dossier, line))
    assert "130113" not in texts_of(hidden)
    assert "FordringID 30000000123, sag 2026-123456" in texts_of(hidden)
    assert "skjult i 1 tekst" in texts_of(hidden)
    assert "130113-1234" in texts_of(workbook(dossier, carried=of(dossier, line), level="none"))
    assert sheet(workbook(dossier, level="none"), "Arbejdsliste")[0][0].startswith("FORTROLIGT")
    assert sheet(workbook(dossier, level="partial"), "Overblik")[1][0].startswith("Internt")


@pytest.mark.parametrize("between", ["-", "", " ", ".", "–", "\u00a0", " - "])
def test_a_persons_number_is_hidden_however_it_is_written(between: str) -> None:
    number = f"130113{between}1234"
    assert "1234" not in veil_persons(f"om {number}, se sag")
    assert veil_persons(veil_persons(f"om {number}")) == veil_persons(f"om {number}")


@pytest.mark.parametrize(
    "number", ["13O113-1234", "l30113 1234", "13-13-1913-1234", "13131913-1234", "13.01.13.1234", "１３０１１３-1234"]
)
def test_a_persons_number_with_other_signs_for_digits_is_hidden(number: str) -> None:
    assert "1234" not in veil_persons(f"om {number} i dag")


@pytest.mark.parametrize(
    "text", ["den 01.02.2026 12.30", "1.234.567,89 kr.", "FordringID 30000000123", "tlf. 20 12 34 56", "2026-01-02 11:22:33", "100004000000012"]
)  # fmt: skip
def test_other_numbers_stay_in_a_remark(text: str) -> None:
    assert veil_persons(text) == text


def texts_of(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return "\n".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


# ---- Refused ----


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read_work_list(path)
    return error.value.problems[0].code


def test_what_is_no_work_list_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "findes ikke.xlsx") == "work_list_not_opened"
    assert refused(tmp_path) == "work_list_not_opened"
    path = tmp_path / "æ.xlsx"
    for content in (b"", b"Sag;Linje;Status\r\n", b"PK\x03\x04" + bytes(100), workbook(small())[:-4000]):
        path.write_bytes(content)
        assert refused(path) == "work_list_unreadable"

    def without_remarks(sheets: dict[str, list[list[Any]]]) -> None:
        del sheets["Arbejdsliste"]

    path.write_bytes(edited(workbook(small()), without_remarks))
    assert refused(path) == "work_list_without_lines"

    def without_owner(sheets: dict[str, list[list[Any]]]) -> None:
        del sheets["Om filen"]

    path.write_bytes(edited(workbook(small()), without_owner))
    assert refused(path) == "work_list_of_nobody"


def test_a_list_of_another_area_is_refused(run: Path, tmp_path: Path) -> None:
    carried = read_work_list(run / WORK_LIST)
    require_of(carried, "Eksempel  kommune", "0999", "daginstitution", "x")
    for other in (
        ("Anden Kommune", "0999", "daginstitution"),
        ("Eksempel Kommune", "0998", "daginstitution"),
        ("Eksempel Kommune", "0999", "05"),
    ):
        with pytest.raises(InputError) as error:
            require_of(carried, *other, "x")
        assert error.value.problems[0].code == "work_list_of_another"
    settings_file = FIXTURES / "teknisk-forvaltning" / "zerosum.toml"
    done = zerosum(
        "run", "-c", str(settings_file), "-o", str(tmp_path), "--work-list", str(run / WORK_LIST), cwd=tmp_path
    )
    assert done.returncode == 3
    assert "Arbejdslisten er af noget andet" in done.stderr
    assert not list(tmp_path.iterdir())


# ---- Too many lines ----


def test_above_the_limit_all_lines_are_in_a_file_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of, "LINES_MAX", 5)
    dossier = worklists.dossier([worklists.row(number) for number in range(12)])
    smallest = OldLine(f"{1:010x}", f"{1:010x}"[::-1], Typed(remark="bliver"))
    made = work_list_files(dossier, "da", of(dossier, smallest))
    assert (made.counts.open, made.counts.in_workbook) == (12, 5)
    lines = records(made.files[WORK_LIST])
    assert len(lines) == 5
    assert "bliver" in {one["Bemærkning"] for one in lines}
    assert sum(one["Virkning for dommen"] == "Spærrer" for one in lines) == 4
    assert "arbejdsliste.csv" in texts_of(made.files[WORK_LIST])
    assert not read(made.files[WORK_LIST]).whole
    text = made.files[WORK_LIST_CSV].decode("utf-8-sig")
    assert text.startswith("Sag;Linje;Løsning")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 12
    ore = [int(one["Difference (kr.)"].replace(",", "")) for one in rows]
    assert sum(ore) == dossier.result.figures.difference_ore
    again = work_list_files(dossier, "da", read(made.files[WORK_LIST])).files
    assert "Ny i listen" in again[WORK_LIST_CSV].decode("utf-8-sig")
    monkeypatch.setattr(rows_of, "LINES_MAX", 12)
    assert list(work_list_files(dossier).files) == [WORK_LIST]


def test_of_too_many_closed_rows_what_was_written_on_and_the_newest_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of, "CLOSED_MAX", 4)
    dossier = worklists.dossier([worklists.row(0)])
    rows = [
        OldLine(f"{at:010x}", f"c{at}", Typed(remark="husk" if at == 1 else ""), closed_on=date(2026, 1, at))
        for at in range(1, 8)
    ]
    made = work_list_files(dossier, "da", of(dossier, closed=(*rows[4:], *rows[:4])))
    closed = records(made.files[WORK_LIST], "Lukkede", head=0)
    assert [one["Sag"] for one in closed] == ["c5", "c6", "c7", "c1"]
    assert made.counts.closed_left == 3
    assert "Lukkede har højst" in texts_of(made.files[WORK_LIST])
    assert "3 ældre står kun i den tidligere liste" in texts_of(made.files[WORK_LIST])
    monkeypatch.setattr(rows_of, "CLOSED_MAX", 7)
    made = work_list_files(dossier, "da", of(dossier, closed=rows))
    assert made.counts.closed_left == 0
    assert "ældre står kun" not in texts_of(made.files[WORK_LIST])


def test_more_rows_than_a_sheet_has_are_no_list() -> None:
    """The writer would leave them out in silence."""
    made = book("", "", "da", datetime(2026, 10, 5, tzinfo=UTC), "", "")
    sheet = made.sheet("x")
    sheet.xls_rowmax = 5
    made.values(sheet, CASES[:1], {CASES[0].key: ["a"] * 4}, 1)
    with pytest.raises(ValueError, match="more rows"):
        made.values(sheet, CASES[:1], {CASES[0].key: ["a"] * 5}, 1)


# ---- Hostile data ----

HOSTILE = {
    ItemLines.REFERENCE: '=HYPERLINK("http://x.example","klik")',
    ItemLines.CLAIM_ID: "+cmd|' /C calc'!A0",
    ItemLines.SOLUTION: "@SUM(1+1)*cmd <b>&amp;</b>",
    ItemLines.CLAIM_TYPE: "<r><t>rig</t></r>",
    ItemLines.DEBTOR_FILE: "\u202egpj.exe\x00\x07_x0041_",
    ItemLines.REASON: "x" * 40_000 + "😀",
}


def test_hostile_data_is_harmless_text_in_every_sheet() -> None:
    told = [
        worklists.row(number, **{**HOSTILE, "case": "cccccccccc", "posted_ore": ore, "cause": "type_swapped"})
        for number, ore in ((1, 7), (2, -7))
    ]
    dossier = worklists.dossier(told, area_name="&D<>'\"]]> &[Path]" * 20)
    line = OldLine(
        LINE,
        "cccccccccc",
        Typed("=1+1", "@x", "-2+3", "<r>x\ud800\x00</r>", (("=EGEN()", "+1"),)),
        {"cause": "=2"},
        "=3",
        "=4",
        "=5",
    )
    files = work_list_files(dossier, "da", of(dossier, line, closed=(replace(line, line="x"),))).files
    content = files[WORK_LIST]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(packed.read(name))
        everything = b"".join(packed.read(name) for name in packed.namelist())
        sheets = b"".join(packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name)
    assert all(one.startswith((b"SUBTOTAL", b"COUNT")) for one in re.findall(b"<f>([^<]*)", sheets))
    assert b"TargetMode" not in everything
    assert b"<hyperlink" not in everything
    assert "\u202e".encode() not in everything
    lines = records(content)
    assert {one["Reference"] for one in lines} == {HOSTILE[ItemLines.REFERENCE]}
    assert {one["Fordringstype"] for one in lines} == {"‹r><t>rig</t></r>"}
    assert all(len(one["Næste skridt"]) <= CELL_MAX for one in lines)
    assert read(content).lines[0].typed.status == "=1+1"
    again = workbook(dossier, carried=read(content))
    assert read(again) == read(content)


def test_no_value_is_written_as_whatever_it_looks_like() -> None:
    """Two locks: the workbook makes no formula of a text, and no text is written by what would look for one."""
    for path in (ROOT / "zerosum" / "report" / "worklist").glob("*.py"):
        assert not re.search(r"\.write(_row|_column|_url|_rich_string)?\(", path.read_text(encoding="utf-8")), path.name


@given(st.text())
def test_a_safe_text_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)
    safe(text).encode()
    assert not re.search("[\x00-\x08\x0b-\x1f]", safe(text))


def test_a_text_of_half_pairs_and_astral_signs_is_cut_whole() -> None:
    told = safe("😀" * 20_000)
    assert len(told.encode("utf-16-le")) <= 2 * CELL_MAX
    assert told.endswith("😀…")


@pytest.mark.long
@pytest.mark.parametrize("example", ["daginstitution", "teknisk-forvaltning"])
def test_no_number_of_a_debtor_is_in_the_list(example: str, tmp_path: Path) -> None:
    outcome = reconcile(load_settings(FIXTURES / example / "zerosum.toml"))
    dossier = Dossier(outcome.result, examples.MADE, outcome.item_lines, outcome.posted_lines)
    numbers = {one for text in outcome.book.texts.debtors.to_pylist() if text for one in text.split("|")}
    assert numbers
    told = re.sub(r"\b[0-9a-f]{10,64}\b", " ", texts_of(workbook(dossier)))
    assert [one for one in numbers if one in told] == []


# ---- The command ----


@pytest.mark.long
def test_the_command_carries_over_and_can_leave_the_list_out(run: Path, tmp_path: Path) -> None:
    old = tmp_path / "liste med blanke og æøå.xlsx"

    def work(sheets: dict[str, list[list[Any]]]) -> None:
        rows = sheets["Arbejdsliste"]
        rows[2][rows[1].index("Bemærkning")] = "aftalt med Åse"

    old.write_bytes(edited((run / WORK_LIST).read_bytes(), work))
    ours = ("run", "-c", str(FIXTURES / "daginstitution" / "zerosum.toml"), "-o", str(tmp_path / "ud"), "--json")
    done = zerosum(*ours, "--work-list", str(old), cwd=tmp_path)
    files = json.loads(done.stdout)["files"]
    assert "aftalt med Åse" in texts_of(Path(files[WORK_LIST]).read_bytes())
    without = json.loads(zerosum(*ours, "--no-work-list", cwd=tmp_path).stdout)["files"]
    assert WORK_LIST not in without
    both = zerosum(*ours, "--no-work-list", "--work-list", str(old), cwd=tmp_path)
    assert both.returncode == 2
    assert "--no-work-list" in both.stderr


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_list_saved_by_libreoffice_carries_over(form: str, tmp_path: Path) -> None:
    dossier = small()
    line = OldLine(LINE, f"{1:010x}"[::-1], Typed("mended", "Åse Æ", TODAY, "to\nlinjer =1+1 <b>"))
    closed = replace(line, line="ffffffffff", closed_on=TODAY, why="gone", difference=-1234, told={"cause": "Ukendt"})
    content = workbook(dossier, carried=of(dossier, line, closed=(closed,)))
    (tmp_path / "ind").mkdir()
    path = tmp_path / "ind" / "liste.xlsx"
    path.write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
    )
    assert read_from((tmp_path / f"liste.{form}").read_bytes(), f"l.{form}") == read(content)


def test_the_run_that_lies_there_gives_the_same_list(run: Path) -> None:
    assert workbook(reopen(run)) == (run / WORK_LIST).read_bytes()
    assert reopen(run).made.when.astimezone(UTC) < datetime(2100, 1, 1, tzinfo=UTC)
