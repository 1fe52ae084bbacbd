"""No false KLAR: each kind of fault, in each solution and claim type, at the first and the last claim, one øre and large.

Where the given columns can show the fault, the verdict is never KLAR (not ready where it blocks); where they cannot, the
list of blind spots names it. Always a spread of them; all, and random pairs, where ZEROSUM_THOROUGH is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import towns

from zerosum.normalise.intake import Intake, take_in
from zerosum.pipeline import Reconciliation, reconcile_taken
from zerosum.result import Verdict
from zerosum.settings import Settings
from zerosum.simulate.draft import Draft, Fit
from zerosum.simulate.kinds import BLOCKING, KINDS, NOTHING, REMARK, Fault, Kind, Wish, put, untested
from zerosum.trial.put import draft_of, with_control_totals, with_faults
from zerosum.trial.score import wrong_addresses

THOROUGH = bool(os.environ.get("ZEROSUM_THOROUGH"))
SPREAD, PAIRS = 300, 10_000

VARIANTS = {
    "all": (towns.DEBTOR_COLUMNS, towns.PSRM_COLUMNS),
    "bare_psrm": (towns.DEBTOR_COLUMNS, towns.BARE_PSRM),
    "bare_debtor": (towns.BARE_DEBTOR, towns.PSRM_COLUMNS),
    "reference_alone": (towns.DEBTOR_COLUMNS, towns.REFERENCE_ALONE),
}


@dataclass(frozen=True)
class Right:
    """A right municipality, read and run."""

    settings: Settings
    intake: Intake
    draft: Draft
    outcome: Reconciliation


class Job(NamedTuple):
    """A fault to be put in."""

    variant: str
    kind: Kind
    wish: Wish

    def __str__(self) -> str:
        return "-".join([self.variant, self.kind.name, *filter(None, self.wish.__dict__.values())])


@pytest.fixture(scope="module")
def rights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Right]:
    return made(tmp_path_factory.mktemp("towns"))


@pytest.fixture(scope="module")
def every(rights: dict[str, Right]) -> dict[str, list[Job]]:
    """All that can be put in, by variant."""
    return {variant: list(jobs(variant, right)) for variant, right in rights.items()}


def made(folder: Path) -> dict[str, Right]:
    found = {}
    for name, (debtor, psrm) in VARIANTS.items():
        (folder / name).mkdir()
        settings = towns.written(folder / name, towns.town(), debtor, psrm)
        intake = take_in(settings)
        settings = with_control_totals(settings, intake)
        found[name] = Right(settings, intake, draft_of(settings, intake), reconcile_taken(settings, intake))
    return found


def jobs(variant: str, right: Right) -> Iterator[Job]:
    """All that can be put into a municipality, in an order of their own."""
    cells = [*towns.CELLS, *((name, one) for name in towns.SCOPE for one in towns.RELATED)]
    for kind in KINDS:
        for solution, claim_type in cells if kind.fit is not Fit.ALL else [("", "")]:
            if untested(right.draft, kind, Wish(solution, claim_type)) is None:
                for place in ("first", "last"):
                    for size in kind.sizes if kind.sized else ("",):
                        yield Job(variant, kind, Wish(solution, claim_type, place, size))


def spread(all_jobs: list[Job]) -> list[Job]:
    """Some of the jobs of each kind, always the same."""
    by_kind: dict[str, list[Job]] = {}
    for job in all_jobs:
        by_kind.setdefault(job.kind.name, []).append(job)
    chosen = []
    for number, some in enumerate(by_kind.values()):
        many = max(1, round(len(some) * SPREAD // len(VARIANTS) / len(all_jobs)))
        chosen += [some[(at * len(some) // many + 7 * number) % len(some)] for at in range(many)]
    return chosen


def tried(right: Right, kinds: list[tuple[Kind, Wish]], seed: int) -> tuple[Reconciliation, list[Fault]]:
    """Put the faults in and run. The first link has what the debtor system has, so that it finds nothing by itself."""
    draft = right.draft.again()
    rng = np.random.Generator(np.random.PCG64(seed))
    faults = [fault for kind, wish in kinds for fault in put(draft, kind, wish, rng=rng)]
    intake = with_faults(right.intake, draft)
    settings = with_control_totals(right.settings, intake)
    return reconcile_taken(settings, intake), faults


def wrong(right: Right, kind: Kind, fault: Fault, outcome: Reconciliation) -> str:
    """What is wrong with a verdict; "" where nothing is."""
    verdict = outcome.result.verdict
    if fault.blind:
        return "" if fault.blind in outcome.result.blind_spots else f"{fault.blind} is not named"
    if kind.gravity == BLOCKING and verdict is not Verdict.NOT_READY:
        return f"{verdict} though it blocks"
    if kind.gravity == "not_tested" and verdict is not Verdict.NOT_TESTED:
        return f"{verdict} though a cell is empty"
    if kind.gravity == REMARK and verdict is Verdict.READY:
        return "ready though there is a remark"
    if kind.gravity == NOTHING and verdict is not right.outcome.result.verdict:
        return f"{verdict}, and there is no fault"
    if wrong_addresses(right.outcome, outcome, [fault])[0]:
        return "the equation does not hold where it was put in"
    return ""


def of_one(right: Right, job: Job, seed: int) -> str:
    outcome, (fault,) = tried(right, [(job.kind, job.wish)], seed)
    return wrong(right, job.kind, fault, outcome)


def test_the_right_municipality_is_ready(rights: dict[str, Right]) -> None:
    assert rights["all"].outcome.result.verdict is Verdict.READY
    for right in rights.values():
        assert right.outcome.result.verdict in (Verdict.READY, Verdict.READY_WITH_REMARKS)
        assert right.outcome.result.figures.gross_ore == 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_single_fault_is_ready(variant: str, rights: dict[str, Right], every: dict[str, list[Job]]) -> None:
    mine = every[variant]
    assert len(mine) > 700
    chosen = mine if THOROUGH else spread(mine)
    assert {job.kind.name for job in chosen} == {job.kind.name for job in mine}
    assert {(job.wish.place, job.wish.size) for job in chosen} == {(job.wish.place, job.wish.size) for job in mine}
    found = {str(job): of_one(rights[variant], job, seed) for seed, job in enumerate(chosen)}
    assert {job: why for job, why in found.items() if why} == {}


def test_no_pair_of_faults_is_ready(rights: dict[str, Right], every: dict[str, list[Job]]) -> None:
    """Two that block, on two claims: neither hides the other."""
    rng = np.random.Generator(np.random.PCG64(20))
    singles = [job for some in every.values() for job in some if job.kind.gravity == BLOCKING and not job.kind.alone]
    found = {}
    for seed in range(PAIRS if THOROUGH else 20):
        one = singles[int(rng.integers(len(singles)))]
        others = [job for job in singles if job.variant == one.variant]
        other = others[int(rng.integers(len(others)))]
        outcome, faults = tried(rights[one.variant], [(one.kind, one.wish), (other.kind, other.wish)], seed)
        if all(fault.blind for fault in faults):
            continue
        if outcome.result.verdict is not Verdict.NOT_READY:
            found[f"{one} + {other}"] = outcome.result.verdict.value
    assert found == {}


@cache
def _kinds() -> dict[str, Kind]:
    return {kind.name: kind for kind in KINDS}


def test_the_test_sees_a_false_ready(rights: dict[str, Right]) -> None:
    """Held against the run of the right data, each fault that can be seen would be told."""
    right = rights["all"]
    draft = right.draft.again()
    (fault,) = put(draft, _kinds()["missing_in_psrm"])
    assert wrong(right, _kinds()["missing_in_psrm"], fault, right.outcome) == "ready though it blocks"
