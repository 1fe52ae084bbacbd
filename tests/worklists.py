"""Made-up dossiers for the work list: as many lines as one asks for, and a result that they add up to. All names are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import report_examples as examples

from zerosum.causes import EVERY
from zerosum.report.dossier import Dossier
from zerosum.result import CauseTotal, Figures, Gravity, SolutionResult, Standing, Verdict
from zerosum.tables import ItemLines, PostedLines

CODES = tuple(cause.code for cause in EVERY)


def row(number: int, **changed: Any) -> dict[str, Any]:
    """One open item with one posting."""
    of_psrm = number % 3 == 0
    posted = (1 if of_psrm else -1) * (10_000 + 37 * number)
    told = {
        ItemLines.CASE: f"{number:010x}"[::-1],
        ItemLines.SOLUTION: f"Løsning {'ABC'[number % 3]}",
        ItemLines.CLAIM_TYPE: ("KFDAINS", "KFSKFRI", None)[number % 3],
        ItemLines.IN_AREA: True,
        ItemLines.REFERENCE: f"1000{number:011d}",
        ItemLines.CLAIM_ID: f"3{number:012d}" if number % 2 else "",
        ItemLines.EVENT: "creation",
        ItemLines.SIDE: "psrm" if of_psrm else "debtor",
        ItemLines.OPEN_ORE: posted,
        ItemLines.DEBTOR_ORE: 0 if of_psrm else -posted,
        ItemLines.PSRM_ORE: posted if of_psrm else 0,
        ItemLines.STATUS: "executed",
        ItemLines.BOOKED_ON: None if number % 7 == 0 else date(2026, 9, 30) - timedelta(days=number % 400),
        ItemLines.DUE_ON: date(2026, 6, 1) + timedelta(days=number % 100) if number % 4 else None,
        ItemLines.RECEIPT_ON: None,
        ItemLines.REASON: "",
        ItemLines.DEBTOR_FILE: "" if of_psrm else "debitor æøå.csv",
        ItemLines.DEBTOR_LINE: 0 if of_psrm else number + 2,
        ItemLines.PSRM_FILE: "psrm.csv" if of_psrm else "",
        ItemLines.PSRM_LINE: number + 2 if of_psrm else 0,
        PostedLines.LINE: f"{number:010x}",
        PostedLines.CAUSE: CODES[number % len(CODES)],
        PostedLines.STANDING: EVERY[number % len(CODES)].standing.name.lower(),
        PostedLines.GRAVITY: ("blocking", "remark", "information")[number % 3],
        PostedLines.POSTED_ORE: posted,
        PostedLines.ALSO: "",
    }
    return told | {name: value for name, value in changed.items() if name != "of_item"}


def dossier(rows: Sequence[Mapping[str, Any]], **changed: Any) -> Dossier:
    """A dossier of rows; those that have the same `item` are postings of one open item."""
    items, posted, at = [], [], {}
    for number, told in enumerate(rows):
        key = told.get("item", f"alone {number}")
        if key not in at:
            at[key] = len(items)
            items.append({name.value: told[name] for name in ItemLines})
        posted.append({name.value: told[name] for name in PostedLines if name != PostedLines.ITEM} | {"item": at[key]})
    inside = [told for told in rows if told[ItemLines.IN_AREA]]
    result = replace(examples.ready(), **_sums(inside), municipality="Æbelø Kommune", **changed)
    return Dossier(result, examples.MADE, _frame(items, ItemLines), _frame(posted, PostedLines))


def _frame(rows: Sequence[Mapping[str, Any]], table: Any) -> pd.DataFrame:
    if not rows:
        return table.empty()
    return table.check(
        pd.DataFrame({name.value: pd.array([one[name.value] for one in rows], dtype=name.dtype) for name in table})
    )


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures, solutions and causes that the rows add up to."""

    def figures(some: Sequence[Mapping[str, Any]]) -> Figures:
        net = [one[PostedLines.POSTED_ORE] for one in some]
        known = [
            one[PostedLines.POSTED_ORE]
            for one in some
            if one[PostedLines.STANDING] in ("explained", "bridge", "accepted")
        ]
        return Figures(
            psrm_ore=sum(net),
            explained_ore=sum(known),
            unexplained_ore=sum(net) - sum(known),
            gross_ore=sum(map(abs, net)),
        )

    def causes(some: Sequence[Mapping[str, Any]]) -> tuple[CauseTotal, ...]:
        found = []
        for at, code in enumerate(CODES):
            of = [one[PostedLines.POSTED_ORE] for one in some if one[PostedLines.CAUSE] == code]
            if of:
                total = (len(of), sum(of), sum(map(abs, of)), 0, 0)
                found.append(CauseTotal(code, EVERY[at].standing, Gravity.REMARK, *total))
        return tuple(found)

    names = list(dict.fromkeys(one[ItemLines.SOLUTION] for one in rows))
    solutions = tuple(
        SolutionResult(name, Verdict.NOT_READY, figures(of), causes(of), (), ())
        for name in names
        if (of := [one for one in rows if one[ItemLines.SOLUTION] == name])
    )
    assert all(isinstance(one.standing, Standing) for one in EVERY)
    return {"figures": figures(rows), "solutions": solutions, "causes": causes(rows)}
