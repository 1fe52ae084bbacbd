"""Every message in both languages: the words are there, they are used, and they are filled in with what the code gives.

Reads the syntax trees of the package. Each of these also asserts that it saw something.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import click
import gallery
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from forked import zerosum
from test_house import modules

from zerosum.cli import EPILOG, cli
from zerosum.cli import _run as ended
from zerosum.cli.help import ENGLISH as ENGLISH_HELP
from zerosum.cli.help import commands, dressed, english
from zerosum.cli.language import asked
from zerosum.errors import LANGUAGES, Phrase, Problem, in_words, words

ROOT = Path(__file__).parent.parent
PARTS = ("what", "why", "do")


# --- the words ---


@cache
def codes() -> frozenset[str]:
    """The codes of problems."""
    return frozenset(key.split(".")[0] for key in words("da") if not key.startswith("phrase."))


@cache
def phrases() -> frozenset[str]:
    """The keys of phrases, without the end that says one or many."""
    keys = (key.removeprefix("phrase.") for key in words("da") if key.startswith("phrase."))
    return frozenset(map(without_number, keys))


def without_number(key: str) -> str:
    """A key without the end that says one or many: a language may need no two texts where the other does."""
    return re.sub(r"\.(one|many)$", "", key)


def texts(key: str, language: str) -> list[str]:
    """The texts of a key: one, or one and many."""
    known = words(language)
    return [known[name] for name in (key, f"{key}.one", f"{key}.many") if name in known]


def placeholders(text: str) -> set[str]:
    """What a text is filled in with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def wanted(keys: list[str], language: str = "da") -> set[str]:
    """What all the texts of several keys are filled in with; a number that chooses between one and many is among them."""
    found = set().union(*(placeholders(text) for key in keys for text in texts(key, language)))
    return found | ({"n"} if any(f"{key}.one" in words(language) for key in keys) else set())


def test_the_languages_have_the_same_words() -> None:
    assert len(codes()) > 100
    assert len(phrases()) > 80
    assert set(map(without_number, words("da"))) == set(map(without_number, words("en")))
    assert words("da") != words("en")


def test_every_problem_says_what_why_and_what_to_do() -> None:
    for language in LANGUAGES:
        for code in codes():
            for part in PARTS:
                assert texts(f"{code}.{part}", language), f"{code}.{part} ({language})"
    parts = {key.split(".")[1] for key in words("da") if not key.startswith("phrase.")}
    assert parts == set(PARTS)


PER_LANGUAGE = {"phrase.kroner", "phrase.day"}
"""What is given twice, as each language writes it."""


def test_the_languages_are_filled_in_with_the_same() -> None:
    for key in set(map(without_number, words("da"))) - PER_LANGUAGE:
        danish, spoken = (wanted([key], language) - {"n"} for language in LANGUAGES)
        assert danish == spoken, key


def test_headlines_have_no_stop_and_sentences_have_one() -> None:
    for language in LANGUAGES:
        for code in codes():
            for what in texts(f"{code}.what", language):
                assert not what.endswith((".", "?", "!")), (code, what)
                assert what[0].isupper() or what[0] in "{0123456789" or re.match("[a-z]+_", what), (code, what)
                assert len(what) <= 60, (code, what)
            for part in ("why", "do"):
                for text in texts(f"{code}.{part}", language):
                    filled_in_whole = re.fullmatch(r"\{\w+\}", text)
                    assert filled_in_whole or text.endswith((".", "?")), (code, text)
                    assert (
                        filled_in_whole or text[0].isupper() or text[0] in "«{[0123456789" or re.match(r"[a-z]+_", text)
                    ), (code, text)
                    assert "  " not in text, (code, text)


DANISH = re.compile(r"[\w-]*[æøåÆØÅ][\w-]*")
OF_THE_FIELD = {
    "øre", "Æ", "Ø", "Å", "æ", "ø", "å", "Gældsstyrelsen", "BEMÆRKNING", "FordringID", "Indholdsart", "Til- og afgangsrapport",
}  # fmt: skip
"""Words that stay Danish in an English text: names, and terms that GLOSSARY.md keeps."""

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|not|with|this|that|must|cannot|expected|found|missing|which|there|from|line|file|column|"
    r"amount|date|claim|wrong|several|was|were|write|delete|correct)\b",
    re.IGNORECASE,
)


def unquoted(text: str) -> str:
    """A text without what is quoted or must be written as it stands: keys, headings, file names, TOML."""
    text = re.sub(r"«[^»]*»|\"[^\"]*\"|\[\[?[^\]]*\]\]?|\{\{[^}]*\}\}|\{\w+\}", " ", text)
    return re.sub(r"\b\w+ = |\b[\w-]+\.(?:toml|csv|md|txt)\b|--[\w-]+|\b\w+_\w+\b", " ", text)


def test_no_language_has_words_of_the_other() -> None:
    in_english = [
        (key, word)
        for key, text in words("en").items()
        for word in DANISH.findall(unquoted(text))
        if word not in OF_THE_FIELD
    ]
    in_danish = [(key, word) for key, text in words("da").items() for word in ENGLISH.findall(unquoted(text))]
    assert in_english == []
    assert in_danish == []
    assert DANISH.findall("the beløb") == ["beløb"]
    assert ENGLISH.findall("Linjen must 3 felter") == ["must"]


# --- the code that uses them ---


@dataclass(frozen=True)
class Use:
    """A place that makes a problem or a phrase of a code that can be read there."""

    kind: str
    """`Problem` or `Phrase`."""
    code: str
    given: frozenset[str] | None
    """What it gives to be filled in; None where that cannot be read there."""
    shared: bool
    """It may be given to several, and not each of them uses all."""
    where: str


POSITIONS = {
    "Problem": (0, 1),
    "Phrase": (0, 1),
    "problem": (1, 2),
    "refuse": (1, 2),
    "add": (4, 5),
    "_said": (0, None),
}
"""Call -> where the code stands among its arguments, and where what is filled in does. `refuse` and `add` are many things;
only those whose argument there is a text are meant."""

KINDS = {"_said": "Phrase", "Phrase": "Phrase"}


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr if call.func.attr in ("problem", "refuse", "add") else ""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _argument(call: ast.Call, at: int | None, name: str) -> ast.expr | None:
    named = next((word.value for word in call.keywords if word.arg == name), None)
    return named or (call.args[at] if at is not None and at < len(call.args) else None)


def _keys(values: ast.expr | None, inside: list[ast.AST], before: int) -> frozenset[str] | None:
    """The keys of what is filled in: a dictionary at the place, or the last one of that name before it."""
    if values is None:
        return frozenset()
    if isinstance(values, ast.Name):
        made = [
            (node.lineno, node.value)
            for function in inside
            for node in ast.walk(function)
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and node.lineno <= before
            and any(
                isinstance(one, ast.Name) and one.id == values.id
                for one in getattr(node, "targets", None) or [node.target]
            )
        ]
        values = max(made, key=lambda one: one[0], default=(0, None))[1]
    if isinstance(values, ast.Dict) and all(isinstance(key, ast.Constant) for key in values.keys):
        return frozenset(str(key.value) for key in values.keys if isinstance(key, ast.Constant))
    return None


def _calls(node: ast.AST, inside: list[ast.AST]) -> Iterator[tuple[ast.Call, list[ast.AST]]]:
    for child in ast.iter_child_nodes(node):
        within = [*inside, child] if isinstance(child, ast.FunctionDef) else inside
        if isinstance(child, ast.Call):
            yield child, within
        yield from _calls(child, within)


@cache
def uses() -> tuple[Use, ...]:
    """Every place in the package where a code of a message can be read."""
    found = []
    for module, tree in modules().items():
        for call, inside in _calls(tree, []):
            name = _name(call)
            if name not in POSITIONS or (name == "_said" and module != "zerosum.cli.messages"):
                continue  # others have helps of that name for keys that begin with a word of their own
            at, of_values = POSITIONS[name]
            code = _argument(call, at, "code")
            for one in [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]:
                if not (isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value):
                    continue
                values = _argument(call, of_values, "values" if name != "add" else "filled")
                given = _keys(values, inside, call.lineno)
                if name == "_said":
                    given = (
                        None
                        if any(word.arg is None for word in call.keywords)
                        else frozenset(str(word.arg) for word in call.keywords)
                    )
                found.append(
                    Use(
                        KINDS.get(name, "Problem"),
                        one.value,
                        given,
                        isinstance(values, ast.Name),
                        f"{module}:{call.lineno}",
                    )
                )
    return tuple(found)


@cache
def literals() -> tuple[frozenset[str], frozenset[str]]:
    """Every text that stands in the package, and how those that are put together begin."""
    whole, begins = set(), set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                begins.add(str(node.values[0].value))
    return frozenset(whole), frozenset(begins)


@pytest.mark.long
def test_every_code_that_is_used_has_words() -> None:
    assert sum(use.kind == "Problem" for use in uses()) > 80
    assert sum(use.kind == "Phrase" for use in uses()) > 80
    known = {"Problem": codes(), "Phrase": phrases()}
    assert [use for use in uses() if use.code not in known[use.kind]] == []


def test_every_word_is_used() -> None:
    whole, begins = literals()
    assert sorted(codes() - whole) == []
    ends = tuple(begin for begin in begins if begin.endswith("."))
    sorts = {
        "settings_end",
        "input_end",
        "own_end",
        "output_end",
        "signing_end",
        "purge_end",
    }  # by the kind of the error
    assert sorted(key for key in phrases() - whole - sorts if not key.startswith(ends)) == []


def test_the_words_are_filled_in_with_what_is_given() -> None:
    read = 0
    wrong = []
    for use in uses():
        if use.given is None:
            continue
        keys = [f"{use.code}.{part}" for part in PARTS] if use.kind == "Problem" else [f"phrase.{use.code}"]
        read += 1
        if keys[0] in PER_LANGUAGE:
            assert set().union(*(wanted(keys, language) for language in LANGUAGES)) == use.given
            continue
        if not (wanted(keys) <= use.given if use.shared else wanted(keys) == use.given):
            wrong.append((use.where, use.code, sorted(wanted(keys)), sorted(use.given)))
    assert wrong == []
    assert read > 150


def test_the_code_is_a_stable_word() -> None:
    assert [code for code in codes() if not re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", code)] == []


def test_no_text_of_a_message_stands_in_the_code() -> None:
    """A sentence in Danish in a module would be Danish for all: words stand in the files of words."""
    found, looked = [], 0
    for module, tree in modules().items():
        if module.split(".")[1:2] in (["simulate"], ["cli"], ["catalogue"]):
            continue  # made-up names; help, which stands at its command; words of the terminal in both languages
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) in ("Problem", "problem", "refuse"):
                looked += 1
                parts = [one for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found += [(module, one.value) for one in parts if re.search(r"\w+ \w+ \w+", one.value)]
    assert found == []
    assert looked > 80


# --- the gallery ---

SHOWN_BY = {
    "number_with_decimals": "test_parsers.py::test_words_of_damage",
    "number_with_apostrophe": "test_parsers.py::test_words_of_damage",
    "number_became_date": "test_parsers.py::test_words_of_damage",
    "number_lost_zeros": "test_parsers.py::test_words_of_damage",
    "catalogue_area_empty": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_not_told": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_told_and_unknown": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_fee_of_nobody": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_code_in_two_areas": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_area_unknown": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_track_repeated": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_area_in_two_tracks": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "catalogue_area_without_track": "test_catalogue.py::test_each_mistake_of_the_catalogue_is_told",
    "work_list_not_opened": "test_worklist.py::test_what_is_no_work_list_is_refused",
    "work_list_unreadable": "test_worklist.py::test_what_is_no_work_list_is_refused",
    "work_list_without_lines": "test_worklist.py::test_what_is_no_work_list_is_refused",
    "work_list_of_nobody": "test_worklist.py::test_what_is_no_work_list_is_refused",
    "work_list_of_another": "test_worklist.py::test_a_list_of_another_area_is_refused",
    "run_not_opened": "test_klik.py::test_a_run_that_is_not_whole_is_refused",
    "run_unreadable": "test_klik.py::test_a_run_that_is_not_whole_is_refused",
    "run_not_as_sealed": "test_klik.py::test_a_run_that_is_not_whole_is_refused",
    "packs_of_another_run": "test_pack.py::test_what_somebody_else_wrote_is_not_overwritten",
    "run_of_another": "test_klik.py::test_a_run_of_another_area_is_refused",
    "export_taken": "test_views.py::test_an_export_overwrites_nothing",
    "source_not_recognised": "test_second.py::test_a_file_that_no_source_knows",
    "cut_off_unknown": "test_second.py::test_files_without_days_need_one",
    "as_of_before_the_cut_off": "test_second.py::test_limits_are_not_counted_to_a_day_before_the_last_line",
    "column_of_something_else": "test_second.py::test_a_column_with_too_many_words_is_another_column",
    "file_not_used": "test_delta.py::test_other_files_of_ode_are_told_of_and_not_used",
    "delta_lacks_action": "test_delta.py::test_an_action_that_a_later_delivery_lacks_holds_and_blocks",
    "delta_cannot_show": "test_delta.py::test_the_lines_that_no_longer_hold_are_counted",
    "amounts_in_doubt": "test_inspect.py::test_a_point_that_may_be_thousands_or_decimals_is_told_with_both",
    "amounts_mixed": "test_inspect.py::test_danish_and_english_in_one_column_are_mixed",
    "amounts_whole": "test_inspect.py::test_whole_numbers_under_a_heading_of_amounts_may_be_oere",
    "seems_fixed_width": "test_inspect.py::test_lines_of_one_length_without_separators_look_like_fixed_width",
    "seems_coded_records": "test_inspect.py::test_records_with_codes_are_known",
    "source_is_there": "test_inspect.py::test_a_file_is_never_written_over",
    "source_of_one_table": "test_inspect.py::test_a_source_is_of_one_table_and_in_a_folder_that_is_there",
    "source_not_written": "test_inspect.py::test_a_source_is_of_one_table_and_in_a_folder_that_is_there",
    "dates_in_doubt": "test_inspect.py::test_dates_that_may_be_two_days_are_told",
    "dates_mixed": "test_inspect.py::test_dates_that_may_be_two_days_are_told",
    "dates_american": "test_inspect.py::test_dates_that_may_be_two_days_are_told",
    "dates_short": "test_inspect.py::test_dates_that_may_be_two_days_are_told",
    "portal_report_saldo": "test_inspect.py::test_a_report_of_the_portal_is_known_by_its_name",
    "portal_report_til_afgang": "test_inspect.py::test_a_report_of_the_portal_is_known_by_its_name",
    "portal_report_tilgodehavende": "test_inspect.py::test_a_report_of_the_portal_is_known_by_its_name",
    "portal_report_overblik": "test_inspect.py::test_a_report_of_the_portal_is_known_by_its_name",
    "portal_report_justering": "test_inspect.py::test_a_report_of_the_portal_is_known_by_its_name",
    "claim_type_not_mapped": "test_lists.py::test_a_word_that_the_source_does_not_know_is_a_reject",
    "amount_against_its_event": "test_lists.py::test_a_sign_against_its_event_is_a_reject",
    "minus_lessens_not_here": "test_lists.py::test_a_minus_that_lessens_is_of_events_without_signs_of_their_own",
    "key_not_in_layout": "test_lists.py::test_what_would_be_passed_over_is_refused",
    "leave_out_heading": "test_lists.py::test_a_heading_to_leave_out_by_that_is_not_there_stops",
    "dates_among_others": "test_workbooks.py::test_dates_among_other_values_are_told",
    "hidden_rows": "test_workbooks.py::test_hidden_rows_are_read_and_told",
    "too_many_cells": "test_workbooks.py::test_an_immense_sheet_is_told_before_room_is_made_for_it",
    "workbook_too_large": "test_workbooks.py::test_an_immense_sheet_is_told_before_room_is_made_for_it",
    "file_is_device": "test_readers.py::test_what_is_no_regular_file_is_told_and_not_waited_for",
    "file_is_folder": "test_readers.py::test_what_is_no_regular_file_is_told_and_not_waited_for",
    "file_too_large": "test_readers.py::test_a_file_past_the_limit_is_not_read",
    "letters_of_dos": "test_readers.py::test_a_file_of_dos_is_told_or_doubted",
    "letters_twice": "test_readers.py::test_letters_that_were_written_twice_are_told",
    "letters_lost": "test_readers.py::test_letters_that_are_lost_are_told",
    "line_too_long": "test_readers.py::test_a_line_past_the_limit_is_told_soon_wherever_it_stands",
    "too_many_rows": "test_readers.py::test_a_table_of_too_many_lines_is_told",
    "sums_unchecked": "test_readers.py::test_a_line_of_sums_without_figures_is_told_or_declared_unchecked",
    "sums_with_bad_lines": "test_readers.py::test_a_sum_over_a_line_that_cannot_be_read_is_doubtful_and_not_wrong",
    "field_too_long": "test_read_xml.py::test_limits_are_told_and_soon",
    "xml_repeated": "test_read_xml.py::test_limits_are_told_and_soon",
    "folder_of_another_area": "test_init.py::test_a_folder_is_of_one_area_and_one_creditor",
    "folder_of_another_creditor": "test_init.py::test_a_folder_is_of_one_area_and_one_creditor",
    "folder_has_the_key": "test_init.py::test_the_key_never_lies_in_the_folder",
    "folder_not_made": "test_init.py::test_what_cannot_be_written_is_told",
    "file_not_begun": "test_init.py::test_what_cannot_be_written_is_told",
    "key_not_made": "test_key.py::test_a_key_that_cannot_be_made_is_told",
    "key_place_taken": "test_key.py::test_a_key_that_cannot_be_made_is_told",
    "key_not_read": "test_key.py::test_a_key_that_is_none_is_told",
    "key_damaged": "test_key.py::test_a_key_that_is_none_is_told",
    "sign_not_installed": "test_signing.py::test_without_the_extra_it_is_told_how_to_get_it",
    "sign_key_damaged": "test_signing.py::test_what_is_no_secret_key_is_told",
    "sign_key_is_public": "test_signing.py::test_what_is_no_secret_key_is_told",
    "sign_key_too_costly": "test_signing.py::test_a_key_that_asks_for_too_much_is_told",
    "sign_password_wrong": "test_signing.py::test_a_key_is_opened_by_its_password_alone",
    "public_key_unreadable": "test_signing.py::test_what_is_no_public_key_is_told",
    "public_key_is_secret": "test_signing.py::test_what_is_no_public_key_is_told",
    "signature_unreadable": "test_signing.py::test_each_way_to_be_bad_is_told",
    "signature_of_another_key": "test_signing.py::test_each_way_to_be_bad_is_told",
    "signed_content_changed": "test_signing.py::test_each_way_to_be_bad_is_told",
    "signed_comment_changed": "test_signing.py::test_each_way_to_be_bad_is_told",
    "sign_key_not_read": "test_signed.py::test_what_cannot_be_read_or_written_is_told",
    "sign_not_written": "test_signed.py::test_what_cannot_be_read_or_written_is_told",
    "signature_not_read": "test_signed.py::test_what_cannot_be_read_or_written_is_told",
    "public_key_not_read": "test_signed.py::test_what_cannot_be_read_or_written_is_told",
    "sign_place_taken": "test_signed.py::test_the_signature_of_another_key_is_never_overwritten",
    "sign_password_missing": "test_signed.py::test_without_a_terminal_and_a_password_nothing_is_made",
    "keys_password_missing": "test_signed.py::test_without_a_terminal_and_a_password_nothing_is_made",
    "keys_there": "test_signed.py::test_a_key_is_never_overwritten",
    "keys_among_runs": "test_signed.py::test_no_key_is_made_among_runs",
    "keys_not_made": "test_signed.py::test_what_cannot_be_made_is_told",
    "keep_not_declared": "test_purge.py::test_nothing_declared_removes_nothing",
    "purge_not_read": "test_purge.py::test_a_folder_that_cannot_be_read_is_told",
    "purge_not_removed": "test_purge.py::test_what_went_away_meanwhile_is_told",
    "purge_foreign": "test_purge.py::test_what_comes_between_the_look_and_the_removing_stays",
    "report_not_opened": "test_init.py::test_run_opens_the_report",
    "pdf_no_browser": "test_pdf.py::test_without_a_browser_there_is_a_notice_and_no_file",
    "pdf_browser_missing": "test_pdf.py::test_without_a_browser_there_is_a_notice_and_no_file",
    "pdf_failed": "test_pdf.py::test_what_fails_is_a_notice_and_leaves_nothing",
    "pdf_too_slow": "test_pdf.py::test_what_fails_is_a_notice_and_leaves_nothing",
    "xml_tag_too_long": "test_read_xml.py::test_limits_are_told_and_soon",
    "rule_type_unknown": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_source_unknown": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_check_unknown": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_sentence_unfilled": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_name_repeated": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_types_and_others": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_until_not_after_since": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_consequence_in_doubt": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_rejection_unknown": "test_rules.py::test_a_mistake_of_a_rule_file_is_told_with_its_line",
    "rule_versions_overlap": "test_rules.py::test_two_versions_on_one_day_for_one_type_are_refused",
}
"""Codes that no folder of files can show, or whose files would be large: the test that shows each."""


@cache
def shown_codes() -> frozenset[str]:
    """The codes of the gallery."""
    of_folders = {code for name in gallery.folders() for code in gallery.codes_of(name)}
    return frozenset(of_folders | {problem.code for problem in gallery.RUNNING.values()})


@pytest.mark.long
def test_every_code_is_in_the_gallery_or_shown_by_a_test() -> None:
    assert len(shown_codes()) > 50
    assert sorted(codes() - shown_codes() - set(SHOWN_BY)) == []
    assert sorted(set(SHOWN_BY) & shown_codes()) == [], "these are in the gallery: strike them from the list"
    assert sorted(set(SHOWN_BY) - codes()) == []


@pytest.mark.parametrize("code", SHOWN_BY)
def test_the_test_that_shows_a_code_is_there(code: str) -> None:
    file, name = SHOWN_BY[code].split("::")
    written = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert f"def {name}(" in written
    assert code in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_of_the_gallery_is_up_to_date(language: str) -> None:
    written = gallery.DOCUMENTS[language].read_text(encoding="utf-8")
    assert written == gallery.document(language), "make gallery writes it anew"
    assert written.count("```text") > 50


def test_every_folder_of_the_gallery_is_in_the_document() -> None:
    every = [name for entries in gallery.told().values() for name in entries]
    assert len(every) == len(set(every))
    assert sorted(every) == sorted([*gallery.folders(), *gallery.RUNNING])
    assert set(gallery.told()) <= set(gallery.GROUPS)
    for entries in gallery.told().values():
        for name, holds in entries.items():
            assert set(holds) == set(LANGUAGES), name
            assert all(text.endswith(".") and (text[0].isupper() or text[0] == "«") for text in holds.values()), name
    assert len(gallery.folders()) >= 50


def test_every_problem_of_the_gallery_is_told_whole() -> None:
    messages = [path for name in gallery.folders() for path in (gallery.GALLERY / name).glob("message*.txt")]
    assert len(messages) == 2 * len(gallery.folders())
    for path in messages:
        text = path.read_text(encoding="utf-8")
        assert "{" not in re.sub(r"«[^»]*»|\"[^\"]*\"|\{ KODE|\{ CODE", "", text).replace("], }", ""), path
        labels = ("Hvorfor", "Gør dette") if path.name == "message.txt" else ("Why", "Do this")
        assert all(re.search(rf"^  {label} +\S", text, re.MULTILINE) for label in labels), path
        assert ("FEJL" in text) == (path.name == "message.txt"), path


# --- the command line ---


def test_click_has_no_english_word_left() -> None:
    """Every text that click hands to gettext is in the Danish catalogue, with what is filled into it."""
    path = ROOT / "zerosum" / "cli" / "locale" / "da" / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(BytesIO(path.read_bytes()), locale="da")
    ours = {
        one if isinstance(one, str) else one[0]: message for message in catalogue if message.id for one in [message.id]
    }
    told = 0
    for text in sorted(_texts_of_click()):
        if text in FOR_PROGRAMMERS:
            continue
        assert text in ours, text
        told += 1
        message = ours[text]
        english_texts = [message.id] if isinstance(message.id, str) else list(message.id)
        danish_texts = [message.string] if isinstance(message.string, str) else list(message.string)
        allowed = set().union(*(placeholders(one.replace("%(", "{").replace(")s", "}")) for one in english_texts))
        for one in danish_texts:
            assert one, text
            assert placeholders(one.replace("%(", "{").replace(")s", "}")) <= allowed, text
            assert not ENGLISH.search(unquoted(one)), one
    assert told > 40
    if os.environ.get("ZEROSUM_GOLDEN") == "1":
        with path.with_suffix(".mo").open("wb") as made:
            write_mo(made, catalogue)
    with path.with_suffix(".mo").open("rb") as kept:
        compiled = gettext.GNUTranslations(kept)
    for message in ours.values():
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string, "ZEROSUM_GOLDEN=1 makes the .mo anew from the .po"
        else:
            assert [compiled.ngettext(*message.id, n) for n in (1, 2)] == list(message.string), message.id


FOR_PROGRAMMERS = {
    "d", "%(prog)s, version %(version)s",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.", "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.", "Invalid start character for option ({option})",
    "Unknown color {colour!r}", "Unknown standard stream '{name}'",
}  # fmt: skip
"""What click says to those who write commands."""


def test_nobody_is_asked_in_english() -> None:
    """The `[y/N]` of click's question is no text of its catalogue, and it understands no «j»: we do not ask by it."""
    asked = [
        path.name
        for path in (ROOT / "zerosum").rglob("*.py")
        if re.search(r"\bconfirm(ation_option)?\(", path.read_text(encoding="utf-8"))
    ]
    assert asked == []


def _texts_of_click() -> Iterator[str]:
    looked = 0
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                looked += 1
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
    assert looked > 50


WRONG_USES = (
    ("rn",), ("run", "--nonsense"), ("run", "--debtor"), ("run", "--as-of", "x"), ("run", "x"), ("run", "--debtor", "x"), ("run",),
    ("run", "-c", "x", "--debtor", "y"), ("run", "--lang", "fr"), ("check",), ("check", "x", "--side", "y"), ("explain",),
    ("explain", "xyz"), ("causes", "x"), ("selftest", "--seed", "x"), ("selftest", "--per-kind", "0"), ("run", "--json=1"),
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("wrong", WRONG_USES, ids=" ".join)
def test_wrong_use_is_told_in_the_language(wrong: tuple[str, ...], tmp_path: Path) -> None:
    danish = zerosum(*wrong, cwd=tmp_path)
    spoken = zerosum(*wrong, cwd=tmp_path, ZEROSUM_LANG="en")
    assert (danish.returncode, spoken.returncode) == (2, 2), danish.stderr
    assert "Fejl: " in danish.stderr
    assert "Error: " in spoken.stderr
    assert not ENGLISH.search(unquoted(re.sub("'[^']*'", "", danish.stderr))), danish.stderr
    assert not DANISH.search(spoken.stderr), spoken.stderr


def wrong_uses(name: str, command: click.Command) -> Iterator[list[str]]:
    """Every wrong use that click itself can see of a command, built from its parameters."""
    before = [] if name == "zerosum" else [name]
    yield [*before, "--findes-ikke"]
    for one in command.params:
        if isinstance(one, click.Option) and one.opts[0] not in ("--version",):
            longest = max(one.opts, key=len)
            yield [*before, longest[:-1] + "q"]
            yield [*before, f"{longest}=x"] if one.is_flag else [*before, longest]
            if isinstance(one.type, click.Choice | click.IntRange):
                yield [*before, longest, "uhørt"]
            if isinstance(one.type, click.IntRange):
                yield [*before, longest, "-7"]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    if name == "zerosum":
        yield ["rn"]
        yield ["uhørt"]
    elif not any(one.nargs == -1 for one in arguments):
        yield [*before, *("x" for _ in arguments), "y", "z"]
    if any(one.required for one in arguments):
        yield before


@pytest.mark.parametrize("name", [name for name, _ in commands(cli)])
def test_every_wrong_use_that_click_can_see_is_told_in_danish(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = [one for other, one in commands(cli) if other == name]
    told = 0
    for arguments in wrong_uses(name, command):
        monkeypatch.setattr("sys.argv", ["zerosum", *arguments])
        code = ended()
        said = capsys.readouterr().err
        assert code == 2, (arguments, said)
        assert "Fejl: " in said, arguments
        left = re.sub(r"'[^']*'|--[\w-]+|\([^)]*\)", "", said)
        assert not ENGLISH.search(unquoted(left)), said
        told += 1
    assert told > 2


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name, _ in commands(cli)])
def test_help_is_in_the_language(name: str, tmp_path: Path) -> None:
    command = () if name == "zerosum" else (name,)
    danish = zerosum(*command, "--help", cwd=tmp_path)
    assert danish.returncode == 0
    assert not re.search(
        r"\b(Usage|Options|Commands|OPTIONS|ARGS|TEXT|PATH|INTEGER|RANGE|FILENAME|default|Show)\b", danish.stdout
    )
    assert not ENGLISH.search(unquoted(re.sub(r"\S*[-/._]\S*|\[[^\]]*\]", " ", danish.stdout))), danish.stdout
    spoken = zerosum(*command, "--help", "--lang", "en", cwd=tmp_path)
    if not command:
        spoken = zerosum("--lang", "en", "--help", cwd=tmp_path)
    assert spoken.stdout.startswith("Usage:")
    left = [word for word in DANISH.findall(spoken.stdout) if word not in OF_THE_FIELD]
    assert left == []
    assert not re.search(r"\b(FIL|MAPPE|TAL|DATO|KILDE|KODE)\b", spoken.stdout)


def test_every_command_takes_the_language() -> None:
    looked = 0
    for _, command in commands(cli):
        (option,) = [one for one in command.params if one.name == "language"]
        assert option.envvar == "ZEROSUM_LANG"
        assert option.default is None or not isinstance(option.default, str)
        looked += 1
    assert looked > 5


def test_the_exit_codes_are_the_same_in_both_languages() -> None:
    told = [re.findall(r"^  ([0-9]+) ", text, re.MULTILINE) for text in (EPILOG, ENGLISH_HELP["zerosum.epilog"])]
    assert told[0] == told[1]
    assert len(told[0]) >= 8


def test_every_help_text_has_an_english_one() -> None:
    for name, command in commands(cli):
        assert english(name, "")
        for option in command.params:
            if isinstance(option, click.Option):
                assert english(name, option.name or ""), (name, option.name)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, "da"),
        (("run", "--lang", "en"), {}, "en"),
        (("run", "--lang=en"), {}, "en"),
        (("run",), {"ZEROSUM_LANG": "en"}, "en"),
        (("run", "--lang", "da"), {"ZEROSUM_LANG": "en"}, "da"),
        (("run", "--lang"), {}, "da"),
        (("run", "--lang", "fr"), {"ZEROSUM_LANG": "en"}, "en"),
        (("run",), {"ZEROSUM_LANG": "fr"}, "da"),
    ],
)
def test_the_language_asked_for(arguments: tuple[str, ...], environment: dict[str, str], language: str) -> None:
    assert asked(arguments, environment) == language


SETTINGS = """municipality = "Eksempel Kommune"
creditor_id = "0999"
area = "daginstitution"
cut_off = 2026-09-30
language = "en"

[[input]]
side = "debtor"
source = "zerosum"
files = "debitor.csv"

[[input]]
side = "psrm"
source = "zerosum"
files = "psrm.csv"

[[solution]]
name = "Pladsanvisning"
claim_types = ["KFDAINS"]
"""


@pytest.mark.long
def test_the_settings_decide_the_language_once_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "zerosum.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "psrm.csv").write_text("", encoding="utf-8")
    (tmp_path / "debitor.csv").write_text("", encoding="utf-8")
    for command in (("run",), ("selftest",), ("explain", "--claim", "1")):
        told = zerosum(*command, cwd=tmp_path)
        assert told.returncode == 3, told.stderr
        assert told.stderr.startswith("ERROR · ".replace("·", told.stderr[6])), told.stderr
        assert zerosum(*command, "--lang", "da", cwd=tmp_path).stderr.startswith("FEJL")
        assert zerosum(*command, cwd=tmp_path, ZEROSUM_LANG="da").stderr.startswith("FEJL")
    (tmp_path / "zerosum.toml").write_text(SETTINGS.replace("0999", "x"), encoding="utf-8")
    assert zerosum("run", cwd=tmp_path).stderr.startswith("FEJL")  # not yet read
    assert zerosum("run", cwd=tmp_path, ZEROSUM_LANG="en").stderr.startswith("ERROR")
    assert zerosum("--lang", "en", "run", cwd=tmp_path).stderr.startswith("ERROR")


def test_lines_that_cannot_be_read_are_told_beside_json(tmp_path: Path) -> None:
    heading = "claim_id;reference;solution;claim_type;debtors;event;amount;booked_on;status"
    for name, amount in (("debitor.csv", "12.34"), ("psrm.csv", "1.873,00")):
        (tmp_path / name).write_text(
            f"{heading}\n1;A1;Pladsanvisning;KFDAINS;0113131234;Tilgang;{amount};2026-09-01;UD\n", encoding="utf-8"
        )
    for command in (
        ("check", "debitor.csv", "--side", "debtor"),
        ("run", "--debtor", "debitor.csv", "--psrm", "psrm.csv"),
    ):
        told = zerosum(*command, "--json", "--lang", "en", cwd=tmp_path)
        assert told.stdout.startswith("{")
        assert "12.34" in told.stderr
        assert "ERROR" in told.stderr
        plain = zerosum(*command, "--lang", "en", cwd=tmp_path)
        assert "ERROR" in plain.stdout
        assert "Hvorfor" not in plain.stdout


def test_who_speaks_english_leaves_the_next_one_danish() -> None:
    before = [
        (one.help, one.epilog, [getattr(option, "help", None) for option in one.params]) for _, one in commands(cli)
    ]
    assert dressed(cli, "en").epilog != cli.epilog
    after = [
        (one.help, one.epilog, [getattr(option, "help", None) for option in one.params]) for _, one in commands(cli)
    ]
    assert before == after
    assert dressed(cli, "da").epilog == EPILOG


def test_an_interruption_and_our_own_fault_are_told_in_the_language(tmp_path: Path) -> None:
    for raised, danish, spoken in (
        ("KeyboardInterrupt", "Afbrudt", "Interrupted"),
        ("ValueError('0113131234')", "INTERN FEJL", "INTERNAL ERROR"),
    ):
        code = f"import sys, zerosum.cli.known\ndef broken(words): raise {raised}\nzerosum.cli.known.known = broken\n"
        for language, told in (("da", danish), ("en", spoken)):
            done = zerosum("causes", "--lang", language, cwd=tmp_path, first=code, TMPDIR=str(tmp_path))
            assert done.stderr.lstrip().startswith(told), done.stderr
            assert "0113131234" not in done.stderr


# --- how words are put together ---


def test_a_phrase_in_a_phrase_and_a_list_are_told() -> None:
    inner = Phrase("did_you_mean", {"name": "cut_off"})
    assert in_words(("a", "b", inner), "en") == "«a», «b», Did you mean «cut_off»?"
    problem = Problem("key_unknown", {"key": "as_off", "known": ("as_of",), "do": inner})
    assert problem.told("da").do == "Mente du «cut_off»?"
    assert problem.told("en").why == "There is no key «as_off». Possible keys: «as_of»."


def test_one_and_many() -> None:
    assert Phrase("more", {"n": 1}).told("en") == "… and 1 more."
    assert Phrase("more", {"n": 2}).told("en") == "… and 2 more."


def test_a_large_number_has_its_thousands_apart() -> None:
    assert [in_words(n, "da") for n in (9_999, 10_000, -1_234_567)] == ["9999", "10.000", "-1.234.567"]
    assert in_words(1_234_567, "en") == "1,234,567"


def test_an_amount_at_the_end_of_a_sentence_has_one_stop() -> None:
    told = Problem("amount_in_doubt", {"first": "12,34 kr.", "second": "1.234,00 kr."}).told("da")
    assert "eller 1.234,00 kr. Der" in told.why


def test_a_language_that_we_do_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="da, en"):
        words("fr")
