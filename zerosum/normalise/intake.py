"""Settings -> the lines of all inputs, their rejects, and where they came from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import decisions_load
from zerosum.dates import number
from zerosum.decisions import NO_DECISIONS, Decisions
from zerosum.errors import InputError, MiscountError, Phrase, Problem, SettingsError
from zerosum.identity import shown, veiled_path
from zerosum.normalise import declared_debtors
from zerosum.normalise.declared_debtors import NOTHING_DECLARED
from zerosum.normalise.delivery import ACTIONS, INTEREST, deliveries_of, file_name, part_of
from zerosum.normalise.events import Creditors, lines_of_events
from zerosum.normalise.heard import NOTHING_HEARD, Heard, hear
from zerosum.normalise.lines import Lines, debtors_of, only_recoveries
from zerosum.normalise.notices import LAYOUT as NOTICES
from zerosum.normalise.notices import Notices, notices_of, recoveries
from zerosum.normalise.ode import Delivered, lines_of_ode
from zerosum.normalise.rejects import Faults
from zerosum.normalise.reports import date_by_reports
from zerosum.normalise.second import NO_AMOUNTS, Sums, lines_again, physical_lines
from zerosum.normalise.stamdata import Reported, reported_in_events
from zerosum.read import Raw, read
from zerosum.read.container import Blob, blobs
from zerosum.result import InputFile, Reject
from zerosum.settings import Input, Settings
from zerosum.stage import OnStage, Stage, unheard
from zerosum.tables import Event, Rule, Side
from zerosum.threads import on_all_cores


@dataclass(frozen=True)
class Taken:
    """One table that was read, before its lines are counted. The table itself is not held."""

    path: str
    side: Side
    source: str
    part: str
    bytes: int
    sha256: str
    encoding: str
    separator: str
    lines: int
    rejects: int
    counted_as: Mapping[Rule, int]
    """Lines that never become movements, by rule."""
    sums: Sums = NO_AMOUNTS
    lines_again: int | None = None
    """The lines, counted a second way; None where there is none."""
    notes: tuple[Problem, ...] = ()
    """What is doubtful about it, and does not stop a run."""
    file: str = ""
    """The path of its file, without the way inside a ZIP."""
    given: int = 0
    """The place of its input in the settings."""

    def with_more(self, lines: int, ore: int) -> Taken:
        """The same with so many more lines and øre: of data that faults were put into."""
        again = None if self.lines_again is None else self.lines_again + lines
        again_ore = None if self.sums.again_ore is None else self.sums.again_ore + ore
        sums = replace(self.sums, again_ore=again_ore)
        return replace(self, lines=self.lines + lines, lines_again=again, sums=sums)

    def counted(self, by_rule: Mapping[Rule, int], event_ore: Mapping[str, int], lines_ore: int) -> InputFile:
        """With its lines: those in the book, and those under each rule; and `lines_ore`, the sum of their amounts.

        MiscountError where a line or an øre was lost on the way, or came twice.
        """
        rules = {rule: by_rule[rule] + self.counted_as.get(rule, 0) for rule in Rule if rule != Rule.IN_BOOK}
        movements = by_rule[Rule.IN_BOOK]
        out = movements + self.rejects + sum(rules.values())
        if self.lines != out:
            raise MiscountError(Problem("lines_lost", {"read": self.lines, "told": out}, self.path))
        if self.lines_again is not None and self.lines_again != self.lines:
            told = {"read": self.lines, "again": self.lines_again}
            raise MiscountError(Problem("lines_differ", told, self.path))
        read_ore = lines_ore + self.sums.aside_ore
        if self.sums.again_ore is not None and self.sums.again_ore != read_ore:
            told = {"read": read_ore, "again": self.sums.again_ore}
            raise MiscountError(Problem("sums_differ", told, self.path))
        return InputFile(
            path=self.path,
            side=self.side.name.lower(),
            source=self.source,
            part=self.part,
            bytes=self.bytes,
            sha256=self.sha256,
            encoding=self.encoding,
            separator=self.separator,
            lines=self.lines,
            movements=movements,
            rejects=self.rejects,
            by_rule={rule.name.lower(): count for rule, count in rules.items() if count},
            event_ore={event: ore for event, ore in event_ore.items() if ore},
            read_ore=None if self.sums.again_ore is None else read_ore,
            read_again_ore=self.sums.again_ore,
            lines_again=self.lines_again,
            notes=self.notes,
            file=self.file,
            given=self.given,
        )


def _taken(
    given: Input,
    table: _Table,
    raw: Raw,
    rejects: int,
    counted: Mapping[Rule, int],
    sums: Sums,
    notes: Sequence[Problem],
) -> Taken:
    return Taken(
        path=table.path,
        side=given.side,
        source=given.source.name,
        part=table.part,
        bytes=table.blob.file_bytes,
        sha256=table.blob.file_sha256,
        encoding=raw.encoding,
        separator=raw.separator,
        lines=len(raw.line) + len(raw.bad) + raw.blank + sum(raw.left.values()),
        rejects=rejects,
        counted_as={Rule.BLANK: raw.blank, **raw.left, **counted},
        sums=sums,
        lines_again=lines_again(table.blob, given.source, raw),
        notes=(*raw.notes, *notes),
        file=table.file,
        given=table.given,
    )


def _not_used(given: Input, table: _Table) -> Taken:
    """A file that nothing is looked up in: its lines are counted, and it is not read."""
    lines = physical_lines(table.blob.data) - 1  # the headings
    name = file_name(table.blob.name)
    return Taken(
        path=table.path,
        side=given.side,
        source=given.source.name,
        part=name.part if name is not None else "",
        bytes=table.blob.file_bytes,
        sha256=table.blob.file_sha256,
        encoding="",
        separator="",
        lines=max(lines, 0),
        rejects=0,
        counted_as={Rule.NOT_USED: max(lines, 0)},
        notes=(Problem("file_not_used"),),
        file=table.file,
        given=table.given,
    )


@dataclass(frozen=True)
class Intake:
    """All that came in."""

    lines: tuple[Lines, ...]
    rejects: tuple[Reject, ...]
    reject_solutions: tuple[str | None, ...]
    files: tuple[Taken, ...]
    numeric_ids: frozenset[str]
    balances: bool
    decisions: Decisions = NO_DECISIONS
    """What people have decided, with numbers as the book compares them."""
    same_debtor: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Debtor numbers that the settings declare to be another number's debtor, and that other number."""
    notices: tuple[Notices, ...] = ()
    """Receipts and notifications, until they are heard."""
    heard: Heard = NOTHING_HEARD
    """What they say beside what they filled in. Its rows are those of `lines`."""
    reported: Mapping[int, Reported] = field(default_factory=dict, repr=False)
    """Where it was asked for: place of a table of the debtor side among `lines` -> what its creations are reported with."""


def take_in(settings: Settings, *, with_stamdata: bool = False, on_stage: OnStage = unheard) -> Intake:
    """Read all inputs of a run, and where it is asked for the stamdata of the debtor side. SettingsError where a side is
    missing, where a balance stands against a basis, and where a decision or a declared debtor number is wrong."""
    decisions = NO_DECISIONS
    if settings.decisions is not None:  # first, for it is soon read
        decisions = decisions_load.load(settings.decisions, tuple(one.name for one in settings.solutions))
    declared = NOTHING_DECLARED
    if settings.debtor_aliases is not None:
        declared = declared_debtors.load(settings.debtor_aliases)
    _both_sides(settings)
    intake = take_inputs(settings, with_stamdata=with_stamdata, on_stage=on_stage)
    now = [one.present for one in intake.lines if one.present is not None]
    declared_debtors.agree(declared, [one.same for one in intake.lines], now)
    lines, heard = hear(intake.lines, intake.notices, intake.numeric_ids)
    return replace(
        intake,
        lines=tuple(replace(one, present=None) for one in lines),  # asked once, and large
        notices=(),
        heard=heard,
        balances=_balances(intake.lines),
        decisions=decisions.without_zeros(intake.numeric_ids),
        same_debtor=declared.same,
    )


def take_in_debtor(settings: Settings) -> Intake:
    """Read the inputs of the debtor side with their stamdata, and what receipts say of them. SettingsError where there is no
    such input."""
    mine = tuple(one for one in settings.inputs if one.side == Side.DEBTOR or one.source.layout == NOTICES)
    if not any(one.side == Side.DEBTOR for one in mine):
        system = Phrase("debtor_system")
        raise SettingsError(Problem("input_missing", {"system": system, "side": Side.DEBTOR.name.lower()}))
    intake = take_inputs(replace(settings, inputs=mine), with_stamdata=True)
    lines, heard = hear(intake.lines, intake.notices, intake.numeric_ids)
    return replace(intake, lines=lines, notices=(), heard=heard)


def take_inputs(settings: Settings, *, with_stamdata: bool = False, on_stage: OnStage = unheard) -> Intake:
    """Read all inputs. InputError where one cannot be used, or is given twice."""
    on_stage(Stage.READS, 0, 0)
    jobs = _jobs(settings)
    cut_off = number(settings.cut_off) if settings.cut_off else None
    creditors = Creditors(settings.creditor_id, settings.former_creditors)
    tables, read_now = sum(len(job.tables) for job in jobs), count(1)
    on_stage(Stage.READS, 0, tables)

    def take(job: _Job) -> _Read:
        made = _take(job, creditors, cut_off, with_stamdata)
        for _ in job.tables:
            on_stage(Stage.READS, next(read_now), tables)
        return made

    done = on_all_cores(take, jobs)
    lines: list[Lines] = []
    files: list[Taken] = []
    rejects: list[tuple[Reject, str | None]] = []
    reports: list[tuple[Lines, int | None]] = []
    notices: list[Notices] = []
    reported: dict[int, Reported] = {}
    for job, read_there in zip(jobs, done, strict=True):
        given = job.given
        files += read_there.files
        notices += read_there.notices
        rejects += [(one, given.solution) for fault in read_there.faults for one in fault.rejects]
        if given.side == Side.PSRM:
            reports += [
                (one, number(given.reported_on) if given.reported_on else None)
                for one in read_there.lines
                if not only_recoveries(one)
            ]
            lines += filter(only_recoveries, read_there.lines)
        else:
            if read_there.reported is not None:
                reported[len(lines)] = read_there.reported
            lines += read_there.lines
    numeric_ids = frozenset(name for given in settings.inputs for name in given.source.numeric_ids)
    lines += date_by_reports(reports, cut_off)
    lines += recoveries(notices, numeric_ids)
    _once_each_by_content(lines, files)
    rejects.sort(key=lambda one: (one[0].problem.file, one[0].problem.line))
    return Intake(
        tuple(lines),
        tuple(one for one, _ in rejects),
        tuple(solution for _, solution in rejects),
        tuple(files),
        numeric_ids,
        balances=False,
        notices=tuple(notices),
        reported=reported,
    )


def tables_of(settings: Settings) -> Iterator[tuple[int, Input, str, Blob]]:
    """The tables of the inputs that are read: place in the list of inputs, whose it is, its part, and what lies in the
    file. For those who look at a column as it is written."""
    for job in _jobs(settings):
        if job.used:
            yield from ((at, job.given, one.part, one.blob) for at, one in enumerate(job.tables, job.first))


def debtors_in(intake: Intake) -> pa.Array:
    """The debtor sets of all that was read: of the lines, and of notices that have not been heard."""
    notices = [one.withheld.cast(pa.string()) for one in intake.notices]
    return pc.unique(pa.concat_arrays([debtors_of(intake.lines), *notices])).drop_null()


def without_numbers(intake: Intake, debtors: pa.Array) -> Intake:
    """The same, with no debtor number of the input in the name of a file or in what is told of a line that could not be
    read: the readers knew only what one looks like."""
    problems = [one.problem for one in intake.rejects] + [note for one in intake.files for note in one.notes]
    problems += [problem for one in intake.reported.values() for problem in (*one.unreadable, *one.doubts)]
    named = {path for one in intake.files for path in (one.path, one.file)} | {one.file for one in problems}
    texts = sorted(named.union(*(one.texts() for one in problems)))
    told = dict(zip(texts, shown(texts, debtors), strict=True))

    def without(problem: Problem) -> Problem:
        return replace(problem.with_texts(told), file=told[problem.file])

    files = [
        replace(one, path=told[one.path], file=told[one.file], notes=tuple(map(without, one.notes)))
        for one in intake.files
    ]
    rejects = [replace(one, problem=without(one.problem)) for one in intake.rejects]
    reported = {
        at: replace(one, unreadable=tuple(map(without, one.unreadable)), doubts=tuple(map(without, one.doubts)))
        for at, one in intake.reported.items()
    }
    return replace(intake, files=tuple(files), rejects=tuple(rejects), reported=reported)


def shown_path(path: Path, settings: Path | None) -> str:
    """The path as it is shown: relative to the settings, with /; numbers of persons veiled."""
    start = settings.parent if settings is not None else Path()
    try:
        relative = os.path.relpath(path, start)
    except ValueError:  # another drive of Windows
        relative = path.name
    return veiled_path(relative.replace(os.sep, "/"))


@dataclass(frozen=True)
class _Table:
    """A table as it lies in its file."""

    path: str
    """As it is shown."""
    part: str
    """Of ODE; "" where the source has no parts, or the part is not used."""
    blob: Blob
    delivery: int = 0
    """Of ODE: 0 is the Total, then the Deltas as they came."""
    file: str = ""
    """The path of its file, as it is shown."""
    given: int = 0
    """The place of its input in the settings."""


def _once_each(tables: Sequence[_Table], seen: dict[tuple[str, int], _Table]) -> None:
    """A file given twice would count twice. Interest of ODE may be alike, and so may files of two deliveries."""
    for one in tables:
        if one.part != INTEREST:
            other = seen.setdefault((one.blob.sha256, one.delivery), one)
            if other is not one:
                raise InputError(Problem("file_given_twice", {"file": one.path, "other": other.path}, one.path))


def _deliveries_differ(tables: Sequence[_Table]) -> None:
    """InputError where a delivery of ODE is one of another day under a new name: an old state would hold as the newest. One
    that was run again on its day may be the same, and so may two without lines."""
    seen: dict[frozenset[tuple[str, str]], tuple[str, str]] = {}
    for delivery in sorted({one.delivery for one in tables}):
        mine = [one for one in tables if one.delivery == delivery and one.part != INTEREST and _has_lines(one.blob)]
        if not mine:
            continue
        first = min(mine, key=lambda one: one.part)
        named = file_name(first.blob.name)
        made = named.made if named is not None else ""
        other, made_before = seen.setdefault(frozenset((one.part, one.blob.sha256) for one in mine), (first.path, made))
        if made != made_before:
            raise InputError(Problem("ode_delivery_twice", {"file": first.path, "other": other}, first.path))


def _has_lines(blob: Blob) -> bool:
    """Whether something stands after the first line."""
    return blob.data.find(b"\n") not in (-1, len(blob.data) - 1)


def _once_each_by_content(lines: Sequence[Lines], files: Sequence[Taken]) -> None:
    """The same lines in two files of one side, however they are written, would count twice."""
    for side in Side:
        seen: dict[tuple[int, int], list[Lines]] = {}
        for one in lines:
            if one.side != side or not len(one) or len(set(one.file.tolist())) > 1:
                continue
            for other in seen.setdefault((len(one), int(one.amount_ore.sum())), []):
                dates_only = any((table.rule == Rule.EARLIER_REPORT).any() for table in (one, other))
                if not dates_only and one.says() == other.says():
                    paths = shown([files[int(table.file[0])].path for table in (other, one)], debtors_of(lines))
                    raise InputError(Problem("lines_given_twice", {"file": paths[1], "other": paths[0]}, paths[1]))
            seen[len(one), int(one.amount_ore.sum())].append(one)


@dataclass(frozen=True)
class _Job:
    """The tables that are read together: one table, or those of an input's ODE deliveries."""

    given: Input
    tables: tuple[_Table, ...]
    first: int
    """Place of the first in the list of inputs."""
    used: bool = True
    """False: nothing is looked up in them."""


@dataclass(frozen=True)
class _Read:
    """What the tables of a job give."""

    lines: Sequence[Lines] = ()
    faults: Sequence[Faults] = ()
    files: Sequence[Taken] = ()
    notices: Sequence[Notices] = ()
    reported: Reported | None = None
    """Of the only table of lines."""


def _jobs(settings: Settings) -> list[_Job]:
    """The work, before anything is read. InputError for a file given twice, and for a delivery that is not whole."""
    seen: dict[tuple[str, int], _Table] = {}
    jobs: list[_Job] = []
    first = 0
    for place, given in enumerate(settings.inputs):
        # Names by which a run is made again may be others; then the files stand in the order of the run.
        files = given.files if settings.moved else sorted(given.files)
        paths = [(shown, blob) for path in files for shown, blob in _blobs(path, settings)]
        tables = [_Table(_inner(path, blob), "", blob, file=path, given=place) for path, blob in paths]
        together: list[tuple[_Table, ...]] = [(one,) for one in tables]
        not_used: list[_Table] = []
        if given.source.layout == "kmd-ode":
            parts = [part.name for part in given.source.parts]
            names = [one.blob.name for one in tables]
            deliveries = deliveries_of(names, parts, settings.cut_off)
            tables = [
                replace(one, part=part_of(name, parts) or "", delivery=delivery)
                for one, name, delivery in zip(tables, names, deliveries, strict=True)
            ]
            not_used = [one for one in tables if not one.part]
            together = [tuple(one for one in tables if one.part)]
            _deliveries_differ(together[0])
        for some in together:
            _once_each(some, seen)
            jobs.append(_Job(given, some, first))
            first += len(some)
        if not_used:
            jobs.append(_Job(given, tuple(not_used), first, used=False))
            first += len(not_used)
    return jobs


def _blobs(path: Path, settings: Settings) -> list[tuple[str, Blob]]:
    """The tables of a file, each with the path of the file as it is shown; read from wherever the file lies."""
    moved = settings.moved.get(path)
    if moved is None:
        return [(shown_path(path, settings.path), blob) for blob in blobs(path)]
    return [(moved.shown, blob) for blob in blobs(path, moved.lies_at)]


def _take(job: _Job, creditors: Creditors, cut_off: int | None, with_stamdata: bool) -> _Read:
    """Read and type the tables of a job."""
    given = job.given
    if not job.used:
        return _Read(files=[_not_used(given, one) for one in job.tables])
    if given.source.layout == "kmd-ode":
        return _take_ode(job, cut_off, with_stamdata)
    (table,) = job.tables
    raw = read(table.blob, given.source)
    if given.source.layout == NOTICES:
        told, fault, by_rule, sums = notices_of(given, raw, job.first, table.path, creditors)
        file = _taken(given, table, raw, len(fault.rejects), by_rule, sums, fault.notes)
        return _Read((), [fault], [file], [told])
    lines, fault, sums = lines_of_events(given, raw, job.first, table.path, creditors)
    of_debtor = with_stamdata and given.side == Side.DEBTOR
    reported = reported_in_events(given, raw, lines, fault) if of_debtor else None
    return _Read(
        [lines], [fault], [_taken(given, table, raw, len(fault.rejects), {}, sums, fault.notes)], reported=reported
    )


def _take_ode(job: _Job, cut_off: int | None, with_stamdata: bool) -> _Read:
    """A Total delivery, and the Deltas after it."""
    raws = [
        read(one.blob, job.given.source, may_be_empty=one.part == INTEREST or one.delivery > 0) for one in job.tables
    ]
    delivered = [
        Delivered(one.part, at, one.path, raw, one.delivery)
        for at, (one, raw) in enumerate(zip(job.tables, raws, strict=True), start=job.first)
    ]
    found = lines_of_ode(job.given, delivered, cut_off, with_stamdata=with_stamdata)
    files = [
        _taken(
            job.given,
            one,
            raw,
            len(fault.rejects),
            {rule: count for (of, rule), count in found.counted.items() if of == at},
            found.sums.get(at, NO_AMOUNTS),
            [*fault.notes, *([Problem("delta_cannot_show")] if one.delivery and one.part == ACTIONS else [])],
        )
        for at, (one, raw, fault) in enumerate(zip(job.tables, raws, found.faults, strict=True), start=job.first)
    ]
    return _Read([found.lines], found.faults, files, reported=found.reported)


def _inner(path: str, blob: Blob) -> str:
    """The path, and inside a ZIP the member's name behind it."""
    member = blob.name.split("/", 1)[1] if "/" in blob.name else ""
    return f"{path}/{veiled_path(member)}" if member else path


def _both_sides(settings: Settings) -> None:
    """SettingsError where a side has no file of its own events. Receipts and notifications are none."""
    sides = {given.side for given in settings.inputs if given.source.layout != NOTICES}
    for side, system in ((Side.DEBTOR, "debtor_system"), (Side.PSRM, "psrm")):
        if side not in sides:
            raise SettingsError(Problem("input_missing", {"system": Phrase(system), "side": side.name.lower()}))


def _balances(lines: Sequence[Lines]) -> bool:
    """Whether both sides give balances. A balance is not a basis: recoveries and interest are in it."""
    kinds = {
        side: {
            bool(kind)
            for one in lines
            if one.side == side
            for kind in np.unique(one.event[one.event != Event.RECOVERY] == Event.BALANCE)
        }
        for side in Side
    }
    if any(len(kind) > 1 for kind in kinds.values()) or len({tuple(kind) for kind in kinds.values() if kind}) > 1:
        raise SettingsError(Problem("balance_against_basis"))
    return any(True in kind for kind in kinds.values())
