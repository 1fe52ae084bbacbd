"""SelfTest -> the section "Hvor blind er testen?", and what the terminal says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zerosum.report.page import Badge, SelfTestFile, SelfTestGroup, SelfTestPart, SelfTestRow
from zerosum.report.words import Words
from zerosum.result import Verdict
from zerosum.selftested import SEEN, Came, FileTest, KindTest, SelfTest, Why

SIDES = ("debtor", "psrm")
NOT_TRIED = (None, None, None)
"""What was not tried is never 0."""


def part(told: SelfTest, words: Words) -> SelfTestPart:
    """All that the page says of a self-test."""
    groups = [
        SelfTestGroup(
            anchor=f"selftest-{group.replace('_', '-')}",
            title=words(f"selftest.group.{group}"),
            note=words("selftest.harmless_note") if group == "harmless" else "",
            rows=tuple(_row(one, words) for one in told.kinds if one.group == group),
        )
        for group in words.children("selftest.group")
        if any(one.group == group for one in told.kinds)
    ]
    return SelfTestPart(sentences=tuple(sentences(told, words)), groups=tuple(groups), files=_files(told.files, words))


def sentences(told: SelfTest, words: Words) -> Iterator[str]:
    """The whole first, then what else must be known, and the seed last."""
    whole = told.whole
    accused = words("selftest.accused_none")
    if told.accused_rows:
        accused = words.number_of("selftest.accused", told.accused_rows, amount=words.kr(told.accused_ore))
    if whole.put_in_ore:
        of_whole = words(
            "selftest.whole",
            put_in=words.count(whole.put_in),
            found=words.count(whole.found),
            named=words.count(whole.named),
            found_kr=words.kr(whole.found_ore),
            put_in_kr=words.kr(whole.put_in_ore),
        )
        yield f"{of_whole} {accused}"
        holds = "selftest.adds_up_not" if told.wrong_addresses else "selftest.adds_up"
        counts = {"wrong": words.count(told.wrong_addresses)} if told.wrong_addresses else {}
        yield words(holds, n=words.count(told.addresses), **counts)
    else:
        yield words("selftest.nothing")
    if told.file_errors:
        seen = sum(one.came in SEEN for one in told.file_errors)
        yield words("selftest.files", n=words.count(len(told.file_errors)), seen=words.count(seen))
    untested = sum(one.untested is not None for one in told.kinds)
    for key, count in (("harmless", told.harmless_accused), ("unseen", told.blind), ("not_tried", untested)):
        if count:
            yield words.number_of(f"selftest.{key}", count)
    yield words("selftest.seed", seed=str(told.seed), per_kind=words.count(told.per_kind))


def _row(one: KindTest, words: Words) -> SelfTestRow:
    return SelfTestRow(
        title=words(f"selftest.kind.{one.kind}"),
        code=one.kind,
        badge=_badge(one, words),
        counts=(one.put_in, one.found, one.named) if one.untested is None else NOT_TRIED,
        amounts_ore=(one.put_in_ore, one.found_ore, one.named_ore) if one.untested is None else NOT_TRIED,
        note=_note(one, words),
    )


def _badge(one: KindTest, words: Words) -> Badge:
    """What came of a kind, as symbol and word."""
    if one.untested is not None:
        return _made(words, Verdict.NOT_TESTED, "untested")
    if one.harmless:
        return _made(words, *((Verdict.READY, "quiet") if one.found == one.put_in else (Verdict.NOT_READY, "accused")))
    if one.found < one.put_in:
        return _made(words, *((Verdict.NOT_TESTED, "blind") if one.blind else (Verdict.NOT_READY, "missed")))
    return _made(
        words, *((Verdict.READY, "found") if one.named == one.put_in else (Verdict.READY_WITH_REMARKS, "misnamed"))
    )


def _made(words: Words, like: Verdict, word: str) -> Badge:
    return Badge(like.value, words(f"verdict.{like.value}.symbol"), words(f"selftest.badge.{word}"))


def _note(one: KindTest, words: Words) -> str:
    if one.untested is not None:
        return why(one.untested, words)
    return words("selftest.blind_note", title=words(f"blind.spot.{one.blind}.title")) if one.blind else ""


def why(reason: Why, words: Words) -> str:
    """Why a kind could not be put in."""
    key = f"selftest.untested.{reason.code}"
    if reason.code in ("column", "told"):
        names = (_column(one, words) for one in reason.detail.split("|"))
        return words(key, what=words("selftest.or.word").join(names))
    if reason.code == "claim":
        return words(key, what=words(f"selftest.fit.{reason.detail}"))
    if reason.code == "declared":
        return words(key, what=words(f"selftest.declared.{reason.detail}"))
    return words(key)


def _column(name: str, words: Words) -> str:
    """`psrm.claim_type` as people say it; `ode` is a kind of file."""
    side, _, column = name.rpartition(".")
    told = words(f"selftest.column.{column}")
    return words(f"selftest.side.{side}", column=told) if side else told


def _files(tests: Sequence[FileTest], words: Words) -> tuple[SelfTestFile, ...]:
    """The kinds of errors in whole files, a cell for each side."""
    kinds = dict.fromkeys(one.kind for one in tests)
    at = {(one.kind, one.side): one for one in tests}
    return tuple(
        SelfTestFile(words(f"selftest.file.{kind}"), kind, tuple(_file(at.get((kind, side)), words) for side in SIDES))
        for kind in kinds
    )


def _file(one: FileTest | None, words: Words) -> tuple[Badge | None, str]:
    """Badge and note of a cell."""
    if one is None:
        return None, words("selftest.not_for_side")
    if one.came is None:
        return _made(words, Verdict.NOT_TESTED, "untested"), why(one.untested, words) if one.untested else ""
    right = one.came in SEEN or one.came is Came.SAME
    like = Verdict.READY if right else Verdict.NOT_READY
    return Badge(like.value, words(f"verdict.{like.value}.symbol"), words(f"selftest.came.{one.came}")), ""
