"""What the lists of the register share: tabs, filters, and how far everything on a page is."""

from collections.abc import Collection, Hashable
from typing import Any

from flask import request
from flask_babel import gettext as _

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.parliament import ItemState, RegisterKind
from portal.models import RegisterItem
from portal.queries.item_states import ItemProgress, progress_of, state_counts
from portal.queries.register import RegisterFilter, counts_by_kind
from portal.web import listing
from portal.web.kept_pages import asked
from portal.web.labels import choices
from portal.web.register_words import list_of
from portal.web.sign_in import current_principal

INSIDE, OUTSIDE = "binnen", "buiten"
LATE = "voorbij"
MINE, NOBODY = "mij", "niemand"


class ListFilters:
    """The filters that every list of the register has: what was chosen, and what can be."""

    def __init__(self, kind: RegisterKind) -> None:
        """Read the address; who may not read the file of asks does not filter on owners."""
        counts, self.late = state_counts(db.session, clock.today(), kind)
        self.states = [("", _("Alle")), *_counted(counts)]
        self.scopes = [
            ("", _("Alle")),
            (INSIDE, _("Binnen dit programma")),
            (OUTSIDE, _("Buiten dit programma")),
        ]
        self.terms = [
            ("", _("Alle")),
            (LATE, _("Voorbij en nog niet afgedaan (%(count)s)", count=self.late)),
        ]
        self.owners = _owners()
        self.chosen = {
            "q": listing.search_words(),
            "stand": listing.chosen("stand", [state.value for state in ItemState]),
            "termijn": listing.chosen("termijn", [LATE]),
            "programma": listing.chosen("programma", [INSIDE, OUTSIDE]),
            "eigenaar": listing.chosen("eigenaar", [value for value, _words in self.owners]),
        }

    def wanted(self) -> dict[str, Any]:
        """Return what a RegisterFilter is made of."""
        chosen, owner = self.chosen, self.chosen["eigenaar"]
        return {
            "words": chosen["q"],
            "inside": {INSIDE: True, OUTSIDE: False}.get(chosen["programma"]),
            "state": ItemState(chosen["stand"]) if chosen["stand"] else None,
            "late": bool(chosen["termijn"]),
            "owner_id": current_principal().account_id if owner == MINE else None,
            "unowned": owner == NOBODY,
        }

    def register_filter(self) -> RegisterFilter:
        """Return the filter for a kind that has no other filters."""
        return RegisterFilter(**self.wanted())


def list_key(*more: str) -> Hashable | None:
    """Return what the address asks of a list of the register, with who asks for what is theirs."""
    chosen = asked("stand", "termijn", "programma", "eigenaar", *more)
    if chosen is None or request.args.get("eigenaar") != MINE:
        return chosen
    return chosen, current_principal().account_id


def tabs(kind: RegisterKind) -> list[dict[str, Any]]:
    """Return the tabs of the register, with how much stands under each."""
    counts = counts_by_kind(db.session)
    found = []
    for each in RegisterKind:
        name, url = list_of(each)
        found.append({"label": name, "url": url, "count": counts.get(each, 0), "current": each is kind})
    return found


def progress_on(items: Collection[RegisterItem]) -> dict[int, ItemProgress]:
    """Return how far the items on a page are, by their number."""
    return progress_of(db.session, clock.today(), [item.id for item in items])


def _counted(counts: dict[ItemState, int]) -> list[tuple[str, str]]:
    return [(value, f"{words} ({counts.get(ItemState(value), 0)})") for value, words in choices(ItemState)]


def _owners() -> list[tuple[str, str]]:
    """Return the owners one can filter on; none for who does not see who answers for an item."""
    principal = current_principal()
    if not principal.allows(Permission.READ_ASK_FILE):
        return []
    mine = [(MINE, _("Van mij"))] if principal.allows(Permission.KEEP_ASKS) else []
    return [("", _("Alle")), *mine, (NOBODY, _("Nog geen eigenaar"))]
