"""What several commands are given, made into what they use: settings, a day, the solution that is meant."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.language import spoken
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.report.dossier import Dossier
    from zerosum.settings import Settings

SETTINGS_FILE = "zerosum.toml"


def settings_of(
    config: Path | None,
    debtor: tuple[Path, ...],
    psrm: tuple[Path, ...],
    as_of: date | None,
    language: str | None,
    *,
    debtor_alone: bool = False,
) -> Settings:
    """The settings that a command is told to use; where it reads the debtor side alone, without PSRM's own files."""
    from zerosum.settings_load import load

    if debtor or psrm:
        if config is not None:
            raise click.UsageError(Phrase("usage.settings_or_files").told(spoken()))
        if not (debtor and psrm):
            raise click.UsageError(Phrase("usage.both_sides").told(spoken()))
        from zerosum.settings_bare import without_settings

        settings = without_settings(debtor, psrm)
    else:
        settings = load(settings_path(config), debtor_alone=debtor_alone)
    return replace(settings, as_of=as_of or settings.as_of, language=language or settings.language)


def settings_path(config: Path | None) -> Path:
    """The settings that are named, else those that are found. UsageError where there are none."""
    path = config if config is not None else found()
    if path is None:
        raise click.UsageError(Phrase("usage.no_settings", {"file": SETTINGS_FILE}).told(spoken()))
    return path


def found() -> Path | None:
    """The settings in this folder, or the nearest above it."""
    try:
        here = Path.cwd()
    except OSError:  # the folder that one stands in is gone
        return None
    return next(
        (folder / SETTINGS_FILE for folder in (here, *here.parents) if os.path.isfile(folder / SETTINGS_FILE)), None
    )


def solution_of(asked: str, dossier: Dossier) -> str:
    """The run's solution that is meant, whatever its capital letters. UsageError with the names it has, the nearest first."""
    from zerosum.hints import nearest, shown
    from zerosum.report.vendor import solutions_of

    names = solutions_of(dossier.result)
    for one in (*(one for one in names if one == asked), *names):
        if one.casefold() == asked.casefold():
            return one
    near = nearest(asked, names)
    ordered = tuple(shown(one) for one in sorted(names, key=lambda one: one != near))  # the rest as in the report
    raise click.UsageError(Phrase("usage.solution_unknown", {"name": shown(asked), "names": ordered}).told(spoken()))
