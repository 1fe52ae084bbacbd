"""A run -> its folder on disk: reports/<municipality>/<area>/<cut-off>_<fingerprint>[-n]/, private to its owner.

All files are written into a folder beside it that begins with a dot; only when each is whole does that folder get its
name. A run that fails or is killed leaves the earlier ones as they were.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from zerosum.errors import Phrase, in_words
from zerosum.history import History
from zerosum.identity import LEVELS, numbers_of
from zerosum.normalise.book import Book
from zerosum.pipeline import Reconciliation
from zerosum.report.trend import NO_HISTORY
from zerosum.result import Reject
from zerosum.runs.as_csv import as_csv
from zerosum.runs.document import canonical, selftest_document
from zerosum.runs.forecast_csv import work_csv
from zerosum.runs.kept import FILES_SHA256
from zerosum.runs.places import (
    CLAIMS_SEEN,
    OPEN_ITEMS,
    POSTINGS,
    REJECTS,
    REPORT,
    REPORT_DATA,
    RESULT,
    RUN,
    SELFTEST,
    STAMDATA,
    folder_name,
    making_name,
    slug,
    work_list_stem,
)
from zerosum.runs.put import put_new, put_over
from zerosum.runs.reopened import report_data
from zerosum.runs.unwritten import output_error
from zerosum.selftested import SelfTest
from zerosum.tables import NONE, Claims

REJECT_COLUMNS = ("side", "file", "line", "column", "value", "what", "why", "do", "code")
"""The columns of rejects.csv: their headings are `phrase.rejects.<name>` of the messages."""

_SEED = "zerosum-claim-v1"  # 16 signs: the key of the hash, the same for all, so that runs can be compared


@dataclass(frozen=True)
class Stored:
    """A run on disk."""

    folder: Path
    files: dict[str, Path]
    """Name -> path."""


def store(
    outcome: Reconciliation,
    sealed: bytes,
    about: Mapping[str, Any],
    html: str,
    root: Path,
    selftest: SelfTest | None = None,
    language: str = "da",
    earlier: History = NO_HISTORY,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> Stored:
    """Write a run under `root`. `sealed` are the bytes of result.json, `about` the values of run.json; rejects.csv is in the
    language; `more` are other files by name. OutputError where it cannot be written: then nothing of it is left."""
    result = outcome.result
    parent = root / slug(result.municipality) / slug(result.area)
    name = folder_name(result.cut_off, about["fingerprint"])
    writers: dict[str, Callable[[Path], None]] = {
        RESULT: lambda path: put_new(path, sealed),
        POSTINGS: lambda path: _write_table(path, outcome.posted_lines),
        OPEN_ITEMS: lambda path: _write_table(path, outcome.item_lines),
        CLAIMS_SEEN: lambda path: _write_table(path, claims_seen(outcome.book)),
        REJECTS: lambda path: put_new(path, rejects_csv(result.rejects, language)),
        REPORT: lambda path: put_new(path, html.encode()),
        REPORT_DATA: lambda path: put_new(path, report_data(result, selftest, earlier, about)),
    }
    for other, content in more.items():
        writers[other] = partial(put_new, content=content)
    if (expected := outcome.forecast) is not None:
        writers[STAMDATA] = lambda path: put_new(path, work_csv(expected, language))
    if selftest is not None:
        tried = canonical(selftest_document(selftest, about["fingerprint"]))
        writers[SELFTEST] = lambda path: put_new(path, tried)
    writers[RUN] = lambda path: put_new(path, _about(about, path.parent))  # last: it names what all the others are
    try:
        folder = _written(parent, name, writers)
    except OSError as error:
        raise output_error(error, root) from None
    return Stored(folder, {file: folder / file for file in writers})


def _written(parent: Path, name: str, writers: Mapping[str, Callable[[Path], None]]) -> Path:
    """Write all files into a folder of our own, and give it its name. Whatever stops it, nothing of it is left."""
    made = [one for one in (parent, *parent.parents) if not one.exists()]
    making = parent / making_name(name)
    try:
        _make(parent, making)
        for file, write in writers.items():
            write(making / file)
        return _named(making, parent, name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        for folder in made:  # from the inside out; one in which another run lies by now stays
            with suppress(OSError):
                folder.rmdir()
        raise


def _make(parent: Path, making: Path) -> None:
    """Make the folder that a run is written in. Another run that failed may take away the folder above it meanwhile."""
    for _ in range(10):
        parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            making.mkdir(mode=0o700)
            return
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(parent))


def _named(making: Path, parent: Path, name: str) -> Path:
    """Give the whole folder its name; where that is taken, the next number."""
    for number in range(1, 10_000):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        if folder.exists():
            continue
        try:
            making.rename(folder)
        except FileExistsError:
            continue
        except OSError:
            if folder.exists():  # another run took the name between the look and the renaming
                continue
            raise
        return folder
    raise FileExistsError(f"no free name for {name}")


def replace_file(path: Path, content: bytes) -> None:
    """Put a file into a run's folder, whole or not at all, also where one of that name is there. OutputError where it cannot be
    written."""
    try:
        put_over(path, content)
    except OSError as error:
        raise output_error(error, path) from None


def _write_table(path: Path, frame: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    buffer = io.BytesIO()
    pa.parquet.write_table(table, buffer, compression="zstd")
    put_new(path, buffer.getvalue())


def _about(about: Mapping[str, Any], folder: Path) -> bytes:
    """The bytes of run.json: with the SHA-256 of every file of the run but result.json, whose fingerprint stands there already, and of
    work lists with numbers in them: what a short list of numbers is, could be found by trying, when it is long gone."""
    numbered = {RESULT, *(f"{work_list_stem(level)}.{ending}" for level in LEVELS[1:] for ending in ("xlsx", "csv"))}
    written = [path for path in sorted(folder.iterdir()) if path.name not in numbered]
    whole = {**about, FILES_SHA256: {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written}}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} in run.json")


def rejects_csv(rejects: Sequence[Reject], language: str = "da") -> bytes:
    """The rejects, one a line."""
    rows: list[Sequence[object]] = []
    for one in rejects:
        problem, told = one.problem, one.problem.told(language)
        column = in_words(problem.column, language)
        rows.append((
            one.side, problem.file, problem.line, column, problem.value, told.what, told.why, told.do, problem.code,
        ))  # fmt: skip
    return as_csv([Phrase(f"rejects.{name}").told(language) for name in REJECT_COLUMNS], rows)


def claims_seen(book: Book) -> pd.DataFrame:
    """A 64-bit hash of the own keys of each claim, and its side: to tell tomorrow what is new. Never of a debtor.

    A claim without a key has no hash; nor has a key in which a debtor number stands, for a hash of that can be undone.
    """
    claims = book.claims
    frames = []
    for kind, column, dictionary in (
        ("id", Claims.CLAIM_ID, book.texts.ids),
        ("reference", Claims.REFERENCE, book.texts.references),
    ):
        hashed = pd.util.hash_array(_keys(dictionary, kind), hash_key=_SEED, categorize=False)
        clean = ~_holds_debtor(dictionary, book.texts.debtors)
        code = claims[column].to_numpy()
        other = claims[Claims.CLAIM_ID].to_numpy() == NONE if kind == "reference" else np.ones(len(code), bool)
        mine = (code != NONE) & other
        mine[mine] = clean[code[mine]]
        frames.append(pd.DataFrame({"key": hashed[code[mine]], "side": claims[Claims.SIDE].to_numpy()[mine]}))
    return pd.concat(frames, ignore_index=True).drop_duplicates().sort_values(["side", "key"], ignore_index=True)


def _keys(dictionary: pa.Array, kind: str) -> np.ndarray:
    return np.asarray(pc.binary_join_element_wise(kind, dictionary, "|").to_numpy(zero_copy_only=False).astype(object))


def _holds_debtor(dictionary: pa.Array, debtors: pa.Array) -> np.ndarray:
    """Whether a debtor number stands in a key: as a run of digits, at either end of one, or with signs between; also one
    that lost its leading zeros. One inside a longer run of digits is not found: ids would meet numbers by chance."""
    every = numbers_of(debtors)
    numbers = pc.unique(pa.concat_arrays([every, pc.utf8_ltrim(every, characters="0")]))
    lengths = [one for one in pc.unique(pc.utf8_length(numbers)).to_pylist() if one]
    mixed = np.flatnonzero(pc.match_substring_regex(dictionary, pattern="[^0-9]").to_numpy(zero_copy_only=False))
    some = dictionary.take(pa.array(mixed))
    runs = pc.split_pattern_regex(some, "[^0-9]+")
    parents = mixed[pc.list_parent_indices(runs).to_numpy(zero_copy_only=False)]
    joined = pc.replace_substring_regex(some, pattern="[^0-9]", replacement="")
    found = np.asarray(pc.is_in(dictionary, value_set=numbers).to_numpy(zero_copy_only=False), bool)
    looked_at = ((dictionary, np.arange(len(dictionary))), (pc.list_flatten(runs), parents), (joined, mixed))
    for texts, of in looked_at:
        for length in lengths:
            for start, stop in ((0, length), (-length, None)):
                hit = pc.is_in(pc.utf8_slice_codeunits(texts, start=start, stop=stop), value_set=numbers)
                found[of[hit.to_numpy(zero_copy_only=False).astype(bool)]] = True
    return found
