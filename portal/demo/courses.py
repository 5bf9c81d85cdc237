"""How each report went: when it was submitted, sent back and accepted, in days after the due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Return:
    """That the programme office sent parts of a report back, and what stood there the first time."""

    on: int
    reasons: Mapping[str, str]
    section_reason: str = ""
    first_texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What was done and its result, as it first stood there, by code of the maatregel."""
    first_summary: str = ""
    corrected_on: int | None = None


@dataclass(frozen=True)
class Course:
    """How far a report came; without a day something did not happen."""

    written: int
    submitted: int | None = None
    returned: Return | None = None
    accepted: int | None = None


NOT_RECEIVED_REASON = (
    "Bloemenveilingen heeft geen rapportage ingediend: de coördinatie wordt opnieuw ingericht. Er komt een "
    "tweede coördinator. Het netwerk neemt deze maanden mee in de volgende rapportage."
)

_ZWB_RETURN = Return(
    on=3,
    reasons={
        "zwb-03": "Noem hoeveel functies vervuld zijn en wanneer u de rest verwacht. Nu staat er alleen "
        "dat de werving loopt."
    },
    first_texts={
        "zwb-03": (
            "Collega’s van elders helpen mee en kandidaten zijn aan de opleiding begonnen.",
            "De werving loopt en levert resultaat op.",
        )
    },
    corrected_on=7,
)
_BLO_RETURN = Return(
    on=2,
    reasons={"blo-03": "Beschrijf wat het onderzoek tot nu toe heeft opgeleverd, niet alleen dat het loopt."},
    section_reason="De samenvatting noemt geen risico’s, maar uw oordeel daarover wel. Maak duidelijk welk "
    "beeld klopt.",
    first_texts={"blo-03": ("Een onderzoek is gestart.", "Het onderzoek is in volle gang.")},
    first_summary="De sector is begonnen met kleine, haalbare stappen. Alles verloopt goed.",
    corrected_on=6,
)
_OVK_RETURN = Return(
    on=1,
    reasons={
        "ovk-04": "Geef aan waar de aanscherping op wacht en wie aan zet is.",
        "ovk-08": "Leg uit waarom de planning verandert en voor welke beroepsgroepen dat geldt.",
    },
    first_texts={
        "ovk-04": (
            "Met havenbedrijven is gesproken over strengere eisen.",
            "Het onderwerp is nog in behandeling.",
        ),
        "ovk-08": (
            "Er is een advies gevraagd over de grondslag. De planning is aangepast.",
            "De meeste beroepsgroepen kunnen verder.",
        ),
    },
    corrected_on=6,
)
_NZKG_RETURN = Return(
    on=-1,
    reasons={
        "nzkg-02": "U meldt dat de aanpak is vastgesteld, maar niet door wie en voor welke locaties. "
        "Vul dit aan.",
        "nzkg-03": "De status is ‘op schema’, terwijl de volgende stap een jaar later valt dan afgesproken. "
        "Pas de status aan of leg het verschil uit.",
    },
)

COURSES: Mapping[str, Sequence[Course]] = {
    "rotterdam": (
        Course(-5, -3, accepted=4),
        Course(-8, -6, accepted=1),
        Course(-3, -2, accepted=5),
        Course(-1),
    ),
    "zeeland-west-brabant": (
        Course(-2, -1, accepted=6),
        Course(2, 4, accepted=8),
        Course(-3, -1, returned=_ZWB_RETURN, accepted=10),
        Course(-1, 1),
    ),
    "noordzeekanaalgebied": (
        Course(3, 5, accepted=11),
        Course(-6, -4, accepted=2),
        Course(-10, -8, accepted=-1),
        Course(-4, -3, returned=_NZKG_RETURN),
    ),
    "schiphol": (
        Course(-11, -9, accepted=-2),
        Course(-9, -7, accepted=-1),
        Course(-12, -10, accepted=-3),
        Course(-5, -4, accepted=-1),
    ),
    "bloemenveilingen": (
        Course(-4, -2, returned=_BLO_RETURN, accepted=9),
        Course(-2),
        Course(-7, -5, accepted=2),
        Course(-2, -1),
    ),
    "overkoepelend": (
        Course(2, 4, accepted=10),
        Course(-4, -2, returned=_OVK_RETURN, accepted=9),
        Course(4, 6, accepted=11),
        Course(-1),
    ),
}
