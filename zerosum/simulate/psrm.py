"""A municipality as PSRM reports it: Gældsstyrelsen's Justeringsrapport – Afstemning, of the whole creditor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from zerosum.simulate.model import REASONS, Municipality, rows
from zerosum.simulate.text import Column, Columns, Table, days, debtor_set, digits, kroner, lines, only_where, words
from zerosum.tables import Event

EVENT_WORDS = {
    Event.CREATION: "Tilgang",
    Event.WRITE_UP: "Opskrevet",
    Event.WRITE_DOWN: "Nedskrevet",
    Event.RECALL: "Tilbagekaldt",
}
AMOUNT, TYPE, DEBTORS, BOOKED, EFFECTIVE = "Beloeb", "Fordringstype", "Skyldner", "Bogfoeringsdato", "Virkningsdato"
_FIXED_TIME = (2026, 10, 3, 4, 0, 0)


def report(town: Municipality, without: Iterable[str] = ()) -> Table:
    """The report, but for the columns named in `without`. All amounts are positive."""
    left_out = frozenset(without)

    def some(part: slice) -> Columns:
        return [(heading, column) for heading, column in _report_lines(town, part) if heading not in left_out]

    return Table(len(town.events), some)


def _report_lines(town: Municipality, part: slice) -> Columns:
    events = rows(town.events, part)
    claims = rows(town.claims, events.claim)
    main = town.claims.claim_id[np.maximum(claims.main, 0)]
    event_words = [EVENT_WORDS.get(one, "") for one in Event]
    return (
        ("Fordringshaver", town.plan.creditor_id),
        ("Fordringshaverreference", digits(claims.reference)),
        ("FordringID", digits(claims.claim_id)),
        ("HovedfordringID", only_where(claims.main >= 0, digits(main))),
        (TYPE, words(town.plan.type_names(), claims.claim_type)),
        (DEBTORS, debtor_set(claims)),
        (AMOUNT, kroner(events.amount_ore)),
        ("Haendelse", words(event_words, events.event)),
        (BOOKED, days(events.booked_on, "%Y-%m-%d")),
        (EFFECTIVE, days(events.effective_on, "%Y-%m-%d")),
        ("Aarsag", words(REASONS, events.reason)),
    )


def name(town: Municipality) -> str:
    """The file's name without ending: it has the month of the cut-off."""
    return f"Justering_Afstemning_{town.plan.cut_off:%Y-%m}"


def write_zip(
    folder: Path, town: Municipality, *, without: Iterable[str] = (), encoding: str = "utf-8", bare: bool = False
) -> Path:
    """The report as CSV inside a ZIP, as the portal gives it; or bare -> its path.

    The ZIP is stored and its times are fixed, so that its bytes are the same whatever packs it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = (part.encode(encoding) for part in lines(report(town, without)))
    if bare:
        path = folder / f"{name(town)}.csv"
        with path.open("wb") as out:
            out.writelines(text)
        return path
    path = folder / f"{name(town)}.zip"
    inside = ZipInfo(f"{name(town)}.csv", _FIXED_TIME)
    inside.compress_type = ZIP_STORED
    inside.create_system = 0
    with ZipFile(path, "w") as packed, packed.open(inside, "w", force_zip64=len(town.events) > 10_000_000) as out:
        for part in text:
            out.write(part)
    return path


def write_xlsx(folder: Path, town: Municipality, *, without: Iterable[str] = ()) -> Path:
    """The report as a workbook, with amounts and dates as Excel holds them -> its path. Needs XlsxWriter."""
    import xlsxwriter

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name(town)}.xlsx"
    table = report(town, without)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(*_FIXED_TIME)})
        sheet = book.add_worksheet("Afstemning")
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "dd-mm-yyyy"})
        for at, (heading, column) in enumerate(table.columns(slice(0, table.count))):
            sheet.write_string(0, at, heading)
            for row, text in enumerate(_texts(column, table.count), start=1):
                if heading == AMOUNT:
                    sheet.write_number(row, at, Decimal(text.replace(",", ".")), money)
                elif heading in (BOOKED, EFFECTIVE) and text:
                    sheet.write_datetime(row, at, date.fromisoformat(text), day)
                else:
                    sheet.write_string(row, at, text)
    return path


def _texts(column: Column, count: int) -> Sequence[str]:
    texts: list[str] = [column] * count if isinstance(column, str) else column.to_pylist()
    return texts
