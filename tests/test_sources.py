"""Sources: those that come with zerosum, those that a municipality declares, and finding the columns of a file."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from zerosum.errors import Problem, SettingsError
from zerosum.sources.find import find_columns
from zerosum.sources.load import BUILT_IN, EVENT_WORDS, builtin, declared
from zerosum.sources.model import (
    COLUMNS,
    NO_SIGN,
    ODE_COLUMNS,
    ZERO,
    Coded,
    Column,
    EventWord,
    Heading,
    Part,
    Span,
    Trailer,
)
from zerosum.tables import Event, Status

DOCS = Path(__file__).parent.parent / "docs"


def source_file(folder: Path, written: str) -> Path:
    path = folder / "kilde.toml"
    path.write_text(written, "utf-8")
    return path


def problems_of(folder: Path, written: str) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        declared(source_file(folder, written))
    return caught.value.problems


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[int, str]]:
    """Line and headline of each problem."""
    return [(problem.line, problem.told().what) for problem in problems]


# --- the sources that come with zerosum ---


def test_each_source_file_of_the_package_is_a_source() -> None:
    there = {
        path.name.removesuffix(".toml") for path in files("zerosum.sources").iterdir() if path.name.endswith(".toml")
    }
    assert there == set(BUILT_IN)
    for name in BUILT_IN:
        source = builtin(name)
        assert source.name == name
        assert source.reference
        assert source.events or source.notices or source.base_only


def test_an_unknown_source_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        builtin("kmd")


def test_ode_has_the_codes_of_its_description() -> None:
    ode = builtin("kmd-ode")
    assert ode.layout == "kmd-ode"
    assert ode.separator == ";"
    assert {part.name for part in ode.parts} == set(ODE_COLUMNS)
    assert ode.events == {
        "02": EventWord(Event.CREATION),
        "03": EventWord(None, ZERO),
        "05": EventWord(Event.WRITE_DOWN),
        "06": EventWord(Event.WRITE_UP),
        "07": EventWord(Event.RECALL),
        "50": EventWord(None, NO_SIGN),
        "55": EventWord(Event.WRITE_DOWN, replaces=True),
        "60": EventWord(None, NO_SIGN),
    }
    assert ode.statuses == {
        "": Status.NOT_SENT,
        "MO": Status.RECEIVED,
        "SA": Status.IN_PROCESS,
        "HO": Status.IN_HEARING,
        "AF": Status.REJECTED,
        "UD": Status.EXECUTED,
    }
    for part in ode.parts:
        assert tuple(column.name for column in part.columns) == ODE_COLUMNS[part.name]


def test_ode_reads_danish_and_technical_headings_to_the_same_columns() -> None:
    rim = builtin("kmd-ode").parts[0]
    danish: tuple[str, ...] = (
        "EFI-nummer",
        "Aftalenummer",
        "Aftaletype",
        "Oprettet den",
        "Aktionskode",
        "Aktionskode",
        "Aktions-ID",
    )
    danish += ("Beløb", "Oprettet den", "Aftaletype", "Aftaletype", "Aftalenummer")
    technical: tuple[str, ...] = (
        "EFINUM",
        "AGRNUM",
        "AGRTYPE",
        "Oprettet den",
        "Aktionkode",
        "ActionStatusCode",
        "AKTION_ID",
    )
    technical += ("AMOUNT", "Oprettet den")
    found, problems = find_columns(rim, danish)
    assert problems == []
    assert (found["action_code"], found["status"], found["booked_on"], found["reference"]) == (4, 5, 8, 1)
    technical_found, problems = find_columns(rim, technical)
    assert problems == []
    assert technical_found == found


def test_the_five_published_headings_of_psrm_are_not_assumed_and_the_rest_are() -> None:
    columns = builtin("psrm-justering").parts[0].columns
    known = {column.name for column in columns if not column.assumed}
    assert known == {"reference", "claim_id", "main_claim_id", "amount", "event"}


def test_psrm_ids_compare_with_those_of_ode() -> None:
    assert "claim_id" in builtin("psrm-justering").numeric_ids
    assert "claim_id" in builtin("kmd-ode").numeric_ids


def test_the_plain_format_has_all_our_columns_under_our_names() -> None:
    part = builtin("zerosum").parts[0]
    assert tuple(column.name for column in part.columns) == COLUMNS
    found, problems = find_columns(part, COLUMNS)
    assert problems == []
    assert list(found) == list(COLUMNS)
    assert set(EVENT_WORDS) - {"no_sign"} <= set(builtin("zerosum").events)


# --- finding columns: nothing is chosen silently ---

PART = Part(
    "",
    (
        Column("claim_id", (Heading("FordringID"), Heading("EFI-nummer")), required=True),
        Column("amount", (Heading("Beløb"),), required=True),
        Column("booked_on", (Heading("Dato", 2),)),
    ),
    {"Dato": 2},
)


@pytest.mark.parametrize(
    ("headings", "found", "what"),
    [
        (("FordringID", "Beløb"), {"claim_id": 0, "amount": 1}, []),
        (("\ufeff'fordringid'", ' "BELØB" '), {"claim_id": 0, "amount": 1}, []),
        (("FordringID", "Beløb", "Dato", "Dato"), {"claim_id": 0, "amount": 1, "booked_on": 3}, []),
        (("Beløb", "FordringID", "Dato"), {"claim_id": 1, "amount": 0}, []),
        (("FordringID", "Belob"), {"claim_id": 0}, ["Kolonne mangler"]),
        (("FordringID", "Beløb", "Beløb"), {"claim_id": 0, "amount": 1}, ["Kolonne står flere gange"]),
        (("FordringID", "EFI-nummer", "Beløb"), {"claim_id": 0, "amount": 2}, ["Kolonne er tvetydig"]),
        (
            ("EFI-nummer", "Beløb", "Dato", "Dato", "Dato"),
            {"claim_id": 0, "amount": 1, "booked_on": 3},
            ["Kolonne står flere gange"],
        ),
        (("FordringID;Beløb",), {}, ["Kolonne mangler", "Kolonne mangler"]),
        (("FordringID", "Beløb", "Datoo"), {"claim_id": 0, "amount": 1}, ["Kolonne er stavet forkert"]),
        (("FordringID", "Beløb", "Navn"), {"claim_id": 0, "amount": 1}, []),
    ],
)  # fmt: skip
def test_columns_are_found_or_told(headings: tuple[str, ...], found: dict[str, int], what: list[str]) -> None:
    positions, problems = find_columns(PART, headings)
    assert positions == found
    assert [problem.told().what for problem in problems] == what


def test_a_missing_column_names_the_nearest() -> None:
    _, problems = find_columns(PART, ("FordringID", "Belob"))
    assert "«Beløb» (amount)" in problems[0].told().why
    assert problems[0].told().do.startswith("Mente du «Belob»?")


def test_a_fixed_column_is_not_looked_for() -> None:
    assert find_columns(PART, ("FordringID", "Beløb", "Beløb"), given={"amount"}) == ({"claim_id": 0}, [])


def test_one_heading_for_two_of_our_columns_is_told() -> None:
    part = Part("", (Column("amount", (Heading("Beløb"),)), Column("accepted", (Heading("Beløb", 1),))))
    assert [problem.told().what for problem in find_columns(part, ("Beløb",))[1]] == ["Kolonne er tvetydig"]


def test_no_number_of_a_line_of_data_is_shown() -> None:
    _, problems = find_columns(PART, ("1413131234", "131413-1234", "1.234,50", "Hansen"))
    assert problems
    assert not any("1234" in problem.told().why + problem.told().do for problem in problems)


# --- declared sources ---

WHOLE = """
name = "egen"
side = "debtor"

[columns]
claim_id = "Nummer"
amount = ["Kr", "Beløb"]
event = "Type"

[events]
Ny = "creation"
"""


def test_a_declared_source_is_read(tmp_path: Path) -> None:
    source = declared(source_file(tmp_path, WHOLE))
    assert (source.name, source.side, source.layout, source.statuses) == ("egen", "debtor", "events", {})
    assert source.events == {"ny": EventWord(Event.CREATION)}
    assert source.parts[0].columns[1] == Column("amount", (Heading("Kr"), Heading("Beløb")))


def test_a_source_based_on_another_changes_only_what_it_names(tmp_path: Path) -> None:
    written = """
name = "psrm-egen"
based_on = "psrm-justering"
separator = "\\t"
encoding = "windows-1252"

[columns]
claim_type = "Type"

[events]
Konverteret = "creation"
"""
    base, source = builtin("psrm-justering"), declared(source_file(tmp_path, written))
    assert source.events == {**base.events, "konverteret": EventWord(Event.CREATION)}
    assert (source.separator, source.encoding, source.side) == ("\t", "windows-1252", "psrm")
    changed = {column.name: column for column in source.parts[0].columns}
    for column in base.parts[0].columns:
        assert changed.pop(column.name) == (
            Column("claim_type", (Heading("Type"),)) if column.name == "claim_type" else column
        )
    assert not changed


FORM = """
name = "egen"
side = "debtor"
{}
[columns]
claim_id = "Nr"
amount = "Kr"
event = "Type"

[events]
Ny = "creation"
"""


def test_each_form_of_a_file_is_declared(tmp_path: Path) -> None:
    wide = declared(source_file(tmp_path, FORM.format("[fixed_width]\nKr = [12, 20]\nNr = [1, 8]\nType = [9, 11]\n")))
    assert wide.fixed_width == (Span("Nr", 1, 8), Span("Type", 9, 11), Span("Kr", 12, 20))
    again = source_file(tmp_path, FORM.format("")).rename(tmp_path / "egen.toml")
    assert declared(again).fixed_width == ()
    coded = declared(
        source_file(tmp_path, FORM.format('unit = "oere"\n[coded_records]\nheader = { plads = [1, 3] }\n'))
    )
    assert (coded.coded, coded.unit) == (Coded((Span("plads", 1, 3),), "&", 3), "oere")
    sums = '[trailer]\nmarks = ["I alt", "Sum"]\namount = 4\ncount = "Antal"\n'
    listed = declared(source_file(tmp_path, FORM.format(f'heading_contains = "Kr"\n{sums}')))
    assert listed.heading == ("Kr",)
    assert listed.trailer == Trailer(("I alt", "Sum"), 4, "Antal")
    assert declared(
        source_file(tmp_path, FORM.format('[trailer]\nmarks = "*"\nunchecked = true\n'))
    ).trailer == Trailer(("*",), unchecked=True)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("[fixed_width]\nNr = [1, 8]\nKr = [9, 9]\nTypo = [10, 12]\n", "heading_not_in_fixed_width"),
        ("[fixed_width]\nNr = [1, 8]\nKr = [8, 9]\nType = [10, 12]\n", "spans_overlap"),
        ("[fixed_width]\nNr = [1, 8]\nKr = [9, 8]\nType = [10, 12]\n", "value_unusable"),
        ("[fixed_width]\nNr = [0, 8]\nKr = [9, 9]\nType = [10, 12]\n", "value_unusable"),
        ("[fixed_width]\nNr = [1]\nKr = [9, 9]\nType = [10, 12]\n", "value_unusable"),
        ("[fixed_width]\nNr = [1, 8]\nKr = [9, 999999]\nType = [10, 12]\n", "value_unusable"),
        ('separator = ";"\n[xml]\nrow = "R"\n', "keys_not_together"),
        ('[xml]\nrow = "R"\n[coded_records]\n', "keys_not_together"),
        ('[xml]\nrow = "R"\n[trailer]\nmarks = "Sum"\n', "keys_not_together"),
        ('[xml]\nrow = "R S"\n', "value_unusable"),
        ('[xml]\nrow = "R//S"\n', "value_unusable"),
        ("[xml]\nrow = []\n", "value_unusable"),
        ('[xml]\nroot = "R"\n', "key_missing"),
        ('[xml]\nrow = "R"\nother = "S"\n', "key_unknown"),
        ('[coded_records]\nseparator = "ab"\n', "value_unusable"),
        ('[coded_records]\nseparator = "a"\n', "value_unusable"),
        ("[coded_records]\ncode_width = 0\n", "value_unusable"),
        ("[trailer]\namount = 3\n", "key_missing"),
        ("[trailer]\nmarks = []\n", "value_unusable"),
        ('[trailer]\nmarks = "Sum"\namount = 0\n', "value_unusable"),
        ("heading_contains = []\n", "value_unusable"),
        ('unit = "kroner"\n', "value_unusable"),
    ],
)
def test_a_form_that_makes_no_sense_is_told_at_its_key(tmp_path: Path, form: str, code: str) -> None:
    problems = problems_of(tmp_path, FORM.format(form))
    assert code in {problem.code for problem in problems}
    assert all(problem.line >= 4 for problem in problems if problem.code != "source_without_column")


def test_keys_that_mean_nothing_in_the_form_of_the_base_are_told(tmp_path: Path) -> None:
    written = 'name = "egen"\nbased_on = "psrm-underretning"\n[trailer]\nmarks = "Sum"\n'
    assert "keys_not_together" in {problem.code for problem in problems_of(tmp_path, written)}


def test_a_replaced_heading_stays_required(tmp_path: Path) -> None:
    written = 'name = "a"\nbased_on = "psrm-justering"\n[columns]\namount = "Sum#2"\n'
    amount = next(c for c in declared(source_file(tmp_path, written)).parts[0].columns if c.name == "amount")
    assert amount == Column("amount", (Heading("Sum", 2),), required=True)


def test_a_part_of_ode_can_be_changed_and_its_codes_declared(tmp_path: Path) -> None:
    written = """
name = "ode-egen"
based_on = "kmd-ode"
[fixed]
system = "PSRM"
[events]
50 = "zero"
[mixed_agreement_type]
"GEDAINS+KFDAINS" = "KFDAINS"
[[part]]
name = "10-RIM-aftale-rater"
[[part.column]]
name = "solution"
headings = ["Fagsystem"]
"""
    source = declared(source_file(tmp_path, written))
    rates = next(part for part in source.parts if part.name == "10-RIM-aftale-rater")
    assert Column("solution", (Heading("Fagsystem"),)) in rates.columns
    others = [column for column in builtin("kmd-ode").parts[1].columns if column.name != "solution"]
    assert [column for column in rates.columns if column.name != "solution"] == others
    assert source.events["50"] == EventWord(None, ZERO)
    assert source.fixed == {"system": "PSRM"}
    assert source.mixed_agreement_type == {"GEDAINS+KFDAINS": "KFDAINS"}


@pytest.mark.parametrize(
    ("change", "what", "hint"),
    [
        ('seperator = ";"', "Ukendt nøgle", "Mente du «separator»?"),
        ('decimal = ";"', "Værdien kan ikke bruges", ""),
        ('separator = "x"', "Værdien kan ikke bruges", ""),
        ('encoding = "base64"', "Værdien kan ikke bruges", ""),
        ('encoding = "utf-9"', "Værdien kan ikke bruges", "Mente du «utf-8»?"),
        ('skip_lines = "3"', "Værdien kan ikke bruges", "uden anførselstegn"),
        ("skip_lines = -1", "Værdien kan ikke bruges", ""),
        ('dates = ["amerikansk"]', "Værdien kan ikke bruges", ""),
        ("dates = []", "Værdien kan ikke bruges", ""),
        ('numeric_ids = ["debtors"]', "Værdien kan ikke bruges", ""),
        ('based_on = "kmd"', "Værdien kan ikke bruges", "Mente du «kmd-ode»?"),
        ('layout = "kmd-ode"', "Kilden er ikke hel", 'based_on = "kmd-ode"'),
        ("fixed = { kunde = 'x' }", "Ukendt kolonne", ""),
        ("fixed = { status = 'UD' }", "Kilden er ikke hel", "«executed»"),
        ("mixed_agreement_type = { KFDAINS = 'KFDAINS' }", "Værdien kan ikke bruges", ""),
        ("mixed_agreement_type = { 'GEDAINS+KFDAINS' = 'kfdains' }", "Værdien kan ikke bruges", ""),
    ],
)
def test_a_mistake_in_a_declared_source_is_told_with_its_line(
    tmp_path: Path, change: str, what: str, hint: str
) -> None:
    problems = problems_of(tmp_path, f"{change}{WHOLE}")
    problem = next(problem for problem in problems if problem.told().what == what)
    assert problem.file.endswith("kilde.toml")
    if what != "Kilden er ikke hel":
        assert problem.line == 1
    assert hint in problem.told().do


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ('name = "egen"', 'name = "zerosum"', "Navnet er taget", 2),
        ('name = "egen"', "", "Nøgle mangler", 0),
        ('side = "debtor"', "", "Kilden er ikke hel", 0),
        ('event = "Type"', "", "Kilden er ikke hel", 5),
        ('event = "Type"', 'event = "Nummer"', "Overskrift er tvetydig", 8),
        ('event = "Type"', 'event = "#2"', "Værdien kan ikke bruges", 8),
        ('event = "Type"', 'event = "Type"\nreciept_on = "Dato"', "Ukendt kolonne", 9),
        ('event = "Type"', 'event = "Type"\nstatus = "St"', "Kilden er ikke hel", 0),
        ('Ny = "creation"', "", "Kilden er ikke hel", 10),
        ('Ny = "creation"', 'Ny = "creation"\nny = "recall"', "Ord med to betydninger", 12),
        ('Ny = "creation"', 'Ny = "creaton"', "Værdien kan ikke bruges", 11),
        ('claim_id = "Nummer"', "", "Kilden er ikke hel", 5),
    ],
)
def test_a_source_that_does_not_fit_together_is_told(tmp_path: Path, old: str, new: str, what: str, line: int) -> None:
    assert old in WHOLE
    assert (line, what) in told(problems_of(tmp_path, WHOLE.replace(old, new)))


def test_a_repeated_heading_must_say_which(tmp_path: Path) -> None:
    part = '[[part]]\n[[part.column]]\nname = "amount"\nheadings = ["{}"]\n[part.repeated]\nSum = 2\n'
    written = 'name = "a"\nbased_on = "zerosum"\n'
    assert told(problems_of(tmp_path, written + part.format("Sum"))) == [(6, "Nummer mangler")]
    assert told(problems_of(tmp_path, written + part.format("Sum#3"))) == [(6, "Nummer mangler")]
    assert declared(source_file(tmp_path, written + part.format("Sum#2"))).parts[0].repeated == {"Sum": 2}


def test_all_mistakes_of_a_source_come_in_one_message(tmp_path: Path) -> None:
    written = (
        'name = "a"\nbogus = 1\nbased_on = "zerosum"\n[columns]\namont = "Kr"\n[events]\nX = 2\n[fixed]\nstatus = 7\n'
    )
    assert told(problems_of(tmp_path, written)) == [
        (2, "Ukendt nøgle"),
        (5, "Ukendt kolonne"),
        (7, "Værdien kan ikke bruges"),
        (9, "Værdien kan ikke bruges"),
    ]


def test_the_example_of_the_manual_is_read(tmp_path: Path) -> None:
    manual = (DOCS / "declared-source.md").read_text("utf-8")
    examples = [block.partition("```")[0] for block in manual.split("```toml\n")[1:]]
    assert len(examples) >= 3
    for example in examples:
        assert declared(source_file(tmp_path, example)).events


def test_the_example_of_the_plain_format_has_known_columns_and_words() -> None:
    manual = (DOCS / "plain-format.md").read_text("utf-8")
    source = builtin("zerosum")
    examples = [block.partition("```")[0].splitlines() for block in manual.split("```csv\n")[1:]]
    assert len(examples) >= 2
    for heading_line, *lines in examples:
        headings = heading_line.split(";")
        found, problems = find_columns(source.parts[0], headings)
        assert problems == []
        assert len(found) == len(headings)
        for line in lines:
            values = line.split(";")
            assert len(values) == len(headings)
            assert values[found["event"]] in source.events
            if "status" in found:
                assert values[found["status"]] in source.statuses
    assert all(f"`{column}`" in manual for column in COLUMNS)


def test_values_import_nothing_heavy() -> None:
    modules = "zerosum.settings, zerosum.sources.model, zerosum.sources.find, zerosum.hints"
    look = f"import sys, {modules}; print([m for m in ('pandas','pyarrow','pydantic','babel') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", look], text=True).strip() == "[]"
