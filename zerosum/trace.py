"""One claim whole: its lines on both sides, what put it into its group, what cleared with what, each posting and its reason.

Whoever asks names a FordringID, a reference or a case; never a debtor. What is told has no debtor number in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.causes import EVERY
from zerosum.dates import when
from zerosum.pipeline import Reconciliation
from zerosum.result import Gravity, Standing
from zerosum.tables import (
    NO_DAY,
    NONE,
    Claims,
    Clearing,
    Event,
    Grade,
    Groups,
    ItemLines,
    Movements,
    OpenItems,
    Pass,
    Postings,
    Rule,
    Side,
    Status,
    Step,
)  # fmt: skip

MOST_LINES = 200
"""Of one group. More are a key that is no key, and nobody reads them on a screen."""


@dataclass(frozen=True)
class Posted:
    """So many øre of a line on one cause."""

    cause: str
    posted_ore: int
    standing: Standing
    gravity: Gravity


@dataclass(frozen=True)
class TracedLine:
    """A line of an input, and what became of it."""

    side: Side
    source: str
    """File and line."""
    asked: bool
    """Of the claim that was asked for, and not only of its group."""
    claim_id: str
    reference: str
    claim_type: str
    solution: str
    event: Event
    signed_ore: int
    """PSRM plus, debtor system minus; of a line that does not count, what it would be."""
    booked_on: date | None
    receipt_on: date | None
    effective_on: date | None
    status: Status
    reason: str
    receipt: str
    """File and line of the receipt that its status, or the reason of its rejection, is from; "" where it is the line's own."""
    rule: Rule
    by: Pass
    step: Step
    against: tuple[str, ...]
    """Files and lines of the other side that it cleared with, or is a pair with."""
    rest: bool
    """Of a pair: it leaves a rest, which is the debtor's open item."""
    open_ore: int
    """0 for PSRM's line of a pair: the rest stands with the debtor's."""
    postings: tuple[Posted, ...] = field(default=())


@dataclass(frozen=True)
class Trace:
    """A claim and its group."""

    grade: Grade
    cases: tuple[str, ...]
    debtor_ore: int
    psrm_ore: int
    """The basis of the group on each side, as positive amounts."""
    open_ore: int
    lines: tuple[TracedLine, ...]
    left_out: int
    """Lines of the group that are not shown, because there are more than MOST_LINES."""


def trace(run: Reconciliation, name: str) -> tuple[Trace, ...]:
    """The groups of the claims of that FordringID, reference or case; none where no claim is called so."""
    asked = _asked(run, name.strip())
    labels = run.matched.groups[Groups.GROUP].to_numpy()
    return tuple(_of_group(run, label, asked) for label in sorted(set(labels[asked].tolist())))


def _asked(run: Reconciliation, name: str) -> np.ndarray:
    """bool for each claim: it is called so. Numbers also without their leading zeros."""
    claims, texts = run.book.claims, run.book.texts
    found = np.zeros(len(claims), bool)
    for column, dictionary in ((Claims.CLAIM_ID, texts.ids), (Claims.REFERENCE, texts.references)):
        for form in {name, name.lstrip("0")} - {""}:
            code = pc.index(dictionary, pa.scalar(form)).as_py() if len(dictionary) else NONE
            found |= (claims[column].to_numpy() == code) & (code != NONE)
    of_case = run.item_lines[ItemLines.CASE].to_numpy() == name
    in_group = np.zeros(len(claims), bool)
    in_group[run.cleared.open_items[OpenItems.GROUP].to_numpy()[of_case]] = True
    return np.asarray(found | in_group[run.matched.groups[Groups.GROUP].to_numpy()])


def _of_group(run: Reconciliation, label: int, asked: np.ndarray) -> Trace:
    book, groups = run.book, run.matched.groups
    claim = book.movements[Movements.CLAIM].to_numpy()
    rows = np.flatnonzero(groups[Groups.GROUP].to_numpy()[claim] == label)
    movements = book.movements.iloc[rows]
    in_book = movements[Movements.RULE].to_numpy() == Rule.IN_BOOK
    signed, side = movements[Movements.SIGNED_ORE].to_numpy(), movements[Movements.SIDE].to_numpy()
    order = np.lexsort((movements[Movements.LINE], movements[Movements.FILE], side, movements[Movements.BOOKED_ON]))
    shown = rows[order[:MOST_LINES]]
    of_group = np.flatnonzero(run.cleared.open_items[OpenItems.GROUP].to_numpy() == label)
    cases = run.item_lines[ItemLines.CASE].to_numpy()[of_group]
    return Trace(
        grade=Grade(int(groups[Groups.GRADE].to_numpy()[label])),
        cases=tuple(sorted(set(cases.tolist()))),
        debtor_ore=-int(signed[in_book & (side == Side.DEBTOR)].sum()),
        psrm_ore=int(signed[in_book & (side == Side.PSRM)].sum()),
        open_ore=int(run.cleared.open_items[OpenItems.OPEN_ORE].to_numpy()[of_group].sum()),
        lines=tuple(_lines(run, shown, rows, of_group, asked)),
        left_out=len(rows) - len(shown),
    )


def _lines(
    run: Reconciliation, shown: np.ndarray, rows: np.ndarray, items: np.ndarray, asked: np.ndarray
) -> list[TracedLine]:
    book, groups = run.book, run.matched.groups
    claims, texts = book.claims, book.texts
    files = [one.path for one in run.result.inputs]
    at_item = run.cleared.open_items.iloc[items]
    item_of = dict(zip(at_item[OpenItems.MOVEMENT].tolist(), items.tolist(), strict=True))
    posted = _posted(run, items)
    lines = []
    for row in shown.tolist():
        movement = book.movements.iloc[row]
        claim = int(movement[Movements.CLAIM])
        item = item_of.get(row)
        lines.append(
            TracedLine(
                side=Side(movement[Movements.SIDE]),
                source=_place(files, movement),
                asked=bool(asked[claim]),
                claim_id=_word(texts.ids, claims[Claims.CLAIM_ID].to_numpy()[claim]),
                reference=_word(texts.references, claims[Claims.REFERENCE].to_numpy()[claim]),
                claim_type=_name(texts.types, groups[Groups.CLAIM_TYPE].to_numpy()[claim]),
                solution=_name(texts.solutions, groups[Groups.SOLUTION].to_numpy()[claim]),
                event=Event(movement[Movements.EVENT]),
                signed_ore=int(movement[Movements.SIGNED_ORE]),
                booked_on=_day(movement[Movements.BOOKED_ON]),
                receipt_on=_day(movement[Movements.RECEIPT_ON]),
                effective_on=_day(movement[Movements.EFFECTIVE_ON]),
                status=Status(movement[Movements.STATUS]),
                reason=_word(texts.reasons, movement[Movements.REASON]),
                receipt=_receipt(run, files, row),
                rule=Rule(movement[Movements.RULE]),
                by=Pass(groups[Groups.BY].to_numpy()[claim]),
                step=Step(run.cleared.clearing[Clearing.STEP].to_numpy()[row]),
                against=tuple(_place(files, book.movements.iloc[other]) for other in _against(run, row, rows)),
                rest=row in item_of or row in at_item[OpenItems.PARTNER].to_numpy(),
                open_ore=int(run.cleared.open_items[OpenItems.OPEN_ORE].to_numpy()[item]) if item is not None else 0,
                postings=tuple(posted.get(item, ())) if item is not None else (),
            )
        )
    return _veiled(run, lines)


def _posted(run: Reconciliation, items: np.ndarray) -> dict[int, list[Posted]]:
    postings = run.postings[np.isin(run.postings[Postings.ITEM].to_numpy(), items)]
    found: dict[int, list[Posted]] = {}
    columns = (Postings.ITEM, Postings.CAUSE, Postings.POSTED_ORE, Postings.STANDING, Postings.GRAVITY)
    for item, cause, ore, standing, gravity in zip(*(postings[name].tolist() for name in columns), strict=True):
        found.setdefault(item, []).append(Posted(EVERY[cause].code, ore, Standing(standing), Gravity(gravity)))
    return found


_OF_STEP: dict[Step, Groups | None] = {
    Step.OWN_ID: Groups.OWN_ID,
    Step.REFERENCE: Groups.OWN_REFERENCE,
    Step.GROUP: None,
    Step.FAMILY: Groups.FAMILY,
    Step.SUM: None,
    Step.PENDING: None,
}
"""What two movements that met in a step have in common; None: their group."""


def _against(run: Reconciliation, row: int, rows: np.ndarray) -> list[int]:
    """Rows of the other side that a movement cleared with. Where several are alike, each could be the one: all are told."""
    clearing, movements, groups = run.cleared.clearing, run.book.movements, run.matched.groups
    step = Step(clearing[Clearing.STEP].to_numpy()[row])
    if step == Step.PAIR:
        return [int(clearing[Clearing.PARTNER].to_numpy()[row])]
    if step == Step.OPEN:
        return []
    other = rows[(clearing[Clearing.STEP].to_numpy()[rows] == step)]
    other = other[movements[Movements.SIDE].to_numpy()[other] != movements[Movements.SIDE].to_numpy()[row]]
    claim = movements[Movements.CLAIM].to_numpy()
    same = [Groups.SOLUTION, Groups.CLAIM_TYPE, Groups.DEBTORS]
    key = _OF_STEP[step]
    for name in (*same, *([key] if key is not None else [])):
        values = groups[name].to_numpy()
        other = other[values[claim[other]] == values[claim[row]]]
    signed, event = movements[Movements.SIGNED_ORE].to_numpy(), movements[Movements.EVENT].to_numpy()
    if step != Step.SUM:
        other = other[signed[other] == -signed[row]]
    if step != Step.FAMILY:
        other = other[event[other] == event[row]]
    return [int(one) for one in other]


def _veiled(run: Reconciliation, lines: list[TracedLine]) -> list[TracedLine]:
    """The lines without a debtor number of the input in any text."""
    names = ("claim_id", "reference", "reason")
    words = sorted({getattr(one, name) for one in lines for name in names})
    shown = dict(zip(words, identity.shown(words, run.book.texts.debtors), strict=True))
    return [replace(one, **{name: shown[getattr(one, name)] for name in names}) for one in lines]


def _receipt(run: Reconciliation, files: list[str], row: int) -> str:
    at = int(np.searchsorted(run.heard.told, row))
    if at == len(run.heard.told) or run.heard.told[at] != row:
        return ""
    return f"{files[int(run.heard.told_in[at])]}:{int(run.heard.told_at[at])}"


def _place(files: list[str], movement: pd.Series) -> str:
    return f"{files[int(movement[Movements.FILE])]}:{int(movement[Movements.LINE])}"


def _word(dictionary: pa.Array, code: int) -> str:
    return "" if code == NONE else str(dictionary[int(code)].as_py())


def _name(names: tuple[str, ...], code: int) -> str:
    return "" if code == NONE else names[int(code)]


def _day(day: int) -> date | None:
    return None if day == NO_DAY else when(int(day))
