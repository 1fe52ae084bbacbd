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
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Matrix:
    """Claim type × solution."""

    solutions: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True)
class CellRow:
    """A cell with its figures, its reasons and what was exercised in it."""

    solution: str
    claim_type: str
    badge: Badge
    figures: Figures
    reasons: str
    tested: bool
    extent: tuple[int, ...]


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
    facts: tuple[tuple[str, str, bool], ...]
    """Of the run: what, value, and whether it is written as code."""
    made: Made
    selftest: SelfTestPart | None = None
    """None where the run had no self-test: the page then has no such section."""
