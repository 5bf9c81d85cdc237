"""The kinds of things the programme consists of, as the letters of 2021 and 2022 fixed it."""

from enum import StrEnum


class KnooppuntKind(StrEnum):
    """What kind of place a knooppunt is."""

    SEAPORT = "seaport"
    AIRPORT = "airport"
    AUCTION = "auction"
    FOREIGN_PORT = "foreign_port"
    OTHER = "other"


class GoalKind(StrEnum):
    """Nine substantive and five process goals (nota 4.2, 1)."""

    SUBSTANTIVE = "substantive"
    PROCESS = "process"


class PartnerSector(StrEnum):
    """To which side of the public-private partnership an organisation belongs."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNATIONAL = "international"
    MIXED = "mixed"


class MaatregelKind(StrEnum):
    """How concrete the letters are: a direction, a concrete measure, or one of the ten overarching ones."""

    FOCUS = "focus"
    CONCRETE = "concrete"
    OVERARCHING = "overarching"


class MaatregelTerm(StrEnum):
    """Whether a maatregel is paid structurally or was incidental in 2021 and 2022."""

    STRUCTURAL = "structural"
    INCIDENTAL = "incidental"


class Stage(StrEnum):
    """The stage as of the letter of 4 November 2022."""

    EXPLORATORY = "exploratory"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Basis(StrEnum):
    """Whether a statement stands in a letter or was derived by who compiled the plan."""

    EXPLICIT = "explicit"
    DERIVED = "derived"


class PartnerPart(StrEnum):
    """The part an organisation has in a maatregel."""

    OWNER = "owner"
    EXECUTOR = "executor"
    INVOLVED = "involved"


class ToezeggingKind(StrEnum):
    """How firm a promise is: a promise in so many words, an intention, or an expectation."""

    PROMISE = "promise"
    ANNOUNCEMENT = "announcement"
    PLANNING = "planning"


class LetterJudgement(StrEnum):
    """What the minister says of an ask in the letter; not a judgement of the Kamer."""

    CARRIED_OUT = "carried_out"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    ANSWERED_NEGATIVELY = "answered_negatively"
    OPEN = "open"


class Severity(StrEnum):
    """How much a contradiction between documents matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
