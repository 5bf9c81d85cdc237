"""What the fields and words of the Tweede Kamer are called on screen."""

from enum import Enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.kamer.drift import Watched
from portal.domain.kamer.fields import KamerField
from portal.domain.kamer.statuses import ToezeggingStatus

WORDS: tuple[tuple[Enum, LazyString], ...] = (
    (KamerField.NUMBER, _l("Nummer bij de Tweede Kamer")),
    (KamerField.TITLE, _l("Titel")),
    (KamerField.REFERENCE, _l("Kamerstuk")),
    (KamerField.SUBMITTERS, _l("Indieners")),
    (KamerField.DATED_ON, _l("Datum")),
    (KamerField.KAMER_STATUS, _l("Status, woorden van de Tweede Kamer")),
    (KamerField.VOTE, _l("Stemming")),
    (KamerField.APPRECIATION, _l("Oordeel van het kabinet")),
    (KamerField.RAW_APPRECIATION, _l("Kabinetsappreciatie, woorden van de Tweede Kamer")),
    (KamerField.FUNCTION, _l("Toegezegd door")),
    (KamerField.MINISTRY, _l("Ministerie")),
    (KamerField.ACTIVITY, _l("Nummer van het debat")),
    (KamerField.FULFILMENT_DAY, _l("DatumNakoming (betekenis niet bevestigd)")),
    (KamerField.DOCUMENTS, _l("Documenten")),
    (KamerField.DELETED, _l("Verwijderd bij de Tweede Kamer")),
    (ToezeggingStatus.OPEN, _l("Openstaand")),
    (ToezeggingStatus.PARTLY_DONE, _l("Deels afgedaan")),
    (ToezeggingStatus.DONE, _l("Afgedaan")),
    (ToezeggingStatus.LAPSED, _l("Vervallen")),
    (Watched.TOEZEGGING_STATUS, _l("Status van toezeggingen")),
    (Watched.MOTIE_DECISION, _l("Soort besluit bij moties")),
    (Watched.MOTIE_APPRECIATION, _l("Kabinetsappreciatie bij moties")),
)

KINDS: tuple[tuple[Enum, str], ...] = (
    (ToezeggingStatus.OPEN, "info"),
    (ToezeggingStatus.PARTLY_DONE, "info"),
    (ToezeggingStatus.DONE, "good"),
    (ToezeggingStatus.LAPSED, "neutral"),
)
