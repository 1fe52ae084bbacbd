"""A ZIP for a Windows PC without internet: `make bundle`.

Wheels of zerosum and of all that it needs on Windows, each with its SHA-256; a .cmd that installs them with the PC's own
Python, and one that runs. Nothing is put in that was not locked (requirements-windows.lock); what cannot work is not made.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements-windows.lock"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORM = "win_amd64"
WHEELS, PINS, SUMS, GUIDES = "hjul", "krav.txt", "SHA256.txt", "vejledning"
INSTALL, RUN, READ_ME = "INSTALLER.cmd", "KØR.cmd", "LÆS-MIG.txt"
DOCS = (
    "kom-i-gang.md", "settings.md", "plain-format.md", "declared-source.md", "kilde-trin-for-trin.md", "receipts.md",
    "decisions.md", "fejl.md", "katalog.md", "stamdata.md", "regler-daginstitution.md",
    "fejlpakker.md",
)  # fmt: skip
"""What of docs/ a user reads."""

DATE = (2020, 2, 2, 0, 0, 0)
EPOCH = "1580601600"
"""The same day for every file, so that the same files give the same ZIP."""

ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|root|home|tmp|opt|builds?)/|pypi\." + r"org|pythonhosted|[A-Za-z]:\\Users\\"
)
"""Paths of a machine, and addresses of a package registry."""


class NotMadeError(Exception):
    """No ZIP is made, and why."""


# --- what goes into it ---


def contents(wheels: Mapping[str, bytes], own: str, version: str, python: str) -> dict[str, bytes]:
    """Every file of the ZIP by its name in it. `wheels` by file name, `own` is the name of our own among them."""
    files = {f"{WHEELS}/{name}": wheels[name] for name in sorted(wheels)}
    files |= {
        f"{GUIDES}/{name}": (ROOT / "docs" / name).read_bytes() for name in DOCS if (ROOT / "docs" / name).exists()
    }
    files[INSTALL] = _text(ROOT / "bundle" / INSTALL, version, python, "ascii")
    files[RUN] = _text(ROOT / "zerosum" / "begin" / "texts" / "run.cmd", version, python, "ascii")
    files[READ_ME] = _text(ROOT / "bundle" / "read-me.txt", version, python, "utf-8-sig")
    files[PINS] = _windows_lines(pins(wheels)).encode("ascii")
    wrong = [*lacking(wheels, own, python), *unfit(wheels, python), *_places_in(own, wheels[own])]
    files[SUMS] = sums(files)
    wrong += mistakes(files)
    if wrong:
        raise NotMadeError("\n".join(wrong))
    top = f"zerosum-{version}"
    return {f"{top}/{name}": files[name] for name in sorted(files)}


def _text(path: Path, version: str, python: str, encoding: str) -> bytes:
    """A text of ours, with the version and the Python filled in, as Windows ends lines."""
    major, minor = python.split(".")
    filled = path.read_text(encoding="utf-8")
    for name, value in (("VERSION", version), ("PYTHON", python), ("MAJOR", major), ("MINOR", minor)):
        filled = filled.replace(f"@{name}@", value)
    return _windows_lines(filled).encode(encoding)


def _windows_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def pins(wheels: Mapping[str, bytes]) -> str:
    """The requirements that pip installs: one line for each wheel, with the one SHA-256 that it may have."""
    lines = []
    for file in sorted(wheels):
        name, version, _, _ = parse_wheel_filename(file)
        lines.append(f"{name}=={version} --hash=sha256:{_sha256(wheels[file])}\n")
    return "".join(lines)


def sums(files: Mapping[str, bytes]) -> bytes:
    """The list of SHA-256, one line for each of the other files."""
    return "".join(f"{_sha256(files[name])} *{name}\r\n" for name in sorted(files)).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- whether it can work ---


def lacking(wheels: Mapping[str, bytes], own: str, python: str) -> list[str]:
    """What a wheel needs on Windows, and no wheel is. An extra that somebody asks for is looked at too."""
    every = {canonicalize_name(parse_wheel_filename(file)[0]): file for file in wheels}
    environment = windows(python)
    problems, seen = [], set()
    waiting = [(canonicalize_name(parse_wheel_filename(own)[0]), "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for text in _metadata(wheels[every[name]]).get_all("Requires-Dist", []):
            needed = Requirement(text)
            if needed.marker is not None and not needed.marker.evaluate(environment | {"extra": extra}):
                continue
            wanted = canonicalize_name(needed.name)
            if wanted not in every:
                problems.append(f"{name} needs {needed.name} on Windows, and it is not locked.")
            elif not needed.specifier.contains(parse_wheel_filename(every[wanted])[1], prereleases=True):
                problems.append(f"{name} needs {needed}, and {every[wanted]} is locked.")
            else:
                waiting += [(wanted, one) for one in ("", *needed.extras)]
    spare = every.keys() - {name for name, _ in seen}
    return [*problems, *(f"{every[name]} is needed by nothing." for name in sorted(spare))]


def windows(python: str) -> dict[str, str]:
    """What markers of requirements are held against: the PC, and not this machine."""
    return {name: str(value) for name, value in default_environment().items()} | {
        "os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64",
        "implementation_name": "cpython", "platform_python_implementation": "CPython", "python_version": python,
        "python_full_version": f"{python}.0", "implementation_version": f"{python}.0", "platform_release": "",
        "platform_version": "",
    }  # fmt: skip


def unfit(wheels: Iterable[str], python: str) -> list[str]:
    """Wheels that this Python on Windows does not take."""
    fitting = tags(python)
    return [
        f"{file} is not for Python {python} on Windows."
        for file in wheels
        if not parse_wheel_filename(file)[3] & fitting
    ]


def tags(python: str) -> frozenset[Tag]:
    """The tags of wheels that CPython of that version takes on 64-bit Windows."""
    major, minor = map(int, python.split("."))
    own = cpython_tags((major, minor), platforms=[PLATFORM])
    return frozenset([*own, *compatible_tags((major, minor), f"cp{major}{minor}", [PLATFORM])])


def _metadata(wheel: bytes) -> Message:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        (name,) = [one for one in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one)]
        return BytesHeaderParser().parsebytes(archive.read(name))


def _places_in(name: str, wheel: bytes) -> list[str]:
    """Texts of our own wheel that name a place of this machine or a registry."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        texts = {one: archive.read(one).decode("utf-8", "replace") for one in archive.namelist()}
    found = {one: ELSEWHERE.search(text) for one, text in texts.items()}
    return [f"{name}/{one} names {hit.group()}" for one, hit in found.items() if hit]


def mistakes(files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with the texts of the ZIP, the names in it, and its lists."""
    problems = []
    for name, data in files.items():
        if name.endswith((".cmd", ".txt")) and data.count(b"\n") != data.count(b"\r\n"):
            problems.append(f"{name} has lines that Windows does not end so.")
        if name.endswith(".cmd") and not data.isascii():
            problems.append(f"{name} has other signs than ASCII.")
        if name.endswith((".cmd", ".txt", ".md")) and (found := ELSEWHERE.search(data.decode("utf-8-sig"))):
            problems.append(f"{name} names a place of this machine or a registry: {found.group()}")
        if name.endswith(".cmd"):
            problems += [
                f"{name} names {one}, which is not there." for one in named_in(data) if not _is_there(one, files)
            ]
    listed = dict(line.split(" *", 1)[::-1] for line in files.get(SUMS, b"").decode().splitlines())
    if listed != {name: _sha256(data) for name, data in files.items() if name != SUMS}:
        problems.append(f"{SUMS} does not list the files as they are.")
    return problems


def named_in(command: bytes) -> list[str]:
    """What of the ZIP a .cmd names: the folder that pip looks in, the list that it installs, another .cmd."""
    said = re.sub(rb"(?m)^rem .*$", b"", command).decode("ascii")
    found = re.findall(r"--find-links (\S+)|(?<=\s)-r (\S+)|\b([A-Z]+\.cmd)\b", said)
    return sorted({one for groups in found for one in groups if one})


def _is_there(name: str, files: Iterable[str]) -> bool:
    return any(one == name or one.startswith(f"{name}/") for one in files)


# --- the files of it ---


def packed(files: Mapping[str, bytes]) -> bytes:
    """The ZIP. Nothing is compressed anew: wheels are already, and the same files give the same bytes everywhere."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, DATE)
            member.external_attr = 0o100644 << 16
            member.create_system = 3
            archive.writestr(member, data)
    return content.getvalue()


def fetched(folder: Path, python: str) -> None:
    """The locked wheels for Windows into a folder, by their hashes. NotMadeError where the index does not serve them."""
    arguments = [
        "download", "--only-binary=:all:", "--platform", PLATFORM, "--python-version", python, "--implementation", "cp",
        "--require-hashes", "--no-deps", "--dest", str(folder), "--requirement", str(LOCK),
    ]  # fmt: skip
    if _pip(arguments):
        raise NotMadeError(
            f"The wheels for Windows and Python {python} cannot be fetched with the hashes of {LOCK.name}: pip says above why."
        )


def built(folder: Path) -> str:
    """Our own wheel into a folder; its name."""
    before = set(folder.iterdir())
    arguments = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    if _pip(arguments, SOURCE_DATE_EPOCH=EPOCH):
        raise NotMadeError("Our own wheel cannot be built: pip says above why.")
    (own,) = set(folder.iterdir()) - before
    return own.name


def tried(files: Mapping[str, bytes], python: str) -> None:
    """What INSTALLER.cmd has pip do, as a dry run for Windows: it must find every file without a net."""
    with tempfile.TemporaryDirectory() as place:
        for name, data in files.items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (top,) = Path(place).iterdir()
        arguments = [
            "--isolated", "install", "--dry-run", "--no-index", "--find-links", str(top / WHEELS), "--only-binary=:all:",
            "--require-hashes", "--platform", PLATFORM, "--python-version", python, "--implementation", "cp",
            "--target", str(Path(place, "venv")), "--ignore-installed", "--requirement", str(top / PINS),
        ]  # fmt: skip
        if _pip(arguments):
            raise NotMadeError("pip would not install the files of the ZIP on Windows: it says above why.")


def _pip(arguments: Sequence[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def main() -> int:
    """Make it, or say why not."""
    parser = argparse.ArgumentParser(description="A ZIP for a Windows PC without internet.")
    parser.add_argument("--python", choices=PYTHONS, default=PYTHONS[0], help="the PC's Python (default: %(default)s)")
    parser.add_argument("--into", type=Path, default=Path("dist"), help="the folder that it is put into")
    told = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            fetched(folder, told.python)
            own = built(folder)
            wheels = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        version = str(parse_wheel_filename(own)[1])
        files = contents(wheels, own, version, told.python)
        tried(files, told.python)
    except NotMadeError as problem:
        print(f"No bundle is made.\n{problem}", file=sys.stderr)
        return 1
    content = packed(files)
    told.into.mkdir(parents=True, exist_ok=True)
    target = told.into / f"zerosum-{version}-windows.zip"
    beside = target.with_suffix(".zip.new")
    beside.write_bytes(content)
    beside.replace(target)
    target.with_suffix(".zip.sha256").write_text(f"{_sha256(content)} *{target.name}\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(wheels)} wheels for Python {told.python} on Windows, {len(content):,} bytes")
    print(f"SHA-256 {_sha256(content)}")
    print("Not tried: Windows itself. The read-me in it says what was checked, and what was not.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
