"""Law 11 on real ground: no debtor number that stood in the input stands in anything that leaves, unless it was asked for.

A municipality with numbers planted wherever a number can stand, in every form that people write them in; every command, on what
is right and on what is wrong; and the error gallery, with numbers in the places that its messages show. Then all that left is
decoded and searched by `leaks.py`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import gallery
import pytest
import xlsxwriter
from leaks import decoded, forms, leaks, left_in

import zerosum.pipeline
from zerosum.cli import main
from zerosum.cli.messages import problem_text, rejects_text
from zerosum.errors import LANGUAGES, ZerosumError
from zerosum.runs.store import rejects_csv

THOROUGH = bool(os.environ.get("ZEROSUM_THOROUGH"))
ONE, TWO, THREE, FIRM = "0113701234", "0213706235", "1914809236", "90417263"
ONLY_REJECTED, ONLY_AFTER, ONLY_FOREIGN, ONLY_ALIAS = "0513701871", "0613701872", "0713701873", "0813701874"
ONLY_UNREAD = "0913701875"
"""They stand in a column that no source reads, in names and in the settings: of nobody that the run knows as a debtor."""
KNOWN = (ONE, TWO, THREE, FIRM, ONLY_REJECTED, ONLY_AFTER, ONLY_FOREIGN, ONLY_ALIAS)
EVERY = (*KNOWN, ONLY_UNREAD)

DEBTOR = (
    "claim_id", "reference", "main_claim_id", "resent_of", "solution", "claim_type", "debtors", "event", "amount", "accepted",
    "booked_on", "receipt_on", "effective_on", "action_id", "status", "reason", "in_collection", "converted",
    "awaiting_co_debtor", "Navn", "arose_on", "due_on", "last_timely_on", "period_from_on", "period_to_on", "limitation_on",
    "judgment_on", "settlement_on", "received_on", "principal", "claim_art", "description", "institution",
)  # fmt: skip
PSRM = ("claim_id", "reference", "main_claim_id", "claim_type", "debtors", "event", "amount", "booked_on", "effective_on", "reason", "creditor")  # fmt: skip
USUAL = {
    "solution": "P", "claim_type": "KFDAINS", "event": "creation", "amount": "500,00", "booked_on": "2026-09-01",
    "receipt_on": "2026-09-02", "status": "UD",
}  # fmt: skip

Row = dict[str, str]


def debtor_rows() -> list[Row]:
    """A right line; then lines with a number in one column each, in one form each: valid ones and ones that cannot be read."""
    rows = [USUAL | {"claim_id": "900001", "reference": "A1", "debtors": ONE, "action_id": "1"}]
    serial = 1000
    for number in (ONE, THREE, FIRM):
        for column in DEBTOR:
            if column == "debtors":
                continue
            for form in forms(number).values():
                serial += 1
                usual = USUAL | {"claim_id": f"F{serial}", "reference": f"R{serial}", "debtors": number}
                rows.append(usual | {column: form if serial % 2 else f"sag {form} ny"})
    for form in forms(TWO).values():  # as a debtor in each form: some are read as it, some are not
        serial += 1
        rows.append(USUAL | {"claim_id": f"F{serial}", "reference": f"R{serial}", "debtors": form})
    other = USUAL | {"debtors": ONE, "claim_id": "F1"}
    rows += [  # of somebody whom the run knows nothing of, in cells that cannot be read
        other | {column: form} for column in ("amount", "booked_on") for form in forms(ONLY_UNREAD).values()
    ]
    rows += [
        USUAL | {"claim_id": "F2", "reference": "R2", "debtors": ONLY_REJECTED, "amount": "x"},
        other | {"claim_id": "F3", "reference": f"sag {ONLY_REJECTED}"},
        USUAL | {"claim_id": "F4", "reference": "R4", "debtors": ONLY_AFTER, "booked_on": "2026-10-15"},
        other | {"claim_id": "F5", "reference": f"sag {ONLY_AFTER}", "reason": ONLY_AFTER},
        other | {"claim_id": "F6", "reference": f"sag {ONLY_FOREIGN}", "reason": ONLY_ALIAS},
        other | {"claim_id": "F7", "reference": f"R-{ONE}-{TWO}", "debtors": f"{ONE}|{TWO}"},
        other | {"claim_id": "=F8", "reference": f'=HYPERLINK("http://{ONE}")', "reason": f"<b>{ONE[:6]}</b>{ONE[6:]}"},
        other | {"claim_id": "F9", "reference": f"&#48;{ONE[1:]}", "reason": "\\u0030" + ONE[1:]},
    ]
    return rows


def psrm_rows() -> list[Row]:
    rows = [{"claim_id": "900001", "reference": "A1", "debtors": ONE, "amount": "500,00"}]
    serial = 5000
    for column in PSRM:
        if column == "debtors":
            continue
        for form in forms(ONE).values():
            serial += 1
            rows.append(
                {"claim_id": f"P{serial}", "reference": f"Q{serial}", "debtors": ONE, "amount": "7,00", column: form}
            )
    rows += [
        {"claim_id": "P1", "reference": "Q1", "debtors": ONLY_FOREIGN, "amount": "9,00", "creditor": "0888"},
        {"claim_id": "P2", "reference": f"Q{ONLY_FOREIGN}", "debtors": TWO, "amount": "9,00"},
    ]
    return [
        {"claim_type": "KFDAINS", "event": "creation", "booked_on": "2026-09-03", "creditor": "0999"} | row
        for row in rows
    ]


def as_csv(columns: Sequence[str], rows: Sequence[Row], separator: str = ";") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


def as_workbook(columns: Sequence[str], rows: Sequence[Row], sheet: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for at, line in enumerate([list(columns), *([row.get(column, "") for column in columns] for row in rows)]):
            for column, cell in enumerate(line):
                page.write_string(at, column, cell)
    return content.getvalue()


def as_zip(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


FOLDER = f"ind {forms(ONLY_UNREAD)['hyphen']}"
SETTINGS = f"""municipality = "Prøveby"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
as_of = 2026-10-01
former_creditors = ["0888"]
debtor_aliases = "numre.csv"

[[input]]
side = "debtor"
source = "zerosum"
files = "{FOLDER}/DEBTOR"

[[input]]
side = "psrm"
source = "zerosum"
files = "{FOLDER}/PSRM"

[[solution]]
name = "P"
claim_types = ["KFDAINS"]

[[solution]]
name = "Skole"
marks = ["{TWO}", "m{THREE}"]
claim_types = ["KFDAINS", "KFSKFRI"]

[test_batch]
claims = ["{ONE}", "T-{FIRM}", "{ONLY_UNREAD}"]
reference_form = "*{THREE}*"
file = "testfordringer.txt"

[[control_total]]
solution = "P"
claim_type = "KFDAINS"
claims = 1
amount = "500,00"
"""
DECISIONS = (
    "afgoerelse;fordringsid;reference;psrm_fordringsid;loesning;sag;aarsag;loft;rolle;hvem;begrundelse;dato;udloeber\r\n"
    f"fordel;P{5001};;;P;;;;kommune;Kirsten {ONLY_UNREAD};Set af {forms(ONE)['hyphen']} og {ONLY_UNREAD};2026-09-30;\r\n"
    f"accepter;F2001;;;;;;9000,00;kommune;{ONE};Aftalt med {forms(THREE)['blank']};2026-09-30;2026-12-31\r\n"
    f"accepter;;R{ONE};;;;;9,00;kommune;{ONE};{FIRM};2026-09-30;2026-12-31\r\n"
)


def town(folder: Path, form: str) -> tuple[Path, list[str]]:
    """The municipality in a form, and its input files."""
    place = folder / f"kommune {ONLY_UNREAD}"
    (place / FOLDER).mkdir(parents=True)
    name = f"debitor_{forms(ONLY_UNREAD)['blank']}_{ONE}"
    debtor, psrm = as_csv(DEBTOR, debtor_rows()), as_csv(PSRM, psrm_rows())
    files = {
        "csv": {f"{name}.csv": debtor, f"psrm{TWO}.csv": psrm},
        "xlsx": {
            f"{name}.xlsx": as_workbook(DEBTOR, debtor_rows(), f"Ark {forms(ONE)['hyphen']}"),
            f"psrm{TWO}.xlsx": as_workbook(PSRM, psrm_rows(), TWO),
        },
        "zip": {
            f"{name}.zip": as_zip({f"{ONE}/{forms(TWO)['hyphen']}.csv": debtor}),
            f"psrm{TWO}.zip": as_zip({f"{FIRM}.csv": psrm}),
        },
    }[form]
    for one, content in files.items():
        (place / FOLDER / one).write_bytes(content)
    given, got = files
    text = SETTINGS.replace("/DEBTOR", f"/{given}").replace("/PSRM", f"/{got}")
    (place / "zerosum.toml").write_text(text, encoding="utf-8")
    (place / "numre.csv").write_text(f"number;same_as\n{ONLY_ALIAS};{ONE}\n", encoding="utf-8")
    (place / "testfordringer.txt").write_text(f"{TWO}\nT{ONE}\n", encoding="utf-8")
    (place / "afgoerelser.csv").write_text(DECISIONS, encoding="utf-8")
    return place, [f"{FOLDER}/{one}" for one in files]


def ode_town(folder: Path) -> tuple[Path, list[str]]:
    """A municipality of ODE: the case with a former number, with numbers planted in the lines of action and in file 12."""
    place = folder / f"kommune {ONLY_UNREAD}"
    shutil.copytree(gallery.ROOT / "fixtures" / "cases" / "33-former-number-in-file-12", place)
    files = [
        str(path.relative_to(place)) for path in [*sorted((place / "ode").glob("*")), *sorted(place.glob("*.csv"))]
    ]
    for name in files:
        path = place / name
        raw = path.read_bytes()
        try:
            written, encoding = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            written, encoding = raw.decode("windows-1252"), "windows-1252"
        heading, *lines = written.splitlines()
        separator = max(";\t,", key=heading.count)
        planted = []
        for line in lines:
            cells = line.split(separator)
            planted.append(line)
            for at in range(len(cells)):
                for form in ("plain", "hyphen", "no zero"):
                    planted.append(separator.join([*cells[:at], forms("0113701234")[form], *cells[at + 1 :]]))
        path.write_bytes("\r\n".join([heading, *planted, ""]).encode(encoding, "replace"))
    return place, files


def of_ode() -> tuple[str, ...]:
    """The numbers of the case's file 12, and the one that is planted."""
    (path,) = (gallery.ROOT / "fixtures" / "cases" / "33-former-number-in-file-12" / "ode").glob(
        "*12-Forretningspartner*"
    )
    return (ONE, *dict.fromkeys(re.findall(r"\b[0-9]{2}1[3-9][0-9]{6}\b", path.read_text(encoding="windows-1252"))))


Said = list[tuple[str, str]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):  # type: ignore[no-untyped-def]
    """Run a command as the interpreter does; what it said on stdout and stderr, and its code."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    monkeypatch.setattr("zerosum.cli._leave", sys.exit)  # the process of the tests goes on

    def run(place: Path, *arguments: str) -> tuple[int, Said]:
        monkeypatch.chdir(place)
        monkeypatch.setattr(sys, "argv", ["zerosum", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        said = [(f"stdout of {arguments[0]}", told.out), (f"stderr of {arguments[0]}", told.err)]
        if "--json" in arguments and told.out:
            said += decoded("stdout.json", told.out.encode())
        assert "Traceback" not in told.err
        return int(ended.value.code or 0), said

    return run


def no_leak(numbers: Sequence[str], texts: Said | Iterator[tuple[str, str]]) -> None:
    texts = list(texts)
    assert texts
    found = leaks(numbers, texts)
    assert found == [], "\n".join(f"{number} in {where}: …{around!r}" for number, where, around in found[:40])


def test_the_search_finds_a_number_however_it_is_hidden(tmp_path: Path) -> None:
    """The search itself: each form in each sort of file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for number in (ONE, FIRM):
        for name, form in forms(number).items():
            (tmp_path / "a.csv").write_text(f"x;{form};y", encoding="utf-8")
            (tmp_path / "a.html").write_text("<p>" + form.replace("3", "<b>&#51;</b>") + "</p>", encoding="utf-8")
            (tmp_path / "a.json").write_text(json.dumps({"a": [{form: 1}]}), encoding="utf-8")
            (tmp_path / "a.zip").write_bytes(as_zip({"b.xml": f"<c>{form}</c>".encode()}))
            pq.write_table(pa.table({"c": ["x", form]}), tmp_path / "a.parquet")
            where = {place.split(" ")[0].split("/")[0] for _, place, _ in leaks([number], left_in(tmp_path))}
            assert where == {"a.csv", "a.html", "a.json", "a.zip", "a.parquet"}, (name, where)
    assert leaks([ONE], [("x", "01137 01235, 113701-23xyz4 and 20260901")]) == []


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "xlsx", "zip"])
def test_no_number_leaves_a_run(tmp_path: Path, say, form: str) -> None:  # type: ignore[no-untyped-def]
    place, _ = town(tmp_path, form)
    texts: Said = []
    for arguments in (("run",), ("run", "--json", "--lang", "en"), ("run", "-o", f"ud {ONE}/{forms(TWO)['hyphen']}")):
        code, said = say(place, *arguments)
        assert code == 20, said
        texts += said
    runs = [path for path in place.rglob("*") if (path / "run.json").is_file()]
    assert len(runs) == 3
    assert sum(len(path.name) for path in runs) > 20
    for run in runs:
        texts += left_in(run)
        texts.append(("name of the folder", "/".join(run.parts[-3:])))
    assert len(texts) > 60
    assert any("rejects.csv" in where and text.count("\n") > 100 for where, text in texts)
    no_leak(EVERY, texts)


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "xlsx", "zip"])
def test_no_number_leaves_what_is_said_of_stamdata(tmp_path: Path, say, form: str) -> None:  # type: ignore[no-untyped-def]
    place, _ = town(tmp_path, form)
    texts: Said = []
    for more in ((), ("--lang", "en"), ("--json",), ("--csv", f"ud-{TWO}.csv")):
        code, said = say(place, "stamdata", *more)
        assert code == 20, said  # lines that cannot be read are no success
        texts += said
    (written,) = place.glob("ud-*.csv")
    texts += decoded("ud.csv", written.read_bytes())
    told = "\n".join(text for _, text in texts)
    assert told.count("kan ikke læses") > 100  # numbers were planted in each column of days
    assert "EGEN_BESKRIVELSE_PERSONNUMMER" in told
    assert "EGEN_REFERENCE_PERSONNUMMER" in told
    assert told.count("•") > 100
    no_leak(
        [one for one in EVERY if one != ONLY_FOREIGN], texts
    )  # which stands in PSRM's file alone, and that is not read


def test_no_number_leaves_what_is_said_of_the_stamdata_of_ode(tmp_path: Path, say) -> None:  # type: ignore[no-untyped-def]
    place, _ = ode_town(tmp_path)
    texts: Said = []
    for more in ((), ("--json",), ("--csv", "ud.csv")):
        code, said = say(place, "stamdata", *more)
        assert code in (0, 10, 20), said
        texts += said
    no_leak((*of_ode(), ONLY_UNREAD), [*texts, *decoded("ud.csv", (place / "ud.csv").read_bytes())])


def test_no_number_leaves_a_run_of_ode(tmp_path: Path, say) -> None:  # type: ignore[no-untyped-def]
    place, _ = ode_town(tmp_path)
    code, texts = say(place, "run", "-o", "ud")
    assert code in (3, 20), texts
    no_leak((*of_ode(), ONLY_UNREAD), [*texts, *left_in(place / "ud")] if code == 20 else texts)
    assert code == 20, texts


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "xlsx", "zip"])
def test_no_number_leaves_the_commands_that_look_at_files(tmp_path: Path, say, form: str) -> None:  # type: ignore[no-untyped-def]
    place, files = town(tmp_path, form)
    texts: Said = []
    for more in ((), ("--json",), ("--lang", "en")):
        for command in ("check", "inspect"):
            for file in files:
                texts += say(place, command, file, *more)[1]
    _, said = say(place, "inspect", files[0], "--write", f"kilde-{TWO}.toml", "--side", "debtor")
    texts += said
    for path in place.glob("kilde-*"):
        texts.append(("the source that inspect wrote", path.read_text(encoding="utf-8")))
    (place / "zerosum.toml").unlink()
    proposed = [word for file in files for word in ("--from", file)]
    for more in (("--in", "."), ("--in", "."), ("--in", f"ny {ONE}")):  # beside the files; again; and elsewhere
        code, said = say(place, "init", "daginstitution", *proposed, *more)
        assert code == 0, said
        texts += said
    for path in (*place.glob("*.toml"), *place.glob("*.txt"), *place.glob("ny */*")):
        if path.is_file() and path.name in ("zerosum.toml", "LÆS-MIG.txt", "KØR.cmd"):
            texts.append((f"the {path.name} that init wrote", path.read_bytes().decode("utf-8-sig")))
    no_leak(EVERY, texts)


@pytest.mark.long
def test_no_number_leaves_the_other_commands(tmp_path: Path, say) -> None:  # type: ignore[no-untyped-def]
    place, _ = town(tmp_path, "csv")
    texts: Said = []
    asked = [
        "900001",
        "F1002",
        "R1301",
        "sag",
        *(f"sag {form} ny" for form in forms(ONE).values()),
        *forms(ONE).values(),
        FIRM,
    ]
    for claim in asked if THOROUGH else [*asked[:4], *asked[4::3]]:
        texts += say(place, "explain", "--claim", claim)[1]
    texts += say(place, "explain", "--claim", "900001", "--json")[1]
    texts += say(place, "explain", "--claim", forms(ONE)["hyphen"], "--lang", "en")[1]
    texts += say(place, "explain", ONE)[1]
    texts += say(place, "explain", "person_number_in_text")[1]
    for more in ((), ("--json",), ("--lang", "en"), ("-o", f"ud {ONE}")):
        texts += say(place, "doctor", *more)[1]
    texts += say(place, "causes")[1]
    say(place, "run", "-o", f"kørt {ONE}")
    for more in ((), ("--json",), ("--run", f"ud {ONE}"), ("--run", f"kørt {ONE}", "--lang", "en")):
        texts += say(place, "klik", *more)[1]
    no_leak(EVERY, texts)


@pytest.mark.long
def test_no_number_leaves_a_self_test(tmp_path: Path, say) -> None:  # type: ignore[no-untyped-def]
    place, _ = town(tmp_path, "csv")
    code, texts = say(place, "run", "--selftest", "-o", "ud")
    assert code == 20, texts
    no_leak(EVERY, [*texts, *left_in(place / "ud")])
    assert list((tmp_path / "temp").iterdir()) == []


WRONG = {
    "heading": lambda text: text.replace("amount", forms(ONE)["hyphen"], 1),
    "headings": lambda text: text.replace("amount;accepted", f"amount {ONE};amount {TWO}", 1),
    "no heading": lambda text: text.split("\r\n", 1)[1],
    "twice": lambda text: text.replace("action_id", "reference", 1),
    "quote": lambda text: text.replace("sag", '"sag', 1),
    "nul": lambda text: text.replace("sag", "sag\0", 1),
    "empty": lambda text: "",
    "ragged": lambda text: text.replace(";sag ", ";;;sag ", 20),
    "balance": lambda text: text.replace(";creation;", ";balance;"),
}


@pytest.mark.long
@pytest.mark.parametrize("wrong", WRONG)
def test_no_number_leaves_a_run_that_fails(tmp_path: Path, say, wrong: str) -> None:  # type: ignore[no-untyped-def]
    place, files = town(tmp_path, "csv")
    path = place / files[0]
    path.write_bytes(WRONG[wrong](path.read_bytes().decode()).encode())
    texts: Said = []
    for arguments in (
        ("run",),
        ("run", "--json", "--lang", "en"),
        ("check", files[0]),
        ("inspect", files[0]),
        ("doctor",),
    ):
        texts += say(place, *arguments)[1]
    texts += say(place, "inspect", files[0], "--write", "kilde.toml")[1]
    if (place / "kilde.toml").is_file():
        texts.append(("the source that inspect wrote", (place / "kilde.toml").read_text(encoding="utf-8")))
    no_leak(EVERY, texts)


@pytest.mark.long
@pytest.mark.parametrize("name", ["zerosum.toml", "afgoerelser.csv", "numre.csv", "testfordringer.txt"])
def test_no_number_leaves_where_a_list_or_the_settings_are_wrong(tmp_path: Path, say, name: str) -> None:  # type: ignore[no-untyped-def]
    """Every text and key of the settings, and every cell of the lists, is a number once."""
    place, _ = town(tmp_path, "csv")
    right = (place / name).read_text(encoding="utf-8")
    pattern = r'"[^"]*"' if name.endswith(".toml") else r"[^;\r\n]+"
    spots = [
        *re.finditer(pattern, right),
        *(re.finditer(r"(?m)^[a-z_]+(?= =)", right) if name.endswith(".toml") else ()),
    ]
    texts: Said = []
    dice = random.Random(11)
    for spot in spots:
        form = dice.choice(list(forms(ONE).values()))
        new = f'"{form}"' if spot.group().startswith('"') or name.endswith(".toml") else form
        (place / name).write_text(right[: spot.start()] + new + right[spot.end() :], encoding="utf-8")
        for arguments in (("doctor",), ("run", "-q", "-o", "ud")):
            texts += say(place, *arguments)[1]
            shutil.rmtree(place / "ud", ignore_errors=True)
            if not THOROUGH:
                break
    assert len(texts) >= 4
    no_leak(EVERY, texts)


@pytest.mark.long
@pytest.mark.parametrize("written", [*forms(ONE).values(), FIRM, f"Skole {ONE}"])
def test_a_name_that_stands_in_the_report_is_not_a_number(tmp_path: Path, say, written: str) -> None:  # type: ignore[no-untyped-def]
    place, _ = town(tmp_path, "csv")
    right = (place / "zerosum.toml").read_text(encoding="utf-8")
    for name in ("Prøveby", "Skole", "P"):
        (place / "zerosum.toml").write_text(right.replace(f'"{name}"', f'"{written}"'), encoding="utf-8")
        code, texts = say(place, "run")
        assert code == 4
        no_leak(EVERY, texts)


def test_no_number_leaves_a_crash(tmp_path: Path, say, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    place, files = town(tmp_path, "csv")

    def broken(*arguments: object) -> None:
        secret = open(files[0], encoding="utf-8").read()  # noqa: SIM115
        raise ValueError(f"{secret} {ONE}") from KeyError(TWO)

    monkeypatch.setattr(zerosum.pipeline, "reconcile_taken", broken)
    (place / f"ud {ONE}").mkdir()
    texts: Said = []
    for more in ((), ("-o", f"ud {ONE}"), ("--json",)):
        code, said = say(place, "run", *more)
        assert code == 70
        texts += said
    crashed = [*(tmp_path / "temp").glob("zerosum-fejl-*"), *(place / f"ud {ONE}").glob("zerosum-fejl-*")]
    assert len(crashed) == 3
    for path in crashed:
        texts += [("name of the crash report", path.name), ("crash report", path.read_text(encoding="utf-8"))]
    no_leak(EVERY, texts)


# --- the gallery, with numbers in the places that its messages show ---


def planted(name: str, folder: Path, most: int) -> Iterator[Path]:
    """Copies of a folder of the gallery, each with a number in one place: a cell of a line that is wrong, a heading, a text or
    key of the settings, the name of a file."""
    dice = random.Random(name)
    source = gallery.GALLERY / name
    spots = []
    for path in sorted(source.rglob("*")):
        if (
            path.is_file()
            and path.suffix in (".csv", ".toml", ".txt", ".tsv", ".xml")
            and not path.name.startswith("message")
        ):
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            pattern = r'"[^"\n]*"|(?m:^[a-z_]+(?= =))' if path.suffix == ".toml" else r"[^;\t\r\n<>]+"
            spots += [
                (path.relative_to(source), text, spot.span(), spot.group()) for spot in re.finditer(pattern, text)
            ]
    if len(spots) > most:
        spots = dice.sample(spots, most)
    for at, (path, text, (start, stop), was) in enumerate(spots):
        to = folder / f"{at:03d}" / name
        shutil.copytree(source, to)
        # A firm's number with signs between is known by those alone who have read the lines: it is not planted here.
        form = dice.choice([*forms(ONE).values(), FIRM])
        put = dice.choice([form, f"{was} {form}", f"{form}{was}"]) if path.suffix != ".toml" else form
        put = f'"{put}"' if path.suffix == ".toml" else put
        (to / path).write_bytes((text[:start] + put + text[stop:]).encode("utf-8", "surrogateescape"))
        yield to


@pytest.mark.long
@pytest.mark.parametrize("name", gallery.folders())
def test_no_number_is_in_a_message_of_the_gallery(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: Said = []
    for folder in planted(name, tmp_path, 400 if THOROUGH else 2):
        if not (folder.parent / gallery.GOOD).exists():
            shutil.copytree(gallery.GALLERY / gallery.GOOD, folder.parent / gallery.GOOD)
        monkeypatch.chdir(folder)
        try:
            result = gallery.run()
            for language in LANGUAGES:
                texts.append((f"rejects of {name}", rejects_text(result.rejects, language)))
                texts.append((f"rejects.csv of {name}", rejects_csv(result.rejects, language).decode()))
        except ZerosumError as error:
            texts += [
                (f"message of {name}", problem_text(one, language)) for one in error.problems for language in LANGUAGES
            ]
    if texts:
        no_leak((ONE, FIRM), texts)
