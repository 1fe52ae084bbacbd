"""All that a report, a work list or a vendor's view is made of: the result, its making, and each line of what is open.

A run makes one when it has computed; `runs/reopened.py` makes the same again from the run's folder. Nothing is computed anew from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zerosum.history import History
from zerosum.report.made import Made
from zerosum.result import Result
from zerosum.selftested import SelfTest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@dataclass(frozen=True)
class Dossier:
    """A run (kørsel), whole, or what of it one vendor may see."""

    result: Result
    made: Made
    items: pd.DataFrame
    """ItemLines: every open item, those of other areas included (`in_area` is false)."""
    posted: pd.DataFrame
    """PostedLines: every posting, by cause and then in canonical order. Their `item` is a row of `items`."""
    selftest: SelfTest | None = None
    vendor: str = ""
    """The one solution that it is about: all the others are left out. Empty: the municipality's own, with all."""
    history: History = field(default_factory=History)
    """Earlier runs of the area."""
    debtors: Mapping[str, str] = field(default_factory=dict)
    """Line -> who owes it, as it may be shown: pseudonyms. Empty where the municipality has no key, and for lines without."""
