"""The list of debtor numbers that are one debtor (debtor_aliases): a CSV file of two columns, `number` and `same_as`.

number;same_as
1113701234;0113701234
90000017;0213701235

It says what file 12 does not: a former number, a sole trader's CVR and the owner's CPR, an AKR number. Every cell is the
number of a debtor, also one that cannot be read: no message shows any of it, only its line and column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.errors import Phrase, Problem, SettingsError
from zerosum.normalise.lines import Present
from zerosum.normalise.one_debtor import one_each
from zerosum.read.raw import Raw
from zerosum.read.small_csv import read_small_csv

COLUMNS = ("number", "same_as")
_AS_CSV = Phrase("save_as_csv_with_headings", {"headings": "number;same_as"})


@dataclass(frozen=True)
class Declared:
    """The list, as it was read."""

    same: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Number -> the number that it is the same debtor as."""
    line: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Number -> its line in the file."""
    file: str = ""
    """Its name, as messages show it."""


NOTHING_DECLARED = Declared()


def load(path: Path) -> Declared:
    """Read the list. SettingsError with every mistake, each with its line."""
    try:
        raw = read_small_csv(path, _AS_CSV, _AS_CSV)
    except SettingsError as error:
        raise SettingsError(*(replace(one, do=_AS_CSV, value="") for one in error.problems)) from None
    headings = [heading.strip().lstrip("\ufeff").casefold() for heading in raw.headings]
    if sorted(headings) != sorted(COLUMNS):
        raise SettingsError(Problem("aliases_headings", {"do": _AS_CSV}, path.name, 1))
    number, same_as = (_column(raw, headings.index(name)) for name in COLUMNS)
    lines = raw.line.tolist()
    problems = [Problem("aliases_line_ragged", {"do": _AS_CSV}, path.name, one.line) for one in raw.bad]
    found: dict[str, str] = {}
    line_of: dict[str, int] = {}
    chained = {one for one in number if one}
    for one, other, line in zip(number, same_as, lines, strict=True):
        if one is None and other is None:
            continue  # what Excel leaves under a table
        wrong = _wrong(one or "", other or "", found.keys(), chained)
        if wrong is None:
            found[one or ""], line_of[one or ""] = other or "", line
        else:
            problems.append(replace(wrong, file=path.name, line=line))
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))
    return Declared(found, line_of, path.name)


def agree(declared: Declared, told: Sequence[Mapping[str, str]], present: Iterable[Present] = ()) -> None:
    """SettingsError where a line says of a number what a source's own list (file 12) contradicts: two living persons would
    be one debtor. `told` is what each source says: number -> the number of its debtor; `present`, who has which now."""
    joined = _joined(declared, told, present)
    by_sources: dict[str, set[str]] = {}
    for some in told:
        for number, debtor in some.items():
            by_sources.setdefault(number, set()).add(debtor)
    problems = []
    for number, same_as in declared.same.items():
        for column, one, other in zip(COLUMNS, (number, same_as), (same_as, number), strict=True):
            debtors = by_sources.get(one, set())
            if debtors and not _reached([other], number, declared, by_sources) & _reached(
                debtors, number, declared, by_sources
            ):
                line = declared.line[number]
                problems.append(Problem("alias_of_another_debtor", {}, declared.file, line, column))
                break
        else:
            if number in joined:
                line = declared.line[number]
                problems.append(Problem("alias_joins_two_debtors", {}, declared.file, line, COLUMNS[0]))
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))


def _joined(declared: Declared, told: Sequence[Mapping[str, str]], present: Iterable[Present]) -> frozenset[str]:
    """The numbers whose lines make one debtor of two that the sources have beside each other: each with a number of its own
    now, and both numbers of one kind. A CVR and a CPR may be one debtor's, so numbers of two kinds say nothing."""
    if not declared.same:
        return frozenset()
    one_of = one_each(told, declared.same)
    groups: dict[str, set[str]] = {one: {one} for one in (one_of.get(number, number) for number in declared.same)}
    for number, one in one_of.items():
        if one in groups:
            groups[one].add(number)
    now = _now(present, sorted(set().union(*groups.values())))
    found: set[str] = set()
    for numbers in groups.values():
        if not _beside_each_other(numbers, numbers, now):
            continue
        lines = {number: same_as for number, same_as in declared.same.items() if number in numbers}
        within = [{number: debtor for number, debtor in some.items() if number in numbers} for some in told]
        for line, same_as in lines.items():
            # What the line itself joins: without it, its ends are two; or they are one all the same, with all that is in it.
            apart = one_each(within, {number: other for number, other in lines.items() if number != line})
            here, there = (
                {each for each in numbers if apart.get(each, each) == apart.get(end, end)} for end in (line, same_as)
            )
            if _beside_each_other(here, there, now):
                found.add(line)
    return frozenset(found)


_Whose = tuple[int, int, str]
"""What a number is now: of which kind, and whose (source and its name of the debtor)."""


def _now(present: Iterable[Present], numbers: Sequence[str]) -> dict[str, set[_Whose]]:
    """Number -> whose it is now, for those of the numbers that are somebody's."""
    asked = pa.array(numbers, pa.string())
    found: dict[str, set[_Whose]] = {}
    for source, each in enumerate(present):
        held = pc.is_in(each.number, value_set=asked)
        columns = (column.filter(held).to_pylist() for column in (each.number, each.kind, each.debtor))
        for number, kind, debtor in zip(*columns, strict=True):
            found.setdefault(number, set()).add((kind, source, debtor))
    return found


def _beside_each_other(some: Collection[str], others: Collection[str], now: Mapping[str, set[_Whose]]) -> bool:
    """Whether a number of the one and another of the other are two debtors', and both of one kind."""
    return any(
        kind == other_kind and whose != other_whose
        for one in some
        for other in others
        if one != other
        for kind, *whose in now.get(one, ())
        for other_kind, *other_whose in now.get(other, ())
    )


def _reached(
    start: Iterable[str], but: str, declared: Declared, by_sources: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """The numbers, and those that they are said to be the same debtor as; what the line of `but` says is left out."""
    seen: set[str] = set()
    left = list(start)
    while left:
        number = left.pop()
        if number not in seen:
            seen.add(number)
            left += by_sources.get(number, ())
            if number != but and number in declared.same:
                left.append(declared.same[number])
    return frozenset(seen)


def _column(raw: Raw, at: int) -> list[str | None]:
    """Numbers as the files' are compared: without hyphens and outer blanks; None where nothing stands."""
    texts = identity.canonical(pc.utf8_trim_whitespace(raw.columns[at].cast(pa.string())))
    return list(texts.to_pylist())


def _wrong(number: str, same_as: str, found: Collection[str], chained: Collection[str]) -> Problem | None:
    """What is wrong with a line, in which column; None where nothing is."""
    for name, value in zip(COLUMNS, (number, same_as), strict=True):
        if not identity.is_number(value):
            return Problem("alias_unreadable", column=name)
    if number == same_as:
        return Problem("alias_of_itself", column=COLUMNS[0])
    if number in found:
        return Problem("alias_repeated", column=COLUMNS[0])
    if same_as in chained:
        return Problem("alias_chained", column=COLUMNS[1])
    return None
