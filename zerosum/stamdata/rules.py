"""TOML -> Rules: what the entry filter (indgangsfilter i NyMF) asks of a claim, as dated values with a source.

A rule has a code, a check (Python, `checks/`), sentences, and versions: from which day which values hold for which claim
types. Every mistake of all the files is told in one message.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field

from zerosum import dates, money
from zerosum.catalogue.load import everything
from zerosum.catalogue.model import Both, Catalogue, Kind
from zerosum.catalogue.rejections import rejections
from zerosum.catalogue.rules import FILES
from zerosum.errors import Phrase, Problem, Value
from zerosum.hints import meant
from zerosum.stamdata.checks import CHECKS
from zerosum.stamdata.checks.check import Check, Column
from zerosum.tables import Consequence
from zerosum.toml_file import (
    Document,
    Place,
    Strict,
    check,
    check_part,
    claim_type,
    parse,
    refuse,
    settings_error,
    table,
    tables,
    text,
    texts,
)

CONSEQUENCES = {
    "hint": Consequence.HINT,
    "hearing": Consequence.HEARING,
    "either": Consequence.EITHER,
    "rejected": Consequence.REJECTED,
}


@dataclass(frozen=True)
class Rule:
    """One version of a rule."""

    code: str
    """As the source numbers it (R_4_2). `R_x_…`: a rule of the filter whose number no source tells; `AFV_…`: known by the
    number by which PSRM rejects (afvisningsnummer); `EGEN_…`: a name of our own for what the guidance asks."""
    check: Check
    values: Any
    """What the check is given: of its type `values`."""
    consequence: Consequence
    since: date
    """The first day. A claim is judged by the version of the day on which PSRM receives it."""
    until: date | None
    """The day on which another version took its place, or it was removed; None: it holds."""
    types: tuple[str, ...]
    """The claim types; empty: those of `kinds`, or all."""
    kinds: tuple[Kind, ...]
    but_not: tuple[str, ...]
    """Claim types that are left out of `kinds` or of all."""
    sentence: Both
    """What is asked, for a case worker."""
    source: str
    note: str
    """What the source says beside, in Danish; empty: nothing."""
    beside: str
    """A rule with the other consequence that the source sets beside it; empty: none."""
    rejection: int | None
    """The number by which PSRM rejects; None: not told."""
    unknown: tuple[str, ...]
    """What no source tells: since (the day is assumed), consequence, number (the code is our reading)."""
    file: str

    def is_about(self, claim_type: str, kind: Kind | None) -> bool:
        """Whether it is about a claim type, which is of that kind (None: not known)."""
        if self.types:
            return claim_type in self.types
        return claim_type not in self.but_not and (not self.kinds or kind in self.kinds)

    def told(self, language: str) -> str:
        """The sentence with its values."""
        return self.sentence.told(language).format(**_shown(self.values, language))


@dataclass(frozen=True)
class Reservation:
    """What was not settled (under afklaring) when the source spoke, about a column of some claim types."""

    types: tuple[str, ...]
    about: str
    since: date
    until: date | None
    sentence: Both
    source: str
    unknown: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Gap:
    """What of the rules of some claim types no source tells (ukendt)."""

    types: tuple[str, ...]
    sentence: Both
    source: str
    file: str


@dataclass(frozen=True)
class Rules:
    """All of them, in the order of the files."""

    rules: tuple[Rule, ...]
    reservations: tuple[Reservation, ...]
    gaps: tuple[Gap, ...]
    columns: Mapping[str, Both]
    """Name of a column, as `Evidence` has it -> what it is called."""


@cache
def built_in() -> Rules:
    """The rules that come with zerosum. SettingsError with every mistake of their files."""
    folder = files("zerosum.catalogue").joinpath("rules")
    documents = [parse(folder.joinpath(f"{name}.toml").read_text("utf-8"), f"rules/{name}.toml") for name in FILES]
    return read(documents, everything())


def kinds_of(catalogue: Catalogue) -> dict[str, Kind | None]:
    """Claim types of today -> what each is of: main claim, fee or interest; None where no source tells."""
    return {code: one.kind for area in catalogue.areas for one in area.types for code in one.codes}


def read(documents: Sequence[Document], catalogue: Catalogue) -> Rules:
    """Rule files as Rules. SettingsError with every mistake of all of them."""
    known: dict[str, Kind | None] = dict.fromkeys(catalogue.by_code) | kinds_of(catalogue)
    problems: list[Problem] = []
    rules: list[Rule] = []
    places: list[tuple[Document, Place]] = []
    reservations: list[Reservation] = []
    gaps: list[Gap] = []
    columns: dict[str, Both] = {}
    for document in documents:
        file, mistakes = check(_File, document)
        mistakes += [*_sources(document), *_types(document, known), *_values(document), *_versions(document)]
        problems += mistakes
        if mistakes or file is None:
            continue
        source = {one.key: one.text for one in file.source}
        name = document.name
        for n, rule in enumerate(file.rule):
            for m, version in enumerate(rule.version):
                rules.append(_rule(rule, version, source, name))
                places.append((document, ("rule", n, "version", m)))
        for told in file.reservation:
            sentence, unknown = Both(told.da, told.en), tuple(told.unknown)
            reservations.append(
                Reservation(
                    tuple(told.types), told.about, told.since, told.until, sentence, source[told.source], unknown, name
                )
            )
        gaps += [Gap(tuple(one.types), Both(one.da, one.en), source[one.source], name) for one in file.gap]
        columns |= {one.name: Both(one.da, one.en) for one in file.column}
    problems += _overlaps(rules, places, known)
    if problems:
        raise settings_error(problems)
    return Rules(tuple(rules), tuple(reservations), tuple(gaps), columns)


def _rule(rule: _Rule, version: _Version, source: Mapping[str, str], file: str) -> Rule:
    one = CHECKS[rule.check]
    return Rule(
        rule.code,
        one,
        one.values.model_validate(version.values),
        CONSEQUENCES[version.consequence],
        version.since,
        version.until,
        tuple(version.types),
        tuple(version.kinds),
        tuple(version.but_not),
        Both(rule.da, rule.en),
        source[version.source],
        version.note,
        version.beside,
        version.rejection,
        (*rule.unknown, *version.unknown),
        file,
    )


def _shown(values: Strict, language: str) -> dict[str, str]:
    """Values as they stand in a sentence."""
    return {name: _in_sentence(name, value, language) for name, value in values}


def _in_sentence(name: str, value: object, language: str) -> str:
    if name == "kroner" and isinstance(value, int):
        danish = money.kr(value)
        return danish if language == "da" else danish.translate(str.maketrans(",.", ".,"))
    if isinstance(value, date):
        return dates.show(dates.number(value)) if language == "da" else value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


# --- what is wrong beside the form ---


def _sources(document: Document) -> Iterator[Problem]:
    """A source and a column are told once; a source that is named is there."""
    for key, name in (("source", "key"), ("column", "name")):
        seen: set[str] = set()
        for n, one in tables(document.data, key):
            told = text(one, name) or ""
            if told in seen:
                yield document.problem((key, n, name), "rule_name_repeated", {"name": told})
            seen.add(told)
    there = [text(one, "key") or "" for _, one in tables(document.data, "source")]
    for place, one in _named(document):
        told = text(one, "source") or ""
        if told and told not in there:
            do = meant(told, there, Phrase("add_the_source"))
            yield document.problem((*place, "source"), "rule_source_unknown", {"source": told, "do": do})


def _named(document: Document) -> Iterator[tuple[Place, dict[str, object]]]:
    """Everything in a file that is about claim types and has a source: versions, reservations, gaps."""
    for n, rule in tables(document.data, "rule"):
        for m, one in tables(rule, "version"):
            yield ("rule", n, "version", m), one
    for key in ("reservation", "gap"):
        for n, one in tables(document.data, key):
            yield (key, n), one


def _types(document: Document, known: Mapping[str, object]) -> Iterator[Problem]:
    """Every claim type that is named is in the catalogue, once; types go without kinds."""
    for place, one in _named(document):
        for key in ("types", "but_not"):
            seen: set[str] = set()
            for n, code in texts(one, key):
                if code not in known:
                    do = meant(code, known, Phrase("add_to_the_catalogue"))
                    yield document.problem((*place, key, n), "rule_type_unknown", {"type": code, "do": do})
                elif code in seen:
                    yield document.problem((*place, key, n), "rule_name_repeated", {"name": code})
                seen.add(code)
        if one.get("types") and (one.get("kinds") or one.get("but_not")):
            yield document.problem((*place, "types"), "rule_types_and_others")


def _values(document: Document) -> Iterator[Problem]:
    """The check is there and takes the values; the sentences are filled in with values that it takes."""
    for n, rule in tables(document.data, "rule"):
        name = text(rule, "check")
        if name is None:
            continue
        if name not in CHECKS:
            do = meant(name, CHECKS, Phrase("choose_a_check"))
            yield document.problem(("rule", n, "check"), "rule_check_unknown", {"check": name, "do": do})
            continue
        model = CHECKS[name].values
        for m, version in tables(rule, "version"):
            place: Place = ("rule", n, "version", m, "values")
            yield from check_part(model, document, table(version, "values"), place)[1]
        for language in ("da", "en"):
            for gap in _placeholders(text(rule, language) or ""):
                if gap not in model.model_fields:
                    yield document.problem(("rule", n, language), "rule_sentence_unfilled", {"name": gap})


def _placeholders(sentence: str) -> list[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    except ValueError:
        return ["{"]


def _versions(document: Document) -> Iterator[Problem]:
    """Days in order; a consequence that is not known is «either», and «either» says why; a rejection number is known."""
    numbers = rejections().means["da"]
    for n, rule in tables(document.data, "rule"):
        for m, one in tables(rule, "version"):
            place: Place = ("rule", n, "version", m)
            since, until = one.get("since"), one.get("until")
            if isinstance(since, date) and isinstance(until, date) and until <= since:
                values = {"since": since.isoformat(), "until": until.isoformat()}
                yield document.problem((*place, "until"), "rule_until_not_after_since", values)
            unknown = "consequence" in [name for _, name in texts(one, "unknown")]
            either = one.get("consequence") == "either"
            if either != (unknown or bool(one.get("beside"))):
                yield document.problem((*place, "consequence"), "rule_consequence_in_doubt")
            number = one.get("rejection")
            if isinstance(number, int) and str(number) not in numbers:
                yield document.problem((*place, "rejection"), "rule_rejection_unknown", {"number": number})


def _overlaps(
    rules: Sequence[Rule], places: Sequence[tuple[Document, Place]], known: Mapping[str, Kind | None]
) -> Iterator[Problem]:
    """No two versions of a rule hold on one day for one claim type."""
    by_code: dict[str, list[int]] = {}
    for n, rule in enumerate(rules):
        by_code.setdefault(rule.code, []).append(n)
    for several in by_code.values():
        for n, later in enumerate(several):
            for earlier in several[:n]:
                one, other = rules[earlier], rules[later]
                days = max(one.since, other.since), min(one.until or date.max, other.until or date.max)
                shared = [
                    code for code, kind in known.items() if one.is_about(code, kind) and other.is_about(code, kind)
                ]
                if shared and days[0] < days[1]:
                    document, place = places[later]
                    values: dict[str, Value] = {
                        "rule": other.code,
                        "type": shared[0],
                        "day": days[0].isoformat(),
                        "file": places[earlier][0].name,
                        "line": places[earlier][0].line(places[earlier][1]),
                    }
                    yield document.problem((*place, "since"), "rule_versions_overlap", values)


# --- the form of the files ---

_CODE = re.compile(r"R_[0-9]+_[0-9]+[a-z]?|R_x_[A-ZÆØÅ0-9_]+|AFV_[0-9]+(_[A-ZÆØÅ0-9_]+)?|EGEN_[A-ZÆØÅ0-9_]+")


def _rule_code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise refuse(Phrase("a_rule_code"))
    return code


EVIDENCE = (*get_args(Column), "liable")
"""What may be shown of a claim that breaks a rule: a column, or how many are liable."""

Filled = Annotated[str, Field(min_length=1)]
Code = Annotated[str, AfterValidator(claim_type)]


class _Source(Strict):
    key: Filled
    text: Filled


class _Column(Strict):
    name: Literal[EVIDENCE]  # type: ignore[valid-type]
    da: Filled
    en: Filled


class _Version(Strict):
    since: date
    consequence: Literal["hint", "hearing", "either", "rejected"]
    source: Filled
    until: date | None = None
    types: list[Code] = Field(default_factory=list)
    kinds: list[Kind] = Field(default_factory=list)
    but_not: list[Code] = Field(default_factory=list)
    values: dict[str, Any] = Field(default_factory=dict)
    note: str = ""
    beside: str = ""
    rejection: int | None = None
    unknown: list[Literal["since", "consequence"]] = Field(default_factory=list)


class _Rule(Strict):
    code: Annotated[str, AfterValidator(_rule_code)]
    check: Filled
    da: Filled
    en: Filled
    version: Annotated[list[_Version], Field(min_length=1)]
    unknown: list[Literal["number"]] = Field(default_factory=list)


class _Reservation(Strict):
    types: Annotated[list[Code], Field(min_length=1)]
    about: Column
    since: date
    da: Filled
    en: Filled
    source: Filled
    until: date | None = None
    unknown: list[Literal["since"]] = Field(default_factory=list)


class _Gap(Strict):
    types: Annotated[list[Code], Field(min_length=1)]
    da: Filled
    en: Filled
    source: Filled


class _File(Strict):
    source: Annotated[list[_Source], Field(min_length=1)]
    column: list[_Column] = Field(default_factory=list)
    rule: list[_Rule] = Field(default_factory=list)
    reservation: list[_Reservation] = Field(default_factory=list)
    gap: list[_Gap] = Field(default_factory=list)
