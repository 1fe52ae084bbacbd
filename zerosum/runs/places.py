"""What a run is called on disk: names alone, so that nothing heavy is imported to look at them."""

from __future__ import annotations

import re
import unicodedata
import uuid
from datetime import date

RESULT, RUN, REPORT, SELFTEST = "result.json", "run.json", "report.html", "selftest.json"
REPORT_DATA = "report.json"
"""The whole result, of which the report can be made again."""
POSTINGS, OPEN_ITEMS, CLAIMS_SEEN, REJECTS, STAMDATA = (
    "postings.parquet",
    "open_items.parquet",
    "claims_seen.parquet",
    "rejects.csv",
    "stamdata.csv",
)
WORK_LIST, WORK_LIST_CSV = "arbejdsliste.xlsx", "arbejdsliste.csv"
"""The work list; and all its lines where they are more than the workbook has."""
FILES = (
    RESULT, RUN, REPORT, REPORT_DATA, SELFTEST, POSTINGS, OPEN_ITEMS, CLAIMS_SEEN, REJECTS, STAMDATA, WORK_LIST,
    WORK_LIST_CSV,
)  # fmt: skip
"""Every file that a run may have."""

MAKING = re.compile(r"\.[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9a-f]{6}\.[0-9a-f]{8}")
"""The name of a folder in which a run is being written. One that is left there is of a run that was killed."""


def folder_name(cut_off: date, fingerprint: str) -> str:
    """A run's folder, before a number is put behind it."""
    return f"{cut_off.isoformat()}_{fingerprint[:6]}"


def view_name(language: str = "", ending: str = "html") -> str:
    """The name of a report in a run's folder. `language`: where it is not the run's own."""
    return ".".join(part for part in ("report", language, ending) if part)


def making_name(name: str) -> str:
    """The folder in which a run is written before it gets its name: one that no other run has."""
    return f".{name}.{uuid.uuid4().hex[:8]}"


def slug(text: str) -> str:
    """A name as a folder: letters and digits of ASCII, with æ, ø and å spelt out. Never empty, never a path."""
    spelt = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "ukendt"
