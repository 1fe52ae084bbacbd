"""Hand-made results in every state, for the tests of the report. All names are invented, and each of them adds up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from zerosum.errors import Problem
from zerosum.history import EarlierRun, History, Moved, Then
from zerosum.report.made import Made
from zerosum.report.render import render
from zerosum.result import (
    AGE_BANDS,
    UNALLOTTED,
    WORST_FIRST,
    AgeBand,
    CauseTotal,
    Cell,
    DecisionLine,
    EventSums,
    Fate,
    Figures,
    FilterRule,
    Finding,
    ForecastCount,
    Gravity,
    InputFile,
    NotTried,
    OpenLine,
    Portal,
    Reject,
    Reserved,
    Result,
    RuleSum,
    ScopeCell,
    ScopeState,
    SolutionResult,
    StamdataSummary,
    Standing,
    Verdict,
)
from zerosum.selftested import Came, FileTest, KindTest, SelfTest, Why
from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds import NOTHING
from zerosum.simulate.kinds.files import FILE_KINDS
from zerosum.simulate.kinds.kind import CUT_OFF
from zerosum.trial.selftest import GROUPS

CAUSE_CODES: Mapping[str, tuple[Standing, Gravity, str, str]] = {
    "not_sent": (Standing.BRIDGE, Gravity.REMARK, "F", "vendor"),
    "awaiting_receipt": (Standing.BRIDGE, Gravity.REMARK, "F", "psrm"),
    "in_hearing": (Standing.BRIDGE, Gravity.REMARK, "F", "municipality"),
    "rejected_creation": (Standing.EXPLAINED, Gravity.BLOCKING, "F", "municipality"),
    "rejected_write_down": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "rejected_write_up": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "rejected_recall": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "partly_accepted_creation": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "municipality"),
    "partly_accepted_write_down": (Standing.EXPLAINED, Gravity.REMARK, "V", "municipality"),
    "across_cutoff_debtor_first": (Standing.BRIDGE, Gravity.REMARK, "DF", "nobody"),
    "across_cutoff_psrm_first": (Standing.BRIDGE, Gravity.REMARK, "PF", "nobody"),
    "recalled_with_main_claim": (Standing.EXPLAINED, Gravity.REMARK, "V", "nobody"),
    "recall_of_original_amount": (Standing.EXPLAINED, Gravity.REMARK, "V", "nobody"),
    "recalled_at_psrm_rest": (Standing.EXPLAINED, Gravity.REMARK, "V", "nobody"),
    "converted_from_dmi": (Standing.EXPLAINED, Gravity.REMARK, "V", "psrm"),
    "creditor_changed": (Standing.EXPLAINED, Gravity.REMARK, "F", "municipality"),
    "line_twice": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "claimed_twice": (Standing.EXPLAINED, Gravity.BLOCKING, "P", "vendor"),
    "resent_new_id": (Standing.EXPLAINED, Gravity.INFORMATION, "V", "nobody"),
    "type_swapped": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "municipality"),
    "fee_on_main_type": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "debtor_changed": (Standing.EXPLAINED, Gravity.REMARK, "V", "municipality"),
    "debtor_wrong": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "municipality"),
    "counted_per_debtor": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "split_with_loss": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "write_up_own_claim": (Standing.EXPLAINED, Gravity.INFORMATION, "V", "nobody"),
    "same_balance_other_events": (Standing.EXPLAINED, Gravity.REMARK, "V", "vendor"),
    "recall_missing_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "vendor"),
    "recall_only_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "municipality"),
    "write_down_missing_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "vendor"),
    "write_down_only_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "municipality"),
    "write_up_missing_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "vendor"),
    "write_up_only_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "V", "municipality"),
    "fee_included": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "interest_included": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "sign_turned": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "factor_hundred": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "decimals_lost": (Standing.EXPLAINED, Gravity.BLOCKING, "V", "vendor"),
    "offset_same_debtor": (Standing.LOCATED, Gravity.BLOCKING, "V", "municipality"),
    "rounding": (Standing.EXPLAINED, Gravity.REMARK, "V", "vendor"),
    "amount_differs": (Standing.LOCATED, Gravity.BLOCKING, "V", "municipality"),
    "only_in_debtor": (Standing.LOCATED, Gravity.BLOCKING, "F", "vendor"),
    "only_in_psrm": (Standing.LOCATED, Gravity.BLOCKING, "P", "municipality"),
    "unexplained": (Standing.UNEXPLAINED, Gravity.BLOCKING, "none", "municipality"),
}
"""Every cause that the main job knows, in its order: standing, gravity, heading, owner."""

FINDING_CODES: Mapping[str, Gravity] = {
    "type_borrowed": Gravity.REMARK,
    "debtor_borrowed": Gravity.REMARK,
    "ambiguous": Gravity.REMARK,
    "likely_match": Gravity.REMARK,
    "broken_key": Gravity.BLOCKING,
    "receipt_not_fetched": Gravity.REMARK,
    "undeclared_type": Gravity.BLOCKING,
    "undeclared_solution": Gravity.BLOCKING,
    "expected_not_seen": Gravity.BLOCKING,
    "rejected_lines": Gravity.BLOCKING,
    "action_without_sign": Gravity.BLOCKING,
    "mixed_agreement": Gravity.BLOCKING,
    "in_dmi": Gravity.INFORMATION,
    "not_routed": Gravity.REMARK,
    "action_replaced": Gravity.INFORMATION,
    "line_twice": Gravity.BLOCKING,
    "scope_not_declared": Gravity.REMARK,
    "split_or_merged": Gravity.INFORMATION,
    "id_differs": Gravity.REMARK,
    "also_in_dmi": Gravity.BLOCKING,
    "sent_to_dmi_after_close": Gravity.BLOCKING,
    "date_far_ahead": Gravity.BLOCKING,
    "outside_area": Gravity.INFORMATION,
    "control_total_differs": Gravity.BLOCKING,
    "control_total_missing": Gravity.REMARK,
    "written_up_as_own_claim": Gravity.INFORMATION,
    "test_batch_not_zero": Gravity.BLOCKING,
    "test_batch_not_seen": Gravity.REMARK,
    "too_perfect": Gravity.INFORMATION,
    "person_number_in_text": Gravity.BLOCKING,
    "resent": Gravity.INFORMATION,
    "write_down_exceeds_balance": Gravity.REMARK,
    "awaiting_co_debtor": Gravity.REMARK,
    "left_out_by_source": Gravity.REMARK,
    "waived_trifle": Gravity.INFORMATION,
    "waived_above_trifle": Gravity.BLOCKING,
    "collected_and_recovered": Gravity.BLOCKING,
    "paid_on_both_sides": Gravity.BLOCKING,
    "retired_code": Gravity.BLOCKING,
    "other_area_code": Gravity.REMARK,
    "type_of_other_area": Gravity.REMARK,
    "type_of_other_area_open": Gravity.BLOCKING,
    "handled_elsewhere": Gravity.BLOCKING,
    "decided_pair": Gravity.REMARK,
    "decided_allotment": Gravity.REMARK,
    "decision_unused": Gravity.REMARK,
    "acceptance_expired": Gravity.BLOCKING,
    "debtor_changed": Gravity.INFORMATION,
    "converted": Gravity.REMARK,
    "numbers_damaged": Gravity.REMARK,
    "status_from_receipt": Gravity.REMARK,
    "receipt_differs": Gravity.REMARK,
    "receipt_in_doubt": Gravity.REMARK,
    "receipt_without_action": Gravity.REMARK,
    "returned_by_psrm": Gravity.REMARK,
    "written_off_by_psrm": Gravity.INFORMATION,
}

WORDS_BESIDE = ("not_tested", "not_allotted", "portal_differs")
"""Words like a finding's that are no code of a finding: reasons of a cell, and control_total_differs of the portal."""

BLIND_SPOTS = (
    "type_swapped_borrowed", "debtor_borrowed", "business_to_debtor", "portal_sums", "cutoff_without_psrm_date",
    "status_unknown", "accepted_unknown", "awaiting_co_debtor", "notifications", "effective_dates", "dmi_unknown",
    "same_change_on_both", "keys_unknown", "families_unknown", "resent_unknown", "reasons_unknown", "person_numbers",
    "receipt_dates", "debtor_dates", "dmi_close", "collected_and_recovered", "paid_on_both_sides",
    "waived_trifle", "write_down_exceeds_balance", "test_batch_not_declared", "retired_code", "filter_reject_expected",
    "filter_hearing_expected", "conversion_unknown", "other_creditors",
    "returned_unknown",
)  # fmt: skip

RULES = (
    "after_cut_off", "replaced", "zero_action", "no_sign", "offset_agreement", "dmi", "other_creditor",
    "repeated_for_liable", "line_twice", "look_up", "interest", "blank", "trailer", "earlier_report", "replaced_by_other_amount",
    "waived", "awaiting_co_debtor", "recovery", "former_creditor", "late_and_out", "preamble", "repeated_heading", "other_kind",
    "notice", "superseded", "not_used", "left_out",
)  # fmt: skip

DETAILS = (
    "event", "declared_claims", "seen_claims", "declared_ore", "seen_ore", "sign", "batch_list", "places",
    "left_debtor_ore", "left_psrm_ore", "claim_type", "claim_type_now", "replaced_on", "of_area", "handled_by", "side", "number", "damage",
)  # fmt: skip
"""What a finding may name; anything else is shown by its own name."""

SAID = {
    "sign": ("same_lines", "one_amount", "one_debtor", "one_day", "no_difference"),
    "batch_list": ("listed", "in_file", "reference_form"),
    "side": ("debtor", "psrm"),
    "number": ("claim_id", "reference", "main_claim_id", "resent_of", "debtors"),
    "damage": ("number_with_decimals", "number_with_apostrophe", "number_became_date", "number_lost_zeros"),
}
"""What a finding may say of what it names, where the words know it."""

TYPE_NAMES = {
    "KFDAINS": "Daginstitution",
    "KFDADPL": "Dagpleje",
    "KFDASFO": "Skolefritidsordning",
    "KFDAUNG": "Ungdomsskole",
    "GEDAINS": "Gebyr, daginstitution",
    "REOPDAG": "Renter, daginstitution",
}

ALPHA, BETA, GAMMA, MANUAL = "Alfa Børn", "Beta Institution", "Gamma Ungdom", "Manuelle regninger"

MADE = Made(
    when=datetime(2026, 10, 12, 7, 12, tzinfo=UTC),
    who="Kirsten Testleder",
    command="zerosum run -c zerosum.toml",
    version="0.1.0",
    python="3.11.9",
    pandas="3.1.0",
    run_id="2026-09-30_9f2c41",
    fingerprint="9f2c41d788ab0e13" * 4,
    settings_hash="51" * 32,
    decisions_hash="52" * 32,
)


REASONS = {"rejected_creation": "486: Referencen er brugt; 9999: Andet", "in_hearing": "Perioden er for lang"}
"""What the receipts of some causes say: with a number that we know, with one that we do not, without any."""

ALSO = {"decimals_lost": ("amount_differs",), "rounding": ("decimals_lost",), "offset_same_debtor": ("only_in_debtor",)}
"""What lines of these causes could as well be."""


def cause(code: str, *amounts: int, blocking: int | None = None) -> CauseTotal:
    """A cause that took these amounts; `blocking` of its rows block (all of them where the cause does)."""
    standing, gravity, _, _ = CAUSE_CODES[code]
    if blocking is None:
        blocking = len(amounts) if gravity == Gravity.BLOCKING else 0
    return CauseTotal(
        code=code,
        standing=standing,
        gravity=Gravity.BLOCKING if blocking else gravity,
        rows=len(amounts),
        net_ore=sum(amounts),
        gross_ore=sum(map(abs, amounts)),
        blocking_rows=blocking,
        blocking_gross_ore=sum(map(abs, amounts[:blocking])),
    )


def merged(causes: Iterable[CauseTotal]) -> tuple[CauseTotal, ...]:
    """The causes of several cells as one list, in the order of the catalogue."""
    by_code: dict[tuple[str, bool], CauseTotal] = {}
    for one in causes:
        key = (one.code, one.standing == Standing.ACCEPTED)
        seen = by_code.get(key)
        by_code[key] = one if seen is None else CauseTotal(
            one.code, one.standing, max(one.gravity, seen.gravity), one.rows + seen.rows, one.net_ore + seen.net_ore,
            one.gross_ore + seen.gross_ore, one.blocking_rows + seen.blocking_rows,
            one.blocking_gross_ore + seen.blocking_gross_ore,
        )  # fmt: skip
    return tuple(by_code[code, by] for code in CAUSE_CODES for by in (False, True) if (code, by) in by_code)


def accepted(code: str, *amounts: int) -> CauseTotal:
    """What people have accepted of a cause."""
    return replace(cause(code, *amounts, blocking=0), standing=Standing.ACCEPTED, gravity=Gravity.REMARK)


def cell(
    solution: str,
    claim_type: str | None,
    verdict: Verdict,
    debtor_ore: int,
    claims: int,
    *causes: CauseTotal,
    expected: bool = True,
    reasons: tuple[str, ...] = (),
) -> Cell:
    """A cell whose PSRM side is the debtor side and what the causes took."""
    explained = [c for c in causes if c.standing <= Standing.ACCEPTED]
    accepted = [c for c in causes if c.standing == Standing.ACCEPTED]
    unexplained = [c for c in causes if c.standing >= Standing.LOCATED]
    figures = Figures(
        debtor_ore=debtor_ore,
        psrm_ore=debtor_ore + sum(c.net_ore for c in causes),
        explained_ore=sum(c.net_ore for c in explained),
        unexplained_ore=sum(c.net_ore for c in unexplained),
        gross_ore=sum(c.gross_ore for c in causes),
        unexplained_gross_ore=sum(c.gross_ore for c in unexplained),
        debtor_claims=claims,
        psrm_claims=claims + claims // 30,  # a write-up is a claim of its own there
        accepted_ore=sum(c.net_ore for c in accepted),
        accepted_gross_ore=sum(c.gross_ore for c in accepted),
    )
    tested = verdict != Verdict.NOT_TESTED and claims > 0
    extent = {
        "create": claims,
        "write_down": claims // 7,
        "write_up": claims // 30,
        "recall": claims // 12,
        "two_liable": 3,
    }
    blocked = tuple(c.code for c in causes if c.gravity >= Gravity.REMARK)
    missing = ("not_tested",) if expected and not tested else ()
    return Cell(
        solution, claim_type, verdict, figures, expected, tested, causes, (*missing, *blocked, *reasons),
        extent if claims else {},
    )  # fmt: skip


def solution(name: str, *cells: Cell) -> SolutionResult:
    """A solution as good as its worst cell."""
    return SolutionResult(
        name=name,
        verdict=min((c.verdict for c in cells), key=WORST_FIRST.index),
        figures=sum((c.figures for c in cells), Figures()),
        causes=merged(c for one in cells for c in one.causes),
        cells=cells,
        reasons=tuple(dict.fromkeys(reason for one in cells for reason in one.reasons)),
    )


def lines(solutions: Iterable[SolutionResult], sides: Mapping[str, str]) -> tuple[OpenLine, ...]:
    """A line for each row of each cell's causes; the amounts are shared out so that they add up."""
    made = []
    for one in (c for s in solutions for c in s.cells):
        for total in one.causes:
            first = total.net_ore - (total.rows - 1) * 100
            for at in range(total.rows):
                ore = first if at == 0 else 100
                number = 1000 + len(made)
                side = sides.get(total.code, "debtor")
                made.append(
                    OpenLine(
                        cause=total.code, gravity=total.gravity, solution=one.solution, claim_type=one.claim_type,
                        reference=f"RIM{number:09d}", claim_id=f"60{number:08d}", event="creation", side=side,
                        open_ore=ore, posted_ore=ore, booked_on=date(2026, 9, 1 + at % 28),
                        debtor_source="" if side == "psrm" else f"0753_ODE_2026-10-10_001_09-RIM-aftale_Total:{number}",
                        psrm_source="" if side == "debtor" else f"Justeringsrapport_2026-09.csv:{number}",
                        case=hashlib.sha256(str(number).encode()).hexdigest()[:10],
                        line=f"line{number}",
                        accepted=total.standing == Standing.ACCEPTED,
                        also=ALSO.get(total.code, ()),
                        reason=REASONS.get(total.code, ""),
                    )
                )  # fmt: skip
    return tuple(sorted(made, key=lambda line: (-line.gravity, -abs(line.posted_ore))))


def ages(solutions: Iterable[SolutionResult]) -> tuple[AgeBand, ...]:
    """What is open by age: each cause of a solution is of another age."""
    return tuple(
        AgeBand(
            one.name,
            AGE_BANDS[band],
            sum(cause.rows for cause in mine),
            sum(cause.net_ore for cause in mine),
            sum(cause.gross_ore for cause in mine),
        )
        for one in solutions
        for band in range(len(AGE_BANDS))
        if (mine := one.causes[band :: len(AGE_BANDS)])
    )


def inputs(rejects: int = 0) -> tuple[InputFile, ...]:
    """The files of a run, whose lines add up."""
    return (
        InputFile(
            "ind/debitor/0753_ODE_2026-10-10_001_09-RIM-aftale_Total_001af1.csv", "debtor", "kmd-ode", "09-RIM-aftale",
            1_204_331, hashlib.sha256(b"09").hexdigest(), "windows-1252", ";", 6320 + rejects, 6105, rejects,
            {"after_cut_off": 118, "zero_action": 14, "repeated_for_liable": 61, "offset_agreement": 22},
            {"creation": 1_284_735_650, "write_up": 1_250_000, "write_down": 9_650_000, "recall": 4_410_000},
            read_ore=1_301_000_000, read_again_ore=1_301_000_000, lines_again=6320 + rejects,
        ),
        InputFile(
            "ind/debitor/0753_ODE_2026-10-10_001_10-RIM-aftale-rater_Total_001af1.csv", "debtor", "kmd-ode",
            "10-RIM-aftale-rater", 904_112, hashlib.sha256(b"10").hexdigest(), "windows-1252", ";", 4812, 0, 0,
            {"look_up": 4812}, {},
        ),
        InputFile(
            "ind/psrm/Justeringsrapport_2026-09.csv", "psrm", "psrm-justering", "", 733_201,
            hashlib.sha256(b"psrm").hexdigest(), "utf-8", ";", 6091, 6090, 0, {"trailer": 1},
            {"creation": 1_280_620_863, "write_up": 1_250_000, "write_down": 9_350_000, "recall": 4_410_000},
        ),
    )  # fmt: skip


def scope_cell(one: Cell) -> ScopeCell:
    """What the matrix says of a cell of which nothing special is declared."""
    if one.expected:
        seen = bool(one.figures.debtor_claims or one.figures.psrm_claims)
        state = S.NOT_SEEN if not seen else S.TESTED if one.tested else S.SEEN_ONLY
    else:
        state = S.UNALLOTTED if one.solution == UNALLOTTED else S.UNDECLARED_TYPE
    return ScopeCell(one.claim_type, one.solution, state)


def result(
    *solutions: SolutionResult,
    findings: tuple[Finding, ...] = (),
    rejects: tuple[Reject, ...] = (),
    can_be_reported: bool = False,
    outside: Figures = Figures(),  # noqa: B008 - a frozen value
    sides: Mapping[str, str] | None = None,
    decisions: tuple[DecisionLine, ...] = (),
) -> Result:
    """The whole: figures, causes, lines and portal follow from the solutions."""
    figures = sum((s.figures for s in solutions), Figures())
    whole = figures + outside
    psrm = EventSums(whole.psrm_ore + 10_000_00, 2_500_00, 5_000_00, 7_500_00)
    debtor = EventSums(whole.debtor_ore + 10_000_00, 2_500_00, 5_000_00, 7_500_00)
    return Result(
        municipality="Eksempel Kommune",
        creditor_id="1234",
        area="daginstitution",
        area_name="Daginstitution",
        cut_off=date(2026, 9, 30),
        as_of=date(2026, 10, 10),
        balances=False,
        psrm_dated=True,
        verdict=min((s.verdict for s in solutions), key=WORST_FIRST.index),
        figures=figures,
        solutions=solutions,
        outside_area=outside,
        causes=merged(c for s in solutions for c in s.causes),
        findings=findings,
        portal=Portal(can_be_reported, psrm, debtor, whole.difference_ore, whole.explained_ore, whole.unexplained_ore),
        blind_spots=BLIND_SPOTS[2:4] + BLIND_SPOTS[7:9] + BLIND_SPOTS[11:],
        rejects=rejects,
        lines=lines(solutions, sides or {"only_in_psrm": "psrm", "amount_differs": "pair"}),
        inputs=inputs(len(rejects)),
        tolerance_per_claim_ore=0,
        tolerance_per_solution_ore=0,
        type_names=TYPE_NAMES,
        decisions=decisions,
        postings_digest=hashlib.sha256(repr(solutions).encode()).hexdigest(),
        ages=ages(solutions),
        scope=tuple(scope_cell(one) for solution in solutions for one in solution.cells),
    )


HOSTILE = "</style><script>alert(1)</script><img src=x onerror='alert(2)'>\" ‹b› {braces} \\"

S = ScopeState
R, W, N, U = Verdict.READY, Verdict.READY_WITH_REMARKS, Verdict.NOT_READY, Verdict.NOT_TESTED

_ALPHA = solution(ALPHA, cell(ALPHA, "KFDAINS", R, 4_812_336_00, 2104), cell(ALPHA, "KFDADPL", R, 1_204_550_50, 611))
_BETA = solution(
    BETA,
    cell(BETA, "KFDAINS", W, 3_004_120_00, 1210, cause("in_hearing", -12_400_00, -9_380_62, -8_251_00)),
    cell(BETA, "KFDASFO", W, 988_700_00, 540, cause("partly_accepted_write_down", 1_000_00), cause("rounding", 1, -1)),
    cell(BETA, "GEDAINS", R, 112_500_00, 450),
)


def _both(text: str) -> dict[str, str]:
    return {"da": text, "en": text}


LATE = FilterRule(
    "R_x_SENT", "rejected", {"da": "Forfaldet må ikke være i morgen.", "en": "The due date may not be tomorrow."},
    "Den opdigtede oversigt, 2024", 428, "Set med en opdigtet type.",
)  # fmt: skip
LONG = FilterRule("R_4_2", "hearing", _both("Perioden må højst være 2 måneder."), "Den opdigtede vejledning")
EITHER = FilterRule("R_1_1", "either", _both("Arten skal være INDR."), "Den opdigtede vejledning")
LIABLE = FilterRule("EGEN_HÆFTERE", "hint", _both("Flere hæfter."), "Os selv")

HITS = ("as_told", "otherwise", "missed", "too_much", "executed_since", "quiet", "no_answer")


def _hit(one: ForecastCount) -> str:
    """In which of the hits a forecast with an answer is."""
    if one.answer == "none_yet":
        return "no_answer"
    if one.answer == "executed":
        return {"none": "quiet", "rejected": "too_much"}.get(one.forecast, "executed_since")
    if one.forecast == "none":
        return "missed"
    told = {"rejected": "rejected", "hearing": "in_hearing", "either": one.answer}[one.forecast]
    return "as_told" if told == one.answer else "otherwise"


def stamdata(*forecasts: ForecastCount, sums: tuple[RuleSum, ...] = (), tells_days: bool = True) -> StamdataSummary:
    """A forecast whose counts follow from the claims of each expectation and answer."""
    hits = {name: sum(one.claims for one in forecasts if _hit(one) == name) for name in HITS}
    return StamdataSummary(
        sum(one.claims for one in forecasts), tells_days, sums, forecasts, hits, (), (), (), (), (), (), ()
    )  # fmt: skip


def count(forecast: str, answer: str, claims: int, amount_ore: int, untried: int = 0) -> ForecastCount:
    return ForecastCount(ALPHA, "KFDAINS", forecast, answer, claims, amount_ore, untried)


def forecast() -> StamdataSummary:
    """Every expectation with every answer, rules of every consequence, what could not be tried, and what is not settled."""
    counts = tuple(
        count(expected, answer, 3 + at * 4 + n, (100 + at * 40 + n) * 1_234, n)
        for at, expected in enumerate(("rejected", "either", "hearing", "none"))
        for n, answer in enumerate(("none_yet", "in_hearing", "rejected", "executed"))
    )
    sums = (
        RuleSum(LIABLE, ALPHA, "KFDAINS", 12, 12_000_00, 0, 0),
        RuleSum(LONG, ALPHA, "KFDAINS", 4, 4_321_00, 3, 3_000_21),
        RuleSum(LATE, UNALLOTTED, None, 2, 2_000_00, 0, 0),
        RuleSum(EITHER, ALPHA, "KFDADPL", 5, 5_000_00, 5, 5_000_00),
        RuleSum(LATE, ALPHA, "KFDAINS", 3, 1_000_50, 1, 900_50),
    )
    date_of = ({"da": "domsdato", "en": "day of judgment"}, {"da": "forligsdato", "en": "day of settlement"})
    return replace(
        stamdata(*counts, sums=sums),
        not_tried=(
            NotTried("R_7_12", _both("Dommen skal være afsagt."), date_of, 9, 0, 0, 0),
            NotTried("R_3_1", _both("Forfald skal være udfyldt."), (), 1, 2, 3, 4),
        ),
        reservations=(Reserved(_both("Forfaldet er under afklaring."), "Det opdigtede webinar", ("KFDAINS", "KFDADPL"), 61),),
        gaps=(Reserved(_both("Typens egne regler er ukendte."), "Det opdigtede webinar", ("KFDAUNG",), 1),),
        without_own_rules=(("KFDAUNG", 1), ("GEDAINS", 24)),
        unreadable=(Problem("amount_unreadable", {"form": "1.234,50"}, "a.csv", 7, "Hovedstol", "**.**"),),
    )  # fmt: skip


def hostile_forecast() -> StamdataSummary:
    """More sums than are shown, in hostile words."""
    told = forecast()
    rule = replace(LATE, code=HOSTILE, sentence=_both(HOSTILE), source=HOSTILE, note=HOSTILE)
    rules = (rule, replace(rule, consequence="hint"))
    reserved = (Reserved(_both(HOSTILE), HOSTILE, (HOSTILE, HOSTILE), 61),)
    wrong = Problem("amount_unreadable", {"form": HOSTILE}, HOSTILE, 7, HOSTILE, "***")
    return replace(
        told,
        sums=tuple(RuleSum(one, HOSTILE, HOSTILE, 9, at, 9, at) for one in rules for at in range(60)),
        not_tried=(NotTried(HOSTILE, _both(HOSTILE), (_both(HOSTILE),), 1, 1, 1, 1),),
        reservations=reserved,
        gaps=reserved,
        without_own_rules=((HOSTILE + "x", 1),),
        unreadable=(wrong, wrong),
        doubts=(wrong,),
    )


def filtered() -> Result:
    """With remarks, and claims of which something is expected of the entry filter."""
    return replace(with_remarks(), stamdata=forecast())


def ready() -> Result:
    """KLAR, two solutions, no cause at all; no breach of the entry filter, and no receipt."""
    manual = solution(MANUAL, cell(MANUAL, "KFDAINS", R, 24_000_00, 12))
    told = result(
        _ALPHA, manual, can_be_reported=True,
        findings=(Finding("action_replaced", Gravity.INFORMATION, 4, ALPHA, "KFDAINS"),),
    )  # fmt: skip
    return replace(told, stamdata=stamdata(count("none", "none_yet", 12, 24_000_00)))


def with_remarks() -> Result:
    """KLAR MED BEMÆRKNING: bridges, a remark, and one borrowed type."""
    return result(
        _ALPHA, _BETA,
        findings=(
            Finding("type_borrowed", Gravity.REMARK, 1750, BETA),
            Finding("control_total_missing", Gravity.REMARK, 1, ALPHA, "KFDAINS"),
            Finding("control_total_missing", Gravity.REMARK, 1, ALPHA, "KFDADPL"),
        ),
        outside=Figures(1_200_00, 1_900_00, 0, 700_00, 700_00, 700_00, 2, 3),
    )  # fmt: skip


def not_ready() -> Result:
    """IKKE KLAR as in the example municipality: a solution ready, one with remarks, one not, a type untested."""
    gamma = solution(
        GAMMA,
        cell(
            GAMMA, "KFDAUNG", N, 642_300_00, 310,
            cause("rejected_creation", -6_892_07), cause("rejected_write_down", 300_00, 450_00),
            cause("across_cutoff_debtor_first", -1_873_00),
            cause("write_down_only_in_psrm", -300_00), cause("amount_differs", 1, -250_00),
            cause("only_in_debtor", *(-1_873_00 for _ in range(30))),
        ),
        cell(GAMMA, "REOPDAG", U, 0, 0),
    )  # fmt: skip
    lost = solution(
        UNALLOTTED,
        cell(UNALLOTTED, "KFDAINS", N, 0, 1, cause("only_in_psrm", 500_00), expected=False, reasons=("not_allotted",)),
    )
    return result(
        _ALPHA, _BETA, gamma, lost,
        findings=(
            Finding("expected_not_seen", Gravity.BLOCKING, 1, GAMMA, "REOPDAG"),
            Finding("control_total_differs", Gravity.BLOCKING, 1, GAMMA, "KFDAUNG",
                    {"link": "first", "declared_claims": 312, "seen_claims": 310, "declared_ore": 646_046_00, "seen_ore": 642_300_00}),
            Finding("control_total_differs", Gravity.BLOCKING, 1, None, None,
                    {"link": "portal", "event": "recall", "declared_ore": 7_500_00, "seen_ore": 7_400_00}),
            Finding("in_dmi", Gravity.INFORMATION, 31),
            Finding("broken_key", Gravity.BLOCKING, 2, GAMMA),
        ),
    )  # fmt: skip


def not_tested() -> Result:
    """IKKE TESTET: a solution of which nothing has been seen, and one where nothing was sent."""
    waiting = solution(GAMMA, cell(GAMMA, "KFDAUNG", U, 1_000_00, 1, cause("not_sent", -1_000_00)))
    told = result(_ALPHA, solution(MANUAL, cell(MANUAL, "KFDAINS", U, 0, 0), cell(MANUAL, "KFDADPL", U, 0, 0)), waiting)
    return replace(told, stamdata=stamdata(count("none", "none_yet", 1, 1_000_00, untried=1), tells_days=False))


def net_zero() -> Result:
    """Net 0, gross 600: the amounts cancel each other out, and no zero may mislead."""
    swapped = solution(
        GAMMA,
        cell(
            GAMMA,
            "KFDAUNG",
            N,
            700_00,
            4,
            cause("rejected_write_down", 300_00),
            cause("write_down_only_in_psrm", -300_00),
        ),
    )
    return replace(result(swapped), stamdata=stamdata())


def unexplained_net_zero() -> Result:
    """The unexplained alone cancels out; one explained cause does not."""
    offset = solution(
        GAMMA,
        cell(
            GAMMA,
            "KFDAUNG",
            N,
            700_00,
            4,
            cause("across_cutoff_psrm_first", 50_00),
            cause("amount_differs", 100_00, -100_00),
        ),
    )
    return result(offset)


def one_blocked() -> Result:
    """One solution, blocked by what is explained only."""
    blocked = solution(BETA, cell(BETA, "KFDAINS", N, 5_000_00, 9, cause("in_hearing", -700_00, -80_00, blocking=1)))
    return replace(result(_ALPHA, blocked), stamdata=stamdata(count("none", "executed", 9, 5_000_00)))


def rejected_line() -> Result:
    """One unreadable line of an unknown solution: nothing is ready."""
    blocked = replace(
        _ALPHA, verdict=N, cells=tuple(replace(c, verdict=N, reasons=("rejected_lines",)) for c in _ALPHA.cells)
    )
    file = "ind/debitor/0753_ODE_2026-10-10_001_09-RIM-aftale_Total_001af1.csv"
    wrong = Problem("amount_unreadable", {"form": "1.234,50 eller 1234,50"}, file, 1042, "Beløb", "**.**")
    unreadable = Reject(wrong, "debtor")
    return result(blocked, findings=(Finding("rejected_lines", Gravity.BLOCKING, 1),), rejects=(unreadable,))


def finding_only() -> Result:
    """Every krone goes out, but a finding blocks, and claims of an unknown type are not allotted."""
    blocked = replace(_ALPHA, verdict=N)
    lost = solution(UNALLOTTED, cell(UNALLOTTED, None, N, 900_00, 1, expected=False, reasons=("not_allotted",)))
    return result(blocked, lost, findings=(Finding("broken_key", Gravity.BLOCKING, 2, ALPHA),))


def decided() -> Result:
    """Decisions of every kind and fate: of one cause a part is accepted, and an acceptance has outgrown its ceiling."""
    beta = solution(
        BETA,
        cell(
            BETA, "KFDAINS", N, 5_000_00, 9,
            cause("only_in_psrm", 900_00, 40_00), accepted("only_in_psrm", 500_00, -120_00), accepted("in_hearing", -80_00),
        ),
    )  # fmt: skip
    day, end = date(2026, 10, 5), date(2026, 12, 31)
    return result(
        _ALPHA, beta,
        findings=(
            Finding("acceptance_expired", Gravity.BLOCKING, 2, BETA, "KFDAINS",
                    {"fate": "exceeded", "ceiling_ore": 100_00, "used_ore": 940_00}),
            Finding("decision_unused", Gravity.REMARK, 1),
            Finding("decided_pair", Gravity.REMARK, 2, BETA, "KFDAINS"),
        ),
        decisions=(
            DecisionLine("accept", Fate.EXCEEDED, "municipality", "Afventer nævn", day, 4, ("X-9",), 2, until=end,
                         cause="only_in_psrm", ceiling_ore=100_00, used_ore=940_00),
            DecisionLine("accept", Fate.EXPIRED, "municipality", "Afventer nævn", day, 5, ("X-8",), 1, until=end,
                         ceiling_ore=100_00, used_ore=40_00),
            DecisionLine("accept", Fate.HOLDS, "psrm", "Afventer PSRM", day, 2, (), 3, until=end, case="0123456789",
                         ceiling_ore=700_00, used_ore=700_00),
            DecisionLine("allot", Fate.UNUSED, "vendor", "Fra leverandørens liste", day, 6, ("••••••",), 0, solution=ALPHA),
            DecisionLine("pair", Fate.HOLDS, "vendor", "Samme regning", day, 3, ("A-1", "900001"), 2),
        ),
    )  # fmt: skip


def scoped() -> Result:
    """Every state of the scope: declared × seen, what is required, manual bills, others' bills, another area's."""
    gamma = solution(
        GAMMA,
        cell(GAMMA, "KFDAUNG", U, 900_00, 3),
        cell(GAMMA, "KFDAINS", N, 500_00, 1, expected=False, reasons=("undeclared_solution",)),
        cell(GAMMA, "KFDASFO", N, 500_00, 1, expected=False, reasons=("handled_elsewhere",)),
        cell(GAMMA, "KFDAGML", N, 500_00, 1, expected=False, reasons=("retired_code",)),
        cell(GAMMA, "KFDADPL", N, 500_00, 1, expected=False, reasons=("undeclared_type",)),
        cell(GAMMA, "REOPDAG", U, 0, 0),
    )
    manual = replace(solution(MANUAL, replace(cell(MANUAL, "KFDAINS", U, 1_000_00, 2), tested=True)), manual=True)
    lost = solution(UNALLOTTED, cell(UNALLOTTED, "KFDAINS", N, 500_00, 1, expected=False, reasons=("not_allotted",)))
    told = result(
        _ALPHA, gamma, manual, lost,
        findings=(Finding("handled_elsewhere", Gravity.BLOCKING, 1, GAMMA, "KFDASFO", {"handled_by": "Nabokommunen"}),),
    )  # fmt: skip
    scope = {(one.solution, one.claim_type): one for one in told.scope}
    scope |= {
        (one.solution, one.claim_type): one
        for one in (
            ScopeCell("KFDAINS", ALPHA, S.TESTED, ("create", "write_down")),
            ScopeCell("KFDAINS", MANUAL, S.REQUIRED_MISSING, ("create", "recall", "two_liable"), ("recall",)),
            ScopeCell("KFDAUNG", GAMMA, S.SEEN_ONLY, ("create",), ("create",)),
            ScopeCell("KFDAINS", GAMMA, S.UNDECLARED_SOLUTION),
            ScopeCell("KFDASFO", GAMMA, S.ELSEWHERE_SEEN, told="Nabokommunen"),
            ScopeCell("KFDAGML", GAMMA, S.RETIRED, told="KFDAUNG"),
            ScopeCell("GEDAINS", None, S.ELSEWHERE, told="Beredskabet"),
            ScopeCell("KFLEJKA", None, S.OTHER_AREA, told="Kultur"),
            ScopeCell("KFLEJKA", GAMMA, S.OTHER_AREA),
        )
    }
    return replace(told, scope=tuple(scope.values()), responsible="PSRM-tovholder, Børn og Unge")


def balances() -> Result:
    """Balance against balance, a PSRM file without dates, no area beside, one claim type that nobody declared."""
    seen = cell(ALPHA, "KFÅVEJ", R, 900_00, 3, expected=False)
    undated = result(solution(ALPHA, seen))
    files = tuple(
        replace(file, separator=separator) for file, separator in zip(undated.inputs, ("\t", ",", ""), strict=True)
    )
    return replace(
        undated, balances=True, psrm_dated=False, tolerance_per_claim_ore=1, tolerance_per_solution_ore=5_00,
        blind_spots=(), inputs=files,
    )  # fmt: skip


def worst() -> Result:
    """Every cause, finding, rule and blind spot, hostile names, many rows, large amounts."""
    big = 98_765_432_109_87
    every = [cause(code, *(sign * (big + at) for at in range(40) for sign in (1, -1, -1))) for code in CAUSE_CODES]
    huge = solution(
        HOSTILE,
        *(
            cell(HOSTILE, claim_type, N, big * 300, 100_000, *every)
            for claim_type in (*TYPE_NAMES, "KFRÅVEJ", "KFTØFIN")
        ),
    )
    details = dict.fromkeys(DETAILS, 7) | {"event": HOSTILE, "unknown": 7}
    name = "Løsningen-med-et-meget-langt-navn-uden-et-eneste-mellemrum-ApS"
    long = solution(name, cell(name, None, W, 1, 1, cause("rounding", 1), expected=False))
    lost = solution(UNALLOTTED, cell(UNALLOTTED, None, N, 0, 3, cause("unexplained", 1, -1), expected=False))
    whole = result(
        huge, long, *(solution(f"Løsning {n}", cell(f"Løsning {n}", "KFDAINS", R, 100, 1)) for n in range(6)), lost,
        findings=tuple(
            Finding(code, gravity, 12_345, HOSTILE, "KFDAINS", details)
            for code, gravity in FINDING_CODES.items()
        )
        + tuple(Finding("too_perfect", Gravity.INFORMATION, 1, detail={name: one}) for name, all_ in SAID.items() for one in all_),
        decisions=(DecisionLine("pair", Fate.HOLDS, "vendor", HOSTILE, date(2026, 10, 5), 3, (HOSTILE, HOSTILE), 2),),
        rejects=tuple(
            Reject(Problem("amount_unreadable", {"form": HOSTILE}, "a.csv", n, HOSTILE, "***"), "psrm")
            for n in range(1, 301)
        ),
    )  # fmt: skip
    ruled = replace(whole.inputs[0], path=HOSTILE, lines=6105 + 300 + 7 * len(RULES), by_rule=dict.fromkeys(RULES, 7))
    events = ("creation", "write_up", "write_down", "recall", "balance")
    spread = tuple(replace(line, event=events[at % 5], booked_on=None) for at, line in enumerate(whole.lines))
    not_used = InputFile(
        "02-Bilag-aaben.csv", "debtor", "kmd-ode", "02-Bilag-aaben", 1, "0" * 64, "", "", 7, 0, 0, {"not_used": 7}, {},
        notes=(Problem("file_not_used"), Problem("amount_unreadable", {"form": HOSTILE}, column=HOSTILE)),
    )  # fmt: skip
    files = (replace(ruled, lines_again=None), *whole.inputs[1:], not_used)
    scope = (*whole.scope, *(ScopeCell("KFLEJKA", at, S.OTHER_AREA, told=HOSTILE) for at in (None, HOSTILE)))
    scope += (ScopeCell("KFLEJKA", None, S.ELSEWHERE, told=HOSTILE),)
    return replace(
        whole,
        municipality=HOSTILE,
        blind_spots=BLIND_SPOTS,
        inputs=files,
        lines=spread,
        scope=scope,
        responsible=HOSTILE,
        stamdata=hostile_forecast(),
    )


def full() -> Result:
    """More solutions with long names, and more that blocks, than one page holds."""
    names = [f"{at}. Fagsystem til pladsanvisning og opkrævning, Leverandør ApS afdeling {at}" for at in range(30)]
    blocking = [code for code, (_, gravity, _, _) in CAUSE_CODES.items() if gravity == Gravity.BLOCKING]
    return result(
        *(
            solution(
                name,
                cell(
                    name,
                    "KFDAINS",
                    Verdict.NOT_READY,
                    987_654_321_00,
                    99,
                    *(cause(code, 123_456_789_01) for code in blocking),
                ),
                cell(name, "KFTILDA", Verdict.NOT_TESTED, 0, 0),
            )
            for name in names
        ),
        findings=tuple(Finding(code, gravity, 7, names[0], "KFDAINS") for code, gravity in FINDING_CODES.items()),
    )


def _kind_tests() -> Iterable[KindTest]:
    """Every kind of error, and what may come of it: found, misnamed, missed, blind, harmless and accused, not tried."""
    for group, kinds in GROUPS.items():
        for at, kind in enumerate(kinds):
            one = KindTest(
                kind.name, "harmless" if kind.gravity == NOTHING else group, 5, 5, 5, 1_000_00, 1_000_00, 1_000_00
            )
            if at % 7 == 1:
                one = replace(one, named=4, named_ore=800_00)
            elif at % 7 == 2:
                one = replace(one, found=3, named=3, found_ore=600_00, named_ore=600_00)
            elif at % 7 == 3 and not one.harmless:
                one = replace(one, found=0, named=0, found_ore=0, named_ore=0, blind="debtor_borrowed")
            yield one
    declared = (CUT_OFF, "dmi_close", "test_batch", "debtor_aliases", "claim_types")
    columns = sorted(
        {column for some in GROUPS.values() for kind in some for column in (*kind.needs, kind.lacks)} - {"", CUT_OFF}
    )
    reasons = [
        Why("told", "psrm.claim_type"),
        Why("format", "zerosum"),
        Why("size", ""),
        Why("copy", ""),
        *(Why("column", one) for one in columns),
    ]
    reasons += [Why("declared", one) for one in declared]
    reasons += [Why("claim", fit.value) for fit in Fit if fit not in (Fit.CELL, Fit.ALL)]
    yield from (KindTest("missing_in_psrm", "events", untested=reason) for reason in reasons)


def _file_tests() -> Iterable[FileTest]:
    """Every kind of error in files, and all that may come of it."""
    for at, kind in enumerate(FILE_KINDS):
        harmless = kind.gravity == NOTHING
        came = (Came.SAME, Came.OTHER) if harmless else (Came.REFUSED, Came.TOLD, Came.SILENT, Came.READY)
        yield FileTest(kind.name, "debtor", harmless, came[at % len(came)])
        if at % 2:
            yield FileTest(kind.name, "psrm", harmless, None, Why("format", "zerosum"))


def selftest(accused: int = 0) -> SelfTest:
    """A self-test in which all that may happen happens."""
    return SelfTest(92_075, 5, tuple(_kind_tests()), tuple(_file_tests()), accused, accused * 100_00, accused, 276)


SELFTESTS = {
    "tried": selftest(),
    "worst": selftest(3),
    "net_zero": SelfTest(
        1, 5, (KindTest("missing_in_psrm", "events", untested=Why("claim", "plain")),), (), 0, 0, 0, 0
    ),
}
"""The self-tests of the states whose run had one."""


def history(*unexplained_ore: int, unread: int = 0) -> History:
    """Earlier runs with so much unexplained, the oldest first; the first had other rules."""
    runs = tuple(
        EarlierRun(
            f"2026-09-30_{at:06x}", datetime(2026, 10, 1 + at, 7, 12, tzinfo=UTC), date(2026, 9, 30), date(2026, 10, 1 + at),
            then, ((ALPHA, Then(Verdict.READY, 0, 0)), (GAMMA, then)), other_rules=at == 0,
        )
        for at, ore in enumerate(unexplained_ore)
        for then in [Then(Verdict.NOT_READY, ore, ore + 500_00)]
    )  # fmt: skip
    moved = (Moved(GAMMA, 3, 5_619_00, 1, 250_00, 26, 48_000_00, 4, 7_400_00),) if runs else ()
    return History(runs, moved, unread)


HISTORIES = {
    "not_ready": history(90_000_00, 71_000_00, 70_000_00, unread=1),
    "decided": history(1_000_00),
    "with_remarks": history(0, 50_000_00, unread=2),
    "net_zero": history(10_00, 10_00),
    "finding_only": history(0),
    "worst": history(*(1_000_00 * (at + 1) for at in range(29)), 9_999_999_00),
}
"""What earlier runs of some states came out as."""

DEBTORS = {"with_remarks": {f"line{1000 + at}": "bkdfq-mtrsw" for at in range(5)}}
"""Pseudonyms of the lines of some states."""


def html(state: str, language: str = "da") -> str:
    """The page of a state."""
    history, debtors = HISTORIES.get(state, History()), DEBTORS.get(state, {})
    return render(STATES[state](), MADE, language, SELFTESTS.get(state), history=history, debtors=debtors)


STATES = {
    "ready": ready,
    "with_remarks": with_remarks,
    "not_ready": not_ready,
    "not_tested": not_tested,
    "net_zero": net_zero,
    "unexplained_net_zero": unexplained_net_zero,
    "one_blocked": one_blocked,
    "rejected_line": rejected_line,
    "finding_only": finding_only,
    "decided": decided,
    "scoped": scoped,
    "balances": balances,
    "worst": worst,
    "tried": with_remarks,
    "filtered": filtered,
}
"""Every state by name."""
