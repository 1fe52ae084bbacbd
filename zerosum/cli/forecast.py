"""What `zerosum stamdata` says on the terminal: what is expected of the claims, rule by rule; the last line is what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from zerosum.cli.messages import rejects_text
from zerosum.errors import Phrase, Problem, Value, in_words
from zerosum.identity import veiled_path
from zerosum.pipeline import Forecast
from zerosum.report.naming import solution_name
from zerosum.report.words import Words
from zerosum.result import BreachLine, RuleSum, StamdataSummary
from zerosum.runs.forecast_csv import fields_told
from zerosum.settings import Settings

WORST_FIRST = ("rejected", "either", "hearing")
SHOWN = 5
"""So many claims of each rule are shown; of hints half of them."""
UNREAD_SHOWN = 10


def text(settings: Settings, expected: Forecast, words: Words, target: Path | None) -> str:
    """All of it. `target` is the file that was written."""
    told = expected.summary
    said = _Said(words)
    day = words.day(expected.as_of)
    parts = [
        [said("head", municipality=settings.municipality, area=settings.area_name, day=day)],
        [said("total", n=told.claims)],
        _whole(told, said),
        _sums([one for one in told.sums if one.rule.consequence != "hint"], said),
        _breaches([one for one in told.lines if one.rule.consequence != "hint"], told.sums, SHOWN, said, "breaches"),
        _breaches([one for one in told.lines if one.rule.consequence == "hint"], told.sums, 2, said, "hints"),
        _not_tried(told, said),
        _unread(told.unreadable, said),
        _doubts(told.doubts, said),
        _reserved(told, said),
        _hits(told, said),
        [rejects_text(expected.rejects, said.language)] if expected.rejects else [],
        [said("written", file=veiled_path(str(target)))] if target is not None else [],
        [_last(told, len(expected.rejects), said)],
    ]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


class _Said:
    """Words of the command, in the language of the words."""

    def __init__(self, words: Words) -> None:
        self.words, self.language = words, words.language

    def __call__(self, key: str, **values: Value) -> str:
        return Phrase(f"stamdata.{key}", values).told(self.language)


def _whole(told: StamdataSummary, said: _Said) -> Iterator[str]:
    """What is expected, and of how many."""
    if not told.claims:
        return
    rows = [["", said("claims"), said("kroner"), said("open")]]
    for name in (*WORST_FIRST, "none"):
        mine = [one for one in told.forecasts if one.forecast == name]
        still = sum(one.claims for one in mine if one.answer != "executed")
        ore = said.words.amount(sum(one.amount_ore for one in mine))
        rows.append([said(name), str(sum(one.claims for one in mine)), ore, str(still)])
    yield from _aligned(rows, numbers=(1, 2, 3))


def _sums(sums: Sequence[RuleSum], said: _Said) -> Iterator[str]:
    """By solution, type and rule, the worst first."""
    if not sums:
        return
    rows = [[said(name) for name in ("consequence", "solution", "type", "rule", "claims", "kroner", "open")]]
    for one in sorted(sums, key=lambda one: WORST_FIRST.index(one.rule.consequence)):
        names = [said(one.rule.consequence), solution_name(said.words, one.solution), one.claim_type or said("unknown")]
        rows.append([*names, one.rule.code, str(one.claims), said.words.amount(one.amount_ore), str(one.open_claims)])
    yield from _aligned(rows, numbers=(4, 5, 6))


def _aligned(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [cell.rjust(widths[at]) if at in numbers else cell.ljust(widths[at]) for at, cell in enumerate(row)]
        yield "  " + "   ".join(cells).rstrip()


def _breaches(lines: Sequence[BreachLine], sums: Sequence[RuleSum], most: int, said: _Said, head: str) -> Iterator[str]:
    """The rules with what they ask and where it is from, and the first claims of each."""
    if lines:
        yield said(head)
    worst_first = sorted(lines, key=lambda one: [*WORST_FIRST, "hint"].index(one.rule.consequence))
    for rule, some in groupby(worst_first, key=lambda one: one.rule):
        mine = list(some)
        consequence = said(rule.consequence)
        yield "\n  " + said("rule_head", code=rule.code, consequence=consequence, sentence=rule.sentence[said.language])
        number = said("rejection", number=rule.rejection) + " " if rule.rejection is not None else ""
        yield "    " + number + said("source", source=rule.source)
        if rule.note:
            yield "    " + said("note", note=rule.note)
        for one in mine[:most]:
            yield "      " + _claim(one, said)
            yield "        " + fields_told(one, said.language, said.words.day)
        more = sum(one.claims for one in sums if one.rule == rule) - len(mine[:most])
        if more > 0:
            yield "      " + said("more", n=more)


def _claim(one: BreachLine, said: _Said) -> str:
    number = said("claim_id", claim_id=one.claim_id) if one.claim_id else ""
    reference = said("reference", reference=one.reference) if one.reference else ""
    amount = said.words.kr(one.amount_ore) if one.amount_ore is not None else ""
    solution, claim_type = solution_name(said.words, one.solution), one.claim_type or said("unknown")
    status = said(f"status.{one.status}")
    return " · ".join(part for part in (reference, number, claim_type, solution, amount, status, one.source) if part)


def _not_tried(told: StamdataSummary, said: _Said) -> Iterator[str]:
    """The rules that could not be tried, by why: what the files lack first."""
    by_columns: dict[tuple[str, ...], list[str]] = {}
    for one in told.not_tried:
        if one.not_told:
            names = tuple(called[said.language] for called in one.columns)
            by_columns.setdefault(names, []).append(said("rules", code=one.code, n=one.not_told))
    rows = [
        said("lacks", columns=", ".join(names), rules=", ".join(rules))
        if names
        else said("row_lacks", rules=", ".join(rules))
        for names, rules in sorted(by_columns.items(), key=lambda item: (not item[0], item[0]))
    ]
    for key, name in (("is_blank", "blank"), ("is_unclear", "unclear"), ("no_version", "no_version")):
        rules = [said("rules", code=one.code, n=getattr(one, name)) for one in told.not_tried if getattr(one, name)]
        rows += [said(key, rules=", ".join(rules))] if rules else []
    if rows:
        yield said("not_tried")
        yield from (f"  {row}" for row in rows)


def _unread(problems: Sequence[Problem], said: _Said) -> Iterator[str]:
    if problems:
        yield said("unread_head")
    for one in problems[:UNREAD_SHOWN]:
        what = one.told(said.language).what
        column = in_words(one.column, said.language)
        yield "  " + said("unread_cell", file=one.file, line=one.line, column=column, value=one.value, what=what)
    if len(problems) > UNREAD_SHOWN:
        yield "  " + said("unread_more", n=len(problems) - UNREAD_SHOWN)


def _doubts(problems: Sequence[Problem], said: _Said) -> Iterator[str]:
    if problems:
        yield said("doubts_head")
    for one in problems:
        told = one.told(said.language)
        yield f"  {one.file}: {told.what}. {told.why}"


def _reserved(told: StamdataSummary, said: _Said) -> Iterator[str]:
    """What is not settled, and what nobody knows."""
    named = {claim_type for gap in told.gaps for claim_type in gap.claim_types}
    gaps = [
        *(
            _one_reserved(one.sentence[said.language], one.claim_types, one.claims, one.source, said)
            for one in told.gaps
        ),
        *(said("without_own", claim_type=one, n=n) for one, n in told.without_own_rules if one not in named),
    ]
    reservations = [
        _one_reserved(one.sentence[said.language], one.claim_types, one.claims, one.source, said)
        for one in told.reservations
    ]
    for head, rows in (("reserved_head", reservations), ("gaps_head", gaps)):
        if rows:
            yield said(head)
            yield from (f"  {row}" for row in rows)


def _one_reserved(sentence: str, types: Sequence[str], claims: int, source: str, said: _Said) -> str:
    return said("reserved", sentence=sentence, types=", ".join(types), n=claims, source=source)


def _hits(told: StamdataSummary, said: _Said) -> Iterator[str]:
    """Never one figure: most claims are those of which nothing was expected, and to which nothing happened."""
    hits = told.hits
    answered = told.claims - hits["no_answer"]
    if not answered:
        return
    foreseen = hits["as_told"] + hits["otherwise"]
    warned = foreseen + hits["too_much"] + hits["executed_since"]
    yield said("hits_head")
    yield "  " + said("stopped", n=foreseen + hits["missed"], foreseen=foreseen, missed=hits["missed"])
    yield "  " + said("warned", n=warned, too_much=hits["too_much"], since=hits["executed_since"])
    yield "  " + said("quiet", n=hits["quiet"])
    if hits["no_answer"]:
        yield "  " + said("no_answer", n=hits["no_answer"])


def _last(told: StamdataSummary, rejects: int, said: _Said) -> str:
    if not told.claims:
        return said("last.nothing")
    if not told.tells_days and not told.expected("rejected", "either", "hearing"):
        return said("last.untold")
    if worse := told.expected("rejected", "either"):
        return said("last.rejected", n=worse + told.expected("hearing"))
    hearing = told.expected("hearing")
    if rejects and not hearing:
        return said("last.rejects", n=rejects)
    return said("last.hearing", n=hearing) if hearing else said("last.none")
