"""Which accounts an administrator asks for in the address of the list, for the page and for the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.database import db
from portal.domain import clock
from portal.domain.accounts import AccountState
from portal.domain.roles import Role
from portal.queries.account_list import AccountFilter, AccountList
from portal.queries.choices import network_choices
from portal.web import listing
from portal.web.labels import choices

YES, NO = "ja", "nee"
SOON, NEVER, LONG_AGO = "30-dagen", "nooit", "90-dagen"
NAMES: Mapping[str, LazyString] = {
    "q": _l("Zoeken"),
    "status": _l("Status"),
    "rol": _l("Rol"),
    "netwerk": _l("PPS-netwerk"),
    "factor": _l("Tweede factor"),
    "loopt-af": _l("Aanstelling loopt af"),
    "ingelogd": _l("Ingelogd"),
}
"""What each filter is called."""


@dataclass(frozen=True)
class AskedAccounts:
    """The filters that are on, what else can be chosen, and what was found."""

    chosen: dict[str, str]
    options: Mapping[str, Sequence[tuple[str, Any]]]
    found: AccountList

    @property
    def names(self) -> Mapping[str, LazyString]:
        """What each filter is called, in the order of the form."""
        return NAMES

    def words(self) -> str:
        """Return in words which filters are on."""
        return "; ".join(
            f"{NAMES[name]}: {dict(self.options.get(name, ())).get(value, value)}"
            for name, value in self.chosen.items()
            if value
        )


def asked_accounts() -> AskedAccounts:
    """Return what the address asks for."""
    options = _options()
    chosen = {
        "q": listing.search_words(),
        **{
            name: listing.chosen(name, [value for value, _words in values])
            for name, values in options.items()
        },
    }
    wanted = AccountFilter(
        chosen["q"],
        AccountState(chosen["status"]) if chosen["status"] else None,
        Role(chosen["rol"]) if chosen["rol"] else None,
        chosen["netwerk"],
        chosen["factor"] == YES if chosen["factor"] else None,
        chosen["loopt-af"] == SOON,
        chosen["ingelogd"] == NEVER,
        chosen["ingelogd"] == LONG_AGO,
    )
    return AskedAccounts(chosen, options, AccountList(db.session, wanted, clock.now(), clock.today()))


def _options() -> Mapping[str, Sequence[tuple[str, Any]]]:
    """Return value and words for each filter but the search words; the empty value comes first."""
    every = ("", _("Alle"))
    return {
        "status": [every, *choices(AccountState)],
        "rol": [every, *choices(Role)],
        "netwerk": [every, *network_choices(db.session)],
        "factor": [every, (YES, _("Ja")), (NO, _("Nee"))],
        "loopt-af": [every, (SOON, _("Binnen 30 dagen"))],
        "ingelogd": [every, (NEVER, _("Nog nooit")), (LONG_AGO, _("Meer dan 90 dagen geleden"))],
    }
