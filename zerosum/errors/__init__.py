"""The file or the settings are at fault, and here is what to do. Everything else that fails is our own fault.

A problem is a code and what is filled in; its words stand in `da/*.toml` and `en/*.toml`, a table for each code, and are
put to it by `told`, in the language of the one who reads.
"""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TypeAlias

LANGUAGES = ("da", "en")

Value: TypeAlias = "str | int | Phrase | tuple[Value, ...]"
"""What may be filled in: a text as it may be shown, a number, words of our own, or several of them, which are listed."""


@dataclass(frozen=True)
class Phrase:
    """A few words of our own inside a message: `phrase.<key>` of the words."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def told(self, language: str = "da") -> str:
        """The words, filled in."""
        return _filled(f"phrase.{self.key}", self.values, language)


@dataclass(frozen=True)
class Told:
    """A problem in words."""

    what: str
    """Short headline, e.g. «Kolonne mangler»."""
    why: str
    """What was found and what was expected."""
    do: str
    """What to do next."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, told so that the person who sent the file can mend it."""

    code: str
    """Its table in the words; stable, for those who sort messages by machine."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What the words are filled in with. Nothing in them may be a person's number."""
    file: str = ""
    line: int = 0
    column: str | Phrase = ""
    value: str = ""
    """As it may be shown: masked."""
    do: Phrase | None = None
    """What to do, where the place knows it better than the words of the code."""

    def texts(self) -> Iterator[str]:
        """The texts that came out of the file: heading, value, and what the words are filled in with."""
        yield from _texts_in((self.column, self.value, self.do or "", *self.values.values()))

    def with_texts(self, shown: Mapping[str, str]) -> Problem:
        """The problem with each of its `texts` as it may be shown."""
        values = {name: _retold(value, shown) for name, value in self.values.items()}
        column, do = _retold(self.column, shown), _retold(self.do, shown) if self.do else None
        return replace(self, values=values, column=column, value=shown[self.value], do=do)  # type: ignore[arg-type]

    def told(self, language: str = "da") -> Told:
        """What, why and what to do. KeyError for a code without words: our own mistake."""
        what, why, do = (_filled(f"{self.code}.{part}", self.values, language) for part in ("what", "why", "do"))
        return Told(what, why, self.do.told(language) if self.do else do)


def _texts_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Phrase | tuple):
        for one in value.values.values() if isinstance(value, Phrase) else value:
            yield from _texts_in(one)


def _retold(value: Value, shown: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return shown[value]
    if isinstance(value, tuple):
        return tuple(_retold(one, shown) for one in value)
    if isinstance(value, Phrase):
        return replace(value, values={name: _retold(one, shown) for name, one in value.values.items()})
    return value


def _filled(key: str, values: Mapping[str, Value], language: str) -> str:
    """The words of a key, filled in; `key.one` where they have it and the value `n` is 1, else `key.many`."""
    texts = words(language)
    if key not in texts:
        key = f"{key}.{'one' if values.get('n') == 1 else 'many'}"
    filled = texts[key].format(**{name: in_words(value, language) for name, value in values.items()})
    # A value may be empty, and an amount may end the sentence: «12,34 kr.».
    return " ".join(part for part in filled.split(" ") if part).replace("kr..", "kr.")


def in_words(value: Value, language: str) -> str:
    """A value as it stands in a message: several of them in quotes, one after the other; thousands of a large number apart."""
    if isinstance(value, Phrase):
        return value.told(language)
    if isinstance(value, tuple):
        return ", ".join(in_words(one, language) if isinstance(one, Phrase) else f"«{one}»" for one in value)
    if isinstance(value, int) and abs(value) >= LARGE:
        return f"{value:,}".replace(",", "." if language == "da" else ",")
    return str(value)


LARGE = 10_000
"""From here on thousands are set apart: a smaller number may be a year."""


@cache
def words(language: str) -> Mapping[str, str]:
    """All words of the messages by dotted key. ValueError for a language that we do not have."""
    if language not in LANGUAGES:
        raise ValueError(f"no words in {language!r}: the languages are {', '.join(LANGUAGES)}")
    folder = files("zerosum.errors").joinpath(language)
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        for key, text in _flat(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise KeyError(f"{key} stands in two files of words ({language})")
            found[key] = text
    return found


def _flat(tree: Mapping[str, object], prefix: str) -> Iterable[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


_REASONS = {
    "ENOENT": Phrase("os.missing"),
    "EACCES": Phrase("os.denied"),
    "EPERM": Phrase("os.denied"),
    "EROFS": Phrase("os.read_only"),
    "ENOSPC": Phrase("os.full"),
    "EDQUOT": Phrase("os.full"),
    "EISDIR": Phrase("os.folder"),
    "ENOTDIR": Phrase("os.no_folder"),
    "EBUSY": Phrase("os.busy"),
    "ETXTBSY": Phrase("os.busy"),
    "ELOOP": Phrase("os.circle"),
    "ENAMETOOLONG": Phrase("os.long_name"),
    "EIO": Phrase("os.device"),
}


def reason(error: OSError) -> Phrase:
    """Why the system would not, in words of our own: its own are English, or in whatever language the machine has."""
    if getattr(error, "winerror", None) in _SHARED:
        return Phrase("os.busy")
    number = error.errno or 0
    return _REASONS.get(errno.errorcode.get(number, ""), Phrase("os.other", {"number": number}))


_SHARED = (32, 33)
"""What Windows answers where another program has a file open, or a part of it."""


class ZerosumError(Exception):
    """Base of the errors that end a run with a message. `exit_code` is the process's."""

    exit_code = 70
    kind = ""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{told.what}: {told.why}" for told in (problem.told() for problem in problems)))
        self.problems = problems


class InputError(ZerosumError):
    """A file cannot be used (en inputfil kan ikke bruges)."""

    exit_code = 3
    kind = "input"


class OutputError(ZerosumError):
    """The run cannot be written (kørslen kan ikke skrives): no room, no leave to write, or the folder is gone."""

    exit_code = 4
    kind = "output"


class SettingsError(ZerosumError):
    """The settings are wrong (fejl i opsætningen)."""

    exit_code = 4
    kind = "settings"


class SigningError(ZerosumError):
    """Nothing can be signed (der kan ikke signeres): the key, its password, or the extra that signs is not there."""

    exit_code = 4
    kind = "signing"


class PurgeError(ZerosumError):
    """Nothing can be removed (der kan ikke ryddes op): no time is declared, or the system says no."""

    exit_code = 4
    kind = "purge"


class MiscountError(ZerosumError, ArithmeticError):
    """What was read is not what was counted a second time: our own fault (intern fejl)."""

    exit_code = 70
    kind = "own"
