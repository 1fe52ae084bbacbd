"""What receipts and notifications say of the debtor system's actions: found by key, and filled in where the line itself
tells less.

                        line says    receipt says        comes out as
    nothing new         UD           UD                  UD
    more                MO           AF, 486: ...        AF with the number and text, and a remark
    something else      UD           AF                  UD, and a remark: the two systems disagree

A notice finds its line by FordringID, else by reference, and by the event; by the action's id where both systems tell ids
of one kind; by the amount where it tells one. It is used only where one line of the book fits, and never where the line
was booked after it. No status moves øre, and what the line calls final stays. What is filled in is a remark: a notice may
make a verdict worse, and a located difference a bridge; never a difference nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.normalise.book import as_compared, ids_are_numeric
from zerosum.normalise.lines import Lines
from zerosum.normalise.notices import Notices, together
from zerosum.tables import NO_DAY, NONE, NOT_TOLD, STATUS_OF_NOTICE, Event, Notice, Rule, Side, Status

LINES_PER_KEY_MAX = 100
"""A key that more lines have names no claim: notices of it are in doubt."""

FINAL = (Status.REJECTED, Status.EXECUTED)
NO_ROWS = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Heard:
    """What was heard, beside the lines: rows of the lines of all tables in their order, which are those of the book."""

    filled: np.ndarray
    """Lines whose status is the receipt's, though the debtor system tells another (or none, and the action did not simply
    succeed)."""
    differs: np.ndarray
    """Lines of which both systems have a final answer, and not the same; of which the debtor system's is newer than the
    receipt; or which it says were never sent."""
    in_doubt: np.ndarray
    """Lines that notices may be of, or of which notices contradict each other: nothing was filled in."""
    returned: np.ndarray
    """A line of each claim that PSRM has returned, once for each notification."""
    written_off: np.ndarray
    """The same, written off by PSRM."""
    without: Mapping[str, int] = field(default_factory=dict)
    """Claim type as the notice tells it ("" where it does not) -> notices of an action or claim that no file has."""
    told: np.ndarray = field(default_factory=lambda: NO_ROWS)
    """Lines whose status, or the reason of whose rejection, is from a notice; in order."""
    told_in: np.ndarray = field(default_factory=lambda: NO_ROWS)
    """The file of that notice, into the list of inputs."""
    told_at: np.ndarray = field(default_factory=lambda: NO_ROWS)
    """The line of that notice."""


NOTHING_HEARD = Heard(NO_ROWS, NO_ROWS, NO_ROWS, NO_ROWS, NO_ROWS)


def hear(
    lines: Sequence[Lines], tables: Sequence[Notices], numeric_ids: frozenset[str]
) -> tuple[tuple[Lines, ...], Heard]:
    """Lines of both sides, notices -> the same lines with what the notices tell, and what was heard beside it."""
    if not tables or not lines:
        return tuple(lines), NOTHING_HEARD
    notices = together(tables)
    withheld = pa.concat_arrays([lines[0].withheld.cast(pa.string()), notices.withheld])
    lines = (replace(lines[0], withheld=withheld), *lines[1:])
    notices = notices.take(notices.notice != Notice.RECOVERED)
    if not len(notices):
        return tuple(lines), NOTHING_HEARD
    ground = _ground(lines, notices, numeric_ids)
    found = _linked(ground, notices)
    answers = _answers(found.sure, notices)
    filling = _filling(ground, notices, answers)
    claims, of_claim, nowhere = _of_claims(ground, notices)
    nowhere = np.concatenate([found.nowhere, nowhere])
    heard = Heard(
        filled=filling.line[filling.says_more],
        differs=np.union1d(filling.line[filling.differs], found.waiting),
        in_doubt=np.unique(np.concatenate([found.in_doubt, answers.in_doubt])),
        returned=claims[of_claim == Notice.RETURNED],
        written_off=claims[of_claim == Notice.WRITTEN_OFF],
        without=_counted(notices.texts["claim_type"], nowhere),
        told=filling.line[filling.used],
        told_in=notices.file[answers.notice[filling.used]].astype(np.int64),
        told_at=notices.line[answers.notice[filling.used]].astype(np.int64),
    )
    return _onto(lines, filling, notices.texts["reason"].take(pa.array(answers.notice))), heard


# --- which line a notice is of ---


@dataclass(frozen=True)
class _Ground:
    """The lines of all tables as notices are held against them, and the keys of both as codes."""

    debtor: np.ndarray
    rule: np.ndarray
    event: np.ndarray
    amount_ore: np.ndarray
    booked_on: np.ndarray
    receipt_on: np.ndarray
    status: np.ndarray
    accepted_ore: np.ndarray
    keys: Mapping[str, tuple[np.ndarray, np.ndarray]]
    """Name -> codes of the lines and of the notices, NONE where nothing stands."""
    with_actions: bool
    """Lines and notices have an action id in common: then their ids are of one kind, and can be compared."""


def _ground(lines: Sequence[Lines], notices: Notices, numeric_ids: frozenset[str]) -> _Ground:
    numeric = {"claim_id": ids_are_numeric(numeric_ids), "reference": "reference" in numeric_ids}
    keys = {}
    for name in ("claim_id", "reference", "action_id", "claim_type", "solution"):
        columns = [one.texts[name].cast(pa.string()) for one in lines]
        theirs = notices.texts.get(name, pa.nulls(len(notices), pa.string()))
        whole = as_compared(pa.concat_arrays([*columns, theirs]), numeric.get(name, False))
        code = whole.dictionary_encode().indices.fill_null(NONE).to_numpy(zero_copy_only=False)
        keys[name] = (code[: -len(notices)], code[-len(notices) :])
    debtor = np.concatenate([np.full(len(one), one.side == Side.DEBTOR) for one in lines])
    arrays = ("rule", "event", "amount_ore", "booked_on", "receipt_on", "status", "accepted_ore")
    mine, heard = keys["action_id"]
    common = np.intersect1d(mine[debtor & (mine != NONE)], heard[heard != NONE])
    return _Ground(
        debtor,
        **{name: np.concatenate([getattr(one, name) for one in lines]) for name in arrays},
        keys=keys,
        with_actions=bool(len(common)),
    )


def _pairs(ground: _Ground, lines: np.ndarray, notices: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Each of some notices with each of some lines that may be of its claim: one FordringID, or one reference where one of
    the two has no FordringID. And the notices of keys that too many lines have."""
    (id_of_line, id_of_notice), (ref_of_line, ref_of_notice) = ground.keys["claim_id"], ground.keys["reference"]
    found, many = [], []
    for of_line, of_notice, by_reference in ((id_of_line, id_of_notice, False), (ref_of_line, ref_of_notice, True)):
        some, asked = lines[of_line[lines] != NONE], notices[of_notice[notices] != NONE]
        times = np.bincount(of_line[some], minlength=int(max(of_line.max(initial=0), of_notice.max(initial=0))) + 1)
        too_many = times[of_notice[asked]] > LINES_PER_KEY_MAX
        many.append(asked[too_many])
        asked = asked[~too_many]
        both = pd.DataFrame({"key": of_notice[asked], "notice": asked}).merge(
            pd.DataFrame({"key": of_line[some], "line": some}), how="inner", on="key"
        )
        line, notice = both["line"].to_numpy(), both["notice"].to_numpy()
        if by_reference:
            one_lacks = (id_of_line[line] == NONE) | (id_of_notice[notice] == NONE)
            line, notice = line[one_lacks], notice[one_lacks]
        found.append(pd.DataFrame({"notice": notice, "line": line}))
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True), np.unique(np.concatenate(many))


@dataclass(frozen=True)
class _Linked:
    """Which notices of an action are of which line."""

    sure: pd.DataFrame
    """Columns notice and line: one line of the book each."""
    in_doubt: np.ndarray
    """Lines of the book that notices may be of, and not they alone."""
    waiting: np.ndarray
    """Lines that the debtor system says were not sent, since a co-debtor is not ready; and PSRM has answered."""
    nowhere: np.ndarray
    """Notices of an action that no line of the debtor system is."""


def _linked(ground: _Ground, notices: Notices) -> _Linked:
    asked = np.flatnonzero(notices.notice < Notice.RETURNED)
    # An action without a documented sign has no event: nothing says what its receipt would be of.
    pairs, many = _pairs(ground, np.flatnonzero(ground.debtor & (ground.rule != Rule.NO_SIGN)), asked)
    line, notice = pairs["line"].to_numpy(), pairs["notice"].to_numpy()
    same_action = np.zeros(len(pairs), bool)
    other_action = np.zeros(len(pairs), bool)
    if ground.with_actions:
        of_line, of_notice = ground.keys["action_id"][0][line], ground.keys["action_id"][1][notice]
        both = (of_line != NONE) & (of_notice != NONE)
        same_action, other_action = both & (of_line == of_notice), both & (of_line != of_notice)
    event, amount, day = notices.event[notice], notices.amount_ore[notice], notices.noticed_on[notice]
    fits = (event == NONE) | (event == ground.event[line])
    fits &= ~other_action
    fits &= (amount == NOT_TOLD) | (amount == ground.amount_ore[line]) | same_action
    fits &= (day == NO_DAY) | (ground.booked_on[line] == NO_DAY) | (day >= ground.booked_on[line])
    in_book = ground.rule[line] == Rule.IN_BOOK
    # A line that moves nothing is the action's only where it says so: what event it is of was not read.
    fits &= (ground.rule[line] != Rule.ZERO_ACTION) | same_action | (amount == 0)
    for better in (same_action, in_book):  # of those that fit, the ones that are surest
        has = np.zeros(len(notices), bool)
        has[notice[fits & better]] = True
        fits &= better | ~has[notice]
    times = np.bincount(notice[fits], minlength=len(notices))
    # Without the event nothing but the action's id says which of a claim's actions was answered, also one that is not here.
    sure = fits & in_book & (times[notice] == 1) & ((event != NONE) | same_action)
    waiting = fits & (ground.rule[line] == Rule.AWAITING_CO_DEBTOR)
    return _Linked(
        pairs[sure],
        np.concatenate([np.unique(line[fits & in_book & ~sure]), _with_keys(ground, many)]),
        np.unique(line[waiting]),
        np.setdiff1d(asked[times[asked] == 0], many),
    )


def _with_keys(ground: _Ground, notices: np.ndarray) -> np.ndarray:
    """The lines of the book that have the FordringID or reference of one of the notices."""
    found = np.zeros(len(ground.rule), bool)
    for of_line, of_notice in (ground.keys["claim_id"], ground.keys["reference"]):
        found |= np.isin(of_line, np.setdiff1d(of_notice[notices], NONE))
    return np.flatnonzero(found & ground.debtor & (ground.rule == Rule.IN_BOOK))


# --- what the notices of a line say together ---


@dataclass(frozen=True)
class _Answers:
    """One answer for each line that has one."""

    line: np.ndarray
    notice: np.ndarray
    """The notice that it is from."""
    status: np.ndarray
    accepted_ore: np.ndarray
    in_doubt: np.ndarray
    """Lines of which final answers contradict each other, and no date says which is the last."""


def _answers(sure: pd.DataFrame, notices: Notices) -> _Answers:
    """Of each line the last answer. A final one is not undone by one that is not; of several final ones the last by date,
    and nothing where they differ and a date is missing or the same."""
    status = np.array([STATUS_OF_NOTICE.get(one, Status.UNKNOWN) for one in Notice], np.int16)[notices.notice]
    reason = notices.texts["reason"].dictionary_encode()
    order = np.argsort(np.array([*reason.dictionary.to_pylist(), ""], dtype=object).astype(str)).argsort()
    frame = sure.assign(
        status=status[sure["notice"]],
        day=notices.noticed_on[sure["notice"]],
        accepted=notices.accepted_ore[sure["notice"]],
        reason=order[reason.indices.to_numpy(zero_copy_only=False)[sure["notice"]]],
    )
    frame["final"] = np.isin(frame["status"], FINAL)
    frame = frame[frame["final"] == frame.groupby("line")["final"].transform("max")]
    days = frame.groupby("line")["day"]
    last = (days.transform("min") == NO_DAY) | (frame["day"] == days.transform("max")) | ~frame["final"]
    told = frame[last]
    of_line = told.groupby("line")["status"]
    split = (told["final"] & (of_line.transform("min") != of_line.transform("max"))).to_numpy()
    in_doubt = np.unique(told["line"].to_numpy(np.int64)[split])
    told = told[~split].sort_values(["line", "day", "status", "reason", "accepted", "notice"])
    chosen = told.drop_duplicates("line", keep="last")
    same = told.merge(chosen[["line", "status"]], on=["line", "status"])
    return _Answers(
        chosen["line"].to_numpy(np.int64),
        chosen["notice"].to_numpy(np.int64),
        chosen["status"].to_numpy(np.int16),
        _the_one(chosen["line"].to_numpy(), same["line"].to_numpy(), same["accepted"].to_numpy(np.int64)),
        in_doubt,
    )


def _the_one(lines: np.ndarray, of_line: np.ndarray, accepted_ore: np.ndarray) -> np.ndarray:
    """For each of some lines, in order, the accepted amount that all its notices tell that tell one; NOT_TOLD where none
    does, or they do not agree. 0 is no answer: it stands where none has come."""
    at, ore = np.searchsorted(lines, of_line)[accepted_ore > 0], accepted_ore[accepted_ore > 0]
    low, high = np.full(len(lines), np.iinfo(np.int64).max), np.full(len(lines), NOT_TOLD, np.int64)
    np.minimum.at(low, at, ore)
    np.maximum.at(high, at, ore)
    return np.where(low == high, low, NOT_TOLD)


# --- what it fills in ---


@dataclass(frozen=True)
class _Filling:
    """What the answers make of their lines. All arrays have the length of the answers."""

    line: np.ndarray
    status: np.ndarray
    receipt_on: np.ndarray
    accepted_ore: np.ndarray
    with_reason: np.ndarray
    """bool: the answer's reason becomes the line's, where the line tells none."""
    used: np.ndarray
    """bool: status or reason is the answer's."""
    says_more: np.ndarray
    differs: np.ndarray


def _filling(ground: _Ground, notices: Notices, answers: _Answers) -> _Filling:
    line, new = answers.line, answers.status
    own, own_on, own_accepted = ground.status[line], ground.receipt_on[line], ground.accepted_ore[line]
    day = notices.noticed_on[answers.notice]
    final = np.isin(new, FINAL)
    # The debtor system's own status is of a later day: the answer is not the last word.
    older = (own != Status.UNKNOWN) & (day != NO_DAY) & (own_on != NO_DAY) & (day < own_on)
    more = ~np.isin(own, FINAL) & (new > own) & ~older
    status = np.where(more, new, own).astype(np.int16)
    agree = more | (own == new)
    dated = agree & final & (day != NO_DAY) & (more | (own_on == NO_DAY))
    executed = agree & (new == Status.EXECUTED) & (answers.accepted_ore != NOT_TOLD)
    differs = final & (own != new) & (np.isin(own, FINAL) | older)
    differs |= executed & (own_accepted > 0) & (own_accepted != answers.accepted_ore)
    with_reason = agree & np.isin(new, (Status.REJECTED, Status.IN_HEARING))
    return _Filling(
        line,
        status,
        np.where(dated, day, own_on).astype(np.int32),
        np.where(executed & (own_accepted == NOT_TOLD), answers.accepted_ore, own_accepted),
        with_reason,
        more | with_reason,
        more & ((own != Status.UNKNOWN) | (new != Status.EXECUTED)),
        differs,
    )


def _onto(lines: Sequence[Lines], filling: _Filling, reasons: pa.Array) -> tuple[Lines, ...]:
    """The lines with what was filled in. Numbers that stand in a reason are veiled: it is PSRM's text, and may name the
    debtor, which is no fault of the municipality's."""
    encoded = reasons.dictionary_encode()
    words = [identity.veil_prose(word or "") for word in encoded.dictionary.to_pylist()]
    reasons = pa.array(words, pa.string()).take(encoded.indices)
    changed, start = [], 0
    for one in lines:
        first, last = np.searchsorted(filling.line, (start, start + len(one)))
        changed.append(_filled(one, filling, start, slice(first, last), reasons) if last > first else one)
        start += len(one)
    return tuple(changed)


def _filled(one: Lines, filling: _Filling, start: int, some: slice, reasons: pa.Array) -> Lines:
    row = filling.line[some] - start
    arrays = {}
    for name in ("status", "receipt_on", "accepted_ore"):
        arrays[name] = getattr(one, name).copy()
        arrays[name][row] = getattr(filling, name)[some]
    place = np.full(len(one), NONE, np.int64)
    place[row[filling.with_reason[some]]] = np.flatnonzero(filling.with_reason[some]) + some.start
    own = one.texts["reason"].cast(pa.string())
    blank = pc.fill_null(pc.equal(own, ""), True)
    told = reasons.take(pa.array(place, mask=place == NONE))
    texts = one.texts | {"reason": pc.if_else(pc.and_(blank, pa.array(place != NONE)), told, own)}
    return replace(one, texts=texts, told=one.told | _told_now(one.rule, **arrays), **arrays)


def _told_now(rule: np.ndarray, status: np.ndarray, receipt_on: np.ndarray, accepted_ore: np.ndarray) -> set[str]:
    """Which columns a table tells by now, notices and all: those that stand on every line of the book that can have them.
    One answer among many is no column."""
    in_book = rule == Rule.IN_BOOK
    final, executed = in_book & np.isin(status, FINAL), in_book & (status == Status.EXECUTED)
    if (status[in_book] == Status.UNKNOWN).any():
        return set()
    told = {"status"}
    told |= {"receipt_on"} if not (receipt_on[final] == NO_DAY).any() else set()
    told |= {"accepted"} if not (accepted_ore[executed] == NOT_TOLD).any() else set()
    return told


# --- what PSRM did with a claim ---


def _of_claims(ground: _Ground, notices: Notices) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lines of the claims that were returned or written off, one for each notice; the notice's kind; and the notices whose
    claim no file has. A key that several claims have counts at each of their solutions and types."""
    asked = np.flatnonzero(notices.notice >= Notice.RETURNED)
    pairs, many = _pairs(ground, np.flatnonzero(ground.event != Event.RECOVERY), asked)
    line, notice = pairs["line"].to_numpy(), pairs["notice"].to_numpy()
    solution, claim_type = ground.keys["solution"][0][line], ground.keys["claim_type"][0][line]
    kept = np.ones(len(pairs), bool)
    for better in (ground.debtor[line], ground.rule[line] == Rule.IN_BOOK, claim_type != NONE, solution != NONE):
        has = np.zeros(len(notices), bool)
        has[notice[kept & better]] = True
        kept &= better | ~has[notice]
    frame = pd.DataFrame({"notice": notice, "solution": solution, "claim_type": claim_type, "line": line})[kept]
    each = frame.drop_duplicates(["notice", "solution", "claim_type"])
    nowhere = np.setdiff1d(asked, np.concatenate([notice, many]))
    return each["line"].to_numpy(np.int64), notices.notice[each["notice"]], np.concatenate([nowhere, many])


def _counted(claim_type: pa.Array, rows: np.ndarray) -> dict[str, int]:
    """How many of the rows are of each claim type."""
    counts = claim_type.take(pa.array(rows, pa.int64())).value_counts()
    return {one["values"]: one["counts"] for one in counts.to_pylist()}
