"""What things are called on the page, and where a link to them leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zerosum.report.page import Badge
from zerosum.report.words import Words
from zerosum.result import UNALLOTTED, CauseTotal, Finding, Gravity, Standing, Verdict

GRAVITY_LOOKS = {
    Gravity.INFORMATION: ("unused", "i"),
    Gravity.REMARK: (Verdict.READY_WITH_REMARKS.value, "!"),
    Gravity.BLOCKING: (Verdict.NOT_READY.value, "✗"),
}
"""Colour and symbol of a gravity: those of the verdict that it leads to."""


def badge(words: Words, of: Verdict | Gravity | None, form: str = "cell") -> Badge:
    """Symbol and word of a verdict (`form`: the full `word` or the short `cell`) or a gravity; None: not used."""
    if isinstance(of, Gravity):
        kind, symbol = GRAVITY_LOOKS[of]
        return Badge(kind, symbol, words(f"gravity.{of.name.lower()}"))
    kind = "unused" if of is None else of.value
    return Badge(kind, words(f"verdict.{kind}.symbol"), words(f"verdict.{kind}.{form}"))


def solution_name(words: Words, name: str) -> str:
    """A solution's name; *ikke fordelt* is written in the page's language."""
    return words("page.unallotted") if name == UNALLOTTED else name


def type_name(names: Mapping[str, str], claim_type: str | None) -> str:
    """The Danish name of a claim type, where known."""
    return "" if claim_type is None else names.get(claim_type, "")


def cause_title(words: Words, cause: CauseTotal) -> str:
    """What a cause is called; what of it is accepted says so."""
    title = words(f"cause.{cause.code}.title")
    return words("decision.title", title=title) if cause.standing == Standing.ACCEPTED else title


def cause_anchor(cause: CauseTotal) -> str:
    """Where a cause stands on the page."""
    accepted = "-accepted" if cause.standing == Standing.ACCEPTED else ""
    return f"cause-{cause.code.replace('_', '-')}{accepted}"


def finding_anchor(code: str) -> str:
    """Where a finding stands on the page."""
    return f"finding-{code.replace('_', '-')}"


def finding_key(finding: Finding) -> str:
    """Where the words of a finding stand. A control total may be of the first link or of the portal."""
    of_portal = finding.code == "control_total_differs" and finding.detail.get("link") == "portal"
    return "finding.portal_differs" if of_portal else f"finding.{finding.code}"


def finding_details(words: Words, detail: Mapping[str, str | int]) -> tuple[tuple[str, str], ...]:
    """The values that a finding names, with what they are; whole numbers named `_ore` are kroner, texts named `_on` days.

    A name without a word is shown as it stands: better than to hide what was found. `link` is told by the title.
    """
    return tuple(
        (words(f"detail.{name}") if words.has(f"detail.{name}") else name, _value(words, name, value))
        for name, value in detail.items()
        if name != "link"
    )


def _value(words: Words, name: str, value: str | int) -> str:
    if isinstance(value, str) and name.endswith("_on"):
        return words.day(date.fromisoformat(value))
    if isinstance(value, int):
        return words.kr(value) if name.endswith("_ore") else words.count(value)
    return words(f"{name}.{value}") if words.has(f"{name}.{value}") else value
