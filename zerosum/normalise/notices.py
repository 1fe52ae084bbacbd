"""A table of receipts or notifications (kvitteringer, underretninger) -> Notices: what PSRM answered to an action, and what
it did with a claim.

A row moves nothing in the book. A receipt tells the status of an action of the debtor system (`heard.py` finds it); a
notification tells that PSRM has returned a claim, written it off, or recovered some of it. What was recovered becomes
lines of PSRM's side, as those of a table of recoveries do: evidence, never a part of the basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.errors import InputError, Problem
from zerosum.normalise.book import as_compared, ids_are_numeric
from zerosum.normalise.columns import Columns, columns_of
from zerosum.normalise.events import Creditors, of_creditors
from zerosum.normalise.lines import TEXTS, Lines
from zerosum.normalise.rejects import Faults
from zerosum.normalise.second import NO_AMOUNTS, Sums, sums_of
from zerosum.packing import nth
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.tables import NO_DAY, NOT_TOLD, Event, Notice, Rule, Side, Status

LAYOUT = "notices"
"""The layout of a source of receipts or notifications."""

KEYS = ("claim_id", "reference", "claim_type", "action_id")


@dataclass(frozen=True)
class Notices:
    """Rows that could be read, of our own creditor, and of actions that move something. All arrays have one length."""

    texts: Mapping[str, pa.Array]
    """KEYS and `reason`, trimmed; "" where nothing stands. A reason is the number of a rejection and its text."""
    withheld: pa.Array
    """Debtor sets of the whole table: they must be known, so that none of them leaves in another column."""
    notice: np.ndarray
    """int16: a member of Notice."""
    event: np.ndarray
    """int16: a member of Event, NONE where the row does not tell the action."""
    amount_ore: np.ndarray
    """int64: of the action as it was sent, or what was recovered; NOT_TOLD where nothing stands."""
    accepted_ore: np.ndarray
    """int64: what of it was accepted, or NOT_TOLD."""
    noticed_on: np.ndarray
    """int32: the day of the answer; of what was recovered, the day it has effect."""
    word: np.ndarray
    """int32: which of the table's words for a notice; says that two rows are of different kinds of notification."""
    file: np.ndarray
    """int16: into the list of inputs."""
    line: np.ndarray
    """int32."""

    def __len__(self) -> int:
        return len(self.line)

    def take(self, mask: np.ndarray) -> Notices:
        """Some of the rows."""
        texts = {name: column.filter(pa.array(mask)) for name, column in self.texts.items()}
        return Notices(texts, self.withheld, **{name: getattr(self, name)[mask] for name in _ARRAYS})


_ARRAYS = tuple(one.name for one in fields(Notices) if one.name not in ("texts", "withheld"))


def notices_of(
    given: Input, raw: Raw, file: int, name: str, creditors: Creditors
) -> tuple[Notices, Faults, dict[Rule, int], Sums]:
    """One table of a source with layout `notices` -> its notices, the faults of the lines that could not be read, how many
    of the others never become lines of a side, by rule, and the sums of its amounts."""
    faults = Faults(name, given.side, raw.line)
    faults.add_bad(raw.bad)
    columns = columns_of(given.source, given.source.parts[0], raw, name, faults)
    if not (columns.has("claim_id") or columns.has("reference")):
        raise InputError(Problem("notices_without_key_column", file=name, line=raw.heading_line))
    texts = {column: columns.text(column) for column in KEYS}
    for one in ("claim_id", "reference"):
        columns.look_at_numbers(one, texts[one])
    notice = columns.notice("notice")
    event, moves_nothing = columns.event_if_told("event")
    amount = columns.amount("amount", needed=False)
    recovered = notice == Notice.RECOVERED
    heading = columns.heading("amount")
    faults.add(recovered & (amount == NOT_TOLD), "amount", heading, columns.text("amount"), "amount_missing")
    found = Notices(
        texts | {"reason": _reasons(columns)},
        columns.debtors("debtors"),
        notice=notice,
        event=event,
        amount_ore=amount,
        accepted_ore=columns.amount("accepted", needed=False),
        noticed_on=columns.day("noticed_on"),
        word=columns.coded("notice")[0].astype(np.int32),
        file=np.full(len(columns), file, np.int16),
        line=raw.line,
    )
    rule = of_creditors(columns, creditors, np.full(len(columns), Rule.NOTICE, np.int16))
    good = ~faults.at_fault
    counted = {one: int((good & ~recovered & (rule == one)).sum()) for one in (Rule.NOTICE, Rule.OTHER_CREDITOR)}
    counted[Rule.OTHER_CREDITOR] += int((good & recovered & (rule == Rule.OTHER_CREDITOR)).sum())
    kept = good & (rule == Rule.NOTICE) & (~moves_nothing | (notice >= Notice.RETURNED))
    sums = NO_AMOUNTS
    if columns.has("amount"):
        sums = sums_of(columns.text("amount"), amount, kept & recovered, given.source)
    return found.take(kept), faults, {one: count for one, count in counted.items() if count}, sums


BETWEEN_REASONS = "; "
BETWEEN_MANY = "|"
"""Stands between the values of an element that an XML file repeats in one row."""


def _reasons(columns: Columns) -> pa.Array:
    """The number of a rejection and its text as one: «486: Referencen er brugt»; several with a semicolon between."""
    number, text = columns.text("reason_number"), columns.text("reason_text")
    encoded = pc.binary_join_element_wise(number, text, _APART).dictionary_encode()
    told = [_reason(*both.split(_APART, 1)) for both in encoded.dictionary.to_pylist()]
    return pa.array(told, pa.string()).take(encoded.indices)


_APART = "\x1f"


def _reason(numbers: str, texts: str) -> str:
    numbers, texts = " ".join(numbers.split()), " ".join(texts.split())
    several, said = numbers.split(BETWEEN_MANY), texts.split(BETWEEN_MANY)
    if len(several) == len(said):
        return BETWEEN_REASONS.join(": ".join(filter(None, pair)) for pair in zip(several, said, strict=True))
    return ": ".join(filter(None, (numbers.replace(BETWEEN_MANY, ", "), texts.replace(BETWEEN_MANY, BETWEEN_REASONS))))


def recoveries(tables: Sequence[Notices], numeric_ids: frozenset[str]) -> list[Lines]:
    """What PSRM has recovered, as lines of its side: those of each table by themselves.

    A settlement (afregning) and a balancing (udligning) tell of the same money, on days of their own: of each claim the kind
    that tells of most counts. Two notifications that were fetched for months that overlap tell of the same too: what kind,
    day and amount say is the same counts as often as the file that tells it most often. The others are counted as notices.
    """
    tables = [one.take(one.notice == Notice.RECOVERED) for one in tables]
    tables = [one for one in tables if len(one)]
    if not tables:
        return []
    frame = pd.DataFrame(
        {
            name: [text or "" for one in tables for text in as_compared(one.texts[name], numeric).to_pylist()]
            for name, numeric in (("claim_id", ids_are_numeric(numeric_ids)), ("reference", "reference" in numeric_ids))
        }
    )
    # Two kinds may not tell the same keys: the FordringID says enough, where there is one.
    frame["reference"] = frame["reference"].where(frame["claim_id"] == "", "")
    frame["day"] = np.concatenate([one.noticed_on for one in tables])
    frame["ore"] = np.concatenate([one.amount_ore for one in tables])
    frame["word"] = pd.factorize(np.concatenate([one.word for one in tables]), sort=True)[0]
    what = frame.groupby(list(frame.columns), sort=False, dropna=False).ngroup().to_numpy(np.int64)
    table = np.repeat(np.arange(len(tables)), [len(one) for one in tables])
    rank = nth(pd.factorize(pd.MultiIndex.from_arrays([what, table]))[0].astype(np.int64))
    again = pd.DataFrame({"what": what, "rank": rank}).duplicated().to_numpy()
    again = again | _of_a_lesser_kind(frame, again)
    ends = np.cumsum([len(one) for one in tables])[:-1]
    return [_as_lines(one, repeated) for one, repeated in zip(tables, np.split(again, ends), strict=True)]


def _of_a_lesser_kind(frame: pd.DataFrame, again: np.ndarray) -> np.ndarray:
    """bool: another kind of notification tells of more money of the same claim."""
    claim = frame.groupby(["claim_id", "reference"], sort=False, dropna=False).ngroup().to_numpy()
    told = pd.DataFrame({"claim": claim, "word": frame["word"].to_numpy(), "ore": np.where(again, 0, frame["ore"])})
    told["sum"] = told.groupby(["claim", "word"])["ore"].transform("sum")
    most = told.groupby("claim")["sum"].transform("max")
    first = told["word"].where(told["sum"] == most, told["word"].max() + 1).groupby(told["claim"]).transform("min")
    return (told["word"] != first).to_numpy()


def _as_lines(some: Notices, again: np.ndarray) -> Lines:
    count = len(some)
    nothing = pa.nulls(count, pa.string())
    has_id = pc.fill_null(pc.not_equal(some.texts["claim_id"], ""), False)
    texts = dict.fromkeys(TEXTS, nothing) | {
        "claim_id": some.texts["claim_id"],
        "reference": pc.if_else(has_id, None, some.texts["reference"]),
        "action_id": some.texts["action_id"],
    }
    return Lines(
        Side.PSRM,
        frozenset(("claim_id", "reference", "event", "amount", "booked_on", "action_id")),
        texts,
        some.withheld,
        event=np.full(count, Event.RECOVERY, np.int16),
        amount_ore=some.amount_ore,
        accepted_ore=np.full(count, NOT_TOLD, np.int64),
        booked_on=some.noticed_on,
        receipt_on=np.full(count, NO_DAY, np.int32),
        effective_on=np.full(count, NO_DAY, np.int32),
        status=np.full(count, Status.UNKNOWN, np.int16),
        rule=np.where(again, Rule.NOTICE, Rule.RECOVERY).astype(np.int16),
        replaces=np.zeros(count, bool),
        unrouted=np.zeros(count, bool),
        mixed=np.zeros(count, bool),
        in_collection=np.zeros(count, bool),
        converted=np.zeros(count, bool),
        file=some.file,
        line=some.line,
    )


def together(tables: Sequence[Notices]) -> Notices:
    """Several tables as one. ValueError where there is none."""
    if not tables:
        raise ValueError("no notices")
    texts = {
        name: pa.concat_arrays([one.texts[name].cast(pa.string()) for one in tables]) for name in (*KEYS, "reason")
    }
    withheld = pa.concat_arrays([one.withheld.cast(pa.string()) for one in tables])
    return Notices(
        texts, withheld, **{name: np.concatenate([getattr(one, name) for one in tables]) for name in _ARRAYS}
    )
