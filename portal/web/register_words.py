"""How the state of an item follows from its asks, in words; and where its page is."""

from collections import Counter
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.domain.parliament import CLOSED_STATES, AskOutcome, ItemState, RegisterKind
from portal.models import RegisterItem
from portal.web.labels import label

PAGES = {
    RegisterKind.MOTIE: "moties.show",
    RegisterKind.TOEZEGGING: "moties.show_toezegging",
    RegisterKind.COALITION_PASSAGE: "moties.show_passage",
    RegisterKind.RECOMMENDATION: "recommendations.show",
}
_LISTS = {
    RegisterKind.MOTIE: (_l("Moties"), "moties.index"),
    RegisterKind.TOEZEGGING: (_l("Toezeggingen"), "moties.toezeggingen"),
    RegisterKind.COALITION_PASSAGE: (_l("Coalitieakkoord"), "moties.coalition"),
    RegisterKind.RECOMMENDATION: (_l("Aanbevelingen"), "recommendations.index"),
}
_CLOSED = {AskOutcome(state.value) for state in CLOSED_STATES}


def item_address(item: RegisterItem) -> str:
    """Return the address of the page of an item."""
    return str(url_for(PAGES[item.item_kind], code=item.code))


def list_of(kind: RegisterKind) -> tuple[str, str]:
    """Return what the list of a kind is called, and its address."""
    return str(_LISTS[kind][0]), str(url_for(_LISTS[kind][1]))


def item_trail(item: RegisterItem) -> list[tuple[str, str]]:
    """Return the pages above a page about an item: the list, and the item itself."""
    return [list_of(item.item_kind), (item.title, item_address(item))]


def explanation(state: ItemState, outcomes: Sequence[AskOutcome]) -> str:
    """Return how the state of an item follows from the outcomes of its asks."""
    if state is ItemState.NOT_SPLIT:
        return str(_("Er zijn nog geen verzoeken vastgelegd. Daarom is er nog geen stand."))
    closed = sum(outcome in _CLOSED for outcome in outcomes)
    counted = ngettext(
        "%(closed)s van %(num)s verzoek is afgedaan",
        "%(closed)s van %(num)s verzoeken zijn afgedaan",
        len(outcomes),
        closed=closed,
    )
    told = ", ".join(
        f"{number} {str(label(outcome)).lower()}" for outcome, number in _in_order(outcomes).items()
    )
    words = _("Zo volgt deze stand: %(counted)s (%(told)s).", counted=counted, told=told)
    return f"{words} {_rule(state, closed)}"


def _in_order(outcomes: Sequence[AskOutcome]) -> dict[AskOutcome, int]:
    counts = Counter(outcomes)
    return {outcome: counts[outcome] for outcome in AskOutcome if counts[outcome]}


def _rule(state: ItemState, closed: int) -> str:
    """Return the rule of item_state that holds."""
    rules = {
        ItemState.LAPSED: _("Alle verzoeken zijn vervallen."),
        ItemState.SETTLED: _("Alle verzoeken zijn afgedaan."),
        ItemState.RUNNING: _("Wat nog open is, keert terug."),
        ItemState.PARTLY: _("Een deel is afgedaan en een deel is nog open.")
        if closed
        else _("Wat deels is gedaan, maakt het geheel deels afgedaan."),
        ItemState.UNASSESSED: _("Het programmabureau heeft nog niet beoordeeld hoe ver het is."),
        ItemState.NOT_STARTED: _("Aan geen enkel verzoek is begonnen."),
        ItemState.IN_PROGRESS: _("Er wordt aan gewerkt en er is nog niets afgedaan."),
    }
    return str(rules[state])
