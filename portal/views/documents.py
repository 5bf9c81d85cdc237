"""The documents of the plan: what rests on them, what is missing and where they contradict each other."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.access.policy import Permission
from portal.database import db
from portal.domain.areas import Area
from portal.queries.documents import (
    Fact,
    all_contradictions,
    all_documents,
    all_facts,
    document_by_code,
    document_names,
    facts_per_document,
    resting_on,
)
from portal.web.doors import requires
from portal.web.kept_pages import kept_page

blueprint = Blueprint("documents", __name__)
KEPT_UNTIL = (Area.PLAN, Area.MONEY, Area.PARLIAMENT)

KINDS: dict[str, LazyString] = {
    "programme": _l("Programma"),
    "line": _l("Lijnen"),
    "theme": _l("Rode lijnen"),
    "goal": _l("Subdoelen"),
    "chain_stage": _l("Ketenfasen"),
    "knooppunt": _l("Knooppunten"),
    "network": _l("PPS-netwerken"),
    "partner": _l("Partners"),
    "maatregel": _l("Maatregelen"),
    "action": _l("Acties"),
    "funding_source": _l("Financieringsbronnen"),
    "budget_entry": _l("Begrotingsbedragen"),
    "printed_total": _l("Gedrukte totalen"),
    "motie": _l("Moties"),
    "ask": _l("Deelverzoeken"),
    "toezegging": _l("Toezeggingen"),
    "coalition_passage": _l("Passages uit het coalitieakkoord"),
    "contradiction": _l("Tegenstrijdigheden"),
    "document": _l("Andere documenten"),
}
PAGES = {
    "goal": "goals.show",
    "network": "networks.show",
    "maatregel": "maatregelen.show",
    "action": "maatregelen.show",
    "motie": "moties.show",
    "ask": "moties.show",
    "toezegging": "moties.show_toezegging",
    "document": "documents.show",
}
"""Page of one entry; for a part, the page of the whole."""
LISTS = {
    "programme": "chain.index",
    "line": "chain.index",
    "theme": "chain.index",
    "chain_stage": "chain.index",
    "budget_entry": "budget.index",
    "printed_total": "budget.index",
    "funding_source": "budget.index",
    "coalition_passage": "moties.coalition",
    "contradiction": "documents.index",
}
"""Page where an entry without a page of its own can be found."""


@blueprint.get("/bronnen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the documents, those that are missing, and the contradictions."""
    return kept_page("documents/index.html", KEPT_UNTIL, (), _index)


def _index() -> dict[str, Any]:
    documents = all_documents(db.session)
    return {
        "documents": [each for each in documents if not each.missing],
        "missing": [each for each in documents if each.missing],
        "contradictions": all_contradictions(db.session),
        "counts": facts_per_document(all_facts(db.session)),
        "names": document_names(db.session),
    }


@blueprint.get("/bronnen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show a document and everything in the plan that rests on it."""
    return kept_page("documents/show.html", KEPT_UNTIL, code, lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    document = document_by_code(db.session, code) or abort(404)
    found = resting_on(all_facts(db.session), code)
    groups = [
        (KINDS[noun], [(fact, _address(noun, fact)) for fact in found[noun]])
        for noun in KINDS
        if noun in found
    ]
    return {"document": document, "groups": groups, "names": document_names(db.session)}


def _address(noun: str, fact: Fact) -> str | None:
    if noun in PAGES:
        return url_for(PAGES[noun], code=fact.parent or fact.code)
    return url_for(LISTS[noun]) if noun in LISTS else None
