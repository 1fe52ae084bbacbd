"""Ages and earlier runs: every band on its day, what is new, known, open again and closed, and what is not believed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import report_examples as examples
from forked import zerosum
from hypothesis import given
from hypothesis import strategies as st

from zerosum.history import History, Moved
from zerosum.judge.ages import band_of
from zerosum.report import trend, view
from zerosum.report.words import load
from zerosum.result import AGE_BANDS
from zerosum.runs.places import OPEN_ITEMS, POSTINGS, RESULT
from zerosum.runs.reopened import reopen

DAY = date(2026, 9, 30)
HEAD = "claim_id;reference;claim_type;debtors;event;amount;booked_on"


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-3, "to_30"), (0, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60"), (61, "to_90"), (90, "to_90"), (91, "to_180"),
        (180, "to_180"), (181, "to_365"), (365, "to_365"), (366, "over_1_year"), (1095, "over_1_year"), (1096, "over_3_years"),
        (9000, "over_3_years"),
    ],
)  # fmt: skip
def test_each_band_ends_on_its_day(days: int, band: str) -> None:
    assert band_of(DAY - timedelta(days=days), DAY) == band


def test_three_years_are_years_and_no_count_of_days() -> None:
    assert band_of(date(2023, 10, 1), DAY) == "over_1_year"
    assert band_of(date(2023, 9, 30), DAY) == "over_3_years"
    assert band_of(None, DAY) == "unknown"


@given(st.dates(date(1990, 1, 1), DAY), st.integers(0, 900))
def test_what_is_older_is_in_no_newer_band(booked_on: date, more: int) -> None:
    bands = [AGE_BANDS.index(band_of(day, DAY)) for day in (booked_on, booked_on - timedelta(days=more))]
    assert bands == sorted(bands)


@pytest.mark.parametrize("state", [name for name, made in examples.STATES.items() if made().ages])
def test_the_ages_are_all_that_is_open(state: str) -> None:
    result = examples.STATES[state]()
    told = trend.part(result, examples.MADE, History(), load("da"))
    assert told is not None
    assert told.age_total.rows == sum(one.rows for one in told.ages) == sum(cause.rows for cause in result.causes)
    assert told.age_total.gross_ore == sum(one.gross_ore for one in told.ages) == result.figures.gross_ore
    assert told.age_total.net_ore == sum(one.net_ore for one in told.ages) == result.figures.difference_ore


def test_ages_that_are_not_the_whole_are_refused() -> None:
    result = examples.not_ready()
    less = replace(result.ages[0], gross_ore=result.ages[0].gross_ore - 1)
    with pytest.raises(ValueError, match="the ages are not the whole"):
        view.require_that_it_adds_up(replace(result, ages=(less, *result.ages[1:])))


def _write(folder: Path, debtor: list[str], psrm: list[str]) -> None:
    for name, rows in (("debitor.csv", debtor), ("psrm.csv", psrm)):
        (folder / name).write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def _row(number: int, amount: str = "100,00") -> str:
    return f"{900000 + number};A-{number};KFDAINS;011370{1230 + number};creation;{amount};2026-09-0{number}"


def _run(folder: Path, as_of: str) -> Path:
    done = zerosum(
        "run", "--debtor", "debitor.csv", "--psrm", "psrm.csv", "--as-of", as_of, "--json", cwd=folder,
    )  # fmt: skip
    return folder / Path(json.loads(done.stdout)["files"][RESULT]).parent


@pytest.mark.long
def test_what_became_of_each_line_is_told(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(2), _row(9)], [_row(9)])
    first = _run(tmp_path, "2026-10-01")
    _write(tmp_path, [_row(2), _row(3), _row(9)], [_row(9)])
    _run(tmp_path, "2026-10-02")
    _write(tmp_path, [_row(1), _row(3), _row(4), _row(9)], [_row(9)])
    last = _run(tmp_path, "2026-10-03")
    assert reopen(first).history == History()
    told = reopen(last).history
    assert [run.as_of.day for run in told.runs] == [1, 2]
    moved = Moved(
        "Debitorsystemet", new_rows=1, new_ore=100_00, reopened_rows=1, reopened_ore=100_00, known_rows=1, known_ore=100_00,
        closed_rows=1, closed_ore=100_00,
    )  # fmt: skip
    assert told.moved == (moved,)
    again = _run(tmp_path, "2026-10-03")
    assert reopen(again).history == told  # the same once more is no other run


def test_an_amount_that_changes_is_the_same_line(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(9)], [_row(1, "90,00"), _row(9)])
    _run(tmp_path, "2026-10-01")
    _write(tmp_path, [_row(1), _row(9)], [_row(1, "80,00"), _row(9)])
    (moved,) = reopen(_run(tmp_path, "2026-10-01")).history.moved
    assert (moved.known_rows, moved.known_ore, moved.new_rows, moved.closed_rows) == (1, 20_00, 0, 0)


def test_a_run_that_was_changed_is_left_out_and_counted(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(9)], [_row(9)])
    first = _run(tmp_path, "2026-10-01")
    (first / RESULT).write_bytes((first / RESULT).read_bytes() + b" ")
    told = reopen(_run(tmp_path, "2026-10-02")).history
    assert (told.runs, told.moved, told.unread) == ((), (), 1)


def test_without_the_postings_of_the_last_run_nothing_is_said_of_what_moved(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(9)], [_row(9)])
    first = _run(tmp_path, "2026-10-01")
    (first / POSTINGS).write_bytes(b"no table")
    told = reopen(_run(tmp_path, "2026-10-02")).history
    assert (len(told.runs), told.moved) == (1, ())


@pytest.mark.long
def test_a_run_that_comes_out_as_an_earlier_one_stands_where_it_was_made(tmp_path: Path) -> None:
    """Mended, and broken again in the same way: what has happened is told since the last, not since the one between."""
    for rows in ([_row(1), _row(9)], [_row(2), _row(9)], [_row(1), _row(9)], [_row(3), _row(9)]):
        _write(tmp_path, rows, [_row(9)])
        last = _run(tmp_path, "2026-10-01")
    told = reopen(last).history
    assert [run.made_at for run in told.runs] == sorted(run.made_at for run in told.runs)
    assert len(told.runs) == 2
    assert told.runs[-1].run_id == reopen(min(last.parent.glob("*-2"))).made.run_id


def test_lines_of_an_earlier_run_that_are_not_as_sealed_are_not_believed(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(9)], [_row(9)])
    first = _run(tmp_path, "2026-10-01")
    _write(tmp_path, [_row(2), _row(9)], [_row(9)])
    other = _run(tmp_path, "2026-10-01")
    for name in (POSTINGS, OPEN_ITEMS):
        (other / name).write_bytes((first / name).read_bytes())
    _write(tmp_path, [_row(1), _row(9)], [_row(9), _row(3)])
    told = reopen(_run(tmp_path, "2026-10-01")).history
    assert (len(told.runs), told.moved) == (2, ())


def test_a_run_of_another_creditor_is_none_of_ours(tmp_path: Path) -> None:
    _write(tmp_path, [_row(1), _row(9)], [_row(9)])
    first = _run(tmp_path, "2026-10-01")
    elsewhere = first.parent / "2026-09-09_aaaaaa"
    shutil.copytree(first, elsewhere)
    values = json.loads((elsewhere / RESULT).read_bytes())
    values["creditor_id"] = "0998"
    raw = json.dumps(values, sort_keys=True).encode()
    (elsewhere / RESULT).write_bytes(raw)
    import hashlib

    about = json.loads((elsewhere / "run.json").read_bytes()) | {"fingerprint": hashlib.sha256(raw).hexdigest()}
    (elsewhere / "run.json").write_text(json.dumps(about), encoding="utf-8")
    told = reopen(_run(tmp_path, "2026-10-02")).history
    assert (len(told.runs), told.unread) == (1, 0)


def test_a_solution_sees_only_its_own(tmp_path: Path) -> None:
    told = examples.history(10_00, 20_00)
    alone = told.of_solution(examples.ALPHA)
    assert examples.GAMMA not in repr(alone)
    assert [run.whole.gross_ore for run in alone.runs] == [0, 0]
    assert told.of_solution(examples.GAMMA).moved == told.moved
