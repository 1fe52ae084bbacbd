"""XML: rows by name or path, columns by path, and everything that a file may do to harm."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zerosum.errors import InputError, Problem
from zerosum.read import limits, read, xml
from zerosum.read.container import Blob
from zerosum.read.raw import Raw
from zerosum.sources.load import declared
from zerosum.sources.model import Column, Heading, Part, Source, Xml
from zerosum.tables import Rule


def source(*rows: str, paths: tuple[str, ...] = ("Id",), **form: object) -> Source:
    columns = tuple(Column(f"c{at}", (Heading(path),)) for at, path in enumerate(paths))
    form_of = Xml(tuple(tuple(row.split("/")) for row in rows), **form)  # type: ignore[arg-type]
    return Source("egen", "events", "debtor", (Part("", columns),), {}, {}, xml=form_of)


def blob(written: str | bytes, encoding: str = "utf-8") -> Blob:
    data = written if isinstance(written, bytes) else written.encode(encoding)
    return Blob("fil.xml", data, len(data), "", "")


def table(raw: Raw) -> dict[str, list[str]]:
    return dict(zip(raw.headings, (column.to_pylist() for column in raw.columns), strict=True))


def refused(written: str | bytes, by: Source) -> Problem:
    with pytest.raises(InputError) as stopped:
        read(blob(written), by)
    (problem,) = stopped.value.problems
    assert problem.told().why
    assert problem.told("en").do
    return problem


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def attempted(do: Callable[[], Raw]) -> Raw | str:
    """What is read, or the code of the refusal. Nothing else may happen."""
    try:
        return do()
    except InputError as error:
        return error.problems[0].code


def test_rows_are_read_with_their_lines_and_paths() -> None:
    raw = read(
        blob(
            f"""{HEAD}<Svar xmlns="http://skat.dk/begrebsmodel/2009/01/15/" xmlns:o="http://rep.oio.dk/x/">
  <Fordring><Id>17</Id>
    <o:Aktion kode=" NEDSKRIV "><AfvistÅrsagSamling><Nummer>486</Nummer></AfvistÅrsagSamling></o:Aktion></Fordring>
  <Fordring>
    <Id/><Tekst><![CDATA[a & <b>]]></Tekst></Fordring>
</Svar>"""
        ),
        source("Fordring"),
    )
    assert table(raw) == {
        ".": ["Fordring", "Fordring"],
        "Id": ["17", ""],
        "Aktion/@kode": ["NEDSKRIV", ""],
        "Aktion/AfvistÅrsagSamling/Nummer": ["486", ""],
        "Tekst": ["", "a & <b>"],
    }
    assert raw.line.tolist() == [3, 5]
    assert (raw.encoding, raw.separator, raw.heading_line) == ("UTF-8", "XML", 0)


def test_what_is_repeated_in_a_row_is_joined() -> None:
    raw = read(blob("<A><R><S>1</S><S/><S>2</S></R><R><S>3</S></R></A>"), source("R"))
    assert table(raw)["S"] == ["1|2", "3"]


def test_texts_between_elements_are_values_and_none_slips_into_another() -> None:
    raw = read(blob("<A>x<R>a<X>12<Y>3</Y></X><Z>1<Y/>2</Z></R>y</A>"), source("R"))
    assert table(raw) == {
        ".": ["R"], "text()": ["a"], "X": ["12"], "X/Y": ["3"], "Z": ["1|2"], "Z/Y": [""],
    }  # fmt: skip


def test_the_elements_around_give_their_values_to_each_row_in_them() -> None:
    written = """<A v="7"><Haver>0999</Haver>
<B><Dato>1</Dato><R><Id>1</Id></R><R><Id>2</Id></R><Sidst>x</Sidst></B>
<B><R><Id>3</Id></R><Dato>2</Dato></B><Haver>0998</Haver></A>"""
    raw = table(read(blob(written), source("B/R")))
    assert raw["../Dato"] == ["1", "1", "2"]
    assert raw["../Sidst"] == ["x", "x", ""]
    assert raw["../../Haver"] == ["0999|0998"] * 3
    assert raw["../../@v"] == ["7"] * 3


def test_rows_at_several_depths_have_their_own_way_up() -> None:
    raw = table(read(blob("<A><H>a</H><B><H>b</H><R><Id>1</Id></R></B><R><Id>2</Id></R></A>"), source("R")))
    assert raw["../H"] == ["b", "a"]
    assert raw["../../H"] == ["a", ""]


def test_a_path_is_the_last_part_of_the_way() -> None:
    written = "<A><Ny><R><Id>1</Id></R></Ny><Gammel><R><Id>2</Id></R></Gammel></A>"
    assert table(read(blob(written), source("Ny/R", others=("Gammel",))))["Id"] == ["1"]
    problem = refused(written, source("Ny/R"))
    assert problem.code == "xml_other_records"
    assert "«Gammel» (1)" in problem.told().why


def test_rows_of_several_kinds_share_columns_and_say_their_kind() -> None:
    kinds = source("Retur", "Afskrivning", paths=())
    kinds = Source(**{**vars(kinds), "parts": (Part("", (Column("claim_id", (Heading("Id"), Heading("Nr"))),)),)})
    written = "<A><Retur><Id>1</Id></Retur><Afskrivning><Nr>2</Nr></Afskrivning></A>"
    raw = table(read(blob(written), kinds))
    assert raw["."] == ["Retur", "Afskrivning"]
    assert raw["Id"] == ["1", "2"]
    assert "Nr" not in raw
    both = refused("<A><Retur><Id>1</Id>\n<Nr>2</Nr></Retur></A>", kinds)
    assert (both.code, both.line) == ("column_of_two_headings", 1)


def test_an_element_that_is_called_sum_is_no_line_of_sums() -> None:
    raw = read(blob("<A><Sum><Id>1</Id></Sum></A>"), source("Sum"))
    assert (len(raw.line), raw.bad) == (1, ())


def test_records_of_another_kind_are_told_and_counted_when_declared() -> None:
    written = (
        "<A><S>" + "<Andet><Id>2</Id></Andet>" * 3 + "</S><Hoved><Kode><V>1</V></Kode></Hoved><R><Id>1</Id></R></A>"
    )
    problem = refused(written, source("R"))
    assert problem.code == "xml_other_records"
    assert "«Andet» (3), «Hoved» (1)" in problem.told().why
    raw = read(blob(written), source("R", others=("Andet", "Hoved")))
    assert raw.left == {Rule.OTHER_KIND: 4}
    assert read(blob(written), source("R", others=("S", "Hoved"))).left == {Rule.OTHER_KIND: 2}


def test_what_the_source_reads_around_a_row_is_no_other_record() -> None:
    written = "<A><Hoved><Afs><Id>0999</Id></Afs></Hoved><B><R><Id>1</Id></R></B></A>"
    raw = read(blob(written), source("R", paths=("Id", "../../Hoved/Afs/Id")))
    assert table(raw)["../../Hoved/Afs/Id"] == ["0999"]
    assert raw.left == {}


def test_a_file_without_the_rows_says_what_it_has() -> None:
    problem = refused("<A><Fordringer><Id>1</Id></Fordringer></A>", source("Fordring"))
    assert problem.code == "xml_without_rows"
    told = problem.told()
    assert "«Fordringer»" in told.why
    assert told.do.startswith("Mente du «Fordringer»?")


def test_a_row_in_a_row_would_count_twice() -> None:
    assert refused("<A><R><B><R><Id>1</Id></R></B></R></A>", source("R")).code == "xml_row_in_row"
    assert table(read(blob("<A><R><B><R><Id>1</Id></R></B></R></A>"), source("B/R")))["Id"] == ["1"]


def test_the_outermost_element_is_checked() -> None:
    right = source("R", root="A", namespace="http://a/")
    assert len(read(blob('<A xmlns="http://a/"><R/></A>'), right).line) == 1
    assert len(read(blob('<x:A xmlns:x="http://a/"><R/></x:A>'), right).line) == 1
    assert refused('<B xmlns="http://a/"><R/></B>', right).code == "xml_root_differs"
    assert refused('<A xmlns="http://b/"><R/></A>', right).code == "xml_namespace_differs"
    assert "intet" in refused("<A><R/></A>", right).told().why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "utf-16", "cp865"])
def test_encodings_are_those_that_the_file_says(encoding: str) -> None:
    written = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><A><R><År>æøå</År></R></A>'
    assert table(read(blob(written, encoding), source("R")))["År"] == ["æøå"]


def test_a_wrong_encoding_is_told() -> None:
    assert refused("<?xml version='1.0' encoding='ebcdic'?><A/>", source("R")).code == "xml_encoding_unknown"
    assert refused("<?xml version='1.0' encoding='utf-7'?><A/>", source("R")).code == "xml_encoding_unknown"
    latin = "<?xml version='1.0' encoding='utf-8'?>\n<A><R>\nå</R></A>".encode("latin-1")
    assert (refused(latin, source("R")).code, refused(latin, source("R")).line) == ("xml_broken", 3)
    assert refused(b"\xff\xfe<\x00A\x00\x00\xd8", source("R")).code in ("encoding_wrong", "xml_broken")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("<A><R></A>", 1),
        ("<A>\n<R>", 2),
        ("<A>\n<R></R>", 2),
        ("<A>&eller;</A>", 1),
        ("<A>\x00</A>", 1),
        ("<A><R a='1' a='2'/></A>", 1),
        ("<A/><A/>", 1),
        ("<A><R>\x0b</R></A>", 1),
    ],
)
def test_what_is_not_xml_is_told_with_its_line(written: str, line: int) -> None:
    problem = refused(written, source("R"))
    assert (problem.code, problem.line) == ("xml_broken", line)


BOMB = "<!DOCTYPE l [<!ENTITY a 'haha'>" + "".join(f"<!ENTITY b{n} '&a;&a;'>" for n in range(20)) + "]>"


@pytest.mark.parametrize(
    "before",
    [
        BOMB,
        "<!DOCTYPE l SYSTEM 'file:///etc/hostname'>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE l [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]>",
        "<!DOCTYPE A>",
    ],
)
def test_no_dtd_no_entity_and_no_other_file(before: str) -> None:
    assert refused(f"{HEAD}{before}<A><R><Id>&a;</Id></R></A>", source("R")).code == "xml_with_dtd"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("<a>" * 200, "xml_depth"),
        ("<A><R>" + "<a>" * 200, "xml_depth"),
        ("<A><R>" + "<a>1</a>" * (xml.REPEATED_MAX + 1), "xml_repeated"),
        ("<A><R>" + "".join(f"<a{n}/>" for n in range(limits.COLUMNS_MAX + 1)), "too_many_columns"),
        ("<A><R " + " ".join(f"a{n}='1'" for n in range(limits.COLUMNS_MAX + 1)) + "/>", "too_many_columns"),
        ("<A>" + "".join(f"<a{n}/>" for n in range(xml.NAMES_MAX + 1)), "xml_names"),
        ("<A><R><a>" + "x>" * limits.FIELD_MAX, "field_too_long"),
        ("<A><R a='" + "x" * 4 * xml.TAG_MAX + "'/>", "xml_tag_too_long"),
        ("<A><!--" + "x>" * 2 * xml.TAG_MAX + "-->", "xml_tag_too_long"),
        ("<A><!--" + "x>" * 2 * xml.TAG_MAX, "xml_tag_too_long"),
    ],
    ids=lambda one: one if len(one) < 30 else "",
)
def test_limits_are_told_and_soon(written: str, code: str) -> None:
    began = time.monotonic()
    problem = refused(HEAD + written, source("R"))
    assert problem.code == code
    assert time.monotonic() - began < 5


def test_a_file_of_another_kind_is_told() -> None:
    assert refused("Id;Beløb\n1;2,00\n", source("R")).code == "xml_expected"
    without = Source("egen", "events", "debtor", (Part("", (Column("amount", (Heading("Beløb"),)),)),), {}, {})
    assert refused(f"{HEAD}<A><R/></A>", without).code == "xml_not_declared"


def test_a_source_with_xml_is_declared(tmp_path: Path) -> None:
    written = """
name = "afvist"
side = "debtor"
[xml]
row = ["Aktion", "Samling/Post"]
root = "Svar"
others = "Hoved"
[columns]
claim_id = "Fordring/ID"
event = "@kode"
amount = "../Beløb"
[events]
NEDSKRIV = "write_down"
"""
    path = tmp_path / "kilde.toml"
    path.write_text(written, "utf-8")
    assert declared(path).xml == Xml((("Aktion",), ("Samling", "Post")), "Svar", "", ("Hoved",))


names = st.sampled_from(["R", "Id", "Beløb", "B", "A"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(names)
    inside = draw(st.lists(trees(depth + 1), max_size=3)) if depth < 4 else []
    text = draw(st.sampled_from(["", " ", "1", "æ"]))
    return f"<{name}>{text}{''.join(inside)}</{name}>"


@given(trees())
def test_any_tree_is_read_or_refused_and_each_row_is_a_row(written: str) -> None:
    """Nothing crashes; each row has one value in each column, and as many rows come out as there are."""
    raw = attempted(lambda: read(blob(f"<Rod>{written}</Rod>"), source("R", others=("A", "B", "Id", "Beløb"))))
    if isinstance(raw, str):
        assert raw in ("xml_without_rows", "xml_row_in_row")
        return
    assert len(raw.line) == written.count("<R>")
    assert {len(column) for column in raw.columns} == {len(raw.line)}
