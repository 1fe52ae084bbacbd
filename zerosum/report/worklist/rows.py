"""Dossier, and what people wrote in an old list -> the rows of the work list, column by column, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from zerosum.catalogue.rejections import meanings
from zerosum.causes import EVERY
from zerosum.identity import Level, veil_persons
from zerosum.report.dossier import Dossier
from zerosum.report.naming import solution_name, type_name
from zerosum.report.words import Words
from zerosum.report.worklist.carried import STATUSES, WHY, Carried, Met, OldLine, Typed, meet, oldest_first
from zerosum.report.worklist.columns import CASES, TOLD, Column
from zerosum.report.worklist.text import safe
from zerosum.result import UNALLOTTED, Gravity, Standing
from zerosum.tables import ItemLines, PostedLines

LINES_MAX = 20_000
"""So many lines are in the workbook, unless people have written on more; all are in the file beside it."""

CLOSED_MAX = 100_000
"""So many closed rows go on: what people wrote on first, then the newest. The rest is in the old list alone."""

Values: TypeAlias = list[Any]
"""A column: texts, whole øre, counts or days; None and "" are blank."""

CODES = tuple(cause.code for cause in EVERY)
_ACCEPTED = Standing.ACCEPTED.name.lower()


@dataclass(frozen=True)
class Counts:
    """What there is to do, for the terminal and the first sheet. In lines, but for `cases`."""

    open: int
    cases: int
    blocking: int
    new: int
    known: int
    reopened: int
    closed: int
    """Gone since the old list."""
    closed_left: int
    """Closed rows that stay in the old list alone."""
    carried: bool
    """An old list was given."""
    in_workbook: int
    """Fewer than `open` where the rest is in the file beside it."""
    veiled: int
    """Texts of the old list in which a person's number was hidden."""


@dataclass(frozen=True)
class WorkList:
    """The work list of a run, or of what one vendor may see of it."""

    dossier: Dossier
    words: Words
    level: Level
    columns: tuple[Column, ...]
    own: tuple[str, ...]
    """Headings of the columns that people added, after ours."""
    lines: Mapping[str, Values]
    """Key of a column, or its heading -> its values. All lines of the area, in their order."""
    in_workbook: np.ndarray
    """bool: which of the lines the workbook has."""
    statuses: Sequence[str]
    """Of each line: a member of STATUSES, or their own words."""
    closed: tuple[OldLine, ...]
    counts: Counts
    beside: str
    """The file that has all lines where the workbook has not."""


def work_list(
    dossier: Dossier,
    words: Words,
    carried: Carried | None = None,
    level: Level = "full",
    beside: str = "arbejdsliste.csv",
) -> WorkList:
    """A posting (one cause on one open item) of the area is a line: the blocking first, then by solution, cause and kroner. ValueError
    where the lines do not sum to the result's difference: such a list would lead astray."""
    table = _in_order(dossier)
    posted = table[PostedLines.POSTED_ORE].tolist()
    if sum(posted) != dossier.result.figures.difference_ore:
        raise ValueError("the lines of the work list are not the difference of the area")
    carried, veiled = _veiled(carried, level) if carried is not None and level != "none" else (carried, 0)
    met = meet(table[PostedLines.LINE].tolist(), table[ItemLines.CASE].tolist(), carried, dossier.result.as_of)
    chosen, closed = _chosen(table, met), _going_on(met.closed)
    own = tuple(dict.fromkeys(name for one in (*met.typed, *(old.typed for old in closed)) for name, _ in one.own))
    columns = tuple(column for column in CASES if column.key != "owes" or dossier.debtors)
    blocking = table[PostedLines.GRAVITY] == Gravity.BLOCKING.name.lower()
    return WorkList(
        dossier,
        words,
        level,
        columns,
        own,
        {**_told(dossier, table, words), **typed_columns(met.typed, words, own), "seen": _seen(met, words)},
        chosen,
        [one.status or "new" for one in met.typed],
        closed,
        Counts(
            open=len(table),
            cases=table[ItemLines.CASE].nunique(),
            blocking=int(blocking.sum()),
            new=sum(one in ("new", "new_here") for one in met.seen),
            known=met.seen.count("known"),
            reopened=met.seen.count("reopened"),
            closed=met.gone,
            closed_left=len(met.closed) - len(closed),
            carried=carried is not None,
            in_workbook=int(chosen.sum()),
            veiled=veiled,
        ),
        beside,
    )


def _going_on(closed: Sequence[OldLine]) -> tuple[OldLine, ...]:
    """The closed rows that the workbook has, in their order."""
    if len(closed) <= CLOSED_MAX:
        return tuple(closed)
    newest = reversed(oldest_first(closed))
    chosen = set(sorted(newest, key=lambda at: not closed[at].typed)[:CLOSED_MAX])
    return tuple(one for at, one in enumerate(closed) if at in chosen)


def of_area(dossier: Dossier) -> pd.DataFrame:
    """PostedLines beside the ItemLines that they are of, within the area."""
    items = dossier.items.iloc[dossier.posted[PostedLines.ITEM].to_numpy()].reset_index(drop=True)
    table = pd.concat([dossier.posted.reset_index(drop=True), items], axis=1)
    return table[table[ItemLines.IN_AREA].to_numpy()].reset_index(drop=True)


def cause_order(table: pd.DataFrame) -> np.ndarray:
    """The place of each row's cause among all."""
    return table[PostedLines.CAUSE].map({code: at for at, code in enumerate(CODES)}).to_numpy(np.int64)


def _in_order(dossier: Dossier) -> pd.DataFrame:
    table = of_area(dossier)
    names = sorted(set(table[ItemLines.SOLUTION]), key=lambda name: (name == UNALLOTTED, name.casefold(), name))
    order = np.lexsort((
        np.arange(len(table)),
        -np.abs(table[PostedLines.POSTED_ORE].to_numpy()),
        cause_order(table),
        table[ItemLines.SOLUTION].map({name: at for at, name in enumerate(names)}).to_numpy(np.int64),
        -_gravity(table),
    ))  # fmt: skip
    return table.iloc[order].reset_index(drop=True)


def _gravity(table: pd.DataFrame) -> np.ndarray:
    return table[PostedLines.GRAVITY].map({one.name.lower(): int(one) for one in Gravity}).to_numpy(np.int64)


def _chosen(table: pd.DataFrame, met: Met) -> np.ndarray:
    """bool: the lines of the workbook. What people have written on is always there, or the next list could not carry it over; then
    all that blocks, then the most kroner."""
    typed = np.fromiter((bool(one) for one in met.typed), bool, len(table))
    order = np.lexsort((-np.abs(table[PostedLines.POSTED_ORE].to_numpy()), -_gravity(table), ~typed))
    chosen = np.zeros(len(table), bool)
    chosen[order[: max(LINES_MAX, int(typed.sum()))]] = True
    return chosen


def _told(dossier: Dossier, table: pd.DataFrame, words: Words) -> dict[str, Values]:
    """What the run says of each line."""
    result = dossier.result
    lines = table[PostedLines.LINE].tolist()
    causes, reasons = table[PostedLines.CAUSE].tolist(), table[ItemLines.REASON].tolist()
    accepted = (table[PostedLines.STANDING] == _ACCEPTED).tolist()
    types = [None if pd.isna(one) else one for one in table[ItemLines.CLAIM_TYPE].tolist()]
    booked = _days(table[ItemLines.BOOKED_ON])
    titles = {key: cause_name(words, *key) for key in set(zip(causes, accepted, strict=True))}
    steps = {
        key: _step(words, *key) for key in set(zip(causes, reasons, table[PostedLines.ALSO].tolist(), strict=True))
    }
    return {
        "case": table[ItemLines.CASE].tolist(),
        "line": lines,
        "solution": _mapped(table[ItemLines.SOLUTION].tolist(), lambda name: solution_name(words, name)),
        "claim_type": _mapped(types, lambda code: code or words("page.unknown_type")),
        "type_name": _mapped(types, lambda code: type_name(result.type_names, code)),
        "reference": table[ItemLines.REFERENCE].tolist(),
        "claim_id": table[ItemLines.CLAIM_ID].tolist(),
        "owes": [dossier.debtors.get(line, "") for line in lines],
        "cause": [titles[key] for key in zip(causes, accepted, strict=True)],
        "code": causes,
        "effect": _mapped(table[PostedLines.GRAVITY].tolist(), lambda name: words(f"gravity.{name}")),
        "debtor_ore": table[ItemLines.DEBTOR_ORE].tolist(),
        "psrm_ore": table[ItemLines.PSRM_ORE].tolist(),
        "difference": table[PostedLines.POSTED_ORE].tolist(),
        "age": [None if day is None else (result.as_of - day).days for day in booked],
        "booked_on": booked,
        "due_on": _days(table[ItemLines.DUE_ON]),
        "acts": _mapped(causes, lambda code: words(f"owner.{words(f'cause.{code}.owner')}")),
        "next": [steps[key] for key in zip(causes, reasons, table[PostedLines.ALSO].tolist(), strict=True)],
        "debtor_source": _sources(words, table[ItemLines.DEBTOR_FILE], table[ItemLines.DEBTOR_LINE]),
        "psrm_source": _sources(words, table[ItemLines.PSRM_FILE], table[ItemLines.PSRM_LINE]),
    }


def cause_name(words: Words, code: str, accepted: bool) -> str:
    """What a cause is called; what of it a person has accepted says so."""
    title = words(f"cause.{code}.title")
    return words("decision.title", title=title) if accepted else title


def _step(words: Words, cause: str, reason: str, also: str) -> str:
    parts = [words(f"cause.{cause}.next")]
    if reason:
        parts.append(words("worklist.reason", reason=reason))
        parts += [words("causes.help", help=one) for one in meanings(reason, words.language)]
    if also:
        parts.append(words("worklist.also", causes=", ".join(words(f"cause.{code}.title") for code in also.split())))
    return " ".join(parts)


def _sources(words: Words, files: pd.Series, lines: pd.Series) -> Values:
    return [
        words("worklist.source", file=file, line=line) if file else ""
        for file, line in zip(files.tolist(), lines.tolist(), strict=True)
    ]


def _days(column: pd.Series) -> list[date | None]:
    return [None if pd.isna(day) else day for day in column.tolist()]


def _mapped(values: Sequence[Any], told: Any) -> Values:
    found = {value: told(value) for value in set(values)}
    return [found[value] for value in values]


def _seen(met: Met, words: Words) -> Values:
    return _mapped(met.seen, lambda name: words(f"worklist.seen.{name}"))


def typed_columns(typed: Iterable[Typed], words: Words, own: Sequence[str]) -> dict[str, Values]:
    """What people wrote, by column."""
    typed = tuple(typed)
    names = {"": words("worklist.status.new"), **{one: words(f"worklist.status.{one}") for one in STATUSES}}
    columns: dict[str, Values] = {
        "status": [names.get(one.status, one.status) for one in typed],
        "responsible": [one.responsible for one in typed],
        "deadline": [one.deadline for one in typed],
        "remark": [one.remark for one in typed],
    }
    return columns | {f"own:{name}": [dict(one.own).get(name, "") for one in typed] for name in own}


def closed_columns(worklist: WorkList) -> dict[str, Values]:
    """*Lukkede*, by column. A cause that we know is called what it is called today."""
    closed, words = worklist.closed, worklist.words
    columns: dict[str, Values] = {key: [one.told.get(key, "") for one in closed] for key in TOLD}
    columns["cause"] = [
        words(f"cause.{code}.title") if code in CODES and not _says_accepted(told, words) else told
        for code, told in zip(columns["code"], columns["cause"], strict=True)
    ]
    return {
        "case": [one.case for one in closed],
        "line": [one.line for one in closed],
        **columns,
        "difference": [one.difference for one in closed],
        "closed_on": [one.closed_on for one in closed],
        "why": [words(f"worklist.why.{one.why}") if one.why in WHY else one.why for one in closed],
        **typed_columns((one.typed for one in closed), words, worklist.own),
    }


def _says_accepted(told: str, words: Words) -> bool:
    return told.endswith(words("decision.title", title=""))


def _veiled(carried: Carried, level: Level) -> tuple[Carried, int]:
    """An old list without numbers of persons, and in how many of the texts that people wrote there was one. What the tool wrote is
    veiled too, for people may have written over it."""
    seen: dict[str, str] = {}
    found = 0

    def veil(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        if text not in seen:
            veiled = veil_persons(text)
            seen[text] = _IN_PART.sub("**********", veiled) if level == "full" else veiled
        return seen[text]

    def typed_veil(text: Any) -> Any:
        nonlocal found
        found += veil(text) != text
        return veil(text)

    def line(one: OldLine) -> OldLine:
        typed = one.typed
        return replace(
            one,
            line=one.line if _ID.fullmatch(one.line) and one.case else veil(one.line),
            case=one.case if _ID.fullmatch(one.case) and one.line else veil(one.case),
            typed=Typed(
                typed_veil(typed.status), typed_veil(typed.responsible), typed_veil(typed.deadline), typed_veil(typed.remark),
                _told_apart((veil(name), typed_veil(text)) for name, text in typed.own),
            ),
            told={key: veil(text) for key, text in one.told.items()},
            difference=veil(one.difference),
            closed_on=veil(one.closed_on),
            why=veil(one.why),
        )  # fmt: skip

    return replace(carried, lines=tuple(map(line, carried.lines)), closed=tuple(map(line, carried.closed))), found


_IN_PART = re.compile(r"[0-9]{6}\*{4}")
"""A number as it stands in a list at level `partial`."""
_ID = re.compile("[0-9a-f]{10}")
"""A line or a case: a hash, of which one in a thousand looks like a person's number. One that stands alone may be one."""


def _told_apart(own: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Columns that people added, those that are called the same now as one."""
    found: dict[str, str] = {}
    for name, text in own:
        found[name] = f"{found[name]}; {text}" if name in found else text
    return tuple(found.items())


def whole_columns(worklist: WorkList) -> tuple[Column, ...]:
    """The columns of the list with those that people added."""
    return with_own(worklist.columns, worklist.own)


def with_own(columns: Sequence[Column], own: Sequence[str]) -> tuple[Column, ...]:
    """Columns, and after them those that people added."""
    return (*columns, *(Column(f"own:{name}", "wrap", 24, to_fill=True) for name in own))


def heading(words: Words, column: Column) -> str:
    """What a column is called in the sheet."""
    key = column.key
    return safe(key.removeprefix("own:") if key.startswith("own:") else words(f"worklist.column.{key}"))
