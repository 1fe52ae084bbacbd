"""Parquet -> Raw. Texts, whole numbers, decimals, dates and yes/no become texts; floating point is refused, also for what looks
like an id."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from zerosum.errors import InputError, Problem, Value
from zerosum.hints import shown
from zerosum.read.container import Blob
from zerosum.read.limits import COLUMNS_MAX, ROWS_MAX
from zerosum.read.raw import Raw
from zerosum.sources.model import Source

CELLS_A_BYTE = 100
"""A Parquet file may have so many fields for each of its bytes: a column of one value takes next to none."""
CELLS_FREE = 1_000_000


def read_parquet(blob: Blob, source: Source) -> Raw:
    """A Parquet file -> Raw. `line` is the row, the first is 1."""
    try:
        file = pa.parquet.ParquetFile(pa.BufferReader(blob.data))
        _within_limits(blob, file.metadata.num_rows, len(file.schema_arrow.names))
        for name, kind in zip(file.schema_arrow.names, file.schema_arrow.types, strict=True):
            _readable(blob, name, kind)
        table = file.read()
        table.validate(full=True)  # texts that are no UTF-8 would stop us later
    except (pa.ArrowException, OSError, ValueError):
        raise InputError(Problem("parquet_broken", file=blob.name)) from None
    columns = tuple(_texts(column, source.decimal) for column in table.columns)
    line = np.arange(1, table.num_rows + 1, dtype=np.int32)
    return Raw(tuple(table.column_names), columns, line, (), 0, "Parquet", "kolonner", heading_line=0)


def _within_limits(blob: Blob, rows: int, columns: int) -> None:
    if columns > COLUMNS_MAX:
        raise InputError(Problem("too_many_columns", {"limit": COLUMNS_MAX}, blob.name))
    if rows > ROWS_MAX:
        raise InputError(Problem("too_many_rows", {"limit": ROWS_MAX}, blob.name))
    limit = CELLS_A_BYTE * len(blob.data) + CELLS_FREE
    if rows * columns > limit:
        raise InputError(Problem("too_many_cells", {"limit": limit}, blob.name))


def _readable(blob: Blob, name: str, kind: pa.DataType) -> None:
    """InputError for a column that cannot be read exactly."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if any(known(kind) for known in _EXACT):
        return
    values: dict[str, Value] = {"name": shown(name), "kind": shown(kind)}
    code = "parquet_floating" if pa.types.is_floating(kind) else "parquet_kind_unknown"
    raise InputError(Problem(code, values, blob.name, column=shown(name)))


_EXACT = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_integer,
    pa.types.is_decimal,
    pa.types.is_date,
    pa.types.is_timestamp,
    pa.types.is_boolean,
    pa.types.is_null,
)


def _texts(column: pa.ChunkedArray, decimal: str) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    text = _moments(column) if pa.types.is_timestamp(kind) else column.cast(pa.string())
    if pa.types.is_decimal(kind):
        if kind.scale > 2:  # 12.500 is 12.50; what has more than two decimals stays, and is refused as an amount
            text = pc.replace_substring_regex(text, pattern=r"(\.[0-9]{2}[0-9]*?)0+$", replacement=r"\1")
        text = pc.replace_substring(text, pattern=".", replacement=decimal)
    whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    return whole.fill_null("")


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments at midnight are days; others keep their time, and what zone they are in."""
    text = column.cast(pa.string())
    return pc.replace_substring_regex(text, pattern=r" 00:00:00(\.0+)?$", replacement="")
