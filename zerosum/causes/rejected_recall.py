"""Tilbagekald afvist: the recall was rejected: PSRM still collects a claim that the municipality has taken back.

                    debtor system      PSRM      explains
    AF, 07                1.000,00         —    +1.000,00

Source: ODE, AKTION_STATUS AF.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, whole, with_status
from zerosum.result import Gravity, Standing
from zerosum.tables import Event, Side, Status


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    return np.where(with_status(items, Status.REJECTED) & whole(items, Side.DEBTOR, Event.RECALL), left_ore, 0)


CAUSE = Cause("rejected_recall", Standing.EXPLAINED, Gravity.BLOCKING, Heading.DIFFERENT, Owner.VENDOR, explains)
