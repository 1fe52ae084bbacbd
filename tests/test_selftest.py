"""The self-test: what it finds, what it says when the chain is blind, and that it leaves nothing behind and tells no number."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import report_examples as examples
import towns
from click.testing import CliRunner
from markupsafe import escape

from zerosum.cli import cli
from zerosum.decisions import Accept, Decisions, Named, Role
from zerosum.normalise.intake import Intake, take_in
from zerosum.pipeline import Reconciliation, reconcile_taken
from zerosum.report.render import render
from zerosum.report.words import LANGUAGES, load
from zerosum.result import Finding, Gravity, Result, Verdict
from zerosum.runs.document import canonical, selftest_document
from zerosum.selftested import SEEN, Came, FileTest, KindTest, SelfTest, Why
from zerosum.settings import Settings
from zerosum.settings_load import load as load_settings
from zerosum.simulate.draft import Fit
from zerosum.simulate.kinds import KINDS, put
from zerosum.simulate.kinds.files import FILE_KINDS
from zerosum.simulate.kinds.kind import CUT_OFF
from zerosum.tables import Event, OpenItems
from zerosum.trial import selftest as trial
from zerosum.trial.files import FileTrial
from zerosum.trial.folder import PREFIX, private_folder
from zerosum.trial.put import draft_of
from zerosum.trial.selftest import GROUPS, default_seed, selftest

EXAMPLE = Path(__file__).parent.parent / "fixtures" / "daginstitution"


@dataclass(frozen=True)
class Tried:
    """Data, their run without errors, and their self-test."""

    settings: Settings
    intake: Intake
    clean: Reconciliation
    told: SelfTest

    def kind(self, name: str) -> KindTest:
        return next(one for one in self.told.kinds if one.kind == name)


def kept(folder: Path) -> dict[str, tuple[str, int]]:
    """Each file with its content and the time of its last change."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder for temporary files, of this module's own."""
    folder = tmp_path_factory.mktemp("temporary")
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    yield folder
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def example(temporary: Path) -> Tried:
    """The example municipality, whose own data is not all right."""
    before = kept(EXAMPLE)
    settings = load_settings(EXAMPLE / "zerosum.toml")
    intake = take_in(settings)
    clean = reconcile_taken(settings, intake)
    told = selftest(settings, intake, clean, per_kind=2)
    assert kept(EXAMPLE) == before
    assert list(temporary.iterdir()) == []
    return Tried(settings, intake, clean, told)


def tried_town(folder: Path, *columns: tuple[str, ...], blind_for: Event | None = None, seed: int = 7) -> Tried:
    """A small town, with one error of each kind; the chain may be made blind for an event."""

    def chain(settings: Settings, intake: Intake) -> Reconciliation:
        lines = tuple(one.take(one.event != blind_for) for one in intake.lines)
        files = list(intake.files)
        for one in intake.lines:
            for at in range(2):
                lost = one.amount_ore[(one.file == at) & (one.event == blind_for)]
                files[at] = files[at].with_more(-len(lost), -int(lost.sum()))
        return reconcile_taken(settings, replace(intake, lines=lines, files=tuple(files)))

    settings = towns.written(folder, towns.town(), *columns)
    intake = take_in(settings)
    if blind_for is None:
        clean = reconcile_taken(settings, intake)
        return Tried(settings, intake, clean, selftest(settings, intake, clean, seed, 1))
    clean = chain(settings, intake)
    return Tried(settings, intake, clean, selftest(settings, intake, clean, seed, 1, chain=chain))


def test_each_error_in_the_example_is_found_and_named(example: Tried) -> None:
    whole, told = example.told.whole, example.told
    assert example.clean.result.verdict is Verdict.NOT_READY
    assert whole.put_in > 110
    assert (whole.found, whole.named) == (whole.put_in, whole.put_in)
    assert whole.found_ore == whole.named_ore == whole.put_in_ore > 0
    assert (told.accused_rows, told.accused_ore, told.harmless_accused) == (0, 0, 0)
    assert (told.wrong_addresses, told.addresses > 100) == (0, True)
    assert told.all_found
    assert {one.kind for one in told.kinds} == {kind.name for kind in KINDS}
    assert all(one.put_in <= 2 for one in told.kinds)
    assert all(bool(one.put_in) == (one.untested is None) for one in told.kinds)


def test_errors_in_whole_files_are_seen(example: Tried) -> None:
    files = example.told.files
    assert {one.kind for one in files} == {kind.name for kind in FILE_KINDS}
    assert len(example.told.file_errors) == 9
    assert all(one.came in (SEEN if not one.harmless else {Came.SAME}) for one in files)


def test_large_files_are_tried_on_one_side(tmp_path: Path) -> None:
    settings = load_settings(few(tmp_path) / "zerosum.toml")
    clean = reconcile_taken(settings, take_in(settings))
    files = trial._files(settings, clean, tmp_path, 7, large_bytes=0)
    assert [one.kind for one in files] == [kind.name for kind in FILE_KINDS]
    assert {one.side for one in files} == {"debtor", "psrm"}
    assert [one.untested for one in files if one.harmless and one.came is None] == [Why("size", "")] * 2
    assert sum(one.came is Came.SAME for one in files) == 1
    assert {one.came for one in files if not one.harmless and one.untested is None} == SEEN


def two_files(folder: Path, first: str, second: str) -> Settings:
    """A small town, its debtor file in two, under these names."""
    settings = towns.written(folder, towns.town())
    (whole,) = settings.inputs[0].files
    head, *lines = whole.read_text("utf-8").splitlines(keepends=True)
    half = len(lines) // 2
    paths = []
    for name, some in ((first, lines[:half]), (second, lines[half:])):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(head + "".join(some), "utf-8")
        paths.append(path)
    debtor = replace(settings.inputs[0], files=tuple(paths))
    return replace(settings, inputs=(debtor, *settings.inputs[1:]))


@pytest.mark.long
@pytest.mark.parametrize("names", [("a/d1.csv", "b/d2.csv"), ("a/d.csv", "b/d.csv")], ids=["two names", "one name"])
def test_files_of_one_name_in_two_folders_are_both_tried(tmp_path: Path, names: tuple[str, str]) -> None:
    """Else one took the other's place, and every error in a file was "refused" for that alone."""
    settings = two_files(tmp_path, *names)
    clean = reconcile_taken(settings, take_in(settings))
    files = trial._files(settings, clean, tmp_path, 7, large_bytes=10**9)
    assert {one.came for one in files if one.harmless} == {Came.SAME}
    assert {one.came for one in files if not one.harmless} <= SEEN


def test_a_copy_that_is_not_as_the_files_proves_nothing(tmp_path: Path) -> None:
    settings = two_files(tmp_path, "a/d1.csv", "b/d2.csv")
    clean = reconcile_taken(settings, take_in(settings))
    other = replace(clean, result=replace(clean.result, findings=()))
    files = trial._files(settings, other, tmp_path, 7, large_bytes=10**9)
    assert {(one.came, one.untested) for one in files} == {(None, Why("copy", ""))}
    lost = replace(settings.inputs[0], files=settings.inputs[0].files[:1])
    some = trial._files(replace(settings, inputs=(lost, *settings.inputs[1:])), clean, tmp_path, 7, large_bytes=10**9)
    assert {one.untested for one in some} == {Why("copy", "")}


@pytest.mark.long
def test_no_error_is_put_into_a_claim_that_a_decision_names(tmp_path: Path) -> None:
    """An error may make its number that of several claims, and the decision would be refused with it."""
    settings = towns.written(tmp_path, towns.town())
    intake = take_in(settings)
    references = pc.unique(pa.concat_arrays([one.texts["reference"].cast(pa.string()) for one in intake.lines]))
    named = [one for one in references.to_pylist() if one and not one.startswith("0")][::2]
    accepts = tuple(
        Accept(line, Role.MUNICIPALITY, "Aftalt", 0, Named((), (one,)), "", "", 100, 10**6)
        for line, one in enumerate(named, start=2)
    )
    intake = replace(intake, decisions=Decisions(accepts=accepts))
    clean = reconcile_taken(settings, intake)
    told = selftest(settings, intake, clean, 7, 1)
    assert told.whole.put_in == told.whole.found > 20
    draft = draft_of(settings, intake)
    assert {draft.text("reference", int(one)) for one in draft.fit[Fit.PLAIN][:, 0]}.isdisjoint(named)


def test_what_the_data_cannot_hold_says_why(example: Tried) -> None:
    assert example.kind("dmi_after_close").untested == Why("declared", "dmi_close")
    assert example.kind("test_batch_left").untested == Why("declared", "test_batch")
    assert example.kind("type_swapped_borrowed").untested == Why("told", "psrm.claim_type")
    assert example.kind("interest_in_principal_in_psrm").untested == Why("claim", "interest")
    row = "Ikke prøvet. Ingen ledig fordring egner sig. Det kræver en hovedfordring og en rente, der nævner den."
    assert row in terminal(example.told)


def terminal(told: SelfTest, language: str = "da") -> str:
    from zerosum.cli.selftest import _text
    from zerosum.report.selftest import part

    words = load(language)
    return "\n".join(_text(part(told, words), words))


def test_the_whole_is_said_first(example: Tried) -> None:
    n = example.told.whole.put_in
    assert terminal(example.told).startswith(f"Af {n} indlagte fejl blev {n} fundet og {n} navngivet rigtigt")
    assert "0 rigtige fordringer blev beskyldt." in terminal(example.told).splitlines()[0]
    assert f"Frø {default_seed(example.clean.result)}," in terminal(example.told)
    assert "Fordring mangler i PSRM" in terminal(example.told)
    assert "Claim missing in PSRM" in terminal(example.told, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_it_in_both_languages(example: Tried, language: str) -> None:
    words = load(language)
    without = render(example.clean.result, examples.MADE, language)
    page = render(example.clean.result, examples.MADE, language, example.told)
    assert f"10. {words('section.selftest')}</h2>" in page
    assert words("section.selftest") not in without
    assert all(escape(words(f"selftest.kind.{one.kind}")) in page for one in example.told.kinds)


def test_no_debtor_number_is_told(example: Tried) -> None:
    numbers = {
        number
        for one in example.intake.lines
        for debtors in (*one.texts["debtors"].to_pylist(), *one.withheld.to_pylist())
        for number in (debtors or "").split("|")
        if len(number) >= 6
    }
    assert len(numbers) > 100
    said = terminal(example.told) + canonical(selftest_document(example.told)).decode() + repr(example.told)
    said += render(example.clean.result, examples.MADE, "da", example.told)
    assert [number for number in numbers if number in said] == []


@pytest.mark.long
def test_the_same_seed_gives_the_same_and_another_another(tmp_path: Path, temporary: Path) -> None:
    settings = load_settings(few(tmp_path) / "zerosum.toml")
    intake = take_in(settings)
    clean = reconcile_taken(settings, intake)
    one, again, other = (selftest(settings, intake, clean, seed, 1) for seed in (7, 7, 8))
    assert one == again
    assert canonical(selftest_document(one)) == canonical(selftest_document(again))
    assert one.kinds != other.kinds
    assert one.all_found
    assert other.all_found
    assert list(temporary.iterdir()) == []


@pytest.mark.long
def test_what_the_columns_cannot_show_is_named_and_not_counted(tmp_path: Path) -> None:
    bare = tried_town(tmp_path, towns.BARE_DEBTOR, towns.BARE_PSRM)
    unseen = bare.kind("type_swapped_borrowed")
    assert (unseen.put_in, unseen.found, unseen.named, unseen.blind) == (1, 0, 0, "type_swapped_borrowed")
    assert {one.blind for one in bare.told.kinds} - {""} <= set(bare.clean.result.blind_spots)
    assert bare.told.blind > 5
    assert bare.told.whole.put_in == bare.told.whole.found > 20
    assert bare.told.all_found
    assert bare.kind("rejected_creation").untested == Why("column", "debtor.status")


def test_a_blind_chain_is_told(tmp_path: Path) -> None:
    """A chain that loses the write-downs of both sides finds no error in them, and nothing else is the worse for it."""
    blind = tried_town(tmp_path, blind_for=Event.WRITE_DOWN)
    for name in ("write_down_lost_in_psrm", "write_down_lost_in_debtor", "rejected_write_down", "partial_write_down"):
        assert (blind.kind(name).put_in, blind.kind(name).found) == (1, 0), name
    assert blind.kind("missing_in_psrm").found == 1
    assert not blind.told.all_found
    text = terminal(blind.told)
    assert "Nedskrivning mangler i PSRM" in text
    assert next(line for line in text.splitlines() if "Nedskrivning mangler i PSRM" in line).endswith("Ikke fundet")


def test_where_nothing_can_be_put_in_nothing_is_proved(example: Tried) -> None:
    none = replace(example.told, kinds=tuple(KindTest(one.kind, one.group) for one in example.told.kinds))
    assert example.told.all_found
    assert not none.all_found
    assert terminal(none).startswith("Ingen fejl, der flytter kroner, kunne lægges ind i disse data.")


@pytest.mark.parametrize("came", Came)
def test_a_file_error_that_is_not_seen_is_a_miss(example: Tried, came: Came) -> None:
    told = replace(example.told, files=(FileTest("line_garbled", "psrm", False, came),))
    assert told.all_found == (came in SEEN)


def test_what_came_of_a_file(example: Tried) -> None:
    def came(result: Result | None, clean: Result, harmless: bool = False) -> Came:
        outcome = replace(example.clean, result=result) if result is not None else None
        return trial._came(FileTrial(result is None, outcome), clean, harmless=harmless)

    ready, broken = examples.ready(), examples.not_ready()
    assert came(None, ready) is Came.REFUSED
    assert came(ready, ready) is Came.READY
    assert came(broken, ready) is Came.TOLD
    assert came(broken, broken) is Came.SILENT  # not KLAR before either, and nothing new is told
    more = replace(broken, findings=(*broken.findings, Finding("rejected_lines", Gravity.BLOCKING, 1)))
    assert came(more, broken) is Came.TOLD
    note = replace(broken, findings=(*broken.findings, Finding("resent", Gravity.INFORMATION, 1)))
    assert came(note, broken) is Came.SILENT
    assert came(broken, broken, harmless=True) is Came.SAME
    assert came(more, broken, harmless=True) is Came.OTHER
    assert came(None, broken, harmless=True) is Came.OTHER


def test_of_two_in_a_cell_one_that_is_seen_hides_not_the_other(tmp_path: Path) -> None:
    settings = towns.written(tmp_path, towns.town())
    intake = take_in(settings)
    draft = draft_of(settings, intake)
    lag = next(kind for kind in KINDS if kind.name == "status_lag")
    faults = put(draft, lag, count=40)
    cell = next(iter(faults[0].cells))
    mine = [one for one in faults if one.cells == faults[0].cells][:2]
    assert len(mine) == 2
    clean = reconcile_taken(settings, intake).result
    for rows, short in ((0, 2), (1, 1), (2, 0)):
        more = replace(clean, findings=(*clean.findings, Finding("receipt_not_fetched", Gravity.REMARK, rows, *cell)))
        assert trial._short(clean, more, mine)["status_lag"] == short


def test_an_error_that_leaves_its_cell_ready_is_not_found(example: Tried) -> None:
    """The run without errors, said to be the one with them: what is IKKE KLAR there is so by itself."""
    draft = draft_of(example.settings, example.intake)
    missing = next(kind for kind in KINDS if kind.name == "missing_in_psrm")
    faults = put(draft, missing, count=60)
    ready = {
        (solution.name, cell.claim_type)
        for solution in example.clean.result.solutions
        for cell in solution.cells
        if cell.verdict is not Verdict.NOT_READY
    }
    assert trial._green(example.clean, faults)["missing_in_psrm"] == sum(one.cells <= ready for one in faults) > 0


@pytest.mark.long
def test_a_chain_that_calls_all_ready_finds_nothing_that_blocks(tmp_path: Path) -> None:
    """Every øre is open and has its cause; but the verdicts are green."""

    def green(settings: Settings, intake: Intake) -> Reconciliation:
        outcome = reconcile_taken(settings, intake)
        solutions = tuple(
            replace(one, cells=tuple(replace(cell, verdict=Verdict.READY) for cell in one.cells))
            for one in outcome.result.solutions
        )
        return replace(outcome, result=replace(outcome.result, solutions=solutions))

    settings = load_settings(few(tmp_path) / "zerosum.toml")
    intake = take_in(settings)
    told = selftest(settings, intake, green(settings, intake), 7, 1, chain=green)
    kinds = {one.kind: one for one in told.kinds}
    assert (kinds["missing_in_psrm"].put_in, kinds["missing_in_psrm"].found) == (1, 0)
    assert (kinds["resent"].put_in, kinds["resent"].found) == (1, 1)  # information: its cell may be KLAR
    assert not told.all_found


def test_other_areas_and_debtors_with_something_open_are_left_alone(example: Tried) -> None:
    draft = draft_of(example.settings, example.intake)
    shut = trial._shut(example.settings, example.clean, draft)
    types = [draft.text("claim_type", claim) for claim in range(len(draft.claims))]
    assert "KFLEJKA" in types
    assert all(shut[claim] for claim, name in enumerate(types) if name == "KFLEJKA")
    texts, items = example.clean.book.texts.debtors, example.clean.cleared.open_items[OpenItems.DEBTORS]
    owing = {texts[code].as_py() for code in items.unique().tolist() if code >= 0}
    debtors = [draft.text("debtors", claim) for claim in range(len(draft.claims))]
    assert len(owing) > 20
    assert all(shut[claim] for claim, debtor in enumerate(debtors) if debtor in owing)
    assert 0 < shut.sum() < len(shut)


def test_a_debtor_has_one_error_in_a_run(example: Tried) -> None:
    draft = draft_of(example.settings, example.intake)
    codes = {text: at for at, text in enumerate(draft.words["debtors"])}
    started = trial._Trial(
        example.settings, example.intake, example.clean, reconcile_taken, draft, draft.used.copy(), codes
    )
    ours = started.draft()
    faults = put(ours, next(kind for kind in KINDS if kind.name == "offset_pair"))
    before = int(ours.used.sum())
    started.close(ours, faults)
    (debtor,) = {debtors for _, debtors in faults[0].places}
    mine = (ours.claims["debtors"] == codes[debtor]).to_numpy()
    assert ours.used[mine].all()
    assert ours.used.sum() == mine.sum() >= before == 2


def test_every_kind_and_reason_has_its_words() -> None:
    groups = {kind.name for kinds in GROUPS.values() for kind in kinds}
    assert groups == {kind.name for kind in KINDS}
    for language in LANGUAGES:
        words = load(language)
        assert set(words.children("selftest.kind")) == groups
        assert set(words.children("selftest.file")) == {kind.name for kind in FILE_KINDS}
        assert set(words.children("selftest.group")) == {*GROUPS, "harmless"}
        assert set(words.children("selftest.came")) == {one.value for one in Came}
        assert set(words.children("selftest.fit")) == {fit.value for fit in Fit if fit not in (Fit.CELL, Fit.ALL)}
        columns = {
            one.rsplit(".", 1)[-1] for kind in KINDS for names in (*kind.needs, kind.lacks) for one in names.split("|")
        }
        assert columns - {"", CUT_OFF} <= set(words.children("selftest.column"))


def test_a_private_folder_is_gone_afterwards(temporary: Path) -> None:
    def interrupted() -> None:
        with private_folder() as folder:
            (folder / "data.csv").write_text("0113701234", encoding="utf-8")
            assert folder.parent == temporary
            assert folder.name.startswith(PREFIX)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(temporary.iterdir()) == []


def test_a_private_folder_is_gone_also_when_the_program_is_killed(temporary: Path) -> None:
    code = (
        "import sys, tempfile, time\n"
        "tempfile.tempdir = sys.argv[1]\n"
        "from zerosum.trial.folder import private_folder\n"
        "with private_folder() as folder:\n"
        "    (folder / 'data.csv').write_text('0113701234', encoding='utf-8')\n"
        "    print('there', flush=True)\n"
        "    time.sleep(60)\n"
    )
    started = subprocess.Popen([sys.executable, "-c", code, str(temporary)], stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "there\n"
    assert [path.name for path in temporary.rglob("data.csv")] == ["data.csv"]
    started.kill()
    started.wait()
    started.stdout.close()
    until = time.monotonic() + 20
    while list(temporary.iterdir()) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(temporary.iterdir()) == []


# --- the commands ---

SETTINGS = """municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
[[input]]
side = "debtor"
source = "zerosum"
files = ["debitor.csv"]
[[input]]
side = "psrm"
source = "zerosum"
files = ["psrm.csv"]
[[solution]]
name = "Alfa"
claim_types = ["KFDAINS"]
"""


FEW = 60


def few(folder: Path, more_in_psrm: int = 0) -> Path:
    """One cell of claims, each of another debtor. PSRM may have another amount of each."""
    made = towns.Town()
    for at in range(FEW):
        made.claim("Alfa", "KFDAINS", towns.person(at), 187_300 + at)
    theirs = [row | {"amount": f"{1_873 + more_in_psrm},{at % 100:02d}"} for at, row in enumerate(made.psrm)]
    (folder / "debitor.csv").write_text(towns.text(made.debtor, towns.BARE_DEBTOR), encoding="utf-8")
    (folder / "psrm.csv").write_text(towns.text(theirs, towns.PSRM_COLUMNS), encoding="utf-8")
    (folder / "zerosum.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.mark.long
def test_the_command_tells_the_table_and_keeps_nothing(tmp_path: Path, temporary: Path) -> None:
    before = kept(few(tmp_path))
    arguments = ["selftest", "-c", str(tmp_path / "zerosum.toml"), "--per-kind", "1", "--seed", "5", "--json"]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.return_value == 0, done.output
    told = json.loads(done.stdout)
    assert (told["seed"], told["per_kind"], told["all_found"], told["fingerprint"]) == (5, 1, True, None)
    assert told["put_in"] == told["found"] == sum(one["put_in"] for one in told["kinds"] if counted(one)) > 10
    assert kept(tmp_path) == before
    assert list(temporary.iterdir()) == []
    assert not any(towns.person(at) in done.output for at in range(FEW))


def counted(kind: dict[str, object]) -> bool:
    return kind["group"] != "harmless" and not kind["blind_spot"]


@pytest.mark.long
def test_what_proves_nothing_is_20(tmp_path: Path) -> None:
    """No claim is equal on both sides: there is nothing to put an error into."""
    arguments = ["selftest", "-c", str(few(tmp_path, more_in_psrm=1) / "zerosum.toml"), "--lang", "en"]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert done.return_value == 20
    assert done.output.startswith("No error that moves kroner could be put into these data.")
    assert "20   IKKE KLAR eller IKKE TESTET; selftest" in CliRunner().invoke(cli, ["--help"]).output


@pytest.mark.long
def test_a_run_with_it_has_the_same_seal_and_a_file_of_its_own(tmp_path: Path, temporary: Path) -> None:
    few(tmp_path)
    told = {}
    for name, more in (("without", []), ("with", ["--selftest"])):
        arguments = ["run", "-c", str(tmp_path / "zerosum.toml"), "-o", str(tmp_path / name), "--json", *more]
        told[name] = json.loads(CliRunner().invoke(cli, arguments, standalone_mode=False).stdout)
    sealed = {name: Path(one["files"]["result.json"]).read_bytes() for name, one in told.items()}
    assert sealed["with"] == sealed["without"]
    assert set(told["with"]["files"]) - set(told["without"]["files"]) == {"selftest.json"}
    tried = json.loads(Path(told["with"]["files"]["selftest.json"]).read_bytes())
    assert tried == told["with"]["selftest"]
    assert tried["fingerprint"] == hashlib.sha256(sealed["with"]).hexdigest()
    assert "selftest" not in json.loads(sealed["with"])
    page = Path(told["with"]["files"]["report.html"]).read_text(encoding="utf-8")
    assert "Hvor blind er testen?" in page
    assert "Hvor blind er testen?" not in Path(told["without"]["files"]["report.html"]).read_text(encoding="utf-8")
    assert list(temporary.iterdir()) == []
