"""Which signals somebody asks for in the address of the list, for the page and for the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.access.signals import signal_scope
from portal.database import db
from portal.domain.signals import STANDING, WATCHED, SignalKind, SignalState
from portal.queries.networks import all_networks, all_places
from portal.queries.signals import NOWHERE, OFFICE, SignalFilter, SignalList
from portal.queries.vocabulary import all_terms
from portal.web import listing
from portal.web.labels import choices
from portal.web.sign_in import current_principal

STANDS, WATCHED_NOW = "staand", "gevolgd"
"""Values of the filter on states that stand for several: what still counts, and what is being watched."""
Options = Mapping[str, Sequence[tuple[str, Any]]]
NAMES: Mapping[str, LazyString] = {
    "q": _l("Zoeken"),
    "status": _l("Status"),
    "soort": _l("Soort"),
    "van": _l("Van"),
    "naar": _l("Naar"),
    "netwerk": _l("Gemeld door"),
    "term": _l("Werkwijze of goederenstroom"),
}
"""What each filter is called."""


@dataclass(frozen=True)
class Asked:
    """The filters that are on, what else can be chosen, and what was found."""

    chosen: dict[str, str]
    options: Options
    found: SignalList

    @property
    def names(self) -> Mapping[str, LazyString]:
        """What each filter is called, in the order of the form."""
        return NAMES

    def words(self) -> str:
        """Return in words which filters are on."""
        on = [
            f"{NAMES[name]}: {dict(self.options.get(name, ())).get(value, value)}"
            for name, value in self.chosen.items()
            if value
        ]
        return "; ".join(on)


def asked_signals() -> Asked:
    """Return what the address asks for, among what may be read."""
    options = _options()
    chosen = {
        "q": listing.search_words(),
        **{
            name: listing.chosen(name, [value for value, _words in values])
            for name, values in options.items()
        },
    }
    wanted = SignalFilter(
        chosen["q"],
        _states(chosen["status"]),
        SignalKind(chosen["soort"]) if chosen["soort"] else None,
        chosen["van"],
        chosen["naar"],
        chosen["netwerk"],
        int(chosen["term"]) if chosen["term"] else None,
    )
    return Asked(chosen, options, SignalList(db.session, signal_scope(current_principal()), wanted))


def _states(chosen: str) -> frozenset[SignalState]:
    """Return the states that a choice stands for; none where all are wanted."""
    several = {"": frozenset[SignalState](), STANDS: STANDING, WATCHED_NOW: WATCHED}
    return several[chosen] if chosen in several else frozenset({SignalState(chosen)})


def _options() -> Options:
    """Return value and words for each filter but the search words; the empty value comes first."""
    every = ("", _("Alle"))
    places = [(place.code, place.title) for place, _reported in all_places(db.session)]
    networks = [(each.code, each.short_title) for each in all_networks(db.session)]
    return {
        "status": [
            every,
            (STANDS, _("Niet weerlegd of samengevoegd")),
            (WATCHED_NOW, _("Aannemelijk of gevolgd")),
            *choices(SignalState),
        ],
        "soort": [every, *choices(SignalKind)],
        "van": [every, *places, (NOWHERE, _("Niet bekend"))],
        "naar": [every, *places, (NOWHERE, _("Niet bekend"))],
        "netwerk": [every, *networks, (OFFICE, _("Programmabureau"))],
        "term": [every, *((str(each.id), each.title) for each in all_terms(db.session))],
    }
