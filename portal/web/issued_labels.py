"""What the kinds of sources and of changes in documents for the Kamer are called."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.issued import PassageFate, SourceKind

WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (SourceKind.PROGRAMME, _l("Plan van aanpak")),
    (SourceKind.LINE, _l("Lijn van het plan")),
    (SourceKind.GOAL, _l("Subdoel")),
    (SourceKind.MAATREGEL, _l("Maatregel")),
    (SourceKind.CHAIN_STAGE, _l("Ketenfase")),
    (SourceKind.FUNDING_SOURCE, _l("Geldbron")),
    (SourceKind.BUDGET_SERIES, _l("Begroting van het plan")),
    (SourceKind.BUDGET, _l("Budget met verschuivingen")),
    (SourceKind.PERIOD, _l("Rapportageperiode")),
    (SourceKind.REPORT, _l("Rapportage")),
    (SourceKind.PROGRESS, _l("Voortgang")),
    (SourceKind.JUDGEMENT, _l("Oordeel van het PPS-netwerk")),
    (SourceKind.OFFICE_JUDGEMENT, _l("Oordeel van het programmabureau")),
    (SourceKind.MONEY, _l("Geld in een rapportage")),
    (SourceKind.CONTRIBUTION, _l("Bijdrage van een partner")),
    (SourceKind.ERRATUM, _l("Erratum")),
    (SourceKind.GOAL_ASSESSMENT, _l("Beoordeling van een subdoel")),
    (SourceKind.INDICATOR, _l("Indicator")),
    (SourceKind.UNDERPINNING, _l("Onderbouwing")),
    (SourceKind.MOTIE, _l("Motie")),
    (SourceKind.TOEZEGGING, _l("Toezegging")),
    (SourceKind.COALITION_PASSAGE, _l("Coalitieakkoord")),
    (SourceKind.RECOMMENDATION, _l("Aanbeveling")),
    (SourceKind.ASK, _l("Verzoek")),
    (SourceKind.OUTCOME, _l("Afsluiting van een verzoek")),
    (SourceKind.LETTER, _l("Brief aan de Kamer")),
    (PassageFate.ADDED, _l("Nieuw")),
    (PassageFate.REMOVED, _l("Verdwenen")),
    (PassageFate.CHANGED, _l("Gewijzigd")),
)

KINDS: tuple[tuple[Enum, str], ...] = (
    (PassageFate.ADDED, "good"),
    (PassageFate.REMOVED, "critical"),
    (PassageFate.CHANGED, "info"),
)
