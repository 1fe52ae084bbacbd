"""`zerosum init`: what only the municipality knows stands as «?», nothing is overwritten, and nobody's number is written."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import golden
import pytest
from click.testing import CliRunner, Result
from leaks import decoded, forms, leaks
from test_cli import DEBTOR, PSRM

from zerosum import key
from zerosum.catalogue import AREAS, everything
from zerosum.cli import cli
from zerosum.errors import LANGUAGES, SettingsError
from zerosum.settings_load import load
from zerosum.toml_file import read, unfilled

EXAMPLE = golden.FIXTURES / "daginstitution" / "data"
FILES = ("zerosum.toml", "LÆS-MIG.txt", "KØR.cmd")
FOLDERS = ("ind/debitor/", "ind/psrm/", "reports/")
PERSON, FIRM = "0113701234", "90417263"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of the tests' own: no key of whoever runs them is touched."""
    place = tmp_path / "bruger"
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(place))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Ærø Kommune (0-sum)"


def init(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["init", *map(str, arguments)], standalone_mode=False)


def begun(folder: Path, *more: str | Path, area: str = "daginstitution") -> Result:
    answer = init(area, "--in", folder, *more)
    assert answer.return_value == 0, answer.stderr
    return answer


def text(folder: Path) -> str:
    return (folder / "zerosum.toml").read_bytes().decode().replace("\r\n", "\n")


def open_lines(written: str) -> list[int]:
    """The lines on which a value is «?»."""
    return [n for n, line in enumerate(written.split("\n"), 1) if re.match(r'[^#]*"\?"', line)]


def put(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what is written ---


def test_a_folder_is_begun(folder: Path) -> None:
    answer = begun(folder)
    for name in (*FILES, *FOLDERS):
        assert (folder / name).exists(), name
        assert name in answer.stdout
    for name in FILES:
        data = (folder / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 10, name
    assert (folder / "KØR.cmd").read_bytes().isascii()
    read_me = (folder / "LÆS-MIG.txt").read_bytes().decode("utf-8-sig")
    assert (folder / "LÆS-MIG.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "DAGINSTITUTION" in read_me
    assert re.findall(r"(?m)^ ?([0-9]+)\. ", read_me) == [str(n) for n in range(1, 11)]
    assert max(map(len, read_me.splitlines())) <= 80
    assert "$" not in read_me


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_every_question_is_one_problem_with_its_line(area: str, language: str, folder: Path) -> None:
    begun(folder, "--lang", language, area=area)
    written = text(folder)
    with pytest.raises(SettingsError) as refused:
        load(folder / "zerosum.toml")
    assert [one.line for one in refused.value.problems] == open_lines(written)
    assert {one.code for one in refused.value.problems} == {"not_filled_in"}
    assert len(open_lines(written)) == 10
    assert f'area = "{area}"' in written


def uncommented(written: str) -> str:
    """The settings with every line that may be used put to use, each table of solutions as one of its own."""
    lines = [re.sub(r'^( *)# (?=\[|"|[a-z_]+ = )', r"\1", line) for line in written.split("\n")]
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_what_stands_behind_a_sign_may_be_used(area: str, language: str, folder: Path) -> None:
    """Every key and type of a comment is one that the loader knows, once the «#» is gone."""
    begun(folder, "--lang", language, area=area)
    put(folder, "zerosum.toml", uncommented(text(folder)))
    with pytest.raises(SettingsError) as refused:
        load(folder / "zerosum.toml")
    known = {"type_of_the_area", "not_filled_in", "type_in_two_areas", "solution_unknown", "claim_type_unknown"}
    told = [one for one in refused.value.problems if one.code not in known]
    assert told == []
    strange = [one for one in refused.value.problems if one.code == "claim_type_unknown"]
    assert all(one.value == "ABCDEFG" for one in strange)  # the example of a code


def test_every_type_of_the_area_is_there_with_its_name_and_none_is_chosen(folder: Path) -> None:
    for area in AREAS:
        place = folder / area
        begun(place, area=area)
        written = text(place)
        assert tomllib.loads(written)["solution"] == [{"name": "?", "marks": ["?"], "claim_types": ["?"]}]
        for one in everything().area(area).types:
            assert f'  # "{one.code}", # {one.name}' in written
    assert '# "GEDAINS", # Gebyr, Daginstitution (gebyr)\n' in text(folder / "daginstitution")
    assert '# "REOPDAG", # Rente, opkrævning Daginstitution (rente, Renter og gebyrer)\n' in text(
        folder / "daginstitution"
    )


def test_solutions_that_the_catalogue_knows_are_comments(folder: Path) -> None:
    begun(folder, area="teknisk-forvaltning")
    written = text(folder)
    assert '# name = "EG Brandsoft"\n# claim_types = ["KFKIRGÅ"]' in written
    assert '# name = "KMD Opus"\n# kind = "manual" # ' in written
    assert '# [[elsewhere]]\n# by = "Beredskabet"' in written


def filled_in(written: str, answers: dict[str, str]) -> str:
    """The settings with an answer for each «?», by the key of its line; in a list of its own line the type."""
    lines = []
    for line in written.split("\n"):
        if re.match(r'[^#]*"\?"', line):
            name = line.split(" = ")[0].strip() if " = " in line else "type"
            line = line.replace('"?"', answers[name], 1)
        lines.append(line)
    return "\n".join(lines)


ANSWERS = {
    "municipality": '"Ærø Kommune"',
    "creditor_id": '"0999"',
    "cut_off": "2026-09-30",
    "source": '"zerosum"',
    "name": '"X"',
    "marks": '"X"',
    "type": '"KFDAINS"',
}


def test_filled_in_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(folder)
    put(folder, "ind/debitor/debitor.csv", DEBTOR)
    put(folder, "ind/psrm/psrm.csv", PSRM)
    written = text(folder)
    for side in ("debitor", "psrm"):
        written = written.replace('files = "?"', f'files = "ind/{side}/{side}.csv"', 1)
    put(folder, "zerosum.toml", filled_in(written, ANSWERS).replace("\n", "\r\n"))
    settings = load(folder / "zerosum.toml")
    assert (settings.municipality, settings.creditor_id) == ("Ærø Kommune", "0999")
    assert [(one.name, one.claim_types) for one in settings.solutions] == [("X", ("KFDAINS",))]
    monkeypatch.chdir(folder)
    answer = CliRunner().invoke(cli, ["run"], standalone_mode=False)
    assert answer.return_value == 10, answer.output
    assert list((folder / "reports").rglob("report.html"))


def test_without_an_area_the_areas_are_shown(folder: Path) -> None:
    answer = init("--in", folder)
    assert answer.return_value == 0
    for area in AREAS:
        assert f"  {area} " in answer.stdout
    assert not folder.exists()


@pytest.mark.parametrize("asked", ["teknisk-forvaltning", "Teknisk forvaltning", "05", "5"])
def test_an_area_has_a_code_a_name_and_a_track(asked: str, folder: Path) -> None:
    begun(folder, area=asked)
    assert 'area = "teknisk-forvaltning"' in text(folder)


def test_an_area_that_is_not_there_is_told_with_a_near_one(folder: Path) -> None:
    answer = init("daginstitutioner", "--in", folder)
    assert "Mente du «daginstitution»?" in str(answer.exception)
    answer = init("KFDAINS", "--in", folder)
    assert "der er intet område" in str(answer.exception)
    answer = init("--from", EXAMPLE, "--in", folder)
    assert "skriv området først" in str(answer.exception)
    assert not folder.exists()


def test_an_area_of_the_municipalitys_own(folder: Path) -> None:
    put(
        folder,
        "katalog.toml",
        '[[area]]\ncode = "havebrug"\nname = "Havebrug"\nreference = "egen"\n\n[[type]]\ncode = "KFHAVEB"\nname_da = "Kolonihave"\n'
        'kind = "main"\narea = "havebrug"\nsince = "2026"\nreference = "egen"\n',
    )
    begun(folder, area="havebrug")
    assert '# "KFHAVEB", # Kolonihave' in text(folder)
    with pytest.raises(SettingsError) as refused:
        load(folder / "zerosum.toml")
    assert {one.code for one in refused.value.problems} == {"not_filled_in"}


# --- run again ---


def test_what_is_there_is_left_and_what_is_missing_is_added(folder: Path) -> None:
    put(folder, "zerosum.toml", 'area = "daginstitution"\n')
    put(folder, "KØR.cmd", "min egen")
    begun(folder)
    assert text(folder) == 'area = "daginstitution"\n'
    assert (folder / "KØR.cmd").read_text(encoding="utf-8") == "min egen"
    before = contents(folder)
    (folder / "LÆS-MIG.txt").unlink()
    (folder / "ind" / "psrm").rmdir()
    answer = begun(folder)
    assert re.findall(r"skrevet +(\S+)", answer.stdout) == ["ind/psrm/", "LÆS-MIG.txt"]
    assert re.findall(r"var der +(\S+)", answer.stdout) == ["ind/debitor/", "reports/", "zerosum.toml", "KØR.cmd"]
    assert contents(folder) == before
    assert "skrevet  " not in begun(folder).stdout


def test_a_folder_is_of_one_area_and_one_creditor(folder: Path) -> None:
    """folder_of_another_area and folder_of_another_creditor; nothing is written."""
    put(folder, "zerosum.toml", 'creditor_id = "0998"\narea = "kultur"\n')
    before = contents(folder)
    answer = init("daginstitution", "--in", folder)
    assert answer.return_value == 4
    assert "Mappen er til et andet område" in answer.stderr
    answer = init("kultur", "--in", folder, "--creditor", "0999")
    assert answer.return_value == 4
    assert "Mappen er til en anden fordringshaver" in answer.stderr
    assert contents(folder) == before
    assert not key.place("0999").exists()


def test_what_cannot_be_written_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """folder_not_made, and file_not_begun: half a file is none."""
    folder.parent.mkdir(exist_ok=True)
    folder.mkdir()
    (folder / "ind").write_text("en fil", encoding="utf-8")
    answer = init("daginstitution", "--in", folder)
    assert answer.return_value == 4
    assert "Mappen kan ikke laves" in answer.stderr
    (folder / "ind").unlink()
    whole = Path.open

    def full(path: Path, mode: str = "r", **more: str) -> object:
        if mode == "xb" and path.name == "KØR.cmd":
            raise OSError(28, "No space left on device")
        return whole(path, mode, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as broken:
        broken.setattr(Path, "open", full)
        answer = init("daginstitution", "--in", folder)
    assert answer.return_value == 4
    assert "Filen kan ikke skrives" in answer.stderr
    assert not (folder / "KØR.cmd").exists()
    assert "skrevet  KØR.cmd" in begun(folder).stdout


# --- the key ---


def test_the_key_is_made_when_the_creditor_is_known(folder: Path) -> None:
    answer = begun(folder)
    assert "laves, når creditor_id er skrevet" in answer.stdout
    assert not key.place("0999").parent.exists()
    put(folder, "zerosum.toml", text(folder).replace('creditor_id = "?"', 'creditor_id = "0999"'))
    answer = begun(folder)
    assert f"er lavet: {key.place('0999')}" in answer.stdout
    first = key.read("0999")
    answer = begun(folder)
    assert "var der allerede" in answer.stdout
    assert key.read("0999") == first
    assert first is not None
    assert first.hex() not in answer.stdout
    assert first.hex().encode() not in b"".join(contents(folder).values())


def test_the_creditor_may_be_told_at_once(folder: Path) -> None:
    begun(folder, "--creditor", "0999")
    assert 'creditor_id = "0999"' in text(folder)
    assert key.read("0999")
    answer = init("daginstitution", "--in", folder, "--creditor", "99")
    assert "4 cifre" in str(answer.exception)


def test_the_key_never_lies_in_the_folder(home: Path) -> None:
    """folder_has_the_key: a folder that is shared or sent. Nothing is written."""
    for place in (home, home.parent, home / "zerosum"):
        answer = init("daginstitution", "--in", place, "--creditor", "0999")
        assert answer.return_value == 4
        assert "Nøglen ville ligge i mappen" in answer.stderr
    assert not home.exists()


def test_a_damaged_key_is_told(folder: Path) -> None:
    begun(folder, "--creditor", "0999")
    key.place("0999").write_text("x", encoding="utf-8")
    answer = init("daginstitution", "--in", folder)
    assert answer.return_value == 4
    assert "Nøglen er beskadiget" in answer.stderr
    assert key.place("0999").read_text(encoding="utf-8") == "x"


# --- from files ---


def from_files(*files: Path) -> Iterator[str]:
    for file in files:
        yield from ("--from", str(file))


def copied(folder: Path) -> list[Path]:
    """The example's files, in the folder's places."""
    return [
        put_bytes(folder / "ind" / ("psrm" if path.suffix == ".zip" else "debitor") / path.name, path.read_bytes())
        for path in sorted(EXAMPLE.iterdir())
    ]


def put_bytes(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_files_in_the_folder_are_named(folder: Path) -> None:
    files = copied(folder)
    before = contents(folder)
    begun(folder, *from_files(*files))
    assert {name: data for name, data in contents(folder).items() if name in before} == before
    data = tomllib.loads(text(folder))
    debtor, psrm = data["input"]
    assert (debtor["side"], debtor["source"]) == ("debtor", "kmd-ode")
    assert debtor["files"] == [f"ind/debitor/{path.name}" for path in files if path.suffix == ".csv"]
    assert (psrm["side"], psrm["source"]) == ("psrm", "psrm-justering")
    assert psrm["files"] == ["ind/psrm/Justering_Afstemning_2026-09.zip"]
    assert [one["marks"] for one in data["solution"]] == [["DAGI"], ["SFO2"], ["KLUB"], ["MANU"]]
    assert {one["name"] for one in data["solution"]} == {"?"}
    assert [one["claim_types"] for one in data["solution"]] == [["?"]] * 4
    written = text(folder)
    assert "# Kendetegnet «DAGI» står på 222 linjer i debitorfilen.\n[[solution]]" in written
    assert '  # "KFTILDA", # Tilbagebetaling af tilskud, dagtilbud, børn før skolestart: set på 15 linjer' in written
    assert "«LEJE» står på 25 linjer i debitorfilen, ingen med en type på området" in written
    assert "KFLEJKA (Kultur, 25)" in written
    with pytest.raises(SettingsError) as refused:
        load(folder / "zerosum.toml")
    assert [one.line for one in refused.value.problems] == open_lines(written)
    assert {one.code for one in refused.value.problems} == {"not_filled_in"}


def test_the_proposal_of_the_example_filled_in_gives_the_examples_verdict(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(folder, *from_files(*copied(folder)))
    given = tomllib.loads((EXAMPLE.parent / "zerosum.toml").read_text(encoding="utf-8"))
    names = {one["marks"][0]: (one["name"], one["claim_types"]) for one in given["solution"]}
    written = filled_in(text(folder), ANSWERS | {"name": '"?"', "type": '"?"'})
    for mark in ("DAGI", "SFO2", "KLUB", "MANU"):
        name, types = names[mark]
        listed = ", ".join(f'"{one}"' for one in types)
        written = re.sub(
            rf'name = "\?"([^\n]*\nmarks = \["{mark}"\]\nclaim_types = \[\n)  "\?"',
            rf'name = "{name}"\1  {listed}',
            written,
        )
    put(folder, "zerosum.toml", f'{written}\n[other_areas]\nKultur = ["KFLEJKA"]\n')
    settings = load(folder / "zerosum.toml")
    theirs = load(EXAMPLE.parent / "zerosum.toml")
    assert [(one.name, one.claim_types, one.marks) for one in settings.solutions] == [
        (one.name, one.claim_types, one.marks) for one in theirs.solutions
    ]
    monkeypatch.chdir(folder)
    answer = CliRunner().invoke(cli, ["run", "-q"], standalone_mode=False)
    assert answer.return_value == 20, answer.output


def test_files_elsewhere_are_not_named(folder: Path, tmp_path: Path) -> None:
    elsewhere = put(tmp_path, "hentet/debitor.csv", DEBTOR)
    before = elsewhere.read_bytes()
    answer = begun(folder, *from_files(elsewhere))
    data = tomllib.loads(text(folder))
    assert (data["input"][0]["source"], data["input"][0]["files"], data["input"][0]["side"]) == ("zerosum", "?", "?")
    assert "debitor.csv ligger ikke i denne mappe" in text(folder)
    assert "hentet" not in text(folder)
    assert "læg den i" in answer.stdout
    assert elsewhere.read_bytes() == before
    assert sorted(contents(folder)) == sorted(FILES)


def test_the_folder_tells_the_side_where_the_file_does_not(folder: Path) -> None:
    files = [put(folder, "ind/debitor/a.csv", DEBTOR), put(folder, "ind/psrm/b.csv", PSRM)]
    begun(folder, *from_files(*files))
    data = tomllib.loads(text(folder))
    assert [(one["side"], one["source"], one["files"]) for one in data["input"]] == [
        ("debtor", "zerosum", ["ind/debitor/a.csv"]),
        ("psrm", "zerosum", ["ind/psrm/b.csv"]),
    ]
    assert data["solution"] == [{"name": "?", "marks": ["X"], "claim_types": ["?"]}]


def test_what_no_source_reads_is_left_open(folder: Path) -> None:
    odd = put(folder, "ind/debitor/liste.csv", "Sagsnr;Saldo;Art\nA-1;1.234;Fakt\nA-2;2.500;Ned\n")
    nearly = put(folder, "ind/psrm/rapport.csv", "Fordringshaverreference;FordringID;Beloeb\nA-1;1;5,00\n")
    other = put(folder, "ind/debitor/anden.csv", "Nr;Kroner\n1;1,00\n2;2,00\n")
    answer = begun(folder, *from_files(odd, other, nearly))
    data = tomllib.loads(text(folder))
    assert [(one["side"], one["source"], one["files"]) for one in data["input"]] == [
        ("debtor", "?", ["ind/debitor/liste.csv"]),
        ("debtor", "?", ["ind/debitor/anden.csv"]),  # two files that none reads are hardly of one source
        ("psrm", "?", ["ind/psrm/rapport.csv"]),
    ]
    assert "nærmest psrm-justering" in text(folder)
    assert answer.stdout.count("ingen kilde læser den, som den er") == 3
    assert data["solution"][0]["marks"] == ["?"]


@pytest.mark.parametrize(
    "other",
    ["Sagsnr;Saldo;Art\nA-1;1.234;Fakt\n", "FordringID;Beloeb;Haendelse;Fordringshaverreference\n1;5,00;Tilgang;2\n"],
)
def test_a_packed_file_is_read_whole_by_one_source_or_left_open(folder: Path, other: str) -> None:
    """Beside a table in the plain format: one that no source reads, and one of another source."""
    file = put(folder, "ind/debitor/pakket.zip", "")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", DEBTOR)
        archive.writestr("b.csv", other)
    begun(folder, *from_files(file))
    data = tomllib.loads(text(folder))
    assert (data["input"][0]["source"], data["input"][0]["files"]) == ("?", ["ind/debitor/pakket.zip"])


def test_an_open_side_is_one_problem(folder: Path) -> None:
    files = [put(folder, "a.csv", DEBTOR), put(folder, "b.csv", DEBTOR.replace("1;A1", "2;A2"))]
    begun(folder, *from_files(*files))
    assert [(one["side"], one["files"]) for one in tomllib.loads(text(folder))["input"]] == [
        ("?", ["a.csv"]),
        ("?", ["b.csv"]),
    ]
    with pytest.raises(SettingsError) as refused:
        load(folder / "zerosum.toml")
    assert [one.line for one in refused.value.problems] == open_lines(text(folder))
    assert {one.code for one in refused.value.problems} == {"not_filled_in"}


def test_one_file_of_an_open_side_leaves_the_other_open_too(folder: Path) -> None:
    begun(folder, *from_files(put(folder, "a.csv", DEBTOR)))
    data = tomllib.loads(text(folder))
    assert [(one["side"], one["files"]) for one in data["input"]] == [("?", ["a.csv"]), ("?", "?")]
    psrm = put(folder, "b.csv", PSRM)
    (folder / "zerosum.toml").unlink()
    begun(folder, *from_files(psrm, put(folder, "ind/debitor/a.csv", DEBTOR)))
    data = tomllib.loads(text(folder))
    assert [(one["side"], one["files"]) for one in data["input"]] == [
        ("?", ["b.csv"]),
        ("debtor", ["ind/debitor/a.csv"]),
    ]


def test_a_source_of_the_municipalitys_own_is_named_where_it_lies(folder: Path) -> None:
    put(
        folder,
        "egen.toml",
        'name = "egen"\nside = "debtor"\n[columns]\nreference = "Sagsnr"\namount = "Saldo"\nevent = "Art"\nsolution = "System"\n'
        'claim_type = "Type"\n[events]\nFakt = "creation"\n[claim_types]\nBarn = "KFDAINS"\n',
    )
    file = put(
        folder,
        "ind/debitor/liste.csv",
        "Sagsnr;Saldo;Art;System;Type\nA-1;1.234,50;Fakt;Skole;Barn\nA-2;2,00;Fakt;Skole;Barn\n",
    )
    begun(folder, *from_files(file, file))
    data = tomllib.loads(text(folder))
    assert (data["input"][0]["source"], data["input"][0]["files"]) == ("egen.toml", ["ind/debitor/liste.csv"])
    assert data["solution"][0]["marks"] == ["Skole"]
    assert '"KFDAINS", # Daginstitution, betaling: set på 2 linjer' in text(folder)


def test_many_words_are_no_solutions(folder: Path) -> None:
    lines = DEBTOR.split("\n")
    rows = [lines[1].replace("1;A1;X", f"{n};A{n};System {chr(65 + n % 13)}") for n in range(40)]
    begun(folder, *from_files(put(folder, "ind/debitor/a.csv", "\n".join([lines[0], *rows]) + "\n")))
    assert tomllib.loads(text(folder))["solution"] == [{"name": "?", "marks": ["?"], "claim_types": ["?"]}]
    assert "System A (4)" in text(folder)


def test_a_file_that_cannot_be_opened_stops_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    answer = init("daginstitution", "--in", folder, "--from", tmp_path / "ikke-her.csv")
    assert answer.return_value == 3
    assert "findes ikke" in answer.stderr
    assert not folder.exists()


def test_with_settings_there_the_proposal_is_shown_and_not_written(folder: Path) -> None:
    begun(folder)
    before = contents(folder)
    answer = begun(folder, *from_files(put(folder, "ind/debitor/a.csv", DEBTOR)))
    assert "var der allerede og er ikke ændret. Filerne siger:" in answer.stdout
    assert 'files = [\n  "ind/debitor/a.csv",\n]' in answer.stdout
    assert {name: data for name, data in contents(folder).items() if name in before} == before


def test_no_number_of_a_person_or_a_firm_is_written(folder: Path) -> None:
    """Law 11: numbers in every column, in marks, in headings and in the files' names."""
    heading = DEBTOR.split("\n")[0] + f";Note {PERSON}"
    rows = [
        f"{PERSON};sag {PERSON};{mark};KFDAINS;{PERSON};Tilgang;1,00;2026-09-01;UD;{form}"
        for mark in ("X", PERSON, FIRM, f"m{PERSON}", f"{PERSON[:6]}-{PERSON[6:]}")
        for form in forms(PERSON).values()
    ]
    files = [
        put(folder, "ind/debitor/a.csv", "\n".join([heading, *rows]) + "\n"),
        put(folder, f"ind/debitor/liste {PERSON}.csv", DEBTOR.replace("0113131234", FIRM).replace(";X;", f";{FIRM};")),
        put(folder, f"ind/psrm/{PERSON[:6]}-{PERSON[6:]}/b.csv", PSRM),
    ]
    answer = begun(folder, *from_files(*files))
    written = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert sorted(written) == sorted(FILES)
    out = [("stdout", answer.stdout), ("stderr", answer.stderr)]
    out += [one for name, data in written.items() for one in decoded(name, data)]
    assert leaks((PERSON, FIRM), out) == []
    assert leaks((PERSON,), [*out, ("x", f"marks = [{PERSON!r}]")])  # it would be seen
    assert 'marks = ["X"]' in text(folder)
    assert "navnet kan være et nummer" in text(folder)
    assert "Giv den et andet navn" in answer.stdout


def test_a_line_break_in_a_word_stays_in_its_comment(folder: Path) -> None:
    rows = [f'{n};A{n};"Ny\n[fixed]";KFDAINS;0113131234;Tilgang;1,00;2026-09-01;UD' for n in range(4)]
    file = put(folder, "ind/debitor/a.csv", "\n".join([DEBTOR.split("\n")[0], *rows]) + "\n")
    begun(folder, *from_files(file))
    assert "fixed" not in tomllib.loads(text(folder))


# --- the rest ---


def test_the_languages_say_the_same(folder: Path) -> None:
    """The parts that are read as settings are the same in both languages, but for the language."""
    read_as = {}
    for language in LANGUAGES:
        begun(folder / language, "--lang", language, *from_files(*copied(folder / language)))
        read_as[language] = tomllib.loads(text(folder / language))
    assert read_as["en"].pop("language") == "en"
    assert read_as["da"] == read_as["en"]
    assert "MONDAY MORNING" in (folder / "en" / "LÆS-MIG.txt").read_text(encoding="utf-8-sig")
    numbers = [
        re.findall(r"(?m)^ ?([0-9]+)\. ", (folder / one / "LÆS-MIG.txt").read_text(encoding="utf-8-sig"))
        for one in LANGUAGES
    ]
    assert numbers[0] == numbers[1]


def test_how_many_are_left_to_fill_in(folder: Path) -> None:
    assert "10 steder" in begun(folder).stdout
    assert len(unfilled(read(folder / "zerosum.toml").data)) == 10


def test_the_command_file_keeps_the_exit_code_and_finds_its_environment(folder: Path) -> None:
    begun(folder)
    command = (folder / "KØR.cmd").read_bytes().decode("ascii").split("\r\n")
    assert command[0] == "@echo off"
    joined = "\n".join(command)
    for needed in (
        'pushd "%~dp0"',  # also from a share, and from a path with blanks
        "chcp 65001 >nul",
        'for %%p in ("venv" ".venv" "..\\venv" "..\\.venv")',
        "%ZEROSUM% run --open\n",
        "%ZEROSUM% %*\n",
        'set "KODE=%ERRORLEVEL%"',
        "if not defined ZEROSUM_UDEN_PAUSE pause",
        "exit /b %KODE%",
    ):
        assert needed in joined
    labels = {line[1:] for line in command if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", joined)) <= labels
    assert command.index(":ude") > command.index("popd")


def test_run_opens_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be opened is told (report_not_opened), and changes no exit code."""
    put(tmp_path, "æ ø/debitor.csv", DEBTOR)
    put(tmp_path, "æ ø/psrm.csv", PSRM)
    monkeypatch.chdir(tmp_path / "æ ø")
    opened: list[str] = []
    for works in (True, False):
        monkeypatch.setattr("webbrowser.open", lambda address, works=works: opened.append(address) or works)
        arguments = ["run", "--debtor", "debitor.csv", "--psrm", "psrm.csv", "--open"]
        answer = CliRunner().invoke(cli, arguments, standalone_mode=False)
        assert answer.return_value == 10, answer.output
        assert ("Rapporten kan ikke åbnes" in answer.stderr) is not works
    assert len(opened) == 2
    assert all(one.startswith("file:///") and one.endswith("/report.html") for one in opened)
