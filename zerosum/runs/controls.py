"""Declared totals against the files: what the business systems delivered, and the portal's four sums. Nothing is matched."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from zerosum.judge.cells import cells_of
from zerosum.judge.findings import creations, event_sums
from zerosum.pipeline import Booked
from zerosum.settings import Settings
from zerosum.tables import NONE, Claims, Event, Groups, Side

FIRST, PORTAL = "first", "portal"


@dataclass(frozen=True)
class Control:
    """A declared total, and what the files have."""

    link: str
    """FIRST: of a solution and claim type, against the debtor system's creations. PORTAL: of an event, against PSRM."""
    solution: str
    claim_type: str
    event: str
    declared_claims: int | None
    seen_claims: int | None
    declared_ore: int
    seen_ore: int
    sure: bool
    """False: some claims of the debtor system have no solution or claim type of their own, and get it only in a run."""

    @property
    def agrees(self) -> bool:
        """Whether they are the same."""
        return (self.declared_claims, self.declared_ore) == (self.seen_claims, self.seen_ore)

    @property
    def differs(self) -> bool:
        """Whether they are not, and no run can change that."""
        return self.sure and not self.agrees


def controls(settings: Settings, kept: Booked) -> tuple[Control, ...]:
    """Every declared total, in the order of the settings."""
    claims = kept.book.claims
    own = pd.DataFrame(
        {
            Groups.SOLUTION: claims[Claims.SOLUTION].to_numpy(),
            Groups.CLAIM_TYPE: claims[Claims.CLAIM_TYPE].to_numpy(),
        }
    )
    of_debtor = claims[Claims.SIDE].to_numpy() == Side.DEBTOR
    sure = not (own[of_debtor] == NONE).to_numpy().any()
    seen = creations(kept.book, cells_of(kept.book, own, kept.scope))
    found = [
        Control(
            FIRST, one.solution, one.claim_type, "",
            one.claims, seen.get((one.solution, one.claim_type), (0, 0))[0],
            one.amount_ore, seen.get((one.solution, one.claim_type), (0, 0))[1], sure,
        )
        for one in settings.control_totals
    ]  # fmt: skip
    sums = event_sums(kept.book, Side.PSRM)
    of_event = {
        Event.CREATION: sums.creation_ore, Event.WRITE_UP: sums.write_up_ore,
        Event.WRITE_DOWN: sums.write_down_ore, Event.RECALL: sums.recall_ore,
    }  # fmt: skip
    for event, declared in settings.portal_ore.items():
        found.append(Control(PORTAL, "", "", event.name.lower(), None, None, declared, of_event[event], True))
    return tuple(found)
