"""What is too much for a file to be one of ours. Each limit is told when it is reached."""

from __future__ import annotations

FILE_BYTES_MAX = 8 * 2**30
"""Bytes of a file on the disk, and of all that a packed one unfolds to: ten times the largest municipality's."""
RATIO_MAX = 100
"""How many times its own size a packed file may unfold to. Exports come to thirty; a bomb to a thousand."""
RATIO_FREE = 20 * 2**20
"""So many bytes it may unfold to in any case: a short file of one line repeated packs very well."""
MEMBERS_MAX = 100
"""Files in a ZIP, with those of the ZIPs in it."""
ZIPS_MAX = 2
"""A ZIP may lie in a ZIP, and no deeper."""
NAME_MAX = 255
"""Characters of a name in a ZIP, with its folders."""

LINE_BYTES_MAX = 1_000_000
"""Bytes of one line of text."""
HEADING_LINES_MAX = 100
"""So many lines are looked at for the headings."""
COLUMNS_MAX = 2_000
"""Columns of one table. KMD's widest has about a hundred."""
ROWS_MAX = 50_000_000
"""Lines of one table: five times the largest municipality's of ten years."""
CELLS_MAX = 50_000_000
"""Fields of a table that is not read as whole columns: a workbook, XML, coded records."""
CELLS_FREE = 250_000
"""A sheet may have so many cells, blank ones with them, whatever its size."""
CELLS_A_FILLED = 50
"""So many cells more for each that is written: room is taken for blank ones too, so one cell far out would take gigabytes."""
FIELD_MAX = 1_000_000
"""Characters of one field; a longer one is not a field."""
