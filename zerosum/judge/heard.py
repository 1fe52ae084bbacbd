"""Findings of what receipts and notifications (kvitteringer, underretninger) tell."""

from __future__ import annotations

from collections import Counter

from zerosum.judge.evidence import INFORMATION, REMARK, Evidence, in_cells
from zerosum.result import Finding
from zerosum.tables import Movements


def heard(evidence: Evidence) -> list[Finding]:
    """Actions whose status only the receipt tells, or tells otherwise, or that receipts contradict each other on; claims
    that PSRM has returned or written off; notices of what no file has."""
    claim = evidence.book.movements[Movements.CLAIM].to_numpy()
    told = evidence.heard
    of_lines = (
        ("status_from_receipt", REMARK, told.filled),
        ("receipt_differs", REMARK, told.differs),
        ("receipt_in_doubt", REMARK, told.in_doubt),
        ("returned_by_psrm", REMARK, told.returned),
        ("written_off_by_psrm", INFORMATION, told.written_off),
    )
    found = [one for code, gravity, rows in of_lines for one in in_cells(evidence, code, gravity, claim[rows])]
    return [*found, *_without(evidence)]


def _without(evidence: Evidence) -> list[Finding]:
    """Notices of an action or claim that no file has: in the cell of their claim type, where the scope has one solution of
    it; else of all solutions. Those of other areas are no business of this test."""
    scope, by_type = evidence.scope, evidence.scope.by_type()
    rows: Counter[tuple[str | None, str | None, bool]] = Counter()
    for claim_type, count in evidence.heard.without.items():
        (outside,) = scope.outside([claim_type])
        solutions = by_type.get(claim_type, frozenset())
        sure = len(solutions) == 1
        rows[next(iter(solutions)) if sure else None, claim_type if sure else None, outside] += count
    return [
        Finding("receipt_without_action", INFORMATION if outside else REMARK, count, solution, claim_type)
        for (solution, claim_type, outside), count in rows.items()
    ]
