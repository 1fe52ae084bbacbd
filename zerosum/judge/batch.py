"""The test batch (testfordringer): the second kind of zero. Each of its claims is back to zero on either side, so that no
test debt is left on a real person."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.judge.cells import add_up
from zerosum.judge.evidence import BLOCKING, REMARK, Evidence, one_claim
from zerosum.packing import pack
from zerosum.result import Finding
from zerosum.settings import Batch, form_pattern
from zerosum.tables import Claims, Groups, Movements, Rule, Side

PLACES_SHOWN = 20
"""So many places of a list are named; the rest are counted."""


def test_batch(evidence: Evidence) -> list[Finding]:
    """Claims of the batch that are not zero on their own side, and keys of the batch that no claim in the book has."""
    batch = evidence.settings.test_batch
    return [] if batch is None else [*_not_zero(evidence), *_not_seen(evidence, batch)]


def of_batch(evidence: Evidence) -> np.ndarray:
    """bool for each claim: of the batch, or in one group with a claim that is: its other side, its fee, its re-send."""
    claims, texts, batch = evidence.book.claims, evidence.book.texts, evidence.settings.test_batch
    if batch is None:
        return np.zeros(len(claims), bool)
    keys = (*batch.listed, *batch.in_file)
    named = _held(texts.ids, keys, _numeric(evidence, *_IDS))[claims[Claims.CLAIM_ID].to_numpy()]
    references = _held(texts.references, keys, _numeric(evidence, Claims.REFERENCE))
    for form in batch.reference_forms:
        references |= _formed(texts.references, form)
    named |= references[claims[Claims.REFERENCE].to_numpy()]
    group = evidence.matched.groups[Groups.GROUP].to_numpy()
    touched = np.zeros(len(claims), bool)
    touched[group[named]] = True
    return np.asarray(touched[group])


_IDS = (Claims.CLAIM_ID, Claims.MAIN_CLAIM_ID, Claims.RESENT_OF)


def _numeric(evidence: Evidence, *columns: Claims) -> bool:
    """Whether the book compares these without leading zeros (NUMC)."""
    return any(name in given.source.numeric_ids for given in evidence.settings.inputs for name in columns)


def _plain(key: str, numeric: bool) -> str:
    return key.lstrip("0") if numeric and re.fullmatch("[0-9]+", key) else key


def _held(dictionary: pa.Array, keys: Sequence[str], numeric: bool) -> np.ndarray:
    """bool for each text of a dictionary, and False for the one that is not there (-1): it is one of the keys."""
    asked = pa.array(sorted({_plain(key, numeric) for key in keys} - {""}), pa.string())
    return np.append(pc.is_in(dictionary, value_set=asked).to_numpy(zero_copy_only=False).astype(bool), False)


def _formed(dictionary: pa.Array, form: str) -> np.ndarray:
    """The same, for the texts that have a form."""
    has = pc.match_substring_regex(dictionary, pattern=f"^{form_pattern(form)}$")
    return np.append(has.to_numpy(zero_copy_only=False).astype(bool), False)


def _not_zero(evidence: Evidence) -> list[Finding]:
    """Each side by itself: what is the same on both is no difference, and still a debt."""
    book, cells = evidence.book, evidence.cells
    movements = book.movements
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    claim, signed = movements[Movements.CLAIM].to_numpy()[in_book], movements[Movements.SIGNED_ORE].to_numpy()[in_book]
    left = add_up(claim, signed, len(book.claims)) * of_batch(evidence)
    side = book.claims[Claims.SIDE].to_numpy()
    size = len(cells.keys)
    at = np.flatnonzero(left)
    label, _ = one_claim(evidence)
    _, first = np.unique(pack(cells.of_claim[at].astype(np.int64), label[at].astype(np.int64)), return_index=True)
    rows = np.bincount(cells.of_claim[at[first]], minlength=size)
    of_side = {one: add_up(cells.of_claim[side == one], np.abs(left[side == one]), size) for one in Side}
    return [
        Finding(
            "test_batch_not_zero", BLOCKING, int(rows[at]), solution, claim_type,
            {"left_debtor_ore": int(of_side[Side.DEBTOR][at]), "left_psrm_ore": int(of_side[Side.PSRM][at])},
        )
        for at, (solution, claim_type) in enumerate(cells.keys)
        if rows[at] and not cells.outside[at]
    ]  # fmt: skip


def _not_seen(evidence: Evidence, batch: Batch) -> list[Finding]:
    """By place in the list: a key may be anything that a person typed, so it is never shown."""
    lists = (("listed", batch.listed), ("in_file", batch.in_file), ("reference_form", batch.reference_forms))
    found = []
    for origin, keys in lists:
        seen = _seen_forms(evidence, keys) if origin == "reference_form" else _seen_keys(evidence, keys)
        places = [at for at, (key, there) in enumerate(zip(keys, seen, strict=True), start=1) if key and not there]
        if places:
            shown = ", ".join(map(str, places[:PLACES_SHOWN])) + (" …" if len(places) > PLACES_SHOWN else "")
            detail = {"batch_list": origin, "places": shown}
            found.append(Finding("test_batch_not_seen", REMARK, len(places), detail=detail))
    return found


def _seen_keys(evidence: Evidence, keys: Sequence[str]) -> list[bool]:
    """For each key: whether a claim in the book has it, as its FordringID or its reference."""
    claims, texts = evidence.book.claims, evidence.book.texts
    in_book = claims[Claims.IN_BOOK].to_numpy()
    found = np.zeros(len(keys), bool)
    columns = ((Claims.CLAIM_ID, texts.ids, _IDS), (Claims.REFERENCE, texts.references, (Claims.REFERENCE,)))
    for column, dictionary, numeric_with in columns:
        plain = [_plain(key, _numeric(evidence, *numeric_with)) for key in keys]
        there = np.zeros(len(dictionary) + 1, bool)
        there[claims[column].to_numpy()[in_book]] = True
        held = pc.is_in(dictionary, value_set=pa.array(sorted(set(plain)), pa.string()))
        seen = set(dictionary.filter(pc.and_(held, pa.array(there[:-1]))).to_pylist())
        found |= np.array([key in seen for key in plain], bool)
    return found.tolist()


def _seen_forms(evidence: Evidence, forms: Sequence[str]) -> list[bool]:
    claims = evidence.book.claims
    reference = claims[Claims.REFERENCE].to_numpy()[claims[Claims.IN_BOOK].to_numpy()]
    return [bool(_formed(evidence.book.texts.references, form)[reference].any()) for form in forms]
