"""The summary on the terminal: the verdict last, where the eye ends. Only signs that code page 850 has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from zerosum.cli.messages import plain, rejects_text
from zerosum.cli.words import TEXTS
from zerosum.money import kr
from zerosum.report.forecast import in_one_sentence
from zerosum.report.matters import blockers, remarks
from zerosum.report.naming import solution_name
from zerosum.report.selftest import sentences
from zerosum.report.words import Words
from zerosum.result import Fate, Figures, Result
from zerosum.selftested import SelfTest

MATTERS = 8
"""So many matters are shown; the report has them all."""


def summary(
    result: Result,
    words: Words,
    files: Mapping[str, Path],
    fingerprint: str,
    *,
    quiet: bool = False,
    selftest: SelfTest | None = None,
) -> str:
    """What the terminal says of a run."""
    verdict = words(f"verdict.{result.verdict.value}.word")
    last = f"{verdict}: {result.municipality}, {result.area_name}, {words.day(result.cut_off)}."
    if quiet:
        return last
    parts = [_head(result, words), _table(result, words), _matters(result, words)]
    if result.decisions:
        parts.append(_decisions(result, words))
    if result.stamdata is not None:
        parts.append("\n".join([f"  {words('section.stamdata')}", f"  {in_one_sentence(result.stamdata, words)}"]))
    if selftest is not None:
        parts.append("\n".join([f"  {words('section.selftest')}", f"  {next(sentences(selftest, words))}"]))
    if result.rejects:
        parts.append(rejects_text(result.rejects, words.language))
    grouped = "-".join(fingerprint[at : at + 4] for at in range(0, 16, 4))
    parts.append(
        "\n".join(
            [
                f"  {TEXTS[words.language]['report']:<12} {files['report.html']}",
                f"  {TEXTS[words.language]['fingerprint']:<12} {grouped}",
            ]
        )
    )
    parts.append(last)
    return plain("\n\n".join(part for part in parts if part))


def _head(result: Result, words: Words) -> str:
    return f"0-sumstest · {result.municipality} · {result.area_name} · {words('page.cut_off', day=words.day(result.cut_off)).lower()}"


def _table(result: Result, words: Words) -> str:
    heads = [
        TEXTS[words.language][name] for name in ("solution", "total", "explained", "unexplained", "gross", "result")
    ]
    rows = [
        [*_row(solution_name(words, one.name), one.figures), words(f"verdict.{one.verdict.value}.cell")]
        for one in result.solutions
    ]
    rows.append([*_row(TEXTS[words.language]["whole"], result.figures), ""])
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    lines = []
    for row in [heads, *rows]:
        cells = [
            cell.ljust(width) if at in (0, len(row) - 1) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  " + "   ".join(cells).rstrip())
    return "\n".join(lines)


def _row(name: str, figures: Figures) -> list[str]:
    amounts = (figures.difference_ore, figures.explained_ore, figures.unexplained_ore, figures.gross_ore)
    return [name, *(kr(amount) for amount in amounts)]


def _decisions(result: Result, words: Words) -> str:
    """How many decisions there are and what became of them, and what they have accepted."""
    count = Counter(one.fate for one in result.decisions)
    told = ", ".join(f"{count[fate]} {words(f'fate.{fate}')}" for fate in Fate if count[fate])
    accepted = TEXTS[words.language]["accepted"].format(gross=kr(result.figures.accepted_gross_ore))
    return f"  {TEXTS[words.language]['decisions']:<12} {told}; {accepted}"


def _matters(result: Result, words: Words) -> str:
    parts = []
    for key, matters in (("missing", blockers(result, words)), ("remarks", remarks(result, words))):
        if matters:
            lines = [f"  {TEXTS[words.language][key]}"]
            lines += [
                f"  {at:>2}. {one.where}: {one.title}, {one.extent}"
                for at, one in enumerate(matters[:MATTERS], start=1)
            ]
            if len(matters) > MATTERS:
                lines.append(f"      {TEXTS[words.language]['more'].format(n=len(matters) - MATTERS)}")
            parts.append("\n".join(lines))
    return "\n\n".join(parts)
