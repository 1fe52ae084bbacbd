"""A source (kilde) as plain values: how a kind of file is written, and what it calls our columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from zerosum.tables import Event, Status

COLUMNS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount",
    "accepted", "booked_on", "receipt_on", "effective_on", "action_id", "status", "reason", "creditor",
    "awaiting_co_debtor", "in_collection", "converted",
)  # fmt: skip
"""Our columns of a table of events. A source that lacks one does not tell it."""

ODE_COLUMNS = {
    "09-RIM-aftale": (
        "claim_id", "reference", "agreement_type", "action_code", "status", "action_id", "amount", "accepted",
        "reduced", "booked_on", "receipt_on", "effective_on", "recall_reason", "return_reason", "change_reason",
        "liable", "liable_status", "claim_kind",
    ),
    "10-RIM-aftale-rater": ("reference", "claim_type", "system", "partner", "solution"),
    "11-RIM-aftale-renter": ("claim_id",),
    "12-Forretningspartner": ("partner", "id_kind", "id_number", "valid_to", "deleted"),
}  # fmt: skip
"""Our columns of the parts of KMD ODE (layout `kmd-ode`)."""

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
class Source:
    """How a kind of file is written."""

    name: str
    layout: str
    """`events` (a row is an event or a balance) or `kmd-ode`."""
    side: str
    """`debtor`, `psrm` or `either`."""
    parts: tuple[Part, ...]
    events: dict[str, EventWord]
    """Words of the event column, in lower case."""
    statuses: dict[str, Status]
    """Words of the status column, in upper case; "" is what a blank means."""
    separator: str | None = None
    """None: found among `;` tab and `,` in the heading line."""
    encoding: str | None = None
    """None: BOM, else strict UTF-8, else Windows-1252."""
    decimal: str = ","
    dates: tuple[str, ...] = ("iso", "danish", "compact")
    skip_lines: int = 0
    """Lines before the heading."""
    sheet: str | None = None
    """Which sheet of a workbook; None: the first."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Our columns that have one value in the whole file."""
    numeric_ids: tuple[str, ...] = ()
    """Which of claim_id, reference, main_claim_id and resent_of are NUMC: compared without leading zeros."""
    signed: bool = False
    """True where the source writes negative amounts on purpose."""
    exceeds_balance: tuple[str, ...] = ()
    """Reasons by which a receipt says that a write-down exceeds the balance."""
    recall_reasons: dict[str, str] = field(default_factory=dict)
    """Words of the reason column, in upper case, that mean one of those of a recall; they mean themselves in any source."""
    mixed_agreement_type: dict[str, str] = field(default_factory=dict)
    """ODE: for an agreement with these claim types among its rates (`KFDAINS+GEDAINS`, in alphabetical order), the
    claim type that its øre count as."""
    reference_form: str = ""
    """How the reference of a part is made from the whole's, where a claim is split: `{reference}-{serial}`."""
    reference: str = ""
    """Where the facts of this description are from."""
