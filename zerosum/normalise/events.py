"""A table of events or balances -> Lines. One row is one event of one claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.normalise.columns import OF_IDS, Columns, columns_of, recall_reasons
from zerosum.normalise.lines import TEXTS, Lines
from zerosum.normalise.rejects import Faults
from zerosum.normalise.second import Sums, sums_of
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.sources.model import BASIS_COLUMNS, NO_SIGN, RECOVERY, WAIVED, ZERO
from zerosum.tables import EVENT_SIGN, NOT_TOLD, Event, Rule, Side, Status

FILLED_BY_SOME = ("awaiting_co_debtor", "in_collection", "converted")
"""Columns that only some systems can fill: one that is blank in all of a side's tables tells nothing."""


@dataclass(frozen=True)
class Creditors:
    """Whose lines are whose (fordringshaver-ID)."""

    ours: str = ""
    """"" in a run without settings: then nobody looks."""
    former: tuple[str, ...] = ()
    """Declared former or later creditors of the same claims (fordringshaverskifte)."""


def lines_of_events(given: Input, raw: Raw, file: int, name: str, creditors: Creditors) -> tuple[Lines, Faults, Sums]:
    """One table of a source with layout `events` -> its lines, the faults of those that could not be read, and the sums of
    its amounts."""
    faults = Faults(name, given.side, raw.line)
    faults.add_bad(raw.bad)
    columns = columns_of(given.source, given.source.parts[0], raw, name, faults)
    nothing = pa.nulls(len(columns), pa.string())
    texts = {column: columns.text(column) if columns.has(column) else nothing for column in TEXTS}
    for one in OF_IDS:
        columns.look_at_numbers(one, texts[one])
    left_out = columns.left_out()
    texts["claim_type"] = columns.claim_types(texts["claim_type"], left_out)
    texts["debtors"] = debtors = columns.debtors("debtors")
    texts["reason"] = recall_reasons(texts["reason"], given.source.recall_reasons)
    if given.solution is not None:
        texts["solution"] = pa.repeat(given.solution, len(columns)).cast(pa.string())
    at, words = columns.event("event")
    known = [given.source.events.get(word) for word in words]
    events = np.array([one.event if one and one.event is not None else 0 for one in known] or [0], np.int16)[at]
    rules = np.array([_rule(one.rule) if one else Rule.IN_BOOK for one in known] or [Rule.IN_BOOK], np.int16)[at]
    if given.side == Side.DEBTOR:
        faults.add(
            rules == Rule.WAIVED,
            "event",
            columns.heading("event"),
            columns.text("event"),
            "event_of_psrm_alone",
        )
    replaces = np.array([bool(one and one.replaces) for one in known] or [False], bool)[at]
    written = columns.amount("amount", needed=True)
    amount = written
    if given.source.minus_lessens:
        amount = _without_minus(columns, written, events, np.array([bool(one) for one in known] or [False], bool)[at])
    rules = np.where((rules == Rule.IN_BOOK) & (amount == 0), Rule.ZERO_ACTION, rules).astype(np.int16)
    rules = of_creditors(columns, creditors, rules)
    rules = np.where(left_out & (rules != Rule.OTHER_CREDITOR), Rule.LEFT_OUT, rules).astype(np.int16)
    status = columns.status("status") if given.side == Side.DEBTOR else np.full(len(columns), Status.UNKNOWN, np.int16)
    awaiting = columns.flag("awaiting_co_debtor")
    unsent = np.isin(status, (Status.NOT_SENT, Status.UNKNOWN)) & (given.side == Side.DEBTOR)
    # A claim waits, and none of its later events: what waits is out of the basis, and a write-down of what PSRM has is not.
    waits = (rules == Rule.IN_BOOK) & awaiting & unsent & (events == Event.CREATION)
    rules = np.where(waits, Rule.AWAITING_CO_DEBTOR, rules).astype(np.int16)
    recovery = pa.array(events == Event.RECOVERY)
    texts |= _of_keys_alone(texts, recovery)
    accepted = columns.amount("accepted", needed=False)
    days = {name: columns.day(name) for name in ("booked_on", "receipt_on", "effective_on")}
    in_collection = (columns.amount("in_collection", needed=False) > 0) & (given.side == Side.DEBTOR)
    converted = columns.flag("converted")
    withheld = debtors.filter(pc.or_(recovery, pa.array(faults.at_fault)))  # now that every fault is known
    lines = Lines(
        given.side,
        frozenset(column for column in BASIS_COLUMNS if columns.has(column))
        | ({"solution"} if given.solution is not None else set()),
        texts,
        withheld,
        event=events,
        amount_ore=amount,
        accepted_ore=accepted,
        booked_on=days["booked_on"],
        receipt_on=days["receipt_on"],
        effective_on=days["effective_on"],
        status=status,
        rule=rules,
        replaces=replaces,
        unrouted=np.zeros(len(columns), bool),
        mixed=np.zeros(len(columns), bool),
        in_collection=in_collection,
        converted=converted,
        file=np.full(len(columns), file, np.int16),
        line=raw.line,
        silent=frozenset(name for name in FILLED_BY_SOME if _says_nothing(columns, name, recovery)),
    )
    good = ~faults.at_fault
    sums = sums_of(columns.text("amount"), written, good, given.source)
    if amount is not written:
        sums = replace(sums, aside_ore=sums.aside_ore + int((written - amount)[good].sum()))
    return lines.take(good), faults, sums


def _without_minus(columns: Columns, written: np.ndarray, events: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Amounts without the minus that only says that the event lessens the basis; a fault where
    amount and event say each their own."""
    lessens = np.array([EVENT_SIGN[one] < 0 for one in Event], bool)[events]
    wrong = known & (written != NOT_TOLD) & (written != 0) & ((written < 0) != lessens)
    columns.faults.add(wrong, "amount", columns.heading("amount"), columns.text("amount"), "amount_against_its_event")
    return np.where(written == NOT_TOLD, written, np.abs(written))


def _rule(word: str) -> Rule:
    return {ZERO: Rule.ZERO_ACTION, NO_SIGN: Rule.NO_SIGN, WAIVED: Rule.WAIVED, RECOVERY: Rule.RECOVERY}.get(
        word, Rule.IN_BOOK
    )


def _says_nothing(columns: Columns, name: str, recovery: pa.Array) -> bool:
    """Whether a column is blank throughout, but for recoveries, which are not of the basis: then the file does not tell it."""
    return not pc.any(pc.and_not(pc.not_equal(columns.text(name), ""), recovery)).as_py()


def of_creditors(columns: Columns, creditors: Creditors, rules: np.ndarray) -> np.ndarray:
    """The rules, where lines say that they are another creditor's; a blank says nothing. What would be in the book if it
    were ours is FORMER_CREDITOR under a declared one."""
    if not columns.has("creditor") or not creditors.ours:
        return rules
    at, words = columns.coded("creditor")
    ours, former = creditors.ours.lstrip("0"), [one.lstrip("0") for one in creditors.former]
    other = np.array([bool(word) and word.lstrip("0") != ours for word in words] or [False], bool)[at]
    declared = np.array([word.lstrip("0") in former for word in words] or [False], bool)[at]
    counted = np.where(declared & (rules == Rule.IN_BOOK), Rule.FORMER_CREDITOR, Rule.OTHER_CREDITOR)
    return np.where(other, counted, rules).astype(np.int16)


def _of_keys_alone(texts: Mapping[str, pa.Array], recovery: pa.Array) -> dict[str, pa.Array]:
    """The texts, where a recovery says nothing of its claim but the FordringID, or else the reference: what a settlement
    calls one of several debtors, or another number, neither splits the claim nor links it to others."""
    if not pc.any(recovery).as_py():
        return {}
    kept = ("claim_id", "reference", "action_id", "reason")
    blanked = {name: pc.if_else(recovery, None, column) for name, column in texts.items() if name not in kept}
    has_id = pc.fill_null(pc.not_equal(texts["claim_id"], ""), False)
    return blanked | {"reference": pc.if_else(pc.and_(recovery, has_id), None, texts["reference"])}
