"""What `zerosum verify` says: a line for each check, where the results differ, what is missing, and the outcome last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from zerosum.cli.exits import DIFFERS, UNDECIDED
from zerosum.cli.messages import problem_text, veiled
from zerosum.cli.words import VERIFY
from zerosum.report.words import Words
from zerosum.runs.differences import HIDDEN, Difference
from zerosum.runs.verified import SHOWN, State, Step, Verified

CODES = {State.AGREES: 0, State.DIFFERS: DIFFERS, State.UNDECIDED: UNDECIDED}
"""The exit code of an outcome."""


def text(told: Verified, words: Words) -> str:
    """All of it, in lines. Words and not signs: code page 850 has neither a tick nor a cross."""
    return "\n".join(_lines(told, words, VERIFY[words.language]))


def values(told: Verified, language: str) -> dict[str, Any]:
    """As plain values; sentences in the language."""
    said = VERIFY[language]
    return {
        "outcome": told.state.value,
        "exit_code": CODES[told.state],
        "run_id": told.run_id,
        "fingerprint": told.fingerprint,
        "checks": [
            {"check": one.check, "code": one.said, "state": one.state.value, "told": sentence(one, language)}
            for one in told.steps
        ],
        "missing": [asdict(one) for one in told.missing],
        "differing": told.differing,
        "differences": [
            {"path": list(one.path), "in_ore": one.in_ore, "was": one.was, "now": one.now,
             "was_there": one.was_there, "is_there": one.is_there}
            for one in told.differences
        ],
        "problems": [
            {"code": one.code, "file": one.file, "line": one.line, **asdict(one.told(language))}
            for one in map(veiled, told.problems)
        ],
        "not_looked_at": list(told.not_looked_at),
        "conclusion": said[f"outcome.{told.state.value}"],
    }  # fmt: skip


def sentence(one: Step, language: str) -> str:
    """What a check came to, in words."""
    said = VERIFY[language]
    return said[f"{one.check}.{one.said}"].format(**one.values)


def _lines(told: Verified, words: Words, said: dict[str, str]) -> Iterator[str]:
    seal = "-".join(told.fingerprint[at : at + 4] for at in range(0, 16, 4))
    yield said["head"].format(run=told.run_id, seal=seal)
    yield ""
    width = max(len(said[f"state.{state.value}"]) for state in State)
    for one in told.steps:
        yield f"  {said[f'state.{one.state.value}']:<{width}}  {sentence(one, words.language)}"
    if told.missing:
        yield ""
        yield said["missing"]
        for gone in told.missing:
            called = gone.name or said["nameless"]
            digits = said["sha256"].format(sha256=gone.sha256) if gone.sha256 else said["by_name"]
            yield f"  {said[f'what.{gone.what}']}: {called} ({digits})"
    if any(one.check == "repeated" and one.said != "same" for one in told.steps) and told.differing:
        yield ""
        yield said["differences"].format(n=told.differing)
        yield from (f"  {_difference(one, words, said)}" for one in told.differences)
        if told.differing > SHOWN:
            yield "  " + said["more"].format(n=told.differing - SHOWN)
    for problem in told.problems[:SHOWN]:
        yield ""
        yield problem_text(problem, words.language)
    if told.not_looked_at:
        yield ""
        yield said["not_looked_at"].format(files=", ".join(told.not_looked_at))
    yield ""
    yield said[f"outcome.{told.state.value}"]


def _difference(one: Difference, words: Words, said: dict[str, str]) -> str:
    path = " / ".join(said.get(f"name.{step}", step) for step in one.path)
    was = _value(one.was, one, words, said) if one.was_there else said["absent"]
    now = _value(one.now, one, words, said) if one.is_there else said["absent"]
    return said["difference"].format(path=path, was=was, now=now)


def _value(value: int | str | bool | None, one: Difference, words: Words, said: dict[str, str]) -> str:
    if value is None:
        return said["none"]
    if isinstance(value, bool):
        return said["yes" if value else "no"]
    if isinstance(value, int):
        return words.kr(value) if one.in_ore else str(value)
    if value == HIDDEN:
        return said["hidden"]
    return words(f"verdict.{value}.word") if one.path[-1] == "verdict" and _is_verdict(value) else value


def _is_verdict(value: str) -> bool:
    from zerosum.result import Verdict

    return value in set(Verdict)
