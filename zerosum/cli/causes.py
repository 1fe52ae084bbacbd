"""`zerosum causes`: every cause and finding, one a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from zerosum.cli.language import LANGUAGE, spoken
from zerosum.cli.options import as_one_json

if TYPE_CHECKING:
    from zerosum.cli.known import Known
    from zerosum.report.words import Words

COLUMNS = ("code", "title", "standing", "gravity", "owner", "heading")


@click.command(short_help="Vis alle årsager og fund.")
@as_one_json("Skriv dem som JSON på stdout, og intet andet.")
@LANGUAGE
def causes(as_json: bool, language: str | None) -> int:
    """Vis alle årsager, i den rækkefølge de prøves, og alle fund: kode, navn, slags, vægt og ansvarlig."""
    from zerosum.cli.known import known
    from zerosum.cli.messages import plain
    from zerosum.report.words import load as load_words

    words = load_words(spoken())
    every = known(words)
    if as_json:
        told = [asdict(one) | {"title": words(f"{one.key}.title")} for one in every]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo(plain(_text(every, words)))
    return 0


def _text(every: Sequence[Known], words: Words) -> str:
    from zerosum.cli.words import CODES

    texts = CODES[words.language]
    parts = []
    for kind, title in (("cause", "causes"), ("finding", "findings")):
        rows = [_row(one, words) for one in every if one.kind == kind]
        parts.append("\n".join([texts[title], *_aligned([[texts[name] for name in COLUMNS], *rows])]))
    return "\n\n".join([*parts, texts["more"]])


def _row(one: Known, words: Words) -> list[str]:
    return [
        one.code,
        words(f"{one.key}.title"),
        words(f"standing.{one.standing}") if one.standing else "",
        words(f"gravity.{one.gravity}"),
        words(f"owner.{one.owner}"),
        one.heading,
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    used = [at for at in range(len(rows[0])) if any(row[at] for row in rows[1:])]
    widths = {at: max(len(row[at]) for row in rows) for at in used}
    return ["  " + "  ".join(row[at].ljust(widths[at]) for at in used).rstrip() for row in rows]
