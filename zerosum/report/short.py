"""Page + Result -> what the one-page report (kort) shows: so much as one A4 page holds, the gravest first, and what is left out is
counted.

How many lines a text takes on paper is reckoned from its letters; a test prints the fullest pages and counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil

from zerosum.report import matters
from zerosum.report.naming import badge, solution_name
from zerosum.report.page import Matter, Page, ShortMatter, ShortPage, ShortRow
from zerosum.report.words import DANISH_FROM, DANISH_TO, Words
from zerosum.result import WORST_FIRST, Result, SolutionResult, Verdict

MOST_SENTENCES, MOST_SOLUTIONS = 3, 8
SENTENCE, NAME, REMARKS = 170, 50, 260
"""Letters shown of a sentence, a name, and the remarks; what is longer ends with «…»."""
LETTERS = {"where": (50, 19), "title": (80, 23), "extent": (70, 21), "next_step": (150, 37), "owner": (30, 14)}
"""Of each column of what blocks: letters shown at most, and letters on a line of paper."""
HEAD_LINE, SENTENCE_LINE, NAME_LINE, AMOUNT_LINE = 82, 105, 30, 17
"""Letters on a line: of the head, of a sentence, of a solution's name, of an amount."""
ROOM = 342
"""Points (1/72 inch) that the rows of both tables may take in height, where all above them is on one line each."""
LINE, AROUND = 11, 5
"""Points of a line of text, and of what is above and below a row."""
WIDE = 1.3
"""A capital, and a sign that is neither letter nor digit, against a letter."""


def short(page: Page, result: Result, words: Words) -> ShortPage:
    """The page on one sheet. Of the solutions the worst are shown where there are many; of what blocks, as many as there is room for."""
    sentences = tuple(
        _cut(one, SENTENCE) for one in matters.in_short(result, words, len(page.remarks))[:MOST_SENTENCES]
    )
    above = LINE * (_lines(page.head, HEAD_LINE) - 1 + sum(_lines(one, SENTENCE_LINE) for one in sentences[1:]) - 1)
    above += LINE if any(_lines(tile.figure, AMOUNT_LINE) > 1 for tile in page.tiles) else 0
    above += LINE if page.vendor else 0  # what the view leaves out is said; it has no row of sums
    solutions = _worst(result.solutions, (ROOM - above) // 2, words)
    shown = [_name(one, words) for one in solutions]
    used = above + sum(_height_of(one, words) for one in solutions)
    some = list(_that_fit(page.blockers, ROOM - used))
    left = len(page.blockers) - len(some)
    return ShortPage(
        sentences=sentences,
        solutions=tuple(_row(name, one, words) for name, one in zip(shown, solutions, strict=True)),
        solutions_more=words(
            "short.solutions_more", shown=words.count(len(solutions)), all=words.count(len(result.solutions))
        )
        if len(solutions) < len(result.solutions)
        else "",
        total=None if page.vendor else _total(result, words),
        owners=matters.owners(page.blockers, words),
        matters=tuple(some),
        matters_more=words.number_of("short.more", left) if left else "",
        remarks=_remarks(page.remarks, words),
    )  # fmt: skip


def _worst(solutions: Sequence[SolutionResult], room: int, words: Words) -> tuple[SolutionResult, ...]:
    """The worst of them that there is room for, in the order of the report."""
    order = sorted(range(len(solutions)), key=lambda at: (WORST_FIRST.index(solutions[at].verdict), at))
    used = list(accumulate(_height_of(solutions[at], words) for at in order))
    fit = [at for at, height in zip(order[:MOST_SOLUTIONS], used, strict=False) if height <= room]
    return tuple(solutions[at] for at in sorted(fit or order[:1]))


def _name(one: SolutionResult, words: Words) -> str:
    return _cut(solution_name(words, one.name), NAME)


def _height_of(one: SolutionResult, words: Words) -> int:
    """Of a solution's row."""
    figures = one.figures
    amounts = (figures.difference_ore, figures.unexplained_ore, figures.gross_ore)
    return max(_height(_name(one, words), NAME_LINE), *(_height(words.amount(ore), AMOUNT_LINE) for ore in amounts))


def _cut(text: str, most: int) -> str:
    """At most so many letters; what is longer is cut where a word ends, if one does nearby."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    head = head[: head.rfind(" ")] if head.rfind(" ") > most // 2 else head
    return f"{head}{DANISH_TO if head.count(DANISH_FROM) > head.count(DANISH_TO) else ''}…"


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes, where so many letters stand on one."""
    return ceil(sum(1 if one.islower() or one.isdigit() or one in " .,:;-" else WIDE for one in text) / letters)


def _height(text: str, letters: int) -> int:
    return LINE * _lines(text, letters) + AROUND


def _that_fit(blockers: Sequence[Matter], room: int) -> Iterator[ShortMatter]:
    """What blocks, as long as there is room for it: the first of each place before the second of any, so that all who must act are
    named; then in the report's order. The first is always shown."""
    seen: Counter[str] = Counter()
    order = []
    for at, one in enumerate(blockers):
        place = one.where.split(": ")[0]
        order.append((seen[place] > 0, at))
        seen[place] += 1
    used = 0
    chosen: list[tuple[int, ShortMatter]] = []
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
    counted = Counter(one.title for one in remarks)
    titles = _cut("; ".join(title if n == 1 else f"{title} ({n})" for title, n in counted.items()), REMARKS)
    return words.number_of("short.remarks", len(remarks), titles=titles).replace("….", "…")
