"""The municipality's key (nøgle) for pseudonyms: made once by chance, kept by its user, and never shown.

A pseudonym is a hash of a debtor number under this key. So it is the same tomorrow, and tells nothing to those who have not the
key, though they could try every number that there is. The key lies where programs keep what is a user's own, which is neither
an output nor a folder that is synced or shared; each creditor (fordringshaver) has one.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from zerosum.errors import OutputError, Problem, SettingsError, reason

BYTES = 32
"""So long is a key; in its file two signs stand for each byte."""

WINDOWS = os.name == "nt"


def folder(environment: Mapping[str, str], home: Path, windows: bool) -> Path:
    """Where keys lie: with what is the user's own on this machine, and does not follow the user to others."""
    variable, usual = ("LOCALAPPDATA", "AppData/Local") if windows else ("XDG_CONFIG_HOME", ".config")
    told = environment.get(variable, "")
    return (Path(told) if os.path.isabs(told) else home / usual) / "zerosum"


def place(creditor_id: str) -> Path:
    """The file of a creditor's key, whether it is there or not. ValueError for what is no creditor id."""
    if not re.fullmatch("[0-9]{4}", creditor_id):
        raise ValueError("a creditor id has four digits")
    return folder(os.environ, Path(os.path.expanduser("~")), WINDOWS) / f"pseudonymer-{creditor_id}.key"


def make(creditor_id: str) -> bool:
    """Make a creditor's key, where there is none: a key that is there is never touched. True: it was made now. OutputError
    where it cannot be written."""
    path = place(creditor_id)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if not path.is_file():
            raise OutputError(Problem("key_place_taken", file=str(path))) from None
        return False
    except OSError as error:
        raise OutputError(Problem("key_not_made", {"reason": reason(error)}, str(path))) from None
    try:
        with os.fdopen(file, "w", encoding="ascii", newline="\n") as written:
            written.write(f"{secrets.token_hex(BYTES)}\n")
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)  # half a key is none
        raise OutputError(Problem("key_not_made", {"reason": reason(error)}, str(path))) from None
    return True


def read(creditor_id: str) -> bytes | None:
    """A creditor's key; None where there is none. SettingsError where its file cannot be read or holds no key: what another
    key would give, nobody could set beside the pseudonyms of before."""
    path = place(creditor_id)
    try:
        written = path.read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(Problem("key_not_read", {"reason": reason(error)}, str(path))) from None
    if not re.fullmatch(f"[0-9a-f]{{{2 * BYTES}}}", written):
        raise SettingsError(Problem("key_damaged", file=str(path)))
    return bytes.fromhex(written)
