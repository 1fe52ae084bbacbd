"""Part of a source + the heading line of a file -> where each of our columns stands. Nothing is chosen silently."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from zerosum.errors import Problem
from zerosum.hints import did_you_mean, listed, shown
from zerosum.sources.model import Column, Heading, Part

_NEARLY = 0.88
"""How like a heading must be to be a slip of the pen: one letter in ten."""

_MENDING = "Ret overskriften i filen, eller giv kolonnen sit navn i en kilde i en TOML-fil (docs/declared-source.md)."


def find_columns(
    part: Part, heading_line: Sequence[str], given: Collection[str] = ()
) -> tuple[dict[str, int], list[Problem]]:
    """Our name -> position from the left (the first is 0), and what is wrong with the headings.

    `given` are our columns that the source gives a fixed value: they are not looked for. A required column that is not
    there, a heading that stands more often than the source says, two headings for one of our columns, and one heading
    for two of them are problems; the problems name no file.
    """
    folded = [fold(heading) for heading in heading_line]
    wanted = [column for column in part.columns if column.name not in given]
    times = Counter(folded)
    found = {column.name: _positions(column, folded) for column in wanted}
    problems = [
        *_repeated(part, wanted, times),
        *_twice(found, heading_line),
        *_shared(found, heading_line),
        *_missing(wanted, found, heading_line),
        *_misspelt(wanted, found, heading_line),
    ]
    return {name: min(positions) for name, positions in found.items() if positions}, problems


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
            why = f"«{occurrence.text}» står {times[text]} gange; der ventes højst {limit}."
            do = f"Slet den ene, eller sig med «{occurrence.text}#2» i en kilde i en TOML-fil, hvilken der menes."
            problems.append(Problem("Kolonne står flere gange", why, do, column=occurrence.text))
    return problems


def _twice(found: dict[str, set[int]], heading_line: Sequence[str]) -> list[Problem]:
    return [
        Problem(
            "Kolonne er tvetydig",
            f"{listed(_named(heading_line[at]) for at in sorted(positions))} kan begge være {name}.",
            f'Slet den ene, eller vælg i en kilde i en TOML-fil: [columns] {name} = "…".',
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
            "Kolonne er tvetydig",
            f"«{_named(heading_line[at])}» (kolonne {at + 1}) kan være både {' og '.join(names)}.",
            _MENDING,
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
        told = f"«{heading.text}»" + (f" nr. {heading.occurrence}" if heading.occurrence > 1 else "")
        why = f"Mangler {told} ({column.name}). Fandt: {seen}."
        if there:
            why = f"«{heading.text}» står {there} gang(e); nr. {heading.occurrence} ({column.name}) mangler."
        near = "" if there else next((hint for one in column.headings if (hint := did_you_mean(one.text, free))), "")
        if len(heading_line) == 1:
            near = "Der er kun én kolonne: er skilletegnet det rigtige, og står overskrifterne på første linje?"
        problems.append(Problem("Kolonne mangler", why, f"{near} {_MENDING}".strip(), column=heading.text))
    return problems


def _misspelt(wanted: Sequence[Column], found: dict[str, set[int]], heading_line: Sequence[str]) -> list[Problem]:
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
            for near in difflib.get_close_matches(fold(heading.text), free, n=1, cutoff=_NEARLY):
                why = f"«{_named(free[near])}» ligner «{heading.text}» ({column.name}), men er det ikke."
                do = f"Ret overskriften til «{heading.text}», eller giv kolonnen et navn, der ikke ligner."
                problems.append(Problem("Kolonne er stavet forkert", why, do, column=_named(free[near])))
    return problems


def _named(heading: str) -> str:
    """A heading as it may be shown. If no heading line is there, it is data: no number is shown."""
    return "(skjult)" if len(re.findall(r"[0-9]", heading)) > 3 else shown(heading.strip(" \ufeff\"'"))
