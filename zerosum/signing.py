"""Ed25519 in minisign's file formats (signatur, nøglepar): a receiver can check what we sign with a small program that is not ours.

The formats are those of minisign 0.11, byte for byte. A file is a comment that nothing vouches for, and a line of base64:

    public key   «Ed», 8 bytes of key id, 32 of the key
    secret key   «Ed», «Sc» or two zeros, «B2», 32 of salt, 8 + 8 of limits (little-endian), then key id, seed, key, BLAKE2b-256 of
                 «Ed» and those; from the key id on, all is XORed with what scrypt makes of the password where it says «Sc»
    signature    «ED» over BLAKE2b-512 of the content (or the older «Ed» over the content itself), key id, 64 of the signature;
                 then a trusted comment, and a signature over the first signature and that comment

`cryptography` (the extra `sign`) is imported where it is used: nothing else here needs it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zerosum.errors import InputError, Problem, SigningError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED, _PREHASHED, _SCRYPT, _OPEN, _BLAKE = b"Ed", b"ED", b"Sc", b"\0\0", b"B2"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_MADE_BY = "signature from minisign secret key"
_COMMENT_MOST = 8_000
"""minisign reads a trusted comment of 8,192 bytes with its prefix and line end."""

Ask = Callable[[], str]
"""Gives the password of a key. It is called only where the key has one."""


@dataclass(frozen=True)
class Cost:
    """libsodium's limits of scrypt: from them come N, r and p."""

    operations: int
    memory: int


MINISIGN = Cost(33_554_432, 1_073_741_824)
"""What minisign itself takes: 1 GB, and a few seconds."""
_OPERATIONS_LEAST, _MEMORY_LEAST = 32_768, 16_777_216
_R = 8


@dataclass(frozen=True)
class PublicKey:
    """A public key (offentlig nøgle): it may be given to anybody."""

    key_id: bytes
    point: bytes

    @property
    def name(self) -> str:
        """The key id as minisign shows it."""
        return _name(self.key_id)

    @property
    def line(self) -> str:
        """The key as one line of base64, for `minisign -P`."""
        return base64.b64encode(_ED + self.key_id + self.point).decode()


@dataclass(frozen=True)
class SecretKey:
    """A secret key (hemmelig nøgle). Its representation shows nothing of it."""

    key_id: bytes
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """The other half. SigningError where the extra is not installed."""
        return PublicKey(self.key_id, _private(self.seed).public_key().public_bytes_raw())


@dataclass(frozen=True)
class Signature:
    """What stands in a signature file; nothing of it is checked yet."""

    prehashed: bool
    key_id: bytes
    over_content: bytes
    comment: bytes
    over_comment: bytes

    @property
    def name(self) -> str:
        """The id of the key that it says it is of."""
        return _name(self.key_id)


@dataclass(frozen=True)
class Signed:
    """A signature that holds."""

    trusted_comment: str
    key_id: str


# --- keys ---


def new_key() -> SecretKey:
    """A new key, by chance."""
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def public_file(key: PublicKey) -> bytes:
    """The content of a public key file."""
    return f"{_UNTRUSTED}minisign public key {key.name}\n{key.line}\n".encode()


def read_public(content: bytes, file: str = "") -> PublicKey:
    """A public key, from its file or from its line alone. `file`: what it is called in a message. InputError where it is none."""
    lines = _lines(content)
    if lines and lines[0].startswith(_UNTRUSTED):
        lines = lines[1:]
    raw = _decoded(lines[0]) if len(lines) == 1 else b""
    if len(raw) == 158 and raw[:2] == _ED:
        raise InputError(Problem("public_key_is_secret", file=file))
    if len(raw) != 42 or raw[:2] != _ED:
        raise InputError(Problem("public_key_unreadable", file=file))
    return PublicKey(raw[2:10], raw[10:])


def secret_file(key: SecretKey, password: str = "", cost: Cost = MINISIGN) -> bytes:
    """The content of a secret key file, encrypted where there is a password. Where the machine has not the memory, half of the
    cost is taken, and half again, as minisign does. SigningError where not even the least can be had."""
    body = key.key_id + key.seed + key.public.point
    if not password:  # minisign writes no checksum of a key without a password
        raw = _ED + _OPEN + _BLAKE + bytes(48) + body + bytes(32)
    else:
        salt = secrets.token_bytes(32)
        stream, cost = _stream_within(password, salt, cost)
        head = _ED + _SCRYPT + _BLAKE + salt + cost.operations.to_bytes(8, "little") + cost.memory.to_bytes(8, "little")
        raw = head + _xor(body + _checksum(body), stream)
    return f"{_UNTRUSTED}minisign encrypted secret key\n{base64.b64encode(raw).decode()}\n".encode()


def read_secret(content: bytes, ask: Ask, file: str = "") -> SecretKey:
    """The key of a secret key file; `ask` for the password where it has one. SigningError where it is no such file, the password
    is another, or the extra is not installed."""
    raw = _secret_raw(content, file)
    _check_installed()
    body, told = raw[54:126], raw[126:]
    encrypted = raw[2:4] == _SCRYPT
    if encrypted:
        cost = Cost(int.from_bytes(raw[38:46], "little"), int.from_bytes(raw[46:54], "little"))
        opened = _xor(raw[54:], _stream(ask(), raw[6:38], cost, file))
        body, told = opened[:72], opened[72:]
    if (encrypted or any(told)) and not hmac.compare_digest(told, _checksum(body)):
        raise SigningError(Problem("sign_password_wrong" if encrypted else "sign_key_damaged", file=file))
    key = SecretKey(body[:8], body[8:40])
    if key.public.point != body[40:]:
        raise SigningError(Problem("sign_key_damaged", file=file))
    return key


def has_password(content: bytes, file: str = "") -> bool:
    """Whether a secret key file is encrypted. SigningError where it is none."""
    return _secret_raw(content, file)[2:4] == _SCRYPT


def _secret_raw(content: bytes, file: str) -> bytes:
    lines = _lines(content)
    raw = _decoded(lines[1]) if len(lines) == 2 and lines[0].startswith(_UNTRUSTED) else b""
    if len(raw) == 42 and raw[:2] == _ED:
        raise SigningError(Problem("sign_key_is_public", file=file))
    if len(raw) != 158 or raw[:2] != _ED or raw[2:4] not in (_SCRYPT, _OPEN) or raw[4:6] != _BLAKE:
        raise SigningError(Problem("sign_key_damaged", file=file))
    return raw


# --- signatures ---


def sign(content: bytes, key: SecretKey, trusted_comment: str) -> bytes:
    """The content of a signature file for a content. The same gives the same, byte for byte. ValueError for a comment that is not
    one line; SigningError where the extra is not installed."""
    comment = trusted_comment.encode()
    if not trusted_comment.isprintable() or len(comment) > _COMMENT_MOST:
        raise ValueError("a trusted comment is one printable line")
    private = _private(key.seed)
    over_content = private.sign(hashlib.blake2b(content).digest())
    over_comment = private.sign(over_content + comment)
    lines = (
        f"{_UNTRUSTED}{_MADE_BY}",
        base64.b64encode(_PREHASHED + key.key_id + over_content).decode(),
        f"{_TRUSTED}{trusted_comment}",
        base64.b64encode(over_comment).decode(),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def read_signature(content: bytes) -> Signature | None:
    """What stands in a signature file; None where it is none."""
    lines = _lines(content)
    if len(lines) != 4 or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        return None
    raw, over_comment = _decoded(lines[1]), _decoded(lines[3])
    if len(raw) != 74 or raw[:2] not in (_ED, _PREHASHED) or len(over_comment) != 64:
        return None
    comment = lines[2].removeprefix(_TRUSTED).encode("utf-8", "surrogateescape")
    return Signature(raw[:2] == _PREHASHED, raw[2:10], raw[10:], comment, over_comment)


def check(content: bytes, signature: bytes, public_key: PublicKey) -> Signed | Problem:
    """Hold a signature file against a content and a key: what it says, or which way it is bad. SigningError where the extra is not
    installed: then nothing is known."""
    found = read_signature(signature)
    if found is None:
        return Problem("signature_unreadable")
    if found.key_id != public_key.key_id:
        return Problem("signature_of_another_key")
    public = _public(public_key.point)
    if not _holds(public, found.over_content, hashlib.blake2b(content).digest() if found.prehashed else content):
        return Problem("signed_content_changed")
    if not _holds(public, found.over_comment, found.over_content + found.comment):
        return Problem("signed_comment_changed")
    return Signed(found.comment.decode("utf-8", "replace"), found.name)


def _holds(public: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(signature, content)
    except InvalidSignature:
        return False
    return True


# --- the extra ---


def _check_installed() -> None:
    """SigningError where the extra `sign` is not installed."""
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        raise SigningError(Problem("sign_not_installed")) from None


def _private(seed: bytes) -> Ed25519PrivateKey:
    _check_installed()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(point: bytes) -> Ed25519PublicKey:
    _check_installed()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(point)


# --- passwords ---


def _stream_within(password: str, salt: bytes, cost: Cost) -> tuple[bytes, Cost]:
    """What scrypt makes of a password within the memory that there is, and the cost that was taken."""
    while True:
        try:
            return _stream(password, salt, cost), cost
        except SigningError:
            cost = Cost(cost.operations // 2, cost.memory // 2)
            if cost.operations < _OPERATIONS_LEAST or cost.memory < _MEMORY_LEAST:
                raise


def _stream(password: str, salt: bytes, cost: Cost, file: str = "") -> bytes:
    """The 104 bytes that a key is XORed with. SigningError where they would take more than minisign's own cost, or there is no
    such memory: the limits stand in the file, and anybody may have written them."""
    exponent, parallel = _scrypt_of(cost)
    memory = 128 * _R * ((1 << exponent) + parallel + 2)
    if memory > 2 * MINISIGN.memory - 1 or not parallel or cost.operations > 16 * MINISIGN.operations:
        raise _too_costly(file)
    try:
        return hashlib.scrypt(
            password.encode("utf-8", "surrogateescape"), salt=salt, n=1 << exponent, r=_R, p=parallel,
            maxmem=min(memory + 1_048_576, 2**31 - 1), dklen=104,
        )  # fmt: skip
    except (MemoryError, ValueError):  # OpenSSL tells either where it gets no memory
        raise _too_costly(file) from None


def _too_costly(file: str) -> SigningError:
    return SigningError(Problem("sign_key_too_costly", file=file))


def _scrypt_of(cost: Cost) -> tuple[int, int]:
    """The exponent of N, and p, that libsodium takes for its limits (`pickparams` in its crypto_pwhash_scryptsalsa208sha256)."""
    operations = max(cost.operations, _OPERATIONS_LEAST)
    if operations < cost.memory // 32:
        return _exponent(operations // (_R * 4)), 1
    exponent = _exponent(cost.memory // (_R * 128))
    return exponent, min(operations // 4 // (1 << exponent), 0x3FFFFFFF) // _R


def _exponent(most: int) -> int:
    return next((one for one in range(1, 63) if 1 << one > most // 2), 63)


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(_ED + body, digest_size=32).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


# --- lines ---


def _name(key_id: bytes) -> str:
    return f"{int.from_bytes(key_id, 'little'):X}"


def _lines(content: bytes) -> list[str]:
    """The lines of a file, without their ends, and without empty ones at its end. A comment need not be UTF-8."""
    lines = [line.rstrip("\r") for line in content.decode("utf-8", "surrogateescape").split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _decoded(line: str) -> bytes:
    """The bytes of a line of base64; none where it is not."""
    line = line.strip(" ")
    try:
        raw = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == line else b""  # the last sign may have bits that say nothing
