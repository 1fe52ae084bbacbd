"""`zerosum run`: everything, from the files to the report."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.exits import OF_VERDICT

if TYPE_CHECKING:
    from zerosum.settings import Settings

SETTINGS_FILE = "zerosum.toml"


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("en dato skrives 2026-09-30") from None


@click.command(short_help="Kør 0-sumstesten, og skriv rapporten.")
@click.option(
    "-c",
    "--config",
    "config",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="Opsætningen (zerosum.toml). Uden den findes den i mappen her eller over den.",
)
@click.option(
    "--debtor",
    "debtor",
    metavar="FIL",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Debitorsystemets fil i zerosums eget format, uden opsætning.",
)
@click.option(
    "--psrm",
    "psrm",
    metavar="FIL",
    multiple=True,
    type=click.Path(path_type=Path),
    help="PSRM's fil i zerosums eget format, uden opsætning.",
)
@click.option(
    "--as-of",
    "as_of",
    metavar="DATO",
    callback=_date,
    help="Den dag, frister regnes til, fx 2026-10-06. Ellers opsætningens, ellers skæringsdatoen.",
)
@click.option(
    "-o",
    "--output",
    "output",
    metavar="MAPPE",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Hvor kørslen lægges.",
)
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som ét JSON-objekt på stdout, og intet andet.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(["da", "en"]),
    envvar="ZEROSUM_LANG",
    help="Rapportens sprog. Ellers opsætningens.",
)
@click.option("-q", "--quiet", is_flag=True, help="Skriv kun dommen.")
@click.option(
    "--selftest",
    "with_selftest",
    is_flag=True,
    help="Læg også kendte fejl i en kopi af data, og vis i rapporten, hvor mange der blev fundet (selftest.json).",
)
def run(
    config: Path | None,
    debtor: tuple[Path, ...],
    psrm: tuple[Path, ...],
    as_of: date | None,
    output: Path,
    as_json: bool,
    language: str | None,
    quiet: bool,
    with_selftest: bool,
) -> int:
    """Kør 0-sumstesten: læs filerne, par fordringerne, giv hver krone en årsag, og skriv rapporten.

    Enten med en opsætning (-c, eller zerosum.toml i mappen), eller med --debtor og --psrm på zerosums eget format.
    """
    from zerosum.cli.messages import message, plain
    from zerosum.errors import ZerosumError

    try:
        settings = settings_of(config, debtor, psrm, as_of, language)
        return _run(settings, output, as_json, quiet, with_selftest)
    except ZerosumError as error:
        click.echo(plain(message(error)), err=True)
        return error.exit_code


def settings_of(
    config: Path | None, debtor: tuple[Path, ...], psrm: tuple[Path, ...], as_of: date | None, language: str | None
) -> Settings:
    """The settings that a command is told to use."""
    from zerosum.settings_load import load

    if debtor or psrm:
        if config is not None:
            raise click.UsageError("brug enten -c, eller --debtor og --psrm")
        if not (debtor and psrm):
            raise click.UsageError("--debtor og --psrm hører sammen: angiv begge")
        from zerosum.settings_bare import without_settings

        settings = without_settings(debtor, psrm)
    else:
        path = config if config is not None else found()
        if path is None:
            raise click.UsageError(
                f"der er ingen {SETTINGS_FILE} her; angiv den med -c, eller giv filerne med --debtor og --psrm"
            )
        settings = load(path)
    return replace(settings, as_of=as_of or settings.as_of, language=language or settings.language)


def found() -> Path | None:
    """The settings in this folder, or the nearest above it."""
    here = Path.cwd()
    return next(
        (folder / SETTINGS_FILE for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()), None
    )


def _run(settings: Settings, output: Path, as_json: bool, quiet: bool, with_selftest: bool) -> int:
    from zerosum.cli.summary import summary
    from zerosum.errors import InputError, Problem
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.report.render import render
    from zerosum.report.words import load as load_words
    from zerosum.runs.about import about_run, made_of
    from zerosum.runs.document import canonical, document, fingerprint, selftest_document
    from zerosum.runs.store import store

    intake = take_in(settings)
    outcome = reconcile_taken(settings, intake)
    values = document(outcome.result)
    sealed = canonical(values)
    about = about_run(
        settings, outcome.result, fingerprint(sealed), datetime.now().astimezone().replace(microsecond=0), sys.argv
    )
    told = None
    if with_selftest:
        from zerosum.trial.selftest import selftest

        told = selftest(settings, intake, outcome)
    del intake
    tried = selftest_document(told, about["fingerprint"]) if told is not None else None
    html = render(outcome.result, made_of(about), settings.language, told)
    try:
        stored = store(outcome, sealed, about, html, output, canonical(tried) if tried is not None else None)
    except OSError as error:
        why = f"Systemet siger: {error.strerror}. Tidligere kørsler er urørte."
        do = "Vælg en anden mappe med -o, eller skaf plads og skriveadgang."
        raise InputError(Problem("Kørslen kan ikke skrives", why, do, str(output))) from None
    if as_json:
        whole = values | {"files": {name: str(path) for name, path in stored.files.items()}}
        if tried is not None:
            whole |= {"selftest": tried}
        click.echo(canonical(whole).decode())
    else:
        words = load_words(settings.language)
        click.echo(summary(outcome.result, words, stored.files, about["fingerprint"], quiet=quiet, selftest=told))
    return OF_VERDICT[outcome.result.verdict]
