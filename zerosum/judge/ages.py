"""How old what is open is: the postings of each solution by the days since they were booked (alder)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from zerosum.result import AGE_BANDS, AgeBand
from zerosum.tables import ItemLines, PostedLines

_DAYS = (30, 60, 90, 180, 365)
"""The last day of each of the first bands. What is older is told by years: claims become time-barred (forældes) by them."""
_YEARS = 3


def band_of(booked_on: date | None, as_of: date) -> str:
    """A member of AGE_BANDS. What is booked after the day is as new as can be."""
    if booked_on is None:
        return "unknown"
    days = (as_of - booked_on).days
    for band, last in zip(AGE_BANDS, _DAYS, strict=False):
        if days <= last:
            return band
    years = as_of.year - booked_on.year - ((as_of.month, as_of.day) < (booked_on.month, booked_on.day))
    return "over_3_years" if years >= _YEARS else "over_1_year"


def ages(posted: pd.DataFrame, of_items: pd.DataFrame, as_of: date) -> tuple[AgeBand, ...]:
    """PostedLines and ItemLines -> what is open within the area, by solution and age; bands in which nothing is are left out."""
    item = posted[PostedLines.ITEM].to_numpy()
    of_posting = of_items.iloc[item]
    booked, days = pd.factorize(of_posting[ItemLines.BOOKED_ON])
    bands = np.array([*(band_of(day, as_of) for day in days), "unknown"], object)  # the last: -1, no day
    frame = pd.DataFrame(
        {
            "solution": of_posting[ItemLines.SOLUTION].to_numpy(object),
            "band": bands[booked],
            "net": posted[PostedLines.POSTED_ORE].to_numpy(),
        }
    )[of_posting[ItemLines.IN_AREA].to_numpy()]
    frame["gross"] = frame["net"].abs()
    summed = frame.groupby(["solution", "band"], sort=False).agg(
        rows=("net", "size"), net=("net", "sum"), gross=("gross", "sum")
    )
    found = [
        AgeBand(solution, band, int(rows), int(net), int(gross))
        for (solution, band), (rows, net, gross) in zip(summed.index, summed.to_numpy().tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.solution, AGE_BANDS.index(one.band))))
