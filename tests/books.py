"""Small pairs of files in the plain format, drawn by hypothesis; and what they add up to, reckoned in plain Python.

A `Pair` is two tables of texts as a vendor could write them. Its ids come from few values, so that claims clash, split,
are sent again, belong together as families, and repeat. What is reckoned here shares nothing with the stages: it goes
from the drawn texts to signed øre line by line.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from zerosum.settings import ControlTotal, Input, Settings, Solution, Tolerance
from zerosum.sources.load import builtin
from zerosum.tables import Side

CUT_OFF = date(2026, 9, 30)
CREDITOR = "0999"
AREA = {"KFDAINS": "Daginstitution", "GEDAINS": "Gebyr"}
OTHER_AREA = "KFLEJKA"
ONE, TWO, FIRM = "1413131234", "0514131236", "90000017"
"""Made-up debtors: a person's number has a month of 13 to 19, which no person has."""

COLUMNS = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount",
    "accepted", "booked_on", "receipt_on", "effective_on", "action_id", "status", "reason", "creditor",
    "converted",
)  # fmt: skip
NEEDED = ("event", "amount")
OPTIONAL = tuple(name for name in COLUMNS if name not in NEEDED)
STATUSES = ("UD", "", "MO", "SA", "HO", "AF")
FORMER = "0777"
"""A declared former creditor."""
RECOVERIES = ("recovery", "dækning")
EVENTS = ("creation", "write_down", "write_up", "recall", "new_write_down", "zero", *RECOVERIES)
PLUS_OR_MINUS = {"creation": 1, "write_up": 1, "write_down": -1, "new_write_down": -1, "recall": -1}
DAYS = ("2026-09-01", "2026-09-30", "2026-10-01", "")
AMOUNTS = (100_00, 300_00, 100_01, 250_00, 1, 9_999_999_999)

BLANK, RAGGED = "blank", "ragged"
Row = Mapping[str, str]
Line = Row | Literal["blank", "ragged"]
Address = tuple[str, str, frozenset[str]]
"""Solution, claim type, debtor set."""


@dataclass(frozen=True, repr=False)
class Pair:
    """Two files, and what the run is told beside them."""

    debtor: tuple[Line, ...]
    psrm: tuple[Line, ...]
    debtor_columns: tuple[str, ...] = COLUMNS
    psrm_columns: tuple[str, ...] = COLUMNS
    declared: tuple[tuple[str, str], ...] | None = None
    """Solution and claim type of each expected cell; None: a run without scope."""
    tolerance: Tolerance = field(default_factory=Tolerance)
    control_totals: tuple[ControlTotal, ...] = ()
    as_of: date = CUT_OFF

    def lines(self, side: Side) -> tuple[Line, ...]:
        return self.debtor if side == Side.DEBTOR else self.psrm

    def columns(self, side: Side) -> tuple[str, ...]:
        return self.debtor_columns if side == Side.DEBTOR else self.psrm_columns

    def headings(self, side: Side) -> tuple[str, ...]:
        """The columns, and one of the side's own that says nothing: two files of the same bytes are refused."""
        return (*self.columns(side), f"egen_{side.name.lower()}")

    def text(self, side: Side) -> str:
        return csv_text(self.lines(side), self.headings(side))

    def __repr__(self) -> str:
        """As the two files, so that a falsifying example can be kept as it is printed."""
        told = f"declared={self.declared} {self.tolerance} as_of={self.as_of} totals={self.control_totals}"
        return f"Pair {told}\n--- debtor.csv\n{self.text(Side.DEBTOR)}--- psrm.csv\n{self.text(Side.PSRM)}"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))


def csv_text(lines: Sequence[Line], columns: Sequence[str]) -> str:
    """The lines as CSV with a heading line; columns that are blank throughout stay where the pair has them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        if line == BLANK:
            text.write("\n")
        elif line == RAGGED:
            text.write("x;" * (len(columns) + 2) + "x\n")
        elif isinstance(line, Mapping):
            writer.writerow([line.get(name, "") for name in columns])
    return text.getvalue()


def written(folder: Path, pair: Pair) -> Settings:
    """Write the pair's two files, and give the settings that name them."""
    paths = {}
    for side in Side:
        paths[side] = folder / f"{side.name.lower()}.csv"
        paths[side].write_text(pair.text(side), encoding="utf-8")
    return settings_of(pair, [(side, (paths[side],)) for side in Side], folder)


def settings_of(pair: Pair, inputs: Sequence[tuple[Side, tuple[Path, ...]]], folder: Path) -> Settings:
    """The settings of a pair whose files are already there."""
    names = dict.fromkeys(solution for solution, _ in pair.declared or ())
    return Settings(
        municipality="Eksempel Kommune",
        creditor_id=CREDITOR,
        area="daginstitution",
        area_name="Daginstitution",
        cut_off=CUT_OFF,
        as_of=pair.as_of,
        inputs=tuple(Input(side, builtin("zerosum"), files) for side, files in inputs),
        solutions=tuple(
            Solution(name, tuple(kind for one, kind in pair.declared or () if one == name)) for name in names
        ),
        area_types=dict(AREA),
        other_types=frozenset({OTHER_AREA}),
        former_creditors=(FORMER,),
        tolerance=pair.tolerance,
        control_totals=pair.control_totals,
        path=folder / "zerosum.toml",
    )


def danish(ore: int) -> str:
    """Øre as a Danish amount."""
    return f"{ore // 100},{ore % 100:02d}"


# ---------------------------------------------------------------------------------------------------- reckoning


@dataclass(frozen=True)
class Reckoned:
    """One line of a file, by the rules of the design alone."""

    side: Side
    line: int
    """Line in the file, the heading is 1."""
    kind: str
    """`movement`, `reject` or the rule it is counted under."""
    signed_ore: int = 0
    """PSRM plus, debtor system minus; 0 where it is not in the book."""
    event: str = ""
    status: str | None = None
    """None: the file has no such column."""
    late_receipt: bool = False
    row: Row | None = None
    """Its cells; those of columns that the file does not have are blank."""

    @property
    def in_book(self) -> bool:
        return self.kind == "movement"

    @property
    def address(self) -> Address:
        """What the line itself says."""
        assert self.row is not None
        return self.row["solution"], self.row["claim_type"], debtor_set(self.row["debtors"])

    @property
    def executed(self) -> bool:
        """Executed on the day, or of unknown status."""
        return self.in_book and self.status in (None, "UD") and not self.late_receipt


def debtor_set(cell: str) -> frozenset[str]:
    return frozenset(re.sub("[- ]", "", member) for member in cell.split("|")) - {""}


def amount_ore(text: str) -> int | None:
    """A Danish amount in øre; None where it is none, negative, or a hundred million kroner and more."""
    found = re.fullmatch(r"(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?", text)
    if not found or int(found[1].replace(".", "")) >= 100_000_000:
        return None
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def reckon(pair: Pair) -> list[Reckoned]:
    """Each line of both files by the rules of the design, section 4."""
    found = []
    for side in Side:
        found += _without_replaced(_of_side(pair, side))
    return found


def _of_side(pair: Pair, side: Side) -> list[Reckoned]:
    columns = pair.columns(side)
    found = []
    at = 2
    for line in pair.lines(side):
        if not isinstance(line, Mapping):
            found.append(Reckoned(side, at, "blank" if line == BLANK else "reject"))
        else:
            found.append(
                _of_line(side, at, {name: line.get(name, "") if name in columns else "" for name in COLUMNS}, columns)
            )
        written = (
            [line[name] for name in line if name in columns or name not in COLUMNS] if isinstance(line, Mapping) else ()
        )
        at += 1 + sum(value.count("\n") for value in written)
    return found


def _of_line(side: Side, at: int, row: dict[str, str], columns: Sequence[str]) -> Reckoned:
    amount = amount_ore(row["amount"])
    event = row["event"].lower()
    status = row["status"].upper() if "status" in columns and side == Side.DEBTOR else None
    days = {name: day(row[name]) for name in ("booked_on", "receipt_on", "effective_on")}
    readable = (
        amount is not None
        and event in EVENTS
        and row["converted"] in ("", "ja", "nej")
        and (status is None or status in STATUSES)
        and all(one is not None for one in days.values())
        and (not row["accepted"] or amount_ore(row["accepted"]) is not None)
    )
    if not readable or amount is None:
        return Reckoned(side, at, "reject", row=row)
    if event in RECOVERIES:  # it says nothing of its claim but the FordringID, or else the reference
        keys = ("reference",) if not row["claim_id"] else ("claim_id",)
        row = row | {name: "" for name in COLUMNS[:7] if name not in keys}
    if row["creditor"] and row["creditor"].lstrip("0") != CREDITOR.lstrip("0"):
        counts = row["creditor"] == FORMER and event in PLUS_OR_MINUS and amount
        return Reckoned(side, at, "former_creditor" if counts else "other_creditor", row=row)
    if (days["booked_on"] or "") > CUT_OFF.isoformat():
        never_counts = event in RECOVERIES or event == "zero" or amount == 0
        return Reckoned(side, at, "late_and_out" if never_counts else "after_cut_off", row=row, event=event)
    if event in RECOVERIES:
        return Reckoned(side, at, "recovery", row=row)
    if event == "zero" or amount == 0:
        return Reckoned(side, at, "zero_action", row=row)
    sign = PLUS_OR_MINUS[event] * (1 if side == Side.PSRM else -1)
    late = side == Side.DEBTOR and (days["receipt_on"] or "") > CUT_OFF.isoformat()
    return Reckoned(side, at, "movement", sign * amount, event, status, late, row)


def day(text: str) -> str | None:
    """A date as ISO text, "" where there is none, None where it cannot be read."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _without_replaced(lines: list[Reckoned]) -> list[Reckoned]:
    """A rejected action that a later one replaced by the cut-off counts 0: 02 by the claim's next 02, 07 by its next 07,
    05 by a later 55 of the same amount, each replacing one."""
    claims = claim_of(lines)
    kept = dict(enumerate(lines))
    acts = sorted((at for at, one in kept.items() if one.in_book), key=lambda at: _later(lines[at]))
    for number, at in enumerate(acts):
        one = lines[at]
        if one.status != "AF":
            continue
        after = [other for other in acts[number + 1 :] if claims[other] == claims[at]]
        anew = [lines[other] for other in after if lines[other].event == one.event]
        if one.event in ("creation", "recall") and anew:
            same = anew[0].signed_ore == one.signed_ore
            kept[at] = replace(one, kind="replaced" if same else "replaced_by_other_amount", signed_ore=0)
    used: set[int] = set()
    for number, at in enumerate(acts):
        one = lines[at]
        if one.status != "AF" or one.event != "write_down":
            continue
        for other in acts[number + 1 :]:
            later = lines[other]
            fits = claims[other] == claims[at] and (later.event, later.signed_ore) == ("new_write_down", one.signed_ore)
            if fits and other not in used:
                used.add(other)
                kept[at] = replace(one, kind="replaced", signed_ore=0)
                break
    return list(kept.values())


def _later(one: Reckoned) -> tuple[object, ...]:
    """By the day; on one day by the action id, as a number; without one, what is not rejected comes last."""
    assert one.row is not None
    action = one.row["action_id"]
    return day(one.row["booked_on"]) or "", len(action), action, one.status != "AF", abs(one.signed_ore)


def claim_of(lines: Sequence[Reckoned]) -> list[object]:
    """Which claim each line of one side is of: FordringID, else reference, else the line alone; what a line leaves blank
    is filled where the others agree, and where they do not, each identity is a claim of its own."""
    rows = [dict(one.row) if one.row is not None and one.kind != "reject" else None for one in lines]
    ids: dict[str, set[str]] = defaultdict(set)
    sets: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in rows:
        if row and row["reference"]:
            ids[row["reference"]] |= {row["claim_id"]} - {""}
            sets[row["reference"]] |= {debtor_set(row["debtors"])} - {frozenset()}
    for row in rows:
        if row and not row["claim_id"] and len(ids[row["reference"]]) == 1 and len(sets[row["reference"]]) <= 1:
            (row["claim_id"],) = ids[row["reference"]]
    keys = [
        None
        if row is None
        else ("id", row["claim_id"])
        if row["claim_id"]
        else ("ref", row["reference"])
        if row["reference"]
        else ("line", str(at))
        for at, row in enumerate(rows)
    ]
    identity = COLUMNS[:7]
    values: dict[tuple[object, str], set[object]] = defaultdict(set)
    for row, key in zip(rows, keys, strict=True):
        for name in identity if row else ():
            values[key, name] |= {_value(row, name)} - {"", frozenset()}
    return [
        key
        if row is None
        else (
            key,
            *(next(iter(values[key, name])) if len(values[key, name]) == 1 else _value(row, name) for name in identity),
        )
        for row, key in zip(rows, keys, strict=True)
    ]


def _value(row: Row | None, name: str) -> object:
    assert row is not None
    return debtor_set(row[name]) if name == "debtors" else row[name]


def sums(lines: Sequence[Reckoned], by: Sequence[object]) -> Counter[object]:
    """Signed øre by a key, zeros left out."""
    total: Counter[object] = Counter()
    for one, key in zip(lines, by, strict=True):
        total[key] += one.signed_ore
    return Counter({key: ore for key, ore in total.items() if ore})


# -------------------------------------------------------------------------------------------------------- drawing

_SOLUTIONS = ("Alfa", "Beta")
_TYPES = ("KFDAINS", "GEDAINS")
CELLS = tuple((solution, kind) for solution in _SOLUTIONS for kind in _TYPES)


def _one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def claims(complete: bool) -> st.SearchStrategy[dict[str, str]]:
    """What a claim says of itself. `complete`: solution, claim type and debtors are told, no debtor set within another."""
    return st.fixed_dictionaries(
        {
            "claim_id": _one_of("1", "2", "3", ""),
            "reference": _one_of("A", "", "B"),
            "main_claim_id": _one_of("", "", "", "1"),
            "resent_of": _one_of("", "", "", "1", "2"),
            "solution": _one_of("Alfa", "Alfa", "Beta", *(() if complete else ("", "Gamma"))),
            "claim_type": _one_of("KFDAINS", "KFDAINS", "GEDAINS", OTHER_AREA, *(() if complete else ("", "KFUKEND"))),
            "debtors": _one_of(ONE, ONE, f"{TWO}|{FIRM}", *(() if complete else (f"{TWO}|{ONE}", TWO, ""))),
        }
    )


@st.composite
def happenings(draw: st.DrawFn, claims_: Sequence[dict[str, str]], complete: bool) -> tuple[Row | None, Row | None]:
    """A movement of one of the claims: the debtor's line, PSRM's line, or both, alike or not."""
    claim = draw(st.sampled_from(claims_))
    event = draw(_one_of("creation", "creation", "write_down", "recall", "write_up"))
    amount = draw(st.sampled_from(AMOUNTS))
    where = draw(_one_of("both", "both", "both", "debtor", "psrm"))
    booked = draw(_one_of(*DAYS))
    line = claim | {
        "event": event,
        "amount": danish(amount),
        "booked_on": booked,
        "effective_on": draw(_one_of("", "2026-09-01", "2026-09-02")),
        "converted": draw(_one_of("", "", "", "ja")),
    }
    debtor = psrm = None
    if where != "psrm":
        debtor = line | {
            "status": draw(_one_of("UD", "UD", "UD", "AF", "", "MO", "SA", "HO")),
            "receipt_on": draw(_one_of("", "2026-09-30", "2026-10-01")),
            "accepted": draw(_one_of("", danish(amount), "100,00")),
            "action_id": draw(_one_of("", "1", "2", "10")),
            "reason": draw(_one_of("", "INDB", "FEJL", "hens")),
        }
        if event == "write_down":
            debtor |= {"event": draw(_one_of("write_down", "new_write_down"))}
    if where != "debtor":
        other = draw(_one_of(*["alike"] * 5, "amount", "event", "keys", "type", "debtors", "day"))
        psrm = dict(line)
        if other == "amount":
            psrm["amount"] = danish(draw(st.sampled_from(AMOUNTS)))
        elif other == "event":
            psrm["event"] = draw(_one_of("creation", "write_down", "recall", "write_up"))
        elif other == "keys":
            psrm |= {"claim_id": draw(_one_of("", "1", "9")), "reference": draw(_one_of("", "A", "B"))}
        elif other == "type":
            psrm["claim_type"] = draw(_one_of("GEDAINS", "KFDAINS"))
        elif other == "debtors":
            psrm["debtors"] = draw(_one_of(f"{TWO}|{FIRM}", ONE, *(() if complete else (TWO, ""))))
        elif other == "day":
            psrm["booked_on"] = draw(_one_of(*DAYS))
    return debtor, psrm


_MESS = (
    {"amount": "12.34"}, {"amount": "-5,00"}, {"amount": ""}, {"amount": "x"}, {"event": "rente"}, {"event": "dækning"}, {"event": "recovery", "amount": "200,00"}, {"converted": "måske"}, {"creditor": FORMER},
    {"status": "XX"}, {"booked_on": "2026-02-30"},
    {"receipt_on": "i går"}, {"accepted": "1,234"}, {"creditor": "0888"}, {"creditor": "999"}, {"event": "zero"}, {"amount": "0,00"},
    {"reference": "A;1"}, {"reference": "A\n1"}, {"status": "ud"}, {"claim_id": "01"},
)  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn, *, complete: bool = False, messy: bool = True, one_sided_columns: bool = True) -> Pair:
    """Two small files. `complete`: each line tells solution, type and debtors, on both sides. `messy`: with lines that
    cannot be read, repeated lines, blank ones, and such as a rule keeps out. `one_sided_columns`: with the columns
    that only a debtor system has (status, receipt, accepted amount)."""
    of = draw(st.lists(claims(complete), min_size=1, max_size=3))
    done = draw(st.lists(happenings(of, complete), min_size=1, max_size=5))
    lines: dict[Side, list[Line]] = {
        Side.DEBTOR: [dict(debtor) for debtor, _ in done if debtor],
        Side.PSRM: [dict(psrm) for _, psrm in done if psrm],
    }
    for side, mine in lines.items():
        if not mine:
            either = next(one for two in done for one in two if one)
            mine.append(dict(either) | {"booked_on": "2026-10-01"} if draw(st.booleans()) else dict(either))
        if messy:
            _mess_up(draw, mine)
        del mine[7:]
        assert mine, side
    missing = {side: draw(st.sets(st.sampled_from(OPTIONAL), max_size=3)) if not complete else set() for side in Side}
    if not one_sided_columns:
        missing[Side.DEBTOR] |= {"status", "receipt_on", "accepted", "action_id"}
        missing[Side.PSRM] |= {"status", "receipt_on", "accepted", "action_id"}
    elif complete and draw(st.booleans()):
        missing[Side.DEBTOR] |= {"status"}
    per_claim = draw(st.sampled_from((0, 1, 200_00)))
    return Pair(
        debtor=tuple(lines[Side.DEBTOR]),
        psrm=tuple(lines[Side.PSRM]),
        debtor_columns=tuple(name for name in COLUMNS if name not in missing[Side.DEBTOR]),
        psrm_columns=tuple(name for name in COLUMNS if name not in missing[Side.PSRM]),
        declared=draw(st.sampled_from((CELLS, CELLS[:1], CELLS[:2], None))),
        tolerance=Tolerance(per_claim, draw(st.sampled_from((per_claim, 0, 10**9)))),
        as_of=draw(st.sampled_from((CUT_OFF, date(2026, 10, 5), date(2026, 12, 1)))),
    )


_REJECTED: Row = {
    "claim_id": "1", "solution": "Alfa", "claim_type": "KFDAINS", "debtors": ONE, "event": "creation", "amount": "100,00", "booked_on": "2026-09-01",
    "effective_on": "2026-09-01", "status": "AF",
}  # fmt: skip
REJECTED_TWICE = Pair(
    (_REJECTED, dict(_REJECTED) | {"effective_on": "2026-09-02"}),
    (dict(_REJECTED) | {"claim_id": "", "effective_on": "2026-09-02"},),
    declared=CELLS[:1],
)
"""Two rejected creations of one day, without ids: one replaced the other, and nothing says which."""


@st.composite
def twins(draw: st.DrawFn) -> Pair:
    """Lines of one claim that differ in little: what must not be told apart by the order in which they stand."""
    claim = {
        "solution": "Alfa",
        "claim_type": "KFDAINS",
        "debtors": ONE,
        "event": draw(_one_of("creation", "write_down", "recall")),
    }
    sides: dict[Side, list[Row]] = {side: [] for side in Side}
    for side, mine in sides.items():
        key = {"claim_id": draw(_one_of("1", "")), "reference": draw(_one_of("", "A"))}
        for _ in range(draw(st.integers(1, 4 if side == Side.DEBTOR else 2))):
            mine.append(
                claim
                | key
                | {
                    "amount": draw(_one_of("100,00", "100,00", "300,00")),
                    "booked_on": draw(_one_of("2026-09-01", "2026-09-01", "2026-10-01", "")),
                    "effective_on": draw(_one_of("2026-09-01", "2026-09-02", "")),
                    "status": draw(_one_of("AF", "AF", "UD", "SA")),
                    "accepted": draw(_one_of("", "100,00")),
                    "action_id": draw(_one_of("", "", "1")),
                    "receipt_on": draw(_one_of("", "2026-10-01")),
                    "reason": draw(_one_of("", "INDB")),
                }
            )
        if claim["event"] == "write_down" and draw(st.booleans()):
            mine[-1] = dict(mine[-1]) | {"event": "new_write_down"}
    return Pair(tuple(sides[Side.DEBTOR]), tuple(sides[Side.PSRM]), declared=CELLS[:1])


def _mess_up(draw: st.DrawFn, lines: list[Line]) -> None:
    for kind in draw(st.lists(_one_of("garble", "twice", BLANK, RAGGED), max_size=2)):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        if kind == BLANK:
            lines.insert(at, "blank")
        elif kind == RAGGED:
            lines.insert(at, "ragged")
        elif isinstance(line, Mapping):
            if kind == "twice":
                lines.insert(at, dict(line))
            else:
                lines[at] = dict(line) | draw(st.sampled_from(_MESS))


@st.composite
def lookalikes(draw: st.DrawFn) -> Pair:
    """Claims of one type and few amounts that no key links across: what only amounts and dates can pair."""
    sides: dict[Side, list[Row]] = {side: [] for side in Side}
    for side, mine in sides.items():
        for at in range(draw(st.integers(1, 3))):
            mine.append(
                {
                    "claim_id": draw(_one_of("", f"{side.name}{at}")),
                    "reference": draw(_one_of("", f"ref {side.name}{at}")),
                    "solution": "Alfa",
                    "claim_type": "KFDAINS",
                    "debtors": draw(_one_of(ONE, ONE, TWO)),
                    "event": "creation",
                    "amount": draw(_one_of("300,00", "300,00", "100,00")),
                    "booked_on": "2026-09-01",
                    "effective_on": draw(_one_of("", "2026-09-01", "2026-09-02")),
                    "status": "UD",
                }
            )
    return Pair(tuple(sides[Side.DEBTOR]), tuple(sides[Side.PSRM]), declared=CELLS[:1])


_ALIKE: Row = {
    "solution": "Alfa", "claim_type": "KFDAINS", "debtors": ONE, "event": "creation", "amount": "300,00",
    "effective_on": "2026-09-01", "status": "UD",
}  # fmt: skip
CROSSWISE = Pair(
    (dict(_ALIKE) | {"claim_id": "D0"}, _ALIKE),
    (dict(_ALIKE) | {"reference": "R0"}, dict(_ALIKE) | {"claim_id": "P1", "reference": "R1"}),
    declared=CELLS[:1],
)
"""D0 and P1 each fit one claim of the other side, but not each other: both have a FordringID."""


@st.composite
def splits(draw: st.DrawFn) -> Pair:
    """Claims under one reference, each with its own id on either side: what is split or merged, with few amounts."""
    line = {"reference": "A", "solution": "Alfa", "claim_type": "KFDAINS", "debtors": ONE, "status": "UD"}
    sides: dict[Side, list[Row]] = {side: [] for side in Side}
    for side, mine in sides.items():
        for at in range(draw(st.integers(1, 3))):
            moved = {
                "event": draw(_one_of("creation", "creation", "recall", "write_up")),
                "amount": draw(_one_of("100,00", "200,00", "300,00")),
            }
            mine.append(line | moved | {"claim_id": f"{side.name}{at}", "booked_on": "2026-09-01"})
    return Pair(tuple(sides[Side.DEBTOR]), tuple(sides[Side.PSRM]), declared=CELLS[:1])


# ------------------------------------------------------------------------------------------- right, and then wrong


@st.composite
def right_pairs(draw: st.DrawFn) -> Pair:
    """A pair in which all is well, control totals and scope included: it must come out as ready."""
    number = draw(st.integers(1, 3))
    lines: list[dict[str, str]] = []
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in range(number):
        amount = draw(st.sampled_from((1000_00, 300_00, 100_01, 9_999_999_999)))
        solution, kind = draw(st.sampled_from(CELLS))
        claim = {
            "claim_id": draw(_one_of(str(at + 1), str(at + 1), "")),
            "reference": "ABC"[at],
            "solution": solution,
            "claim_type": kind,
            "debtors": draw(_one_of(ONE, TWO, f"{TWO}|{ONE}")),
            "booked_on": draw(_one_of("2026-09-01", "2026-09-30")),
            "receipt_on": draw(_one_of("2026-09-02", "2026-09-30")),
            "status": "UD",
        }
        cells[solution, kind].append(amount)
        lines.append(claim | {"event": "creation", "amount": danish(amount)})
        if draw(st.booleans()):
            lines.append(
                claim
                | {"event": draw(_one_of("write_down", "write_up", "recall")), "amount": danish(min(amount, 100_00))}
            )
    return Pair(
        debtor=tuple(lines),
        psrm=tuple(lines),
        # PSRM's file has neither status nor solution; and without those two the files are never the same
        psrm_columns=tuple(name for name in COLUMNS if name not in ("status", "solution", "receipt_on")),
        declared=tuple(sorted(cells)),
        control_totals=tuple(
            ControlTotal(*cell, len(amounts), sum(amounts)) for cell, amounts in sorted(cells.items())
        ),
    )


@st.composite
def answered_pairs(draw: st.DrawFn) -> Pair:
    """A right pair of which not all actions are executed: each line of the debtor system has any status and receipt."""
    pair = draw(right_pairs())
    lines = [
        dict(line)
        | {"status": draw(st.sampled_from(STATUSES)), "receipt_on": draw(_one_of("", "2026-09-30", "2026-10-01"))}
        for line in pair.debtor
        if isinstance(line, Mapping)
    ]
    return replace(pair, debtor=tuple(lines))


CHANGES: tuple[dict[str, str], ...] = (
    {"amount": "1,01"}, {"amount": "12.34"}, {"amount": "0,00"}, {"event": "recall"}, {"event": "write_up"}, {"event": "creation"}, {"event": "?"},
    {"claim_type": "GEDAINS"}, {"claim_type": "KFDAINS"}, {"claim_type": ""}, {"claim_type": "KFUKEND"}, {"claim_type": OTHER_AREA}, {"debtors": ONE},
    {"debtors": FIRM}, {"debtors": ""}, {"solution": "Beta"}, {"solution": ""}, {"solution": "Gamma"}, {"claim_id": "7"}, {"claim_id": ""}, {"reference": "Z"},
    {"reference": "A"}, {"booked_on": "2026-10-01"}, {"booked_on": ""}, {"booked_on": "x"}, {"receipt_on": "2026-10-01"}, {"status": ""}, {"status": "MO"},
    {"status": "SA"}, {"status": "HO"}, {"status": "AF"}, {"creditor": "0888"}, {"main_claim_id": "1"}, {"resent_of": "1"}, {"accepted": "1,00"},
)  # fmt: skip
"""What may go wrong with one line."""


@st.composite
def wrong_pairs(draw: st.DrawFn) -> Pair:
    """A right pair of which something was changed: a cell, a line, a column, or all lines of a cell."""
    pair = draw(right_pairs())
    for _ in range(draw(st.integers(1, 2))):
        side = draw(st.sampled_from(Side))
        name = "debtor" if side == Side.DEBTOR else "psrm"
        lines = list(pair.lines(side))
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(
            _one_of("change", "change", "change", "change", "drop", "twice", "move", "column", "cell", "ragged")
        )
        line = lines[at]
        if not isinstance(line, Mapping):
            continue
        if kind == "change":
            lines[at] = dict(line) | draw(st.sampled_from(CHANGES))
        elif kind == "drop":
            del lines[at]
        elif kind == "twice":
            lines.insert(at, line)
        elif kind == "ragged":
            lines.insert(at, "ragged")
        elif kind == "move":
            other = "psrm" if name == "debtor" else "debtor"
            pair = replace(pair, **{other: (*pair.lines(Side(1 - side)), line)})  # type: ignore[arg-type]
            del lines[at]
        elif kind == "cell":
            gone = (line.get("solution"), line.get("claim_type"))
            pair = replace(pair, debtor=_without(pair.debtor, gone), psrm=_without(pair.psrm, gone))
            lines = list(pair.lines(side))
        else:
            lost = draw(st.sampled_from(OPTIONAL))
            columns = tuple(one for one in pair.columns(side) if one != lost)
            pair = replace(pair, **{f"{name}_columns": columns})  # type: ignore[arg-type]
        pair = replace(pair, **{name: tuple(lines)})  # type: ignore[arg-type]
        if not pair.debtor or not pair.psrm:
            break
    return pair


def _without(lines: Sequence[Line], gone: tuple[str | None, str | None]) -> tuple[Line, ...]:
    return tuple(
        line
        for line in lines
        if not isinstance(line, Mapping) or (line.get("solution"), line.get("claim_type")) != gone
    )
