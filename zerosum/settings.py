"""The settings of a run as plain values (zerosum.toml). `load` reads them; each mistake is told at once, with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zerosum.sources.model import Source
from zerosum.tables import Event, Side

EXTENT = ("create", "write_down", "write_up", "recall", "fee", "two_liable")
"""The extent of a test (testens omfang): what a cell can exercise, and what settings may require of it."""


@dataclass(frozen=True)
class Input:
    """Some files of one kind, on one side."""

    side: Side
    source: Source
    files: tuple[Path, ...]
    solution: str | None = None
    """The whole file is of this solution."""
    reported_on: date | None = None
    """The month end of a monthly report: earlier reports of the same kind date the events of the latest."""


@dataclass(frozen=True)
class Solution:
    """A vendor solution (fagløsning) and the claim types that it is expected to send (KLIK theme 2)."""

    name: str
    claim_types: tuple[str, ...]
    marks: tuple[str, ...] = ()
    """Values of the source's solution column that mean this solution, beside its name."""
    required: tuple[str, ...] = ()
    """What of the extent each of its cells must exercise: members of EXTENT."""
    manual: bool = False
    """People write these bills in the debtor system (manuelle regninger); no business system makes them."""


@dataclass(frozen=True)
class Elsewhere:
    """Claim types that somebody else bills and sends (håndteres af anden): no data of them are expected."""

    by: str
    """Who, e.g. Beredskabet."""
    claim_types: tuple[str, ...]
    partly: bool = False
    """True: a solution of the municipality sends some of these too."""


@dataclass(frozen=True)
class ControlTotal:
    """What the business system delivered to the debtor system: the first link (første led)."""

    solution: str
    claim_type: str
    claims: int
    amount_ore: int


def form_pattern(form: str) -> str:
    """The regular expression of a form of reference: `*` stands for anything, `#` for a digit."""
    signs = {"*": "(?s:.*)", "#": "[0-9]"}
    return "".join(signs.get(sign) or re.escape(sign) for sign in form)


@dataclass(frozen=True)
class Batch:
    """A batch of test claims (testfordringer), which are to be zero on either side too. A member has one of the keys as
    its FordringID or reference, or a reference of one of the forms."""

    listed: tuple[str, ...] = ()
    """Keys in the settings, in their order."""
    in_file: tuple[str, ...] = ()
    """Keys of the list beside the settings, one a line; "" for a blank line."""
    reference_forms: tuple[str, ...] = ()
    """`*` stands for anything, `#` for a digit."""
    file: Path | None = None
    """The list that `in_file` is from."""


@dataclass(frozen=True)
class Retired:
    """A claim type's former code."""

    now: str
    until: date


@dataclass(frozen=True)
class Wave:
    """A conversion wave (konverteringsbølge): days on which PSRM booked claims of some types that came from DMI."""

    claim_types: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True)
class Conversion:
    """What is known of claims that PSRM has from DMI."""

    original: bool = True
    """The debtor system keeps the original amount of such a claim; false: what was left of it."""
    waves: tuple[Wave, ...] = ()


@dataclass(frozen=True)
class Limits:
    """How long a bridge (på vej) may take. Counted from the movement's date to the as-of date."""

    not_sent_bank_days: int = 3
    received_bank_days: int = 1
    in_process_days: int = 14
    in_hearing_days: int = 14


@dataclass(frozen=True)
class Tolerance:
    """Rounding that is let through, with ceilings. 0 unless set; never percentages."""

    per_claim_ore: int = 0
    per_solution_ore: int = 0


@dataclass(frozen=True)
class Keep:
    """How long runs are kept (opbevaring), in days; None: nothing is declared. `zerosum purge` removes what is older."""

    runs_days: int | None = None
    work_lists_days: int | None = None
    """Of their work lists alone: at most `runs_days`."""


@dataclass(frozen=True)
class Moved:
    """A file that is read from another place, and under another name, than a run knew it by."""

    lies_at: Path
    shown: str
    """Its path as the run showed it."""


@dataclass(frozen=True)
class Settings:
    """Everything that a run is told."""

    municipality: str
    creditor_id: str
    area: str
    area_name: str
    cut_off: date | None
    """Skæringsdato. None (a run without settings): the last date seen."""
    as_of: date | None
    """"Today" for limits; None: the cut-off."""
    inputs: tuple[Input, ...]
    solutions: tuple[Solution, ...]
    """Empty (a run without settings): the cells seen are the scope."""
    area_types: dict[str, str]
    """Claim type -> Danish name, for the types of the area. Empty: every type is."""
    elsewhere: tuple[Elsewhere, ...] = ()
    responsible: str = ""
    """The role that is responsible for the track (spor), never a person's name; empty: not told."""
    other_types: frozenset[str] = frozenset()
    """Claim types of other areas. A type that is in neither is nobody's: it counts in the area and blocks."""
    other_areas: dict[str, str] = field(default_factory=dict)
    """Of `other_types`: the area that the settings name for it."""
    retired_types: dict[str, Retired] = field(default_factory=dict)
    """Former codes of the area's types."""
    own_types: dict[str, str] = field(default_factory=dict)
    """Claim types that the municipality's own catalogue has in other areas, and the name of the area."""
    type_kinds: dict[str, str] = field(default_factory=dict)
    """Claim types whose kind (main, fee, interest) the area's own file of the catalogue does not tell: the municipality's
    own, and those of other areas that are named in this one."""
    fees: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Claim types that are fees (gebyr), and the amounts of each in øre: before the catalogue."""
    test_batch: Batch | None = None
    dmi_close: date | None = None
    former_creditors: tuple[str, ...] = ()
    """Fordringshaver-ID of those who had, or now have, claims of ours (fordringshaverskifte)."""
    conversion: Conversion = Conversion()
    tolerance: Tolerance = Tolerance()
    limits: Limits = Limits()
    control_totals: tuple[ControlTotal, ...] = ()
    portal_ore: dict[Event, int] = field(default_factory=dict)
    """The portal's four sums (Fordringshaverportalen), if declared."""
    whole_creditor: bool = False
    """The PSRM file covers the one creditor whole: its figures may be keyed in at a month end."""
    keep: Keep = Keep()
    language: str = "da"
    path: Path | None = None
    """The file that the settings came from."""
    decisions: Path | None = None
    """What people have decided (afgoerelser.csv), where there is such a file."""
    debtor_aliases: Path | None = None
    """The list of debtor numbers that are one debtor, where there is one."""
    catalogue: Path | None = None
    """The municipality's own claim types and areas (katalog.toml), where there is such a file."""
    moved: Mapping[Path, Moved] = field(default_factory=dict)
    """Files of `inputs` that lie elsewhere by now. Empty but where a run is made again."""
