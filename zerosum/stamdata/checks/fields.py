"""Which fields are filled, and what may stand in them."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from zerosum import identity
from zerosum.stamdata.checks.check import Answer, Check, Column, Day, NoValues, Text, Words
from zerosum.stamdata.seen import Block
from zerosum.toml_file import Strict


class OneColumn(Strict):
    """A column."""

    column: Column


class Columns(Strict):
    """Several columns."""

    columns: Annotated[list[Column], Field(min_length=1)]


def _filled(block: Block, values: OneColumn) -> Answer:
    """Something stands there."""
    return Answer(block.blank(values.column))


def _all_blank(block: Block, values: Columns) -> Answer:
    """Nothing stands in any of them."""
    return Answer(~np.logical_and.reduce([block.blank(name) for name in values.columns]))


class TwoDays(Strict):
    """Two days."""

    one: Day
    other: Day


def _not_both(block: Block, values: TwoDays) -> Answer:
    """At most one of them stands there."""
    return Answer(~block.blank(values.one) & ~block.blank(values.other))


class OneOf(Strict):
    """A text and the words that it may be."""

    column: Text
    words: Words


def _one_of(block: Block, values: OneOf) -> Answer:
    """It is one of the words, as they are written."""
    return Answer(~_bool(pc.is_in(block.text(values.column), value_set=pa.array(values.words))))


def _holds_no_word(block: Block, values: OneOf) -> Answer:
    """None of the words stands in it, in capitals or not."""
    text = pc.utf8_lower(block.text(values.column))
    found = np.zeros(len(block), bool)
    for word in values.words:
        found |= _bool(pc.match_substring(text, pattern=word.lower()))
    return Answer(found)


class AtMost(Strict):
    """A text and how long it may be."""

    column: Text
    characters: int


def _text_at_most(block: Block, values: AtMost) -> Answer:
    """It has so many characters or fewer."""
    return Answer(_bool(pc.greater(pc.utf8_length(block.text(values.column)), values.characters)))


class Letters(Strict):
    """A text of so many capital letters."""

    column: Text
    characters: int


def _capital_letters(block: Block, values: Letters) -> Answer:
    """It is just so many capital letters, A to Z with Æ, Ø and Å."""
    form = f"^[A-ZÆØÅ]{{{values.characters}}}$"
    return Answer(~_bool(pc.match_substring_regex(block.text(values.column), pattern=form)))


class OneText(Strict):
    """A text."""

    column: Text


_IDS = ("reference", "claim_id", "main_claim_id", "resent_of", "action_id")
"""Texts that are numbers of claims."""


def _no_person_number(block: Block, values: OneText) -> Answer:
    """No number of a person stands in it (`identity.hold_person_number`). In a sentence ten digits that could be anybody's are
    one (a child's, who is no debtor); a reference may have such digits by chance."""
    text = block.text(values.column)
    found = identity.hold_person_number(text, block.every_debtor())
    return Answer(found if values.column in _IDS else found | identity.hold_bare_number(text))


def _reference_unique(block: Block, _: NoValues) -> Answer:
    """No other claim has taken the reference before (`Seen.reference_taken`)."""
    return Answer(block.reference_taken())


class Right(Strict):
    """Words that fit the claim type, and words of another one."""

    right: Words
    wrong: Words


def _institution_fits(block: Block, values: Right) -> Answer:
    """The kind of institution is one of this claim type. A word that is neither in `right` nor in `wrong` tells nothing:
    it is not guessed what «Solsikken» is."""
    word = pc.utf8_lower(block.text("institution"))
    right, wrong = (
        _bool(pc.is_in(word, value_set=pa.array([one.lower() for one in words])))
        for words in (values.right, values.wrong)
    )
    return Answer(wrong, unclear=~(right | wrong))


def _type_in_use(block: Block, _: NoValues) -> Answer:
    """The claim type is no longer in use: whatever the claim says, it is a breach."""
    return Answer(np.ones(len(block), bool))


def _bool(column: pa.Array) -> np.ndarray:
    return np.asarray(column.to_numpy(zero_copy_only=False)).astype(bool)


def _column(values: OneColumn | OneText | OneOf | AtMost | Letters) -> tuple[str, ...]:
    return (values.column,)


CHECKS = (
    Check("filled", _filled, OneColumn, _column, blank_is_told=True),
    Check("all_blank", _all_blank, Columns, lambda values: tuple(values.columns), blank_is_told=True),
    Check("not_both", _not_both, TwoDays, lambda values: (values.one, values.other), blank_is_told=True),
    Check("one_of", _one_of, OneOf, _column),
    Check("holds_no_word", _holds_no_word, OneOf, _column, blank_is_told=True),
    Check("text_at_most", _text_at_most, AtMost, _column, blank_is_told=True),
    Check("capital_letters", _capital_letters, Letters, _column),
    Check("no_person_number", _no_person_number, OneText, _column, blank_is_told=True),
    Check("reference_unique", _reference_unique, NoValues, lambda _: ("reference",)),
    Check("institution_fits", _institution_fits, Right, lambda _: ("institution",)),
    Check("type_in_use", _type_in_use, NoValues, lambda _: ("claim_type",)),
)
