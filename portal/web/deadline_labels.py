"""What the enums of terms and of the file of an ask are called on screen; `labels` joins them all."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.deadlines import TimeState
from portal.domain.file_events import FilePart
from portal.domain.legislation import ORDER, LawRisk
from portal.domain.parliament import LegislationStage
from portal.domain.proof import Claim, Concern, Proof

WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (TimeState.SETTLED, _l("Afgedaan")),
    (TimeState.OPEN, _l("Nog te doen")),
    (TimeState.OVERDUE, _l("Te laat")),
    (Proof.PROVED, _l("Bewezen")),
    (Proof.CLAIMED, _l("Beweerd zonder bewijs")),
    (Proof.NOTHING, _l("Nog niets gedaan of gezegd")),
    (Proof.LAPSED, _l("Vervallen")),
    (Claim.LETTER, _l("De brief zegt dat het is gedaan of beantwoord")),
    (Claim.OFFICE, _l("Het programmabureau noemt het begonnen of deels gedaan")),
    (Claim.REPORTED, _l("Een maatregel is afgerond volgens de rapportage, zonder bewijsstuk")),
    (Concern.LATE, _l("Over de termijn")),
    (Concern.SOON, _l("Termijn binnen 30 dagen")),
    (Concern.NO_OWNER, _l("Zonder eigenaar")),
    (Concern.NO_MAATREGEL, _l("Zonder maatregel")),
    (LawRisk.DROPPED, _l("Het wetstraject is gestopt")),
    (LawRisk.TOO_LATE, _l("De wet komt naar verwachting later dan nodig")),
    (LawRisk.NOT_THERE, _l("De dag waarop de wet nodig is, is voorbij")),
    (FilePart.ASKED, _l("Motie en verzoeken")),
    (FilePart.LETTER, _l("Brieven aan de Kamer")),
    (FilePart.LINK, _l("Koppelingen met maatregelen")),
    (FilePart.STEP, _l("Stappen")),
    (FilePart.PROGRESS, _l("Voortgang van maatregelen")),
    (FilePart.PROOF, _l("Onderbouwing")),
    (FilePart.CLOSING, _l("Voorstellen en akkoord")),
    (FilePart.TERM, _l("Uitstel")),
)

KINDS: tuple[tuple[Enum, str], ...] = (
    (TimeState.SETTLED, "good"),
    (TimeState.OPEN, "info"),
    (TimeState.OVERDUE, "critical"),
    (Proof.PROVED, "good"),
    (Proof.CLAIMED, "attention"),
    (Proof.NOTHING, "neutral"),
    (Proof.LAPSED, "neutral"),
    (Concern.LATE, "critical"),
    (Concern.SOON, "attention"),
    (Concern.NO_OWNER, "attention"),
    (Concern.NO_MAATREGEL, "attention"),
    *((stage, "info") for stage in ORDER[: ORDER.index(LegislationStage.PUBLISHED)]),
)
