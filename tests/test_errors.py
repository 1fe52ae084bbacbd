"""The gallery of what goes wrong: for each bad file the message that a person reads, as a golden file beside it.

A folder holds the bad files alone: `debitor*`, `psrm*` in the plain format, `ode/` in the format of KMD, or a
`zerosum.toml`. The side that it lacks comes from `fixtures/errors/good`.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import golden
import pytest
from gallery import GALLERY, GOOD, MESSAGES, folders, run

from zerosum.cli.messages import message, rejects_text
from zerosum.errors import LANGUAGES, InputError, SettingsError, ZerosumError, in_words
from zerosum.result import Verdict
from zerosum.runs.store import rejects_csv

ODE = "ode/0999_ODE_2026-10-02_001_"
DELTA = "0999_ODE_2026-10-05_001_09-RIM-aftale_Delta_001af1.csv"
RATES, ACTIONS = f"{ODE}10-RIM-aftale-rater_Total_001af1.csv", f"{ODE}09-RIM-aftale_Total_001af1.csv"


@dataclass(frozen=True)
class At:
    """Where and what a message must say."""

    file: str
    line: int
    column: str
    value: str = ""


REJECTS: dict[str, list[At]] = {
    "amount-with-point": [At("debitor.csv", 3, "amount", "12.34")],
    "amount-over-the-limit": [At("debitor.csv", 3, "amount", "••••••")],
    "amount-negative": [At("debitor.csv", 3, "amount", "-1.000,00")],
    "amount-blank": [At("debitor.csv", 3, "amount")],
    "amount-is-a-person-number": [At("debitor.csv", 3, "amount", "••••••")],
    "event-unknown": [At("debitor.csv", 3, "event", "kredit")],
    "event-of-psrm-alone": [At("debitor.csv", 3, "event", "bortfaldet")],
    "status-unknown": [At("debitor.csv", 3, "status", "OK")],
    "date-broken": [At("debitor.csv", 3, "booked_on", "2026-02-30")],
    "line-ragged": [At("debitor.csv", 3, ""), At("debitor.csv", 4, "")],
    "several-lines": [
        At("debitor.csv", 2, "receipt_on", "i går"),
        At("debitor.csv", 3, "amount", "1,000.00"),
        At("debitor.csv", 4, "event", "oprettelsen"),
        At("psrm.csv", 2, "amount", "1000,005"),
    ],
    "amount-three-decimals": [At("debitor.csv", 3, "amount", "1,500")],
    "amount-other-decimal": [At("debitor.csv", 3, "amount", "1,234.50")],
    "amount-thousands-broken": [At("debitor.csv", 3, "amount", "1.23,45")],
    "amount-separators-mixed": [At("debitor.csv", 3, "amount", "••••••")],
    "amount-finer-than-ore": [At("debitor.csv", 3, "amount", "1234,567")],
    "amount-with-dash": [At("debitor.csv", 3, "amount", "1.000,-")],
    "amount-in-brackets": [At("debitor.csv", 3, "amount", "(••••••)")],
    "amount-sign-twice": [At("debitor.csv", 3, "amount", "-1.000,00-")],
    "amount-scientific": [At("debitor.csv", 3, "amount", "1,5E+05")],
    "amount-is-a-date": [At("debitor.csv", 3, "amount", "30.09.2026")],
    "amount-is-a-day-in-digits": [At("debitor.csv", 3, "amount", "••••••")],
    "amount-is-an-excel-error": [At("debitor.csv", 3, "amount", "#REF!")],
    "amount-is-a-share": [At("debitor.csv", 3, "amount", "25 %")],
    "amount-of-another-currency": [At("debitor.csv", 3, "amount", "100,00 EUR")],
    "amount-digits-not-ascii": [At("debitor.csv", 3, "amount", "１.000,00")],
    "amount-invisible-sign": [At("debitor.csv", 3, "amount", "1<U+200B>000,00")],
    "amount-in-words": [At("debitor.csv", 3, "amount", "tusind kroner")],
    "date-before-1900": [At("debitor.csv", 3, "booked_on", "31.12.1899")],
    "date-month-first": [At("debitor.csv", 3, "booked_on", "09/30/2026")],
    "date-short-year": [At("debitor.csv", 3, "booked_on", "••••••")],
    "date-of-excel": [At("debitor.csv", 3, "booked_on", "46268")],
    "date-month-name": [At("debitor.csv", 3, "booked_on", "3. sep. 2026")],
    "date-time-unreadable": [At("debitor.csv", 3, "booked_on", "•••••• PM")],
    "date-moment-too-early": [At("debitor.csv", 3, "booked_on", "••••••T••••••Z")],
    "date-in-words": [At("debitor.csv", 3, "booked_on", "i går")],
    "number-scientific": [At("debitor.csv", 3, "claim_id", "••••••E+05")],
    "number-cut": [At("debitor.csv", 2, "claim_id", "••••••"), At("debitor.csv", 3, "claim_id", "••••••")],
    "debtor-unreadable": [At("debitor.csv", 3, "debtors", "••••••")],
    "debtor-scientific": [At("debitor.csv", 3, "debtors", "••••••")],
    "amount-not-whole-ore": [At("debitor.csv", 3, "amount", "1.000,00")],
    "date-in-doubt": [At("debitor.csv", 3, "booked_on", "03/09/2026")],
    "date-form-not-declared": [At("debitor.csv", 3, "booked_on", "03.09.2026")],
    "date-excel-in-doubt": [At("debitor.csv", 3, "booked_on", "60")],
    "notice-word-unknown": [At("kvitteringer.csv", 3, "Status", "Fortrudt")],
    "notice-action-unknown": [At("kvitteringer.csv", 3, "Aktion", "NEDSKRIVX")],
    "notice-recovered-without-amount": [At("kvitteringer.csv", 3, "Beløb")],
    "ode-system-unknown": [At(RATES, 3, "System", "PSRN")],
    "ode-action-code-unknown": [At(ACTIONS, 3, "Aktionskode", "99")],
    "ode-action-without-date": [At(ACTIONS, 3, "Oprettet den", "00000000")],
    "ode-agreement-number-missing": [At(ACTIONS, 3, "Aftalenummer")],
    "ode-agreement-type-unknown": [At(ACTIONS, 3, "Aftaletype", "RK")],
    "sum-line-not-declared": [At("debitor.csv", 4, ""), At("debitor.csv", 5, "")],
    "fixed-width-line-cut": [At("debitor.txt", 2, ""), At("debitor.txt", 3, "")],
    "coded-record-doubtful": [At("debitor.txt", 2, ""), At("debitor.txt", 3, ""), At("debitor.txt", 4, "")],
}
"""The run goes on without the line."""

STOPS: dict[str, list[tuple[str, At]]] = {
    "column-of-amounts-optional": [("Kolonne mangler", At("debitor.csv", 0, "amount"))],
    "column-of-events-optional": [("Kolonne mangler", At("debitor.csv", 0, "event"))],
    "column-missing": [("Kolonne mangler", At("debitor.csv", 1, "amount"))],
    "column-missing-separator": [
        ("Kolonne mangler", At("debitor.csv", 1, "event")),
        ("Kolonne mangler", At("debitor.csv", 1, "amount")),
    ],
    "heading-repeated": [("Kolonne står flere gange", At("debitor.csv", 1, "amount"))],
    "heading-two-names": [("Kolonne er tvetydig", At("debitor.csv", 1, "amount"))],
    "heading-blank": [("Overskrifter mangler", At("debitor.csv", 1, ""))],
    "heading-only": [("Filen har ingen linjer", At("psrm.csv", 0, ""))],
    "quote-unclosed": [("Citationstegn eller felt kan ikke læses", At("debitor.csv", 3, ""))],
    "file-empty": [("Filen er tom", At("debitor.csv", 0, ""))],
    "file-twice": [("Samme fil er givet to gange", At("debitor-2.csv", 0, ""))],
    "separator-in-doubt": [("Skilletegnet er i tvivl", At("debitor.csv", 1, ""))],
    "encoding-wrong": [("Tegnsættet kan ikke læses", At("debitor.csv", 0, ""))],
    "zip-broken": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-cut-off": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-empty": [("ZIP-filen kan ikke bruges", At("psrm.zip", 0, ""))],
    "zip-with-password": [("ZIP-filen har adgangskode", At("psrm.zip/psrm.csv", 0, ""))],
    "parquet-float-amount": [("Kolonne i kommatal", At("psrm.parquet", 0, "amount"))],
    "parquet-broken": [("Parquet-filen kan ikke læses", At("psrm.parquet", 0, ""))],
    "workbook-broken": [("Regnearket kan ikke åbnes", At("psrm.xlsx", 0, ""))],
    "workbook-nearly-empty": [("Arket er næsten tomt", At("psrm.xlsx", 0, ""))],
    "notice-without-key": [("Kolonne mangler", At("kvitteringer.csv", 1, ""))],
    "notice-of-unknown-kind": [("XML-filen har andre poster", At("underretning.xml", 0, ""))],
    "ode-part-missing": [("Del mangler", At("", 0, ""))],
    "ode-file-missing": [("Fil mangler", At("", 0, ""))],
    "ode-mixed-deliveries": [("Blandede leveringer", At("", 0, ""))],
    "ode-delta-without-total": [("Delta uden Total", At(DELTA, 0, ""))],
    "ode-delta-not-newer": [("Delta er ikke nyere end Total", At(DELTA.replace("10-05", "10-01"), 0, ""))],
    "ode-delta-piece-missing": [("Del mangler", At("", 0, ""))],
    "ode-piece-twice": [("Del er der for meget", At("", 0, ""))],
    "ode-pieces-disagree": [("Del mangler", At("", 0, ""))],
    "ode-other-municipality": [("Flere kommuner", At("", 0, ""))],
    "ode-delivery-twice": [
        ("Samme levering er givet to gange", At(f"ode/{DELTA.replace('10-05', '10-06')}", 0, "")),
    ],
    "ode-delivery-too-old": [("Leveringen er for gammel", At("", 0, ""))],
    "lines-twice": [("Samme linjer er givet to gange", At("psrm-2.csv", 0, ""))],
    "reports-not-all-dated": [("Rapporterne fra PSRM dækker ikke", At("", 0, ""))],
    "report-before-cut-off": [("Rapporterne fra PSRM dækker ikke", At("", 0, ""))],
    "report-lacks-events": [("Rapporterne fra PSRM dækker ikke", At("", 0, ""))],
    "ode-foreign-name": [("Filnavn er ikke en ODE-fil", At("restance september.csv", 0, ""))],
    "ode-without-date-column": [("Kolonne mangler", At(ACTIONS, 1, "Oprettet den"))],
    "ode-without-system-column": [("Kolonne mangler", At(RATES, 1, "System"))],
    "file-is-pdf": [("Filen er ikke en tabel", At("psrm.csv", 0, ""))],
    "file-is-web-page": [("Filen er en webside", At("psrm.xls", 0, ""))],
    "file-is-excel-2003-xml": [("Filen er Excel 2003-XML", At("psrm.xls", 0, ""))],
    "file-packed-otherwise": [("Filen er pakket på en måde, der ikke læses", At("psrm.7z", 0, ""))],
    "file-nul-bytes": [("Filen er ikke ren tekst", At("debitor.csv", 3, ""))],
    "zip-in-zip-in-zip": [("ZIP-fil i ZIP-fil i ZIP-fil", At("psrm.zip/a.zip/b.zip", 0, ""))],
    "zip-bomb": [("Filen folder sig ud til for meget", At("psrm.zip", 0, ""))],
    "zip-many-files": [("ZIP-filen har for mange filer", At("psrm.zip", 0, ""))],
    "zip-member-empty": [("Filen er tom", At("psrm.zip/psrm.csv", 0, ""))],
    "zip-name-twice": [("To filer i ZIP-filen har samme navn", At("psrm.zip/psrm.csv", 0, ""))],
    "zip-name-hostile": [("Filen er tom", At("psrm.zip/ud__af_[2Jmappen.csv", 0, ""))],
    "zip-link": [("ZIP-filen har en genvej", At("psrm.zip/psrm.csv", 0, ""))],
    "zip-other-method": [("ZIP-filen kan ikke bruges", At("psrm.zip/psrm.csv", 0, ""))],
    "gzip-cut-off": [("Den pakkede fil kan ikke bruges", At("psrm.csv.gz", 0, ""))],
    "gzip-twice": [("Filen er pakket to gange", At("psrm.csv.gz/psrm.csv", 0, ""))],
    "encoding-utf16-unmarked": [("Tegnsættet er ikke sagt", At("debitor.csv", 0, ""))],
    "encoding-utf32": [("Tegnsættet kan ikke læses", At("debitor.csv", 0, ""))],
    "encoding-twice": [("Æ, ø og å er ødelagt", At("debitor.csv", 0, ""))],
    "workbook-formulas": [("Formler i regnearket", At("psrm.xlsx", 0, ""))],
    "workbook-merged-cells": [("Flettede celler i regnearket", At("psrm.xlsx", 2, ""))],
    "workbook-several-sheets": [("Flere ark", At("psrm.xlsx", 0, ""))],
    "workbook-long-number": [("Nummer er ødelagt af Excel", At("psrm.xlsx", 2, ""))],
    "workbook-encrypted": [("Regnearket har adgangskode", At("psrm.xlsx", 0, ""))],
    "workbook-binary": [("Regnearkets form læses ikke", At("psrm.xlsb", 0, ""))],
    "workbook-heading-blank": [("Overskrifter mangler", At("psrm.xlsx", 1, ""))],
    "sheet-missing": [("Arket findes ikke", At("psrm.xlsx", 0, ""))],
    "heading-is-data": [("Overskrifterne mangler", At("debitor.csv", 1, ""))],
    "heading-not-found": [("Overskrifterne er ikke fundet", At("debitor.csv", 1, ""))],
    "headings-above": [("Overskrifterne står to gange", At("debitor.csv", 1, ""))],
    "rows-above": [("Der står data før overskrifterne", At("debitor.csv", 2, ""))],
    "too-many-columns": [("Filen har for mange kolonner", At("debitor.csv", 1, ""))],
    "sum-lines-missing": [("Sumlinjerne mangler", At("debitor.csv", 0, ""))],
    "lines-after-sum": [("Linjer efter den sidste sum", At("debitor.csv", 4, ""))],
    "sum-line-differs": [("En sumlinje passer ikke", At("debitor.csv", 4, "amount"))],
    "sum-line-count-differs": [("Antallet i en sumlinje passer ikke", At("debitor.csv", 4, "antal linjer"))],
    "sum-line-without-figures": [("En sumlinje kan ikke kontrolleres", At("debitor.csv", 4, ""))],
    "source-form-alone": [("Kilden siger ikke, hvad kolonnerne betyder", At("debitor.txt", 0, ""))],
    "xml-not-declared": [("XML-filens poster er ikke beskrevet", At("debitor.xml", 0, ""))],
    "xml-expected": [("Filen er ikke XML", At("debitor.csv", 0, ""))],
    "xml-cut-off": [("XML-filen kan ikke læses", At("debitor.xml", 6, ""))],
    "xml-entity": [("XML-filen har en DTD", At("debitor.xml", 2, ""))],
    "xml-other-encoding": [("Tegnsættet kan ikke læses", At("debitor.xml", 1, ""))],
    "xml-other-root": [("XML-filen er af en anden slags", At("debitor.xml", 2, ""))],
    "xml-other-namespace": [("XML-filen er af en anden slags", At("debitor.xml", 2, ""))],
    "xml-no-records": [("XML-filen har ingen af kildens poster", At("debitor.xml", 0, ""))],
    "xml-other-records": [("XML-filen har andre poster", At("debitor.xml", 0, ""))],
    "xml-record-in-record": [("En post står i en post", At("debitor.xml", 6, ""))],
    "xml-too-deep": [("XML-filen er for dyb", At("debitor.xml", 4, ""))],
    "xml-too-many-names": [("XML-filen har for mange slags elementer", At("debitor.xml", 4, ""))],
    "zip-name-too-long": [
        (
            "Et navn i ZIP-filen er for langt",
            At("psrm.zip/ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp…", 0, ""),
        )
    ],
    "encoding-dos": [("Tegnsættet er gammelt DOS", At("debitor.csv", 0, ""))],
    "heading-of-two-columns": [("Kolonne er tvetydig", At("debitor.csv", 1, "amount"))],
    "heading-nearly-ours": [("Kolonne er stavet forkert", At("debitor.csv", 1, "reciept_on"))],
    "parquet-list-column": [("Kolonne af ukendt slags", At("psrm.parquet", 0, "amount"))],
}
"""The file cannot be used: exit code 3."""

SETTINGS: dict[str, list[tuple[str, At]]] = {
    "balance-against-events": [("Saldo mod inddrivelsesgrundlag", At("", 0, ""))],
    "source-of-notices-not-whole": [
        ("Kilden er ikke hel", At("kvitteringsliste.toml", 0, "events")),
        ("Kilden er ikke hel", At("kvitteringsliste.toml", 0, "notices")),
        ("Forkert side", At("kvitteringsliste.toml", 3, "side")),
        ("Kilden er ikke hel", At("kvitteringsliste.toml", 5, "columns")),
        ("Kilden er ikke hel", At("kvitteringsliste.toml", 5, "columns")),
    ],
    "source-of-notices-word-unknown": [
        ("Kilden er ikke hel", At("kvitteringsliste.toml", 14, "fixed")),
    ],
    "psrm-receipts-alone": [("Inputfil mangler", At("", 0, ""))],
    "aliases-headings": [("Overskrifterne er andre", At("skyldnere.csv", 1, ""))],
    "aliases-line-ragged": [("Linjen kan ikke deles", At("skyldnere.csv", 2, ""))],
    "alias-unreadable": [("Nummeret kan ikke læses", At("skyldnere.csv", 2, "number"))],
    "alias-of-itself": [("Samme nummer to gange", At("skyldnere.csv", 2, "number"))],
    "alias-repeated": [("Nummeret står flere gange", At("skyldnere.csv", 3, "number"))],
    "alias-chained": [("Numre i kæde", At("skyldnere.csv", 2, "same_as"))],
    "alias-of-another-debtor": [("Fil 12 siger noget andet", At("skyldnere.csv", 2, "number"))],
    "alias-joins-two-debtors": [("Fil 12 siger noget andet", At("skyldnere.csv", 2, "number"))],
    "no-such-file": [("Filen findes ikke", At("zerosum.toml", 9, "input nr. 1 → files"))],
    "settings-not-filled-in": [
        ("Ikke udfyldt", At("zerosum.toml", 2, "creditor_id")),
        ("Ikke udfyldt", At("zerosum.toml", 4, "cut_off")),
        ("Ikke udfyldt", At("zerosum.toml", 13, "input nr. 2 → source")),
        ("Ikke udfyldt", At("zerosum.toml", 14, "input nr. 2 → files")),
        ("Ikke udfyldt", At("zerosum.toml", 17, "solution nr. 1 → name")),
        ("Ikke udfyldt", At("zerosum.toml", 19, "solution nr. 1 → claim_types nr. 1")),
    ],
    "settings-not-toml": [("Filen kan ikke læses som TOML", At("zerosum.toml", 4, "tegn 16"))],
    "settings-not-utf8": [
        ("Forkert tegnsæt", At("zerosum.toml", 1, "")),
    ],
    "settings-backslash": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 10, "tegn 14")),
    ],
    "settings-key-twice": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 6, "tegn 19")),
    ],
    "settings-table-twice": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 24, "tegn 11")),
    ],
    "settings-without-equals": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 4, "tegn 9")),
    ],
    "settings-without-quotes": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 3, "tegn 8")),
    ],
    "settings-list-unclosed": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 19, "slutningen af filen")),
    ],
    "settings-text-unclosed": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 19, "slutningen af filen")),
    ],
    "settings-quote-missing": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 1, "tegn 33")),
    ],
    "settings-line-of-no-sense": [
        ("Filen kan ikke læses som TOML", At("zerosum.toml", 6, "tegn 1")),
    ],
    "settings-key-missing": [
        ("Nøgle mangler", At("zerosum.toml", 0, "creditor_id")),
    ],
    "settings-source-missing": [
        ("Kilden findes ikke", At("zerosum.toml", 9, "input nr. 1 → source")),
    ],
    "settings-source-of-the-other-side": [
        ("Forkert side", At("zerosum.toml", 8, "input nr. 1 → side")),
    ],
    "settings-batch-empty": [
        ("Testpakken er tom", At("zerosum.toml", 21, "test_batch")),
    ],
    "settings-batch-list": [
        ("Listen over testfordringer kan ikke læses", At("testfordringer.txt", 2, "")),
    ],
    "settings-as-of-before-cut-off": [
        ("Dagen ligger før skæringsdatoen", At("zerosum.toml", 5, "as_of")),
    ],
    "settings-type-of-the-area": [
        ("Type står to gange", At("zerosum.toml", 22, "extra_types → KFDAINS")),
    ],
    "settings-type-unknown": [
        ("Ukendt fordringstype", At("zerosum.toml", 19, "solution nr. 1 → claim_types nr. 2")),
        ("Ukendt fordringstype", At("zerosum.toml", 19, "solution nr. 1 → claim_types nr. 3")),
    ],
    "settings-type-in-two-areas": [
        ("Type i to områder", At("zerosum.toml", 22, "other_areas → Skole nr. 1")),
    ],
    "settings-type-of-another-area": [
        ("Ukendt fordringstype", At("zerosum.toml", 19, "solution nr. 1 → claim_types nr. 2")),
        ("Ukendt fordringstype", At("zerosum.toml", 19, "solution nr. 1 → claim_types nr. 3")),
    ],
    "scope-several-mistakes": [
        ("Type står to gange", At("zerosum.toml", 6, "claim_types nr. 3")),
        ("Ukendt fordringstype", At("zerosum.toml", 6, "claim_types nr. 4")),
        ("Type uden løsning", At("zerosum.toml", 6, "claim_types nr. 5")),
        ("Type står to gange", At("zerosum.toml", 20, "solution nr. 1 → claim_types nr. 2")),
        ("Ukendt fordringstype", At("zerosum.toml", 20, "solution nr. 1 → claim_types nr. 3")),
        ("Løsning står to gange", At("zerosum.toml", 23, "solution nr. 2 → name")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 24, "solution nr. 2 → kind")),
        ("Type er ikke oplyst i brug", At("zerosum.toml", 25, "solution nr. 2 → claim_types nr. 1")),
        ("Navnet er taget", At("zerosum.toml", 28, "elsewhere nr. 1 → by")),
        ("Ukendt fordringstype", At("zerosum.toml", 29, "elsewhere nr. 1 → claim_types nr. 2")),
        ("Type hos to andre", At("zerosum.toml", 33, "elsewhere nr. 2 → claim_types nr. 1")),
        ("Type er ikke oplyst i brug", At("zerosum.toml", 33, "elsewhere nr. 2 → claim_types nr. 2")),
        ("Resten af en type mangler", At("zerosum.toml", 33, "elsewhere nr. 2 → claim_types nr. 2")),
    ],
    "scope-elsewhere-and-here": [
        ("Type både hos en anden og i en løsning", At("zerosum.toml", 23, "elsewhere nr. 1 → claim_types nr. 1")),
    ],
    "scope-type-without-solution": [
        ("Type uden løsning", At("zerosum.toml", 6, "claim_types nr. 2")),
        ("Type uden løsning", At("zerosum.toml", 6, "claim_types nr. 3")),
        ("Type er ikke oplyst i brug", At("zerosum.toml", 20, "solution nr. 1 → claim_types nr. 2")),
    ],
    "scope-role-with-address": [("Værdien kan ikke bruges", At("zerosum.toml", 18, "responsible → role"))],
    "catalogue-not-there": [("Filen findes ikke", At("zerosum.toml", 6, "catalogue"))],
    "catalogue-empty": [("Kataloget er tomt", At("katalog.toml", 0, ""))],
    "catalogue-several-mistakes": [
        ("Ukendt forretningsområde", At("katalog.toml", 2, "type nr. 1 → area")),
        ("Værdien kan ikke bruges", At("katalog.toml", 3, "type nr. 1 → code")),
        ("Værdien kan ikke bruges", At("katalog.toml", 5, "type nr. 1 → kind")),
        ("Nøgle mangler", At("katalog.toml", 8, "type nr. 2 → reference")),
        ("Beløb på en type uden takst", At("katalog.toml", 13, "type nr. 2 → amounts")),
        ("Ukendt nøgle", At("katalog.toml", 14, "type nr. 2 → source")),
        ("Værdien kan ikke bruges", At("katalog.toml", 21, "type nr. 3 → amounts nr. 1")),
        ("Ukendt fordringstype", At("katalog.toml", 22, "type nr. 3 → of_types nr. 1")),
        ("Værdien kan ikke bruges", At("katalog.toml", 23, "type nr. 3 → since")),
        ("Nøgle mangler", At("katalog.toml", 26, "type nr. 4")),
        ("Nøgle mangler", At("katalog.toml", 26, "type nr. 4")),
    ],
    "catalogue-contradicts": [
        ("Modsiger det katalog, der følger med", At("katalog.toml", 2, "type nr. 1 → area")),
        ("Modsiger det katalog, der følger med", At("katalog.toml", 4, "type nr. 1 → name_da")),
        ("Modsiger det katalog, der følger med", At("katalog.toml", 5, "type nr. 1 → kind")),
        ("Modsiger det katalog, der følger med", At("katalog.toml", 11, "type nr. 2 → amounts")),
        ("Modsiger det katalog, der følger med", At("katalog.toml", 17, "type nr. 3 → replaced nr. 1 → code")),
        ("Modsiger det katalog, der følger med", At("katalog.toml", 23, "type nr. 4 → replaced nr. 1 → code")),
        ("Fordringstype står to gange", At("katalog.toml", 23, "type nr. 4 → replaced nr. 1 → code")),
    ],
    "catalogue-former-code": [
        ("Koden er ikke en type i dag", At("katalog.toml", 3, "type nr. 1 → code")),
        ("Koden er ikke en type i dag", At("katalog.toml", 10, "type nr. 2 → code")),
        ("Koden er ikke en type i dag", At("katalog.toml", 17, "type nr. 3 → code")),
    ],
    "catalogue-twice": [
        ("Område findes i forvejen", At("katalog.toml", 2, "area nr. 1 → code")),
        ("Fordringstype står to gange", At("katalog.toml", 11, "type nr. 1 → replaced nr. 1 → code")),
        ("Fordringstype står to gange", At("katalog.toml", 16, "type nr. 2 → code")),
    ],
    "catalogue-main-of-others": [("Hovedfordring med of_types eller of_areas", At("katalog.toml", 1, "type nr. 1"))],
    "settings-requirement-twice": [
        ("Krav står to gange", At("zerosum.toml", 20, "solution nr. 1 → required nr. 3")),
    ],
    "settings-mark-twice": [
        ("Kendetegn står to gange", At("zerosum.toml", 20, "solution nr. 1 → marks nr. 2")),
    ],
    "settings-mark-of-two-solutions": [
        ("Kendetegn for to løsninger", At("zerosum.toml", 25, "solution nr. 2 → marks nr. 1")),
    ],
    "settings-solution-name-taken": [
        ("Navnet er taget", At("zerosum.toml", 18, "solution nr. 1 → name")),
    ],
    "settings-former-creditors": [
        ("Fordringshaveren er vores egen", At("zerosum.toml", 6, "former_creditors nr. 2")),
        ("Fordringshaver står to gange", At("zerosum.toml", 6, "former_creditors nr. 3")),
    ],
    "settings-fee-twice": [
        ("Beløb står to gange", At("zerosum.toml", 22, "fees → GEDAINS nr. 2")),
    ],
    "settings-fee-of-a-float": [
        ("Værdien kan ikke bruges", At("zerosum.toml", 22, "fees → GEDAINS nr. 1")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 22, "fees → GEDAINS nr. 2")),
    ],
    "settings-amount-negative": [
        ("Værdien kan ikke bruges", At("zerosum.toml", 22, "tolerance → per_claim")),
    ],
    "settings-limit-beyond": [
        ("Værdien kan ikke bruges", At("zerosum.toml", 22, "limits → in_hearing_days")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 23, "limits → in_process_days")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 24, "limits → not_sent_bank_days")),
    ],
    "settings-control-total-outside": [
        ("Kontroltal uden for omfanget", At("zerosum.toml", 23, "control_total nr. 1 → claim_type")),
    ],
    "settings-control-total-twice": [
        ("Kontroltal står to gange", At("zerosum.toml", 27, "control_total nr. 2")),
    ],
    "settings-tolerance-too-large": [
        ("Tolerancen er for stor", At("zerosum.toml", 22, "tolerance → per_claim")),
    ],
    "settings-keep-lists-longer": [
        ("Arbejdslister gemmes længere end kørslen", At("zerosum.toml", 23, "keep → work_lists_days"))
    ],
    "settings-tolerance-of-solution": [
        ("Loftet er for lavt", At("zerosum.toml", 21, "tolerance → per_solution")),
    ],
    "settings-wave-backwards": [
        ("Bølgen slutter, før den begynder", At("zerosum.toml", 24, "conversion → wave nr. 1 → last")),
    ],
    "settings-file-twice": [("Fil givet to gange", At("zerosum.toml", 9, "input nr. 1 → files nr. 2"))],
    "settings-several-mistakes": [
        ("Værdien kan ikke bruges", At("zerosum.toml", 2, "creditor_id")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 3, "area")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 4, "cut_off")),
        ("Ukendt nøgle", At("zerosum.toml", 5, "as_off")),
        ("Input mangler", At("zerosum.toml", 7, "input")),
        ("Input mangler", At("zerosum.toml", 7, "input")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 8, "input nr. 1 → side")),
        ("Ukendt kilde", At("zerosum.toml", 9, "input nr. 1 → source")),
        ("Intet passer til mønsteret", At("zerosum.toml", 10, "input nr. 1 → files")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 14, "solution nr. 1 → claim_types nr. 1")),
        ("Type står to gange", At("zerosum.toml", 14, "solution nr. 1 → claim_types nr. 3")),
        ("Løsning står to gange", At("zerosum.toml", 17, "solution nr. 2 → name")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 21, "tolerance → per_claim")),
        ("Ukendt løsning", At("zerosum.toml", 24, "control_total nr. 1 → solution")),
        ("Værdien kan ikke bruges", At("zerosum.toml", 27, "control_total nr. 1 → amount")),
    ],
    "source-several-mistakes": [
        ("Navnet er taget", At("kilde.toml", 1, "name")),
        ("Værdien kan ikke bruges", At("kilde.toml", 3, "encoding")),
        ("Ukendt nøgle", At("kilde.toml", 4, "seperator")),
        ("Kilden er ikke hel", At("kilde.toml", 6, "columns")),
        ("Kilden er ikke hel", At("kilde.toml", 6, "columns")),
        ("Ukendt kolonne", At("kilde.toml", 8, "columns → claimtype")),
        ("Overskrift er tvetydig", At("kilde.toml", 9, "columns → booked_on")),
        ("Værdien kan ikke bruges", At("kilde.toml", 12, "events → Oprettet")),
    ],
    "decision-against-a-key": [
        ("Fordringen er parret på sit nummer", At("afgoerelser.csv", 2, "")),
    ],
    "decision-allotted-twice": [
        ("Fordelt to gange", At("afgoerelser.csv", 2, "")),
        ("Fordelt to gange", At("afgoerelser.csv", 3, "")),
    ],
    "decision-case-and-claim": [
        ("Sag eller fordring", At("afgoerelser.csv", 2, "sag")),
    ],
    "decision-case-of-several": [
        ("Sagen er ikke entydig", At("afgoerelser.csv", 2, "sag")),
    ],
    "decision-cause-unknown": [
        ("Ukendt årsag", At("afgoerelser.csv", 2, "aarsag")),
        ("Ukendt årsag", At("afgoerelser.csv", 3, "aarsag")),
    ],
    "decision-ceiling-unreadable": [
        ("Loftet kan ikke læses", At("afgoerelser.csv", 2, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 3, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 4, "loft")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 5, "loft")),
    ],
    "decision-date-unreadable": [
        ("Dato kan ikke læses", At("afgoerelser.csv", 2, "dato")),
        ("Dato kan ikke læses", At("afgoerelser.csv", 3, "udloeber")),
    ],
    "decision-ends-before-it-begins": [
        ("Datoerne passer ikke", At("afgoerelser.csv", 2, "udloeber")),
    ],
    "decision-field-missing": [
        ("Felt mangler", At("afgoerelser.csv", 2, "rolle")),
        ("Felt mangler", At("afgoerelser.csv", 2, "begrundelse")),
        ("Felt mangler", At("afgoerelser.csv", 2, "dato")),
        ("Felt mangler", At("afgoerelser.csv", 2, "hvem")),
        ("Felt mangler", At("afgoerelser.csv", 2, "udloeber")),
        ("Felt mangler", At("afgoerelser.csv", 2, "loft")),
    ],
    "decision-field-of-another-kind": [
        ("Felt uden virkning", At("afgoerelser.csv", 2, "loft")),
        ("Felt uden virkning", At("afgoerelser.csv", 2, "udloeber")),
    ],
    "decision-file-empty": [
        ("Filen er tom", At("afgoerelser.csv", 0, "")),
    ],
    "decision-file-encoding": [
        ("Tegnsættet kan ikke læses", At("afgoerelser.csv", 0, "")),
    ],
    "decision-file-not-there": [
        ("Filen findes ikke", At("zerosum.toml", 6, "decisions")),
    ],
    "decision-file-workbook": [
        ("Filen er ikke CSV", At("afgoerelser.csv", 0, "")),
    ],
    "decision-heading-missing": [
        ("Kolonne mangler", At("afgoerelser.csv", 1, "afgoerelse")),
    ],
    "decision-heading-repeated": [
        ("Kolonne står flere gange", At("afgoerelser.csv", 1, "reference")),
    ],
    "decision-heading-unknown": [
        ("Ukendt overskrift", At("afgoerelser.csv", 1, "")),
        ("Ukendt overskrift", At("afgoerelser.csv", 1, "")),
        ("Felt mangler", At("afgoerelser.csv", 2, "rolle")),
        ("Felt mangler", At("afgoerelser.csv", 2, "loft")),
    ],
    "decision-line-ragged": [
        ("Linjen har ikke de rigtige felter", At("afgoerelser.csv", 3, "")),
    ],
    "decision-located-by-psrm": [
        ("Årsagen kan kun kommunen acceptere", At("afgoerelser.csv", 2, "aarsag")),
    ],
    "decision-number-of-two-debtors": [
        ("Flere fordringer passer", At("afgoerelser.csv", 2, "")),
        ("Flere fordringer passer", At("afgoerelser.csv", 3, "")),
    ],
    "decision-paired-twice": [
        ("Parret to gange", At("afgoerelser.csv", 2, "")),
        ("Parret to gange", At("afgoerelser.csv", 3, "")),
    ],
    "decision-reason-too-long": [
        ("Begrundelsen kan ikke bruges", At("afgoerelser.csv", 2, "begrundelse")),
    ],
    "decision-role-unknown": [
        ("Ukendt rolle", At("afgoerelser.csv", 2, "rolle")),
    ],
    "decision-several-claims": [
        ("Flere fordringer på én linje", At("afgoerelser.csv", 2, "reference")),
    ],
    "decision-several-mistakes": [
        ("Leverandøren kan ikke acceptere", At("afgoerelser.csv", 2, "rolle")),
        ("Loftet kan ikke læses", At("afgoerelser.csv", 2, "loft")),
        ("Ukendt afgørelse", At("afgoerelser.csv", 4, "afgoerelse")),
        ("Felt uden virkning", At("afgoerelser.csv", 5, "udloeber")),
        ("Ukendt rolle", At("afgoerelser.csv", 5, "rolle")),
    ],
    "decision-solution-unknown": [
        ("Ukendt løsning", At("afgoerelser.csv", 2, "loesning")),
    ],
    "decision-unexplained": [
        ("Uforklaret kan ikke accepteres", At("afgoerelser.csv", 2, "aarsag")),
    ],
    "decision-unknown": [
        ("Ukendt afgørelse", At("afgoerelser.csv", 2, "afgoerelse")),
    ],
    "decision-vendor-accepts": [
        ("Leverandøren kan ikke acceptere", At("afgoerelser.csv", 2, "rolle")),
    ],
    "decision-without-claim": [
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 2, "fordringsid")),
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 3, "fordringsid")),
        ("Fordringen er ikke nævnt", At("afgoerelser.csv", 4, "psrm_fordringsid")),
    ],
    "source-keys-not-together": [
        ("Nøgler, der ikke passer sammen", At("kilde.toml", 4, "separator")),
        ("Kolonner overlapper", At("kilde.toml", 9, "fixed_width → debtors")),
        ("Overskrift findes ikke", At("kilde.toml", 15, "columns → reference")),
    ],
    "source-without-side": [
        ("Kilden er ikke hel", At("kilde.toml", 0, "side")),
        ("Kilden er ikke hel", At("kilde.toml", 0, "statuses")),
        ("Kilden er ikke hel", At("kilde.toml", 3, "columns")),
        ("Kilden er ikke hel", At("kilde.toml", 8, "fixed")),
        ("Ord med to betydninger", At("kilde.toml", 13, "events → oprettet")),
    ],
    "source-parts-wrong": [
        ("Forkert sted", At("kilde.toml", 4, "columns")),
        ("Ukendt filtype", At("kilde.toml", 8, "part nr. 1 → name")),
        ("Nummer mangler", At("kilde.toml", 14, "part nr. 2 → column nr. 1 → headings")),
        ("Kolonnen står to gange", At("kilde.toml", 15, "part nr. 2 → column nr. 2")),
    ],
    "source-parts-missing": [("Kilden er ikke hel", At("kilde.toml", 0, "part"))],
}
"""The settings are wrong: exit code 4."""


IN_ENGLISH = ("parquet-broken", "workbook-broken")
"""Files that a library refuses: its own English words are not handed on."""


def problems(error: ZerosumError) -> list[tuple[str, At]]:
    return [(one.told().what, At(one.file, one.line, in_words(one.column, "da"))) for one in error.problems]


def compare(name: str, text: str, language: str = "da") -> None:
    """The golden file; the folder's own place on this machine is no part of the message."""
    golden.check(GALLERY / name / MESSAGES[language], text.replace(str(Path().absolute()), "MAPPEN") + "\n")


def test_each_folder_of_the_gallery_is_looked_at() -> None:
    assert set(folders()) == {*REJECTS, *STOPS, *SETTINGS}


@pytest.mark.parametrize("debtor", ["plain", "ode"])
def test_the_good_files_are_good(debtor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / GOOD).mkdir()
    shutil.copy(GALLERY / GOOD / "psrm.csv", tmp_path / GOOD)
    if debtor == "ode":
        shutil.copytree(GALLERY / GOOD / "ode", tmp_path / GOOD / "ode")
    else:
        shutil.copy(GALLERY / GOOD / "debitor.csv", tmp_path / GOOD)
    monkeypatch.chdir(tmp_path / GOOD)
    result = run()
    assert not result.rejects
    assert result.figures.gross_ore == 0
    assert result.verdict == Verdict.READY_WITH_REMARKS  # no control total is declared
    assert {one.code for one in result.findings} == {"control_total_missing"}


@pytest.mark.long
@pytest.mark.parametrize("name", REJECTS)
def test_a_line_that_cannot_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    result = run()
    told = [one.problem for one in result.rejects]
    assert [At(one.file, one.line, one.column, one.value) for one in told] == REJECTS[name]
    assert result.verdict == Verdict.NOT_READY
    assert "rejected_lines" in {one.code for one in result.findings}
    for language in LANGUAGES:
        assert all(all(vars(one.told(language)).values()) for one in told)
        compare(name, rejects_text(result.rejects, language), language)
    assert sum(one.rejects for one in result.inputs) == len(result.rejects)


@pytest.mark.parametrize("name", STOPS)
def test_a_file_that_cannot_be_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(InputError) as stopped:
        run()
    assert stopped.value.exit_code == 3
    assert problems(stopped.value) == STOPS[name]
    for language in LANGUAGES:
        compare(name, message(stopped.value, language), language)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_are_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(SettingsError) as stopped:
        run()
    assert stopped.value.exit_code == 4
    assert problems(stopped.value) == SETTINGS[name]
    for language in LANGUAGES:
        compare(name, message(stopped.value, language), language)


def test_all_problems_say_what_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    for name in [*STOPS, *SETTINGS]:
        monkeypatch.chdir(GALLERY / name)
        with pytest.raises(ZerosumError) as stopped:
            run()
        for problem in stopped.value.problems:
            looked_at += 1
            assert problem.told().what, name
            assert problem.told().why.endswith("."), name
            assert problem.told().do.endswith((".", "?")), name
    assert looked_at > len(STOPS)


@pytest.mark.parametrize("name", IN_ENGLISH)
def test_a_broken_file_is_told_in_danish(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / name)
    with pytest.raises(InputError) as stopped:
        run()
    (problem,) = stopped.value.problems
    assert problem.told().why.endswith(".")
    assert not re.search(r"\b(not|the|file|cannot)\b", problem.told().why, re.IGNORECASE)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as stopped:
        run()
    assert problems(stopped.value)[0][0] == "Filen findes ikke"


def test_the_part_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "ode-part-missing")
    with pytest.raises(InputError, match="002af2"):
        run()


def test_the_limit_of_an_amount_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "amount-over-the-limit")
    (reject,) = run().rejects
    assert reject.problem.code == "amount_too_large"
    assert "100.000.000,00" in reject.problem.told().why


def test_a_rejected_line_of_ode_says_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GALLERY / "ode-action-code-unknown")
    result = run()
    assert (result.figures.debtor_ore, result.figures.psrm_ore) == (100_000, 200_000)
    assert {one.code for one in result.causes} == {"only_in_psrm"}


def test_no_message_shows_a_number_of_a_person() -> None:
    person = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
    messages = sorted(GALLERY.rglob("message*.txt"))
    assert len(messages) > 30
    assert not [path for path in messages if person.search(path.read_text("utf-8"))]
    bad_amount = (GALLERY / "amount-is-a-person-number" / "debitor.csv").read_text("utf-8")
    assert person.search(bad_amount.split(";creation;")[2]), "the number is not in the file"


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("da", "side;fil;linje;kolonne;værdi;fejl;hvorfor;gør dette;kode"),
        ("en", "side;file;line;column;value;error;why;do this;code"),
    ],
)
def test_the_list_of_rejects_is_in_the_language_and_holds_no_formula(
    language: str, headings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(GALLERY / "amount-sign-twice")
    first, line, *more = rejects_csv(run().rejects, language).decode("utf-8-sig").splitlines()
    assert first == headings
    assert line.startswith("debtor;debitor.csv;3;amount;'-1.000,00-;")
    assert line.endswith(";amount_sign_twice")
    assert more == []
