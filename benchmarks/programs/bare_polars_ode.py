"""The bare minimum for KMD ODE against PSRM's Justeringsrapport: read, sum, join. Prints the sums as one JSON object.

Files 09, 10 and 12 and the report; file 11 holds interest, which is outside the sums, and is not read. A claim's type
comes from file 10 and its debtor's number from file 12, as the report has them. It knows no status and no date,
and of the people liable only that they repeat an action's line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from zipfile import ZipFile

import polars as pl

SIGNS = {"02": 1, "06": 1, "03": 0, "05": -1, "55": -1, "07": -1}
WORDS = {"Tilgang": 1, "Opskrevet": 1, "Nedskrevet": -1, "Tilbagekaldt": -1}


def amount_ore(column: str) -> pl.Expr:
    """`1.234,50` as 123450. Both decimals must be there, as they are in the made-up files; the cast is strict."""
    return pl.col(column).str.replace_all(".", "", literal=True).str.replace(",", "", literal=True).cast(pl.Int64)


def ode(folder: Path, name: str) -> pl.LazyFrame:
    """One of the Total files, all text. Of a repeated heading, polars calls the second `…_duplicated_0`."""
    (path,) = (folder / "data").glob(f"*_{name}_Total_*.csv")
    return pl.scan_csv(path, separator=";", infer_schema=False)


def debtor_side(folder: Path) -> pl.LazyFrame:
    """Files 09, 10, 12 -> one row for each agreement: its sum, claim type and debtor's number."""
    signed = amount_ore("Beløb") * pl.col("Aktionskode").replace_strict(SIGNS, return_dtype=pl.Int64)
    actions = ode(folder, "09-RIM-aftale").filter(pl.col("Aftaletype") == "IN").unique("Aktions-ID")
    sums = actions.group_by("Aftalenummer").agg(signed.sum().alias("debtor"), pl.col("Forretningspartner").first())
    types = ode(folder, "10-RIM-aftale-rater").group_by("Aftalenummer").agg(pl.col("Fordringstype").first())
    numbers = ode(folder, "12-Forretningspartner").filter(pl.col("Identifikationsart") != "ZCPROL")
    numbers = numbers.select("Forretningspartner", "Identifikationsnr.")
    return sums.join(types, on="Aftalenummer", how="left").join(numbers, on="Forretningspartner", how="left")


def psrm_side(folder: Path) -> pl.LazyFrame:
    """The report in its ZIP -> one row for each reference: its sum, claim type and debtors."""
    (path,) = (folder / "data").glob("*.zip")
    with ZipFile(path) as packed:
        (name,) = packed.namelist()
        text = packed.read(name)
    signed = amount_ore("Beloeb") * pl.col("Haendelse").replace_strict(WORDS, return_dtype=pl.Int64)
    lines = pl.scan_csv(text, separator=";", infer_schema=False)
    return lines.group_by("Fordringshaverreference").agg(
        signed.sum().alias("psrm"), pl.col("Fordringstype").first(), pl.col("Skyldner").first()
    )


def main(folder: Path) -> None:
    left, right = debtor_side(folder), psrm_side(folder)
    keys = {"left_on": "Aftalenummer", "right_on": "Fordringshaverreference"}
    both = left.join(right, **keys, how="full", coalesce=True, suffix="_psrm").collect()
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
