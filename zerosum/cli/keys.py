"""`zerosum keys`: a pair of keys, to sign runs with."""

from __future__ import annotations

from pathlib import Path

import click

from zerosum.cli.language import LANGUAGE, say, spoken, tell
from zerosum.errors import Phrase, Value


@click.command(short_help="Lav et nøglepar til at signere kørsler med.")
@click.argument("folder", metavar="MAPPE", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--no-password",
    "without_password",
    is_flag=True,
    help="Lav den hemmelige nøgle uden adgangskode: til maskiner, hvor ingen kan svare.",
)
@LANGUAGE
def keys(folder: Path, without_password: bool, language: str | None) -> int:
    """Lav et nøglepar i MAPPE, så modtageren af en kørsel kan se, at den er jeres og uændret: zerosum.key er hemmelig og
    signerer, zerosum.pub gives væk og prøver.

    Der spørges to gange om en adgangskode til den hemmelige nøgle; en tom er ingen. En nøgle, der er der, overskrives aldrig,
    og i en mappe med kørsler laves ingen. Filerne er minisigns, så modtageren kan nøjes med det lille program. Uden terminal
    tages adgangskoden fra miljøvariablen ZEROSUM_KEY_PASSWORD.
    """
    from zerosum.cli.password import new_password
    from zerosum.errors import ZerosumError
    from zerosum.identity import veiled_path
    from zerosum.runs.key_pair import make_keys

    try:
        made = make_keys(folder, (lambda: "") if without_password else new_password)
    except ZerosumError as error:
        return tell(error)
    click.echo(_said("made"))
    click.echo("  " + _said("keep", file=veiled_path(str(made.secret))))
    click.echo("  " + _said("give", file=veiled_path(str(made.public))))
    click.echo(_said("line"))
    click.echo(f"  {made.key.line}")
    click.echo(_said("by_minisign"))
    if not made.has_password:
        say(_said("open"))
    return 0


def _said(key: str, **values: Value) -> str:
    return Phrase(f"keys.{key}", values).told(spoken())
