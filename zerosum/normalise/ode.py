"""The KMD ODE Total files -> Lines: file 09 says what was done, 10 of which type and in which system, 12 who is who.

09-RIM-aftale          a line is an action, repeated for each liable person     -> movements
10-RIM-aftale-rater    type, system, partner and mark of each agreement         -> looked up by Aftalenummer
11-RIM-aftale-renter   interest that PSRM accrues                               -> counted, no part of the basis
12-Forretningspartner  the numbers of the partners                              -> looked up
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.errors import InputError, Problem
from zerosum.normalise.columns import Columns, columns_of, recall_reasons
from zerosum.normalise.lines import Lines
from zerosum.normalise.rejects import Faults
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.tables import NO_DAY, NOT_TOLD, Rule, Side, Status

ACTIONS, RATES, INTEREST, PARTNERS = (
    "09-RIM-aftale",
    "10-RIM-aftale-rater",
    "11-RIM-aftale-renter",
    "12-Forretningspartner",
)

_NAME = re.compile(
    r"^(?P<who>[0-9]{4,5})_ODE_(?P<made>[0-9]{4}-[0-9]{2}-[0-9]{2})_(?P<run>[0-9]{3})_(?P<part>[0-9]{2}-[^_]+)_(?P<kind>Total|Delta)_(?P<n>[0-9]{3})af(?P<of>[0-9]+)(\.\w+)*$",
    re.IGNORECASE,
)
_NUMBER_KINDS = ("ZCPR", "ZCVR", "ZAKR", "ZEPNR", "ZACVR")
"""Which number of a partner is its debtor number, the first that it has (Identifikationsart)."""
_SAME_KINDS = (*_NUMBER_KINDS, "ZCPROL")
"""Which numbers of a partner are of one debtor; ZCPROL is a former CPR. A production unit or an EAN is no debtor."""


@dataclass(frozen=True)
class Delivered:
    """A table of the delivery: which part it is, and where it stands in the list of inputs."""

    part: str
    file: int
    name: str
    raw: Raw


_TOLD = frozenset(
    (
        "claim_id", "reference", "solution", "claim_type", "debtors", "event", "amount", "accepted", "booked_on",
        "receipt_on", "effective_on", "action_id", "status", "reason",
    )
)  # fmt: skip
"""Our columns that the four files tell together."""


def part_of(name: str, source_parts: Sequence[str]) -> str | None:
    """The part that a file name names, in the source's spelling; "" for a part that is not read, None for another name."""
    found = _NAME.match(name.rsplit("/", 1)[-1])
    if not found:
        return None
    return next((part for part in source_parts if part.lower() == found["part"].lower()), "")


def check_delivery(names: Sequence[str], source_parts: Sequence[str], cut_off: date | None) -> None:
    """InputError with everything that is wrong with a delivery: foreign names, a mix, a missing file or part, Delta, or
    one that was made before the cut-off and cannot know what came after."""
    found = {name: _NAME.match(name.rsplit("/", 1)[-1]) for name in names}
    problems = [
        Problem(
            "Filnavn er ikke en ODE-fil",
            "Navnet skal have formen 0999_ODE_2026-10-02_001_09-RIM-aftale_Total_001af1.",
            "Fjern filen, eller angiv dens rigtige kilde.",
            name,
        )
        for name, match in found.items()
        if not match
    ]
    known = {name: match for name, match in found.items() if match}
    problems += [
        Problem(
            "Delta-fil",
            "En Delta-levering har kun de ændrede aftaler, og kan ikke vise, hvad der mangler.",
            "Bestil en Total-levering.",
            name,
        )
        for name, match in known.items()
        if match["kind"].lower() == "delta"
    ]
    deliveries = sorted({(match["who"].lstrip("0"), match["made"], match["run"]) for match in known.values()})
    if len(deliveries) > 1:
        told = "; ".join(f"kommune {who}, {made}, sekvens {run}" for who, made, run in deliveries)
        problems.append(
            Problem(
                "Blandede leveringer",
                f"Filerne er fra flere leveringer: {told}.",
                "Brug filer fra én og samme levering.",
            )
        )
    elif cut_off is not None and deliveries and deliveries[0][1] < cut_off.isoformat():
        why = f"Den er dannet {deliveries[0][1]}, før skæringsdatoen {cut_off.isoformat()}."
        problems.append(Problem("Leveringen er for gammel", why, "Brug en levering fra skæringsdatoen eller senere."))
    for part in source_parts:
        problems += _missing(part, [match for match in known.values() if match["part"].lower() == part.lower()])
    if problems:
        raise InputError(*problems)


def _missing(part: str, matches: Sequence[re.Match[str]]) -> list[Problem]:
    if not matches:
        return [
            Problem("Fil mangler", f"Filen {part} er ikke i leveringen.", "Læg alle dele af 09, 10, 11 og 12 i mappen.")
        ]
    of = {int(match["of"]) for match in matches}
    numbers = sorted(int(match["n"]) for match in matches)
    if len(of) > 1:
        said = " og ".join(str(one) for one in sorted(of))
        return [
            Problem("Del mangler", f"Filerne af {part} siger både {said} dele.", "Brug filer fra én og samme levering.")
        ]
    (whole,) = of
    missing = [f"{one:03d}af{whole}" for one in range(1, whole + 1) if one not in numbers]
    surplus = sorted({f"{one:03d}af{whole}" for one in numbers if numbers.count(one) > 1 or not 1 <= one <= whole})
    if missing or surplus:
        told = [f"mangler {', '.join(missing)}"] if missing else []
        told += [f"er {', '.join(surplus)} der for meget"] if surplus else []
        return [
            Problem("Del mangler", f"Af {part} {' og '.join(told)}.", f"Læg alle {whole} dele i mappen, hver én gang.")
        ]
    return []


def lines_of_ode(
    given: Input, delivered: Sequence[Delivered], cut_off: int | None
) -> tuple[Lines, list[Faults], dict[tuple[int, Rule], int]]:
    """One delivery -> its lines, the faults of each file, and how many lines of which file were counted under a rule."""
    faults: list[Faults] = []
    tables: dict[str, list[tuple[int, Columns]]] = {part.name: [] for part in given.source.parts}
    for one in delivered:
        part = next(part for part in given.source.parts if part.name == one.part)
        found = Faults(one.name, given.side, one.raw.line)
        found.add_bad(one.raw.bad)
        tables[one.part].append((one.file, columns_of(given.source, part, one.raw, one.name, found)))
        faults.append(found)
    actions = _actions(given, tables[ACTIONS])
    rates = _rates(tables[RATES])
    partners = _partners(tables[PARTNERS])
    numbers = _numbers(partners, cut_off)
    everybody = pa.concat_arrays([identity.canonical(columns.text("id_number")) for _, columns in tables[PARTNERS]])
    lines = replace(_lines(given, actions, rates, numbers, everybody, cut_off), same=_same(partners, numbers))
    counted: dict[tuple[int, Rule], int] = {}
    for part_name, rule in ((RATES, Rule.LOOK_UP), (INTEREST, Rule.INTEREST), (PARTNERS, Rule.LOOK_UP)):
        for file, columns in tables[part_name]:
            counted[file, rule] = len(columns) - int(columns.faults.at_fault.sum())
    return lines, faults, counted


@dataclass(frozen=True)
class _Actions:
    """File 09, all parts, the lines that could be read."""

    text: Mapping[str, pa.Array]
    values: Mapping[str, np.ndarray]


_ACTION_TEXTS = (
    "claim_id",
    "reference",
    "action_id",
    "recall_reason",
    "return_reason",
    "change_reason",
    "liable",
    "liable_status",
    "reduced",
)


def _actions(given: Input, tables: Sequence[tuple[int, Columns]]) -> _Actions:
    texts: dict[str, list[pa.Array]] = {name: [] for name in _ACTION_TEXTS}
    values: dict[str, list[np.ndarray]] = {}
    for file, columns in tables:
        at, words = columns.event("action_code")
        known = [given.source.events.get(word) for word in words]
        kinds, kind_words = columns.coded("agreement_type")
        kind = np.array([word.upper() for word in kind_words] or [""])[kinds]
        columns.faults.add(
            (kind != "IN") & (kind != "MO"),
            "agreement_type",
            columns.heading("agreement_type"),
            columns.text("agreement_type"),
            "IN (inddrivelse) eller MO (modregning)",
            "Ret feltet i eksporten.",
        )
        reference = columns.text("reference")
        columns.faults.add(
            pc.equal(reference, "").to_numpy(zero_copy_only=False),
            "reference",
            columns.heading("reference"),
            None,
            "et aftalenummer",
            "Ret feltet i eksporten.",
        )
        own: dict[str, np.ndarray] = {
            "event": np.array([one.event if one and one.event is not None else 0 for one in known] or [0], np.int16)[
                at
            ],
            "moves": np.array([bool(one and one.event is not None) for one in known] or [False], bool)[at],
            "zero": np.array([bool(one and one.rule == "zero") for one in known] or [False], bool)[at],
            "replaces": np.array([bool(one and one.replaces) for one in known] or [False], bool)[at],
            "offset": kind == "MO",
            "amount": columns.amount("amount", needed=True),
            "accepted": columns.amount("accepted", needed=False),
            "booked_on": columns.day("booked_on", needed=True),
            "receipt_on": columns.day("receipt_on"),
            "effective_on": columns.day("effective_on"),
            "status": columns.status("status"),
            "file": np.full(len(columns), file, np.int16),
            "line": columns.raw.line,
        }
        good = ~columns.faults.at_fault
        for name in _ACTION_TEXTS:
            texts[name].append(columns.text(name).filter(pa.array(good)))
        for name, array in own.items():
            values.setdefault(name, []).append(array[good])
    return _Actions(
        {name: pa.concat_arrays(parts) for name, parts in texts.items()},
        {name: np.concatenate(parts) for name, parts in values.items()},
    )


@dataclass(frozen=True)
class _Rates:
    """File 10, all parts: the rates of the agreements."""

    text: Mapping[str, pa.Array]
    marked: bool
    """The file has the column by which the solution is recognised (Indholdsart)."""


def _rates(tables: Sequence[tuple[int, Columns]]) -> _Rates:
    names = ("reference", "claim_type", "system", "partner", "solution")
    texts: dict[str, list[pa.Array]] = {name: [] for name in names}
    for _, columns in tables:
        system = pc.utf8_upper(columns.text("system"))
        known = pc.is_in(system, value_set=pa.array(["", "DMI", "PSRM"])).to_numpy(zero_copy_only=False)
        columns.faults.add(
            ~known, "system", columns.heading("system"), system, "PSRM, DMI eller blank", "Ret feltet i eksporten."
        )
        good = pa.array(~columns.faults.at_fault)
        for name in names:
            column = system if name == "system" else columns.text(name)
            texts[name].append(column.filter(good))
    marked = all(columns.has("solution") for _, columns in tables)
    return _Rates({name: pa.concat_arrays(parts) for name, parts in texts.items()}, marked)


def _partners(tables: Sequence[tuple[int, Columns]]) -> pd.DataFrame:
    """File 12, all parts: the numbers of the partners that are not deleted."""
    frames = []
    for _, columns in tables:
        number = columns.text("id_number")
        valid_to = columns.day("valid_to")
        kinds = pc.utf8_upper(columns.text("id_kind")).to_pylist()
        good = ~columns.faults.at_fault
        frames.append(
            pd.DataFrame(
                {
                    "partner": columns.text("partner").to_pylist(),
                    "kind": [_NUMBER_KINDS.index(kind) if kind in _NUMBER_KINDS else -1 for kind in kinds],
                    "same": [kind in _SAME_KINDS for kind in kinds],
                    "number": identity.canonical(number).to_pylist(),
                    "valid_to": np.where(valid_to == NO_DAY, np.iinfo(np.int32).max, valid_to),
                    "deleted": pc.not_equal(columns.text("deleted"), "").to_numpy(zero_copy_only=False),
                }
            )[good]
        )
    every = pd.concat(frames, ignore_index=True)
    return every[~every["deleted"] & every["number"].notna() & (every["partner"] != "")]


def _numbers(partners: pd.DataFrame, cut_off: int | None) -> pd.Series:
    """Partner -> debtor number, as it was on the cut-off: the surest kind first, then what is valid longest."""
    usable = partners[partners["kind"] >= 0].copy()
    usable["past"] = usable["valid_to"] < (cut_off if cut_off is not None else NO_DAY)
    usable["sooner"] = -usable["valid_to"].astype("int64")
    usable = usable.sort_values(["partner", "past", "kind", "sooner", "number"], kind="stable")
    return usable.drop_duplicates("partner").set_index("partner")["number"]


def _same(partners: pd.DataFrame, numbers: pd.Series) -> dict[str, str]:
    """A partner's other numbers (a former CPR; a CVR beside its owner's CPR) -> its debtor number.

    A number of several partners, or one that is another partner's debtor number, is no sign of who it is.
    """
    told = partners[partners["same"] & partners["partner"].duplicated(keep=False)]
    told = told[told["partner"].isin(numbers.index)]
    told = told.assign(debtor=told["partner"].map(numbers))
    told = told[~told["number"].isin(numbers)].drop_duplicates(["number", "debtor"])
    told = told[~told["number"].duplicated(keep=False)]
    return dict(zip(told["number"], told["debtor"], strict=True))


def _lines(
    given: Input, actions: _Actions, rates: _Rates, numbers: pd.Series, everybody: pa.Array, cut_off: int | None
) -> Lines:
    values = actions.values
    count = len(values["line"])
    joined = pa.concat_arrays([actions.text["reference"], rates.text["reference"]]).dictionary_encode()
    agreement_all = joined.indices.to_numpy(zero_copy_only=False)
    agreements = len(joined.dictionary)
    of_action, of_rate = agreement_all[:count], agreement_all[count:]

    claim_type, many_types = _the_one(of_rate, rates.text["claim_type"], agreements)
    mark, many_marks = _the_one(of_rate, rates.text["solution"], agreements)
    blank_too = _any(of_rate, pc.equal(rates.text["system"], "").to_numpy(zero_copy_only=False), agreements)
    in_psrm = _any(of_rate, pc.equal(rates.text["system"], "PSRM").to_numpy(zero_copy_only=False), agreements)
    in_dmi = _any(of_rate, pc.equal(rates.text["system"], "DMI").to_numpy(zero_copy_only=False), agreements)
    has_rates = _any(of_rate, np.ones(len(of_rate), bool), agreements)
    sent = _any(of_action, values["status"] != Status.NOT_SENT, agreements)
    mixed_systems = (in_psrm & (in_dmi | blank_too)) | (in_dmi & blank_too & ~sent)
    claim_type = _declared(given, claim_type, many_types, of_rate, rates.text["claim_type"])
    undecided = mixed_systems | (has_rates & (many_types & (claim_type == "")))
    claim_type[mixed_systems] = ""
    mark[many_marks] = ""

    debtors = _debtor_sets(actions, of_action, of_rate, rates.text["partner"], agreements, numbers, cut_off)
    rule = np.full(count, Rule.IN_BOOK, np.int16)
    rule[~values["moves"]] = Rule.NO_SIGN
    rule[values["zero"] | (values["amount"] == 0)] = Rule.ZERO_ACTION
    dmi = (in_dmi | (blank_too & sent)) & ~mixed_systems & ~in_psrm
    rule[dmi[of_action]] = Rule.DMI
    rule[values["offset"]] = Rule.OFFSET_AGREEMENT
    _once(actions, of_action, rule)

    accepted = values["accepted"].copy()
    reduced = pc.not_equal(actions.text["reduced"], "").to_numpy(zero_copy_only=False)
    accepted[(accepted == 0) & ~reduced] = NOT_TOLD  # 0,00 stands where no answer has come
    reason = pc.if_else(
        pc.equal(actions.text["return_reason"], ""), actions.text["recall_reason"], actions.text["return_reason"]
    )
    reason = pc.if_else(pc.equal(reason, ""), actions.text["change_reason"], reason)
    blank = pa.repeat("", count).cast(pa.string())
    texts = {
        "claim_id": actions.text["claim_id"],
        "reference": actions.text["reference"],
        "main_claim_id": blank,
        "resent_of": blank,
        "solution": pa.repeat(given.solution, count).cast(pa.string())
        if given.solution is not None
        else pa.array(mark, pa.string()).take(pa.array(of_action)),
        "claim_type": pa.array(claim_type, pa.string()).take(pa.array(of_action)),
        "debtors": debtors.take(pa.array(of_action)),
        "action_id": actions.text["action_id"],
        "reason": recall_reasons(reason, given.source.recall_reasons),
    }
    told = _TOLD if rates.marked or given.solution is not None else _TOLD - {"solution"}
    return Lines(
        Side.DEBTOR,
        told,
        texts,
        everybody,
        event=values["event"],
        amount_ore=values["amount"],
        accepted_ore=accepted,
        booked_on=values["booked_on"],
        receipt_on=values["receipt_on"],
        effective_on=values["effective_on"],
        status=values["status"],
        rule=rule,
        replaces=values["replaces"],
        unrouted=(blank_too & ~sent & ~mixed_systems & ~in_psrm & ~in_dmi)[of_action],
        mixed=(undecided | ~has_rates)[of_action],
        in_collection=np.zeros(count, bool),
        converted=np.zeros(count, bool),
        file=values["file"],
        line=values["line"],
    )


def _the_one(group: np.ndarray, texts: pa.Array, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """The text that all of a group's rows have (blanks not counted), "" where there is none or more; and where more."""
    encoded = texts.dictionary_encode()
    words = np.array([*encoded.dictionary.to_pylist(), ""], dtype=object)
    code = encoded.indices.to_numpy(zero_copy_only=False)
    there = words[code] != "" if len(code) else np.zeros(0, bool)
    low = np.full(groups, len(words) - 1, np.int64)
    high = np.full(groups, -1, np.int64)
    np.minimum.at(low, group[there], code[there])
    np.maximum.at(high, group[there], code[there])
    many = (high >= 0) & (low != high)
    return np.where(many | (high < 0), "", words[low]), many


def _any(group: np.ndarray, flag: np.ndarray, groups: int) -> np.ndarray:
    return np.bincount(group[flag], minlength=groups) > 0


def _declared(
    given: Input, claim_type: np.ndarray, many: np.ndarray, of_rate: np.ndarray, types: pa.Array
) -> np.ndarray:
    """The type that the source declares for an agreement of several types; "" where it declares none."""
    decided = claim_type.copy()
    if given.source.mixed_agreement_type and many.any():
        of_many = many[of_rate]
        frame = pd.DataFrame(
            {"agreement": of_rate[of_many], "type": np.array(types.to_pylist(), dtype=object)[of_many]}
        )
        by_agreement = (
            frame[frame["type"] != ""].groupby("agreement")["type"].agg(lambda codes: "+".join(sorted(set(codes))))
        )
        for agreement, codes in zip(by_agreement.index.to_numpy(), by_agreement, strict=True):
            decided[agreement] = given.source.mixed_agreement_type.get(codes, "")
    return decided


def _debtor_sets(
    actions: _Actions,
    of_action: np.ndarray,
    of_rate: np.ndarray,
    partner: pa.Array,
    agreements: int,
    numbers: pd.Series,
    cut_off: int | None,
) -> pa.Array:
    """The debtor set of each agreement: the partner of its rates and the liable persons that are not removed.

    Null where nobody is named, or one of them has no number in file 12: then the set is not known.
    """
    booked = actions.values["booked_on"]
    liable = actions.text["liable"]
    named = pc.not_equal(liable, "").to_numpy(zero_copy_only=False)
    if cut_off is not None:
        # As on the cut-off; an agreement that begins after it has the persons that it has then.
        by_then = booked <= cut_off
        named &= by_then | ~_any(of_action, by_then, agreements)[of_action]
    at = np.flatnonzero(named)
    people = pa.concat_arrays([partner, liable.take(pa.array(at))]).dictionary_encode()
    person = people.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    names = people.dictionary.to_pylist()
    agreement = np.concatenate([of_rate, of_action[at]]).astype(np.int64)
    removed = np.concatenate(
        [
            np.zeros(len(of_rate), bool),
            pc.equal(pc.utf8_upper(actions.text["liable_status"].take(pa.array(at))), "D").to_numpy(
                zero_copy_only=False
            ),
        ]
    )
    since = np.concatenate([np.full(len(of_rate), NO_DAY, np.int64), booked[at].astype(np.int64)])
    known = np.array([name != "" for name in names] or [False], bool)[person]
    agreement, person, removed, since = agreement[known], person[known], removed[known], since[known]

    pair, pairs = pd.factorize(agreement * max(len(names), 1) + person)
    pairs = np.asarray(pairs)
    added_last = np.full(len(pairs), NO_DAY - 1, np.int64)
    removed_last = np.full(len(pairs), NO_DAY - 2, np.int64)
    np.maximum.at(added_last, pair[~removed], since[~removed])
    np.maximum.at(removed_last, pair[removed], since[removed])
    stays = pairs[added_last > removed_last]
    of = stays // max(len(names), 1)
    who = stays % max(len(names), 1)

    number = (
        np.array([numbers.get(name) or "" for name in names] or [""], dtype=object)[who]
        if len(who)
        else np.zeros(0, object)
    )
    unknown = _any(of, number == "", agreements) if len(of) else np.zeros(agreements, bool)
    order = np.lexsort((number.astype(str), of)) if len(of) else np.zeros(0, np.int64)
    of, number = of[order], number[order]
    fresh = np.ones(len(of), bool)
    fresh[1:] = (of[1:] != of[:-1]) | (number[1:] != number[:-1])
    of, number = of[fresh], number[fresh]
    offsets = np.searchsorted(of, np.arange(agreements + 1)).astype(np.int32)
    sets = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), pa.array(number, pa.string())), identity.BETWEEN)
    return pc.if_else(pa.array(unknown | (np.diff(offsets) == 0)), None, sets)


def _once(actions: _Actions, of_action: np.ndarray, rule: np.ndarray) -> None:
    """Each action counts once, however many lines repeat it for liable persons (REPEATED_FOR_LIABLE).

    A line that repeats it with no other person, or says something else of the same action, is LINE_TWICE, and a finding.
    Which of them counts is decided by what they say, never by their order.
    """
    values, text = actions.values, actions.text

    def codes(name: str) -> np.ndarray:
        return np.asarray(text[name].dictionary_encode().indices.to_numpy(zero_copy_only=False))

    encoded = text["action_id"].dictionary_encode()
    action = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    blank = np.array([name == "" for name in encoded.dictionary.to_pylist()] or [True], bool)[action]
    action = of_action.astype(np.int64) * max(len(encoded.dictionary), 1) + action
    if not blank.any() and not pd.Series(action).duplicated().any():
        return
    what = {"action": action, "event": values["event"], "moves": values["moves"], "amount": values["amount"]}
    rest = {name: values[name] for name in values if name not in ("file", "line", *what)}
    rest |= {name: codes(name) for name in ("claim_id", "recall_reason", "return_reason", "change_reason", "reduced")}
    told = pd.DataFrame(what | rest)
    order = np.lexsort(
        [told[name].to_numpy() for name in ("accepted", "effective_on", "receipt_on", "booked_on", "status")]
    )
    told = told.iloc[order]
    # Without an action id nothing but all the rest can say that two lines are one action.
    told["nameless"] = np.where(
        blank, told.groupby(list(told.columns), dropna=False).ngroup().sort_index().to_numpy(), -1
    )[order]
    again = told.duplicated(subset=[*what, "nameless"], keep="first")
    same = told.duplicated(keep="first")
    told = told.assign(liable=codes("liable")[order], liable_status=codes("liable_status")[order])
    twice = told.duplicated(keep="first")
    rule[again[again].index] = Rule.LINE_TWICE
    rule[same[same & ~twice].index] = Rule.REPEATED_FOR_LIABLE
