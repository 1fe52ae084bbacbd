"""Arguments and options that several commands have, each written once. The language's own stands in `language.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from zerosum.cli.language import YES, spoken
from zerosum.errors import Phrase

Command = TypeVar("Command", bound=Callable[..., Any])


def run_folder() -> Callable[[Command], Command]:
    """The run (kørsel) that a command is of, as its folder. People drop any file of it on the window."""
    return click.argument("folder", metavar="KØRSEL", type=click.Path(path_type=Path), callback=_folder)


def _folder(_context: click.Context, _parameter: click.Parameter, value: Path) -> Path:
    return value.parent if os.path.isfile(value) else value  # a place that may not be looked at is told by who reads it


def settings_file(
    told: str = "Opsætningen (zerosum.toml). Uden den findes den i mappen her eller over den.",
) -> Callable[[Command], Command]:
    """`-c`: the settings, as a path or None. `told` is what it says of itself in Danish."""
    return click.option("-c", "--config", "config", metavar="FIL", type=click.Path(path_type=Path), help=told)


def as_of_day(told: str) -> Callable[[Command], Command]:
    """`--as-of`: a day or None."""
    return click.option("--as-of", "as_of", metavar="DATO", callback=_day, help=told)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The day that was typed. BadParameter where it is none."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(Phrase("usage.date").told(spoken())) from None


def as_one_json(
    told: str = "Skriv det som ét JSON-objekt på stdout, og intet andet.",
) -> Callable[[Command], Command]:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help=told)


def output_folder(told: str) -> Callable[[Command], Command]:
    """`-o`: where runs are put."""
    return click.option(
        "-o",
        "--output",
        "output",
        metavar="MAPPE",
        type=click.Path(path_type=Path),
        default=Path("reports"),
        show_default=True,
        help=told,
    )


def with_pdf(told: str) -> Callable[[Command], Command]:
    """`--pdf/--no-pdf`."""
    return click.option(
        "--pdf/--no-pdf", "with_pdf", default=True, show_default=True, envvar="ZEROSUM_PDF", help=told
    )  # fmt: skip


def sign_with(told: str) -> Callable[[Command], Command]:
    """`--sign`: the file of a secret key, or None."""
    return click.option("--sign", "sign_with", metavar="NØGLE", type=click.Path(path_type=Path), help=told)


def is_quiet(told: str) -> Callable[[Command], Command]:
    """`-q`."""
    return click.option("-q", "--quiet", is_flag=True, help=told)


def opens_report() -> Callable[[Command], Command]:
    """`--open`."""
    told = "Åbn rapporten i browseren bagefter. Det ændrer ingen slutkode."
    return click.option("--open", "with_report", is_flag=True, help=told)


def says_yes(question: str) -> bool:
    """Ask somebody at the screen. click's own question is in English, and understands no «j»."""
    told = str(click.prompt(question, default="", show_default=False, err=True))
    return told.strip().casefold() in YES
