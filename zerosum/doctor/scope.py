"""Which expected pairs of solution and claim type have a source, and which have none."""

from __future__ import annotations

from collections.abc import Iterator

from zerosum.doctor.finding import Finding, Ground, ok, warning
from zerosum.errors import Phrase
from zerosum.identity import veiled_path
from zerosum.settings import Input, Settings
from zerosum.sources.model import Source
from zerosum.tables import Side

LISTED = 8
"""So many pairs are said at most; then how many more there are."""


def pairs(ground: Ground) -> Iterator[Finding]:
    """Each solution and claim type that the settings expect has a file that could hold it, on both sides."""
    settings = ground.settings
    if settings is None:
        return
    expected = [(one.name, code) for one in settings.solutions for code in one.claim_types]
    missing = [side for side in Side if not any(one.side == side for one in settings.inputs)]
    for side in missing:
        seen = Phrase("doctor.no_debtor_source") if side == Side.DEBTOR else Phrase("doctor.no_psrm_source")
        yield warning("pairs", seen, Phrase("doctor.no_source_fix", {"side": side.name.lower()}))
    blind = [pair for pair in expected if not _has_source(settings, *pair)]
    if blind and Side.DEBTOR not in missing:
        seen = Phrase("doctor.pairs_blind", {"n": len(blind), "of": len(expected), "pairs": _named(blind)})
        yield warning("pairs", seen, Phrase("doctor.pairs_blind_fix"))
    borrowed = [one for one in settings.inputs if not _tells(one.source, "claim_type")]
    if borrowed:
        told = tuple(sorted({one.source.name for one in borrowed}))
        yield warning("pairs", Phrase("doctor.type_borrowed", {"sources": told}), Phrase("doctor.type_borrowed_fix"))
    if not missing and not blind and not borrowed:
        yield ok("pairs", Phrase("doctor.pairs_ok", {"n": len(expected)}))


def _has_source(settings: Settings, solution: str, claim_type: str) -> bool:
    """Whether some input of the debtor's side can hold claims of the solution and type. Where no file of that side tells a
    solution, the scope decides, and only for a type that one solution has."""
    debtor = [one for one in settings.inputs if one.side == Side.DEBTOR]
    if any(_may_hold(settings, one, solution, claim_type) for one in debtor):
        return True
    alone = sum(claim_type in one.claim_types for one in settings.solutions) == 1
    untold = [one for one in debtor if one.solution is None and not _tells(one.source, "solution")]
    return alone and any(_of_type(one.source, claim_type) for one in untold)


def _may_hold(settings: Settings, given: Input, solution: str, claim_type: str) -> bool:
    marks = next((one.marks for one in settings.solutions if one.name == solution), ())
    fixed = given.solution or given.source.fixed.get("solution")
    told = fixed in (solution, *marks) if fixed is not None else _tells(given.source, "solution")
    return told and _of_type(given.source, claim_type)


def _of_type(source: Source, claim_type: str) -> bool:
    return source.fixed.get("claim_type", claim_type) == claim_type


def _tells(source: Source, name: str) -> bool:
    return name in source.fixed or any(column.name == name for part in source.parts for column in part.columns)


def _named(missing: list[tuple[str, str]]) -> tuple[str, ...]:
    told = [veiled_path(f"{solution} · {claim_type}") for solution, claim_type in missing]
    more = (f"+{len(told) - LISTED}",) if len(told) > LISTED else ()
    return (*told[:LISTED], *more)
