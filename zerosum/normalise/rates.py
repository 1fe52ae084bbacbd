"""The stamdata of KMD ODE: file 09's of each creation, and what the rates (rater) of its agreement in file 10 say together.

A creation is one claim of PSRM's, and PSRM has one set of stamdata for it, while file 10 has a line for each rate. So:

    a day, a text     told where all rates of the agreement say the same, a blank among it; else not told
    the principal     of one rate its Original Amount; of several their sum, where their Creation Amounts are told and
                      add up to the amount that was sent: then the rates are the parts of that claim; else not told
    no rates          nothing of file 10 is told; nor where a rate of the agreement could not be read

Never one of several, the first, or the earliest: a rule would then be held against a day that was not sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from zerosum.errors import Problem
from zerosum.normalise.columns import Columns
from zerosum.normalise.delivery import ACTIONS, RATES
from zerosum.normalise.stamdata import Cells, Reported, cells_of, reported, some_of
from zerosum.sources.model import ODE_COLUMNS, ODE_OWN_COLUMNS, STAMDATA
from zerosum.tables import NO_DAY, NOT_TOLD


def stamdata_columns(part: str) -> tuple[str, ...]:
    """Our columns of stamdata in a part of ODE."""
    return tuple(name for name in (*ODE_COLUMNS[part], *ODE_OWN_COLUMNS.get(part, ())) if name in STAMDATA)


@dataclass(frozen=True)
class Read:
    """A table of a part, and those of its rows that could be read and hold."""

    columns: Columns
    rows: np.ndarray
    """Positions."""


def reported_in_ode(
    actions: Sequence[Read],
    rates: Sequence[Read],
    creates: np.ndarray,
    amount_ore: np.ndarray,
    of_action: np.ndarray,
    of_rate: np.ndarray,
    lost: np.ndarray,
    doubts: tuple[Problem, ...],
) -> Reported:
    """Files 09 and 10 -> what their creations are reported with.

    `creates` (bool) and `amount_ore` are of the rows of file 09 one after the other; `of_action` and `of_rate` say which
    agreement each row of file 09 and file 10 is of; `lost` (bool), of which agreements a rate could not be read.
    """
    agreements = len(lost)
    rows = np.flatnonzero(creates)
    ends = np.cumsum([0, *(len(one.rows) for one in actions)])
    mine = [Read(one.columns, one.rows[creates[ends[at] : ends[at + 1]]]) for at, one in enumerate(actions)]
    own = _cells(mine, stamdata_columns(ACTIONS))
    asked = np.zeros(agreements, bool)
    asked[of_action[rows]] = True
    some = asked[of_rate]  # of the other agreements nothing was created
    starts = np.cumsum([0, *(len(one.rows) for one in rates)])
    theirs = [Read(one.columns, one.rows[some[starts[at] : starts[at + 1]]]) for at, one in enumerate(rates)]
    of_rates = _together(
        _cells(theirs, stamdata_columns(RATES)), of_rate[some], agreements, of_action[rows], amount_ore[rows]
    )
    of_rates = {name: replace(one, unread=one.unread | lost[of_action[rows]]) for name, one in of_rates.items()}
    return reported(rows, {**own, **of_rates}, doubts)


def _cells(tables: Sequence[Read], names: Sequence[str]) -> dict[str, Cells]:
    """The columns of all tables of a part, one after the other. A table that lacks one that another has does not tell it."""
    found = {}
    taken = [some_of(one.columns, names, one.rows) for one in tables]
    for name in names:
        if any(one.has(name) for one in taken):
            cells = [cells_of(one, name) for one in taken]
            values = [one.value for one in cells]
            value = pa.concat_arrays(values) if isinstance(values[0], pa.Array) else np.concatenate(values)
            lacking = [np.full(len(one), not one.has(name)) for one in taken]
            unread = np.concatenate([one.unread | lacks for one, lacks in zip(cells, lacking, strict=True)])
            found[name] = Cells(value, unread, tuple(problem for one in cells for problem in one.problems))
    return found


def _together(
    cells: Mapping[str, Cells], of_rate: np.ndarray, agreements: int, of_row: np.ndarray, amount_ore: np.ndarray
) -> dict[str, Cells]:
    """The columns of the rates -> the same for each creation, by its agreement (`of_row`) and its amount."""
    count = np.bincount(of_rate, minlength=agreements)[of_row]
    found = {}
    for name, one in cells.items():
        unread = _any(of_rate, one.unread, agreements)[of_row] | (count == 0)
        if name == "principal":
            value, told = _sum(one, cells.get("created_amount"), of_rate, agreements, of_row, count, amount_ore)
            found[name] = Cells(value, unread | ~told, one.problems)
        elif name != "created_amount":
            agreed, differs = _agreed(one.value, of_rate, agreements)
            said = agreed[of_row] if isinstance(agreed, np.ndarray) else agreed.take(pa.array(of_row))
            found[name] = Cells(said, unread | differs[of_row], one.problems)
    return found


def _agreed(
    value: pa.Array | np.ndarray, of_rate: np.ndarray, agreements: int
) -> tuple[pa.Array | np.ndarray, np.ndarray]:
    """What all rates of an agreement say, nothing where they differ; and bool: they differ."""
    texts = None
    if isinstance(value, pa.Array):
        encoded = value.dictionary_encode()
        texts, value = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    low = np.full(agreements, np.iinfo(np.int64).max)
    high = np.full(agreements, np.iinfo(np.int64).min)
    np.minimum.at(low, of_rate, value)
    np.maximum.at(high, of_rate, value)
    same = low == high
    if texts is None:
        return np.where(same, low, NO_DAY).astype(np.int32), ~same
    return texts.take(pa.array(np.where(same, low, 0), mask=~same)).fill_null(""), ~same


def _sum(
    principal: Cells,
    created: Cells | None,
    of_rate: np.ndarray,
    agreements: int,
    of_row: np.ndarray,
    count: np.ndarray,
    amount_ore: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The principal of each creation, NOT_TOLD where nothing stands; and bool: it is told."""
    ore, blank = _sums(principal, of_rate, agreements)
    sent, unsure = np.zeros(agreements, np.int64), np.ones(agreements, bool)
    if created is not None:
        sent, unsure = _sums(created, of_rate, agreements)
        unsure |= _any(of_rate, created.unread, agreements)
    parts = ~unsure[of_row] & ~blank[of_row] & (sent[of_row] == amount_ore)
    return np.where(blank[of_row], NOT_TOLD, ore[of_row]), (count == 1) | parts


def _sums(cells: Cells, of_rate: np.ndarray, agreements: int) -> tuple[np.ndarray, np.ndarray]:
    """The sum of each agreement's rates, and bool: it stands blank in one of them."""
    blank = cells.value == NOT_TOLD
    ore = np.zeros(agreements, np.int64)
    np.add.at(ore, of_rate, np.where(blank, 0, cells.value))
    return ore, _any(of_rate, blank, agreements)


def _any(group: np.ndarray, flag: np.ndarray, groups: int) -> np.ndarray:
    return np.bincount(group[flag], minlength=groups) > 0
