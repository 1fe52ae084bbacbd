"""The postings as people see them: texts instead of codes, numbers of persons veiled, a case id, file and line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from zerosum import identity
from zerosum.causes import EVERY
from zerosum.judge.cells import Cells
from zerosum.normalise.book import Book
from zerosum.result import Gravity, OpenLine, Standing
from zerosum.stamdata.claims import Stamdata
from zerosum.tables import (
    NO_DAY,
    NONE,
    Claims,
    Event,
    Groups,
    ItemLines,
    Movements,
    OpenItems,
    PostedLines,
    Postings,
    Side,
    Status,
)  # fmt: skip

SHOWN_PER_CAUSE = 25
_ACCEPTED = Standing.ACCEPTED.name.lower()


def _cases(groups: pd.DataFrame, items: pd.DataFrame, creditor_id: str, near: _Near) -> list[str]:
    """The case of each open item: hash of the creditor and the anchor claim of its group.

    The anchor is the debtor system's reference, else the FordringID, that comes first. One in which a debtor number
    stands is never hashed: it could be found again by trying. A group without an anchor is known by what is open in it, so
    that two of them are not one case.
    """
    asked, at = np.unique(items[OpenItems.GROUP].to_numpy(), return_inverse=True)
    group = np.searchsorted(asked, groups[Groups.GROUP].to_numpy()[near.claims])
    anchors: dict[int, tuple[int, str]] = {}
    for one, is_debtor, reference, claim_id in zip(
        group.tolist(), near.debtor.tolist(), near.references, near.ids, strict=True
    ):
        candidates = (
            [(0 if is_debtor else 2, "r" + reference)] if reference and near.veil[reference] == reference else []
        )
        candidates += [(1, "i" + claim_id)] if claim_id and near.veil[claim_id] == claim_id else []
        for candidate in candidates:
            anchors[one] = min(anchors.get(one, candidate), candidate)
    bare = set(range(len(asked))) - set(anchors)
    for one, opened in _opened(items, at, bare).items():
        anchors[one] = (9, opened)
    hashed = [hashlib.sha256(f"{creditor_id}|{anchors[one][1]}".encode()).hexdigest()[:10] for one in range(len(asked))]
    return [hashed[one] for one in at]


def _opened(items: pd.DataFrame, group: np.ndarray, asked: set[int]) -> dict[int, str]:
    """What is open in each of the groups that is asked for, in an order that is not the file's."""
    told = [items[name].tolist() for name in (OpenItems.EVENT, OpenItems.SIDE, OpenItems.OPEN_ORE, OpenItems.BOOKED_ON)]
    found: dict[int, list[str]] = {one: [] for one in asked}
    for at in np.flatnonzero(np.isin(group, list(asked))).tolist():
        found[int(group[at])].append("|".join(str(column[at]) for column in told))
    return {one: "o" + ";".join(sorted(rows)) for one, rows in found.items()}


@dataclass(frozen=True)
class _Near:
    """The claims of the groups that have an open item: the only ones whose texts are looked at."""

    claims: np.ndarray
    debtor: np.ndarray
    references: list[str]
    ids: list[str]
    veil: dict[str, str]
    """Each of those texts, as it may be shown."""


def _near(book: Book, groups: pd.DataFrame, items: pd.DataFrame) -> _Near:
    in_question = np.zeros(len(groups), bool)
    in_question[items[OpenItems.GROUP].to_numpy()] = True
    rows = np.flatnonzero(in_question[groups[Groups.GROUP].to_numpy()])
    references = _texts(book.texts.references, book.claims[Claims.REFERENCE].to_numpy()[rows])
    ids = _texts(book.texts.ids, book.claims[Claims.CLAIM_ID].to_numpy()[rows])
    distinct = sorted({*references, *ids})
    veil = dict(zip(distinct, identity.shown(distinct, book.texts.debtors), strict=True))
    return _Near(rows, book.claims[Claims.SIDE].to_numpy()[rows] == Side.DEBTOR, references, ids, veil)


def _texts(dictionary: pa.Array, codes: np.ndarray) -> list[str]:
    """Codes as texts, "" for none."""
    return [text or "" for text in dictionary.take(pa.array(codes, mask=codes == NONE)).to_pylist()]


def item_lines(
    book: Book,
    groups: pd.DataFrame,
    cells: Cells,
    items: pd.DataFrame,
    files: Sequence[str],
    creditor_id: str,
    due_on: np.ndarray | None = None,
) -> pd.DataFrame:
    """OpenItems -> ItemLines. A pair is shown with the ids of both: the debtor's where it has one, else PSRM's. `due_on`: the
    due date of each claim of the book, NO_DAY where it is not known."""
    movements, claims = book.movements, book.claims
    claim, movement, partner = (
        items[name].to_numpy() for name in (OpenItems.CLAIM, OpenItems.MOVEMENT, OpenItems.PARTNER)
    )
    paired = partner != NONE
    of_psrm = items[OpenItems.SIDE].to_numpy() == Side.PSRM
    other = np.where(paired, movements[Movements.CLAIM].to_numpy()[np.where(paired, partner, 0)], claim)

    def either(name: Claims) -> np.ndarray:
        codes = claims[name].to_numpy()
        return np.where(codes[claim] == NONE, codes[other], codes[claim])

    near = _near(book, groups, items)
    cell = cells.of_items(items)
    references = _texts(book.texts.references, either(Claims.REFERENCE))
    ids = _texts(book.texts.ids, either(Claims.CLAIM_ID))
    of_debtor_side, of_psrm_side = np.where(of_psrm, NONE, movement), np.where(of_psrm, movement, partner)
    debtor_file, debtor_line = _place(movements, of_debtor_side, files)
    psrm_file, psrm_line = _place(movements, of_psrm_side, files)
    due = np.full(len(items), NO_DAY) if due_on is None else np.maximum(due_on[claim], due_on[other])
    columns: dict[ItemLines, Any] = {
        ItemLines.CASE: _cases(groups, items, creditor_id, near),
        ItemLines.SOLUTION: [cells.keys[at][0] for at in cell],
        ItemLines.CLAIM_TYPE: [cells.keys[at][1] for at in cell],
        ItemLines.IN_AREA: ~cells.outside[cell],
        ItemLines.REFERENCE: [near.veil[text] for text in references],
        ItemLines.CLAIM_ID: [near.veil[text] for text in ids],
        ItemLines.EVENT: [Event(code).name.lower() for code in items[OpenItems.EVENT]],
        ItemLines.SIDE: np.where(paired, "pair", np.where(of_psrm, "psrm", "debtor")),
        ItemLines.OPEN_ORE: items[OpenItems.OPEN_ORE].to_numpy(),
        ItemLines.DEBTOR_ORE: -_signed(movements, of_debtor_side),
        ItemLines.PSRM_ORE: _signed(movements, of_psrm_side),
        ItemLines.STATUS: [Status(code).name.lower() for code in items[OpenItems.STATUS]],
        ItemLines.BOOKED_ON: _dates(items[OpenItems.BOOKED_ON].to_numpy()),
        ItemLines.DUE_ON: _dates(due),
        ItemLines.RECEIPT_ON: _dates(items[OpenItems.RECEIPT_ON].to_numpy()),
        ItemLines.REASON: _reasons(book, items),
        ItemLines.DEBTOR_FILE: debtor_file,
        ItemLines.DEBTOR_LINE: debtor_line,
        ItemLines.PSRM_FILE: psrm_file,
        ItemLines.PSRM_LINE: psrm_line,
    }
    return ItemLines.check(pd.DataFrame({name.value: pd.array(columns[name], dtype=name.dtype) for name in ItemLines}))


def _reasons(book: Book, items: pd.DataFrame) -> list[str]:
    """What the receipt says of a rejected action, or of one in hearing; "" for the others, whose reason is free text."""
    answered = np.isin(items[OpenItems.STATUS].to_numpy(), (Status.REJECTED, Status.IN_HEARING))
    texts = _texts(book.texts.reasons, np.where(answered, items[OpenItems.REASON].to_numpy(), NONE))
    distinct = sorted(set(texts))
    veil = dict(zip(distinct, identity.shown(distinct, book.texts.debtors), strict=True))
    return [veil[text] for text in texts]


def due_days(book: Book, items: pd.DataFrame, data: Stamdata) -> np.ndarray:
    """int32: the due date (forfaldsdato) of each claim of the book that has an open item, as its creation tells it; NO_DAY where
    none does, and for all other claims."""
    days = np.full(len(book.claims), NO_DAY, np.int32)
    told = data.days.get("due_on")
    if told is None or not len(items):
        return days
    movements = book.movements
    asked = np.zeros(len(book.claims), bool)
    asked[items[OpenItems.CLAIM].to_numpy()] = True
    asked[movements[Movements.CLAIM].to_numpy()[items[OpenItems.PARTNER].to_numpy()]] = True  # of none: one too many
    rows = np.flatnonzero(asked[movements[Movements.CLAIM].to_numpy()])
    keys = _file_and_line(movements[Movements.FILE].to_numpy()[rows], movements[Movements.LINE].to_numpy()[rows])
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    wanted = _file_and_line(data.file, data.line)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there = keys[at] == wanted
    np.maximum.at(days, movements[Movements.CLAIM].to_numpy()[rows[at[there]]], told[there])
    return days


def _file_and_line(file: np.ndarray, line: np.ndarray) -> np.ndarray:
    return file.astype(np.int64) << 32 | line.astype(np.int64)


def _signed(movements: pd.DataFrame, movement: np.ndarray) -> np.ndarray:
    """Signed øre of movements; 0 for none."""
    there = movement != NONE
    signed = movements[Movements.SIGNED_ORE].to_numpy()[np.where(there, movement, 0)] if len(movements) else movement
    return np.where(there, signed, 0)


def _place(movements: pd.DataFrame, movement: np.ndarray, files: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """File and line of movements; "" and 0 for none."""
    there = movement != NONE
    at = np.where(there, movement, 0)
    file = movements[Movements.FILE].to_numpy()[at]
    names = [files[code] if ok else "" for code, ok in zip(file, there, strict=True)]
    return names, np.where(there, movements[Movements.LINE].to_numpy()[at], 0)


def _dates(days: np.ndarray) -> pa.Array:
    return pa.array(days, pa.int32(), mask=days == NO_DAY).cast(pa.date32())


_ORDER = (
    ItemLines.SOLUTION, ItemLines.CLAIM_TYPE, ItemLines.CASE, ItemLines.EVENT, ItemLines.SIDE, ItemLines.OPEN_ORE,
    ItemLines.REFERENCE, ItemLines.CLAIM_ID, ItemLines.BOOKED_ON, ItemLines.STATUS, ItemLines.RECEIPT_ON,
    ItemLines.REASON, ItemLines.DEBTOR_FILE, ItemLines.DEBTOR_LINE, ItemLines.PSRM_FILE, ItemLines.PSRM_LINE,
)  # fmt: skip


def posted_lines(postings: pd.DataFrame, of_items: pd.DataFrame) -> pd.DataFrame:
    """Postings -> PostedLines, by cause and then by what the item says: the order of lines and files comes last."""
    columns: dict[PostedLines, Any] = {
        PostedLines.ITEM: postings[Postings.ITEM].to_numpy(),
        PostedLines.CAUSE: [EVERY[code].code for code in postings[Postings.CAUSE]],
        PostedLines.STANDING: [Standing(code).name.lower() for code in postings[Postings.STANDING]],
        PostedLines.GRAVITY: [Gravity(code).name.lower() for code in postings[Postings.GRAVITY]],
        PostedLines.POSTED_ORE: postings[Postings.POSTED_ORE].to_numpy(),
        PostedLines.ALSO: [_codes_in(many) for many in postings[Postings.ALSO]],
    }
    columns[PostedLines.LINE] = [""] * len(postings)
    frame = pd.DataFrame({name.value: pd.array(columns[name], dtype=name.dtype) for name in PostedLines})
    place = of_items[list(_ORDER)].sort_values(list(_ORDER), kind="stable").index
    rank = np.empty(len(of_items), np.int64)
    rank[place.to_numpy()] = np.arange(len(of_items))
    order = np.lexsort((frame[PostedLines.POSTED_ORE], rank[frame[PostedLines.ITEM]], postings[Postings.CAUSE]))
    frame = frame.iloc[order].reset_index(drop=True)
    frame[PostedLines.LINE] = pd.Series(_line_ids(frame, of_items), dtype="str")
    return PostedLines.check(frame[[name.value for name in PostedLines]])


_OF_LINE = (
    ItemLines.CASE, ItemLines.SOLUTION, ItemLines.CLAIM_TYPE, ItemLines.EVENT, ItemLines.SIDE, ItemLines.REFERENCE,
    ItemLines.CLAIM_ID,
)  # fmt: skip


def _line_ids(posted: pd.DataFrame, of_items: pd.DataFrame) -> list[str]:
    """The id of each posting's line. Its amount, its day and who accepted it are no part: tomorrow they may be others. Two that
    are alike in all the rest are numbered in canonical order."""
    item = posted[PostedLines.ITEM].to_numpy()
    columns = [posted[PostedLines.CAUSE].tolist()]
    columns += [_plain(of_items[name].iloc[item]) for name in _OF_LINE]
    seen: Counter[str] = Counter()
    ids = []
    for row in zip(*columns, strict=True):
        key = "\t".join(row)
        seen[key] += 1
        ids.append(hashlib.sha256(f"{key}\t{seen[key]}".encode()).hexdigest()[:10])
    return ids


def _plain(column: pd.Series) -> list[str]:
    """A whole column as texts, "" for none. Each distinct one is made once."""
    codes, distinct = pd.factorize(column)
    texts = [*map(str, distinct.tolist()), ""]
    return [texts[code] for code in codes.tolist()]


def _codes_in(many: int) -> str:
    """A set of causes as their codes."""
    return " ".join(cause.code for at, cause in enumerate(EVERY) if many >> at & 1)


_SEALED = (
    ItemLines.CASE, ItemLines.SOLUTION, ItemLines.CLAIM_TYPE, ItemLines.EVENT, ItemLines.SIDE, ItemLines.OPEN_ORE,
)  # fmt: skip


def digest(posted: pd.DataFrame, of_items: pd.DataFrame) -> str:
    """SHA-256 over the postings, whatever the order of lines and files was."""
    item = posted[PostedLines.ITEM].to_numpy()
    columns = [_plain(of_items[name].iloc[item]) for name in _SEALED]
    columns += [
        _plain(posted[name])
        for name in (PostedLines.CAUSE, PostedLines.STANDING, PostedLines.GRAVITY, PostedLines.POSTED_ORE)
    ]
    rows = sorted("\t".join(row) for row in zip(*columns, strict=True))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def open_lines(posted: pd.DataFrame, of_items: pd.DataFrame) -> tuple[OpenLine, ...]:
    """The postings of the area that are shown: for each cause the gravest and largest, what is accepted by itself."""
    item = posted[PostedLines.ITEM].to_numpy()
    grave = {gravity.name.lower(): -int(gravity) for gravity in Gravity}
    cause = pd.factorize(posted[PostedLines.CAUSE])[0] * 2 + (posted[PostedLines.STANDING] == _ACCEPTED).to_numpy()
    weight = posted[PostedLines.GRAVITY].map(grave).to_numpy(np.int64)
    order = np.lexsort((-np.abs(posted[PostedLines.POSTED_ORE].to_numpy()), weight, cause))
    order = order[of_items[ItemLines.IN_AREA].to_numpy()[item[order]]]
    nth = pd.Series(cause[order]).groupby(cause[order]).cumcount().to_numpy() if len(order) else order
    chosen = order[nth < SHOWN_PER_CAUSE]
    told = pd.concat(
        [posted.iloc[chosen].reset_index(drop=True), of_items.iloc[item[chosen]].reset_index(drop=True)], axis=1
    )
    return tuple(
        _open_line(dict(zip(told.columns, row, strict=True))) for row in told.itertuples(index=False, name=None)
    )


def _open_line(row: Mapping[str, Any]) -> OpenLine:
    def source(file: str, line: int) -> str:
        return f"{file}:{line}" if file else ""

    return OpenLine(
        cause=row[PostedLines.CAUSE],
        gravity=Gravity[row[PostedLines.GRAVITY].upper()],
        solution=row[ItemLines.SOLUTION],
        claim_type=None if pd.isna(row[ItemLines.CLAIM_TYPE]) else row[ItemLines.CLAIM_TYPE],
        reference=row[ItemLines.REFERENCE],
        claim_id=row[ItemLines.CLAIM_ID],
        event=row[ItemLines.EVENT],
        side=row[ItemLines.SIDE],
        open_ore=int(row[ItemLines.OPEN_ORE]),
        posted_ore=int(row[PostedLines.POSTED_ORE]),
        booked_on=None if pd.isna(row[ItemLines.BOOKED_ON]) else row[ItemLines.BOOKED_ON],
        debtor_source=source(row[ItemLines.DEBTOR_FILE], row[ItemLines.DEBTOR_LINE]),
        psrm_source=source(row[ItemLines.PSRM_FILE], row[ItemLines.PSRM_LINE]),
        case=row[ItemLines.CASE],
        line=row[PostedLines.LINE],
        also=tuple(row[PostedLines.ALSO].split()),
        accepted=row[PostedLines.STANDING] == _ACCEPTED,
        reason=row[ItemLines.REASON],
    )
