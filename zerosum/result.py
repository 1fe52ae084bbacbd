"""What a run comes out as: plain frozen values of words and øre. The report, the JSON and the terminal read these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum, unique

from zerosum.errors import Problem

UNALLOTTED = "ikke fordelt"
"""Name of the row for what no solution or claim type is known of. No solution may be called so."""

SCHEMA_VERSION = 1


@unique
class Verdict(StrEnum):
    """Parathed. The order is from worst to best."""

    NOT_READY = "not_ready"
    """IKKE KLAR."""
    NOT_TESTED = "not_tested"
    """IKKE TESTET."""
    READY_WITH_REMARKS = "ready_with_remarks"
    """KLAR MED BEMÆRKNING."""
    READY = "ready"
    """KLAR."""


WORST_FIRST = tuple(Verdict)


@unique
class Standing(IntEnum):
    """What kind of explanation a cause is."""

    EXPLAINED = 0
    BRIDGE = 1
    ACCEPTED = 2
    """No cause has it: a person's decision gives it to what a cause has taken."""
    LOCATED = 3
    UNEXPLAINED = 4


@unique
class Gravity(IntEnum):
    """How much it weighs for the verdict."""

    INFORMATION = 0
    REMARK = 1
    BLOCKING = 2


@dataclass(frozen=True)
class Figures:
    """The sums of a cell, a solution or the whole. `debtor_ore` and `psrm_ore` are the basis, as positive amounts."""

    debtor_ore: int = 0
    psrm_ore: int = 0
    explained_ore: int = 0
    unexplained_ore: int = 0
    gross_ore: int = 0
    unexplained_gross_ore: int = 0
    debtor_claims: int = 0
    psrm_claims: int = 0
    accepted_ore: int = 0
    """Of `explained_ore`: what a person has accepted."""
    accepted_gross_ore: int = 0

    @property
    def difference_ore(self) -> int:
        """Total difference: PSRM minus debtor system."""
        return self.psrm_ore - self.debtor_ore

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.debtor_ore + other.debtor_ore,
            self.psrm_ore + other.psrm_ore,
            self.explained_ore + other.explained_ore,
            self.unexplained_ore + other.unexplained_ore,
            self.gross_ore + other.gross_ore,
            self.unexplained_gross_ore + other.unexplained_gross_ore,
            self.debtor_claims + other.debtor_claims,
            self.psrm_claims + other.psrm_claims,
            self.accepted_ore + other.accepted_ore,
            self.accepted_gross_ore + other.accepted_gross_ore,
        )


@dataclass(frozen=True)
class CauseTotal:
    """What one cause took at one address or in all; what of it a person has accepted is a total of its own."""

    code: str
    standing: Standing
    gravity: Gravity
    """The gravest of its postings, limits and ceilings considered."""
    rows: int
    net_ore: int
    gross_ore: int
    blocking_rows: int
    blocking_gross_ore: int


@dataclass(frozen=True)
class Finding:
    """What is wrong, or worth knowing, without kroner of its own."""

    code: str
    gravity: Gravity
    rows: int
    solution: str | None = None
    """None: all solutions (or no single one)."""
    claim_type: str | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)
    """Values that its sentence names."""


@dataclass(frozen=True)
class Cell:
    """Area × solution × claim type. `claim_type` None: the type is not known."""

    solution: str
    claim_type: str | None
    verdict: Verdict
    figures: Figures
    expected: bool
    tested: bool
    causes: tuple[CauseTotal, ...]
    reasons: tuple[str, ...]
    """Codes of the causes and findings that kept it from KLAR, the worst first; `not_tested`, `not_allotted`."""
    extent: Mapping[str, int]
    """How many claims of the debtor system exercised each of settings.EXTENT."""


@unique
class ScopeState(StrEnum):
    """What became of a claim type at a solution: declared (oplyst) × seen (set)."""

    TESTED = "tested"
    """Declared, seen, and tested with all that is required."""
    REQUIRED_MISSING = "required_missing"
    """Tested, but not in all that is required of it."""
    SEEN_ONLY = "seen_only"
    """Declared and seen, and no creation that was executed met a Tilgang."""
    NOT_SEEN = "not_seen"
    """Declared, and in no file."""
    ELSEWHERE = "elsewhere"
    """Declared as handled by somebody else (håndteres af anden), and in no file."""
    ELSEWHERE_SEEN = "elsewhere_seen"
    """Declared as handled by somebody else, and in the files all the same."""
    UNDECLARED_TYPE = "undeclared_type"
    """In the files, and no solution is declared for it."""
    UNDECLARED_SOLUTION = "undeclared_solution"
    """In the files at a solution that it is not declared for."""
    UNALLOTTED = "unallotted"
    """In the files, of a solution or a type that is not known (ikke fordelt)."""
    RETIRED = "retired"
    """A code that another one has replaced (udgået kode)."""
    OTHER_AREA = "other_area"
    """A code of another area: its kroner are not judged here."""


@dataclass(frozen=True)
class ScopeCell:
    """A claim type at a solution, as it was declared and as it was seen."""

    claim_type: str | None
    """None: not known."""
    solution: str | None
    """None: none of the solutions; somebody else's, or another area's."""
    state: ScopeState
    required: tuple[str, ...] = ()
    """What settings require of its test: members of settings.EXTENT."""
    missing: tuple[str, ...] = ()
    """Of `required`: what no claim of it exercised."""
    told: str = ""
    """Who handles it (ELSEWHERE), the code of today (RETIRED), the area (OTHER_AREA)."""


@dataclass(frozen=True)
class SolutionResult:
    """A vendor solution: as good as its worst cell."""

    name: str
    verdict: Verdict
    figures: Figures
    causes: tuple[CauseTotal, ...]
    cells: tuple[Cell, ...]
    reasons: tuple[str, ...]
    manual: bool = False
    """People write the bills in the debtor system (manuelle regninger)."""
    booked_from: date | None = None
    """The first and the last day on which the debtor system booked something of it; None: no file tells days."""
    booked_to: date | None = None
    marks: tuple[str, ...] = ()
    """What the files call it beside its name. No report shows them: they are taken out of texts that others may see."""


AGE_BANDS = ("to_30", "to_60", "to_90", "to_180", "to_365", "over_1_year", "over_3_years", "unknown")
"""How old something open may be: days since it was booked, and beyond a year by years; `unknown`: no file tells its day."""


@dataclass(frozen=True)
class AgeBand:
    """What is open of a solution, of one age. Its rows and kroner are postings, as those of the causes are."""

    solution: str
    band: str
    """A member of AGE_BANDS."""
    rows: int
    net_ore: int
    gross_ore: int


@dataclass(frozen=True)
class OpenLine:
    """A posting as a person sees it. No debtor number in it; references and ids are masked where one stood in them."""

    cause: str
    gravity: Gravity
    solution: str
    claim_type: str | None
    reference: str
    claim_id: str
    event: str
    """`creation`, `write_up`, `write_down`, `recall`, `balance`."""
    side: str
    """`debtor`, `psrm` or `pair`."""
    open_ore: int
    posted_ore: int
    booked_on: date | None
    debtor_source: str
    """File and line, e.g. `09-RIM-aftale.csv:1042`; empty on the side where nothing stands."""
    psrm_source: str
    case: str
    """Stable id of the case: hash of creditor and anchor claim."""
    line: str = ""
    """Stable id of the line in the work list."""
    accepted: bool = False
    """A person has accepted it."""
    also: tuple[str, ...] = ()
    """Codes of the causes that it could as well be."""
    reason: str = ""
    """Of a rejected action, or one in hearing: the number and text of its receipt."""


@unique
class Fate(StrEnum):
    """What became of a person's decision. The order is from worst to best."""

    EXCEEDED = "exceeded"
    """More than its ceiling: all of it came back."""
    EXPIRED = "expired"
    """After its end date: all of it came back."""
    UNUSED = "unused"
    """No file has such a claim, or there is nothing left to decide."""
    HOLDS = "holds"


@dataclass(frozen=True)
class DecisionLine:
    """A person's decision (afgørelse), and what became of it. Not who decided: only on whose behalf."""

    kind: str
    """`allot`, `pair` or `accept`."""
    fate: Fate
    role: str
    """An owner: `municipality`, `psrm` or `vendor`."""
    reason: str
    """As it was written; numbers that could be a person's are veiled."""
    decided_on: date
    line: int
    """In the file of decisions."""
    named: tuple[str, ...]
    """References and FordringIDs of the claims; veiled where no file has them."""
    rows: int
    """Claims that it allots or pairs, postings that it accepts (or would)."""
    solution: str = ""
    """Of an allotment."""
    case: str = ""
    cause: str = ""
    """Only what this cause took; "" is any."""
    until: date | None = None
    ceiling_ore: int = 0
    used_ore: int = 0
    """Gross of the postings that an acceptance covers."""


@dataclass(frozen=True)
class Reject:
    """A line that could not be read: where, what and why are the problem's."""

    problem: Problem
    side: str
    """`debtor` or `psrm`."""


@dataclass(frozen=True)
class InputFile:
    """Where the numbers came from. lines = movements + rejects + lines under each rule."""

    path: str
    """Relative to the settings."""
    side: str
    source: str
    part: str
    bytes: int
    sha256: str
    encoding: str
    separator: str
    lines: int
    """Lines of data, the heading not counted."""
    movements: int
    rejects: int
    by_rule: Mapping[str, int]
    """Name of the Rule in lower case -> lines."""
    event_ore: Mapping[str, int]
    """Sum of the amounts read for each event, in the book or not, as positive amounts; a repeated action once."""
    read_ore: int | None = None
    """Sum of all amounts that were read, of each line as it was written, rejected ones and those under a rule included; None
    where the file has no amounts that count."""
    read_again_ore: int | None = None
    """The same, read a second way: equal, or the run would have stopped."""
    lines_again: int | None = None
    """`lines`, counted a second way; None where there is none."""
    notes: tuple[Problem, ...] = ()
    """What is doubtful about the file, or of note, and does not stop a run."""
    file: str = ""
    """The path of the file on the disk: `path` without the way inside a ZIP."""
    given: int = 0
    """The place, in the list of the settings' inputs, of the one that has the file."""


@dataclass(frozen=True)
class EventSums:
    """The four events of one side within the area (or whole): the portal's figures. Positive amounts."""

    creation_ore: int = 0
    write_up_ore: int = 0
    write_down_ore: int = 0
    recall_ore: int = 0

    @property
    def basis_ore(self) -> int:
        """Inddrivelsesgrundlag."""
        return self.creation_ore + self.write_up_ore - self.write_down_ore - self.recall_ore


@dataclass(frozen=True)
class Portal:
    """Figures for the portal's reconciliation (afstemning). Keyed in only when the run covers a creditor whole."""

    can_be_reported: bool
    psrm: EventSums
    debtor: EventSums
    difference_ore: int
    explained_ore: int
    unexplained_ore: int


@dataclass(frozen=True)
class FilterRule:
    """A rule of PSRM's entry filter (indgangsfilter), or what the guidance asks beside it, as it is told."""

    code: str
    consequence: str
    """What follows where a claim breaks it: `rejected` (forventes afvist), `either` (afvist eller høring), `hearing` (forventes
    i høring); `hint`: nothing of PSRM's, but something to look at."""
    sentence: Mapping[str, str]
    """Language -> what is asked."""
    source: str
    rejection: int | None = None
    """The number by which PSRM rejects (afvisningsnummer), where a source tells it."""
    note: str = ""
    """What the source says beside, in Danish."""


@dataclass(frozen=True)
class RuleSum:
    """The claims of a solution and claim type that break a rule."""

    rule: FilterRule
    solution: str
    """UNALLOTTED where it is not known."""
    claim_type: str | None
    claims: int
    amount_ore: int
    open_claims: int
    """Of `claims`: those that PSRM has not executed, so that there is something to mend."""
    open_ore: int


@dataclass(frozen=True)
class ForecastCount:
    """The claims of a solution and claim type by what is expected of them, and what the receipts show that PSRM did."""

    solution: str
    claim_type: str | None
    forecast: str
    """`none`, `hearing`, `either` or `rejected`: the worst of a claim's breaches."""
    answer: str
    """`none_yet`, `executed`, `in_hearing` or `rejected`."""
    claims: int
    amount_ore: int
    not_wholly_tried: int
    """Of `claims`: those on which some rule of the filter could not be tried."""


@dataclass(frozen=True)
class NotTried:
    """A rule that could not be tried (kan ikke prøves) on some claims, and why. Each of those is in one of the counts."""

    code: str
    sentence: Mapping[str, str]
    columns: tuple[Mapping[str, str], ...]
    """What the columns that no file has are called, by language."""
    not_told: int
    """The files lack a column that it needs; or what stands in it cannot be read, or rates do not agree on it."""
    blank: int
    """A field that it needs is blank."""
    unclear: int
    """What stands there does not tell."""
    no_version: int
    """No version of the rule is known for the day."""

    @property
    def claims(self) -> int:
        """All of them."""
        return self.not_told + self.blank + self.unclear + self.no_version


@dataclass(frozen=True)
class Reserved:
    """What is not settled (under afklaring), or not known, of the rules of some claim types."""

    sentence: Mapping[str, str]
    source: str
    claim_types: tuple[str, ...]
    claims: int


@dataclass(frozen=True)
class BreachLine:
    """A claim that breaks a rule, as a person sees it. No debtor number in it."""

    rule: FilterRule
    solution: str
    claim_type: str | None
    reference: str
    claim_id: str
    status: str
    """Name of the Status in lower case."""
    amount_ore: int | None
    fields: tuple[tuple[Mapping[str, str], date | int | str | None, bool], ...]
    """What the rule looked at: what the field is called by language, its value (None: blank), and whether that is øre."""
    source: str
    """File and line, e.g. `09-RIM-aftale.csv:1042`."""


@dataclass(frozen=True)
class StamdataSummary:
    """What PSRM's entry filter is expected to do with the claims of the debtor side, by their stamdata. It is advice: no verdict
    hangs on it."""

    claims: int
    """Creations of the debtor side that were looked at: each claim that was, or will be, reported."""
    tells_days: bool
    """Whether the files tell any day of stamdata: without one hardly a rule could be tried."""
    sums: tuple[RuleSum, ...]
    """By solution and claim type, then in the order of the rules."""
    forecasts: tuple[ForecastCount, ...]
    hits: Mapping[str, int]
    """Forecasts against receipts, in claims, each in one count: `as_told`, `otherwise`, `missed`, `too_much`,
    `executed_since`, `quiet`, `no_answer`."""
    not_tried: tuple[NotTried, ...]
    reservations: tuple[Reserved, ...]
    """What was not settled (under afklaring) when the source spoke."""
    gaps: tuple[Reserved, ...]
    """Rules that no source tells."""
    without_own_rules: tuple[tuple[str, int], ...]
    """Claim types of which no rule of their own is known, and how many claims have them: only the common rules were tried."""
    unreadable: tuple[Problem, ...]
    """Cells of stamdata that cannot be read (kan ikke læses): no rule that needs them was tried on their claim."""
    doubts: tuple[Problem, ...]
    """Headings that may be of stamdata, and were not read."""
    lines: tuple[BreachLine, ...]
    """The first breaches of each rule: those of claims that PSRM has not executed, and the largest, first."""

    def expected(self, *consequences: str, only_open: bool = True) -> int:
        """How many claims have one of these as their forecast; of those that PSRM has not executed, or of all."""
        return sum(
            one.claims
            for one in self.forecasts
            if one.forecast in consequences and not (only_open and one.answer == "executed")
        )


@dataclass(frozen=True)
class Result:
    """The whole outcome. Everything that a report can be made of, but for time, person and machine."""

    municipality: str
    creditor_id: str
    area: str
    area_name: str
    cut_off: date
    as_of: date
    balances: bool
    """Balance against balance, and not events."""
    psrm_dated: bool
    """False: cut-off causes rest on the debtor side's receipt date alone."""
    verdict: Verdict
    figures: Figures
    solutions: tuple[SolutionResult, ...]
    """UNALLOTTED last, where there is one."""
    outside_area: Figures
    causes: tuple[CauseTotal, ...]
    findings: tuple[Finding, ...]
    portal: Portal
    blind_spots: tuple[str, ...]
    """Codes of what these files cannot show."""
    rejects: tuple[Reject, ...]
    lines: tuple[OpenLine, ...]
    """The postings within the area that are shown: of each cause the gravest and largest."""
    inputs: tuple[InputFile, ...]
    tolerance_per_claim_ore: int
    tolerance_per_solution_ore: int
    type_names: Mapping[str, str]
    """Claim type -> Danish name, where known."""
    decisions: tuple[DecisionLine, ...]
    """What people have decided; in an order that is not the file's."""
    postings_digest: str
    """SHA-256 over the postings in canonical order: ties the sealed result to each of its lines."""
    stamdata: StamdataSummary | None = None
    """None where the debtor side tells no stamdata."""
    scope: tuple[ScopeCell, ...] = ()
    """The matrix of claim types and solutions, declared × seen, by claim type."""
    responsible: str = ""
    """The role that is responsible for the track (spor); empty: not told."""
    ages: tuple[AgeBand, ...] = ()
    """By solution and age."""
