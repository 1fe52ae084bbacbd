"""Uforklaret: whatever is left when every cause has taken its part. The located causes leave nothing, so nothing real
comes here; a mistake of ours would, and it blocks.

                    debtor system      PSRM      explains
    anything                    ?         ?     what is left
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms
from zerosum.result import Gravity, Standing


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All that is left."""
    return left_ore


UNEXPLAINED = Cause("unexplained", Standing.UNEXPLAINED, Gravity.BLOCKING, Heading.NONE, Owner.MUNICIPALITY, explains)
