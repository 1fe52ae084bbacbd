"""The names of an input's KMD ODE files -> its deliveries: one Total, and the Deltas that came after it.

A Total has every agreement. A Delta has the whole history of each agreement, and each partner, that was changed since; what
it has, no earlier delivery has a say in. What was deleted, and a Delta that is missing between two, no file can show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from zerosum.errors import InputError, Phrase, Problem, Value

ACTIONS, RATES, INTEREST, PARTNERS = (
    "09-RIM-aftale",
    "10-RIM-aftale-rater",
    "11-RIM-aftale-renter",
    "12-Forretningspartner",
)
"""The files that are used."""

_NAME = re.compile(
    r"^(?P<who>[0-9]{4,5})_ODE_(?P<made>[0-9]{4}-[0-9]{2}-[0-9]{2})_(?P<run>[0-9]{3})_(?P<part>[0-9]{2}-[^_]+)_(?P<kind>Total|Delta)_(?P<n>[0-9]{3})af(?P<of>[0-9]+)(\.\w+)*$",
    re.IGNORECASE,
)

Delivery: TypeAlias = "tuple[str, str, bool]"
"""Production date, sequence, and whether it is a Total."""


@dataclass(frozen=True)
class FileName:
    """What the name of an ODE file says."""

    name: str
    """As it is shown."""
    municipality: str
    made: str
    """Production date (produktionsdato), YYYY-MM-DD: the day before the delivery."""
    run: str
    """Sequence (sekvens): 001, more where the day was run again."""
    part: str
    total: bool
    number: int
    """Which of the pieces of the part, the first is 1."""
    of: int

    @property
    def delivery(self) -> Delivery:
        """Deliveries in the order of time; a Delta of the same run as a Total comes before it, and is refused."""
        return self.made, self.run, self.total


def file_name(name: str) -> FileName | None:
    """What a name says; None where it is not an ODE file's. The folder or ZIP before it says nothing."""
    found = _NAME.match(name.rsplit("/", 1)[-1])
    if not found:
        return None
    number, of = int(found["n"]), int(found["of"])
    total = found["kind"].lower() == "total"
    return FileName(name, found["who"].lstrip("0"), found["made"], found["run"], found["part"], total, number, of)


def part_of(name: str, source_parts: Sequence[str]) -> str | None:
    """The part that a file name names, in the source's spelling; "" for a part that is not read, None for another name."""
    found = file_name(name)
    if found is None:
        return None
    return next((part for part in source_parts if part.lower() == found.part.lower()), "")


def deliveries_of(names: Sequence[str], source_parts: Sequence[str], cut_off: date | None) -> list[int]:
    """Names -> which delivery each is of: 0 is the Total, then the Deltas in the order of production date and sequence.

    InputError with everything that is wrong: foreign names, several municipalities, no Total or several, a Delta that is not
    newer than the Total, files and pieces that are missing or there twice, and a newest delivery that was made before the
    cut-off and cannot know what came until then.
    """
    found = [file_name(name) for name in names]
    problems = [Problem("ode_name_foreign", file=name) for name, one in zip(names, found, strict=True) if one is None]
    known = [one for one in found if one is not None]
    order = sorted({one.delivery for one in known})
    problems += _mixed(known) or _pieces(known, order, source_parts)
    if cut_off is not None and order and order[-1][0] < cut_off.isoformat():
        told = {"made": order[-1][0], "cut_off": cut_off.isoformat()}
        problems.append(Problem("ode_delivery_too_old", told))
    if problems:
        raise InputError(*problems)
    return [order.index(one.delivery) for one in known]


def _mixed(known: Sequence[FileName]) -> list[Problem]:
    """Deliveries that do not belong together."""
    problems = []
    municipalities = sorted({one.municipality for one in known})
    if len(municipalities) > 1:
        problems.append(Problem("ode_municipalities_mixed", {"municipalities": ", ".join(municipalities)}))
    totals = sorted({one.delivery for one in known if one.total})
    deltas = _first_of_each(one for one in known if not one.total)
    if len(totals) > 1:
        told = tuple(_named(one) for one in totals)
        problems.append(Problem("ode_totals_several", {"deliveries": told}))
    elif not totals:
        problems += [Problem("delta_without_total", file=one.name) for one in deltas[:1]]
    else:
        problems += [
            Problem("delta_not_newer", {"delta": _named(one.delivery), "total": _named(totals[0])}, one.name)
            for one in deltas
            if one.delivery < totals[0]
        ]
    return problems


def _named(delivery: Delivery) -> Phrase:
    made, run, _ = delivery
    return Phrase("ode_delivery", {"made": made, "run": run})


def _first_of_each(files: Iterable[FileName]) -> list[FileName]:
    """The first file of each delivery."""
    first: dict[Delivery, FileName] = {}
    for one in sorted(files, key=lambda one: (one.delivery, one.name)):
        first.setdefault(one.delivery, one)
    return list(first.values())


def _pieces(known: Sequence[FileName], order: Sequence[Delivery], source_parts: Sequence[str]) -> list[Problem]:
    """Files, and pieces of files, that a delivery lacks or has twice. A Delta has all files, though some may be empty."""
    problems = []
    for delivery in order or [("", "", True)]:
        named = _named(delivery) if len(order) > 1 else ""
        for part in source_parts:
            mine = [one for one in known if one.delivery == delivery and one.part.lower() == part.lower()]
            problems += _missing(part, mine, named)
    return problems


def _missing(part: str, files: Sequence[FileName], delivery: Phrase | str) -> list[Problem]:
    """What is wrong with the pieces of a part; the delivery is named where there are several."""
    told: dict[str, Value] = {"part": part, "delivery": delivery}
    told["of_delivery"] = Phrase("ode_of_delivery", {"delivery": delivery}) if delivery else ""
    if not files:
        return [Problem("ode_file_missing", told)]
    numbers, said = sorted(one.number for one in files), sorted({one.of for one in files})
    if len(said) > 1:
        return [Problem("ode_pieces_disagree", {**told, "said": ", ".join(str(one) for one in said)})]
    (whole,) = said
    missing = [one for one in range(1, whole + 1) if one not in numbers]
    surplus = sorted({one for one in numbers if numbers.count(one) > 1 or not 1 <= one <= whole})
    problems = []
    for code, some in (("ode_piece_missing", missing), ("ode_piece_twice", surplus)):
        if some:
            pieces = ", ".join(f"{one:03d}af{whole}" for one in some)
            problems.append(Problem(code, {**told, "pieces": pieces, "n": len(some), "whole": whole}))
    return problems
