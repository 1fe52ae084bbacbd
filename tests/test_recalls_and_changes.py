"""What proves a recall, a conversion or a change of creditor, from the files on: each proof, and beside it what looks like it.

The first claim is right on both sides in all of them, so that the cell is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from books import csv_text

from zerosum.errors import SettingsError
from zerosum.money import kr
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.result import Gravity, Result, Verdict
from zerosum.settings import Conversion
from zerosum.settings_load import load
from zerosum.tables import OpenItems

COLUMNS = (
    "claim_id", "reference", "main_claim_id", "solution", "claim_type", "debtors", "event", "amount", "accepted", "booked_on",
    "receipt_on", "status", "reason", "creditor", "converted", "effective_on", "resent_of",
)  # fmt: skip
SETTINGS = """\
municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-01
{top}
[[input]]
side = "debtor"
source = "{source}"
files = "debitor.csv"
[[input]]
side = "psrm"
source = "{source}"
files = "psrm*.csv"
[[solution]]
name = "Pladsanvisning"
claim_types = ["KFDAINS"]
"""
Row = dict[str, str]


def line(event: str, amount: str, **cells: str) -> Row:
    """A line of the second claim, of our own creditor, booked in September."""
    usual = {
        "claim_id": "2",
        "reference": "A2",
        "claim_type": "KFDAINS",
        "debtors": "0213701235",
        "booked_on": "2026-09-10",
    }
    return usual | {"event": event, "amount": amount, "creditor": "0999"} | cells


FIRST = line("creation", "1.000,00", claim_id="1", reference="A1", debtors="0113701234")


def run(
    folder: Path, debtor: Sequence[Row], psrm: Sequence[Row], *, top: str = "", source: str = "zerosum", more: str = ""
) -> Reconciliation:
    """A run of the lines after the first claim. `more` is the text of another file of PSRM's."""
    sides = {
        "debitor": [row | {"solution": "Pladsanvisning", "status": row.get("status", "UD")} for row in (FIRST, *debtor)]
    }
    sides["psrm"] = [FIRST, *psrm]
    for name, rows in sides.items():
        columns = (
            (*COLUMNS, f"egen_{name}")
            if name == "debitor"
            else tuple(c for c in COLUMNS if c not in ("status", "solution"))
        )
        (folder / f"{name}.csv").write_text(csv_text(rows, columns), "utf-8")
    if more:
        (folder / "psrm-beside.csv").write_text(more, "utf-8")
    (folder / "zerosum.toml").write_text(SETTINGS.format(top=top, source=source), "utf-8")
    return reconcile(load(folder / "zerosum.toml"))


def causes(result: Result) -> dict[str, str]:
    return {one.code: kr(one.net_ore) for one in result.causes}


FORMER = 'former_creditors = ["0998"]\n'


def test_lines_under_a_declared_creditor_are_counted_and_are_no_part_of_the_basis(tmp_path: Path) -> None:
    result = run(
        tmp_path, [line("creation", "500,00")], [line("creation", "500,00", creditor="998")], top=FORMER
    ).result
    assert causes(result) == {"creditor_changed": "-500,00"}
    assert result.verdict == Verdict.READY_WITH_REMARKS
    assert kr(result.figures.psrm_ore) == "1.000,00"
    assert dict(result.inputs[1].by_rule) == {"former_creditor": 1}


@pytest.mark.parametrize("top", ["", 'former_creditors = ["0997"]\n'])
def test_a_creditor_that_is_not_declared_explains_nothing(tmp_path: Path, top: str) -> None:
    result = run(tmp_path, [line("creation", "500,00")], [line("creation", "500,00", creditor="0998")], top=top).result
    assert causes(result) == {"only_in_debtor": "-500,00"}
    assert dict(result.inputs[1].by_rule) == {"other_creditor": 1}


THERE = {"creditor": "0998"}
OPEN = {"only_in_debtor": "-500,00"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("debtor", "psrm", "seen"),
    [
        ([line("creation", "500,00", **THERE)], [line("creation", "500,00")], {"creditor_changed": "500,00"}),
        # Two of ours, one there: one against one, and then the claim does not come to zero.
        (
            [line("creation", "500,00"), line("creation", "500,00", booked_on="2026-09-11")],
            [line("creation", "500,00", **THERE)],
            {"only_in_debtor": "-1.000,00"},
        ),
        # Moved there, and recalled there: it stands nowhere.
        ([line("creation", "500,00")], [line("creation", "500,00", **THERE), line("recall", "500,00", **THERE)], OPEN),
        # Both have it there: ours is one more.
        (
            [line("creation", "500,00"), line("creation", "500,00", **THERE)],
            [line("creation", "500,00", **THERE)],
            OPEN,
        ),
        # The debtor system recalled it there when it took it over: the same claim after all.
        (
            [line("creation", "500,00"), line("creation", "500,00", **THERE), line("recall", "500,00", **THERE)],
            [line("creation", "500,00", **THERE)],
            {"creditor_changed": "-500,00"},
        ),
        ([line("creation", "500,00")], [line("creation", "499,00", **THERE)], OPEN),
        ([line("creation", "500,00")], [line("write_up", "500,00", **THERE)], OPEN),
        ([line("creation", "500,00")], [line("creation", "500,00", booked_on="2026-10-02", **THERE)], OPEN),
        ([line("creation", "500,00")], [line("creation", "500,00", claim_id="3", reference="A3", **THERE)], OPEN),
        ([line("creation", "500,00", status="AF")], [line("creation", "500,00", **THERE)], {"rejected_creation": "-500,00"}),
        (
            [line("creation", "500,00", status="AF", **THERE)],
            [line("creation", "500,00")],
            {"only_in_psrm": "500,00"},
        ),
        # All of it stands there, event for event.
        (
            [line("creation", "500,00"), line("write_down", "100,00")],
            [line("creation", "500,00", **THERE), line("write_down", "100,00", **THERE)],
            {"creditor_changed": "-400,00"},
        ),
        (
            [line("creation", "500,00"), line("write_down", "100,00")],
            [line("creation", "500,00", **THERE)],
            {"write_down_missing_in_psrm": "100,00", "only_in_debtor": "-500,00"},
        ),
    ],
)  # fmt: skip
def test_the_other_creditor_must_have_just_this(
    tmp_path: Path, debtor: list[Row], psrm: list[Row], seen: dict[str, str]
) -> None:
    result = run(tmp_path, debtor, psrm, top=FORMER).result
    assert causes(result) == seen


def test_a_recovery_says_nothing_of_its_claim_but_its_number(tmp_path: Path) -> None:
    """A settlement that names another debtor, type or main claim neither splits the claim nor links it to others."""
    recovery = line("dækning", "400,00", debtors="0313701236", claim_type="GEDAINS", main_claim_id="1", reference="A1")
    outcome = run(
        tmp_path,
        [line("creation", "500,00"), line("recall", "500,00", reason="hens")],
        [line("creation", "500,00"), recovery, line("recall", "100,00")],
    )
    assert causes(outcome.result) == {"recalled_at_psrm_rest": "400,00"}
    assert not [one for one in outcome.result.findings if one.code == "broken_key"]
    assert dict(outcome.result.inputs[1].event_ore)["recovery"] == 400_00
    assert "0313701236" in outcome.book.texts.debtors.to_pylist(), (
        "it must be known, so that it does not leave elsewhere"
    )


RECALLED = (
    [line("creation", "500,00"), line("recall", "500,00", reason="HENS")],
    [line("creation", "500,00"), line("recall", "100,00")],
)


@pytest.mark.parametrize(
    ("day", "cause"),
    [("2026-09-05", "recalled_at_psrm_rest"), ("", "amount_differs"), ("2026-09-25", "amount_differs")],
)
@pytest.mark.parametrize("key", ["2;", ";A2"])
def test_a_file_of_recoveries_alone_is_beside_the_report(tmp_path: Path, key: str, day: str, cause: str) -> None:
    """It has few columns, and takes none from what the report tells."""
    debtor, psrm = RECALLED
    before = run(tmp_path, debtor, psrm).result
    after = run(
        tmp_path, debtor, psrm, more=f"claim_id;reference;event;amount;booked_on;x\n{key};recovery;400,00;{day};\n"
    ).result
    assert causes(before) == {"amount_differs": "400,00"}
    assert causes(after) == {cause: "400,00"}
    assert set(before.blind_spots) - set(after.blind_spots) == {"notifications", "paid_on_both_sides"}
    assert set(after.blind_spots) <= set(before.blind_spots)


def test_a_recovery_after_the_cut_off_proves_nothing(tmp_path: Path) -> None:
    debtor, psrm = RECALLED
    late = line("recovery", "400,00", booked_on="2026-10-01")
    assert causes(run(tmp_path, debtor, [*psrm, late]).result) == {"amount_differs": "400,00"}


def test_a_recovery_of_the_debtor_system_proves_nothing(tmp_path: Path) -> None:
    debtor, psrm = RECALLED
    result = run(tmp_path, [*debtor, line("recovery", "400,00")], psrm).result
    assert causes(result) == {"amount_differs": "400,00"}
    assert dict(result.inputs[0].by_rule) == {"recovery": 1}


def test_a_reason_is_a_word_alone_in_any_case_or_what_the_source_says(tmp_path: Path) -> None:
    debtor, psrm = RECALLED
    proof = line("recovery", "400,00")
    for reason, proved in (("klag", True), ("Bord", True), ("HENS og mere", False), ("17", False), ("FEJL", False)):
        told = [debtor[0], debtor[1] | {"reason": reason}]
        assert ("recalled_at_psrm_rest" in causes(run(tmp_path, told, [*psrm, proof]).result)) == proved, reason
    (tmp_path / "egen.toml").write_text('name = "egen"\nbased_on = "zerosum"\n[recall_reasons]\n17 = "HENS"\n', "utf-8")
    told = [debtor[0], debtor[1] | {"reason": "17"}]
    assert "recalled_at_psrm_rest" in causes(run(tmp_path, told, [*psrm, proof], source="egen.toml").result)


FEE = {"claim_id": "3", "reference": "A3", "main_claim_id": "2"}
MAIN_RECALLED = [line("creation", "500,00"), line("creation", "250,00", **FEE), line("recall", "500,00")]


@pytest.mark.parametrize(
    ("debtor", "psrm", "seen"),
    [
        ([], [line("recall", "250,00", **FEE)], {"recalled_with_main_claim": "-250,00"}),
        (
            [],
            [line("recall", "250,00", **FEE), line("recall", "250,00", **(FEE | {"booked_on": "2026-09-11"}))],
            {"recall_only_in_psrm": "-500,00"},
        ),
        ([], [line("recall", "250,00", **(FEE | {"booked_on": "2026-09-09"}))], {"recall_only_in_psrm": "-250,00"}),
        (
            [line("recall", "250,00", status="AF", **FEE)],
            [line("recall", "250,00", **FEE)],
            {"rejected_recall": "250,00", "recall_only_in_psrm": "-250,00"},
        ),
    ],
)
def test_a_fee_falls_with_its_main_claim_once_not_before_it_and_without_an_action_of_its_own(
    tmp_path: Path, debtor: list[Row], psrm: list[Row], seen: dict[str, str]
) -> None:
    assert causes(run(tmp_path, [*MAIN_RECALLED, *debtor], [*MAIN_RECALLED, *psrm]).result) == seen


FEE_RECALLED = line("recall", "250,00", **FEE)
WITH_MAIN, ALONE = {"recalled_with_main_claim": "-250,00"}, {"recall_only_in_psrm": "-250,00"}


def on(day: str, *rows: Row) -> list[Row]:
    return [row | {"booked_on": day} for row in rows]


@pytest.mark.parametrize(
    ("debtor", "psrm", "seen"),
    [
        # PSRM recalled both, and has the main claim again: the debtor system recalled neither.
        (
            MAIN_RECALLED[:2],
            [*MAIN_RECALLED, FEE_RECALLED, line("creation", "500,00", claim_id="9", resent_of="2")],
            ALONE | {"resent_new_id": "0,00"},
        ),
        (MAIN_RECALLED[:2], [*MAIN_RECALLED, FEE_RECALLED], {"recall_only_in_psrm": "-750,00"}),
        # The debtor system's recall of the main claim was rejected.
        (
            [*MAIN_RECALLED[:2], MAIN_RECALLED[2] | {"status": "AF"}],
            [*MAIN_RECALLED, FEE_RECALLED],
            {"rejected_recall": "500,00", "recall_only_in_psrm": "-750,00"},
        ),
        # Half a year after its main claim.
        ([*MAIN_RECALLED[:2], *on("2026-03-01", MAIN_RECALLED[2])], [*MAIN_RECALLED[:2], *on("2026-03-01", MAIN_RECALLED[2]), FEE_RECALLED], ALONE),
        (MAIN_RECALLED, [*MAIN_RECALLED, *on("2026-09-13", FEE_RECALLED)], WITH_MAIN),
        (MAIN_RECALLED, [*MAIN_RECALLED, *on("2026-09-14", FEE_RECALLED)], ALONE),
        # Where a day is not told, the rest is proof.
        (MAIN_RECALLED, [*MAIN_RECALLED, *on("", FEE_RECALLED)], WITH_MAIN),
        (MAIN_RECALLED, [*MAIN_RECALLED[:2], *on("", MAIN_RECALLED[2]), FEE_RECALLED], WITH_MAIN),
        # The debtor system knows its main claim by reference alone, and books its recall when it likes.
        (
            [MAIN_RECALLED[0] | {"claim_id": ""}, MAIN_RECALLED[1], *on("2026-09-01", MAIN_RECALLED[2] | {"claim_id": ""})],
            [*MAIN_RECALLED, FEE_RECALLED],
            WITH_MAIN,
        ),
    ],
)  # fmt: skip
def test_a_fee_falls_with_a_main_claim_that_both_recalled_and_just_then(
    tmp_path: Path, debtor: list[Row], psrm: list[Row], seen: dict[str, str]
) -> None:
    assert causes(run(tmp_path, debtor, psrm).result) == seen


MADE, DOWN = line("creation", "1.000,00", booked_on="2026-09-01"), line("write_down", "300,00", booked_on="2026-09-10")
RECOVERED = line("recovery", "400,00", booked_on="2026-09-10")


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        ("2026-09-10", {"recalled_at_psrm_rest": "400,00"}),
        ("2026-09-09", {"amount_differs": "400,00"}),
        ("", {"amount_differs": "400,00"}),  # nothing says what came first
    ],
)
def test_what_is_recovered_after_the_recall_is_no_proof(tmp_path: Path, day: str, seen: dict[str, str]) -> None:
    debtor = [MADE, *on("2026-09-09", line("recall", "1.000,00", reason="HENS"))]
    psrm = [MADE, RECOVERED, *on(day, line("recall", "600,00"))]
    assert causes(run(tmp_path, debtor, psrm).result) == seen


@pytest.mark.parametrize("before", ["300,00", "0,00"])
def test_what_is_written_down_after_the_recall_is_no_part_of_what_was_left(tmp_path: Path, before: str) -> None:
    """1.000 made, 400 recovered, 600 recalled; then 300 are written down, or nothing is."""
    later = on("2026-09-25", DOWN) if before != "0,00" else []
    debtor = [MADE, *later, *on("2026-09-12", line("recall", "1.000,00", reason="HENS"))]
    psrm = [MADE, *later, RECOVERED, *on("2026-09-12", line("recall", "600,00"))]
    assert causes(run(tmp_path, debtor, psrm).result) == {"recalled_at_psrm_rest": "400,00"}


@pytest.mark.parametrize(
    ("recalled", "day", "more", "seen"),
    [
        ("700,00", "2026-09-10", [], {"recall_of_original_amount": "-300,00"}),
        ("700,00", "2026-09-09", [], {"amount_differs": "-300,00"}),  # written down later
        ("900,00", "2026-09-10", [], {"amount_differs": "-100,00"}),  # more than it had left
        ("650,00", "2026-09-10", [], {"amount_differs": "-350,00"}),
        ("300,00", "2026-09-10", [RECOVERED], {"recall_of_original_amount": "-700,00"}),
        ("700,00", "2026-09-10", [RECOVERED], {"recall_of_original_amount": "-300,00"}),
        ("600,00", "2026-09-10", [RECOVERED], {"amount_differs": "-400,00"}),
    ],
)  # fmt: skip
def test_a_fejl_recall_leaves_just_what_was_written_down_and_recovered_before(
    tmp_path: Path, recalled: str, day: str, more: list[Row], seen: dict[str, str]
) -> None:
    debtor = [MADE, DOWN, *on(day, line("recall", recalled, reason="FEJL"))]
    psrm = [MADE, DOWN, *more, *on(day, line("recall", "1.000,00", reason="FEJL"))]
    assert causes(run(tmp_path, debtor, psrm).result) == seen


MARCH, APRIL = {"effective_on": "2026-03-01"}, {"effective_on": "2026-04-01"}
AGAIN = {"claim_id": "9", "booked_on": "2026-09-11"}
RESENT, APART = {"resent_new_id": "0,00"}, {"recall_only_in_psrm": "-500,00", "only_in_psrm": "500,00"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("again", "seen", "gravity"),
    [
        (MARCH | {"resent_of": "2"}, RESENT, Gravity.INFORMATION),
        (MARCH, RESENT, Gravity.REMARK),  # nothing but the reference
        ({}, RESENT, Gravity.REMARK),
        ({"resent_of": "2"}, RESENT, Gravity.INFORMATION),
        ({"resent_of": "2", "booked_on": "2026-09-10"}, RESENT, Gravity.INFORMATION),  # the same day
        ({"resent_of": "2", "booked_on": ""}, RESENT, Gravity.INFORMATION),
        (APRIL, APART, Gravity.BLOCKING),  # the next bill under the same reference
        (APRIL | {"booked_on": "2026-05-02"}, APART, Gravity.BLOCKING),
        (APRIL | {"resent_of": "2"}, APART, Gravity.BLOCKING),
        (MARCH | {"booked_on": "2026-09-09"}, APART, Gravity.BLOCKING),  # it stood there before the recall
        (MARCH | {"booked_on": "2026-09-09", "resent_of": "2"}, APART, Gravity.BLOCKING),
        (MARCH | {"resent_of": "7"}, APART, Gravity.BLOCKING),  # a re-send, of another claim
    ],
)  # fmt: skip
def test_a_resend_follows_the_recall_and_has_the_day_of_what_it_sends_again(
    tmp_path: Path, again: Row, seen: dict[str, str], gravity: Gravity
) -> None:
    made = line("creation", "500,00", booked_on="2026-04-01", **MARCH)
    back = line("recall", "500,00", effective_on="2026-09-10")
    result = run(tmp_path, [made], [made, back, line("creation", "500,00", **(AGAIN | again))]).result
    assert (causes(result), {one.gravity for one in result.causes}) == (seen, {gravity})


OWN = {"claim_id": "5", "reference": "A5", "main_claim_id": "2"}
OWN_MADE = line("creation", "200,00", booked_on="2026-09-02", **OWN)
UP = line("write_up", "200,00", booked_on="2026-09-02")


def down(amount: str, day: str = "2026-09-20", **cells: str) -> Row:
    return line("write_down", amount, booked_on=day, **cells)


def lost(amount: str) -> dict[str, str]:
    return {"write_down_missing_in_psrm": amount, "write_down_only_in_psrm": f"-{amount}"}


FORM, BACK = {"write_up_own_claim": "0,00"}, line("recall", "120,00")


@pytest.mark.long
@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(
    ("here", "there", "seen"),
    [
        ([down("150,00")], [down("150,00", **OWN)], FORM),
        ([down("200,00")], [down("200,00", **OWN)], FORM),
        ([down("450,00")], [down("450,00", **OWN)], lost("450,00")),  # more than it was raised by
        ([down("200,01")], [down("200,01", **OWN)], lost("200,01")),
        ([down("150,00", "2026-09-28")], [down("150,00", "2026-02-01", **OWN)], lost("150,00")),  # before it was made
        ([down("150,00", "2026-09-28")], [down("150,00", "2026-09-02", **OWN)], FORM),
        # 120 of it were recalled before, or later.
        ([down("150,00"), *on("2026-09-19", BACK)], [down("150,00", **OWN), *on("2026-09-19", BACK | OWN)], FORM | lost("150,00")),
        ([down("80,00"), *on("2026-09-19", BACK)], [down("80,00", **OWN), *on("2026-09-19", BACK | OWN)], FORM),
        ([line("recall", "1.200,00")], [line("recall", "1.000,00"), line("recall", "200,00", **OWN)], FORM),
    ],
)  # fmt: skip
def test_what_stands_on_a_write_ups_own_claim_can_stand_there(
    tmp_path: Path, mirror: bool, here: list[Row], there: list[Row], seen: dict[str, str]
) -> None:
    sides = [MADE, UP, *here], [MADE, OWN_MADE, *there]
    result = run(tmp_path, *(sides[::-1] if mirror else sides)).result
    assert causes(result) == seen


@pytest.mark.parametrize(
    ("mirror", "code", "rest"), [(False, "only_in_psrm", "150,00"), (True, "missing_in_psrm", "-150,00")]
)
def test_the_rest_of_two_write_downs_is_of_no_write_ups_claim(
    tmp_path: Path, mirror: bool, code: str, rest: str
) -> None:
    sides = [MADE, UP, down("350,00")], [MADE, OWN_MADE, down("200,00"), down("150,00", **OWN)]
    seen = causes(run(tmp_path, *(sides[::-1] if mirror else sides)).result)
    assert seen == {"amount_differs": rest, f"write_down_{code}": "150,00" if mirror else "-150,00"}


@pytest.mark.parametrize(
    ("amount", "more", "seen"),
    [
        ("150,00", down("100,00", status="AF", **OWN), FORM | {"rejected_write_down": "100,00"}),
        ("450,00", line("write_up", "300,00", status="SA", **OWN), lost("450,00") | {"awaiting_receipt": "-300,00"}),
        ("450,00", line("write_up", "300,00", status="UD", **OWN), FORM | {"write_up_missing_in_psrm": "-300,00"}),
    ],
)
def test_what_was_rejected_or_waits_has_not_changed_what_stood_there(
    tmp_path: Path, amount: str, more: Row, seen: dict[str, str]
) -> None:
    debtor = [MADE, OWN_MADE, more, down(amount, **OWN)]
    assert causes(run(tmp_path, debtor, [MADE, UP, down(amount)]).result) == seen


WAVE = """
[[conversion.wave]]
claim_types = ["{claim_type}"]
first = 2026-09-14
last = 2026-09-18
"""


@pytest.mark.parametrize(
    ("debtor_on", "psrm_on", "claim_type", "proved"),
    [
        ("2022-03-01", "2026-09-14", "KFDAINS", True),
        ("2022-03-01", "2026-09-18", "KFDAINS", True),
        ("2022-03-01", "2026-09-13", "KFDAINS", False),
        ("2022-03-01", "2026-09-19", "KFDAINS", False),
        ("2022-03-01", "", "KFDAINS", False),
        ("2026-09-14", "2026-09-14", "KFDAINS", False),
        ("", "2026-09-14", "KFDAINS", False),
        ("2022-03-01", "2026-09-14", "KFSKFRI", False),
    ],
)
def test_a_wave_has_what_psrm_booked_on_its_days_and_the_debtor_system_before_it(
    tmp_path: Path, debtor_on: str, psrm_on: str, claim_type: str, proved: bool
) -> None:
    debtor, psrm = line("creation", "500,00", booked_on=debtor_on), line("creation", "300,00", booked_on=psrm_on)
    result = run(tmp_path, [debtor], [psrm], top=WAVE.format(claim_type=claim_type)).result
    assert causes(result) == ({"converted_from_dmi": "-200,00"} if proved else {"amount_differs": "-200,00"})


@pytest.mark.parametrize("keys", [{}, {"claim_id": "", "reference": "A2"}, {"claim_id": "", "reference": ""}])
@pytest.mark.parametrize("marked", ["debtor", "psrm"])
def test_a_mark_of_either_side_is_of_the_claim_however_it_is_linked(tmp_path: Path, keys: Row, marked: str) -> None:
    debtor, psrm = (
        line("creation", "500,00", converted="ja" if marked == side else "nej", **keys) for side in ("debtor", "psrm")
    )
    result = run(tmp_path, [debtor], [psrm]).result
    assert [(one.code, one.rows) for one in result.findings if one.code == "converted"] == [("converted", 1)]
    assert "conversion_unknown" not in result.blind_spots


def test_the_settings_say_so(tmp_path: Path) -> None:
    outcome = run(tmp_path, [], [], top=FORMER + '[conversion]\namount = "rest"\n')
    settings = load(tmp_path / "zerosum.toml")
    assert settings.former_creditors == ("0998",)
    assert settings.conversion == Conversion(original=False)
    assert {"other_creditors", "conversion_unknown"} & set(outcome.result.blind_spots) == {"conversion_unknown"}
    assert not outcome.cleared.open_items[OpenItems.OTHER_CREDITOR].any()


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ('former_creditors = ["0999"]\n', "vores egen"),
        ('former_creditors = ["0998", "0998"]\n', "to gange"),
        ('former_creditors = ["98"]\n', "4 cifre"),
        ('[conversion]\namount = "half"\n', "amount"),
        (WAVE.format(claim_type="KFDAINS").replace("last = 2026-09-18", "last = 2026-09-01"), "før den begynder"),
    ],
)  # fmt: skip
def test_mistakes_in_the_settings_are_told(tmp_path: Path, top: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        run(tmp_path, [], [], top=top)
    assert told in " ".join(f"{one.told().what} {one.told().why} {one.column}" for one in caught.value.problems)


# ------------------------------------------------------------------------ a re-send is of all that was left, and no more


@pytest.mark.parametrize(
    ("recalled", "again", "seen"),
    [
        ("300,00", "300,00", {"resent_new_id": "0,00"}),
        ("500,00", "500,00", {"recall_only_in_psrm": "-500,00", "only_in_psrm": "500,00"}),  # more than was left
        ("200,00", "200,00", {"recall_only_in_psrm": "-200,00", "only_in_psrm": "200,00"}),  # a part of it
    ],
)
def test_what_is_sent_again_is_all_that_was_left(
    tmp_path: Path, recalled: str, again: str, seen: dict[str, str]
) -> None:
    both = [line("creation", "500,00", booked_on="2026-09-01"), line("write_down", "200,00", booked_on="2026-09-02")]
    anew = line("creation", again, claim_id="3", reference="Z9", resent_of="2", booked_on="2026-09-11")
    psrm = [*both, line("recall", recalled, booked_on="2026-09-10"), anew]
    assert causes(run(tmp_path, both, psrm).result) == seen


def test_days_that_are_told_of_none_prove_as_a_whole(tmp_path: Path) -> None:
    """Where PSRM's file tells no day at all, what was written down counts; where it tells some, it must tell them all."""
    debtor = [MADE, DOWN, *on("2026-09-12", line("recall", "700,00", reason="FEJL"))]
    psrm = [MADE, DOWN, *on("2026-09-12", line("recall", "1.000,00"))]
    undated = [row | {"booked_on": ""} for row in psrm]
    assert causes(run(tmp_path, debtor, psrm).result) == {"recall_of_original_amount": "-300,00"}
    assert causes(run(tmp_path, debtor, undated).result) == {"recall_of_original_amount": "-300,00"}
    assert causes(run(tmp_path, debtor, [*psrm[:2], undated[2]]).result) == {"amount_differs": "-300,00"}
