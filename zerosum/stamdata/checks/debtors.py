"""Who is liable, as far as numbers tell. None of these says that a number is wrong: since 2007 the state has given persons
numbers without modulus 11, and others have replacement numbers."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from zerosum.identity import BETWEEN
from zerosum.stamdata.checks.check import Answer, Check, NoValues
from zerosum.stamdata.seen import Block
from zerosum.toml_file import Strict

_PERSON = r"^(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-2])[0-9]{6}$"
"""A number of a person, or one in place of it with 60 added to its day. One with a month that no person has is made up."""
_PERSON_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FIRM = r"^[1-9][0-9]{7}$"
_FIRM_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def _person_modulus_11(block: Block, _: NoValues) -> Answer:
    """Every person's number of the claim has the check digit of old."""
    return _modulus_11(block, _PERSON, _PERSON_WEIGHTS)


def _firm_modulus_11(block: Block, _: NoValues) -> Answer:
    """Every CVR number of the claim has its check digit."""
    return _modulus_11(block, _FIRM, _FIRM_WEIGHTS)


def _modulus_11(block: Block, form: str, weights: tuple[int, ...]) -> Answer:
    owner, number = _numbers(block)
    of_form = _bool(pc.match_substring_regex(number, pattern=form))
    owner, number = owner[of_form], number.filter(pa.array(of_form))
    total = np.zeros(len(number), np.int64)
    for place, weight in enumerate(weights):
        digit = pc.utf8_slice_codeunits(number, place, place + 1).cast(pa.int64())
        total += weight * digit.to_numpy(zero_copy_only=False)
    return Answer(_any(block, owner[total % 11 != 0]), outside=~_any(block, owner))


class Lengths(Strict):
    """How many digits a number may have."""

    digits: Annotated[list[int], Field(min_length=1)]


def _number_length(block: Block, values: Lengths) -> Answer:
    """Every number of digits alone has one of the lengths. One with letters is foreign."""
    owner, number = _numbers(block)
    allowed = pc.is_in(pc.utf8_length(number), value_set=pa.array(values.digits, pa.int32()))
    digits = pc.match_substring_regex(number, pattern="^[0-9]*$")
    return Answer(_any(block, owner[_bool(pc.and_(digits, pc.invert(allowed)))]))


class Number(Strict):
    """So many."""

    liable: int


def _liable_at_most(block: Block, values: Number) -> Answer:
    """So many are liable, or fewer."""
    count = pc.add(pc.count_substring(block.text("debtors"), pattern=BETWEEN), 1)
    return Answer(_bool(pc.greater(count, values.liable)))


def _numbers(block: Block) -> tuple[np.ndarray, pa.Array]:
    """The debtor numbers of the claims, and the place in the block of each one's claim."""
    parts = pc.split_pattern(block.text("debtors"), BETWEEN)
    return np.asarray(pc.list_parent_indices(parts).to_numpy(zero_copy_only=False)), pc.list_flatten(parts)


def _any(block: Block, owners: np.ndarray) -> np.ndarray:
    """bool: the claim is one of the owners."""
    found = np.zeros(len(block), bool)
    found[owners] = True
    return found


def _bool(column: pa.Array) -> np.ndarray:
    return np.asarray(column.to_numpy(zero_copy_only=False)).astype(bool)


def _reads(_: object) -> tuple[str, ...]:
    return ("debtors",)


CHECKS = (
    Check("person_modulus_11", _person_modulus_11, NoValues, _reads),
    Check("firm_modulus_11", _firm_modulus_11, NoValues, _reads),
    Check("number_length", _number_length, Lengths, _reads),
    Check("liable_at_most", _liable_at_most, Number, _reads),
)
