"""Whether a cell is tested, and the extent of its test: what of it PSRM has answered to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from zerosum.identity import BETWEEN
from zerosum.judge.cells import Cells
from zerosum.normalise.book import Book
from zerosum.settings import EXTENT
from zerosum.tables import NONE, Claims, Clearing, Event, Grade, Groups, Movements, Pass, Side, Step

_MET = (Step.OWN_ID, Step.REFERENCE, Step.GROUP, Step.SUM, Step.PAIR)
"""Steps in which an executed movement met one of the same event on the other side."""

_EVENT_OF = {
    "create": (Event.CREATION, Event.BALANCE),
    "write_down": (Event.WRITE_DOWN,),
    "write_up": (Event.WRITE_UP,),
    "recall": (Event.RECALL,),
}


def tested(book: Book, groups: pd.DataFrame, clearing: pd.DataFrame, cells: Cells) -> np.ndarray:
    """bool for each cell: a creation of the debtor system, executed on the day, met a Tilgang in PSRM; certain or likely."""
    met, cell = _met(book, groups, clearing, cells)
    created = np.isin(book.movements[Movements.EVENT].to_numpy(), _EVENT_OF["create"])
    found = np.zeros(len(cells.keys), bool)
    found[cell[met & created]] = True
    return found


def extent(book: Book, groups: pd.DataFrame, clearing: pd.DataFrame, cells: Cells) -> list[dict[str, int]]:
    """For each cell: how many claims of the debtor system exercised each of EXTENT, and met their like in PSRM."""
    met, _ = _met(book, groups, clearing, cells)
    movements = book.movements
    event = movements[Movements.EVENT].to_numpy()
    claim = movements[Movements.CLAIM].to_numpy()
    family = clearing[Clearing.STEP].to_numpy() == Step.FAMILY
    debtor = movements[Movements.SIDE].to_numpy() == Side.DEBTOR
    created = np.isin(event, _EVENT_OF["create"])
    flags = {kind: met & np.isin(event, events) for kind, events in _EVENT_OF.items()}
    flags["write_up"] |= family & debtor & (event == Event.WRITE_UP)
    related = book.claims[Claims.MAIN_CLAIM_ID].to_numpy() != NONE
    names_main = np.zeros(int(groups[Groups.OWN_ID].max()) + 2 if len(groups) else 1, bool)
    own_id = groups[Groups.OWN_ID].to_numpy()
    names_main[own_id[related & (own_id != NONE)]] = True
    fee = related | ((own_id != NONE) & names_main[own_id])
    flags["fee"] = met & created & fee[claim]
    several = pc.match_substring(book.texts.debtors, BETWEEN).to_numpy(zero_copy_only=False).astype(bool)
    several = np.append(several, False)  # the last place (index -1) is the set that is not known
    flags["two_liable"] = met & created & several[groups[Groups.DEBTORS].to_numpy()][claim]
    counts = []
    for kind in EXTENT:
        has = np.zeros(len(cells.of_claim), bool)
        has[claim[flags[kind]]] = True
        counts.append(np.bincount(cells.of_claim[has], minlength=len(cells.keys)))
    return [{kind: int(count[at]) for kind, count in zip(EXTENT, counts, strict=True)} for at in range(len(cells.keys))]


def _met(book: Book, groups: pd.DataFrame, clearing: pd.DataFrame, cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    movements = book.movements
    claim = movements[Movements.CLAIM].to_numpy()
    debtor = movements[Movements.SIDE].to_numpy() == Side.DEBTOR
    sure = groups[Groups.GRADE].to_numpy()[claim] != Grade.AMBIGUOUS
    sure &= groups[Groups.BY].to_numpy()[claim] != Pass.DECIDED  # what a person paired is no test of the systems
    return debtor & sure & np.isin(clearing[Clearing.STEP].to_numpy(), _MET), cells.of_claim[claim]
