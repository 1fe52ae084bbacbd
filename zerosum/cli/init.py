"""`zerosum init`: a folder to begin in: settings to fill in, places for the files, a read-me, and a key outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.complete import areas
from zerosum.cli.language import LANGUAGE, spoken, tell
from zerosum.errors import Phrase, Value

if TYPE_CHECKING:
    from zerosum.begin import Begun
    from zerosum.catalogue import Area, Catalogue


def _creditor(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    if value is not None and not re.fullmatch("[0-9]{4}", value):
        raise click.BadParameter(Phrase("usage.creditor").told(spoken()))
    return value or ""


@click.command(short_help="Begynd en mappe med opsætning til et område.")
@click.argument("asked", metavar="[OMRÅDE]", required=False, shell_complete=areas)
@click.option(
    "--in",
    "folder",
    metavar="MAPPE",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Mappen, der begyndes i; den laves, hvis den ikke er der. Ellers mappen her.",
)
@click.option(
    "--from",
    "files",
    metavar="FIL",
    multiple=True,
    type=click.Path(path_type=Path),
    help="En fil, som opsætningen skal foreslås efter; kan gives flere gange. Filen ændres og kopieres ikke.",
)
@click.option(
    "--creditor",
    "creditor_id",
    metavar="ID",
    callback=_creditor,
    help="Fordringshaver-ID, 4 cifre. Så laves nøglen til dæknavne med det samme.",
)
@LANGUAGE
def init(asked: str | None, folder: Path, files: tuple[Path, ...], creditor_id: str, language: str | None) -> int:
    """Begynd en mappe til et område: zerosum.toml at udfylde, mapper til filerne, LÆS-MIG.txt og KØR.cmd, og uden for mappen
    kommunens nøgle til dæknavne for skyldnere. Uden OMRÅDE vises kataloget.

    Hvad kun kommunen ved, står som «?», til det er skrevet. En fil, der er der, overskrives aldrig: kør igen, og kun det, der
    mangler, bliver skrevet. Med --from ses der på filerne, som «zerosum inspect» gør; hvad der er i tvivl, bliver ikke valgt.
    """
    from zerosum.begin import begin
    from zerosum.cli.messages import plain
    from zerosum.errors import ZerosumError

    try:
        every = _catalogue(folder)
        if asked is None:
            if files:
                raise click.UsageError(Phrase("usage.from_without_area").told(spoken()))
            click.echo(plain("\n".join(_areas(every))))
            return 0
        area = _area(every, asked)
        begun = begin(area, every, folder, files, creditor_id, spoken())
    except ZerosumError as error:
        return tell(error)
    click.echo(plain("\n".join(_told(area, folder, begun))))
    return 0


def _catalogue(folder: Path) -> Catalogue:
    """What ships, with the municipality's own where it lies in the folder."""
    from zerosum.begin.folder import SETTINGS
    from zerosum.catalogue import everything
    from zerosum.settings_load import own_catalogue
    from zerosum.toml_file import Document, read, settings_error

    path = folder / SETTINGS
    grown, _, problems = own_catalogue(read(path) if path.is_file() else Document("", {}, {}), folder)
    if problems:
        raise settings_error(problems)
    return grown or everything()


def _area(every: Catalogue, asked: str) -> Area:
    from zerosum.catalogue import Area
    from zerosum.cli.catalogued import meant
    from zerosum.hints import nearest, shown

    found = meant(every, asked)
    if isinstance(found, Area):
        return found
    near = nearest(asked, [one.code for one in every.areas]) or nearest(asked, [one.name for one in every.areas])
    hint = Phrase("did_you_mean", {"name": near}) if near else ""
    raise click.UsageError(Phrase("usage.area_unknown", {"asked": shown(asked), "hint": hint}).told(spoken()))


def _areas(every: Catalogue) -> Iterator[str]:
    yield _said("areas")
    yield ""
    width = max(len(one.code) for one in every.areas)
    for area in every.areas:
        track = every.track_of(area.code)
        count = _said("types", n=len(area.types))
        yield f"  {track.number if track else '':<2}  {area.code:<{width}}  {area.name} ({count})"


def _told(area: Area, folder: Path, begun: Begun) -> Iterator[str]:
    from zerosum.begin.folder import SETTINGS
    from zerosum.begin.proposal import FOLDERS, OUTSIDE
    from zerosum.identity import veiled_path

    settings = veiled_path((folder / SETTINGS).as_posix())
    yield _said("head", area=area.name, folder=veiled_path(str(folder.resolve())))
    width = max(len(_said(key)) for key in ("written", "there"))
    yield from (f"  {_said('written'):<{width}}  {name}" for name in begun.written)
    yield from (f"  {_said('there'):<{width}}  {name}" for name in begun.there)
    yield ""
    for one in begun.proposal.files:
        if not one.source:
            yield _said("not_read", file=one.shown)
        elif one.side:
            yield _said("read", file=one.shown, source=one.source, side=Phrase(f"init.{one.side}"))
        else:
            yield _said("read_of_no_side", file=one.shown, source=one.source)
        if one.unnamed:
            place = (folder / FOLDERS.get(one.side, "ind")).as_posix()
            told = {"file": one.shown} | ({"place": veiled_path(place)} if one.unnamed == OUTSIDE else {})
            yield _said("put" if one.unnamed == OUTSIDE else "rename", **told)
    if begun.not_applied:
        yield from (_said("not_applied", file=settings), "", begun.not_applied, "")
    if begun.key is None:
        yield _said("key_waits", area=area.code)
    else:
        yield _said("key_made" if begun.key_made else "key_there", file=veiled_path(str(begun.key)))
    if begun.to_fill_in:
        yield _said("fill_in", n=begun.to_fill_in, file=settings)
    yield _said("next")


def _said(key: str, **values: Value) -> str:
    return Phrase(f"init.{key}", values).told(spoken())
