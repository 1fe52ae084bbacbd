"""A form (form): everything that one file can differ by from another that says the same."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

NO_BREAK, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


@dataclass(frozen=True, repr=False)
class Form:
    """How a table is written. What a shape does not know is left as it is by default."""

    shape: str = "csv"
    """csv, fixed, xlsx, ods, xls, parquet, xml or coded."""
    container: tuple[str, ...] = ()
    """From the inside out: zip, gzip."""
    files: int = 1
    """Into how many files the rows are divided."""
    one_zip: bool = False
    """The files are members of one ZIP."""
    order: int = 0
    """Seed of the order of columns; 0: as they are."""
    extra: int = 0
    """Columns that nobody reads."""
    heading: str = "as"
    """as, upper or padded."""
    hyphen: bool = False
    """Numbers of persons are written 011370-1234."""
    told: bool = True
    """The source says what the reader could find by itself: separator and encoding."""

    # text
    separator: str = ";"
    encoding: str = "utf-8"
    bom: bool = False
    line_end: str = "\r\n"
    quoted: bool = False
    trailing: str = ""
    """A separator at the end of `lines` alone, or of `all`."""
    preamble: int = 0
    """Lines before the heading."""
    by_heading: bool = False
    """The source says which headings the heading line has, not how many lines stand before it."""
    blank_lines: bool = False
    repeated_heading: bool = False
    sep_line: bool = False
    trailer: str = ""
    """A line of sums `last`, or after each group (`groups`)."""
    ends_open: bool = False
    """The last line has no line end."""

    # values
    decimal: str = ","
    thousands: str = ""
    short: bool = False
    """Decimals that are zero are left out."""
    minus: str = "-"
    minus_last: bool = False
    currency: str = ""
    """`kr. ` before the amount or ` kr` after it."""
    unit: str = "kr"
    """kr, or oere: whole øre."""
    days: str = "iso"
    """iso, danish, compact, danish-short, american or excel."""
    day_sign: str = "-"
    """Between the parts of a Danish day."""
    time: str = ""
    """What stands behind a day."""

    # workbooks and Parquet
    typed: bool = False
    """Amounts and days are numbers and dates."""
    numbers: bool = False
    """Ids without leading zeros are numbers too."""
    dictionary: bool = False
    since_1904: bool = False
    sheets: bool = False
    """Another sheet stands before it, and the source names the right one."""

    # XML
    nested: bool = False
    """The rows of a claim stand inside it, and its own values once."""

    def __repr__(self) -> str:
        """What differs from the plainest form."""
        others = [
            f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if getattr(self, one.name) != one.default
        ]
        return f"Form({', '.join(others)})"


CSV = Form()
SAP = Form(
    separator="\t", encoding="windows-1252", preamble=3, by_heading=True, blank_lines=True, thousands=".",
    days="danish", day_sign=".", minus_last=True,
)  # fmt: skip

FORMS: dict[str, Form] = {
    "csv": CSV,
    # separators
    "csv-comma": replace(CSV, separator=","),
    "csv-comma-found": replace(CSV, separator=",", told=False, decimal="."),
    "csv-tab": replace(CSV, separator="\t"),
    "csv-tab-found": replace(CSV, separator="\t", told=False),
    "csv-bar": replace(CSV, separator="|"),
    "csv-semicolon-found": replace(CSV, told=False),
    # encodings
    "csv-bom": replace(CSV, bom=True, told=False),
    "csv-bom-told": replace(CSV, bom=True),
    "csv-windows-1252": replace(CSV, encoding="windows-1252"),
    "csv-windows-1252-found": replace(CSV, encoding="windows-1252", told=False),
    "csv-iso-8859-15": replace(CSV, encoding="iso-8859-15"),
    "csv-utf-16-le": replace(CSV, encoding="utf-16-le", bom=True, told=False),
    "csv-utf-16-be": replace(CSV, encoding="utf-16-be", bom=True, told=False),
    "csv-utf-16-told": replace(CSV, encoding="utf-16-le", bom=True),
    "csv-cp865": replace(CSV, encoding="cp865"),
    "csv-cp850": replace(CSV, encoding="cp850"),
    # lines
    "csv-lf": replace(CSV, line_end="\n"),
    "csv-cr": replace(CSV, line_end="\r"),
    "csv-open-end": replace(CSV, line_end="\n", ends_open=True),
    "csv-quoted": replace(CSV, quoted=True),
    "csv-trailing-on-lines": replace(CSV, trailing="lines"),
    "csv-trailing-on-all": replace(CSV, trailing="all"),
    "csv-trailing-quoted": replace(CSV, trailing="all", quoted=True),
    "csv-preamble": replace(CSV, preamble=4),
    "csv-preamble-by-heading": replace(CSV, preamble=7, by_heading=True),
    "csv-blank-lines": replace(CSV, blank_lines=True),
    "csv-repeated-heading": replace(CSV, repeated_heading=True, line_end="\n"),
    "csv-sep-line": replace(CSV, sep_line=True, told=False, encoding="windows-1252"),
    "csv-trailer": replace(CSV, trailer="last", thousands="."),
    "csv-subtotals": replace(CSV, trailer="groups", blank_lines=True),
    "sap-list": SAP,
    # columns
    "csv-other-order": replace(CSV, order=7, extra=3),
    "csv-headings-upper": replace(CSV, heading="upper"),
    "csv-headings-padded": replace(CSV, heading="padded"),
    "csv-hyphen": replace(CSV, hyphen=True),
    # amounts
    "amount-point": replace(CSV, decimal=".", thousands=","),
    "amount-point-plain": replace(CSV, decimal="."),
    "amount-dot": replace(CSV, thousands="."),
    "amount-space": replace(CSV, thousands=" "),
    "amount-no-break": replace(CSV, thousands=NO_BREAK),
    "amount-narrow": replace(CSV, thousands=NARROW),
    "amount-thin": replace(CSV, thousands=THIN),
    "amount-short": replace(CSV, short=True, thousands="."),
    "amount-minus-last": replace(CSV, minus_last=True, thousands="."),
    "amount-minus-sign": replace(CSV, minus="\u2212"),
    "amount-en-dash-last": replace(CSV, minus="\u2013", minus_last=True),
    "amount-kr-before": replace(CSV, currency="kr. ", thousands="."),
    "amount-kr-after": replace(CSV, currency=" kr", thousands=NO_BREAK),
    "amount-dkk": replace(CSV, currency=" DKK"),
    "amount-oere": replace(CSV, unit="oere"),
    "amount-oere-minus-last": replace(CSV, unit="oere", minus_last=True),
    # days
    "days-danish-dash": replace(CSV, days="danish"),
    "days-danish-dot": replace(CSV, days="danish", day_sign="."),
    "days-danish-slash": replace(CSV, days="danish", day_sign="/"),
    "days-compact": replace(CSV, days="compact"),
    "days-danish-short": replace(CSV, days="danish-short"),
    "days-american": replace(CSV, days="american"),
    "days-excel": replace(CSV, days="excel"),
    "days-with-time": replace(CSV, time="T00:00:00"),
    "days-danish-with-time": replace(CSV, days="danish", day_sign=".", time=" 14:05:00"),
    # shapes
    "fixed": Form("fixed", encoding="windows-1252", days="compact"),
    "fixed-utf-8": Form("fixed", preamble=2, thousands="."),
    "xlsx": Form("xlsx", thousands=".", days="danish", day_sign="."),
    "xlsx-typed": Form("xlsx", typed=True),
    "xlsx-typed-numbers": Form("xlsx", typed=True, numbers=True, order=3, extra=2),
    "xlsx-typed-moments": Form("xlsx", typed=True, time=" 14:05:00"),
    "ods-typed-moments": Form("ods", typed=True, time=" 14:05:00"),
    "xls-typed-moments": Form("xls", typed=True, time=" 14:05:00"),
    "xlsx-1904": Form("xlsx", typed=True, since_1904=True),
    "xlsx-preamble": Form("xlsx", typed=True, preamble=3, blank_lines=True),
    "xlsx-sheets": Form("xlsx", typed=True, sheets=True),
    "ods": Form("ods", days="danish"),
    "ods-typed": Form("ods", typed=True, blank_lines=True),
    "ods-typed-numbers": Form("ods", typed=True, numbers=True, sheets=True),
    "xls": Form("xls"),
    "xls-typed": Form("xls", typed=True),
    "xls-typed-numbers": Form("xls", typed=True, numbers=True, preamble=2),
    "parquet": Form("parquet"),
    "parquet-typed": Form("parquet", typed=True),
    "parquet-typed-numbers": Form("parquet", typed=True, numbers=True, order=5, extra=1),
    "parquet-dictionary": Form("parquet", dictionary=True, decimal="."),
    "xml": Form("xml"),
    "xml-nested": Form("xml", nested=True, encoding="iso-8859-15", order=4),
    "coded": Form("coded", unit="oere", days="compact", encoding="windows-1252"),
    "coded-minus-last": Form("coded", unit="oere", days="compact", minus_last=True),
    # many files, containers
    "three-files": replace(CSV, files=3),
    "three-in-a-zip": replace(CSV, files=3, one_zip=True, container=("zip",)),
    "csv-zip": replace(CSV, container=("zip",)),
    "csv-zip-zip": replace(CSV, container=("zip", "zip")),
    "csv-gzip": replace(CSV, container=("gzip",)),
    "csv-gzip-zip": replace(CSV, container=("gzip", "zip")),
    "xlsx-zip": Form("xlsx", typed=True, container=("zip",)),
    "parquet-gzip": Form("parquet", typed=True, container=("gzip",)),
}  # fmt: skip
"""Each way in which one file differs from another, alone or with few others."""

CONTAINERS: tuple[tuple[str, ...], ...] = ((), ("zip",), ("zip", "zip"), ("gzip",), ("gzip", "zip"))
