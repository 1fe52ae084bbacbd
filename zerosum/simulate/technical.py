"""The second example: SPOR 05 Teknisk forvaltning. KMD Opus is the debtor system of some solutions, others have files of their
own; one solution's test is outstanding, and the bills of quarters and years meet the filter's two months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from zerosum.simulate import ode, psrm
from zerosum.simulate.example import (
    agreements_first,
    delivered,
    portal_text,
    totals_text,
    truth_text,
    write_text,
)
from zerosum.simulate.faults import Fault, put_in
from zerosum.simulate.model import (
    Breach,
    Feature,
    Flags,
    Municipality,
    Plan,
    SolutionPlan,
    municipality,
    of_solutions,
)
from zerosum.simulate.vendors import REPORTED, Form, delimited, fixed, texts, values, xml

ROADS, HARBOUR_C, HARBA, BEAS = "Elbek & Vejrup", "Compusoft", "HARBA", "BEAS"
BRANDSOFT, ASK, MANUAL = "EG Brandsoft", "Dialog Consult ASK", "KMD Opus, manuelle regninger"
IN_OPUS = (ROADS, HARBOUR_C, BRANDSOFT, MANUAL)
"""Solutions whose bills the debtor system KMD Opus sends on; the others send their own."""
OTHER_AREA, OTHER_TYPE = "Tværgående civilretlige krav", "KOCIVIL"
"""Customer cards of the ferries are billed by hand under another area's type."""
ELSEWHERE, ELSEWHERE_TYPE = "Beredskabet", "KFGERBA"
ROLE = "PSRM-tovholder, Teknik og Miljø"
AS_OF = date(2026, 10, 5)

SHARES = {
    Feature.WRITE_DOWN: 0.14,
    Feature.WRITE_UP: 0.04,
    Feature.RECALL: 0.06,
    Feature.CREATION_REPLACED: 0.02,
    Feature.HEARING_ANSWERED: 0.06,
    Feature.DMI: 0.02,
}


def plan(claims: int = 300) -> Plan:
    """What the example is made to be."""
    return Plan(
        municipality="Eksempel Kommune",
        creditor_id="0999",
        claims=claims,
        cut_off=date(2026, 9, 30),
        solutions=(
            SolutionPlan(ROADS, "VEJA", {"KFRÅVEJ": 5, "KFGERBA": 2}, 26),
            SolutionPlan(HARBOUR_C, "HAVC", {"KFHAVNY": 3, "KFHAVNA": 1}, 18, firms=True),
            SolutionPlan(HARBA, "HARBA", {"KFHAVNY": 2, "KFHAVNA": 2}, 18),
            SolutionPlan(BEAS, "BEAS", {"KFHAVNA": 1}, 10, firms=True),
            SolutionPlan(BRANDSOFT, "KIRB", {"KFKIRGÅ": 0}, 0, features=False),
            SolutionPlan(ASK, "ASK", {"KFKIRGÅ": 1}, 16),
            SolutionPlan(MANUAL, "MANU", {"KFRÅVEJ": 3, "KFHAVNY": 2, OTHER_TYPE: 1}, 12, features=False),
        ),
        shares=SHARES,
        two_liable=0.15,
    )


FAULTS = (
    Fault("in_hearing", 3, ROADS, "KFRÅVEJ"),
    Fault("not_sent", 2, MANUAL, "KFRÅVEJ"),
)
"""What is on its way, and no more: nothing is wrong with what is tested."""

LONG = ((ROADS, "quarter", ("in_hearing",), 6), (MANUAL, "year", ("not_sent",), 3))
"""Solution, the breach that its bills of roads have, the faults that have it, and of how many others PSRM took."""


def example(folder: Path, seed: int) -> None:
    """Write the example: inputs, settings and truth. The sources of the systems' own files lie beside them already."""
    town, truth = put_in(municipality(plan(), seed), FAULTS, seed)
    long = {one.claim_id: one.kind for one in truth}
    town = replace(town, breaches=_long_bills(town, long))
    folder.mkdir(parents=True, exist_ok=True)
    in_opus = of_solutions(town, IN_OPUS)
    ode_files = ode.write(folder / "data", in_opus)
    psrm_file = psrm.write_zip(folder / "data", town)
    own = (_harba(folder / "data", town), _beas(folder / "data", town), _ask(folder / "data", town))
    _first_link(folder / "foerste-led", town)
    names = [path.name for path in (*ode_files, psrm_file, *own)]
    write_text(folder / "zerosum.toml", _settings(town, seed, names))
    write_text(folder / "truth.json", truth_text(town, truth, seed))


def _long_bills(town: Municipality, faulty: dict[str, str]) -> tuple[Breach, ...]:
    """The bills of quarters and years: those with a fault, and the first of those that PSRM took."""
    claims, names = town.claims, town.plan.type_names()
    kinds = np.array([faulty.get(str(one), "") for one in claims.claim_id.tolist()])
    found = []
    for solution, breach, faults, more in LONG:
        at = [one.name for one in town.plan.solutions].index(solution)
        mine = (claims.solution == at) & (claims.claim_type == names.index("KFRÅVEJ"))
        taken = mine & (kinds == "") & np.isin(claims.feature, (Feature.PLAIN, Feature.HEARING_ANSWERED))
        # Those that were in hearing come first: PSRM asked about them, and took them.
        order = np.lexsort((np.arange(len(claims)), claims.feature != Feature.HEARING_ANSWERED))
        rows = [*np.flatnonzero(mine & np.isin(kinds, faults)), *order[taken[order]][:more]]
        found += [Breach(int(row), breach) for row in rows]
    return tuple(found)


# --- the systems' own files ---


def _of(town: Municipality, solution: str) -> Flags:
    """The actions of a solution."""
    mine = town.claims.solution == [one.name for one in town.plan.solutions].index(solution)
    of_actions: Flags = mine[town.actions.claim]
    return of_actions


OWN_COLUMNS = (
    "reference", "claim_id", "claim_type", "debtors", "event", "amount", "accepted", "booked_on", "receipt_on", "effective_on",
    "action_id", "status", "reason", "principal", *REPORTED,
)  # fmt: skip

HARBA_HEADINGS = (
    "Regning", "Fordring", "Ydelse", "Betaler", "Bevaegelse", "Beloeb", "Godtaget", "Bogfoert", "Besvaret", "Virkning", "Loebenummer",
    "Svar", "Aarsag", "Hovedstol", "Stiftet", "Forfald", "Betalt senest", "Fra", "Til", "Foraeldes",
)  # fmt: skip


def _harba(folder: Path, town: Municipality) -> Path:
    """Commas, points in the amounts, ISO dates."""
    form = Form("%Y-%m-%d", {"KFHAVNY": "YDELSE", "KFHAVNA": "AFGIFT"}, ".")
    lines = texts(values(town, _of(town, HARBA), form), OWN_COLUMNS)
    return delimited(folder / "harba_2026-09.csv", HARBA_HEADINGS, lines, separator=",", encoding="utf-8")


BEAS_WIDTHS = (16, 17, 8, 22, 13, 12, 12, 9, 9, 9, 13, 11, 5, 12, 9, 9, 9, 9, 9, 9)


def _beas(folder: Path, town: Municipality) -> Path:
    """Lines of fixed width, without headings."""
    form = Form("%Y%m%d", {})
    lines = texts(values(town, _of(town, BEAS), form), OWN_COLUMNS)
    return fixed(folder / "beas_2026-09.txt", BEAS_WIDTHS, lines, encoding="windows-1252")


ASK_NAMES = (
    "Gravsag", "FordringID", "Type", "Skyldner", "Haendelse", "Beloeb", "Accepteret", "Dato", "SvarDato", "VirkningDato",
    "AktionID", "Svar", "Aarsag", "Hovedstol", "Stiftelse", "Forfald", "SidsteBetaling", "PeriodeFra", "PeriodeTil", "Foraeldelse",
)  # fmt: skip


def _ask(folder: Path, town: Municipality) -> Path:
    """XML."""
    form = Form("%Y-%m-%d", {"KFKIRGÅ": "GRAV"}, ".")
    lines = texts(values(town, _of(town, ASK), form), OWN_COLUMNS)
    return xml(folder / "dialog-consult-ask_2026-09.xml", "Overfoersel", "Aktion", ASK_NAMES, lines)


LIST_COLUMNS = ("reference", "claim_type", "debtors", "event", "amount", "booked_on", "period_from_on", "period_to_on")


def _first_link(folder: Path, town: Municipality) -> None:
    """The first link (første led): the bills that a business system delivered to KMD Opus by the cut-off."""
    there = delivered(town)
    roads = Form("%d-%m-%Y", {"KFRÅVEJ": "Vejareal", "KFGERBA": "Blind alarm"})
    delimited(
        folder / "elbek-vejrup.csv",
        ("Sagsnr", "Ydelsestype", "Kunde", "Art", "Beløb", "Dato", "Fra", "Til"),
        texts(values(town, _of(town, ROADS) & there, roads), LIST_COLUMNS),
        separator=";", encoding="windows-1252", before=("Afleveret til KMD Opus (opdigtet)", ""),
    )  # fmt: skip
    harbour = Form("%d.%m.%Y", {"KFHAVNY": "10", "KFHAVNA": "20"})
    delimited(
        folder / "compusoft.txt",
        ("Bilag", "Kode", "Firma", "Tekst", "Kr", "Bogf.dato", "Periode start", "Periode slut"),
        texts(values(town, _of(town, HARBOUR_C) & there, harbour), LIST_COLUMNS),
        separator="\t", encoding="windows-1252",
    )  # fmt: skip
    delimited(
        folder / "eg-brandsoft.csv",
        ("Gravsted", "Ydelse", "Skyldner", "Type", "Beløb", "Dato", "Periode fra", "Periode til"),
        (
            ("B-0001", "Vedligeholdelse", "0113701234", "Regning", "1.240,00", "01.09.2026", "01.09.2026", "31.10.2026"),
            ("B-0002", "Fornyelse", "0214701236", "Regning", "3.100,00", "01.09.2026", "01.09.2026", "31.10.2026"),
            ("B-0003", "Vedligeholdelse", "0315701238", "Regning", "1.240,00", "02.09.2026", "02.09.2026", "01.11.2026"),
        ),
        separator=";", encoding="utf-8-sig", after=("I alt;;;;5.580,00;;;",),
    )  # fmt: skip


# --- the settings ---

TYPES = ("KFRÅVEJ", "KFHAVNY", "KFHAVNA", "KFGERBA", "KFKIRGÅ")
REQUIRED = {ROADS: ("create", "write_down"), ASK: ("create", "recall"), BRANDSOFT: ("create", "write_down")}


def _settings(town: Municipality, seed: int, names: list[str]) -> str:
    plan_of = town.plan
    opus = agreements_first([name for name in names if "_ODE_" in name])
    psrm_file, harba, beas, ask = names[-4:]
    text = f"""# {plan_of.municipality}, SPOR 05: opdigtede data, lavet af `python -m zerosum.simulate example --area teknisk-forvaltning` med frø {seed}.
# Navne og numre er opdigtede. Et personnummer har en måned fra 13 til 19, som ingen har.
# Fagsystemernes egne layouter er også opdigtede: kilderne i kilder/ viser, hvordan et beskrives, og skal bekræftes af kommunen.

municipality = "{plan_of.municipality}"
creditor_id = "{plan_of.creditor_id}"
area = "teknisk-forvaltning"
cut_off = {plan_of.cut_off}
as_of = {AS_OF}
whole_creditor = true # PSRM-filen dækker hele fordringshaveren
# dmi_close mangler med vilje: dagen, området lukkede i DMI, er ukendt

# KLIK tema 1: de fordringstyper, kommunen bruger.
claim_types = [{", ".join(f'"{one}"' for one in TYPES)}]

[responsible]
role = "{ROLE}"

# KMD Opus er debitorsystem for vejene, Compusoft og de manuelle regninger.
[[input]]
side = "debtor"
source = "kmd-ode"
files = [
{opus}
]

# Tre fagsystemer sender selv til inddrivelse, hver med sin fil og sin kilde.
"""
    for solution, source, file in ((HARBA, "harba", harba), (BEAS, "beas", beas), (ASK, "dialog-consult-ask", ask)):
        text += f"""[[input]]
side = "debtor"
source = "kilder/{source}.toml"
files = "data/{file}"
solution = "{solution}"

"""
    text += f"""[[input]]
side = "psrm"
source = "psrm-justering"
files = "data/{psrm_file}"

# KLIK tema 2: hvilken løsning laver regningerne.
"""
    for one in plan_of.solutions:
        types = ", ".join(f'"{code}"' for code in one.weights if code != OTHER_TYPE)
        note = " # 0-sumstesten udestår" if one.name == BRANDSOFT else ""
        text += f'[[solution]]\nname = "{one.name}"{note}\n'
        text += 'kind = "manual" # regninger, som mennesker skriver i debitorsystemet\n' if one.name == MANUAL else ""
        text += f'marks = ["{one.mark}"] # Indholdsart\n' if one.name in IN_OPUS else ""
        text += f"claim_types = [{types}]\n"
        if one.name in REQUIRED:
            text += f"required = [{', '.join(f'{kind!r}' for kind in REQUIRED[one.name])}]\n".replace("'", '"')
        text += "\n"
    text += f"""# Håndteres af anden: {ELSEWHERE} sender selv sin del af de blinde alarmer. Der ventes ingen data om dem.
[[elsewhere]]
by = "{ELSEWHERE}"
claim_types = ["{ELSEWHERE_TYPE}"]
partly = true # resten kommer fra {ROADS}

# Kundekort til færger faktureres under et andet områdes type.
[other_areas]
"{OTHER_AREA}" = ["{OTHER_TYPE}"]

# Første led: hvad fagsystemet afleverede. For {ROADS} og {HARBOUR_C} er det listerne i foerste-led/.
"""
    return text + totals_text(town, [one.name for one in plan_of.solutions], (OTHER_TYPE,)) + portal_text(town)
