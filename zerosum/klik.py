"""The answers to the three themes of the KLIK task for a track (spor), from the settings and a run.

Theme 1: which claim types are used. Theme 2: which solution makes the bills of each. Theme 3: the zero-sum test of each
solution. The answers stand in the order of the catalogue, which is that of the forms, and hold no number of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zerosum.catalogue import Area, AreaType, Catalogue
from zerosum.result import UNALLOTTED, WORST_FIRST, Verdict
from zerosum.runs.kept import Kept, changed_since
from zerosum.settings import Settings, Solution


@dataclass(frozen=True)
class Option:
    """A box of the form, and whether it is ticked."""

    name: str
    elsewhere: bool
    """Somebody else handles the bills (håndteres af anden)."""
    ticked: bool


@dataclass(frozen=True)
class Other:
    """What is written under «Andet»."""

    name: str
    how: str
    """`vendor`, `manual` or `elsewhere`."""


@dataclass(frozen=True)
class TypeAnswer:
    """A claim type: whether it is used, and what makes its bills."""

    code: str
    name: str
    """In Danish; empty: unknown."""
    in_form: bool
    """Whether the catalogue has it in the area; else it is written under «Andet»."""
    in_use: bool
    options: tuple[Option, ...]
    """The solutions that a source names for it; without one the form's are not known."""
    others: tuple[Other, ...]


@dataclass(frozen=True)
class CellAnswer:
    """The test of a claim type at a solution."""

    claim_type: str | None
    verdict: str | None
    """None: the run does not have it. IKKE TESTET at best where the settings have changed since."""
    run_verdict: str | None = None
    """What the run itself said."""
    tested: bool = False
    """A creation went all the way."""
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """What settings require and nothing exercised."""
    declared: bool = True

    @property
    def outstanding(self) -> bool:
        """The test is outstanding (0-sumstest udestår)."""
        return self.verdict in (None, Verdict.NOT_TESTED)


@dataclass(frozen=True)
class SolutionAnswer:
    """The test of a solution."""

    name: str
    manual: bool
    declared: bool
    """False: only the files have it."""
    verdict: str | None
    """The worst of its cells; None: no test is made."""
    cells: tuple[CellAnswer, ...]
    run_verdict: str | None = None
    """What the run itself said."""


@dataclass(frozen=True)
class RunAnswer:
    """The run that theme 3 rests on."""

    run_id: str
    cut_off: str
    as_of: str
    """The day that its limits were counted to."""
    made_on: str
    fingerprint: str
    verdict: str
    """What the run itself said."""
    settings_changed: bool
    """The settings, or what they rest on, are not those of the run any more."""
    changed: tuple[str, ...]
    """What it is, by its name in run.json or result.json."""


@dataclass(frozen=True)
class Answers:
    """All three themes."""

    municipality: str
    area: str
    track: str
    """Its number; empty: the municipality's own area."""
    responsible: str
    types: tuple[TypeAnswer, ...]
    solutions: tuple[SolutionAnswer, ...]
    run: RunAnswer | None
    """None: no run was found."""

    @property
    def verdict(self) -> str:
        """The worst of the solutions; IKKE TESTET where one has no test."""
        seen = [Verdict(one.verdict or Verdict.NOT_TESTED) for one in self.solutions]
        return min(seen, key=WORST_FIRST.index, default=Verdict.NOT_TESTED).value


def answers(settings: Settings, every: Catalogue, run: Kept | None, now: Mapping[str, Any]) -> Answers:
    """What is to be answered. `now`: of `hashes_now`."""
    changed = changed_since(run, settings, now) if run is not None else ()
    area, track = every.area(settings.area), every.track_of(settings.area)
    return Answers(
        settings.municipality,
        settings.area_name,
        track.number if track is not None else "",
        settings.responsible,
        tuple(_types(settings, area)),
        tuple(_solutions(settings, run, bool(changed))),
        _run(run, changed),
    )


# --- themes 1 and 2 ---


def _types(settings: Settings, area: Area | None) -> Iterable[TypeAnswer]:
    """The area's types, and then those that are declared beside them."""
    own = area.types if area is not None else ()
    seen: set[str] = set()
    for one in own:
        used = [code for code in one.codes if _is_used(settings, code)]
        for code in used or [one.code]:
            yield _type(settings, code, one.name, one)
        seen.update(one.codes)
    for code, name in settings.area_types.items():
        if code not in seen and (area is None or _is_used(settings, code)):
            yield _type(settings, code, name, None, in_form=area is None)


def _is_used(settings: Settings, code: str) -> bool:
    return bool(_senders(settings, code)) or any(code in one.claim_types for one in settings.elsewhere)


def _senders(settings: Settings, code: str) -> list[Solution]:
    return [one for one in settings.solutions if code in one.claim_types]


def _type(settings: Settings, code: str, name: str, known: AreaType | None, *, in_form: bool = True) -> TypeAnswer:
    senders = {one.name.casefold(): one for one in _senders(settings, code)}
    away = {one.by.casefold(): one for one in settings.elsewhere if code in one.claim_types}
    makers = [one for one in known.makers if one.how != "manual"] if known is not None else []
    options = tuple(
        Option(one.name, one.how == "elsewhere", one.name.casefold() in (away if one.how == "elsewhere" else senders))
        for one in makers
    )
    named = {(one.name.casefold(), one.elsewhere) for one in options}
    others = [
        Other(one.name, "manual" if one.manual else "vendor")
        for key, one in senders.items()
        if (key, False) not in named
    ]
    others += [Other(one.by, "elsewhere") for key, one in away.items() if (key, True) not in named]
    return TypeAnswer(code, name, in_form, bool(senders or away), options, tuple(others))


# --- theme 3 ---


def _solutions(settings: Settings, run: Kept | None, changed: bool) -> Iterable[SolutionAnswer]:
    """The declared solutions in their order, and then what the run has beside them. `changed`: the run is of other settings."""
    judged = {(one["solution"], one["claim_type"]): one for one in (run.result["cells"] if run is not None else ())}
    verdicts = {one["name"]: one["verdict"] for one in (run.result["solutions"] if run is not None else ())}
    missing = {
        (one["solution"], one["claim_type"]): tuple(one["missing"])
        for one in (run.result.get("scope", ()) if run is not None else ())
    }
    declared = {one.name: one for one in settings.solutions}
    for name in (*declared, *(name for name in verdicts if name not in declared)):
        one = declared.get(name)
        types: list[str | None] = [*one.claim_types] if one is not None else []
        types += [code for solution, code in judged if solution == name and code not in types]
        cells = tuple(
            _cell(
                code,
                judged.get((name, code)),
                missing.get((name, code), ()),
                one is not None and code in one.claim_types,
                changed,
            )
            for code in types
        )
        said = verdicts.get(name)
        # A run that has not all of the solution's types: they were declared since.
        lacks = any(cell.verdict is None for cell in cells)
        yield SolutionAnswer(
            name,
            one.manual if one is not None else False,
            one is not None,
            _at_best_not_tested(said) if lacks or changed else said,
            cells,
            said,
        )


def _cell(
    code: str | None, judged: Mapping[str, Any] | None, missing: tuple[str, ...], declared: bool, changed: bool
) -> CellAnswer:
    if judged is None:
        return CellAnswer(code, None, declared=declared)
    said = judged["verdict"]
    verdict = _at_best_not_tested(said) if changed else said
    return CellAnswer(code, verdict, said, judged["tested"], tuple(judged["reasons"]), missing, declared)


def _at_best_not_tested(verdict: str | None) -> str | None:
    """A verdict of a test that is not of what is asked now: IKKE KLAR stands, and no other is better than IKKE TESTET."""
    return verdict if verdict in (None, Verdict.NOT_READY) else Verdict.NOT_TESTED.value


def _run(run: Kept | None, changed: tuple[str, ...]) -> RunAnswer | None:
    if run is None:
        return None
    return RunAnswer(
        run.about["run_id"],
        run.result["cut_off"],
        run.result["as_of"],
        run.made_at.date().isoformat(),
        run.about["fingerprint"],
        run.result["verdict"],
        bool(changed),
        changed,
    )


def is_unallotted(one: SolutionAnswer) -> bool:
    """Whether it is the row of what no solution is known of (ikke fordelt)."""
    return one.name == UNALLOTTED
