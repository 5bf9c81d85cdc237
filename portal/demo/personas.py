"""The invented persons of the demonstration; no name belongs to somebody in office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.roles import NETWORK_ROLES, Role

PASSWORD = "demonstratie-2022"  # noqa: S105 - every visitor of a demonstration may know it
DOMAIN = "mainportaal.example"
_COORDINATOR, _PARTNER = Role.COORDINATOR, Role.CONTRIBUTOR


@dataclass(frozen=True)
class Post:
    """A role in a network or the programme; days count from today, and no start means: from the beginning."""

    role: Role
    network: str = ""
    starts_in: int | None = None
    ends_in: int | None = None
    stands_in_for: str = ""
    """The persona whose post this is, by the first part of the address."""

    def starts_on(self, today: date, beginning: date) -> date:
        """Return the first day of the appointment."""
        return beginning if self.starts_in is None else today + timedelta(days=self.starts_in)

    def ends_on(self, today: date) -> date | None:
        """Return the last day of the appointment, None where it has no end."""
        return None if self.ends_in is None else today + timedelta(days=self.ends_in)

    def is_current(self) -> bool:
        """Return whether the post is held today."""
        return (self.starts_in or 0) <= 0 and (self.ends_in is None or self.ends_in >= 0)


@dataclass(frozen=True)
class Persona:
    """Somebody a visitor of the demonstration can be."""

    name: str
    local_part: str
    organisation: str
    posts: tuple[Post, ...]
    active: bool = True

    @property
    def email(self) -> str:
        """Return the address to sign in with; the domain is reserved and reaches nobody."""
        return f"{self.local_part}@{DOMAIN}"


def _duo(
    code: str, coordinator: str, of_coordinator: str, partner: str, of_partner: str
) -> Iterator[Persona]:
    """Make the two persons who report for a network, each with an organisation."""
    yield Persona(coordinator, f"coordinator.{code}", of_coordinator, (Post(_COORDINATOR, code),))
    yield Persona(partner, f"partner.{code}", of_partner, (Post(_PARTNER, code),))


def _programme(role: Role, name: str, local_part: str, organisation: str) -> Persona:
    return Persona(name, local_part, organisation, (Post(role),))


PERSONAS: tuple[Persona, ...] = (
    *_duo("rotterdam", "Naima Verhulst", "Gemeente", "Joris Hoekzema", "Havenbeheerder"),
    *_duo("zeeland-west-brabant", "Pieternel Maljaars", "Gemeente", "Samir Ouarrak", "Terminalbedrijf"),
    *_duo("noordzeekanaalgebied", "Wendela Schoorl", "Gemeente", "Ruben Latumeten", "Havenbeheerder"),
    *_duo("schiphol", "Anneke Bosgraaf", "Luchthavenbedrijf", "Ravi Jainandan", "Brancheorganisatie"),
    *_duo("bloemenveilingen", "Titus Ravensberg", "Veilingbedrijf", "Fleur Oudshoven", "Brancheorganisatie"),
    *_duo("overkoepelend", "Cihan Aksoylu", "Ministerie", "Mirthe Zandvoorde", "Ministerie"),
    _programme(Role.PROGRAMME_OFFICER, "Marit Ebbinghof", "medewerker1.programmabureau", "Programmabureau"),
    _programme(Role.PROGRAMME_OFFICER, "Kwame Addobea", "medewerker2.programmabureau", "Programmabureau"),
    _programme(Role.STEERING_MEMBER, "Hendrikje Terwolde", "lid1.stuurgroep", "Gemeente"),
    _programme(Role.STEERING_MEMBER, "Bram Sonneveldt", "lid2.stuurgroep", "Landelijke dienst"),
    _programme(Role.STEERING_SECRETARY, "Yara Wongsodikro", "secretaris.stuurgroep", "Ministerie"),
    _programme(Role.READER, "Olga Prinsenberg", "lezer.programma", "Auditdienst"),
    Persona("Thijmen Baarslag", "lezer.rotterdam", "Brancheorganisatie", (Post(Role.READER, "rotterdam"),)),
    _programme(Role.ADMINISTRATOR, "Leonie Vuurboom", "beheerder", "Programmabureau"),
    _programme(Role.AUDITOR, "Ilse Haverkate", "auditor", "Auditdienst"),
    Persona(
        "Dewi Sastrosari",
        "partner.schiphol-bloemenveilingen",
        "Brancheorganisatie",
        (Post(_PARTNER, "schiphol"), Post(_COORDINATOR, "bloemenveilingen", starts_in=-270)),
    ),
    Persona(
        "Gijs Kranendijk",
        "vervanger.rotterdam",
        "Gemeente",
        (
            Post(
                _COORDINATOR,
                "rotterdam",
                starts_in=-30,
                ends_in=60,
                stands_in_for="coordinator.rotterdam",
            ),
        ),
    ),
    Persona(
        "Aleida Nijkamper",
        "oud-partner.noordzeekanaalgebied",
        "Havenbeheerder",
        (Post(_PARTNER, "noordzeekanaalgebied", ends_in=-200),),
    ),
    Persona(
        "Sander Veldkoning",
        "oud-partner.zeeland-west-brabant",
        "Terminalbedrijf",
        (Post(_PARTNER, "zeeland-west-brabant", ends_in=-120),),
        active=False,
    ),
)


INVITED = Persona("Noor Wagenvoort", "uitgenodigd.lezer", "Auditdienst", (Post(Role.READER),))
"""Somebody who was asked in and did not come yet; nobody can be her, so she is no persona."""


def person_for(role: Role, network: str = "") -> Persona:
    """Return the persona who has held a role from the beginning and still does; the first of several."""
    wanted = Post(role, network if role in NETWORK_ROLES else "")
    return next(persona for persona in PERSONAS if persona.active and wanted in persona.posts)
