"""`zerosum explain`: what a cause or finding means, how it is found, and what to do."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.complete import codes
from zerosum.cli.exits import USAGE
from zerosum.cli.language import LANGUAGE, speak, spoken, tell
from zerosum.cli.options import as_one_json, settings_file
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.cli.known import Known
    from zerosum.report.words import Words

WIDTH = 100


@click.command(short_help="Forklar en årsag, et fund eller en fordring.")
@click.argument("code", metavar="[KODE]", required=False, shell_complete=codes)
@click.option(
    "--claim",
    "claim",
    metavar="ID",
    help="En fordring i filerne: dens FordringID, reference eller sag. Aldrig en skyldner.",
)
@settings_file(
    "Opsætningen, som frister vises fra, og som fordringen findes med. Uden den findes zerosum.toml her eller i en mappe over."
)
@as_one_json("Skriv det som JSON på stdout, og intet andet.")
@LANGUAGE
def explain(code: str | None, claim: str | None, config: Path | None, as_json: bool, language: str | None) -> int:
    """Sig, hvad KODE betyder, hvordan den findes, hvad der skal gøres, og af hvem. «zerosum causes» viser koderne.

    Med --claim: vis én fordring hel: dens linjer på begge sider i tidsorden med fil og linje, hvad der satte den i sin gruppe,
    hvad der gik op med hvad, og hver postering med sin årsag. Filerne læses igen; intet skrives.
    """
    if (code is None) == (claim is None):
        raise click.UsageError(Phrase("usage.code_or_claim").told(spoken()))
    if claim is not None:
        return _of_claim(claim, config, as_json, language)
    return _of_code(code or "", config, as_json)


def _of_claim(claim: str, config: Path | None, as_json: bool, language: str | None) -> int:
    from zerosum.cli.given import settings_of
    from zerosum.errors import ZerosumError
    from zerosum.report.words import load as load_words

    try:
        settings = settings_of(config, (), (), None, language)
        speak(settings.language)
        from zerosum.cli.traced import traced, values
        from zerosum.pipeline import reconcile
        from zerosum.trace import trace

        found = trace(reconcile(settings), claim)
    except ZerosumError as error:
        return tell(error)
    click.echo(
        json.dumps(values(found), ensure_ascii=False, indent=1) if as_json else traced(found, load_words(spoken()))
    )
    return 0 if found else USAGE


def _of_code(code: str, config: Path | None, as_json: bool) -> int:
    from zerosum.cli.known import known
    from zerosum.cli.messages import plain
    from zerosum.errors import ZerosumError
    from zerosum.hints import nearest, shown
    from zerosum.report.words import load as load_words

    words = load_words(spoken())
    every = known(words)
    meant = [one for one in every if one.code == code.strip().casefold().replace("-", "_")]
    if not meant:
        near = nearest(code, sorted({one.code for one in every}))
        hint = Phrase("did_you_mean", {"name": near}) if near else ""
        raise click.UsageError(Phrase("usage.code_unknown", {"code": shown(code), "hint": hint}).told(spoken()))
    try:
        limits, source = _limits(config)
    except ZerosumError as error:
        return tell(error)
    if as_json:
        click.echo(json.dumps([_values(one, words, limits) for one in meant], ensure_ascii=False, indent=1))
    else:
        click.echo(plain("\n\n".join("\n".join(_lines(one, words, limits, source)) for one in meant)))
    return 0


def _values(one: Known, words: Words, limits: Mapping[str, int]) -> dict[str, object]:
    """What there is to tell, for programs."""
    from zerosum.cli.known import LIMITS

    told = {
        part: words(f"{one.key}.{part}")
        for part in ("title", "means", "found", "next")
        if words.has(f"{one.key}.{part}")
    }
    return asdict(one) | told | {"limits": {name: limits[name] for name in LIMITS.get(one.code, ())}}


def _lines(one: Known, words: Words, limits: Mapping[str, int], source: str) -> Iterator[str]:
    from zerosum.cli.known import LIMITS, NEXT_REPORT
    from zerosum.cli.words import CODES

    texts = CODES[words.language]
    standing = [words(f"standing.{one.standing}")] if one.standing else []
    kind = " · ".join([texts[one.kind], *standing, words(f"gravity.{one.gravity}")])
    told = [(texts["kind"], kind)]
    if one.heading:
        told.append((texts["heading"], f"{one.heading}: {words(f'heading.{one.heading}')}"))
    told.append((texts["means"], words(f"{one.key}.means")))
    if words.has(f"{one.key}.found"):
        told.append((texts["found"], words(f"{one.key}.found")))
    if one.code in LIMITS and one.kind == "cause":
        named = ", ".join(texts[name].format(n=limits[name]) for name in LIMITS[one.code])
        where = texts["by_settings"].format(file=source) if source else texts["by_default"]
        told.append((texts["limit"], f"{named} ({where}). {texts['overdue']}"))
    if one.code in NEXT_REPORT:
        told.append((texts["limit"], f"{texts['next_report']}. {texts['overdue']}"))
    if one.code == "rounding":
        told.append((texts["tolerance"], f"{texts['of_tolerance']}."))
    told += [(texts["next"], words(f"{one.key}.next")), (texts["owner"], words(f"owner.{one.owner}"))]
    yield f"{one.code} · {words(f'{one.key}.title')}"
    for name, text in told:
        yield textwrap.fill(text, WIDTH, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14)


def _limits(config: Path | None) -> tuple[dict[str, int], str]:
    """The limits of the settings, and the file that gives them; those of the program where no file gives any.

    A file that was asked for must be readable; one that is found is passed over where it is not: `zerosum run` tells
    its mistakes.
    """
    from zerosum.cli.given import found
    from zerosum.errors import Problem, SettingsError, reason
    from zerosum.identity import veiled_path
    from zerosum.settings import Limits

    limits = asdict(Limits())
    path = config or found()
    if path is None:
        return limits, ""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("limits", {})
    except (OSError, ValueError) as error:  # ValueError: neither UTF-8 nor TOML
        if config is None:
            return limits, ""
        found_out = reason(error) if isinstance(error, OSError) else Phrase("it_is_no_toml")
        raise SettingsError(Problem("limits_unreadable", {"reason": found_out}, file=str(path))) from None
    told = (
        {name: days for name, days in given.items() if name in limits and type(days) is int}
        if isinstance(given, dict)
        else {}
    )
    return limits | told, veiled_path(path.name) if told else ""
