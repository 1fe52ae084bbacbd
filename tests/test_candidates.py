"""What a posting could as well be: shown where amounts alone speak for its cause, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import test_causes
from pictures import assert_drawn, draw
from test_causes import RELATED_TYPES, TERMS, Picture

from zerosum.causes import BY_AMOUNT, CAUSES, EVERY, Terms
from zerosum.explain import explain
from zerosum.report import view
from zerosum.report.words import load
from zerosum.result import Standing
from zerosum.settings import Tolerance
from zerosum.tables import OpenItems, PostedLines, Postings

TOLERANT = Terms(TERMS.cut_off, TERMS.as_of, tolerance=Tolerance(per_claim_ore=50, per_solution_ore=500))

PICTURES = {
    "a change under one krone that leaves whole kroner": Picture(
        """
        event       side    partner  sent_ore  booked_ore  open_ore
        creation    debtor  20       1.000,45  1.000,00    -0,45     # the settings let it through
        creation    debtor  21       1.000,55  1.000,00    -0,55
        creation    debtor  22       1.000,50  1.000,51    0,01      # no whole kroner
        """,
        """
        item  cause          also
        0     rounding       decimals_lost
        1     decimals_lost  amount_differs
        2     rounding       -
        """,
        terms=TOLERANT,
    ),
    "a change of just a fee where no fee claim is missing": Picture(
        """
        group  family  event     side    partner  claim_type  related  sent_ore   booked_ore  open_ore
        0      0       creation  debtor  20       1           0        1.250,00   1.000,00    -250,00
        1      1       creation  debtor  21       1           0        1.250,00   1.000,00    -250,00  # the fee claim is missing
        1      1       creation  psrm    -        7           1        -          250,00      250,00
        3      3       creation  debtor  23       1           0        1.010,00   1.000,00    -10,00
        3      3       creation  psrm    -        8           1        -          10,00       10,00
        """,
        """
        item  cause              also
        0     fee_included       amount_differs
        1     fee_included       -
        2     fee_included       -
        3     interest_included  -
        4     interest_included  -
        """,
        terms=RELATED_TYPES,
    ),
    "proof by arithmetic": Picture(
        """
        event     side    partner  sent_ore  booked_ore  open_ore
        creation  debtor  20       1.000,00  1.000,00    2.000,00
        creation  debtor  21       1.873,00  187.300,00  185.427,00
        creation  debtor  22       0,01      1,00        0,99
        """,
        """
        item  cause           also
        0     sign_turned     -
        1     factor_hundred  -
        2     factor_hundred  -
        """,
    ),
    "just as large on the other side": Picture(
        """
        group  by      debtors  event     side    open_ore
        0      offset  3        creation  debtor  -500,00
        0      offset  3        creation  psrm    500,00
        """,
        """
        item  cause               also
        0     offset_same_debtor  only_in_debtor
        1     offset_same_debtor  only_in_psrm
        """,
    ),
    "a receipt is proof": Picture(
        """
        event     side    status    partner  booked_on   sent_ore  booked_ore  accepted_ore  open_ore
        creation  debtor  executed  20       2026-09-28  1.250,00  1.000,00    1.000,00      -250,00
        creation  debtor  not_sent  -        2026-09-28  250,00    -           -             -250,00
        creation  debtor  executed  22       2026-09-28  1.250,00  1.001,00    -             -249,00
        """,
        """
        item  cause                     also
        0     partly_accepted_creation  -
        1     not_sent                  -
        2     amount_differs            -
        """,
        terms=RELATED_TYPES,
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str) -> None:
    picture = PICTURES[name]
    assert_drawn(Postings, explain(draw(OpenItems, picture.items), picture.terms), picture.postings)


@pytest.mark.long
@pytest.mark.parametrize("code", test_causes.PICTURES)
def test_a_candidate_would_have_taken_the_same(code: str) -> None:
    """In every picture: bit by bit, the cause asked alone takes the same øre of the item."""
    picture = test_causes.PICTURES[code]
    items = draw(OpenItems, picture.items)
    open_ore = items[OpenItems.OPEN_ORE].to_numpy()
    alone = [
        [np.asarray(cause.explains(items, open_ore, terms), np.int64) for cause in CAUSES]
        for terms in (picture.terms, replace(picture.terms, tolerance=Tolerance()))
    ]
    for posting in explain(items, picture.terms).to_dict("records"):
        cause = EVERY[posting[Postings.CAUSE]]
        candidates = [at for at in range(len(CAUSES)) if posting[Postings.ALSO] >> at & 1]
        assert posting[Postings.ALSO] >> len(CAUSES) == 0
        assert cause in BY_AMOUNT or not candidates
        assert all(
            posting[Postings.POSTED_ORE] in [one[at][posting[Postings.ITEM]] for one in alone] for at in candidates
        )
        assert all(CAUSES[at] in BY_AMOUNT or CAUSES[at].standing == Standing.LOCATED for at in candidates)
        assert cause not in [CAUSES[at] for at in candidates]


def test_every_set_of_causes_fits_in_its_column() -> None:
    assert len(EVERY) < 63


@pytest.mark.parametrize(
    ("language", "told"), [("da", "kan også være: Beløb afviger"), ("en", "may also be: Amount differs")]
)
def test_the_candidates_are_in_the_file_and_in_the_report(language: str, told: str, tmp_path: Path) -> None:
    outcome = test_causes.outcome_in(test_causes.written(test_causes.told_of("decimals_lost").files, tmp_path))
    assert outcome.posted_lines[PostedLines.ALSO].tolist() == ["amount_differs"]
    (line,) = outcome.result.lines
    assert line.also == ("amount_differs",)
    assert view._line(line, load(language), {}).also == told
