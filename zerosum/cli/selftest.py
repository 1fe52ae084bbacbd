"""`zerosum selftest`: how many of the errors that one knows of does the test find in one's own data?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.exits import MISSED
from zerosum.cli.language import LANGUAGE, speak, tell
from zerosum.cli.options import as_one_json, settings_file

if TYPE_CHECKING:
    from zerosum.report.page import SelfTestPart, SelfTestRow
    from zerosum.report.words import Words
    from zerosum.selftested import SelfTest
    from zerosum.settings import Settings

MOST = 1_000


@click.command(short_help="Læg kendte fejl i en kopi af data, og se om de findes.")
@settings_file()
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    metavar="TAL",
    help="Frøet, der bestemmer hvor fejlene lægges. Uden det følger det af data, så kørslen kan gentages.",
)
@click.option(
    "--per-kind",
    type=click.IntRange(1, MOST),
    default=5,
    show_default=True,
    metavar="TAL",
    help="Højst så mange af hver slags.",
)
@as_one_json("Skriv tabellen som ét JSON-objekt på stdout, og intet andet.")
@LANGUAGE
def selftest(config: Path | None, seed: int | None, per_kind: int, as_json: bool, language: str | None) -> int:
    """Læg kendte fejl i en kopi af jeres egne data, kør hele testen på kopien, og sig hvor mange den fandt.

    Filerne røres ikke, og der skrives ingen rapport; «zerosum run --selftest» lægger tabellen i rapporten. Kopier af filer
    ligger, mens der prøves, i en privat mappe «zerosum-selftest-…» i brugerens mappe til midlertidige filer (TEMP, TMPDIR)
    og slettes, også når programmet bliver stoppet.

    Slutkode 0: hver fejl, som kolonnerne kan vise, blev fundet, og ingen fejl i en hel fil gav KLAR. Ellers 20.
    """
    from zerosum.errors import ZerosumError

    try:
        return _selftest(config, seed, per_kind, as_json, language)
    except ZerosumError as error:
        return tell(error)


def _selftest(config: Path | None, seed: int | None, per_kind: int, as_json: bool, language: str | None) -> int:
    from zerosum.cli.given import settings_of
    from zerosum.cli.messages import plain
    from zerosum.report.words import load as load_words

    settings = settings_of(config, (), (), None, language)
    speak(settings.language)
    told = tried(settings, seed, per_kind)
    if as_json:
        from zerosum.runs.document import canonical, selftest_document

        click.echo(canonical(selftest_document(told)).decode())
    else:
        from zerosum.report.selftest import part

        words = load_words(settings.language)
        click.echo(plain("\n".join(_text(part(told, words), words))))
    return 0 if told.all_found else MISSED


def tried(settings: Settings, seed: int | None, per_kind: int) -> SelfTest:
    """Read, run, and try the run."""
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.trial.selftest import selftest as try_it

    intake = take_in(settings)
    return try_it(settings, intake, reconcile_taken(settings, intake), seed, per_kind)


HEADS = ("put_in", "found", "named", "put_in_kr", "found_kr", "named_kr")


def _text(part: SelfTestPart, words: Words) -> Iterator[str]:
    """The whole first, then a table for each group, in one grid."""
    yield from part.sentences
    heads = [words("selftest.error"), *(words(f"selftest.{name}") for name in HEADS), words("selftest.result")]
    tables = {group.title: [_cells(row, words) for row in group.rows] for group in part.groups}
    notes = {group.title: group.note for group in part.groups}
    rows = [heads, *(row for some in tables.values() for row in some)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads) - 1)]
    for title, some in tables.items():
        yield ""
        yield _aligned([title, *heads[1:]], widths)
        yield from (_aligned(row, widths) for row in some)
        if notes[title]:
            yield f"  {notes[title]}"
    if not part.files:
        return
    sides = [words("selftest.file_debtor"), words("selftest.file_psrm")]
    files = [
        [
            row.title,
            *(". ".join(text for text in (badge.word if badge else "", note) if text) for badge, note in row.sides),
        ]
        for row in part.files
    ]
    widths = [max(len(row[at]) for row in [["", *sides], *files]) for at in range(3)]
    yield ""
    yield words("selftest.file_caption")
    for cells in [["", *sides], *files]:
        yield "  " + "   ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(row: SelfTestRow, words: Words) -> list[str]:
    counts = ["" if count is None else words.count(count) for count in row.counts]
    amounts = ["" if ore is None else words.amount(ore) for ore in row.amounts_ore]
    return [row.title, *counts, *amounts, f"{row.badge.word}. {row.note}" if row.note else row.badge.word]


def _aligned(cells: list[str], widths: list[int]) -> str:
    first, *numbers, last = cells
    shown = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
    return "  " + "   ".join([first.ljust(widths[0]), *shown, last]).rstrip()
