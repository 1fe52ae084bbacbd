"""The earlier runs of an area on disk -> History: what they came out as, and which lines are new, closed or open again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from zerosum.errors import InputError
from zerosum.history import MOST_RUNS, EarlierRun, History, Moved, Then
from zerosum.judge.lines import digest
from zerosum.result import Result, Verdict
from zerosum.runs.kept import Kept, kept
from zerosum.runs.places import OPEN_ITEMS, POSTINGS, RUN, slug
from zerosum.runs.reopened import table
from zerosum.tables import ItemLines, PostedLines

OF_THE_RULES = (
    "settings_sha256",
    "decisions_sha256",
    "catalogue_sha256",
    "test_batch_sha256",
    "sources_sha256",
    "rules_sha256",
)


def history(root: Path, result: Result, about: Mapping[str, Any], items: pd.DataFrame, posted: pd.DataFrame) -> History:
    """Of the runs of the same creditor's area under `root` that were made before this one, and came out otherwise. A run that cannot
    be read, or is not as it was sealed, is left out and counted: it decides nothing here."""
    made_at = datetime.fromisoformat(about["made_at"])
    found, unread = _earlier(root, result, made_at)
    # A run that came out the same, byte for byte, was only made once more: what has happened is told since the one before it.
    latest: dict[str, tuple[Path, Kept]] = {}
    for folder, run in found:
        latest.pop(run.about["fingerprint"], None)  # it stands where it was made last
        latest[run.about["fingerprint"]] = folder, run
    latest.pop(about["fingerprint"], None)
    found = list(latest.values())[-MOST_RUNS:]
    if not found:
        return History(unread=unread)
    now = _open(items, posted)
    last, before = _lines(*found[-1]), set[str]()
    unread += last is None
    for folder, run in found[:-1]:
        lines = _lines(folder, run)
        unread += lines is None
        before |= set(lines or {})
    runs = tuple(_run(run, about) for _, run in found)
    return History(runs, _moved(now, last, before) if last is not None else (), unread)


def _earlier(root: Path, result: Result, made_at: datetime) -> tuple[list[tuple[Path, Kept]], int]:
    """Folders and runs, the oldest first, and how many could not be read."""
    found, unread = [], 0
    ours = (result.municipality, result.creditor_id, result.area)
    try:
        paths = sorted((root / slug(result.municipality) / slug(result.area)).glob(f"[!.]*/{RUN}"))
    except OSError:  # what is wrong with the place is told when the run is written
        return [], 0
    for path in paths:
        try:
            run = kept(path.parent)
        except InputError:
            unread += 1
            continue
        if run.of == ours and run.made_at <= made_at:
            found.append((path.parent, run))
    return sorted(found, key=lambda pair: (pair[1].made_at, pair[0].name)), unread


def _run(run: Kept, about: Mapping[str, Any]) -> EarlierRun:
    told = run.result
    return EarlierRun(
        run_id=run.about["run_id"],
        made_at=run.made_at,
        cut_off=date.fromisoformat(told["cut_off"]),
        as_of=date.fromisoformat(told["as_of"]),
        whole=_then(told),
        solutions=tuple((one["name"], _then(one)) for one in told["solutions"]),
        other_rules=any(run.about.get(name) != about[name] for name in OF_THE_RULES),
    )


def _then(told: Mapping[str, Any]) -> Then:
    return Then(Verdict(told["verdict"]), int(told["unexplained_gross_ore"]), int(told["gross_ore"]))


Lines = Mapping[str, tuple[str, int]]
"""Line -> its solution and its gross."""


def _lines(folder: Path, run: Kept) -> Lines | None:
    """The open lines of an earlier run; None where they cannot be read, or are not those that were sealed."""
    try:
        items, posted = table(folder / OPEN_ITEMS, ItemLines), table(folder / POSTINGS, PostedLines)
    except InputError:
        return None
    try:
        is_sealed = digest(posted, items) == run.result.get("postings_sha256")
    except (IndexError, KeyError, TypeError, ValueError):  # postings of items that are not there
        return None
    return _open(items, posted) if is_sealed else None


def _open(items: pd.DataFrame, posted: pd.DataFrame) -> Lines:
    item = posted[PostedLines.ITEM].to_numpy()
    of_posting = items.iloc[item]
    rows = zip(
        posted[PostedLines.LINE].tolist(),
        of_posting[ItemLines.SOLUTION].tolist(),
        posted[PostedLines.POSTED_ORE].abs().tolist(),
        of_posting[ItemLines.IN_AREA].tolist(),
        strict=True,
    )
    return {line: (solution, gross) for line, solution, gross, in_area in rows if in_area}


def _moved(now: Lines, last: Lines, before: Iterable[str]) -> tuple[Moved, ...]:
    before = set(before)
    counts: dict[str, dict[str, int]] = {}

    def add(kind: str, solution: str, gross: int) -> None:
        mine = counts.setdefault(solution, {})
        mine[f"{kind}_rows"] = mine.get(f"{kind}_rows", 0) + 1
        mine[f"{kind}_ore"] = mine.get(f"{kind}_ore", 0) + gross

    for line, (solution, gross) in now.items():
        add("known" if line in last else "reopened" if line in before else "new", solution, gross)
    for line, (solution, gross) in last.items():
        if line not in now:
            add("closed", solution, gross)
    return tuple(Moved(solution, **counts[solution]) for solution in sorted(counts))
