"""A run's folder tells the report again: the same bytes, in either language, and nothing from a file that was changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import report_examples as examples
from forked import zerosum
from hypothesis import given
from hypothesis import strategies as st

from zerosum.errors import InputError, Phrase, Problem
from zerosum.pipeline import reconcile
from zerosum.result import Result
from zerosum.runs.frozen import frozen, thawed
from zerosum.runs.kept import FILES_SHA256
from zerosum.runs.places import OPEN_ITEMS, POSTINGS, REPORT, REPORT_DATA, RESULT, RUN
from zerosum.runs.reopened import reopen
from zerosum.selftested import SelfTest
from zerosum.settings_load import load

EXAMPLES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the second example, which tells stamdata, elsewhere and manual bills."""
    root = tmp_path_factory.mktemp("kørsler")
    done = zerosum(
        "run", "-c", str(EXAMPLES / "teknisk-forvaltning" / "zerosum.toml"), "-o", str(root), "--json", cwd=root
    )
    return Path(json.loads(done.stdout)["files"][RESULT]).parent


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def _refused(run: Path) -> str:
    """The code of what is said of a run that is not believed."""
    with pytest.raises(InputError) as refused:
        reopen(run)
    return refused.value.problems[0].code


def test_the_report_comes_out_byte_for_byte(run: Path) -> None:
    before = (run / REPORT).read_bytes()
    (run / REPORT).unlink()
    assert zerosum("report", str(run), cwd=run).returncode == 0
    assert (run / REPORT).read_bytes() == before
    assert not list(run.glob(".*"))


def test_in_english_it_lies_beside_the_danish(run: Path) -> None:
    before = (run / REPORT).read_bytes()
    assert zerosum("report", "--lang", "en", str(run / RESULT), cwd=run).returncode == 0
    assert b'<html lang="en">' in (run / "report.en.html").read_bytes()
    assert (run / REPORT).read_bytes() == before


def test_the_dossier_is_the_outcome(run: Path) -> None:
    outcome = reconcile(load(EXAMPLES / "teknisk-forvaltning" / "zerosum.toml"))
    told = reopen(run)
    assert told.result == outcome.result
    assert told.items.equals(outcome.item_lines)
    assert told.posted.equals(outcome.posted_lines)


@pytest.mark.parametrize("name", [RESULT, REPORT_DATA, POSTINGS, OPEN_ITEMS])
def test_a_run_without_a_file_tells_nothing(run: Path, name: str) -> None:
    (run / name).unlink()
    assert _refused(run) == "run_not_opened"


def _changed(run: Path, change: object) -> None:
    values = json.loads((run / REPORT_DATA).read_bytes())
    change(values["result"])  # type: ignore[operator]
    (run / REPORT_DATA).write_text(json.dumps(values), encoding="utf-8")
    _named_anew(run, REPORT_DATA)


def _named_anew(run: Path, name: str) -> None:
    """run.json made to fit a file that was changed."""
    about = json.loads((run / RUN).read_bytes())
    about[FILES_SHA256][name] = hashlib.sha256((run / name).read_bytes()).hexdigest()
    (run / RUN).write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.parametrize("name", [REPORT_DATA, POSTINGS, OPEN_ITEMS])
def test_what_the_seal_does_not_cover_is_not_believed_either(run: Path, name: str) -> None:
    """The name of the area, say, or a reference: they stand on the page, and not in result.json."""
    if name == REPORT_DATA:
        told = (run / name).read_text(encoding="utf-8")
        (run / name).write_text(told.replace('"Teknisk forvaltning"', '"Ejendomsskat"'), encoding="utf-8")
    else:
        import pyarrow.parquet as parquet

        parquet.write_table(parquet.read_table(run / name), run / name, compression="gzip")
    assert _refused(run) == "run_not_as_sealed"
    _named_anew(run, name)
    reopen(run)


@pytest.mark.parametrize("name", ["made_at", "who", "command"])
def test_what_the_page_tells_of_run_json_is_not_believed_either(run: Path, name: str) -> None:
    about = json.loads((run / RUN).read_bytes())
    about[name] = "2026-01-01T07:12:00+01:00" if name == "made_at" else "Anden Person"
    (run / RUN).write_text(json.dumps(about), encoding="utf-8")
    assert _refused(run) == "run_not_as_sealed"


def test_a_run_that_does_not_name_its_files_tells_nothing(run: Path) -> None:
    about = json.loads((run / RUN).read_bytes())
    del about[FILES_SHA256]
    (run / RUN).write_text(json.dumps(about), encoding="utf-8")
    assert _refused(run) == "run_unreadable"


def test_another_verdict_is_not_believed(run: Path) -> None:
    _changed(run, lambda result: result.update(verdict="ready"))
    assert _refused(run) == "run_not_as_sealed"


def test_another_amount_is_not_believed(run: Path) -> None:
    def change(result: dict[str, dict[str, int]]) -> None:
        result["figures"]["debtor_ore"] += 1

    _changed(run, change)
    assert _refused(run) == "run_not_as_sealed"


def test_another_form_is_not_read(run: Path) -> None:
    for change in (
        lambda result: result.pop("verdict"),
        lambda result: result.update(verdict="fine"),
        lambda result: result.update(balances="no"),
        lambda result: result.update(solutions={}),
    ):
        before = (run / REPORT_DATA).read_bytes()
        _changed(run, change)
        assert _refused(run) == "run_unreadable"
        (run / REPORT_DATA).write_bytes(before)


def test_a_run_of_an_older_program_may_lack_what_has_a_default(run: Path) -> None:
    _changed(run, lambda result: [one.pop("marks") for one in result["solutions"]])
    assert {one.marks for one in reopen(run).result.solutions} == {()}
    _changed(run, lambda result: result.pop("ages"))
    assert _refused(run) == "run_not_as_sealed"


def test_other_postings_are_not_believed(run: Path) -> None:
    import pyarrow.parquet as parquet

    table = parquet.read_table(run / POSTINGS)
    parquet.write_table(table.slice(1), run / POSTINGS)
    assert _refused(run) in ("run_unreadable", "run_not_as_sealed")


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
def test_every_result_survives(state: str) -> None:
    result, tried = examples.STATES[state](), examples.SELFTESTS.get(state)
    assert frozen(Result, json.loads(json.dumps(thawed(result)))) == result
    assert tried is None or frozen(SelfTest, json.loads(json.dumps(thawed(tried)))) == tried


_TEXT = st.text(max_size=8)
_VALUES = st.recursive(
    _TEXT | st.integers(-(2**53), 2**53),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.builds(Phrase, _TEXT, st.dictionaries(_TEXT, inner, max_size=3))
    ),
    max_leaves=6,
)


@given(
    st.builds(
        Problem, _TEXT, st.dictionaries(_TEXT, _VALUES, max_size=3), _TEXT, st.integers(0, 9), _TEXT | st.builds(Phrase, _TEXT),
        _TEXT, st.none() | st.builds(Phrase, _TEXT),
    )
)  # fmt: skip
def test_every_problem_survives(problem: Problem) -> None:
    assert frozen(Problem, json.loads(json.dumps(thawed(problem)))) == problem
