"""The kinds of faults of the evaluation, in one tuple. Those of whole files and lines stand in `files`."""

from zerosum.simulate.kinds import amounts, dates, dmi, events, identity, scope, status, types
from zerosum.simulate.kinds.kind import (
    BLOCKING,
    INFORMATION,
    NOTHING,
    REMARK,
    Case,
    Fault,
    Kind,
    Move,
    Untested,
    Wish,
    put,
    untested,
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    *events.KINDS,
    *status.KINDS,
    *amounts.KINDS,
    *types.KINDS,
    *identity.KINDS,
    *dates.KINDS,
    *dmi.KINDS,
    *scope.KINDS,
)

__all__ = [
    "BLOCKING", "INFORMATION", "KINDS", "NOTHING", "REMARK", "Case", "Fault", "Kind", "Move", "Untested", "Wish", "put", "untested",
]  # fmt: skip
