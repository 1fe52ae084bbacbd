"""The example municipality (eksempelkommunen): each verdict in one place."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np

from zerosum.dates import number
from zerosum.money import kr
from zerosum.simulate import ode, plain, psrm
from zerosum.simulate.faults import KINDS, Fault, Truth, put_in
from zerosum.simulate.model import Breach, Feature, Flags, Municipality, Plan, SolutionPlan, bank_day, municipality
from zerosum.simulate.stamdata import breaches_told
from zerosum.tables import Event, Status

READY, REMARKS, NOT_READY, MANUAL = (
    "Pladsanvisning A",
    "Pladsanvisning B",
    "Ungdomsskole X",
    "Manuelle regninger (KMD Opus)",
)
OTHER = "Lokaleudlejning"
OTHER_AREA, OTHER_TYPE = "Kultur", "KFLEJKA"
NO_DATA = "KFTØFIN"
"""Expected of the manual invoices, and nothing is made of it."""

AS_OF = date(2026, 10, 5)
"""The third bank day after the cut-off: the last on which what was made on the cut-off's day may be unsent."""

SHARES = {
    Feature.WRITE_DOWN: 0.13,
    Feature.WRITE_DOWN_TWICE: 0.02,
    Feature.WRITE_UP: 0.03,
    Feature.OWN_WRITE_UP: 0.02,
    Feature.RECALL: 0.05,
    Feature.RESENT: 0.02,
    Feature.CREATION_REPLACED: 0.02,
    Feature.WRITE_DOWN_REPLACED: 0.01,
    Feature.HEARING_ANSWERED: 0.03,
    Feature.CHANGED: 0.03,
    Feature.WITH_FEE: 0.09,
    Feature.DMI: 0.02,
    Feature.OFFSET: 0.01,
}


def plan(claims: int = 480) -> Plan:
    """What the example is made to be; `claims` beside fees, re-sends and claims of write-ups."""
    return Plan(
        municipality="Eksempel Kommune",
        creditor_id="0999",
        claims=claims,
        cut_off=date(2026, 9, 30),
        solutions=(
            SolutionPlan(READY, "DAGI", {"KFDAINS": 8, "KFGEDAI": 2, "KFOMDAG": 2, "KFTILDA": 2, "GEDAINS": 1}, 40),
            SolutionPlan(REMARKS, "SFO2", {"KFSKFRI": 6, "KFDAINS": 5, "KFTBBSF": 2, "GEDAINS": 1}, 28),
            SolutionPlan(NOT_READY, "KLUB", {"KFLRUNG": 7, "KFGEKLU": 4, "KFSKFRI": 3}, 24),
            SolutionPlan(MANUAL, "MANU", {"KFTILDA": 1, NO_DATA: 0}, 3, features=False),
            SolutionPlan(OTHER, "LEJE", {OTHER_TYPE: 1}, 5, in_area=False, features=False),
        ),
        shares=SHARES,
    )


FAULTS = (
    Fault("not_sent", 2, REMARKS),
    Fault("not_routed", 1, REMARKS),
    Fault("awaiting_receipt", 2, REMARKS),
    Fault("in_hearing", 2, REMARKS),
    Fault("across_cutoff_debtor_first", 3, REMARKS),
    Fault("across_cutoff_psrm_first", 2, REMARKS),
    Fault("partly_accepted_write_down", 2, REMARKS),
    Fault("rounding", 3, REMARKS),
    Fault("receipt_not_fetched", 2, REMARKS),
    Fault("not_sent", 1, NOT_READY, overdue=True),
    Fault("awaiting_receipt", 1, NOT_READY, overdue=True),
    Fault("in_hearing", 1, NOT_READY, overdue=True),
    Fault("rejected_creation", 3, NOT_READY),
    Fault("rejected_write_down", 2, NOT_READY),
    Fault("rejected_write_up", 1, NOT_READY),
    Fault("rejected_recall", 1, NOT_READY),
    Fault("partly_accepted_creation", 2, NOT_READY),
    Fault("recall_missing_in_psrm", 1, NOT_READY),
    Fault("recall_only_in_psrm", 1, NOT_READY),
    Fault("write_down_missing_in_psrm", 2, NOT_READY),
    Fault("write_down_only_in_psrm", 2, NOT_READY),
    Fault("write_up_missing_in_psrm", 1, NOT_READY),
    Fault("write_up_only_in_psrm", 1, NOT_READY),
    Fault("amount_differs", 3, NOT_READY),
    Fault("only_in_debtor", 3, NOT_READY),
    # Types that no other solution sends, so that PSRM's claims without a counterpart are allotted.
    Fault("only_in_psrm", 2, NOT_READY, "KFLRUNG"),
    Fault("only_in_psrm", 1, NOT_READY, "KFGEKLU"),
)


BREACHES = (
    ("rejected_creation", False, "KFLRUNG", "limitation_too_early"),
    ("rejected_creation", False, "KFSKFRI", "arose_after_start"),
    ("in_hearing", False, "KFSKFRI", "due_too_late"),
    ("in_hearing", False, "KFDAINS", "period_too_long"),
    ("in_hearing", True, "KFLRUNG", "principal_too_large"),
    # PSRM took it all the same.
    ("across_cutoff_debtor_first", False, "KFDAINS", "due_before_the_period"),
    # Not sent yet: there is time to mend them.
    ("not_sent", False, "KFSKFRI", "sent_too_soon"),
    ("not_sent", False, "GEDAINS", "fee_too_large"),
    ("not_sent", True, "KFSKFRI", "limitation_missing"),
    ("awaiting_receipt", False, "KFTBBSF", "due_before_it_arose"),
)
"""Kind of fault, overdue, claim type, and the breach that the first such claim is reported with: where PSRM has answered, most
by what it answered. One that it rejected has none, for a forecast knows nothing of the agreement."""


def example(folder: Path, seed: int) -> None:
    """Write the example: inputs, settings and truth. The truth is no input, and nothing but a test reads it."""
    town, truth = put_in(municipality(plan(), seed), FAULTS, seed)
    town = replace(town, breaches=_breaches(town, truth))
    folder.mkdir(parents=True, exist_ok=True)
    inputs = folder / "data"
    ode_files = ode.write(inputs, town, parts=2)
    psrm_file = psrm.write_zip(inputs, town)
    write_text(folder / "zerosum.toml", _settings(town, seed, [path.name for path in ode_files], psrm_file.name))
    write_text(folder / "truth.json", truth_text(town, truth, seed))


def _breaches(town: Municipality, truth: Sequence[Truth]) -> tuple[Breach, ...]:
    """The breaches, each on the first claim that fits. Of another seed some may have none."""
    row = {str(one): at for at, one in enumerate(town.claims.claim_id.tolist())}
    first: dict[tuple[str, bool, str], int] = {}
    for one in truth:
        first.setdefault((one.kind, one.overdue, one.claim_type), row[one.claim_id])
    return tuple(
        Breach(first[fault, overdue, of], kind)
        for fault, overdue, of, kind in BREACHES
        if (fault, overdue, of) in first
    )


def write_text(path: Path, text: str) -> None:
    """UTF-8 with plain line feeds, on every machine."""
    path.write_text(text, encoding="utf-8", newline="\n")


def truth_text(town: Municipality, truth: Sequence[Truth], seed: int) -> str:
    """The truth as JSON, one record a line, in the order the faults were put in."""
    records = ",\n".join("    " + json.dumps(asdict(one), ensure_ascii=False) for one in truth)
    head = {
        "seed": seed,
        "cut_off": town.plan.cut_off.isoformat(),
        "difference_ore": sum(one.difference_ore for one in truth),
        "gross_ore": sum(abs(one.difference_ore) for one in truth),
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    breaches = ",\n".join("    " + json.dumps(asdict(one), ensure_ascii=False) for one in breaches_told(town))
    told = f',\n  "stamdata": [\n{breaches}\n  ]' if breaches else ""
    return "{\n" + ",\n".join(lines) + ',\n  "records": [\n' + records + f"\n  ]{told}\n}}\n"


def _settings(town: Municipality, seed: int, ode_files: Sequence[str], psrm_file: str) -> str:
    """The example's zerosum.toml."""
    plan_of = town.plan
    text = f"""# {plan_of.municipality}: opdigtede data, lavet af `python -m zerosum.simulate example` med frø {seed}.
# Navne og numre er opdigtede. Et personnummer har en måned fra 13 til 19, som ingen har.
# Hvad der er lagt ind af fejl, står i truth.json.

municipality = "{plan_of.municipality}"
creditor_id = "{plan_of.creditor_id}"
area = "daginstitution"
cut_off = {plan_of.cut_off}
as_of = {AS_OF}
whole_creditor = true # PSRM-filen dækker hele fordringshaveren

[[input]]
side = "debtor"
source = "kmd-ode"
files = [
{agreements_first(ode_files)}
]

[[input]]
side = "psrm"
source = "psrm-justering"
files = ["data/{psrm_file}"]
"""
    for solution in plan_of.solutions:
        if solution.in_area:
            types = ", ".join(f'"{one}"' for one in solution.weights)
            manual = (
                '\nkind = "manual" # regninger, som mennesker skriver i debitorsystemet'
                if solution.name == MANUAL
                else ""
            )
            text += f"""
[[solution]]
name = "{solution.name}"{manual}
marks = ["{solution.mark}"] # Indholdsart
claim_types = [{types}]
"""
    text += f"""
[other_areas]
{OTHER_AREA} = ["{OTHER_TYPE}"]

[tolerance]
per_claim = "0,01"
per_solution = "5,00"

# Første led: hvad fagsystemet afleverede til debitorsystemet.
"""
    return text + totals_text(town, (READY, REMARKS, MANUAL)) + portal_text(town)


def agreements_first(names: Sequence[str]) -> str:
    """The files of an input as the settings list them, those of the agreements first."""
    agreements = [name for name in names if ode.AGREEMENTS in name]
    ordered = [*agreements, *(name for name in names if name not in agreements)]
    return "\n".join(f'  "data/{name}",' for name in ordered)


def totals_text(town: Municipality, solutions: Sequence[str], but: Collection[str] = ()) -> str:
    """The control totals of some solutions, but for some types, as the settings declare them."""
    return "".join(
        f"""[[control_total]]
solution = "{name}"
claim_type = "{claim_type}"
claims = {claims}
amount = "{kr(ore)}"

"""
        for name in solutions
        for claim_type, claims, ore in control_totals(town, name)
        if claim_type not in but
    )


def portal_text(town: Municipality) -> str:
    """The portal's four sums, as the settings declare them."""
    text = "# Fordringshaverportalens fire summer, for hele fordringshaveren.\n[portal]\n"
    for event in (Event.CREATION, Event.WRITE_UP, Event.WRITE_DOWN, Event.RECALL):
        total = int(town.events.amount_ore[town.events.event == event].sum())
        text += f'{event.name.lower()} = "{kr(total)}"\n'
    return text


def control_totals(town: Municipality, solution: str) -> list[tuple[str, int, int]]:
    """Claim type, count and øre of what a solution delivered: its creations by the cut-off, replaced ones left out."""
    names = town.plan.type_names()
    at = [one.name for one in town.plan.solutions].index(solution)
    act = town.actions
    mine = delivered(town) & (town.claims.solution[act.claim] == at)
    totals = []
    for claim_type in town.plan.solutions[at].weights:
        cell = mine & (town.claims.claim_type[act.claim] == names.index(claim_type))
        if cell.any():
            totals.append((claim_type, int(cell.sum()), int(act.amount_ore[cell].sum())))
    return totals


def delivered(town: Municipality) -> Flags:
    """Action -> is a creation in the basis by the cut-off, and not a rejected one that was sent again."""
    act = town.actions
    again = (town.claims.feature[act.claim] == Feature.CREATION_REPLACED) & (act.status == Status.REJECTED)
    by_then: Flags = act.booked_on <= number(town.plan.cut_off)
    delivered_then: Flags = by_then & (act.code == 2) & ode.is_in_basis(town.claims)[act.claim] & ~again
    return delivered_then


def bench(folder: Path, claims: int, faulty: float, form: str, seed: int) -> None:
    """Two sides for benchmarks: a creation for each claim, write-downs on 24 of 100; a share is faulty."""
    town, truth = put_in(municipality(bench_plan(claims), seed), bench_faults(claims, faulty), seed)
    inputs = folder / "data"
    if form == "ode":
        debtor = ode.write(inputs, town)
        other = psrm.write_zip(inputs, town)
        sources = ("kmd-ode", "psrm-justering")
    else:
        path, other = plain.write(inputs, town, columns=plain.BENCH_COLUMNS)
        debtor, sources = (path,), ("zerosum", "zerosum")
    write_text(folder / "zerosum.toml", _bench_settings(town, sources, [one.name for one in debtor], other.name))
    write_text(folder / "truth.json", truth_text(town, truth, seed))


def bench_plan(claims: int) -> Plan:
    """A municipality of three solutions with the ten types, and no more features than write-downs."""
    return Plan(
        municipality="Måling",
        creditor_id="0999",
        claims=claims,
        cut_off=date(2026, 9, 30),
        solutions=(
            SolutionPlan(READY, "DAGI", {"KFDAINS": 8, "KFGEDAI": 2, "KFOMDAG": 2, "KFTILDA": 2}, 5),
            SolutionPlan(REMARKS, "SFO2", {"KFSKFRI": 6, "KFDAINS": 5, "KFTBBSF": 2}, 3),
            SolutionPlan(NOT_READY, "KLUB", {"KFLRUNG": 7, "KFGEKLU": 4, NO_DATA: 1}, 2),
        ),
        shares={Feature.WRITE_DOWN: 0.24},
    )


BENCH_KINDS = tuple(
    kind
    for kind in KINDS
    if not kind.startswith(("partly", "across", "receipt", "rounding")) and KINDS[kind].code == ""
)
"""The kinds that the columns of a benchmark can tell."""


def bench_faults(claims: int, faulty: float) -> tuple[Fault, ...]:
    """Kinds in equal shares, so many that `faulty` of the claims have one."""
    each = int(claims * faulty) // len(BENCH_KINDS)
    return tuple(Fault(kind, each) for kind in BENCH_KINDS) if each else ()


def _bench_settings(town: Municipality, sources: tuple[str, str], debtor: Sequence[str], other: str) -> str:
    as_of = np.datetime64(bank_day(town.plan, 3), "D")
    text = f"""municipality = "{town.plan.municipality}"
creditor_id = "{town.plan.creditor_id}"
area = "daginstitution"
cut_off = {town.plan.cut_off}
as_of = {as_of}

[[input]]
side = "debtor"
source = "{sources[0]}"
files = [
{agreements_first(debtor)}
]

[[input]]
side = "psrm"
source = "{sources[1]}"
files = ["data/{other}"]
"""
    for solution in town.plan.solutions:
        types = ", ".join(f'"{one}"' for one in solution.weights)
        text += f"""
[[solution]]
name = "{solution.name}"
marks = ["{solution.mark}"]
claim_types = [{types}]
"""
    return text
