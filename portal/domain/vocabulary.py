"""The words with which the vocabularies of signals can begin: general kinds, as the letters describe them."""

from dataclasses import dataclass

from portal.domain.signals import VocabularyKind


@dataclass(frozen=True)
class FirstTerm:
    """A term to begin with; the programme office changes, adds and retires as it likes."""

    kind: VocabularyKind
    title: str
    description: str


_METHODS = (
    ("Uithalers", "Mensen die partijen uit lading of van een terrein halen."),
    ("Hulp van binnenuit", "Medewerkers die toegang, informatie of hun handen lenen, al dan niet gedwongen."),
    ("Misbruik van pincodes van containers", "Een zending wordt opgehaald met gegevens van een ander."),
    (
        "Meeliften met gewone lading",
        "Een partij ligt tussen of in goederen van een ander, die er niet van weet.",
    ),
    ("Verborgen ruimten", "In of aan een schip, vliegtuig of voertuig."),
    ("Aan de romp, onder water", "Een partij hangt onder de waterlijn aan een schip."),
    ("Bagagelijn", "Bagage die buiten de gewone controle om in of uit de stroom gaat."),
    ("Onbevoegde toegang tot terreinen", "Op een terrein komen zonder of met andermans toegang."),
)
_GOODS = (
    ("Containers, algemeen", "Lading in containers die hieronder niet apart staat."),
    ("Vers fruit in koelcontainers", "Bederfelijk, dus weinig tijd voor controle."),
    ("Cacao en andere bulk", "Los gestorte lading en lading in grote zakken."),
    ("Stukgoed", "Losse lading die niet in containers gaat."),
    ("Bloemen en planten", "Snelle doorvoer, vooral over de weg."),
    ("Luchtvracht", "Vracht met het vliegtuig, ook in passagiersvluchten."),
    ("Bagage van reizigers", "Ruimbagage en handbagage."),
)

FIRST_TERMS = tuple(
    FirstTerm(kind, title, description)
    for kind, terms in ((VocabularyKind.MODUS_OPERANDI, _METHODS), (VocabularyKind.GOODS_FLOW, _GOODS))
    for title, description in terms
)
