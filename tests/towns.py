"""A small right municipality as two plain files: each cell has what makes it hard, and is ready before anything is put in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zerosum.settings import Batch, Input, Settings, Solution
from zerosum.simulate.model import Plan
from zerosum.sources.load import builtin
from zerosum.tables import Side

CUT_OFF, AS_OF = date(2026, 9, 30), date(2026, 10, 1)
DEBTOR_COLUMNS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount", "accepted",
    "booked_on", "receipt_on", "effective_on", "action_id", "status", "reason",
)  # fmt: skip
PSRM_COLUMNS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "claim_type", "debtors", "event", "amount", "booked_on", "effective_on", "reason",
)  # fmt: skip
BARE_PSRM = ("claim_id", "reference", "event", "amount")
"""No type, debtor, status or date."""
BARE_DEBTOR = ("claim_id", "reference", "solution", "claim_type", "debtors", "event", "amount", "booked_on")
REFERENCE_ALONE = ("reference", "claim_type", "debtors", "event", "amount", "booked_on", "effective_on")
"""A report of PSRM without its own ids."""

SCOPE = {
    "Alfa": ("KFDAINS", "KFTILDA", "GEDAINS", "REOPDAG"),
    "Beta": ("KFDAINS", "KFSKFRI", "GEDAINS", "REOPDAG"),
    "Gamma": ("KFLRUNG", "GEDAINS", "REOPDAG"),
}
RELATED = ("GEDAINS", "REOPDAG")
CELLS = tuple((name, one) for name, types in SCOPE.items() for one in types if one not in RELATED)


@dataclass
class Town:
    """The rows of both files."""

    debtor: list[dict[str, str]] = field(default_factory=list)
    psrm: list[dict[str, str]] = field(default_factory=list)
    serial: int = 0

    def claim(self, solution: str, claim_type: str, debtors: str, ore: int, main: str = "") -> dict[str, str]:
        """A claim that both sides have."""
        self.serial += 1
        at = {
            "claim_id": f"{7_000_000 + 37 * self.serial}",
            "reference": f"{'00' if self.serial % 2 else '1'}{40_000 + 11 * self.serial}",
            "main_claim_id": main,
            "solution": solution,
            "claim_type": claim_type,
            "debtors": debtors,
        }
        self.happens(at, "creation", ore, 1 + self.serial % 20)
        return at

    def happens(self, claim: dict[str, str], event: str, ore: int, day: int, reason: str = "") -> None:
        amount = f"{ore // 100},{ore % 100:02d}"
        month = "08" if day < 22 else "09"
        row = claim | {"event": event, "amount": amount, "effective_on": f"2026-{month}-{day:02d}", "reason": reason}
        self.debtor.append(
            row
            | {
                "accepted": amount, "booked_on": f"2026-{month}-{day:02d}", "receipt_on": f"2026-{month}-{day + 1:02d}",
                "status": "UD", "action_id": f"{900_000 + len(self.debtor)}",
            }
        )  # fmt: skip
        self.psrm.append(row | {"booked_on": f"2026-{month}-{day + 1:02d}"})


FORMER = "0519701234"
"""Another number of the second debtor."""


def person(number: int) -> str:
    """A made-up number of a person: a month of 13 to 19."""
    return f"{1 + number % 19:02d}{13 + number % 7}{60 + number % 30}{1_000 + 7 * number:04d}"


def town() -> Town:
    """Sixty claims in five cells of main claims and six of related ones."""
    made = Town()
    for at, (solution, claim_type) in enumerate(CELLS):
        one, other, third = person(10 * at), person(10 * at + 1), person(10 * at + 2)
        made.claim(solution, claim_type, one, 187_300)
        made.claim(solution, claim_type, one, 187_300)
        made.claim(solution, claim_type, one, 234_517 + at)
        made.claim(solution, claim_type, other, 301_989 + at)
        made.claim(solution, claim_type, f"{min(one, third)}|{max(one, third)}", 187_300)
        written_down = made.claim(solution, claim_type, other, 187_300)
        made.happens(written_down, "write_down", 40_050 + at, 22, "INDB")
        written_up = made.claim(solution, claim_type, third, 234_500)
        made.happens(written_up, "write_up", 20_075 + at, 23)
        recalled = made.claim(solution, claim_type, third, 301_900)
        made.happens(recalled, "recall", 301_900, 24, "HENS")
        billed = made.claim(solution, claim_type, other, 234_500)
        made.claim(solution, "GEDAINS", other, 25_000, billed["claim_id"])
        owed = made.claim(solution, claim_type, third, 187_300)
        made.claim(solution, "REOPDAG", third, 1_937 + at, owed["claim_id"])
    return made


def text(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue()


def written(
    folder: Path, made: Town, debtor: Sequence[str] = DEBTOR_COLUMNS, psrm: Sequence[str] = PSRM_COLUMNS
) -> Settings:
    """Write the two files, and give the settings that name them."""
    paths = {side: folder / f"{side.name.lower()}.csv" for side in Side}
    paths[Side.DEBTOR].write_text(text(made.debtor, debtor), encoding="utf-8")
    paths[Side.PSRM].write_text(text(made.psrm, psrm), encoding="utf-8")
    aliases = folder / "skyldnere.csv"
    aliases.write_text(f"number;same_as\n{FORMER};{person(1)}\n", encoding="utf-8")
    recalls = [row["claim_id"] for row in made.psrm if row["event"] == "recall"]
    return Settings(
        municipality="Eksempel Kommune",
        creditor_id="0999",
        area="daginstitution",
        area_name="Daginstitution",
        cut_off=CUT_OFF,
        as_of=AS_OF,
        inputs=tuple(Input(side, builtin("zerosum"), (paths[side],)) for side in Side),
        solutions=tuple(Solution(name, types) for name, types in SCOPE.items()),
        area_types={one: one for types in SCOPE.values() for one in types},
        debtor_aliases=aliases,
        test_batch=Batch(listed=tuple(recalls)),
        path=folder / "zerosum.toml",
    )


def settings_for(plan: Plan, debtor: Sequence[Path], psrm: Path, folder: Path) -> Settings:
    """The settings of a made-up municipality in the real formats."""
    declared = [one for one in plan.solutions if one.in_area]
    return Settings(
        municipality=plan.municipality,
        creditor_id=plan.creditor_id,
        area="daginstitution",
        area_name="Daginstitution",
        cut_off=plan.cut_off,
        as_of=plan.cut_off,
        inputs=(
            Input(Side.DEBTOR, builtin("kmd-ode"), tuple(debtor)),
            Input(Side.PSRM, builtin("psrm-justering"), (psrm,)),
        ),
        solutions=tuple(Solution(one.name, tuple(one.weights), (one.mark,)) for one in declared),
        area_types={name: name for one in declared for name in one.weights},
        other_types=frozenset(name for one in plan.solutions if not one.in_area for name in one.weights),
        path=folder / "zerosum.toml",
    )
