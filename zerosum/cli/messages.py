"""Errors as people read them: what, where, which value, why, and what to do."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

from zerosum.errors import Problem, ZerosumError
from zerosum.identity import veiled_path
from zerosum.result import Reject

SHOWN = 20
"""So many of a kind are shown; then a line says how many more there are."""


_PLAIN = {0x2212: "-", 0x2013: "-", 0x2014: "-", 0xA0: " ", 0x2009: " ", 0x2026: "...", 0x2022: "*"}
"""Signs that code page 850 lacks, and what stands for them on a terminal."""


def plain(text: str) -> str:
    """A text with only signs that a Danish console has."""
    return text.translate(_PLAIN)


def message(error: ZerosumError) -> str:
    """All the problems of an error, and how to read the exit code."""
    shown = [problem_text(one) for one in error.problems[:SHOWN]]
    more = len(error.problems) - len(shown)
    if more > 0:
        shown.append(f"… og {more} flere.")
    what = "Opsætningen kan ikke bruges" if error.kind == "settings" else "Kørslen er stoppet; intet er skrevet"
    return "\n\n".join([*shown, f"{what}. (kode {error.exit_code})"])


def problem_text(problem: Problem) -> str:
    """One problem, line by line."""
    rows = [
        ("Fil", problem.file),
        ("Linje" if problem.line else "Kolonne", _line(problem)),
        ("Værdi", problem.value),
        ("Hvorfor", problem.why),
        ("Gør dette", problem.do),
    ]
    text = "\n".join([f"FEJL · {problem.what}", *(f"  {name:<9} {value}" for name, value in rows if value)])
    return veiled_path(text)


def _line(problem: Problem) -> str:
    if not problem.line:
        return f"«{problem.column}»" if problem.column else ""
    column = f"kolonne «{problem.column}»" if problem.column else ""
    return f"{problem.line}, {column}" if column else f"{problem.line}"


def reject_text(reject: Reject) -> str:
    """A line that could not be read."""
    return problem_text(
        Problem(
            "Linjen kan ikke læses",
            f"Ventede {reject.expected}.",
            reject.do,
            reject.file,
            reject.line,
            reject.column,
            reject.value,
        )
    )


def rejects_text(rejects: Iterable[Reject]) -> str:
    """The first of the rejects, and how many more there are."""
    every = list(rejects)
    shown = [reject_text(one) for one in every[:SHOWN]]
    if len(every) > SHOWN:
        shown.append(f"… og {len(every) - SHOWN} flere afviste linjer.")
    return "\n\n".join(shown)


def place_of(error: BaseException) -> str:
    """Where in our own code an error came from: file and line, without what the data was."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "zerosum" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "ukendt sted"
