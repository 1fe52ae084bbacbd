"""A pair of keys (nøglepar) in a folder: `zerosum.key`, which its owner keeps, and `zerosum.pub`, which others check with."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zerosum.errors import Problem, SigningError, reason
from zerosum.runs.kept import shown
from zerosum.runs.places import RUN
from zerosum.runs.put import put_new
from zerosum.signing import MINISIGN, Cost, PublicKey, new_key, public_file, secret_file

SECRET, PUBLIC = "zerosum.key", "zerosum.pub"


@dataclass(frozen=True)
class Made:
    """A pair that was made."""

    secret: Path
    public: Path
    key: PublicKey
    has_password: bool


def make_keys(folder: Path, password: Callable[[], str], cost: Cost = MINISIGN) -> Made:
    """Make a pair of keys in a folder, which is made where it is not there. `password` is asked when nothing else stands in the way;
    empty: none. SigningError where a key lies there, the folder has runs in it, it cannot be written, or the extra `sign` is
    not installed: then nothing is written."""
    secret, public = folder / SECRET, folder / PUBLIC
    there = [path for path in (secret, public) if os.path.lexists(path)]
    if there:
        raise SigningError(*(Problem("keys_there", file=shown(path)) for path in there))
    if _has_runs(folder):
        raise SigningError(Problem("keys_among_runs", file=shown(folder)))
    key = new_key()
    halves = public_file(key.public)  # the extra is needed here, and a password is not asked for in vain
    told = password()
    content = secret_file(key, told, cost)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_new(secret, content, 0o600)
        try:
            put_new(public, halves, 0o644)
        except BaseException:
            secret.unlink(missing_ok=True)  # one half alone would stand in the way of both
            raise
    except FileExistsError:
        raise SigningError(Problem("keys_there", file=shown(folder))) from None
    except OSError as error:
        raise SigningError(Problem("keys_not_made", {"reason": reason(error)}, shown(folder))) from None
    return Made(secret, public, key.public, bool(told))


def _has_runs(folder: Path) -> bool:
    """Whether a run lies in the folder or below it, or the folder lies in one. Links are not followed."""
    whole = Path(os.path.abspath(folder))
    if any((one / RUN).is_file() for one in (whole, *whole.parents)):
        return True
    return any(RUN in files for _, _, files in os.walk(whole))
