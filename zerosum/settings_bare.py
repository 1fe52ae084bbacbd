"""A run without settings: two files in the plain format. What is seen is the scope, so it is ready with remarks at best."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zerosum.settings import Input, Settings
from zerosum.sources.load import builtin
from zerosum.tables import Side


def without_settings(debtor: Sequence[Path], psrm: Sequence[Path]) -> Settings:
    """Settings that say no more than the files do. A debtor file without solutions is one, of the debtor system itself."""
    source = builtin("zerosum")
    return Settings(
        municipality="Uden opsætning",
        creditor_id="",
        area="uden-omraade",
        area_name="Uden område",
        cut_off=None,
        as_of=None,
        inputs=(Input(Side.DEBTOR, source, tuple(debtor)), Input(Side.PSRM, source, tuple(psrm))),
        solutions=(),
        area_types={},
    )
