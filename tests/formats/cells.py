"""Values -> the texts that stand for them in a form."""

from __future__ import annotations

import re
from datetime import date

from formats.form import Form
from formats.table import Column, Kind, Table, Value


def texts(table: Table, form: Form) -> list[list[str]]:
    """The rows as texts."""
    columns = [[text(one, column.kind, form) for one in column.values] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def text(value: Value, kind: Kind, form: Form) -> str:
    """One value."""
    if value is None:
        return ""
    if kind is Kind.AMOUNT:
        assert isinstance(value, int)
        return amount(value, form)
    if kind is Kind.DAY:
        assert isinstance(value, date)
        return day(value, form)
    assert isinstance(value, str)
    if kind is Kind.DEBTORS and form.hyphen:
        return re.sub(r"\b([0-9]{6})([0-9]{4})\b", r"\1-\2", value)
    return value


def amount(ore: int, form: Form) -> str:
    """Øre as the form writes an amount."""
    whole, rest = divmod(abs(ore), 100)
    if form.unit == "oere":
        digits = str(abs(ore))
    else:
        digits = f"{whole:,}".replace(",", form.thousands)
        decimals = f"{rest:02d}"
        if form.short:
            decimals = decimals.rstrip("0")
        digits += form.decimal + decimals if decimals else ""
    if ore < 0:
        digits = digits + form.minus if form.minus_last else form.minus + digits
    before = form.currency.endswith(" ")
    return form.currency + digits if before else digits + form.currency


def day(value: date, form: Form) -> str:
    """A day as the form writes it."""
    sign = form.day_sign
    return {
        "iso": f"{value:%Y-%m-%d}",
        "danish": f"{value:%d}{sign}{value:%m}{sign}{value:%Y}",
        "compact": f"{value:%Y%m%d}",
        "danish-short": f"{value:%d}{sign}{value:%m}{sign}{value:%y}",
        "american": f"{value.month}/{value.day}/{value.year}",
        "excel": str((value - date(1899, 12, 30)).days),
    }[form.days] + form.time


def days_hold(form: Form, table: Table) -> bool:
    """Whether the form can write all days of the table."""
    every = [one for column in _of(table, Kind.DAY) for one in column.values if isinstance(one, date)]
    first, last = min(every, default=date(2000, 1, 1)), max(every, default=date(2000, 1, 1))
    if form.days == "danish-short":
        return first.year >= 1970 and last.year <= 2069
    if form.days == "excel" or (form.typed and form.shape in ("xlsx", "xls", "ods")):
        return first >= date(1905, 1, 1) and last.year <= 9998
    return True


def amounts_hold(form: Form, table: Table) -> bool:
    """A minus behind the currency, or between it and the amount, is nobody's form."""
    signed = any(isinstance(one, int) and one < 0 for column in _of(table, Kind.AMOUNT) for one in column.values)
    return not (signed and form.currency)


def _of(table: Table, kind: Kind) -> list[Column]:
    return [one for one in table.columns if one.kind is kind]


def as_number(text: str, form: Form) -> bool:
    """Whether an id may stand as a number and come back the same."""
    return form.numbers and re.fullmatch(r"[1-9][0-9]{0,14}", text) is not None


def numeric(column: Column, form: Form) -> bool:
    """Whether all ids of a column may."""
    filled = [str(one) for one in column.values if one]
    return column.kind is Kind.TEXT and bool(filled) and all(as_number(one, form) for one in filled)
