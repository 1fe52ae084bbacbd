"""KMD ODE Delta: a Total and the Deltas after it are what a later Total alone would be."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import towns
from hypothesis import given
from hypothesis import strategies as st

from zerosum.errors import LANGUAGES, InputError
from zerosum.normalise.delivery import deliveries_of
from zerosum.normalise.intake import take_in
from zerosum.pipeline import reconcile
from zerosum.result import Gravity, Result, Verdict
from zerosum.runs.document import canonical, document
from zerosum.settings import Settings
from zerosum.simulate import ode, psrm
from zerosum.simulate.example import plan
from zerosum.simulate.model import municipality
from zerosum.sources.load import builtin

PARTS = ("09-RIM-aftale", "10-RIM-aftale-rater", "11-RIM-aftale-renter", "12-Forretningspartner")
ACTIONS, RATES, INTEREST, PARTNERS = PARTS
KEY = {ACTIONS: 1, RATES: 0, INTEREST: 2, PARTNERS: 0}
"""Where the agreement, or the partner, stands on a line."""
STATUS, AMOUNT, TYPE, NUMBER = 12, 16, 3, 2
TOTAL, FIRST, SECOND = ("2026-10-02", "001"), ("2026-10-05", "001"), ("2026-10-05", "002")
OLD = "0519709999"
"""A number that a partner had before: it stands in no later file."""

Rows = list[list[str]]
Files = dict[str, tuple[list[str], Rows]]
"""Part -> its headings and lines."""


@cache
def later() -> tuple[Files, bytes, str]:
    """The later Total of a made-up municipality, and PSRM's report: its bytes and its name."""
    with TemporaryDirectory() as name:
        made = municipality(plan(220), 7)
        paths = ode.write(Path(name), made)
        report = psrm.write_zip(Path(name), made)
        files = {}
        for part, path in zip(PARTS, paths, strict=True):
            rows = list(csv.reader(io.StringIO(path.read_text("utf-8")), delimiter=";"))
            files[part] = (rows[0], rows[1:])
        return files, report.read_bytes(), report.name


def written(folder: Path, files: Files, made: tuple[str, str], kind: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for part, (heading, rows) in files.items():
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([heading, *rows])
        path = folder / f"0999_ODE_{made[0]}_{made[1]}_{part}_{kind}_001af1.csv"
        path.write_bytes(out.getvalue().encode())
        paths.append(path)
    return paths


def settings_of(folder: Path, debtor: Sequence[Path]) -> Settings:
    _, report, name = later()
    (folder / name).write_bytes(report)
    return towns.settings_for(replace(plan(220), creditor_id="0999"), debtor, folder / name, folder)


def some(files: Files, agreements: Iterable[str], partners: Iterable[str]) -> Files:
    """The lines of these agreements and partners alone."""
    wanted = {PARTNERS: set(partners)}
    kept = set(agreements)
    return {
        part: (heading, [row for row in rows if row[KEY[part]] in wanted.get(part, kept)])
        for part, (heading, rows) in files.items()
    }


def changed(files: Files, change: Mapping[str, int], old_partners: Iterable[str]) -> Files:
    """As it was before: of each agreement that is named nothing, or fewer lines, or other words; the partners with another number."""
    before: Files = {}
    for part, (heading, rows) in files.items():
        seen: dict[str, int] = {}
        kept: Rows = []
        for row in rows:
            how = change.get(row[KEY[part]], -1) if part != PARTNERS else -1
            nth = seen[row[KEY[part]]] = seen.get(row[KEY[part]], 0) + 1
            if how == 0 or (how == 1 and nth > 1):
                continue
            new = list(row)
            if how == 2 and part == ACTIONS:
                new[STATUS] = "MO"
            if how == 3 and part == ACTIONS:
                new[AMOUNT] = "1,00"
            if how == 4 and part == RATES:
                new[TYPE] = "KFTBBSF"
            if part == PARTNERS and row[0] in set(old_partners):
                new[NUMBER] = OLD
            kept.append(new)
        before[part] = (heading, kept)
    return before


def names(files: Files, part: str) -> list[str]:
    return sorted({row[KEY[part]] for row in files[part][1]})


def sealed(settings: Settings) -> bytes:
    return canonical(document(reconcile(settings).result))


@cache
def of_later_total() -> bytes:
    with TemporaryDirectory() as name:
        files, _, _ = later()
        folder = Path(name)
        return sealed(settings_of(folder, written(folder / "a", files, ("2026-10-06", "001"), "Total")))


@pytest.mark.long
@given(st.data())
def test_a_total_and_its_deltas_are_the_later_total(data: st.DataObject) -> None:
    """Whatever was changed, in one delivery or two, and in whatever order the files are given."""
    files, _, _ = later()
    agreements, partners = names(files, ACTIONS), names(files, PARTNERS)
    change = data.draw(st.dictionaries(st.sampled_from(agreements), st.integers(0, 4), min_size=1, max_size=40))
    old = data.draw(st.sets(st.sampled_from(partners), max_size=10))
    now = data.draw(st.sets(st.sampled_from(sorted(change))))
    between = changed(files, {name: data.draw(st.integers(1, 4)) for name in sorted(now)}, ())
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = written(folder / "a", changed(files, change, old), TOTAL, "Total")
        # What changes twice stands in both Deltas; the rest, and what did not change at all, in the first alone.
        also = data.draw(st.sets(st.sampled_from(agreements), max_size=5))
        paths += written(folder / "b", some(between, {*change, *also}, old), FIRST, "Delta")
        paths += written(folder / "c", some(files, now, ()), SECOND, "Delta")
        assert sealed(settings_of(folder, data.draw(st.permutations(paths)))) == of_later_total()


def test_the_later_total_is_no_empty_measure() -> None:
    """The law would hold of a municipality without lines too: this one has all kinds."""
    files, _, _ = later()
    assert all(len(rows) > 10 for _, rows in files.values())
    with TemporaryDirectory() as name:
        folder = Path(name)
        early = changed(files, dict.fromkeys(names(files, ACTIONS)[:30], 3), names(files, PARTNERS)[:3])
        assert sealed(settings_of(folder, written(folder / "a", early, TOTAL, "Total"))) != of_later_total()


def test_the_lines_that_no_longer_hold_are_counted(tmp_path: Path) -> None:
    """Each line of each file is told of, and the amounts of a file are those that stand in it."""
    files, _, _ = later()
    agreement, partner = names(files, ACTIONS)[0], names(files, PARTNERS)[0]
    paths = written(tmp_path / "a", files, TOTAL, "Total")
    paths += written(tmp_path / "b", some(files, [agreement], [partner]), ("2026-10-07", "001"), "Delta")
    inputs = {Path(one.path).name: one for one in reconcile(settings_of(tmp_path, paths)).result.inputs}
    for part in PARTS:
        key = partner if part == PARTNERS else agreement
        both = sum(row[KEY[part]] == key for row in files[part][1])
        total = inputs[f"0999_ODE_2026-10-02_001_{part}_Total_001af1.csv"]
        delta = inputs[f"0999_ODE_2026-10-07_001_{part}_Delta_001af1.csv"]
        assert total.by_rule.get("superseded", 0) == both
        assert total.lines == len(files[part][1])
        assert delta.lines == both
        assert "superseded" not in delta.by_rule
    told = [note.code for one in inputs.values() for note in one.notes]
    assert told == ["delta_cannot_show"]
    total = inputs[f"0999_ODE_2026-10-02_001_{ACTIONS}_Total_001af1.csv"]
    assert total.read_ore == sum(ore(row[AMOUNT]) for row in files[ACTIONS][1])


def ore(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def small(
    folder: Path, deltas: Mapping[tuple[str, str], Mapping[str, str]], total: Mapping[str, str] | None = None
) -> Result:
    """The good files of the gallery as a Total, with Deltas after it; `part -> lines` of each."""
    good = Path(__file__).parent.parent / "fixtures" / "errors" / "good"
    folder.mkdir(exist_ok=True)
    paths = []
    for path in sorted((good / "ode").iterdir()):
        part = next(one for one in PARTS if one in path.name)
        heading, _, body = path.read_text("utf-8").partition("\n")
        text = body if total is None or part not in total else total[part]
        (folder / path.name).write_text(f"{heading}\n{text}", "utf-8")
        paths.append(folder / path.name)
        for (day, run), lines in deltas.items():
            name = path.name.replace("2026-10-02_001", f"{day}_{run}").replace("Total", "Delta")
            (folder / name).write_text(f"{heading}\n{lines.get(part, '')}", "utf-8")
            paths.append(folder / name)
    shutil.copy(good / "psrm.csv", folder)
    plain = towns.settings_for(replace(plan(220), creditor_id="0999"), paths, folder / "psrm.csv", folder)
    inputs = (plain.inputs[0], replace(plain.inputs[1], source=builtin("zerosum")))
    solution = replace(plain.solutions[0], marks=("Pladsanvisning",), claim_types=("KFDAINS",))
    return reconcile(replace(plain, inputs=inputs, solutions=(solution,), as_of=date(2026, 10, 1))).result


def codes(result: Result) -> dict[str, Gravity]:
    return {one.code: one.gravity for one in result.findings}


ACTION = "000000000000900001;A-1001;IN;20260901;1;02;{status};20260901;20260902;{amount};1.000,00;;\n"
RATE = "A-1001;410001;{type};Pladsanvisning;PSRM\n"


def test_an_empty_delta_changes_nothing(tmp_path: Path) -> None:
    assert small(tmp_path, {FIRST: {}}).verdict is Verdict.READY_WITH_REMARKS  # no control total is declared


@pytest.mark.parametrize(("newer", "older"), [(SECOND, FIRST), (("2026-10-06", "001"), ("2026-10-05", "009"))])
def test_the_newest_delivery_of_an_agreement_holds(
    tmp_path: Path, newer: tuple[str, str], older: tuple[str, str]
) -> None:
    """By production date and then sequence."""
    right = {ACTIONS: ACTION.format(status="UD", amount="1.000,00"), RATES: RATE.format(type="KFDAINS")}
    wrong = {ACTIONS: ACTION.format(status="UD", amount="700,00"), RATES: RATE.format(type="KFSKFRI")}
    for at, deltas in enumerate(({newer: right, older: wrong}, {older: wrong, newer: right})):
        assert small(tmp_path / f"{at}", deltas).figures.gross_ore == 0
    assert small(tmp_path / "turned", {newer: wrong, older: right}).figures.gross_ore == 170_000


def test_an_agreement_whose_rates_are_not_in_its_delta_blocks(tmp_path: Path) -> None:
    """What has an agreement has all of it: what an earlier delivery said of its type and system no longer holds."""
    result = small(tmp_path, {FIRST: {ACTIONS: ACTION.format(status="UD", amount="1.000,00")}})
    assert codes(result)["mixed_agreement"] is Gravity.BLOCKING
    assert result.verdict is Verdict.NOT_READY


def test_an_agreement_whose_actions_are_not_in_its_delta_is_not_lost_and_blocks(tmp_path: Path) -> None:
    result = small(tmp_path, {FIRST: {RATES: RATE.format(type="KFDAINS")}})
    assert codes(result)["mixed_agreement"] is Gravity.BLOCKING
    assert result.verdict is Verdict.NOT_READY
    assert result.figures.debtor_ore == 200_000


CHANGE = "000000000000900001;A-1001;IN;20260901;3;03;UD;20260920;20260921;0,00;0,00;;\n"
"""A later action of the same agreement."""


@pytest.mark.parametrize("also", [(), (SECOND,)])
def test_an_action_that_a_later_delivery_lacks_holds_and_blocks(
    tmp_path: Path, also: tuple[tuple[str, str], ...]
) -> None:
    """A delivery that is no whole history takes nothing away. What two deliveries have counts once."""
    whole = {ACTIONS: ACTION.format(status="UD", amount="1.000,00"), RATES: RATE.format(type="KFDAINS")}
    lacking = {ACTIONS: CHANGE, RATES: RATE.format(type="KFDAINS")}
    result = small(tmp_path, {FIRST: whole, **dict.fromkeys(also, whole), ("2026-10-07", "001"): lacking})
    assert codes(result)["mixed_agreement"] is Gravity.BLOCKING
    assert result.verdict is Verdict.NOT_READY
    assert result.figures.debtor_ore == 200_000
    (note,) = [note for one in result.inputs for note in one.notes if note.code == "delta_lacks_action"]
    assert note.values["n"] == 1


def test_an_action_that_has_a_later_one_beside_it_falls_for_itself(tmp_path: Path) -> None:
    whole = ACTION.format(status="UD", amount="1.000,00") + CHANGE
    result = small(tmp_path, {FIRST: {ACTIONS: whole, RATES: RATE.format(type="KFDAINS")}})
    assert (result.verdict, result.figures.gross_ore) == (Verdict.READY_WITH_REMARKS, 0)


def test_an_action_without_a_name_yet_falls_for_the_same_with_one(tmp_path: Path) -> None:
    good = Path(__file__).parent.parent / "fixtures" / "errors" / "good" / "ode"
    body = next(good.glob("*09-RIM-aftale*")).read_text("utf-8").partition("\n")[2]
    unsent = body.replace(";20260901;1;02;UD;", ";20260901;;02;;")
    assert unsent != body
    sent = {ACTIONS: ACTION.format(status="UD", amount="1.000,00"), RATES: RATE.format(type="KFDAINS")}
    result = small(tmp_path, {FIRST: sent}, {ACTIONS: unsent})
    assert (result.verdict, result.figures.gross_ore) == (Verdict.READY_WITH_REMARKS, 0)


def test_a_creation_without_a_name_holds_where_the_delta_has_no_creation(tmp_path: Path) -> None:
    """An agreement has its creation: what is not sent yet does not vanish with a Delta that is no whole history."""
    good = Path(__file__).parent.parent / "fixtures" / "errors" / "good" / "ode"
    body = next(good.glob("*09-RIM-aftale*")).read_text("utf-8").partition("\n")[2]
    unsent = body.replace(";20260901;1;02;UD;", ";20260901;;02;;")
    lacking = {ACTIONS: CHANGE, RATES: RATE.format(type="KFDAINS")}
    result = small(tmp_path / "gone", {FIRST: lacking}, {ACTIONS: unsent})
    assert codes(result)["mixed_agreement"] is Gravity.BLOCKING
    assert result.figures.debtor_ore == 200_000
    twice = small(tmp_path / "twice", {FIRST: {}, SECOND: lacking}, {ACTIONS: unsent})
    assert twice.figures.debtor_ore == 200_000
    other = {
        ACTIONS: ACTION.format(status="", amount="900,00").replace(";1;02", ";;02"),
        RATES: RATE.format(type="KFDAINS"),
    }
    changed_since = small(tmp_path / "other", {FIRST: other}, {ACTIONS: unsent})
    assert "mixed_agreement" not in codes(changed_since)
    assert changed_since.figures.debtor_ore == 190_000


def test_interest_alone_changes_no_agreement(tmp_path: Path) -> None:
    result = small(tmp_path, {FIRST: {INTEREST: "000000000000999002;REINDGI;4,08\n"}})
    assert result.verdict is Verdict.READY_WITH_REMARKS


def test_a_partner_of_a_later_delivery_holds_whole(tmp_path: Path) -> None:
    """A number that the newer delivery does not have is no number of the partner's."""
    total = {PARTNERS: f"410001;ZCPR;{OLD}\n410001;ZCPROL;0113701234\n410002;ZCPR;0213701235\n"}
    assert "debtor_wrong" not in {one.code for one in small(tmp_path / "a", {}, total).causes}
    result = small(tmp_path / "b", {FIRST: {PARTNERS: f"410001;ZCPR;{OLD}\n"}}, total)
    assert "debtor_wrong" in {one.code for one in result.causes}
    assert result.verdict is Verdict.NOT_READY


def test_a_line_that_cannot_be_read_is_not_superseded(tmp_path: Path) -> None:
    """Nobody knows which agreement it is of: what stands there may be garbled."""
    total = {
        ACTIONS: ACTION.format(status="UD", amount="1.000,0O") + ACTION.format(status="UD", amount="1.000,00")
        .replace("900001", "900002").replace("1001", "1002").replace(";1;02", ";2;02")
    }  # fmt: skip
    right = {ACTIONS: ACTION.format(status="UD", amount="1.000,00"), RATES: RATE.format(type="KFDAINS")}
    result = small(tmp_path, {FIRST: right}, total)
    assert len(result.rejects) == 1
    assert result.verdict is Verdict.NOT_READY


def test_a_number_that_no_longer_holds_does_not_leave(tmp_path: Path) -> None:
    """It stood in the input, so no text that leaves may hold it: here an agreement has it for its reference."""
    total = {
        ACTIONS: ACTION.format(status="UD", amount="700,00").replace("A-1001", OLD),
        RATES: RATE.format(type="KFDAINS").replace("A-1001", OLD),
        PARTNERS: f"410001;ZCPR;{OLD}\n410002;ZCPR;0213701235\n",
    }
    result = small(tmp_path, {FIRST: {PARTNERS: "410001;ZCPR;0113701234\n"}}, total)
    assert result.lines
    assert OLD not in repr(result)


def test_other_files_of_ode_are_told_of_and_not_used(tmp_path: Path) -> None:
    files, _, _ = later()
    paths = written(tmp_path / "a", files, TOTAL, "Total")
    other = tmp_path / "a" / "0999_ODE_2026-10-02_001_02-Bilag-aaben_Total_002af3.csv"
    other.write_bytes(b'Bilagsnummer;Bel\xf8b\r\n1;"2\r\n3";x;y\r\n\r\n')
    twin = other.with_name(other.name.replace("02-Bilag-aaben", "99-Nyt"))
    twin.write_bytes(other.read_bytes())
    outcome = reconcile(settings_of(tmp_path, [*paths, other, twin]))
    told = {one.part: one for one in outcome.result.inputs if one.part not in PARTS}
    assert {part: one.lines for part, one in told.items() if part} == {"02-Bilag-aaben": 3, "99-Nyt": 3}
    for part in ("02-Bilag-aaben", "99-Nyt"):
        assert dict(told[part].by_rule) == {"not_used": 3}
        assert [note.code for note in told[part].notes] == ["file_not_used"]
        assert told[part].movements == told[part].rejects == 0
    assert canonical(document(outcome.result)) == of_later_total()


# --- what is refused ---


def name(kind: str, day: str = "2026-10-02", run: str = "001", who: str = "0999", piece: str = "001af1") -> list[str]:
    return [f"{who}_ODE_{day}_{run}_{part}_{kind}_{piece}.csv" for part in PARTS]


CUT_OFF = date(2026, 9, 30)
NOT_WHOLE: dict[str, tuple[list[str], list[str]]] = {
    "no total": (name("Delta"), ["delta_without_total"]),
    "two totals": (name("Total") + name("Total", "2026-10-03"), ["ode_totals_several"]),
    "older": (name("Total") + name("Delta", "2026-10-01"), ["delta_not_newer"]),
    "of the same run": (name("Total") + name("Delta"), ["delta_not_newer"]),
    "of an earlier run": (name("Total", run="002") + name("Delta"), ["delta_not_newer"]),
    "another municipality": (name("Total") + name("Delta", "2026-10-05", who="0751"), ["ode_municipalities_mixed"]),
    "twice": (name("Total") + name("Delta", "2026-10-05") * 2, ["ode_piece_twice"] * 4),
    "pieces": (name("Total") + name("Delta", "2026-10-05", piece="002af3"), ["ode_piece_missing"] * 4),
    "pieces of the total": (name("Total", piece="001af2") + name("Delta", "2026-10-05"), ["ode_piece_missing"] * 4),
    "a part": (name("Total") + name("Delta", "2026-10-05")[:3], ["ode_file_missing"]),
    "pieces that disagree": (name("Total")[:3] + name("Total", piece="001af2") , ["ode_pieces_disagree"] * 3 + ["ode_piece_missing"]),
    "too old": (name("Total", "2026-09-01") + name("Delta", "2026-09-29"), ["ode_delivery_too_old"]),
    "foreign": ([*name("Total"), "restance.csv"], ["ode_name_foreign"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_WHOLE)
def test_deliveries_that_do_not_belong_together_or_are_not_whole(case: str) -> None:
    files, told = NOT_WHOLE[case]
    for order in (files, files[::-1]):
        with pytest.raises(InputError) as refused:
            deliveries_of(order, PARTS, CUT_OFF)
        assert [one.code for one in refused.value.problems] == told
        for problem in refused.value.problems:
            for language in LANGUAGES:
                words = problem.told(language)
                assert words.why.endswith(".")
                assert " ." not in words.why
                assert "{" not in f"{words}"


def test_the_order_of_deliveries() -> None:
    files = (
        name("Delta", "2026-10-05", "002")
        + name("Total")
        + name("Delta", "2026-10-05")
        + name("Delta", "2026-10-02", "002")
    )
    assert deliveries_of(files, PARTS, CUT_OFF) == [3] * 4 + [0] * 4 + [2] * 4 + [1] * 4


def test_the_newest_delivery_must_reach_the_cut_off() -> None:
    files = name("Total", "2026-09-01") + name("Delta", "2026-09-30")
    assert deliveries_of(files, PARTS, CUT_OFF) == [0] * 4 + [1] * 4


DAY_AFTER = ("2026-10-06", "001")
LINES = {
    ACTIONS: ACTION.format(status="UD", amount="1.000,00"),
    RATES: RATE.format(type="KFDAINS"),
    PARTNERS: "410001;ZCPR;0113701234\n",
}
OTHERWISE = {
    ACTIONS: LINES[ACTIONS].replace(";20260902;", ";20260903;"),
    RATES: LINES[RATES] * 2,
    PARTNERS: LINES[PARTNERS] * 2,
}


@pytest.mark.parametrize("part", LINES)
def test_some_files_of_two_deliveries_may_be_the_same(tmp_path: Path, part: str) -> None:
    other = LINES | {part: OTHERWISE[part]}
    assert small(tmp_path, {FIRST: LINES, DAY_AFTER: other}).verdict is Verdict.READY_WITH_REMARKS


def test_a_delivery_that_was_run_again_may_be_the_same(tmp_path: Path) -> None:
    assert small(tmp_path, {FIRST: LINES, SECOND: LINES}).verdict is Verdict.READY_WITH_REMARKS


@pytest.mark.parametrize("between", [{}, {("2026-10-05", "007"): LINES | {ACTIONS: OTHERWISE[ACTIONS]}}])
def test_a_delivery_under_the_name_of_another_day_is_refused(
    tmp_path: Path, between: dict[tuple[str, str], dict[str, str]]
) -> None:
    with pytest.raises(InputError) as refused:
        small(tmp_path, {FIRST: LINES, **between, DAY_AFTER: LINES})
    assert [one.code for one in refused.value.problems] == ["ode_delivery_twice"]


def test_the_total_under_the_name_of_a_delta_is_refused(tmp_path: Path) -> None:
    good = Path(__file__).parent.parent / "fixtures" / "errors" / "good" / "ode"
    total = {
        part: next(good.glob(f"*{part}*")).read_text("utf-8").partition("\n")[2] for part in (ACTIONS, RATES, PARTNERS)
    }
    with pytest.raises(InputError) as refused:
        small(tmp_path, {FIRST: total})
    assert [one.code for one in refused.value.problems] == ["ode_delivery_twice"]


def test_two_files_of_one_name_do_not_count_twice(tmp_path: Path) -> None:
    """In two folders; a name says which delivery and piece a file is, so one of them is too many whatever stands in it."""
    files, _, _ = later()
    paths = written(tmp_path / "a", files, TOTAL, "Total")
    other = changed(files, dict.fromkeys(names(files, ACTIONS)[:3], 3), ())
    paths += [one for one in written(tmp_path / "b", other, TOTAL, "Total") if ACTIONS in one.name]
    with pytest.raises(InputError) as refused:
        take_in(settings_of(tmp_path, paths))
    assert [one.code for one in refused.value.problems] == ["ode_piece_twice"]
