"""Who owes each line of the work list, as it may be shown. Of a run that has the numbers in memory: none of them is stored, but their
pseudonyms are, so that a page that is made again has the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from zerosum import identity
from zerosum.errors import InputError, Problem
from zerosum.pipeline import Reconciliation
from zerosum.runs.document import canonical
from zerosum.runs.kept import bytes_of, shown
from zerosum.runs.places import DEBTORS
from zerosum.tables import NONE, OpenItems, PostedLines


def debtors_of(outcome: Reconciliation, level: identity.Level, key: bytes | None) -> dict[str, str]:
    """Line -> its debtors at the level of masking; lines whose debtors no file tells are left out, and at `full` without a key all
    are."""
    if level == "full" and key is None:
        return {}
    debtors = outcome.cleared.open_items[OpenItems.DEBTORS].to_numpy()[
        outcome.posted_lines[PostedLines.ITEM].to_numpy()
    ]
    sets = outcome.book.texts.debtors
    told = {code: identity.told(sets[code].as_py() or "", level, key) for code in set(debtors.tolist()) if code != NONE}
    lines = outcome.posted_lines[PostedLines.LINE].tolist()
    return {line: told[code] for line, code in zip(lines, debtors.tolist(), strict=True) if told.get(code)}


def debtors_file(pseudonyms: Mapping[str, str]) -> dict[str, bytes]:
    """The file of a run's pseudonyms, by its name; none where there are none."""
    return {DEBTORS: canonical(dict(pseudonyms))} if pseudonyms else {}


def debtors_in(folder: Path) -> dict[str, str]:
    """The pseudonyms of a run that has some. InputError where its file cannot be read, or is no such file."""
    path = folder / DEBTORS
    try:
        found = json.loads(bytes_of(path))
        if all(identity.PSEUDONYMS.fullmatch(who) for who in found.values()):
            return dict(found)
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError(Problem("run_unreadable", file=shown(path)))
