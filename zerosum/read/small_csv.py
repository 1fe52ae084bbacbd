"""A short list that a person keeps beside the settings: a CSV file with semicolons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from zerosum.errors import InputError, Phrase, Problem, SettingsError, reason
from zerosum.read.container import Blob
from zerosum.read.delimited import read_delimited
from zerosum.read.raw import Raw
from zerosum.sources.load import builtin

_NOT_TEXT = (b"PK", b"PAR1", b"\xd0\xcf\x11\xe0")
"""How a ZIP (and so an XLSX), a Parquet file and an old workbook begin."""


def read_small_csv(path: Path, as_csv: Phrase, when_empty: Phrase) -> Raw:
    """The file as it is written. SettingsError where it is no such file; `as_csv` and `when_empty` say what to do then."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(Problem("file_unreadable", {"reason": reason(error)}, path.name)) from None
    if not data.strip():
        raise SettingsError(Problem("list_empty", {"do": when_empty}, path.name))
    if data.startswith(_NOT_TEXT):
        raise SettingsError(Problem("list_not_csv", {"do": as_csv}, path.name))
    try:
        return read_delimited(Blob(path.name, data, len(data), "", ""), replace(builtin("zerosum"), separator=";"))
    except InputError as error:
        raise SettingsError(*(replace(one, do=one.do if one.line else as_csv) for one in error.problems)) from None
