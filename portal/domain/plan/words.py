"""The Dutch words of the plan files for the kinds and scales of the programme."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from portal.domain.dates import DatePrecision
from portal.domain.programme import (
    Basis,
    GoalKind,
    KnooppuntKind,
    LetterJudgement,
    MaatregelKind,
    MaatregelTerm,
    PartnerPart,
    PartnerSector,
    Severity,
    Stage,
    ToezeggingKind,
)

WORDS: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    KnooppuntKind: {
        "zeehaven": KnooppuntKind.SEAPORT,
        "luchthaven": KnooppuntKind.AIRPORT,
        "veiling": KnooppuntKind.AUCTION,
        "buitenlandse-haven": KnooppuntKind.FOREIGN_PORT,
        "overig": KnooppuntKind.OTHER,
    },
    GoalKind: {"inhoudelijk": GoalKind.SUBSTANTIVE, "procesmatig": GoalKind.PROCESS},
    PartnerSector: {
        "publiek": PartnerSector.PUBLIC,
        "privaat": PartnerSector.PRIVATE,
        "internationaal": PartnerSector.INTERNATIONAL,
        "gemengd": PartnerSector.MIXED,
    },
    PartnerPart: {
        "eigenaar": PartnerPart.OWNER,
        "uitvoerder": PartnerPart.EXECUTOR,
        "betrokken": PartnerPart.INVOLVED,
    },
    MaatregelKind: {
        "focuspunt": MaatregelKind.FOCUS,
        "maatregel": MaatregelKind.CONCRETE,
        "overkoepelend": MaatregelKind.OVERARCHING,
    },
    MaatregelTerm: {
        "structureel": MaatregelTerm.STRUCTURAL,
        "incidenteel": MaatregelTerm.INCIDENTAL,
    },
    Stage: {
        "verkennend": Stage.EXPLORATORY,
        "gepland": Stage.PLANNED,
        "in-uitvoering": Stage.IN_PROGRESS,
        "afgerond": Stage.COMPLETED,
    },
    Basis: {"expliciet": Basis.EXPLICIT, "afgeleid": Basis.DERIVED},
    DatePrecision: {
        "dag": DatePrecision.DAY,
        "maand": DatePrecision.MONTH,
        "seizoen": DatePrecision.SEASON,
        "halfjaar": DatePrecision.HALF_YEAR,
        "jaar": DatePrecision.YEAR,
        "onbepaald": DatePrecision.UNDETERMINED,
    },
    ToezeggingKind: {
        "toezegging": ToezeggingKind.PROMISE,
        "aankondiging": ToezeggingKind.ANNOUNCEMENT,
        "planning": ToezeggingKind.PLANNING,
    },
    LetterJudgement: {
        "uitvoering-gegeven": LetterJudgement.CARRIED_OUT,
        "in-uitvoering": LetterJudgement.IN_PROGRESS,
        "beantwoord": LetterJudgement.ANSWERED,
        "beantwoord-afwijzend": LetterJudgement.ANSWERED_NEGATIVELY,
        "nog-in-te-vullen": LetterJudgement.OPEN,
    },
    Severity: {"laag": Severity.LOW, "middel": Severity.MEDIUM, "hoog": Severity.HIGH},
}


def dutch(member: StrEnum) -> str:
    """Return the word that the plan files use for a member."""
    return next(word for word, other in WORDS[type(member)].items() if other is member)


def from_dutch(kind: type[StrEnum]) -> BeforeValidator:
    """Return the validator that turns the Dutch word into the member."""

    def member(word: Any) -> StrEnum:
        if isinstance(word, str) and word in WORDS[kind]:
            return WORDS[kind][word]
        allowed = ", ".join(WORDS[kind])
        raise PydanticCustomError("word", "Kies een van deze woorden: {allowed}.", {"allowed": allowed})

    return BeforeValidator(member)
