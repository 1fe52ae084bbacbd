"""An area and what was seen in files -> the text of zerosum.toml. What only the municipality knows is written "?", which the
loader refuses; what is only likely stands behind a #."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Template

from zerosum.begin.proposal import FOLDERS, FileSeen, MarkSeen, Proposal
from zerosum.catalogue import Area, AreaType, Catalogue
from zerosum.errors import Phrase, Value
from zerosum.toml_file import UNKNOWN, quoted

MARKS_MOST = 12
"""A column with more words than so many has hardly a solution for each: they are listed, and no solution is begun for them."""


def settings_text(
    template: str, area: Area, every: Catalogue, creditor_id: str, proposal: Proposal, language: str
) -> str:
    """The text of zerosum.toml for an area. `template` has the parts that are the same for all."""
    told = _Told(area, every, proposal, language)
    return Template(template).substitute(
        area=area.code,
        area_name=area.name,
        creditor=quoted(creditor_id or UNKNOWN),
        types=", ".join(quoted(one.code) for one in area.types) or quoted("ABCDEFG"),
        inputs="\n\n".join(map(_lines, _inputs(told))),
        solutions="\n\n".join(map(_lines, _solutions(told))),
    )


def inputs_and_solutions(area: Area, every: Catalogue, proposal: Proposal, language: str) -> str:
    """What of the text comes of the files: to be copied, where the settings are there already."""
    told = _Told(area, every, proposal, language)
    return "\n\n".join(map(_lines, [*_inputs(told), *_solutions(told)]))


@dataclass(frozen=True)
class _Told:
    """What all the parts are told of."""

    area: Area
    every: Catalogue
    proposal: Proposal
    language: str

    def said(self, key: str, **values: Value) -> str:
        return Phrase(f"init.toml.{key}", values).told(self.language)


def _lines(block: Iterable[str]) -> str:
    """A block; what came out of a file may hold a line break, and what is after it would be no comment any more."""
    return "\n".join("".join(sign if sign.isprintable() else " " for sign in line) for line in block)


# --- the files ---


def _inputs(told: _Told) -> Iterator[list[str]]:
    """An input for the files of each source and side, and for each file whose side or source nothing tells; then one to
    fill in for a side that may lack."""
    together: dict[tuple[str, ...], list[FileSeen]] = {}
    for one in told.proposal.files:
        together.setdefault((one.side, one.source) if one.side and one.source else (one.shown,), []).append(one)
    for files in together.values():
        yield _seen_input(told, files[0].side, files[0].source, files)
    lacking = [side for side in FOLDERS if not any(one.side == side for one in told.proposal.files)]
    sideless = sum(not one.side for one in told.proposal.files)
    for side in lacking if not sideless else [""] * (len(lacking) - sideless):
        yield _open_input(told, side)


def _open_input(told: _Told, side: str) -> list[str]:
    of_side = side or "open"
    return [
        "[[input]]",
        f"side = {quoted(side or UNKNOWN)} # {told.said(f'side.{of_side}')}",
        f"source = {quoted(UNKNOWN)} # {told.said(f'source.{of_side}')}",
        f"files = {quoted(UNKNOWN)} # {told.said(f'files.{of_side}', folder=FOLDERS.get(side, 'ind'))}",
    ]


def _seen_input(told: _Told, side: str, source: str, files: list[FileSeen]) -> list[str]:
    named = [one.path for one in files if one.path]
    block = [
        f"# {told.said(f'unnamed.{one.unnamed}', file=one.shown.rsplit('/', 1)[-1])}" for one in files if not one.path
    ]
    block += ["[[input]]", f"side = {quoted(side or UNKNOWN)}" + ("" if side else f" # {told.said('side.open')}")]
    near = ", ".join(dict.fromkeys(one.nearest for one in files if one.nearest))
    if source:
        also = ", ".join(dict.fromkeys(name for one in files for name in one.also))
        block.append(f"source = {quoted(source)}" + (f" # {told.said('source.also', also=also)}" if also else ""))
    else:
        why = told.said("source.near", near=near) if near else told.said("source.none")
        block.append(f"source = {quoted(UNKNOWN)} # {why}")
    if not named:
        where = told.said(f"files.{side or 'open'}", folder=FOLDERS.get(side, "ind"))
        return [*block, f"files = {quoted(UNKNOWN)} # {where}"]
    return [*block, "files = [", *(f"  {quoted(path)}," for path in named), "]"]


# --- the solutions, and the claim types of each ---


def _solutions(told: _Told) -> Iterator[list[str]]:
    marks = told.proposal.marks
    if 0 < len(marks) <= MARKS_MOST:
        known = {code for _, one in _types(told) for code in one.codes}
        for mark in marks:
            if mark.types and not known & mark.types.keys():
                yield [f"# {told.said('mark_of_others', mark=mark.text, n=mark.rows)}"]
            else:
                yield _solution(told, mark)
    else:
        if marks:
            listed = ", ".join(f"{mark.text} ({mark.rows})" for mark in marks)
            yield [f"# {told.said('marks_seen', marks=listed)}"]
        yield _solution(told, None)
    if strange := _strange(told):
        yield [f"# {told.said('strange_types', types=strange)}"]
    yield from _known_makers(told)


def _solution(told: _Told, mark: MarkSeen | None) -> list[str]:
    seen: Mapping[str, int] = told.proposal.types if mark is None else mark.types
    first = [f"# {told.said('mark_seen', mark=mark.text, n=mark.rows)}"] if mark is not None else []
    marks = [f"marks = [{quoted(UNKNOWN if mark is None else mark.text)}]"]
    if mark is None:
        marks = [f"{marks[0]} # {told.said('marks')}"]
    return [
        *first,
        "[[solution]]",
        f"name = {quoted(UNKNOWN)} # {told.said('name')}",
        *marks,
        "claim_types = [",
        f"  {quoted(UNKNOWN)}, # {told.said('types')}",
        *(
            f"  # {quoted(one.code)}, # {_called(told, one, home)}{_seen(told, seen, one)}"
            for home, one in _types(told)
        ),
        "]",
        f'# required = ["create", "write_down", "write_up", "recall", "fee", "two_liable"] # {told.said("required")}',
    ]


def _types(told: _Told) -> Iterator[tuple[Area, AreaType]]:
    """The area's types, then the fees and interest of other areas that go with its claims."""
    yield from ((told.area, one) for one in told.area.types)
    for one in told.every.borrowed_by(told.area.code):
        home = told.every.present(one.code)
        if home is not None:
            yield home[0], one


def _called(told: _Told, one: AreaType, home: Area) -> str:
    name = one.name or told.said("name_unknown")
    more = [told.said(f"kind.{one.kind}")] if one.related else []
    more += [home.name] if home is not told.area else []
    return f"{name} ({', '.join(more)})" if more else name


def _seen(told: _Told, seen: Mapping[str, int], one: AreaType) -> str:
    rows = sum(seen.get(code, 0) for code in one.codes)
    return f": {told.said('seen', n=rows)}" if rows else ""


def _strange(told: _Told) -> str:
    """Claim types of the files that are none of the area's."""
    known = {code for _, one in _types(told) for code in one.codes}
    strange = {code: rows for code, rows in told.proposal.types.items() if code not in known}
    homes = {code: told.every.present(code) for code in strange}
    areas = {code: f"{home[0].name}, " for code, home in homes.items() if home is not None}
    return ", ".join(f"{code} ({areas.get(code, '')}{rows})" for code, rows in strange.items())


def _known_makers(told: _Told) -> Iterator[list[str]]:
    """The solutions that the catalogue has a source for, as comments: whether the municipality uses one, it knows itself."""
    by_name: dict[tuple[str, str], list[str]] = {}
    for one in told.area.types:
        for maker in one.makers:
            by_name.setdefault((maker.name, maker.how), []).append(one.code)
    if by_name:
        yield [f"# {told.said('makers')}"]
    for (name, how), codes in by_name.items():
        listed = f"# claim_types = [{', '.join(map(quoted, codes))}]"
        if how == "elsewhere":
            partly = f"# partly = true # {told.said('partly')}"
            yield ["# [[elsewhere]]", f"# by = {quoted(name)} # {told.said('maker_elsewhere')}", listed, partly]
        else:
            manual = [f'# kind = "manual" # {told.said("maker_manual")}'] if how == "manual" else []
            yield ["# [[solution]]", f"# name = {quoted(name)}", *manual, listed]
