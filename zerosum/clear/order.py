"""An order of movements that does not know in which order lines and files came: by what they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum.normalise.book import Book
from zerosum.tables import NONE, Claims, Movements

_OF_CLAIM = (
    Claims.CLAIM_ID,
    Claims.REFERENCE,
    Claims.MAIN_CLAIM_ID,
    Claims.RESENT_OF,
    Claims.SOLUTION,
    Claims.CLAIM_TYPE,
    Claims.DEBTORS,
)
_OF_MOVEMENT = (
    Movements.EVENT, Movements.SIGNED_ORE, Movements.BOOKED_ON, Movements.RECEIPT_ON, Movements.EFFECTIVE_ON, Movements.STATUS,
    Movements.ACCEPTED_ORE, Movements.UNROUTED, Movements.MIXED,
)  # fmt: skip


def canonical_order(book: Book, rows: np.ndarray) -> np.ndarray:
    """The place of each of the rows. Rows that say the same are in any order: nothing depends on which is which."""
    movements = book.movements.iloc[rows]
    claim = movements[Movements.CLAIM].to_numpy()
    columns = [movements[Movements.SIDE].to_numpy()]
    for name in _OF_CLAIM:
        columns.append(_ranks(book.claims[name].to_numpy()[claim], _dictionary(book, name)))
    columns += [movements[name].to_numpy() for name in _OF_MOVEMENT]
    columns.append(_ranks(movements[Movements.ACTION].to_numpy(), book.texts.actions))
    columns.append(_ranks(movements[Movements.REASON].to_numpy(), book.texts.reasons))
    order = np.lexsort(columns[::-1])
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows))
    return place


def _dictionary(book: Book, name: Claims) -> pa.Array:
    texts = book.texts
    if name == Claims.REFERENCE:
        return texts.references
    if name == Claims.SOLUTION:
        return pa.array(texts.solutions, pa.string())
    if name == Claims.CLAIM_TYPE:
        return pa.array(texts.types, pa.string())
    return texts.debtors if name == Claims.DEBTORS else texts.ids


def _ranks(codes: np.ndarray, dictionary: pa.Array) -> np.ndarray:
    """Codes as places of their texts in code-point order, -1 for none. Only the texts at hand are looked at."""
    used, at = np.unique(codes, return_inverse=True)
    words = [dictionary[int(code)].as_py() if code != NONE else "" for code in used]
    place = (
        pd.Series(words, dtype=object).rank(method="dense").to_numpy(np.int64) if len(words) else np.zeros(0, np.int64)
    )
    place = np.where(used == NONE, NONE, place)
    return place[at]
