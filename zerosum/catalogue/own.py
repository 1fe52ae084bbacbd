"""katalog.toml: the claim types and areas that the municipality adds to the catalogue. It may add, and not contradict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from zerosum import money
from zerosum.catalogue.load import Amounts, Code, Since, codes_in
from zerosum.catalogue.model import Area, AreaType, Catalogue, Kind, Replaced
from zerosum.errors import Phrase, Problem, Value
from zerosum.hints import meant, shown
from zerosum.toml_file import Document, Place, Strict, area_code, check, line, shown_name, tables, text, texts

FILE = "katalog.toml"
"""The municipality's own file, where it lies beside the settings without being named."""


def with_own(ships: Catalogue, document: Document) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue with what the municipality adds to it, or every mistake of its file."""
    file, problems = check(_File, document)
    problems += _areas(document, ships)
    problems += _types(document, ships)
    if not (document.data.get("type") or document.data.get("area") or problems):
        problems.append(document.problem((), "catalogue_own_empty"))
    if problems or file is None:
        return None, problems
    new = tuple(Area(one.code, one.name, (), one.reference, own=True) for one in file.area)
    grown = tuple(_grown(area, file.type) for area in (*ships.areas, *new))
    return replace(ships, areas=grown, own_file=shown(document.name.replace("\\", "/").rsplit("/", 1)[-1])), []


def _grown(area: Area, types: list[_Type]) -> Area:
    """The area with those of the types that are its."""
    mine = {one.code: one for one in types if one.area == area.code}
    told = []
    for known in area.types:
        filled = known
        for code in known.codes:
            if code in mine:
                filled = _filled(filled, mine.pop(code))
        told.append(filled)
    return replace(area, types=(*told, *map(_new, mine.values())))


def _new(one: _Type) -> AreaType:
    related = one.kind in ("fee", "interest") and not (one.of_types or one.of_areas)
    return AreaType(
        one.code,
        one.name_da,
        one.kind,
        one.since,
        one.reference,
        _replaced(one),
        tuple(one.amounts),
        of_types=tuple(one.of_types),
        of_areas=(one.area,) if related else tuple(one.of_areas),
        unknown=("amounts",) if one.kind == "fee" and not one.amounts else (),
        own=True,
    )


def _filled(known: AreaType, one: _Type) -> AreaType:
    """A type that ships, with what the municipality knows of it besides."""
    told = {"name_da": one.name_da, "kind": one.kind, "amounts": one.amounts, "of": one.of_types or one.of_areas}
    former = {old.code: old for old in (*known.replaced, *_replaced(one))}
    return replace(
        known,
        name=known.name or one.name_da,
        kind=known.kind or one.kind,
        amounts_ore=known.amounts_ore or tuple(one.amounts),
        of_types=tuple(dict.fromkeys((*known.of_types, *one.of_types))),
        of_areas=tuple(dict.fromkeys((*known.of_areas, *one.of_areas))),
        replaced=tuple(former.values()),
        unknown=tuple(name for name in known.unknown if not told[name]),
        reference=f"{known.reference}; {one.reference}",
        own=True,
    )


def _replaced(one: _Type) -> tuple[Replaced, ...]:
    return tuple(Replaced(old.code, old.until, reference=one.reference) for old in one.replaced)


# --- what may not be; looks at the file as written, so that its other mistakes hide none of these ---


def _areas(document: Document, ships: Catalogue) -> Iterator[Problem]:
    """An area of the municipality's own has a code of its own."""
    seen = {one.code for one in ships.areas}
    for n, one in tables(document.data, "area"):
        code = text(one, "code") or ""
        if code in seen:
            yield document.problem(("area", n, "code"), "catalogue_area_taken", {"area": shown(code)})
        seen.add(code)


@dataclass(frozen=True)
class _Ground:
    """What a file is held against."""

    document: Document
    ships: Catalogue
    areas: tuple[str, ...]
    """Codes of all areas, also the file's own."""
    present: frozenset[str]
    """Codes of today, also the file's own."""


def _types(document: Document, ships: Catalogue) -> Iterator[Problem]:
    own_areas = (text(one, "code") for _, one in tables(document.data, "area"))
    own = {code for _, what, code in codes_in(document) if what == "code"}
    ground = _Ground(
        document,
        ships,
        (*(one.code for one in ships.areas), *(code for code in own_areas if code)),
        frozenset({code for one in ships.areas for code in one.type_names()} | own),
    )
    seen: set[str] = set()
    former: set[str] = set()
    for n, one in tables(document.data, "type"):
        code = text(one, "code")
        if code is None:
            continue  # the model tells it
        if code in seen:
            yield document.problem(("type", n, "code"), "catalogue_type_repeated", {"type": shown(code)})
        seen.add(code)
        yield from _one(ground, n, code, one)
        yield from _former(ground, n, code, one, former)


def _one(ground: _Ground, n: int, code: str, one: Mapping[str, object]) -> Iterator[Problem]:
    document, place = ground.document, ("type", n)
    known = ground.ships.present(code)
    for key, m, area in _named_areas(one):
        if area not in ground.areas:
            at: Place = (*place, key) if m is None else (*place, key, m)
            do = meant(area, ground.areas, Phrase("add_the_area"))
            yield document.problem(at, "catalogue_own_area_unknown", {"area": shown(area), "do": do})
    for m, other in texts(one, "of_types"):
        if other not in ground.present:
            yield document.problem((*place, "of_types", m), "catalogue_type_unknown", {"type": shown(other)})
    kind = one.get("kind", known[1].kind if known else None)
    if "amounts" in one and kind != "fee":
        yield document.problem((*place, "amounts"), "catalogue_amounts_of_no_fee")
    if kind == "main" and {"of_types", "of_areas"} & one.keys():
        yield document.problem(place, "catalogue_main_of_others", {"type": shown(code)})
    if known is not None:
        yield from _against(ground, n, one, *known)
        return
    for key in ("name_da", "kind"):
        if key not in one:
            yield document.problem(place, "key_missing", {"key": key})
    for other_meaning in ground.ships.by_code.get(code, ()):
        if other_meaning.meaning != "dmi":
            what = Phrase(f"code_is.{other_meaning.meaning}")
            area = other_meaning.area.name if other_meaning.area else ""
            values: dict[str, Value] = {"type": shown(code), "what": what, "area": area}
            yield document.problem((*place, "code"), "catalogue_code_is_former", values)
            return


def _named_areas(one: Mapping[str, object]) -> Iterator[tuple[str, int | None, str]]:
    if area := text(one, "area"):
        yield "area", None, area
    for m, area in texts(one, "of_areas"):
        yield "of_areas", m, area


def _against(ground: _Ground, n: int, one: Mapping[str, object], area: Area, known: AreaType) -> Iterator[Problem]:
    """What the file says of a type that ships is what ships, or was unknown."""
    ours = {
        "area": area.code,
        "name_da": known.name,
        "kind": known.kind or "",
        "amounts": ", ".join(map(money.kr, known.amounts_ore)),
    }
    for key, value in ours.items():
        here = _written(key, one.get(key))
        if here and value and here != value:
            yield _contradiction(ground, ("type", n, key), known, here, value)


def _written(key: str, value: object) -> str:
    """What the file says under a key, written as what ships; empty where the model tells that it cannot be used."""
    if key != "amounts":
        return value if isinstance(value, str) else ""
    try:
        several = value if isinstance(value, list) else [value]
        return ", ".join(money.kr(money.ore(one)) for one in several if isinstance(one, str))
    except ValueError:
        return ""


def _contradiction(ground: _Ground, place: Place, known: AreaType, here: str, ours: str) -> Problem:
    values: dict[str, Value] = {
        "type": known.code,
        "here": shown(here),
        "ours": ours,
        "reference": known.reference,
    }
    return ground.document.problem(place, "catalogue_contradicts", values)


def _former(ground: _Ground, n: int, code: str, one: Mapping[str, object], seen: set[str]) -> Iterator[Problem]:
    """A code that was replaced is none of today, and was replaced by one type on one day."""
    for m, former in tables(one, "replaced"):
        old, until = text(former, "code"), former.get("until")
        place: Place = ("type", n, "replaced", m, "code")
        if old is None:
            continue
        if old in ground.present:
            yield ground.document.problem(place, "catalogue_former_type_taken", {"type": shown(old)})
        elif old in seen:
            yield ground.document.problem(place, "catalogue_type_repeated", {"type": shown(old)})
        seen.add(old)
        for known in ground.ships.by_code.get(old, ()):
            told = known.replaced
            if known.type is None or told is None or told.inferred:
                continue
            if known.type.code != code:
                yield _contradiction(ground, place, replace(known.type, code=old), code, known.type.code)
            elif type(until) is date and told.until not in (None, until):
                yield _contradiction(ground, place, replace(known.type, code=old), str(until), str(told.until))


# --- the form of the file ---

Name = Annotated[str, AfterValidator(shown_name)]
Line = Annotated[str, AfterValidator(line)]


def _one_or_more(found: object) -> object:
    return [found] if isinstance(found, str) else found


class _Replaced(Strict):
    code: Code
    until: date


class _Type(Strict):
    area: Line
    code: Code
    reference: Name
    name_da: Name = ""
    kind: Kind | None = None
    since: Since = ""
    amounts: Annotated[Amounts, BeforeValidator(_one_or_more)] = Field(default_factory=list)
    of_types: list[Code] = Field(default_factory=list)
    of_areas: list[Line] = Field(default_factory=list)
    replaced: list[_Replaced] = Field(default_factory=list)


class _Area(Strict):
    code: Annotated[str, AfterValidator(area_code)]
    name: Name
    reference: Name


class _File(Strict):
    area: list[_Area] = Field(default_factory=list)
    type: list[_Type] = Field(default_factory=list)
