"""Findings of claim types that are out of place: a code that another one has replaced, a code of another area.

A code of another area is out of the area's cells. Where the settings list it (`other_areas`), somebody has seen it. Where
only the catalogue knows it, it may be a mistyped code of this area: then nothing is ready without remarks, and nothing is
ready while an øre of it stands open, but in claims that PSRM alone has.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import numpy as np

from zerosum.judge.evidence import BLOCKING, NOT_OURS, REMARK, Evidence, claims_with, in_cells
from zerosum.packing import pack
from zerosum.result import Finding
from zerosum.tables import Claims, Groups, Movements, OpenItems, Side


def retired_codes(evidence: Evidence) -> list[Finding]:
    """Claims with a former code of one of the area's types: PSRM has no type of that name."""
    types, own = evidence.book.texts.types, evidence.book.claims[Claims.CLAIM_TYPE].to_numpy()
    found = []
    for code, retired in sorted(evidence.settings.retired_types.items()):
        if code in types:
            claims = claims_with(evidence, own == types.index(code))
            detail = {"claim_type_now": retired.now, "replaced_on": retired.until.isoformat()}
            found += [replace(one, detail=detail) for one in in_cells(evidence, "retired_code", BLOCKING, claims)]
    return found


def other_area_codes(evidence: Evidence) -> list[Finding]:
    """Claims of the debtor system with a type that the settings list in another area, from a solution that is tested here.
    They are no part of the area's figures, so the finding is of the solution as a whole."""
    return [
        Finding("other_area_code", REMARK, rows, solution, None, {"claim_type": claim_type})
        for solution, claim_type, rows in _sent_by_solutions(evidence, _of_types(evidence, evidence.scope.other_types))
    ]


def types_of_other_areas(evidence: Evidence) -> list[Finding]:
    """Claims with a type that the catalogue alone has in another area, as their own or as their group's: a remark on all cells
    for each type. Where an øre of it stands open it blocks them all: until somebody lists the type it may be a mistyped code
    of any of them. Not where PSRM alone has it and nothing of this area belongs to it: the creditor's report is of all areas,
    and what our systems sent under another code stands open in the area itself."""
    known, book = evidence.scope.catalogue_types, evidence.book
    own, address = (one[name].to_numpy() for one, name in (
        (book.claims, Claims.CLAIM_TYPE), (evidence.matched.groups, Groups.CLAIM_TYPE),
    ))  # fmt: skip
    ours = np.zeros(len(own), bool)
    counted = ~np.isin(book.movements[Movements.RULE].to_numpy(), NOT_OURS)
    ours[book.movements[Movements.CLAIM].to_numpy()[counted]] = True
    opened = evidence.items[OpenItems.CLAIM].to_numpy()
    opened = opened[~_of_psrm_alone(evidence)[opened]]
    found = []
    for at, code in enumerate(book.texts.types):
        if code in known:
            of_type = (own == at) | (address == at)
            detail = {"claim_type": code, "of_area": known[code]}
            rows, still_open = int((of_type & ours).sum()), int(of_type[opened].sum())
            found += [Finding("type_of_other_area", REMARK, rows, None, None, detail)] if rows else []
            found += (
                [Finding("type_of_other_area_open", BLOCKING, still_open, None, None, detail)] if still_open else []
            )
    return found


def _of_psrm_alone(evidence: Evidence) -> np.ndarray:
    """bool for each claim: in its group are claims of PSRM alone, and all of types of other areas by the catalogue."""
    book, group = evidence.book, evidence.matched.groups[Groups.GROUP].to_numpy()
    known = [one in evidence.scope.catalogue_types for one in book.texts.types]
    of_others = np.array([*known, False], bool)[book.claims[Claims.CLAIM_TYPE].to_numpy()]
    theirs = of_others & (book.claims[Claims.SIDE].to_numpy() == Side.PSRM)
    mixed = np.zeros(len(group), bool)
    mixed[group[~theirs]] = True
    return np.asarray(~mixed[group])


def _of_types(evidence: Evidence, types: Container[str]) -> np.ndarray:
    """bool for each claim: its own type is one of these, and of no cell of the area."""
    texts = evidence.book.texts.types
    outside = evidence.scope.outside(texts)
    mine = np.array([*(out and one in types for one, out in zip(texts, outside, strict=True)), False], bool)
    return np.asarray(mine[evidence.book.claims[Claims.CLAIM_TYPE].to_numpy()])


def _sent_by_solutions(evidence: Evidence, flag: np.ndarray) -> list[tuple[str, str, int]]:
    """Of the debtor system's claims with the flag: solution that is tested here, claim type, and how many."""
    texts, claims = evidence.book.texts, evidence.book.claims
    at = claims_with(evidence, flag & (claims[Claims.SIDE].to_numpy() == Side.DEBTOR))
    solution, claim_type = (claims[name].to_numpy()[at] for name in (Claims.SOLUTION, Claims.CLAIM_TYPE))
    names = [*texts.solutions, ""]  # the last place (index -1) is the solution that is not known
    _, first, rows = np.unique(
        pack(solution.astype(np.int64) + 1, claim_type.astype(np.int64)), return_index=True, return_counts=True
    )
    return [
        (names[solution[one]], texts.types[claim_type[one]], int(count))
        for one, count in zip(first, rows, strict=True)
        if names[solution[one]] in evidence.scope.solutions
    ]
