"""Findings of what people have decided: each is shown, and keeps its cell from KLAR."""

from __future__ import annotations

from dataclasses import replace

from zerosum.judge.evidence import BLOCKING, REMARK, Evidence, claims_with, in_cells
from zerosum.result import Fate, Finding
from zerosum.tables import NONE


def decided(evidence: Evidence) -> list[Finding]:
    """Claims that a person paired, or allotted to a solution: the files alone do not say it."""
    matched = evidence.matched
    paired = matched.decided.pairs.match != NONE
    return [
        *in_cells(evidence, "decided_pair", REMARK, claims_with(evidence, paired)),
        *in_cells(evidence, "decided_allotment", REMARK, claims_with(evidence, matched.allotted)),
    ]


def unused(evidence: Evidence) -> list[Finding]:
    """Decisions that name no claim of the files, or have nothing left to decide."""
    count = sum(one.fate == Fate.UNUSED for one in evidence.decisions)
    return [Finding("decision_unused", REMARK, count)] if count else []


def expired(evidence: Evidence) -> list[Finding]:
    """Acceptances over their ceiling or after their end date. What they covered stands as if nobody had accepted it."""
    found = []
    for cover in evidence.covers:
        if cover.fate in (Fate.EXPIRED, Fate.EXCEEDED):
            detail: dict[str, str | int] = {
                "fate": cover.fate.value,
                "ceiling_ore": cover.accept.ceiling_ore,
                "used_ore": cover.used_ore,
            }
            told = in_cells(evidence, "acceptance_expired", BLOCKING, cover.claims)
            found += [replace(one, detail=detail) for one in told]
    return found
