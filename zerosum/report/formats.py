"""The one formatter of the report: øre, counts, days and moments as Danes and Britons write them.

>>> amount(-123450, "da")
'−1.234,50'
>>> amount(-123450, "en")
'−1,234.50'
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

MINUS = "−"
LOCALES = {"da": "da_DK", "en": "en_GB"}
_DAYS = {"da": "dd.MM.yyyy", "en": "d MMM yyyy"}
_MOMENTS = {"da": "dd.MM.yyyy 'kl.' HH.mm '(UTC'xxx')'", "en": "d MMM yyyy, HH:mm '(UTC'xxx')'"}


def amount(ore: int, language: str) -> str:
    """Øre as kroner with two decimals and a true minus; the unit stands elsewhere."""
    kroner = Decimal(ore).scaleb(-2)  # exact: the point is moved, nothing is divided
    return _signed(str(format_decimal(kroner, format="#,##0.00", locale=LOCALES[language])))


def count(number: int, language: str) -> str:
    """A count, in groups of three."""
    return _signed(str(format_decimal(number, format="#,##0", locale=LOCALES[language])))


def day(when: date, language: str) -> str:
    """30.09.2026, or 30 Sept 2026."""
    return str(format_date(when, format=_DAYS[language], locale=LOCALES[language]))


def month(when: date, language: str) -> str:
    """september 2026, or September 2026."""
    return str(format_date(when, format="LLLL y", locale=LOCALES[language]))


def moment(when: datetime, language: str) -> str:
    """21.11.2026 kl. 09.12 (UTC+01:00): in the moment's own time zone, whatever that of the machine is."""
    return str(format_datetime(when, format=_MOMENTS[language], locale=LOCALES[language]))


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
