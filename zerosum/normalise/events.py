"""A table of events or balances -> Lines. One row is one event of one claim."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from zerosum.normalise.columns import Columns, columns_of
from zerosum.normalise.lines import TEXTS, Lines
from zerosum.normalise.rejects import Faults
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.sources.model import COLUMNS, NO_SIGN, ZERO
from zerosum.tables import Rule, Side, Status


def lines_of_events(given: Input, raw: Raw, file: int, name: str, creditor_id: str) -> tuple[Lines, Faults]:
    """One table of a source with layout `events` -> its lines, and the faults of those that could not be read."""
    faults = Faults(name, given.side, raw.line)
    faults.add_bad(raw.bad)
    columns = columns_of(given.source, given.source.parts[0], raw, name, faults)
    nothing = pa.nulls(len(columns), pa.string())
    texts = {column: columns.text(column) if columns.has(column) else nothing for column in TEXTS}
    texts["debtors"] = columns.debtors("debtors")
    if given.solution is not None:
        texts["solution"] = pa.repeat(given.solution, len(columns)).cast(pa.string())
    at, words = columns.event("event")
    known = [given.source.events.get(word) for word in words]
    events = np.array([one.event if one and one.event is not None else 0 for one in known] or [0], np.int16)[at]
    rules = np.array([_rule(one.rule) if one else Rule.IN_BOOK for one in known] or [Rule.IN_BOOK], np.int16)[at]
    replaces = np.array([bool(one and one.replaces) for one in known] or [False], bool)[at]
    amount = columns.amount("amount", needed=True)
    rules = np.where((rules == Rule.IN_BOOK) & (amount == 0), Rule.ZERO_ACTION, rules).astype(np.int16)
    rules = np.where(_of_another(columns, creditor_id), Rule.OTHER_CREDITOR, rules).astype(np.int16)
    status = columns.status("status") if given.side == Side.DEBTOR else np.full(len(columns), Status.UNKNOWN, np.int16)
    accepted = columns.amount("accepted", needed=False)
    days = {name: columns.day(name) for name in ("booked_on", "receipt_on", "effective_on")}
    lines = Lines(
        given.side,
        frozenset(column for column in COLUMNS if columns.has(column))
        | ({"solution"} if given.solution is not None else set()),
        texts,
        texts["debtors"].filter(pa.array(faults.at_fault)),
        event=events,
        amount_ore=amount,
        accepted_ore=accepted,
        **days,
        status=status,
        rule=rules,
        replaces=replaces,
        unrouted=np.zeros(len(columns), bool),
        mixed=np.zeros(len(columns), bool),
        file=np.full(len(columns), file, np.int16),
        line=raw.line,
    )
    return lines.take(~faults.at_fault), faults


def _rule(word: str) -> Rule:
    return {ZERO: Rule.ZERO_ACTION, NO_SIGN: Rule.NO_SIGN}.get(word, Rule.IN_BOOK)


def _of_another(columns: Columns, creditor_id: str) -> np.ndarray:
    """Lines that say they are another creditor's. A blank says nothing."""
    if "creditor" not in columns.positions or not creditor_id:
        return np.zeros(len(columns), bool)
    at, words = columns.coded("creditor")
    ours = creditor_id.lstrip("0")
    return np.asarray(np.array([bool(word) and word.lstrip("0") != ours for word in words] or [False], bool)[at])
