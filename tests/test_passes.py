"""The passes after the keys: sums, what a group lacks, offsets. Each picture is claims, and the group and pass of each.

A claim is a creation; `net` of a group in the heading is what is left open of it. The near misses matter most: rather
unmatched than guessed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from zerosum.money import kr, ore
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.result import Gravity
from zerosum.settings_load import load
from zerosum.tables import Claims, Groups, Movements, OpenItems, Pass, Side

SETTINGS = """\
municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
[[input]]
side = "debtor"
source = "{source}"
files = "debitor.csv"
[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"
[[solution]]
name = "P"
claim_types = ["KFDAINS", "KFTILDA", "KFTBBSF", "GEDAINS"]
"""
SPLIT_SOURCE = 'name = "opdelt"\nbased_on = "zerosum"\nreference_form = "{reference}-{serial}"\n'
PEOPLE = {"a": "0113701234", "b": "0213701235", "c": "0313701236"}
HEADING = "claim_id;reference;main_claim_id;resent_of;solution;claim_type;debtors;event;amount;booked_on;status"


def reconciled(folder: Path, picture: str, source: str = "zerosum") -> Reconciliation:
    """Run on drawn claims: side, FordringID, reference, type, debtor, event, kroner; `-` is blank; then `main=`, `status=`."""
    lines: dict[str, list[str]] = {"debtor": [HEADING], "psrm": [HEADING]}
    for row in (line.split("#")[0].split() for line in picture.strip().splitlines()):
        side, claim_id, reference, kind, debtor, event, amount = ("" if one == "-" else one for one in row[:7])
        more = dict(one.split("=") for one in row[7:])
        solution, status = ("P", more.get("status", "UD")) if side == "debtor" else ("", "")
        identity = f"{claim_id};{reference};{more.get('main', '')};;{solution};{kind};{PEOPLE.get(debtor, '')}"
        lines[side].append(f"{identity};{event};{amount};2026-09-01;{status}")
    (folder / "debitor.csv").write_text("\n".join(lines["debtor"]) + "\n", "utf-8")
    (folder / "psrm.csv").write_text("\n".join(lines["psrm"]) + "\n", "utf-8")
    (folder / "opdelt.toml").write_text(SPLIT_SOURCE, "utf-8")
    (folder / "zerosum.toml").write_text(SETTINGS.format(source=source), "utf-8")
    return reconcile(load(folder / "zerosum.toml"))


def passes(folder: Path, picture: str, source: str = "zerosum") -> list[str]:
    """For each line of the picture: the first line of its group, the pass, and what is open of it."""
    run = reconciled(folder, picture, source)
    movements, groups, items = run.book.movements, run.matched.groups, run.cleared.open_items
    claim = movements[Movements.CLAIM].to_numpy()
    place = {
        (Side(side).name.lower(), line - 2): row
        for row, (side, line) in enumerate(zip(movements[Movements.SIDE], movements[Movements.LINE], strict=True))
    }
    open_ore = dict(zip(items[OpenItems.MOVEMENT], items[OpenItems.OPEN_ORE], strict=True))
    seen = {"debtor": 0, "psrm": 0}
    told, names = [], {}
    for number, row in enumerate(picture.strip().splitlines(), start=1):
        side = row.split()[0]
        movement = place[side, seen[side]]
        seen[side] += 1
        group = groups[Groups.GROUP].to_numpy()[claim[movement]]
        names.setdefault(group, number)
        by = Pass(groups[Groups.BY].to_numpy()[claim[movement]]).name.lower()
        told.append(f"{names[group]} {by} {kr(int(open_ore.get(movement, 0)))}")
    assert run.book.claims[Claims.IN_BOOK].all()
    return told


def drawn(picture: str) -> list[str]:
    """What the picture says comes out: after the `#`."""
    return [" ".join(line.split("#")[1].split()) for line in picture.strip().splitlines()]


PICTURES = {
    "one claim split in three, no shared number": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 sum 0,00
        psrm    201  S1  KFDAINS  a  creation  300,00   # 1 sum 0,00
        psrm    202  S2  KFDAINS  a  creation  400,00   # 1 sum 0,00
        psrm    203  S3  KFDAINS  a  creation  200,00   # 1 sum 0,00
    """,
    "two merged into one": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 sum 0,00
        debtor  101  R2  KFDAINS  a  creation  300,00   # 1 sum 0,00
        psrm    201  S1  KFDAINS  a  creation  900,00   # 1 sum 0,00
    """,
    "never across debtors": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFDAINS  a  creation  600,00   # 2 alone 600,00
        psrm    202  S2  KFDAINS  b  creation  300,00   # 3 alone 300,00
    """,
    "never across types": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFDAINS  a  creation  600,00   # 2 alone 600,00
        psrm    202  S2  KFTILDA  a  creation  300,00   # 3 alone 300,00
    """,
    "one øre too little is no sum: nearest, and it does not clear": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 parts -900,00
        psrm    201  S1  KFDAINS  a  creation  600,00   # 1 parts 600,00
        psrm    202  S2  KFDAINS  a  creation  299,99   # 1 parts 299,99
    """,
    "merged, with a loss": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 parts -600,00
        debtor  101  R2  KFDAINS  a  creation  300,00   # 1 parts -300,00
        psrm    201  S1  KFDAINS  a  creation  700,00   # 1 parts 700,00
    """,
    "half and less is not the nearest": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFDAINS  a  creation  300,00   # 2 alone 300,00
        psrm    202  S2  KFDAINS  a  creation  150,00   # 3 alone 150,00
    """,
    "four parts are too many": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFDAINS  a  creation  200,00   # 2 alone 200,00
        psrm    202  S2  KFDAINS  a  creation  210,00   # 3 alone 210,00
        psrm    203  S3  KFDAINS  a  creation  220,00   # 4 alone 220,00
        psrm    204  S4  KFDAINS  a  creation  230,00   # 5 alone 230,00
    """,
    "two against two: nothing says which": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        debtor  101  R2  KFDAINS  a  creation  500,00   # 2 alone -500,00
        psrm    201  S1  KFDAINS  a  creation  600,00   # 3 alone 600,00
        psrm    202  S2  KFDAINS  a  creation  700,00   # 4 alone 700,00
    """,
    "merged under one of the references, with a loss": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 key 250,00
        psrm    100  R1  KFDAINS  a  creation  850,00   # 1 key 0,00
        debtor  101  R2  KFDAINS  a  creation  300,00   # 1 parts -300,00
    """,
    "merged, and without FordringIDs a reference cannot say so: seen together, never cleared": """
        debtor  -    R1  KFDAINS  a  creation  600,00   # 1 key 300,00
        psrm    -    R1  KFDAINS  a  creation  900,00   # 1 key 0,00
        debtor  -    R2  KFDAINS  a  creation  300,00   # 1 parts -300,00
    """,
    "two groups lack about as much: it goes to neither": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 key 250,00
        psrm    100  R1  KFDAINS  a  creation  850,00   # 1 key 0,00
        debtor  110  R3  KFDAINS  a  creation  600,00   # 3 key 260,00
        psrm    110  R3  KFDAINS  a  creation  860,00   # 3 key 0,00
        debtor  101  R2  KFDAINS  a  creation  300,00   # 5 alone -300,00
    """,
    "too much and more too much is not nearest": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 key 250,00
        psrm    100  R1  KFDAINS  a  creation  850,00   # 1 key 0,00
        psrm    101  R2  KFDAINS  a  creation  300,00   # 3 alone 300,00
    """,
    "what is nearest never clears, though something there is just as much": """
        debtor  -    R1  KFDAINS  a  creation  650,00   # 1 key -650,00
        psrm    201  R1  KFDAINS  a  creation  600,00   # 1 key 600,00
        psrm    202  R1  KFDAINS  a  creation  300,00   # 1 key 300,00
        debtor  -    R9  KFDAINS  a  creation  300,00   # 1 parts -300,00
    """,
    "a claim that was written down is no whole to be split": """
        debtor  100  R1  KFDAINS  a  creation    900,00   # 1 alone -900,00
        debtor  100  R1  KFDAINS  a  write_down  100,00   # 1 alone 100,00
        psrm    201  S1  KFDAINS  a  creation    500,00   # 3 alone 500,00
        psrm    202  S2  KFDAINS  a  creation    250,00   # 4 alone 250,00
    """,
    "a fee in the principal, and the fee's own claim that nobody ties to it": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key 250,00
        psrm    100  R1  KFDAINS  a  creation  1150,00  # 1 key 0,00
        debtor  110  R2  GEDAINS  a  creation  250,00   # 1 offset -250,00
    """,
    "two of three alike: any two would do": """
        debtor  100  R1  KFDAINS  a  creation  600,00   # 1 sum_either_way -600,00
        psrm    201  S1  KFDAINS  a  creation  300,00   # 1 sum_either_way 300,00
        psrm    202  S2  KFDAINS  a  creation  300,00   # 1 sum_either_way 300,00
        psrm    203  S3  KFDAINS  a  creation  300,00   # 1 sum_either_way 300,00
    """,
    "an equal amount whose number differs is nearer than a sum": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 offset -900,00
        psrm    201  S1  KFDAINS  a  creation  900,00   # 1 offset 900,00
        psrm    202  S2  KFDAINS  a  creation  600,00   # 3 alone 600,00
        psrm    203  S3  KFDAINS  a  creation  300,00   # 4 alone 300,00
    """,
    "five parts are more than anybody tells of": """
        debtor  100  R1  KFDAINS  a  creation  150,00   # 1 alone -150,00
        psrm    201  S1  KFDAINS  a  creation  10,00    # 2 alone 10,00
        psrm    202  S2  KFDAINS  a  creation  20,00    # 3 alone 20,00
        psrm    203  S3  KFDAINS  a  creation  30,00    # 4 alone 30,00
        psrm    204  S4  KFDAINS  a  creation  40,00    # 5 alone 40,00
        psrm    205  S5  KFDAINS  a  creation  50,00    # 6 alone 50,00
    """,
    "a claim that its number links takes no part": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        debtor  101  R2  KFDAINS  a  creation  300,00   # 2 key 0,00
        psrm    101  R2  KFDAINS  a  creation  300,00   # 2 key 0,00
        psrm    202  S2  KFDAINS  a  creation  600,00   # 4 alone 600,00
    """,
    "the third part has lost its reference, and the group lacks just that": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key 0,00
        psrm    201  R1  KFDAINS  a  creation  400,00   # 1 key 0,00
        psrm    202  R1  KFDAINS  a  creation  300,00   # 1 key 0,00
        psrm    203  -   KFDAINS  a  creation  200,00   # 1 attached 0,00
    """,
    "two could be what it lacks: neither is": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key -900,00
        psrm    201  R1  KFDAINS  a  creation  400,00   # 1 key 400,00
        psrm    202  R1  KFDAINS  a  creation  300,00   # 1 key 300,00
        psrm    203  -   KFDAINS  a  creation  200,00   # 4 alone 200,00
        psrm    204  -   KFDAINS  a  creation  200,00   # 5 alone 200,00
    """,
    "two groups lack as much: it goes to neither": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key -200,00
        psrm    100  R1  KFDAINS  a  creation  700,00   # 1 key 0,00
        debtor  110  R2  KFDAINS  a  creation  800,00   # 3 key -200,00
        psrm    110  R2  KFDAINS  a  creation  600,00   # 3 key 0,00
        psrm    203  -   KFDAINS  a  creation  200,00   # 5 alone 200,00
    """,
    "what is attached to a pair is seen with it, and does not clear": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key -200,00
        psrm    100  R1  KFDAINS  a  creation  700,00   # 1 key 0,00
        psrm    203  -   KFDAINS  a  creation  200,00   # 1 attached 200,00
    """,
    "one against one, numbers tell apart: not what it lacks": """
        debtor  -    R1  KFDAINS  a  creation  900,00   # 1 key 0,00
        debtor  -    R1  KFDAINS  a  write_up  100,00   # 1 key 0,00
        psrm    100  R1  KFDAINS  a  creation  900,00   # 1 key 0,00
        psrm    100  R1  KFDAINS  a  write_up  100,00   # 1 key 0,00
        psrm    203  S9  KFDAINS  a  creation  100,00   # 5 alone 100,00
    """,
    "a fee of the family and one that nobody names: numbers tell them apart, and they do not clear": """
        debtor  100  R1  KFDAINS  a  creation  900,00             # 1 key 0,00
        psrm    100  R1  KFDAINS  a  creation  900,00             # 1 key 0,00
        debtor  110  R2  GEDAINS  a  creation  250,00  main=100   # 1 key -250,00
        psrm    203  S9  GEDAINS  a  creation  250,00             # 1 offset 250,00
    """,
    "a fee of the family, and one without any number of its own": """
        debtor  100  R1  KFDAINS  a  creation  900,00             # 1 key 0,00
        psrm    100  R1  KFDAINS  a  creation  900,00             # 1 key 0,00
        debtor  -    R2  GEDAINS  a  creation  250,00  main=100   # 1 key 0,00
        psrm    203  -   GEDAINS  a  creation  250,00             # 1 attached 0,00
    """,
    "what hangs together with others is not attached": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 key -200,00
        psrm    100  R1  KFDAINS  a  creation  700,00   # 1 key 0,00
        psrm    203  S1  KFDAINS  a  creation  200,00   # 3 key 200,00
        psrm    204  S1  KFDAINS  a  creation  50,00    # 3 key 50,00
    """,
    "a rejected whole is no sum of what PSRM has": """
        debtor  -    R1  KFDAINS  a  creation  900,00  status=AF  # 1 alone -900,00
        psrm    201  S1  KFDAINS  a  creation  600,00             # 2 alone 600,00
        psrm    202  S2  KFDAINS  a  creation  300,00             # 3 alone 300,00
    """,
    "swapped type without a shared number: seen together, never cleared": """
        debtor  100  R1  KFTILDA  a  creation  900,00   # 1 offset -900,00
        psrm    201  S1  KFTBBSF  a  creation  900,00   # 1 offset 900,00
    """,
    "an offset is unique": """
        debtor  100  R1  KFTILDA  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFTBBSF  a  creation  900,00   # 2 alone 900,00
        psrm    202  S2  KFTBBSF  a  creation  900,00   # 3 alone 900,00
    """,
    "an offset is of one debtor": """
        debtor  100  R1  KFDAINS  a  creation  900,00   # 1 alone -900,00
        psrm    201  S1  KFDAINS  b  creation  900,00   # 2 alone 900,00
    """,
}


@pytest.mark.long
@pytest.mark.parametrize("name", PICTURES)
def test_a_pass(name: str, tmp_path: Path) -> None:
    assert passes(tmp_path, PICTURES[name]) == drawn(PICTURES[name])


@pytest.mark.long
@pytest.mark.parametrize("name", PICTURES)
def test_a_pass_does_not_know_the_order_of_lines(name: str, tmp_path: Path) -> None:
    lines = PICTURES[name].strip().splitlines()
    forward = reconciled(tmp_path, "\n".join(lines)).result
    backward = reconciled(tmp_path, "\n".join(reversed(lines))).result
    assert (forward.verdict, forward.causes, forward.findings) == (backward.verdict, backward.causes, backward.findings)


@pytest.mark.long
@pytest.mark.parametrize(
    ("second", "by"),
    [("R1-2", "sum_confirmed"), ("R1-1", "sum"), ("R1-x", "sum"), ("R12", "sum"), ("R2-2", "sum"), ("-", "sum")],
)
def test_a_sum_is_certain_where_the_references_are_those_of_the_whole(second: str, by: str, tmp_path: Path) -> None:
    picture = f"""
        debtor  100  R1      KFDAINS  a  creation  900,00
        psrm    201  R1-1    KFDAINS  a  creation  600,00
        psrm    202  {second}  KFDAINS  a  creation  300,00
    """
    assert {line.split()[1] for line in passes(tmp_path, picture, "opdelt.toml")} == {by}
    likely = [one for one in reconciled(tmp_path, picture, "opdelt.toml").result.findings if one.code == "likely_match"]
    assert bool(likely) == (by == "sum")


def test_more_than_one_way_to_add_up_is_ambiguous_and_blocks(tmp_path: Path) -> None:
    result = reconciled(tmp_path, PICTURES["two of three alike: any two would do"]).result
    assert [(one.code, one.gravity, one.rows) for one in result.findings if one.code == "ambiguous"] == [
        ("ambiguous", Gravity.BLOCKING, 4)
    ]


def test_without_the_form_no_reference_confirms_a_sum(tmp_path: Path) -> None:
    picture = """
        debtor  100  R1    KFDAINS  a  creation  900,00
        psrm    201  R1-1  KFDAINS  a  creation  600,00
        psrm    202  R1-2  KFDAINS  a  creation  300,00
    """
    assert {line.split()[1] for line in passes(tmp_path, picture)} == {"sum"}


@pytest.mark.parametrize("count", [12, 13])
def test_many_left_over_of_one_debtor_are_not_added_up(count: int, tmp_path: Path) -> None:
    amounts = [ore("1,00") * 2**at for at in range(count)]
    parts = "\n".join(
        f"psrm  {300 + at}  S{at}  KFDAINS  a  creation  {kr(amount)}" for at, amount in enumerate(amounts)
    )
    picture = f"debtor  100  R1  KFDAINS  a  creation  {kr(amounts[3] + amounts[5])}\n{parts}"
    assert passes(tmp_path, picture)[0].split()[1] == ("sum" if count == 12 else "alone")
