"""A workbook that was a work list once -> Carried. Of the cells only what people wrote is believed, and what the row says it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from numbers import Real
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zerosum.errors import InputError, Problem, reason
from zerosum.identity import veiled_path
from zerosum.report.words import LANGUAGES, load
from zerosum.report.worklist.carried import STATUSES, WHY, Carried, OldLine, Typed
from zerosum.report.worklist.columns import CASES, CLOSED, TOLD
from zerosum.report.worklist.text import safe

UNFOLDED_MAX = 2**30
"""Bytes of a workbook when it is unfolded."""
HEADING_WITHIN = 30
"""Lines in which the headings are looked for: people write above a table."""
OWN_MAX = 50
"""Columns of their own that stay columns."""

Rows = Sequence[Sequence[object]]


def read_work_list(path: Path) -> Carried:
    """The work list of a file. InputError where it cannot be opened, is no workbook, has no work list in it, or does not say whose
    it is."""
    shown = veiled_path(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem("work_list_not_opened", {"reason": reason(error)}, shown)) from None
    sheets = _sheets(data, shown)
    tables = [table for rows in sheets if (table := _table(rows)) is not None]
    if not any(not table.is_closed for table in tables):
        raise InputError(Problem("work_list_without_lines", file=shown))
    facts = _facts(sheets)
    if not {"municipality", "creditor", "area"} <= set(facts):
        raise InputError(Problem("work_list_of_nobody", file=shown))
    return Carried(
        facts["municipality"],
        facts["creditor"].removeprefix("–"),
        facts["area"],
        tuple(one for table in tables if not table.is_closed for one in table.lines()),
        tuple(one for table in tables if table.is_closed for one in table.lines()),
        facts.get("covers", "") in _in_each("worklist.file.covers_all"),
    )


def require_of(old: Carried, municipality: str, creditor_id: str, area: str, file: str) -> None:
    """InputError where a work list is of another municipality, creditor or area."""
    ours = tuple(_plain(safe(one)) for one in (municipality, creditor_id, area))
    if tuple(_plain(one) for one in old.of) != ours:
        theirs = {"municipality": old.municipality, "creditor_id": old.creditor_id or "–", "area": old.area}
        raise InputError(Problem("work_list_of_another", {**theirs, "wanted": area}, veiled_path(file)))


def _sheets(data: bytes, shown: str) -> list[Rows]:
    """Every sheet's cells."""
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                if sum(one.file_size for one in packed.infolist()) > UNFOLDED_MAX:
                    raise InputError(Problem("work_list_unreadable", file=shown))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except PasswordError:
        raise InputError(Problem("workbook_encrypted", file=shown)) from None
    except (CalamineError, OSError, IndexError, ValueError, zipfile.BadZipFile):
        raise InputError(Problem("work_list_unreadable", file=shown)) from None
    except BaseException as error:  # a panic of the library's is no Exception, and has no name that can be imported
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(Problem("work_list_unreadable", file=shown)) from None


@dataclass(frozen=True)
class _Table:
    """A sheet of lines."""

    headings: Mapping[str, int]
    """Key of a column -> its place."""
    own: tuple[tuple[str, int], ...]
    """Columns that people added: heading and place."""
    beyond: tuple[tuple[str, int], ...]
    """Those that are more than OWN_MAX: what stands in them goes on in the remark."""
    others: tuple[tuple[str, int], ...]
    """Columns of the tool that are written anew: heading and place."""
    rows: Rows

    @property
    def is_closed(self) -> bool:
        return "closed_on" in self.headings

    def lines(self) -> Iterator[OldLine]:
        nothing = {text for key in ("none_closed", "not_carried") for text in _in_each(f"worklist.{key}")}
        for row in self.rows:
            if {_text(cell) for cell in row} - {""} - nothing:
                yield self._line(row)

    def _line(self, row: Sequence[object]) -> OldLine:
        def cell(key: str) -> object:
            at = self.headings.get(key, len(row))
            return row[at] if at < len(row) else ""

        line, case = _id(cell("line")), _id(cell("case"))
        remark = _text(cell("remark"))
        # Of a row that was added by hand, what stands in our columns has no other place to go to either.
        homeless = self.beyond if line or case else (*self.beyond, *self.others)
        beside = [f"{heading}: {_text(row[at])}" for heading, at in homeless if at < len(row) and _text(row[at])]
        remark = "; ".join([part for part in (remark, *beside) if part])
        amount = cell("difference")
        closed_on = _deadline(cell("closed_on"))
        return OldLine(
            line=line,
            case=case,
            typed=Typed(
                status=_status(_text(cell("status"))),
                responsible=_text(cell("responsible")),
                deadline=_deadline(cell("deadline")),
                remark=remark,
                own=tuple((heading, _text(row[at])) for heading, at in self.own if at < len(row) and _text(row[at])),
            ),
            told={key: _text(cell(key)) for key in TOLD},
            difference=round(amount * 100) if _is_number(amount) else _text(amount),  # type: ignore[operator]
            closed_on=closed_on,
            why=_one_of(WHY, "worklist.why", _text(cell("why"))),
        )


def _table(rows: Rows) -> _Table | None:
    """The lines of a sheet; None where it has no headings of a work list."""
    known = _known_headings()
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        found: dict[str, int] = {}
        own: list[tuple[str, int]] = []
        for place, cell in enumerate(row):
            heading = _text(cell)
            key = known.get(_plain(heading))
            if key is not None and key not in found:
                found[key] = place
            else:
                own.append((heading, place))
        if {"line", "case"} & set(found) and {"status", "remark"} & set(found):
            below = rows[at + 1 :]
            used = {place for row in below for place, cell in enumerate(row) if _text(cell)}
            kept = {*TOLD, "line", "case", "difference", "closed_on", "why", *_FILLED}
            others = tuple((_text(row[place]), place) for key, place in found.items() if key not in kept)
            named = _named([one for one in own if one[1] in used])
            return _Table(found, named[:OWN_MAX], named[OWN_MAX:], others, below)
    return None


_FILLED = tuple(column.key for column in CASES if column.to_fill)


def _named(own: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Columns that people added, each with a name of its own."""
    found: dict[str, int] = {}
    for heading, place in own:
        name = safe(heading) or f"({place + 1})"
        number = 2
        while name in found:
            name, number = f"{heading} ({number})", number + 1
        found[name] = place
    return tuple(found.items())


def _known_headings() -> dict[str, str]:
    """A heading as it may be written, in any language -> the key of its column."""
    keys = dict.fromkeys(column.key for column in (*CASES, *CLOSED))
    return {_plain(text): key for key in keys for text in _in_each(f"worklist.column.{key}")}


def _in_each(key: str) -> set[str]:
    return {safe(load(language)(key)) for language in LANGUAGES}


def _facts(sheets: Iterable[Rows]) -> dict[str, str]:
    """What the sheets say of whose the list is: the first answer to each question."""
    asked = {
        _plain(text): name
        for name in ("municipality", "creditor", "area", "covers")
        for text in _in_each(f"worklist.file.{name}")
    }
    found: dict[str, str] = {}
    for rows in reversed(list(sheets)):
        for row in rows:
            name = asked.get(_plain(_text(row[0]))) if len(row) > 1 else None
            if name is not None and name not in found:
                found[name] = _text(row[1])
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and abs(value) < _EXACT  # type: ignore[operator]


_EXACT = 10**15
"""Excel keeps 15 digits of a number. What is no number at all is not below it either."""


def _text(value: object) -> str:
    """A cell as a text: whole numbers without a point, days as Danes write them."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if _is_number(value):
        return str(int(value) if value == int(value) else value)  # type: ignore[call-overload]
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return safe(str(value)).strip()


def _id(value: object) -> str:
    """An id; one of digits alone may have become a number, and lost its zeros."""
    text = _text(value)
    return text.zfill(10) if _is_number(value) and text.isdecimal() else text


_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str, str]]], ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), lambda found: (found[1], found[2], found[3])),
    (
        re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4}|\d{2})"),
        lambda found: (found[3], found[2], found[1]),
    ),
)
_EXCEL_DAYS = range(36_526, 73_051)
"""Days of 2000 to 2099, as Excel counts them."""


def _deadline(value: object) -> date | str:
    """A day where it is one, also one that was typed as a text or lost its form; else the text, also where an hour stands with it."""
    if isinstance(value, datetime):
        return _text(value) if value.hour or value.minute else value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    if _is_number(value) and text.isdecimal() and int(text) in _EXCEL_DAYS:
        return date(1899, 12, 30) + timedelta(days=int(text))
    for form, parts in _DAYS:
        if found := form.fullmatch(text):
            year, month, day = parts(found)
            try:
                return date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
            except ValueError:
                return text
    return text


def _status(text: str) -> str:
    """A status of ours in either language by its name, `new` as nothing; else the words."""
    told = _one_of(STATUSES, "worklist.status", text)
    return "" if told == "new" else told


def _one_of(names: Iterable[str], key: str, text: str) -> str:
    asked = _plain(text)
    for name in names:
        if asked in {_plain(one) for one in _in_each(f"{key}.{name}")}:
            return name
    return text
