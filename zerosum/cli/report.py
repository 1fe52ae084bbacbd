"""`zerosum report`: the report of a run again, in either language, without computing anything anew."""

from __future__ import annotations

from pathlib import Path

import click

from zerosum.cli.language import LANGUAGE, speak, tell


@click.command(short_help="Lav en kørsels rapport igen, også på engelsk.")
@click.argument("run_folder", metavar="KØRSEL", type=click.Path(path_type=Path))
@LANGUAGE
def report(run_folder: Path, language: str | None) -> int:
    """Lav rapporten igen ud fra KØRSEL, som er en kørsels mappe eller dens result.json. Intet beregnes på ny: tallene er dem, der blev
    forseglet, og er en fil ændret siden, laves ingen rapport.

    På kørslens eget sprog hedder den report.html, på et andet fx report.en.html. Slutkoden er 0, når den er skrevet, uanset dommen.
    """
    from zerosum.cli.messages import plain
    from zerosum.cli.words import TEXTS
    from zerosum.errors import ZerosumError
    from zerosum.identity import veiled_path
    from zerosum.report.render import render
    from zerosum.runs.places import view_name
    from zerosum.runs.reopened import reopen
    from zerosum.runs.store import replace_file

    try:
        folder = run_folder.parent if run_folder.is_file() else run_folder
        told = reopen(folder)
        spoken = language or told.made.language
        speak(spoken)
        html = render(told.result, told.made, spoken, told.selftest, told.history, told.debtors)
        path = folder / view_name("" if spoken == told.made.language else spoken)
        replace_file(path, html.encode())
    except ZerosumError as error:
        return tell(error)
    click.echo(plain(f"{TEXTS[spoken]['report']:<12} {veiled_path(str(path))}"))
    return 0
