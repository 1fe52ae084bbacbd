"""Every frame, column by column. A table is a StrEnum of its columns: a member is the name, and carries dtype and meaning.

In the frames of the stages a text is an int32 code into one of the dictionaries of `Texts` (-1 = none), a small
vocabulary an int16 code, a day an int32 (days since 1970-01-01, NO_DAY = unknown), an amount whole øre in int64.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum, unique
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NONE = -1
"""The code of a text that is not there."""

NO_DAY = -(2**31)
"""The day that is not known. Smaller than any day, so that `day > cut_off` is false for it."""

CODE, SMALL, DAY, ORE, LINE, FLAG, SET = "int32", "int16", "int32", "int64", "int32", "bool", "int64"
TEXT, DATE = "str", "date32[day][pyarrow]"


class Table(StrEnum):
    """Base of the tables. `check` is the last word of a stage: names, order and dtypes, also under `python -O`."""

    dtype: str
    meaning: str

    def __new__(cls, name: str, dtype: str, meaning: str) -> Self:
        member = str.__new__(cls, name)
        member._value_ = name
        member.dtype = dtype
        member.meaning = meaning
        return member

    @classmethod
    def check(cls, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame if its columns, their order and their dtypes are the table's; else TypeError."""
        seen = [(str(name), str(dtype)) for name, dtype in frame.dtypes.items()]
        told = [(column.value, column.dtype) for column in cls]
        if seen != told:
            wrong = sorted(set(seen) ^ set(told)) or "the order of the columns"
            raise TypeError(f"{cls.__name__}: {wrong}")
        return frame

    @classmethod
    def empty(cls) -> pd.DataFrame:
        """A frame of this table without rows."""
        import pandas as pd

        return pd.DataFrame({column.value: pd.Series([], dtype=column.dtype) for column in cls})


@unique
class Side(IntEnum):
    """Which book a row stands in."""

    DEBTOR = 0
    """Debitorsystem: a minus in the one book."""
    PSRM = 1
    """PSRM: a plus in the one book."""


SIDE_SIGN = {Side.DEBTOR: -1, Side.PSRM: 1}


@unique
class Event(IntEnum):
    """What a movement does to the collection basis (inddrivelsesgrundlag)."""

    CREATION = 0
    """Tilgang."""
    WRITE_UP = 1
    """Opskrivning."""
    WRITE_DOWN = 2
    """Nedskrivning."""
    RECALL = 3
    """Tilbagekald."""
    BALANCE = 4
    """A balance (saldo) where both sides give balances instead of events."""
    RECOVERY = 5
    """Dækning: what PSRM has recovered. Never in the book: it is evidence, and counted under its rule."""


EVENT_SIGN = {
    Event.CREATION: 1, Event.WRITE_UP: 1, Event.WRITE_DOWN: -1, Event.RECALL: -1, Event.BALANCE: 1, Event.RECOVERY: -1,
}  # fmt: skip
"""The sign of an event, given here and nowhere else: files give positive amounts."""


@unique
class Status(IntEnum):
    """What the debtor system knows of an action (aktionsstatus)."""

    UNKNOWN = 0
    """The source has no such column."""
    NOT_SENT = 1
    """Blank: not sent."""
    RECEIVED = 2
    """MO, modtaget."""
    IN_PROCESS = 3
    """SA, sagsbehandling hos RIM."""
    IN_HEARING = 4
    """HO, høring."""
    REJECTED = 5
    """AF, afvist."""
    EXECUTED = 6
    """UD, udført."""


@unique
class Notice(IntEnum):
    """What a receipt or notification (kvittering, underretning) says of an action, or of a claim."""

    RECEIVED = 0
    """Modtaget."""
    IN_PROCESS = 1
    """Sagsbehandling hos RIM."""
    IN_HEARING = 2
    """Sendt i høring."""
    REJECTED = 3
    """Afvist."""
    EXECUTED = 4
    """Udført, wholly or in part."""
    RETURNED = 5
    """Tilbagesendt or returneret: the claim lies with the creditor again."""
    WRITTEN_OFF = 6
    """Afskrevet by PSRM."""
    RECOVERED = 7
    """Afregnet, udlignet or allokeret: what PSRM has recovered of the claim."""


STATUS_OF_NOTICE = {
    Notice.RECEIVED: Status.RECEIVED,
    Notice.IN_PROCESS: Status.IN_PROCESS,
    Notice.IN_HEARING: Status.IN_HEARING,
    Notice.REJECTED: Status.REJECTED,
    Notice.EXECUTED: Status.EXECUTED,
}
"""What a receipt says of the status of an action. The other notices are of the claim."""


@unique
class Rule(IntEnum):
    """Whether a line is in the book; if not, why: each such line is counted under its rule (law 2)."""

    IN_BOOK = 0
    AFTER_CUT_OFF = 1
    REPLACED = 2
    """A rejected action that a later one replaced: it counts 0."""
    ZERO_ACTION = 3
    """Action 03, and every action of 0,00."""
    NO_SIGN = 4
    """Action 50 or 60: no documented sign."""
    OFFSET_AGREEMENT = 5
    """Aftaletype MO: modregning."""
    DMI = 6
    """In the old recovery system."""
    OTHER_CREDITOR = 7
    REPEATED_FOR_LIABLE = 8
    """The same action, on a line more for a liable person."""
    LINE_TWICE = 9
    """The same action on the same line again, in a source where each action counts once."""
    LOOK_UP = 10
    """A line that is only looked things up in (ODE 10 and 12)."""
    INTEREST = 11
    """ODE 11: interest that PSRM accrues."""
    BLANK = 12
    TRAILER = 13
    EARLIER_REPORT = 14
    """A line of an earlier monthly report of PSRM: it only dates the event."""
    REPLACED_BY_OTHER_AMOUNT = 15
    """As REPLACED, but what replaced it has another amount."""
    WAIVED = 16
    """A trifle waived by law (bortfaldet bagatelbeløb): PSRM's own write-off."""
    AWAITING_CO_DEBTOR = 17
    """Not sent, since a co-debtor is not ready (afventer medhæfter): it goes when all who are liable can go."""
    RECOVERY = 18
    """What PSRM has recovered (dækning): no part of the basis."""
    FORMER_CREDITOR = 19
    """Under a declared former or later creditor (fordringshaverskifte)."""
    LATE_AND_OUT = 20
    """After the cut-off, and by its own rule no part of the book: it is evidence of nothing."""
    PREAMBLE = 21
    """A line before the headings."""
    REPEATED_HEADING = 22
    """The heading line again, as a list with page breaks has it."""
    OTHER_KIND = 23
    """A record of another kind in an XML file, which the source says is not read."""
    NOTICE = 24
    """A line of a receipt or notification: it tells the status of an action or claim, and moves nothing."""
    SUPERSEDED = 25
    """ODE: of an agreement or partner that a later delivery (Delta) has whole: afløst."""
    NOT_USED = 26
    """A line of a file that is known, and that nothing here is looked up in."""
    LEFT_OUT = 27
    """A line that the source itself says to leave out (`leave_out`)."""


@unique
class Pass(IntEnum):
    """What put a claim into its group."""

    ALONE = 0
    KEY = 1
    """FordringID, reference, main claim or re-sent id."""
    AMOUNT = 2
    """Type, debtor and amount, unique."""
    AMOUNT_AND_DATE = 3
    """Type, debtor, amount and date, unique."""
    EITHER_WAY = 4
    """Type, debtor and amount, but more than one way to pair."""
    SUM = 5
    """One claim is the sum of several of the same type and debtor: split or merged."""
    SUM_CONFIRMED = 6
    """As SUM, and the references are those of the whole with a serial (the source's `reference_form`)."""
    SUM_EITHER_WAY = 7
    """As SUM, but more than one way to add up."""
    ATTACHED = 8
    """A left-over claim of just the amount that a group of the same type and debtor lacks."""
    OFFSET = 9
    """Just the opposite amount of another left-over claim of the same debtor. It never clears."""
    DECIDED = 10
    """A person's decision (afgørelse: par)."""
    PARTS = 11
    """One claim of a side and several of the other, or a claim and what a group lacks, that are not quite equal: a loss.
    It never clears."""


@unique
class Grade(IntEnum):
    """How sure a group is."""

    ALONE = 0
    CERTAIN = 1
    LIKELY = 2
    AMBIGUOUS = 3


@unique
class Step(IntEnum):
    """How a movement cleared."""

    OPEN = 0
    OWN_ID = 1
    REFERENCE = 2
    GROUP = 3
    FAMILY = 4
    """A creation against a write-up, inside a family."""
    SUM = 5
    """Equal sums of one event: split or merged."""
    PENDING = 6
    """A pending action against an equal PSRM event: the receipt has not been fetched."""
    PAIR = 7
    """One of a pair: its rest is an open item."""


class Movements(Table):
    """A booked event (hændelse) on one side. All lines of the inputs that are events, also those a rule keeps out."""

    SIDE = "side", SMALL, "a member of Side"
    CLAIM = "claim", CODE, "row of Claims"
    EVENT = "event", SMALL, "a member of Event"
    SIGNED_ORE = "signed_ore", ORE, "PSRM plus, debtor system minus; the sign of the event included"
    STATUS = "status", SMALL, "a member of Status, as the source says it today"
    RULE = "rule", SMALL, "a member of Rule; IN_BOOK is in the book"
    BOOKED_ON = "booked_on", DAY, "the day the line was booked (debtor: Oprettet den)"
    RECEIPT_ON = "receipt_on", DAY, "the day of the receipt (debtor side)"
    EFFECTIVE_ON = "effective_on", DAY, "the day it has effect (virkningsdato)"
    ACCEPTED_ORE = "accepted_ore", ORE, "the amount accepted, positive; NOT_TOLD where the source does not tell"
    ACTION = "action", CODE, "id of the action, into Texts.actions"
    REASON = "reason", CODE, "reason or rejection, into Texts.reasons"
    UNROUTED = "unrouted", FLAG, "ODE: no system and nothing sent (uden system)"
    MIXED = (
        "mixed",
        FLAG,
        "ODE: its agreement has more than one type or system, no rates, or rates newer than its actions",
    )
    IN_COLLECTION = "in_collection", FLAG, "the debtor system says that it also stands for collection (opkrævning)"
    CONVERTED = "converted", FLAG, "the file says that the claim was converted from DMI"
    FILE = "file", SMALL, "which input file, into the list of inputs"
    LINE = "line", LINE, "line in that file, the first is 1"


NOT_TOLD = -(2**62)
"""An amount that the source does not tell."""


class Claims(Table):
    """A claim (fordring) on one side: all its movements have this identity."""

    SIDE = "side", SMALL, "a member of Side"
    CLAIM_ID = "claim_id", CODE, "PSRM's FordringID = EFI-nummer, into Texts.ids"
    REFERENCE = "reference", CODE, "Fordringshaverreference = RIM-aftalenummer, into Texts.references"
    MAIN_CLAIM_ID = "main_claim_id", CODE, "HovedfordringID of a related claim, into Texts.ids"
    RESENT_OF = "resent_of", CODE, "the old FordringID that a re-send quotes, into Texts.ids"
    SOLUTION = "solution", SMALL, "vendor solution (fagløsning), into Texts.solutions"
    CLAIM_TYPE = "claim_type", SMALL, "fordringstype, into Texts.types"
    DEBTORS = "debtors", CODE, "the debtor set (skyldner and hæftere), into Texts.debtors"
    WRITTEN = (
        "written",
        CODE,
        "the debtor set as its side writes it, where that is another number of the same debtor; -1: several",
    )
    CREATED_ORE = "created_ore", ORE, "sum of its creations (or balances) in the book, positive"
    EFFECTIVE_ON = "effective_on", DAY, "the first creation's effective date"
    IN_BOOK = "in_book", FLAG, "has a movement in the book"


class Groups(Table):
    """The claims again, in the same order: what belongs together. Matching only labels."""

    GROUP = "group", CODE, "label of the group: the row of its first claim"
    BY = "by", SMALL, "a member of Pass"
    GRADE = "grade", SMALL, "a member of Grade, the same for the whole group"
    OWN_ID = "own_id", CODE, "label shared with the other side's claims of the same FordringID; -1 where there is none"
    OWN_REFERENCE = "own_reference", CODE, "the same by reference"
    FAMILY = "family", CODE, "label of the family: a main claim and the claims that name it"
    SOLUTION = "solution", SMALL, "the solution of the address; -1: not allotted (ikke fordelt)"
    CLAIM_TYPE = "claim_type", SMALL, "the claim type of the address"
    DEBTORS = "debtors", CODE, "the debtor set of the address"
    TYPE_BORROWED = "type_borrowed", FLAG, "the claim type was taken from the other side"
    DEBTORS_BORROWED = "debtors_borrowed", FLAG, "the debtor set was taken from the other side"


class Clearing(Table):
    """The movements again, in the same order: how each cleared."""

    STEP = "step", SMALL, "a member of Step"
    PARTNER = "partner", CODE, "for PAIR: row of the other movement of the pair; else -1"
    COUNTERPART_ON = "counterpart_on", DAY, "booking day of an equal movement after the cut-off, on the other side"


class OpenItems(Table):
    """An open item (åben post): a movement that did not clear, or the rest of a pair. Never netted."""

    MOVEMENT = "movement", CODE, "row of Movements; of a pair, the debtor's"
    PARTNER = "partner", CODE, "of a pair: the PSRM movement's row; else -1"
    GROUP = "group", CODE, "its group"
    CLAIM = "claim", CODE, "its claim, row of Claims"
    SIDE = "side", SMALL, "a member of Side; of a pair, the debtor's"
    EVENT = "event", SMALL, "a member of Event"
    OPEN_ORE = "open_ore", ORE, "signed: plus where PSRM has too much"
    SOLUTION = "solution", SMALL, "address: solution"
    CLAIM_TYPE = "claim_type", SMALL, "address: claim type"
    DEBTORS = "debtors", CODE, "address: debtor set"
    STATUS = "status", SMALL, "of the debtor's movement"
    BOOKED_ON = "booked_on", DAY, "of the movement"
    RECEIPT_ON = "receipt_on", DAY, "of the movement"
    SENT_ORE = "sent_ore", ORE, "the debtor's amount, positive; NOT_TOLD on PSRM's side"
    ACCEPTED_ORE = "accepted_ore", ORE, "the amount accepted, positive, or NOT_TOLD"
    REASON = "reason", CODE, "reason or rejection, into Texts.reasons"
    COUNTERPART_ON = "counterpart_on", DAY, "booking day of an equal movement after the cut-off, on the other side"
    # Evidence: what the rest of its group says (clear/evidence.py).
    BY = "by", SMALL, "a member of Pass: what put its claim into the group"
    ONE_CLAIM = (
        "one_claim",
        CODE,
        "label of the claim as both sides know it: same FordringID, else same reference, else alone",
    )
    CHAIN = "chain", CODE, "label of claims that FordringID, reference or re-sent id links; not that of a main claim"
    FAMILY = "family", CODE, "label of the family: a main claim and the claims that name it; -1 where nothing is known"
    RELATED = "related", FLAG, "its claim names a main claim, on either side"
    EFFECTIVE_ON = "effective_on", DAY, "of the movement"
    BOOKED_ORE = "booked_ore", ORE, "PSRM's amount, positive; NOT_TOLD for a movement of the debtor system alone"
    PSRM_REASON = "psrm_reason", CODE, "reason of PSRM's movement, into Texts.reasons"
    LIABLE = "liable", SMALL, "how many are in the debtor set; 0 where it is not known"
    DEBTOR_KIND = (
        "debtor_kind",
        CODE,
        "label of what its debtor numbers are: of persons, of firms, AKR, foreign; -1 where not known, or of several kinds",
    )
    DEBTOR_BARE = "debtor_bare", CODE, "label of the debtor set without leading zeros; -1 where too little is left"
    REPEATED = "repeated", FLAG, "another movement says the same in every field: it is a line that stands once more"
    PER_LIABLE = (
        "per_liable",
        FLAG,
        "a line that says the same of the same claim stands once for each who is liable; the first apart",
    )
    OWN_CLAIM = (
        "own_claim",
        FLAG,
        "in its family a write-up cleared against a claim of its own, and its claim is one of the two",
    )
    SECOND = (
        "second",
        FLAG,
        "a creation of PSRM beside one of the same amount, of another claim of its chain that was not recalled",
    )
    MAIN_RECALLED = (
        "main_recalled",
        FLAG,
        "both sides have recalled the main claim of its family, PSRM just before; and this one PSRM once, the debtor system never",
    )
    RAISED_ORE = (
        "raised_ore",
        ORE,
        "what PSRM has ever put on the claim by the cut-off, positive: creations and write-ups",
    )
    WRITTEN_DOWN_ORE = (
        "written_down_ore",
        ORE,
        "what PSRM has written down on the claim by the day of PSRM's movement, positive; NOT_TOLD where days are missing",
    )
    RECOVERED_ORE = (
        "recovered_ore",
        ORE,
        "what PSRM has recovered on the claim (dækning) by that day, where a file tells it; else 0; NOT_TOLD as above",
    )
    STANDS_ORE = (
        "stands_ore",
        ORE,
        "what its own side had put on the claim and not taken off again, by the day of the movement and before it; or NOT_TOLD",
    )
    CLAIM_EFFECTIVE_ON = (
        "claim_effective_on",
        DAY,
        "of a creation its own effective date, of a later event that of its claim's first creation on its side",
    )
    RESEND_ID = (
        "resend_id",
        CODE,
        "the FordringID that a re-send quotes: of a creation the old one, -1 where it quotes none; else its claim's own",
    )
    CONVERTED = "converted", FLAG, "a file says that the claim was converted from DMI, or a declared wave has it"
    IN_DMI = (
        "in_dmi",
        FLAG,
        "the debtor system has the claim in DMI, with no less than PSRM ever put on it, and nothing of it in the book",
    )
    OTHER_CREDITOR = (
        "other_creditor",
        FLAG,
        "an equal movement of the other side stands under a declared former or later creditor",
    )


class Postings(Table):
    """So many øre of an open item on one cause (årsag)."""

    ITEM = "item", CODE, "row of OpenItems"
    CAUSE = "cause", SMALL, "index into CAUSES"
    POSTED_ORE = "posted_ore", ORE, "signed, as the open item"
    STANDING = "standing", SMALL, "a member of Standing"
    GRAVITY = "gravity", SMALL, "a member of Gravity, limits and ceilings considered"
    ALSO = "also", SET, "the causes that it could as well be: bit n is cause n of EVERY"


class ItemLines(Table):
    """The open items with texts instead of codes, in the same order. No debtor number: where one stood, it is veiled."""

    CASE = "case", TEXT, "stable id of the case: hash of creditor and anchor claim"
    SOLUTION = "solution", TEXT, "vendor solution, or UNALLOTTED"
    CLAIM_TYPE = "claim_type", TEXT, "claim type; missing where not known"
    IN_AREA = "in_area", FLAG, "false: of another area"
    REFERENCE = "reference", TEXT, "the creditor's reference"
    CLAIM_ID = "claim_id", TEXT, "FordringID"
    EVENT = "event", TEXT, "name of the Event in lower case"
    SIDE = "side", TEXT, "`debtor`, `psrm` or `pair`"
    OPEN_ORE = "open_ore", ORE, "signed: plus where PSRM has too much; PSRM_ORE less DEBTOR_ORE"
    DEBTOR_ORE = (
        "debtor_ore",
        ORE,
        "the debtor system's movement as it stands in the basis: a write-down is negative; 0 where nothing stands",
    )
    PSRM_ORE = "psrm_ore", ORE, "PSRM's movement in the same way"
    STATUS = "status", TEXT, "name of the Status in lower case"
    BOOKED_ON = "booked_on", DATE, "missing where not known"
    DUE_ON = "due_on", DATE, "due date (forfaldsdato) of its claim; missing where no file of the debtor side tells it"
    RECEIPT_ON = "receipt_on", DATE, "missing where not known"
    REASON = "reason", TEXT, "of a rejected action, or one in hearing: the number and text of its receipt; else empty"
    DEBTOR_FILE = "debtor_file", TEXT, "empty on the side where nothing stands"
    DEBTOR_LINE = "debtor_line", LINE, "0 where nothing stands"
    PSRM_FILE = "psrm_file", TEXT, "empty on the side where nothing stands"
    PSRM_LINE = "psrm_line", LINE, "0 where nothing stands"


class PostedLines(Table):
    """The postings with texts instead of codes, in canonical order."""

    ITEM = "item", CODE, "row of ItemLines"
    LINE = (
        "line",
        TEXT,
        "stable id of the line in the work list: hash of the case, the cause and what the item is, but its amount",
    )
    CAUSE = "cause", TEXT, "code of the cause"
    STANDING = "standing", TEXT, "name of the Standing in lower case"
    GRAVITY = "gravity", TEXT, "name of the Gravity in lower case"
    POSTED_ORE = "posted_ore", ORE, "signed, as the open item"
    ALSO = "also", TEXT, "codes of the causes that it could as well be, with blanks between them"


@unique
class Consequence(IntEnum):
    """What PSRM does with a claim that breaks a rule of the entry filter (indgangsfilter), the worst last."""

    NONE = 0
    """Nothing is expected."""
    HINT = 1
    """No rule of the filter: something for the municipality to look at."""
    HEARING = 2
    """Sendes i høring."""
    EITHER = 3
    """In hearing or rejected: the source does not tell which, or tells both."""
    REJECTED = 4
    """Afvises."""


@unique
class PsrmAnswer(IntEnum):
    """What the receipts show that PSRM did with a claim."""

    NONE_YET = 0
    """No final answer: not sent, received, in process, or not known."""
    EXECUTED = 1
    IN_HEARING = 2
    REJECTED = 3


class Breaches(Table):
    """A claim breaks a rule."""

    ROW = "row", LINE, "row of the Stamdata"
    RULE = "rule", SMALL, "place in Rules.rules"
    CONSEQUENCE = "consequence", SMALL, "a member of Consequence, never NONE"


class BreachSums(Table):
    """The breaches of a rule by the claims of a solution and claim type, in the order of these texts."""

    SOLUTION = "solution", TEXT, "empty where it is not known"
    CLAIM_TYPE = "claim_type", TEXT, "empty where it is not known"
    RULE = "rule", SMALL, "place in Rules.rules"
    CONSEQUENCE = "consequence", SMALL, "a member of Consequence, never NONE"
    CLAIMS = "claims", CODE, "how many claims break it"
    AMOUNT_ORE = "amount_ore", ORE, "the sum of their amounts, without those that are not told"


class RuleCounts(Table):
    """How a rule was tried on the claims of a claim type: each claim of the type is in one of the counts."""

    CLAIM_TYPE = "claim_type", TEXT, "the claim type"
    RULE = "rule", TEXT, "code of the rule"
    KEPT = "kept", CODE, "tried, and no breach"
    BREACHED = "breached", CODE, "tried, and a breach"
    BLANK = "blank", CODE, "not tried: a field that it needs is blank"
    UNCLEAR = "unclear", CODE, "not tried: what stands there does not tell"
    NOT_TOLD = "not_told", CODE, "not tried: the files do not tell a column that it needs, or not in that row"
    NO_VERSION = "no_version", CODE, "not tried: no version of the rule is known for the day"
    OUTSIDE = "outside", CODE, "the rule is not about the claim"


class Forecasts(Table):
    """The claims of a solution and claim type by what is expected of them, and what the receipts show."""

    SOLUTION = "solution", TEXT, "empty where it is not known"
    CLAIM_TYPE = "claim_type", TEXT, "empty where it is not known"
    FORECAST = "forecast", SMALL, "a member of Consequence, never HINT: the worst of its breaches"
    ANSWER = "answer", SMALL, "a member of PsrmAnswer"
    CLAIMS = "claims", CODE, "how many claims"
    AMOUNT_ORE = "amount_ore", ORE, "the sum of their amounts, without those that are not told"
    NOT_WHOLLY_TRIED = "not_wholly_tried", CODE, "how many of them have a rule of the filter that could not be tried"


@dataclass(frozen=True)
class Texts:
    """The dictionaries beside the frames. Debtor numbers leave only through `identity.py`."""

    ids: pa.Array
    references: pa.Array
    types: tuple[str, ...]
    solutions: tuple[str, ...]
    debtors: pa.Array
    actions: pa.Array
    reasons: pa.Array
