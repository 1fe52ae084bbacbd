"""Who owes each line of the work list, as it may be shown. Of a run that has the numbers in memory: none of them is stored."""

from __future__ import annotations

from zerosum import identity
from zerosum.pipeline import Reconciliation
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
    shown = {
        code: identity.told(sets[code].as_py() or "", level, key) for code in set(debtors.tolist()) if code != NONE
    }
    lines = outcome.posted_lines[PostedLines.LINE].tolist()
    return {line: shown[code] for line, code in zip(lines, debtors.tolist(), strict=True) if shown.get(code)}
