"""What the municipality declared: which solution sends which claim types, and which types are the area's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from zerosum.settings import Settings


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

    def by_type(self) -> dict[str, frozenset[str]]:
        """Claim type -> the solutions that are declared for it."""
        found: dict[str, set[str]] = defaultdict(set)
        for solution, claim_type in self.expected:
            found[claim_type].add(solution)
        return {claim_type: frozenset(names) for claim_type, names in found.items()}

    def types_in_use(self) -> frozenset[str]:
        """Theme 1: the claim types that some solution sends."""
        return frozenset(claim_type for _, claim_type in self.expected)

    def outside(self, types: Sequence[str]) -> list[bool]:
        """Which claim types are of another area. A type that nobody knows is ours until somebody says otherwise."""
        return [bool(self.area_types) and one not in self.area_types and one in self.other_types for one in types]


def scope_of(settings: Settings) -> Scope:
    """The scope that settings declare."""
    return Scope(
        declared=bool(settings.solutions),
        expected=frozenset((one.name, claim_type) for one in settings.solutions for claim_type in one.claim_types),
        solutions=tuple(one.name for one in settings.solutions),
        required={one.name: one.required for one in settings.solutions},
        area_types=frozenset(settings.area_types),
        other_types=settings.other_types,
    )
