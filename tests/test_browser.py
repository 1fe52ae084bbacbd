"""The report in a real browser: nothing leaves, nothing runs, nothing scrolls sideways, and a keyboard reaches it all.

Needs Debian's Chromium. Without it the tests are skipped, loudly; with ZEROSUM_REQUIRE_BROWSER set, they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import report_examples as examples

from zerosum.history import History
from zerosum.pipeline import reconcile
from zerosum.report.dossier import Dossier
from zerosum.report.render import render_dossier, render_short
from zerosum.report.vendor import for_vendor
from zerosum.settings_load import load

pytestmark = pytest.mark.browser

REQUIRED = bool(os.environ.get("ZEROSUM_REQUIRE_BROWSER"))


def _needed(name: str) -> ModuleType:
    """A module of the test extra: skipped without it, unless it is required."""
    return import_module(name) if REQUIRED else pytest.importorskip(name)


playwright = _needed("playwright.sync_api")
Browser, Page = playwright.Browser, playwright.Page

CHROMIUM = next((path for path in ("/usr/bin/chromium", shutil.which("chromium")) if path and Path(path).exists()), "")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
VIEWS = ("vendor", "vendor:short", "not_ready:short", "worst:short", "full:short")
"""A vendor's view, and pages on one sheet. `full` has more of all than there is room for."""
SHOWN = [
    *((state, "da") for state in (*examples.STATES, *VIEWS)),
    *((state, "en") for state in ("not_ready", "worst", "tried", "vendor", "full:short")),
]

Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if REQUIRED:
            pytest.fail("ZEROSUM_REQUIRE_BROWSER is set, but there is no Chromium: apt-get install chromium")
        loud = "NO CHROMIUM: the report was NOT looked at in a browser (apt-get install chromium)"
        warnings.warn(loud, stacklevel=1)  # stands in the summary, where a skip is only a letter
        pytest.skip(loud)
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


EXAMPLES = Path(__file__).parent.parent / "fixtures"


def html_of(state: str, language: str) -> str:
    """The page of a state; of one that ends with «:short», on one sheet."""
    name, _, form = state.partition(":")
    if name == "vendor":
        return _view(for_vendor(_example("daginstitution"), "Ungdomsskole X", language), language, form)
    if (EXAMPLES / name).is_dir():
        return _view(_example(name), language, form)
    result = examples.full() if name == "full" else examples.STATES[name]()
    empty = pd.DataFrame()
    told, before = examples.SELFTESTS.get(name), examples.HISTORIES.get(name, History())
    seen = Dossier(result, examples.MADE, empty, empty, told, history=before, debtors=examples.DEBTORS.get(name, {}))
    return _view(seen, language, form)


@cache
def _example(name: str) -> Dossier:
    outcome = reconcile(load(EXAMPLES / name / "zerosum.toml"))
    return Dossier(outcome.result, examples.MADE, outcome.item_lines, outcome.posted_lines)


def _view(seen: Dossier, language: str, form: str) -> str:
    if form:
        return render_short(seen.result, seen.made, language, seen.vendor)
    return render_dossier(seen, language)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open a state's report from a file; `asked` of the page holds every request that was not for that file."""
    contexts = []

    def open_report(state: str, language: str = "da", width: int = 1280, **options: object) -> Page:
        path = tmp_path / f"{state.replace(':', '_')}_{language}.html"
        path.write_text(html_of(state, language), encoding="utf-8", newline="\n")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.seen = [], []
        page.on(
            "request", lambda request: (page.seen if request.url == path.as_uri() else page.asked).append(request.url)
        )
        page.goto(path.as_uri())
        return page

    yield open_report
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("state", "language"), SHOWN)
def test_no_request_leaves_the_page(opened: Opened, state: str, language: str) -> None:
    page = opened(state, language)
    page.wait_for_load_state("networkidle")
    assert page.seen  # the listener listens
    assert page.asked == []


@pytest.mark.parametrize(("state", "language"), SHOWN)
@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_page_does_not_scroll_sideways(opened: Opened, state: str, language: str, width: int) -> None:
    page = opened(state, language, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_verdict_stands_there(opened: Opened) -> None:
    page = opened("not_ready", java_script_enabled=False)
    assert page.locator("h1").inner_text() == "✗ IKKE KLAR"
    assert page.title().startswith("IKKE KLAR – 0-sumstest, Eksempel Kommune")
    page.locator("summary").first.click()
    assert page.locator("details").first.get_attribute("open") is not None


def test_the_verdict_and_its_figures_stand_on_the_first_screen(opened: Opened) -> None:
    page = opened("not_ready")
    box = page.locator(".tiles").bounding_box()
    assert box["y"] + box["height"] < 900


def test_the_first_key_leads_past_the_head_and_every_box_can_be_reached(opened: Opened) -> None:
    page = opened("not_ready")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]")
        )
    boxes = [outline for name, outline in reached if "scroll" in name]
    assert len(boxes) > 3
    assert set(boxes) == {"solid"}


@pytest.mark.parametrize(("state", "section", "tables"), [("tried", "selftest", 10), ("filtered", "stamdata", 5)])
def test_on_paper_a_wide_section_is_not_cut_off(opened: Opened, state: str, section: str, tables: int) -> None:
    page = opened(state)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 1000})
    wide = f"[...document.querySelectorAll('#{section} table')].map(t => t.getBoundingClientRect().right)"
    rights = page.evaluate(wide)
    assert len(rights) == tables
    assert max(rights) <= 696


def test_on_paper_the_details_are_open_and_nothing_is_cut_off(opened: Opened) -> None:
    page = opened("not_ready")
    hidden = page.locator("details table").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert page.locator("details table").first.bounding_box()["height"] > 100
    page.set_viewport_size({"width": 695, "height": 1000})  # A4 less the margins, at 96 dots an inch
    wide = page.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > 696)"
        ".map(t => t.caption.innerText)"
    )
    assert wide == []
    assert page.pdf(format="A4", tagged=True).count(b"/StructTreeRoot")


ENGLISH = ("ready", "not_ready", "not_tested", "filtered", "vendor", "full:short", "worst:short")
"""States that axe looks at in English too: the words are others, the page is the same."""


@pytest.mark.parametrize(
    ("state", "language"),
    [
        *((state, "da") for state in (*examples.STATES, "vendor", "vendor:short", "full:short")),
        *((state, "en") for state in ENGLISH),
    ],
)
def test_axe_finds_nothing(opened: Opened, state: str, language: str) -> None:
    axe = _needed("axe_playwright_python.sync_playwright")
    page = opened(state, language)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page)
    assert len(found.response["passes"]) > 20
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found.response["violations"]] == []


@pytest.mark.parametrize(
    "state",
    ["daginstitution:short", "teknisk-forvaltning:short", "vendor:short", "ready:short", "worst:short", "full:short"],
)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_short_one_is_one_page_of_a4_that_can_be_read(
    opened: Opened, state: str, language: str, tmp_path: Path
) -> None:
    page = opened(state, language)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 1000})
    sizes = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))"
        ".filter(e => e.className != 'skip').map(e => [parseFloat(getComputedStyle(e).fontSize) * .75, e.outerHTML.slice(0, 80)])"
    )
    assert len(sizes) > 20
    assert [one for one in sizes if one[0] < 8] == []
    assert (
        page.evaluate("Math.max(...[...document.querySelectorAll('body *')].map(e => e.getBoundingClientRect().right))")
        <= 696
    )
    path = tmp_path / "side.pdf"
    printed = page.pdf(prefer_css_page_size=True, path=str(path))
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)", printed)
    assert [tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes] == [(210, 297)]
