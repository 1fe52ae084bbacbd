"""`zerosum causes` and `zerosum explain`: every code, the same texts as the report's, at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from forked import zerosum
from test_cases import OUTCOMES

from zerosum.causes import EVERY, Heading
from zerosum.cli import cli
from zerosum.cli.known import LIMITS, NEXT_REPORT, known
from zerosum.cli.messages import plain
from zerosum.report.words import LANGUAGES, load
from zerosum.result import Gravity
from zerosum.settings import Limits

BOTH_WAYS = {"ambiguous", "expected_not_seen", "split_or_merged"}
"""Findings whose gravity depends on what is found."""


def ask(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code as a command returns it, and what it wrote."""
    done = CliRunner().invoke(cli, arguments, standalone_mode=False, env=environment, prog_name="zerosum")
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.output


def test_the_files_of_the_causes_are_read_as_they_are() -> None:
    causes = [one for one in known(load("da")) if one.kind == "cause"]
    assert [one.code for one in causes] == [cause.code for cause in EVERY]
    for one, cause in zip(causes, EVERY, strict=True):
        told = (one.standing, one.gravity, one.heading, one.owner)
        heading = "" if cause.heading == Heading.NONE else cause.heading.value
        assert told == (cause.standing.name.lower(), cause.gravity.name.lower(), heading, cause.owner.value)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_can_be_told(language: str) -> None:
    words = load(language)
    for one in known(words):
        assert words.has(f"{one.key}.found") == (one.kind == "cause"), one.code
        code, text = ask("explain", one.code, "--lang", language)
        assert code == 0
        for part in ("title", "means", "next"):
            assert " ".join(plain(words(f"{one.key}.{part}")).split()) in " ".join(text.split())


def test_the_gravity_of_a_finding_is_what_the_cases_see() -> None:
    told = {one.code: one.gravity for one in known(load("da")) if one.kind == "finding"}
    seen = {(code, gravity) for outcome in OUTCOMES.values() for code, gravity in outcome.findings.items()}
    assert len(seen) > 5
    assert [
        (code, gravity) for code, gravity in seen if told[code] != gravity.name.lower() and code not in BOTH_WAYS
    ] == []


def test_the_gravities_are_the_same_in_both_languages() -> None:
    danish, english = (
        {one.code: one.gravity for one in known(load(language)) if one.kind == "finding"} for language in LANGUAGES
    )
    assert danish == english
    assert set(danish.values()) <= {gravity.name.lower() for gravity in Gravity}


def test_all_codes_stand_in_the_table() -> None:
    code, text = ask("causes")
    assert code == 0
    lines = [line.split() for line in text.splitlines()]
    assert [one.code for one in known(load("da")) if not any(line[:1] == [one.code] for line in lines)] == []
    assert "Gebyr indregnet i hovedstolen" in text
    assert text.encode("cp850")


def test_english_when_asked_for() -> None:
    assert "Fee counted in the principal" in ask("causes", "--lang", "en")[1]
    assert "Fee counted in the principal" in ask("causes", ZEROSUM_LANG="en")[1]
    assert "The vendor" in ask("explain", "fee_included", "--lang", "en")[1]


def test_json_is_pure() -> None:
    every = json.loads(ask("causes", "--json")[1])
    assert {one["code"] for one in every} == {one.code for one in known(load("da"))}
    (one,) = json.loads(ask("explain", "awaiting_receipt", "--json")[1])
    assert one["limits"] == {"received_bank_days": 1, "in_process_days": 14}
    assert one["title"] == "Afventer kvittering"
    assert one["found"]


def test_a_code_may_be_written_in_other_ways() -> None:
    assert ask("explain", "IN-HEARING") == ask("explain", "in_hearing")


def test_a_code_that_is_both_is_told_twice() -> None:
    both = {cause.code for cause in EVERY} & {one.code for one in known(load("da")) if one.kind == "finding"}
    for code in both:
        text = ask("explain", code)[1]
        assert "Årsag · " in text
        assert "Fund · " in text


def test_a_typo_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    done = zerosum("explain", "rouding", cwd=tmp_path)
    assert done.returncode == 2
    assert "Mente du «rounding»?" in done.stderr
    assert done.stdout == ""
    assert "0113701234" not in zerosum("explain", "0113701234", cwd=tmp_path).stderr


def test_limits_are_those_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "14 dage for HO, høring (som står i programmet)" in " ".join(ask("explain", "in_hearing")[1].split())
    path = tmp_path / "zerosum.toml"
    path.write_text("[limits]\nin_hearing_days = 21\n", encoding="utf-8")
    assert "21 dage for HO, høring (fra zerosum.toml)" in " ".join(ask("explain", "in_hearing")[1].split())
    other = tmp_path / "andre.toml"
    other.write_text("[limits]\nin_hearing_days = 7\n", encoding="utf-8")
    assert "7 dage for HO, høring (fra andre.toml)" in " ".join(
        ask("explain", "in_hearing", "-c", str(other))[1].split()
    )
    path.write_text("[limits\n", encoding="utf-8")
    assert "14 dage" in ask("explain", "in_hearing")[1]
    done = zerosum("explain", "in_hearing", "-c", "zerosum.toml", cwd=tmp_path)
    assert done.returncode == 4
    assert "Opsætningen kan ikke læses" in done.stderr


def test_limits_are_named_as_the_settings_name_them() -> None:
    assert {name for names in LIMITS.values() for name in names} == set(vars(Limits()))
    bridges = {one.code for one in known(load("da")) if one.standing == "bridge"}
    assert bridges == {*LIMITS, *NEXT_REPORT}


@pytest.mark.parametrize("arguments", [["causes"], ["explain", "fee_included"]])
def test_nothing_heavy_is_imported(arguments: list[str]) -> None:
    heavy = ("pandas", "numpy", "pyarrow", "pydantic", "jinja2")
    code = (
        f"import sys\nfrom zerosum.cli import cli\ncli.main({arguments!r}, standalone_mode=False)\n"
        f"print('HEAVY', [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert "HEAVY []" in done.stdout
    assert len(done.stdout.splitlines()) > 5
