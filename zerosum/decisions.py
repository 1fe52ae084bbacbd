"""What people have decided (afgoerelser.csv), as plain values: allot, pair, accept. `decisions_load` reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, unique


@unique
class Role(StrEnum):
    """On whose behalf a decision was made. The values are those of the owner of a cause."""

    MUNICIPALITY = "municipality"
    """Kommunen, fordringshaver."""
    PSRM = "psrm"
    """Gældsstyrelsen."""
    VENDOR = "vendor"
    """Leverandøren: may allot and pair, never accept."""


@dataclass(frozen=True)
class Named:
    """Claims as a person names them: by FordringID, by reference, or by both, and then both must be right."""

    claim_ids: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    def without_zeros(self, ids: bool, references: bool) -> Named:
        """Without leading zeros, where the sources declare the numbers numeric (NUMC)."""
        return Named(
            tuple(map(_plain, self.claim_ids)) if ids else self.claim_ids,
            tuple(map(_plain, self.references)) if references else self.references,
        )


def _plain(text: str) -> str:
    return text.lstrip("0") if text.isascii() and text.isdigit() else text


@dataclass(frozen=True)
class Allot:
    """Fordel: a claim of PSRM that is not allotted (ikke fordelt) belongs to a declared solution."""

    line: int
    role: Role
    reason: str
    decided_on: int
    """Day number."""
    claim: Named
    solution: str


@dataclass(frozen=True)
class Pair:
    """Par: one claim of the debtor system, and one or several of PSRM, belong together."""

    line: int
    role: Role
    reason: str
    decided_on: int
    debtor: Named
    psrm: Named


@dataclass(frozen=True)
class Accept:
    """Accepter: the open kroner of a claim, or of a case, are lived with, up to a ceiling and until a day."""

    line: int
    role: Role
    reason: str
    decided_on: int
    claim: Named
    """Of either side. Nothing is named where `case` is."""
    case: str
    """Sag, as the report shows it; "" where a claim is named."""
    cause: str
    """Only what this cause has taken; "" is any cause."""
    ceiling_ore: int
    until: int
    """Day number: the last day on which it holds."""


Decision = Allot | Pair | Accept
"""One line of the file."""


@dataclass(frozen=True)
class Decisions:
    """All of a file."""

    allots: tuple[Allot, ...] = ()
    pairs: tuple[Pair, ...] = ()
    accepts: tuple[Accept, ...] = ()
    file: str = ""
    """Its name, as messages show it."""

    def __len__(self) -> int:
        return len(self.allots) + len(self.pairs) + len(self.accepts)

    def in_force(self, day: int) -> Decisions:
        """Those that had been made by the day (a day number)."""
        return replace(
            self,
            allots=tuple(one for one in self.allots if one.decided_on <= day),
            pairs=tuple(one for one in self.pairs if one.decided_on <= day),
            accepts=tuple(one for one in self.accepts if one.decided_on <= day),
        )

    def without_zeros(self, numeric_ids: frozenset[str]) -> Decisions:
        """The same, with numbers as the book compares them. `numeric_ids` are those that the sources declare numeric."""
        ids = bool(numeric_ids & {"claim_id", "main_claim_id", "resent_of"})
        references = "reference" in numeric_ids
        return replace(
            self,
            allots=tuple(replace(one, claim=one.claim.without_zeros(ids, references)) for one in self.allots),
            pairs=tuple(
                replace(
                    one,
                    debtor=one.debtor.without_zeros(ids, references),
                    psrm=one.psrm.without_zeros(ids, references),
                )
                for one in self.pairs
            ),
            accepts=tuple(replace(one, claim=one.claim.without_zeros(ids, references)) for one in self.accepts),
        )


NO_DECISIONS = Decisions()
