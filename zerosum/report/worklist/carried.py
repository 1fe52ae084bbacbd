"""A work list that people have written in -> what they wrote; and how that meets the lines of today.

Nothing that somebody typed is ever lost: what has no line to stand on any more goes to the closed ones. People sort, filter, delete
and add rows and columns, rename the file and save it with another program; so rows are known by their id, columns by their heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

STATUSES = ("new", "clarifying", "mending", "mended", "accepted", "rejected")
"""What a status may be, besides what people write themselves: `worklist.status.<name>` of the words."""

WHY = ("gone", "moved", "twice", "no_line")
"""Why a row stands with the closed ones: `worklist.why.<name>` of the words."""


@dataclass(frozen=True)
class Typed:
    """What a person wrote on a line. False where it is nothing."""

    status: str = ""
    """A member of STATUSES, or their own words; "" is `new`: nobody has touched it."""
    responsible: str = ""
    deadline: date | str = ""
    """As a text where it is no day."""
    remark: str = ""
    own: tuple[tuple[str, str], ...] = ()
    """Columns that people added: heading and text, where there is one."""

    def __bool__(self) -> bool:
        return any((self.status, self.responsible, self.deadline, self.remark, self.own))


@dataclass(frozen=True)
class OldLine:
    """A row of an old work list, open or closed."""

    line: str
    """"" where somebody added the row by hand."""
    case: str
    typed: Typed
    told: Mapping[str, str] = field(default_factory=dict)
    """Of the columns TOLD."""
    difference: int | str = ""
    """Øre, the last that was known; as a text where it is no amount."""
    closed_on: date | str = ""
    why: str = ""
    """A member of WHY, or a text."""


@dataclass(frozen=True)
class Carried:
    """An old work list."""

    municipality: str
    creditor_id: str
    area: str
    lines: tuple[OldLine, ...]
    closed: tuple[OldLine, ...] = ()
    whole: bool = True
    """It had every line of its run: one that is not in it is new."""

    @property
    def of(self) -> tuple[str, str, str]:
        """Whose it is."""
        return self.municipality, self.creditor_id, self.area


@dataclass(frozen=True)
class Met:
    """How an old list meets the lines of today."""

    typed: tuple[Typed, ...]
    """Of each line of today."""
    seen: tuple[str, ...]
    """Of each: `new`, `known` (its line or its case was open), `reopened` (it was closed), or `new_here` (not in the old list,
    which had not all lines)."""
    closed: tuple[OldLine, ...]
    """The new ones first, then those that were there."""
    gone: int
    """How many lines are closed since the old list."""


def meet(lines: Sequence[str], cases: Sequence[str], old: Carried | None, today: date) -> Met:
    """What the old list says of the lines of today, by line, else by case where its rows of that case say the same. `today`: the
    day on which what is gone was closed."""
    if old is None:
        return Met((Typed(),) * len(lines), ("new",) * len(lines), (), 0)
    by_line, doubles = _by_line(old.lines)
    by_case = _agreed(old.lines)
    closed = list(old.closed)
    closed_line = {closed[at].line: at for at in oldest_first(closed) if closed[at].line}
    back = {closed_line[line] for line in lines if line not in by_line and line in closed_line}
    closed_case = _agreed(one for at, one in enumerate(closed) if at not in back)
    typed, seen = [], []
    for line, case in zip(lines, cases, strict=True):
        if line in by_line:
            typed.append(by_line[line].typed)
            seen.append("known")
        elif line in closed_line:
            typed.append(closed[closed_line[line]].typed)
            seen.append("reopened")
        elif case in by_case:
            typed.append(by_case[case] or Typed())
            seen.append("known")
        elif case in closed_case:
            typed.append(closed_case[case] or Typed())
            seen.append("reopened")
        else:
            typed.append(Typed())
            seen.append("new" if old.whole else "new_here")
    open_lines, open_cases = set(lines), set(cases)
    left = [one for one in by_line.values() if one.line not in open_lines]
    given = set(zip(cases, typed, strict=True))
    left += [one for one in old.lines if not one.line and not _stands_in(one, open_cases, given)]
    gone = [replace(one, closed_on=today, why=_why(one, open_cases)) for one in left]
    gone += [replace(one, closed_on=today, why="twice") for one in doubles]
    return Met(
        tuple(typed),
        tuple(seen),
        (*gone, *(one for at, one in enumerate(closed) if at not in back)),
        sum(one.why == "gone" for one in gone),
    )


def _by_line(lines: Iterable[OldLine]) -> tuple[dict[str, OldLine], list[OldLine]]:
    """The rows by line; and those that say something else of a line that an earlier row speaks of."""
    found: dict[str, OldLine] = {}
    doubles = []
    for one in lines:
        if not one.line:
            continue
        first = found.get(one.line)
        if first is None or not first.typed:
            found[one.line] = one
        elif one.typed and one.typed != first.typed:
            doubles.append(one)
    return found, doubles


def _agreed(lines: Iterable[OldLine]) -> dict[str, Typed | None]:
    """What the rows of a case say, where all say the same; else None."""
    found: dict[str, Typed | None] = {}
    for one in lines:
        if one.case:
            found[one.case] = one.typed if found.get(one.case, one.typed) == one.typed else None
    return found


def oldest_first(closed: Sequence[OldLine]) -> list[int]:
    """The places of the closed rows, of the one that was closed last at the end; of one day, of the one that stands first."""
    return sorted(range(len(closed)), key=lambda at: (_day(closed[at].closed_on), -at))


def _day(told: date | str) -> date:
    return told if isinstance(told, date) else date.min


def _stands_in(one: OldLine, open_cases: set[str], given: set[tuple[str, Typed]]) -> bool:
    """Whether a row without a line says nothing that an open line of its case does not say too."""
    return one.case in open_cases and (not one.typed or (one.case, one.typed) in given)


def _why(one: OldLine, open_cases: set[str]) -> str:
    if not one.line and not one.case:
        return "no_line"
    return "moved" if one.case in open_cases else "gone"
