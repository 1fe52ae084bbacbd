"""docs/regler-daginstitution.md, made from the rules of day care and their cases: `python tests/rules_table.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rule_cases import ALL, Case, cases

from zerosum import dates
from zerosum.catalogue.load import everything
from zerosum.stamdata.rules import Rule, built_in, kinds_of
from zerosum.tables import Consequence

DOCUMENT = Path(__file__).parent.parent / "docs" / "regler-daginstitution.md"
FILE = "daginstitution"

TYPES = (
    "KFDAINS", "KFSKFRI", "KFLRUNG", "KFGEDAI", "KFGEKLU", "KFOMDAG", "KFTILDA", "KFTBBSF", "KFTØFIN", "GEDAINS", "REOPDAG",
)  # fmt: skip
"""In the order of the document."""

FOLLOWS = {
    Consequence.REJECTED: "afvises",
    Consequence.EITHER: "afvises eller høring",
    Consequence.HEARING: "høring",
    Consequence.HINT: "efterses",
}

INTRODUCTION = """# Reglerne for Daginstitution

Hvad indgangsfilteret i NyMF kræver af hver fordringstype i Daginstitution, så vidt kilderne siger det, og hvad zerosum
prøver før og efter, fordringerne sendes. Under hver type står reglerne, og derefter prøver lige inden for og lige uden for
hver grænse. Prøverne ligger i `fixtures/rules/daginstitution.csv`; en test holder dem op mod programmet.

- **Følge**: «afvises» og «høring» er kildens ord. «Afvises eller høring»: kilden siger ikke følgen, eller siger begge
  dele. «Efterses»: det er ingen regel i filteret, men noget kommunen selv skal se på; det tæller ikke i forventningen.
- **Koden**: `R_4_2` er kildens nummer. Med * er nummeret udledt. `R_x_…` er en regel, hvis nummer ingen kilde har.
  `AFV_459` kendes på det nummer, PSRM afviser med. `EGEN_…` er vores navn på det, vejledningen beder om.
- **Fra**: den dag, kilden viser reglen. Med * er dagen antaget. En fordring prøves efter den udgave, der gælder den dag,
  PSRM modtager den; før den dag kan reglen ikke prøves.
- **Måneder**: findes dagen i den måned, der nås, er der ét svar: 1 måned efter 28. februar er 28. marts. Findes den ikke,
  kan «1 måned efter 31. januar» være 28. februar, 3. marts eller en dag imellem. Så er der kun et brud, hvor enhver læsning
  giver et: «tidligst» regnes fra den tidligste, «senest» fra den seneste. Dage lægges til efter månederne: 2 måneder minus
  2 dage efter 1. januar er 27. februar.
- **Kan ikke prøves**: filerne fortæller ikke feltet, eller det er tomt. Det tælles for sig og er aldrig bestået i stilhed.

Dokumentet er lavet af `make rules-table`.
"""


def document() -> str:
    """The whole document."""
    rules = built_in()
    names = {code: one.name for area in everything().areas for one in area.types for code in one.codes}
    parts = [INTRODUCTION]
    for code in TYPES:
        parts.append(f"## {code} {names[code]}\n")
        parts += [f"{gap.sentence.da} Kilde: {gap.source}.\n" for gap in rules.gaps if code in gap.types]
        parts += [
            f"**Under afklaring** (siden {_day(one.since, 'since' in one.unknown)}): {one.sentence.da} Kilde: {one.source}.\n"
            for one in rules.reservations
            if code in one.types
        ]
        of_type = [rule for rule in rules.rules if code in rule.types]
        parts.append("\n".join(_rules(of_type)) + "\n")
        parts.append("\n".join(_cases(code)) + "\n")
    kinds = kinds_of(everything())
    common = [one for one in rules.rules if not one.types and any(one.is_about(code, kinds[code]) for code in TYPES)]
    parts += ["## Fælles regler\n", "De gælder også typerne ovenfor, hvor andet ikke er sagt.\n"]
    parts.append("\n".join(_rules(common)) + "\n")
    others = [case for case in cases(FILE) if case.claim_type not in TYPES and case.rule != ALL]
    parts += ["## Andre typer, som reglerne ovenfor rammer\n"]
    for code in dict.fromkeys(case.claim_type for case in others):
        some = [one for one in rules.rules if code in one.types]
        parts.append(f"### {code}\n")
        parts += ["\n".join(_rules(some)) + "\n"] if some else []
        parts.append("\n".join(_cases(code)) + "\n")
    return "\n".join(parts).rstrip() + "\n"


def _rules(some: list[Rule]) -> Iterator[str]:
    yield "| Regel | Hvad den kræver | Følge | Fra | Til | Kilde |"
    yield "|---|---|---|---|---|---|"
    for rule in some:
        star = "*" if "number" in rule.unknown else ""
        until = "" if rule.until is None else dates.show(dates.number(rule.until))
        source = f"{rule.source}. {rule.note}".strip() if rule.note else rule.source
        follow = FOLLOWS[rule.consequence] + (f" (se også {rule.beside})" if rule.beside else "")
        cells = (
            f"`{rule.code}`{star}",
            rule.told("da"),
            follow,
            _day(rule.since, "since" in rule.unknown),
            until,
            source,
        )
        yield f"| {' | '.join(cells)} |"


def _day(when: object, assumed: bool) -> str:
    return dates.show(dates.number(when)) + ("*" if assumed else "")  # type: ignore[arg-type]


def _cases(code: str) -> Iterator[str]:
    right = [case for case in cases(FILE) if case.claim_type == code and case.rule == ALL]
    for case in right:
        yield f"Det rigtige krav: {_fields(case)}.\n"
    yield "| Regel | Ændret i det rigtige krav | Forventet | Hvorfor |"
    yield "|---|---|---|---|"
    for case in cases(FILE):
        if case.claim_type == code and case.rule != ALL:
            yield f"| `{case.rule}` | {_fields(case)} | {case.expected} | {case.why} |"


def _fields(case: Case) -> str:
    return ", ".join(f"{name} {value}" for name, value in case.told.items())


def write() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
