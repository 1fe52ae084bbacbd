"""Files of business systems whose layouts are not public: each layout here is made up, and so are the numbers.

Debtor files (HARBA, BEAS, Dialog Consult ASK) have a line for each action; lists of the first link (første led: Elbek & Vejrup,
Compusoft, EG Brandsoft) have a line for each bill that was delivered to the debtor system. The sources that describe them
lie beside the example's settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.simulate.model import REASONS, Flags, Ints, Municipality, rows
from zerosum.simulate.ode import is_in_basis, knows_id
from zerosum.simulate.stamdata import stamdata
from zerosum.simulate.text import Column, days, debtor_set, digits, kroner, only_where, words
from zerosum.tables import Status

WORDS = {2: "Oprettet", 5: "Nedskrevet", 6: "Opskrevet", 7: "Tilbagekaldt"}
"""Action codes as a debtor file calls them."""
STATUSES = {
    Status.NOT_SENT: "Ikke sendt",
    Status.RECEIVED: "Modtaget",
    Status.IN_PROCESS: "Behandles",
    Status.IN_HEARING: "Høring",
    Status.REJECTED: "Afvist",
    Status.EXECUTED: "Udført",
}
REPORTED = ("arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on")


@dataclass(frozen=True)
class Form:
    """How a system writes days, amounts and claim types."""

    days: str
    types: Mapping[str, str]
    """Claim type -> the system's own word; a type that is not here is written as it is."""
    decimal: str = ","


def values(town: Municipality, actions: Flags, form: Form) -> dict[str, Column]:
    """Our columns of some actions, as text."""
    kept = np.flatnonzero(actions & is_in_basis(town.claims)[town.actions.claim])
    act = rows(town.actions, kept)
    claims = rows(town.claims, act.claim)
    reported = stamdata(town)
    names = town.plan.type_names()
    answered = np.isin(act.status, (Status.EXECUTED, Status.REJECTED))

    def amount(ore: Ints) -> pa.Array:
        return pc.replace_substring(kroner(ore), pattern=",", replacement=form.decimal)

    def day(of: Ints) -> pa.Array:
        return days(of, form.days)

    return {
        "claim_id": only_where(knows_id(town)[act.claim], digits(claims.claim_id)),
        "reference": digits(claims.reference),
        "claim_type": words([form.types.get(name, name) for name in names], claims.claim_type),
        "debtors": debtor_set(claims),
        "event": words(list(WORDS.values()), np.searchsorted(list(WORDS), act.code)),
        "amount": amount(act.amount_ore),
        "accepted": only_where(answered, amount(act.accepted_ore)),
        "booked_on": day(act.booked_on),
        "receipt_on": day(act.receipt_on),
        "effective_on": day(act.effective_on),
        "action_id": digits(300_000_000_000 + 1_000_000 * claims.solution + kept),
        "status": words([STATUSES.get(one, "") for one in Status], act.status),
        "reason": words(REASONS, act.reason),
        "principal": amount(reported.principal_ore[act.claim]),
        **{name: day(getattr(reported, name)[act.claim]) for name in REPORTED},
    }


def texts(columns: Mapping[str, Column], names: Sequence[str]) -> list[list[str]]:
    """Rows of texts."""
    return [list(row) for row in zip(*(_list(columns[name]) for name in names), strict=True)]


def _list(column: Column) -> list[str]:
    told: list[str] = [column] if isinstance(column, str) else column.to_pylist()
    return told


def delimited(
    path: Path, headings: Sequence[str], lines: Sequence[Sequence[str]], *, separator: str, encoding: str,
    before: Sequence[str] = (), after: Sequence[str] = (),
) -> Path:  # fmt: skip
    """Lines with separators, between those that stand before and after."""
    table = [headings, *lines]
    return _write(path, [*before, *(separator.join(line) for line in table), *after], encoding)


def fixed(path: Path, widths: Sequence[int], lines: Sequence[Sequence[str]], *, encoding: str) -> Path:
    """Lines of fixed width."""
    padded = ("".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines)
    return _write(path, list(padded), encoding)


def xml(path: Path, root: str, record: str, names: Sequence[str], lines: Sequence[Sequence[str]]) -> Path:
    """A record for each line. What is blank has no element."""

    def records() -> Iterator[str]:
        for line in lines:
            yield f"  <{record}>"
            yield from (f"    <{name}>{text}</{name}>" for name, text in zip(names, line, strict=True) if text)
            yield f"  </{record}>"

    return _write(path, ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>", *records(), f"</{root}>"], "utf-8")


def _write(path: Path, lines: Sequence[str], encoding: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path
