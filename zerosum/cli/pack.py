"""`zerosum pack`: a vendor's defect packs, made of a run."""

from __future__ import annotations

from pathlib import Path

import click

from zerosum.cli.given import solution_of
from zerosum.cli.language import LANGUAGE, speak, tell
from zerosum.cli.options import run_folder


@click.command(short_help="Lav fejlpakker til en leverandør ud fra en kørsel.")
@run_folder()
@click.option(
    "--solution",
    "solution",
    metavar="NAVN",
    help="Løsningens navn, som det står i rapporten. Uden det laves pakker til hver leverandørs løsning, der har åbne poster.",
)
@click.option(
    "-o",
    "--output",
    "output",
    metavar="MAPPE",
    type=click.Path(path_type=Path),
    help="Hvor pakkerne lægges. Ellers i mappen fejlpakker i kørslens mappe.",
)
@LANGUAGE
def pack(folder: Path, solution: str | None, output: Path | None, language: str | None) -> int:
    """Lav fejlpakker ud fra KØRSEL, som er en kørsels mappe eller dens result.json. Intet beregnes på ny.

    Hver løsning får en mappe og en ZIP-fil til at sende: for hver årsag antal, kroner, hvad posterne har til fælles, op til fem
    poster, det mindste opdigtede par af filer, der viser det samme, og kommandoen, der prøver det igen. Der står intet om andre
    løsninger og ingen numre på skyldnere. Slutkoden er 0, når pakkerne er skrevet, uanset dommen.
    """
    from zerosum.cli.messages import plain
    from zerosum.cli.words import PACKS
    from zerosum.errors import ZerosumError
    from zerosum.identity import veiled_path
    from zerosum.report.pack import INDEX, files_of, vendors, zipped
    from zerosum.report.vendor import solutions_of
    from zerosum.report.words import load as load_words
    from zerosum.runs.packed import keep_packs
    from zerosum.runs.places import PACKS as PACKS_FOLDER
    from zerosum.runs.places import slugs
    from zerosum.runs.reopened import reopen

    try:
        dossier = reopen(folder)
        told = language or dossier.made.language
        speak(told)
        words, texts = load_words(told), PACKS[told]
        folders = slugs(solutions_of(dossier.result))
        asked = (solution_of(solution, dossier),) if solution is not None else vendors(dossier)
        root = output if output is not None else folder / PACKS_FOLDER
        for name in asked:
            files = files_of(dossier, name, told)
            place = root / folders[name]
            beside = keep_packs(place, files, zipped(files, place.name), dossier.made.fingerprint)
            made = sum(path.count("/") == 1 for path in files)
            click.echo(plain(f"{name}: {texts['made.one' if made == 1 else 'made.many'].format(n=words.count(made))}"))
            click.echo(plain(f"  {veiled_path(str(place / INDEX))}"))
            click.echo(plain(f"  {veiled_path(str(beside))}"))
    except ZerosumError as error:
        return tell(error)
    if not asked:
        click.echo(plain(texts["none"]))
    return 0
