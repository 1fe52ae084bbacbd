"""PSRM's clock where its reports have no date: an event was booked by the month end of the first report that holds it.

The latest report holds the complete history and is the book; the lines of the earlier ones only date its events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from zerosum.dates import show
from zerosum.errors import InputError, Problem
from zerosum.normalise.lines import Lines
from zerosum.tables import NO_DAY, Rule


def date_by_reports(reports: Sequence[tuple[Lines, int | None]], cut_off: int | None) -> list[Lines]:
    """Tables of PSRM with the month end of each, if told -> the tables, dated.

    InputError where the latest was made up before the cut-off, where only some are told, and where an earlier report has
    an event that the latest lacks: then the latest is not the complete history.
    """
    ends = {end for _, end in reports}
    told = sorted(end for end in ends if end is not None)
    if not told:
        return [lines for lines, _ in reports]
    if None in ends:
        raise InputError(Problem("reports_not_all_dated"))
    latest = told[-1]
    if cut_off is not None and latest < cut_off:
        raise InputError(Problem("report_before_cut_off", {"latest": show(latest), "cut_off": show(cut_off)}))
    if len(told) == 1:
        return [lines for lines, _ in reports]
    frames = _numbered([(end, _events(lines)) for lines, end in reports if end is not None])
    first = _first_seen(frames)
    whole = pd.concat([frame for end, frame in frames if end == latest], ignore_index=True)
    missing = len(first) - len(whole)
    if missing:
        raise InputError(Problem("report_lacks_events", {"n": missing}))
    dated = []
    for (lines, end), (_, frame) in zip(reports, frames, strict=True):
        if end != latest:
            again = np.isin(lines.rule, (Rule.IN_BOOK, Rule.RECOVERY, Rule.FORMER_CREDITOR))
            rule = np.where(again, Rule.EARLIER_REPORT, lines.rule).astype(np.int16)
            dated.append(replace(lines, rule=rule))
            continue
        day = frame.merge(first, how="left", on=list(frame.columns), validate="many_to_one")["first"].to_numpy()
        booked = np.where(lines.booked_on == NO_DAY, day, lines.booked_on).astype(np.int32)
        dated.append(replace(lines, booked_on=booked, told=lines.told | {"booked_on"}))
    return dated


def _events(lines: Lines) -> pd.DataFrame:
    """What an event says."""
    return pd.DataFrame(
        {
            "claim_id": lines.texts["claim_id"].to_pylist(),
            "reference": lines.texts["reference"].to_pylist(),
            "event": lines.event,
            "amount": lines.amount_ore,
        }
    )


def _numbered(frames: Sequence[tuple[int, pd.DataFrame]]) -> list[tuple[int, pd.DataFrame]]:
    """Which of several alike each event is, within all tables of one month end."""
    every = pd.concat([frame.assign(end=end, table=at) for at, (end, frame) in enumerate(frames)], ignore_index=True)
    every["nth"] = every.groupby([name for name in every.columns if name != "table"], dropna=False).cumcount()
    apart = [every[every["table"] == at].drop(columns=["end", "table"]) for at in range(len(frames))]
    return [(end, frame.reset_index(drop=True)) for (end, _), frame in zip(frames, apart, strict=True)]


def _first_seen(frames: Sequence[tuple[int, pd.DataFrame]]) -> pd.DataFrame:
    every = pd.concat([frame.assign(first=end) for end, frame in frames], ignore_index=True)
    keys = [name for name in every.columns if name != "first"]
    return every.groupby(keys, dropna=False)["first"].min().reset_index()
