"""A table as Parquet."""

from __future__ import annotations

import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from formats.cells import numeric, text
from formats.form import Form
from formats.table import Column, Kind, Table


def parquet(table: Table, form: Form) -> bytes:
    """The bytes of the file, in several row groups."""
    arrays = [_array(one, form) for one in table.columns]
    out = io.BytesIO()
    made = pa.Table.from_arrays(arrays, names=[one.heading for one in table.columns])
    pq.write_table(made, out, row_group_size=max(1, len(table) // 3))
    return out.getvalue()


def _array(column: Column, form: Form) -> pa.Array:
    if form.typed and column.kind is Kind.AMOUNT:
        exact = [None if one is None else Decimal(one).scaleb(-2) for one in column.values]  # type: ignore[arg-type]
        return pa.array(exact, pa.decimal128(18, 2))
    if form.typed and column.kind is Kind.DAY:
        return pa.array(list(column.values), pa.date32())
    if numeric(column, form):
        return pa.array([int(one) if one else None for one in column.values], pa.int64())  # type: ignore[arg-type]
    plain = pa.array([text(one, column.kind, form) for one in column.values], pa.string())
    return plain.dictionary_encode() if form.dictionary else plain
