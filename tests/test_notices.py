"""Receipts and notifications (kvitteringer, underretninger): what they fill in, what they only say, and what they may never do."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import golden
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_golden import made

from zerosum.blind_spots import blind_spots
from zerosum.catalogue.rejections import meanings, rejections
from zerosum.cli.traced import traced
from zerosum.errors import InputError, SettingsError
from zerosum.money import kr
from zerosum.normalise.intake import take_in
from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.render import render
from zerosum.report.words import load as load_words
from zerosum.result import Gravity, Result, Verdict
from zerosum.runs.document import document
from zerosum.settings_load import load
from zerosum.sources.load import BUILT_IN, builtin, declared
from zerosum.tables import Notice
from zerosum.trace import trace
from zerosum.trial.selftest import selftest

READY, REMARKS, NOT_READY = Verdict.READY, Verdict.READY_WITH_REMARKS, Verdict.NOT_READY
R, I, B = Gravity.REMARK, Gravity.INFORMATION, Gravity.BLOCKING  # noqa: E741

SETTINGS = """
municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = {as_of}
other_areas = {{ Kultur = ["KFLEJKA"] }}

[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"

[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"

[[input]]
side = "psrm"
source = "{source}"
files = "svar*"

[[solution]]
name = "Pladsanvisning"
claim_types = ["KFDAINS"]

[[control_total]]
solution = "Pladsanvisning"
claim_type = "KFDAINS"
claims = {claims}
amount = "{amount}"
"""

SOURCE = """
name = "svar"
layout = "notices"
side = "psrm"

[notices]
MODTAGET = "received"
SAGSBEHANDLING = "in_process"
"HØRING" = "in_hearing"
AFVIST = "rejected"
"UDFØRT" = "executed"
RETUR = "returned"
AFSKRIVNING = "written_off"
AFREGNING = "recovered"
UDLIGNING = "recovered"

[events]
OPRETFORDRING = "creation"
NEDSKRIV = "write_down"
TILBAGEKALD = "recall"
AENDRFORDRING = "zero"

[columns]
claim_id = "FordringID"
reference = "Reference"
claim_type = "Type"
debtors = "Skyldner"
notice = "Svar"
event = "Aktion"
amount = "Beløb"
accepted = "Accepteret"
noticed_on = "Dato"
action_id = "AktionID"
reason_number = "Nummer"
reason_text = "Tekst"
creditor = "Fordringshaver"
"""

HEADINGS = {
    "debitor.csv": "claim_id;reference;solution;claim_type;debtors;event;amount;accepted;booked_on;receipt_on;action_id;status;reason",
    "psrm.csv": "claim_id;reference;claim_type;debtors;event;amount;booked_on;reason",
    "svar.csv": "FordringID;Reference;Type;Skyldner;Svar;Aktion;Beløb;Accepteret;Dato;AktionID;Nummer;Tekst;Fordringshaver",
}
BESIDE = (
    "900001;A-1001;Pladsanvisning;KFDAINS;0113701234;creation;1.000,00;;2026-09-01;2026-09-02;;UD;",
    "900001;A-1001;KFDAINS;0113701234;creation;1.000,00;2026-09-02;",
)
"""A claim like the first worked case, on both sides."""
CLAIM = "900002;A-1002;KFDAINS;0213701235;creation;1.000,00;{day};"
"""The other claim, as PSRM has it."""


def action(
    status: str = "MO",
    event: str = "creation",
    amount: str = "1.000,00",
    accepted: str = "",
    booked: str = "2026-09-03",
    receipt: str = "",
    action_id: str = "",
    claim_id: str = "",
    reason: str = "",
) -> str:
    """A line of the debtor system on claim A-1002."""
    return f"{claim_id};A-1002;Pladsanvisning;KFDAINS;0213701235;{event};{amount};{accepted};{booked};{receipt};{action_id};{status};{reason}"


def notice(
    said: str,
    action: str = "OPRETFORDRING",
    day: str = "2026-09-05",
    *,
    amount: str = "",
    accepted: str = "",
    action_id: str = "",
    number: str = "",
    text: str = "",
    claim_id: str = "900002",
    reference: str = "A-1002",
    debtor: str = "",
    claim_type: str = "",
    creditor: str = "",
) -> str:
    """A row of receipts."""
    return f"{claim_id};{reference};{claim_type};{debtor};{said};{action};{amount};{accepted};{day};{action_id};{number};{text};{creditor}"


def carry_out(
    folder: Path,
    debtor: list[str],
    psrm: list[str],
    notices: list[str] | dict[str, bytes],
    *,
    source: str = "kilde.toml",
    as_of: str = "2026-10-05",
    written: str = SOURCE,
) -> Reconciliation:
    """A run of these lines, beside a claim that both sides have."""
    rows = {"debitor.csv": [BESIDE[0], *debtor], "psrm.csv": [BESIDE[1], *psrm]}
    if isinstance(notices, dict):
        for name, content in notices.items():
            (folder / name).write_bytes(content)
    elif notices:
        rows["svar.csv"] = notices
    for name, lines in rows.items():
        (folder / name).write_text("\n".join([HEADINGS[name], *lines, ""]), encoding="utf-8")
    (folder / "kilde.toml").write_text(written, encoding="utf-8")
    creations = [line.split(";") for line in rows["debitor.csv"] if ";creation;" in line]
    total = sum(int(line[6].replace(".", "").replace(",", "")) for line in creations)
    told = SETTINGS.format(as_of=as_of, claims=len({line[1] for line in creations}), amount=kr(total), source=source)
    if not notices:
        told = told.replace(f'[[input]]\nside = "psrm"\nsource = "{source}"\nfiles = "svar*"\n', "")
    (folder / "zerosum.toml").write_text(told, encoding="utf-8")
    return reconcile(load(folder / "zerosum.toml"))


def causes(result: Result) -> dict[str, tuple[str, Gravity]]:
    return {one.code: (kr(one.net_ore), one.gravity) for one in result.causes}


def found(result: Result) -> dict[str, tuple[int, Gravity]]:
    return {one.code: (one.rows, one.gravity) for one in result.findings if one.code != "control_total_differs"}


# --- what a receipt fills in ---


def test_a_rejection_that_the_debtor_system_has_not_heard_of(tmp_path: Path) -> None:
    said = notice("AFVIST", number="486", text="Referencen er brugt")
    run = carry_out(tmp_path, [action("MO")], [], [said])
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}
    assert found(run.result) == {"status_from_receipt": (1, R)}
    assert run.result.verdict == NOT_READY
    (line,) = run.result.lines
    assert line.reason == "486: Referencen er brugt"


def test_the_reason_alone_where_the_status_is_known(tmp_path: Path) -> None:
    said = notice("AFVIST", number="486", text="Referencen er brugt")
    run = carry_out(tmp_path, [action("AF")], [], [said])
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}
    assert found(run.result) == {}
    assert run.result.lines[0].reason == "486: Referencen er brugt"


def test_the_debtor_systems_own_reason_stays(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("AF", reason="Egen tekst")], [], [notice("AFVIST", number="486", text="Andet")])
    assert run.result.lines[0].reason == "Egen tekst"


def test_several_reasons_are_told_each_with_its_number(tmp_path: Path) -> None:
    said = notice("AFVIST", number="486|528", text="Referencen er brugt|Samme skyldner")
    run = carry_out(tmp_path, [action("AF")], [], [said])
    assert run.result.lines[0].reason == "486: Referencen er brugt; 528: Samme skyldner"


def test_a_hearing_is_a_bridge_with_its_limit(tmp_path: Path) -> None:
    late = carry_out(tmp_path, [action("MO", booked="2026-09-25")], [], [])
    assert causes(late.result) == {"awaiting_receipt": ("-1.000,00", B)}
    heard = carry_out(tmp_path, [action("MO", booked="2026-09-25")], [], [notice("HØRING", day="2026-09-26")])
    assert causes(heard.result) == {"in_hearing": ("-1.000,00", R)}
    assert found(heard.result) == {"status_from_receipt": (1, R)}
    past = carry_out(tmp_path, [action("MO", booked="2026-09-03")], [], [notice("HØRING")])
    assert causes(past.result) == {"in_hearing": ("-1.000,00", B)}


def test_what_was_executed_is_no_longer_on_its_way(tmp_path: Path) -> None:
    """PSRM says that it has it, and its own file does not: that is no bridge."""
    run = carry_out(tmp_path, [action("HO", booked="2026-09-25")], [], [notice("UDFØRT", day="2026-09-28")])
    assert causes(run.result) == {"only_in_debtor": ("-1.000,00", B)}


def test_executed_after_the_cut_off(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO")], [], [notice("UDFØRT", day="2026-10-02")])
    assert causes(run.result) == {"across_cutoff_debtor_first": ("-1.000,00", R)}
    assert run.result.verdict == REMARKS


def test_executed_after_the_cut_off_and_received_before_it(tmp_path: Path) -> None:
    """The day of the debtor system's own status is of that status."""
    run = carry_out(tmp_path, [action("MO", receipt="2026-09-04")], [], [notice("UDFØRT", day="2026-10-02")])
    assert causes(run.result) == {"across_cutoff_debtor_first": ("-1.000,00", R)}


def test_executed_and_in_psrm_is_ready_with_remarks(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO")], [CLAIM.format(day="2026-09-05")], [notice("UDFØRT")])
    assert causes(run.result) == {}
    assert found(run.result) == {"status_from_receipt": (1, R)}
    assert run.result.verdict == REMARKS


def test_a_part_that_was_accepted(tmp_path: Path) -> None:
    debtor = [action("UD", receipt="2026-09-04"), action("UD", "write_down", "300,00", booked="2026-09-10")]
    psrm = [CLAIM.format(day="2026-09-04"), "900002;A-1002;KFDAINS;0213701235;write_down;200,00;2026-09-11;"]
    before = carry_out(tmp_path, debtor, psrm, [])
    assert causes(before.result) == {"amount_differs": ("100,00", B)}
    said = notice("UDFØRT", "NEDSKRIV", "2026-09-11", amount="300,00", accepted="200,00")
    run = carry_out(tmp_path, debtor, psrm, [said])
    assert causes(run.result) == {"partly_accepted_write_down": ("100,00", R)}
    untold = notice("UDFØRT", "NEDSKRIV", "2026-09-11")
    run = carry_out(tmp_path, debtor, psrm, [untold, said, untold])
    assert causes(run.result) == {"partly_accepted_write_down": ("100,00", R)}
    other = notice("UDFØRT", "NEDSKRIV", "2026-09-11", accepted="150,00")
    assert causes(carry_out(tmp_path, debtor, psrm, [said, other]).result) == {"amount_differs": ("100,00", B)}


def test_an_accepted_amount_of_nought_is_no_answer(tmp_path: Path) -> None:
    debtor = [action("UD", receipt="2026-09-04"), action("UD", "write_down", "300,00", booked="2026-09-10")]
    psrm = [CLAIM.format(day="2026-09-04"), "900002;A-1002;KFDAINS;0213701235;write_down;200,00;2026-09-11;"]
    run = carry_out(tmp_path, debtor, psrm, [notice("UDFØRT", "NEDSKRIV", "2026-09-11", accepted="0,00")])
    assert causes(run.result) == {"amount_differs": ("100,00", B)}


# --- what it does not fill in ---


def test_two_final_answers(tmp_path: Path) -> None:
    run = carry_out(
        tmp_path, [action("UD", receipt="2026-09-04")], [CLAIM.format(day="2026-09-04")], [notice("AFVIST")]
    )
    assert causes(run.result) == {}
    assert found(run.result) == {"receipt_differs": (1, R)}
    assert run.result.verdict == REMARKS


def test_a_rejection_of_the_debtor_systems_own_stays(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("AF", receipt="2026-09-04")], [], [notice("UDFØRT", day="2026-09-08")])
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}
    assert found(run.result) == {"receipt_differs": (1, R)}


def test_a_receipt_that_says_less_says_nothing(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("HO", booked="2026-09-25")], [], [notice("MODTAGET", day="2026-09-26")])
    assert causes(run.result) == {"in_hearing": ("-1.000,00", R)}
    assert found(run.result) == {}


def test_a_receipt_older_than_the_debtor_systems_own_answer(tmp_path: Path) -> None:
    run = carry_out(
        tmp_path, [action("HO", booked="2026-09-20", receipt="2026-09-25")], [], [notice("UDFØRT", day="2026-09-22")]
    )
    assert causes(run.result) == {"in_hearing": ("-1.000,00", B)}
    assert found(run.result) == {"receipt_differs": (1, R)}


def test_a_receipt_from_before_the_line_was_booked_is_not_of_it(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO", booked="2026-09-29")], [], [notice("AFVIST", day="2026-09-28")])
    assert "rejected_creation" not in causes(run.result)
    assert found(run.result) == {"receipt_without_action": (1, R)}


def test_a_receipt_of_another_amount_or_event_is_not_of_the_line(tmp_path: Path) -> None:
    for other in (
        notice("AFVIST", amount="999,99"),
        notice("AFVIST", "NEDSKRIV"),
        notice("AFVIST", claim_id="900003", reference="A-1003"),
    ):
        run = carry_out(tmp_path, [action("MO")], [], [other])
        assert "rejected_creation" not in causes(run.result)
        assert found(run.result) == {"receipt_without_action": (1, R)}


def test_another_fordring_id_under_the_same_reference_is_another_claim(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO", claim_id="900009")], [], [notice("AFVIST")])
    assert found(run.result) == {"receipt_without_action": (1, R)}


def test_two_actions_that_it_may_be_of(tmp_path: Path) -> None:
    debtor = [action("MO"), action("MO", booked="2026-09-04")]
    run = carry_out(tmp_path, debtor, [], [notice("AFVIST", day="2026-09-10")])
    assert causes(run.result) == {"awaiting_receipt": ("-2.000,00", B)}
    assert found(run.result) == {"receipt_in_doubt": (2, R)}


def test_the_action_id_says_which(tmp_path: Path) -> None:
    debtor = [action("MO", action_id="71"), action("MO", booked="2026-09-04", action_id="72")]
    run = carry_out(tmp_path, debtor, [], [notice("HØRING", day="2026-09-10", action_id="72")])
    assert causes(run.result) == {"awaiting_receipt": ("-1.000,00", B), "in_hearing": ("-1.000,00", B)}


def test_the_action_id_says_more_than_a_line_without_one(tmp_path: Path) -> None:
    debtor = [action("MO"), action("MO", booked="2026-09-04", action_id="72")]
    run = carry_out(tmp_path, debtor, [], [notice("HØRING", day="2026-09-10", action_id="72")])
    assert causes(run.result) == {"awaiting_receipt": ("-1.000,00", B), "in_hearing": ("-1.000,00", B)}


def test_a_receipt_of_another_creditor_is_not_ours(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO")], [], [notice("AFVIST", creditor="0777")])
    assert causes(run.result) == {"awaiting_receipt": ("-1.000,00", B)}
    assert found(run.result) == {}


def test_an_action_without_a_sign_is_not_what_was_answered(tmp_path: Path) -> None:
    carry_out(tmp_path, [action("MO", "fejlet")], [], [notice("AFVIST")])
    (tmp_path / "egen.toml").write_text(
        'name = "egen"\nbased_on = "zerosum"\n[events]\nfejlet = "no_sign"\n', encoding="utf-8"
    )
    told = (
        (tmp_path / "zerosum.toml").read_text(encoding="utf-8").replace('source = "zerosum"', 'source = "egen.toml"', 1)
    )
    (tmp_path / "zerosum.toml").write_text(told, encoding="utf-8")
    told_of = found(reconcile(load(tmp_path / "zerosum.toml")).result)
    assert told_of == {"receipt_without_action": (1, R), "action_without_sign": (1, B)}


def test_an_action_id_that_no_line_has_is_another_action(tmp_path: Path) -> None:
    debtor = [action("MO", action_id="71")]
    both = [notice("MODTAGET", action_id="71"), notice("AFVIST", action_id="72")]
    run = carry_out(tmp_path, debtor, [], both)
    assert "rejected_creation" not in causes(run.result)
    assert found(run.result)["receipt_without_action"] == (1, R)


def test_action_ids_of_two_systems_are_not_compared(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO", action_id="X-71")], [], [notice("AFVIST", action_id="5550001")])
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}


def test_the_last_of_several_final_answers(tmp_path: Path) -> None:
    answers = [
        notice("AFVIST", day="2026-09-05"),
        notice("UDFØRT", day="2026-09-08"),
        notice("MODTAGET", day="2026-09-09"),
    ]
    psrm = [CLAIM.format(day="2026-09-08")]
    told = {
        document(carry_out(tmp_path, [action("MO")], psrm, list(some)).result)["postings_sha256"]
        for some in itertools.permutations(answers)
    }
    assert len(told) == 1
    run = carry_out(tmp_path, [action("MO")], psrm, answers)
    assert causes(run.result) == {}
    assert found(run.result) == {"status_from_receipt": (1, R)}


@pytest.mark.parametrize("days", [("", ""), ("2026-09-05", ""), ("2026-09-05", "2026-09-05")])
def test_final_answers_that_contradict_each_other(tmp_path: Path, days: tuple[str, str]) -> None:
    run = carry_out(tmp_path, [action("MO")], [], [notice("AFVIST", day=days[0]), notice("UDFØRT", day=days[1])])
    assert causes(run.result) == {"awaiting_receipt": ("-1.000,00", B)}
    assert found(run.result) == {"receipt_in_doubt": (1, R)}


def test_a_key_that_many_lines_have_names_no_claim(tmp_path: Path) -> None:
    debtor = [action("MO", amount=f"{n},00") for n in range(1, 103)]
    run = carry_out(tmp_path, debtor, [], [notice("AFVIST", amount="7,00")])
    assert "rejected_creation" not in causes(run.result)
    assert found(run.result)["receipt_in_doubt"] == (102, R)


def test_without_the_event_the_action_id_alone_says_which(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO", action_id="71")], [], [notice("HØRING", "")])
    assert causes(run.result) == {"awaiting_receipt": ("-1.000,00", B)}
    assert found(run.result) == {"receipt_in_doubt": (1, R)}
    run = carry_out(tmp_path, [action("MO", action_id="71")], [], [notice("HØRING", "", action_id="71")])
    assert causes(run.result) == {"in_hearing": ("-1.000,00", B)}


def test_an_answer_to_what_was_never_sent(tmp_path: Path) -> None:
    heading = HEADINGS["debitor.csv"].replace("accepted", "awaiting_co_debtor")
    waiting = action("", accepted="ja")
    run = reconcile(load_of(tmp_path, [waiting], [], [notice("UDFØRT")], heading))
    assert found(run.result) == {"receipt_differs": (1, R), "awaiting_co_debtor": (1, R)}


def test_an_action_that_moves_nothing_needs_no_line(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [], [], [notice("AFVIST", "AENDRFORDRING")])
    assert found(run.result) == {}
    assert run.result.verdict == READY


# --- what only says something ---


def test_a_replaced_rejection_is_a_remark(tmp_path: Path) -> None:
    """What the receipt calls rejected counts 0 when it was sent again; the debtor system still waits for it."""
    debtor = [action("MO", action_id="71"), action("UD", booked="2026-09-10", receipt="2026-09-11", action_id="72")]
    run = carry_out(
        tmp_path, debtor, [CLAIM.format(day="2026-09-11")], [notice("AFVIST", action_id="71", number="550")]
    )
    assert causes(run.result) == {}
    assert found(run.result) == {"status_from_receipt": (1, R), "action_replaced": (1, I)}


def test_returned_and_written_off(tmp_path: Path) -> None:
    told = [
        notice("RETUR", ""),
        notice("AFSKRIVNING", "", amount="200,00"),
        notice("RETUR", "", claim_id="1", reference="X"),
    ]
    run = carry_out(tmp_path, [action("UD", receipt="2026-09-05")], [CLAIM.format(day="2026-09-05")], told)
    assert causes(run.result) == {}
    assert found(run.result) == {
        "returned_by_psrm": (1, R),
        "written_off_by_psrm": (1, I),
        "receipt_without_action": (1, R),
    }


def test_a_claim_that_only_notices_know_is_in_no_file(tmp_path: Path) -> None:
    unknown = {"claim_id": "1", "reference": "X"}
    told = [notice("RETUR", "", **unknown), notice("AFREGNING", "", amount="1,00", **unknown)]
    assert found(carry_out(tmp_path, [], [], told).result) == {"receipt_without_action": (1, R)}


def test_receipts_of_other_areas_are_information(tmp_path: Path) -> None:
    elsewhere = {"claim_id": "1", "reference": "X"}
    told = [notice("AFVIST", claim_type="KFLEJKA", **elsewhere), notice("AFVIST", claim_type="KFDAINS", **elsewhere)]
    findings = [
        (one.code, one.gravity, one.solution, one.claim_type)
        for one in carry_out(tmp_path, [], [], told).result.findings
    ]
    assert findings == [
        ("receipt_without_action", I, None, None),
        ("receipt_without_action", R, "Pladsanvisning", "KFDAINS"),
    ]


HENS = [
    [
        action("UD", receipt="2026-09-04"),
        action("UD", "recall", booked="2026-09-20", receipt="2026-09-21", reason="HENS"),
    ],
    [CLAIM.format(day="2026-09-04"), "900002;A-1002;KFDAINS;0213701235;recall;600,00;2026-09-21;HENS"],
]


def test_recoveries_prove_a_recall_of_what_was_left(tmp_path: Path) -> None:
    told = [notice("AFREGNING", "", "2026-09-15", amount="400,00")]
    assert causes(carry_out(tmp_path, *HENS, []).result) == {"amount_differs": ("400,00", B)}
    assert causes(carry_out(tmp_path, *HENS, told).result) == {"recalled_at_psrm_rest": ("400,00", R)}
    # A settlement and a balancing are of the same money.
    twice = [*told, notice("UDLIGNING", "", "2026-09-15", amount="400,00")]
    assert causes(carry_out(tmp_path, *HENS, twice).result) == {"recalled_at_psrm_rest": ("400,00", R)}
    # Two of one kind are two.
    two = [notice("AFREGNING", "", "2026-09-15", amount="200,00")] * 2
    assert causes(carry_out(tmp_path, *HENS, two).result) == {"recalled_at_psrm_rest": ("400,00", R)}
    # One that was taken back is none.
    signed = SOURCE.replace('side = "psrm"', 'side = "psrm"\nsigned = true')
    back = [*told, notice("AFREGNING", "", "2026-09-16", amount="-400,00")]
    assert causes(carry_out(tmp_path, *HENS, back, written=signed).result) == {"amount_differs": ("400,00", B)}


def test_a_recovery_that_was_taken_back_was_not_paid(tmp_path: Path) -> None:
    down = action("UD", "write_down", "700,00", booked="2026-09-10", receipt="2026-09-11")
    debtor = [action("UD", receipt="2026-09-04"), down]
    psrm = [CLAIM.format(day="2026-09-04"), "900002;A-1002;KFDAINS;0213701235;write_down;700,00;2026-09-11;"]
    told = [notice("AFREGNING", "", "2026-09-15", amount="400,00")]
    assert found(carry_out(tmp_path, debtor, psrm, told).result) == {"paid_on_both_sides": (1, B)}
    signed = SOURCE.replace('side = "psrm"', 'side = "psrm"\nsigned = true')
    told += [notice("AFREGNING", "", "2026-09-16", amount="-400,00")]
    assert found(carry_out(tmp_path, debtor, psrm, told, written=signed).result) == {}


def test_a_settlement_and_a_balancing_of_the_same_money_on_two_days_are_one(tmp_path: Path) -> None:
    told = [
        notice("UDLIGNING", "", "2026-09-10", amount="200,00"),
        notice("AFREGNING", "", "2026-09-15", amount="200,00"),
    ]
    assert causes(carry_out(tmp_path, *HENS, told).result) == {"amount_differs": ("400,00", B)}


def test_notifications_fetched_for_months_that_overlap(tmp_path: Path) -> None:
    told = notice("AFREGNING", "", "2026-09-15", amount="400,00")
    other = notice("AFREGNING", "", "2026-08-15", amount="1,00", claim_id="900001", reference="")
    files = {
        f"svar{n}.csv": "\n".join([HEADINGS["svar.csv"], *rows, ""]).encode()
        for n, rows in enumerate([[told], [other, told]])
    }
    run = carry_out(tmp_path, *HENS, files)
    assert causes(run.result) == {"recalled_at_psrm_rest": ("400,00", R)}
    counted = [dict(one.by_rule) for one in run.result.inputs[2:]]
    assert counted == [{"recovery": 1}, {"recovery": 1, "notice": 1}]


# --- lines and numbers ---


def test_every_line_is_counted(tmp_path: Path) -> None:
    told = [
        notice("AFVIST"), notice("AFVIST", "AENDRFORDRING"), notice("AFREGNING", "", amount="1,00"), notice("FORTRUDT"),
        notice("AFREGNING", ""), notice("RETUR", "", creditor="0777"), "",
    ]  # fmt: skip
    run = carry_out(tmp_path, [action("MO")], [], told)
    (file,) = [one for one in run.result.inputs if one.source == "svar"]
    assert (file.side, file.lines, file.movements, file.rejects) == ("psrm", 7, 0, 2)
    assert dict(file.by_rule) == {"notice": 2, "recovery": 1, "other_creditor": 1, "blank": 1}
    assert sorted((one.problem.code, one.problem.line, one.problem.column) for one in run.result.rejects) == [
        ("amount_missing", 6, "Beløb"),
        ("word_unknown", 5, "Svar"),
    ]


def test_a_notice_moves_no_ore(tmp_path: Path) -> None:
    debtor, psrm = [action("MO")], [CLAIM.format(day="2026-09-05")]
    without, with_it = carry_out(tmp_path, debtor, psrm, []), carry_out(tmp_path, debtor, psrm, [notice("UDFØRT")])
    for name in ("debtor_ore", "psrm_ore", "difference_ore"):
        assert getattr(without.result.figures, name) == getattr(with_it.result.figures, name)
    assert with_it.result.portal.psrm == without.result.portal.psrm


def test_receipts_alone_are_no_psrm_file(tmp_path: Path) -> None:
    carry_out(tmp_path, [], [], [notice("AFREGNING", "", amount="1,00")])
    told = (tmp_path / "zerosum.toml").read_text(encoding="utf-8")
    told = told.replace('[[input]]\nside = "psrm"\nsource = "zerosum"\nfiles = "psrm.csv"\n', "")
    (tmp_path / "zerosum.toml").write_text(told, encoding="utf-8")
    with pytest.raises(SettingsError):
        reconcile(load(tmp_path / "zerosum.toml"))


def test_no_number_of_a_receipt_is_told(tmp_path: Path) -> None:
    """Neither a debtor that no other file has, nor one that only the text names."""
    text = "Skyldner 0413701239, 051370-1240, 0613701242 og DKX4711Z findes ikke"
    told = [
        notice("AFVIST", number="5", text=text, debtor="0413701239"),
        notice("HØRING", claim_id="0413701239", reference="", debtor="DKX4711Z"),
    ]
    run = carry_out(tmp_path, [action("MO", claim_id="0413701239"), action("AF")], [], told)
    said = (
        golden.told(run.result)
        + repr(run.item_lines.to_dict())
        + repr(trace(run, "A-1002"))
        + repr(document(run.result))
    )
    assert "5: Skyldner" in said
    for number in ("0413701239", "413701239", "0513701240", "051370-1240", "0613701242", "DKX4711Z"):
        assert number not in said
    assert "person_number_in_text" not in {one.code for one in run.result.findings}


def test_one_claim_shows_the_receipt_and_what_its_number_means(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO")], [], [notice("AFVIST", number="486", text="Referencen er brugt")])
    for language, means in (("da", "Den skal være entydig"), ("en", "It must be unique")):
        told = traced(trace(run, "A-1002"), load_words(language))
        assert "486: Referencen er brugt" in told
        assert means in told
        assert "svar.csv:2" in told


def test_the_report_shows_the_reason_and_what_its_number_means(tmp_path: Path) -> None:
    run = carry_out(tmp_path, [action("MO")], [], [notice("AFVIST", number="486", text="Ref <b>brugt</b>")])
    for language, means in (("da", "Den skal være entydig"), ("en", "It must be unique")):
        html = render(run.result, made("a" * 64), language)
        assert "486: Ref &lt;b&gt;brugt&lt;/b&gt;" in html
        assert means in html


@pytest.mark.long
def test_the_self_test_puts_its_errors_into_lines_as_they_were_heard(tmp_path: Path) -> None:
    told = [notice("RETUR", ""), notice("UDFØRT"), notice("AFVIST", claim_id="1", reference="X")]
    run = carry_out(tmp_path, [action("MO")], [CLAIM.format(day="2026-09-05")], told)
    settings = load(tmp_path / "zerosum.toml")
    tested = selftest(settings, take_in(settings), run, seed=1, per_kind=1)
    assert tested.accused_rows == 0
    assert sum(one.put_in for one in tested.kinds)


def test_the_sources_of_the_document_are_whole(tmp_path: Path) -> None:
    document_of = Path(__file__).parent.parent / "docs" / "receipts.md"
    blocks = re.findall(r"```toml\n(.*?)```", document_of.read_text(encoding="utf-8"), re.DOTALL)
    sources = [one for one in blocks if one.startswith("name = ")]
    for one in sources:
        (tmp_path / "kilde.toml").write_text(one, encoding="utf-8")
        assert declared(tmp_path / "kilde.toml").layout == "notices"
    assert len(sources) == 2


def test_what_can_be_seen_with_notices(tmp_path: Path) -> None:
    no_status = HEADINGS["debitor.csv"].replace("status", "egen").replace("receipt_on", "egen2")
    debtor, psrm = [action("UD")], [CLAIM.format(day="2026-09-05")]
    every = [notice("UDFØRT"), notice("UDFØRT", claim_id="900001", reference="")]
    settings = load_of(tmp_path, debtor, psrm, every, no_status)
    spots = reconcile(settings).result.blind_spots
    assert not {"status_unknown", "receipt_dates", "returned_unknown"} & set(spots)
    assert {"status_unknown", "receipt_dates"} <= set(
        reconcile(load_of(tmp_path, debtor, psrm, every[:1], no_status)).result.blind_spots
    )
    assert "returned_unknown" in blind_spots(load_of(tmp_path, debtor, psrm, [], no_status), {})


def load_of(folder: Path, debtor: list[str], psrm: list[str], notices: list[str], heading: str):  # type: ignore[no-untyped-def]
    carry_out(folder, debtor, psrm, notices)
    file = folder / "debitor.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(HEADINGS["debitor.csv"], heading), encoding="utf-8")
    return load(folder / "zerosum.toml")


# --- the law: no notice makes ready what was not ---


SAYS = st.sampled_from(("MODTAGET", "SAGSBEHANDLING", "HØRING", "AFVIST", "UDFØRT", "RETUR", "AFSKRIVNING"))
WHEN = st.sampled_from(("", "2026-09-02", "2026-09-05", "2026-09-29", "2026-10-02"))
STATUS = st.sampled_from(("", "MO", "SA", "HO", "AF", "UD"))
NOTICES = st.lists(
    st.builds(
        notice,
        SAYS,
        st.sampled_from(("OPRETFORDRING", "NEDSKRIV", "TILBAGEKALD", "")),
        WHEN,
        amount=st.sampled_from(("", "1.000,00", "300,00")),
        accepted=st.sampled_from(("", "0,00", "200,00", "800,00")),
        action_id=st.sampled_from(("", "71", "72", "73")),
        number=st.sampled_from(("", "486")),
        claim_id=st.sampled_from(("", "900002", "900003")),
        reference=st.sampled_from(("", "A-1002")),
    ),
    min_size=1,
    max_size=5,
)
DEBTOR = st.lists(
    st.builds(
        action,
        STATUS,
        st.sampled_from(("creation", "write_down", "recall")),
        st.sampled_from(("1.000,00", "300,00")),
        st.sampled_from(("", "200,00")),
        st.sampled_from(("2026-09-01", "2026-09-10", "2026-09-29", "")),
        st.sampled_from(("", "2026-09-11", "2026-10-02")),
        st.sampled_from(("", "71", "72")),
        st.sampled_from(("", "900002")),
    ),
    min_size=1,
    max_size=4,
)
PSRM = st.lists(
    st.sampled_from(
        [
            f"900002;A-1002;KFDAINS;0213701235;{event};{amount};2026-09-12;"
            for event in ("creation", "write_down", "recall")
            for amount in ("1.000,00", "300,00", "200,00")
        ]
    ),
    max_size=3,
)


def troubled(result: Result) -> bool:
    """Whether anything but the first link keeps the run from KLAR."""
    weights = [one.gravity for one in result.causes]
    weights += [one.gravity for one in result.findings if one.code != "control_total_differs"]
    return any(weight >= R for weight in weights)


@pytest.mark.long
@given(DEBTOR, PSRM, NOTICES)
def test_no_notice_makes_ready_what_was_not(
    tmp_path_factory: pytest.TempPathFactory, debtor: list[str], psrm: list[str], notices: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("notices")
    plain = carry_out(folder, debtor, psrm, []).result
    heard = carry_out(folder, debtor, psrm, notices).result
    turned = carry_out(folder, debtor, psrm, notices[::-1]).result
    assert document(heard) == document(turned)
    assert heard.figures.psrm_ore == plain.figures.psrm_ore
    assert heard.figures.difference_ore == heard.figures.explained_ore + heard.figures.unexplained_ore
    if troubled(plain):
        assert troubled(heard)
    lines = {one.source: one for one in heard.inputs}["svar"]
    assert lines.lines == len(notices) == sum(lines.by_rule.values())


# --- the numbers of rejections ---


def test_the_numbers_are_told_in_both_languages() -> None:
    told = rejections()
    assert len(told.means["da"]) > 40
    assert set(told.means["da"]) == set(told.means["en"])
    assert all(text.endswith(".") for texts in told.means.values() for text in texts.values())
    assert told.reference
    assert told.since.year == 2026


def test_what_a_number_means() -> None:
    assert len(meanings("486: Referencen er brugt; 528: Samme skyldner", "da")) == 2
    assert meanings("0486: x", "da") == meanings("486", "da") != ()
    assert meanings("5: Skyldner findes ikke", "da")
    for text in ("5", "0005", "Sag 486: x", "9999: x", "", "486x"):
        assert meanings(text, "da") == ()


# --- sources ---


def test_every_word_of_a_notice_has_a_meaning() -> None:
    receipts = builtin("nymf-kvittering")
    assert {receipts.notices[word] for word in ("modtaget", "høring", "afvist", "udført")} == {
        Notice.RECEIVED, Notice.IN_HEARING, Notice.REJECTED, Notice.EXECUTED,
    }  # fmt: skip
    assert {"nymf-kvittering", "psrm-underretning"} <= set(BUILT_IN)


WRONG = {
    'side = "psrm"': ('side = "debtor"', "notices_of_another_side"),
    '[notices]\nMODTAGET = "received"\nSAGSBEHANDLING = "in_process"\n"HØRING" = "in_hearing"\nAFVIST = "rejected"\n"UDFØRT" = "executed"\nRETUR = "returned"\nAFSKRIVNING = "written_off"\nAFREGNING = "recovered"\nUDLIGNING = "recovered"\n': (
        "",
        "source_without_notices",
    ),
    'notice = "Svar"\n': ("", "source_without_column"),
    'claim_id = "FordringID"\nreference = "Reference"\n': ("", "notices_without_key"),
    'noticed_on = "Dato"': ('booked_on = "Dato"', "column_unknown"),
    'RETUR = "returned"': ('afvist = "returned"', "word_of_two_meanings"),
    "[columns]\n": ('[fixed]\nnotice = "GIVET"\n[columns]\n', "source_notice_unknown"),
}


@pytest.mark.parametrize("part", WRONG)
def test_a_source_of_notices_that_is_not_whole(tmp_path: Path, part: str) -> None:
    instead, code = WRONG[part]
    assert part in SOURCE
    with pytest.raises(SettingsError) as refused:
        carry_out(tmp_path, [action()], [], [notice("AFVIST")], written=SOURCE.replace(part, instead))
    assert code in {one.code for one in refused.value.problems}
    for language in ("da", "en"):
        assert all(one.told(language).do for one in refused.value.problems)


NAMESPACE = "http://skat.dk/begrebsmodel/2009/01/15/"
RECEIPT = f"""<?xml version="1.0" encoding="UTF-8"?>
<MFKvitteringHent_O xmlns="{NAMESPACE}">
  <FordringInfo>
    <DMIFordringEFIFordringID>000000000000900002</DMIFordringEFIFordringID>
    <DMIFordringFordringHaverRef>A-1002</DMIFordringFordringHaverRef>
    <DMIFordringTypeKode>KFDAINS</DMIFordringTypeKode>
    <DMIFordringHaverID>0999</DMIFordringHaverID>
    <FordringAktionStatusSamling>
      <MFAktionStruktur>
        <MFAktionID>71</MFAktionID>
        <MFAktionKode>OPRETFORDRING</MFAktionKode>
        <MFAktionStatusKode>AFVIST</MFAktionStatusKode>
        <AfvistÅrsagSamling>
          <MFAktionAfvistStruktur>
            <MFAktionAfvistNummer>486</MFAktionAfvistNummer>
            <MFAktionAfvistTekst>Referencen er
              brugt</MFAktionAfvistTekst>
          </MFAktionAfvistStruktur>
          <MFAktionAfvistStruktur>
            <MFAktionAfvistNummer>528</MFAktionAfvistNummer>
            <MFAktionAfvistTekst>Samme skyldner</MFAktionAfvistTekst>
          </MFAktionAfvistStruktur>
        </AfvistÅrsagSamling>
      </MFAktionStruktur>
    </FordringAktionStatusSamling>
  </FordringInfo>
</MFKvitteringHent_O>
"""

SETTLEMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<ns:MFUnderretSamlingHent_O xmlns:ns="{NAMESPACE}">
  <ns:FordringerOmfattetAfUdligningenAfregningen>
    <ns:DMIFordringEFIFordringID>900002</ns:DMIFordringEFIFordringID>
    <ns:DMITransaktionVirkningDato>2026-09-15</ns:DMITransaktionVirkningDato>
    <ns:FordringAfregningBeloebStruktur><ns:FordringAfregningBeloeb>400.00</ns:FordringAfregningBeloeb></ns:FordringAfregningBeloebStruktur>
  </ns:FordringerOmfattetAfUdligningenAfregningen>
</ns:MFUnderretSamlingHent_O>
"""


def test_a_receipt_as_xml(tmp_path: Path) -> None:
    run = carry_out(
        tmp_path, [action("MO", action_id="71")], [], {"svar.xml": RECEIPT.encode()}, source="nymf-kvittering"
    )
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}
    assert run.result.lines[0].reason == "486: Referencen er brugt; 528: Samme skyldner"
    assert run.result.inputs[-1].by_rule == {"notice": 1}


def test_a_rejected_fee_has_no_fordring_id_and_names_its_main_claim(tmp_path: Path) -> None:
    told = RECEIPT.replace("DMIFordringEFIFordringID", "DMIFordringEFIHovedFordringID").encode()
    run = carry_out(tmp_path, [action("MO", action_id="71")], [], {"svar.xml": told}, source="nymf-kvittering")
    assert causes(run.result) == {"rejected_creation": ("-1.000,00", B)}


def test_a_settlement_as_xml(tmp_path: Path) -> None:
    run = carry_out(tmp_path, *HENS, {"svar.xml": SETTLEMENT.encode()}, source="psrm-underretning")
    assert causes(run.result) == {"recalled_at_psrm_rest": ("400,00", R)}
    assert {"notifications", "paid_on_both_sides"} & set(run.result.blind_spots) == set()


UNKNOWN = """  <ns:AfskrivningInfo>
    <ns:DMIFordringEFIFordringID>900002</ns:DMIFordringEFIFordringID>
    <ns:DMITransaktionVirkningDato>2026-09-20</ns:DMITransaktionVirkningDato>
  </ns:AfskrivningInfo>
"""


def test_notifications_of_a_kind_that_nobody_declared_are_told(tmp_path: Path) -> None:
    told = SETTLEMENT.replace("</ns:MFUnder", UNKNOWN + "</ns:MFUnder").encode()
    with pytest.raises(InputError) as refused:
        carry_out(tmp_path, *HENS, {"svar.xml": told}, source="psrm-underretning")
    (problem,) = refused.value.problems
    assert "AfskrivningInfo" in problem.told().why


def test_notifications_of_a_kind_that_the_municipality_declares(tmp_path: Path) -> None:
    own = """
name = "underretninger"
based_on = "psrm-underretning"
[xml]
row = ["FordringerOmfattetAfUdligningenAfregningen", "AfskrivningInfo"]
root = "MFUnderretSamlingHent_O"
[notices]
AfskrivningInfo = "written_off"
"""
    told = SETTLEMENT.replace("</ns:MFUnder", UNKNOWN + "</ns:MFUnder").encode()
    run = carry_out(tmp_path, *HENS, {"svar.xml": told}, written=own)
    assert causes(run.result) == {"recalled_at_psrm_rest": ("400,00", R)}
    assert found(run.result) == {"written_off_by_psrm": (1, I)}
