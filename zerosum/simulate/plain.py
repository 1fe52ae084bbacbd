"""A municipality in zerosum's own plain format, either side, as CSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from zerosum.simulate.model import REASONS, Claims, Flags, Ints, Municipality, full, rows
from zerosum.simulate.ode import STATUS_WORDS, is_in_basis, knows_id
from zerosum.simulate.stamdata import Stamdata, stamdata
from zerosum.simulate.text import Columns, Table, days, debtor_set, digits, kroner, only_where, words, write_rows
from zerosum.tables import Event, Side, Status

CODE_WORDS = {2: "creation", 3: "zero", 5: "write_down", 6: "write_up", 7: "recall", 55: "new_write_down"}
BENCH_COLUMNS = (
    "claim_id", "reference", "solution", "claim_type", "debtors", "event", "amount", "booked_on", "status",
)  # fmt: skip
"""Of the debtor side in benchmarks; PSRM's are the same without solution and status."""
REPORTED_DAYS = ("arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on")


def one_side(town: Municipality, side: Side, columns: Iterable[str] | None = None) -> Table:
    """The rows of one side with all columns or those named, in the order of the format."""
    chosen = None if columns is None else frozenset(columns)
    kept = np.flatnonzero(is_in_basis(town.claims)[town.actions.claim])
    told, reported = knows_id(town), stamdata(town)

    def some(part: slice) -> Columns:
        every = _debtor(town, kept[part], told, reported) if side is Side.DEBTOR else _psrm(town, part)
        return [(heading, column) for heading, column in every if chosen is None or heading in chosen]

    return Table(len(kept) if side is Side.DEBTOR else len(town.events), some)


def write(
    folder: Path, town: Municipality, *, columns: Iterable[str] | None = None, parquet: bool = False
) -> tuple[Path, Path]:
    """Write both sides -> paths of the debtor system's file and PSRM's. The same columns on both."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = None if columns is None else tuple(columns)
    paths = []
    for side, stem in ((Side.DEBTOR, "debitor"), (Side.PSRM, "psrm")):
        table = one_side(town, side, chosen)
        path = folder / f"{stem}.{'parquet' if parquet else 'csv'}"
        if parquet:
            _write_parquet(path, table)
        else:
            write_rows(path, table)
        paths.append(path)
    return paths[0], paths[1]


def _write_parquet(path: Path, table: Table) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.table(dict(table.columns(slice(0, table.count)))), path)


def _ids(town: Municipality, at: Claims) -> Columns:
    main = town.claims.claim_id[np.maximum(at.main, 0)]
    old = town.claims.claim_id[np.maximum(at.resent_of, 0)]
    return [
        ("reference", digits(at.reference)),
        ("main_claim_id", only_where(at.main >= 0, digits(main))),
        ("resent_of", only_where(at.resent_of >= 0, digits(old))),
    ]


def _debtor(town: Municipality, kept: Ints, told: Flags, reported: Stamdata) -> Columns:
    """A line for each action in the basis; each person liable stands in `debtors`."""
    act = rows(town.actions, kept)
    claims = rows(town.claims, act.claim)
    codes = np.array([max(CODE_WORDS) + 1] * (max(CODE_WORDS) + 1), np.int64)
    codes[list(CODE_WORDS)] = np.arange(len(CODE_WORDS))
    answered = np.isin(act.status, (Status.EXECUTED, Status.REJECTED))
    statuses = [STATUS_WORDS.get(one, "") for one in Status]
    return [
        ("claim_id", only_where(told[act.claim], digits(claims.claim_id))),
        *_ids(town, claims),
        ("solution", words([one.name for one in town.plan.solutions], claims.solution)),
        ("claim_type", words(town.plan.type_names(), claims.claim_type)),
        ("debtors", debtor_set(claims)),
        ("event", words(list(CODE_WORDS.values()), codes[act.code])),
        ("amount", kroner(act.amount_ore)),
        ("accepted", only_where(answered, kroner(act.accepted_ore))),
        ("booked_on", days(act.booked_on, "%Y-%m-%d")),
        ("receipt_on", days(act.receipt_on, "%Y-%m-%d")),
        ("effective_on", days(act.effective_on, "%Y-%m-%d")),
        ("action_id", digits(200_000_000_000 + kept)),
        ("status", words(statuses, act.status)),
        ("reason", words(REASONS, act.reason)),
        *((name, days(getattr(reported, name)[act.claim], "%Y-%m-%d")) for name in REPORTED_DAYS),
        ("principal", kroner(reported.principal_ore[act.claim])),
        ("claim_art", words(["INDR"], full(len(act), 0))),
    ]


def _psrm(town: Municipality, part: slice) -> Columns:
    events = rows(town.events, part)
    claims = rows(town.claims, events.claim)
    return [
        ("claim_id", digits(claims.claim_id)),
        *_ids(town, claims),
        ("claim_type", words(town.plan.type_names(), claims.claim_type)),
        ("debtors", debtor_set(claims)),
        ("event", words([one.name.lower() for one in Event], events.event)),
        ("amount", kroner(events.amount_ore)),
        ("booked_on", days(events.booked_on, "%Y-%m-%d")),
        ("effective_on", days(events.effective_on, "%Y-%m-%d")),
        ("reason", words(REASONS, events.reason)),
    ]
