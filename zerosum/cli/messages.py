"""Errors as people read them: what, where, which value, why, and what to do."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from zerosum.errors import Phrase, Problem, ZerosumError, in_words
from zerosum.identity import veiled_path
from zerosum.result import Reject

SHOWN = 20
"""So many of a kind are shown; then a line says how many more there are."""


_PLAIN = {
    0x2212: "-", 0x2013: "-", 0x2014: "-", 0xA0: " ", 0x2009: " ", 0x2026: "...", 0x2022: "*", 0x2039: "<", 0x203A: ">",
    0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xE000: "", 0xE001: "",
}  # fmt: skip
"""Signs that code page 850 lacks, and what stands for them on a terminal; and the marks of Danish words in an English text, which
are for the page alone."""


def plain(text: str) -> str:
    """A text with only signs that a Danish console has."""
    return text.translate(_PLAIN)


def message(error: ZerosumError, language: str = "da") -> str:
    """All the problems of an error, and how to read the exit code."""
    shown = [problem_text(one, language) for one in error.problems[:SHOWN]]
    more = len(error.problems) - len(shown)
    if more > 0:
        shown.append(_said("more", language, n=more))
    ended = f"{error.kind}_end" if error.kind in ("settings", "own", "output", "signing", "purge") else "input_end"
    return "\n\n".join([*shown, _said(ended, language, code=error.exit_code)])


def _said(key: str, language: str, **values: str | int) -> str:
    return Phrase(key, values).told(language)


def problem_text(problem: Problem, language: str = "da") -> str:
    """One problem, line by line. What came out of a file or the settings is without numbers of people; our words stay."""
    problem = veiled(problem)
    told = problem.told(language)
    rows = [
        ("file", problem.file),
        _place(problem, language),
        ("value", problem.value),
        ("why", told.why),
        ("do", told.do),
    ]
    labelled = [(_said(f"label.{name}", language), value) for name, value in rows if value]
    return _lines(_said("error", language, what=told.what), labelled)


def notice_text(problem: Problem, language: str = "da") -> str:
    """What is of note and stops nothing, on one line."""
    shown = veiled(problem)
    told = shown.told(language)
    where = f" ({shown.file})" if shown.file else ""
    return f"{told.what}{where}. {told.why} {told.do}"


LABELS = 9
"""The width of the longest label."""


def _lines(head: str, rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join([head, *(f"  {name:<{LABELS}} {value}" for name, value in rows)])


def internal_text(error: BaseException, version: str, language: str = "da", report: str = "") -> str:
    """Our own fault, without the error's text: that may hold what stood in a file. `report` is the crash report's path."""
    where = place_of(error) or _said("unknown_place", language)
    kind = _said("internal.kind", language, kind=type(error).__name__, place=where, version=version)
    rows = [(_said("internal.label", language), kind)]
    if report:
        rows.append((_said("label.file", language), _said("internal.file", language, path=veiled_path(report))))
    rows.append((_said("label.do", language), _said("internal.do", language)))
    return _lines(_said("internal.head", language), rows)


def veiled(problem: Problem) -> Problem:
    """The problem as it may be shown: what came out of a file or the settings has no number of people in it."""
    placed = replace(problem, file=veiled_path(problem.file))
    return placed.with_texts({text: veiled_path(text) for text in placed.texts()})


def _place(problem: Problem, language: str) -> tuple[str, str]:
    """Line and column of the file, or the one that there is: its label, and what it is. A TOML file has keys."""
    told, in_line = in_words(problem.column, language), str(problem.line or "")
    if isinstance(problem.column, Phrase) and problem.column.key.startswith("at."):  # a place that is no column
        return "line", ", ".join(one for one in (in_line, told) if one)
    in_toml = problem.file.endswith(".toml")
    if not in_line or not told:
        return ("key" if in_toml else "column") if told else "line", f"«{told}»" if told else in_line
    return "line", f"{in_line}, {_said('in_key' if in_toml else 'in_column', language, column=f'«{told}»')}"


def rejects_text(rejects: Iterable[Reject], language: str = "da") -> str:
    """The first of the lines that could not be read, and how many more there are."""
    every = list(rejects)
    shown = [problem_text(one.problem, language) for one in every[:SHOWN]]
    if len(every) > SHOWN:
        shown.append(_said("more_rejects", language, n=len(every) - SHOWN))
    return "\n\n".join(shown)


def rejects_of_kinds(rejects: Iterable[Reject], language: str, most: int) -> str:
    """The lines that could not be read: so many of each kind at most, and how many more of the kind there are."""
    kinds: dict[str, list[Problem]] = {}
    for one in rejects:
        kinds.setdefault(one.problem.code, []).append(one.problem)
    shown = []
    for problems in kinds.values():
        shown += [problem_text(one, language) for one in problems[:most]]
        if len(problems) > most:
            what = problems[0].told(language).what
            shown.append(_said("check.more_of_kind", language, n=len(problems) - most, what=what))
    return "\n\n".join(shown)


def place_of(error: BaseException) -> str:
    """Where in our own code an error came from: file and line, without what the data was."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "zerosum" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
