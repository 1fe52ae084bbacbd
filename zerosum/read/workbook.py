"""A workbook (XLSX, XLS, ODS) -> Raw. Numbers and dates of cells become texts in the source's own form, exactly or not at all."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.raw import Raw
from zerosum.sources.model import Source


def read_workbook(blob: Blob, source: Source) -> Raw:
    """One sheet of a workbook -> Raw. The heading stands in the first line after those that the source skips."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(blob.data))
        names = book.sheet_names
        sheet = source.sheet if source.sheet is not None else names[0]
        if sheet not in names:
            raise InputError(
                Problem(
                    "Arket findes ikke",
                    f"Der er intet ark «{sheet}»; der er {', '.join(names)}.",
                    "Ret sheet for kilden.",
                    blob.name,
                )
            )
        if source.sheet is None:
            _only_one_sheet(blob, book, names)
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError):
        raise InputError(
            Problem(
                "Regnearket kan ikke åbnes",
                "Det er beskadiget, beskyttet med adgangskode eller ikke et regneark.",
                "Åbn filen i Excel, og gem den igen som .xlsx eller CSV UTF-8.",
                blob.name,
            )
        ) from None
    rows = rows[source.skip_lines :]
    _no_formulas(blob)
    _no_long_numbers(blob, rows, source.skip_lines)
    texts = [[_text(cell, source.decimal) for cell in row] for row in rows]
    while texts and texts[0] and all(not row[-1] for row in texts):
        texts = [row[:-1] for row in texts]
    if not texts or not any(texts[0]):
        raise InputError(
            Problem(
                "Overskrifter mangler",
                f"Linje {source.skip_lines + 1} i arket «{sheet}» er tom.",
                "Den linje skal have kolonnernes navne.",
                blob.name,
            )
        )
    headings = tuple(texts[0])
    first = source.skip_lines + 2
    kept = [(position + first, row) for position, row in enumerate(texts[1:]) if any(row)]
    columns = tuple(pa.array([row[column] for _, row in kept], pa.string()) for column in range(len(headings)))
    line = np.array([number for number, _ in kept], np.int32)
    return Raw(headings, columns, line, (), len(texts) - 1 - len(kept), "regneark", "celler")


def _only_one_sheet(blob: Blob, book: CalamineWorkbook, names: list[str]) -> None:
    """A table may go on in the next sheet; none of it may be left out in silence."""
    filled = [name for name in names if book.get_sheet_by_name(name).total_height]
    if len(filled) > 1:
        why = f"Regnearket har {len(filled)} ark med indhold; kun ét kan læses."
        do = "Gem det rigtige ark som en fil for sig, eller angiv sheet for kilden."
        raise InputError(Problem("Flere ark", why, do, blob.name))


def _no_formulas(blob: Blob) -> None:
    """A formula that was never computed reads as 0 and cannot be told from one: formulas are refused."""
    if blob.data[:2] != b"PK":
        return
    with zipfile.ZipFile(io.BytesIO(blob.data)) as archive:
        names = archive.namelist()
        if any(name.endswith(".bin") and "worksheets" in name for name in names):
            why = "Filen er gemt som binær Excel (.xlsb); formler kan ikke ses i den."
            raise InputError(Problem("Regnearkets form læses ikke", why, "Gem som .xlsx.", blob.name))
        sheets = [name for name in names if name == "content.xml" or ("worksheets/" in name and name.endswith(".xml"))]
        found = any(re.search(_FORMULA, archive.read(name)) for name in sheets)
    if found:
        why = "Arket har formler. En formel, der ikke er beregnet, læses som 0."
        raise InputError(Problem("Formler i regnearket", why, "Kopiér, og indsæt som værdier; gem igen.", blob.name))


_FORMULA = rb"<(?:\w+:)?f[ >/]|table:formula="

EXACT = 10**15
"""Excel keeps 15 digits of a number; the rest are made up."""


def _no_long_numbers(blob: Blob, rows: Sequence[Sequence[object]], skipped: int) -> None:
    for number, row in enumerate(rows, start=skipped + 1):
        if any(isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT for cell in row):
            why = "En celle er et tal med mere end 15 cifre; Excel har gjort de sidste til 0."
            do = "Hent eksporten igen, og lad numre være tekst."
            raise InputError(Problem("Nummer er ødelagt af Excel", why, do, blob.name, number))


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
