"""A run's folder -> the dossier that its report was made of, proved to be the one that was sealed.

`report.json` holds the whole Result, the shown lines apart: these come from the postings again. What was read is only believed when
each file is the one that run.json names, and the bytes of `result.json` and the hash over the postings follow from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from zerosum.errors import InputError, Problem
from zerosum.history import History
from zerosum.judge.lines import digest, open_lines
from zerosum.report.dossier import Dossier
from zerosum.result import SCHEMA_VERSION, Result
from zerosum.runs.about import made_of
from zerosum.runs.debtors import debtors_in
from zerosum.runs.document import canonical, document
from zerosum.runs.frozen import frozen, thawed
from zerosum.runs.kept import FILES_SHA256, Kept, bytes_of, kept, shown, values_of
from zerosum.runs.places import DEBTORS, OPEN_ITEMS, POSTINGS, REPORT_DATA, RESULT, RUN
from zerosum.selftested import SelfTest
from zerosum.tables import ItemLines, PostedLines, Table

TOLD_TWICE = ("made_at", "who", "command")
"""Of run.json, what stands on the page and in nothing that is sealed."""


def report_data(result: Result, selftest: SelfTest | None, history: History, about: Mapping[str, Any]) -> bytes:
    """The bytes of report.json: all of a result that its postings do not tell, the self-test, what earlier runs came out as, and what
    the page tells of run.json. No debtor number, no pseudonym."""
    values = {
        "schema_version": SCHEMA_VERSION,
        "made": {name: about[name] for name in TOLD_TWICE},
        "result": thawed(replace(result, lines=())),
        "selftest": thawed(selftest) if selftest is not None else None,
        "history": thawed(history),
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def reopen(folder: Path) -> Dossier:
    """The dossier of a run. InputError where a file cannot be read, or is not what was sealed."""
    run = kept(folder)
    has_names = DEBTORS in _named(run)  # any other file of that name is somebody's
    for name in (REPORT_DATA, POSTINGS, OPEN_ITEMS, *([DEBTORS] if has_names else [])):
        _require_as_written(run, folder / name)
    items, posted = table(folder / OPEN_ITEMS, ItemLines), table(folder / POSTINGS, PostedLines)
    told = _values(folder / REPORT_DATA)
    if told.get("made") != {name: run.about.get(name) for name in TOLD_TWICE}:
        raise InputError(Problem("run_not_as_sealed", file=shown(folder / RUN)))
    try:
        result = frozen(Result, told["result"])
        selftest = frozen(SelfTest, told["selftest"]) if told["selftest"] is not None else None
        history = frozen(History, told["history"])
        whole = replace(result, lines=open_lines(posted, items))
        sealed = canonical(document(whole))
        made = made_of(run.about)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise InputError(Problem("run_unreadable", file=shown(folder / REPORT_DATA))) from None
    if sealed != bytes_of(folder / RESULT):
        raise InputError(Problem("run_not_as_sealed", file=shown(folder / REPORT_DATA)))
    if digest(posted, items) != whole.postings_digest:
        raise InputError(Problem("run_not_as_sealed", file=shown(folder / POSTINGS)))
    return Dossier(
        whole, made, items, posted, selftest, history=history, debtors=debtors_in(folder) if has_names else {}
    )


def _named(run: Kept) -> set[str]:
    told = run.about.get(FILES_SHA256)
    return set(told) if isinstance(told, dict) else set()


def _require_as_written(run: Kept, path: Path) -> None:
    """InputError where a file is not the one that run.json names: not all of it is sealed."""
    if not _named(run):
        raise InputError(Problem("run_unreadable", file=shown(path.with_name(RUN))))
    if hashlib.sha256(bytes_of(path)).hexdigest() != run.about[FILES_SHA256].get(path.name):
        raise InputError(Problem("run_not_as_sealed", file=shown(path)))


def history_of(raw: bytes) -> History | None:
    """What the bytes of report.json say of earlier runs; None where they cannot be read."""
    try:
        return frozen(History, json.loads(raw)["history"])  # type: ignore[no-any-return]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def table(path: Path, kind: type[Table]) -> pd.DataFrame:
    """A frame as it was stored. InputError where it is not one of the kind."""
    try:
        read = pa.parquet.ParquetFile(pa.BufferReader(bytes_of(path))).read().to_pandas(types_mapper=_DAYS.get)
        return kind.check(read.astype({name.value: name.dtype for name in kind}))
    except (pa.ArrowException, KeyError, TypeError, ValueError):
        raise InputError(Problem("run_unreadable", file=shown(path))) from None


_DAYS: Mapping[Any, Any] = {pa.date32(): pd.ArrowDtype(pa.date32())}
"""A day stays one: pandas would make it an object."""


def _values(path: Path) -> dict[str, Any]:
    values, _ = values_of(path)
    if values.get("schema_version") != SCHEMA_VERSION:
        raise InputError(Problem("run_unreadable", file=shown(path)))
    return values
