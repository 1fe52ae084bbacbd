"""TOML -> Source: the sources that come with zerosum, and those that a municipality declares beside its settings."""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field

from zerosum.errors import Phrase, Problem, Value
from zerosum.hints import meant, nearest, shown
from zerosum.identity import veiled_path
from zerosum.sources.find import fold
from zerosum.sources.model import (
    COLUMNS,
    NO_SIGN,
    NOTICE_COLUMNS,
    ODE_COLUMNS,
    ODE_OWN_COLUMNS,
    RECOVERY,
    WAIVED,
    ZERO,
    Coded,
    Column,
    EventWord,
    Heading,
    Part,
    Source,
    Span,
    Trailer,
    Xml,
)
from zerosum.tables import Event, Notice, Status
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

BuiltIn = Literal[
    "zerosum",
    "kmd-ode",
    "psrm-justering",
    "prisme-g69",
    "kmd-sap-liste",
    "kmd-restanceliste",
    "nymf-kvittering",
    "psrm-underretning",
]
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

NOTICE_WORDS = {notice.name.lower(): notice for notice in Notice}
"""What a word of the column of notices may be said to mean."""

ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "cp850", "cp865", "utf-16")
SEPARATORS = (";", ",", "\t", "|")
LINE_MAX = 100_000
"""Characters of a line of fixed width."""


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
        raise refuse(Phrase("a_text_without_outer_blanks"))
    if veiled_path(name) != name:  # it stands in the report
        raise refuse(Phrase("a_name_without_number"), Phrase("call_it_something_else"))
    return name


def _heading(written: str) -> str:
    if written.strip() == "?":  # of `zerosum inspect --write`: a person has to choose
        raise refuse(Phrase("a_heading_chosen"), Phrase("choose_or_delete"))
    if not re.fullmatch(r"[^#]*[^#\s][^#]*(#[1-9][0-9]?)?", written):
        raise refuse(Phrase("a_heading"))
    return written


def _separator(sign: str) -> str:
    if sign not in SEPARATORS:
        raise refuse(Phrase("a_separator"))
    return sign


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name).name in {codecs.lookup(one).name for one in ENCODINGS}
    except LookupError:
        known = False
    if not known:
        near = nearest(name, ENCODINGS)
        raise refuse(
            Phrase("an_encoding", {"known": ENCODINGS}), Phrase("did_you_mean", {"name": near}) if near else ""
        )
    return name


def _mixture(codes: str) -> str:
    each = [claim_type(code) for code in codes.split("+")]
    if len(each) < 2 or each != sorted(set(each)):
        raise refuse(Phrase("a_mixture"))
    return codes


def _reference_form(form: str) -> str:
    if form.count("{reference}") != 1 or form.count("{serial}") != 1 or "{reference}{serial}" in form:
        raise refuse(Phrase("a_reference_form"), Phrase("write_a_reference_form"))
    return form


def _element(path: str) -> str:
    if not all(re.fullmatch(r"[^\W\d][\w.-]*", name) for name in path.split("/")):
        raise refuse(Phrase("an_element"))
    return path


def _sign(sign: str) -> str:
    if len(sign) != 1 or sign.isalnum() or not sign.isprintable():
        raise refuse(Phrase("a_sign"))
    return sign


def _span(ends: list[int]) -> list[int]:
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1] <= LINE_MAX:
        raise refuse(Phrase("a_span", {"limit": LINE_MAX}))
    return ends


def _one_or_more(found: object) -> object:
    return [found] if isinstance(found, str) else found


Name = Annotated[str, AfterValidator(_name)]
ClaimType = Annotated[str, AfterValidator(claim_type)]
Headings = Annotated[list[Annotated[str, AfterValidator(_heading)]], BeforeValidator(_one_or_more), Field(min_length=1)]
Dates = Annotated[list[Literal["iso", "danish", "compact", "danish-short", "american", "excel"]], Field(min_length=1)]
EventMeaning = Literal[
    "creation", "write_up", "write_down", "recall", "balance", "new_write_down", "zero", "no_sign", "waived", "recovery"
]
RecallReason = Literal["FEJL", "HENS", "KLAG", "BORD"]
NoticeMeaning = Literal[
    "received", "in_process", "in_hearing", "rejected", "executed", "returned", "written_off", "recovered"
]
StatusMeaning = Literal["not_sent", "received", "in_process", "in_hearing", "rejected", "executed"]


Span_ = Annotated[list[int], AfterValidator(_span)]
Elements = Annotated[list[Annotated[str, AfterValidator(_element)]], BeforeValidator(_one_or_more), Field(min_length=1)]


class _Xml(Strict):
    row: Elements
    root: Annotated[str, AfterValidator(_element)] | None = None
    namespace: Name | None = None
    others: Elements | None = None


class _Coded(Strict):
    header: dict[Name, Span_] = Field(default_factory=dict)
    separator: Annotated[str, AfterValidator(_sign)] = "&"
    code_width: Annotated[int, Field(ge=1, le=10)] = 3


class _Trailer(Strict):
    marks: Annotated[list[Name], BeforeValidator(_one_or_more), Field(min_length=1)]
    amount: Name | Annotated[int, Field(ge=1, le=2000)] | None = None
    count: Name | Annotated[int, Field(ge=1, le=2000)] | None = None
    unchecked: bool = False


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
    base_only: bool = False
    reference: str | None = None
    layout: Literal["events", "kmd-ode", "notices"] | None = None
    side: Literal["debtor", "psrm", "either"] | None = None
    separator: Annotated[str, AfterValidator(_separator)] | None = None
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    decimal: Literal[",", "."] | None = None
    dates: Dates | None = None
    skip_lines: Annotated[int, Field(ge=0, le=1000)] | None = None
    heading_contains: Headings | None = None
    fixed_width: dict[Name, Span_] | None = None
    xml: _Xml | None = None
    coded_records: _Coded | None = None
    trailer: _Trailer | None = None
    unit: Literal["kr", "oere"] | None = None
    sheet: Name | None = None
    fixed: dict[str, Name] = Field(default_factory=dict)
    numeric_ids: list[Literal["claim_id", "reference", "main_claim_id", "resent_of"]] | None = None
    signed: bool | None = None
    minus_lessens: bool | None = None
    exceeds_balance: list[Name] | None = None
    recall_reasons: dict[Name, RecallReason] = Field(default_factory=dict)
    reference_form: Annotated[str, AfterValidator(_reference_form)] | None = None
    claim_types: dict[Name, ClaimType] = Field(default_factory=dict)
    leave_out: dict[Name, Annotated[list[str], BeforeValidator(_one_or_more), Field(min_length=1)]] = Field(
        default_factory=dict
    )
    mixed_agreement_type: dict[Annotated[str, AfterValidator(_mixture)], ClaimType] = Field(default_factory=dict)
    events: dict[str, EventMeaning] = Field(default_factory=dict)
    statuses: dict[str, StatusMeaning] = Field(default_factory=dict)
    notices: dict[str, NoticeMeaning] = Field(default_factory=dict)
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
    problems = [*_wrong_words(document), *_wrong_columns(document, base), *_wrong_forms(document, base)]
    layout = text(data, "layout") or (base.layout if base else "events")
    problems += [
        document.problem((key,), "key_not_in_layout", {"key": key, "layout": layout})
        for key in ("leave_out", "claim_types")
        if key in data and layout != "events"
    ]
    if data.get("minus_lessens") is True:
        signed = data.get("signed", base.signed if base else False)
        if layout != "events" or signed is True:
            problems.append(document.problem(("minus_lessens",), "minus_lessens_not_here"))
    if municipal and text(data, "name") in BUILT_IN:
        problems.append(document.problem(("name",), "source_name_taken", {"name": str(data["name"])}))
    if not unknown_base and not (data.get("base_only") and not municipal):
        problems += _lacking(document, base)
    return problems


def _wrong_words(document: Document) -> list[Problem]:
    """Words that are one and the same, as they are compared, but mean different things."""
    problems = []
    of_words = (("events", str.lower), ("statuses", str.upper), ("recall_reasons", str.upper), ("notices", str.lower),
                ("claim_types", str.upper))  # fmt: skip
    for key, compared in of_words:
        meanings: dict[str, object] = {}
        for word, meaning in table(document.data, key).items():
            if meanings.setdefault(compared(word.strip()), meaning) != meaning:
                problems.append(document.problem((key, word), "word_of_two_meanings", {"word": shown(word)}))
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
    of_ode = {part: (*names, *ODE_OWN_COLUMNS.get(part, ())) for part, names in ODE_COLUMNS.items()}
    by_layout: dict[str, dict[str, tuple[str, ...]]] = {"kmd-ode": of_ode, "notices": {"": NOTICE_COLUMNS}}
    known = by_layout.get(layout, {"": COLUMNS})
    problems = []
    if layout == "kmd-ode" and "columns" in data:
        problems.append(document.problem(("columns",), "columns_in_the_wrong_place"))
    for n, part in tables(data, "part"):
        name = text(part, "name") or ""
        if name not in known:
            do = meant(name, known, Phrase("correct_the_name"))
            values: dict[str, Value] = {"name": shown(name), "known": tuple(known), "do": do}
            problems.append(document.problem(("part", n, "name"), "part_unknown", values))
        problems += _wrong_numbers(document, n, part)
    seen: dict[tuple[str, str], str] = {}
    names: set[tuple[str, str]] = set()
    for part_name, name, headings, place in _named_columns(document):
        ours = known.get(part_name, ())
        if ours and name not in ours:
            do = meant(name, ours, Phrase("delete_the_column"))
            problems.append(
                document.problem(place, "column_unknown", {"name": shown(name), "known": tuple(ours), "do": do})
            )
        if (part_name, name) in names:
            problems.append(document.problem(place, "column_named_twice", {"name": shown(name)}))
        names.add((part_name, name))
        for heading in headings:
            other = seen.setdefault((part_name, fold(heading)), name)
            if other != name and heading.strip() != "?":  # which is told of each by itself
                values = {"heading": shown(heading), "one": shown(other), "other": shown(name)}
                problems.append(document.problem(place, "heading_given_twice", values))
    for name in table(data, "fixed"):
        ours = tuple(one for part in known.values() for one in part)
        if name not in ours:
            do = meant(name, ours, Phrase("delete_the_value"))
            values = {"name": shown(name), "known": tuple(dict.fromkeys(ours)), "do": do}
            problems.append(document.problem(("fixed", name), "column_unknown", values))
    return problems


FORMS = {
    "fixed_width": ("xml", "coded_records", "heading_contains", "separator", "sheet"),
    "xml": ("coded_records", "heading_contains", "skip_lines", "separator", "encoding", "sheet", "trailer"),
    "coded_records": ("heading_contains", "skip_lines", "separator", "sheet", "trailer"),
}
"""How a file may be written, and what then means nothing."""


def _wrong_forms(document: Document, base: Source | None) -> list[Problem]:
    """Keys that cannot stand together, columns of fixed width that overlap, and headings that none of them has."""
    data = document.data
    of_base = {
        "fixed_width": base and base.fixed_width,
        "xml": base and base.xml,
        "coded_records": base and base.coded,
    }
    problems = [
        document.problem((other,), "keys_not_together", {"key": other, "other": key})
        for key, others in FORMS.items()
        if key in data or of_base[key]
        for other in others
        if other in data
    ]
    spans = _spans(table(data, "fixed_width"))
    for one, other in pairwise(spans):
        if other.first <= one.last:
            values: dict[str, Value] = {"one": shown(one.name), "other": shown(other.name), "at": other.first}
            problems.append(document.problem(("fixed_width", other.name), "spans_overlap", values))
    known = tuple(span.name for span in spans) or (tuple(span.name for span in base.fixed_width) if base else ())
    if known:
        folded = {fold(name) for name in known}
        for _, name, headings, place in _named_columns(document):
            if not any(fold(_split(heading).text) in folded for heading in headings):
                do = (
                    meant(headings[0], known, Phrase("correct_the_heading"))
                    if headings
                    else Phrase("correct_the_heading")
                )
                values = {"name": shown(name), "known": tuple(map(shown, known)), "do": do}
                problems.append(document.problem(place, "heading_not_in_fixed_width", values))
    return problems


def _spans(written: dict[str, object]) -> list[Span]:
    """The columns of fixed width that make sense, from the left."""
    found = [
        Span(name, *ends)
        for name, ends in written.items()
        if isinstance(ends, list) and len(ends) == 2 and all(isinstance(one, int) for one in ends)
    ]
    return sorted(found, key=lambda span: span.first)


def _wrong_numbers(document: Document, n: int, part: dict[str, object]) -> list[Problem]:
    """Headings that the part says are repeated: each use says which one, and none past the last."""
    repeated = {fold(heading): times for heading, times in table(part, "repeated").items()}
    problems = []
    for m, column in tables(part, "column"):
        for _, written in texts(column, "headings"):
            heading = _split(written)
            times = repeated.get(fold(heading.text))
            if isinstance(times, int) and not 1 <= heading.occurrence <= times:
                values: dict[str, Value] = {"written": shown(written), "heading": shown(heading.text), "times": times}
                problems.append(document.problem(("part", n, "column", m, "headings"), "number_missing", values))
    return problems


def _lacking(document: Document, base: Source | None) -> list[Problem]:
    """What a source must have, from itself or from its base."""
    data, layout = document.data, _layout(document, base)
    problems: list[Problem] = []

    def lacks(key: str, code: str, values: dict[str, Value] = {}) -> None:  # noqa: B006, never changed
        problems.append(document.problem((key,), code, values))

    if base is None and "side" not in data:
        lacks("side", "source_without_side")
    fixed = {**(base.fixed if base else {}), **table(data, "fixed")}
    events = {word.strip().lower() for word in table(data, "events")} | set(base.events if base else ())
    if layout == "notices":
        return problems + _lacking_of_notices(document, base, fixed, bool(events))
    if not events:
        lacks("events", "source_without_events", {"meanings": tuple(EVENT_WORDS)})
    columns = {name for _, name, _, _ in _named_columns(document)} | set(fixed)
    columns |= {column.name for part in base.parts for column in part.columns} if base else set()
    if layout == "kmd-ode":
        there = {text(part, "name") for _, part in tables(data, "part")}
        there |= {part.name for part in base.parts} if base else set()
        if absent := [name for name in ODE_COLUMNS if name not in there]:
            lacks("part", "source_without_parts", {"parts": tuple(absent)})
        return problems
    for name in ("event", "amount"):
        if name not in columns:
            lacks("columns", "source_without_column", {"name": name})
    if not columns & {"claim_id", "reference", "claim_type"}:
        lacks("columns", "source_without_key")
    word = fixed.get("event")
    if isinstance(word, str) and events and word.strip().lower() not in events:
        lacks("fixed", "source_event_unknown", {"word": shown(word), "meanings": tuple(EVENT_WORDS)})
    if "status" in columns and not (table(data, "statuses") or (base and base.statuses)):
        lacks("statuses", "source_without_statuses", {"meanings": tuple(STATUS_WORDS)})
    return problems


def _lacking_of_notices(
    document: Document, base: Source | None, fixed: dict[str, object], with_events: bool
) -> list[Problem]:
    """What a source of receipts or notifications must have."""
    data = document.data
    columns = {name for _, name, _, _ in _named_columns(document)} | set(fixed)
    columns |= {column.name for part in base.parts for column in part.columns} if base else set()
    words = {word.strip().lower() for word in table(data, "notices")} | set(base.notices if base else ())
    problems: list[Problem] = []

    def lacks(key: str, code: str, values: dict[str, Value] = {}) -> None:  # noqa: B006, never changed
        problems.append(document.problem((key,), code, values))

    if (text(data, "side") or (base.side if base else "psrm")) != "psrm":
        lacks("side", "notices_of_another_side")
    if not words:
        lacks("notices", "source_without_notices", {"meanings": tuple(NOTICE_WORDS)})
    if "notice" not in columns:
        lacks("columns", "source_without_column", {"name": "notice"})
    if not columns & {"claim_id", "reference"}:
        lacks("columns", "notices_without_key")
    word = fixed.get("notice")
    if isinstance(word, str) and words and word.strip().lower() not in words:
        lacks("fixed", "source_notice_unknown", {"word": shown(word), "meanings": tuple(NOTICE_WORDS)})
    if "event" in columns and not with_events:
        lacks("events", "source_without_events", {"meanings": tuple(EVENT_WORDS)})
    return problems


# --- the file as a Source ---


def _built(file: _File, base: Source | None) -> Source:
    start = base or Source(name=file.name, layout="events", side="either", parts=(), events={}, statuses={})
    events = {word.strip().lower(): EVENT_WORDS[meaning] for word, meaning in file.events.items()}
    statuses = {word.strip().upper(): STATUS_WORDS[meaning] for word, meaning in file.statuses.items()}
    return Source(
        name=file.name,
        base_only=file.base_only,
        layout=file.layout or start.layout,
        side=file.side or start.side,
        parts=_parts(file, start.parts),
        events={**start.events, **events},
        statuses={**start.statuses, **statuses},
        notices={**start.notices, **{word.strip().lower(): NOTICE_WORDS[one] for word, one in file.notices.items()}},
        separator=file.separator or start.separator,
        encoding=file.encoding or start.encoding,
        decimal=file.decimal or start.decimal,
        decimal_told=file.decimal is not None or file.unit is not None or (base is not None and base.decimal_told),
        dates=start.dates if file.dates is None else tuple(file.dates),
        skip_lines=start.skip_lines if file.skip_lines is None else file.skip_lines,
        heading=start.heading if file.heading_contains is None else tuple(file.heading_contains),
        fixed_width=start.fixed_width if file.fixed_width is None else tuple(_spans(dict(file.fixed_width))),
        xml=start.xml if file.xml is None else _xml(file.xml),
        coded=start.coded if file.coded_records is None else _coded(file.coded_records),
        trailer=start.trailer
        if file.trailer is None
        else Trailer(tuple(file.trailer.marks), file.trailer.amount, file.trailer.count, file.trailer.unchecked),
        unit=file.unit or start.unit,
        sheet=file.sheet or start.sheet,
        fixed={**start.fixed, **file.fixed},
        numeric_ids=start.numeric_ids if file.numeric_ids is None else tuple(file.numeric_ids),
        signed=start.signed if file.signed is None else file.signed,
        minus_lessens=start.minus_lessens if file.minus_lessens is None else file.minus_lessens,
        reference_form=start.reference_form if file.reference_form is None else file.reference_form,
        exceeds_balance=start.exceeds_balance if file.exceeds_balance is None else tuple(file.exceeds_balance),
        recall_reasons={
            **start.recall_reasons,
            **{word.upper(): meaning for word, meaning in file.recall_reasons.items()},
        },
        claim_types={**start.claim_types, **{word.strip().upper(): one for word, one in file.claim_types.items()}},
        leave_out={
            **start.leave_out,
            **{heading: tuple(word.strip().lower() for word in words) for heading, words in file.leave_out.items()},
        },
        mixed_agreement_type={**start.mixed_agreement_type, **file.mixed_agreement_type},
        reference=file.reference or start.reference,
    )


def _xml(own: _Xml) -> Xml:
    rows = tuple(tuple(path.split("/")) for path in own.row)
    return Xml(rows, own.root or "", own.namespace or "", tuple(own.others or ()))


def _coded(own: _Coded) -> Coded:
    return Coded(tuple(_spans(dict(own.header))), own.separator, own.code_width)


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
