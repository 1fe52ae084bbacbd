"""Text of fixed width -> Raw. The source says where each column stands; a line that is too short or too long is no row."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum.errors import InputError, Problem
from zerosum.read.container import Blob
from zerosum.read.delimited import no_endless_line
from zerosum.read.encoding import as_utf8
from zerosum.read.headings import no_rows_above
from zerosum.read.limits import ROWS_MAX
from zerosum.read.raw import BadLine, Raw
from zerosum.sources.find import fold
from zerosum.sources.model import Source
from zerosum.tables import Rule


def read_fixed_width(blob: Blob, source: Source) -> Raw:
    """Text of fixed width -> Raw. InputError for a broken encoding, and for lines past a limit."""
    text = as_utf8(blob, source.encoding)
    lines = lines_of(blob, text.data)
    skipped = min(source.skip_lines, len(lines))
    headings = tuple(span.name for span in source.fixed_width)
    above = lines.slice(0, skipped).to_pylist()
    no_rows_above([_cut(text, source) for text in above], headings, source, blob.name)
    lines = lines.slice(skipped)
    number = np.arange(skipped + 1, skipped + len(lines) + 1, dtype=np.int32)
    blank = pc.equal(pc.utf8_trim_whitespace(lines), "").to_numpy(zero_copy_only=False)
    length = pc.utf8_length(lines).to_numpy(zero_copy_only=False)
    width = max(span.last for span in source.fixed_width)
    fits = (length >= _needed(source)) & (length <= width)
    bad = tuple(
        BadLine(line, found, width, "line_of_other_length")
        for line, found in zip(number[~fits & ~blank].tolist(), length[~fits & ~blank].tolist(), strict=True)
    )
    rows = lines.filter(pa.array(fits & ~blank))
    columns = tuple(
        pc.utf8_slice_codeunits(rows, span.first - 1, span.last).cast(pa.string()) for span in source.fixed_width
    )
    left = {Rule.PREAMBLE: skipped} if skipped else {}
    line = number[fits & ~blank]
    return Raw(headings, columns, line, bad, int(blank.sum()), text.encoding, "fast bredde", 0, left, text.notes)


def lines_of(blob: Blob, data: bytes) -> pa.Array:
    """The lines of a text, without what ends them."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    no_endless_line(blob, data)
    signs = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    if len(signs) and (not len(ends) or ends[-1] != len(signs) - 1):
        ends = np.append(ends, len(signs) - 1)
    if len(ends) > ROWS_MAX:
        raise InputError(Problem("too_many_rows", {"limit": ROWS_MAX}, blob.name))
    bounds = np.concatenate([[0], ends + 1]).astype(np.int64)
    whole = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(bounds), pa.py_buffer(data))
    return pc.utf8_rtrim(whole, characters="\n")


def _cut(text: str, source: Source) -> list[str]:
    return [text[span.first - 1 : span.last] for span in source.fixed_width]


def _needed(source: Source) -> int:
    """The last character of the columns that the source reads."""
    read = {fold(one.text) for part in source.parts for column in part.columns for one in column.headings}
    ends = [span.last for span in source.fixed_width if fold(span.name) in read]
    return max(ends, default=0)
