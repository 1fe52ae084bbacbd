"""What a person at a terminal sees of a run: the summary, its colour, the line that waits, whence each setting is, and what
the shell proposes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import report_examples as examples
from forked import zerosum

from zerosum.cli import cli
from zerosum.cli.colour import OF_VERDICT, wanted
from zerosum.cli.exits import OF_VERDICT as CODES
from zerosum.cli.progress import BETWEEN_S, progress, told
from zerosum.cli.summary import FILES, SHORTEST, middle_out, summary
from zerosum.cli.words import PROGRESS, TEXTS
from zerosum.errors import LANGUAGES
from zerosum.report.words import load
from zerosum.result import Result, Verdict
from zerosum.runs.document import document
from zerosum.runs.places import PDF, REPORT
from zerosum.stage import Stage

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "fixtures" / "daginstitution"
FOLDER = Path("reports", "eksempel-kommune", "daginstitution", "2026-09-30_9f2c41")
PLACES = {name: FOLDER / name for name, _ in FILES}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def said(state: str, language: str = "da", **more: object) -> str:
    result: Result = examples.STATES[state]()
    return summary(result, load(language), PLACES, "9f2c" * 16, selftest=examples.SELFTESTS.get(state), **more)  # type: ignore[arg-type]


# -------------------------------------------------------------------------------------------------------------- the summary


@pytest.mark.long
@pytest.mark.parametrize("width", [0, 80])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", examples.STATES)
def test_code_page_850_has_every_sign(state: str, language: str, width: int) -> None:
    text = said(state, language, width=width)
    assert text.encode("cp850").decode("cp850") == text
    assert len(text.splitlines()) > 10
    assert said(state, language, quiet=True) == text.splitlines()[-1]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", examples.STATES)
def test_its_lines_fit_a_terminal_of_80(state: str, language: str) -> None:
    """But for tables whose amounts alone are wider, messages of rejected lines, the report's path and the verdict's own line."""
    result = examples.STATES[state]()
    text = said(state, language, width=80)
    if not result.rejects:
        too_long = [line for line in text.splitlines()[:-1] if len(line) > 80 and str(FOLDER) not in line]
        figures = [one.figures for one in result.solutions] + [result.figures]
        wide = max(abs(one.gross_ore) for one in figures) >= 1_000_000_00
        assert [line for line in too_long if not (wide and re.search(r",\d\d  ", line))] == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", examples.STATES)
def test_colour_only_repeats(state: str, language: str) -> None:
    """Without its signs a coloured summary is the plain one, and no more than the words of verdicts are coloured."""
    coloured = said(state, language, colour=True)
    assert ANSI.sub("", coloured) == said(state, language)
    words = load(language)
    allowed = {words(f"verdict.{one.value}.{form}") for one in Verdict for form in ("word", "cell")}
    seen = set(re.findall(r"\x1b\[1m(.*?)\x1b\[0m", coloured))
    assert seen
    assert seen <= allowed
    assert set(OF_VERDICT) == set(Verdict)


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
def test_the_verdicts_line_ends_with_its_code(state: str) -> None:
    assert said(state).endswith(f"(kode {CODES[examples.STATES[state]().verdict]})")
    assert said(state, "en").endswith(f"(code {CODES[examples.STATES[state]().verdict]})")
    assert said(state, code=0).endswith("(kode 0)")


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
def test_each_matter_names_a_code_that_can_be_explained(state: str) -> None:
    from zerosum.cli.known import known

    every = {one.code for one in known(load("da"))}
    named = re.findall(r"zerosum explain (\S+)", said(state))
    assert set(named) <= every
    text = said(state)
    if any(TEXTS["da"][key] in text for key in ("missing", "remarks")):
        assert named


def test_both_sides_and_what_they_hold_are_at_the_head() -> None:
    result = examples.STATES["not_ready"]()
    head = said("not_ready").split("\n\n")[1]
    for side in ("debtor", "psrm"):
        first = next(one for one in result.inputs if one.side == side)
        assert first.path in head
        assert first.encoding in head
    assert "Debitor" in head
    assert "PSRM" in head
    assert load("da").number_of("n.claims", result.figures.debtor_claims) in head


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
def test_the_kroner_of_the_table_re_add_from_the_result(state: str) -> None:
    """Each row as it is in result.json, and the last the sum of those above it."""
    told = document(examples.STATES[state]())
    rows = (re.findall(r"-?[0-9][0-9.]*,[0-9]{2}(?=  |$)", line) for line in said(state).splitlines())
    amounts = [[int(re.sub("[.,]", "", one)) for one in row] for row in rows if len(row) == 4]
    names = ("difference_ore", "explained_ore", "unexplained_ore", "gross_ore")
    expected = [[one[name] for name in names] for one in (*told["solutions"], told)]
    assert amounts == expected
    assert [sum(column) for column in zip(*expected[:-1], strict=True)] == expected[-1]


def test_files_that_are_not_there_are_not_told() -> None:
    assert "arbejdsliste.xlsx" in said("not_ready")
    result = examples.STATES["not_ready"]()
    alone = summary(result, load("da"), {REPORT: PLACES[REPORT]}, "9f2c" * 16)
    assert "report.html" in alone
    assert "report.pdf" not in alone
    assert dict(FILES)[PDF] == "pdf"


def test_a_path_is_elided_in_its_middle_and_keeps_its_end() -> None:
    long = "en/meget/lang/sti/til/filen/1234_ODE_2026-11-02_001_09-RIM-aftale_Total.csv"
    for room in range(5, 100):
        short = middle_out(long, room)
        assert len(short) <= max(room, SHORTEST)
        assert short == long or (short.startswith("en") and short.endswith(".csv") and "..." in short)


# -------------------------------------------------------------------------------------------------------------------- colour


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and remembers when it was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.at.append(time.monotonic())
        return super().write(text)


def test_colour_is_for_terminals_and_can_be_refused() -> None:
    screen = Terminal()
    if os.name == "posix":
        assert wanted(None, screen, {"TERM": "xterm"})
        assert wanted(None, screen, {"NO_COLOR": ""})
    assert not wanted(None, screen, {"NO_COLOR": "1"})
    assert not wanted(None, screen, {"TERM": "dumb"})
    assert not wanted(None, io.StringIO(), {})
    assert wanted(True, io.StringIO(), {"NO_COLOR": "1"})
    assert not wanted(False, screen, {})


@pytest.mark.long
def test_a_pipe_gets_no_colour_but_where_it_is_asked_for(tmp_path: Path) -> None:
    plain = zerosum("run", "-q", "-c", EXAMPLE / "zerosum.toml", "-o", tmp_path, cwd=tmp_path)
    coloured = zerosum(
        "run", "-q", "--color", "-c", EXAMPLE / "zerosum.toml", "-o", tmp_path, cwd=tmp_path, NO_COLOR="1"
    )
    assert "\x1b" not in plain.stdout
    assert coloured.stdout.startswith("\x1b[31m\x1b[1mIKKE KLAR\x1b[0m:")
    assert ANSI.sub("", coloured.stdout) == plain.stdout


# ------------------------------------------------------------------------------------------------------------------ progress


def test_nothing_is_written_of_what_is_soon_done() -> None:
    screen = Terminal()
    with progress("da", shown=True, stream=screen) as on_stage:
        on_stage(Stage.READS, 1, 3)
        time.sleep(0.4)
    assert screen.getvalue() == ""


@pytest.mark.long
def test_a_long_stage_is_told_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zerosum.cli.progress.QUIET_S", 0)
    screen = Terminal()
    with progress("da", shown=True, stream=screen) as on_stage:
        for at in range(200):
            on_stage(Stage.READS, at, 200)
            time.sleep(0.005)
        on_stage(Stage.MATCHES, 0, 0)
        time.sleep(0.3)
    written = screen.getvalue()
    assert "Læser filer (" in written
    assert "Parrer fordringer ..." in written
    assert re.search(r"\r +\r$", written)
    assert "\n" not in written
    assert all(after - before > BETWEEN_S * 0.9 for before, after in zip(screen.at[:-1], screen.at[1:-1], strict=False))
    assert len(screen.at) < 30
    assert last_seen(written) == ""


def last_seen(written: str) -> str:
    """What stands on the line when all has been written over it."""
    line: list[str] = []
    at = 0
    for sign in written:
        if sign == "\r":
            at = 0
        else:
            line[at : at + 1] = [sign]
            at += 1
    return "".join(line).strip()


def test_it_is_taken_away_where_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zerosum.cli.progress.QUIET_S", 0)
    screen = Terminal()

    def work() -> None:
        with progress("en", shown=True, stream=screen) as on_stage:
            on_stage(Stage.JUDGES, 0, 0)
            time.sleep(0.3)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        work()
    assert "Reaching the verdict ..." in screen.getvalue()
    assert last_seen(screen.getvalue()) == ""


def test_who_cannot_or_will_not_see_it_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zerosum.cli.progress.QUIET_S", 0)
    for shown, stream, term in (
        (False, Terminal(), "xterm"),
        (True, io.StringIO(), "xterm"),
        (True, Terminal(), "dumb"),
    ):
        monkeypatch.setenv("TERM", term)
        with progress("da", shown=shown, stream=stream) as on_stage:
            on_stage(Stage.JUDGES, 0, 0)
            time.sleep(0.15)
        assert stream.getvalue() == ""


def test_every_stage_has_words_that_code_page_850_has() -> None:
    for language in LANGUAGES:
        assert set(PROGRESS[language]) == set(Stage) | {"of"}
        for stage in Stage:
            assert told((stage, 3, 12), language).encode("cp850")
            assert "12" in told((stage, 3, 12), language)
            assert "0" not in told((stage, 0, 0), language)


def test_a_run_tells_its_stages_in_their_order_and_every_file() -> None:
    from zerosum.normalise.intake import take_in
    from zerosum.pipeline import reconcile_taken
    from zerosum.settings_load import load as load_settings

    heard: list[tuple[str, int, int]] = []
    settings = load_settings(EXAMPLE / "zerosum.toml")
    intake = take_in(settings, on_stage=lambda *stage: heard.append(stage))
    reconcile_taken(settings, intake, lambda *stage: heard.append(stage))
    assert list(dict.fromkeys(stage for stage, _, _ in heard)) == [
        Stage.READS, Stage.BOOKS, Stage.MATCHES, Stage.CLEARS, Stage.EXPLAINS, Stage.JUDGES,
    ]  # fmt: skip
    files = {(done, of) for stage, done, of in heard if stage == Stage.READS and of}
    assert files == {(done, len(intake.files)) for done in range(len(intake.files) + 1)}


def test_stderr_stays_empty_in_a_pipe(tmp_path: Path) -> None:
    done = zerosum("run", "-c", EXAMPLE / "zerosum.toml", "-o", tmp_path, cwd=tmp_path)
    assert done.stderr == ""


# ------------------------------------------------------------------------------------------------------------------- --verbose


def test_verbose_says_where_each_setting_comes_from(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "by")
    done = zerosum(
        "run", "-v", "--as-of", "2026-10-07", "-o", "ud", cwd=tmp_path / "by", ZEROSUM_LANG="da", ZEROSUM_PDF="0"
    )
    lines = {line.split()[0]: line for line in done.stderr.splitlines()[1:]}
    assert lines["--output"].endswith("valget --output")
    assert lines["--as-of"].endswith("valget --as-of")
    assert "2026-10-07" in lines["--as-of"]
    assert "as_of" not in lines
    assert lines["--pdf"].endswith("miljøvariablen ZEROSUM_PDF")
    assert lines["--lang"].endswith("miljøvariablen ZEROSUM_LANG")
    assert lines["--mask"].endswith("standard")
    assert lines["--config"].endswith("fundet i mappen her eller over den")
    written = (EXAMPLE / "zerosum.toml").read_text(encoding="utf-8").splitlines()
    place = next(at for at, line in enumerate(written, start=1) if line.startswith("cut_off"))
    assert lines["cut_off"].endswith(f"opsætningen, linje {place}")
    assert lines["limits.in_hearing_days"].endswith("standard")
    assert "14" in lines["limits.in_hearing_days"]
    assert lines["tolerance.per_claim"].split("opsætningen, linje ")[1].isdigit()
    assert "zerosum" not in done.stdout.split("\n")[0]


def test_verbose_without_settings_and_in_english(tmp_path: Path) -> None:
    heading = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on"
    for day, name in enumerate(("d.csv", "p.csv"), start=1):
        line = f"1;A1;X;KFDAINS;0113131234;Tilgang;1.873,00;2026-09-0{day}"
        (tmp_path / name).write_text(f"{heading}\n{line}\n", encoding="utf-8")
    done = zerosum("--lang", "en", "run", "-v", "--debtor", "d.csv", "--psrm", "p.csv", cwd=tmp_path)
    assert done.returncode == 10
    assert re.search(r"--debtor +d\.csv +option --debtor", done.stderr)
    assert re.search(r"--lang +en +option --lang", done.stderr)
    assert re.search(r"limits\.not_sent_bank_days +3 +default", done.stderr)


# --------------------------------------------------------------------------------------------------------------------- the PDF


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="the made-up browser is a shell script")
def test_a_run_puts_a_pdf_beside_its_report_and_its_code_is_the_verdicts(tmp_path: Path) -> None:
    from test_pdf import program

    good = program(tmp_path, 'printf "%%PDF-1.4\\n%%%%EOF\\n" > "$pdf"')
    run = ("run", "-c", EXAMPLE / "zerosum.toml", "-o", "ud")
    done = zerosum(*run, cwd=tmp_path, ZEROSUM_PDF="1", ZEROSUM_BROWSER=str(good))
    assert (done.returncode, done.stderr) == (20, "")
    (pdf,) = (tmp_path / "ud").rglob(PDF)
    assert f"PDF          {pdf.relative_to(tmp_path)}" in done.stdout
    assert (pdf.parent / REPORT).exists()
    done = zerosum(*run, "--no-pdf", cwd=tmp_path, ZEROSUM_PDF="1", ZEROSUM_BROWSER=str(good))
    assert (done.returncode, len(list((tmp_path / "ud").rglob(PDF)))) == (20, 1)
    for more in ((), ("--json",)):
        done = zerosum(*run, "--pdf", *more, cwd=tmp_path, ZEROSUM_BROWSER=str(tmp_path / "none"))
        assert done.returncode == 20
        assert "Ingen PDF" in done.stderr
        assert "Ctrl+P" in done.stderr
        assert done.stderr.count("\n") == 1
    assert zerosum(*run, "--pdf", "-q", cwd=tmp_path, ZEROSUM_BROWSER="none").stderr == ""
    wrong = zerosum(*run, cwd=tmp_path, ZEROSUM_PDF="måske")
    assert wrong.returncode == 2
    assert "hverken ja eller nej" in wrong.stderr


# ------------------------------------------------------------------------------------------------------------------ completion

ASK = """eval "$(zerosum completion bash)"
COMP_WORDS=(zerosum "$@"); COMP_CWORD=$#; COMPREPLY=()
compopt() { echo "asks for: $*"; }
_zerosum_completion zerosum
printf '%s\\n' "${COMPREPLY[@]}"
"""


def proposed(folder: Path, *words: str) -> list[str]:
    """What bash itself proposes for the last word."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK, "bash", *words],
        cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.long
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_proposes_commands_options_causes_areas_and_runs(tmp_path: Path) -> None:
    run = tmp_path / "reports" / "by" / "daginstitution" / "2026-09-30_abcdef"
    for one in (run, run.with_name("2026-10-31_123456"), run.with_name(".2026-11-30_123456.12345678")):
        one.mkdir(parents=True)
        (one / "run.json").write_text("{}", encoding="utf-8")
    assert set(proposed(tmp_path, "")) == set(cli.commands)
    assert proposed(tmp_path, "explain", "only-in") == ["only_in_debtor", "only_in_psrm"]
    assert "rejected_lines" in proposed(tmp_path, "explain", "rejected")
    assert proposed(tmp_path, "catalogue", "dag") == ["daginstitution"]
    assert proposed(tmp_path, "init", "dag") == ["daginstitution"]
    assert proposed(tmp_path, "completion", "") == ["bash", "powershell", "zsh", "fish"]
    assert "--no-pdf" in proposed(tmp_path, "run", "--no")
    found = proposed(tmp_path, "klik", "--run", "")
    assert found == [f"reports/by/daginstitution/{name}" for name in ("2026-10-31_123456", "2026-09-30_abcdef")]
    assert proposed(tmp_path / "reports", "klik", "--run", "") == ["asks", "for:", "-o", "dirnames"]


@pytest.mark.parametrize("shell", ["bash", "powershell", "zsh", "fish"])
def test_the_script_of_each_shell_asks_zerosum(shell: str, tmp_path: Path) -> None:
    done = zerosum("completion", shell, cwd=tmp_path)
    assert done.returncode == 0
    assert f"_ZEROSUM_COMPLETE={shell}_complete" in done.stdout.replace("$env:", "").replace(" = '", "=")
    assert "%(" not in done.stdout


def test_powershell_is_answered(tmp_path: Path) -> None:
    script = zerosum("completion", "powershell", cwd=tmp_path).stdout
    assert script.startswith("Register-ArgumentCompleter -Native -CommandName zerosum -ScriptBlock {")
    assert script.count("{") == script.count("}")
    done = zerosum(
        cwd=tmp_path, _ZEROSUM_COMPLETE="powershell_complete", COMP_WORDS="zerosum explain only_in_d", COMP_CWORD="2"
    )
    assert done.returncode == 0
    kind, value, told = done.stdout.splitlines()
    assert (kind, value) == ("plain", "only_in_debtor")
    assert told == load("da")("cause.only_in_debtor.title")


def test_every_cause_and_finding_is_proposed() -> None:
    from zerosum.cli.complete import areas, codes
    from zerosum.cli.known import known

    command = cli.commands["explain"]
    context = command.make_context("explain", ["x"])
    proposals = [one.value for one in codes(context, command.params[0], "")]
    assert sorted(proposals) == sorted({one.code for one in known(load("da"))})
    from zerosum.catalogue import everything

    assert {one.value for one in areas(context, command.params[0], "")} == {one.code for one in everything().areas}


def test_a_proposal_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "heavy = ('pandas', 'pyarrow', 'numpy', 'pydantic', 'babel', 'jinja2')\n"
        "def left(code, real=os._exit):\n"
        "    print('HEAVY', [one for one in heavy if one in sys.modules], file=sys.stderr, flush=True)\n"
        "    real(code)\n"
        "os._exit = left\n"
        "from zerosum.cli import main\nmain()"
    )
    asked = {"_ZEROSUM_COMPLETE": "bash_complete", "COMP_WORDS": "zerosum explain only", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert "plain,only_in_psrm" in done.stdout
    assert "HEAVY []" in done.stderr
