"""StamdataSummary -> the section of what PSRM's entry filter (indgangsfilter) is expected to do. It is advice, and no verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zerosum.errors import Problem
from zerosum.report.naming import solution_name, type_name
from zerosum.report.page import (
    Badge,
    ForecastPart,
    ForecastReserved,
    ForecastRow,
    ForecastUntried,
    ForecastWhole,
)
from zerosum.report.words import Words
from zerosum.result import ForecastCount, NotTried, Reserved, RuleSum, StamdataSummary, Verdict

MOST_SUMS = 50
"""Rows shown of a table of sums."""

WORST_FIRST = ("rejected", "either", "hearing", "none")
LOOKS = {
    "rejected": (Verdict.NOT_READY.value, "✗"),
    "either": (Verdict.NOT_READY.value, "✗"),
    "hearing": (Verdict.READY_WITH_REMARKS.value, "!"),
    "hint": ("unused", "i"),
    "none": ("unused", "–"),
}
"""Colour and symbol of what is expected. Nothing is green: a rule that could not be tried may still be broken."""

HITS = ("as_told", "otherwise", "missed", "too_much", "executed_since", "quiet", "no_answer")


def part(told: StamdataSummary, type_names: Mapping[str, str], words: Words, vendor: str = "") -> ForecastPart:
    """All that the page says of a forecast. `vendor`: it is of this solution alone."""
    sums = sorted(told.sums, key=_largest_first)
    rules = [one for one in sums if one.rule.consequence != "hint"]
    hints = [one for one in sums if one.rule.consequence == "hint"]
    return ForecastPart(
        summary=in_one_sentence(told, words),
        told=told.tells_days or not told.claims,
        sentences=tuple(_sentences(told, words)),
        wholes=tuple(_whole(name, [one for one in told.forecasts if one.forecast == name], words) for name in WORST_FIRST),
        whole=_whole("", told.forecasts, words),
        rules=tuple(_row(one, type_names, words) for one in rules[:MOST_SUMS]),
        rules_shown=_shown(len(rules), words, vendor),
        hints=tuple(_row(one, type_names, words) for one in hints[:MOST_SUMS]),
        hints_shown=_shown(len(hints), words, vendor),
        untried=tuple(_untried(one, words) for one in told.not_tried),
        hits=_hits(told, words),
        reservations=tuple(_reserved(one, words) for one in told.reservations),
        gaps=tuple(_gaps(told, words)),
        doubts=tuple(_doubt(one, words) for one in told.doubts),
    )  # fmt: skip


def adds_up(told: StamdataSummary) -> bool:
    """Whether each claim is in one forecast and in one of the hits, and no sum is more than the whole."""
    return (
        sum(one.claims for one in told.forecasts) == told.claims == sum(told.hits.values())
        and set(told.hits) == set(HITS)
        and all(one.open_claims <= one.claims <= told.claims for one in told.sums)
        and all(one.claims <= told.claims for one in told.not_tried)
    )


def _is_open(one: ForecastCount) -> bool:
    """PSRM has not executed them: there is something to mend."""
    return one.answer != "executed"


def _sum(some: Iterable[ForecastCount]) -> tuple[int, int]:
    """Claims and øre."""
    some = list(some)
    return sum(one.claims for one in some), sum(one.amount_ore for one in some)


def in_one_sentence(told: StamdataSummary, words: Words) -> str:
    """What is expected of the claims that PSRM has not executed, in one sentence; and that the verdict is none of its."""
    left = list(filter(_is_open, told.forecasts))
    claims, ore = _sum(left)
    expected = [(name, *_sum(one for one in left if one.forecast == name)) for name in WORST_FIRST[:-1]]
    if not told.claims:
        said = words("stamdata.nothing")
    elif not claims:
        said = words("stamdata.all_executed")
    elif any(n for _, n, _ in expected):
        parts = (
            words(f"stamdata.part.{name}", claims=words.number_of("n.claims", n), amount=words.kr(amount))
            for name, n, amount in expected
            if n
        )
        said = words("stamdata.summary", claims=words.number_of("n.claims", claims), parts=", ".join(parts))
    elif not told.tells_days:
        said = ""
    else:
        said = words("stamdata.none", claims=words.number_of("n.claims", claims), amount=words.kr(ore))
    untold = words("stamdata.untold") if told.claims and not told.tells_days else ""
    return " ".join(text for text in (untold, said, words("stamdata.advice")) if text)


def _sentences(told: StamdataSummary, words: Words) -> Iterator[str]:
    """What else must be known before the tables."""
    untried = sum(one.not_wholly_tried for one in told.forecasts)
    if untried:
        yield words.number_of("stamdata.partly", untried, all=words.count(told.claims))
    if told.unreadable:
        yield words.number_of("stamdata.unreadable", len(told.unreadable))


def _whole(name: str, some: Sequence[ForecastCount], words: Words) -> ForecastWhole:
    """The claims of one forecast; of all where it has no name."""
    return ForecastWhole(_badge(name, words) if name else None, *_sum(some), *_sum(filter(_is_open, some)))


def _badge(name: str, words: Words) -> Badge:
    return Badge(*LOOKS[name], words(f"stamdata.badge.{name}"))


def _largest_first(one: RuleSum) -> tuple[int, bool, int, int]:
    """The worst first; of it what can still be mended, and the largest."""
    return [*LOOKS].index(one.rule.consequence), not one.open_claims, -one.open_ore, -one.amount_ore


def _row(one: RuleSum, type_names: Mapping[str, str], words: Words) -> ForecastRow:
    number = words("stamdata.rejection", number=one.rule.rejection) if one.rule.rejection is not None else ""
    return ForecastRow(
        code=one.rule.code,
        sentence=one.rule.sentence[words.language],
        number=number,
        source=one.rule.source,
        note=one.rule.note,
        badge=_badge(one.rule.consequence, words),
        solution=solution_name(words, one.solution),
        claim_type=one.claim_type or words("page.unknown_type"),
        type_name=type_name(type_names, one.claim_type),
        claims=one.claims,
        amount_ore=one.amount_ore,
        open_claims=one.open_claims,
        open_ore=one.open_ore,
    )


def _shown(of_all: int, words: Words, vendor: str) -> str:
    """Says that not all rows are shown, and where the rest is; empty where they are."""
    if of_all <= MOST_SUMS:
        return ""
    key = "vendor.shown" if vendor else "stamdata.shown"
    return words(key, shown=words.count(MOST_SUMS), all=words.count(of_all))


def _untried(one: NotTried, words: Words) -> ForecastUntried:
    return ForecastUntried(
        code=one.code,
        sentence=one.sentence[words.language],
        columns=", ".join(called[words.language] for called in one.columns),
        counts=(one.not_told, one.blank, one.unclear, one.no_version),
        claims=one.claims,
    )


def _hits(told: StamdataSummary, words: Words) -> tuple[tuple[str, int], ...]:
    """Forecast against receipts, in claims; empty where no receipt tells anything. Never one figure."""
    if told.claims == told.hits["no_answer"]:
        return ()
    return tuple((words(f"stamdata.hit.{name}"), told.hits[name]) for name in HITS)


def _reserved(one: Reserved, words: Words) -> ForecastReserved:
    return ForecastReserved(one.sentence[words.language], _about(one.claims, one.claim_types, words), one.source)


def _about(claims: int, types: Iterable[str], words: Words) -> str:
    return words("stamdata.about", claims=words.number_of("n.claims", claims), types=", ".join(types))


def _gaps(told: StamdataSummary, words: Words) -> Iterator[ForecastReserved]:
    """What no source tells; then the types of which no rule is known, but for those that a source has said it of."""
    yield from (_reserved(one, words) for one in told.gaps)
    named = {claim_type for gap in told.gaps for claim_type in gap.claim_types}
    for claim_type, claims in told.without_own_rules:
        if claim_type not in named:
            yield ForecastReserved(words("stamdata.without_own"), _about(claims, (claim_type,), words), "")


def _doubt(one: Problem, words: Words) -> tuple[str, str]:
    """A file, and why a heading of it was not read."""
    told = one.told(words.language)
    return one.file, f"{told.what}. {told.why}"
