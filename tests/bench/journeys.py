"""What users do, each as a step that is measured, with what comes before it and after it that is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench import steps
from tests.bench.steps import Aside, Step, pages
from tests.bench.visitor import Visitor
from tests.bench.world import World

COORDINATOR = "coordinator.{own}"
SUBMITTER = "coordinator.{second}"
MEMBER, OFFICE, ADMINISTRATOR = "stuurgroep{member}", "programmabureau1", "beheerder1"
MEMBERS, FORMS = 8, 12
SEARCHED = ("koelcontainers", "cameratoezicht kade", "uithalers", "gegevensdeling", "speurhonden haven")
OK, SENT_ON = 200, 302


@dataclass(frozen=True)
class Journey:
    """Something users do."""

    key: str
    title: str
    who: str
    step: Step
    before: Aside | None = None
    after: Aside | None = None
    expects: int = OK
    together: bool = True
    """Whether sixteen do it at once."""
    few: bool = False
    """Whether it takes so long, or is so rationed, that a few times must do."""
    weighs: bool = False
    """Whether the memory it takes is measured."""
    page: bool = True
    """Whether what comes back is a page, with what a browser fetches for it."""

    @property
    def writes(self) -> bool:
        """Whether it is done in a form that others must not be in at the same time."""
        return self.key in {"form", "autosave"}


JOURNEYS: Sequence[Journey] = (
    Journey("sign_in", "Inloggen", MEMBER, steps.sign_in, expects=SENT_ON, page=False),
    Journey("home", "Startscherm van de stuurgroep", MEMBER, pages("/")),
    Journey("home_office", "Startscherm van het programmabureau", OFFICE, pages("/")),
    Journey("overview", "Overzicht", MEMBER, pages("/overzicht")),
    Journey("matrix", "Samenhang", MEMBER, pages("/samenhang")),
    Journey("maatregel", "Maatregel met verloop", MEMBER, pages("/maatregelen/{maatregel}")),
    Journey("other_maatregel", "Steeds een andere maatregel", MEMBER, pages("/maatregelen/{other}")),
    Journey("report", "Rapportage om in te vullen", COORDINATOR, pages("/rapportages/{period}/{own}")),
    Journey(
        "form",
        "Formulier van een maatregel",
        COORDINATOR,
        steps.form,
    ),
    Journey(
        "autosave", "Tussentijds opslaan", COORDINATOR, steps.autosave, before=steps.open_form, page=False
    ),
    Journey(
        "submit",
        "Indienen",
        SUBMITTER,
        steps.submit,
        before=steps.confirm,
        after=steps.withdraw,
        expects=SENT_ON,
        together=False,
        few=True,
        page=False,
    ),
    Journey(
        "list",
        "Lijst met filter, volgorde en bladzijde",
        MEMBER,
        pages(
            "/maatregelen?status=behind&sorteer=-titel",
            "/maatregelen?sorteer=status&pagina={page}",
            "/maatregelen?q=toezicht&sorteer=code",
            "/maatregelen?netwerk={own}",
        ),
    ),
    Journey(
        "accounts", "Lijst van accounts", ADMINISTRATOR, pages("/accounts?pagina={page}", "/accounts?q=an")
    ),
    Journey("motie", "Motie met keten", OFFICE, pages("/moties/{motie}")),
    Journey(
        "search", "Zoeken", MEMBER, pages(*(f"/zoeken?q={words.replace(' ', '+')}" for words in SEARCHED))
    ),
    Journey(
        "xlsx",
        "Alle voortgang als XLSX",
        OFFICE,
        pages("/maatregelen/voortgang.xlsx"),
        together=False,
        few=True,
        weighs=True,
        page=False,
    ),
    Journey(
        "csv",
        "Alle voortgang als CSV",
        OFFICE,
        pages("/maatregelen/voortgang.csv"),
        together=False,
        few=True,
        weighs=True,
        page=False,
    ),
    Journey("file", "Bestand met de opmaak", MEMBER, steps.file, before=steps.find_file, page=False),
)
BARE: Sequence[Journey] = (
    Journey("hello", "Kaal: hallo", "", pages("/hallo"), page=False),
    Journey("bare", "Kaal: honderd rijen", "", pages("/meetlat"), page=False),
)


def arrive(port: int, journey: Journey, world: World, number: int = 0) -> Visitor:
    """Return a visitor who is signed in for a journey; each of several visitors is or writes another."""
    visitor = Visitor(port)
    # The twelve forms of the first network, and those of the third.
    visitor.network = world.networks[0 if number < FORMS else 2]
    if journey.who:
        name = journey.who.format(own=visitor.network, second=world.networks[1], member=number % MEMBERS + 1)
        if visitor.sign_in(name).status != SENT_ON:
            raise RuntimeError(f"{name} cannot sign in")
    if journey.writes:
        page = visitor.get(f"/rapportages/{world.period}/{visitor.network}").text
        visitor.form = _forms_on(page)[number % FORMS]
    # Not all begin with the same page.
    visitor.turn = number * 5
    return visitor


def _forms_on(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/rapportages/[^"/]+/[^"/]+/maatregelen/[^"/#?]+)"', page)))
