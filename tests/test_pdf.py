"""The report as a PDF: found browsers, real pages from a real browser, and browsers that fail."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import report_examples as examples

from zerosum.errors import Problem
from zerosum.report.pdf import BROWSERS, VARIABLE, beside, find_browser, print_pdf, whole
from zerosum.report.render import render
from zerosum.runs.places import PDF, REPORT

REQUIRED = bool(os.environ.get("ZEROSUM_REQUIRE_BROWSER"))
posix = pytest.mark.skipif(os.name != "posix", reason="the made-up browsers are shell scripts")


# ---------------------------------------------------------------------------------------------------------------- which one


def test_the_browser_that_is_named_is_the_only_one(tmp_path: Path) -> None:
    mine = tmp_path / "min browser æ"
    mine.write_text("", encoding="utf-8")
    there = {name: f"/usr/bin/{name}" for name in BROWSERS}.get
    assert find_browser({VARIABLE: str(mine)}, there) == mine
    assert find_browser({VARIABLE: "chromium"}, there) == Path("/usr/bin/chromium")
    assert find_browser({VARIABLE: str(tmp_path / "nothing")}, lambda name: None) is None
    assert find_browser({VARIABLE: "nothing"}, there) is None


def test_edge_comes_before_chrome_and_path_before_the_usual_places(tmp_path: Path) -> None:
    assert find_browser({}, {"msedge": "e", "chromium": "c"}.get) == Path("e")
    edge = (
        tmp_path / r"Microsoft\Edge\Application\msedge.exe"
    )  # what joining gives here; a folder of its own on Windows
    if os.name == "nt":
        edge.parent.mkdir(parents=True)
        edge.write_text("", encoding="utf-8")
        assert find_browser({"PROGRAMFILES": str(tmp_path)}, lambda name: None) == edge
    assert find_browser({"ProgramFiles": str(tmp_path / "none")}, lambda name: None) in (None, *_on_a_mac())


def _on_a_mac() -> list[Path]:
    return [path for path in Path("/Applications").glob("*.app/Contents/MacOS/*") if path.is_file()]


def test_without_a_browser_there_is_a_notice_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / REPORT
    report.write_text("<p>", encoding="utf-8")
    monkeypatch.setattr("zerosum.report.pdf.find_browser", lambda: None)
    monkeypatch.delenv(VARIABLE, raising=False)
    told = beside(report)
    assert isinstance(told, Problem)
    assert told.code == "pdf_no_browser"
    assert "Ctrl+P" in told.told("da").do
    assert "Ctrl+P" in told.told("en").do
    monkeypatch.setenv(VARIABLE, "0101190001/none")
    told = beside(report)
    assert isinstance(told, Problem)
    assert told.code == "pdf_browser_missing"
    assert "0101190001" not in told.file
    assert list(tmp_path.iterdir()) == [report]


# ------------------------------------------------------------------------------------------------------------ those that fail


def program(folder: Path, body: str) -> Path:
    """A made-up browser; `$pdf` is the file that it is asked for, `$profile` its folder."""
    path = folder / "browser"
    path.write_text(
        '#!/bin/sh\nfor one in "$@"; do case "$one" in\n'
        '--print-to-pdf=*) pdf="${one#--print-to-pdf=}";;\n--user-data-dir=*) profile="${one#--user-data-dir=}";;\n'
        f"esac; done\n{body}\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run's folder with a report in it; temporary files lie beside."""
    folder, temporary = tmp_path / "kørsel med #1", tmp_path / "temp"
    folder.mkdir()
    temporary.mkdir()
    (folder / REPORT).write_text("<p>", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    return folder


def leaves_nothing(place: Path) -> None:
    assert [one.name for one in place.iterdir()] == [REPORT]
    assert list((place.parent / "temp").iterdir()) == []


@pytest.mark.long
@posix
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("exit 3", "pdf_failed"),
        ("exit 0", "pdf_failed"),
        ('printf "%%PDF-1.4 half" > "$pdf"', "pdf_failed"),
        ('printf "not a PDF %%%%EOF" > "$pdf"', "pdf_failed"),
        ("sleep 60", "pdf_too_slow"),
        ('printf "%%PDF-1.4 half" > "$pdf"; sleep 60', "pdf_too_slow"),
    ],
)
def test_what_fails_is_a_notice_and_leaves_nothing(
    place: Path, body: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zerosum.report.pdf.SETTLES_S", 0)
    told = print_pdf(place / REPORT, place / PDF, program(place.parent, body), timeout_s=1)
    assert told is not None
    assert told.code == code
    assert told.told("da").do == "Åbn rapporten, og tryk Ctrl+P."
    leaves_nothing(place)


@posix
def test_an_earlier_pdf_stays_where_a_new_one_fails(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zerosum.report.pdf.SETTLES_S", 0)
    (place / PDF).write_bytes(b"earlier")
    assert print_pdf(place / REPORT, place / PDF, program(place.parent, 'printf "%%PDF-1" > "$pdf"')) is not None
    assert (place / PDF).read_bytes() == b"earlier"


@posix
def test_the_profile_is_private_and_gone_afterwards(place: Path) -> None:
    body = 'ls -ld "$profile" > "$pdf.seen"; echo x > "$profile/deep"; printf "%%PDF-1.4\\n%%%%EOF\\n" > "$pdf"'
    assert print_pdf(place / REPORT, place / PDF, program(place.parent, body)) is None
    seen = next(place.glob(".*.seen"))
    assert seen.read_text(encoding="utf-8").startswith("drwx------")
    seen.unlink()
    assert (place / PDF).stat().st_mode & 0o777 == 0o600
    (place / PDF).unlink()
    leaves_nothing(place)


@pytest.mark.long
@posix
@pytest.mark.parametrize("ends", [False, True])
def test_all_that_the_browser_started_is_ended(place: Path, ends: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the browser itself has ended long ago."""
    monkeypatch.setattr("zerosum.report.pdf.SETTLES_S", 0)
    pids = place.parent / "pids"
    body = f'sleep 300 & echo $! > "{pids}"; ' + ("exit 1" if ends else "wait")
    assert print_pdf(place / REPORT, place / PDF, program(place.parent, body), timeout_s=1) is not None
    pid = int(pids.read_text(encoding="utf-8"))
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8"):
            break
        time.sleep(0.1)
    else:
        os.kill(pid, 9)
        pytest.fail("it still runs")


@pytest.mark.long
@posix
def test_a_browser_that_lingers_after_a_whole_file_is_not_waited_for(place: Path) -> None:
    began = time.monotonic()
    body = 'printf "%%PDF-1.4\\n%%%%EOF\\n" > "$pdf"; sleep 60'
    assert print_pdf(place / REPORT, place / PDF, program(place.parent, body), timeout_s=30) is None
    assert time.monotonic() - began < 15
    assert whole(place / PDF)


@posix
def test_a_file_that_comes_after_the_launcher_has_ended_is_taken(place: Path) -> None:
    body = '(sleep 0.5; printf "%%PDF-1.4\\n%%%%EOF\\n" > "$pdf") & exit 0'
    assert print_pdf(place / REPORT, place / PDF, program(place.parent, body)) is None
    assert whole(place / PDF)


def test_a_program_that_cannot_be_started_is_a_notice(place: Path) -> None:
    told = print_pdf(place / REPORT, place / PDF, place.parent / "none")
    assert told is not None
    assert told.code == "pdf_failed"
    leaves_nothing(place)


# --------------------------------------------------------------------------------------------------------------- a real one


@pytest.fixture(scope="module")
def chromium() -> Path:
    found = find_browser()
    missing = [name for name in ("pdftotext", "pdfinfo") if shutil.which(name) is None]
    if found is None or missing:
        loud = f"NO PDF WAS LOOKED AT: {'no browser' if found is None else missing} (apt-get install chromium poppler-utils)"
        if REQUIRED:
            pytest.fail(loud)
        warnings.warn(loud, stacklevel=1)
        pytest.skip(loud)
    return found


def tool(name: str, *arguments: str | Path) -> str:
    return subprocess.run([name, *map(str, arguments)], capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module", params=[("not_ready", "da"), ("worst", "en")], ids=lambda param: "-".join(param))
def printed(request: pytest.FixtureRequest, chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    state, language = request.param
    folder = tmp_path_factory.mktemp("kørsel 1 #æ")
    page = render(examples.STATES[state](), examples.MADE, language, examples.SELFTESTS.get(state))
    (folder / REPORT).write_text(page, encoding="utf-8", newline="\n")
    assert beside(folder / REPORT, chromium) == folder / PDF
    assert sorted(one.name for one in folder.iterdir()) == sorted((REPORT, PDF))
    return folder


@pytest.mark.browser
def test_each_page_has_fingerprint_and_number(printed: Path) -> None:
    pages = tool("pdftotext", "-layout", printed / PDF, "-").rstrip("\f").split("\f")
    page, of = ("Page", "of") if 'lang="en"' in (printed / REPORT).read_text(encoding="utf-8") else ("Side", "af")
    assert len(pages) > 3
    for at, text in enumerate(pages, start=1):
        assert examples.MADE.short_fingerprint in text
        assert f"{page} {at} {of} {len(pages)}" in text


@pytest.mark.browser
def test_it_is_tagged_a4_and_has_the_title_and_an_outline(printed: Path) -> None:
    told = dict(line.split(":", 1) for line in tool("pdfinfo", printed / PDF).splitlines() if ":" in line)
    page = (printed / REPORT).read_text(encoding="utf-8")
    title = re.search("<title>(.*?)</title>", page)
    assert title is not None
    assert told["Tagged"].strip() == "yes"
    assert told["Title"].strip() == html.unescape(title[1])
    assert told["Title"].strip().startswith(("IKKE KLAR", "KLAR", "NOT READY", "READY"))
    assert "A4" in told["Page size"]
    assert told["JavaScript"].strip() == "no"
    assert b"/Outlines" in (printed / PDF).read_bytes()


@pytest.mark.browser
def test_what_is_folded_on_the_screen_is_in_it(printed: Path) -> None:
    """Each row of every closed box: the texts of its first cell are on paper."""
    page = (printed / REPORT).read_text(encoding="utf-8")
    folded = re.findall("<details(?![^>]* open)[^>]*>(.*?)</details>", page, re.DOTALL)
    cells = [
        re.sub("<[^>]+>", " ", cell) for box in folded for cell in re.findall("<td[^>]*>(.*?)</td>", box, re.DOTALL)
    ]
    text = tool("pdftotext", "-raw", printed / PDF, "-")
    squeezed = re.sub(r"\s+", "", text)
    wanted = {re.sub(r"\s+", "", html.unescape(cell)) for cell in cells}
    assert len(wanted) > 20
    missing = sorted(one for one in wanted if one not in squeezed)
    assert len(missing) <= len(wanted) // 50, missing[:5]  # a cell that a page's end parts


@pytest.mark.browser
def test_a_page_cannot_ask_the_net(chromium: Path, tmp_path: Path) -> None:
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    page = tmp_path / "page.html"
    address = f"http://127.0.0.1:{server.server_port}/"
    page.write_text(f'<img src="{address}one"><link rel=stylesheet href="{address}two"><p>text', encoding="utf-8")
    assert print_pdf(page, tmp_path / "page.pdf", chromium) is None
    server.shutdown()
    assert asked == []


@pytest.mark.browser
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_no_process_of_it_is_left(chromium: Path, place: Path) -> None:
    assert print_pdf(place / REPORT, place / PDF, chromium) is None
    mine = str(place.parent / "temp")
    left = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            left += [one] if mine.encode() in one.read_bytes() else []
        except OSError:
            continue
    assert left == []
    (place / PDF).unlink()
    leaves_nothing(place)


@pytest.mark.browser
def test_on_paper_the_first_page_holds_the_result_and_no_heading_stands_alone(chromium: Path, tmp_path: Path) -> None:
    """The example's report: verdict, tiles and solutions on the first page; under each heading of a section there is more than
    the page's foot."""
    report = tmp_path / REPORT
    report.write_bytes((Path(__file__).parent.parent / "reports" / "example" / REPORT).read_bytes())
    assert beside(report, chromium) == tmp_path / PDF
    pages = tool("pdftotext", "-layout", tmp_path / PDF, "-").rstrip("\f").split("\f")
    first = " ".join(pages[0].split())
    assert "IKKE KLAR" in first
    assert "Testomfang" in first
    assert re.search(r"1\. Løsning for løsning.*I alt", first)
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        after = [at for at, line in enumerate(lines) if re.match(r" {0,3}\d{1,2}\. [A-ZÆØÅ][a-zæøå]+ [a-zæøå]", line)]
        assert all(len(lines) - at >= 4 for at in after), lines[-4:]
    head = "1. Løsning for løsning"
    assert sum(head in page for page in pages) == 1
