"""Runs that lie on disk: the latest of an area, and what one of them says. Each is what its seal (aftryk) says, or it is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zerosum.errors import InputError, Problem, reason
from zerosum.identity import veiled_path
from zerosum.runs.places import RESULT, RUN, slug


@dataclass(frozen=True)
class Kept:
    """A run as it lies on disk."""

    result: Mapping[str, Any]
    """The values of result.json."""
    about: Mapping[str, Any]
    """The values of run.json."""

    @property
    def made_at(self) -> datetime:
        """When it was made, by the clock of the machine that made it."""
        return datetime.fromisoformat(self.about["made_at"])


def kept(folder: Path) -> Kept:
    """The run of a folder. InputError where it cannot be read, or where result.json is not what was sealed."""
    about, _ = _read(folder / RUN)
    result, raw = _read(folder / RESULT)
    if hashlib.sha256(raw).hexdigest() != about.get("fingerprint"):
        raise InputError(Problem("run_not_as_sealed", file=_shown(folder / RESULT)))
    try:
        run = Kept(result, about)
        if not run.made_at.tzinfo:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise InputError(Problem("run_unreadable", file=_shown(folder / RUN))) from None
    return run


def latest(roots: Iterable[Path], municipality: str, area: str) -> Kept | None:
    """The run that was made last, of those of an area under any of the folders; None where there is none. InputError where one
    of them cannot be read: it could be the last."""
    folders = [
        path.parent
        for root in dict.fromkeys(root.resolve() for root in roots)
        for path in sorted((root / slug(municipality) / slug(area)).glob(f"[!.]*/{RUN}"))
    ]
    return max(map(kept, folders), key=lambda run: (run.made_at, run.about["fingerprint"]), default=None)


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(Problem("run_not_opened", {"reason": reason(error)}, _shown(path))) from None
    try:
        values = json.loads(raw)
    except ValueError:  # also what is not UTF-8
        values = None
    if not isinstance(values, dict):
        raise InputError(Problem("run_unreadable", file=_shown(path)))
    return values, raw


def _shown(path: Path) -> str:
    return veiled_path(str(path))
