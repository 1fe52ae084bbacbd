"""Findings of claim types that are out of place: a code that another one has replaced, a code of another area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zerosum.judge.evidence import BLOCKING, REMARK, Evidence, claims_with, in_cells
from zerosum.packing import pack
from zerosum.result import Finding
from zerosum.tables import Claims, Side


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
    """Claims of the debtor system with a type of another area, from a solution that is tested here: one finding for each
    solution and type. They are no part of the area's figures, so the finding is of the solution as a whole."""
    book, scope = evidence.book, evidence.scope
    claims = book.claims
    outside = np.array([*scope.outside(book.texts.types), False], bool)[claims[Claims.CLAIM_TYPE].to_numpy()]
    debtor = claims[Claims.SIDE].to_numpy() == Side.DEBTOR
    at = claims_with(evidence, outside & debtor)
    solution, claim_type = (claims[name].to_numpy()[at] for name in (Claims.SOLUTION, Claims.CLAIM_TYPE))
    names = [*book.texts.solutions, None]  # the last place (index -1) is the solution that is not known
    _, first, rows = np.unique(
        pack(solution.astype(np.int64) + 1, claim_type.astype(np.int64)), return_index=True, return_counts=True
    )
    return [
        Finding(
            "other_area_code",
            REMARK,
            int(count),
            names[solution[one]],
            None,
            {"claim_type": book.texts.types[claim_type[one]]},
        )
        for one, count in zip(first, rows, strict=True)
        if names[solution[one]] in scope.solutions
    ]
