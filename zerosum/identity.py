"""The only door for numbers of people and firms: in as codes, out only masked.

Inside, a debtor set is a code into `Texts.debtors`; its text (`0113131234|0213135678`, sorted) is looked at here alone.
This checks shape, not people: replacement numbers and numbers without modulus 11 are as good as any.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

BETWEEN = "|"
"""Stands between the debtors of a claim in the plain format."""
VEILED = "•"

FORM = r"^[\p{L}0-9]+(\|[\p{L}0-9]+)*$"
"""A debtor set in canonical form: letters and digits, nothing that could hide a number in a text."""

_GAP, _LETTER = r"(?:[ ./_-]*|[\W_]{1,3})", r"[^\W0-9_]"
_RUN = re.compile(rf"[0-9](?:{_GAP}[0-9])*")
"""Digits, and what may stand between the parts of a number: any blanks and hyphens, or up to three signs of any sort that
are neither letter nor digit. Of a folded text, as are the others."""
_LETTERS_MOST = 2
"""So many letters in all may break up a number: a key of letters and digits in turn is none."""
_PART = re.compile(r"[0-9](?:[0-9 ./_-]*[0-9])?")
_MISTYPED = re.compile(rf"[0-9]+{_LETTER}{{1,2}}[0-9]+")
"""A number with a digit or two typed as letters (O for 0), or broken up by them."""
_ALIKE = "OoØøIil"
"""Letters that are typed, or read by a machine, in place of a digit: those like a 0, and those like a 1."""
_AS_DIGITS = str.maketrans(_ALIKE, "0000111")
_BESIDE_DIGIT = re.compile(rf"(?<=[0-9])[{_ALIKE}]+|[{_ALIKE}]+(?=[0-9])")
_BESIDE_DIGIT_ALONE = re.compile(rf"(?<!{_LETTER})(?:{_BESIDE_DIGIT.pattern})(?!{_LETTER})")
"""Such letters where they touch a digit; and where they are, besides, no part of a word (the l of Bil2)."""
_PERSON_LENGTH = 10
_DAY_OF_PERSON, _MONTH_OF_PERSON = "0#[1-9]|[12]#[0-9]|3#[01]|6#[1-9]|[78]#[0-9]|9#[01]", "0#[1-9]|1#[0-9]"
"""What a person's number begins with: a replacement number has 60 added to its day, a made-up one a month of 13 to 19. #
is where two digits meet."""


def _ten_digits(between: str) -> str:
    """The pattern of ten digits that begin as a person's number does. `between` is what may stand between two of them."""
    parts = (f"(?:{_DAY_OF_PERSON})", f"(?:{_MONTH_OF_PERSON})", *["[0-9]"] * 6)
    return "#".join(parts).replace("#", between)


_PERSON_DIGITS = re.compile(_ten_digits(""))
_LETTERED = re.compile(rf"(?=({_ten_digits(f'{_GAP}(?:{_LETTER}{{1,{_LETTERS_MOST}}}{_GAP})?')}))")
"""The same with signs and letters between (021370a1235, 021370 nr 1235), wherever they begin."""
_PERSON = re.compile(r"(?<![0-9])[0-9]{6}-[0-9]{4}(?![0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}|0+")
_AMOUNT = re.compile(
    r"-?(?:[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}|[0-9]{1,3}[. ][0-9]{3}),[0-9]{2}-?|-?[0-9]{1,4}[.,][0-9]{1,3}-?"
    r"|-?[0-9]{1,3},[0-9]{3}\.[0-9]{2}-?|-?[0-9]\.[0-9]{3},[0-9]{3}-?"
)
_TEN = re.compile(rf"(?<![0-9])(?=({_ten_digits(_GAP)})(?![0-9]))")
"""Ten digits that begin as a person's number does, and what may stand between them, wherever they begin."""
_WITH_CENTURY = re.compile(r"(?<![0-9])[0-9]{2}[./-]?[0-9]{2}[./-]?(?:18|19|20)[0-9]{2} ?- ?[0-9]{4}(?![0-9])")
"""A person's number with its whole year."""
_DATE_IN = re.compile(
    r"(?<![0-9])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2})(?![0-9])"
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


Level: TypeAlias = Literal["full", "partial", "none"]
LEVELS: tuple[Level, ...] = ("full", "partial", "none")
"""How much of a debtor number is masked (sløret), the most first."""

_CONSONANTS = "bcdfghjklmnpqrst"
"""Sixteen letters that make no words, and no digits: a pseudonym is never taken for a number."""


_PSEUDONYM = f"[{_CONSONANTS}]{{5}}-[{_CONSONANTS}]{{5}}"
PSEUDONYM = re.compile(rf"(?<![\w-]){_PSEUDONYM}(?![\w-])")
"""One debtor's."""
PSEUDONYMS = re.compile(rf"{_PSEUDONYM}(?: \+ {_PSEUDONYM})*")
"""Those of a debtor set, as `told` writes them."""


def pseudonym(number: str, key: bytes) -> str:
    """A debtor number as a name that is the same tomorrow: a hash under the municipality's key, 40 bits of it. Without the key
    nobody can try all numbers to find which it is.

    >>> pseudonym("0113131234", bytes(32))
    'hpmbb-lnttn'
    """
    digest = hmac.new(key, b"debtor\0" + number.encode(), hashlib.sha256).digest()[:5]
    letters = "".join(_CONSONANTS[half] for byte in digest for half in (byte >> 4, byte & 15))
    return f"{letters[:5]}-{letters[5:]}"


def told(debtors: str, level: Level, key: bytes | None) -> str:
    """A debtor set as a work list may show it: `full` is pseudonyms, and nothing without a key; `partial` the first six digits;
    `none` the whole numbers."""
    numbers = debtors.split(BETWEEN) if debtors else []
    if level == "full":
        return " + ".join(pseudonym(one, key) for one in numbers) if key is not None else ""
    return " + ".join(one if level == "none" else f"{one[:_SHORTEST]}****" for one in numbers)


def is_number(text: str) -> bool:
    """Whether it is one debtor number in canonical form, long enough to be told from any other number."""
    return len(text) >= _SHORTEST and text.isalnum() and any(sign.isdigit() for sign in text)


def veil(text: str) -> str:
    """A value of a line that could not be read, as it may be shown: no run of six digits or more stays."""
    whole = _folded(text)
    if _DATE.fullmatch(whole) or _AMOUNT.fullmatch(whole):
        return text
    shown = text if len(text) <= 80 else text[:80] + "…"
    return _in_any_way(_RUN, _long, _hidden(_MISTYPED, _long, shown))


def veil_prose(text: str) -> str:
    """A sentence that somebody wrote, as it may be shown: no run of six digits or more stays, but for dates, and for one
    amount."""
    return _in_any_way(_RUN, _long_in_prose, _hidden(_MISTYPED, _long, text))


def veil_persons(text: str) -> str:
    """A remark that somebody wrote, as it may go on: no ten digits that begin as a person's number does stay, whatever signs stand
    between them. Other numbers stay, for they are what the remark is about: dates, amounts, cases, claims."""
    plain = _in_any_way(_PERSON, lambda _: True, text)
    plain = _in_any_way(_WITH_CENTURY, lambda _: True, plain)
    for read in (_folded, _meant):
        without_dates = _DATE_IN.sub(lambda date: "x" * len(date[0]), read(plain))
        plain = _veiled(plain, [find.span(1) for find in _TEN.finditer(without_dates)])
    return plain


def _in_any_way(pattern: re.Pattern[str], hides: Callable[[str], bool], text: str) -> str:
    """The text with each find of the pattern veiled, as it is written and as it may be meant."""
    plain = _hidden(pattern, hides, text)
    return _hidden(pattern, hides, plain, _meant(plain))


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


def _meant(text: str) -> str:
    """The folded text with each letter that is no part of a word, and looks like the digit that it touches others of, as
    that digit."""
    return _BESIDE_DIGIT_ALONE.sub(lambda find: find.group().translate(_AS_DIGITS), _folded(text))


def _readings(text: str) -> list[str]:
    """The folded text; and where letters that look like digits touch some, each way to read them as digits. For looking up
    only: it reads too much."""
    folded = _folded(text)
    if not _BESIDE_DIGIT.search(folded):
        return [folded]
    ways = [
        lambda find: find.group().translate(_AS_DIGITS),
        *(lambda find, one=one: one * len(find.group()) for one in "01"),
    ]
    return [folded, *dict.fromkeys(_BESIDE_DIGIT.sub(way, folded) for way in ways)]


def _hidden(pattern: re.Pattern[str], hides: Callable[[str], bool], text: str, read: str | None = None) -> str:
    """The text with each find of the pattern veiled, where `hides` says so of it. It is looked for in `read`, which is the
    text sign by sign as it is understood; else in its folded form."""
    finds = pattern.finditer(_folded(text) if read is None else read)
    return _veiled(text, [find.span() for find in finds if hides(find.group())])


def _veiled(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with veils for those parts of it, which may overlap."""
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], VEILED * 6]
        end = max(end, stop)
    return "".join(parts) + text[end:]


def veiled_path(name: str) -> str:
    """A file name, command or message without what could be the number of a person or a firm, whoever they are of.

    That is ten digits or more with any signs between, eight by themselves, and ten that begin as a person's number with one
    or two letters between; letters for digits are read as those. Dates of our time and short serials stay. A number that
    stands across two folders, or in another shape, is found by `shown`, where it is known whose numbers the input has.
    """
    return _in_any_way(_IN_PATH_LETTERED, _like_a_person, _in_any_way(_IN_PATH, _long_in_path, name))


_IN_PATH = re.compile(r"[0-9](?:(?:[^\w/\\\n]|_)*[0-9])*")
_IN_PATH_LETTERED = re.compile(rf"[0-9](?:(?:[^\w/\\\n]|_)*(?:{_LETTER}{{1,{_LETTERS_MOST}}}(?:[^\w/\\\n]|_)*)?[0-9])*")
_STAMP = re.compile(
    r"(?<![0-9])20[2-9][0-9](?P<sign>[-_. ]?)(?:0[1-9]|1[0-2])(?:(?P=sign)(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
"""A day or month of 2020 or later: no person's number begins so, for its third and fourth digit would be a month of 20 or
more."""
_MOMENT = re.compile(rf"{_DAY}(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){{2}}|{_DAY}|0+")
_LONG_IN_PATH, _ALONE_IN_PATH = 10, re.compile(r"[0-9]{8,}")


def _long_in_path(run: str) -> bool:
    """Whether a run of digits in a path is long enough for a number, when its dates are taken away."""
    if _MOMENT.fullmatch(run):
        return False
    left = _STAMP.sub("", run)
    return _digits(left) >= _LONG_IN_PATH or any(not _MOMENT.fullmatch(one) for one in _ALONE_IN_PATH.findall(left))


def _like_a_person(run: str) -> bool:
    """Whether a run with letters in it is ten digits that begin as a person's number does, when its dates are taken away."""
    left = _STAMP.sub("", run)
    letters = sum(sign.isalpha() for sign in left)
    return 0 < letters <= _LETTERS_MOST and bool(_PERSON_DIGITS.fullmatch(re.sub("[^0-9]", "", left)))


def shown(texts: Sequence[str], debtors: pa.Array) -> list[str]:
    """Texts that leave, with each debtor number of the input that stands in one of them veiled."""
    import pyarrow.compute as pc

    numbers = numbers_of(debtors)
    digits = pc.match_substring_regex(numbers, pattern="^[0-9]*$")
    lengths = _Lengths(_lengths(numbers.filter(digits)), _lengths(numbers.filter(pc.invert(digits))))
    known, held = _known([list(_suspects(text, lengths)) for text in texts], numbers)
    return [
        _without(text, known, lengths) if hold else _in_any_way(_PERSON, lambda _: True, text)
        for text, hold in zip(texts, held.tolist(), strict=True)
    ]


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
    for reading in _readings(text):
        for run in _RUN.findall(reading):
            yield from _in_run(run, lengths)
        yield from (digits for digits, _ in _lettered(reading))
    for word in _WORD.findall(text):
        yield from _parts(word, lengths.lettered)
    yield text


def _in_run(run: str, lengths: _Lengths) -> Iterable[str]:
    """What of a run of digits with signs between could be a debtor number."""
    digits = re.sub("[^0-9]", "", run)
    if len(digits) >= _SHORTEST:
        yield digits
        yield from _windows(digits, lengths.digits)


def _lettered(reading: str) -> Iterable[tuple[str, tuple[int, int]]]:
    """What could be a person's number with letters between its digits, and where it stands."""
    if reading.isdecimal():
        return
    for find in _LETTERED.finditer(reading):
        if 0 < sum(sign.isalpha() for sign in find[1]) <= _LETTERS_MOST:
            yield re.sub("[^0-9]", "", find[1]), find.span(1)


def _parts(word: str, lengths: Iterable[int]) -> Iterable[str]:
    """A word, and every part of it that is as long as a debtor number with letters."""
    yield word
    for length in lengths:
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _known(suspects: Sequence[Sequence[str]], numbers: pa.Array) -> tuple[frozenset[str], np.ndarray]:
    """Those of the suspects that are debtor numbers of the input; and bool for each text: it has one."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    asked = pa.array([one for some in suspects for one in some], pa.string())
    known = pc.and_(pc.is_in(asked, value_set=numbers), pc.greater_equal(pc.utf8_length(asked), _SHORTEST))
    held = np.zeros(len(suspects), bool)
    of = np.repeat(np.arange(len(suspects)), [len(some) for some in suspects])
    held[of[known.to_numpy(zero_copy_only=False).astype(bool)]] = True
    return frozenset(asked.filter(known).to_pylist()), held


def _without(text: str, known: frozenset[str], lengths: _Lengths) -> str:
    if text in known:
        return VEILED * 6
    spans = [find.span() for reading in (_folded(text), _meant(text)) for find in _PERSON.finditer(reading)]
    for reading in _readings(text):
        for find in _RUN.finditer(reading):
            if any(part in known for part in _in_run(find.group(), lengths)):
                spans.append(find.span())
        spans += [span for digits, span in _lettered(reading) if digits in known]
    for find in _WORD.finditer(text):
        if any(part in known for part in _parts(find.group(), lengths.lettered)):
            spans.append(find.span())
    return _veiled(text, spans)


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
_PAIRS = "".join(f"{_SIGNS}(?:{one})" for one in (_MONTH_OF_PERSON, *["[0-9]{2}"] * 3))
_NUMBER = rf"[^0-9](?P<day>{_DAY_OF_PERSON})(?P<body>{_PAIRS})(?P<rest>$|[^0-9](?s:.*))".replace("#", "")
"""Ten digits by themselves that begin as a person's number does, with signs between its pairs or not."""
_TRUE_FORM = r"^..(?:0[1-9]|1[0-2])..-[0-9]{4}$"
_MARK = "\x1a"
_ZEROS, _ONES = r"[Oo\x{D8}\x{F8}]", "[Iil]"
_MAY_MEAN_MORE = rf"[0-9]{_SIGNS}\pL{{1,2}}{_SIGNS}[0-9]|(?:{_ZEROS}|{_ONES})[0-9]|[0-9](?:{_ZEROS}|{_ONES})"
_LETTERS_BETWEEN = tuple((rf"([0-9]){_SIGNS}\pL{{{n}}}{_SIGNS}([0-9])", "\\1" + _MARK * n + "\\2") for n in (1, 2))
"""What stands between two digits, and what it is replaced by: a sign for each letter."""
_IN_WORD = r"\pL*[A-HJ-NP-Za-hjkm-np-z]"


def hold_person_number(texts: pa.Array, debtors: pa.Array) -> np.ndarray:
    """bool for each text: a person's number stands in it.

    That is ten digits by themselves, whatever signs stand between them (up to three at a place), where they are a debtor
    number of the input; and six and four with a hyphen of any sort whose month is a true one, whoever they are of. A debtor
    number of the input is also found with one or two letters between its digits, and with O for 0 and I or l for 1.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.zeros(len(texts), bool)
    long = pc.fill_null(pc.greater_equal(pc.binary_length(texts), _PERSON_LENGTH), False)
    at = np.flatnonzero(long.to_numpy(zero_copy_only=False))
    left = _padded(texts.take(pa.array(at)))
    asked = []
    for rows, number in _ten_by_themselves(left):
        true = pc.match_substring_regex(number, pattern=_TRUE_FORM).to_numpy(zero_copy_only=False).astype(bool)
        found[at[rows[true]]] = True
        asked.append((at[rows], number))
    odd = pc.match_substring_regex(left, pattern=_MAY_MEAN_MORE).to_numpy(zero_copy_only=False).astype(bool)
    if odd.any():
        at, left = at[odd], left.filter(pa.array(odd))
        for reading in _readings_of(left):
            for rows, number in _ten_by_themselves(reading):
                few = pc.less_equal(pc.count_substring(number, pattern=_MARK), _LETTERS_MOST)
                asked.append((at[rows[few.to_numpy(zero_copy_only=False).astype(bool)]], number.filter(few)))
    if asked:
        number = pc.replace_substring_regex(
            pa.concat_arrays([one for _, one in asked]), pattern="[^0-9]", replacement=""
        )
        known = pc.is_in(number, value_set=numbers_of(debtors)).to_numpy(zero_copy_only=False).astype(bool)
        found[np.concatenate([rows for rows, _ in asked])[known]] = True
    return found


_BARE = rf"[^0-9](?:{_DAY_OF_PERSON})(?:{_MONTH_OF_PERSON})[0-9]{{2}}[ -]?[0-9]{{4}}(?:$|[^0-9])".replace("#", "")


def hold_bare_number(texts: pa.Array) -> np.ndarray:
    """bool for each text: ten digits stand in it by themselves that begin as a person's number does, with nothing between or
    one hyphen or blank after six. They may be of anybody, and may be no number of a person at all."""
    import numpy as np
    import pyarrow.compute as pc

    found = pc.match_substring_regex(_padded(texts), pattern=_BARE)
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False)).astype(bool)


def _readings_of(texts: pa.Array) -> Iterable[pa.Array]:
    """What texts may mean: with a sign for each letter between digits, and without a few of them; with letters for digits
    as those, in each way to read them."""
    import pyarrow.compute as pc

    marked = texts
    for pattern, marks in _LETTERS_BETWEEN * 2:  # what one takes of two that touch is left to the next
        marked = pc.replace_substring_regex(marked, pattern=pattern, replacement=marks)
    yield marked
    few = pc.less_equal(pc.count_substring(marked, pattern=_MARK), _LETTERS_MOST)
    yield pc.if_else(few, pc.replace_substring(marked, pattern=_MARK, replacement=""), "")
    wordless = pc.replace_substring_regex(
        texts, pattern=_IN_WORD, replacement="...."
    )  # more than stands inside a number
    for zeros, ones in ("01", "00", "11"):
        read = pc.replace_substring_regex(wordless, pattern=_ZEROS, replacement=zeros)
        yield pc.replace_substring_regex(read, pattern=_ONES, replacement=ones)


def _ten_by_themselves(texts: pa.Array) -> Iterable[tuple[np.ndarray, pa.Array]]:
    """The rows in which ten digits stand that could be a person's number, and those with their signs; each one that a text
    has."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    may = pc.match_substring_regex(texts, pattern=_NUMBER).to_numpy(zero_copy_only=False).astype(bool)
    at, left = np.flatnonzero(may), texts.filter(pa.array(may))
    while len(at):
        parts = pc.extract_regex(left, pattern=_NUMBER)
        day, body, rest = (pc.struct_field(parts, name) for name in ("day", "body", "rest"))
        yield at, pc.binary_join_element_wise(day, body, "")
        more = pc.binary_join_element_wise(body, rest, "")  # another may begin inside this one, after a sign
        again = pc.fill_null(pc.match_substring_regex(more, pattern=_NUMBER), False)
        at, left = at[again.to_numpy(zero_copy_only=False).astype(bool)], more.filter(again)


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
