"""What the second adversary's reading found in matching and evidence: chance, neighbours' marks, lines that never count.

Each beside its near miss. The lines are written as in `test_adversary.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_adversary import SETTINGS, THREE, TWO, got, lines, sent

from zerosum.pipeline import reconcile
from zerosum.settings_load import load


def told(tmp_path: Path, debtor: list[str], psrm: list[str], claims: int, amount: str) -> list[str]:
    return lines(tmp_path, debtor, psrm, (claims, amount))


# --------------------------------------------------------------------------- lines that never count, after the cut-off


@pytest.mark.parametrize("word", ["zero"])
def test_an_event_of_nothing_after_the_cut_off_proves_nothing(word: str, tmp_path: Path) -> None:
    late = got(event=word, amount="500,00", booked_on="2026-10-05")
    assert told(tmp_path, [sent()], [late], 2, "1.500,00") == ["not_ready", "blocking only_in_debtor 1 -50000"]


def test_a_creation_after_the_cut_off_does(tmp_path: Path) -> None:
    late = got(booked_on="2026-10-05")
    assert told(tmp_path, [sent()], [late], 2, "1.500,00")[0] == "ready_with_remarks"


def test_what_was_waived_later_is_no_write_down(tmp_path: Path) -> None:
    down = sent(event="write_down", amount="100,00", booked_on="2026-09-20", receipt_on="2026-09-21")
    waived = got(event="waived", amount="100,00", booked_on="2026-10-05")
    assert "blocking write_down_missing_in_psrm 1 +10000" in told(
        tmp_path, [sent(), down], [got(), waived], 2, "1.500,00"
    )


# ------------------------------------------------------------------------------------- one debtor's, and another's


def test_two_claims_of_two_persons_are_no_joint_claim(tmp_path: Path) -> None:
    debtor = [sent(claim_id="", amount="200,00"), sent(claim_id="", debtors=THREE, amount="300,00")]
    joint = [got(claim_id="", debtors=f"{TWO}|{THREE}", amount="500,00")]
    assert told(tmp_path, debtor, joint, 3, "1.500,00")[0] == "not_ready"


def test_one_claim_listed_for_each_of_two_is_counted_twice_and_says_so(tmp_path: Path) -> None:
    debtor = [sent(), sent(debtors=THREE)]
    joint = [got(debtors=f"{TWO}|{THREE}")]
    assert "blocking counted_per_debtor 1 -50000" in told(tmp_path, debtor, joint, 3, "2.000,00")


# --------------------------------------------------------------------------------------------- what a group lacks


def test_what_has_a_reference_of_its_own_is_not_what_a_group_lacks(tmp_path: Path) -> None:
    debtor = [sent(claim_id="", amount="1.000,00"), sent(claim_id="", amount="200,00")]
    psrm = [got(amount="1.000,00"), got(claim_id="900077", reference="ZZ", amount="200,00")]
    assert told(tmp_path, debtor, psrm, 3, "2.200,00")[0] == "not_ready"


def test_a_wrong_amount_and_a_claim_that_only_one_side_has_are_no_sum(tmp_path: Path) -> None:
    """Without FordringIDs nothing says that the 900 are not the 1.000 with a wrong amount."""
    debtor = [sent(claim_id="", amount="1.000,00")]
    for reference in ("ZZ", ""):
        psrm = [got(amount="900,00"), got(claim_id="900077", reference=reference, amount="100,00")]
        assert told(tmp_path, debtor, psrm, 2, "2.000,00")[0] == "not_ready"


def test_one_oere_changed_beside_one_oere_missing_is_no_sum(tmp_path: Path) -> None:
    debtor = [sent(amount="499,99"), sent(claim_id="900077", reference="B7", amount="0,01")]
    assert told(tmp_path, debtor, [got(claim_id="")], 3, "1.500,00")[0] == "not_ready"


@pytest.mark.parametrize("reference", ["ZZ", ""])
def test_but_where_the_ids_say_that_none_of_them_is_it_they_are(reference: str, tmp_path: Path) -> None:
    psrm = [
        got(claim_id="900071", amount="400,00"),
        got(claim_id="900077", reference=reference, amount="100,00"),
    ]
    assert told(tmp_path, [sent()], psrm, 2, "1.500,00") == [
        "ready_with_remarks", "remark id_differs 1 P/KFDAINS", "remark likely_match 1 P/KFDAINS", "remark split_or_merged 1 P/KFDAINS",
    ]  # fmt: skip


def test_a_write_down_of_another_claim_is_not_what_a_group_lacks(tmp_path: Path) -> None:
    debtor = [sent(claim_id=""), sent(claim_id="", event="write_down", amount="100,00")]
    psrm = [got(claim_id=""), got(claim_id="", reference="", event="write_down", amount="100,00")]
    assert told(tmp_path, debtor, psrm, 2, "1.500,00")[0] == "not_ready"


# ----------------------------------------------------------------------------------------------------------- sums


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(("2026-07-01", "2026-08-01"), "not_ready"), (("2026-01-01", "2026-08-01"), "ready_with_remarks"), (("", "2026-08-01"), "ready_with_remarks"), (("2026-08-01", "2026-08-01"), "ready_with_remarks")],
)  # fmt: skip
def test_parts_of_other_days_than_the_whole_are_no_sum(days: tuple[str, str], verdict: str, tmp_path: Path) -> None:
    psrm = [
        got(claim_id=f"90007{at}", reference=f"Z{at}", amount=amount, effective_on=day)
        for at, (amount, day) in enumerate(zip(("200,00", "300,00"), days, strict=True))
    ]
    assert told(tmp_path, [sent(effective_on="2026-01-01")], psrm, 2, "1.500,00")[0] == verdict


# ----------------------------------------------------------------------------------------------------- conversion

HEADING = "claim_id;reference;solution;claim_type;debtors;event;amount;accepted;booked_on;receipt_on;status;converted"
FIRST = "900001;A1;P;KFDAINS;0113701234;creation;1.000,00;1.000,00;2026-09-01;2026-09-02;{status};"


def causes(folder: Path, debtor: list[str], psrm: list[str]) -> dict[str, int]:
    """Cause -> øre, of lines with the mark of conversion."""
    for name, rows, status in (("debitor.csv", debtor, "UD"), ("psrm.csv", psrm, "")):
        text = "\n".join([HEADING, FIRST.format(status=status), *rows]) + "\n"
        (folder / name).write_text(text.replace(";P;", ";;") if not status else text, "utf-8")
    written = SETTINGS.format(
        top="", debtor_source="zerosum", psrm_source="zerosum", debtor='"debitor.csv"', psrm='"psrm.csv"', claims=2, amount="1.500,00", extra="",
    )  # fmt: skip
    (folder / "zerosum.toml").write_text(written, "utf-8")
    return {one.code: one.net_ore for one in reconcile(load(folder / "zerosum.toml")).result.causes}


def test_the_mark_of_a_neighbour_under_one_reference_says_nothing(tmp_path: Path) -> None:
    debtor = [f";A2;P;KFDAINS;{TWO};creation;{amount};;2022-03-01;2022-03-02;UD;" for amount in ("500,00", "700,00")]
    psrm = [
        f"900002;A2;;KFDAINS;{TWO};creation;500,00;;2026-09-02;;;ja",
        f"900003;A2;;KFDAINS;{TWO};creation;600,00;;2026-09-02;;;",
    ]
    assert causes(tmp_path, debtor, psrm) == {"amount_differs": -100_00}


@pytest.mark.parametrize(
    ("accepted", "receipt", "cause"),
    [
        ("", "2022-03-02", "converted_from_dmi"),
        ("500,00", "2022-03-02", "converted_from_dmi"),  # the old system's receipt
        ("500,00", "2026-09-03", "amount_differs"),  # PSRM's own: it took all
        ("500,00", "", "amount_differs"),
    ],
)
def test_psrms_own_receipt_for_the_whole_is_no_conversion(
    accepted: str, receipt: str, cause: str, tmp_path: Path
) -> None:
    debtor = [f"900002;A2;P;KFDAINS;{TWO};creation;500,00;{accepted};2022-03-01;{receipt};UD;"]
    psrm = [f"900002;A2;;KFDAINS;{TWO};creation;300,00;;2026-09-02;;;ja"]
    assert causes(tmp_path, debtor, psrm) == {cause: -200_00}


# --------------------------------------------------------------------------------------------------------- waived


@pytest.mark.parametrize(
    "waived",
    [
        [got(claim_id="", reference="", event="waived", amount="199,00") for _ in range(4)],  # of nothing that PSRM has
        [got(claim_id="900777", reference="", event="waived", amount="199,00")],
        [
            got(reference="", event="waived", amount="150,00"),
            got(claim_id="", event="waived", amount="150,00"),
        ],  # one claim, told in two ways
        [got(event="waived", amount="150,00", booked_on="2026-08-01")],  # before PSRM had it
    ],
)
def test_what_is_waived_and_is_no_trifle_of_a_claim_of_psrm_blocks(waived: list[str], tmp_path: Path) -> None:
    out = told(tmp_path, [sent()], [got(), *waived], 2, "1.500,00")
    assert out[0] == "not_ready"
    assert any(line.startswith("blocking waived_above_trifle") for line in out)


@pytest.mark.parametrize(("made", "blocks"), [("50,00", True), ("199,00", False)])
def test_more_cannot_be_waived_than_was_there(made: str, blocks: bool, tmp_path: Path) -> None:
    psrm = [got(amount=made), got(event="waived", amount="199,00")]
    total = {"50,00": "1.050,00", "199,00": "1.199,00"}[made]
    assert (told(tmp_path, [sent(amount=made)], psrm, 2, total)[0] == "not_ready") == blocks
