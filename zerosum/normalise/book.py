"""Lines of both sides -> Movements, Claims, Texts: one book, where PSRM is plus and the debtor system minus."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.errors import InputError, Phrase, Problem, Value
from zerosum.normalise.lines import TEXTS, Lines, only_recoveries
from zerosum.normalise.replaced import replaced
from zerosum.packing import codes_of, pack
from zerosum.sources.model import RECOVERY, WAIVED
from zerosum.tables import EVENT_SIGN, NO_DAY, NONE, NOT_TOLD, SIDE_SIGN, Claims, Event, Movements, Rule, Side, Texts
from zerosum.threads import on_all_cores


@dataclass(frozen=True)
class Book:
    """The one book, and its dictionaries."""

    movements: pd.DataFrame
    claims: pd.DataFrame
    texts: Texts
    told: dict[Side, frozenset[str]]
    """Which of our columns each side has, in all of its inputs."""


_IDENTITY = (
    Claims.CLAIM_ID, Claims.REFERENCE, Claims.MAIN_CLAIM_ID, Claims.RESENT_OF, Claims.SOLUTION, Claims.CLAIM_TYPE, Claims.DEBTORS,
)  # fmt: skip


WORDS_MAX = int(np.iinfo(np.int16).max)
"""So many claim types, and so many solutions, can the files have."""

_NEVER_COUNTED = (Rule.NO_SIGN, Rule.ZERO_ACTION, Rule.WAIVED, Rule.AWAITING_CO_DEBTOR, Rule.RECOVERY)
"""Rules that say something of what was booked by the cut-off, and nothing of what came later."""


def keep_book(
    lines: Sequence[Lines],
    cut_off: int,
    numeric_ids: frozenset[str],
    marks: dict[str, str],
    declared: Sequence[str] = (),
) -> Book:
    """Lines -> Book. `marks` says which solution a value of the solution column means; another value is its own name.

    The `declared` solutions have a code also where no line names them: a PSRM claim may be theirs.
    """
    codes, texts = _encode(lines, numeric_ids, marks)
    texts = replace(texts, solutions=texts.solutions + tuple(name for name in declared if name not in texts.solutions))
    side = np.concatenate([np.full(len(one), one.side, np.int16) for one in lines])
    rule = np.concatenate([one.rule for one in lines])
    event = np.concatenate([one.event for one in lines])
    amount_ore = np.concatenate([one.amount_ore for one in lines])
    booked_on = np.concatenate([one.booked_on for one in lines])
    late = booked_on > cut_off
    rule[late & np.isin(rule, _NEVER_COUNTED)] = Rule.LATE_AND_OUT
    rule[late & (rule == Rule.IN_BOOK)] = Rule.AFTER_CUT_OFF

    _fill_claim_ids(codes, side)
    claim, first = _claims_of(codes, side)
    status = np.concatenate([one.status for one in lines])
    replaces = np.concatenate([one.replaces for one in lines])
    sign = (
        np.array([EVENT_SIGN[one] for one in Event], np.int64)[event]
        * np.array([SIDE_SIGN[one] for one in Side], np.int64)[side]
    )
    movements = pd.DataFrame(
        {
            Movements.SIDE: side,
            Movements.CLAIM: claim,
            Movements.EVENT: event,
            Movements.SIGNED_ORE: sign * amount_ore,
            Movements.STATUS: status,
            Movements.RULE: rule,
            Movements.BOOKED_ON: booked_on,
            Movements.RECEIPT_ON: np.concatenate([one.receipt_on for one in lines]),
            Movements.EFFECTIVE_ON: np.concatenate([one.effective_on for one in lines]),
            Movements.ACCEPTED_ORE: np.concatenate([one.accepted_ore for one in lines]),
            Movements.ACTION: codes["action_id"],
            Movements.REASON: codes["reason"],
            Movements.UNROUTED: np.concatenate([one.unrouted for one in lines]),
            Movements.MIXED: np.concatenate([one.mixed for one in lines]),
            Movements.IN_COLLECTION: np.concatenate([one.in_collection for one in lines]),
            Movements.CONVERTED: np.concatenate([one.converted for one in lines]),
            Movements.FILE: np.concatenate([one.file for one in lines]),
            Movements.LINE: np.concatenate([one.line for one in lines]),
        },
        copy=False,
    )
    gone, other_amount = replaced(movements, replaces, texts)
    rule[gone], rule[other_amount] = Rule.REPLACED, Rule.REPLACED_BY_OTHER_AMOUNT
    movements = movements.assign(**{Movements.RULE: rule})
    claims = _claims(codes, side, claim, first, movements)
    told = {one: _told([ls for ls in lines if ls.side == one]) for one in Side if any(ls.side == one for ls in lines)}
    return Book(Movements.check(movements), Claims.check(claims), texts, told)


def _told(lines: Sequence[Lines]) -> frozenset[str]:
    """Our columns that all of a side's tables have, and in which something stands; and RECOVERY or WAIVED where one has such an event.

    A solution column counts also where it is blank throughout: whoever has it knows solutions, and one line more or less
    must not change what the others are allotted to. Recoveries have no say, in a table of their own or beside others: they
    are not of the basis.
    """
    recovered = {RECOVERY} if any((one.event == Event.RECOVERY).any() for one in lines) else set()
    recovered |= {WAIVED} if any((one.rule == Rule.WAIVED).any() for one in lines) else set()
    others = [one for one in lines if not only_recoveries(one)] or lines
    lines = [one.take(one.event != Event.RECOVERY) for one in others]
    named = frozenset.intersection(*(one.told for one in lines))
    texts = [name for name in TEXTS if name != Claims.SOLUTION]
    blank = {name for name in texts if not any(pc.any(pc.not_equal(one.texts[name], "")).as_py() for one in lines)}
    days = ("booked_on", "receipt_on", "effective_on")
    blank |= {name for name in days if all((getattr(one, name) == NO_DAY).all() for one in lines)}
    if all((one.accepted_ore == NOT_TOLD).all() for one in lines):
        blank.add("accepted")
    blank |= frozenset.intersection(*(one.silent for one in lines))
    return (named - blank) | recovered


def _encode(
    lines: Sequence[Lines], numeric_ids: frozenset[str], marks: dict[str, str]
) -> tuple[dict[str, np.ndarray], Texts]:
    """The texts of both sides as codes into shared dictionaries; -1 where nothing stands."""
    id_columns = (Claims.CLAIM_ID, Claims.MAIN_CLAIM_ID, Claims.RESENT_OF)
    numeric = ids_are_numeric(numeric_ids)
    total = sum(len(one) for one in lines)
    kinds: tuple[str, ...] = (
        "ids", Claims.REFERENCE, Claims.DEBTORS, Claims.CLAIM_TYPE, Claims.SOLUTION, "action_id", "reason",
    )  # fmt: skip

    def encode(kind: str) -> tuple[np.ndarray, pa.Array]:
        if kind == "ids":
            return _codes([as_compared(one.texts[name], numeric) for name in id_columns for one in lines])
        columns = [as_compared(one.texts[kind], kind in numeric_ids) for one in lines]
        if kind == Claims.DEBTORS:
            # Then as written, where some were written otherwise; and last the withheld ones: a code, and no row.
            renamed = any(one.written is not None for one in lines)
            written = [own if one.written is None else one.written for one, own in zip(lines, columns, strict=True)]
            values, dictionary = _codes([*columns, *(written if renamed else ()), *(one.withheld for one in lines)])
            return values[: total * 2 if renamed else total], dictionary
        return _codes([_named(column, marks) for column in columns] if kind == Claims.SOLUTION else columns)

    encoded = dict(zip(kinds, on_all_cores(encode, kinds), strict=True))
    codes = {kind: values for kind, (values, _) in encoded.items()}
    dictionaries = {kind: dictionary for kind, (_, dictionary) in encoded.items()}
    for position, name in enumerate(id_columns):
        codes[name] = codes["ids"][position * total : (position + 1) * total]
    of_debtors = codes[Claims.DEBTORS]
    codes[Claims.DEBTORS] = of_debtors[:total]
    if len(of_debtors) > total:
        codes[Claims.WRITTEN] = of_debtors[total:]
    _few(dictionaries[Claims.CLAIM_TYPE], "claim_types")
    _few(dictionaries[Claims.SOLUTION], "solutions")
    codes[Claims.SOLUTION] = codes[Claims.SOLUTION].astype(np.int16)
    codes[Claims.CLAIM_TYPE] = codes[Claims.CLAIM_TYPE].astype(np.int16)
    texts = Texts(
        ids=dictionaries["ids"],
        references=dictionaries[Claims.REFERENCE],
        types=_names(dictionaries[Claims.CLAIM_TYPE], dictionaries[Claims.DEBTORS]),
        solutions=_names(dictionaries[Claims.SOLUTION], dictionaries[Claims.DEBTORS]),
        debtors=dictionaries[Claims.DEBTORS],
        actions=dictionaries["action_id"],
        reasons=dictionaries["reason"],
    )
    return codes, texts


def _names(dictionary: pa.Array, debtors: pa.Array) -> tuple[str, ...]:
    """Names of solutions and types, each its own; a debtor number that slipped into the column is veiled."""
    texts = dictionary.to_pylist()
    names = identity.shown(texts, debtors)
    veiled = sorted(text for text, name in zip(texts, names, strict=True) if text != name)
    number = {text: at for at, text in enumerate(veiled, start=1)}
    return tuple(
        f"{name} ({number[text]})" if text in number else name for text, name in zip(texts, names, strict=True)
    )


def _few(dictionary: pa.Array, what: str) -> None:
    """A small vocabulary has a small code: more words than it can count are a column that holds something else."""
    if len(dictionary) > WORDS_MAX:
        told: dict[str, Value] = {"found": len(dictionary), "what": Phrase(what), "most": WORDS_MAX}
        raise InputError(Problem("column_of_something_else", told))


def ids_are_numeric(numeric_ids: Collection[str]) -> bool:
    """Whether FordringIDs are compared without leading zeros: a source declares one of their columns so."""
    return any(name in numeric_ids for name in (Claims.CLAIM_ID, Claims.MAIN_CLAIM_ID, Claims.RESENT_OF))


def as_compared(column: pa.Array, numeric: bool) -> pa.Array:
    """Null for a blank; without leading zeros where the ids are numeric (NUMC writes nothing as zeros)."""
    if numeric:
        digits = pc.match_substring_regex(column, pattern="^[0-9]+$")
        column = pc.if_else(digits, pc.utf8_ltrim(column, characters="0"), column)
    return pc.if_else(pc.equal(column, ""), None, column)


def _named(column: pa.Array, marks: dict[str, str]) -> pa.Array:
    encoded = column.dictionary_encode()
    names = [None if word is None else marks.get(word, word) for word in encoded.dictionary.to_pylist()]
    return pa.array(names, pa.string()).take(encoded.indices)


def _codes(columns: Sequence[pa.Array]) -> tuple[np.ndarray, pa.Array]:
    """Texts as int32 codes into one dictionary."""
    whole = pa.concat_arrays([column.cast(pa.string()) for column in columns]) if columns else pa.array([], pa.string())
    encoded = whole.dictionary_encode()
    return encoded.indices.fill_null(NONE).to_numpy(zero_copy_only=False).astype(
        np.int32, copy=False
    ), encoded.dictionary


def _fill_claim_ids(codes: dict[str, np.ndarray], side: np.ndarray) -> None:
    """An action before the receipt has no FordringID yet: it gets the one of its reference, where reference and debtor
    set leave no doubt."""
    claim_id, reference, debtors = codes[Claims.CLAIM_ID], codes[Claims.REFERENCE], codes[Claims.DEBTORS]
    lacking = (claim_id == NONE) & (reference != NONE)
    if not lacking.any() or lacking.all():
        return
    key = np.where(reference == NONE, NONE, reference.astype(np.int64) * 2 + side)
    size = int(key.max()) + 1
    known = (reference != NONE) & (claim_id != NONE)
    low, high = _bounds(key[known], claim_id[known], size)
    named = (reference != NONE) & (debtors != NONE)
    debtor_low, debtor_high = _bounds(key[named], debtors[named], size)
    at = key[lacking]
    sure = (low[at] == high[at]) & ((debtor_low[at] == debtor_high[at]) | (debtor_high[at] == NONE))
    codes[Claims.CLAIM_ID] = claim_id.copy()
    codes[Claims.CLAIM_ID][lacking] = np.where(sure, low[at], NONE)


def _bounds(key: np.ndarray, value: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest value of each key; (max of int32, -1) where a key has none."""
    low = np.full(size, np.iinfo(np.int32).max, np.int32)
    high = np.full(size, NONE, np.int32)
    np.minimum.at(low, key, value)
    np.maximum.at(high, key, value)
    return low, high


def _claims_of(codes: dict[str, np.ndarray], side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which claim each line is of, and a line of each claim.

    Lines with one FordringID (else one reference, else the line alone) on one side are a claim. What some of them leave
    blank is filled from the others where those agree; where they do not agree, each identity is a claim of its own.
    """
    count = len(side)
    claim_id, reference = codes[Claims.CLAIM_ID].astype(np.int64), codes[Claims.REFERENCE].astype(np.int64)
    by_id, by_reference = claim_id != NONE, reference != NONE
    raw = np.where(by_id, claim_id * 3, np.where(by_reference, reference * 3 + 1, np.arange(count) * 3 + 2)) * 2 + side
    key, keys = codes_of(raw)
    parts = [key.astype(np.int64)]
    for name in _IDENTITY:
        value = codes[name].astype(np.int32)
        there = value != NONE
        if not there.any():
            continue
        low, high = _bounds(key[there], value[there], keys)
        filled = np.where((low == high)[key], low[key], value).astype(codes[name].dtype)
        codes[name] = filled
        if (low[high != NONE] != high[high != NONE]).any():
            parts.append(filled.astype(np.int64) + 1)
    claim, claims = codes_of(pack(*parts)) if len(parts) > 1 else (key, keys)
    first = np.full(claims, count, np.int64)
    np.minimum.at(first, claim, np.arange(count))
    return claim.astype(np.int32), first


def _claims(
    codes: dict[str, np.ndarray], side: np.ndarray, claim: np.ndarray, first: np.ndarray, movements: pd.DataFrame
) -> pd.DataFrame:
    claims = len(first)
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    event = movements[Movements.EVENT].to_numpy()
    created = in_book & ((event == Event.CREATION) | (event == Event.BALANCE))
    created_ore = np.zeros(claims, np.int64)
    np.add.at(created_ore, claim[created], np.abs(movements[Movements.SIGNED_ORE].to_numpy()[created]))
    effective = movements[Movements.EFFECTIVE_ON].to_numpy()
    dated = created & (effective != NO_DAY)
    effective_on = np.full(claims, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(effective_on, claim[dated], effective[dated])
    effective_on[effective_on == np.iinfo(np.int32).max] = NO_DAY
    has = np.zeros(claims, bool)
    has[claim[in_book]] = True
    columns: dict[str, np.ndarray] = {Claims.SIDE: side[first]}
    columns |= {name: codes[name][first] for name in _IDENTITY}
    told = Claims.WRITTEN in codes
    columns[Claims.WRITTEN] = _agreed(claim, codes[Claims.WRITTEN], claims) if told else columns[Claims.DEBTORS]
    columns |= {Claims.CREATED_ORE: created_ore, Claims.EFFECTIVE_ON: effective_on, Claims.IN_BOOK: has}
    return pd.DataFrame({name.value: columns[name] for name in Claims}, copy=False)


def _agreed(claim: np.ndarray, value: np.ndarray, claims: int) -> np.ndarray:
    """The one value that a claim's lines have; -1 where none has one, or they do not agree."""
    low, high = _bounds(claim[value != NONE], value[value != NONE], claims)
    return np.where(low == high, low, np.int32(NONE))
