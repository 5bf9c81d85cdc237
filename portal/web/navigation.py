"""The main menu: what somebody may open, and where we are."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.web.doors import Door, Lock


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: LazyString
    endpoint: str
    lock: Lock


@dataclass(frozen=True)
class Link:
    """An entry as it is shown now."""

    label: LazyString
    url: str
    current: bool = False


MENU = (
    Entry(_l("Start"), "home.index", Door.SIGNED_IN),
    Entry(_l("Overzicht"), "overview.index", Permission.READ_ADOPTED),
    Entry(_l("Samenhang"), "coherence.index", Permission.READ_ADOPTED),
    Entry(_l("Rapportages"), "periods.index", Permission.READ_PERIODS),
    Entry(_l("PPS-netwerken"), "networks.index", Permission.READ_PROGRAMME),
    Entry(_l("Maatregelen"), "maatregelen.index", Permission.READ_PROGRAMME),
    Entry(_l("Subdoelen"), "goals.index", Permission.READ_PROGRAMME),
    Entry(_l("Moties"), "moties.index", Permission.READ_PROGRAMME),
    Entry(_l("Begroting"), "budget.index", Permission.READ_PROGRAMME),
    Entry(_l("Accounts"), "accounts.index", Permission.MANAGE_ACCOUNTS),
)

FOOTER = (
    Entry(_l("Aanpak in één oogopslag"), "chain.index", Permission.READ_PROGRAMME),
    Entry(_l("Bronnen en tegenstrijdigheden"), "documents.index", Permission.READ_PROGRAMME),
    Entry(_l("Rollen en rechten"), "roles.index", Permission.READ_ROLES),
    Entry(_l("Over dit portaal"), "about.index", Door.PUBLIC),
)

AREAS = {"reports": "periods", "progress": "periods", "period_actions": "periods"}
"""Blueprints whose pages belong to the menu entry of another one."""


def links(entries: tuple[Entry, ...], principal: Principal) -> list[Link]:
    """Return the entries this person may open."""
    here = AREAS.get(request.blueprint or "", request.blueprint)
    return [
        Link(entry.label, url_for(entry.endpoint), entry.endpoint.partition(".")[0] == here)
        for entry in entries
        if _opens(entry.lock, principal)
    ]


def _opens(lock: Lock, principal: Principal) -> bool:
    if lock is Door.PUBLIC:
        return True
    if lock is Door.SIGNED_IN:
        return principal.account_id is not None
    return principal.allows(lock)
