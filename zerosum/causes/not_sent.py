"""Ikke sendt endnu: an action with blank status: the debtor system has booked it and not sent it.

                    debtor system      PSRM      explains
    blank status          1.000,00         —    -1.000,00

A bridge of three bank days. Source: ODE, AKTION_STATUS blank = not sent.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, bank_days_old, remark_within, with_status
from zerosum.result import Gravity, Standing
from zerosum.tables import Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(with_status(items, Status.NOT_SENT), left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Inside its bank days."""
    return remark_within(items, bank_days_old(items, terms) <= terms.limits.not_sent_bank_days)


CAUSE = Cause("not_sent", Standing.BRIDGE, Gravity.REMARK, Heading.ONLY_CREDITOR, Owner.VENDOR, explains, weighs)
