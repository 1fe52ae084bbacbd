"""The only door between text and øre. Amounts are whole øre in int64 and never a float.

>>> ore("1.234,50")
123450
>>> kr(-123450)
'-1.234,50'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LIMIT_DIGITS = 8
"""Digits before the comma, as many as Gældsstyrelsen's own field has; a longer amount is refused. A person's number that
slipped into the column has ten, and is never taken for kroner."""

TOTAL_DIGITS = 12
"""Digits before the comma of a declared sum of many claims."""

TOO_LARGE = "et beløb under 100.000.000,00 kr.; PSRM's felt har otte cifre før kommaet"

EXPECTED = {
    ",": "et beløb skrevet 1.234,50 eller 1234,50",
    ".": "et beløb skrevet 1,234.50 eller 1234.50",
}

_SPACES = "[  ]"  # no-break space and narrow no-break space, as thousands' separators
_MINUS = "[−–]"  # U+2212 and the en dash


def parse(texts: pa.Array, decimal: str = ",", digits_max: int = LIMIT_DIGITS) -> tuple[np.ndarray, np.ndarray]:
    """Texts -> (øre int64, readable bool), one for each text. What is not readable, or too large, is 0 and False.

    `decimal` is the sign before the øre; the other of `.` and `,` may stand between thousands, in threes.
    At most two decimals. A minus stands first or, as SAP writes it, last. `12.34` is not a Danish amount: refused.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if decimal not in EXPECTED:
        raise ValueError(f"decimal sign {decimal!r}")
    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    distinct = coded.dictionary.cast(pa.string())
    plain = pc.utf8_trim_whitespace(distinct)
    plain = pc.replace_substring_regex(plain, pattern=_MINUS, replacement="-")
    plain = pc.replace_substring_regex(plain, pattern=_SPACES, replacement=" ")
    thousand = "." if decimal == "," else ","
    comma = "\\" + decimal
    shape = (
        rf"^(-?)([0-9]+|[0-9]{{1,3}}(\{thousand}[0-9]{{3}})+|[0-9]{{1,3}}( [0-9]{{3}})+)({comma}[0-9]{{1,2}})?$"
        rf"|^([0-9]+|[0-9]{{1,3}}(\{thousand}[0-9]{{3}})+|[0-9]{{1,3}}( [0-9]{{3}})+)({comma}[0-9]{{1,2}})?-$"
    )
    readable = pc.match_substring_regex(plain, pattern=shape)
    plain = pc.if_else(readable, plain, "0")
    digits, negative = _digits(plain, decimal, thousand)
    small = pc.less_equal(pc.utf8_length(pc.utf8_ltrim(digits, characters="0")), digits_max + 2)
    value = pc.if_else(small, digits, "0").cast(pa.int64()).to_numpy(zero_copy_only=False)
    good = pc.and_(readable, small).to_numpy(zero_copy_only=False).astype(bool)
    ore_of = np.where(negative, -value, value).astype(np.int64)
    at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    there = at >= 0
    if not len(distinct):
        return np.zeros(len(at), np.int64), np.zeros(len(at), bool)
    return np.where(there, ore_of[at], 0), there & good[at]


def _digits(plain: pa.Array, decimal: str, thousand: str) -> tuple[pa.Array, np.ndarray]:
    """Amounts of the right form -> their øre as digits, and which are negative."""
    import numpy as np
    import pyarrow.compute as pc

    if pc.all(
        pc.match_substring_regex(plain, pattern=rf"^[0-9\{thousand}]+\{decimal}[0-9]{{2}}$")
    ).as_py():  # nearly always
        digits = pc.replace_substring(
            pc.replace_substring(plain, pattern=thousand, replacement=""), pattern=decimal, replacement=""
        )
        return digits, np.zeros(len(plain), bool)
    negative = pc.match_substring(plain, pattern="-").to_numpy(zero_copy_only=False)
    digits = pc.replace_substring_regex(plain, pattern=rf"[\{thousand} -]", replacement="")
    # Pad to two decimals: 1 -> 1,00 and 1,5 -> 1,50; then drop the comma, and the text is øre.
    whole = pc.invert(pc.match_substring(digits, pattern=decimal))
    digits = pc.if_else(whole, pc.binary_join_element_wise(digits, "00", decimal), digits)
    one = pc.match_substring_regex(digits, pattern=rf"\{decimal}[0-9]$")
    digits = pc.if_else(one, pc.binary_join_element_wise(digits, "0", ""), digits)
    return pc.replace_substring(digits, pattern=decimal, replacement=""), negative


def too_large(texts: pa.Array) -> np.ndarray:
    """Which texts have too many digits for an amount, whatever their form."""
    import pyarrow.compute as pc

    whole = pc.replace_substring_regex(texts, pattern=r"[.,][0-9]{1,2}-?$", replacement="")
    digits = pc.utf8_ltrim(pc.replace_substring_regex(whole, pattern="[^0-9]", replacement=""), characters="0")
    number = pc.match_substring_regex(texts, pattern="^[0-9., ]+-?$")
    return pc.and_(number, pc.greater(pc.utf8_length(digits), LIMIT_DIGITS)).to_numpy(zero_copy_only=False).astype(bool)  # type: ignore[no-any-return]


def ore(text: str, decimal: str = ",", digits_max: int = LIMIT_DIGITS) -> int:
    """One amount in øre: a column of one. ValueError where it is not an amount. A sum may have TOTAL_DIGITS."""
    import pyarrow as pa

    value, readable = parse(pa.array([text], pa.string()), decimal, digits_max)
    if not readable[0]:
        raise ValueError(f"{text!r} is not {EXPECTED[decimal]}")
    return int(value[0])


def kr(amount_ore: int) -> str:
    """Øre as Danish kroner: 1.234,50, with an ASCII minus."""
    kroner, rest = divmod(abs(amount_ore), 100)
    grouped = f"{kroner:,}".replace(",", ".")
    return f"{'-' if amount_ore < 0 else ''}{grouped},{rest:02d}"
