"""The only door between text and øre. Amounts are whole øre in int64 and never a float.

>>> ore("1.234,50")
123450
>>> kr(-123450)
'-1.234,50'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from zerosum.errors import Phrase, Value
from zerosum.identity import VEILED, veil
from zerosum.written import Seen, counted, forms, odd_sign

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LIMIT_DIGITS = 8
"""Digits before the comma, as many as Gældsstyrelsen's own field has; a longer amount is refused. A person's number that
slipped into the column has ten, and is never taken for kroner."""

TOTAL_DIGITS = 12
"""Digits before the comma of a declared sum of many claims."""

KR, OERE = "kr", "oere"
"""The units of a source: kroner with or without øre, and whole øre without a comma (Prisme)."""

THOUSAND = {",": ".", ".": ","}
"""Decimal sign -> what may stand between thousands, beside a space."""

_FORM = {",": "comma", ".": "point"}
_SPACES, _MINUS = "[\u00a0\u2007\u2009\u202f]", "[\u2212\u2013]"
"""No-break, figure, thin and narrow no-break space; the minus sign and the en dash."""
_DAY_AS_WHOLE_KR = r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$"
"""A day written 20260930, without øre: no amount of twenty million kroner."""
_PERSON = r"^(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-9])[0-9]{6}$"
"""Ten digits that begin as a person's number does; a made-up one has a month of 13 to 19."""
_OERE = r"^[-+]?[0-9]+$|^[0-9]+[-+]$"


def parse(
    texts: pa.Array, decimal: str = ",", digits_max: int = LIMIT_DIGITS, unit: str = KR
) -> tuple[np.ndarray, np.ndarray]:
    """Texts -> (øre int64, readable bool), one for each text. What is not readable, or too large, is 0 and False.

    `decimal` is the sign before the øre; the other of `.` and `,`, or a space, may stand between thousands, in threes. A
    minus stands first or last; kr, kr. and DKK before or after. Zeros beyond the second decimal are exact, and are read
    where the text could be nothing else. `12.34` is not a Danish amount: refused. In `oere` there are digits and a sign.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if decimal not in THOUSAND or unit not in (KR, OERE):
        raise ValueError(f"decimal sign {decimal!r}, unit {unit!r}")
    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    distinct = pc.utf8_trim_whitespace(coded.dictionary.cast(pa.string()))
    value, good = _in_oere(distinct, digits_max) if unit == OERE else _in_kr(distinct, decimal, digits_max)
    at = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    there = at >= 0
    if not len(distinct):
        return np.zeros(len(at), np.int64), np.zeros(len(at), bool)
    return np.where(there, value[at], 0), there & good[at]


def _in_kr(distinct: pa.Array, decimal: str, digits_max: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct texts in kroner -> their øre, and which are readable."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    thousand = THOUSAND[decimal]
    common = pc.match_substring_regex(
        distinct, pattern=rf"^(?:[0-9]+|[1-9][0-9]{{0,2}}(?:\{thousand}[0-9]{{3}})+)\{decimal}[0-9]{{2}}$"
    )
    if pc.all(common).as_py():  # nearly always
        digits = pc.replace_substring(distinct, pattern=thousand, replacement="")
        return _value(pc.replace_substring(digits, pattern=decimal, replacement=""), digits_max)
    is_common = common.to_numpy(zero_copy_only=False).astype(bool)
    value, good = np.zeros(len(distinct), np.int64), np.zeros(len(distinct), bool)
    if is_common.any():
        value[is_common], good[is_common] = _in_kr(distinct.filter(common), decimal, digits_max)
    rest = _plain(distinct.filter(pa.array(~is_common)))
    readable = pc.match_substring_regex(rest, pattern=_pattern(decimal))
    if digits_max == LIMIT_DIGITS:
        readable = pc.and_not(readable, pc.match_substring_regex(rest, pattern=_DAY_AS_WHOLE_KR))
    rest = pc.if_else(readable, rest, "0")
    size, small = _value(_digits(rest, decimal), digits_max)
    negative = pc.match_substring(rest, pattern="-").to_numpy(zero_copy_only=False).astype(bool)
    value[~is_common] = np.where(negative, -size, size)
    good[~is_common] = readable.to_numpy(zero_copy_only=False).astype(bool) & small
    return np.where(good, value, 0), good


def _in_oere(distinct: pa.Array, digits_max: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct texts of whole øre -> their øre, and which are readable. A person's number has as many digits as an amount of
    ten million kroner: it is none."""
    import numpy as np
    import pyarrow.compute as pc

    plain = _plain(distinct)
    readable = pc.and_not(
        pc.match_substring_regex(plain, pattern=_OERE), pc.match_substring_regex(plain, pattern=_PERSON)
    )
    plain = pc.if_else(readable, plain, "0")
    size, small = _value(pc.utf8_trim(plain, characters="+-"), digits_max)
    negative = pc.match_substring(plain, pattern="-").to_numpy(zero_copy_only=False).astype(bool)
    good = readable.to_numpy(zero_copy_only=False).astype(bool) & small
    return np.where(good, np.where(negative, -size, size), 0), good


def _plain(texts: pa.Array) -> pa.Array:
    """The texts with every minus as one sort of minus, every space as one sort of space."""
    import pyarrow.compute as pc

    if pc.all(pc.string_is_ascii(texts)).as_py():
        return texts
    return pc.replace_substring_regex(
        pc.replace_substring_regex(texts, pattern=_MINUS, replacement="-"), pattern=_SPACES, replacement=" "
    )


def _pattern(decimal: str) -> str:
    """An amount in kroner with or without a sign and a currency, one of each at most, the decimal sign being `decimal`."""
    thousand, comma = f"\\{THOUSAND[decimal]}", f"\\{decimal}"
    grouped = rf"[1-9][0-9]{{0,2}}(?:(?:{thousand}[0-9]{{3}})+|(?: [0-9]{{3}})+)"
    # Three decimals after so few digits could be thousands: 1,500.
    number = (
        rf"(?:(?:[0-9]+|{grouped})(?:{comma}(?:[0-9]{{1,2}}|[0-9]{{2}}00+))?"
        rf"|(?:0[0-9]*|[0-9]{{4,}}|{grouped}){comma}[0-9]{{2}}0)"
    )
    kr = r"(?:[Kk][Rr]\.?|[Dd][Kk][Kk])"
    before = rf"(?:{kr} ?)" if decimal == "," else r"(?:(?:[Kk][Rr]|[Dd][Kk][Kk]) ?|[Kk][Rr]\. )"  # kr.50 is not 50
    forms = (
        rf"(?:[-+] ?)?{before}?{number}",
        rf"{before}[-+] ?{number}",
        rf"(?:[-+] ?)?{number} ?{kr}",
        rf"{before}?{number} ?-",
        rf"{number} ?- ?{kr}",
        rf"{number} ?{kr} ?-",
    )
    return f"^(?:{'|'.join(forms)})$"


def _digits(plain: pa.Array, decimal: str) -> pa.Array:
    """Amounts of the right form -> their øre as digits."""
    import pyarrow.compute as pc

    digits = pc.replace_substring_regex(
        plain, pattern=rf"[Kk][Rr]\.?|[Dd][Kk][Kk]|[-+ \{THOUSAND[decimal]}]", replacement=""
    )
    # Pad to two decimals, 1 -> 1,00 and 1,5 -> 1,50; cut what is beyond them; drop the comma, and the text is øre.
    whole = pc.invert(pc.match_substring(digits, pattern=decimal))
    if pc.all(whole).as_py():
        return pc.binary_join_element_wise(digits, "00", "")
    digits = pc.if_else(whole, pc.binary_join_element_wise(digits, "00", decimal), digits)
    one = pc.match_substring_regex(digits, pattern=rf"\{decimal}[0-9]$")
    digits = pc.if_else(one, pc.binary_join_element_wise(digits, "0", ""), digits)
    digits = pc.replace_substring_regex(digits, pattern=rf"(\{decimal}[0-9]{{2}})0+$", replacement=r"\1")
    return pc.replace_substring(digits, pattern=decimal, replacement="")


def _value(digits: pa.Array, digits_max: int) -> tuple[np.ndarray, np.ndarray]:
    """Øre as digits -> int64, and which are within the limit; beyond it 0."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    small = pc.less_equal(pc.binary_length(digits), digits_max + 2)
    if not pc.all(small).as_py():
        small = pc.less_equal(pc.binary_length(pc.ascii_ltrim(digits, characters="0")), digits_max + 2)
        digits = pc.if_else(small, digits, "0")
    value = digits.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return value.astype(np.int64, copy=False), small.to_numpy(zero_copy_only=False).astype(bool)


def ore(text: str, decimal: str = ",", digits_max: int = LIMIT_DIGITS, unit: str = KR) -> int:
    """One amount in øre: a column of one. ValueError where it is not an amount. A sum may have TOTAL_DIGITS."""
    import pyarrow as pa

    value, readable = parse(pa.array([text], pa.string()), decimal, digits_max, unit)
    if not readable[0]:
        raise ValueError("it is not an amount")
    return int(value[0])


def kr(amount_ore: int) -> str:
    """Øre as Danish kroner: 1.234,50, with an ASCII minus."""
    kroner, rest = divmod(abs(amount_ore), 100)
    grouped = f"{kroner:,}".replace(",", ".")
    return f"{'-' if amount_ore < 0 else ''}{grouped},{rest:02d}"


def in_words(amount_ore: int) -> Phrase:
    """An amount as it stands in a message, in the form of its language."""
    danish = kr(amount_ore)
    return Phrase("kroner", {"danish": danish, "english": danish.translate(_TO_ENGLISH)})


_TO_ENGLISH = str.maketrans(",.", ".,")


# Why a text is no amount: one text at a time, for those alone that could not be read.

Refusal = tuple[str, Mapping[str, Value]]
"""The code of a problem, and what its words are filled in with."""

_EXCEL_ERROR = re.compile(r"#[\w/]*[!?]?|#+")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?[eE][-+]?[0-9]+")
_DATE = re.compile(
    r"(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{1,2}[-. ]{1,2}[^\W\d_]{3,9}\.?(?:[- ][0-9]{2,4})?|[^\W\d_]{3,9}[- ][0-9]{1,4})(?:[T ][0-9:.]+Z?)?"
)
_CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|SEK|NOK|CHF|ISK)\b", re.IGNORECASE)
_DASH = re.compile(r"(.*[0-9])[,.] ?(?:-+|=)")
_BRACKETS = re.compile(r"\((.*)\)")
_AROUND = re.compile(r"^(?:[-+] ?)?(?:kr\.?|dkk)? ?(?:[-+] ?)?|(?: ?-)? ?(?:kr\.?|dkk)?(?: ?-)?$", re.IGNORECASE)
_KR_POINT = re.compile(r"(?:[-+] ?)?kr\.[^ ]", re.IGNORECASE)
_CORE = re.compile(r"[0-9](?:[0-9., ]*[0-9])?", re.ASCII)


def refused(text: str, decimal: str = ",", unit: str = KR, digits_max: int = LIMIT_DIGITS) -> Refusal:
    """Why a text that `parse` does not read is no amount: the problem's code, and both readings where there are two.

    Where the text may not be shown, nor may its readings.
    """
    code, values = _refused(_plain_text(text), decimal, unit, digits_max)
    if veil(text) == text:
        return code, values
    return code, {name: VEILED * 6 if _is_reading(value) else value for name, value in values.items()}


def _is_reading(value: Value) -> bool:
    return isinstance(value, Phrase) and value.key == "kroner"


def _refused(plain: str, decimal: str, unit: str, digits_max: int) -> Refusal:
    if not plain:
        return "amount_missing", {}
    odd = odd_sign(plain)
    if odd:
        return odd
    if re.fullmatch(_PERSON, re.sub("[- ]", "", plain)):
        return "amount_is_a_person_number", {}
    for code, pattern in (
        ("amount_is_an_excel_error", _EXCEL_ERROR),
        ("amount_scientific", _SCIENTIFIC),
        ("amount_is_a_date", re.compile(_DAY_AS_WHOLE_KR)),
    ):
        if pattern.fullmatch(plain) and not (code == "amount_is_a_date" and unit == OERE):
            return code, {}
    if plain.endswith("%"):
        return "amount_is_a_share", {}
    if _CURRENCY.search(plain):
        return "amount_of_another_currency", {}
    if unit == OERE:
        return _refused_oere(plain, digits_max)
    for code, pattern in (("amount_without_ore", _DASH), ("amount_in_brackets", _BRACKETS)):
        found = pattern.fullmatch(plain)
        inside = _read(found[1], decimal, digits_max) if found else None
        if found:
            return (code, _two(inside, -inside)) if inside is not None else _unreadable(decimal)
    core = _AROUND.sub("", plain)
    if _CORE.fullmatch(core) and not (decimal == "." and _KR_POINT.match(plain)):
        return _refused_number(core, plain, decimal, digits_max)
    return ("amount_is_a_date", {}) if _DATE.fullmatch(plain) else _unreadable(decimal)


def _unreadable(decimal: str) -> Refusal:
    return "amount_unreadable", {"form": Phrase(f"amount_form.{_FORM[decimal]}")}


def _refused_oere(plain: str, digits_max: int) -> Refusal:
    core = plain.strip("+-")
    if core.isdigit() and len(core.lstrip("0")) > digits_max + 2:
        return "amount_too_large", {}
    if _CORE.fullmatch(core):
        return "amount_not_whole_ore", {}
    return "amount_unreadable", {"form": Phrase("amount_form.oere")}


def _refused_number(core: str, plain: str, decimal: str, digits_max: int) -> Refusal:
    """Digits and separators that are no amount with that decimal sign."""
    thousand = THOUSAND[decimal]
    if _DATE.fullmatch(plain) and len(re.findall(r"[./-]", plain)) == 2:
        return "amount_is_a_date", {}
    whole = re.sub(rf"[{re.escape(decimal + thousand)}][0-9]{{1,2}}$", "", core)
    if len(re.sub("[^0-9]", "", whole).lstrip("0")) > digits_max:
        return "amount_too_large", {}
    sign = -1 if "-" in plain else 1
    as_whole = sign * int(re.sub("[^0-9]", "", core).lstrip("0") or "0") * 100
    if re.fullmatch(rf"[0-9]+\{thousand}[0-9]{{1,2}}", core):
        return "amount_in_doubt", _two(_read(plain, thousand, digits_max), as_whole)
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}\{decimal}[0-9]{{3}}", core):
        exact = sign * int(core.replace(decimal, "")) // 10 if core.endswith("0") else None
        first: Value = in_words(exact) if exact is not None else Phrase("kroner", _of_core(core, decimal, sign))
        return "amount_in_doubt", {"first": first, "second": in_words(as_whole)}
    other = _read(plain, thousand, digits_max)
    if other is not None:
        return "amount_other_decimal", {"reading": in_words(other), "decimal": thousand}
    if re.fullmatch(rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:[\{thousand} ][0-9]{{3}})+)\{decimal}[0-9]{{3,}}", core):
        return "amount_finer_than_ore", {}
    if _read(core, decimal, digits_max) is not None:
        return "amount_sign_twice", {}
    before, _, after = core.partition(decimal)
    mixed = (thousand in before and " " in before) or re.search("[^0-9]", after)
    return ("amount_separators_mixed" if mixed else "amount_thousands_broken"), {}


def _of_core(core: str, decimal: str, sign: int) -> dict[str, Value]:
    """1,567 as kroner, in the form of each language."""
    danish = ("-" if sign < 0 else "") + core.replace(decimal, ",")
    return {"danish": danish, "english": danish.translate(_TO_ENGLISH)}


def _two(first: int | None, second: int) -> Mapping[str, Value]:
    return {"first": in_words(first) if first is not None else "?", "second": in_words(second)}


def _read(text: str, decimal: str, digits_max: int) -> int | None:
    try:
        return ore(text, decimal, digits_max)
    except ValueError:
        return None


def _plain_text(text: str) -> str:
    return re.sub(_SPACES, " ", re.sub(_MINUS, "-", text.strip()))


# What a column of amounts may mean, for those who have not declared it yet.


@unique
class Tells(StrEnum):
    """Which decimal sign the texts of a column tell of."""

    DANISH = "danish"
    """A comma: some could be nothing else, and none contradicts it."""
    ENGLISH = "english"
    """A point."""
    EITHER = "either"
    """Every text is the same amount, whichever it is."""
    IN_DOUBT = "in_doubt"
    """Some text differs (1.234), and none tells which it is."""
    MIXED = "mixed"
    """Some could only be the one, some only the other."""
    NEITHER = "neither"
    """No text is an amount."""


@dataclass(frozen=True)
class Readings:
    """The distinct texts of a column, blanks apart, and what each would be under each form that a source may declare."""

    texts: list[str]
    """As they stand: they may hold anything, and are masked before they are shown."""
    rows: np.ndarray
    """How many rows have the text."""
    danish_ore: np.ndarray
    is_danish: np.ndarray
    english_ore: np.ndarray
    is_english: np.ndarray
    oere_ore: np.ndarray
    is_oere: np.ndarray
    doubtful: np.ndarray
    """1.234 and 1,500: a thousand and some, or one and some."""
    tells: Tells


_DOUBTFUL = r"^[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*$"


def readings(texts: pa.Array, rows: np.ndarray | None = None) -> Readings:
    """What the amounts of a column would be under each form. It chooses none. `rows`: how many rows have each text, where
    they are distinct and trimmed already."""
    import numpy as np
    import pyarrow.compute as pc

    distinct, rows = counted(texts) if rows is None else (texts, rows)
    danish, is_danish = parse(distinct, ",")
    english, is_english = parse(distinct, ".")
    oere, is_oere = parse(distinct, unit=OERE)
    shaped = pc.match_substring_regex(distinct, pattern=_DOUBTFUL).to_numpy(zero_copy_only=False).astype(bool)
    doubtful = shaped & (is_danish | is_english)
    only_danish = (is_danish & ~is_english & ~doubtful).any()
    only_english = (is_english & ~is_danish & ~doubtful).any()
    both = is_danish & is_english
    differ = bool(doubtful.any() or (both & (danish != english)).any())
    tells = {(True, True): Tells.MIXED, (True, False): Tells.DANISH, (False, True): Tells.ENGLISH}.get(
        (bool(only_danish), bool(only_english))
    )
    if tells is None:
        tells = Tells.IN_DOUBT if differ else Tells.EITHER if both.any() else Tells.NEITHER
    return Readings(
        distinct.to_pylist(), rows, danish, is_danish, english, is_english, oere, is_oere, np.asarray(doubtful), tells
    )


def doubt(seen: Readings) -> str | None:
    """The code of what is wrong with a column whose decimal sign nobody has said; None where its texts tell it."""
    return {Tells.IN_DOUBT: "amounts_in_doubt", Tells.MIXED: "amounts_mixed"}.get(seen.tells)


def both_ways(seen: Readings) -> dict[str, Value]:
    """An amount that has two readings, and the whole column, with a comma and with a point before the øre."""
    two = seen.doubtful | (seen.is_danish & seen.is_english & (seen.danish_ore != seen.english_ore))
    at = int(two.argmax())
    ways: dict[str, Value] = {"example": veil(seen.texts[at])}
    for name, decimal in (("danish", ","), ("english", ".")):
        each = [_exactly(text, decimal) for text in seen.texts]
        ways[name] = _in_kr_exactly(each[at])
        ways[f"{name}_sum"] = _in_kr_exactly(
            sum((one * rows for one, rows in zip(each, seen.rows.tolist(), strict=True)), Decimal())
        )
    return ways


def _exactly(text: str, decimal: str) -> Decimal:
    """A number with that decimal sign, with as many decimals as stand there; 0 where it is none."""
    sign = -1 if re.search("[-\u2212\u2013]", text) else 1
    plain = re.sub("[^0-9" + re.escape(decimal) + "]", "", text).replace(",", ".")
    try:
        return sign * Decimal(plain)
    except InvalidOperation:
        return Decimal()


def _in_kr_exactly(value: Decimal) -> str:
    """With two decimals, or the three that stand there, as Danes write it."""
    places = 2 if value == round(value, 2) else 3
    return f"{f'{value:,.{places}f}'.translate(_TO_ENGLISH)} kr."


def forms_seen(texts: pa.Array, decimal: str = ",", unit: str = KR, rows: np.ndarray | None = None) -> tuple[Seen, ...]:
    """In which forms the amounts of a column are written, the most used first. Blanks are no form. `rows`: as above."""
    distinct, rows = counted(texts) if rows is None else (texts, rows)
    _, readable = parse(distinct, decimal, unit=unit)
    return forms(
        distinct,
        rows,
        readable,
        lambda text, can: _picture(re.sub("[0-9]", "9", text), decimal) if can else refused(text, decimal, unit)[0],
    )


def _picture(shape: str, decimal: str) -> str:
    """A shape (9.999,99-) as the picture of its form (1.234,50-)."""
    whole, _, decimals = shape.partition(decimal)
    if decimals:
        digits = re.match("9*", decimals)
        count = len(digits[0]) if digits else 0
        decimals = decimal + "50000000"[:count] + decimals[count:]
    number = "12" if len(re.findall("9", whole)) < 4 else "1234"
    plain = _plain_text(whole) if whole != whole.strip() else re.sub(_SPACES, " ", whole)
    return re.sub(r"9(?:[9., ]*9)?", lambda find: _grouped(find.group(), number), plain, count=1) + decimals


def _grouped(shape: str, number: str) -> str:
    between = next((sign for sign in shape if sign in "., "), "")
    return f"1{between}234" if between else number
