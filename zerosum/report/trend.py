"""How old what is open is, and how it has gone since earlier runs (udvikling og alder)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from zerosum.history import EarlierRun, History, Moved
from zerosum.report import charts
from zerosum.report.made import Made
from zerosum.report.naming import badge, solution_name
from zerosum.report.page import AgeRow, MovedRow, TrendPart, TrendRow
from zerosum.report.words import Words
from zerosum.result import AGE_BANDS, AgeBand, Result

NO_HISTORY = History()


def part(result: Result, made: Made, history: History, words: Words) -> TrendPart | None:
    """All that the page says of it; None where nothing is open and there is no earlier run."""
    if not result.ages and not history.runs and not history.unread:
        return None
    ages = _ages(result.ages, words)
    rows = (*(_earlier(run, words) for run in history.runs), _now(result, made, words))
    moved = tuple(_moved(one, words) for one in history.moved)
    return TrendPart(
        ages=ages,
        age_total=_age_total(result.ages, words),
        age_chart=_age_chart(ages, words) if ages else None,
        old=_old(result.ages, words),
        rows=rows if history.runs else (),
        chart=_chart(rows, words) if history.runs else None,
        told=_told(history, result, words),
        moved=moved,
        moved_total=_moved_total(history.moved, words),
        since=words("trend.since", run=history.runs[-1].run_id, when=words.moment(history.runs[-1].made_at))
        if history.moved
        else "",
        unread=words.number_of("trend.unread", history.unread) if history.unread else "",
    )


def _ages(ages: Iterable[AgeBand], words: Words) -> tuple[AgeRow, ...]:
    """Every band, also those in which nothing is, so that an empty one is seen; the unknown only where something is."""
    ages = tuple(ages)
    if not ages:
        return ()
    rows = (_age(band, [one for one in ages if one.band == band], words) for band in AGE_BANDS)
    return tuple(row for row, band in zip(rows, AGE_BANDS, strict=True) if row.rows or band != "unknown")


def _age(band: str, some: Sequence[AgeBand], words: Words) -> AgeRow:
    return AgeRow(
        words(f"trend.age.{band}"),
        sum(one.rows for one in some),
        sum(one.net_ore for one in some),
        sum(one.gross_ore for one in some),
    )


def _age_total(ages: Iterable[AgeBand], words: Words) -> AgeRow:
    ages = tuple(ages)
    return AgeRow(
        words("trend.total"),
        sum(one.rows for one in ages),
        sum(one.net_ore for one in ages),
        sum(one.gross_ore for one in ages),
    )


def _age_chart(ages: Sequence[AgeRow], words: Words) -> Markup:
    columns = [
        charts.Column(row.band, row.gross_ore, words.count(row.rows), words.amount(row.gross_ore)) for row in ages
    ]
    told = "; ".join(
        words("trend.age_of", band=row.band, posts=words.number_of("n.posts", row.rows), gross=words.kr(row.gross_ore))
        for row in ages
        if row.rows
    )
    return charts.columns(columns, "ages", words("trend.age_title"), words("trend.age_desc", told=told))


def _old(ages: Iterable[AgeBand], words: Words) -> str:
    """What is older than three years: claims become time-barred (forældes). Empty where nothing is."""
    old = [one for one in ages if one.band == "over_3_years"]
    if not old:
        return ""
    posts = words.number_of("n.posts", sum(one.rows for one in old))
    return words("trend.old", posts=posts, gross=words.kr(sum(one.gross_ore for one in old)))


def _earlier(run: EarlierRun, words: Words) -> TrendRow:
    return TrendRow(
        run_id=run.run_id,
        made_at=words.moment(run.made_at),
        cut_off=run.cut_off,
        as_of=run.as_of,
        badge=badge(words, run.whole.verdict),
        unexplained_gross_ore=run.whole.unexplained_gross_ore,
        gross_ore=run.whole.gross_ore,
        note=words("trend.other_rules") if run.other_rules else "",
    )


def _now(result: Result, made: Made, words: Words) -> TrendRow:
    return TrendRow(
        run_id=made.run_id,
        made_at=words.moment(made.when),
        cut_off=result.cut_off,
        as_of=result.as_of,
        badge=badge(words, result.verdict),
        unexplained_gross_ore=result.figures.unexplained_gross_ore,
        gross_ore=result.figures.gross_ore,
        note=words("trend.this_run"),
    )


def _chart(rows: Sequence[TrendRow], words: Words) -> Markup:
    points = [
        charts.Point(
            row.unexplained_gross_ore,
            words.amount(row.unexplained_gross_ore),
            marked=bool(row.note) and row is not rows[-1],
        )
        for row in rows
    ]
    told = words(
        "trend.desc",
        n=words.count(len(rows)),
        first=words.kr(rows[0].unexplained_gross_ore),
        last=words.kr(rows[-1].unexplained_gross_ore),
    )
    return charts.points(points, "runs", words("trend.chart_title"), told, words("trend.capped"))


def _told(history: History, result: Result, words: Words) -> str:
    """The last step in words; empty without an earlier run."""
    if not history.runs:
        return ""
    before, now = history.runs[-1].whole.unexplained_gross_ore, result.figures.unexplained_gross_ore
    key = "same" if now == before else "down" if now < before else "up"
    return words(f"trend.{key}", now=words.kr(now), before=words.kr(before), change=words.kr(abs(now - before)))


def _moved(one: Moved, words: Words) -> MovedRow:
    return MovedRow(
        solution_name(words, one.solution),
        (one.new_rows, one.reopened_rows, one.known_rows, one.closed_rows),
        (one.new_ore, one.reopened_ore, one.known_ore, one.closed_ore),
    )


def _moved_total(moved: Iterable[Moved], words: Words) -> MovedRow:
    rows = [_moved(one, words) for one in moved]
    return MovedRow(
        words("trend.total"),
        tuple(sum(row.counts[at] for row in rows) for at in range(4)),
        tuple(sum(row.amounts_ore[at] for row in rows) for at in range(4)),
    )
