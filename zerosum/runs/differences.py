"""Two results as plain values -> where they differ, with nothing in it that could be a person's number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zerosum.hints import shown
from zerosum.identity import veil, veiled_path

HIDDEN = "*"
"""Stands for a value that is not shown: a text that somebody wrote, or several values."""

_PLAIN = re.compile("[a-z_]{1,40}|[A-ZÆØÅ]{7}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Texts that are shown: our own words, claim types and days. No other text has so few digits for certain."""
_DIGEST = re.compile("[0-9a-f]{64}")
_COUNT_MAX = 10**8
"""A count that is shown; a number of ten digits counts nothing."""

_IDENTITY = ("name", "solution", "claim_type", "code", "rule", "forecast", "answer", "kind", "case", "state")
"""What tells the things of a list apart; where it does not, their places do."""

_FIRST = ("verdict", "cut_off", "as_of", "difference_ore", "debtor_ore", "psrm_ore", "explained_ore", "unexplained_ore", "gross_ore")  # fmt: skip
_LAST = ("scope", "lines", "stamdata", "blind_spots", "postings_sha256", "schema_version")


@dataclass(frozen=True)
class Difference:
    """A value that is not the same in two results."""

    path: tuple[str, ...]
    """Keys, and for a thing in a list its name."""
    was: int | str | bool | None
    """As the run has it; HIDDEN where it is not shown."""
    now: int | str | bool | None
    was_there: bool = True
    """False: the run has no such value."""
    is_there: bool = True

    @property
    def in_ore(self) -> bool:
        """Whether the values are amounts."""
        return self.path[-1].endswith("_ore")


def differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """Every value that differs, what weighs most first."""
    ordered = sorted(was.keys() | now.keys(), key=_weight)
    for key in ordered:
        yield from _of_key(was, now, key, ())


def _weight(key: str) -> tuple[int, str]:
    if key in _FIRST:
        return _FIRST.index(key), key
    return (len(_FIRST) + (key in _LAST), key)


_NOWHERE = object()


def _of_key(was: Mapping[str, Any], now: Mapping[str, Any], key: str, path: tuple[str, ...]) -> Iterator[Difference]:
    yield from _between(was.get(key, _NOWHERE), now.get(key, _NOWHERE), (*path, _named(key)))


def _between(was: object, now: object, path: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted(was.keys() | now.keys()):
            yield from _of_key(was, now, key, path)
    elif isinstance(was, list) and isinstance(now, list):
        ours, theirs = _by_name(was, now)
        for key in dict.fromkeys((*ours, *theirs)):
            yield from _of_key(ours, theirs, key, path)
    elif type(was) is not type(now) or was != now:
        in_ore = path[-1].endswith("_ore")
        yield Difference(path, _shown(was, in_ore), _shown(now, in_ore), was is not _NOWHERE, now is not _NOWHERE)


def _by_name(was: list[Any], now: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The things of two lists by what they are called; by their places where that does not tell them apart."""
    found = []
    for some in (was, now):
        names = [_name(one) for one in some]
        if "" in names or len(set(names)) < len(names):
            return ({f"{n}.": one for n, one in enumerate(each, start=1)} for each in (was, now))  # type: ignore[return-value]
        found.append(dict(zip(names, some, strict=True)))
    return found[0], found[1]


def _name(one: object) -> str:
    if isinstance(one, str):
        return one
    if not isinstance(one, dict):
        return ""
    return " · ".join(one[key] for key in _IDENTITY if isinstance(one.get(key), str))


def _named(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return shown(veil(veiled_path("".join(sign if sign.isprintable() else "_" for sign in text))))


def _shown(value: object, in_ore: bool) -> int | str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and (in_ore or abs(value) < _COUNT_MAX):
        return value
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value[:12]
    return HIDDEN
