"""The claims as the checks see them: one block for each claim type, and what is worked out beside the columns of the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.packing import codes_of
from zerosum.stamdata.claims import AMOUNTS, RECEIVED_ON, TEXTS, Stamdata
from zerosum.tables import NO_DAY, NONE, NOT_TOLD, Status

MAIN_DUE_ON, MAIN_RECEIVED_ON, MAIN_TYPE = "main_due_on", "main_received_on", "main_claim_type"
"""Of the main claim that a related claim names, where it is among the claims: forfaldsdato, modtagelsesdato, fordringstype."""
WORKED_OUT = {
    RECEIVED_ON: (),
    MAIN_DUE_ON: ("main_claim_id", "claim_id", "due_on"),
    MAIN_RECEIVED_ON: ("main_claim_id", "claim_id"),
    MAIN_TYPE: ("main_claim_id", "claim_id", "claim_type"),
}
"""What is worked out, and the columns that it needs."""

SEVERAL = -2
"""Place of a main claim that several rows could be."""


def received_on(data: Stamdata, as_of: int) -> np.ndarray:
    """The day on which PSRM received each claim, or would (modtagelsesdato), int32: it decides which version of a rule holds,
    and whether a claim is late.

    It is the day of the receipt where that is told, for that is PSRM's own word. Else the day of booking: the debtor system
    sends what it books by its next delivery, and no other day is told. A claim that has not been sent is received on the
    as-of day at the earliest, whenever it was booked; so is one without any day.
    """
    told = data.days.get("receipt_on")
    receipt = np.full(len(data), NO_DAY, np.int32) if told is None else told
    booked = data.days.get("booked_on")
    otherwise = np.full(len(data), NO_DAY, np.int32) if booked is None else booked
    otherwise = np.where((otherwise == NO_DAY) | (data.status == Status.NOT_SENT), as_of, otherwise)
    return np.where(receipt == NO_DAY, otherwise, receipt).astype(np.int32)


@dataclass(frozen=True)
class Seen:
    """All claims. Columns are brought into the order of the claim types when they are first asked for."""

    data: Stamdata
    as_of: int
    _days: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    _amounts: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    _texts: dict[str, pa.Array] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_type(self) -> tuple[np.ndarray, tuple[str, ...], np.ndarray]:
        encoded = _text(self.data, "claim_type").dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(encoded.dictionary) + 1))
        return order, tuple(encoded.dictionary.to_pylist()), bounds

    @property
    def order(self) -> np.ndarray:
        """Rows of the data, in the order of the blocks."""
        return self._by_type[0]

    def blocks(self) -> Iterator[Block]:
        """The claims of each claim type, in the order of the codes of the types."""
        _, types, bounds = self._by_type
        for at in sorted(range(len(types)), key=types.__getitem__):
            yield Block(self, types[at], slice(int(bounds[at]), int(bounds[at + 1])))

    def told(self, name: str) -> bool:
        """Whether the files have what a column needs."""
        return set(WORKED_OUT.get(name, (name,))) <= self.data.told

    def untold(self, name: str) -> np.ndarray | None:
        """bool in the order of the blocks: rows on which a column that is told cannot be used; None where there are none."""
        some = [self.data.untold[one] for one in WORKED_OUT.get(name, (name,)) if one in self.data.untold]
        unread = self.data.untold.get(RECEIVED_ON)  # another day stands in for it, which is not the one that was told
        if unread is not None and name == RECEIVED_ON:
            some.append(unread)
        if unread is not None and name == MAIN_RECEIVED_ON:
            some.append((self.main >= 0) & unread[self.main])
        return np.asarray(np.logical_or.reduce(some)[self.order]) if some else None

    def day(self, name: str) -> np.ndarray:
        """A column of days, in the order of the blocks."""
        if name not in self._days:
            self._days[name] = self._worked_out(name) if name in WORKED_OUT else _day(self.data, name)[self.order]
        return self._days[name]

    def _worked_out(self, name: str) -> np.ndarray:
        if name == RECEIVED_ON:
            unread = self.data.untold.get(RECEIVED_ON)  # which version of a rule holds on such a day is not known
            known = self.received_on if unread is None else np.where(unread, NO_DAY, self.received_on)
            return np.asarray(known[self.order]).astype(np.int32)
        column = self.received_on if name == MAIN_RECEIVED_ON else _day(self.data, "due_on")
        main = self.main[self.order]
        return np.where(main >= 0, column[main], NO_DAY).astype(np.int32)

    def amount(self, name: str) -> np.ndarray:
        """A column of øre, in the order of the blocks."""
        if name not in self._amounts:
            told = self.data.amounts.get(name)
            self._amounts[name] = np.full(len(self.data), NOT_TOLD, np.int64) if told is None else told[self.order]
        return self._amounts[name]

    def text(self, name: str) -> pa.Array:
        """A column of texts, in the order of the blocks."""
        if name not in self._texts:
            main = self.main[self.order] if name == MAIN_TYPE else None
            column = _text(self.data, "claim_type" if name == MAIN_TYPE else name)
            if main is None:
                self._texts[name] = column.take(pa.array(self.order))
            else:
                self._texts[name] = pc.fill_null(column.take(pa.array(main, mask=main < 0)), "")
        return self._texts[name]

    @cached_property
    def received_on(self) -> np.ndarray:
        """As the function of that name, in the order of the data."""
        return received_on(self.data, self.as_of)

    @cached_property
    def main(self) -> np.ndarray:
        """For each row of the data the row of the main claim that it names, int64: NONE where none is named or found, SEVERAL
        where it could be one of several. A claim that was rejected is no main claim."""
        return self._named[0]

    @cached_property
    def main_rejected(self) -> np.ndarray:
        """bool in the order of the blocks: the main claim that it names was rejected, and no other has that number."""
        return np.asarray(self._named[1][self.order])

    @cached_property
    def _named(self) -> tuple[np.ndarray, np.ndarray]:
        nothing = np.full(len(self.data), NONE, np.int64)
        named = _text(self.data, "main_claim_id")
        asking = np.flatnonzero(_filled(named))
        if not len(asking):
            return nothing, np.zeros(len(self.data), bool)
        ids = _text(self.data, "claim_id")
        rejected = self.data.status == Status.REJECTED
        filled = _filled(ids)
        asked = named.take(pa.array(asking))
        found = nothing.copy()
        found[asking] = _place(asked, ids, np.flatnonzero(filled & ~rejected))
        gone = np.zeros(len(self.data), bool)
        gone[asking] = _place(asked, ids, np.flatnonzero(filled & rejected)) != NONE
        return found, gone & (found == NONE)

    @cached_property
    def every_debtor(self) -> pa.Array:
        """The debtor sets of all claims, each once: a number in a text may be of any of them."""
        return pc.unique(_text(self.data, "debtors"))

    @cached_property
    def reference_taken(self) -> np.ndarray:
        """bool in the order of the blocks: another claim, received on the same day or before, has the same reference.

        A claim that was rejected has taken no reference. A re-send keeps that of the claim it takes the place of, and a
        claim is never another than the one of its own FordringID. Of two on one day both are told: which one PSRM takes is
        not known.
        """
        reference = _text(self.data, "reference").dictionary_encode().indices.to_numpy(zero_copy_only=False)
        resent = _filled(_text(self.data, "resent_of"))
        ids = _text(self.data, "claim_id")
        known = ids.dictionary_encode()
        claim = known.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        claim = np.where(_filled(ids), claim, len(known.dictionary) + np.arange(len(self.data)))
        live = (self.data.status != Status.REJECTED) & ~resent
        counts = np.bincount(reference, minlength=1)
        some = np.flatnonzero(counts[reference] > 1)
        taken = np.zeros(len(self.data), bool)
        if len(some):
            taken[some] = _earlier_of_another(
                reference[some], codes_of(claim[some])[0], self.received_on[some], live[some]
            )
        return np.asarray((taken & ~resent)[self.order])


@dataclass(frozen=True)
class Block:
    """The claims of one claim type. Every column has one value for each."""

    seen: Seen
    claim_type: str
    at: slice

    def __len__(self) -> int:
        return int(self.at.stop - self.at.start)

    @property
    def rows(self) -> np.ndarray:
        """Rows of the data."""
        return self.seen.order[self.at]

    def day(self, name: str) -> np.ndarray:
        """int32 days; NO_DAY where nothing stands."""
        return np.asarray(self.seen.day(name)[self.at])

    def amount(self, name: str) -> np.ndarray:
        """int64 øre; NOT_TOLD where nothing stands."""
        return np.asarray(self.seen.amount(name)[self.at])

    def text(self, name: str) -> pa.Array:
        """Strings; "" where nothing stands."""
        return self.seen.text(name)[self.at]

    def blank(self, name: str) -> np.ndarray:
        """bool: nothing stands there."""
        if name in AMOUNTS:
            return np.asarray(self.amount(name) == NOT_TOLD)
        if name in TEXTS or name == MAIN_TYPE:
            return ~_filled(self.text(name))
        return np.asarray(self.day(name) == NO_DAY)

    def unusable(self, name: str) -> np.ndarray:
        """bool: whether anything stands there is not known."""
        if not self.seen.told(name):
            return np.ones(len(self), bool)
        some = self.seen.untold(name)
        return np.zeros(len(self), bool) if some is None else some[self.at]

    def reference_taken(self) -> np.ndarray:
        """As `Seen.reference_taken`."""
        return np.asarray(self.seen.reference_taken[self.at])

    def main_rejected(self) -> np.ndarray:
        """As `Seen.main_rejected`."""
        return np.asarray(self.seen.main_rejected[self.at])

    def every_debtor(self) -> pa.Array:
        """As `Seen.every_debtor`."""
        return self.seen.every_debtor


def _day(data: Stamdata, name: str) -> np.ndarray:
    told = data.days.get(name)
    return np.full(len(data), NO_DAY, np.int32) if told is None else told


def _text(data: Stamdata, name: str) -> pa.Array:
    told = data.texts.get(name)
    if told is None:
        return pa.repeat("", len(data)).cast(pa.string())
    column = told.combine_chunks() if isinstance(told, pa.ChunkedArray) else told
    return pc.fill_null(column.cast(pa.string()), "")


def _filled(texts: pa.Array) -> np.ndarray:
    return np.asarray(pc.not_equal(texts, "").to_numpy(zero_copy_only=False)).astype(bool)


def _place(asked: pa.Array, ids: pa.Array, rows: np.ndarray) -> np.ndarray:
    """Ids -> the one of some rows that has it; NONE where none has, SEVERAL where several have."""
    among = ids.take(pa.array(rows)).dictionary_encode()
    codes = among.indices.to_numpy(zero_copy_only=False)
    place = np.full(len(among.dictionary) + 1, NONE, np.int64)
    place[codes] = rows
    place[:-1][np.bincount(codes, minlength=len(among.dictionary)) > 1] = SEVERAL
    at = pc.fill_null(pc.index_in(asked, value_set=among.dictionary), len(among.dictionary))
    return np.asarray(place[at.to_numpy(zero_copy_only=False)])


def _earlier_of_another(group: np.ndarray, claim: np.ndarray, day: np.ndarray, live: np.ndarray) -> np.ndarray:
    """bool: a live row of the same group, but another claim, has the same day or an earlier one."""
    order = np.lexsort((day, claim, group))
    order = order[live[order]]
    first_of_claim = np.ones(len(order), bool)
    first_of_claim[1:] = (group[order][1:] != group[order][:-1]) | (claim[order][1:] != claim[order][:-1])
    lead = order[first_of_claim]  # the first live day of each claim of each group
    lead = lead[np.lexsort((day[lead], group[lead]))]
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(lead), 1), bool), group[lead][1:] != group[lead][:-1]]))
    size = np.diff(np.append(starts, len(lead)))
    never = np.iinfo(np.int64).max
    groups = int(group.max()) + 1
    first, second = np.full(groups, never), np.full(groups, never)
    first_claim = np.full(groups, NONE, np.int64)
    first[group[lead[starts]]] = day[lead[starts]]
    first_claim[group[lead[starts]]] = claim[lead[starts]]
    two = starts[size > 1]
    second[group[lead[two]]] = day[lead[two + 1]]
    other = np.where(first_claim[group] == claim, second[group], first[group])
    return np.asarray(other <= day)
