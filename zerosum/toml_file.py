"""The door between a TOML file and a checked model: every mistake at once, in Danish, each with its line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from zerosum.errors import Problem, SettingsError
from zerosum.hints import did_you_mean, listed, shown

Place = tuple[str | int, ...]
"""Way to a value: keys and the places in lists, counted from 0."""

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of what a TOML file may say: nothing is converted, nothing unknown let through."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True)
class Document:
    """A TOML file as read, and where each of its values stands."""

    name: str
    data: dict[str, object]
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that has one; 0 where nothing has."""
        return next((self.lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self.lines), 0)

    def problem(self, place: Place, what: str, why: str, do: str, value: object = None) -> Problem:
        """A mistake at a place of this file."""
        told = "" if value is None else shown(value)
        return Problem(what, why, do, file=self.name, line=self.line(place), column=key_path(place), value=told)


def refuse(expected: str, do: str = "") -> PydanticCustomError:
    """What a validator raises: what was expected, and what to do, both in Danish."""
    return PydanticCustomError("told", "{expected}", {"expected": expected, "do": do})


def claim_type(code: str) -> str:
    """Validator of a claim type (fordringstype): seven capital letters, as PSRM writes them."""
    if not re.fullmatch("[A-ZÆØÅ]{7}", code):
        raise refuse("en fordringstype: 7 store bogstaver A-Z, Æ, Ø, Å")
    return code


def read(path: Path) -> Document:
    """Read a TOML file. SettingsError where it is not there or cannot be read as TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = f"{path} kan ikke åbnes ({type(error).__name__})."
        do = "Ret stien, eller læg filen dér."
        raise SettingsError(Problem("Filen kan ikke åbnes", why, do, file=str(path))) from None
    try:
        return parse(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        why = "Filen er ikke gemt som UTF-8. TOML-filer skal være UTF-8."
        do = "Åbn filen i Notesblok, vælg «Gem som», og vælg kodningen UTF-8."
        raise SettingsError(Problem("Forkert tegnsæt", why, do, file=str(path), line=line)) from None


def parse(written: str, name: str) -> Document:
    """Read a TOML text. SettingsError with line and column where it is not TOML."""
    written = written.replace("\r\n", "\n")
    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_syntax(str(error), written, name)) from None
    return Document(name, data, _places(written))


def check(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """The file as a model, or every mistake that the model finds in it."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, [_told(model, document, one) for one in error.errors(include_url=False)]


def settings_error(problems: Iterable[Problem]) -> SettingsError:
    """All problems in one error, in the order of files and lines."""
    return SettingsError(*sorted(problems, key=lambda one: (one.file, one.line, one.column, one.why)))


def key_path(place: Place) -> str:
    """A place as a person reads it.

    >>> key_path(("solution", 1, "claim_types", 0))
    'solution nr. 2 → claim_types nr. 1'
    """
    told = ""
    for step in place:
        told += f" nr. {step + 1}" if isinstance(step, int) else f" → {step}"
    return told.removeprefix(" → ")


# --- looks into data that may have any shape: what is not there, or of another shape, is simply not seen ---


def table(data: object, key: str) -> dict[str, object]:
    """A table of a table."""
    inner = data.get(key) if isinstance(data, dict) else None
    return inner if isinstance(inner, dict) else {}


def tables(data: object, key: str) -> list[tuple[int, dict[str, object]]]:
    """The tables of a list of tables, each with its place in the list."""
    inner = data.get(key) if isinstance(data, dict) else None
    return [(n, one) for n, one in enumerate(inner) if isinstance(one, dict)] if isinstance(inner, list) else []


def text(data: object, key: str) -> str | None:
    """A text of a table."""
    inner = data.get(key) if isinstance(data, dict) else None
    return inner if isinstance(inner, str) else None


def texts(data: object, key: str) -> list[tuple[int, str]]:
    """The texts of a list, each with its place in the list; a single text is a list of one."""
    inner = data.get(key) if isinstance(data, dict) else None
    several = inner if isinstance(inner, list) else [inner]
    return [(n, one) for n, one in enumerate(several) if isinstance(one, str)]


# --- what pydantic found, in Danish ---

_EXPECTED = {
    "string_type": "tekst i anførselstegn",
    "int_type": "et helt tal uden anførselstegn",
    "bool_type": "true eller false uden anførselstegn",
    "date_type": "en dato uden anførselstegn, fx 2026-09-30",
    "list_type": "en liste, fx [\"a\", \"b\"]",
    "dict_type": "en tabel med nøgler og værdier",
    "model_type": "en tabel med nøgler og værdier",
    "string_too_short": "en tekst, der ikke er tom",
    "too_short": "mindst én værdi",
}  # fmt: skip


def _told(model: type[BaseModel], document: Document, error: ErrorDetails) -> Problem:
    # pydantic writes "[key]" last where the key itself is wrong, and not its value.
    place, found, kind = tuple(step for step in error["loc"] if step != "[key]"), error["input"], error["type"]
    context = error.get("ctx", {})
    key = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        known = _known(model, place)
        do = did_you_mean(key, known) or "Slet nøglen."
        why = f"«{shown(key)}» findes ikke. Mulige nøgler: {listed(known)}."
        return document.problem(place, "Ukendt nøgle", why, do)
    if kind == "missing":
        return document.problem(place, "Nøgle mangler", f"«{key}» skal stå her.", f"Skriv «{key}» med en værdi.")
    do = str(context.get("do", ""))
    if kind == "told":
        expected = str(context["expected"])
    elif kind == "literal_error":
        expected = str(context["expected"]).replace(" or ", " eller ").replace("'", '"')
        do = did_you_mean(str(found), re.findall(r'"([^"]*)"', expected)) if isinstance(found, str) else ""
    elif kind in ("greater_than_equal", "less_than_equal"):
        expected = f"mindst {context['ge']}" if "ge" in context else f"højst {context['le']}"
    else:
        expected = _EXPECTED[kind]
    why = f"Fandt {_kind(found)}; der ventes {expected}."
    return document.problem(place, "Værdien kan ikke bruges", why, do or _mend(kind, found), found)


def _kind(found: object) -> str:
    if isinstance(found, bool):
        return f"«{str(found).lower()}»"
    if isinstance(found, str):
        return f"teksten «{shown(found)}»"
    if isinstance(found, (int, float)):
        return f"tallet {shown(found)}"
    if isinstance(found, datetime):
        return "en dato med klokkeslæt"
    if isinstance(found, date):
        return f"datoen {found}"
    return "en liste" if isinstance(found, list) else "en tabel" if isinstance(found, dict) else "en værdi"


def _mend(kind: str, found: object) -> str:
    if kind == "string_type" and isinstance(found, int) and not isinstance(found, bool):
        return f'Skriv "{shown(found)}" i anførselstegn.'
    if kind in ("date_type", "int_type") and isinstance(found, str):
        return "Skriv værdien uden anførselstegn."
    return "Ret værdien, og kør igen."


def _known(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand where the last key of the place stands."""
    at: type[BaseModel] | None = model
    for step in place[:-1]:
        if at is not None and isinstance(step, str):
            field = at.model_fields.get(step)
            at = _model_in(field.annotation) if field else None
    return list(at.model_fields) if at else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)


# --- what is no TOML, in Danish ---

_SYNTAX = (
    (
        "Unescaped '\\'",
        'En tekst i "…" har en omvendt skråstreg.',
        "Skriv stier med / eller i enkelte anførselstegn: 'ind\\fil.csv'.",
    ),
    ("Cannot overwrite", "Nøglen står to gange.", "Slet den ene."),
    ("Cannot declare", "Tabellen står to gange.", "Slet den ene, eller skriv [[…]], hvor der må være flere."),
    (
        "Expected '='",
        "Der mangler et lighedstegn efter nøglen.",
        "Skriv nøgle = værdi; en nøgle med æ, ø, å eller mellemrum sættes i anførselstegn.",
    ),
    ("Invalid value", "Værdien er ikke gyldig TOML.", "Sæt tekst i anførselstegn; datoer skrives 2026-09-30."),
    (
        "Expected newline or end of document",
        "Efter værdien står noget mere på linjen.",
        'Skriv en dato som 2026-09-30, og sæt tekst og tal, der begynder med 0, i anførselstegn: "0123".',
    ),
    ("Unclosed", "En liste, tabel eller tekst er ikke afsluttet.", "Afslut den med ], } eller anførselstegn."),
    ("Unterminated", "En tekst er ikke afsluttet.", "Sæt et anførselstegn efter teksten."),
    (
        "Illegal character",
        "En tekst har et linjeskift eller et ulovligt tegn.",
        "Sæt et anførselstegn efter teksten på samme linje.",
    ),
)


def _syntax(message: str, written: str, name: str) -> Problem:
    at = re.search(r"at line (\d+), column (\d+)", message)
    line = int(at[1]) if at else written.count("\n") + 1
    column = f"tegn {at[2]}" if at else "slutningen af filen"
    if not at:
        message = "Unclosed"
    default = ("Linjen er ikke gyldig TOML.", "Skriv nøgle = værdi, [tabel] eller [[tabel]].")
    why, do = next(((why, do) for start, why, do in _SYNTAX if start in message), default)
    return Problem("Filen kan ikke læses som TOML", why, do, file=name, line=line, column=column)


# --- where each value stands; the text is known to be TOML ---

_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(\.?)""")
_TEXT = re.compile(r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True)
class _Text:
    text: str
    ends: list[int]
    found: dict[Place, int]

    def mark(self, place: Place, at: int) -> None:
        for n in range(1, len(place) + 1):
            self.found.setdefault(place[:n], bisect_left(self.ends, at) + 1)

    def skip(self, at: int) -> int:
        blank = _BLANK.match(self.text, at)
        return blank.end() if blank else at


def _places(written: str) -> dict[Place, int]:
    seen = _Text(written, [n for n, sign in enumerate(written) if sign == "\n"], {})
    last: dict[Place, int] = {}
    table: Place = ()
    at = seen.skip(0)
    while at < len(written):
        if written.startswith("[[", at):
            keys, end = _keys(seen, at + 2)
            array = _in_lists(keys[:-1], last) + keys[-1:]
            last[array] = last.get(array, -1) + 1
            table = (*array, last[array])
            seen.mark(table, at)
            at = end + 2
        elif written[at] == "[":
            keys, end = _keys(seen, at + 1)
            table = _in_lists(keys, last)
            seen.mark(table, at)
            at = end + 1
        else:
            at = _pair(seen, at, table)
        at = seen.skip(at)
    return seen.found


def _in_lists(keys: Place, last: dict[Place, int]) -> Place:
    """Keys of a heading as a place: a list of tables on the way means its last table."""
    place: Place = ()
    for key in keys:
        place = (*place, key)
        if place in last:
            place = (*place, last[place])
    return place


def _keys(seen: _Text, at: int) -> tuple[Place, int]:
    keys: list[str] = []
    while part := _KEY.match(seen.text, at):
        at = part.end()
        keys.append(part[1] if part[1][0] not in "\"'" else tomllib.loads(f"k = {part[1]}")["k"])
        if not part[2]:
            break
    return tuple(keys), at


def _pair(seen: _Text, at: int, table: Place) -> int:
    keys, end = _keys(seen, at)
    seen.mark(table + keys, at)
    return _value(seen, seen.skip(end + 1), table + keys)  # + 1: the equals sign


def _value(seen: _Text, at: int, place: Place) -> int:
    sign = seen.text[at]
    if sign in "\"'":
        written = _TEXT.match(seen.text, at)
    elif sign in "[{":
        return _inside(seen, at, place)
    else:
        written = _BARE.match(seen.text, at)
    return written.end() if written else at + 1


def _inside(seen: _Text, at: int, place: Place) -> int:
    is_list = seen.text[at] == "["
    at, index = seen.skip(at + 1), 0
    while seen.text[at] not in "]}":
        if is_list:
            seen.mark((*place, index), at)
            at, index = _value(seen, at, (*place, index)), index + 1
        else:
            at = _pair(seen, at, place)
        at = seen.skip(at)
    return at + 1
