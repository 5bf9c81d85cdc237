"""How the two versions of the service call the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Entity(StrEnum):
    """The sets of the service that the portal reads, by the name they have in an address."""

    ZAAK = "Zaak"
    BESLUIT = "Besluit"
    STEMMING = "Stemming"
    ZAAK_ACTOR = "ZaakActor"
    DOCUMENT = "Document"
    DOSSIER = "Kamerstukdossier"
    TOEZEGGING = "Toezegging"
    ACTIVITEIT = "Activiteit"


_COMMON = {"id": "Id", "deleted": "Verwijderd", "modified_at": "ApiGewijzigdOp"}
_SHARED: Mapping[Entity, Mapping[str, str]] = {
    Entity.ZAAK: {
        "number": "Nummer",
        "kind": "Soort",
        "title": "Titel",
        "subject": "Onderwerp",
        "started_on": "GestartOp",
        "handled": "Afgedaan",
        "appreciation": "Kabinetsappreciatie",
        "decisions": "Besluit",
        "actors": "ZaakActor",
        "documents": "Document",
        "dossiers": "Kamerstukdossier",
        "activities": "Activiteit",
    },
    Entity.BESLUIT: {
        "kind": "BesluitSoort",
        "words": "BesluitTekst",
        "status": "Status",
        "voting": "StemmingsSoort",
        "votes": "Stemming",
        "cases": "Zaak",
    },
    Entity.STEMMING: {
        "kind": "Soort",
        "party": "ActorFractie",
        "seats": "FractieGrootte",
        "mistaken": "Vergissing",
    },
    Entity.ZAAK_ACTOR: {"name": "ActorNaam", "party": "ActorFractie", "relation": "Relatie"},
    Entity.DOCUMENT: {"kind": "Soort", "title": "Titel", "subject": "Onderwerp", "dated_on": "Datum"},
    Entity.DOSSIER: {"number": "Nummer", "addition": "Toevoeging", "title": "Titel"},
    Entity.TOEZEGGING: {
        "number": "Nummer",
        "made_on": "Aanmaakdatum",
        "activity": "ActiviteitNummer",
        "function": "Functie",
        "status": "Status",
        "fulfilment_day": "DatumNakoming",
        "ministry": "Ministerie",
        "text": "Tekst",
        "letters": "KamerbriefNakoming",
    },
    Entity.ACTIVITEIT: {"number": "Nummer"},
}


@dataclass(frozen=True)
class Dialect:
    """One version of the service: its limits, and its own names for what both versions have."""

    name: str
    most_per_page: int
    most_in_or: int = 15
    """The service refuses a filter of more than some 19 alternatives."""
    own: Mapping[Entity, Mapping[str, str]] = field(default_factory=dict)

    def named(self, entity: Entity, logical: str) -> str:
        """Return how this version calls a field; KeyError for one the portal does not know."""
        return self.names(entity)[logical]

    def names(self, entity: Entity) -> dict[str, str]:
        """Return every field of an entity that the portal reads."""
        return {**_COMMON, **_SHARED[entity], **self.own.get(entity, {})}


V4 = Dialect(
    "v4",
    100,
    own={Entity.DOCUMENT: {"number": "DocumentNummer", "subnumber": "Volgnummer"}},
)
V5 = Dialect("v5", 100, own={Entity.DOCUMENT: {"number": "Nummer", "subnumber": "Ondernummer"}})
DIALECTS: Mapping[str, Dialect] = {each.name: each for each in (V4, V5)}
