"""What the rest of its group says about each open item: the wide evidence that causes look at. Joined here and nowhere
else, and only for the claims of groups that have an open item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum import identity
from zerosum.normalise.book import Book
from zerosum.packing import codes_of, join, one_claim, pack
from zerosum.tables import (
    NO_DAY,
    NONE,
    NOT_TOLD,
    SIDE_SIGN,
    Claims,
    Event,
    Groups,
    Movements,
    OpenItems,
    Rule,
    Side,
    Status,
    Step,
)  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """What is known beside the groups."""

    converted: np.ndarray
    """bool for each claim: from DMI."""
    other_creditor: np.ndarray
    """bool for each movement: its like stands under a declared former or later creditor."""


def evidence(
    book: Book, groups: pd.DataFrame, address: np.ndarray, step: np.ndarray, items: pd.DataFrame, beside: Beside
) -> dict[str, np.ndarray]:
    """Columns of OpenItems from BY on, one value for each item. `address` is a code per claim, `step` a Step per movement."""
    near = _near(book, groups, address, step, items)
    claim, movement, partner = (
        items[name].to_numpy() for name in (OpenItems.CLAIM, OpenItems.MOVEMENT, OpenItems.PARTNER)
    )
    at = near.place[claim]
    of_psrm = np.where(items[OpenItems.SIDE].to_numpy() == Side.PSRM, movement, partner)
    signed, reason = book.movements[Movements.SIGNED_ORE].to_numpy(), book.movements[Movements.REASON].to_numpy()
    of_movement = book.movements[Movements.CLAIM].to_numpy()
    one_claim, raised = near.one_claim[at], _in_psrm(near, Event.CREATION, Event.WRITE_UP)
    booked_on, claims = book.movements[Movements.BOOKED_ON].to_numpy(), book.claims
    by_then = np.where(of_psrm == NONE, NO_DAY, booked_on[of_psrm])
    created, effective_on = (
        np.isin(items[OpenItems.EVENT].to_numpy(), _CREATIONS),
        book.movements[Movements.EFFECTIVE_ON],
    )
    debtors = items[OpenItems.DEBTORS].to_numpy()
    kind, bare, liable = identity.forms(debtors, book.texts.debtors)
    return {
        OpenItems.BY: groups[Groups.BY].to_numpy()[claim],
        OpenItems.ONE_CLAIM: one_claim,
        OpenItems.CHAIN: near.chain[at],
        OpenItems.FAMILY: groups[Groups.FAMILY].to_numpy()[claim],
        OpenItems.RELATED: near.related[at],
        OpenItems.EFFECTIVE_ON: effective_on.to_numpy()[movement],
        OpenItems.BOOKED_ORE: np.where(of_psrm == NONE, NOT_TOLD, np.abs(signed[of_psrm])),
        OpenItems.PSRM_REASON: np.where(of_psrm == NONE, NONE, reason[of_psrm]).astype(np.int32),
        OpenItems.LIABLE: liable,
        OpenItems.DEBTOR_KIND: kind,
        OpenItems.DEBTOR_BARE: bare,
        OpenItems.REPEATED: _repeated(near, items),
        OpenItems.PER_LIABLE: _per_liable(near, items, liable),
        OpenItems.OWN_CLAIM: _own_claim(near)[near.one_claim[at]],
        OpenItems.SECOND: _second(near, items),
        OpenItems.MAIN_RECALLED: _main_recalled(book, near, items),
        OpenItems.RAISED_ORE: raised[one_claim],
        OpenItems.WRITTEN_DOWN_ORE: _written_down(near, one_claim, by_then),
        OpenItems.RECOVERED_ORE: _recovered(book, near, one_claim, by_then),
        OpenItems.STANDS_ORE: _stands(near, items),
        OpenItems.CLAIM_EFFECTIVE_ON: np.where(
            created, effective_on.to_numpy()[movement], claims[Claims.EFFECTIVE_ON].to_numpy()[claim]
        ),
        OpenItems.RESEND_ID: np.where(
            created, claims[Claims.RESENT_OF].to_numpy()[claim], claims[Claims.CLAIM_ID].to_numpy()[claim]
        ),
        OpenItems.CONVERTED: (
            beside.converted[claim] | beside.converted[of_movement[np.where(partner == NONE, movement, partner)]]
        )
        & ~_answered_by_psrm(book, items),
        OpenItems.IN_DMI: _in_dmi(book, near, raised)[one_claim],
        OpenItems.OTHER_CREDITOR: beside.other_creditor[movement] & (partner == NONE),
    }


def _answered_by_psrm(book: Book, items: pd.DataFrame) -> np.ndarray:
    """Which pairs have a receipt that tells an accepted amount, and that is not older than what PSRM booked: it is PSRM's
    own answer, and no conversion explains a rest beside it. (The receipt of the old system came before.)"""
    movement, partner = items[OpenItems.MOVEMENT].to_numpy(), items[OpenItems.PARTNER].to_numpy()
    receipt = book.movements[Movements.RECEIPT_ON].to_numpy()[movement]
    booked = book.movements[Movements.BOOKED_ON].to_numpy()[partner]
    older = (receipt != NO_DAY) & (booked != NO_DAY) & (receipt < booked)
    return np.asarray((partner != NONE) & (items[OpenItems.ACCEPTED_ORE].to_numpy() > 0) & ~older)


_CREATIONS = (Event.CREATION, Event.BALANCE)


@dataclass(frozen=True)
class _Near:
    """The claims and movements of the groups that have an open item. Arrays of one value for each such claim, unless
    they say otherwise; a claim is named by its place among them."""

    place: np.ndarray
    """For every claim of the book: its place here, -1 where it is not here."""
    claims: pd.DataFrame
    address: np.ndarray
    family: np.ndarray
    one_claim: np.ndarray
    chain: np.ndarray
    related: np.ndarray
    movements: pd.DataFrame
    """Those in the book, with their row and Step beside them."""
    claim_of: np.ndarray
    """For each of the movements: the place of its claim."""
    step: np.ndarray
    row: np.ndarray

    def claims_with(self, side: Side, event: Event) -> np.ndarray:
        """bool for each claim: has such a movement."""
        movements = self.movements
        mine = (movements[Movements.SIDE].to_numpy() == side) & (movements[Movements.EVENT].to_numpy() == event)
        has = np.zeros(len(self.claims), bool)
        has[self.claim_of[mine]] = True
        return has


def _near(book: Book, groups: pd.DataFrame, address: np.ndarray, step: np.ndarray, items: pd.DataFrame) -> _Near:
    group = groups[Groups.GROUP].to_numpy()
    in_question = np.zeros(len(groups), bool)
    in_question[items[OpenItems.GROUP].to_numpy()] = True
    rows = np.flatnonzero(in_question[group])
    place = np.full(len(groups), NONE, np.int32)
    place[rows] = np.arange(len(rows))
    claims = book.claims.iloc[rows]
    movements = book.movements
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    of_claim = movements[Movements.CLAIM].to_numpy()
    row = np.flatnonzero(in_book & in_question[group[of_claim]])
    own_id, own_reference = groups[Groups.OWN_ID].to_numpy()[rows], groups[Groups.OWN_REFERENCE].to_numpy()[rows]
    return _Near(
        place=place,
        claims=claims,
        address=address[rows],
        family=groups[Groups.FAMILY].to_numpy()[rows],
        one_claim=one_claim(own_id, own_reference, np.arange(len(rows)))[0],
        chain=_chain(claims),
        related=_related(claims, own_id, own_reference),
        movements=movements.iloc[row],
        claim_of=place[of_claim[row]],
        step=step[row],
        row=row,
    )


def _chain(claims: pd.DataFrame) -> np.ndarray:
    """Label of claims that FordringID, reference or the old id of a re-send links."""
    columns = [claims[Claims.CLAIM_ID].to_numpy(), claims[Claims.RESENT_OF].to_numpy()]
    ids = max((int(column.max(initial=NONE)) for column in columns), default=NONE) + 1
    reference = claims[Claims.REFERENCE].to_numpy()
    return join(len(claims), [], [(columns, ids), ([reference], int(reference.max(initial=NONE)) + 1)]).astype(np.int32)


def _related(claims: pd.DataFrame, own_id: np.ndarray, own_reference: np.ndarray) -> np.ndarray:
    """Whether it, or the same claim of the other side, names a main claim."""
    names = claims[Claims.MAIN_CLAIM_ID].to_numpy() != NONE
    for key in (own_id, own_reference):
        told = np.zeros(int(key.max(initial=NONE)) + 2, bool)
        told[key[names]] = True
        told[NONE] = False
        names = names | told[key]
    return np.asarray(names)


def _place_among_alike(near: _Near, alike: np.ndarray, which: np.ndarray, items: pd.DataFrame) -> np.ndarray:
    """For each open item that is one of `which` movements: how many alike come before it, those that cleared first. 0 for
    the others. `alike` is a label for each of `which`; the items are in canonical order."""
    whole = items[OpenItems.PARTNER].to_numpy() == NONE
    at = np.full(int(near.row.max(initial=0)) + 1, NONE, np.int64)
    at[near.row[which]] = alike
    movement = items[OpenItems.MOVEMENT].to_numpy()
    label = np.where(whole, at[movement], NONE)
    cleared = np.bincount(alike[near.step[which] != Step.OPEN], minlength=int(alike.max(initial=0)) + 1)
    asked = np.flatnonzero(label != NONE)
    before = np.zeros(len(items), np.int64)
    before[asked] = cleared[label[asked]] + pd.Series(label[asked]).groupby(label[asked]).cumcount().to_numpy()
    return before


_SAYS = (
    Movements.SIDE, Movements.CLAIM, Movements.EVENT, Movements.SIGNED_ORE, Movements.STATUS, Movements.BOOKED_ON,
    Movements.RECEIPT_ON, Movements.EFFECTIVE_ON, Movements.ACCEPTED_ORE, Movements.ACTION, Movements.REASON,
)  # fmt: skip


def _repeated(near: _Near, items: pd.DataFrame) -> np.ndarray:
    """Of movements that say the same in every field one is the first; the others are the line once more."""
    alike = near.movements.groupby([str(name) for name in _SAYS], sort=False, dropna=False).ngroup().to_numpy()
    return np.asarray(_place_among_alike(near, alike, np.arange(len(alike)), items) > 0)


def _per_liable(near: _Near, items: pd.DataFrame, liable: np.ndarray) -> np.ndarray:
    """Of movements of one claim that say the same in every field but action and debtor one is the first, and cleared. The
    others are it again for the others who are liable: where each names one of them, or where there are as many as are."""
    if not (liable > 1).any():
        return np.zeros(len(items), bool)
    told = near.movements[[str(name) for name in _SAYS if name not in (Movements.CLAIM, Movements.ACTION)]]
    told = told.assign(one=near.one_claim[near.claim_of], at=near.address[near.claim_of])
    alike = told.groupby(list(told.columns), sort=False, dropna=False).ngroup().to_numpy()
    own = pd.Series(near.claims[Claims.DEBTORS].to_numpy()[near.claim_of])
    by_set = own.where(own != NONE).groupby(alike)
    each_named, times = by_set.transform("nunique").to_numpy() > 1, by_set.transform("size").to_numpy()
    met = np.bincount(alike[~np.isin(near.step, (Step.OPEN, Step.PAIR))], minlength=int(alike.max(initial=0)) + 1) > 0
    place = np.searchsorted(near.row, items[OpenItems.MOVEMENT].to_numpy())
    again = met[alike[place]] & (_place_among_alike(near, alike, np.arange(len(alike)), items) > 0)
    return np.asarray(again & (liable > 1) & (each_named[place] | (times[place] == liable)))


def _own_claim(near: _Near) -> np.ndarray:
    """For each label of one claim: whether a write-up of it, or the write-up that it is, cleared inside the family."""
    has = np.zeros(int(near.one_claim.max(initial=NONE)) + 1, bool)
    has[near.one_claim[near.claim_of[near.step == Step.FAMILY]]] = True
    return has


def _second(near: _Near, items: pd.DataFrame) -> np.ndarray:
    """Of PSRM's creations of one amount in one chain, that were not recalled, one is the first: it cleared, so the debtor
    system has it once. Claims of one FordringID (or of one reference, where there is no FordringID) are one claim, and not
    each other's second; neither are parts of one amount into which a claim was split, of which none cleared."""
    movements = near.movements
    created = (movements[Movements.SIDE].to_numpy() == Side.PSRM) & (
        movements[Movements.EVENT].to_numpy() == Event.CREATION
    )
    which = np.flatnonzero(created & ~near.claims_with(Side.PSRM, Event.RECALL)[near.claim_of])
    claim = near.claim_of[which]
    alike, _ = codes_of(
        pack(
            near.chain[claim].astype(np.int64),
            near.address[claim].astype(np.int64),
            np.abs(movements[Movements.SIGNED_ORE].to_numpy()[which]),
        )
    )
    ids = near.claims[Claims.CLAIM_ID].to_numpy()
    several = pd.Series(ids[claim]).groupby(alike).nunique().to_numpy() > 1 if len(alike) else np.zeros(0, bool)
    met = ~np.isin(near.step[which], (Step.OPEN, Step.PAIR))
    several &= np.bincount(alike[met], minlength=len(several)).astype(bool)
    later = _place_among_alike(near, alike, which, items) > 0
    return np.asarray(later & _of(near, which[several[alike]], items))


def _of(near: _Near, which: np.ndarray, items: pd.DataFrame) -> np.ndarray:
    """Whether each item is one of those movements."""
    return np.isin(items[OpenItems.MOVEMENT].to_numpy(), near.row[which])


FALLS_WITHIN_DAYS = 3
"""How many days after its main claim a related one may be recalled, and still have fallen with it: over a weekend."""


def _main_recalled(book: Book, near: _Near, items: pd.DataFrame) -> np.ndarray:
    """Whether both sides have recalled the main claim of the item's family, PSRM on the same day or just before, where the
    days are told; and PSRM this claim once, and the debtor system never (not under a former creditor either). A main
    claim's own recall is not that; neither is a main claim's that was rejected, or never sent."""
    movements, at, one_claim = near.movements, near.place[items[OpenItems.CLAIM].to_numpy()], near.one_claim
    size = int(one_claim.max(initial=NONE)) + 1
    claim_id = near.claims[Claims.CLAIM_ID].to_numpy()
    main = (claim_id != NONE) & (claim_id == near.family)
    main_of = np.full(size, NONE, np.int64)  # the debtor system may know its main claim by reference alone
    main_of[one_claim[main]] = near.family[main]
    family = main_of[one_claim[near.claim_of]]
    recalls = movements[Movements.EVENT].to_numpy() == Event.RECALL
    in_psrm = recalls & (movements[Movements.SIDE].to_numpy() == Side.PSRM)
    here = recalls & ~in_psrm
    here &= ~np.isin(movements[Movements.STATUS].to_numpy(), (Status.REJECTED, Status.NOT_SENT))
    times = np.bincount(one_claim[near.claim_of[in_psrm]], minlength=size)
    rule, event = book.movements[Movements.RULE].to_numpy(), book.movements[Movements.EVENT].to_numpy()
    mine = np.isin(rule, (Rule.IN_BOOK, Rule.FORMER_CREDITOR)) & (event == Event.RECALL)
    mine &= book.movements[Movements.SIDE].to_numpy() == Side.DEBTOR
    debtor = np.zeros(size, bool)
    debtor[one_claim[_placed(book, near, mine)[1]]] = True
    of_item = near.family[at].astype(np.int64)
    there, day = in_psrm & (family != NONE), movements[Movements.BOOKED_ON].to_numpy()
    recalled, since = _at_day(family[there], day[there]), _at_day(of_item, items[OpenItems.BOOKED_ON].to_numpy())
    with_it = np.logical_or.reduce([np.isin(since - days, recalled) for days in range(FALLS_WITHIN_DAYS + 1)])
    with_it |= (items[OpenItems.BOOKED_ON].to_numpy() == NO_DAY) & np.isin(of_item, family[there])
    with_it |= np.isin(of_item, family[there & (day == NO_DAY)])
    with_it &= (of_item != NONE) & np.isin(of_item, family[here]) & (main_of[one_claim[at]] != of_item)
    return np.asarray(with_it & (times[one_claim[at]] == 1) & ~debtor[one_claim[at]])


def _at_day(label: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Label and day as one number that grows by one a day."""
    return np.asarray((label.astype(np.int64) << 33) + day - NO_DAY)


def _by_day(
    label: np.ndarray, day: np.ndarray, ore: np.ndarray, of_label: np.ndarray, of_day: np.ndarray
) -> np.ndarray:
    """For each of `of_label` the sum of the øre of its label up to its day, and on it; NOT_TOLD where some of the days are
    known and some are not, for then nothing says what came first. Where none of them is known, all of it."""
    at = _at_day(label, day)
    order = np.argsort(at, kind="stable")
    at, total = at[order], np.concatenate([np.zeros(1, np.int64), np.cumsum(ore[order])])
    last = np.where(of_day == NO_DAY, np.iinfo(np.int32).max, of_day)
    start, end = (
        np.searchsorted(at, of_label.astype(np.int64) << 33),
        np.searchsorted(at, _at_day(of_label, last), "right"),
    )
    undated = np.searchsorted(at, _at_day(of_label, np.full(len(of_label), NO_DAY)), "right") - start
    of_all = np.searchsorted(at, (of_label.astype(np.int64) + 1) << 33) - start
    mixed = np.where(of_day == NO_DAY, undated < of_all, undated > 0)
    return np.where(mixed, NOT_TOLD, total[end] - total[start])


def _written_down(near: _Near, one_claim: np.ndarray, by_then: np.ndarray) -> np.ndarray:
    """What PSRM has written down on each claim by a day."""
    movements = near.movements
    mine = movements[Movements.SIDE].to_numpy() == Side.PSRM
    mine &= movements[Movements.EVENT].to_numpy() == Event.WRITE_DOWN
    day, ore = (movements[name].to_numpy()[mine] for name in (Movements.BOOKED_ON, Movements.SIGNED_ORE))
    return _by_day(near.one_claim[near.claim_of[mine]], day, np.abs(ore), one_claim, by_then)


def _recovered(book: Book, near: _Near, one_claim: np.ndarray, by_then: np.ndarray) -> np.ndarray:
    """What PSRM has recovered on each claim by a day."""
    movements = book.movements
    which = movements[Movements.RULE].to_numpy() == Rule.RECOVERY
    which &= movements[Movements.SIDE].to_numpy() == Side.PSRM
    rows, place = _placed(book, near, which)
    day, ore = (movements[name].to_numpy()[rows] for name in (Movements.BOOKED_ON, Movements.SIGNED_ORE))
    return _by_day(near.one_claim[place], day, -ore, one_claim, by_then)


def _stands(near: _Near, items: pd.DataFrame) -> np.ndarray:
    """What the item's own side had left on its claim when it booked the movement. What the debtor system had rejected
    counts as nothing, and what it put there counts only where it was executed."""
    movements, at = near.movements, near.place[items[OpenItems.CLAIM].to_numpy()]
    side, status = movements[Movements.SIDE].to_numpy(), movements[Movements.STATUS].to_numpy()
    ore = np.where(side == Side.DEBTOR, SIDE_SIGN[Side.DEBTOR], SIDE_SIGN[Side.PSRM])
    ore = ore * movements[Movements.SIGNED_ORE].to_numpy()
    done = (side == Side.PSRM) | np.isin(status, (Status.EXECUTED, Status.UNKNOWN))
    ore = np.where(done | ((ore < 0) & (status != Status.REJECTED)), ore, 0)
    label = near.one_claim[near.claim_of].astype(np.int64) * len(Side) + side
    mine = near.one_claim[at].astype(np.int64) * len(Side) + items[OpenItems.SIDE].to_numpy()
    own = ore[np.searchsorted(near.row, items[OpenItems.MOVEMENT].to_numpy())]
    booked_on = items[OpenItems.BOOKED_ON].to_numpy()
    by_then = _by_day(label, movements[Movements.BOOKED_ON].to_numpy(), ore, mine, booked_on)
    return np.where(by_then == NOT_TOLD, NOT_TOLD, by_then - own)


def _placed(book: Book, near: _Near, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of those movements of the book that are of claims here: their rows, and the places of their claims."""
    rows = np.flatnonzero(which)
    place = near.place[book.movements[Movements.CLAIM].to_numpy()[rows]]
    return rows[place != NONE], place[place != NONE]


def _in_psrm(near: _Near, *events: Event) -> np.ndarray:
    """For each label of one claim: what PSRM has booked on it of the events, positive."""
    movements = near.movements
    mine = (movements[Movements.SIDE].to_numpy() == Side.PSRM) & np.isin(movements[Movements.EVENT].to_numpy(), events)
    total = np.zeros(int(near.one_claim.max(initial=NONE)) + 1, np.int64)
    np.add.at(total, near.one_claim[near.claim_of[mine]], np.abs(movements[Movements.SIGNED_ORE].to_numpy()[mine]))
    return total


def _under_rule(book: Book, near: _Near, side: Side, rule: Rule) -> np.ndarray:
    """For each label of one claim: what a side has on lines under a rule that keeps them out of the book, all events
    together, positive where it is a sum of minuses in the one book."""
    movements = book.movements
    which = (movements[Movements.RULE].to_numpy() == rule) & (movements[Movements.SIDE].to_numpy() == side)
    rows, place = _placed(book, near, which)
    total = np.zeros(int(near.one_claim.max(initial=NONE)) + 1, np.int64)
    np.add.at(total, near.one_claim[place], -movements[Movements.SIGNED_ORE].to_numpy()[rows])
    return total


def _in_dmi(book: Book, near: _Near, raised: np.ndarray) -> np.ndarray:
    """For each label of one claim: the debtor system has it in DMI with no less than PSRM put on it, and not in the book."""
    booked = np.zeros(len(raised), bool)
    debtor = near.movements[Movements.SIDE].to_numpy() == Side.DEBTOR
    booked[near.one_claim[near.claim_of[debtor]]] = True
    in_dmi = _under_rule(book, near, Side.DEBTOR, Rule.DMI)
    return np.asarray(~booked & (in_dmi > 0) & (in_dmi >= raised))
