"""The golden files: the example's report and result, as people see them in reports/example/. `make golden` rewrites them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zerosum.pipeline import Reconciliation, reconcile
from zerosum.report.made import Made
from zerosum.report.render import render
from zerosum.runs.document import canonical, document, fingerprint
from zerosum.settings_load import load

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "reports" / "example"


@pytest.fixture(scope="module")
def outcome() -> Reconciliation:
    return reconcile(load(ROOT / "fixtures" / "daginstitution" / "zerosum.toml"))


def made(seal: str) -> Made:
    """A making that is the same on every machine."""
    return Made(
        when=datetime(2026, 10, 5, 9, 12, tzinfo=UTC),
        who="eksempel",
        command="zerosum run -c fixtures/daginstitution/zerosum.toml",
        version="0.1.0",
        python="3.11",
        pandas="3.1",
        run_id=f"2026-09-30_{seal[:6]}",
        fingerprint=seal,
        settings_hash="0" * 64,
    )


def compare(name: str, content: str) -> None:
    path = GOLDEN / name
    if os.environ.get("ZEROSUM_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    assert path.is_file(), f"{name} is not there: make golden"
    assert content == path.read_bytes().decode(), f"{name} is not what it was: look at the difference, then make golden"


def test_the_result_of_the_example_is_golden(outcome: Reconciliation) -> None:
    compare("result.json", json.dumps(document(outcome.result), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


@pytest.mark.parametrize(("language", "name"), [("da", "report.html"), ("en", "report.en.html")])
def test_the_report_of_the_example_is_golden(outcome: Reconciliation, language: str, name: str) -> None:
    seal = fingerprint(canonical(document(outcome.result)))
    compare(name, render(outcome.result, made(seal), language))
