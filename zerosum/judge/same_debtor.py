"""The finding debtor_changed: claims that met only because two debtor numbers are declared to be one debtor."""

from __future__ import annotations

import numpy as np

from zerosum.judge.evidence import INFORMATION, Evidence, in_cells
from zerosum.packing import codes_of, pack
from zerosum.result import Finding
from zerosum.tables import NONE, Claims, Groups, Side


def debtor_changed(evidence: Evidence) -> list[Finding]:
    """Claims of the debtor system that PSRM has, in the same group and of the same debtor, under another number."""
    claims, groups = evidence.book.claims, evidence.matched.groups
    written, debtors = claims[Claims.WRITTEN].to_numpy(), claims[Claims.DEBTORS].to_numpy()
    if (written == debtors).all():
        return []
    own = claims[Claims.IN_BOOK].to_numpy() & (debtors != NONE) & (debtors == groups[Groups.DEBTORS].to_numpy())
    rows = np.flatnonzero(own)
    side = claims[Claims.SIDE].to_numpy()[rows]
    meets, size = codes_of(pack(groups[Groups.GROUP].to_numpy()[rows].astype(np.int64), debtors[rows].astype(np.int64)))
    alike, kinds = codes_of(pack(meets.astype(np.int64), written[rows].astype(np.int64) + 1))
    psrm = side == Side.PSRM
    met = np.bincount(meets[psrm], minlength=size) > 0
    as_written = np.bincount(alike[psrm], minlength=kinds) > 0
    changed = (side == Side.DEBTOR) & met[meets] & (~as_written[alike] | (written[rows] == NONE))
    return in_cells(evidence, "debtor_changed", INFORMATION, rows[changed])
