"""The limitation date (forældelsesdato), with and without a judgment or settlement (dom, forlig)."""

from __future__ import annotations

import numpy as np

from zerosum.stamdata.checks.check import Answer, Check, Day
from zerosum.stamdata.months import after
from zerosum.stamdata.seen import Block
from zerosum.tables import NO_DAY
from zerosum.toml_file import Strict

LIMITATION = "limitation_on"
JUDGMENT, SETTLEMENT = "judgment_on", "settlement_on"


class From(Strict):
    """So many years from a day."""

    than: Day
    years: int


class Years(Strict):
    """So many years from judgment or settlement."""

    years: int


def _limitation_not_before(block: Block, values: From) -> Answer:
    """At least so long after `than`. A judgment or settlement makes it longer, and then another rule holds."""
    earliest, _ = after(block.day(values.than), values.years, 0, 0)
    return Answer(block.day(LIMITATION) < earliest, outside=_confirmed(block))


def _limitation_not_after(block: Block, values: From) -> Answer:
    """At most so long after `than`. Where nobody tells whether there is a judgment or settlement, one that is longer is no
    breach for sure."""
    _, latest = after(block.day(values.than), values.years, 0, 0)
    late = block.day(LIMITATION) > latest
    unsure = block.unusable(JUDGMENT) | block.unusable(SETTLEMENT)
    return Answer(late, unclear=late & unsure, outside=_confirmed(block))


def _judgment_not_before(block: Block, values: Years) -> Answer:
    """At least so many years after the judgment or settlement: where there are both, after the first."""
    judgment, settlement = block.day(JUDGMENT).astype(np.int64), block.day(SETTLEMENT).astype(np.int64)
    never = np.iinfo(np.int32).max
    first = np.minimum(np.where(judgment == NO_DAY, never, judgment), np.where(settlement == NO_DAY, never, settlement))
    earliest, _ = after(np.where(first == never, NO_DAY, first), values.years, 0, 0)
    return Answer(block.day(LIMITATION) < earliest, outside=~_confirmed(block))


def _judgment_not_after(block: Block, values: Years) -> Answer:
    """At most so many years after the judgment or settlement: where there are both, after the last."""
    last = np.maximum(block.day(JUDGMENT), block.day(SETTLEMENT))
    _, latest = after(last, values.years, 0, 0)
    return Answer(block.day(LIMITATION) > latest, outside=~_confirmed(block))


def _confirmed(block: Block) -> np.ndarray:
    """bool: a judgment or settlement is told."""
    return np.asarray((block.day(JUDGMENT) != NO_DAY) | (block.day(SETTLEMENT) != NO_DAY))


def _reads(values: From) -> tuple[str, ...]:
    return LIMITATION, values.than


_CONFIRMED = (JUDGMENT, SETTLEMENT)

CHECKS = (
    Check("limitation_not_before", _limitation_not_before, From, _reads),
    Check("limitation_not_after", _limitation_not_after, From, _reads),
    Check("judgment_not_before", _judgment_not_before, Years, lambda _: (LIMITATION,), shows=_CONFIRMED),
    Check("judgment_not_after", _judgment_not_after, Years, lambda _: (LIMITATION,), shows=_CONFIRMED),
)
