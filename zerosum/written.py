"""How the values of a column are written: each form with how many rows have it, for those who look at a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zerosum.identity import veil

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True)
class Seen:
    """One form in which values of a column are written."""

    form: str
    """A picture of it, as 1.234,50 or 30.09.2026; for what cannot be read the code of its problem."""
    readable: bool
    rows: int
    example: str
    """A value of that form, masked."""


_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Categories of Unicode whose signs cannot be seen, or would move the text around them."""


def visible(text: str) -> str:
    """The text on one line, with each sign that cannot be seen named.

    >>> visible("12\u200b50")
    '12<U+200B>50'
    """
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(sign):04X}>" if unicodedata.category(sign) in _UNSEEN else sign for sign in text)


def odd_sign(text: str) -> tuple[str, dict[str, str]] | None:
    """The problem of a text with a sign that cannot be seen, or a digit that only looks like one of 0 to 9; None: no such.

    >>> odd_sign("12\u200b50")
    ('invisible_sign', {'sign': 'U+200B'})
    """
    for sign in text:
        if sign.isascii() and sign.isprintable():
            continue
        if unicodedata.category(sign) in _UNSEEN or sign == "\ufffd":
            return "invisible_sign", {"sign": f"U+{ord(sign):04X}"}
        if unicodedata.numeric(sign, None) is not None:
            return "digits_not_ascii", {"sign": f"U+{ord(sign):04X}"}
    return None


def counted(texts: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """The distinct texts, trimmed, without blanks; and how many rows have each."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(texts.cast(pa.string()).drop_null())
    coded = trimmed.filter(pc.not_equal(trimmed, "")).dictionary_encode()
    at = coded.indices.to_numpy(zero_copy_only=False)
    return coded.dictionary, np.bincount(at, minlength=len(coded.dictionary)).astype(np.int64)


REFUSED_ASKED = 500
"""So many distinct values that cannot be read are asked one by one for what is wrong with them; of more, one for each shape."""
SHAPES_ASKED = 2_000
"""So many shapes of a column are looked at, those of the most rows; the others are told together."""
OTHERS = "others"
"""The form of what is not looked at: a column of so many shapes holds texts."""


def shapes(texts: pa.Array) -> pa.Array:
    """The texts with each digit as a 9: 1.234,50 is 9.999,99."""
    import numpy as np
    import pyarrow as pa

    texts = pa.array([], pa.string()) if not len(texts) else texts.cast(pa.string())
    valid, bounds, data = texts.buffers()
    if data is None:
        return texts
    signs = np.frombuffer(data, np.uint8)
    nines = np.where((signs >= ord("0")) & (signs <= ord("9")), np.uint8(ord("9")), signs)
    return pa.Array.from_buffers(
        pa.string(), len(texts), [valid, bounds, pa.py_buffer(nines)], texts.null_count, texts.offset
    )


def forms(
    distinct: pa.Array, rows: np.ndarray, readable: np.ndarray, form_of: Callable[[str, bool], str]
) -> tuple[Seen, ...]:
    """The forms of distinct values, the most used first. `form_of` tells it of a value, and whether it can be read; it is
    asked once for each shape, which is a value whose digits are not looked at; and for each that cannot be read, if they
    are few."""
    import numpy as np
    import pyarrow as pa

    if not len(distinct):
        return ()
    shape = shapes(distinct).dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    few = int((~readable).sum()) <= REFUSED_ASKED
    of = np.where(readable, shape, -1 - (np.arange(len(readable)) if few else shape))
    kinds, first, at = np.unique(of, return_index=True, return_inverse=True)
    count = np.bincount(at, weights=rows, minlength=len(kinds)).astype(np.int64)
    asked = np.argsort(-count, kind="stable")[:SHAPES_ASKED]
    seen: dict[tuple[str, bool], Seen] = {}
    for kind, example, lines in zip(
        kinds[asked].tolist(), distinct.take(pa.array(first[asked])).to_pylist(), count[asked].tolist(), strict=True
    ):
        can = kind >= 0
        form = form_of(example, can)
        before = seen.get((form, can), Seen(form, can, 0, visible(veil(example))))
        seen[form, can] = replace(before, rows=before.rows + lines)
    if len(asked) < len(kinds):
        rest = np.setdiff1d(np.arange(len(kinds)), asked)
        example = visible(veil(distinct[int(first[rest[0]])].as_py()))
        seen[OTHERS, False] = Seen(OTHERS, False, int(count[rest].sum()), example)
    return tuple(sorted(seen.values(), key=lambda one: (-one.rows, one.form)))
