"""Findings of claim types that are out of place: a code that another one has replaced, a code of another area.

A code of another area is out of the area's cells. Where the settings list it (`other_areas`), somebody has seen it. Where
only the catalogue knows it, it may be a mistyped code of this area: then nothing is ready without remarks, and what of it a
solution of this test has sent must be in PSRM to the øre, or the solution is not ready.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import numpy as np

from zerosum.judge.evidence import BLOCKING, REMARK, Evidence, claims_with, in_cells
from zerosum.packing import pack
from zerosum.result import Finding
from zerosum.tables import NONE, Claims, Groups, OpenItems, Side


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
    """Claims with a type that the catalogue alone has in another area: a remark on all cells for each type. What of it the
    debtor system has from a solution that is tested here, and that stands open, blocks that solution."""
    known = evidence.scope.catalogue_types
    book = evidence.book
    claim_type = evidence.matched.groups[Groups.CLAIM_TYPE].to_numpy()
    rows = np.bincount(claim_type[claims_with(evidence, claim_type != NONE)], minlength=len(book.texts.types))
    found = [
        Finding("type_of_other_area", REMARK, int(rows[at]), None, None, {"claim_type": code, "of_area": known[code]})
        for at, code in enumerate(book.texts.types)
        if code in known and rows[at]
    ]
    is_open = np.zeros(len(claim_type), bool)
    is_open[evidence.items[OpenItems.CLAIM].to_numpy()] = True
    return found + [
        Finding("type_of_other_area_open", BLOCKING, rows, solution, None, {"claim_type": code, "of_area": known[code]})
        for solution, code, rows in _sent_by_solutions(evidence, _of_types(evidence, known) & is_open)
    ]


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
