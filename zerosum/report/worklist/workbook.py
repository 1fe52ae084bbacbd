"""WorkList -> the bytes of a workbook: seven sheets that people work in and the next list is carried over from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from zerosum.identity import Level
from zerosum.report.dossier import Dossier
from zerosum.report.matters import blockers, is_of_cause
from zerosum.report.naming import cause_title, solution_name
from zerosum.report.view import facts, portal_part
from zerosum.report.words import Words, load
from zerosum.report.worklist.book import LINE_HEIGHT, Book, book
from zerosum.report.worklist.carried import STATUSES, Carried
from zerosum.report.worklist.columns import CAUSES, CLOSED, PAIRS, Column
from zerosum.report.worklist.pairs import pairs
from zerosum.report.worklist.rows import (
    CLOSED_MAX,
    CODES,
    LINES_MAX,
    WorkList,
    closed_columns,
    heading,
    whole_columns,
    with_own,
    work_list,
)
from zerosum.report.worklist.text import safe
from zerosum.result import Figures

FROZEN_COLUMNS = 3
"""Case, line and solution stay in sight."""

PAGE_WIDTH = 190
"""Signs that an A4 page across has room for."""
_ROOM = 20
"""Rows below the lines in which the lists of choices hold too: people add some by hand."""
USES = 5
"""So many lines say how to use the sheet."""


def workbook(dossier: Dossier, language: str = "da", carried: Carried | None = None, level: Level = "full") -> bytes:
    """The work list as an XLSX file. `carried`: an old one, whose status, responsible, deadline and remark go on. `level`: how much
    is hidden of the debtors that the dossier names. The same dossier and old list give the same bytes. ValueError where the lines do
    not sum to the difference."""
    return written(work_list(dossier, load(language), carried, level))


def written(worklist: WorkList) -> bytes:
    """The workbook of a list that is already decided."""
    words, result, made = worklist.words, worklist.dossier.result, worklist.dossier.made
    vendor = worklist.dossier.vendor
    title = words(
        "worklist.title_of_vendor" if vendor else "worklist.title",
        verdict=words(f"verdict.{result.verdict}.word"), municipality=result.municipality, area=result.area_name,
        day=words.day(result.cut_off), **({"solution": vendor} if vendor else {}),
    )  # fmt: skip
    foot = words("worklist.foot", municipality=result.municipality, area=result.area_name, run=made.run_id,
                 fingerprint=made.short_fingerprint)  # fmt: skip
    subject = words("worklist.subject", run=made.run_id, fingerprint=made.fingerprint)
    made_book = book(title, subject, words.language, made.when, confidential(worklist), foot)
    _overview(made_book, worklist, title)
    _cases(made_book, worklist)
    left_out = _pairs(made_book, worklist)
    if not worklist.dossier.vendor:  # the portal's figures are the municipality's
        _portal(made_book, worklist)
    _causes(made_book, worklist)
    _closed(made_book, worklist)
    _about(made_book, worklist, left_out)
    return made_book.bytes()


def _name(words: Words, sheet: str) -> str:
    return words(f"worklist.sheet.{sheet}")


def confidential(worklist: WorkList) -> str:
    """Who may see the file: the first thing that it says."""
    return worklist.words(f"worklist.level.{worklist.level}")


# ---- Overblik ---------------------------------------------------------------------------------------------------


def _overview(made: Book, worklist: WorkList, title: str) -> None:
    words, dossier, counts = worklist.words, worklist.dossier, worklist.counts
    result = dossier.result
    sheet = made.sheet(_name(words, "overview"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 9, 16)
    made.text(sheet, 0, 0, title, "title")
    made.text(sheet, 1, 0, confidential(worklist), "warning")
    row = 2
    for sentence in _sentences(worklist):
        made.text(sheet, row, 0, sentence)
        row += 1
    row = _solutions(made, worklist, sheet, row + 1)
    row = _statuses(made, worklist, sheet, row + 1)
    row = _beyond(made, worklist, sheet, row + 1)
    made.text(sheet, row + 1, 0, words("worklist.use.heading"), "section")
    for at in range(1, USES + 1):
        made.text(sheet, row + 1 + at, 0, words(f"worklist.use.{at}"))
    row += USES + 3
    for label, value in (
        (words("worklist.file.run"), dossier.made.run_id),
        (words("origin.fingerprint"), dossier.made.short_fingerprint),
        (words("worklist.file.cut_off"), words.day(result.cut_off)),
        (words("worklist.file.as_of"), words.day(result.as_of)),
        (words("worklist.file.lines"), words.count(counts.open)),
    ):
        made.text(sheet, row, 0, label)
        made.text(sheet, row, 1, value)
        row += 1


def _beyond(made: Book, worklist: WorkList, sheet: Worksheet, row: int) -> int:
    """What blocks and is no line: who mends every line of the list is not ready for that. -> the row after it."""
    words = worklist.words
    others = [one for one in blockers(worklist.dossier.result, words) if not is_of_cause(one)]
    if not others:
        return row - 1
    made.text(sheet, row, 0, words("worklist.beyond"), "section")
    for at, one in enumerate(others, start=1):
        told = words("worklist.beyond_line", where=one.where, title=one.title, step=one.next_step, owner=one.owner)
        made.text(sheet, row + at, 0, told)
    return row + len(others) + 1


def _sentences(worklist: WorkList) -> Iterable[str]:
    words, counts, vendor = worklist.words, worklist.counts, worklist.dossier.vendor
    if vendor:
        yield words("worklist.vendor", solution=vendor)
    yield words(
        "worklist.extent", lines=words.number_of("worklist.lines", counts.open),
        cases=words.number_of("worklist.cases", counts.cases), blocking=words.count(counts.blocking),
    )  # fmt: skip
    if counts.in_workbook < counts.open:
        yield words(
            "worklist.most", shown=words.count(counts.in_workbook), all=words.count(counts.open),
            most=words.count(LINES_MAX), file=worklist.beside,
        )  # fmt: skip
    if counts.carried:
        yield words(
            "worklist.carried", new=words.count(counts.new), known=words.count(counts.known),
            reopened=words.count(counts.reopened), closed=words.count(counts.closed),
        )  # fmt: skip
    else:
        yield words("worklist.not_carried")
    if counts.closed_left:
        yield words("worklist.closed_left", n=words.count(counts.closed_left), most=words.count(CLOSED_MAX))


def _solutions(made: Book, worklist: WorkList, sheet: Worksheet, row: int) -> int:
    """The table of solutions, as the report's first -> the row after it."""
    words, result = worklist.words, worklist.dossier.result
    made.text(sheet, row, 0, words("solutions.caption_balances" if result.balances else "solutions.caption"), "note")
    row += 1
    heads = (
        "solution", "result", "claims_debtor", "claims_psrm", "basis_debtor", "basis_psrm", "difference", "explained",
        "unexplained", "gross",
    )  # fmt: skip
    for at, head in enumerate(heads):
        made.text(sheet, row, at, words(f"solutions.{head}"), "head")
    sheet.set_row(row, 2 * LINE_HEIGHT)
    for one in result.solutions:
        row += 1
        _figures(
            made, sheet, row, solution_name(words, one.name), words(f"verdict.{one.verdict}.cell"), one.figures, ""
        )
    row += 1
    last = words(f"verdict.{result.verdict}.cell")
    _figures(made, sheet, row, words("solutions.total"), last, result.figures, "total_")
    return row + 1


def _figures(made: Book, sheet: Worksheet, row: int, name: str, verdict: str, told: Figures, look: str) -> None:
    made.text(sheet, row, 0, name, look.rstrip("_") or "text")
    made.text(sheet, row, 1, verdict, look.rstrip("_") or "text")
    for at, count in enumerate((told.debtor_claims, told.psrm_claims), start=2):
        sheet.write_number(row, at, count, made.looks[f"{look}count"])
    for at, ore in enumerate((told.debtor_ore, told.psrm_ore), start=4):
        made.amount(sheet, row, at, ore, f"{look}ore")
    for at, ore in enumerate((told.difference_ore, told.explained_ore, told.unexplained_ore), start=6):
        made.amount(sheet, row, at, ore, f"{look}difference")
    made.amount(sheet, row, 9, told.gross_ore, f"{look}ore")


def _statuses(made: Book, worklist: WorkList, sheet: Worksheet, row: int) -> int:
    """How many lines have each status, counted anew while people work -> the row after it."""
    words = worklist.words
    shown = list(compress(worklist.statuses, worklist.in_workbook))
    count = Counter(one if one in STATUSES else "" for one in shown)
    keys = [column.key for column in worklist.columns]
    last = FIRST_LINE + len(shown) + _ROOM
    at, first = xl_col_to_name(keys.index("status")), FIRST_LINE + 1
    names = f"'{_name(words, 'cases')}'!${at}${first}:${at}${last}"
    made.text(sheet, row, 0, words("worklist.column.status"), "head")
    made.text(sheet, row, 1, words("worklist.file.lines"), "head")
    begin = row + 1
    for status in STATUSES:
        row += 1
        name = words(f"worklist.status.{status}")
        made.text(sheet, row, 0, name)
        sheet.write_formula(row, 1, f'=COUNTIF({names},"{name}")', made.looks["count"], count[status])
    row += 1
    made.text(sheet, row, 0, words("worklist.status_other"))
    named = f"{xl_rowcol_to_cell(begin, 1)}:{xl_rowcol_to_cell(row - 1, 1)}"
    sheet.write_formula(row, 1, f"=COUNTA({names})-SUM({named})", made.looks["count"], count[""])
    return row + 1


# ---- Arbejdsliste -----------------------------------------------------------------------------------------------

FIRST_LINE = 2
"""Row of the first line: above it the sum and the headings."""


def _cases(made: Book, worklist: WorkList) -> None:
    words, columns = worklist.words, whole_columns(worklist)
    shown = _compressed(worklist.lines, worklist.in_workbook)
    sheet = made.sheet(_name(words, "cases"), lines=True)
    keys = [column.key for column in columns]
    made.columns(sheet, columns, [heading(words, column) for column in columns], FIRST_LINE - 1)
    made.values(sheet, columns, shown, FIRST_LINE)
    made.heights(sheet, columns, shown, FIRST_LINE)
    last = FIRST_LINE + len(shown["line"]) - 1
    made.text(sheet, 0, 0, confidential(worklist), "warning")
    _sum(made, worklist, sheet, keys.index("difference"), shown["difference"])
    made.text(sheet, 0, keys.index("status"), words("worklist.to_fill"), "warning")
    _notes(made, worklist, sheet, columns, FIRST_LINE - 1)
    sheet.set_row(FIRST_LINE - 1, 2 * LINE_HEIGHT)
    sheet.freeze_panes(FIRST_LINE, FROZEN_COLUMNS)
    sheet.autofilter(FIRST_LINE - 1, 0, max(last, FIRST_LINE), len(columns) - 1)
    _choices(sheet, words, keys, FIRST_LINE, last + _ROOM)
    _no_corners(sheet, columns, FIRST_LINE, last)
    sheet.print_area(0, 0, max(last, FIRST_LINE), keys.index("next"))
    sheet.repeat_rows(0, FIRST_LINE - 1)
    _on_two_pages(sheet, FROZEN_COLUMNS)


def _on_two_pages(sheet: Worksheet, repeated: int) -> None:
    """Side by side, the first columns on both: on one page nobody could read it."""
    sheet.fit_to_pages(2, 0)
    sheet.print_across()
    sheet.repeat_columns(0, repeated - 1)


def _compressed(lines: Mapping[str, Sequence[Any]], chosen: Iterable[bool]) -> dict[str, list[Any]]:
    return {key: list(compress(values, chosen)) for key, values in lines.items()}


def _sum(made: Book, worklist: WorkList, sheet: Worksheet, at: int, amounts: Sequence[int]) -> None:
    """The sum of the lines that the filter shows, with its value, so that a preview shows it too."""
    column, last = xl_col_to_name(at), FIRST_LINE + max(len(amounts), 1) + _ROOM
    made.text(sheet, 0, at - 1, worklist.words("worklist.sum"), "warning")
    formula = f"=SUBTOTAL(109,{column}{FIRST_LINE + 1}:{column}{last})"
    sheet.write_formula(0, at, formula, made.looks["sum"], sum(amounts) / 100)


def _notes(made: Book, worklist: WorkList, sheet: Worksheet, columns: Sequence[Column], row: int) -> None:
    for at, column in enumerate(columns):
        if column.has_note:
            text = worklist.words(f"worklist.note.{column.key}")
            sheet.write_comment(row, at, safe(text), {"author": "zerosum", "x_scale": 2.2, "y_scale": 1.4})


def _choices(sheet: Worksheet, words: Words, keys: Sequence[str], first: int, last: int) -> None:
    """What a status and a deadline may be. Another answer is asked about, and not refused."""
    warns = {"error_type": "warning", "ignore_blank": True}
    status, deadline = keys.index("status"), keys.index("deadline")
    names = [words(f"worklist.status.{one}") for one in STATUSES]
    sheet.data_validation(first, status, last, status, {
        "validate": "list", "source": names, **warns,
        "error_title": words("worklist.column.status"), "error_message": words("worklist.other_status"),
    })  # fmt: skip
    sheet.data_validation(first, deadline, last, deadline, {
        "validate": "custom", "value": f"=ISNUMBER({xl_rowcol_to_cell(first, deadline)})", **warns,
        "error_title": words("worklist.column.deadline"), "error_message": words("worklist.no_day"),
    })  # fmt: skip


def _no_corners(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    """No green corner at an id of digits: it is a text on purpose."""
    if last < first:
        return
    areas = [
        f"{xl_rowcol_to_cell(first, at)}:{xl_rowcol_to_cell(last, at)}"
        for at, column in enumerate(columns)
        if column.kind not in ("ore", "difference", "count")
    ]
    sheet.ignore_errors({"number_stored_as_text": " ".join(areas)})


# ---- Par, Afstemningsfelter, Årsager, Lukkede -------------------------------------------------------------------


def _pairs(made: Book, worklist: WorkList) -> int:
    """-> how many rows were left out."""
    words, dossier = worklist.words, worklist.dossier
    columns = tuple(column for column in PAIRS if column.key != "owes" or dossier.debtors)
    rows, left_out = pairs(dossier, words)
    _plain_table(made, words, _name(words, "pairs"), columns, rows, words("worklist.no_pairs"))
    return left_out


def _plain_table(
    made: Book, words: Words, name: str, columns: Sequence[Column], rows: Mapping[str, Sequence[Any]], none: str
) -> Worksheet:
    """A sheet with one table, its headings in the first row; where there is nothing, it says so."""
    sheet = made.sheet(name, lines=True)
    made.columns(sheet, columns, [heading(words, column) for column in columns], 0)
    made.values(sheet, columns, rows, 1)
    made.heights(sheet, columns, rows, 1)
    count = len(rows[columns[0].key])
    if not count:
        made.text(sheet, 1, 0, none)
    for at, column in enumerate(columns):
        if column.has_note:
            note = safe(words(f"worklist.note.{column.key}"))
            sheet.write_comment(0, at, note, {"author": "zerosum", "x_scale": 2.2, "y_scale": 1.4})
    sheet.set_row(0, 2 * LINE_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    _no_corners(sheet, columns, 1, count)
    sheet.repeat_rows(0)
    if sum(column.width for column in columns) > PAGE_WIDTH:
        _on_two_pages(sheet, 1)
    return sheet


def _portal(made: Book, worklist: WorkList) -> None:
    words, result = worklist.words, worklist.dossier.result
    told = portal_part(result, words)
    sheet = made.sheet(_name(words, "portal"))
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 3, 20)
    sheet.set_column(4, 4, 44)
    made.text(sheet, 0, 0, words("portal.can" if told.can_be_reported else "portal.cannot"), "section")
    made.text(sheet, 1, 0, words("portal.lead" if told.can_be_reported else "portal.cannot_why"))
    if result.balances:
        made.text(sheet, 2, 0, words("portal.balances"))
        return
    for at, head in enumerate(("field", "psrm", "debtor", "difference", "use")):
        unit = f" ({words('page.unit')})" if head in ("psrm", "debtor", "difference") else ""
        made.text(sheet, 3, at, words(f"portal.{head}") + unit, "head")
    made.text(sheet, 4, 0, words("portal.cut_off"))
    sheet.write_datetime(4, 1, result.cut_off, made.looks["day"])
    made.text(sheet, 4, 4, words("portal.key_in" if told.can_be_reported else "portal.sub_set"))
    for row, one in enumerate(told.rows, start=5):
        made.text(sheet, row, 0, one.field)
        for at, (ore, look) in enumerate(
            ((one.psrm_ore, "ore"), (one.debtor_ore, "ore"), (one.difference_ore, "difference"))
        ):
            if ore is not None:
                made.amount(sheet, row, at + 1, ore, look)
        made.text(sheet, row, 4, one.use)


def _causes(made: Book, worklist: WorkList) -> None:
    words, result = worklist.words, worklist.dossier.result
    present = [cause for cause in result.causes if cause.rows]
    others = [code for code in CODES if code not in {cause.code for cause in present}]
    codes = [*(cause.code for cause in present), *others]
    blank = [""] * len(others)
    rows: dict[str, Sequence[Any]] = {
        "code": codes,
        "cause": [
            *(cause_title(words, cause) for cause in present),
            *(words(f"cause.{code}.title") for code in others),
        ],
        "posts": [*(cause.rows for cause in present), *blank],
        "net": [*(cause.net_ore for cause in present), *blank],
        "gross": [*(cause.gross_ore for cause in present), *blank],
        **{part: [words(f"cause.{code}.{part}") for code in codes] for part in ("means", "found", "next")},
        "owner": [words(f"owner.{words(f'cause.{code}.owner')}") for code in codes],
    }
    _plain_table(made, words, _name(words, "causes"), CAUSES, rows, "")


def _closed(made: Book, worklist: WorkList) -> None:
    words = worklist.words
    columns = with_own(CLOSED, worklist.own)
    none = words("worklist.none_closed" if worklist.counts.carried else "worklist.not_carried")
    rows = closed_columns(worklist)
    sheet = _plain_table(made, words, _name(words, "closed"), columns, rows, none)
    keys = [column.key for column in columns]
    if worklist.closed:
        _choices(sheet, words, keys, 1, len(worklist.closed))


# ---- Om filen ---------------------------------------------------------------------------------------------------


def _about(made: Book, worklist: WorkList, left_out: int) -> None:
    words, dossier, counts = worklist.words, worklist.dossier, worklist.counts
    result = dossier.result
    sheet = made.sheet(_name(words, "file"))
    for at, width in enumerate((38, 80, 68, 12, 10)):
        sheet.set_column(at, at, width)
    whole = counts.in_workbook == counts.open and not dossier.vendor
    told = [
        (words("worklist.file.municipality"), result.municipality),
        (words("worklist.file.creditor"), result.creditor_id or "–"),
        (words("worklist.file.area_name"), result.area_name),
        (words("worklist.file.area"), result.area),
        (words("worklist.file.covers"), words("worklist.file.covers_all" if whole else "worklist.file.covers_some")),
        (words("worklist.file.level"), confidential(worklist)),
        (words("worklist.file.cut_off"), words.day(result.cut_off)),
        (words("worklist.file.as_of"), words.day(result.as_of)),
        *(
            (label, value)
            for label, value, _ in facts(result, dossier.made, words)
            if label != words("origin.creditor")
        ),
        *([(words("worklist.file.rules"), dossier.made.rules_hash)] if dossier.made.rules_hash else []),
    ]
    made.text(sheet, 0, 0, words("worklist.file.what"), "head")
    made.text(sheet, 0, 1, words("worklist.file.value"), "head")
    row = 0
    for label, value in told:
        row += 1
        made.text(sheet, row, 0, label)
        made.text(sheet, row, 1, value)
    row += 2
    made.text(sheet, row, 0, words("worklist.file.without"), "section")
    for sentence in _without(worklist, left_out):
        row += 1
        made.text(sheet, row, 0, sentence)
    row += 2
    made.text(sheet, row, 0, words("origin.inputs_caption"), "section")
    row += 1
    for at, head in enumerate(("quality.side", "origin.file", "origin.sha256", "origin.size", "quality.lines")):
        made.text(sheet, row, at, words(head), "head")
    for one in result.inputs:
        row += 1
        for at, text in enumerate((words(f"side.{one.side}"), one.path, one.sha256)):
            made.text(sheet, row, at, text)
        for at, count in enumerate((one.bytes, one.lines), start=3):
            sheet.write_number(row, at, count, made.looks["count"])


def _without(worklist: WorkList, left_out: int) -> Iterable[str]:
    """What the file does not hold, and what was hidden in it."""
    words, counts, result = worklist.words, worklist.counts, worklist.dossier.result
    outside = result.outside_area
    if outside.gross_ore:
        yield words("worklist.without.area", gross=words.kr(outside.gross_ore))
    if result.rejects:
        yield words.number_of("worklist.without.rejects", len(result.rejects))
    yield words("worklist.without.findings")
    if not worklist.dossier.debtors:
        yield words("worklist.without.debtors")
    if counts.in_workbook < counts.open:
        left = words.count(counts.open - counts.in_workbook)
        yield words("worklist.without.lines", n=left, file=worklist.beside)
    if left_out:
        yield words("worklist.without.pairs", n=words.count(left_out))
    if counts.veiled:
        yield words.number_of("worklist.without.veiled", counts.veiled)
    elif counts.carried and worklist.level != "none":
        yield words("worklist.without.none_veiled")
