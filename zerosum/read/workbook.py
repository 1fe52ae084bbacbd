"""A workbook (XLSX, XLS, ODS) -> Raw. Numbers and dates of cells become texts in the source's own form, exactly or not at all."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.container import Blob
from zerosum.read.headings import check_above, check_headings, heading_row
from zerosum.read.limits import FIELD_MAX
from zerosum.read.raw import Raw
from zerosum.read.sheets import ADDRESSES_SHOWN, Sheet, letters, sheets_of
from zerosum.sources.model import Source
from zerosum.tables import Rule

EXACT = 10**15
"""Excel keeps 15 digits of a number; the rest are made up."""

Rows = Sequence[Sequence[object]]


def read_workbook(blob: Blob, source: Source) -> Raw:
    """One sheet of a workbook -> Raw. InputError where the sheet is not there or in doubt, and for what cannot be read
    without a guess: formulas, merged cells, numbers that Excel has cut."""
    sheets = sheets_of(blob)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(blob.data))
        sheet = _chosen(blob, book, sheets, source)
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except PasswordError:
        raise InputError(Problem("workbook_encrypted", file=blob.name)) from None
    except (CalamineError, OSError, IndexError, ValueError):
        raise InputError(Problem("workbook_broken", file=blob.name)) from None
    except BaseException as error:  # a panic of the library's is no Exception, and has no name that can be imported
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(Problem("workbook_broken", file=blob.name)) from None
    before = min(source.skip_lines, len(rows))
    if source.heading:
        lines = ([str(cell) for cell in row] for row in rows[before:])
        before += heading_row(lines, source.heading, blob.name, before + 1)
    line = before + 1
    above = [[_text(cell, source.decimal) for cell in row] for row in rows[:before]]
    rows = rows[before:]
    _no_formulas(blob, sheet)
    _no_merged(blob, sheet, line)
    _no_long_numbers(blob, rows, line)
    texts = [[_text(cell, source.decimal) for cell in row] for row in rows]
    for (number, column), called in sheet.errors.items():
        if line <= number < line + len(texts) and column <= len(texts[number - line]):
            texts[number - line][column - 1] = called
    texts = _trimmed(texts)
    headings = tuple(texts[0]) if texts else ()
    values: dict[str, Value] = {"at": line, "sheet": shown(sheet.name)}
    check_headings(
        headings, source, blob.name, line, lambda: Problem("heading_blank_in_sheet", values, blob.name, line)
    )
    check_above(above, headings, source, blob.name)
    _no_long_texts(blob, texts, line)
    kept = [(number, row) for number, row in enumerate(texts[1:], start=line + 1) if any(row)]
    columns = tuple(pa.array([row[column] for _, row in kept], pa.string()) for column in range(len(headings)))
    numbers = np.array([number for number, _ in kept], np.int32)
    left = {Rule.PREAMBLE: before} if before else {}
    notes = (*_hidden(blob, sheet), *_mixed_dates(blob, headings, rows, line))
    return Raw(headings, columns, numbers, (), len(texts) - 1 - len(kept), "regneark", "celler", line, left, notes)


def _chosen(blob: Blob, book: CalamineWorkbook, sheets: Sequence[Sheet], source: Source) -> Sheet:
    """The sheet that the source names, else the only one with contents: a table may go on in the next sheet, and none of it
    may be left out in silence."""
    by_name = {one.name: one for one in sheets}
    names = book.sheet_names
    if source.sheet is not None:
        if source.sheet not in names or source.sheet not in by_name:
            values: dict[str, Value] = {"sheet": shown(source.sheet), "sheets": tuple(map(shown, names))}
            raise InputError(Problem("sheet_missing", values, blob.name))
        return by_name[source.sheet]
    filled = [name for name in names if name not in by_name or (by_name[name].height and by_name[name].width)]
    if len(filled) > 1:
        values = {"count": len(filled), "sheets": tuple(map(shown, filled))}
        raise InputError(Problem("sheets_several", values, blob.name))
    chosen = by_name.get(filled[0] if filled else names[0])
    if chosen is None:
        raise InputError(Problem("workbook_broken", file=blob.name))
    return chosen


def _no_formulas(blob: Blob, sheet: Sheet) -> None:
    """A formula that was never computed reads as 0 and cannot be told from one: formulas are refused."""
    if sheet.formulas:
        cells = tuple(sheet.formula_cells) or ("?",)
        values: dict[str, Value] = {"sheet": shown(sheet.name), "n": sheet.formulas, "cells": cells}
        raise InputError(Problem("formulas", values, blob.name))


def _no_merged(blob: Blob, sheet: Sheet, heading: int) -> None:
    """Of merged cells only the first has the value; the others would be blank."""
    below = [one for one in sheet.merged if one[2] >= heading]
    if below:
        cells = tuple(f"{letters(left)}{top}:{letters(right)}{bottom}" for top, left, bottom, right in below)
        values: dict[str, Value] = {"sheet": shown(sheet.name), "n": len(below), "cells": cells[:ADDRESSES_SHOWN]}
        raise InputError(Problem("merged_cells", values, blob.name, below[0][0]))


def _no_long_numbers(blob: Blob, rows: Rows, first: int) -> None:
    for number, row in enumerate(rows, start=first):
        for at, cell in enumerate(row):
            if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT:
                raise InputError(Problem("number_too_long", {"cell": f"{letters(at + 1)}{number}"}, blob.name, number))


def _no_long_texts(blob: Blob, texts: Sequence[Sequence[str]], first: int) -> None:
    for number, row in enumerate(texts, start=first):
        if max(map(len, row), default=0) > FIELD_MAX:
            raise InputError(Problem("field_too_long", {"limit": FIELD_MAX}, blob.name, number))


def _trimmed(texts: list[list[str]]) -> list[list[str]]:
    """Without the columns at the right that are blank from top to bottom, as Excel leaves them."""
    width = max((at for row in texts for at in _last(row)), default=0)
    return [row[:width] for row in texts] if texts and width < len(texts[0]) else texts


def _last(row: Sequence[str]) -> tuple[int, ...]:
    """How many cells there are up to the last that is filled; nothing for a blank row."""
    return next(((at,) for at in range(len(row), 0, -1) if row[at - 1]), ())


def _hidden(blob: Blob, sheet: Sheet) -> tuple[Problem, ...]:
    """Rows that a filter hides are rows all the same."""
    return (Problem("hidden_rows", {"n": sheet.hidden_rows}, blob.name),) if sheet.hidden_rows else ()


def _mixed_dates(blob: Blob, headings: Sequence[str], rows: Rows, line: int) -> list[Problem]:
    """Columns where some cells are dates and others are not: Excel may have made dates of numbers."""
    notes = []
    for at, heading in enumerate(headings):
        cells = [row[at] if at < len(row) else "" for row in rows[1:]]
        kinds = set(map(type, cells))
        if not kinds & _DATES:
            continue
        other = [
            number for number, cell in enumerate(cells, line + 1) if type(cell) not in _DATES and cell not in ("", None)
        ]
        if other:
            first = next(number for number, cell in enumerate(cells, line + 1) if type(cell) in _DATES)
            dates = sum(type(cell) in _DATES for cell in cells)
            values: dict[str, Value] = {"n": dates, "others": len(other)}
            notes.append(Problem("dates_among_others", values, blob.name, first, shown(heading)))
    return notes


_DATES = {datetime.date, datetime.datetime}


def _text(cell: object, decimal: str) -> str:
    """A cell as text. A number has the 15 digits that Excel shows; `1.005` stays 1.005 and is refused as an amount."""
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, int | float):
        shown = format(cell, ".15g")
        if "e" in shown:
            shown = format(cell, ".0f") if cell == int(cell) else shown
        return shown.replace(".", decimal)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).strip()
