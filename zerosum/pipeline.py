"""The whole story in one function: read, normalise, match, clear, explain, judge.

files ─ read ─▶ Raw ─ normalise ─▶ Movements + Rejects ─▶ Claims ─ match ─▶ Groups ─ clear ─▶ Open items
report ◀─ Result ◀─ judge ◀────────────────────────────── Postings ◀─ explain ◀────────────────┘
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from zerosum.blind_spots import blind_spots
from zerosum.catalogue import everything
from zerosum.catalogue.related import related_types
from zerosum.causes import Terms
from zerosum.clear import Cleared, clear
from zerosum.clear.proof import prove
from zerosum.dates import is_month_end, number, show, when
from zerosum.errors import Problem, SettingsError
from zerosum.explain import explain
from zerosum.hints import shown
from zerosum.judge.accepted import accept, decision_lines
from zerosum.judge.ages import ages
from zerosum.judge.cells import booked_days, cells_of, figures
from zerosum.judge.evidence import Evidence
from zerosum.judge.findings import event_sums, findings, seen_cells
from zerosum.judge.lines import digest, due_days, item_lines, open_lines, posted_lines
from zerosum.judge.matrix import scope_cells
from zerosum.judge.noted import exceeding
from zerosum.judge.scope import Scope, scope_of
from zerosum.judge.stamdata import Names, summary_of
from zerosum.judge.tested import extent, tested
from zerosum.judge.verdicts import Judged, judge, with_ceiling
from zerosum.match import Matched, match
from zerosum.normalise.book import Book, keep_book
from zerosum.normalise.columns import OF_DEBTORS
from zerosum.normalise.heard import NOTHING_HEARD, Heard
from zerosum.normalise.intake import Intake, take_in, take_in_debtor, without_numbers
from zerosum.normalise.lines import Lines
from zerosum.normalise.one_debtor import as_one_debtor
from zerosum.normalise.stamdata import stamdata_of, tells_stamdata
from zerosum.numbers import Damage
from zerosum.result import InputFile, Portal, Reject, Result, SolutionResult, StamdataSummary
from zerosum.settings import Settings
from zerosum.sources.model import RECALLS_ORIGINAL, RECALLS_REST
from zerosum.stage import OnStage, Stage, unheard
from zerosum.stamdata.judged import Judged as StamdataJudged
from zerosum.stamdata.judged import judged as judge_stamdata
from zerosum.stamdata.rules import built_in, kinds_of
from zerosum.tables import EVENT_SIGN, NO_DAY, SIDE_SIGN, Event, ItemLines, Movements, Rule, Side


@dataclass(frozen=True)
class Reconciliation:
    """A run's outcome, and the frames that its files are made from."""

    result: Result
    book: Book
    matched: Matched
    cleared: Cleared
    postings: pd.DataFrame
    item_lines: pd.DataFrame
    """The open items as people see them (ItemLines)."""
    posted_lines: pd.DataFrame
    """The postings as people see them (PostedLines)."""
    heard: Heard = NOTHING_HEARD
    """What receipts and notifications told of the lines."""
    forecast: Forecast | None = None
    """What the entry filter is expected to do, where the debtor side tells stamdata."""


@dataclass(frozen=True)
class Forecast:
    """The stamdata of the debtor side against the rules of PSRM's entry filter. No verdict hangs on it."""

    judged: StamdataJudged
    summary: StamdataSummary
    names: Names
    as_of: date
    """The day on which PSRM would receive what is not sent."""
    rejects: tuple[Reject, ...] = ()
    """Lines that could not be read: a claim among them was not looked at."""


@dataclass(frozen=True)
class Opened:
    """What a run has when all has cleared that clears: the open items, before it is asked why they are open."""

    scope: Scope
    book: Book
    matched: Matched
    cleared: Cleared
    terms: Terms


def reconcile(settings: Settings) -> Reconciliation:
    """Run the zero-sum test that the settings describe. Reads files; writes nothing."""
    return reconcile_taken(settings, take_in(settings, with_stamdata=True))


@dataclass(frozen=True)
class Booked:
    """The lines of both sides as one book, before anything is matched."""

    scope: Scope
    book: Book
    cut_off: int
    as_of: int


def booked(settings: Settings, intake: Intake) -> Booked:
    """Lines that have been read -> the book. SettingsError where the as-of day is before the cut-off."""
    cut_off = number(settings.cut_off) if settings.cut_off else _last_day(intake, settings.as_of)
    as_of = number(settings.as_of) if settings.as_of else cut_off
    if as_of < cut_off:
        told = {"as_of": show(as_of), "cut_off": show(cut_off)}
        raise SettingsError(Problem("as_of_before_the_cut_off", told))
    scope = scope_of(settings)
    lines = intake.lines if scope.declared else _as_one_solution(intake.lines)
    lines = as_one_debtor(lines, intake.same_debtor)
    book = keep_book(lines, cut_off, intake.numeric_ids, _marks(settings), scope.solutions)
    return Booked(scope.with_seen(settings, book.texts.types), book, cut_off, as_of)


def open_items_of(settings: Settings, intake: Intake, on_stage: OnStage = unheard) -> Opened:
    """Normalise, match, clear: from lines that have been read to what is open, proved to be the difference."""
    on_stage(Stage.BOOKS, 0, 0)
    kept = booked(settings, intake)
    scope, book, cut_off, as_of = kept.scope, kept.book, kept.cut_off, kept.as_of
    forms = tuple(sorted({given.source.reference_form for given in settings.inputs} - {""}))
    on_stage(Stage.MATCHES, 0, 0)
    matched = match(book, scope.by_type(), forms, intake.decisions.in_force(as_of))
    on_stage(Stage.CLEARS, 0, 0)
    cleared = clear(book, matched.groups, cut_off, settings.conversion.waves)
    prove(book, matched.groups, cleared)
    related = related_types(settings.area, book.texts.types, settings.fees, settings.type_kinds)
    terms = Terms(
        cut_off,
        as_of,
        settings.limits,
        settings.tolerance,
        exceeding(settings, book.texts),
        fejl=_reasons(book, RECALLS_ORIGINAL),
        keeps_recoveries=_reasons(book, RECALLS_REST),
        keeps_original=settings.conversion.original,
        fee_types=related.fees,
        interest_types=related.interest,
        fees_ore=related.fees_ore,
    )
    return Opened(scope, book, matched, cleared, terms)


def reconcile_taken(settings: Settings, intake: Intake, on_stage: OnStage = unheard) -> Reconciliation:
    """The same from lines that have been read: what `zerosum selftest` and the evaluation change and run again."""
    opened = open_items_of(settings, intake, on_stage)
    scope, book, matched, cleared, terms = opened.scope, opened.book, opened.matched, opened.cleared, opened.terms
    cut_off, as_of, decisions = terms.cut_off, terms.as_of, intake.decisions
    intake = without_numbers(intake, book.texts.debtors)
    items = cleared.open_items
    on_stage(Stage.EXPLAINS, 0, 0)
    explained = with_ceiling(items, explain(items, terms), settings.tolerance.per_solution_ore)
    cells = cells_of(book, matched.groups, scope)
    names = [one.path for one in intake.files]
    told_of_stamdata = any(map(tells_stamdata, intake.reported.values()))
    expected = _forecast(settings, intake, book, as_of) if told_of_stamdata else None
    due_on = due_days(book, items, expected.judged.seen.data) if expected is not None else None
    of_items = item_lines(book, matched.groups, cells, items, names, settings.creditor_id, due_on)
    accepted = accept(book, matched, items, explained, of_items[ItemLines.CASE].to_numpy(), decisions, as_of)
    postings, told = accepted.postings, decision_lines(book, matched, decisions, accepted.covers)
    evidence = Evidence(
        settings, scope, book, matched, cleared.clearing, cleared.converted, items, cells, intake.rejects, cut_off, intake.reject_solutions,
        told, accepted.covers, intake.heard, _damaged(intake),
    )  # fmt: skip
    on_stage(Stage.JUDGES, 0, 0)
    found = findings(evidence)
    judged = judge(
        cells,
        figures(book, cells, items, postings),
        seen_cells(evidence),
        tested(book, matched.groups, cleared.clearing, cells),
        extent(book, matched.groups, cleared.clearing, cells),
        items,
        postings,
        found,
        scope,
    )
    posted = posted_lines(postings, of_items)
    solutions = _with_days(_with_marks(judged.solutions, settings), booked_days(book, cells))
    result = Result(
        municipality=settings.municipality,
        creditor_id=settings.creditor_id,
        area=settings.area,
        area_name=settings.area_name,
        cut_off=when(cut_off),
        as_of=when(as_of),
        balances=intake.balances,
        psrm_dated=Movements.BOOKED_ON in book.told.get(Side.PSRM, frozenset()),
        verdict=judged.verdict,
        figures=judged.figures,
        solutions=solutions,
        outside_area=judged.outside_area,
        causes=judged.causes,
        findings=found,
        portal=_portal(settings, book, judged, intake, cut_off),
        blind_spots=blind_spots(settings, book.told, with_stamdata=expected is not None),
        rejects=intake.rejects,
        lines=open_lines(posted, of_items),
        inputs=inputs_of(intake, book),
        tolerance_per_claim_ore=settings.tolerance.per_claim_ore,
        tolerance_per_solution_ore=settings.tolerance.per_solution_ore,
        type_names=dict(sorted(settings.area_types.items())),
        decisions=told,
        postings_digest=digest(posted, of_items),
        stamdata=expected.summary if expected is not None else None,
        scope=scope_cells(evidence, judged.solutions, found),
        responsible=settings.responsible,
        ages=ages(posted, of_items, when(as_of)),
    )
    return Reconciliation(result, book, matched, cleared, postings, of_items, posted, intake.heard, expected)


def _with_marks(solutions: Sequence[SolutionResult], settings: Settings) -> tuple[SolutionResult, ...]:
    marks = {one.name: tuple(map(shown, one.marks)) for one in settings.solutions}
    return tuple(replace(one, marks=marks.get(one.name, ())) for one in solutions)


def _with_days(solutions: Sequence[SolutionResult], days: Mapping[str, tuple[int, int]]) -> tuple[SolutionResult, ...]:
    return tuple(
        replace(one, booked_from=when(days[one.name][0]), booked_to=when(days[one.name][1]))
        if one.name in days
        else one
        for one in solutions
    )


def forecast(settings: Settings) -> Forecast:
    """The claims of the debtor side against the rules of the entry filter, with what receipts tell of them. PSRM's own books
    are not read. Reads files; writes nothing."""
    intake = take_in_debtor(settings)
    kept = booked(settings, intake)
    return _forecast(settings, without_numbers(intake, kept.book.texts.debtors), kept.book, kept.as_of)


def _forecast(settings: Settings, intake: Intake, book: Book, as_of: int) -> Forecast:
    """The same from lines that have been read and booked, and that hold no debtor number in what is told of them."""
    data = stamdata_of(book, intake.lines, intake.reported)
    kinds: Mapping[str, Any] = kinds_of(everything()) | settings.type_kinds
    told = judge_stamdata(data, built_in(), kinds, as_of)
    names = Names([one.path for one in intake.files], book.texts.debtors)
    reported = [intake.reported[at] for at in sorted(intake.reported)]
    unreadable = [problem for one in reported for problem in one.unreadable]
    doubts = [problem for one in reported for problem in one.doubts]
    return Forecast(told, summary_of(told, names, unreadable, doubts), names, when(as_of), intake.rejects)


def _last_day(intake: Intake, as_of: date | None) -> int:
    """Without settings: the last day that a line was booked, else the as-of day. SettingsError where neither is told."""
    last = max((int(one.booked_on.max(initial=NO_DAY)) for one in intake.lines), default=NO_DAY)
    if last != NO_DAY:
        return last
    if as_of is None:
        raise SettingsError(Problem("cut_off_unknown"))
    return number(as_of)


DEBTOR_SYSTEM = "Debitorsystemet"
"""Name of the only solution in a run without settings whose files name none."""


def _as_one_solution(lines: Sequence[Lines]) -> tuple[Lines, ...]:
    """Without settings, and with no solution in any file, all is one solution: the debtor system itself."""
    if any("solution" in one.told for one in lines):
        return tuple(lines)
    return tuple(one.of_solution(DEBTOR_SYSTEM) for one in lines)


def _damaged(intake: Intake) -> dict[tuple[str, str, str], int]:
    """(side, our column, what has happened) -> how many numbers a spreadsheet has changed."""
    rows: dict[tuple[str, str, str], int] = {}
    for one in intake.files:
        for note in one.notes:
            name, count = note.values.get("name"), note.values.get("n")
            if note.code in tuple(Damage) and isinstance(name, str) and isinstance(count, int):
                key = (one.side.name.lower(), "debtors" if name in OF_DEBTORS else name, note.code)
                rows[key] = rows.get(key, 0) + count
    return rows


def _marks(settings: Settings) -> dict[str, str]:
    return {mark: one.name for one in settings.solutions for mark in one.marks}


def _reasons(book: Book, words: Sequence[str]) -> frozenset[int]:
    """Codes of the reasons that are one of the words, alone and in any case."""
    return frozenset(
        at for at, reason in enumerate(book.texts.reasons.to_pylist()) if (reason or "").strip().upper() in words
    )


def _portal(settings: Settings, book: Book, judged: Judged, intake: Intake, cut_off: int) -> Portal:
    """The portal's figures are of the whole creditor: the area and what is outside it."""
    whole = judged.figures + judged.outside_area
    can = settings.whole_creditor and is_month_end(cut_off) and not intake.balances and not intake.rejects
    return Portal(
        can_be_reported=can,
        psrm=event_sums(book, Side.PSRM),
        debtor=event_sums(book, Side.DEBTOR),
        difference_ore=whole.difference_ore,
        explained_ore=whole.explained_ore,
        unexplained_ore=whole.unexplained_ore,
    )


def inputs_of(intake: Intake, book: Book) -> tuple[InputFile, ...]:
    """Each input with its lines counted: lines = movements + rejects + lines under each rule. MiscountError where a line or
    an øre of a file is not in the book."""
    movements = book.movements
    file, rule = movements[Movements.FILE].to_numpy().astype(np.int64), movements[Movements.RULE].to_numpy()
    event, signed = movements[Movements.EVENT].to_numpy(), movements[Movements.SIGNED_ORE].to_numpy()
    counts = np.bincount(file * len(Rule) + rule, minlength=len(intake.files) * len(Rule)).reshape(-1, len(Rule))
    sums = np.zeros(len(intake.files) * len(Event), np.int64)
    once = ~np.isin(rule, (Rule.REPEATED_FOR_LIABLE, Rule.LINE_TWICE))
    np.add.at(sums, (file * len(Event) + event)[once], np.abs(signed)[once])
    as_written = signed * _SIGNS[movements[Movements.SIDE].to_numpy(), event]
    every = np.zeros(len(intake.files), np.int64)
    np.add.at(every, file, as_written)
    return tuple(
        one.counted(
            {rule: int(counts[at][rule]) for rule in Rule},
            {each.name.lower(): int(sums[at * len(Event) + each]) for each in Event},
            int(every[at]),
        )
        for at, one in enumerate(intake.files)
    )


_SIGNS = np.array([[SIDE_SIGN[side] * EVENT_SIGN[event] for event in Event] for side in Side], np.int64)
"""Side, event -> 1 or -1: an amount as it is written, times this, is the signed amount, and back."""
