"""`zerosum verify`: a run checked by whoever has it: its files, and its result once more from the same inputs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from zerosum.cli.language import LANGUAGE, speak, tell
from zerosum.cli.options import as_one_json, run_folder, settings_file


@click.command(short_help="Efterprøv en kørsel: dens filer, og resultatet én gang til af de samme inputfiler.")
@run_folder()
@click.option(
    "--inputs",
    "inputs",
    metavar="MAPPE",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="En mappe med kørslens inputfiler, hvor som helst under den og med hvilke navne som helst.",
)
@click.option(
    "--key",
    "key",
    metavar="NØGLE",
    help="En offentlig nøgle (minisign), som kørslens signatur efterprøves med: dens fil, eller linjen selv.",
)
@settings_file(
    "Kørslens opsætning. Uden den findes den under --inputs, i mappen her eller over den, eller over kørslens mappe."
)
@as_one_json()
@LANGUAGE
def verify(
    folder: Path, inputs: Path | None, key: str | None, config: Path | None, as_json: bool, language: str | None
) -> int:
    """Efterprøv en kørsel, der ligger på disken: stemmer dens filer med hinanden, og giver hele testen det samme resultat én gang
    til af de samme inputfiler? KØRSEL er kørslens mappe eller dens result.json.

    Inputfilerne, opsætningen og det, der hører til den, findes på deres indhold (SHA-256): med --inputs hvor som helst under den
    mappe og med hvilket navn som helst, ellers hvor opsætningen siger. Alt sker i hukommelsen: intet kopieres, og intet skrives.

    Slutkode 0: den stemmer. 5: den stemmer ikke, og der siges hvor. 6: det kan ikke afgøres, fx fordi en inputfil mangler; det er
    aldrig det første.
    """
    from zerosum.cli.given import found
    from zerosum.cli.messages import plain
    from zerosum.cli.verified import CODES, text, values
    from zerosum.errors import ZerosumError
    from zerosum.report.words import load as load_words
    from zerosum.runs.verified import language_of
    from zerosum.runs.verified import verify as verified

    try:
        spoken = language or language_of(folder)
        speak(spoken)
        place = config or found()
        told = verified(folder, inputs, [place] if place is not None else [], key)
    except ZerosumError as error:
        return tell(error)
    if as_json:
        click.echo(json.dumps(values(told, spoken), ensure_ascii=False, indent=1))
    else:
        click.echo(plain(text(told, load_words(spoken))))
    return CODES[told.state]
