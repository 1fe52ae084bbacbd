"""Open items -> Postings: each cause takes the øre that it can account for; what is left is unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from zerosum.causes import BY_AMOUNT, CAUSES, EVERY, UNEXPLAINED, Cause, Terms
from zerosum.result import Standing
from zerosum.settings import Tolerance
from zerosum.tables import OpenItems, Postings


def explain(items: pd.DataFrame, terms: Terms, causes: Sequence[Cause] = CAUSES) -> pd.DataFrame:
    """Split each open item. Its parts add up to it, whatever the causes do: the rest is posted to unexplained."""
    left_ore = items[OpenItems.OPEN_ORE].to_numpy().copy()
    parts = []
    for cause in (*causes, UNEXPLAINED):
        part_ore = np.asarray(cause.explains(items, left_ore, terms), np.int64)
        if (np.abs(part_ore) > np.abs(left_ore)).any() or (part_ore * np.sign(left_ore) < 0).any():
            raise ArithmeticError(f"the cause {cause.code} took more than was left, or with the opposite sign")
        if part_ore.any():
            parts.append(_post(items, cause, part_ore, terms))
            left_ore = left_ore - part_ore
    if not parts:
        return Postings.empty()
    postings = pd.concat(parts, ignore_index=True).sort_values([Postings.ITEM, Postings.CAUSE], ignore_index=True)
    return Postings.check(postings.assign(**{Postings.ALSO: _also(items, postings, terms)}))


def _post(items: pd.DataFrame, cause: Cause, part_ore: np.ndarray, terms: Terms) -> pd.DataFrame:
    taken = np.flatnonzero(part_ore)
    gravity = cause.weighs(items, terms)[taken] if cause.weighs else np.full(len(taken), cause.gravity)
    return pd.DataFrame(
        {
            Postings.ITEM: taken.astype(np.int32),
            Postings.CAUSE: np.full(len(taken), EVERY.index(cause), np.int16),
            Postings.POSTED_ORE: part_ore[taken],
            Postings.STANDING: np.full(len(taken), cause.standing, np.int16),
            Postings.GRAVITY: gravity.astype(np.int16),
        }
    )


def _also(items: pd.DataFrame, postings: pd.DataFrame, terms: Terms) -> np.ndarray:
    """For each posting on a cause that amounts alone speak for: the causes that would have taken the same øre, had they
    been asked alone, with the tolerance of the settings or without it. The located causes take whatever they are asked
    for: they count where the cause may be chance."""
    posted_on = postings[Postings.CAUSE].to_numpy()
    also = np.zeros(len(postings), np.int64)
    by_amount = [EVERY.index(cause) for cause in BY_AMOUNT]
    asked = np.flatnonzero(np.isin(posted_on, by_amount))
    if not len(asked):
        return also
    item, on = postings[Postings.ITEM].to_numpy()[asked], posted_on[asked]
    posted_ore = postings[Postings.POSTED_ORE].to_numpy()[asked]
    chance = np.zeros(len(asked), bool)
    for cause in BY_AMOUNT:
        if cause.by_chance is not None:
            chance |= (on == EVERY.index(cause)) & cause.by_chance(items, terms)[item]
    for at, cause in enumerate(CAUSES):
        candidate = at in by_amount
        if candidate or cause.standing == Standing.LOCATED:
            for told in {terms, replace(terms, tolerance=Tolerance())}:
                alone_ore = np.asarray(cause.explains(items, items[OpenItems.OPEN_ORE].to_numpy(), told), np.int64)
                fits = (alone_ore[item] == posted_ore) & (on != at) & (candidate | chance)
                also[asked] |= np.where(fits, np.int64(1) << np.int64(at), 0)
    return also
