"""The main menu: what somebody may open, and where we are."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.roles import Duty
from portal.web.doors import Door, Lock

_MOST = 2_048


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: LazyString
    endpoint: str
    lock: Lock


@dataclass(frozen=True)
class Group:
    """Entries that belong together; somebody who may open one of them sees no group around it."""

    label: LazyString
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry as it is shown now."""

    label: str
    url: str
    current: bool = False
    inner: tuple["Link", ...] = ()
    """The pages of a group; the first one is where the group itself leads."""


MENU = (
    Group(_l("Start"), (Entry(_l("Start"), "home.index", Door.SIGNED_IN),)),
    Group(
        _l("Overzicht"),
        (
            Entry(_l("Oordelen"), "overview.index", Permission.READ_ADOPTED),
            Entry(_l("Samenhang"), "coherence.index", Permission.READ_ADOPTED),
            Entry(_l("Signalen"), "signals.index", Permission.READ_SIGNALS),
            Entry(_l("Verplaatsing"), "displacement.index", Permission.READ_DISPLACEMENT),
            Entry(_l("Vergaderingen"), "meetings.index", Permission.READ_MEETINGS),
            Entry(_l("Actiepunten"), "actions.index", Permission.READ_ACTIONS),
        ),
    ),
    Group(_l("Rapportages"), (Entry(_l("Rapportages"), "periods.index", Permission.READ_PERIODS),)),
    Group(
        _l("Plan"),
        (
            Entry(_l("PPS-netwerken"), "networks.index", Permission.READ_PROGRAMME),
            Entry(_l("Maatregelen"), "maatregelen.index", Permission.READ_PROGRAMME),
            Entry(_l("Subdoelen"), "goals.index", Permission.READ_PROGRAMME),
            Entry(_l("Indicatoren"), "indicators.index", Permission.READ_PROGRAMME),
            Entry(_l("Onderbouwing"), "underpinning_overview.index", Permission.READ_PROGRAMME),
        ),
    ),
    Group(
        _l("Kamer"),
        (
            Entry(_l("Moties en toezeggingen"), "moties.index", Permission.READ_PROGRAMME),
            Entry(_l("Dossier"), "kamer_dossier.index", Permission.READ_ASK_FILE),
            Entry(_l("Brieven"), "letters.index", Permission.READ_PROGRAMME),
            Entry(_l("Kamerstukken"), "issued.index", Permission.READ_ADOPTED),
            Entry(_l("Wetstrajecten"), "legislation.index", Permission.READ_PROGRAMME),
            Entry(_l("Open data"), "opendata.index", Permission.USE_OPEN_DATA),
        ),
    ),
    Group(
        _l("Geld"),
        (
            Entry(_l("Begroting"), "budget.index", Permission.READ_PROGRAMME),
            Entry(_l("Besteed en verwacht"), "money_overview.index", Permission.READ_MONEY),
        ),
    ),
    Group(
        _l("Beheer"),
        (
            Entry(_l("Accounts"), "accounts.index", Permission.MANAGE_ACCOUNTS),
            Entry(_l("Auditspoor"), "audit_trail.index", Permission.READ_AUDIT),
        ),
    ),
)

FOOTER = (
    Entry(_l("Aanpak in één oogopslag"), "chain.index", Permission.READ_PROGRAMME),
    Entry(_l("Bronnen en tegenstrijdigheden"), "documents.index", Permission.READ_PROGRAMME),
    Entry(_l("Verzonden mails"), "mails.index", Permission.READ_MAIL_LOG),
    Entry(_l("Rollen en rechten"), "roles.index", Permission.READ_ROLES),
    Entry(_l("Over dit portaal"), "about.index", Door.PUBLIC),
)

AREAS = {
    "account_access": "accounts",
    "account_factors": "accounts",
    "account_imports": "accounts",
    "account_invitations": "accounts",
    "account_reviews": "accounts",
    "account_sessions": "accounts",
    "appointments": "accounts",
    "transfers": "accounts",
    "reports": "periods",
    "details": "periods",
    "sections": "periods",
    "workbooks": "periods",
    "workbook_changes": "periods",
    "exports": "periods",
    "progress": "periods",
    "evidence": "periods",
    "explanations": "periods",
    "comments": "periods",
    "money": "periods",
    "budget_events": "money_overview",
    "statements": "money_overview",
    "statement_actions": "money_overview",
    "review": "periods",
    "judging": "periods",
    "errata": "periods",
    "period_actions": "periods",
    "cockpit": "periods",
    "agenda": "meetings",
    "decisions": "meetings",
    "meeting_documents": "meetings",
    "change_requests": "maatregelen",
    "underpinning": "maatregelen",
    "progress_exports": "maatregelen",
    "goal_assessments": "goals",
    "division": "networks",
    "ask_evidence": "moties",
    "issuing": "issued",
    "word_templates": "issued",
    "asks": "moties",
    "ask_links": "moties",
    "ask_references": "moties",
    "recommendations": "moties",
    "register": "moties",
    "closings": "moties",
    "closing_decisions": "moties",
    "passages": "letters",
    "deadlines": "moties",
    "kamer_records": "opendata",
    "kamer_proposals": "opendata",
    "kamer_checks": "opendata",
    "postbox": "notices",
    "screening": "displacement",
    "signal_steps": "signals",
    "vocabulary": "signals",
    "indicator_keeping": "indicators",
    "indicator_norms": "indicators",
    "observations": "indicators",
    "observation_imports": "indicators",
    "observation_exports": "indicators",
    "flags": "coherence",
    "comparison": "coherence",
    "dependencies": "coherence",
    "passwords": "session",
    "invitations": "session",
}
"""Blueprints whose pages belong to the menu entry of another one."""


def menu(principal: Principal) -> Markup:
    """Return the menu with the groups in which this person may open something."""
    return _menu(_anybody_like(principal), _here())


def footer(principal: Principal) -> tuple[Link, ...]:
    """Return the pages below every page that this person may open."""
    return _footer(_anybody_like(principal), _here())


def groups(principal: Principal, here: str | None) -> list[Link]:
    """Return these groups, each leading to its first page."""
    return [_group(group, inner) for group in MENU if (inner := _links(group.entries, principal, here))]


@lru_cache(_MOST)
def _menu(principal: Principal, here: str | None) -> Markup:
    template = current_app.jinja_env.get_template("layouts/navigation.html")
    return Markup(template.render(navigation=groups(principal, here)))  # noqa: S704 - a template escapes


@lru_cache(_MOST)
def _footer(principal: Principal, here: str | None) -> tuple[Link, ...]:
    return _links(FOOTER, principal, here)


def _anybody_like(principal: Principal) -> Principal:
    """Return somebody with the same roles: whether a page opens at all depends on nothing else."""
    signed_in = principal.account_id is not None
    return Principal(0 if signed_in else None, "", tuple(Duty(role, None) for role in principal.roles))


def _here() -> str | None:
    return AREAS.get(request.blueprint or "", request.blueprint)


def _links(entries: tuple[Entry, ...], principal: Principal, here: str | None) -> tuple[Link, ...]:
    return tuple(
        Link(str(entry.label), url_for(entry.endpoint), entry.endpoint.partition(".")[0] == here)
        for entry in entries
        if _opens(entry.lock, principal)
    )


def _group(group: Group, inner: tuple[Link, ...]) -> Link:
    if len(inner) == 1:
        return inner[0]
    return Link(str(group.label), inner[0].url, any(link.current for link in inner), inner)


def _opens(lock: Lock, principal: Principal) -> bool:
    if lock is Door.PUBLIC:
        return True
    if lock is Door.SIGNED_IN:
        return principal.account_id is not None
    return principal.allows(lock)
