"""Runs past their declared time, and the removing of them (oprydning).

Only what lies where runs lie is looked at: <root>/<municipality>/<area>/<run>, and no link below the root is followed. Nothing is
removed that has not the name of a file of a run; a folder with anything else in it is left whole, and named.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from zerosum.errors import Problem, PurgeError, reason
from zerosum.runs.kept import shown
from zerosum.runs.places import (
    FILES,
    HALF_MADE,
    IS_REPORT,
    IS_WORK_LIST,
    MAKING,
    PACKS,
    RESULT,
    RUN,
    RUN_ID,
    SIGNATURE,
    making_name,
    slug,
)
from zerosum.settings import Keep

_PACK = re.compile(
    r"[a-z0-9-]+\.zip|[^/]+/(?:pakke\.json|index\.html)|[^/]+/[a-z_]+/(?:fejl\.html|eksempel/[a-z]+\.[a-z]+)"
)
"""A file of the defect packs, below their folder. A ZIP is one where a folder of its name lies beside it."""
_LINKS_OF_WINDOWS = (0xA000000C, 0xA0000003)
"""A symbolic link, and a junction, which is a link too and no symlink to Python 3.11."""
HALF_MADE_FOR = timedelta(days=1)
"""So long a folder in which a run is written may be left alone: none takes that long."""


class What(StrEnum):
    """What becomes of a folder that is past its time."""

    RUN = "run"
    """The whole run is removed."""
    WORK_LISTS = "work_lists"
    """Its work lists are removed."""
    HALF_MADE = "half_made"
    """It is of a run that was never finished, and is removed."""
    LATEST = "latest"
    """It is left: no later run of the area is there."""
    FOREIGN = "foreign"
    """It is left: something lies in it that is no file of a run."""
    UNREADABLE = "unreadable"
    """It is left: when it was made, or whose it is, cannot be read."""


REMOVED = (What.RUN, What.WORK_LISTS, What.HALF_MADE)


@dataclass(frozen=True)
class Old:
    """A folder that is past its time, or may be."""

    folder: Path
    what: What
    made_on: date | None = None
    names: tuple[str, ...] = ()
    """Of `FOREIGN`: what lies there; of `WORK_LISTS`: what is removed."""


@dataclass(frozen=True)
class _Run:
    folder: Path
    of: tuple[str, str, str]
    """Municipality, creditor and area; three empty texts where result.json does not tell."""
    made_at: datetime | None
    run_id: str


def past(
    root: Path,
    keep: Keep,
    as_of: date,
    now: datetime,
    ours: tuple[str, str, str] | None = None,
    *,
    also_latest: bool = False,
) -> list[Old]:
    """The folders under `root` that are past their time on a day, in the order of their paths; nothing is changed. A run is past
    it from the day after `runs_days` days. `ours`: municipality, creditor and area: of these alone. `now` is the clock of the
    machine, for half-made folders. PurgeError where a folder cannot be read."""
    try:
        return list(_past(root, keep, as_of, now, ours, also_latest))
    except OSError as error:
        raise PurgeError(Problem("purge_not_read", {"reason": reason(error)}, shown(root))) from None


def remove(old: Old) -> Problem | None:
    """Remove what `past` found; the problem where the system says no. It is looked at once more: what has come there since is left."""
    try:
        if not _is_folder(old.folder):
            raise NotADirectoryError(errno.ENOTDIR, "")
        if old.what == What.WORK_LISTS:
            for name in old.names:
                if name in _work_lists(old.folder):
                    _remove(old.folder / name)
        elif old.what in REMOVED:
            return _remove_run(old)
    except OSError as error:
        return Problem("purge_not_removed", {"reason": reason(error)}, shown(old.folder))
    return None


def _remove_run(old: Old) -> Problem | None:
    """The folder gets the name of a half-made one first: that fails while another program has a file of it open, and what is left
    where it is stopped halfway looks like no run, and is removed another day."""
    making = old.folder
    if old.what == What.RUN:
        making = old.folder.with_name(making_name(_run(old.folder).run_id))
        os.rename(old.folder, making)
    if foreign := _foreign(making):
        os.rename(making, old.folder)
        return Problem("purge_foreign", {"names": foreign}, shown(old.folder))
    for name in sorted(os.listdir(making)):
        _remove(making / name)
    os.rmdir(making)
    return None


def _remove(path: Path) -> None:
    """A file, or the folder of defect packs with all that is in it."""
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def _past(
    root: Path, keep: Keep, as_of: date, now: datetime, ours: tuple[str, str, str] | None, also_latest: bool
) -> Iterator[Old]:
    for area in _areas(root, ours):
        runs = [_run(folder) for folder in _folders(area) if _is_file(folder / RUN)]
        last = _latest(runs, as_of)
        for run in runs:
            if ours is not None and any(run.of) and run.of != ours:
                continue  # two creditors of one municipality may share the folder
            yield from _of_run(run, keep, as_of, ours is not None, run.folder in last and not also_latest)
        for folder in _folders(area):
            if (
                MAKING.fullmatch(folder.name)
                and now.timestamp() - folder.stat().st_mtime > HALF_MADE_FOR.total_seconds()
            ):
                foreign = _foreign(folder)
                yield Old(folder, What.FOREIGN, names=foreign) if foreign else Old(folder, What.HALF_MADE)


def _of_run(run: _Run, keep: Keep, as_of: date, of_one: bool, is_last: bool) -> Iterator[Old]:
    if run.made_at is None or not run.run_id or (of_one and not any(run.of)):
        yield Old(run.folder, What.UNREADABLE)
        return
    made_on = run.made_at.date()
    age = (as_of - made_on).days
    found: Old | None = None
    if keep.runs_days is not None and age > keep.runs_days:
        foreign = _foreign(run.folder)
        found = Old(run.folder, What.FOREIGN if foreign else What.RUN, made_on, foreign)
    elif keep.work_lists_days is not None and age > keep.work_lists_days and (lists := _work_lists(run.folder)):
        found = Old(run.folder, What.WORK_LISTS, made_on, lists)
    if found is not None:
        yield replace(found, what=What.LATEST, names=()) if is_last else found


def _latest(runs: Iterable[_Run], as_of: date) -> frozenset[Path]:
    """The folder of the last run of each creditor's area. One of a day that is not yet is none: a clock was wrong, or somebody wrote
    that day, and it must not cost the true last one."""
    last: dict[tuple[str, str, str], _Run] = {}
    for run in runs:
        if (
            run.made_at is not None
            and run.made_at.date() <= as_of
            and (run.of not in last or _order(last[run.of]) < _order(run))
        ):
            last[run.of] = run
    return frozenset(run.folder for run in last.values())


def _order(run: _Run) -> tuple[datetime, str]:
    assert run.made_at is not None
    return run.made_at, run.folder.name


# --- what lies there ---


def _areas(root: Path, ours: tuple[str, str, str] | None) -> Iterator[Path]:
    """The folders in which runs lie."""
    for municipality in _folders(root):
        if ours is None or municipality.name == slug(ours[0]):
            for area in _folders(municipality):
                if ours is None or area.name == slug(ours[2]):
                    yield area


def _run(folder: Path) -> _Run:
    """What tells whose a run is and when it was made. It need not be as sealed, nor of this version: it is only to be removed."""
    about, result = _values(folder / RUN), _values(folder / RESULT)
    run_id = about.get("run_id")
    of = tuple(result.get(name) for name in ("municipality", "creditor_id", "area"))
    known = (str(of[0]), str(of[1]), str(of[2])) if all(isinstance(one, str) and one for one in of) else ("", "", "")
    return _Run(
        folder,
        known,
        _moment(about.get("made_at")),
        run_id if isinstance(run_id, str) and RUN_ID.fullmatch(run_id) else "",
    )


def _moment(written: object) -> datetime | None:
    """A moment with its time zone; None where it is none."""
    try:
        moment = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None


def _values(path: Path) -> dict[str, Any]:
    """The values of a JSON file; none where it cannot be read."""
    if not _is_file(path):
        return {}
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _foreign(folder: Path) -> tuple[str, ...]:
    """The names of what lies in a run's folder and is none of its files."""
    names = []
    for name in sorted(os.listdir(folder)):
        path = folder / name
        if name == PACKS and _is_folder(path):
            names += [f"{name}/{one}" for one in _foreign_to_packs(path)]
        elif not (_is_file(path) and _is_ours(name)):
            names.append(name)
    return tuple(names)


def _foreign_to_packs(folder: Path, below: str = "") -> tuple[str, ...]:
    """What lies in the folder of defect packs and is none of theirs, by its name below it. Links are not followed: they are
    foreign."""
    names: list[str] = []
    for name in sorted(os.listdir(folder)):
        path, told = folder / name, f"{below}{name}"
        if _is_folder(path):
            names += _foreign_to_packs(path, f"{told}/")
        elif not (_is_file(path) and _PACK.fullmatch(told) and (below or _is_folder(path.with_suffix("")))):
            names.append(told)
    return tuple(names)


def _is_ours(name: str) -> bool:
    return name in (*FILES, SIGNATURE) or any(one.fullmatch(name) for one in (HALF_MADE, IS_WORK_LIST, IS_REPORT))


def _work_lists(folder: Path) -> tuple[str, ...]:
    """The names of a run's work lists, and of the folder of defect packs where it has nothing but packs."""
    names = []
    for name in sorted(os.listdir(folder)):
        path = folder / name
        if (name == PACKS and _is_folder(path) and not _foreign_to_packs(path)) or (
            IS_WORK_LIST.fullmatch(name) and _is_file(path)
        ):
            names.append(name)
    return tuple(names)


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder, without those that are links; none where it is not there."""
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in names if _is_folder(folder / name)]


def _is_folder(path: Path) -> bool:
    return _kind(path) == stat.S_IFDIR


def _is_file(path: Path) -> bool:
    return _kind(path) == stat.S_IFREG


def _kind(path: Path) -> int:
    """What a path itself is, and not what it leads to; 0 where it is not there."""
    try:
        seen = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    if getattr(seen, "st_reparse_tag", 0) in _LINKS_OF_WINDOWS:
        return stat.S_IFLNK
    return stat.S_IFMT(seen.st_mode)
