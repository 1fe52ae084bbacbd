"""The cases of the rules: fixtures/rules/<file>.csv, which a case worker can read, as claims that can be judged.

The first rows, under the rule «alle», are a right claim of each type. Each further row changes the fields that stand in it,
and says what one rule must say then. «tom» is a blank field.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from zerosum import dates, money
from zerosum.catalogue.load import everything
from zerosum.stamdata.checks.check import Outcome
from zerosum.stamdata.claims import AMOUNTS, DAYS, TEXTS, Stamdata
from zerosum.stamdata.judged import Judged, judged, outcomes
from zerosum.stamdata.rules import Rules, built_in, kinds_of
from zerosum.tables import NO_DAY, NOT_TOLD, Breaches, Consequence, Status

FOLDER = Path(__file__).parent.parent / "fixtures" / "rules"
AS_OF = dates.day("2026-09-30")
ALL, BLANK = "alle", "tom"

COLUMNS = {
    "modtaget": "receipt_on",
    "fordringsart": "claim_art",
    "hovedstol": "principal_ore",
    "beløb": "amount_ore",
    "stiftelse": "arose_on",
    "forfald": "due_on",
    "sidste rettidige betaling": "last_timely_on",
    "periode start": "period_from_on",
    "periode slut": "period_to_on",
    "forældelse": "limitation_on",
    "dom": "judgment_on",
    "forlig": "settlement_on",
    "reference": "reference",
    "beskrivelse": "description",
    "institution": "institution",
    "til opkrævning": "in_collection",
}
"""Danish heading -> our column."""

LIABLE = {
    "": "",
    "1": "0113701234",
    "2": "0113701234|0213701235",
    "ni cifre": "113701234",
    "firma": "10000009",
    "firma, ét ciffer forkert": "10000008",
    "AKR": "90000000001",
    "udenlandsk": "SE5566778",
}
"""What stands under «hæftere» -> the debtor set. All of them are made up."""

EXPECTED = {
    "overholdt": Outcome.KEPT,
    "kan ikke prøves": None,
    "gælder ikke": Outcome.OUTSIDE,
    "afvist": Consequence.REJECTED,
    "høring": Consequence.HEARING,
    "afvist eller høring": Consequence.EITHER,
    "efterses": Consequence.HINT,
}


@dataclass(frozen=True)
class Case:
    """One row."""

    file: str
    line: int
    rule: str
    claim_type: str
    told: dict[str, str] = field(hash=False)
    """Heading -> what stands in the row itself."""
    whole: dict[str, str] = field(hash=False)
    """The same, with what the right claim of the type has."""
    expected: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}.csv:{self.line} {self.rule} {self.claim_type}"


def files() -> list[str]:
    """The names of the files."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


@cache
def cases(file: str) -> tuple[Case, ...]:
    """The cases of a file."""
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    right = {row["type"]: row for row in rows if row["regel"] == ALL}
    found = []
    for line, row in enumerate(rows, 2):
        claim_type = "" if row["type"] == BLANK else row["type"]
        told = {name: row[name] for name in row if row[name] and name not in ("regel", "type", "forventet", "hvorfor")}
        start = right.get(claim_type) or next(iter(right.values()))
        whole = {name: told.get(name) or start[name] for name in start}
        whole = {name: "" if value == BLANK else value for name, value in whole.items()}
        found.append(Case(file, line, row["regel"], claim_type, told, whole, row["forventet"], row["hvorfor"]))
    return tuple(found)


@cache
def every() -> tuple[Case, ...]:
    """The cases of all files."""
    return tuple(one for file in files() for one in cases(file))


def day(written: str) -> int:
    """A day as it stands in the table, also one before 1900."""
    return dates.number(datetime.strptime(written, "%d.%m.%Y").date()) if written else NO_DAY


@dataclass(frozen=True)
class Row:
    """A claim in the making."""

    texts: dict[str, str]
    days: dict[str, int]
    amounts: dict[str, int]
    status: Status = Status.EXECUTED


def stamdata(rows: Sequence[Row], told: frozenset[str] | None = None) -> Stamdata:
    """Claims. What a row does not name is blank."""
    return Stamdata(
        {name: pa.array([row.texts.get(name, "") for row in rows], pa.string()) for name in TEXTS},
        {name: np.array([row.days.get(name, NO_DAY) for row in rows], np.int32) for name in DAYS},
        {name: np.array([row.amounts.get(name, NOT_TOLD) for row in rows], np.int64) for name in AMOUNTS},
        frozenset((*TEXTS, *DAYS, *AMOUNTS)) if told is None else told,
        np.array([row.status for row in rows], np.int8),
        np.zeros(len(rows), np.int16),
        np.arange(2, len(rows) + 2, dtype=np.int32),
    )


def rows_of(case: Case, number: int) -> list[Row]:
    """The claim of a case, and those that it needs beside it."""
    whole = case.whole
    texts = {"claim_type": case.claim_type, "debtors": LIABLE[whole["hæftere"]], "claim_id": f"9{number:017d}"}
    texts["reference"] = f"A-{number}"
    days: dict[str, int] = {}
    amounts: dict[str, int] = {}
    for heading, name in COLUMNS.items():
        if name in DAYS:
            days[name] = day(whole[heading])
        elif name in AMOUNTS:
            amounts[name] = ore(whole[heading])
        elif whole[heading] or heading in case.told:
            texts[name] = whole[heading]
    beside = []
    if whole["hovedfordring"]:
        texts["main_claim_id"] = f"8{number:017d}"
        if whole["hovedfordring"] != "mangler":
            main = {"claim_id": f"8{number:017d}", "reference": f"H-{number}", "claim_type": whole["hovedfordring"]}
            days_of_main = {
                "due_on": day(whole["hovedfordring forfald"]),
                "receipt_on": day(whole["hovedfordring modtaget"]),
            }
            status = Status.REJECTED if whole["andet"] == "hovedfordring afvist" else Status.EXECUTED
            beside.append(Row(main, days_of_main, {}, status))
    if whole["andet"].startswith(("samme reference", "gensendt")):
        other = {"claim_id": f"7{number:017d}", "reference": texts["reference"], "claim_type": "KFETAND"}
        when = {"samme reference dagen efter": 1, "samme reference samme dag": 0}.get(whole["andet"], -1)
        status = Status.REJECTED if whole["andet"] == "samme reference afvist" else Status.EXECUTED
        beside.append(Row(other, {"receipt_on": days["receipt_on"] + when}, {}, status))
        if whole["andet"] == "gensendt":
            texts["resent_of"] = other["claim_id"]
    return [Row(texts, days, amounts), *beside]


def ore(written: str) -> int:
    """An amount as it stands in the table."""
    if not written:
        return NOT_TOLD
    return money.ore(written, digits_max=12)


@dataclass(frozen=True)
class Answered:
    """The cases judged."""

    cases: tuple[Case, ...]
    judged: Judged
    at: np.ndarray
    """The row of each case."""

    def said(self, rule: str) -> list[str]:
        """What a rule says of each case."""
        of_rule = outcomes(self.judged, rule)[self.at]
        worst = {
            row: Consequence(consequence)
            for row, at, consequence in self.judged.breaches.itertuples(index=False)
            if self.judged.rule(at).code == rule
        }
        told = {value: word for word, value in EXPECTED.items() if isinstance(value, Consequence)}
        words = {Outcome.KEPT: "overholdt", Outcome.OUTSIDE: "gælder ikke"}
        return [
            told[worst[row]] if outcome == Outcome.BREACHED else words.get(Outcome(outcome), "kan ikke prøves")
            for row, outcome in zip(self.at.tolist(), of_rule.tolist(), strict=True)
        ]

    def rules_of(self, at: int) -> set[int]:
        """The rules that a case breaks, as places in Rules.rules."""
        rows = self.judged.breaches[Breaches.ROW] == self.at[at]
        return set(self.judged.breaches.loc[rows, Breaches.RULE].tolist())


def answer(some: Sequence[Case], rules: Rules | None = None) -> Answered:
    """Judge cases."""
    rows: list[Row] = []
    at = []
    for number, case in enumerate(some):
        at.append(len(rows))
        rows += rows_of(case, number)
    done = judged(stamdata(rows), rules or built_in(), kinds_of(everything()), AS_OF)
    return Answered(tuple(some), done, np.array(at))


def only(rules: Rules, code: str) -> Rules:
    """The versions of one rule."""
    return replace(rules, rules=tuple(one for one in rules.rules if one.code == code))
