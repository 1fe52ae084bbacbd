"""Result + Made -> Page. Everything that the page says is decided here; a page that does not add up is not made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from zerosum.catalogue.rejections import meanings
from zerosum.errors import Problem, in_words
from zerosum.history import History
from zerosum.report import charts, forecast, matters, trend
from zerosum.report.made import Made
from zerosum.report.naming import (
    badge,
    cause_anchor,
    cause_title,
    finding_anchor,
    finding_details,
    finding_key,
    solution_name,
    type_name,
)
from zerosum.report.page import (
    Badge,
    BlindSpot,
    Bridge,
    CauseRow,
    CellRow,
    DecisionRow,
    ExtentCell,
    FindingRow,
    HeadingRow,
    InputRow,
    Line,
    Matrix,
    MatrixCell,
    MatrixRow,
    Page,
    PortalPart,
    PortalRow,
    RejectRow,
    SolutionRow,
    Step,
    Tile,
)
from zerosum.report.selftest import part
from zerosum.report.trend import NO_HISTORY
from zerosum.report.words import Words
from zerosum.result import (
    CauseTotal,
    Cell,
    DecisionLine,
    EventSums,
    Fate,
    Figures,
    Gravity,
    InputFile,
    OpenLine,
    Result,
    ScopeCell,
    ScopeState,
    SolutionResult,
    Standing,
    Verdict,
)
from zerosum.selftested import SelfTest

SECTIONS = (
    "solutions", "bridge", "matrix", "missing", "portal", "causes", "findings", "trend", "stamdata", "blind", "selftest", "extent", "quality", "scope",
    "origin", "approval", "glossary",
)  # fmt: skip
"""The sections in the order of the page; the first is number 1. What a run has none of (self-test, stamdata, age and trend) has no
section."""

MOST_LINES = 25
"""Rows shown of a cause."""

MOST_REJECTS = 100
"""Rejected lines shown."""

NOT_A_VENDORS = frozenset({"portal", "selftest", "quality", "approval"})
"""Sections of all solutions at once: a vendor's view has none of them. What is signed is the whole report."""

FORKLARET = frozenset({Standing.EXPLAINED, Standing.BRIDGE, Standing.ACCEPTED})
"""What counts as Forklaret difference; all else is Uforklaret."""


def page(
    result: Result,
    made: Made,
    words: Words,
    selftest: SelfTest | None = None,
    vendor: str = "",
    *,
    history: History = NO_HISTORY,
    debtors: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """The page of a result; of a result that is `vendor`'s alone, without what is of all. `debtors`: line -> pseudonyms. ValueError
    where the result contradicts itself: such a page would prove nothing."""
    require_that_it_adds_up(result)
    if not vendor:
        _require_portal(result)
    developed = trend.part(result, made, history, words)
    without = {"selftest": selftest is None, "stamdata": result.stamdata is None, "trend": developed is None}
    sections = [name for name in SECTIONS if not (without.get(name) or (vendor and name in NOT_A_VENDORS))]
    numbers = {name: at for at, name in enumerate(sections, start=1)}
    blockers, remarks = matters.blockers(result, words), matters.remarks(result, words)
    with_items, in_zero = _by_open_items(result.solutions)
    head = words("page.head", municipality=result.municipality, area=result.area_name)
    return Page(
        language=words.language,
        title=words(
            "vendor.title" if vendor else "page.title", verdict=words(f"verdict.{result.verdict}.word"), solution=vendor,
            municipality=result.municipality, area=result.area_name, day=words.day(result.cut_off),
        ),
        head=words("vendor.head", head=head, solution=vendor) if vendor else head,
        municipality=result.municipality,
        area=result.area_name,
        cut_off=result.cut_off,
        numbers=numbers,
        badge=badge(words, result.verdict, "word"),
        sentences=matters.sentences(result, words, numbers, blockers, remarks),
        tiles=_tiles(result, words),
        balances=result.balances,
        solutions=tuple(
            SolutionRow(solution_name(words, s.name), badge(words, s.verdict), s.figures, _kind(s, words))
            for s in result.solutions
        ),
        total=SolutionRow(words("solutions.total"), badge(words, result.verdict), result.figures),
        bridges=tuple(_bridge(solution, at, words) for at, solution in enumerate(with_items, start=1)),
        without_difference=", ".join(solution_name(words, solution.name) for solution in in_zero),
        matrix=_matrix(result, words),
        cells=_cell_rows(result, words),
        extent_kinds=words.children("extent.kind"),
        responsible=result.responsible,
        blockers=blockers,
        remarks=remarks,
        portal=portal_part(result, words),
        causes=tuple(_cause(cause, result, words, vendor, debtors) for cause in result.causes if cause.rows),
        headings=_headings(result.causes, words),
        causes_total=result.figures,
        cause_rows=sum(cause.rows for cause in result.causes),
        blocking_rows=sum(cause.blocking_rows for cause in result.causes),
        findings=_findings(result, words),
        blind_spots=tuple(_blind_spot(code, words) for code in result.blind_spots),
        inputs=tuple(_input(file, words) for file in result.inputs),
        rejects=tuple(_reject(one.problem, words) for one in result.rejects[:MOST_REJECTS]),
        rejects_shown=_shown(words, "quality.rejects_shown", len(result.rejects), MOST_REJECTS),
        scope=_scope(result, words, numbers, vendor),
        decisions=tuple(_decision(one, words) for one in result.decisions),
        accepted=_accepted(result.figures, words),
        counts_differ=not result.balances and any(one.figures.debtor_claims != one.figures.psrm_claims for one in result.solutions),
        facts=facts(result, made, words),
        made=made,
        selftest=part(selftest, words) if selftest is not None else None,
        stamdata=forecast.part(result.stamdata, result.type_names, words, vendor) if result.stamdata is not None else None,
        vendor=vendor,
        trend=developed,
    )  # fmt: skip


def require_that_it_adds_up(result: Result) -> None:
    """Refuse a result whose parts are not its whole: solutions, cells and causes, each to the øre."""
    whole = sum((solution.figures for solution in result.solutions), Figures())
    _require(whole == result.figures, "the solutions are not the whole")
    if result.ages:
        gross, net = (sum(getattr(one, name) for one in result.ages) for name in ("gross_ore", "net_ore"))
        told = (result.figures.gross_ore, result.figures.difference_ore)
        _require((gross, net) == told, "the ages are not the whole")
    _require_posted("the whole", result.figures, result.causes)
    for solution in result.solutions:
        cells = sum((cell.figures for cell in solution.cells), Figures())
        _require(cells == solution.figures, f"the cells of {solution.name} are not the solution")
        _require_posted(solution.name, solution.figures, solution.causes)
    if result.stamdata is not None:
        _require(forecast.adds_up(result.stamdata), "the forecasts are not the claims")
    for file in result.inputs:
        _require(_lines_left(file) == 0, f"the lines of {file.path} do not add up")
        _require(file.lines_again in (None, file.lines), f"the lines of {file.path} are not those counted again")
        _require(file.read_ore == file.read_again_ore, f"the amounts of {file.path} are not those read again")


def _require_portal(result: Result) -> None:
    """The portal's basis is the area's and that of what is outside it. A vendor is told neither of them."""
    told = (result.portal.psrm.basis_ore, result.portal.debtor.basis_ore)
    area, outside = result.figures, result.outside_area
    whole = (area.psrm_ore + outside.psrm_ore, area.debtor_ore + outside.debtor_ore)
    _require(result.balances or told == whole, "the area and what is outside it are not the portal's basis")


def _require_posted(name: str, figures: Figures, causes: Iterable[CauseTotal]) -> None:
    causes = tuple(causes)
    explained = sum(cause.net_ore for cause in causes if cause.standing in FORKLARET)
    unexplained = sum(cause.net_ore for cause in causes if cause.standing not in FORKLARET)
    _require(figures.difference_ore == explained + unexplained, f"{name}: the causes are not the difference")
    _require(figures.explained_ore == explained, f"{name}: the explained causes are not the explained difference")
    _require(figures.unexplained_ore == unexplained, f"{name}: the other causes are not the unexplained difference")
    _require(figures.gross_ore == sum(cause.gross_ore for cause in causes), f"{name}: the gross is not the causes'")
    accepted = [cause for cause in causes if cause.standing == Standing.ACCEPTED]
    told = (sum(cause.net_ore for cause in accepted), sum(cause.gross_ore for cause in accepted))
    _require((figures.accepted_ore, figures.accepted_gross_ore) == told, f"{name}: the accepted is not the causes'")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(f"the result does not add up: {message}")


def _lines_left(file: InputFile) -> int:
    return file.lines - file.movements - file.rejects - sum(file.by_rule.values())


def _by_open_items(
    solutions: Iterable[SolutionResult],
) -> tuple[tuple[SolutionResult, ...], tuple[SolutionResult, ...]]:
    solutions = tuple(solutions)
    return (
        tuple(solution for solution in solutions if solution.figures.gross_ore),
        tuple(solution for solution in solutions if not solution.figures.gross_ore),
    )


def _cells(result: Result) -> tuple[Cell, ...]:
    return tuple(cell for solution in result.solutions for cell in solution.cells)


def _tiles(result: Result, words: Words) -> tuple[Tile, ...]:
    figures = result.figures
    if figures.difference_ore == 0:
        who = words("tile.equal")
    else:
        who = words("tile.psrm_more" if figures.difference_ore > 0 else "tile.debtor_more")
    expected = [cell for cell in _cells(result) if cell.expected]
    scope = expected or list(_cells(result))
    extent = words(
        "tile.extent_of",
        tested=words.count(sum(cell.tested and not matters.is_untested(cell) for cell in scope)),
        expected=words.count(len(scope)),
    )
    return (
        _amount_tile(words, "tile.unexplained", figures.unexplained_ore, figures.unexplained_gross_ore, ""),
        _amount_tile(words, "tile.total", figures.difference_ore, figures.gross_ore, who),
        Tile(words("tile.gross"), words.kr(figures.gross_ore), words("tile.gross_means")),
        Tile(words("tile.extent"), extent, words("tile.extent_expected" if expected else "tile.extent_seen")),
    )


def _amount_tile(words: Words, label: str, net_ore: int, gross_ore: int, below: str) -> Tile:
    """Net with gross below; the other way round where the net is 0 and the gross is not, so that no zero misleads."""
    if gross_ore and not net_ore:
        return Tile(
            words(label), words("tile.gross_is", amount=words.kr(gross_ore)), words("tile.net_is", amount=words.kr(0))
        )
    return Tile(words(label), words.kr(net_ore), below or words("tile.gross_is", amount=words.kr(gross_ore)))


def _bridge(solution: SolutionResult, number: int, words: Words) -> Bridge:
    figures, name, anchor = solution.figures, solution_name(words, solution.name), f"bridge-{number}"
    causes = [cause for cause in solution.causes if cause.rows]
    explained = _steps((c for c in causes if c.standing in FORKLARET), figures.difference_ore, words)
    unexplained = _steps((c for c in causes if c.standing not in FORKLARET), figures.unexplained_ore, words)
    bars = charts.bars(
        words,
        charts.Part(words("bridge.total"), figures.difference_ore, figures.gross_ore),
        [charts.Part(step.title, step.net_ore, step.gross_ore) for step in explained],
        charts.Part(words("bridge.unexplained"), figures.unexplained_ore, figures.unexplained_gross_ore),
    )
    told = {
        "total": words.amount(figures.difference_ore),
        "explained": words.amount(figures.explained_ore),
        "unexplained": words.amount(figures.unexplained_ore),
    }
    rest = words.amount(figures.difference_ore - figures.explained_ore - figures.unexplained_ore)
    causes_ore = sum(cause.net_ore for cause in causes)
    return Bridge(
        anchor=anchor,
        name=name,
        figures=figures,
        explained=explained,
        explained_gross_ore=sum(step.gross_ore for step in explained),
        unexplained=unexplained,
        chart=charts.bridge(bars, anchor, words("bridge.chart_title", name=name), words("bridge.chart_desc", **told)),
        check=words("bridge.check", **told, rest=rest),
        check_causes=words(
            "bridge.check_causes",
            total=told["total"],
            causes=words.amount(causes_ore),
            rest=words.amount(figures.difference_ore - causes_ore),
        ),
    )


def _steps(causes: Iterable[CauseTotal], rest_ore: int, words: Words) -> tuple[Step, ...]:
    """What each cause takes of an amount, and what is left after it."""
    steps = []
    for cause in causes:
        rest_ore -= cause.net_ore
        steps.append(_step(cause, rest_ore, words))
    return tuple(steps)


def _step(cause: CauseTotal, rest_ore: int, words: Words) -> Step:
    return Step(
        title=cause_title(words, cause),
        anchor=cause_anchor(cause),
        standing=words(f"standing.{cause.standing.name.lower()}"),
        rows=cause.rows,
        net_ore=cause.net_ore,
        gross_ore=cause.gross_ore,
        rest_ore=rest_ore,
    )


def _kind(solution: SolutionResult, words: Words) -> str:
    """That it is manual bills, where its name does not say so."""
    told = words("matrix.manual")
    return told if solution.manual and told.split()[0] not in solution.name.casefold() else ""


def _matrix(result: Result, words: Words) -> Matrix:
    at = {(cell.claim_type, cell.solution): cell for cell in _cells(result)}
    told = {(one.claim_type, one.solution): one for one in result.scope}
    every = {claim_type for claim_type, _ in (*at, *told)}
    types: list[str | None] = [*sorted((one for one in every if one is not None), key=_danish)]
    types += [None] if None in every else []
    return Matrix(
        heads=tuple((solution_name(words, one.name), _kind(one, words)) for one in result.solutions),
        rows=tuple(
            MatrixRow(
                claim_type=claim_type or words("page.unknown_type"),
                name=type_name(result.type_names, claim_type),
                others=tuple(
                    _state_badge(one, words)
                    for one in result.scope
                    if one.solution is None and one.claim_type == claim_type
                ),
                cells=tuple(
                    _matrix_cell(at.get((claim_type, one.name)), told.get((claim_type, one.name)), words)
                    for one in result.solutions
                ),
            )
            for claim_type in types
        ),
        counts=tuple(_good_of_all(solution, words) for solution in result.solutions),
    )


def _danish(text: str) -> list[tuple[int, str]]:
    """Sorting key of Danish: æ, ø and å come last, in that order."""
    return [("æøå".find(letter) + 1, letter) for letter in text.lower()]


def _matrix_cell(cell: Cell | None, told: ScopeCell | None, words: Words) -> MatrixCell:
    """A cell as it was judged, and a note where declared and seen are not the same."""
    if cell is None:
        return MatrixCell(_state_badge(told, words) if told is not None else badge(words, None), "")
    state = told.state if told is not None else None
    if told is None or not words.has(f"matrix.note.{state}"):
        return MatrixCell(badge(words, cell.verdict), "")
    missing = ", ".join(words(f"extent.kind.{kind}").lower() for kind in told.missing)
    return MatrixCell(badge(words, cell.verdict), words(f"matrix.note.{state}", told=told.told, missing=missing))


def _state_badge(told: ScopeCell, words: Words) -> Badge:
    """A state that is no verdict."""
    key = "elsewhere" if told.state == ScopeState.ELSEWHERE else "other_area" if told.told else "other_area_unknown"
    return Badge("outside", words("matrix.state.symbol"), words(f"matrix.state.{key}", told=told.told))


def _good_of_all(solution: SolutionResult, words: Words) -> str:
    good = sum(cell.verdict in (Verdict.READY, Verdict.READY_WITH_REMARKS) for cell in solution.cells)
    return words("matrix.count_of", good=words.count(good), all=words.count(len(solution.cells)))


def _cell_rows(result: Result, words: Words) -> tuple[CellRow, ...]:
    told = {(one.claim_type, one.solution): one for one in result.scope}
    return tuple(_cell(cell, told.get((cell.claim_type, cell.solution)), words) for cell in _cells(result))


def _cell(cell: Cell, told: ScopeCell | None, words: Words) -> CellRow:
    required = told.required if told is not None else ()
    return CellRow(
        solution=solution_name(words, cell.solution),
        claim_type=cell.claim_type or words("page.unknown_type"),
        badge=badge(words, cell.verdict),
        figures=cell.figures,
        reasons="; ".join(matters.title_of(words, code) for code in cell.reasons),
        tested=cell.tested,
        extent=tuple(
            ExtentCell(
                cell.extent.get(kind, 0), _required(cell.extent.get(kind, 0), words) if kind in required else None
            )
            for kind in words.children("extent.kind")
        ),
    )


def _required(claims: int, words: Words) -> Badge:
    """Whether what settings require was exercised."""
    kind = Verdict.READY if claims else Verdict.NOT_TESTED
    return Badge(kind.value, words(f"verdict.{kind}.symbol"), words("extent.required" if claims else "extent.missing"))


def portal_part(result: Result, words: Words) -> PortalPart:
    """The portal's figures, in its order. No rows where balances are held against balances."""
    rows = () if result.balances else _portal_rows(result, words)
    return PortalPart(result.portal.can_be_reported, result.cut_off, rows, _portal_whole(result, words) if rows else "")


def _portal_rows(result: Result, words: Words) -> tuple[PortalRow, ...]:
    portal = result.portal
    compare, key_in, computed = (
        words(f"portal.{use}" if portal.can_be_reported else "portal.sub_set")
        for use in ("compare", "key_in", "computed")
    )
    events = tuple(
        PortalRow(words(f"portal.{event}"), psrm, debtor, psrm - debtor, compare)
        for event, psrm, debtor in _events(portal.psrm, portal.debtor)
    )
    return (
        *events,
        PortalRow(words("portal.basis_psrm"), portal.psrm.basis_ore, None, None, compare),
        PortalRow(words("portal.basis_debtor"), None, portal.debtor.basis_ore, None, key_in),
        PortalRow(words("portal.total"), None, None, portal.difference_ore, computed),
        PortalRow(words("portal.explained"), None, None, portal.explained_ore, key_in),
        PortalRow(words("portal.unexplained"), None, None, portal.unexplained_ore, computed),
    )


def _portal_whole(result: Result, words: Words) -> str:
    """How the basis, which is the whole creditor's, comes of the area's and of what is outside it."""
    area, outside = result.figures, result.outside_area
    if not (outside.psrm_ore or outside.debtor_ore):
        return ""
    told = {"psrm": area.psrm_ore, "debtor": area.debtor_ore}
    told |= {"psrm_outside": outside.psrm_ore, "debtor_outside": outside.debtor_ore}
    return words("portal.whole", **{name: words.kr(ore) for name, ore in told.items()})


def _events(psrm: EventSums, debtor: EventSums) -> tuple[tuple[str, int, int], ...]:
    return (
        ("creation", psrm.creation_ore, debtor.creation_ore),
        ("write_up", psrm.write_up_ore, debtor.write_up_ore),
        ("write_down", psrm.write_down_ore, debtor.write_down_ore),
        ("recall", psrm.recall_ore, debtor.recall_ore),
    )


def _cause(cause: CauseTotal, result: Result, words: Words, vendor: str, debtors: Mapping[str, str]) -> CauseRow:
    accepted = cause.standing == Standing.ACCEPTED
    lines = tuple(line for line in result.lines if line.cause == cause.code and line.accepted == accepted)[:MOST_LINES]
    code = f"cause.{cause.code}"
    return CauseRow(
        anchor=cause_anchor(cause),
        code=cause.code,
        title=cause_title(words, cause),
        means=words(f"{code}.means"),
        next_step=words(f"{code}.next"),
        owner=words(f"owner.{words(f'{code}.owner')}"),
        heading=words(f"heading.{words(f'{code}.heading')}"),
        standing=words(f"standing.{cause.standing.name.lower()}"),
        badge=badge(words, cause.gravity),
        rows=cause.rows,
        net_ore=cause.net_ore,
        gross_ore=cause.gross_ore,
        blocking_rows=cause.blocking_rows,
        blocking_gross_ore=cause.blocking_gross_ore,
        lines=tuple(_line(line, words, debtors) for line in lines),
        shown=_shown(words, "vendor.shown" if vendor else "causes.shown", cause.rows, len(lines)),
    )


def _line(line: OpenLine, words: Words, debtors: Mapping[str, str]) -> Line:
    return Line(
        solution=solution_name(words, line.solution),
        claim_type=line.claim_type or words("page.unknown_type"),
        reference=line.reference,
        claim_id=line.claim_id,
        event=words(f"event.{line.event}"),
        side=words(f"side.{line.side}"),
        booked_on=line.booked_on,
        open_ore=line.open_ore,
        posted_ore=line.posted_ore,
        sources=tuple(source for source in (line.debtor_source, line.psrm_source) if source),
        case=line.case,
        debtor=debtors.get(line.line, ""),
        also=words("causes.also", causes=", ".join(words(f"cause.{code}.title") for code in line.also))
        if line.also
        else "",
        reason=words("causes.reason", reason=line.reason) if line.reason else "",
        help=tuple(words("causes.help", help=one) for one in meanings(line.reason, words.language)),
    )


def _shown(words: Words, key: str, of_all: int, shown: int) -> str:
    return words(key, shown=words.count(min(shown, of_all)), all=words.count(of_all)) if of_all > shown else ""


def _headings(causes: Iterable[CauseTotal], words: Words) -> tuple[HeadingRow, ...]:
    """Our causes under Gældsstyrelsen's five, in their order; those that took nothing are left out."""
    by_heading: dict[str, list[CauseTotal]] = {code: [] for code in words.children("heading")}
    for cause in causes:
        by_heading[words(f"cause.{cause.code}.heading")].append(cause)
    return tuple(
        HeadingRow(
            words(f"heading.{code}"),
            sum(cause.rows for cause in under),
            sum(cause.net_ore for cause in under),
            sum(cause.gross_ore for cause in under),
        )
        for code, under in by_heading.items()
        if any(cause.rows for cause in under)
    )


def _findings(result: Result, words: Words) -> tuple[FindingRow, ...]:
    ordered = sorted(result.findings, key=lambda finding: -finding.gravity)  # stable: the order of the result is kept
    rows, seen = [], set()
    for found in matters.grouped(ordered):
        anchor = finding_anchor(found.first.code)
        rows.append(_finding(found, "" if anchor in seen else anchor, words))
        seen.add(anchor)
    return tuple(rows)


def _finding(found: matters.Found, anchor: str, words: Words) -> FindingRow:
    key = finding_key(found.first)
    return FindingRow(
        anchor=anchor,
        code=found.first.code,
        title=words(f"{key}.title"),
        means=words(f"{key}.means"),
        next_step=words(f"{key}.next"),
        owner=words(f"owner.{words(f'{key}.owner')}"),
        badge=badge(words, found.first.gravity),
        where=found.where(words),
        rows=found.rows,
        details=finding_details(words, found.first.detail),
    )


def _blind_spot(code: str, words: Words) -> BlindSpot:
    spot = f"blind.spot.{code}"
    return BlindSpot(words(f"{spot}.title"), words(f"{spot}.means"), words("blind.needs", needs=words(f"{spot}.needs")))


def _reject(problem: Problem, words: Words) -> RejectRow:
    told = problem.told(words.language)
    column = in_words(problem.column, words.language)
    return RejectRow(problem.file, problem.line, column, problem.value, told.what, told.why, told.do)


def _input(file: InputFile, words: Words) -> InputRow:
    ruled = sum(file.by_rule.values())
    part = f"{file.source} {file.part}".strip()
    return InputRow(
        path=file.path,
        side=words(f"side.{file.side}"),
        read_as=", ".join(text for text in (part, *_form(file, words)) if text),
        lines=file.lines,
        movements=file.movements,
        rejects=file.rejects,
        ruled=ruled,
        by_rule=tuple((words(f"rule.{rule}"), lines) for rule, lines in file.by_rule.items() if lines),
        check=words(
            "quality.check_of", lines=words.count(file.lines), movements=words.count(file.movements),
            rejects=words.count(file.rejects), rules=words.count(ruled),
            rest=words.count(_lines_left(file)),
        ),
        sums=tuple((words(f"event.{event}"), ore) for event, ore in file.event_ore.items()),
        lines_again=file.lines_again,
        read_ore=file.read_ore,
        read_again_ore=file.read_again_ore,
        notes=tuple(_note(one, words) for one in file.notes),
        size=file.bytes,
        sha256=file.sha256,
    )  # fmt: skip


def _form(file: InputFile, words: Words) -> tuple[str, ...]:
    """Encoding and separator; of a file that is not used, that it was not read."""
    return (file.encoding, _separator(file.separator, words)) if file.encoding else (words("quality.not_read"),)


def _note(note: Problem, words: Words) -> str:
    """What is of note about a file, in a few sentences."""
    told = note.told(words.language)
    column = f" «{in_words(note.column, words.language)}»" if note.column else ""
    return f"{told.what}{column}. {told.why} {told.do}"


def _separator(separator: str, words: Words) -> str:
    names: Mapping[str, str] = {";": "semicolon", ",": "comma", "\t": "tab", "": "none"}
    return words(f"separator.{names[separator]}") if separator in names else separator


def _scope(result: Result, words: Words, numbers: Mapping[str, int], vendor: str) -> tuple[str, ...]:
    outside = result.outside_area
    tolerance = words(
        "scope.tolerance",
        claim=words.kr(result.tolerance_per_claim_ore),
        solution=words.kr(result.tolerance_per_solution_ore),
    )
    outside_text = words(
        "scope.outside",
        debtor_claims=words.number_of("n.claims", outside.debtor_claims),
        debtor=words.kr(outside.debtor_ore),
        psrm_claims=words.number_of("n.claims", outside.psrm_claims),
        psrm=words.kr(outside.psrm_ore),
        difference=words.kr(outside.difference_ore),
        gross=words.kr(outside.gross_ore),
    )
    elsewhere: dict[str, list[str]] = {}
    for one in result.scope:
        if one.state == ScopeState.ELSEWHERE and one.claim_type is not None:
            elsewhere.setdefault(one.told, []).append(one.claim_type)
    handled = (words("scope.elsewhere", by=by, types=", ".join(types)) for by, types in elsewhere.items())
    told = result.stamdata
    unsettled = told is not None and (told.reservations or told.gaps or told.without_own_rules)
    return (
        words("scope.balances" if result.balances else "scope.events"),
        words("scope.area", area=result.area_name),
        *handled,
        _outside(vendor, words("scope.outside_none") if outside == Figures() else outside_text, words),
        tolerance if result.tolerance_per_claim_ore else words("scope.tolerance_none"),
        words("scope.as_of", day=words.day(result.as_of)),
        words("scope.psrm_dated" if result.psrm_dated else "scope.psrm_not_dated"),
        words("scope.today_status"),
        *((words("scope.filter", stamdata=str(numbers["stamdata"])),) if unsettled else ()),
        words("scope.privacy"),
    )


def _outside(vendor: str, told: str, words: Words) -> str:
    """What is not in the figures. Of a vendor's view that is more than other areas, and no part of it is told."""
    return words("vendor.outside", solution=vendor) if vendor else told


def _decision(one: DecisionLine, words: Words) -> DecisionRow:
    """A decision as a row. On whose behalf it was made, and not by whom."""
    what = [words(f"decision.{one.kind}"), ", ".join(one.named)]
    if one.case:
        what.append(words("decision.case", case=one.case))
    if one.cause:
        what.append(words(f"cause.{one.cause}.title"))
    if one.solution:
        what.append(words("decision.to", solution=one.solution))
    holds = one.fate == Fate.HOLDS
    used = words("decision.used_of", used=words.amount(one.used_ore), ceiling=words.amount(one.ceiling_ore))
    gravity = Gravity.REMARK if one.fate in (Fate.HOLDS, Fate.UNUSED) else Gravity.BLOCKING
    return DecisionRow(
        what=tuple(text for text in what if text),
        fate=words(f"fate.{one.fate}"),
        badge=badge(words, gravity),
        role=words(f"owner.{one.role}"),
        reason=one.reason,
        decided_on=one.decided_on,
        until=one.until,
        rows=words.number_of("n.posts" if one.kind == "accept" else "n.claims", one.rows) if holds or one.rows else "",
        used=used if one.ceiling_ore else "",
        line=one.line,
    )


def _accepted(figures: Figures, words: Words) -> str:
    """How much of the explained difference a person has accepted; empty where nothing is."""
    if not figures.accepted_gross_ore:
        return ""
    return words("decision.accepted", net=words.kr(figures.accepted_ore), gross=words.kr(figures.accepted_gross_ore))


def facts(result: Result, made: Made, words: Words) -> tuple[tuple[str, str, bool], ...]:
    """What the numbers come from: what it is called, its value, and whether that is a code."""
    versions = words("origin.versions", version=made.version, python=made.python, pandas=made.pandas)
    told = (
        ("fingerprint", made.short_fingerprint, True),
        ("fingerprint_full", made.fingerprint, True),
        ("postings", result.postings_digest, True),
        ("settings", made.settings_hash, True),
        ("decisions", made.decisions_hash, True),
        ("run", made.run_id, True),
        ("when", words.moment(made.when), False),
        ("who", made.who, False),
        ("command", made.command, True),
        ("program", versions, False),
        ("creditor", result.creditor_id, False),
    )
    return tuple((words(f"origin.{name}"), value, as_code) for name, value, as_code in told if value)


def shown_day(words: Words, when: date | None) -> str:
    """A day, or an empty place where it is not known."""
    return words.day(when) if when else ""
