"""The same tables written in every form that a file can have, and the declared source that reads each of them back.

It shares nothing with the readers: only the tests use it.
"""

from formats.form import FORMS, Form
from formats.table import Column, Kind, Table, table_of
from formats.write import File, Given, declared_source, given_in, held, written

__all__ = [
    "FORMS",
    "Column",
    "File",
    "Form",
    "Given",
    "Kind",
    "Table",
    "declared_source",
    "given_in",
    "held",
    "table_of",
    "written",
]
