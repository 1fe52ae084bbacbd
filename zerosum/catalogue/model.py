"""What the catalogue knows, as plain values: tracks, areas, claim types, and codes that are no present type.

What a source does not tell is empty or None, and named in `unknown`; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

Kind = Literal["main", "fee", "interest"]
"""What a claim type is of: a main claim (hovedfordring), a fee (gebyr) or interest (rente)."""

How = Literal["vendor", "manual", "elsewhere"]
"""Who makes the bills: a vendor solution (fagløsning), people in the debtor system (manuelle regninger), or somebody else,
so that no data are expected (håndteres af anden)."""


@dataclass(frozen=True)
class Both:
    """A few words of our own in both languages."""

    da: str
    en: str

    def told(self, language: str) -> str:
        """The words in a language."""
        return self.en if language == "en" else self.da


@dataclass(frozen=True)
class Replaced:
    """A code that a claim type had before."""

    code: str
    until: date | None
    """The day on which the new code took its place; None: unknown."""
    inferred: bool = False
    """That this code was replaced by the type is our own reading: no source says so."""
    reference: str = ""


@dataclass(frozen=True)
class Maker:
    """Who makes the bills of a claim type, as a source names it (løsning)."""

    name: str
    how: How
    reference: str


@dataclass(frozen=True)
class AreaType:
    """A claim type (fordringstype) of an area."""

    code: str
    name: str
    """In Danish; empty: unknown."""
    kind: Kind | None
    """None: unknown."""
    since: str
    """As much of the day as is known from which `reference` shows the type: 2024-01-18, 2025-11, 2019; empty: unknown. It
    may have been in use before."""
    reference: str
    replaced: tuple[Replaced, ...] = ()
    amounts_ore: tuple[int, ...] = ()
    """What such a fee may be (gebyrsatser); empty where it is not known."""
    also_written: tuple[str, ...] = ()
    """Other spellings of the code in the same source: nobody knows which is right, so all of them are the type."""
    of_types: tuple[str, ...] = ()
    """The main claims that a fee or interest goes with, where the source names them."""
    of_areas: tuple[str, ...] = ()
    """The areas whose claims a fee or interest goes with."""
    makers: tuple[Maker, ...] = ()
    notes: tuple[Both, ...] = ()
    unknown: tuple[str, ...] = ()
    """What of name_da, kind, amounts and of (of_types, of_areas) no source tells."""
    own: bool = False
    """The municipality has added it, or something of it (katalog.toml)."""

    @property
    def related(self) -> bool:
        """A related claim (relateret fordring: fee or interest), which names its main claim."""
        return self.kind in ("fee", "interest")

    @property
    def codes(self) -> tuple[str, ...]:
        """The code and its other spellings."""
        return (self.code, *self.also_written)


@dataclass(frozen=True)
class Former:
    """A code of an area that is none of its types: one of a draft (udkast), or one that was dropped (opgivet)."""

    code: str
    what: Literal["draft", "dropped"]
    since: str
    reference: str
    notes: tuple[Both, ...] = ()


@dataclass(frozen=True)
class DmiClose:
    """What is said of when DMI closes, and for whom."""

    on: date | None
    since: str
    told: Both
    reference: str


@dataclass(frozen=True)
class Area:
    """A business area (forretningsområde): what is declared ready as one."""

    code: str
    name: str
    types: tuple[AreaType, ...]
    reference: str
    former: tuple[Former, ...] = ()
    dmi_close: DmiClose | None = None
    """None: unknown."""
    unknown: tuple[Both, ...] = ()
    """What of the area no source tells."""
    notes: tuple[Both, ...] = ()
    own: bool = False
    """The municipality's own area (katalog.toml)."""

    def type_names(self) -> dict[str, str]:
        """Code -> Danish name; each spelling of a code is one."""
        return {code: one.name for one in self.types for code in one.codes}

    def retired(self) -> dict[str, tuple[str, date]]:
        """Former code -> the code that took its place, and the day. One whose day or heir is not told is not among them: it is
        a code that nobody has."""
        return {
            former.code: (one.code, former.until)
            for one in self.types
            for former in one.replaced
            if former.until is not None and not former.inferred
        }


@dataclass(frozen=True)
class Track:
    """A track (spor) of the connection to PSRM, in KL's and KOMBIT's order."""

    number: str
    name: str
    areas: tuple[str, ...]
    also_written: tuple[str, ...] = ()
    responsible: str = ""
    """The role that a source names for it; empty: none."""
    notes: tuple[Both, ...] = ()


@dataclass(frozen=True)
class Role:
    """Who does what on the way to PSRM."""

    name: str
    told: Both
    reference: str


@dataclass(frozen=True)
class DmiCode:
    """A code that is known from DMI alone. Its name and the type that it has become are unknown."""

    code: str
    area: str
    """The area that a source names it for; empty: unknown."""


Meaning = Literal["present", "replaced", "draft", "dropped", "dmi"]
"""What a code is: a claim type of today; one that another code has replaced; one of a draft; one that was dropped; of DMI."""


@dataclass(frozen=True)
class Known:
    """What a code is. One code may be several things: KFDAGIN is of a draft and of DMI."""

    code: str
    meaning: Meaning
    area: Area | None
    type: AreaType | None = None
    """The type that it is (present), or that has replaced it."""
    replaced: Replaced | None = None
    former: Former | None = None


@dataclass(frozen=True)
class Catalogue:
    """All of it: what ships, and what the municipality adds to it."""

    tracks: tuple[Track, ...]
    areas: tuple[Area, ...]
    dmi: tuple[DmiCode, ...]
    since: str
    """Of the tracks."""
    reference: str
    """Of the tracks."""
    dmi_since: str
    dmi_reference: str
    roles: tuple[Role, ...] = ()
    dmi_closes: tuple[DmiClose, ...] = ()
    own_file: str = ""
    """The municipality's own file, as it may be shown; empty: none."""

    def area(self, code: str) -> Area | None:
        """The area of that code."""
        return next((one for one in self.areas if one.code == code), None)

    def track_of(self, area: str) -> Track | None:
        """The track that an area is in; None for the municipality's own areas."""
        return next((one for one in self.tracks if area in one.areas), None)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Known, ...]]:
        """Code -> all that it is, the type of today first."""
        found: dict[str, list[Known]] = {}
        for one in (*_present(self.areas), *_of_former_days(self.areas)):
            found.setdefault(one.code, []).append(one)
        for dmi in self.dmi:
            found.setdefault(dmi.code, []).append(Known(dmi.code, "dmi", self.area(dmi.area)))
        return {code: tuple(every) for code, every in found.items()}

    def present(self, code: str) -> tuple[Area, AreaType] | None:
        """The area and type of a code of today; None: the code is none."""
        for one in self.by_code.get(code, ()):
            if one.meaning == "present" and one.area is not None and one.type is not None:
                return one.area, one.type
        return None

    def related_to(self, one: AreaType) -> tuple[AreaType, ...]:
        """The fees and interest that a source names for a type. (Those of a whole area are in `of_area`.)"""
        every = (other for home in self.areas for other in home.types)
        return tuple(other for other in every if set(one.codes) & set(other.of_types))

    def of_area(self, area: str) -> tuple[AreaType, ...]:
        """The fees and interest that a source names for the claims of an area, its own and those of other areas. Which of its
        types they go with is not told."""
        return tuple(one for home in self.areas for one in home.types if area in one.of_areas)

    def borrowed_by(self, area: str) -> tuple[AreaType, ...]:
        """Fees and interest of other areas that go with claims of this one, e.g. REOPDAG with those of Daginstitution."""
        home = self.area(area)
        mine = {one.code for one in home.types} if home else set()
        return tuple(
            one
            for other in self.areas
            if other.code != area
            for one in other.types
            if area in one.of_areas or mine & set(one.of_types)
        )


def _present(areas: Iterable[Area]) -> Iterable[Known]:
    return (Known(code, "present", area, one) for area in areas for one in area.types for code in one.codes)


def _of_former_days(areas: Iterable[Area]) -> Iterable[Known]:
    for area in areas:
        for one in area.types:
            yield from (Known(former.code, "replaced", area, one, former) for former in one.replaced)
        yield from (Known(former.code, former.what, area, former=former) for former in area.former)
