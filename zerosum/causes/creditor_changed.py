"""Fordringshaverskifte: the other side has the same movement, under a declared former or later creditor.

                               debtor system      PSRM      explains
    creation, under 0999            1.000,00         —     -1.000,00
    creation, under 0998                   —  1.000,00

Whole movements, one against one: same claim by FordringID or reference, same event and amount, and the whole claim comes
to zero when what stands under the other creditor is counted in. Both creditors must be declared; lines under the other
one are no part of the basis. Source: Gældsstyrelsen, Fordringshavers rolle og ansvar.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, OpenItems, Side, Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    executed = np.isin(items[OpenItems.STATUS].to_numpy(), (Status.EXECUTED, Status.UNKNOWN))
    executed &= items[OpenItems.RECEIPT_ON].to_numpy() <= terms.cut_off
    mine = whole(items, Side.PSRM) | (whole(items, Side.DEBTOR) & executed)
    mine &= items[OpenItems.OTHER_CREDITOR].to_numpy() & (items[OpenItems.COUNTERPART_ON].to_numpy() == NO_DAY)
    return np.where(mine, left_ore, 0)


CAUSE = Cause(
    "creditor_changed",
    Standing.EXPLAINED,
    Gravity.REMARK,
    Heading.ONLY_CREDITOR,
    Owner.MUNICIPALITY,
    explains,
    after=("partly_accepted_creation", "partly_accepted_write_down", "recalled_with_main_claim", "converted_from_dmi"),
)
