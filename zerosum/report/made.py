"""Who made a report, when and with what: all that a Result must not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Made:
    """The making of a run, from `run.json`. Time is passed in: the report never looks at a clock."""

    when: datetime
    who: str
    command: str
    version: str
    """Of zerosum."""
    python: str
    pandas: str
    run_id: str
    fingerprint: str
    """Aftryk: SHA-256 of `result.json`, 64 hexadecimal digits."""
    settings_hash: str
    """SHA-256 of the settings file; empty where the run had none."""
    decisions_hash: str = ""
    """SHA-256 of the file of people's decisions; empty where the run had none."""
    rules_hash: str = ""
    """SHA-256 over the rules of the program; empty where it is not told."""
    language: str = "da"
    """Of the run: a report in another language says so in its name."""

    def __post_init__(self) -> None:
        if len(self.fingerprint) != 64 or set(self.fingerprint) - set("0123456789abcdef"):
            raise ValueError(f"the fingerprint is not 64 hexadecimal digits: {self.fingerprint!r}")

    @property
    def short_fingerprint(self) -> str:
        """The first four groups of four, for the eye: 9f2c-41d7-88ab-0e13."""
        return "-".join(self.fingerprint[at : at + 4] for at in range(0, 16, 4))
