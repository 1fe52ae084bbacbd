"""Parquet: what is exact becomes text, what is not is refused."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_readers import blob, problem_of, source, table

from zerosum import money
from zerosum.errors import Problem
from zerosum.read import read
from zerosum.read.raw import Raw


def written(columns: dict[str, pa.Array], **options: object) -> bytes:
    out = io.BytesIO()
    pa.parquet.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def taken(columns: dict[str, pa.Array], **keys: object) -> Raw:
    return read(blob(written(columns), "fil.parquet"), source(**keys))


def refused(data: bytes) -> Problem:
    return problem_of(lambda: read(blob(data, "fil.parquet"), source()))


DAY = datetime.date(2026, 9, 30)


def test_each_exact_kind_becomes_text() -> None:
    raw = taken(
        {
            "Nr": pa.array(["007", None], pa.large_string()),
            "Tal": pa.array([12, -3], pa.int64()),
            "Beløb": pa.array([Decimal("1234.50"), Decimal("-0.07")], pa.decimal128(18, 2)),
            "Fin": pa.array([Decimal("1.5000"), Decimal("1.0050")], pa.decimal128(18, 4)),
            "Stor": pa.array([Decimal("1.20"), None], pa.decimal256(60, 2)),
            "Dag": pa.array([DAY, None], pa.date32()),
            "Øjeblik": pa.array([datetime.datetime(2026, 9, 30), None], pa.timestamp("us")),
            "Ord": pa.array(["Ny", "Ny"]).dictionary_encode(),
            "Ja": pa.array([True, None]),
            "Intet": pa.nulls(2),
        }
    )
    assert table(raw) == {
        "Nr": ["007", ""], "Tal": ["12", "-3"], "Beløb": ["1234,50", "-0,07"], "Fin": ["1,50", "1,005"],
        "Stor": ["1,20", ""], "Dag": ["2026-09-30", ""], "Øjeblik": ["2026-09-30", ""], "Ord": ["Ny", "Ny"],
        "Ja": ["true", ""], "Intet": ["", ""],
    }  # fmt: skip
    assert (raw.line.tolist(), raw.heading_line) == ([1, 2], 0)


def test_a_moment_that_is_not_midnight_keeps_its_time() -> None:
    moments = pa.array([datetime.datetime(2026, 9, 30, 23, 30), datetime.datetime(2026, 9, 30)], pa.timestamp("ms"))
    assert table(taken({"Nr": pa.array(["1", "2"]), "Dag": moments}))["Dag"] == [
        "2026-09-30 23:30:00.000",
        "2026-09-30",
    ]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (pa.array([1.5]), "parquet_floating"),
        (pa.array([1.5], pa.float32()).dictionary_encode(), "parquet_floating"),
        (pa.array([[1]]), "parquet_kind_unknown"),
        (pa.array([{"a": 1}]), "parquet_kind_unknown"),
        (pa.array([b"x"]), "parquet_kind_unknown"),
        (pa.array([datetime.time(1, 2)]), "parquet_kind_unknown"),
    ],
)
def test_what_is_not_exact_is_refused_by_its_column(column: pa.Array, code: str) -> None:
    problem = refused(written({"Nr": pa.array(["1"]), "Beløb": column}))
    assert (problem.code, problem.column) == (code, "Beløb")


def test_a_broken_file_is_told() -> None:
    data = written({"Nr": pa.array(["1"])})
    for broken in (data[:-6], data[:20], b"PAR1" + b"\0" * 100 + b"PAR1", data[:8] + b"\xff" * 30 + data[38:]):
        assert refused(broken).code == "parquet_broken"


@pytest.mark.long
def test_a_few_bytes_that_say_they_are_millions_of_rows_are_told() -> None:
    one = pa.DictionaryArray.from_arrays(pa.array([0] * 30_000_000, pa.int8()), pa.array(["x"]))
    data = written({"Nr": one})
    assert len(data) < 100_000
    assert refused(data).code == "too_many_cells"
    assert refused(written({f"k{n}": pa.array(["x"]) for n in range(2_001)})).code == "too_many_columns"


def test_many_row_groups_are_one_table() -> None:
    raw = read(blob(written({"Nr": pa.array([str(n) for n in range(1_000)])}, row_group_size=7)), source())
    assert table(raw)["Nr"] == [str(n) for n in range(1_000)]


@given(st.integers(-(10**9), 10**9), st.integers(2, 6))
def test_an_amount_of_any_scale_is_the_same_ore(ore: int, scale: int) -> None:
    amount = pa.array([Decimal(ore).scaleb(-2)], pa.decimal128(20, scale))
    (text,) = table(taken({"Nr": pa.array(["1"]), "Beløb": amount}))["Beløb"]
    assert money.ore(text) == ore
