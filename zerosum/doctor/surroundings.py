"""What stands around the program: the clock, the console, the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from zerosum.doctor.finding import Finding, Ground, ok, warning
from zerosum.doctor.shown import shown
from zerosum.errors import Phrase
from zerosum.report.pdf import VARIABLE, find_browser
from zerosum.runs.places import RUN

DRIFT = timedelta(minutes=5)
"""So far may the clock of a share differ from the machine's."""


def clock(ground: Ground) -> Iterator[Finding]:
    """The clock is not behind what has been written already. No figure of a run rests on it; who reads a report does."""
    now = ground.machine.now
    latest = max([*_input_times(ground), *_run_times(ground.output)], default=None)
    told = {"now": now.isoformat(sep=" ", timespec="minutes")}
    if latest is not None and latest > now + DRIFT:
        later = latest.astimezone(now.tzinfo).isoformat(sep=" ", timespec="minutes")
        yield warning("clock", Phrase("doctor.clock_behind", {**told, "later": later}), Phrase("doctor.clock_fix"))
        return
    cut_off = ground.settings.cut_off if ground.settings is not None else None
    if cut_off is not None and cut_off > now.date():
        seen = Phrase("doctor.cut_off_ahead", {**told, "cut_off": cut_off.isoformat()})
        yield warning("clock", seen, Phrase("doctor.cut_off_ahead_fix"))
        return
    yield ok("clock", Phrase("doctor.clock_ok", told))


def _input_times(ground: Ground) -> Iterator[datetime]:
    for path in ground.files:
        try:
            yield datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        except OSError:
            continue  # `inputs` says it


def _run_times(output: Path) -> Iterator[datetime]:
    """When each run that lies there was made."""
    if not output.is_dir():
        return
    for about in output.glob(f"*/*/*/{RUN}"):
        try:
            yield datetime.fromisoformat(json.loads(about.read_text(encoding="utf-8"))["made_at"]).astimezone()
        except (OSError, ValueError, KeyError, TypeError):  # not a run of ours, or one of another version
            continue


DANISH = "æøåÆØÅ"


def console(ground: Ground) -> Iterator[Finding]:
    """Danish letters can be written on the terminal."""
    told = {"encoding": ground.machine.encoding}
    try:
        DANISH.encode(ground.machine.encoding)
    except (UnicodeEncodeError, LookupError):
        yield warning("console", Phrase("doctor.console", told), Phrase("doctor.console_fix"))
        return
    yield ok("console", Phrase("doctor.console_ok", told))


def browser(ground: Ground) -> Iterator[Finding]:
    """A browser that can make a PDF of the report by itself. Any browser can show it, and print it by hand."""
    machine = ground.machine
    found = find_browser(machine.environment, machine.program)
    if found is not None:
        yield ok("browser", Phrase("doctor.browser_ok", {"program": shown(found)}))
    elif named := machine.environment.get(VARIABLE):
        told = {"program": shown(Path(named)), "variable": VARIABLE}
        yield warning("browser", Phrase("doctor.browser_missing", told), Phrase("doctor.browser_missing_fix", told))
    else:
        yield warning("browser", Phrase("doctor.browser_none"), Phrase("doctor.browser_fix"))
