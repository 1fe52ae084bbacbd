"""Tilbagekaldt med restsaldo efter inddrivelse: PSRM recalled what was left after it had recovered some of the claim.

                                        debtor system      PSRM      explains
    created 1.000                            1.000,00  1.000,00
    recovered by PSRM, no part of the basis         —    400,00
    recall, HENS                             1.000,00    600,00       +400,00

Needs proof: a file tells the recoveries (dækninger) by the day of PSRM's recall, and the recall is just what was then left
of the claim; what was recovered or written down later is none. The reason HENS, KLAG or BORD stands on either side, and FEJL on none. Takes no more than was recovered. Without proof the rest is
only located (amount_differs). Source: Gældsstyrelsen's guidance on recalls (tilbagekald),
reasons HENS, KLAG and BORD.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs, recalled_for
from zerosum.result import Gravity, Standing
from zerosum.tables import NOT_TOLD, Event, OpenItems


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """As much of the rest as was recovered."""
    raised, down, recovered, booked = (
        items[name].to_numpy()
        for name in (OpenItems.RAISED_ORE, OpenItems.WRITTEN_DOWN_ORE, OpenItems.RECOVERED_ORE, OpenItems.BOOKED_ORE)
    )
    proved = (down != NOT_TOLD) & (recovered > 0) & (booked == raised - down - recovered) & (left_ore > 0)
    proved &= recalled_for(items, terms.keeps_recoveries, terms.fejl)
    rest = pairs(items) & (items[OpenItems.EVENT].to_numpy() == Event.RECALL)
    return np.where(rest & proved, np.minimum(left_ore, recovered), 0)


CAUSE = Cause("recalled_at_psrm_rest", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.NOBODY, explains)
