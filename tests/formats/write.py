"""Tables + a form -> files, and the declared source (kilde) that reads them back."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from formats.cells import amounts_hold, days_hold, texts
from formats.coded import coded
from formats.delimited import delimited
from formats.fixed import fixed, places
from formats.form import Form
from formats.parquet import parquet
from formats.table import Column, Kind, Table
from formats.workbooks import ods, xls, xlsx
from formats.xml import path_of, xml
from zerosum.settings import Input
from zerosum.sources.find import fold
from zerosum.sources.load import builtin, declared
from zerosum.tables import Side

TIME = (2026, 10, 3, 4, 0, 0)
ENDINGS = {"csv": ".csv", "fixed": ".txt", "coded": ".txt", "xml": ".xml"}
WRITERS = {
    "csv": delimited,
    "fixed": fixed,
    "coded": coded,
    "xml": xml,
    "xlsx": xlsx,
    "ods": ods,
    "xls": xls,
    "parquet": parquet,
}
TEXTS = ("csv", "fixed", "coded", "xml")
WORKBOOKS = ("xlsx", "ods", "xls")
EXTRA = (
    ("Sagsbehandler", ("Åse Ærøskøbing", "", "Bjørn Ångström")),
    ("Løbenr. i udtræk", ("1", "2", "3", "4")),
    ("Bemærkning", ('han sagde "nej"; så', "", "linje et\nlinje to", "en, to | tre")),
)
"""Columns that no source names, and the values that they repeat."""


@dataclass(frozen=True)
class Given:
    """What one input is to say. `base` is the source that reads the tables as they are by default."""

    side: Side
    base: str
    tables: tuple[Table, ...]
    signed: bool = False


@dataclass(frozen=True)
class File:
    """A file to be."""

    name: str
    data: bytes


def held(form: Form, given: Given) -> bool:
    """Whether the form can say all that the tables say."""
    if form.shape not in ("csv", "xlsx", "ods") and given.base == "kmd-ode":
        return False  # KMD writes text; a workbook is what a person makes of it; headings are repeated
    if any(not amounts_hold(form, table) or not days_hold(form, table) for table in given.tables):
        return False
    if form.by_heading and not _headings_of_all(given):
        return False  # a source has one word for the heading line of all its files
    if form.trailer and given.base == "kmd-ode":
        return False  # its sums would be of one of many columns
    if form.shape in TEXTS:
        every = "".join(one for table in given.tables for row in texts(table, form) for one in row)
        try:
            every.encode(form.encoding)
        except UnicodeEncodeError:
            return False
        if form.shape == "coded" and "&" in every:
            return False
    return True


def written(form: Form, given: Given) -> list[File]:
    """The files of an input."""
    files = []
    for table in given.tables:
        count = max(1, min(form.files, len(table)))
        for at in range(count):
            part = table.rows(len(table) * at // count, len(table) * (at + 1) // count)
            shaped = _shaped(part, form)
            files.append(File(_name(form, table.name, at, count), WRITERS[form.shape](shaped, form)))
    container = form.container
    if form.one_zip:
        files, container = [File("samlet.zip", _zip(files))], container[1:]
    return [_contained(one, container) for one in files]


def given_in(form: Form, given: Given, folder: Path) -> Input:
    """Write the files and the source into a folder -> the input that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in written(form, given):
        path = folder / file.name
        path.write_bytes(file.data)
        paths.append(path)
    source = folder / "kilde.toml"
    source.write_text(declared_source(form, given), encoding="utf-8")
    return Input(given.side, declared(source), tuple(paths))


def declared_source(form: Form, given: Given) -> str:
    """The source as TOML: only what differs from its base."""
    keys: dict[str, object] = {"name": "rundtur", "based_on": given.base}
    tables: list[str] = []
    found = (";", "\t", ",") if given.base == "zerosum" else (builtin(given.base).separator or ";",)
    if form.shape == "csv" and (form.told or form.separator not in found):
        keys["separator"] = form.separator
    if form.shape in TEXTS and form.shape != "xml" and form.told:
        keys["encoding"] = "utf-16" if form.encoding.startswith("utf-16") else form.encoding
    keys["decimal"] = form.decimal
    keys["dates"] = ["iso"] if form.typed else [form.days]
    if form.unit != "kr":
        keys["unit"] = form.unit
    if given.signed:
        keys["signed"] = True
    if form.preamble and not form.by_heading:
        keys["skip_lines"] = form.preamble
    if form.by_heading:
        keys["heading_contains"] = _headings_of_all(given)[:3]
    if form.sheets:
        keys["sheet"] = "Udtræk"
    if form.trailer:
        tables.append('[trailer]\nmarks = ["I alt"]')
    if form.shape == "fixed":
        at = places(_shaped(given.tables[0], form))
        tables.append(_table("fixed_width", {heading: list(place) for heading, place in at.items()}))
    if form.shape == "coded":
        tables.append(
            '[coded_records]\nseparator = "&"\ncode_width = 3\nheader = { plads = [1, 3], slags = [4, 6], linje = [7, 11] }'
        )
        codes = {column.heading: f"{100 + at}" for at, column in enumerate(_shaped(given.tables[0], form).columns)}
        tables.append(_table("columns", _by_our_names(given, codes)))
    if form.shape == "xml":
        tables.append('[xml]\nrow = "Linje"')
        paths = {one.heading: path_of(one, form) for one in given.tables[0].columns}
        tables.append(_table("columns", _by_our_names(given, paths)))
    return "\n".join([*(f"{key} = {_toml(value)}" for key, value in keys.items()), "", *tables]) + "\n"


def _headings_of_all(given: Given) -> list[str]:
    """Headings that each of the tables has."""
    each = [[one.heading for one in table.columns] for table in given.tables]
    return [heading for heading in each[0] if all(heading in one for one in each)]


def _by_our_names(given: Given, called: dict[str, str]) -> dict[str, object]:
    """What the source calls a column -> what this file calls it."""
    ours = {fold(one.text): column.name for column in builtin(given.base).parts[0].columns for one in column.headings}
    return {ours[fold(heading)]: name for heading, name in called.items() if fold(heading) in ours}


def _table(name: str, values: dict[str, object]) -> str:
    return "\n".join([f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in values.items())])


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _shaped(table: Table, form: Form) -> Table:
    """The table with the extra columns, in the form's order, under its headings."""
    columns = list(table.columns)
    for heading, values in EXTRA[: form.extra]:
        plain = [one if form.shape == "csv" and form.line_end != "\r" else one.replace("\n", " ") for one in values]
        if form.shape in TEXTS:
            plain = [one.encode(form.encoding, "replace").decode(form.encoding) for one in plain]
        if form.shape == "coded":
            plain = [one.replace("&", "") for one in plain]
        columns.append(Column(heading, Kind.TEXT, tuple(plain[at % len(plain)] for at in range(len(table)))))
    if form.order:
        columns = _in_order(columns, form.order)
    if form.trailer and columns[0].kind is Kind.AMOUNT:  # the mark stands in the first column
        first = next(one for one in columns if one.kind is not Kind.AMOUNT)
        columns = [first, *(one for one in columns if one is not first)]
    return Table(table.name, tuple(Column(_heading(one.heading, form), one.kind, one.values) for one in columns))


def _in_order(columns: list[Column], seed: int) -> list[Column]:
    """In a drawn order; those of one heading keep theirs, since they are told apart by it."""
    drawn = list(columns)
    random.Random(seed).shuffle(drawn)
    same: dict[str, list[Column]] = {}
    for one in columns:
        same.setdefault(one.heading, []).append(one)
    return [same[one.heading].pop(0) for one in drawn]


def _heading(heading: str, form: Form) -> str:
    if form.shape in ("fixed", "coded", "xml"):
        return heading
    return {"as": heading, "upper": heading.upper(), "padded": f"  {heading} "}[form.heading]


def _name(form: Form, name: str, at: int, count: int) -> str:
    ending = ENDINGS.get(form.shape, f".{form.shape}")
    if "_ODE_" in name:
        return f"{name}_{at + 1:03}af{count}{ending}"
    return f"{name}{ending}" if count == 1 else f"{name}-{at + 1}{ending}"


def _contained(file: File, container: Sequence[str]) -> File:
    for one in container:
        if one == "gzip":
            file = File(f"{file.name}.gz", gzip.compress(file.data, mtime=0))
        else:
            stem = file.name.split(".")[0]
            file = File(f"{stem}{'-ydre' if file.name.endswith('.zip') else ''}.zip", _zip([file]))
    return file


def _zip(files: Sequence[File]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        for file in files:
            inside = ZipInfo(file.name, TIME)
            inside.compress_type = ZIP_DEFLATED
            packed.writestr(inside, file.data)
    return out.getvalue()
