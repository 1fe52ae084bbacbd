"""A municipality as KMD ODE writes it (Opus Debitor Extraction): the Total files 09, 10, 11 and 12.

The layouts below are the simulator's own word, not read from `zerosum/sources`: a test compares the two. Where a
heading is repeated, only one of its columns is the one to be read; the others hold what would mislead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from zerosum.dates import number
from zerosum.simulate.model import (
    FIRST_FIRM,
    REASONS,
    Claims,
    Feature,
    Flags,
    Ints,
    Municipality,
    exported_on,
    full,
    rows,
)
from zerosum.simulate.stamdata import Stamdata, first_day, first_ore, stamdata
from zerosum.simulate.text import Columns, Table, days, digits, identification, kroner, only_where, words, write_rows
from zerosum.tables import NO_DAY, Status

AGREEMENTS, RATES, INTEREST, PARTNERS = (
    "09-RIM-aftale",
    "10-RIM-aftale-rater",
    "11-RIM-aftale-renter",
    "12-Forretningspartner",
)
STATUS_WORDS = {
    Status.NOT_SENT: "",
    Status.RECEIVED: "MO",
    Status.IN_PROCESS: "SA",
    Status.IN_HEARING: "HO",
    Status.REJECTED: "AF",
    Status.EXECUTED: "UD",
}
RECALL_REASONS = ("FEJL", "HENS", "KLAG", "BORD")
CHANGE_REASONS = ("INDB", "REGU")
_FIRST_PARTNER = 4_100_000_000
_FOREVER = "99991231"


def write(
    folder: Path, town: Municipality, *, parts: int = 1, encoding: str = "utf-8", day: date | None = None
) -> tuple[Path, ...]:
    """Write the four files, file 09 in so many parts -> their paths."""
    day = day or exported_on(town.plan)
    known = np.flatnonzero(town.claims.at_debtor)
    tables = (
        (AGREEMENTS, _agreements(town), parts),
        (RATES, _rates(town, known), 1),
        (INTEREST, _interest(town), 1),
        (PARTNERS, _partners(rows(town.claims, known)), 1),
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table, of in tables:
        for part in range(of):
            path = folder / f"{town.plan.creditor_id}_ODE_{day:%Y-%m-%d}_001_{name}_Total_{part + 1:03}af{of}.csv"
            start, end = table.count * part // of, table.count * (part + 1) // of
            write_rows(path, table, encoding=encoding, start=start, end=end)
            written.append(path)
    return tuple(written)


def partner_numbers(people: Ints) -> pa.Array:
    """Business partners (forretningspartnere): KMD's own numbers of people and firms; blank for -1."""
    return only_where(people >= 0, digits(_FIRST_PARTNER + np.maximum(people, 0)))


def knows_id(town: Municipality) -> Flags:
    """Whether the debtor system has been told PSRM's FordringID: a creation got further than received."""
    told = (town.actions.code == 2) & np.isin(
        town.actions.status, (Status.EXECUTED, Status.IN_HEARING, Status.IN_PROCESS)
    )
    return np.bincount(town.actions.claim[told], minlength=len(town.claims)) > 0


def reasons(town: Municipality, at: Ints, some: Sequence[str] | None) -> pa.Array:
    """The reason of actions where it is one of `some`; None: where it is the number of a rejection."""
    shown = np.array([one in some if some is not None else one.isdigit() for one in REASONS], bool)
    code = town.actions.reason[at]
    return words(REASONS, np.where(shown[code], code, -1))


def _agreements(town: Municipality) -> Table:
    """File 09: a line for each action, and again for each person who is, or was, liable beside the debtor."""
    line, person, removed = _lines(town)
    told, made_on, limitation = knows_id(town), first_day(town), stamdata(town).limitation_on

    def some(part: slice) -> Columns:
        return _agreement_lines(town, line[part], person[part], removed[part], told, made_on, limitation)

    return Table(len(line), some)


def _agreement_lines(
    town: Municipality, lines: Ints, person: Ints, removed: Flags, told: Flags, made_on: Ints, limitation: Ints
) -> Columns:
    act = rows(town.actions, lines)
    claims = rows(town.claims, act.claim)
    efi = digits(np.where(told[act.claim], claims.claim_id, 0), 18)
    partner = partner_numbers(claims.debtor)
    status = act.status
    partly = (status == Status.EXECUTED) & (act.accepted_ore < act.amount_ore)
    failed = partly | (status == Status.REJECTED)
    sent_on = np.where(status == Status.NOT_SENT, NO_DAY, act.booked_on)
    recalled = words(["X"], np.where((act.code == 7) & (status == Status.EXECUTED), 0, -1))
    statuses = [STATUS_WORDS.get(one, "") for one in Status]
    offset = claims.feature == Feature.OFFSET
    return (
        ("EFI-nummer", efi),
        ("Aftalenummer", digits(claims.reference)),
        ("Forretningspartner", partner),
        ("Aftaletype", words(["IN", "MO"], offset.astype(np.int64))),
        ("Aftalestatus", "21"),
        ("KravsType", words(["HF", "OG"], (claims.feature == Feature.FEE).astype(np.int64))),
        ("Modtagelsesdato", days(act.receipt_on)),
        ("Oprettet den", days(made_on[act.claim])),
        ("Restbeløb", kroner(act.amount_ore, grouped=True)),
        ("Valuta", "DKK"),
        ("Aktions-ID", digits(200_000_000_000 + lines)),
        ("Aktionskode", digits(act.code, 2)),
        ("Aktionskode", words(statuses, status)),
        ("Oprettet den", days(act.booked_on)),
        ("Sendt den", days(sent_on)),
        ("Aktionsstatus dato", days(act.receipt_on, none="00000000")),
        ("Beløb", kroner(act.amount_ore, grouped=True)),
        ("Valuta", "DKK"),
        ("Beløb accepteret", kroner(act.accepted_ore, grouped=True)),
        ("Valuta", "DKK"),
        ("Reduceret beløb", words(["X"], np.where(partly, 0, -1))),
        ("Fejlmarkering", words(["X"], np.where(failed, 0, -1))),
        ("Virkningsdato", days(act.effective_on)),
        ("Markering for tilbagekald", recalled),
        ("TilbageAarsagKode", reasons(town, lines, RECALL_REASONS)),
        ("ReturAarsagKode", reasons(town, lines, None)),
        ("ReturÅrsagText", words(["Afvist af indgangsfilteret"], np.where(status == Status.REJECTED, 0, -1))),
        ("Ændringsårsagskode", reasons(town, lines, CHANGE_REASONS)),
        ("Markering for tilbagekald", ""),
        ("Hæfter", partner_numbers(person)),
        ("Hæfterstatus", words(["A", "D"], np.where(person < 0, -1, removed.astype(np.int64)))),
        ("Forretningspartner", partner),
        ("Aftaletype", "01"),
        ("Aftalestatus", "28"),
        ("Aftalenummer", ""),
        ("Aftaletype", ""),
        ("Trans flag", ""),
        ("Trans_Beløb", kroner(act.amount_ore, grouped=True)),
        ("Valuta", "DKK"),
        ("Forældelsesdato", days(limitation[act.claim], none="00000000")),
    )


def _lines(town: Municipality) -> tuple[Ints, Ints, Flags]:
    """The lines of file 09 -> row of the action, the further person that the line is for (-1: none), is removed."""
    every = np.arange(len(town.actions))
    co_debtor, left = town.claims.co_debtor[town.actions.claim], town.claims.removed[town.actions.claim]
    two, was = np.flatnonzero(co_debtor >= 0), np.flatnonzero(left >= 0)
    action = np.concatenate([every, two, was])
    person = np.concatenate([full(len(every), -1), co_debtor[two], left[was]])
    rank = np.concatenate([full(len(every), 0), full(len(two), 1), full(len(was), 2)])
    order = np.lexsort((rank, action))
    return action[order], person[order], rank[order] == 2


def _rates(town: Municipality, known: Ints) -> Table:
    """File 10: the claims inside the agreements. One agreement of twenty has its claim in two rates."""
    rate = np.sort(np.concatenate([known, known[known % 20 == 7]]))
    second = np.concatenate([[False], rate[1:] == rate[:-1]])
    ore, told = first_ore(town), stamdata(town)

    def some(part: slice) -> Columns:
        at = rate[part]
        return _rate_lines(town, at, _half(at, second[part], ore[at]), second[part], told, part.start)

    return Table(len(rate), some)


def _half(rate: Ints, second: Flags, ore: Ints) -> Ints:
    """The amount of a rate: where a claim stands in two, they sum to it."""
    return np.where(rate % 20 == 7, np.where(second, ore - ore // 2, ore // 2), ore)


def _rate_lines(town: Municipality, rate: Ints, half: Ints, second: Flags, told: Stamdata, first: int) -> Columns:
    claims = rows(town.claims, rate)
    systems = ["PSRM", "DMI", ""]
    return (
        ("Aftalenummer", digits(claims.reference)),
        ("Forretningspartner", partner_numbers(claims.debtor)),
        ("Bilagsnummer", digits(700_000_000_000 + first + np.arange(len(rate)))),
        ("Fordringstype", words(town.plan.type_names(), claims.claim_type)),
        ("Indholdsart", words([one.mark for one in town.plan.solutions], claims.solution)),
        ("Original Amount", kroner(_half(rate, second, told.principal_ore[rate]), grouped=True)),
        ("Creation Amount", kroner(half, grouped=True)),
        ("Aftalesaldo", kroner(half, grouped=True)),
        ("Valuta", "DKK"),
        ("Stiftelsesdato", days(told.arose_on[rate])),
        ("Nettoforfald", days(told.due_on[rate])),
        ("SRI dato", days(told.last_timely_on[rate])),
        ("Ydelsesperiode fra", days(told.period_from_on[rate])),
        ("Ydelsesperiode til", days(told.period_to_on[rate])),
        ("System", words(systems, claims.system)),
        ("ZZ_RIC", words(["R", "C"], (claims.feature == Feature.FEE).astype(np.int64))),
    )


def _interest(town: Municipality) -> Table:
    """File 11: interest that PSRM accrues under recovery, on each tenth claim that it has. Outside the basis."""
    at = np.flatnonzero(town.claims.in_psrm & town.claims.at_debtor & knows_id(town))[::10]
    cut_off = number(town.plan.cut_off)
    return Table(len(at), lambda part: _interest_lines(rows(town.claims, at[part]), cut_off))


def _interest_lines(claims: Claims, cut_off: int) -> Columns:
    return (
        ("EFI-nummer", digits(claims.claim_id + 900_000_000_000_000, 18)),
        ("Hovedfordring EFI-nummer", digits(claims.claim_id, 18)),
        ("Egen reference", digits(claims.reference)),
        ("Fordringstype", "REINDGI"),
        ("Periode fra", days(full(len(claims), cut_off - 29))),
        ("Periode til", days(full(len(claims), cut_off))),
        ("Beløb", kroner(100 + claims.claim_id % 4_900, grouped=True)),
        ("Valuta", "DKK"),
        ("Min. beløb ignoreret", ""),
    )


def _partners(claims: Claims) -> Table:
    """File 12: the numbers of the business partners; some have a former one (ZCPROL), which is not to be used."""
    people = np.unique(np.concatenate([claims.debtor, claims.co_debtor, claims.removed]))
    people = people[people >= 0]
    former = people[(people < FIRST_FIRM) & (people % 31 == 5)]
    partner = np.concatenate([people, former])
    old = np.concatenate([np.zeros(len(people), bool), np.ones(len(former), bool)])
    order = np.lexsort((old, partner))
    partner, old = partner[order], old[order]
    return Table(len(partner), lambda part: _partner_lines(partner[part], old[part]))


def _partner_lines(partner: Ints, old: Flags) -> Columns:
    kind = np.where(old, 1, np.where(partner >= FIRST_FIRM, 2, 0)).astype(np.int64)
    # A former number is that of a person who is nobody's debtor here.
    number_of = identification(np.where(old, partner + 500_000_000, partner))
    return (
        ("Forretningspartner", partner_numbers(partner)),
        ("Identifikationsart", words(["ZCPR", "ZCPROL", "ZCVR"], kind)),
        ("Identifikationsnr.", number_of),
        ("Gyldig fra", "20100101"),
        ("Gyldig til", words([_FOREVER, "20201231"], old.astype(np.int64))),
        ("Slettet", ""),
    )


def is_in_basis(claims: Claims) -> Flags:
    """Whether a claim of the debtor system is in the basis: neither set-off nor in the old recovery system."""
    outside: Flags = np.isin(claims.feature, (Feature.OFFSET, Feature.DMI))
    return claims.at_debtor & ~outside
