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
from zerosum.errors import Problem, SettingsError
from zerosum.read.raw import Raw
from zerosum.read.small_csv import read_small_csv

COLUMNS = ("number", "same_as")
_AS_CSV = "Gem filen som CSV (semikolon) i tegnsættet UTF-8, med overskrifterne number;same_as."


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
        why = "Der ventes netop to kolonner: number og same_as."
        raise SettingsError(Problem("Overskrifterne er andre", why, _AS_CSV, path.name, 1))
    number, same_as = (_column(raw, headings.index(name)) for name in COLUMNS)
    lines = raw.line.tolist()
    problems = [
        Problem("Linjen kan ikke deles", "Der ventes to felter.", _AS_CSV, path.name, one.line) for one in raw.bad
    ]
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


def agree(declared: Declared, told: Sequence[Mapping[str, str]]) -> None:
    """SettingsError where a line says of a number what a source's own list (file 12) contradicts: two living persons would
    be one debtor. `told` is what each source says: number -> the number of its debtor."""
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
                why = "Fil 12 siger, at det er et andet nummer på en anden skyldner."
                do = "Slet linjen, eller skriv det nummer, som skyldneren har nu i fil 12. Er fil 12 forkert, så ret den."
                line = declared.line[number]
                problems.append(Problem("Fil 12 siger noget andet", why, do, declared.file, line, column))
                break
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))


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
            do = "Skriv ét nummer i hvert felt: et CPR-nummer som 0113131234, et CVR-nummer på 8 cifre eller et AKR-nummer på 11."
            return Problem("Nummeret kan ikke læses", "Der ventes ét nummer på en skyldner.", do, column=name)
    if number == same_as:
        why = "De to numre er ens."
        return Problem("Samme nummer to gange", why, "Slet linjen, eller ret det ene nummer.", column=COLUMNS[0])
    if number in found:
        why = "Nummeret står allerede på en linje ovenfor."
        return Problem("Nummeret står flere gange", why, "Behold den ene linje.", column=COLUMNS[0])
    if same_as in chained:
        why = "Det er selv et af de numre, der er et andet nummers skyldner."
        return Problem(
            "Numre i kæde", why, "Skriv det nummer, som skyldneren har nu, på begge linjer.", column=COLUMNS[1]
        )
    return None
