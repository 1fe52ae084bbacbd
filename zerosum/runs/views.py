"""Views of one and the same run: whole or one vendor's, long or on one page, in either language. Each follows from the dossier alone.

A view is written in the run's folder; `exported` puts it, and what lies beside it, into another one under names that travel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zerosum.errors import LANGUAGES, OutputError, Problem
from zerosum.identity import veiled_path
from zerosum.report.dossier import Dossier
from zerosum.report.render import render_dossier, render_short
from zerosum.report.vendor import for_vendor, solutions_of
from zerosum.runs.places import (
    IS_WORK_LIST,
    REPORT_STEM,
    RESULT,
    SIGNATURE,
    WORKLIST_STEM,
    slugs,
    travelling_name,
    view_name,
)
from zerosum.runs.store import replace_file
from zerosum.runs.unwritten import output_error
from zerosum.runs.work_list import work_list_files

TRAVELS = (("html", REPORT_STEM), ("pdf", REPORT_STEM), ("xlsx", WORKLIST_STEM), ("csv", WORKLIST_STEM))
"""What a view is in the run's folder, with its PDF and its work list where they lie there: endings and stems of names."""


@dataclass(frozen=True)
class Wanted:
    """A view that is asked for."""

    language: str
    solution: str = ""
    """One of the run's. Empty: the municipality's own, with all."""
    short: bool = False


@dataclass(frozen=True)
class _Named:
    """The parts that a view's name has in the run's folder and on its way."""

    dossier: Dossier
    wanted: Wanted

    @property
    def _parts(self) -> tuple[str, str]:
        """The language where it is not the run's own, and the solution's slug."""
        language = "" if self.wanted.language == self.dossier.made.language else self.wanted.language
        every = slugs(solutions_of(self.dossier.result))
        return language, every[self.wanted.solution] if self.wanted.solution else ""

    def here(self, ending: str, stem: str = REPORT_STEM) -> str:
        language, solution = self._parts
        return view_name(language, ending, solution, short=self.wanted.short, stem=stem)

    def away(self, ending: str, *, plain: bool = False) -> str:
        """`plain`: of what is the run's, whatever the view."""
        result, (language, solution) = self.dossier.result, self._parts
        of = (result.municipality, result.area, result.cut_off, self.dossier.made.fingerprint)
        if plain:
            return travelling_name(*of, ending=ending)
        return travelling_name(*of, language, ending, solution, short=self.wanted.short)


def every_view(dossier: Dossier) -> Iterator[tuple[str, Wanted]]:
    """Each view that may be made of a run, and the name of its page in the run's folder."""
    for solution in ("", *solutions_of(dossier.result)):
        for language in LANGUAGES:
            for short in (False, True):
                wanted = Wanted(language, solution, short)
                yield _Named(dossier, wanted).here("html"), wanted


def views(dossier: Dossier, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """What a view is made of: name in the run's folder, and bytes. ValueError for a solution that the run does not have.

    `dossier` is the whole one: a vendor's is made here, so that nothing else can reach a vendor's files.
    """
    seen = for_vendor(dossier, wanted.solution, wanted.language) if wanted.solution else dossier
    named = _Named(dossier, wanted)
    if wanted.short:
        html = render_short(seen.result, seen.made, wanted.language, seen.vendor)
    else:
        html = render_dossier(seen, wanted.language)
    yield named.here("html"), html.encode()
    if wanted.solution and not wanted.short:
        stem = named.here("xlsx", WORKLIST_STEM).removesuffix(".xlsx")
        yield from work_list_files(seen, wanted.language, stem=stem).files.items()


@dataclass(frozen=True)
class Written:
    """What became of a view."""

    made: Mapping[str, bytes]
    """Name in the run's folder -> what it is, also where something else was left there."""
    paths: tuple[Path, ...]
    left: tuple[Path, ...]
    """Work lists that lay there and are other ones: people write in them."""


def written(dossier: Dossier, wanted: Wanted, folder: Path) -> Written:
    """Write a view in a run's folder, but for a work list that lies there and says something else. OutputError where it cannot be
    written."""
    made, paths, left = dict(views(dossier, wanted)), [], []
    for name, content in made.items():
        path = folder / name
        there = _there(path)
        if there is not None and there != content and IS_WORK_LIST.fullmatch(name):
            left.append(path)
            continue
        if there != content:
            replace_file(path, content)
        paths.append(path)
    return Written(made, tuple(paths), tuple(left))


def exported(
    dossier: Dossier, wanted: Wanted, folder: Path, target: Path, made: Mapping[str, bytes]
) -> tuple[Path, ...]:
    """Put a view into `target` under names that travel: what was made of it (`made`), and its PDF where the folder has one; of the
    municipality's own also its work list as it lies there, the sealed result and its signature. A vendor gets nothing that was not
    made for it: what people have written in its list stays. A PDF that is older than its page is of another page, and stays.
    Gives the paths.

    OutputError where a file of that name says something else, and nothing is written then; or where it cannot be written.
    """
    named = _Named(dossier, wanted)
    found = {named.here(ending, stem): named.away(ending) for ending, stem in TRAVELS}
    pdf = named.here("pdf")
    if wanted.solution:
        found = {here: away for here, away in found.items() if here in made or here == pdf}
    if not _is_of(folder / pdf, folder / named.here("html")):
        del found[pdf]
    if not wanted.solution:
        found |= {RESULT: named.away("json", plain=True)}
        found |= {SIGNATURE: named.away(f"json.{SIGNATURE.rpartition('.')[2]}", plain=True)}
    contents = {away: made.get(here) or _there(folder / here) for here, away in found.items()}
    copies = {target / away: content for away, content in contents.items() if content is not None}
    before = {path: _there(path) for path in copies}
    new = {path: content for path, content in copies.items() if before[path] != content}
    taken = [path for path in new if before[path] is not None]
    if taken:
        raise OutputError(*(Problem("export_taken", file=veiled_path(str(path))) for path in taken))
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, Path(veiled_path(str(target)))) from None
    for path, content in new.items():
        replace_file(path, content)
    return tuple(copies)


def _is_of(pdf: Path, page: Path) -> bool:
    """Whether a PDF was printed after its page was written. One that is not there is of none."""
    try:
        return pdf.stat().st_mtime_ns >= page.stat().st_mtime_ns
    except OSError:
        return False


def _there(path: Path) -> bytes | None:
    """What stands in a file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise output_error(error, Path(veiled_path(str(path)))) from None
