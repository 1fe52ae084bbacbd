"""The verdicts: of each cell, of each solution (as good as its worst cell), of the area (as its worst solution)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zerosum.causes import EVERY
from zerosum.judge.cells import Cells, add_up
from zerosum.judge.scope import Scope
from zerosum.packing import pack
from zerosum.result import (
    UNALLOTTED,
    WORST_FIRST,
    CauseTotal,
    Cell,
    Figures,
    Finding,
    Gravity,
    SolutionResult,
    Standing,
    Verdict,
)  # fmt: skip
from zerosum.settings import EXTENT
from zerosum.tables import NONE, OpenItems, Postings

ROUNDING = next(at for at, cause in enumerate(EVERY) if cause.code == "rounding")

NOT_TESTED, NOT_ALLOTTED = "not_tested", "not_allotted"
"""Reasons that are neither a cause nor a finding."""


@dataclass(frozen=True)
class Judged:
    """What judge says."""

    verdict: Verdict
    figures: Figures
    causes: tuple[CauseTotal, ...]
    solutions: tuple[SolutionResult, ...]
    outside_area: Figures


def with_ceiling(items: pd.DataFrame, postings: pd.DataFrame, per_solution_ore: int) -> pd.DataFrame:
    """Postings -> Postings: above the ceiling of a solution, all of its rounding blocks."""
    solution = items[OpenItems.SOLUTION].to_numpy()[postings[Postings.ITEM].to_numpy()].astype(np.int64) + 1
    rounding = postings[Postings.CAUSE].to_numpy() == ROUNDING
    if not rounding.any():
        return postings
    total = add_up(
        solution[rounding], np.abs(postings[Postings.POSTED_ORE].to_numpy()[rounding]), int(solution.max()) + 1
    )
    above = rounding & ((total > per_solution_ore)[solution] | (solution == NONE + 1))
    gravity = np.where(above, np.int16(Gravity.BLOCKING), postings[Postings.GRAVITY].to_numpy())
    return Postings.check(postings.assign(**{Postings.GRAVITY: gravity.astype(np.int16)}))


def judge(
    cells: Cells,
    of_cell: Sequence[Figures],
    seen: frozenset[tuple[str, str | None]],
    tested: np.ndarray,
    extent: Sequence[dict[str, int]],
    items: pd.DataFrame,
    postings: pd.DataFrame,
    findings: Sequence[Finding],
    scope: Scope,
) -> Judged:
    """Verdicts from postings and findings."""
    totals = _cause_totals(cells.of_items(items)[postings[Postings.ITEM].to_numpy()], postings)
    place = {key: at for at, key in enumerate(cells.keys)}
    named = {(one.solution, one.claim_type) for one in findings if one.solution is not None}
    told = {key for key in named if key in place}  # a cell without a claim in the book may still have a finding
    keys = sorted(seen | scope.expected | told, key=lambda key: (key[0] == UNALLOTTED, key[0], key[1] or ""))
    judged = []
    for key in keys:
        at = place.get(key)
        expected = key in scope.expected or (not scope.declared and key[0] != UNALLOTTED)
        judged.append(
            _cell(
                key,
                of_cell[at] if at is not None else Figures(),
                totals.get(at, ()) if at is not None else (),
                expected,
                bool(tested[at]) if at is not None else False,
                extent[at] if at is not None else dict.fromkeys(EXTENT, 0),
                findings,
                scope.required.get(key[0], ()),
            )
        )
    solutions = _solutions(judged, scope)
    outside = _sum(of_cell[at] for at in range(len(cells.keys)) if cells.outside[at])
    return Judged(
        verdict=worst(one.verdict for one in solutions),
        figures=_sum(one.figures for one in solutions),
        causes=_merge(cause for one in solutions for cause in one.causes),
        solutions=solutions,
        outside_area=outside,
    )


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of them; of none, NOT_TESTED: nothing is ready because nothing was read."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.NOT_TESTED)


def _cell(
    key: tuple[str, str | None],
    figures: Figures,
    causes: tuple[CauseTotal, ...],
    expected: bool,
    tested: bool,
    extent: dict[str, int],
    findings: Sequence[Finding],
    required: tuple[str, ...],
) -> Cell:
    mine = [one for one in findings if _concerns(one, key)]
    blocking = [one.code for one in causes if one.blocking_rows] + [
        one.code for one in mine if one.gravity == Gravity.BLOCKING
    ]
    if key[0] == UNALLOTTED:
        blocking.append(NOT_ALLOTTED)
    remarks = [one.code for one in causes if not one.blocking_rows and one.gravity == Gravity.REMARK]
    remarks += [one.code for one in mine if one.gravity == Gravity.REMARK]
    untested = not tested or (expected and not all(extent.get(kind, 0) for kind in required))
    if blocking:
        verdict = Verdict.NOT_READY
    elif untested:
        verdict = Verdict.NOT_TESTED
    else:
        verdict = Verdict.READY_WITH_REMARKS if remarks else Verdict.READY
    reasons = [*blocking, *([NOT_TESTED] if untested else []), *remarks]
    return Cell(key[0], key[1], verdict, figures, expected, tested, causes, tuple(dict.fromkeys(reasons)), extent)


def _concerns(finding: Finding, key: tuple[str, str | None]) -> bool:
    """Whether a finding is of the cell: of its address, of its whole solution, or of all."""
    if finding.solution is None:
        return True
    return finding.solution == key[0] and (
        finding.claim_type == key[1] or (finding.claim_type is None and key[0] != UNALLOTTED)
    )


def _solutions(cells: Sequence[Cell], scope: Scope) -> tuple[SolutionResult, ...]:
    names = list(dict.fromkeys([*scope.solutions, *(cell.solution for cell in cells)]))
    if UNALLOTTED in names:
        names.remove(UNALLOTTED)
        names.append(UNALLOTTED)
    found = []
    for name in names:
        mine = tuple(cell for cell in cells if cell.solution == name)
        found.append(
            SolutionResult(
                name=name,
                verdict=worst(cell.verdict for cell in mine),
                figures=_sum(cell.figures for cell in mine),
                causes=_merge(cause for cell in mine for cause in cell.causes),
                cells=mine,
                reasons=tuple(
                    dict.fromkeys(
                        reason
                        for cell in sorted(mine, key=lambda one: WORST_FIRST.index(one.verdict))
                        for reason in cell.reasons
                    )
                ),
                manual=name in scope.manual,
            )
        )
    return tuple(found)


def _cause_totals(cell: np.ndarray, postings: pd.DataFrame) -> dict[int, tuple[CauseTotal, ...]]:
    """The totals of each cause in each cell, in the order of the causes."""
    posted = postings[Postings.POSTED_ORE].to_numpy()
    gross = np.abs(posted)
    blocks = (postings[Postings.GRAVITY].to_numpy() == Gravity.BLOCKING) | np.isin(
        postings[Postings.STANDING].to_numpy(), (Standing.LOCATED, Standing.UNEXPLAINED)
    )
    accepted = postings[Postings.STANDING].to_numpy() == Standing.ACCEPTED
    cause = postings[Postings.CAUSE].to_numpy()
    key = pack(cell.astype(np.int64), cause.astype(np.int64), accepted.astype(np.int64))
    _, first, at, rows = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    size = len(first)
    gravity = np.zeros(size, np.int64)
    np.maximum.at(gravity, at, postings[Postings.GRAVITY].to_numpy())
    net, total_gross = add_up(at, posted, size), add_up(at, gross, size)
    blocking, blocking_gross = np.bincount(at[blocks], minlength=size), add_up(at[blocks], gross[blocks], size)
    found: dict[int, list[CauseTotal]] = {}
    for n, row in enumerate(first.tolist()):
        one = EVERY[cause[row]]
        standing = Standing.ACCEPTED if accepted[row] else one.standing
        found.setdefault(int(cell[row]), []).append(
            CauseTotal(
                one.code,
                standing,
                Gravity(int(gravity[n])),
                int(rows[n]),
                int(net[n]),
                int(total_gross[n]),
                int(blocking[n]),
                int(blocking_gross[n]),
            )
        )
    return {at: tuple(totals) for at, totals in found.items()}


def _merge(totals: Iterable[CauseTotal]) -> tuple[CauseTotal, ...]:
    """Totals of several cells as one for each cause, in the order of the causes; what is accepted stands by itself."""
    by_code: dict[tuple[str, Standing], CauseTotal] = {}
    for one in totals:
        other = by_code.get((one.code, one.standing))
        by_code[one.code, one.standing] = one if other is None else CauseTotal(
            one.code, one.standing, max(one.gravity, other.gravity), one.rows + other.rows, one.net_ore + other.net_ore, one.gross_ore + other.gross_ore,
            one.blocking_rows + other.blocking_rows, one.blocking_gross_ore + other.blocking_gross_ore,
        )  # fmt: skip
    order = [cause.code for cause in EVERY]
    return tuple(sorted(by_code.values(), key=lambda one: (order.index(one.code), one.standing == Standing.ACCEPTED)))


def _sum(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())
