"""Bogført før, modtaget efter skæringsdato: booked by the debtor system by the cut-off, and received after it.

                                    debtor system      PSRM      explains
    booked 28/9, receipt 8/10            1.000,00         —    -1.000,00      (cut-off 30/9)

The receipt, or an equal movement of PSRM, is dated after the cut-off. A bridge until the next monthly report.
Source: Gældsstyrelsen, Afstemning af indsendte fordringer, fourth cause.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, remark_within, whole
from zerosum.dates import month_end_after
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, OpenItems, Side, Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it, where a date proves it."""
    late_receipt = items[OpenItems.RECEIPT_ON].to_numpy() > terms.cut_off
    late_in_psrm = items[OpenItems.COUNTERPART_ON].to_numpy() != NO_DAY
    rejected = items[OpenItems.STATUS].to_numpy() == Status.REJECTED
    return np.where(whole(items, Side.DEBTOR) & ~rejected & (late_receipt | late_in_psrm), left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Until the end of the month after the cut-off; what arrived later than that is not on its way by the rules."""
    end = month_end_after(terms.cut_off)
    receipt, other = items[OpenItems.RECEIPT_ON].to_numpy(), items[OpenItems.COUNTERPART_ON].to_numpy()
    arrived = np.where(other != NO_DAY, other, receipt)
    return remark_within(items, (terms.as_of <= end) & (arrived <= end))


CAUSE = Cause(
    "across_cutoff_debtor_first",
    Standing.BRIDGE,
    Gravity.REMARK,
    Heading.CREDITOR_FIRST,
    Owner.NOBODY,
    explains,
    weighs,
    after=("not_sent", "awaiting_receipt", "in_hearing", "partly_accepted_creation", "partly_accepted_write_down"),
)
