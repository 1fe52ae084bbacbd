"""Columns of Raw by our names, and their values typed as whole columns. What cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import dates, identity, money
from zerosum.errors import InputError, Phrase, Problem, Value
from zerosum.hints import nearest, shown
from zerosum.normalise.rejects import Faults
from zerosum.numbers import DESTROYED, damaged, damaged_debtors
from zerosum.read.raw import Raw
from zerosum.sources.find import find_columns, fold
from zerosum.sources.model import Part, Source
from zerosum.tables import NO_DAY, NONE, NOT_TOLD, Notice, Status

OF_DEBTORS = frozenset({"debtors", "id_number"})
"""Our columns of debtor numbers."""
OF_IDS = ("claim_id", "reference", "main_claim_id", "resent_of")
"""Our columns of numbers that name a claim."""
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
                raise InputError(Problem("column_of_amounts_missing", {"name": name}, self.faults.file, column=name))
            return np.full(len(self), NOT_TOLD, np.int64)
        text = self.text(name)
        self._not_in_doubt(name, text)
        decimal, unit = self.source.decimal, self.source.unit
        value, readable = money.parse(text, decimal, unit=unit)
        wrong = ~readable
        if not needed:
            wrong &= pc.not_equal(text, "").to_numpy(zero_copy_only=False)
        if not self.source.signed and not (self.source.minus_lessens and name == "amount"):
            negative = readable & (value < 0)
            self.faults.add(negative, name, self.heading(name), text, "amount_negative")
        self.faults.add_each(wrong, name, self.heading(name), text, lambda one: money.refused(one, decimal, unit))
        return np.where(readable, value, NOT_TOLD)

    def _not_in_doubt(self, name: str, text: pa.Array) -> None:
        """InputError where nobody has said which sign stands before the øre, and every amount that could tell has two
        readings: a thousand times too much, or too little, would look right."""
        if self.source.decimal_told:
            return
        seen = money.readings(text)
        if seen.tells == money.Tells.IN_DOUBT:
            file, line, column = self.faults.file, self.raw.heading_line, shown(self.heading(name))
            raise InputError(Problem("amounts_in_doubt", money.both_ways(seen), file, line, column))

    def day(self, name: str, *, needed: bool = False) -> np.ndarray:
        """Days; NO_DAY where nothing stands, a fault where a date is needed."""
        if not self.has(name):
            return np.full(len(self), NO_DAY, np.int32)
        text = self.text(name)
        value, readable = dates.parse(text, self.source.dates)
        self.faults.add_each(
            ~readable, name, self.heading(name), text, lambda one: dates.refused(one, self.source.dates)
        )
        if needed:
            self.faults.add(value == NO_DAY, name, self.heading(name), text, "date_missing")
        return value

    def debtors(self, name: str) -> pa.Array:
        """Debtor sets; null where nothing stands, a fault where a cell is not numbers with | between."""
        if not self.has(name):
            return pa.nulls(len(self), pa.string())
        text = self.text(name)
        self.look_at_numbers(name, text)
        sets = identity.canonical(text)
        good = pc.fill_null(pc.match_substring_regex(sets, pattern=identity.FORM), True)
        wrong = ~good.to_numpy(zero_copy_only=False).astype(bool)
        self.faults.add(wrong, name, self.heading(name), text, "debtors_unreadable")
        return sets

    def look_at_numbers(self, name: str, text: pa.Array) -> None:
        """Faults where a spreadsheet has destroyed the numbers of a column, notes where it has changed them."""
        if name not in self.positions:
            return
        numeric = name in self.source.numeric_ids
        found = damaged_debtors(text) if name in OF_DEBTORS else damaged(text, numeric=numeric)
        for damage, rows in found.items():
            if damage in DESTROYED:
                wrong = np.zeros(len(self), bool)
                wrong[rows] = True
                self.faults.add(wrong, name, self.heading(name), text, damage.value)
            else:
                self.faults.note(rows, name, self.heading(name), damage.value)

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
            raise InputError(Problem("column_of_events_missing", {"name": name}, self.faults.file, column=name))
        at, words = self.coded(name)
        lower = [word.lower() for word in words]
        self._unknown(name, at, [word not in self.source.events for word in lower], self.source.events)
        return at, lower

    def event_if_told(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Members of Event, NONE where nothing stands; and bool for each: it is an action that moves nothing (NONE too)."""
        at, words = self.coded(name)
        lower = [word.lower() for word in words]
        known = {word: None if meaning.rule else meaning.event for word, meaning in self.source.events.items()}
        self._unknown(name, at, [word not in known and word != "" for word in lower], self.source.events)
        events = [known.get(word) for word in lower]
        nothing = np.array([word in known and known[word] is None for word in lower] or [False], bool)
        return np.array([NONE if one is None else one for one in events] or [NONE], np.int16)[at], nothing[at]

    def notice(self, name: str) -> np.ndarray:
        """Members of Notice. A word that the source does not know is a fault."""
        at, words = self.coded(name)
        known = [self.source.notices.get(word.lower()) for word in words]
        self._unknown(name, at, [one is None for one in known], self.source.notices)
        return np.asarray(np.array([one or Notice.RECEIVED for one in known] or [Notice.RECEIVED], np.int16)[at])

    def claim_types(self, text: pa.Array, left_out: np.ndarray) -> pa.Array:
        """The claim types, for the system's own words of them; a fault where the source does not know the word, and the line
        is not left out."""
        if not self.source.claim_types:
            return text
        coded = text.dictionary_encode()
        words = coded.dictionary.to_pylist()
        types = set(self.source.claim_types.values())
        known = {
            word: self.source.claim_types.get((word or "").upper(), word if word in types else None) for word in words
        }
        unknown = np.array([bool(word) and known[word] is None for word in words] or [False], bool)
        at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        told: dict[str, Value] = {"words": tuple(self.source.claim_types)}
        wrong = unknown[at] & (at >= 0) & ~left_out
        self.faults.add(wrong, "claim_type", self.heading("claim_type"), text, "claim_type_not_mapped", told)
        return pa.array([known[word] or word for word in words], pa.string()).take(coded.indices)

    def left_out(self) -> np.ndarray:
        """bool: a line that the source says to leave out. InputError where a heading that it names is not there, or stands
        several times."""
        out = np.zeros(len(self), bool)
        for heading, words in self.source.leave_out.items():
            places = [at for at, one in enumerate(self.raw.headings) if fold(one) == fold(heading)]
            if len(places) != 1:
                values: dict[str, Value] = {"heading": shown(heading), "n": len(places)}
                raise InputError(Problem("leave_out_heading", values, self.faults.file, self.raw.heading_line))
            coded = pc.utf8_lower(pc.utf8_trim_whitespace(self.raw.columns[places[0]])).dictionary_encode()
            hit = np.array([word in words for word in coded.dictionary.to_pylist()] or [False], bool)
            out |= hit[coded.indices.to_numpy(zero_copy_only=False)]
        return out

    def _unknown(self, name: str, at: np.ndarray, unknown: list[bool], known: Iterable[str]) -> None:
        wrong = np.array(unknown or [False], bool)[at]
        if wrong.any():
            words: tuple[Value, ...] = tuple(word or Phrase("blank") for word in sorted(known))

            def told(text: str) -> dict[str, Value]:
                near = nearest(text, known)
                return {"known": words, "near": Phrase("did_you_mean", {"name": near}) if near else ""}

            self.faults.add(wrong, name, self.heading(name), self.text(name), "word_unknown", told)


def recall_reasons(column: pa.Array, meanings: Mapping[str, str]) -> pa.Array:
    """The reasons, with the source's own words for FEJL, HENS, KLAG and BORD as those."""
    if not meanings:
        return column
    encoded = column.dictionary_encode()
    words = [None if word is None else meanings.get(word.upper(), word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def columns_of(source: Source, part: Part, raw: Raw, file: str, faults: Faults) -> Columns:
    """Find the part's columns under the file's headings. InputError with every one that is missing or in doubt."""
    positions, problems = find_columns(part, raw.headings, source.fixed, are_paths=source.xml is not None)
    if problems:
        raise InputError(*(replace(one, file=file, line=raw.heading_line) for one in problems))
    return Columns(source, raw, positions, faults)
