"""Stamdata of the debtor side: which columns tell them, what rates say together, which creations are claims to be judged, and
what is said of them. What the rules ask is in tests/test_rules.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zerosum.dates import number
from zerosum.normalise.intake import Intake, take_in, take_inputs
from zerosum.normalise.stamdata import stamdata_of
from zerosum.pipeline import booked
from zerosum.settings import Settings
from zerosum.settings_load import load
from zerosum.sources.find import find_columns, in_doubt
from zerosum.sources.load import builtin
from zerosum.sources.model import STAMDATA, Column, Heading, Part
from zerosum.stamdata.claims import Stamdata
from zerosum.tables import NO_DAY, NOT_TOLD, Rule, Side, Status

EXAMPLE = Path(__file__).parent.parent / "fixtures" / "daginstitution"
ONE, TWO = "0113701234", "0213706235"

SETTINGS = """municipality = "Prøveby"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-01

[[input]]
side = "debtor"
source = "{source}"
files = [{files}]

[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"

[[solution]]
name = "P"
marks = ["DAGI"]
claim_types = ["KFDAINS", "GEDAINS"]
"""

PSRM = f"claim_id;reference;claim_type;debtors;event;amount;booked_on\n900001;A1;KFDAINS;{ONE};creation;500,00;2026-09-02\n"


def settings_for(folder: Path, files: Mapping[str, str], source: str = "zerosum", more: str = "") -> Settings:
    """The files, settings that name them as the debtor side, and a PSRM file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"psrm.csv": PSRM} | dict(files)).items():
        (folder / name).write_text(text, encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in files)
    (folder / "zerosum.toml").write_text(SETTINGS.format(source=source, files=listed) + more, encoding="utf-8")
    return load(folder / "zerosum.toml")


def data_of(settings: Settings) -> Stamdata:
    return of_intake(settings, take_in(settings, with_stamdata=True))


def of_intake(settings: Settings, intake: Intake) -> Stamdata:
    return stamdata_of(booked(settings, intake).book, intake.lines, intake.reported)


def day(text: str) -> int:
    return number(date.fromisoformat(text)) if text else NO_DAY


# --- the plain format ---

USUAL = {
    "claim_id": "900001", "reference": "A1", "solution": "P", "claim_type": "KFDAINS", "debtors": ONE, "event": "creation",
    "amount": "500,00", "booked_on": "2026-09-01", "receipt_on": "2026-09-02", "action_id": "1", "status": "UD",
}  # fmt: skip
REPORTED = {
    "arose_on": "2026-07-01", "due_on": "2026-07-02", "last_timely_on": "2026-07-03", "period_from_on": "2026-07-04",
    "period_to_on": "2026-07-05", "limitation_on": "2029-07-06", "judgment_on": "2026-07-07", "settlement_on": "2026-07-08",
    "received_on": "2026-09-03", "principal": "600,00", "claim_art": "INDR", "description": "Betaling for juli",
    "institution": "SFO",
}  # fmt: skip
DANISH = {
    "arose_on": "Stiftelsesdato", "due_on": "Forfaldsdato", "last_timely_on": "Sidste rettidige betalingsdato",
    "period_from_on": "Periode fra", "period_to_on": "Periode til", "limitation_on": "Forældelsesdato",
    "judgment_on": "Domsdato", "settlement_on": "Forligsdato", "received_on": "Modtagelsesdato", "principal": "Hovedstol",
    "claim_art": "Fordringsart", "description": "Beskrivelse", "institution": "Institution",
}  # fmt: skip


def csv_of(rows: Sequence[Mapping[str, str]], names: Mapping[str, str] | None = None, extra: Sequence[str] = ()) -> str:
    """Rows as a plain file, with our headings or others; `extra` headings are blank in all rows."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    named = names or {}
    lines = [";".join([*(named.get(name, name) for name in columns), *extra])]
    lines += [";".join([*(row.get(name, "") for name in columns), *("" for _ in extra)]) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("headings", [{}, DANISH], ids=["ours", "danish"])
def test_each_column_of_the_plain_format_is_read(tmp_path: Path, headings: dict[str, str]) -> None:
    data = data_of(settings_for(tmp_path, {"d.csv": csv_of([USUAL | REPORTED], headings)}))
    assert len(data) == 1
    days = {name: int(column[0]) for name, column in data.days.items()}
    told = {name: day(text) for name, text in REPORTED.items() if name.endswith("_on") and name != "received_on"}
    assert days == told | {"booked_on": day("2026-09-01"), "receipt_on": day("2026-09-03")}
    assert {name: int(column[0]) for name, column in data.amounts.items()} == {
        "amount_ore": 50_000,
        "principal_ore": 60_000,
    }
    texts = {name: column[0].as_py() for name, column in data.texts.items()}
    assert texts == {
        "claim_id": "900001", "reference": "A1", "main_claim_id": "", "resent_of": "", "solution": "P",
        "claim_type": "KFDAINS", "debtors": ONE, "claim_art": "INDR", "description": "Betaling for juli",
        "institution": "SFO", "action_id": "1", "reason": "", "in_collection": "",
    }  # fmt: skip
    assert data.told >= {*told, "receipt_on", "principal_ore", "amount_ore", "claim_art", "description", "institution"}
    assert not data.told & {"main_claim_id", "reason", "in_collection", "resent_of"}
    assert data.untold == {}
    assert (Status(int(data.status[0])), int(data.line[0]), int(data.file[0])) == (Status.EXECUTED, 2, 0)


@pytest.mark.parametrize("column", sorted(REPORTED))
def test_each_column_alone_is_told_and_no_other(tmp_path: Path, column: str) -> None:
    data = data_of(settings_for(tmp_path, {"d.csv": csv_of([USUAL | {column: REPORTED[column]}])}))
    without = data_of(settings_for(tmp_path / "without", {"d.csv": csv_of([USUAL])}))
    name = {"principal": "principal_ore", "received_on": "receipt_on"}.get(column, column)
    assert data.told - without.told == {name} - {"receipt_on"}


def test_psrms_own_day_of_receipt_goes_before_that_of_the_status(tmp_path: Path) -> None:
    rows = [USUAL | {"received_on": "2026-09-05"}, USUAL | {"reference": "A2", "claim_id": "9", "received_on": ""}]
    data = data_of(settings_for(tmp_path, {"d.csv": csv_of(rows)}))
    assert data.days["receipt_on"].tolist() == [day("2026-09-05"), day("2026-09-02")]


def test_nothing_of_stamdata_is_read_where_it_is_not_asked_for(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, {"d.csv": csv_of([USUAL | REPORTED])})
    assert take_in(settings).reported == {}
    told = take_in(settings).lines
    assert all(not one.told & STAMDATA for one in told)
    asked = take_in(settings, with_stamdata=True)
    assert [one.says() for one in asked.lines] == [one.says() for one in told]
    assert list(asked.reported) == [next(at for at, one in enumerate(told) if one.side == Side.DEBTOR)]


# --- what cannot be read, and what is blank ---


@pytest.mark.parametrize("column", sorted(set(REPORTED) - {"claim_art", "description", "institution"}))
def test_a_cell_that_cannot_be_read_is_told_and_is_no_reject(tmp_path: Path, column: str) -> None:
    rows = [
        USUAL | REPORTED | {column: "forår"},
        USUAL | REPORTED | {"claim_id": "900002", "reference": "A2", column: ""},
        USUAL | REPORTED | {"claim_id": "900003", "reference": "A3"},
    ]
    settings = settings_for(tmp_path, {"d.csv": csv_of(rows)})
    intake = take_in(settings, with_stamdata=True)
    assert intake.rejects == ()
    (reported,) = intake.reported.values()
    (problem,) = reported.unreadable
    assert (problem.file, problem.line, problem.column, problem.value) == ("d.csv", 2, column, "forår")
    data = of_intake(settings, intake)
    assert len(data) == 3
    named = {"principal": {"principal_ore"}, "received_on": {"receipt_on", "received_on"}}.get(column, {column})
    assert {one: some.tolist() for one, some in data.untold.items()} == {key: [True, False, False] for key in named}


def test_two_cells_of_one_line_are_both_told(tmp_path: Path) -> None:
    broken = {"due_on": "x", "limitation_on": "y"}
    intake = take_in(settings_for(tmp_path, {"d.csv": csv_of([USUAL | REPORTED | broken])}), with_stamdata=True)
    (reported,) = intake.reported.values()
    assert [one.column for one in reported.unreadable] == ["due_on", "limitation_on"]


def test_a_cell_of_a_later_event_is_not_looked_at(tmp_path: Path) -> None:
    later = {"event": "write_down", "amount": "10,00", "action_id": "2", "due_on": "forår"}
    intake = take_in(
        settings_for(tmp_path, {"d.csv": csv_of([USUAL | REPORTED, USUAL | REPORTED | later])}), with_stamdata=True
    )
    (reported,) = intake.reported.values()
    assert reported.unreadable == ()
    assert reported.rows.tolist() == [0]


def test_a_column_that_is_blank_throughout_tells_nothing_but_of_judgments(tmp_path: Path) -> None:
    blank = dict.fromkeys(REPORTED, "")
    intake = take_in(settings_for(tmp_path, {"d.csv": csv_of([USUAL | blank])}), with_stamdata=True)
    (reported,) = intake.reported.values()
    assert reported.told == {"judgment_on", "settlement_on"}
    assert reported.blank == set(REPORTED) - reported.told


def test_a_source_that_has_not_said_its_decimal_sign_does_not_stop_for_a_principal(tmp_path: Path) -> None:
    (tmp_path / "egen.toml").write_text(
        'name = "egen"\nside = "debtor"\n[events]\nTilgang = "creation"\n[columns]\nclaim_id = "Nr"\nevent = "H"\n'
        'amount = "Beløb"\nprincipal = "Hovedstol"\ndebtors = "S"\n',
        encoding="utf-8",
    )
    text = f"Nr;H;Beløb;Hovedstol;S\n900001;Tilgang;500,50;1.234;{ONE}\n"
    settings = settings_for(tmp_path, {"d.csv": text}, "egen.toml")
    intake = take_in(settings, with_stamdata=True)
    (reported,) = intake.reported.values()
    assert [one.code for one in reported.unreadable] == ["amounts_in_doubt"]
    assert of_intake(settings, intake).untold["principal_ore"].tolist() == [True]


def test_a_table_without_a_column_that_another_has_does_not_tell_it_blank(tmp_path: Path) -> None:
    files = {"d.csv": csv_of([USUAL | REPORTED]), "e.csv": csv_of([USUAL | {"claim_id": "9", "reference": "A9"}])}
    data = data_of(settings_for(tmp_path, files))
    assert {"due_on", "principal_ore"} <= data.told
    assert data.untold["due_on"].tolist() == data.untold["principal_ore"].tolist() == [False, True]
    assert "reference" not in data.untold


# --- headings ---


def test_headings_of_stamdata_never_refuse_a_file(tmp_path: Path) -> None:
    part = builtin("zerosum").parts[0]
    usual = list(USUAL)
    known, problems = find_columns(part, usual)
    for odd in (
        ["due_on", "due_on"],
        ["due_on", "Forfaldsdato"],
        ["Forfaldsdatoe"],
        ["Forældelses dato"],
        ["Beskrivelser"],
        ["Institutionen"],
        ["Modtagelses-dato"],
    ):
        found, problems = find_columns(part, [*usual, *odd])
        assert problems == []
        assert found == known
        assert in_doubt(part, [*usual, *odd])
    found, problems = find_columns(part, [*usual, "due_on", "Domsdato"])
    assert found.keys() - known.keys() == {"due_on", "judgment_on"}
    assert in_doubt(part, [*usual, "due_on", "Domsdato"]) == []


def test_a_heading_that_the_basis_reads_is_no_stamdata_and_that_is_told() -> None:
    columns = (Column("effective_on", (Heading("Forfaldsdato"),)), Column("due_on", (Heading("Forfaldsdato"),)))
    part = Part("", columns)
    assert find_columns(part, ["Forfaldsdato"]) == ({"effective_on": 0}, [])
    assert [one.code for one in in_doubt(part, ["Forfaldsdato"])] == ["heading_of_two_columns"]


def test_what_is_wrong_with_a_heading_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = csv_of([USUAL | {"due_on": "2026-07-01", "Forfaldsdato": "2026-07-01", "Domsdatoen": ""}])
    intake = take_in(settings_for(tmp_path, {"d.csv": text}), with_stamdata=True)
    (reported,) = intake.reported.values()
    assert {(one.code, one.file, one.line) for one in reported.doubts} == {
        ("column_of_two_headings", "d.csv", 1),
        ("column_misspelt", "d.csv", 1),
    }
    assert "due_on" not in reported.told


# --- which creations ---


def test_each_creation_is_there_once_whatever_becomes_of_it(tmp_path: Path) -> None:
    rows = [
        USUAL,
        USUAL | {"event": "write_down", "amount": "100,00", "action_id": "2"},
        USUAL | {"claim_id": "", "reference": "not sent", "status": "", "receipt_on": ""},
        USUAL | {"claim_id": "", "reference": "late", "status": "", "booked_on": "2026-10-15", "receipt_on": ""},
        USUAL | {"claim_id": "", "reference": "waits", "status": "", "awaiting_co_debtor": "ja", "receipt_on": ""},
        USUAL | {"claim_id": "", "reference": "late and waits", "status": "", "awaiting_co_debtor": "ja", "booked_on": "2026-10-15"},
        USUAL | {"claim_id": "9", "reference": "nothing", "amount": "0,00"},
        USUAL | {"claim_id": "9", "reference": "nothing", "event": "zero", "amount": "0,00"},
        USUAL | {"claim_id": "8", "reference": "other", "creditor": "0888"},
        USUAL | {"claim_id": "7", "reference": "again", "status": "AF", "action_id": "1"},
        USUAL | {"claim_id": "7", "reference": "again", "booked_on": "2026-09-08", "action_id": "2"},
        USUAL | {"claim_id": "6", "reference": "again late", "status": "AF", "action_id": "1"},
        USUAL | {"claim_id": "6", "reference": "again late", "booked_on": "2026-10-08", "action_id": "2"},
        USUAL | {"claim_id": "5", "reference": "rejected", "status": "AF"},
        USUAL | {"claim_id": "4", "reference": "unreadable", "amount": "x"},
    ]  # fmt: skip
    columns = dict.fromkeys(["awaiting_co_debtor", "creditor"], "")
    data = data_of(settings_for(tmp_path, {"d.csv": csv_of([columns | row for row in rows])}))
    told = dict(zip(data.texts["reference"].to_pylist(), data.line.tolist(), strict=True))
    assert len(told) == len(data)
    assert told == {
        "A1": 2, "not sent": 4, "late": 5, "waits": 6, "late and waits": 7, "nothing": 8, "again": 12, "again late": 14,
        "rejected": 15,
    }  # fmt: skip


def test_the_file_of_the_claims_that_are_not_sent_is_enough(tmp_path: Path) -> None:
    rows = [USUAL | REPORTED | {"claim_id": "", "status": "", "receipt_on": "", "received_on": "", "booked_on": ""}]
    data = data_of(settings_for(tmp_path, {"d.csv": csv_of(rows)}))
    assert Status(int(data.status[0])) is Status.NOT_SENT
    assert (int(data.days["booked_on"][0]), int(data.days["receipt_on"][0])) == (NO_DAY, NO_DAY)


def test_every_creation_of_the_example_is_there_once() -> None:
    settings = load(EXAMPLE / "zerosum.toml")
    intake = take_in(settings, with_stamdata=True)
    data = of_intake(settings, intake)
    (lines,) = (one for one in intake.lines if one.side == Side.DEBTOR)
    counted = np.isin(lines.rule, (Rule.IN_BOOK,)) & (lines.event == 0)
    places = set(zip(lines.file[counted].tolist(), lines.line[counted].tolist(), strict=True))
    found = list(zip(data.file.tolist(), data.line.tolist(), strict=True))
    assert len(set(found)) == len(found) == len(set(data.texts["reference"].to_pylist()))
    again = places - set(found)
    assert set(found) <= places
    said = {(f, n): (s, r) for f, n, s, r in zip(lines.file.tolist(), lines.line.tolist(), lines.status.tolist(), lines.texts["reference"].to_pylist(), strict=True)}  # fmt: skip
    assert {said[one][0] for one in again} == {Status.REJECTED}  # those that were sent again
    assert {said[one][1] for one in again} <= set(data.texts["reference"].to_pylist())
    assert len(again) == 9
    assert not data.untold
    assert not any(one.unreadable or one.doubts or one.blank for one in intake.reported.values())


@given(st.data())
def test_the_order_of_lines_changes_no_row(data: st.DataObject) -> None:
    import tempfile

    rows = [
        USUAL | REPORTED | {"claim_id": f"90{n}", "reference": f"A{n % 3}", "due_on": f"2026-07-{n + 1:02}"}
        for n in range(5)
    ]
    rows.append(rows[0] | {"due_on": "forår", "claim_id": "99"})
    shuffled = data.draw(st.permutations(rows))
    with tempfile.TemporaryDirectory() as folder:
        one = data_of(settings_for(Path(folder) / "a", {"d.csv": csv_of(rows)}))
        other = data_of(settings_for(Path(folder) / "b", {"d.csv": csv_of(shuffled)}))
    assert said(one) == said(other)


def said(data: Stamdata) -> list[tuple[object, ...]]:
    columns = [data.texts[name].to_pylist() for name in sorted(data.texts)]
    columns += [data.days[name].tolist() for name in sorted(data.days)]
    columns += [data.amounts[name].tolist() for name in sorted(data.amounts)]
    columns += [data.untold[name].tolist() for name in sorted(data.untold)]
    return sorted(zip(*columns, data.status.tolist(), strict=True), key=repr)


# --- KMD ODE ---

ACTIONS = (
    "EFI-nummer;Aftalenummer;Aftaletype;KravsType;Modtagelsesdato;Oprettet den;Aktions-ID;Aktionskode;Aktionskode;Oprettet den;"
    "Aktionsstatus dato;Beløb;Beløb accepteret;Hæfter;Hæfterstatus;Forældelsesdato"
)
RATES = (
    "Aftalenummer;Forretningspartner;Fordringstype;Indholdsart;Original Amount;Creation Amount;Stiftelsesdato;Nettoforfald;"
    "SRI dato;Ydelsesperiode fra;Ydelsesperiode til;System"
)
PARTNERS = (
    "Forretningspartner;Identifikationsart;Identifikationsnr.;Gyldig fra;Gyldig til\n"
    f"41;ZCPR;{ONE};20100101;99991231\n42;ZCPR;{TWO};20100101;99991231\n"
)
ACTION = {
    "efi": "900001", "agreement": "1001", "type": "IN", "kind": "HF", "received": "20260903", "id": "1", "code": "02",
    "status": "UD", "on": "20260901", "receipt": "20260902", "amount": "500,00", "accepted": "500,00", "liable": "",
    "liable_status": "", "limitation": "20290701",
}  # fmt: skip
RATE = {
    "agreement": "1001", "partner": "41", "type": "KFDAINS", "mark": "DAGI", "original": "500,00", "creation": "500,00",
    "arose": "20260701", "due": "20260702", "timely": "20260703", "from": "20260704", "to": "20260705", "system": "PSRM",
}  # fmt: skip


def action(**cells: str) -> dict[str, str]:
    assert cells.keys() <= ACTION.keys()
    return ACTION | cells


def rate(**cells: str) -> dict[str, str]:
    assert cells.keys() <= RATE.keys()
    return RATE | cells


def ode(actions: Sequence[Mapping[str, str]], rates: Sequence[Mapping[str, str]], **headings: str) -> dict[str, str]:
    """A delivery: name -> text. `headings`: those of files 09 and 10 instead."""
    nines = [
        f"{a['efi']:0>18};{a['agreement']};{a['type']};{a['kind']};{a['received']};20260901;{a['id']};{a['code']};{a['status']};"
        f"{a['on']};{a['receipt']};{a['amount']};{a['accepted']};{a['liable']};{a['liable_status']};{a['limitation']}"
        for a in actions
    ]
    tens = [";".join(one.values()) for one in rates]
    parts = {
        "09-RIM-aftale": "\n".join([headings.get("nine", ACTIONS), *nines]) + "\n",
        "10-RIM-aftale-rater": "\n".join([headings.get("ten", RATES), *tens]) + "\n",
        "11-RIM-aftale-renter": "EFI-nummer\n9\n",
        "12-Forretningspartner": PARTNERS,
    }
    return {f"0999_ODE_2026-10-01_001_{name}_Total_001af1.csv": text for name, text in parts.items()}


def of_ode(
    folder: Path, actions: Sequence[Mapping[str, str]], rates: Sequence[Mapping[str, str]], **more: str
) -> Stamdata:
    return data_of(settings_for(folder, ode(actions, rates, **more), "kmd-ode"))


def test_each_column_of_ode_is_read(tmp_path: Path) -> None:
    data = of_ode(tmp_path, [action()], [rate(original="700,00")])
    days = {name: int(column[0]) for name, column in data.days.items() if int(column[0]) != NO_DAY}
    assert days == {
        "arose_on": day("2026-07-01"), "due_on": day("2026-07-02"), "last_timely_on": day("2026-07-03"),
        "period_from_on": day("2026-07-04"), "period_to_on": day("2026-07-05"), "limitation_on": day("2029-07-01"),
        "booked_on": day("2026-09-01"), "receipt_on": day("2026-09-03"),
    }  # fmt: skip
    assert {name: int(column[0]) for name, column in data.amounts.items()} == {
        "amount_ore": 50_000,
        "principal_ore": 70_000,
    }
    assert data.texts["claim_id"].to_pylist() == ["900001"]
    assert data.texts["debtors"].to_pylist() == [ONE]
    assert data.untold == {}
    assert not data.told & {"judgment_on", "settlement_on", "claim_art", "description", "institution", "main_claim_id"}


def test_the_technical_names_of_ode_are_known_too(tmp_path: Path) -> None:
    ten = "AGRNUM;ZZ_GPART;FORDRING_TYPE;PSOBTYP;ORIG_AMNT;CREATE_AMNT;DSTIFTL;DFORFAL;SRIDATO;DPERFRA;DPERTIL;FORDR_SYSTEM_ID"
    said = of_ode(tmp_path, [action()], [rate()], ten=ten)
    assert said.told == of_ode(tmp_path / "danish", [action()], [rate()]).told


def test_the_day_of_limitation_in_file_10_is_not_used(tmp_path: Path) -> None:
    """The description of the files says that it is not (Benyttes ikke)."""
    data = of_ode(
        tmp_path,
        [action()],
        [rate()],
        nine=ACTIONS.replace("Forældelsesdato", "Andet"),
        ten=RATES.replace("SRI dato", "Forældelsesdato"),
    )
    assert "limitation_on" not in data.told
    assert "last_timely_on" not in data.told


def test_what_no_description_has_a_heading_for_can_be_declared(tmp_path: Path) -> None:
    (tmp_path / "egen.toml").write_text(
        'name = "egen"\nbased_on = "kmd-ode"\n[[part]]\nname = "10-RIM-aftale-rater"\n'
        'column = [{ name = "institution", headings = ["Sted"] }, { name = "description", headings = ["Tekst"] }]\n'
        '[[part]]\nname = "09-RIM-aftale"\ncolumn = [{ name = "judgment_on", headings = ["Dom"] }]\n',
        encoding="utf-8",
    )
    nine, ten = f"{ACTIONS};Dom", f"{RATES};Sted;Tekst"
    files = {
        name: text.replace("20290701\n", "20290701;20260101\n").replace("PSRM\n", "PSRM;SFO;For juli\n")
        for name, text in ode([action()], [rate()], nine=nine, ten=ten).items()
    }
    data = data_of(settings_for(tmp_path, files, "egen.toml"))
    assert data.texts["institution"].to_pylist() == ["SFO"]
    assert data.texts["description"].to_pylist() == ["For juli"]
    assert data.days["judgment_on"].tolist() == [day("2026-01-01")]


DAYS_OF_RATES = {
    "arose": "arose_on",
    "due": "due_on",
    "timely": "last_timely_on",
    "from": "period_from_on",
    "to": "period_to_on",
}


def halves(**second: str) -> list[dict[str, str]]:
    half = {"original": "250,00", "creation": "250,00"}
    return [rate(**half), rate(**(half | second))]


def test_rates_that_say_the_same_say_it_together(tmp_path: Path) -> None:
    data = of_ode(tmp_path, [action()], halves())
    assert data.untold == {}
    assert data.amounts["principal_ore"].tolist() == [50_000]  # their sum, never one of them
    assert data.days["due_on"].tolist() == [day("2026-07-02")]


@pytest.mark.long
@pytest.mark.parametrize("column", sorted(DAYS_OF_RATES))
@pytest.mark.parametrize("other", ["20260801", "", "00000000", "forår"])
def test_where_rates_differ_the_day_is_not_told_and_not_blank(tmp_path: Path, column: str, other: str) -> None:
    name = DAYS_OF_RATES[column]
    for at, rates in enumerate((halves(**{column: other}), halves(**{column: other})[::-1])):
        data = of_ode(tmp_path / str(at), [action()], rates)
        assert {one: some.tolist() for one, some in data.untold.items()} == {name: [True]}
        assert data.days[name].tolist() == [NO_DAY]
        assert len(data) == 1


def test_a_blank_day_of_every_rate_is_blank(tmp_path: Path) -> None:
    rates = [*halves(due=""), rate(agreement="1002")]
    rates[0]["due"] = ""
    data = of_ode(tmp_path, [action(), action(agreement="1002", efi="900002", id="2")], rates)
    assert data.untold == {}
    assert data.days["due_on"].tolist() == [NO_DAY, day("2026-07-02")]


@pytest.mark.parametrize(
    ("rates", "principal"),
    [
        pytest.param([rate(original="700,00", creation="1,00")], 70_000, id="one rate is the claim"),
        pytest.param([rate(original="")], NOT_TOLD, id="one rate, blank"),
        pytest.param([rate(original="300,00", creation="300,00"), rate(original="400,00", creation="200,00")], 70_000, id="parts"),
        pytest.param([rate(original="300,00", creation="300,00"), rate(original="400,00", creation="201,00")], None, id="not its parts"),
        pytest.param([rate(), rate()], None, id="the same twice"),
        pytest.param([rate(original="", creation="300,00"), rate(original="400,00", creation="200,00")], None, id="a blank part"),
        pytest.param([rate(creation="300,00"), rate(creation="")], None, id="created is blank"),
        pytest.param([rate(creation="300,00"), rate(creation="x")], None, id="created cannot be read"),
        pytest.param([rate(agreement="1009")], None, id="no rates"),
    ],
)  # fmt: skip
def test_the_principal_of_rates(tmp_path: Path, rates: list[dict[str, str]], principal: int | None) -> None:
    extra = [action(agreement="1007", efi="900007", id="7")]  # so that the column is not blank throughout
    data = of_ode(tmp_path, [action(), *extra], [*rates, rate(agreement="1007")])
    assert data.amounts["principal_ore"][1] == 50_000
    untold = data.untold.get("principal_ore", np.zeros(2, bool))
    assert untold.tolist() == [principal is None, False]
    if principal is not None:
        assert data.amounts["principal_ore"][0] == principal


def test_an_agreement_without_rates_tells_nothing_of_them_and_stays(tmp_path: Path) -> None:
    data = of_ode(tmp_path, [action(), action(agreement="1002", efi="900002", id="2")], [rate()])
    assert len(data) == 2
    names = {"principal_ore", *DAYS_OF_RATES.values(), "claim_type", "debtors"}
    assert {name: some.tolist() for name, some in data.untold.items()} == {name: [False, True] for name in names}


def test_a_claim_of_nothing_without_rates_has_no_principal_of_nothing(tmp_path: Path) -> None:
    zero = action(agreement="1002", efi="900002", id="2", amount="0,00", accepted="0,00")
    data = of_ode(tmp_path, [action(), zero], [rate()])
    assert data.untold["principal_ore"].tolist() == [False, True]


def test_a_rate_that_cannot_be_read_leaves_the_others_no_whole(tmp_path: Path) -> None:
    """Half of the claim would else be its principal, and break a rule that it keeps."""
    rates = [*halves(system="OLD"), rate(agreement="1002")]
    data = of_ode(tmp_path, [action(), action(agreement="1002", efi="900002", id="2")], rates)
    names = {"principal_ore", *DAYS_OF_RATES.values()}
    assert {name: some.tolist() for name, some in data.untold.items()} == {name: [True, False] for name in names}


def test_the_type_of_a_mixed_agreement_is_not_told_and_not_blank(tmp_path: Path) -> None:
    data = of_ode(tmp_path, [action()], halves(type="GEDAINS"))
    assert data.texts["claim_type"].to_pylist() == [""]
    assert {name: some.tolist() for name, some in data.untold.items()} == {"claim_type": [True]}


def test_a_debtor_whose_number_no_file_has_is_not_told_and_not_blank(tmp_path: Path) -> None:
    data = of_ode(tmp_path, [action()], [rate(partner="49")])
    assert data.texts["debtors"].to_pylist() == [""]
    assert {name: some.tolist() for name, some in data.untold.items()} == {"debtors": [True]}


def test_each_creation_of_ode_is_there_once(tmp_path: Path) -> None:
    """Not those in DMI, of set-off, rejected and sent again, or repeated for one who is liable; all others."""
    numbers = ("1001", "1002", "1003", "1004", "1005", "1006")
    actions = [
        action(),
        action(liable="42", liable_status="A"),  # the same action for the co-debtor
        action(agreement="1002", efi="", id="2", status="", receipt="", received="", accepted=""),
        action(agreement="1003", efi="900003", id="3"),  # DMI
        action(agreement="1004", efi="900004", id="4", type="MO"),
        action(agreement="1005", efi="900005", id="5", status="AF"),
        action(agreement="1005", efi="900005", id="6", on="20260908"),
        action(agreement="1005", efi="900005", id="7", code="05", amount="100,00"),
        action(agreement="1005", efi="900005", id="8", code="03", amount="0,00"),
        action(agreement="1006", efi="900006", id="9", amount="0,00", accepted="0,00"),
        action(agreement="1006", efi="900006", id="10", code="50", amount="5,00"),
    ]
    rates = [rate(agreement=one, system="DMI" if one == "1003" else "PSRM") for one in numbers]
    data = of_ode(tmp_path, actions, rates)
    assert dict(zip(data.texts["reference"].to_pylist(), data.line.tolist(), strict=True)) == {
        "1001": 2,
        "1002": 4,
        "1005": 8,
        "1006": 11,
    }
    assert data.texts["debtors"].to_pylist()[0] == f"{ONE}|{TWO}"


def test_unreadable_days_of_ode_name_their_own_file(tmp_path: Path) -> None:
    files = ode([action(limitation="forår")], [rate(due="20263001")])
    intake = take_in(settings_for(tmp_path, files, "kmd-ode"), with_stamdata=True)
    assert intake.rejects == ()
    (reported,) = intake.reported.values()
    assert [(one.file.split("_")[4], one.line, one.column) for one in reported.unreadable] == [
        ("09-RIM-aftale", 2, "Forældelsesdato"),
        ("10-RIM-aftale-rater", 2, "Nettoforfald"),
    ]


def test_the_lines_are_the_same_with_stamdata_and_without() -> None:
    settings = load(EXAMPLE / "zerosum.toml")
    bare, asked = take_inputs(settings), take_inputs(settings, with_stamdata=True)
    assert [one.says() for one in bare.lines] == [one.says() for one in asked.lines]
    assert replace(asked, lines=(), reported={}) == replace(bare, lines=())
