"""Each way that was found to a false KLAR, a lost line or a number that leaks; and beside it what looks like it and is right.

Each test writes its few lines, runs, and compares all that was told: the verdict, each cause and each finding. The first
claim is right on both sides in all of them, so that the cell is tested and nothing but the fault keeps it from KLAR.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from click.testing import CliRunner

from zerosum import identity
from zerosum.cli import cli
from zerosum.errors import InputError, SettingsError, ZerosumError
from zerosum.pipeline import reconcile
from zerosum.result import Result, Verdict
from zerosum.settings_bare import without_settings
from zerosum.settings_load import load

ONE, TWO, THREE = "0113701234", "0213701235", "0313701236"
"""Made-up debtors: a person's number has a month of 13 to 19, which no person has."""

DEBTOR = (
    "claim_id", "reference", "solution", "claim_type", "debtors", "event", "amount", "accepted", "booked_on",
    "receipt_on", "status", "effective_on", "action_id", "reason",
)  # fmt: skip
PSRM = ("claim_id", "reference", "claim_type", "debtors", "event", "amount", "booked_on", "effective_on")

SETTINGS = """\
municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-01
{top}
[[input]]
side = "debtor"
source = "{debtor_source}"
files = {debtor}
[[input]]
side = "psrm"
source = "{psrm_source}"
files = {psrm}
[[solution]]
name = "P"
marks = ["DAGI"]
claim_types = ["KFDAINS"]
[[control_total]]
solution = "P"
claim_type = "KFDAINS"
claims = {claims}
amount = "{amount}"
{extra}
"""

Total = tuple[int, str]
"""The control total: claims, and kroner."""


# --------------------------------------------------------------------------------------------------- writing the input


def sent(**cells: str) -> str:
    """A line of the debtor system: the second claim, of 500,00, sent and executed; and what is told to differ."""
    usual = {"claim_id": "900002", "reference": "A2", "solution": "P", "claim_type": "KFDAINS", "debtors": TWO}
    usual |= {"event": "creation", "amount": "500,00", "booked_on": "2026-09-01", "receipt_on": "2026-09-02"}
    return _line(DEBTOR, usual | {"status": "UD"} | cells)


def got(**cells: str) -> str:
    """A line of PSRM: the second claim; and what is told to differ."""
    usual = {"claim_id": "900002", "reference": "A2", "claim_type": "KFDAINS", "debtors": TWO}
    return _line(PSRM, usual | {"event": "creation", "amount": "500,00", "booked_on": "2026-09-02"} | cells)


def _line(columns: Sequence[str], cells: Mapping[str, str]) -> str:
    assert set(cells) <= set(columns)
    return ";".join(cells.get(name, "") for name in columns) + "\n"


FIRST = {"claim_id": "900001", "reference": "A1", "debtors": ONE, "amount": "1.000,00"}
SENT_FIRST, GOT_FIRST = sent(**FIRST, action_id="1"), got(**FIRST)
DEBTOR_HEAD, PSRM_HEAD = ";".join(DEBTOR) + "\n", ";".join(PSRM) + "\n"


def run(
    folder: Path,
    files: Mapping[str, str | bytes],
    total: Total = (1, "1.000,00"),
    *,
    debtor: str = '"d.csv"',
    psrm: str = '"p.csv"',
    sources: tuple[str, str] = ("zerosum", "zerosum"),
    top: str = "",
    extra: str = "",
) -> Result:
    """Write the files and the settings, and reconcile."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    settings = SETTINGS.format(
        top=top, debtor=debtor, psrm=psrm, debtor_source=sources[0], psrm_source=sources[1], claims=total[0],
        amount=total[1], extra=extra,
    )  # fmt: skip
    (folder / "zerosum.toml").write_text(settings, encoding="utf-8")
    return reconcile(load(folder / "zerosum.toml")).result


def lines(
    folder: Path,
    debtor: Sequence[str] = (),
    psrm: Sequence[str] = (),
    total: Total = (1, "1.000,00"),
    *,
    top: str = "",
    extra: str = "",
) -> list[str]:
    """What is told of these lines, beside the first claim."""
    files = {
        "d.csv": DEBTOR_HEAD + SENT_FIRST + "".join(debtor),
        "p.csv": PSRM_HEAD + GOT_FIRST + "".join(psrm),
    }
    return told(run(folder, files, total, top=top, extra=extra))


def told(result: Result) -> list[str]:
    """The verdict, and each cause and finding as a line: gravity, code, rows, and øre or place."""
    causes = [f"{one.gravity.name.lower()} {one.code} {one.rows} {one.net_ore:+d}" for one in result.causes]
    found = [
        f"{one.gravity.name.lower()} {one.code} {one.rows} {one.solution or '*'}/{one.claim_type or '*'}"
        for one in result.findings
    ]
    return [result.verdict.value, *sorted(causes), *sorted(found)]


def refused(error: pytest.ExceptionInfo[ZerosumError]) -> list[str]:
    return [problem.told().what for problem in error.value.problems]


READY = ["ready"]
TWO_CLAIMS = (2, "1.500,00")


def test_the_first_claim_alone_is_ready(tmp_path: Path) -> None:
    assert lines(tmp_path) == READY


# ------------------------------------------------------------------------------------------------------- reading


def test_a_stray_quotation_mark_never_swallows_a_line(tmp_path: Path) -> None:
    files = {
        "d.csv": DEBTOR_HEAD + sent(**FIRST, reason='"Ny 12') + sent(reason='13"'),
        "p.csv": PSRM_HEAD + GOT_FIRST,
    }
    with pytest.raises(InputError) as error:
        run(tmp_path, files)
    assert refused(error) == ["Citationstegn eller felt kan ikke læses"]
    assert (error.value.problems[0].file, error.value.problems[0].line) == ("d.csv", 2)


def test_a_stray_quotation_mark_never_swallows_fifteen_lines(tmp_path: Path) -> None:
    swallowed = "".join(sent(claim_id=str(at), reference=f"B{at}") for at in range(14))
    body = sent(**FIRST, reason='"Ny 12') + swallowed + sent(reason='12"')
    with pytest.raises(InputError) as error:
        run(tmp_path, {"d.csv": DEBTOR_HEAD + body, "p.csv": PSRM_HEAD + GOT_FIRST})
    assert refused(error) == ["Citationstegn eller felt kan ikke læses"]


def test_two_stray_quotation_marks_on_a_line_never_swallow_the_next(tmp_path: Path) -> None:
    """Their number is even on each line, so that counting them tells nothing."""
    head = DEBTOR_HEAD.strip() + ";note\n"
    body = sent(**FIRST, action_id='12"', reason='"x').strip() + ";\n" + sent(action_id="2", reason='y"').strip()
    with pytest.raises(InputError) as error:
        run(tmp_path, {"d.csv": head + body + ';12"\n', "p.csv": PSRM_HEAD + GOT_FIRST})
    assert refused(error) == ["Citationstegn eller felt kan ikke læses"]


@pytest.mark.parametrize("reason", ['"to\nlinjer"', '"a; b"', 'Ny 12" skærm', '"en ""ny"" skærm"'])
def test_a_quoted_line_break_or_separator_is_no_fault(tmp_path: Path, reason: str) -> None:
    body = sent(**FIRST, reason=reason)
    assert told(run(tmp_path, {"d.csv": DEBTOR_HEAD + body, "p.csv": PSRM_HEAD + GOT_FIRST})) == READY


def test_one_separator_too_many_shifts_no_column(tmp_path: Path) -> None:
    """The shifted line would have had no booking date, and been executed after the cut-off."""
    head = "reference;claim_type;solution;debtors;event;amount;booked_on;receipt_on;reason\n"
    right = f"A1;KFDAINS;P;{ONE};creation;1000;2026-09-01;2026-09-02;\n"
    shifted = f"A2;KFDAINS;P;{TWO};creation;500;;2026-11-05;2026-11-06;\n"
    files = {"d.csv": head + right + shifted, "p.csv": PSRM_HEAD + GOT_FIRST}
    result = run(tmp_path, files)
    assert told(result) == ["not_ready", "blocking rejected_lines 1 */*"]
    assert [(one.problem.file, one.problem.line) for one in result.rejects] == [("d.csv", 3)]


def test_a_separator_at_the_end_of_every_line_is_no_fault(tmp_path: Path) -> None:
    body = (SENT_FIRST + sent()).replace("\n", ";\n")
    files = {"d.csv": DEBTOR_HEAD + body, "p.csv": PSRM_HEAD + GOT_FIRST + got()}
    assert told(run(tmp_path, files, TWO_CLAIMS)) == READY


def test_a_file_of_lone_carriage_returns_is_read(tmp_path: Path) -> None:
    files = {"d.csv": (DEBTOR_HEAD + SENT_FIRST + sent()).replace("\n", "\r"), "p.csv": PSRM_HEAD + GOT_FIRST}
    assert told(run(tmp_path, files, TWO_CLAIMS)) == ["not_ready", "blocking only_in_debtor 1 -50000"]


def test_one_lone_carriage_return_loses_no_line(tmp_path: Path) -> None:
    body = SENT_FIRST.replace("\n", "\r") + sent()
    files = {"d.csv": DEBTOR_HEAD + body, "p.csv": PSRM_HEAD + GOT_FIRST + got()}
    assert told(run(tmp_path, files, TWO_CLAIMS)) == READY


def workbook(*sheets: Iterable[str]) -> bytes:
    """A workbook of text cells; a cell that begins with = is a formula that nobody has computed."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row.rstrip("\n").split(";")):
                write = sheet.write_formula if cell.startswith("=") else sheet.write_string
                write(at, column, cell)
    book.close()
    return content.getvalue()


def from_workbook(folder: Path, content: bytes, name: str = "d.xlsx") -> list[str]:
    return told(run(folder, {name: content, "p.csv": PSRM_HEAD + GOT_FIRST}, debtor=f'"{name}"'))


def test_a_second_sheet_is_not_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        from_workbook(tmp_path, workbook([DEBTOR_HEAD, SENT_FIRST], [DEBTOR_HEAD, sent()]))
    assert refused(error) == ["Flere ark"]


def test_an_empty_second_sheet_is_no_fault(tmp_path: Path) -> None:
    assert from_workbook(tmp_path, workbook([DEBTOR_HEAD, SENT_FIRST], [])) == READY


def test_a_formula_is_not_read_as_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        from_workbook(tmp_path, workbook([DEBTOR_HEAD, SENT_FIRST, sent(amount="=250+250")]))
    assert refused(error) == ["Formler i regnearket"]


def test_a_formula_with_a_prefix_is_not_read_as_nothing(tmp_path: Path) -> None:
    """Programs that write with the OpenXML SDK name the elements <x:row>, <x:c>, <x:f>."""
    plain = zipfile.ZipFile(io.BytesIO(workbook([DEBTOR_HEAD, SENT_FIRST, sent(amount="=250+250")])))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name.startswith("xl/worksheets/"):
                text = re.sub("<(/?)(?=[a-z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
            archive.writestr(name, text)
    with pytest.raises(InputError) as error:
        from_workbook(tmp_path, content.getvalue())
    assert refused(error) == ["Formler i regnearket"]


def test_a_formula_in_an_opendocument_sheet_is_not_read_as_nothing(tmp_path: Path) -> None:
    def cell(text: str) -> str:
        if text.startswith("="):
            formula = f'table:formula="of:{text}" office:value-type="float" office:value="0"'
            return f"<table:table-cell {formula}><text:p>0</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = [line.rstrip("\n").split(";") for line in (DEBTOR_HEAD, SENT_FIRST, sent(amount="=250+250"))]
    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    inner = f'<office:body><office:spreadsheet><table:table table:name="A">{table}</table:table></office:spreadsheet></office:body>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content{spaces}>{inner}</office:document-content>")
        archive.writestr(
            "META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
    with pytest.raises(InputError) as error:
        from_workbook(tmp_path, content.getvalue(), "d.ods")
    assert refused(error) == ["Formler i regnearket"]


# ---------------------------------------------------------------------------------------- the same lines, given twice


def test_the_same_lines_in_two_files_are_refused_however_they_are_written(tmp_path: Path) -> None:
    debtor, psrm = DEBTOR_HEAD + SENT_FIRST, PSRM_HEAD + GOT_FIRST
    files = {"d.csv": debtor, "d2.csv": debtor + "\n", "p.csv": psrm, "p2.csv": psrm + "\n"}
    with pytest.raises(InputError) as error:
        run(tmp_path, files, (2, "2.000,00"), debtor='["d.csv", "d2.csv"]', psrm='["p.csv", "p2.csv"]')
    assert refused(error) == ["Samme linjer er givet to gange"]


def test_two_files_of_different_lines_are_no_fault(tmp_path: Path) -> None:
    files = {"d.csv": DEBTOR_HEAD + SENT_FIRST, "d2.csv": DEBTOR_HEAD + sent(), "p.csv": PSRM_HEAD + GOT_FIRST + got()}
    assert told(run(tmp_path, files, TWO_CLAIMS, debtor='["d.csv", "d2.csv"]')) == READY


def test_two_files_that_differ_in_their_debtors_are_not_the_same(tmp_path: Path) -> None:
    """Claims of one tariff and one day, known by their debtor alone."""
    nameless = {"claim_id": "", "reference": ""}
    files = {
        "d.csv": DEBTOR_HEAD + sent(**nameless, debtors=ONE),
        "d2.csv": DEBTOR_HEAD + sent(**nameless, debtors=TWO),
        "p.csv": PSRM_HEAD + got(**nameless, debtors=ONE) + got(**nameless, debtors=TWO),
    }
    result = run(tmp_path, files, (2, "1.000,00"), debtor='["d.csv", "d2.csv"]')
    assert told(result) == ["ready_with_remarks", "remark likely_match 4 P/KFDAINS"]


# ------------------------------------------------------------------------------------------------- PSRM's reports


def reports(folder: Path, files: Mapping[str, str], *ends: tuple[str, str]) -> list[str]:
    """Run with reports of PSRM, each with its month end: (file, end)."""
    (first, end), *rest = ends
    psrm = f'"{first}"\nreported_on = {end}\n'
    psrm += "".join(
        f'[[input]]\nside = "psrm"\nsource = "zerosum"\nfiles = "{name}"\nreported_on = {day}\n' for name, day in rest
    )
    return told(run(folder, {"d.csv": DEBTOR_HEAD + SENT_FIRST, **files}, psrm=psrm))


@pytest.mark.parametrize("end", ["2025-01-31", "2026-07-31", "2026-08-31"])
def test_a_report_from_before_the_cut_off_is_refused(tmp_path: Path, end: str) -> None:
    with pytest.raises(InputError) as error:
        reports(tmp_path, {"p.csv": PSRM_HEAD + GOT_FIRST}, ("p.csv", end))
    assert refused(error) == ["Rapporterne fra PSRM dækker ikke"]
    assert "skæringsdatoen er 30.09.2026" in error.value.problems[0].told().why


@pytest.mark.parametrize("end", ["2026-09-30", "2026-10-31"])
def test_a_report_of_the_cut_off_or_later_is_no_fault(tmp_path: Path, end: str) -> None:
    assert reports(tmp_path, {"p.csv": PSRM_HEAD + GOT_FIRST}, ("p.csv", end)) == READY


@pytest.mark.parametrize("heading", [PSRM_HEAD, PSRM_HEAD.replace("booked_on", "noted")])
def test_an_event_that_the_latest_report_has_lost_is_not_forgotten(tmp_path: Path, heading: str) -> None:
    files = {"p8.csv": heading + got(), "p9.csv": heading + GOT_FIRST}
    with pytest.raises(InputError) as error:
        reports(tmp_path, files, ("p8.csv", "2026-08-31"), ("p9.csv", "2026-09-30"))
    assert refused(error) == ["Rapporterne fra PSRM dækker ikke"]
    assert error.value.problems[0].told().why.startswith("1 hændelse i en tidligere rapport")


def test_reports_of_which_only_some_have_their_month_are_refused(tmp_path: Path) -> None:
    files = {
        "p8.csv": PSRM_HEAD + GOT_FIRST,
        "p9.csv": PSRM_HEAD + GOT_FIRST + got(),
        "d.csv": DEBTOR_HEAD + SENT_FIRST,
    }
    psrm = '"p8.csv"\n[[input]]\nside = "psrm"\nsource = "zerosum"\nfiles = "p9.csv"\nreported_on = 2026-09-30\n'
    with pytest.raises(InputError) as error:
        run(tmp_path, files, psrm=psrm)
    assert refused(error) == ["Rapporterne fra PSRM dækker ikke"]


def test_a_latest_report_with_the_whole_history_is_no_fault(tmp_path: Path) -> None:
    early = got(**FIRST | {"booked_on": "2026-08-02"})
    later = got(**FIRST, event="write_down") + got(**FIRST, event="write_up")
    files = {"p8.csv": PSRM_HEAD + early, "p9.csv": PSRM_HEAD + early + later}
    files["d.csv"] = (
        DEBTOR_HEAD
        + SENT_FIRST
        + sent(**FIRST, event="write_down", action_id="2")
        + sent(**FIRST, event="write_up", action_id="3")
    )
    assert reports(tmp_path, files, ("p8.csv", "2026-08-31"), ("p9.csv", "2026-09-30")) == READY


EARLY_FIRST = (("p8.csv", "2026-08-31"), ("p9.csv", "2026-09-30"))


@pytest.mark.parametrize(
    "ends",
    [
        EARLY_FIRST[::-1],
        EARLY_FIRST,
    ],
)
def test_a_month_in_which_nothing_happened_is_no_file_given_twice(
    tmp_path: Path, ends: tuple[tuple[str, str], ...]
) -> None:
    files = {"p8.csv": PSRM_HEAD + GOT_FIRST, "p9.csv": PSRM_HEAD + GOT_FIRST + "\n"}
    assert reports(tmp_path, files, *ends) == READY


# ----------------------------------------------------------------------------------------------- clearing and sums

K7 = {"claim_id": "", "reference": "K7"}


def test_several_against_several_is_no_sum(tmp_path: Path) -> None:
    debtor = [sent(**K7, action_id="2"), sent(**K7, amount="300,00", action_id="3")]
    psrm = [got(claim_id="F1", reference="K7", amount="450,00"), got(claim_id="F2", reference="K7", amount="350,00")]
    assert lines(tmp_path, debtor, psrm, (3, "1.800,00")) == [
        "not_ready", "blocking only_in_debtor 2 -80000", "blocking only_in_psrm 2 +80000",
    ]  # fmt: skip


def test_several_against_several_is_no_sum_under_other_ids(tmp_path: Path) -> None:
    debtor = [sent(reference="K7"), sent(claim_id="900003", reference="K7", amount="300,00")]
    psrm = [
        got(claim_id="777777", reference="K7", amount="450,00"),
        got(claim_id="777778", reference="K7", amount="350,00"),
    ]
    assert lines(tmp_path, debtor, psrm, (3, "1.800,00")) == [
        "not_ready", "blocking only_in_debtor 2 -80000", "blocking only_in_psrm 2 +80000",
    ]  # fmt: skip


def test_write_downs_of_other_amounts_and_the_same_sum_are_open(tmp_path: Path) -> None:
    def downs(line: str, *amounts: str) -> list[str]:
        return [line.replace("creation;500,00", f"write_down;{amount}") for amount in amounts]

    debtor = [sent(**K7), *downs(sent(**K7), "100,00", "200,00")]
    psrm = [got(**K7), *downs(got(**K7), "50,00", "250,00")]
    assert lines(tmp_path, debtor, psrm, TWO_CLAIMS) == [
        "not_ready", "blocking write_down_missing_in_psrm 2 +30000", "blocking write_down_only_in_psrm 2 -30000",
    ]  # fmt: skip


def test_one_claim_split_in_two_clears_and_is_told(tmp_path: Path) -> None:
    psrm = [got(claim_id="F1", reference="K7", amount="300,00"), got(claim_id="F2", reference="K7", amount="200,00")]
    assert lines(tmp_path, [sent(**K7)], psrm, TWO_CLAIMS) == ["ready", "information split_or_merged 1 P/KFDAINS"]


def test_two_claims_merged_into_one_clear_and_are_told(tmp_path: Path) -> None:
    debtor = [sent(reference="K7", amount="300,00"), sent(claim_id="900003", reference="K7", amount="200,00")]
    assert lines(tmp_path, debtor, [got(claim_id="F1", reference="K7")], (3, "1.500,00")) == [
        "ready_with_remarks", "information split_or_merged 2 P/KFDAINS", "remark id_differs 2 P/KFDAINS",
    ]  # fmt: skip


def written_down(effective_on: str, other: str) -> tuple[list[str], list[str]]:
    """A write-down of the first claim, effective on one day here and on another there."""
    what = FIRST | {"event": "write_down", "amount": "300,00"}
    return [sent(**what, effective_on=effective_on, action_id="9")], [got(**what, effective_on=other)]


def test_write_downs_of_other_effective_days_do_not_clear(tmp_path: Path) -> None:
    assert lines(tmp_path, *written_down("2026-03-01", "2025-01-01")) == [
        "not_ready", "blocking write_down_missing_in_psrm 1 +30000", "blocking write_down_only_in_psrm 1 -30000",
    ]  # fmt: skip


@pytest.mark.parametrize("days", [("2026-03-01", "2026-03-01"), ("2026-03-01", ""), ("", "2025-01-01"), ("", "")])
def test_write_downs_of_one_effective_day_or_of_one_untold_clear(tmp_path: Path, days: tuple[str, str]) -> None:
    assert lines(tmp_path, *written_down(*days)) == READY


def test_another_id_under_the_same_reference_is_told(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent()], [got(claim_id="777777")], TWO_CLAIMS) == [
        "ready_with_remarks", "remark id_differs 1 P/KFDAINS",
    ]  # fmt: skip


def test_an_id_that_only_psrm_has_is_no_other_id(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent(claim_id="")], [got(claim_id="777777")], TWO_CLAIMS) == READY


def test_a_part_that_was_accepted_explains_nothing_where_another_amount_was_booked(tmp_path: Path) -> None:
    what = FIRST | {"event": "write_down"}
    debtor = [sent(**what | {"amount": "300,00"}, accepted="200,00", action_id="9")]
    assert lines(tmp_path, debtor, [got(**what | {"amount": "299,00"})]) == [
        "not_ready",
        "blocking amount_differs 1 +100",
    ]


def test_a_part_that_was_accepted_explains_the_rest(tmp_path: Path) -> None:
    what = FIRST | {"event": "write_down"}
    debtor = [sent(**what | {"amount": "300,00"}, accepted="200,00", action_id="9")]
    assert lines(tmp_path, debtor, [got(**what | {"amount": "200,00"})]) == [
        "ready_with_remarks", "remark partly_accepted_write_down 1 +10000",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------- days


def test_a_line_of_the_far_future_does_not_leave_the_test_in_silence(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent(booked_on="2062-09-01", receipt_on="")]) == [
        "not_ready", "blocking date_far_ahead 1 P/KFDAINS",
    ]  # fmt: skip


def test_a_counterpart_of_the_far_future_is_no_bridge(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent(booked_on="2099-09-01", receipt_on="")], [got()]) == [
        "not_ready", "blocking across_cutoff_psrm_first 1 +50000", "blocking date_far_ahead 1 P/KFDAINS",
    ]  # fmt: skip


@pytest.mark.parametrize("side", ["debtor", "psrm"])
def test_a_slip_of_one_year_does_not_take_a_line_out_of_the_test(tmp_path: Path, side: str) -> None:
    """2027 for 2026: the line was booked eleven months after the day on which the run is made."""
    debtor, psrm = [sent(booked_on="2027-09-01", receipt_on="")], [got(booked_on="2027-09-02")]
    found = lines(tmp_path, debtor) if side == "debtor" else lines(tmp_path, [], psrm)
    assert found[0] == "not_ready"
    assert [one.split()[:3] for one in found[1:]] == [["blocking", "date_far_ahead", "1"]]


def test_a_line_of_next_month_is_counted_and_no_fault(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent(booked_on="2026-10-05", receipt_on="")]) == READY


@pytest.mark.parametrize(
    ("receipt_on", "verdict"), [("2099-01-01", "not_ready blocking"), ("2026-10-02", "ready_with_remarks remark")]
)
def test_a_receipt_bridges_the_cut_off_until_the_end_of_next_month(
    tmp_path: Path, receipt_on: str, verdict: str
) -> None:
    word, gravity = verdict.split()
    found = lines(tmp_path, [sent(receipt_on=receipt_on)], [], TWO_CLAIMS)
    assert found == [word, f"{gravity} across_cutoff_debtor_first 1 -50000"]


@pytest.mark.parametrize(
    ("booked_on", "verdict"),
    [
        ("2026-10-31", "ready_with_remarks remark"),
        ("2026-11-01", "not_ready blocking"),
        ("2026-12-24", "not_ready blocking"),
    ],
)
def test_a_counterpart_bridges_the_cut_off_until_the_end_of_next_month(
    tmp_path: Path, booked_on: str, verdict: str
) -> None:
    word, gravity = verdict.split()
    found = lines(tmp_path, [sent()], [got(booked_on=booked_on)], TWO_CLAIMS)
    assert found == [word, f"{gravity} across_cutoff_debtor_first 1 -50000"]


def test_a_counterpart_under_the_same_reference_three_years_later_is_no_bridge(tmp_path: Path) -> None:
    debtor = [sent(**K7, booked_on="2026-01-01", receipt_on="2026-01-02")]
    assert lines(tmp_path, debtor, [got(claim_id="F9", reference="K7", booked_on="2029-10-15")], TWO_CLAIMS) == [
        "not_ready", "blocking across_cutoff_debtor_first 1 -50000", "blocking date_far_ahead 1 P/KFDAINS",
    ]  # fmt: skip


def test_what_was_not_sent_after_the_cut_off_is_no_counterpart(tmp_path: Path) -> None:
    late = sent(booked_on="2026-10-20", receipt_on="", status="")
    assert lines(tmp_path, [late], [got(booked_on="2025-01-02")]) == ["not_ready", "blocking only_in_psrm 1 +50000"]


def test_what_was_sent_after_the_cut_off_is_one(tmp_path: Path) -> None:
    late = sent(booked_on="2026-10-20", receipt_on="2026-10-21")
    assert lines(tmp_path, [late], [got()]) == ["ready_with_remarks", "remark across_cutoff_psrm_first 1 +50000"]


@pytest.mark.parametrize("as_of", [date(2000, 1, 1), date(2026, 9, 1)])
def test_limits_are_never_reckoned_to_a_day_before_the_cut_off(tmp_path: Path, as_of: date) -> None:
    """A run without settings: what is in hearing would have been within any limit in the year 2000."""
    hearing = sent(booked_on="2026-01-01", receipt_on="", status="HO")
    (tmp_path / "d.csv").write_text(DEBTOR_HEAD + SENT_FIRST + hearing, encoding="utf-8")
    (tmp_path / "p.csv").write_text(PSRM_HEAD + GOT_FIRST, encoding="utf-8")
    settings = without_settings((tmp_path / "d.csv",), (tmp_path / "p.csv",))
    with pytest.raises(SettingsError) as error:
        reconcile(replace(settings, as_of=as_of))
    assert refused(error) == ["Dato før skæringsdatoen"]
    for day in (None, date(2026, 9, 2)):
        assert told(reconcile(replace(settings, as_of=day)).result) == [
            "not_ready",
            "blocking in_hearing 1 -50000",
            "remark control_total_missing 1 */*",
            "remark scope_not_declared 1 */*",
        ]


# ------------------------------------------------------------------------------------------- addresses and statuses


@pytest.mark.parametrize("heading", [True, False])
def test_debtors_that_neither_file_tells_are_not_tested(tmp_path: Path, heading: bool) -> None:
    debtor, psrm = DEBTOR_HEAD + SENT_FIRST.replace(ONE, ""), PSRM_HEAD + GOT_FIRST.replace(ONE, "")
    if not heading:
        debtor, psrm = debtor.replace("debtors", "noted"), psrm.replace("debtors", "noted")
    assert told(run(tmp_path, {"d.csv": debtor, "p.csv": psrm})) == [
        "ready_with_remarks", "remark debtor_borrowed 2 P/KFDAINS",
    ]  # fmt: skip


def test_a_debtor_that_one_file_tells_is_borrowed(tmp_path: Path) -> None:
    files = {"d.csv": DEBTOR_HEAD + SENT_FIRST, "p.csv": PSRM_HEAD + GOT_FIRST.replace(ONE, "")}
    assert told(run(tmp_path, files)) == ["ready_with_remarks", "remark debtor_borrowed 1 P/KFDAINS"]


def test_a_blank_solution_of_the_debtor_system_is_not_guessed(tmp_path: Path) -> None:
    assert lines(tmp_path, [sent(solution="")], [got()], TWO_CLAIMS) == [
        "not_ready",
        "blocking only_in_debtor 1 -50000",
        "blocking only_in_psrm 1 +50000",
        "blocking control_total_differs 1 P/KFDAINS",
    ]


def test_a_debtor_system_that_tells_no_solution_has_the_only_one_declared(tmp_path: Path) -> None:
    """No column, that is: one that is there and blank throughout is not guessed at."""
    debtor = DEBTOR_HEAD + SENT_FIRST.replace(";P;", ";;")
    without = {"d.csv": debtor.replace("solution", "noted"), "p.csv": PSRM_HEAD + GOT_FIRST}
    assert told(run(tmp_path / "without", without)) == READY
    blank = {"d.csv": debtor, "p.csv": PSRM_HEAD + GOT_FIRST}
    assert "not_ready" in told(run(tmp_path / "blank", blank))


@pytest.mark.parametrize("heading", ["status", "Aktionsstatus", "ActionStatusCode", "AKTION_STATUS"])
def test_a_rejected_action_is_known_by_each_name_of_the_status_column(tmp_path: Path, heading: str) -> None:
    what = FIRST | {"event": "write_down", "amount": "300,00"}
    files = {
        "d.csv": DEBTOR_HEAD.replace("status", heading) + SENT_FIRST + sent(**what, status="AF", action_id="9"),
        "p.csv": PSRM_HEAD + GOT_FIRST + got(**what),
    }
    assert told(run(tmp_path, files)) == [
        "not_ready", "blocking rejected_write_down 1 +30000", "blocking write_down_only_in_psrm 1 -30000",
    ]  # fmt: skip


@pytest.mark.parametrize(("amount", "remark"), [("5.000,00", True), ("500,00", False)])
def test_a_rejected_creation_replaced_by_another_amount_is_a_remark(tmp_path: Path, amount: str, remark: bool) -> None:
    debtor = [
        sent(**K7, amount=amount, status="AF", action_id="1"),
        sent(**K7, booked_on="2026-09-05", action_id="2"),
    ]
    assert lines(tmp_path, debtor, [got(claim_id="F2", reference="K7")], TWO_CLAIMS) == (
        ["ready_with_remarks", "remark action_replaced 1 P/KFDAINS"]
        if remark
        else ["ready", "information action_replaced 1 P/KFDAINS"]
    )


# ------------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize("amount", ["10.000,00", "1,01"])
def test_a_tolerance_is_a_krone_at_most(tmp_path: Path, amount: str) -> None:
    extra = f'[tolerance]\nper_claim = "{amount}"\nper_solution = "1.000.000,00"'
    with pytest.raises(SettingsError) as error:
        lines(tmp_path, [sent()], [got(amount="9.000,00")], TWO_CLAIMS, extra=extra)
    assert refused(error) == ["Tolerancen er for stor"]


def test_a_krone_of_rounding_is_a_remark(tmp_path: Path) -> None:
    extra = '[tolerance]\nper_claim = "1,00"\nper_solution = "10,00"'
    assert lines(tmp_path, [sent()], [got(amount="501,00")], TWO_CLAIMS, extra=extra) == [
        "ready_with_remarks", "remark rounding 1 +100",
    ]  # fmt: skip
    assert lines(tmp_path, [sent()], [got(amount="501,01")], TWO_CLAIMS, extra=extra)[0] == "not_ready"


@pytest.mark.parametrize(
    ("creation", "expected"),
    [("250.000.000,00", ["not_ready", "blocking control_total_differs 1 */*"]), ("1.000,00", READY)],
)
def test_a_portal_sum_of_more_than_eight_digits_is_compared(tmp_path: Path, creation: str, expected: list[str]) -> None:
    extra = f'[portal]\ncreation = "{creation}"\nwrite_up = "0"\nwrite_down = "0"\nrecall = "0"'
    assert lines(tmp_path, extra=extra) == expected


# ----------------------------------------------------------------------------------------------------- KMD ODE

ACTIONS = (
    "EFI-nummer;Aftalenummer;Aftaletype;Oprettet den;Aktions-ID;Aktionskode;Aktionskode;Oprettet den;"
    "Aktionsstatus dato;Beløb;Beløb accepteret;Hæfter;Hæfterstatus\n"
)
RATES = "Aftalenummer;Forretningspartner;Fordringstype;Indholdsart;System\n"
PARTNERS = "Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til\n"
ADJUSTMENTS = "Fordringshaver;Fordringshaverreference;FordringID;HovedfordringID;Fordringstype;Skyldner;Beloeb;Haendelse;Bogfoeringsdato\n"


def action(**cells: str) -> str:
    """A line of file 09: the second claim, of 500,00, sent and executed; and what is told to differ."""
    usual = {"efi": "900002", "agreement": "100001002", "id": "2", "code": "02", "status": "UD", "on": "20260901"}
    usual |= {"receipt": "20260902", "amount": "500,00", "accepted": "500,00", "liable": "", "liable_status": ""}
    assert set(cells) <= set(usual)
    one = usual | cells
    return (
        f"{one['efi']:0>18};{one['agreement']};IN;20260901;{one['id']};{one['code']};{one['status']};{one['on']};"
        f"{one['receipt']};{one['amount']};{one['accepted']};{one['liable']};{one['liable_status']}\n"
    )


def rate(*, agreement: str = "100001002", claim_type: str = "KFDAINS", mark: str = "DAGI", system: str = "PSRM") -> str:
    return f"{agreement};410002;{claim_type};{mark};{system}\n"


def adjustment(amount: str = "500,00", *, event: str = "Tilgang", debtor: str = TWO) -> str:
    return f"0999;100001002;900002;;KFDAINS;{debtor};{amount};{event};2026-09-02\n"


def ode(
    folder: Path,
    actions: Sequence[str] = (),
    rates: Sequence[str] = (),
    psrm: Sequence[str] = (),
    total: Total = (1, "1.000,00"),
    *,
    made_on: str = "2026-10-01",
    top: str = "",
) -> list[str]:
    """What is told of a delivery with these lines beside the first claim, which is right."""
    first = action(efi="900001", agreement="100001001", id="1", amount="1.000,00", accepted="1.000,00")
    partners = "".join(f"41000{at};ZCPR;{number};20100101;99991231\n" for at, number in enumerate((ONE, TWO, THREE), 1))
    parts = {
        "09-RIM-aftale": ACTIONS + first + "".join(actions),
        "10-RIM-aftale-rater": RATES + "100001001;410001;KFDAINS;DAGI;PSRM\n" + "".join(rates),
        "11-RIM-aftale-renter": "EFI-nummer\n9\n",
        "12-Forretningspartner": PARTNERS + partners,
    }
    files = {f"ode/0999_ODE_{made_on}_001_{name}_Total_001af1.csv": text for name, text in parts.items()}
    files["p.csv"] = ADJUSTMENTS + f"0999;100001001;900001;;KFDAINS;{ONE};1000,00;Tilgang;2026-09-02\n" + "".join(psrm)
    return told(run(folder, files, total, debtor='"ode/*.csv"', sources=("kmd-ode", "psrm-justering"), top=top))


def test_the_first_claim_of_a_delivery_alone_is_ready(tmp_path: Path) -> None:
    assert ode(tmp_path) == READY


def test_a_delivery_made_before_the_cut_off_is_refused(tmp_path: Path) -> None:
    for day in ("2026-06-01", "2026-09-29"):
        with pytest.raises(InputError) as error:
            ode(tmp_path / day, made_on=day)
        assert refused(error) == ["Leveringen er for gammel"]


def test_a_delivery_made_on_the_cut_off_is_no_fault(tmp_path: Path) -> None:
    assert ode(tmp_path, made_on="2026-09-30") == READY


@pytest.mark.parametrize("code", ["50", "60"])
def test_an_action_without_a_sign_blocks_also_where_its_type_is_declared_by_nobody(tmp_path: Path, code: str) -> None:
    unsigned = action(code=code, receipt="", accepted="")
    assert ode(tmp_path, [unsigned], [rate(claim_type="KFSKFRI")]) == [
        "not_ready", "blocking action_without_sign 1 P/KFSKFRI",
    ]  # fmt: skip


def test_an_action_without_a_sign_blocks_also_where_its_agreement_is_mixed(tmp_path: Path) -> None:
    unsigned = action(code="50", receipt="", accepted="")
    assert ode(tmp_path, [unsigned], [rate(), rate(claim_type="GEDAINS")]) == [
        "not_ready", "blocking action_without_sign 1 ikke fordelt/*",
    ]  # fmt: skip


def test_a_line_given_twice_blocks_also_where_its_type_is_declared_by_nobody(tmp_path: Path) -> None:
    late = action(on="20261005", receipt="", accepted="")
    assert ode(tmp_path, [late, late], [rate(claim_type="KFSKFRI")]) == [
        "not_ready", "blocking line_twice 1 P/KFSKFRI",
    ]  # fmt: skip


def test_an_agreement_of_two_marks_is_given_to_no_solution(tmp_path: Path) -> None:
    assert ode(tmp_path, [action()], [rate(), rate(mark="SFO2")], [adjustment()], TWO_CLAIMS) == [
        "not_ready",
        "blocking only_in_debtor 1 -50000",
        "blocking only_in_psrm 1 +50000",
        "blocking control_total_differs 1 P/KFDAINS",
    ]


def test_an_agreement_of_one_mark_on_several_rates_is_no_fault(tmp_path: Path) -> None:
    assert ode(tmp_path, [action()], [rate(), rate()], [adjustment()], TWO_CLAIMS) == READY


def test_a_repeated_action_that_says_something_else_is_not_one_for_a_liable_person(tmp_path: Path) -> None:
    twice = [action(liable="410002", liable_status="A"), action(liable="410003", liable_status="A", receipt="20260903")]
    assert ode(tmp_path, twice, [rate()], [adjustment()], TWO_CLAIMS) == [
        "not_ready", "blocking line_twice 1 P/KFDAINS", "remark debtor_borrowed 1 P/KFDAINS",
    ]  # fmt: skip


def test_an_action_rejected_for_one_and_executed_for_another_is_not_replaced_by_itself(tmp_path: Path) -> None:
    rejected = action(liable="410002", liable_status="A", status="AF", accepted="")
    executed = action(liable="410003", liable_status="A")
    expected = [
        "not_ready",
        "blocking only_in_psrm 1 +50000",
        "blocking rejected_creation 1 -50000",
        "blocking line_twice 1 P/KFDAINS",
        "remark debtor_borrowed 1 P/KFDAINS",
    ]
    for at, both in enumerate(([rejected, executed], [executed, rejected])):
        assert ode(tmp_path / str(at), both, [rate()], [adjustment()], TWO_CLAIMS) == expected


def test_an_action_repeated_for_a_liable_person_counts_once(tmp_path: Path) -> None:
    twice = [action(liable="410002", liable_status="A"), action(liable="410003", liable_status="A")]
    assert ode(tmp_path, twice, [rate()], [adjustment()], TWO_CLAIMS) == [
        "ready_with_remarks", "remark debtor_borrowed 1 P/KFDAINS",
    ]  # fmt: skip


@pytest.mark.parametrize(("amount", "expected"), [
    ("5.000,00", ["ready_with_remarks", "remark action_replaced 1 P/KFDAINS"]),
    ("10,00", ["ready", "information action_replaced 1 P/KFDAINS"]),
])  # fmt: skip
def test_an_action_replaced_by_one_of_another_amount_is_a_remark(
    tmp_path: Path, amount: str, expected: list[str]
) -> None:
    both = [
        action(efi="0", status="AF", on="20260903", receipt="20260904", amount=amount, accepted=""),
        action(id="3", on="20260905", receipt="20260905", amount="10,00", accepted="10,00"),
    ]
    assert ode(tmp_path, both, [rate()], [adjustment("10,00")], (2, "1.010,00")) == expected


def test_a_claim_in_psrm_and_in_dmi_at_once_blocks(tmp_path: Path) -> None:
    also = action(efi="900001", agreement="100001009", id="7", amount="1.000,00", accepted="1.000,00")
    assert ode(tmp_path, [also], [rate(agreement="100001009", system="DMI").replace("410002", "410001")]) == [
        "not_ready", "blocking also_in_dmi 1 P/KFDAINS", "information in_dmi 1 P/KFDAINS",
    ]  # fmt: skip


def test_a_claim_sent_to_dmi_after_its_close_blocks(tmp_path: Path) -> None:
    assert ode(tmp_path, [action()], [rate(system="DMI")], top="dmi_close = 2025-01-01") == [
        "not_ready", "blocking sent_to_dmi_after_close 1 P/KFDAINS", "information in_dmi 1 P/KFDAINS",
    ]  # fmt: skip


@pytest.mark.parametrize("top", ["", "dmi_close = 2026-09-01"])
def test_a_claim_sent_to_dmi_until_its_close_is_a_line_of_its_own(tmp_path: Path, top: str) -> None:
    assert ode(tmp_path, [action()], [rate(system="DMI")], top=top) == ["ready", "information in_dmi 1 P/KFDAINS"]


# ------------------------------------------------------------------------------------------- numbers that leave


def left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, debtor: str, *, name: str = "d.csv", head: str = DEBTOR_HEAD
) -> tuple[int, str]:
    """Run the command on a debtor file: its exit code, and all that left: terminal, names and contents of the outputs."""
    files = {name: (head + debtor).encode(), "p.csv": (PSRM_HEAD + got(debtors=TWO)).encode()}
    return command(folder, monkeypatch, files, "--debtor", name, "--psrm", "p.csv")


def command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, bytes], *arguments: str
) -> tuple[int, str]:
    for path, content in files.items():
        (folder / path).write_bytes(content)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, ["run", *arguments, "-o", "out"], standalone_mode=False)
    assert done.exception is None, done.exception
    texts = [done.output]
    for path in sorted((folder / "out").rglob("*")):
        texts.append(path.name)
        if path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.is_file():
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return done.return_value, "\n".join(texts)


def none_of(numbers: Iterable[str], text: str) -> None:
    assert [number for number in numbers if number in text] == []


def test_a_number_in_the_columns_of_names_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = left(tmp_path, monkeypatch, sent(solution=ONE, claim_type=TWO, debtors=f"{ONE}|{TWO}"))
    assert code == 20
    assert "•••••• (1)" in text
    none_of([ONE, TWO], text)


HIDDEN = ("011370/1234", "R_011370_1234", "DAGI0113701234X9", "1-0113701234-2", "0113701234", "113701234",
          "01.13.70.12.34", "12345678/9", "ref 011370–1234", "01/13/70/1234")  # fmt: skip


def test_a_number_in_a_reference_does_not_leave_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "".join(
        sent(claim_id=f"F{at}", reference=reference, debtors=f"{ONE}|12345678", amount=f"{at},00")
        for at, reference in enumerate((*HIDDEN, "K-2026-17"), start=1)
    )
    code, text = left(tmp_path, monkeypatch, body)
    assert code == 20
    assert "K-2026-17" in text
    none_of([*HIDDEN, "011370/1234", "011370_1234", "113701234", "12345678", "011370–1234"], text)


def test_a_number_does_not_leave_where_the_debtor_column_has_lost_its_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = left(tmp_path, monkeypatch, sent(reference=f"R-{ONE}", debtors=ONE[1:]))
    assert code == 20
    assert "R-••••••" in text
    none_of([ONE, ONE[1:]], text)


@pytest.mark.parametrize("cell", [f"{ONE}, {TWO}", f"CPR {ONE}", f"{ONE} {TWO}", "CPR 031370-1236"])
def test_a_debtor_cell_that_is_no_number_is_a_reject_that_shows_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    body = sent(debtors=cell) + sent(claim_id="900003", reference=f"R-{ONE}", debtors=ONE)
    code, text = left(tmp_path, monkeypatch, body)
    assert code == 20
    assert "numre på skyldnere med | imellem" in text
    none_of([ONE, TWO, "031370-1236", THREE], text)


def test_the_number_of_a_rejected_line_does_not_leave_in_another_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its debtor is on no row, and must be known all the same."""
    body = sent(debtors="12345678", amount="x") + sent(claim_id="900003", reference="12345678-77", debtors=ONE)
    code, text = left(tmp_path, monkeypatch, body)
    assert code == 20
    none_of(["12345678"], text)


def test_a_firm_with_its_country_before_its_number_is_known_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = left(tmp_path, monkeypatch, sent(debtors="DK12345678", reference="12345678-77"))
    assert code == 20
    none_of(["12345678"], text)


@pytest.mark.parametrize(
    "number",
    [
        "0113701234",
        "12345678",
        pytest.param(
            "20345678",
        ),
    ],
)
def test_a_number_in_the_name_of_a_file_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    code, text = left(tmp_path, monkeypatch, sent(debtors=number), name=f"Ole {number}.csv")
    assert code == 20
    assert "Ole ••••••.csv" in text
    none_of([number], text)


@pytest.mark.parametrize("content", ["", "a;b\n", 'event;amount\nx;1"2\ny;"3\n'])
def test_a_number_in_the_name_of_a_file_that_is_refused_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    code, text = left(tmp_path, monkeypatch, content, name=f"{ONE}.csv", head="")
    assert code == 3
    assert "******.csv" in text
    none_of([ONE], text)


def test_a_number_in_the_name_of_a_file_that_is_not_there_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"p.csv": (PSRM_HEAD + GOT_FIRST).encode()}
    code, text = command(tmp_path, monkeypatch, files, "--debtor", f"findes ikke {ONE}.csv", "--psrm", "p.csv")
    assert code == 3
    assert "findes ikke ******.csv" in text
    none_of([ONE], text)


@pytest.mark.long
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "01/13/70/12/34"),
        ("amount", "01-13-70-1234"),
        ("amount", "0113701234"),
        ("booked_on", "113.701.234"),
        ("status", "011370/1234"),
        ("status", "011370_1234"),
        pytest.param(
            "amount",
            "113.701.234,00",
        ),
        pytest.param(
            "booked_on",
            "0113701.234",
        ),
        pytest.param(
            "event",
            "AB12CD34",
        ),
    ],
)
def test_a_number_in_a_line_that_cannot_be_read_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, value: str
) -> None:
    debtor = "AB12CD34" if value == "AB12CD34" else ONE
    code, text = left(tmp_path, monkeypatch, sent(**{"debtors": debtor, column: value}))
    assert code == 20
    assert "rejected_lines" in text
    none_of([value, ONE], text)


def test_a_date_and_an_amount_that_cannot_be_read_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = [("booked_on", "31.02.2026"), ("booked_on", "2026-13-01"), ("amount", "1.234,567"), ("amount", "12.34,5")]
    body = "".join(sent(claim_id=str(at), **{column: value}) for at, (column, value) in enumerate(values))
    text = left(tmp_path, monkeypatch, body)[1]
    assert [value for _, value in values if value not in text] == []


def test_a_number_with_letters_inside_a_word_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = left(tmp_path, monkeypatch, sent(reference="XAB12CD34Y", debtors="AB12CD34"))[1]
    none_of(["AB12CD34"], text)


def test_a_first_line_that_is_no_heading_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = f"900001;A1;P;KFDAINS;{ONE};creation;100;Kaja Testesen 12345678\n"
    code, text = left(tmp_path, monkeypatch, first + first.replace("A1", "A2"), head="")
    assert code == 3
    assert "Første linje ligner data" in text
    none_of([ONE, "12345678", "Kaja"], text)


def test_marks_of_a_page_in_the_input_are_no_marks_of_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = sent(reference="<script>alert(1)</script>", solution="<img src=x>")
    assert left(tmp_path, monkeypatch, body)[0] == 10
    (page,) = (tmp_path / "out").rglob("report.html")
    text = page.read_text(encoding="utf-8")
    assert "&lt;img src=x&gt;" in text
    none_of(["<script>alert", "<img src"], text)


def test_a_number_in_the_name_of_a_sheet_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Kaja 12345678")
    for at, line in enumerate((DEBTOR_HEAD, sent(debtors="12345678"))):
        for column, cell in enumerate(line.rstrip("\n").split(";")):
            sheet.write_string(at, column, cell)
    book.close()
    files = {"d.xlsx": content.getvalue(), "p.csv": (PSRM_HEAD + GOT_FIRST).encode()}
    code, text = command(tmp_path, monkeypatch, files, "--debtor", "d.xlsx", "--psrm", "p.csv")
    assert code == 20
    assert "d.xlsx" in text
    none_of(["12345678", "Kaja"], text)
    (tmp_path / "s.toml").write_text(
        'name = "x"\nbased_on = "zerosum"\nside = "either"\nsheet = "Ark9"\n', encoding="utf-8"
    )
    settings = SETTINGS.format(
        top="", debtor='"d.xlsx"', psrm='"p.csv"', debtor_source="s.toml", psrm_source="zerosum", claims=1, amount="1",
        extra="",
    )  # fmt: skip
    code, text = command(tmp_path, monkeypatch, {"zerosum.toml": settings.encode()}, "-c", "zerosum.toml")
    assert code == 3
    assert "Arket findes ikke" in text
    assert "12345678" not in text.split("Arket findes ikke", 1)[1].split("FEJL")[0]


def test_a_number_in_the_name_of_the_settings_does_not_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = command(tmp_path, monkeypatch, {f"{ONE}.toml": b'municipality = "X"\n'}, "-c", f"{ONE}.toml")
    assert code == 4
    assert "******.toml" in text
    none_of([ONE], text)


@pytest.mark.long
@pytest.mark.parametrize(
    ("reference", "kept"),
    [
        ("K-2026-17", 1),
        (ONE, 0),
        (f"1-{ONE}-2", 0),
        (f"R{ONE}", 0),
        ("011370-1234", 0),
        (f"DAGI{ONE}X9", 0),
        pytest.param(
            "113701234",
            0,
        ),
        (f"77{ONE}99", 1),  # inside a longer run of digits: not looked for (DECISIONS.md)
    ],
)
def test_a_key_with_a_number_in_it_is_not_kept_as_a_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str, kept: int
) -> None:
    assert left(tmp_path, monkeypatch, sent(claim_id="", reference=reference, debtors=ONE))[0] == 20
    (seen,) = (tmp_path / "out").rglob("claims_seen.parquet")
    assert pq.read_table(seen).column("side").to_pylist() == [0] * kept + [1]


# ------------------------------------------------------------------------------------- signs between a number's parts

SPACED = (
    f"{TWO[:6]}\u00a0{TWO[6:]}", f"{TWO[:6]}\u2011{TWO[6:]}", f"{TWO[:6]}\u2010{TWO[6:]}", f"{TWO[:6]}\u202f{TWO[6:]}",
    f"{TWO[:6]},{TWO[6:]}", f"{TWO[:6]}:{TWO[6:]}", f"02 13 70\u00a0{TWO[6:]}", f"K-{TWO[:6]} \u200b{TWO[6:]}-9",
    "\uff10\uff12\uff11\uff13\uff17\uff10-1235", f"77-{TWO[:6]}-12-35",
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("written", SPACED)
@pytest.mark.parametrize("column", ["reference", "reason"])
def test_a_number_with_any_signs_between_its_parts_is_found_and_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, written: str
) -> None:
    code, text = left(
        tmp_path, monkeypatch, sent(**{"claim_id": "F1", "reference": "A9", "amount": "77,00", column: written})
    )
    assert code == 20
    assert "person_number_in_text" in text
    assert ("••••••" in text) == (column == "reference")  # it is open, and its reference is shown
    none_of([written, f"{TWO[:6]}-{TWO[6:]}", TWO], text)


def test_numbers_that_look_like_one_and_are_none_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a debtor of the input: another's digits, a period and a serial, a date and an amount, one digit too many."""
    kept = ("021370\u00a01236", "2026-09:1235", "01.09.2026,\u00a01.235,00", f"9{TWO[:6]},{TWO[6:]}", "Nr. 12, 13, 70")
    body = "".join(sent(claim_id=f"F{at}", reference=one, amount=f"{at},00") for at, one in enumerate(kept, start=1))
    text = left(tmp_path, monkeypatch, body)[1]
    assert "person_number_in_text" not in text
    assert [one for one in (*kept[:3], kept[4]) if one not in text] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"{TWO[:6]}\u00a0{TWO[6:]}", "••••••"),
        (f"{TWO[:6]}, {TWO[6:]}", "••••••"),
        ("02137O1235", "••••••"),
        ("1.234,567", "1.234,567"),
        ("1 000,00", "1 000,00"),
        ("1,234.50", "1,234.50"),
        ("31.02.2026", "31.02.2026"),
        ("K12", "K12"),
    ],
)
def test_what_is_shown_of_a_value_that_cannot_be_read(value: str, shown: str) -> None:
    assert identity.veil(value) == shown


def test_what_is_shown_of_a_sentence() -> None:
    assert identity.veil_prose(f"Aftalt med {TWO[:6]}\u00a0{TWO[6:]}, tirsdag") == "Aftalt med ••••••, tirsdag"
    assert identity.veil_prose(f"Den 05.10.2026, {TWO[:6]}:{TWO[6:]}") == "Den ••••••"
    for kept in ("Aftalt 05.10.2026, sag 4711", "Den 05.10.2026: 1.000,00 kr.", "Side 3 (af 12), bilag 7"):
        assert identity.veil_prose(kept) == kept
    assert identity.veiled_path(f"Ole {TWO[:6]}\u2011{TWO[6:]}.csv") == "Ole ••••••.csv"
    assert identity.veiled_path("Afstemning_2026-09-30_02.csv") == "Afstemning_2026-09-30_02.csv"


# --------------------------------------------------------------------------------------------- waived, and more than that

LARGE = {"amount": "50.000,00"}
LARGE_TOTAL = (2, "51.000,00")


def test_more_than_a_trifle_that_psrm_has_waived_blocks(tmp_path: Path) -> None:
    psrm = [got(**LARGE), got(event="waived", amount="50.000,00")]
    assert lines(tmp_path, [sent(**LARGE)], psrm, LARGE_TOTAL) == [
        "not_ready",
        "blocking waived_above_trifle 1 P/KFDAINS",
    ]


def test_many_trifles_of_one_claim_are_more_than_one(tmp_path: Path) -> None:
    waived = [got(event="waived", amount="100,00", booked_on=f"2026-09-{day}") for day in (10, 11, 12)]
    told_ = lines(tmp_path, [sent(**LARGE)], [got(**LARGE), *waived], LARGE_TOTAL)
    assert told_ == ["not_ready", "blocking waived_above_trifle 1 P/KFDAINS"]


def test_a_trifle_that_psrm_has_waived_is_information(tmp_path: Path) -> None:
    psrm = [got(**LARGE), got(event="waived", amount="200,00")]
    assert lines(tmp_path, [sent(**LARGE)], psrm, LARGE_TOTAL) == ["ready", "information waived_trifle 1 P/KFDAINS"]


def test_the_debtor_system_waives_nothing(tmp_path: Path) -> None:
    files = {
        "d.csv": DEBTOR_HEAD + SENT_FIRST + sent(**LARGE) + sent(event="bortfaldet", amount="50.000,00"),
        "p.csv": PSRM_HEAD + GOT_FIRST + got(**LARGE),
    }
    result = run(tmp_path, files, LARGE_TOTAL)
    assert result.verdict == Verdict.NOT_READY
    told = [one.problem for one in result.rejects]
    assert [(one.file, one.line, one.column) for one in told] == [("d.csv", 4, "event")]


# ------------------------------------------------------------------------------------------------ what waits for a co-debtor

AWAITING = (*DEBTOR, "awaiting_co_debtor")


def waiting(folder: Path, event: str) -> list[str]:
    """What is told of the second claim with an unsent event of March, marked as waiting for a co-debtor."""
    later = {"event": event, "amount": "300,00", "status": "", "receipt_on": "", "booked_on": "2026-03-01"}
    second = [] if event == "creation" else [sent()]
    body = "".join(one.rstrip("\n") + ";\n" for one in (SENT_FIRST, *second)) + sent(**later).rstrip("\n") + ";ja\n"
    files = {
        "d.csv": ";".join(AWAITING) + "\n" + body,
        "p.csv": PSRM_HEAD + GOT_FIRST + ("" if event == "creation" else got()),
    }
    return told(run(folder, files, TWO_CLAIMS if second else (2, "1.300,00")))


@pytest.mark.parametrize(("event", "ore"), [("write_down", 30000), ("recall", 30000), ("write_up", -30000)])
def test_only_a_creation_waits_for_a_co_debtor(tmp_path: Path, event: str, ore: int) -> None:
    assert waiting(tmp_path, event) == ["not_ready", f"blocking not_sent 1 {ore:+d}"]


def test_a_creation_that_waits_for_a_co_debtor_is_a_remark(tmp_path: Path) -> None:
    assert waiting(tmp_path, "creation") == ["ready_with_remarks", "remark awaiting_co_debtor 1 P/KFDAINS"]
