"""`zerosum check`: read files and say what is in them. No matching, no verdict, nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from zerosum.sources.model import Source


@click.command(short_help="Læs filer, og sig hvad der er i dem.")
@click.argument("files", metavar="FIL…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--source",
    "name",
    metavar="KILDE",
    help="Kildens navn (zerosum, psrm-justering, kmd-ode) eller dens TOML-fil. Ellers findes den ved filens overskrifter.",
)
@click.option(
    "--side", type=click.Choice(["debtor", "psrm"]), help="Hvilken side filerne er fra, hvor kilden ikke siger det."
)
@click.option("--json", "as_json", is_flag=True, help="Skriv det som ét JSON-objekt på stdout, og intet andet.")
def check(files: tuple[Path, ...], name: str | None, side: str | None, as_json: bool) -> int:
    """Læs filerne, og sig antal linjer, summer pr. hændelse og afviste linjer. Intet skrives."""
    from zerosum.cli.messages import message, plain
    from zerosum.errors import ZerosumError

    try:
        return _check(files, name, side, as_json)
    except ZerosumError as error:
        click.echo(plain(message(error)), err=True)
        return error.exit_code


def _check(files: tuple[Path, ...], name: str | None, side: str | None, as_json: bool) -> int:
    from zerosum.cli.messages import plain, rejects_text
    from zerosum.money import kr
    from zerosum.report.words import load as load_words
    from zerosum.runs.checked import check_files

    words = load_words("da")
    checked = check_files(files, _source(name) if name else None, side)
    if as_json:
        from zerosum.runs.document import canonical

        click.echo(canonical(checked.values()).decode())
    else:
        for one in checked.inputs:
            click.echo(
                f"{one.path}\n  kilde {one.source}{' · ' + one.part if one.part else ''} · {one.encoding} · {one.separator}"
            )
            told = ", ".join(f"{count} {words(f'rule.{rule}')}" for rule, count in one.by_rule.items())
            click.echo(
                f"  {one.lines} linjer = {one.movements} hændelser + {one.rejects} afviste{' + ' + told if told else ''}"
            )
            for event, ore in one.event_ore.items():
                click.echo(f"  {words(f'event.{event}'):<14}{kr(ore):>20} kr.")
        if checked.rejects:
            click.echo("\n" + plain(rejects_text(checked.rejects)))
        click.echo(f"\n{len(checked.rejects)} linjer kan ikke læses." if checked.rejects else "\nAlle linjer er læst.")
    return 3 if checked.rejects else 0


def _source(name: str) -> Source:
    from zerosum.errors import Problem, SettingsError
    from zerosum.sources.load import BUILT_IN, builtin, declared

    if name in BUILT_IN:
        return builtin(name)
    path = Path(name)
    if not path.is_file():
        raise SettingsError(
            Problem(
                "Kilden findes ikke",
                f"«{name}» er hverken en indbygget kilde ({', '.join(BUILT_IN)}) eller en fil.",
                "Ret --source.",
            )
        )
    return declared(path)
