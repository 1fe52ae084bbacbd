"""What rows have in common: planted patterns are found, in noise none is told, and the order of rows changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zerosum.causes import EVERY
from zerosum.report.patterns import (
    _OPEN,
    FEW,
    TELLING_BITS,
    Ground,
    Trait,
    _bits_of,
    _bits_of_draw,
    _common,
    _tested,
    form,
    traits,
)
from zerosum.result import AGE_BANDS
from zerosum.tables import ItemLines, PostedLines

FIRST, LAST = date(2026, 1, 5), date(2026, 9, 28)
TYPES = ("KFDAINS", "KFGEDAI", "KFTILDA", "KFOMDAG")
KNOWN = Ground(
    claims=dict.fromkeys(TYPES, 400),
    debtor_claims=dict.fromkeys(TYPES, 400),
    events={"creation": 1600, "write_down": 300, "write_up": 100, "recall": 150},
    booked_from=FIRST,
    booked_to=LAST,
    fees_ore=(250_00,),
    files={"a.csv": 1, "b.csv": 2, "psrm.csv": 3},
    as_of=date(2026, 10, 5),
)


def noise(seed: int, number: int, cause: str = "amount_differs") -> pd.DataFrame:
    """Rows of which each value is drawn by itself."""
    draw = np.random.default_rng(seed)
    days = [FIRST + timedelta(int(one)) for one in draw.integers(0, (LAST - FIRST).days + 1, number)]
    ore = draw.integers(1, 500_000, number) * draw.choice([-1, 1], number)
    columns: dict[str, list[object]] = {
        PostedLines.CAUSE: [cause] * number,
        PostedLines.STANDING: ["located"] * number,
        PostedLines.GRAVITY: ["blocking"] * number,
        PostedLines.POSTED_ORE: ore.tolist(),
        ItemLines.CASE: [f"{one:010x}" for one in draw.integers(0, 1 << 40, number)],
        ItemLines.CLAIM_TYPE: draw.choice(TYPES, number).tolist(),
        ItemLines.REFERENCE: [
            f"{draw.choice(['AB', 'C', 'DE-'])}{one}" for one in draw.integers(1000, 10_000_000, number)
        ],
        ItemLines.CLAIM_ID: [str(one) for one in draw.integers(1_000_000, 9_000_000, number)],
        ItemLines.EVENT: draw.choice(["creation", "write_down", "recall"], number, p=[0.8, 0.15, 0.05]).tolist(),
        ItemLines.SIDE: ["pair"] * number,
        ItemLines.STATUS: draw.choice(["executed", "unknown"], number).tolist(),
        ItemLines.REASON: [""] * number,
        ItemLines.DEBTOR_FILE: draw.choice(["a.csv", "b.csv"], number).tolist(),
        ItemLines.PSRM_FILE: ["psrm.csv"] * number,
        ItemLines.BOOKED_ON: days,
    }
    return pd.DataFrame({str(name): values for name, values in columns.items()})


def told(rows: pd.DataFrame, others: pd.DataFrame | None = None, known: Ground = KNOWN) -> dict[str, Trait]:
    """The patterns by kind; facts are none."""
    return {
        one.kind: one
        for one in traits(rows, noise(99, 120, "only_in_psrm") if others is None else others, known)
        if one.telling
    }


PLANTED: dict[str, tuple[str, object, str | int | date]] = {
    "claim_type": (ItemLines.CLAIM_TYPE, "KFDAINS", "KFDAINS"),
    "event": (ItemLines.EVENT, "recall", "recall"),
    "fee": (PostedLines.POSTED_ORE, -250_00, 250_00),
    "one_amount": (PostedLines.POSTED_ORE, 123_45, 123_45),
    "day": (ItemLines.BOOKED_ON, date(2026, 5, 4), date(2026, 5, 4)),
    "file": (ItemLines.DEBTOR_FILE, "b.csv", 2),
    "reason": (ItemLines.REASON, "151: Fordringstypen er ikke med", "151"),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("kind", PLANTED)
@given(seed=st.integers(0, 10_000), number=st.integers(32, 48))
@settings(max_examples=20, deadline=None)
def test_one_value_is_found(kind: str, seed: int, number: int) -> None:
    column, planted, value = PLANTED[kind]
    rows = noise(seed, number).assign(**{column: [planted] * number})
    found = told(rows)[kind]
    assert (found.value, found.held, found.of, found.rows) == (value, number, number, frozenset(range(number)))


@given(seed=st.integers(0, 10_000), number=st.integers(20, 40), at=st.integers(0, 19))
@settings(max_examples=20, deadline=None)
def test_one_in_ten_may_be_another(seed: int, number: int, at: int) -> None:
    values = ["KFTILDA"] * number
    values[at] = "KFDAINS"
    found = told(noise(seed, number).assign(**{ItemLines.CLAIM_TYPE: values}))["claim_type"]
    assert (found.held, found.of, found.rows) == (number - 1, number, frozenset(range(number)) - {at})
    values[: number // 10 + 1] = ["KFGEDAI"] * (number // 10 + 1)
    values[number // 10 + 1 :] = ["KFTILDA"] * (number - number // 10 - 1)
    assert "claim_type" not in told(noise(seed, number).assign(**{ItemLines.CLAIM_TYPE: values}))


@given(seed=st.integers(0, 10_000), number=st.integers(16, 40))
@settings(max_examples=20, deadline=None)
def test_from_a_day_on_and_until(seed: int, number: int) -> None:
    draw = np.random.default_rng(seed)
    turn = date(2026, 5, 20)
    late = [turn + timedelta(int(one)) for one in draw.integers(0, (LAST - turn).days, number)]
    found = told(noise(seed, number).assign(**{ItemLines.BOOKED_ON: late}))["from"]
    assert (found.value, found.other, found.held) == (min(late), FIRST, number)
    early = [FIRST + timedelta(int(one)) for one in draw.integers(0, (turn - FIRST).days, number)]
    found = told(noise(seed, number).assign(**{ItemLines.BOOKED_ON: early}))["until"]
    assert (found.value, found.other, found.held) == (max(early), LAST, number)
    began_there = replace(KNOWN, booked_from=min(late))
    assert "from" not in told(noise(seed, number).assign(**{ItemLines.BOOKED_ON: late}), noise(1, 0), began_there)


def test_what_broke_several_causes_on_one_day_is_still_found() -> None:
    late = [date(2026, 5, 1) + timedelta(at * 6) for at in range(20)]
    others = noise(5, 30, "only_in_psrm").assign(**{ItemLines.BOOKED_ON: (late * 2)[:30]})
    assert told(noise(4, 20).assign(**{ItemLines.BOOKED_ON: late}), others)["from"].value == date(2026, 5, 1)


def test_months_and_days_of_months() -> None:
    in_may = [date(2026, 5, 1 + at) for at in range(14)]
    assert told(noise(4, 14).assign(**{ItemLines.BOOKED_ON: in_may}))["month"].value == date(2026, 5, 1)
    fifteenth = [date(2026, 2 + at % 7, 15) for at in range(14)]
    assert told(noise(4, 14).assign(**{ItemLines.BOOKED_ON: fifteenth}))["day_of_month"].value == 15


def test_multiples_and_whole_kroner() -> None:
    times = [100_00 * (2 + at) for at in range(14)]
    assert told(noise(4, 14).assign(**{PostedLines.POSTED_ORE: times}))["multiples"].value == 100_00
    whole = [100 * one for one in (17, 23, 91, 4, 77, 1013, 508, 66, 31, 87, 19, 3)]
    assert told(noise(4, 12).assign(**{PostedLines.POSTED_ORE: whole}))["whole_kroner"].held == 12


def test_references_begin_alike_or_are_written_alike() -> None:
    alike = [f"NY-{at:05d}" for at in range(0, 90_000, 6000)]
    assert told(noise(4, 15).assign(**{ItemLines.REFERENCE: alike}))["prefix"].value == "NY-"
    digits = [str(100_000 + 7919 * at) for at in range(15)]
    assert told(noise(4, 15).assign(**{ItemLines.REFERENCE: digits}))["form"].value == "999999"
    assert form("Æb12-C") == "AA99-A"


def test_no_more_than_four_digits_of_a_reference_are_told() -> None:
    alike = [f"P-0113701234{at:02d}" for at in range(15)]
    assert told(noise(4, 15).assign(**{ItemLines.REFERENCE: alike}))["prefix"].value == "P-0113"


def test_another_cause_of_the_same_cases() -> None:
    rows = noise(4, 12)
    with_it = noise(6, 12, "fee_included").assign(**{ItemLines.CASE: rows[ItemLines.CASE]})
    others = pd.concat([with_it, noise(99, 20, "only_in_psrm")], ignore_index=True)
    assert told(rows, others)["also"].value == "fee_included"


def test_the_share_of_a_types_claims() -> None:
    rows = noise(4, 14).assign(**{ItemLines.CLAIM_TYPE: ["KFDAINS"] * 14})
    few = replace(KNOWN, debtor_claims={"KFDAINS": 15})
    assert (told(rows, known=few)["share"].held, told(rows, known=few)["share"].of) == (14, 15)
    assert "share" not in told(rows, known=replace(KNOWN, debtor_claims={"KFDAINS": 29}))


@given(st.integers(0, 1_000_000), st.integers(3, 60), st.integers(0, 60))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_in_noise_nothing_is_told(seed: int, number: int, others: int) -> None:
    assert told(noise(seed, number), noise(seed + 1, others, "only_in_psrm")) == {}


@pytest.mark.long
def test_chance_tells_as_seldom_as_it_is_said_to() -> None:
    """Of 1500 draws of noise, with some ten kinds of pattern each at one in 8192 or less, about two at most are expected."""
    seen = Counter(
        kind for seed in range(1500) for kind in told(noise(seed, 3 + seed % 20), noise(seed + 5000, seed % 40, "x"))
    )
    assert sum(seen.values()) <= 5, seen


@given(st.integers(0, 1_000_000), st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(seed: int, number: int) -> None:
    rows = noise(seed, number).assign(
        **{ItemLines.CLAIM_TYPE: ["KFDAINS"] * number, PostedLines.POSTED_ORE: [250_00] * number}
    )
    others = noise(seed + 1, 20, "only_in_psrm")
    order = np.random.default_rng(seed).permutation(number)

    def said(found: tuple[Trait, ...], at: np.ndarray) -> list[Trait]:
        return [replace(one, rows=frozenset(int(at[row]) for row in one.rows)) for one in found]

    straight = said(traits(rows, others, KNOWN), np.arange(number))
    turned = said(traits(rows.iloc[order].reset_index(drop=True), others.iloc[::-1], KNOWN), order)
    assert straight == turned


def test_what_all_of_the_solution_has_is_not_told() -> None:
    rows = noise(4, 30).assign(**{ItemLines.CLAIM_TYPE: ["KFDAINS"] * 30, ItemLines.STATUS: ["executed"] * 30})
    others = noise(5, 30, "only_in_psrm").assign(
        **{ItemLines.CLAIM_TYPE: ["KFDAINS"] * 30, ItemLines.STATUS: ["executed"] * 30}
    )
    one_type = replace(KNOWN, claims={"KFDAINS": 500}, debtor_claims={"KFDAINS": 500})
    assert told(rows, others, one_type) == {}
    assert "claim_type" in told(rows, others)


@pytest.mark.parametrize("cause", ["recall_only_in_psrm", "rejected_creation", "only_in_debtor"])
def test_what_the_cause_itself_says_is_not_told(cause: str) -> None:
    alike = {ItemLines.EVENT: ["recall"] * 20, ItemLines.SIDE: ["psrm"] * 20, ItemLines.STATUS: ["rejected"] * 20}
    found = told(noise(4, 20, cause).assign(**alike, **{PostedLines.POSTED_ORE: [-(at * 977 + 1) for at in range(20)]}))
    assert not {"event", "side", "status", "sign"} & set(found)


def test_bridges_within_their_limits_are_new_by_what_they_are() -> None:
    rows = noise(4, 12, "not_sent").assign(**{ItemLines.BOOKED_ON: [LAST] * 12, PostedLines.STANDING: ["bridge"] * 12})
    assert "day" in told(rows)
    assert "day" not in told(rows.assign(**{PostedLines.GRAVITY: ["remark"] * 12}))


def test_few_rows_have_facts_and_no_patterns() -> None:
    two = noise(4, 2).assign(**{ItemLines.CLAIM_TYPE: ["KFDAINS"] * 2, ItemLines.BOOKED_ON: [date(2026, 5, 4)] * 2})
    found = traits(two, noise(99, 40, "x"), KNOWN)
    assert {"day", "claim_type"} >= {one.kind for one in found} >= {"day"}
    assert not any(one.telling for one in found)
    assert traits(two.head(1), noise(99, 40, "x"), KNOWN) == ()
    assert FEW == 3


def test_what_a_cause_leaves_open_is_of_a_cause() -> None:
    assert set(_OPEN) <= {cause.code for cause in EVERY}
    assert len(AGE_BANDS) == 8


def test_bits_are_what_they_say() -> None:
    assert _bits_of(10, 10, 1, 2) in (9, 10)  # 2^-10
    assert _bits_of(9, 10, 1, 2) == 5  # 10 ways of 2^-9, and 2^-9 more
    assert _bits_of_draw(5, 5, 0, 5) == 7  # 1 in 252
    assert _bits_of_draw(5, 5, 5, 5) == 0
    usual = {"b": 10, "c": 10}
    one, any_of_three = _tested("event", "a", [True] * 10, 0, 20), _common("event", ["a"] * 10, usual)
    assert one is not None
    assert any_of_three is not None
    assert one.bits - any_of_three.bits == 2  # any of three might have been the one
    assert TELLING_BITS == 13


def test_rows_without_a_file_on_a_side_are_not_compared_with() -> None:
    rows = noise(7, 12, "not_sent").assign(**{ItemLines.DEBTOR_FILE.value: "b.csv"})
    usual = noise(8, 40).assign(**{ItemLines.DEBTOR_FILE.value: "b.csv"})
    none = noise(9, 400).assign(**{ItemLines.DEBTOR_FILE.value: ""})
    assert "file" not in told(rows, pd.concat([usual, none], ignore_index=True))
