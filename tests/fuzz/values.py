"""Millions of made-up values through the column parsers of amounts, dates and numbers, against a slow reader.

    python -m tests.fuzz.values --count 10000000

prints what was tried as JSON. A batch is 50,000 values drawn from a seed that is its number, so what is found can be made
again. A value is a form that is right, one with a sign or two changed, or nothing but signs. A difference is a find: the
exit code is 1, and the first ones are printed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [one for one in (str(TESTS),) if one not in sys.path]

import oracle  # noqa: E402
import pyarrow as pa  # noqa: E402

from zerosum import dates, money, numbers  # noqa: E402
from zerosum.errors import LANGUAGES, Problem  # noqa: E402
from zerosum.normalise import second  # noqa: E402
from zerosum.tables import NO_DAY  # noqa: E402

BATCH = 50_000
SHOWN = 20
"""Differences that are printed."""
REFUSALS_TRIED = 200
"""Refused values of a batch whose message is asked for."""

SPACES = (" ", "\u00a0", "\u202f", "\u2009", "\u2007")
MINUS = ("-", "\u2212", "\u2013")
SIGNS = (
    *"0123456789", *".,-+ /:'%()#EeTZkrKRDd", *SPACES, *MINUS, "\u2014", "\u066b", "\u0661", "\uff11", "\u00b2", "\u200b", "\ufeff",
    "\u00ad", "\u3000", "\u2028", "\x00", "\x1f", "\t", "\n", "\u212a", "\u017f", "\u00e6", "\U0001f4b0", "\ud7ff", "00", "000", ",00", ".00",
    "kr.", "DKK", "\u20ac",
)  # fmt: skip
"""What is put into a value: the signs of amounts and dates, and those that look like them."""

Draw = Callable[[random.Random], str]


def an_amount(draw: random.Random) -> str:
    """An amount in one of its forms, or nearly."""
    decimal = draw.choice(",,,.")
    thousand = "." if decimal == "," else ","
    digits = str(draw.randrange(10 ** draw.choice((1, 2, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10))))
    between = draw.choice(("", "", thousand, thousand, *SPACES))
    whole = digits
    if between:
        first = len(digits) % 3 or 3
        whole = between.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])
    right = draw.random() < 0.6
    part = draw.choice(("", "5", "50", "50") if right else ("500", "5000", "005", "555", "0", "00", "-", "--"))
    number = whole + (decimal + part if part or draw.random() < 0.02 else "")
    shape = draw.choice(("{n}", "{n}", "{n}", "{s}{n}", "{n}{s}") if right else ("{n}", "{n}", "{s}{n}", "{n}{s}", "{n} {s}", "{s} {n}", "{c}{n}", "{c} {n}", "{n}{c}",
                         "{n} {c}", "{s}{c} {n}", "{c} {s}{n}", "{n} {c}{s}", "{n}{s} {c}", "({n})", "{n}%", " {n} "))  # fmt: skip
    currency = draw.choice(
        ("kr", "kr.", "Kr.", "DKK") if right else ("kr", "kr.", "Kr.", "KR", "DKK", "dkk", "EUR", "kr .", "krr")
    )
    return shape.format(n=number, s=draw.choice((*MINUS, "+", "--")), c=currency)


def an_ore(draw: random.Random) -> str:
    """Whole øre, with a sign or without."""
    digits = str(draw.randrange(10 ** draw.randrange(1, 13))).zfill(draw.choice((0, 0, 10, 13)))
    return draw.choice(("{}", "{}", "{}-", "-{}", "{}+", "+{}", "{} ", "{} -", "{},00")).format(digits)


def a_date(draw: random.Random) -> str:
    """A date in one of its forms, or nearly; some with a time, some with a zone."""
    when = date(1900, 1, 1) + timedelta(days=draw.randrange(60_000)) if draw.random() < 0.9 else _far(draw)
    year, month, day = when.year, when.month, when.day
    if draw.random() < 0.1:
        month, day = draw.randrange(15), draw.randrange(34)
    between = draw.choice("./--")
    form = draw.choice(("{y:04}-{m:02}-{d:02}", "{y:04}-{m:02}-{d:02}", "{d:02}{s}{m:02}{s}{y:04}", "{d}{s}{m}{s}{y:04}",
                        "{y:04}{m:02}{d:02}", "{d:02}{s}{m:02}{s}{z:02}", "{m:02}/{d:02}/{y:04}", "{m}/{d}/{z:02}", "{n}",
                        "{n},5", "{n}.25", "0", "00{s}00{s}0000", "0000-00-00", "0001-01-01", "{d}. sep {y}", "{d:02}.{m:02}-{y}"))  # fmt: skip
    written = form.format(y=year, m=month, d=day, z=year % 100, s=between, n=(when - date(1899, 12, 30)).days)
    if draw.random() < 0.4:
        hour, minute, second = draw.randrange(25), draw.randrange(61), draw.randrange(61)
        clock = draw.choice(("{h:02}:{m:02}", "{h:02}:{m:02}:{s:02}", "{h:02}:{m:02}:{s:02}.123", "00:00:00", "{h}:{m:02}",
                             "{h:02}:{m:02}:{s:02},1234567890", "00:00", "{h:02}.{m:02}"))  # fmt: skip
        zone = draw.choice(
            ("", "", "", "Z", "+02:00", "+01:00", "-05:00", "+0530", "+14:00", "+14:30", " +02:00", "-11", "z")
        )
        written += draw.choice("T   t") + clock.format(h=hour, m=minute, s=second) + zone
    elif draw.random() < 0.05:
        written += draw.choice(("Z", "+02:00", "+02", " +01:00"))
    return written


def _far(draw: random.Random) -> date:
    """A day near the ends of what is read, or of summer time."""
    return draw.choice(
        (date(1899, 12, 31), date(1900, 1, 1), date(1900, 3, 1), date(1995, 12, 31), date(1996, 1, 1), date(9999, 12, 31),
         date(2026, 3, 29), date(2026, 10, 25), date(2027, 1, 1), date(1752, 2, 14))
    )  # fmt: skip


def a_number(draw: random.Random) -> str:
    """A number that names something, as it is or as a spreadsheet left it."""
    digits = str(draw.randrange(10 ** draw.randrange(1, 20)))
    form = draw.choice(
        ("{d}", "{d}", "{d}", "A-{d}", "{d}.0", "{d},00", "'{d}", "{f}", "{e}", "{z}", "jan-12", "12-okt", "01-02-2026")
    )
    mantissa = digits[0] + draw.choice((",", ".", "")) + digits[1:6]
    scientific = f"{mantissa}{draw.choice('Ee')}{draw.choice(('+', '', '-'))}{draw.randrange(1000)}"
    return form.format(d=digits, f=digits[:15].ljust(18, "0"), e=scientific, z=digits.zfill(10))


def nonsense(draw: random.Random) -> str:
    """Signs, one after the other; some from anywhere in Unicode, some from bytes."""
    kind = draw.random()
    if kind < 0.6:
        return "".join(draw.choices(SIGNS, k=draw.randrange(12)))
    if kind < 0.8:
        return bytes(draw.randrange(256) for _ in range(draw.randrange(10))).decode("cp1252", errors="replace")
    return "".join(chr(draw.randrange(0x20, 0xD800)) for _ in range(draw.randrange(6)))


def changed(draw: random.Random, value: str) -> str:
    """The value with a sign put in, taken away, doubled or exchanged."""
    for _ in range(draw.choice((1, 1, 2))):
        at = draw.randrange(len(value) + 1)
        way = draw.randrange(4)
        if way == 0:
            value = value[:at] + draw.choice(SIGNS) + value[at:]
        elif way == 1:
            value = value[:at] + value[at + 1 :]
        elif way == 2:
            value = value[:at] + value[at : at + 1] + value[at:]
        else:
            value = value[:at] + draw.choice(SIGNS) + value[at + 1 :]
    return value


def drawn(draw: random.Random, make: Draw, count: int) -> list[str]:
    """So many values: most of a form, a third of them changed, some nonsense."""
    values = []
    for _ in range(count):
        kind = draw.random()
        value = nonsense(draw) if kind < 0.1 else make(draw)
        values.append(changed(draw, value) if 0.1 <= kind < 0.3 else value)
    return values


@dataclass
class Round:
    """What a batch came out as."""

    values: int = 0
    differing: int = 0
    per_kind: Counter[str] = field(default_factory=Counter)
    """Values of each kind that both readers read alike."""
    found: Counter[str] = field(default_factory=Counter)
    """Of these, the amounts and dates that can be read, and the numbers that are damaged."""
    refusals: Counter[str] = field(default_factory=Counter)
    """Codes of the problems of some that are refused."""
    finds: list[str] = field(default_factory=list)

    def add(self, other: Round) -> None:
        """Count another batch in."""
        self.values += other.values
        self.differing += other.differing
        self.per_kind.update(other.per_kind)
        self.found.update(other.found)
        self.refusals.update(other.refusals)
        self.finds = [*self.finds, *other.finds][:SHOWN]

    def compare(self, kind: str, values: Sequence[str], ours: Sequence[Any], theirs: Sequence[Any]) -> None:
        """Count what our reader and the slow one made of the same values. None: not readable, or not damaged."""
        for value, our, their in zip(values, ours, theirs, strict=True):
            if our == their:
                self.per_kind[kind] += 1
                self.found[kind] += our is not None
            else:
                self.differing += 1
                self.finds.append(f"{kind}: {value!r}: {our!r}, not {their!r}")
        self.values += len(values)
        self.finds = self.finds[:SHOWN]

    def tell(self, values: Sequence[str], read: Sequence[Any], why: Callable[[str], tuple[str, Any]]) -> None:
        """The message of some of those that are refused: it must have words, and show no digits that were masked."""
        for value in [one for one, found in zip(values, read, strict=True) if found is None][:REFUSALS_TRIED]:
            code, filled = why(value)
            for language in LANGUAGES:
                Problem(code, filled).told(language)
            self.refusals[code] += 1

    def add_up(self, values: Sequence[str], ours: Sequence[int | None], decimal: str, unit: str) -> None:
        """The sum that every run adds up a second way must be the sum of what was read."""
        read = [value.strip() for value, ore in zip(values, ours, strict=True) if ore is not None]
        again = second.add_again(pa.array(read, pa.string()), decimal, unit)
        if again != sum(ore for ore in ours if ore is not None):
            self.differing += 1
            self.finds.append(f"sum of amounts, decimal {decimal!r}, {unit}: {again}")


DATE_FORMS = (
    dates.USUAL,
    ("iso", "danish-short"),
    ("american", "iso"),
    ("excel", "compact"),
    ("danish", "american"),
    tuple(dates.FORMS),
)


def batch(seed: int, count: int = BATCH) -> Round:
    """Draw so many values and read them both ways."""
    draw = random.Random(seed)
    found = Round()
    part = count // 4
    for decimal in (",", "."):
        values = drawn(draw, an_amount, part)
        ore, readable = money.parse(pa.array(values, pa.string()), decimal)
        ours = [one if good else None for one, good in zip(ore.tolist(), readable.tolist(), strict=True)]
        found.compare("amount " + decimal, values, ours, [oracle.amount(one, decimal) for one in values])
        found.tell(values, ours, lambda text, sign=decimal: money.refused(text, sign))  # type: ignore[misc]
        found.add_up(values, ours, decimal, money.KR)
    values = drawn(draw, an_ore, part // 2)
    ore, readable = money.parse(pa.array(values, pa.string()), unit=money.OERE)
    ours = [one if good else None for one, good in zip(ore.tolist(), readable.tolist(), strict=True)]
    found.compare("amount in øre", values, ours, [oracle.amount(one, unit="oere") for one in values])
    found.tell(values, ours, lambda text: money.refused(text, unit=money.OERE))
    found.add_up(values, ours, ",", money.OERE)
    forms = DATE_FORMS[seed % len(DATE_FORMS)]
    values = drawn(draw, a_date, part)
    days, readable = dates.parse(pa.array(values, pa.string()), forms)
    seen = [
        None if not good else oracle.NO_DAY if one == NO_DAY else dates.when(one)
        for one, good in zip(days.tolist(), readable.tolist(), strict=True)
    ]
    found.compare("date", values, seen, [oracle.day(one, forms) for one in values])
    found.tell(values, seen, lambda text: dates.refused(text, forms))
    _numbers(found, [one.strip() for one in drawn(draw, a_number, count - found.values)])
    return found


def _numbers(found: Round, values: list[str]) -> None:
    """What a spreadsheet did to numbers. Kinds that a whole column tells of have tests of their own."""
    rows = numbers.damaged(pa.array(values, pa.string()))
    kinds = (
        (numbers.Damage.SCIENTIFIC, oracle.scientific),
        (numbers.Damage.DECIMALS, oracle.with_decimals),
        (numbers.Damage.APOSTROPHE, oracle.apostrophe),
    )
    ours: list[str | None] = [None] * len(values)
    for damage, _ in kinds:
        for row in rows.get(damage, ()):
            ours[int(row)] = damage.value
    theirs = [next((damage.value for damage, is_so in kinds if is_so(value)), None) for value in values]
    found.compare("number", values, ours, theirs)


def fuzz(count: int, seed: int, jobs: int) -> Round:
    """Batches of values, side by side."""
    whole = Round()
    seeds = range(seed, seed + -(-count // BATCH))
    with ProcessPoolExecutor(jobs) as pool:
        for one in pool.map(batch, seeds):
            whole.add(one)
    return whole


def _peak_bytes() -> int:
    """The most memory that one of the processes held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1, help="number of the first batch")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    begun = time.perf_counter()
    whole = fuzz(given.count, given.seed, given.jobs)
    seconds = time.perf_counter() - begun
    readable = sum(whole.found.values()) - whole.found["number"]
    told = {
        "values": whole.values,
        "agreed": dict(sorted(whole.per_kind.items())),
        "readable": readable,
        "refused": sum(whole.per_kind.values()) - whole.per_kind["number"] - readable,
        "numbers_damaged": whole.found["number"],
        "differing": whole.differing,
        "refusals": dict(whole.refusals.most_common()),
        "first_seed": given.seed,
        "seconds": round(seconds, 1),
        "values_per_second": round(whole.values / seconds),
        "peak_memory_bytes": _peak_bytes(),
        "finds": whole.finds,
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 1 if whole.differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
