"""Bytes onto the disk, for their owner alone and whole or not at all. What the system says is left to the caller to tell."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600


def put_new(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Write a file that is not there, and see it to the disk. OSError where it cannot be written, and nothing of it is left;
    FileExistsError where one is there, which is left as it is."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def put_over(path: Path, content: bytes) -> None:
    """Write a file beside its place, and give it its name when it is whole, whatever is there. OSError where it cannot be written:
    then what was there is there."""
    making = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    put_new(making, content)
    try:
        os.replace(making, path)
    except BaseException:
        with suppress(OSError):
            making.unlink()
        raise
