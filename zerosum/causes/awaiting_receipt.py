"""Afventer kvittering: sent, and no final answer yet: MO (received) or SA (in process at RIM).

                    debtor system      PSRM      explains
    MO                    1.000,00         —    -1.000,00

A bridge: one bank day for MO, 14 days for SA. Source: ODE, AKTION_STATUS.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, bank_days_old, days_old, remark_within, with_status
from zerosum.result import Gravity, Standing
from zerosum.tables import OpenItems, Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(with_status(items, Status.RECEIVED, Status.IN_PROCESS), left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Inside its bank days (MO) or days (SA)."""
    received = items[OpenItems.STATUS].to_numpy() == Status.RECEIVED
    in_time = bank_days_old(items, terms) <= terms.limits.received_bank_days
    return remark_within(items, np.where(received, in_time, days_old(items, terms) <= terms.limits.in_process_days))


CAUSE = Cause("awaiting_receipt", Standing.BRIDGE, Gravity.REMARK, Heading.ONLY_CREDITOR, Owner.PSRM, explains, weighs)
