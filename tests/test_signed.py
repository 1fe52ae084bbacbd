"""A pair of keys in a folder, and the signature of a run that lies on disk."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from forked import surroundings, zerosum
from minisigned import minisign
from test_signing import LIGHT, code_of, nobody

from zerosum.cli.password import VARIABLE, password_of
from zerosum.errors import LANGUAGES, InputError, Problem, SigningError
from zerosum.runs.key_pair import PUBLIC, SECRET, make_keys
from zerosum.runs.places import FILES, RESULT, RUN, SIGNATURE
from zerosum.runs.signed import Outcome, check_signature, load_key, sign_run
from zerosum.signing import new_key, public_file, read_public, secret_file, sign

ROOT = Path(__file__).parent.parent
PASSWORD = "Hestebremse-Æ17"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of the second example."""
    place = tmp_path_factory.mktemp("signed") / "kommune"
    shutil.copytree(ROOT / "fixtures" / "teknisk-forvaltning", place)
    done = zerosum("run", "-q", cwd=place)
    assert done.returncode == 20, done.stderr
    (folder,) = (place / "reports" / "eksempel-kommune" / "teknisk-forvaltning").iterdir()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the run, in a folder with a blank and Danish letters."""
    return Path(shutil.copytree(made, tmp_path / "kørsler på ét sted" / made.name))


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A folder with a pair of keys."""
    make_keys(tmp_path / "nøgler", lambda: "")
    return tmp_path / "nøgler"


# --- the signature of a run ---


def test_a_run_is_signed_and_the_signature_holds(folder: Path, pair: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert check_signature(folder, pair / PUBLIC).outcome == Outcome.NONE
    place = sign_run(folder, pair / SECRET, nobody)
    assert place == folder / SIGNATURE
    assert {path.name for path in folder.iterdir()} == {*before, SIGNATURE}
    assert all((folder / name).read_bytes() == content for name, content in before.items())
    state = check_signature(folder, pair / PUBLIC)
    assert (state.outcome, state.problem, state.whole) == (Outcome.GOOD, None, True)
    about = json.loads(before[RUN])
    assert state.comment.startswith(
        f"zerosum {about['run_id']} result.json sha256:{about['fingerprint']} run.json sha256:"
    )
    assert state.key_id == read_public((pair / PUBLIC).read_bytes()).name
    line = (pair / PUBLIC).read_text("utf-8").splitlines()[1]
    assert check_signature(folder, line) == check_signature(folder, str(pair / PUBLIC)) == state
    assert sign_run(folder, pair / SECRET, nobody).read_bytes() == place.read_bytes()
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_minisign_checks_a_run(folder: Path, pair: Path) -> None:
    sign_run(folder, pair / SECRET, nobody)
    done = minisign("-V", "-H", "-p", pair / PUBLIC, "-m", folder / RESULT)
    assert done.returncode == 0, done.stderr
    assert b"Trusted comment: zerosum " in done.stdout


def test_what_was_changed_afterwards_is_told_apart(folder: Path, pair: Path) -> None:
    sign_run(folder, pair / SECRET, nobody)
    good = (folder / SIGNATURE).read_bytes()
    about = (folder / RUN).read_bytes()
    (folder / RUN).write_bytes(about.replace(b"zerosum", b"Zerosum", 1))
    state = check_signature(folder, pair / PUBLIC)
    assert (state.outcome, state.result_as_signed, state.about_as_signed, state.whole) == (
        Outcome.GOOD,
        True,
        False,
        False,
    )
    (folder / RUN).write_bytes(about)

    result = (folder / RESULT).read_bytes()
    (folder / RESULT).write_bytes(result + b" ")
    assert bad(folder, pair / PUBLIC) == "signed_content_changed"
    (folder / RESULT).write_bytes(result)

    (folder / SIGNATURE).write_bytes(good.replace(b"run.json sha256:", b"run.json sha256:0"))
    assert bad(folder, pair / PUBLIC) == "signed_comment_changed"
    (folder / SIGNATURE).write_bytes(b"hej")
    assert bad(folder, pair / PUBLIC) == "signature_unreadable"
    (folder / SIGNATURE).write_bytes(good)
    assert bad(folder, new_key().public.line) == "signature_of_another_key"
    assert check_signature(folder, new_key().public.line).key_id == read_public((pair / PUBLIC).read_bytes()).name
    assert check_signature(folder, pair / PUBLIC).whole


def bad(folder: Path, key: Path | str) -> str:
    state = check_signature(folder, key)
    assert (state.outcome, state.whole, state.comment) == (Outcome.BAD, False, "")
    assert state.problem is not None
    for language in LANGUAGES:
        assert state.problem.told(language).do
    return state.problem.code


def test_a_comment_of_another_program_names_no_file(folder: Path, pair: Path) -> None:
    key = load_key(pair / SECRET, nobody)
    fingerprint = json.loads((folder / RUN).read_bytes())["fingerprint"]
    for comment in ("timestamp:1795359787", "kørsel", f"zerosum 2026-09-30_abcdef result.json sha256:{fingerprint}"):
        (folder / SIGNATURE).write_bytes(sign((folder / RESULT).read_bytes(), key, comment))
        state = check_signature(folder, pair / PUBLIC)
        assert (state.outcome, state.result_as_signed, state.about_as_signed) == (Outcome.GOOD, None, None)
        assert not state.whole


def test_the_signature_of_another_key_is_never_overwritten(folder: Path, pair: Path) -> None:
    other = folder.parent / "anden.key"
    other.write_bytes(secret_file(new_key()))
    for content in (sign(b"", load_key(other, nobody), "x"), b"noter"):
        (folder / SIGNATURE).write_bytes(content)
        with pytest.raises(SigningError) as refused:
            sign_run(folder, pair / SECRET, nobody)
        assert code_of(refused) == "sign_place_taken"
        assert (folder / SIGNATURE).read_bytes() == content
    assert {path.name for path in folder.iterdir()} <= {*FILES, SIGNATURE}


def test_what_is_not_as_sealed_is_not_signed(folder: Path, pair: Path) -> None:
    about = json.loads((folder / RUN).read_bytes())
    for changed in (
        {"run_id": "2026-09-30_abcdef\nrun.json"},
        {"run_id": "2026-09-30_000000"},
        {"fingerprint": "0" * 64},
    ):
        (folder / RUN).write_text(json.dumps(about | changed), encoding="utf-8")
        with pytest.raises(InputError):
            sign_run(folder, pair / SECRET, nobody)
    (folder / RUN).unlink()
    with pytest.raises(InputError) as refused:
        sign_run(folder, pair / SECRET, nobody)
    assert code_of(refused) == "run_not_opened"
    assert not (folder / SIGNATURE).exists()


def test_what_cannot_be_read_or_written_is_told(folder: Path, pair: Path) -> None:
    with pytest.raises(SigningError) as refused:
        sign_run(folder, pair / "ingen.key", nobody)
    assert code_of(refused) == "sign_key_not_read"
    for given, code in (
        (pair / "ingen.pub", "public_key_not_read"),
        ("RW\0", "public_key_not_read"),
        (pair / SECRET, "public_key_is_secret"),
    ):
        with pytest.raises(InputError) as told:
            check_signature(folder, given)
        assert code_of(told) == code
    (folder / SIGNATURE).mkdir()
    with pytest.raises(InputError) as told:
        check_signature(folder, pair / PUBLIC)
    assert code_of(told) == "signature_not_read"
    with pytest.raises(SigningError) as refused:
        sign_run(folder, pair / SECRET, nobody)
    assert code_of(refused) == "sign_not_written"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may do everything is refused nothing")
def test_a_folder_that_is_closed_is_told(folder: Path, pair: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(SigningError) as refused:
            sign_run(folder, pair / SECRET, nobody)
    finally:
        folder.chmod(0o700)
    assert code_of(refused) == "sign_not_written"


# --- zerosum keys ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_made_for_its_owner_alone(tmp_path: Path, language: str) -> None:
    place = tmp_path / "vores nøgler æøå"
    done = zerosum("keys", place, "--no-password", "--lang", language, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in place.iterdir()) == [SECRET, PUBLIC]
    key = load_key(place / SECRET, nobody)
    assert (place / PUBLIC).read_bytes() == public_file(key.public)
    assert key.public.line in done.stdout
    for half in (SECRET, PUBLIC):
        assert str(place / half) in done.stdout
    assert (place / SECRET).read_text("utf-8").splitlines()[1] not in done.stdout + done.stderr
    assert {"da": "ingen adgangskode", "en": "no password"}[language] in done.stderr
    assert (done.stdout + done.stderr).encode("cp850")
    if os.name != "nt":
        assert stat.S_IMODE((place / SECRET).stat().st_mode) == 0o600
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.parametrize("there", [SECRET, PUBLIC])
def test_a_key_is_never_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(b"min")
    done = zerosum("keys", tmp_path, "--no-password", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert Problem("keys_there").told().what in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_bytes() == b"min"


@pytest.mark.parametrize("there", [SECRET, PUBLIC])
def test_a_key_that_comes_while_a_password_is_asked_for_stays(tmp_path: Path, there: str) -> None:
    def slowly() -> str:
        (tmp_path / there).write_bytes(b"min")
        return ""

    with pytest.raises(SigningError) as refused:
        make_keys(tmp_path, slowly)
    assert code_of(refused) == "keys_there"
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_bytes() == b"min"


def test_no_key_is_made_among_runs(folder: Path) -> None:
    for place in (folder, folder.parent, folder.parent.parent, folder / "nøgler"):
        with pytest.raises(SigningError) as refused:
            make_keys(place, nobody)
        assert code_of(refused) == "keys_among_runs"
    assert not list(folder.parent.parent.rglob("zerosum.*"))


def test_without_a_terminal_and_a_password_nothing_is_made(tmp_path: Path) -> None:
    done = zerosum("keys", tmp_path / "ny", cwd=tmp_path, ZEROSUM_KEY_PASSWORD="")
    assert done.returncode == 4
    assert Problem("keys_password_missing", {"variable": VARIABLE}).told().do in done.stderr.replace("\n", " ")
    assert not (tmp_path / "ny").exists()


def test_a_password_comes_of_the_environment_where_nobody_can_be_asked(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "låst.key"
    secret.write_bytes(secret_file(new_key(), PASSWORD, LIGHT))
    monkeypatch.setattr(sys, "stdin", None)  # as under pythonw on Windows
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(SigningError) as refused:
        sign_run(folder, secret, lambda: password_of(secret))
    assert code_of(refused) == "sign_password_missing"
    assert VARIABLE in refused.value.problems[0].told().do
    monkeypatch.setenv(VARIABLE, PASSWORD)
    assert sign_run(folder, secret, lambda: password_of(secret)).is_file()


def test_what_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(SigningError) as refused:
        make_keys(tmp_path / "fil" / "nøgler", lambda: "")
    assert code_of(refused) == "keys_not_made"


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="a terminal of the tests' own is made as Linux makes it")
def test_a_password_is_asked_for_twice_and_shown_nowhere(tmp_path: Path, folder: Path) -> None:
    """In a real terminal; the two differ at first. It takes a gigabyte, as minisign's own keys do."""
    import pty

    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "zerosum", "keys", str(tmp_path / "nøgler")],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings(), start_new_session=True,
    )  # fmt: skip
    assert started.stderr is not None
    err = ""
    try:
        for answer in (PASSWORD, "noget andet", PASSWORD, PASSWORD):
            told = b""
            while not told.endswith((b"ingen): ", b"igen: ")):  # what is typed before it asks is thrown away
                told += os.read(started.stderr.fileno(), 1) or pytest.fail(told.decode())
            err += told.decode()
            os.write(ours, f"{answer}\n".encode())
        out, rest = (told.decode() for told in started.communicate(timeout=180))
    finally:
        started.kill()
    err += rest
    os.close(theirs)
    os.close(ours)
    assert started.returncode == 0, err
    assert "De to er ikke ens" in err
    assert PASSWORD not in out + err
    assert "ingen adgangskode" not in err
    secret = tmp_path / "nøgler" / SECRET
    sign_run(folder, secret, lambda: PASSWORD)
    assert check_signature(folder, tmp_path / "nøgler" / PUBLIC).whole
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in folder.iterdir())
