"""What a run is called on disk: names alone, so that nothing heavy is imported to look at them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from zerosum.identity import Level

RESULT, RUN, REPORT, PDF, SELFTEST = "result.json", "run.json", "report.html", "report.pdf", "selftest.json"
REPORT_DATA = "report.json"
"""The whole result, of which the report can be made again."""
POSTINGS, OPEN_ITEMS, CLAIMS_SEEN, REJECTS, STAMDATA = (
    "postings.parquet",
    "open_items.parquet",
    "claims_seen.parquet",
    "rejects.csv",
    "stamdata.csv",
)
DEBTORS = "debtors.json"
"""Line -> its debtors' pseudonyms, where the municipality has a key."""
PACKS = "fejlpakker"
"""The folder of the packs for vendors, in a run's folder."""
REPORT_STEM, WORKLIST_STEM = "report", "arbejdsliste"
WORK_LIST, WORK_LIST_CSV = f"{WORKLIST_STEM}.xlsx", f"{WORKLIST_STEM}.csv"
"""The work list; and all its lines where they are more than the workbook has."""
FILES = (
    RESULT, RUN, REPORT, REPORT_DATA, PDF, SELFTEST, POSTINGS, OPEN_ITEMS, CLAIMS_SEEN, REJECTS, STAMDATA, WORK_LIST,
    WORK_LIST_CSV, DEBTORS,
)  # fmt: skip
"""Every file that a run may have when it is written."""

SIGNATURE = "result.json.minisig"
"""The signature (signatur) of a run. It is put there afterwards."""
HALF_MADE = re.compile(rf"\.(?:result\.json\.minisig|(?:{REPORT_STEM}|{WORKLIST_STEM})[^/]*)\.[0-9a-f]{{8}}(?:\.pdf)?")
"""A signature, a view or a PDF that is being written. One that is left there is of a program that was killed."""

RUN_ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9a-f]{6}")
"""What a run is called: its cut-off and the beginning of its fingerprint."""

MAKING = re.compile(rf"\.{RUN_ID.pattern}\.[0-9a-f]{{8}}")
"""The name of a folder in which a run is being written. One that is left there is of a run that was killed."""


def folder_name(cut_off: date, fingerprint: str) -> str:
    """A run's folder, before a number is put behind it."""
    return f"{cut_off.isoformat()}_{fingerprint[:6]}"


SHORT = "kort"
"""What the one-page report is called in names of files."""


BEHIND: Mapping[Level, str] = {"full": "", "partial": "_INTERN", "none": "_FORTROLIG"}
"""What stands behind the stem of a work list that has numbers of debtors, by its level of masking."""


def work_list_stem(level: Level) -> str:
    """What a run's own work list is called, without its ending."""
    return f"{WORKLIST_STEM}{BEHIND[level]}"


IS_WORK_LIST = re.compile(rf"{WORKLIST_STEM}(?:{'|'.join(BEHIND.values())})(?:\.[a-z0-9-]+)*\.(?:xlsx|csv)")
IS_REPORT = re.compile(rf"{REPORT_STEM}(?:\.[a-z0-9-]+)*\.(?:html|pdf)")
"""A work list, and a view. What somebody has called otherwise (notes of their own, a page that was signed by hand and scanned) is
theirs."""


def view_name(
    language: str = "", ending: str = "html", solution: str = "", *, short: bool = False, stem: str = REPORT_STEM
) -> str:
    """The name of a report in a run's folder. `language`: where it is not the run's own; `solution`: its slug in a vendor's view;
    `stem`: of a report, or of a work list."""
    return ".".join(part for part in (stem, solution, SHORT if short else "", language, ending) if part)


def travelling_name(
    municipality: str,
    area: str,
    cut_off: date,
    fingerprint: str,
    language: str = "",
    ending: str = "html",
    solution: str = "",
    *,
    short: bool = False,
) -> str:
    """The name of a file that leaves its folder: it tells of itself what it is, in ASCII alone. `solution`: its slug."""
    named = ("0sumstest", slug(municipality), slug(area), cut_off.isoformat(), fingerprint[:4])
    return f"{'_'.join(part for part in (*named, solution, SHORT if short else '', language) if part)}.{ending}"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Each solution's name as a part of a file's name. Two that would be alike, and one that would be taken for a language or a kind
    of view, get a hash of the name behind."""
    plain = {name: slug(name) for name in names}
    taken = Counter(plain.values())
    return {
        name: f"{one}-{hashlib.sha256(name.encode()).hexdigest()[:6]}" if taken[one] > 1 or one in _RESERVED else one
        for name, one in plain.items()
    }


_RESERVED = frozenset({SHORT, "da", "en"})


def making_name(name: str) -> str:
    """The folder in which a run is written before it gets its name: one that no other run has."""
    return f".{name}.{uuid.uuid4().hex[:8]}"


def slug(text: str) -> str:
    """A name as a folder: letters and digits of ASCII, with æ, ø and å spelt out. Never empty, never a path."""
    spelt = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "ukendt"
