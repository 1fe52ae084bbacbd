"""run.json: who, when, with what: everything that the sealed result must not hold."""

from __future__ import annotations

import getpass
import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zerosum import __version__
from zerosum.errors import InputError, Problem, reason
from zerosum.identity import veiled_path
from zerosum.report.made import Made
from zerosum.result import SCHEMA_VERSION, Result
from zerosum.settings import Settings

LIBRARIES = ("pandas", "pyarrow", "pydantic", "python-calamine", "Babel", "holidays", "rfc8785")


def hashes_of(settings: Settings) -> dict[str, str]:
    """SHA-256 of the files of the settings. Taken before the inputs are read: somebody may change them meanwhile. InputError
    where one of them is gone."""
    batch = settings.test_batch.file if settings.test_batch else None
    return {
        "settings_sha256": _hash_file(settings.path),
        "decisions_sha256": _hash_file(settings.decisions),
        "catalogue_sha256": _hash_file(settings.catalogue),
        "test_batch_sha256": _hash_file(batch),
    }


def about_run(
    settings: Settings,
    result: Result,
    fingerprint: str,
    when: datetime,
    command: Sequence[str],
    hashes: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The values of run.json. `when` is passed in: nothing else looks at a clock."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fingerprint": fingerprint,
        "run_id": f"{result.cut_off.isoformat()}_{fingerprint[:6]}",
        "made_at": when.isoformat(),
        "who": _who(),
        "command": veiled_path(" ".join([Path(command[0]).name, *command[1:]])) if command else "",
        "zerosum": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "language": settings.language,
        **(hashes if hashes is not None else hashes_of(settings)),
        "own_files": own_files(settings),
        "sources_sha256": hashes_of_sources(settings),
        "rules_sha256": hash_of_rules(),
        "inputs": about_inputs(result, settings.language),
    }


def hashes_of_sources(settings: Settings) -> dict[str, str]:
    """Name of each source -> SHA-256 of what it says, however its file is written."""
    return {given.source.name: hashlib.sha256(repr(given.source).encode()).hexdigest() for given in settings.inputs}


def about_inputs(result: Result, language: str) -> list[dict[str, Any]]:
    """What run.json tells of each input."""
    return [
        {
            "path": one.path,
            "side": one.side,
            "source": one.source,
            "part": one.part,
            "file": one.file,
            "input": one.given,
            "bytes": one.bytes,
            "sha256": one.sha256,
            "encoding": one.encoding,
            "separator": one.separator,
            "lines": one.lines,
            "movements": one.movements,
            "rejects": one.rejects,
            "by_rule": dict(one.by_rule),
            "event_ore": dict(one.event_ore),
            "read_ore": one.read_ore,
            "read_again_ore": one.read_again_ore,
            "lines_again": one.lines_again,
            "notes": [{"code": note.code, **asdict(note.told(language))} for note in one.notes],
        }
        for one in result.inputs
    ]


def own_files(settings: Settings) -> dict[str, dict[str, Any]]:
    """Name and size of each file of the settings, as `hashes_of` has their hashes: for those who look for them. The list of
    debtor numbers has a name alone: what a short list of numbers is, could be found by trying."""
    batch = settings.test_batch.file if settings.test_batch else None
    paths = {
        "settings": settings.path,
        "decisions": settings.decisions,
        "catalogue": settings.catalogue,
        "test_batch": batch,
    }
    found = {
        name: {"name": veiled_path(path.name), "bytes": _size(path)} for name, path in paths.items() if path is not None
    }
    if settings.debtor_aliases is not None:
        found["debtor_aliases"] = {"name": veiled_path(settings.debtor_aliases.name)}
    return found


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def made_of(about: Mapping[str, Any]) -> Made:
    """What the report shows of run.json."""
    return Made(
        when=datetime.fromisoformat(about["made_at"]),
        who=about["who"],
        command=about["command"],
        version=about["zerosum"],
        python=about["python"],
        pandas=about["libraries"]["pandas"],
        run_id=about["run_id"],
        fingerprint=about["fingerprint"],
        settings_hash=about["settings_sha256"],
        decisions_hash=about["decisions_sha256"],
        rules_hash=about["rules_sha256"],
        language=about["language"],
    )


def _who() -> str:
    try:
        return veiled_path(getpass.getuser())
    except (KeyError, OSError, ImportError):
        return "ukendt"


def _hash_file(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(Problem("file_gone", {"reason": reason(error)}, path.name)) from None


def hash_of_rules() -> str:
    """Over every rule file of the package: catalogue and sources, by name and content."""
    hashed = hashlib.sha256()
    for folder in ("catalogue", "sources"):
        for name, file in sorted(_rule_files(files("zerosum").joinpath(folder), folder), key=lambda one: one[0]):
            hashed.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return hashed.hexdigest()


def _rule_files(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    """The rule files of a folder and of the folders in it, each with its path."""
    found = []
    for one in folder.iterdir():
        name = f"{path}/{one.name}"
        if one.name.endswith(".toml"):
            found.append((name, one))
        elif one.is_dir():
            found += _rule_files(one, name)
    return found
