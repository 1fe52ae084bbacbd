"""Can a run be written, and is the place fit for it?"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from zerosum.doctor.finding import Finding, Ground, failed, ok, warning
from zerosum.doctor.inputs import MEGABYTE, size_of
from zerosum.doctor.shown import nearest_folder, shown, some
from zerosum.errors import Phrase, Value
from zerosum.runs.places import FILES, MAKING, folder_name, making_name, slug

SPACE_TIMES = 3
"""A run, and the self-test's copies, want so many times the size of the inputs."""
SPACE_LEAST = 64 * MEGABYTE
"""What a small run wants."""
SPACE_NONE = 8 * MEGABYTE
"""With less than this no run can be written."""
PATH_MAX_WINDOWS = 260
"""A path of Windows with its end sign, unless long paths are allowed on the machine."""
DEAD_AFTER = timedelta(hours=1)
"""A run that is being written is done long before."""
SELFTEST_PREFIX = "zerosum-selftest-"
"""As in `trial.folder`, which imports more than is wanted here; a test holds the two against each other."""


def output(ground: Ground) -> Iterator[Finding]:
    """A file can be written where runs are to lie. It is removed again."""
    folder = nearest_folder(ground.output)
    told = {"folder": shown(ground.output)}
    if not folder.is_dir():
        yield failed("output", Phrase("doctor.output_file", told), Phrase("doctor.output_file_fix"))
        return
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".zerosum-doctor-") as file:
            file.write(b"zerosum")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        yield failed("output", Phrase("doctor.output_closed", told), Phrase("doctor.output_fix"))
        return
    yield ok("output", Phrase("doctor.output_ok", told))


def space(ground: Ground) -> Iterator[Finding]:
    """There is room for a run."""
    folder = nearest_folder(ground.output)
    try:
        free = ground.machine.free_bytes(folder)
    except OSError:
        return  # `output` says that there is something wrong with the folder
    wanted = max(SPACE_TIMES * sum(size_of(path) for path in ground.files), SPACE_LEAST)
    told: dict[str, Value] = {"folder": shown(ground.output), "free": free // MEGABYTE, "wanted": wanted // MEGABYTE}
    if free < SPACE_NONE:
        yield failed("space", Phrase("doctor.space_none", told), Phrase("doctor.space_fix"))
    elif free < wanted:
        yield warning("space", Phrase("doctor.space_little", told), Phrase("doctor.space_fix"))
    else:
        yield ok("space", Phrase("doctor.space_ok", told))


_SYNCED = re.compile(
    r"onedrive|dropbox|sharepoint|google ?drive|googledrive|icloud|nextcloud|box sync|\bmy drive\b", re.IGNORECASE
)
"""What the folders of services are called that copy files to other machines."""
_SYNCED_VARIABLE = re.compile("OneDrive.*", re.IGNORECASE)
"""Where Windows says which folders OneDrive copies."""


def synced(ground: Ground) -> Iterator[Finding]:
    """Neither the inputs nor the runs lie in a folder that is copied elsewhere: there are numbers of people in them."""
    homes = [
        _plain(Path(value))
        for name, value in ground.machine.environment.items()
        if _SYNCED_VARIABLE.fullmatch(name) and value
    ]
    given = [ground.config] if ground.config is not None else []
    places = {path.parent for path in (*ground.files, *given)} | {ground.output}
    found = [path for path in places if _is_synced(path, homes)]
    if found:
        seen = Phrase("doctor.synced", {"n": len(found), "folders": some(found)})
        yield warning("synced", seen, Phrase("doctor.synced_fix"))
    else:
        yield ok("synced", Phrase("doctor.synced_ok"))


def _is_synced(path: Path, homes: list[str]) -> bool:
    whole = _plain(path)
    return any(_SYNCED.search(part) for part in whole.split("/")) or any(
        whole == home or whole.startswith(f"{home}/") for home in homes
    )


def _plain(path: Path) -> str:
    return os.path.abspath(path).replace("\\", "/").casefold().rstrip("/")


def long_paths(ground: Ground) -> Iterator[Finding]:
    """No path is longer than Windows lets through."""
    if ground.machine.system != "Windows":
        yield ok("long_paths", Phrase("doctor.long_paths_elsewhere"))
        return
    longest = max([_longest_of_a_run(ground), *(len(os.path.abspath(path)) for path in ground.files)])
    told = {"length": longest, "most": PATH_MAX_WINDOWS - 1}
    if longest >= PATH_MAX_WINDOWS:
        yield warning("long_paths", Phrase("doctor.long_paths", told), Phrase("doctor.long_paths_fix"))
    else:
        yield ok("long_paths", Phrase("doctor.long_paths_ok", told))


def _longest_of_a_run(ground: Ground) -> int:
    settings = ground.settings
    names = (slug(settings.municipality), slug(settings.area)) if settings is not None else ("x" * 20, "x" * 20)
    making = making_name(folder_name(date(2000, 1, 1), "0" * 6))
    return len(os.path.join(os.path.abspath(ground.output), *names, making, max(FILES, key=len)))


def leftovers(ground: Ground) -> Iterator[Finding]:
    """What killed runs and self-tests left behind. It may hold numbers of people, and may be deleted."""
    found = [path for path in _left(ground) if _is_dead(path, ground.machine.now)]
    if found:
        seen = Phrase("doctor.leftovers", {"n": len(found), "folders": some(found)})
        yield warning("leftovers", seen, Phrase("doctor.leftovers_fix"))
    else:
        yield ok("leftovers", Phrase("doctor.leftovers_none"))


def _left(ground: Ground) -> Iterator[Path]:
    if ground.output.is_dir():
        yield from (path for path in ground.output.glob("*/*/.*") if MAKING.fullmatch(path.name))
    if ground.machine.temporary.is_dir():
        yield from ground.machine.temporary.glob(f"{SELFTEST_PREFIX}*")


def _is_dead(path: Path, now: datetime) -> bool:
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return False
    return abs(now - written) > DEAD_AFTER
