"""`zerosum report`: the report of a run again, whole or for one vendor, long or on one page, without computing anything anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from zerosum.cli.given import solution_of
from zerosum.cli.language import LANGUAGE, say, speak, spoken, tell
from zerosum.cli.opened import show_report
from zerosum.cli.options import is_quiet, opens_report, run_folder, sign_with, with_pdf


@click.command(short_help="Lav en kørsels rapport igen: hel, for én leverandør, på én side, også på engelsk.")
@run_folder()
@click.option(
    "--solution",
    "solution",
    metavar="NAVN",
    default="",
    help="Kun denne løsnings rækker, til dens leverandør: intet om de andre løsninger.",
)
@click.option("--short", "brief", is_flag=True, help="På én A4-side: dommen, løsningerne, og hvad der spærrer.")
@click.option(
    "--export",
    "target",
    metavar="MAPPE",
    type=click.Path(path_type=Path),
    help="Læg også en kopi her, under et navn der siger, hvad filen er. Intet overskrives.",
)
@with_pdf(
    "Læg også rapporten som PDF ved siden af, når der er en Edge, Chrome eller Chromium. Det ændrer ingen slutkode."
)
@sign_with("Signér kørslens resultat med denne hemmelige nøgle (zerosum keys).")
@LANGUAGE
@is_quiet("Skriv intet, når det lykkes.")
@opens_report()
def report(
    folder: Path,
    solution: str,
    brief: bool,
    target: Path | None,
    with_pdf: bool,
    sign_with: Path | None,
    language: str | None,
    quiet: bool,
    with_report: bool,
) -> int:
    """Lav rapporten igen ud fra KØRSEL, som er en kørsels mappe eller dens result.json. Intet beregnes på ny: tallene er dem, der blev
    forseglet, og er en fil ændret siden, laves ingen rapport.

    På kørslens eget sprog hedder den report.html, på et andet fx report.en.html; for en løsning report.<løsning>.html, med dens
    egen arbejdsliste, og på én side report.kort.html. Slutkoden er 0, når den er skrevet, uanset dommen.
    """
    from zerosum.cli.messages import plain
    from zerosum.cli.password import password_of
    from zerosum.cli.words import TEXTS
    from zerosum.errors import ZerosumError
    from zerosum.identity import veiled_path
    from zerosum.runs.reopened import reopen
    from zerosum.runs.signed import load_key, sign_run
    from zerosum.runs.views import Wanted, exported, written

    try:
        told = reopen(folder)
        speak(language or told.made.language)
        wanted = Wanted(spoken(), solution_of(solution, told) if solution else "", brief)
        password = cache(lambda: password_of(sign_with or Path()))
        if sign_with is not None:
            load_key(sign_with, password)  # what is wrong with it is told before anything is written
        view = written(told, wanted, folder)
        paths = [*view.paths]
        if with_pdf:
            paths += _printed(paths[0], quiet)
        if sign_with is not None:
            paths.append(sign_run(folder, sign_with, password))
        copies = exported(told, wanted, folder, target, view.made) if target is not None else ()
    except ZerosumError as error:
        return tell(error)
    if not quiet:
        texts = TEXTS[spoken()]
        for label, some in (("report", paths), ("export", copies)):
            for at, path in enumerate(some):
                click.echo(plain(f"{texts[label] if not at else '':<12} {veiled_path(str(path))}"))
    for path in view.left:  # also where nothing else is told: it is not what was asked for
        say(plain(TEXTS[spoken()]["list_left"].format(file=veiled_path(path.name))))
        if copies:
            say(plain(TEXTS[spoken()]["list_export"]))
    if with_report:
        show_report(paths[0])
    return 0


def _printed(report: Path, quiet: bool) -> list[Path]:
    """The PDF of a report; none where none could be made, and then it is said why."""
    from zerosum.cli.messages import notice_text, plain
    from zerosum.errors import Problem
    from zerosum.report.pdf import beside

    made = beside(report)
    if not isinstance(made, Problem):
        return [made]
    if not quiet:
        say(plain(notice_text(made, spoken())))
    return []
