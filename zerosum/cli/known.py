"""Every cause and finding as the terminal tells them: their words, and what their files say, without pandas.

A cause's own file says what it is. To import it takes pandas with it, and a question about a word must be answered at
once: so the call that makes the cause is read as text. A test holds the two against each other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from zerosum.report.words import Words

LIMITS = {
    "not_sent": ("not_sent_bank_days",),
    "awaiting_receipt": ("received_bank_days", "in_process_days"),
    "in_hearing": ("in_hearing_days",),
}
"""The limits of the settings that a cause looks at."""

NEXT_REPORT = ("across_cutoff_debtor_first", "across_cutoff_psrm_first")
"""Causes whose limit is the next monthly report, whatever the settings say."""


@dataclass(frozen=True)
class Known:
    """A cause or a finding."""

    code: str
    kind: str
    """`cause` or `finding`."""
    standing: str
    """Name of its Standing; empty for a finding."""
    gravity: str
    heading: str
    """Gældsstyrelsen's: P, V, F, DF, PF; empty for a finding, and where it is none of them."""
    owner: str

    @property
    def key(self) -> str:
        """Where its words stand."""
        return f"{self.kind}.{self.code}"


def known(words: Words) -> tuple[Known, ...]:
    """The causes in the order in which they are tried, and the findings in the order of their words."""
    findings = tuple(
        Known(code, "finding", "", words(f"finding.{code}.gravity"), "", words(f"finding.{code}.owner"))
        for code in words.children("finding")
    )
    return (*_causes(words), *findings)


def _causes(words: Words) -> Iterator[Known]:
    folder = files("zerosum").joinpath("causes")
    order = ast.parse(folder.joinpath("__init__.py").read_text(encoding="utf-8"))
    modules = [
        part.value.id
        for part in _tuple(order, "CAUSES")
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
    ]
    for code in (*modules, "unexplained"):
        standing, gravity = _made(folder.joinpath(f"{code}.py").read_text(encoding="utf-8"))
        heading = words(f"cause.{code}.heading")
        yield Known(
            code, "cause", standing, gravity, "" if heading == "none" else heading, words(f"cause.{code}.owner")
        )


def _tuple(module: ast.Module, name: str) -> list[ast.expr]:
    """The parts of the tuple of that name."""
    for node in module.body:
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == name
            and isinstance(node.value, ast.Tuple)
        ):
            return node.value.elts
    raise LookupError(name)


def _made(written: str) -> tuple[str, str]:
    """Standing and gravity in the call that makes the cause."""
    for node in ast.parse(written).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            told = {
                part.value.id: part.attr.lower()
                for part in node.value.args
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
            }
            if "Standing" in told:
                return told["Standing"], told["Gravity"]
    raise LookupError("no cause is made")
