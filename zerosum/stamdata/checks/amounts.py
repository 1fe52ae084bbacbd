"""Amount to recover (beløb til inddrivelse) and principal (hovedstol)."""

from __future__ import annotations

from zerosum.stamdata.checks.check import Amount, Answer, Check, Kroner, NoValues
from zerosum.stamdata.seen import Block
from zerosum.toml_file import Strict

AMOUNT, PRINCIPAL = "amount_ore", "principal_ore"


class AtMost(Strict):
    """An amount and its limit."""

    amount: Amount
    kroner: Kroner


def _amount_at_most(block: Block, values: AtMost) -> Answer:
    """It may be the limit or less."""
    return Answer(block.amount(values.amount) > values.kroner)


class OneAmount(Strict):
    """An amount."""

    amount: Amount


def _amount_not_negative(block: Block, values: OneAmount) -> Answer:
    """It may be 0 or more."""
    return Answer(block.amount(values.amount) < 0)


def _principal_above_zero(block: Block, _: NoValues) -> Answer:
    """The principal is above 0, or both are 0: a 0-fordring, which carries the interest of a claim that was paid."""
    principal = block.amount(PRINCIPAL)
    return Answer((principal < 0) | ((principal == 0) & (block.amount(AMOUNT) != 0)))


def _principal_covers_amount(block: Block, _: NoValues) -> Answer:
    """The principal is at least the amount."""
    return Answer(block.amount(PRINCIPAL) < block.amount(AMOUNT))


def _both(_: NoValues) -> tuple[str, ...]:
    return PRINCIPAL, AMOUNT


CHECKS = (
    Check("amount_at_most", _amount_at_most, AtMost, lambda values: (values.amount,)),
    Check("amount_not_negative", _amount_not_negative, OneAmount, lambda values: (values.amount,)),
    Check("principal_above_zero", _principal_above_zero, NoValues, _both),
    Check("principal_covers_amount", _principal_covers_amount, NoValues, _both),
)
