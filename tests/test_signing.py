"""Signatures: minisign's formats byte for byte, in both directions, and each way to be bad told apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minisigned import minisign, needed

from zerosum.errors import InputError, Problem, SigningError
from zerosum.signing import (
    MINISIGN,
    Cost,
    PublicKey,
    SecretKey,
    Signed,
    _scrypt_of,
    check,
    has_password,
    new_key,
    public_file,
    read_public,
    read_secret,
    read_signature,
    secret_file,
    sign,
)

LIGHT = Cost(32_768, 16_777_216)
"""The least that minisign takes."""

# Made by minisign 0.11.
PUBLIC = b"""untrusted comment: minisign public key CCF41BCDAC8FEC12
RWQS7I+szRv0zHHVpVFFcJQWq4cPKfShW4GSQQJ9nNY5Hqk/EtpEPXe5
"""
SECRET = b"""untrusted comment: minisign encrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEuyPrM0b9Mx6+KC8k9ot7Qw4iR6ORuoiVWyq/vlwyEpUhzu2yhYum3HVpVFFcJQWq4cPKfShW4GSQQJ9nNY5Hqk/EtpEPXe5AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""
CONTENT = b"hello\n"
SIGNATURE = b"""untrusted comment: signature from minisign secret key
RUQS7I+szRv0zC5tPlKhGCEbjAJtE65TGCy8hHr1T34TCg2/JjxyjEGWlYri2QS3PN2sDSenLyBAUI923NEu4xxSfakuDWuwNQ8=
trusted comment: trusted x
9oh0PXFi1EB3nNYf/YD64kJ07BkDlAf9aDlkNwGnx+moROBDSA9I3WcdFmY5mt9jOXrhrJwptWp52oUiDwEmCg==
"""
OLDER = b"""untrusted comment: signature from minisign secret key
RWQS7I+szRv0zDEDlpgyfoPfEOw25yh5KKerh2sndpMH+V2tHIUw7FqtZhbXF++NC80CQK/mXxZ4CVNP73YB9GW+AYvjmFo6rgU=
trusted comment: timestamp:1795359787\tfile:f
xy/MHsSPUQNdbQueTD7FIwcgNAcGqMkjWkXlLHjVzY0MpT1nVrrFj/KyubBD9O2qDzoRcp+m6IacSQxInJ6JCQ==
"""


def nobody() -> str:
    """Asked for a password of a key that has none."""
    raise AssertionError("a password was asked for")


def ours() -> SecretKey:
    return read_secret(SECRET, nobody)


def code_of(refused: pytest.ExceptionInfo[InputError] | pytest.ExceptionInfo[SigningError]) -> str:
    (problem,) = refused.value.problems
    return problem.code


# --- byte for byte ---


def test_files_of_minisign_are_read_and_written_byte_for_byte() -> None:
    key = ours()
    assert key.public == read_public(PUBLIC)
    assert public_file(key.public) == PUBLIC
    assert secret_file(key) == SECRET
    assert sign(CONTENT, key, "trusted x") == SIGNATURE
    assert key.public.name == "CCF41BCDAC8FEC12"
    assert check(CONTENT, SIGNATURE, key.public) == Signed("trusted x", "CCF41BCDAC8FEC12")
    assert check(CONTENT, OLDER, key.public) == Signed("timestamp:1795359787\tfile:f", "CCF41BCDAC8FEC12")


def test_a_public_key_may_be_its_line_alone_or_have_the_line_ends_of_windows() -> None:
    key = read_public(PUBLIC)
    for written in (key.line.encode(), f"  {key.line} ".encode(), PUBLIC.replace(b"\n", b"\r\n"), PUBLIC.rstrip()):
        assert read_public(written) == key
    windows = (SIGNATURE.replace(b"\n", b"\r\n"), SECRET.replace(b"\n", b"\r\n"))
    assert isinstance(check(CONTENT, windows[0], key), Signed)
    assert read_secret(windows[1], nobody) == ours()


# --- against the other program ---


def test_minisign_checks_what_we_sign(tmp_path: Path) -> None:
    needed()
    key = new_key()
    file, public = tmp_path / "result.json", tmp_path / "zerosum.pub"
    for content in (b"", CONTENT, bytes(range(256)) * 5000):
        file.write_bytes(content)
        public.write_bytes(public_file(key.public))
        (tmp_path / "result.json.minisig").write_bytes(sign(content, key, "kørsel æøå"))
        done = minisign("-V", "-H", "-p", public, "-m", file)
        assert done.returncode == 0, done.stderr
        assert "Trusted comment: kørsel æøå" in done.stdout.decode()
        assert minisign("-V", "-P", key.public.line, "-m", file).returncode == 0
        file.write_bytes(content + b"x")
        assert minisign("-V", "-p", public, "-m", file).returncode != 0


@pytest.mark.parametrize("more", [(), ("-l",)], ids=["prehashed", "older"])
def test_we_check_what_minisign_signs(tmp_path: Path, more: tuple[str, ...]) -> None:
    public, secret, file = tmp_path / "a.pub", tmp_path / "a.key", tmp_path / "data"
    assert minisign("-G", "-W", "-p", public, "-s", secret).returncode == 0
    file.write_bytes(CONTENT)
    assert minisign("-S", *more, "-s", secret, "-m", file, "-t", "hvad der sker").returncode == 0
    written = (tmp_path / "data.minisig").read_bytes()
    key = read_secret(secret.read_bytes(), nobody)
    assert public_file(key.public) == public.read_bytes()
    assert check(CONTENT, written, key.public) == Signed("hvad der sker", key.public.name)
    if not more:
        assert sign(CONTENT, key, "hvad der sker") == written


@pytest.mark.parametrize("password", ["", "hemmelig", "ÆØÅ æøå €"])
def test_minisign_signs_with_our_keys(tmp_path: Path, password: str) -> None:
    key = SecretKey(bytes([1, 2, 3, 4, 5, 6, 0, 0]), new_key().seed)  # the zeros that begin an id are not shown
    secret, public, file = tmp_path / "zerosum.key", tmp_path / "again.pub", tmp_path / "data"
    secret.write_bytes(secret_file(key, password, LIGHT))
    file.write_bytes(CONTENT)
    done = minisign("-S", "-s", secret, "-m", file, passwords=f"{password}\n")
    assert done.returncode == 0, done.stderr
    assert isinstance(check(CONTENT, (tmp_path / "data.minisig").read_bytes(), key.public), Signed)
    assert minisign("-R", "-s", secret, "-p", public, passwords=f"{password}\n").returncode == 0
    assert public.read_bytes() == public_file(key.public)


@pytest.mark.long
def test_we_open_a_key_that_minisign_made_with_a_password(tmp_path: Path) -> None:
    """It takes a gigabyte, as minisign's own keys do."""
    public, secret = tmp_path / "b.pub", tmp_path / "b.key"
    assert minisign("-G", "-p", public, "-s", secret, passwords="hemmelig\nhemmelig\n").returncode == 0
    assert has_password(secret.read_bytes())
    assert public_file(read_secret(secret.read_bytes(), lambda: "hemmelig").public) == public.read_bytes()


# --- keys ---


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=30), st.sampled_from([LIGHT, Cost(524_288, 16_777_216), Cost(524_288, 1_048_576)]))
def test_a_key_is_opened_by_its_password_alone(password: str, cost: Cost) -> None:
    key = new_key()
    written = secret_file(key, password, cost)
    assert has_password(written)
    assert key.seed not in written
    assert read_secret(written, lambda: password) == key
    with pytest.raises(SigningError) as refused:
        read_secret(written, lambda: password + "x", "zerosum.key")
    assert code_of(refused) == "sign_password_wrong"
    assert password not in refused.value.problems[0].told().why or len(password) < 3


def test_the_cost_is_that_of_libsodium() -> None:
    # operations, memory -> exponent of N, p: libsodium's SENSITIVE, INTERACTIVE and MIN, and more operations than memory
    for cost, expected in (
        (MINISIGN, (20, 1)),
        (Cost(524_288, 16_777_216), (14, 1)),
        (LIGHT, (10, 1)),
        (Cost(33_554_432, 16_777_216), (14, 64)),
    ):
        assert _scrypt_of(cost) == expected


@pytest.mark.parametrize("cost", [Cost(2**40, 2**40), Cost(2**63, 0), Cost(2**63, 2**63), Cost(2**34, 2**27)])
def test_a_key_that_asks_for_too_much_is_told(cost: Cost) -> None:
    import base64

    raw = bytearray(base64.b64decode(secret_file(new_key(), "x", LIGHT).split(b"\n")[1]))
    raw[38:54] = cost.operations.to_bytes(8, "little") + cost.memory.to_bytes(8, "little")
    written = b"untrusted comment: x\n" + base64.b64encode(raw) + b"\n"
    with pytest.raises(SigningError) as refused:
        read_secret(written, lambda: "x")
    assert code_of(refused) == "sign_key_too_costly"


def test_what_is_no_secret_key_is_told() -> None:
    damaged = SECRET.replace(b"RWQAAEIy", b"RWQAAEIx")
    other_half = SECRET.replace(b"m3HVp", b"m3HVq")
    for written in (b"", b"\xff\xfe", SIGNATURE, SECRET[:-20], SECRET + b"more\n", damaged, other_half):
        with pytest.raises(SigningError) as refused:
            read_secret(written, nobody, "zerosum.key")
        assert code_of(refused) == "sign_key_damaged", written
        assert refused.value.problems[0].file == "zerosum.key"
    with pytest.raises(SigningError) as refused:
        read_secret(PUBLIC, nobody)
    assert code_of(refused) == "sign_key_is_public"


def test_what_is_no_public_key_is_told() -> None:
    for written in (b"", b"RW", SIGNATURE, PUBLIC[:-5], PUBLIC + PUBLIC, PUBLIC.replace(b"RWQ", b"RUQ")):
        with pytest.raises(InputError) as refused:
            read_public(written, "zerosum.pub")
        assert code_of(refused) == "public_key_unreadable", written
    with pytest.raises(InputError) as refused:
        read_public(SECRET)
    assert code_of(refused) == "public_key_is_secret"


def test_a_key_does_not_show_itself() -> None:
    key = new_key()
    assert repr(key.seed) not in repr(key)
    assert key.seed.hex() not in repr(key)


# --- signatures ---


def bad(content: bytes, signature: bytes, key: PublicKey) -> str:
    found = check(content, signature, key)
    return found.code if isinstance(found, Problem) else ""


def test_each_way_to_be_bad_is_told() -> None:
    key = ours().public
    lines = SIGNATURE.decode().split("\n")
    other = sign(CONTENT, new_key(), "trusted x")
    another_content = sign(CONTENT + b"!", ours(), "trusted x").decode().split("\n")
    assert bad(CONTENT + b" ", SIGNATURE, key) == "signed_content_changed"
    assert (
        bad(CONTENT, "\n".join([*lines[:1], another_content[1], *lines[2:]]).encode(), key) == "signed_content_changed"
    )
    assert bad(CONTENT, other, key) == "signature_of_another_key"
    assert bad(CONTENT, SIGNATURE.replace(b"trusted x", b"trusted y"), key) == "signed_comment_changed"
    assert bad(CONTENT, "\n".join([*lines[:3], another_content[3], ""]).encode(), key) == "signed_comment_changed"
    for written in (
        b"",
        b"\xff",
        PUBLIC,
        SIGNATURE[:-30],
        SIGNATURE + b"more\n",
        SIGNATURE.replace(b"trusted comment: t", b"t"),
    ):
        assert bad(CONTENT, written, key) == "signature_unreadable", written
    # whose key it says it is, is not signed: another key under the same id does not hold
    borrowed = PublicKey(key.key_id, new_key().public.point)
    assert bad(CONTENT, SIGNATURE, borrowed) == "signed_content_changed"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=40).filter(str.isprintable), st.data())
def test_what_is_signed_holds_and_no_sign_of_it_may_change(content: bytes, comment: str, data: st.DataObject) -> None:
    key = new_key()
    written = sign(content, key, comment)
    assert written == sign(content, key, comment)
    assert check(content, written, key.public) == Signed(comment, key.public.name)
    begin = written.index(b"\n") + 1  # nothing vouches for the first line
    at = data.draw(st.integers(begin, len(written) - 2))
    changed = bytearray(written)
    changed[at] ^= 1 << data.draw(st.integers(0, 6))
    if read_signature(bytes(changed)) != read_signature(written):  # a blank at the end of a line of base64 says nothing
        assert isinstance(check(content, bytes(changed), key.public), Problem)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_a_file_holds_is_a_value_and_no_error_of_ours(content: bytes) -> None:
    for written in (content, SIGNATURE[:60] + content, SECRET[:60] + content, PUBLIC[:60] + content):
        assert isinstance(check(CONTENT, written, ours().public), Problem)
        with pytest.raises(SigningError):
            read_secret(written, lambda: "x")
        with pytest.raises(InputError):
            read_public(written)


@pytest.mark.parametrize("comment", ["two\nlines", "a\rb", "\x1b[2J", "x" * 9000])
def test_a_trusted_comment_is_one_line(comment: str) -> None:
    with pytest.raises(ValueError, match="one printable line"):
        sign(CONTENT, ours(), comment)


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)  # as Python marks a module that is not there
    for done in (
        lambda: sign(CONTENT, SecretKey(bytes(8), bytes(32)), "x"),
        lambda: read_secret(SECRET, nobody),
        lambda: check(CONTENT, SIGNATURE, read_public(PUBLIC)),
    ):
        with pytest.raises(SigningError) as refused:
            done()
        assert code_of(refused) == "sign_not_installed"
        assert 'pip install "zerosum[sign]"' in refused.value.problems[0].told().do
