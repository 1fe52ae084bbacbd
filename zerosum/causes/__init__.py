"""The causes, in the order in which they are tried. The order is meaning: the first to claim an øre has it."""

from __future__ import annotations

from zerosum.causes import (
    across_cutoff_debtor_first,
    across_cutoff_psrm_first,
    amount_differs,
    awaiting_receipt,
    in_hearing,
    not_sent,
    only_in_debtor,
    only_in_psrm,
    partly_accepted_creation,
    partly_accepted_write_down,
    recall_missing_in_psrm,
    recall_only_in_psrm,
    rejected_creation,
    rejected_recall,
    rejected_write_down,
    rejected_write_up,
    rounding,
    write_down_missing_in_psrm,
    write_down_only_in_psrm,
    write_up_missing_in_psrm,
    write_up_only_in_psrm,
)
from zerosum.causes.cause import Cause, Heading, Owner, Terms
from zerosum.causes.unexplained import UNEXPLAINED

CAUSES: tuple[Cause, ...] = (
    not_sent.CAUSE,
    awaiting_receipt.CAUSE,
    in_hearing.CAUSE,
    rejected_creation.CAUSE,
    rejected_write_down.CAUSE,
    rejected_write_up.CAUSE,
    rejected_recall.CAUSE,
    partly_accepted_creation.CAUSE,
    partly_accepted_write_down.CAUSE,
    across_cutoff_debtor_first.CAUSE,
    across_cutoff_psrm_first.CAUSE,
    recall_missing_in_psrm.CAUSE,
    recall_only_in_psrm.CAUSE,
    write_down_missing_in_psrm.CAUSE,
    write_down_only_in_psrm.CAUSE,
    write_up_missing_in_psrm.CAUSE,
    write_up_only_in_psrm.CAUSE,
    rounding.CAUSE,
    amount_differs.CAUSE,
    only_in_debtor.CAUSE,
    only_in_psrm.CAUSE,
)

EVERY: tuple[Cause, ...] = (*CAUSES, UNEXPLAINED)
"""The causes and, last, what no cause took. A posting names its cause by its place here."""

__all__ = ["CAUSES", "EVERY", "UNEXPLAINED", "Cause", "Heading", "Owner", "Terms"]
