"""The settings: each mistake is told in Danish, with its place, and all of a file in one message."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from zerosum import settings_load
from zerosum.cli.messages import problem_text
from zerosum.errors import Problem, SettingsError, in_words
from zerosum.settings import Batch, ControlTotal, Keep, Limits, Retired, Solution, Tolerance
from zerosum.settings_load import load
from zerosum.sources.load import builtin
from zerosum.tables import Event, Side
from zerosum.toml_file import parse, shown_name

WHOLE = """\
municipality = "Eksempel Kommune"
creditor_id = "0123"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-02
dmi_close = 2024-11-01
extra_types = { REOPDAG = "Rente, opkrævning Daginstitution" }

[[input]]
side = "debtor"
source = "kmd-ode"
files = ["ind/debitor/*.csv"]

[[input]]
side = "psrm"
source = "psrm-justering"
files = "ind/psrm/rapport.zip"
reported_on = 2026-09-30

[[solution]]
name = "Løsning A"
claim_types = ["KFDAINS", "GEDAINS", "REOPDAG"]
marks = ["DAGI"]
required = ["create", "fee"]

[[solution]]
name = "Løsning B"
claim_types = [
  "KFDAINS",
  "KFTØFIN",
]

[other_areas]
"Kultur og fritid" = ["KFLEJKA"]

[tolerance]
per_claim = "0,01"
per_solution = "5,00"

[limits]
in_hearing_days = 21

[[control_total]]
solution = "Løsning A"
claim_type = "KFDAINS"
claims = 12
amount = "21.600,00"

[portal]
creation = "100,00"
write_up = "0,00"
write_down = "10"
recall = "0"
"""

CONTROL_TOTAL = WHOLE[WHOLE.index("[[control_total]]") : WHOLE.index("[portal]")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with æ and a blank in its name, and the three files that WHOLE names."""
    inside = tmp_path / "Prøve kommune [1]"
    (inside / "ind/debitor").mkdir(parents=True)
    (inside / "ind/psrm").mkdir()
    for name in ("ind/debitor/b.csv", "ind/debitor/a.csv", "ind/debitor/~$a.csv", "ind/psrm/rapport.zip"):
        (inside / name).write_bytes(b"x")
    return inside


def written(folder: Path, settings: str) -> Path:
    path = folder / "zerosum.toml"
    path.write_text(settings, "utf-8")
    return path


def problems_of(folder: Path, settings: str) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        load(written(folder, settings))
    assert caught.value.exit_code == 4
    assert all(
        problem.told().what and problem.told().why and problem.told().do and problem.file
        for problem in caught.value.problems
    )
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) >= 1
    return WHOLE.replace(old, new, 1)


# --- what is right ---


def test_the_settings_are_read(folder: Path) -> None:
    settings = load(written(folder, WHOLE))
    assert (settings.municipality, settings.creditor_id, settings.language) == ("Eksempel Kommune", "0123", "da")
    assert (settings.area, settings.area_name) == ("daginstitution", "Daginstitution")
    assert (settings.cut_off, settings.as_of, settings.dmi_close) == (
        date(2026, 9, 30),
        date(2026, 10, 2),
        date(2024, 11, 1),
    )
    debtor, psrm = settings.inputs
    assert (debtor.side, debtor.source, debtor.reported_on) == (Side.DEBTOR, builtin("kmd-ode"), None)
    assert debtor.files == (folder / "ind/debitor/a.csv", folder / "ind/debitor/b.csv")
    assert (psrm.side, psrm.files) == (Side.PSRM, (folder / "ind/psrm/rapport.zip",))
    assert psrm.reported_on == date(2026, 9, 30)
    assert settings.solutions == (
        Solution("Løsning A", ("KFDAINS", "GEDAINS", "REOPDAG"), ("DAGI",), ("create", "fee")),
        Solution("Løsning B", ("KFDAINS", "KFTØFIN")),
    )
    assert len(settings.area_types) == 11
    assert settings.area_types["REOPDAG"] == "Rente, opkrævning Daginstitution"
    assert settings.other_types == {"KFLEJKA"}
    assert settings.tolerance == Tolerance(1, 500)
    assert settings.limits == Limits(in_hearing_days=21)
    assert settings.control_totals == (ControlTotal("Løsning A", "KFDAINS", 12, 2_160_000),)
    assert settings.portal_ore == {
        Event.CREATION: 10_000,
        Event.WRITE_UP: 0,
        Event.WRITE_DOWN: 1_000,
        Event.RECALL: 0,
    }
    assert not settings.whole_creditor
    assert settings.path == folder / "zerosum.toml"


def test_little_is_needed(folder: Path) -> None:
    head = WHOLE[: WHOLE.index("as_of")] + WHOLE[WHOLE.index("[[input]]") : WHOLE.index("[other_areas]")]
    settings = load(written(folder, head.replace(', "REOPDAG"', "")))
    assert (settings.as_of, settings.tolerance, settings.limits) == (None, Tolerance(), Limits())
    assert (settings.portal_ore, settings.control_totals, settings.other_types) == ({}, (), frozenset())


def test_an_area_of_ones_own(folder: Path) -> None:
    types = "{ KFDAINS = 'a', GEDAINS = 'b', 'KFTØFIN' = 'c' }"
    own = changed('"daginstitution"', f"{{ code = 'bibliotek', name = 'Biblioteker', types = {types} }}")
    settings = load(written(folder, own))
    assert (settings.area, settings.area_name) == ("bibliotek", "Biblioteker")
    assert list(settings.area_types) == ["KFDAINS", "GEDAINS", "KFTØFIN", "REOPDAG"]


def test_a_source_beside_the_settings(folder: Path) -> None:
    (folder / "egen.toml").write_text('name = "egen"\nbased_on = "zerosum"\n', "utf-8")
    settings = load(written(folder, changed('source = "kmd-ode"', 'source = "egen.toml"')))
    assert settings.inputs[0].source.name == "egen"


def test_a_path_written_as_on_windows(folder: Path) -> None:
    settings = load(written(folder, changed('"ind/psrm/rapport.zip"', "'ind\\psrm\\rapport.zip'")))
    assert settings.inputs[1].files == (folder / "ind/psrm/rapport.zip",)


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_notepad_may_have_saved_it(folder: Path, ends: str) -> None:
    path = folder / "zerosum.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", ends).encode("utf-8"))
    assert load(path).municipality == "Eksempel Kommune"


# --- each mistake, with its line ---


@pytest.mark.parametrize(
    ("old", "new", "what", "line", "hint"),
    [
        ('municipality = "Eksempel Kommune"', "", "Nøgle mangler", 0, "municipality"),
        ('municipality = "Eksempel Kommune"', 'municipality = " "', "Værdien kan ikke bruges", 1, ""),
        ('creditor_id = "0123"', "creditor_id = 1234", "Værdien kan ikke bruges", 2, 'Skriv "1234" i anførselstegn.'),
        ('creditor_id = "0123"', 'creditor_id = "123"', "Værdien kan ikke bruges", 2, ""),
        ('area = "daginstitution"', 'area = "daginst"', "Værdien kan ikke bruges", 3, "Mente du «daginstitution»?"),
        ('area = "daginstitution"', "area = 7", "Værdien kan ikke bruges", 3, ""),
        ('area = "daginstitution"', "area = { code = 'x' }", "Nøgle mangler", 3, "name"),
        ('"daginstitution"', "{ code = 'Å Æ', name = 'x', types = { X = '' } }", "Værdien kan ikke bruges", 3, ""),
        ("cut_off = 2026-09-30", 'cut_off = "2026-09-30"', "Værdien kan ikke bruges", 4, "uden anførselstegn"),
        ("cut_off = 2026-09-30", "cut_off = 2026-09-30T00:00:00", "Værdien kan ikke bruges", 4, ""),
        ("cut_off = 2026-09-30", "cutoff = 2026-09-30", "Ukendt nøgle", 4, "Mente du «cut_off»?"),
        ("as_of = 2026-10-02", "as_of = 2026-09-29", "Dagen ligger før skæringsdatoen", 5, ""),
        ("as_of = 2026-10-02", 'language = "dansk"', "Værdien kan ikke bruges", 5, ""),
        ("as_of = 2026-10-02", 'whole_creditor = "true"', "Værdien kan ikke bruges", 5, ""),
        ("REOPDAG =", "reopdag =", "Værdien kan ikke bruges", 7, ""),
        ("REOPDAG =", "KFDAINS =", "Type står to gange", 7, ""),
        ('side = "debtor"', 'side = "debitor"', "Værdien kan ikke bruges", 10, "Mente du «debtor»?"),
        ('side = "debtor"', 'side = "psrm"', "Forkert side", 10, ""),
        ('side = "debtor"', 'side = "psrm"', "Input mangler", 9, 'side = "debtor"'),
        ('side = "psrm"', 'side = "debtor"', "Input mangler", 9, 'side = "psrm"'),
        ('source = "kmd-ode"', 'source = "kmd_ode"', "Ukendt kilde", 11, "Mente du «kmd-ode»?"),
        ('source = "kmd-ode"', 'source = "egen.toml"', "Kilden findes ikke", 11, ""),
        ('source = "kmd-ode"', "", "Nøgle mangler", 9, "source"),
        ('"ind/debitor/*.csv"', '"ind/debitor/*.txt"', "Intet passer til mønsteret", 12, ""),
        ('"ind/debitor/*.csv"', '"ind/debitor/c.csv"', "Filen findes ikke", 12, ""),
        ('["ind/debitor/*.csv"]', "[]", "Værdien kan ikke bruges", 12, ""),
        ('"ind/debitor/*.csv"', '"ind/debitor/*.csv", "ind/../ind/debitor/a.csv"', "Fil givet to gange", 12, ""),
        ('"ind/psrm/rapport.zip"', '"ind/debitor/a.csv"', "Fil givet to gange", 17, ""),
        ('"ind/psrm/rapport.zip"', '"ind\\test.csv"', "Værdien kan ikke bruges", 17, "enkelte anførselstegn"),
        ("reported_on = 2026-09-30", 'solution = "Løsning C"', "Ukendt løsning", 18, "Mente du «Løsning "),
        ('name = "Løsning A"', 'name = "Ikke fordelt"', "Navnet er taget", 21, ""),
        ('name = "Løsning A"', "nam = 'Løsning A'", "Ukendt nøgle", 21, "Mente du «name»?"),
        ('name = "Løsning B"', 'name = "løsning a"', "Løsning står to gange", 27, ""),
        ('"KFTØFIN",', '"KFTOFIN",', "Ukendt fordringstype", 30, "Mente du «KFTØFIN»?"),
        ('"KFTØFIN",', '"kftøfin",', "Værdien kan ikke bruges", 30, ""),
        ('"KFTØFIN",', '"KFDAINS",', "Type står to gange", 30, ""),
        ('"KFTØFIN",', "7,", "Værdien kan ikke bruges", 30, 'Skriv "7" i anførselstegn.'),
        ('marks = ["DAGI"]', 'marks = ["DAGI", "dagi"]', "Kendetegn står to gange", 23, ""),
        ('marks = ["DAGI"]', 'marks = ["Løsning B"]', "Kendetegn for to løsninger", 23, ""),
        ('marks = ["DAGI"]', 'marks = [""]', "Værdien kan ikke bruges", 23, ""),
        ('"create", "fee"', '"create", "fees"', "Værdien kan ikke bruges", 24, "Mente du «fee»?"),
        ('"create", "fee"', '"create", "create"', "Krav står to gange", 24, ""),
        ('["KFLEJKA"]', '["KFDAINS"]', "Type i to områder", 34, ""),
        ('["KFLEJKA"]', '["KFLEJKA", "KFLEJKA"]', "Type står to gange", 34, ""),
        ('per_claim = "0,01"', "per_claim = 0.01", "Værdien kan ikke bruges", 37, '"1.234,50"'),
        ('per_claim = "0,01"', "per_claim = 1", "Værdien kan ikke bruges", 37, ""),
        ('per_claim = "0,01"', 'per_claim = "0.01"', "Værdien kan ikke bruges", 37, ""),
        ('per_claim = "0,01"', 'per_claim = "-0,01"', "Værdien kan ikke bruges", 37, "uden minus"),
        ('per_solution = "5,00"', 'per_solution = "0,00"', "Loftet er for lavt", 38, ""),
        ('per_solution = "5,00"', "", "Loftet er for lavt", 36, ""),
        ("in_hearing_days = 21", "in_hearing_days = -1", "Værdien kan ikke bruges", 41, ""),
        ("in_hearing_days = 21", "in_hearing_days = 366", "Værdien kan ikke bruges", 41, ""),
        ("in_hearing_days = 21", 'in_hearing_days = "21"', "Værdien kan ikke bruges", 41, "uden anførselstegn"),
        ("in_hearing_days = 21", "in_hearing_days = true", "Værdien kan ikke bruges", 41, ""),
        ("in_hearing_days = 21", "hearing_days = 21", "Ukendt nøgle", 41, "Mente du «in_hearing_days»?"),
        ('l]]\nsolution = "Løsning A"', 'l]]\nsolution = "Løsning X"', "Ukendt løsning", 44, ""),
        ('claim_type = "KFDAINS"', 'claim_type = "KFTØFIN"', "Kontroltal uden for omfanget", 45, ""),
        ("claims = 12", "claims = -1", "Værdien kan ikke bruges", 46, ""),
        ('amount = "21.600,00"', "amount = 21600", "Værdien kan ikke bruges", 47, ""),
        ("[portal]", f"{CONTROL_TOTAL}[portal]", "Kontroltal står to gange", 49, ""),
        ('write_up = "0,00"', "", "Nøgle mangler", 49, "write_up"),
        ('write_up = "0,00"', 'write_op = "0,00"', "Ukendt nøgle", 51, "Mente du «write_up»?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(folder: Path, old: str, new: str, what: str, line: int, hint: str) -> None:
    problems = problems_of(folder, changed(old, new))
    assert (what, line) in [(problem.told().what, problem.line) for problem in problems]
    assert any(hint in problem.told().do for problem in problems if (problem.told().what, problem.line) == (what, line))


def test_a_missing_side_is_told_once(folder: Path) -> None:
    assert [problem.told().what for problem in problems_of(folder, changed('side = "debtor"\n', ""))].count(
        "Nøgle mangler"
    ) == 1


def test_a_float_is_told_why(folder: Path) -> None:
    (problem,) = problems_of(folder, changed('per_claim = "0,01"', "per_claim = 0.01"))
    assert "et kommatal kan ikke holde ører nøjagtigt" in problem.told().why
    assert (problem.column, problem.value) == ("tolerance → per_claim", "0.01")


def test_all_mistakes_come_in_one_message_in_their_order(folder: Path) -> None:
    (folder / "egen.toml").write_text('name = "egen"\nbased_on = "zerosum"\nbogus = 1\n', "utf-8")
    settings = (
        WHOLE.replace("0123", "12")
        .replace("kmd-ode", "egen.toml")
        .replace("rapport.zip", "ingen.zip")
        .replace('"DAGI"', '"Løsning B"')
        .replace("per_claim", "per_clam")
        .replace("claims = 12", 'claims = "12"')
        .replace("as_of = 2026-10-02", "as_of = 2025-01-01")
    )
    problems = problems_of(folder, settings)
    assert [(Path(problem.file).name, problem.line, problem.told().what) for problem in problems] == [
        ("egen.toml", 3, "Ukendt nøgle"),
        ("zerosum.toml", 2, "Værdien kan ikke bruges"),
        ("zerosum.toml", 5, "Dagen ligger før skæringsdatoen"),
        ("zerosum.toml", 17, "Filen findes ikke"),
        ("zerosum.toml", 23, "Kendetegn for to løsninger"),
        ("zerosum.toml", 37, "Ukendt nøgle"),
        ("zerosum.toml", 46, "Værdien kan ikke bruges"),
    ]


@pytest.mark.parametrize(
    "number", ["011370/1234", "01/13/70 1234", "0113701234", "01/13/70/1234", "011370 / 1234", "0113/70nr1234"]
)
def test_a_name_with_a_number_in_it_is_refused_whatever_stands_between(folder: Path, number: str) -> None:
    for key in (
        'municipality = "{}"',
        '[responsible]\nrole = "Leder {}"',
        '[[elsewhere]]\nby = "Nabo {}"\nclaim_types = ["KFSKFRI"]',
        '"Kultur {}" = ["KFLEJKA"]',
    ):
        written = key.format(number)
        whole = f"{WHOLE}\n{written}\n"
        if key.startswith("mun"):
            whole = changed('municipality = "Eksempel Kommune"', written)
        elif key.startswith('"'):
            whole = changed("[other_areas]\n", f"[other_areas]\n{written}\n")
        told = problems_of(folder, whole)
        assert "value_unusable" in {one.code for one in told}, key
        assert not [one for one in told if number in problem_text(one, "da") + one.value + in_words(one.column, "da")]


@pytest.mark.parametrize(
    "name",
    [
        "Manuelle regninger (KMD Opus)",
        "Brev, 23.11.2023",
        "SPOR 05",
        "Fritid/klub 2/3",
        "Brev 2024-01-18",
        "SFO 2023/2024",
        "§§ 164, 165",
    ],
)
def test_a_name_with_a_date_or_a_short_number_stays(name: str) -> None:
    assert shown_name(name) == name


def test_a_long_number_of_the_settings_is_not_shown(folder: Path) -> None:
    for problem in problems_of(folder, changed('creditor_id = "0123"', 'creditor_id = "1413131234"')):
        assert "1413131234" not in problem.told().why + problem.told().do + problem.value


def test_a_long_number_in_a_key_of_the_settings_is_not_shown(folder: Path) -> None:
    told = problems_of(folder, changed("[other_areas]\n", '[other_areas]\n"0113131234" = ["KFDAINS", "x"]\n'))
    assert {problem.code for problem in told} == {"type_in_two_areas", "value_unusable"}
    for problem in told:
        texts = [in_words(problem.column, "da"), *problem.texts(), problem.told().why, problem_text(problem, "en")]
        assert "other_areas" in texts[0]
        assert not [text for text in texts if "0113131234" in text]


# --- what is no TOML ---


@pytest.mark.parametrize(
    ("settings", "line", "hint"),
    [
        ('a = 1\nb = "x\n', 2, "anførselstegn"),
        ("a = 1\nskæringsdato = 2026-09-30\n", 2, "en nøgle med æ, ø, å"),
        ("a = 1\na = 2\n", 2, "Slet den ene."),
        ("[a]\n[a]\n", 2, "[["),
        ("cut_off = 30.09.2026\n", 1, "2026-09-30"),
        ("cut_off = i dag\n", 1, "2026-09-30"),
        ("creditor_id = 0123\n", 1, '"0123"'),
        ('files = "ind\\debitor"\n', 1, "'ind\\fil.csv'"),
        ("files = [\n'a',\n", 2, "]"),
    ],
)
def test_a_syntax_error_is_told_with_line_and_column(folder: Path, settings: str, line: int, hint: str) -> None:
    (problem,) = problems_of(folder, settings)
    assert (problem.told().what, problem.line) == ("Filen kan ikke læses som TOML", line)
    assert problem.column
    assert hint in problem.told().do


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path / "ingen.toml")
    assert caught.value.problems[0].told().what == "Filen kan ikke åbnes"


def test_settings_that_are_not_utf_8(folder: Path) -> None:
    path = folder / "zerosum.toml"
    path.write_bytes(WHOLE.encode("windows-1252"))
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert (caught.value.problems[0].told().what, caught.value.problems[0].line) == ("Forkert tegnsæt", 7)


PLACES = """# c
a = 1
"b c".d = [ # x
  "]", '#',
  { e = \"\"\"
"x" ]
\"\"\" , f = 2026-01-01 },
]
[[t]]
x = 1
[t.u]
y = 2
[[t]]
x = 3 # z
[[t.v]]
w = {}
"""


def test_the_line_of_each_value_is_found() -> None:
    document = parse(PLACES, "x")
    at = document.lines
    assert at["a",] == 2
    assert (at["b c", "d"], at["b c", "d", 0], at["b c", "d", 1]) == (3, 4, 4)
    assert (at["b c", "d", 2, "e"], at["b c", "d", 2, "f"]) == (5, 7)
    assert (at["t", 0], at["t", 0, "x"], at["t", 0, "u", "y"]) == (9, 10, 12)
    assert (at["t", 1], at["t", 1, "x"], at["t", 1, "v", 0], at["t", 1, "v", 0, "w"]) == (13, 14, 15, 16)
    assert document.line(("t", 1, "v", 0, "missing")) == 15


def test_settings_as_values_import_no_pandas() -> None:
    look = "import sys, zerosum.settings; print([m for m in ('pandas', 'pyarrow', 'pydantic') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", look], text=True).strip() == "[]"


# --- the test batch, and codes of former days ---


def with_batch(written_batch: str) -> str:
    return WHOLE.replace("[tolerance]", f"[test_batch]\n{written_batch}\n\n[tolerance]")


@pytest.mark.parametrize(
    "content", [b"TEST-1\r\n\r\n  900001 \r\n", "\ufeffTEST-1\n\n900001".encode(), b"TEST-1\n\n900001\n"]
)
def test_the_test_batch_is_read(folder: Path, content: bytes) -> None:
    (folder / "test.txt").write_bytes(content)
    told = 'claims = ["A-1", "900002"]\nreference_form = "TEST-####"\nfile = "test.txt"'
    batch = load(written(folder, with_batch(told))).test_batch
    assert batch == Batch(("A-1", "900002"), ("TEST-1", "", "900001"), ("TEST-####",), folder / "test.txt")


def test_a_list_of_test_claims_may_be_windows_1252(folder: Path) -> None:
    (folder / "test.txt").write_bytes("PRØVE-1\n".encode("windows-1252"))
    batch = load(written(folder, with_batch('file = "test.txt"'))).test_batch
    assert batch is not None
    assert batch.in_file == ("PRØVE-1",)


@pytest.mark.parametrize(
    ("told", "what", "below"),
    [
        ("", "Testpakken er tom", 0),
        ("claims = []", "Testpakken er tom", 0),
        ('reference_form = "**"', "Værdien kan ikke bruges", 1),
        ('reference_form = ["A", ""]', "Værdien kan ikke bruges", 1),
        ('claims = ["A-1 "]', "Værdien kan ikke bruges", 1),
        ('claim = ["A-1"]', "Ukendt nøgle", 1),
        ('file = "findes-ikke.txt"', "Filen findes ikke", 1),
    ],
)
def test_a_mistake_of_the_test_batch_is_told(folder: Path, told: str, what: str, below: int) -> None:
    problems = problems_of(folder, with_batch(told))
    heading = WHOLE[: WHOLE.index("[tolerance]")].count("\n") + 1
    assert (problems[0].told().what, problems[0].line) == (what, heading + below)


@pytest.mark.parametrize("content", ["TEST-1\n0113701234;TEST-2\n", "TEST-1\n0113701234\tTEST-2\n"])
def test_a_wrong_line_of_the_list_is_told_by_its_number_and_never_shown(folder: Path, content: str) -> None:
    (folder / "test.txt").write_text(content, "utf-8")
    (problem,) = problems_of(folder, with_batch('file = "test.txt"'))
    assert (problem.file, problem.line) == ("test.txt", 2)
    assert "0113701234" not in repr(problem)


def test_former_codes_of_the_area_are_known(folder: Path) -> None:
    assert load(written(folder, WHOLE)).retired_types == {"KLFRUNG": Retired("KFLRUNG", date(2023, 5, 4))}
    (problem,) = problems_of(folder, changed('["KFLEJKA"]', '["KFLEJKA", "KLFRUNG"]'))
    assert problem.told().what == "Type i to områder"


def with_fees(told: str) -> str:
    return WHOLE.replace("[tolerance]", f"[fees]\n{told}\n\n[tolerance]")


def test_the_fees_are_read(folder: Path) -> None:
    assert load(written(folder, WHOLE)).fees == {}
    told = with_fees('GEDAINS = ["250,00", "100,50"]\nREOPDAG = "40,00"')
    assert load(written(folder, told)).fees == {"GEDAINS": (250_00, 100_50), "REOPDAG": (40_00,)}


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ('GEDAINX = "250,00"', "Ukendt fordringstype"),
        ('GEDAINS = ["250,00", "250,00"]', "Beløb står to gange"),
        ('GEDAINS = "0,00"', "Værdien kan ikke bruges"),
        ("GEDAINS = 250", "Værdien kan ikke bruges"),
        ("GEDAINS = []", "Værdien kan ikke bruges"),
    ],
)
def test_a_mistake_of_the_fees_is_told(folder: Path, told: str, what: str) -> None:
    settings = with_fees(told)
    with pytest.raises(SettingsError) as refused:
        load(written(folder, settings))
    (problem,) = refused.value.problems
    assert problem.told().what == what
    assert problem.line == settings.split("[fees]")[0].count("\n") + 2


def test_the_list_of_debtors_is_found_beside_the_settings(folder: Path) -> None:
    (folder / "skyldnere.csv").write_text("number;same_as\n", "utf-8")
    named = f'debtor_aliases = "skyldnere.csv"\n{WHOLE}'
    assert load(written(folder, WHOLE)).debtor_aliases is None
    assert load(written(folder, named)).debtor_aliases == folder / "skyldnere.csv"
    with pytest.raises(SettingsError) as refused:
        load(written(folder, named.replace("skyldnere", "andre")))
    (problem,) = refused.value.problems
    assert (problem.told().what, problem.line) == ("Filen findes ikke", 1)


def test_how_long_runs_are_kept_is_read(folder: Path) -> None:
    assert load(written(folder, WHOLE)).keep == Keep(None, None)
    assert load(written(folder, f"{WHOLE}\n[keep]\nruns_days = 365\n")).keep == Keep(365, None)
    assert load(written(folder, f"{WHOLE}\n[keep]\nruns_days = 90\nwork_lists_days = 90\n")).keep == Keep(90, 90)


@pytest.mark.parametrize(
    "told",
    [
        "work_lists_days = 9",
        "runs_days = 0",
        'runs_days = "365"',
        "runs_days = true",
        "runs_days = 9\nwork_lists_days = 10",
    ],
)
def test_a_mistake_of_how_long_runs_are_kept_is_told(folder: Path, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(folder, f"{WHOLE}\n[keep]\n{told}\n"))
    (problem,) = refused.value.problems
    assert in_words(problem.column, "da").startswith("keep")


def test_every_key_of_the_settings_is_described() -> None:
    told = (Path(__file__).parent.parent / "docs" / "settings.md").read_text("utf-8")
    parts = [name for name in vars(settings_load) if re.fullmatch("_[A-Z][A-Za-z]+", name)]
    models = [getattr(settings_load, name) for name in parts]
    keys = {key for model in models if hasattr(model, "model_fields") for key in model.model_fields}
    assert len(keys) > 40
    assert not sorted(key for key in keys if key not in told)
