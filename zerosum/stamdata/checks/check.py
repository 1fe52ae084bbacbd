"""What a check is: a small pure function over the claims of one type, and the values that a rule gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import BeforeValidator, Field

from zerosum import money
from zerosum.errors import Phrase
from zerosum.stamdata.seen import Block
from zerosum.toml_file import Strict, refuse


@unique
class Outcome(IntEnum):
    """What a rule says of a claim."""

    KEPT = 0
    BREACHED = 1
    BLANK = 2
    """Not tried: a field that it needs is blank."""
    UNCLEAR = 3
    """Not tried: what stands there does not tell (a word that is not known, a main claim that is not among the claims)."""
    NOT_TOLD = 4
    """Not tried: the files lack a column that it needs, or what stands in it cannot be read."""
    NO_VERSION = 5
    """Not tried: no version of the rule is known for the day."""
    OUTSIDE = 6
    """The rule is not about this claim."""


TRIED = (Outcome.KEPT, Outcome.BREACHED)
NOT_TRIED = (Outcome.BLANK, Outcome.UNCLEAR, Outcome.NOT_TOLD, Outcome.NO_VERSION)
"""Kan ikke prøves."""


class Answer(NamedTuple):
    """What a check finds, bool for each claim of the block. What it says of claims with a blank field is not looked at."""

    breached: np.ndarray
    unclear: np.ndarray | None = None
    outside: np.ndarray | None = None


@dataclass(frozen=True)
class Check:
    """A check by its name in the rule files."""

    name: str
    answer: Callable[[Block, Any], Answer]
    values: type[Strict]
    """What a rule must give it."""
    reads: Callable[[Any], tuple[str, ...]]
    """The columns that must be told, and that are shown of a claim that breaks the rule."""
    blank_is_told: bool = False
    """Whether a blank field is an answer too: else the rule cannot be tried on it."""
    shows: tuple[str, ...] = ()
    """Further columns that are shown of a claim that breaks the rule, where they are told."""


# --- what values may be ---


def _kroner(written: object) -> int:
    try:
        ore = money.ore(written) if isinstance(written, str) else -1
    except ValueError:
        ore = -1
    if ore < 0:
        raise refuse(Phrase("an_amount_of_a_rule"))
    return ore


Kroner = Annotated[int, BeforeValidator(_kroner)]
"""An amount as it is written, "10.000,00", to øre."""

Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]

Day = Literal[
    "arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on", "judgment_on",
    "settlement_on", "booked_on", "receipt_on", "received_on", "main_due_on", "main_received_on",
]  # fmt: skip
Amount = Literal["amount_ore", "principal_ore"]
Text = Literal[
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "claim_art", "description",
    "institution", "action_id", "reason", "in_collection", "main_claim_type",
]  # fmt: skip
Column = Literal[Day, Amount, Text]


class NoValues(Strict):
    """Of a check that needs none."""
