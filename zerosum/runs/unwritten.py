"""Why a run cannot be written: what the system says, as a message."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

from zerosum.errors import OutputError, Problem, reason

_PROBLEMS = {
    errno.ENOSPC: Problem("output_full"),
    errno.EDQUOT: Problem("output_full"),
    errno.EFBIG: Problem("output_full"),
    errno.EACCES: Problem("output_closed"),
    errno.EPERM: Problem("output_closed"),
    errno.EROFS: Problem("output_closed"),
    errno.ENOENT: Problem("output_gone"),
    errno.ESTALE: Problem("output_gone"),
    errno.ENOTDIR: Problem("output_no_folder"),
    errno.EEXIST: Problem("output_no_folder"),
    errno.ENAMETOOLONG: Problem("output_too_long"),
}


def output_error(error: OSError, place: Path) -> OutputError:
    """The message that a failed writing is. `place` is where one asked to write: what the system names is our own folder."""
    told = _PROBLEMS.get(error.errno or 0) or Problem("output_failed", {"reason": reason(error)})
    return OutputError(replace(told, file=str(place)))


def ready(root: Path) -> None:
    """Nothing stands in the way of writing under `root`, as far as can be seen before. OutputError else: rather now than
    after the files have been read."""
    whole = Path(os.path.abspath(root))
    nearest = next((one for one in (whole, *whole.parents) if os.path.lexists(one)), whole)
    if not nearest.is_dir():
        raise OutputError(Problem("output_no_folder", file=str(root)))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(Problem("output_closed", file=str(root)))
