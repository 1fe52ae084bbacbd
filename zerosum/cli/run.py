"""`zerosum run`: everything, from the files to the report."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zerosum.cli.exits import OF_VERDICT
from zerosum.cli.language import LANGUAGE, say, speak, spoken, tell
from zerosum.cli.leaving import writes_to
from zerosum.cli.options import as_one_json, output_folder, settings_file
from zerosum.errors import Phrase, Problem
from zerosum.stage import OnStage, Stage

if TYPE_CHECKING:
    from zerosum.result import Result
    from zerosum.selftested import SelfTest
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
    "-v",
    "--verbose",
    is_flag=True,
    help="Sig først på stderr, hvor hver indstilling kommer fra: valg, miljø, fil, standard.",
)
@click.option(
    "--pdf/--no-pdf",
    "with_pdf",
    default=True,
    show_default=True,
    envvar="ZEROSUM_PDF",
    help="Læg også rapporten som PDF i kørslens mappe, når der er en Edge, Chrome eller Chromium. Det ændrer ingen slutkode.",
)
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Farv dommen. Ellers kun på en skærm, og ikke når NO_COLOR er sat.",
)
@click.option(
    "--selftest",
    "with_selftest",
    is_flag=True,
    help="Læg også kendte fejl i en kopi af data, og vis i rapporten, hvor mange der blev fundet (selftest.json).",
)
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
    verbose: bool,
    with_pdf: bool,
    colour: bool | None,
    with_selftest: bool,
    with_report: bool,
) -> int:
    """Kør 0-sumstesten: læs filerne, par fordringerne, giv hver krone en årsag, og skriv rapporten.

    Enten med en opsætning (-c, eller zerosum.toml i mappen), eller med --debtor og --psrm på zerosums eget format.
    """
    from zerosum.errors import ZerosumError

    writes_to(output)
    try:
        settings = settings_of(config, debtor, psrm, as_of, language)
        speak(settings.language)
        if verbose:
            from zerosum.cli.whence import told as told_whence

            say(told_whence(click.get_current_context(), settings))
        return _run(settings, output, _Asked(as_json, quiet, with_selftest, with_report, with_pdf, colour))
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


@dataclass(frozen=True)
class _Asked:
    """What is wanted of a run beside its result."""

    as_json: bool
    quiet: bool
    selftest: bool
    opened: bool
    pdf: bool
    colour: bool | None


def _run(settings: Settings, output: Path, asked: _Asked) -> int:
    from zerosum.cli.progress import progress

    with progress(spoken(), shown=not (asked.quiet or asked.as_json)) as on_stage:
        done = _made(settings, output, asked, on_stage)
    _tell(done, asked)
    if asked.opened:
        show_report(done.report)
    return OF_VERDICT[done.result.verdict]


@dataclass(frozen=True)
class _Done:
    """What there is to tell of a run that is written."""

    result: Result
    values: dict[str, Any]
    """Of result.json."""
    fingerprint: str
    files: dict[str, Path]
    """As they may be shown."""
    report: Path
    """As it is."""
    language: str
    selftest: SelfTest | None
    tried: dict[str, Any] | None
    """Values of selftest.json."""
    no_pdf: Problem | None


def _made(settings: Settings, output: Path, asked: _Asked, on_stage: OnStage) -> _Done:
    from zerosum.identity import shown
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.report.render import render
    from zerosum.runs.about import about_run, hashes_of, made_of
    from zerosum.runs.debtors import debtors_of
    from zerosum.runs.document import canonical, document, fingerprint, selftest_document
    from zerosum.runs.earlier import history
    from zerosum.runs.places import PDF, REPORT
    from zerosum.runs.store import store
    from zerosum.runs.unwritten import ready

    ready(output)
    hashes = hashes_of(settings)
    intake = take_in(settings, with_stamdata=True, on_stage=on_stage)
    outcome = reconcile_taken(settings, intake, on_stage)
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
    if asked.selftest:
        from zerosum.trial.selftest import selftest

        on_stage(Stage.TRIES, 0, 0)
        told = selftest(settings, intake, outcome)
    del intake
    tried = selftest_document(told, about["fingerprint"]) if told is not None else None
    on_stage(Stage.RENDERS, 0, 0)
    before = history(output, outcome.result, about, outcome.item_lines, outcome.posted_lines)
    pseudonyms = debtors_of(outcome, "full", _key(settings.creditor_id))
    html = render(outcome.result, made_of(about), settings.language, told, history=before, debtors=pseudonyms)
    on_stage(Stage.WRITES, 0, 0)
    stored = store(outcome, sealed, about, html, output, told, settings.language, before)
    places, no_pdf = dict(stored.files), None
    if asked.pdf:
        from zerosum.report.pdf import beside

        on_stage(Stage.PRINTS, 0, 0)
        printed = beside(stored.files[REPORT])
        if isinstance(printed, Problem):
            no_pdf = printed
        else:
            places[PDF] = printed
    root = Path(shown([str(output)], debtors)[0])
    files = {name: root / path.relative_to(output) for name, path in places.items()}
    return _Done(
        outcome.result,
        values,
        about["fingerprint"],
        files,
        stored.files[REPORT],
        settings.language,
        told,
        tried,
        no_pdf,
    )


def _tell(done: _Done, asked: _Asked) -> None:
    """The result on stdout; on stderr what there is to say beside it."""
    from zerosum.cli.messages import notice_text, plain, rejects_text

    if done.no_pdf is not None and not asked.quiet:
        say(plain(notice_text(done.no_pdf, spoken())))
    if asked.as_json:
        from zerosum.runs.document import canonical

        whole = done.values | {"files": {name: str(path) for name, path in done.files.items()}}
        if done.tried is not None:
            whole |= {"selftest": done.tried}
        click.echo(canonical(whole).decode())
        if done.result.rejects:
            click.echo(plain(rejects_text(done.result.rejects, spoken())), err=True)
        return
    from zerosum.cli.colour import wanted
    from zerosum.cli.summary import summary
    from zerosum.report.words import load as load_words

    colour = wanted(asked.colour, sys.stdout)
    told = summary(
        done.result,
        load_words(done.language),
        done.files,
        done.fingerprint,
        quiet=asked.quiet,
        selftest=done.selftest,
        width=_width(),
        colour=colour,
    )
    click.echo(told, color=colour)


def _width() -> int:
    """The signs of a line of the terminal; 0 where stdout is none: a program finds names as they are."""
    return min(max(shutil.get_terminal_size().columns, 60), 120) if sys.stdout.isatty() else 0


def _key(creditor_id: str) -> bytes | None:
    """The municipality's key for pseudonyms; None where there is none, or the run has no creditor."""
    from zerosum import key

    return key.read(creditor_id) if re.fullmatch("[0-9]{4}", creditor_id) else None


def show_report(report: Path) -> None:
    """Show the report in whatever the system opens such a file with. It fetches nothing: it is a file on the disk."""
    import webbrowser

    from zerosum.cli.messages import plain, problem_text
    from zerosum.identity import veiled_path

    if not webbrowser.open(report.resolve().as_uri()):
        click.echo(plain(problem_text(Problem("report_not_opened", file=veiled_path(str(report))), spoken())), err=True)
