"""`zerosum stamdata`: the claims of the debtor side against the rules of the entry filter, before they are sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.exits import forecast_code
from zerosum.cli.given import settings_of
from zerosum.cli.language import LANGUAGE, speak, tell
from zerosum.cli.options import as_of_day, as_one_json, settings_file

if TYPE_CHECKING:
    from zerosum.settings import Settings


@click.command(short_help="Prøv debitorsidens stamdata mod indgangsfilterets regler.")
@settings_file()
@as_of_day(
    "Den dag, PSRM ville modtage det, der ikke er sendt, fx 2026-10-06. Ellers opsætningens, ellers skæringsdatoen."
)
@as_one_json()
@click.option(
    "--csv",
    "target",
    metavar="FIL",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Skriv hvert brud som en linje i filen, også det, der kun er til eftersyn. En fil af det navn bliver afløst.",
)
@LANGUAGE
def stamdata(config: Path | None, as_of: date | None, as_json: bool, target: Path | None, language: str | None) -> int:
    """Prøv hver fordring på debitorsiden mod reglerne for dens type og de fælles: hvad vil PSRM afvise, og hvad sende i høring?

    Det er bedst, før fordringerne er sendt. Kun debitorsidens filer og kvitteringer læses. Det er råd: ingen dom ændres, og
    intet skrives i mappen med kørsler. Hver regel har sin kilde, og det, der ikke kan prøves, siges.

    Slutkode, for fordringer, som PSRM ikke har udført: 0 intet brud i det, der kunne prøves; 10 nogle forventes i høring; 20
    nogle forventes afvist, eller det er uvist, om de afvises eller kommer i høring; 20 også, hvor der intet er at prøve, eller
    en linje ikke kan læses.
    """
    from zerosum.errors import ZerosumError

    try:
        settings = settings_of(config, (), (), as_of, language, debtor_alone=True)
        speak(settings.language)
        return _stamdata(settings, as_json, target)
    except ZerosumError as error:
        return tell(error)


def _stamdata(settings: Settings, as_json: bool, target: Path | None) -> int:
    from zerosum.cli.forecast import text
    from zerosum.cli.messages import plain
    from zerosum.pipeline import forecast
    from zerosum.report.words import load as load_words
    from zerosum.runs.document import canonical, forecast_document
    from zerosum.runs.forecast_csv import write

    expected = forecast(settings)
    if target is not None:
        write(target, expected, settings.language)
    if as_json:
        click.echo(canonical(forecast_document(expected.summary, expected.rejects, settings.language)).decode())
    else:
        click.echo(plain(text(settings, expected, load_words(settings.language), target)))
    return forecast_code(expected.summary, len(expected.rejects))
