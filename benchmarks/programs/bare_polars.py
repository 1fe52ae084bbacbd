"""The bare minimum for two files in zerosum's plain format: read, sum, join. Prints the sums as one JSON object.

It groups no key but the reference, knows no status, date, debtor, type or solution, refuses nothing and explains
nothing. Only the columns that it needs are made: polars skips the others while it reads.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

SIGNS = {"creation": 1, "write_up": 1, "write_down": -1, "new_write_down": -1, "recall": -1}


def amount_ore() -> pl.Expr:
    """`1.234,50` as 123450. Both decimals must be there, as they are in the made-up files; the cast is strict."""
    return pl.col("amount").str.replace_all(".", "", literal=True).str.replace(",", "", literal=True).cast(pl.Int64)


def per_claim(path: Path, side: str) -> pl.LazyFrame:
    """A file -> one row for each claim: its reference and its sum."""
    sign = pl.col("event").replace_strict(SIGNS, return_dtype=pl.Int64)
    lines = pl.scan_csv(path, separator=";", infer_schema=False)
    return lines.group_by("reference").agg((amount_ore() * sign).sum().alias(side))


def main(folder: Path) -> None:
    debtor = per_claim(folder / "data" / "debitor.csv", "debtor")
    psrm = per_claim(folder / "data" / "psrm.csv", "psrm")
    both = debtor.join(psrm, on="reference", how="full", coalesce=True).collect()
    at_debtor, at_psrm = both["debtor"], both["psrm"]
    sums = {
        "debtor_ore": at_debtor.sum(),
        "psrm_ore": at_psrm.sum(),
        "debtor_claims": len(both) - at_debtor.null_count(),
        "psrm_claims": len(both) - at_psrm.null_count(),
        "differing": both.filter(pl.col("debtor").ne_missing(pl.col("psrm"))).height,
    }
    print(json.dumps(sums))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
