"""`zerosum doctor`: what is here, what is wrong, and how to mend each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zerosum.cli.language import LANGUAGE
from zerosum.cli.options import as_one_json, output_folder, settings_file
from zerosum.errors import Phrase, in_words

if TYPE_CHECKING:
    from zerosum.doctor import Finding

STATES = {
    "ok": Phrase("doctor.state_ok"),
    "warning": Phrase("doctor.state_warning"),
    "failed": Phrase("doctor.state_failed"),
}
"""Words and not signs: code page 850 has neither ✓ nor ✗."""


@click.command(short_help="Se efter, om alt er klar til en kørsel.")
@settings_file()
@output_folder("Hvor kørsler skal lægges.")
@as_one_json()
@LANGUAGE
def doctor(config: Path | None, output: Path, as_json: bool, language: str | None) -> int:
    """Se efter installation, opsætning, filer, mapper, ur, konsol og browser, og sig, hvordan hver fejl afhjælpes.

    Intet ændres. Slutkode 0: intet er i vejen for en kørsel. 4: fejl i installation, opsætning eller outputmappe.
    3: en inputfil kan ikke bruges.
    """
    from zerosum.cli.given import found
    from zerosum.cli.leaving import writes_to
    from zerosum.doctor import Ground, examine, this_machine

    writes_to(output)
    ground = Ground(this_machine(), config or found(), config is not None, output)
    examined = examine(ground)
    findings, code, language = examined.findings, examined.exit_code, language or examined.language
    if as_json:
        click.echo(json.dumps(_values(findings, language, code), ensure_ascii=False, indent=1))
    else:
        from zerosum.cli.messages import plain

        click.echo(plain("\n".join(_lines(findings, language, code))))
    return code


def _values(findings: Sequence[Finding], language: str, code: int) -> dict[str, Any]:
    return {
        "exit_code": code,
        "checks": [
            {
                "name": one.check,
                "state": one.state.value,
                "seen": one.seen.told(language),
                "fix": one.fix.told(language) if one.fix is not None else None,
                "problems": [_problem(problem, language) for problem in one.problems],
            }
            for one in findings
        ],
    }


def _problem(problem: Any, language: str) -> dict[str, Any]:
    from zerosum.cli.messages import veiled

    shown = veiled(problem)
    where = {"file": shown.file, "line": shown.line, "column": in_words(shown.column, language), "value": shown.value}
    return {"code": shown.code, **asdict(shown.told(language)), **where}


def _lines(findings: Sequence[Finding], language: str, code: int) -> Iterator[str]:
    """A line for each finding, and under it how to mend it; then the messages that a run would stop with."""
    from zerosum.cli.messages import SHOWN, problem_text

    width = max(len(one.told(language)) for one in STATES.values())
    fix = Phrase("doctor.fix").told(language)
    for one in findings:
        yield f"  {STATES[one.state].told(language):<{width}} {one.seen.told(language)}"
        if one.fix is not None:
            yield f"  {'':<{width}}   {fix} {one.fix.told(language)}"
    problems = [problem for one in findings for problem in one.problems]
    for problem in problems[:SHOWN]:
        yield ""
        yield problem_text(problem, language)
    if len(problems) > SHOWN:
        yield ""
        yield Phrase("more", {"n": len(problems) - SHOWN}).told(language)
    yield ""
    yield _ended(findings, code).told(language)


def _ended(findings: Sequence[Finding], code: int) -> Phrase:
    count = {state: sum(one.state == state for one in findings) for state in STATES}
    if count["failed"]:
        return Phrase("doctor.ended_failed", {"n": count["failed"], "code": code})
    if count["warning"]:
        return Phrase("doctor.ended_warnings", {"n": count["warning"], "code": code})
    return Phrase("doctor.all_well", {"code": code})
