"""The answers of `zerosum klik` as text: lines that can be copied into a form, without tables and odd signs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zerosum.cli.words import KLIK
from zerosum.klik import Answers, CellAnswer, Other, SolutionAnswer, TypeAnswer, is_unallotted
from zerosum.report.matters import title_of
from zerosum.report.naming import solution_name
from zerosum.report.words import Words
from zerosum.result import Verdict

REASONS = 3
"""So many reasons of a cell are told, the worst first; the report has them all."""


def text(answers: Answers, words: Words) -> str:
    """All three themes. No line is broken: an answer is copied whole."""
    said = KLIK[words.language]
    lines = [*_head(answers, said), *_theme_1(answers, said), *_theme_2(answers, said), *_theme_3(answers, words, said)]
    return "\n".join(lines)


def _head(answers: Answers, said: dict[str, str]) -> Iterator[str]:
    area = said["track"].format(track=answers.track, area=answers.area) if answers.track else answers.area
    yield said["head"].format(municipality=answers.municipality, area=area)
    yield said["responsible"].format(role=answers.responsible or said["not_told"])
    yield ""


def _theme_1(answers: Answers, said: dict[str, str]) -> Iterator[str]:
    yield said["theme_1"]
    for one in answers.types:
        if one.in_form:
            yield f"  {_box(one.in_use)} {_called(one)}"
    others = ", ".join(_called(one) for one in answers.types if not one.in_form)
    yield "  " + said["other_type"].format(types=others or said["none"])
    yield ""


def _theme_2(answers: Answers, said: dict[str, str]) -> Iterator[str]:
    yield said["theme_2"]
    for one in answers.types:
        if not one.in_use:
            continue
        yield f"  {_called(one)}"
        for option in one.options:
            name = said["option_elsewhere"].format(name=option.name) if option.elsewhere else option.name
            yield f"    {_box(option.ticked)} {name}"
        listed = [other for other in one.others if other.how == "vendor" and not one.options]
        yield from (f"    {_box(True)} {other.name}" for other in listed)
        others = "; ".join(_other(other, said) for other in one.others if other not in listed)
        yield "    " + said["other_solution"].format(solutions=others or said["none"])
    yield ""


def _theme_3(answers: Answers, words: Words, said: dict[str, str]) -> Iterator[str]:
    yield said["theme_3"]
    run = answers.run
    if run is None:
        yield f"  {said['no_run']}"
    else:
        seal = "-".join(run.fingerprint[at : at + 4] for at in range(0, 16, 4))
        day, made = (words.day(date.fromisoformat(one)) for one in (run.cut_off, run.made_on))
        yield "  " + said["run"].format(day=day, run=run.run_id, made=made)
        yield "  " + said["fingerprint"].format(short=seal)
        yield f"    {run.fingerprint}"
        yield "  " + words("scope.as_of", day=words.day(date.fromisoformat(run.as_of)))
        if run.settings_changed:
            yield f"  {said['changed']}"
            yield "  " + said["changed_what"].format(what=", ".join(said[f"changed_{name}"] for name in run.changed))
            yield "  " + said["run_said"].format(verdict=words(f"verdict.{run.verdict}.word"))
    yield ""
    for one in answers.solutions:
        yield from _solution(one, answers, words, said)
    whole = words(f"verdict.{answers.verdict}.word")
    yield "  " + said["whole"].format(area=answers.area, verdict=whole)


def _solution(one: SolutionAnswer, answers: Answers, words: Words, said: dict[str, str]) -> Iterator[str]:
    name = solution_name(words, one.name)
    kinds = [said["manual"]] if one.manual and said["manual_word"] not in name.casefold() else []
    kinds += [said["undeclared"]] if not one.declared and not is_unallotted(one) else []
    named = f"{name} ({', '.join(kinds)})" if kinds else name
    yield f"  {named}: {_verdict(one, words, said)}"
    names = {kind.code: kind.name for kind in answers.types}
    for cell in one.cells:
        code = cell.claim_type or words("page.unknown_type")
        called = f"{names[code]} ({code})" if names.get(code) else code
        yield f"    {called}: {_cell(cell, words, said)}"
    yield ""


def _verdict(one: SolutionAnswer, words: Words, said: dict[str, str]) -> str:
    if one.verdict == Verdict.NOT_TESTED and one.run_verdict != one.verdict:
        return _since(one.run_verdict, words, said)
    if all(cell.outstanding for cell in one.cells) and one.verdict != Verdict.NOT_READY:
        return said["outstanding"]
    return words(f"verdict.{one.verdict}.word") if one.verdict is not None else said["outstanding"]


def _cell(cell: CellAnswer, words: Words, said: dict[str, str]) -> str:
    if cell.verdict is None:
        return said["outstanding"]
    if cell.verdict != cell.run_verdict:
        return _since(cell.run_verdict, words, said)
    if cell.outstanding:
        missing = ", ".join(words(f"extent.kind.{kind}").lower() for kind in cell.missing)
        return said["required"].format(missing=missing) if missing and cell.tested else said["outstanding"]
    verdict = words(f"verdict.{cell.verdict}.word")
    reasons = "; ".join(title_of(words, code) for code in cell.reasons[:REASONS])
    if len(cell.reasons) > REASONS:
        reasons += said["more"].format(n=len(cell.reasons) - REASONS)
    return f"{verdict} ({reasons})" if reasons and cell.verdict != Verdict.READY else verdict


def _since(verdict: str | None, words: Words, said: dict[str, str]) -> str:
    """A test of other settings than those that are now, and what the run said of them."""
    return said["since"].format(verdict=words(f"verdict.{verdict}.word"))


def _box(ticked: bool) -> str:
    return "[X]" if ticked else "[ ]"


def _called(one: TypeAnswer) -> str:
    return f"{one.name} ({one.code})" if one.name else one.code


def _other(one: Other, said: dict[str, str]) -> str:
    if one.how == "elsewhere":
        return said["option_elsewhere"].format(name=one.name)
    manual = one.how == "manual" and said["manual_word"] not in one.name.casefold()
    return f"{one.name}, {said['manual']}" if manual else one.name
