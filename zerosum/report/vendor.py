"""Dossier -> the same of one vendor solution (fagløsning) alone: nothing in it names, counts or sums what is the others'.

Each field is made anew from what is the solution's own: what this module does not know of is left out, not passed on. Only what
blocks or remarks all solutions at once is told, without its count. All that is computed here is what is counted of own rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from zerosum.judge.lines import open_lines
from zerosum.report.dossier import Dossier
from zerosum.report.forecast import HITS
from zerosum.report.words import Words, load
from zerosum.result import (
    UNALLOTTED,
    BreachLine,
    DecisionLine,
    EventSums,
    Fate,
    Figures,
    Finding,
    Gravity,
    InputFile,
    OpenLine,
    Portal,
    Result,
    ScopeCell,
    SolutionResult,
    StamdataSummary,
    Standing,
)
from zerosum.tables import ItemLines, PostedLines

COUNTED = frozenset({"rejected_lines"})
"""Findings of all solutions whose count is told: a line that nobody could read may be anybody's."""

_NO_PORTAL = Portal(False, EventSums(), EventSums(), 0, 0, 0)
Veil = Callable[[str], str]


def solutions_of(result: Result) -> tuple[str, ...]:
    """The names of the solutions that a view can be made for: all but *ikke fordelt*."""
    return tuple(one.name for one in result.solutions if one.name != UNALLOTTED)


def for_vendor(dossier: Dossier, solution: str, language: str = "da") -> Dossier:
    """What the vendor of a solution may see of a run. ValueError for a solution that the run does not have.

    `language` is that of the few words that are put in: «Fil 1 linje 1042» for a file's name, «[anden løsning]» for another's.
    """
    result, words = dossier.result, load(language)
    if solution not in solutions_of(result):
        raise ValueError(f"no solution {solution!r}")
    mine = next(one for one in result.solutions if one.name == solution)
    veil = veil_of_others(result, solution, words("vendor.other"))
    files = {one.path: words("vendor.file", n=str(at)) for at, one in enumerate(result.inputs, start=1)}
    rows = _Rows.of(dossier, solution, files, veil)
    own = Result(
        municipality=result.municipality,
        creditor_id=result.creditor_id,
        area=result.area,
        area_name=result.area_name,
        cut_off=result.cut_off,
        as_of=result.as_of,
        balances=result.balances,
        psrm_dated=result.psrm_dated,
        verdict=mine.verdict,
        figures=mine.figures,
        solutions=(mine,),
        outside_area=Figures(),
        causes=mine.causes,
        findings=tuple(_findings(result.findings, solution, veil)),
        portal=_NO_PORTAL,
        blind_spots=result.blind_spots,
        rejects=(),
        lines=tuple(_sourced(one, words) for one in open_lines(rows.posted, rows.items)),
        inputs=tuple(_file(one, at, words) for at, one in enumerate(result.inputs, start=1)),
        tolerance_per_claim_ore=result.tolerance_per_claim_ore,
        tolerance_per_solution_ore=result.tolerance_per_solution_ore,
        type_names=_type_names(result.type_names, mine, result.scope),
        decisions=tuple(_decisions(result.decisions, solution, rows, veil)),
        postings_digest="",
        stamdata=_stamdata(result.stamdata, solution, files, words, veil),
        scope=tuple(replace(one, told=veil(one.told)) for one in result.scope if one.solution == solution),
        responsible=veil(result.responsible),
        ages=tuple(one for one in result.ages if one.solution == solution),
    )
    made = replace(dossier.made, who="", command="", settings_hash="", decisions_hash="")
    lines = set(rows.posted[PostedLines.LINE])
    debtors = {line: who for line, who in dossier.debtors.items() if line in lines}
    return Dossier(own, made, rows.items, rows.posted, None, solution, dossier.history.of_solution(solution), debtors)


def veil_of_others(result: Result, solution: str, other: str) -> Veil:
    """What takes the names and marks of all solutions but one out of a free text, and puts `other` there.

    They are known as words of their own in whatever way people and systems write them: with other capitals, signs or blanks between
    their parts, with a line below after them, and with letters of one sign or of two. The solution's own may have one of them as a part.
    """
    theirs = {
        text for one in result.solutions if one.name not in (solution, UNALLOTTED) for text in (one.name, *one.marks)
    }
    own = {text for one in result.solutions if one.name == solution for text in (one.name, *one.marks)}
    every = {_bare(text): _form(text) for text in (*theirs, *own) if text.strip()}
    if not any(text.strip() for text in theirs):
        return str
    forms = (every[bare] for bare in sorted(every, key=lambda text: (-len(text), text)))
    pattern = re.compile("|".join(rf"(?<![^\W_])(?:{form}s?)(?![^\W_])" for form in forms), re.IGNORECASE)
    kept = {_bare(text) for text in own}

    def put(found: re.Match[str]) -> str:
        text = _bare(found[0])
        return found[0] if text in kept or text.removesuffix("s") in kept else other

    def veil(text: str) -> str:
        plain = _plain(text)
        veiled = pattern.sub(put, plain)
        return text if veiled == plain else veiled

    return veil


def _plain(text: str) -> str:
    """A text with each letter as one sign, and without signs that nobody sees."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")


def _bare(name: str) -> str:
    """A name by its letters and digits alone; by all of its signs where it has none."""
    plain = _plain(name).casefold()
    return re.sub(r"[\W_]", "", plain) or plain.strip()


def _form(name: str) -> str:
    """The pattern of a name: signs and blanks between its parts may be others, or none."""
    parts = [part for part in re.split(r"[\W_]+", _plain(name)) if part]
    return r"[\W_]{0,3}".join(map(re.escape, parts)) if parts else re.escape(_plain(name).strip())


@dataclass(frozen=True)
class _Rows:
    """The solution's own rows of both frames, and what the decisions are held against."""

    items: pd.DataFrame
    posted: pd.DataFrame
    cases: frozenset[str]
    keys: frozenset[str]
    """References and FordringIDs."""
    shared_cases: frozenset[str]
    """Cases in which others have something open too."""

    @classmethod
    def of(cls, dossier: Dossier, solution: str, files: Mapping[str, str], veil: Veil) -> _Rows:
        items, posted = dossier.items, dossier.posted
        mine = (items[ItemLines.SOLUTION] == solution).to_numpy(bool)
        place = pd.Series(range(int(mine.sum())), index=items.index[mine])
        own_posted = posted[mine[posted[PostedLines.ITEM].to_numpy()]]
        at = place.loc[items.index[own_posted[PostedLines.ITEM].to_numpy()]].to_numpy()
        own_posted = own_posted.assign(**{PostedLines.ITEM: at.astype(PostedLines.ITEM.dtype)}).reset_index(drop=True)
        own = items[mine].reset_index(drop=True)
        texts = {
            name: [files.get(one, "") for one in own[name]] for name in (ItemLines.DEBTOR_FILE, ItemLines.PSRM_FILE)
        }
        texts[ItemLines.REASON] = [veil(one) for one in own[ItemLines.REASON]]
        own = own.assign(**{name.value: pd.Series(column, dtype="str") for name, column in texts.items()})
        cases = frozenset(own[ItemLines.CASE])
        return cls(
            ItemLines.check(own),
            PostedLines.check(own_posted),
            cases,
            frozenset([*own[ItemLines.REFERENCE], *own[ItemLines.CLAIM_ID]]) - {""},
            cases & frozenset(items.loc[~mine, ItemLines.CASE]),
        )


def _findings(findings: Iterable[Finding], solution: str, veil: Veil) -> Iterable[Finding]:
    """Its own; and one of each kind that keeps all solutions from KLAR, without the values that speak of others."""
    findings = tuple(findings)
    told: dict[object, Finding] = {}
    for one in findings:
        if one.solution == solution:
            theirs = (other for other in findings if other.solution != solution and other.code == one.code)
            # What is used of a ceiling is of the whole decision, which may cover others' claims too.
            shared = one.code == "acceptance_expired" and any(one.detail == other.detail for other in theirs)
            detail = {name: veil(value) if isinstance(value, str) else value for name, value in one.detail.items()}
            told[object()] = replace(one, detail={} if shared else detail)
        elif one.solution is None and one.gravity > Gravity.INFORMATION:
            link = {name: value for name, value in one.detail.items() if name == "link"}
            told.setdefault(
                (one.code, one.gravity, *link.values()),
                replace(one, rows=one.rows if one.code in COUNTED else 1, claim_type=None, detail=link),
            )
    return told.values()


def _file(one: InputFile, number: int, words: Words) -> InputFile:
    """A file by number and hash: its name, lines and sums are of all vendors."""
    path = words(f"vendor.file_of.{one.side}", n=str(number))
    return InputFile(path, one.side, "", "", 0, one.sha256, "", "", 0, 0, 0, {}, {})


def _source(source: str, words: Words) -> str:
    """«Fil 1:1042» as people say it."""
    file, _, line = source.rpartition(":")
    return words("vendor.source", file=file, line=line) if file else ""


def _sourced(one: OpenLine, words: Words) -> OpenLine:
    return replace(one, debtor_source=_source(one.debtor_source, words), psrm_source=_source(one.psrm_source, words))


def _type_names(names: Mapping[str, str], mine: SolutionResult, scope: Iterable[ScopeCell]) -> Mapping[str, str]:
    own = {cell.claim_type for cell in mine.cells} | {one.claim_type for one in scope if one.solution == mine.name}
    return {code: name for code, name in names.items() if code in own}


def _decisions(decisions: Iterable[DecisionLine], solution: str, rows: _Rows, veil: Veil) -> Iterable[DecisionLine]:
    """Those about its own claims. Of one that is about others' too, its own part: what is counted and used is counted anew, and
    the ceiling, which is of them all, is left out."""
    for one in decisions:
        told = replace(one, line=0, reason=veil(one.reason))
        if one.kind == "allot":
            if one.solution == solution:
                yield told
        elif one.case:
            if one.case in rows.cases:
                yield _own_part(told, rows) if one.case in rows.shared_cases else told
        elif named := tuple(key for key in one.named if key in rows.keys):
            yield told if named == one.named else _own_part(replace(told, named=named), rows)


def _own_part(one: DecisionLine, rows: _Rows) -> DecisionLine:
    if one.kind != "accept":
        return replace(one, rows=len(one.named))
    of_posting = rows.items.iloc[rows.posted[PostedLines.ITEM].to_numpy()].reset_index(drop=True)
    if one.case:
        about = of_posting[ItemLines.CASE] == one.case
    else:
        about = of_posting[ItemLines.REFERENCE].isin(one.named) | of_posting[ItemLines.CLAIM_ID].isin(one.named)
    accepted = rows.posted[PostedLines.STANDING] == Standing.ACCEPTED.name.lower()
    of_cause = rows.posted[PostedLines.CAUSE] == one.cause if one.cause else accepted
    mine = (about & accepted & of_cause).to_numpy(bool)
    used = int(rows.posted[PostedLines.POSTED_ORE].abs()[mine].sum()) if one.fate == Fate.HOLDS else 0
    return replace(one, rows=int(mine.sum()), ceiling_ore=0, used_ore=used)


def _stamdata(
    told: StamdataSummary | None, solution: str, files: Mapping[str, str], words: Words, veil: Veil
) -> StamdataSummary | None:
    """What is expected of its own claims. What is counted over all solutions is left out: the receipts, what could not be
    tried, what is not settled, cells that cannot be read."""
    forecasts = tuple(one for one in told.forecasts if one.solution == solution) if told is not None else ()
    claims = sum(one.claims for one in forecasts)
    if told is None or not claims:
        return None
    return StamdataSummary(
        claims=claims,
        tells_days=told.tells_days,
        sums=tuple(one for one in told.sums if one.solution == solution),
        forecasts=forecasts,
        hits=dict.fromkeys(HITS, 0) | {"no_answer": claims},
        not_tried=(),
        reservations=(),
        gaps=(),
        without_own_rules=(),
        unreadable=(),
        doubts=(),
        lines=tuple(_breach(one, files, words, veil) for one in told.lines if one.solution == solution),
    )


def _breach(one: BreachLine, files: Mapping[str, str], words: Words, veil: Veil) -> BreachLine:
    path, _, line = one.source.rpartition(":")
    fields = tuple((name, veil(value) if isinstance(value, str) else value, ore) for name, value, ore in one.fields)
    return replace(one, fields=fields, source=_source(f"{files[path]}:{line}", words) if path in files else "")
