"""The doors: text to øre, to days, to debtor sets; and back. Each against a slow reader that shares no code with it."""

from __future__ import annotations

import datetime
import doctest
import itertools
import re

import numpy as np
import oracle
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zerosum import dates, hints, identity, money
from zerosum.tables import NO_DAY

PIECES = st.lists(
    st.sampled_from(
        ["1", "12", "123", "000", "0", "9", ".", ",", " ", "-", "\u2212", "\u00a0", "5,00", "1.234,50", "+", "x"]
    ),
    max_size=6,
)


@given(st.lists(PIECES.map("".join), min_size=1, max_size=8), st.sampled_from([",", "."]))
def test_an_amount_is_read_as_a_slow_reader_reads_it(texts: list[str], decimal: str) -> None:
    value, readable = money.parse(pa.array(texts, pa.string()), decimal)
    assert value.dtype == np.int64
    for text, ore, ok in zip(texts, value.tolist(), readable.tolist(), strict=True):
        expected = oracle.amount(text, decimal)
        assert (ore if ok else None) == expected, (text, decimal)


@given(st.lists(st.integers(0, 10**10 - 1), min_size=1, max_size=20), st.booleans(), st.sampled_from([",", "."]))
def test_whole_columns_of_clean_amounts(amounts: list[int], grouped: bool, decimal: str) -> None:
    """The quick way for clean columns gives the same as the slow one."""
    other = ".,".replace(decimal, "")
    texts = [
        (f"{ore // 100:,}".replace(",", other) if grouped else str(ore // 100)) + f"{decimal}{ore % 100:02d}"
        for ore in amounts
    ]
    value, readable = money.parse(pa.array(texts, pa.string()), decimal)
    assert readable.all()
    assert value.tolist() == amounts


@given(st.integers(-(10**10) + 1, 10**10 - 1))
def test_money_written_and_read_is_the_same(ore: int) -> None:
    assert money.ore(money.kr(ore)) == ore


@pytest.mark.parametrize(
    "text", ["12.34", "1.23,00", "1,234", "", "++5", "1e3", "NaN", "1.0050", "0113131234", "100.000.000,00", "١٢"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        money.ore(text)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(9999, 12, 31)))
def test_a_day_is_read_in_each_form(day: datetime.date) -> None:
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.day}.{day.month}.{day.year:04d}",
        f"{day.day:02d}/{day.month:02d}/{day.year:04d}",
        f"{day.year:04d}{day.month:02d}{day.day:02d}",
    ]
    value, readable = dates.parse(pa.array(forms))
    assert readable.all()
    assert {dates.when(one) for one in value.tolist()} == {day}
    assert dates.day(dates.show(int(value[0]))) == value[0]


@pytest.mark.parametrize("text", ["2026-02-30", "31.04.2026", "2026-13-01", "1.1.26", "30-09", "i går", "18991231"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert dates.parse(pa.array([text]))[1].tolist() == [False]


def test_a_blank_and_a_zero_date_are_not_told() -> None:
    value, readable = dates.parse(pa.array(["", "00000000", " ", None]))
    assert readable.all()
    assert set(value.tolist()) == {NO_DAY}


def test_bank_days_of_2026_and_2027() -> None:
    """Public days, the day after Ascension, 5 June, 24 and 31 December; Great Prayer Day is gone since 2024."""
    closed = {(4, 2), (4, 3), (4, 6), (5, 14), (5, 15), (5, 25), (6, 5), (12, 24), (12, 25), (12, 31), (1, 1)}
    assert {(day.month, day.day) for day in dates.bank_holidays(2026) if day.weekday() < 5} == closed
    closed_2027 = {(3, 25), (3, 26), (3, 29), (5, 6), (5, 7), (5, 17), (12, 24), (12, 31), (1, 1)}
    assert {(day.month, day.day) for day in dates.bank_holidays(2027) if day.weekday() < 5} == closed_2027
    assert dates.bank_days_between(dates.day("2026-09-30"), dates.day("2026-10-05")) == 3
    assert dates.bank_days_between(dates.day("2026-12-23"), dates.day("2026-12-27")) == 0
    assert dates.bank_days_between(dates.day("2026-12-27"), dates.day("2026-12-23")) == 0


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-09-30", "2026-10-31"),
        ("2026-01-31", "2026-02-28"),
        ("2026-12-15", "2027-01-31"),
        ("2028-01-01", "2028-02-29"),
    ],
)
def test_the_next_monthly_report_is_due_at_the_end_of_the_next_month(day: str, end: str) -> None:
    assert dates.month_end_after(dates.day(day)) == dates.day(end)


NUMBERS = ("0113131234", "2415156789", "99887766", "12345678901")


@given(
    st.lists(st.lists(st.sampled_from(NUMBERS), max_size=3), min_size=1, max_size=6), st.randoms(use_true_random=False)
)
def test_a_debtor_set_is_the_same_however_it_is_written(sets: list[list[str]], chance) -> None:  # type: ignore[no-untyped-def]
    written = []
    for one in sets:
        forms = [
            f"{number[:6]}-{number[6:]}" if len(number) == 10 and chance.random() < 0.5 else number for number in one
        ]
        chance.shuffle(forms)
        written.append(" | ".join(forms) if chance.random() < 0.5 else "|".join(forms))
    expected = ["|".join(sorted(set(one))) or None for one in sets]
    assert identity.canonical(pa.array(written, pa.string())).to_pylist() == expected


@pytest.mark.parametrize(
    ("number", "text"), list(itertools.product(NUMBERS, ["{}", "sag {}", "x{}y", "{}-1", "1{}", "{}.", "a/{}/b"]))
)
def test_no_debtor_number_is_shown(number: str, text: str) -> None:
    for form in {number, f"{number[:6]}-{number[6:]}", f"{number[:6]} {number[6:]}"} if len(number) == 10 else {number}:
        (shown,) = identity.shown([text.format(form)], pa.array([f"{number}|77777777"]))
        assert number not in shown
        assert number not in re.sub("[^0-9]", "", shown)


def test_a_text_without_a_debtor_number_is_left_in_peace() -> None:
    texts = ["100004000000080", "1234", "sag 2026-09-30", "EFI 1000000000000835", ""]
    assert identity.shown(texts, pa.array(["0113131234", "99887766"])) == texts


def test_the_examples_in_the_docstrings_are_true() -> None:
    for module in (money, dates, hints):
        tried = doctest.testmod(module)
        assert tried.attempted
        assert not tried.failed
