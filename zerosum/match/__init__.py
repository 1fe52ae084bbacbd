"""Claims -> Groups: what belongs together gets the same label. Matching only labels: no row is added, none is lost, no
amount is touched. We would rather leave a claim alone than guess."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.match.amounts import pair_by_amount
from zerosum.match.borrow import addresses
from zerosum.match.links import Links, join, link
from zerosum.normalise.book import Book
from zerosum.tables import NONE, Grade, Groups, Pass


@dataclass(frozen=True)
class Matched:
    """What matching gives: the groups, and the keys that it would not use."""

    groups: pd.DataFrame
    broken_claims: np.ndarray
    """bool: claims whose own id or reference is such a key."""


def match(book: Book, scope: dict[str, frozenset[str]]) -> Matched:
    """Label the claims that belong together: by key, then what stands alone by type, debtor and amount.

    `scope` says which solutions are declared for a claim type; a PSRM claim without a link takes its solution from there
    if only one is.
    """
    claims = book.claims
    links = link(claims)
    address = addresses(claims, links, book.texts)
    label = links.label
    paired = pair_by_amount(claims, address, label, links)
    if (paired.match != NONE).any():
        label = join(len(claims), [label, paired.match])
    address = address.with_solutions(claims, paired.match, scope, book)
    by, grade = _grades(label, links, paired.by)
    groups = pd.DataFrame(
        {
            Groups.GROUP: label.astype(np.int32),
            Groups.BY: by,
            Groups.GRADE: grade,
            Groups.OWN_ID: links.own_id,
            Groups.OWN_REFERENCE: links.own_reference,
            Groups.FAMILY: links.family,
            Groups.SOLUTION: address.solution,
            Groups.CLAIM_TYPE: address.claim_type,
            Groups.DEBTORS: address.debtors,
            Groups.TYPE_BORROWED: address.type_borrowed,
            Groups.DEBTORS_BORROWED: address.debtors_borrowed,
        },
        copy=False,
    )
    return Matched(Groups.check(groups), links.broken_claims)


def _grades(label: np.ndarray, links: Links, by_amount: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How each claim came into its group, and how sure the whole group is: as sure as its least sure link."""
    by = np.where(by_amount != Pass.ALONE, by_amount, np.where(links.linked, Pass.KEY, Pass.ALONE)).astype(np.int16)
    sureness = np.array([Grade.ALONE, Grade.CERTAIN, Grade.LIKELY, Grade.CERTAIN, Grade.AMBIGUOUS], np.int16)
    of_group = np.zeros(len(label), np.int16)
    np.maximum.at(of_group, label, sureness[by])
    return by, of_group[label]
