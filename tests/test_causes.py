"""Each cause as a picture (what it takes and what it must not take), and as a fixture from file to posting."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import golden
import numpy as np
import pandas as pd
import pytest
from pictures import assert_drawn, draw

from zerosum.causes import CAUSES, EVERY, Cause, Terms
from zerosum.dates import day
from zerosum.explain import explain
from zerosum.money import kr, ore
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report import example as example_module
from zerosum.report.example import DEBTOR, EXPECTED, PSRM, SETTINGS, Example, example
from zerosum.result import Gravity, Result, Standing, Verdict
from zerosum.settings import Limits, Tolerance
from zerosum.settings_load import load
from zerosum.tables import OpenItems, Postings

FOLDER = Path(example_module.__file__).parent / "examples"
CODES = [cause.code for cause in CAUSES]

TERMS = Terms(cut_off=day("2026-09-30"), as_of=day("2026-10-01"))
"""The cut-off is a Wednesday, today the Thursday after it. No tolerance."""

RELATED_TYPES = Terms(
    TERMS.cut_off, TERMS.as_of, fee_types=frozenset({7}), interest_types=frozenset({8}), fees_ore=(250_00,)
)
"""Type 7 is a fee of 250 kr., type 8 is interest."""


REASONS = Terms(TERMS.cut_off, TERMS.as_of, fejl=frozenset({1}), keeps_recoveries=frozenset({2}))
"""The same, and the reasons 1 (FEJL) and 2 (HENS)."""


# --- pictures: open items -> postings, through all the causes in their order ---


@dataclass(frozen=True)
class Picture:
    """Open items drawn, and the postings that must come of them."""

    items: str
    postings: str
    terms: Terms = TERMS
    causes: tuple[Cause, ...] = CAUSES


PICTURES = {
    "not_sent": Picture(
        """
        event       side    status    partner  booked_on   open_ore
        creation    debtor  not_sent  -        2026-09-28  -1.000,00  # three bank days old: the limit
        creation    debtor  not_sent  -        2026-09-25  -1.000,00  # four: a Friday, and the weekend is free
        creation    debtor  not_sent  -        -           -1.000,00  # no date
        write_down  debtor  not_sent  -        2026-09-28  300,00
        recall      debtor  not_sent  -        2026-09-28  700,00
        creation    debtor  executed  -        2026-09-28  -1.000,00
        creation    debtor  unknown   -        2026-09-28  -1.000,00  # a source without a status column
        creation    psrm    not_sent  -        2026-09-28  1.000,00   # PSRM has no status
        creation    debtor  not_sent  7        2026-09-28  -10,00     # the rest of a pair
        """,
        """
        item  cause           posted_ore  standing  gravity
        0     not_sent        -1.000,00   bridge    remark
        1     not_sent        -1.000,00   bridge    blocking
        2     not_sent        -1.000,00   bridge    blocking
        3     not_sent        300,00      bridge    remark
        4     not_sent        700,00      bridge    remark
        5     only_in_debtor  -1.000,00   located   blocking
        6     only_in_debtor  -1.000,00   located   blocking
        7     only_in_psrm    1.000,00    located   blocking
        8     amount_differs  -10,00      located   blocking
        """,
    ),
    "awaiting_receipt": Picture(
        """
        event       side    status      booked_on   open_ore
        creation    debtor  received    2026-09-30  -1.000,00  # MO, one bank day old: the limit
        creation    debtor  received    2026-09-29  -1.000,00  # two
        creation    debtor  received    -           -1.000,00
        creation    debtor  in_process  2026-09-17  -1.000,00  # SA, 14 days old: the limit
        creation    debtor  in_process  2026-09-16  -1.000,00  # 15
        creation    debtor  in_process  -           -1.000,00
        write_down  debtor  in_process  2026-09-17  300,00
        creation    debtor  executed    2026-09-30  -1.000,00
        creation    psrm    received    2026-09-30  1.000,00
        """,
        """
        item  cause             posted_ore  standing  gravity
        0     awaiting_receipt  -1.000,00   bridge    remark
        1     awaiting_receipt  -1.000,00   bridge    blocking
        2     awaiting_receipt  -1.000,00   bridge    blocking
        3     awaiting_receipt  -1.000,00   bridge    remark
        4     awaiting_receipt  -1.000,00   bridge    blocking
        5     awaiting_receipt  -1.000,00   bridge    blocking
        6     awaiting_receipt  300,00      bridge    remark
        7     only_in_debtor    -1.000,00   located   blocking
        8     only_in_psrm      1.000,00    located   blocking
        """,
    ),
    "in_hearing": Picture(
        """
        event     side    status      booked_on   receipt_on  open_ore
        creation  debtor  in_hearing  2026-09-17  2026-09-18  -1.000,00  # 14 days old: the limit
        creation  debtor  in_hearing  2026-09-16  2026-09-18  -1.000,00  # 15
        creation  debtor  in_hearing  -           2026-09-18  -1.000,00
        creation  debtor  in_hearing  2026-09-28  2026-10-01  -1.000,00  # the hearing began after the cut-off
        write_up  debtor  in_hearing  2026-09-28  2026-09-28  -200,00
        creation  debtor  executed    2026-09-28  2026-09-28  -1.000,00
        creation  psrm    in_hearing  2026-09-28  -           1.000,00
        """,
        """
        item  cause           posted_ore  standing  gravity
        0     in_hearing      -1.000,00   bridge    remark
        1     in_hearing      -1.000,00   bridge    blocking
        2     in_hearing      -1.000,00   bridge    blocking
        3     in_hearing      -1.000,00   bridge    remark
        4     in_hearing      -200,00     bridge    remark
        5     only_in_debtor  -1.000,00   located   blocking
        6     only_in_psrm    1.000,00    located   blocking
        """,
    ),
    "rejected_creation": Picture(
        """
        event     side    status    partner  booked_on   receipt_on  sent_ore  accepted_ore  open_ore
        creation  debtor  rejected  -        2026-09-20  2026-09-21  1.000,00  -             -1.000,00
        creation  debtor  rejected  -        2026-09-20  2026-10-08  1.000,00  -             -1.000,00  # rejected since
        creation  debtor  rejected  -        -           -           1.000,00  -             -1.000,00
        creation  debtor  rejected  -        2026-09-20  2026-09-21  1.000,00  800,00        -1.000,00  # not in part
        write_up  debtor  rejected  -        2026-09-20  2026-09-21  200,00    -             -200,00
        creation  psrm    rejected  -        2026-09-20  -           -         -             1.000,00
        creation  debtor  executed  -        2026-09-20  2026-09-21  1.000,00  1.000,00      -1.000,00
        creation  debtor  rejected  7        2026-09-20  2026-09-21  1.000,00  -             -10,00     # a pair's rest
        """,
        """
        item  cause              posted_ore  standing   gravity
        0     rejected_creation  -1.000,00   explained  blocking
        1     rejected_creation  -1.000,00   explained  blocking
        2     rejected_creation  -1.000,00   explained  blocking
        3     rejected_creation  -1.000,00   explained  blocking
        4     rejected_write_up  -200,00     explained  blocking
        5     only_in_psrm       1.000,00    located    blocking
        6     only_in_debtor     -1.000,00   located    blocking
        7     amount_differs     -10,00      located    blocking
        """,
    ),
    "rejected_write_down": Picture(
        """
        event       side    status    reason  sent_ore  accepted_ore  open_ore
        write_down  debtor  rejected  -       300,00    -             300,00
        write_down  debtor  rejected  4       300,00    -             300,00   # the receipt says: above the balance
        write_down  debtor  rejected  5       300,00    -             300,00   # another reason
        write_down  debtor  rejected  -       300,00    200,00        300,00   # nothing of it was accepted
        write_down  debtor  executed  4       300,00    -             300,00
        write_down  psrm    rejected  4       -         -             -300,00
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     rejected_write_down         300,00      explained  blocking
        1     rejected_write_down         300,00      explained  remark
        2     rejected_write_down         300,00      explained  blocking
        3     rejected_write_down         300,00      explained  blocking
        4     write_down_missing_in_psrm  300,00      located    blocking
        5     write_down_only_in_psrm     -300,00     located    blocking
        """,
        terms=Terms(TERMS.cut_off, TERMS.as_of, exceeds_balance=frozenset({4})),
    ),
    "rejected_write_up": Picture(
        """
        event     side    status    partner  open_ore
        write_up  debtor  rejected  -        -200,00
        write_up  debtor  executed  -        -200,00
        write_up  psrm    rejected  -        200,00
        write_up  debtor  rejected  7        -50,00
        creation  debtor  rejected  -        -200,00
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     rejected_write_up         -200,00     explained  blocking
        1     write_up_missing_in_psrm  -200,00     located    blocking
        2     write_up_only_in_psrm     200,00      located    blocking
        3     amount_differs            -50,00      located    blocking
        4     rejected_creation         -200,00     explained  blocking
        """,
    ),
    "rejected_recall": Picture(
        """
        event       side    status    partner  reason  open_ore
        recall      debtor  rejected  -        -       1.000,00
        recall      debtor  rejected  -        4       1.000,00   # only a write-down can exceed the balance
        recall      debtor  executed  -        -       1.000,00
        recall      psrm    rejected  -        -       -1.000,00
        recall      debtor  rejected  7        -       50,00
        write_down  debtor  rejected  -        -       1.000,00
        """,
        """
        item  cause                   posted_ore  standing   gravity
        0     rejected_recall         1.000,00    explained  blocking
        1     rejected_recall         1.000,00    explained  blocking
        2     recall_missing_in_psrm  1.000,00    located    blocking
        3     recall_only_in_psrm     -1.000,00   located    blocking
        4     amount_differs          50,00       located    blocking
        5     rejected_write_down     1.000,00    explained  blocking
        """,
        terms=Terms(TERMS.cut_off, TERMS.as_of, exceeds_balance=frozenset({4})),
    ),
    "partly_accepted_creation": Picture(
        """
        event       side    status      partner  booked_on   sent_ore  accepted_ore  open_ore
        creation    debtor  executed    20       2026-09-28  1.000,00  800,00        -200,00
        creation    debtor  executed    21       2026-09-28  1.000,00  800,00        -300,00    # 100 more is missing
        creation    debtor  executed    22       2026-09-28  1.000,00  800,00        -150,00    # PSRM has 50 more than it accepted
        creation    debtor  executed    -        2026-09-28  1.000,00  800,00        -1.000,00  # nothing is in PSRM
        creation    debtor  executed    24       2026-09-28  1.000,00  0,00          -200,00    # accepted 0: no part
        creation    debtor  executed    25       2026-09-28  1.000,00  1.200,00      -200,00    # accepted more than sent
        creation    debtor  executed    26       2026-09-28  1.000,00  1.000,00      -200,00    # accepted all
        creation    debtor  executed    27       2026-09-28  1.000,00  -             -200,00    # not told
        creation    debtor  executed    28       2026-09-28  1.000,00  800,00        200,00     # opposite sign
        write_up    debtor  executed    29       2026-09-28  1.000,00  800,00        -200,00    # not a creation
        creation    debtor  in_process  -        2026-09-28  1.000,00  800,00        -1.000,00  # no final answer yet
        creation    psrm    unknown     -        2026-09-28  -         -             800,00
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     partly_accepted_creation  -200,00     explained  blocking
        1     partly_accepted_creation  -200,00     explained  blocking
        1     amount_differs            -100,00     located    blocking
        2     amount_differs            -150,00     located    blocking
        3     partly_accepted_creation  -200,00     explained  blocking
        3     only_in_debtor            -800,00     located    blocking
        4     amount_differs            -200,00     located    blocking
        5     amount_differs            -200,00     located    blocking
        6     amount_differs            -200,00     located    blocking
        7     amount_differs            -200,00     located    blocking
        8     amount_differs            200,00      located    blocking
        9     amount_differs            -200,00     located    blocking
        10    awaiting_receipt          -1.000,00   bridge     remark
        11    only_in_psrm              800,00      located    blocking
        """,
    ),
    "partly_accepted_write_down": Picture(
        """
        event       side    status    partner  sent_ore  accepted_ore  open_ore
        write_down  debtor  executed  20       300,00    200,00        100,00
        write_down  debtor  executed  21       300,00    200,00        150,00   # PSRM booked 50 less than it accepted
        write_down  debtor  executed  -        300,00    200,00        300,00   # PSRM booked nothing
        write_down  debtor  executed  23       300,00    0,00          100,00
        write_down  debtor  executed  24       300,00    350,00        100,00
        write_down  debtor  executed  25       300,00    200,00        -100,00  # opposite sign
        write_down  debtor  rejected  -        300,00    200,00        300,00
        recall      debtor  executed  27       300,00    200,00        100,00   # not a write-down
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     partly_accepted_write_down  100,00      explained  remark
        1     partly_accepted_write_down  100,00      explained  remark
        1     amount_differs              50,00       located    blocking
        2     partly_accepted_write_down  100,00      explained  remark
        2     write_down_missing_in_psrm  200,00      located    blocking
        3     amount_differs              100,00      located    blocking
        4     amount_differs              100,00      located    blocking
        5     amount_differs              -100,00     located    blocking
        6     rejected_write_down         300,00      explained  blocking
        7     amount_differs              100,00      located    blocking
        """,
    ),
    "across_cutoff_debtor_first": Picture(
        """
        event       side    status    partner  booked_on   receipt_on  counterpart_on  open_ore
        creation    debtor  executed  -        2026-09-28  2026-10-01  -               -1.000,00  # receipt after the cut-off
        creation    debtor  executed  -        2026-09-28  -           2026-10-02      -1.000,00  # PSRM's own date
        creation    debtor  unknown   -        2026-09-28  2026-10-01  -               -1.000,00
        write_down  debtor  executed  -        2026-09-28  2026-10-01  -               300,00
        creation    debtor  executed  -        2026-09-28  2026-09-30  -               -1.000,00  # receipt on the day itself
        creation    debtor  executed  -        -           2026-10-01  -               -1.000,00  # no date
        creation    debtor  rejected  -        2026-09-28  2026-10-01  -               -1.000,00  # rejected since
        creation    debtor  executed  7        2026-09-28  2026-10-01  -               -10,00     # a pair's rest
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     across_cutoff_debtor_first  -1.000,00   bridge     remark
        1     across_cutoff_debtor_first  -1.000,00   bridge     remark
        2     across_cutoff_debtor_first  -1.000,00   bridge     remark
        3     across_cutoff_debtor_first  300,00      bridge     remark
        4     only_in_debtor              -1.000,00   located    blocking
        5     across_cutoff_debtor_first  -1.000,00   bridge     blocking
        6     rejected_creation           -1.000,00   explained  blocking
        7     amount_differs              -10,00      located    blocking
        """,
        terms=Terms(TERMS.cut_off, day("2026-10-31")),  # the next monthly report: the limit
    ),
    "across_cutoff_psrm_first": Picture(
        """
        event       side    partner  booked_on   counterpart_on  open_ore
        creation    psrm    -        2026-09-30  2026-10-02      1.000,00
        write_down  psrm    -        2026-09-30  2026-10-02      -300,00
        creation    psrm    -        2026-09-30  -               1.000,00   # nothing after the cut-off is its like
        creation    debtor  3        2026-09-30  2026-10-02      10,00      # a pair's rest
        """,
        """
        item  cause                     posted_ore  standing  gravity
        0     across_cutoff_psrm_first  1.000,00    bridge    remark
        1     across_cutoff_psrm_first  -300,00     bridge    remark
        2     only_in_psrm              1.000,00    located   blocking
        3     amount_differs            10,00       located   blocking
        """,
        terms=Terms(TERMS.cut_off, day("2026-10-31")),
    ),
    "recalled_with_main_claim": Picture(
        """
        event       side    partner  related  main_recalled  psrm_reason  reason  booked_ore  raised_ore  written_down_ore  counterpart_on  open_ore
        recall      psrm    -        1        1              -            -       250,00      250,00      0,00              -               -250,00
        recall      psrm    -        1        1              -            -       150,00      250,00      100,00            -               -150,00
        recall      psrm    -        1        1              1            1       250,00      250,00      100,00            -               -250,00   # FEJL: what was sent
        recall      psrm    -        1        1              -            -       250,00      250,00      100,00            -               -250,00   # more than it still was
        recall      psrm    -        1        1              -            -       300,00      250,00      0,00              -               -300,00   # more than it ever was
        recall      psrm    -        0        1              -            -       250,00      250,00      0,00              -               -250,00   # names no main claim
        recall      psrm    -        1        0              -            -       250,00      250,00      0,00              -               -250,00   # its main claim stands
        recall      psrm    -        1        1              -            -       250,00      250,00      0,00              2026-10-02      -250,00   # the debtor system has its like
        recall      debtor  9        1        1              -            -       250,00      250,00      0,00              -               -50,00    # a pair's rest
        recall      debtor  -        1        1              -            -       -           250,00      0,00              -               250,00
        write_down  psrm    -        1        1              -            -       250,00      250,00      0,00              -               -250,00
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     recalled_with_main_claim  -250,00     explained  remark
        1     recalled_with_main_claim  -150,00     explained  remark
        2     recalled_with_main_claim  -250,00     explained  remark
        3     recall_only_in_psrm       -250,00     located    blocking
        4     recall_only_in_psrm       -300,00     located    blocking
        5     recall_only_in_psrm       -250,00     located    blocking
        6     recall_only_in_psrm       -250,00     located    blocking
        7     across_cutoff_psrm_first  -250,00     bridge     remark
        8     amount_differs            -50,00      located    blocking
        9     recall_missing_in_psrm    250,00      located    blocking
        10    write_down_only_in_psrm   -250,00     located    blocking
        """,
        terms=REASONS,
    ),
    "recall_of_original_amount": Picture(
        """
        event       side    status    partner  reason  psrm_reason  sent_ore  booked_ore  raised_ore  written_down_ore  recovered_ore  main_recalled  counterpart_on  open_ore
        recall      debtor  executed  20       1       -            700,00    1.000,00    1.000,00    300,00            0,00           0              -               -300,00
        recall      debtor  executed  21       -       1            700,00    1.000,00    1.000,00    300,00            0,00           0              -               -300,00    # PSRM says why
        recall      debtor  executed  22       1       1            500,00    1.000,00    1.000,00    300,00            200,00         0              -               -500,00    # recovered too
        recall      debtor  executed  23       1       -            600,00    1.000,00    1.000,00    300,00            0,00           0              -               -400,00    # 100 more
        recall      debtor  executed  30       1       -            900,00    1.000,00    1.000,00    300,00            0,00           0              -               -100,00    # 200 less
        recall      debtor  executed  31       1       -            700,00    1.000,00    1.000,00    300,00            200,00         0              -               -300,00    # what the debtor system had left
        recall      debtor  executed  32       1       -            600,00    1.000,00    1.000,00    300,00            200,00         0              -               -400,00    # some of what was recovered
        recall      debtor  executed  24       -       -            700,00    1.000,00    1.000,00    300,00            0,00           0              -               -300,00    # no reason
        recall      debtor  executed  25       1       2            700,00    1.000,00    1.000,00    300,00            0,00           0              -               -300,00    # another reason in PSRM
        recall      debtor  executed  26       1       -            700,00    900,00      1.000,00    300,00            0,00           0              -               -200,00    # not the original amount
        recall      debtor  executed  27       1       -            700,00    1.000,00    1.000,00    0,00              0,00           0              -               -300,00    # nothing before
        recall      debtor  executed  28       1       -            1.300,00  1.000,00    1.000,00    300,00            0,00           0              -               300,00     # opposite sign
        creation    debtor  executed  29       1       -            1.300,00  1.000,00    1.000,00    300,00            0,00           0              -               -300,00    # not a recall
        recall      psrm    unknown   -        1       1            -         1.000,00    1.000,00    1.000,00          0,00           0              -               -1.000,00  # all was paid
        recall      psrm    unknown   -        1       1            -         1.000,00    1.000,00    300,00            0,00           0              -               -1.000,00  # 700 was not
        recall      psrm    unknown   -        1       1            -         1.000,00    1.000,00    0,00              1.000,00       0              -               -1.000,00  # recovered: the debtor system still has it
        recall      psrm    unknown   -        1       1            -         1.000,00    1.000,00    1.000,00          0,00           0              2026-10-02      -1.000,00
        recall      psrm    unknown   -        1       1            -         1.000,00    1.000,00    1.000,00          0,00           1              -               -1.000,00  # with its main claim
        """,
        """
        item  cause                      posted_ore  standing   gravity
        0     recall_of_original_amount  -300,00     explained  remark
        1     recall_of_original_amount  -300,00     explained  remark
        2     recall_of_original_amount  -500,00     explained  remark
        3     amount_differs             -400,00     located    blocking
        4     amount_differs             -100,00     located    blocking
        5     recall_of_original_amount  -300,00     explained  remark
        6     amount_differs             -400,00     located    blocking
        7     amount_differs             -300,00     located    blocking
        8     amount_differs             -300,00     located    blocking
        9     amount_differs             -200,00     located    blocking
        10    amount_differs             -300,00     located    blocking
        11    amount_differs             300,00      located    blocking
        12    amount_differs             -300,00     located    blocking
        13    recall_of_original_amount  -1.000,00   explained  remark
        14    recall_only_in_psrm        -1.000,00   located    blocking
        15    recall_only_in_psrm        -1.000,00   located    blocking
        16    across_cutoff_psrm_first   -1.000,00   bridge     remark
        17    recall_only_in_psrm        -1.000,00   located    blocking
        """,
        terms=REASONS,
    ),
    "recalled_at_psrm_rest": Picture(
        """
        event     side    status    partner  reason  psrm_reason  sent_ore  booked_ore  raised_ore  written_down_ore  recovered_ore  open_ore
        recall    debtor  executed  20       2       -            1.000,00  600,00      1.000,00    0,00              400,00         400,00
        recall    debtor  executed  21       -       2            1.000,00  600,00      1.000,00    0,00              400,00         400,00   # PSRM says why
        recall    debtor  executed  22       2       -            1.000,00  500,00      1.000,00    100,00            400,00         500,00   # 100 was written down: so much was not there
        recall    debtor  executed  23       2       -            1.000,00  600,00      1.000,00    0,00              0,00           400,00   # no proof
        recall    debtor  executed  24       2       -            1.000,00  700,00      1.000,00    0,00              400,00         300,00   # not what was left
        recall    debtor  executed  25       -       -            1.000,00  600,00      1.000,00    0,00              400,00         400,00   # no reason
        recall    debtor  executed  26       2       1            1.000,00  600,00      1.000,00    0,00              400,00         400,00   # FEJL in PSRM
        recall    debtor  executed  27       2       -            500,00    600,00      1.000,00    0,00              400,00         -100,00  # opposite sign
        creation  debtor  executed  28       2       -            1.000,00  600,00      1.000,00    0,00              400,00         400,00   # not a recall
        recall    debtor  executed  -        2       -            1.000,00  -           1.000,00    600,00            400,00         1.000,00 # PSRM has no recall
        recall    debtor  executed  29       2       -            1.000,00  500,00      1.000,00    0,00              400,00         500,00   # less than was left
        """,
        """
        item  cause                   posted_ore  standing   gravity
        0     recalled_at_psrm_rest   400,00      explained  remark
        1     recalled_at_psrm_rest   400,00      explained  remark
        2     recalled_at_psrm_rest   400,00      explained  remark
        2     amount_differs          100,00      located    blocking
        3     amount_differs          400,00      located    blocking
        4     amount_differs          300,00      located    blocking
        5     amount_differs          400,00      located    blocking
        6     amount_differs          400,00      located    blocking
        7     amount_differs          -100,00     located    blocking
        8     amount_differs          400,00      located    blocking
        9     recall_missing_in_psrm  1.000,00    located    blocking
        10    amount_differs          500,00      located    blocking
        """,
        terms=REASONS,
    ),
    "converted_from_dmi": Picture(
        """
        event       side    status    partner  converted  in_dmi  sent_ore  accepted_ore  booked_ore  counterpart_on  open_ore
        creation    debtor  executed  20       1          0       1.000,00  -             612,00      -               -388,00
        creation    debtor  executed  21       0          0       1.000,00  -             612,00      -               -388,00    # nothing says so
        creation    debtor  executed  22       1          0       600,00    -             1.012,00    -               412,00     # PSRM has more
        creation    debtor  executed  23       1          0       1.000,00  800,00        612,00      -               -388,00    # a receipt tells of a part
        write_up    debtor  executed  24       1          0       1.000,00  -             612,00      -               -388,00    # not a creation
        creation    debtor  executed  -        1          0       1.000,00  -             -           -               -1.000,00  # nothing is in PSRM
        creation    psrm    unknown   -        1          1       -         -             612,00      -               612,00     # in DMI at the debtor's
        creation    psrm    unknown   -        1          0       -         -             612,00      -               612,00     # nowhere at the debtor's
        creation    psrm    unknown   -        0          1       -         -             612,00      -               612,00
        creation    psrm    unknown   -        1          1       -         -             612,00      2026-10-02      612,00
        write_up    psrm    unknown   -        1          1       -         -             612,00      -               612,00
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     converted_from_dmi        -388,00     explained  remark
        1     amount_differs            -388,00     located    blocking
        2     amount_differs            412,00      located    blocking
        3     partly_accepted_creation  -200,00     explained  blocking
        3     amount_differs            -188,00     located    blocking
        4     amount_differs            -388,00     located    blocking
        5     only_in_debtor            -1.000,00   located    blocking
        6     converted_from_dmi        612,00      explained  remark
        7     only_in_psrm              612,00      located    blocking
        8     only_in_psrm              612,00      located    blocking
        9     across_cutoff_psrm_first  612,00      bridge     remark
        10    write_up_only_in_psrm     612,00      located    blocking
        """,
    ),
    "creditor_changed": Picture(
        """
        event       side    status      partner  other_creditor  booked_on   receipt_on  counterpart_on  open_ore
        creation    debtor  executed    -        1               2026-09-28  2026-09-29  -               -1.000,00
        write_down  debtor  unknown     -        1               2026-09-28  -           -               300,00
        creation    psrm    unknown     -        1               2026-09-28  -           -               1.000,00
        creation    debtor  executed    -        0               2026-09-28  2026-09-29  -               -1.000,00  # nothing stands there
        creation    debtor  executed    20       1               2026-09-28  2026-09-29  -               -10,00     # a pair's rest
        creation    debtor  rejected    -        1               2026-09-28  2026-09-29  -               -1.000,00
        creation    debtor  in_hearing  -        1               2026-09-28  2026-09-29  -               -1.000,00
        creation    debtor  executed    -        1               2026-09-28  2026-10-01  -               -1.000,00  # received after the cut-off
        creation    psrm    unknown     -        1               2026-09-28  -           2026-10-02      1.000,00
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     creditor_changed            -1.000,00   explained  remark
        1     creditor_changed            300,00      explained  remark
        2     creditor_changed            1.000,00    explained  remark
        3     only_in_debtor              -1.000,00   located    blocking
        4     amount_differs              -10,00      located    blocking
        5     rejected_creation           -1.000,00   explained  blocking
        6     in_hearing                  -1.000,00   bridge     remark
        7     across_cutoff_debtor_first  -1.000,00   bridge     remark
        8     across_cutoff_psrm_first    1.000,00    bridge     remark
        """,
    ),
    "line_twice": Picture(
        """
        event       side    status      partner  booked_on   receipt_on  counterpart_on  repeated  open_ore
        creation    psrm    unknown     -        2026-09-28  -           -               1         1.000,00
        write_down  debtor  executed    -        2026-09-28  2026-09-29  -               1         300,00
        creation    psrm    unknown     -        2026-09-28  -           -               0         1.000,00   # it stands once
        creation    debtor  in_hearing  -        2026-09-28  2026-09-29  -               1         -1.000,00  # a status has it
        creation    debtor  executed    -        2026-09-28  2026-10-01  -               1         -1.000,00  # a receipt has it
        creation    psrm    unknown     -        2026-09-28  -           2026-10-02      1         1.000,00   # a date has it
        creation    debtor  executed    9        2026-09-28  2026-09-29  -               1         -10,00     # a pair's rest
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     line_twice                  1.000,00    explained  blocking
        1     line_twice                  300,00      explained  blocking
        2     only_in_psrm                1.000,00    located    blocking
        3     in_hearing                  -1.000,00   bridge     remark
        4     across_cutoff_debtor_first  -1.000,00   bridge     remark
        5     across_cutoff_psrm_first    1.000,00    bridge     remark
        6     amount_differs              -10,00      located    blocking
        """,
    ),
    "claimed_twice": Picture(
        """
        event     side    status    counterpart_on  second  repeated  booked_on   open_ore
        creation  psrm    unknown   -               1       0         2026-09-28  1.000,00
        creation  psrm    unknown   -               0       0         2026-09-28  1.000,00   # no other of its chain cleared
        write_up  psrm    unknown   -               1       0         2026-09-28  1.000,00
        creation  debtor  executed  -               1       0         2026-09-28  -1.000,00  # the debtor system's
        creation  psrm    unknown   -               1       1         2026-09-28  1.000,00   # the same line
        creation  psrm    unknown   2026-10-02      1       0         2026-09-28  1.000,00   # the debtor system has it since
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     claimed_twice             1.000,00    explained  blocking
        1     only_in_psrm              1.000,00    located    blocking
        2     write_up_only_in_psrm     1.000,00    located    blocking
        3     only_in_debtor            -1.000,00   located    blocking
        4     line_twice                1.000,00    explained  blocking
        5     across_cutoff_psrm_first  1.000,00    bridge     remark
        """,
    ),
    "resent_new_id": Picture(
        """
        group  chain  claim  debtors  event       side    status    psrm_reason  counterpart_on  second  booked_on   resend_id  claim_effective_on  stands_ore  open_ore
        0      0      0      3        recall      psrm    unknown   4            -               0       2026-09-28  100        -                   1.000,00    -1.000,00
        0      0      1      3        creation    psrm    unknown   -            -               0       2026-09-28  100        -                   1.000,00    1.000,00   # quotes its FordringID
        2      2      2      3        recall      psrm    unknown   4            -               0       2026-09-28  102        -                   1.000,00    -1.000,00
        2      2      3      3        creation    psrm    unknown   -            -               0       2026-09-28  -          -                   1.000,00    1.000,00   # a reference alone
        4      4      4      3        recall      psrm    unknown   4            -               0       2026-09-28  104        -                   1.000,00    -1.000,00
        4      4      5      3        creation    psrm    unknown   -            -               0       2026-09-28  99         -                   1.000,00    1.000,00   # quotes another
        6      6      6      3        recall      psrm    unknown   4            -               0       2026-09-28  106        2026-03-01          1.000,00    -1.000,00
        6      6      7      3        creation    psrm    unknown   -            -               0       2026-09-28  -          2026-03-01          1.000,00    1.000,00   # a reference alone, and the day it was created for
        8      8      8      3        recall      psrm    unknown   4            -               0       2026-09-28  108        2026-03-01          1.000,00    -1.000,00
        8      8      9      3        creation    psrm    unknown   -            -               0       2026-09-28  -          2026-04-01          1.000,00    1.000,00   # another bill of one tariff
        10     10     10     3        recall      psrm    unknown   4            -               0       2026-09-28  110        2026-03-01          1.000,00    -1.000,00
        10     10     11     3        creation    psrm    unknown   -            -               0       2026-09-28  110        2026-04-01          1.000,00    1.000,00   # quotes it, and was created for another day
        12     12     12     3        recall      psrm    unknown   4            -               0       2026-09-28  112        2026-03-01          1.000,00    -1.000,00
        12     12     13     3        creation    psrm    unknown   -            -               0       2026-09-28  112        -                   1.000,00    1.000,00   # one side tells no day
        14     14     14     3        recall      psrm    unknown   4            -               0       2026-09-28  114        -                   1.000,00    -1.000,00
        14     14     15     3        creation    psrm    unknown   -            -               0       2026-09-27  114        -                   1.000,00    1.000,00   # sent before it was recalled
        16     16     16     3        recall      psrm    unknown   4            -               0       2026-09-28  116        -                   1.000,00    -1.000,00
        16     16     17     3        creation    psrm    unknown   -            -               0       -           116        -                   1.000,00    1.000,00   # a day is not told
        18     18     18     3        recall      psrm    unknown   4            -               0       2026-09-28  118        -                   1.000,00    -1.000,00
        18     18     18     3        creation    psrm    unknown   -            -               0       2026-09-28  118        -                   1.000,00    1.000,00   # one claim
        20     20     20     3        recall      psrm    unknown   4            -               0       2026-09-28  120        -                   1.000,00    -1.000,00
        20     21     21     3        creation    psrm    unknown   -            -               0       2026-09-28  120        -                   1.000,00    1.000,00   # nothing but a main claim links them
        22     22     22     3        recall      psrm    unknown   4            -               0       2026-09-28  122        -                   1.000,00    -1.000,00
        22     22     23     4        creation    psrm    unknown   -            -               0       2026-09-28  122        -                   1.000,00    1.000,00   # other debtors
        24     24     24     3        recall      psrm    unknown   4            -               0       2026-09-28  124        -                   900,00      -900,00
        24     24     25     3        creation    psrm    unknown   -            -               0       2026-09-28  124        -                   1.000,00    1.000,00   # other amounts
        26     26     26     3        recall      psrm    unknown   5            -               0       2026-09-28  126        -                   1.000,00    -1.000,00
        26     26     27     3        creation    psrm    unknown   -            -               0       2026-09-28  126        -                   1.000,00    1.000,00   # FEJL: it cannot be sent again
        28     28     28     3        recall      debtor  executed  -            -               0       2026-09-28  128        -                   1.000,00    1.000,00
        28     28     29     3        creation    debtor  executed  -            -               0       2026-09-28  128        -                   1.000,00    -1.000,00  # only the debtor system says so
        30     30     30     3        write_down  psrm    unknown   4            -               0       2026-09-28  130        -                   1.000,00    -1.000,00
        30     30     31     3        creation    psrm    unknown   -            -               0       2026-09-28  130        -                   1.000,00    1.000,00   # not a recall
        32     32     32     3        recall      psrm    unknown   4            -               0       2026-09-28  132        -                   1.000,00    -1.000,00
        32     32     33     3        creation    psrm    unknown   -            -               1       2026-09-28  132        -                   1.000,00    1.000,00   # beside one that was not recalled
        34     34     34     3        recall      psrm    unknown   4            -               0       2026-09-28  134        -                   1.000,00    -1.000,00
        34     34     35     3        creation    psrm    unknown   -            2026-10-02      0       2026-09-28  134        -                   1.000,00    1.000,00   # the debtor system has it since
        36     36     36     3        recall      psrm    unknown   4            -               0       2026-09-28  136        2026-03-01          1.000,00    -1.000,00
        36     36     37     3        creation    psrm    unknown   -            -               0       2026-09-28  -          2026-04-01          1.000,00    1.000,00   # of a series: another month
        36     36     38     3        creation    psrm    unknown   -            -               0       2026-09-28  -          2026-03-01          1.000,00    1.000,00   # its own month
        39     39     39     3        recall      psrm    unknown   4            -               0       2026-09-28  139        -                   1.000,00    -1.000,00
        39     39     40     3        creation    psrm    unknown   -            -               0       2026-09-28  -          -                   1.000,00    1.000,00   # beside the one that quotes it
        39     39     41     3        creation    psrm    unknown   -            -               0       2026-09-28  139        -                   1.000,00    1.000,00
        42     42     42     3        recall      psrm    unknown   4            -               0       2026-09-28  142        -                   1.500,00    -1.000,00
        42     42     43     3        creation    psrm    unknown   -            -               0       2026-09-28  142        -                   -           1.000,00   # a part of it cannot be sent again
        44     44     44     3        recall      psrm    unknown   4            -               0       2026-09-28  144        -                   800,00      -1.000,00
        44     44     45     3        creation    psrm    unknown   -            -               0       2026-09-28  144        -                   -           1.000,00   # nor more than was left of it
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     resent_new_id             -1.000,00   explained  information
        1     resent_new_id             1.000,00    explained  information
        2     resent_new_id             -1.000,00   explained  remark
        3     resent_new_id             1.000,00    explained  remark
        4     recall_only_in_psrm       -1.000,00   located    blocking
        5     only_in_psrm              1.000,00    located    blocking
        6     resent_new_id             -1.000,00   explained  remark
        7     resent_new_id             1.000,00    explained  remark
        8     recall_only_in_psrm       -1.000,00   located    blocking
        9     only_in_psrm              1.000,00    located    blocking
        10    recall_only_in_psrm       -1.000,00   located    blocking
        11    only_in_psrm              1.000,00    located    blocking
        12    resent_new_id             -1.000,00   explained  information
        13    resent_new_id             1.000,00    explained  information
        14    recall_only_in_psrm       -1.000,00   located    blocking
        15    only_in_psrm              1.000,00    located    blocking
        16    resent_new_id             -1.000,00   explained  information
        17    resent_new_id             1.000,00    explained  information
        18    recall_only_in_psrm       -1.000,00   located    blocking
        19    only_in_psrm              1.000,00    located    blocking
        20    recall_only_in_psrm       -1.000,00   located    blocking
        21    only_in_psrm              1.000,00    located    blocking
        22    recall_only_in_psrm       -1.000,00   located    blocking
        23    only_in_psrm              1.000,00    located    blocking
        24    recall_only_in_psrm       -900,00     located    blocking
        25    only_in_psrm              1.000,00    located    blocking
        26    recall_only_in_psrm       -1.000,00   located    blocking
        27    only_in_psrm              1.000,00    located    blocking
        28    recall_missing_in_psrm    1.000,00    located    blocking
        29    only_in_debtor            -1.000,00   located    blocking
        30    write_down_only_in_psrm   -1.000,00   located    blocking
        31    only_in_psrm              1.000,00    located    blocking
        32    recall_only_in_psrm       -1.000,00   located    blocking
        33    claimed_twice             1.000,00    explained  blocking
        34    recall_only_in_psrm       -1.000,00   located    blocking
        35    across_cutoff_psrm_first  1.000,00    bridge     remark
        36    resent_new_id             -1.000,00   explained  remark
        37    only_in_psrm              1.000,00    located    blocking
        38    resent_new_id             1.000,00    explained  remark
        39    resent_new_id             -1.000,00   explained  information
        40    only_in_psrm              1.000,00    located    blocking
        41    resent_new_id             1.000,00    explained  information
        42    recall_only_in_psrm       -1.000,00   located    blocking
        43    only_in_psrm       1.000,00   located    blocking
        44    recall_only_in_psrm       -1.000,00   located    blocking
        45    only_in_psrm       1.000,00   located    blocking
        """,
        terms=Terms(TERMS.cut_off, TERMS.as_of, fejl=frozenset({5})),
    ),
    "type_swapped": Picture(
        """
        group  one_claim  solution  claim_type  debtors  event       side    status    partner  effective_on  open_ore
        0      0          0         1           3        creation    debtor  executed  -        -             -4.200,00
        0      0          0         2           3        creation    psrm    unknown   -        -             4.200,00
        2      2          0         1           3        write_down  debtor  executed  -        2026-09-10    300,00     # its other events too
        2      2          0         2           3        write_down  psrm    unknown   -        -             -300,00
        4      4          0         8           3        creation    debtor  executed  -        -             -50,00     # interest and a fee
        4      4          0         7           3        creation    psrm    unknown   -        -             50,00
        6      6          0         1           3        creation    debtor  executed  -        -             -250,00    # a main type and a fee's
        6      6          0         7           3        creation    psrm    unknown   -        -             250,00
        8      8          0         1           3        creation    debtor  executed  -        -             -4.200,00  # other debtors too
        8      8          0         2           4        creation    psrm    unknown   -        -             4.200,00
        10     10         0         1           3        write_down  debtor  executed  -        2026-09-10    300,00     # one type: two days tell them apart
        10     10         0         1           3        write_down  psrm    unknown   -        2026-09-11    -300,00
        12     12         0         1           3        creation    debtor  executed  -        -             -4.200,00  # two claims
        12     13         0         2           3        creation    psrm    unknown   -        -             4.200,00
        14     14         0         1           3        creation    debtor  executed  -        -             -4.200,00  # other amounts
        14     14         0         2           3        creation    psrm    unknown   -        -             4.000,00
        16     16         0         1           3        recall      debtor  executed  -        -             300,00     # other events
        16     16         0         2           3        write_down  psrm    unknown   -        -             -300,00
        18     18         0         1           3        write_down  debtor  executed  -        2026-09-10    300,00     # other days
        18     18         0         2           3        write_down  psrm    unknown   -        2026-09-11    -300,00
        20     20         0         -1          3        creation    debtor  executed  -        -             -4.200,00  # not known
        20     20         0         2           3        creation    psrm    unknown   -        -             4.200,00
        22     22         0         1           3        creation    debtor  rejected  -        -             -4.200,00  # a status has it
        22     22         0         2           3        creation    psrm    unknown   -        -             4.200,00
        24     24         0         1           3        creation    debtor  executed  -        -             -4.200,00  # other solutions too
        24     24         1         2           3        creation    psrm    unknown   -        -             4.200,00
        26     26         0         1           3        creation    debtor  executed  40       -             -100,00    # a pair's rest
        26     26         0         2           3        creation    psrm    unknown   -        -             100,00
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     type_swapped                -4.200,00   explained  blocking
        1     type_swapped                4.200,00    explained  blocking
        2     type_swapped                300,00      explained  blocking
        3     type_swapped                -300,00     explained  blocking
        4     type_swapped                -50,00      explained  blocking
        5     type_swapped                50,00       explained  blocking
        6     fee_on_main_type            -250,00     explained  blocking
        7     fee_on_main_type            250,00      explained  blocking
        8     only_in_debtor              -4.200,00   located    blocking
        9     only_in_psrm                4.200,00    located    blocking
        10    write_down_missing_in_psrm  300,00      located    blocking
        11    write_down_only_in_psrm     -300,00     located    blocking
        12    only_in_debtor              -4.200,00   located    blocking
        13    only_in_psrm                4.200,00    located    blocking
        14    only_in_debtor              -4.200,00   located    blocking
        15    only_in_psrm                4.000,00    located    blocking
        16    recall_missing_in_psrm      300,00      located    blocking
        17    write_down_only_in_psrm     -300,00     located    blocking
        18    write_down_missing_in_psrm  300,00      located    blocking
        19    write_down_only_in_psrm     -300,00     located    blocking
        20    only_in_debtor              -4.200,00   located    blocking
        21    only_in_psrm                4.200,00    located    blocking
        22    rejected_creation           -4.200,00   explained  blocking
        23    only_in_psrm                4.200,00    located    blocking
        24    only_in_debtor              -4.200,00   located    blocking
        25    only_in_psrm                4.200,00    located    blocking
        26    amount_differs              -100,00     located    blocking
        27    only_in_psrm                100,00      located    blocking
        """,
        terms=RELATED_TYPES,
    ),
    "fee_on_main_type": Picture(
        """
        group  one_claim  claim_type  debtors  event     side    status    open_ore
        0      0          1           3        creation  debtor  executed  -250,00
        0      0          7           3        creation  psrm    unknown   250,00
        2      2          8           3        creation  debtor  executed  -10,00    # interest
        2      2          1           3        creation  psrm    unknown   10,00
        4      4          1           3        creation  debtor  executed  -250,00   # two main types
        4      4          2           3        creation  psrm    unknown   250,00
        6      6          1           3        creation  debtor  executed  -250,00   # other debtors too
        6      6          7           4        creation  psrm    unknown   250,00
        8      8          1           3        creation  debtor  executed  -250,00   # two claims
        8      9          7           3        creation  psrm    unknown   250,00
        10     10         1           3        creation  debtor  executed  -250,00   # other amounts
        10     10         7           3        creation  psrm    unknown   200,00
        12     12         1           3        creation  debtor  rejected  -250,00   # a status has it
        12     12         7           3        creation  psrm    unknown   250,00
        """,
        """
        item  cause              posted_ore  standing   gravity
        0     fee_on_main_type   -250,00     explained  blocking
        1     fee_on_main_type   250,00      explained  blocking
        2     fee_on_main_type   -10,00      explained  blocking
        3     fee_on_main_type   10,00       explained  blocking
        4     type_swapped       -250,00     explained  blocking
        5     type_swapped       250,00      explained  blocking
        6     only_in_debtor     -250,00     located    blocking
        7     only_in_psrm       250,00      located    blocking
        8     only_in_debtor     -250,00     located    blocking
        9     only_in_psrm       250,00      located    blocking
        10    only_in_debtor     -250,00     located    blocking
        11    only_in_psrm       200,00      located    blocking
        12    rejected_creation  -250,00     explained  blocking
        13    only_in_psrm       250,00      located    blocking
        """,
        terms=RELATED_TYPES,
    ),
    "debtor_changed": Picture(
        """
        group  one_claim  claim_type  debtors  liable  debtor_kind  debtor_bare  event     side    status    open_ore
        0      0          1           3        1       0            3            creation  debtor  executed  -1.000,00
        0      0          1           4        1       1            4            creation  psrm    unknown   1.000,00
        2      2          1           3        1       0            3            creation  debtor  executed  -1.000,00  # leading zeros
        2      2          1           4        1       -            3            creation  psrm    unknown   1.000,00
        4      4          1           3        1       0            3            creation  debtor  executed  -1.000,00  # one kind
        4      4          1           4        1       0            4            creation  psrm    unknown   1.000,00
        6      6          1           3        1       0            3            creation  debtor  executed  -1.000,00  # a number of no kind
        6      6          1           4        1       -            4            creation  psrm    unknown   1.000,00
        8      8          1           3        1       0            3            creation  debtor  executed  -1.000,00  # one, and two
        8      8          1           4        2       1            4            creation  psrm    unknown   1.000,00
        10     10         1           3        1       0            3            creation  debtor  executed  -1.000,00  # other types too
        10     10         2           4        1       1            4            creation  psrm    unknown   1.000,00
        12     12         1           3        1       0            3            creation  debtor  executed  -1.000,00  # two claims
        12     13         1           4        1       1            4            creation  psrm    unknown   1.000,00
        14     14         1           3        1       0            3            creation  debtor  executed  -1.000,00  # other amounts
        14     14         1           4        1       1            4            creation  psrm    unknown   900,00
        16     16         1           3        1       0            3            creation  debtor  rejected  -1.000,00  # a status has it
        16     16         1           4        1       1            4            creation  psrm    unknown   1.000,00
        18     18         1           -        0       -            -            creation  debtor  executed  -1.000,00  # not known
        18     18         1           4        1       1            4            creation  psrm    unknown   1.000,00
        """,
        """
        item  cause              posted_ore  standing   gravity
        0     debtor_changed     -1.000,00   explained  remark
        1     debtor_changed     1.000,00    explained  remark
        2     debtor_changed     -1.000,00   explained  remark
        3     debtor_changed     1.000,00    explained  remark
        4     debtor_wrong       -1.000,00   explained  blocking
        5     debtor_wrong       1.000,00    explained  blocking
        6     debtor_wrong       -1.000,00   explained  blocking
        7     debtor_wrong       1.000,00    explained  blocking
        8     debtor_wrong       -1.000,00   explained  blocking
        9     debtor_wrong       1.000,00    explained  blocking
        10    only_in_debtor     -1.000,00   located    blocking
        11    only_in_psrm       1.000,00    located    blocking
        12    only_in_debtor     -1.000,00   located    blocking
        13    only_in_psrm       1.000,00    located    blocking
        14    only_in_debtor     -1.000,00   located    blocking
        15    only_in_psrm       900,00      located    blocking
        16    rejected_creation  -1.000,00   explained  blocking
        17    only_in_psrm       1.000,00    located    blocking
        18    only_in_debtor     -1.000,00   located    blocking
        19    only_in_psrm       1.000,00    located    blocking
        """,
    ),
    "debtor_wrong": Picture(
        """
        group  one_claim  claim_type  debtors  liable  debtor_kind  debtor_bare  event       side    status    effective_on  open_ore
        0      0          1           3        1       0            3            creation    debtor  executed  -             -1.000,00
        0      0          1           4        1       0            4            creation    psrm    unknown   -             1.000,00
        2      2          1           3        1       0            3            write_down  debtor  executed  2026-09-10    300,00
        2      2          1           4        1       0            4            write_down  psrm    unknown   2026-09-10    -300,00
        4      4          1           3        1       0            3            creation    debtor  executed  -             -1.000,00  # two kinds
        4      4          1           4        1       1            4            creation    psrm    unknown   -             1.000,00
        6      6          1           3        1       0            3            creation    debtor  executed  -             -1.000,00  # two claims
        6      7          1           4        1       0            4            creation    psrm    unknown   -             1.000,00
        8      8          1           3        1       0            3            creation    debtor  executed  -             -1.000,00  # other types too
        8      8          2           4        1       0            4            creation    psrm    unknown   -             1.000,00
        10     10         1           3        1       0            3            write_down  debtor  executed  2026-09-10    300,00     # other days
        10     10         1           4        1       0            4            write_down  psrm    unknown   2026-09-11    -300,00
        12     12         1           3        1       0            3            creation    debtor  rejected  -             -1.000,00  # a status has it
        12     12         1           4        1       0            4            creation    psrm    unknown   -             1.000,00
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     debtor_wrong                -1.000,00   explained  blocking
        1     debtor_wrong                1.000,00    explained  blocking
        2     debtor_wrong                300,00      explained  blocking
        3     debtor_wrong                -300,00     explained  blocking
        4     debtor_changed              -1.000,00   explained  remark
        5     debtor_changed              1.000,00    explained  remark
        6     only_in_debtor              -1.000,00   located    blocking
        7     only_in_psrm                1.000,00    located    blocking
        8     only_in_debtor              -1.000,00   located    blocking
        9     only_in_psrm                1.000,00    located    blocking
        10    write_down_missing_in_psrm  300,00      located    blocking
        11    write_down_only_in_psrm     -300,00     located    blocking
        12    rejected_creation           -1.000,00   explained  blocking
        13    only_in_psrm                1.000,00    located    blocking
        """,
    ),
    "counted_per_debtor": Picture(
        """
        event     side    status      partner  booked_on   liable  per_liable  repeated  sent_ore  booked_ore  open_ore
        creation  debtor  executed    20       2026-09-28  2       0           0         2.000,00  1.000,00    -1.000,00
        creation  debtor  executed    21       2026-09-28  3       0           0         1.000,00  3.000,00    2.000,00   # PSRM's
        creation  debtor  executed    -        2026-09-28  2       1           0         1.000,00  -           -1.000,00  # a line for each
        creation  psrm    unknown     -        2026-09-28  2       1           0         -         1.000,00    1.000,00
        creation  debtor  executed    24       2026-09-28  1       0           0         2.000,00  1.000,00    -1.000,00  # one is liable
        creation  debtor  executed    25       2026-09-28  3       0           0         2.000,00  1.000,00    -1.000,00  # three are, and it is twice
        creation  debtor  executed    26       2026-09-28  2       0           0         2.000,00  1.000,01    -999,99    # not just twice
        creation  debtor  executed    -        2026-09-28  2       1           1         1.000,00  -           -1.000,00  # the same line
        creation  debtor  executed    -        2026-09-28  2       0           0         1.000,00  -           -1.000,00
        creation  debtor  in_hearing  -        2026-09-28  2       1           0         1.000,00  -           -1.000,00  # a status has it
        creation  debtor  executed    30       2026-09-28  3       0           0         1.000,00  1.000,00    -2.000,00  # the sign is turned
        """,
        """
        item  cause               posted_ore  standing   gravity
        0     counted_per_debtor  -1.000,00   explained  blocking
        1     counted_per_debtor  2.000,00    explained  blocking
        2     counted_per_debtor  -1.000,00   explained  blocking
        3     counted_per_debtor  1.000,00    explained  blocking
        4     amount_differs      -1.000,00   located    blocking
        5     amount_differs      -1.000,00   located    blocking
        6     amount_differs      -999,99     located    blocking
        7     line_twice          -1.000,00   explained  blocking
        8     only_in_debtor      -1.000,00   located    blocking
        9     in_hearing          -1.000,00   bridge     remark
        10    sign_turned         -2.000,00   explained  blocking
        """,
    ),
    "split_with_loss": Picture(
        """
        group  chain  claim  claim_type  debtors  event       side    status    second  repeated  by     partner  open_ore
        0      0      0      0           3        creation    debtor  executed  0       0         key    -        -900,00
        0      0      1      0           3        creation    psrm    unknown   0       0         key    -        300,00
        0      0      2      0           3        creation    psrm    unknown   0       0         key    -        300,00
        0      0      3      0           3        creation    psrm    unknown   0       0         key    -        200,00
        4      4      4      0           3        creation    psrm    unknown   0       0         key    -        900,00     # merged
        4      4      5      0           3        creation    debtor  executed  0       0         key    -        -500,00
        4      4      6      0           3        creation    debtor  executed  0       0         key    -        -300,00
        7      7      7      0           3        creation    debtor  executed  0       0         key    -        -900,00    # one part
        7      7      8      0           3        creation    psrm    unknown   0       0         key    -        800,00
        9      9      9      0           3        creation    debtor  executed  0       0         key    -        -900,00    # no more than half
        9      9      10     0           3        creation    psrm    unknown   0       0         key    -        250,00
        9      9      11     0           3        creation    psrm    unknown   0       0         key    -        200,00
        12     12     12     0           3        creation    debtor  executed  0       0         key    -        -900,00    # more than the whole
        12     12     13     0           3        creation    psrm    unknown   0       0         key    -        500,00
        12     12     14     0           3        creation    psrm    unknown   0       0         key    -        500,00
        15     15     15     0           3        creation    debtor  executed  0       0         key    -        -900,00    # two wholes
        15     15     16     0           3        creation    debtor  executed  0       0         key    -        -700,00
        15     15     17     0           3        creation    psrm    unknown   0       0         key    -        500,00
        15     15     18     0           3        creation    psrm    unknown   0       0         key    -        300,00
        19     19     19     0           3        write_up    debtor  executed  0       0         key    -        -900,00    # not creations
        19     19     20     0           3        write_up    psrm    unknown   0       0         key    -        500,00
        19     19     21     0           3        write_up    psrm    unknown   0       0         key    -        300,00
        22     22     22     0           3        creation    debtor  executed  0       0         key    -        -900,00    # parts under one number
        22     22     23     0           3        creation    psrm    unknown   0       0         key    -        500,00
        22     22     23     0           3        creation    psrm    unknown   0       0         key    -        300,00
        25     25     25     0           3        creation    debtor  executed  0       0         key    -        -900,00    # nothing but a main claim links them
        25     26     26     0           3        creation    psrm    unknown   0       0         key    -        500,00
        25     26     27     0           3        creation    psrm    unknown   0       0         key    -        300,00
        28     28     28     0           3        creation    debtor  executed  0       0         key    -        -900,00    # another type
        28     28     29     1           3        creation    psrm    unknown   0       0         key    -        500,00
        28     28     30     1           3        creation    psrm    unknown   0       0         key    -        300,00
        31     31     31     0           3        creation    debtor  executed  0       0         key    -        -900,00
        31     31     32     0           3        creation    psrm    unknown   0       0         key    -        500,00
        31     31     33     0           3        creation    psrm    unknown   1       0         key    -        300,00     # another cause has a part
        34     34     34     0           3        creation    debtor  rejected  0       0         key    -        -900,00    # a status has the whole
        34     34     35     0           3        creation    psrm    unknown   0       0         key    -        500,00
        34     34     36     0           3        creation    psrm    unknown   0       0         key    -        300,00
        37     37     37     0           3        creation    debtor  executed  0       0         parts  -        -600,00     # the last pass: merged, less than both
        37     38     38     0           3        creation    debtor  executed  0       0         parts  -        -300,00
        37     39     39     0           3        creation    psrm    unknown   0       0         parts  -        700,00
        40     40     40     0           3        creation    debtor  executed  0       0         key    99       250,00      # the last pass: the rest of a pair
        40     41     41     0           3        creation    debtor  executed  0       0         parts  -        -300,00
        42     42     42     0           3        creation    debtor  executed  0       0         key    99       150,00      # no more than half
        42     43     43     0           3        creation    debtor  executed  0       0         parts  -        -300,00
        44     44     44     0           3        creation    debtor  executed  0       0         key    99       250,00      # put together by something else
        44     45     45     0           3        creation    debtor  executed  0       0         key    -        -300,00
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     split_with_loss           -800,00     explained  blocking
        0     only_in_debtor            -100,00     located    blocking
        1     split_with_loss           300,00      explained  blocking
        2     split_with_loss           300,00      explained  blocking
        3     split_with_loss           200,00      explained  blocking
        4     split_with_loss           800,00      explained  blocking
        4     only_in_psrm              100,00      located    blocking
        5     split_with_loss           -500,00     explained  blocking
        6     split_with_loss           -300,00     explained  blocking
        7     only_in_debtor            -900,00     located    blocking
        8     only_in_psrm              800,00      located    blocking
        9     only_in_debtor            -900,00     located    blocking
        10    only_in_psrm              250,00      located    blocking
        11    only_in_psrm              200,00      located    blocking
        12    only_in_debtor            -900,00     located    blocking
        13    only_in_psrm              500,00      located    blocking
        14    only_in_psrm              500,00      located    blocking
        15    only_in_debtor            -900,00     located    blocking
        16    only_in_debtor            -700,00     located    blocking
        17    only_in_psrm              500,00      located    blocking
        18    only_in_psrm              300,00      located    blocking
        19    write_up_missing_in_psrm  -900,00     located    blocking
        20    write_up_only_in_psrm     500,00      located    blocking
        21    write_up_only_in_psrm     300,00      located    blocking
        22    split_with_loss           -800,00     explained  blocking
        22    only_in_debtor            -100,00     located    blocking
        23    split_with_loss           500,00      explained  blocking
        24    split_with_loss           300,00      explained  blocking
        25    only_in_debtor            -900,00     located    blocking
        26    only_in_psrm              500,00      located    blocking
        27    only_in_psrm              300,00      located    blocking
        28    only_in_debtor            -900,00     located    blocking
        29    only_in_psrm              500,00      located    blocking
        30    only_in_psrm              300,00      located    blocking
        31    only_in_debtor            -900,00     located    blocking
        32    only_in_psrm              500,00      located    blocking
        33    claimed_twice             300,00      explained  blocking
        34    rejected_creation         -900,00     explained  blocking
        35    only_in_psrm              500,00      located    blocking
        36    only_in_psrm              300,00      located    blocking
        37    split_with_loss           -600,00     explained  blocking
        38    split_with_loss           -100,00     explained  blocking
        38    only_in_debtor            -200,00     located    blocking
        39    split_with_loss           700,00      explained  blocking
        40    split_with_loss           250,00      explained  blocking
        41    split_with_loss           -250,00     explained  blocking
        41    only_in_debtor            -50,00      located    blocking
        42    amount_differs            150,00      located    blocking
        43    only_in_debtor            -300,00     located    blocking
        44    amount_differs            250,00      located    blocking
        45    only_in_debtor            -300,00     located    blocking
        """,
    ),
    "write_up_own_claim": Picture(
        """
        group  family  one_claim  claim_type  debtors  related  own_claim  main_recalled  event       side    status    partner  effective_on  stands_ore  open_ore
        0      0       0          0           3        0        1          0              write_down  debtor  executed  -        2026-09-20    1.000,00    150,00
        0      0       1          0           3        1        1          0              write_down  psrm    unknown   -        2026-09-20    200,00      -150,00
        2      2       2          0           3        0        1          0              recall      debtor  executed  40       -             1.000,00    200,00    # a pair's rest
        2      2       3          0           3        1        1          1              recall      psrm    unknown   -        -             200,00      -200,00
        4      4       4          0           3        0        0          0              write_down  debtor  executed  -        -             1.000,00    150,00    # no write-up of it
        4      4       5          0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        6      6       6          0           3        1        1          0              write_down  debtor  executed  -        -             200,00      150,00    # two write-ups' claims
        6      6       7          0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        8      8       8          0           3        0        1          0              write_down  debtor  executed  -        2026-09-20    1.000,00    150,00    # one claim, two days
        8      8       8          0           3        0        1          0              write_down  psrm    unknown   -        2026-09-21    1.000,00    -150,00
        10     10      10         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00    # three are open
        10     10      10         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    70,00
        10     10      11         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        13     13      13         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00    # two families
        13     14      14         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        15     15      15         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00    # another type
        15     15      16         1           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        17     17      17         0           3        0        1          0              write_down  debtor  executed  -        2026-09-20    1.000,00    150,00    # other days
        17     17      18         0           3        1        1          0              write_down  psrm    unknown   -        2026-09-21    200,00      -150,00
        19     19      19         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00    # other amounts
        19     19      20         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -140,00
        21     21      21         0           3        0        1          0              creation    debtor  executed  -        -             1.000,00    -150,00   # not later events
        21     21      22         0           3        1        1          0              creation    psrm    unknown   -        -             200,00      150,00
        23     23      23         0           3        0        1          0              write_down  debtor  rejected  -        -             1.000,00    150,00    # a status has it
        23     23      24         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00
        25     25      25         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00    # other events
        25     25      26         0           3        1        1          0              recall      psrm    unknown   -        -             200,00      -150,00
        27     27      27         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    200,00
        27     27      28         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -200,00   # all that stood there
        29     29      29         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    200,01
        29     29      30         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -200,01   # an øre more than stood there
        31     31      31         0           3        0        1          0              write_down  debtor  executed  -        -             1.000,00    150,00
        31     31      32         0           3        1        1          0              write_down  psrm    unknown   -        -             0,00        -150,00   # before it was created
        33     33      33         0           3        0        1          0              write_down  debtor  executed  41       -             1.000,00    150,00
        33     33      34         0           3        1        1          0              write_down  psrm    unknown   -        -             200,00      -150,00   # the rest of two write-downs
        35     35      35         0           3        1        1          0              write_down  debtor  executed  -        -             200,00      150,00
        35     35      36         0           3        0        1          0              write_down  psrm    unknown   -        -             1.000,00    -150,00   # the other way round
        37     37      37         0           3        1        1          0              write_down  debtor  executed  -        -             100,00      150,00
        37     37      38         0           3        0        1          0              write_down  psrm    unknown   -        -             1.000,00    -150,00   # and more than stood there
        39     39      39         0           3        0        1          0              recall      debtor  executed  42       -             1.000,00    150,00
        39     39      40         0           3        1        1          0              recall      psrm    unknown   -        -             100,00      -150,00   # a pair's rest, and more than stood there
        41     41      41         0           3        0        1          0              write_up    debtor  executed  -        -             1.000,00    -150,00
        41     41      42         0           3        1        1          0              write_up    psrm    unknown   -        -             200,00      150,00    # a write-up is again a claim of its own
        43     43      43         0           3        0        1          0              recall      debtor  executed  -        -             1.000,00    150,00
        43     43      44         0           3        1        1          0              recall      debtor  executed  45       -             200,00      -150,00  # both sides have it
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     write_up_own_claim          150,00      explained  information
        1     write_up_own_claim          -150,00     explained  information
        2     write_up_own_claim          200,00      explained  information
        3     write_up_own_claim          -200,00     explained  information
        4     write_down_missing_in_psrm  150,00      located    blocking
        5     write_down_only_in_psrm     -150,00     located    blocking
        6     write_down_missing_in_psrm  150,00      located    blocking
        7     write_down_only_in_psrm     -150,00     located    blocking
        8     write_down_missing_in_psrm  150,00      located    blocking
        9     write_down_only_in_psrm     -150,00     located    blocking
        10    write_down_missing_in_psrm  150,00      located    blocking
        11    write_down_missing_in_psrm  70,00       located    blocking
        12    write_down_only_in_psrm     -150,00     located    blocking
        13    write_down_missing_in_psrm  150,00      located    blocking
        14    write_down_only_in_psrm     -150,00     located    blocking
        15    write_down_missing_in_psrm  150,00      located    blocking
        16    write_down_only_in_psrm     -150,00     located    blocking
        17    write_down_missing_in_psrm  150,00      located    blocking
        18    write_down_only_in_psrm     -150,00     located    blocking
        19    write_down_missing_in_psrm  150,00      located    blocking
        20    write_down_only_in_psrm     -140,00     located    blocking
        21    only_in_debtor              -150,00     located    blocking
        22    only_in_psrm                150,00      located    blocking
        23    rejected_write_down         150,00      explained  blocking
        24    write_down_only_in_psrm     -150,00     located    blocking
        25    write_down_missing_in_psrm  150,00      located    blocking
        26    recall_only_in_psrm         -150,00     located    blocking
        27    write_up_own_claim          200,00      explained  information
        28    write_up_own_claim          -200,00     explained  information
        29    write_down_missing_in_psrm  200,01      located    blocking
        30    write_down_only_in_psrm     -200,01     located    blocking
        31    write_down_missing_in_psrm  150,00      located    blocking
        32    write_down_only_in_psrm     -150,00     located    blocking
        33    amount_differs              150,00      located    blocking
        34    write_down_only_in_psrm     -150,00     located    blocking
        35    write_up_own_claim          150,00      explained  information
        36    write_up_own_claim          -150,00     explained  information
        37    write_down_missing_in_psrm  150,00      located    blocking
        38    write_down_only_in_psrm     -150,00     located    blocking
        39    amount_differs              150,00      located    blocking
        40    recall_only_in_psrm         -150,00     located    blocking
        41    write_up_missing_in_psrm    -150,00     located    blocking
        42    write_up_only_in_psrm       150,00      located    blocking
        43    recall_missing_in_psrm      150,00      located    blocking
        44    amount_differs              -150,00     located    blocking
        """,
    ),
    "same_balance_other_events": Picture(
        """
        group  one_claim  claim_type  debtors  event       side    status    partner  second  open_ore
        0      0          0           3        recall      debtor  executed  -        0       1.000,00
        0      0          0           3        write_down  psrm    unknown   -        0       -1.000,00
        2      2          0           3        write_down  debtor  executed  -        0       300,00     # two for one
        2      2          0           3        write_down  debtor  executed  -        0       700,00
        2      2          0           3        recall      psrm    unknown   -        0       -1.000,00
        5      5          0           3        write_down  debtor  executed  -        0       300,00     # the same event: two errors
        5      5          0           3        write_down  psrm    unknown   -        0       -300,00
        7      7          0           3        recall      debtor  executed  -        0       1.000,00   # another sum
        7      7          0           3        write_down  psrm    unknown   -        0       -999,99
        9      9          0           3        creation    psrm    unknown   -        0       1.000,00   # of one side
        9      9          0           3        recall      psrm    unknown   -        0       -1.000,00
        11     11         0           3        recall      debtor  executed  -        0       1.000,00   # two claims
        11     12         0           3        write_down  psrm    unknown   -        0       -1.000,00
        13     13         0           3        recall      debtor  executed  -        0       1.000,00   # other debtors
        13     13         0           4        write_down  psrm    unknown   -        0       -1.000,00
        15     15         0           3        recall      debtor  rejected  -        0       1.000,00   # a status has it
        15     15         0           3        write_down  psrm    unknown   -        0       -1.000,00
        17     17         0           3        recall      debtor  executed  40       0       200,00     # a pair's rest
        17     17         0           3        write_down  psrm    unknown   -        0       -200,00
        19     19         0           3        recall      debtor  executed  -        0       1.000,00
        19     19         0           3        write_down  psrm    unknown   -        0       -1.000,00
        19     19         0           3        creation    psrm    unknown   -        1       500,00     # another cause has some of it
        22     22         0           -        recall      debtor  executed  -        0       1.000,00   # debtors not known
        22     22         0           -        write_down  psrm    unknown   -        0       -1.000,00
        """,
        """
        item  cause                       posted_ore  standing   gravity
        0     same_balance_other_events   1.000,00    explained  remark
        1     same_balance_other_events   -1.000,00   explained  remark
        2     same_balance_other_events   300,00      explained  remark
        3     same_balance_other_events   700,00      explained  remark
        4     same_balance_other_events   -1.000,00   explained  remark
        5     write_down_missing_in_psrm  300,00      located    blocking
        6     write_down_only_in_psrm     -300,00     located    blocking
        7     recall_missing_in_psrm      1.000,00    located    blocking
        8     write_down_only_in_psrm     -999,99     located    blocking
        9     only_in_psrm                1.000,00    located    blocking
        10    recall_only_in_psrm         -1.000,00   located    blocking
        11    recall_missing_in_psrm      1.000,00    located    blocking
        12    write_down_only_in_psrm     -1.000,00   located    blocking
        13    recall_missing_in_psrm      1.000,00    located    blocking
        14    write_down_only_in_psrm     -1.000,00   located    blocking
        15    rejected_recall             1.000,00    explained  blocking
        16    write_down_only_in_psrm     -1.000,00   located    blocking
        17    amount_differs              200,00      located    blocking
        18    write_down_only_in_psrm     -200,00     located    blocking
        19    recall_missing_in_psrm      1.000,00    located    blocking
        20    write_down_only_in_psrm     -1.000,00   located    blocking
        21    claimed_twice               500,00      explained  blocking
        22    recall_missing_in_psrm      1.000,00    located    blocking
        23    write_down_only_in_psrm     -1.000,00   located    blocking
        """,
    ),
    "recall_missing_in_psrm": Picture(
        """
        event   side    status    partner  booked_on   open_ore
        recall  debtor  executed  -        2026-09-28  300,00
        recall  debtor  unknown   -        -           300,00
        recall  debtor  executed  7        2026-09-28  50,00      # a pair's rest
        recall  debtor  not_sent  -        2026-09-28  300,00
        recall  psrm    unknown   -        2026-09-28  -300,00
        """,
        """
        item  cause                   posted_ore  standing  gravity
        0     recall_missing_in_psrm  300,00      located   blocking
        1     recall_missing_in_psrm  300,00      located   blocking
        2     amount_differs          50,00       located   blocking
        3     not_sent                300,00      bridge    remark
        4     recall_only_in_psrm     -300,00     located   blocking
        """,
    ),
    "recall_only_in_psrm": Picture(
        """
        event       side    partner  open_ore
        recall      psrm    -        -300,00
        recall      debtor  1        -50,00   # a pair's rest
        write_down  psrm    -        -300,00
        creation    psrm    -        300,00
        """,
        """
        item  cause                    posted_ore  standing  gravity
        0     recall_only_in_psrm      -300,00     located   blocking
        1     amount_differs           -50,00      located   blocking
        2     write_down_only_in_psrm  -300,00     located   blocking
        3     only_in_psrm             300,00      located   blocking
        """,
    ),
    "write_down_missing_in_psrm": Picture(
        """
        event       side    status      partner  booked_on   open_ore
        write_down  debtor  executed    -        2026-09-28  300,00
        write_down  debtor  executed    7        2026-09-28  50,00    # a pair's rest
        write_down  debtor  in_hearing  -        2026-09-28  300,00
        write_down  psrm    unknown     -        2026-09-28  -300,00
        """,
        """
        item  cause                       posted_ore  standing  gravity
        0     write_down_missing_in_psrm  300,00      located   blocking
        1     amount_differs              50,00       located   blocking
        2     in_hearing                  300,00      bridge    remark
        3     write_down_only_in_psrm     -300,00     located   blocking
        """,
    ),
    "write_down_only_in_psrm": Picture(
        """
        event       side  booked_on   counterpart_on  open_ore
        write_down  psrm  2026-09-28  -               -300,00
        write_down  psrm  2026-09-28  2026-10-01      -300,00  # the debtor system has its like after the cut-off
        write_up    psrm  2026-09-28  -               300,00
        """,
        """
        item  cause                     posted_ore  standing  gravity
        0     write_down_only_in_psrm   -300,00     located   blocking
        1     across_cutoff_psrm_first  -300,00     bridge    remark
        2     write_up_only_in_psrm     300,00      located   blocking
        """,
    ),
    "write_up_missing_in_psrm": Picture(
        """
        event     side    status    partner  booked_on   open_ore
        write_up  debtor  executed  -        2026-09-28  -300,00
        write_up  debtor  executed  7        2026-09-28  -50,00     # a pair's rest
        creation  debtor  executed  -        2026-09-28  -300,00
        write_up  debtor  received  -        2026-09-30  -300,00
        """,
        """
        item  cause                     posted_ore  standing  gravity
        0     write_up_missing_in_psrm  -300,00     located   blocking
        1     amount_differs            -50,00      located   blocking
        2     only_in_debtor            -300,00     located   blocking
        3     awaiting_receipt          -300,00     bridge    remark
        """,
    ),
    "write_up_only_in_psrm": Picture(
        """
        event     side    partner  open_ore
        write_up  psrm    -        300,00
        write_up  debtor  1        50,00     # a pair's rest
        creation  psrm    -        300,00
        """,
        """
        item  cause                  posted_ore  standing  gravity
        0     write_up_only_in_psrm  300,00      located   blocking
        1     amount_differs         50,00       located   blocking
        2     only_in_psrm           300,00      located   blocking
        """,
    ),
    "fee_included": Picture(
        """
        group  family  event       side    partner  claim_type  related  sent_ore   booked_ore  by      open_ore
        0      0       creation    debtor  20       1           0        1.250,00   1.000,00    key     -250,00    # the fee is its own claim in PSRM
        0      0       creation    psrm    -        7           1        -          250,00      key     250,00
        2      2       creation    debtor  22       1           0        1.000,00   1.500,00    key     500,00     # two fees, each of them open
        2      2       creation    debtor  -        7           1        250,00     -           key     -250,00
        2      2       creation    debtor  -        7           1        250,00     -           key     -250,00
        5      5       creation    debtor  25       1           0        1.175,00   1.000,00    key     -175,00    # of no declared amount, but it is the fee
        5      5       creation    psrm    -        7           1        -          175,00      key     175,00
        7      7       creation    debtor  27       1           0        1.250,00   1.000,00    key     -250,00    # of two claims one is it
        7      7       creation    psrm    -        7           1        -          250,00      key     250,00
        7      7       creation    psrm    -        7           1        -          300,00      key     300,00
        10     10      creation    debtor  30       1           0        1.750,00   1.000,00    key     -750,00    # no fee claim is missing
        11     11      creation    debtor  31       1           0        1.260,00   1.000,00    key     -260,00    # a fee and interest, together
        11     11      creation    psrm    -        7           1        -          250,00      key     250,00
        11     11      creation    psrm    -        8           1        -          10,00       key     10,00
        14     14      creation    debtor  34       1           0        1.250,01   1.000,00    key     -250,01    # near misses: an øre too much
        14     14      creation    psrm    -        7           1        -          250,00      key     250,00
        16     16      creation    debtor  36       1           0        250,00     500,00      key     250,00     # as much as the claim itself
        17     17      creation    debtor  37       7           0        500,00     1.000,00    key     500,00     # a fee
        18     18      creation    debtor  38       1           1        1.250,00   1.000,00    key     -250,00    # names a main claim
        19     19      write_down  debtor  39       1           0        1.000,00   1.250,00    key     -250,00    # not a creation
        20     20      creation    debtor  -        1           0        250,00     -           key     -250,00    # not a pair
        21     21      creation    debtor  41       1           0        1.000,00   1.250,00    key     250,00     # the fee stands on the same side
        21     21      creation    psrm    -        7           1        -          250,00      key     250,00
        23     23      creation    debtor  43       1           0        1.175,00   1.000,00    key     -175,00    # another family
        23     24      creation    psrm    -        7           1        -          175,00      key     175,00
        25     25      creation    debtor  45       1           0        1.250,00   1.000,00    key     -250,00    # the missing claim is interest
        25     25      creation    psrm    -        8           1        -          250,00      key     250,00
        27     -       creation    debtor  47       1           0        1.175,00   1.000,00    key     -175,00    # no family is known
        27     -       creation    psrm    -        7           1        -          175,00      key     175,00
        29     29      creation    debtor  49       1           0        1.100,00   1.000,00    key     -100,00    # two rests: whose is the fee?
        29     29      creation    debtor  50       1           0        1.075,00   1.000,00    key     -75,00
        29     29      creation    psrm    -        7           1        -          175,00      key     175,00
        32     32      creation    debtor  52       1           0        1.175,00   1.000,00    key     -175,00    # the fee claim of another group
        33     32      creation    psrm    -        7           1        -          175,00      key     175,00
        34     34      creation    debtor  54       1           0        1.175,00   1.000,00    key     -175,00    # PSRM has written it up, not created it
        34     34      write_up    psrm    -        7           1        -          175,00      key     175,00
        36     36      creation    debtor  56       1           0        1.175,00   1.000,00    key     -175,00    # put together by the pass by offsets: no family of its own
        36     -       creation    psrm    -        7           0        -          175,00      offset  175,00
        38     38      creation    debtor  58       1           0        1.175,00   1.000,00    key     -175,00    # of two families: whose is it?
        38     39      creation    debtor  59       1           0        1.175,00   1.000,00    key     -175,00
        38     -       creation    psrm    -        7           0        -          175,00      offset  175,00
        """,
        """
        item  cause                  posted_ore  standing   gravity
        0     fee_included           -250,00     explained  blocking
        1     fee_included           250,00      explained  blocking
        2     fee_included           500,00      explained  blocking
        3     fee_included           -250,00     explained  blocking
        4     fee_included           -250,00     explained  blocking
        5     fee_included           -175,00     explained  blocking
        6     fee_included           175,00      explained  blocking
        7     fee_included           -250,00     explained  blocking
        8     fee_included           250,00      explained  blocking
        9     only_in_psrm           300,00      located    blocking
        10    fee_included           -750,00     explained  blocking
        11    fee_included           -250,00     explained  blocking
        11    interest_included      -10,00      explained  blocking
        12    fee_included           250,00      explained  blocking
        13    interest_included      10,00       explained  blocking
        14    amount_differs         -250,01     located    blocking
        15    only_in_psrm           250,00      located    blocking
        16    amount_differs         250,00      located    blocking
        17    amount_differs         500,00      located    blocking
        18    amount_differs         -250,00     located    blocking
        19    amount_differs         -250,00     located    blocking
        20    only_in_debtor         -250,00     located    blocking
        21    fee_included           250,00      explained  blocking
        22    only_in_psrm           250,00      located    blocking
        23    amount_differs         -175,00     located    blocking
        24    only_in_psrm           175,00      located    blocking
        25    interest_included      -250,00     explained  blocking
        26    interest_included      250,00      explained  blocking
        27    amount_differs         -175,00     located    blocking
        28    only_in_psrm           175,00      located    blocking
        29    amount_differs         -100,00     located    blocking
        30    amount_differs         -75,00      located    blocking
        31    only_in_psrm           175,00      located    blocking
        32    amount_differs         -175,00     located    blocking
        33    only_in_psrm           175,00      located    blocking
        34    amount_differs         -175,00     located    blocking
        35    write_up_only_in_psrm  175,00      located    blocking
        36    fee_included           -175,00     explained  blocking
        37    fee_included           175,00      explained  blocking
        38    amount_differs         -175,00     located    blocking
        39    amount_differs         -175,00     located    blocking
        40    only_in_psrm           175,00      located    blocking
        """,
        terms=RELATED_TYPES,
    ),
    "interest_included": Picture(
        """
        group  family  event     side    partner  claim_type  related  sent_ore   booked_ore  open_ore
        0      0       creation  debtor  20       1           0        1.010,00   1.000,00    -10,00
        0      0       creation  psrm    -        8           1        -          10,00       10,00
        2      2       creation  debtor  22       1           0        1.000,00   1.030,00    30,00      # two periods
        2      2       creation  debtor  -        8           1        10,00      -           -10,00
        2      2       creation  debtor  -        8           1        20,00      -           -20,00
        5      5       creation  debtor  25       1           0        1.010,00   1.000,00    -10,00     # of two claims one is it
        5      5       creation  psrm    -        8           1        -          10,00       10,00
        5      5       creation  psrm    -        8           1        -          11,00       11,00
        8      8       creation  debtor  28       1           0        1.010,00   1.000,00    -10,00     # no interest claim is missing
        9      9       creation  debtor  29       1           0        1.010,00   1.000,00    -10,00     # another amount
        9      9       creation  psrm    -        8           1        -          9,99        9,99
        11     11      creation  debtor  31       1           0        1.010,00   1.000,00    -10,00     # a claim of another type
        11     11      creation  psrm    -        2           1        -          10,00       10,00
        13     13      creation  debtor  33       1           1        1.010,00   1.000,00    -10,00     # names a main claim
        13     13      creation  psrm    -        8           1        -          10,00       10,00
        15     15      creation  debtor  35       8           0        1.010,00   1.000,00    -10,00     # interest
        15     15      creation  psrm    -        8           1        -          10,00       10,00
        17     17      recall    debtor  37       1           0        1.000,00   1.010,00    -10,00     # not a creation
        17     17      creation  psrm    -        8           1        -          10,00       10,00
        19     19      creation  debtor  39       1           0        1.010,00   1.000,00    -10,00     # another family
        19     20      creation  psrm    -        8           1        -          10,00       10,00
        21     21      creation  debtor  41       1           0        1.010,00   1.000,00    -10,00     # the rest of a pair of interest
        21     21      creation  debtor  42       8           1        10,00      20,00       10,00
        """,
        """
        item  cause              posted_ore  standing   gravity
        0     interest_included  -10,00      explained  blocking
        1     interest_included  10,00       explained  blocking
        2     interest_included  30,00       explained  blocking
        3     interest_included  -10,00      explained  blocking
        4     interest_included  -20,00      explained  blocking
        5     interest_included  -10,00      explained  blocking
        6     interest_included  10,00       explained  blocking
        7     only_in_psrm       11,00       located    blocking
        8     amount_differs     -10,00      located    blocking
        9     amount_differs     -10,00      located    blocking
        10    only_in_psrm       9,99        located    blocking
        11    amount_differs     -10,00      located    blocking
        12    only_in_psrm       10,00       located    blocking
        13    amount_differs     -10,00      located    blocking
        14    only_in_psrm       10,00       located    blocking
        15    amount_differs     -10,00      located    blocking
        16    only_in_psrm       10,00       located    blocking
        17    amount_differs     -10,00      located    blocking
        18    only_in_psrm       10,00       located    blocking
        19    amount_differs     -10,00      located    blocking
        20    only_in_psrm       10,00       located    blocking
        21    amount_differs     -10,00      located    blocking
        22    amount_differs     10,00       located    blocking
        """,
        terms=RELATED_TYPES,
    ),
    "sign_turned": Picture(
        """
        event       side    partner  sent_ore  booked_ore  accepted_ore  open_ore
        creation    debtor  20       1.000,00  1.000,00    -             2.000,00
        write_down  debtor  21       300,00    300,00      -             -600,00
        balance     debtor  22       400,00    400,00      -             -800,00
        creation    debtor  23       1.000,00  3.000,00    -             2.000,00   # twice one side's amount only
        creation    debtor  24       1.000,00  1.000,00    -             1.999,99
        creation    debtor  -        1.000,00  1.000,00    -             -2.000,00  # not a pair
        """,
        """
        item  cause           posted_ore  standing   gravity
        0     sign_turned     2.000,00    explained  blocking
        1     sign_turned     -600,00     explained  blocking
        2     sign_turned     -800,00     explained  blocking
        3     amount_differs  2.000,00    located    blocking
        4     amount_differs  1.999,99    located    blocking
        5     only_in_debtor  -2.000,00   located    blocking
        """,
    ),
    "factor_hundred": Picture(
        """
        event       side    status    partner  sent_ore    booked_ore  accepted_ore  open_ore
        creation    debtor  executed  20       1.873,00    187.300,00  -             185.427,00
        creation    debtor  executed  21       187.300,00  1.873,00    -             -185.427,00
        write_down  debtor  executed  22       3,00        300,00      -             -297,00
        creation    debtor  executed  23       1.873,00    187.300,01  -             185.427,01   # an øre beside
        creation    debtor  executed  24       1.873,55    18,74       -             -1.854,81    # a hundredth, rounded: not to the øre
        creation    debtor  executed  25       10,00       0,00        -             -10,00       # nothing
        creation    debtor  executed  -        0,01        -           -             -1,00        # not a pair
        creation    debtor  executed  27       1.000,00    100.000,00  -             101.000,00   # with a minus
        creation    debtor  executed  28       1.000,00    10,00       900,00        -990,00      # a receipt tells of a part
        """,
        """
        item  cause                     posted_ore   standing   gravity
        0     factor_hundred            185.427,00   explained  blocking
        1     factor_hundred            -185.427,00  explained  blocking
        2     factor_hundred            -297,00      explained  blocking
        3     amount_differs            185.427,01   located    blocking
        4     amount_differs            -1.854,81    located    blocking
        5     amount_differs            -10,00       located    blocking
        6     only_in_debtor            -1,00        located    blocking
        7     amount_differs            101.000,00   located    blocking
        8     partly_accepted_creation  -100,00      explained  blocking
        8     amount_differs            -890,00      located    blocking
        """,
    ),
    "decimals_lost": Picture(
        """
        event     side    status    partner  sent_ore  booked_ore  accepted_ore  open_ore
        creation  debtor  executed  20       1.000,45  1.000,00    -             -0,45  # cut off, or rounded
        creation  debtor  executed  21       1.000,55  1.000,00    -             -0,55  # cut off
        creation  debtor  executed  22       1.001,00  1.000,50    -             -0,50  # rounded
        creation  debtor  executed  23       1.000,00  1.000,01    -             0,01   # the settings let it through
        creation  debtor  executed  24       1.001,00  1.000,49    -             -0,51  # rounded up, which nobody does
        creation  debtor  executed  25       1.000,40  1.000,05    -             -0,35  # no whole kroner
        creation  debtor  executed  26       1.001,00  1.000,00    -             -1,00  # a whole krone
        creation  debtor  executed  27       0,40      0,00        -             -0,40  # nothing
        creation  debtor  executed  -        0,45      -           -             -0,45  # not a pair
        creation  debtor  executed  29       1.000,45  1.000,00    1.000,25      -0,45  # a receipt tells of a part
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     decimals_lost             -0,45       explained  blocking
        1     decimals_lost             -0,55       explained  blocking
        2     decimals_lost             -0,50       explained  blocking
        3     rounding                  0,01        explained  remark
        4     amount_differs            -0,51       located    blocking
        5     amount_differs            -0,35       located    blocking
        6     amount_differs            -1,00       located    blocking
        7     amount_differs            -0,40       located    blocking
        8     only_in_debtor            -0,45       located    blocking
        9     partly_accepted_creation  -0,20       explained  blocking
        9     amount_differs            -0,25       located    blocking
        """,
        terms=Terms(TERMS.cut_off, TERMS.as_of, tolerance=Tolerance(per_claim_ore=1, per_solution_ore=500)),
    ),
    "offset_same_debtor": Picture(
        """
        group  by      debtors  event     side    partner  open_ore
        0      offset  3        creation  debtor  -        -500,00
        0      offset  3        creation  psrm    -        500,00
        2      offset  3        balance   debtor  -        -600,00
        2      offset  3        balance   psrm    -        600,00
        4      key     3        creation  debtor  -        -500,00   # another pass put them together
        4      key     3        creation  psrm    -        500,00
        6      offset  3        creation  debtor  -        -500,00   # not just as large
        6      offset  3        creation  psrm    -        499,99
        8      offset  3        creation  debtor  -        -500,00   # nothing opposite
        9      offset  3        creation  psrm    -        500,00    # another group
        10     offset  3        creation  debtor  -        -500,00   # another debtor
        10     offset  4        creation  psrm    -        500,00
        12     offset  -        creation  debtor  -        -500,00   # the debtor is not known
        12     offset  -        creation  psrm    -        500,00
        14     offset  3        creation  debtor  20       -500,00   # a pair's rest
        14     offset  3        creation  psrm    -        500,00
        16     offset  3        recall    debtor  -        500,00    # an event of its own
        16     offset  3        creation  debtor  -        -500,00
        """,
        """
        item  cause                   posted_ore  standing  gravity
        0     offset_same_debtor      -500,00     located   blocking
        1     offset_same_debtor      500,00      located   blocking
        2     offset_same_debtor      -600,00     located   blocking
        3     offset_same_debtor      600,00      located   blocking
        4     only_in_debtor          -500,00     located   blocking
        5     only_in_psrm            500,00      located   blocking
        6     only_in_debtor          -500,00     located   blocking
        7     only_in_psrm            499,99      located   blocking
        8     only_in_debtor          -500,00     located   blocking
        9     only_in_psrm            500,00      located   blocking
        10    only_in_debtor          -500,00     located   blocking
        11    only_in_psrm            500,00      located   blocking
        12    only_in_debtor          -500,00     located   blocking
        13    only_in_psrm            500,00      located   blocking
        14    amount_differs          -500,00     located   blocking
        15    only_in_psrm            500,00      located   blocking
        16    recall_missing_in_psrm  500,00      located   blocking
        17    only_in_debtor          -500,00     located   blocking
        """,
    ),
    "rounding": Picture(
        """
        event       side    status    partner  claim  sent_ore  accepted_ore  open_ore
        creation    debtor  executed  20       0      1.000,50  -             0,01      # the ceiling of a claim
        creation    debtor  executed  21       1      1.000,50  -             -0,01
        creation    debtor  executed  22       2      1.000,50  -             0,02      # above it
        creation    psrm    unknown   -        3      -         -             0,01      # not a pair's rest
        creation    debtor  executed  24       4      1.000,50  -             0,01      # one claim, together above it
        write_down  debtor  executed  25       4      300,00    -             0,01
        creation    debtor  executed  26       5      1.000,50  -             0,01      # one claim, and not netted
        write_down  debtor  executed  27       5      300,00    -             -0,01
        creation    debtor  executed  28       6      1.000,00  800,00        -200,01   # what a part's receipt leaves
        """,
        """
        item  cause                     posted_ore  standing   gravity
        0     rounding                  0,01        explained  remark
        1     rounding                  -0,01       explained  remark
        2     amount_differs            0,02        located    blocking
        3     only_in_psrm              0,01        located    blocking
        4     amount_differs            0,01        located    blocking
        5     amount_differs            0,01        located    blocking
        6     amount_differs            0,01        located    blocking
        7     amount_differs            -0,01       located    blocking
        8     partly_accepted_creation  -200,00     explained  blocking
        8     rounding                  -0,01       explained  remark
        """,
        terms=Terms(TERMS.cut_off, TERMS.as_of, tolerance=Tolerance(per_claim_ore=1, per_solution_ore=500)),
    ),
    "amount_differs": Picture(
        """
        event       side    partner  open_ore
        creation    debtor  20       250,00
        creation    debtor  21       -0,01     # no tolerance is given
        write_down  debtor  22       -100,00
        balance     debtor  23       400,00
        creation    debtor  -        -250,00
        creation    psrm    -        250,00
        """,
        """
        item  cause           posted_ore  standing  gravity
        0     amount_differs  250,00      located   blocking
        1     amount_differs  -0,01       located   blocking
        2     amount_differs  -100,00     located   blocking
        3     amount_differs  400,00      located   blocking
        4     only_in_debtor  -250,00     located   blocking
        5     only_in_psrm    250,00      located   blocking
        """,
    ),
    "only_in_debtor": Picture(
        """
        event     side    status    partner  open_ore
        creation  debtor  executed  -        -1.000,00
        creation  debtor  unknown   -        -1.000,00
        balance   debtor  unknown   -        -600,00
        creation  debtor  executed  9        -1.000,00  # a pair's rest
        creation  psrm    unknown   -        1.000,00
        """,
        """
        item  cause           posted_ore  standing  gravity
        0     only_in_debtor  -1.000,00   located   blocking
        1     only_in_debtor  -1.000,00   located   blocking
        2     only_in_debtor  -600,00     located   blocking
        3     amount_differs  -1.000,00   located   blocking
        4     only_in_psrm    1.000,00    located   blocking
        """,
    ),
    "only_in_psrm": Picture(
        """
        event     side    partner  open_ore
        creation  psrm    -        1.000,00
        balance   psrm    -        600,00
        creation  debtor  9        1.000,00   # a pair's rest
        creation  debtor  -        -1.000,00
        """,
        """
        item  cause           posted_ore  standing  gravity
        0     only_in_psrm    1.000,00    located   blocking
        1     only_in_psrm    600,00      located   blocking
        2     amount_differs  1.000,00    located   blocking
        3     only_in_debtor  -1.000,00   located   blocking
        """,
    ),
    "unexplained": Picture(
        """
        event     side    status    partner  sent_ore  accepted_ore  open_ore
        creation  psrm    unknown   -        -         -             500,00
        creation  debtor  executed  8        1.000,00  800,00        -300,00
        creation  debtor  rejected  -        1.000,00  -             -1.000,00
        """,
        """
        item  cause                     posted_ore  standing     gravity
        0     unexplained               500,00      unexplained  blocking
        1     partly_accepted_creation  -200,00     explained    blocking
        1     unexplained               -100,00     unexplained  blocking
        2     rejected_creation         -1.000,00   explained    blocking
        """,
        causes=tuple(cause for cause in CAUSES if cause.standing == Standing.EXPLAINED),
    ),
}

PAST_THE_NEXT_REPORT = Picture(
    """
    event     side    status    booked_on   receipt_on  counterpart_on  open_ore
    creation  debtor  executed  2026-09-28  2026-10-01  -               -1.000,00
    creation  psrm    unknown   2026-09-30  -           2026-10-02      1.000,00
    """,
    """
    item  cause                       posted_ore  standing  gravity
    0     across_cutoff_debtor_first  -1.000,00   bridge    blocking
    1     across_cutoff_psrm_first    1.000,00    bridge    blocking
    """,
    terms=Terms(TERMS.cut_off, day("2026-11-01")),
)


def see(picture: Picture) -> pd.DataFrame:
    items = draw(OpenItems, picture.items)
    postings = explain(items, picture.terms, picture.causes)
    assert_drawn(Postings, postings, picture.postings)
    return postings


@pytest.mark.parametrize("code", PICTURES)
def test_picture(code: str) -> None:
    postings = see(PICTURES[code])
    taken = {EVERY[at].code for at in postings[Postings.CAUSE]}
    assert code in taken
    assert len(taken) > 1, "the picture has no near miss"


PROVED = CODES[: CODES.index("creditor_changed") + 1]
"""Causes that a status, a receipt or a date proves: they exclude each other, whatever their order."""


@pytest.mark.parametrize("code", PROVED)
def test_a_proved_cause_takes_no_more_when_it_is_alone(code: str) -> None:
    picture, cause = PICTURES[code], CAUSES[CODES.index(code)]
    items = draw(OpenItems, picture.items)
    among, alone = (
        postings[postings[Postings.CAUSE] == CODES.index(code)].reset_index(drop=True)
        for postings in (explain(items, picture.terms), explain(items, picture.terms, (cause,)))
    )
    pd.testing.assert_frame_equal(among, alone)


def test_a_bridge_past_the_next_monthly_report_blocks() -> None:
    see(PAST_THE_NEXT_REPORT)


def test_limits_are_settings() -> None:
    longer = Limits(not_sent_bank_days=4, received_bank_days=2, in_process_days=15, in_hearing_days=15)
    for code in ("not_sent", "awaiting_receipt", "in_hearing"):
        items = draw(OpenItems, PICTURES[code].items)
        few, more = (explain(items, Terms(TERMS.cut_off, TERMS.as_of, limits)) for limits in (Limits(), longer))
        grew = (few[Postings.GRAVITY] != more[Postings.GRAVITY]).to_numpy()
        assert grew.any(), code
        assert (more[Postings.GRAVITY].to_numpy()[grew] == Gravity.REMARK).all()


def test_each_cause_has_a_picture() -> None:
    assert list(PICTURES) == [cause.code for cause in EVERY]


@pytest.mark.parametrize("factor", [2, -1])
def test_a_cause_that_takes_too_much_is_found(factor: int) -> None:
    def explains(items: pd.DataFrame, left_ore: np.ndarray, terms: Terms) -> np.ndarray:
        return left_ore * factor

    last = CAUSES[-1]
    greedy = Cause(last.code, last.standing, last.gravity, last.heading, last.owner, explains)
    with pytest.raises(ArithmeticError, match=last.code):
        explain(draw(OpenItems, PICTURES["only_in_psrm"].items), TERMS, (greedy,))


def test_the_order_of_the_causes_is_that_of_their_table() -> None:
    order = [
        "not_sent",
        "awaiting_receipt",
        "in_hearing",
        "rejected_creation",
        "rejected_write_down",
        "rejected_write_up",
        "rejected_recall",
        "partly_accepted_creation",
        "partly_accepted_write_down",
        "across_cutoff_debtor_first",
        "across_cutoff_psrm_first",
        "recalled_with_main_claim",
        "recall_of_original_amount",
        "recalled_at_psrm_rest",
        "converted_from_dmi",
        "creditor_changed",
        "line_twice",
        "claimed_twice",
        "resent_new_id",
        "type_swapped",
        "fee_on_main_type",
        "debtor_changed",
        "debtor_wrong",
        "counted_per_debtor",
        "split_with_loss",
        "write_up_own_claim",
        "same_balance_other_events",
        "recall_missing_in_psrm",
        "recall_only_in_psrm",
        "write_down_missing_in_psrm",
        "write_down_only_in_psrm",
        "write_up_missing_in_psrm",
        "write_up_only_in_psrm",
        "fee_included",
        "interest_included",
        "sign_turned",
        "factor_hundred",
        "decimals_lost",
        "offset_same_debtor",
        "rounding",
        "amount_differs",
        "only_in_debtor",
        "only_in_psrm",
        "unexplained",
    ]
    assert [cause.code for cause in EVERY] == order


def test_pictures_refuse_what_is_not_in_the_table() -> None:
    with pytest.raises(ValueError, match="colour"):
        draw(OpenItems, "colour\nred")
    with pytest.raises(ValueError, match="2 cells under 1 headings"):
        draw(OpenItems, "open_ore\n1,00 2,00")


# --- fixtures: two small files for each cause ---


@pytest.fixture
def files(code: str, tmp_path: Path) -> Path:
    """The files of a cause in a folder, as they go out to a vendor."""
    return written(told_of(code).files, tmp_path)


def told_of(code: str) -> Example:
    found = example(code)
    assert found is not None
    return found


def written(files: Mapping[str, str], folder: Path) -> Path:
    for name, text in files.items():
        folder.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def outcome_in(folder: Path) -> Reconciliation:
    return reconcile(load(folder / SETTINGS))


def run(folder: Path) -> Result:
    return outcome_in(folder).result


def test_each_cause_has_a_fixture() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(CODES)
    assert example("unexplained") is None


GOES_ON = {"split_with_loss": "only_in_debtor"}
"""Causes that take a part, and the one that takes the rest."""


@pytest.mark.parametrize("code", CODES)
def test_fixture(code: str, files: Path) -> None:
    result = run(files)
    golden.check(FOLDER / code / EXPECTED, golden.told_postings(result))
    seen = [(one.code, kr(one.net_ore)) for one in result.causes if one.code != GOES_ON.get(code)]
    assert seen == [(code, kr(drawn_ore(code)))]


@pytest.mark.long
@pytest.mark.parametrize("code", CODES)
def test_a_cause_has_the_weight_of_its_table(code: str, files: Path) -> None:
    result = run(files)
    (seen,) = (one for one in result.causes if one.code != GOES_ON.get(code))
    cause = CAUSES[CODES.index(code)]
    assert (seen.standing, seen.gravity) == (cause.standing, cause.gravity)
    assert result.verdict == (Verdict.NOT_READY if cause.gravity == Gravity.BLOCKING else Verdict.READY_WITH_REMARKS)


@pytest.mark.long
@pytest.mark.parametrize("code", CODES)
def test_no_line_of_a_fixture_can_go(code: str, tmp_path: Path) -> None:
    """It is the smallest of its kind: without any line, or any two, it tells something else. A file keeps a line at least: one
    with headings alone is none."""
    files = told_of(code).files
    whole = outcome(run(written(files, tmp_path)))
    lines = [(name, at) for name in (DEBTOR, PSRM) for at in range(1, len(files[name].splitlines()))]
    tried = 0
    for number in (1, 2):
        for gone in combinations(lines, number):
            left = {
                name: [line for at, line in enumerate(files[name].splitlines(keepends=True)) if (name, at) not in gone]
                for name in (DEBTOR, PSRM)
            }
            if min(len(kept) for kept in left.values()) > 1:
                fewer = files | {name: "".join(kept) for name, kept in left.items()}
                assert outcome(run(written(fewer, tmp_path))) != whole, gone
                tried += 1
    assert tried or len(lines) == 2


def outcome(result: Result) -> tuple[object, ...]:
    return result.verdict, [(one.code, one.net_ore, one.gross_ore, one.gravity) for one in result.causes]


def drawn_ore(code: str) -> int:
    """What the table drawn in the cause's docstring says that it explains: the last amount with a sign of each row."""
    picture = importlib.import_module(f"zerosum.causes.{code}").__doc__ or ""
    _, heading, rows = re.split(r"^( +debtor system +PSRM +explains)$", picture, maxsplit=1, flags=re.MULTILINE)
    assert heading
    rows = rows.lstrip("\n").split("\n\n")[0].splitlines()
    amounts = [re.findall(r"(?<=\s)[+-][0-9.]+,[0-9]{2}(?!\S)", row) for row in rows]
    assert any(amounts), f"{code}: no amount in the drawn table"
    return sum(ore(found[-1].removeprefix("+")) for found in amounts if found)


def test_a_fixture_is_small() -> None:
    for path in FOLDER.rglob("*.csv"):
        assert len(path.read_text("utf-8").splitlines()) <= 5, path


def test_fixtures_have_only_numbers_that_nobody_has() -> None:
    numbers = {number for path in FOLDER.rglob("*.csv") for number in invented(path)}
    assert numbers
    assert all(13 <= int(number[2:4]) <= 19 for number in numbers)


def invented(path: Path) -> list[str]:
    return re.findall(r"(?<![0-9])[0-9]{10}(?![0-9])", path.read_text("utf-8"))
