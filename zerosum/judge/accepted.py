"""Postings -> Postings, with what people have accepted; and what became of each decision."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from zerosum import identity
from zerosum.causes import EVERY
from zerosum.dates import when
from zerosum.decisions import Accept, Allot, Decisions, Named, Pair, Role
from zerosum.errors import Phrase, Problem, SettingsError
from zerosum.match import Matched
from zerosum.match.decided import several
from zerosum.normalise.book import Book
from zerosum.result import DecisionLine, Fate, Gravity, Standing
from zerosum.tables import NONE, Grade, Groups, Movements, OpenItems, Postings


@dataclass(frozen=True)
class Accepted:
    """The postings, and what each acceptance covers of them."""

    postings: pd.DataFrame
    covers: tuple[Cover, ...]


@dataclass(frozen=True)
class Cover:
    """What an acceptance covers, and whether it holds."""

    accept: Accept
    fate: Fate
    posts: np.ndarray
    """Rows of Postings."""
    claims: np.ndarray
    """The claim of each of them."""
    used_ore: int
    """Their gross: what counts against the ceiling."""


def accept(
    book: Book,
    matched: Matched,
    items: pd.DataFrame,
    postings: pd.DataFrame,
    cases: np.ndarray,
    decisions: Decisions,
    as_of: int,
) -> Accepted:
    """Give the postings that an acceptance covers the standing *accepted*, and the gravity remark.

    `cases` is the case (sag) of each open item. An acceptance holds whole or not at all: above its ceiling, or after its
    end date, each of its postings stands as before; and one that was made after the as-of date is not yet in force.
    SettingsError for a case that is not one case, and for a number that is not one claim's.
    """
    in_force = decisions.in_force(as_of).accepts
    doubts = [_in_doubt(one, decisions.file) for one in in_force if one.case and _groups_of(items, cases, one) > 1]
    doubts += [
        several(decisions.file, one, one.claim, Phrase("write_both_numbers_or_case"))
        for one in in_force
        if not one.case and _are_several(matched, matched.decided.named[one.line])
    ]
    if doubts:
        raise SettingsError(*sorted(doubts, key=lambda one: one.line))
    covers = tuple(_cover(book, matched, items, postings, cases, one, as_of) for one in decisions.accepts)
    held = np.zeros(len(postings), bool)
    for one in covers:
        if one.fate == Fate.HOLDS:
            held[one.posts] = True
    if not held.any():
        return Accepted(postings, covers)
    standing = np.where(held, Standing.ACCEPTED, postings[Postings.STANDING].to_numpy()).astype(np.int16)
    gravity = np.where(held, Gravity.REMARK, postings[Postings.GRAVITY].to_numpy()).astype(np.int16)
    changed = postings.assign(**{Postings.STANDING: standing, Postings.GRAVITY: gravity})
    return Accepted(Postings.check(changed), covers)


def _cover(
    book: Book,
    matched: Matched,
    items: pd.DataFrame,
    postings: pd.DataFrame,
    cases: np.ndarray,
    one: Accept,
    as_of: int,
) -> Cover:
    if one.decided_on > as_of:
        return Cover(one, Fate.UNUSED, np.zeros(0, np.int64), np.zeros(0, np.int32), 0)
    mine = _items(book, matched, items, cases, one)
    # Which claim is meant is in doubt, so nobody can have accepted it.
    mine &= matched.groups[Groups.GRADE].to_numpy()[items[OpenItems.CLAIM].to_numpy()] != Grade.AMBIGUOUS
    standing, item = postings[Postings.STANDING].to_numpy(), postings[Postings.ITEM].to_numpy()
    covered = mine[item] & (standing != Standing.UNEXPLAINED)
    if one.role != Role.MUNICIPALITY:  # of what is located we know only the side; the claim is the municipality's
        covered &= standing != Standing.LOCATED
    if one.cause:
        covered &= postings[Postings.CAUSE].to_numpy() == _CODES[one.cause]
    posts = np.flatnonzero(covered)
    used_ore = int(np.abs(postings[Postings.POSTED_ORE].to_numpy()[posts]).sum())
    if not len(posts):
        fate = Fate.UNUSED
    elif as_of > one.until:
        fate = Fate.EXPIRED
    else:
        fate = Fate.HOLDS if used_ore <= one.ceiling_ore else Fate.EXCEEDED
    return Cover(one, fate, posts, items[OpenItems.CLAIM].to_numpy()[item[posts]], used_ore)


_CODES = {cause.code: at for at, cause in enumerate(EVERY)}


def _groups_of(items: pd.DataFrame, cases: np.ndarray, one: Accept) -> int:
    return len(np.unique(items[OpenItems.GROUP].to_numpy()[cases == one.case]))


def _are_several(matched: Matched, claims: np.ndarray) -> bool:
    """Whether claims are of several groups, or of several debtors as far as they are told."""
    groups = matched.groups
    debtors = groups[Groups.DEBTORS].to_numpy()[claims]
    return len(np.unique(groups[Groups.GROUP].to_numpy()[claims])) > 1 or len(np.unique(debtors[debtors != NONE])) > 1


def _in_doubt(one: Accept, file: str) -> Problem:
    return Problem("case_of_several_claims", {}, file, one.line, "sag", identity.veil(one.case))


def _items(book: Book, matched: Matched, items: pd.DataFrame, cases: np.ndarray, one: Accept) -> np.ndarray:
    """bool: open items of the case, or of the claims that are named; a pair is of both its claims."""
    if one.case:
        return np.asarray(cases == one.case)
    named = matched.decided.named[one.line]
    partner = items[OpenItems.PARTNER].to_numpy()
    other = book.movements[Movements.CLAIM].to_numpy()[np.where(partner == NONE, 0, partner)]
    mine = np.isin(items[OpenItems.CLAIM].to_numpy(), named)
    return np.asarray(mine | ((partner != NONE) & np.isin(other, named)))


def decision_lines(
    book: Book, matched: Matched, decisions: Decisions, covers: tuple[Cover, ...]
) -> tuple[DecisionLine, ...]:
    """What became of each decision, in an order that is not the file's. No name of who decided."""
    decided = matched.decided
    lines = []
    for allot in decisions.allots:
        rows = int(matched.allotted[_named(matched, allot)].sum())
        told = _line(book, matched, allot, allot.claim, Fate.HOLDS if rows else Fate.UNUSED, rows)
        lines.append(replace(told, solution=allot.solution))
    for pair in decisions.pairs:
        at_work = pair.line in decided.named and pair.line not in decided.idle
        fate = Fate.HOLDS if at_work else Fate.UNUSED
        named = Named(pair.debtor.claim_ids + pair.psrm.claim_ids, pair.debtor.references + pair.psrm.references)
        rows = 0 if fate == Fate.UNUSED else len(decided.named[pair.line])
        lines.append(_line(book, matched, pair, named, fate, rows))
    for cover in covers:
        one = cover.accept
        told = _line(book, matched, one, one.claim, cover.fate, len(cover.posts))
        # A case that no file has may be anything, also somebody's number.
        case = identity.veil(one.case) if cover.fate == Fate.UNUSED else one.case
        until, ceiling_ore, used_ore = when(one.until), one.ceiling_ore, cover.used_ore
        lines.append(replace(told, case=case, cause=one.cause, until=until, ceiling_ore=ceiling_ore, used_ore=used_ore))
    return tuple(sorted(lines, key=_order))


def _order(one: DecisionLine) -> tuple[object, ...]:
    """By what the lines say; where they stand comes last."""
    named = (one.kind, list(Fate).index(one.fate), one.named, one.case, one.cause, one.solution)
    return (*named, one.ceiling_ore, one.until or one.decided_on, one.decided_on, one.role, one.reason, one.line)


def _named(matched: Matched, one: Allot | Pair | Accept) -> np.ndarray:
    """The claims that a line names; none where it is not yet in force."""
    return matched.decided.named.get(one.line, np.zeros(0, np.int64))


_KINDS = {Allot: "allot", Pair: "pair", Accept: "accept"}


def _line(
    book: Book, matched: Matched, one: Allot | Pair | Accept, named: Named, fate: Fate, rows: int
) -> DecisionLine:
    """The line as people see it: numbers of claims that no file has are veiled, for nobody knows what they are."""
    texts = [*named.references, *named.claim_ids]
    if not len(_named(matched, one)):
        texts = [identity.veil(text) for text in texts]
    reason, *shown = identity.shown([identity.veil_prose(one.reason), *texts], book.texts.debtors)
    return DecisionLine(
        kind=_KINDS[type(one)],
        fate=fate,
        role=one.role.value,
        reason=reason,
        decided_on=when(one.decided_on),
        line=one.line,
        named=tuple(shown),
        rows=rows,
    )
