"""TOML -> the catalogue that comes with zerosum. Every mistake of its files is told in one message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from zerosum import money
from zerosum.catalogue.model import (
    Area,
    AreaType,
    Both,
    Catalogue,
    DmiClose,
    DmiCode,
    Former,
    How,
    Kind,
    Maker,
    Replaced,
    Role,
    Track,
)
from zerosum.errors import Phrase, Problem
from zerosum.toml_file import (
    Document,
    Place,
    Strict,
    check,
    claim_type,
    parse,
    refuse,
    settings_error,
    tables,
    text,
    texts,
)

AREAS = (
    "renter-og-gebyrer",
    "biblioteker",
    "socialret",
    "sygedagpenge",
    "parkeringsafgifter",
    "teknisk-forvaltning",
    "tvaergaaende-civilretlige-krav",
    "kultur",
    "forbrug-og-renovation",
    "service-og-sundhed",
    "lejeret",
    "ejendom-og-relaterede-bidrag",
    "daginstitution",
    "bolig",
)
"""The areas that come with zerosum, in the order of their tracks; each is a file of this name in `areas/`."""


@cache
def load(area: str) -> Area:
    """An area by its name in AREAS, from its own file alone. KeyError for any other; SettingsError where its file is wrong."""
    if area not in AREAS:
        raise KeyError(area)
    return read_area(_shipped(f"areas/{area}.toml"))


@cache
def everything() -> Catalogue:
    """The whole catalogue that comes with zerosum. SettingsError with every mistake of its files, also of one against
    another. A run needs it only where data or settings name a code that the area's own file does not know."""
    return whole(_shipped("tracks.toml"), [_shipped(f"areas/{area}.toml") for area in AREAS], _shipped("dmi.toml"))


def _shipped(name: str) -> Document:
    return parse(files("zerosum.catalogue").joinpath(*name.split("/")).read_text("utf-8"), name)


# --- one area ---


def read_area(document: Document) -> Area:
    """A file of an area as an Area. SettingsError with every mistake of the file."""
    area, problems = _area(document)
    if problems or area is None:
        raise settings_error(problems)
    return area


def _area(document: Document) -> tuple[Area | None, list[Problem]]:
    file, problems = check(_AreaFile, document)
    problems += [*_codes_of(document), *_of_types(document)]
    if not tables(document.data, "type") and not document.data.get("unknown"):
        problems.append(document.problem((), "catalogue_area_empty"))
    if problems or file is None:
        return None, problems
    return Area(
        file.code,
        file.name,
        tuple(map(_type, file.type)),
        file.reference,
        tuple(Former(one.code, one.what, one.since, one.reference, _both(one.note)) for one in file.former),
        _close(file.dmi_close) if file.dmi_close else None,
        _both(file.unknown),
        _both(file.note),
    ), []


def codes_in(document: Document, key: str = "type") -> Iterator[tuple[Place, str, str]]:
    """The codes of a file as written: place, what it is (code, also_written, replaced, former), code."""
    for n, one in tables(document.data, key):
        if code := text(one, "code"):
            yield (key, n, "code"), "code", code
        for m, spelling in texts(one, "also_written"):
            yield (key, n, "also_written", m), "also_written", spelling
        for m, former in tables(one, "replaced"):
            if code := text(former, "code"):
                yield (key, n, "replaced", m, "code"), "replaced", code
    for n, one in tables(document.data, "former"):
        if code := text(one, "code"):
            yield ("former", n, "code"), "former", code


def _codes_of(document: Document) -> Iterator[Problem]:
    """A code stands once, and a former one is none of the types."""
    seen: set[str] = set()
    for place, what, code in codes_in(document):
        if code in seen:
            told = "catalogue_type_repeated" if what in ("code", "also_written") else "catalogue_former_type_taken"
            yield document.problem(place, told, {"type": code})
        seen.add(code)


def _of_types(document: Document) -> Iterator[Problem]:
    """What is not told is marked unknown; a fee and interest say whose they are; only a fee has amounts."""
    for n, one in tables(document.data, "type"):
        unknown, kind = {name for _, name in texts(one, "unknown")}, one.get("kind")
        related = kind in ("fee", "interest")
        told: set[str] = {name for name in ("name_da", "kind", "amounts") if name in one}
        told |= {"of"} if {"of_types", "of_areas"} & one.keys() else set()
        needed = {"name_da", "kind"} | ({"amounts"} if kind == "fee" else set())
        for name in sorted(needed - told - unknown):
            yield document.problem(("type", n), "catalogue_not_told", {"key": name})
        for name in sorted(told & unknown):
            yield document.problem(("type", n, "unknown"), "catalogue_told_and_unknown", {"key": name})
        if "amounts" in told and kind != "fee":
            yield document.problem(("type", n, "amounts"), "catalogue_amounts_of_no_fee")
        if related and not {"of"} & (told | unknown):
            yield document.problem(("type", n), "catalogue_fee_of_nobody", {"type": text(one, "code") or ""})
        if kind == "main" and "of" in told:
            yield document.problem(("type", n), "catalogue_main_of_others", {"type": text(one, "code") or ""})
        for m, former in tables(one, "replaced"):
            if "until" not in former and former.get("inferred") is not True:
                yield document.problem(("type", n, "replaced", m), "key_missing", {"key": "until"})


def _type(one: _Type) -> AreaType:
    return AreaType(
        one.code,
        one.name_da,
        one.kind,
        one.since,
        one.reference,
        tuple(Replaced(old.code, old.until, old.inferred, old.reference or one.reference) for old in one.replaced),
        tuple(one.amounts),
        tuple(one.also_written),
        tuple(one.of_types),
        tuple(one.of_areas),
        tuple(Maker(maker.name, maker.how, maker.reference or one.reference) for maker in one.solution),
        _both(one.note),
        tuple(one.unknown),
    )


def _both(told: Iterable[_Both]) -> tuple[Both, ...]:
    return tuple(Both(one.da, one.en) for one in told)


def _close(one: _DmiClose) -> DmiClose:
    return DmiClose(one.on, one.since, Both(one.told.da, one.told.en), one.reference)


# --- all of them ---


def whole(tracks: Document, areas: Sequence[Document], dmi: Document) -> Catalogue:
    """The files as one catalogue. SettingsError with every mistake of each, and of one against another."""
    track_file, problems = check(_TrackFile, tracks)
    dmi_file, of_dmi = check(_DmiFile, dmi)
    read = [_area(document) for document in areas]
    problems += [*of_dmi, *(one for _, of_area in read for one in of_area)]
    problems += [*_across(areas), *_named_areas(tracks, areas, dmi)]
    if problems or track_file is None or dmi_file is None:
        raise settings_error(problems)
    return Catalogue(
        tuple(
            Track(one.number, one.name, tuple(one.areas), tuple(one.also_written), one.responsible, _both(one.note))
            for one in track_file.track
        ),
        tuple(area for area, _ in read if area is not None),
        tuple(DmiCode(one.code, one.area) for one in dmi_file.code),
        track_file.since,
        track_file.reference,
        dmi_file.since,
        dmi_file.reference,
        tuple(Role(one.name, Both(one.told.da, one.told.en), one.reference) for one in track_file.role),
        tuple(map(_close, track_file.dmi_close)),
    )


def _across(areas: Sequence[Document]) -> Iterator[Problem]:
    """A code is of one area, and what a fee or interest goes with is there."""
    owner: dict[str, str] = {}
    for document in areas:
        name = text(document.data, "name") or document.name
        for place, _, code in codes_in(document):
            if owner.setdefault(code, name) != name:
                values = {"type": code, "area": owner[code]}
                yield document.problem(place, "catalogue_code_in_two_areas", values)
    present = {code for one in areas for _, what, code in codes_in(one) if what in ("code", "also_written")}
    for document in areas:
        for n, one in tables(document.data, "type"):
            for m, code in texts(one, "of_types"):
                if code not in present:
                    yield document.problem(("type", n, "of_types", m), "catalogue_type_unknown", {"type": code})


def _named_areas(tracks: Document, areas: Sequence[Document], dmi: Document) -> Iterator[Problem]:
    """Areas that are named are there; each area is in one track, and each track stands once."""
    there = {text(one.data, "code") or "" for one in areas}
    numbers: set[str] = set()
    in_track: dict[str, str] = {}
    for n, one in tables(tracks.data, "track"):
        number = text(one, "number") or ""
        if number in numbers:
            yield tracks.problem(("track", n, "number"), "catalogue_track_repeated", {"track": number})
        numbers.add(number)
        for m, area in texts(one, "areas"):
            place: Place = ("track", n, "areas", m)
            if area not in there:
                yield tracks.problem(place, "catalogue_area_unknown", {"area": area})
            elif area in in_track:
                yield tracks.problem(place, "catalogue_area_in_two_tracks", {"area": area, "track": in_track[area]})
            in_track.setdefault(area, number)
    for document in areas:
        area_code = text(document.data, "code") or ""
        if area_code not in in_track:
            yield document.problem(("code",), "catalogue_area_without_track", {"area": area_code})
        for n, one in tables(document.data, "type"):
            for m, area in texts(one, "of_areas"):
                if area not in there:
                    yield document.problem(("type", n, "of_areas", m), "catalogue_area_unknown", {"area": area})
    for n, one in tables(dmi.data, "code"):
        if (area := text(one, "area") or "") and area not in there:
            yield dmi.problem(("code", n, "area"), "catalogue_area_unknown", {"area": area})


# --- the forms of the files ---


def _amount(written: object) -> int:
    try:
        ore = money.ore(written) if isinstance(written, str) else 0
    except ValueError:
        ore = 0
    if ore <= 0:
        raise refuse(Phrase("an_amount_above_zero"))
    return ore


def _since(written: object) -> str:
    """A day, or as much of one as is known: 2024-01-18, "2025-11", "2019", "unknown"."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return written.isoformat()
    if written == "unknown":
        return ""
    if isinstance(written, str) and re.fullmatch("[0-9]{4}(-(0[1-9]|1[0-2]))?", written):
        return written
    raise refuse(Phrase("a_day_or_less"))


Filled = Annotated[str, Field(min_length=1)]
Code = Annotated[str, AfterValidator(claim_type)]
Since = Annotated[str, BeforeValidator(_since)]
Amounts = list[Annotated[int, BeforeValidator(_amount)]]


class _Both(Strict):
    da: Filled
    en: Filled


class _Replaced(Strict):
    code: Code
    until: date | None = None
    inferred: bool = False
    reference: str = ""


class _Maker(Strict):
    name: Filled
    how: How
    reference: str = ""


class _Type(Strict):
    code: Code
    since: Since
    reference: Filled
    name_da: str = ""
    kind: Kind | None = None
    unknown: list[Literal["name_da", "kind", "amounts", "of"]] = Field(default_factory=list)
    amounts: Amounts = Field(default_factory=list)
    also_written: list[Code] = Field(default_factory=list)
    of_types: list[Code] = Field(default_factory=list)
    of_areas: list[Filled] = Field(default_factory=list)
    replaced: list[_Replaced] = Field(default_factory=list)
    solution: list[_Maker] = Field(default_factory=list)
    note: list[_Both] = Field(default_factory=list)


class _Former(Strict):
    code: Code
    what: Literal["draft", "dropped"]
    since: Since
    reference: Filled
    note: list[_Both] = Field(default_factory=list)


class _DmiClose(Strict):
    on: date | None = None
    since: Since = ""
    told: _Both
    reference: Filled


class _AreaFile(Strict):
    code: Filled
    name: Filled
    reference: Filled
    unknown: list[_Both] = Field(default_factory=list)
    note: list[_Both] = Field(default_factory=list)
    dmi_close: _DmiClose | None = None
    type: list[_Type] = Field(default_factory=list)
    former: list[_Former] = Field(default_factory=list)


class _Track(Strict):
    number: Filled
    name: Filled
    areas: Annotated[list[Filled], Field(min_length=1)]
    also_written: list[Filled] = Field(default_factory=list)
    responsible: str = ""
    note: list[_Both] = Field(default_factory=list)


class _Role(Strict):
    name: Filled
    told: _Both
    reference: Filled


class _TrackFile(Strict):
    since: Since
    reference: Filled
    track: Annotated[list[_Track], Field(min_length=1)]
    role: list[_Role] = Field(default_factory=list)
    dmi_close: list[_DmiClose] = Field(default_factory=list)


class _DmiCode(Strict):
    code: Code
    area: str = ""


class _DmiFile(Strict):
    since: Since
    reference: Filled
    code: list[_DmiCode]
