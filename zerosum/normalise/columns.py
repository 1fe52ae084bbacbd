"""Columns of Raw by our names, and their values typed as whole columns. What cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import dates, identity, money
from zerosum.errors import InputError, Problem
from zerosum.normalise.rejects import Faults
from zerosum.read.raw import Raw
from zerosum.sources.find import find_columns
from zerosum.sources.model import Part, Source
from zerosum.tables import NO_DAY, NOT_TOLD, Status

YES, NO = ("ja", "j", "x", "yes", "true", "1"), ("nej", "n", "", "no", "false", "0")
"""What a column of yes and no may say, in any case."""


@dataclass(frozen=True)
class Columns:
    """The columns of one table that a source names, in a file as it is."""

    source: Source
    raw: Raw
    positions: dict[str, int]
    faults: Faults

    def __len__(self) -> int:
        return len(self.raw.line)

    def has(self, name: str) -> bool:
        """Whether the file has the column, or the source a fixed value for it."""
        return name in self.positions or name in self.source.fixed

    def heading(self, name: str) -> str:
        """What the file calls the column."""
        return self.raw.headings[self.positions[name]] if name in self.positions else name

    def text(self, name: str) -> pa.Array:
        """The column's texts, trimmed; "" throughout where the file does not have it."""
        if name in self.positions:
            return pc.utf8_trim_whitespace(self.raw.columns[self.positions[name]])
        return pa.repeat(self.source.fixed.get(name, ""), len(self)).cast(pa.string())

    def coded(self, name: str) -> tuple[np.ndarray, list[str]]:
        """The column as codes and its distinct texts, for small vocabularies."""
        encoded = self.text(name).dictionary_encode()
        return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()

    def amount(self, name: str, *, needed: bool) -> np.ndarray:
        """øre; where nothing stands NOT_TOLD, or a fault where an amount is needed."""
        if not self.has(name):
            if needed:
                why = f"Filen har ingen kolonne med beløb ({name})."
                do = "Ret overskrifterne, eller giv kolonnen sit navn i kilden."
                raise InputError(Problem("Kolonne mangler", why, do, self.faults.file, column=name))
            return np.full(len(self), NOT_TOLD, np.int64)
        text = self.text(name)
        value, readable = money.parse(text, self.source.decimal)
        blank = pc.equal(text, "").to_numpy(zero_copy_only=False)
        wrong = ~readable if needed else ~readable & ~blank
        if not self.source.signed:
            negative = readable & (value < 0)
            self.faults.add(
                negative,
                name,
                self.heading(name),
                text,
                "et positivt beløb; fortegnet følger af hændelsen",
                "Ret beløbet, eller angiv signed = true for kilden, hvis den skriver fortegn med vilje.",
            )
        large = wrong.copy()
        large[wrong] = money.too_large(text.filter(pa.array(wrong)))
        self.faults.add(
            large,
            name,
            self.heading(name),
            text,
            money.TOO_LARGE,
            "Se efter, om et nummer er kommet i beløbets kolonne.",
        )
        self.faults.add(
            wrong,
            name,
            self.heading(name),
            text,
            money.EXPECTED[self.source.decimal],
            "Ret feltet i eksporten, eller angiv decimal for kilden.",
        )
        return np.where(readable, value, NOT_TOLD)

    def day(self, name: str, *, needed: bool = False) -> np.ndarray:
        """Days; NO_DAY where nothing stands, a fault where a date is needed."""
        if not self.has(name):
            return np.full(len(self), NO_DAY, np.int32)
        text = self.text(name)
        value, readable = dates.parse(text, self.source.dates)
        self.faults.add(~readable, name, self.heading(name), text, dates.EXPECTED, "Ret datoen i eksporten.")
        if needed:
            self.faults.add(
                value == NO_DAY,
                name,
                self.heading(name),
                text,
                "en dato; uden den kan linjen ikke lægges før eller efter skæringsdatoen",
                "Bestil eksporten med dato på linjen.",
            )
        return value

    def debtors(self, name: str) -> pa.Array:
        """Debtor sets; null where nothing stands, a fault where a cell is not numbers with | between."""
        if not self.has(name):
            return pa.nulls(len(self), pa.string())
        sets = identity.canonical(self.text(name))
        good = pc.fill_null(pc.match_substring_regex(sets, pattern=identity.FORM), True)
        wrong = ~good.to_numpy(zero_copy_only=False).astype(bool)
        do = "Skriv numrene som 0113131234 eller 011313-1234, med | imellem, når flere hæfter."
        self.faults.add(wrong, name, self.heading(name), self.text(name), "numre på skyldnere med | imellem", do)
        return sets

    def status(self, name: str) -> np.ndarray:
        """Members of Status; UNKNOWN where the file has no such column."""
        if not self.has(name):
            return np.full(len(self), Status.UNKNOWN, np.int16)
        at, words = self.coded(name)
        known = {word: self.source.statuses.get(word.upper()) for word in words}
        self._unknown(name, at, [known[word] is None for word in words], self.source.statuses)
        return np.asarray(np.array([*(known[word] or Status.UNKNOWN for word in words), Status.UNKNOWN], np.int16)[at])

    def flag(self, name: str) -> np.ndarray:
        """bool: ja or nej; a blank is nej, a fault where something else stands. False where the file has no such column."""
        if not self.has(name):
            return np.zeros(len(self), bool)
        at, words = self.coded(name)
        lower = [word.lower() for word in words]
        self._unknown(name, at, [word not in YES and word not in NO for word in lower], (YES[0], NO[0]))
        return np.asarray(np.array([word in YES for word in lower] or [False], bool)[at])

    def event(self, name: str) -> tuple[np.ndarray, list[str]]:
        """Codes into the distinct event words, lower case. A word that the source does not know is a fault."""
        if not self.has(name):
            why = f"Filen har ingen kolonne med hændelser ({name})."
            do = "Ret overskrifterne, eller giv kolonnen sit navn eller en fast værdi i kilden."
            raise InputError(Problem("Kolonne mangler", why, do, self.faults.file, column=name))
        at, words = self.coded(name)
        lower = [word.lower() for word in words]
        self._unknown(name, at, [word not in self.source.events for word in lower], self.source.events)
        return at, lower

    def _unknown(self, name: str, at: np.ndarray, unknown: list[bool], known: object) -> None:
        wrong = np.array(unknown or [False], bool)[at]
        if wrong.any():
            words = ", ".join(sorted(str(word) or "(blank)" for word in known))  # type: ignore[attr-defined]
            self.faults.add(
                wrong,
                name,
                self.heading(name),
                self.text(name),
                f"en af: {words}",
                "Ret feltet, eller angiv ordet for kilden.",
            )


def recall_reasons(column: pa.Array, meanings: Mapping[str, str]) -> pa.Array:
    """The reasons, with the source's own words for FEJL, HENS, KLAG and BORD as those."""
    if not meanings:
        return column
    encoded = column.dictionary_encode()
    words = [None if word is None else meanings.get(word.upper(), word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def columns_of(source: Source, part: Part, raw: Raw, file: str, faults: Faults) -> Columns:
    """Find the part's columns under the file's headings. InputError with every one that is missing or in doubt."""
    positions, problems = find_columns(part, raw.headings, source.fixed)
    if problems:
        raise InputError(
            *(Problem(one.what, one.why, one.do, file, source.skip_lines + 1, one.column) for one in problems)
        )
    return Columns(source, raw, positions, faults)
