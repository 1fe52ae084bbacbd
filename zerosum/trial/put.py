"""Between what was read and a draft of it: the terms that faults need, and the intake with the faults in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from zerosum.dates import number
from zerosum.decisions import Decisions
from zerosum.normalise.heard import NOTHING_HEARD
from zerosum.normalise.intake import Intake
from zerosum.normalise.lines import Lines
from zerosum.settings import Batch, ControlTotal, Settings, form_pattern
from zerosum.simulate.draft import Draft, Terms
from zerosum.tables import NO_DAY, Event, Rule, Side


def draft_of(settings: Settings, intake: Intake) -> Draft:
    """A draft of what was read, for faults to be put into. What was read stays as it is."""
    return Draft.of(intake.lines, terms_of(settings, intake))


def terms_of(settings: Settings, intake: Intake) -> Terms:
    """What faults must know of the run."""
    last = max((int(one.booked_on.max(initial=NO_DAY)) for one in intake.lines), default=NO_DAY)
    cut_off = number(settings.cut_off) if settings.cut_off else last
    return Terms(
        cut_off=cut_off,
        as_of=number(settings.as_of) if settings.as_of else cut_off,
        marks={mark: one.name for one in settings.solutions for mark in one.marks},
        scope=frozenset((one.name, claim_type) for one in settings.solutions for claim_type in one.claim_types),
        counted_once=frozenset(at for at, one in enumerate(intake.files) if one.part),
        numeric_ids=intake.numeric_ids,
        cut_off_declared=settings.cut_off is not None,
        dmi_close=number(settings.dmi_close) if settings.dmi_close else None,
        tolerance_ore=settings.tolerance.per_claim_ore,
        same_debtor=tuple(
            sorted({*intake.same_debtor.items(), *(pair for one in intake.lines for pair in one.same.items())})
        ),
        main_numbers=frozenset(debtor for one in intake.lines for debtor in one.same.values()),
        recoveries=any(
            word.event == Event.RECOVERY
            for given in settings.inputs
            if given.side == Side.PSRM
            for word in given.source.events.values()
        ),
        test_batch=_test_batch(settings.test_batch, intake.lines),
        decided=frozenset(text.lstrip("0") for text in _decided(intake.decisions)) - {""},
    )


def _decided(decisions: Decisions) -> Iterator[str]:
    """The numbers of claims that a decision names."""
    named = [one.claim for one in decisions.allots] + [one.claim for one in decisions.accepts]
    named += [one for pair in decisions.pairs for one in (pair.debtor, pair.psrm)]
    for one in named:
        yield from (*one.claim_ids, *one.references)


def _test_batch(batch: Batch | None, lines: Sequence[Lines]) -> frozenset[str]:
    """The ids and references of the declared test claims; those of a form as the lines have them."""
    if batch is None:
        return frozenset()
    keys = {*batch.listed, *batch.in_file} - {""}
    forms = [re.compile(form_pattern(one)) for one in batch.reference_forms]
    for one in lines if forms else ():
        keys |= {
            text
            for text in pc.unique(one.texts["reference"]).to_pylist()
            if any(form.fullmatch(text or "") for form in forms)
        }
    return frozenset(keys)


def with_faults(intake: Intake, draft: Draft) -> Intake:
    """The same intake with the draft's lines."""
    # What was heard is of other lines; what it filled in stands in the lines. So is what was reported: no fault is in it.
    return replace(with_lines(intake, draft.lines()), heard=NOTHING_HEARD, reported={})


def with_lines(intake: Intake, lines: tuple[Lines, ...]) -> Intake:
    """The same intake with other lines; each file has as many lines and øre more or less as were put in or taken out."""
    before, after = _counts(intake.lines), _counts(lines)
    before_ore, after_ore = _sums(intake.lines), _sums(lines)
    files = tuple(
        one.with_more(after[at] - before[at], after_ore[at] - before_ore[at]) for at, one in enumerate(intake.files)
    )
    return replace(intake, lines=lines, files=files)


def _counts(lines: Sequence[Lines]) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in lines:
        files, counts = np.unique(one.file, return_counts=True)
        found.update(dict(zip(files.tolist(), counts.tolist(), strict=True)))
    return found


def _sums(lines: Sequence[Lines]) -> Counter[int]:
    """File -> the sum of its amounts, in øre."""
    found: Counter[int] = Counter()
    for one in lines:
        for file in np.unique(one.file).tolist():
            found[file] += int(one.amount_ore[one.file == file].sum())
    return found


def with_control_totals(settings: Settings, intake: Intake) -> Settings:
    """The settings with the control totals that the debtor side has by plain addition: what the business system delivered
    is then what the debtor system has, so that no fault is found by the first link alone. Replaced actions count: the
    data is to have none, or the totals are to be declared otherwise."""
    terms = terms_of(settings, intake)
    claims: Counter[tuple[str, str]] = Counter()
    amount_ore: Counter[tuple[str, str]] = Counter()
    for one in intake.lines:
        if one.side != Side.DEBTOR:
            continue
        mine = np.flatnonzero(
            (one.rule == Rule.IN_BOOK) & (one.event == Event.CREATION) & (one.booked_on <= terms.cut_off)
        )
        some = one.take(mine)
        marks, types = some.texts["solution"].to_pylist(), some.texts["claim_type"].to_pylist()
        for mark, claim_type, ore in zip(marks, types, some.amount_ore.tolist(), strict=True):
            cell = (terms.marks.get(mark, mark), claim_type)
            claims[cell] += 1
            amount_ore[cell] += ore
    totals = tuple(
        ControlTotal(solution, claim_type, claims[solution, claim_type], amount_ore[solution, claim_type])
        for solution, claim_type in sorted(terms.scope)
        if claims[solution, claim_type]
    )
    return replace(settings, control_totals=totals)
