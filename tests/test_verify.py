"""`zerosum verify`: it agrees, it does not, or it cannot be decided; and the last is never the first."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from forked import zerosum
from leaks import leaks

import zerosum as package
from zerosum import key as keys
from zerosum.cli.messages import plain
from zerosum.cli.verified import CODES, text, values
from zerosum.cli.words import VERIFY
from zerosum.errors import InputError
from zerosum.report.words import load as load_words
from zerosum.runs import verified
from zerosum.runs.key_pair import PUBLIC, SECRET, make_keys
from zerosum.runs.places import SIGNATURE
from zerosum.runs.signed import sign_run
from zerosum.runs.sought import below
from zerosum.runs.verified import State, Verified, verify

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
PERSON = "1413131234"
"""A made-up number: the month is 13 to 19."""


def everything(place: Path) -> None:
    """A municipality with all that settings may name: own source, decisions, list of debtors, catalogue, test claims."""
    shutil.copytree(FIXTURES / "kilder" / "eg-liste", place)
    settings = place / "zerosum.toml"
    told = settings.read_text(encoding="utf-8")
    told = told.replace(
        "cut_off = 2026-09-30\n",
        'cut_off = 2026-09-30\ndebtor_aliases = "lister/skyldnere.csv"\ndecisions = "afgørelser.csv"\n'
        'catalogue = "eget.toml"\n',
    )
    settings.write_text(told + '\n[test_batch]\nfile = "testfordringer.txt"\n', encoding="utf-8")
    (place / "lister").mkdir()
    shutil.copy(FIXTURES / "cases" / "33-cvr-and-cpr-declared" / "skyldnere.csv", place / "lister")
    shutil.copy(FIXTURES / "cases" / "29-pair-decided" / "afgoerelser.csv", place / "afgørelser.csv")
    (place / "testfordringer.txt").write_text("900777\n", encoding="utf-8")
    (place / "eget.toml").write_text(
        '[[type]]\narea = "parkeringsafgifter"\ncode = "KFXXXXX"\nname_da = "Prøve"\nkind = "main"\n'
        'reference = "Kommunens egen opdeling"\n',
        encoding="utf-8",
    )
    for name in ("lister/skyldnere.csv", "afgørelser.csv"):
        long_ago = datetime(2026, 10, 1).timestamp()
        os.utime(place / name, (long_ago, long_ago))


def bare(place: Path) -> None:
    """Two files, and no settings."""
    place.mkdir()
    for name in ("debitor.csv", "psrm.csv"):
        shutil.copy(FIXTURES / "cases" / "30-one-oere" / name, place)


def of(fixture: str) -> Callable[[Path], None]:
    return lambda place: shutil.copytree(FIXTURES / fixture, place) and None


KINDS: Mapping[str, Callable[[Path], None]] = {
    "ode": of("daginstitution"),
    "plain": of("cases/29-pair-decided"),
    "declared": of("cases/33-cvr-and-cpr-declared"),
    "everything": everything,
    "bare": bare,
}
BARE = ("--debtor", "debitor.csv", "--psrm", "psrm.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Kind -> a folder with its files and a run of them in `reports`, made once; in a path with a blank, and æ, ø and å."""
    folder = tmp_path_factory.mktemp("efter prøvet på år")
    done: dict[str, Path] = {}

    def make(kind: str) -> Path:
        if kind not in done:
            place = folder / kind
            KINDS[kind](place)
            ran = zerosum("run", "-q", *(BARE if kind == "bare" else ()), cwd=place)
            assert ran.returncode in (0, 10, 20), ran.stderr
            done[kind] = place
        return done[kind]

    return make


@pytest.fixture
def copy(made: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """Kind -> a copy of it that a test may change."""

    def one(kind: str) -> Path:
        return Path(shutil.copytree(made(kind), tmp_path / f"{kind} æøå"))

    return one


def run_of(place: Path) -> Path:
    (found,) = place.glob("reports/*/*/*")
    return found


def told(run: Path, inputs: Path | None = None, settings: Path | None = None, key: Path | None = None) -> Verified:
    return verify(run, inputs, [settings] if settings is not None else [], key)


def said(of_run: Verified, check: str) -> list[tuple[str, State]]:
    return [(one.said, one.state) for one in of_run.steps if one.check == check]


def inputs_of(place: Path) -> list[Path]:
    about = json.loads((run_of(place) / "run.json").read_text(encoding="utf-8"))
    return [place / name for name in sorted({one["file"] for one in about["inputs"]})]


def about_of(run: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    return values


def write_about(run: Path, about: Mapping[str, Any]) -> None:
    (run / "run.json").write_text(json.dumps(about, ensure_ascii=False, indent=2), encoding="utf-8")


def flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def forged(run: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The run with another result, and everything that holds its fingerprint made to fit: what a careful forger would do."""
    import rfc8785

    result = json.loads((run / "result.json").read_bytes())
    change(result)
    raw = rfc8785.dumps(result)
    seal, before = hashlib.sha256(raw).hexdigest(), about_of(run)["fingerprint"]
    (run / "result.json").write_bytes(raw)
    for name in ("run.json", "report.html"):
        path = run / name
        path.write_bytes(
            path.read_bytes().replace(before.encode(), seal.encode()).replace(before[:6].encode(), seal[:6].encode())
        )
    return run.rename(run.with_name(run.name.replace(before[:6], seal[:6])))


# --- it agrees ---


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_run_that_nobody_touched_agrees(kind: str, made: Callable[[str], Path]) -> None:
    place = made(kind)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in place.rglob("*")}
    done = zerosum("verify", run_of(place), cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nSTEMMER: " in done.stdout
    assert "stemmer ikke" not in done.stdout
    assert "kan ikke afgøres  " not in done.stdout
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in place.rglob("*")} == before


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_the_run_may_be_named_by_its_result_and_from_anywhere(
    kind: str, made: Callable[[str], Path], tmp_path: Path
) -> None:
    """The settings are found above the run's folder; without settings the files are, where they lay."""
    done = zerosum("verify", run_of(made(kind)) / "result.json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_inputs_may_lie_elsewhere_flat_and_under_other_names(
    kind: str, copy: Callable[[str], Path], tmp_path: Path
) -> None:
    place = copy(kind)
    archive = tmp_path / "arkiv på drev"
    archive.mkdir()
    for n, path in enumerate(sorted(place.rglob("*"))):
        if path.is_file() and "reports" not in path.parts:
            aliases = path.name == "skyldnere.csv"  # has no hash: it is found by its name
            shutil.copy2(path, archive / (path.name if aliases else f"{n:02d}{path.suffix}"))
    run = shutil.copytree(run_of(place), tmp_path / "kørsler" / run_of(place).name)
    shutil.rmtree(place)
    done = zerosum("verify", run, "--inputs", archive, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    if kind != "declared":
        (archive / "06.csv").unlink(missing_ok=True)


def test_files_alone_may_have_moved(copy: Callable[[str], Path], tmp_path: Path) -> None:
    """The settings are where they were, and are found as `run` finds them."""
    place = copy("everything")
    archive = tmp_path / "flyttet" / "dybt" / "nede"
    archive.mkdir(parents=True)
    for n, path in enumerate(inputs_of(place)):
        shutil.move(path, archive / f"fil {n}")
    assert zerosum("verify", run_of(place), cwd=place).returncode == 6
    assert zerosum("verify", run_of(place), "--inputs", tmp_path / "flyttet", cwd=place).returncode == 0


def test_a_number_of_a_person_in_the_name_of_a_file(tmp_path: Path) -> None:
    """run.json has the name veiled, so it cannot be looked up by it; nor does it leave."""
    place = tmp_path / "k"
    shutil.copytree(FIXTURES / "cases" / "29-pair-decided", place)
    for name in ("debitor", "psrm"):
        (place / f"{name}.csv").rename(place / f"{name} 141313-1234.csv")
    settings = place / "zerosum.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('.csv"', ' 141313-1234.csv"'), encoding="utf-8")
    assert zerosum("run", "-q", cwd=place).returncode in (10, 20)
    first = zerosum("verify", run_of(place), cwd=place)
    second = zerosum("verify", run_of(place), "--inputs", place, cwd=place)
    assert (first.returncode, second.returncode) == (0, 0), first.stdout + second.stdout
    (place / "psrm 141313-1234.csv").unlink()
    third = zerosum("verify", run_of(place), "--inputs", place, cwd=place)
    assert third.returncode == 6
    assert not leaks([PERSON], [("verify", one.stdout + one.stderr) for one in (first, second, third)])


@pytest.mark.long
def test_an_ode_file_with_a_number_of_a_person_in_its_name(copy: Callable[[str], Path]) -> None:
    """What an ODE file is, its name says; where that is veiled in run.json, the name that it has now is taken."""
    place = copy("ode")
    shutil.rmtree(place / "reports")
    settings = place / "zerosum.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('af1.csv"', f'af1.{PERSON}.csv"'), encoding="utf-8"
    )
    for path in inputs_named(place, "af1.csv"):
        path.rename(path.with_suffix(f".{PERSON}.csv"))
    assert zerosum("run", "-q", cwd=place).returncode == 20
    for inputs in (None, place):
        assert told(run_of(place), inputs).state == State.AGREES


def inputs_named(place: Path, end: str) -> list[Path]:
    found = [path for path in sorted((place / "data").iterdir()) if path.name.endswith(end)]
    assert found
    return found


def test_files_that_a_pattern_meets_and_two_of_a_kind(tmp_path: Path) -> None:
    """Each file comes back to the input that had it."""
    place = tmp_path / "k"
    shutil.copytree(FIXTURES / "cases" / "29-pair-decided", place)
    lines = (place / "psrm.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "ind" / "dybt").mkdir(parents=True)
    (place / "ind" / "a.csv").write_text(lines[0] + lines[1], encoding="utf-8")
    (place / "ind" / "dybt" / "b.csv").write_text(lines[0] + "".join(lines[2:]), encoding="utf-8")
    settings = place / "zerosum.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"psrm.csv"', '"ind/**/*.csv"'), encoding="utf-8")
    assert zerosum("run", "-q", cwd=place).returncode in (10, 20)
    assert len(inputs_of(place)) == 3
    assert told(run_of(place)).state == State.AGREES
    assert told(run_of(place), place).state == State.AGREES


@pytest.mark.long
def test_the_day_and_the_language_are_those_of_the_run(tmp_path: Path) -> None:
    place = tmp_path / "k"
    shutil.copytree(FIXTURES / "cases" / "02-nothing-sent", place)
    zerosum("run", "-q", "--as-of", "2026-12-01", "--lang", "en", cwd=place)
    of_run = told(run_of(place))
    assert of_run.state == State.AGREES
    assert said(of_run, "made_again").count(("same", State.AGREES)) >= 5
    assert "AGREES: " in zerosum("verify", run_of(place), cwd=place).stdout
    assert "\nSTEMMER: " in zerosum("verify", run_of(place), "--lang", "da", cwd=place).stdout


@pytest.mark.long
def test_a_run_with_a_self_test(copy: Callable[[str], Path]) -> None:
    """The trial is not made again; its file is held against itself, the seal and the page."""
    place = copy("plain")
    shutil.rmtree(place / "reports")
    assert zerosum("run", "-q", "--selftest", cwd=place).returncode in (10, 20)
    of_run = told(run_of(place))
    assert of_run.state == State.AGREES
    assert of_run.not_looked_at == ("run.json",)  # the work list is as the run wrote it
    assert said(of_run, "selftest") == [("same", State.AGREES)]
    path = run_of(place) / "selftest.json"
    raw = path.read_bytes()
    told_of = json.loads(raw)
    told_of["kinds"][0]["found"] += 1
    for changed in (json.dumps(told_of).encode(), raw.replace(b'"seed":', b'"seed":1'), b"{}", b"[]", b"\xff", None):
        path.unlink()
        if changed is not None:
            path.write_bytes(changed)
        assert told(run_of(place)).state == State.DIFFERS, changed
        path.write_bytes(raw)
    kind = told_of["kinds"][0]["kind"].encode()
    path.write_bytes(raw.replace(b'"' + kind + b'"', b'"x"'))  # has no words
    assert told(run_of(place)).state == State.DIFFERS


def test_a_folder_of_another_name_says_nothing(copy: Callable[[str], Path], tmp_path: Path) -> None:
    place = copy("plain")
    run = run_of(place).rename(tmp_path / "til revisionen")
    of_run = told(run, place)
    assert of_run.state == State.AGREES
    assert said(of_run, "folder") == [("renamed", State.NOT_COUNTED)]
    second = run.rename(run.with_name(f"{of_run.run_id}-2"))
    assert said(told(second, place), "folder") == [("agrees", State.AGREES)]


# --- it cannot be decided ---


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_an_input_with_one_byte_changed_is_missing(kind: str, copy: Callable[[str], Path]) -> None:
    place = copy(kind)
    run = run_of(place)
    by_file = {one["file"]: one["sha256"][:12] for one in about_of(run)["inputs"]}
    for path in inputs_of(place):
        raw = path.read_bytes()
        flip(path, len(raw) // 2)
        name = path.relative_to(place).as_posix()
        shown = text(told(run, place), load_words("da"))
        assert f"Inputfil: {name} (SHA-256 begynder {by_file[name]})" in shown
        assert shown.endswith("(slutkode 6)")
        assert "\nSTEMMER" not in shown
        assert told(run).state == State.UNDECIDED
        path.write_bytes(raw)
    assert told(run, place).state == State.AGREES
    path.unlink()
    assert zerosum("verify", run, "--inputs", place, cwd=place).returncode == 6


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("zerosum.toml", "settings"),
        ("afgørelser.csv", "decisions"),
        ("eget.toml", "catalogue"),
        ("testfordringer.txt", "test_batch"),
        ("kilde.toml", "source"),
        ("lister/skyldnere.csv", "debtor_aliases"),
    ],
)
@pytest.mark.parametrize("with_inputs", [False, True])
def test_what_belongs_to_the_settings_is_found_by_what_is_in_it(
    name: str, what: str, with_inputs: bool, copy: Callable[[str], Path]
) -> None:
    place = copy("everything")
    inputs = place if with_inputs else None
    run, path = run_of(place), place / name
    assert told(run, inputs).state == State.AGREES
    raw = path.read_bytes()
    path.unlink()
    gone = told(run, inputs)
    assert (gone.state, [one.what for one in gone.missing if one.what != "input"]) == (State.UNDECIDED, [what])
    if what != "debtor_aliases":
        path.write_bytes(
            raw.replace(b"Annulleret", b"Tilbagekaldt") if what == "source" else raw + b"\n# en linje mere\n"
        )
        changed = told(run, inputs)
        assert (changed.state, [one.what for one in changed.missing if one.what != "input"]) == (
            State.UNDECIDED,
            [what],
        )
    path.write_bytes(raw)
    assert told(run, inputs).state == State.AGREES


def test_settings_that_are_named_are_still_known_by_their_hash(copy: Callable[[str], Path], tmp_path: Path) -> None:
    place = copy("plain")
    other = tmp_path / "andet.toml"
    shutil.move(place / "zerosum.toml", place / "opsætning.toml")
    shutil.copy(FIXTURES / "cases" / "30-one-oere" / "zerosum.toml", other)
    run = run_of(place)
    assert told(run, settings=other).missing[0].what == "settings"
    assert told(run, settings=place / "opsætning.toml").state == State.AGREES


def test_the_list_of_debtors_is_known_by_name_and_by_its_day(copy: Callable[[str], Path], tmp_path: Path) -> None:
    place = copy("declared")
    run, path = run_of(place), place / "skyldnere.csv"
    headings = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(headings)  # written just now, after the run, and says something else
    newer = told(run)
    assert said(newer, "repeated") == [("aliases", State.UNDECIDED)]
    assert newer.state == State.UNDECIDED
    os.utime(path, (0, 0))
    assert told(run).state == State.DIFFERS
    for name in ("a", "b"):
        (tmp_path / "to" / name).mkdir(parents=True)
        (tmp_path / "to" / name / "skyldnere.csv").write_text(f"{name}\n", encoding="utf-8")
        for each in ("debitor.csv", "psrm.csv"):
            shutil.copy(place / each, tmp_path / "to" / name)
    two = told(run, tmp_path / "to")
    assert [one.what for one in two.missing] == ["debtor_aliases"]
    assert two.missing[0].sha256 == ""


def test_a_list_of_debtors_that_is_newer_and_gives_the_same_agrees(copy: Callable[[str], Path]) -> None:
    place = copy("declared")
    os.utime(place / "skyldnere.csv")
    assert told(run_of(place)).state == State.AGREES


def test_other_rules_with_the_same_result_agree(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    run = run_of(place)
    write_about(run, about_of(run) | {"rules_sha256": "0" * 64})
    assert told(run).state == State.AGREES


@pytest.mark.parametrize(
    ("change", "expected"), [({"zerosum": "0.0.7"}, "other_version"), ({"rules_sha256": "0" * 64}, "other_rules")]
)
def test_another_program_with_another_result_cannot_be_decided(
    change: dict[str, str], expected: str, copy: Callable[[str], Path]
) -> None:
    run = forged(run_of(copy("plain")), one_oere_more)
    write_about(run, about_of(run) | change)
    of_run = told(run)
    assert said(of_run, "repeated") == [(expected, State.UNDECIDED)]
    assert of_run.differing
    assert said(of_run, "seal") == [("agrees", State.AGREES)]
    assert said(of_run, "postings") == [("agrees", State.AGREES)]
    assert of_run.state == State.UNDECIDED
    shown = text(of_run, load_words("da"))
    assert (*change.values(),)[0][:12] in shown
    if expected == "other_version":
        assert package.__version__ in shown


def test_a_file_that_changes_while_it_is_read(copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    place = copy("plain")
    run, path = run_of(place), place / "psrm.csv"
    real = verified.reconcile

    def slow(settings: Any) -> Any:
        path.write_bytes(path.read_bytes().replace(b"1.000,00", b"1.000,01"))
        return real(settings)

    monkeypatch.setattr(verified, "reconcile", slow)
    assert said(told(run), "found")[-1] == ("changed", State.UNDECIDED)


def test_a_run_of_an_earlier_program(copy: Callable[[str], Path]) -> None:
    run = run_of(copy("plain"))
    about = about_of(run)
    for one in about["inputs"]:
        del one["input"], one["file"]
    del about["own_files"]
    write_about(run, about)
    of_run = told(run)
    assert (said(of_run, "found"), of_run.state) == ([("too_old", State.UNDECIDED)], State.UNDECIDED)


def test_without_sizes_files_of_moderate_size_are_looked_at(copy: Callable[[str], Path]) -> None:
    place = copy("everything")
    run = run_of(place)
    about = about_of(run)
    del about["own_files"]
    write_about(run, about)
    assert told(run).state == State.AGREES
    assert told(run, place).state == State.AGREES


# --- it does not agree ---


def one_oere_more(result: dict[str, Any]) -> None:
    result["solutions"][0]["debtor_ore"] += 1


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_one_digit_of_the_result(kind: str, copy: Callable[[str], Path]) -> None:
    place = copy(kind)
    run = run_of(place)
    raw = (run / "result.json").read_bytes()
    at = re.search(rb'"debtor_ore":(\d)', raw)
    assert at
    changed = raw[: at.start(1)] + (b"1" if at[1] != b"1" else b"2") + raw[at.end(1) :]
    (run / "result.json").write_bytes(changed)
    of_run = told(run, place)
    assert of_run.state == State.DIFFERS
    assert said(of_run, "seal") == [("differs", State.DIFFERS)]
    assert any(one.path[-1] == "debtor_ore" for one in of_run.differences)
    done = zerosum("verify", run, cwd=place)
    assert done.returncode == 5
    assert "grundlag, debitor: " in done.stdout
    assert done.stdout.rstrip().endswith("(slutkode 5)")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_result_that_was_made_to_fit_is_told_with_its_places(kind: str, copy: Callable[[str], Path]) -> None:
    def change(result: dict[str, Any]) -> None:
        one_oere_more(result)
        result["verdict"] = "not_ready" if result["verdict"] == "ready" else "ready"
        result["municipality"] = f"Kommune {PERSON}"

    place = copy(kind)
    run = forged(run_of(place), change)
    of_run = told(run, place)
    assert said(of_run, "seal") == [("agrees", State.AGREES)]
    assert said(of_run, "folder") == [("agrees", State.AGREES)]
    assert said(of_run, "report") == [("agrees", State.AGREES)]
    assert said(of_run, "repeated") == [("other", State.DIFFERS)]
    assert of_run.differences[0].path == ("verdict",)
    assert of_run.state == State.DIFFERS
    done = zerosum("verify", run, cwd=place)
    assert done.returncode == 5
    assert re.search("dom: (IKKE )?KLAR -> ", done.stdout)
    assert re.search(r"løsninger / .* / grundlag, debitor: [-0-9.]+,\d\d.kr. -> [-0-9.]+,\d\d.kr.", done.stdout)
    assert "kommune: (vises ikke) -> (vises ikke)" in done.stdout
    assert not leaks([PERSON], [("verify", done.stdout + done.stderr)])


def test_at_most_twenty_places_are_told(copy: Callable[[str], Path]) -> None:
    def all_more(result: Any) -> None:
        for value in result.values() if isinstance(result, dict) else result:
            if isinstance(value, dict | list):
                all_more(value)
        if isinstance(result, dict):
            result |= {key: value + 1 for key, value in result.items() if key.endswith("_ore") and type(value) is int}

    of_run = told(forged(run_of(copy("ode")), all_more))
    assert len(of_run.differences) == 20
    assert of_run.differing > 100
    assert f"… og {of_run.differing - 20} flere." in text(of_run, load_words("da"))


def changed_table(path: Path, column: str, value: object, row: int = 0) -> None:
    table = pq.read_table(path)
    cells = table[column].to_pylist()
    cells[row] = value
    at = table.schema.get_field_index(column)
    table = table.set_column(at, table.schema.field(at), pa.array(cells, table.schema.field(at).type))
    pq.write_table(table, path, compression="zstd")


def test_a_posting_that_was_changed(copy: Callable[[str], Path]) -> None:
    run = run_of(copy("ode"))
    path = run / "postings.parquet"
    raw = path.read_bytes()
    changed_table(path, "posted_ore", pq.read_table(path)["posted_ore"][0].as_py() + 1)
    of_run = told(run)
    assert (said(of_run, "postings"), of_run.state) == ([("differs", State.DIFFERS)], State.DIFFERS)
    path.write_bytes(raw)
    assert told(run).state == State.AGREES


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("open_items.parquet", "reference", "A-9999"),
        ("open_items.parquet", "debtor_line", 7),
        ("postings.parquet", "also", "rounding"),
        ("claims_seen.parquet", "key", 1),
    ],
)
def test_columns_outside_the_seal_are_made_again(
    name: str, column: str, value: object, copy: Callable[[str], Path]
) -> None:
    run = run_of(copy("ode"))
    changed_table(run / name, column, value)
    of_run = told(run)
    assert said(of_run, "postings") == [("agrees", State.AGREES)]
    differing = [(one.check, one.values["file"]) for one in of_run.steps if one.state == State.DIFFERS]
    assert differing == [("kept", name), ("made_again", name)]


def test_a_table_that_was_written_by_another_tool_says_the_same_and_is_not_the_runs(
    copy: Callable[[str], Path],
) -> None:
    run = run_of(copy("ode"))
    for name in ("postings.parquet", "open_items.parquet"):
        table = pq.read_table(run / name)
        pq.write_table(table, run / name, compression="none")
    of_run = told(run)
    assert {one.check for one in of_run.steps if one.state == State.DIFFERS} == {"kept"}
    assert of_run.state == State.DIFFERS


def test_a_report_of_another_run_and_one_that_was_changed(
    copy: Callable[[str], Path], made: Callable[[str], Path]
) -> None:
    run = run_of(copy("plain"))
    path = run / "report.html"
    raw = path.read_bytes()
    path.write_bytes((run_of(made("ode")) / "report.html").read_bytes())
    assert said(told(run), "report") == [("differs", State.DIFFERS)]
    path.write_bytes(raw.replace(b"KLAR MED BEM", b"KLAR OG ALT I"))
    of_run = told(run)
    assert said(of_run, "report") == [("agrees", State.AGREES)]
    assert [one.values["file"] for one in of_run.steps if one.state == State.DIFFERS] == ["report.html"]
    about = about_of(run)
    path.write_bytes(raw)
    write_about(run, about | {"who": "en anden"})  # stands in the report too
    assert told(run).state == State.DIFFERS
    write_about(run, about | {"zerosum": "0.0.7"})  # what another program would have written, this one cannot tell
    assert told(run).state == State.UNDECIDED


def test_run_json_that_forgets_an_input(copy: Callable[[str], Path]) -> None:
    """A forger leaves out a file that speaks against him."""
    run = run_of(copy("ode"))
    about = about_of(run)
    for n in (0, len(about["inputs"]) - 1):
        less = [one for at, one in enumerate(about["inputs"]) if at != n]
        write_about(run, about | {"inputs": less})
        assert said(told(run), "found") == [("fewer", State.DIFFERS)]
    counted = json.loads(json.dumps(about))
    counted["inputs"][0]["lines"] += 1
    write_about(run, counted)
    assert said(told(run), "inputs") == [("other", State.DIFFERS)]


def test_what_does_not_agree_wins(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    run = run_of(place)
    flip(run / "result.json", (run / "result.json").read_bytes().index(b"creditor_id") + 16)
    (place / "psrm.csv").unlink()
    of_run = told(run)
    assert {one.state for one in of_run.steps} >= {State.DIFFERS, State.UNDECIDED}
    assert of_run.state == State.DIFFERS
    (run / "postings.parquet").unlink()
    assert said(told(run), "postings") == [("gone", State.UNDECIDED)]


# --- what is no run, and what is no proof ---


def test_what_is_no_run_is_refused(copy: Callable[[str], Path], tmp_path: Path) -> None:
    place = copy("plain")
    run = run_of(place)
    done = zerosum("verify", tmp_path / "findes ikke", cwd=place)
    assert (done.returncode, done.stdout) == (3, "")
    for name in ("run.json", "result.json"):
        raw = (run / name).read_bytes()
        (run / name).unlink()
        with pytest.raises(InputError):
            told(run)
        (run / name).write_bytes(raw)
    for broken in (b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000):
        raw = (run / "run.json").read_bytes()
        (run / "run.json").write_bytes(broken)
        with pytest.raises(InputError):
            told(run)
        (run / "run.json").write_bytes(raw)
        if broken:
            raw = (run / "result.json").read_bytes()
            (run / "result.json").write_bytes(broken)
            assert told(run).state == State.DIFFERS
            (run / "result.json").write_bytes(raw)


NO_PROOF = {"system", "rules_sha256", "libraries", "own_files"}
"""Of run.json: what no other file of the run tells, so that nobody could see it changed."""


@pytest.mark.long
def test_each_value_of_run_json_in_another_form(copy: Callable[[str], Path]) -> None:
    """Never an error of our own, and never agreement where it is used."""
    run = run_of(copy("everything"))
    about = about_of(run)
    for name in about:
        for value in (None, [], {}, 7, "x", [1], {"x": 1}, [{}], "\x1b[2J", -1):
            write_about(run, about | {name: value})
            try:
                state = told(run).state
            except InputError:
                continue
            assert state != State.AGREES or name in NO_PROOF, (name, value)
        write_about(run, {key: each for key, each in about.items() if key != name})
        try:
            state = told(run).state
        except InputError:
            continue
        assert state != State.AGREES or name in NO_PROOF, name


@pytest.mark.long
def test_each_value_of_an_input_of_run_json_in_another_form(copy: Callable[[str], Path]) -> None:
    run = run_of(copy("plain"))
    about = about_of(run)
    for name in about["inputs"][0]:
        for value in (None, [], {"x": 1}, 7, "x", "\x1b[2J\0", "../../x", "//maskine/deling/x", -1, 10**30):
            first, *rest = about["inputs"]
            write_about(run, about | {"inputs": [first | {name: value}, *rest]})
            try:
                of_run = told(run)
            except InputError:
                continue
            assert of_run.state != State.AGREES or value == first[name], (name, value)
            assert text(of_run, load_words("da")).replace("\n", "").isprintable()


@pytest.mark.long
@pytest.mark.parametrize("kind", ["plain", "bare"])
def test_one_byte_of_each_file_of_the_run(kind: str, copy: Callable[[str], Path]) -> None:
    """No byte of a run can be changed and agree, but for those that prove nothing: what run.json alone tells, and a work list, in
    which people write."""
    run = run_of(copy(kind))
    about = about_of(run)
    proved = 0
    for path in sorted(run.iterdir()):
        raw = path.read_bytes()
        for at in sorted({*range(0, len(raw), max(1, len(raw) // 16)), len(raw) - 1}):
            flip(path, at)
            try:
                state = told(run).state
            except InputError:
                state = State.UNDECIDED
            if state == State.AGREES:
                assert says_nothing_else(path, raw, about), (path.name, at, raw[max(0, at - 30) : at + 10])
            else:
                proved += 1
            path.write_bytes(raw)
    assert proved > 50
    assert told(run).state == State.AGREES


def says_nothing_else(path: Path, raw: bytes, about: Mapping[str, Any]) -> bool:
    """Whether a file that was changed says the same, or something that only it tells."""
    if path.name == "arbejdsliste.xlsx":  # people write in it; that it was not looked at is told
        return True
    if path.name != "run.json":
        return False
    now = about_of(path.parent)
    files, were = now["files_sha256"], about["files_sha256"]
    # A page is made again whatever its hash, and people write in a work list: that it is not as it was is told.
    if {name for name in files | were if files.get(name) != were.get(name)} <= {"report.html", "arbejdsliste.xlsx"}:
        now = now | {"files_sha256": were}
    return {key for key in now.keys() | about.keys() if now.get(key) != about.get(key)} <= NO_PROOF


def test_a_file_that_lies_in_the_folder_is_told(copy: Callable[[str], Path]) -> None:
    run = run_of(copy("plain"))
    (run / "noter.txt").write_text("x", encoding="utf-8")
    assert told(run).not_looked_at == ("noter.txt", "run.json")


def test_a_work_list_that_somebody_has_written_in_is_told(copy: Callable[[str], Path]) -> None:
    run = run_of(copy("plain"))
    assert ("as_written", State.AGREES) in said(told(run), "kept")
    (run / "arbejdsliste.xlsx").write_bytes(b"x")
    of_run = told(run)
    assert ("worked_on", State.NOT_COUNTED) in said(of_run, "kept")
    assert of_run.state == State.AGREES
    assert "arbejdsliste.xlsx" in of_run.not_looked_at


# --- the signature ---


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A folder with a pair of keys."""
    make_keys(tmp_path / "nøgler", lambda: "")
    return tmp_path / "nøgler"


def test_a_key_without_a_signature_and_a_signature_without_a_key(copy: Callable[[str], Path], pair: Path) -> None:
    place = copy("plain")
    run = run_of(place)
    of_run = told(run, key=pair / PUBLIC)
    assert (said(of_run, "signature"), of_run.state) == ([("none", State.UNDECIDED)], State.UNDECIDED)
    sign_run(run, pair / SECRET, lambda: "")
    of_run = told(run)
    assert (said(of_run, "signature"), of_run.state) == ([("no_key", State.NOT_COUNTED)], State.AGREES)
    assert zerosum("verify", run, "--key", "findes ikke", cwd=place).returncode == 3
    write_about(run, about_of(run) | {"system": "et andet"})  # no key is needed to see that it signs another
    of_run = told(run)
    assert (said(of_run, "signature"), of_run.state) == ([("of_another", State.DIFFERS)], State.DIFFERS)


def test_a_signature_of_the_key_agrees_and_covers_run_json(copy: Callable[[str], Path], pair: Path) -> None:
    place = copy("plain")
    run = run_of(place)
    sign_run(run, pair / SECRET, lambda: "")
    of_run = told(run, key=pair / PUBLIC)
    assert (said(of_run, "signature"), of_run.state) == ([("good", State.AGREES)], State.AGREES)
    assert "run.json" not in of_run.not_looked_at
    line = (pair / PUBLIC).read_text(encoding="ascii").splitlines()[1]
    done = zerosum("verify", run, "--key", line, cwd=place)
    assert done.returncode == 0, done.stdout
    write_about(run, about_of(run) | {"who": "en anden"})
    of_run = told(run, key=pair / PUBLIC)
    assert (said(of_run, "signature"), of_run.state) == ([("about_changed", State.DIFFERS)], State.DIFFERS)


def test_a_signature_that_does_not_hold(copy: Callable[[str], Path], pair: Path, tmp_path: Path) -> None:
    run = run_of(copy("plain"))
    sign_run(run, pair / SECRET, lambda: "")
    make_keys(tmp_path / "andre", lambda: "")
    assert said(told(run, key=tmp_path / "andre" / PUBLIC), "signature") == [("another_key", State.DIFFERS)]
    written = (run / SIGNATURE).read_bytes()
    (run / SIGNATURE).write_bytes(written.replace(b"trusted comment: zerosum", b"trusted comment: Zerosum"))
    assert said(told(run, key=pair / PUBLIC), "signature") == [("comment_changed", State.DIFFERS)]
    (run / SIGNATURE).write_bytes(b"x")
    assert said(told(run, key=pair / PUBLIC), "signature") == [("unreadable", State.DIFFERS)]
    (run / SIGNATURE).write_bytes(written)
    (run / "result.json").write_bytes((run / "result.json").read_bytes().replace(b"0", b"1", 1))
    assert said(told(run, key=pair / PUBLIC), "signature") == [("content_changed", State.DIFFERS)]


@pytest.mark.parametrize("name", ["rejects.csv", "claims_seen.parquet", "report.json"])
def test_a_file_that_was_taken_away_is_told(name: str, copy: Callable[[str], Path]) -> None:
    run = run_of(copy("plain"))
    (run / name).unlink()
    steps = [one for one in told(run).steps if one.said == "gone"]
    assert [(one.values["file"], one.state) for one in steps] == [(name, State.NOT_COUNTED)]


# --- pseudonyms and earlier runs ---


@pytest.mark.long
def test_pseudonyms_are_checked_where_the_key_is(
    copy: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "egne"))
    place = copy("ode")
    creditor_id = json.loads((run_of(place) / "result.json").read_bytes())["creditor_id"]
    keys.make(creditor_id)
    shutil.rmtree(place / "reports")
    assert zerosum("run", "-q", cwd=place).returncode in (0, 10, 20)
    run = run_of(place)
    assert b'note">Debitor ' in (run / "report.html").read_bytes()
    assert told(run).state == State.AGREES
    page = (run / "report.html").read_text(encoding="utf-8")
    for name in ("report.html", "arbejdsliste.xlsx"):
        (run / name).unlink()
    assert zerosum("report", str(run), "-q", cwd=place).returncode == 0
    assert (run / "report.html").read_text(encoding="utf-8") == page  # the run keeps them
    names = re.findall("Debitor ([b-t]{5}-[b-t]{5})", page)
    another = next(one for one in names if one != names[0])
    for key in ("its own", "none", "another"):
        if key != "its own":
            keys.place(creditor_id).unlink(missing_ok=True)
        if key == "another":
            keys.make(creditor_id)
        of_run = told(run)
        assert of_run.state == State.AGREES  # another's key says nothing of them
        assert (("but_names", State.AGREES) in said(of_run, "made_again")) == (key != "its own")
        assert ("report.html" in of_run.not_looked_at) == (key != "its own")
        for forged in (
            page.replace("</h1>", f'<br><span class="note">Rettet siden: alle er klar {names[0]}</span></h1>', 1),
            page.replace(f"Debitor {names[0]}", f"Er afstemt {names[0]}", 1),
            page.replace(f'<br><span class="note">Debitor {names[0]}</span>', "", 1),
            page.replace(names[0], another, 1),
            page.replace(names[0], "bbbbb-bbbbb"),
            page.replace("kr.", "kr,", 1),
        ):
            (run / "report.html").write_text(forged, encoding="utf-8")
            assert told(run).state == State.DIFFERS
        (run / "report.html").write_text(page, encoding="utf-8")
    kept_names = (run / "debtors.json").read_text(encoding="utf-8")
    (run / "debtors.json").write_text(kept_names.replace(names[0], another), encoding="utf-8")
    assert told(run).state == State.DIFFERS
    assert zerosum("report", str(run), "-q", cwd=place).returncode == 3
    (run / "debtors.json").write_text("[", encoding="utf-8")
    assert told(run).state == State.DIFFERS
    (run / "debtors.json").unlink()
    assert told(run).state == State.UNDECIDED
    assert zerosum("report", str(run), "-q", cwd=place).returncode == 3


def test_a_file_of_pseudonyms_that_the_run_did_not_write_names_nobody(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    run = run_of(place)
    page = (run / "report.html").read_bytes()
    lines = pq.read_table(run / "postings.parquet").column("line").to_pylist()
    (run / "debtors.json").write_text(json.dumps(dict.fromkeys(lines, "bbbbb-bbbbb")), encoding="utf-8")
    assert told(run).state == State.AGREES
    assert "debtors.json" in told(run).not_looked_at
    assert zerosum("report", str(run), "-q", cwd=place).returncode == 0
    assert (run / "report.html").read_bytes() == page
    (run / "report.html").write_bytes(
        page.replace(b"</h2>", b'<br><span class="note">Debitor bbbbb-bbbbb</span></h2>', 1)
    )
    assert told(run).state == State.DIFFERS


def test_a_page_that_is_another_is_told_also_without_the_inputs(copy: Callable[[str], Path], tmp_path: Path) -> None:
    run = run_of(copy("plain"))
    alone = Path(shutil.copytree(run, tmp_path / "alene" / run.name))
    page = (alone / "report.html").read_text(encoding="utf-8")
    assert "page" not in {name for name, _ in said(told(alone), "kept")}
    (alone / "report.html").write_text(page.replace("kr.", "kr,", 1), encoding="utf-8")
    of_run = told(alone)
    assert ("page", State.NOT_COUNTED) in said(of_run, "kept")
    assert of_run.state == State.UNDECIDED


def test_no_list_with_numbers_has_a_hash(copy: Callable[[str], Path]) -> None:
    """What a short list of numbers is could be found by trying, when the list is long gone."""
    place = copy("plain")
    shutil.rmtree(place / "reports")
    assert zerosum("run", "-q", "--mask", "none", "--yes", cwd=place).returncode in (0, 10, 20)
    run = run_of(place)
    assert (run / "arbejdsliste_FORTROLIG.xlsx").is_file()
    assert {name for name in about_of(run)["files_sha256"] if name.startswith("arbejdsliste")} == set()
    assert told(run).state == State.AGREES


@pytest.mark.parametrize("name", ["a\0b", "../zerosum.toml", "noter.txt"])
def test_a_run_names_its_own_files_alone(copy: Callable[[str], Path], name: str) -> None:
    run = run_of(copy("plain"))
    about = about_of(run)
    about["files_sha256"][name] = "0" * 64
    (run / "run.json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        told(run)
    assert refused.value.problems[0].code == "run_unreadable"


@pytest.mark.long
def test_views_that_lie_beside_are_made_again_too(copy: Callable[[str], Path]) -> None:
    place = copy("ode")
    run = run_of(place)
    for more in (["--short"], ["--lang", "en"], ["--solution", "Ungdomsskole X"]):
        assert zerosum("report", run, "-q", *more, cwd=place).returncode == 0
    made = ["report.kort.html", "report.en.html", "report.ungdomsskole-x.html"]
    of_run = told(run)
    assert of_run.state == State.AGREES
    assert not set(made) & set(of_run.not_looked_at)
    assert "arbejdsliste.ungdomsskole-x.xlsx" in of_run.not_looked_at
    for name in made:
        page = (run / name).read_text(encoding="utf-8")
        (run / name).write_text(page.replace("kr.", "kr,", 1), encoding="utf-8")
        assert told(run).state == State.DIFFERS, name
        (run / name).write_text(page, encoding="utf-8")
    assert told(run).state == State.AGREES


def test_a_run_with_earlier_runs_agrees(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    first = run_of(place)
    assert zerosum("run", "-q", "--as-of", "2026-12-01", cwd=place).returncode in (0, 10, 20)
    (run,) = (one for one in first.parent.iterdir() if one != first)
    assert "<h3>Siden de tidligere kørsler</h3>" in (run / "report.html").read_text(encoding="utf-8")
    assert told(run).state == State.AGREES
    values = json.loads((run / "report.json").read_bytes())
    values["history"]["runs"][0]["whole"]["gross_ore"] += 1
    (run / "report.json").write_text(json.dumps(values), encoding="utf-8")
    assert told(run).state == State.DIFFERS


# --- the search ---


def test_links_are_not_followed(copy: Callable[[str], Path], tmp_path: Path) -> None:
    place = copy("plain")
    inside, outside = tmp_path / "inde", tmp_path / "ude"
    inside.mkdir()
    shutil.move(place / "psrm.csv", outside)
    try:
        (inside / "rundt").symlink_to(inside, target_is_directory=True)
        (inside / "ud").symlink_to(tmp_path, target_is_directory=True)
        (inside / "psrm.csv").symlink_to(outside)
    except OSError:
        pytest.skip("no leave to make links")
    shutil.copy(place / "debitor.csv", inside)
    of_run = told(run_of(place), inside)
    assert [one.name for one in of_run.missing] == ["psrm.csv"]
    assert [path.name for path in below(inside)] == ["debitor.csv"]
    shutil.copy(outside, inside / "x")
    assert told(run_of(place), inside).state == State.AGREES
    assert told(run_of(place), inside / "rundt").state == State.AGREES  # one that is named itself is where it leads


def test_what_is_no_file_is_passed_over(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    if hasattr(os, "mkfifo"):
        os.mkfifo(place / "rør.toml")
    assert told(run_of(place), place).state == State.AGREES


# --- what is said ---


def test_as_one_json_object(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    run = run_of(place)
    done = zerosum("verify", run, "--json", cwd=place)
    values = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (values["outcome"], values["exit_code"], values["missing"], values["differences"]) == ("agrees", 0, [], [])
    assert values["fingerprint"] == about_of(run)["fingerprint"]
    assert [one["check"] for one in values["checks"]][:4] == ["seal", "folder", "postings", "report"]
    (place / "psrm.csv").unlink()
    done = zerosum("verify", run, "--json", "--lang", "en", cwd=place)
    values = json.loads(done.stdout)
    assert (done.returncode, values["outcome"], values["exit_code"]) == (6, "undecided", 6)
    (missing,) = values["missing"]
    assert (missing["what"], missing["name"], len(missing["sha256"])) == ("input", "psrm.csv", 12)
    run = forged(run, one_oere_more)
    values = json.loads(zerosum("verify", run, "--json", "--inputs", FIXTURES / "cases", cwd=place).stdout)
    assert (values["outcome"], values["differing"]) == ("differs", 1)
    assert values["differences"][0]["path"] == ["solutions", "Pladsanvisning", "debtor_ore"]


def test_in_english_and_in_code_page_850(copy: Callable[[str], Path]) -> None:
    place = copy("plain")
    run = forged(run_of(place), one_oere_more)
    (run / "result.json.minisig").write_text("x", encoding="utf-8")
    for language in ("da", "en"):
        shown = zerosum("verify", run, "--lang", language, cwd=place).stdout
        assert shown.encode("cp850").decode("cp850") == shown
    assert "DOES NOT AGREE: " in shown
    assert "solutions / Pladsanvisning / basis, debtor: " in shown


def test_every_sentence_is_there_in_both_languages_and_used() -> None:
    """Each check's sentences, found where the steps are made."""
    assert VERIFY["da"].keys() == VERIFY["en"].keys()
    for key, told_ in VERIFY["da"].items():
        fields = [sorted(re.findall(r"{(\w+)}", one)) for one in (told_, VERIFY["en"][key])]
        assert fields[0] == fields[1], key
        assert plain(told_).encode("cp850")
    tree = ast.parse(Path(verified.__file__).read_text(encoding="utf-8"))
    texts = {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    sentences = [key.split(".") for key in VERIFY["da"] if "." in key]
    sentences = [key for key in sentences if key[0] not in ("state", "outcome", "what", "name")]
    assert len(sentences) > 30
    assert [key for key in sentences if not {*key} <= texts] == []
    assert {f"state.{one.value}" for one in State} <= VERIFY["da"].keys()
    assert {f"outcome.{one.value}" for one in CODES} == {key for key in VERIFY["da"] if key.startswith("outcome.")}


@pytest.mark.parametrize("kind", ["ode", "everything"])
def test_no_number_of_a_debtor_is_told(kind: str, copy: Callable[[str], Path]) -> None:
    place = copy(kind)
    about = b"".join(path.read_bytes() for path in inputs_of(place) if path.suffix == ".csv")
    numbers = {one.decode() for one in re.findall(rb"(?<![0-9])[0-3][0-9]1[3-9][0-9]{6}(?![0-9])", about)}
    numbers |= {one.decode().replace("-", "") for one in re.findall(rb"[0-3][0-9]1[3-9][0-9]{2}-[0-9]{4}", about)}
    assert numbers

    def change(result: dict[str, Any]) -> None:
        one = min(numbers)
        result["solutions"][0]["name"] = f"Skole {one[:6]}-{one[6:]}"
        result[f"x{one}"] = one
        result["rejects"] = int(one)

    run = forged(run_of(place), change)
    of_run = told(run)
    assert of_run.state == State.DIFFERS
    assert not leaks(numbers, [("text", text(of_run, load_words("da"))), ("json", json.dumps(values(of_run, "da")))])


def test_the_report_says_how(made: Callable[[str], Path]) -> None:
    page = (run_of(made("plain")) / "report.html").read_text(encoding="utf-8")
    assert "zerosum verify KØRSLENS-MAPPE --inputs MAPPE-MED-INPUTFILER" in page


def test_the_words_of_a_table_are_compared_and_not_its_bytes() -> None:
    """The helper of the byte test sees a difference where there is one."""
    table = pa.table({"a": [1, 2]})
    assert not table.equals(pa.table({"a": pc.add(table["a"], 1)}))
