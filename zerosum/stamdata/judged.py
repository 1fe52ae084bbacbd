"""Stamdata × Rules -> Judged: which claims break which rules, what PSRM is expected to do, and what it did.

A claim is judged by the version of each rule that holds on the day on which PSRM receives it (`seen.received_on`). What
cannot be tried is counted and never passes in silence. The forecast of a claim is the worst of its breaches: rejected;
either, for that may be a rejection; hearing; none. A hint is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import dates, identity
from zerosum.catalogue.model import Kind
from zerosum.identity import BETWEEN
from zerosum.packing import codes_of, pack
from zerosum.stamdata.checks.check import NOT_TRIED, Check, Outcome
from zerosum.stamdata.claims import AMOUNTS, TEXTS, Stamdata
from zerosum.stamdata.rules import Gap, Reservation, Rule, Rules
from zerosum.stamdata.seen import MAIN_TYPE, Block, Seen
from zerosum.tables import (
    NOT_TOLD,
    Breaches,
    BreachSums,
    Consequence,
    Forecasts,
    PsrmAnswer,
    RuleCounts,
    Status,
)

ANSWERS = {
    Status.EXECUTED: PsrmAnswer.EXECUTED,
    Status.IN_HEARING: PsrmAnswer.IN_HEARING,
    Status.REJECTED: PsrmAnswer.REJECTED,
}
"""Which status of a creation is an answer. All others are none yet."""


MAY_BE_NONE = ("judgment_on", "settlement_on")
"""Days that most claims do not have. A rule about one is not about a claim without it."""


@dataclass(frozen=True)
class Shown:
    """A field of a claim that breaks a rule, as it may be shown."""

    column: str
    """A name that `Rules.columns` has."""
    value: int | str
    """A day, or an amount in øre, or a text without debtor numbers; NO_DAY, NOT_TOLD or "" where nothing stands."""


@dataclass(frozen=True)
class Hits:
    """Forecast against receipts, in claims. Each claim is in one of the counts: never one figure for all of them, since most
    claims are those of which nothing was expected and to which nothing happened."""

    as_told: int = 0
    """Expected rejected and rejected, expected in hearing and in hearing, expected either and one of the two."""
    otherwise: int = 0
    """Expected in hearing and rejected, or the other way round."""
    missed: int = 0
    """Nothing was expected, and it is rejected or in hearing."""
    too_much: int = 0
    """Expected rejected, and executed."""
    executed_since: int = 0
    """Expected in hearing or either, and executed: it may have been in hearing before. Today's status cannot tell."""
    quiet: int = 0
    """Nothing was expected, and it is executed."""
    no_answer: int = 0
    """PSRM has not answered, or the files do not tell."""

    @property
    def stopped(self) -> int:
        """Claims that PSRM has stopped: rejected, or in hearing now."""
        return self.as_told + self.otherwise + self.missed

    @property
    def foreseen(self) -> int:
        """Those of them of which it was said that they would be stopped."""
        return self.as_told + self.otherwise

    @property
    def warned(self) -> int:
        """Claims that were expected to be stopped, and have an answer."""
        return self.as_told + self.otherwise + self.too_much + self.executed_since


@dataclass(frozen=True)
class Judged:
    """All that the rules say of the claims."""

    seen: Seen
    rules: Rules
    kinds: Mapping[str, Kind | None]
    """What each claim type is of; None, or missing: not known."""
    breaches: pd.DataFrame
    """Breaches, by row and then by rule."""
    summed: pd.DataFrame
    """BreachSums."""
    counts: pd.DataFrame
    """RuleCounts, by claim type and then in the order of the rules."""
    forecasts: pd.DataFrame
    """Forecasts."""
    forecast: np.ndarray
    """int8 for each row of the Stamdata: a member of Consequence, never HINT."""
    not_wholly_tried: np.ndarray
    """bool for each row: a rule of the filter could not be tried on it."""
    reservations: tuple[tuple[Reservation, int], ...]
    """What is not settled (under afklaring), and how many claims it is about. Only those that are about some."""
    gaps: tuple[tuple[Gap, int], ...]
    """Rules that no source tells, and how many claims they would be about. Only those that are about some."""
    without_own_rules: tuple[tuple[str, int], ...]
    """Claim types of which no rule of their own is known, and how many claims have them."""

    @property
    def received_on(self) -> np.ndarray:
        """The day that decides which version of a rule holds (modtagelsesdato), int32 for each row."""
        return self.seen.received_on

    @property
    def hits(self) -> Hits:
        """Of all claims."""
        return hits_of(self.forecasts)

    def hits_by(self) -> Iterator[tuple[str, str, Hits]]:
        """Of each solution and claim type."""
        for (solution, claim_type), some in self.forecasts.groupby(
            [Forecasts.SOLUTION.value, Forecasts.CLAIM_TYPE.value], sort=True
        ):
            yield str(solution), str(claim_type), hits_of(some)

    def rule(self, at: int) -> Rule:
        """The rule of a breach."""
        return self.rules.rules[at]


def judged(data: Stamdata, rules: Rules, kinds: Mapping[str, Kind | None], as_of: int) -> Judged:
    """The claims against the rules. `kinds`: what each claim type is of (`rules.kinds_of`). `as_of`: the day on which a
    claim without a receipt or booking would be received."""
    seen = Seen(data, as_of)
    worst = np.zeros(len(data), np.int8)
    untried = np.zeros(len(data), bool)
    found: list[_Found] = []
    counts: list[tuple[object, ...]] = []
    for block in seen.blocks():
        for versions in _of_type(rules, block.claim_type, kinds.get(block.claim_type)):
            outcome = np.full(len(block), Outcome.NO_VERSION, np.int8)
            for at, holds, said in _by_version(rules, versions, block):
                outcome = np.where(holds, said, outcome)
                breached = np.flatnonzero(holds & (said == Outcome.BREACHED))
                if len(breached):
                    rows, consequence = block.rows[breached], rules.rules[at].consequence
                    found.append(_Found(rows, at, consequence))
                    if consequence != Consequence.HINT:
                        worst[rows] = np.maximum(worst[rows], consequence)
            outcome = _without_version(outcome, versions, block)
            if not versions.only_hints:
                untried[block.rows[np.isin(outcome, NOT_TRIED)]] = True
            counts.append((block.claim_type, versions.code, *_counted(outcome)))
    breaches = _breaches(found)
    labels = _labels(data)
    forecasts = _forecasts(data, labels, worst, untried)
    return Judged(
        seen,
        rules,
        kinds,
        breaches,
        _summed(data, labels, breaches),
        _count_frame(counts),
        forecasts,
        worst,
        untried,
        tuple(_reserved(rules.reservations, seen)),
        tuple(_gaps(rules.gaps, seen)),
        tuple(_without_own(rules, seen)),
    )


# --- one rule on the claims of one type ---


@dataclass(frozen=True)
class _Versions:
    """The versions of a rule that are about a claim type."""

    code: str
    at: tuple[int, ...]
    """Places in Rules.rules."""
    ended: int | None
    """The day from which no version holds: the rule was removed. None: the last one holds."""
    only_hints: bool
    kind_unknown: bool = False
    """The rule is about kinds of claim types, and nobody knows this one's."""


def _of_type(rules: Rules, claim_type: str, kind: Kind | None) -> list[_Versions]:
    """The rules about a claim type, in their order."""
    by_code: dict[str, list[int]] = {}
    of_kinds: dict[str, list[Rule]] = {}
    for at, rule in enumerate(rules.rules):
        if rule.is_about(claim_type, kind):
            by_code.setdefault(rule.code, []).append(at)
        elif kind is None and rule.kinds:
            of_kinds.setdefault(rule.code, []).append(rule)
    found = []
    for code, places in by_code.items():
        every = [rules.rules[at] for at in places]
        ends = [rule.until for rule in every if rule.until is not None]
        ended = dates.number(max(ends)) if len(ends) == len(every) else None
        found.append(_Versions(code, tuple(places), ended, all(rule.consequence == Consequence.HINT for rule in every)))
    for code, unsure in of_kinds.items():
        if code not in by_code:
            hints = all(rule.consequence == Consequence.HINT for rule in unsure)
            found.append(_Versions(code, (), None, hints, kind_unknown=True))
    return found


def _by_version(rules: Rules, versions: _Versions, block: Block) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The versions that hold for some of the claims: place in Rules.rules, bool where it holds, and what it says."""
    for at in versions.at:
        rule = rules.rules[at]
        holds = _holds(rule, block)
        if holds.any():
            yield at, holds, tried(rule.check, rule.values, block)


def _without_version(outcome: np.ndarray, versions: _Versions, block: Block) -> np.ndarray:
    """The outcomes, with what is to be said of claims for whose day no version is known: a rule that was removed is not
    about them."""
    if versions.kind_unknown:
        return np.full(len(block), Outcome.UNCLEAR, np.int8)
    if versions.ended is None:
        return outcome
    gone = (outcome == Outcome.NO_VERSION) & (block.day("received_on") >= versions.ended)
    return np.where(gone, Outcome.OUTSIDE, outcome).astype(np.int8)


def outcomes(judged: Judged, code: str) -> np.ndarray:
    """int8 for each row of the Stamdata: what one rule says of it, a member of Outcome."""
    found = np.full(len(judged.seen.data), Outcome.OUTSIDE, np.int8)
    for block in judged.seen.blocks():
        for versions in _of_type(judged.rules, block.claim_type, judged.kinds.get(block.claim_type)):
            if versions.code == code:
                outcome = np.full(len(block), Outcome.NO_VERSION, np.int8)
                for _, holds, said in _by_version(judged.rules, versions, block):
                    outcome = np.where(holds, said, outcome)
                found[block.rows] = _without_version(outcome, versions, block)
    return found


def _holds(rule: Rule, block: Block) -> np.ndarray:
    """bool: the version holds on the day on which PSRM receives the claim."""
    received = block.day("received_on")
    holds = received >= dates.number(rule.since)
    if rule.until is not None:
        holds &= received < dates.number(rule.until)
    return np.asarray(holds)


def tried(check: Check, values: object, block: Block) -> np.ndarray:
    """int8: what a check with its values says of each claim, a member of Outcome."""
    reads = check.reads(values)
    if not all(block.seen.told(name) for name in reads):
        return np.full(len(block), Outcome.NOT_TOLD, np.int8)
    answer = check.answer(block, values)
    outcome = np.where(answer.breached, Outcome.BREACHED, Outcome.KEPT).astype(np.int8)
    if answer.unclear is not None:
        outcome[answer.unclear] = Outcome.UNCLEAR
    if not check.blank_is_told:
        for name in reads:
            outcome[block.blank(name)] = Outcome.OUTSIDE if name in MAY_BE_NONE else Outcome.BLANK
    for name in reads:
        if block.seen.untold(name) is not None:
            outcome[block.unusable(name)] = Outcome.NOT_TOLD
    if answer.outside is not None:
        outcome[answer.outside] = Outcome.OUTSIDE
    return outcome


# --- the frames ---


@dataclass(frozen=True)
class _Found:
    """The breaches of one rule by claims of one type."""

    rows: np.ndarray
    rule: int
    consequence: Consequence


def _breaches(found: Sequence[_Found]) -> pd.DataFrame:
    rows = np.concatenate([one.rows for one in found] or [np.zeros(0, np.int64)])
    sizes = [len(one.rows) for one in found]
    rule = np.repeat(np.array([one.rule for one in found], np.int16), sizes)
    consequence = np.repeat(np.array([one.consequence for one in found], np.int16), sizes)
    order = np.lexsort((rule, rows))
    return Breaches.check(
        pd.DataFrame(
            {
                Breaches.ROW.value: rows[order].astype(np.int32),
                Breaches.RULE.value: rule[order],
                Breaches.CONSEQUENCE.value: consequence[order],
            }
        )
    )


@dataclass(frozen=True)
class _Labels:
    """Solution and claim type of each claim: codes, and the texts of the codes in their order."""

    solution: np.ndarray
    claim_type: np.ndarray
    solutions: tuple[str, ...]
    types: tuple[str, ...]


def _labels(data: Stamdata) -> _Labels:
    codes, words = zip(*(_sorted_codes(data, name) for name in ("solution", "claim_type")), strict=True)
    return _Labels(codes[0], codes[1], words[0], words[1])


def _sorted_codes(data: Stamdata, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    column = data.texts.get(name)
    if column is None or not len(data):
        return np.zeros(len(data), np.int64), ("",)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = pc.fill_null(column.cast(pa.string()), "").dictionary_encode()
    words = encoded.dictionary.to_pylist()
    place = np.empty(len(words), np.int64)
    place[np.array(sorted(range(len(words)), key=words.__getitem__))] = np.arange(len(words))
    return place[encoded.indices.to_numpy(zero_copy_only=False)], tuple(sorted(words))


def _ore(data: Stamdata) -> np.ndarray:
    """int64: the amount of each claim; 0 where it is not told."""
    told = data.amounts.get("amount_ore")
    return np.zeros(len(data), np.int64) if told is None else np.where(told == NOT_TOLD, 0, told)


def _sums(keys: Sequence[np.ndarray], values: Sequence[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Keys of several columns -> the first row of each key, in the order of the keys; and the sums of some values for each."""
    packed = pack(*keys)
    group, size = codes_of(packed)
    first = np.empty(size, np.int64)
    first[group[::-1]] = np.arange(len(packed))[::-1]
    order = np.argsort(packed[first])
    sums = []
    for value in values:
        total = np.zeros(size, np.int64)
        np.add.at(total, group, value)
        sums.append(total[order])
    return first[order], sums


def _summed(data: Stamdata, labels: _Labels, breaches: pd.DataFrame) -> pd.DataFrame:
    row = breaches[Breaches.ROW].to_numpy()
    rule, consequence = breaches[Breaches.RULE].to_numpy(), breaches[Breaches.CONSEQUENCE].to_numpy()
    solution, claim_type = labels.solution[row], labels.claim_type[row]
    first, (claims, ore) = _sums((solution, claim_type, rule), (np.ones(len(row), np.int64), _ore(data)[row]))
    return BreachSums.check(
        pd.DataFrame(
            {
                BreachSums.SOLUTION.value: _named(labels.solutions, solution[first]),
                BreachSums.CLAIM_TYPE.value: _named(labels.types, claim_type[first]),
                BreachSums.RULE.value: rule[first],
                BreachSums.CONSEQUENCE.value: consequence[first],
                BreachSums.CLAIMS.value: claims.astype(np.int32),
                BreachSums.AMOUNT_ORE.value: ore,
            }
        )
    )


def _forecasts(data: Stamdata, labels: _Labels, worst: np.ndarray, untried: np.ndarray) -> pd.DataFrame:
    answer = np.full(max(Status) + 1, PsrmAnswer.NONE_YET, np.int16)
    for status, told in ANSWERS.items():
        answer[status] = told
    answered = answer[data.status]
    keys = (labels.solution, labels.claim_type, worst.astype(np.int64), answered)
    first, (claims, ore, open_) = _sums(keys, (np.ones(len(data), np.int64), _ore(data), untried.astype(np.int64)))
    return Forecasts.check(
        pd.DataFrame(
            {
                Forecasts.SOLUTION.value: _named(labels.solutions, labels.solution[first]),
                Forecasts.CLAIM_TYPE.value: _named(labels.types, labels.claim_type[first]),
                Forecasts.FORECAST.value: worst[first].astype(np.int16),
                Forecasts.ANSWER.value: answered[first],
                Forecasts.CLAIMS.value: claims.astype(np.int32),
                Forecasts.AMOUNT_ORE.value: ore,
                Forecasts.NOT_WHOLLY_TRIED.value: open_.astype(np.int32),
            }
        )
    )


def _named(words: tuple[str, ...], codes: np.ndarray) -> pd.Series:
    return pd.Series([words[int(code)] for code in codes], dtype="str")


def _counted(outcome: np.ndarray) -> tuple[int, ...]:
    return tuple(np.bincount(outcome, minlength=len(Outcome)).tolist())


_COUNTS = {
    RuleCounts.KEPT: Outcome.KEPT,
    RuleCounts.BREACHED: Outcome.BREACHED,
    RuleCounts.BLANK: Outcome.BLANK,
    RuleCounts.UNCLEAR: Outcome.UNCLEAR,
    RuleCounts.NOT_TOLD: Outcome.NOT_TOLD,
    RuleCounts.NO_VERSION: Outcome.NO_VERSION,
    RuleCounts.OUTSIDE: Outcome.OUTSIDE,
}


def _count_frame(counts: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    told: dict[str, object] = {
        RuleCounts.CLAIM_TYPE.value: pd.Series([one[0] for one in counts], dtype="str"),
        RuleCounts.RULE.value: pd.Series([one[1] for one in counts], dtype="str"),
    }
    for column, outcome in _COUNTS.items():
        told[column.value] = np.array([one[2 + outcome] for one in counts], np.int32)
    return RuleCounts.check(pd.DataFrame(told))


# --- what is not settled, and what is not known ---


def _reserved(reservations: Sequence[Reservation], seen: Seen) -> Iterator[tuple[Reservation, int]]:
    for one in reservations:
        count = 0
        for block in seen.blocks():
            if block.claim_type in one.types:
                received = block.day("received_on")
                inside = received >= dates.number(one.since)
                if one.until is not None:
                    inside &= received < dates.number(one.until)
                count += int(inside.sum())
        if count:
            yield one, count


def _gaps(gaps: Sequence[Gap], seen: Seen) -> Iterator[tuple[Gap, int]]:
    for one in gaps:
        count = sum(len(block) for block in seen.blocks() if block.claim_type in one.types)
        if count:
            yield one, count


def _without_own(rules: Rules, seen: Seen) -> Iterator[tuple[str, int]]:
    own = {code for rule in rules.rules if rule.consequence != Consequence.HINT for code in rule.types}
    for block in seen.blocks():
        if block.claim_type not in own:
            yield block.claim_type, len(block)


# --- forecast and answer ---


def hits_of(forecasts: pd.DataFrame) -> Hits:
    """The claims of some Forecasts, each in one count."""
    found = dict.fromkeys(Hits.__dataclass_fields__, 0)
    for forecast, answer, claims in zip(
        forecasts[Forecasts.FORECAST].tolist(),
        forecasts[Forecasts.ANSWER].tolist(),
        forecasts[Forecasts.CLAIMS].tolist(),
        strict=True,
    ):
        found[came_out(Consequence(forecast), PsrmAnswer(answer))] += claims
    return Hits(**found)


def came_out(forecast: Consequence, answer: PsrmAnswer) -> str:
    """The count of Hits that a claim belongs in."""
    if answer == PsrmAnswer.NONE_YET:
        return "no_answer"
    if answer == PsrmAnswer.EXECUTED:
        executed = {Consequence.NONE: "quiet", Consequence.REJECTED: "too_much"}
        return executed.get(forecast, "executed_since")
    if forecast == Consequence.NONE:
        return "missed"
    same = {Consequence.HEARING: PsrmAnswer.IN_HEARING, Consequence.REJECTED: PsrmAnswer.REJECTED}
    return "as_told" if same.get(forecast, answer) == answer else "otherwise"


# --- what may be shown of a breach ---


def evidence(judged: Judged, breaches: pd.DataFrame) -> list[tuple[Shown, ...]]:
    """For each of some breaches the fields that its rule looked at. No debtor number is among them: of the debtors only how
    many there are, and in texts they are veiled. For the breaches that are shown, not for a million of them."""
    rows = breaches[Breaches.ROW].to_numpy()
    rules = breaches[Breaches.RULE].to_numpy()
    found: list[tuple[Shown, ...]] = [()] * len(rows)
    place = np.empty(len(judged.seen.order), np.int64)
    place[judged.seen.order] = np.arange(len(judged.seen.order))
    for at in np.unique(rules).tolist():
        rule = judged.rules.rules[at]
        mine = np.flatnonzero(rules == at)
        names = dict.fromkeys((*rule.check.reads(rule.values), *rule.check.shows))
        columns = [_shown(judged, name, place[rows[mine]]) for name in names if judged.seen.told(name)]
        for n, fields in zip(mine.tolist(), zip(*columns, strict=True), strict=True):
            found[n] = tuple(fields)
    return found


def _shown(judged: Judged, name: str, places: np.ndarray) -> list[Shown]:
    """One column at some places in the order of the blocks."""
    seen = judged.seen
    if name in AMOUNTS:
        return [Shown(name, value) for value in seen.amount(name)[places].tolist()]
    if name not in TEXTS and name != MAIN_TYPE:
        return [Shown(name, value) for value in seen.day(name)[places].tolist()]
    texts = seen.text(name).take(pa.array(places)).to_pylist()
    if name == "debtors":
        return [Shown("liable", one.count(BETWEEN) + 1 if one else 0) for one in texts]
    return [Shown(name, one) for one in identity.shown(texts, seen.every_debtor)]
