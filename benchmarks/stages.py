"""Where the time of a full run goes: one run under Python's profiler, told by the steps of the story."""

from __future__ import annotations

import pstats
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory

from rounds import Program, command_of

STORY = (("zerosum/cli/run.py", "_run"), ("zerosum/cli/run.py", "_made"), ("zerosum/pipeline.py", "reconcile_taken"))
"""The functions whose steps are told: where they stand and what they are called."""

Place = tuple[str, int, str]
"""A function as the profiler names it: file, line, name."""


@dataclass(frozen=True)
class Stages:
    """A run's steps, the longest first. What is in no step is the start: imports and settings."""

    whole_s: float
    steps: tuple[tuple[str, float], ...]

    @property
    def start_s(self) -> float:
        return self.whole_s - sum(seconds for _, seconds in self.steps)


def stages(program: Program) -> Stages:
    """Run a program `python -m zerosum …` once under the profiler, untimed otherwise."""
    with TemporaryDirectory() as output:
        profile = Path(output) / "profile"
        python, *rest = command_of(program, output)
        done = run([python, "-m", "cProfile", "-o", str(profile), *rest], stdout=DEVNULL, stderr=DEVNULL, check=False)
        if done.returncode not in program.good:
            sys.exit(f"{program.name}: the profiled run ended with {done.returncode}")
        return told(pstats.Stats(str(profile)))


def told(profile: pstats.Stats) -> Stages:
    """The seconds of each function of ours that a function of the story calls, but for the story's own."""
    timings = profile.stats  # type: ignore[attr-defined]
    steps: dict[str, float] = {}
    for place, (*_, callers) in timings.items():
        if _is_ours(place) and not _is_story(place):
            seconds = sum(spent[3] for caller, spent in callers.items() if _is_story(caller))
            if seconds:
                name = _name(place)
                steps[name] = steps.get(name, 0.0) + seconds
    if not steps:
        sys.exit("the profile shows no step of the pipeline: STORY in benchmarks/stages.py no longer names it")
    longest_first = sorted(steps.items(), key=lambda step: (-step[1], step[0]))
    return Stages(profile.total_tt, tuple(longest_first))  # type: ignore[attr-defined]


def _path(place: Place) -> str:
    return place[0].replace("\\", "/")


def _is_ours(place: Place) -> bool:
    return "/zerosum/" in _path(place) and "/site-packages/" not in _path(place)


def _is_story(place: Place) -> bool:
    return any(_path(place).endswith("/" + path) and place[2] == name for path, name in STORY)


def _name(place: Place) -> str:
    """`take_in`, of normalise/intake.py: never more of the path than what is ours."""
    return f"`{place[2]}` of {_path(place).rpartition('/zerosum/')[2]}"
