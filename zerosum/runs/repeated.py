"""Keys and lines that stand more than once in what came in. It may be right, and it may be a line that was sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.normalise.book import as_compared, ids_are_numeric
from zerosum.normalise.lines import TEXTS, Lines
from zerosum.tables import Event, Rule, Side

EXAMPLES = 3
"""So many of those that are repeated are shown by file and line."""
LINES_SHOWN = 4
"""So many lines of each."""

CREATIONS, LINES = "creations", "lines"
_IDS = ("claim_id", "main_claim_id", "resent_of")
_SAME = ("event", "amount_ore", "accepted_ore", "booked_on", "receipt_on", "effective_on", "status")


@dataclass(frozen=True)
class Repeated:
    """What stands more than once on one side."""

    what: str
    """CREATIONS: a claim id, or a reference where there is none, with several creations. LINES: lines that say the same."""
    side: Side
    keys: int
    lines: int
    """How many lines they stand on in all."""
    examples: tuple[tuple[tuple[int, int], ...], ...]
    """Of the first of them the places: the input's number in the list of inputs, and the line."""


def repeated(lines: Sequence[Lines], numeric: frozenset[str]) -> tuple[Repeated, ...]:
    """Keys with several creations, and lines that say the same, on each side. Only lines of the book are looked at: one that
    is repeated for a liable person is counted elsewhere. `numeric`: our columns in which leading zeros mean nothing."""
    found = []
    for side in Side:
        some = [one.take(one.rule == Rule.IN_BOOK) for one in lines if one.side == side]
        if any(map(len, some)):
            found += [
                _repeated(CREATIONS, side, *_creations(some, numeric)),
                _repeated(LINES, side, *_whole(some, numeric)),
            ]
    return tuple(one for one in found if one.keys)


def _creations(lines: Sequence[Lines], numeric: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    made = [one.take(one.event == Event.CREATION) for one in lines]
    frame = _codes(made, ("claim_id", "reference"), numeric)
    named = frame["claim_id"] >= 0
    key = pd.DataFrame({"id": frame["claim_id"], "reference": np.where(named, -1, frame["reference"])})
    there = (key["id"] >= 0) | (key["reference"] >= 0)
    return key[there], _places(made)[there.to_numpy()]


def _whole(lines: Sequence[Lines], numeric: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = _codes(lines, TEXTS, numeric)
    for name in _SAME:
        frame[name] = np.concatenate([getattr(one, name) for one in lines])
    return frame, _places(lines)


def _codes(lines: Sequence[Lines], names: Sequence[str], numeric: frozenset[str]) -> pd.DataFrame:
    """The texts as codes; -1 for a blank one."""
    columns = {}
    for name in names:
        is_numeric = ids_are_numeric(numeric) if name in _IDS else name in numeric
        texts = [as_compared(one.texts[name].cast(pa.string()), is_numeric) for one in lines]
        coded = pa.chunked_array(texts, pa.string()).combine_chunks().dictionary_encode()
        columns[name] = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.DataFrame(columns)


def _places(lines: Sequence[Lines]) -> pd.DataFrame:
    return pd.DataFrame({name: np.concatenate([getattr(one, name) for one in lines]) for name in ("file", "line")})


def _repeated(what: str, side: Side, keys: pd.DataFrame, places: pd.DataFrame) -> Repeated:
    again = keys.duplicated(keep=False).to_numpy()
    some, where = keys[again], places[again]
    group = some.groupby(list(some.columns), sort=False, dropna=False).ngroup().to_numpy()
    found = where.reset_index(drop=True).assign(group=group).sort_values(["file", "line"])
    of_each = found.groupby("group", sort=False)
    first = [
        tuple(zip(one["file"].tolist()[:LINES_SHOWN], one["line"].tolist()[:LINES_SHOWN], strict=True))
        for one in (of_each.get_group(at) for at in found["group"].drop_duplicates().head(EXAMPLES).tolist())
    ]
    return Repeated(what, side, int(found["group"].nunique()), len(found), tuple(first))
