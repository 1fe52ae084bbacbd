"""A kind of fault: what it does to the lines of a claim, and what must come out. One small function for one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from zerosum.simulate.draft import BETWEEN, Claim, Draft, Fit, Row
from zerosum.tables import EVENT_SIGN, NO_DAY, NOT_TOLD, SIDE_SIGN, Event, Rule, Side

ONE_ORE = 1
LARGE_ORE = 987_654_321
"""A large claim: 9.876.543,21 kr."""
LARGEST_CHANGE_ORE = 500_000
"""The largest change of an amount: 5.000,00 kr."""

CUT_OFF = "cut_off"
"""Among what a kind needs: that the settings declare the day."""

BLOCKING, REMARK, INFORMATION, NOTHING = "blocking", "remark", "information", "nothing"


@dataclass(frozen=True)
class Wish:
    """Where a fault is to be put, and how large it is to be."""

    solution: str = ""
    """Empty: any."""
    claim_type: str = ""
    place: str = ""
    """`first` or `last`: the claim whose line comes first or last in the debtor's files. Empty: any."""
    size: str = ""
    """`one_ore` or `large`. Empty: as the claim is, and at random."""


@dataclass(frozen=True)
class Move:
    """Øre that a fault moves at one address: PSRM minus debtor system."""

    solution: str
    """Empty: no file and no declared scope tells it (ikke fordelt)."""
    claim_type: str
    debtors: str
    ore: int


@dataclass(frozen=True)
class Fault:
    """The truth of one fault that was put in."""

    kind: str
    gravity: str
    """What it must weigh at the least, as its kind says."""
    moves: tuple[Move, ...]
    gross_ore: int
    """What stands open because of it, without regard to sign."""
    plus: frozenset[str]
    """Causes that must come out of what PSRM has too much of."""
    minus: frozenset[str]
    candidates: frozenset[str]
    """Causes that are as right: the files cannot tell them apart."""
    findings: frozenset[str]
    cells: frozenset[tuple[str, str]]
    """Solution and claim type of the claims touched, before and after."""
    places: frozenset[tuple[str, str]]
    """Claim type and debtor set of the claims touched, before and after."""
    lines: tuple[tuple[int, int], ...]
    """File and line of each line of the claims touched, also of those that are new."""
    claims: tuple[tuple[str, str], ...]
    """FordringID and reference of the claims touched."""
    blind: str
    """Code of the blind spot, where the given columns cannot show it."""
    unallotted: bool
    """No file says the solution of some of its lines: at its types and debtors, sums hold over the solutions together."""

    missing_ore: int
    """How much of it is really missing on a side, and not there under another number."""

    @property
    def net_ore(self) -> int:
        return sum(one.ore for one in self.moves)


@dataclass(frozen=True)
class Untested:
    """Why a kind cannot be put into these data."""

    code: str
    """`column` (a file lacks one), `told` (a file has one, so another kind stands for it), `claim` (no claim is fit),
    `declared` (the settings do not declare it), `format` (the file's format cannot hold it)."""
    detail: str


@dataclass
class Case:
    """One fault being put in: its claims, and what must come out beside what the kind always says."""

    draft: Draft
    claims: tuple[Claim, ...]
    rng: np.random.Generator
    size: str = ""
    candidates: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)
    gross_ore: int | None = None
    cells: set[tuple[str, str]] = field(default_factory=set)
    unallotted: bool = False
    """No file says which solution PSRM's new lines are of. The truth is that they are the claim's."""

    @property
    def claim(self) -> Claim:
        return self.claims[0]

    @property
    def other(self) -> Claim:
        return self.claims[1]

    @property
    def cut_off(self) -> int:
        return self.draft.terms.cut_off

    def tells(self, side: Side, *columns: str) -> bool:
        return all(self.draft.tells(side, column) for column in columns)

    def counted_once(self, row: Row) -> bool:
        """Whether the row's file is one in which each action counts once."""
        return row["file"] in self.draft.terms.counted_once

    def set(self, row: Row, **cells: Any) -> None:
        """Change a line, and the lines that repeat it for liable persons. What a file does not tell, it cannot say."""
        told = self._told(row, cells)
        for one in [row, *self._repeats(row)]:
            one.update(told)

    def remove(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for one in [row, *self._repeats(row)]:
                one["gone"] = True

    def copy(self, row: Row, **cells: Any) -> Row:
        """A new line, like another but for some cells; with an action id of its own unless told."""
        if row["action_id"] and "action_id" not in cells:
            cells["action_id"] = self.draft.fresh(row["action_id"])
        new = self.draft.add(row, self._told(row, cells))
        self._owner(row).rows.append(new)
        return new

    def repeat(self, row: Row) -> Row:
        """The same line once more."""
        return self.copy(row, action_id=row["action_id"])

    def later(self, row: Row, event: Event, amount_ore: int, reason: str = "", days: int = 5) -> Row:
        """A later event of the same claim, by the cut-off, effective on the same day on both sides."""
        first = self._owner(row).rows[0]
        effective = first["effective_on"] if first["effective_on"] != NO_DAY else row["effective_on"]
        return self.copy(
            row,
            event=event,
            amount_ore=amount_ore,
            accepted_ore=amount_ore if row["accepted_ore"] != NOT_TOLD else NOT_TOLD,
            booked_on=self._by_then(row["booked_on"], days),
            receipt_on=self._by_then(row["receipt_on"], days),
            effective_on=self._by_then(effective, days),
            reason=reason,
        )

    def amount(self, row: Row, ore: int) -> None:
        """Another amount; on the debtor side accepted whole, where the file tells what was accepted."""
        self.set(row, amount_ore=ore, accepted_ore=ore if row["accepted_ore"] != NOT_TOLD else NOT_TOLD)

    def part(self, whole_ore: int) -> int:
        """A part of an amount, less than the whole: one øre, all but one øre, or from a twentieth to a half."""
        if self.size == "one_ore":
            return min(ONE_ORE, whole_ore)
        if self.size == "large":
            return max(whole_ore - 1, 1)
        return max(whole_ore * int(self.rng.integers(5, 50)) // 100, 1)

    def change(self, whole_ore: int) -> int:
        """A change of an amount that leaves it above 0: one øre, or up to 5.000,00 kr., up or down."""
        if self.size == "one_ore":
            ore = ONE_ORE
        elif self.size == "large":
            ore = LARGEST_CHANGE_ORE
        else:
            ore = int(self.rng.integers(1, LARGEST_CHANGE_ORE + 1))
        return -ore if ore < whole_ore and self.rng.integers(0, 2) else ore

    def looks_like(self, before_ore: int, after_ore: int, *, fees: Iterable[int] = (25_000,)) -> None:
        """Name what a changed amount could as well be, where the files cannot tell."""
        delta = abs(after_ore - before_ore)
        if delta < 100 and (before_ore % 100 == 0 or after_ore % 100 == 0):
            self.candidates.add("decimals_lost")
        if any(fee and delta % fee == 0 for fee in fees):
            self.candidates.add("fee_included")
        if after_ore in (before_ore * 100, before_ore // 100):
            self.candidates.add("factor_hundred")

    def _by_then(self, day: int, later: int) -> int:
        return day if day == NO_DAY else min(day + later, self.cut_off)

    def _repeats(self, row: Row) -> list[Row]:
        return [
            one
            for one in self._owner(row).rows
            if one is not row
            and one["rule"] == Rule.REPEATED_FOR_LIABLE
            and (one["side"], one["event"], one["action_id"]) == (row["side"], row["event"], row["action_id"])
        ]

    def _owner(self, row: Row) -> Claim:
        return next(claim for claim in self.claims if any(one is row for one in claim.rows))

    def _told(self, row: Row, cells: dict[str, Any]) -> dict[str, Any]:
        told = self.draft.tables[row["table"]].told
        always = ("event", "amount_ore", "rule", "status")
        names = {"accepted_ore": "accepted"}
        return {
            name: value
            for name, value in cells.items()
            if name in always or names.get(name, name) in told or (name == "debtors" and "debtors" in told)
        }


Does: TypeAlias = Callable[[Case], None]


@dataclass(frozen=True)
class Kind:
    """A kind of fault, and what must come out of it."""

    name: str
    row: str
    """The row of the list of fault kinds that it belongs to."""
    does: Does
    fit: Fit = Fit.PLAIN
    plus: tuple[str, ...] = ()
    """Causes of what PSRM has too much of."""
    minus: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    gravity: str = BLOCKING
    """What it must weigh at the least: BLOCKING (never ready), REMARK (never ready without one), INFORMATION (it may be
    ready), NOTHING (it is no fault, and nobody may be accused)."""
    needs: tuple[str, ...] = ()
    """Columns that the data must have to hold it: `debtor.status`; with | between where one is enough; and CUT_OFF."""
    lacks: str = ""
    """A column that the data must not have: with it, another kind stands for this one."""
    shown_by: tuple[tuple[str, str], ...] = ()
    """Columns without which it cannot be seen, and the code of the blind spot that then names it."""
    sized: str = ""
    """What a wished size means: `whole` (the claim's amount), `part` or `change`; empty: it has no amount of its own."""
    sizes: tuple[str, ...] = ("one_ore", "large")
    elsewhere: bool = False
    """What is not where it should be is there under another number: only the net of it is missing."""
    alone: bool = False
    """It changes a whole cell or file, and is put in by itself."""

    def blind(self, draft: Draft) -> str:
        """Code of the blind spot, where the given columns cannot show it; "" where they can."""
        return next((code for columns, code in self.shown_by if not _told(draft, columns)), "")


def _told(draft: Draft, columns: str) -> bool:
    """Whether one of the columns is told: `psrm.claim_type`; or `ode` for files in which each action counts once, and
    `psrm.recovery` for those that have a word for what was recovered."""
    for one in columns.split("|"):
        if one in ("ode", "psrm.recovery"):
            if draft.terms.counted_once if one == "ode" else draft.terms.recoveries:
                return True
            continue
        side, name = one.split(".")
        if draft.tells(Side[side.upper()], name):
            return True
    return False


def untested(draft: Draft, kind: Kind, wish: Wish | None = None) -> Untested | None:
    """Why the kind cannot be put in as wished; None where it can."""
    wish = wish or Wish()
    for columns in kind.needs:
        if columns == CUT_OFF:
            if not draft.terms.cut_off_declared:
                return Untested("declared", CUT_OFF)
        elif not _told(draft, columns):
            return Untested("column", columns)
    if kind.lacks and _told(draft, kind.lacks):
        return Untested("told", kind.lacks)
    if kind.name == "dmi_after_close" and not _closed(draft):
        return Untested("declared", "dmi_close")
    if kind.fit is Fit.TEST_CLAIM and not draft.terms.test_batch:
        return Untested("declared", "test_batch")
    if kind.fit is Fit.KNOWN_FORM and not draft.terms.same_debtor:
        return Untested("declared", "debtor_aliases")
    if kind.fit is Fit.CELL:
        return None if cells(draft, wish) else Untested("declared", "claim_types")
    if kind.fit is not Fit.ALL and not len(_free(draft, kind, wish)):
        return Untested("claim", kind.fit.value)
    return None


def _closed(draft: Draft) -> bool:
    close = draft.terms.dmi_close
    return close is not None and close < draft.terms.cut_off


def cells(draft: Draft, wish: Wish) -> list[tuple[str, str]]:
    """The declared cells that have claims and that the wish allows."""
    at = draft.claims.index[~draft.claims["odd"] & ~draft.claims.duplicated(["solution", "claim_type", "odd"])]
    seen = {(draft.solution(one), draft.text("claim_type", one)) for one in at}
    return [
        cell
        for cell in sorted(draft.terms.scope & seen)
        if wish.solution in ("", cell[0]) and wish.claim_type in ("", cell[1])
    ]


def _free(draft: Draft, kind: Kind, wish: Wish) -> np.ndarray:
    """The claims that are fit, free and as wished, in the order of the debtor's lines."""
    fit = draft.fit[kind.fit]
    free = fit[~draft.used[fit].any(axis=1)]
    lead = free[:, 0]
    solution = draft.claims["solution"].to_numpy()[lead]
    claim_type = draft.claims["claim_type"].to_numpy()[lead]
    mask = _declared(draft, solution, claim_type)
    if wish.solution:
        names = [draft.terms.marks.get(mark, mark) for mark in draft.words["solution"]]
        mask &= np.isin(solution, [at for at, name in enumerate(names) if name == wish.solution])
    if wish.claim_type:
        mask &= np.isin(
            claim_type, [at for at, name in enumerate(draft.words["claim_type"]) if name == wish.claim_type]
        )
    free = free[mask]
    return np.asarray(free[np.argsort(draft.claims["line"].to_numpy()[free[:, 0]], kind="stable")])


def _declared(draft: Draft, solution: np.ndarray, claim_type: np.ndarray) -> np.ndarray:
    """Which claims are of a declared cell; all where no scope is declared. What is outside the area is not judged."""
    if not draft.terms.scope:
        return np.ones(len(solution), bool)
    names = [draft.terms.marks.get(mark, mark) for mark in draft.words["solution"]]
    types = draft.words["claim_type"]
    # One place more, of no cell, for what is not known (-1).
    table = np.zeros((len(names) + 1, len(types) + 1), bool)
    for at, name in enumerate(names):
        table[at, : len(types)] = [(name, one) in draft.terms.scope for one in types]
    return np.asarray(table[solution, claim_type])


def put(
    draft: Draft, kind: Kind, wish: Wish | None = None, count: int = 1, rng: np.random.Generator | None = None
) -> list[Fault]:
    """Put so many faults of a kind into the draft -> the truth of each. Fewer where fewer claims are fit; none where the
    data cannot hold it (`untested` says why)."""
    wish = wish or Wish()
    rng = rng or np.random.Generator(np.random.PCG64(1))
    if untested(draft, kind, wish) is not None:
        return []
    if kind.alone:
        return [_apply(draft, kind, Case(draft, (), rng, wish.size, cells=set(_wished(draft, kind, wish, rng))))]
    free = _free(draft, kind, wish)
    if wish.place == "first":
        chosen = free[:count]
    elif wish.place == "last":
        chosen = free[::-1][:count]
    else:
        chosen = free[np.sort(rng.permutation(len(free))[:count])]
    draft.used[chosen.ravel()] = True
    taken = draft.take_out(chosen.ravel().tolist())
    return [_apply(draft, kind, Case(draft, tuple(taken[at] for at in row), rng, wish.size)) for row in chosen.tolist()]


def _wished(draft: Draft, kind: Kind, wish: Wish, rng: np.random.Generator) -> list[tuple[str, str]]:
    if kind.fit is not Fit.CELL:
        return []
    some = cells(draft, wish)
    return [
        some[0] if wish.place == "first" else some[-1] if wish.place == "last" else some[int(rng.integers(len(some)))]
    ]


def _apply(draft: Draft, kind: Kind, case: Case) -> Fault:
    if case.size and kind.sized == "whole":
        _resize(case, Event.CREATION)
    later = {Fit.WRITE_DOWN: Event.WRITE_DOWN, Fit.WRITE_UP: Event.WRITE_UP}.get(kind.fit)
    if case.size and kind.sized == "part" and later is not None:
        _resize(case, later)
    before = addressed(draft, case.claims)
    cells_before = {(one[0], one[1]) for one in before}
    kind.does(case)
    own = draft.solution(case.claim.number) if case.unallotted else ""
    after = addressed(draft, case.claims, own)
    moved = Counter(after)
    moved.subtract(before)
    moves = tuple(Move(*address, ore) for address, ore in sorted(moved.items()) if ore)
    tolerated = {"rounding"} if any(abs(one.ore) <= draft.terms.tolerance_ore for one in moves) else set()
    rows = [row for claim in case.claims for row in claim.rows]
    gross_ore = sum(abs(one.ore) for one in moves) if case.gross_ore is None else case.gross_ore
    return Fault(
        kind=kind.name,
        gravity=kind.gravity,
        moves=moves,
        gross_ore=gross_ore,
        plus=frozenset(kind.plus),
        minus=frozenset(kind.minus),
        candidates=frozenset({*kind.candidates, *case.candidates, *tolerated}),
        findings=frozenset({*kind.findings, *case.findings}),
        cells=frozenset({*cells_before, *((one[0], one[1]) for one in after), *case.cells}),
        places=frozenset((one[1], one[2]) for one in (*before, *after)),
        lines=tuple((row["file"], row["line"]) for row in rows),
        claims=tuple((claim.claim_id(), claim.reference()) for claim in case.claims),
        blind=kind.blind(draft),
        unallotted=case.unallotted or any(not one.solution for one in moves),
        missing_ore=abs(sum(one.ore for one in moves)) if kind.elsewhere else gross_ore,
    )


def _resize(case: Case, event: Event) -> None:
    """The event's amount as wished, on both sides: the data are as right as before."""
    ore = ONE_ORE if case.size == "one_ore" else LARGE_ORE
    for claim in case.claims:
        for side in Side:
            for row in claim.of(side, event):
                case.amount(row, ore)


def addressed(draft: Draft, claims: Sequence[Claim], own: str = "") -> Counter[tuple[str, str, str]]:
    """PSRM minus debtor system of some claims, by solution, claim type and debtor set, by plain addition.

    What a line does not say of its address is what the other side's lines with its number say; a solution that nobody
    says is `own`, else the only one declared for the type, else not known.
    """
    rows = [row for claim in claims for row in claim.rows if not row["gone"]]
    total: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if not in_book(row, draft.terms.cut_off):
            continue
        others = linked(draft, row, rows)
        claim_type = row["claim_type"] or _agreed(one["claim_type"] for one in others)
        debtors = draft.terms.debtors(row["debtors"] or "")
        told = _agreed(draft.terms.debtors(one["debtors"] or "") for one in others)
        if not debtors or (row["side"] == Side.PSRM and set(debtors.split(BETWEEN)) < set(told.split(BETWEEN))):
            debtors = told
        mark = row["solution"] or _agreed(one["solution"] for one in others)
        solution = draft.terms.marks.get(mark, mark) or own
        if not solution:
            owners = draft.terms.owners(claim_type)
            solution = owners[0] if len(owners) == 1 else ""
        total[solution, claim_type, debtors] += SIDE_SIGN[row["side"]] * EVENT_SIGN[row["event"]] * row["amount_ore"]
    return total


def in_book(row: Row, cut_off: int) -> bool:
    return bool(row["rule"] == Rule.IN_BOOK and row["booked_on"] <= cut_off)


def linked(draft: Draft, row: Row, rows: Sequence[Row]) -> list[Row]:
    """The other side's lines that have its number: its FordringID, else its reference."""
    other = [one for one in rows if one["side"] != row["side"]]
    for name in ("claim_id", "reference"):
        number = draft.compared(name, row[name])
        same = [one for one in other if number and draft.compared(name, one[name]) == number]
        if same:
            return same
    return []


def _agreed(values: Iterable[str | None]) -> str:
    said = {one for one in values if one}
    return said.pop() if len(said) == 1 else ""
