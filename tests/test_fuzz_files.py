"""The fuzzer of the file readers: a short round, what it once found, and that it finds what is put in its way."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from fuzz import files
from fuzz.mutate import CHANGES, TOKENS, bomb, mutated
from fuzz.seeds import Seed, seeds

from zerosum.normalise import intake

pytest.importorskip("resource")  # limits on memory are POSIX's

SHORT = 10.0
"""Seconds of the round."""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seed]:
    return {one.name: one for one in seeds(tmp_path_factory.mktemp("seeds"))}


@pytest.fixture
def trier(tmp_path: Path) -> files.Trier:
    return files.Trier(tmp_path)


def data_of(seed: Seed) -> bytes:
    return seed.files[seed.at].data


@pytest.mark.long
def test_a_short_round_finds_nothing(tmp_path: Path) -> None:
    number = 1 if os.environ.get("CI") else random.randrange(10**6)
    report = files.hunt(SHORT, number, tmp_path / "found")
    assert report.finds == [], (number, report.finds[0])
    assert report.inputs > 50
    assert report.peak_bytes < files.PEAK_MAX


def test_what_was_found_stays_mended() -> None:
    assert files.again(files.kept_finds()) == []


@pytest.mark.long
def test_the_seeds_are_read(every: dict[str, Seed], trier: files.Trier) -> None:
    """A form that no reader takes would teach the fuzzer nothing."""
    good = {name: one for name, one in every.items() if one.form is not None}
    assert len(good) > 90
    tried = {name: trier(one, data_of(one)) for name, one in good.items()}
    assert {name: one for name, one in tried.items() if one.outcome != "read"} == {}
    assert trier.compared > 300  # by csv and decimal


def test_the_gallery_is_among_the_seeds(every: dict[str, Seed], trier: files.Trier) -> None:
    gallery = [one for one in every.values() if one.form is None]
    assert len(gallery) > 30
    assert [tried.find for tried in (trier(one, data_of(one)) for one in gallery) if tried.find] == []


def test_changes_change_and_are_the_same_from_a_seed(every: dict[str, Seed]) -> None:
    others = [data_of(one) for one in every.values()]
    for at, data in enumerate(others):
        assert mutated(random.Random(at), data, others) == mutated(random.Random(at), data, others)
    assert sum(mutated(random.Random(at), data, others) != data for at, data in enumerate(others)) > len(others) * 0.9
    assert len(set(CHANGES)) > 12
    assert len(TOKENS) > 50


def test_a_bomb_is_refused_without_being_unfolded(every: dict[str, Seed], trier: files.Trier) -> None:
    for name, kind in (("csv-zip", "zip"), ("csv-gzip", "gzip")):
        assert len(bomb(kind)) < 16 * 2**20
        tried = trier(every[name], bomb(kind))
        assert (tried.outcome, tried.find) == ("archive_too_large", "")
        assert tried.seconds < files.SECONDS_MAX


def test_an_error_that_is_not_ours_is_found(
    every: dict[str, Seed], trier: files.Trier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UnicodeDecodeError("utf-8", b"", 0, 1, "")

    monkeypatch.setattr(intake, "read", broken)
    tried = trier(every["csv"], data_of(every["csv"]))
    assert tried.outcome.startswith("!UnicodeDecodeError")
    assert "Traceback" in tried.find


def test_an_amount_read_otherwise_is_found(
    every: dict[str, Seed], trier: files.Trier, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = intake.lines_of_events

    def one_more(*given: object, **named: object):  # type: ignore[no-untyped-def]
        lines, *rest = right(*given, **named)  # type: ignore[arg-type]
        return (replace(lines, amount_ore=lines.amount_ore + 1), *rest)

    monkeypatch.setattr(intake, "lines_of_events", one_more)
    assert "by csv and decimal" in trier(every["csv"], data_of(every["csv"])).find


def test_a_line_that_is_lost_is_found(
    every: dict[str, Seed], trier: files.Trier, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = intake.lines_of_events

    def one_less(*given: object, **named: object):  # type: ignore[no-untyped-def]
        lines, *rest = right(*given, **named)  # type: ignore[arg-type]
        return (lines.take(lines.line > 2), *rest)

    monkeypatch.setattr(intake, "lines_of_events", one_less)
    assert "lines were lost" in trier(every["csv"], data_of(every["csv"])).find


@pytest.mark.long
@pytest.mark.parametrize(("kind", "counted"), [("abort", "crashes"), ("memory", "over_memory")])
def test_the_parent_finds_what_ends_or_swells_the_child(
    kind: str, counted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEROSUM_FUZZ_SABOTAGE", kind)
    report = files.hunt(60, 1, tmp_path, until_found=True)
    assert getattr(report, counted) == 1
    assert [one["kind"] for one in report.finds] == [{"crashes": "crash", "over_memory": "memory"}[counted]]
    assert files.kept_finds(tmp_path)


@pytest.mark.long
def test_the_parent_finds_a_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROSUM_FUZZ_SABOTAGE", "hang")
    monkeypatch.setattr(files, "SILENCE_MAX", 3.0)
    report = files.hunt(60, 1, tmp_path, until_found=True)
    assert (report.hangs, len(report.finds)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "decimal", "ore"),
    [
        ("1.234,50", ",", 123450), ("1,234.50", ".", 123450), ("5.000,00-", ",", -500000), ("\u22121,5", ",", -150),
        ("kr. 7", ",", 700), ("1 234,50 kr", ",", 123450), ("0,005", ",", None), ("x", ",", None), ("", ",", None),
    ],
)  # fmt: skip
def test_the_second_reading_of_an_amount(text: str, decimal: str, ore: int | None, every: dict[str, Seed]) -> None:
    source = replace(every["csv"].source, decimal=decimal)
    assert files.ore_by_decimal(text, source) == ore
