"""What the municipality declared: which solution sends which claim types, and which types are the area's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from zerosum.catalogue import AREAS, everything
from zerosum.settings import Elsewhere, Settings


@dataclass(frozen=True)
class Scope:
    """The declared scope. Without settings nothing is declared, and the cells seen are the scope."""

    declared: bool
    expected: frozenset[tuple[str, str]]
    """Solution and claim type."""
    solutions: tuple[str, ...]
    required: dict[str, tuple[str, ...]]
    """Solution -> the kinds of the extent that each of its cells must exercise."""
    area_types: frozenset[str]
    """Empty: every claim type is of the area."""
    other_types: frozenset[str]
    catalogue_types: Mapping[str, str] = field(default_factory=dict)
    """Claim types of the data that the settings do not name and that the catalogue has in another area, and its name."""
    elsewhere: tuple[Elsewhere, ...] = ()
    manual: frozenset[str] = frozenset()
    """The solutions that are manual bills (manuelle regninger)."""

    def by_type(self) -> dict[str, frozenset[str]]:
        """Claim type -> the solutions that are declared for it."""
        found: dict[str, set[str]] = defaultdict(set)
        for solution, claim_type in self.expected:
            found[claim_type].add(solution)
        return {claim_type: frozenset(names) for claim_type, names in found.items()}

    def types_in_use(self) -> frozenset[str]:
        """Theme 1: the claim types that some solution sends."""
        return frozenset(claim_type for _, claim_type in self.expected)

    def handler(self, solution: str, claim_type: str) -> str:
        """Who handles the bills of a cell instead of the municipality (håndteres af anden); "": nobody. Of a type that is so in
        part, those that the debtor side says are theirs."""
        for one in self.elsewhere:
            theirs = not one.partly or solution.casefold() == one.by.casefold()
            if claim_type in one.claim_types and theirs:
                return one.by
        return ""

    def outside(self, types: Sequence[str]) -> list[bool]:
        """Which claim types are of another area. A type that nobody knows is ours until somebody says otherwise."""
        others = self.other_types | self.catalogue_types.keys()
        return [bool(self.area_types) and one not in self.area_types and one in others for one in types]

    def with_seen(self, settings: Settings, types: Iterable[str]) -> Scope:
        """The scope, and which of the claim types of the data are of another area by the catalogue.

        Not a type that the settings name, in this area or another. Not one that goes with claims of this area, and no fee or
        interest of which nobody knows whose claims it goes with: such a one may be ours, and blocks until somebody says. Not
        one of an area that the settings' own area has types of: there it may be a type that was left out.
        """
        named = self.area_types | self.other_types | settings.retired_types.keys()
        asked = [one for one in types if one not in named] if self.area_types else []
        if not asked:
            return self
        known = everything()
        ours = {settings.area, *(() if settings.area in AREAS else _areas_of(self.area_types))}
        ours_too = {one.code for code in ours for one in known.borrowed_by(code)}
        found = {}
        for code in asked:
            here = known.present(code)
            if code in settings.own_types:
                found[code] = settings.own_types[code]
            elif here is not None and here[0].code not in ours and code not in ours_too:
                area, one = here
                if not (one.related and "of" in one.unknown):
                    found[code] = area.name
        return replace(self, catalogue_types=found)


def _areas_of(types: Iterable[str]) -> set[str]:
    """The areas that the catalogue has the types in."""
    return {here[0].code for here in map(everything().present, types) if here is not None}


def scope_of(settings: Settings) -> Scope:
    """The scope that settings declare."""
    return Scope(
        declared=bool(settings.solutions),
        expected=frozenset((one.name, claim_type) for one in settings.solutions for claim_type in one.claim_types),
        solutions=tuple(one.name for one in settings.solutions),
        required={one.name: one.required for one in settings.solutions},
        area_types=frozenset(settings.area_types),
        other_types=settings.other_types,
        elsewhere=settings.elsewhere,
        manual=frozenset(one.name for one in settings.solutions if one.manual),
    )
