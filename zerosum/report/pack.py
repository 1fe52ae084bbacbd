"""A vendor's defect pack (fejlpakke): for each cause at one solution what goes wrong, in which rows, since when, and how to try it.

A pack is made of the rows of its solution alone. No file is named in it, since a name may tell of others: files have numbers, as in
the municipality's own report.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import pandas as pd

from zerosum.catalogue.rejections import meanings
from zerosum.causes import EVERY, Owner
from zerosum.report.dossier import Dossier
from zerosum.report.example import DEBTOR, EXPECTED, PSRM, SETTINGS, Example, example
from zerosum.report.made import Made
from zerosum.report.naming import badge, type_name
from zerosum.report.page import Badge
from zerosum.report.patterns import FEW, Ground, Trait, ground, traits
from zerosum.report.render import lay_out
from zerosum.report.vendor import veil_of_others
from zerosum.report.words import Words, load
from zerosum.result import UNALLOTTED, Gravity, InputFile, Result, SolutionResult, Standing
from zerosum.tables import ItemLines, PostedLines

PAGE, INDEX, PAIR = "fejl.html", "index.html", "eksempel"
"""What the files and the folder of a pack are called."""

SHOWN = 5
"""Cases of a pack."""

_OWNER = {cause.code: cause.owner for cause in EVERY}
_GRAVITY = {gravity.name.lower(): gravity for gravity in Gravity}
_ACCEPTED = Standing.ACCEPTED.name.lower()


@dataclass(frozen=True)
class Case:
    """A row as it is shown. References and ids are masked where a debtor's number stood in them."""

    reference: str
    claim_id: str
    claim_type: str
    event: str
    status: str
    booked_on: date | None
    debtor_ore: int | None
    """None where nothing stands on that side."""
    psrm_ore: int | None
    open_ore: int
    posted_ore: int
    """What of it this cause has: the difference."""
    places: tuple[str, ...]
    case: str
    notes: tuple[str, ...]
    """What the receipt said, and what else it could be."""
    command: str
    """Shows the whole claim, where the reader has the data."""


@dataclass(frozen=True)
class Table:
    """A made-up file as a table."""

    name: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pack:
    """A cause at a solution."""

    language: str
    title: str
    head: str
    solution: str
    code: str
    name: str
    means: str
    found: str
    next_step: str
    owner: str
    of_vendor: bool
    badge: Badge
    rows: int
    net_ore: int
    gross_ore: int
    blocking_rows: int
    blocking_gross_ore: int
    when: str
    """The first and last day on which the rows were booked."""
    patterns: tuple[str, ...]
    facts: tuple[str, ...]
    """What the rows have in common that may be chance."""
    facts_head: str
    cases: tuple[Case, ...]
    help: tuple[str, ...]
    """What we say of the numbers in the receipts."""
    shown: str
    files: tuple[str, ...]
    """Which file each number is: its side and its hash."""
    tables: tuple[Table, ...]
    expected: str
    """What the made-up pair comes out as; empty where there is none."""
    command: str
    cut_off: date
    made: Made
    pair: Mapping[str, str]
    """Name -> text of the made-up pair's files."""


@dataclass(frozen=True)
class Index:
    """The packs of a solution."""

    language: str
    title: str
    head: str
    solution: str
    packs: tuple[Pack, ...]
    rows: int
    net_ore: int
    gross_ore: int
    blocking_rows: int
    accepted: str
    """Says that people have accepted some rows, which are in no pack; empty where they have not."""
    cut_off: date
    made: Made


def vendors(dossier: Dossier) -> tuple[str, ...]:
    """The solutions that have something to put into packs, but for what people bill by hand and what is not allotted."""
    named = [one.name for one in dossier.result.solutions if not one.manual and one.name != UNALLOTTED]
    return tuple(name for name in named if len(_open(rows_of(dossier, name))))


def packs(dossier: Dossier, solution: str, language: str = "da") -> Iterator[Pack]:
    """A pack for each cause with rows of a solution that block or are remarks: those that its vendor can mend first, and of
    these the largest first. KeyError for a solution that the run has not."""
    words, result = load(language), dossier.result
    whole = {one.name: one for one in result.solutions}[solution]
    every, known = rows_of(dossier, solution), ground(result, whole)
    # A reason is a free text, and may name another vendor.
    veil = veil_of_others(result, solution, words("vendor.other"))
    every = every.assign(**{ItemLines.REASON.value: every[ItemLines.REASON].map(veil).astype("str")})
    mine = _open(every)
    made = [
        _pack(mine[mine[PostedLines.CAUSE] == code], every[every[PostedLines.CAUSE] != code], known, whole, dossier, words)
        for code in mine[PostedLines.CAUSE].drop_duplicates().tolist()
    ]  # fmt: skip
    yield from sorted(made, key=lambda one: (not one.of_vendor, -one.blocking_gross_ore, -one.gross_ore, one.code))


def files_of(dossier: Dossier, solution: str, language: str = "da") -> dict[str, bytes]:
    """The files of a solution's packs: path below its folder, with / between -> bytes. The same dossier gives the same bytes."""
    words, made = load(language), tuple(packs(dossier, solution, language))
    files = {INDEX: lay_out("pack_index.html", words, page=_index(dossier, solution, made, words), made=dossier.made)}
    for pack in made:
        files[f"{pack.code}/{PAGE}"] = lay_out("pack.html", words, page=pack, made=pack.made)
        files |= {f"{pack.code}/{PAIR}/{name}": text for name, text in pack.pair.items()}
    return {name: text.encode() for name, text in sorted(files.items())}


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """The files under a folder in one ZIP, to attach to a mail. Nothing of time or machine is in it; it is not packed tight, since
    how tight depends on the machine's own library."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, data)
    return content.getvalue()


def rows_of(dossier: Dossier, solution: str) -> pd.DataFrame:
    """The postings of a solution within the area, joined with their ItemLines."""
    items = dossier.items
    kept = items[(items[ItemLines.SOLUTION] == solution) & items[ItemLines.IN_AREA]]
    return dossier.posted.merge(kept, left_on=PostedLines.ITEM.value, right_index=True, sort=False)


def _open(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that block or are remarks, and that nobody has accepted."""
    weighs = rows[PostedLines.GRAVITY] != Gravity.INFORMATION.name.lower()
    return rows[weighs & (rows[PostedLines.STANDING] != _ACCEPTED)]


def _pack(
    rows: pd.DataFrame, others: pd.DataFrame, known: Ground, solution: SolutionResult, dossier: Dossier, words: Words
) -> Pack:
    result, code = dossier.result, str(rows[PostedLines.CAUSE].iloc[0])
    rows = rows.iloc[_canonical(rows)].reset_index(drop=True)
    ore = [int(one) for one in rows[PostedLines.POSTED_ORE].tolist()]
    gravities = [_GRAVITY[one] for one in rows[PostedLines.GRAVITY].tolist()]
    blocking = [abs(one) for one, gravity in zip(ore, gravities, strict=True) if gravity == Gravity.BLOCKING]
    found = traits(rows, others, known)
    chosen = five(rows, found)
    made_up = example(code)
    name = words(f"cause.{code}.title")
    return Pack(
        language=words.language,
        title=words("pack.title", cause=name, solution=solution.name, municipality=result.municipality),
        head=_head(result, words),
        solution=solution.name,
        code=code,
        name=name,
        means=words(f"cause.{code}.means"),
        found=words(f"cause.{code}.found"),
        next_step=words(f"cause.{code}.next"),
        owner=words(f"owner.{_OWNER[code].value}"),
        of_vendor=_OWNER[code] == Owner.VENDOR,
        badge=badge(words, max(gravities)),
        rows=len(rows),
        net_ore=sum(ore),
        gross_ore=sum(abs(one) for one in ore),
        blocking_rows=len(blocking),
        blocking_gross_ore=sum(blocking),
        when=_when(rows, words),
        patterns=tuple(_sentence(one, result, words) for one in found if one.telling),
        facts=tuple(_sentence(one, result, words) for one in found if not one.telling),
        facts_head=words(f"pack.facts.{_facts_head(len(rows), found)}"),
        cases=tuple(_case(row, known, result, words) for row in rows.iloc[chosen].to_dict("records")),
        help=_help(rows.iloc[chosen], words),
        shown=words("pack.shown", shown=words.count(len(chosen)), all=words.count(len(rows))) if len(rows) > len(chosen) else "",
        files=_files(rows.iloc[chosen], result.inputs, words),
        tables=_tables(made_up),
        expected=made_up.files[EXPECTED] if made_up is not None else "",
        command=f"zerosum run -c {PAIR}/{SETTINGS} -o resultat",
        cut_off=result.cut_off,
        made=dossier.made,
        pair=made_up.files if made_up is not None else {},
    )  # fmt: skip


def _index(dossier: Dossier, solution: str, made: tuple[Pack, ...], words: Words) -> Index:
    every = rows_of(dossier, solution)
    accepted = int((every[PostedLines.STANDING] == _ACCEPTED).sum())
    return Index(
        language=words.language,
        title=words("pack.index_title", solution=solution, municipality=dossier.result.municipality),
        head=_head(dossier.result, words),
        solution=solution,
        packs=made,
        rows=sum(one.rows for one in made),
        net_ore=sum(one.net_ore for one in made),
        gross_ore=sum(one.gross_ore for one in made),
        blocking_rows=sum(one.blocking_rows for one in made),
        accepted=words("pack.accepted", posts=words.number_of("n.posts", accepted)) if accepted else "",
        cut_off=dossier.result.cut_off,
        made=dossier.made,
    )


def _head(result: Result, words: Words) -> str:
    return words("page.head", municipality=result.municipality, area=result.area_name)


def _facts_head(rows: int, found: Sequence[Trait]) -> str:
    """What stands above what may be chance."""
    if rows < FEW:
        return "one_row" if rows == 1 else "two_rows" if found else "too_few"
    if all(one.telling for one in found):
        return "no_more" if found else "nothing"
    return "also" if any(one.telling for one in found) else "alone"


def _help(rows: pd.DataFrame, words: Words) -> tuple[str, ...]:
    """What the numbers of the receipts mean, each once."""
    told = (one for reason in rows[ItemLines.REASON].tolist() for one in meanings(str(reason), words.language))
    return tuple(dict.fromkeys(words("causes.help", help=one) for one in told))


def _when(rows: pd.DataFrame, words: Words) -> str:
    days = [one for one in rows[ItemLines.BOOKED_ON].tolist() if not pd.isna(one)]
    if not days:
        return words("pack.when_unknown")
    first, last = min(days), max(days)
    return words.day(first) if first == last else words("pack.when", first=words.day(first), last=words.day(last))


# --- the five rows ---


def _canonical(rows: pd.DataFrame) -> list[int]:
    """Places of the rows: what blocks first, the largest first, and then by what they say. The order of lines is no part of it."""
    grave = [-int(_GRAVITY[one]) for one in rows[PostedLines.GRAVITY].tolist()]
    large = [-abs(int(one)) for one in rows[PostedLines.POSTED_ORE].tolist()]
    said = [rows[name].astype(str).tolist() for name in (*_SAID, PostedLines.LINE)]
    keys = list(zip(grave, large, *said, strict=True))
    return sorted(range(len(keys)), key=keys.__getitem__)


_SAID = (
    ItemLines.CASE, ItemLines.CLAIM_TYPE, ItemLines.REFERENCE, ItemLines.CLAIM_ID, ItemLines.EVENT, ItemLines.SIDE,
    ItemLines.OPEN_ORE, ItemLines.BOOKED_ON, ItemLines.STATUS,
)  # fmt: skip


def five(rows: pd.DataFrame, found: Sequence[Trait]) -> list[int]:
    """Places of the rows that together show most: of each next one the most values that none before it had, other cases before
    rows of a case that is there, and of equals the first. Shown in the order of the rows."""
    cases = rows[ItemLines.CASE].tolist()
    alike: dict[tuple[object, ...], dict[str, int]] = {}
    for at, (look, case) in enumerate(zip(_looks(rows, found), cases, strict=True)):
        of_look = alike.setdefault(look, {})
        if len(of_look) < SHOWN:
            of_look.setdefault(case, at)
    looks = {at: set(enumerate(look)) for look, of_look in alike.items() for at in of_look.values()}
    left = sorted(looks)
    seen, chosen = set[object](), list[int]()
    while left and len(chosen) < SHOWN:
        taken = {cases[at] for at in chosen}
        best = max(left, key=lambda at: (cases[at] not in taken, len(looks[at] - seen), -at))
        chosen.append(best)
        left.remove(best)
        seen |= looks[best]
    rest = (at for at in range(len(rows)) if at not in set(chosen))
    return sorted([*chosen, *islice(rest, SHOWN - len(chosen))])


def _looks(rows: pd.DataFrame, found: Sequence[Trait]) -> Iterator[tuple[object, ...]]:
    """What each row shows: its values, and for each trait whether it has it."""
    ore = [int(one) for one in rows[PostedLines.POSTED_ORE].tolist()]
    said = [rows[name].astype(str).tolist() for name in _LOOKED_AT]
    months = [str(day)[:7] for day in rows[ItemLines.BOOKED_ON].tolist()]
    amounts = [(one > 0, one % 100 == 0, len(str(abs(one)))) for one in ore]
    held = [[at in one.rows for at in range(len(ore))] for one in found]
    return zip(*said, months, *zip(*amounts, strict=True), *held, strict=True)


_LOOKED_AT = (ItemLines.CLAIM_TYPE, ItemLines.EVENT, ItemLines.SIDE, ItemLines.STATUS, ItemLines.REASON)


def _case(row: Mapping[Any, Any], known: Ground, result: Result, words: Words) -> Case:
    def text(name: str) -> str:
        value = row[name]
        return "" if value is None or pd.isna(value) else str(value)

    def ore(name: str) -> int:
        return int(str(row[name]))

    def place(side: str, file: str, line: str) -> str:
        number = known.files.get(text(file))
        return words(f"pack.place.{side}", file=number or "?", line=words.count(ore(line))) if text(file) else ""

    side, day, reason = text(ItemLines.SIDE), row[ItemLines.BOOKED_ON], text(ItemLines.REASON)
    notes = [words("causes.reason", reason=reason)] if reason else []
    also = ", ".join(words(f"cause.{code}.title") for code in text(PostedLines.ALSO).split())
    notes += [words("causes.also", causes=also)] if also else []
    told = [
        text(ItemLines.CLAIM_TYPE) or words("page.unknown_type"),
        type_name(result.type_names, text(ItemLines.CLAIM_TYPE)),
    ]
    places = (
        place("debtor", ItemLines.DEBTOR_FILE, ItemLines.DEBTOR_LINE),
        place("psrm", ItemLines.PSRM_FILE, ItemLines.PSRM_LINE),
    )
    return Case(
        reference=text(ItemLines.REFERENCE),
        claim_id=text(ItemLines.CLAIM_ID),
        claim_type=" ".join(one for one in told if one),
        event=words(f"event.{text(ItemLines.EVENT)}"),
        status=words(f"pack.status.{text(ItemLines.STATUS)}") if side != "psrm" and text(ItemLines.STATUS) != "unknown" else "",
        booked_on=day if isinstance(day, date) else None,
        debtor_ore=None if side == "psrm" else ore(ItemLines.DEBTOR_ORE),
        psrm_ore=None if side == "debtor" else ore(ItemLines.PSRM_ORE),
        open_ore=ore(ItemLines.OPEN_ORE),
        posted_ore=ore(PostedLines.POSTED_ORE),
        places=tuple(one for one in places if one),
        case=text(ItemLines.CASE),
        notes=tuple(notes),
        command=f"zerosum explain --claim {named(text(ItemLines.CLAIM_ID), text(ItemLines.REFERENCE), text(ItemLines.CASE))}",
    )  # fmt: skip


_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def named(claim_id: str, reference: str, case: str) -> str:
    """What a command may name a claim by: its FordringID or its reference, where every terminal takes it as it stands; else its
    case. What comes from a file must not become a command."""
    return next((one for one in (claim_id, reference) if _PLAIN.fullmatch(one)), case)


def _files(rows: pd.DataFrame, inputs: Sequence[InputFile], words: Words) -> tuple[str, ...]:
    """The files that the rows stand in: by number, side and hash."""
    named_in = {*rows[ItemLines.DEBTOR_FILE].tolist(), *rows[ItemLines.PSRM_FILE].tolist()}
    return tuple(
        words(f"pack.file.{file.side}", file=at, sha256=file.sha256[:16])
        for at, file in enumerate(inputs, start=1)
        if file.path in named_in
    )


def _tables(made_up: Example | None) -> tuple[Table, ...]:
    if made_up is None:
        return ()
    read = {name: made_up.rows(name) for name in (DEBTOR, PSRM)}
    return tuple(Table(f"{PAIR}/{name}", head, lines) for name, (head, *lines) in read.items())


# --- what the traits say ---


def _sentence(one: Trait, result: Result, words: Words) -> str:
    """A trait as a sentence."""
    values = {"held": words.count(one.held), "of": words.count(one.of), "value": _value(one, result, words)}
    key = f"pack.trait.{one.kind}"
    if one.kind in ("side", "sign"):
        key = f"{key}.{one.value}"
    if isinstance(one.other, date):
        values["other"] = words.day(one.other)
    told = words(key, who=_who(one, words), **values)
    help_ = (
        [words("causes.help", help=text) for text in meanings(str(one.value), words.language)]
        if one.kind == "reason"
        else []
    )
    return " ".join([told, *help_])


def _who(one: Trait, words: Words) -> str:
    if one.held < one.of:
        return words("pack.who.most", held=words.count(one.held), of=words.count(one.of))
    return words("pack.who.both") if one.of == 2 else words("pack.who.all", n=words.count(one.of))


def _value(one: Trait, result: Result, words: Words) -> str:
    value = one.value
    if one.kind == "month" and isinstance(value, date):
        return words.month(value)
    if isinstance(value, date):
        return words.day(value)
    if one.kind in ("fee", "one_amount", "multiples") and isinstance(value, int):
        return words.kr(value)
    if one.kind in ("claim_type", "share"):
        name = type_name(result.type_names, str(value))
        return f"{value} ({name})" if name else str(value)
    key = {"event": "event", "status": "pack.status", "age": "pack.age", "also": "cause"}.get(one.kind)
    if key is None:
        return str(value)
    return words(f"{key}.{value}.title" if one.kind == "also" else f"{key}.{value}")
