"""What a self-test came out as: frozen values of words and øre.

Known errors were put into a copy of the run's own data. What came of them is no part of the Result: the seal of a run is
that of its reconciliation, with a self-test or without.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Came(StrEnum):
    """What came of an error in a whole file."""

    REFUSED = "refused"
    """The files were refused when they were read."""
    TOLD = "told"
    """The verdict is not KLAR, and something is told that was not told before."""
    SILENT = "silent"
    """The verdict is not KLAR, as it was not before, and nothing more is told."""
    READY = "ready"
    """KLAR. It must never be."""
    SAME = "same"
    """As before. Right for what is no error."""
    OTHER = "other"
    """Not as before, though there is no error."""


SEEN = frozenset({Came.REFUSED, Came.TOLD})


@dataclass(frozen=True)
class Why:
    """Why a kind could not be put in."""

    code: str
    """`column`, `told`, `claim`, `declared`, `format` or `size`."""
    detail: str
    """The column, the sort of claim, the setting or the format. Never a value of the data."""


@dataclass(frozen=True)
class KindTest:
    """What came of one kind of error in claims."""

    kind: str
    group: str
    """What it is about: `events`, `status`, `amounts`, `types`, `identity`, `dates`, `dmi`, `scope`; or `harmless`: no
    error, and *found* is then how many nothing was said of."""
    put_in: int = 0
    found: int = 0
    named: int = 0
    """Found, and by a cause or finding that is right, or as right."""
    put_in_ore: int = 0
    """Gross: what stands open because of them."""
    found_ore: int = 0
    named_ore: int = 0
    blind: str = ""
    """Code of the blind spot that names it: these columns cannot show it."""
    untested: Why | None = None

    @property
    def harmless(self) -> bool:
        return self.group == "harmless"


@dataclass(frozen=True)
class FileTest:
    """What came of one kind of error in the files of a side."""

    kind: str
    side: str
    harmless: bool
    came: Came | None = None
    untested: Why | None = None


@dataclass(frozen=True)
class SelfTest:
    """The whole self-test."""

    seed: int
    per_kind: int
    """So many of each kind at the most."""
    kinds: tuple[KindTest, ...]
    files: tuple[FileTest, ...]
    accused_rows: int
    """Postings on claims that nothing was done to, beside those of the run without errors."""
    accused_ore: int
    wrong_addresses: int
    """Addresses at which the difference did not grow by exactly what was put in."""
    addresses: int

    @property
    def whole(self) -> KindTest:
        """All errors that can be seen with these columns, together."""
        mine = [one for one in self.kinds if not one.harmless and not one.blind]
        return KindTest("", "", *(sum(getattr(one, name) for one in mine) for name in SUMS))

    @property
    def blind(self) -> int:
        """Errors that were put in, and cannot be seen with these columns."""
        return sum(one.put_in for one in self.kinds if one.blind)

    @property
    def harmless_accused(self) -> int:
        """What is no error, and was called one."""
        files = sum(one.harmless and one.came is Came.OTHER for one in self.files)
        return files + sum(one.put_in - one.found for one in self.kinds if one.harmless)

    @property
    def file_errors(self) -> tuple[FileTest, ...]:
        """The errors that were put into whole files."""
        return tuple(one for one in self.files if not one.harmless and one.came is not None)

    @property
    def all_found(self) -> bool:
        """Whether something that moves kroner was put in, and each error that can be seen was. Else nothing is proved."""
        whole = self.whole
        return (
            whole.put_in_ore > 0 and whole.found == whole.put_in and all(one.came in SEEN for one in self.file_errors)
        )


SUMS = ("put_in", "found", "named", "put_in_ore", "found_ore", "named_ore")
