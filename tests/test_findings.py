"""The findings that no øre tells: each with what must give it, and beside it what looks like it and must not."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import books
import gallery
import pyarrow as pa
import pytest
from books import ONE, TWO, Pair, Row

from zerosum import identity
from zerosum.catalogue import load as catalogue
from zerosum.causes import EVERY
from zerosum.errors import InputError
from zerosum.judge import perfect
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.words import load as words
from zerosum.result import Finding, Gravity, Result, Verdict
from zerosum.runs.about import about_run
from zerosum.runs.document import canonical, document
from zerosum.settings import Batch, Retired
from zerosum.sources.load import builtin
from zerosum.tables import Movements, Rule, Side

HOUSE = Path(__file__).parent.parent / "zerosum"
THREE = "0313701236"
CELL = (("Alfa", "KFDAINS"),)
DEBTOR = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount",
    "booked_on", "receipt_on", "status", "reason", "awaiting_co_debtor", "in_collection",
)  # fmt: skip
PSRM = (
    "claim_id", "reference", "main_claim_id", "resent_of", "claim_type", "debtors", "event", "amount", "booked_on",
)  # fmt: skip
USUAL = {"claim_type": "KFDAINS", "debtors": ONE, "event": "creation", "amount": "1.000,00"}


def sent(**cells: str) -> Row:
    """A line of the debtor system: the second claim, executed; and what is told to differ."""
    usual = {
        "claim_id": "2",
        "reference": "A2",
        "solution": "Alfa",
        "booked_on": "2026-09-03",
        "receipt_on": "2026-09-04",
    }
    return USUAL | usual | {"status": "UD"} | cells


def got(**cells: str) -> Row:
    """A line of PSRM: the second claim; and what is told to differ."""
    return USUAL | {"claim_id": "2", "reference": "A2", "booked_on": "2026-09-04"} | cells


def outcome(
    folder: Path, debtor: Sequence[Row], psrm: Sequence[Row], alone: bool = False, **told: object
) -> Reconciliation:
    """A run of these lines; and of a first claim that is right on both sides, unless they are to be alone."""
    first = (
        [] if alone else [sent(claim_id="1", reference="A1", debtors=TWO)],
        [] if alone else [got(claim_id="1", reference="A1", debtors=TWO)],
    )
    pair = Pair((*first[0], *debtor), (*first[1], *psrm), DEBTOR, PSRM, declared=CELL)
    return reconcile(replace(books.written(folder, pair), **told))  # type: ignore[arg-type]


def codes(result: Result) -> dict[str, Gravity]:
    """The findings but those of every run here: no control totals are declared."""
    return {one.code: one.gravity for one in result.findings if one.code != "control_total_missing"}


def the(result: Result, code: str) -> Finding:
    (one,) = [one for one in result.findings if one.code == code]
    return one


def veiled(result: Result, *numbers: str) -> None:
    said = canonical(document(result)).decode()
    assert not [number for number in numbers if number in said]


# --- the test batch ---

CREDIT = {"event": "recall", "booked_on": "2026-09-10", "receipt_on": "2026-09-11"}


def test_a_test_claim_that_is_equal_on_both_sides_and_not_zero_blocks(tmp_path: Path) -> None:
    left = outcome(tmp_path, [sent()], [got()], test_batch=Batch(("A2",))).result
    assert left.verdict == Verdict.NOT_READY
    one = the(left, "test_batch_not_zero")
    assert (one.gravity, one.rows, one.solution, one.claim_type) == (Gravity.BLOCKING, 1, "Alfa", "KFDAINS")
    assert one.detail == {"left_debtor_ore": 100_000, "left_psrm_ore": 100_000}
    gone = outcome(tmp_path, [sent(), sent(**CREDIT)], [got(), got(**CREDIT)], test_batch=Batch(("A2",))).result
    assert codes(gone) == {}
    assert codes(outcome(tmp_path, [sent()], [got()]).result) == {}


def test_each_side_is_zero_by_itself(tmp_path: Path) -> None:
    """Credited at one side only; and one claim too much, another too little, that together are zero."""
    one_side = outcome(tmp_path, [sent(), sent(**CREDIT)], [got()], test_batch=Batch(("2",))).result
    assert the(one_side, "test_batch_not_zero").detail == {"left_debtor_ore": 0, "left_psrm_ore": 100_000}
    other = outcome(tmp_path, [sent()], [got(), got(**CREDIT)], test_batch=Batch(("2",))).result
    assert the(other, "test_batch_not_zero").detail == {"left_debtor_ore": 100_000, "left_psrm_ore": 0}
    assert the(other, "test_batch_not_zero").rows == 1
    two = {"claim_id": "3", "reference": "A3", "debtors": THREE}
    lines = [sent(), sent(**two), sent(**two, **CREDIT), sent(**two, **CREDIT)]
    netted = outcome(
        tmp_path,
        lines,
        [got(**{k: v for k, v in one.items() if k in PSRM}) for one in lines],
        test_batch=Batch(("A2", "A3")),
    )
    assert the(netted.result, "test_batch_not_zero").detail == {"left_debtor_ore": 200_000, "left_psrm_ore": 200_000}
    assert the(netted.result, "test_batch_not_zero").rows == 2


def test_a_credit_after_the_cut_off_has_not_been_made(tmp_path: Path) -> None:
    late = CREDIT | {"booked_on": "2026-10-01"}
    result = outcome(tmp_path, [sent(), sent(**late)], [got(), got(**late)], test_batch=Batch(("A2",))).result
    assert codes(result)["test_batch_not_zero"] == Gravity.BLOCKING


def test_the_fee_and_the_other_side_of_a_test_claim_are_of_the_batch(tmp_path: Path) -> None:
    """Listed by the debtor's reference alone; PSRM knows the claim by its id, and the fee by its main claim."""
    fee = {"claim_id": "3", "reference": "G3", "main_claim_id": "2", "amount": "250,00"}
    debtor, psrm = [sent(), sent(**CREDIT), sent(**fee)], [got(reference=""), got(reference="", **CREDIT), got(**fee)]
    result = outcome(tmp_path, debtor, psrm, test_batch=Batch(("A2",))).result
    assert the(result, "test_batch_not_zero").detail == {"left_debtor_ore": 25_000, "left_psrm_ore": 25_000}


def test_a_key_that_only_psrm_knows_names_the_debtors_claim_too(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(claim_id="")], [got(claim_id="2")], test_batch=Batch(("2",))).result
    assert the(result, "test_batch_not_zero").detail == {"left_debtor_ore": 100_000, "left_psrm_ore": 100_000}


@pytest.mark.parametrize(
    ("form", "reference", "meets"),
    [
        ("TEST-####", "TEST-0001", True),
        ("TEST-####", "TEST-001", False),
        ("TEST-####", "TEST-000A", False),
        ("TEST-####", "xTEST-0001", False),
        ("TEST-####", "TEST-00012", False),
        ("TEST-*", "TEST-", True),
        ("*-T", "2026-T", True),
        ("T.1", "Tx1", False),
        ("T[1]+", "T[1]+", True),
        ("Prøve #", "Prøve 7", True),
        ("Prøve #", "prøve 7", False),
    ],
)
def test_a_form_is_no_regular_expression(tmp_path: Path, form: str, reference: str, meets: bool) -> None:
    batch = Batch(reference_forms=(form,))
    result = outcome(tmp_path, [sent(reference=reference)], [got(reference=reference)], test_batch=batch).result
    assert codes(result) == (
        {"test_batch_not_zero": Gravity.BLOCKING} if meets else {"test_batch_not_seen": Gravity.REMARK}
    )


def test_a_key_that_no_claim_has_is_named_by_its_place_and_never_shown(tmp_path: Path) -> None:
    batch = Batch(("A1", THREE, "1413701239"), ("", "A2", "x", ""), ("A#", "B#"))
    credited = [{}, CREDIT]
    both = [
        {"claim_id": id_, "reference": f"A{id_}", "debtors": who} | one
        for id_, who in (("1", TWO), ("2", ONE))
        for one in credited
    ]
    result = outcome(
        tmp_path, [sent(**one) for one in both], [got(**one) for one in both], alone=True, test_batch=batch
    ).result
    unseen = [one for one in result.findings if one.code == "test_batch_not_seen"]
    assert [(one.rows, dict(one.detail)) for one in unseen] == [
        (1, {"batch_list": "in_file", "places": "3"}),
        (2, {"batch_list": "listed", "places": "2, 3"}),
        (1, {"batch_list": "reference_form", "places": "2"}),
    ]
    assert codes(result) == {"test_batch_not_seen": Gravity.REMARK}
    assert result.verdict == Verdict.READY_WITH_REMARKS
    veiled(result, THREE, "1413701239")


def test_a_listed_claim_that_is_not_in_the_basis_is_not_seen(tmp_path: Path) -> None:
    late = {"booked_on": "2026-10-01"}
    result = outcome(tmp_path, [sent(**late)], [got(**late)], test_batch=Batch(("A2",))).result
    assert codes(result) == {"test_batch_not_seen": Gravity.REMARK}


def test_numeric_ids_of_the_list_are_compared_as_the_book_compares_them(tmp_path: Path) -> None:
    settings = books.written(
        tmp_path, Pair((sent(claim_id="0002"),), (got(claim_id="02"),), DEBTOR, PSRM, declared=CELL)
    )
    numeric = replace(builtin("zerosum"), numeric_ids=("claim_id",))
    inputs = tuple(replace(given, source=numeric) for given in settings.inputs)
    batch = Batch(("000002",))
    assert the(reconcile(replace(settings, inputs=inputs, test_batch=batch)).result, "test_batch_not_zero").rows == 1
    plain = reconcile(replace(settings, test_batch=batch)).result
    assert "test_batch_not_zero" not in codes(plain)


def test_the_list_of_test_claims_is_told_by_hash_in_run_json(tmp_path: Path) -> None:
    (tmp_path / "test.txt").write_bytes(b"A1\n")
    (tmp_path / "zerosum.toml").write_bytes(b"")
    settings = books.written(tmp_path, Pair((sent(),), (got(),), DEBTOR, PSRM, declared=CELL))
    settings = replace(settings, test_batch=Batch(in_file=("A1",), file=tmp_path / "test.txt"))
    about = about_run(settings, reconcile(settings).result, "0" * 64, datetime(2026, 10, 5, tzinfo=UTC), ["zerosum"])
    assert about["test_batch_sha256"] == hashlib.sha256(b"A1\n").hexdigest()


# --- too perfect ---


def many(count: int, **cells: str) -> list[dict[str, str]]:
    """Claims of as many numbers; amounts, debtors and days as many systems have them, unless told."""
    return [
        {
            "claim_id": f"{n}", "reference": f"R{n}", "debtors": f"{n % 28 + 1:02d}13{n % 90 + 10}{1000 + n}",
            "amount": f"{100 + n},00", "booked_on": f"2026-09-{n % 25 + 1:02d}",
        }
        | cells
        for n in range(1, count + 1)
    ]  # fmt: skip


def signs(folder: Path, claims: Sequence[Mapping[str, str]], later: str = "1", **told: object) -> list[object]:
    """The signs that a run of these claims shows; PSRM books `later` days after."""

    def day(claim: Mapping[str, str]) -> dict[str, str]:
        on = date.fromisoformat(claim["booked_on"])
        return {"booked_on": on.replace(day=on.day + int(later)).isoformat()}

    result = outcome(
        folder, [sent(**one) for one in claims], [got(**(dict(one) | day(one))) for one in claims], alone=True, **told
    ).result
    return [one.detail["sign"] for one in result.findings if one.code == "too_perfect"]


def test_many_claims_that_are_as_claims_are_show_no_sign(tmp_path: Path) -> None:
    assert signs(tmp_path, many(perfect.MANY)) == []


@pytest.mark.parametrize(("sign", "cells"), [("one_amount", {"amount": "1.873,00"}), ("one_debtor", {"debtors": ONE})])
def test_a_hundred_claims_of_one_amount_or_one_debtor(tmp_path: Path, sign: str, cells: dict[str, str]) -> None:
    claims = many(perfect.MANY, **cells)
    assert signs(tmp_path, claims) == [sign]
    assert signs(tmp_path, claims[1:]) == []
    assert signs(tmp_path, [*claims, *many(perfect.MANY + 1)[-1:]]) == []


def test_a_test_batch_may_be_as_alike_as_it_likes(tmp_path: Path) -> None:
    claims = many(perfect.MANY, amount="1.873,00")
    assert signs(tmp_path, claims, test_batch=Batch(reference_forms=("R*",))) == []


def test_everything_on_one_day(tmp_path: Path) -> None:
    created = many(perfect.MANY, booked_on="2026-09-01")
    written_down = [one | {"event": "write_down", "amount": "1,00"} for one in created]
    assert signs(tmp_path, [*created, *written_down], later="0") == ["one_day"]
    assert signs(tmp_path, created, later="0") == [], "a month's claims are sent on one day"
    assert signs(tmp_path, [*created, *written_down], later="1") == []


def test_not_one_difference_in_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perfect, "LARGE", 30)
    claims = many(30)
    assert signs(tmp_path, claims) == ["no_difference"]
    assert signs(tmp_path, claims[1:]) == []
    for changed in ({"status": "HO"}, {"status": ""}, {"amount": "7,00"}):
        debtor = [sent(**one) for one in claims[:-1]] + [sent(**(claims[-1] | changed))]
        result = outcome(tmp_path, debtor, [got(**one) for one in claims], alone=True).result
        assert "too_perfect" not in codes(result), changed


BOTH = ("claim_id", "reference", "claim_type", "debtors", "event", "amount", "booked_on", "status")


def same(
    folder: Path,
    columns: tuple[str, ...],
    debtor: Sequence[Row],
    psrm: Sequence[Row],
    psrm_columns: tuple[str, ...] | None = None,
) -> list[object]:
    told = Pair(tuple(debtor), tuple(psrm), columns, psrm_columns or columns, declared=None)
    result = reconcile(books.written(folder, told)).result
    return [one.detail["sign"] for one in result.findings if one.code == "too_perfect"]


def test_the_same_lines_on_both_sides(tmp_path: Path) -> None:
    """The heading differs in a column of its own, so that they are not the same bytes."""
    claims = [sent(**one) for one in many(7)]
    assert same(tmp_path, BOTH, claims, claims) == ["same_lines"]
    assert same(tmp_path, BOTH, claims, claims[::-1]) == ["same_lines"]
    other_day = [*claims[:-1], dict(claims[-1]) | {"booked_on": "2026-09-30"}]
    assert same(tmp_path, BOTH, claims, other_day) == []
    exchanged = [
        dict(claims[0]) | {"booked_on": "2026-09-03"},
        dict(claims[1]) | {"booked_on": "2026-09-02"},
        *claims[2:],
    ]
    assert same(tmp_path, BOTH, claims, exchanged) == [], "the same days, of other claims"
    assert same(tmp_path, BOTH, claims[:2], claims[:2]) == ["same_lines"], "PSRM has no status"
    assert same(tmp_path, BOTH[:-1], claims, claims) == ["same_lines"], "seven days that are all the same"
    assert same(tmp_path, BOTH[:-1], claims[:2], claims[:2]) == [], "received on the day they were sent"
    assert same(tmp_path, BOTH, claims, claims, BOTH[:-1]) == [], "each system with its own columns"
    assert same(tmp_path, BOTH[:-2], claims, claims) == [], "without days, two systems that agree"


def test_the_same_bytes_on_both_sides_are_still_refused(tmp_path: Path) -> None:
    settings = books.written(tmp_path, Pair((sent(),), (got(),), DEBTOR, PSRM, declared=CELL))
    (tmp_path / "psrm.csv").write_bytes((tmp_path / "debtor.csv").read_bytes())
    with pytest.raises(InputError, match="Samme fil"):
        reconcile(settings)


# --- a person's number in a text ---


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (ONE, True),
        (f"REF-{ONE}", True),
        (f"{ONE[:6]}-{ONE[6:]} barn 2", True),
        (f"{ONE[:6]} {ONE[6:]}", True),
        (f"{THREE} og {ONE}", True),
        (f"x{THREE}x{ONE}x", True),
        (f"{THREE[:6]}-{THREE[6:]}", False),  # nobody's: made up, and no debtor of the input
        ("010190-1234", True),  # in the form of one
        ("010190 1234", False),
        ("0101901234", False),
        (f"1{ONE}", False),
        (f"{ONE}1", False),
        ("202609-0001", False),  # a month and a serial
        ("310090-1234", False),
        ("A-1001", False),
        ("", False),
        (None, False),
    ],
)
def test_what_holds_a_person_number(text: str | None, held: bool) -> None:
    found = identity.hold_person_number(pa.array(["x", text], pa.string()), pa.array([f"{ONE}|{TWO}", "90000017"]))
    assert found.tolist() == [False, held]


@pytest.mark.parametrize(("column", "cells"), [("reference", {}), ("reason", {"status": "AF"})])
def test_a_person_number_in_a_text_blocks_and_is_not_shown(tmp_path: Path, column: str, cells: dict[str, str]) -> None:
    said = cells | {column: f"486 {ONE} brugt"}
    result = outcome(tmp_path, [sent(**said)], [got(**{k: v for k, v in said.items() if k in PSRM})]).result
    one = the(result, "person_number_in_text")
    assert (one.gravity, one.solution, one.claim_type) == (Gravity.BLOCKING, "Alfa", "KFDAINS")
    assert one.rows == (2 if column == "reference" else 1)
    assert result.verdict == Verdict.NOT_READY
    veiled(result, ONE, TWO)


def test_a_person_number_in_a_line_after_the_cut_off_is_not_of_this_test(tmp_path: Path) -> None:
    late = {"booked_on": "2026-10-01", "reference": ONE}
    assert codes(outcome(tmp_path, [sent(**late)], [got(**late)]).result) == {}


# --- sent again; write-downs over the balance ---


def test_a_claim_that_was_sent_again_and_adds_up_is_information(tmp_path: Path) -> None:
    new = {"claim_id": "3", "reference": "A3", "resent_of": "2", "booked_on": "2026-09-20"}
    debtor, psrm = [sent(), sent(**CREDIT), sent(**new)], [got(), got(**CREDIT), got(**new)]
    assert codes(outcome(tmp_path, debtor, psrm).result) == {"resent": Gravity.INFORMATION}
    assert the(outcome(tmp_path, debtor, psrm).result, "resent").rows == 1
    assert "resent" not in codes(outcome(tmp_path, debtor, psrm[:-1]).result)
    assert "resent" not in codes(outcome(tmp_path, debtor[:-1], psrm).result)


@pytest.mark.parametrize("status", ["AF", "UD"])
def test_a_write_down_whose_receipt_says_that_it_exceeds_the_balance(tmp_path: Path, status: str) -> None:
    less = {"event": "write_down", "amount": "300,00"}
    psrm = [got(), got(**less)] if status == "UD" else [got()]
    pair = Pair((sent(), sent(**less, status=status, reason="442")), tuple(psrm), DEBTOR, PSRM, declared=CELL)
    settings = books.written(tmp_path, pair)
    told = replace(builtin("zerosum"), exceeds_balance=("442",))
    declared = replace(settings, inputs=tuple(replace(given, source=told) for given in settings.inputs))
    found = codes(reconcile(declared).result)
    assert found["write_down_exceeds_balance"] == Gravity.REMARK
    assert "write_down_exceeds_balance" in reconcile(settings).result.blind_spots
    assert "write_down_exceeds_balance" not in reconcile(declared).result.blind_spots
    assert "write_down_exceeds_balance" not in codes(reconcile(settings).result)


def test_another_action_with_the_reason_of_a_write_down_over_the_balance_is_none(tmp_path: Path) -> None:
    settings = books.written(tmp_path, Pair((sent(reason="442"),), (got(),), DEBTOR, PSRM, declared=CELL))
    told = replace(builtin("zerosum"), exceeds_balance=("442",))
    settings = replace(settings, inputs=tuple(replace(given, source=told) for given in settings.inputs))
    assert codes(reconcile(settings).result) == {}


# --- what only some files tell ---


def rules(run: Reconciliation, side: Side) -> list[Rule]:
    movements = run.book.movements
    return [Rule(rule) for rule in movements[Movements.RULE][movements[Movements.SIDE] == side]]


def test_a_claim_that_waits_for_a_co_debtor_is_out_of_the_basis_and_a_remark(tmp_path: Path) -> None:
    waits = sent(status="", receipt_on="", awaiting_co_debtor="ja", claim_id="")
    run = outcome(tmp_path, [waits], [])
    assert codes(run.result) == {"awaiting_co_debtor": Gravity.REMARK}
    assert run.result.verdict == Verdict.READY_WITH_REMARKS
    assert run.result.figures.debtor_ore == run.result.figures.psrm_ore == 100_000
    assert rules(run, Side.DEBTOR) == [Rule.IN_BOOK, Rule.AWAITING_CO_DEBTOR]
    assert run.result.inputs[0].by_rule == {"awaiting_co_debtor": 1}


@pytest.mark.parametrize("status", ["UD", "AF", "HO", "MO", "SA"])
def test_a_claim_that_was_sent_does_not_wait(tmp_path: Path, status: str) -> None:
    """The mark takes nothing out of the test that PSRM was asked about."""
    run = outcome(tmp_path, [sent(status=status, awaiting_co_debtor="ja")], [])
    assert rules(run, Side.DEBTOR) == [Rule.IN_BOOK, Rule.IN_BOOK]
    assert "awaiting_co_debtor" not in codes(run.result)
    assert run.result.figures.difference_ore == -100_000


def test_a_claim_that_waits_and_was_made_after_the_cut_off_is_not_of_this_test(tmp_path: Path) -> None:
    run = outcome(tmp_path, [sent(status="", awaiting_co_debtor="ja", booked_on="2026-10-01")], [])
    assert rules(run, Side.DEBTOR) == [Rule.IN_BOOK, Rule.LATE_AND_OUT]
    assert codes(run.result) == {}


def test_a_claim_that_waits_and_that_psrm_has_is_a_difference(tmp_path: Path) -> None:
    run = outcome(tmp_path, [sent(status="", awaiting_co_debtor="ja")], [got()])
    assert run.result.verdict == Verdict.NOT_READY
    assert [cause.code for cause in run.result.causes] == ["only_in_psrm"]


def test_what_is_neither_yes_nor_no_cannot_be_read(tmp_path: Path) -> None:
    run = outcome(tmp_path, [sent(awaiting_co_debtor="måske")], [got()])
    assert len(run.result.rejects) == 1
    assert "«ja»" in run.result.rejects[0].problem.told().why


@pytest.mark.parametrize(
    ("status", "in_psrm", "amount", "found"),
    [
        ("UD", True, "100,00", True),
        ("UD", True, "0,00", False),
        ("UD", True, "", False),
        ("HO", False, "100,00", True),
        ("", False, "100,00", False),
        ("AF", False, "100,00", False),
        ("", True, "100,00", True),
        ("AF", True, "100,00", True),
    ],
)
def test_collected_and_recovered_at_once(tmp_path: Path, status: str, in_psrm: bool, amount: str, found: bool) -> None:
    result = outcome(tmp_path, [sent(status=status, in_collection=amount)], [got()] if in_psrm else []).result
    assert (codes(result).get("collected_and_recovered") == Gravity.BLOCKING) == found
    if found:
        assert result.verdict == Verdict.NOT_READY


def test_waived_trifles_are_counted_and_out_of_the_basis(tmp_path: Path) -> None:
    run = outcome(tmp_path, [sent()], [got(), got(event="bortfaldet", amount="12,00")])
    assert codes(run.result) == {"waived_trifle": Gravity.INFORMATION}
    assert run.result.verdict == Verdict.READY_WITH_REMARKS  # no control totals are declared
    assert run.result.figures.psrm_ore == 200_000
    assert run.result.inputs[1].by_rule == {"waived": 1}
    assert run.result.inputs[1].event_ore == {"creation": 200_000, "write_down": 1_200}
    assert "waived_trifle" not in run.result.blind_spots
    assert "waived_trifle" in outcome(tmp_path, [sent()], [got()]).result.blind_spots


@pytest.mark.parametrize(
    ("debtor", "psrm", "recovered", "found"),
    [
        (("write_down",), ("write_down",), "700,00", False),
        (("write_down",), ("write_down",), "700,01", True),
        (("write_down",), (), "800,00", True),
        ((), ("write_down",), "800,00", True),
        ((), (), "1.000,01", False),
        (("write_down", "recall"), ("write_down", "recall"), "600,00", False),
        (("write_down", "recall"), ("write_down", "recall"), "800,00", True),
    ],
)
def test_paid_on_both_sides(
    tmp_path: Path, debtor: Sequence[str], psrm: Sequence[str], recovered: str, found: bool
) -> None:
    lines = [sent(), *(sent(event=event, amount="300,00") for event in debtor)]
    theirs = [got(), *(got(event=event, amount="300,00") for event in psrm), got(event="dækning", amount=recovered)]
    result = outcome(tmp_path, lines, theirs).result
    assert (codes(result).get("paid_on_both_sides") == Gravity.BLOCKING) == found
    assert "paid_on_both_sides" not in result.blind_spots


# --- codes out of place ---


def test_a_retired_code_blocks(tmp_path: Path) -> None:
    old = {"claim_type": "KLFRUNG"}
    retired = {"KLFRUNG": Retired("KFDAINS", date(2023, 5, 4))}
    result = outcome(tmp_path, [sent(**old)], [got(**old)], retired_types=retired).result
    one = the(result, "retired_code")
    assert (one.gravity, one.rows, one.detail) == (
        Gravity.BLOCKING, 2, {"claim_type_now": "KFDAINS", "replaced_on": "2023-05-04"},
    )  # fmt: skip
    assert (one.solution, one.claim_type, result.verdict) == ("Alfa", "KLFRUNG", Verdict.NOT_READY)
    assert "retired_code" not in codes(outcome(tmp_path, [sent()], [got()], retired_types=retired).result)


def test_the_catalogue_knows_the_former_codes() -> None:
    assert catalogue("daginstitution").retired() == {"KLFRUNG": ("KFLRUNG", date(2023, 5, 4))}


def test_a_type_of_another_area_from_a_solution_of_this_one_is_a_remark(tmp_path: Path) -> None:
    other = {"claim_type": books.OTHER_AREA}
    result = outcome(tmp_path, [sent(**other)], [got(**other)]).result
    one = the(result, "other_area_code")
    assert (one.gravity, one.rows, one.solution, one.claim_type) == (Gravity.REMARK, 1, "Alfa", None)
    assert one.detail == {"claim_type": books.OTHER_AREA}
    assert [cell.claim_type for part in result.solutions for cell in part.cells] == ["KFDAINS"]
    pair = Pair((sent(**other),), (got(**other, solution="Alfa"),), DEBTOR, (*PSRM, "solution"), declared=CELL)
    assert the(reconcile(books.written(tmp_path, pair)).result, "other_area_code").rows == 1
    assert "other_area_code" not in codes(outcome(tmp_path, [], [got(**other)]).result)
    assert "other_area_code" not in codes(outcome(tmp_path, [sent(**other, solution="Gamma")], []).result)


# --- every cause and finding is somewhere ---

CAUSES = (
    "not_sent", "awaiting_receipt", "in_hearing", "rejected_creation", "rejected_write_down", "rejected_write_up",
    "rejected_recall", "partly_accepted_creation", "partly_accepted_write_down", "across_cutoff_debtor_first",
    "across_cutoff_psrm_first", "recalled_with_main_claim", "recall_of_original_amount", "recalled_at_psrm_rest",
    "converted_from_dmi", "creditor_changed", "line_twice", "claimed_twice", "resent_new_id", "type_swapped",
    "fee_on_main_type", "debtor_changed", "debtor_wrong", "counted_per_debtor", "split_with_loss", "write_up_own_claim",
    "same_balance_other_events", "recall_missing_in_psrm", "recall_only_in_psrm", "write_down_missing_in_psrm",
    "write_down_only_in_psrm", "write_up_missing_in_psrm", "write_up_only_in_psrm", "fee_included", "interest_included",
    "sign_turned", "factor_hundred", "decimals_lost", "offset_same_debtor", "rounding", "amount_differs",
    "only_in_debtor", "only_in_psrm", "unexplained",
)  # fmt: skip
"""The causes that the field asks for, in the order in which they are tried."""

FINDINGS = (
    "type_borrowed", "debtor_borrowed", "ambiguous", "likely_match", "broken_key", "receipt_not_fetched",
    "undeclared_type", "undeclared_solution", "expected_not_seen", "rejected_lines", "action_without_sign",
    "mixed_agreement", "in_dmi", "not_routed", "also_in_dmi", "sent_to_dmi_after_close", "action_replaced", "resent",
    "written_up_as_own_claim", "converted", "line_twice", "scope_not_declared", "outside_area", "awaiting_co_debtor",
    "collected_and_recovered", "paid_on_both_sides", "write_down_exceeds_balance", "split_or_merged",
    "person_number_in_text", "test_batch_not_zero", "control_total_differs", "control_total_missing",
    "acceptance_expired", "waived_trifle", "retired_code", "other_area_code", "filter_reject_expected",
    "filter_hearing_expected", "too_perfect",
)  # fmt: skip
"""The findings that the field asks for."""

OPTIONAL = {
    "awaiting_co_debtor": "awaiting_co_debtor",
    "collected_and_recovered": "collected_and_recovered",
    "paid_on_both_sides": "paid_on_both_sides",
    "write_down_exceeds_balance": "write_down_exceeds_balance",
    "waived_trifle": "waived_trifle",
    "retired_code": "retired_code",
    "test_batch_not_zero": "test_batch_not_declared",
    "resent": "resent_unknown",
    "person_number_in_text": "person_numbers",
    "sent_to_dmi_after_close": "dmi_close",
    "also_in_dmi": "dmi_unknown",
    "control_total_differs": "business_to_debtor",
    "filter_reject_expected": "filter_reject_expected",
    "filter_hearing_expected": "filter_hearing_expected",
    "not_sent": "status_unknown",
    "in_hearing": "status_unknown",
    "rejected_creation": "status_unknown",
    "partly_accepted_creation": "accepted_unknown",
    "across_cutoff_debtor_first": "receipt_dates",
    "across_cutoff_psrm_first": "cutoff_without_psrm_date",
    "awaiting_receipt": "debtor_dates",
    "recall_of_original_amount": "reasons_unknown",
    "recalled_with_main_claim": "families_unknown",
    "fee_included": "families_unknown",
    "interest_included": "families_unknown",
    "fee_on_main_type": "families_unknown",
    "resent_new_id": "resent_unknown",
    "type_swapped": "type_swapped_borrowed",
    "debtor_wrong": "debtor_borrowed",
    "offset_same_debtor": "keys_unknown",
    "recalled_at_psrm_rest": "notifications",
}
"""What some files cannot show, and the blind spot that then names it."""


def test_every_cause_and_finding_is_built_or_a_blind_spot(tmp_path: Path) -> None:
    made = "\n".join(path.read_text(encoding="utf-8") for path in sorted((HOUSE / "judge").glob("*.py")))
    findings = {code for code in FINDINGS if f'"{code}"' in made}
    causes = {cause.code for cause in EVERY}
    pair = Pair((USUAL,), (USUAL | {"claim_id": "1"},), books.NEEDED, ("claim_id", *books.NEEDED), declared=CELL)
    bare = set(reconcile(books.written(tmp_path, pair)).result.blind_spots)
    assert [code for code in (*CAUSES, *FINDINGS) if code not in causes | findings | bare] == []
    assert len(findings) > 30
    assert sorted(set(OPTIONAL) - {*CAUSES, *FINDINGS}) == []
    assert sorted(set(OPTIONAL.values()) - bare - {"dmi_close"}) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_finding_that_is_built_has_words(language: str) -> None:
    told = tomllib.loads((HOUSE / "report" / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    assert set(FINDINGS) - {"filter_reject_expected", "filter_hearing_expected"} <= set(told["finding"])
    assert words(language)("blind.spot.filter_reject_expected.title")
    assert all(words(language).has(f"blind.spot.{spot}.means") for spot in OPTIONAL.values())


def test_with_every_column_and_everything_declared_little_is_blind(tmp_path: Path) -> None:
    """What is left on the list is what no file of these can show."""
    every = (*builtin_columns(),)
    line = dict.fromkeys(every, "") | dict(sent(
        main_claim_id="2", resent_of="9", reason="INDB", accepted="1.000,00", effective_on="2026-09-01", action_id="1",
        awaiting_co_debtor="nej", in_collection="0,00", creditor=books.CREDITOR,
    ))  # fmt: skip
    waived = line | {"event": "waived", "amount": "1,00"}
    recovered = line | {"event": "recovery", "amount": "1,00"}
    pair = Pair((line,), (line | {"booked_on": "2026-09-05"}, waived, recovered), every, every, declared=CELL)
    settings = books.written(tmp_path, pair)
    told = replace(builtin("zerosum"), exceeds_balance=("442",))
    settings = replace(
        settings,
        inputs=tuple(replace(given, source=told) for given in settings.inputs),
        test_batch=Batch(("x",)),
        retired_types={"KLFRUNG": Retired("KFDAINS", date(2023, 5, 4))},
    )
    blind = set(reconcile(settings).result.blind_spots)
    ours = set(OPTIONAL.values()) - {"business_to_debtor", "dmi_unknown", "notifications"}
    assert blind & ours == {"filter_reject_expected", "filter_hearing_expected"}


@pytest.mark.parametrize(
    ("spot", "debtor", "psrm", "blind"),
    [
        ("resent_unknown", {"resent_of": "9"}, {}, False),
        ("resent_unknown", {}, {"resent_of": "9"}, False),
        ("families_unknown", {"main_claim_id": "9"}, {}, False),
        ("person_numbers", {"debtors": ONE}, {"debtors": ""}, False),
        ("reasons_unknown", {"reason": "INDB"}, {}, True),
        ("receipt_dates", {"receipt_on": ""}, {}, True),
        ("debtor_dates", {"booked_on": ""}, {}, True),
        ("keys_unknown", {"claim_id": ""}, {"reference": ""}, True),
        ("keys_unknown", {"claim_id": ""}, {}, False),
        ("awaiting_co_debtor", {"awaiting_co_debtor": ""}, {}, True),
        ("awaiting_co_debtor", {"awaiting_co_debtor": "nej"}, {}, False),
        ("collected_and_recovered", {"in_collection": ""}, {}, True),
        ("collected_and_recovered", {"in_collection": "0,00"}, {}, False),
    ],
)
def test_which_side_must_tell_what(
    tmp_path: Path, spot: str, debtor: dict[str, str], psrm: dict[str, str], blind: bool
) -> None:
    result = outcome(tmp_path, [sent(**debtor)], [got(**psrm)], alone=True).result
    assert (spot in result.blind_spots) == blind


def test_what_a_recovery_alone_tells_is_not_told(tmp_path: Path) -> None:
    """A recovery is not of the basis: beside others it says no more of them than in a file of its own."""
    bare = got(claim_id="", reference="", converted="", effective_on="")
    told = got(event="recovery", amount="1,00", effective_on="2026-09-05", converted="ja")
    debtor = [sent(effective_on="2026-09-05")]
    blind = set(outcome(tmp_path, debtor, [bare, told], alone=True).result.blind_spots)
    assert {"keys_unknown", "effective_dates", "conversion_unknown"} <= blind


def test_a_recovery_beside_a_rejected_line_is_as_in_a_file_of_its_own(tmp_path: Path) -> None:
    rejected, recovered = got(amount="12.34"), got(event="recovery", amount="1,00")
    result = outcome(tmp_path, [sent()], [rejected, recovered], alone=True).result
    assert not result.psrm_dated
    assert "cutoff_without_psrm_date" in result.blind_spots


def builtin_columns() -> tuple[str, ...]:
    return tuple(column.name for column in builtin("zerosum").parts[0].columns)


# --- numbers that a spreadsheet has changed ---


def test_numbers_that_a_spreadsheet_has_changed_are_a_remark(tmp_path: Path) -> None:
    """They meet, since both files write them so; but whose numbers they are is not sure."""
    changed = {"claim_id": "900002,0", "debtors": "113701235"}
    result = outcome(tmp_path, [sent(**changed)], [got(**changed)]).result
    told = {(one.detail["side"], one.detail["number"], one.detail["damage"], one.rows)
            for one in result.findings if one.code == "numbers_damaged"}  # fmt: skip
    assert told == {
        (side, number, damage, 1)
        for side in ("debtor", "psrm")
        for number, damage in (("claim_id", "number_with_decimals"), ("debtors", "number_lost_zeros"))
    }
    assert codes(result) == {"numbers_damaged": Gravity.REMARK}
    assert result.verdict == Verdict.READY_WITH_REMARKS
    veiled(result, "113701235")
    notes = [note for one in result.inputs for note in one.notes]
    assert {(note.code, note.line, note.values["n"]) for note in notes} == {
        ("number_with_decimals", 3, 1),
        ("number_lost_zeros", 3, 1),
    }


def test_numbers_that_a_spreadsheet_has_destroyed_are_rejected(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(claim_id="9,00002E+05")], [got(claim_id="9,00002E+05")]).result
    assert {one.problem.code for one in result.rejects} == {"number_scientific"}
    assert result.verdict == Verdict.NOT_READY


def test_sound_numbers_and_numeric_ids_are_no_remark(tmp_path: Path) -> None:
    rows = [
        (sent(claim_id=f"{at:06}", reference=f"B{at}"), got(claim_id=f"{at:06}", reference=f"B{at}"))
        for at in range(10, 60)
    ]
    debtor, psrm = [row[0] for row in rows], [row[1] for row in rows]
    assert "numbers_damaged" not in codes(outcome(tmp_path, debtor, psrm, alone=True).result)
    debtor[0] = debtor[0] | {"claim_id": "10"}
    result = outcome(tmp_path, debtor, psrm, alone=True).result
    assert the(result, "numbers_damaged").detail == {
        "side": "debtor",
        "number": "claim_id",
        "damage": "number_lost_zeros",
    }


def test_the_debtor_of_a_line_that_is_rejected_late_is_known_as_a_debtor(tmp_path: Path) -> None:
    """Its number stands as another claim's reference, and may not leave there either, whichever field was at fault."""
    for fault in ({"receipt_on": "i går"}, {"in_collection": "x"}, {"amount": "x"}):
        rows = [sent(claim_id="9", reference=THREE), sent(claim_id="8", reference="A8", debtors=THREE, **fault)]
        result = outcome(tmp_path, rows, []).result
        assert len(result.rejects) == 1
        assert len(result.lines) == 1
        assert THREE not in str(result.lines)


def test_numbers_of_file_12_are_numbers_of_debtors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / gallery.GOOD
    shutil.copytree(gallery.GALLERY / gallery.GOOD, folder)
    (folder / "debitor.csv").unlink()
    (file,) = (folder / "ode").glob("*12-Forretningspartner*")
    file.write_text(file.read_text(encoding="utf-8").replace("0213701235", "213701235"), encoding="utf-8")
    monkeypatch.chdir(folder)
    told = the(gallery.run(), "numbers_damaged")
    assert told.detail == {"side": "debtor", "number": "debtors", "damage": "number_lost_zeros"}
