"""TOML -> Area: the business areas that come with zerosum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from zerosum.toml_file import Document, Strict, check, claim_type, parse, settings_error, tables, text

AREAS = ("daginstitution",)
"""The areas that come with zerosum; each is a file of this name beside this module."""


@dataclass(frozen=True)
class AreaType:
    """A claim type (fordringstype) of an area."""

    code: str
    name: str
    """In Danish."""
    related: bool
    """A related claim (relateret fordring: fee or interest), which names its main claim."""
    since: date
    """The day from which `reference` shows the type. It may have been in use before."""
    reference: str


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
            why = f"«{code}» står to gange."
            problems.append(document.problem(("type", n, "code"), "Fordringstype står to gange", why, "Slet den ene."))
        codes |= {code} if code else set()
    if problems or file is None:
        raise settings_error(problems)
    types = tuple(AreaType(t.code, t.name_da, t.kind == "related", t.since, t.reference) for t in file.type)
    return Area(file.code, file.name, types, file.reference)


Filled = Annotated[str, Field(min_length=1)]


class _Type(Strict):
    code: Annotated[str, AfterValidator(claim_type)]
    name_da: Filled
    kind: Literal["main", "related"]
    since: date
    reference: Filled


class _File(Strict):
    code: Filled
    name: Filled
    reference: Filled
    type: Annotated[list[_Type], Field(min_length=1)]
