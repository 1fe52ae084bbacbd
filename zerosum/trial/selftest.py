"""How blind is the test? Known errors of every kind, put into a copy of the run's own data, and the whole chain run on it.

The copy is lines in memory; only what happens to whole files is tried on copies of the files, in a private folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from zerosum.judge.scope import scope_of
from zerosum.normalise.intake import Intake
from zerosum.pipeline import DEBTOR_SYSTEM, Reconciliation, reconcile_taken
from zerosum.result import UNALLOTTED, Gravity, Result, Verdict
from zerosum.selftested import SUMS, Came, FileTest, KindTest, SelfTest, Why
from zerosum.settings import Settings
from zerosum.simulate.draft import Draft, Fit
from zerosum.simulate.kinds import (
    BLOCKING,
    NOTHING,
    REMARK,
    Fault,
    Kind,
    Untested,
    amounts,
    dates,
    dmi,
    events,
    identity,
    put,
    scope,
    status,
    types,
    untested,
)
from zerosum.simulate.kinds.files import FILE_KINDS, FileKind
from zerosum.tables import NONE, OpenItems, Side
from zerosum.trial.files import UNCHANGED, FileTrial, size_of, try_files
from zerosum.trial.folder import private_folder
from zerosum.trial.put import draft_of, with_faults
from zerosum.trial.score import Score, score

GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "events": events.KINDS,
    "status": status.KINDS,
    "amounts": amounts.KINDS,
    "types": types.KINDS,
    "identity": identity.KINDS,
    "dates": dates.KINDS,
    "dmi": dmi.KINDS,
    "scope": scope.KINDS,
}
"""The kinds by what they are about."""

MOST_ROUNDS = 6
"""After so many runs of the chain, a kind of which some are put in is done."""
TRIES = 3
"""A garbled line may fall on one that has no amount; then another is drawn."""

LARGE_BYTES = 20_000_000
"""Inputs of more than this are large: to read them takes longer than all else that a self-test does."""

Chain = Callable[[Settings, Intake], Reconciliation]


def default_seed(result: Result) -> int:
    """A seed that the run without errors gives, so that the same data give the same self-test."""
    said = repr((result.postings_digest, result.figures, result.cut_off))
    return int(hashlib.sha256(said.encode()).hexdigest()[:8], 16) % 1_000_000


def selftest(
    settings: Settings,
    intake: Intake,
    clean: Reconciliation,
    seed: int | None = None,
    per_kind: int = 5,
    *,
    chain: Chain = reconcile_taken,
    large_bytes: int = LARGE_BYTES,
) -> SelfTest:
    """Put every kind of error in, and say what the chain made of each. `clean` is the run without errors: what is open in
    it is nobody's accusation. What was read, and the files, stay as they are."""
    seed = default_seed(clean.result) if seed is None else seed
    if not settings.solutions and not any("solution" in one.told for one in intake.lines):  # as the chain takes them
        intake = replace(intake, lines=tuple(one.of_solution(DEBTOR_SYSTEM) for one in intake.lines))
    right = draft_of(settings, intake)
    codes = {text: at for at, text in enumerate(right.words["debtors"])}
    trial = _Trial(settings, intake, clean, chain, right, _shut(settings, clean, right), codes)
    told, why = _claims(trial, seed, per_kind)
    kinds = tuple(_kind_test(one, group, told, why, right, clean) for group, some in GROUPS.items() for one in some)
    with private_folder() as folder:
        files = _files(settings, clean, folder, seed, large_bytes)
    return SelfTest(
        seed=seed,
        per_kind=per_kind,
        kinds=tuple(one for one in kinds if not one.harmless) + tuple(one for one in kinds if one.harmless),
        files=files,
        accused_rows=told["", "accused_rows"],
        accused_ore=told["", "accused_ore"],
        wrong_addresses=told["", "wrong_addresses"],
        addresses=told["", "addresses"],
    )


@dataclass(frozen=True)
class _Trial:
    """What every run of the chain starts from."""

    settings: Settings
    intake: Intake
    clean: Reconciliation
    chain: Chain
    right: Draft
    shut: np.ndarray
    """Claims that no error is put into."""
    codes: Mapping[str, int]
    """Of the debtor sets of `right`."""

    def draft(self) -> Draft:
        """A draft with nothing put in."""
        fresh = self.right.again()
        fresh.used = self.shut.copy()
        return fresh

    def close(self, draft: Draft, faults: Iterable[Fault]) -> None:
        """No other error for these debtors in this run: two errors of one debtor may look like a third."""
        mine = {self.codes[debtors] for fault in faults for _, debtors in fault.places if debtors in self.codes}
        draft.used |= np.isin(draft.claims["debtors"].to_numpy(), sorted(mine))

    def run(self, draft: Draft, faults: Sequence[Fault]) -> tuple[Reconciliation, Score]:
        outcome = self.chain(self.settings, with_faults(self.intake, draft))
        return outcome, score(self.clean, outcome, faults)


def _shut(settings: Settings, clean: Reconciliation, right: Draft) -> np.ndarray:
    """Claims that no error is put into: of other areas, and of debtors of whom something is open already. What comes out
    of such a claim could not be told from what was there before."""
    items = clean.cleared.open_items[OpenItems.DEBTORS].to_numpy()
    named = set(clean.book.texts.debtors.take(pa.array(np.unique(items[items != NONE]))).to_pylist())
    debtors = [at for at, text in enumerate(right.words["debtors"]) if text in named]
    types = right.words["claim_type"]
    outside = np.flatnonzero(scope_of(settings).with_seen(settings, types).outside(types)).tolist()
    claims = right.claims
    return np.asarray(claims["debtors"].isin(debtors) | claims["claim_type"].isin(outside))


def _room(draft: Draft, kind: Kind) -> int:
    """How many errors of a kind there is room for in data with nothing put in."""
    fit = draft.fit[kind.fit]
    return int((~draft.used[fit].any(axis=1)).sum())


def _claims(trial: _Trial, seed: int, per_kind: int) -> tuple[Counter[tuple[str, str]], dict[str, Why]]:
    """Run the kinds of errors in claims -> sums by kind ("" for the whole) and name, and why a kind is untested.

    As many kinds as there is room for are put in together; a kind that must be alone has a run of its own.
    """
    told: Counter[tuple[str, str]] = Counter()
    why: dict[str, Why] = {}
    fresh = trial.draft()
    left: dict[Kind, int] = {}
    room: dict[Kind, int] = {}
    for kind in (one for some in GROUPS.values() for one in some):
        reason = untested(fresh, kind)
        if reason is not None:
            why[kind.name] = Why(reason.code, reason.detail)
        elif kind.alone:
            told.update(_alone(trial, kind, _rng(seed, kind.name)))
        else:
            room[kind] = _room(fresh, kind)
            left[kind] = min(per_kind, room[kind])
    number = 0
    had: set[Kind] = set()
    while left:
        number += 1
        rng, draft = _rng(seed, f"round {number}"), trial.draft()
        faults: list[Fault] = []
        # Who has had none comes first, and of those the rare ones: the others have room enough.
        for kind in sorted(left, key=lambda one: (one in had, room[one], one.name)):
            some = put(draft, kind, count=left[kind], rng=rng)
            trial.close(draft, some)
            faults += some
            left[kind] -= len(some)
        had |= {kind for kind in left if any(one.kind == kind.name for one in faults)}
        left = {kind: count for kind, count in left.items() if count and (number < MOST_ROUNDS or kind not in had)}
        told.update(_round(trial, draft, faults))
    return told, why


def _rng(seed: int, what: str) -> np.random.Generator:
    """Of its own for each round and kind, so that what one draws does not move the others."""
    return np.random.Generator(np.random.PCG64([seed, *what.encode()]))


def _round(trial: _Trial, draft: Draft, faults: Sequence[Fault]) -> Mapping[tuple[str, str], int]:
    """Several kinds in one run of the chain."""
    outcome, result = trial.run(draft, faults)
    short = _short(trial.clean.result, outcome.result, faults) + _green(outcome, faults)
    told = {
        ("", name): getattr(result, name) for name in ("accused_rows", "accused_ore", "wrong_addresses", "addresses")
    }
    for one in result.kinds:
        seen = min(one.found, one.put_in - short[one.kind])
        sums = {name: getattr(one, name) for name in SUMS} | {"found": seen, "named": min(one.named, seen)}
        sums["named_ore"] = min(one.named_ore, one.found_ore)  # what cannot be seen has no name either
        told |= {(one.kind, name): value for name, value in sums.items()}
    return told


def _green(outcome: Reconciliation, faults: Sequence[Fault]) -> Counter[str]:
    """Errors by kind that weigh more than their cells show: one that blocks and leaves no cell IKKE KLAR, one to remark
    that leaves all KLAR. Found or not, nobody was told."""
    verdicts = {
        (solution.name, cell.claim_type or ""): cell.verdict
        for solution in outcome.result.solutions
        for cell in solution.cells
    }
    green: Counter[str] = Counter()
    for fault in faults:
        seen = {verdicts.get((solution or UNALLOTTED, claim_type)) for solution, claim_type in fault.cells}
        blocks = fault.gravity == BLOCKING and Verdict.NOT_READY not in seen
        green[fault.kind] += not fault.blind and (blocks or (fault.gravity == REMARK and seen == {Verdict.READY}))
    return green


def _short(clean: Result, faulty: Result, faults: Sequence[Fault]) -> Counter[str]:
    """Errors without øre by kind whose finding did not rise by one for each of them: of two in one cell, one that is seen
    must not hide one that is not."""
    rise: Counter[tuple[str, str, str]] = Counter()
    for sign, result in ((1, faulty), (-1, clean)):
        for found in result.findings:
            solution = "" if found.solution == UNALLOTTED else found.solution or ""
            rise[found.code, solution, found.claim_type or ""] += sign * found.rows
    short: Counter[str] = Counter()
    for fault in faults:
        if fault.blind or fault.gross_ore:
            continue
        for code in sorted(fault.findings):
            cell = next((one for one in sorted(fault.cells) if rise[code, *one] > 0), None)
            if cell is None:
                short[fault.kind] += 1
                break
            rise[code, *cell] -= 1
    return short


def _alone(trial: _Trial, kind: Kind, rng: np.random.Generator) -> Mapping[tuple[str, str], int]:
    """One error of a kind that changes a whole cell or the whole data, in a run of its own."""
    draft = trial.draft()
    faults = put(draft, kind, rng=rng)
    outcome, result = trial.run(draft, faults)
    if (
        kind.fit is Fit.CELL
    ):  # what is left of the cell's claims, where no file says that they are, is nobody's accusation
        cells = [(solution.name, cell) for solution in outcome.result.solutions for cell in solution.cells]
        (emptied,) = (fault.cells for fault in faults)
        mine = [cell for name, cell in cells if (name, cell.claim_type or "") in emptied]
        found = int(bool(mine) and not any(cell.tested for cell in mine))
        named = int(bool(found) and all(cell.verdict in (Verdict.NOT_TESTED, Verdict.NOT_READY) for cell in mine))
    else:
        found = named = int(not result.accused_rows and _says(outcome.result) == _says(trial.clean.result))
    return {(kind.name, "put_in"): len(faults), (kind.name, "found"): found, (kind.name, "named"): named}


def _says(result: Result) -> tuple[object, ...]:
    """What a run comes to."""
    return (result.verdict, result.figures, result.causes, result.findings, len(result.rejects))


def _kind_test(
    kind: Kind, group: str, told: Counter[tuple[str, str]], why: Mapping[str, Why], right: Draft, clean: Reconciliation
) -> KindTest:
    blind = kind.blind(right)
    return KindTest(
        kind=kind.name,
        group="harmless" if kind.gravity == NOTHING else group,
        blind=blind if blind in clean.result.blind_spots else "",  # what the report does not name must be found
        untested=why.get(kind.name),
        **{name: told[kind.name, name] for name in SUMS},
    )


def _files(
    settings: Settings, clean: Reconciliation, folder: Path, seed: int, large_bytes: int
) -> tuple[FileTest, ...]:
    """The kinds of errors in whole files, on the largest input of each side they are for; what is no error on one of them.

    Each of these reads all the files again. Where they are large, each kind is tried on one side, and one of those that
    are no error: the seed draws which.
    """
    size = sum(size_of(one.files) for one in settings.inputs)
    harmless = [kind for kind in FILE_KINDS if kind.gravity == NOTHING]
    drawn = harmless[int(_rng(seed, "harmless").integers(len(harmless)))]
    copied = {side: _copied_well(settings, clean, side, folder) for side in Side}
    tests = []
    for kind in FILE_KINDS:
        sides = kind.sides
        if size > large_bytes or kind in harmless:
            sides = (sides[int(_rng(seed, kind.name).integers(len(sides)))],)
        if size > large_bytes and kind in harmless and kind is not drawn:
            tests += [FileTest(kind.name, side.name.lower(), True, untested=Why("size", "")) for side in sides]
        else:
            tests += [
                _file_test(settings, clean, kind, side, folder, seed)
                if copied[side]
                else FileTest(kind.name, side.name.lower(), kind in harmless, untested=Why("copy", ""))
                for side in sides
            ]
    return tuple(tests)


def _copied_well(settings: Settings, clean: Reconciliation, side: Side, folder: Path) -> bool:
    """Whether an unchanged copy of the side's files gives what the files gave. Else a refusal would prove nothing."""
    came = try_files(settings, _largest(settings, side), UNCHANGED, folder)
    return (
        isinstance(came, FileTrial) and came.outcome is not None and _says(came.outcome.result) == _says(clean.result)
    )


def _largest(settings: Settings, side: Side) -> int:
    """The place of the largest input of a side."""
    sizes = {at: size_of(one.files) for at, one in enumerate(settings.inputs) if one.side == side}
    return max(sizes, key=lambda at: sizes[at])


def _file_test(
    settings: Settings, clean: Reconciliation, kind: FileKind, side: Side, folder: Path, seed: int
) -> FileTest:
    given = _largest(settings, side)
    test = FileTest(kind.name, side.name.lower(), kind.gravity == NOTHING)
    trial: FileTrial | Untested = Untested("format", settings.inputs[given].source.name)
    for number in range(TRIES):
        trial = try_files(settings, given, kind, folder, seed=seed + number)
        if isinstance(trial, FileTrial):
            break
    if isinstance(trial, Untested):
        return replace(test, untested=Why(trial.code, trial.detail))
    return replace(test, came=_came(trial, clean.result, harmless=test.harmless))


def _came(trial: FileTrial, clean: Result, *, harmless: bool) -> Came:
    result = trial.outcome.result if trial.outcome is not None else None
    if harmless:
        return Came.SAME if result is not None and _says(result) == _says(clean) else Came.OTHER
    if result is None:
        return Came.REFUSED
    if result.verdict is Verdict.READY:
        return Came.READY
    return Came.TOLD if _tells_more(result, clean) else Came.SILENT


def _tells_more(result: Result, clean: Result) -> bool:
    """Whether a run tells of more than another: more lines that could not be read, more open, more to remark."""
    rise = Counter(
        {
            (one.code, one.solution, one.claim_type): one.rows
            for one in result.findings
            if one.gravity > Gravity.INFORMATION
        }
    )
    rise.subtract(
        {
            (one.code, one.solution, one.claim_type): one.rows
            for one in clean.findings
            if one.gravity > Gravity.INFORMATION
        }
    )
    more_open = result.figures.gross_ore > clean.figures.gross_ore
    return len(result.rejects) > len(clean.rejects) or more_open or any(count > 0 for count in rise.values())
