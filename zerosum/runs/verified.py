"""A run on disk, checked by whoever has it: its files against each other, and the whole test once more from the same inputs.

Three outcomes: it agrees (stemmer), it does not (stemmer ikke), or it cannot be decided (kan ikke afgøres), which is never the
first. Everything happens in memory: no input is copied, and nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum, unique
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PureWindowsPath
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zerosum import __version__, key
from zerosum.errors import LANGUAGES, InputError, Problem, SettingsError, ZerosumError
from zerosum.history import History
from zerosum.identity import VEILED, veiled_path
from zerosum.judge.lines import digest
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.dossier import Dossier
from zerosum.result import SCHEMA_VERSION
from zerosum.runs.about import about_inputs, hash_of_rules, hashes_of, hashes_of_sources, made_of
from zerosum.runs.debtors import debtors_in, debtors_of
from zerosum.runs.differences import Difference, differences
from zerosum.runs.document import canonical, document, fingerprint, selftest_document, selftest_of
from zerosum.runs.forecast_csv import work_csv
from zerosum.runs.kept import FILES_SHA256, is_newer, values_of
from zerosum.runs.places import (
    CLAIMS_SEEN,
    DEBTORS,
    FILES,
    IS_WORK_LIST,
    OPEN_ITEMS,
    POSTINGS,
    REJECTS,
    REPORT,
    REPORT_DATA,
    RESULT,
    RUN,
    RUN_ID,
    SELFTEST,
    SIGNATURE,
    STAMDATA,
    folder_name,
)
from zerosum.runs.reopened import history_of, report_data
from zerosum.runs.signed import Outcome, check_signature, is_of_another_about
from zerosum.runs.sought import Pool, below
from zerosum.runs.store import claims_seen, rejects_csv
from zerosum.runs.views import Wanted, every_view, views
from zerosum.selftested import SelfTest
from zerosum.settings import Moved, Settings
from zerosum.settings_bare import without_settings
from zerosum.settings_load import Found, load, named_files, own_sources, patterns_of
from zerosum.sources.load import BUILT_IN, declared
from zerosum.tables import Side
from zerosum.toml_file import Document, read, text

SETTINGS_FILE = "zerosum.toml"
SHOWN = 20
"""So many differences are told."""


@unique
class State(StrEnum):
    """What a check came to. The order is from what weighs most."""

    DIFFERS = "differs"
    """Stemmer ikke."""
    UNDECIDED = "undecided"
    """Kan ikke afgøres."""
    AGREES = "agrees"
    """Stemmer."""
    NOT_COUNTED = "not_counted"
    """It was not checked, or could not be, and the outcome does not hang on it."""


@dataclass(frozen=True)
class Step:
    """A check, and what it came to."""

    check: str
    said: str
    """Which sentence tells it: `<check>.<said>` of the words."""
    state: State
    values: Mapping[str, str | int] = field(default_factory=dict)
    """What the sentence is filled in with. Nothing in it may be a person's number."""
    files: tuple[str, ...] = ()
    """The files of the run that it looked at whole."""


@dataclass(frozen=True)
class Missing:
    """A file that the run was made of, and that was not found."""

    what: str
    """`input`, `settings`, `decisions`, `catalogue`, `test_batch`, `source` or `debtor_aliases`."""
    name: str
    sha256: str
    """Its first 12 digits; "" where the run keeps none."""


@dataclass(frozen=True)
class Verified:
    """What a verification came to."""

    run_id: str
    fingerprint: str
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    differences: tuple[Difference, ...]
    """The first of them."""
    differing: int
    """All of them."""
    problems: tuple[Problem, ...]
    """Why the test could not be run again."""
    not_looked_at: tuple[str, ...]
    """Files in the run's folder that no check looked at whole."""

    @property
    def state(self) -> State:
        """The outcome: whatever does not agree wins, then what cannot be decided."""
        seen = [one.state for one in self.steps if one.state != State.NOT_COUNTED]
        return min(seen, key=tuple(State).index, default=State.UNDECIDED)


@dataclass(frozen=True)
class _Run:
    """A run's folder as it was opened."""

    folder: Path
    about: Mapping[str, Any]
    """run.json, of which everything that is used is of the right form."""
    raw: bytes
    """The bytes of result.json."""
    result: Mapping[str, Any] | None
    """Its values; None where they cannot be read, which is never so where the fingerprint fits."""

    @property
    def seal(self) -> str:
        """SHA-256 of result.json as it lies there."""
        return fingerprint(self.raw)


def verify(folder: Path, inputs: Path | None, settings_at: Sequence[Path], public_key: Path | str | None) -> Verified:
    """Check the run of a folder. `inputs`: a folder to look for its inputs in, else they lie where the settings say; `settings_at`:
    places where the settings may be; `public_key`: a file, or its line. InputError where the run cannot be read."""
    opened = _opened(folder)
    steps = [step for check in _OF_FOLDER for step in check(opened)]
    steps += _signature(opened.folder, public_key)
    again = _again(opened, inputs, settings_at)
    steps += again.steps
    looked = {file for step in steps if step.state in (State.AGREES, State.DIFFERS) for file in step.files}
    names = [_shown(path.name) for path in sorted(opened.folder.iterdir()) if path.name not in looked]
    about = opened.about
    return Verified(
        about["run_id"], about["fingerprint"], tuple(steps), again.missing,
        again.differences[:SHOWN], len(again.differences), again.problems, tuple(names),
    )  # fmt: skip


def language_of(folder: Path) -> str:
    """The language that a run was made in. InputError where the run cannot be read."""
    return str(_opened(folder).about["language"])


# --- the run as it lies there ---


_SHA256 = re.compile("[0-9a-f]{64}")
_HASHES = ("settings_sha256", "decisions_sha256", "catalogue_sha256", "test_batch_sha256")


def _opened(folder: Path) -> _Run:
    about, _ = values_of(folder / RUN)
    if not _holds(_is_about, about):
        raise InputError(Problem("run_unreadable", file=veiled_path(str(folder / RUN))))
    try:
        result, raw = values_of(folder / RESULT)
    except InputError:
        # One that is no JSON is not what was sealed: that is an answer, and not a folder that cannot be read.
        raw = _bytes(folder / RESULT) or b""
        if not raw or fingerprint(raw) == about["fingerprint"]:
            raise
        return _Run(folder, about, raw, None)
    if _holds(_is_result, result):
        return _Run(folder, about, raw, result)
    if fingerprint(raw) == about["fingerprint"]:
        raise InputError(Problem("run_unreadable", file=veiled_path(str(folder / RESULT))))
    return _Run(folder, about, raw, None)


def _shown(text: str) -> str:
    """A text that stands in a run's folder, as it may be shown: whoever wrote it."""
    return veiled_path("".join(sign if sign.isprintable() else "_" for sign in text))


def _holds(asked: Callable[[Mapping[str, Any]], bool], values: Mapping[str, Any]) -> bool:
    try:
        return asked(values)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_about(about: Mapping[str, Any]) -> bool:
    """Whether run.json has what is used of it, each of the right form."""
    own, inputs, files = about.get("own_files", {}), about["inputs"], about[FILES_SHA256]
    texts = [about[name] for name in ("run_id", "who", "command", "zerosum", "python", "rules_sha256")]
    texts += [text for each in (about["libraries"], about["sources_sha256"]) for pair in each.items() for text in pair]
    texts += [one["name"] for one in own.values()]
    sizes = [one.get("bytes") for one in own.values()]
    for one in inputs:
        texts += [one["path"], one["side"], one["source"], one.get("file", "")]
        sizes += [one["bytes"], one.get("input", 0)]
    return (
        all(isinstance(one, str) for one in texts)
        and all(one is None or (type(one) is int and one >= 0) for one in sizes)
        and all(_SHA256.fullmatch(one) for one in (about["fingerprint"], *(each["sha256"] for each in inputs)))
        and all(about[name] == "" or _SHA256.fullmatch(about[name]) for name in _HASHES)
        and all(_SHA256.fullmatch(one) for one in files.values())
        and files.keys() >= {POSTINGS, OPEN_ITEMS, REPORT_DATA}
        and all(name in FILES or IS_WORK_LIST.fullmatch(name) for name in files)
        and about["schema_version"] == SCHEMA_VERSION
        and about["language"] in LANGUAGES
        and datetime.fromisoformat(about["made_at"]).tzinfo is not None
        and "pandas" in about["libraries"]
        and RUN_ID.fullmatch(about["run_id"]) is not None
        and bool(inputs)
    )


def _is_result(result: Mapping[str, Any]) -> bool:
    """Whether result.json has what is needed to make it again."""
    date.fromisoformat(result["cut_off"]), date.fromisoformat(result["as_of"])
    return isinstance(result["postings_sha256"], str)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


# --- the files of the run against each other ---


def _seal(run: _Run) -> Iterator[Step]:
    fits = run.seal == run.about["fingerprint"]
    yield Step("seal", *(("agrees", State.AGREES) if fits else ("differs", State.DIFFERS)), files=(RESULT,))


_NAME = re.compile(f"{RUN_ID.pattern}(-[0-9]+)?")


def _name(run: _Run) -> Iterator[Step]:
    """The names that hold the fingerprint: that of the folder, and the run's own. A folder of another name says nothing."""
    cut_off = run.result["cut_off"] if run.result is not None else None
    called = folder_name(date.fromisoformat(cut_off), run.seal) if cut_off is not None else None
    if called is not None and run.about["run_id"] != called:
        yield Step("run_id", "differs", State.DIFFERS)
    name = run.folder.resolve().name
    if not _NAME.fullmatch(name):
        yield Step("folder", "renamed", State.NOT_COUNTED, {"name": _shown(name)})
    elif called is not None and name != called and not name.startswith(f"{called}-"):
        yield Step("folder", "differs", State.DIFFERS, {"name": name})
    elif called is not None:
        yield Step("folder", "agrees", State.AGREES, {"name": name})


def _postings(run: _Run) -> Iterator[Step]:
    """Both tables of postings against what is sealed of them."""
    raws = [_bytes(run.folder / name) for name in (POSTINGS, OPEN_ITEMS)]
    if run.result is None:
        return
    for name, raw in zip((POSTINGS, OPEN_ITEMS), raws, strict=True):
        if raw is None:
            yield Step("postings", "gone", State.UNDECIDED, {"file": name})
    if None in raws:
        return
    try:
        posted, items = (pq.ParquetFile(pa.BufferReader(raw or b"")).read().to_pandas() for raw in raws)
        seen = digest(posted, items)
    except (KeyError, IndexError, TypeError, ValueError, OSError, OverflowError, pa.ArrowException):
        yield Step("postings", "unreadable", State.DIFFERS, {"file": f"{POSTINGS}, {OPEN_ITEMS}"})
        return
    fits = seen == run.result["postings_sha256"]
    said = ("agrees", State.AGREES) if fits else ("differs", State.DIFFERS)
    yield Step("postings", *said, {"file": f"{POSTINGS}, {OPEN_ITEMS}"})


def _report(run: _Run) -> Iterator[Step]:
    raw = _bytes(run.folder / REPORT)
    if raw is None:
        yield Step("report", "gone", State.UNDECIDED, {"file": REPORT})
        return
    carries = run.seal.encode() in raw.replace(b"<wbr>", b"")
    yield Step("report", *(("agrees", State.AGREES) if carries else ("differs", State.DIFFERS)), {"file": REPORT})


def _kept(run: _Run) -> Iterator[Step]:
    """Each file against its hash in run.json. In a work list people write, and another version may have made the page again: of
    these it is only said whether they are as the run wrote them."""
    same = 0
    for name, sha256 in sorted(run.about[FILES_SHA256].items()):
        raw = _bytes(run.folder / name)
        if raw is None:
            continue  # what is gone is told where it is made again; a work list may be where people work
        as_written, worked_on = hashlib.sha256(raw).hexdigest() == sha256, IS_WORK_LIST.fullmatch(name) is not None
        same += as_written
        if worked_on:
            said = ("as_written", State.AGREES) if as_written else ("worked_on", State.NOT_COUNTED)
            yield Step("kept", *said, {"file": _shown(name)}, (name,) if as_written else ())
        elif not as_written:
            said = ("page", State.NOT_COUNTED) if name == REPORT else ("differs", State.DIFFERS)
            yield Step("kept", *said, {"file": _shown(name)})
    yield Step("kept", "agrees", State.NOT_COUNTED, {"n": same})


_OF_FOLDER: tuple[Callable[[_Run], Iterator[Step]], ...] = (_seal, _name, _postings, _report, _kept)
"""The checks of the run's files against each other, in the order in which they are told. One more file of the run: one more
check here, which names in `files` what it has looked at whole."""


_BAD = {
    "signature_of_another_key": "another_key",
    "signed_content_changed": "content_changed",
    "signed_comment_changed": "comment_changed",
}


def _signature(folder: Path, public_key: Path | str | None) -> Iterator[Step]:
    """The signature of result.json, where a public key is given to check it with. InputError where the key is none; SigningError
    where the extra `sign` is not installed."""
    if public_key is None:
        if (folder / SIGNATURE).is_file():
            other = is_of_another_about(folder)
            yield Step("signature", *(("of_another", State.DIFFERS) if other else ("no_key", State.NOT_COUNTED)))
        return
    told = check_signature(folder, public_key)
    if told.outcome == Outcome.NONE:
        yield Step("signature", "none", State.UNDECIDED)
    elif told.outcome == Outcome.BAD:
        yield Step("signature", _BAD.get(told.problem.code if told.problem else "", "unreadable"), State.DIFFERS)
    elif told.about_as_signed is None:
        yield Step("signature", "good_alone", State.AGREES, {"key": told.key_id}, (SIGNATURE,))
    elif told.whole:
        yield Step("signature", "good", State.AGREES, {"key": told.key_id}, (SIGNATURE, RUN))
    else:
        yield Step("signature", "about_changed", State.DIFFERS)


# --- what the run was made of ---


@dataclass(frozen=True)
class _Again:
    """What came of making the run again."""

    steps: tuple[Step, ...]
    missing: tuple[Missing, ...] = ()
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


def _again(run: _Run, inputs: Path | None, settings_at: Sequence[Path]) -> _Again:
    about = run.about
    if run.result is None:
        return _Again((Step("repeated", "no_result", State.UNDECIDED),))
    if any("file" not in one or "input" not in one for one in about["inputs"]):
        return _Again((Step("found", "too_old", State.UNDECIDED),))
    found = _search(run, inputs, settings_at)
    if found.missing:
        return _Again((Step("found", "missing", State.UNDECIDED, {"n": len(found.missing)}),), found.missing)
    if found.fewer:
        return _Again((Step("found", "fewer", State.DIFFERS),))
    step = Step("found", "found", State.AGREES, {"n": len({one["sha256"] for one in about["inputs"]})})
    try:
        settings = _settings(run, found)
        outcome = reconcile(settings)
        same_files = _are_those_of(run, settings, outcome)
    except ZerosumError as error:
        refused = Step("repeated", "refused", State.UNDECIDED)
        return _Again((step, refused), problems=error.problems)
    if not same_files:
        return _Again((step, Step("found", "changed", State.UNDECIDED)))
    return _compared(run, settings, outcome, step)


@dataclass
class _Sought:
    """Where what a run was made of lies by now."""

    settings: Path | None = None
    bare: bool = False
    files: dict[str, Path] = field(default_factory=dict)
    """SHA-256 of an input -> where it is."""
    own: dict[str, Path] = field(default_factory=dict)
    """`decisions`, `catalogue`, `test_batch`, `debtor_aliases` -> where it is."""
    sources: dict[str, Path] = field(default_factory=dict)
    """Name of a source of the municipality's own -> its file."""
    missing: tuple[Missing, ...] = ()
    fewer: bool = False
    """run.json has not all the files that the settings name."""


def _search(run: _Run, inputs: Path | None, settings_at: Sequence[Path]) -> _Sought:
    about = run.about
    sought = _Sought(bare=about["settings_sha256"] == "")
    given = list(below(inputs)) if inputs is not None else []
    missing = []
    if not sought.bare:
        places = [*settings_at, *(folder / SETTINGS_FILE for folder in run.folder.resolve().parents)]
        sought.settings = _own_file("settings", about, Pool([*given, *places]), ".toml")
        missing += _missed(sought.settings, "settings", about)
        if missing and inputs is None:  # nobody can tell where the rest lies
            sought.missing = tuple(missing)
            return sought
    document = read(sought.settings) if sought.settings is not None else None
    beside = list(named_files(sought.settings)) if sought.settings is not None else []
    own = Pool([*given, *beside])
    for what in ("decisions", "catalogue", "test_batch"):
        if about[f"{what}_sha256"]:
            path = _own_file(what, about, own, "")
            missing += _missed(path, what, about)
            if path is not None:
                sought.own[what] = path
    for name, sha256 in about["sources_sha256"].items():
        if name not in BUILT_IN:
            path = own.find_by(lambda one, name=name, sha256=sha256: _is_source(one, name, sha256), ".toml")  # type: ignore[misc]
            if path is None:
                missing.append(Missing("source", _shown(name), sha256[:12]))
            else:
                sought.sources[name] = path
    if document is not None:
        missing += _aliases(sought, document, Pool(given))
        sought.fewer = _has_fewer(about, document)
    pool = Pool(given if inputs is not None else [*beside, *_as_told(run, sought.settings)])
    for one in about["inputs"]:
        if one["sha256"] not in sought.files:
            path = pool.find(one["sha256"], one["bytes"])
            if path is not None:
                sought.files[one["sha256"]] = path
            else:
                missing.append(Missing("input", _shown(one["file"]), one["sha256"][:12]))
    sought.missing = tuple(dict.fromkeys(missing))
    return sought


def _own_file(what: str, about: Mapping[str, Any], pool: Pool, suffix: str) -> Path | None:
    size = about.get("own_files", {}).get(what, {}).get("bytes")
    return pool.find(about[f"{what}_sha256"], size, suffix)


def _missed(path: Path | None, what: str, about: Mapping[str, Any]) -> list[Missing]:
    if path is not None:
        return []
    name = about.get("own_files", {}).get(what, {}).get("name", "")
    return [Missing(what, _shown(name), about[f"{what}_sha256"][:12])]


def _is_source(path: Path, name: str, sha256: str) -> bool:
    try:
        source = declared(path)
    except (SettingsError, RecursionError):
        return False
    return source.name == name and hashlib.sha256(repr(source).encode()).hexdigest() == sha256


def _aliases(sought: _Sought, document: Document, given: Pool) -> list[Missing]:
    """The list of debtor numbers has no hash: it is the one that is called as the settings say."""
    named = text(document.data, "debtor_aliases")
    if named is None or sought.settings is None:
        return []
    name = named.replace("\\", "/")
    found = given.called(name.rsplit("/", 1)[-1]) or [one for one in (sought.settings.parent / name,) if one.is_file()]
    if len(found) != 1:
        return [Missing("debtor_aliases", _shown(name), "")]
    sought.own["debtor_aliases"] = found[0]
    return []


def _as_told(run: _Run, settings: Path | None) -> Iterator[Path]:
    """Where the inputs lay, seen from the settings; without settings from where one stands, or from a folder above the run."""
    starts = [settings.parent] if settings is not None else [Path(), *run.folder.resolve().parents]
    for start in starts:
        # A run tells paths that begin nowhere. One that begins somewhere was written by somebody else, who may mean any machine.
        yield from (start / one["file"] for one in run.about["inputs"] if not PureWindowsPath(one["file"]).anchor)


def _has_fewer(about: Mapping[str, Any], document: Document) -> bool:
    """Whether run.json has not a file for everything that the settings name: then it is not that run's."""
    names, _ = _placed(about["inputs"], {one["sha256"]: Path(one["sha256"]) for one in about["inputs"]}, Path())
    places = patterns_of(document)
    return names.keys() != places.keys() or any(len(names[n]) < least for n, least in places.items())


# --- the test once more ---


def _settings(run: _Run, sought: _Sought) -> Settings:
    """The settings of the run, with each file read from where it is by now."""
    folder = sought.settings.parent if sought.settings is not None else Path()
    files, moved = _placed(run.about["inputs"], sought.files, folder)
    if sought.settings is None:
        mine = {side: _of_side(run.about["inputs"], files, side.name.lower()) for side in Side}
        settings = replace(without_settings(mine[Side.DEBTOR], mine[Side.PSRM]), moved=moved)
    else:
        name_of = {one["input"]: one["source"] for one in run.about["inputs"]}
        named = own_sources(read(sought.settings))
        sources = {n: sought.sources[name_of[n]] for n in named if name_of.get(n) in sought.sources}
        settings = load(sought.settings, found=Found(files, moved, sources, **sought.own))
    as_of = date.fromisoformat((run.result or {})["as_of"])
    return replace(settings, as_of=as_of, language=run.about["language"])


def _placed(
    inputs: Iterable[Mapping[str, Any]], lie_at: Mapping[str, Path], folder: Path
) -> tuple[dict[int, tuple[Path, ...]], dict[Path, Moved]]:
    """Each file of each input by the name that it went by, which is what says of an ODE file what it is; and where it is."""
    files: dict[int, tuple[Path, ...]] = {}
    moved: dict[Path, Moved] = {}
    seen = set()
    for one in inputs:
        shown, key = one["file"], (one["input"], one["file"], one["sha256"])
        if key in seen and one["path"] != shown:  # one more table of the same ZIP
            continue
        seen.add(key)
        there = lie_at[one["sha256"]]
        path = folder / shown if VEILED not in Path(shown).name else (folder / shown).with_name(there.name)
        number = 1
        while path in moved:  # veiled names may be alike
            number += 1
            path = folder / str(number) / path.name
        moved[path] = Moved(there, shown)
        files[one["input"]] = (*files.get(one["input"], ()), path)
    return files, moved


def _of_side(inputs: Iterable[Mapping[str, Any]], files: Mapping[int, tuple[Path, ...]], side: str) -> tuple[Path, ...]:
    places = dict.fromkeys(one["input"] for one in inputs if one["side"] == side)
    return tuple(path for n in places for path in files[n])


def _are_those_of(run: _Run, settings: Settings, outcome: Reconciliation) -> bool:
    """Whether what was read is what the run had: somebody may change a file between the search and the reading."""
    about = run.about
    read_now = {(one.sha256, one.bytes) for one in outcome.result.inputs}
    own, sources, known = hashes_of(settings), hashes_of_sources(settings), about["sources_sha256"]
    if any(known.get(name) != sha256 for name, sha256 in sources.items() if name not in BUILT_IN):
        return False
    return read_now == {(one["sha256"], one["bytes"]) for one in about["inputs"]} and all(
        own[name] == about[name] for name in _HASHES
    )


def _compared(run: _Run, settings: Settings, outcome: Reconciliation, found: Step) -> _Again:
    """The result as it comes out now against the one that lies there; where they are the same, the other files too."""
    values = document(outcome.result)
    if canonical(values) == run.raw:
        made = _made_again(run, settings, outcome)
        return _Again((found, Step("repeated", "same", State.AGREES, files=(RESULT,)), *made))
    told = tuple(differences(run.result or {}, values))
    return _Again((found, _unlike(run, settings)), differences=told)


def _unlike(run: _Run, settings: Settings) -> Step:
    """Another result: whether that speaks against the run."""
    about = run.about
    aliases = settings.debtor_aliases
    if aliases is not None and is_newer(aliases, datetime.fromisoformat(about["made_at"])):
        return Step("repeated", "aliases", State.UNDECIDED, {"name": _shown(aliases.name)})
    if about["zerosum"] != __version__:
        told = {"was": _shown(about["zerosum"]), "now": __version__}
        return Step("repeated", "other_version", State.UNDECIDED, told)
    if about["rules_sha256"] != hash_of_rules():
        told = {"was": about["rules_sha256"][:12], "now": hash_of_rules()[:12]}
        return Step("repeated", "other_rules", State.UNDECIDED, told)
    return Step("repeated", "other", State.DIFFERS)


# --- the other files of the run, made again ---


def _made_again(run: _Run, settings: Settings, outcome: Reconciliation) -> Iterator[Step]:
    """Each file that is made of the result against the one that lies there. Where another program made it, its words may be
    others: then nobody can tell whether somebody else has changed it."""
    result, language = outcome.result, run.about["language"]
    counted = _is_same_program(run.about)
    tables = {
        POSTINGS: outcome.posted_lines,
        OPEN_ITEMS: outcome.item_lines,
        CLAIMS_SEEN: claims_seen(outcome.book),
    }
    told, fits = _selftest(run)
    history = history_of(_bytes(run.folder / REPORT_DATA) or b"")
    texts: dict[str, bytes | None] = {
        REJECTS: rejects_csv(result.rejects, language),
        STAMDATA: work_csv(outcome.forecast, language) if outcome.forecast is not None else None,
        REPORT_DATA: report_data(result, told, history, run.about) if history is not None else None,
    }
    for name, frame in tables.items():
        raw = _bytes(run.folder / name)
        if raw is not None:
            yield _file(name, _says(raw, frame), counted)
        elif name == CLAIMS_SEEN:  # that the others are gone has been told
            yield _gone(name)
    for name, now in texts.items():
        raw = _bytes(run.folder / name)
        if raw is not None:
            yield _file(name, raw == now, counted)
        elif now is not None or name == REPORT_DATA:
            yield _gone(name)
    yield from _pages_again(run, outcome, told, history or History(), counted)
    if told is not None or not fits:
        yield _file(SELFTEST, fits, counted, "selftest")
    listed = run.about["inputs"] == about_inputs(result, language)
    # Our own sources may be worded otherwise in another program; its rules have a hash of their own.
    listed = listed and (not counted or run.about["sources_sha256"] == hashes_of_sources(settings))
    yield _file(RUN, listed, counted, "inputs")


def _pages_again(
    run: _Run, outcome: Reconciliation, told: SelfTest | None, history: History, counted: bool
) -> Iterator[Step]:
    """report.html and each view of the run that lies beside it, made again with the pseudonyms that the run keeps. Whether these are
    the right ones can only be seen with the municipality's key; without it, that is said."""
    has_names = DEBTORS in run.about[FILES_SHA256]
    if has_names and not (run.folder / DEBTORS).is_file():
        yield Step("made_again", "gone", State.UNDECIDED, {"file": DEBTORS})
        return
    try:
        names = debtors_in(run.folder) if has_names else {}
    except InputError:  # it is not as the run wrote it, which is told
        names = {}
    secret = _key(outcome.result.creditor_id) if names else None
    proved = not names or (secret is not None and debtors_of(outcome, "full", secret) == names)
    made = made_of(run.about)
    whole = Dossier(
        outcome.result, made, outcome.item_lines, outcome.posted_lines, told, history=history, debtors=names
    )
    for name, wanted in every_view(whole):
        raw = _bytes(run.folder / name)
        if raw is None:
            continue
        same = raw == _page(whole, wanted)
        if same and not proved:
            yield Step("made_again", "but_names", State.AGREES, {"file": name})
        else:
            yield _file(name, same, counted)


def _key(creditor_id: str) -> bytes | None:
    """The key of this machine; None where there is none, or it cannot be read: then no pseudonym is checked."""
    try:
        return key.read(creditor_id) if re.fullmatch("[0-9]{4}", creditor_id) else None
    except SettingsError:
        return None


def _page(whole: Dossier, wanted: Wanted) -> bytes | None:
    """The page of a view; None where the self-test that lies there cannot stand in a page."""
    try:
        return next(views(whole, wanted))[1]
    except (KeyError, TypeError, ValueError):
        if whole.selftest is None:
            raise
        return None


def _selftest(run: _Run) -> tuple[SelfTest | None, bool]:
    """The self-test that lies there, and whether its file is as it is written of it, with the seal of the result. The trial itself
    is not made again: it writes copies of files. No such file: none, and nothing is wrong."""
    raw = _bytes(run.folder / SELFTEST)
    if raw is None:
        return None, True
    try:
        told = selftest_of(json.loads(raw))
        return told, canonical(selftest_document(told, run.seal)) == raw
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None, False


def _file(name: str, same: bool, counted: bool, check: str = "made_again") -> Step:
    if same:
        return Step(check, "same", State.AGREES, {"file": name}, () if name == RUN else (name,))
    if counted:
        return Step(check, "other", State.DIFFERS, {"file": name}, () if name == RUN else (name,))
    return Step(check, "other_program", State.UNDECIDED, {"file": name})


def _gone(name: str) -> Step:
    """A file that each run has and that is not there. The outcome does not hang on it, since nobody can be led astray by it."""
    return Step("made_again", "gone", State.NOT_COUNTED, {"file": name})


def _says(raw: bytes, frame: pd.DataFrame) -> bool:
    """Whether a table on disk says what the frame does."""
    now = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    try:
        return bool(pq.ParquetFile(pa.BufferReader(raw)).read().equals(now))
    except (TypeError, ValueError, OSError, pa.ArrowException):
        return False


def _is_same_program(about: Mapping[str, Any]) -> bool:
    """Whether the run was made by this very program, with the same rules and libraries."""
    mine = (about["zerosum"], about["python"], about["rules_sha256"])
    if mine != (__version__, platform.python_version(), hash_of_rules()):
        return False
    try:
        return all(version(name) == each for name, each in about["libraries"].items())
    except PackageNotFoundError:
        return False
