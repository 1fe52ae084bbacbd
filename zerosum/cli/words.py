"""The few texts that only the terminal has, in Danish and English."""

from __future__ import annotations

TEXTS = {
    "da": {
        "solution": "Løsning",
        "total": "Difference",
        "explained": "Forklaret",
        "unexplained": "Uforklaret",
        "gross": "Brutto",
        "result": "Resultat",
        "whole": "I alt",
        "missing": "Mangler før klarmelding",
        "remarks": "Til orientering",
        "more": "… og {n} flere; alle står i rapporten.",
        "report": "Rapport",
        "fingerprint": "Aftryk",
    },
    "en": {
        "solution": "Solution",
        "total": "Difference",
        "explained": "Explained",
        "unexplained": "Unexplained",
        "gross": "Gross",
        "result": "Result",
        "whole": "In all",
        "missing": "Missing before declaring ready",
        "remarks": "For information",
        "more": "… and {n} more; all are in the report.",
        "report": "Report",
        "fingerprint": "Fingerprint",
    },
}
