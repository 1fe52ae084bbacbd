"""zerosum.toml -> Settings. Every mistake is told at once, with its file and line."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from zerosum import money
from zerosum.catalogue import AREAS, Area, Catalogue, everything
from zerosum.catalogue import load as load_area
from zerosum.catalogue.own import FILE as OWN_CATALOGUE
from zerosum.catalogue.own import with_own
from zerosum.errors import Phrase, Problem, SettingsError, Value
from zerosum.hints import meant, shown
from zerosum.result import UNALLOTTED
from zerosum.settings import (
    Batch,
    ControlTotal,
    Conversion,
    Elsewhere,
    Input,
    Keep,
    Limits,
    Moved,
    Retired,
    Settings,
    Solution,
    Tolerance,
    Wave,
)
from zerosum.sources.load import BUILT_IN, builtin, declared
from zerosum.sources.model import Source
from zerosum.tables import Event, Side
from zerosum.toml_file import (
    Document,
    Place,
    Strict,
    area_code,
    check,
    claim_type,
    key_path,
    line,
    read,
    refuse,
    settings_error,
    shown_name,
    table,
    tables,
    text,
    texts,
    unfilled,
)


@dataclass(frozen=True)
class Found:
    """Where the files that settings name lie, for those who have found them by what is in them and not by their names. What is
    None is not there, whatever lies beside the settings."""

    inputs: Mapping[int, tuple[Path, ...]]
    """Place of an input -> its files, by the names that they went by."""
    moved: Mapping[Path, Moved]
    """Each of those -> where it is."""
    sources: Mapping[int, Path] = field(default_factory=dict)
    """Place of an input -> the file of its source, where that is none of ours."""
    decisions: Path | None = None
    catalogue: Path | None = None
    test_batch: Path | None = None
    debtor_aliases: Path | None = None


def load(path: Path, *, with_inputs: bool = True, debtor_alone: bool = False, found: Found | None = None) -> Settings:
    """Read the settings, the sources that they name, and which files there are. SettingsError with every mistake.

    Without inputs: no file that is read is looked for, and the settings have none. The debtor side alone: PSRM's own files are
    not looked for, and need not be named; receipts are among the inputs. With `found` nothing is looked for: it says where each is.
    """
    document = read(path)
    if not with_inputs:
        document = replace(document, data=document.data | {"input": []})
    grown, own, own_problems = own_catalogue(document, path.parent, found)
    areas = tuple(one.code for one in grown.areas) if grown is not None else AREAS
    own_area = isinstance(document.data.get("area"), dict)
    # One model for each form of `area`, so that a mistake in it is told as one mistake.
    file, problems = check(_OwnArea, document) if own_area else check(_KnownArea, document, areas)
    sources, source_problems = _sources(document, path.parent, found)
    not_read = _books_of_psrm(document, sources) if debtor_alone else frozenset()
    files, file_problems = _files(document, path.parent, not_read) if found is None else (found.inputs, [])
    decisions, decision_problems = _decisions(document, path.parent, found)
    batch, batch_problems = _batch(document, path.parent, found)
    aliases, alias_problems = _aliases(document, path.parent, found)
    ground = None if own_problems else _ground(document, grown)
    problems = [
        *problems, *own_problems, *source_problems, *file_problems, *decision_problems, *batch_problems, *alias_problems,
        *_mistakes(document, ground), *(_sides(document, debtor_alone) if with_inputs else ()),
    ]  # fmt: skip
    problems = _with_unfilled(document, problems)
    if problems or file is None or ground is None:
        raise settings_error(problems)
    built = _built(file, path, sources, files, ground)
    moved = found.moved if found is not None else {}
    return replace(built, decisions=decisions, test_batch=batch, debtor_aliases=aliases, catalogue=own, moved=moved)


def named_files(path: Path) -> Iterator[Path]:
    """The files that settings name, or that are found beside them without being named, where they are there: inputs, sources,
    decisions, catalogue, test batch. SettingsError where the settings are no TOML."""
    data, folder = read(path).data, path.parent
    names = [text(data, "decisions") or DECISIONS, text(data, "catalogue") or OWN_CATALOGUE]
    names += [text(table(data, "test_batch"), "file") or ""]
    for _, one in tables(data, "input"):
        names.append(text(one, "source") or "")
        for _, pattern in texts(one, "files"):
            yield from _matching(folder, pattern)
    yield from (folder / _slashes(name) for name in names if name and os.path.isfile(folder / _slashes(name)))


def patterns_of(document: Document) -> dict[int, int]:
    """Place of an input -> how many files it names, a pattern counted as one: it has at least so many."""
    return {
        n: len({_slashes(pattern) for _, pattern in texts(one, "files")}) for n, one in tables(document.data, "input")
    }


def own_sources(document: Document) -> dict[int, str]:
    """Place of an input -> the file of its source as the settings name it, where that is none of ours."""
    named = {n: text(one, "source") or "" for n, one in tables(document.data, "input")}
    return {n: name for n, name in named.items() if name not in BUILT_IN}


def _with_unfilled(document: Document, problems: list[Problem]) -> list[Problem]:
    """The mistakes, with one for each value that is left to the municipality: whatever else is said of it comes of that."""
    told = [document.problem(place, "not_filled_in", {"key": key_path(place)}) for place in unfilled(document.data)]
    places = [(one.line, one.column) for one in told]
    keys = {next(step for step in reversed(place) if isinstance(step, str)) for place in unfilled(document.data)}
    come_of_it = {code for key in keys for code in _COMES_OF.get(key, ())}
    rest = [one for one in problems if (one.line, one.column) not in places and one.code not in come_of_it]
    return [*told, *rest]


_COMES_OF = {
    "side": ("side_missing",),
    "name": ("solution_unknown",),
    "claim_types": (
        "type_without_solution",
        "type_not_in_use",
        "type_partly_elsewhere",
        "control_total_outside_extent",
    ),
}
"""What may be said elsewhere because a key is not filled in, and would be gone once it is."""


# --- the form of the file ---


def _creditor(written: str) -> str:
    if not re.fullmatch("[0-9]{4}", written):
        raise refuse(Phrase("a_creditor_id"))
    return written


def _known_area(written: str, info: ValidationInfo) -> str:
    """An area that ships, or one of the municipality's own catalogue."""
    areas: tuple[str, ...] = info.context or AREAS
    if written not in areas:
        raise refuse(Phrase("one_of_our_areas", {"areas": areas}), meant(written, areas, Phrase("write_own_area")))
    return written


def _kroner(written: object) -> int:
    """Text -> øre. A TOML number is refused: a float cannot hold øre, and a whole one does not say if it is kroner."""
    if not isinstance(written, str):
        floating = isinstance(written, float)
        expected = Phrase("an_amount_in_quotes_as_no_float") if floating else Phrase("an_amount_in_quotes")
        raise refuse(expected, Phrase("write_the_amount"))
    try:
        amount_ore = money.ore(written, digits_max=money.TOTAL_DIGITS)
    except ValueError:
        raise refuse(Phrase("an_amount"), Phrase("write_the_amount")) from None
    if amount_ore < 0:
        raise refuse(Phrase("an_amount_from_zero"), Phrase("write_without_minus"))
    return amount_ore


def _fee(written: object) -> int:
    """An amount that a fee may have: above 0."""
    amount_ore = _kroner(written)
    if not amount_ore:
        raise refuse(Phrase("a_fee_above_zero"), Phrase("write_the_fee"))
    return amount_ore


def _path(written: str) -> str:
    if not written.strip() or not written.isprintable():
        # "ind\test.csv" is valid TOML and means a tabulator.
        raise refuse(Phrase("a_path_of_plain_signs"), Phrase("write_the_path"))
    return written


def _one_or_more(found: object) -> object:
    return [found] if isinstance(found, str) else found


Line = Annotated[str, AfterValidator(line)]
Name = Annotated[str, AfterValidator(shown_name)]
ClaimType = Annotated[str, AfterValidator(claim_type)]
ClaimTypes = Annotated[list[ClaimType], Field(min_length=1)]
PER_CLAIM_MAX_ORE = 100
"""Øreafrunding: a difference of more than a krone on one claim is something else."""

Kroner = Annotated[int, BeforeValidator(_kroner)]
Fee = Annotated[int, BeforeValidator(_fee)]
Days = Annotated[int, Field(ge=0, le=365)]
FilePath = Annotated[str, AfterValidator(_path)]
Kind = Literal["create", "write_down", "write_up", "recall", "fee", "two_liable"]


def _form(written: str) -> str:
    if not line(written).strip("*"):
        raise refuse(Phrase("a_form_of_references"), Phrase("write_what_is_common"))
    return written


class _TestBatch(Strict):
    claims: list[Line] = Field(default_factory=list)
    reference_form: Annotated[list[Annotated[str, AfterValidator(_form)]], BeforeValidator(_one_or_more)] = Field(
        default_factory=list
    )
    file: FilePath | None = None


class _Input(Strict):
    side: Literal["debtor", "psrm"]
    source: FilePath
    files: Annotated[list[FilePath], BeforeValidator(_one_or_more), Field(min_length=1)]
    solution: Line | None = None
    reported_on: date | None = None


class _Solution(Strict):
    name: Name
    claim_types: ClaimTypes
    marks: list[Line] = Field(default_factory=list)
    required: list[Kind] = Field(default_factory=list)
    kind: Literal["vendor", "manual"] = "vendor"


class _Elsewhere(Strict):
    by: Name
    claim_types: ClaimTypes
    partly: bool = False


def _role(written: str) -> str:
    """A role as it stands in the report. One with an address or a telephone number is a person."""
    if "@" in shown_name(written) or re.search(r"(?:[0-9][ ./-]?){8}", written):
        raise refuse(Phrase("a_role"), Phrase("write_the_role"))
    return written


class _Responsible(Strict):
    role: Annotated[str, AfterValidator(_role)]


class _Area(Strict):
    code: Annotated[str, AfterValidator(area_code)]
    name: Name
    types: Annotated[dict[ClaimType, Name], Field(min_length=1)]


class _Tolerance(Strict):
    per_claim: Kroner = 0
    per_solution: Kroner = 0


class _Limits(Strict):
    not_sent_bank_days: Days = Limits.not_sent_bank_days
    received_bank_days: Days = Limits.received_bank_days
    in_process_days: Days = Limits.in_process_days
    in_hearing_days: Days = Limits.in_hearing_days


class _Keep(Strict):
    runs_days: Annotated[int, Field(ge=1)]
    work_lists_days: Annotated[int, Field(ge=1)] | None = None


class _ControlTotal(Strict):
    solution: Line
    claim_type: ClaimType
    claims: Annotated[int, Field(ge=0)]
    amount: Kroner


class _Wave(Strict):
    claim_types: ClaimTypes
    first: date
    last: date


class _Conversion(Strict):
    amount: Literal["original", "rest"] = "original"
    wave: list[_Wave] = Field(default_factory=list)


class _Portal(Strict):
    creation: Kroner
    write_up: Kroner
    write_down: Kroner
    recall: Kroner


class _File(Strict):
    municipality: Name
    creditor_id: Annotated[str, AfterValidator(_creditor)]
    cut_off: date
    as_of: date | None = None
    language: Literal["da", "en"] = "da"
    whole_creditor: bool = False
    dmi_close: date | None = None
    former_creditors: list[Annotated[str, AfterValidator(_creditor)]] = Field(default_factory=list)
    conversion: _Conversion = _Conversion()
    decisions: FilePath | None = None
    debtor_aliases: FilePath | None = None
    catalogue: FilePath | None = None
    test_batch: _TestBatch | None = None
    input: list[_Input]
    claim_types: ClaimTypes | None = None
    solution: Annotated[list[_Solution], Field(min_length=1)]
    elsewhere: list[_Elsewhere] = Field(default_factory=list)
    responsible: _Responsible | None = None
    extra_types: dict[ClaimType, Name] = Field(default_factory=dict)
    other_areas: dict[Name, ClaimTypes] = Field(default_factory=dict)
    fees: dict[ClaimType, Annotated[list[Fee], BeforeValidator(_one_or_more), Field(min_length=1)]] = Field(
        default_factory=dict
    )
    tolerance: _Tolerance = _Tolerance()
    limits: _Limits = _Limits()
    keep: _Keep | None = None
    control_total: list[_ControlTotal] = Field(default_factory=list)
    portal: _Portal | None = None


class _KnownArea(_File):
    area: Annotated[str, AfterValidator(_known_area)]


class _OwnArea(_File):
    area: _Area


# --- sources and files: what the settings point at ---


def _sources(document: Document, folder: Path, where: Found | None = None) -> tuple[dict[int, Source], list[Problem]]:
    """The source of each input, by its place in the list; the mistakes of a source's own file among the others."""
    found: dict[int, Source] = {}
    problems: list[Problem] = []
    told: set[str] = set()
    for n, one in tables(document.data, "input"):
        name = text(one, "source")
        if name is None:
            continue
        place: Place = ("input", n, "source")
        path = folder / _slashes(name) if where is None else where.sources.get(n, folder / _slashes(name))
        if name in BUILT_IN:
            found[n] = builtin(name)
        elif not name.endswith(".toml"):
            do = meant(name, BUILT_IN, Phrase("write_a_source"))
            values: dict[str, Value] = {"name": shown(name), "sources": BUILT_IN, "do": do}
            problems.append(document.problem(place, "source_unknown", values, value=name))
        elif not os.path.isfile(path):
            problems.append(document.problem(place, "source_missing", {"name": shown(name)}, value=name))
        else:
            try:
                found[n] = declared(path)
            except SettingsError as error:
                problems += error.problems if name not in told else ()
                told.add(name)
        side = text(one, "side")
        if n in found and side in ("debtor", "psrm") and found[n].side not in (side, "either"):
            values = {"source": shown(found[n].name), "of": found[n].side, "side": side}
            problems.append(document.problem(("input", n, "side"), "side_wrong", values))
    return found, problems


def _books_of_psrm(document: Document, sources: dict[int, Source]) -> frozenset[int]:
    """The places in the list of the inputs of PSRM's side that are no receipts or notifications."""
    return frozenset(
        n
        for n, one in tables(document.data, "input")
        if text(one, "side") == "psrm" and (n not in sources or sources[n].layout != "notices")
    )


def _files(
    document: Document, folder: Path, not_read: frozenset[int] = frozenset()
) -> tuple[dict[int, tuple[Path, ...]], list[Problem]]:
    """The files of each input that is read, by its place in the list: those named, and those that a pattern meets, by name."""
    found: dict[int, tuple[Path, ...]] = {}
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for n, one in tables(document.data, "input"):
        if n in not_read:
            continue
        several = isinstance(one.get("files"), list)
        for m, pattern in texts(one, "files"):
            place: Place = ("input", n, "files", m) if several else ("input", n, "files")
            paths = _matching(folder, pattern)
            if not paths:
                if glob.has_magic(pattern):
                    values: dict[str, Value] = {"pattern": shown(pattern), "folder": str(folder.absolute())}
                    problems.append(document.problem(place, "pattern_without_files", values, value=pattern))
                else:
                    problems.append(_not_there(document, place, folder, pattern, Phrase("put_the_file_there")))
            for path in paths:
                key = os.path.normcase(path.resolve())
                if key in first:
                    values = {"name": shown(path.name), "by": shown(first[key])}
                    problems.append(document.problem(place, "input_file_twice", values, value=pattern))
                first.setdefault(key, pattern)
            found[n] = found.get(n, ()) + paths
    return found, problems


def _not_there(document: Document, place: Place, folder: Path, name: str, do: Phrase) -> Problem:
    """A file that the settings name is not there."""
    values: dict[str, Value] = {"name": shown(name), "folder": str(folder.absolute()), "do": do}
    return document.problem(place, "named_file_missing", values, value=name)


def _matching(folder: Path, pattern: str) -> tuple[Path, ...]:
    plain = folder / _slashes(pattern)
    if os.path.isfile(plain):
        return (plain,)
    names = glob.glob(_slashes(pattern), root_dir=folder, recursive=True)
    # Excel leaves a hidden «~$name.xlsx» beside a workbook that somebody has open.
    paths = (folder / name for name in sorted(names) if not os.path.basename(name).startswith("~$"))
    return tuple(path for path in paths if os.path.isfile(path))


DECISIONS = "afgoerelser.csv"
"""The file of decisions that is found beside the settings without being named."""


def _decisions(document: Document, folder: Path, found: Found | None = None) -> tuple[Path | None, list[Problem]]:
    """The file of people's decisions: the one that is named, else the one beside the settings, else none."""
    if found is not None:
        return found.decisions, []
    name = text(document.data, "decisions")
    if name is None:
        beside = folder / DECISIONS
        return (beside if os.path.isfile(beside) else None), []
    if os.path.isfile(folder / _slashes(name)):
        return folder / _slashes(name), []
    do = Phrase("delete_the_line_of_decisions", {"file": DECISIONS})
    return None, [_not_there(document, ("decisions",), folder, name, do)]


def own_catalogue(
    document: Document, folder: Path, found: Found | None = None
) -> tuple[Catalogue | None, Path | None, list[Problem]]:
    """The catalogue with the municipality's own file of it: the one that is named, else the one beside the settings; where
    there is none, the catalogue is None, for what ships need not be read whole."""
    name = text(document.data, "catalogue")
    path = folder / (OWN_CATALOGUE if name is None else _slashes(name))
    if found is not None:
        if found.catalogue is None:
            return None, None, []
        path = found.catalogue
    if not os.path.isfile(path):
        if name is None:
            return None, None, []
        do = Phrase("delete_the_line_of_decisions", {"file": OWN_CATALOGUE})
        return None, None, [_not_there(document, ("catalogue",), folder, name, do)]
    try:
        grown, problems = with_own(everything(), read(path))
    except SettingsError as error:
        return None, path, list(error.problems)
    return grown, path, problems


def _aliases(document: Document, folder: Path, found: Found | None = None) -> tuple[Path | None, list[Problem]]:
    """The file of debtor numbers that are one debtor."""
    if found is not None:
        return found.debtor_aliases, []
    name = text(document.data, "debtor_aliases")
    if name is None or os.path.isfile(folder / _slashes(name)):
        return (folder / _slashes(name) if name is not None else None), []
    return None, [_not_there(document, ("debtor_aliases",), folder, name, Phrase("delete_the_line"))]


def _batch(document: Document, folder: Path, found: Found | None = None) -> tuple[Batch | None, list[Problem]]:
    """The declared test batch (testfordringer), and what is wrong with its list. No key of it stands in a message."""
    if not isinstance(document.data.get("test_batch"), dict):
        return None, []  # the model tells it, where it is something else
    told = table(document.data, "test_batch")
    name = text(told, "file")
    path = found.test_batch if found is not None else folder / _slashes(name) if name is not None else None
    in_file, problems = _listed_claims(document, folder, path)
    batch = Batch(
        listed=tuple(key.strip() for _, key in texts(told, "claims")),
        in_file=in_file,
        reference_forms=tuple(form for _, form in texts(told, "reference_form")),
        file=path,
    )
    misspelt = told.keys() - _TestBatch.model_fields.keys()
    if not (batch.listed or any(in_file) or batch.reference_forms or problems or misspelt):
        problems.append(document.problem(("test_batch",), "batch_empty"))
    return batch, problems


def _listed_claims(document: Document, folder: Path, path: Path | None) -> tuple[tuple[str, ...], list[Problem]]:
    """The lines of the batch's own file: a FordringID or a reference each."""
    name, place = text(table(document.data, "test_batch"), "file"), ("test_batch", "file")
    if name is None or path is None:
        return (), []
    try:
        raw = path.read_bytes()
    except OSError:
        return (), [_not_there(document, place, folder, name, Phrase("put_the_file_there"))]
    try:
        written = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        written = raw.decode("windows-1252", "replace")
    keys = tuple(line.strip() for line in written.splitlines())
    odd = [n for n, key in enumerate(keys, start=1) if not all(map(str.isprintable, key)) or ";" in key]
    if odd:
        return keys, [Problem("batch_list_unreadable", {"number": odd[0]}, file=shown(name), line=odd[0])]
    return keys, []


def _slashes(pattern: str) -> str:
    """The same settings find the same files on every machine."""
    return pattern.replace("\\", "/")


# --- what belongs together; looks at the file as written, so that its other mistakes hide none of these ---


def _mistakes(document: Document, ground: _Ground | None) -> list[Problem]:
    return [
        *_days(document),
        *(_area_types(document, ground) if ground is not None else ()),
        *_solutions(document, ground),
        *_elsewhere(document, ground),
        *_in_use(document, ground),
        *_uses(document),
        *_tolerance(document),
        *_creditors(document),
        *_waves(document),
        *_kept_days(document),
        *_fees(document, ground),
    ]


def _days(document: Document) -> list[Problem]:
    cut_off, as_of = document.data.get("cut_off"), document.data.get("as_of")
    if type(cut_off) is date and type(as_of) is date and as_of < cut_off:
        return [document.problem(("as_of",), "as_of_before_cut_off", {"as_of": str(as_of), "cut_off": str(cut_off)})]
    return []


def _kept_days(document: Document) -> list[Problem]:
    """A work list cannot be kept for longer than the run that it lies in."""
    keep = table(document.data, "keep")
    runs, lists = keep.get("runs_days"), keep.get("work_lists_days")
    if type(runs) is int and type(lists) is int and 1 <= runs < lists:
        return [document.problem(("keep", "work_lists_days"), "keep_lists_longer", {"lists": lists, "runs": runs})]
    return []


def _sides(document: Document, debtor_alone: bool) -> list[Problem]:
    if not isinstance(document.data.get("input"), list):
        return []  # the model tells it
    there = {text(one, "side") for _, one in tables(document.data, "input")}
    return [
        document.problem(("input",), "side_missing", {"system": system, "side": side})
        for side, system in (("debtor", Phrase("the_debtor_system")), ("psrm", "PSRM"))
        if side not in there and not (debtor_alone and side == "psrm")
    ]


@dataclass(frozen=True)
class _Ground:
    """What the settings' types are held against."""

    area: Area | None
    """The area as the catalogue has it; None: it is the settings' own, or not known."""
    types: dict[str, str] | None
    """Code -> name of the types that the settings may name: those of the area, those of other areas that go with its claims
    and are named, and the extra ones; None: the area is not known."""
    grown: Catalogue | None
    """The whole catalogue with the municipality's own; None: it has none."""

    def catalogue(self) -> Catalogue:
        """The whole catalogue. It is read where it is asked for: most settings name no type of another area."""
        return self.grown or everything()


def _ground(document: Document, grown: Catalogue | None) -> _Ground:
    told = document.data.get("area")
    extra = {code: str(name) for code, name in table(document.data, "extra_types").items()}
    if not isinstance(told, str):
        own = {code: str(name) for code, name in table(told, "types").items()}
        return _Ground(None, own | extra if own else None, grown)
    area = grown.area(told) if grown is not None else load_area(told) if told in AREAS else None
    if area is None:
        return _Ground(None, None, grown)
    own = area.type_names()
    named = {code for _, code in _types_in(document, "solution")} | {
        code for _, code in _types_in(document, "elsewhere")
    }
    named |= {code for _, code in texts(document.data, "claim_types")} | set(table(document.data, "fees"))
    named -= own.keys() | extra.keys()
    borrowed = (grown or everything()).borrowed_by(area.code) if named else ()
    return _Ground(area, own | {one.code: one.name for one in borrowed if one.code in named} | extra, grown)


def _area_types(document: Document, ground: _Ground) -> list[Problem]:
    """A type stands once: in the area, or added to it, or in another area."""
    data = document.data
    problems = []
    own = ground.area.type_names() if ground.area is not None else table(data.get("area"), "types")
    for code in table(data, "extra_types"):
        if code in own:
            problems.append(document.problem(("extra_types", code), "type_of_the_area", {"type": shown(code)}))
    known = set(own) | set(table(data, "extra_types"))
    known |= set(ground.area.retired()) if ground.area is not None else set()
    others = table(data, "other_areas")
    for name in others:
        codes = texts(others, name)
        problems += _repeated(document, ("other_areas", name), codes, "type_repeated")
        for n, code in codes:
            if code in known:
                values = {"type": shown(code), "area": shown(name)}
                problems.append(document.problem(("other_areas", name, n), "type_in_two_areas", values, value=code))
    return problems


def _solutions(document: Document, ground: _Ground | None) -> list[Problem]:
    problems: list[Problem] = []
    owner: dict[str, str] = {}
    solutions = tables(document.data, "solution")
    for n, one in solutions:
        name = text(one, "name")
        place: Place = ("solution", n, "name")
        if name is not None and name.strip().casefold() == UNALLOTTED:
            problems.append(document.problem(place, "solution_name_taken", {"name": shown(name)}, value=name))
        elif name is not None:
            if name.casefold() in owner:
                problems.append(document.problem(place, "solution_repeated", {"name": shown(name)}, value=name))
            owner.setdefault(name.casefold(), name)
    for _, one in tables(document.data, "elsewhere"):
        if by := text(one, "by"):
            owner.setdefault(by.casefold(), by)
    for n, one in solutions:
        problems += _types_of(document, ("solution", n), one, ground)
        problems += _repeated(document, ("solution", n, "required"), texts(one, "required"), "requirement_repeated")
        problems += _marks(document, n, one, owner)
    return problems


def _types_in(document: Document, key: str) -> list[tuple[Place, str]]:
    """The claim types that tables of a kind name, each with its place."""
    return [
        ((key, n, "claim_types", m), code)
        for n, one in tables(document.data, key)
        for m, code in texts(one, "claim_types")
    ]


def _types_of(document: Document, place: Place, one: object, ground: _Ground | None) -> list[Problem]:
    """The claim types of a table are known, and stand there once."""
    types = texts(one, "claim_types")
    problems = _repeated(document, (*place, "claim_types"), types, "type_repeated")
    known = ground.types if ground is not None else None
    for m, code in types:
        if ground is not None and known is not None and code not in known and re.fullmatch("[A-ZÆØÅ]{7}", code):
            problems.append(_unknown_type(document, (*place, "claim_types", m), code, known, ground))
    return problems


def _elsewhere(document: Document, ground: _Ground | None) -> list[Problem]:
    """What somebody else handles (håndteres af anden) is not a solution's too, unless it is said to be so in part."""
    problems: list[Problem] = []
    solutions = [(text(one, "name") or "", one) for _, one in tables(document.data, "solution")]
    senders = {code: name for name, one in solutions[::-1] for _, code in texts(one, "claim_types")}
    names = {name.casefold() for name, _ in solutions} | {UNALLOTTED}
    others: dict[str, tuple[int, str, bool]] = {}
    for n, one in tables(document.data, "elsewhere"):
        by, partly = text(one, "by") or str(n + 1), one.get("partly") is True
        if by.casefold() in names:
            place: Place = ("elsewhere", n, "by")
            problems.append(document.problem(place, "elsewhere_is_a_solution", {"by": shown(by)}, value=by))
        problems += _types_of(document, ("elsewhere", n), one, ground)
        for m, code in texts(one, "claim_types"):
            values: dict[str, Value] = {"type": shown(code), "by": shown(by)}
            first, other, other_partly = others.setdefault(code, (n, by, partly))
            both = partly and other_partly and other.casefold() != by.casefold()
            told = ""
            if first != n and not both:
                told, values = "type_elsewhere_twice", values | {"other": shown(other)}
            elif code in senders and not partly:
                told, values = "type_elsewhere_and_here", values | {"solution": shown(senders[code])}
            elif code not in senders and partly:
                told = "type_partly_elsewhere"
            if told:
                problems.append(document.problem(("elsewhere", n, "claim_types", m), told, values, value=code))
    return problems


def _in_use(document: Document, ground: _Ground | None) -> list[Problem]:
    """Where the types in use are told by themselves (KLIK theme 1), each has somebody who sends it (theme 2), and no other is
    sent."""
    if "claim_types" not in document.data:
        return []
    problems = _types_of(document, (), document.data, ground)
    known = (ground.types if ground is not None else None) or {}  # one that is not known is told as that
    in_use = {code for _, code in texts(document.data, "claim_types")}
    sent = [*_types_in(document, "solution"), *_types_in(document, "elsewhere")]
    senders = {code for _, code in sent}
    for n, code in texts(document.data, "claim_types"):
        if code in known and code not in senders:
            told = document.problem(("claim_types", n), "type_without_solution", {"type": shown(code)}, value=code)
            problems.append(told)
    problems += [
        document.problem(place, "type_not_in_use", {"type": shown(code)}, value=code)
        for place, code in sent
        if code in known and code not in in_use
    ]
    return problems


def _unknown_type(document: Document, place: Place, code: str, known: Iterable[str], ground: _Ground) -> Problem:
    """A type that the area does not have. One that the catalogue knows elsewhere is told as that."""
    do = meant(code, known, Phrase("add_the_type"))
    for one in ground.catalogue().by_code.get(code, ()):
        if one.meaning == "present" and one.area is not None:
            do = Phrase("type_is_of_area", {"area": one.area.name})
        elif one.meaning == "replaced" and one.type is not None:
            do = Phrase("type_is_replaced", {"now": one.type.code})
        break
    return document.problem(place, "claim_type_unknown", {"type": code, "do": do}, value=code)


def _marks(document: Document, n: int, solution: dict[str, object], owner: dict[str, str]) -> list[Problem]:
    """A mark means one solution. `owner` (mark or name without case -> solution) grows by this solution's marks."""
    name = text(solution, "name") or str(n + 1)  # one without a name is told as that
    marks = texts(solution, "marks")
    problems = _repeated(document, ("solution", n, "marks"), marks, "mark_repeated")
    for m, mark in marks:
        other = owner.setdefault(mark.casefold(), name)
        if other != name:
            values = {"mark": shown(mark), "other": shown(other)}
            problems.append(document.problem(("solution", n, "marks", m), "mark_of_two_solutions", values, value=mark))
    return problems


def _repeated(document: Document, place: Place, values: Iterable[tuple[int, str]], code: str) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for n, value in values:
        if value.casefold() in seen:
            problems.append(document.problem((*place, n), code, {"value": shown(value)}, value=value))
        seen.add(value.casefold())
    return problems


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(shown, names))


def _uses(document: Document) -> list[Problem]:
    """Solutions and types that inputs and control totals (kontroltal) name are declared."""
    data = document.data
    expected = {
        text(one, "name") or "": [code for _, code in texts(one, "claim_types")] for _, one in tables(data, "solution")
    }
    problems: list[Problem] = []

    def undeclared(place: Place, name: str) -> None:
        do = meant(name, expected, Phrase("write_a_solution"))
        values: dict[str, Value] = {"name": shown(name), "solutions": _names(expected), "do": do}
        problems.append(document.problem(place, "solution_unknown", values, value=name))

    for n, one in tables(data, "input"):
        name = text(one, "solution")
        if name is not None and name not in expected:
            undeclared(("input", n, "solution"), name)
    seen: set[tuple[str | None, str | None]] = set()
    for n, one in tables(data, "control_total"):
        name, code = text(one, "solution"), text(one, "claim_type")
        if name is not None and name not in expected:
            undeclared(("control_total", n, "solution"), name)
        elif name is not None and code is not None and code not in expected[name]:
            do = meant(code, expected[name], Phrase("add_the_type_to_the_solution"))
            values: dict[str, Value] = {
                "type": shown(code), "name": shown(name), "types": _names(expected[name]), "do": do,
            }  # fmt: skip
            place: Place = ("control_total", n, "claim_type")
            problems.append(document.problem(place, "control_total_outside_extent", values, value=code))
        if name is not None and code is not None and (name, code) in seen:
            values = {"name": shown(name), "type": shown(code)}
            problems.append(document.problem(("control_total", n), "control_total_repeated", values))
        seen.add((name, code))
    return problems


def _tolerance(document: Document) -> list[Problem]:
    """A ceiling for each claim needs one for the whole solution that is not below it."""
    tolerance = table(document.data, "tolerance")
    per_claim, per_solution = (_ore(tolerance.get(key, "0")) for key in ("per_claim", "per_solution"))
    if per_claim is not None and per_claim > PER_CLAIM_MAX_ORE:
        values = {"tolerance": money.kr(per_claim), "limit": money.kr(PER_CLAIM_MAX_ORE)}
        return [document.problem(("tolerance", "per_claim"), "tolerance_too_large", values)]
    if per_claim is not None and per_solution is not None and per_solution < per_claim:
        values = {"solution": money.kr(per_solution), "claim": money.kr(per_claim)}
        return [document.problem(("tolerance", "per_solution"), "tolerance_of_solution_too_low", values)]
    return []


def _creditors(document: Document) -> list[Problem]:
    """A former creditor is another than ourselves, and stands once."""
    former = texts(document.data, "former_creditors")
    problems = _repeated(document, ("former_creditors",), former, "creditor_repeated")
    for n, code in former:
        if code == text(document.data, "creditor_id"):
            place: Place = ("former_creditors", n)
            problems.append(document.problem(place, "creditor_is_our_own", {"creditor": shown(code)}, value=code))
    return problems


def _fees(document: Document, ground: _Ground | None) -> list[Problem]:
    """A fee is a type of the area, and has no amount twice."""
    known = ground.types if ground is not None else None
    told = table(document.data, "fees")
    problems: list[Problem] = []
    for code in told:
        problems += _repeated(document, ("fees", code), texts(told, code), "fee_repeated")
        if ground is not None and known is not None and code not in known and re.fullmatch("[A-ZÆØÅ]{7}", code):
            problems.append(_unknown_type(document, ("fees", code), code, known, ground))
    return problems


def _waves(document: Document) -> list[Problem]:
    """A conversion wave ends on its first day or later."""
    problems: list[Problem] = []
    for n, one in tables(table(document.data, "conversion"), "wave"):
        first, last = one.get("first"), one.get("last")
        place: Place = ("conversion", "wave", n)
        problems += _repeated(document, (*place, "claim_types"), texts(one, "claim_types"), "type_repeated")
        if type(first) is date and type(last) is date and last < first:
            values = {"first": str(first), "last": str(last)}
            problems.append(document.problem((*place, "last"), "wave_ends_before_it_begins", values))
    return problems


def _ore(written: object) -> int | None:
    try:
        return money.ore(written) if isinstance(written, str) else None
    except ValueError:
        return None


# --- the file as Settings ---


def _built(
    file: _KnownArea | _OwnArea,
    path: Path,
    sources: dict[int, Source],
    files: Mapping[int, tuple[Path, ...]],
    ground: _Ground,
) -> Settings:
    area = file.area if isinstance(file, _OwnArea) else ground.area
    if area is None or ground.types is None:
        raise LookupError(path)  # the model has told it
    return Settings(
        municipality=file.municipality,
        creditor_id=file.creditor_id,
        area=area.code,
        area_name=area.name,
        cut_off=file.cut_off,
        as_of=file.as_of,
        inputs=tuple(
            Input(Side[one.side.upper()], sources[n], files[n], one.solution, one.reported_on)
            for n, one in enumerate(file.input)
            if n in files
        ),
        solutions=tuple(
            Solution(one.name, tuple(one.claim_types), tuple(one.marks), tuple(one.required), one.kind == "manual")
            for one in file.solution
        ),
        elsewhere=tuple(Elsewhere(one.by, tuple(one.claim_types), one.partly) for one in file.elsewhere),
        responsible=file.responsible.role if file.responsible else "",
        area_types=ground.types,
        other_types=frozenset(code for codes in file.other_areas.values() for code in codes),
        other_areas={code: name for name, codes in file.other_areas.items() for code in codes},
        retired_types=_retired(ground),
        own_types=_own_types(ground, area.code),
        type_kinds=_kinds(ground),
        fees=_own_fees(ground) | {code: tuple(amounts) for code, amounts in file.fees.items()},
        dmi_close=file.dmi_close,
        former_creditors=tuple(file.former_creditors),
        conversion=Conversion(
            file.conversion.amount == "original",
            tuple(Wave(tuple(one.claim_types), one.first, one.last) for one in file.conversion.wave),
        ),
        tolerance=Tolerance(file.tolerance.per_claim, file.tolerance.per_solution),
        limits=Limits(**file.limits.model_dump()),
        control_totals=tuple(
            ControlTotal(one.solution, one.claim_type, one.claims, one.amount) for one in file.control_total
        ),
        portal_ore=_portal(file.portal),
        whole_creditor=file.whole_creditor,
        keep=Keep(file.keep.runs_days, file.keep.work_lists_days) if file.keep else Keep(),
        language=file.language,
        path=path,
    )


def _retired(ground: _Ground) -> dict[str, Retired]:
    """Former codes of the area's types, from the catalogue."""
    if ground.area is None:
        return {}
    return {code: Retired(now, until) for code, (now, until) in ground.area.retired().items()}


def _own_types(ground: _Ground, area: str) -> dict[str, str]:
    """Claim types that the municipality's own catalogue alone has, in other areas, and that do not go with claims of this one.
    What it says of a type that ships is looked at with the others of the catalogue."""
    if ground.grown is None:
        return {}
    shipped = everything()
    types = ground.types or {}
    ours = types.keys() | {one.code for one in ground.grown.borrowed_by(area)}
    return {
        code: other.name
        for other in ground.grown.areas
        for one in other.types
        if one.own
        for code in one.codes
        if code not in ours and shipped.present(code) is None
    }


def _kinds(ground: _Ground) -> dict[str, str]:
    """The kinds of types that the area's own file of the catalogue does not tell."""
    told = {one.code for one in ground.area.types if not one.own} if ground.area is not None else set()
    asked = [code for code in ground.types or () if code not in told]
    found = {code: ground.catalogue().present(code) for code in asked}
    return {code: known[1].kind for code, known in found.items() if known is not None and known[1].kind}


def _own_fees(ground: _Ground) -> dict[str, tuple[int, ...]]:
    """What fees may be by the municipality's own catalogue."""
    known = [ground.grown.present(code) for code in ground.types or ()] if ground.grown is not None else []
    return {one.code: one.amounts_ore for _, one in filter(None, known) if one.own and one.amounts_ore}


def _portal(portal: _Portal | None) -> dict[Event, int]:
    if portal is None:
        return {}
    return {
        Event.CREATION: portal.creation,
        Event.WRITE_UP: portal.write_up,
        Event.WRITE_DOWN: portal.write_down,
        Event.RECALL: portal.recall,
    }
