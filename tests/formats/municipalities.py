"""Made-up municipalities as values, with what a run of each is told."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from towns import DEBTOR_COLUMNS, PSRM_COLUMNS, Town, settings_for, town, written

from formats.table import Table, simulated_table, table_of
from formats.write import Given
from zerosum.settings import Settings, Solution
from zerosum.simulate import ode, plain, psrm
from zerosum.simulate.example import FAULTS, bench_faults, bench_plan, plan
from zerosum.simulate.faults import put_in
from zerosum.simulate.model import Municipality, municipality
from zerosum.tables import Side

AMOUNTS, DAYS = ("amount", "accepted"), ("booked_on", "receipt_on", "effective_on")
ODE_AMOUNTS = (
    "Restbeløb", "Beløb", "Beløb accepteret", "Trans_Beløb", "Original Amount", "Creation Amount", "Aftalesaldo",
)  # fmt: skip
ODE_DAYS = (
    "Modtagelsesdato", "Oprettet den", "Sendt den", "Aktionsstatus dato", "Virkningsdato", "Stiftelsesdato",
    "Nettoforfald", "SRI dato", "Ydelsesperiode fra", "Ydelsesperiode til", "Periode fra", "Periode til", "Gyldig fra",
    "Gyldig til", "Forældelsesdato",
)  # fmt: skip

DANISH = {
    "claim_id": "FordringID", "reference": "Fordringshaverreference", "main_claim_id": "HovedfordringID",
    "resent_of": "Genindsendt af", "solution": "Fagløsning", "claim_type": "Fordringstype", "debtors": "Skyldnere",
    "event": "Hændelse", "amount": "Beløb", "accepted": "Beløb accepteret", "booked_on": "Bogført den",
    "receipt_on": "Kvitteret den", "effective_on": "Virkningsdato", "action_id": "Aktions-ID", "status": "Aktionsstatus",
    "reason": "Årsag",
}  # fmt: skip
WORDS = {
    "creation": "Tilgang", "write_up": "opskrivning", "write_down": "Nedskrivning", "recall": "tilbagekald",
    "Alfa": 'Børn; "Unge"', "Beta": "Ældre, SFO | klub", "Gamma": "Øvrige 'Å' & Æ",
}  # fmt: skip
PLAIN_WORDS = WORDS | {"Alfa": "Børn og unge", "Beta": "Ældre, SFO", "Gamma": "Øvrige Å"}


@dataclass(frozen=True, repr=False)
class Told:
    """A municipality: what its files say, and what its run is told besides. The settings have no inputs."""

    name: str
    sides: tuple[Given, ...]
    settings: Settings

    def __repr__(self) -> str:
        """The tables as lines of values."""
        tables = [table for one in self.sides for table in one.tables]
        rows = {one.name: [*zip(*(column.values for column in one.columns), strict=True)] for one in tables}
        return f"Told({self.name!r}, signed={self.sides[0].signed}, {rows!r})"


def settings_of(made: Town) -> Settings:
    """What a run of the town is told: its list of debtors stays where it is."""
    return replace(written(Path(tempfile.mkdtemp()), made), inputs=(), test_batch=None, debtor_aliases=None)


def faulty() -> Town:
    """The town with a few differences."""
    made = town()
    made.psrm[3] = made.psrm[3] | {"amount": "2345,18"}
    made.debtor[9] = made.debtor[9] | {"status": "AF", "accepted": "0,00", "reason": "152"}
    del made.psrm[11], made.debtor[30]
    made.debtor[20] = made.debtor[20] | {"booked_on": "2026-10-02", "receipt_on": ""}
    made.debtor[21] = made.debtor[21] | {"status": "", "accepted": "", "receipt_on": ""}
    made.psrm.append(made.psrm[5] | {"claim_id": "7999999", "reference": "", "amount": "1234567,05"})
    return made


def _town() -> Told:
    return of_town("town", faulty(), {})


def _danish() -> Told:
    return of_town("danish", faulty(), WORDS)


def _quiet() -> Told:
    """Danish, without a sign that another form uses for itself."""
    return of_town("quiet", faulty(), PLAIN_WORDS)


def _signed() -> Told:
    """Some amounts are negative, on either side or on both."""
    made = faulty()
    for at, row in enumerate(made.psrm):
        if at % 7 == 2:
            row["amount"] = f"-{row['amount']}"
    for at, row in enumerate(made.debtor):
        if at % 7 == 2:
            row["amount"] = f"-{row['amount']}"
    told = of_town("signed", made, {})
    return replace(told, sides=tuple(replace(one, signed=True) for one in told.sides))


def of_town(name: str, made: Town, words: dict[str, str]) -> Told:
    """A town as values; with `words`, in Danish, with those words for its own."""
    named = DANISH if words else {one: one for one in DEBTOR_COLUMNS}
    sides = []
    for side, rows, columns in (
        (Side.DEBTOR, made.debtor, DEBTOR_COLUMNS),
        (Side.PSRM, made.psrm, PSRM_COLUMNS),
    ):
        texts = [[words.get(row.get(one, ""), row.get(one, "")) for one in columns] for row in rows]
        table = table_of(
            "debitor" if side == Side.DEBTOR else "psrm",
            [named[one] for one in columns],
            texts,
            [named[one] for one in AMOUNTS],
            [named[one] for one in DAYS],
            [named["debtors"]],
        )
        sides.append(Given(side, "zerosum", (table,)))
    settings = settings_of(made)
    solutions = tuple(Solution(words.get(one.name, one.name), one.claim_types) for one in settings.solutions)
    return Told(name, tuple(sides), replace(settings, solutions=solutions))


def _simulated(name: str, made: Municipality, columns: tuple[str, ...] | None = None) -> Told:
    sides = []
    amounts, days = (*AMOUNTS, "principal"), (*DAYS, *plain.REPORTED_DAYS)
    for side, stem in ((Side.DEBTOR, "debitor"), (Side.PSRM, "psrm")):
        table = simulated_table(stem, plain.one_side(made, side, columns), amounts, days, ("debtors",))
        sides.append(Given(side, "zerosum", (table,)))
    return Told(name, tuple(sides), _settings(made))


def _settings(made: Municipality) -> Settings:
    return replace(settings_for(made.plan, (), Path("psrm"), Path()), inputs=())


def _example() -> Told:
    return _simulated("example", put_in(municipality(plan(240), 11), FAULTS, 11)[0])


def _bench() -> Told:
    made = put_in(municipality(bench_plan(400), 5), bench_faults(400, 0.1), 5)[0]
    return _simulated("bench", made, plain.BENCH_COLUMNS)


def _kmd() -> Told:
    """KMD's four files against PSRM's report."""
    made = put_in(municipality(plan(240), 3), FAULTS, 3)[0]
    with tempfile.TemporaryDirectory() as folder:
        tables = tuple(_of_file(path) for path in ode.write(Path(folder), made))
    days = (psrm.BOOKED, psrm.EFFECTIVE)
    report = simulated_table(psrm.name(made), psrm.report(made), (psrm.AMOUNT,), days, (psrm.DEBTORS,))
    sides = (Given(Side.DEBTOR, "kmd-ode", tables), Given(Side.PSRM, "psrm-justering", (report,)))
    return Told("kmd", sides, _settings(made))


def _of_file(path: Path) -> Table:
    """A file of KMD ODE as values, by Python's own csv."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"))
    name = path.stem.rsplit("_", 1)[0]
    return table_of(name, rows[0], rows[1:], ODE_AMOUNTS, ODE_DAYS)


MUNICIPALITIES: dict[str, Callable[[], Told]] = {
    "danish": _danish,
    "quiet": _quiet,
    "signed": _signed,
    "kmd": _kmd,
    "example": _example,
    "bench": _bench,
    "town": _town,
}
