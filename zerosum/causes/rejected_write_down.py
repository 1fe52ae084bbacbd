"""Nedskrivning afvist: the write-down was rejected: the citizen is pursued for money that has been paid.

                    debtor system      PSRM      explains
    AF, 05                  300,00         —      +300,00

Blocking; a remark where the receipt says that it exceeds the balance. Source: ODE, AKTION_STATUS AF.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole, with_status
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, OpenItems, Side, Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(with_status(items, Status.REJECTED) & whole(items, Side.DEBTOR, Event.WRITE_DOWN), left_ore, 0)


def weighs(items: pd.DataFrame, terms: Terms) -> np.ndarray:
    """A remark only where the receipt names a reason that the source declares so."""
    exceeds = np.isin(items[OpenItems.REASON].to_numpy(), sorted(terms.exceeds_balance))
    return np.where(exceeds, Gravity.REMARK, Gravity.BLOCKING)


CAUSE = Cause(
    "rejected_write_down", Standing.EXPLAINED, Gravity.BLOCKING, Heading.DIFFERENT, Owner.VENDOR, explains, weighs
)
