"""The evaluation: known faults put into right municipalities, and what came out of them. As `make eval` does:

    python benchmarks/evaluate.py [--size 200000] [--seeds 5] [--rates] [--write docs/evaluation.md]

For each seed and each form (KMD ODE against the Justeringsrapport; the plain format against itself) a right municipality
is made, written, read and run; then one claim of a hundred gets a fault, all kinds in equal shares, and it is run again.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from machine import processor

from zerosum.normalise.intake import Intake, take_in
from zerosum.normalise.lines import Lines
from zerosum.pipeline import reconcile_taken
from zerosum.settings import Input, Settings, Solution
from zerosum.simulate import ode, plain, psrm
from zerosum.simulate.draft import Draft
from zerosum.simulate.example import plan
from zerosum.simulate.kinds import KINDS, Kind, put, untested
from zerosum.simulate.kinds.files import FILE_KINDS
from zerosum.simulate.model import FEE_TYPE, Feature, Municipality, Plan, municipality
from zerosum.sources.load import builtin
from zerosum.tables import Rule, Side
from zerosum.trial.files import FileTrial, try_files
from zerosum.trial.put import draft_of, with_control_totals, with_faults, with_lines
from zerosum.trial.score import Score, score

FORMS = ("ode", "plain", "reference")
"""`reference`: as `plain`, and PSRM's file has no numbers but the creditor's reference. On the first seed alone."""
BY_REFERENCE = ("claim_id", "main_claim_id", "resent_of")
INTEREST_TYPE = "REOPDAG"
RATE, OTHER_RATES = 0.01, (0.001, 0.1)
SMALL = 2_000
"""Claims of the municipality that faults of whole files and cells are put into, one at a time."""
HEADS = (
    "kind", "put in", "cannot be seen", "found", "rightly named", "of them as a candidate", "kr. put in", "kr. found", "kr. rightly named",
)  # fmt: skip
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
RELATED_SHARE = 1.13
"""Claims that the simulator makes for each that is asked for: with fees, re-sends and write-ups of their own."""


@dataclass
class Totals:
    """The scores of several runs, added up."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    confusions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    whole: Counter[str] = field(default_factory=Counter)
    accused: Counter[str] = field(default_factory=Counter)

    def add(self, told: Score) -> None:
        for one in told.kinds:
            self.kinds.setdefault(one.kind, Counter()).update(
                put_in=one.put_in,
                blind=one.blind,
                found=one.found,
                named=one.named,
                by_candidate=one.by_candidate,
                put_in_ore=one.put_in_ore,
                found_ore=one.found_ore,
                named_ore=one.named_ore,
            )
        for wrong in told.misnamed:
            key = (wrong.kind, " + ".join(wrong.expected), " + ".join(wrong.got) or "nothing")
            self.confusions[key] += 1
            self.places.setdefault(key, f"{wrong.solution} × {wrong.claim_type}, {wrong.claim_id or wrong.reference}")
        for one in told.accused:
            self.accused[one.got[0]] += 1
        self.whole.update(
            accused_rows=told.accused_rows,
            accused_ore=told.accused_ore,
            missing_ore=told.missing_ore,
            really_missing_ore=told.really_missing_ore,
            wrong_addresses=told.wrong_addresses,
            addresses=told.addresses,
            falsely_ready=told.falsely_ready,
        )

    def sums(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for one in self.kinds.values():
            total.update(one)
        return total


# ------------------------------------------------------------------------------------------- the right municipality


def made(size: int, seed: int, without: tuple[Feature, ...] = ()) -> Municipality:
    """The example's plan, scaled. A reference is its debtor's own number and a serial: the same serials occur for all."""
    scaled = plan(max(int(size / RELATED_SHARE), 60))
    shares = {feature: share for feature, share in scaled.shares.items() if feature not in without}
    town = municipality(replace(scaled, shares=shares), seed)
    claims = town.claims
    order = np.lexsort((claims.claim_id, claims.debtor))
    own = claims.main < 0
    own |= np.array(town.plan.type_names(), object)[claims.claim_type] == FEE_TYPE
    counted = own[order].astype(np.int64)
    fresh = np.ones(len(order), bool)
    fresh[1:] = claims.debtor[order][1:] != claims.debtor[order][:-1]
    running = np.cumsum(counted)
    start = np.maximum.accumulate(np.where(fresh, running - counted, 0))
    serial = np.empty(len(order), np.int64)
    serial[order] = running - start
    reference = 100_000_000_000_000 + claims.debtor * 1_000 + serial
    # A write-up that is its own claim in PSRM keeps the reference of the claim that was written up.
    reference = np.where(own, reference, reference[np.maximum(claims.main, 0)])
    return replace(town, claims=replace(claims, reference=reference))


def written(folder: Path, town: Municipality, form: str) -> Settings:
    """Its files and the settings that name them."""
    folder.mkdir()
    if form == "ode":
        sources = ("kmd-ode", "psrm-justering")
        files = (ode.write(folder, town, parts=2), (psrm.write_zip(folder, town),))
    else:
        sources = ("zerosum", "zerosum")
        debtor, other = plain.write(folder, town)
        files = ((debtor,), (other,))
    declared = [one for one in town.plan.solutions if one.in_area]
    sent = {one.name: [name for name, weight in one.weights.items() if weight] for one in declared}
    types = {one.name: (*sent[one.name], *((INTEREST_TYPE,) if FEE_TYPE in sent[one.name] else ())) for one in declared}
    return Settings(
        municipality=town.plan.municipality,
        creditor_id=town.plan.creditor_id,
        area="daginstitution",
        area_name="Daginstitution",
        cut_off=town.plan.cut_off,
        as_of=town.plan.cut_off,
        inputs=tuple(
            Input(side, builtin(source), some) for side, source, some in zip(Side, sources, files, strict=True)
        ),
        solutions=tuple(Solution(one.name, types[one.name], (one.mark,)) for one in declared),
        area_types={name: name for some in types.values() for name in some},
        other_types=_other_types(town.plan),
        dmi_close=town.plan.cut_off.replace(month=town.plan.cut_off.month - 1),
        path=folder / "zerosum.toml",
    )


def _seen(settings: Settings, intake: Intake) -> tuple[Solution, ...]:
    """The solutions with the claim types that the files have."""
    seen = {name for one in intake.lines for name in pc.unique(one.texts["claim_type"]).to_pylist()}
    return tuple(
        replace(one, claim_types=tuple(name for name in one.claim_types if name in seen)) for one in settings.solutions
    )


def _other_types(plan_: Plan) -> frozenset[str]:
    return frozenset(name for one in plan_.solutions if not one.in_area for name in one.weights)


def dressed(intake: Intake) -> Intake:
    """What the simulator does not make, on both sides alike: interest families, and references with leading zeros."""
    return with_lines(intake, tuple(_dressed(one) for one in intake.lines))


def without_numbers(intake: Intake) -> Intake:
    """PSRM's lines with no number but the reference."""
    return replace(intake, lines=tuple(_without(one) if one.side == Side.PSRM else one for one in intake.lines))


def _without(lines: Lines) -> Lines:
    nothing = pa.nulls(len(lines), pa.string())
    return replace(lines, texts=lines.texts | dict.fromkeys(BY_REFERENCE, nothing), told=lines.told - set(BY_REFERENCE))


def _dressed(lines: Lines) -> Lines:
    texts = dict(lines.texts)
    ids = pc.utf8_ltrim(texts["claim_id"], "0")
    interest = pc.and_(pc.equal(texts["claim_type"], FEE_TYPE), pc.match_substring_regex(ids, "[147]$"))
    mask = pc.fill_null(interest, False).to_numpy(zero_copy_only=False)
    texts["claim_type"] = pc.if_else(pa.array(mask), INTEREST_TYPE, texts["claim_type"])
    last = pc.utf8_slice_codeunits(ids.filter(pa.array(mask)), -4).cast(pa.int64()).to_numpy(zero_copy_only=False)
    amount = lines.amount_ore.copy()
    amount[mask] = 1_000 + last
    accepted = lines.accepted_ore.copy()
    told = mask & (accepted > 0)
    accepted[told] = amount[told]
    zero = pc.and_(pc.ends_with(texts["reference"], "1"), pc.match_substring_regex(texts["reference"], "[05][0-9]$"))
    texts["reference"] = pc.if_else(zero, pc.binary_join_element_wise("00", texts["reference"], ""), texts["reference"])
    rule = np.where((lines.rule == Rule.ZERO_ACTION) & mask, Rule.IN_BOOK, lines.rule).astype(np.int16)
    return replace(lines, texts=texts, amount_ore=amount, accepted_ore=accepted, rule=rule)


# ------------------------------------------------------------------------------------------------------- the trials


def faulty(draft: Draft, rate: float, seed: int) -> list[tuple[Kind, int]]:
    """The kinds that the data can hold, and how many of each: equal shares of the claims that are to be faulty."""
    able = [kind for kind in KINDS if not kind.alone and untested(draft, kind) is None]
    each = max(1, round(len(draft.claims) * rate / len(able)))
    order = np.random.Generator(np.random.PCG64([seed, 5])).permutation(len(able))
    return [(able[at], each) for at in order]


def evaluate(
    size: int, seeds: Iterable[int], rates: Sequence[float], log: bool = True
) -> dict[tuple[str, float], Totals]:
    """Form and rate -> what came out. Rates beside the first are tried on the first seed alone."""
    found = {(form, rate): Totals() for form in FORMS for rate in rates}
    for number, seed in enumerate(seeds):
        for form in FORMS if number == 0 else FORMS[:2]:
            # Without its own number nothing tells a write-up that is a claim of its own from a second Tilgang.
            town = made(size, seed, (Feature.OWN_WRITE_UP,) if form == "reference" else ())
            with tempfile.TemporaryDirectory() as folder:
                settings = written(Path(folder) / "data", town, form)
                start = time.perf_counter()
                intake = dressed(take_in(settings))
                intake = without_numbers(intake) if form == "reference" else intake
                clean = reconcile_taken(settings, intake)
                if clean.result.figures.gross_ore:
                    raise SystemExit(f"seed {seed}, {form}: the municipality is not right before anything is put in")
                right = draft_of(settings, intake)
                for rate in rates if number == 0 else rates[:1]:
                    draft = right.again()
                    rng = np.random.Generator(np.random.PCG64([seed, 7]))
                    faults = [
                        one for kind, many in faulty(draft, rate, seed) for one in put(draft, kind, count=many, rng=rng)
                    ]
                    outcome = reconcile_taken(settings, with_faults(intake, draft))
                    told = score(clean, outcome, faults)
                    found[form, rate].add(told)
                    if log:
                        print(
                            f"seed {seed}, {form}, {rate:.1%}: {len(faults)} faults, {told.whole.named} rightly named, {time.perf_counter() - start:.0f} s",
                            flush=True,
                        )
    return found


def alone(seed: int) -> list[tuple[str, str, str]]:
    """Kinds of whole cells and files, one at a time on a small municipality: form and side, kind, what came out."""
    # Control totals are declared as the debtor's creations, and a replaced one does not count.
    town = made(SMALL, seed, (Feature.CREATION_REPLACED,))
    came = []
    for form in FORMS[:2]:
        with tempfile.TemporaryDirectory() as folder:
            settings = written(Path(folder) / "data", town, form)
            intake = take_in(settings)
            settings = replace(with_control_totals(settings, intake), solutions=_seen(settings, intake))
            right = draft_of(settings, intake)
            came.append((form, "nothing put in", reconcile_taken(settings, intake).result.verdict.value))
            for kind in KINDS:
                if kind.alone:
                    draft = right.again()
                    put(draft, kind)
                    changed = with_faults(intake, draft)
                    outcome = reconcile_taken(with_control_totals(settings, changed), changed)
                    came.append((form, kind.name, outcome.result.verdict.value))
            for given, one in enumerate(settings.inputs):
                for file_kind in FILE_KINDS:
                    trial = try_files(settings, given, file_kind, Path(folder), seed=seed)
                    if isinstance(trial, FileTrial):
                        verdict = "refused" if trial.outcome is None else trial.outcome.result.verdict.value
                        came.append((f"{form}, {one.side.name.lower()}", file_kind.name, verdict))
    return came


# --------------------------------------------------------------------------------------------------------- the page


def page(found: dict[tuple[str, float], Totals], came: Sequence[tuple[str, str, str]], size: int, seeds: int) -> str:
    """The tables, as Markdown."""
    parts = [
        f"`make eval SIZE={size} SEEDS={seeds}`, {time.strftime('%Y-%m-%d')}: {size:,} claims, {seeds} seeds. Processor: {processor()}."
    ]
    names = {
        "ode": "KMD ODE against the Justeringsrapport",
        "plain": "The plain format on both sides",
        "reference": "The same, PSRM's file with the creditor's reference alone",
    }
    for (form, rate), totals in found.items():
        parts.append(f"## {names[form]}, {rate:.1%} of the claims faulty")
        parts.append(_summary(totals))
        if rate == RATE:
            parts.append(_table(HEADS, _rows(totals)))
        parts.append(_confusions(totals))
    parts.append("## Whole files and cells, one at a time")
    parts.append(_table(("form", "kind", "came out as"), came))
    return "\n\n".join(parts)


def _rows(totals: Totals) -> list[tuple[str, ...]]:
    return [
        (name, str(one["put_in"]), str(one["blind"] or ""), str(one["found"]), str(one["named"]), str(one["by_candidate"] or ""), _kr(one["put_in_ore"]), _share(one["found_ore"], one["put_in_ore"]), _share(one["named_ore"], one["put_in_ore"]))
        for name, one in [*sorted(totals.kinds.items()), ("**all**", totals.sums())]
    ]  # fmt: skip


def _summary(totals: Totals) -> str:
    all_, whole = totals.sums(), totals.whole
    lines = (
        f"Put in {all_['put_in']:,}, {all_['blind']} of which these columns cannot show; found {_share(all_['found'], all_['put_in'] - all_['blind'])} of the others, rightly named {_share(all_['named'], all_['put_in'])}; of {_kr(all_['put_in_ore'])} kr. found {_share(all_['found_ore'], all_['put_in_ore'])}, rightly named {_share(all_['named_ore'], all_['put_in_ore'])}.",
        f"Faults that block and can be seen, and left none of their cells not ready: {whole['falsely_ready']}.",
        f"Right money accused: {whole['accused_rows']} rows, {_kr(whole['accused_ore'])} kr." + (f" ({', '.join(f'{code} {count}' for code, count in totals.accused.most_common())})" if totals.accused else ""),
        f"Called missing: {_kr(whole['missing_ore'])} kr., of them really missing {_share(whole['really_missing_ore'], whole['missing_ore'])}.",
        f"Addresses where the sum is not what was put in: {whole['wrong_addresses']} of {whole['addresses']:,}.",
    )  # fmt: skip
    return "\n".join(f"- {one}" for one in lines)


def _confusions(totals: Totals) -> str:
    if not totals.confusions:
        return "No confusions."
    rows = [
        (kind, expected, got, str(count), totals.places[kind, expected, got])
        for (kind, expected, got), count in totals.confusions.most_common()
    ]
    return _table(("kind", "expected", "got", "times", "one of them"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _kr(ore: int) -> str:
    return f"{ore // 100:,}"


def _share(some: int, whole: int) -> str:
    """Of a hundred, rounded down: 100 % is all of them."""
    return "–" if not whole else f"{some * 1000 // whole / 10:.1f} %"


def write(path: Path, text: str) -> None:
    """Put the measured part between the two markers; what stands around it stays."""
    old = path.read_text(encoding="utf-8")
    before, after = old.split(BEGIN)[0], old.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rates", action="store_true", help="also 0.1 %% and 10 %%, on the first seed")
    parser.add_argument("--write", type=Path, help="the page to write the tables into")
    asked = parser.parse_args()
    rates = (RATE, *OTHER_RATES) if asked.rates else (RATE,)
    found = evaluate(asked.size, range(1, asked.seeds + 1), rates)
    text = page(found, alone(1), asked.size, asked.seeds)
    print(text)
    if asked.write:
        write(asked.write, text)


if __name__ == "__main__":
    main()
