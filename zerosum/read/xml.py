"""XML -> Raw. A row is an element that the source names; its columns are the paths of what stands in it and around it.

A path has local names from the row downwards (`Beloeb/Vaerdi`), `../` for each step up, `@` before an attribute; `.` is the
row's own name. What is repeated in one row is joined with |. No DTD, no entity and nothing outside the file is ever read.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

import numpy as np
import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from zerosum.errors import InputError, Phrase, Problem, Value
from zerosum.hints import nearest, shown
from zerosum.read.container import Blob
from zerosum.read.kind import begins_with_tag
from zerosum.read.limits import CELLS_MAX, COLUMNS_MAX, FIELD_MAX, ROWS_MAX
from zerosum.read.raw import Raw
from zerosum.sources.model import Source, Xml
from zerosum.tables import Rule

ENCODINGS = ("utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-15", "cp1252", "cp850", "cp865")
"""What an XML file may say that it is written in."""
DEPTH_MAX = 100
"""Elements inside each other."""
NAMES_MAX = 1_000
"""Different names of elements outside the rows."""
REPEATED_MAX = 10_000
"""Values of one path in one row."""
TAG_MAX = 2 * FIELD_MAX
"""Bytes of one tag, comment or text."""
BETWEEN = "|"
"""Stands between what is repeated in one row."""


def read_xml(blob: Blob, source: Source) -> Raw:
    """An XML file -> Raw. InputError for a file that is not well-formed or has a DTD, that is past a limit, whose
    outermost element is another, that has none of the source's rows, and that has records which the source says nothing of."""
    if source.xml is None:
        raise InputError(Problem("xml_not_declared", {"source": source.name}, blob.name))
    if not begins_with_tag(blob.data):
        raise InputError(Problem("xml_expected", {"source": source.name}, blob.name))
    data, encoding = _encoded(blob)
    _no_endless_tag(blob, data)
    guarded = DefusedXMLParser(encoding="utf-8" if encoding.startswith("UTF-16") else None, forbid_dtd=True)
    parser = guarded.parser
    reading = _Reading(blob.name, source.xml, _tails(source), parser)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(data, True)
    except DefusedXmlException:
        raise InputError(Problem("xml_with_dtd", file=blob.name, line=parser.CurrentLineNumber)) from None
    except ExpatError as error:
        raise InputError(Problem("xml_broken", file=blob.name, line=error.lineno)) from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = (
            None  # they hold `reading`
        )
    return _raw(reading, source, encoding)


def _encoded(blob: Blob) -> tuple[bytes, str]:
    """The bytes as the parser takes them, and what they are written in."""
    if blob.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return blob.data.decode("utf-16").encode(), "UTF-16"
        except UnicodeDecodeError:
            raise InputError(Problem("encoding_wrong", {"expected": "UTF-16"}, blob.name)) from None
    told = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})", blob.data)
    name = told[1].decode("ascii") if told else "UTF-8"
    try:
        known = codecs.lookup(name).name in ENCODINGS
    except LookupError:
        known = False
    if not known:
        raise InputError(Problem("xml_encoding_unknown", {"found": shown(name), "known": ENCODINGS}, blob.name, 1))
    return blob.data, name.upper()


def _no_endless_tag(blob: Blob, data: bytes) -> None:
    """The parser looks at an open tag or comment anew with each piece of the file: a long one would take for ever."""
    ends = all(data.find(b">", at, at + TAG_MAX) >= 0 for at in range(0, len(data) - TAG_MAX, TAG_MAX))
    at = data.find(b"<!--")
    while ends and at >= 0:
        end = data.find(b"-->", at)
        ends = end >= 0 and end - at <= TAG_MAX
        at = data.find(b"<!--", end)
    if not ends:
        raise InputError(Problem("xml_tag_too_long", {"limit": TAG_MAX}, blob.name))


@dataclass(slots=True)
class _Path:
    """Where a value of a row stands: each has its column."""

    text: str
    """From the row; "" for the row itself."""
    column: list[str] | None = None
    """Filled up with "" when it is next written in. None: nothing has stood here but other elements."""
    below: dict[str, _Path] = field(default_factory=dict)
    """By tag, and @ before an attribute's."""


@dataclass
class _Element:
    """An open element that is no part of a row."""

    name: str
    first_row: int
    """How many rows there were before it."""
    has_elements: bool = False
    texts: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    """By path: the texts of the elements in it that hold no others."""
    others: Counter[str] = field(default_factory=Counter)
    """Elements in it that hold others, and no row, and of which the source says nothing."""
    left_out: int = 0
    """Elements in it that the source says are not read."""


class _Reading:
    """What has been read so far. Its methods are called by the parser, element by element."""

    def __init__(self, file: str, form: Xml, tails: frozenset[str], parser: object) -> None:
        self.file, self.form, self.tails, self.parser = file, form, tails, parser
        self.row_names = {path[-1] for path in form.rows}
        self.line = array("i")
        self.depth = array("i")
        self.columns: dict[str, list[str]] = {}
        """By path from the row."""
        self.row = _Path("")
        self.named = _Path(".")
        self.repeated: dict[str, list[str]] = {}
        """Of the row that is open: what stands more than once."""
        self.others: Counter[str] = Counter()
        self.left_out = 0
        self.outside: Counter[str] = Counter()
        self.around: list[_Element] = []
        """The open elements that are no part of a row, from the outermost."""
        self.inside: list[_Path] = []
        """The open elements of a row. Empty outside rows."""
        self.texts: list[str] = []
        """What has been read since the last tag."""
        self.is_leaf = True
        self.length = 0
        self.cells = 0

    # --- what the parser calls ---

    def start(self, tag: str, attributes: list[str]) -> None:
        if not self.inside:
            self.start_outside(tag, attributes)
            return
        above = self.inside[-1]
        if self.texts:
            self.mixed(above)
        path = above.below.get(tag) or self.new_path(above, tag)
        self.inside.append(path)
        if len(self.inside) + len(self.around) > DEPTH_MAX:
            self.over("xml_depth", DEPTH_MAX)
        if attributes:
            self.put_attributes(path, attributes)
        self.is_leaf = True

    def start_outside(self, tag: str, attributes: list[str]) -> None:
        name = _local(tag)
        if self.around:
            self.around[-1].has_elements = True
            self.around[-1].texts += self.texts
        else:
            self.check_root(tag, name)
        self.texts.clear()
        self.length = 0
        if len(self.around) == DEPTH_MAX:
            self.over("xml_depth", DEPTH_MAX)
        if name in self.row_names and self.is_row(name):
            if len(self.line) == ROWS_MAX:
                self.over("too_many_rows", ROWS_MAX)
            if self.cells > CELLS_MAX:
                self.over("too_many_cells", CELLS_MAX)
            self.line.append(self.at())
            self.depth.append(len(self.around) + 1)
            self.inside.append(self.row)
            self.put(self.named, name)
            self.is_leaf = False
            if attributes:
                self.put_attributes(self.row, attributes)
            return
        self.outside[name] += 1
        if len(self.outside) > NAMES_MAX:
            self.over("xml_names", NAMES_MAX)
        here = _Element(name, len(self.line))
        here.values = {f"@{_local(key)}": [value] for key, value in _pairs(attributes)}
        self.around.append(here)

    def text(self, data: str) -> None:
        self.texts.append(data)
        self.length += len(data)
        if self.length > FIELD_MAX:
            self.over("field_too_long", FIELD_MAX)

    def end(self, tag: str) -> None:
        if not self.inside:
            done = self.around.pop()
            done.texts += self.texts
            self.texts.clear()
            self.length = 0
            self.close(done)
            return
        path = self.inside.pop()
        value = "".join(self.texts).strip()
        self.texts.clear()
        self.length = 0
        if value or self.is_leaf:
            self.put(path, value)
        self.is_leaf = False
        if not self.inside and self.repeated:
            for repeated, values in self.repeated.items():
                self.columns[repeated][-1] = BETWEEN.join(values)
            self.repeated.clear()

    # --- what it means ---

    def at(self) -> int:
        return int(self.parser.CurrentLineNumber)  # type: ignore[attr-defined]

    def over(self, code: str, limit: int) -> None:
        raise InputError(Problem(code, {"limit": limit}, self.file, self.at()))

    def is_row(self, *names: str) -> bool:
        """Whether an element under those that are open around rows, and under all but the last of the names, is a row."""
        names = (*(one.name for one in self.around), *names)
        return any(names[-len(path) :] == path for path in self.form.rows)

    def check_root(self, tag: str, name: str) -> None:
        namespace = tag.partition("}")[0] if "}" in tag else ""
        if self.form.root and name != self.form.root:
            raise InputError(
                Problem("xml_root_differs", {"found": shown(name), "expected": self.form.root}, self.file, self.at())
            )
        if self.form.namespace and namespace != self.form.namespace:
            values: dict[str, Value] = {
                "found": f"«{shown(namespace)}»" if namespace else Phrase("no_namespace"),
                "expected": self.form.namespace,
            }
            raise InputError(Problem("xml_namespace_differs", values, self.file, self.at()))

    def new_path(self, above: _Path, tag: str) -> _Path:
        name = _local(tag)
        inside = above.text.split("/") if above.text else []
        if name in self.row_names and self.is_row(self.columns["."][-1], *inside, name):
            raise InputError(Problem("xml_row_in_row", {"row": shown(name)}, self.file, self.at()))
        path = above.below[tag] = _Path("/".join([*inside, name]))
        return path

    def put_attributes(self, path: _Path, attributes: list[str]) -> None:
        for key, value in _pairs(attributes):
            under = path.below.get(f"@{key}")
            if under is None:
                under = path.below[f"@{key}"] = _Path(f"{path.text}/@{_local(key)}".removeprefix("/"))
            self.put(under, value.strip())

    def mixed(self, path: _Path) -> None:
        """What stands in an element before another element in it."""
        value = "".join(self.texts).strip()
        self.texts.clear()
        self.length = 0
        if value:
            self.put(path, value)

    def put(self, path: _Path, value: str) -> None:
        """A value of the row that is open."""
        column = path.column
        if column is None:
            column = path.column = self.column(path.text or "text()")
        row = len(self.line)
        if len(column) < row:
            if len(column) < row - 1:
                self.fill(column, row - 1)
            column.append(value)
            self.cells += 1
        elif not column[-1]:
            column[-1] = value
        elif value:
            several = self.repeated.setdefault(path.text or "text()", [column[-1]])
            several.append(value)
            if len(several) > REPEATED_MAX:
                self.over("xml_repeated", REPEATED_MAX)

    def column(self, path: str) -> list[str]:
        if path not in self.columns:
            if len(self.columns) == COLUMNS_MAX:
                self.over("too_many_columns", COLUMNS_MAX)
            self.columns[path] = []
        return self.columns[path]

    def fill(self, column: list[str], length: int) -> None:
        missing = length - len(column)
        self.cells += missing
        if self.cells > CELLS_MAX:
            self.over("too_many_cells", CELLS_MAX)
        column.extend([""] * missing)

    def close(self, done: _Element) -> None:
        """The end of an element that is no part of a row: what it holds belongs to the rows in it, else to what is around it."""
        outer = self.around[-1] if self.around else None
        if len(self.line) > done.first_row or outer is None:
            self.others.update(done.others)
            self.left_out += done.left_out
            self.spread_out(done)
            return
        values = {"": ["".join(done.texts)]} | done.values if not done.has_elements else dict(done.values)
        named = {f"{done.name}/{path}".rstrip("/"): texts for path, texts in values.items()}
        wanted = {path: texts for path, texts in named.items() if any(_within(path, tail) for tail in self.tails)}
        if not done.has_elements:
            wanted = named
        elif not wanted:
            self.not_read(done, outer)
        for path, texts in wanted.items():
            outer.values.setdefault(path, []).extend(texts)

    def not_read(self, done: _Element, outer: _Element) -> None:
        """A record of another kind, or what several of them stand in."""
        if done.name in self.form.others:
            outer.left_out += 1
            return
        outer.left_out += done.left_out
        several = Counter({name: count for name, count in done.others.items() if count > 1})
        if several:
            outer.others.update(several)
        elif done.others or not done.left_out:
            outer.others[done.name] += 1

    def spread_out(self, done: _Element) -> None:
        """Put the values of an element into each row inside it."""
        own, first, end = len(self.around) + 1, done.first_row, len(self.line)
        depths = sorted(set(self.depth[first:end]))
        for path, texts in done.values.items():
            value = BETWEEN.join(text for text in map(str.strip, texts) if text)
            for depth in depths:
                column = self.column("../" * (depth - own) + path)
                self.fill(column, max(first, len(column)))
                self.cells += end - first
                if len(depths) == 1 and len(column) == first:
                    column.extend([value] * (end - first))
                    continue
                column.extend([""] * (end - len(column)))  # rows of several depths
                for row in range(first, end):
                    if self.depth[row] == depth:
                        column[row] = value


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _pairs(attributes: list[str]) -> list[tuple[str, str]]:
    return list(zip(attributes[::2], attributes[1::2], strict=True))


def _tails(source: Source) -> frozenset[str]:
    """What the source reads of the elements around a row: its paths with `../`, without that."""
    paths = (heading.text for part in source.parts for column in part.columns for heading in column.headings)
    return frozenset(path.replace("../", "") for path in paths if path.startswith("../"))


def _within(path: str, tail: str) -> bool:
    """Whether the path is the tail, or its last part: a part of it that is still being put together from inside."""
    return path == tail or tail.endswith(f"/{path}")


def _raw(reading: _Reading, source: Source, encoding: str) -> Raw:
    form, file, rows = source.xml, reading.file, len(reading.line)
    if form is None:
        raise ValueError("no XML is declared")
    if not rows:
        raise InputError(_no_rows(reading, form))
    if reading.others:
        names = tuple(shown(name) for name, _ in reading.others.most_common(10))
        raise InputError(Problem("xml_other_records", {"found": _counted(reading.others), "names": names}, file))
    texts = reading.columns
    for column in texts.values():
        reading.fill(column, rows)
    texts = _one_of_several(texts, source, reading)
    columns = tuple(pa.array(column, pa.string()) for column in texts.values())
    left = {Rule.OTHER_KIND: reading.left_out} if reading.left_out else {}
    line = np.array(reading.line, np.int32)
    return Raw(tuple(texts), columns, line, (), 0, encoding, "XML", heading_line=0, left=left)


def _no_rows(reading: _Reading, form: Xml) -> Problem:
    last = [path[-1] for path in form.rows]
    found = [name for name, _ in reading.outside.most_common(10)]
    near = next((hint for name in last if (hint := nearest(name, reading.outside))), None)
    values: dict[str, Value] = {
        "rows": tuple("/".join(path) for path in form.rows),
        "found": tuple(map(shown, found)),
        "hint": Phrase("did_you_mean", {"name": shown(near)}) if near else "",
    }
    return Problem("xml_without_rows", values, reading.file)


def _counted(names: Mapping[str, int]) -> tuple[Value, ...]:
    """Names of elements, the most frequent first, and how often they stand."""
    most = sorted(names.items(), key=lambda one: (-one[1], one[0]))[:10]
    return tuple(Phrase("name_and_count", {"name": shown(name), "count": count}) for name, count in most)


def _one_of_several(texts: dict[str, list[str]], source: Source, reading: _Reading) -> dict[str, list[str]]:
    """Paths that the source gives one of our columns as aliases, put together: rows of several kinds have their own."""
    for part in source.parts:
        for column in part.columns:
            paths = [heading.text for heading in column.headings if heading.text in texts]
            for path in paths[1:]:
                mine, other = texts[paths[0]], texts.pop(path)
                both = next((at for at, pair in enumerate(zip(mine, other, strict=True)) if all(pair)), None)
                if both is not None:
                    values: dict[str, Value] = {"headings": (shown(paths[0]), shown(path)), "name": column.name}
                    raise InputError(Problem("column_of_two_headings", values, reading.file, reading.line[both]))
                texts[paths[0]] = [one or two for one, two in zip(mine, other, strict=True)]
    return texts
