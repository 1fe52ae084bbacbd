"""`zerosum run`: everything, from the files to the report."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from zerosum.cli.exits import OF_VERDICT
from zerosum.cli.given import settings_of
from zerosum.cli.language import LANGUAGE, say, speak, spoken, tell
from zerosum.cli.leaving import writes_to
from zerosum.cli.opened import show_report
from zerosum.cli.options import (
    as_of_day,
    as_one_json,
    is_quiet,
    opens_report,
    output_folder,
    says_yes,
    settings_file,
    sign_with,
    with_pdf,
)
from zerosum.errors import Phrase, Problem
from zerosum.identity import LEVELS
from zerosum.stage import OnStage, Stage

if TYPE_CHECKING:
    from zerosum.identity import Level
    from zerosum.report.worklist.carried import Carried
    from zerosum.report.worklist.rows import Counts
    from zerosum.result import Result
    from zerosum.selftested import SelfTest
    from zerosum.settings import Settings

WHOLE_NUMBERS = "none"
"""The level of masking at which nothing is masked."""


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
@as_of_day("Den dag, frister regnes til, fx 2026-10-06. Ellers opsætningens, ellers skæringsdatoen.")
@output_folder("Hvor kørslen lægges.")
@as_one_json("Skriv resultatet som ét JSON-objekt på stdout, og intet andet.")
@LANGUAGE
@is_quiet("Skriv kun dommen.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Sig først på stderr, hvor hver indstilling kommer fra: valg, miljø, fil, standard.",
)
@with_pdf(
    "Læg også rapporten som PDF i kørslens mappe, når der er en Edge, Chrome eller Chromium. Det ændrer ingen slutkode."
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
    "--work-list",
    "old_list",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="En tidligere arbejdsliste (arbejdsliste.xlsx): status, ansvarlig, frist og bemærkning føres med over.",
)
@click.option("--no-work-list", "without_list", is_flag=True, help="Lav ingen arbejdsliste.")
@click.option(
    "--mask",
    "mask",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="Skyldnere i arbejdslisten: full er pseudonymer, partial de første seks cifre, none hele numre. Rapporten har aldrig numre.",
)
@click.option(
    "-y", "--yes", "agreed", is_flag=True, help="Svar ja på forhånd til, at hele numre skrives (--mask none)."
)
@sign_with("Signér resultatet med denne hemmelige nøgle (zerosum keys).")
@opens_report()
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
    old_list: Path | None,
    without_list: bool,
    mask: str,
    agreed: bool,
    sign_with: Path | None,
    with_report: bool,
) -> int:
    """Kør 0-sumstesten: læs filerne, par fordringerne, giv hver krone en årsag, og skriv rapporten.

    Enten med en opsætning (-c, eller zerosum.toml i mappen), eller med --debtor og --psrm på zerosums eget format.
    """
    from zerosum.errors import ZerosumError

    if old_list is not None and without_list:
        raise click.UsageError(Phrase("usage.work_list_or_none").told(spoken()))
    if without_list and mask != LEVELS[0]:
        raise click.UsageError(Phrase("usage.mask_without_list").told(spoken()))
    writes_to(output)
    try:
        settings = settings_of(config, debtor, psrm, as_of, language)
        speak(settings.language)
        if verbose:
            from zerosum.cli.whence import told as told_whence

            say(told_whence(click.get_current_context(), settings))
        if mask == WHOLE_NUMBERS and not agreed and not _agree():
            raise click.Abort
        asked = _Asked(
            as_json,
            quiet,
            with_selftest,
            with_report,
            with_pdf,
            colour,
            old_list,
            not without_list,
            cast("Level", mask),
            sign_with,
        )
        return _run(settings, output, asked)
    except ZerosumError as error:
        return tell(error)


def _agree() -> bool:
    """Whether somebody says that whole numbers are to be written. UsageError where nobody sits there."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError(Phrase("usage.mask_needs_yes").told(spoken()))
    return says_yes(Phrase("mask.ask").told(spoken()))


@dataclass(frozen=True)
class _Asked:
    """What is wanted of a run beside its result."""

    as_json: bool
    quiet: bool
    selftest: bool
    opened: bool
    pdf: bool
    colour: bool | None
    old_list: Path | None
    """An earlier work list."""
    with_list: bool
    mask: Level
    """How the work list shows debtors."""
    sign_with: Path | None
    """A secret key."""


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
    listed: Counts | None
    """What is in the work list; None where none was made."""


def _made(settings: Settings, output: Path, asked: _Asked, on_stage: OnStage) -> _Done:
    from zerosum.cli.password import password_of
    from zerosum.identity import shown
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.report.dossier import Dossier
    from zerosum.report.render import render
    from zerosum.runs.about import about_run, hashes_of, made_of
    from zerosum.runs.debtors import debtors_file, debtors_of
    from zerosum.runs.document import canonical, document, fingerprint, selftest_document
    from zerosum.runs.earlier import history
    from zerosum.runs.places import PDF, REPORT, SIGNATURE
    from zerosum.runs.signed import load_key, sign_run
    from zerosum.runs.store import store
    from zerosum.runs.unwritten import ready

    ready(output)
    password = cache(lambda: password_of(asked.sign_with or Path()))
    if asked.sign_with is not None:
        load_key(asked.sign_with, password)  # what is wrong with it is told before the files are read
    carried = _carried(settings, asked.old_list) if asked.old_list is not None else None
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
        datetime.now().astimezone(),
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
    secret = _key(settings.creditor_id)
    pseudonyms = debtors_of(outcome, "full", secret)
    made = made_of(about)
    html = render(outcome.result, made, settings.language, told, history=before, debtors=pseudonyms)
    listed = None
    if asked.with_list:
        from zerosum.runs.work_list import work_list_files  # a run without a list needs no writer of workbooks

        shown_as = pseudonyms if asked.mask == "full" else debtors_of(outcome, asked.mask, secret)
        dossier = Dossier(
            outcome.result, made, outcome.item_lines, outcome.posted_lines, told, history=before, debtors=shown_as
        )
        listed = work_list_files(dossier, settings.language, carried, asked.mask)
    on_stage(Stage.WRITES, 0, 0)
    more = (listed.files if listed is not None else {}) | debtors_file(pseudonyms)
    stored = store(outcome, sealed, about, html, output, told, settings.language, before, more)
    places, no_pdf = dict(stored.files), None
    if asked.sign_with is not None:
        places[SIGNATURE] = sign_run(stored.folder, asked.sign_with, password)
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
        listed.counts if listed is not None else None,
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
        listed=done.listed,
        width=_width(),
        colour=colour,
    )
    click.echo(told, color=colour)


def _carried(settings: Settings, path: Path) -> Carried:
    """What people wrote in an earlier work list. Read before all else: what is wrong with it is told at once."""
    from zerosum.report.worklist.old import read_work_list, require_of

    carried = read_work_list(path)
    require_of(carried, settings.municipality, settings.creditor_id, settings.area, str(path))
    return carried


def _width() -> int:
    """The signs of a line of the terminal; 0 where stdout is none: a program finds names as they are."""
    return min(max(shutil.get_terminal_size().columns, 60), 120) if sys.stdout.isatty() else 0


def _key(creditor_id: str) -> bytes | None:
    """The municipality's key for pseudonyms; None where there is none, or the run has no creditor."""
    from zerosum import key

    return key.read(creditor_id) if re.fullmatch("[0-9]{4}", creditor_id) else None
