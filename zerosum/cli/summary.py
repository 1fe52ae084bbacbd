"""The summary on the terminal: the verdict last, where the eye ends. Only signs that code page 850 has; colour only repeats."""

from __future__ import annotations

import os
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from zerosum.cli.colour import painted
from zerosum.cli.exits import OF_VERDICT
from zerosum.cli.messages import plain, rejects_text
from zerosum.cli.words import TEXTS
from zerosum.identity import LEVELS
from zerosum.money import kr
from zerosum.report.forecast import in_one_sentence
from zerosum.report.matters import blockers, remarks
from zerosum.report.naming import solution_name
from zerosum.report.page import Matter
from zerosum.report.selftest import sentences
from zerosum.report.words import Words
from zerosum.report.worklist.rows import Counts
from zerosum.result import Fate, Figures, InputFile, Result, Verdict
from zerosum.runs.places import PDF, REPORT, SIGNATURE, work_list_stem
from zerosum.selftested import SelfTest

MATTERS = 8
"""So many matters are shown; the report has them all."""
FILES = (
    (REPORT, "report"),
    (PDF, "pdf"),
    *((f"{work_list_stem(level)}.xlsx", "work_list") for level in LEVELS),
    (SIGNATURE, "signature"),
)
"""The files that people open, and what they are called; one that the run does not have is not told."""
SHORTEST = 12
"""No name is made shorter than this."""


def summary(
    result: Result,
    words: Words,
    files: Mapping[str, Path],
    fingerprint: str,
    *,
    quiet: bool = False,
    selftest: SelfTest | None = None,
    listed: Counts | None = None,
    code: int | None = None,
    width: int = 0,
    colour: bool = False,
) -> str:
    """What the terminal says of a run. `files`: by name; `code`: the exit code, where it is not that of the verdict. Names and
    lines are fitted to so many signs (`width`; 0: as they are, for those who read by a program)."""
    texts = TEXTS[words.language]
    code = OF_VERDICT[result.verdict] if code is None else code
    verdict = words(f"verdict.{result.verdict.value}.word")
    told_code = texts["code"].format(code=code)
    of = plain(f": {result.municipality}, {result.area_name}, {words.day(result.cut_off)}. {told_code}")
    last = (painted(plain(verdict), result.verdict) if colour else plain(verdict)) + of
    if quiet:
        return last
    parts = [_head(result, words), _inputs(result, words, width), _table(result, words, width, colour)]
    parts.append(_matters(result, words, width))
    if result.decisions:
        parts.append("\n".join(_folded(_decisions(result, words), width, 15)))
    if result.stamdata is not None:
        parts.append(_said(words("section.stamdata"), in_one_sentence(result.stamdata, words), width))
    if selftest is not None:
        parts.append(_said(words("section.selftest"), next(sentences(selftest, words)), width))
    if result.rejects:
        parts.append(rejects_text(result.rejects, words.language))
    grouped = "-".join(fingerprint[at : at + 4] for at in range(0, 16, 4))
    told = [*_files(files, words, width), *_listed(listed, words), f"  {texts['fingerprint']:<12} {grouped}"]
    parts += ["\n".join(told), last]
    return plain("\n\n".join(part for part in parts if part))


def middle_out(name: str, room: int) -> str:
    """A path or name in so many signs at most: its middle makes way, for its end tells most."""
    room = max(room, SHORTEST)
    if len(name) <= room:
        return name
    end = (room - 3) * 2 // 3
    return f"{name[: room - 3 - end]}...{name[-end:]}"


def _head(result: Result, words: Words) -> str:
    return f"0-sumstest · {result.municipality} · {result.area_name} · {words('page.cut_off', day=words.day(result.cut_off)).lower()}"


def _said(head: str, sentence: str, width: int) -> str:
    """A heading and a sentence under it."""
    return "\n".join([f"  {head}", *_folded(f"  {sentence}", width, 2)])


def _folded(line: str, width: int, indent: int) -> list[str]:
    """A line as lines of so many signs at most; whole where there is no such limit."""
    if not width:
        return [line]
    return textwrap.wrap(
        plain(line), width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def _inputs(result: Result, words: Words, width: int) -> str:
    """What each side was read from, and what it holds of the area."""
    figures = result.figures
    sums = {"debtor": (figures.debtor_claims, figures.debtor_ore), "psrm": (figures.psrm_claims, figures.psrm_ore)}
    lines = []
    for side, (claims, ore) in sums.items():
        name = f"  {words(f'side.{side}'):<12} "
        mine = [one for one in result.inputs if one.side == side]
        if mine:
            lines.append(name + _given(mine, words, width - len(name) if width else 0))
            name = " " * len(name)
        lines.append(f"{name}{words.number_of('n.claims', claims)}, {kr(ore)} kr.")
    return "\n".join(lines)


def _given(files: list[InputFile], words: Words, room: int) -> str:
    """The first file of a side, how many more there are, and how they are written."""
    forms = dict.fromkeys(", ".join(part for part in (one.encoding, one.separator) if part) for one in files)
    paths = list(dict.fromkeys(one.path for one in files))
    told = f" ({'; '.join(form for form in forms if form)})" if any(forms) else ""
    if more := len(paths) - 1:
        told = f" {TEXTS[words.language]['and_files' if more == 1 else 'and_files_many'].format(n=more)}{told}"
    return (middle_out(paths[0], room - len(told)) if room else paths[0]) + told


def _table(result: Result, words: Words, width: int, colour: bool) -> str:
    heads = [
        TEXTS[words.language][name] for name in ("solution", "total", "explained", "unexplained", "gross", "result")
    ]
    rows: list[tuple[list[str], Verdict | None]] = [(heads, None)]
    rows += [
        ([*_row(solution_name(words, one.name), one.figures), words(f"verdict.{one.verdict.value}.cell")], one.verdict)
        for one in result.solutions
    ]
    rows.append(([*_row(TEXTS[words.language]["whole"], result.figures), ""], None))
    widths = [max(len(cells[at]) for cells, _ in rows) for at in range(len(heads))]
    between = 3 if not width or 2 + sum(widths) + 3 * (len(widths) - 1) <= width else 2
    if width:
        others = 2 + sum(widths[1:]) + between * (len(widths) - 1)
        widths[0] = max(min(widths[0], width - others), SHORTEST)
    return "\n".join(_aligned(cells, widths, " " * between, verdict if colour else None) for cells, verdict in rows)


def _aligned(cells: list[str], widths: list[int], between: str, verdict: Verdict | None) -> str:
    """A line of the table. Its last cell, which ends the line, is coloured where there is a verdict."""
    name, *amounts, last = cells
    shown = [middle_out(name, widths[0]).ljust(widths[0])]
    shown += [amount.rjust(width) for amount, width in zip(amounts, widths[1:-1], strict=True)]
    line = "  " + between.join([*shown, ""])
    return (line + (painted(last, verdict) if verdict is not None else last)).rstrip()


def _row(name: str, figures: Figures) -> list[str]:
    amounts = (figures.difference_ore, figures.explained_ore, figures.unexplained_ore, figures.gross_ore)
    return [name, *(kr(amount) for amount in amounts)]


def _decisions(result: Result, words: Words) -> str:
    """How many decisions there are and what became of them, and what they have accepted."""
    count = Counter(one.fate for one in result.decisions)
    told = ", ".join(f"{count[fate]} {words(f'fate.{fate}')}" for fate in Fate if count[fate])
    accepted = TEXTS[words.language]["accepted"].format(gross=kr(result.figures.accepted_gross_ore))
    return f"  {TEXTS[words.language]['decisions']:<12} {told}; {accepted}"


def _matters(result: Result, words: Words, width: int) -> str:
    parts = []
    for key, matters in (("missing", blockers(result, words)), ("remarks", remarks(result, words))):
        if matters:
            lines = [f"  {TEXTS[words.language][key]}"]
            for at, one in enumerate(matters[:MATTERS], start=1):
                lines += _matter(at, one, width)
            if len(matters) > MATTERS:
                lines.append(f"      {TEXTS[words.language]['more'].format(n=len(matters) - MATTERS)}")
            parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _matter(at: int, one: Matter, width: int) -> Iterator[str]:
    """A matter, and the command that tells more of it: beside it where there is room, else under it."""
    told, command = plain(f"  {at:>2}. {one.where}: {one.title}, {one.extent}"), f"zerosum explain {one.code}"
    if not width or len(told) + 3 + len(command) <= width:
        yield f"{told}   {command}"
        return
    yield from _folded(told, width, 6)
    yield " " * 6 + command


def _listed(counts: Counts | None, words: Words) -> Iterator[str]:
    """What is in the work list; nothing without one."""
    if counts is None:
        return
    texts = TEXTS[words.language]
    told = texts["lines" if counts.open != 1 else "line"].format(n=words.count(counts.open))
    if counts.carried:
        told = texts["carried"].format(
            lines=told,
            new=words.count(counts.new),
            reopened=words.count(counts.reopened),
            closed=words.count(counts.closed),
        )
    yield f"  {'':<12} {told}"
    if counts.in_workbook < counts.open:
        yield f"  {'':<12} {texts['in_workbook'].format(n=words.count(counts.in_workbook))}"
    if counts.closed_left:
        yield f"  {'':<12} {texts['closed_left'].format(n=words.count(counts.closed_left))}"
    if counts.veiled:
        yield f"  {'':<12} {texts['list_veiled'].format(n=words.count(counts.veiled))}"


def _files(files: Mapping[str, Path], words: Words, width: int) -> Iterator[str]:
    """Where the files lie that people open. The report's path stays whole, to be copied; what lies beside it is named alone
    where there is no room."""
    folder = files[REPORT].parent
    for name, label in FILES:
        if name not in files:
            continue
        line = f"  {TEXTS[words.language][label]:<12} "
        path = str(files[name])
        beside = label != "report" and files[name].parent == folder
        yield line + (f"...{os.sep}{name}" if beside and width and len(line) + len(path) > width else path)
