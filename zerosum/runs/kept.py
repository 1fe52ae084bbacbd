"""Runs that lie on disk: the latest of an area, and what one of them says. Each is what its seal (aftryk) says, or it is refused."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zerosum.errors import InputError, Problem, SettingsError, reason
from zerosum.identity import veiled_path
from zerosum.result import SCHEMA_VERSION, Verdict
from zerosum.runs.about import hash_of_rules, hashes_of
from zerosum.runs.places import RESULT, RUN, slug
from zerosum.settings import Settings
from zerosum.sources.load import BUILT_IN, builtin, declared
from zerosum.toml_file import Document, tables, text

FILES_SHA256 = "files_sha256"
"""In run.json: name -> SHA-256 of each file that the run wrote beside it, but result.json, whose fingerprint it has."""


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

    @property
    def of(self) -> tuple[Any, Any, Any]:
        """Whose it is: municipality, creditor (fordringshaver) and area."""
        return self.result.get("municipality"), self.result.get("creditor_id"), self.result.get("area")


def kept(folder: Path) -> Kept:
    """The run of a folder. InputError where it cannot be read, is of another form, or result.json is not what was sealed."""
    about, _ = values_of(folder / RUN)
    result, raw = values_of(folder / RESULT)
    if hashlib.sha256(raw).hexdigest() != about.get("fingerprint"):
        raise InputError(Problem("run_not_as_sealed", file=shown(folder / RESULT)))
    run = Kept(result, about)
    for name, is_whole in ((RUN, _is_about), (RESULT, _is_result)):
        try:
            whole = is_whole(run)
        except (KeyError, TypeError, ValueError, AttributeError):
            whole = False
        if not whole:
            raise InputError(Problem("run_unreadable", file=shown(folder / name)))
    return run


def latest(roots: Iterable[Path], municipality: str, creditor_id: str, area: str) -> Kept | None:
    """The run that was made last, of those of a creditor's area under any of the folders; None where there is none. InputError
    where one of them cannot be read: it could be the last."""
    folders = [
        path.parent
        for root in dict.fromkeys(root.resolve() for root in roots)
        for path in sorted((root / slug(municipality) / slug(area)).glob(f"[!.]*/{RUN}"))
    ]
    # Two creditors of one municipality may share the folder.
    ours = [run for run in map(kept, folders) if run.of == (municipality, creditor_id, area)]
    return max(ours, key=lambda run: (run.made_at, run.about["fingerprint"]), default=None)


def hashes_now(settings: Settings, document: Document, folder: Path) -> dict[str, Any]:
    """What run.json would have of the settings' files, sources and rules today. `document`: the settings' file in
    `folder`, with its inputs. A source that cannot be read is empty, which no run has."""
    names = [text(one, "source") or "" for _, one in tables(document.data, "input")]
    sources = dict(_source_hash(name, folder) for name in names)
    return {**hashes_of(settings), "sources_sha256": sources, "rules_sha256": hash_of_rules()}


def changed_since(run: Kept, settings: Settings, now: Mapping[str, Any]) -> tuple[str, ...]:
    """What is not as it was in the run, by its name in run.json or result.json. `now`: of `hashes_now`."""
    as_of = settings.as_of or settings.cut_off
    days = {"cut_off": settings.cut_off, "as_of": as_of}
    changed = [name for name, value in now.items() if run.about.get(name) != value]
    changed += [name for name, day in days.items() if day is None or run.result[name] != day.isoformat()]
    if is_newer(settings.debtor_aliases, run.made_at):
        changed.append("debtor_aliases")
    return tuple(changed)


def is_newer(path: Path | None, made_at: datetime) -> bool:
    """Whether a file was written after the run, or is gone. The list of debtor numbers has no hash in run.json: what a short list
    of numbers is, could be found by trying."""
    if path is None:
        return False
    try:
        return path.stat().st_mtime > made_at.timestamp()
    except OSError:
        return True


def _source_hash(name: str, folder: Path) -> tuple[str, str]:
    """The name of a source and its hash as run.json has it."""
    path = folder / name.replace("\\", "/")
    try:
        if name not in BUILT_IN and not os.path.isfile(path):
            return name, ""
        source = builtin(name) if name in BUILT_IN else declared(path)
    except SettingsError:
        return name, ""
    return source.name, hashlib.sha256(repr(source).encode()).hexdigest()


def _is_about(run: Kept) -> bool:
    """Whether run.json has what is used of it."""
    about = run.about
    texts = (about["run_id"], about["fingerprint"])
    return about["schema_version"] == SCHEMA_VERSION and bool(run.made_at.tzinfo) and _are_texts(texts)


def _is_result(run: Kept) -> bool:
    """Whether result.json has what is used of it. KeyError, TypeError or ValueError where it has not."""
    result = run.result
    for day in (result["cut_off"], result["as_of"]):
        date.fromisoformat(day)
    for one in (result, *result["solutions"], *result["cells"]):
        Verdict(one["verdict"])
    texts = [one["name"] for one in result["solutions"]]
    for one in result["cells"]:
        texts += [one["solution"], *one["reasons"], one["claim_type"] or ""]
        if not isinstance(one["tested"], bool) or not isinstance(one["reasons"], list):
            return False
    for one in result["scope"]:
        texts += [one["solution"] or "", *one["missing"], one["claim_type"] or ""]  # a type that is elsewhere has none
        if not isinstance(one["missing"], list):
            return False
    return result["schema_version"] == SCHEMA_VERSION and _are_texts((*run.of, *texts))


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file of a run. InputError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(Problem("run_not_opened", {"reason": reason(error)}, shown(path))) from None


def values_of(path: Path) -> tuple[dict[str, Any], bytes]:
    """The values of a JSON file of a run, and its bytes. InputError where it cannot be read, or is no JSON object."""
    raw = bytes_of(path)
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):  # also what is not UTF-8
        values = None
    if not isinstance(values, dict):
        raise InputError(Problem("run_unreadable", file=shown(path)))
    return values, raw


def shown(path: Path) -> str:
    """A path as a message may have it."""
    return veiled_path(str(path))
