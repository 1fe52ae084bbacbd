"""The bytes of a file on the disk. It is opened for reading alone, and only where it is a regular file: a pipe or a device
might never end."""

from __future__ import annotations

import stat
from pathlib import Path

from zerosum.errors import InputError, Problem, reason
from zerosum.read.limits import FILE_BYTES_MAX


def contents(path: Path) -> bytes:
    """All bytes. InputError where the file is not there, is no regular file, may not be read, is too large, or is empty."""
    file = str(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError(Problem("file_is_folder", file=file))
        if not stat.S_ISREG(about.st_mode):
            raise InputError(Problem("file_is_device", file=file))
        if about.st_size > FILE_BYTES_MAX:
            raise InputError(Problem("file_too_large", {"limit": FILE_BYTES_MAX // 2**30}, file))
        with path.open("rb") as opened:
            data = opened.read(about.st_size + 1)  # room for so many bytes is taken at once
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(Problem("file_missing", file=file)) from None
    except OSError as error:
        raise InputError(Problem("file_unreadable", {"reason": reason(error)}, file)) from None
    except ValueError:  # a NUL in the name
        raise InputError(Problem("file_missing", file=file)) from None
    if not data:
        raise InputError(Problem("file_empty", file=file))
    return data
