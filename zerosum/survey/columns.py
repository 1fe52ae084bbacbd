"""What each column of a table seems to hold: by its heading, which some source knows, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import dates, identity, money
from zerosum.errors import Problem
from zerosum.hints import shown
from zerosum.numbers import damaged, damaged_debtors
from zerosum.read.raw import Raw
from zerosum.sources.find import fold
from zerosum.sources.load import BUILT_IN, builtin
from zerosum.sources.model import AMOUNTS, DAYS, STAMDATA_AMOUNTS, Source
from zerosum.survey.tables import ColumnSeen, Word
from zerosum.written import Seen, counted, shapes

NEARLY_ALL = 95
"""So many in a hundred of a column's values must look alike for it to be told what they are."""
SOME = 30
"""So many in a hundred debtors are people, where a column is of debtors."""
SAMPLE, HEAVIEST = 2_000, 200
"""Of a column with more distinct values, so many are looked at first, spread over it; and those of the most rows."""
SLACK = 10
"""So many in a hundred fewer of the sample must look alike than of the whole, which is then looked at."""
WORDS_MAX = 60
"""A column with more distinct texts is no column of words."""
WORD_LENGTH_MAX = 40
PICTURES_SHOWN, PICTURE_LONGEST = 3, 60

IDS = ("claim_id", "reference", "main_claim_id", "resent_of", "action_id")
KIND_OF = {
    **dict.fromkeys((*AMOUNTS, *STAMDATA_AMOUNTS), "amount"),
    **dict.fromkeys(DAYS, "date"),
    **dict.fromkeys(IDS, "number"),
    "debtors": "debtors",
    "claim_type": "claim_type",
    "event": "event",
    "status": "status",
}
"""Which kind of values each of our columns has; the others have texts of any kind."""

_PERSON = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-9])[0-9]{2}[- ]?[0-9]{4}"
_FIRM = "(?:DK[ -]?)?[1-9][0-9]{7}"
_DEBTOR = rf"(?:{_PERSON}|{_FIRM}|[0-9]{{11}})"
_PERSONS, _FIRMS, _DEBTORS = f"^{_PERSON}", f"^{_FIRM}$", rf"^{_DEBTOR}(?: *\| *{_DEBTOR})*$"
_WHOLE = r"^[-+]?[0-9]{1,8}[-+]?$"
_CLAIM_TYPE = r"^[A-ZÆØÅ]{7}$"
_NUMBER = r"^[A-Za-z]{0,6}[-/. ]?[0-9][0-9A-Za-z/. _-]{2,39}$"
_LOOKS_LIKE_AMOUNT = r"[0-9][.,][0-9]{1,3}(?: ?[-+]| ?(?i:kr\.?|dkk))?$|[-+]$"
_YES_NO = frozenset({"ja", "nej", "j", "n", "x", "yes", "no", "true", "false", "1", "0"})


@dataclass(frozen=True)
class _Values:
    """The distinct texts of a column, blanks apart, and how many rows have each."""

    distinct: pa.Array
    rows: np.ndarray
    slack: int = 0
    """In percent. More than 0 for a sample."""

    @property
    def filled(self) -> int:
        return int(self.rows.sum())

    def mostly(self, good: np.ndarray, percent: int = NEARLY_ALL) -> bool:
        return self.filled > 0 and 100 * int(self.rows[good].sum()) >= (percent - self.slack) * self.filled

    def matching(self, pattern: str, percent: int = NEARLY_ALL) -> bool:
        found = pc.match_substring_regex(self.distinct, pattern=pattern).to_numpy(zero_copy_only=False).astype(bool)
        return self.mostly(found, percent)

    def sample(self) -> _Values:
        """Some of them; all, where they are few."""
        if len(self.distinct) <= SAMPLE + HEAVIEST:
            return self
        spread = np.linspace(0, len(self.distinct) - 1, SAMPLE).astype(np.int64)
        heavy = np.argpartition(-self.rows, HEAVIEST)[:HEAVIEST]
        at = np.union1d(spread, heavy)
        return _Values(self.distinct.take(pa.array(at)), self.rows[at], SLACK)


def columns_seen(raw: Raw, source: Source | None, positions: Mapping[str, int]) -> tuple[ColumnSeen, ...]:
    """Every column of a table. `source` and `positions`: what reads it as it is, and where it finds our columns."""
    named = {at: name for name, at in positions.items()}
    seen = [_column(raw, at, source, named.get(at, "")) for at in range(len(raw.headings))]
    return tuple(seen if source is not None else _only_ones(seen))


def _column(raw: Raw, at: int, source: Source | None, name: str) -> ColumnSeen:
    texts = raw.columns[at]
    values = _Values(*counted(texts))
    by_heading = name or _by_heading(raw.headings[at])
    kind = _kind(values, KIND_OF.get(by_heading, ""))
    expected = KIND_OF.get(by_heading, kind)
    agrees = not values.filled or kind == expected or (kind, expected) == ("whole", "amount")
    column = ColumnSeen(
        heading=_named(raw.headings, at),
        shown=_as_shown(raw.headings[at]),
        filled=values.filled,
        kind=kind,
        name=by_heading if name or agrees else "",
        sure=bool(name) or (bool(by_heading) and agrees),
    )
    look = _LOOKS.get(kind)
    return look(column, texts, values, source) if look and values.filled else column


def _named(headings: Sequence[str], at: int) -> str:
    """The heading, with its number where several are alike."""
    alike = [place for place, text in enumerate(headings) if fold(text) == fold(headings[at])]
    bare = headings[at].strip()
    return bare if len(alike) == 1 else f"{bare}#{alike.index(at) + 1}"


def _as_shown(heading: str) -> str:
    return "(skjult)" if len(re.findall("[0-9]", heading)) > 3 else shown(identity.veil(heading.strip()))


def _by_heading(heading: str) -> str:
    """Which of our columns the sources that come with zerosum call so; "" where none or several are."""
    found = _known_headings().get(fold(heading), set())
    return next(iter(found)) if len(found) == 1 else ""


def _known_headings() -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for name in BUILT_IN:
        source = builtin(name)
        if source.layout != "kmd-ode":
            for part in source.parts:
                for column in part.columns:
                    for heading in column.headings:
                        known.setdefault(fold(heading.text), set()).add(column.name)
    return known


def _kind(values: _Values, expected: str) -> str:
    """What the values look like; where they could be several things, what the heading says."""
    if not values.filled:
        return "blank"
    some = values.sample()

    def fits(test: Callable[[_Values], bool]) -> bool:
        return test(some) and (some is values or test(values))

    if expected == "debtors" and fits(lambda these: these.matching(_DEBTORS)):
        return expected
    if expected == "amount" and fits(lambda these: these.matching(_WHOLE)):
        return "whole"
    kinds = [kind for kind, test in _TESTS.items() if fits(test)]
    if expected in kinds or (expected == "number" and "debtors" not in kinds and kinds not in (["amount"], ["date"])):
        return expected
    return kinds[0] if kinds else "text"


def _is_amount(values: _Values) -> bool:
    seen = money.readings(values.distinct, values.rows)
    readable = seen.is_danish | seen.is_english
    if not values.mostly(readable):
        return False
    return values.slack > 0 or bool(
        pc.any(pc.match_substring_regex(values.distinct, pattern=_LOOKS_LIKE_AMOUNT)).as_py()
    )


def _is_date(values: _Values) -> bool:
    seen = dates.readings(values.distinct, values.rows)
    real = seen.is_danish | seen.is_american
    return values.mostly(real) and (values.slack > 0 or not values.matching(_PERSONS))


def _is_words(values: _Values) -> bool:
    texts = values.distinct
    if values.slack:  # how many they are only the whole column tells
        return True
    few = len(texts) <= WORDS_MAX and len(texts) <= max(values.filled // 2, 2)
    return few and pc.max(pc.utf8_length(texts)).as_py() <= WORD_LENGTH_MAX


def _is_event(values: _Values) -> bool:
    return _is_words(values) and all(word.strip().lower() in _event_words() for word in values.distinct.to_pylist())


def _is_status(values: _Values) -> bool:
    return _is_words(values) and all(word.strip().upper() in _status_words() for word in values.distinct.to_pylist())


def _is_yes_no(values: _Values) -> bool:
    return all(word.strip().lower() in _YES_NO for word in values.distinct.to_pylist()[:WORDS_MAX]) and _is_words(
        values
    )


_TESTS: dict[str, Callable[[_Values], bool]] = {
    "debtors": lambda values: values.matching(_DEBTORS) and values.matching(_PERSONS, SOME),
    "claim_type": lambda values: values.matching(_CLAIM_TYPE),
    "event": _is_event,
    "status": _is_status,
    "yes_no": _is_yes_no,
    "date": _is_date,
    "amount": _is_amount,
    "whole": lambda values: values.matching(_WHOLE) and (values.slack > 0 or not _is_words(values)),
    "firm": lambda values: values.matching(_FIRMS),
    "words": _is_words,
    "number": lambda values: values.matching(_NUMBER),
}
"""What values may look like, what is surest first. Of a sample each says no where the whole column could not say yes."""


def _event_words() -> dict[str, str]:
    """Words of events that some source knows, and what they mean; a word of two meanings has none."""
    return _meanings(
        (
            word,
            (one.event.name.lower() if one.event is not None else one.rule) if not one.replaces else "new_write_down",
        )
        for name in BUILT_IN
        for word, one in builtin(name).events.items()
    )


def _status_words() -> dict[str, str]:
    return _meanings(
        (word, status.name.lower()) for name in BUILT_IN for word, status in builtin(name).statuses.items()
    )


def _meanings(pairs: object) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word, meaning in pairs:  # type: ignore[attr-defined]
        found.setdefault(word, set()).add(meaning)
    return {word: meanings.pop() for word, meanings in found.items() if len(meanings) == 1}


# --- a closer look at a column of one kind ---


def _look_at_amounts(column: ColumnSeen, texts: pa.Array, values: _Values, source: Source | None) -> ColumnSeen:
    if source is not None and KIND_OF.get(column.name) == "amount":
        return replace(column, forms=money.forms_seen(values.distinct, source.decimal, source.unit, values.rows))
    seen = money.readings(values.distinct, values.rows)
    decimal = "." if seen.tells == money.Tells.ENGLISH else ","
    doubt = money.doubt(seen)
    doubts = () if doubt is None else (Problem(doubt, money.both_ways(seen), column=column.shown),)
    return replace(column, forms=money.forms_seen(values.distinct, decimal, rows=values.rows), doubts=doubts)


def _look_at_whole(column: ColumnSeen, texts: pa.Array, values: _Values, source: Source | None) -> ColumnSeen:
    """Whole numbers may be kroner, øre, or no amounts at all."""
    if KIND_OF.get(column.name) != "amount" or source is not None:
        return _look_at_numbers(column, texts, values, source)
    seen = money.readings(values.distinct, values.rows)
    good = seen.is_oere & seen.is_danish
    example = int(np.argmax(np.abs(seen.danish_ore)))
    doubt = Problem(
        "amounts_whole",
        {
            "example": identity.veil(seen.texts[example]),
            "kroner": money.in_words(int(seen.danish_ore[example])),
            "oere": money.in_words(int(seen.oere_ore[example])),
            "kroner_sum": money.in_words(int((seen.danish_ore[good] * seen.rows[good]).sum())),
            "oere_sum": money.in_words(int((seen.oere_ore[good] * seen.rows[good]).sum())),
        },
        column=column.shown,
    )
    return replace(column, forms=_pictures(values), doubts=(doubt,))


def _look_at_dates(column: ColumnSeen, texts: pa.Array, values: _Values, source: Source | None) -> ColumnSeen:
    if source is not None and column.name in DAYS:
        return replace(column, forms=dates.forms_seen(values.distinct, source.dates, values.rows))
    seen = dates.readings(values.distinct, values.rows)
    forms = dates.forms_seen(values.distinct, ("iso", "compact", "danish", "danish-short"), values.rows)
    short = any(re.search(r"[./-][0-9]{2}$", text) and not re.search("[0-9]{4}", text) for text in seen.texts)
    doubts: tuple[Problem, ...] = ()
    if seen.tells in (dates.Tells.IN_DOUBT, dates.Tells.MIXED, dates.Tells.AMERICAN):
        two = np.flatnonzero(seen.is_danish & seen.is_american & (seen.danish != seen.american))
        at = int(two[0]) if len(two) else 0
        values_told = {
            "example": _date_shown(seen.texts[at]),
            "danish": dates.show(int(seen.danish[at])),
            "american": dates.show(int(seen.american[at])),
        }
        code = {dates.Tells.IN_DOUBT: "dates_in_doubt", dates.Tells.MIXED: "dates_mixed"}.get(
            seen.tells, "dates_american"
        )
        doubts = (Problem(code, values_told, column=column.shown),)
    elif short:
        at = next(at for at, text in enumerate(seen.texts) if not re.search("[0-9]{4}", text))
        told = {"example": _date_shown(seen.texts[at]), "danish": dates.show(int(seen.danish[at]))}
        doubts = (Problem("dates_short", told, column=column.shown),)
    return replace(column, forms=forms, doubts=doubts)


def _date_shown(text: str) -> str:
    """A date in doubt as it stands: it has signs between its parts, which no person's number has there."""
    return text if re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", text) else identity.veil(text)


def _look_at_numbers(column: ColumnSeen, texts: pa.Array, values: _Values, source: Source | None) -> ColumnSeen:
    trimmed = pc.utf8_trim_whitespace(texts)
    numeric = source is not None and column.name in source.numeric_ids
    found = damaged_debtors(trimmed) if column.kind == "debtors" else damaged(trimmed, numeric=numeric)
    doubts = tuple(Problem(damage.value, {"n": len(rows)}, column=column.shown) for damage, rows in found.items())
    return replace(column, forms=_pictures(values), doubts=doubts)


def _pictures(values: _Values) -> tuple[Seen, ...]:
    """The commonest pictures of numbers, A for letters and 9×4 for four digits: no digit of theirs is shown."""
    shaped = shapes(values.distinct).dictionary_encode()
    pictured = pc.replace_substring_regex(shaped.dictionary, pattern=r"\pL+", replacement="A").dictionary_encode()
    at = pictured.indices.to_numpy(zero_copy_only=False)[shaped.indices.to_numpy(zero_copy_only=False)]
    rows = np.bincount(at, values.rows, len(pictured.dictionary)).astype(np.int64)
    most = Counter(dict(zip(pictured.dictionary.to_pylist(), rows.tolist(), strict=True))).most_common(PICTURES_SHOWN)
    return tuple(
        Seen(re.sub("9+", lambda run: f"9×{len(run[0])}", picture)[:PICTURE_LONGEST], True, count, "")
        for picture, count in most
    )


def _may_be_people(column: ColumnSeen, values: _Values) -> bool:
    """Whether the few words of a column may be names of people: by its heading, or by two words in capitals or more. A name
    is no business of whoever a source is sent to."""
    if _OF_PEOPLE.search(column.shown):
        return True
    return values.mostly(np.array([bool(_NAME.fullmatch(word)) for word in values.distinct.to_pylist()]), SOME)


_OF_PEOPLE = re.compile(r"navn|debitor|skyldner|adresse|borger|hæfter|kunde|person|name|debtor|address", re.IGNORECASE)
_NAME = re.compile(r"\s*[^\W\d_a-zæøå][\w.'-]*(?:[ ,]+[^\W\d_a-zæøå][\w.'-]*)+\s*")


def _look_at_words(column: ColumnSeen, texts: pa.Array, values: _Values, source: Source | None) -> ColumnSeen:
    if not (column.sure and column.name) and column.kind == "words" and _may_be_people(column, values):
        return replace(column, kind="text")
    known = {"event": _event_words, "status": _status_words}.get(column.name or column.kind)
    meanings = known() if known else {}
    fold_case = str.lower if (column.name or column.kind) == "event" else str.upper
    pairs = zip(values.distinct.to_pylist(), values.rows.tolist(), strict=True)
    words = [Word(text, rows, meanings.get(fold_case(text.strip()), "")) for text, rows in pairs]
    return replace(column, words=tuple(sorted(words, key=lambda word: (-word.rows, word.text))))


_Look = Callable[[ColumnSeen, pa.Array, _Values, "Source | None"], ColumnSeen]
_LOOKS: dict[str, _Look] = {
    "amount": _look_at_amounts,
    "whole": _look_at_whole,
    "date": _look_at_dates,
    "debtors": _look_at_numbers,
    "firm": _look_at_numbers,
    "number": _look_at_numbers,
    "event": _look_at_words,
    "status": _look_at_words,
    "words": _look_at_words,
    "claim_type": _look_at_words,
    "yes_no": _look_at_words,
}


# --- what the columns say together ---


def _only_ones(columns: Sequence[ColumnSeen]) -> list[ColumnSeen]:
    """The columns, where nothing but their values tells what they are: the only one of its kind is it, of several none."""
    taken = Counter(column.name for column in columns if column.name)
    kinds = Counter(column.kind for column in columns)
    found = []
    for column in columns:
        if column.name and taken[column.name] > 1:
            column = replace(column, sure=False)
        candidate = {"amount": "amount", "debtors": "debtors", "claim_type": "claim_type", "event": "event",
                     "status": "status"}.get(column.kind, "")  # fmt: skip
        if not column.name and candidate and not taken[candidate]:
            column = replace(column, name=candidate, sure=kinds[column.kind] == 1)
        found.append(column)
    return found
