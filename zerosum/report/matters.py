"""What is missing before the area can be declared ready (klarmeldes), and the sentences under the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zerosum.report.naming import cause_anchor, cause_title, finding_anchor, finding_key, solution_name
from zerosum.report.page import Matter
from zerosum.report.words import Words
from zerosum.result import (
    UNALLOTTED,
    CauseTotal,
    Cell,
    Finding,
    Gravity,
    Result,
    SolutionResult,
    Standing,
    Verdict,
)

OF_CELLS = frozenset({"not_tested", "not_allotted", "expected_not_seen"})
"""Told by the cells themselves: one matter for a solution, not one for each finding."""


def blockers(result: Result, words: Words) -> tuple[Matter, ...]:
    """All that keeps the area from KLAR MED BEMÆRKNING: causes with the most kroner first, then the rest."""
    causes = [
        (cause.blocking_gross_ore, _of_cause(solution, cause, words, blocking=True))
        for solution in result.solutions
        for cause in solution.causes
        if cause.blocking_rows
    ]
    causes.sort(key=lambda pair: -pair[0])
    found = (_of_finding(finding, words) for finding in _findings(result, Gravity.BLOCKING))
    return (*(matter for _, matter in causes), *found, *_of_cells(result, words))


def remarks(result: Result, words: Words) -> tuple[Matter, ...]:
    """All that must be known before someone signs, but does not block."""
    causes = (
        _of_cause(solution, cause, words, blocking=False)
        for solution in result.solutions
        for cause in solution.causes
        if cause.rows > cause.blocking_rows and cause.gravity >= Gravity.REMARK
    )
    found = (_of_finding(finding, words) for finding in _findings(result, Gravity.REMARK))
    return (*causes, *found)


def sentences(
    result: Result, words: Words, numbers: Mapping[str, int], blocking: Sequence[Matter], remarking: Sequence[Matter]
) -> tuple[str, ...]:
    """The verdict in words: how many solutions, which kroner, what blocks, who acts next, and where the page tells more."""
    return tuple(
        sentence
        for sentence in (
            *_verdict_sentences(result, words, len(remarking)),
            *_reservations(result, words, numbers),
            _what_blocks(words, blocking),
            _where_to_look(words, numbers, blocking, remarking),
            words("sentence.files_only", origin=numbers["origin"], blind=numbers["blind"]),
        )
        if sentence
    )


def in_short(result: Result, words: Words, remarks_seen: int) -> tuple[str, ...]:
    """The verdict in words alone: no section is named."""
    return tuple(filter(None, _verdict_sentences(result, words, remarks_seen)))


def is_of_cause(matter: Matter) -> bool:
    """Whether it is kroner that a cause took, so that each of its lines stands in the work list."""
    return matter.anchor.startswith("cause-")


def title_of(words: Words, code: str) -> str:
    """The title of a reason, which may be a finding or a cause."""
    return words(f"finding.{code}.title" if words.has(f"finding.{code}.title") else f"cause.{code}.title")


def is_untested(cell: Cell) -> bool:
    """Whether the scope expects the cell and it was not tested, or not in all that was required of it."""
    return cell.expected and (not cell.tested or cell.verdict == Verdict.NOT_TESTED)


@dataclass(frozen=True)
class Found:
    """The same finding in several cells of a solution, told once."""

    first: Finding
    rows: int
    claim_types: tuple[str, ...]

    def where(self, words: Words) -> str:
        """Solution and claim types, as far as they are known."""
        solution = self.first.solution
        name = words("page.all_solutions") if solution is None else solution_name(words, solution)
        return f"{name}: {', '.join(self.claim_types)}" if self.claim_types else name


def grouped(findings: Iterable[Finding]) -> tuple[Found, ...]:
    """Findings of one code, gravity and solution as one; one that names values of its own stands alone."""
    groups: dict[object, list[Finding]] = {}
    for at, finding in enumerate(findings):
        alone = at if finding.detail else None
        groups.setdefault((finding.code, finding.gravity, finding.solution, alone), []).append(finding)
    return tuple(
        Found(group[0], sum(one.rows for one in group), tuple(one.claim_type for one in group if one.claim_type))
        for group in groups.values()
    )


def _findings(result: Result, gravity: Gravity) -> tuple[Found, ...]:
    return grouped(f for f in result.findings if f.gravity == gravity and f.code not in OF_CELLS)


def _of_cause(solution: SolutionResult, cause: CauseTotal, words: Words, *, blocking: bool) -> Matter:
    rows = cause.blocking_rows if blocking else cause.rows - cause.blocking_rows
    gross_ore = cause.blocking_gross_ore if blocking else cause.gross_ore - cause.blocking_gross_ore
    standing = cause.standing.name.lower()
    calm = {Standing.BRIDGE: "why.on_its_way", Standing.ACCEPTED: "why.accepted"}.get(cause.standing, "why.remark")
    code = f"cause.{cause.code}"
    return Matter(
        title=cause_title(words, cause),
        where=solution_name(words, solution.name),
        extent=words("missing.amount", posts=words.number_of("n.posts", rows), gross=words.kr(gross_ore)),
        why=f"{words(f'{code}.means')} {words(f'why.{standing}' if blocking else calm)}",
        next_step=words(f"{code}.next"),
        owner=words(f"owner.{words(f'{code}.owner')}"),
        anchor=cause_anchor(cause),
        link=words("missing.to_cause"),
        code=cause.code,
    )


def _of_finding(found: Found, words: Words) -> Matter:
    code, finding = finding_key(found.first), found.first
    why = words("why.finding" if finding.gravity == Gravity.BLOCKING else "why.remark")
    return Matter(
        title=words(f"{code}.title"),
        where=found.where(words),
        extent=words.number_of("n.rows", found.rows),
        why=f"{words(f'{code}.means')} {why}",
        next_step=words(f"{code}.next"),
        owner=words(f"owner.{words(f'{code}.owner')}"),
        anchor=finding_anchor(finding.code),
        link=words("missing.to_finding"),
        code=code.removeprefix("finding."),
    )


def _of_cells(result: Result, words: Words) -> Iterator[Matter]:
    """What the cells miss: an expected one that is not tested, and claims that no solution or type is known of."""
    for solution in result.solutions:
        untested = [cell for cell in solution.cells if is_untested(cell)]
        if untested:
            yield _of_reason("not_tested", solution, untested, words)
        lost = [cell for cell in solution.cells if "not_allotted" in cell.reasons]
        if lost:
            yield _of_reason("not_allotted", solution, lost, words)


def _of_reason(code: str, solution: SolutionResult, cells: list[Cell], words: Words) -> Matter:
    types = ", ".join(cell.claim_type or words("page.unknown_type") for cell in cells)
    key = f"finding.{code}"
    return Matter(
        title=words(f"{key}.title"),
        where=solution_name(words, solution.name),
        extent=words("missing.types", cells=words.number_of("n.cells", len(cells)), types=types),
        why=f"{words(f'{key}.means')} {words('why.not_tested' if code == 'not_tested' else 'why.finding')}",
        next_step=words(f"{key}.next"),
        owner=words(f"owner.{words(f'{key}.owner')}"),
        anchor="matrix",
        link=words("section.matrix"),
        code=code,
    )


def _verdict_sentences(result: Result, words: Words, remarks_seen: int) -> Iterator[str]:
    named = [solution for solution in result.solutions if solution.name != UNALLOTTED]
    if result.verdict == Verdict.READY:
        yield words.number_of("sentence.ready", len(named))
    elif result.verdict == Verdict.READY_WITH_REMARKS:
        yield words.number_of("sentence.remarks" if len(named) > 1 else "sentence.remarks_single", remarks_seen)
    else:
        yield from _not_ready(result, named, words)


def _not_ready(result: Result, named: list[SolutionResult], words: Words) -> Iterator[str]:
    not_ready = [solution for solution in named if solution.verdict == Verdict.NOT_READY]
    if not_ready:
        all_open = all(solution.figures.gross_ore for solution in not_ready)
        key = "sentence.not_zero" if all_open else "sentence.not_ready"
        yield words.number_of(key, len(named), not_ready=words.count(len(not_ready)))
    for solution in not_ready:
        yield _of_solution(result, solution, words)
    for solution in result.solutions:
        if solution.name == UNALLOTTED and solution.verdict != Verdict.READY:
            yield _of_unallotted(solution, words)
    rejected = len(result.rejects) or sum(one.rows for one in result.findings if one.code == "rejected_lines")
    if rejected:
        yield words.number_of("sentence.rejects", rejected)
    untested = [cell for solution in named for cell in solution.cells if is_untested(cell)]
    if untested:
        yield f"{words.number_of('sentence.not_tested', len(untested))} {_named_cells(untested, words)}"


def _named_cells(untested: list[Cell], words: Words) -> str:
    """The first of the cells by name, and how many more there are; those without data say so."""
    named = "; ".join(
        words(
            "sentence.not_tested_at"
            if cell.figures.debtor_claims or cell.figures.psrm_claims
            else "sentence.not_seen_at",
            claim_type=cell.claim_type or words("page.unknown_type"),
            solution=cell.solution,
        )
        for cell in untested[:NAMED_MATTERS]
    )
    more = len(untested) - NAMED_MATTERS
    return words(
        "sentence.not_tested_named",
        named=named,
        more=words.number_of("sentence.blocks_more", more) if more > 0 else ".",
    )


def _of_solution(result: Result, solution: SolutionResult, words: Words) -> str:
    """What one solution misses, in a sentence; empty where the sentences on lines and cells tell it."""
    open_ = [cause for cause in solution.causes if cause.rows and cause.standing >= Standing.LOCATED]
    blocking = [cause for cause in solution.causes if cause.blocking_rows]
    if open_:
        rows, every = (sum(cause.rows for cause in open_), sum(cause.blocking_rows for cause in blocking))
        if every <= rows:
            return _amount_sentence("sentence.unexplained", solution, open_, words)
        return words(
            "sentence.unexplained_of",
            solution=solution.name,
            blocking=words.number_of("n.posts", every),
            blocking_amount=words.kr(sum(cause.blocking_gross_ore for cause in blocking)),
            posts=words.number_of("n.posts", rows),
            amount=words.kr(sum(cause.gross_ore for cause in open_)),
        )
    if blocking:
        return words(
            "sentence.blocked",
            solution=solution.name,
            amount=words.kr(sum(cause.blocking_gross_ore for cause in blocking)),
            posts=words.number_of("n.posts", sum(cause.blocking_rows for cause in blocking)),
        )
    titles = dict.fromkeys(
        words(f"{finding_key(found.first)}.title")
        for found in _findings(result, Gravity.BLOCKING)
        if found.first.solution == solution.name
    )
    return words("sentence.blocked_by", solution=solution.name, matters="; ".join(titles)) if titles else ""


def _amount_sentence(key: str, solution: SolutionResult, causes: list[CauseTotal], words: Words) -> str:
    return words(
        key,
        solution=solution.name,
        amount=words.kr(sum(cause.gross_ore for cause in causes)),
        posts=words.number_of("n.posts", sum(cause.rows for cause in causes)),
    )


def _of_unallotted(solution: SolutionResult, words: Words) -> str:
    figures = solution.figures
    if figures.gross_ore:
        return words("sentence.unallotted", amount=words.kr(figures.gross_ore))
    return words(
        "sentence.unallotted_claims",
        debtor=words.number_of("n.claims", figures.debtor_claims),
        psrm=words.number_of("n.claims", figures.psrm_claims),
    )


def _reservations(result: Result, words: Words, numbers: Mapping[str, int]) -> Iterator[str]:
    """Where the net is zero and the gross is not, the gross is told in a sentence of its own."""
    figures = result.figures
    if figures.gross_ore and not figures.difference_ore:
        yield words("sentence.net_zero", gross=words.kr(figures.gross_ore), causes=numbers["causes"])
    elif figures.unexplained_gross_ore and not figures.unexplained_ore:
        gross = words.kr(figures.unexplained_gross_ore)
        yield words("sentence.unexplained_net_zero", gross=gross, causes=numbers["causes"])


NAMED_MATTERS = 3
"""So many of what blocks are named under the verdict: the first screen says what, and section 4 the rest."""


def _what_blocks(words: Words, blocking: Sequence[Matter]) -> str:
    """What weighs most of what blocks, and how much more there is; empty where nothing does."""
    if not blocking:
        return ""
    named = "; ".join(words("sentence.blocks_at", title=one.title, where=one.where) for one in blocking[:NAMED_MATTERS])
    more = len(blocking) - NAMED_MATTERS
    return words("sentence.blocks", named=named) + (words.number_of("sentence.blocks_more", more) if more > 0 else ".")


def owners(blocking: Iterable[Matter], words: Words) -> str:
    """Who must act, the one with the most first; empty where nothing blocks."""
    counted = Counter(one.owner for one in blocking).most_common()
    told = (words.number_of("short.owner", n, owner=owner) for owner, n in counted)
    return words("short.owners", owners=", ".join(told)) if counted else ""


def _where_to_look(
    words: Words, numbers: Mapping[str, int], blocking: Sequence[Matter], remarking: Sequence[Matter]
) -> str:
    if blocking:
        return f"{owners(blocking, words)} {words('sentence.see_missing', missing=numbers['missing'])}"
    return words("sentence.see_remarks", missing=numbers["missing"]) if remarking else ""
