"""afgoerelser.csv -> Decisions. Every mistake is told at once, in Danish, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zerosum import money
from zerosum.causes import EVERY, UNEXPLAINED
from zerosum.dates import EXPECTED, day
from zerosum.decisions import Accept, Allot, Decision, Decisions, Named, Pair, Role
from zerosum.errors import Problem, SettingsError
from zerosum.hints import did_you_mean, listed
from zerosum.identity import BETWEEN, veil
from zerosum.read.raw import Raw
from zerosum.read.small_csv import read_small_csv
from zerosum.result import Standing
from zerosum.tables import NO_DAY

ALLOT, PAIR, ACCEPT = "fordel", "par", "accepter"
_OF_ALL = ("afgoerelse", "rolle", "hvem", "begrundelse", "dato")
_OF_KIND = {
    ALLOT: ("fordringsid", "reference", "loesning"),
    PAIR: ("fordringsid", "reference", "psrm_fordringsid", "psrm_reference"),
    ACCEPT: ("fordringsid", "reference", "sag", "aarsag", "loft", "udloeber"),
}
COLUMNS = (
    "afgoerelse", "fordringsid", "reference", "psrm_fordringsid", "psrm_reference", "loesning", "sag", "aarsag", "loft",
    "rolle", "hvem", "begrundelse", "dato", "udloeber",
)  # fmt: skip
"""The headings, in the order of docs/decisions.md. `hvem` is asked for, and goes nowhere: it is a person's name."""

ROLES = {"kommune": Role.MUNICIPALITY, "gaeldsstyrelsen": Role.PSRM, "leverandoer": Role.VENDOR}
REASON_MAX = 300
_AS_CSV = "Gem filen som CSV (semikolon) i tegnsættet UTF-8."


def load(path: Path, solutions: tuple[str, ...]) -> Decisions:
    """Read the decisions. `solutions` are the declared ones. SettingsError with every mistake of the file."""
    raw = read_small_csv(path, _AS_CSV, "Slet den, eller skriv overskrifterne i linje 1.")
    columns, problems = _columns(raw, path.name)
    decisions: list[Decision] = []
    if "afgoerelse" in columns:
        problems += [_ragged(path.name, one.line, one.found, one.expected) for one in raw.bad]
        texts = {name: raw.columns[at].to_pylist() for name, at in columns.items()}
        for row, number in enumerate(raw.line.tolist()):
            cells = {name: " ".join((column[row] or "").split()) for name, column in texts.items()}
            if not any(cells.values()):
                continue  # what Excel leaves under a table
            line = _Line(path.name, number, cells, {name: raw.headings[at].strip() for name, at in columns.items()})
            decision = _decision(line, solutions)
            problems += line.problems
            if decision is not None and not line.problems:
                decisions.append(decision)
    if problems:
        raise SettingsError(*sorted(problems, key=lambda one: one.line))  # stable: columns in their order
    return Decisions(
        tuple(one for one in decisions if isinstance(one, Allot)),
        tuple(one for one in decisions if isinstance(one, Pair)),
        tuple(one for one in decisions if isinstance(one, Accept)),
        path.name,
    )


# --- the form of the file ---


def _columns(raw: Raw, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Our name of each column and where it stands. A heading that is not ours would be a field that nobody reads."""
    found: dict[str, int] = {}
    problems = []
    for at, heading in enumerate(raw.headings):
        name = _folded(heading)
        if name in COLUMNS and name not in found:
            found[name] = at
        elif name in COLUMNS:
            why = f"«{name}» står mere end én gang."
            problems.append(Problem("Kolonne står flere gange", why, "Slet den ene.", file, 1, heading.strip()))
        elif name or any(text.strip() for text in raw.columns[at].to_pylist()):
            do = did_you_mean(name, COLUMNS) or "Ret overskriften, eller slet kolonnen."
            why = f"Mulige overskrifter: {listed(COLUMNS)}."
            problems.append(Problem("Ukendt overskrift", why, do, file, 1, "", veil(heading.strip())))
    if "afgoerelse" not in found:
        do = f"Skriv overskrifterne i linje 1, adskilt af semikolon: {';'.join(COLUMNS)}."
        return {}, [Problem("Kolonne mangler", "Der er ingen kolonne «afgoerelse».", do, file, 1, "afgoerelse")]
    return found, problems


def _folded(word: str) -> str:
    """A word as it is compared: without case, and with æ, ø, å spelt out."""
    return word.strip().lstrip("\ufeff").casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _ragged(file: str, line: int, found: int, expected: int) -> Problem:
    why = f"Linjen har {found} felter; overskriften har {expected}."
    return Problem("Linjen kan ikke deles", why, "Se efter et semikolon for meget eller for lidt.", file, line)


# --- one line ---


@dataclass
class _Line:
    """One line, and what is wrong with it."""

    file: str
    number: int
    cells: dict[str, str]
    headings: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def refuse(self, name: str, what: str, why: str, do: str, *, shown: bool = True) -> None:
        value = veil(self.cell(name)) if shown else ""
        self.problems.append(Problem(what, why, do, self.file, self.number, self.headings.get(name, name), value))


def _decision(line: _Line, solutions: tuple[str, ...]) -> Decision | None:
    kind = _folded(line.cell("afgoerelse"))
    if kind not in _OF_KIND:
        do = did_you_mean(kind, _OF_KIND) or "Skriv fordel, par eller accepter."
        line.refuse("afgoerelse", "Ukendt afgørelse", f"Mulige afgørelser: {listed(_OF_KIND)}.", do)
        return None
    for name in COLUMNS:
        if line.cell(name) and name not in (*_OF_ALL, *_OF_KIND[kind]):
            why = f"«{name}» hører ikke til «{kind}» og ville ikke blive brugt."
            line.refuse(name, "Felt uden virkning", why, "Lad feltet være tomt, eller ret afgørelsen.")
    role, reason, decided_on = _role(line, kind), _reason(line), _day(line, "dato")
    _needed(line, "hvem", "den, der har afgjort det; navnet bliver i filen", shown=False)
    if kind == ALLOT:
        return Allot(line.number, role, reason, decided_on, _claim(line), _solution(line, solutions))
    if kind == PAIR:
        debtor, psrm = _claim(line), _claim(line, of_psrm=True)
        return Pair(line.number, role, reason, decided_on, debtor, psrm)
    claim = _claim_or_case(line)
    until = _day(line, "udloeber")
    if NO_DAY not in (decided_on, until) and until < decided_on:
        line.refuse("udloeber", "Datoerne passer ikke", "Den udløber, før den er truffet.", "Ret den ene af datoerne.")
    return Accept(
        line.number,
        role,
        reason,
        decided_on,
        claim,
        line.cell("sag").lower(),
        _cause(line, role),
        _ceiling(line),
        until,
    )


def _needed(line: _Line, name: str, expected: str, *, shown: bool = True) -> str:
    if not line.cell(name):
        line.refuse(name, "Felt mangler", f"«{name}» er tom; der ventes {expected}.", "Udfyld feltet.", shown=shown)
    return line.cell(name)


def _role(line: _Line, kind: str) -> Role:
    written = _folded(_needed(line, "rolle", f"en af {listed(ROLES)}"))
    if written and written not in ROLES:
        do = did_you_mean(written, ROLES) or "Skriv, på hvis vegne der er afgjort."
        line.refuse("rolle", "Ukendt rolle", f"Mulige roller: {listed(ROLES)}.", do)
    role = ROLES.get(written, Role.VENDOR)
    if kind == ACCEPT and written and role == Role.VENDOR and written in ROLES:
        why = "En leverandør kan ikke acceptere en difference; det kan kommunen, som ejer kravet, eller Gældsstyrelsen."
        line.refuse(
            "rolle", "Leverandøren kan ikke acceptere", why, "Få kommunen til at afgøre det, eller slet linjen."
        )
    return role


def _reason(line: _Line) -> str:
    reason = _needed(line, "begrundelse", "en sætning om, hvorfor det er rigtigt")
    if len(reason) > REASON_MAX or not reason.isprintable():
        why = f"Den har {len(reason)} tegn eller styretegn; der ventes højst {REASON_MAX} tegn på én linje."
        line.refuse("begrundelse", "Begrundelsen kan ikke bruges", why, "Skriv den kortere.", shown=False)
    return reason


def _day(line: _Line, name: str) -> int:
    written = _needed(line, name, EXPECTED)
    try:
        found = day(written)
    except ValueError:
        found = NO_DAY
    if written and found == NO_DAY:
        line.refuse(name, "Dato kan ikke læses", f"Der ventes {EXPECTED}.", "Ret datoen.")
    return found


def _ceiling(line: _Line) -> int:
    written = _needed(line, "loft", "det højeste beløb i kr., som accepteres")
    try:
        ceiling_ore = money.ore(written) if written else 1
    except ValueError:
        ceiling_ore = 0
    if ceiling_ore <= 0:
        why = f"Der ventes {money.EXPECTED[',']}, over nul og {money.TOO_LARGE.removeprefix('et beløb ')}."
        line.refuse("loft", "Loftet kan ikke læses", why, "Skriv loftet i kroner, fx 1.234,50.")
    return ceiling_ore


def _claim(line: _Line, *, of_psrm: bool = False) -> Named:
    """The claim of the line; for PSRM's of a pair several may stand between bars."""
    by_id, by_reference = ("psrm_fordringsid", "psrm_reference") if of_psrm else ("fordringsid", "reference")
    named = Named(_several(line.cell(by_id)), _several(line.cell(by_reference)))
    if not named.claim_ids and not named.references:
        why = f"Både «{by_id}» og «{by_reference}» er tomme."
        do = "Skriv fordringens FordringID, dens reference eller begge; en accept kan også nævne en sag."
        line.refuse(by_id, "Fordringen er ikke nævnt", why, do)
    for name, values in ((by_id, named.claim_ids), (by_reference, named.references)):
        if not of_psrm and len(values) > 1:
            why = "Der ventes ét nummer."
            line.refuse(name, "Flere fordringer på én linje", why, "Skriv en linje for hver fordring.")
    return named


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(BETWEEN) if part.strip()))


def _claim_or_case(line: _Line) -> Named:
    if not line.cell("sag"):
        return _claim(line)
    if line.cell("fordringsid") or line.cell("reference"):
        why = "Linjen nævner både en sag og en fordring."
        line.refuse("sag", "Sag eller fordring", why, "Behold den ene; en sag dækker alle sagens fordringer.")
    return Named()


def _solution(line: _Line, solutions: tuple[str, ...]) -> str:
    written = _needed(line, "loesning", f"en af løsningerne: {listed(solutions)}")
    if written and written not in solutions:
        do = did_you_mean(written, solutions) or "Skriv løsningens navn, som det står i opsætningen."
        line.refuse("loesning", "Ukendt løsning", f"Løsningerne er {listed(solutions)}.", do)
    return written


def _cause(line: _Line, role: Role) -> str:
    written = line.cell("aarsag")
    standing = {one.code: one.standing for one in EVERY}
    if not written:
        return ""
    if written not in standing:
        do = (
            did_you_mean(written, standing)
            or "Skriv årsagens kode, som den står i rapporten, eller lad feltet være tomt."
        )
        line.refuse("aarsag", "Ukendt årsag", "Der er ingen årsag med den kode.", do)
    elif written == UNEXPLAINED.code:
        why = "Det, som ingen årsag har, kan ikke accepteres."
        line.refuse("aarsag", "Uforklaret kan ikke accepteres", why, "Find årsagen først.")
    elif standing[written] == Standing.LOCATED and role == Role.PSRM:
        why = "Ved den årsag kendes kun den side, kronerne står på. Den kan kun kommunen acceptere."
        line.refuse("aarsag", "Årsagen kan kun kommunen acceptere", why, "Få kommunen til at afgøre det.")
    return written
