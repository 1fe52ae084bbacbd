"""A workbook (XLSX, XLS, ODS) -> Raw. Numbers and dates of cells become texts in the source's own form, exactly or not at all."""

from __future__ import annotations

import datetime
import io

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
    return Raw(headings, columns, line, (), len(texts) - 1 - len(kept), f"regneark, ark «{sheet}»", "celler")


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
