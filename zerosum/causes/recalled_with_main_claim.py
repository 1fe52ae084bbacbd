"""Tilbagekaldt med hovedfordringen: PSRM recalled a related claim because its main claim was recalled.

                               debtor system      PSRM      explains
    main claim: recall              1.000,00  1.000,00
    its fee: recall                        —    250,00       -250,00

A recall of a main claim takes its related claims with it, without an action of their own: both sides have recalled the
main claim, the debtor system has no recall of this one, and PSRM has it on the day of the main claim's or within three days
after it, of no more than the claim still was. A whole movement.
Source: Gældsstyrelsen's guidance on recalls (tilbagekald): a main claim's recall recalls its related claims automatically.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, recalled_for, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, NOT_TOLD, Event, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    proved = items[OpenItems.RELATED].to_numpy() & items[OpenItems.MAIN_RECALLED].to_numpy()
    proved &= ~items[OpenItems.OWN_CLAIM].to_numpy()  # a write-up: the debtor system's recall of the main claim has it
    proved &= items[OpenItems.COUNTERPART_ON].to_numpy() == NO_DAY
    raised, down = items[OpenItems.RAISED_ORE].to_numpy(), items[OpenItems.WRITTEN_DOWN_ORE].to_numpy()
    proved &= down != NOT_TOLD
    most = raised - np.where(recalled_for(items, terms.fejl, terms.keeps_recoveries), 0, down)
    proved &= items[OpenItems.BOOKED_ORE].to_numpy() <= most
    return np.where(whole(items, Side.PSRM, Event.RECALL) & proved, left_ore, 0)


CAUSE = Cause("recalled_with_main_claim", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.NOBODY, explains)
