"""`zerosum purge`: remove runs that are older than they are to be kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.given import found
from zerosum.cli.language import LANGUAGE, say, speak, spoken, tell
from zerosum.cli.options import as_of_day, output_folder, says_yes, settings_file
from zerosum.errors import Phrase, Value

if TYPE_CHECKING:
    from zerosum.runs.purged import Old
    from zerosum.settings import Keep


def _days(_context: click.Context, _parameter: click.Parameter, value: int | None) -> int | None:
    if value is not None and value < 1:
        raise click.BadParameter(Phrase("usage.days.least").told(spoken()))
    return value


@click.command(short_help="Fjern kørsler, der er ældre, end de skal gemmes.")
@settings_file(
    "Opsætningen (zerosum.toml). Uden den findes den i mappen her eller over den; er der ingen, ses på alle kørsler."
)
@output_folder("Hvor kørslerne ligger.")
@click.option(
    "--runs-days",
    "runs_days",
    metavar="ANTAL",
    type=int,
    callback=_days,
    help="Så mange dage gemmes en kørsel. Ellers opsætningens [keep].",
)
@click.option(
    "--work-lists-days",
    "work_lists_days",
    metavar="ANTAL",
    type=int,
    callback=_days,
    help="Så mange dage gemmes en kørsels arbejdslister. Ellers opsætningens [keep].",
)
@as_of_day("Den dag, alderen regnes til, fx 2026-10-06. Ellers i dag.")
@click.option("--also-latest", is_flag=True, help="Tag også den seneste kørsel af et område med.")
@click.option("-y", "--yes", is_flag=True, help="Spørg ikke: til maskiner.")
@LANGUAGE
def purge(
    config: Path | None,
    output: Path,
    runs_days: int | None,
    work_lists_days: int | None,
    as_of: date | None,
    also_latest: bool,
    yes: bool,
    language: str | None,
) -> int:
    """Fjern kørsler, der er ældre, end de skal gemmes: vis dem, spørg, og fjern dem. Arbejdslister kan have en kortere tid.

    Tiden står i opsætningens [keep] eller gives her, og regnes fra den dag, kørslen blev lavet. Med en opsætning fjernes kun
    kommunens og områdets kørsler. Den seneste kørsel af et område bliver. Ligger der andet end kørslens filer i en mappe,
    bliver den, og det siges. Uden terminal og uden --yes vises kun, hvad der ville blive fjernet.

    Slutkode 4: der står ikke, hvor længe kørsler gemmes, eller noget kunne ikke fjernes.
    """
    from zerosum.errors import Problem, PurgeError, ZerosumError
    from zerosum.runs.purged import REMOVED, past, remove

    try:
        keep, ours = _told(config, language)
        keep = replace(
            keep,
            runs_days=runs_days or keep.runs_days,
            work_lists_days=work_lists_days or keep.work_lists_days,
        )
        if keep.runs_days is None and keep.work_lists_days is None:
            raise PurgeError(Problem("keep_not_declared"))
        now = datetime.now().astimezone()
        old = past(output, keep, as_of or now.date(), now, ours, also_latest=also_latest)
        _show(output, old, as_of or now.date())
        removed = [one for one in old if one.what in REMOVED]
        if not removed:
            return 0
        if not yes and not _agreed():
            return 0
        problems = [problem for one in removed if (problem := remove(one)) is not None]
        click.echo(_said("done", n=len(removed) - len(problems)))
        if problems:
            raise PurgeError(*problems)
    except ZerosumError as error:
        return tell(error)
    return 0


def _told(config: Path | None, language: str | None) -> tuple[Keep, tuple[str, str, str] | None]:
    """What the settings say, and whose runs they are of; where there are none, nothing, and everybody's."""
    from zerosum.settings import Keep
    from zerosum.settings_load import load

    path = config if config is not None else found()
    if path is None:
        return Keep(), None
    settings = load(path, with_inputs=False)
    speak(language or settings.language)
    return settings.keep, (settings.municipality, settings.creditor_id, settings.area)


def _show(output: Path, old: Sequence[Old], day: date) -> None:
    from zerosum.cli.messages import plain
    from zerosum.identity import veiled_path

    folder = veiled_path(str(output))
    click.echo(plain(_said("head" if old else "nothing", folder=folder, day=_day(day))))
    for line in _lines(output, old):
        click.echo(plain(f"  {line}"))


def _lines(output: Path, old: Sequence[Old]) -> Iterator[str]:
    from zerosum.identity import veiled_path

    for one in old:
        folder = veiled_path(str(one.folder.relative_to(output)))
        values: dict[str, Value] = {"folder": folder}
        if one.what in ("run", "latest", "work_lists"):
            values["day"] = _day(one.made_on)
        if one.what in ("foreign", "work_lists"):
            values["names"] = tuple(veiled_path(name) for name in one.names)
        yield _said(one.what, **values)


def _agreed() -> bool:
    """Whether somebody says yes. Where nobody can be asked it is no."""
    if sys.stdin is None or not sys.stdin.isatty():
        say(_said("only_listed"))
        return False
    if says_yes(_said("ask")):
        return True
    say(_said("left"))
    return False


def _day(day: date | None) -> str:
    """A day as the terminal shows it."""
    from zerosum.report.words import load

    return load(spoken()).day(day) if day is not None else ""


def _said(key: str, **values: Value) -> str:
    return Phrase(f"purge.{key}", values).told(spoken())
