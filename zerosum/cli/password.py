"""The password of a secret key (adgangskode): asked for where there is a terminal, else of the environment. Never on the command
line, where others on the machine can read it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from zerosum.cli.language import say, spoken
from zerosum.errors import Phrase, Problem, SigningError

VARIABLE = "ZEROSUM_KEY_PASSWORD"


def password_of(key_file: Path) -> str:
    """The password of a key that has one. SigningError where nobody can be asked and the environment has none. A command gives
    it on as `lambda: password_of(file)`: it is called only where the key has a password."""
    from zerosum.identity import veiled_path

    if _terminal():
        told = Phrase("keys.password_of", {"file": veiled_path(key_file.name)}).told(spoken())
        return str(click.prompt(told, default="", show_default=False, hide_input=True, err=True))
    told = os.environ.get(VARIABLE, "")
    if not told:
        raise SigningError(Problem("sign_password_missing", {"variable": VARIABLE}, veiled_path(str(key_file))))
    return told


def new_password() -> str:
    """The password that a new key is to have, asked for twice; empty: none. SigningError where nobody can be asked and the
    environment has none."""
    if not _terminal():
        told = os.environ.get(VARIABLE, "")
        if not told:
            raise SigningError(Problem("keys_password_missing", {"variable": VARIABLE}))
        return told
    while True:
        once, again = (
            str(click.prompt(Phrase(f"keys.{key}").told(spoken()), default="", show_default=False, hide_input=True, err=True))
            for key in ("password", "password_again")
        )  # fmt: skip
        if once == again:
            return once
        say(Phrase("keys.differ").told(spoken()))


def _terminal() -> bool:
    """Whether somebody sits there."""
    return sys.stdin is not None and sys.stdin.isatty()
