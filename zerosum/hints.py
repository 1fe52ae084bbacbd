"""Small helps for messages: the nearest name, and a value as it may be shown."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from zerosum.errors import Phrase

_NUMBER = re.compile(r"[0-9]{6}[-/ ]?[0-9]{2,}|[0-9]{2}[-./ ][0-9]{2}[-./ ][0-9]{2}[-./ ]?[0-9]{4}")
"""A long number, or a person's with signs between its parts. A day has two digits less."""
_LONGEST = 60


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of the names that is nearest; None where none is near.

    >>> nearest("cutoff", ["cut_off", "as_of"])
    'cut_off'
    """
    by_folded = {one.casefold(): one for one in names}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


def meant(name: str, names: Iterable[str], otherwise: Phrase) -> Phrase:
    """What to do about a name that is none of the names: «Did you mean …?», or `otherwise` where none is near."""
    near = nearest(name, names)
    return otherwise if near is None else Phrase("did_you_mean", {"name": shown(near)})


def odd_sign(text: str) -> tuple[str, dict[str, str]] | None:
    """The problem of a text with a sign that cannot be seen, or a digit that only looks like one of 0 to 9; None: no such.

    >>> odd_sign("12\u200b50")
    ('invisible_sign', {'sign': 'U+200B'})
    """
    for sign in text:
        if not sign.isascii() or not sign.isprintable():
            if unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn", "Cs") or sign == "\ufffd":
                return "invisible_sign", {"sign": f"U+{ord(sign):04X}"}
            if unicodedata.numeric(sign, None) is not None:
                return "digits_not_ascii", {"sign": f"U+{ord(sign):04X}"}
    return None


def shown(value: object) -> str:
    """A value as it may stand in a message: short, on one line, and no number that could be a person's or a firm's.

    >>> shown("131313-1234")
    '******'
    >>> shown("13/13/13 1234, 131313/1234, 30.09.2026, 30/09/2026")
    '******, ******, 30.09.2026, 30/09/2026'
    """
    text = " ".join(_NUMBER.sub("******", str(value)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
