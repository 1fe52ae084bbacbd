"""`zerosum klik`: the answers to the three themes of the KLIK task, for copying."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.complete import runs
from zerosum.cli.given import settings_path
from zerosum.cli.language import LANGUAGE, speak, tell
from zerosum.cli.options import as_one_json, settings_file

if TYPE_CHECKING:
    from zerosum.klik import Answers
    from zerosum.settings import Settings


@click.command(short_help="Skriv svarene til KLIK-opgavens tre temaer.")
@settings_file()
@click.option(
    "--run",
    "run_folder",
    metavar="MAPPE",
    type=click.Path(path_type=Path),
    shell_complete=runs,
    help="Kørslens mappe. Uden den bruges den seneste kørsel af området i «reports» her eller ved opsætningen.",
)
@as_one_json()
@LANGUAGE
def klik(config: Path | None, run_folder: Path | None, as_json: bool, language: str | None) -> int:
    """Skriv svarene til KLIK-opgaven for et spor, i skemaets rækkefølge og til at kopiere: tema 1, hvilke fordringstyper der
    bruges; tema 2, hvilken løsning der laver regningerne; tema 3, 0-sumstesten for hver løsning, og hvad der udestår.

    Tema 1 og 2 er opsætningens, tema 3 kørslens. Inputfilerne læses ikke, og intet skrives. Uden en kørsel er ingen test
    gennemført. Slutkoden er 0, når svarene er skrevet, uanset dommen: den har «zerosum run». Er opsætningen ændret siden
    kørslen, er intet bedre end IKKE TESTET, og slutkoden er 20.
    """
    from zerosum.cli.exits import OF_VERDICT
    from zerosum.cli.klikked import text
    from zerosum.cli.messages import plain
    from zerosum.errors import ZerosumError
    from zerosum.report.words import load as load_words
    from zerosum.result import Verdict
    from zerosum.settings_load import load

    try:
        path = settings_path(config)
        settings = load(path, with_inputs=False)
        speak(language or settings.language)
        answers = _answers(settings, path, run_folder)
    except ZerosumError as error:
        return tell(error)
    if as_json:
        click.echo(json.dumps(asdict(answers) | {"verdict": answers.verdict}, ensure_ascii=False, indent=1))
    else:
        click.echo(plain(text(answers, load_words(language or settings.language))))
    if answers.run is not None and answers.run.settings_changed:
        return OF_VERDICT[Verdict.NOT_TESTED]
    return 0


def _answers(settings: Settings, path: Path, run_folder: Path | None) -> Answers:
    from zerosum.catalogue import everything
    from zerosum.errors import InputError, Problem
    from zerosum.identity import veiled_path
    from zerosum.klik import answers
    from zerosum.runs.kept import hashes_now, kept, latest
    from zerosum.settings_load import own_catalogue
    from zerosum.toml_file import read

    ours = (settings.municipality, settings.creditor_id, settings.area)
    if run_folder is None:
        run = latest((Path("reports"), path.parent / "reports"), *ours)
    else:
        run = kept(run_folder)
        if run.of != ours:
            values = {"municipality": settings.municipality, "area": settings.area_name}
            raise InputError(Problem("run_of_another", values, veiled_path(str(run_folder))))
    document = read(path)
    grown, _, _ = own_catalogue(document, path.parent)
    return answers(settings, grown or everything(), run, hashes_now(settings, document, path.parent))
