"""A vendor's packs on disk: a folder for the solution and a ZIP of it. Only what an earlier making for the same run wrote is
overwritten or taken away, so that nothing of anybody's own is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from zerosum.errors import OutputError, Problem
from zerosum.identity import veiled_path
from zerosum.runs.store import replace_file
from zerosum.runs.unwritten import output_error

MANIFEST = "pakke.json"
"""Which run a folder of packs is of, and which files were written."""


def keep_packs(folder: Path, files: Mapping[str, bytes], archive: bytes, fingerprint: str) -> Path:
    """Write the files below `folder`, and `archive` as the ZIP beside it; the ZIP's path. OutputError where they cannot be
    written, or another run's or anybody's own files lie there."""
    beside = folder.with_name(f"{folder.name}.zip")
    earlier = _earlier(folder, fingerprint)
    if earlier is None and (beside.exists() or (folder.exists() and any(folder.iterdir()))):
        raise OutputError(Problem("packs_of_another_run", file=veiled_path(str(folder))))
    told = json.dumps({"fingerprint": fingerprint, "files": sorted(files)}, ensure_ascii=False, indent=1) + "\n"
    try:
        _make(folder)
        for name in files:
            _make((folder / name).parent)
        for name in sorted((earlier or frozenset()) - set(files)):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise output_error(error, folder) from None
    replace_file(folder / MANIFEST, told.encode())
    for name, data in files.items():
        replace_file(folder / name, data)
    replace_file(beside, archive)
    return beside


def _make(folder: Path) -> None:
    """Make a folder, and each above it that is not there, for its owner alone."""
    for one in reversed((folder, *folder.parents)):
        if not one.exists():
            one.mkdir(mode=0o700, exist_ok=True)


def _earlier(folder: Path, fingerprint: str) -> frozenset[str] | None:
    """The files that an earlier making wrote for the same run; None where there is none. A name that leads out of the folder is
    none that we wrote."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        names = frozenset(str(name) for name in told["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if told["fingerprint"] != fingerprint:
        return None
    return frozenset(name for name in names if ".." not in Path(name).parts and not Path(name).is_absolute())
