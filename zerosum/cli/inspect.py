"""`zerosum inspect`: what a file is, which source fits, what each column seems to hold, and what is doubtful."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zerosum.cli.language import LANGUAGE, spoken, tell
from zerosum.cli.options import as_one_json
from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.errors import Problem, Value
    from zerosum.sources.model import Source
    from zerosum.survey import ColumnSeen, Surveyed, TableSeen
    from zerosum.written import Seen

SHOWN = 12
"""So many words of a column are shown."""


@click.command(short_help="Se, hvad en fil er, og hvilken kilde der passer.")
@click.argument("files", metavar="FIL…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", "name", metavar="KILDE", help="En kilde, der skal prøves: dens navn eller TOML-fil.")
@click.option("--side", type=click.Choice(["debtor", "psrm"]), help="Hvilken side filen er fra; til --write.")
@click.option(
    "--write",
    "target",
    metavar="KILDE.toml",
    type=click.Path(path_type=Path),
    help="Skriv en kilde, der beskriver filen. Hvad der er i tvivl, står som «?», til I har valgt.",
)
@as_one_json()
@LANGUAGE
def inspect(
    files: tuple[Path, ...],
    name: str | None,
    side: str | None,
    target: Path | None,
    as_json: bool,
    language: str | None,
) -> int:
    """Se, hvordan en fil er skrevet, hvilken kilde der passer, hvad hver kolonne ser ud til at holde, og hvad der er i tvivl.

    Der vælges aldrig mellem to læsninger af et beløb eller en dato: de vises begge. Slutkode 0: filen kan læses, som den er.
    3: noget skal beskrives i en kilde først, eller filen kan ikke læses.
    """
    from zerosum.errors import ZerosumError

    try:
        return _inspect(files, name, side, target, as_json)
    except ZerosumError as error:
        return tell(error)


def _inspect(files: tuple[Path, ...], name: str | None, side: str | None, target: Path | None, as_json: bool) -> int:
    from zerosum.cli.messages import plain
    from zerosum.cli.sources import source_named
    from zerosum.normalise.intake import shown_path
    from zerosum.survey import survey

    source = source_named(name) if name else None
    beside = _declared_beside(files) if source is None else ()
    seen = [survey(file, shown_path(file, None), source, beside) for file in files]
    if as_json:
        from zerosum.runs.document import canonical

        click.echo(canonical({"files": [_values(one) for one in seen]}).decode())
    else:
        click.echo(plain("\n\n".join(_file_text(one) for one in seen)))
    if target is not None:
        _write(target, seen, side)
    return 0 if all(one.sure for one in seen) else 3


def _declared_beside(files: tuple[Path, ...]) -> tuple[Source, ...]:
    """Sources that lie beside the files, or beside the settings above them."""
    from zerosum.errors import ZerosumError
    from zerosum.sources.load import declared

    found = {}
    for folder in dict.fromkeys(folder for file in files for folder in (file.resolve().parent, Path.cwd())):
        for path in sorted(folder.glob("*.toml"))[:50]:
            if path.name == "zerosum.toml":
                continue
            try:
                found[path] = declared(path)
            except ZerosumError:  # another kind of TOML file, or one that is not finished
                continue
    return tuple(found.values())


def _write(target: Path, seen: list[Surveyed], side: str | None) -> None:
    from zerosum.errors import Problem, SettingsError, reason
    from zerosum.identity import veiled_path
    from zerosum.survey.written_source import source_text

    tables = [table for one in seen for table in one.tables if table.columns]
    if len(tables) != 1:
        raise SettingsError(Problem("source_of_one_table", {"n": len(tables)}, str(target)))
    called = target.stem if veiled_path(target.stem) == target.stem else "kilde"
    text = source_text(tables[0], called, side or "", spoken())
    try:
        file = target.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise SettingsError(Problem("source_is_there", file=str(target))) from None
    except OSError as error:
        raise SettingsError(Problem("source_not_written", {"reason": reason(error)}, str(target))) from None
    try:
        with file:
            file.write(text)
    except OSError as error:
        target.unlink(missing_ok=True)  # half a source is none
        raise SettingsError(Problem("source_not_written", {"reason": reason(error)}, str(target))) from None
    said = "written_in_doubt" if '"?"' in text else "written"
    click.echo("\n" + _said(said, file=veiled_path(str(target))), err=True)


# --- as text ---


def _said(key: str, **values: Value) -> str:
    return Phrase(f"survey.{key}", values).told(spoken())


def _file_text(one: Surveyed) -> str:
    parts = [one.path, *map(_table_text, one.tables), *map(_problem_text, one.doubts)]
    return "\n\n".join(parts) if len(parts) > 1 else one.path


def _problem_text(problem: Problem) -> str:
    from zerosum.cli.messages import problem_text

    return problem_text(problem, spoken())


def _table_text(table: TableSeen) -> str:
    from zerosum.report.words import load

    words = load(spoken())
    lines = []
    if table.columns:
        form = _said("form", encoding=table.encoding, separator=table.separator, line=table.heading_line)
        lines.append(form if table.heading_line else f"{table.encoding} · {table.separator}")
        left = "".join(f" + {count} {words(f'rule.{rule}')}" for rule, count in table.left.items())
        lines.append(_said("rows", n=table.rows, left=left))
    lines += [_fit_text(table)]
    if table.columns:
        lines += ["", *_columns_text(table.columns)]
    told = [*table.notes, *(d for c in table.columns for d in c.doubts if d not in table.doubts), *table.doubts]
    return "\n\n".join(["\n".join(lines), *map(_problem_text, told)])


def _fit_text(table: TableSeen) -> str:
    if not table.fits:
        return _said("no_fit")
    best = table.fits[0]
    name = " · ".join(part for part in (best.source.name, best.part) if part)
    key = "fits" if best.whole else "nearly"
    return _said(key, source=name, found=best.found, known=best.known)


def _columns_text(columns: tuple[ColumnSeen, ...]) -> list[str]:
    rows = [tuple(_said(f"head.{name}") for name in ("heading", "ours", "kind", "filled", "forms"))]
    rows += [
        (
            one.shown,
            (one.name if one.sure else f"{one.name}?") if one.name else "",
            _said(f"kind.{one.kind}"),
            str(one.filled),
            _forms_text(one),
        )
        for one in columns
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in rows
    ]


def _forms_text(column: ColumnSeen) -> str:
    told = [f"{_form_text(form)} ({form.rows})" for form in column.forms]
    told += [
        f"{word.text}{f' = {word.meaning}' if word.meaning else ''} ({word.rows})" for word in column.words[:SHOWN]
    ]
    more = len(column.words) - SHOWN
    return ", ".join([*told, *([_said("more", n=more)] if more > 0 else [])])


def _form_text(form: Seen) -> str:
    if not form.readable:
        return _said("unreadable", example=form.example)
    digits = re.fullmatch("9×([0-9]+)", form.form)
    return _said("digits", n=int(digits[1])) if digits else form.form


# --- as JSON ---


def _values(one: Surveyed) -> dict[str, object]:
    return {
        "path": one.path,
        "sure": one.sure,
        "doubts": [_problem_values(problem) for problem in one.doubts],
        "tables": [_table_values(table) for table in one.tables],
    }


def _problem_values(problem: Problem) -> dict[str, object]:
    from dataclasses import asdict

    from zerosum.errors import in_words

    return {
        "code": problem.code,
        "line": problem.line,
        "column": in_words(problem.column, spoken()),
        **asdict(problem.told(spoken())),
    }


def _table_values(table: TableSeen) -> dict[str, object]:
    return {
        "name": table.name,
        "encoding": table.encoding,
        "separator": table.separator,
        "heading_line": table.heading_line,
        "rows": table.rows,
        "left": dict(table.left),
        "fits": [
            {"source": fit.source.name, "part": fit.part, "known": fit.known, "found": fit.found, "whole": fit.whole}
            for fit in table.fits
        ],
        "columns": [
            {
                "heading": column.shown,
                "ours": column.name,
                "sure": column.sure,
                "kind": column.kind,
                "filled": column.filled,
                "forms": [
                    {"form": form.form, "readable": form.readable, "rows": form.rows, "example": form.example}
                    for form in column.forms
                ],
                "words": [{"text": word.text, "rows": word.rows, "meaning": word.meaning} for word in column.words],
                "doubts": [_problem_values(problem) for problem in column.doubts],
            }
            for column in table.columns
        ],
        "doubts": [_problem_values(problem) for problem in table.doubts],
        "notes": [_problem_values(problem) for problem in table.notes],
    }
