"""How one export is laid out: what `ingest` decides, the user corrects, and `warehouse` carries out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """How a column is stored."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "date and time"


class Role(StrEnum):
    """What a column means. Several columns may share a role, except id, date, start, end and person."""

    ID = "id"
    DATE = "date"
    START = "start"
    END = "end"
    PERSON = "person"
    AGENT = "agent"
    SCORE_NPS = "score_nps"
    SCORE_1_10 = "score_1_10"
    CSAT_1_5 = "csat_1_5"
    CSAT_TEXT = "csat_text"
    CSAT_GOOD_BAD = "csat_good_bad"
    CES_1_7 = "ces_1_7"
    STARS_1_5 = "stars_1_5"
    NPS_GROUP = "nps_group"
    SURVEY_TYPE = "survey_type"
    STATUS = "status"
    FINISHED = "finished"
    PROGRESS = "progress"
    VERBATIM = "verbatim"
    SEGMENT = "segment"
    PII = "pii"
    DURATION_SECONDS = "duration_seconds"
    DURATION_MS = "duration_ms"
    DURATION_MIN = "duration_min"
    DURATION_HOURS = "duration_hours"
    AMOUNT = "amount"
    FLAG = "flag"
    REPLY_AT = "reply_at"
    LEAVE_REASON = "leave_reason"
    MULTI_SELECT = "multi_select"
    PERIOD = "period"
    N = "n"
    PERCENT = "percent"
    NPS = "nps"


class Reason(StrEnum):
    """Why a record is kept but not counted."""

    PREVIEW_ROW = "preview_row"
    TEST_ROW = "test_row"
    SPAM_ROW = "spam_row"
    INCOMPLETE_RESPONSE = "incomplete_response"
    NO_SCORE = "no_score"
    NO_DATE = "no_date"
    OUT_OF_RANGE = "out_of_range"
    MISSING_CODE = "missing_code"
    DUPLICATE_ID = "duplicate_id"
    OTHER_SURVEY_TYPE = "other_survey_type"
    MALFORMED_ROW = "malformed_row"
    TOTAL_ROW = "total_row"
    IMPOSSIBLE_DATES = "impossible_dates"
    NOT_A_CUSTOMER = "not_a_customer"
    INTERNAL_LEG = "internal_leg"


SCALES: dict[Role, tuple[float, float]] = {
    Role.SCORE_NPS: (0, 10),
    Role.SCORE_1_10: (1, 10),
    Role.CSAT_1_5: (1, 5),
    Role.CES_1_7: (1, 7),
    Role.STARS_1_5: (1, 5),
}
"""Lowest and highest possible answer of each score; anything else is out of range, never clipped."""


DURATIONS = frozenset({Role.DURATION_SECONDS, Role.DURATION_MS, Role.DURATION_MIN, Role.DURATION_HOURS})
"""How long something lasted. The role names the unit of bare numbers; a clock and words such as "1h 5m" carry theirs.
Whatever the role, seconds are stored."""

NO_ANSWER = frozenset(
    {
        "n/a", "na", "n.a.", "n. a.", "#n/a", "#value!", "#ref!", "#div/0!", "null", "nan", "nil", "none", "undefined",
        "-", "--", "---", "–", "—", ".", "?", "[none]", "[null]", "[deleted]", "(none)", "(null)", "(blank)", "(empty)",
        "k. a.", "k.a.", "k.a", "keine angabe", "not applicable", "not available", "no answer", "no response",
    }
)  # fmt: skip
"""Texts that mean "no answer" wherever they stand among numbers or dates (lower case)."""
NO_TEXT = frozenset({"#n/a", "[none]", "[null]", "[deleted]", "(none)", "(null)", "(blank)", "(empty)"})
"""Those of them that mean it among names too, where "NA" may be a region."""

EITHER = " | "
"""Stands between the formats of a column of times that is written in several ways."""
_ZONE = r"Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4}|[A-Z][A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?|\([A-Za-z ]+\)"
ZONE = rf"(?:\ ?(?:{_ZONE})){{1,2}}"
"""A zone behind a time, as a regular expression: "Z", " GMT+2", "+01:00", " EST", " +0000 UTC", " (CEST)"."""

DECIMAL_COMMA, THOUSANDS, WORDED, PERCENT, PERCENT_COMMA = ",", "1,000", "10 - text", "%", ",%"
CLOCK_HMS, CLOCK_MS, CLOCK_HM, SPELLED = "h:mm:ss", "m:ss", "h:mm", "1h 5m"
EPOCH_S, EPOCH_MS, EXCEL = "epoch_s", "epoch_ms", "excel"
BEHIND_WORDS = r"\s[-–—=:(]\s?(\d{1,2})\)?$"
"""A number that stands behind its words in a WORDED column, as a regular expression: "Extremely likely - 10"."""
LISTED = ";"


_DEGREES = ("", "very ", "somewhat ", "extremely ", "completely ", "fairly ")
SATISFIED = tuple(f"{degree}{word}" for word in ("satisfied", "happy") for degree in _DEGREES)
NOT_SATISFIED = (
    "neutral",
    "neither satisfied nor dissatisfied",
    "neither satisfied nor unsatisfied",
    *(f"{degree}{word}" for word in ("dissatisfied", "unsatisfied", "unhappy") for degree in _DEGREES),
)
"""Answers in words to how satisfied somebody is (lower case)."""


@dataclass(frozen=True, slots=True)
class Only:
    """The records whose `column` holds one of these texts, without regard to case."""

    column: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file, or the part of one that `only` some records are about: several share its position then.

    name: as stored, unique without regard to case. label: the question or header as people know it. position: from 0.
    role: None where the column is not used. examples: up to three values from the file, of reasons
    for leaving up to eight.
    type and format: how its text becomes a value. Times: a strptime pattern, where %z at the end is a zone in any
    spelling; several of them with EITHER between; EPOCH_S, EPOCH_MS (UTC) or EXCEL (serial days); None for any
    ISO 8601 text. The clock is kept as it is written, never moved to another zone. Numbers: None where they are plain;
    DECIMAL_COMMA; THOUSANDS, with separators between thousands and perhaps a currency sign; PERCENT (45% is 0.45) and
    PERCENT_COMMA; WORDED. Durations besides: CLOCK_HMS; CLOCK_MS and CLOCK_HM, where three numbers are still hours,
    minutes and seconds; SPELLED. Texts: LISTED, of which the first counts.
    codes: (text in the file, text it stands for), where texts are written as codes. scale: the lowest and highest
    answer, where the question offered others than its role does.
    """

    name: str
    label: str
    position: int
    role: Role | None
    type: Type
    format: str | None = None
    examples: tuple[str, ...] = ()
    only: Only | None = None
    codes: tuple[tuple[str, str], ...] = ()
    scale: tuple[float, float] | None = None

    @property
    def range(self) -> tuple[float, float] | None:
        """Lowest and highest possible answer of a score, None for a column that is none."""
        return (self.scale or SCALES[self.role]) if self.role in SCALES else None


def is_answer(column: Column) -> bool:
    """Whether a time of reply says when a customer answered an invitation, not when a company answered a customer."""
    return column.role is Role.REPLY_AT and "received" in column.label.lower()


@dataclass(frozen=True, slots=True)
class SetAside:
    """Records whose column holds one of these texts (without regard to case) are kept but not counted.

    The empty text is a blank cell. With `unless`, records whose column holds none of the texts are set aside instead.
    With `prefix`, a text that begins with one of them is as good as the whole.
    """

    reason: Reason
    column: str
    among: tuple[str, ...]
    unless: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything needed to read one file the same way again.

    skip_rows: records and blank lines before the header. header_rows: 1 to 3. footer_rows: lines after the last
    record, up to the last one that is not empty.
    missing: texts that mean "no answer" beside NO_ANSWER; a number among them only on a scale. survey: whether a record
    without any score is worthless. counted: reasons that the user has switched off, so that those records count.
    renamed: (name in the file, name as stored) of columns that an earlier file of the same source calls otherwise.
    caveats: sentences on what the figures of this file cannot say, which go with every metric out of it.
    """

    name: str
    vendor: str
    encoding: str
    delimiter: str
    skip_rows: int
    header_rows: int
    footer_rows: int
    timezone: str | None
    columns: tuple[Column, ...]
    set_aside: tuple[SetAside, ...] = ()
    missing: tuple[str, ...] = ()
    survey: bool = False
    counted: tuple[Reason, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Columns of the file itself."""
        return 1 + max(column.position for column in self.columns)

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the columns of the file itself, by position."""
        return tuple(column.name for column in self.columns if column.only is None)

    def named(self, role: Role) -> tuple[Column, ...]:
        """The columns with this role, in file order."""
        return tuple(column for column in self.columns if column.role is role)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file cannot answer: `column` is concerned, `options` are (format or role, words for it)."""

    column: str
    text: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the importer sees in a file before anything is stored; sample holds the first records as they came."""

    layout: Layout
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
