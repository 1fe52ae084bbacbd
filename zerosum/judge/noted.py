"""Findings of what the lines themselves tell: in a text, a reason, a mark, an old number."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.judge.cells import add_up
from zerosum.judge.evidence import BLOCKING, INFORMATION, REMARK, Evidence, claims_with, in_cells, of_rule, one_claim
from zerosum.packing import pack
from zerosum.result import Finding
from zerosum.settings import Settings
from zerosum.tables import (
    NO_DAY,
    NONE,
    SIDE_SIGN,
    Claims,
    Clearing,
    Event,
    Groups,
    Movements,
    OpenItems,
    Rule,
    Side,
    Status,
    Step,
    Texts,
)  # fmt: skip


def person_numbers(evidence: Evidence) -> list[Finding]:
    """A person's number in a reference or a reason's text: it goes into letters and lists (Gældsstyrelsen: no CPR in
    texts). Which number it is is never told."""
    book = evidence.book
    held = _holding(book.texts.references, book.texts)[book.claims[Claims.REFERENCE].to_numpy()]
    reasons = _holding(book.texts.reasons, book.texts)
    if reasons.any():
        said = reasons[book.movements[Movements.REASON].to_numpy()]
        held[book.movements[Movements.CLAIM].to_numpy()[said]] = True
    return in_cells(evidence, "person_number_in_text", BLOCKING, claims_with(evidence, held))


def _holding(dictionary: pa.Array, texts: Texts) -> np.ndarray:
    """bool for each text of a dictionary, and False for the one that is not there (-1)."""
    return np.append(identity.hold_person_number(dictionary, texts.debtors), False)


def numbers_damaged(evidence: Evidence) -> list[Finding]:
    """FordringIDs, references and debtor numbers that a spreadsheet has changed: they are compared as they stand, so a claim
    may be missing on the other side, or meet another's number."""
    return [
        Finding("numbers_damaged", REMARK, rows, detail={"side": side, "number": number, "damage": damage})
        for (side, number, damage), rows in sorted(evidence.damaged.items())
    ]


def resent(evidence: Evidence) -> list[Finding]:
    """Claims that quote the FordringID they had before, whose group cleared. Once for both sides."""
    claims, group = evidence.book.claims, evidence.matched.groups[Groups.GROUP].to_numpy()
    open_groups = np.zeros(len(claims), bool)
    open_groups[evidence.items[OpenItems.GROUP].to_numpy()] = True
    quotes = claims_with(evidence, (claims[Claims.RESENT_OF].to_numpy() != NONE) & ~open_groups[group])
    old = claims[Claims.RESENT_OF].to_numpy()[quotes]
    _, first = np.unique(pack(group[quotes].astype(np.int64), old.astype(np.int64)), return_index=True)
    return in_cells(evidence, "resent", INFORMATION, quotes[first])


def converted_claims(evidence: Evidence) -> list[Finding]:
    """Claims that PSRM has from DMI, and whose creation cleared: nothing tells whether what was left of them was right.
    Once for both sides."""
    book, group = evidence.book, evidence.matched.groups[Groups.GROUP].to_numpy()
    movements, side = book.movements, book.claims[Claims.SIDE].to_numpy()
    step = evidence.clearing[Clearing.STEP].to_numpy()
    met = (movements[Movements.EVENT].to_numpy() == Event.CREATION) & ~np.isin(step, (Step.OPEN, Step.PAIR))
    mine = np.zeros(len(side), bool)
    mine[movements[Movements.CLAIM].to_numpy()[met & (movements[Movements.RULE].to_numpy() == Rule.IN_BOOK)]] = True
    mine &= evidence.converted
    told = np.zeros(len(side), bool)
    told[group[mine & (side == Side.PSRM)]] = True
    return in_cells(evidence, "converted", REMARK, np.flatnonzero(mine & ((side == Side.PSRM) | ~told[group])))


def exceeding(settings: Settings, texts: Texts) -> frozenset[int]:
    """Codes of the reasons that the sources declare to say that a write-down exceeds the balance."""
    told = pa.array(
        sorted({reason for given in settings.inputs for reason in given.source.exceeds_balance}), pa.string()
    )
    if not len(told):
        return frozenset()
    # Of a receipt the number says it, or the text behind it; where it has several reasons, none of them alone.
    parts = pc.extract_regex(texts.reasons, pattern=r"^(?P<number>[0-9]{1,4}): (?P<text>.*)$")
    number, text = (pc.struct_field(parts, name) for name in ("number", "text"))
    text = pc.if_else(pc.match_substring_regex(text, pattern=r"; [0-9]{1,4}(:|;|$)"), None, text)
    number = pc.if_else(pc.is_null(text), None, number)
    says = pc.or_(pc.is_in(number, value_set=told), pc.is_in(text, value_set=told))
    says = pc.or_(says, pc.is_in(texts.reasons, value_set=told))
    return frozenset(np.flatnonzero(says.to_numpy(zero_copy_only=False)).tolist())


def over_balance(evidence: Evidence) -> list[Finding]:
    """Write-downs of the debtor system whose receipt says that they exceed the balance, whatever became of them."""
    movements, codes = evidence.book.movements, exceeding(evidence.settings, evidence.book.texts)
    if not codes:
        return []
    mine = (movements[Movements.SIDE].to_numpy() == Side.DEBTOR) & (
        movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    )
    mine &= movements[Movements.EVENT].to_numpy() == Event.WRITE_DOWN
    mine &= np.isin(movements[Movements.REASON].to_numpy(), sorted(codes))
    return in_cells(evidence, "write_down_exceeds_balance", REMARK, movements[Movements.CLAIM].to_numpy()[mine])


TRIFLE_ORE = 200_00
"""200,00 kr.: what can be a trifle of one claim and what belongs to it. Our own limit, no figure of the field: a claim of which PSRM has waived
more than this is looked at by a person."""


def waiting_and_waived(evidence: Evidence) -> list[Finding]:
    """What is not in the basis because it waits for a co-debtor, or because PSRM has waived it; and claims of which PSRM
    has waived more than a trifle in all, or more than it ever put on them, or before it did."""
    book, group = evidence.book, evidence.matched.groups[Groups.GROUP].to_numpy()
    movements, count = book.movements, len(book.claims)
    claim, booked_on = movements[Movements.CLAIM].to_numpy(), movements[Movements.BOOKED_ON].to_numpy()
    ore = np.abs(movements[Movements.SIGNED_ORE].to_numpy())
    awaiting = np.unique(of_rule(evidence, Rule.AWAITING_CO_DEBTOR))
    lines = np.flatnonzero(movements[Movements.RULE].to_numpy() == Rule.WAIVED)
    raised = (movements[Movements.SIDE].to_numpy() == Side.PSRM) & (
        movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    )
    raised = np.flatnonzero(raised & np.isin(movements[Movements.EVENT].to_numpy(), (Event.CREATION, Event.WRITE_UP)))
    since = np.full(count, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(since, group[claim[raised]], booked_on[raised])
    early = np.zeros(count, bool)
    before = lines[(booked_on[lines] != NO_DAY) & (booked_on[lines] < since[group[claim[lines]]])]
    early[group[claim[before]]] = True
    raised_ore, waived_ore = (add_up(group[claim[some]], ore[some], count) for some in (raised, lines))
    waived = np.unique(claim[lines])
    of_waived = group[waived]
    large = (waived_ore > np.minimum(TRIFLE_ORE, raised_ore))[of_waived] | early[of_waived]
    return [
        *in_cells(evidence, "awaiting_co_debtor", REMARK, awaiting),
        *in_cells(evidence, "waived_trifle", INFORMATION, waived[~large]),
        *in_cells(evidence, "waived_above_trifle", BLOCKING, waived[large]),
    ]


def left_out(evidence: Evidence) -> list[Finding]:
    """Claims of which a source leaves lines out: nobody has tested them."""
    return in_cells(evidence, "left_out_by_source", REMARK, np.unique(of_rule(evidence, Rule.LEFT_OUT)))


def collected_and_recovered(evidence: Evidence) -> list[Finding]:
    """Claims that the municipality still collects, and that PSRM has or was sent. (One that was not sent, or was rejected,
    is rightly collected, unless PSRM has it all the same.)"""
    book, groups = evidence.book, evidence.matched.groups
    movements, claims = book.movements, book.claims
    claim = movements[Movements.CLAIM].to_numpy()
    collected, sent = np.zeros(len(claims), bool), np.zeros(len(claims), bool)
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    collected[claim[in_book & movements[Movements.IN_COLLECTION].to_numpy()]] = True
    if not collected.any():
        return []
    at_psrm = ~np.isin(movements[Movements.STATUS].to_numpy(), (Status.NOT_SENT, Status.REJECTED))
    sent[claim[in_book & at_psrm]] = True
    in_psrm = np.zeros(len(claims), bool)
    group = groups[Groups.GROUP].to_numpy()
    psrm = (claims[Claims.SIDE].to_numpy() == Side.PSRM) & claims[Claims.IN_BOOK].to_numpy()
    in_psrm[group[psrm]] = True
    return in_cells(
        evidence, "collected_and_recovered", BLOCKING, claims_with(evidence, collected & (sent | in_psrm[group]))
    )


def paid_on_both_sides(evidence: Evidence) -> list[Finding]:
    """Claims that were written down, and of which PSRM has recovered more than either side's creation, write-ups and
    write-downs leave. Recalls are left out: one of the original amount cancels what was recovered."""
    movements = evidence.book.movements
    rule, event = movements[Movements.RULE].to_numpy(), movements[Movements.EVENT].to_numpy()
    side, signed = movements[Movements.SIDE].to_numpy(), movements[Movements.SIGNED_ORE].to_numpy()
    recoveries = np.flatnonzero((rule == Rule.RECOVERY) & (side == Side.PSRM) & (signed != 0))
    if not len(recoveries):
        return []
    label, size = one_claim(evidence)
    key = label[movements[Movements.CLAIM].to_numpy()]
    recovered = -add_up(key[recoveries], signed[recoveries], size)  # one that is taken back is negative
    in_book = (rule == Rule.IN_BOOK) & (event != Event.RECALL)
    paid = np.zeros(size, bool)
    for one in Side:
        mine = in_book & (side == one)
        there = np.bincount(key[mine], minlength=size) > 0
        owed = add_up(key[mine], signed[mine] * SIDE_SIGN[one], size)
        paid |= there & (recovered > owed)
    paid &= np.bincount(key[in_book & (event == Event.WRITE_DOWN)], minlength=size) > 0
    claims = np.unique(movements[Movements.CLAIM].to_numpy()[recoveries])
    return in_cells(evidence, "paid_on_both_sides", BLOCKING, claims[paid[label[claims]]])
