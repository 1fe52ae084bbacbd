"""A second, slow reader of amounts, dates and numbers, written from their description: one sign at a time, with Decimal.

It shares nothing with zerosum.money, zerosum.dates and zerosum.numbers, not even a pattern. Where the two differ, one of
them is wrong.

Amounts. Spaces are ordinary, no-break, narrow no-break, thin and figure. A sign is `-`, U+2212 or an en dash, once, before or
after the number; or `+` before it. kr, kr. or DKK stands once, before or after. Between the parts is at most one space.
Thousands are in threes and begin with 1 to 9. One or two decimals, or more where those beyond the second are 0, unless it
could be thousands (1,500). A day of eight digits alone is no amount.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

DIGITS = "0123456789"
SPACES = " \u00a0\u202f\u2009\u2007"
MINUS = "-\u2212\u2013"
NO_DAY = "no day"
"""A blank or zero date: the source does not tell."""


def amount(text: str, decimal: str = ",", unit: str = "kr", digits_most: int = 8) -> int | None:
    """An amount in øre; None where it is none."""
    text = text.strip()
    found = _whole_ore(text) if unit == "oere" else _kroner(text, decimal, limited=digits_most == 8)
    return None if found is None or abs(found) >= 10 ** (digits_most + 2) else found


def _whole_ore(text: str) -> int | None:
    sign, digits = "", text
    if text[:1] in (*MINUS, "+") and text:
        sign, digits = text[0], text[1:]
    elif text[-1:] in (*MINUS, "+") and text:
        sign, digits = text[-1], text[:-1]
    if not _digits(digits) or (not sign and _like_a_person(digits)):
        return None
    return int(Decimal(digits)) * (-1 if sign and sign in MINUS else 1)


def _like_a_person(digits: str) -> bool:
    if len(digits) != 10:
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 19


def _like_a_day(digits: str) -> bool:
    return digits[:2] in ("19", "20") and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31


def _digits(text: str) -> bool:
    return text != "" and all(sign in DIGITS for sign in text)


def _kroner(text: str, decimal: str, *, limited: bool) -> int | None:
    if limited and _digits(text) and len(text) == 8 and _like_a_day(text):
        return None
    parts = _parts(text, decimal)
    if parts is None:
        return None
    kinds = "".join(kind for kind, _ in parts)
    if kinds not in ("n", "-n", "+n", "cn", "-cn", "+cn", "c-n", "c+n", "nc", "-nc", "+nc", "n-", "cn-", "n-c", "nc-"):
        return None
    number = next(value for kind, value in parts if kind == "n")
    kroner = _number(number, decimal)
    if kroner is None:
        return None
    ore = kroner * 100
    assert ore == ore.to_integral_value()
    return int(ore) * (-1 if "-" in kinds else 1)


def _parts(text: str, decimal: str) -> list[tuple[str, str]] | None:
    """The sign, currency and number of an amount, in their order; None where something else stands in it."""
    parts: list[tuple[str, str]] = []
    at, blanks = 0, 0
    while at < len(text):
        sign = text[at]
        if sign in SPACES:
            at, blanks = at + 1, blanks + 1
            if blanks > 1:
                return None
            continue
        blanks = 0
        if sign in MINUS or sign == "+":
            parts.append(("+" if sign == "+" else "-", sign))
            at += 1
        elif text[at : at + 3] in ("DKK", "dkk", "Dkk", "DKk", "dKK", "dKk", "DkK", "dkK"):
            parts.append(("c", "dkk"))
            at += 3
        elif sign in "kK" and text[at + 1 : at + 2] in ("r", "R"):
            at += 2
            if text[at : at + 1] == ".":
                at += 1
                before = not any(kind == "n" for kind, _ in parts)
                if before and decimal == "." and text[at : at + 1] not in tuple(SPACES):
                    return None  # kr.50
            parts.append(("c", "kr"))
        elif sign in DIGITS:
            end = at
            while end < len(text) and (
                text[end] in DIGITS
                or text[end] in ".,"
                or (text[end] in SPACES and end + 1 < len(text) and text[end + 1] in DIGITS and text[end - 1] in DIGITS)
            ):
                end += 1
            parts.append(("n", text[at:end]))
            at = end
        else:
            return None
    return parts


def _number(text: str, decimal: str) -> Decimal | None:
    """Digits and separators -> kroner."""
    thousand = "." if decimal == "," else ","
    whole, found, part = text.partition(decimal)
    if found and not _digits(part):
        return None
    between = {" " if sign in SPACES else sign for sign in whole if sign not in DIGITS}
    if len(between) > 1 or not between <= {thousand, " "}:
        return None
    groups = [""]
    for sign in whole:
        if sign in DIGITS:
            groups[-1] += sign
        else:
            groups.append("")
    if len(groups) == 1:
        if groups[0] == "":
            return None
    elif not 1 <= len(groups[0]) <= 3 or groups[0][0] == "0" or any(len(group) != 3 for group in groups[1:]):
        return None
    if any(sign != "0" for sign in part[2:]):
        return None
    if len(part) == 3 and len(groups) == 1 and len(groups[0]) <= 3 and groups[0][0] != "0":
        return None  # 1,500 may be a thousand and a half
    return Decimal("".join(groups) + "." + (part[:2] or "0"))


def day(text: str, forms: tuple[str, ...] = ("iso", "danish", "compact")) -> date | str | None:
    """A date; NO_DAY for a blank or zero date, None where it is no date that the forms allow."""
    text = text.strip()
    moment = _split_time(text)
    written, minutes, offset = moment if moment else (text, 0, None)
    if _is_zero(written):
        return NO_DAY if not moment or all(sign in "0:.,TZ +-" for sign in _clock(text, written)) else None
    days = {one for form in forms for one in _as(form, written)}
    if not moment and "iso" in forms:
        days |= _zoned_day(text)
    days = {one for one in days if one.year >= 1900}
    if len(days) != 1:
        return None
    (found,) = days
    return found if offset is None else _in_danish_time(found, minutes - offset)


def _clock(text: str, written: str) -> str:
    """The time of a moment without its zone."""
    clock = text[len(written) + 1 :]
    for at, sign in enumerate(clock):
        if sign in "Z+- ":
            return clock[:at]
    return clock


def _is_zero(text: str) -> bool:
    if text in ("", "0", "000000", "00000000", "0001-01-01"):
        return True
    for between in "./-":
        parts = text.split(between)
        if len(parts) == 3:
            if all(part in ("0", "00", "0000") for part in parts) and parts[1] != "0000":
                return True
            if parts[0] in ("1", "01") and parts[1] in ("1", "01") and parts[2] == "0001":
                return True
    return False


def _split_time(text: str) -> tuple[str, int, int | None] | None:
    """Date, minutes since midnight, minutes before UTC (None: not told) of a date with a time; None where it has none."""
    at = next((at for at, sign in enumerate(text) if sign in "T :"), 0)
    if at == 0 or text[at] == ":":
        return None
    written, clock = text[:at], text[at + 1 :]
    if len(written) > 12 or any(sign not in "0123456789./-" for sign in written):
        return None
    hour, minute, rest = clock[:2], clock[3:5], clock[5:]
    if not _below(hour, 24) or clock[2:3] != ":" or not _below(minute, 60):
        return None
    if rest[:1] == ":":
        if not _below(rest[1:3], 60):
            return None
        rest = rest[3:]
        if rest[:1] in (".", ","):
            count = 0
            while rest[1 + count : 2 + count] in tuple(DIGITS):
                count += 1
            if not 1 <= count <= 9:
                return None
            rest = rest[1 + count :]
    offset = None
    if rest != "":
        offset = _offset(rest[1:] if rest[0] == " " else rest)
        if offset is None:
            return None
    return written, int(hour) * 60 + int(minute), offset


def _below(text: str, limit: int) -> bool:
    return len(text) == 2 and _digits(text) and int(text) < limit


def _offset(zone: str) -> int | None:
    if zone == "Z":
        return 0
    if zone[:1] not in ("+", "-"):
        return None
    rest = zone[1:]
    hours, minutes = rest[:2], rest[2:]
    if minutes[:1] == ":":
        minutes = minutes[1:]
        if minutes == "":
            return None
    if not _below(hours, 15) or (minutes and not _below(minutes, 60)):
        return None
    ahead = int(hours) * 60 + int(minutes or "0")
    if ahead > 14 * 60:
        return None
    return ahead if zone[0] == "+" else -ahead


def _zoned_day(text: str) -> set[date]:
    return _as("iso", text[:10]) if len(text) > 10 and _offset(text[10:]) is not None else set()


def _as(form: str, text: str) -> set[date]:
    """The date that a form reads in a text, if it does."""
    if form == "iso":
        parts = text.split("-")
        return _date(*parts) if [len(part) for part in parts] == [4, 2, 2] else set()
    if form == "compact":
        return _date(text[:4], text[4:6], text[6:]) if len(text) == 8 else set()
    if form == "excel":
        whole, found, part = text.replace(",", ".").partition(".")
        if not _digits(whole) or len(whole) > 7 or (found and not (_digits(part) and len(part) <= 15)):
            return set()
        number = int(whole)
        return {date(1900, 3, 1) + timedelta(days=number - 61)} if 61 <= number <= 2_958_465 else set()
    separators = "/" if form == "american" else "./-"
    for between in separators:
        parts = text.split(between)
        if len(parts) == 3 and all(1 <= len(part) <= 2 for part in parts[:2]):
            first, second, year = parts
            if len(year) == 2 and _digits(year) and form in ("danish-short", "american"):
                year = ("20" if int(year) < 70 else "19") + year
            elif len(year) != 4 or form == "danish-short":
                return set()
            return _date(year, first, second) if form == "american" else _date(year, second, first)
    return set()


def _date(year: str, month: str, day_: str) -> set[date]:
    if not all(_digits(part) for part in (year, month, day_)):
        return set()
    try:
        return {date(int(year), int(month), int(day_))}
    except ValueError:
        return set()


def _in_danish_time(named: date, utc_minutes: int) -> date | None:
    """The Danish day of so many minutes of UTC after midnight of a day. Summer time is looked up day by day."""
    shift, minute = divmod(utc_minutes, 24 * 60)
    try:
        utc_day = named + timedelta(days=shift)
    except OverflowError:
        return None
    starts, ends = _last_sunday(utc_day.year, 3), _last_sunday(utc_day.year, 10)
    summer = (starts, 60) <= (utc_day, minute) < (ends, 60)
    try:
        danish = utc_day + timedelta(days=(minute + (120 if summer else 60)) // (24 * 60))
    except OverflowError:
        return None
    return danish if danish.year >= 1996 else None


def _last_sunday(year: int, month: int) -> date:
    found = date(year, month, 31)
    while found.weekday() != 6:
        found -= timedelta(days=1)
    return found


def scientific(text: str) -> bool:
    """Whether a number is written as Excel writes long ones: 9,00001E+17 or 9E+17."""
    for at, sign in enumerate(text):
        if sign in "eE":
            before, after = text[:at], text[at + 1 :]
            break
    else:
        return False
    whole, part = before[:1], before[1:]
    decimals = part[:1] in (".", ",") and part != "" and _digits(part[1:])
    if not _digits(whole) or not (decimals or part == ""):
        return False
    signed = after[:1] in ("+", "-") and after != ""
    if not decimals and after[:1] != "+":
        return False
    return _digits(after[1:] if signed else after) and len(after) - signed <= 3


def with_decimals(text: str) -> bool:
    """Whether a number of three digits or more has zeros for decimals: 900001,0."""
    for between in ".,":
        whole, found, part = text.partition(between)
        if found and _digits(whole) and len(whole) >= 3 and part != "" and all(sign == "0" for sign in part):
            return True
    return False


def apostrophe(text: str) -> bool:
    """Whether Excel's mark of a text stands before a digit."""
    return text[:1] == "'" and text[1:2] in tuple(DIGITS)
