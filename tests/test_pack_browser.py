"""A pack and its index in a real browser: nothing leaves, nothing scrolls sideways, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_browser import _needed, browser  # noqa: F401
from test_pack import planted

from zerosum.pipeline import reconcile
from zerosum.report.dossier import Dossier
from zerosum.report.made import Made
from zerosum.report.pack import INDEX, PAGE, files_of
from zerosum.settings_load import load

pytestmark = pytest.mark.browser

SETTINGS = Path(__file__).parent.parent / "fixtures" / "daginstitution" / "zerosum.toml"
SHOWN = (INDEX, f"amount_differs/{PAGE}", f"rejected_creation/{PAGE}")

Opened = Callable[..., object]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from report_examples import MADE

    outcome = reconcile(load(SETTINGS))
    dossier = planted(Dossier(outcome.result, MADE, outcome.item_lines, outcome.posted_lines))
    assert isinstance(dossier.made, Made)
    root = tmp_path_factory.mktemp("pakker")
    for language in ("da", "en"):
        for name, data in files_of(dossier, "Ungdomsskole X", language).items():
            path = root / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return {language: root / language for language in ("da", "en")}


@pytest.fixture
def opened(browser, places: dict[str, Path]) -> Iterator[Opened]:  # type: ignore[no-untyped-def]  # noqa: F811
    contexts = []

    def open_page(name: str, language: str, width: int = 1280) -> object:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((places[language] / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing(opened, name: str, language: str) -> None:  # type: ignore[no-untyped-def]
    axe = _needed("axe_playwright_python.sync_playwright")
    page = opened(name, language)
    found = axe.Axe().run(page)
    assert len(found.response["passes"]) > 15
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found.response["violations"]] == []
    assert len(page.asked) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", SHOWN)
def test_a_pack_does_not_scroll_sideways(opened, name: str, width: int) -> None:  # type: ignore[no-untyped-def]
    assert opened(name, "da", width).evaluate("document.documentElement.scrollWidth") <= width


def test_what_goes_wrong_and_the_pattern_stand_on_the_first_screen(opened) -> None:  # type: ignore[no-untyped-def]
    box = opened(f"amount_differs/{PAGE}", "da").locator(".patterns").bounding_box()
    assert box["y"] + box["height"] < 900
