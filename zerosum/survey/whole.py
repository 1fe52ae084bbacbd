"""A file -> what it is, table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from zerosum import identity
from zerosum.errors import InputError, Problem, Value
from zerosum.normalise.delivery import part_of
from zerosum.read import Raw, read
from zerosum.read.container import Blob, blobs
from zerosum.sources.find import find_columns
from zerosum.sources.load import BUILT_IN, builtin
from zerosum.sources.model import Source
from zerosum.survey.columns import columns_seen
from zerosum.survey.fits import fits_of
from zerosum.survey.form import beginning, form_seen
from zerosum.survey.tables import ColumnSeen, Fit, Surveyed, TableSeen

REPORTS = {
    "saldorapport": "portal_report_saldo",
    "til- og afgangsrapport": "portal_report_til_afgang",
    "til_og_afgang": "portal_report_til_afgang",
    "tilgodehavende": "portal_report_tilgodehavende",
    "overblik": "portal_report_overblik",
    "justering": "portal_report_justering",
}
"""What the portal's reports have in their names, and the code of what is said of them. Source: Gældsstyrelsen's guide to its reports
(Hent rapporter, 2022); of their columns only five of the Justeringsrapport's are published."""


def survey(path: Path, shown_as: str, source: Source | None = None, beside: Sequence[Source] = ()) -> Surveyed:
    """Look at a file. `source`: the one that is said to fit; `beside`: sources that the municipality has declared."""
    try:
        found = blobs(path)
    except InputError as error:
        return Surveyed(shown_as, (), error.problems)
    sources = (source,) if source else (*beside, *map(builtin, BUILT_IN))
    return Surveyed(shown_as, tuple(_table(blob, sources, source) for blob in found))


def _table(blob: Blob, sources: Sequence[Source], told: Source | None) -> TableSeen:
    name = identity.veiled_path(blob.name)
    doubts: list[Problem] = []
    fits, raws = _read_by(blob, sources)
    guess = None
    if told is None and not any(fit.whole for fit in fits):
        try:
            guess, doubts = form_seen(blob)
            plain = read(blob, guess)
            fits = fits_of([one for one in sources if one.xml is None and not one.fixed_width], plain) or fits
        except InputError as error:
            doubts = list(error.problems)
            guess, plain = None, None
    best = next((fit for fit in fits if fit.whole), None)
    raw = raws.get(best.source.name) if best else plain if told is None else None
    if raw is None:
        if told is not None:
            doubts = _refused(blob, told)
        return TableSeen(name, "", "", 0, 0, {}, fits, (), guess, (*doubts, *_named_report(blob)))
    positions = _positions(best, raw) if best else {}
    columns = _veiled(columns_seen(raw, best.source if best else None, positions), raw)
    if best is None:
        doubts += _named_report(blob)
    return TableSeen(
        name,
        raw.encoding,
        raw.separator,
        raw.heading_line,
        len(raw.line) + len(raw.bad),
        {rule.name.lower(): count for rule, count in raw.left.items()} | ({"blank": raw.blank} if raw.blank else {}),
        fits,
        columns,
        None if best else guess,
        (*doubts, *(doubt for column in columns for doubt in column.doubts if doubt.code in STOPPING)),
        (*raw.notes, *_odd_lines(raw, name)),
    )


def _odd_lines(raw: Raw, name: str) -> list[Problem]:
    """The first of the lines that are no rows: a run would reject them."""
    told: list[dict[str, Value]] = [
        {"found": one.found, "expected": one.expected, "about": one.about} for one in raw.bad[:ODD_LINES_SHOWN]
    ]
    return [Problem(one.code, values, name, one.line) for one, values in zip(raw.bad, told, strict=False)]


ODD_LINES_SHOWN = 3

STOPPING = frozenset(
    {
        "amounts_in_doubt",
        "amounts_mixed",
        "amounts_whole",
        "dates_in_doubt",
        "dates_mixed",
        "dates_american",
        "dates_short",
    }
)
"""Doubts of a column that must be settled in a source before it is read."""


def _read_by(blob: Blob, sources: Sequence[Source]) -> tuple[tuple[Fit, ...], dict[str, Raw]]:
    """The sources by which the table can be read, and the table as each of them reads it."""
    raws: dict[str, Raw] = {}
    fits: list[Fit] = []
    short = beginning(blob)
    for source in sources:
        if source.base_only:
            continue
        part = part_of(blob.name, [one.name for one in source.parts]) if source.layout == "kmd-ode" else ""
        if part is None:
            continue
        some = _fits_in(short, source, part) if short is not None else None
        raw = None
        if some is None or any(fit.whole for fit in some):
            try:
                raw = read(blob, source)
            except InputError:
                continue
            some = _of_part(fits_of([source], raw), source, part)
        fits += some
        if raw is not None and any(fit.whole for fit in some):
            raws[source.name] = raw
    return tuple(sorted(fits, key=lambda fit: (not fit.whole, -fit.found, fit.known, fit.source.name))), raws


def _fits_in(short: Blob, source: Source, part: str | None) -> tuple[Fit, ...] | None:
    """How the source fits the beginning of a table; None where the beginning cannot be read by itself."""
    try:
        return _of_part(fits_of([source], read(short, source)), source, part)
    except InputError:
        return None


def _of_part(fits: Sequence[Fit], source: Source, part: str | None) -> tuple[Fit, ...]:
    """Of a file of ODE its own part alone."""
    return tuple(fit for fit in fits if source.layout != "kmd-ode" or fit.part == part)


def _refused(blob: Blob, source: Source) -> list[Problem]:
    """Why a table cannot be read by the source that is said to fit."""
    try:
        raw = read(blob, source)
    except InputError as error:
        return list(error.problems)
    every = [find_columns(part, raw.headings, source.fixed)[1] for part in source.parts]
    return [replace(problem, file=blob.name) for problem in min(every, key=len, default=[])]


def _positions(fit: Fit, raw: Raw) -> dict[str, int]:
    part = next(part for part in fit.source.parts if part.name == fit.part)
    return find_columns(part, raw.headings, fit.source.fixed, are_paths=fit.source.xml is not None)[0]


def _named_report(blob: Blob) -> list[Problem]:
    """A report of the portal by its name, whose columns nobody has published."""
    folded = blob.name.lower().replace("_", " ")
    code = next((code for words, code in REPORTS.items() if words.replace("_", " ") in folded), None)
    return [Problem(code, file=identity.veiled_path(blob.name))] if code else []


def _veiled(columns: Sequence[ColumnSeen], raw: Raw) -> tuple[ColumnSeen, ...]:
    """The columns, none of their words and headings with a number of a debtor of the table."""
    cells = [raw.columns[at] for at, column in enumerate(columns) if column.kind in ("debtors", "firm")]
    known = pa.concat_arrays([identity.canonical(cell) for cell in cells]) if cells else pa.array([], pa.string())
    texts = sorted({text for column in columns for text in _texts_of(column)})
    shown = identity.shown([identity.veil(text) for text in texts], known.dictionary_encode().dictionary)
    told = dict(zip(texts, shown, strict=True))
    return tuple(_without_numbers(column, told) for column in columns)


def _texts_of(column: ColumnSeen) -> tuple[str, ...]:
    words, examples = (word.text for word in column.words), (form.example for form in column.forms)
    return (column.heading, column.shown, *words, *examples)


def _without_numbers(column: ColumnSeen, told: Mapping[str, str]) -> ColumnSeen:
    """A column with its texts as they may be told; words that are numbers are not listed."""
    return replace(
        column,
        heading=told[column.heading],
        shown=told[column.shown],
        words=tuple(word for word in column.words if told[word.text] == word.text),
        forms=tuple(replace(form, example=told[form.example]) for form in column.forms),
    )
