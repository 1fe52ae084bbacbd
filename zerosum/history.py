"""What earlier runs of an area came out as, and what has changed since the last: frozen values of words and øre."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from zerosum.result import Verdict

MOST_RUNS = 30
"""So many earlier runs are told."""


@dataclass(frozen=True)
class Then:
    """A solution, or the whole area, in an earlier run."""

    verdict: Verdict
    unexplained_gross_ore: int
    gross_ore: int


@dataclass(frozen=True)
class EarlierRun:
    """An earlier run of the same creditor's area."""

    run_id: str
    made_at: datetime
    cut_off: date
    as_of: date
    whole: Then
    solutions: tuple[tuple[str, Then], ...]
    other_rules: bool
    """Its rules, sources or settings were not those of this run: its numbers are not quite of the same kind."""


@dataclass(frozen=True)
class Moved:
    """What became of the lines of a solution since an earlier run. All gross."""

    solution: str
    new_rows: int = 0
    """Open now, and in no run before."""
    new_ore: int = 0
    reopened_rows: int = 0
    """Open now and not the last time, but in a run before that."""
    reopened_ore: int = 0
    known_rows: int = 0
    """Open now and the last time."""
    known_ore: int = 0
    closed_rows: int = 0
    """Open the last time, and not now."""
    closed_ore: int = 0


@dataclass(frozen=True)
class History:
    """Earlier runs, the oldest first."""

    runs: tuple[EarlierRun, ...] = ()
    moved: tuple[Moved, ...] = ()
    """Since the last of them, by solution; empty where there is none."""
    unread: int = 0
    """Runs that lie there and cannot be read."""

    def of_solution(self, name: str) -> History:
        """What it tells of one solution, as if there were no other."""
        runs = tuple(
            replace(run, whole=then, solutions=((name, then),))
            for run in self.runs
            for one, then in run.solutions
            if one == name
        )
        return History(runs, tuple(one for one in self.moved if one.solution == name))
