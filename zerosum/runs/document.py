"""Result -> the object of `result.json` and `--json`: words and whole øre, in canonical form.

No time, person, machine, path, line number, debtor number or pseudonym stands in it, so that the same claims under the
same rules give the same bytes, in whatever files and order they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from zerosum.errors import Problem, in_words
from zerosum.result import (
    SCHEMA_VERSION,
    CauseTotal,
    Cell,
    DecisionLine,
    EventSums,
    Figures,
    Finding,
    Gravity,
    InputFile,
    Reject,
    Result,
    ScopeCell,
    SolutionResult,
    StamdataSummary,
    Standing,
)  # fmt: skip
from zerosum.selftested import SEEN, SUMS, Came, FileTest, KindTest, SelfTest, Why

UNEXPLAINED = "unexplained"
OF_THE_FILES = ("blank", "trailer", "preamble", "repeated_heading", "superseded", "not_used")
"""Rules of lines that say nothing of the claims."""


def document(result: Result) -> dict[str, Any]:
    """The whole result as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "municipality": result.municipality,
        "creditor_id": result.creditor_id,
        "area": result.area,
        "cut_off": result.cut_off.isoformat(),
        "as_of": result.as_of.isoformat(),
        "balances": result.balances,
        "verdict": result.verdict.value,
        **_figures(result.figures),
        "rejects": len(result.rejects),
        "solutions": [_solution(one) for one in result.solutions],
        "cells": [_cell(cell) for one in result.solutions for cell in one.cells],
        "scope": [_scope_cell(one) for one in result.scope],
        "responsible": result.responsible or None,
        "outside_area": _figures(result.outside_area),
        "causes": _causes(result.causes),
        "findings": [_finding(one) for one in result.findings],
        "portal": {
            "can_be_reported": result.portal.can_be_reported,
            "psrm": _events(result.portal.psrm),
            "debtor": _events(result.portal.debtor),
            "difference_ore": result.portal.difference_ore,
            "explained_ore": result.portal.explained_ore,
            "unexplained_ore": result.portal.unexplained_ore,
        },
        "blind_spots": list(result.blind_spots),
        "decisions": _decisions(result.decisions),
        "lines": _lines(result.inputs),
        "tolerance": {
            "per_claim_ore": result.tolerance_per_claim_ore,
            "per_solution_ore": result.tolerance_per_solution_ore,
        },
        "ages": [asdict(one) for one in result.ages],
        "stamdata": _stamdata(result.stamdata),
        "postings_sha256": result.postings_digest,
    }


def selftest_document(told: SelfTest, sealed: str = "") -> dict[str, Any]:
    """A self-test as plain values: `selftest.json`. `sealed` is the fingerprint of the run that it belongs to; none of
    this is part of that run's result, whose fingerprint is the same with a self-test or without."""
    whole, files = told.whole, told.file_errors
    return {
        "schema_version": SCHEMA_VERSION,
        "fingerprint": sealed or None,
        "seed": told.seed,
        "per_kind": told.per_kind,
        "all_found": told.all_found,
        **{name: getattr(whole, name) for name in SUMS},
        "accused_rows": told.accused_rows,
        "accused_ore": told.accused_ore,
        "harmless_accused": told.harmless_accused,
        "cannot_be_seen": told.blind,
        "addresses": told.addresses,
        "wrong_addresses": told.wrong_addresses,
        "files_put_in": len(files),
        "files_found": sum(one.came in SEEN for one in files),
        "kinds": [
            {
                "kind": one.kind,
                "group": one.group,
                **{name: getattr(one, name) for name in SUMS},
                "blind_spot": one.blind or None,
                "untested": _why(one.untested),
            }
            for one in told.kinds
        ],
        "files": [
            {
                "kind": one.kind,
                "side": one.side,
                "harmless": one.harmless,
                "came": one.came.value if one.came is not None else None,
                "untested": _why(one.untested),
            }
            for one in told.files
        ],
    }


def selftest_of(values: Mapping[str, Any]) -> SelfTest:
    """The self-test that `selftest_document` was made of. KeyError, TypeError or ValueError where it is none."""
    kinds = tuple(
        KindTest(
            one["kind"],
            one["group"],
            **{name: one[name] for name in SUMS},
            blind=one["blind_spot"] or "",
            untested=_why_of(one["untested"]),
        )
        for one in values["kinds"]
    )
    files = tuple(
        FileTest(
            one["kind"],
            one["side"],
            one["harmless"],
            Came(one["came"]) if one["came"] is not None else None,
            _why_of(one["untested"]),
        )
        for one in values["files"]
    )
    return SelfTest(
        seed=values["seed"],
        per_kind=values["per_kind"],
        kinds=kinds,
        files=files,
        accused_rows=values["accused_rows"],
        accused_ore=values["accused_ore"],
        wrong_addresses=values["wrong_addresses"],
        addresses=values["addresses"],
    )


def _why_of(told: Mapping[str, str] | None) -> Why | None:
    return Why(told["code"], told["detail"]) if told is not None else None


def _why(reason: Why | None) -> dict[str, str] | None:
    return {"code": reason.code, "detail": reason.detail} if reason is not None else None


def canonical(values: Mapping[str, Any]) -> bytes:
    """The object as canonical JSON (RFC 8785)."""
    import rfc8785

    return rfc8785.dumps(dict(values))


def fingerprint(sealed: bytes) -> str:
    """The seal (aftryk): SHA-256 of the bytes of result.json."""
    return hashlib.sha256(sealed).hexdigest()


def _figures(figures: Figures) -> dict[str, int]:
    return {
        "debtor_ore": figures.debtor_ore,
        "psrm_ore": figures.psrm_ore,
        "difference_ore": figures.difference_ore,
        "explained_ore": figures.explained_ore,
        "accepted_ore": figures.accepted_ore,
        "unexplained_ore": figures.unexplained_ore,
        "gross_ore": figures.gross_ore,
        "accepted_gross_ore": figures.accepted_gross_ore,
        "unexplained_gross_ore": figures.unexplained_gross_ore,
        "debtor_claims": figures.debtor_claims,
        "psrm_claims": figures.psrm_claims,
    }


def _solution(one: SolutionResult) -> dict[str, Any]:
    return {
        "name": one.name,
        "manual": one.manual,
        "verdict": one.verdict.value,
        "reasons": list(one.reasons),
        **_figures(one.figures),
        "causes": _causes(one.causes),
        "booked_from": one.booked_from.isoformat() if one.booked_from else None,
        "booked_to": one.booked_to.isoformat() if one.booked_to else None,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "solution": cell.solution,
        "claim_type": cell.claim_type,
        "verdict": cell.verdict.value,
        "expected": cell.expected,
        "tested": cell.tested,
        "reasons": list(cell.reasons),
        "extent": dict(cell.extent),
        **_figures(cell.figures),
        "causes": _causes(cell.causes),
    }


def _scope_cell(one: ScopeCell) -> dict[str, Any]:
    return {
        "claim_type": one.claim_type,
        "solution": one.solution,
        "state": one.state.value,
        "required": list(one.required),
        "missing": list(one.missing),
        "told": one.told or None,
    }


def _causes(causes: Iterable[CauseTotal]) -> list[dict[str, Any]]:
    """The causes, `unexplained` always among them."""
    told = [
        {
            "code": one.code,
            "standing": one.standing.name.lower(),
            "gravity": one.gravity.name.lower(),
            "rows": one.rows,
            "net_ore": one.net_ore,
            "gross_ore": one.gross_ore,
            "blocking_rows": one.blocking_rows,
        }
        for one in causes
    ]
    if not any(one["code"] == UNEXPLAINED for one in told):
        nothing = {"rows": 0, "net_ore": 0, "gross_ore": 0, "blocking_rows": 0}
        told.append(
            {
                "code": UNEXPLAINED,
                "standing": Standing.UNEXPLAINED.name.lower(),
                "gravity": Gravity.BLOCKING.name.lower(),
                **nothing,
            }
        )
    return told


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "gravity": one.gravity.name.lower(),
        "rows": one.rows,
        "solution": one.solution,
        "claim_type": one.claim_type,
        "detail": dict(one.detail),
    }


def _events(sums: EventSums) -> dict[str, int]:
    return {
        "creation_ore": sums.creation_ore,
        "write_up_ore": sums.write_up_ore,
        "write_down_ore": sums.write_down_ore,
        "recall_ore": sums.recall_ore,
        "basis_ore": sums.basis_ore,
    }


def _decisions(decisions: Iterable[DecisionLine]) -> list[dict[str, Any]]:
    """What people decided and what became of it: no name, no line of the file, no number of a claim."""
    return [
        {
            "kind": one.kind,
            "fate": one.fate.value,
            "role": one.role,
            "reason": one.reason,
            "decided_on": one.decided_on.isoformat(),
            "until": one.until.isoformat() if one.until else None,
            "solution": one.solution or None,
            "case": one.case or None,
            "cause": one.cause or None,
            "rows": one.rows,
            "ceiling_ore": one.ceiling_ore,
            "used_ore": one.used_ore,
        }
        for one in decisions
    ]


def _stamdata(told: StamdataSummary | None) -> dict[str, Any] | None:
    """What the entry filter is expected to do: sums, and no claim by its number; None where the files tell no stamdata."""
    if told is None:
        return None
    return {
        "claims": told.claims,
        "tells_days": told.tells_days,
        "sums": [
            {
                "solution": one.solution,
                "claim_type": one.claim_type,
                "rule": one.rule.code,
                "consequence": one.rule.consequence,
                "claims": one.claims,
                "amount_ore": one.amount_ore,
                "open_claims": one.open_claims,
                "open_ore": one.open_ore,
            }
            for one in told.sums
        ],
        "forecasts": [asdict(one) for one in told.forecasts],
        "hits": dict(told.hits),
        "not_tried": [
            {
                "rule": one.code,
                "not_told": one.not_told,
                "blank": one.blank,
                "unclear": one.unclear,
                "no_version": one.no_version,
            }
            for one in told.not_tried
        ],
        "unreadable": len(told.unreadable),
    }


def forecast_document(told: StamdataSummary, rejects: Iterable[Reject], language: str) -> dict[str, Any]:
    """All of a forecast as plain values, in the words of the language, with the first breaches of each rule."""
    breaches = [{**asdict(one), "rule": one.rule.code, "consequence": one.rule.consequence} for one in told.lines]
    for values, one in zip(breaches, told.lines, strict=True):
        values["fields"] = {
            called[language]: value.isoformat() if isinstance(value, date) else value for called, value, _ in one.fields
        }
    rules = {one.rule.code + one.rule.sentence[language]: one.rule for one in told.sums}
    reserved = [
        [{**asdict(one), "sentence": one.sentence[language], "claim_types": list(one.claim_types)} for one in some]
        for some in (told.reservations, told.gaps)
    ]
    summed = _stamdata(told)
    assert summed is not None
    return {
        **summed,
        "schema_version": SCHEMA_VERSION,
        "rules": [{**asdict(one), "sentence": one.sentence[language]} for one in rules.values()],
        "not_tried": [
            {**values, "columns": [called[language] for called in one.columns]}
            for values, one in zip(summed["not_tried"], told.not_tried, strict=True)
        ],
        "reservations": reserved[0],
        "gaps": reserved[1],
        "without_own_rules": dict(told.without_own_rules),
        "unreadable": [_problem(one, language) for one in told.unreadable],
        "doubts": [_problem(one, language) for one in told.doubts],
        "rejects": [_problem(one.problem, language) for one in rejects],
        "breaches": breaches,
    }


def _problem(one: Problem, language: str) -> dict[str, Any]:
    place = {"file": one.file, "line": one.line, "column": in_words(one.column, language), "value": one.value}
    return {**place, "code": one.code, **asdict(one.told(language))}


def _lines(inputs: Iterable[InputFile]) -> dict[str, Any]:
    """The lines of each side: in the book, rejected, and under each rule. Lines that say nothing of the claims are not told:
    they belong to how the files are written."""
    sides: dict[str, dict[str, Any]] = {}
    for one in inputs:
        side = sides.setdefault(one.side, {"movements": 0, "rejects": 0, "by_rule": {}})
        side["movements"] += one.movements
        side["rejects"] += one.rejects
        for rule, count in one.by_rule.items():
            if rule not in OF_THE_FILES:
                side["by_rule"][rule] = side["by_rule"].get(rule, 0) + count
    return sides
