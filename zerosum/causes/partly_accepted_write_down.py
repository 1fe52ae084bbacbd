"""Delvist accepteret nedskrivning: PSRM accepted a part of the write-down; the rest was already paid there.

                               debtor system      PSRM      explains
    sent 300, accepted 200           -300,00   -200,00       +100,00

Takes sent − accepted of the action. Next step: refund the debtor. Source: ODE, BELOEB_REPLY and REDUCERETBELOB.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, partly_accepted
from zerosum.result import Gravity, Standing
from zerosum.tables import Event


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """What was sent and not accepted."""
    return partly_accepted(items, left_ore, Event.WRITE_DOWN, 1)


CAUSE = Cause(
    "partly_accepted_write_down", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.MUNICIPALITY, explains
)
