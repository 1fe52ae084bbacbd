"""Golden files: what a run came out as, in plain text that a person of the field can check against the case.

`ZEROSUM_GOLDEN=1 pytest tests/test_cases.py` writes them anew; the review is the diff.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from zerosum.causes import EVERY
from zerosum.dates import number, show
from zerosum.money import kr
from zerosum.result import (
    CauseTotal,
    DecisionLine,
    Figures,
    Finding,
    Gravity,
    OpenLine,
    Reject,
    Result,
    ScopeState,
    Standing,
    Verdict,
)

FIXTURES = Path(__file__).parent.parent / "fixtures"
SHOWN_PER_CAUSE = 5

VERDICTS = {
    Verdict.READY: "KLAR",
    Verdict.READY_WITH_REMARKS: "KLAR MED BEMÆRKNING",
    Verdict.NOT_TESTED: "IKKE TESTET",
    Verdict.NOT_READY: "IKKE KLAR",
}
STANDINGS = {
    Standing.EXPLAINED: "forklaret",
    Standing.BRIDGE: "på vej",
    Standing.ACCEPTED: "accepteret",
    Standing.LOCATED: "kun stedet kendt",
    Standing.UNEXPLAINED: "uforklaret",
}
GRAVITIES = {Gravity.INFORMATION: "oplysning", Gravity.REMARK: "bemærkning", Gravity.BLOCKING: "spærrer"}
EVENTS = {
    "creation": "tilgang",
    "write_up": "opskrivning",
    "write_down": "nedskrivning",
    "recall": "tilbagekald",
    "balance": "saldo",
}
SIDES = {"debtor": "debitor", "psrm": "PSRM", "pair": "par"}


def told(result: Result) -> str:
    """The whole outcome as text."""
    parts = [
        f"{VERDICTS[result.verdict]}  (skæringsdato {_day(result.cut_off)}, i dag {_day(result.as_of)})\n",
        _figures(result),
        _section("Årsager", _causes(result.causes)),
        _section("Åbne poster (PSRM minus debitor)", _lines(result)),
        _section("Fund", [_finding(one) for one in result.findings]),
        _section("Afgørelser", [_decision(one) for one in result.decisions]),
        _section("Omfang, hvor oplyst og set ikke er det samme", _scope(result)),
        _section("Testens omfang", _extent(result)),
        _section("Linjer, der ikke kunne læses", [_reject(one) for one in result.rejects]),
        _section("Filer", _files(result)),
    ]
    return "\n".join(part for part in parts if part)


def told_postings(result: Result) -> str:
    """The verdict and the postings as text."""
    return "\n".join(
        [
            f"{VERDICTS[result.verdict]}\n",
            _section("Årsager", _causes(result.causes)),
            _section("Åbne poster (PSRM minus debitor)", _lines(result)),
        ]
    )


def check(path: Path, text: str) -> None:
    """Compare a text with its golden file; with ZEROSUM_GOLDEN=1 write the file instead."""
    if os.environ.get("ZEROSUM_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    written = path.read_text(encoding="utf-8") if path.exists() else "(no file; ZEROSUM_GOLDEN=1 writes it)\n"
    assert text.splitlines() == written.splitlines(), f"{path} tells something else; ZEROSUM_GOLDEN=1 writes it anew"


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Rows of texts as lines with aligned columns; those of `right` stand to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    turned = set(right)
    return [
        "  ".join(
            text.rjust(width) if at in turned else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _section(title: str, lines: Sequence[str]) -> str:
    return f"{title}\n" + "".join(f"  {line}\n" for line in lines) if lines else ""


def _day(day: date) -> str:
    return show(number(day))


def _figures(result: Result) -> str:
    rows = [["", "", "debitor", "PSRM", "difference", "forklaret", "uforklaret", "brutto"]]
    rows.append(["I alt", VERDICTS[result.verdict], *_sums(result.figures)])
    for solution in result.solutions:
        rows.append([solution.name, VERDICTS[solution.verdict], *_sums(solution.figures)])
        for cell in solution.cells:
            rows.append([f"  {cell.claim_type or 'ukendt type'}", VERDICTS[cell.verdict], *_sums(cell.figures)])
            rows += [[f"    {reason}", *[""] * 7] for reason in cell.reasons]
    if result.outside_area != Figures():
        rows.append(["Uden for området", "", *_sums(result.outside_area)])
    return "".join(f"{line}\n" for line in aligned(rows, range(2, 8)))


def _sums(figures: Figures) -> list[str]:
    every = (
        figures.debtor_ore,
        figures.psrm_ore,
        figures.difference_ore,
        figures.explained_ore,
        figures.unexplained_ore,
        figures.gross_ore,
    )
    return [kr(one) for one in every]


def _causes(causes: Sequence[CauseTotal]) -> list[str]:
    rows = [
        [
            one.code,
            STANDINGS[one.standing],
            GRAVITIES[one.gravity],
            f"{one.rows} stk.",
            f"netto {kr(one.net_ore)}",
            f"brutto {kr(one.gross_ore)}",
            f"heraf spærrer {one.blocking_rows} stk., {kr(one.blocking_gross_ore)}" if one.blocking_rows else "",
        ]
        for one in causes
    ]
    return aligned(rows, (3, 4, 5))


def _lines(result: Result) -> list[str]:
    """The postings, but for those of a cause that has many: which of them a report shows is the report's business."""
    order = [cause.code for cause in EVERY]
    few = {total.code for total in result.causes if total.rows <= SHOWN_PER_CAUSE}
    every = sorted(result.lines, key=lambda one: (order.index(one.cause), one.reference, one.claim_id, one.open_ore))
    many = [f"{total.rows} på {total.code}" for total in result.causes if total.code not in few]
    return aligned([_line(one) for one in every if one.cause in few], (0, 5)) + many


def _line(one: OpenLine) -> list[str]:
    return [
        kr(one.open_ore),
        EVENTS[one.event],
        SIDES[one.side],
        one.claim_type or "ukendt type",
        one.reference or one.claim_id,
        kr(one.posted_ore),
        f"på {one.cause}, {GRAVITIES[one.gravity]}"
        + (f", kan også være {', '.join(one.also)}" if one.also else "")
        + (f", kvittering «{one.reason}»" if one.reason else ""),
        " mod ".join(text for text in (one.debtor_source, one.psrm_source) if text),
    ]


def _finding(one: Finding) -> str:
    where = " ".join(text for text in (one.solution, one.claim_type) if text) or "hele kørslen"
    detail = ", ".join(
        f"{name} {kr(value) if name.endswith('_ore') and isinstance(value, int) else value}"
        for name, value in one.detail.items()
    )
    return f"{one.code}, {GRAVITIES[one.gravity]}, {one.rows} stk., {where}" + (f" ({detail})" if detail else "")


def _decision(one: DecisionLine) -> str:
    until = f"til og med {_day(one.until)}, brugt {kr(one.used_ore)} af {kr(one.ceiling_ore)}" if one.until else ""
    parts = (
        one.kind, one.fate.value, " ".join(one.named), one.case, one.cause, one.solution, f"{one.rows} stk.", until, one.role,
        f"«{one.reason}»", f"linje {one.line}",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


STATES = {
    ScopeState.TESTED: "testet",
    ScopeState.REQUIRED_MISSING: "krævet, men ikke afprøvet",
    ScopeState.SEEN_ONLY: "set, men intet er udført på begge sider",
    ScopeState.NOT_SEEN: "oplyst, men ikke set",
    ScopeState.ELSEWHERE: "håndteres af anden",
    ScopeState.ELSEWHERE_SEEN: "håndteres af anden, men set",
    ScopeState.UNDECLARED_TYPE: "set, men typen er ikke oplyst",
    ScopeState.UNDECLARED_SOLUTION: "set ved en løsning, den ikke er oplyst for",
    ScopeState.UNALLOTTED: "løsning eller type er ukendt",
    ScopeState.RETIRED: "udgået kode",
    ScopeState.OTHER_AREA: "kode fra andet område",
}


def _scope(result: Result) -> list[str]:
    rows = [
        [
            f"{one.solution or 'ingen løsning'} {one.claim_type or 'ukendt type'}",
            ": ".join(text for text in (STATES[one.state], ", ".join(one.missing), one.told) if text),
        ]
        for one in result.scope
        if one.state != ScopeState.TESTED
    ]
    return aligned(rows)


def _extent(result: Result) -> list[str]:
    cells = [cell for solution in result.solutions for cell in solution.cells]
    rows = [
        [
            f"{cell.solution} {cell.claim_type or 'ukendt type'}",
            ", ".join(f"{kind} {count}" for kind, count in cell.extent.items() if count) or "intet afprøvet",
        ]
        for cell in cells
    ]
    return aligned(rows)


def _reject(one: Reject) -> str:
    problem = one.problem
    return f"{problem.file}:{problem.line}, kolonne «{problem.column}», «{problem.value}»: {problem.told().why}"


def _files(result: Result) -> list[str]:
    rows = [
        [
            one.path.rsplit("/", 1)[-1],
            f"{one.lines} linjer",
            f"{one.movements} i bogen",
            f"{one.rejects} afvist",
            ", ".join(f"{count} {rule}" for rule, count in one.by_rule.items()),
        ]
        for one in result.inputs
    ]
    return aligned(rows, (1, 2, 3))
