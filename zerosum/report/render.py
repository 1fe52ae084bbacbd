"""Page -> HTML. Escaping is on everywhere, a name that is not there is an error, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from zerosum.history import History
from zerosum.report import short, view
from zerosum.report.charts import Part, net_or_gross
from zerosum.report.dossier import Dossier
from zerosum.report.made import Made
from zerosum.report.page import Page, ShortPage
from zerosum.report.trend import NO_HISTORY
from zerosum.report.words import DANISH_FROM, DANISH_TO, Words, load
from zerosum.result import Result
from zerosum.selftested import SelfTest

CSP = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
"""The page may run and fetch nothing."""

_DANISH = re.compile(f"{DANISH_FROM}([^{DANISH_TO}]*){DANISH_TO}")


def render(
    result: Result,
    made: Made,
    language: str = "da",
    selftest: SelfTest | None = None,
    vendor: str = "",
    *,
    history: History = NO_HISTORY,
    debtors: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The whole report as one HTML page. The same values give the same bytes. `vendor`: what the result is of, where it is one
    solution's alone (report/vendor.py). `debtors`: line -> pseudonyms."""
    words = load(language)
    return render_page(view.page(result, made, words, selftest, vendor, history=history, debtors=debtors), words)


def render_short(result: Result, made: Made, language: str = "da", vendor: str = "") -> str:
    """The same on one A4 page: what the verdict is, what blocks, and who acts next."""
    words = load(language)
    page = view.page(result, made, words, None, vendor)
    return render_page(page, words, short.short(page, result, words))


def render_dossier(seen: Dossier, language: str) -> str:
    """The whole report of a dossier, the municipality's or a vendor's."""
    return render(
        seen.result, seen.made, language, seen.selftest, seen.vendor, history=seen.history, debtors=seen.debtors
    )


def render_page(page: Page, words: Words, brief: ShortPage | None = None) -> str:
    """Lay out a page that is already decided; `brief`: on one sheet."""
    template = "page.html" if brief is None else "short.html"
    return _environment(words).get_template(template).render(page=page, short=brief, made=page.made, csp=CSP)


def lay_out(template: str, words: Words, **values: object) -> str:
    """A page of another kind, by its own template. `values` are what it names."""
    return _environment(words).get_template(template).render(csp=CSP, **values)


@cache
def _environment(words: Words) -> Environment:
    environment = Environment(
        loader=PackageLoader("zerosum.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(t=words, n=words.number_of, words_under=words.children)
    environment.filters.update(
        amount=words.amount,
        kr=words.kr,
        count=words.count,
        day=lambda when: view.shown_day(words, when),
        net=lambda net_ore, gross_ore: net_or_gross(words, Part("", net_ore, gross_ore)),
        prose=prose,
        plain=plain,
        css_text=css_text,
        groups=groups,
    )
    return environment


def prose(text: str) -> Markup:
    """A text of the catalogue, escaped; its Danish terms ‹…› are marked as Danish (WCAG 3.1.2)."""
    return Markup(_DANISH.sub(r'<span lang="da">\1</span>', str(escape(text))))


def plain(text: str) -> str:
    """A text of the catalogue where no markup may stand: in a title or an attribute."""
    return _DANISH.sub(r"\1", text)


def css_text(text: str) -> Markup:
    """A text inside a CSS string: all but plain letters and digits as code points, so that nothing can end it."""
    return Markup(
        "".join(c if c.isascii() and (c.isalnum() or c in " .,:-") else f"\\{ord(c):x} " for c in plain(text))
    )


def groups(digest: str) -> Markup:
    """A fingerprint that may break after each four digits and is still copied as one word."""
    return Markup("<wbr>").join(digest[at : at + 4] for at in range(0, len(digest), 4))
