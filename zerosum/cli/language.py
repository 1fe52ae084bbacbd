"""The language that the reader is spoken to in: that of --lang or ZEROSUM_LANG, else that of the settings, else Danish."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from zerosum.errors import LANGUAGES

if TYPE_CHECKING:
    from zerosum.errors import ZerosumError

DANISH = "da"
VARIABLE = "ZEROSUM_LANG"

_spoken: ContextVar[str] = ContextVar("spoken", default=DANISH)


def spoken() -> str:
    """The language now. Before the settings are read it is the one asked for, else Danish."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak it from now on: once the settings are read, theirs is known."""
    _spoken.set(language)


def _asked(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    asked = value or (context.parent.params.get("language") if context.parent else None)
    speak(asked or DANISH)
    return asked


YES = ("j", "ja", "y", "yes")
"""What one may answer in either language. Everything else is no."""

LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    envvar=VARIABLE,
    callback=_asked,
    is_eager=True,
    help="Sproget: da eller en. Ellers opsætningens, ellers dansk.",
)
"""The option of every command. The command gets None where no language is asked for."""


def asked(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for, before the command line is taken apart: what is wrong with it is told too."""
    after = dict(pairwise(arguments))
    joined = [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    told = (after.get("--lang"), *joined, environment.get(VARIABLE))
    return next((one for one in told if one in LANGUAGES), DANISH)


def bind_words_of_click(language: str) -> None:
    """Have click's own words in a language: it asks gettext for them, and gettext asks the environment."""
    gettext.bindtextdomain("messages", str(files("zerosum.cli").joinpath("locale")))
    os.environ["LANGUAGE"] = language


def tell(error: ZerosumError) -> int:
    """Write an error for the one who reads, and give the exit code."""
    from zerosum.cli.messages import message, plain

    say(plain(message(error, spoken())))
    return error.exit_code


def say(text: str) -> None:
    """Write on stderr. Where that cannot be written, the exit code alone must tell."""
    with suppress(OSError):
        click.echo(text, err=True)
