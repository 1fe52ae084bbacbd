"""File -> Raw: everything as text, with file and line. Nothing is decided here but how the file is written."""

from zerosum.read.raw import Raw, read

__all__ = ["Raw", "read"]
