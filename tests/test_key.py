"""The municipality's key: made once, private, outside of what is shared, never shown and never replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from zerosum import key
from zerosum.errors import LANGUAGES, OutputError, SettingsError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of the tests' own."""
    place = tmp_path / "bruger"
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(place))
    return place


@pytest.mark.parametrize(
    ("environment", "windows", "expected"),
    [
        ({"LOCALAPPDATA": "/c/Brugere/å/AppData/Local"}, True, "/c/Brugere/å/AppData/Local/zerosum"),
        ({"APPDATA": "/c/Roaming"}, True, "/h/AppData/Local/zerosum"),
        ({"XDG_CONFIG_HOME": "/x"}, False, "/x/zerosum"),
        (
            {"XDG_CONFIG_HOME": "x"},
            False,
            "/h/.config/zerosum",
        ),  # a relative one counts for nothing, says its specification
        ({"LOCALAPPDATA": "/c"}, False, "/h/.config/zerosum"),
        ({}, False, "/h/.config/zerosum"),
    ],
)
def test_it_lies_with_what_is_the_users_own(environment: dict[str, str], windows: bool, expected: str) -> None:
    assert key.folder(environment, Path("/h"), windows) == Path(expected)


def test_it_is_made_once_and_never_again() -> None:
    assert key.read("0999") is None
    assert key.make("0999")
    first = key.read("0999")
    assert first is not None
    assert len(first) == key.BYTES
    assert not key.make("0999")
    assert key.read("0999") == first
    assert key.make("0998")
    assert key.read("0998") not in (None, first)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder private by itself")
def test_nobody_else_can_read_it() -> None:
    key.make("0999")
    path = key.place("0999")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("wrong", ["", "?", "999", "09999", "../x", "099x", "٠٩٩٩"])
def test_it_is_of_a_creditor_id(wrong: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        key.make(wrong)


def test_a_key_that_cannot_be_made_is_told(home: Path) -> None:
    home.mkdir()
    (home / "zerosum").write_text("en fil", encoding="utf-8")
    with pytest.raises(OutputError) as told:
        key.make("0999")
    assert told.value.problems[0].code == "key_place_taken"
    (home / "zerosum").unlink()
    key.place("0999").mkdir(parents=True)
    with pytest.raises(OutputError) as told:
        key.make("0999")
    assert told.value.problems[0].code == "key_place_taken"


def test_half_a_key_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(OutputError) as told:
            key.make("0999")
    assert told.value.problems[0].code == "key_not_made"
    assert "plads" in told.value.problems[0].told("da").why
    assert not key.place("0999").exists()
    assert key.make("0999")


@pytest.mark.parametrize("written", ["", "x" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n" + "1" * 64])
def test_a_key_that_is_none_is_told(written: str) -> None:
    """Another key would give other pseudonyms, and nobody would see it: key_damaged, and key_not_read for a folder."""
    key.make("0999")
    key.place("0999").write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        key.read("0999")
    assert told.value.problems[0].code == "key_damaged"
    for language in LANGUAGES:
        assert not written or written not in str(told.value.problems[0].told(language))
    key.place("0999").unlink()
    key.place("0999").mkdir()
    with pytest.raises(SettingsError) as told:
        key.read("0999")
    assert told.value.problems[0].code == "key_not_read"
