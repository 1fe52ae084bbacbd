"""Lines that belong together: two claims that offset each other, a claim under two types or debtors, one on each side of a cut-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zerosum.report.dossier import Dossier
from zerosum.report.naming import solution_name
from zerosum.report.words import Words
from zerosum.report.worklist.rows import Values, cause_name, cause_order, of_area
from zerosum.result import Standing
from zerosum.tables import ItemLines, PostedLines

OF_TWO = (
    "across_cutoff_debtor_first", "across_cutoff_psrm_first", "resent_new_id", "type_swapped", "debtor_wrong",
    "offset_same_debtor",
)  # fmt: skip
"""The causes that speak of more than one claim or one day. `worklist.together.<code>` says why they belong together."""

ROWS_MAX = 20_000
_ACCEPTED = Standing.ACCEPTED.name.lower()


def pairs(dossier: Dossier, words: Words) -> tuple[dict[str, Values], int]:
    """*Par*, by column, and how many rows were left out. A case of two lines is one row; of any other number, a row for each line,
    one after the other. The cases with the most kroner come first."""
    table = of_area(dossier)
    case, posted = table[ItemLines.CASE], table[PostedLines.POSTED_ORE]
    of_two = table[PostedLines.CAUSE].isin(OF_TWO).groupby(case).transform("any")
    even = (posted.groupby(case).transform("sum") == 0) & (posted.groupby(case).transform("size") > 1)
    table = table.assign(order=cause_order(table))[(of_two | even).to_numpy()]
    cases: dict[str, list[dict[str, Any]]] = {}
    for row in table.sort_values("order", kind="stable").to_dict("records"):
        cases.setdefault(row[ItemLines.CASE], []).append({str(key): value for key, value in row.items()})
    whole = sorted(
        cases.values(), key=lambda rows: (-max(abs(row[PostedLines.POSTED_ORE]) for row in rows), _first(rows))
    )
    told = [line for rows in whole for line in _of_case(rows, dossier, words)]
    shown = told[:ROWS_MAX]
    keys = (
        "case", "solution", "claim_type", "owes", *(f"{at}_{name}" for at in ("first", "second") for name in _ONE),
        "rest", "cause", "together",
    )  # fmt: skip
    return {key: [line.get(key, "") for line in shown] for key in keys}, len(told) - len(shown)


_ONE = ("reference", "claim_id", "event", "ore")


def _first(rows: list[dict[str, Any]]) -> str:
    return min(str(row[PostedLines.LINE]) for row in rows)


def _of_case(rows: list[dict[str, Any]], dossier: Dossier, words: Words) -> Iterator[Mapping[str, Any]]:
    """The rows of the sheet for the lines of a case."""
    codes = list(dict.fromkeys(row[PostedLines.CAUSE] for row in rows))
    why = next((f"worklist.together.{code}" for code in OF_TWO if code in codes), "worklist.together.even")
    both = {
        "case": rows[0][ItemLines.CASE],
        "rest": sum(row[PostedLines.POSTED_ORE] for row in rows),
        "together": words(why),
    }
    for some in [rows] if len(rows) == 2 else [[row] for row in rows]:
        accepted = {row[PostedLines.CAUSE]: row[PostedLines.STANDING] == _ACCEPTED for row in some}
        line = both | {
            "solution": _listed(solution_name(words, row[ItemLines.SOLUTION]) for row in some),
            "claim_type": _listed(
                words("page.unknown_type")
                if row[ItemLines.CLAIM_TYPE] != row[ItemLines.CLAIM_TYPE]
                else row[ItemLines.CLAIM_TYPE]
                for row in some
            ),
            "owes": _listed(dossier.debtors.get(row[PostedLines.LINE], "") for row in some),
            "cause": _listed(cause_name(words, code, held) for code, held in accepted.items()),
        }
        for name, row in zip(("first", "second"), some, strict=False):
            line |= {
                f"{name}_reference": row[ItemLines.REFERENCE],
                f"{name}_claim_id": row[ItemLines.CLAIM_ID],
                f"{name}_event": f"{words(f'event.{row[ItemLines.EVENT]}')}, {words(f'side.{row[ItemLines.SIDE]}')}",
                f"{name}_ore": row[PostedLines.POSTED_ORE],
            }
        yield line


def _listed(texts: Iterator[str]) -> str:
    """Texts that are the same as one, else one after the other."""
    return " / ".join(dict.fromkeys(text for text in texts if text))
