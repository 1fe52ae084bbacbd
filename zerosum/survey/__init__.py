"""What a file is, before anybody has said so: how it is written, which source fits, what each column seems to hold, and what
is doubtful. Nothing is decided between two readings of an amount or a date."""

from zerosum.survey.tables import ColumnSeen, Fit, Surveyed, TableSeen
from zerosum.survey.whole import survey

__all__ = ["ColumnSeen", "Fit", "Surveyed", "TableSeen", "survey"]
