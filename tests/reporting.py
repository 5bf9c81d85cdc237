"""Reporting for one network from an "unchanged" base, with the keys only."""

from collections.abc import Collection

from portal.demo.personas import PASSWORD
from tests.keyboard import Keyboard
from tests.second_round import AMOUNT, SOURCES

EMAIL = "coordinator.net-{number}@toets.example"
ASPECTS = ("Voortgang", "Middelen", "Samenwerking", "Risico’s")
CHANGED = " In december kwamen daar twee nieuwe terminals bij, die nu ook iedere week melden."
EXPLAINED = "Alles loopt volgens plan; de afspraken met de partners staan en worden nageleefd."
SUMMARY = (
    "In het tweede halfjaar zijn de maatregelen volgens plan uitgevoerd. Twee terminals sloten zich aan bij "
    "de wekelijkse meldingen. De samenwerking tussen publieke en private partners is goed. Het geld is "
    "besteed zoals begroot. In het volgende halfjaar ligt de nadruk op het bijhouden van wat is bereikt."
)


def report_by_keyboard(keys: Keyboard, number: int, maatregelen: int, changed: Collection[int]) -> None:
    """Do the whole report of a network; the maatregelen of `changed` get one other field."""
    with keys.part("Inloggen en de rapportage openen"):
        sign_in(keys, number)
        keys.skip()
        keys.follow(f"Rapportage Net {number} invullen")
    with keys.part(f"{maatregelen} maatregelen ongewijzigd, {len(changed)} daarvan met één veld anders"):
        keys.skip()
        for place in range(1, maatregelen + 1):
            keys.follow("Ongewijzigd")
            if place in changed:
                change(keys, f"Maatregel {place} van")
    with keys.part("Samenvatting en vier oordelen"):
        judge(keys)
    with keys.part("Twee vragenlijsten ongewijzigd"):
        for part in ("Het PPS-netwerk zelf", "Gegevensdeling"):
            keys.skip()
            keys.follow(part)
            keys.skip()
            keys.follow("Ongewijzigd overnemen")
    with keys.part(f"Geld: {len(SOURCES)} regels met drie getallen"):
        account(keys)
    with keys.part("Indienen"):
        for _time in ("from the report", "and to be sure"):
            keys.skip()
            keys.follow("Rapportage indienen")


def sign_in(keys: Keyboard, number: int) -> None:
    """Sign in as the coordinator of a network."""
    for label, words in (("E-mailadres", EMAIL.format(number=number)), ("Wachtwoord", PASSWORD)):
        keys.seek(label)
        keys.page.keyboard.type(words)
        keys.spent.letters += len(words)
    with keys.page.expect_event("load"):
        keys.press("Enter")


def change(keys: Keyboard, title: str) -> None:
    """Go back to the maatregel that was just taken over and write one field."""
    keys.follow(title, back=True)
    keys.skip()
    keys.write("Wat is er gedaan?", CHANGED)
    keys.follow("Opslaan")
    keys.skip()


def judge(keys: Keyboard) -> None:
    """Write the summary and the four judgements."""
    keys.follow("Samenvatting en oordelen invullen")
    keys.skip()
    keys.write("Samenvatting", SUMMARY)
    for aspect in ASPECTS:
        keys.choose("Goed", aspect)
        keys.write("Toelichting", EXPLAINED)
    keys.follow("Opslaan")


def account(keys: Keyboard) -> None:
    """Fill in what was committed and spent, and what is expected."""
    keys.skip()
    keys.follow("Geld")
    keys.skip()
    for _source in SOURCES:
        for label in ("Verplicht in", "Gerealiseerd in", "Verwachting voor"):
            keys.put(label, AMOUNT)
    keys.follow("Opslaan")
