"""The bridge (fra difference til nul), ages and earlier runs as SVG. The only place of the report that writes markup itself.

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
        '{hatch}'
        '<line class="zero-line" x1="{zero}" x2="{zero}" y1="0" y2="{height}"></line>{joined}{drawn}</svg>'
    ).format(
        width=_px(WIDTH), height=_px(height), anchor=anchor, title=title, description=description, zero=_px(zero),
        joined=joined, drawn=drawn, hatch=_hatch(anchor),
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


@dataclass(frozen=True)
class Column:
    """A column of the chart of ages."""

    label: str
    ore: int
    """Its height."""
    above: str
    below: str


COLUMN_TOP, COLUMN_HEIGHT, COLUMN_FOOT = 240, 1100, 520


def columns(some: Sequence[Column], anchor: str, title: str, description: str) -> Markup:
    """Columns from left to right: the number on each, its label and its kroner under it."""
    step = WIDTH // max(1, len(some))
    highest = max([1, *(one.ore for one in some)])
    floor = COLUMN_TOP + COLUMN_HEIGHT
    drawn = Markup("").join(
        Markup(
            '<rect class="bar lowers" x="{x}" y="{y}" width="{width}" height="{height}"></rect>'
            '<text class="middle figure" x="{middle}" y="{above_y}">{above}</text>'
            '<text class="middle" x="{middle}" y="{label_y}">{label}</text>'
            '<text class="middle" x="{middle}" y="{below_y}">{below}</text>'
        ).format(
            x=_px(at * step + step // 5), y=_px(floor - height), width=_px(step * 3 // 5), height=_px(height),
            middle=_px(at * step + step // 2), above_y=_px(floor - height - 50), above=one.above,
            label_y=_px(floor + 190), label=one.label, below_y=_px(floor + 370), below=one.below,
        )
        for at, one in enumerate(some)
        for height in [max(LEAST, one.ore * COLUMN_HEIGHT // highest) if one.ore else 0]
    )  # fmt: skip
    return _drawing(anchor, title, description, floor + COLUMN_FOOT, floor, drawn)


@dataclass(frozen=True)
class Point:
    """A run in the chart of earlier runs."""

    ore: int
    figure: str
    marked: bool
    """Its rules were others."""


POINT_TOP, POINT_HEIGHT, POINT_FOOT = 260, 1000, 300
WIDEST = 1400
"""Of a run: a few are not drawn as walls."""
FAR_OUT = 5
"""A run so many times as high as the next highest is cut off, and says so: it would flatten all the others."""


def points(some: Sequence[Point], anchor: str, title: str, description: str, capped: str) -> Markup:
    """A bar for each run, the oldest to the left; figures on the first, the last and the one that is cut off."""
    ordered = sorted(one.ore for one in some)
    second = ordered[-2] if len(ordered) > 1 else 0
    top = second * 2 if second and ordered[-1] > FAR_OUT * second else max(1, ordered[-1])
    step = min(WIDEST, WIDTH // max(1, len(some)))
    floor = POINT_TOP + POINT_HEIGHT
    drawn = Markup("")
    for at, one in enumerate(some):
        cut = one.ore > top
        height = POINT_HEIGHT if cut else max(LEAST, one.ore * POINT_HEIGHT // top) if one.ore else 0
        kind = "raises" if cut else "total" if at == len(some) - 1 else "lowers"
        paint = Markup(' fill="url(#{})"').format(f"{anchor}-h") if cut else Markup("")
        drawn += Markup('<rect class="bar {kind}" x="{x}" y="{y}" width="{width}" height="{height}"{paint}></rect>').format(
            kind=kind, x=_px(at * step + step // 8), y=_px(floor - height), width=_px(step * 3 // 4), height=_px(height), paint=paint,
        )  # fmt: skip
        if one.marked:
            drawn += Markup('<text class="middle" x="{x}" y="{y}">*</text>').format(
                x=_px(at * step + step // 2), y=_px(floor + 180)
            )
        if cut or at in (0, len(some) - 1):
            text = f"{one.figure} {capped}" if cut else one.figure
            side = "start" if at < len(some) / 2 else "figure"
            x = at * step + step // 8 if side == "start" else at * step + step * 7 // 8
            drawn += Markup('<text class="{side}" x="{x}" y="{y}">{text}</text>').format(
                side=side, x=_px(x), y=_px(floor - height - 50), text=text
            )
    return _drawing(anchor, title, description, floor + POINT_FOOT, floor, drawn)


def _drawing(anchor: str, title: str, description: str, height: int, floor: int, drawn: Markup) -> Markup:
    return Markup(
        '<svg class="bridge" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{anchor}-t {anchor}-d">'
        '<title id="{anchor}-t">{title}</title><desc id="{anchor}-d">{description}</desc>{hatch}'
        '<line class="zero-line" x1="0" x2="{width}" y1="{floor}" y2="{floor}"></line>{drawn}</svg>'
    ).format(
        width=_px(WIDTH), height=_px(height), anchor=anchor, title=title, description=description, floor=_px(floor), drawn=drawn,
        hatch=_hatch(anchor),
    )  # fmt: skip


def _hatch(anchor: str) -> Markup:
    return Markup(
        '<defs><pattern id="{anchor}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-back"></rect>'
        '<rect width="3" height="6" class="hatch-line"></rect></pattern></defs>'
    ).format(anchor=anchor)
