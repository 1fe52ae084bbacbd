"""Which claim types are of fees (gebyr) and of interest (rente), and what a fee may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zerosum.catalogue.load import AREAS, load

INTEREST_PREFIXES = ("REOP", "REINDGI")
FEE_PREFIXES = ("GE",)
"""How the codes of interest and of fees begin, where neither settings nor catalogue know the type: opkrævningsrenter
(REOPKOM, REOPDAG), interest that was sent back and sent again (REINDGI), gebyrer (GEDAINS, GELEOAL). Source:
Gældsstyrelsen, Fordringstypebilag Kommuner Renter, 28.06.2023; Fordringstypesanering Lejeret, 17.06.2020."""


@dataclass(frozen=True)
class Related:
    """Codes are places in the list of types that was asked about."""

    fees: frozenset[int]
    interest: frozenset[int]
    fees_ore: tuple[int, ...]
    """What a fee may be, ascending."""


_NO_KINDS: Mapping[str, str] = {}


def related_types(
    area: str, types: Sequence[str], fees: Mapping[str, tuple[int, ...]], kinds: Mapping[str, str] = _NO_KINDS
) -> Related:
    """Of some claim types those of fees and of interest. `fees` (type -> amounts) is what the settings say; it goes before
    `kinds`, what the whole catalogue and the municipality's own say of types that the settings name; that before the
    catalogue of the area; and that before the beginning of a code, which decides where the kind is unknown."""
    known = {one.code: one for one in load(area).types} if area in AREAS else {}

    def kind(code: str) -> str:
        if code in fees:
            return "fee"
        told = kinds.get(code) or (known[code].kind if code in known else None)
        if told:
            return told
        return "interest" if code.startswith(INTEREST_PREFIXES) else "fee" if code.startswith(FEE_PREFIXES) else "main"

    amounts = {code: one.amounts_ore for code, one in known.items()} | dict(fees)
    return Related(
        frozenset(at for at, code in enumerate(types) if kind(code) == "fee"),
        frozenset(at for at, code in enumerate(types) if kind(code) == "interest"),
        tuple(sorted({ore for some in amounts.values() for ore in some})),
    )
