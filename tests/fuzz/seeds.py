"""What the fuzzer begins from: a small municipality in every form, and the files of the gallery of errors."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from formats.form import FORMS, Form
from formats.municipalities import MUNICIPALITIES
from formats.write import File, Given, declared_source, held, written

from zerosum.settings import Input, Settings
from zerosum.sources.load import builtin, declared
from zerosum.sources.model import Source
from zerosum.tables import Side

GALLERY = Path(__file__).parent.parent.parent / "fixtures" / "errors"
ROWS = 14
"""Of each table: small files are tried oftener."""


@dataclass(frozen=True)
class Seed:
    """Files of one input; the one at `at` is changed, the others stay."""

    name: str
    form: Form | None
    """None: a file of the gallery."""
    given: Given | None
    source: Source
    side: Side
    files: tuple[File, ...]
    at: int = 0

    @property
    def shape(self) -> str:
        """What kind of file it is."""
        if self.form is None:
            return Path(self.files[self.at].name).suffix[1:] or "file"
        return "+".join([self.form.shape, *self.form.container])

    def settings(self, folder: Path) -> Settings:
        """A run that reads only this input, from a folder that holds its files."""
        paths = tuple(folder / one.name for one in self.files)
        return Settings(
            municipality="Eksempel Kommune", creditor_id="0999", area="daginstitution", area_name="Daginstitution",
            cut_off=date(2026, 9, 30), as_of=date(2026, 10, 1), inputs=(Input(self.side, self.source, paths),),
            solutions=(), area_types={},
        )  # fmt: skip


def seeds(folder: Path) -> list[Seed]:
    """All of them, in an order of their own. Sources are written to the folder, and read from it."""
    found = [*_of_forms(folder), *_of_gallery()]
    if len({one.name for one in found}) != len(found):
        raise ValueError("two seeds have one name")
    return found


def _of_forms(folder: Path) -> Iterable[Seed]:
    given = {
        (name, one.side): replace(one, tables=tuple(table.rows(0, ROWS) for table in one.tables))
        for name in ("danish", "signed", "quiet", "kmd")
        for one in MUNICIPALITIES[name]().sides
    }
    for name, form in FORMS.items():
        town = next(one for one in ("signed", "danish", "quiet") if held(form, given[one, Side.PSRM]))
        yield _seed(name, form, given[town, Side.PSRM], folder)
    delivery = given["kmd", Side.DEBTOR]
    for name in ("csv", "csv-quoted", "csv-windows-1252", "csv-zip", "three-in-a-zip", "csv-gzip", "xlsx"):
        if held(FORMS[name], delivery):
            one = _seed(f"ode-{name}", FORMS[name], delivery, folder)
            yield from (replace(one, name=f"{one.name}-{at + 1}", at=at) for at in range(min(4, len(one.files))))


def _seed(name: str, form: Form, given: Given, folder: Path) -> Seed:
    source = folder / f"{name}.toml"
    source.write_text(declared_source(form, given), encoding="utf-8")
    return Seed(name, form, given, declared(source), given.side, tuple(written(form, given)))


def _of_gallery() -> Iterable[Seed]:
    """Each bad file by itself, read by the source that it was made for."""
    for path in sorted(GALLERY.rglob("*")):
        side = Side.PSRM if path.name.startswith("psrm") else Side.DEBTOR
        if path.is_file() and path.name.startswith(("psrm", "debitor")):
            folder = path.parent.relative_to(GALLERY).as_posix()
            kind = path.parent / "kilde.toml"
            source = _declared(kind) or builtin("zerosum")
            yield Seed(f"gallery-{folder}-{path.name}", None, None, source, side, (File(path.name, path.read_bytes()),))


def _declared(path: Path) -> Source | None:
    """The folder's own source, where it has a good one."""
    from zerosum.errors import ZerosumError

    try:
        return declared(path) if path.exists() else None
    except ZerosumError:
        return None


def plain_csv(seed: Seed) -> bool:
    """Whether Python's own csv reads the seed's file the same way: no line that is neither heading nor data."""
    form = seed.form
    return (
        form is not None
        and form.shape == "csv"
        and not form.container
        and not (form.preamble or form.by_heading or form.sep_line or form.trailer or form.repeated_heading)
        and seed.source.layout == "events"
        and len(seed.files) == 1
    )


def rows_of(text: str, separator: str) -> dict[int, list[str]] | None:
    """Line on which it begins -> fields, by Python's csv; None where that cannot read it."""
    import io

    csv.field_size_limit(10**9)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: dict[int, list[str]] = {}
    at = 1
    try:
        for row in reader:
            rows[at] = row
            at = reader.line_num + 1
    except csv.Error:
        return None
    return rows
