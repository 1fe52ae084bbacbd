"""Is the program itself whole: its Python, its libraries, its own files?"""

from __future__ import annotations

import operator
import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable

from zerosum import __version__
from zerosum.doctor.finding import Finding, Ground, Machine, failed, ok, warning
from zerosum.doctor.machine import named
from zerosum.errors import LANGUAGES, Phrase

_COMPARED = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_BOUND = re.compile(r"(>=|<=|==|!=|>|<)\s*([0-9][0-9.]*)")


def python(ground: Ground) -> Iterator[Finding]:
    """zerosum and its Python."""
    machine = ground.machine
    told = {"zerosum": __version__, "python": machine.python, "needed": machine.minimum_python}
    if machine.minimum_python and not _within(machine.python, machine.minimum_python):
        yield failed("python", Phrase("doctor.python_old", told), Phrase("doctor.python_fix", told))
    else:
        yield ok("python", Phrase("doctor.python_ok", told))


def libraries(ground: Ground) -> Iterator[Finding]:
    """Each library that the program needs, against the versions that it is made for."""
    machine = ground.machine
    if not machine.requirements:
        yield warning("libraries", Phrase("doctor.not_installed"), Phrase("doctor.install_fix"))
        return
    wrong = []
    for requirement in machine.requirements:
        name = named(requirement)
        installed = machine.versions.get(name)
        if installed is None:
            wrong.append(Phrase("doctor.library_missing", {"needed": requirement}))
        elif not _within(installed, requirement):
            wrong.append(Phrase("doctor.library_other", {"needed": requirement, "installed": installed}))
    if wrong:
        fix = Phrase("doctor.install_fix")
        yield failed("libraries", Phrase("doctor.libraries_wrong", {"n": len(wrong), "wrong": tuple(wrong)}), fix)
        return
    told = tuple(f"{name} {version}" for name, version in sorted(machine.versions.items()))
    yield ok("libraries", Phrase("doctor.libraries_ok", {"n": len(told), "libraries": ", ".join(told)}))


def has_all(machine: Machine) -> bool:
    """Whether every library is there, in whatever version: without them nothing else can be looked at."""
    return all(named(one) in machine.versions for one in machine.requirements)


def _within(version: str, bounds: str) -> bool:
    """Whether a version keeps every bound of a requirement.

    >>> _within("3.10.1", "pandas<4,>=3.0"), _within("2.9", "pandas<4,>=3.0"), _within("4.0.0", "pandas<4,>=3.0")
    (True, False, False)
    """
    return all(_COMPARED[sign](*_alike(version, bound)) for sign, bound in _BOUND.findall(bounds.split(";")[0]))


def _alike(one: str, other: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two versions as numbers, equally long."""
    parts = [[int(part) for part in re.findall(r"[0-9]+", re.split(r"[^0-9.]", text)[0])] for text in (one, other)]
    longest = max(map(len, parts))
    first, second = (tuple(part + [0] * (longest - len(part))) for part in parts)
    return first, second


def package_data(ground: Ground) -> Iterator[Finding]:
    """The files of rules, words and templates that come with the program are there, and can be read."""
    every = package_files(ground.machine.package)
    wrong = sorted({one.name for one in every if not _can_be_read(one)})
    if wrong:
        seen = Phrase("doctor.package_wrong", {"n": len(wrong), "files": tuple(wrong)})
        yield failed("package_data", seen, Phrase("doctor.install_fix"))
    else:
        yield ok("package_data", Phrase("doctor.package_ok", {"n": len(every)}))


OTHERS = (
    ("catalogue", "rejections.toml"),
    ("catalogue", "tracks.toml"),
    ("catalogue", "dmi.toml"),
    ("cli", "locale", "da", "LC_MESSAGES", "messages.mo"),
    ("begin", "texts", "run.cmd"),
    *(("begin", "texts", language, name) for language in LANGUAGES for name in ("settings.txt", "read-me.txt")),
)
"""Files of the package that no list names."""


def package_files(package: Traversable) -> list[Traversable]:
    """The files that the program needs beside its code, whether they are there or not."""
    from zerosum.catalogue import AREAS  # here, for they need the libraries
    from zerosum.catalogue.rules import FILES as RULES
    from zerosum.sources.load import BUILT_IN

    words = [package.joinpath("report", "words", f"{language}.toml") for language in LANGUAGES]
    messages = [one for language in LANGUAGES for one in _messages(package, language)]
    sources = [package.joinpath("sources", f"{name}.toml") for name in BUILT_IN]
    areas = [package.joinpath("catalogue", "areas", f"{name}.toml") for name in AREAS]
    rules = [package.joinpath("catalogue", "rules", f"{name}.toml") for name in RULES]
    others = [package.joinpath(*path) for path in OTHERS]
    return [*words, *messages, *sources, *areas, *rules, *others, *_templates(package), *_examples(package)]


NO_PAIR = ("__init__.py", "cause.py", "unexplained.py")
"""Of the causes: what has no made-up pair of files."""


def _examples(package: Traversable) -> list[Traversable]:
    """The made-up pair of files of each cause, and what it gives."""
    folder, causes = package.joinpath("report", "examples"), package.joinpath("causes")
    names = [one.name for one in causes.iterdir() if one.name.endswith(".py")] if causes.is_dir() else []
    codes = [name.removesuffix(".py") for name in sorted(names) if name not in NO_PAIR]
    pairs = [folder.joinpath(code, name) for code in codes for name in ("debitor.csv", "psrm.csv", "forventet.txt")]
    return [folder.joinpath("zerosum.toml"), folder.joinpath("sign_turned", "kilde.toml"), *pairs]


def _messages(package: Traversable, language: str) -> Sequence[Traversable]:
    """The words of the messages: what one language has, the other must have."""
    names = {
        one.name for other in LANGUAGES if (folder := package.joinpath("errors", other)).is_dir() for one in folder.iterdir()
    }  # fmt: skip
    return [package.joinpath("errors", language, name) for name in sorted(names) or ["common.toml"]]


PAGES = ("page.html", "short.html", "pack.html", "pack_index.html")


def _templates(package: Traversable) -> Sequence[Traversable]:
    """The pages, and what they are put together of."""
    folder = package.joinpath("report", "templates")
    found, names = [], [*PAGES]
    while names:
        one = folder.joinpath(names.pop())
        found.append(one)
        if one.is_file():
            named_in = re.findall(r'{% (?:include|import|from|extends) "([^"]+)"', one.read_text(encoding="utf-8"))
            names += [name for name in named_in if name not in {other.name for other in found} | set(names)]
    return found


def _can_be_read(file: Traversable) -> bool:
    try:
        content = file.read_bytes()
        if file.name.endswith(".toml"):
            tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError):  # ValueError: neither UTF-8 nor TOML
        return False
    return bool(content.strip())
