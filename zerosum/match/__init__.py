"""Claims -> Groups: what belongs together gets the same label. Matching only labels: no row is added, none is lost, no
amount is touched. We would rather leave a claim alone than guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.decisions import NO_DECISIONS, Decisions
from zerosum.match.amounts import pair_by_amount
from zerosum.match.attach import attach
from zerosum.match.borrow import addresses
from zerosum.match.decided import Decided, decide
from zerosum.match.found import together
from zerosum.match.leftovers import leftovers
from zerosum.match.links import link
from zerosum.match.offsets import offset, offset_of_a_group
from zerosum.match.parts import one_and_a_group, one_and_several
from zerosum.match.sums import pair_by_sum
from zerosum.normalise.book import Book
from zerosum.tables import Grade, Groups, Pass


@dataclass(frozen=True)
class Matched:
    """What matching gives: the groups, and the keys that it would not use."""

    groups: pd.DataFrame
    broken_claims: np.ndarray
    """bool: claims whose own id or reference is such a key."""
    decided: Decided
    """What people's decisions say of the claims."""
    allotted: np.ndarray
    """bool: claims whose solution comes from a person's decision alone."""


def match(
    book: Book,
    scope: dict[str, frozenset[str]],
    reference_forms: Sequence[str] = (),
    decisions: Decisions = NO_DECISIONS,
) -> Matched:
    """Label the claims that belong together: by key, then what stands alone: by amount, by sums, with what a group lacks,
    as an offset, as parts with a loss.

    `scope` says which solutions are declared for a claim type; a PSRM claim without a link takes its solution from there
    if only one is. `reference_forms` are the sources' forms of a split claim's reference. What people have decided comes
    right after the keys, so that what it leaves may be unique.
    """
    claims = book.claims
    links = link(claims, book.texts.debtors)
    address = addresses(claims, links, book.texts)
    label = links.label
    by = np.where(links.linked, Pass.KEY, Pass.ALONE).astype(np.int16)
    decided = decide(book, label, decisions)
    label, by = decided.pairs.onto(label, by)
    amounts = pair_by_amount(claims, address, label, links)
    label, by = amounts.onto(label, by)
    left = leftovers(book, label)
    sums = pair_by_sum(claims, address, left, book.texts.references, reference_forms)
    label, by = sums.onto(label, by)
    left = left.without(sums)
    attached = attach(claims, address, label, left, links.own_id)
    label, by = attached.onto(label, by)
    left = left.without(attached)
    offsets = offset(claims, address, label, left)
    label, by = offsets.onto(label, by)
    left = left.without(offsets)
    of_groups = offset_of_a_group(claims, address, label, left)
    label, by = of_groups.onto(label, by)
    left = left.without(of_groups)
    parts = one_and_several(claims, address, left)
    label, by = parts.onto(label, by)
    of_parts = one_and_a_group(claims, address, label, left.without(parts))
    label, by = of_parts.onto(label, by)
    met = together(decided.pairs, amounts, sums, attached, parts, of_parts)
    address = address.with_solutions(claims, met, scope, book)
    solution, allotted = decided.with_solutions(address.solution)
    grade = _grades(label, by)
    groups = pd.DataFrame(
        {
            Groups.GROUP: label.astype(np.int32),
            Groups.BY: by,
            Groups.GRADE: grade,
            Groups.OWN_ID: links.own_id,
            Groups.OWN_REFERENCE: links.own_reference,
            Groups.FAMILY: links.family,
            Groups.SOLUTION: solution,
            Groups.CLAIM_TYPE: address.claim_type,
            Groups.DEBTORS: address.debtors,
            Groups.TYPE_BORROWED: address.type_borrowed,
            Groups.DEBTORS_BORROWED: address.debtors_borrowed,
        },
        copy=False,
    )
    return Matched(Groups.check(groups), links.broken_claims, decided, allotted)


_SURENESS = {
    Pass.ALONE: Grade.ALONE,
    Pass.KEY: Grade.CERTAIN,
    Pass.AMOUNT: Grade.LIKELY,
    Pass.AMOUNT_AND_DATE: Grade.CERTAIN,
    Pass.EITHER_WAY: Grade.AMBIGUOUS,
    Pass.SUM: Grade.LIKELY,
    Pass.SUM_CONFIRMED: Grade.CERTAIN,
    Pass.SUM_EITHER_WAY: Grade.AMBIGUOUS,
    Pass.ATTACHED: Grade.LIKELY,
    Pass.OFFSET: Grade.LIKELY,
    Pass.PARTS: Grade.LIKELY,
    Pass.DECIDED: Grade.CERTAIN,
}


def _grades(label: np.ndarray, by: np.ndarray) -> np.ndarray:
    """How sure the whole group of each claim is: as sure as its least sure link."""
    sureness = np.array([_SURENESS[one] for one in Pass], np.int16)
    of_group = np.zeros(len(label), np.int16)
    np.maximum.at(of_group, label, sureness[by])
    return np.asarray(of_group[label])
