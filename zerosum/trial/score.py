"""What came out of faults that were put in, held against their truth: what was found, named, accused, and whether it adds up.

A posting is a fault's when the line of its movement (or of the pair's other movement) is a line of the fault's claims.
What the right data had before is not counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from zerosum import identity
from zerosum.causes import EVERY
from zerosum.pipeline import Reconciliation
from zerosum.result import UNALLOTTED, Verdict
from zerosum.simulate.kinds.kind import BLOCKING, NOTHING, Fault
from zerosum.tables import NONE, ItemLines, Movements, OpenItems, Postings

MISSING = frozenset(
    {
        "only_in_debtor", "only_in_psrm", "recall_missing_in_psrm", "recall_only_in_psrm", "write_down_missing_in_psrm",
        "write_down_only_in_psrm", "write_up_missing_in_psrm", "write_up_only_in_psrm",
    }
)  # fmt: skip
"""Causes that say of kroner that they are missing on one side."""

Address = tuple[str, str, str]
"""Solution ("" where not allotted), claim type, debtor set. It holds debtor numbers: for adding up, never for showing."""


@dataclass(frozen=True)
class KindScore:
    """What came out of the faults of one kind."""

    kind: str
    put_in: int = 0
    blind: int = 0
    """Of them, those that the given columns cannot show; found are then none, and named those that the list of blind
    spots tells of."""
    found: int = 0
    named: int = 0
    """Found, and by a cause or finding that is right or as right."""
    by_candidate: int = 0
    """Of them, those that came out as something that is only as right: no file could tell the two apart."""
    put_in_ore: int = 0
    """Gross: what stands open because of them."""
    found_ore: int = 0
    named_ore: int = 0


@dataclass(frozen=True)
class Misnamed:
    """A fault that was not found, or came out as something else. Its texts hold no debtor number."""

    kind: str
    expected: tuple[str, ...]
    got: tuple[str, ...]
    """Causes and the findings that rose; none where it was not found."""
    solution: str
    claim_type: str
    claim_id: str
    reference: str
    gross_ore: int


@dataclass(frozen=True)
class Score:
    """The whole trial."""

    kinds: tuple[KindScore, ...]
    misnamed: tuple[Misnamed, ...]
    accused_rows: int
    """Postings on claims that nothing was done to, and that the right data did not have."""
    accused_ore: int
    missing_ore: int
    """Gross øre that were called missing."""
    really_missing_ore: int
    wrong_addresses: int
    """Addresses at which the difference did not grow by exactly what was put in."""
    addresses: int
    """Addresses at which something was put in."""
    falsely_ready: int
    """Faults that block, and that the columns can show, none of whose cells is not ready. It must be 0."""
    accused: tuple[Misnamed, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether the equation holds at every address, to the øre."""
        return self.wrong_addresses == 0

    @property
    def whole(self) -> KindScore:
        """All kinds together."""
        return KindScore("", *(sum(getattr(one, name) for one in self.kinds) for name in _SUMS))


_SUMS = ("put_in", "blind", "found", "named", "by_candidate", "put_in_ore", "found_ore", "named_ore")


def score(clean: Reconciliation, faulty: Reconciliation, faults: Sequence[Fault]) -> Score:
    """Hold the run of the faulty data against that of the right data and the truth of what was put in."""
    posted = _fresh(_postings(faulty, faults), _postings(clean, faults))
    rose = _rose(clean, faulty)
    codes = np.array([one.code for one in EVERY], object)
    of_fault: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for fault, cause, ore in zip(posted["fault"], codes[posted["cause"]], posted["ore"], strict=True):
        of_fault[fault].append((cause, ore))
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    misnamed: list[Misnamed] = []
    for at, fault in enumerate(faults):
        mine = of_fault.get(at, [])
        findings = {code for code in fault.findings if any(_in_cell(rose, code, *cell) for cell in fault.cells)}
        found, named = _judged(fault, mine, findings)
        if fault.blind:
            found, named = False, named and fault.blind in faulty.result.blind_spots
        total = totals[fault.kind]
        ore = fault.gross_ore
        total.update(put_in=1, blind=int(bool(fault.blind)), found=int(found), named=int(named), put_in_ore=ore)
        total.update(by_candidate=int(named and not _exactly(fault, mine)))
        total.update(found_ore=ore if found else 0, named_ore=ore if named else 0)
        if not named:
            misnamed.append(_misnamed(faulty, fault, mine, findings))
    nobody = posted["fault"] == NONE
    missing = np.isin(codes[posted["cause"]], sorted(MISSING))
    really: Counter[int] = Counter()
    for at, cause, ore in zip(
        posted["fault"][missing], codes[posted["cause"]][missing], posted["ore"][missing], strict=True
    ):
        if at != NONE and cause in (faults[at].plus if ore > 0 else faults[at].minus):
            really[at] += abs(ore)
    gross = posted["ore"].abs()
    wrong, addresses = wrong_addresses(clean, faulty, faults)
    return Score(
        kinds=tuple(KindScore(kind, *(total[name] for name in _SUMS)) for kind, total in sorted(totals.items())),
        misnamed=tuple(misnamed),
        accused_rows=int(nobody.sum()),
        accused_ore=int(gross[nobody].sum()),
        missing_ore=int(gross[missing].sum()),
        really_missing_ore=sum(min(ore, faults[at].missing_ore) for at, ore in really.items()),
        wrong_addresses=wrong,
        addresses=addresses,
        falsely_ready=_falsely_ready(faulty, faults),
        accused=_accused(faulty, posted[nobody], codes),
    )


def _falsely_ready(outcome: Reconciliation, faults: Sequence[Fault]) -> int:
    """How many faults that block, and that the columns can show, left none of their cells not ready."""
    verdicts = {
        (solution.name, cell.claim_type or ""): cell.verdict
        for solution in outcome.result.solutions
        for cell in solution.cells
    }
    blocked = {cell for cell, verdict in verdicts.items() if verdict is Verdict.NOT_READY}
    return sum(
        fault.gravity == BLOCKING
        and not fault.blind
        and not any((solution or UNALLOTTED, claim_type) in blocked for solution, claim_type in fault.cells)
        for fault in faults
    )


def _exactly(fault: Fault, posted: Sequence[tuple[str, int]]) -> bool:
    """Whether each posting has the cause that must come out, and none that is only as right."""
    return all(cause in (fault.plus if ore > 0 else fault.minus) for cause, ore in posted)


def _judged(fault: Fault, posted: Sequence[tuple[str, int]], findings: set[str]) -> tuple[bool, bool]:
    """Whether a fault was found, and rightly named. What moves øre is found where the øre are; the rest where its finding
    rose; what is no fault is right where nothing was said."""
    allowed = {1: fault.plus | fault.candidates, -1: fault.minus | fault.candidates}
    right = all(cause in allowed[1 if ore > 0 else -1] for cause, ore in posted)
    if fault.blind:
        return False, right
    if fault.gross_ore:
        found = bool(posted) and sum(ore for _, ore in posted) == fault.net_ore
        return found, found and right and findings == fault.findings
    if fault.findings:
        return findings == fault.findings, findings == fault.findings and not posted
    return not posted, not posted


def _misnamed(faulty: Reconciliation, fault: Fault, posted: Sequence[tuple[str, int]], findings: set[str]) -> Misnamed:
    solution, claim_type = min(fault.cells, default=("", ""))
    shown = _shown(faulty, fault)
    expected = (*sorted(fault.plus | fault.minus), *sorted(fault.findings))
    got = (*sorted({cause for cause, _ in posted}), *sorted(findings))
    return Misnamed(fault.kind, expected or (NOTHING,), got, solution, claim_type, *shown, fault.gross_ore)


def _shown(outcome: Reconciliation, fault: Fault) -> tuple[str, str]:
    """FordringID and reference of a fault's first claim, without a debtor number."""
    ids = fault.claims[0] if fault.claims else ("", "")
    claim_id, reference = identity.shown(list(ids), outcome.book.texts.debtors)
    return claim_id, reference


def _accused(outcome: Reconciliation, posted: pd.DataFrame, codes: np.ndarray) -> tuple[Misnamed, ...]:
    lines = outcome.item_lines.iloc[posted["item"].to_numpy()[:200]]
    columns = [
        lines[name].fillna("").tolist()
        for name in (ItemLines.SOLUTION, ItemLines.CLAIM_TYPE, ItemLines.CLAIM_ID, ItemLines.REFERENCE)
    ]
    causes = codes[posted["cause"].to_numpy()[:200]]
    return tuple(
        Misnamed("", (NOTHING,), (cause,), solution, claim_type, claim_id, reference, abs(ore))
        for cause, ore, solution, claim_type, claim_id, reference in zip(
            causes, posted["ore"].to_numpy()[:200].tolist(), *columns, strict=True
        )
    )


def _where(outcome: Reconciliation, movement: np.ndarray) -> np.ndarray:
    """File and line of movements as one number; -1 where there is no movement."""
    frame = outcome.book.movements
    file, line = frame[Movements.FILE].to_numpy().astype(np.int64), frame[Movements.LINE].to_numpy().astype(np.int64)
    return np.where(movement == NONE, NONE, (file << 32 | line)[movement])


def _postings(outcome: Reconciliation, faults: Sequence[Fault]) -> pd.DataFrame:
    """The postings with the lines they are of, and whose fault those are (-1: nobody's)."""
    items, postings = outcome.cleared.open_items, outcome.postings
    item = postings[Postings.ITEM].to_numpy()
    movement, partner = items[OpenItems.MOVEMENT].to_numpy()[item], items[OpenItems.PARTNER].to_numpy()[item]
    frame = pd.DataFrame(
        {
            "item": item,
            "line": _where(outcome, movement),
            "partner": _where(outcome, partner),
            "cause": postings[Postings.CAUSE].to_numpy(),
            "ore": postings[Postings.POSTED_ORE].to_numpy(),
        }
    )
    lines = [file << 32 | line for fault in faults for file, line in fault.lines]
    owner = pd.Series(
        np.repeat(np.arange(len(faults)), [len(fault.lines) for fault in faults]).astype(np.int64),
        index=pd.Index(lines, dtype="int64"),
    )
    whose = [owner.reindex(frame[name]).fillna(NONE).to_numpy().astype(np.int64) for name in ("line", "partner")]
    return frame.assign(fault=np.where(whose[0] != NONE, whose[0], whose[1]))


def _fresh(postings: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The postings that were not there before: of each that are alike, as many as there are more."""
    keys = ["line", "partner", "cause", "ore"]
    one = postings.assign(nth=postings.groupby(keys).cumcount())
    other = before[keys].assign(nth=before.groupby(keys).cumcount())
    there = one.merge(other.assign(there=True), how="left", on=[*keys, "nth"])["there"].notna().to_numpy()
    fresh: pd.DataFrame = postings[~there].reset_index(drop=True)
    return fresh


def _rose(clean: Reconciliation, faulty: Reconciliation) -> frozenset[tuple[str, str, str]]:
    """Findings whose count rose, with their cell; what concerns no single cell is of every cell."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for sign, outcome in ((1, faulty), (-1, clean)):
        for one in outcome.result.findings:
            solution = "" if one.solution == UNALLOTTED else one.solution or ""
            counts[one.code, solution, one.claim_type or ""] += sign * one.rows
    rose = {key for key, count in counts.items() if count > 0}
    # A claim whose solution no file tells is in one of the cells of its type.
    return frozenset(rose | {(code, "", claim_type) for code, _, claim_type in rose if claim_type})


def _in_cell(rose: frozenset[tuple[str, str, str]], code: str, solution: str, claim_type: str) -> bool:
    """Whether a finding rose in a cell, in its whole solution, or for all."""
    return not rose.isdisjoint({(code, solution, claim_type), (code, solution, ""), (code, "", "")})


def wrong_addresses(clean: Reconciliation, faulty: Reconciliation, faults: Sequence[Fault]) -> tuple[int, int]:
    """How many addresses did not grow by exactly what was put in, and at how many something was put in."""
    open_places = {place for fault in faults if fault.unallotted for place in fault.places}
    told: Counter[Address] = Counter()
    for fault in faults:
        for move in fault.moves:
            told[move.solution, move.claim_type, move.debtors] += move.ore
    told = _over_solutions(told, open_places)
    grew = _sums(faulty)
    grew.subtract(_sums(clean))
    grew = _over_solutions(grew, open_places)
    wrong = {address for address in {*grew, *told} if grew[address] != told[address]}
    return len(wrong), len(told)


def _over_solutions(sums: Counter[Address], places: set[tuple[str, str]]) -> Counter[Address]:
    """The sums, those of some types and debtors over all solutions together."""
    total: Counter[Address] = Counter()
    for (solution, claim_type, debtors), ore in sums.items():
        total["" if (claim_type, debtors) in places else solution, claim_type, debtors] += ore
    return total


def _sums(outcome: Reconciliation) -> Counter[Address]:
    """Open øre by address."""
    items, texts = outcome.cleared.open_items, outcome.book.texts
    keys = [OpenItems.SOLUTION, OpenItems.CLAIM_TYPE, OpenItems.DEBTORS]
    summed = items.groupby([str(key) for key in keys], dropna=False)[OpenItems.OPEN_ORE].sum().reset_index()
    solutions, types = [*texts.solutions, ""], [*texts.types, ""]
    debtors = texts.debtors
    total: Counter[Address] = Counter()
    for solution, claim_type, debtor, ore in summed.to_numpy(np.int64).tolist():
        address = (solutions[solution], types[claim_type], debtors[debtor].as_py() if debtor != NONE else "")
        total[address] += ore
    return total


__all__ = ["MISSING", "KindScore", "Misnamed", "Score", "score", "wrong_addresses"]
