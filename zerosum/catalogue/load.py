"""TOML -> Area: the business areas that come with zerosum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from zerosum import money
from zerosum.errors import Phrase
from zerosum.toml_file import Document, Strict, check, claim_type, parse, refuse, settings_error, tables, text

AREAS = ("daginstitution",)
"""The areas that come with zerosum; each is a file of this name beside this module."""

Kind = Literal["main", "fee", "interest"]
"""What a claim type is of: a main claim (hovedfordring), a fee (gebyr) or interest (rente)."""


@dataclass(frozen=True)
class Replaced:
    """A code that a claim type had before."""

    code: str
    until: date
    """The day on which the new code took its place."""


@dataclass(frozen=True)
class AreaType:
    """A claim type (fordringstype) of an area."""

    code: str
    name: str
    """In Danish."""
    kind: Kind
    since: date
    """The day from which `reference` shows the type. It may have been in use before."""
    reference: str
    replaced: tuple[Replaced, ...] = ()
    amounts_ore: tuple[int, ...] = ()
    """What such a fee may be (gebyrsatser); empty where it is not known."""

    @property
    def related(self) -> bool:
        """A related claim (relateret fordring: fee or interest), which names its main claim."""
        return self.kind != "main"


@dataclass(frozen=True)
class Area:
    """A business area (forretningsområde): what is declared ready as one."""

    code: str
    name: str
    types: tuple[AreaType, ...]
    reference: str

    def type_names(self) -> dict[str, str]:
        """Code -> Danish name."""
        return {one.code: one.name for one in self.types}

    def retired(self) -> dict[str, tuple[str, date]]:
        """Former code -> the code that took its place, and the day."""
        return {former.code: (one.code, former.until) for one in self.types for former in one.replaced}


@cache
def load(area: str) -> Area:
    """An area by its name in AREAS. KeyError for any other; SettingsError where its file is wrong."""
    if area not in AREAS:
        raise KeyError(area)
    return read_area(parse(files("zerosum.catalogue").joinpath(f"{area}.toml").read_text("utf-8"), f"{area}.toml"))


def read_area(document: Document) -> Area:
    """A catalogue file as an Area. SettingsError with every mistake of the file."""
    file, problems = check(_File, document)
    codes: set[str] = set()
    for n, one in tables(document.data, "type"):
        code = text(one, "code")
        if code in codes:
            problems.append(document.problem(("type", n, "code"), "catalogue_type_repeated", {"type": str(code)}))
        codes |= {code} if code else set()
        if one.get("amounts") and one.get("kind") != "fee":
            problems.append(document.problem(("type", n, "amounts"), "catalogue_amounts_of_no_fee"))
        for m, former in tables(one, "replaced"):
            old = text(former, "code")
            if old in codes:
                place = ("type", n, "replaced", m, "code")
                problems.append(document.problem(place, "catalogue_former_type_taken", {"type": str(old)}))
    if problems or file is None:
        raise settings_error(problems)
    types = tuple(
        AreaType(t.code, t.name_da, t.kind, t.since, t.reference, _replaced(t), tuple(t.amounts)) for t in file.type
    )
    return Area(file.code, file.name, types, file.reference)


def _replaced(one: _Type) -> tuple[Replaced, ...]:
    return tuple(Replaced(former.code, former.until) for former in one.replaced)


Filled = Annotated[str, Field(min_length=1)]


class _Replaced(Strict):
    code: Annotated[str, AfterValidator(claim_type)]
    until: date


def _amount(written: object) -> int:
    try:
        ore = money.ore(written) if isinstance(written, str) else 0
    except ValueError:
        ore = 0
    if ore <= 0:
        raise refuse(Phrase("an_amount_above_zero"))
    return ore


class _Type(Strict):
    code: Annotated[str, AfterValidator(claim_type)]
    name_da: Filled
    kind: Kind
    since: date
    reference: Filled
    amounts: list[Annotated[int, BeforeValidator(_amount)]] = Field(default_factory=list)
    replaced: list[_Replaced] = Field(default_factory=list)


class _File(Strict):
    code: Filled
    name: Filled
    reference: Filled
    type: Annotated[list[_Type], Field(min_length=1)]
