"""The made-up municipalities: the same from a seed, right to the øre by a reader of its own, all kinds there."""

from __future__ import annotations

import ast
import csv
import io
import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from zerosum.simulate import ode, plain, psrm
from zerosum.simulate.example import (
    FAULTS,
    MANUAL,
    NO_DATA,
    NOT_READY,
    OTHER_TYPE,
    READY,
    REMARKS,
    bench,
    bench_faults,
    bench_plan,
    example,
    plan,
)
from zerosum.simulate.faults import KINDS, Fault, put_in
from zerosum.simulate.model import Feature, Municipality, municipality
from zerosum.simulate.text import identification
from zerosum.sources.load import builtin

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "fixtures" / "daginstitution"
CUT_OFF = "20260930"
SIGNS = {"02": 1, "06": 1, "05": -1, "55": -1, "07": -1, "03": 0}
PSRM_SIGNS = {"Tilgang": 1, "Opskrevet": 1, "Nedskrevet": -1, "Tilbagekaldt": -1}
Cell = tuple[str, str]

CAUSES = {
    "not_sent", "awaiting_receipt", "in_hearing", "rejected_creation", "rejected_write_down", "rejected_write_up",
    "rejected_recall", "partly_accepted_creation", "partly_accepted_write_down", "across_cutoff_debtor_first",
    "across_cutoff_psrm_first", "recall_missing_in_psrm", "recall_only_in_psrm", "write_down_missing_in_psrm",
    "write_down_only_in_psrm", "write_up_missing_in_psrm", "write_up_only_in_psrm", "rounding", "amount_differs",
    "only_in_debtor", "only_in_psrm",
}  # fmt: skip
FINDINGS = {"action_replaced", "written_up_as_own_claim", "in_dmi", "not_routed", "receipt_not_fetched"}


def kr(text: str) -> int:
    """An amount in øre, without the tool's own door for money."""
    return int(Decimal(text.replace(".", "").replace(",", ".")) * 100)


def table(path: Path) -> list[list[str]]:
    """The rows of a CSV file without its heading."""
    if path.suffix == ".zip":
        with ZipFile(path) as packed:
            text = packed.read(packed.namelist()[0]).decode("utf-8")
    else:
        text = path.read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def differences(folder: Path) -> Counter[Cell]:
    """PSRM minus debtor system in øre, by solution mark and type, read from the files alone."""
    cell_of: dict[str, tuple[str, str, str]] = {}
    for row in table(next(folder.glob("*_10-*"))):
        cell_of[row[0]] = (row[4], row[3], row[14])
    lines: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*_09-*")):
        for row in table(path):
            lines.setdefault(row[10], row)  # each action once, however many lines repeat it for liable persons
    total: Counter[Cell] = Counter()
    seen: dict[str, list[list[str]]] = {}
    for row in lines.values():
        if row[3] == "IN" and row[13] <= CUT_OFF:
            seen.setdefault(row[1], []).append(row)
    for reference, actions in seen.items():
        mark, claim_type, system = cell_of[reference]
        if system == "DMI" or (system == "" and any(row[12] for row in actions)):
            continue
        for at, row in enumerate(actions):
            later = {"02": "02", "07": "07", "05": "55"}.get(row[11], "")
            replaced = row[12] == "AF" and any(
                one[11] == later and (later != "55" or one[16] == row[16]) for one in actions[at + 1 :]
            )
            total[mark, claim_type] -= 0 if replaced else SIGNS[row[11]] * kr(row[16])
    known = dict(cell_of)
    for row in table(next(folder.glob("*.zip"))):
        mark = known[row[1]][0] if row[1] in known else {"KFLRUNG": "KLUB", "KFGEKLU": "KLUB"}[row[4]]
        total[mark, row[4]] += PSRM_SIGNS[row[7]] * kr(row[6])
    return total


def told(folder: Path) -> Counter[Cell]:
    """The truth's øre by solution mark and type."""
    mark = {READY: "DAGI", REMARKS: "SFO2", NOT_READY: "KLUB", MANUAL: "MANU"}
    total: Counter[Cell] = Counter()
    for one in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["records"]:
        total[mark[one["solution"]], one["claim_type"]] += one["difference_ore"]
    return total


def not_zero(total: Counter[Cell]) -> dict[Cell, int]:
    return {cell: ore for cell, ore in total.items() if ore}


def records(folder: Path = KEPT) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["records"]
    return kept


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_kept_example_is_what_its_seed_makes(tmp_path: Path) -> None:
    example(tmp_path, 2026)
    made = files(tmp_path)
    assert made == files(KEPT)
    assert sum(map(len, made.values())) < 1_000_000


def test_another_seed_is_another_municipality(tmp_path: Path) -> None:
    example(tmp_path, 2027)
    assert files(tmp_path)["truth.json"] != files(KEPT)["truth.json"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_truth_is_what_the_files_differ_by(tmp_path: Path, seed: int) -> None:
    example(tmp_path, seed)
    truth = not_zero(told(tmp_path))
    assert truth
    assert not_zero(differences(tmp_path / "data")) == truth


def test_the_kept_example_differs_by_its_truth() -> None:
    assert not_zero(differences(KEPT / "data")) == not_zero(told(KEPT))


def test_without_faults_nothing_differs(tmp_path: Path) -> None:
    town, truth = put_in(municipality(plan(), 5), (), 5)
    ode.write(tmp_path, town)
    psrm.write_zip(tmp_path, town)
    assert not_zero(differences(tmp_path)) == {}
    assert {one.difference_ore for one in truth} == {0}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_alone_moves_what_it_says(tmp_path: Path, kind: str) -> None:
    town, truth = put_in(municipality(plan(), 7), (Fault(kind, 4, NOT_READY, "KFLRUNG"),), 7)
    ode.write(tmp_path, town)
    psrm.write_zip(tmp_path, town)
    moved = sum(one.difference_ore for one in truth)
    assert not_zero(differences(tmp_path)) == ({("KLUB", "KFLRUNG"): moved} if moved else {})
    assert KINDS[kind].moves == any(one.difference_ore for one in truth)


def test_every_cause_and_finding_is_in_the_example() -> None:
    assert {one["code"] for one in records() if not one["finding"]} == CAUSES
    assert {one["code"] for one in records() if one["finding"]} == FINDINGS


def test_the_ready_solution_has_what_is_hard_but_right() -> None:
    town = municipality(plan(), 2026)
    mine = town.claims.solution == [one.name for one in town.plan.solutions].index(READY)
    seen = {Feature(one) for one in np.unique(town.claims.feature[mine])}
    assert seen == set(Feature)
    assert (town.claims.co_debtor[mine] >= 0).any()
    assert {one["solution"] for one in records() if not one["finding"]} == {REMARKS, NOT_READY}


def test_the_cell_without_data_is_expected_and_has_none() -> None:
    settings = tomllib.loads((KEPT / "zerosum.toml").read_text(encoding="utf-8"))
    expected = {one["name"]: one["claim_types"] for one in settings["solution"]}
    assert NO_DATA in expected[MANUAL]
    assert not any(NO_DATA.encode() in content for name, content in files(KEPT).items() if name.startswith("data/"))


def test_control_totals_and_portal_are_those_of_the_files() -> None:
    settings = tomllib.loads((KEPT / "zerosum.toml").read_text(encoding="utf-8"))
    events = table(next((KEPT / "data").glob("*.zip")))
    sums = {word: sum(kr(row[6]) for row in events if row[7] == word) for word in PSRM_SIGNS}
    assert {key: kr(text) for key, text in settings["portal"].items()} == {
        "creation": sums["Tilgang"],
        "write_up": sums["Opskrevet"],
        "write_down": sums["Nedskrevet"],
        "recall": sums["Tilbagekaldt"],
    }
    assert OTHER_TYPE in {row[4] for row in events}
    declared = {(one["solution"], one["claim_type"]) for one in settings["control_total"]}
    cells = {
        (one["name"], kind) for one in settings["solution"] if one["name"] != NOT_READY for kind in one["claim_types"]
    }
    assert cells - declared == {(MANUAL, NO_DATA)}
    # In the ready solution nothing is missing: its control totals are PSRM's creations, but those sent twice or split.
    fees = next(one for one in settings["control_total"] if one["solution"] == READY and one["claim_type"] == "GEDAINS")
    assert kr(fees["amount"]) == fees["claims"] * 25_000


def small() -> Municipality:
    return put_in(municipality(plan(120), 3), (Fault("not_sent", 2, READY), Fault("only_in_psrm", 1, READY)), 3)[0]


def test_the_formats_hold_the_same_municipality(tmp_path: Path) -> None:
    town = small()
    agreements = ode.write(tmp_path / "ode", town)[0]
    debtor, other = plain.write(tmp_path / "plain", town)
    debtor_parquet, other_parquet = plain.write(tmp_path / "parquet", town, parquet=True)
    report = table(psrm.write_zip(tmp_path, town))
    once = {row[10]: row for row in table(agreements)}
    plain_rows = {row[13]: row for row in table(debtor)}
    assert {key: once[key][16].replace(".", "") for key in plain_rows} == {
        key: row[8] for key, row in plain_rows.items()
    }
    assert [row[6] for row in report] == [row[7] for row in table(other)]
    assert pq.read_table(debtor_parquet).column("amount").to_pylist() == [row[8] for row in table(debtor)]
    assert pq.read_table(other_parquet).num_rows == len(report)
    book = CalamineWorkbook.from_path(psrm.write_xlsx(tmp_path, town)).get_sheet_by_index(0).to_python()
    assert [round(100 * float(str(row[6]))) for row in book[1:]] == [kr(row[6]) for row in report]
    assert psrm.write_xlsx(tmp_path, town).read_bytes() == psrm.write_xlsx(tmp_path / "again", town).read_bytes()


def test_the_real_formats_have_the_headings_that_are_read(tmp_path: Path) -> None:
    town = small()
    ode.write(tmp_path, town)
    psrm.write_zip(tmp_path, town, bare=True)
    checked = 0
    for source, pattern in (("kmd-ode", "*_ODE_*"), ("psrm-justering", "Justering*")):
        for part in builtin(source).parts:
            path = next(path for path in tmp_path.glob(pattern) if part.name in path.name)
            headings = path.read_text(encoding="utf-8").splitlines()[0].split(";")
            for column in part.columns:
                found = [one for one in column.headings if headings.count(one.text) == 1 or one.occurrence]
                assert found, column
                assert headings.count(found[0].text) >= found[0].occurrence
                checked += 1
            assert {one: headings.count(one) for one in headings if headings.count(one) > 1} == part.repeated
    assert checked > 30


def test_columns_and_encoding_can_be_chosen(tmp_path: Path) -> None:
    town = small()
    bare = psrm.write_zip(tmp_path, town, without=(psrm.TYPE, psrm.DEBTORS, psrm.BOOKED), bare=True)
    heading = bare.read_text(encoding="utf-8").splitlines()[0]
    assert (
        heading
        == "Fordringshaver;Fordringshaverreference;FordringID;HovedfordringID;Beloeb;Haendelse;Virkningsdato;Aarsag"
    )
    western = ode.write(tmp_path, town, parts=3, encoding="cp1252")
    assert [path.name.rsplit("_", 1)[1] for path in western[:3]] == ["001af3.csv", "002af3.csv", "003af3.csv"]
    assert "Beløb".encode("cp1252") in western[0].read_bytes()
    assert western[0].read_bytes().endswith(b"\r\n")
    whole = table(ode.write(tmp_path / "whole", town)[0])
    parts = [
        row
        for path in western[:3]
        for row in csv.reader(io.StringIO(path.read_bytes().decode("cp1252")), delimiter=";")
    ]
    assert [row for row in parts if row[0] != "EFI-nummer"] == whole


def test_no_number_is_that_of_a_person() -> None:
    numbers = identification(np.arange(200_000)).to_pylist()
    assert len(set(numbers)) == len(numbers)
    assert {number[2:4] for number in numbers} == {str(month) for month in range(13, 20)}
    kinds = {row[1]: row[2] for row in table(next((KEPT / "data").glob("*_12-*")))}
    assert set(kinds) == {"ZCPR", "ZCPROL", "ZCVR"}
    assert kinds["ZCVR"].startswith("99")


def test_the_benchmark_has_the_sizes_asked_for(tmp_path: Path) -> None:
    bench(tmp_path, 20_000, 0.0, "plain", 1)
    debtor, other = table(tmp_path / "data" / "debitor.csv"), table(tmp_path / "data" / "psrm.csv")
    assert len(debtor) == len(other) == 24_800
    assert len({row[0] for row in debtor}) == 20_000
    bench(tmp_path / "faulty", 20_000, 0.1, "ode", 1)
    faults = bench_faults(20_000, 0.1)
    assert len({fault.kind for fault in faults}) == len(faults) > 10
    assert len(records(tmp_path / "faulty")) == sum(fault.count for fault in faults) > 1_900
    assert bench_plan(10).claims == 10


def test_too_many_faults_are_refused() -> None:
    with pytest.raises(ValueError, match="only"):
        put_in(municipality(plan(60), 1), (Fault("not_sent", 500, READY),), 1)


def test_the_simulator_shares_nothing_with_what_it_tests() -> None:
    ours = sorted((ROOT / "zerosum" / "simulate").rglob("*.py"))
    imported = {name for path in ours for name in _imports(path) if name.startswith("zerosum")}
    assert len(ours) > 5
    assert "zerosum.simulate.model" in imported
    assert any("kinds" in path.parts for path in ours)
    # The lines are values, and those of the simulator's own reading of faults.
    allowed = {"zerosum.tables", "zerosum.money", "zerosum.dates", "zerosum.simulate", "zerosum.normalise.lines"}
    assert {name for name in imported if not any(name == one or name.startswith(one + ".") for one in allowed)} == set()


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_faults_of_the_example_name_kinds_that_are_there() -> None:
    assert {fault.kind for fault in FAULTS} == set(KINDS)
