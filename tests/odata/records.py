"""Invented moties and toezeggingen in the shape of the real ones; no person in them exists."""

import copy
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tests.odata.schema import RENAMED

Record = dict[str, Any]
BEGUN = "2026-03-18T00:00:00+01:00"
DOSSIER = 29911


def uid(kind: int, number: int) -> str:
    """An identifier by which a test knows a record again."""
    return str(UUID(int=(kind << 64) + number))


def common(kind: int, number: int, **others: Any) -> Record:
    """What every record has."""
    return {
        "Id": uid(kind, number),
        "GewijzigdOp": "2026-03-18T12:00:00.69+01:00",
        "ApiGewijzigdOp": f"2026-03-18T{10 + number % 10}:00:00Z",
        "Verwijderd": False,
        **others,
    }


def motie(number: int, **others: Any) -> Record:
    """A motie in dossier 29911, adopted by two of three parties."""
    return common(
        1,
        number,
        **{
            "Nummer": f"2026Z{number:05}",
            "Soort": "Motie",
            "Titel": "Bestrijding van georganiseerde criminaliteit",
            "Onderwerp": f"Motie van het lid Alfa over onderwerp {number}",
            "GestartOp": BEGUN,
            "Afgedaan": True,
            "Kabinetsappreciatie": "Oordeel Kamer",
            "Kamerstukdossier": [dossier()],
            "ZaakActor": [
                actor(10 * number + 1, "Alfa, A.", "AAA", "Indiener"),
                actor(10 * number + 2, "Beta, B.", "BBB", "Medeindiener"),
                actor(10 * number + 3, "Minister van Voorbeelden", "", "Gericht aan"),
            ],
            "Besluit": [
                decision(10 * number + 1, "Ingediend"),
                decision(10 * number + 2, "Stemmen - aangenomen", votes=votes(number)),
            ],
            "Document": [document(10 * number + 1, subnumber=number, title=f"Motie over onderwerp {number}")],
            "Activiteit": [common(8, number, Nummer=f"2026A{number % 7:05}")],
            **others,
        },
    )


def toezegging(number: int, **others: Any) -> Record:
    """A toezegging that is still open, with the day that means there is none."""
    return common(
        6,
        number,
        **{
            "Nummer": f"TZ202603-{number:03}",
            "Aanmaakdatum": "2026-03-19T17:42:13.69+01:00",
            "ActiviteitNummer": f"2026A{number % 7:05}",
            "Naam": "Naam-die-nergens-mag-staan, N.",
            "Achternaam": "Naam-die-nergens-mag-staan",
            "Functie": "Minister van Voorbeelden",
            "Status": "Openstaand",
            "DatumNakoming": "0001-01-01T00:00:00Z",
            "Ministerie": "Ministerie van Justitie en Veiligheid",
            "Tekst": f"De minister zegt toe de Kamer te informeren over havens, punt {number}.",
            "KamerbriefNakoming": [],
            "Activiteit": [],
            **others,
        },
    )


def dossier(number: int = DOSSIER, addition: str | None = None) -> Record:
    """A dossier of Kamerstukken."""
    return common(3, number, Nummer=number, Toevoeging=addition, Titel="Bestrijding van criminaliteit")


def actor(number: int, name: str, party: str, relation: str) -> Record:
    """Somebody with a motie."""
    return common(4, number, ActorNaam=name, ActorFractie=party, Relatie=relation)


def decision(number: int, kind: str, status: str = "Besluit", votes: list[Record] | None = None) -> Record:
    """A decision about a motie."""
    words = kind.rpartition(" - ")[2].capitalize() + "."
    return common(
        5,
        number,
        BesluitSoort=kind,
        BesluitTekst=words,
        Status=status,
        StemmingsSoort=None,
        Stemming=votes or [],
    )


def votes(number: int) -> list[Record]:
    """What three parties voted."""
    said = (("AAA", "Voor", 60), ("BBB", "Voor", 40), ("CCC", "Tegen", 50))
    return [
        common(7, 10 * number + at, Soort=kind, ActorFractie=party, FractieGrootte=seats, Vergissing=False)
        for at, (party, kind, seats) in enumerate(said)
    ]


def document(
    number: int, *, kind: str = "Motie", subnumber: int = -1, title: str = "Stuk", day: str = BEGUN
) -> Record:
    """A document, with the names of version 4."""
    return common(
        2,
        number,
        Soort=kind,
        DocumentNummer=f"2026D{number:05}",
        Volgnummer=subnumber,
        DatumRegistratie=day,
        Titel="Bestrijding van criminaliteit",
        Onderwerp=title,
        Datum=day,
    )


def data(dialect: str, moties: list[Record], toezeggingen: list[Record]) -> dict[str, list[Record]]:
    """Everything the service holds, in the words of one version."""
    zaken = [_named(each, dialect) for each in moties]
    decisions = [
        {**decided, "Zaak": [zaak]} for zaak in zaken for decided in zaak.get("Besluit") or () if decided
    ]
    return {
        "Zaak": zaken,
        "Toezegging": [_named(each, dialect) for each in toezeggingen],
        "Besluit": decisions,
        "Document": [each for zaak in zaken for each in zaak.get("Document") or ()],
    }


def _named(record: Record, dialect: str) -> Record:
    """Return a copy in which documents have the names of this version."""
    kept = copy.deepcopy(record)
    if dialect == "v5":
        for name in ("Document", "KamerbriefNakoming"):
            if isinstance(kept.get(name), list):
                kept[name] = [_renamed(each) for each in kept[name]]
    return kept


def _renamed(document: Mapping[str, Any]) -> Record:
    return {RENAMED.get(name, name): value for name, value in document.items() if name != "DatumRegistratie"}
