"""The parsers of amounts, dates and numbers: every form, what is nearly one, and millions of values against a slow reader."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import oracle
import pyarrow as pa
import pytest
from fuzz import values
from hypothesis import given
from hypothesis import strategies as st

from zerosum import dates, money, numbers, written
from zerosum.errors import LANGUAGES, Phrase, Problem, in_words
from zerosum.normalise import second
from zerosum.tables import NO_DAY

HERE = Path(__file__).parent

AMOUNTS = {
    "1234,5": 123450,
    "1234,50": 123450,
    "1.234,50": 123450,
    "1 234,50": 123450,
    "1\u00a0234,50": 123450,
    "1\u202f234,50": 123450,
    "1\u2009234\u2009567": 123456700,
    "1\u2007234": 123400,
    "1.234": 123400,
    "-5,00": -500,
    "\u22125,00": -500,
    "\u20135,00": -500,
    "- 5,00": -500,
    "5.000,00-": -500000,
    "5.000,00 -": -500000,
    "5.000,00\u2212": -500000,
    "+5,00": 500,
    "kr 5,00": 500,
    "kr5": 500,
    "kr. 1.234,50": 123450,
    "kr.5,00": 500,
    "5 kr.": 500,
    "5,00kr": 500,
    "DKK 5": 500,
    "5 dkk": 500,
    "-kr 5": -500,
    "kr -5,00": -500,
    "-5,00 kr.": -500,
    "5,00- kr": -500,
    "5,00 kr-": -500,
    "0,00": 0,
    "-0,00": 0,
    "0000001234,50": 123450,
    "99.999.999,99": 9999999999,
    "1234,500": 123450,
    "1234,5000": 123450,
    "1.234,500": 123450,
    "1,5000": 150,
    "0,500": 50,
    "  5,00\t": 500,
}
"""Danish kroner as they are written, and their øre."""

NO_AMOUNTS = {
    "": "amount_missing",
    "12.34": "amount_in_doubt",
    "12.3": "amount_in_doubt",
    "1234.50": "amount_in_doubt",
    "-12.34": "amount_in_doubt",
    "1,500": "amount_in_doubt",
    "1,567": "amount_in_doubt",
    "1.234.5": "amount_thousands_broken",
    "1.23,45": "amount_thousands_broken",
    "12.3456": "amount_thousands_broken",
    "1.2345,00": "amount_thousands_broken",
    "0 500": "amount_thousands_broken",
    "1,234.50": "amount_other_decimal",
    "1,234,567": "amount_other_decimal",
    "0.500": "amount_other_decimal",
    "1.234 567,00": "amount_separators_mixed",
    "1.234,567.89": "amount_separators_mixed",
    "1,2,3": "amount_separators_mixed",
    "1234,567": "amount_finer_than_ore",
    "1.234,005": "amount_finer_than_ore",
    "1.000,-": "amount_without_ore",
    "1.000,--": "amount_without_ore",
    "(1.234,50)": "amount_in_brackets",
    "1,5E+05": "amount_scientific",
    "1E5": "amount_scientific",
    "30.09.2026": "amount_is_a_date",
    "2026-09-30": "amount_is_a_date",
    "20260930": "amount_is_a_date",
    "jan-12": "amount_is_a_date",
    "#REF!": "amount_is_an_excel_error",
    "#I/T": "amount_is_an_excel_error",
    "#DIVISION/0!": "amount_is_an_excel_error",
    "#VÆRDI!": "amount_is_an_excel_error",
    "########": "amount_is_an_excel_error",
    "25 %": "amount_is_a_share",
    "\u20ac 5,00": "amount_of_another_currency",
    "5,00 EUR": "amount_of_another_currency",
    "0113701234": "amount_is_a_person_number",
    "011370-1234": "amount_is_a_person_number",
    "100000000": "amount_too_large",
    "100.000.000,00": "amount_too_large",
    "12345678901234567890": "amount_too_large",
    "--5": "amount_sign_twice",
    "-5-": "amount_sign_twice",
    "kr 5 kr": "amount_sign_twice",
    "\u0661\u0662": "digits_not_ascii",
    "\uff11,00": "digits_not_ascii",
    "1\u200b,00": "invisible_sign",
    "5\x00": "invisible_sign",
    ",50": "amount_unreadable",
    "5,": "amount_unreadable",
    "1'234,00": "amount_unreadable",
    "5  kr": "amount_unreadable",
    "fem kroner": "amount_unreadable",
}
"""What is no amount in Danish kroner, and which problem it is."""


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_in_each_form(text: str) -> None:
    assert money.ore(text) == AMOUNTS[text] == oracle.amount(text)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_says_which_mistake_it_is(text: str) -> None:
    assert oracle.amount(text) is None
    with pytest.raises(ValueError, match="is not an amount"):
        money.ore(text)
    code, filled = money.refused(text)
    assert code == NO_AMOUNTS[text]
    for language in LANGUAGES:
        told = Problem(code, filled).told(language)
        assert told.what
        assert "{" not in told.why + told.do


@pytest.mark.parametrize(
    "text",
    [
        "0" * 5000 + "12.34",
        "9" * 5000,
        "1." * 5000 + "1",
        "-" * 5000,
        " " * 5000 + "x",
        "1" * 5000 + ",5e",
        "(" * 5000,
        "#" * 5000,
    ],
)
def test_a_very_long_text_is_refused_with_a_message(text: str) -> None:
    for unit in (money.KR, money.OERE):
        assert not money.parse(pa.array([text]), unit=unit)[1][0]
        assert Problem(*money.refused(text, unit=unit)).told().what
    assert not dates.parse(pa.array([text]))[1][0]
    assert Problem(*dates.refused(text)).told().what
    assert written.forms(pa.array([text]), np.array([1]), np.array([False]), lambda one, can: "")


def test_english_amounts_are_read_where_they_are_declared() -> None:
    texts = {"1,234.50": 123450, "1234.5": 123450, "1,234": 123400, "5.00-": -500, "kr. 5.00": 500, "1 234.50": 123450}
    assert {text: money.ore(text, ".") for text in texts} == texts
    for text, code in {
        "12,34": "amount_in_doubt",
        "1.234,50": "amount_other_decimal",
        "kr.50": "amount_unreadable",
    }.items():
        assert oracle.amount(text, ".") is None
        assert money.refused(text, ".")[0] == code


def test_whole_ore() -> None:
    texts = {
        "123450": 123450,
        "0000123450": 123450,
        "123450-": -123450,
        "-5": -5,
        "5+": 5,
        "000000123450\u2212": -123450,
    }
    for text, ore in texts.items():
        assert money.ore(text, unit=money.OERE) == ore == oracle.amount(text, unit="oere")
    refused = {"123,45": "amount_not_whole_ore", "1 234": "amount_not_whole_ore", "0113701234": "amount_is_a_person_number",
               "12345678901": "amount_too_large", "5 kr": "amount_unreadable"}  # fmt: skip
    for text, code in refused.items():
        assert oracle.amount(text, unit="oere") is None
        assert money.parse(pa.array([text]), unit=money.OERE)[1].tolist() == [False]
        assert money.refused(text, unit=money.OERE)[0] == code


@pytest.mark.parametrize(
    ("text", "first", "second_"),
    [
        ("12.34", "12,34 kr.", "1.234,00 kr."),
        ("-12.34", "-12,34 kr.", "-1.234,00 kr."),
        ("1,500", "1,50 kr.", "1.500,00 kr."),
        ("1,567", "1,567 kr.", "1.567,00 kr."),
        ("1.000,-", "1.000,00 kr.", "-1.000,00 kr."),
        ("(5,00)", "5,00 kr.", "-5,00 kr."),
    ],
)
def test_both_readings_are_shown_and_none_is_chosen(text: str, first: str, second_: str) -> None:
    code, filled = money.refused(text)
    assert (in_words(filled["first"], "da"), in_words(filled["second"], "da")) == (first, second_)
    assert first in Problem(code, filled).told().why
    english = "DKK " + first.removesuffix(" kr.").translate(str.maketrans(",.", ".,"))
    assert english in Problem(code, filled).told("en").why


@pytest.mark.parametrize("text", ["12345678.5", "0113701234.5", "(12345678)", "12345678,-"])
def test_the_readings_of_what_is_masked_are_masked(text: str) -> None:
    """Eight digits could be a firm's number: what the text would be in kroner tells it as well as the text."""
    code, filled = money.refused(text)
    for language in LANGUAGES:
        told = Problem(code, filled).told(language)
        digits = re.sub("[^0-9]", "", told.why.replace("100.000.000,00", "").replace("100,000,000.00", ""))
        assert "12345678" not in digits
        assert "0113701234" not in digits


DATES = {
    "2026-09-30": date(2026, 9, 30),
    "30.09.2026": date(2026, 9, 30),
    "30/9/2026": date(2026, 9, 30),
    "30-09-2026": date(2026, 9, 30),
    "20260930": date(2026, 9, 30),
    "2026-09-30T14:05:00": date(2026, 9, 30),
    "30.09.2026 00:00:00": date(2026, 9, 30),
    "2026-09-30 23:59:59.9999999": date(2026, 9, 30),
    "20260930 14:05": date(2026, 9, 30),
    "2026-09-30T21:59:59Z": date(2026, 9, 30),
    "2026-09-30T22:00:00Z": date(2026, 10, 1),
    "2026-12-31T22:59:59Z": date(2026, 12, 31),
    "2026-12-31T23:00:00Z": date(2027, 1, 1),
    "2026-09-30T00:30:00+05:00": date(2026, 9, 29),
    "2026-09-30T23:30:00-0500": date(2026, 10, 1),
    "2026-09-30T23:30:00+02:00": date(2026, 9, 30),
    "2026-09-30Z": date(2026, 9, 30),
    "2026-09-30+02:00": date(2026, 9, 30),
    "9999-12-31": date(9999, 12, 31),
    "31.12.9999": date(9999, 12, 31),
    "1900-01-01": date(1900, 1, 1),
    "29.02.2024": date(2024, 2, 29),
    **dict.fromkeys(
        ("", "0", "00000000", "0000-00-00", "00.00.0000", "00-00-0000", "00/00/0000", "00.00.00", "0001-01-01", "01.01.0001",
         "0000-00-00T00:00:00", "00.00.0000 00:00", "0001-01-01T00:00:00Z"),
        oracle.NO_DAY,
    ),
}  # fmt: skip
"""Dates of the usual forms; NO_DAY where the source does not tell."""

NO_DATES = {
    "1899-12-31": "date_before_1900",
    "14.02.1752": "date_before_1900",
    "09/30/2026": "date_month_first",
    "09/30/26": "date_month_first",
    "30.09.26": "date_short_year",
    "1-1-26": "date_short_year",
    "46295": "date_of_excel",
    "30-sep-2026": "date_month_name",
    "30. september 2026": "date_month_name",
    "okt-26": "date_month_name",
    "2026-02-30": "date_does_not_exist",
    "31.04.2026": "date_does_not_exist",
    "2026-13-01": "date_does_not_exist",
    "2025-02-29": "date_does_not_exist",
    "2026-09-30 25:00": "date_time_unreadable",
    "2026-09-30 2:05 PM": "date_time_unreadable",
    "1939-02-16Z 13:09:09.123": "date_time_unreadable",
    "2026-09-30+02:00 10:00": "date_time_unreadable",
    "2026-09-30-05 10:00": "date_time_unreadable",
    "1995-06-01T10:00:00Z": "date_moment_out_of_range",
    "9999-12-31T23:30:00Z": "date_moment_out_of_range",
    "30.09-2026": "date_unreadable",
    "2026-9-30": "date_unreadable",
    "0000-00-00 10:00:00": "date_unreadable",
    "0113701234": "date_unreadable",
    "i går": "date_unreadable",
    "\u0662\u0660\u0662\u0666-09-30": "digits_not_ascii",
    "2026-09\u200b-30": "invisible_sign",
}
"""What is no date of the usual forms, and which problem it is."""


def read(text: str, forms: tuple[str, ...] = dates.USUAL) -> object:
    day, readable = dates.parse(pa.array([text]), forms)
    return (oracle.NO_DAY if day[0] == NO_DAY else dates.when(int(day[0]))) if readable[0] else None


@pytest.mark.parametrize("text", DATES)
def test_a_date_in_each_form(text: str) -> None:
    assert read(text) == DATES[text] == oracle.day(text)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_says_which_mistake_it_is(text: str) -> None:
    assert read(text) is None
    assert oracle.day(text) is None
    code, filled = dates.refused(text)
    assert code == NO_DATES[text]
    for language in LANGUAGES:
        assert Problem(code, filled).told(language).what


def test_forms_that_are_read_only_where_they_are_declared() -> None:
    declared = {
        ("danish-short",): {"30.09.26": date(2026, 9, 30), "1/2/69": date(2069, 2, 1), "1-2-70": date(1970, 2, 1), "1.2.2026": None},
        ("american",): {"09/30/2026": date(2026, 9, 30), "9/30/26": date(2026, 9, 30), "30/09/2026": None, "09.30.2026": None},
        ("excel",): {"46295": date(2026, 9, 30), "46295,75": date(2026, 9, 30), "61": date(1900, 3, 1), "60": None, "1": None,
                     "0": oracle.NO_DAY, "2958465": date(9999, 12, 31), "2958466": None},
    }  # fmt: skip
    for forms, texts in declared.items():
        for text, expected in texts.items():
            assert read(text, forms) == expected == oracle.day(text, forms), (forms, text)
    assert dates.refused("60", ("excel",))[0] == "date_excel_in_doubt"
    assert dates.refused("1.2.2026", ("danish-short",)) == ("date_form_not_declared", {"form": "danish"})


def test_of_two_declared_forms_that_differ_none_is_chosen() -> None:
    both = ("danish", "american")
    assert read("01/02/2026", both) is None
    assert read("13/02/2026", both) == date(2026, 2, 13)
    assert read("02/02/2026", both) == date(2026, 2, 2)
    code, filled = dates.refused("01/02/2026", both)
    assert code == "date_in_doubt"
    assert "01.02.2026" in Problem(code, filled).told().why
    assert "02.01.2026" in Problem(code, filled).told().why


def test_summer_time_by_arithmetic_is_that_of_the_tables() -> None:
    """Every hour around each change since the rule is what it is, and each month's first."""
    zoneinfo = pytest.importorskip("zoneinfo")
    try:
        danish = zoneinfo.ZoneInfo("Europe/Copenhagen")
    except zoneinfo.ZoneInfoNotFoundError:
        pytest.skip("this machine has no tables of time zones")
    moments = [datetime(year, month, 1, 22, 30, tzinfo=UTC) for year in range(1996, 2037) for month in range(1, 13)]
    moments += [
        datetime(year, month, day, hour, 30, tzinfo=UTC)
        for year in range(1996, 2037)
        for month in (3, 10)
        for day in range(24, 32)
        for hour in (0, 1, 22, 23)
    ]
    days, readable = dates.parse(pa.array([f"{one:%Y-%m-%dT%H:%M:%S}Z" for one in moments]))
    assert readable.all()
    assert [dates.when(int(one)) for one in days] == [one.astimezone(danish).date() for one in moments]


@given(st.lists(st.text(max_size=14), max_size=30), st.sampled_from([",", "."]), st.sampled_from(["kr", "oere"]))
def test_any_text_is_read_as_the_slow_reader_reads_it(texts: list[str], decimal: str, unit: str) -> None:
    ore, readable = money.parse(pa.array(texts, pa.string()), decimal, unit=unit)
    assert ore.dtype == np.int64
    assert not ore[~readable].any()
    found = [one if good else None for one, good in zip(ore.tolist(), readable.tolist(), strict=True)]
    assert found == [oracle.amount(one, decimal, unit) for one in texts]
    assert [read(one) for one in texts] == [oracle.day(one) for one in texts]
    for text in texts:
        Problem(*money.refused(text, decimal, unit)).told("en")
        Problem(*dates.refused(text)).told("en")


@given(st.integers(0, 2**32))
def test_forms_and_near_misses_are_read_as_the_slow_reader_reads_them(seed: int) -> None:
    found = values.batch(seed, 80)
    assert found.differing == 0, found.finds


@given(st.lists(st.sampled_from([*AMOUNTS, *NO_AMOUNTS]), min_size=1, max_size=12))
def test_what_else_stands_in_the_column_changes_nothing(texts: list[str]) -> None:
    """There is a quick way for clean columns; each text alone gives the same."""
    ore, readable = money.parse(pa.array([*texts, None]))
    assert [AMOUNTS.get(text) for text in texts] == [
        one if good else None for one, good in zip(ore[:-1].tolist(), readable[:-1].tolist(), strict=True)
    ]
    assert not readable[-1]
    whole = pa.array(["x", *texts]).slice(1).dictionary_encode()
    assert money.parse(whole)[0].tolist() == ore[:-1].tolist()


@given(st.lists(st.sampled_from([*AMOUNTS]), min_size=1, max_size=12))
def test_the_second_way_to_add_up_reads_every_form(texts: list[str]) -> None:
    read_ = [text.strip() for text in texts]
    assert second.add_again(pa.array(read_), ",") == sum(AMOUNTS[text] for text in texts)


@pytest.mark.long
def test_a_short_round_of_the_fuzzer() -> None:
    found = values.Round()
    for seed in range(len(values.DATE_FORMS)):
        found.add(values.batch(seed, 10_000))
    assert found.finds == []
    assert found.values == 60_000
    assert found.differing == 0
    assert set(found.per_kind) == {"amount ,", "amount .", "amount in øre", "date", "number"}
    assert all(found.found[kind] > 500 for kind in found.per_kind), found.found
    assert len(found.refusals) > 25


def test_the_fuzzer_finds_a_reader_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = money.parse

    def wrong(texts: pa.Array, *more: object, **named: object) -> tuple[np.ndarray, np.ndarray]:
        ore, readable = right(texts, *more, **named)  # type: ignore[arg-type]
        return np.abs(ore), readable

    monkeypatch.setattr(money, "parse", wrong)
    assert values.batch(1, 2_000).differing > 10


def test_the_slow_reader_shares_nothing_with_the_quick_ones() -> None:
    tree = ast.parse((HERE / "oracle.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {"__future__", "datetime", "decimal"}


# What a column tells.


@pytest.mark.parametrize(
    ("texts", "tells"),
    [
        (["1.234", "12"], money.Tells.IN_DOUBT),
        (["1,500"], money.Tells.IN_DOUBT),
        (["1.234", "12,50"], money.Tells.DANISH),
        (["1.234", "12.50"], money.Tells.ENGLISH),
        (["1.234.567"], money.Tells.DANISH),
        (["12,5", "12.5"], money.Tells.MIXED),
        (["12", "1234", "1 234", ""], money.Tells.EITHER),
        (["x", ""], money.Tells.NEITHER),
        ([], money.Tells.NEITHER),
    ],
)
def test_what_the_amounts_of_a_column_tell(texts: list[str], tells: money.Tells) -> None:
    assert money.readings(pa.array(texts, pa.string())).tells == tells


def test_the_readings_of_each_text() -> None:
    found = money.readings(pa.array(["1.234", "1.234", "12,50", "99", None]))
    assert found.texts == ["1.234", "12,50", "99"]
    assert found.rows.tolist() == [2, 1, 1]
    assert found.danish_ore.tolist() == [123400, 1250, 9900]
    assert found.is_english.tolist() == [False, False, True]
    assert found.oere_ore.tolist() == [0, 0, 99]
    assert found.doubtful.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("texts", "tells"),
    [
        (["01/02/2026"], dates.Tells.IN_DOUBT),
        (["01/02/2026", "13/02/2026"], dates.Tells.DANISH),
        (["01/02/2026", "02/13/2026"], dates.Tells.AMERICAN),
        (["13/02/2026", "02/13/2026"], dates.Tells.MIXED),
        (["2026-01-02", "02/02/2026"], dates.Tells.EITHER),
        (["01.02.2026"], dates.Tells.DANISH),
        (["x"], dates.Tells.NEITHER),
    ],
)
def test_what_the_dates_of_a_column_tell(texts: list[str], tells: dates.Tells) -> None:
    assert dates.readings(pa.array(texts)).tells == tells


def test_forms_of_amounts_are_counted_with_a_masked_example() -> None:
    texts = ["1.234,50", "9.999,00", "12,00", "5.000,00-", "1 234,00", "kr. 5", "12.34", "0113701234", "", None]
    seen = {one.form: one for one in money.forms_seen(pa.array(texts))}
    assert seen["1.234,50"].rows == 2
    assert {form for form, one in seen.items() if one.readable} == {
        "1.234,50",
        "12,50",
        "1.234,50-",
        "1 234,50",
        "kr. 12",
    }
    assert not seen["amount_in_doubt"].readable
    assert seen["amount_is_a_person_number"].example == "••••••"
    assert sum(one.rows for one in seen.values()) == 8


def test_forms_of_dates_are_counted() -> None:
    texts = ["2026-09-30", "2026-01-01", "1.2.2026", "01.02.2026 10:15", "00000000", "2026-02-30", "1899-01-01"]
    assert [(one.form, one.rows) for one in dates.forms_seen(pa.array(texts))] == [
        ("2026-09-30", 2), ("00000000", 1), ("30.09.2026", 1), ("30.09.2026 14:05", 1), ("date_before_1900", 1), ("date_does_not_exist", 1),
    ]  # fmt: skip


def test_an_odd_sign_is_named() -> None:
    assert written.visible("1.234,50\u00a0kr. æøå") == "1.234,50\u00a0kr. æøå"
    assert written.visible("a\x1b[2J\nb\u202e") == "a<U+001B>[2J<U+000A>b<U+202E>"
    assert written.odd_sign("1.234,50 kr. æøå −") is None
    assert written.odd_sign("1\ufeff") == ("invisible_sign", {"sign": "U+FEFF"})
    assert written.odd_sign("²") == ("digits_not_ascii", {"sign": "U+00B2"})


# Numbers.

LONG = [str(900000000000000000 + 7 * at) for at in range(100)]


def damage(texts: list[str | None], **named: bool) -> dict[str, list[int]]:
    found = numbers.damaged(pa.array(texts, pa.string()), **named)
    return {kind.name: rows.tolist() for kind, rows in found.items()}


def test_sound_numbers_have_no_damage() -> None:
    for texts in (
        LONG,
        [*LONG, None, ""],
        ["A-1001", "A-1002"],
        [f"2026-{at:06}" for at in range(50)],
        [],
        [None],
        [""],
        ["1"],
    ):
        assert damage(texts) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9,00001E+17", "SCIENTIFIC"),
        ("9.1e17", "SCIENTIFIC"),
        ("9E+17", "SCIENTIFIC"),
        ("9E17", None),
        ("1234E5", None),
        ("900001,0", "DECIMALS"),
        ("900001.00", "DECIMALS"),
        ("12.0", None),
        ("900001,5", None),
        ("'000123", "APOSTROPHE"),
        ("'x", None),
        ("jan-12", "DATE"),
        ("12-okt", "DATE"),
        ("01-02-2026", "DATE"),
        ("1/2/2026", "DATE"),
        ("A-12-01", None),
    ],
)
def test_what_a_spreadsheet_makes_of_a_number(text: str, kind: str | None) -> None:
    assert damage([*LONG, text]) == ({kind: [100]} if kind else {})
    assert damage([text, *LONG][:1] + LONG) == ({kind: [0]} if kind else {})


def test_dates_in_a_column_of_dates_are_no_damage() -> None:
    assert damage([f"{at:02}-02-2026" for at in range(1, 29)]) == {}


def test_numbers_that_end_in_zeros_together_are_cut() -> None:
    cut = [one[:15] + "000" for one in LONG[:90:10]]
    assert damage(cut) == {"FIFTEEN_DIGITS": list(range(9))}
    assert damage([*cut, *LONG[:50]])["FIFTEEN_DIGITS"] == [*range(9), 9]  # LONG[0] ends so by itself
    assert damage(LONG) == {}  # one of a hundred is chance
    assert damage([cut[0]]) == {}  # and so is one alone
    assert damage(cut[:2]) == {"FIFTEEN_DIGITS": [0, 1]}
    assert damage([f"RIM-ABCDEFGHI{at:02}000" for at in range(50)]) == {}
    serial = [str(9000000000000000 + at) for at in range(200)]
    assert damage(serial) == {}  # one in ten of sixteen digits ends in 0
    assert damage([one[:15] + "0" for one in serial]) == {"FIFTEEN_DIGITS": list(range(200))}


def test_lost_zeros_are_told_where_nearly_all_have_them() -> None:
    padded = [f"{at:08}" for at in range(1, 100)]
    assert damage([*padded, "123"]) == {"ZEROS_LOST": [99]}
    assert damage([*padded, "123"], numeric=True) == {}
    assert damage([*padded, "A23"]) == {}
    assert damage([*padded, *[str(at) for at in range(1, 60)]]) == {}
    assert damage([*LONG, "123"]) == {}


def test_debtor_numbers_that_lost_a_zero() -> None:
    cells = [
        "0113701234",
        "113701234",
        "12345678",
        "1234567",
        "0113701234|113701235",
        "113701235 | 0113701234",
        "",
        None,
        "AB-1234567",
    ]
    found = numbers.damaged_debtors(pa.array(cells))
    assert {kind.name: rows.tolist() for kind, rows in found.items()} == {"ZEROS_LOST": [1, 3, 4, 5]}
    assert numbers.damaged_debtors(pa.array(["1,13701E+09"])).keys() == {numbers.Damage.SCIENTIFIC}


def test_a_slice_of_a_column_is_looked_at_as_it_is() -> None:
    whole = pa.array([*LONG, "900001,0", "x"])
    assert {kind.name: rows.tolist() for kind, rows in numbers.damaged(whole.slice(50, 51)).items()} == {
        "DECIMALS": [50]
    }


def test_words_of_damage() -> None:
    told = {"number_with_decimals", "number_with_apostrophe", "number_became_date", "number_lost_zeros"}
    assert {kind.value for kind in numbers.Damage} >= told
    for kind in numbers.Damage:
        for language in LANGUAGES:
            for count in (1, 2):
                assert Problem(kind.value, {"n": count}).told(language).what


def test_phrases_of_messages_are_there() -> None:
    for language in LANGUAGES:
        assert all(Phrase(f"date_form.{form}").told(language) for form in dates.FORMS)
        assert all(Phrase(f"amount_form.{form}").told(language) for form in ("comma", "point", "oere"))


def test_a_day_far_away_by_its_number() -> None:
    """Excel's numbers are days, one after the other."""
    start = date(1900, 3, 1)
    for number in (61, 366, 36526, 46295, 2_958_465):
        assert read(str(number), ("excel",)) == start + timedelta(days=number - 61)
