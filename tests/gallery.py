"""The gallery of what goes wrong as a document: docs/fejl.md and docs/errors.md, made from the folders of fixtures/errors.

`python tests/gallery.py` (or `make gallery`) writes them anew. `fixtures/errors/gallery.toml` says of each folder, by group,
what it holds; the messages are the golden files of the folders, which `tests/test_errors.py` holds against the program.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from zerosum.cli.messages import plain, problem_text
from zerosum.errors import LANGUAGES, Phrase, Problem, ZerosumError
from zerosum.pipeline import reconcile
from zerosum.result import Result
from zerosum.settings import Input, Settings, Solution
from zerosum.settings_load import load
from zerosum.sources.load import BUILT_IN, builtin
from zerosum.tables import Side

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "fixtures" / "errors"
GOOD = "good"
DOCUMENTS = {"da": ROOT / "docs" / "fejl.md", "en": ROOT / "docs" / "errors.md"}
MESSAGES = {"da": "message.txt", "en": "message.en.txt"}

GROUPS = {
    "file": ("Filen", "The file"),
    "table": ("Overskrifter og linjer", "Headings and lines"),
    "amounts": ("Beløb", "Amounts"),
    "dates": ("Datoer", "Dates"),
    "numbers": ("Numre", "Numbers"),
    "ode": ("KMD ODE", "KMD ODE"),
    "notices": ("Kvitteringer og underretninger", "Receipts and notifications"),
    "settings": ("Opsætningen og kilder", "The settings and sources"),
    "decisions": ("Afgørelser og lister", "Decisions and lists"),
    "running": ("Kørslen", "The run"),
}
"""The groups in the order of the document, and their headings."""

_NO_ROOM = {"reason": Phrase("os.full")}

RUNNING: dict[str, Problem] = {
    "settings-not-there": Problem("settings_not_opened", {"reason": Phrase("os.missing")}, "zerosum.toml"),
    "limits-unreadable": Problem("limits_unreadable", {"reason": Phrase("it_is_no_toml")}, "zerosum.toml"),
    "source-asked-for-missing": Problem("source_asked_for_missing", {"name": "opus", "sources": BUILT_IN}),
    "file-missing": Problem("file_missing", file="debitor.csv"),
    "file-unreadable": Problem("file_unreadable", {"reason": Phrase("os.busy")}, "debitor.xlsx"),
    "file-gone": Problem("file_gone", {"reason": Phrase("os.missing")}, "debitor.csv"),
    "output-full": Problem("output_full", file="reports"),
    "output-closed": Problem("output_closed", file="reports"),
    "output-gone": Problem("output_gone", file="reports"),
    "output-no-folder": Problem("output_no_folder", file="reports"),
    "output-too-long": Problem("output_too_long", file="reports"),
    "output-failed": Problem("output_failed", {"reason": Phrase("os.device")}, "reports"),
    "told-failed": Problem("told_failed", _NO_ROOM),
    "copies-failed": Problem("copies_failed", _NO_ROOM, "TEMP"),
    "memory-short": Problem("memory_short"),
    "sums-differ": Problem("sums_differ", {"read": 100_000, "again": 10_000}, "debitor.csv"),
    "amount-read-once": Problem("amount_read_once", file="debitor.csv"),
    "lines-differ": Problem("lines_differ", {"read": 1_000, "again": 999}, "debitor.csv"),
    "lines-lost": Problem("lines_lost", {"read": 1_000, "told": 999}, "debitor.csv"),
}
"""What no folder of files can show: files and folders that are not there or not open, no room, and our own faults."""

INTRODUCTION = {
    "da": """# Fejl, og hvad der skal gøres

Hver fejl, som filer, opsætning og afgørelser kan have, med den besked, zerosum giver. Beskederne her er de samme, som en
prøve holder op mod programmet; filerne, der giver dem, ligger i `fixtures/errors/<navn>/`. `MAPPEN` står for mappen, der
køres i. Står en fejl på mange linjer, vises de første tyve.

En **kode** som `amount_unreadable` hører til hver fejl. Den ændres ikke, når ordene bliver bedre, og er til dem, der læser
fejl med et program (`zerosum check --json`, `rejects.csv`).

Dokumentet er lavet af `make gallery`. [In English](errors.md).
""",
    "en": """# Errors, and what to do

Every error that files, settings and decisions can have, with the message that zerosum gives. The messages here are those that
a test holds against the program; the files that give them lie in `fixtures/errors/<name>/`. `MAPPEN` stands for the folder
of the run. Where an error stands on many lines, the first twenty are shown.

A **code** such as `amount_unreadable` goes with each error. It does not change when the words get better, and is for those
who read errors by a program (`zerosum check --json`, `rejects.csv`).

The document is made by `make gallery`. [På dansk](fejl.md).
""",
}


def run() -> Result:
    """The run of the folder of the gallery that is the working folder."""
    here = Path()
    if (here / "zerosum.toml").exists():
        return reconcile(load(Path("zerosum.toml"))).result
    debtor = _debtor(here) or [Path("..", GOOD, "debitor.csv")]
    psrm = sorted(here.glob("psrm*")) or [Path("..", GOOD, "psrm.csv")]
    is_ode = debtor[0].parent.name == "ode"
    return reconcile(
        Settings(
            municipality="Eksempel Kommune",
            creditor_id="0999",
            area="daginstitution",
            area_name="Daginstitution",
            cut_off=date(2026, 9, 30),
            as_of=date(2026, 10, 1),
            inputs=(
                Input(Side.DEBTOR, builtin("kmd-ode" if is_ode else "zerosum"), tuple(debtor)),
                Input(Side.PSRM, builtin("zerosum"), tuple(psrm)),
            ),
            solutions=(Solution("Pladsanvisning", ("KFDAINS",)),),
            area_types={"KFDAINS": "Daginstitution, betaling"},
            path=Path("zerosum.toml"),
        )
    ).result


def _debtor(folder: Path) -> list[Path]:
    return sorted((folder / "ode").glob("*")) or sorted(folder.glob("debitor*"))


def problems() -> list[Problem]:
    """What is wrong with the folder that is the working folder."""
    try:
        return [one.problem for one in run().rejects]
    except ZerosumError as error:
        return list(error.problems)


@cache
def codes_of(name: str) -> tuple[str, ...]:
    """The codes of what is wrong with a folder, each once, in the order of the message."""
    here = Path.cwd()
    os.chdir(GALLERY / name)
    try:
        return tuple(dict.fromkeys(one.code for one in problems()))
    finally:
        os.chdir(here)


def folders() -> list[str]:
    """The folders of bad files."""
    return sorted(path.name for path in GALLERY.iterdir() if path.is_dir() and path.name != GOOD)


def told() -> dict[str, dict[str, dict[str, str]]]:
    """Group -> folder -> language -> what the folder holds."""
    return tomllib.loads((GALLERY / "gallery.toml").read_text(encoding="utf-8"))


def document(language: str) -> str:
    """The whole document."""
    every = told()
    parts = [INTRODUCTION[language]]
    for group, headings in GROUPS.items():
        if group in every:
            parts.append(f"## {headings[LANGUAGES.index(language)]}\n")
            parts += _entries(every[group], language)
    return "\n".join(parts)


def _entries(entries: dict[str, dict[str, str]], language: str) -> Iterator[str]:
    for name, holds in entries.items():
        if name in RUNNING:
            message, codes = plain(problem_text(RUNNING[name], language)), (RUNNING[name].code,)
        else:
            message = (GALLERY / name / MESSAGES[language]).read_text(encoding="utf-8").rstrip("\n")
            codes = codes_of(name)
        told = ", ".join(f"`{code}`" for code in codes)
        yield f"### {name}\n\n{holds[language]} {CODE[language]} {told}.\n\n```text\n{message}\n```\n"


CODE = {"da": "Kode:", "en": "Code:"}


def write() -> None:
    """Write both documents."""
    for language, path in DOCUMENTS.items():
        path.write_text(document(language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
