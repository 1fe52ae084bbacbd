"""docs/kilde-trin-for-trin.md is true: its commands are run one after the other, and say what it says that they say.

A block `console` holds a command after `$`, its output, and its exit code where it is not 0. A block `toml FILE` is written
to the file; a block `toml FILE = skrevet` is what a command has written there. ZEROSUM_GOLDEN=1 writes the document anew.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import golden
import pytest
from click.testing import CliRunner

from zerosum.cli import cli

ROOT = golden.FIXTURES.parent
DOCUMENT = ROOT / "docs" / "kilde-trin-for-trin.md"
FIXTURE = golden.FIXTURES / "kilder" / "eg-liste"
GIVEN = ("inddrivelse.csv", "psrm.csv")
MADE = ("kilde.toml", "zerosum.toml")
"""What the reader of the document ends with."""
BLOCK = re.compile(r"^```(?P<what>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = "(slutkode {})"


@dataclass(frozen=True)
class Block:
    """A fenced block of the document."""

    what: str
    text: str


def blocks(document: str) -> list[Block]:
    return [Block(found["what"], found["text"]) for found in BLOCK.finditer(document)]


def answered(command: str) -> str:
    """What a command says, without what differs from version to version: the fingerprint."""
    program, *arguments = command.split()
    assert program == "zerosum"
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    said = re.sub(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}_)[0-9a-f]{6}", "xxxxxx", done.output)
    said = re.sub(r"\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b", "xxxx-xxxx-xxxx-xxxx", said)
    code = f"{CODE.format(done.return_value)}\n" if done.return_value else ""
    return "\n".join(line.rstrip() for line in said.strip("\n").split("\n")) + f"\n{code}"


def retold(document: str, folder: Path) -> str:
    """The document with what its commands say in the folder."""

    def block(found: re.Match[str]) -> str:
        what, text = found["what"], found["text"]
        if what == "console":
            commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
            text = "\n".join(f"$ {command}\n{answered(command)}" for command in commands)
        elif what.endswith(" = skrevet"):
            text = (folder / what.split()[1]).read_text(encoding="utf-8")
        elif what.startswith("toml "):
            (folder / what.split()[1]).write_text(text, encoding="utf-8")
        elif what.startswith("text "):
            text = (FIXTURE / what.split()[1]).read_bytes().decode("windows-1252").replace("\r\n", "\n")
        return f"```{what}\n{text}```"

    return BLOCK.sub(block, document)


@pytest.mark.long
def test_the_document_says_what_the_commands_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GIVEN:
        shutil.copy(FIXTURE / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZEROSUM_LANG", raising=False)
    written = DOCUMENT.read_text(encoding="utf-8")
    kinds = [one.what.split()[0] for one in blocks(written)]
    assert (kinds.count("console"), kinds.count("toml")) >= (5, 3)
    told = retold(written, tmp_path)
    if os.environ.get("ZEROSUM_GOLDEN"):
        DOCUMENT.write_text(told, encoding="utf-8", newline="\n")
    else:
        assert told == written
    for name in MADE:  # and the fixture is what the reader ends with
        assert (tmp_path / name).read_text(encoding="utf-8") == (FIXTURE / name).read_text(encoding="utf-8")
    assert "KLAR: Eksempel Kommune" in told


def test_the_fixture_has_what_makes_such_files_strange() -> None:
    text = (FIXTURE / GIVEN[0]).read_bytes().decode("windows-1252")
    assert not text.isascii()
    assert {"400,00-", "I alt SFO2", "01-09-26", "Indholdsart"} <= set(re.split("[;\r\n]", text))
    assert text.splitlines()[3].startswith("Sagsnr;")
    for number in re.findall(r"\b[0-9]{10}\b", text):
        assert 13 <= int(number[2:4]) <= 19
