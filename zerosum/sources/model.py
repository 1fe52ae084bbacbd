"""A source (kilde) as plain values: how a kind of file is written, and what it calls our columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from zerosum.tables import Event, Notice, Status

STAMDATA_DAYS = (
    "arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on", "judgment_on", "settlement_on",
)  # fmt: skip
STAMDATA_TEXTS = ("claim_art", "description", "institution")
STAMDATA = frozenset((*STAMDATA_DAYS, *STAMDATA_TEXTS, "principal", "created_amount", "received_on"))
"""Our columns that the basis does not need. Nothing that is wrong with one of them, or its heading, stops a run or changes a
verdict: then it is not told, and `zerosum stamdata` says why."""

BASIS_COLUMNS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount",
    "accepted", "booked_on", "receipt_on", "effective_on", "action_id", "status", "reason", "creditor",
    "awaiting_co_debtor", "in_collection", "converted",
)  # fmt: skip

COLUMNS = (*BASIS_COLUMNS, *STAMDATA_DAYS, *STAMDATA_TEXTS, "principal", "received_on")
"""Our columns of a table of events. A source that lacks one does not tell it."""

NOTICE_COLUMNS = (
    "claim_id", "reference", "main_claim_id", "claim_type", "debtors", "notice", "event", "amount", "accepted", "noticed_on",
    "action_id", "reason_number", "reason_text", "creditor",
)  # fmt: skip
"""Our columns of a table of receipts or notifications (layout `notices`). The main claim's id links nothing: it is named, so
that its heading is not taken for that of the claim's own."""

ODE_COLUMNS = {
    "09-RIM-aftale": (
        "claim_id", "reference", "agreement_type", "action_code", "status", "action_id", "amount", "accepted",
        "reduced", "booked_on", "receipt_on", "effective_on", "recall_reason", "return_reason", "change_reason",
        "liable", "liable_status", "claim_kind", "received_on", "limitation_on",
    ),
    "10-RIM-aftale-rater": (
        "reference", "claim_type", "system", "partner", "solution", "principal", "created_amount", "arose_on", "due_on",
        "last_timely_on", "period_from_on", "period_to_on",
    ),
    "11-RIM-aftale-renter": ("claim_id", "reference"),
    "12-Forretningspartner": ("partner", "id_kind", "id_number", "valid_to", "deleted"),
}  # fmt: skip
"""Our columns of the parts of KMD ODE (layout `kmd-ode`)."""

ODE_OWN_COLUMNS = {
    "09-RIM-aftale": ("claim_art", "judgment_on", "settlement_on"),
    "10-RIM-aftale-rater": ("description", "institution"),
}
"""Further ones that no published description has a heading for: a municipality's own source may name them."""

AMOUNTS = ("amount", "accepted", "in_collection")
STAMDATA_AMOUNTS = ("principal", "created_amount")
DAYS = ("booked_on", "receipt_on", "effective_on", "noticed_on", "valid_to", "received_on", *STAMDATA_DAYS)
"""Which of our columns have amounts, and which have days."""

ZERO, NO_SIGN, WAIVED, RECOVERY = "zero", "no_sign", "waived", "recovery"
"""What an event word may mean beside an Event of the book: an action of 0; an action without a documented sign; a waived
trifle; what PSRM has recovered."""

RECALLS_ORIGINAL, RECALLS_REST = ("FEJL",), ("HENS", "KLAG", "BORD")
"""The reasons of a recall (årsagskoder) by which PSRM recalls the original amount; those by which it recalls what is left,
and keeps what it has recovered. Source: Gældsstyrelsen's guidance on recalls (tilbagekald)."""


@dataclass(frozen=True)
class Heading:
    """What a file calls a column; compared without case, quotes and outer blanks."""

    text: str
    occurrence: int = 0
    """Which one, where the heading is repeated: the n-th from the left. 0: it stands once, and twice is a mistake."""


@dataclass(frozen=True)
class Column:
    """One of our columns, and what the file calls it."""

    name: str
    """Our name: one of COLUMNS, or of the part's own (ODE_COLUMNS)."""
    headings: tuple[Heading, ...]
    """The heading and its aliases."""
    required: bool = False
    assumed: bool = False
    """True where no published description tells the heading, or which of the repeated ones it is."""


@dataclass(frozen=True)
class Part:
    """One kind of file of a source. Most sources have one part, without a name; ODE has four."""

    name: str
    columns: tuple[Column, ...]
    repeated: dict[str, int] = field(default_factory=dict)
    """Headings that are repeated by design, and how often at most."""


@dataclass(frozen=True)
class EventWord:
    """What a word in the event column means."""

    event: Event | None
    """None: it moves nothing (`rule`)."""
    rule: str = ""
    """ZERO, NO_SIGN, WAIVED or RECOVERY where it is no event of the creditor's."""
    replaces: bool = False
    """True for a new write-down (55), which replaces a rejected one of the same amount."""


@dataclass(frozen=True)
class Span:
    """A column of a fixed place on the line (fast bredde)."""

    name: str
    """What stands for its heading."""
    first: int
    last: int
    """Characters from the left; the first is 1, the last is with."""


@dataclass(frozen=True)
class Xml:
    """Which elements of an XML file are rows. Names are without their namespace."""

    rows: tuple[tuple[str, ...], ...]
    """For each kind of row its name, or the last part of its path from the root."""
    root: str = ""
    namespace: str = ""
    """What the outermost element must be; "" is not looked at."""
    others: tuple[str, ...] = ()
    """Elements that hold other elements but no rows, and are not read."""


@dataclass(frozen=True)
class Coded:
    """Records of coded fields: `…FLYD&117value&112value`."""

    header: tuple[Span, ...]
    """The columns of the first field, which has no code."""
    separator: str = "&"
    code_width: int = 3
    """So many characters of a field are its code, which stands for a heading."""


@dataclass(frozen=True)
class Trailer:
    """Lines of sums (sumlinjer) among the lines: checked, never loaded."""

    marks: tuple[str, ...]
    """The first filled field of such a line is one of these."""
    amount: str | int | None = None
    """Where the sum stands: a heading, or the field's number from the left. None: under our column of amounts."""
    count: str | int | None = None
    """Where the number of lines stands."""
    unchecked: bool = False
    """True where its figures are of something else, so that nothing can be checked."""


@dataclass(frozen=True)
class Source:
    """How a kind of file is written."""

    name: str
    layout: str
    """`events` (a row is an event or a balance), `kmd-ode`, or `notices` (a row is a receipt or notification)."""
    side: str
    """`debtor`, `psrm` or `either`."""
    parts: tuple[Part, ...]
    events: dict[str, EventWord]
    """Words of the event column, in lower case."""
    statuses: dict[str, Status]
    """Words of the status column, in upper case; "" is what a blank means."""
    notices: dict[str, Notice] = field(default_factory=dict)
    """Words of the column of notices, in lower case."""
    base_only: bool = False
    """What is known of the form and some columns; the rest is for the municipality's own source, which is based on it."""
    separator: str | None = None
    """None: found among `;` tab and `,` in the heading line."""
    encoding: str | None = None
    """None: BOM, else strict UTF-8, else Windows-1252."""
    decimal: str = ","
    decimal_told: bool = True
    """False: nobody has said it. Then amounts that have two readings (1.234) are refused."""
    dates: tuple[str, ...] = ("iso", "danish", "compact")
    skip_lines: int = 0
    """Lines before the heading."""
    heading: tuple[str, ...] = ()
    """The heading line is the first that has all of these; () is the line after those that are skipped."""
    fixed_width: tuple[Span, ...] = ()
    """The columns of lines without separators; there is no heading line."""
    xml: Xml | None = None
    coded: Coded | None = None
    trailer: Trailer | None = None
    unit: str = "kr"
    """`kr`, or `oere`: amounts are whole øre without a comma."""
    sheet: str | None = None
    """Which sheet of a workbook; None: the first."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Our columns that have one value in the whole file."""
    numeric_ids: tuple[str, ...] = ()
    """Which of claim_id, reference, main_claim_id and resent_of are NUMC: compared without leading zeros."""
    signed: bool = False
    """True where the source writes negative amounts on purpose."""
    minus_lessens: bool = False
    """True where write-downs and recalls are written with a minus, and all others without: the minus says what the event
    says, and is taken away. Of layout `events` alone."""
    exceeds_balance: tuple[str, ...] = ()
    """Reasons by which a receipt says that a write-down exceeds the balance."""
    recall_reasons: dict[str, str] = field(default_factory=dict)
    """Words of the reason column, in upper case, that mean one of those of a recall; they mean themselves in any source."""
    claim_types: dict[str, str] = field(default_factory=dict)
    """The system's own words for claim types (Indholdsart), in upper case, and the claim type of each."""
    leave_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Headings, and the words under them, in lower case, by which a line is left out; "" is a blank."""
    mixed_agreement_type: dict[str, str] = field(default_factory=dict)
    """ODE: for an agreement with these claim types among its rates (`KFDAINS+GEDAINS`, in alphabetical order), the
    claim type that its øre count as."""
    reference_form: str = ""
    """How the reference of a part is made from the whole's, where a claim is split: `{reference}-{serial}`."""
    reference: str = ""
    """Where the facts of this description are from."""
