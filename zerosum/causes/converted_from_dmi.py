"""Konverteret fra DMI: PSRM got the claim from the old system, with what was then left of it.

                               debtor system      PSRM      explains
    creation, converted             1.000,00    600,00       -400,00

Takes the rest of a pair of creations where the debtor system keeps the original amount (the setting says whether it does),
PSRM has less, and no receipt tells of a part; and a whole creation of PSRM that the debtor system has in DMI. The
conversion itself is told by a mark of either file, or by a declared wave. Source: Gældsstyrelsen, Afstemning (Tilgang is
what was received or converted), and Driftsstatus (konverteringsbølger).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.causes.cause import Cause, Heading, Owner, Terms, pairs, whole
from zerosum.result import Gravity, Standing
from zerosum.tables import NO_DAY, Event, OpenItems, Side


def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
    """All of it."""
    told = items[OpenItems.CONVERTED].to_numpy()
    sent, accepted = items[OpenItems.SENT_ORE].to_numpy(), items[OpenItems.ACCEPTED_ORE].to_numpy()
    in_part = (accepted > 0) & (accepted < sent)
    rest = pairs(items) & (items[OpenItems.EVENT].to_numpy() == Event.CREATION) & (left_ore < 0) & ~in_part
    rest &= terms.keeps_original & (items[OpenItems.BOOKED_ORE].to_numpy() > 0)
    known = items[OpenItems.IN_DMI].to_numpy() & (items[OpenItems.COUNTERPART_ON].to_numpy() == NO_DAY)
    return np.where(told & (rest | (whole(items, Side.PSRM, Event.CREATION) & known)), left_ore, 0)


CAUSE = Cause("converted_from_dmi", Standing.EXPLAINED, Gravity.REMARK, Heading.DIFFERENT, Owner.PSRM, explains)
