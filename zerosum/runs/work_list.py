"""The work list as files of a run's folder: the workbook, and all lines as CSV where they are more than it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zerosum.identity import Level
from zerosum.money import kr
from zerosum.report.dossier import Dossier
from zerosum.report.words import load
from zerosum.report.worklist.carried import Carried
from zerosum.report.worklist.columns import Column
from zerosum.report.worklist.rows import Counts, WorkList, heading, whole_columns, work_list
from zerosum.report.worklist.text import safe
from zerosum.report.worklist.workbook import written
from zerosum.runs.as_csv import as_csv
from zerosum.runs.places import work_list_stem


@dataclass(frozen=True)
class WorkListFiles:
    """A work list that is ready to be written, and what is in it."""

    counts: Counts
    files: dict[str, bytes]
    """Name -> content."""


def work_list_files(
    dossier: Dossier,
    language: str = "da",
    carried: Carried | None = None,
    level: Level = "full",
    stem: str = "",
) -> WorkListFiles:
    """The files of a work list. `carried`: an old one, whose status, responsible, deadline and remark go on; `stem`: what they are
    called, where it is not the run's own. ValueError where the lines do not sum to the difference."""
    stem = stem or work_list_stem(level)
    beside = f"{stem}.csv"
    worklist = work_list(dossier, load(language), carried, level, beside)
    files = {f"{stem}.xlsx": written(worklist)}
    if worklist.counts.in_workbook < worklist.counts.open:
        files[beside] = work_list_csv(worklist)
    return WorkListFiles(worklist.counts, files)


def work_list_csv(worklist: WorkList) -> bytes:
    """All lines, as the sheet has them, without what people fill in: that goes on from the workbook alone, which has every line
    that somebody wrote on. Amounts are kroner with a comma and no points, days 31-12-2026."""
    columns = [column for column in whole_columns(worklist) if not column.to_fill]
    told = [_told(column, worklist.lines[column.key]) for column in columns]
    return as_csv([heading(worklist.words, column) for column in columns], zip(*told, strict=True))


def _told(column: Column, values: list[Any]) -> list[str]:
    known = {value: _cell(column, value) for value in set(values)}  # a million amounts have far fewer values
    return [known[value] for value in values]


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if column.kind in ("ore", "difference"):
        return kr(value).replace(".", "")
    return safe(value) if isinstance(value, str) else str(value)
