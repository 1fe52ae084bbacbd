"""Options that several commands have, each written once. The language's own stands in `language.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from zerosum.cli.language import YES

Command = TypeVar("Command", bound=Callable[..., Any])


def settings_file(
    told: str = "Opsætningen (zerosum.toml). Uden den findes den i mappen her eller over den.",
) -> Callable[[Command], Command]:
    """`-c`: the settings, as a path or None. `told` is what it says of itself in Danish."""
    return click.option("-c", "--config", "config", metavar="FIL", type=click.Path(path_type=Path), help=told)


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


def says_yes(question: str) -> bool:
    """Ask somebody at the screen. click's own question is in English, and understands no «j»."""
    told = str(click.prompt(question, default="", show_default=False, err=True))
    return told.strip().casefold() in YES
