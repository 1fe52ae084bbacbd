"""Page + Result -> what the one-page report (kort) shows: so much as one A4 page holds, the gravest first, and what is left out is
counted.

How many lines a text takes on paper is reckoned from its letters; a test prints the fullest pages and counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from zerosum.report import matters
from zerosum.report.naming import badge, solution_name
from zerosum.report.page import Matter, Page, ShortMatter, ShortPage, ShortRow
from zerosum.report.words import DANISH_FROM, DANISH_TO, Words
from zerosum.result import WORST_FIRST, Result, SolutionResult, Verdict

MOST_SENTENCES, MOST_SOLUTIONS = 3, 8
SENTENCE, NAME, REMARKS = 150, 60, 260
"""Letters shown of a sentence, a name, and the remarks; what is longer ends with «…»."""
LETTERS = {"where": (60, 18), "title": (80, 22), "extent": (70, 18), "next_step": (150, 34), "owner": (30, 13)}
"""Of each column of what blocks: letters shown at most, and letters on a line of paper."""
NAME_LINE = 26
"""Letters on a line of a solution's name."""
ROOM = 400
"""Points (1/72 inch) that the rows of both tables may take in height."""
LINE, AROUND = 11, 5
"""Points of a line of text, and of what is above and below a row."""


def short(page: Page, result: Result, words: Words) -> ShortPage:
    """The page on one sheet. Of the solutions the worst are shown where there are many; of what blocks, as many as there is room for."""
    solutions = _worst(result.solutions)
    shown = [_cut(name, NAME) for name in (solution_name(words, one.name) for one in solutions)]
    used = sum(_height(name, NAME_LINE) for name in shown)
    some = list(_that_fit(page.blockers, ROOM - used))
    left = len(page.blockers) - len(some)
    return ShortPage(
        sentences=tuple(_cut(one, SENTENCE) for one in matters.in_short(result, words, len(page.remarks))[:MOST_SENTENCES]),
        solutions=tuple(_row(name, one, words) for name, one in zip(shown, solutions, strict=True)),
        solutions_more=words(
            "short.solutions_more", shown=words.count(len(solutions)), all=words.count(len(result.solutions))
        )
        if len(solutions) < len(result.solutions)
        else "",
        total=None if page.vendor else _total(result, words),
        matters=tuple(some),
        matters_more=words.number_of("short.more", left) if left else "",
        remarks=_remarks(page.remarks, words),
    )  # fmt: skip


def _worst(solutions: Sequence[SolutionResult]) -> tuple[SolutionResult, ...]:
    """The worst of them, in the order of the report."""
    order = sorted(range(len(solutions)), key=lambda at: (WORST_FIRST.index(solutions[at].verdict), at))
    return tuple(solutions[at] for at in sorted(order[:MOST_SOLUTIONS]))


def _cut(text: str, most: int) -> str:
    """At most so many letters; what is longer is cut where a word ends, if one does nearby."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    head = head[: head.rfind(" ")] if head.rfind(" ") > most // 2 else head
    return f"{head}{DANISH_TO if head.count(DANISH_FROM) > head.count(DANISH_TO) else ''}…"


def _height(text: str, letters: int) -> int:
    return LINE * ceil(len(text) / letters) + AROUND


def _that_fit(blockers: Sequence[Matter], room: int) -> Iterator[ShortMatter]:
    """What blocks, as long as there is room for it: the first of each place before the second of any, so that all who must act are
    named; then in the report's order. The first is always shown."""
    seen: Counter[str] = Counter()
    order = []
    for at, one in enumerate(blockers):
        place = one.where.split(": ")[0]
        order.append((seen[place] > 0, at))
        seen[place] += 1
    used, chosen = 0, []
    for _, at in sorted(order):
        cut = {name: _cut(getattr(blockers[at], name), most) for name, (most, _) in LETTERS.items()}
        used += max(_height(cut[name], letters) for name, (_, letters) in LETTERS.items())
        if chosen and used > room:
            break
        chosen.append((at, ShortMatter(**cut)))
    yield from (matter for _, matter in sorted(chosen, key=lambda one: one[0]))


def _row(name: str, one: SolutionResult, words: Words) -> ShortRow:
    good = sum(cell.verdict in (Verdict.READY, Verdict.READY_WITH_REMARKS) for cell in one.cells)
    told = words("matrix.count_of", good=words.count(good), all=words.count(len(one.cells)))
    return ShortRow(name, badge(words, one.verdict), told, one.figures)


def _total(result: Result, words: Words) -> ShortRow:
    cells = [cell for one in result.solutions for cell in one.cells]
    good = sum(cell.verdict in (Verdict.READY, Verdict.READY_WITH_REMARKS) for cell in cells)
    told = words("matrix.count_of", good=words.count(good), all=words.count(len(cells)))
    return ShortRow(words("solutions.total"), badge(words, result.verdict), told, result.figures)


def _remarks(remarks: Sequence[Matter], words: Words) -> str:
    """All remarks in one line: how many, and what they are."""
    if not remarks:
        return words("short.remarks_none")
    titles = _cut("; ".join(dict.fromkeys(one.title for one in remarks)), REMARKS)
    return words.number_of("short.remarks", len(remarks), titles=titles)
