"""The only door for numbers of people and firms: in as codes, out only masked.

Inside, a debtor set is a code into `Texts.debtors`; its text (`0113131234|0213135678`, sorted) is looked at here alone.
This checks shape, not people: replacement numbers and numbers without modulus 11 are as good as any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

BETWEEN = "|"
"""Stands between the debtors of a claim in the plain format."""
VEILED = "•"

FORM = r"^[\p{L}0-9]+(\|[\p{L}0-9]+)*$"
"""A debtor set in canonical form: letters and digits, nothing that could hide a number in a text."""

_RUN = re.compile(r"[0-9](?:(?:[ ./_-]*|[\W_]{1,3})[0-9])*")
"""Digits, and what may stand between the parts of a number: any blanks and hyphens, or up to three signs of any sort that
are neither letter nor digit. Of a folded text, as are the others."""
_PART = re.compile(r"[0-9](?:[0-9 ./_-]*[0-9])?")
_MISTYPED = re.compile(r"[0-9]+[^\W0-9_][0-9]+")
"""A number with one of its digits typed as a letter (O for 0)."""
_PERSON = re.compile(r"(?<![0-9])[0-9]{6}-[0-9]{4}(?![0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}|0+")
_AMOUNT = re.compile(
    r"-?(?:[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}|[0-9]{1,3}[. ][0-9]{3}),[0-9]{2}-?|-?[0-9]{1,4}[.,][0-9]{1,3}-?"
    r"|-?[0-9]{1,3},[0-9]{3}\.[0-9]{2}-?|-?[0-9]\.[0-9]{3},[0-9]{3}-?"
)
_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_WORD = re.compile(r"\w{6,}")
_SHORTEST = 6
"""A debtor number shorter than this cannot be told from any other number, and nobody has one."""


def canonical(texts: pa.Array) -> pa.Array:
    """Debtor cells -> debtor sets as one text each: sorted, without repeats, hyphens and blanks; null for an empty set."""
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(
        pc.utf8_trim_whitespace(texts), pattern=r"^([0-9]{6})[- ]([0-9]{4})$", replacement=r"\1\2"
    )
    many = pc.match_substring(plain, pattern=BETWEEN)
    if pc.any(many).as_py():
        plain = pc.replace_with_mask(plain, many, _sets(plain.filter(many)))
    return pc.if_else(pc.equal(plain, ""), None, plain)


def _sets(cells: pa.Array) -> pa.Array:
    """Cells of several debtors as sets. Two plain numbers are most of them, and are put in order as whole columns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    pair = pc.extract_regex(cells, pattern=r"^(?P<a>\w+)\|(?P<b>\w+)$")
    one, other = pc.struct_field(pair, "a"), pc.struct_field(pair, "b")
    ordered = pc.binary_join_element_wise(pc.min_element_wise(one, other), pc.max_element_wise(one, other), BETWEEN)
    sure = pc.fill_null(pc.not_equal(one, other), False)
    if pc.all(sure).as_py():
        return ordered
    rest = pa.array([_set(cell) for cell in cells.filter(pc.invert(sure)).to_pylist()], pa.string())
    return pc.replace_with_mask(ordered, pc.invert(sure), rest)


def _set(cell: str) -> str:
    members = {re.sub(r"^([0-9]{6})[- ]([0-9]{4})$", r"\1\2", member.strip()) for member in cell.split(BETWEEN)}
    return BETWEEN.join(sorted(members - {""}))


def members(debtors: str) -> frozenset[str]:
    """The numbers of a debtor set."""
    return frozenset(debtors.split(BETWEEN))


def is_number(text: str) -> bool:
    """Whether it is one debtor number in canonical form, long enough to be told from any other number."""
    return len(text) >= _SHORTEST and text.isalnum() and any(sign.isdigit() for sign in text)


def veil(text: str) -> str:
    """A value of a line that could not be read, as it may be shown: no run of six digits or more stays."""
    whole = _folded(text)
    if _DATE.fullmatch(whole) or _AMOUNT.fullmatch(whole):
        return text
    shown = text if len(text) <= 80 else text[:80] + "…"
    return _hidden(_RUN, _long, _hidden(_MISTYPED, _long, shown))


def veil_prose(text: str) -> str:
    """A sentence that somebody wrote, as it may be shown: no run of six digits or more stays, but for dates, and for one
    amount."""
    return _hidden(_RUN, _long_in_prose, _hidden(_MISTYPED, _long, text))


def _long(run: str) -> bool:
    return _digits(run) >= _SHORTEST


def _long_in_prose(run: str) -> bool:
    """Whether a run has too many digits when its dates are taken away; and what is left is no amount."""
    left = _PART.sub(lambda part: "" if _DATE.fullmatch(part.group()) else part.group(), run)
    return _digits(left) >= _SHORTEST and not _SMALL_AMOUNT.fullmatch(left.strip(" .,:;()-"))


_SMALL_AMOUNT = re.compile(r"[0-9]{1,2}\.[0-9]{3},[0-9]{2}|[0-9]{4,5},[0-9]{2}")


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _folded(text: str) -> str:
    """The text with every blank as one sort of blank, every hyphen as one sort, every digit as one of ten. Sign by sign, so
    that what is found in it is found at the same place in the text itself."""
    return text if text.isascii() else "".join(map(_folded_sign, text))


@cache
def _folded_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zs", "Cf"):  # also no-break blanks, and what has no width
        return "-" if sign == SOFT_HYPHEN else " "
    if kind == "Pd" or sign == MINUS:
        return "-"
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and plain.isdecimal():
        return str(unicodedata.decimal(plain))
    return sign


SOFT_HYPHEN, MINUS = "\u00ad", "\u2212"


def _hidden(pattern: re.Pattern[str], hides: Callable[[str], bool], text: str) -> str:
    """The text with each find of the pattern in its folded form veiled, where `hides` says so of it."""
    parts, end = [], 0
    for find in pattern.finditer(_folded(text)):
        if hides(find.group()):
            parts += [text[end : find.start()], VEILED * 6]
            end = find.end()
    return "".join(parts) + text[end:]


def veiled_path(name: str) -> str:
    """A file name, command or message without what looks like the number of a person or a firm. Dates and serials stay."""
    return _hidden(_IN_PATH, lambda _: True, name)


_IN_PATH = re.compile(
    rf"(?<![0-9])(?:(?:[0-9]{{2}} ){{3}}[0-9]{{4}}|[0-9]{{6}}[\W_]{{0,2}}[0-9]{{4}}|(?!{_DAY}|0{{8}})[0-9]{{8}})(?![0-9])"
)


def shown(texts: Sequence[str], debtors: pa.Array) -> list[str]:
    """Texts that leave, with each debtor number of the input that stands in one of them veiled."""
    import pyarrow.compute as pc

    numbers = numbers_of(debtors)
    digits = pc.match_substring_regex(numbers, pattern="^[0-9]*$")
    lengths = _Lengths(_lengths(numbers.filter(digits)), _lengths(numbers.filter(pc.invert(digits))))
    known = _known(sorted({suspect for text in texts for suspect in _suspects(text, lengths)}), numbers)
    if not known and not any(_PERSON.search(_folded(text)) for text in texts):
        return list(texts)
    return [_without(text, known, lengths) for text in texts]


@dataclass(frozen=True)
class _Lengths:
    """How long the debtor numbers of the input are: those of digits alone, and those with letters."""

    digits: tuple[int, ...]
    lettered: tuple[int, ...]


def _lengths(numbers: pa.Array) -> tuple[int, ...]:
    import pyarrow.compute as pc

    return tuple(one for one in pc.unique(pc.utf8_length(numbers)).to_pylist() if one >= _SHORTEST)


def _windows(digits: str, lengths: Iterable[int]) -> Iterable[str]:
    """Every part of a run of digits that could be a debtor number, also one with its leading zero lost."""
    for length in lengths:
        for start in range(len(digits) - length + 1):
            yield digits[start : start + length]
        for start in range(len(digits) - length + 2):
            yield "0" + digits[start : start + length - 1]


def numbers_of(debtors: pa.Array) -> pa.Array:
    """The debtor numbers of the input, and the digits alone of those that have letters too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sets = debtors.drop_null()
    many = len(sets) and pc.any(pc.match_substring(sets, BETWEEN)).as_py()
    numbers = pc.list_flatten(pc.split_pattern(sets, BETWEEN)) if many else sets
    lettered = numbers.filter(pc.match_substring_regex(numbers, pattern="[^0-9]"))
    if not len(lettered):
        return numbers
    return pa.concat_arrays([numbers, pc.replace_substring_regex(lettered, pattern="[^0-9]", replacement="")])


def _suspects(text: str, lengths: _Lengths) -> Iterable[str]:
    for run in _RUN.findall(_folded(text)):
        digits = re.sub("[^0-9]", "", run)
        if len(digits) >= _SHORTEST:
            yield digits
            yield from _windows(digits, lengths.digits)
    for word in _WORD.findall(text):
        yield from _parts(word, lengths.lettered)
    yield text


def _parts(word: str, lengths: Iterable[int]) -> Iterable[str]:
    """A word, and every part of it that is as long as a debtor number with letters."""
    yield word
    for length in lengths:
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _known(suspects: list[str], numbers: pa.Array) -> frozenset[str]:
    """Those of the suspects that are debtor numbers of the input."""
    import pyarrow as pa
    import pyarrow.compute as pc

    asked = pa.array(suspects, pa.string())
    found = asked.filter(pc.is_in(asked, value_set=numbers))
    return frozenset(number for number in found.to_pylist() if len(number) >= _SHORTEST)


def _without(text: str, known: frozenset[str], lengths: _Lengths) -> str:
    if text in known:
        return VEILED * 6

    def in_run(run: str) -> bool:
        digits = re.sub("[^0-9]", "", run)
        return digits in known or any(window in known for window in _windows(digits, lengths.digits))

    def in_word(word: str) -> bool:
        return any(part in known for part in _parts(word, lengths.lettered))

    without = _hidden(_RUN, in_run, _hidden(_PERSON, lambda _: True, text))
    return _WORD.sub(lambda word: VEILED * 6 if in_word(word.group()) else word.group(), without)


def inside(smaller: np.ndarray, larger: np.ndarray, debtors: pa.Array) -> np.ndarray:
    """Whether each debtor set of `smaller` is a part of the one of `larger`; both are codes."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    pairs = pd.DataFrame({0: smaller, 1: larger})
    distinct = pairs.drop_duplicates()
    small = debtors.take(pa.array(distinct[0])).to_pylist()
    large = debtors.take(pa.array(distinct[1])).to_pylist()
    told = {
        key: members(one) < members(other)
        for key, one, other in zip(distinct.itertuples(index=False, name=None), small, large, strict=True)
    }
    return np.array([told[key] for key in pairs.itertuples(index=False, name=None)], bool)


def renamed(sets: pa.Array, same: Mapping[str, str]) -> pa.Array:
    """Debtor sets with each number that is a key of `same` as the number that it is the same debtor as. The array itself
    where none of them is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = sets.dictionary_encode()
    words = encoded.dictionary
    parts = pc.split_pattern(words, BETWEEN)
    known = pc.is_in(pc.list_flatten(parts), value_set=pa.array(list(same), pa.string()))
    at = pc.unique(pc.list_parent_indices(parts).filter(known)).to_pylist()
    if not at:
        return sets
    written = words.to_pylist()
    for place in at:
        written[place] = BETWEEN.join(sorted({same.get(one, one) for one in members(written[place])}))
    return pa.array(written, pa.string()).take(encoded.indices)


_KINDS = {8: "firm", 10: "person", 11: "akr"}
"""What a number of so many digits is the number of. One with a leading zero lost has one less, and is of no kind."""


def _kind(number: str) -> str:
    return _KINDS.get(len(number), "") if number.isdigit() else "foreign"


def forms(codes: np.ndarray, debtors: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the numbers of debtor sets look like: a label of their kind (-1 where it is not known, or they are of several),
    a label of the set without leading zeros (-1 where too little is left), and how many they are (0: not known)."""
    import numpy as np
    import pandas as pd

    known, at = np.unique(codes, return_inverse=True)
    sets = [members(debtors[int(code)].as_py()) if code >= 0 else frozenset() for code in known]
    kinds = [{_kind(one) for one in some} for some in sets]
    bare = [sorted(one.lstrip("0") for one in some) for some in sets]
    kind = [next(iter(some)) if len(some) == 1 else "" for some in kinds]
    plain = [BETWEEN.join(some) if all(len(one) >= _SHORTEST for one in some) else "" for some in bare]
    count = np.array([len(some) for some in sets] or [0], np.int16)
    labels = []
    for words in (kind, plain):
        column = pd.Series(words or [""], dtype=object)
        labels.append(pd.factorize(column.where(column != "", None))[0].astype(np.int32))
    return labels[0][at], labels[1][at], count[at]


_SIGNS = r"[^0-9\pL]{0,3}"
_NUMBER = (
    r"[^0-9](?P<day>0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
    rf"(?P<body>{_SIGNS}(?:0[1-9]|1[0-9]){_SIGNS}[0-9]{{2}}{_SIGNS}[0-9]{{2}}{_SIGNS}[0-9]{{2}})"
    r"(?P<rest>$|[^0-9](?s:.*))"
)
"""Ten digits that begin as a person's number does, with signs between or not: a replacement number has 60 added to its
day, a made-up one a month of 13 to 19."""
_TRUE_FORM = r"^..(?:0[1-9]|1[0-2])..-[0-9]{4}$"


def hold_person_number(texts: pa.Array, debtors: pa.Array) -> np.ndarray:
    """bool for each text: a person's number stands in it.

    That is ten digits by themselves, whatever signs stand between them (up to three at a place, no letter), where they are
    a debtor number of the input; and six and four with a hyphen of any sort whose month is a true one, whoever they are of.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.zeros(len(texts), bool)
    long = pc.fill_null(pc.greater_equal(pc.binary_length(texts), 10), False)
    at = np.flatnonzero(long.to_numpy(zero_copy_only=False))
    left = _padded(texts.take(pa.array(at)))
    may = pc.match_substring_regex(left, pattern=_NUMBER).to_numpy(zero_copy_only=False).astype(bool)
    at, left = at[may], left.filter(pa.array(may))
    numbers = numbers_of(debtors)
    while len(at):
        parts = pc.extract_regex(left, pattern=_NUMBER)
        day, body, rest = (pc.struct_field(parts, name) for name in ("day", "body", "rest"))
        number = pc.binary_join_element_wise(day, body, "")
        known = pc.is_in(pc.replace_substring_regex(number, pattern="[^0-9]", replacement=""), value_set=numbers)
        true = pc.match_substring_regex(number, pattern=_TRUE_FORM)
        hit = pc.fill_null(pc.or_(known, true), False).to_numpy(zero_copy_only=False).astype(bool)
        found[at[hit]] = True
        more = pc.binary_join_element_wise(body, rest, "")  # another may begin inside this one, after a sign
        again = ~hit & pc.fill_null(pc.match_substring_regex(more, pattern=_NUMBER), False).to_numpy(
            zero_copy_only=False
        ).astype(bool)
        at, left = at[again], more.filter(pa.array(again))
    return found


def _padded(texts: pa.Array) -> pa.Array:
    """The texts, folded, after a blank: then a number always has a sign before it."""
    import pyarrow.compute as pc

    plain = pc.string_is_ascii(texts)
    if not pc.all(plain).as_py():
        folded = pc.utf8_normalize(texts.filter(pc.invert(plain)), form="NFKC")
        for sort, sign in ((r"\pZ|\p{Cf}", " "), (r"\p{Pd}|\x{2212}", "-")):
            folded = pc.replace_substring_regex(folded, pattern=sort, replacement=sign)
        texts = pc.replace_with_mask(texts, pc.invert(plain), folded)
    return pc.binary_join_element_wise(" ", texts, "")
