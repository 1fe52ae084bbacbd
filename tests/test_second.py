"""Nothing is lost: the lines counted and the amounts added up a second way, and what is done when the two ways differ."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import towns
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from zerosum import money
from zerosum.cli import cli
from zerosum.cli.messages import message
from zerosum.errors import LANGUAGES, InputError, MiscountError, Problem, SettingsError
from zerosum.normalise import intake as intake_module
from zerosum.normalise.book import WORDS_MAX, _few
from zerosum.normalise.intake import Intake, take_in
from zerosum.normalise.lines import Lines
from zerosum.normalise.second import CELLS_AT_ONCE, add_again, lines_again, physical_lines
from zerosum.pipeline import reconcile, reconcile_taken
from zerosum.read import read
from zerosum.read.container import Blob
from zerosum.runs.checked import check_files
from zerosum.settings import Settings
from zerosum.settings_bare import without_settings
from zerosum.sources.load import builtin
from zerosum.tables import Side


def added(texts: list[str], decimal: str = ",", unit: str = "kr") -> int:
    return add_again(pa.array(texts, pa.string()), decimal, unit)


# --- amounts ---

AMOUNTS = st.integers(-(10**10) + 1, 10**10 - 1)


@st.composite
def written(draw: st.DrawFn, decimal: str = ",") -> tuple[int, str]:
    """An amount, and one of the ways to write it."""
    ore = draw(AMOUNTS)
    kroner, part = divmod(abs(ore), 100)
    between = draw(st.sampled_from(["", "." if decimal == "," else ",", " ", "\u00a0", "\u202f"]))
    whole = f"{kroner:,}".replace(",", between)
    short = part == 0 and draw(st.booleans())
    text = whole if short else f"{whole}{decimal}{part:02d}"
    minus = draw(st.sampled_from(["-", "\u2212", "\u2013"])) if ore < 0 else ""
    text = f"{text}{minus}" if minus == "-" and draw(st.booleans()) else f"{minus}{text}"
    return ore, draw(st.sampled_from(["", " ", "\u00a0"])) + text + draw(st.sampled_from(["", " "]))


@pytest.mark.parametrize("decimal", [",", "."])
@given(st.data())
def test_the_sum_is_that_of_the_amounts(decimal: str, data: st.DataObject) -> None:
    amounts = data.draw(st.lists(written(decimal=decimal), max_size=60))
    assert added([text for _, text in amounts], decimal) == sum(ore for ore, _ in amounts)


@given(st.lists(st.integers(0, 10**10), max_size=40), st.booleans())
def test_the_sum_of_whole_ore(amounts: list[int], behind: bool) -> None:
    texts = [f"{one}{'-' if behind else ''}" for one in amounts]
    assert added(texts, unit="oere") == (-1 if behind else 1) * sum(amounts)


SIGNS = st.lists(
    st.sampled_from(["0", "1", "9", "00", "000", "123", ",", ".", "-", "+", " ", "\u00a0", "\u2212", "kr", "kr.", "DKK"]),
    min_size=1, max_size=7,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("unit", ["kr", "oere"])
@pytest.mark.parametrize("decimal", [",", "."])
@given(st.lists(SIGNS, min_size=1, max_size=80))
def test_what_is_read_the_first_way_is_read_the_second(decimal: str, unit: str, texts: list[str]) -> None:
    """All of it, and as the same: else a right file would stop a run."""
    value, readable = money.parse(pa.array(texts, pa.string()), decimal, unit=unit)
    good = [text for text, one in zip(texts, readable.tolist(), strict=True) if one]
    assert added(good, decimal, unit) == int(value[readable].sum())


@pytest.mark.parametrize("text", ["", " ", "-", "kr", "1,2,3", "1,234", "--1", "1-2", "-1-", "1 O", "x", "1,5e3", ","])
def test_what_is_no_amount_has_no_sum(text: str) -> None:
    with pytest.raises(MiscountError) as stopped:
        added(["1,00", text])
    assert [one.code for one in stopped.value.problems] == ["amount_read_once"]


def test_a_sum_of_many_is_exact() -> None:
    """More than one bunch of cells, and more than a machine's whole number holds."""
    texts = ["99.999.999,99", "-0,01", "7"] * CELLS_AT_ONCE
    assert added(texts) == CELLS_AT_ONCE * (9_999_999_999 - 1 + 700)
    assert added([f"{10**17},00"] * 200) == 200 * 10**19
    assert added([]) == 0


def test_a_part_of_a_column_is_added_alone() -> None:
    column = pa.array(["5,00", "1,00", "2,50", "7,00"], pa.string())
    assert add_again(column.slice(1, 2), ",") == 350


# --- lines ---


def blob(data: bytes) -> Blob:
    return Blob("a.csv", data, len(data), "", "")


@pytest.mark.parametrize(
    ("data", "lines"),
    [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\r\nb\r\n", 2), (b"a\rb\rc", 3), (b"a\r\r\n\nb", 4), (b"\n\n", 2), (b"a\n\rb\r", 3)],
)  # fmt: skip
def test_lines_of_bytes(data: bytes, lines: int) -> None:
    assert physical_lines(data) == lines


HEAD = "claim_id;reference;claim_type;debtors;event;amount;booked_on"
ROW = "900001;A-1001;KFDAINS;0113701234;creation;1.000,00;2026-09-02"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([ROW], 1),
        ([ROW, ROW, "", ROW, "", ""], 6),
        ([ROW, ROW + ";x", ROW], 3),  # too many fields
        ([ROW, ";;;;;;", ROW], 3),  # as Excel leaves it
        ([f'"{ROW.replace(";", chr(34) + ";" + chr(34))}"'] * 3, 3),
        ([ROW.replace("A-1001", '"A ""1"""')] * 2, 2),
        ([ROW.replace("A-1001", f'"A{chr(10)}1"')] * 2, None),  # a line end in a field
        ([ROW.replace("A-1001", '5" A')] * 2, None),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_lines_are_counted_as_they_are_read(rows: list[str], told: int | None, end: str, last: bool) -> None:
    data = blob((end.join([HEAD, *rows]) + (end if last else "")).encode())
    raw = read(data, builtin("zerosum"))
    again = lines_again(data, builtin("zerosum"), raw)
    shown = told - 1 if told is not None and not rows[-1] and not last else told  # the last line has not begun
    assert again == shown
    if again is not None:
        assert again == len(raw.line) + len(raw.bad) + raw.blank + sum(raw.left.values())


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n"]), max_size=40).map(b"".join))
def test_lines_of_bytes_that_are_cut_anywhere(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("zerosum.normalise.second.BYTES_AT_ONCE", 3)
        assert physical_lines(data) == len(io.StringIO(data.decode(), newline=None).readlines())


def test_quotation_marks_are_looked_for_in_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a line end in a field comes after the first bunch of bytes."""
    monkeypatch.setattr("zerosum.normalise.second.BYTES_AT_ONCE", 200)
    quoted = ROW.replace("A-1001", '"A-1001"')
    for rows, told in (([quoted] * 40, 40), ([quoted] * 40 + [ROW.replace("A-1001", '"A\n1"')], None)):
        data = blob("\n".join([HEAD, *rows]).encode())
        assert lines_again(data, builtin("zerosum"), read(data, builtin("zerosum"))) == told


def test_lines_of_a_workbook_and_of_parquet_are_counted_again() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEAD, ROW, "", ROW, ROW]):
            sheet.write_row(at, 0, row.split(";") if row else [])
    columns = {name: [value] * 7 for name, value in zip(HEAD.split(";"), ROW.split(";"), strict=True)}
    table = io.BytesIO()
    pq.write_table(pa.table(columns), table)
    for data, told in ((out.getvalue(), 4), (table.getvalue(), 7)):
        raw = read(blob(data), builtin("zerosum"))
        assert lines_again(blob(data), builtin("zerosum"), raw) == told
        assert len(raw.line) + raw.blank == told


# --- both in a run ---


def test_each_file_is_told_of_twice(tmp_path: Path) -> None:
    """Also the amounts of lines that are rejected, of repeated ones and of those after the cut-off."""
    made = towns.town()
    settings = towns.written(tmp_path, made)
    path = settings.inputs[0].files[0]
    text = path.read_text("utf-8")
    first = text.splitlines()[1]
    late = first.replace("2026-08", "2026-12").replace("700", "799")
    unread = first.replace("creation", "noget").replace("700", "798")
    path.write_text(text + f"{first}\n{late}\n{unread}\n\n", "utf-8")
    for one, rows, more in zip(reconcile(settings).result.inputs, (made.debtor, made.psrm), (3, 0), strict=True):
        ore = [int(Decimal(row["amount"].replace(",", ".")) * 100) for row in rows]
        assert one.read_ore == one.read_again_ore == sum(ore) + more * ore[0]
        assert one.lines == one.lines_again == len(rows) + (4 if more else 0)
    checked = check_files([one for given in settings.inputs for one in given.files], None, None)
    assert {one.read_ore for one in checked.inputs} == {one.read_ore for one in reconcile(settings).result.inputs}
    told = checked.values()["files"][0]
    assert told["read_ore"] == told["read_again_ore"] > 0
    assert told["lines_again"] == told["lines"]


def changed(intake: Intake, side: Side, change: Callable[[Lines], Lines]) -> Intake:
    return replace(intake, lines=tuple(change(one) if one.side == side else one for one in intake.lines))


def without_first(lines: Lines) -> Lines:
    return lines.take(np.arange(1, len(lines)))


def first_twice(lines: Lines) -> Lines:
    return lines.take(np.concatenate([[0], np.arange(len(lines))]))


def one_for_another(lines: Lines) -> Lines:
    """One line gone, another of another amount in its place."""
    other = int(np.flatnonzero(lines.amount_ore != lines.amount_ore[0])[0])
    return lines.take(np.concatenate([[other], np.arange(1, len(lines))]))


def first_as(change: Callable[[int], int]) -> Callable[[Lines], Lines]:
    def changed_lines(lines: Lines) -> Lines:
        amount = lines.amount_ore.copy()
        amount[0] = change(int(amount[0]))
        return replace(lines, amount_ore=amount)

    return changed_lines


SLIPS: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a line dropped": (without_first, "lines_lost"),
    "a line twice": (first_twice, "lines_lost"),
    "one line for another": (one_for_another, "sums_differ"),
    "factor 100": (first_as(lambda ore: ore * 100), "sums_differ"),
    "a hundredth": (first_as(lambda ore: ore // 100), "sums_differ"),
    "sign": (first_as(lambda ore: -ore), "sums_differ"),
    "one øre": (first_as(lambda ore: ore + 1), "sums_differ"),
    "nothing": (first_as(lambda _: 0), "sums_differ"),
    "all a hundred times": (lambda lines: replace(lines, amount_ore=lines.amount_ore * 100), "sums_differ"),
}


@pytest.mark.long
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_ours_stops_the_run(tmp_path: Path, slip: str, side: Side) -> None:
    change, code = SLIPS[slip]
    settings = towns.written(tmp_path, towns.town())
    taken = take_in(settings)
    reconcile_taken(settings, taken)
    with pytest.raises(MiscountError) as stopped:
        reconcile_taken(settings, changed(taken, side, change))
    assert [one.code for one in stopped.value.problems] == [code]
    assert isinstance(stopped.value, ArithmeticError)


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("slip", ["amounts", "lines"])
def test_it_is_told_as_our_own_fault_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slip: str, command: str
) -> None:
    """Exit code 70. The first reading is broken on purpose: an amount is a hundred times as much, or a line is lost."""
    settings = towns.written(tmp_path, towns.town())
    debtor, psrm = (str(one.files[0]) for one in settings.inputs)
    parse, read_right = money.parse, read

    def wrong_amount(texts: pa.Array, *args: object, **named: object) -> tuple[np.ndarray, np.ndarray]:
        value, readable = parse(texts, *args, **named)  # type: ignore[arg-type]
        return np.where(np.arange(len(value)) == 3, value * 100, value), readable

    def lost_line(*args: object, **named: object) -> object:
        raw = read_right(*args, **named)  # type: ignore[arg-type]
        return replace(raw, line=raw.line[1:], columns=tuple(one.slice(1) for one in raw.columns))

    if slip == "amounts":
        monkeypatch.setattr(money, "parse", wrong_amount)
    else:
        monkeypatch.setattr(intake_module, "read", lost_line)
    asked = (
        ["run", "--debtor", debtor, "--psrm", psrm, "-o", str(tmp_path / "ud")] if command == "run" else ["check", psrm]
    )
    done = CliRunner().invoke(cli, asked, standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value == 70
    assert ("Summen stemmer ikke" if slip == "amounts" else "Antallet af linjer stemmer ikke") in done.output
    assert "Det er programmets skyld, ikke filens" in done.output
    assert not (tmp_path / "ud").exists()


def test_a_run_tells_both_sums_in_its_files(tmp_path: Path) -> None:
    settings = towns.written(tmp_path, towns.town())
    debtor, psrm = (str(one.files[0]) for one in settings.inputs)
    asked = ["run", "--debtor", debtor, "--psrm", psrm, "-o", str(tmp_path / "ud")]
    CliRunner().invoke(cli, asked, standalone_mode=False)
    (about,) = (tmp_path / "ud").rglob("run.json")
    for one in json.loads(about.read_text("utf-8"))["inputs"]:
        assert one["read_ore"] == one["read_again_ore"] > 0
        assert one["lines"] == one["lines_again"] > 0
    html = about.with_name("report.html").read_text("utf-8")
    assert "Talt og lagt sammen to gange" in html
    assert "read_ore" not in about.with_name("result.json").read_text("utf-8")


@pytest.mark.parametrize("code", ["sums_differ", "lines_differ", "lines_lost", "amount_read_once"])
def test_each_slip_has_its_words(code: str) -> None:
    told = {"read": 1_234, "again": 1_235, "told": 7}
    for language in LANGUAGES:
        text = message(MiscountError(Problem(code, told, "debitor.csv")), language)
        assert "(kode 70)" in text or "(code 70)" in text
        assert "debitor.csv" in text


# --- what is refused when the files are looked at together ---


def bare(folder: Path, booked: str = "2026-09-02") -> Settings:
    (folder / "d.csv").write_text(f"{HEAD}\n{ROW.replace('2026-09-02', booked)}\n\n", "utf-8")
    (folder / "p.csv").write_text(f"{HEAD}\n{ROW.replace('2026-09-02', booked)}\n", "utf-8")
    return without_settings((folder / "d.csv",), (folder / "p.csv",))


def test_files_without_days_need_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as stopped:
        reconcile(bare(tmp_path, booked=""))
    assert [one.code for one in stopped.value.problems] == ["cut_off_unknown"]
    assert reconcile(replace(bare(tmp_path, booked=""), as_of=date(2026, 9, 30))).result.cut_off == date(2026, 9, 30)


def test_limits_are_not_counted_to_a_day_before_the_last_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as stopped:
        reconcile(replace(bare(tmp_path), as_of=date(2026, 9, 1)))
    assert [one.code for one in stopped.value.problems] == ["as_of_before_the_cut_off"]


def test_a_file_that_no_source_knows(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("navn;tal\na;1\n", "utf-8")
    with pytest.raises(InputError) as stopped:
        check_files([tmp_path / "x.csv"], None, None)
    assert [one.code for one in stopped.value.problems] == ["source_not_recognised"]


def test_a_column_with_too_many_words_is_another_column() -> None:
    """Claim types, and solutions, are few; 32,768 of them are numbers."""
    _few(pa.array([f"{one}" for one in range(WORDS_MAX)]), "claim_types")
    with pytest.raises(InputError) as stopped:
        _few(pa.array([f"{one}" for one in range(WORDS_MAX + 1)]), "claim_types")
    (problem,) = stopped.value.problems
    assert problem.code == "column_of_something_else"
    assert "32.767" in problem.told().why
