"""What the service of the Tweede Kamer calls its fields, in both versions, and of which type each is."""

from collections.abc import Mapping

COMMON = {"Id": "guid", "GewijzigdOp": "date", "ApiGewijzigdOp": "date", "Verwijderd": "bool"}
_SHARED: Mapping[str, Mapping[str, str]] = {
    "Zaak": {
        "Nummer": "str", "Soort": "str", "Titel": "str", "Citeertitel": "str", "Status": "str",
        "Onderwerp": "str", "GestartOp": "date", "Organisatie": "str", "Vergaderjaar": "str",
        "Afgedaan": "bool", "Kabinetsappreciatie": "str", "Besluit": "Besluit",
        "ZaakActor": "ZaakActor", "Document": "Document", "Kamerstukdossier": "Kamerstukdossier",
        "Activiteit": "Activiteit",
    },
    "Besluit": {
        "BesluitSoort": "str", "BesluitTekst": "str", "StemmingsSoort": "str", "Status": "str",
        "Opmerking": "str", "Stemming": "Stemming", "Zaak": "Zaak",
    },
    "Stemming": {
        "Soort": "str", "ActorNaam": "str", "ActorFractie": "str", "FractieGrootte": "int",
        "Vergissing": "bool",
    },
    "ZaakActor": {"ActorNaam": "str", "ActorFractie": "str", "Functie": "str", "Relatie": "str"},
    "Document": {"Soort": "str", "Titel": "str", "Onderwerp": "str", "Datum": "date", "ContentType": "str"},
    "Kamerstukdossier": {"Nummer": "int", "Toevoeging": "str", "Titel": "str", "Afgesloten": "bool"},
    "Toezegging": {
        "Nummer": "str", "Aanmaakdatum": "date", "ActiviteitNummer": "str", "Naam": "str",
        "Achternaam": "str", "Functie": "str", "Status": "str", "DatumNakoming": "date",
        "Ministerie": "str", "Tekst": "str", "KamerbriefNakoming": "Document", "Activiteit": "Activiteit",
    },
    "Activiteit": {"Nummer": "str", "Soort": "str", "Onderwerp": "str", "Datum": "date"},
}  # fmt: skip
_OWN: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "v4": {
        "Document": {"DocumentNummer": "str", "Volgnummer": "int", "DatumRegistratie": "date"},
        "Kamerstukdossier": {"HoogsteVolgnummer": "int"},
    },
    "v5": {
        "Document": {"Nummer": "str", "Ondernummer": "int"},
        "Kamerstukdossier": {"AantalDocumenten": "int"},
    },
}
RENAMED = {"DocumentNummer": "Nummer", "Volgnummer": "Ondernummer"}
"""What version 5 calls the fields of a document in version 4."""


def fields(dialect: str, entity: str) -> dict[str, str]:
    """Type of each field of a set."""
    return {**COMMON, **_SHARED[entity], **_OWN[dialect].get(entity, {})}


def entities() -> list[str]:
    """The names of all sets."""
    return list(_SHARED)


def description(dialect: str) -> str:
    """The description of the service, as `$metadata` gives it."""
    types = "".join(_type(entity, fields(dialect, entity)) for entity in entities())
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        '<Schema Namespace="Kamer" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        '<EntityType Name="Basis" Abstract="true"><Key><PropertyRef Name="Id"/></Key>'
        + "".join(f'<Property Name="{name}" Type="Edm.String"/>' for name in COMMON)
        + f"</EntityType>{types}</Schema></edmx:DataServices></edmx:Edmx>"
    )


def _type(entity: str, known: Mapping[str, str]) -> str:
    lines = "".join(
        f'<NavigationProperty Name="{name}" Type="Collection(Kamer.{kind})"/>'
        if kind in _SHARED
        else f'<Property Name="{name}" Type="Edm.{kind}"/>'
        for name, kind in known.items()
        if name not in COMMON
    )
    return f'<EntityType Name="{entity}" BaseType="Kamer.Basis">{lines}</EntityType>'
