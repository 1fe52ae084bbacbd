"""The kinds of faults: each says by how many øre the lines then differ, and each row of the list has its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import towns

from zerosum.dates import number
from zerosum.normalise.intake import Intake, take_in
from zerosum.normalise.lines import Lines
from zerosum.pipeline import reconcile_taken
from zerosum.result import Verdict
from zerosum.settings import Settings
from zerosum.simulate import ode, psrm
from zerosum.simulate.draft import Draft, Fit
from zerosum.simulate.example import plan
from zerosum.simulate.kinds import BLOCKING, KINDS, NOTHING, Kind, Untested, Wish, put, untested
from zerosum.simulate.kinds.files import FILE_KINDS, FileKind
from zerosum.simulate.model import municipality
from zerosum.tables import Event, Rule, Side
from zerosum.trial.files import FileTrial, try_files
from zerosum.trial.put import draft_of, with_control_totals, with_faults
from zerosum.trial.score import score

ROWS = (
    "missing_in_psrm", "missing_in_debtor", "not_sent / in_hearing / rejected", "hearing_overdue",
    "write_down_lost / write_up_lost / recall_lost", "two_opposite", "amount_changed", "fee_in_principal / interest_in_principal",
    "fee_on_main_type", "type_swapped", "type_swapped_borrowed", "debtor_swapped / former_number / cvr_cpr", "zeros_lost",
    "per_debtor_double", "line_twice", "claimed_twice", "resent / resent_without_recall", "split / merged / split_with_loss",
    "sign_turned / factor_hundred / decimals_lost", "both_systems / dmi_after_close", "recall_fejl / recall_rest / recall_family",
    "partial_create / partial_write_down", "cutoff_debtor / cutoff_psrm", "offset_pair", "offset_cell", "reference_reused",
    "status_lag", "test_batch_left", "file_part_missing / file_twice / file_truncated / wrong_month", "line_garbled",
    "cell_emptied", "no_money",
)  # fmt: skip
"""The list of fault kinds that was fixed before the matcher was written."""

SIGN = {Event.CREATION: 1, Event.WRITE_UP: 1, Event.WRITE_DOWN: -1, Event.RECALL: -1}
NAMES = {kind.name: kind for kind in KINDS}


def test_each_row_of_the_list_has_a_kind() -> None:
    assert {kind.row for kind in KINDS} | {kind.row for kind in FILE_KINDS} == set(ROWS)
    assert len(NAMES) == len(KINDS)
    assert len({kind.name for kind in FILE_KINDS} | set(NAMES)) == len(KINDS) + len(FILE_KINDS)


def added_up(lines: tuple[Lines, ...]) -> Counter[tuple[str, str]]:
    """PSRM minus debtor system in øre, by claim type and debtor set as the lines themselves say; by plain addition."""
    total: Counter[tuple[str, str]] = Counter()
    cut_off = number(towns.CUT_OFF)
    for one in lines:
        types, debtors = one.texts["claim_type"].to_pylist(), one.texts["debtors"].to_pylist()
        columns = zip(
            types,
            debtors,
            one.event.tolist(),
            one.amount_ore.tolist(),
            one.rule.tolist(),
            one.booked_on.tolist(),
            strict=True,
        )
        for claim_type, debtor, event, ore, rule, booked in columns:
            if rule == Rule.IN_BOOK and booked <= cut_off:
                one_number = towns.person(1) if debtor == towns.FORMER else debtor or ""
                total[claim_type, one_number] += ore * SIGN[Event(event)] * (1 if one.side == Side.PSRM else -1)
    return total


def grew(before: tuple[Lines, ...], after: tuple[Lines, ...]) -> dict[tuple[str, str], int]:
    total = added_up(after)
    total.subtract(added_up(before))
    return {key: ore for key, ore in total.items() if ore}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Intake, Draft]:
    settings = towns.written(tmp_path_factory.mktemp("town"), towns.town())
    intake = take_in(settings)
    return settings, intake, draft_of(settings, intake)


SIZES = [(kind, size) for kind in KINDS for size in (("", *kind.sizes) if kind.sized else ("",))]


@pytest.mark.parametrize(("kind", "size"), SIZES, ids=lambda one: getattr(one, "name", one))
def test_the_truth_is_what_the_lines_differ_by(kind: Kind, size: str, small: tuple[Settings, Intake, Draft]) -> None:
    _, intake, right = small
    draft = right.again()
    if untested(draft, kind, Wish(size=size)) is not None:
        assert kind.name in ("type_swapped_borrowed", "dmi_after_close", "line_repeated_for_liable")
        return
    faults = put(draft, kind, Wish(size=size), count=3, rng=np.random.Generator(np.random.PCG64(7)))
    truth: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        for move in fault.moves:
            truth[move.claim_type, move.debtors] += move.ore
        assert fault.gross_ore >= abs(fault.net_ore)
    assert faults
    assert grew(intake.lines, draft.lines()) == {key: ore for key, ore in truth.items() if ore}


def test_all_kinds_at_once_are_what_the_lines_differ_by(small: tuple[Settings, Intake, Draft]) -> None:
    _, intake, right = small
    draft = right.again()
    rng = np.random.Generator(np.random.PCG64(9))
    faults = [fault for kind in KINDS if not kind.alone for fault in put(draft, kind, rng=rng)]
    truth: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        for move in fault.moves:
            truth[move.claim_type, move.debtors] += move.ore
    lines = [line for fault in faults for line in fault.lines]
    assert len(faults) > 15
    assert len(lines) == len(set(lines))
    assert grew(intake.lines, draft.lines()) == {key: ore for key, ore in truth.items() if ore}


AMOUNT, DOWN = 234_517, 40_050
EXPECTED_ORE = {
    "missing_in_psrm": -AMOUNT, "missing_in_debtor": AMOUNT, "not_sent": -AMOUNT, "rejected_creation": -AMOUNT,
    "sign_turned": -2 * AMOUNT, "factor_hundred": 99 * AMOUNT, "line_twice_in_psrm": AMOUNT, "line_twice_in_debtor": -AMOUNT,
    "claimed_twice": AMOUNT, "resent": 0, "split": 0, "type_swapped_in_psrm": 0, "cutoff_debtor": -AMOUNT, "cutoff_psrm": AMOUNT,
    "write_down_lost_in_psrm": DOWN, "write_down_lost_in_debtor": -DOWN, "rejected_write_down": DOWN, "recall_fejl": -DOWN,
}  # fmt: skip
"""What each moves on a claim of 2.345,17 kr., or on a write-down of 400,50 kr."""


@pytest.mark.parametrize("name", EXPECTED_ORE)
def test_each_moves_what_it_says_with_the_right_sign(name: str, tmp_path: Path) -> None:
    made = towns.Town()
    made.claim("Alfa", "KFDAINS", towns.person(3), AMOUNT)
    made.happens(made.claim("Alfa", "KFDAINS", towns.person(3), 187_300), "write_down", DOWN, 22, "INDB")
    settings = towns.written(tmp_path, made)
    draft = draft_of(settings, take_in(settings))
    (fault,) = put(draft, NAMES[name])
    assert fault.net_ore == EXPECTED_ORE[name]


def test_what_is_not_touched_stays_as_it_is(small: tuple[Settings, Intake, Draft]) -> None:
    _, intake, right = small
    draft = right.again()
    assert [one.says() for one in draft.lines()] == [one.says() for one in intake.lines]
    put(draft, NAMES["amount_changed_in_psrm"], Wish("Alfa", "KFDAINS"))
    before, after = ([set(one.says()) for one in lines] for lines in (intake.lines, draft.lines()))
    assert before[Side.DEBTOR] == after[Side.DEBTOR]
    assert len(before[Side.PSRM] - after[Side.PSRM]) == len(after[Side.PSRM] - before[Side.PSRM]) == 1
    assert [one.line.tolist() for one in draft.lines()] == [one.line.tolist() for one in intake.lines]
    assert [one.says() for one in right.again().lines()] == [one.says() for one in intake.lines]


def test_a_wish_is_kept(small: tuple[Settings, Intake, Draft]) -> None:
    _, _, right = small
    kind = NAMES["missing_in_psrm"]
    places = {}
    for place in ("first", "last"):
        (fault,) = put(right.again(), kind, Wish("Beta", "KFSKFRI", place, "large"))
        assert fault.cells == {("Beta", "KFSKFRI")}
        assert fault.net_ore == -987_654_321
        places[place] = fault.lines[0]
    assert places["first"] < places["last"]
    assert untested(right, kind, Wish("Beta", "KFLRUNG")) == Untested("claim", "plain")
    assert put(right.again(), kind, Wish("Beta", "KFLRUNG")) == []


def test_a_claim_takes_one_fault(small: tuple[Settings, Intake, Draft]) -> None:
    _, _, right = small
    draft = right.again()
    fit = len(draft.fit[Fit.PLAIN])
    assert len(put(draft, NAMES["missing_in_psrm"], count=10_000)) == fit
    assert untested(draft, NAMES["claimed_twice"]) == Untested("claim", "plain")


def test_what_data_cannot_hold_is_said(tmp_path: Path) -> None:
    settings = towns.written(tmp_path, towns.town(), towns.BARE_DEBTOR, towns.BARE_PSRM)
    draft = draft_of(settings, take_in(settings))
    why = {kind.name: untested(draft, kind) for kind in KINDS}
    assert why["not_sent"] == Untested("column", "debtor.status")
    assert why["partial_create"] == Untested("column", "debtor.accepted")
    assert why["type_swapped_in_psrm"] == Untested("column", "psrm.claim_type")
    assert why["type_swapped_borrowed"] is None
    assert why["dmi_after_close"] == Untested("column", "ode")
    assert NAMES["debtor_swapped"].blind(draft) == "debtor_borrowed"
    undated = draft_of(replace(settings, cut_off=None), take_in(settings))
    assert untested(undated, NAMES["cutoff_psrm"]) == Untested("declared", "cut_off")
    without = draft_of(replace(settings, test_batch=None), take_in(settings))
    assert untested(without, NAMES["test_batch_left"]) == Untested("declared", "test_batch")


def test_the_score_tells_found_named_and_accused(small: tuple[Settings, Intake, Draft]) -> None:
    settings, intake, right = small
    clean = reconcile_taken(settings, intake)
    draft = right.again()
    faults = put(draft, NAMES["missing_in_psrm"], count=3)
    faulty = reconcile_taken(settings, with_faults(intake, draft))
    told = score(clean, faulty, faults)
    assert (told.whole.put_in, told.whole.found, told.whole.named) == (3, 3, 3)
    assert told.whole.put_in_ore == told.whole.named_ore == told.missing_ore == told.really_missing_ore > 0
    assert told.holds
    assert told.accused_rows == told.falsely_ready == 0
    two = score(clean, faulty, faults[:2])
    assert (two.accused_rows, two.wrong_addresses) == (1, 1)
    assert two.accused[0].got == ("only_in_debtor",)
    wrongly = score(clean, faulty, [replace(one, minus=frozenset({"not_sent"})) for one in faults])
    assert (wrongly.whole.found, wrongly.whole.named, wrongly.really_missing_ore) == (3, 0, 0)
    assert wrongly.misnamed[0].expected == ("not_sent",)
    unseen = score(clean, clean, faults)
    assert (unseen.whole.found, unseen.wrong_addresses, unseen.falsely_ready) == (0, 3, 3)
    debtors = {row["debtors"] for row in towns.town().debtor}
    assert not any(number in repr((wrongly.misnamed, two.accused)) for number in debtors)


def test_in_files_where_each_action_counts_once(tmp_path: Path) -> None:
    """KMD ODE against the Justeringsrapport: lines repeated for liable persons, DMI, marks."""
    settings, intake = big(tmp_path)
    clean = reconcile_taken(settings, intake)
    draft = draft_of(settings, intake)
    assert draft.terms.counted_once
    assert untested(draft, NAMES["line_twice_in_debtor"]) is None
    rng = np.random.Generator(np.random.PCG64(3))
    faults = [fault for kind in KINDS if not kind.alone for fault in put(draft, kind, count=2, rng=rng)]
    told = score(clean, reconcile_taken(settings, with_faults(intake, draft)), faults)
    kinds = {one.kind: one for one in told.kinds}
    assert told.holds
    assert told.accused_rows == 0
    assert {"both_systems", "dmi_after_close", "per_debtor_double", "recall_family"} <= set(kinds)
    assert kinds["both_systems"].found == kinds["both_systems"].put_in == 2
    assert kinds["line_twice_in_debtor"].named == 2
    assert kinds["line_twice_in_debtor"].put_in_ore == 0


def test_lines_that_repeat_an_action_change_with_it(tmp_path: Path) -> None:
    draft = draft_of(*big(tmp_path))
    (fault,) = put(draft, NAMES["per_debtor_double"])
    (debtor,) = (one for one in draft.lines() if one.side == Side.DEBTOR)
    mine = np.isin(debtor.file.astype(np.int64) << 32 | debtor.line, [file << 32 | line for file, line in fault.lines])
    assert mine.sum() >= 2
    assert len(set(debtor.amount_ore[mine].tolist())) == 1
    assert {Rule.IN_BOOK, Rule.REPEATED_FOR_LIABLE} <= set(debtor.rule[mine].tolist())


def big(folder: Path) -> tuple[Settings, Intake]:
    made = municipality(plan(900), 5)
    files = ode.write(folder, made, parts=2)
    report = psrm.write_zip(folder, made)
    settings = towns.settings_for(made.plan, files, report, folder)
    settings = replace(settings, dmi_close=date(2026, 7, 1))
    intake = take_in(settings)
    return with_control_totals(settings, intake), intake


@pytest.mark.long
@pytest.mark.parametrize("place", ["first", "last", ""])
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_faults_of_files_are_never_ready(kind: FileKind, side: Side, place: str, tmp_path: Path) -> None:
    settings = towns.written(tmp_path, towns.town())
    settings = with_control_totals(settings, take_in(settings))
    came = try_files(settings, int(side), kind, tmp_path, place)
    if side not in kind.sides:
        assert came == Untested("format", "side")
        return
    assert isinstance(came, FileTrial)
    if kind.gravity == NOTHING:
        assert came.outcome is not None
        assert came.outcome.result.verdict is Verdict.READY
    else:
        assert kind.gravity == BLOCKING
        assert came.refused or (came.outcome is not None and came.outcome.result.verdict is Verdict.NOT_READY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["debtor.csv", "psrm.csv", "skyldnere.csv"]


@pytest.mark.long
@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_faults_of_a_delivery_are_never_ready(kind: FileKind, tmp_path: Path) -> None:
    settings, _ = big(tmp_path)
    for given, side in enumerate(Side):
        came = try_files(settings, given, kind, tmp_path)
        if isinstance(came, Untested):
            assert side not in kind.sides
        elif kind.gravity == NOTHING:
            assert came.outcome is not None
            assert came.outcome.result.figures.gross_ore == 0
        else:
            assert came.refused or (came.outcome is not None and came.outcome.result.verdict is Verdict.NOT_READY)
