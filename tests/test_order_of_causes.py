"""The order of the causes: which of them may change places, shown over every picture and every fixture.

A cause's `after` names the causes that must be tried before it. Swapped neighbours change the postings if and only if
one is declared so; every order that keeps to what is declared gives the same postings everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
import test_cases
import test_causes
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from pictures import draw

from zerosum.causes import CAUSES, Cause, Terms
from zerosum.normalise.intake import take_in
from zerosum.pipeline import Opened, open_items_of
from zerosum.settings import Limits, Tolerance
from zerosum.settings_load import load
from zerosum.tables import OpenItems

BY_CODE = {cause.code: cause for cause in CAUSES}
PLACE = {cause.code: at for at, cause in enumerate(CAUSES)}
EDGES = [(before, cause.code) for cause in CAUSES for before in cause.after]

LABELS = (
    OpenItems.MOVEMENT, OpenItems.PARTNER, OpenItems.GROUP, OpenItems.CLAIM, OpenItems.ONE_CLAIM, OpenItems.CHAIN,
    OpenItems.FAMILY,
)  # fmt: skip
"""Columns whose values mean the same only inside one picture."""


@dataclass(frozen=True)
class Frame:
    """Open items, the terms they are looked at by, and what is left before each cause in the order of CAUSES."""

    items: pd.DataFrame
    terms: Terms
    left_ore: tuple[np.ndarray, ...]
    parts_ore: tuple[np.ndarray, ...]
    """What each cause takes in that order."""


def taken(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms, order: Sequence[Cause]) -> dict[str, np.ndarray]:
    """What each cause takes, in an order, of what is left."""
    parts = {}
    for cause in order:
        parts[cause.code] = np.asarray(cause.explains(items, left_ore, terms), np.int64)
        left_ore = left_ore - parts[cause.code]
    return parts


def same(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> bool:
    """Whether every cause takes the same in both."""
    return one.keys() == other.keys() and all((one[code] == other[code]).all() for code in one)


def _opened_examples() -> Iterator[Opened]:
    """What is open in the made-up pair of each cause."""
    for code in test_causes.CODES:
        with TemporaryDirectory() as place:
            settings = load(test_causes.written(test_causes.told_of(code).files, Path(place)) / test_causes.SETTINGS)
            yield open_items_of(settings, take_in(settings))


@cache
def frames() -> tuple[Frame, ...]:
    """Every picture and every fixture: those of the same terms stand in one frame, as groups that share no label."""
    drawn = [(draw(OpenItems, one.items), one.terms) for one in test_causes.PICTURES.values()]
    drawn += [(draw(OpenItems, items), CROSSING_TERMS) for items in CROSSINGS.values()]
    of_cases = [load(test_cases.CASES / name / "zerosum.toml") for name in test_cases.NAMES]
    opened = [*_opened_examples(), *(open_items_of(one, take_in(one)) for one in of_cases)]
    drawn += [(one.cleared.open_items, one.terms) for one in opened]
    by_terms: dict[Terms, list[pd.DataFrame]] = {}
    for items, terms in drawn:
        by_terms.setdefault(_what_takes(terms, items), []).append(items)
    return tuple(_frame(many, terms) for terms, many in by_terms.items())


def _what_takes(terms: Terms, items: pd.DataFrame) -> Terms:
    """The terms without what only weighs, and without codes that none of the items has."""
    reasons = {*items[OpenItems.REASON], *items[OpenItems.PSRM_REASON]}
    types = {*items[OpenItems.CLAIM_TYPE]}
    return replace(
        terms,
        as_of=terms.cut_off,
        limits=Limits(),
        exceeds_balance=frozenset(),
        fejl=terms.fejl & reasons,
        keeps_recoveries=terms.keeps_recoveries & reasons,
        fee_types=terms.fee_types & types,
        interest_types=terms.interest_types & types,
    )


def _frame(many: Sequence[pd.DataFrame], terms: Terms) -> Frame:
    apart, first = [], 0
    for items in many:
        moved = {name: items[name].where(items[name] < 0, items[name] + first) for name in LABELS}
        apart.append(items.assign(**{name.value: column.astype(name.dtype) for name, column in moved.items()}))
        first += 1 + max((int(items[name].max()) for name in LABELS if len(items)), default=0)
    items = OpenItems.check(pd.concat(apart, ignore_index=True))
    left_ore = items[OpenItems.OPEN_ORE].to_numpy()
    lefts, parts = [], []
    for cause in CAUSES:
        lefts.append(left_ore)
        parts.append(np.asarray(cause.explains(items, left_ore, terms), np.int64))
        left_ore = left_ore - parts[-1]
    return Frame(items, terms, tuple(lefts), tuple(parts))


def changes(before: str, after: str) -> bool:
    """Whether anything changes anywhere when the later cause moves to just before the earlier one."""
    start, end = PLACE[before], PLACE[after]
    order = (CAUSES[end], *CAUSES[start:end])
    for frame in frames():
        straight = {CAUSES[at].code: frame.parts_ore[at] for at in range(start, end + 1)}
        moved = taken(frame.items, frame.left_ore[start], frame.terms, order)
        if any((straight[code] != part).any() for code, part in moved.items()):
            return True
    return False


CROSSING_TERMS = Terms(
    test_causes.TERMS.cut_off, test_causes.TERMS.cut_off, tolerance=Tolerance(per_claim_ore=1, per_solution_ore=500),
    fejl=frozenset({1}), keeps_recoveries=frozenset({2}),
    fee_types=frozenset({7}), interest_types=frozenset({8}), fees_ore=(250_00,),
)  # fmt: skip

CROSSINGS = {
    "across_cutoff_debtor_first": """
        event       side    sent_ore  accepted_ore  counterpart_on  open_ore
        creation    debtor  1.000,00  800,00        2026-10-03      -1.000,00  # partly_accepted_creation
        write_down  debtor  1.000,45  800,45        2026-10-03      1.000,45   # partly_accepted_write_down
        """,
    "creditor_changed": """
        event       side    sent_ore  accepted_ore  related  main_recalled  converted  in_dmi  other_creditor  open_ore
        creation    debtor  1.000,45  800,45        0        0              0          0       1               -1.000,45  # partly_accepted_creation
        write_down  debtor  500,00    300,00        0        0              0          0       1               500,00     # partly_accepted_write_down
        recall      psrm    -         -             1        1              0          0       1               -300,00    # recalled_with_main_claim
        creation    psrm    -         -             0        0              1          1       1               300,00     # converted_from_dmi
        """,
    "line_twice": """
        event     side    booked_ore  psrm_reason  repeated  raised_ore  written_down_ore  other_creditor  open_ore
        recall    psrm    300,00      1            1         300,00      300,00            0               -300,00    # recall_of_original_amount
        write_up  debtor  -           -            1         0,00        0,00              1               -1.000,45  # creditor_changed
        """,
    "claimed_twice": """
        event     side  second  other_creditor  open_ore
        creation  psrm  1       1               600,00    # creditor_changed
        """,
    "resent_new_id": """
        group  event     side  debtors  reason  chain  booked_ore  raised_ore  written_down_ore  other_creditor  stands_ore  open_ore
        0      creation  psrm  4        -       0      -           0,00        0,00              0               -           300,00     # recall_of_original_amount
        0      recall    psrm  4        1       0      300,00      300,00      300,00            0               300,00      -300,00
        2      creation  psrm  3        -       2      -           0,00        0,00              0               -           1.250,00   # creditor_changed
        2      recall    psrm  3        -       2      -           0,00        0,00              1               1.250,00    -1.250,00
        """,
    "type_swapped": """
        group  event     side    claim_type  debtors  one_claim  second  open_ore
        0      creation  psrm    1           4        0          1       2.000,00   # claimed_twice
        0      creation  debtor  2           4        0          0       -2.000,00
        """,
    "fee_on_main_type": """
        group  event     side    claim_type  debtors  one_claim  second  open_ore
        0      creation  psrm    7           4        0          1       250,00    # claimed_twice
        0      creation  debtor  1           4        0          0       -250,00
        """,
    "debtor_changed": """
        group  event     side    claim_type  debtors  one_claim  debtor_bare  open_ore
        0      creation  debtor  7           5        0          3            -1.000,00  # fee_on_main_type
        0      creation  psrm    7           4        0          3            1.000,00
        0      creation  debtor  1           4        0          -            -1.000,00
        """,
    "debtor_wrong": """
        group  event     side    debtors  one_claim  chain  second  stands_ore  open_ore
        0      creation  psrm    5        0          0      1       -           100.000,00   # claimed_twice
        0      creation  debtor  3        0          1      0       -           -100.000,00
        2      creation  psrm    3        2          2      0       -           300,00       # resent_new_id
        2      recall    psrm    3        3          2      0       300,00      -300,00
        2      creation  debtor  5        2          4      0       -           -300,00
        """,
    "counted_per_debtor": """
        group  event     side    claim_type  debtors  one_claim  per_liable  open_ore
        0      recall    psrm    1           4        0          0           -1.000,44  # type_swapped
        0      recall    debtor  7           4        0          1           1.000,44
        2      creation  psrm    1           4        2          0           250,00     # debtor_changed
        2      creation  debtor  1           3        2          1           -250,00
        """,
    "same_balance_other_events": """
        group  event     side    debtors  one_claim  per_liable  open_ore
        0      write_up  psrm    3        0          0           1.500,00   # counted_per_debtor
        0      creation  debtor  3        0          1           -1.500,00
        """,
    "write_up_missing_in_psrm": """
        group  event     side    debtors  receipt_on  one_claim  repeated  open_ore
        0      write_up  debtor  -        2026-10-08  0          0         -500,00    # across_cutoff_debtor_first
        1      write_up  debtor  -        -           1          1         -1.000,45  # line_twice
        2      write_up  debtor  3        -           2          0         -300,00    # same_balance_other_events
        2      creation  psrm    3        -           2          0         300,00
        """,
    "write_up_only_in_psrm": """
        group  event     side    debtors  counterpart_on  one_claim  repeated  open_ore
        0      write_up  psrm    -        2026-10-03      0          0         600,00     # across_cutoff_psrm_first
        1      write_up  psrm    -        -               1          1         1.000,44   # line_twice
        2      write_up  psrm    3        -               2          0         1.000,45   # same_balance_other_events
        2      creation  debtor  3        -               2          0         -1.000,45
        """,
    "fee_included": """
        event     side    partner  sent_ore  accepted_ore  booked_ore  converted  open_ore
        creation  debtor  20       1.250,00  1.000,00      1.000,00    0          -250,00   # partly_accepted_creation
        creation  debtor  21       1.250,00  -             1.000,00    1          -250,00   # converted_from_dmi
        """,
    "factor_hundred": """
        event       side    partner  sent_ore  accepted_ore  booked_ore  psrm_reason  raised_ore  recovered_ore  converted  open_ore
        write_down  debtor  20       1.000,00  800,00        10,00       -            0,00        0,00           0          990,00    # partly_accepted_write_down
        recall      debtor  21       10,00     -             1.000,00    1            1.000,00    990,00         0          -990,00   # recall_of_original_amount
        creation    debtor  22       1.000,00  -             10,00       -            0,00        0,00           1          -990,00   # converted_from_dmi
        """,
    "decimals_lost": """
        event       side    partner  sent_ore  accepted_ore  booked_ore  psrm_reason  raised_ore  recovered_ore  converted  open_ore
        write_down  debtor  20       1.000,45  1.000,00      1.000,00    -            0,00        0,00           0          0,45      # partly_accepted_write_down
        recall      debtor  21       1.000,00  -             1.000,45    1            1.000,45    0,45           0          -0,45     # recall_of_original_amount
        creation    debtor  22       1.000,45  -             1.000,00    -            0,00        0,00           1          -0,45     # converted_from_dmi
        """,
    "offset_same_debtor": """
        group  event     side    debtors  by      repeated  per_liable  open_ore
        0      creation  psrm    3        offset  0         0           500,00    # line_twice
        0      creation  debtor  3        offset  1         0           -500,00
        2      creation  psrm    3        offset  0         0           500,00    # counted_per_debtor
        2      creation  debtor  3        offset  0         1           -500,00
        """,
    "rounding": """
        group  event     side    partner  claim  sent_ore  booked_ore  open_ore
        0      write_up  debtor  20       0      300,41    300,40      -0,01     # decimals_lost
        0      creation  debtor  21       0      1.000,45  1.000,00    -0,45
        """,
}
"""For a cause, open items that it and the cause of the remark both could take: those that no other picture shows."""


def test_the_tuple_keeps_to_what_is_declared() -> None:
    assert EDGES
    assert [edge for edge in EDGES if edge[0] not in PLACE] == []
    assert [edge for edge in EDGES if PLACE[edge[0]] >= PLACE[edge[1]]] == []  # so there is no cycle either
    assert [cause.code for cause in CAUSES if len(set(cause.after)) < len(cause.after)] == []


@pytest.mark.long
@pytest.mark.parametrize(("first", "second"), list(pairwise(PLACE)))
def test_neighbours_change_places_unless_it_is_declared(first: str, second: str) -> None:
    assert changes(first, second) == (first in BY_CODE[second].after)


@pytest.mark.long
@pytest.mark.parametrize(("before", "after"), EDGES)
def test_what_is_declared_is_shown(before: str, after: str) -> None:
    assert changes(before, after)


def any_order(random: Random) -> list[Cause]:
    """One of the orders that keep to what is declared, by chance."""
    waiting, order = dict(BY_CODE), []
    while waiting:
        ready = sorted(code for code, cause in waiting.items() if not waiting.keys() & set(cause.after))
        order.append(waiting.pop(random.choice(ready)))
    return order


@pytest.mark.long
@seed(20260930)
@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_any_order_that_keeps_to_it_gives_the_same(random: Random) -> None:
    order = any_order(random)
    for frame in frames():
        straight = {cause.code: part for cause, part in zip(CAUSES, frame.parts_ore, strict=True)}
        assert same(straight, taken(frame.items, frame.left_ore[0], frame.terms, order))


def test_the_random_orders_are_not_the_tuple() -> None:
    orders = {tuple(cause.code for cause in any_order(Random(n))) for n in range(20)}
    assert len(orders) > 10
