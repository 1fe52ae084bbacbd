"""Lists as debtor systems save them: KMD's list export and restance list, the system's own words for claim types, and lines
that a source leaves out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from zerosum.errors import InputError, SettingsError
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.result import Gravity
from zerosum.settings import Input, Settings, Solution
from zerosum.sources.load import declared
from zerosum.sources.model import Source
from zerosum.tables import Side

A, B, C = "0113701234", "0213701235", "0313701236"

SAP = """name = "liste"
based_on = "kmd-sap-liste"
signed = true

[columns]
reference = "Aftale"
claim_type = "Indholdsart"
debtors = "ForretnPartner"
event = "Bevægelse"
amount = "Beløb"
booked_on = "Dato"

[claim_types]
DAGI = "KFDAINS"
SFO2 = "KFSKFRI"

[leave_out]
"RIM Aftale" = ["MO"]

[events]
Oprettet = "creation"
Nedskrevet = "write_down"
"""

PSRM = f"""reference;claim_type;debtors;event;amount;booked_on
A-1;KFDAINS;{A};creation;11.010,00;2026-09-02
A-2;KFSKFRI;{B};creation;5.000,00;2026-09-02
A-2;KFSKFRI;{B};write_down;1.000,00;2026-09-05
"""

LIST = [
    "Udskrift fra KMD Opus Debitor",
    "Bruger: xx\tKørt: 01.10.2026",
    "",
    "Aftale\tRIM Aftale\tIndholdsart\tForretnPartner\tBevægelse\tBeløb\tDato",
    f"A-1\tIN\tDAGI\t{A}\tOprettet\t11.010,00\t01.09.2026",
    "",
    f"A-2\tIN\tSFO2\t{B}\tOprettet\t5.000,00\t01.09.2026",
    f"A-2\tIN\tSFO2\t{B}\tNedskrevet\t1.000,00\t04.09.2026",
    "",
    f"A-3\tMO\tDAGI\t{C}\tOprettet\t700,00\t01.09.2026",
]


def source(folder: Path, text: str) -> Source:
    path = folder / "liste.toml"
    path.write_text(text, encoding="utf-8")
    return declared(path)


def run(folder: Path, lines: list[str], text: str = SAP, psrm: str = PSRM) -> Reconciliation:
    (folder / "liste.txt").write_bytes("\r\n".join(lines).encode("windows-1252"))
    (folder / "psrm.csv").write_text(psrm, encoding="utf-8")
    from zerosum.sources.load import builtin

    inputs = (
        Input(Side.DEBTOR, source(folder, text), (folder / "liste.txt",)),
        Input(Side.PSRM, builtin("zerosum"), (folder / "psrm.csv",)),
    )
    solutions = (Solution("P", ("KFDAINS", "KFSKFRI")),)
    return reconcile(
        Settings("T", "0999", "daginstitution", "", date(2026, 9, 30), date(2026, 10, 2), inputs, solutions, {})
    )


def findings(done: Reconciliation) -> dict[str, Gravity]:
    return {one.code: one.gravity for one in done.result.findings if one.solution == "P"}


def test_a_list_of_kmd_with_its_preamble_groups_and_own_words(tmp_path: Path) -> None:
    done = run(tmp_path, LIST)
    assert (done.result.figures.difference_ore, done.result.figures.gross_ore) == (0, 0)
    assert done.result.rejects == ()
    told = done.result.inputs[0]
    assert told.lines == len(LIST) - 1  # the headings are no line of the table
    assert dict(told.by_rule) == {"blank": 2, "preamble": 3, "left_out": 1}
    assert told.encoding == "windows-1252"


def test_what_a_source_leaves_out_is_a_remark(tmp_path: Path) -> None:
    assert findings(run(tmp_path, LIST))["left_out_by_source"] == Gravity.REMARK
    without = run(tmp_path, LIST[:-1])
    assert "left_out_by_source" not in findings(without)


def test_a_line_that_is_left_out_clears_nothing(tmp_path: Path) -> None:
    psrm = PSRM + f"A-3;KFDAINS;{C};creation;700,00;2026-09-02\n"
    done = run(tmp_path, LIST, psrm=psrm)
    assert done.result.figures.difference_ore == 70_000
    assert done.result.verdict.name == "NOT_READY"


def test_minus_in_front_and_behind_are_both_minus(tmp_path: Path) -> None:
    for minus in ("-1.000,00", "1.000,00-", "\u20131.000,00"):
        lines = [*LIST[:7], f"A-2\tIN\tSFO2\t{B}\tNedskrevet\t{minus}\t04.09.2026"]
        done = run(tmp_path, lines)
        assert done.result.figures.difference_ore == -200_000  # a write-down of -1.000,00 writes up


def test_a_word_that_the_source_does_not_know_is_a_reject(tmp_path: Path) -> None:
    lines = [*LIST, f"A-4\tIN\tBØVO\t{C}\tOprettet\t700,00\t01.09.2026"]
    done = run(tmp_path, lines)
    (reject,) = done.result.rejects
    assert (reject.problem.code, reject.problem.line) == ("claim_type_not_mapped", len(lines))
    assert done.result.verdict.name == "NOT_READY"


def test_a_word_that_is_left_out_need_not_be_known(tmp_path: Path) -> None:
    assert run(tmp_path, [*LIST, f"A-4\tMO\tBØVO\t{C}\tOprettet\t700,00\t01.09.2026"]).result.rejects == ()


def test_a_heading_to_leave_out_by_that_is_not_there_stops(tmp_path: Path) -> None:
    with pytest.raises(InputError) as stopped:
        run(tmp_path, LIST, SAP.replace('"RIM Aftale"', '"RIM-Aftale"'))
    assert [one.code for one in stopped.value.problems] == ["leave_out_heading"]


def test_the_form_alone_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        source(tmp_path, 'name = "egen"\nbased_on = "kmd-sap-liste"\n')
    assert {one.code for one in refused.value.problems} == {
        "source_without_events",
        "source_without_column",
        "source_without_key",
    }


CREDITS = SAP.replace("signed = true", "minus_lessens = true")


@pytest.mark.parametrize("minus", ["-1.000,00", "1.000,00-", "\u20131.000,00", "\u22121.000,00"])
def test_a_minus_that_only_says_what_the_event_says_is_taken_away(tmp_path: Path, minus: str) -> None:
    lines = [*LIST[:7], f"A-2\tIN\tSFO2\t{B}\tNedskrevet\t{minus}\t04.09.2026"]
    done = run(tmp_path, [line.replace("\u2212", "-") for line in lines], CREDITS)
    assert (done.result.figures.difference_ore, done.result.figures.gross_ore) == (0, 0)
    told = done.result.inputs[0]
    assert told.read_ore == told.read_again_ore == 11_010_00 + 5_000_00 - 1_000_00


@pytest.mark.parametrize(
    ("event", "amount", "good"),
    [
        ("Nedskrevet", "1.000,00-", True),
        ("Nedskrevet", "1.000,00", False),
        ("Oprettet", "1.000,00-", False),
        ("Oprettet", "1.000,00", True),
        ("Nedskrevet", "0,00", True),
        ("Ukendt", "1.000,00-", False),
    ],
)
def test_a_sign_against_its_event_is_a_reject(tmp_path: Path, event: str, amount: str, good: bool) -> None:
    lines = [*LIST[:7], f"A-2\tIN\tSFO2\t{B}\t{event}\t{amount}\t04.09.2026"]
    done = run(tmp_path, lines, CREDITS)
    codes = [one.problem.code for one in done.result.rejects]
    assert codes == ([] if good else ["word_unknown" if event == "Ukendt" else "amount_against_its_event"])
    assert done.result.inputs[0].read_ore == done.result.inputs[0].read_again_ore


@pytest.mark.parametrize("more", ["signed = true", 'based_on = "kmd-ode"', 'layout = "notices"\nside = "psrm"'])
def test_a_minus_that_lessens_is_of_events_without_signs_of_their_own(tmp_path: Path, more: str) -> None:
    with pytest.raises(SettingsError) as refused:
        source(tmp_path, f'name = "egen"\nminus_lessens = true\n{more}\n')
    assert "minus_lessens_not_here" in {one.code for one in refused.value.problems}


RESTANCE = """name = "restance"
based_on = "kmd-restanceliste"

[columns]
reference = "RIM-aftale nr."
debtors = "CPR/CVR"
amount = "Restbeløb"

[claim_types]
DAGI = "KFDAINS"
"""


def test_a_restance_list_is_balances(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "20261001RPA03_23_01.XLSX") as book:
        sheet = book.add_worksheet()
        rows = [
            ("RIM Aftale", "RIM-aftale nr.", "Indholdsart", "CPR/CVR", "Restbeløb", "Forældelsesdato"),
            ("IN", "A-1", "DAGI", A, 1234.5, "31.12.9999"),
            ("MO", "A-2", "DAGI", B, 100, "01.01.1801"),
            ("", "A-3", "DAGI", B, 250.25, ""),
        ]
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, (int, float)) else sheet.write_string)(at, column, cell)
    (tmp_path / "saldo.csv").write_text(
        f"reference;claim_type;debtors;event;amount\nA-1;KFDAINS;{A};balance;1.234,50\n", encoding="utf-8"
    )
    from zerosum.sources.load import builtin

    inputs = (
        Input(Side.DEBTOR, source(tmp_path, RESTANCE), (tmp_path / "20261001RPA03_23_01.XLSX",)),
        Input(Side.PSRM, builtin("zerosum"), (tmp_path / "saldo.csv",)),
    )
    settings = Settings(
        "T",
        "0999",
        "daginstitution",
        "",
        date(2026, 9, 30),
        date(2026, 10, 2),
        inputs,
        (Solution("P", ("KFDAINS",)),),
        {},
    )
    done = reconcile(settings)
    assert (done.result.figures.difference_ore, done.result.figures.gross_ore) == (0, 0)
    assert dict(done.result.inputs[0].by_rule) == {"left_out": 2}


DOUBT = """name = "egen"
side = "debtor"

[columns]
reference = "Aftale"
event = "Hvad"
amount = "Saldo"

[events]
Oprettet = "creation"
"""


@pytest.mark.parametrize(
    ("amounts", "told", "refused"),
    [
        (("1.234", "2.500"), "", True),
        (("1.234", "2.500"), 'decimal = ","\n', False),
        (("1.234", "2.500,00"), "", False),
        (("1234", "2500"), "", False),
    ],
)
def test_amounts_with_two_readings_are_refused_until_the_decimal_sign_is_told(
    tmp_path: Path, amounts: tuple[str, ...], told: str, refused: bool
) -> None:
    lines = ["Aftale;Hvad;Saldo", *(f"A-{at};Oprettet;{amount}" for at, amount in enumerate(amounts))]
    if not refused:
        assert run(tmp_path, lines, told + DOUBT).result.rejects == ()
        return
    with pytest.raises(InputError) as stopped:
        run(tmp_path, lines, told + DOUBT)
    (problem,) = stopped.value.problems
    assert problem.code == "amounts_in_doubt"
    assert "1.234,00 kr. eller 1,234 kr." in problem.told().why


@pytest.mark.parametrize("base", ["kmd-ode", "nymf-kvittering"])
@pytest.mark.parametrize("key", ['[leave_out]\nMiljoe = ["TEST"]', '[claim_types]\nDAGI = "KFDAINS"'])
def test_what_would_be_passed_over_is_refused(tmp_path: Path, base: str, key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        source(tmp_path, f'name = "egen"\nbased_on = "{base}"\n{key}\n')
    assert [one.code for one in refused.value.problems] == ["key_not_in_layout"]


def test_a_line_of_somebody_who_is_called_as_sums_are_is_no_sum(tmp_path: Path) -> None:
    text = 'decimal = ","\n' + DOUBT + '\n[trailer]\nmarks = ["Total"]\namount = "Saldo"\n'
    lines = ["Aftale;Hvad;Saldo", "A-1;Oprettet;1.250,00", "Total;Oprettet;1.250,00", "Total;;2.500,00"]
    told = run(tmp_path, lines, text).result.inputs[0]
    assert (told.movements, dict(told.by_rule)) == (2, {"trailer": 1})


def test_the_mark_of_sums_may_stand_under_the_debtors(tmp_path: Path) -> None:
    text = (
        'decimal = ","\n'
        + DOUBT.replace("[columns]", '[columns]\ndebtors = "Skyldner"')
        + '\n[trailer]\nmarks = ["Total"]\namount = "Saldo"\n'
    )
    number = "1413131234"
    lines = ["Skyldner;Aftale;Hvad;Saldo", f"{number};A-1;Oprettet;1.250,00", "Total;;;1.250,00"]
    told = run(tmp_path, lines, text).result.inputs[0]
    assert (told.movements, dict(told.by_rule)) == (1, {"trailer": 1})
