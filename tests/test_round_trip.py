"""The round trip: what a municipality's files say gives the same `result.json`, byte for byte, in every form that holds it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from formats.form import CONTAINERS, CSV, FORMS, NARROW, NO_BREAK, THIN, Form
from formats.municipalities import MUNICIPALITIES, PLAIN_WORDS, WORDS, Told, of_town
from formats.write import given_in, held
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from towns import CELLS, Town, person

from zerosum.pipeline import reconcile
from zerosum.runs.document import canonical, document
from zerosum.settings import Input
from zerosum.sources.load import builtin

THOROUGH = bool(os.environ.get("ZEROSUM_THOROUGH"))
NOT_YET: frozenset[str] = frozenset()


@cache
def told(name: str) -> Told:
    return MUNICIPALITIES[name]()


def outcome(one: Told, inputs: tuple[Input, ...], folder: Path) -> bytes:
    """`result.json` of a run."""
    result = reconcile(replace(one.settings, inputs=inputs, path=folder / "zerosum.toml")).result
    assert not result.rejects, result.rejects[0]
    return canonical(document(result))


def right_of(one: Told, folder: Path) -> bytes:
    """`result.json` from plain CSV files, read by the sources that come with zerosum."""
    inputs = []
    for side in one.sides:
        form = replace(CSV, days="compact", thousands=".") if side.base == "kmd-ode" else CSV
        at = given_in(form, side, folder / side.side.name)
        inputs.append(replace(at, source=replace(builtin(side.base), signed=side.signed)))
    return outcome(one, tuple(inputs), folder)


@cache
def right(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return right_of(told(name), Path(folder))


def round_trip(one: Told, forms: tuple[Form, ...], folder: Path) -> bytes:
    """`result.json` from files in a form for each side, read by declared sources."""
    inputs = [given_in(form, side, folder / side.side.name) for form, side in zip(forms, one.sides, strict=True)]
    return outcome(one, tuple(inputs), folder)


def holds(one: Told, form: Form) -> bool:
    return all(held(form, side) for side in one.sides)


def turn(at: int, form: Form) -> str:
    """The municipality that a form is tried on: one with negative amounts where it writes a minus, else each in turn."""
    signed = form.minus_last or form.minus != "-" or form.unit == "oere"
    names = ("signed",) if signed else ("kmd", "danish", "quiet") if at % 4 == 0 else ("danish", "quiet", "kmd")
    return next(one for one in names if holds(told(one), form))


@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_each_form_says_the_same(name: str, tmp_path: Path) -> None:
    town = turn(list(FORMS).index(name), FORMS[name])
    form = FORMS[name]
    assert round_trip(told(town), (form, form), tmp_path) == right(town)


def every_way() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each municipality in each form that holds it, bare and in each container: looked at where ZEROSUM_THOROUGH is set."""
    if not THOROUGH:
        return [("bench", "csv-quoted", ("zip", "zip"))]
    return [
        (town, name, container)
        for town in MUNICIPALITIES
        for name, form in FORMS.items()
        if holds(told(town), form)
        for container in (((),) if form.container or form.one_zip else CONTAINERS)
    ]


@pytest.mark.parametrize(("town", "name", "container"), every_way())
def test_every_municipality_in_every_form_and_container(
    town: str, name: str, container: tuple[str, ...], tmp_path: Path
) -> None:
    form = replace(FORMS[name], container=container or FORMS[name].container)
    assert round_trip(told(town), (form, form), tmp_path) == right(town)


def test_a_form_that_cannot_say_it_is_known() -> None:
    """What is left out of the round trip is a limit of the form, not of a reader."""
    kmd, danish, signed = told("kmd"), told("danish"), told("signed")
    assert not holds(kmd, FORMS["parquet"])
    assert not holds(kmd, FORMS["days-danish-short"])  # 31.12.9999
    assert not holds(signed, FORMS["amount-dkk"])
    assert not holds(kmd, FORMS["csv-preamble-by-heading"])  # its four files have no heading in common
    assert not holds(danish, replace(CSV, encoding="ascii"))
    assert all(any(holds(told(one), form) for one in MUNICIPALITIES) for form in FORMS.values())


def test_what_differs_is_seen(tmp_path: Path) -> None:
    """One øre, one day and one letter more: the comparison looks at them."""
    one = told("town")
    debtor, psrm = one.sides
    assert right_of(one, tmp_path) == right("town")
    for heading, change in (
        ("amount", lambda ore: ore + 1),
        ("booked_on", lambda day: day.replace(month=10, day=30)),
        ("claim_id", lambda text: f"{text}1"),
    ):
        table = psrm.tables[0]
        columns = tuple(
            replace(column, values=(change(column.values[0]), *column.values[1:]))
            if column.heading == heading
            else column
            for column in table.columns
        )
        other = replace(psrm, tables=(replace(table, columns=columns),))
        assert right_of(replace(one, sides=(debtor, other)), tmp_path) != right("town")


# --- any form, any small municipality ---

AMOUNTS_ORE = st.one_of(
    st.integers(1, 500_000), st.integers(1, 9_999_999_999), st.sampled_from([100, 100_000, 123_400])
)
SEPARATORS = (";", ",", "\t", "|")
THOUSANDS = {",": ("", ".", " ", NO_BREAK, NARROW, THIN), ".": ("", ",", " ", NO_BREAK, NARROW, THIN)}
ENCODINGS = (
    ("utf-8", False), ("utf-8", True), ("windows-1252", False), ("iso-8859-15", False), ("cp865", False), ("cp850", False),
    ("utf-16-le", True), ("utf-16-be", True),
)  # fmt: skip
FOUND = (("utf-8", False), ("utf-8", True), ("windows-1252", False), ("utf-16-le", True), ("utf-16-be", True))
"""Encodings that the reader finds by itself."""


@st.composite
def towns(draw: st.DrawFn) -> Told:
    """A handful of claims, some with events, some known to one side alone; some amounts negative where `signed`."""
    made = Town()
    for at in range(draw(st.integers(2, 8))):
        solution, claim_type = draw(st.sampled_from(CELLS))
        people = draw(st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True))
        debtors = "|".join(sorted(person(one) for one in people))
        ore = draw(AMOUNTS_ORE)
        claim = made.claim(solution, claim_type, debtors, ore)
        if draw(st.booleans()):
            part = draw(st.integers(1, ore))
            made.happens(claim, draw(st.sampled_from(["write_down", "write_up", "recall"])), part, 22 + at % 7, "HENS")
    for rows in (made.debtor, made.psrm):
        if len(rows) > 2 and draw(st.booleans()):
            del rows[draw(st.integers(0, len(rows) - 1))]
    signed = draw(st.booleans())
    if signed:
        for row in (*made.debtor, *made.psrm):
            row["amount"] = f"-{row['amount']}" if draw(st.booleans()) else row["amount"]
    one = of_town("drawn", made, draw(st.sampled_from([{}, WORDS, PLAIN_WORDS])))
    return replace(one, sides=tuple(replace(side, signed=signed) for side in one.sides))


@st.composite
def values(draw: st.DrawFn, shape: str) -> dict[str, object]:
    """How amounts and days are written."""
    days = draw(st.sampled_from(["iso", "danish", "compact", "danish-short", "american", "excel"]))
    time = draw(st.sampled_from(["", "", "T00:00:00", " 23:59:59"])) if days == "iso" else ""
    if shape == "coded" or draw(st.integers(0, 5)) == 0:
        made: dict[str, object] = {"unit": "oere"}
    else:
        decimal = draw(st.sampled_from([",", "."]))
        made = {
            "decimal": decimal,
            "thousands": draw(st.sampled_from(THOUSANDS[decimal])),
            "short": draw(st.booleans()),
            "currency": draw(st.sampled_from(["", "", "kr. ", "DKK ", " kr", " kr.", " DKK"])),
        }
    return made | {
        "minus": draw(st.sampled_from(["-", "\u2212", "\u2013"])),
        "minus_last": draw(st.booleans()),
        "days": days,
        "day_sign": draw(st.sampled_from(["-", ".", "/"])),
        "time": time,
        "hyphen": draw(st.booleans()),
    }


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form that its own source can describe."""
    shape = draw(st.sampled_from(["csv", "csv", "csv", "fixed", "coded", "xml", "xlsx", "ods", "xls", "parquet"]))
    chosen: dict[str, object] = {
        "container": draw(st.sampled_from(CONTAINERS)),
        "files": draw(st.integers(1, 3)),
        "order": draw(st.integers(0, 99)),
        "extra": draw(st.integers(0, 3)),
        "heading": draw(st.sampled_from(["as", "upper", "padded"])),
    }
    typed = shape in ("xlsx", "ods", "xls", "parquet") and draw(st.booleans())
    chosen |= {"typed": True, "numbers": draw(st.booleans())} if typed else draw(values(shape))
    if shape in ("csv", "fixed", "coded"):
        told_in_source = shape != "csv" or draw(st.booleans())
        encoding, bom = draw(st.sampled_from(ENCODINGS if told_in_source else FOUND))
        chosen |= {
            "told": told_in_source, "encoding": encoding, "bom": bom, "line_end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
            "ends_open": draw(st.booleans()),
        }  # fmt: skip
    if shape == "csv":
        chosen |= {
            "separator": draw(st.sampled_from(SEPARATORS)), "quoted": draw(st.booleans()),
            "trailing": draw(st.sampled_from(["", "", "lines", "all"])), "blank_lines": draw(st.booleans()),
            "repeated_heading": draw(st.booleans()), "trailer": draw(st.sampled_from(["", "", "last", "groups"])),
        }  # fmt: skip
        chosen["sep_line"] = draw(st.booleans()) and chosen["separator"] != "|"
    if shape in ("csv", "fixed", "xlsx", "ods", "xls"):
        chosen["preamble"] = draw(st.integers(0, 6)) if not chosen.get("sep_line") else 0
        chosen["by_heading"] = shape == "csv" and draw(st.booleans())
    if shape in ("xlsx", "ods", "xls"):
        chosen |= {"blank_lines": draw(st.booleans()), "sheets": draw(st.booleans())}
        chosen["since_1904"] = shape == "xlsx" and draw(st.booleans())
    if shape == "xml":
        chosen |= {"nested": draw(st.booleans()), "encoding": draw(st.sampled_from(["utf-8", "iso-8859-15"]))}
    if shape == "parquet":
        chosen["dictionary"] = draw(st.booleans())
    return Form(shape, **chosen)  # type: ignore[arg-type]


@pytest.mark.long
@settings(max_examples=600 if THOROUGH else 25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(one=towns(), debtor=forms(), psrm=forms())
def test_any_form_says_the_same(one: Told, debtor: Form, psrm: Form) -> None:
    assume(held(debtor, one.sides[0]) and held(psrm, one.sides[1]))
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        assert round_trip(one, (debtor, psrm), at / "made") == right_of(one, at / "right")
