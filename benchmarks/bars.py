"""The bars: what a full run may cost beside the others, and whether it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from rounds import Cost

MILLION = 1_000_000
ROUNDS = 5
"""Fewer are no measurement."""

GB = 10**9

PLAIN, ODE, FAULTY = "zerosum, plain format", "zerosum, KMD ODE and PSRM", "zerosum, plain format, 10 % faulty"
POLARS, POLARS_ODE, POLARS_FAULTY = (
    "bare polars, plain format",
    "bare polars, KMD ODE and PSRM",
    "bare polars, plain format, 10 % faulty",
)
DATACOMPY = "datacompy, plain format, with the making of its input"

ORDER = (PLAIN, POLARS, DATACOMPY, ODE, POLARS_ODE, FAULTY, POLARS_FAULTY)
"""The order of the page."""

BESIDE = ((PLAIN, POLARS), (ODE, POLARS_ODE), (FAULTY, POLARS_FAULTY), (PLAIN, DATACOMPY))
"""What is set beside what: ours, the other."""

Costs = dict[str, list[Cost]]


@dataclass(frozen=True)
class Bar:
    """A bar and what was measured, in the same unit. Without an aim, the bar is all."""

    what: str
    unit: str
    measured: float
    limit: float
    aim: float | None

    @property
    def word(self) -> str:
        if self.measured > self.limit:
            return "**not met**"
        if self.aim is None:
            return "met"
        return "met, the aim too" if self.measured <= self.aim else "met, not the aim"


def wall(cost: Cost) -> float:
    return cost.wall_s


def cpu(cost: Cost) -> float:
    return cost.cpu_s


def peak(cost: Cost) -> float:
    return float(cost.peak_bytes)


def ratio(costs: Costs, ours: str, other: str, figure: Callable[[Cost], float]) -> float:
    """The median of the ratios, round by round, so that a slow minute of the machine slows both."""
    return median(figure(mine) / figure(its) for mine, its in zip(costs[ours], costs[other], strict=True))


def typical(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        median(one.wall_s for one in costs),
        median(one.cpu_s for one in costs),
        round(median(one.peak_bytes for one in costs)),
    )


def apply(claims: int) -> bool:
    """The bars are set for a million claims and more: below, the start of the programs is most of what is measured."""
    return claims >= MILLION


def bars(claims: int, costs: Costs) -> list[Bar]:
    """All bars, in the order of the page."""
    limit, aim = (2.0, 1.0) if claims >= 10 * MILLION else (2.5, 1.5)
    limits = {
        (PLAIN, POLARS): (limit, aim),
        (ODE, POLARS_ODE): (limit, aim),
        (FAULTY, POLARS_FAULTY): (4.0, None),
        (PLAIN, DATACOMPY): (1.0, None),
    }
    times = [
        Bar(f"{ours} ÷ {other}: {word}", "×", ratio(costs, ours, other, figure), *limits[ours, other])
        for ours, other in BESIDE
        for word, figure in (("wall", wall), ("CPU", cpu))
    ]
    memory = [
        Bar(f"{ours}: peak memory for each million claims", "GB", gb_per_million(costs, ours, claims), 1.0, 0.6)
        for ours in (PLAIN, ODE)
    ]
    return times + memory


def gb_per_million(costs: Costs, name: str, claims: int) -> float:
    return typical(costs[name]).peak_bytes / GB / (claims / MILLION)
