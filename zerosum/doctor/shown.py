"""Places as the doctor names them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from zerosum.identity import veiled_path

LISTED = 5
"""So many names are said at most; then how many more there are."""


def shown(path: Path) -> str:
    """A path, relative to the folder that one stands in where it lies there; without numbers of people."""
    try:
        return veiled_path(str(path.resolve().relative_to(Path.cwd())))
    except (OSError, ValueError):  # elsewhere; or the folder that one stands in is gone
        return veiled_path(str(path))


def some(paths: Iterable[Path]) -> tuple[str, ...]:
    """The first of some paths, by name."""
    every = sorted({shown(path) for path in paths})
    more = (f"+{len(every) - LISTED}",) if len(every) > LISTED else ()
    return (*every[:LISTED], *more)


def nearest_folder(path: Path) -> Path:
    """The folder itself, or the nearest one above it that is there. A file where a folder should be is given as it is."""
    whole = Path(os.path.abspath(path))
    return next((one for one in (whole, *whole.parents) if os.path.lexists(one)), whole)
