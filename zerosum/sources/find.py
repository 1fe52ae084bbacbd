"""Part of a source + the heading line of a file -> where each of our columns stands. Nothing is chosen silently."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from zerosum.errors import Phrase, Problem, Value
from zerosum.hints import nearest, shown
from zerosum.sources.model import STAMDATA, Column, Heading, Part

_NEARLY = 0.88
"""How like a heading must be to be a slip of the pen: one letter in ten."""


def find_columns(
    part: Part, heading_line: Sequence[str], given: Collection[str] = (), *, are_paths: bool = False
) -> tuple[dict[str, int], list[Problem]]:
    """Our name -> position from the left (the first is 0), and what is wrong with the headings.

    `given` are our columns that the source gives a fixed value: they are not looked for. Headings that `are_paths`, of
    XML, are near only to others in the same element. A required column that is not
    there, a heading that stands more often than the source says, two headings for one of our columns, and one heading
    for two of them are problems; the problems name no file. Columns of stamdata are no part of the basis: one that is in
    doubt is not found, and is no problem here.
    """
    every = [column for column in part.columns if column.name not in given]
    wanted = [column for column in every if column.name not in STAMDATA]
    found, problems = _found(part, wanted, heading_line, are_paths)
    at = {name: min(positions) for name, positions in found.items() if positions}
    if len(wanted) == len(every):
        return at, problems
    sure, _ = _of_stamdata(part, every, found, heading_line, are_paths)
    return at | sure, problems


def in_doubt(
    part: Part, heading_line: Sequence[str], given: Collection[str] = (), *, are_paths: bool = False
) -> list[Problem]:
    """What is wrong with the headings of columns of stamdata: those that `find_columns` does not find for it."""
    every = [column for column in part.columns if column.name not in given]
    wanted = [column for column in every if column.name not in STAMDATA]
    found, _ = _found(part, wanted, heading_line, are_paths)
    _, doubts = _of_stamdata(part, every, found, heading_line, are_paths)
    return doubts


def _found(
    part: Part, wanted: Sequence[Column], heading_line: Sequence[str], are_paths: bool
) -> tuple[dict[str, set[int]], list[Problem]]:
    """Our name -> every place that it may stand at, and what is wrong."""
    folded = [fold(heading) for heading in heading_line]
    found = {column.name: _positions(column, folded) for column in wanted}
    return found, [
        *_repeated(part, wanted, Counter(folded)),
        *_twice(found, heading_line),
        *_shared(found, heading_line),
        *_missing(wanted, found, heading_line),
        *_misspelt(wanted, found, heading_line, are_paths),
    ]


def _of_stamdata(
    part: Part, every: Sequence[Column], basis: dict[str, set[int]], heading_line: Sequence[str], are_paths: bool
) -> tuple[dict[str, int], list[Problem]]:
    """Where columns of stamdata stand that leave no doubt, and what is wrong with the others."""
    folded = [fold(heading) for heading in heading_line]
    wanted = [column for column in every if column.name in STAMDATA]
    found = {column.name: _positions(column, folded) for column in wanted}
    both = basis | found
    doubts = [
        *_repeated(part, wanted, Counter(folded)),
        *_twice(found, heading_line),
        *(one for one in _shared(both, heading_line) if STAMDATA & set(_names(one))),
        *_misspelt(wanted, both, heading_line, are_paths),
    ]
    unsure = {name for one in doubts for name in _names(one)}
    unsure |= {column.name for column in wanted if any(one.column in _texts(column) for one in doubts)}
    return {name: min(at) for name, at in found.items() if at and name not in unsure}, doubts


def _names(problem: Problem) -> tuple[str, ...]:
    """Which of our columns a problem of headings is about, where it names them."""
    name, names = problem.values.get("name"), problem.values.get("names", ())
    return (name,) if isinstance(name, str) else tuple(map(str, names)) if isinstance(names, tuple) else ()


def _texts(column: Column) -> set[str]:
    return {heading.text for heading in column.headings}


def fold(heading: str) -> str:
    """A heading as it is compared: without case, quotes, byte order mark and outer blanks."""
    return unicodedata.normalize("NFC", heading).strip(" \t\r\n\ufeff\"'").casefold()


def _positions(column: Column, folded: Sequence[str]) -> set[int]:
    return {at for heading in column.headings if (at := _position(heading, folded)) is not None}


def _position(heading: Heading, folded: Sequence[str]) -> int | None:
    places = [at for at, text in enumerate(folded) if text == fold(heading.text)]
    nth = max(heading.occurrence, 1)
    return places[nth - 1] if len(places) >= nth else None


def _repeated(part: Part, wanted: Sequence[Column], times: Counter[str]) -> list[Problem]:
    most = {fold(text): count for text, count in part.repeated.items()}
    problems = []
    for text, occurrence in {fold(h.text): h for column in wanted for h in column.headings}.items():
        # A heading with a number, in a source that does not say how often it stands, may stand any number of times.
        limit = most.get(text, times[text] if occurrence.occurrence else 1)
        if times[text] > limit:
            values: dict[str, Value] = {"heading": occurrence.text, "times": times[text], "limit": limit}
            problems.append(Problem("column_repeated", values, column=occurrence.text))
    return problems


def _twice(found: dict[str, set[int]], heading_line: Sequence[str]) -> list[Problem]:
    return [
        Problem(
            "column_of_two_headings",
            {"headings": tuple(_named(heading_line[at]) for at in sorted(positions)), "name": name},
            column=name,
        )
        for name, positions in found.items()
        if len(positions) > 1
    ]


def _shared(found: dict[str, set[int]], heading_line: Sequence[str]) -> list[Problem]:
    by_position: dict[int, list[str]] = {}
    for name, positions in found.items():
        for at in positions:
            by_position.setdefault(at, []).append(name)
    return [
        Problem(
            "heading_of_two_columns",
            {"heading": _named(heading_line[at]), "number": at + 1, "names": tuple(names)},
            column=_named(heading_line[at]),
        )
        for at, names in sorted(by_position.items())
        if len(names) > 1
    ]


def _missing(wanted: Sequence[Column], found: dict[str, set[int]], heading_line: Sequence[str]) -> list[Problem]:
    taken = {at for positions in found.values() for at in positions}
    free = [_named(text) for at, text in enumerate(heading_line) if at not in taken and text.strip()]
    seen = "; ".join(_named(text) for text in heading_line)
    problems = []
    for column in wanted:
        if not column.required or found[column.name]:
            continue
        heading = column.headings[0]
        there = sum(fold(text) == fold(heading.text) for text in heading_line)
        if there:
            values: dict[str, Value] = {
                "heading": heading.text,
                "n": there,
                "number": heading.occurrence,
                "name": column.name,
            }
            problems.append(Problem("column_missing_occurrence", values, column=heading.text))
            continue
        near = next((hit for one in column.headings if (hit := nearest(one.text, free))), None)
        hint: Value = Phrase("did_you_mean", {"name": near}) if near else ""
        if len(heading_line) == 1:
            hint = Phrase("only_one_column")
        told: Value = f"«{heading.text}»"
        if heading.occurrence > 1:
            told = Phrase("heading_number", {"heading": heading.text, "number": heading.occurrence})
        problems.append(
            Problem(
                "column_missing",
                {"heading": told, "name": column.name, "seen": seen, "hint": hint},
                column=heading.text,
            )
        )
    return problems


def _misspelt(
    wanted: Sequence[Column], found: dict[str, set[int]], heading_line: Sequence[str], are_paths: bool
) -> list[Problem]:
    """A column that may be missing, and a heading nearly like it that nobody reads: a slip would change the verdict."""
    taken = {at for positions in found.values() for at in positions}
    ours = {fold(heading.text) for column in wanted for heading in column.headings}
    free = {fold(text): text for at, text in enumerate(heading_line) if at not in taken and fold(text)}
    free = {folded: text for folded, text in free.items() if folded not in ours}
    problems = []
    for column in wanted:
        if column.required or found[column.name]:
            continue
        for heading in column.headings:
            for near in _close(fold(heading.text), free, are_paths):
                values = {"found": _named(free[near]), "heading": heading.text, "name": column.name}
                problems.append(Problem("column_misspelt", values, column=_named(free[near])))
    return problems


def _close(text: str, free: Collection[str], are_paths: bool) -> list[str]:
    """The one that is nearly the text. Two names in one long path are alike by the path alone: that does not count."""
    if not are_paths:
        return difflib.get_close_matches(text, free, n=1, cutoff=_NEARLY)
    above, slash, name = text.rpartition("/")
    beside = [one.rpartition("/")[2] for one in free if one.rpartition("/")[0] == above]
    return [f"{above}{slash}{one}" for one in difflib.get_close_matches(name, beside, n=1, cutoff=_NEARLY)]


def _named(heading: str) -> str:
    """A heading as it may be shown. If no heading line is there, it is data: no number is shown."""
    return "(skjult)" if len(re.findall(r"[0-9]", heading)) > 3 else shown(heading.strip(" \ufeff\"'"))
