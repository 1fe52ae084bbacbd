"""Files as they lie on the disk and in text: packed, of another kind than their name says, badly encoded, cut off, immense."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zerosum.errors import InputError, Problem
from zerosum.read import container, delimited, disk, encoding, limits, read
from zerosum.read.container import Blob, blobs, harmless
from zerosum.read.raw import Raw
from zerosum.sources.load import builtin
from zerosum.sources.model import Coded, Column, Heading, Part, Source, Span, Trailer, Xml
from zerosum.tables import Rule

NAMES = {"claim_id": "Nr", "event": "Type", "amount": "Beløb", "reference": "Ref"}


def source(**keys: object) -> Source:
    columns = tuple(Column(name, (Heading(heading),)) for name, heading in NAMES.items())
    plain = Source("egen", "events", "debtor", (Part("", columns),), {}, {})
    return replace(plain, **keys)  # type: ignore[arg-type]


def blob(written: str | bytes, name: str = "fil.csv", encoded: str = "utf-8") -> Blob:
    data = written if isinstance(written, bytes) else written.encode(encoded)
    return Blob(name, data, len(data), "", "")


def taken(written: str | bytes, by: Source | None = None) -> Raw:
    return read(blob(written), by or source())


def table(raw: Raw) -> dict[str, list[str]]:
    return dict(zip(raw.headings, (column.to_pylist() for column in raw.columns), strict=True))


def problem_of(do: Callable[[], object]) -> Problem:
    with pytest.raises(InputError) as stopped:
        do()
    (problem,) = stopped.value.problems
    for language in ("da", "en"):
        told = problem.told(language)
        assert told.what
        assert told.why
        assert told.do
    return problem


def refused(written: str | bytes, by: Source | None = None) -> Problem:
    return problem_of(lambda: taken(written, by))


CSV = "Nr;Type;Beløb;Ref\r\n1;Ny;1,00;a\r\n2;Ny;2,00;b\r\n"


# --- on the disk ---


def attempted(do: Callable[[], Raw]) -> Raw | str:
    """What is read, or the code of the refusal. Nothing else may happen."""
    try:
        return do()
    except InputError as error:
        return error.problems[0].code


def test_a_file_is_read_and_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(CSV.encode())
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    before = (path.stat().st_mtime_ns, path.stat().st_mode, sorted(os.listdir(tmp_path)))
    try:
        (found,) = blobs(path)
        read(found, source())
        assert (path.stat().st_mtime_ns, path.stat().st_mode, sorted(os.listdir(tmp_path))) == before
        assert found.data == CSV.encode()
        assert found.file_sha256 == found.sha256 == hashlib.sha256(CSV.encode()).hexdigest()
    finally:
        tmp_path.chmod(0o755)


def test_files_are_opened_for_reading_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(CSV.encode())
    modes = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode="r", *more: (modes.append(mode), real(self, mode, *more))[1])
    blobs(path)
    assert modes == ["rb"]


@pytest.mark.parametrize("code", ["file_missing", "file_is_folder", "file_is_device", "file_unreadable", "file_empty"])
def test_what_is_no_regular_file_is_told_and_not_waited_for(code: str, tmp_path: Path) -> None:
    if code == "file_is_device" and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    path = tmp_path / "fil.csv"
    if code == "file_is_folder":
        path.mkdir()
    elif code == "file_is_device":
        os.mkfifo(path)
    elif code == "file_unreadable":
        path.symlink_to(tmp_path / "anden.csv")
        (tmp_path / "anden.csv").symlink_to(path)  # round and round
    elif code == "file_empty":
        path.touch()
    problem = problem_of(lambda: blobs(path))
    assert (problem.code, problem.file) == (code, str(path))
    if code == "file_unreadable":
        assert "ring" in problem.told().why


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    assert problem_of(lambda: blobs(tmp_path / "a\0b")).code == "file_missing"
    assert problem_of(lambda: blobs(tmp_path / "a.csv" / "b.csv")).code == "file_missing"
    assert problem_of(lambda: blobs(tmp_path / ("a" * 5_000))).code == "file_unreadable"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_never_read() -> None:
    assert problem_of(lambda: blobs(Path("/dev/zero"))).code == "file_is_device"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError(13, "Permission denied"), "adgang"),
        (OSError(5, "Input/output error"), "drevet"),
        (OSError(112, "Host is down"), "112"),
    ],
)
def test_why_the_system_would_not_is_told_in_our_words(
    error: OSError, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(CSV.encode())

    def no(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", no)
    problem = problem_of(lambda: blobs(path))
    assert problem.code == "file_unreadable"
    assert word in problem.told().why
    assert "denied" not in problem.told().why


def test_a_file_that_vanishes_after_it_was_found_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(CSV.encode())
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *more: (self.unlink(), real(self, *more))[1])
    assert problem_of(lambda: blobs(path)).code == "file_missing"


def test_a_file_past_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(disk, "FILE_BYTES_MAX", 99)
    assert problem_of(lambda: blobs(path)).code == "file_too_large"


# --- packed ---


def packed(*members: tuple[str, bytes], **about: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in about.items():
                setattr(info, key, value)
            archive.writestr(info, data)
    return out.getvalue()


def unpacked(folder: Path, data: bytes, name: str = "fil.zip") -> dict[str, bytes]:
    path = folder / name
    path.write_bytes(data)
    found = blobs(path)
    assert {one.file_bytes for one in found} == {len(data)}
    return {one.name: one.data for one in found}


def zip_problem(folder: Path, data: bytes, name: str = "fil.zip") -> Problem:
    path = folder / name
    path.write_bytes(data)
    problem = problem_of(lambda: blobs(path))
    assert problem.file.startswith(str(path))
    return replace(problem, file=problem.file.removeprefix(str(path)).removeprefix("/"))


DATA = CSV.encode()


def test_a_zip_a_zip_in_it_and_gzip_are_unfolded(tmp_path: Path) -> None:
    assert unpacked(tmp_path, packed(("a.csv", DATA))) == {"fil.zip/a.csv": DATA}
    assert unpacked(tmp_path, packed(("i.zip", packed(("a.csv", DATA))))) == {"fil.zip/a.csv": DATA}
    assert unpacked(tmp_path, gzip.compress(DATA), "a.csv.gz") == {"a.csv.gz/a.csv": DATA}
    assert unpacked(tmp_path, packed(("a.csv.gz", gzip.compress(DATA)))) == {"fil.zip/a.csv": DATA}
    assert unpacked(tmp_path, gzip.compress(packed(("a.csv", DATA))), "b.zip.gz") == {"b.zip.gz/a.csv": DATA}
    pieces = gzip.compress(DATA[:20]) + gzip.compress(DATA[20:])
    assert unpacked(tmp_path, pieces, "a.gz") == {"a.gz/a": DATA}


def test_a_workbook_is_no_packed_folder_of_tables(tmp_path: Path) -> None:
    workbook = packed(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
    assert list(unpacked(tmp_path, workbook, "fil.dat")) == ["fil.dat"]
    assert list(unpacked(tmp_path, packed(("fil.xlsx", workbook)))) == ["fil.zip/fil.xlsx"]


def test_a_packed_file_goes_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    assert unpacked(tmp_path, packed(("a.csv", DATA)), "fil.csv") == {"fil.csv/a.csv": DATA}
    assert unpacked(tmp_path, DATA, "fil.zip") == {"fil.zip": DATA}


def test_members_come_in_the_order_of_their_names_whatever_theirs(tmp_path: Path) -> None:
    found = unpacked(tmp_path, packed(("b.csv", b"2"), ("a.csv", b"1"), ("x/c.csv", b"3")))
    assert found == {"fil.zip/a.csv": b"1", "fil.zip/b.csv": b"2", "fil.zip/c.csv": b"3"}


def test_members_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    found = unpacked(tmp_path, packed(("x/a.csv", b"1"), ("y/a.csv", b"2")))
    assert found == {"fil.zip/x/a.csv": b"1", "fil.zip/y/a.csv": b"2"}


def test_clutter_is_left_out(tmp_path: Path) -> None:
    clutter = ("__MACOSX/._a.csv", "x/.DS_Store", "Thumbs.db", "desktop.ini", "~$a.xlsx", "._b", ".~lock.a.csv#", "x/")
    found = unpacked(tmp_path, packed(("a.csv", DATA), *((name, b"x") for name in clutter)))
    assert found == {"fil.zip/a.csv": DATA}
    assert zip_problem(tmp_path, packed(*((name, b"x") for name in clutter))).code == "archive_empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(("i.zip", packed(("j.zip", packed(("a.csv", DATA)))))), "archive_too_deep"),
        (gzip.compress(gzip.compress(DATA)), "gzip_in_gzip"),
        (gzip.compress(DATA)[:-9], "gzip_broken"),
        (gzip.compress(DATA)[:12] + b"\xff" * 20, "gzip_broken"),
        (packed(("a.csv", DATA))[:-10], "archive_broken"),
        (packed(("a.csv", DATA)).replace(b"PK\x01\x02", b"PK\x01\x03"), "archive_broken"),
        (packed(), "archive_empty"),
        (packed(("a.csv", b"")), "member_empty"),
        (packed(("a" * 300, DATA)), "archive_name_too_long"),
        (packed(*((f"{n}.csv", DATA) for n in range(limits.MEMBERS_MAX + 1))), "archive_too_many"),
        (packed(("a.csv", DATA), external_attr=(stat.S_IFLNK | 0o777) << 16), "archive_link"),
        (packed(("a.csv", b"0" * 60_000_000)), "archive_too_large"),
        (gzip.compress(b"0" * 60_000_000), "archive_too_large"),
        (packed(("a.zip", packed(("a.csv", b"0" * 60_000_000)))), "archive_too_large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_packed_file_that_is_broken_or_hostile_is_told_and_soon(data: bytes, code: str, tmp_path: Path) -> None:
    began = time.monotonic()
    assert zip_problem(tmp_path, data).code == code
    assert time.monotonic() - began < 5


def test_members_of_zips_in_a_zip_count_together(tmp_path: Path) -> None:
    half = packed(*((f"{n}.csv", DATA + b"%d" % n) for n in range(60)))
    assert zip_problem(tmp_path, packed(("a.zip", half), ("b.zip", half))).code == "archive_too_many"


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("a.csv", b"1"), ("a.csv", b"2"))
    assert zip_problem(tmp_path, twice).code == "archive_name_twice"
    assert zip_problem(tmp_path, packed(("a.csv", b"1"), ("../a.csv", b"2"))).code == "archive_name_twice"


def test_the_size_that_a_zip_tells_of_itself_is_not_trusted(tmp_path: Path) -> None:
    honest = packed(("a.csv", b"0" * 1_000_000))
    size = (1_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    for told, code in ((5, "archive_broken"), (1_000_001, "archive_broken"), (2_000_000_000, "archive_too_large")):
        assert zip_problem(tmp_path, honest.replace(size, told.to_bytes(4, "little"))).code == code


def test_a_member_with_a_password_or_of_another_method_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", DATA)
    problem = zip_problem(tmp_path, out.getvalue())
    assert (problem.code, problem.file) == ("archive_method", "a.csv")
    locked = bytearray(packed(("a.csv", DATA)))
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert zip_problem(tmp_path, bytes(locked)).code == "archive_password"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\ind\\a.csv", "ind/a.csv"),
        ("\\\\server\\share\\a.csv", "server/share/a.csv"),
        ("a\r\nb\x1b[2J.csv", "a__b_[2J.csv"),
        ("a\u202ecsv.exe", "a_csv.exe"),
        ("a\u2028b", "a_b"),
        ("..", "_"),
        ("æøå.csv", "æøå.csv"),
    ],
)
def test_names_in_a_zip_are_made_harmless(name: str, shown: str, tmp_path: Path) -> None:
    assert harmless(name) == shown
    last = shown.rsplit("/", 1)[-1]
    assert unpacked(tmp_path, packed((name, DATA))) == {f"fil.zip/{last}": DATA}
    assert sorted(os.listdir(tmp_path)) == ["fil.zip"]


@given(st.text(max_size=60))
def test_no_name_is_a_way_out_or_a_sign_that_is_obeyed(name: str) -> None:
    plain = harmless(name)
    assert plain
    assert plain.isprintable() or " " in plain or any(sign.isspace() for sign in plain)
    assert not any(sign in plain for sign in "\0\r\n\t\x1b\u2028\u2029\u202e\\")
    assert ".." not in plain.split("/")
    assert not plain.startswith("/")


def test_a_nul_in_a_name_is_made_harmless(tmp_path: Path) -> None:
    data = packed(("axcsv.exe", DATA)).replace(b"axcsv.exe", b"a\0csv.exe")
    assert list(unpacked(tmp_path, data)) == ["fil.zip/a_csv.exe"]


def test_names_of_windows_are_read_in_its_old_code_page(tmp_path: Path) -> None:
    data = packed(("bxrn.csv", DATA)).replace(b"bxrn.csv", "børn.csv".encode("cp850"))
    assert list(unpacked(tmp_path, data)) == ["fil.zip/børn.csv"]


# --- what the bytes are ---


@pytest.mark.parametrize(
    ("data", "code", "kind"),
    [
        (b"%PDF-1.7\n...", "not_a_table", "en PDF-fil"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table", "et billede"),
        (b"\xff\xd8\xff\xe0", "not_a_table", "et billede"),
        (b"MZ\x90\0\x03", "not_a_table", "et program"),
        (b"\x7fELF\x02", "not_a_table", "et program"),
        (b"{\\rtf1 x", "not_a_table", "et tekstdokument"),
        (b"SQLite format 3\0", "not_a_table", "en database"),
        (b'[{"Nr": 1}]', "not_a_table", "en JSON-fil"),
        (b"MIME-Version: 1.0\r\n", "not_a_table", "en gemt webside"),
        (packed(("[Content_Types].xml", b""), ("word/document.xml", b"")), "not_a_table", "et tekstdokument"),
        (packed(("mimetype", b"application/vnd.oasis.opendocument.text")), "not_a_table", "et tekstdokument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not_a_table", "et tekstdokument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted", ""),
        (b"<html><body><table><tr><td>Nr</td></tr></table>", "web_page", ""),
        (b"\xef\xbb\xbf\r\n  <!DOCTYPE html>\n<html>", "web_page", ""),
        ("<table><tr>".encode("utf-16"), "web_page", ""),
        (b"<!-- saved --><meta charset='utf-8'>", "web_page", ""),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html/>", "web_page", ""),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "excel_2003_xml",
            "",
        ),
        (b"7z\xbc\xaf\x27\x1c", "packed_otherwise", ""),
        (b"Rar!\x1a\x07", "packed_otherwise", ""),
        (b"\0" * 257 + b"ustar\0", "packed_otherwise", ""),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is(data: bytes, code: str, kind: str) -> None:
    problem = refused(data)
    assert problem.code == code
    assert kind in problem.told().why


@pytest.mark.parametrize("heading", ["BM", "MZ", "GIF", "PK", "BZ", "Rar", "7z", "Book"])
def test_a_table_that_begins_with_the_same_letters_is_a_table(heading: str) -> None:
    assert table(taken(f"{heading};Nr\n1;2\n"))[heading] == ["1"]


def test_a_form_alone_is_no_source() -> None:
    problem = refused(CSV, builtin("prisme-g69"))
    assert problem.code == "source_is_form_alone"
    assert 'based_on = "prisme-g69"' in problem.told().do


# --- encodings ---


@pytest.mark.parametrize(
    ("encoded", "declared", "told"),
    [
        ("utf-8", None, "UTF-8"),
        ("utf-8-sig", None, "UTF-8 (BOM)"),
        ("windows-1252", None, "Windows-1252"),
        ("utf-16", None, "UTF-16"),
        ("utf-16-le", "utf-16-le", "utf-16-le"),
        ("cp850", "cp850", "cp850"),
        ("cp865", "cp865", "cp865"),
        ("iso-8859-15", "iso-8859-15", "iso-8859-15"),
        ("utf-8-sig", "utf-8", "utf-8"),
    ],
)
def test_each_encoding_gives_the_same_letters(encoded: str, declared: str | None, told: str) -> None:
    raw = taken("Nr;Beløb\n1;Ærø å\n".encode(encoded), source(encoding=declared))
    assert table(raw) == {"Nr": ["1"], "Beløb": ["Ærø å"]}
    assert (raw.encoding, raw.notes) == (told, ())


def test_a_file_of_dos_is_told_or_doubted() -> None:
    assert refused("Nr;Beløb\n1;ÅSE\n".encode("cp865")).code == "encoding_dos"
    (note,) = taken("Nr;Tekst\n1;børn på Sjælland\n".encode("cp865")).notes
    assert note.code == "letters_of_dos"
    assert "«‘», «›»" in note.told().why
    quoted = taken("Nr;Tekst\n1;et ‘citat’ † 3 › 2\n".encode("windows-1252"))
    assert quoted.notes == ()
    (note,) = taken("Nr;Tekst\n1;b¢rn\n").notes
    assert note.code == "letters_of_dos"
    assert taken("Nr;Tekst\n1;5 ¢ og ¥\n").notes == ()


def test_letters_that_were_written_twice_are_told() -> None:
    twice = "Nr;Beløb\n1;Ærø\n".encode().decode("windows-1252").encode()
    problem = refused(twice)
    assert problem.code == "encoding_twice"
    assert "3 steder" in problem.told().why
    assert refused("Nr;Beløb\n1;Ærø\n".encode(), source(encoding="windows-1252")).code == "encoding_twice"
    (note,) = taken(f"Nr;Beløb\n1;æøå\n2;{'ø'.encode().decode('windows-1252')}\n").notes
    assert (note.code, note.line) == ("letters_twice", 3)


def test_letters_that_are_lost_are_told() -> None:
    (note,) = taken("Nr;Ref\n1;b\n2;b\ufffdrn\n").notes
    assert (note.code, note.line) == ("letters_lost", 3)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("Nr;Ref\n1;a\n".encode("utf-32"), "encoding_utf32", 0),
        ("Nr;Ref\n1;a\n".encode("utf-16-le"), "encoding_utf16_without_mark", 0),
        ("Nr;Ref\n1;a\n".encode("utf-16-be"), "encoding_utf16_without_mark", 0),
        (b"Nr;Ref\n1;a\n2;\0\n", "nul_byte", 3),
        (b"\xff\xfeN\0r", "encoding_wrong", 0),
        (b"\xef\xbb\xbfNr;\xff\n", "encoding_wrong", 0),
        (b"Nr;Ref\n1;\x81\n", "encoding_wrong", 0),
    ],
)
def test_what_is_no_text_is_told(data: bytes, code: str, line: int) -> None:
    problem = refused(data)
    assert (problem.code, problem.line) == (code, line)


@given(
    st.text(alphabet=st.characters(codec="windows-1252", exclude_characters='\0\r\n;"|\t,'), min_size=1, max_size=20)
)
def test_a_text_is_the_same_in_each_encoding_that_holds_it(text: str) -> None:
    written = f"Nr;Ref\nx;{text}\ny;æ\n"
    plain = encoding.as_utf8(blob(written, encoded="utf-8-sig"), None).data
    for name in ("windows-1252", "utf-16"):
        assert encoding.as_utf8(blob(written, encoded=name), name).data == plain


# --- delimited text ---


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(separator: str, end: str) -> None:
    lines = [["Nr", "Type", "Ref"], ["1", "Ny", "a b"], ["2", "Ny", ""]]
    raw = taken(end.join(separator.join(line) for line in lines) + end)
    assert table(raw) == {"Nr": ["1", "2"], "Type": ["Ny", "Ny"], "Ref": ["a b", ""]}
    assert raw.line.tolist() == [2, 3]


def test_mixed_line_ends_keep_their_numbers() -> None:
    raw = taken(b"Nr;Ref\r\n1;a\n2;b\r3;c\r\n\n4;d")
    assert raw.line.tolist() == [2, 3, 4, 6]
    assert raw.blank == 1


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;  "])
def test_the_line_by_which_excel_tells_the_separator_is_understood(first: str) -> None:
    raw = taken(f"{first}\r\nNr;Beløb, kr.\r\n1;2,00\r\n")
    assert table(raw) == {"Nr": ["1"], "Beløb, kr.": ["2,00"]}
    assert (raw.line.tolist(), raw.heading_line, raw.left) == ([3], 2, {Rule.PREAMBLE: 1})


def test_a_heading_may_have_a_line_break() -> None:
    raw = taken('Nr;"Beløb\r\nkr.";Ref\r\n1;2,00;a\r\n')
    assert list(table(raw)) == ["Nr", "Beløb\r\nkr.", "Ref"]
    assert raw.line.tolist() == [3]
    assert refused('Nr;"Beløb\nkr.;Ref\n1;2,00;a\n').code == "quote_unclosed"


@pytest.mark.parametrize(
    "written",
    [
        "Nr;Ref\n1;a;\n2;b;\n",
        "Nr;Ref;\n1;a\n2;b\n",
        "Nr;Ref;\n1;a;\n2;b;\n",
        "Nr;Ref\n1;a;;;\n2;b;;;\n",
        'Nr;Ref\n1;"a";\n"2";b;\n',
        'Nr;Ref\n1;a;\n"2";"b";\n\n',
    ],
)
def test_separators_at_the_ends_of_lines_shift_nothing(written: str) -> None:
    raw = taken(written)
    assert (table(raw)["Nr"], table(raw)["Ref"]) == (["1", "2"], ["a", "b"])
    assert raw.bad == ()


@pytest.mark.parametrize(
    ("written", "bad"),
    [
        ("Nr;Ref\n1;a;\n2;b\n", [(2, 3)]),
        ("Nr;Ref\n1;a;x\n2;b;\n", [(2, 3), (3, 3)]),
        ("Nr;Ref;x\n1;a\n2;b\n", [(2, 2), (3, 2)]),
        ("Nr;Ref;\n1;a;\n2;b\n", [(3, 2)]),
        ("Nr;Ref\n1;a\n2", [(3, 1)]),
        ('Nr;Ref\n1;"a\nb";c\n2;b\n', [(2, 3)]),
    ],
)
def test_a_ragged_line_is_a_bad_one_with_its_number(written: str, bad: list[tuple[int, int]]) -> None:
    raw = taken(written)
    assert [(one.line, one.found) for one in raw.bad] == bad
    assert {one.code for one in raw.bad} == {"line_ragged"}


def test_lines_before_the_headings_are_counted() -> None:
    written = "Restanceliste\n\nDannet;03.10.2026\nNr;Type;Beløb;Ref\n1;Ny;1,00;a\n"
    for by in (
        source(skip_lines=3),
        source(heading=("Beløb",)),
        source(heading=("ref", "Nr")),
        source(skip_lines=1, heading=("Ref",)),
    ):
        raw = taken(written, by)
        assert raw.left == {Rule.PREAMBLE: 3}
        assert (raw.heading_line, raw.line.tolist()) == (4, [5])
        assert table(raw)["Ref"] == ["a"]


@pytest.mark.parametrize(
    ("above", "keys", "line", "code"),
    [
        ("Nr;Type;Kr.;Ref\n1;Ny;1,00;a\n", {"heading": ("Beløb",)}, 1, "headings_above"),
        ("x\nnr;TYPE;;ref\n\n", {"skip_lines": 3}, 2, "headings_above"),
        ("1;Ny;1.000,00;a\n", {"heading": ("Beløb",)}, 1, "rows_above"),
        ("x;y;z\n1;Ny;1,00;a\nx;y\n", {"skip_lines": 3}, 2, "rows_above"),
    ],
)
def test_rows_and_headings_above_the_headings_are_never_passed_over(
    above: str, keys: dict[str, object], line: int, code: str
) -> None:
    problem = refused(above + CSV, source(**keys))
    assert (problem.code, problem.line) == (code, line)


@pytest.mark.parametrize(
    "above", ["Nr;Type;;Dato\n", "Udskrevet;03.10.2026;af;a\n", "1;Ny\n", "Restancer pr. 1,00 kr.\n"]
)
def test_what_is_no_row_may_stand_above_the_headings(above: str) -> None:
    assert taken(above + CSV, source(skip_lines=1)).left == {Rule.PREAMBLE: 1}


def test_headings_that_are_nowhere_are_told() -> None:
    problem = refused(CSV, source(heading=("Kroner", "Nr")))
    assert problem.code == "heading_not_found"
    assert "«Kroner», «Nr»" in problem.told().why
    late = "x\n" * limits.HEADING_LINES_MAX + CSV
    assert refused(late, source(heading=("Nr",))).code == "heading_not_found"
    assert taken(late[2:], source(heading=("Nr",))).heading_line == limits.HEADING_LINES_MAX


@pytest.mark.parametrize("first", ["1413131234;Ny;1.000,00;a", "17;x;y;z", "x;2026-09-30;y;z"])
def test_a_first_line_of_data_is_told_and_no_number_shown(first: str) -> None:
    problem = refused(f"{first}\n1;Ny;1,00;b\n")
    assert (problem.code, problem.line) == ("heading_is_data", 1)
    assert "1413131234" not in str(problem)


@pytest.mark.parametrize("heading", ["Nr;2026;x", "1. dato;Nr", "Konto 7;Saldo"])
def test_headings_with_digits_are_headings(heading: str) -> None:
    assert len(taken(f"{heading}\n" + ";".join("x" * (heading.count(";") + 1)) + "\n").line) == 1


def test_headings_again_are_counted_and_only_the_whole_line() -> None:
    raw = taken("Nr;Type;Ref\n1;Ny;a\nNr;Type;Ref\n Nr ;Type;Ref\nNr;Type;b\n2;Ny;c\n")
    assert raw.left == {Rule.REPEATED_HEADING: 2}
    assert raw.line.tolist() == [2, 5, 6]
    blank_first = taken(";Type;Ref\n;Ny;a\n;Type;Ref\n;;\n")
    assert (blank_first.left, blank_first.blank, blank_first.line.tolist()) == ({Rule.REPEATED_HEADING: 1}, 1, [2])


def test_a_line_past_the_limit_is_told_soon_wherever_it_stands() -> None:
    long = "x" * (limits.LINE_BYTES_MAX + 1)
    began = time.monotonic()
    for before in range(3):
        problem = refused("Nr;Ref\n" + "1;a\n" * before + long + "\n2;b\n")
        assert (problem.code, problem.line) == ("line_too_long", before + 2)
    assert refused("x" * 10_000_000).code == "line_too_long"
    assert refused("Nr;Ref\n" + "1;" + "a" * 30_000_000).code == "line_too_long"
    assert time.monotonic() - began < 5
    fits = "Nr;Ref\n1;" + "x" * (limits.LINE_BYTES_MAX - 10) + "\n"
    assert len(taken(fits).line) == 1


def test_a_million_columns_are_told_soon() -> None:
    began = time.monotonic()
    assert refused(";".join("abcdefgh"[n % 8] for n in range(400_000)) + "\n").code == "too_many_columns"
    assert refused("Nr;" * 1_000_000 + "\n").code == "line_too_long"
    assert (
        taken(";".join(f"k{n}" for n in range(limits.COLUMNS_MAX)) + "\n" + ";" * (limits.COLUMNS_MAX - 1) + "x\n").bad
        == ()
    )
    ragged = taken("Nr;Ref\n" + ";" * 900_000 + "x\n1;a\n")
    assert [one.found for one in ragged.bad] == [900_001]
    assert time.monotonic() - began < 5


def test_a_table_of_too_many_lines_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("delimited", "fixed_width", "xml", "parquet"):
        monkeypatch.setattr(f"zerosum.read.{module}.ROWS_MAX", 10)
    wide = source(fixed_width=(Span("Nr", 1, 1),))
    rows = source(xml=Xml((("R",),)))
    column = io.BytesIO()
    pa.parquet.write_table(pa.table({"Nr": ["1"] * 11}), column)
    for written, by in (
        ("Nr\n" + "1\n" * 11, None),
        ("1\n" * 11, wide),
        ("<A>" + "<R/>" * 11, rows),
        (column.getvalue(), None),
    ):
        assert refused(written, by).code == "too_many_rows"
    assert len(taken("Nr\n" + "1\n" * 9).line) == 9


def test_many_rows_come_in_pieces_and_lose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "ROWS_AT_ONCE", 7)
    raw = taken("Nr;Ref\n" + "".join(f"{n};r{n}\n" for n in range(50)) + "50\n")
    assert table(raw)["Ref"] == [f"r{n}" for n in range(50)]
    assert raw.line.tolist() == list(range(2, 52))
    assert [one.line for one in raw.bad] == [52]


cells = st.text(alphabet='ab1,;"\n \t|æ', max_size=5)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=8), st.booleans())
def test_any_text_is_read_or_refused_and_no_line_is_lost(rows: list[list[str]], quoted: bool) -> None:
    """Lines in = rows + bad lines + blank + left; where a field is quoted as it should be, its text comes back."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(["Nr", "Ref"])
    writer.writerows(rows)
    raw = attempted(lambda: taken(out.getvalue(), source(separator=";")))
    if isinstance(raw, str):
        assert raw in ("file_without_lines", "quote_unclosed")
        return
    whole = [row for row in rows if len(row) == 2 and any(cell.strip() for cell in row)]
    if all(len(row) == 2 for row in rows):
        assert [list(row) for row in zip(*table(raw).values(), strict=True)] == whole
    assert len(raw.line) + len(raw.bad) + raw.blank + sum(raw.left.values()) == len(rows)


# --- lines of sums ---

SUMMED = "Nr;Type;Beløb;Ref\n1;Ny;1,00;a\n2;Ny;2,50;b\nI alt;;3,50;\n3;Ny;4,00;c\nI alt;;{};\n"


@pytest.mark.parametrize("last", ["4,00", "7,50", "7,5"])
def test_a_line_of_sums_is_checked_against_the_lines_since_the_last_or_all(last: str) -> None:
    raw = taken(SUMMED.format(last), source(trailer=Trailer(("I alt",))))
    assert raw.left == {Rule.TRAILER: 2}
    assert table(raw)["Nr"] == ["1", "2", "3"]
    assert (raw.bad, raw.notes) == ((), ())


def test_a_line_of_sums_that_differs_stops_and_names_both() -> None:
    problem = refused(SUMMED.format("4,01"), source(trailer=Trailer(("i alt:",))))
    assert (problem.code, problem.line, problem.column) == ("sums_differ_from_lines", 6, "Beløb")
    assert all(amount in problem.told().why for amount in ("4,01", "4,00", "7,50"))


@pytest.mark.parametrize(
    ("line", "trailer"),
    [
        ("I alt;3,50", Trailer(("I alt",))),
        ("I alt;2;3,50;x;y", Trailer(("I alt",), amount=3)),
        ("I alt;2;3,50;x;y", Trailer(("I alt",), amount=3, count=2)),
        ("I alt;2", Trailer(("I alt",), count=2)),
        (";;3,50;Sum", Trailer(("3,50",), amount="Beløb")),
        ("*;2;3,50;", Trailer(("*",), amount="Beløb", count="Type")),
        ("I alt;;3,50;2", Trailer(("I alt",), count="Ref")),
    ],
)
def test_where_the_figures_stand_may_be_declared(line: str, trailer: Trailer) -> None:
    written = "Nr;Type;Beløb;Ref\n1;Ny;1,00;a\n2;Ny;2,50;b\n"
    raw = taken(f"{written}{line}\n", source(trailer=trailer))
    assert raw.left == {Rule.TRAILER: 1}
    assert (len(raw.line), raw.bad) == (2, ())
    lost = written.replace("2;Ny;2,50;b\n", "") if trailer.marks != ("x",) else written
    assert refused(f"{lost}{line}\n", source(trailer=trailer)).code in ("sums_differ_from_lines", "sums_count_differs")


def test_a_line_of_sums_without_figures_is_told_or_declared_unchecked() -> None:
    written = "Nr;Type;Beløb;Ref\n1;Ny;1,00;a\nI alt;;;\n"
    assert refused(written, source(trailer=Trailer(("I alt",)))).code == "sums_without_figures"
    raw = taken(written, source(trailer=Trailer(("I alt",), unchecked=True)))
    assert raw.left == {Rule.TRAILER: 1}
    assert [note.code for note in raw.notes] == ["sums_unchecked"]


def test_a_sum_over_a_line_that_cannot_be_read_is_doubtful_and_not_wrong() -> None:
    written = "Nr;Type;Beløb;Ref\n1;Ny;1.0;a\n2;Ny;2,50;b\nI alt;;3,50;\n"
    raw = taken(written, source(trailer=Trailer(("I alt",))))
    assert [note.code for note in raw.notes] == ["sums_with_bad_lines"]


@pytest.mark.parametrize("word", ["I alt", "i alt", "IALT", "Total:", "Sum", "Hovedtotal"])
def test_a_line_that_looks_like_a_sum_is_bad_and_says_how_to_declare_it(word: str) -> None:
    raw = taken(f"Nr;Type;Beløb;Ref\n1;Ny;1,00;a\n{word};;1,00;\n;;{word};\n{word};1,00\n")
    assert [(one.line, one.code) for one in raw.bad] == [
        (3, "line_of_sums"), (4, "line_of_sums"), (5, "line_ragged_sum"),
    ]  # fmt: skip
    assert len(raw.line) == 1
    assert taken("Nr;Ref\nSummen;x\nIalting;y\n").bad == ()


amounts = st.integers(-10_000, 10_000)


@given(st.lists(st.lists(amounts, min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_a_lost_line_is_always_found_by_the_sums(groups: list[list[int]], data: st.DataObject) -> None:
    def kr(ore: int) -> str:
        return f"{'-' if ore < 0 else ''}{abs(ore) // 100},{abs(ore) % 100:02}"

    lines = []
    for group in groups:
        lines += [f"1;Ny;{kr(ore)};a" for ore in group]
        lines.append(f"Sum;;{kr(sum(group))};")
    everything = sum(map(sum, groups))
    lines.append(f"I alt;;{kr(everything)};")
    by = source(trailer=Trailer(("Sum", "I alt")), signed=True)
    head = "Nr;Type;Beløb;Ref\n"
    raw = taken(head + "\n".join(lines) + "\n", by)
    assert raw.left[Rule.TRAILER] == len(groups) + 1
    at = data.draw(
        st.sampled_from([n for n, line in enumerate(lines) if line.startswith("1;") and ";0,00;" not in line] or [-1])
    )
    if at < 0:
        return
    left = [line for n, line in enumerate(lines) if n != at]
    # The last line of sums is of all the lines: it cannot agree once one of them is gone, but by the group before it.
    if sum(map(sum, groups[:-1])) and everything != sum(groups[-1]):
        with pytest.raises(InputError):
            taken(head + "\n".join(left) + "\n", by)


# --- fixed width ---

SPANS = (Span("Nr", 1, 3), Span("Type", 4, 7), Span("Beløb", 9, 14), Span("Ref", 15, 16), Span("Navn", 17, 20))


def test_fixed_width_is_cut_where_the_source_says() -> None:
    lines = ["001Ny   1,00   a", "002Ædel 12,50 aæNavn", "", "003Ny   3,00   b"]
    raw = taken("\n".join(["top", *lines]) + "\n", source(fixed_width=SPANS, skip_lines=1))
    assert table(raw)["Nr"] == ["001", "002", "003"]
    assert [one.strip() for one in table(raw)["Type"]] == ["Ny", "Ædel", "Ny"]
    assert [one.strip() for one in table(raw)["Navn"]] == ["", "Navn", ""]
    assert raw.line.tolist() == [2, 3, 5]
    assert (raw.blank, raw.heading_line, raw.left) == (1, 0, {Rule.PREAMBLE: 1})


def test_a_row_of_fixed_width_is_never_passed_over() -> None:
    written = "Nr Type Beløb   Ref\n001Ny   1,00   a\n002Ny   1,00   a\n"
    taken(written, source(fixed_width=SPANS, skip_lines=1))
    problem = refused(written, source(fixed_width=SPANS, skip_lines=2))
    assert (problem.code, problem.line) == ("rows_above", 2)


def test_a_line_that_is_too_short_or_too_long_is_bad() -> None:
    written = "001Ny   1,00   a\n001Ny   1,00\n001Ny   1,00   aaNavnE\n"
    raw = taken(written, source(fixed_width=SPANS))
    assert [(one.line, one.found, one.code) for one in raw.bad] == [
        (2, 12, "line_of_other_length"), (3, 22, "line_of_other_length"),
    ]  # fmt: skip
    assert raw.line.tolist() == [1]


@given(st.lists(st.text(alphabet="aæ1 ", max_size=22), max_size=20), st.sampled_from(["\n", "\r\n", "\r"]))
def test_each_line_of_fixed_width_is_a_row_or_bad_or_blank(lines: list[str], end: str) -> None:
    raw = attempted(lambda: taken(end.join(lines) + end, source(fixed_width=SPANS)))
    if isinstance(raw, str):
        assert raw in ("file_without_lines", "encoding_utf16_without_mark")
        return
    assert len(raw.line) + len(raw.bad) + raw.blank == len(lines)
    for number, *fields in zip(raw.line.tolist(), *table(raw).values(), strict=True):
        line = lines[number - 1].ljust(20)
        assert [field.ljust(span.last - span.first + 1) for field, span in zip(fields, SPANS, strict=True)] == [
            line[span.first - 1 : span.last] for span in SPANS
        ]


# --- coded records ---

CODED = source(coded=Coded((Span("plads", 1, 3), Span("type", 4, 6))), unit="oere")


def test_coded_records_give_a_column_for_each_code() -> None:
    written = "000G6900001NOR&101 17 &112000000012345-\r\n\r\n000G6900002NOR&112000000000100 &133a b&1019\r\n"
    raw = taken(written, CODED)
    assert table(raw) == {
        "plads": ["000", "000"],
        "type": ["G69", "G69"],
        "101": ["17", "9"],
        "112": ["000000012345-", "000000000100"],
        "133": ["", "a b"],
    }
    assert (raw.line.tolist(), raw.blank, raw.heading_line) == ([1, 3], 1, 0)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("000G69&1011&1012", "record_code_twice"),
        ("000G69&1011& Søn", "record_without_code"),
        ("000G69&10", "record_without_code"),
        ("000G&1011", "record_header_cut"),
        ("&1011", "record_header_cut"),
    ],
)
def test_a_record_that_could_be_misread_is_bad(record: str, code: str) -> None:
    raw = taken(f"{record}\n000G69&1011\n", CODED)
    assert [(one.line, one.code) for one in raw.bad] == [(1, code)]
    assert raw.line.tolist() == [2]


def test_too_many_codes_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    by = source(coded=Coded((), "&", 6))
    assert refused("x&" + "&".join(f"{n:06}" for n in range(limits.COLUMNS_MAX + 1)), by).code == "too_many_columns"
    monkeypatch.setattr("zerosum.read.coded.CELLS_MAX", 10)
    assert refused("x&000001a\n" * 20, by).code == "too_many_cells"


def test_each_limit_has_a_reason() -> None:
    """A named constant and its docstring, for each limit of reading."""
    for module in (limits, container, disk, delimited):
        assert module.__doc__
    written = Path(limits.__file__).read_text("utf-8")
    names = [name for name in vars(limits) if name.isupper()]
    assert len(names) > 10
    for name in names:
        after = written.split(f"\n{name} = ", 1)[1].splitlines()[1]
        assert after.startswith('"""'), name
