"""docs/benchmarks.md, from what was measured. No path and no name of the machine stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bars import BESIDE, GB, ROUNDS, Bar, Costs, apply, bars, cpu, peak, ratio, typical, wall
from stages import Stages

WORTH_TELLING = 0.02
"""A step that takes less of the run than this is told with the others of its kind."""

BY_HAND = Path(__file__).parent / "run_folder.md"
"""What other commands here have measured, written by hand: it closes the page."""


@dataclass(frozen=True)
class Measured:
    """All that the page is made of."""

    day: date
    claims: int
    seed: int
    rounds: int
    machine: Sequence[str]
    """Processor, memory, load and versions, a line each."""
    files: Sequence[tuple[str, int, int]]
    """Name, lines, bytes."""
    costs: Costs
    stages: Stages


def page(seen: Measured) -> str:
    """The whole page."""
    held = bars(seen.claims, seen.costs) if apply(seen.claims) else []
    parts = (
        _head(seen),
        _costs(seen),
        _beside(seen),
        _bars(seen, held),
        _stages(seen),
        _rest(),
        BY_HAND.read_text(encoding="utf-8").rstrip(),
    )
    return "\n\n".join(parts) + "\n"


def _head(seen: Measured) -> str:
    rounds = "" if seen.rounds == ROUNDS else f" ROUNDS={seen.rounds}"
    return f"""# Benchmarks

This page is written by the command below, from its own measurements; do not edit it. Its last part is
`benchmarks/run_folder.md`.

    make bench SIZE={seen.claims}{rounds}

{_listed((f"Measured on {seen.day.isoformat()}.", *seen.machine))}

The files are made up (`python -m zerosum.simulate bench`, seed {seen.seed}): {seen.claims:,} claims, a creation for each and
write-downs on 24 of 100; one claim of a hundred is faulty, or ten where the table says so.

{_table(("file", "lines", "MB"), ((name, f"{lines:,}", f"{size / 10**6:,.1f}") for name, lines, size in seen.files))}

Each program is a whole process: its start, its imports, reading, and its answer. {seen.rounds} rounds; in each, every
program runs once, one after the other, every other round backwards. Each has read its files once before, untimed,
so that they lie in the page cache; there it is also checked that the programs agree to the øre on the sum of each side,
and on the number of claims, and that the difference is the one that was put in.

- **zerosum** is `zerosum run` with all its files and its report, the work list left out.
- **Bare polars** ([plain](../benchmarks/programs/bare_polars.py), [ODE](../benchmarks/programs/bare_polars_ode.py)) reads
  the columns it needs, parses the Danish amounts, sums to one row for each claim and joins the sides. No dates, no
  status, no rejects, no line numbers, no causes: it is the floor, not another program for the same work.
- **[datacompy](../benchmarks/programs/compare_datacompy.py)** compares one row for each claim; pandas makes these from the
  same files, with Arrow's reader."""


def _costs(seen: Measured) -> str:
    rows = []
    for name, costs in seen.costs.items():
        one = typical(costs)
        between = f"{min(each.wall_s for each in costs):.2f}–{max(each.wall_s for each in costs):.2f}"
        rows.append((name, f"{one.wall_s:.2f}", between, f"{one.cpu_s:.2f}", f"{one.peak_bytes / GB:.2f}"))
    headings = ("program", "wall, s", "least–most", "CPU, s", "peak memory, GB")
    return f"## What each took\n\nMedian of {seen.rounds}. CPU is user and system together.\n\n{_table(headings, rows)}"


def _beside(seen: Measured) -> str:
    rows = [
        (
            f"{ours} ÷ {other}",
            *(f"{ratio(seen.costs, ours, other, figure):.2f}" for figure in (wall, cpu, peak)),
        )
        for ours, other in BESIDE
    ]
    return (
        f"## Side by side\n\nMedian of the ratios of each round.\n\n{_table(('ratio', 'wall', 'CPU', 'memory'), rows)}"
    )


def _bars(seen: Measured, held: Sequence[Bar]) -> str:
    if not held:
        return "## The bars\n\nNot applied: they are set for a million claims and more."
    rows = [
        (one.what, f"{one.measured:.2f} {one.unit}", f"{one.limit:.1f}", f"{one.aim:.1f}" if one.aim else "", one.word)
        for one in held
    ]
    return "\n\n".join(
        ("## The bars", _table(("bar", "measured", "at most", "aim", ""), rows), _not_met(held, seen.stages))
    )


def _not_met(held: Sequence[Bar], stages: Stages) -> str:
    missed = [one for one in held if one.measured > one.limit]
    if not missed:
        return "All are met."
    longest = ", ".join(f"{name} ({seconds / stages.whole_s:.0%})" for name, seconds in stages.steps[:3])
    return f"""### What is not met, and why

{_listed(f"{one.what}: {one.measured:.2f} {one.unit}, at most {one.limit:.1f}." for one in missed)}

The floor reads three columns, the run all of them, and gives each line its file and number, its codes and its day, so
that it can be refused, dated, matched, cleared and posted to a cause. Most of a run's time goes to {longest}; the start
and its imports take {stages.start_s / stages.whole_s:.0%}. The next section has the rest."""


def _stages(seen: Measured) -> str:
    whole = seen.stages.whole_s
    told = [step for step in seen.stages.steps if step[1] >= WORTH_TELLING * whole]
    small = sum(seconds for _, seconds in seen.stages.steps) - sum(seconds for _, seconds in told)
    steps = [*told, ("smaller steps together", small), ("start: imports and settings", seen.stages.start_s)]
    rows = ((name, f"{seconds:.2f}", f"{seconds / whole:.0%}") for name, seconds in steps)
    return f"""## Where a full run's time goes

One run on the plain format under Python's profiler, which makes it somewhat slower: {whole:.2f} s.

{_table(("step", "s", "of the run"), rows)}"""


def _rest() -> str:
    return """## What is not measured here

- fastrecon, and ten million claims (`make bench SIZE=10000000` runs them; the bars are then 2.0 × and the aim 1.0 ×).
- A cold disk, and other machines than this one."""


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown: the first column to the left, the others to the right."""
    lines = [headings, ("---", *("---:" for _ in headings[1:])), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
