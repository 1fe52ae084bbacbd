"""The source that is named on the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zerosum.sources.model import Source


def source_named(name: str) -> Source:
    """A source that comes with zerosum, or one of the municipality's own by its file. SettingsError where it is neither."""
    from zerosum.errors import Problem, SettingsError
    from zerosum.hints import shown
    from zerosum.sources.load import BUILT_IN, builtin, declared

    if name in BUILT_IN:
        return builtin(name)
    if not os.path.isfile(name):
        raise SettingsError(Problem("source_asked_for_missing", {"name": shown(name), "sources": BUILT_IN}))
    return declared(Path(name))
