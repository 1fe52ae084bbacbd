"""Delvist accepteret oprettelse: PSRM accepted less than was sent.

                               debtor system      PSRM      explains
    sent 1.000, accepted 800        1.000,00    800,00       -200,00

Takes sent − accepted of the action. Source: ODE, BELOEB_REPLY and REDUCERETBELOB.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, partly_accepted
from zerosum.result import Gravity, Standing
from zerosum.tables import Event


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """What was sent and not accepted."""
    return partly_accepted(items, left_ore, Event.CREATION, -1)


CAUSE = Cause(
    "partly_accepted_creation", Standing.EXPLAINED, Gravity.BLOCKING, Heading.DIFFERENT, Owner.MUNICIPALITY, explains
)
