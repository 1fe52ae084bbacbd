"""datacompy on two files in zerosum's plain format, with the making of its input. Prints the sums as one JSON object.

datacompy compares rows by key, so that the events must be summed to one row for each claim first: pandas reads with
Arrow, amounts become whole øre. It then says which claims stand on one side only, and which differ in amount.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
from datacompy import PandasCompare

SIGNS = {"creation": 1, "write_up": 1, "write_down": -1, "new_write_down": -1, "recall": -1}


def per_claim(path: Path) -> pd.DataFrame:
    """A file -> one row for each claim: its reference and its sum."""
    lines = pd.read_csv(path, sep=";", dtype="str", engine="pyarrow", usecols=["reference", "event", "amount"])
    digits = lines["amount"].str.replace(".", "", regex=False).str.replace(",", "", regex=False)
    lines["amount_ore"] = digits.astype("int64") * lines["event"].map(SIGNS)
    return lines.groupby("reference", as_index=False)["amount_ore"].sum()


def main(folder: Path) -> None:
    debtor, psrm = per_claim(folder / "data" / "debitor.csv"), per_claim(folder / "data" / "psrm.csv")
    compared = PandasCompare(debtor, psrm, join_columns="reference", df1_name="debtor", df2_name="psrm")
    alone = len(compared.df1_unq_rows) + len(compared.df2_unq_rows)
    sums = {
        "debtor_ore": int(debtor["amount_ore"].sum()),
        "psrm_ore": int(psrm["amount_ore"].sum()),
        "debtor_claims": len(debtor),
        "psrm_claims": len(psrm),
        "differing": int(alone + len(compared.intersect_rows) - compared.count_matching_rows()),
    }
    print(json.dumps(sums))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
