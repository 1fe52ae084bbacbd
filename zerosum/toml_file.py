"""The door between a TOML file and a checked model: every mistake at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from zerosum.errors import Phrase, Problem, SettingsError, Value, in_words, reason
from zerosum.hints import meant, shown
from zerosum.identity import veil, veiled_path

Place = tuple[str | int, ...]
"""Way to a value: keys and the places in lists, counted from 0."""

Model = TypeVar("Model", bound=BaseModel)

UNKNOWN = "?"
"""What stands where a person has to choose (`zerosum init`, `zerosum inspect --write`): the loaders refuse it."""


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

    def problem(
        self, place: Place, code: str, values: Mapping[str, Value] | None = None, value: object = None
    ) -> Problem:
        """A mistake at a place of this file."""
        told = "" if value is None else shown(value)
        return Problem(code, values or {}, self.name, self.line(place), key_path(place), told)


def refuse(expected: Phrase, do: Phrase | str = "") -> PydanticCustomError:
    """What a validator raises: what was expected, and what to do where that is not plain."""
    return PydanticCustomError("told", "{expected}", {"expected": expected, "do": do})


def claim_type(code: str) -> str:
    """Validator of a claim type (fordringstype): seven capital letters, as PSRM writes them."""
    if not re.fullmatch("[A-ZÆØÅ]{7}", code):
        raise refuse(Phrase("a_claim_type"))
    return code


def line(written: str) -> str:
    """Validator of a text on one line, with nothing blank at its ends."""
    if not written.strip() or written != written.strip() or not written.isprintable():
        raise refuse(Phrase("a_text_on_one_line"))
    return written


def shown_name(written: str) -> str:
    """Validator of a name that stands in the report. One that looks like a person's number would leave with it, also with a
    slash in it, which in a path parts two names."""
    if _veiled(line(written)) != written:
        raise refuse(Phrase("a_name_without_number"), Phrase("call_it_something_else"))
    return written


def _veiled(name: str) -> str:
    """A name without what could be the number of a person or a firm; its slashes are then dashes, where one stood in it."""
    slashless = re.sub(r"[/\\\u2044\u2215\uff0f]", "-", name)
    hidden = veiled_path(slashless)
    return veiled_path(name) if hidden == slashless else hidden


def area_code(written: str) -> str:
    """Validator of an area's code: a name that a folder may have."""
    if not re.fullmatch("[a-zæøå0-9][a-zæøå0-9-]{0,39}", written):
        raise refuse(Phrase("a_folder_name"))
    return shown_name(written)


def read(path: Path) -> Document:
    """Read a TOML file. SettingsError where it is not there or cannot be read as TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(Problem("settings_not_opened", {"reason": reason(error)}, file=str(path))) from None
    try:
        return parse(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError(Problem("toml_not_utf8", file=str(path), line=line)) from None


def parse(written: str, name: str) -> Document:
    """Read a TOML text. SettingsError with line and column where it is not TOML."""
    written = written.replace("\r\n", "\n")
    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_syntax(str(error), written, name)) from None
    return Document(name, data, _places(written))


def check(model: type[Model], document: Document, context: object = None) -> tuple[Model | None, list[Problem]]:
    """The file as a model, or every mistake that the model finds in it. `context` is for the model's validators."""
    try:
        return model.model_validate(document.data, context=context), []
    except ValidationError as error:
        return None, [_told(model, document, one) for one in error.errors(include_url=False)]


def check_part(
    model: type[Model], document: Document, data: object, place: Place
) -> tuple[Model | None, list[Problem]]:
    """As `check`, of what stands at a place of the file."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_told(model, document, one, place) for one in error.errors(include_url=False)]


def settings_error(problems: Iterable[Problem]) -> SettingsError:
    """All problems in one error, in the order of files and lines."""
    return SettingsError(*sorted(problems, key=_order))


def _order(one: Problem) -> tuple[object, ...]:
    return one.file, one.line, in_words(one.column, "da"), one.code, one.told("da").why


def key_path(place: Place) -> str | Phrase:
    """A place as a person reads it.

    >>> in_words(key_path(("solution", 1, "claim_types", 0)), "en")
    'solution no. 2 → claim_types no. 1'
    """
    told: str | Phrase = ""
    for step in place:
        if isinstance(step, int):
            told = Phrase("number_in_list", {"list": told, "number": step + 1})
        elif isinstance(told, str):
            told = f"{told} → {shown(_veiled(step))}".removeprefix(" → ")
        else:
            told = Phrase("key_inside", {"outer": told, "key": shown(_veiled(step))})
    return told


# --- looks into data that may have any shape: what is not there, or of another shape, is simply not seen ---


def unfilled(data: object, place: Place = ()) -> list[Place]:
    """The places where a person has not chosen yet.

    >>> unfilled({"area": "x", "solution": [{"name": "?", "claim_types": ["KFDAINS", "?"]}]})
    [('solution', 0, 'name'), ('solution', 0, 'claim_types', 1)]
    """
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in unfilled(value, (*place, key))]
    if isinstance(data, list):
        return [found for n, value in enumerate(data) for found in unfilled(value, (*place, n))]
    return [place] if isinstance(data, str) and data.strip() == UNKNOWN else []


def quoted(value: str) -> str:
    """A text as TOML writes it.

    >>> quoted("Skole")
    '"Skole"'
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + "".join(sign if sign.isprintable() or sign == " " else _escape(sign) for sign in escaped) + '"'


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


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


# --- what pydantic found ---

_EXPECTED = {
    "string_type": Phrase("a_text_in_quotes"),
    "int_type": Phrase("a_whole_number"),
    "bool_type": Phrase("true_or_false"),
    "date_type": Phrase("a_date"),
    "list_type": Phrase("a_list"),
    "dict_type": Phrase("a_table_of_keys"),
    "model_type": Phrase("a_table_of_keys"),
    "string_too_short": Phrase("a_text_not_empty"),
    "too_short": Phrase("at_least_one_value"),
}


def _told(model: type[BaseModel], document: Document, error: ErrorDetails, at: Place = ()) -> Problem:
    # pydantic writes "[key]" last where the key itself is wrong, and not its value.
    place, found, kind = tuple(step for step in error["loc"] if step != "[key]"), error["input"], error["type"]
    context = error.get("ctx", {})
    key = shown(_veiled(str(place[-1]))) if place else ""
    if kind == "extra_forbidden":
        known = _known(model, place)
        do = meant(str(place[-1]), known, Phrase("delete_key"))
        return document.problem((*at, *place), "key_unknown", {"key": key, "known": tuple(known), "do": do})
    if kind == "missing":
        return document.problem((*at, *place), "key_missing", {"key": key})
    do = context.get("do") or _mend(kind, found)
    if kind == "told":
        expected = context["expected"]
        if expected == Phrase("a_name_without_number"):
            found = veil(str(found))
    elif kind == "literal_error":
        allowed = re.findall("'([^']*)'", str(context["expected"]))
        expected = _either(allowed)
        do = meant(found, allowed, do) if isinstance(found, str) else do
    elif kind in ("greater_than_equal", "less_than_equal"):
        expected = (
            Phrase("at_least", {"number": context["ge"]})
            if "ge" in context
            else Phrase("at_most", {"number": context["le"]})
        )
    else:
        expected = _EXPECTED[kind]
    return document.problem(
        (*at, *place), "value_unusable", {"found": _kind(found), "expected": expected, "do": do}, value=found
    )


def _either(allowed: list[str]) -> Phrase | str:
    *first, last = (f'"{one}"' for one in allowed)
    return Phrase("first_or_last", {"first": ", ".join(first), "last": last}) if first else last


def _kind(found: object) -> Phrase | str:
    if isinstance(found, bool):
        return f"«{str(found).lower()}»"
    if isinstance(found, str):
        return Phrase("found_text", {"text": shown(found)})
    if isinstance(found, (int, float)):
        return Phrase("found_number", {"number": shown(found)})
    if isinstance(found, datetime):
        return Phrase("found_date_and_time")
    if isinstance(found, date):
        return Phrase("found_date", {"date": str(found)})
    if isinstance(found, list):
        return Phrase("found_list")
    return Phrase("found_table") if isinstance(found, dict) else Phrase("found_value")


def _mend(kind: str, found: object) -> Phrase:
    if kind == "string_type" and isinstance(found, int) and not isinstance(found, bool):
        return Phrase("write_in_quotes", {"text": shown(found)})
    if kind in ("date_type", "int_type") and isinstance(found, str):
        return Phrase("write_without_quotes")
    return Phrase("correct_the_value")


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


# --- what is no TOML ---

_SYNTAX = (
    ("Unescaped '\\'", "toml_backslash"),
    ("Cannot overwrite", "toml_key_repeated"),
    ("Cannot declare", "toml_table_repeated"),
    ("Expected '='", "toml_equals_missing"),
    ("Invalid value", "toml_value"),
    ("Expected newline or end of document", "toml_more_on_line"),
    ("Unclosed", "toml_unclosed"),
    ("Unterminated", "toml_text_unclosed"),
    ("Illegal character", "toml_sign"),
)
"""What tomllib says, and the code for it."""


def _syntax(message: str, written: str, name: str) -> Problem:
    at = re.search(r"at line (\d+), column (\d+)", message)
    line = int(at[1]) if at else written.rstrip().count("\n") + 1
    column = Phrase("at.sign", {"number": int(at[2])}) if at else Phrase("at.end")
    if not at:  # whatever it says of the end of the file: something before it is not closed
        message = "Unterminated" if "Unterminated" in message else "Unclosed"
    code = next((code for start, code in _SYNTAX if start in message), "toml_line")
    return Problem(code, file=name, line=line, column=column)


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
