"""Settings -> the lines of all inputs, their rejects, and where they came from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from zerosum import decisions_load
from zerosum.dates import number
from zerosum.decisions import NO_DECISIONS, Decisions
from zerosum.errors import InputError, Problem, SettingsError
from zerosum.identity import veiled_path
from zerosum.normalise import declared_debtors
from zerosum.normalise.declared_debtors import NOTHING_DECLARED
from zerosum.normalise.events import Creditors, lines_of_events
from zerosum.normalise.lines import Lines, only_recoveries
from zerosum.normalise.ode import INTEREST, Delivered, check_delivery, lines_of_ode, part_of
from zerosum.normalise.rejects import Faults
from zerosum.normalise.reports import date_by_reports
from zerosum.read import Raw, read
from zerosum.read.container import Blob, blobs
from zerosum.result import InputFile, Reject
from zerosum.settings import Input, Settings
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

    def counted(self, by_rule: Mapping[Rule, int], event_ore: Mapping[str, int]) -> InputFile:
        """With its lines: those in the book, and those under each rule. ArithmeticError where a line was lost."""
        rules = {rule: by_rule[rule] + self.counted_as.get(rule, 0) for rule in Rule if rule != Rule.IN_BOOK}
        movements = by_rule[Rule.IN_BOOK]
        out = movements + self.rejects + sum(rules.values())
        if self.lines != out:
            raise ArithmeticError(f"lines were lost: {self.lines} in, {out} out")
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
        )


def _taken(
    given: Input, path: str, part: str, blob: Blob, raw: Raw, rejects: int, counted: Mapping[Rule, int]
) -> Taken:
    return Taken(
        path=path,
        side=given.side,
        source=given.source.name,
        part=part,
        bytes=blob.file_bytes,
        sha256=blob.file_sha256,
        encoding=raw.encoding,
        separator=raw.separator,
        lines=len(raw.line) + len(raw.bad) + raw.blank,
        rejects=rejects,
        counted_as={Rule.BLANK: raw.blank, **counted},
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


def take_in(settings: Settings) -> Intake:
    """Read all inputs of a run. SettingsError where a side is missing, where a balance stands against a basis, and where a
    decision or a declared debtor number is wrong."""
    decisions = NO_DECISIONS
    if settings.decisions is not None:  # first, for it is soon read
        decisions = decisions_load.load(settings.decisions, tuple(one.name for one in settings.solutions))
    declared = NOTHING_DECLARED
    if settings.debtor_aliases is not None:
        declared = declared_debtors.load(settings.debtor_aliases)
    intake = take_inputs(settings)
    _both_sides(intake.lines)
    declared_debtors.agree(declared, [one.same for one in intake.lines])
    plain = decisions.without_zeros(intake.numeric_ids)
    return replace(intake, balances=_balances(intake.lines), decisions=plain, same_debtor=declared.same)


def take_inputs(settings: Settings) -> Intake:
    """Read all inputs. InputError where one cannot be used, or is given twice."""
    jobs = _jobs(settings)
    cut_off = number(settings.cut_off) if settings.cut_off else None
    creditors = Creditors(settings.creditor_id, settings.former_creditors)
    done = on_all_cores(lambda job: _take(job, creditors, cut_off), jobs)
    lines: list[Lines] = []
    files: list[Taken] = []
    rejects: list[tuple[Reject, str | None]] = []
    reports: list[tuple[Lines, int | None]] = []
    for job, (taken, faults, sources) in zip(jobs, done, strict=True):
        given = job.given
        files += sources
        rejects += [(one, given.solution) for fault in faults for one in fault.rejects]
        if given.side == Side.PSRM:
            reports += [
                (one, number(given.reported_on) if given.reported_on else None)
                for one in taken
                if not only_recoveries(one)
            ]
            lines += filter(only_recoveries, taken)
        else:
            lines += taken
    lines += date_by_reports(reports, cut_off)
    _once_each_by_content(lines, files)
    rejects.sort(key=lambda one: (one[0].file, one[0].line))
    return Intake(
        tuple(lines),
        tuple(one for one, _ in rejects),
        tuple(solution for _, solution in rejects),
        tuple(files),
        frozenset(name for given in settings.inputs for name in given.source.numeric_ids),
        balances=False,
    )


def shown_path(path: Path, settings: Path | None) -> str:
    """The path as it is shown: relative to the settings, with /; numbers of persons veiled."""
    start = settings.parent if settings is not None else Path()
    try:
        relative = os.path.relpath(path, start)
    except ValueError:  # another drive of Windows
        relative = path.name
    return veiled_path(relative.replace(os.sep, "/"))


def _once_each(tables: Sequence[tuple[str, Blob]], seen: dict[str, str]) -> None:
    """A file given twice would count twice."""
    for path, blob in tables:
        if blob.sha256 in seen:
            raise InputError(
                Problem(
                    "Samme fil er givet to gange",
                    f"«{path}» har præcis samme indhold som «{seen[blob.sha256]}».",
                    "Fjern den ene af dem.",
                    path,
                )
            )
        seen[blob.sha256] = path


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
                    paths = [files[int(table.file[0])].path for table in (other, one)]
                    raise InputError(
                        Problem(
                            "Samme linjer er givet to gange",
                            f"«{paths[1]}» har de samme linjer som «{paths[0]}».",
                            "Fjern den ene af dem.",
                            paths[1],
                        )
                    )
            seen[len(one), int(one.amount_ore.sum())].append(one)


@dataclass(frozen=True)
class _Job:
    """The tables that are read together: one table of events, or one ODE delivery."""

    given: Input
    tables: tuple[tuple[str, str, Blob], ...]
    """Path as shown, part, table."""
    first: int
    """Place of the first in the list of inputs."""


def _jobs(settings: Settings) -> list[_Job]:
    """The work, before anything is read. InputError for a file given twice, and for a delivery that is not whole."""
    seen: dict[str, str] = {}
    jobs: list[_Job] = []
    first = 0
    for given in settings.inputs:
        tables = [(shown_path(path, settings.path), blob) for path in sorted(given.files) for blob in blobs(path)]
        parts = [part.name for part in given.source.parts]
        if given.source.layout == "kmd-ode":
            check_delivery([blob.name for _, blob in tables], parts, settings.cut_off)
            named = [(_inner(path, blob), part_of(blob.name, parts) or "", blob) for path, blob in tables]
            together = [tuple(one for one in named if one[1])]
        else:
            together = [((_inner(path, blob), "", blob),) for path, blob in tables]
        _once_each([(path, blob) for path, blob in tables if part_of(blob.name, parts) != INTEREST], seen)
        for some in together:
            jobs.append(_Job(given, some, first))
            first += len(some)
    return jobs


def _take(job: _Job, creditors: Creditors, cut_off: int | None) -> tuple[list[Lines], list[Faults], list[Taken]]:
    """Read and type the tables of a job."""
    given = job.given
    raws = [read(blob, given.source, may_be_empty=part == INTEREST) for _, part, blob in job.tables]
    if given.source.layout == "kmd-ode":
        delivered = [
            Delivered(part, at, path, raw)
            for at, ((path, part, _), raw) in enumerate(zip(job.tables, raws, strict=True), start=job.first)
        ]
        lines, faults, counted = lines_of_ode(given, delivered, cut_off)
    else:
        (path, _, _), (raw,) = job.tables[0], raws
        lines, fault = lines_of_events(given, raw, job.first, path, creditors)
        faults, counted = [fault], {}
    sources = [
        _taken(given, path, part, blob, raw, len(fault.rejects), _of_file(counted, at))
        for at, ((path, part, blob), raw, fault) in enumerate(
            zip(job.tables, raws, faults, strict=True), start=job.first
        )
    ]
    return [lines], faults, sources


def _of_file(counted: Mapping[tuple[int, Rule], int], file: int) -> dict[Rule, int]:
    return {rule: count for (at, rule), count in counted.items() if at == file}


def _inner(path: str, blob: Blob) -> str:
    """The path, and inside a ZIP the member's name behind it."""
    member = blob.name.split("/", 1)[1] if "/" in blob.name else ""
    return f"{path}/{veiled_path(member)}" if member else path


def _both_sides(lines: Sequence[Lines]) -> None:
    for side, told in ((Side.DEBTOR, "debitorsystemet"), (Side.PSRM, "PSRM")):
        if not any(one.side == side for one in lines):
            raise SettingsError(
                Problem(
                    "Inputfil mangler",
                    f"Der er ingen fil fra {told}.",
                    f'Angiv en [[input]] med side = "{side.name.lower()}".',
                )
            )


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
        raise SettingsError(
            Problem(
                "Saldo mod inddrivelsesgrundlag",
                "Den ene fil har saldi (restance) og den anden hændelser. En saldo er ikke et inddrivelsesgrundlag: inddrevne beløb og renter er trukket fra eller lagt til.",
                "Brug hændelser fra begge sider, eller saldo mod PSRM's Saldorapport.",
            )
        )
    return any(True in kind for kind in kinds.values())
