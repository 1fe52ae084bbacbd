"""The matrix of the scope: each claim type at each solution, as it was declared (oplyst, KLIK themes 1 and 2) and as it was
seen in the files. Nothing is judged here: the verdicts and findings stand by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zerosum.judge.evidence import Evidence
from zerosum.judge.findings import cells_in_book, seen_cells
from zerosum.judge.scope import Scope
from zerosum.result import UNALLOTTED, Cell, Finding, ScopeCell, ScopeState, SolutionResult
from zerosum.settings import Retired


def scope_cells(
    evidence: Evidence, solutions: Iterable[SolutionResult], findings: Iterable[Finding]
) -> tuple[ScopeCell, ...]:
    """Every claim type at every solution that is declared or seen, by claim type and then by solution."""
    scope, seen = evidence.scope, seen_cells(evidence)
    retired = evidence.settings.retired_types
    handled = {(one.solution, one.claim_type) for one in findings if one.code == "handled_elsewhere"}
    told = [
        _told(cell, (cell.solution, cell.claim_type) in seen, scope, retired) for one in solutions for cell in one.cells
    ]
    told += [
        ScopeCell(claim_type, None, ScopeState.ELSEWHERE, told=one.by)
        for one in scope.elsewhere
        for claim_type in one.claim_types
        if not any(scope.handler(name or "", claim_type) == one.by for name, of in handled if of == claim_type)
    ]
    told += _of_other_areas(evidence)
    return tuple(sorted(set(told), key=_order))


def _order(one: ScopeCell) -> tuple[object, ...]:
    of_nobody = one.solution is None or one.solution == UNALLOTTED
    return one.claim_type is None, one.claim_type or "", of_nobody, one.solution or "", one.state.value, one.told


def _told(cell: Cell, seen: bool, scope: Scope, retired: Mapping[str, Retired]) -> ScopeCell:
    required = scope.required.get(cell.solution, ()) if cell.expected else ()
    missing = tuple(kind for kind in required if not cell.extent.get(kind, 0))
    state, told = _state(cell, seen, missing, scope, retired)
    return ScopeCell(cell.claim_type, cell.solution, state, required, missing, told)


def _state(
    cell: Cell, seen: bool, missing: tuple[str, ...], scope: Scope, retired: Mapping[str, Retired]
) -> tuple[ScopeState, str]:
    if cell.expected:
        if not seen:
            return ScopeState.NOT_SEEN, ""
        if not cell.tested:
            return ScopeState.SEEN_ONLY, ""
        return (ScopeState.REQUIRED_MISSING if missing else ScopeState.TESTED), ""
    claim_type = cell.claim_type
    if claim_type is None:
        return ScopeState.UNALLOTTED, ""
    if claim_type in retired:
        return ScopeState.RETIRED, retired[claim_type].now
    if by := scope.handler(cell.solution, claim_type):
        return ScopeState.ELSEWHERE_SEEN, by
    if scope.declared and claim_type not in scope.types_in_use():
        return ScopeState.UNDECLARED_TYPE, ""
    return (ScopeState.UNALLOTTED if cell.solution == UNALLOTTED else ScopeState.UNDECLARED_SOLUTION), ""


def _of_other_areas(evidence: Evidence) -> list[ScopeCell]:
    """Claims of the book whose type is another area's: of a solution that is tested here, or of none of them."""
    cells, scope = evidence.cells, evidence.scope
    areas = {**scope.catalogue_types, **evidence.settings.other_areas}
    found = []
    for at in cells_in_book(evidence):
        solution, claim_type = cells.keys[at]
        if cells.outside[at] and claim_type is not None:
            named = solution if solution in scope.solutions else None
            found.append(ScopeCell(claim_type, named, ScopeState.OTHER_AREA, told=areas.get(claim_type, "")))
    return found
