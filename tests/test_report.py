"""The report as text: what it must say, what it must never say, and that its numbers re-add."""

from __future__ import annotations

import json
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
import report_examples as examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zerosum.causes import EVERY
from zerosum.history import History
from zerosum.report import forecast, formats, view
from zerosum.report.made import Made
from zerosum.report.render import CSP, render, render_page
from zerosum.report.short import short
from zerosum.report.words import LANGUAGES, Words, load
from zerosum.result import Figures, Finding, Gravity, NotTried, Result, RuleSum, Standing, Verdict

REPORT = Path(view.__file__).parent
TEMPLATES = sorted((REPORT / "templates").iterdir())
BOTH = [(state, language) for state in examples.STATES for language in LANGUAGES]

VOID = {"meta", "br", "wbr", "img", "link", "input", "hr", "base"}


@cache
def html(state: str, language: str = "da") -> str:
    return examples.html(state, language)


class Parsed(HTMLParser):
    """The tags of a page with their attributes, its headings, its tables as rows of text, and the text that is read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.text = ""
        self.unclosed: list[str] = []
        self._rows: list[list[str]] | None = None
        self._caption = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)
        if tag == "table":
            self._rows, self._caption = [], ""
        if tag == "tr" and self._rows is not None:
            self._rows.append([])
        if tag in ("td", "th") and self._rows is not None:
            self._rows[-1].append("")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed[-1:] == [tag], f"</{tag}> closes what is not open"
        self.unclosed.pop()
        if tag == "table" and self._rows is not None:
            self.tables[self._caption.strip()] = [[cell.strip() for cell in row] for row in self._rows]
            self._rows = None

    def handle_data(self, data: str) -> None:
        if "style" in self.unclosed:
            return
        self.text += data
        if "caption" in self.unclosed:
            self._caption += data
        elif self._rows and self._rows[-1] and self.unclosed[-1] != "tr":
            self._rows[-1][-1] += data
        if self.headings and re.fullmatch("h[1-6]", next((t for t in reversed(self.unclosed) if t[0] == "h"), "")):
            level, so_far = self.headings[-1]
            self.headings[-1] = (level, so_far + data)


@cache
def parsed(state: str, language: str = "da") -> Parsed:
    return Parsed(html(state, language))


def ore(text: str) -> int:
    """A Danish amount of the page back to øre; of `0,00 (brutto 3,00)` the net."""
    plain = text.strip().split(" ")[0]
    assert re.fullmatch(r"−?[0-9]{1,3}(\.[0-9]{3})*,[0-9]{2}", plain), text
    return int(plain.replace("−", "-").replace(".", "").replace(",", ""))


# ---- What it says -----------------------------------------------------------------------------------------------


def test_the_title_says_verdict_municipality_area_and_day() -> None:
    title = "<title>IKKE KLAR – 0-sumstest, Eksempel Kommune, Daginstitution, skæringsdato 30.09.2026</title>"
    assert title in html("not_ready")
    assert "<title>NOT READY – zero-sum test, Eksempel Kommune, Daginstitution, cut-off" in html("not_ready", "en")


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("ready", "KLAR"),
        ("with_remarks", "KLAR MED BEMÆRKNING"),
        ("not_ready", "IKKE KLAR"),
        ("not_tested", "IKKE TESTET"),
    ],
)
def test_the_verdict_is_the_only_top_heading_and_comes_first(state: str, word: str) -> None:
    headings = parsed(state).headings
    assert headings[0][0] == 1
    assert headings[0][1].split(maxsplit=1)[1] == word
    assert [level for level, _ in headings].count(1) == 1


def test_a_net_of_zero_never_hides_a_gross() -> None:
    assert "Netto er 0,00\xa0kr., men differencer for 600,00\xa0kr. ophæver hinanden. Se posterne i afsnit 6." in html(
        "net_zero"
    )
    row = parsed("net_zero").tables["Hver løsning: grundlaget på begge sider og differencen. Beløb i kr."][-1]
    assert row[6] == "0,00 (brutto 600,00)"
    assert "Den uforklarede difference er 0,00\xa0kr. netto, men 200,00\xa0kr. brutto" in html("unexplained_net_zero")
    tile = parsed("unexplained_net_zero").text.split("Uforklaret difference")[1]
    assert tile.split()[0] == "brutto"


def test_the_sentence_tells_which_solution_misses_how_much() -> None:
    assert "1 af 3 løsninger går ikke i nul." in html("not_ready")
    told = "Gamma Ungdom: 36 poster for 64.382,08\xa0kr. (brutto) spærrer. Heraf mangler 33 poster for 56.740,01\xa0kr. forklaring."
    assert told in html("not_ready")
    assert "Beta Institution har 700,00\xa0kr. (brutto) fordelt på 1 post, der spærrer" in html("one_blocked")
    assert "1 linje kunne ikke læses" in html("rejected_line")
    assert "Alfa Børn: Reference brugt af flere skyldnere." in html("finding_only")
    assert "1 fordring i debitorsystemet og 1 fordring i PSRM kan ikke henføres" in html("finding_only")


def test_every_blocker_has_extent_reason_next_step_and_owner() -> None:
    page = view.page(examples.not_ready(), examples.MADE, load("da"))
    assert [matter.title for matter in page.blockers] == [
        "Kun hos fordringshaver", "Oprettelse afvist", "Nedskrivning afvist", "Kun i PSRM", "Kun nedskrevet i PSRM",
        "Beløb afviger", "Første led stemmer ikke", "Portalens tal stemmer ikke med PSRM-filen", "Reference brugt af flere skyldnere", "Ikke testet", "Ikke fordelt",
    ]  # fmt: skip
    assert all(m.extent and m.why and m.next_step and m.owner and m.where for m in page.blockers + page.remarks)


@pytest.mark.long
@pytest.mark.parametrize("state", [state for state, make in examples.STATES.items() if make().verdict != Verdict.READY])
def test_what_is_not_ready_has_something_to_do(state: str) -> None:
    result = examples.STATES[state]()
    page = view.page(result, examples.MADE, load("da"))
    assert bool(page.blockers) == (result.verdict in (Verdict.NOT_READY, Verdict.NOT_TESTED))
    assert page.blockers or page.remarks


def test_an_untested_cell_has_a_question_mark_and_an_unused_one_a_dash() -> None:
    matrix = parsed("not_ready").tables["Resultat for hver fordringstype (række) og løsning (kolonne)"]
    assert matrix[0] == ["Fordringstype", "Alfa Børn", "Beta Institution", "Gamma Ungdom", "Ikke fordelt"]
    row = next(row for row in matrix if row[0].startswith("REOPDAG"))
    assert row[1:] == ["– Bruges ikke", "– Bruges ikke", "? Ikke testet er ikke i filerne", "– Bruges ikke"]


def test_only_a_whole_creditor_is_told_to_key_figures_in() -> None:
    assert "Delmængde, kan ikke indberettes" in html("not_ready")
    assert "Indtast" not in parsed("not_ready").text
    assert "Delmængde" not in html("ready")
    fields = [row[0] for row in parsed("ready").tables["Portalens felter i portalens rækkefølge. Beløb i kr."]][1:]
    assert fields == [
        "Skæringsdato for afstemning", "Tilgang", "Opskrivning", "Nedskrivning", "Tilbagekald",
        "Samlet inddrivelsesgrundlag i PSRM", "Inddrivelsesgrundlag hos fordringshaver", "Total difference",
        "Forklaret difference", "Uforklaret difference",
    ]  # fmt: skip


def test_at_most_25_rows_of_a_cause_are_shown_and_the_page_says_so() -> None:
    rows = parsed("not_ready").tables["Kun hos fordringshaver: de enkelte poster. Beløb i kr."]
    assert len(rows) == 1 + view.MOST_LINES
    assert "Viser 25 af 30" in html("not_ready")


def test_reservations_are_told() -> None:
    assert "PSRM-filen har ingen datoer" in html("balances")
    assert "sammenholder saldi med saldi" in html("balances")
    assert "Øreafrunding på højst 0,01\xa0kr. pr. fordring" in html("balances")
    assert "hændelse for hændelse" not in html("balances")  # there are none: saldi are held against saldi
    assert "Tolerancen er 0,00\xa0kr." in html("ready")
    assert "2 fordringer hos debitorsystemet (1.200,00\xa0kr.)" in html("with_remarks")


def test_the_fingerprint_stands_in_groups_and_whole_and_on_every_printed_page() -> None:
    assert examples.MADE.short_fingerprint == "9f2c-41d7-88ab-0e13"
    assert html("ready").count("9f2c-41d7-88ab-0e13") == 3  # table, foot, and the margin of each printed page
    assert examples.MADE.fingerprint in html("ready")
    assert '@bottom-left { content: "Aftryk 9f2c-41d7-88ab-0e13' in html("ready")
    assert 'content: "Side " counter(page) " af " counter(pages)' in html("ready")


def test_a_fingerprint_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="64"):
        replace(examples.MADE, fingerprint="9f2c")


def test_a_required_event_that_was_not_exercised_is_not_tested() -> None:
    tested = examples.cell("A", "KFDAINS", Verdict.READY, 100, 1)
    assert tested.tested
    lacking = replace(tested, verdict=Verdict.NOT_TESTED, reasons=("not_tested",))
    page = view.page(examples.result(examples.solution("A", lacking)), examples.MADE, load("da"))
    assert [matter.title for matter in page.blockers] == ["Ikke testet"]
    assert page.tiles[3].figure == "0 af 1"


def test_a_self_test_is_a_section_beside_the_blind_spots() -> None:
    names = [heading for level, heading in parsed("tried").headings if level == 2]
    at = names.index("10. Hvor blind er testen?")
    assert names[at - 1 : at + 2 : 2] == ["9. Det kan disse filer ikke vise", "11. Testens omfang"]
    assert "10. How blind is the test?" in [heading for _, heading in parsed("tried", "en").headings]
    assert "10. Testens omfang" in [heading for _, heading in parsed("with_remarks").headings]
    assert "Hvor blind er testen?" not in html("with_remarks")
    whole = examples.selftest().whole
    told = f"Af {whole.put_in} indlagte fejl blev {whole.found} fundet og {whole.named} navngivet rigtigt"
    assert told in html("tried")
    assert "0 rigtige fordringer blev beskyldt." in html("tried")
    assert "Rigtige fordringer blev beskyldt i 3 poster, 300,00\xa0kr." in html("worst")
    assert "Ingen fejl, der flytter kroner, kunne lægges ind i disse data." in html("net_zero")


def test_the_rows_of_a_self_test_re_add_to_its_whole() -> None:
    captions = {caption: rows for caption, rows in parsed("tried").tables.items() if rows[0][0] == "Indlagt fejl"}
    assert len(captions) == 9
    rows = [row for caption, some in captions.items() if "Ingen fejl" not in caption for row in some[1:]]
    counted = [row for row in rows if row[2] and "Står under" not in row[0]]
    whole = examples.selftest().whole
    assert [sum(int(row[at]) for row in counted) for at in (2, 3, 4)] == [whole.put_in, whole.found, whole.named]
    assert [sum(ore(row[at]) for row in counted) for at in (5, 6, 7)] == [
        whole.put_in_ore,
        whole.found_ore,
        whole.named_ore,
    ]
    untried = [row for row in rows if "Ikke prøvet" in row[1]]
    assert untried
    assert all(row[2:] == [""] * 6 for row in untried)  # what was not tried is never 0
    assert {"✓ Fundet", "! Fundet, andet navn", "✗ Ikke fundet", "? Kan ikke ses", "? Ikke prøvet"} == {
        row[1] for row in rows
    }
    files = parsed("tried").tables[
        "Fejl i hele filer: prøvet på den største inputfil på hver side; er filerne store, på én side"
    ]
    assert {"✓ Filen afvist", "✓ Set: ikke klar", "✗ Ikke set", "✗ KLAR: ikke set"} <= {row[1] for row in files}


FORECAST = "Debitorsidens fordringer efter det værste, der forventes. Beløb i kr."
RULES_BROKEN = "Regler, der brydes, for hver løsning og fordringstype. Beløb i kr."
HINTS = "Til eftersyn, for hver løsning og fordringstype. Beløb i kr."
RECEIPTS = "Fordringer efter, hvad der var ventet, og hvad PSRM har gjort"
WORDS_EXPECTED = {
    "rejected": "✗ Forventes afvist",
    "either": "✗ Afvist eller høring",
    "hearing": "! Forventes i høring",
    "none": "– Intet brud i det prøvede",
    "hint": "i Råd",
}


def test_what_the_entry_filter_is_expected_to_do_is_a_section_before_the_blind_spots() -> None:
    names = [heading for level, heading in parsed("filtered").headings if level == 2]
    at = names.index("9. Hvad PSRM's indgangsfilter ventes at gøre")
    assert names[at - 1 : at + 2 : 2] == ["8. Udvikling og alder", "10. Det kan disse filer ikke vise"]
    assert "9. What PSRM's entry filter is expected to do" in [one for _, one in parsed("filtered", "en").headings]
    assert "9. Det kan disse filer ikke vise" in [one for _, one in parsed("with_remarks").headings]
    assert "indgangsfilter ventes" not in html("with_remarks")  # the blind spots say that nothing was tried
    for state, make in examples.STATES.items():
        assert ('<section id="stamdata"' in html(state)) == (make().stamdata is not None)


def _bold(state: str, language: str = "da") -> str:
    """The sentence that the section begins with."""
    section = html(state, language).split('<section id="stamdata"')[1]
    return re.sub("<[^>]+>", "", section.split("<b>")[1].split("</b>")[0])


def test_the_forecast_begins_with_what_is_left_to_mend_and_that_no_verdict_hangs_on_it() -> None:
    told = examples.forecast()
    left = [one for one in told.forecasts if one.answer != "executed"]
    said = _bold("filtered")
    assert said.startswith(f"Af {sum(one.claims for one in left)} fordringer, som PSRM ikke har udført: ")
    for name, words in (
        ("rejected", "forventes afvist,"), ("either", "forventes afvist eller i høring,"), ("hearing", "forventes i høring."),
    ):  # fmt: skip
        mine = [one for one in left if one.forecast == name]
        amount = load("da").kr(sum(one.amount_ore for one in mine))
        assert f"{sum(one.claims for one in mine)} fordringer for {amount} {words}" in said
    assert all(_bold(state).endswith("Dommen afhænger ikke af det.") for state in ("filtered", "ready", "not_tested"))
    assert _bold("ready").startswith("Der er ikke fundet brud i det, der kunne prøves, på 12 fordringer for 24.000,00")
    assert _bold("not_tested").startswith("Filerne fortæller ingen af stamdatas datoer")
    assert "docs/stamdata.md" in _bold("not_tested")
    assert _bold("one_blocked").startswith("PSRM har udført alle fordringerne")
    assert _bold("net_zero").startswith("Debitorsiden har ingen fordringer")
    assert _bold("filtered", "en").endswith("The verdict does not depend on it.")


def test_files_without_a_day_of_stamdata_are_not_told_as_nothing_found() -> None:
    assert "Der er ikke fundet brud" not in html("not_tested")
    told = replace(examples.not_tested(), stamdata=replace(examples.forecast(), tells_days=False))
    page = view.page(told, examples.MADE, load("da")).stamdata
    assert page is not None
    assert page.summary.startswith("Filerne fortæller ingen af stamdatas datoer")
    assert "12 fordringer" in page.summary  # what was seen none the less
    assert not page.told
    section = html("not_tested").split('<section id="stamdata"')[1].split("</section>")[0]
    assert '<div class="box not_tested">' in section
    assert "✓" not in html("ready").split('<section id="stamdata"')[1].split("</section>")[0]  # nothing is green


@pytest.mark.long
@pytest.mark.parametrize("state", [state for state, make in examples.STATES.items() if make().stamdata is not None])
def test_the_forecasts_re_add_to_the_claims(state: str) -> None:
    told = examples.STATES[state]().stamdata
    assert told is not None
    tables = parsed(state).tables
    if not told.claims:
        assert FORECAST not in tables
        return
    *rows, foot = tables[FORECAST][1:]
    assert [row[0] for row in rows] == [WORDS_EXPECTED[name] for name in ("rejected", "either", "hearing", "none")]
    assert int(foot[1]) == told.claims
    for at, read in ((1, int), (2, ore), (3, int), (4, ore)):
        assert sum(read(row[at]) for row in rows) == read(foot[at])
    left = [one for one in told.forecasts if one.answer != "executed"]
    assert int(foot[3]) == sum(one.claims for one in left)
    assert ore(foot[4]) == sum(one.amount_ore for one in left)
    answered = told.claims != told.hits["no_answer"]
    assert (RECEIPTS in tables) == answered
    if answered:
        *hits, whole = tables[RECEIPTS][1:]
        assert sum(int(row[1]) for row in hits) == int(whole[1]) == told.claims
        assert len(hits) == len(told.hits)


def test_each_broken_rule_stands_with_its_cell_its_source_and_what_follows() -> None:
    rows = parsed("filtered").tables[RULES_BROKEN][1:]
    assert [(row[0].split()[0], *row[1:]) for row in rows] == [
        ("R_x_SENT", "✗ Forventes afvist", "Alfa Børn", "KFDAINS Daginstitution", "3", "1.000,50", "1", "900,50"),
        ("R_x_SENT", "✗ Forventes afvist", "Ikke fordelt", "Ukendt fordringstype", "2", "2.000,00", "0", "0,00"),
        ("R_1_1", "✗ Afvist eller høring", "Alfa Børn", "KFDADPL Dagpleje", "5", "5.000,00", "5", "5.000,00"),
        ("R_4_2", "! Forventes i høring", "Alfa Børn", "KFDAINS Daginstitution", "4", "4.321,00", "3", "3.000,21"),
    ]
    told = (
        "R_x_SENT Forfaldet må ikke være i morgen. Afvisningsnummer 428. Kilde: Den opdigtede oversigt, 2024. Note: Set"
    )
    assert rows[0][0].startswith(told)
    hints = parsed("filtered").tables[HINTS][1:]
    assert [(row[0].split()[0], row[1], row[4]) for row in hints] == [("EGEN_HÆFTERE", "i Råd", "12")]
    assert "The due date may not be tomorrow." in html("filtered", "en")


def test_what_could_not_be_tried_and_what_is_not_settled_stand_there_with_counts_and_source() -> None:
    page = parsed("filtered")
    untried = sum(one.not_wholly_tried for one in examples.forecast().forecasts)
    of_all = examples.forecast().claims
    assert f"På {untried} af {of_all} fordringer kunne mindst én af filterets regler ikke prøves." in page.text
    rows = page.tables["Regler, der ikke kunne prøves: fordringer efter grund"][1:]
    assert rows == [
        ["R_7_12 Dommen skal være afsagt.", "domsdato, forligsdato", "9", "0", "0", "0", "9"],
        ["R_3_1 Forfald skal være udfyldt.", "", "1", "2", "3", "4", "10"],
    ]
    text = " ".join(page.text.split())
    assert (
        "Forfaldet er under afklaring. Det gælder 61 fordringer af KFDAINS, KFDADPL. Kilde: Det opdigtede webinar"
        in text
    )
    assert "Typens egne regler er ukendte. Det gælder 1 fordring af KFDAUNG. Kilde: Det opdigtede webinar" in text
    assert "kun de fælles er prøvet. Det gælder 24 fordringer af GEDAINS." in text
    assert "1 fordring af KFDAUNG." in text
    assert text.count("Ingen egne regler er kendt for typen") == 1  # the other is among what a source has said
    assert "1 celle af stamdata kan ikke læses; den står i stamdata.csv" in text
    assert "Det, der er under afklaring eller ukendt i indgangsfilterets regler, står i afsnit 9" in text


def test_more_sums_than_are_shown_say_where_the_rest_is() -> None:
    for caption in (RULES_BROKEN, HINTS):
        rows = parsed("worst").tables[caption][1:]
        assert len(rows) == forecast.MOST_SUMS
        assert ore(rows[0][7]) == 59  # the largest first
    assert html("worst").count("Viser 50 af 60, de værste og største først.") == 2
    assert "Viser 50" not in html("filtered")


def test_the_section_of_the_example_says_what_its_result_says_and_no_number_of_a_person() -> None:
    """The committed report against the committed result: the numbers once more, from the file that is sealed."""
    folder = REPORT.parents[1] / "reports" / "example"
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))["stamdata"]
    page = Parsed((folder / "report.html").read_text(encoding="utf-8"))
    foot = page.tables[FORECAST][-1]
    assert int(foot[1]) == told["claims"] == sum(one["claims"] for one in told["forecasts"])
    assert ore(foot[2]) == sum(one["amount_ore"] for one in told["forecasts"])
    for row in page.tables[FORECAST][1:-1]:
        mine = [one for one in told["forecasts"] if WORDS_EXPECTED[one["forecast"]] == row[0]]
        left = [one for one in mine if one["answer"] != "executed"]
        assert [int(row[1]), ore(row[2])] == [sum(one[name] for one in mine) for name in ("claims", "amount_ore")]
        assert [int(row[3]), ore(row[4])] == [sum(one[name] for one in left) for name in ("claims", "amount_ore")]
    shown = sorted(
        (row[0].split()[0], row[1], row[2], row[3].split()[0], int(row[4]), ore(row[5]), int(row[6]), ore(row[7]))
        for row in page.tables[RULES_BROKEN][1:] + page.tables[HINTS][1:]
    )
    assert shown == sorted(
        (
            one["rule"], WORDS_EXPECTED[one["consequence"]], one["solution"], one["claim_type"], one["claims"],
            one["amount_ore"], one["open_claims"], one["open_ore"],
        )
        for one in told["sums"]
    )  # fmt: skip
    assert [int(row[1]) for row in page.tables[RECEIPTS][1:-1]] == [told["hits"][name] for name in forecast.HITS]
    section = (folder / "report.html").read_text(encoding="utf-8").split('<section id="stamdata"')[1]
    assert not re.search(r"[0-9]{6}-?[0-9]{4}|\bRIM[0-9]", section.split("</section>")[0])


# ---- It adds up -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", examples.STATES)
def test_every_number_of_the_table_of_solutions_re_adds(state: str) -> None:
    tables = parsed(state).tables
    rows = next(rows for caption, rows in tables.items() if caption.startswith("Hver løsning:"))
    body, foot = rows[1:-1], rows[-1]
    assert body
    for column in (2, 3):
        assert sum(int(row[column].replace(".", "")) for row in body) == int(foot[column].replace(".", ""))
    for column in range(4, 10):
        assert sum(ore(row[column]) for row in body) == ore(foot[column])
    for row in rows[1:]:
        assert ore(row[5]) - ore(row[4]) == ore(row[6]) == ore(row[7]) + ore(row[8])


@pytest.mark.parametrize("state", examples.STATES)
def test_the_bridge_goes_down_to_zero_in_table_and_sentence(state: str) -> None:
    result = examples.STATES[state]()
    tables = {
        caption: rows for caption, rows in parsed(state).tables.items() if "differencen ført på årsager" in caption
    }
    assert len(tables) == sum(bool(solution.figures.gross_ore) for solution in result.solutions)
    for rows in tables.values():
        total, steps = rows[1], rows[2:]
        left = ore(total[3]) - sum(ore(row[3]) for row in steps if row[2] and "heraf" not in row[0])
        unexplained = next(row for row in steps if row[0] == "Uforklaret difference")
        assert left == ore(unexplained[3]) == ore(unexplained[5])
        assert left == sum(ore(row[3]) for row in steps if "heraf" in row[0])
        assert ore(rows[-1][5]) == 0
    checks = [line for line in parsed(state).text.splitlines() if "Kontrol: total" in line]
    assert all(check.count("= 0,00Kontrol") == 1 and check.endswith("= 0,00") for check in checks)
    assert len(checks) == len(tables)


@pytest.mark.long
@pytest.mark.parametrize("state", examples.STATES)
def test_the_causes_and_the_five_headings_sum_to_the_difference(state: str) -> None:
    result, tables = examples.STATES[state](), parsed(state).tables
    for caption in ("Årsager i alt. Beløb i kr.", "De samme poster under Gældsstyrelsens fem årsager. Beløb i kr."):
        if not result.causes:
            assert caption not in tables
            continue
        net = tables[caption][0].index("Netto")
        rows = [row for row in tables[caption][1:] if row[0] != "I alt"]
        assert sum(ore(row[net]) for row in rows) == result.figures.difference_ore
        assert sum(ore(row[net + 1]) for row in rows) == result.figures.gross_ore


def _one_ore_more_everywhere(result: Result) -> Result:
    """Cell, solution and whole agree on one øre more in PSRM, which no cause took."""
    more = Figures(psrm_ore=1)
    first = result.solutions[0]
    cell = replace(first.cells[0], figures=first.cells[0].figures + more)
    solution = replace(first, figures=first.figures + more, cells=(cell, *first.cells[1:]))
    return replace(result, figures=result.figures + more, solutions=(solution, *result.solutions[1:]))


@pytest.mark.parametrize(
    "broken",
    [
        lambda result: replace(result, figures=result.figures + Figures(psrm_ore=1)),
        lambda result: replace(result, causes=result.causes[:-1]),
        lambda result: replace(result, solutions=result.solutions[:-1]),
        lambda result: replace(
            result,
            solutions=(replace(result.solutions[0], cells=result.solutions[0].cells[:-1]), *result.solutions[1:]),
        ),
        lambda result: _one_ore_more_everywhere(result),
        lambda result: replace(result, inputs=(replace(result.inputs[0], lines=1), *result.inputs[1:])),
        lambda result: replace(result, inputs=(replace(result.inputs[0], lines_again=1), *result.inputs[1:])),
        lambda result: replace(result, inputs=(replace(result.inputs[0], read_again_ore=1), *result.inputs[1:])),
        lambda result: replace(result, inputs=(replace(result.inputs[0], read_ore=None), *result.inputs[1:])),
        lambda result: replace(result, outside_area=result.outside_area + Figures(debtor_ore=1, psrm_ore=1)),
        lambda result: replace(result, stamdata=replace(examples.forecast(), claims=1)),
        lambda result: replace(result, stamdata=replace(examples.forecast(), forecasts=())),
        lambda result: replace(result, stamdata=replace(examples.forecast(), hits={})),
        lambda result: replace(
            result, stamdata=replace(examples.forecast(), hits=examples.forecast().hits | {"quiet": 0})
        ),
        lambda result: replace(
            result, stamdata=replace(examples.forecast(), sums=(RuleSum(examples.LATE, "A", "B", 1, 1, 2, 2),))
        ),
        lambda result: replace(
            result, stamdata=replace(examples.forecast(), not_tried=(NotTried("R", {}, (), 999, 0, 0, 0),))
        ),
    ],
)
def test_a_result_that_does_not_add_up_is_no_page(broken: Callable[[Result], Result]) -> None:
    with pytest.raises(ValueError, match="does not add up"):
        render(broken(examples.not_ready()), examples.MADE)


AMOUNTS = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(examples.CAUSE_CODES)), AMOUNTS, max_size=12))
def test_whatever_the_causes_took_the_bridge_ends_in_zero(amounts: Mapping[str, list[int]]) -> None:
    causes = [examples.cause(code, *taken) for code, taken in amounts.items()]
    cell = examples.cell("A", "KFDAINS", Verdict.NOT_READY, 10**12, 5, *causes)
    page = view.page(examples.result(examples.solution("A", cell)), examples.MADE, load("da"))
    for bridge in page.bridges:
        ends = [step.rest_ore for step in (bridge.unexplained or bridge.explained)]
        assert ends[-1] == 0
        assert bridge.check.endswith("= 0,00")
        assert bridge.check_causes.endswith("= 0,00")
    assert len(page.bridges) == bool(page.total.figures.gross_ore)


# ---- Words ------------------------------------------------------------------------------------------------------


class Recorded(dict[str, str]):
    """Texts that remember which of them were read."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return super().__getitem__(key)


def test_both_languages_have_the_same_keys_and_places() -> None:
    danish, english = load("da").texts, load("en").texts
    assert list(danish) == list(english)
    assert len(danish) > 500

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [key for key in danish if places(danish[key]) != places(english[key])] in ([], ["sentence.not_ready.one"])
    assert all(text.strip() for words in (danish, english) for text in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_unused(language: str) -> None:
    texts = Recorded(load(language).texts)
    words = Words(language, texts)
    for name, state in examples.STATES.items():
        selftest, history = examples.SELFTESTS.get(name), examples.HISTORIES.get(name, History())
        beside = {"history": history, "debtors": examples.DEBTORS.get(name, {})}
        render_page(view.page(state(), examples.MADE, words, selftest, **beside), words)
        of_vendor = view.page(state(), examples.MADE, words, None, "Alfa")
        render_page(of_vendor, words)
        render_page(of_vendor, words, short(of_vendor, state(), words))
    for whole in (examples.ready(), examples.full(), *map(examples.result, examples.with_remarks().solutions)):
        page = view.page(whole, examples.MADE, words)
        render_page(page, words, short(page, whole, words))
    texts.read |= {"vendor.other", "vendor.file", "vendor.source"}  # of a dossier, not of a page: test_views.py
    texts.read |= {f"vendor.file_of.{side}" for side in ("debtor", "psrm")}
    texts.read |= {key for key in texts if key.startswith("pack.")}  # of the vendor's packs: test_pack.py
    for code in (*examples.FINDING_CODES, *examples.WORDS_BESIDE):  # titles alone are asked for reasons
        texts.read |= {f"finding.{code}.{part}" for part in ("title", "means", "next", "owner")}
    texts.read |= {f"cause.{cause.code}.found" for cause in EVERY}  # of the command line: test_cli_codes.py
    texts.read |= {f"finding.{code}.gravity" for code in words.children("finding")} | {"event.recovery"}  # check, trace
    texts.read |= {key for key in texts if key.startswith("worklist.")}  # test_worklist.py
    for key in list(texts):  # both forms of a number are one text
        if key.endswith((".one", ".many")) and texts.read & {
            f"{key.rsplit('.', 1)[0]}.{form}" for form in ("one", "many")
        }:
            texts.read.add(key)
    assert sorted(set(texts) - texts.read) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_all_its_words(language: str) -> None:
    words = load(language)
    assert set(words.children("cause")) == set(examples.CAUSE_CODES)
    assert set(words.children("finding")) == {*examples.FINDING_CODES, *examples.WORDS_BESIDE}
    assert set(words.children("blind.spot")) == set(examples.BLIND_SPOTS)
    assert set(words.children("rule")) == set(examples.RULES)
    for code, (_, _, heading, owner) in examples.CAUSE_CODES.items():
        assert (words(f"cause.{code}.heading"), words(f"cause.{code}.owner")) == (heading, owner)
        assert words(f"cause.{code}.means")
        assert words(f"cause.{code}.next")
    for code in words.children("finding"):
        assert words(f"owner.{words(f'finding.{code}.owner')}")


def test_owners_and_headings_are_the_same_in_both_languages() -> None:
    danish, english = load("da").texts, load("en").texts
    codes = [key for key in danish if re.fullmatch(r"(cause|finding)\.\w+\.(owner|heading)", key)]
    assert len(codes) > 60
    assert [danish[key] for key in codes] == [english[key] for key in codes]


def test_the_report_neither_praises_nor_blames() -> None:
    for language in LANGUAGES:
        told = " ".join(load(language).texts.values()).lower()
        for word in (
            "succes",
            "tillykke",
            "flot",
            "perfekt",
            "skyld i",
            "fejlet",
            "congratulations",
            "great",
            "blame",
            "fault",
        ):
            assert not re.search(rf"\b{word}\b", told), word


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="da, en"):
        load("sv")


@pytest.mark.long
def test_danish_terms_are_marked_in_the_english_report() -> None:
    assert '<span lang="da">0-sumstest</span>' in html("ready", "en")
    assert '<html lang="en">' in html("ready", "en")
    assert not re.search("[\ue000\ue001]", html("worst", "en"))


# ---- Numbers and days -------------------------------------------------------------------------------------------


def test_amounts_and_days_are_written_as_danes_write_them() -> None:
    assert formats.amount(-123_456_789, "da") == "−1.234.567,89"
    assert formats.amount(5, "da") == "0,05"
    assert formats.amount(-123_456_789, "en") == "−1,234,567.89"
    assert load("da").kr(-37) == "−0,37\xa0kr."
    when = datetime(2026, 11, 21, 9, 12, tzinfo=timezone(timedelta(hours=1)))
    assert formats.moment(when, "da") == "21.11.2026 kl. 09.12 (UTC+01:00)"


@given(st.integers(-(10**15), 10**15))
def test_an_amount_on_the_page_is_the_amount(amount_ore: int) -> None:
    assert ore(formats.amount(amount_ore, "da")) == amount_ore


@pytest.mark.parametrize("state", examples.STATES)
def test_no_amount_breaks_before_its_unit_or_has_a_short_minus(state: str) -> None:
    text = parsed(state).text
    assert not re.search(r"[0-9] kr\.", text)
    assert not re.search(r"(?<![\w.])-[0-9.]+,[0-9]{2}\b", text)


def test_danish_letters_sort_last() -> None:
    assert sorted(["KFRÅVEJ", "KFRZ", "KFRØ", "KFRÆ", "KFRA"], key=view._danish) == [
        "KFRA", "KFRZ", "KFRÆ", "KFRØ", "KFRÅVEJ",
    ]  # fmt: skip


# ---- The page as HTML -------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(("state", "language"), BOTH)
def test_nothing_runs_and_nothing_is_fetched(state: str, language: str) -> None:
    tags = parsed(state, language).tags
    assert len(tags) > 200
    assert not {tag for tag, _ in tags} & {"script", "iframe", "form", "base", "object", "embed", "link", "img"}
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href", "action", "data", "xlink:href"):
            value = attributes.get(name) or "#"
            assert value.startswith("#"), (tag, name, value)
    assert not re.findall(r"url\((?!#(bridge-|runs-h))", html(state, language))
    assert "@import" not in html(state, language)
    policy = [attributes for tag, attributes in tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert [attributes["content"] for attributes in policy] == [CSP]
    assert CSP == "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


@pytest.mark.parametrize(("state", "language"), BOTH)
def test_headings_tables_and_links_are_whole(state: str, language: str) -> None:
    page = parsed(state, language)
    assert page.unclosed == []
    levels = [level for level, _ in page.headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in page.tags]
    assert names.count("table") == names.count("caption") == len(page.tables) > 8
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.tags if tag == "th")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = {attributes["href"][1:] for tag, attributes in page.tags if tag == "a" and attributes["href"]}
    pointed |= {one for _, attributes in page.tags for one in (attributes.get("aria-labelledby") or "").split()}
    assert pointed <= set(ids)
    assert dict(page.tags[1][1] if page.tags[0][0] != "html" else page.tags[0][1])["lang"] == language
    boxes = [attributes for _, attributes in page.tags if "scroll" in (attributes.get("class") or "").split()]
    assert all(box["tabindex"] == "0" and box["role"] == "region" for box in boxes)
    for rows in page.tables.values():
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text(language: str) -> None:
    page = html("worst", language)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("</style>") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert examples.HOSTILE in parsed("worst", language).text
    css = page.split("<style>")[1].split("</style>")[0]
    assert "alert(1)" not in css
    assert "{braces}" not in css


@pytest.mark.parametrize(("state", "language"), [pair for pair in BOTH if pair[0] != "worst"])
def test_no_place_is_left_unfilled(state: str, language: str) -> None:
    assert not re.search(
        r"\{\w+\}|\bNone\b(?!\.| of the five| for this test)|\bNaN\b|Undefined", parsed(state, language).text
    )


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(examples.not_ready(), examples.MADE) == render(examples.not_ready(), examples.MADE)
    assert html("not_ready").endswith("</html>\n")


def test_sizes() -> None:
    assert len(html("not_ready").encode()) < 300_000
    assert len(html("worst").encode()) < 2_000_000


def test_the_report_imports_no_pandas() -> None:
    code = "import sys, zerosum.report.render; print('pandas' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_only_charts_and_render_make_markup() -> None:
    templates = [path for path in TEMPLATES if path.suffix == ".html"]
    assert len(templates) > 10
    for path in templates:
        assert not re.search(r"\|\s*safe|autoescape", path.read_text(encoding="utf-8")), path.name
    makers = {path.name for path in REPORT.glob("*.py") if "Markup(" in path.read_text(encoding="utf-8")}
    assert makers == {"charts.py", "render.py"}


# ---- Colours ----------------------------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _tokens() -> dict[str, str]:
    css = (REPORT / "templates" / "report.css").read_text(encoding="utf-8")
    return {"white": "#ffffff", "black": "#000000"} | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


TEXT_PAIRS = [
    *(("black", tint) for tint in ("green-tint", "orange-tint", "red-tint", "neutral", "tint")),
    *((text, ground) for text in ("ink", "quiet", "link") for ground in ("white", "tint")),
]
"""Every text colour on every ground it stands on."""


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    tokens = _tokens()
    assert len(tokens) > 12
    assert _contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("colour", ["#08519c", "#2171b5", "#a63603", "green", "red"])
def test_bars_of_the_chart_stand_out(colour: str) -> None:
    assert _contrast(_tokens().get(colour, colour), "#ffffff") >= 3


def test_every_colour_is_a_token_or_of_the_chart() -> None:
    css = (REPORT / "templates" / "report.css").read_text(encoding="utf-8")
    loose = set(re.findall(r"#[0-9a-f]{3,6}\b", css.split("}", 1)[1]))
    assert loose == {"#fff", "#000", "#08519c", "#2171b5", "#a63603"}


# ---- Finding the odd ones ---------------------------------------------------------------------------------------


def test_a_finding_tells_its_values() -> None:
    text = parsed("not_ready").text
    assert "fordringer oplyst 312, fordringer set 310, beløb oplyst 646.046,00\xa0kr." in text
    assert "hændelse Tilbagekald, beløb oplyst 7.500,00\xa0kr., beløb set 7.400,00\xa0kr." in text


def test_more_than_eight_causes_are_drawn_as_eight_and_all_stand_in_the_table() -> None:
    explained = [code for code, (standing, *_) in examples.CAUSE_CODES.items() if standing <= Standing.BRIDGE]
    assert f"Øvrige ({len(explained) - 7} årsager)" in html("worst")
    caption = f"{examples.HOSTILE}: differencen ført på årsager. Beløb i kr."
    assert len(parsed("worst").tables[caption]) == 4 + len(examples.CAUSE_CODES)


def test_a_finding_in_several_cells_of_a_solution_is_told_once() -> None:
    page = view.page(examples.with_remarks(), examples.MADE, load("da"))
    missing = [finding for finding in page.findings if finding.code == "control_total_missing"]
    assert [(finding.where, finding.rows) for finding in missing] == [("Alfa Børn: KFDAINS, KFDADPL", 2)]
    assert [m.where for m in page.remarks if m.title == "Første led ikke efterprøvet"] == [
        "Alfa Børn: KFDAINS, KFDADPL"
    ]


def test_the_words_know_what_the_causes_say() -> None:
    """The causes are another house's: what they say of owner and heading is what the page says."""
    from zerosum.causes import EVERY

    assert [cause.code for cause in EVERY] == list(examples.CAUSE_CODES)
    for cause in EVERY:
        told = (cause.standing, cause.gravity, cause.heading.value or "none", cause.owner.value)
        assert told == examples.CAUSE_CODES[cause.code]


def test_the_words_know_every_rule_extent_and_blind_spot() -> None:
    from zerosum.settings import EXTENT
    from zerosum.tables import Rule

    assert load("da").children("extent.kind") == EXTENT
    assert tuple(rule.name.lower() for rule in Rule if rule != Rule.IN_BOOK) == examples.RULES
    source = (REPORT.parent / "blind_spots.py").read_text(encoding="utf-8")
    assert set(re.findall(r'^        \("(\w+)", ', source, re.MULTILINE)) == set(examples.BLIND_SPOTS)


def test_a_finding_in_two_solutions_has_one_anchor() -> None:
    twice = (Finding("broken_key", Gravity.BLOCKING, 1, "A"), Finding("broken_key", Gravity.BLOCKING, 1, "B"))
    page = view.page(replace(examples.not_ready(), findings=twice), examples.MADE, load("da"))
    assert [finding.anchor for finding in page.findings] == ["finding-broken-key", ""]


def test_the_time_of_the_run_is_its_own_and_not_the_machines() -> None:
    def stamped(made: Made) -> Iterator[str]:
        yield from (render(examples.ready(), made, language) for language in LANGUAGES)

    here = replace(examples.MADE, when=examples.MADE.when.astimezone(timezone(timedelta(hours=2))))
    assert list(stamped(examples.MADE)) != list(stamped(here))
    assert "09.12 (UTC+02:00)" in next(stamped(here))
