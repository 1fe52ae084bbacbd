"""TOML -> Source: the sources that come with zerosum, and those that a municipality declares beside its settings."""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field

from zerosum.errors import Problem
from zerosum.hints import did_you_mean, listed, shown
from zerosum.sources.find import fold
from zerosum.sources.model import (
    COLUMNS,
    NO_SIGN,
    ODE_COLUMNS,
    RECOVERY,
    WAIVED,
    ZERO,
    Column,
    EventWord,
    Heading,
    Part,
    Source,
)
from zerosum.tables import Event, Status
from zerosum.toml_file import (
    Document,
    Place,
    Strict,
    check,
    claim_type,
    parse,
    read,
    refuse,
    settings_error,
    table,
    tables,
    text,
    texts,
)

BuiltIn = Literal["zerosum", "kmd-ode", "psrm-justering"]
BUILT_IN: tuple[str, ...] = get_args(BuiltIn)
"""The sources that come with zerosum."""

EVENT_WORDS = {
    "creation": EventWord(Event.CREATION),
    "write_up": EventWord(Event.WRITE_UP),
    "write_down": EventWord(Event.WRITE_DOWN),
    "recall": EventWord(Event.RECALL),
    "balance": EventWord(Event.BALANCE),
    "new_write_down": EventWord(Event.WRITE_DOWN, replaces=True),
    "zero": EventWord(None, ZERO),
    "no_sign": EventWord(None, NO_SIGN),
    "waived": EventWord(Event.WRITE_DOWN, WAIVED),
    "recovery": EventWord(Event.RECOVERY, RECOVERY),
}
"""What a word of the event column may be said to mean."""

STATUS_WORDS = {
    "not_sent": Status.NOT_SENT,
    "received": Status.RECEIVED,
    "in_process": Status.IN_PROCESS,
    "in_hearing": Status.IN_HEARING,
    "rejected": Status.REJECTED,
    "executed": Status.EXECUTED,
}
"""What a word of the status column may be said to mean."""

ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "cp850", "cp865", "utf-16")
SEPARATORS = (";", ",", "\t", "|")


@cache
def builtin(name: str) -> Source:
    """A source that comes with zerosum, by its name in BUILT_IN. KeyError for any other."""
    if name not in BUILT_IN:
        raise KeyError(name)
    written = files("zerosum.sources").joinpath(f"{name}.toml").read_text("utf-8")
    return _source(parse(written, f"{name}.toml"))


def declared(path: Path) -> Source:
    """A source of the municipality's own, from a TOML file. SettingsError with every mistake of the file."""
    return _source(read(path), municipal=True)


# --- the file's form ---


def _name(name: str) -> str:
    if not name.strip() or name != name.strip():
        raise refuse("en tekst uden blanke yderst, og ikke tom")
    return name


def _heading(written: str) -> str:
    if not re.fullmatch(r"[^#]*[^#\s][^#]*(#[1-9][0-9]?)?", written):
        raise refuse("en overskrift, evt. med nummer: «Aktionskode#2» er den anden af flere ens")
    return written


def _separator(sign: str) -> str:
    if sign not in SEPARATORS:
        raise refuse('et skilletegn: ";", ",", "|" eller "\\t" (tabulator)')
    return sign


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name).name in {codecs.lookup(one).name for one in ENCODINGS}
    except LookupError:
        known = False
    if not known:
        raise refuse(f"et tegnsæt: {listed(ENCODINGS)}", did_you_mean(name, ENCODINGS))
    return name


def _mixture(codes: str) -> str:
    each = [claim_type(code) for code in codes.split("+")]
    if len(each) < 2 or each != sorted(set(each)):
        raise refuse("to eller flere fordringstyper i alfabetisk orden, fx «GEDAINS+KFDAINS»")
    return codes


def _reference_form(form: str) -> str:
    if form.count("{reference}") != 1 or form.count("{serial}") != 1 or "{reference}{serial}" in form:
        raise refuse("en form med {reference} og {serial} og et tegn imellem", 'Skriv fx "{reference}-{serial}".')
    return form


def _one_or_more(found: object) -> object:
    return [found] if isinstance(found, str) else found


Name = Annotated[str, AfterValidator(_name)]
ClaimType = Annotated[str, AfterValidator(claim_type)]
Headings = Annotated[list[Annotated[str, AfterValidator(_heading)]], BeforeValidator(_one_or_more), Field(min_length=1)]
Dates = Annotated[list[Literal["iso", "danish", "compact"]], Field(min_length=1)]
EventMeaning = Literal[
    "creation", "write_up", "write_down", "recall", "balance", "new_write_down", "zero", "no_sign", "waived", "recovery"
]
RecallReason = Literal["FEJL", "HENS", "KLAG", "BORD"]
StatusMeaning = Literal["not_sent", "received", "in_process", "in_hearing", "rejected", "executed"]


class _Column(Strict):
    name: str
    headings: Headings
    required: bool | None = None
    assumed: bool = False


class _Part(Strict):
    name: str = ""
    column: list[_Column] = Field(default_factory=list)
    repeated: dict[str, Annotated[int, Field(ge=2, le=99)]] = Field(default_factory=dict)


class _File(Strict):
    """What is None is not named: it is the base's, or the default."""

    name: Name
    based_on: BuiltIn | None = None
    reference: str | None = None
    layout: Literal["events", "kmd-ode"] | None = None
    side: Literal["debtor", "psrm", "either"] | None = None
    separator: Annotated[str, AfterValidator(_separator)] | None = None
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    decimal: Literal[",", "."] | None = None
    dates: Dates | None = None
    skip_lines: Annotated[int, Field(ge=0, le=1000)] | None = None
    sheet: Name | None = None
    fixed: dict[str, Name] = Field(default_factory=dict)
    numeric_ids: list[Literal["claim_id", "reference", "main_claim_id", "resent_of"]] | None = None
    signed: bool | None = None
    exceeds_balance: list[Name] | None = None
    recall_reasons: dict[Name, RecallReason] = Field(default_factory=dict)
    reference_form: Annotated[str, AfterValidator(_reference_form)] | None = None
    mixed_agreement_type: dict[Annotated[str, AfterValidator(_mixture)], ClaimType] = Field(default_factory=dict)
    events: dict[str, EventMeaning] = Field(default_factory=dict)
    statuses: dict[str, StatusMeaning] = Field(default_factory=dict)
    columns: dict[str, Headings] = Field(default_factory=dict)
    part: list[_Part] = Field(default_factory=list)


def _source(document: Document, municipal: bool = False) -> Source:
    file, problems = check(_File, document)
    base_name = text(document.data, "based_on")
    base = builtin(base_name) if base_name in BUILT_IN else None
    # A base that is misspelt is told once; what would have come from it is not then told as missing.
    unknown_base = "based_on" in document.data and base is None
    problems += _mistakes(document, base, unknown_base, municipal)
    if problems or file is None:
        raise settings_error(problems)
    return _built(file, base)


# --- what belongs together; looks at the file as written, so that its other mistakes hide none of these ---


def _mistakes(document: Document, base: Source | None, unknown_base: bool, municipal: bool) -> list[Problem]:
    data = document.data
    problems = [*_wrong_words(document), *_wrong_columns(document, base)]
    if municipal and text(data, "name") in BUILT_IN:
        why = f"«{data['name']}» er navnet på en kilde, der følger med."
        problems.append(document.problem(("name",), "Navnet er taget", why, "Giv kilden et andet navn."))
    if not unknown_base:
        problems += _lacking(document, base)
    return problems


def _wrong_words(document: Document) -> list[Problem]:
    """Words that are one and the same, as they are compared, but mean different things."""
    problems = []
    for key, compared in (("events", str.lower), ("statuses", str.upper), ("recall_reasons", str.upper)):
        meanings: dict[str, object] = {}
        for word, meaning in table(document.data, key).items():
            if meanings.setdefault(compared(word.strip()), meaning) != meaning:
                why = f"«{shown(word)}» står flere gange (store og små bogstaver er ens) med forskellig betydning."
                problems.append(document.problem((key, word), "Ord med to betydninger", why, "Slet den ene."))
    return problems


def _layout(document: Document, base: Source | None) -> str:
    return text(document.data, "layout") or (base.layout if base else "events")


def _named_columns(document: Document) -> list[tuple[str, str, list[str], Place]]:
    """Part, our name, headings and place of each column that the file names."""
    data = document.data
    columns = table(data, "columns")
    named: list[tuple[str, str, list[str], Place]] = [
        ("", name, [heading for _, heading in texts(columns, name)], ("columns", name)) for name in columns
    ]
    for n, part in tables(data, "part"):
        for m, column in tables(part, "column"):
            heads = [heading for _, heading in texts(column, "headings")]
            name = text(column, "name")
            if name is not None:
                named.append((text(part, "name") or "", name, heads, ("part", n, "column", m)))
    return named


def _wrong_columns(document: Document, base: Source | None) -> list[Problem]:
    data, layout = document.data, _layout(document, base)
    known = ODE_COLUMNS if layout == "kmd-ode" else {"": COLUMNS}
    problems = []
    if layout == "kmd-ode" and "columns" in data:
        why = "[columns] bruges kun, hvor en kilde har én slags fil; kmd-ode har fire."
        problems.append(document.problem(("columns",), "Forkert sted", why, "Skriv kolonnerne under [[part]]."))
    for n, part in tables(data, "part"):
        name = text(part, "name") or ""
        if name not in known:
            do = did_you_mean(name, known) or "Ret navnet."
            why = f"Fandt «{shown(name)}»; der ventes {listed(known)}."
            problems.append(document.problem(("part", n, "name"), "Ukendt filtype", why, do))
        problems += _wrong_numbers(document, n, part)
    seen: dict[tuple[str, str], str] = {}
    names: set[tuple[str, str]] = set()
    for part_name, name, headings, place in _named_columns(document):
        ours = known.get(part_name, ())
        if ours and name not in ours:
            do = did_you_mean(name, ours) or "Slet kolonnen."
            why = f"«{shown(name)}» er ikke en af vores kolonner: {listed(ours)}."
            problems.append(document.problem(place, "Ukendt kolonne", why, do))
        if (part_name, name) in names:
            why = f"«{name}» står to gange."
            problems.append(document.problem(place, "Kolonnen står to gange", why, "Saml overskrifterne i én liste."))
        names.add((part_name, name))
        for heading in headings:
            other = seen.setdefault((part_name, fold(heading)), name)
            if other != name:
                why = f"Overskriften «{shown(heading)}» er givet til både {other} og {name}."
                problems.append(document.problem(place, "Overskrift er tvetydig", why, "Slet den ene."))
    for name in table(data, "fixed"):
        ours = tuple(one for part in known.values() for one in part)
        if name not in ours:
            do = did_you_mean(name, ours) or "Slet linjen."
            why = f"«{shown(name)}» er ikke en af vores kolonner: {listed(dict.fromkeys(ours))}."
            problems.append(document.problem(("fixed", name), "Ukendt kolonne", why, do))
    return problems


def _wrong_numbers(document: Document, n: int, part: dict[str, object]) -> list[Problem]:
    """Headings that the part says are repeated: each use says which one, and none past the last."""
    repeated = {fold(heading): times for heading, times in table(part, "repeated").items()}
    problems = []
    for m, column in tables(part, "column"):
        for _, written in texts(column, "headings"):
            heading = _split(written)
            times = repeated.get(fold(heading.text))
            if isinstance(times, int) and not 1 <= heading.occurrence <= times:
                name = shown(heading.text)
                why = f"«{shown(written)}»: «{name}» står {times} gange. Nummeret efter # skal sige hvilken."
                do = f"Skriv «{name}#1» til «{name}#{times}»."
                problems.append(document.problem(("part", n, "column", m, "headings"), "Nummer mangler", why, do))
    return problems


def _lacking(document: Document, base: Source | None) -> list[Problem]:
    """What a source must have, from itself or from its base."""
    data, layout = document.data, _layout(document, base)
    problems: list[Problem] = []

    def lacks(key: str, why: str, do: str) -> None:
        problems.append(document.problem((key,), "Kilden er ikke hel", why, do))

    if base is None and "side" not in data:
        lacks("side", "«side» mangler.", 'Skriv side = "debtor", "psrm" eller "either".')
    fixed = {**(base.fixed if base else {}), **table(data, "fixed")}
    events = {word.strip().lower() for word in table(data, "events")} | set(base.events if base else ())
    if not events:
        why = "[events] mangler: ordene for hændelser og deres betydning."
        lacks("events", why, f"Betydninger: {listed(EVENT_WORDS)}.")
    columns = {name for _, name, _, _ in _named_columns(document)} | set(fixed)
    columns |= {column.name for part in base.parts for column in part.columns} if base else set()
    if layout == "kmd-ode":
        there = {text(part, "name") for _, part in tables(data, "part")}
        there |= {part.name for part in base.parts} if base else set()
        if absent := [name for name in ODE_COLUMNS if name not in there]:
            lacks("part", f"Der mangler {listed(absent)}.", 'Skriv based_on = "kmd-ode".')
        return problems
    for name in ("event", "amount"):
        if name not in columns:
            lacks("columns", f"Kolonnen {name} mangler.", f'Skriv {name} = "overskriften" under [columns].')
    if not columns & {"claim_id", "reference", "claim_type"}:
        why = "Uden claim_id, reference eller claim_type kan ingen fordring genkendes."
        lacks("columns", why, "Skriv mindst én af dem under [columns].")
    word = fixed.get("event")
    if isinstance(word, str) and events and word.strip().lower() not in events:
        do = f"Skriv ordet under [events] med en betydning: {listed(EVENT_WORDS)}."
        lacks("fixed", f"Hændelsen «{shown(word)}» står ikke under [events].", do)
    if "status" in columns and not (table(data, "statuses") or (base and base.statuses)):
        lacks("statuses", "Der er en statuskolonne, men [statuses] mangler.", f"Betydninger: {listed(STATUS_WORDS)}.")
    return problems


# --- the file as a Source ---


def _built(file: _File, base: Source | None) -> Source:
    start = base or Source(name=file.name, layout="events", side="either", parts=(), events={}, statuses={})
    events = {word.strip().lower(): EVENT_WORDS[meaning] for word, meaning in file.events.items()}
    statuses = {word.strip().upper(): STATUS_WORDS[meaning] for word, meaning in file.statuses.items()}
    return Source(
        name=file.name,
        layout=file.layout or start.layout,
        side=file.side or start.side,
        parts=_parts(file, start.parts),
        events={**start.events, **events},
        statuses={**start.statuses, **statuses},
        separator=file.separator or start.separator,
        encoding=file.encoding or start.encoding,
        decimal=file.decimal or start.decimal,
        dates=start.dates if file.dates is None else tuple(file.dates),
        skip_lines=start.skip_lines if file.skip_lines is None else file.skip_lines,
        sheet=file.sheet or start.sheet,
        fixed={**start.fixed, **file.fixed},
        numeric_ids=start.numeric_ids if file.numeric_ids is None else tuple(file.numeric_ids),
        signed=start.signed if file.signed is None else file.signed,
        reference_form=start.reference_form if file.reference_form is None else file.reference_form,
        exceeds_balance=start.exceeds_balance if file.exceeds_balance is None else tuple(file.exceeds_balance),
        recall_reasons={
            **start.recall_reasons,
            **{word.upper(): meaning for word, meaning in file.recall_reasons.items()},
        },
        mixed_agreement_type={**start.mixed_agreement_type, **file.mixed_agreement_type},
        reference=file.reference or start.reference,
    )


def _parts(file: _File, base: tuple[Part, ...]) -> tuple[Part, ...]:
    """The base's parts with the columns that the file names in place of the base's of the same name."""
    own = list(file.part)
    if file.columns:
        columns = [_Column(name=name, headings=headings) for name, headings in file.columns.items()]
        own.append(_Part(name="", column=columns))
    parts = {part.name: part for part in base}
    for part in own:
        parts[part.name] = _part(part, parts.get(part.name, Part(part.name, ())))
    return tuple(parts.values())


def _part(own: _Part, base: Part) -> Part:
    columns = {column.name: column for column in base.columns}
    for column in own.column:
        before = columns.get(column.name)
        required = column.required if column.required is not None else before is not None and before.required
        headings = tuple(_split(heading) for heading in column.headings)
        columns[column.name] = Column(column.name, headings, required, column.assumed)
    return Part(own.name, tuple(columns.values()), {**base.repeated, **own.repeated})


def _split(written: str) -> Heading:
    """«Aktionskode#2» is the second of the headings «Aktionskode»."""
    heading, _, number = written.partition("#")
    return Heading(heading, int(number) if number.isdecimal() else 0)
