"""Modtaget før, bogført efter skæringsdato: booked by PSRM by the cut-off, and by the debtor system after it.

                                    debtor system      PSRM      explains
    PSRM 30/9, debtor 2/10                      —  1.000,00    +1.000,00      (cut-off 30/9)

An equal movement of the debtor system is dated after the cut-off. A bridge until the next monthly report.
Source: Gældsstyrelsen, Afstemning af indsendte fordringer, fifth cause.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole
from zerosum.dates import month_end_after
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it, where a date proves it."""
    late = items[OpenItems.COUNTERPART_ON].to_numpy() != NO_DAY
    return np.where(whole(items, Side.PSRM) & late, left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Until the end of the month after the cut-off. The date that counts is the counterpart's, and it is known."""
    end = month_end_after(terms.cut_off)
    in_time = (terms.as_of <= end) & (items[OpenItems.COUNTERPART_ON].to_numpy() <= end)
    return np.where(in_time, Gravity.REMARK, Gravity.BLOCKING)


CAUSE = Cause(
    "across_cutoff_psrm_first", Standing.BRIDGE, Gravity.REMARK, Heading.PSRM_FIRST, Owner.NOBODY, explains, weighs
)
