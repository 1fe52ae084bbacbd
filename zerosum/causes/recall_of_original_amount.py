"""FEJL-tilbagekald af oprindeligt beløb: a recall for reason FEJL takes back what was sent, not what is left.

                                        debtor system      PSRM      explains
    created 1.000, written down 300            700,00    700,00
    recall, FEJL                               700,00  1.000,00       -300,00

Takes the rest of the recalls' pair where it is just what PSRM had written down by the day of its recall, or that and what
it had recovered by then: the debtor system recalled what it had left. Or PSRM's recall alone, where all was written down
by then and nothing was left to recall. PSRM's recall must be just what it ever put on the claim, and the reason FEJL must
stand on either side, and no other such reason on any. Source: Gældsstyrelsen's guidance on recalls (tilbagekald), reason FEJL.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs, recalled_for, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, NOT_TOLD, Event, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of the rest, or of PSRM's recall."""
    original = items[OpenItems.BOOKED_ORE].to_numpy() == items[OpenItems.RAISED_ORE].to_numpy()
    proved = original & recalled_for(items, terms.fejl, terms.keeps_recoveries) & (left_ore < 0)
    down, recovered = items[OpenItems.WRITTEN_DOWN_ORE].to_numpy(), items[OpenItems.RECOVERED_ORE].to_numpy()
    rest = proved & pairs(items) & (items[OpenItems.EVENT].to_numpy() == Event.RECALL)
    known = (down != NOT_TOLD) & (recovered != NOT_TOLD)
    rest &= known & ((-left_ore == down) | (-left_ore == down + recovered))
    alone = proved & whole(items, Side.PSRM, Event.RECALL) & (-left_ore <= down)
    alone &= ~items[OpenItems.MAIN_RECALLED].to_numpy() & (items[OpenItems.COUNTERPART_ON].to_numpy() == NO_DAY)
    return np.where(rest | alone, left_ore, 0)


CAUSE = Cause(
    "recall_of_original_amount", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.NOBODY, explains
)
