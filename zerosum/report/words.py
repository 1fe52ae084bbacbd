"""Every text of the report, from words/da.toml and words/en.toml: the same keys in both, each of them read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from zerosum.report import formats

LANGUAGES = ("da", "en")

DANISH_FROM, DANISH_TO = "\ue000", "\ue001"
"""What ‹ and › of the catalogue become: signs that no data holds, so that a name with ‹ in it is left in peace."""


@dataclass(frozen=True, eq=False)
class Words:
    """The texts of one language by dotted key, and the numbers as that language writes them.

    A key that is not there is our own mistake: KeyError, never an empty place on the page.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of the key, filled in."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def number_of(self, key: str, n: int, **values: object) -> str:
        """The text in the form that the number asks for: 1 post, 2 poster."""
        return self(f"{key}.one" if n == 1 else f"{key}.many", n=self.count(n), **values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.texts

    def children(self, prefix: str) -> tuple[str, ...]:
        """The names right under a key, in the order of the file: `glossary` -> zero_sum_test, cut_off …"""
        under = (key.removeprefix(f"{prefix}.").split(".")[0] for key in self.texts if key.startswith(f"{prefix}."))
        return tuple(dict.fromkeys(under))

    def amount(self, ore: int) -> str:
        """Øre as kroner, without the unit: for tables."""
        return formats.amount(ore, self.language)

    def kr(self, ore: int) -> str:
        """Øre as kroner with the unit: for sentences. The space does not break."""
        return self("page.kr", amount=self.amount(ore))

    def count(self, number: int) -> str:
        """A count."""
        return formats.count(number, self.language)

    def day(self, when: date) -> str:
        """A day."""
        return formats.day(when, self.language)

    def month(self, when: date) -> str:
        """The month of a day."""
        return formats.month(when, self.language)

    def moment(self, when: datetime) -> str:
        """A moment."""
        return formats.moment(when, self.language)


@cache
def load(language: str) -> Words:
    """The words of a language; ValueError for one we do not have."""
    if language not in LANGUAGES:
        raise ValueError(f"no words in {language!r}: the languages are {', '.join(LANGUAGES)}")
    text = files("zerosum.report").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(tomllib.loads(text))))


def _flat(tree: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value).replace("‹", DANISH_FROM).replace("›", DANISH_TO)
