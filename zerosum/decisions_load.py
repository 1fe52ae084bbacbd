"""afgoerelser.csv -> Decisions. Every mistake is told at once, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zerosum import money
from zerosum.causes import EVERY, UNEXPLAINED
from zerosum.dates import day
from zerosum.decisions import Accept, Allot, Decision, Decisions, Named, Pair, Role
from zerosum.errors import Phrase, Problem, SettingsError, Value
from zerosum.hints import meant, shown
from zerosum.identity import BETWEEN, veil
from zerosum.read.raw import Raw
from zerosum.read.small_csv import read_small_csv
from zerosum.result import Standing
from zerosum.tables import NO_DAY

ALLOT, PAIR, ACCEPT = "fordel", "par", "accepter"
_OF_ALL = ("afgoerelse", "rolle", "hvem", "begrundelse", "dato")
_OF_KIND = {
    ALLOT: ("fordringsid", "reference", "loesning"),
    PAIR: ("fordringsid", "reference", "psrm_fordringsid", "psrm_reference"),
    ACCEPT: ("fordringsid", "reference", "sag", "aarsag", "loft", "udloeber"),
}
COLUMNS = (
    "afgoerelse", "fordringsid", "reference", "psrm_fordringsid", "psrm_reference", "loesning", "sag", "aarsag", "loft",
    "rolle", "hvem", "begrundelse", "dato", "udloeber",
)  # fmt: skip
"""The headings, in the order of docs/decisions.md. `hvem` is asked for, and goes nowhere: it is a person's name."""

ROLES = {"kommune": Role.MUNICIPALITY, "gaeldsstyrelsen": Role.PSRM, "leverandoer": Role.VENDOR}
REASON_MAX = 300


def load(path: Path, solutions: tuple[str, ...]) -> Decisions:
    """Read the decisions. `solutions` are the declared ones. SettingsError with every mistake of the file."""
    raw = read_small_csv(path, Phrase("save_as_csv"), Phrase("delete_it_or_write_headings"))
    columns, problems = _columns(raw, path.name)
    decisions: list[Decision] = []
    if "afgoerelse" in columns:
        problems += [
            Problem("line_ragged", {"found": one.found, "expected": one.expected}, path.name, one.line)
            for one in raw.bad
        ]
        texts = {name: raw.columns[at].to_pylist() for name, at in columns.items()}
        for row, number in enumerate(raw.line.tolist()):
            cells = {name: " ".join((column[row] or "").split()) for name, column in texts.items()}
            if not any(cells.values()):
                continue  # what Excel leaves under a table
            line = _Line(path.name, number, cells, {name: raw.headings[at].strip() for name, at in columns.items()})
            decision = _decision(line, solutions)
            problems += line.problems
            if decision is not None and not line.problems:
                decisions.append(decision)
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))  # stable: columns in their order
    return Decisions(
        tuple(one for one in decisions if isinstance(one, Allot)),
        tuple(one for one in decisions if isinstance(one, Pair)),
        tuple(one for one in decisions if isinstance(one, Accept)),
        path.name,
    )


# --- the form of the file ---


def _columns(raw: Raw, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Our name of each column and where it stands. A heading that is not ours would be a field that nobody reads."""
    found: dict[str, int] = {}
    problems = []
    for at, heading in enumerate(raw.headings):
        name = _folded(heading)
        if name in COLUMNS and name not in found:
            found[name] = at
        elif name in COLUMNS:
            problems.append(Problem("decision_heading_repeated", {"name": name}, file, 1, heading.strip()))
        elif name or any(text.strip() for text in raw.columns[at].to_pylist()):
            do = meant(name, COLUMNS, Phrase("correct_heading_or_delete"))
            values: dict[str, Value] = {"headings": COLUMNS, "do": do}
            problems.append(Problem("decision_heading_unknown", values, file, 1, value=veil(heading.strip())))
    if "afgoerelse" not in found:
        return {}, [Problem("decision_headings_missing", {"headings": ";".join(COLUMNS)}, file, 1, "afgoerelse")]
    return found, problems


def _folded(word: str) -> str:
    """A word as it is compared: without case, and with æ, ø, å spelt out."""
    return word.strip().lstrip("\ufeff").casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


# --- one line ---


@dataclass
class _Line:
    """One line, and what is wrong with it."""

    file: str
    number: int
    cells: dict[str, str]
    headings: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def refuse(self, name: str, code: str, values: Mapping[str, Value] | None = None, *, shown: bool = True) -> None:
        value = veil(self.cell(name)) if shown else ""
        self.problems.append(Problem(code, values or {}, self.file, self.number, self.headings.get(name, name), value))


def _decision(line: _Line, solutions: tuple[str, ...]) -> Decision | None:
    kind = _folded(line.cell("afgoerelse"))
    if kind not in _OF_KIND:
        do = meant(kind, _OF_KIND, Phrase("write_a_decision"))
        line.refuse("afgoerelse", "decision_unknown", {"decisions": tuple(_OF_KIND), "do": do})
        return None
    for name in COLUMNS:
        if line.cell(name) and name not in (*_OF_ALL, *_OF_KIND[kind]):
            line.refuse(name, "decision_field_idle", {"field": name, "decision": kind})
    role, reason, decided_on = _role(line, kind), _reason(line), _day(line, "dato")
    _needed(line, "hvem", Phrase("who_decided"), shown=False)
    if kind == ALLOT:
        return Allot(line.number, role, reason, decided_on, _claim(line), _solution(line, solutions))
    if kind == PAIR:
        debtor, psrm = _claim(line), _claim(line, of_psrm=True)
        return Pair(line.number, role, reason, decided_on, debtor, psrm)
    claim = _claim_or_case(line)
    until = _day(line, "udloeber")
    if NO_DAY not in (decided_on, until) and until < decided_on:
        line.refuse("udloeber", "decision_ends_before_it_is_made")
    return Accept(
        line.number,
        role,
        reason,
        decided_on,
        claim,
        line.cell("sag").lower(),
        _cause(line, role),
        _ceiling(line),
        until,
    )


def _needed(line: _Line, name: str, expected: Phrase, *, shown: bool = True) -> str:
    if not line.cell(name):
        line.refuse(name, "decision_field_missing", {"field": name, "expected": expected}, shown=shown)
    return line.cell(name)


def _role(line: _Line, kind: str) -> Role:
    written = _folded(_needed(line, "rolle", Phrase("one_of_the_roles", {"roles": tuple(ROLES)})))
    if written and written not in ROLES:
        do = meant(written, ROLES, Phrase("write_on_whose_behalf"))
        line.refuse("rolle", "role_unknown", {"roles": tuple(ROLES), "do": do})
    role = ROLES.get(written, Role.VENDOR)
    if kind == ACCEPT and written and role == Role.VENDOR and written in ROLES:
        line.refuse("rolle", "vendor_cannot_accept")
    return role


def _reason(line: _Line) -> str:
    reason = _needed(line, "begrundelse", Phrase("why_it_is_right"))
    if len(reason) > REASON_MAX or not reason.isprintable():
        values: dict[str, Value] = {"length": len(reason), "limit": REASON_MAX}
        line.refuse("begrundelse", "decision_reason_unusable", values, shown=False)
    return reason


def _day(line: _Line, name: str) -> int:
    written = _needed(line, name, Phrase("a_day"))
    try:
        found = day(written)
    except ValueError:
        found = NO_DAY
    if written and found == NO_DAY:
        line.refuse(name, "decision_date_unreadable")
    return found


def _ceiling(line: _Line) -> int:
    written = _needed(line, "loft", Phrase("the_highest_accepted"))
    try:
        ceiling_ore = money.ore(written) if written else 1
    except ValueError:
        ceiling_ore = 0
    if ceiling_ore <= 0:
        line.refuse("loft", "ceiling_unreadable")
    return ceiling_ore


def _claim(line: _Line, *, of_psrm: bool = False) -> Named:
    """The claim of the line; for PSRM's of a pair several may stand between bars."""
    by_id, by_reference = ("psrm_fordringsid", "psrm_reference") if of_psrm else ("fordringsid", "reference")
    named = Named(_several(line.cell(by_id)), _several(line.cell(by_reference)))
    if not named.claim_ids and not named.references:
        line.refuse(by_id, "decision_names_no_claim", {"by_id": by_id, "by_reference": by_reference})
    for name, values in ((by_id, named.claim_ids), (by_reference, named.references)):
        if not of_psrm and len(values) > 1:
            line.refuse(name, "decision_names_several_claims")
    return named


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(BETWEEN) if part.strip()))


def _claim_or_case(line: _Line) -> Named:
    if not line.cell("sag"):
        return _claim(line)
    if line.cell("fordringsid") or line.cell("reference"):
        line.refuse("sag", "decision_names_case_and_claim")
    return Named()


def _solution(line: _Line, solutions: tuple[str, ...]) -> str:
    named = tuple(map(shown, solutions))
    written = _needed(line, "loesning", Phrase("one_of_the_solutions", {"solutions": named}))
    if written and written not in solutions:
        do = meant(written, solutions, Phrase("write_the_name_of_a_solution"))
        line.refuse("loesning", "decision_solution_unknown", {"solutions": named, "do": do})
    return written


def _cause(line: _Line, role: Role) -> str:
    written = line.cell("aarsag")
    standing = {one.code: one.standing for one in EVERY}
    if not written:
        return ""
    if written not in standing:
        do = meant(written, standing, Phrase("write_the_code_of_a_cause"))
        line.refuse("aarsag", "cause_unknown", {"do": do})
    elif written == UNEXPLAINED.code:
        line.refuse("aarsag", "unexplained_cannot_be_accepted")
    elif standing[written] == Standing.LOCATED and role == Role.PSRM:
        line.refuse("aarsag", "located_is_for_the_municipality")
    return written
