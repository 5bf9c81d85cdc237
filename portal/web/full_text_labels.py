"""What is called what on the page on which one finds by words."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.full_text import FoundKind

WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (FoundKind.MAATREGEL, _l("Maatregel")),
    (FoundKind.UNDERPINNING, _l("Onderbouwing van een maatregel")),
    (FoundKind.REPORT, _l("Rapportage")),
    (FoundKind.NETWORK, _l("PPS-netwerk")),
    (FoundKind.GOAL, _l("Subdoel")),
    (FoundKind.ASSESSMENT, _l("Beoordeling van een subdoel")),
    (FoundKind.INDICATOR, _l("Indicator")),
    (FoundKind.OBSERVATION, _l("Waarneming")),
    (FoundKind.SIGNAL, _l("Signaal")),
    (FoundKind.DECISION, _l("Besluit")),
    (FoundKind.ACTION, _l("Actiepunt")),
    (FoundKind.MEETING, _l("Vergadering")),
    (FoundKind.AGENDA, _l("Agendapunt")),
    (FoundKind.CHANGE, _l("Wijzigingsverzoek")),
    (FoundKind.MOTIE, _l("Motie")),
    (FoundKind.TOEZEGGING, _l("Toezegging")),
    (FoundKind.COALITION, _l("Coalitieakkoord")),
    (FoundKind.RECOMMENDATION, _l("Aanbeveling")),
    (FoundKind.ASK, _l("Verzoek")),
    (FoundKind.EVIDENCE, _l("Bewijs")),
    (FoundKind.LETTER, _l("Brief aan de Kamer")),
    (FoundKind.ISSUED, _l("Kamerstuk")),
    (FoundKind.LAW, _l("Wetstraject")),
    (FoundKind.STATEMENT, _l("Verantwoording")),
    (FoundKind.DOCUMENT, _l("Bron van het plan")),
    (FoundKind.CONTRADICTION, _l("Tegenstrijdigheid")),
)

KINDS: tuple[tuple[Enum, str], ...] = ()
