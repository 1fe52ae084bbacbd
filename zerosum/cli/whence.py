"""`zerosum run -v`: where each setting comes from. An option goes before the environment, that before the file, that before
what the program has."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from zerosum.errors import Phrase

if TYPE_CHECKING:
    from zerosum.settings import Settings
    from zerosum.toml_file import Document

OF_THE_TELLING = ("verbose", "quiet", "as_json")
"""Parameters that say how much is told, and nothing of the run."""
BY_FILE = ("language", "as_of")
"""Parameters that a file can give too; no file gives the others."""
VARIABLES = ("ZEROSUM_BROWSER", "NO_COLOR")
"""What is asked of the environment beside the options."""


@dataclass(frozen=True)
class Whence:
    """A setting, its value as it may be shown, and where it comes from."""

    name: str
    value: str
    place: Phrase


def told(context: click.Context, settings: Settings) -> str:
    """All settings of a run, one a line."""
    from zerosum.cli.language import spoken
    from zerosum.cli.messages import plain

    given = [name for name in BY_FILE if _given(context, name) is not None]
    found = [*_options(context, settings), *_of_file(settings, given), *_defaults(settings)]
    names, values = (
        max(len(part) for part in parts) for parts in zip(*((one.name, one.value) for one in found), strict=True)
    )
    lines = [f"  {one.name:<{names}}  {one.value:<{min(values, 44)}}  {one.place.told(spoken())}" for one in found]
    return plain("\n".join([Phrase("whence.head").told(spoken()), *lines]))


def _options(context: click.Context, settings: Settings) -> Iterator[Whence]:
    """What the command line and the environment give, and what they leave to the program."""
    written = _document(settings).data if settings.path is not None else {}
    every = (one.name for one in context.command.params if one.name not in (*OF_THE_TELLING, *BY_FILE))
    for name in (*filter(None, every), *BY_FILE):
        place = _given(context, name)
        value = context.params.get(name)
        if name == "language":
            value = settings.language
        if place is None and (name in written or (name == "as_of" and "cut_off" in written)):
            if name not in written:
                yield Whence(name, _shown(settings.cut_off), Phrase("whence.as_cut_off"))
            continue  # the file's own line tells it
        if name == "config" and place is None and settings.path is not None:
            yield Whence(_label(context, name), _shown(settings.path), Phrase("whence.found"))
        elif place is not None or value not in (None, ()):
            yield Whence(_label(context, name), _shown(value), place or Phrase("whence.default"))
    for variable in VARIABLES:
        if os.environ.get(variable):
            yield Whence(variable, _shown(os.environ[variable]), Phrase("whence.environment", {"name": variable}))


def _given(context: click.Context, name: str) -> Phrase | None:
    """Where a parameter was given; None where it was not. The language may be given before the command's name too."""
    for one in (context, context.parent):
        source = one.get_parameter_source(name) if one is not None else None
        if one is None or source not in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
            continue
        if source == ParameterSource.COMMANDLINE:
            return Phrase("whence.option", {"name": _label(one, name)})
        parameter = next(each for each in one.command.params if each.name == name)
        return Phrase("whence.environment", {"name": str(parameter.envvar)})
    return None


def _label(context: click.Context, name: str) -> str:
    """What a parameter is called on the command line."""
    parameter = next(each for each in context.command.params if each.name == name)
    return max(parameter.opts, key=len)


def _document(settings: Settings) -> Document:
    from zerosum.toml_file import read

    assert settings.path is not None
    return read(settings.path)


def _of_file(settings: Settings, given: Collection[str]) -> Iterator[Whence]:
    """What the file says, but for what was `given` otherwise: values with their line; of a list how many there are."""
    if settings.path is None:
        return
    document = _document(settings)
    for key, value in document.data.items():
        if key in given:
            continue
        parts = (
            value.items() if isinstance(value, dict) and key in ("limits", "tolerance", "conversion", "portal") else ()
        )
        for part, inner in parts:
            yield Whence(f"{key}.{part}", _shown(inner), _line(document.line((key, part))))
        if not parts:
            yield Whence(key, _shown(value), _line(document.line((key,))))


def _line(number: int) -> Phrase:
    return Phrase("whence.file", {"line": str(number)}) if number else Phrase("whence.file_somewhere")


def _defaults(settings: Settings) -> Iterator[Whence]:
    """What nobody has said, and the program has a value for."""
    written = _document(settings).data if settings.path is not None else {}
    for table, values in (("limits", asdict(settings.limits)), ("tolerance", asdict(settings.tolerance))):
        said = written.get(table, {})
        for name, value in values.items():
            key = name.removesuffix("_ore")
            if not isinstance(said, dict) or key not in said:
                yield Whence(f"{table}.{key}", _shown(value), Phrase("whence.default"))


def _shown(value: object) -> str:
    """A value as it may be shown: without numbers of people."""
    from zerosum.identity import veiled_path

    if isinstance(value, bool):
        from zerosum.cli.language import spoken

        return Phrase("whence.yes" if value else "whence.no").told(spoken())
    if isinstance(value, list | dict):
        return f"({len(value)})"
    if isinstance(value, tuple):
        return ", ".join(_shown(one) for one in value)
    return veiled_path(str(value))
