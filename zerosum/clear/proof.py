"""The proof that runs each time: what was taken away was equal and opposite, at each address. If not, it is our fault."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zerosum.clear import Cleared, address_codes
from zerosum.normalise.book import Book
from zerosum.packing import codes_of, pack
from zerosum.tables import Groups, Movements, OpenItems, Rule


def prove(book: Book, groups: pd.DataFrame, cleared: Cleared) -> None:
    """Σ book = Σ open items, in each group at each address; ArithmeticError where it is not."""
    address = address_codes(groups)
    at, size = codes_of(pack(groups[Groups.GROUP].to_numpy().astype(np.int64), address.astype(np.int64)))
    movements = book.movements
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    total = np.zeros(size, np.int64)
    np.add.at(
        total, at[movements[Movements.CLAIM].to_numpy()[in_book]], movements[Movements.SIGNED_ORE].to_numpy()[in_book]
    )
    items = cleared.open_items
    np.subtract.at(total, at[items[OpenItems.CLAIM].to_numpy()], items[OpenItems.OPEN_ORE].to_numpy())
    if total.any():
        raise ArithmeticError("the book and its open items do not have the same sum")
