"""The folder of a municipality's area: what belongs in it is written where it is missing, and what is there is left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path
from string import Template

from zerosum import key
from zerosum.begin.proposal import FOLDERS, Proposal, propose
from zerosum.begin.settings_text import inputs_and_solutions, settings_text
from zerosum.catalogue import Area, Catalogue
from zerosum.errors import OutputError, Problem, SettingsError, reason
from zerosum.toml_file import Document, read, table, text, unfilled

SETTINGS, READ_ME, RUN = "zerosum.toml", "LÆS-MIG.txt", "KØR.cmd"
REPORTS = "reports"
"""Where `zerosum run` puts what it writes, unless it is told otherwise."""


@dataclass(frozen=True)
class Begun:
    """What was done."""

    written: tuple[str, ...]
    """Files and folders that were missing, as they stand in the folder."""
    there: tuple[str, ...]
    """Those that were there, and were left."""
    proposal: Proposal
    not_applied: str
    """What the files say, where the settings were there already: for a person to copy."""
    to_fill_in: int
    """How many values of the settings only the municipality knows."""
    key: Path | None
    """The file of the key; None where the settings do not say yet which creditor it is for."""
    key_made: bool


def begin(area: Area, every: Catalogue, folder: Path, files: Sequence[Path], creditor_id: str, language: str) -> Begun:
    """Write what is missing. InputError for a file that cannot be opened, SettingsError where settings are there and of another
    area or creditor, OutputError where something cannot be written; of what was written before, nothing is half."""
    settings = folder / SETTINGS
    there = read(settings) if settings.is_file() else None
    creditor_id = _creditor(there, area, creditor_id)
    place = key.place(creditor_id) if creditor_id else None
    _outside(key.place(creditor_id or "0000"), folder)
    proposal = propose(files, folder)
    own = settings_text(_template(language, "settings.txt"), area, every, creditor_id, proposal, language)
    read_me = Template(_template(language, "read-me.txt")).substitute(area=area.code, area_upper=area.name.upper())
    contents = {
        SETTINGS: own.encode(),
        READ_ME: read_me.encode("utf-8-sig"),  # older Notepads know UTF-8 by its mark alone
        RUN: resources("zerosum.begin").joinpath("texts", "run.cmd").read_bytes(),
    }
    made = [_folder(folder, name) for name in (*FOLDERS.values(), REPORTS)]
    made += [_file(folder / name, _windows_lines(content)) for name, content in contents.items()]
    names = (*(f"{name}/" for name in (*FOLDERS.values(), REPORTS)), *contents)
    written = tuple(name for name, new in zip(names, made, strict=True) if new)
    made_now = place is not None and key.make(creditor_id)
    if place is not None and not made_now:
        key.read(creditor_id)  # one that is no key any more is told while the copy is at hand
    return Begun(
        written,
        tuple(name for name in names if name not in written),
        proposal,
        inputs_and_solutions(area, every, proposal, language) if there is not None and files else "",
        len(unfilled(read(settings).data)),
        place,
        made_now,
    )


def _creditor(there: Document | None, area: Area, told: str) -> str:
    """The creditor that the key is for: that of the settings that are there, else the one that is told; "" for neither."""
    if there is None:
        return told
    known = text(there.data, "area") or text(table(there.data, "area"), "code")
    if known is not None and known != area.code:
        values = {"area": area.code, "there": known}
        raise SettingsError(there.problem(("area",), "folder_of_another_area", values))
    creditor = text(there.data, "creditor_id") or ""
    filled = len(creditor) == 4 and creditor.isascii() and creditor.isdigit()
    if filled and told and told != creditor:
        values = {"creditor": told, "there": creditor}
        raise SettingsError(there.problem(("creditor_id",), "folder_of_another_creditor", values))
    return creditor if filled else told


def _outside(place: Path, folder: Path) -> None:
    """The key lies outside of the folder, which people share and send."""
    if place.resolve().is_relative_to(folder.resolve()):
        raise SettingsError(Problem("folder_has_the_key", {"key": str(place.parent)}, str(folder)))


def _template(language: str, name: str) -> str:
    return resources("zerosum.begin").joinpath("texts", language, name).read_text(encoding="utf-8")


def _windows_lines(content: bytes) -> bytes:
    """Lines as Windows ends them: Notepad of a server knows no others, and labels of a .cmd want them."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _folder(folder: Path, name: str) -> bool:
    """Make a folder in it. True: it was not there."""
    path = folder / name
    try:
        if path.is_dir():
            return False
        path.mkdir(parents=True)
    except OSError as error:
        raise OutputError(Problem("folder_not_made", {"reason": reason(error)}, str(path))) from None
    return True


def _file(path: Path, content: bytes) -> bool:
    """Write a file that is not there; whole or not at all. True: it was not there."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputError(Problem("file_not_begun", {"reason": reason(error)}, str(path))) from None
    try:
        with file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)  # half a file is none
        raise OutputError(Problem("file_not_begun", {"reason": reason(error)}, str(path))) from None
    return True
