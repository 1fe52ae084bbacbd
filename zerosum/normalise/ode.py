"""The KMD ODE files -> Lines: file 09 says what was done, 10 of which type and in which system, 12 who is who.

09-RIM-aftale          a line is an action, repeated for each liable person     -> movements
10-RIM-aftale-rater    type, system, partner and mark of each agreement         -> looked up by Aftalenummer
11-RIM-aftale-renter   interest that PSRM accrues                               -> counted, no part of the basis
12-Forretningspartner  the numbers of the partners                              -> looked up

Where Deltas came after the Total, the newest delivery that has an agreement or a partner holds, whole; what the earlier ones
say of it is counted, and is no part of anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zerosum import identity
from zerosum.errors import Problem
from zerosum.normalise.columns import Columns, columns_of, recall_reasons
from zerosum.normalise.delivery import ACTIONS, INTEREST, PARTNERS, RATES
from zerosum.normalise.lines import Lines, Present
from zerosum.normalise.rates import Read, reported_in_ode
from zerosum.normalise.rejects import Faults
from zerosum.normalise.second import Sums, sums_of
from zerosum.normalise.stamdata import Reported
from zerosum.normalise.superseded import Held, Keyed, held
from zerosum.read.raw import Raw
from zerosum.settings import Input
from zerosum.sources.find import in_doubt
from zerosum.sources.model import Source
from zerosum.tables import NO_DAY, NOT_TOLD, Event, Rule, Side, Status

_NUMBER_KINDS = ("ZCPR", "ZCVR", "ZAKR", "ZEPNR", "ZACVR")
"""Which number of a partner is its debtor number, the first that it has (Identifikationsart)."""
_SAME_KINDS = (*_NUMBER_KINDS, "ZCPROL")
"""Which numbers of a partner are of one debtor; ZCPROL is a former CPR. A production unit or an EAN is no debtor."""


@dataclass(frozen=True)
class Delivered:
    """A table of a delivery: which part it is, and where it stands in the list of inputs."""

    part: str
    file: int
    name: str
    raw: Raw
    delivery: int = 0
    """0 is the Total, then the Deltas as they came."""


@dataclass(frozen=True)
class _Table:
    """A table, and which of its lines still hold."""

    file: int
    columns: Columns
    holds: np.ndarray
    """bool: no later delivery has a say in it."""

    def good(self) -> np.ndarray:
        """bool: it could be read, and holds."""
        return np.asarray(self.holds & ~self.columns.faults.at_fault)

    def superseded(self) -> np.ndarray:
        """bool: it could be read, and a later delivery has its agreement or partner whole."""
        return np.asarray(~self.holds & ~self.columns.faults.at_fault)


@dataclass(frozen=True)
class FromOde:
    """What the deliveries of an input give."""

    lines: Lines
    faults: list[Faults]
    """Of each file."""
    counted: Mapping[tuple[int, Rule], int]
    """How many lines of which file are counted under a rule, and are not among `lines`."""
    sums: Mapping[int, Sums]
    """The amounts of each file that has some."""
    reported: Reported | None = None
    """What the creations are reported with, where it was asked for."""


_TOLD = frozenset(
    (
        "claim_id", "reference", "solution", "claim_type", "debtors", "event", "amount", "accepted", "booked_on",
        "receipt_on", "effective_on", "action_id", "status", "reason",
    )
)  # fmt: skip
"""Our columns that the four files tell together."""


def lines_of_ode(
    given: Input, delivered: Sequence[Delivered], cut_off: int | None, *, with_stamdata: bool = False
) -> FromOde:
    """A Total delivery and the Deltas after it -> their lines, and what else they say."""
    faults: list[Faults] = []
    columns: list[Columns] = []
    for one in delivered:
        part = next(part for part in given.source.parts if part.name == one.part)
        found = Faults(one.name, given.side, one.raw.line)
        found.add_bad(one.raw.bad)
        columns.append(columns_of(given.source, part, one.raw, one.name, found))
        faults.append(found)
    which = _held(given.source, delivered, columns)
    for its_columns, found, kept in zip(columns, faults, which.kept, strict=True):
        if kept.any():
            found.note(np.flatnonzero(kept), "action_id", its_columns.heading("action_id"), "delta_lacks_action")
    tables: dict[str, list[_Table]] = {part.name: [] for part in given.source.parts}
    for one, its_columns, its_holds in zip(delivered, columns, which.lines, strict=True):
        tables[one.part].append(_Table(one.file, its_columns, its_holds))
    actions, sums = _actions(given, tables[ACTIONS])
    rates = _rates(tables[RATES], which.torn)
    partners = _partners(tables[PARTNERS])
    numbers = _numbers(partners, cut_off)
    # Also of the lines that no longer hold: their numbers stood in the input, and must not leave.
    everybody = pa.concat_arrays([identity.canonical(one.columns.text("id_number")) for one in tables[PARTNERS]])
    lines = replace(
        _lines(given, actions, rates, numbers, everybody, cut_off),
        same=_same(partners, numbers),
        present=_present(partners, numbers, cut_off),
    )
    counted: dict[tuple[int, Rule], int] = {}
    for part_name, rule in ((RATES, Rule.LOOK_UP), (INTEREST, Rule.INTEREST), (PARTNERS, Rule.LOOK_UP)):
        counted |= {(one.file, rule): int(one.good().sum()) for one in tables[part_name]}
    for some in tables.values():
        counted |= {(one.file, Rule.SUPERSEDED): int(one.superseded().sum()) for one in some}
    told = _reported(given, delivered, tables, actions, rates, lines) if with_stamdata else None
    return FromOde(lines, faults, counted, sums, told)


def _reported(
    given: Input,
    delivered: Sequence[Delivered],
    tables: Mapping[str, Sequence[_Table]],
    actions: _Actions,
    rates: _Rates,
    lines: Lines,
) -> Reported:
    """What the creations are reported with. All lines are read by now, so that what could be read is known.

    Where the type of a mixed agreement, or the number of one who is liable, is not known, that it is blank is not told.
    """
    doubts: list[Problem] = []
    for one in delivered:
        part = next(part for part in given.source.parts if part.name == one.part)
        odd = in_doubt(part, one.raw.headings, given.source.fixed)
        doubts += [replace(problem, file=one.name, line=one.raw.heading_line) for problem in odd]
    of_action, of_rate, agreements = _agreements(actions, rates)
    found = reported_in_ode(
        [Read(one.columns, np.flatnonzero(one.good())) for one in tables[ACTIONS]],
        [Read(one.columns, np.flatnonzero(one.good())) for one in tables[RATES]],
        actions.values["moves"] & (actions.values["event"] == Event.CREATION) & ~actions.values["offset"],
        actions.values["amount"],
        of_action,
        of_rate,
        _lost_a_rate(tables[RATES], agreements),
        tuple(doubts),
    )
    at = pa.array(found.rows)
    no_type = pc.equal(lines.texts["claim_type"].take(at), "").to_numpy(zero_copy_only=False).astype(bool)
    nobody = lines.texts["debtors"].take(at).is_null().to_numpy(zero_copy_only=False)
    unknown = {"claim_type": no_type & lines.mixed[found.rows], "debtors": nobody}
    return replace(found, untold=found.untold | {name: some for name, some in unknown.items() if some.any()})


def _lost_a_rate(rates: Sequence[_Table], agreements: pa.Array) -> np.ndarray:
    """bool for each agreement: one of its rates could not be read, so that the others are not all of them."""
    lost = [one.columns.text("reference").filter(pa.array(one.columns.faults.at_fault)) for one in rates]
    known = pc.is_in(agreements, value_set=pa.concat_arrays(lost)) if sum(map(len, lost)) else None
    if known is None:
        return np.zeros(len(agreements), bool)
    return np.asarray(known.to_numpy(zero_copy_only=False)).astype(bool)


def _agreements(actions: _Actions, rates: _Rates) -> tuple[np.ndarray, np.ndarray, pa.Array]:
    """Which agreement each line of file 09, and of file 10, is of; and their numbers."""
    joined = pa.concat_arrays([actions.text["reference"], rates.text["reference"]]).dictionary_encode()
    codes = joined.indices.to_numpy(zero_copy_only=False)
    count = len(actions.values["line"])
    return codes[:count], codes[count:], joined.dictionary


def _held(source: Source, delivered: Sequence[Delivered], columns: Sequence[Columns]) -> Held:
    """Which lines of each table hold, and the agreements that no delivery has whole. A Total alone holds."""
    if not any(one.delivery for one in delivered):
        every = [np.ones(len(one), bool) for one in columns]
        return Held(every, [~one for one in every], pa.array([], pa.string()))
    creations = pa.array([word for word, one in source.events.items() if one.event == Event.CREATION], pa.string())
    return held(
        [
            Keyed(
                one.part,
                one.delivery,
                its.text("partner" if one.part == PARTNERS else "reference"),
                its.text("action_id") if one.part == ACTIONS else None,
                pc.is_in(its.text("action_code"), value_set=creations).to_numpy(zero_copy_only=False).astype(bool)
                if one.part == ACTIONS
                else None,
            )
            for one, its in zip(delivered, columns, strict=True)
        ]
    )


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


def _actions(given: Input, tables: Sequence[_Table]) -> tuple[_Actions, dict[int, Sums]]:
    texts: dict[str, list[pa.Array]] = {name: [] for name in _ACTION_TEXTS}
    values: dict[str, list[np.ndarray]] = {}
    sums: dict[int, Sums] = {}
    for table in tables:
        columns = table.columns
        at, words = columns.event("action_code")
        known = [given.source.events.get(word) for word in words]
        kinds, kind_words = columns.coded("agreement_type")
        kind = np.array([word.upper() for word in kind_words] or [""])[kinds]
        columns.faults.add(
            (kind != "IN") & (kind != "MO"),
            "agreement_type",
            columns.heading("agreement_type"),
            columns.text("agreement_type"),
            "agreement_type_unknown",
        )
        reference = columns.text("reference")
        columns.look_at_numbers("claim_id", columns.text("claim_id"))
        columns.look_at_numbers("reference", reference)
        columns.faults.add(
            pc.equal(reference, "").to_numpy(zero_copy_only=False),
            "reference",
            columns.heading("reference"),
            None,
            "agreement_number_missing",
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
            "file": np.full(len(columns), table.file, np.int16),
            "line": columns.raw.line,
        }
        good = table.good()
        sums[table.file] = sums_of(columns.text("amount"), own["amount"], good, given.source)
        for name in _ACTION_TEXTS:
            texts[name].append(columns.text(name).filter(pa.array(good)))
        for name, array in own.items():
            values.setdefault(name, []).append(array[good])
    return _Actions(
        {name: pa.concat_arrays(parts) for name, parts in texts.items()},
        {name: np.concatenate(parts) for name, parts in values.items()},
    ), sums


@dataclass(frozen=True)
class _Rates:
    """File 10, all parts: the rates of the agreements."""

    text: Mapping[str, pa.Array]
    marked: bool
    """The file has the column by which the solution is recognised (Indholdsart)."""
    torn: pa.Array
    """Agreements whose actions are of an earlier delivery."""


def _rates(tables: Sequence[_Table], torn: pa.Array) -> _Rates:
    names = ("reference", "claim_type", "system", "partner", "solution")
    texts: dict[str, list[pa.Array]] = {name: [] for name in names}
    for table in tables:
        columns = table.columns
        system = pc.utf8_upper(columns.text("system"))
        known = pc.is_in(system, value_set=pa.array(["", "DMI", "PSRM"])).to_numpy(zero_copy_only=False)
        columns.faults.add(~known, "system", columns.heading("system"), system, "system_unknown")
        good = pa.array(table.good())
        for name in names:
            column = system if name == "system" else columns.text(name)
            texts[name].append(column.filter(good))
    marked = all(one.columns.has("solution") for one in tables)
    return _Rates({name: pa.concat_arrays(parts) for name, parts in texts.items()}, marked, torn)


def _partners(tables: Sequence[_Table]) -> pd.DataFrame:
    """File 12, all parts: the numbers of the partners that are not deleted."""
    frames = []
    for table in tables:
        columns = table.columns
        number = columns.text("id_number")
        columns.look_at_numbers("id_number", number)
        valid_to = columns.day("valid_to")
        kinds = pc.utf8_upper(columns.text("id_kind")).to_pylist()
        good = table.good()
        frames.append(
            pd.DataFrame(
                {
                    "partner": columns.text("partner").to_pylist(),
                    "kind": np.array(
                        [_NUMBER_KINDS.index(kind) if kind in _NUMBER_KINDS else -1 for kind in kinds], np.int64
                    ),
                    "same": np.array([kind in _SAME_KINDS for kind in kinds], bool),
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


def _present(partners: pd.DataFrame, numbers: pd.Series, cut_off: int | None) -> Present:
    """The debtor numbers that a partner has on the cut-off, and the one that it is known by."""
    there = partners["valid_to"] >= (cut_off if cut_off is not None else NO_DAY)
    there |= partners["number"] == partners["partner"].map(numbers)
    told = partners[there & (partners["kind"] >= 0)]
    return Present(
        pa.array(told["partner"], pa.string()), pa.array(told["kind"]), pa.array(told["number"], pa.string())
    )


def _lines(
    given: Input, actions: _Actions, rates: _Rates, numbers: pd.Series, everybody: pa.Array, cut_off: int | None
) -> Lines:
    values = actions.values
    count = len(values["line"])
    of_action, of_rate, named = _agreements(actions, rates)
    agreements = len(named)

    claim_type, many_types = _the_one(of_rate, rates.text["claim_type"], agreements)
    mark, many_marks = _the_one(of_rate, rates.text["solution"], agreements)
    blank_too = _any(of_rate, pc.equal(rates.text["system"], "").to_numpy(zero_copy_only=False), agreements)
    in_psrm = _any(of_rate, pc.equal(rates.text["system"], "PSRM").to_numpy(zero_copy_only=False), agreements)
    in_dmi = _any(of_rate, pc.equal(rates.text["system"], "DMI").to_numpy(zero_copy_only=False), agreements)
    torn = np.zeros(agreements, bool)
    if len(rates.torn):
        torn = pc.is_in(named, value_set=rates.torn).to_numpy(zero_copy_only=False).astype(bool)
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
        mixed=(undecided | ~has_rates | torn)[of_action],
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
