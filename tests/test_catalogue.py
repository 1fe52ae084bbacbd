"""The catalogue: no fact without a source, no code made up, every code that is named; the municipality's own; the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import books
import golden
import pytest
from test_cli_codes import ask
from test_findings import codes, got, outcome, sent, the

from zerosum.catalogue import AREAS, everything, load
from zerosum.catalogue.load import read_area, whole
from zerosum.catalogue.model import Area, AreaType, Known
from zerosum.catalogue.own import with_own
from zerosum.catalogue.related import related_types
from zerosum.cli import catalogued
from zerosum.errors import SettingsError
from zerosum.pipeline import reconcile
from zerosum.result import Gravity, Verdict
from zerosum.settings import Retired, Settings, Solution
from zerosum.settings_load import load as load_settings
from zerosum.toml_file import parse

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "fixtures" / "catalogue"

# --- what the sources name, written by hand: source key -> how the catalogue names the source, and the codes ---

NAMED: dict[str, tuple[str, str]] = {
    "SEED1": (
        "webinar",
        "KFDAINS GEDAINS KFGEKLU KFGEDAI KFLRUNG KFOMDAG KFSKFRI KFTILDA KFTBBSF KFTØFIN",
    ),
    "SEED2": ("Aalborg Kommune: Afklaring", "KFRÅVEJ KFHAVNY KFHAVNA KFGERBA KFKIRGÅ KOCIVIL"),
    "FTO-DAG": (
        "Fordringstypeoversigt Kommuner Daginstitution, 18.01.2024",
        "KFDAINS KFSKFRI KFLRUNG KFGEDAI KFOMDAG KFTILDA KFTBBSF KFTØFIN GEDAINS KLFRUNG",
    ),
    "DP-DAG19": (
        "docplayer.dk/128669215",
        "KFDAGIN KFSKOLF GEDAGIN EFDAFØR EFDASKO EFDAFØA EFDASKA KFGEDAG KFFMTPB",
    ),
    "VBA, G-DMI-LIST, SAN-LEJE": (
        "Liste over fordringstyper",
        "KFDAGIN KFSKOLF DFHUSLE KFFLYTT GEOPKRÆ DAPAFGI DAPAFGR DARÅVEJ KFMUSIK KFRENOV KFUDLEJ",
    ),
    "FTB-RENT": ("Fordringstypebilag Kommuner Renter, 28.06.2023", "REOPKOM REOPDAG KFOPREN KOPRORE"),
    "FT-KFGFEJL": ("Fordringstype KFGFEJL, opdateret 24.11.2025", "KFGFEJL KFOPGEB"),
    "SAN-LEJE": (
        "Fordringstypesanering Lejeret, 17.06.2020",
        "KFCVGEB KFCVREN GELEOAL GKERHLO DFHUSLJ DFHUSAL DKHUSER EFHUSLJ EFHUSAL EKHUSER DKFLYTT DFHUSIR",
    ),
    "OD-REF 03": ("side 03 (gengivet i mfhens/opendebt", "REINDGI"),
    "FHI-PORTAL": ("info.fordringshaverportal.skat.dk", "REINDGI PROCREN"),
    "DP-SOC19": ("docplayer.dk/161126152", "KTTIBAK KFNEBOF KTNEBOF KTBRSER KTVILFL KTSTRAF KTBRKYD"),
    "FT-KTBRFLX": ("Fordringstype KTBRFLX, opdateret 24.11.2025", "KTBRFLX"),
    "FT-KFBILØK": ("Fordringstype KFBILØK, opdateret 16.01.2024", "KFBILØK"),
    "FT-KTCIVIL": ("Fordringstype KTCIVIL, opdateret 24.11.2025", "KTCIVIL"),
    "OD-REF README": ("README i mfhens/opendebt", "KTAKJOA KFPERTI"),
    "DP-SS19": ("docplayer.dk/143707761", "KFURSDP KFFORUS KFETAND KFANBBØ KFTILSE"),
    "LI-KFEBHUV": ("9mqklQOOSye", "KFEBHUV"),
    "LI-KFBOTMO": ("8fCPtI6qifl", "KFBOTMO"),
    "LI-KOCIVIL": ("lSqOnxNzcQZ", "KOCIVIL KOCVDAG"),
    "LI-KFERSMF": ("h5OWJVCgwni", "KFERSMF"),
    "LI-KFERSUF": ("dvqeeexK2V5", "KFERSUF"),
    "LI-KFLEJKA": ("kv0o1Y6Udnm", "KFLEJKA"),
    "LI-DKFLYTT": ("d4SEeMOmhQ1", "DKFLYTT"),
    "LI-KFROTFO": ("CwRyfVAvbt", "KFROTFO"),
    "FT-KFMILJØ": ("Fordringstype KFMILJØ, opdateret 23.02.2024", "KFMILJØ"),
    "G-FORBRUG": ("kommuner/forbrug-og-renovation", "KFGETIV KFPROGE"),
}
"""A code that no source names here may not stand in the catalogue, and one that is named must."""

OF_OTHERS = ("ERLÅNEN", "REBOTLO")
"""Codes that the sources name and that are not municipal; so are all that begin with FO, of the utilities."""

TRACKS = (
    ("00", "Renter og gebyrer"),
    ("01", "Biblioteker"),
    ("02", "Socialret"),
    ("03", "Sygedagpenge"),
    ("04", "Parkeringsafgifter"),
    ("05", "Teknisk forvaltning"),
    ("06", "Tværgående civilretlige krav"),
    ("07", "Kultur"),
    ("08", "Forbrug og Renovation"),
    ("09", "Service og Sundhed"),
    ("10", "Lejeret"),
    ("11", "Ejendom og relaterede bidrag"),
    ("12", "Daginstitution"),
    ("XX", "Bolig"),
)
"""As the second seed has them."""

MAKERS = {
    "KFRÅVEJ": {"Elbek & Vejrup": "vendor", "KMD Opus": "manual"},
    "KFHAVNY": {"Compusoft": "vendor", "HARBA": "vendor", "BEAS": "vendor", "KMD Opus": "manual"},
    "KFHAVNA": {"Compusoft": "vendor", "HARBA": "vendor", "BEAS": "vendor"},
    "KFGERBA": {"Elbek & Vejrup": "vendor", "Beredskabet": "elsewhere"},
    "KFKIRGÅ": {"EG Brandsoft": "vendor", "Dialog Consult ASK": "vendor"},
}
"""The solutions of the second seed."""


def known() -> Iterator[Known]:
    return (one for every in everything().by_code.values() for one in every)


def reference_of(one: Known) -> str:
    """The source of what a code is said to be."""
    if one.meaning == "dmi":
        return everything().dmi_reference
    if one.replaced is not None:
        return one.replaced.reference
    told = one.former or one.type
    assert told is not None
    return told.reference


def sources_of(code: str) -> list[str]:
    return [told for told, named in NAMED.values() if code in named.split()]


def test_every_code_that_the_sources_name_is_there() -> None:
    named = {code for _, told in NAMED.values() for code in told.split()}
    assert len(named) > 75
    assert sorted(named - set(everything().by_code)) == []


def test_no_code_is_made_up() -> None:
    """Each code is named by a source of the list, and the catalogue gives that source for it."""
    looked = 0
    for one in known():
        looked += 1
        assert sources_of(one.code), f"{one.code} is named by no source"
        assert any(told in reference_of(one) for told in sources_of(one.code)), (one.code, one.meaning)
    assert looked > 80
    assert not [code for code in everything().by_code if code in OF_OTHERS or code.startswith("FO")]


def facts(value: object) -> Iterator[object]:
    """A value and all that is inside it, as far as it is of the catalogue's own classes."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from facts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from facts(one)


def test_no_fact_is_without_a_source() -> None:
    looked = 0
    for one in facts(everything()):
        if hasattr(one, "reference"):
            looked += 1
            assert getattr(one, "reference").strip(), one  # noqa: B009
    assert looked > 100
    assert everything().dmi_reference


def test_what_is_unknown_is_marked() -> None:
    for area in everything().areas:
        assert area.types or area.unknown, area.code
        for one in area.types:
            assert bool(one.name) != ("name_da" in one.unknown), one.code
            assert (one.kind is None) == ("kind" in one.unknown), one.code
            assert not one.related or one.of_types or one.of_areas or "of" in one.unknown, one.code
            assert one.kind != "fee" or one.amounts_ore or "amounts" in one.unknown, one.code
    for name in ("biblioteker", "parkeringsafgifter", "bolig"):
        assert load(name).types == ()
        assert "ingen kode er fundet" in load(name).unknown[0].da


def test_the_tracks_of_the_seed_in_its_order() -> None:
    assert tuple((one.number, one.name) for one in everything().tracks) == TRACKS
    assert [area for one in everything().tracks for area in one.areas] == list(AREAS)
    there = {one.name.removesuffix(".toml") for one in files("zerosum.catalogue").joinpath("areas").iterdir()}
    assert there == set(AREAS)


def test_every_solution_of_the_seed() -> None:
    types = {one.code: one for one in load("teknisk-forvaltning").types}
    assert {code: {maker.name: maker.how for maker in one.makers} for code, one in types.items()} == MAKERS


def test_the_ten_types_of_day_care() -> None:
    area = load("daginstitution")
    assert sorted(area.type_names()) == sorted(NAMED["SEED1"][1].split())
    assert [one.code for one in area.types if one.related] == ["GEDAINS"]
    assert area.retired() == {"KLFRUNG": ("KFLRUNG", date(2023, 5, 4))}
    assert area.dmi_close is not None
    assert area.dmi_close.on == date(2024, 11, 1)
    assert [one.code for one in load("daginstitution").former] == NAMED["DP-DAG19"][1].split()


def test_interest_of_another_area_goes_with_claims_of_this_one() -> None:
    every = everything()
    assert [one.code for one in every.borrowed_by("daginstitution")] == ["REOPDAG"]
    assert "REOPDAG" not in load("daginstitution").type_names()
    assert [one.code for one in every.borrowed_by("tvaergaaende-civilretlige-krav")] == ["KFOPGEB"]
    assert [one.code for one in every.of_area("daginstitution")] == ["REOPDAG", "GEDAINS"]


def test_two_spellings_are_one_type() -> None:
    one, other = everything().present("KFNEBOF"), everything().present("KTNEBOF")
    assert one == other
    assert {"KFNEBOF", "KTNEBOF"} <= load("socialret").type_names().keys()


def test_what_is_inferred_is_told_as_that_and_used_for_nothing() -> None:
    inferred = {one.code: one for one in known() if one.replaced is not None and one.replaced.inferred}
    assert set(inferred) == {"KFCVGEB", "KFCVREN"}
    assert load("renter-og-gebyrer").retired() == {}


def test_a_run_reads_its_own_area_alone() -> None:
    everything.cache_clear()
    case = ROOT / "fixtures" / "cases"
    reconcile(load_settings(case / "01-received" / "zerosum.toml"))
    reconcile(load_settings(case / "35-other-area" / "zerosum.toml"))
    assert everything.cache_info().misses == 0
    reconcile(load_settings(case / "35-other-area-not-listed" / "zerosum.toml"))
    assert everything.cache_info().misses == 1


# --- mistakes of what ships ---

AREA = 'code = "{0}"\nname = "{0}"\nreference = "r"\n'
TYPE = '[[type]]\ncode = "{}"\nname_da = "n"\nkind = "main"\nsince = 2024-01-18\nreference = "r"\n'
TRACK = 'since = "2023"\nreference = "r"\n[[track]]\nnumber = "00"\nname = "A"\nareas = ["a"]\n'
DMI = 'since = "unknown"\nreference = "r"\ncode = []\n'
A = AREA.format("a") + TYPE.format("KFDAINS")
B = AREA.format("b") + TYPE.format("KFSKFRI")
TRACK_OF_B = '[[track]]\nnumber = "01"\nname = "B"\nareas = ["b"]\n'


def mistakes(tracks: str, areas: Sequence[str], dmi: str = DMI) -> list[tuple[str, int, str]]:
    """What is wrong with the files: file, line, code."""
    documents = [parse(text, f"{'abcd'[n]}.toml") for n, text in enumerate(areas)]
    with pytest.raises(SettingsError) as refused:
        whole(parse(tracks, "tracks.toml"), documents, parse(dmi, "dmi.toml"))
    return [(one.file, one.line, one.code) for one in refused.value.problems]


def test_files_that_are_right_are_read() -> None:
    told = whole(parse(TRACK + TRACK_OF_B, "t"), [parse(A, "a"), parse(B, "b")], parse(DMI, "d"))
    assert [one.code for one in told.areas] == ["a", "b"]


@pytest.mark.parametrize(
    ("tracks", "areas", "dmi", "told"),
    [
        (TRACK, [AREA.format("a")], DMI, [("a.toml", 0, "catalogue_area_empty")]),
        (TRACK, [A.replace('kind = "main"\n', "")], DMI, [("a.toml", 4, "catalogue_not_told")]),
        (TRACK, [A.replace('name_da = "n"\n', "")], DMI, [("a.toml", 4, "catalogue_not_told")]),
        (TRACK, [A + 'unknown = ["kind"]\n'], DMI, [("a.toml", 10, "catalogue_told_and_unknown")]),
        (TRACK, [A.replace("main", "interest")], DMI, [("a.toml", 4, "catalogue_fee_of_nobody")]),
        (TRACK, [A.replace("main", "fee") + 'of_areas = ["a"]\n'], DMI, [("a.toml", 4, "catalogue_not_told")]),
        (TRACK, [A + 'of_areas = ["a"]\n'], DMI, [("a.toml", 4, "catalogue_main_of_others")]),
        (TRACK, [A + 'amounts = ["250,00"]\n'], DMI, [("a.toml", 10, "catalogue_amounts_of_no_fee")]),
        (TRACK, [A + TYPE.format("KFDAINS")], DMI, [("a.toml", 11, "catalogue_type_repeated")]),
        (TRACK, [A + 'also_written = ["KFDAINS"]\n'], DMI, [("a.toml", 10, "catalogue_type_repeated")]),
        (
            TRACK,
            [A + 'replaced = [{ code = "KFDAINS", until = 2023-05-04 }]\n'],
            DMI,
            [("a.toml", 10, "catalogue_former_type_taken")],
        ),
        (TRACK, [A + 'replaced = [{ code = "KFDAINX" }]\n'], DMI, [("a.toml", 10, "key_missing")]),
        (
            TRACK,
            [A + '[[former]]\ncode = "KFDAINS"\nwhat = "draft"\nsince = "2019"\nreference = "r"\n'],
            DMI,
            [("a.toml", 11, "catalogue_former_type_taken")],
        ),
        (TRACK + TRACK_OF_B, [A, A.replace('"a"', '"b"')], DMI, [("b.toml", 5, "catalogue_code_in_two_areas")]),
        (
            TRACK + TRACK_OF_B,
            [A, B + 'replaced = [{ code = "KFDAINS", until = 2023-05-04 }]\n'],
            DMI,
            [("b.toml", 10, "catalogue_code_in_two_areas")],
        ),
        (
            TRACK,
            [A.replace("main", "interest") + 'of_types = ["KFSKFRI"]\n'],
            DMI,
            [("a.toml", 10, "catalogue_type_unknown")],
        ),
        (
            TRACK,
            [A.replace("main", "interest") + 'of_areas = ["c"]\n'],
            DMI,
            [("a.toml", 10, "catalogue_area_unknown")],
        ),
        (TRACK.replace('["a"]', '["a", "c"]'), [A], DMI, [("tracks.toml", 6, "catalogue_area_unknown")]),
        (TRACK, [A], 'since = "2019"\nreference = "r"\n[[code]]\ncode = "KFDAGIN"\narea = "c"\n', [("dmi.toml", 5, "catalogue_area_unknown")]),
        (TRACK, [A, B], DMI, [("b.toml", 1, "catalogue_area_without_track")]),
        (
            TRACK + TRACK_OF_B.replace('"b"', '"a"'),
            [A],
            DMI,
            [("tracks.toml", 10, "catalogue_area_in_two_tracks")],
        ),
        (TRACK + TRACK_OF_B.replace("01", "00"), [A, B], DMI, [("tracks.toml", 8, "catalogue_track_repeated")]),
        (TRACK, [A.replace('reference = "r"\n', "", 1)], DMI, [("a.toml", 0, "key_missing")]),
        (TRACK, [A.replace('2024-01-18\nreference = "r"\n', "2024-01-18\n")], DMI, [("a.toml", 4, "key_missing")]),
        (TRACK, [A.replace("2024-01-18", '"foråret 2024"')], DMI, [("a.toml", 8, "value_unusable")]),
        (TRACK, [A.replace("2024-01-18", "2024-01-18T10:00:00")], DMI, [("a.toml", 8, "value_unusable")]),
        (TRACK, [A.replace("KFDAINS", "KFDAIN")], DMI, [("a.toml", 5, "value_unusable")]),
        (TRACK, [A + "max = 3\n"], DMI, [("a.toml", 10, "key_unknown")]),
    ],
)  # fmt: skip
def test_each_mistake_of_the_catalogue_is_told(
    tracks: str, areas: list[str], dmi: str, told: list[tuple[str, int, str]]
) -> None:
    assert mistakes(tracks, areas, dmi) == told


def test_mistakes_of_several_files_are_told_at_once() -> None:
    told = mistakes(TRACK.replace("track]]\nnumber", "track]]\nno"), [A + "max = 3\n", AREA.format("a")])
    assert [(file, code) for file, _, code in told] == [
        ("a.toml", "key_unknown"),
        ("b.toml", "catalogue_area_empty"),
        ("tracks.toml", "key_missing"),
        ("tracks.toml", "key_unknown"),
    ]


def test_mistakes_of_an_area_are_told_at_once() -> None:
    written = AREA.format("a") + "max = 3\n" + TYPE.format("KFDAINS") * 2
    with pytest.raises(SettingsError) as caught:
        read_area(parse(written[: written.rindex("main")] + "sub" + written[written.rindex("main") + 4 :], "a.toml"))
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (4, "key_unknown"),
        (12, "catalogue_type_repeated"),
        (14, "value_unusable"),
    ]


@pytest.mark.parametrize(
    ("written", "since"),
    [("2024-01-18", "2024-01-18"), ('"2025-11"', "2025-11"), ('"2019"', "2019"), ('"unknown"', "")],
)
def test_as_much_of_a_day_as_is_known(written: str, since: str) -> None:
    (one,) = read_area(parse(A.replace("2024-01-18", written), "a.toml")).types
    assert one.since == since


def test_fees_and_interest_are_told_by_settings_catalogue_and_code() -> None:
    types = ("KFDAINS", "GEDAINS", "REOPDAG", "REINDGI", "GELEOAL", "KFGEDAI")
    told = related_types("daginstitution", types, {})
    assert (told.fees, told.interest, told.fees_ore) == ({1, 4}, {2, 3}, (250_00,))
    told = related_types("daginstitution", types, {"GEDAINS": (100_00,), "REOPDAG": (40_00,)})
    assert (told.fees, told.interest, told.fees_ore) == ({1, 2, 4}, {3}, (40_00, 100_00))
    assert related_types("uden-omraade", types, {}).fees_ore == ()
    told = related_types("daginstitution", (*types, "KFOPREN"), {}, {"KFOPREN": "interest"})
    assert told.interest == {2, 3, 6}
    assert related_types("teknisk-forvaltning", ("KFRÅVEJ",), {}).fees == frozenset()  # its kind is unknown


# --- the municipality's own ---

SETTINGS = """municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-01

[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"

[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"

[[solution]]
name = "Alfa"
claim_types = ["KFDAINS"]
"""
OWN = """[[type]]
area = "daginstitution"
code = "KFEGENX"
name_da = "Egen type"
kind = "main"
replaced = [{ code = "KFGAMLX", until = 2025-01-01 }]
reference = "Kommunens egen liste, 2026"

[[type]]
area = "daginstitution"
code = "GEEGENX"
name_da = "Eget gebyr"
kind = "fee"
amounts = ["100,00", "250,00"]
of_types = ["KFEGENX"]
since = "2026"
reference = "Kommunens takstblad, 2026"

[[type]]
area = "egne-ting"
code = "KFTINGX"
name_da = "Egne ting"
kind = "main"
reference = "Kommunens egen liste, 2026"

[[area]]
code = "egne-ting"
name = "Egne ting"
reference = "Kommunens egen opdeling"
"""
ROADS = """[[type]]
area = "teknisk-forvaltning"
code = "KFRÅVEJ"
kind = "main"
reference = "Gældsstyrelsens materiale, 2026"

[[type]]
area = "socialret"
code = "KTNEBOF"
replaced = [{ code = "KFDAGIN", until = 2020-01-01 }]
reference = "Gældsstyrelsens materiale, 2026"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("debitor.csv", "psrm.csv"):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    return tmp_path


def settings(folder: Path, own: str | None = None, written: str = SETTINGS, name: str = "katalog.toml") -> Settings:
    (folder / "zerosum.toml").write_text(written, encoding="utf-8")
    if own is not None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(own, encoding="utf-8")
    return load_settings(folder / "zerosum.toml")


def told_by(folder: Path, own: str | None = None, written: str = SETTINGS) -> list[tuple[str, int, str]]:
    with pytest.raises(SettingsError) as refused:
        settings(folder, own, written)
    return [(Path(one.file).name, one.line, one.code) for one in refused.value.problems]


def test_own_types_are_of_the_area(folder: Path) -> None:
    read = settings(folder, OWN, SETTINGS.replace('["KFDAINS"]', '["KFDAINS", "KFEGENX", "GEEGENX"]'))
    assert len(read.area_types) == 12
    assert read.area_types["KFEGENX"] == "Egen type"
    assert read.retired_types == {
        "KLFRUNG": Retired("KFLRUNG", date(2023, 5, 4)),
        "KFGAMLX": Retired("KFEGENX", date(2025, 1, 1)),
    }
    assert (read.fees, read.type_kinds) == ({"GEEGENX": (100_00, 250_00)}, {"KFEGENX": "main", "GEEGENX": "fee"})
    assert read.own_types == {"KFTINGX": "Egne ting"}
    assert read.catalogue == folder / "katalog.toml"


def test_without_a_file_nothing_is_added(folder: Path) -> None:
    read = settings(folder)
    assert (len(read.area_types), read.fees, read.type_kinds, read.own_types) == (10, {}, {}, {})
    assert read.catalogue is None


def test_the_settings_fees_go_before(folder: Path) -> None:
    assert settings(folder, OWN, SETTINGS + '[fees]\nGEEGENX = "50,00"\n').fees == {"GEEGENX": (50_00,)}


def test_the_file_may_lie_elsewhere(folder: Path) -> None:
    named = f'catalogue = "fælles/katalog.toml"\n{SETTINGS}'
    assert len(settings(folder, OWN, named, "fælles/katalog.toml").area_types) == 12
    (folder / "fælles" / "katalog.toml").unlink()
    assert told_by(folder, None, named) == [("zerosum.toml", 1, "named_file_missing")]


def test_an_area_of_ones_own(folder: Path) -> None:
    written = SETTINGS.replace('"daginstitution"', '"egne-ting"').replace('["KFDAINS"]', '["KFTINGX"]')
    read = settings(folder, OWN, written)
    assert (read.area, read.area_name, read.area_types) == ("egne-ting", "Egne ting", {"KFTINGX": "Egne ting"})
    assert read.own_types == {"KFEGENX": "Daginstitution", "GEEGENX": "Daginstitution"}
    (folder / "katalog.toml").unlink()
    assert told_by(folder, None, written) == [("zerosum.toml", 3, "value_unusable")]


def test_what_the_catalogue_does_not_know_may_be_told(folder: Path) -> None:
    written = SETTINGS.replace('"daginstitution"', '"teknisk-forvaltning"').replace("KFDAINS", "KFRÅVEJ")
    read = settings(folder, ROADS, written)
    assert read.type_kinds == {"KFRÅVEJ": "main"}
    assert read.area_types["KFRÅVEJ"] == "Råden over kommunale vejarealer"
    written = SETTINGS.replace('"daginstitution"', '"socialret"').replace("KFDAINS", "KTNEBOF")
    read = settings(folder, ROADS, written)
    assert len(read.area_types) == len(load("socialret").type_names())
    assert read.retired_types == {"KFDAGIN": Retired("KFNEBOF", date(2020, 1, 1))}


def test_a_fee_of_ones_own_goes_with_its_area_or_what_is_told(folder: Path) -> None:
    grown, _ = with_own(everything(), parse(OWN.replace('of_types = ["KFEGENX"]\n', ""), "katalog.toml"))
    assert grown is not None
    assert [one.code for one in grown.of_area("daginstitution")] == ["REOPDAG", "GEDAINS", "GEEGENX"]
    away = OWN.replace('area = "daginstitution"\ncode = "GEEGENX"', 'area = "egne-ting"\ncode = "GEEGENX"')
    away = away.replace('of_types = ["KFEGENX"]', 'of_areas = ["daginstitution"]')
    read = settings(folder, away)
    assert read.own_types == {"KFTINGX": "Egne ting"}
    read = settings(folder, away, SETTINGS.replace('["KFDAINS"]', '["KFDAINS", "GEEGENX"]'))
    assert (read.area_types["GEEGENX"], read.fees["GEEGENX"]) == ("Eget gebyr", (100_00, 250_00))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name_da = "Egen type"', 'name_da = "0113701234"', [("katalog.toml", 4, "value_unusable")]),
        ("Kommunens takstblad, 2026", "0113701234", [("katalog.toml", 17, "value_unusable")]),
        ('["KFEGENX"]', '["KFEGENY"]', [("katalog.toml", 15, "catalogue_type_unknown")]),
        ('"egne-ting"\nname', '"Egne Ting"\nname', [("katalog.toml", 20, "catalogue_own_area_unknown"), ("katalog.toml", 27, "value_unusable")]),
        (", until = 2025-01-01", "", [("katalog.toml", 6, "key_missing")]),
        ("KFGAMLX", "GEEGENX", [("katalog.toml", 6, "catalogue_former_type_taken")]),
        ("KFTINGX", "KFMUSIK", None),
    ],
)  # fmt: skip
def test_mistakes_of_ones_own_file(folder: Path, old: str, new: str, told: list[tuple[str, int, str]] | None) -> None:
    assert old in OWN
    if told is None:
        assert settings(folder, OWN.replace(old, new))  # a code of DMI may be a type too
    else:
        assert told_by(folder, OWN.replace(old, new)) == told


def test_mistakes_of_both_files_are_told_at_once(folder: Path) -> None:
    told = told_by(folder, OWN.replace("KFEGENX", "KFDAINS", 1), SETTINGS.replace("0999", "99"))
    assert {file for file, _, _ in told} == {"katalog.toml", "zerosum.toml"}
    (folder / "katalog.toml").write_text("[[type\n", encoding="utf-8")
    assert [code for _, _, code in told_by(folder)] == ["toml_line"]


def test_interest_that_goes_with_the_area_may_be_declared(folder: Path) -> None:
    read = settings(folder, None, SETTINGS.replace('["KFDAINS"]', '["KFDAINS", "REOPDAG"]'))
    assert read.area_types["REOPDAG"] == "Rente, opkrævning Daginstitution"
    assert read.type_kinds == {"REOPDAG": "interest"}
    assert told_by(folder, None, SETTINGS.replace('["KFDAINS"]', '["KFDAINS", "REOPKOM"]')) == [
        ("zerosum.toml", 19, "claim_type_unknown")
    ]
    extra = SETTINGS.replace("[[input]]", 'extra_types = { KFOPREN = "Rente" }\n[[input]]', 1)
    assert settings(folder, None, extra).type_kinds == {"KFOPREN": "interest"}


# --- a code of another area in the data ---

ROAD = {"claim_type": "KFRÅVEJ"}


def test_a_code_that_the_catalogue_has_elsewhere_is_a_remark_on_all(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)]).result
    one = the(result, "type_of_other_area")
    assert (one.gravity, one.rows, one.solution, one.claim_type) == (Gravity.REMARK, 2, None, None)
    assert one.detail == {"claim_type": "KFRÅVEJ", "of_area": "Teknisk forvaltning"}
    assert [cell.claim_type for part in result.solutions for cell in part.cells] == ["KFDAINS"]
    assert result.outside_area.psrm_ore == 100_000
    assert codes(result) == {"type_of_other_area": Gravity.REMARK, "outside_area": Gravity.INFORMATION}
    assert result.verdict == Verdict.READY_WITH_REMARKS


@pytest.mark.parametrize(
    "psrm",
    [[], [got(**ROAD, amount="999,99")], [got(**ROAD, debtors="0513601237")], [got()]],
    ids=["missing", "another amount", "another debtor", "the right code"],
)
def test_what_a_solution_sent_under_it_must_be_in_psrm(tmp_path: Path, psrm: list[dict[str, str]]) -> None:
    """A mistyped code with kroner in the way is never ready."""
    result = outcome(tmp_path, [sent(**ROAD)], psrm).result
    assert result.verdict == Verdict.NOT_READY
    one = the(result, "type_of_other_area_open")
    assert (one.gravity, one.solution) == (Gravity.BLOCKING, None)
    assert one.rows >= 1


def test_the_right_code_in_the_debtor_system_and_another_in_psrm_blocks(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent()], [got(**ROAD)]).result
    assert result.verdict == Verdict.NOT_READY
    assert "type_of_other_area" in codes(result)


@pytest.mark.parametrize(
    ("debtor", "psrm"),
    [
        ([sent(**ROAD, solution="Gamma")], []),
        ([sent(**ROAD, solution="")], []),
        ([sent()], [got(), got(**ROAD, claim_id="900888", reference="", main_claim_id="2")]),
        ([sent(**ROAD)], [got(**ROAD), got(**ROAD, event="write_down", amount="300,00")]),
        ([sent(**ROAD)], [got(**ROAD), got(**ROAD, event="recall")]),
        ([sent(**ROAD | {"claim_type": ""})], [got(**ROAD, amount="900,00")]),
    ],
    ids=[
        "an unknown solution",
        "no solution",
        "of a main claim of ours",
        "written down there",
        "recalled there",
        "a borrowed type",
    ],
)
def test_while_an_ore_of_it_is_open_nothing_is_ready(
    tmp_path: Path, debtor: list[dict[str, str]], psrm: list[dict[str, str]]
) -> None:
    """Until the settings list the type it may be a mistyped code of this area."""
    result = outcome(tmp_path, debtor, psrm).result
    assert result.verdict == Verdict.NOT_READY
    assert codes(result)["type_of_other_area_open"] == Gravity.BLOCKING


def test_psrm_alone_may_have_it_of_another_department(tmp_path: Path) -> None:
    result = outcome(tmp_path, [], [got(**ROAD)]).result
    assert codes(result) == {"type_of_other_area": Gravity.REMARK, "outside_area": Gravity.INFORMATION}


def test_what_counts_after_the_cut_off_alone_is_a_remark_all_the_same(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(**ROAD, booked_on="2062-09-01")], []).result
    assert codes(result)["type_of_other_area"] == Gravity.REMARK


def test_what_the_settings_list_is_no_news(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)], other_types=frozenset({"KFRÅVEJ"})).result
    assert "type_of_other_area" not in codes(result)
    assert codes(result)["other_area_code"] == Gravity.REMARK
    open_there = outcome(tmp_path, [sent(**ROAD)], [], other_types=frozenset({"KFRÅVEJ"})).result
    assert open_there.verdict == Verdict.READY_WITH_REMARKS


def test_what_the_settings_have_in_the_area_stays_there(tmp_path: Path) -> None:
    mine = {"KFDAINS": "Daginstitution", "KFRÅVEJ": "Vej"}
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)], area_types=mine).result
    assert codes(result) == {"undeclared_type": Gravity.BLOCKING}
    declared = (Solution("Alfa", ("KFDAINS", "KFRÅVEJ")),)
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)], area_types=mine, solutions=declared).result
    assert codes(result) == {}


STAYS = {
    "KFSKFRI": "a type of the area that the settings' scope does not name",
    "REOPDAG": "interest that goes with the area's claims",
    "REOPKOM": "interest of which nobody knows whose claims it goes with",
    "KFDAGIN": "of a draft, and of DMI",
    "DFHUSIR": "dropped",
    "KFMUSIK": "of DMI alone",
    "KFCVGEB": "replaced, as we read it",
    "KFRÅVEX": "of nobody",
}


@pytest.mark.parametrize("code", STAYS)
def test_any_other_code_counts_in_the_area_and_blocks(tmp_path: Path, code: str) -> None:
    result = outcome(tmp_path, [sent(claim_type=code)], [got(claim_type=code)]).result
    assert codes(result) == {"undeclared_type": Gravity.BLOCKING}
    assert result.verdict == Verdict.NOT_READY
    assert result.figures.psrm_ore == 200_000


@pytest.mark.long
def test_no_code_of_the_catalogue_that_is_not_declared_is_ready(tmp_path: Path) -> None:
    """Alike on both sides it is a remark at least; with kroner open it is not ready."""
    looked = 0
    for code in everything().by_code:
        if code in ("KFDAINS", books.OTHER_AREA):  # these are declared
            continue
        looked += 1
        alike = outcome(tmp_path, [sent(claim_type=code)], [got(claim_type=code)]).result
        assert alike.verdict in (Verdict.NOT_READY, Verdict.READY_WITH_REMARKS), code
        assert outcome(tmp_path, [sent(claim_type=code)], []).result.verdict == Verdict.NOT_READY, code
    assert looked > 75


def test_a_former_code_of_the_area_is_told_with_the_new_one(tmp_path: Path) -> None:
    old = {"claim_type": "KLFRUNG"}
    retired = {code: Retired(*now) for code, now in load("daginstitution").retired().items()}
    result = outcome(tmp_path, [sent(**old)], [got(**old)], retired_types=retired).result
    assert codes(result) == {"undeclared_type": Gravity.BLOCKING, "retired_code": Gravity.BLOCKING}


def test_an_area_of_the_settings_own_may_have_left_a_type_out(tmp_path: Path) -> None:
    """Types of the same area of the catalogue as its own are not taken away from it."""
    mine = {"area": "pasning", "area_types": {"KFDAINS": "Daginstitution"}}
    result = outcome(tmp_path, [sent(claim_type="KFSKFRI")], [got(claim_type="KFSKFRI")], **mine).result
    assert codes(result) == {"undeclared_type": Gravity.BLOCKING}
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)], **mine).result
    assert "type_of_other_area" in codes(result)


def test_without_areas_every_type_is_ours(tmp_path: Path) -> None:
    result = outcome(tmp_path, [sent(**ROAD)], [got(**ROAD)], area_types={}).result
    assert "type_of_other_area" not in codes(result)


def test_a_code_of_ones_own_catalogue_is_known(tmp_path: Path) -> None:
    own = {"claim_type": "KFTINGX"}
    result = outcome(tmp_path, [sent(**own)], [got(**own)], own_types={"KFTINGX": "Egne ting"}).result
    assert the(result, "type_of_other_area").detail == {"claim_type": "KFTINGX", "of_area": "Egne ting"}


# --- the command ---

PAGES = {
    "spor.txt": (),
    "tracks.txt": ("--lang", "en"),
    **{f"{area}.txt": (area,) for area in AREAS},
    "technical.txt": ("05", "--lang", "en"),
    "KFRAAVEJ.txt": ("kfråvej",),
    "KFGFEJL.txt": ("KFGFEJL",),
    "KFOPGEB.txt": ("KFOPGEB",),
    "KLFRUNG.txt": ("KLFRUNG",),
    "KFCVREN.txt": ("KFCVREN", "--lang", "en"),
    "KFDAGIN.txt": ("KFDAGIN",),
    "DFHUSIR.txt": ("DFHUSIR",),
    "KTNEBOF.txt": ("KTNEBOF",),
}


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with no settings in it or above it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", PAGES)
def test_the_pages(name: str, elsewhere: Path) -> None:
    code, text = ask("catalogue", *PAGES[name])
    assert code == 0
    golden.check(GOLDEN / name, text)


def test_no_page_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {*PAGES, "own.txt", "own-area.txt"}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_area_and_code_can_be_told_on_a_danish_console(language: str, elsewhere: Path) -> None:
    every = everything()
    for name in (*every.by_code, *AREAS):
        found = catalogued.meant(every, name)
        assert found is not None
        text = catalogued.text(every, found, language)
        assert max(map(len, text.splitlines())) < 80
    for asked in ([], ["05"], ["KFRÅVEJ"]):
        code, text = ask("catalogue", *asked, "--lang", language)
        assert (code, bool(text.encode("cp850"))) == (0, True)
    whole_text = "\n".join(catalogued.text(every, area, language) for area in every.areas)
    assert whole_text.encode("cp850")


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("kfråvej", "KFRÅVEJ"),
        ("KFRAAVEJ", "KFRÅVEJ"),
        ("KFRA\u030aVEJ", "KFRÅVEJ"),
        (" KFRÅVEJ ", "KFRÅVEJ"),
        ("Teknisk Forvaltning", "teknisk-forvaltning"),
        ("5", "teknisk-forvaltning"),
        ("SPOR 05", "teknisk-forvaltning"),
        ("spor5", "teknisk-forvaltning"),
        ("xx", "bolig"),
        ("0", "renter-og-gebyrer"),
        ("Tværgående civilretlige krav", "tvaergaaende-civilretlige-krav"),
        ("TVAERGAAENDE-CIVILRETLIGE-KRAV", "tvaergaaende-civilretlige-krav"),
    ],
)
def test_it_may_be_asked_for_in_other_ways(asked: str, other: str, elsewhere: Path) -> None:
    assert ask("catalogue", asked) == ask("catalogue", other)


def zerosum(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zerosum", "catalogue", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.long
def test_a_name_that_nobody_knows_is_told_with_the_nearest(tmp_path: Path) -> None:
    done = zerosum("KFRÅVJE", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Mente du «KFRÅVEJ»?" in done.stderr
    assert "Did you mean «teknisk-forvaltning»?" in zerosum("teknisk-forvaltnig", "--lang", "en", cwd=tmp_path).stderr
    assert "0113701234" not in zerosum("0113701234", cwd=tmp_path).stderr


def test_json_is_pure(elsewhere: Path) -> None:
    tracks = json.loads(ask("catalogue", "--json")[1])["tracks"]
    assert [(one["number"], one["name"]) for one in tracks] == list(TRACKS)
    assert tracks[5]["areas"] == [
        {"code": "teknisk-forvaltning", "name": "Teknisk forvaltning", "types": 5, "own": False}
    ]
    area = json.loads(ask("catalogue", "daginstitution", "--json")[1])
    assert (area["borrowed"], area["dmi"]) == (["REOPDAG"], ["KFDAGIN", "KFSKOLF"])
    assert area["dmi_close"]["on"] == "2024-11-01"
    (road,) = json.loads(ask("catalogue", "kfråvej", "--json")[1])
    assert (road["meaning"], road["type"]["kind"], road["type"]["unknown"]) == ("present", None, ["kind"])
    assert [one["meaning"] for one in json.loads(ask("catalogue", "KFDAGIN", "--json")[1])] == ["draft", "dmi"]
    (old,) = json.loads(ask("catalogue", "KLFRUNG", "--json")[1])
    assert (old["replaced"]["until"], old["type"]["code"]) == ("2023-05-04", "KFLRUNG")


def test_ones_own_is_shown_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(folder, OWN + ROADS)
    monkeypatch.chdir(folder)
    golden.check(GOLDEN / "own.txt", ask("catalogue")[1])
    golden.check(GOLDEN / "own-area.txt", ask("catalogue", "daginstitution")[1])
    assert "Hovedfordring" in ask("catalogue", "KFRÅVEJ")[1]
    assert "KFEGENX" in ask("catalogue", "KFGAMLX")[1]
    assert [one["own"] for one in json.loads(ask("catalogue", "--json")[1])["own_areas"]] == [True]
    monkeypatch.chdir(folder.parent)
    named = ask("catalogue", "egne-ting", "-c", str(folder / "zerosum.toml"))
    assert named[0] == 0
    assert "kommunens eget område" in named[1]


@pytest.mark.long
def test_mistakes_of_the_own_file_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(folder)
    (folder / "katalog.toml").write_text("[[type]]\n", encoding="utf-8")
    done = zerosum(cwd=folder)
    assert done.returncode == 4
    assert "«code» skal stå her" in done.stderr
    (folder / "katalog.toml").unlink()
    (folder / "zerosum.toml").write_text("municipality = \n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert ask("catalogue")[0] == 0  # found and passed over: `zerosum run` tells its mistakes
    assert zerosum("-c", "zerosum.toml", cwd=folder).returncode == 4


def test_the_values_are_plain() -> None:
    """Frozen values: what one command adds, no other sees."""
    area: Area = load("daginstitution")
    one: AreaType = area.types[0]
    assert replace(area, types=(one,)) != area
    assert load("daginstitution") is area
