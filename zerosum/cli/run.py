"""`zerosum run`: everything, from the files to the report."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.exits import OF_VERDICT
from zerosum.cli.language import LANGUAGE, speak, spoken, tell
from zerosum.cli.leaving import writes_to
from zerosum.cli.options import as_one_json, output_folder, settings_file
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.report.worklist.carried import Carried
    from zerosum.settings import Settings

SETTINGS_FILE = "zerosum.toml"


def as_date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The day that was typed. BadParameter where it is none."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(Phrase("usage.date").told(spoken())) from None


@click.command(short_help="Kør 0-sumstesten, og skriv rapporten.")
@settings_file()
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
    callback=as_date,
    help="Den dag, frister regnes til, fx 2026-10-06. Ellers opsætningens, ellers skæringsdatoen.",
)
@output_folder("Hvor kørslen lægges.")
@as_one_json("Skriv resultatet som ét JSON-objekt på stdout, og intet andet.")
@LANGUAGE
@click.option("-q", "--quiet", is_flag=True, help="Skriv kun dommen.")
@click.option(
    "--selftest",
    "with_selftest",
    is_flag=True,
    help="Læg også kendte fejl i en kopi af data, og vis i rapporten, hvor mange der blev fundet (selftest.json).",
)
@click.option(
    "--work-list",
    "old_list",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="En tidligere arbejdsliste (arbejdsliste.xlsx): status, ansvarlig, frist og bemærkning føres med over.",
)
@click.option("--no-work-list", "without_list", is_flag=True, help="Lav ingen arbejdsliste.")
@click.option(
    "--open", "with_report", is_flag=True, help="Åbn rapporten i browseren bagefter. Det ændrer ingen slutkode."
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
    old_list: Path | None,
    without_list: bool,
    with_report: bool,
) -> int:
    """Kør 0-sumstesten: læs filerne, par fordringerne, giv hver krone en årsag, og skriv rapporten.

    Enten med en opsætning (-c, eller zerosum.toml i mappen), eller med --debtor og --psrm på zerosums eget format.
    """
    from zerosum.errors import ZerosumError

    if old_list is not None and without_list:
        raise click.UsageError(Phrase("usage.work_list_or_none").told(spoken()))
    writes_to(output)
    try:
        settings = settings_of(config, debtor, psrm, as_of, language)
        speak(settings.language)
        return _run(settings, output, as_json, quiet, with_selftest, old_list, not without_list, with_report)
    except ZerosumError as error:
        return tell(error)


def settings_of(
    config: Path | None,
    debtor: tuple[Path, ...],
    psrm: tuple[Path, ...],
    as_of: date | None,
    language: str | None,
    *,
    debtor_alone: bool = False,
) -> Settings:
    """The settings that a command is told to use; where it reads the debtor side alone, without PSRM's own files."""
    from zerosum.settings_load import load

    if debtor or psrm:
        if config is not None:
            raise click.UsageError(Phrase("usage.settings_or_files").told(spoken()))
        if not (debtor and psrm):
            raise click.UsageError(Phrase("usage.both_sides").told(spoken()))
        from zerosum.settings_bare import without_settings

        settings = without_settings(debtor, psrm)
    else:
        settings = load(settings_path(config), debtor_alone=debtor_alone)
    return replace(settings, as_of=as_of or settings.as_of, language=language or settings.language)


def settings_path(config: Path | None) -> Path:
    """The settings that are named, else those that are found. UsageError where there are none."""
    path = config if config is not None else found()
    if path is None:
        raise click.UsageError(Phrase("usage.no_settings", {"file": SETTINGS_FILE}).told(spoken()))
    return path


def found() -> Path | None:
    """The settings in this folder, or the nearest above it."""
    try:
        here = Path.cwd()
    except OSError:  # the folder that one stands in is gone
        return None
    return next(
        (folder / SETTINGS_FILE for folder in (here, *here.parents) if os.path.isfile(folder / SETTINGS_FILE)), None
    )


def _run(
    settings: Settings,
    output: Path,
    as_json: bool,
    quiet: bool,
    with_selftest: bool,
    old_list: Path | None,
    with_list: bool,
    with_report: bool,
) -> int:
    from zerosum.cli.messages import plain, rejects_text
    from zerosum.cli.summary import summary
    from zerosum.identity import shown
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.report.dossier import Dossier
    from zerosum.report.render import render
    from zerosum.report.words import load as load_words
    from zerosum.runs.about import about_run, hashes_of, made_of
    from zerosum.runs.document import canonical, document, fingerprint, selftest_document
    from zerosum.runs.places import REPORT
    from zerosum.runs.store import store
    from zerosum.runs.unwritten import ready
    from zerosum.runs.work_list import work_list_files

    ready(output)
    carried = _carried(settings, old_list) if old_list is not None else None
    hashes = hashes_of(settings)
    intake = take_in(settings, with_stamdata=True)
    outcome = reconcile_taken(settings, intake)
    values = document(outcome.result)
    sealed = canonical(values)
    debtors = outcome.book.texts.debtors
    about = about_run(
        settings,
        outcome.result,
        fingerprint(sealed),
        datetime.now().astimezone().replace(microsecond=0),
        shown(sys.argv, debtors),
        hashes,
    )
    told = None
    if with_selftest:
        from zerosum.trial.selftest import selftest

        told = selftest(settings, intake, outcome)
    del intake
    tried = selftest_document(told, about["fingerprint"]) if told is not None else None
    made = made_of(about)
    html = render(outcome.result, made, settings.language, told)
    dossier = Dossier(outcome.result, made, outcome.item_lines, outcome.posted_lines, told)
    listed = work_list_files(dossier, settings.language, carried) if with_list else None
    more = listed.files if listed is not None else {}
    stored = store(outcome, sealed, about, html, output, told, settings.language, more)
    root = Path(shown([str(output)], debtors)[0])
    files = {name: root / path.relative_to(output) for name, path in stored.files.items()}
    if as_json:
        whole = values | {"files": {name: str(path) for name, path in files.items()}}
        if tried is not None:
            whole |= {"selftest": tried}
        click.echo(canonical(whole).decode())
        if outcome.result.rejects:
            click.echo(plain(rejects_text(outcome.result.rejects, spoken())), err=True)
    else:
        words = load_words(settings.language)
        click.echo(summary(outcome.result, words, files, about["fingerprint"], quiet=quiet, selftest=told))
    if with_report:
        _open(stored.files[REPORT])
    return OF_VERDICT[outcome.result.verdict]


def _carried(settings: Settings, path: Path) -> Carried:
    """What people wrote in an earlier work list. Read before all else: what is wrong with it is told at once."""
    from zerosum.report.worklist.old import read_work_list, require_of

    carried = read_work_list(path)
    require_of(carried, settings.municipality, settings.creditor_id, settings.area, str(path))
    return carried


def _open(report: Path) -> None:
    """Show the report in whatever the system opens such a file with. It fetches nothing: it is a file on the disk."""
    import webbrowser

    from zerosum.cli.messages import plain, problem_text
    from zerosum.errors import Problem
    from zerosum.identity import veiled_path

    if not webbrowser.open(report.resolve().as_uri()):
        click.echo(plain(problem_text(Problem("report_not_opened", file=veiled_path(str(report))), spoken())), err=True)
