"""Are the input files there, whole and of the right days? They are opened, and never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from zerosum.doctor.finding import INPUTS, Finding, Ground, failed, ok, warning
from zerosum.doctor.shown import some
from zerosum.errors import Phrase, Value
from zerosum.settings import Settings
from zerosum.tables import Side

FETCHED_MONTHS = 3
"""PSRM's notifications (underretninger) can be fetched so many months back. Source: Gældsstyrelsen's guidance on them."""
NOTICE_DAYS = 14
"""So long before that it is said."""
MEGABYTE = 2**20


def inputs(ground: Ground) -> Iterator[Finding]:
    """Each file of the settings can be opened and holds something; none is there twice or open in a spreadsheet."""
    if ground.settings is None:
        return
    files = sorted(set(ground.files))
    told = list(_wrong(files))
    yield from told
    if not told:
        size = sum(map(size_of, files)) // MEGABYTE + 1
        yield ok("inputs", Phrase("doctor.inputs_ok", {"n": len(files), "megabytes": size}))


def _wrong(files: Sequence[Path]) -> Iterator[Finding]:
    closed = [path for path in files if not _opens(path)]
    empty = [path for path in files if path not in closed and not size_of(path)]
    held = [path for path in files if any(lock.exists() for lock in _locks(path))]
    twice = _twice([path for path in files if path not in closed and path not in empty])
    if closed:
        seen = Phrase("doctor.inputs_closed", {"n": len(closed), "files": some(closed)})
        yield failed("inputs", seen, Phrase("doctor.inputs_closed_fix"), INPUTS)
    if empty:
        seen = Phrase("doctor.inputs_empty", {"n": len(empty), "files": some(empty)})
        yield failed("inputs", seen, Phrase("doctor.inputs_empty_fix"), INPUTS)
    if twice:
        seen = Phrase("doctor.inputs_twice", {"n": len(twice), "files": some(twice)})
        yield failed("inputs", seen, Phrase("doctor.inputs_twice_fix"), INPUTS)
    if held:
        seen = Phrase("doctor.inputs_held", {"n": len(held), "files": some(held)})
        yield warning("inputs", seen, Phrase("doctor.inputs_held_fix"))


def _opens(path: Path) -> bool:
    """Whether a file can be opened and read. On Windows one that another program holds cannot."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where it cannot be seen."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _locks(path: Path) -> tuple[Path, Path]:
    """What Excel and LibreOffice leave beside a file that somebody has open."""
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def _twice(files: Sequence[Path]) -> list[Path]:
    """Files with the same content as another. Only those of one size are read whole."""
    by_size: dict[int, list[Path]] = {}
    for path in files:
        by_size.setdefault(size_of(path), []).append(path)
    by_content: dict[tuple[int, bytes], list[Path]] = {}
    for size, alike in by_size.items():
        for path in alike if len(alike) > 1 else ():
            by_content.setdefault((size, _hash(path)), []).append(path)
    return [path for alike in by_content.values() if len(alike) > 1 for path in alike]


def _hash(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:  # gone since it was opened
        return str(path).encode()


def ages(ground: Ground) -> Iterator[Finding]:
    """The days of the newest file of each side, against the cut-off, the day that limits are counted to, and today."""
    settings = ground.settings
    if settings is None:
        return
    newest = {side: day for side in Side if (day := _newest(settings, side)) is not None}
    told = [one for side, day in newest.items() for one in _old(settings, side, day)]
    psrm = newest.get(Side.PSRM)
    if psrm is not None:
        told += _to_be_fetched(psrm, ground.machine.now.date())
    yield from told
    if newest and not told:
        days = {side.name.lower(): day.isoformat() for side, day in newest.items()}
        yield ok("ages", Phrase("doctor.ages_ok", {"debtor": "–", "psrm": "–", **days}))


def _newest(settings: Settings, side: Side) -> date | None:
    days = [_written(path) for one in settings.inputs if one.side == side for path in one.files]
    return max((one for one in days if one is not None), default=None)


def _written(path: Path) -> date | None:
    try:
        return datetime.fromtimestamp(os.stat(path).st_mtime).date()
    except OSError:
        return None


_SIDES = {Side.DEBTOR: Phrase("doctor.side_debtor"), Side.PSRM: Phrase("doctor.side_psrm")}


def _old(settings: Settings, side: Side, newest: date) -> Iterator[Finding]:
    told: dict[str, Value] = {"side": _SIDES[side], "day": newest.isoformat()}
    cut_off, as_of = settings.cut_off, settings.as_of
    if cut_off is not None and newest < cut_off:
        seen = Phrase("doctor.before_cut_off", {**told, "cut_off": cut_off.isoformat()})
        yield warning("ages", seen, Phrase("doctor.before_cut_off_fix"))
    elif as_of is not None and newest < as_of:
        seen = Phrase("doctor.before_as_of", {**told, "as_of": as_of.isoformat()})
        yield warning("ages", seen, Phrase("doctor.before_as_of_fix"))


def _to_be_fetched(newest: date, today: date) -> Iterator[Finding]:
    last = months_after(newest, FETCHED_MONTHS)
    told: dict[str, Value] = {
        "day": newest.isoformat(),
        "last": last.isoformat(),
        "n": (today - newest).days,
        "months": FETCHED_MONTHS,
    }
    if today > last:
        yield warning("ages", Phrase("doctor.notices_gone", told), Phrase("doctor.notices_gone_fix", told))
    elif today > last - timedelta(days=NOTICE_DAYS):
        yield warning("ages", Phrase("doctor.notices_soon", told), Phrase("doctor.notices_soon_fix", told))


def months_after(day: date, months: int) -> date:
    """The same day some months after; the last of the month where it has no such day.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    at = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(at // 12, at % 12 + 1, last)
        except ValueError:
            continue
    raise ValueError(day)
