"""The made-up pairs of files: they are in the package that is installed, and tell nothing that is blank."""

from __future__ import annotations

import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from zerosum.causes import CAUSES, EVERY
from zerosum.report.example import DEBTOR, EXPECTED, PSRM, SETTINGS, SOURCE, example

ROOT = Path(__file__).parent.parent


def test_each_cause_has_a_pair_but_the_unexplained() -> None:
    with_pair = [cause.code for cause in EVERY if example(cause.code) is not None]
    assert with_pair == [cause.code for cause in CAUSES]


@pytest.mark.parametrize("code", [cause.code for cause in CAUSES])
def test_a_pair_is_whole(code: str) -> None:
    told = example(code)
    assert told is not None
    assert {DEBTOR, PSRM, EXPECTED, SETTINGS} <= set(told.files) <= {DEBTOR, PSRM, EXPECTED, SETTINGS, SOURCE}
    assert (f'source = "{SOURCE}"' in told.files[SETTINGS]) == (SOURCE in told.files)
    for name in (DEBTOR, PSRM):
        head, *lines = told.rows(name)
        assert lines
        assert all(any(line[at] for line in lines) for at in range(len(head)))


def test_the_wheel_has_the_pairs(tmp_path: Path) -> None:
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("no source tree")
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(ROOT))
    (built,) = builder.build(directory=str(tmp_path), versions=["standard"])
    assert import_module("zerosum")
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())
        for cause in CAUSES:
            for name in (DEBTOR, PSRM, EXPECTED):
                assert f"zerosum/report/examples/{cause.code}/{name}" in names
        assert f"zerosum/report/examples/{SETTINGS}" in names
        assert "zerosum/report/templates/pack.css" in names
