"""The breaches of rules of the entry filter as a file: stamdata.csv of a run, and `zerosum stamdata --csv`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from zerosum.errors import Phrase, Problem, in_words
from zerosum.judge.stamdata import every_line, work_lines
from zerosum.money import kr
from zerosum.pipeline import Forecast
from zerosum.result import BreachLine
from zerosum.runs.as_csv import as_csv
from zerosum.runs.put import put_over
from zerosum.runs.unwritten import output_error

COLUMNS = (
    "solution", "claim_type", "rule", "consequence", "reference", "claim_id", "amount", "status", "sentence", "fields",
    "rejection", "source", "file", "line",
)  # fmt: skip
"""Their headings are `phrase.stamdata.column.<name>` of the messages."""


def work_csv(forecast: Forecast, language: str) -> bytes:
    """What a run writes: breaches of rules of the filter by claims that PSRM has not executed, and cells that cannot be read."""
    lines = work_lines(forecast.judged, forecast.names)
    return breaches_csv(lines, forecast.summary.unreadable, language)


def write(path: Path, forecast: Forecast, language: str) -> None:
    """Write every breach, also of hints and by claims that PSRM has executed. A file of that name is replaced, once the new
    one is whole. OutputError where it cannot be written."""
    content = breaches_csv(every_line(forecast.judged, forecast.names), forecast.summary.unreadable, language)
    try:
        put_over(path, content)
    except OSError as error:
        raise output_error(error, path) from None


def breaches_csv(lines: Iterable[BreachLine], unreadable: Iterable[Problem], language: str = "da") -> bytes:
    """A breach a line; then the cells that cannot be read. Amounts are written as kroner with a comma and no points."""
    rows = [_breach(one, language) for one in lines] + [_unread(one, language) for one in unreadable]
    return as_csv([Phrase(f"stamdata.column.{name}").told(language) for name in COLUMNS], rows)


def _breach(one: BreachLine, language: str) -> Sequence[object]:
    file, _, line = one.source.rpartition(":")
    return (
        one.solution, one.claim_type or "", one.rule.code, Phrase(f"stamdata.{one.rule.consequence}").told(language),
        one.reference, one.claim_id, "" if one.amount_ore is None else kr(one.amount_ore).replace(".", ""),
        Phrase(f"stamdata.status.{one.status}").told(language), one.rule.sentence[language], fields_told(one, language),
        one.rule.rejection or "", one.rule.source, file, line,
    )  # fmt: skip


def _unread(one: Problem, language: str) -> Sequence[object]:
    told = one.told(language)
    column = in_words(one.column, language)
    return (
        "", "", "", Phrase("stamdata.unread").told(language), "", "", "", "", f"{told.what}. {told.why}",
        f"{column} {one.value}".strip(), "", "", one.file, one.line,
    )  # fmt: skip


def fields_told(one: BreachLine, language: str, day: Callable[[date], str] = date.isoformat) -> str:
    """What the rule looked at, in words: `forfaldsdato 2026-07-01, periode start 2026-07-04`."""

    def value_told(value: date | int | str | None, is_ore: bool) -> str:
        if isinstance(value, date):
            return day(value)
        if isinstance(value, int):
            return kr(value) if is_ore else str(value)
        return value if value is not None else Phrase("blank").told(language)

    return ", ".join(f"{called[language]} {value_told(value, is_ore)}" for called, value, is_ore in one.fields)
