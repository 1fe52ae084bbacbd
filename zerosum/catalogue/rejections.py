"""The numbers by which NyMF rejects an action, and what they mean in our own words: help behind the receipt's own text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Rejections:
    """The numbers that we know (afvisningsnumre)."""

    since: date
    """The day on which the source was seen."""
    reference: str
    means: Mapping[str, Mapping[str, str]]
    """Language -> number -> what it means."""


_NUMBER = re.compile(r"(?:^|; )(?:0*([1-9][0-9]{0,3})(?=: )|([1-9][0-9]{2,3})(?=; |$))")
"""A number in a reason as it is told: «486: Referencen er brugt; 528: Samme skyldner». Without a text behind it a number
of one or two digits may be a code of the debtor system's own."""


@cache
def rejections() -> Rejections:
    """The catalogue."""
    told = tomllib.loads(files("zerosum.catalogue").joinpath("rejections.toml").read_text(encoding="utf-8"))
    numbers = {name: words for name, words in told.items() if isinstance(words, dict)}
    means = {language: {number: words[language] for number, words in numbers.items()} for language in ("da", "en")}
    return Rejections(told["since"], told["reference"], means)


def meanings(reason: str, language: str) -> tuple[str, ...]:
    """What the numbers in a reason mean, each once; none for a number that is not known."""
    known = rejections().means[language]
    numbers = (found[1] or found[2] for found in _NUMBER.finditer(reason))
    return tuple(dict.fromkeys(known[number] for number in numbers if number in known))
