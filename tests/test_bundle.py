"""The ZIP for a Windows PC without internet: its pieces, without a net. `make bundle` fetches and tries the rest."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle_make", ROOT / "bundle" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


make = _module()


def wheel(name: str, version: str, *needs: str, text: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        metadata = "".join(f"Requires-Dist: {one}\n" for one in needs)
        archive.writestr(
            f"{name}-{version}.dist-info/METADATA", f"Name: {name}\nVersion: {version}\n{metadata}\n{text}"
        )
    return content.getvalue()


OWN = "zerosum-0.1.0-py3-none-any.whl"
PANDAS, TZDATA = "pandas-3.1.1-cp311-cp311-win_amd64.whl", "tzdata-2026.6-py2.py3-none-any.whl"
WHEELS = {
    OWN: wheel("zerosum", "0.1.0", "pandas>=3.0,<4", 'pytest>=9; extra == "test"'),
    PANDAS: wheel("pandas", "3.1.1", 'tzdata; sys_platform == "win32"', 'uvloop; sys_platform == "linux"'),
    TZDATA: wheel("tzdata", "2026.6"),
}


def files(wheels: dict[str, bytes] = WHEELS, python: str = "3.11") -> dict[str, bytes]:
    return make.contents(wheels, OWN, "0.1.0", python)  # type: ignore[no-any-return]


def refused(wheels: dict[str, bytes]) -> str:
    with pytest.raises(make.NotMadeError) as told:
        files(wheels)
    return str(told.value)


# --- the pieces ---


def test_the_names() -> None:
    made = files()
    top = {name.split("/")[0] for name in made}
    assert top == {"zerosum-0.1.0"}
    inner = [name.split("/", 1)[1] for name in made]
    assert {"INSTALLER.cmd", "KØR.cmd", "LÆS-MIG.txt", "krav.txt", "SHA256.txt"} <= set(inner)
    assert [one for one in inner if one.startswith("hjul/")] == [f"hjul/{one}" for one in sorted(WHEELS)]
    assert "vejledning/kom-i-gang.md" in inner
    assert all((ROOT / "docs" / name).is_file() for name in make.DOCS)


def test_lines_are_those_of_windows() -> None:
    looked = 0
    for name, data in files().items():
        if name.endswith((".cmd", ".txt")):
            looked += 1
            assert data.count(b"\n") == data.count(b"\r\n") > 2, name
            assert b"@PYTHON@" not in data
            assert b"@M" not in data
    assert looked == 5
    assert files()["zerosum-0.1.0/LÆS-MIG.txt"].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["INSTALLER.cmd", "KØR.cmd"])
def test_a_command_file_is_ascii_and_ends_with_its_code(name: str) -> None:
    text = files()[f"zerosum-0.1.0/{name}"].decode("ascii")
    lines = text.split("\r\n")
    assert lines[0] == "@echo off"
    assert set(re.findall(r"goto (\w+)", text)) <= {line[1:] for line in lines if line.startswith(":")}
    assert 'pushd "%~dp0"' in lines
    assert lines[-2] == "exit /b %KODE%"


def test_the_run_file_is_the_one_that_init_writes() -> None:
    ours = (ROOT / "zerosum" / "begin" / "texts" / "run.cmd").read_bytes().replace(b"\n", b"\r\n")
    assert files()["zerosum-0.1.0/KØR.cmd"] == ours


def test_the_installer_takes_the_one_python_and_what_lies_there_alone() -> None:
    text = files(python="3.11")["zerosum-0.1.0/INSTALLER.cmd"].decode()
    assert "py -3.11 -c" in text
    assert "(3, 11)" in text
    (line,) = [one for one in text.split("\r\n") if " install " in one]
    for option in ("--isolated", "--no-index", "--find-links hjul", "--require-hashes", "-r krav.txt"):
        assert option in line
    assert make.named_in(text.encode()) == ["hjul", "krav.txt"]
    assert make.named_in(files()["zerosum-0.1.0/KØR.cmd"]) == ["INSTALLER.cmd"]


def test_what_a_command_file_names_is_there() -> None:
    inner = {name.split("/", 1)[1]: data for name, data in files().items()}
    assert make.mistakes(inner) == []
    for lacking, named in (
        ("krav.txt", "INSTALLER.cmd names krav.txt"),
        ("INSTALLER.cmd", "KØR.cmd names INSTALLER.cmd"),
    ):
        some = {name: data for name, data in inner.items() if name != lacking}
        assert any(named in one for one in make.mistakes(some))
    some = {name: data for name, data in inner.items() if not name.startswith("hjul/")}
    assert any("names hjul" in one for one in make.mistakes(some))


def test_every_file_is_listed_with_its_hash() -> None:
    inner = {name.split("/", 1)[1]: data for name, data in files().items()}
    listed = dict(line.split(" *", 1)[::-1] for line in inner.pop("SHA256.txt").decode().splitlines())
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in inner.items()}
    changed = inner | {"SHA256.txt": make.sums(inner), "krav.txt": inner["krav.txt"] + b"\r\n"}
    assert "SHA256.txt does not list the files as they are." in make.mistakes(changed)


def test_each_wheel_is_pinned_by_its_hash() -> None:
    pins = files()["zerosum-0.1.0/krav.txt"].decode().splitlines()
    assert len(pins) == len(WHEELS)
    sha = hashlib.sha256(WHEELS[PANDAS]).hexdigest()
    assert f"pandas==3.1.1 --hash=sha256:{sha}" in pins


def test_no_place_of_a_machine_or_registry_is_named() -> None:
    for text in ("/opt/x", "/home/nogen/x", "https://pypi." + "org/simple", "files." + "pythonhosted" + ".org"):
        assert make.ELSEWHERE.search(text), text
        assert "LÆS-MIG.txt names a place" in " ".join(make.mistakes({"LÆS-MIG.txt": f"{text}\r\n".encode()}))
    told = refused(WHEELS | {OWN: wheel("zerosum", "0.1.0", "pandas", text="/home/nogen/zerosum")})
    assert "names /home/" in told


# --- what cannot work is not made ---


def test_what_windows_alone_needs_must_be_there() -> None:
    assert "pandas needs tzdata on Windows" in refused({name: WHEELS[name] for name in (OWN, PANDAS)})


def test_what_another_system_needs_is_not_asked_for() -> None:
    assert make.lacking(WHEELS, OWN, "3.11") == []
    assert make.windows("3.12")["python_full_version"] == "3.12.0"


def test_versions_must_agree() -> None:
    assert "zerosum needs pandas" in refused(WHEELS | {OWN: wheel("zerosum", "0.1.0", "pandas>=4")})


def test_an_extra_that_is_asked_for_is_looked_into() -> None:
    wheels = WHEELS | {OWN: wheel("zerosum", "0.1.0", "pandas[parquet]")}
    wheels |= {PANDAS: wheel("pandas", "3.1.1", "tzdata", 'pyarrow; extra == "parquet"')}
    assert "pandas needs pyarrow" in refused(wheels)


def test_what_nothing_needs_is_not_brought() -> None:
    assert "six-1.17.0-py2.py3-none-any.whl is needed by nothing" in refused(
        WHEELS | {"six-1.17.0-py2.py3-none-any.whl": wheel("six", "1.17.0")}
    )


@pytest.mark.parametrize(
    ("name", "python", "fits"),
    [
        (PANDAS, "3.11", True),
        (PANDAS, "3.12", False),
        ("pandas-3.1.1-cp311-cp311-manylinux_2_28_x86_64.whl", "3.11", False),
        ("pandas-3.1.1-cp311-cp311-win_arm64.whl", "3.11", False),
        ("pandas-3.1.1-cp311-cp311-win32.whl", "3.11", False),
        ("x-1.0-cp39-abi3-win_amd64.whl", "3.13", True),
        ("x-1.0-py3-none-any.whl", "3.13", True),
        ("x-1.0-py2-none-any.whl", "3.13", False),
    ],
)
def test_a_wheel_must_fit_the_python_and_windows(name: str, python: str, fits: bool) -> None:
    assert (make.unfit([name], python) == []) is fits


def test_where_the_index_does_not_serve_them_none_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make, "_pip", lambda *_arguments, **_environment: 1)
    monkeypatch.setattr(sys, "argv", ["make.py", "--into", str(tmp_path / "dist")])
    assert make.main() == 1
    assert "No bundle is made." in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


# --- the ZIP ---


def test_the_same_files_give_the_same_bytes() -> None:
    assert make.packed(files()) == make.packed(files(dict(reversed(WHEELS.items()))))
    with zipfile.ZipFile(io.BytesIO(make.packed(files()))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        assert {one.date_time for one in archive.infolist()} == {make.DATE}
        assert "zerosum-0.1.0/KØR.cmd" in names
        assert all(one.flag_bits & 0x800 for one in archive.infolist() if not one.filename.isascii())


# --- the lock ---


def locked(name: str) -> dict[str, tuple[str, set[str]]]:
    """Library -> version and hashes."""
    found: dict[str, tuple[str, set[str]]] = {}
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if pinned := re.match(r"([a-z0-9-]+)==(\S+)", line):
            found[pinned[1]] = (pinned[2], set(re.findall("sha256:[0-9a-f]{64}", line)))
    return found


def test_the_lock_for_windows_has_the_versions_of_the_other_and_all_that_is_needed() -> None:
    windows, other = locked("requirements-windows.lock"), locked("requirements.lock")
    assert len(windows) > 15
    for name, (version, hashes) in windows.items():
        assert hashes, name
        if name in other:
            assert other[name][0] == version, f"{name}: make lock-windows pins it anew"
            assert hashes <= other[name][1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(one).name.lower() for one in project["dependencies"]}
    assert needed <= set(windows)
    assert set(windows) - set(other) == {"tzdata"}
    assert "http" not in (ROOT / "requirements-windows.lock").read_text(encoding="utf-8")


def test_the_read_me_says_what_was_not_tried() -> None:
    text = files()["zerosum-0.1.0/LÆS-MIG.txt"].decode("utf-8-sig")
    assert "HVAD DER IKKE ER PRØVET" in text
    assert "ingen Windows-maskine" in text
    assert "Python 3.11 (64 bit)" in text
    for name in ("INSTALLER.cmd", "KØR.cmd", "SHA256.txt", "krav.txt", "hjul", "vejledning\\kom-i-gang.md"):
        assert name in text
