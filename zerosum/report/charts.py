"""The bridge (fra difference til nul) as SVG. The only place of the report that writes markup itself.

Everything that comes from outside is escaped by Markup.format. Geometry is in whole tenths of a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from zerosum.report.words import Words

LABEL_END, BARS_FROM, BARS_TO, AMOUNT_END = 2850, 3000, 5400, 7190
"""Where the columns of the chart lie, in tenths of a pixel."""

WIDTH, ROW, BAR, TOP = 7200, 300, 180, 40
LEAST = 15
"""A bar is never thinner: 0,37 kr. among millions is still a line."""

LONGEST_LABEL = 42
MOST_CAUSES = 8


@dataclass(frozen=True)
class Bar:
    """A row of the bridge: from one rest to the next."""

    label: str
    from_ore: int
    to_ore: int
    amount: str
    kind: str
    """`total`, `lowers`, `raises`, `zero` or `left`: the class that gives the colour."""


def bridge(bars: Sequence[Bar], anchor: str, title: str, description: str) -> Markup:
    """The rows top to bottom, a dashed line from each bar's end to the next bar. Amounts at the right edge."""
    height = TOP * 2 + ROW * len(bars)
    lowest = min(0, *(min(bar.from_ore, bar.to_ore) for bar in bars))
    highest = max(0, *(max(bar.from_ore, bar.to_ore) for bar in bars))
    drawn = Markup("").join(_row(bar, at, lowest, highest, anchor) for at, bar in enumerate(bars))
    joined = Markup("").join(_connector(bar, at, lowest, highest) for at, bar in enumerate(bars[:-1]))
    zero = _x(0, lowest, highest)
    return Markup(
        '<svg class="bridge" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{anchor}-t {anchor}-d">'
        '<title id="{anchor}-t">{title}</title><desc id="{anchor}-d">{description}</desc>'
        '<defs><pattern id="{anchor}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-back"></rect>'
        '<rect width="3" height="6" class="hatch-line"></rect></pattern></defs>'
        '<line class="zero-line" x1="{zero}" x2="{zero}" y1="0" y2="{height}"></line>{joined}{drawn}</svg>'
    ).format(
        width=_px(WIDTH), height=_px(height), anchor=anchor, title=title, description=description, zero=_px(zero),
        joined=joined, drawn=drawn,
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of a difference, as it is to be drawn."""

    label: str
    net_ore: int
    gross_ore: int


def bars(words: Words, total: Part, steps: Sequence[Part], left: Part) -> tuple[Bar, ...]:
    """Total, then what each explained cause takes, then what is left. Small causes beyond eight are drawn as one."""
    drawn = [Bar(total.label, 0, total.net_ore, net_or_gross(words, total), "total")]
    rest = total.net_ore
    for part in _at_most(words, steps):
        kind = "lowers" if abs(rest - part.net_ore) <= abs(rest) else "raises"
        drawn.append(Bar(part.label, rest, rest - part.net_ore, net_or_gross(words, part), kind))
        rest -= part.net_ore
    drawn.append(Bar(left.label, 0, left.net_ore, net_or_gross(words, left), "left" if left.gross_ore else "zero"))
    return tuple(drawn)


def net_or_gross(words: Words, part: Part) -> str:
    """The net amount; where it is zero and the gross is not, both. A net zero never hides a gross."""
    net = words.amount(part.net_ore)
    if part.net_ore or not part.gross_ore:
        return net
    return words("page.gross_of", net=net, gross=words.amount(part.gross_ore))


def _at_most(words: Words, steps: Sequence[Part]) -> list[Part]:
    if len(steps) <= MOST_CAUSES:
        return list(steps)
    by_size = sorted(range(len(steps)), key=lambda at: (-steps[at].gross_ore, at))
    kept, others = sorted(by_size[: MOST_CAUSES - 1]), by_size[MOST_CAUSES - 1 :]
    rest = Part(
        words("bridge.others", n=words.count(len(others))),
        sum(steps[at].net_ore for at in others),
        sum(steps[at].gross_ore for at in others),
    )
    return [*(steps[at] for at in kept), rest]


def _row(bar: Bar, at: int, lowest: int, highest: int, anchor: str) -> Markup:
    start, end = sorted((_x(bar.from_ore, lowest, highest), _x(bar.to_ore, lowest, highest)))
    top = TOP + at * ROW + (ROW - BAR) // 2
    paint = Markup(' fill="url(#{})"').format(f"{anchor}-h") if bar.kind == "raises" else Markup("")
    return Markup(
        '<rect class="bar {kind}" x="{x}" y="{y}" width="{width}" height="{height}"{paint}></rect>'
        '<text class="label" x="{label_x}" y="{text_y}">{label}</text>'
        '<text class="figure" x="{figure_x}" y="{text_y}">{amount}</text>'
    ).format(
        kind=bar.kind, x=_px(start), y=_px(top), width=_px(max(LEAST, end - start)), height=_px(BAR), paint=paint,
        label_x=_px(LABEL_END), figure_x=_px(AMOUNT_END), text_y=_px(top + 140),
        label=_short(bar.label), amount=bar.amount,
    )  # fmt: skip


def _connector(bar: Bar, at: int, lowest: int, highest: int) -> Markup:
    x = _px(_x(bar.to_ore, lowest, highest))
    top = TOP + at * ROW + (ROW + BAR) // 2
    return Markup('<line class="connector" x1="{x}" x2="{x}" y1="{y1}" y2="{y2}"></line>').format(
        x=x, y1=_px(top), y2=_px(top + ROW - BAR)
    )


def _x(ore: int, lowest: int, highest: int) -> int:
    span = max(1, highest - lowest)
    return BARS_FROM + (ore - lowest) * (BARS_TO - BARS_FROM) // span


def _px(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
