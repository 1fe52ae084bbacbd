"""The entry filter's rules: each on either side of its limit, the files, the versions, and what cannot be tried.

The cases stand in fixtures/rules/*.csv (tests/rule_cases.py). Dates and periods are held against an oracle that goes through
the readings of each sentence one by one, with the calendar of the standard library.
"""

from __future__ import annotations

import calendar
import inspect
import re
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files as folder_of
from typing import Any, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import rules_table
from hypothesis import given
from hypothesis import strategies as st
from rule_cases import (
    ALL,
    AS_OF,
    EXPECTED,
    Answered,
    Row,
    answer,
    cases,
    every,
    files,
    only,
    rows_of,
    stamdata,
)

from zerosum import dates
from zerosum.catalogue.load import everything
from zerosum.catalogue.rules import FILES
from zerosum.errors import LANGUAGES, SettingsError
from zerosum.stamdata.checks import CHECKS
from zerosum.stamdata.checks.check import Amount, Column, Day, Outcome, Text
from zerosum.stamdata.claims import AMOUNTS, DAYS, TEXTS, Stamdata
from zerosum.stamdata.judged import ANSWERS, Hits, Shown, came_out, evidence, hits_of, judged, outcomes, tried
from zerosum.stamdata.months import after
from zerosum.stamdata.rules import EVIDENCE, Rule, Rules, built_in, kinds_of, read
from zerosum.stamdata.seen import WORKED_OUT, Seen, received_on
from zerosum.tables import (
    NO_DAY,
    NOT_TOLD,
    Breaches,
    BreachSums,
    Consequence,
    Forecasts,
    PsrmAnswer,
    RuleCounts,
    Status,
)
from zerosum.toml_file import parse

RULES = built_in()
KINDS = kinds_of(everything())
DAY_CARE = (
    "KFDAINS",
    "KFSKFRI",
    "KFLRUNG",
    "KFGEDAI",
    "KFOMDAG",
    "KFTILDA",
    "KFTBBSF",
    "KFTØFIN",
    "GEDAINS",
    "REOPDAG",
)


# --- the table of cases ---


def wrong_in(answered: Answered) -> list[str]:
    """The cases of which a rule says something else than the table."""
    said: dict[str, list[str]] = {}
    found = []
    for at, case in enumerate(answered.cases):
        if case.rule == ALL:
            continue
        if case.rule not in said:
            said[case.rule] = answered.said(case.rule)
        if said[case.rule][at] != case.expected:
            found.append(f"{case}: {said[case.rule][at]}, expected {case.expected}")
    return found


@pytest.mark.parametrize("file", files())
def test_each_case_comes_out_as_the_table_says(file: str) -> None:
    some = cases(file)
    assert {case.expected for case in some} <= set(EXPECTED)
    assert all(case.why.endswith(".") for case in some)
    assert wrong_in(answer(some)) == []


def test_a_right_claim_of_each_type_breaks_no_rule() -> None:
    right = [case for case in every() if case.rule == ALL]
    answered = answer(right)
    assert {case.claim_type for case in right} >= set(DAY_CARE)
    broken = {str(case): {RULES.rules[at].code for at in answered.rules_of(n)} for n, case in enumerate(right)}
    assert {case: codes for case, codes in broken.items() if codes} == {}
    forecast = dict(zip([case.claim_type for case in right], answered.judged.forecast[answered.at], strict=True))
    assert set(forecast.values()) == {Consequence.NONE}


def test_every_rule_of_day_care_has_a_case_on_either_side_for_each_type() -> None:
    table = {(case.rule, case.claim_type, case.expected) for case in cases("daginstitution")}
    told = 0
    for rule in RULES.rules:
        if rule.file != "rules/daginstitution.toml" or not rule.types or rule.code == "AFV_574":
            continue
        word = next(word for word, value in EXPECTED.items() if value is rule.consequence)
        for claim_type in rule.types:
            told += 1
            assert (rule.code, claim_type, "overholdt") in table, (rule.code, claim_type)
            assert (rule.code, claim_type, word) in table, (rule.code, claim_type, word)
    assert told > 150


def test_every_version_of_every_rule_is_broken_by_a_case_and_kept_by_one() -> None:
    answered = answer(every())
    broken = {at for n, case in enumerate(every()) for at in answered.rules_of(n) if RULES.rules[at].code == case.rule}
    left = {(RULES.rules[at].code, RULES.rules[at].file) for at in set(range(len(RULES.rules))) - broken}
    assert left == {("EGEN_CPR_MODULUS_11", "rules/common.toml")}  # needs numbers with a month, which no file may hold
    kept = {(case.rule, case.file) for case in every() if case.expected == "overholdt"}
    alone = {
        ("EGEN_CPR_MODULUS_11", "common"),
        ("AFV_574", "daginstitution"),
    }  # the latter is a breach whatever stands there
    assert {(one.code, one.file[6:-5]) for one in RULES.rules} - kept == alone


# --- every off-by-one, wrong column, wrong consequence and wrong version is seen by the table ---


def mutants(rule: Rule) -> list[Rule]:
    """The rule with one thing wrong each."""
    found = []
    values = rule.values
    for name, value in values:
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        for wrong in (value - 1, value + 1):
            if wrong >= 0 or name == "days":
                found.append(replace(rule, values=values.model_copy(update={name: wrong})))
    if hasattr(values, "words") or hasattr(values, "right"):
        for name in {"words", "right", "wrong"} & set(type(values).model_fields):
            words = getattr(values, name)
            found += (
                []
                if len(words) == 1
                else [
                    replace(rule, values=values.model_copy(update={name: [word for word in words if word != one]}))
                    for one in words
                ]
            )
    for one in Consequence:
        if one not in (Consequence.NONE, rule.consequence):
            found.append(replace(rule, consequence=one))
    found.append(replace(rule, since=date(2026, 6, 16)))
    return found


def moved(rules: Rules, day: date, days: int) -> Rules:
    """The rules with a change of versions on another day."""
    change = {day: day + timedelta(days=days)}
    return replace(
        rules,
        rules=tuple(
            replace(one, since=change.get(one.since, one.since), until=one.until and change.get(one.until, one.until))
            for one in rules.rules
        ),
    )


@pytest.mark.long
@pytest.mark.parametrize("code", sorted({one.code for one in RULES.rules} - {"EGEN_CPR_MODULUS_11"}))
def test_a_rule_with_one_thing_wrong_fails_the_table(code: str) -> None:
    of_rule = tuple(case for case in every() if case.rule == code)
    alone = only(RULES, code)
    assert wrong_in(answer(of_rule, alone)) == []
    tried_out = 0
    for at, rule in enumerate(alone.rules):
        mine = [case for case in of_rule if rule.is_about(case.claim_type, KINDS.get(case.claim_type))]
        for wrong in mutants(rule):
            changed = replace(alone, rules=(*alone.rules[:at], wrong, *alone.rules[at + 1 :]))
            tried_out += 1
            assert wrong_in(answer(mine, changed)), wrong
        for days in (-1, 1) if rule.until is not None else ():
            assert wrong_in(answer(mine, moved(alone, rule.until, days))), (rule, days)
    assert tried_out


@pytest.mark.long
@pytest.mark.parametrize("code", sorted({one.code for one in RULES.rules if hasattr(one.values, "day")}))
def test_a_rule_that_looks_at_another_day_fails_the_table(code: str) -> None:
    of_rule = tuple(case for case in every() if case.rule == code)
    alone = only(RULES, code)
    for at, rule in enumerate(alone.rules):
        for name in {"day", "than"} & set(type(rule.values).model_fields):
            for other in ("last_timely_on", "booked_on"):
                if getattr(rule.values, name) == other:
                    continue
                values = rule.values.model_copy(update={name: other})
                changed = (*alone.rules[:at], replace(rule, values=values), *alone.rules[at + 1 :])
                assert wrong_in(answer(of_rule, replace(alone, rules=changed))), (rule, name, other)


# --- checks and values ---


def test_every_check_is_used_by_a_rule_and_every_file_is_read() -> None:
    assert {one.check.name for one in RULES.rules} == set(CHECKS)
    there = {one.name for one in folder_of("zerosum.catalogue").joinpath("rules").iterdir()}
    assert {one for one in there if one.endswith(".toml")} == {f"{name}.toml" for name in FILES}


class _Recording:
    """Values that remember which of them were read."""

    def __init__(self, values: Any) -> None:
        self.values, self.read = values, set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.values, name)


def test_every_value_of_a_rule_is_read_by_its_check() -> None:
    block = next(Seen(stamdata([Row({"claim_type": "KFDAINS", "debtors": "0113701234"}, {}, {})]), AS_OF).blocks())
    looked = set()
    for rule in RULES.rules:
        recording = _Recording(rule.values)
        tried(rule.check, recording, block)
        assert recording.read == set(type(rule.values).model_fields), rule.check.name
        looked |= {(type(rule.values), name) for name in recording.read}
    # A value that every rule leaves as it is by itself is one that no rule needs.
    assert {(type(rule.values), name) for rule in RULES.rules for name in rule.values.model_fields_set} == looked
    assert len(looked) > 25


def test_the_columns_of_values_are_those_of_the_claims() -> None:
    own = set(WORKED_OUT)
    assert set(get_args(Day)) - own == set(DAYS)
    assert set(get_args(Amount)) == set(AMOUNTS)
    assert set(get_args(Text)) - own == set(TEXTS)
    assert set(get_args(Column)) == {*get_args(Day), *get_args(Amount), *get_args(Text)}
    assert own <= set(get_args(Column))
    assert set(RULES.columns) == set(EVIDENCE)


# --- what the files say ---


def test_every_rule_has_a_source_and_a_sentence_in_both_languages() -> None:
    for rule in RULES.rules:
        assert len(rule.source) > 20
        assert rule.note == "" or rule.note.endswith(".")
        for language in LANGUAGES:
            sentence = rule.told(language)
            assert sentence.endswith("."), rule
            assert sentence[0].isupper(), rule
            assert "{" not in sentence
    for one in (*RULES.reservations, *RULES.gaps):
        assert one.source
        assert one.sentence.da.endswith(".")
        assert one.sentence.en.endswith(".")
    english = " ".join(rule.told("en") for rule in RULES.rules)
    assert set(re.findall(r"[\w-]*[æøåÆØÅ][\w-]*", english)) == set()


def test_a_rule_says_the_same_wherever_it_stands() -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for rule in RULES.rules:
        said.setdefault(rule.code, set()).add((rule.check.name, rule.sentence.da))
    # Numbered per claim type by the source, or one for main claims and one for fees and interest.
    assert {code for code, some in said.items() if len(some) > 1} == {"R_7_1", "R_1_2"}


def test_what_is_not_known_is_marked() -> None:
    for rule in RULES.rules:
        assert (rule.consequence == Consequence.EITHER) == ("consequence" in rule.unknown or bool(rule.beside)), rule
    marked = {code for gap in RULES.gaps for code in gap.types}
    assert "KFGEKLU" in marked
    assert not any("KFGEKLU" in rule.types for rule in RULES.rules if rule.consequence != Consequence.HINT)
    road = next(rule for rule in RULES.rules if rule.types == ("KFRÅVEJ",))
    assert (road.consequence, "consequence" in road.unknown) == (Consequence.EITHER, True)
    assert {rule.beside for rule in RULES.rules if rule.code == "R_2_2a"} == {"R_3_1"}


def test_what_was_not_settled_is_told_of_claims_of_its_day() -> None:
    assert {(one.types, one.about) for one in RULES.reservations} == {
        (("KFTILDA", "KFTBBSF"), "due_on"),
        (("KFOMDAG",), "arose_on"),
    }
    rows = [
        Row({"claim_type": claim_type}, {"receipt_on": dates.day(day)}, {})
        for claim_type in ("KFTILDA", "KFTBBSF", "KFGEKLU", "KFDAINS")
        for day in ("2024-08-31", "2024-09-01")
    ]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    assert [(one.about, count) for one, count in done.reservations] == [("due_on", 2)]
    assert [(one.types, count) for one, count in done.gaps] == [(("KFGEKLU",), 2)]
    assert done.without_own_rules == (("KFGEKLU", 2),)


# --- mistakes of a file ---

FILE = """
[[source]]
key = "o"
text = "Oversigt"

[[rule]]
code = "R_4_2"
check = "amount_at_most"
da = "Højst {kroner}."
en = "At most {kroner}."

[[rule.version]]
types = ["KFDAINS"]
since = 2024-01-18
values = { amount = "principal_ore", kroner = "10.000,00" }
consequence = "hearing"
source = "o"
"""


def mistakes(*written: str) -> list[tuple[str, int, str]]:
    """The problems of some files: file, line, code."""
    documents = [parse(text, f"{'abc'[n]}.toml") for n, text in enumerate(written)]
    with pytest.raises(SettingsError) as caught:
        read(documents, everything())
    for problem in caught.value.problems:
        for language in LANGUAGES:
            assert all(vars(problem.told(language)).values()), problem
    return [(one.file, one.line, one.code) for one in caught.value.problems]


def test_the_file_of_the_test_is_right() -> None:
    (rule,) = read([parse(FILE, "a.toml")], everything()).rules
    assert (rule.code, rule.consequence, rule.values.kroner) == ("R_4_2", Consequence.HEARING, 1_000_000)
    assert (rule.told("da"), rule.told("en")) == ("Højst 10.000,00.", "At most 10,000.00.")


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('source = "o"', 'source = "o"\nmaximum = 3', 18, "key_unknown"),
        ("since = 2024-01-18\n", "", 12, "key_missing"),
        ('da = "Højst {kroner}."\n', "", 6, "key_missing"),
        ('"R_4_2"', '"R42"', 7, "value_unusable"),
        ('"R_4_2"', '"AFV_"', 7, "value_unusable"),
        ("2024-01-18", '"2024-01-18"', 14, "value_unusable"),
        ('"hearing"', '"rejection"', 16, "value_unusable"),
        ('"KFDAINS"', '"kfdains"', 13, "value_unusable"),
        ('"KFDAINS"', '"KFDAINX"', 13, "rule_type_unknown"),
        ('"KFDAINS"', '"KFDAINS", "KFDAINS"', 13, "rule_name_repeated"),
        ('"amount_at_most"', '"amount_at_mst"', 8, "rule_check_unknown"),
        ('kroner = "10.000,00"', 'kroner = "10.000,00", days = 3', 15, "key_unknown"),
        (', kroner = "10.000,00"', "", 15, "key_missing"),
        ('kroner = "10.000,00"', "kroner = 10000", 15, "value_unusable"),
        ('kroner = "10.000,00"', 'kroner = "-1,00"', 15, "value_unusable"),
        ('"principal_ore"', '"principal"', 15, "value_unusable"),
        ('source = "o"', 'source = "p"', 17, "rule_source_unknown"),
        ('da = "Højst {kroner}."', 'da = "Højst {kr}."', 9, "rule_sentence_unfilled"),
        ('da = "Højst {kroner}."', 'da = "Højst {kroner."', 9, "rule_sentence_unfilled"),
        ('types = ["KFDAINS"]', 'types = ["KFDAINS"]\nkinds = ["main"]', 13, "rule_types_and_others"),
        ("since = 2024-01-18", "since = 2024-01-18\nuntil = 2024-01-18", 15, "rule_until_not_after_since"),
        ('"hearing"', '"either"', 16, "rule_consequence_in_doubt"),
        ('source = "o"', 'source = "o"\nunknown = ["consequence"]', 16, "rule_consequence_in_doubt"),
        ('source = "o"', 'source = "o"\nrejection = 1', 18, "rule_rejection_unknown"),
        ('text = "Oversigt"', 'text = "Oversigt"\n\n[[source]]\nkey = "o"\ntext = "b"', 7, "rule_name_repeated"),
    ],
)
def test_a_mistake_of_a_rule_file_is_told_with_its_line(old: str, new: str, line: int, code: str) -> None:
    assert old in FILE
    assert ("a.toml", line, code) in mistakes(FILE.replace(old, new, 1))


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    first = FILE.replace('"KFDAINS"', '"KFDAINX"').replace("Højst {kroner}", "Højst {kr}")
    second = FILE.replace('source = "o"', 'source = "o"\nmaximum = 3').replace('"R_4_2"', '"R42"')
    assert mistakes(first, second) == [
        ("a.toml", 9, "rule_sentence_unfilled"),
        ("a.toml", 13, "rule_type_unknown"),
        ("b.toml", 7, "value_unusable"),
        ("b.toml", 18, "key_unknown"),
    ]


VERSION = FILE[FILE.index("[[rule.version]]") :]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("", "", True),
        ("until = 2024-06-01", "since = 2024-05-31", True),
        ("until = 2024-06-01", "since = 2024-06-01", False),
        ("", 'types = ["KFSKFRI"]', False),
        ("", "types = []", True),
        ("", 'types = []\nkinds = ["main"]', True),
        ("", 'types = []\nkinds = ["fee"]', False),
        ("", 'types = []\nbut_not = ["KFDAINS"]', False),
    ],
)
def test_two_versions_on_one_day_for_one_type_are_refused(first: str, second: str, clash: bool) -> None:
    written = FILE.replace("since = 2024-01-18", f"since = 2024-01-18\n{first}")
    later = VERSION
    for line in filter(None, second.split("\n")):
        key = line.split(" ")[0]
        later = (
            re.sub(rf"^{key} = .*$", line, later, flags=re.MULTILINE) if f"\n{key} = " in later else later + line + "\n"
        )
    written += later
    if not clash:
        assert len(read([parse(written, "a.toml")], everything()).rules) == 2
        return
    (found,) = mistakes(written)
    assert found[2] == "rule_versions_overlap"
    # in two files as well
    (found,) = mistakes(
        FILE.replace("since = 2024-01-18", f"since = 2024-01-18\n{first}"), FILE.replace(VERSION, later)
    )
    assert (found[0], found[2]) == ("b.toml", "rule_versions_overlap")


# --- days after months, against the calendar ---

DAYS_OF_TIME = st.dates(date(1900, 1, 1), date(2200, 12, 31)) | st.sampled_from(
    [date(year, month, day) for year in (2023, 2024, 2025, 1900, 2000) for month in range(1, 13)
     for day in (1, 28, 29, 30, 31) if day <= calendar.monthrange(year, month)[1]]
)  # fmt: skip


def readings(start: date, years: int, months: int, days: int) -> list[date]:
    """Every day that «so many years and months after» may mean, with the days added."""
    year, month = divmod(start.year * 12 + start.month - 1 + years * 12 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    last = date(year, month + 1, length)
    more = timedelta(days=days)
    if start.day <= length:
        return [date(year, month + 1, start.day) + more]
    return [last + timedelta(days=over) + more for over in range(start.day - length + 1)]


@given(DAYS_OF_TIME, st.integers(-3, 12), st.integers(-14, 14), st.integers(-40, 40))
def test_months_are_counted_as_the_calendar_has_them(start: date, years: int, months: int, days: int) -> None:
    earliest, latest = after(np.array([dates.number(start)], np.int32), years, months, days)
    expected = readings(start, years, months, days) if years or months else [start + timedelta(days=days)]
    assert (earliest[0], latest[0]) == (dates.number(min(expected)), dates.number(max(expected)))


def test_the_end_of_a_month_has_several_readings() -> None:
    def told(start: str, *count: int) -> tuple[str, str]:
        first, last = after(np.array([dates.day(start)], np.int32), *count)
        return dates.show(int(first[0])), dates.show(int(last[0]))

    assert told("2026-02-28", 0, 1, 0) == ("28.03.2026", "28.03.2026")
    assert told("2026-01-31", 0, 1, 0) == ("28.02.2026", "03.03.2026")
    assert told("2028-01-31", 0, 1, 0) == ("29.02.2028", "02.03.2028")
    assert told("2028-02-29", 1, 0, 0) == ("28.02.2029", "01.03.2029")
    assert told("2026-01-01", 0, 2, -2) == ("27.02.2026", "27.02.2026")
    assert told("2028-01-01", 0, 2, -2) == ("28.02.2028", "28.02.2028")


# The sentences of day care, once more and by themselves: what each asks of one claim. A rule is broken where every reading
# of its sentence is.


def broken(code: str, claim_type: str, one: dict[str, date]) -> bool:
    """Whether a claim breaks a rule on dates, as its sentence stands."""
    start, end, arose, due = one["period_from_on"], one["period_to_on"], one["arose_on"], one["due_on"]
    limit, got, timely = one["limitation_on"], one["receipt_on"], one["last_timely_on"]
    day = timedelta(days=1)
    match code:
        case "R_2_2a" | "R_3_1":
            return limit < got
        case "R_x_BORTFALD_SENEST":
            return all(limit > last for last in readings(got, 5, 0, 0))
        case "R_2_3a":
            return all(limit < first for first in readings(due, 3, 0, 0))
        case "R_2_3":
            return all(limit > last for last in readings(due, 4, 0, 0))
        case "R_5_1":
            return not due < got
        case "R_5_2":
            return not timely < got
        case "R_5_3":
            return not arose < got
        case "R_6_1":
            return timely < due
        case "R_6_19":
            return not end >= start + day
        case "R_6_21" | "R_x_PERIODE_SAMME_MÅNED":
            return (start.year, start.month) != (end.year, end.month)
        case "R_x_PERIODE_IKKE_OMVENDT" | "AFV_569":
            return end < start
        case "R_x_PERIODE_TO_MÅNEDER":
            return all(end > last for last in readings(start, 0, 2, -2))
        case "R_x_PERIODE_EN_MÅNED":
            return all(end > last for last in readings(start, 0, 1, -1))
        case "R_x_PERIODE_ET_ÅR":
            return all(end > last for last in readings(start, 1, 0, -1))
        case "R_x_PERIODE_KALENDERÅR":
            return (start, end) != (date(start.year, 1, 1), date(start.year, 12, 31))
        case "R_x_PERIODE_EN_DAG":
            return start != end
        case "R_x_PERIODE_NETOP_EN_MÅNED":
            return not min(readings(start, 0, 1, -1)) <= end <= max(readings(start, 0, 1, -1))
        case "R_x_STIFTELSE_ER_START":
            return arose != start
        case "R_x_STIFTELSE_EFTER_SLUT":
            return not arose > end
        case "R_x_STIFTELSE_30_DAGE":
            return arose < start - 30 * day
        case "R_x_STIFTELSE_FRA_START":
            return arose < start
        case "R_x_STIFTELSE_DAGEN_EFTER":
            return arose - day != end
        case "R_x_STIFTELSE_ER_SLUT":
            return arose != end
        case "R_x_FORFALD_FRA_START":
            return due < start
        case "R_x_FORFALD_TO_MÅNEDER":
            return all(due > last for last in readings(start, 0, 2, 0))
        case "R_x_FORFALD_FRA_STIFTELSE":
            return due < arose
        case "R_x_FORFALD_SENEST_STIFTELSE":
            return due > arose
        case "R_x_FORFALD_EFTER_STIFTELSE":
            return not due > arose
        case "R_x_FORFALD_ER_STIFTELSE":
            return due != arose
    raise KeyError(code)


CODES_OF_DATES = tuple(re.findall(r'"(R_\w+|AFV_569)"', inspect.getsource(broken)))
CLAIM_DAYS = (
    "period_from_on",
    "period_to_on",
    "arose_on",
    "due_on",
    "last_timely_on",
    "limitation_on",
    "receipt_on",
)

STEPS = st.integers(-3, 3).map(lambda days: timedelta(days=days))


@st.composite
def dated_claims(draw: st.DrawFn) -> dict[str, date]:
    """A claim whose days lie near the limits of the rules."""
    start = draw(st.dates(date(2024, 6, 1), date(2027, 12, 31)) | st.sampled_from(
        [date(2024, 12, 31), date(2025, 1, 30), date(2025, 1, 31), date(2028, 2, 29), date(2026, 2, 28), date(2025, 1, 1)]
    ))  # fmt: skip
    months, days = draw(st.sampled_from([(0, 0), (0, 1), (1, -1), (1, 0), (2, -2), (2, 0), (12, -1)]))
    end = draw(st.sampled_from(readings(start, 0, months, days))) + draw(STEPS)
    arose = draw(st.sampled_from([start, end, start - timedelta(days=30)])) + draw(STEPS)
    due = draw(st.sampled_from([start, arose, *readings(start, 0, 2, 0)])) + draw(STEPS)
    timely = due + draw(STEPS)
    got = draw(st.sampled_from([due, timely, arose])) + draw(STEPS)
    years, base = draw(st.sampled_from([(3, due), (4, due), (5, got), (0, got)]))
    limit = draw(st.sampled_from(readings(base, years, 0, 0))) + draw(STEPS)
    return dict(zip(CLAIM_DAYS, (start, end, arose, due, timely, limit, got), strict=True))


@given(st.lists(dated_claims(), min_size=1, max_size=8), st.sampled_from(DAY_CARE))
def test_dates_are_judged_as_the_sentences_say(claims: list[dict[str, date]], claim_type: str) -> None:
    rows = [Row({"claim_type": claim_type}, {n: dates.number(day) for n, day in one.items()}, {}) for one in claims]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    for code in CODES_OF_DATES:
        of_rule = outcomes(done, code)
        if (of_rule == Outcome.OUTSIDE).all():
            continue
        told = [bool(broken(code, claim_type, one)) for one in claims]
        assert (of_rule == Outcome.BREACHED).tolist() == told, (code, claims)
        assert set(of_rule.tolist()) <= {Outcome.KEPT, Outcome.BREACHED}


def test_the_oracle_knows_every_rule_of_day_care_on_dates() -> None:
    of_dates = {
        one.code
        for one in RULES.rules
        if one.file == "rules/daginstitution.toml"
        and one.check.name in ("not_before", "not_after", "same_day", "same_month", "whole_year", "limitation_not_before",
                               "limitation_not_after")
    } - {"R_10_2"}  # fmt: skip
    assert of_dates <= set(CODES_OF_DATES)
    assert len(CODES_OF_DATES) > 25


# --- the day that decides ---


def test_the_day_of_receipt_is_the_receipt_else_booked_else_the_as_of_day() -> None:
    days = [
        ({"receipt_on": 10, "booked_on": 5}, Status.EXECUTED, 10),
        ({"receipt_on": 10, "booked_on": 5}, Status.NOT_SENT, 10),
        ({"booked_on": 5}, Status.RECEIVED, 5),
        ({"booked_on": 5}, Status.UNKNOWN, 5),
        ({"booked_on": 5}, Status.NOT_SENT, 100),
        ({}, Status.EXECUTED, 100),
    ]
    data = stamdata([Row({}, told, {}, status) for told, status, _ in days])
    assert received_on(data, 100).tolist() == [expected for _, _, expected in days]
    assert received_on(replace(data, days={}), 100).tolist() == [100] * len(days)


def test_a_claim_is_judged_by_the_version_of_its_day() -> None:
    (case,) = [one for one in cases("daginstitution") if one.rule == ALL and one.claim_type == "KFDAINS"]
    (row,) = rows_of(case, 0)
    ends = {"period_to_on": row.days["period_from_on"]}
    told = []
    for day in ("2023-09-13", "2023-09-14"):
        changed = replace(row, days=row.days | ends | {"receipt_on": dates.day(day)})
        done = judged(stamdata([changed]), only(RULES, "R_6_19"), KINDS, AS_OF)
        told.append(Consequence(done.forecast[0]))
    assert told == [Consequence.REJECTED, Consequence.HEARING]


def test_an_unreadable_day_of_receipt_decides_nothing() -> None:
    (case,) = [one for one in cases("daginstitution") if one.rule == ALL and one.claim_type == "KFDAINS"]
    (row,) = rows_of(case, 0)
    data = stamdata([row, row])
    data = replace(data, untold={"received_on": np.array([True, False])})
    done = judged(data, RULES, KINDS, AS_OF)
    reads = {one.code for one in RULES.rules if one.is_about("KFDAINS", KINDS["KFDAINS"])
             and "received_on" in one.check.reads(one.values)}  # fmt: skip
    several = {one.code for one in RULES.rules if one.is_about("KFDAINS", KINDS["KFDAINS"]) and one.until is not None}
    assert "R_3_1" in reads
    assert "R_6_19" in several
    for code in reads | several:
        first, second = outcomes(done, code).tolist()
        assert first == Outcome.NO_VERSION, code
        assert second in (Outcome.KEPT, Outcome.OUTSIDE), code
    assert not done.breaches["row"].isin([0]).any()
    assert Seen(data, AS_OF).untold("received_on") is not None
    assert done.not_wholly_tried.tolist() == [True, False]


# --- what cannot be tried is counted ---


def right_rows() -> list[Row]:
    """A right claim of each type, and what they need beside them."""
    return [row for n, case in enumerate(every()) if case.rule == ALL for row in rows_of(case, n)]


@pytest.mark.long
@pytest.mark.parametrize("name", sorted({*TEXTS, *DAYS, *AMOUNTS} - {"claim_type", "receipt_on", "booked_on"}))
def test_a_rule_whose_column_is_not_told_is_not_tried(name: str) -> None:
    some = ("KFDAINS", "KFTILDA", "GEDAINS", "REOPDAG")
    whole = stamdata([row for row in right_rows() if row.texts["claim_type"] in some and "debtors" in row.texts])
    data = replace(whole, told=whole.told - {name})
    before, done = (judged(one, RULES, KINDS, AS_OF) for one in (whole, data))
    reads = {
        rule.code
        for rule in RULES.rules
        for column in rule.check.reads(rule.values)
        if name in WORKED_OUT.get(column, (column,))
    }
    told = before.counts.merge(done.counts, on=[RuleCounts.CLAIM_TYPE, RuleCounts.RULE], suffixes=("_before", ""))
    told = told[told[RuleCounts.CLAIM_TYPE].map(KINDS).notna()]  # R_1_2 is unclear for the others
    told = told[told[RuleCounts.RULE] != "AFV_428"]  # unclear without the numbers of main claims
    of_them = told[told[RuleCounts.RULE].isin(reads)]
    for column in ("kept", "breached", "blank", "unclear"):
        assert not of_them[column].any(), column
    assert of_them["not_told"].sum() == of_them["kept_before"].sum() + of_them[["breached_before", "blank_before",
        "unclear_before", "outside_before"]].sum().sum() - of_them["outside"].sum()  # fmt: skip
    others = told[~told[RuleCounts.RULE].isin(reads)]
    assert (others["kept"] == others["kept_before"]).all()


def test_each_claim_is_in_one_count_of_each_rule_of_its_type() -> None:
    rows = [row for n, case in enumerate(every()) for row in rows_of(case, n)]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    sizes = pd.Series([row.texts["claim_type"] for row in rows]).value_counts()
    counts = done.counts.set_index([RuleCounts.CLAIM_TYPE.value, RuleCounts.RULE.value])
    assert counts.index.is_unique
    assert (counts.sum(axis=1) == sizes.loc[counts.index.get_level_values(0)].to_numpy()).all()
    of_breaches = done.breaches[Breaches.RULE].map(lambda at: RULES.rules[at].code).value_counts()
    assert counts["breached"].groupby(level=1).sum().loc[of_breaches.index].tolist() == of_breaches.tolist()


def test_a_cell_that_cannot_be_used_is_not_blank() -> None:
    (row,) = [one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI"]
    blank = replace(row, days=row.days | {"due_on": NO_DAY})
    data = replace(stamdata([row, blank, blank]), untold={"due_on": np.array([False, False, True])})
    done = judged(data, RULES, KINDS, AS_OF)
    assert outcomes(done, "R_7_2").tolist() == [Outcome.KEPT, Outcome.BREACHED, Outcome.NOT_TOLD]
    assert outcomes(done, "R_6_1").tolist() == [Outcome.KEPT, Outcome.BLANK, Outcome.NOT_TOLD]
    assert done.not_wholly_tried.tolist() == [False, True, True]


def test_a_right_claim_of_day_care_is_wholly_tried_where_all_is_told() -> None:
    rows = [row for row in right_rows() if row.texts["claim_type"] in DAY_CARE and "debtors" in row.texts]
    rows = [row for row in rows if "main_claim_id" not in row.texts]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    assert not done.not_wholly_tried.any()
    hidden = judged(replace(stamdata(rows), told=frozenset({"claim_type"})), RULES, KINDS, AS_OF)
    assert hidden.not_wholly_tried.all()
    assert set(hidden.forecast.tolist()) == {Consequence.NONE}


def test_a_hint_makes_no_forecast_and_no_rule_of_the_filter() -> None:
    (row,) = [one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI"]
    row = replace(row, texts=row.texts | {"debtors": "0113701234|0213701235"})
    data = stamdata([row])
    done = judged(replace(data, told=data.told - {"in_collection"}), RULES, KINDS, AS_OF)
    assert [RULES.rules[at].code for at in done.breaches[Breaches.RULE]] == ["EGEN_FLERE_HÆFTERE"]
    assert (done.forecast[0], done.not_wholly_tried[0]) == (Consequence.NONE, False)
    of_collection = done.counts[done.counts[RuleCounts.RULE] == "EGEN_OGSÅ_TIL_OPKRÆVNING"]
    assert of_collection["not_told"].tolist() == [1]


def test_a_late_limitation_is_no_breach_where_nobody_tells_of_judgments() -> None:
    (row,) = [one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI"]
    late = replace(row, days=row.days | {"limitation_on": dates.day("2036-05-01")})
    early = replace(row, days=row.days | {"limitation_on": dates.day("2029-03-09")})
    data = stamdata([row, late, early])
    whole = judged(data, RULES, KINDS, AS_OF)
    assert outcomes(whole, "R_2_3").tolist() == [Outcome.KEPT, Outcome.BREACHED, Outcome.KEPT]
    for name in ("judgment_on", "settlement_on"):
        done = judged(replace(data, told=data.told - {name}), RULES, KINDS, AS_OF)
        assert outcomes(done, "R_2_3").tolist() == [Outcome.KEPT, Outcome.UNCLEAR, Outcome.KEPT]
        assert outcomes(done, "R_2_3a").tolist() == [Outcome.KEPT, Outcome.KEPT, Outcome.BREACHED]


def test_a_type_of_which_nobody_knows_what_it_is_of_is_unclear() -> None:
    rows = [Row({"claim_type": "KFXXXXX", "main_claim_id": "9"}, {}, {})]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    assert outcomes(done, "R_1_2").tolist() == [Outcome.UNCLEAR]
    assert done.without_own_rules == (("KFXXXXX", 1),)
    as_main = judged(stamdata(rows), RULES, {**KINDS, "KFXXXXX": "main"}, AS_OF)
    assert outcomes(as_main, "R_1_2").tolist() == [Outcome.BREACHED]


# --- references, main claims, debtors ---


@st.composite
def named_claims(draw: st.DrawFn) -> list[Row]:
    """Claims that share references and FordringIDs."""
    some = draw(st.integers(1, 7))
    rows = []
    for _ in range(some):
        texts = {
            "claim_type": draw(st.sampled_from(["KFDAINS", "KFSKFRI"])),
            "reference": draw(st.sampled_from(["", "A", "B"])),
            "claim_id": draw(st.sampled_from(["", "1", "2"])),
            "resent_of": draw(st.sampled_from(["", "", "1"])),
        }
        status = draw(st.sampled_from([Status.EXECUTED, Status.REJECTED]))
        rows.append(Row(texts, {"receipt_on": draw(st.integers(20500, 20502))}, {}, status))
    return rows


@given(named_claims())
def test_a_reference_is_taken_by_an_earlier_claim(rows: list[Row]) -> None:
    def taken(at: int) -> bool:
        mine = rows[at]
        return not mine.texts["resent_of"] and any(
            other.texts["reference"] == mine.texts["reference"]
            and n != at
            and (not mine.texts["claim_id"] or other.texts["claim_id"] != mine.texts["claim_id"])
            and not other.texts["resent_of"]
            and other.status != Status.REJECTED
            and other.days["receipt_on"] <= mine.days["receipt_on"]
            for n, other in enumerate(rows)
        )

    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    expected = [
        (Outcome.BREACHED if taken(n) else Outcome.KEPT) if row.texts["reference"] else Outcome.BLANK
        for n, row in enumerate(rows)
    ]
    assert outcomes(done, "AFV_486").tolist() == expected


def test_the_main_claim_is_the_one_live_row_of_its_number() -> None:
    def main(number: str, day: str, status: Status = Status.EXECUTED) -> Row:
        return Row({"claim_type": "KFDAINS", "claim_id": number}, {"due_on": dates.day(day)}, {}, status)

    def interest(number: str) -> Row:
        return Row({"claim_type": "REOPDAG", "main_claim_id": number}, {"receipt_on": dates.day("2026-06-15")}, {})

    late, timely = "2026-06-15", "2026-06-14"
    rows = [interest(one) for one in ("1", "2", "3", "4", "5")]
    rows += [main("1", timely), main("2", late), main("3", timely), main("3", late)]
    rows += [main("4", late, Status.REJECTED), main("4", timely), main("5", timely, Status.REJECTED)]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    assert outcomes(done, "R_10_2").tolist()[:5] == [
        Outcome.KEPT,
        Outcome.BREACHED,
        Outcome.BLANK,
        Outcome.KEPT,
        Outcome.BLANK,
    ]
    assert outcomes(done, "AFV_428").tolist()[:5] == [
        Outcome.KEPT,
        Outcome.KEPT,
        Outcome.UNCLEAR,
        Outcome.KEPT,
        Outcome.BREACHED,
    ]


def person(serial: int, check: int, day: str = "01") -> str:
    """Ten digits in the form of a person's number, of somebody born in 1858; none stands in this file."""
    return f"{day}01" + "58" + f"{5000 + serial:04d}"[:3] + str(check)


def test_modulus_11_is_a_hint_about_persons_with_a_month_and_about_firms() -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

    def holds(number: str) -> bool:
        return sum(w * int(d) for w, d in zip(weights, number, strict=True)) % 11 == 0

    numbers = [person(serial, check, day) for serial in (10, 40) for check in range(10) for day in ("01", "61")]
    assert {holds(one) for one in numbers} == {True, False}
    rows = [Row({"claim_type": "KFDAINS", "debtors": one}, {}, {}) for one in numbers]
    rows += [Row({"claim_type": "KFDAINS", "debtors": "|".join((one, "0113701234"))}, {}, {}) for one in numbers]
    rows += [Row({"claim_type": "KFDAINS", "debtors": one}, {}, {}) for one in ("0113701234", "10000009", "", "SE12")]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    told = outcomes(done, "EGEN_CPR_MODULUS_11")
    assert told[: 2 * len(numbers)].tolist() == [
        Outcome.KEPT if holds(one) else Outcome.BREACHED for one in numbers * 2
    ]
    assert told[2 * len(numbers) :].tolist() == [Outcome.OUTSIDE] * 4
    assert set(done.forecast.tolist()) != {Consequence.NONE}  # other fields are blank
    rule = next(one for one in RULES.rules if one.code == "EGEN_CPR_MODULUS_11")
    assert rule.consequence == Consequence.HINT


# --- forecasts and answers ---


def told_frame(*rows: tuple[str, str, Consequence, PsrmAnswer, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["solution", "claim_type", "forecast", "answer", "claims"])
    return frame.assign(amount_ore=0, not_wholly_tried=0)


EXPECTED_OUT = {
    (Consequence.NONE, PsrmAnswer.EXECUTED): "quiet",
    (Consequence.NONE, PsrmAnswer.IN_HEARING): "missed",
    (Consequence.NONE, PsrmAnswer.REJECTED): "missed",
    (Consequence.HEARING, PsrmAnswer.EXECUTED): "executed_since",
    (Consequence.HEARING, PsrmAnswer.IN_HEARING): "as_told",
    (Consequence.HEARING, PsrmAnswer.REJECTED): "otherwise",
    (Consequence.EITHER, PsrmAnswer.EXECUTED): "executed_since",
    (Consequence.EITHER, PsrmAnswer.IN_HEARING): "as_told",
    (Consequence.EITHER, PsrmAnswer.REJECTED): "as_told",
    (Consequence.REJECTED, PsrmAnswer.EXECUTED): "too_much",
    (Consequence.REJECTED, PsrmAnswer.IN_HEARING): "otherwise",
    (Consequence.REJECTED, PsrmAnswer.REJECTED): "as_told",
}


def test_each_forecast_comes_out_in_one_way() -> None:
    for forecast in set(Consequence) - {Consequence.HINT}:
        for given_answer in PsrmAnswer:
            expected = EXPECTED_OUT.get((forecast, given_answer), "no_answer")
            assert came_out(forecast, given_answer) == expected
            hits = hits_of(told_frame(("", "KFDAINS", forecast, given_answer, 3)))
            assert hits == Hits(**{expected: 3})
    every_one = [("", "", one, other, 10**n) for n, (one, other) in enumerate(EXPECTED_OUT)]
    hits = hits_of(told_frame(*every_one))
    assert hits.stopped == sum(10**n for n, (_, other) in enumerate(EXPECTED_OUT) if other != PsrmAnswer.EXECUTED)
    assert hits.foreseen == hits.stopped - hits.missed
    assert hits.warned == sum(10**n for n, (one, _) in enumerate(EXPECTED_OUT) if one != Consequence.NONE)


def test_the_forecast_of_a_claim_is_its_worst_and_held_against_its_status() -> None:
    right = next(one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI")

    def claim(n: int, status: Status, solution: str, **days: str) -> Row:
        texts = right.texts | {"reference": f"R-{n}", "claim_id": "", "solution": solution}
        return Row(texts, right.days | {k: dates.day(d) for k, d in days.items()}, right.amounts, status)

    hearing = {"period_to_on": "2026-04-30"}
    rejected = {"arose_on": "2026-02-28"}
    either = {"last_timely_on": "2026-03-09"}
    rows = [
        claim(0, Status.EXECUTED, "B"),
        claim(1, Status.IN_HEARING, "B", **hearing),
        claim(2, Status.REJECTED, "B", **rejected, **hearing, **either),
        claim(3, Status.REJECTED, "A", **hearing, **either),
        claim(4, Status.REJECTED, "A"),
        claim(5, Status.RECEIVED, "A", **rejected),
        claim(6, Status.NOT_SENT, "A", **hearing),
        claim(7, Status.EXECUTED, "A", **rejected),
    ]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    assert [Consequence(one).name for one in done.forecast] == [
        "NONE", "HEARING", "REJECTED", "EITHER", "NONE", "REJECTED", "HEARING", "REJECTED",
    ]  # fmt: skip
    assert done.hits == Hits(as_told=3, missed=1, too_much=1, quiet=1, no_answer=2)
    by = {(solution, claim_type): hits for solution, claim_type, hits in done.hits_by()}
    assert by == {
        ("A", "KFSKFRI"): Hits(as_told=1, missed=1, too_much=1, no_answer=2),
        ("B", "KFSKFRI"): Hits(as_told=2, quiet=1),
    }
    assert done.forecasts["claims"].sum() == len(rows)
    assert done.forecasts["amount_ore"].sum() == sum(row.amounts["amount_ore"] for row in rows)
    summed = done.summed.set_index(["solution", "claim_type", "rule"])
    at = next(n for n, one in enumerate(RULES.rules) if one.code == "R_x_PERIODE_TO_MÅNEDER")
    assert summed.loc[("A", "KFSKFRI", at)].tolist() == [Consequence.HEARING, 2, 180_000]
    assert summed.loc[("B", "KFSKFRI", at)].tolist() == [Consequence.HEARING, 2, 180_000]
    assert set(ANSWERS) == {Status.EXECUTED, Status.IN_HEARING, Status.REJECTED}


def test_an_amount_that_is_not_told_adds_nothing() -> None:
    right = next(one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI")
    untold = replace(right, amounts={"principal_ore": 100_000}, texts=right.texts | {"reference": "B"})
    done = judged(stamdata([right, untold]), RULES, KINDS, AS_OF)
    assert done.forecasts["amount_ore"].tolist() == [90_000, 0]
    assert done.summed["amount_ore"].tolist() == [0]
    assert [RULES.rules[at].code for at in done.summed["rule"]] == ["AFV_550_BELØB"]


def test_a_reservation_that_was_settled_is_told_no_more() -> None:
    settled = tuple(replace(one, until=date(2025, 1, 1)) for one in RULES.reservations)
    rows = [Row({"claim_type": "KFOMDAG"}, {"receipt_on": dates.day(day)}, {}) for day in ("2024-12-31", "2025-01-01")]
    done = judged(stamdata(rows), replace(RULES, reservations=settled), KINDS, AS_OF)
    assert [(one.about, count) for one, count in done.reservations] == [("arose_on", 1)]


def test_the_order_of_the_claims_changes_nothing() -> None:
    rows = [row for n, case in enumerate(every()[::3]) for row in rows_of(case, n)]
    data = stamdata(rows)
    order = np.random.default_rng(5).permutation(len(rows))
    one, other = judged(data, RULES, KINDS, AS_OF), judged(data.take(order), RULES, KINDS, AS_OF)
    assert other.forecast.tolist() == one.forecast[order].tolist()
    assert other.not_wholly_tried.tolist() == one.not_wholly_tried[order].tolist()
    for frame in ("summed", "counts", "forecasts"):
        pd.testing.assert_frame_equal(getattr(one, frame), getattr(other, frame))
    back = other.breaches.assign(row=order[other.breaches[Breaches.ROW]].astype(np.int32))
    back = back.sort_values(["row", "rule"], ignore_index=True)
    pd.testing.assert_frame_equal(one.breaches, back)


def test_nothing_at_all_is_judged_too() -> None:
    done = judged(stamdata([]), RULES, KINDS, AS_OF)
    assert [len(frame) for frame in (done.breaches, done.summed, done.counts, done.forecasts)] == [0, 0, 0, 0]
    assert done.hits == Hits()
    for table, frame in ((Breaches, done.breaches), (BreachSums, done.summed), (RuleCounts, done.counts), (Forecasts, done.forecasts)):  # fmt: skip
        table.check(frame)
    assert list(done.hits_by()) == []
    assert evidence(done, done.breaches) == []


def test_claims_without_any_column_are_judged_too() -> None:
    data = Stamdata({}, {}, {}, frozenset(), np.zeros(2, np.int8), np.zeros(2, np.int16), np.arange(2, dtype=np.int32))
    done = judged(data, RULES, KINDS, AS_OF)
    assert not len(done.breaches)
    assert done.not_wholly_tried.all()
    assert set(done.counts[RuleCounts.CLAIM_TYPE]) == {""}


# --- what may be shown ---


def test_what_is_shown_of_a_breach_names_no_debtor() -> None:
    right = next(one for one in right_rows() if one.texts["claim_type"] == "KFTILDA")
    number = "0113701234"
    texts = right.texts | {
        "debtors": f"{number}|0213701235",
        "reference": f"SAG {number[:6]}-{number[6:]}",
        "description": f"Gebyr for {number}",
        "institution": "SFO",
        "claim_id": "900000000000000001",
    }
    row = replace(right, texts=texts, days=right.days | {"limitation_on": NO_DAY})
    done = judged(stamdata([row]), RULES, KINDS, AS_OF)
    shown = dict(
        zip([RULES.rules[at].code for at in done.breaches[Breaches.RULE]], evidence(done, done.breaches), strict=True)
    )
    assert number[:6] not in str(shown)
    assert shown["EGEN_FLERE_HÆFTERE"] == (Shown("liable", 2),)
    assert shown["EGEN_INSTITUTION"] == (Shown("institution", "SFO"),)
    assert shown["R_2_1"] == (Shown("limitation_on", NO_DAY),)
    assert {one.column for some in shown.values() for one in some} <= set(RULES.columns)


def test_what_is_shown_is_the_claims_own() -> None:
    rows = [row for n, case in enumerate(every()[::7]) for row in rows_of(case, n)]
    done = judged(stamdata(rows), RULES, KINDS, AS_OF)
    some = done.breaches.iloc[::5]
    looked = 0
    for (at, _, _), fields in zip(some.itertuples(index=False), evidence(done, some), strict=True):
        for one in fields:
            if one.column in DAYS:
                assert one.value == rows[at].days.get(one.column, NO_DAY)
            elif one.column in AMOUNTS:
                assert one.value == rows[at].amounts.get(one.column, NOT_TOLD)
            elif one.column == "received_on":
                assert one.value == rows[at].days["receipt_on"]
            looked += 1
    assert looked > 50


# --- the document ---


def test_the_table_of_day_care_is_up_to_date() -> None:
    written = rules_table.DOCUMENT.read_text(encoding="utf-8")
    assert written == rules_table.document(), "make rules-table writes it anew"
    for code in DAY_CARE:
        assert f"## {code} " in written
    for case in cases("daginstitution"):
        assert case.rule == ALL or case.why in written


def test_chunked_columns_are_taken_too() -> None:
    (row,) = [one for one in right_rows() if one.texts["claim_type"] == "KFSKFRI"]
    data = stamdata([row, row])
    chunked = {name: pa.chunked_array([column[:1], column[1:]]) for name, column in data.texts.items()}
    one, other = judged(data, RULES, KINDS, AS_OF), judged(replace(data, texts=chunked), RULES, KINDS, AS_OF)
    pd.testing.assert_frame_equal(one.counts, other.counts)
    pd.testing.assert_frame_equal(one.forecasts, other.forecasts)
