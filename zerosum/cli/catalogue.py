"""`zerosum catalogue`: the tracks, an area's claim types, or what a code is; with the municipality's own codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.complete import areas
from zerosum.cli.language import LANGUAGE, spoken, tell
from zerosum.cli.options import as_one_json, settings_file
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.catalogue import Catalogue


@click.command(short_help="Vis områder, fordringstyper og koder.")
@click.argument("asked", metavar="[OMRÅDE|KODE]", required=False, shell_complete=areas)
@settings_file(
    "Opsætningen, hvis katalog.toml med kommunens egne koder vises med. Uden den findes zerosum.toml her eller i en mappe over."
)
@as_one_json("Skriv det som JSON på stdout, og intet andet.")
@LANGUAGE
def catalogue(asked: str | None, config: Path | None, as_json: bool, language: str | None) -> int:
    """Vis kataloget: sporene med deres områder; et områdes fordringstyper med gebyrer, afløste koder, koder i DMI og løsninger;
    eller hvad en KODE er. Hvert forhold har sin kilde, og det, som ingen kilde siger, står som ukendt.

    OMRÅDE er områdets kode, navn eller spor, fx «teknisk-forvaltning» eller «05». Store og små bogstaver er ens.
    """
    from zerosum.cli import catalogued
    from zerosum.cli.messages import plain
    from zerosum.errors import ZerosumError
    from zerosum.hints import nearest, shown

    try:
        every = _with_own(config)
    except ZerosumError as error:
        return tell(error)
    found = catalogued.meant(every, asked) if asked is not None else every
    if found is None:
        near = nearest(asked or "", catalogued.names(every))
        hint = Phrase("did_you_mean", {"name": near}) if near else ""
        values = {"asked": shown(asked or ""), "hint": hint}
        raise click.UsageError(Phrase("usage.catalogue_unknown", values).told(spoken()))
    if as_json:
        click.echo(json.dumps(catalogued.values(every, found), ensure_ascii=False, indent=1))
    else:
        click.echo(plain(catalogued.text(every, found, spoken())))
    return 0


def _with_own(config: Path | None) -> Catalogue:
    """What ships, with the municipality's own. Settings that were asked for must be readable; those that are found are passed
    over where they are not: `zerosum run` tells their mistakes. A mistake of katalog.toml is always told."""
    from zerosum.catalogue import everything
    from zerosum.cli.given import found
    from zerosum.errors import SettingsError
    from zerosum.settings_load import own_catalogue
    from zerosum.toml_file import read, settings_error

    path = config or found()
    if path is None:
        return everything()
    try:
        document = read(path)
    except SettingsError:
        if config is not None:
            raise
        return everything()
    grown, _, problems = own_catalogue(document, path.parent)
    if problems:
        raise settings_error(problems)
    return grown or everything()
