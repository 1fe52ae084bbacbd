"""A table that was looked at -> the TOML of a source for it. What is in doubt is written "?", which the loader refuses: a
person says what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zerosum.errors import Phrase
from zerosum.sources.model import AMOUNTS, DAYS, STAMDATA_AMOUNTS
from zerosum.survey.tables import ColumnSeen, TableSeen
from zerosum.toml_file import UNKNOWN, quoted

WORDS_LISTED = 20

_NEEDED = ("claim_id", "reference", "claim_type", "debtors", "event", "amount", "booked_on")
"""Columns that are named in any case, so that they are thought of."""


def source_text(table: TableSeen, name: str, side: str, language: str) -> str:
    """The TOML text of a source that reads the table, with `?` wherever a person has to choose."""
    parts = (_head(table, name, side, language), [""], _columns(table, language), _words(table, language))
    return "\n".join(_one_line(line) for part in (*parts, _sums(table, language)) for line in part) + "\n"


def _one_line(line: str) -> str:
    """A line of the file's own words may hold a line break, and what is after it would be no comment any more."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _said(key: str, language: str, **values: str | int) -> str:
    return Phrase(f"survey.source.{key}", values).told(language)


def _head(table: TableSeen, name: str, side: str, language: str) -> Iterable[str]:
    yield f"# {_said('head', language, file=table.name)}"
    yield f"# {_said('mark', language)}"
    yield f"name = {quoted(name)}"
    guess, fit = table.guessed, table.fitting
    if fit is not None:
        yield f"based_on = {quoted(fit.source.name)}"
        return
    yield f"side = {quoted(side or UNKNOWN)}"
    if table.separator in ("TAB", ";", ",", "|"):
        yield f"separator = {quoted(chr(9) if table.separator == 'TAB' else table.separator)}"
    if encoding := _encoding(table.encoding):
        yield f"encoding = {quoted(encoding)}"
    if guess is not None and guess.skip_lines:
        yield f"skip_lines = {guess.skip_lines}"
    doubts = {doubt.code for column in table.columns for doubt in column.doubts}
    if "amounts_whole" in doubts:
        yield f'unit = "{UNKNOWN}"  # {_said("unit", language)}'
    elif doubts & {"amounts_in_doubt", "amounts_mixed"}:
        yield f'decimal = "{UNKNOWN}"  # {_said("decimal", language)}'
    else:
        yield f"decimal = {quoted(_decimal(table.columns))}"
    if any("-" in form.form for column in table.columns if column.kind == "amount" for form in column.forms):
        yield f'minus_lessens = "{UNKNOWN}"  # {_said("minus", language)}'
    if doubts & {"dates_in_doubt", "dates_mixed", "dates_american", "dates_short"}:
        yield f'dates = ["{UNKNOWN}"]  # {_said("dates", language)}'
    elif any(column.kind == "date" for column in table.columns):
        yield 'dates = ["iso", "danish", "compact"]'


def _encoding(encoding: str) -> str:
    return {"Windows-1252": "windows-1252"}.get(encoding, "")


def _decimal(columns: Sequence[ColumnSeen]) -> str:
    """The decimal sign of the amounts: what cannot be read with a comma has a point."""
    amounts = [
        column
        for column in columns
        if column.kind == "amount" and (column.name in (*AMOUNTS, *STAMDATA_AMOUNTS) or not column.name)
    ]
    pictures = [form.form for column in amounts for form in column.forms if form.readable]
    return "." if any("." in picture and picture.rsplit(".", 1)[1][:2].isdigit() and "," not in picture.rsplit(".", 1)[1]
                      and len(picture.rsplit(".", 1)[1].rstrip("- ")) <= 2 for picture in pictures) else ","  # fmt: skip


def _columns(table: TableSeen, language: str) -> Iterable[str]:
    if table.fitting is not None:
        yield f"# {_said('fits', language, source=table.fitting.source.name)}"
        return
    yield f"# {_said('columns', language)}"
    yield "[columns]"
    sure = {column.name: column for column in table.columns if column.sure and column.name}
    for name, column in sure.items():
        yield f"{name} = {quoted(column.heading)}"
    for name in _NEEDED:
        if name not in sure:
            candidates = ", ".join(f"«{one.shown}»" for one in table.columns if _may_be(one, name))
            yield f'{name} = "{UNKNOWN}"  # {_said("candidates", language, columns=candidates or "-")}'
    left = ", ".join(f"«{one.shown}»" for one in table.columns if not (one.sure and one.name))
    if left:
        yield f"# {_said('left', language, columns=left)}"


def _may_be(column: ColumnSeen, name: str) -> bool:
    """Whether a column could be that one of ours."""
    if column.sure and column.name:
        return False
    if name in AMOUNTS:
        return column.kind in ("amount", "whole")
    if name in DAYS:
        return column.kind == "date"
    kinds = {
        "claim_id": ("number", "whole", "firm"), "reference": ("number", "whole", "firm", "text"),
        "claim_type": ("claim_type", "words"), "debtors": ("debtors", "firm"), "event": ("event", "words"),
    }  # fmt: skip
    return column.kind in kinds.get(name, ())


def _words(table: TableSeen, language: str) -> Iterable[str]:
    if table.fitting is not None:
        return
    for name, table_name in (("event", "events"), ("status", "statuses")):
        column = next((one for one in table.columns if one.sure and one.name == name), None)
        if column is None and name == "status":
            continue
        yield ""
        yield f"# {_said(table_name, language)}"
        yield f"[{table_name}]"
        for word in column.words if column else ():
            meaning = word.meaning or UNKNOWN
            yield f"{quoted(word.text)} = {quoted(meaning)}  # {_said('rows', language, n=word.rows)}"
        if column is None:
            yield f'"{UNKNOWN}" = "{UNKNOWN}"'
            for one in table.columns:
                if _may_be(one, name):
                    told = " · ".join(f"{word.text} ({word.rows})" for word in one.words[:WORDS_LISTED])
                    yield f"# «{one.shown}»: {told}"


def _sums(table: TableSeen, language: str) -> Iterable[str]:
    if any(note.code == "line_of_sums" for note in table.notes):
        yield from ("", f"# {_said('sums', language)}", "# [trailer]", '# marks = ["I alt"]')
