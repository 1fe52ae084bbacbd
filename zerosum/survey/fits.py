"""Which sources know the headings of a table, and how many of them."""

from __future__ import annotations

from collections.abc import Sequence

from zerosum.errors import Problem
from zerosum.read.raw import Raw
from zerosum.sources.find import find_columns
from zerosum.sources.model import Part, Source
from zerosum.survey.tables import Fit


def fits_of(sources: Sequence[Source], raw: Raw) -> tuple[Fit, ...]:
    """The sources that know something of a table: first those by which it can be read as it is, then by how much they know."""
    found = [fit_of(source, part, raw) for source in sources for part in source.parts if part.columns]
    known = [fit for fit in found if fit.found]
    return tuple(sorted(known, key=lambda fit: (not fit.whole, -fit.found, fit.known, fit.source.name, fit.part)))


def fit_of(source: Source, part: Part, raw: Raw) -> Fit:
    """How a part of a source fits a table."""
    positions, problems = find_columns(part, raw.headings, source.fixed, are_paths=source.xml is not None)
    known = sum(column.name not in source.fixed for column in part.columns)
    if source.base_only:
        problems = [*problems, Problem("source_is_form_alone", {"source": source.name})]
    return Fit(source, part.name, known, len(positions), tuple(problems))
