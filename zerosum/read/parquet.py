"""Parquet -> Raw. Texts, whole numbers, decimals and dates become texts; floating point is refused, also for what looks like an id."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.raw import Raw
from zerosum.sources.model import Source


def read_parquet(blob: Blob, source: Source) -> Raw:
    """A Parquet file -> Raw. `line` is the row, the first is 1."""
    try:
        table = pa.parquet.read_table(io.BytesIO(blob.data))
    except (pa.ArrowInvalid, OSError):
        raise InputError(
            Problem(
                "Parquet-filen kan ikke læses",
                "Den er beskadiget eller ikke hentet helt.",
                "Lav eller hent filen igen.",
                blob.name,
            )
        ) from None
    columns = tuple(
        _texts(blob, name, column, source.decimal)
        for name, column in zip(table.column_names, table.columns, strict=True)
    )
    line = np.arange(1, table.num_rows + 1, dtype=np.int32)
    return Raw(tuple(table.column_names), columns, line, (), 0, "Parquet", "kolonner")


def _texts(blob: Blob, name: str, column: pa.ChunkedArray, decimal: str) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_floating(kind):
        raise InputError(
            Problem(
                "Kolonne i kommatal",
                f"Kolonnen «{name}» er gemt som {kind}, og et kommatal holder ikke et beløb nøjagtigt.",
                "Gem beløb som decimal(18,2) eller tekst, og numre som tekst.",
                blob.name,
                0,
                name,
            )
        )
    if pa.types.is_null(kind):
        return pa.array([""] * len(column), pa.string())
    if not (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_date(kind)
    ):
        raise InputError(
            Problem(
                "Kolonne af ukendt slags",
                f"Kolonnen «{name}» er {kind}.",
                "Brug tekst, heltal, decimal eller dato.",
                blob.name,
                0,
                name,
            )
        )
    text = column.cast(pa.string())
    if pa.types.is_decimal(kind):
        text = pc.replace_substring(text, pattern=".", replacement=decimal)
    whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.string())
    return whole.fill_null("")
