"""Judged stamdata -> what is told of them: sums by solution, type and rule, and the breaches as people see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum import identity
from zerosum.catalogue.model import Both
from zerosum.dates import when
from zerosum.errors import LANGUAGES, Problem
from zerosum.result import (
    UNALLOTTED,
    BreachLine,
    FilterRule,
    ForecastCount,
    NotTried,
    Reserved,
    RuleSum,
    StamdataSummary,
)
from zerosum.stamdata.claims import AMOUNTS, DAYS, RECEIVED_ON
from zerosum.stamdata.judged import Judged, Shown, evidence
from zerosum.stamdata.rules import Rule
from zerosum.stamdata.seen import MAIN_DUE_ON, MAIN_RECEIVED_ON, MAIN_TYPE
from zerosum.tables import (
    NO_DAY,
    NOT_TOLD,
    Breaches,
    BreachSums,
    Consequence,
    Forecasts,
    PsrmAnswer,
    RuleCounts,
    Status,
)

SHOWN_PER_RULE = 10
_PROSE = frozenset(("claim_type", "claim_art", "description", "institution", MAIN_TYPE))
"""Texts that are no numbers of claims: no long number leaves with them, whoever it is of (a child is no debtor)."""
_DAYS = frozenset((*DAYS, RECEIVED_ON, MAIN_DUE_ON, MAIN_RECEIVED_ON))


@dataclass(frozen=True)
class Names:
    """What the breaches are told with."""

    files: Sequence[str]
    """The inputs, as they are shown."""
    debtors: pa.Array
    """The debtor sets of the input: none of their numbers leaves."""


def summary_of(
    judged: Judged, names: Names, unreadable: Iterable[Problem] = (), doubts: Iterable[Problem] = ()
) -> StamdataSummary:
    """All that is told of the claims."""
    rules = tuple(map(filter_rule, judged.rules.rules))
    hits = judged.hits
    return StamdataSummary(
        claims=len(judged.seen.data),
        tells_days=bool(judged.seen.data.told.intersection(DAYS) - {"booked_on", "receipt_on"}),
        sums=tuple(_sums(judged, rules, names.debtors)),
        forecasts=tuple(_forecasts(judged.forecasts, names.debtors)),
        hits={name: getattr(hits, name) for name in hits.__dataclass_fields__},
        not_tried=tuple(_not_tried(judged)),
        reservations=tuple(
            Reserved(_by_language(one.sentence), one.source, one.types, count) for one, count in judged.reservations
        ),
        gaps=tuple(Reserved(_by_language(one.sentence), one.source, one.types, count) for one, count in judged.gaps),
        without_own_rules=tuple(_without_own(judged, names.debtors)),
        unreadable=tuple(unreadable),
        doubts=tuple(doubts),
        lines=breach_lines(judged, _first_of_each(judged), names),
    )


def filter_rule(rule: Rule) -> FilterRule:
    """A version of a rule, as it is told."""
    return FilterRule(
        rule.code,
        rule.consequence.name.lower(),
        {language: rule.told(language) for language in LANGUAGES},
        rule.source,
        rule.rejection,
        rule.note,
    )


def _by_language(words: Both) -> dict[str, str]:
    return {language: words.told(language) for language in LANGUAGES}


def is_open(judged: Judged) -> np.ndarray:
    """bool for each claim: PSRM has not executed it, so that what is wrong with it can still be mended."""
    return np.asarray(judged.seen.data.status != Status.EXECUTED)


def _without_own(judged: Judged, debtors: pa.Array) -> Iterable[tuple[str, int]]:
    told = [(claim_type, count) for claim_type, count in judged.without_own_rules if claim_type]
    yield from zip(_veiled([one for one, _ in told], debtors), [count for _, count in told], strict=True)


def _sums(judged: Judged, rules: Sequence[FilterRule], debtors: pa.Array) -> Iterable[RuleSum]:
    """The sums, each with what of it is open."""
    data = judged.seen.data
    row = judged.breaches[Breaches.ROW].to_numpy()
    labels = [pd.factorize(np.array(data.texts[name].to_pylist(), object))[0] for name in ("solution", "claim_type")]
    ore = np.where(data.amounts["amount_ore"] == NOT_TOLD, 0, data.amounts["amount_ore"])
    found = pd.DataFrame(
        {
            "solution": labels[0][row],
            "claim_type": labels[1][row],
            "rule": judged.breaches[Breaches.RULE].to_numpy(),
            "open": is_open(judged)[row].astype(np.int64),
            "open_ore": np.where(is_open(judged)[row], ore[row], 0),
            "row": row,
        }
    )
    by = ["solution", "claim_type", "rule"]
    some = found.groupby(by, dropna=False).agg(open=("open", "sum"), open_ore=("open_ore", "sum"), row=("row", "first"))
    texts = {name: data.texts[name].take(pa.array(some["row"].to_numpy())).to_pylist() for name in by[:2]}
    keys = zip(texts["solution"], texts["claim_type"], some.index.get_level_values("rule"), strict=True)
    open_of = dict(zip(keys, zip(some["open"].tolist(), some["open_ore"].tolist(), strict=True), strict=True))
    summed = judged.summed
    solutions, types = (
        _veiled(summed[name].tolist(), debtors) for name in (BreachSums.SOLUTION, BreachSums.CLAIM_TYPE)
    )
    for shown, shown_type, solution, claim_type, rule, claims, amount in zip(
        solutions, types,
        summed[BreachSums.SOLUTION], summed[BreachSums.CLAIM_TYPE], summed[BreachSums.RULE].tolist(),
        summed[BreachSums.CLAIMS].tolist(), summed[BreachSums.AMOUNT_ORE].tolist(), strict=True,
    ):  # fmt: skip
        still, still_ore = open_of[solution, claim_type, rule]
        yield RuleSum(rules[rule], shown or UNALLOTTED, shown_type or None, claims, amount, still, still_ore)


def _forecasts(frame: pd.DataFrame, debtors: pa.Array) -> Iterable[ForecastCount]:
    columns = [frame[name].tolist() for name in Forecasts]
    for at, name in enumerate(Forecasts):
        if name in (Forecasts.SOLUTION, Forecasts.CLAIM_TYPE):
            columns[at] = _veiled(columns[at], debtors)
    for solution, claim_type, forecast, answer, claims, amount, untried in zip(*columns, strict=True):
        yield ForecastCount(
            solution or UNALLOTTED,
            claim_type or None,
            Consequence(forecast).name.lower(),
            PsrmAnswer(answer).name.lower(),
            claims,
            amount,
            untried,
        )


def _not_tried(judged: Judged) -> Iterable[NotTried]:
    """The rules that could not be tried on some claims, in their order."""
    counts: dict[str, dict[str, int]] = {}
    columns = (RuleCounts.NOT_TOLD, RuleCounts.BLANK, RuleCounts.UNCLEAR, RuleCounts.NO_VERSION)
    frame = judged.counts
    for code, *numbers in zip(frame[RuleCounts.RULE], *(frame[name].tolist() for name in columns), strict=True):
        total = counts.setdefault(code, dict.fromkeys(columns, 0))
        for name, number in zip(columns, numbers, strict=True):
            total[name] += number
    versions: dict[str, list[Rule]] = {}
    for rule in judged.rules.rules:
        versions.setdefault(rule.code, []).append(rule)
    for code, rules in versions.items():
        total = counts.get(code, {})
        if any(total.values()):
            lacking = dict.fromkeys(name for rule in rules for name in rule.check.reads(rule.values))
            named = tuple(
                _by_language(judged.rules.columns[name])
                for name in lacking
                if total[RuleCounts.NOT_TOLD] and not judged.seen.told(name)
            )
            newest = filter_rule(rules[-1])
            yield NotTried(code, newest.sentence, named, *(total[name] for name in columns))


def _in_order(judged: Judged, breaches: pd.DataFrame) -> pd.DataFrame:
    """Breaches in an order that is not that of the lines: open claims first, large ones first, then by their numbers."""
    data = judged.seen.data
    row = breaches[Breaches.ROW].to_numpy()
    ore = np.where(data.amounts["amount_ore"] == NOT_TOLD, 0, data.amounts["amount_ore"])[row]
    texts = [np.array(data.texts[name].take(pa.array(row)).to_pylist(), object) for name in ("claim_id", "reference")]
    ranks = [np.unique(text, return_inverse=True)[1] for text in texts] if len(row) else [row, row]
    order = np.lexsort((*ranks, -ore, ~is_open(judged)[row], breaches[Breaches.RULE].to_numpy()))
    return breaches.iloc[order]


def _first_of_each(judged: Judged) -> pd.DataFrame:
    """The first breaches of each rule."""
    ordered = _in_order(judged, judged.breaches)
    return ordered[ordered.groupby(Breaches.RULE.value).cumcount() < SHOWN_PER_RULE]


def work_lines(judged: Judged, names: Names) -> tuple[BreachLine, ...]:
    """The breaches that somebody can still mend: of rules of the filter, by claims that PSRM has not executed."""
    mine = is_open(judged)[judged.breaches[Breaches.ROW].to_numpy()]
    mine &= judged.breaches[Breaches.CONSEQUENCE].to_numpy() != Consequence.HINT
    return breach_lines(judged, _in_order(judged, judged.breaches[mine]), names)


def every_line(judged: Judged, names: Names) -> tuple[BreachLine, ...]:
    """Every breach, also of hints, and of claims that PSRM has executed."""
    return breach_lines(judged, _in_order(judged, judged.breaches), names)


def breach_lines(judged: Judged, breaches: pd.DataFrame, names: Names) -> tuple[BreachLine, ...]:
    """Some breaches as people see them, in their order. Every debtor number of the input is veiled."""
    data = judged.seen.data
    row, rule = breaches[Breaches.ROW].to_numpy(), breaches[Breaches.RULE].tolist()
    at = pa.array(row)
    shown = {
        name: identity.shown(data.texts[name].take(at).to_pylist(), names.debtors) for name in ("reference", "claim_id")
    }
    columns = {
        name: _veiled(data.texts[name].take(at).to_pylist(), names.debtors) for name in ("solution", "claim_type")
    }
    told = {one: filter_rule(judged.rules.rules[one]) for one in set(rule)}
    fields = _fields(judged, evidence(judged, breaches), names.debtors)
    status, ore = data.status[row].tolist(), data.amounts["amount_ore"][row].tolist()
    places = zip(data.file[row].tolist(), data.line[row].tolist(), strict=True)
    return tuple(
        BreachLine(
            rule=told[rule[n]],
            solution=columns["solution"][n] or UNALLOTTED,
            claim_type=columns["claim_type"][n] or None,
            reference=shown["reference"][n],
            claim_id=shown["claim_id"][n],
            status=Status(status[n]).name.lower(),
            amount_ore=None if ore[n] == NOT_TOLD else ore[n],
            fields=fields[n],
            source=f"{names.files[file]}:{line}",
        )
        for n, (file, line) in enumerate(places)
    )


def _veiled(words: Sequence[str], debtors: pa.Array) -> list[str]:
    """Texts without any debtor number of the input, and without what could be the number of anybody else."""
    distinct = sorted(set(words))
    shown = map(identity.veil_prose, identity.shown(distinct, debtors))
    told = dict(zip(distinct, shown, strict=True))
    return [told[word] for word in words]


Field: TypeAlias = tuple[Mapping[str, str], date | int | str | None, bool]


def _fields(judged: Judged, found: Sequence[Sequence[Shown]], debtors: pa.Array) -> list[tuple[Field, ...]]:
    """What a rule looked at, with the columns' names, typed. An amount whose digits are a debtor number of the input is one that
    slipped into its column: it is veiled as a text."""
    every = {one for fields in found for one in fields}
    texts = sorted({text for one in every for text in _texts(one)})
    veiled = dict(zip(texts, identity.shown(texts, debtors), strict=True))
    called = {name: _by_language(words) for name, words in judged.rules.columns.items()}
    told = {one: (called[one.column], _value(one, veiled), one.column in AMOUNTS) for one in every}
    return [tuple(told[one] for one in fields) for fields in found]


def _texts(one: Shown) -> tuple[str, ...]:
    """What of a field could be a debtor number."""
    if isinstance(one.value, str):
        return (one.value,)
    if one.column in AMOUNTS and one.value != NOT_TOLD:
        return str(one.value // 100), str(one.value)
    return ()


def _value(one: Shown, veiled: Mapping[str, str]) -> date | int | str | None:
    if isinstance(one.value, str):
        text = veiled[one.value]
        return (identity.veil_prose(text) if one.column in _PROSE else text) or None
    if one.column in _DAYS:
        return None if one.value == NO_DAY else when(one.value)
    hidden = [veiled[text] for text in _texts(one) if veiled[text] != text]
    return hidden[0] if hidden else None if one.value == NOT_TOLD else one.value
