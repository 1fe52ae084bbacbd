"""`zerosum check`: read files and say what is in them. No matching, no verdict, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.language import LANGUAGE, speak, spoken, tell
from zerosum.cli.options import as_one_json, settings_file
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.errors import Value
    from zerosum.report.words import Words
    from zerosum.result import InputFile
    from zerosum.runs.checked import Checked
    from zerosum.runs.columns import ColumnWritten
    from zerosum.runs.controls import Control
    from zerosum.runs.repeated import Repeated

OF_A_KIND = 20
"""So many lines of each kind that cannot be read are shown."""
FORMS_SHOWN = 8
"""So many forms of a column are shown."""


@click.command(short_help="Læs filer, og sig hvad der er i dem.")
@click.argument("files", metavar="[FIL…]", nargs=-1, type=click.Path(path_type=Path))
@settings_file("Opsætningen (zerosum.toml): alle dens filer, og dens kontroltal.")
@click.option(
    "--source",
    "name",
    metavar="KILDE",
    help="Kildens navn (zerosum, psrm-justering, kmd-ode) eller dens TOML-fil. Ellers findes den ved filens overskrifter.",
)
@click.option(
    "--side", type=click.Choice(["debtor", "psrm"]), help="Hvilken side filerne er fra, hvor kilden ikke siger det."
)
@click.option(
    "--max-errors",
    "most",
    metavar="ANTAL",
    type=click.IntRange(min=0),
    default=OF_A_KIND,
    show_default=True,
    help="Hvor mange linjer af hver slags, der ikke kan læses, der vises.",
)
@as_one_json()
@LANGUAGE
def check(
    files: tuple[Path, ...],
    config: Path | None,
    name: str | None,
    side: str | None,
    most: int,
    as_json: bool,
    language: str | None,
) -> int:
    """Læs filerne, og sig, hvad der er i dem: linjer, skrivemåder, summer pr. hændelse, gentagelser og afviste linjer.

    Enten filer, eller med -c alle opsætningens filer med dens kilder, numre og afgørelser; så holdes kontroltal og portalens
    summer op mod filerne. Der parres ikke, og intet skrives. Slutkode 3: linjer kan ikke læses, eller et kontroltal stemmer ikke.
    """
    from zerosum.errors import ZerosumError

    if bool(files) == (config is not None) or (config is not None and (name or side)):
        raise click.UsageError(Phrase("usage.check_what").told(spoken()))
    try:
        return _check(files, config, name, side, most, as_json, language)
    except ZerosumError as error:
        return tell(error)


def _check(
    files: tuple[Path, ...],
    config: Path | None,
    name: str | None,
    side: str | None,
    most: int,
    as_json: bool,
    language: str | None,
) -> int:
    from zerosum.cli.messages import plain, rejects_of_kinds
    from zerosum.cli.sources import source_named
    from zerosum.report.words import load as load_words
    from zerosum.runs.checked import check_files, check_settings

    if config is not None:
        from zerosum.settings_load import load

        settings = load(config)
        speak(language or settings.language)
        checked = check_settings(settings)
    else:
        checked = check_files(files, source_named(name) if name else None, side)
    rejects = rejects_of_kinds(checked.rejects, spoken(), most)
    if as_json:
        from zerosum.runs.document import canonical

        click.echo(canonical(checked.values(spoken())).decode())
        if rejects:
            click.echo(plain(rejects), err=True)
    else:
        click.echo(plain("\n".join(_lines(checked, load_words(spoken()), rejects))))
    return 0 if checked.sound else 3


def _said(key: str, **values: Value) -> str:
    return Phrase(f"check.{key}", values).told(spoken())


def _lines(checked: Checked, words: Words, rejects: str) -> Iterator[str]:
    for at, one in enumerate(checked.inputs):
        yield from _file_lines(one, words)
        for column in checked.columns.get(at, ()):
            if column.forms or column.blank:
                yield "  " + _said("column", heading=column.heading, forms=_forms(column))
        for note in one.notes:
            told = note.told(spoken())
            yield f"  {told.what}. {told.why} {told.do}"
    if checked.repeated:
        yield "\n" + _said("repeated_head")
        for again in checked.repeated:
            yield f"  {_repeated_text(again, checked, words)}"
    if checked.controls:
        yield "\n" + _said("controls_head")
        for control in checked.controls:
            yield f"  {_control_text(control, words)}"
    if rejects:
        yield "\n" + rejects
    yield ""
    yield _said("unread", n=len(checked.rejects)) if checked.rejects else _said("all_read")
    unlike = sum(one.differs for one in checked.controls)
    if unlike:
        yield _said("unlike", n=unlike)


def _file_lines(one: InputFile, words: Words) -> Iterator[str]:
    from zerosum.money import kr

    form = " · ".join(part for part in (one.source, one.part, one.encoding, one.separator) if part)
    yield f"{one.path}\n  {_said('source')} {form}"
    rules = "".join(f" + {count} {words(f'rule.{rule}')}" for rule, count in one.by_rule.items())
    yield "  " + _said("lines", n=one.lines, movements=one.movements, rejects=one.rejects, rules=rules)
    yield "  " + _said("again" if one.lines_again is not None else "once")
    for event, ore in one.event_ore.items():
        yield f"  {words(f'event.{event}'):<14}{kr(ore):>20} kr."
    if one.read_ore is not None:
        yield "  " + _said("sum", sum=kr(one.read_ore))


def _forms(column: ColumnWritten) -> str:
    told = [
        _said("form", form=one.form, n=one.rows)
        if one.readable
        else _said("unreadable", example=one.example, n=one.rows)
        for one in column.forms[:FORMS_SHOWN]
    ]
    more = len(column.forms) - FORMS_SHOWN
    told += [_said("more_forms", n=more)] if more > 0 else []
    told += [_said("blank", n=column.blank)] if column.blank else []
    return ", ".join(told)


def _repeated_text(one: Repeated, checked: Checked, words: Words) -> str:
    from zerosum.runs.repeated import CREATIONS

    places = []
    for each in one.examples:
        files = dict.fromkeys(file for file, _ in each)
        for file in files:
            lines = ", ".join(str(line) for of, line in each if of == file)
            places.append(_said("place", file=checked.inputs[file].path, lines=lines))
    key = "creations" if one.what == CREATIONS else "same_lines"
    examples = _said("example", places="; ".join(places))
    side = words(f"side.{one.side.name.lower()}")
    return _said(key, side=side, n=one.keys, lines=one.lines, examples=examples)


def _control_text(one: Control, words: Words) -> str:
    from zerosum.money import in_words

    verdict = _said("agrees" if one.agrees else "differs" if one.sure else "unsure")
    sums: dict[str, Value] = {"declared": in_words(one.declared_ore), "seen": in_words(one.seen_ore)}
    if one.event:
        return _said("portal", event=words(f"event.{one.event}"), verdict=verdict, **sums)
    claims: dict[str, Value] = {"n": one.declared_claims or 0, "seen_claims": one.seen_claims or 0}
    where: dict[str, Value] = {"solution": one.solution, "claim_type": one.claim_type}
    return _said("first", verdict=verdict, **claims, **where, **sums)
