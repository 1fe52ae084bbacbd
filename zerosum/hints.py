"""Small helps for messages: the nearest name, and a value as it may be shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[0-9]{6}[- ]?[0-9]{2,}")
_LONGEST = 60


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """«Mente du …?» with the nearest of the names, or an empty text where none is near.

    >>> did_you_mean("cutoff", ["cut_off", "as_of"])
    'Mente du «cut_off»?'
    """
    by_folded = {one.casefold(): one for one in names}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return f"Mente du «{by_folded[near[0]]}»?" if near else ""


def shown(value: object) -> str:
    """A value as it may stand in a message: short, on one line, and no number that could be a person's or a firm's.

    >>> shown("131313-1234")
    '******'
    """
    text = " ".join(_NUMBER.sub("******", str(value)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """Names in quotes, one after the other."""
    return ", ".join(f"«{name}»" for name in names)
