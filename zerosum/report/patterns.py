"""What the open rows of one cause at one solution have in common (mønster): found by looking at whole columns, never guessed.

Each trait (træk) says of how many rows it holds and how surprising that is, in bits: n bits are one chance in 2^n. What holds for
the rest of the solution too surprises nobody, and is not told. What could be chance is a fact of these rows and no pattern.
"""

from __future__ import annotations

import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pandas as pd

from zerosum.catalogue.load import AREAS
from zerosum.catalogue.related import related_types
from zerosum.judge.ages import band_of
from zerosum.result import Gravity, Result, SolutionResult, Standing
from zerosum.tables import ItemLines, PostedLines

TELLING_BITS = 13
"""So surprising, one chance in 8192, is a pattern. There are some twenty kinds of it, so that not one report in 400 has one by chance."""

FACT_BITS = 4
"""Less surprising than one chance in 16 is not worth a word."""

FEW = 3
"""With fewer rows nothing is a pattern."""

MOST = 5
"""With so many rows one in ten may be another."""


@dataclass(frozen=True)
class Ground:
    """What a solution is like without the rows: what is usual there is no pattern."""

    claims: Mapping[str | None, int] = field(default_factory=dict)
    """Claim type -> claims of the solution, on the side that has more."""
    debtor_claims: Mapping[str | None, int] = field(default_factory=dict)
    """Claim type -> claims of the debtor system."""
    events: Mapping[str, int] = field(default_factory=dict)
    """Event -> claims that exercised it."""
    booked_from: date | None = None
    booked_to: date | None = None
    fees_ore: tuple[int, ...] = ()
    """What a fee of the area may be (gebyrsatser)."""
    files: Mapping[str, int] = field(default_factory=dict)
    """File -> its number among the inputs."""
    as_of: date | None = None


@dataclass(frozen=True)
class Trait:
    """Something that rows have in common."""

    kind: str
    """Its words are `pack.trait.<kind>`."""
    value: str | int | date
    """What they have: a text, whole øre where the kind is of amounts, a number of a file, or a day."""
    held: int
    """Rows for which it holds; where the kind is `share`: claims."""
    of: int
    bits: int
    """How surprising it is."""
    rows: frozenset[int]
    """Places of the rows for which it holds."""
    other: str | int | date | None = None
    """What belongs to the value: the day on which the solution itself began."""

    @property
    def telling(self) -> bool:
        """Whether it is a pattern, and no chance."""
        return self.bits >= TELLING_BITS and self.of >= FEW


_OPEN = {
    "not_sent": {"event"}, "awaiting_receipt": {"event", "status"}, "in_hearing": {"event"},
    "across_cutoff_debtor_first": {"event"}, "across_cutoff_psrm_first": {"event"}, "creditor_changed": {"event", "side"},
    "line_twice": {"event", "side"}, "type_swapped": {"event"}, "debtor_changed": {"event"}, "debtor_wrong": {"event"},
    "counted_per_debtor": {"event", "side", "sign"}, "rounding": {"event", "sign"}, "sign_turned": {"event", "sign"},
    "factor_hundred": {"event", "sign"}, "decimals_lost": {"event", "sign"}, "amount_differs": {"event", "sign", "status"},
    "unexplained": {"event", "side", "sign", "status"},
}  # fmt: skip
"""Which of event, side, sign and status a cause leaves open. What its own definition says is no pattern."""

_EXTENT = {"create": "creation", "write_up": "write_up", "write_down": "write_down", "recall": "recall"}


def ground(result: Result, solution: SolutionResult) -> Ground:
    """What is known of a solution beside its open rows."""
    events: Counter[str] = Counter()
    for cell in solution.cells:
        events.update({event: cell.extent.get(kind, 0) for kind, event in _EXTENT.items()})
    return Ground(
        claims={one.claim_type: max(one.figures.debtor_claims, one.figures.psrm_claims) for one in solution.cells},
        debtor_claims={one.claim_type: one.figures.debtor_claims for one in solution.cells},
        events=events,
        booked_from=solution.booked_from,
        booked_to=solution.booked_to,
        fees_ore=related_types(result.area, (), {}).fees_ore if result.area in AREAS else (),
        files={file.path: at for at, file in enumerate(result.inputs, start=1)},
        as_of=result.as_of,
    )


def traits(rows: pd.DataFrame, others: pd.DataFrame, known: Ground) -> tuple[Trait, ...]:
    """Postings of one solution and cause, joined with their ItemLines; the solution's other postings, joined too; and what is
    known of it -> what the rows have in common, the most telling first. The order of the rows changes nothing."""
    if len(rows) < 2:
        return ()
    code = str(rows[PostedLines.CAUSE].iloc[0])
    mine, theirs = _Columns.of(rows), _Columns.of(others)
    found: list[Trait | None] = [
        _of_types(mine, known),
        _share(mine, known),
        *(_of_column(name, mine, theirs, known) for name in ("event", "side", "sign", "status") if name in _OPEN.get(code, ())),
        _of_reasons(mine),
        *_of_files(mine, theirs, known),
        _of_other_causes(mine, theirs),
        _first(_of_amounts(mine, theirs, known)),
        None if _on_its_way(rows) else _first(_of_days(mine, theirs, known)),
        _first(_of_references(mine, theirs)),
    ]  # fmt: skip
    told = [one for one in found if one is not None and one.bits >= FACT_BITS and (one.held == one.of or one.telling)]
    return tuple(sorted(told, key=lambda one: (not one.telling, -one.bits, one.kind, str(one.value))))


def _on_its_way(rows: pd.DataFrame) -> bool:
    """Bridges within their limits: they are new by what they are, and their days tell nothing."""
    bridge = rows[PostedLines.STANDING] == Standing.BRIDGE.name.lower()
    return bool((bridge & (rows[PostedLines.GRAVITY] != Gravity.BLOCKING.name.lower())).all())


@dataclass(frozen=True)
class _Columns:
    """Columns of postings, as plain values."""

    cases: list[str]
    types: list[str | None]
    events: list[str]
    sides: list[str]
    statuses: list[str]
    reasons: list[str]
    days: list[date | None]
    ore: list[int]
    """The difference, signed."""
    causes: list[str]
    references: list[str]
    claims: list[str]
    """The claim: its FordringID, else its reference, else the case."""
    files: list[tuple[str, str]]
    """Of the debtor side, of PSRM."""

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Columns:
        def values(name: str) -> list[Any]:  # each distinct value made once: there are many more rows
            codes, distinct = pd.factorize(rows[name])
            told = [*distinct.tolist(), None]
            return [told[code] for code in codes.tolist()]

        def texts(name: str) -> list[str]:
            return [one or "" for one in values(name)]

        cases, references, ids = texts(ItemLines.CASE), texts(ItemLines.REFERENCE), texts(ItemLines.CLAIM_ID)
        return cls(
            cases=cases,
            types=values(ItemLines.CLAIM_TYPE),
            events=texts(ItemLines.EVENT),
            sides=texts(ItemLines.SIDE),
            statuses=texts(ItemLines.STATUS),
            reasons=texts(ItemLines.REASON),
            days=values(ItemLines.BOOKED_ON),
            ore=rows[PostedLines.POSTED_ORE].tolist(),
            causes=texts(PostedLines.CAUSE),
            references=references,
            claims=[one or two or three for one, two, three in zip(ids, references, cases, strict=True)],
            files=list(zip(texts(ItemLines.DEBTOR_FILE), texts(ItemLines.PSRM_FILE), strict=True)),
        )

    def __len__(self) -> int:
        return len(self.cases)


def _of_column(name: str, mine: _Columns, theirs: _Columns, known: Ground) -> Trait | None:
    """One event, side, sign or status."""

    def values(of: _Columns) -> list[str]:
        if name == "sign":
            return ["more" if ore > 0 else "less" for ore in of.ore]
        return {"event": of.events, "side": of.sides, "status": of.statuses}[name]

    usual = known.events if name == "event" and any(known.events.values()) else Counter(values(theirs))
    return _common(name, values(mine), usual)


def _of_types(mine: _Columns, known: Ground) -> Trait | None:
    """One claim type of several."""
    rest = Counter({one: n for one, n in known.claims.items() if n})
    rest.subtract(Counter(mine.types))
    found = _common("claim_type", mine.types, +rest)
    return found if found is not None and found.value is not None else None


def _share(mine: _Columns, known: Ground) -> Trait | None:
    """How many of a claim type's claims it is, where that is half of them or more."""
    (claim_type, _), *_ = _by_number(mine.types)
    rows = frozenset(at for at, one in enumerate(mine.types) if one == claim_type)
    claims = len({mine.claims[at] for at in rows if mine.sides[at] != "psrm"})
    if not isinstance(claim_type, str):
        return None
    of = known.debtor_claims.get(claim_type, 0)
    if claims < 2 or claims > of or claims * 2 < of:
        return None
    return Trait("share", claim_type, claims, of, TELLING_BITS + claims if claims >= MOST else FACT_BITS, rows)


def _of_reasons(mine: _Columns) -> Trait | None:
    """One rejection number, or one reason."""
    return _common("reason", [re.split(r"[:;]", one)[0].strip() for one in mine.reasons], {}, at_least=(1, 8))


def _of_files(mine: _Columns, theirs: _Columns, known: Ground) -> Iterator[Trait | None]:
    """One file of several of a side."""
    usual = Counter(theirs.files)
    for side in (0, 1):
        number = {pair: known.files.get(pair[side], 0) for pair in {*mine.files, *usual}}
        others = _mapped(usual, number.__getitem__)
        del others[0]
        yield _common("file", [number[pair] for pair in mine.files], others)


def _mapped(counts: Mapping[Any, int], told: Callable[[Any], Any]) -> Counter[Any]:
    """How often each is told of values that are counted. Of a solution with 100,000 open rows there are a few hundred days."""
    found: Counter[Any] = Counter()
    for value, rows in counts.items():
        found[told(value)] += rows
    return found


def _of_other_causes(mine: _Columns, theirs: _Columns) -> Trait | None:
    """Another cause that their cases have too."""
    ours = set(mine.cases)
    with_it: dict[str, set[str]] = {
        cause: set() for case, cause in zip(theirs.cases, theirs.causes, strict=True) if case in ours
    }
    if not with_it:  # as of most causes
        return None
    for case, cause in zip(theirs.cases, theirs.causes, strict=True):
        if cause in with_it:
            with_it[cause].add(case)
    usual = set(theirs.cases) - ours
    found = (
        _tested("also", cause, [case in cases for case in mine.cases], len(usual & cases), len(usual))
        for cause, cases in sorted(with_it.items())
    )
    return max((one for one in found if one is not None), key=lambda one: (one.held, one.bits), default=None)


def _of_amounts(mine: _Columns, theirs: _Columns, known: Ground) -> Iterator[Trait | None]:
    """Exactly a fee; one amount; all multiples of one; all whole kroner: the first that holds says most."""
    ore, usual = [abs(one) for one in mine.ore], [abs(one) for one in theirs.ore]
    found = _common("one_amount", ore, Counter(usual), at_least=(1, 4))
    if found is not None:
        yield Trait("fee", *_rest(found)) if found.value in known.fees_ore else found
    step = math.gcd(*ore)
    if step >= 50_00 and len(set(ore)) > 1:
        of = sum(one % step == 0 for one in usual)
        yield _tested("multiples", step, [True] * len(ore), of, len(usual), at_least=(1, 4))
    whole = [one % 100 == 0 for one in ore]
    yield _tested("whole_kroner", 100, whole, sum(one % 100 == 0 for one in usual), len(usual))


def _rest(trait: Trait) -> tuple[str | int | date, int, int, int, frozenset[int]]:
    return trait.value, trait.held, trait.of, trait.bits, trait.rows


def _of_days(mine: _Columns, theirs: _Columns, known: Ground) -> Iterator[Trait | None]:
    """One day; one month; one day of the month; not before a day, or not after; one age: the first that is telling says most.

    What is usual are the other rows of the same event: write-downs of a month may well be booked on one day."""
    days = [one for one in mine.days if one is not None]
    if len(days) < len(mine) or known.booked_from is None or known.booked_to is None:
        return
    alike = {*mine.events}
    usual = Counter(
        day for day, event in zip(theirs.days, theirs.events, strict=True) if day is not None and event in alike
    )
    first, last = min(known.booked_from, *days, *usual), max(known.booked_to, *days, *usual)
    span = (last - first).days + 1
    if span == 1:
        return
    yield _common("day", days, usual, at_least=(1, span))
    if span > 2 * 31:
        months = [one.replace(day=1) for one in days]
        yield _common("month", months, _mapped(usual, lambda day: day.replace(day=1)), at_least=(31, span))
    in_month = _mapped(usual, lambda day: day.day)
    yield _common("day_of_month", [one.day for one in days], in_month, at_least=(1, 28))
    ordered = sorted(days)
    for spared in (0, len(days) // 10) if len(days) >= 10 else (0,):
        start, end = ordered[spared], ordered[len(days) - 1 - spared]
        if known.booked_from < start:
            part = ((last - start).days + 1, span)
            yield _placed("from", start, partial(operator.le, start), days, usual, part, known.booked_from)
        if end < known.booked_to:
            part = ((end - first).days + 1, span)
            yield _placed("until", end, partial(operator.ge, end), days, usual, part, known.booked_to)
    if known.as_of is not None:
        age = {day: band_of(day, known.as_of) for day in {*days, *usual}}
        yield _common("age", [age[one] for one in days], _mapped(usual, age.__getitem__))


def _placed(
    kind: str,
    value: date,
    holds: Callable[[date], bool],
    days: Sequence[date],
    usual: Mapping[date, int],
    part: tuple[int, int],
    other: date,
) -> Trait:
    """Days that lie in a part of the days on which the solution has booked. Where the other rows lie there too, half of all is
    taken to: what broke on a day may have broken more than one cause."""
    rows = frozenset(at for at, one in enumerate(days) if holds(one))
    there, every = sum(rows for one, rows in usual.items() if holds(one)), sum(usual.values())
    chances = [part, (1, 2) if there * 2 > every else (there, every)]
    share = max((one for one in chances if one[0]), key=lambda one: Fraction(*one))
    return Trait(kind, value, len(rows), len(days), _bits_of(len(rows), len(days), *share), rows, other)


def _of_references(mine: _Columns, theirs: _Columns) -> Iterator[Trait | None]:
    """References that begin alike, are written alike, or are as long."""
    if not all(mine.references):
        return
    usual = [one for one in theirs.references if one]
    prefix = _prefix(mine.references)
    if prefix:
        of = sum(one.startswith(prefix) for one in usual)
        yield _tested("prefix", prefix, [True] * len(mine), of, len(usual))
    yield _common("form", [form(one) for one in mine.references], Counter(map(form, usual)))
    yield _common("length", [len(one) for one in mine.references], Counter(map(len, usual)))


def form(reference: str) -> str:
    """How a reference is written, without what it says: A12-0042 is A99-9999."""
    return reference.translate(_FORM)


class _Form(dict[int, str]):
    """What stands for a sign, found once."""

    def __missing__(self, sign: int) -> str:
        one = chr(sign)
        self[sign] = "9" if one.isdecimal() else "A" if one.isalnum() else one
        return self[sign]


_FORM = _Form()


def _prefix(references: Sequence[str]) -> str:
    """How all references begin: at least two signs with a letter or other sign among them, and no more than four digits, so that
    nobody's number can stand in it."""
    low, high = min(references), max(references)
    shared = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    prefix = low[:shared]
    while sum(one.isdigit() for one in prefix) > 4:
        prefix = prefix[:-1]
    return prefix if len(prefix) >= 2 and not prefix.isdigit() and "•" not in prefix else ""


def _first(found: Iterable[Trait | None]) -> Trait | None:
    """Of traits of one theme the first that is a pattern; else the first that all rows share."""
    every = [one for one in found if one is not None and one.bits >= FACT_BITS]
    whole = [one for one in every if one.held == one.of]
    return next((one for one in every if one.telling), whole[0] if whole else None)


# --- how surprising ---


def _by_number(values: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    """Values with how often they stand, the most frequent first; of equals the one whose text comes first."""
    return sorted(Counter(values).items(), key=lambda one: (-one[1], str(one[0])))


def _common(
    kind: str,
    values: Sequence[Hashable],
    usual: Mapping[Any, int],
    at_least: tuple[int, int] = (0, 1),
) -> Trait | None:
    """The value that most rows have."""
    (value, _), *_ = _by_number(values)
    if not isinstance(value, str | int | date) or value in ("", 0):
        return None
    found = _tested(kind, value, [one == value for one in values], usual.get(value, 0), sum(usual.values()), at_least)
    if found is None:
        return None
    choices = len({*values, *usual})  # any of them might have been the one
    return Trait(kind, found.value, found.held, found.of, found.bits - math.ceil(math.log2(choices)), found.rows)


def _tested(
    kind: str,
    value: str | int | date,
    holds: Sequence[bool],
    usual: int,
    of_usual: int,
    at_least: tuple[int, int] = (0, 1),
) -> Trait | None:
    """A trait that holds for some rows, and for `usual` of the `of_usual` others. None where too few have it. What all others have is worth 0 bits.

    Without `at_least` it is Fisher's exact test: the chance that so many of those with the trait are among the rows, were the
    rows drawn from all. `at_least` is for what is telling without any others to compare with: so large a part of all is taken
    to have it, and as many as the others show.
    """
    held, of = sum(holds), len(holds)
    if not _enough(held, of):
        return None
    part, whole = at_least
    if part == 0:
        bits = _bits_of_draw(held, of, usual, of_usual)
    else:
        part, whole = (usual, of_usual) if usual * whole > part * of_usual else (part, whole)
        bits = _bits_of(held, of, part, whole)
    return Trait(kind, value, held, of, bits, frozenset(at for at, one in enumerate(holds) if one))


def _enough(held: int, of: int) -> bool:
    """All; or at least nine in ten, and five of them."""
    return held == of or (held * 10 >= of * 9 and held >= MOST)


def _bits_of(held: int, of: int, part: int, whole: int) -> int:
    """How surprising it is that `held` of `of` fall into a part of a whole: an upper bound of the chance."""
    return max(0, int(held * (math.log2(whole) - math.log2(part)) - _log2_choose(of, held)))


def _bits_of_draw(held: int, of: int, usual: int, of_usual: int) -> int:
    """How surprising it is that so many of those with a trait are among the rows: the tail of the hypergeometric distribution."""
    with_it, every = held + usual, of + of_usual
    chances = [
        _log2_choose(with_it, k) + _log2_choose(every - with_it, of - k) - _log2_choose(every, of)
        for k in range(held, min(of, with_it) + 1)
    ]
    most = max(chances)
    return max(0, int(-most - math.log2(sum(2 ** (one - most) for one in chances))))


def _log2_choose(n: int, k: int) -> Any:
    return (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(2)
