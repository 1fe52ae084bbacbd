"""How long the entry filter's rules take: `python benchmarks/rules.py 1000000`, on made-up claims of day care."""

from __future__ import annotations

import sys
import time

import numpy as np
import pyarrow as pa

from zerosum import dates
from zerosum.catalogue.load import everything
from zerosum.stamdata.claims import AMOUNTS, DAYS, TEXTS, Stamdata
from zerosum.stamdata.judged import Judged, judged
from zerosum.stamdata.rules import built_in, kinds_of
from zerosum.tables import NO_DAY, Status

TYPES = ("KFDAINS", "KFSKFRI", "KFLRUNG", "KFGEDAI", "KFOMDAG", "KFTILDA", "KFTBBSF", "KFTØFIN", "GEDAINS", "REOPDAG")
AS_OF = dates.day("2026-09-30")


def claims(count: int, seed: int) -> Stamdata:
    """Claims with everything told; one in twenty or so breaks each of a few rules."""
    draw = np.random.default_rng(seed)
    start = dates.day("2026-01-01") + 30 * draw.integers(0, 6, count)
    wrong = draw.random(count) < 0.05
    length = np.where(wrong, 70, 29)
    days = {
        "arose_on": start + (draw.random(count) < 0.05),
        "due_on": start + 5,
        "last_timely_on": start + 10,
        "period_from_on": start,
        "period_to_on": start + length,
        "limitation_on": start + 5 + 3 * 366,
        "booked_on": start + 80,
        "receipt_on": start + 81,
    }
    number = np.arange(count)
    kind = draw.integers(0, len(TYPES), count)
    ids = pa.array([f"90000{n:013d}" for n in number.tolist()])
    main = ids.take(pa.array(np.where(kind >= TYPES.index("GEDAINS"), draw.integers(0, count, count), -1) % count))
    main = pa.array(np.where(kind >= TYPES.index("GEDAINS"), np.array(main.to_pylist(), object), ""))
    texts = {
        "claim_id": ids,
        "reference": pa.array([f"RIM{n:09d}" for n in number.tolist()]),
        "main_claim_id": main,
        "claim_type": pa.array(np.array(TYPES, object)[kind]),
        "solution": pa.array(np.array(("Pladsanvisning", "Ungdomsskole"), object)[draw.integers(0, 2, count)]),
        "debtors": pa.array([f"{n % 28 + 1:02d}13{n % 90 + 10}{n % 10_000:04d}" for n in number.tolist()]),
        "claim_art": pa.repeat("INDR", count).cast(pa.string()),
        "description": pa.array([f"Plads, barn {n % 997}" for n in number.tolist()]),
        "institution": pa.array(np.array(("børnehave", "SFO", ""), object)[draw.integers(0, 3, count)]),
    }
    principal = draw.integers(10_000, 500_000, count)
    return Stamdata(
        texts,
        {name: days.get(name, np.full(count, NO_DAY)).astype(np.int32) for name in DAYS},
        {"principal_ore": principal, "amount_ore": principal - draw.integers(0, 5_000, count)},
        frozenset((*TEXTS, *DAYS, *AMOUNTS)),
        draw.choice([Status.EXECUTED, Status.REJECTED, Status.IN_HEARING, Status.NOT_SENT], count).astype(np.int8),
        np.zeros(count, np.int16),
        np.arange(2, count + 2, dtype=np.int32),
    )


def timed(data: Stamdata) -> tuple[Judged, float, float]:
    """The claims judged; seconds by the clock, and of the processor."""
    rules, kinds = built_in(), kinds_of(everything())
    wall, cpu = time.perf_counter(), time.process_time()
    done = judged(data, rules, kinds, AS_OF)
    return done, time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    of_all, seconds, processor = timed(claims(size, 1))
    print(
        f"{size:,} claims, {len(built_in().rules)} versions of rules: {seconds:.1f} s ({processor:.1f} s of processor),"
    )
    print(f"{len(of_all.breaches):,} breaches, {int(of_all.counts['kept'].sum()):,} kept")
