"""The page as frozen values of words and øre. Templates only lay them out: nothing is added or compared there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from zerosum.report.made import Made
from zerosum.result import Figures


@dataclass(frozen=True)
class Badge:
    """A result as symbol and word. The colour (`kind`) only repeats them."""

    kind: str
    symbol: str
    word: str


@dataclass(frozen=True)
class Tile:
    """One of the four figures under the verdict."""

    label: str
    figure: str
    below: str


@dataclass(frozen=True)
class SolutionRow:
    """A row of the table of solutions."""

    name: str
    badge: Badge
    figures: Figures
    note: str = ""
    """What kind of solution it is, where it is not a vendor's."""


@dataclass(frozen=True)
class Step:
    """A cause in the bridge: what it takes, and what is left after it."""

    title: str
    anchor: str
    standing: str
    rows: int
    net_ore: int
    gross_ore: int
    rest_ore: int


@dataclass(frozen=True)
class Bridge:
    """A solution's difference, posted to causes until only the unexplained is left."""

    anchor: str
    name: str
    figures: Figures
    explained: tuple[Step, ...]
    explained_gross_ore: int
    unexplained: tuple[Step, ...]
    """What the unexplained difference is made of."""
    chart: Markup
    check: str
    check_causes: str


@dataclass(frozen=True)
class MatrixCell:
    """A claim type of a solution."""

    badge: Badge
    note: str


@dataclass(frozen=True)
class MatrixRow:
    """A claim type across the solutions."""

    claim_type: str
    name: str
    others: tuple[Badge, ...]
    """What of it is none of the solutions': somebody else's, or another area's."""
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Matrix:
    """Claim type × solution."""

    heads: tuple[tuple[str, str], ...]
    """Name of the solution, and a note."""
    rows: tuple[MatrixRow, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True)
class ExtentCell:
    """How many claims exercised a kind of event. `required`: a badge where settings require it."""

    claims: int
    required: Badge | None


@dataclass(frozen=True)
class CellRow:
    """A cell with its figures, its reasons and what was exercised in it."""

    solution: str
    claim_type: str
    badge: Badge
    figures: Figures
    reasons: str
    tested: bool
    extent: tuple[ExtentCell, ...]


@dataclass(frozen=True)
class Matter:
    """One thing that blocks, or must be known: what, how much, why, next step, owner."""

    title: str
    where: str
    extent: str
    why: str
    next_step: str
    owner: str
    anchor: str
    """Where the page tells more."""
    link: str
    code: str
    """What `zerosum explain` is asked for."""


@dataclass(frozen=True)
class PortalRow:
    """A field of the portal. `psrm_ore` and `debtor_ore` are None where the portal has no such figure."""

    field: str
    psrm_ore: int | None
    debtor_ore: int | None
    difference_ore: int | None
    use: str


@dataclass(frozen=True)
class PortalPart:
    """The portal's figures in the portal's order. No rows where balances are compared."""

    can_be_reported: bool
    cut_off: date
    rows: tuple[PortalRow, ...]
    whole: str
    """How the basis comes of the area's and of what is outside it; empty where nothing is outside."""


@dataclass(frozen=True)
class Line:
    """An open item's posting, as a row."""

    solution: str
    claim_type: str
    reference: str
    claim_id: str
    event: str
    side: str
    booked_on: date | None
    open_ore: int
    posted_ore: int
    sources: tuple[str, ...]
    case: str
    also: str
    """What it could as well be; empty where nothing else fits."""
    debtor: str = ""
    """A pseudonym; empty where there is none."""
    reason: str = ""
    """Number and text of the receipt of a rejected action, or one in hearing."""
    help: tuple[str, ...] = ()
    """What we say of the numbers in it."""


@dataclass(frozen=True)
class CauseRow:
    """A cause in the whole area, with the first of its rows."""

    anchor: str
    code: str
    title: str
    means: str
    next_step: str
    owner: str
    heading: str
    standing: str
    badge: Badge
    rows: int
    net_ore: int
    gross_ore: int
    blocking_rows: int
    blocking_gross_ore: int
    lines: tuple[Line, ...]
    shown: str
    """Says that not all rows are shown; empty where they are."""


@dataclass(frozen=True)
class HeadingRow:
    """One of Gældsstyrelsen's five causes, summed over ours."""

    heading: str
    rows: int
    net_ore: int
    gross_ore: int


@dataclass(frozen=True)
class FindingRow:
    """A finding: what is wrong, or worth knowing, without kroner of its own."""

    anchor: str
    code: str
    title: str
    means: str
    next_step: str
    owner: str
    badge: Badge
    where: str
    rows: int
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DecisionRow:
    """A person's decision, and what became of it."""

    what: tuple[str, ...]
    fate: str
    badge: Badge
    role: str
    reason: str
    decided_on: date
    until: date | None
    rows: str
    used: str
    """Kroner used of the ceiling; empty where there is none."""
    line: int


@dataclass(frozen=True)
class BlindSpot:
    """A kind of error that the given files cannot show."""

    title: str
    means: str
    needs: str


@dataclass(frozen=True)
class SelfTestRow:
    """A kind of known error that was put into a copy of the data, and what came of it."""

    title: str
    code: str
    badge: Badge
    counts: tuple[int | None, ...]
    """Put in, found, rightly named; None where it was not tried."""
    amounts_ore: tuple[int | None, ...]
    """The same in øre."""
    note: str


@dataclass(frozen=True)
class SelfTestGroup:
    """Kinds that are about the same."""

    anchor: str
    title: str
    note: str
    rows: tuple[SelfTestRow, ...]


@dataclass(frozen=True)
class SelfTestFile:
    """A kind of error in whole files: for each side what came of it, and a note."""

    title: str
    code: str
    sides: tuple[tuple[Badge | None, str], ...]


@dataclass(frozen=True)
class SelfTestPart:
    """The self-test."""

    sentences: tuple[str, ...]
    groups: tuple[SelfTestGroup, ...]
    files: tuple[SelfTestFile, ...]


@dataclass(frozen=True)
class ForecastWhole:
    """The claims of which something is expected of PSRM's entry filter, and those of them that PSRM has not executed."""

    badge: Badge | None
    """None: all of them."""
    claims: int
    amount_ore: int
    open_claims: int
    open_ore: int


@dataclass(frozen=True)
class ForecastRow:
    """A rule of the entry filter that claims of a solution and claim type break."""

    code: str
    sentence: str
    number: str
    """The number by which PSRM rejects; empty where no source tells it."""
    source: str
    note: str
    """What the source says beside, in Danish."""
    badge: Badge
    solution: str
    claim_type: str
    type_name: str
    claims: int
    amount_ore: int
    open_claims: int
    open_ore: int


@dataclass(frozen=True)
class ForecastUntried:
    """A rule that could not be tried on some claims."""

    code: str
    sentence: str
    columns: str
    """What no file has a column for; empty where it is something else."""
    counts: tuple[int, int, int, int]
    """Claims by why: not told, blank, unclear, no version of the rule for the day."""
    claims: int


@dataclass(frozen=True)
class ForecastReserved:
    """What of the rules is not settled, or not known."""

    sentence: str
    about: str
    """How many claims, and of which types."""
    source: str
    """Empty where it is what no source says."""


@dataclass(frozen=True)
class ForecastPart:
    """What PSRM's entry filter is expected to do."""

    summary: str
    told: bool
    """False: the files tell no day of stamdata, so that hardly a rule could be tried."""
    sentences: tuple[str, ...]
    wholes: tuple[ForecastWhole, ...]
    whole: ForecastWhole
    rules: tuple[ForecastRow, ...]
    rules_shown: str
    """Says that not all rows are shown; empty where they are."""
    hints: tuple[ForecastRow, ...]
    """What is no rule of the filter, but something to look at."""
    hints_shown: str
    untried: tuple[ForecastUntried, ...]
    hits: tuple[tuple[str, int], ...]
    """Forecast against receipts: what, and how many claims. Empty where no receipt tells anything."""
    reservations: tuple[ForecastReserved, ...]
    gaps: tuple[ForecastReserved, ...]
    doubts: tuple[tuple[str, str], ...]
    """A file, and why a heading of it was not read."""


@dataclass(frozen=True)
class AgeRow:
    """What is open of one age."""

    band: str
    rows: int
    net_ore: int
    gross_ore: int


@dataclass(frozen=True)
class TrendRow:
    """A run of the area, an earlier one or this."""

    run_id: str
    made_at: str
    cut_off: date
    as_of: date
    badge: Badge
    unexplained_gross_ore: int
    gross_ore: int
    note: str


@dataclass(frozen=True)
class MovedRow:
    """What became of a solution's lines since the last run: new, open again, known, closed."""

    name: str
    counts: tuple[int, ...]
    amounts_ore: tuple[int, ...]


@dataclass(frozen=True)
class TrendPart:
    """Age and history."""

    ages: tuple[AgeRow, ...]
    age_total: AgeRow
    age_chart: Markup | None
    old: str
    """What is older than three years; empty where nothing is."""
    rows: tuple[TrendRow, ...]
    """The oldest first, this run last; empty without an earlier one."""
    chart: Markup | None
    told: str
    moved: tuple[MovedRow, ...]
    moved_total: MovedRow
    since: str
    unread: str


@dataclass(frozen=True)
class InputRow:
    """A file: how it was read, and that its lines add up."""

    path: str
    side: str
    read_as: str
    lines: int
    movements: int
    rejects: int
    ruled: int
    by_rule: tuple[tuple[str, int], ...]
    check: str
    sums: tuple[tuple[str, int], ...]
    lines_again: int | None
    """Counted a second way; None where there is none."""
    read_ore: int | None
    """All amounts of the file; None where it has none that count."""
    read_again_ore: int | None
    """Read a second way."""
    notes: tuple[str, ...]
    size: int
    sha256: str


@dataclass(frozen=True)
class RejectRow:
    """A line that could not be read."""

    file: str
    line: int
    column: str
    value: str
    what: str
    why: str
    do: str


@dataclass(frozen=True)
class ShortRow:
    """A solution on the one-page report."""

    name: str
    badge: Badge
    good: str
    """How many of its claim types are ready, or ready with a remark: 2 af 5."""
    figures: Figures


@dataclass(frozen=True)
class ShortMatter:
    """What blocks, on a line."""

    where: str
    title: str
    extent: str
    next_step: str
    owner: str


@dataclass(frozen=True)
class ShortPage:
    """What the one-page report (kort) has instead of the sections."""

    sentences: tuple[str, ...]
    solutions: tuple[ShortRow, ...]
    solutions_more: str
    """Says that not all are shown; empty where they are."""
    total: ShortRow | None
    owners: str
    """Who has the next step, and of how many: of all that blocks, shown or not."""
    matters: tuple[ShortMatter, ...]
    matters_more: str
    remarks: str


@dataclass(frozen=True)
class Page:
    """All of it."""

    language: str
    title: str
    head: str
    municipality: str
    area: str
    cut_off: date
    numbers: Mapping[str, int]
    """Name of a section -> its number, in the order of the page."""
    badge: Badge
    sentences: tuple[str, ...]
    tiles: tuple[Tile, ...]
    balances: bool
    solutions: tuple[SolutionRow, ...]
    total: SolutionRow
    bridges: tuple[Bridge, ...]
    without_difference: str
    """Names of the solutions that have no open item; empty where all have."""
    matrix: Matrix
    cells: tuple[CellRow, ...]
    extent_kinds: tuple[str, ...]
    responsible: str
    """The role that is responsible for the track; empty where it is not told."""
    blockers: tuple[Matter, ...]
    remarks: tuple[Matter, ...]
    portal: PortalPart
    causes: tuple[CauseRow, ...]
    headings: tuple[HeadingRow, ...]
    causes_total: Figures
    cause_rows: int
    blocking_rows: int
    findings: tuple[FindingRow, ...]
    blind_spots: tuple[BlindSpot, ...]
    inputs: tuple[InputRow, ...]
    rejects: tuple[RejectRow, ...]
    rejects_shown: str
    scope: tuple[str, ...]
    decisions: tuple[DecisionRow, ...]
    accepted: str
    """What people have accepted of the difference; empty where they have not."""
    counts_differ: bool
    """A solution's sides have not as many claims, and need not."""
    facts: tuple[tuple[str, str, bool], ...]
    """Of the run: what, value, and whether it is written as code."""
    made: Made
    selftest: SelfTestPart | None = None
    """None where the run had no self-test: the page then has no such section."""
    stamdata: ForecastPart | None = None
    """None where the debtor side tells no stamdata: the page then has no such section."""
    trend: TrendPart | None = None
    """None where nothing is open and there is no earlier run: the page then has no such section."""
    vendor: str = ""
    """The one solution that it is a view of (udsnit). Empty: the municipality's own page, with all."""
