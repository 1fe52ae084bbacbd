"""One claim whole, on the terminal: its lines in time order, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from enum import IntEnum

from zerosum.catalogue.rejections import meanings
from zerosum.cli.messages import plain
from zerosum.cli.words import TRACE
from zerosum.money import kr
from zerosum.report.naming import solution_name
from zerosum.report.words import Words
from zerosum.result import UNALLOTTED
from zerosum.tables import Rule, Status, Step
from zerosum.trace import Trace, TracedLine

MOST_AGAINST = 4
"""So many lines that it cleared with are named; alike ones are alike."""


def traced(traces: Sequence[Trace], words: Words) -> str:
    """The text of `zerosum explain --claim`. What was asked for is not said again: it may have been a debtor number."""
    texts = TRACE[words.language]
    if not traces:
        return plain(texts["none"])
    groups = ["\n".join(_group(one, texts, words)) for one in traces]
    return plain("\n\n".join([texts["signs"], *groups]))


def values(traces: Sequence[Trace]) -> list[dict[str, object]]:
    """The same for programs: words of the enums in lower case, days as 2026-09-30, whole øre."""
    return [_plain(asdict(one)) for one in traces]  # type: ignore[misc]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, IntEnum):
        return value.name.lower()
    return value.isoformat() if isinstance(value, date) else value


def _group(one: Trace, texts: dict[str, str], words: Words) -> Iterator[str]:
    cases = texts["cases"].format(cases=", ".join(one.cases)) if one.cases else ""
    yield texts["group"].format(
        grade=texts[f"grade.{one.grade.name.lower()}"],
        debtor=kr(one.debtor_ore),
        psrm=kr(one.psrm_ore),
        open=kr(one.open_ore),
        cases=cases,
    )
    for line in one.lines:
        yield ""
        yield from _line(line, texts, words)
    if one.left_out:
        yield ""
        yield texts["left_out"].format(n=one.left_out)


def _line(line: TracedLine, texts: dict[str, str], words: Words) -> Iterator[str]:
    none = texts["unknown"]
    told = [texts[f"status.{line.status.name.lower()}"], line.reason]
    told += [
        texts[key].format(day=words.day(day))
        for key, day in (("receipt", line.receipt_on), ("effective", line.effective_on))
        if day
    ]
    day = words.day(line.booked_on) if line.booked_on else none
    side, event = words(f"side.{line.side.name.lower()}"), words(f"event.{line.event.name.lower()}")
    other = "" if line.asked else "  " + texts["of_group"]
    yield f"  {day:<12}{side:<9}{event:<13}{kr(line.signed_ore):>16}   {line.source}{other}"
    if any(told):
        yield f"    {', '.join(one for one in told if one)}"
    if line.status == Status.REJECTED:
        yield from (f"    {texts['help'].format(help=one)}" for one in meanings(line.reason, words.language))
    if line.receipt:
        yield f"    {texts['from_receipt'].format(source=line.receipt)}"
    yield "    " + texts["claim"].format(
        claim_id=line.claim_id or none,
        reference=line.reference or none,
        claim_type=line.claim_type or none,
        solution=solution_name(words, line.solution or UNALLOTTED),
    )
    if line.rule != Rule.IN_BOOK:
        yield "    " + texts["out"].format(rule=words(f"rule.{line.rule.name.lower()}"))
        return
    yield "    " + texts["by"].format(by=texts[f"by.{line.by.name.lower()}"])
    against = ", ".join(line.against[:MOST_AGAINST]) + (" …" if len(line.against) > MOST_AGAINST else "")
    if line.step == Step.PAIR:
        yield "    " + texts["pair" if line.rest else "even"].format(against=against)
    elif line.step != Step.OPEN:
        yield "    " + texts["cleared"].format(against=against, step=texts[f"step.{line.step.name.lower()}"])
    if line.open_ore:
        yield "    " + texts["open"].format(amount=kr(line.open_ore))
    for one in line.postings:
        yield "      " + texts["posting"].format(
            amount=kr(one.posted_ore),
            title=words(f"cause.{one.cause}.title"),
            code=one.cause,
            standing=words(f"standing.{one.standing.name.lower()}").lower(),
            gravity=words(f"gravity.{one.gravity.name.lower()}").lower(),
            means=words(f"cause.{one.cause}.means"),
        )
