"""The signature (signatur) of a run: `result.json.minisig` beside `result.json`, and what it says of both files.

The seal (aftryk) says that result.json is the one that run.json names; whoever changes both can make another. The signature is
of a key that only one has. What is signed is result.json; the trusted comment names run.json by its hash, and run.json names
the inputs by theirs.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from zerosum.errors import InputError, Problem, SigningError, reason
from zerosum.runs.kept import bytes_of, kept, shown
from zerosum.runs.places import RESULT, RUN, RUN_ID, SIGNATURE
from zerosum.runs.put import put_over
from zerosum.signing import Ask, PublicKey, SecretKey, Signed, check, read_public, read_secret, read_signature, sign

_COMMENT = re.compile(
    rf"zerosum (?P<run>{RUN_ID.pattern}) {re.escape(RESULT)} sha256:(?P<result>[0-9a-f]{{64}})"
    rf" {re.escape(RUN)} sha256:(?P<about>[0-9a-f]{{64}})"
)
_LINE = re.compile("RW[A-Za-z0-9+/]{54}")
"""A public key written as such and not as the path of its file."""


class Outcome(StrEnum):
    """What is known of a run's signature."""

    NONE = "none"
    """There is none."""
    GOOD = "good"
    """It is of the key, for this result.json, and its comment is the signed one. `whole` says whether run.json fits too."""
    BAD = "bad"
    """Which way, `problem` says."""


@dataclass(frozen=True)
class SignatureState:
    """A run's signature, held against a public key."""

    outcome: Outcome
    problem: Problem | None = None
    """Of a bad one: signature_unreadable, signature_of_another_key, signed_content_changed, signed_comment_changed."""
    key_id: str = ""
    """The key that it says it is of, as minisign shows it; empty where it cannot be read."""
    comment: str = ""
    """The trusted comment of a good one, without signs that steer a terminal. Whoever has the key may write anything there: veil
    it before it is shown."""
    result_as_signed: bool | None = None
    """Of a good one: whether result.json has the hash in the comment; None: the comment is not one of zerosum's."""
    about_as_signed: bool | None = None
    """Of a good one: whether run.json has the hash in the comment; None as above."""

    @property
    def whole(self) -> bool:
        """It is good, and both files are the ones that it names."""
        return self.outcome == Outcome.GOOD and bool(self.result_as_signed and self.about_as_signed)


def sign_run(folder: Path, key_file: Path, ask: Ask) -> Path:
    """Write the signature of the run in a folder, with a secret key file; `ask` gives its password where it has one.

    One by the same key is replaced. InputError where the run cannot be read or is not as sealed; SigningError where the key
    cannot be used, another key's signature lies there, or it cannot be written: then what lay there lies there.
    """
    key = load_key(key_file, ask)
    sealed = kept(folder).about
    run_id = str(sealed["run_id"])
    result, about = bytes_of(folder / RESULT), bytes_of(folder / RUN)
    fingerprint = hashlib.sha256(result).hexdigest()
    if fingerprint != sealed["fingerprint"]:  # somebody writes there just now
        raise InputError(Problem("run_not_as_sealed", file=shown(folder / RESULT)))
    if not RUN_ID.fullmatch(run_id) or not run_id.endswith(f"_{fingerprint[:6]}"):
        raise InputError(Problem("run_unreadable", file=shown(folder / RUN)))
    place = folder / SIGNATURE
    if _is_anothers(place, key):
        raise SigningError(Problem("sign_place_taken", file=shown(place)))
    comment = f"zerosum {run_id} {RESULT} sha256:{fingerprint} {RUN} sha256:{hashlib.sha256(about).hexdigest()}"
    _put(place, sign(result, key, comment))
    return place


def load_key(key_file: Path, ask: Ask) -> SecretKey:
    """The secret key of a file. SigningError where it cannot be read or opened. Rather before a run than after it."""
    try:
        content = key_file.read_bytes()
    except OSError as error:
        raise SigningError(Problem("sign_key_not_read", {"reason": reason(error)}, shown(key_file))) from None
    return read_secret(content, ask, shown(key_file))


def check_signature(folder: Path, public_key: Path | str) -> SignatureState:
    """Hold the signature of the run in a folder against a public key: its file, or its line of base64.

    InputError where the key is none, or result.json, run.json or the signature cannot be read; SigningError where the extra
    `sign` is not installed.
    """
    key = public_key_of(public_key)
    place = folder / SIGNATURE
    try:
        written = place.read_bytes()
    except FileNotFoundError:
        return SignatureState(Outcome.NONE)
    except OSError as error:
        raise InputError(Problem("signature_not_read", {"reason": reason(error)}, shown(place))) from None
    result, about = bytes_of(folder / RESULT), bytes_of(folder / RUN)
    found = check(result, written, key)
    if isinstance(found, Signed):
        named = _COMMENT.fullmatch(found.trusted_comment)
        of_result, of_about = (
            hashlib.sha256(content).hexdigest() == named[name] if named else None
            for name, content in (("result", result), ("about", about))
        )
        comment = "".join(sign if sign.isprintable() else " " for sign in found.trusted_comment)
        return SignatureState(Outcome.GOOD, None, found.key_id, comment, of_result, of_about)
    told = read_signature(written)
    return SignatureState(Outcome.BAD, found, told.name if told else "")


def is_of_another_about(folder: Path) -> bool:
    """Whether the signature of the run in a folder names another run.json, whoever made it: for that no key is needed."""
    found = read_signature(bytes_of(folder / SIGNATURE))
    named = _COMMENT.fullmatch(found.comment.decode("utf-8", "replace")) if found is not None else None
    return named is not None and hashlib.sha256(bytes_of(folder / RUN)).hexdigest() != named["about"]


def public_key_of(given: Path | str) -> PublicKey:
    """The public key that somebody gave: its line of base64 as it stands, else a file. InputError where it is none."""
    if isinstance(given, str) and _LINE.fullmatch(given.strip()):
        return read_public(given.strip().encode())
    path = Path(given)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        told = reason(error if isinstance(error, OSError) else FileNotFoundError(2, ""))
        raise InputError(Problem("public_key_not_read", {"reason": told}, shown(path))) from None
    return read_public(content, shown(path))


def _is_anothers(place: Path, key: SecretKey) -> bool:
    """Whether something lies there that this key did not make."""
    try:
        found = read_signature(place.read_bytes())
    except FileNotFoundError:
        return os.path.lexists(place)  # a link that leads nowhere
    except OSError as error:
        raise SigningError(Problem("sign_not_written", {"reason": reason(error)}, shown(place))) from None
    return found is None or found.key_id != key.key_id


def _put(place: Path, content: bytes) -> None:
    try:
        put_over(place, content)
    except OSError as error:
        raise SigningError(Problem("sign_not_written", {"reason": reason(error)}, shown(place))) from None
