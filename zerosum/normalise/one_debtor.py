"""Numbers that are declared to be one debtor are one from here on: a person's former and present number, a sole trader's
CVR and the owner's CPR. File 12 of KMD ODE says it of a partner's numbers, a municipality of others (debtor_aliases)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from zerosum import identity
from zerosum.normalise.lines import Lines


def as_one_debtor(lines: Sequence[Lines], declared: Mapping[str, str]) -> tuple[Lines, ...]:
    """The same lines, each debtor under one number. The numbers that are no more there are withheld: none of them leaves
    in another column."""
    same = one_each([one.same for one in lines], declared)
    if not same:
        return tuple(lines)
    numbers = pa.array(sorted({*same, *same.values(), *declared, *declared.values()}), pa.string())
    changed = []
    for one in lines:
        written = one.texts["debtors"]
        debtors = identity.renamed(written, same)
        if debtors is written:
            changed.append(one)
        else:
            changed.append(replace(one, texts=one.texts | {"debtors": debtors}, written=written))
    first = changed[0]
    return replace(first, withheld=pa.concat_arrays([first.withheld.cast(pa.string()), numbers])), *changed[1:]


def one_each(told: Sequence[Mapping[str, str]], declared: Mapping[str, str]) -> dict[str, str]:
    """Number -> the one number of its debtor, for those that have another. What sources do not agree on is not said."""
    by_source: dict[str, set[str]] = {}
    for some in told:
        for number, debtor in some.items():
            by_source.setdefault(number, set()).add(debtor)
    edges = {number: next(iter(debtors)) for number, debtors in by_source.items() if len(debtors) == 1}
    debtors = frozenset(edges.values())
    parent: dict[str, str] = {}

    def top(number: str) -> str:
        while number in parent:
            number = parent[number]
        return number

    for number, debtor in sorted([*edges.items(), *declared.items()]):
        one, other = top(number), top(debtor)
        if one != other:
            # The debtor's number in file 12 stays, else the smaller: which it is says nothing, but is always the same.
            kept, gone = sorted((one, other), key=lambda each: (each not in debtors, each))
            parent[gone] = kept
    return {number: top(number) for number in parent}
