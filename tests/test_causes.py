"""Each cause as a picture (what it takes and what it must not take), and as a fixture from file to posting."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from datetime import date
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
from zerosum.result import Gravity, Standing, Verdict
from zerosum.settings import Input, Limits, Settings, Solution, Tolerance
from zerosum.sources.load import builtin
from zerosum.tables import OpenItems, Postings, Side

FOLDER = golden.FIXTURES / "causes"
CODES = [cause.code for cause in CAUSES]

TERMS = Terms(cut_off=day("2026-09-30"), as_of=day("2026-10-01"))
"""The cut-off is a Wednesday, today the Thursday after it. No tolerance."""


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


PROVED = CODES[: CODES.index("recall_missing_in_psrm")]
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
        "recall_missing_in_psrm",
        "recall_only_in_psrm",
        "write_down_missing_in_psrm",
        "write_down_only_in_psrm",
        "write_up_missing_in_psrm",
        "write_up_only_in_psrm",
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


def run(code: str) -> Reconciliation:
    """The two files of a cause, by settings that are the same for all."""
    folder = FOLDER / code
    return reconcile(
        Settings(
            municipality="Eksempel Kommune",
            creditor_id="0999",
            area="daginstitution",
            area_name="Daginstitution",
            cut_off=date(2026, 9, 30),
            as_of=date(2026, 10, 1),
            inputs=(
                Input(Side.DEBTOR, builtin("zerosum"), (folder / "debitor.csv",)),
                Input(Side.PSRM, builtin("zerosum"), (folder / "psrm.csv",)),
            ),
            solutions=(Solution("Pladsanvisning", ("KFDAINS",)),),
            area_types={"KFDAINS": "Daginstitution, betaling"},
            tolerance=Tolerance(per_claim_ore=1, per_solution_ore=500),
            path=folder / "zerosum.toml",
        )
    )


def test_each_cause_has_a_fixture() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_fixture(code: str) -> None:
    result = run(code).result
    golden.check(FOLDER / code / "expected.txt", golden.told_postings(result))
    assert [(one.code, kr(one.net_ore)) for one in result.causes] == [(code, kr(drawn_ore(code)))]


@pytest.mark.parametrize("code", CODES)
def test_a_cause_has_the_weight_of_its_table(code: str) -> None:
    result = run(code).result
    (seen,) = result.causes
    cause = CAUSES[CODES.index(code)]
    assert (seen.standing, seen.gravity) == (cause.standing, cause.gravity)
    assert result.verdict == (Verdict.NOT_READY if cause.gravity == Gravity.BLOCKING else Verdict.READY_WITH_REMARKS)


def drawn_ore(code: str) -> int:
    """What the table drawn in the cause's docstring says that it explains: the last amount with a sign."""
    picture = importlib.import_module(f"zerosum.causes.{code}").__doc__ or ""
    assert re.search(r"^ +debtor system +PSRM +explains$", picture, re.MULTILINE), f"{code}: no drawn table"
    amounts = re.findall(r"(?<=\s)[+-][0-9.]+,[0-9]{2}(?=\s)", picture)
    assert amounts, f"{code}: no amount in the drawn table"
    return ore(amounts[-1].removeprefix("+"))


def test_a_fixture_is_small() -> None:
    for path in FOLDER.rglob("*.csv"):
        assert len(path.read_text("utf-8").splitlines()) <= 4, path


def test_fixtures_have_only_numbers_that_nobody_has() -> None:
    numbers = {number for path in FOLDER.rglob("*.csv") for number in invented(path)}
    assert numbers
    assert all(13 <= int(number[2:4]) <= 19 for number in numbers)


def invented(path: Path) -> list[str]:
    return re.findall(r"(?<![0-9])[0-9]{10}(?![0-9])", path.read_text("utf-8"))
