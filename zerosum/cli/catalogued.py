"""The catalogue as the terminal shows it: in 80 columns, each source once and by number."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from zerosum.catalogue.model import Area, AreaType, Both, Catalogue, DmiClose, Known, Maker, Replaced
from zerosum.cli.words import CATALOGUE
from zerosum.money import kr
from zerosum.runs.places import slug

WIDTH = 79
"""A console of 80 columns wraps a line that fills it."""

Asked = Catalogue | Area | tuple[Known, ...]
"""The whole, an area, or all that a code is."""


# --- what is asked for ---


def meant(every: Catalogue, asked: str) -> Area | tuple[Known, ...] | None:
    """The area or code that is asked for: in any case, with æ, ø and å as letters or spelt out, an area also by its name or
    its track. None: there is none."""
    name = slug(unicodedata.normalize("NFC", asked))
    for area in every.areas:
        track = every.track_of(area.code)
        names = {slug(area.code), slug(area.name)}
        if track is not None:
            numbers = (track.number, track.number.lstrip("0") or "0")
            names |= {slug(text) for number in numbers for text in (number, f"spor {number}", f"spor{number}")}
        if name in names:
            return area
    return next((known for code, known in every.by_code.items() if slug(code) == name), None)


def names(every: Catalogue) -> list[str]:
    """All that one may ask for, for a near name."""
    return [*every.by_code, *(text for one in every.areas for text in (one.code, one.name))]


# --- for programs ---


def values(every: Catalogue, found: Asked) -> object:
    """What is asked for, as plain values. Words of our own are in both languages; what is unknown is empty or null."""
    if isinstance(found, Catalogue):
        tracks = [
            asdict(track) | {"areas": [_counted(area) for area in every.areas if area.code in track.areas]}
            for track in every.tracks
        ]
        return {
            "since": every.since,
            "reference": every.reference,
            "tracks": tracks,
            "own_areas": [_counted(area) for area in every.areas if area.own],
            "own_file": every.own_file,
            "roles": [asdict(one) for one in every.roles],
            "dmi_closes": [_close_values(one) for one in every.dmi_closes],
        }
    if isinstance(found, Area):
        track = every.track_of(found.code)
        return _area_values(found) | {
            "track": track.number if track else "",
            "types": [_type_values(every, found, one) for one in found.types],
            "borrowed": [one.code for one in every.borrowed_by(found.code)],
            "dmi": [one.code for one in every.dmi if one.area == found.code],
            "dmi_reference": every.dmi_reference,
        }
    return [_known_values(every, one) for one in found]


def _counted(area: Area) -> dict[str, object]:
    return {"code": area.code, "name": area.name, "types": len(area.types), "own": area.own}


def _area_values(area: Area) -> dict[str, object]:
    former = [asdict(one) for one in area.former]
    close = _close_values(area.dmi_close) if area.dmi_close else None
    return asdict(area) | {"former": former, "dmi_close": close}


def _close_values(close: DmiClose) -> dict[str, object]:
    return asdict(close) | {"on": close.on.isoformat() if close.on else None}


def _type_values(every: Catalogue, area: Area, one: AreaType) -> dict[str, object]:
    replaced = [_replaced_values(old) for old in one.replaced]
    related = [other.code for other in every.related_to(one)]
    of_area = [other.code for other in every.of_area(area.code)] if not one.related else []
    return asdict(one) | {"replaced": replaced, "related": related, "related_of_area": of_area}


def _replaced_values(old: Replaced) -> dict[str, object]:
    return asdict(old) | {"until": old.until.isoformat() if old.until else None}


def _known_values(every: Catalogue, one: Known) -> dict[str, object]:
    track = every.track_of(one.area.code) if one.area else None
    told: dict[str, object] = {
        "code": one.code,
        "meaning": one.meaning,
        "area": one.area.code if one.area else None,
        "track": track.number if track else None,
    }
    if one.type is not None and one.area is not None:
        told["type"] = _type_values(every, one.area, one.type)
    if one.replaced is not None:
        told["replaced"] = _replaced_values(one.replaced)
    if one.former is not None:
        told["former"] = asdict(one.former)
    return told | ({"reference": every.dmi_reference} if one.meaning == "dmi" else {})


# --- for people ---


class _Sources:
    """The sources of a page, each with a number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def cite(self, reference: str) -> str:
        """The number of a source, as it stands in the text."""
        return f"[{self.numbers.setdefault(reference, len(self.numbers) + 1)}]"

    def lines(self) -> Iterator[str]:
        """The list of them."""
        for reference, number in self.numbers.items():
            yield from _wrapped(f"[{number}]", reference, 2, 6)


def text(every: Catalogue, found: Asked, language: str) -> str:
    """What is asked for, as text."""
    words = CATALOGUE[language]
    sources = _Sources()
    if isinstance(found, Catalogue):
        body = list(_whole(every, words, language, sources))
    elif isinstance(found, Area):
        body = list(_of_area(every, found, words, language, sources))
    else:
        body = [line for one in found for line in (*_of_code(every, one, words, language, sources), "")]
    return "\n".join([*body, words["sources"], *sources.lines()])


def _whole(every: Catalogue, words: dict[str, str], language: str, sources: _Sources) -> Iterator[str]:
    yield f"{words['tracks']} {sources.cite(every.reference)}"
    yield ""
    rows = [[words["track"], words["area"], words["code"], words["types"]]]
    for track in every.tracks:
        rows += [[track.number, track.name, *_row(area)] for area in every.areas if area.code in track.areas]
    rows += [[words["own"], area.name, *_row(area)] for area in every.areas if area.own]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    for row in rows:
        *texts, count = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join([*texts, count.strip().rjust(widths[3])])
    yield ""
    yield from _wrapped("", words["types_means"], 2, 2)
    if every.own_file:
        yield from _wrapped("", words["own_means"].format(file=every.own_file), 2, 2)
    yield ""
    for track in every.tracks:
        also = [words["also_written"].format(names=", ".join(track.also_written))] if track.also_written else []
        role = [f"{words['responsible']}: {track.responsible}."] if track.responsible else []
        if told := " ".join([*(one.told(language) for one in track.notes), *also, *role]):
            yield from _wrapped(track.number, told, 2, 8)
    yield ""
    yield words["roles"]
    for role_of in every.roles:
        yield from _wrapped("", f"{role_of.name}: {role_of.told.told(language)} {sources.cite(role_of.reference)}", 2, 6)  # fmt: skip
    yield ""
    yield words["dmi_closes"]
    for close in every.dmi_closes:
        yield from _wrapped("", f"{_day(close.since, words)}: {close.told.told(language)} {sources.cite(close.reference)}", 2, 6)  # fmt: skip
    yield ""
    yield from _wrapped("", words["more"], 0, 0)
    yield ""


def _row(area: Area) -> list[str]:
    return [area.code, str(len(area.types))]


def _of_area(every: Catalogue, area: Area, words: dict[str, str], language: str, sources: _Sources) -> Iterator[str]:
    track = every.track_of(area.code)
    where = f"{words['track'].lower()} {track.number}" if track else words["own_area"]
    yield f"{area.code} · {area.name} ({where}) {sources.cite(area.reference)}"
    yield ""
    yield words["claim_types"]
    for one in area.types:
        yield from _type_lines(every, area, one, words, language, sources)
    if not area.types:
        yield f"  {words['none']}"
    borrowed = every.borrowed_by(area.code)
    if borrowed:
        yield ""
        yield words["borrowed"]
        for one in borrowed:
            yield from _wrapped(one.code, f"{_kind(one, words)}: {_name(one, words)} {sources.cite(one.reference)}", 2, 11)  # fmt: skip
    if area.former:
        yield ""
        yield words["former"]
        for old in area.former:
            notes = "".join(f" {note.told(language)}" for note in old.notes)
            yield from _wrapped(old.code, f"{words[old.what]}, {_day(old.since, words)} {sources.cite(old.reference)}{notes}", 2, 11)  # fmt: skip
    yield ""
    yield words["dmi"]
    dmi = [one.code for one in every.dmi if one.area == area.code]
    told = f"{', '.join(dmi)}. {words['dmi_type']} {sources.cite(every.dmi_reference)}" if dmi else words["dmi_none"]
    yield from _wrapped("", told, 2, 2)
    yield from _wrapped("", _closed(area.dmi_close, words, language, sources), 2, 2)
    yield from _listed(words["notes"], area.notes, language)
    yield from _listed(words["unknown_of_area"], area.unknown, language)
    yield ""


def _closed(close: DmiClose | None, words: dict[str, str], language: str, sources: _Sources) -> str:
    if close is None:
        return words["close_unknown"]
    on = f" {_date(close.on)}." if close.on else ""
    return f"{words['close']}{on} {close.told.told(language)} {sources.cite(close.reference)}"


def _type_lines(
    every: Catalogue, area: Area, one: AreaType, words: dict[str, str], language: str, sources: _Sources
) -> Iterator[str]:
    yield from _wrapped(one.code, f"{_kind(one, words)}: {_name(one, words)} {sources.cite(one.reference)}", 2, 11)
    for label, told in _details(every, one.code, one, words, language, sources):
        yield from _wrapped("", f"{label}: {told}", 11, 13)


def _of_code(every: Catalogue, one: Known, words: dict[str, str], language: str, sources: _Sources) -> Iterator[str]:
    name = f" · {_name(one.type, words)}" if one.meaning == "present" and one.type else ""
    yield f"{one.code}{name}"
    track = every.track_of(one.area.code) if one.area else None
    area = one.area.name if one.area else words["unknown"]
    where = f"{area} ({words['track'].lower()} {track.number})" if track else area
    told = [(words["what"], words[f"what.{one.meaning}"]), (words["area"], where)]
    if one.meaning == "present" and one.type and one.area:
        told.append((words["kind"], words[f"kind.{one.type.kind}"] if one.type.kind else words["unknown"]))
        told += _details(every, one.code, one.type, words, language, sources)
        if not one.type.related and (of_area := every.of_area(one.area.code)):
            told.append((words["of_whole_area"], ", ".join(other.code for other in of_area)))
        told.append((words["shown_since"], f"{_day(one.type.since, words)} {sources.cite(one.type.reference)}"))
    elif one.replaced and one.type:
        told.append((words["replaced_by"], f"{one.type.code} · {_name(one.type, words)}"))
        told.append((words["until"], f"{_until(one.replaced, words)} {sources.cite(one.replaced.reference)}"))
    elif one.former:
        told += [(words["note"], note.told(language)) for note in one.former.notes]
        told.append((words["heir"], words["unknown"]))
        told.append((words["shown_since"], f"{_day(one.former.since, words)} {sources.cite(one.former.reference)}"))
    else:
        told += [(words["heir"], words["unknown"]), (words["shown_since"], f"{_day(every.dmi_since, words)} {sources.cite(every.dmi_reference)}")]  # fmt: skip
    for label, value in told:
        yield from _wrapped(label, value, 2, 18)


def _details(
    every: Catalogue, code: str, one: AreaType, words: dict[str, str], language: str, sources: _Sources
) -> Iterator[tuple[str, str]]:
    """What more there is to tell of a type, by one of its spellings: label and words."""
    if one.also_written:
        yield words["spellings"], ", ".join(other for other in one.codes if other != code)
    if related := every.related_to(one):
        yield words["related"], ", ".join(other.code for other in related)
    if one.of_types or one.of_areas:
        areas = (known.name if (known := every.area(code)) else code for code in one.of_areas)
        yield words["of"], ", ".join([*one.of_types, *(words["of_area"].format(area=name) for name in areas)])
    if one.amounts_ore:
        yield words["amounts"], ", ".join(f"{kr(ore)} kr." for ore in one.amounts_ore)
    for old in one.replaced:
        until = f"{old.code} ({_until(old, words)})"
        yield (
            words["has_replaced"],
            until if old.reference == one.reference else f"{until} {sources.cite(old.reference)}",
        )
    if one.makers:
        yield words["solutions"], "; ".join(_maker(maker, words) for maker in one.makers)
    for note in one.notes:
        yield words["note"], note.told(language)
    if unknown := [name for name in one.unknown if name not in ("kind", "name_da")]:  # those are told in their place
        yield words["unknown_label"], ", ".join(words[f"unknown.{name}"] for name in unknown)
    if one.own:
        yield words["own"], words["own_type"].format(file=every.own_file)


def _maker(maker: Maker, words: dict[str, str]) -> str:
    return maker.name if maker.how == "vendor" else f"{maker.name}, {words[f'how.{maker.how}']}"


def _kind(one: AreaType, words: dict[str, str]) -> str:
    return words[f"kind.{one.kind}"] if one.kind else words["kind.unknown"]


def _name(one: AreaType, words: dict[str, str]) -> str:
    return one.name or words["name_unknown"]


def _until(old: Replaced, words: dict[str, str]) -> str:
    day = _date(old.until) if old.until else words["day_unknown"]
    return f"{day}; {words['inferred']}" if old.inferred else day


def _date(a_day: date) -> str:
    return a_day.strftime("%d.%m.%Y")


def _day(since: str, words: dict[str, str]) -> str:
    """As much of a day as is known, as Danes write it."""
    return ".".join(reversed(since.split("-"))) if since else words["day_unknown"]


def _listed(title: str, texts: Sequence[Both], language: str) -> Iterator[str]:
    if texts:
        yield ""
        yield title
        for one in texts:
            yield from _wrapped("-", one.told(language), 2, 4)


def _wrapped(label: str, told: str, indent: int, hang: int) -> Iterable[str]:
    """A label and its words, the words in a column of their own."""
    first = " " * indent + label
    first = f"{first} ".ljust(hang) if label else " " * indent
    return textwrap.wrap(told, WIDTH, initial_indent=first, subsequent_indent=" " * hang, break_on_hyphens=False)
