"""Who owes a claim: numbers that are one debtor, several who are liable, and keys that name each of them on a line."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from zerosum import identity
from zerosum.errors import SettingsError
from zerosum.money import kr
from zerosum.normalise import declared_debtors
from zerosum.normalise.declared_debtors import Declared
from zerosum.normalise.lines import Present
from zerosum.normalise.ode import _present, _same
from zerosum.normalise.one_debtor import as_one_debtor, one_each
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.result import Gravity, Verdict
from zerosum.settings import Input, Settings, Solution
from zerosum.settings_load import load
from zerosum.sources.load import builtin
from zerosum.tables import Claims, Side

A, B, C, FIRM, OLD = "0113701234", "0213701235", "0313701236", "90000017", "0413701237"
BOTH = f"{A}|{B}"
DEBTOR = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;action_id;status"
PSRM = "claim_id;reference;claim_type;debtors;event;amount;booked_on"


def debtor(
    debtors: str, amount: str = "1.000,00", claim_id: str = "9", reference: str = "R", event: str = "creation"
) -> str:
    return f"{claim_id};{reference};P;KFDAINS;{debtors};{event};{amount};2026-09-01;;UD"


def psrm(
    debtors: str, amount: str = "1.000,00", claim_id: str = "9", reference: str = "R", event: str = "creation"
) -> str:
    return f"{claim_id};{reference};KFDAINS;{debtors};{event};{amount};2026-09-02"


def run(folder: Path, ours: Sequence[str], theirs: Sequence[str], aliases: str = "") -> Reconciliation:
    """Two files, and the list of numbers that are one debtor."""
    (folder / "debitor.csv").write_text("\n".join([DEBTOR, *ours, ""]), "utf-8")
    (folder / "psrm.csv").write_text("\n".join([PSRM, *theirs, ""]), "utf-8")
    listed = folder / "skyldnere.csv"
    if aliases:
        listed.write_text(aliases, "utf-8")
    return reconcile(
        Settings(
            municipality="Eksempel Kommune",
            creditor_id="0999",
            area="daginstitution",
            area_name="Daginstitution",
            cut_off=date(2026, 9, 30),
            as_of=date(2026, 10, 1),
            inputs=(
                Input(Side.DEBTOR, builtin("zerosum"), (folder / "debitor.csv",)),
                Input(Side.PSRM, builtin("zerosum"), (folder / "psrm.csv",)),
            ),
            solutions=(Solution("P", ("KFDAINS",)),),
            area_types={"KFDAINS": "Daginstitution, betaling"},
            debtor_aliases=listed if aliases else None,
        )
    )


def causes(run: Reconciliation) -> dict[str, str]:
    return {one.code: kr(one.net_ore) for one in run.result.causes}


def found(run: Reconciliation) -> dict[str, int]:
    return {one.code: one.rows for one in run.result.findings if one.code != "control_total_missing"}


# --- the same claim once for each of those who are liable ---


@pytest.mark.parametrize(
    ("ours", "theirs", "net"),
    [
        ([debtor(A), debtor(B)], [psrm(BOTH)], "-1.000,00"),
        ([debtor(BOTH)], [psrm(A), psrm(B)], "1.000,00"),
        ([debtor(A, claim_id=""), debtor(B, claim_id="")], [psrm(BOTH)], "-1.000,00"),
        ([debtor(A), debtor(B)], [psrm(BOTH, reference="")], "-1.000,00"),
        ([debtor(A), debtor(B)], [psrm(BOTH, claim_id="")], "-1.000,00"),
        ([debtor(A), debtor(B), debtor(C)], [psrm(f"{A}|{B}|{C}")], "-2.000,00"),
    ],
    ids=["debtor", "psrm", "by reference", "the id alone links", "the reference alone links", "three"],
)
def test_a_line_for_each_who_is_liable(tmp_path: Path, ours: list[str], theirs: list[str], net: str) -> None:
    """One of the lines clears, the others are open; the key is not broken."""
    outcome = run(tmp_path, ours, theirs)
    assert causes(outcome) == {"counted_per_debtor": net}
    assert "broken_key" not in found(outcome)
    assert outcome.result.verdict == Verdict.NOT_READY


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([debtor(A), debtor(C)], [psrm(BOTH)]),
        ([debtor(A), debtor(BOTH)], [psrm(f"{A}|{B}|{C}")]),
        ([debtor(A), debtor(B)], [psrm(A), psrm(BOTH)]),
        ([debtor(A), debtor(B)], [psrm(C, claim_id="7", reference="S")]),
        ([debtor(A), debtor(B)], [psrm(A)]),
        ([debtor(A, claim_id="8"), debtor(B)], [psrm(BOTH, claim_id="7")]),
    ],
    ids=["another debtor", "not single", "two sets there", "nothing there", "one of them there", "two claims"],
)
def test_a_key_of_several_debtors_stays_broken(tmp_path: Path, ours: list[str], theirs: list[str]) -> None:
    outcome = run(tmp_path, ours, theirs)
    assert "broken_key" in found(outcome)
    assert "counted_per_debtor" not in causes(outcome)
    assert outcome.result.verdict == Verdict.NOT_READY


def test_halves_are_not_counted_per_debtor(tmp_path: Path) -> None:
    """Half for each is not the whole for each: it is linked, and stays open."""
    outcome = run(tmp_path, [debtor(A, "500,00"), debtor(B, "500,00")], [psrm(BOTH)])
    assert causes(outcome) == {"only_in_debtor": "-1.000,00", "only_in_psrm": "1.000,00"}


def test_as_many_lines_as_are_liable(tmp_path: Path) -> None:
    """The same line once for each, with all of them on each line, told apart by the action alone."""
    lines = [debtor(BOTH).replace(";;UD", f";{n};UD") for n in (1, 2)]
    assert causes(run(tmp_path, lines, [psrm(BOTH)])) == {"counted_per_debtor": "-1.000,00"}
    more = [*lines, debtor(BOTH).replace(";;UD", ";3;UD")]
    assert causes(run(tmp_path, more, [psrm(BOTH)])) == {"only_in_debtor": "-2.000,00"}


# --- numbers that are declared to be one debtor ---


def test_declared_numbers_are_one_debtor(tmp_path: Path) -> None:
    aliases = f"number;same_as\n{FIRM};021370-1235\n\n"
    outcome = run(tmp_path, [debtor(FIRM)], [psrm(B)], aliases)
    assert causes(outcome) == {}
    assert found(outcome) == {"debtor_changed": 1}
    (finding,) = (one for one in outcome.result.findings if one.code == "debtor_changed")
    assert finding.gravity == Gravity.INFORMATION
    assert causes(run(tmp_path, [debtor(FIRM)], [psrm(B)])) == {"debtor_changed": "0,00"}


def test_numbers_inside_a_set_are_one_debtor_too(tmp_path: Path) -> None:
    """PSRM adds the owner's CPR to the CVR: both are one, and one is liable."""
    aliases = f"number;same_as\n{FIRM};{B}\n"
    outcome = run(tmp_path, [debtor(FIRM)], [psrm(f"{FIRM}|{B}")], aliases)
    assert causes(outcome) == {}
    assert found(outcome) == {"debtor_changed": 1}


def test_what_did_not_meet_through_it_is_not_counted(tmp_path: Path) -> None:
    """The same number on both sides meets without the list, also where the list names it."""
    aliases = f"number;same_as\n{FIRM};{B}\n"
    outcome = run(tmp_path, [debtor(FIRM), debtor(A, claim_id="8", reference="S")], [psrm(FIRM)], aliases)
    assert "debtor_changed" not in found(outcome)


def test_the_list_never_joins_others(tmp_path: Path) -> None:
    aliases = f"number;same_as\n{FIRM};{B}\n"
    assert causes(run(tmp_path, [debtor(FIRM)], [psrm(A)])) == {"debtor_changed": "0,00"}
    assert causes(run(tmp_path, [debtor(FIRM)], [psrm(A)], aliases)) == {"debtor_wrong": "0,00"}


def test_listed_numbers_do_not_leave(tmp_path: Path) -> None:
    """A number of the list, and one that was renamed, is a debtor number of the input (law 11)."""
    aliases = f"number;same_as\n{OLD};{B}\n{FIRM};{C}\n"
    lines = [debtor(OLD, reference=f"X{C}"), debtor(A, claim_id="8", reference=f"Y-{OLD}-1")]
    outcome = run(tmp_path, lines, [psrm(A, claim_id="8", reference="")], aliases)
    told = repr(outcome.result) + outcome.item_lines.to_csv() + outcome.posted_lines.to_csv()
    assert "•" in told
    assert not [number for number in (A, B, C, FIRM, OLD) if number in told]


WRONG_LINES = {
    "a word": ("navn;0213701235", "Nummeret kan ikke læses"),
    "two numbers": (f"{A}|{C};{B}", "Nummeret kan ikke læses"),
    "nothing": (f";{B}", "Nummeret kan ikke læses"),
    "one number": (f"{B};{B}", "Samme nummer to gange"),
    "three fields": (f"{A};{B};{C}", "Linjen kan ikke deles"),
}


@pytest.mark.parametrize("kind", WRONG_LINES)
def test_a_wrong_line_is_told_with_its_line_and_without_numbers(tmp_path: Path, kind: str) -> None:
    line, what = WRONG_LINES[kind]
    path = tmp_path / "skyldnere.csv"
    path.write_text(f"number;same_as\n{FIRM};{C}\n{line}\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        declared_debtors.load(path)
    (problem,) = refused.value.problems
    assert (problem.told().what, problem.line) == (what, 3)
    assert not [number for number in (A, B, C, FIRM) if number in str(refused.value) + repr(problem)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"number;same_as\n{A};{B}\n{A};{C}\n", "Nummeret står flere gange"),
        (f"number;same_as\n{A};{B}\n{B};{C}\n", "Numre i kæde"),
        (f"number;same_as\n{A};{B}\n{B};{A}\n", "Numre i kæde"),
        (f"nummer;samme_som\n{A};{B}\n", "Overskrifterne er andre"),
        ("", "Filen er tom"),
    ],
    ids=["twice", "a chain", "a ring", "headings", "empty"],
)
def test_a_list_that_cannot_be_used(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "skyldnere.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as refused:
        declared_debtors.load(path)
    assert refused.value.problems[0].told().what == what
    assert A not in str(refused.value) + repr(refused.value.problems)


@pytest.mark.parametrize(
    "line", ["01137O1234;0213701235", "0113701234x;0213701235", f"{A};02137\u00a0O1235", f"{A[:5]};{B}"]
)
def test_no_part_of_a_number_is_shown(tmp_path: Path, line: str) -> None:
    """Each cell is a debtor's number, also with a slip in it: the line and the column say enough."""
    path = tmp_path / "skyldnere.csv"
    path.write_text(f"number;same_as\n{line}\n{line}\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        declared_debtors.load(path)
    assert [(one.value, one.line) for one in refused.value.problems][-1] == ("", 3)
    assert not [part for part in ("01137", "O1234", "02137", "O1235") if part in repr(refused.value.problems)]
    assert all(one.column for one in refused.value.problems)


CASE_33 = Path(__file__).parent.parent / "fixtures" / "cases" / "33-former-number-in-file-12"
NOW = "0213701235"


def former(folder: Path, aliases: str, psrm: str = OLD) -> Reconciliation:
    """Case 33: file 12 says that OLD is a former number of NOW. With a list, and another number in PSRM's file."""
    shutil.copytree(CASE_33, folder / "33")
    report = folder / "33" / "Justering_Afstemning_2026-09.csv"
    report.write_text(report.read_text("utf-8").replace(OLD, psrm), "utf-8")
    settings = folder / "33" / "zerosum.toml"
    settings.write_text('debtor_aliases = "skyldnere.csv"\n' + settings.read_text("utf-8"), "utf-8")
    (folder / "33" / "skyldnere.csv").write_text(f"number;same_as\n{FIRM};{A}\n{aliases}", "utf-8")
    return reconcile(load(settings))


@pytest.mark.parametrize(
    ("aliases", "column"), [(f"{OLD};{C}\n", "number"), (f"{C};{OLD}\n", "same_as"), (f"{OLD};{FIRM}1\n", "number")]
)
def test_a_list_that_contradicts_file_12_is_refused(tmp_path: Path, aliases: str, column: str) -> None:
    """Else two living persons, NOW and C, were one debtor."""
    with pytest.raises(SettingsError) as refused:
        former(tmp_path, aliases, psrm=C)
    (problem,) = refused.value.problems
    assert (problem.told().what, problem.file, problem.line, problem.column, problem.value) == (
        "Fil 12 siger noget andet", "skyldnere.csv", 3, column, ""
    )  # fmt: skip
    assert not [number for number in (A, C, OLD, NOW, FIRM) if number in repr(problem)]


@pytest.mark.parametrize(
    "aliases",
    [f"{OLD};{NOW}\n", f"{C};{NOW}\n", f"{C};{NOW}\n{OLD};{NOW}\n", f"{NOW};{C}\n{OLD};{C}\n", ""],
    ids=["the same", "another number of it", "both", "its number now, and the former's", "nothing of it"],
)
def test_a_list_that_file_12_does_not_contradict_is_used(tmp_path: Path, aliases: str) -> None:
    outcome = former(tmp_path, aliases)
    assert causes(outcome) == {}
    assert outcome.result.verdict == Verdict.READY


FILE_12 = "ode/0999_ODE_2026-10-01_001_12-Forretningspartner_Total_001af1.csv"


def partners(folder: Path, aliases: str, *changed: tuple[str, str]) -> Reconciliation:
    """Case 33 where PSRM has NOW's claim under A, another partner's number; with a list, and file 12 changed."""
    shutil.copytree(CASE_33, folder / "33")
    for name, pairs in (("Justering_Afstemning_2026-09.csv", [(OLD, A)]), (FILE_12, changed)):
        text = (folder / "33" / name).read_text("utf-8")
        for before, after in pairs:
            assert before in text
            text = text.replace(before, after)
        (folder / "33" / name).write_text(text, "utf-8")
    settings = folder / "33" / "zerosum.toml"
    settings.write_text('debtor_aliases = "skyldnere.csv"\n' + settings.read_text("utf-8"), "utf-8")
    (folder / "33" / "skyldnere.csv").write_text(f"number;same_as\n{aliases}", "utf-8")
    return reconcile(load(settings))


@pytest.mark.parametrize(
    ("aliases", "lines", "changed"),
    [
        (f"{A};{NOW}\n", [2], ()),
        (f"{NOW};{A}\n", [2], ()),
        (f"{A};{C}\n{NOW};{C}\n", [2, 3], ()),
        (f"{FIRM};{C}\n{A};{C}\n{NOW};{C}\n", [3, 4], ()),
        (f"{FIRM};90000025\n", [2], ((f"ZCPR;{A}", f"ZCVR;{FIRM}"), (f"ZCPR;{NOW}", "ZCVR;90000025"))),
        (f"{A};{NOW}\n", [2], (("20100101;99991231\n410002", "20100101;20251231\n410002"),)),
    ],
    ids=["one way", "the other", "through a third", "beside a firm", "two firms", "one that has run out"],
)
def test_a_list_that_joins_two_partners_is_refused(
    tmp_path: Path, aliases: str, lines: list[int], changed: tuple[tuple[str, str], ...]
) -> None:
    """Else PSRM's claim on the wrong person would clear, and the cell be ready."""
    with pytest.raises(SettingsError) as refused:
        partners(tmp_path, aliases, *changed)
    assert [one.line for one in refused.value.problems] == lines
    assert {one.code for one in refused.value.problems} == {"alias_joins_two_debtors"}
    assert not [number for number in (A, C, NOW, FIRM, "90000025") if number in repr(refused.value.problems)]


def test_a_sole_trader_who_is_two_partners_may_be_declared_to_be_one(tmp_path: Path) -> None:
    """A CVR and a CPR are numbers of two kinds."""
    changed = ((f"ZCPR;{NOW}", f"ZCVR;{FIRM}"), (f"410002;ZCPROL;{OLD};20000101;20091231\n", ""))
    outcome = partners(tmp_path / "declared", f"{FIRM};{A}\n", *changed)
    assert (causes(outcome), outcome.result.verdict) == ({}, Verdict.READY)
    assert "debtor_changed" in causes(partners(tmp_path / "not", f"{C};{A}\n", *changed))


def test_numbers_of_two_kinds_or_of_one_partner_say_nothing() -> None:
    def agree(same: dict[str, str], *now: tuple[str, int, str], told: Sequence[dict[str, str]] = ()) -> None:
        partner, kind, number = zip(*now, strict=True)
        present = Present(pa.array(partner), pa.array(kind), pa.array(number))
        declared_debtors.agree(Declared(same, dict.fromkeys(same, 2), "s.csv"), told, [present])

    agree({A: FIRM}, ("1", 0, A), ("2", 1, FIRM))
    agree({A: B}, ("1", 0, A), ("1", 0, B))
    agree({A: B}, ("1", 0, A), ("2", 0, C))
    with pytest.raises(SettingsError):
        agree({A: B}, ("1", 0, A), ("2", 0, B))
    with pytest.raises(SettingsError):
        agree({A: OLD, B: OLD}, ("1", 0, A), ("2", 0, B))
    with pytest.raises(SettingsError):  # the source says one half, the list the other
        agree({B: FIRM}, ("1", 0, A), ("2", 0, B), told=[{FIRM: A}])
    with pytest.raises(SettingsError):  # either of the lines would do it without the other
        agree({OLD: B, A: B}, ("1", 0, A), ("2", 0, B), told=[{OLD: A}])
    declared_debtors.agree(Declared(), [{FIRM: A}], [])


def test_a_number_that_has_run_out_is_no_present_one_unless_the_partner_has_no_other() -> None:
    import pandas as pd

    partners = pd.DataFrame(
        [("1", 0, A, 90), ("1", 0, OLD, 10), ("2", 0, B, 10), ("3", -1, C, 90), ("3", 1, FIRM, 20)],
        columns=["partner", "kind", "number", "valid_to"],
    )
    now = _present(partners, pd.Series({"1": A, "2": B, "3": FIRM}), 20)
    assert list(zip(*(column.to_pylist() for column in (now.debtor, now.kind, now.number)), strict=True)) == [
        ("1", 0, A), ("2", 0, B), ("3", 1, FIRM)
    ]  # fmt: skip


def test_two_numbers_of_one_partner_may_be_declared_to_be_one() -> None:
    told = [{OLD: NOW, FIRM: NOW}, {C: NOW}]
    for same in ({OLD: FIRM}, {FIRM: OLD}, {C: OLD}):
        declared_debtors.agree(Declared(same, dict.fromkeys(same, 2), "s.csv"), told)
    with pytest.raises(SettingsError):
        declared_debtors.agree(Declared({OLD: FIRM}, {OLD: 2}, "s.csv"), [{OLD: NOW, FIRM: A}])


def test_where_sources_do_not_agree_the_list_may_say_which_is_right() -> None:
    told = [{OLD: NOW}, {OLD: A}]
    declared_debtors.agree(Declared({OLD: A}, {OLD: 2}, "s.csv"), told)
    with pytest.raises(SettingsError):
        declared_debtors.agree(Declared({OLD: C}, {OLD: 2}, "s.csv"), told)


def test_the_numbers_of_a_partner_are_one() -> None:
    """A former CPR and a CVR are; a number of two partners, or another partner's own, is no sign; nor is an EAN."""
    import pandas as pd

    numbers = pd.Series({"1": A, "2": B, "3": C})
    partners = pd.DataFrame(
        [
            ("1", A, True), ("1", OLD, True), ("1", "5790000000001", False), ("1", FIRM, True),
            ("2", B, True), ("2", FIRM, True), ("2", C, True),
            ("3", C, True), ("3", "90000025", True),
            ("4", "90000033", True),
        ],
        columns=["partner", "number", "same"],
    )  # fmt: skip
    assert _same(partners, numbers) == {OLD: A, "90000025": C}


def test_one_number_stands_for_all() -> None:
    """Which one says nothing, but it is the same in any order; what sources do not agree on is not said."""
    assert one_each([{OLD: A}], {}) == {OLD: A}
    assert one_each([{OLD: A}], {FIRM: OLD}) == {OLD: A, FIRM: A}
    assert one_each([{OLD: A}, {OLD: B}], {}) == {}
    assert one_each([], {A: B, C: B}) == one_each([], {C: B, A: B}) == {B: A, C: A}
    assert one_each([], {}) == {}


def test_nothing_declared_leaves_the_lines_alone(tmp_path: Path) -> None:
    outcome = run(tmp_path, [debtor(BOTH)], [psrm(BOTH)])
    claims = outcome.book.claims
    assert (claims[Claims.WRITTEN] == claims[Claims.DEBTORS]).all()
    assert as_one_debtor((), {}) == ()


def test_renaming_keeps_what_is_not_known() -> None:
    sets = pa.array([BOTH, None, FIRM, A])
    assert identity.renamed(sets, {FIRM: A, B: A}).to_pylist() == [A, None, A, A]
    assert identity.renamed(sets, {C: A}) is sets


def test_forms_of_numbers() -> None:
    """Kind, form without leading zeros, and count; a number of no kind, or a set of several, has no kind."""
    sets = pa.array([A, A[1:], FIRM, BOTH, f"{A}|{FIRM}", "AB123456", "0000000000"])
    kind, bare, liable = identity.forms(np.array([0, 1, 2, 3, 4, 5, 6, -1]), sets)
    assert liable.tolist() == [1, 1, 1, 2, 2, 1, 1, 0]
    assert bare[0] == bare[1] != bare[2]
    assert kind[0] == kind[3] != kind[2]
    assert len({kind[0], kind[2], kind[5]}) == 3
    assert [kind[1], kind[4], kind[7], bare[6], bare[7]] == [-1] * 5


def test_a_workbook_of_aliases_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "skyldnere.csv"
    path.write_bytes(b"PK\x03\x04" + b"0113701234")
    with pytest.raises(SettingsError) as refused:
        declared_debtors.load(path)
    (problem,) = refused.value.problems
    assert (problem.told().what, problem.value) == ("Filen er ikke CSV", "")
