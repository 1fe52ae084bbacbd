"""What the shell may propose for an argument. Each answer is found in names of files: a key on the keyboard waits for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from zerosum.runs.places import RUN

VARIABLE = "_ZEROSUM_COMPLETE"
"""The environment variable by which the shell's script asks."""


def codes(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """Codes of causes and findings (`zerosum explain`)."""
    from zerosum.cli.language import DANISH

    file = files("zerosum").joinpath("report", "words", f"{context.params.get('language') or DANISH}.toml")
    words = tomllib.loads(
        file.read_text(encoding="utf-8")
    )  # as it is: what reads it for the report brings Babel with it
    return _begun(begun, {code: one["title"] for of in ("cause", "finding") for code, one in words[of].items()})


def areas(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """Codes of areas (`zerosum catalogue`, `zerosum init`)."""
    folder = files("zerosum").joinpath("catalogue", "areas")
    return _begun(begun, {Path(one.name).stem: "" for one in folder.iterdir() if one.name.endswith(".toml")})


def runs(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """Folders of runs under `reports` here, the latest cut-off first; where there is none, folders."""
    found = sorted(_runs(Path("reports")), key=lambda one: one.name, reverse=True)
    told = _in_order(begun, {one.as_posix(): "" for one in found})
    return told or [CompletionItem(begun, type="dir")]


def _runs(root: Path) -> Iterator[Path]:
    for about in root.glob(f"*/*/*/{RUN}"):
        if not about.parent.name.startswith("."):  # one that is being written, or was left
            yield about.parent


def _begun(begun: str, told: dict[str, str]) -> list[CompletionItem[str]]:
    """Those that begin so, by name; capital and small letters and the two dashes are alike."""
    return _in_order(begun, dict(sorted(told.items())))


def _in_order(begun: str, told: dict[str, str]) -> list[CompletionItem[str]]:
    start = begun.casefold().replace("-", "_")
    return [
        CompletionItem(name, help=help or None)
        for name, help in told.items()
        if name.casefold().replace("-", "_").startswith(start)
    ]
