"""Invented Dutch of the length people write, varied enough that a search finds some of it and not all."""

from itertools import product
from random import Random

WHO = (
    "De terminals", "De havenmeester", "Het PPS-netwerk", "De gemeente", "De douane", "De zeehavenpolitie",
    "Het samenwerkingsverband", "De brancheorganisatie", "De ondernemers op het terrein", "Het regieteam",
    "De projectgroep", "De waterkant van het netwerk", "De transporteurs", "De expediteurs",
    "De beveiligingsbedrijven", "Het informatieknooppunt",
)  # fmt: skip
DID = (
    "bespraken", "beproefden", "vernieuwden", "onderzochten", "verbeterden", "legden vast", "oefenden met",
    "breidden uit", "evalueerden", "stemden af", "beschreven", "controleerden", "financierden",
    "ondersteunden",
)  # fmt: skip
WHAT = (
    "het cameratoezicht langs de kade", "de toegangspassen voor kraanmachinisten",
    "de controle van koelcontainers", "de zegels op doorvoerladingen", "de screening van nieuwe medewerkers",
    "de meldlijn voor verdachte situaties", "de verlichting rond het emplacement",
    "de weerbaarheidstraining voor planners", "de vrijgavecodes in het berichtenverkeer",
    "de drones boven het opslagterrein", "de afspraken over gegevensdeling", "de inzet van speurhonden",
    "het hekwerk bij de overslag", "de scanstraat voor luchtvracht", "het register van onderaannemers",
    "de voorlichting op scholen in de wijk", "de analyse van risicostromen",
    "het toezicht op leegstaande loodsen", "de bewustwording bij chauffeurs",
    "de aanpak van uithalers", "de wachtrijen bij de poort", "de proef met digitale vrachtbrieven",
    "het netwerk van vertrouwenspersonen", "de sluiting van zijpoorten in de nacht",
)  # fmt: skip
WITH = (
    "met alle partners aan tafel", "samen met twee buurgemeenten", "in overleg met de vakbonden",
    "met hulp van de universiteit", "op verzoek van de stuurgroep", "na een ronde langs de bedrijven",
    "binnen het bestaande convenant", "met tijdelijke menskracht", "volgens het nieuwe draaiboek",
    "aan de hand van de lessen van vorig jaar", "zonder extra kosten voor de bedrijven",
)  # fmt: skip
SO = (
    "Dat leverde minder incidenten op.", "Het effect is nog niet te meten.",
    "De eerste uitkomsten zijn gunstig.", "Twee bedrijven doen nog niet mee.",
    "De doorlooptijd werd korter dan verwacht.", "Daarvoor is in het volgende halfjaar meer tijd nodig.",
    "De bevindingen zijn gedeeld met de andere netwerken.", "Het draagvlak onder medewerkers nam toe.",
    "De juridische toets is aangevraagd en loopt.", "Een deel van het werk schuift door.",
    "Wij zien dat daders uitwijken naar kleinere kades.", "De kosten bleven binnen de begroting.",
)  # fmt: skip
PLACES = [
    f"{first}{last}{where}"
    for where, last, first in product(
        ("", " aan de Maas", " aan Zee", " bij de Sluis"),
        (
            "haven", "kade", "sluis", "dijk", "veer", "polder", "duin", "terp", "meer", "waard", "dam",
            "oord", "stede", "broek", "zijl", "brug", "horn", "wijk",
        ),
        ("Noorder", "Zuider", "Ooster", "Wester", "Oude", "Nieuwe", "Grote", "Lage", "Hoge", "Vloed"),
    )
]  # fmt: skip
FIRST = (
    "Anouk", "Bas", "Chaima", "Daan", "Esra", "Femke", "Gerrit", "Hicham", "Iris", "Jelle", "Karima",
    "Lotte", "Milan", "Nadia", "Otto", "Pleun", "Quinten", "Rachid", "Sanne", "Tygo", "Umut", "Vera",
    "Wout", "Xandra", "Yusuf", "Zoë",
)  # fmt: skip
LAST = (
    "Achterberg", "Boukhari", "Compier", "Doldersum", "Eikelhof", "Frankena", "Gelderblom", "Hofdijk",
    "Idrissi", "Jagersma", "Kolkman", "Lodewijks", "Middelbos", "Nieuwstraten", "Oosterveen", "Poelgeest",
    "Quist", "Roelvink", "Sterkenburg", "Tichelaar", "Uiterwijk", "Vlasblom", "Westerbaan", "Zonderland",
)  # fmt: skip
POOL = 4_000


class Words:
    """Sentences, made once and drawn from; the same seed gives the same words."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        choice = chance.choice
        self._pool = [
            f"{choice(WHO)} {choice(DID)} {choice(WHAT)} {choice(WITH)}. {choice(SO)}" for _ in range(POOL)
        ]

    def text(self, sentences: int = 4) -> str:
        """Return so many pairs of sentences; four are some 450 characters."""
        return " ".join(self._chance.choices(self._pool, k=sentences))

    def line(self) -> str:
        """Return a title, such as that of a maatregel."""
        what = self._chance.choice(WHAT)
        return f"{what[0].upper()}{what[1:]} {self._chance.choice(WITH)}"

    def person(self) -> str:
        """Return an invented name."""
        return f"{self._chance.choice(FIRST)} {self._chance.choice(LAST)}"
