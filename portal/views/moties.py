"""What the Tweede Kamer asked, what was promised to it, and what the coalition agreement says."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext as _

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.parliament import RegisterKind
from portal.domain.programme import ToezeggingKind
from portal.models import Motie
from portal.queries import moties as kamer
from portal.queries import register
from portal.queries import toezeggingen as promises
from portal.queries.ask_links import maatregelen_by_item
from portal.queries.chain import plan_as_of
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel
from portal.queries.toezeggingen import ToezeggingFilter, due_date
from portal.views.item_pages import item_page
from portal.views.paging import ListAddress, page_of
from portal.views.register_lists import ListFilters, list_key, progress_on, tabs
from portal.web import listing
from portal.web.doors import requires
from portal.web.kept_pages import kept_page
from portal.web.labels import choices, label
from portal.web.sign_in import current_principal

blueprint = Blueprint("moties", __name__)
KEPT_UNTIL = (Area.PLAN, Area.REPORTING, Area.PARLIAMENT, Area.PEOPLE)


@blueprint.get("/moties")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the moties."""
    return kept_page("moties/index.html", KEPT_UNTIL, list_key(), _index)


def _index() -> dict[str, Any]:
    filters, today = ListFilters(RegisterKind.MOTIE), clock.today()
    wanted, sort = filters.register_filter(), listing.sort_by(register.ORDERS, "datum")
    page = page_of(
        register.count_items(db.session, Motie, wanted, today),
        lambda limit, offset: register.items(
            db.session,
            Motie,
            wanted,
            today,
            order=sort.column,
            descending=sort.descending,
            limit=limit,
            offset=offset,
        ),
    )
    return {
        "page": page,
        "progress": progress_on(page.rows),
        "linked": maatregelen_by_item(db.session, [motie.id for motie in page.rows]),
        "filters": filters,
        "address": ListAddress("moties.index", filters.chosen, sort),
        "tabs": tabs(RegisterKind.MOTIE),
    }


@blueprint.get("/toezeggingen")
@requires(Permission.READ_PROGRAMME)
def toezeggingen() -> str:
    """List what was promised."""
    return kept_page(
        "moties/toezeggingen.html",
        KEPT_UNTIL,
        list_key("soort"),
        _toezeggingen,
    )


def _toezeggingen() -> dict[str, Any]:
    filters, today = ListFilters(RegisterKind.TOEZEGGING), clock.today()
    kinds = [("", _("Alle")), *choices(ToezeggingKind)]
    chosen = {**filters.chosen, "soort": listing.chosen("soort", [value for value, _text in kinds])}
    wanted = ToezeggingFilter(
        **filters.wanted(), kind=ToezeggingKind(chosen["soort"]) if chosen["soort"] else None
    )
    sort = listing.sort_by(promises.ORDERS, "termijn")
    page = page_of(
        promises.count_toezeggingen(db.session, wanted, today),
        lambda limit, offset: promises.toezeggingen(
            db.session,
            wanted,
            today,
            order=sort.column,
            descending=sort.descending,
            limit=limit,
            offset=offset,
        ),
    )
    return {
        "page": page,
        "progress": progress_on(page.rows),
        "filters": filters,
        "address": ListAddress("moties.toezeggingen", chosen, sort),
        "passed": {each.id for each in page.rows if due_date(each).is_overdue(today)},
        "kinds": kinds,
        "tabs": tabs(RegisterKind.TOEZEGGING),
        "today": today,
        "plan_as_of": plan_as_of(db.session),
    }


@blueprint.get("/coalitieakkoord")
@requires(Permission.READ_PROGRAMME)
def coalition() -> str:
    """Show the passages of the coalition agreement that the plan carries out."""
    return kept_page("moties/coalition.html", KEPT_UNTIL, (), _coalition)


def _coalition() -> dict[str, Any]:
    passages = kamer.coalition_passages(db.session)
    linked = [each.id for passage in passages for each in passage.maatregelen]
    return {
        "passages": passages,
        "progress": progress_on(passages),
        "latest": latest_by_maatregel(db.session, current_principal().visibility(), linked),
        "names": document_names(db.session),
        "tabs": tabs(RegisterKind.COALITION_PASSAGE),
    }


@blueprint.get("/moties/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show what a motie asks, what the letter answers and which maatregelen carry it out."""
    return kept_page("moties/show.html", KEPT_UNTIL, code, lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    motie = kamer.motie_by_code(db.session, code) or abort(404)
    links = sorted(motie.links, key=lambda link: (link.maatregel.network.position, link.maatregel.position))
    return {
        "motie": motie,
        "submitters": _listed(motie.submitters),
        "links": links,
        "bases": {link.maatregel_id: label(link.basis) for link in links},
        "latest": latest_by_maatregel(
            db.session, current_principal().visibility(), [link.maatregel_id for link in links]
        ),
        "toezeggingen": promises.toezeggingen_of_motie(db.session, motie.id),
        **item_page(motie),
    }


@blueprint.get("/toezeggingen/<code>")
@requires(Permission.READ_PROGRAMME)
def show_toezegging(code: str) -> str:
    """Show what was promised, by when, and what the sources say of it."""
    return kept_page("moties/toezegging.html", KEPT_UNTIL, code, lambda: _show_toezegging(code))


def _show_toezegging(code: str) -> dict[str, Any]:
    toezegging = promises.toezegging_by_code(db.session, code) or abort(404)
    today = clock.today()
    linked = [toezegging.maatregel_id] if toezegging.maatregel_id else []
    return {
        "toezegging": toezegging,
        "passed": due_date(toezegging).is_overdue(today),
        "latest": latest_by_maatregel(db.session, current_principal().visibility(), linked),
        "today": today,
        "plan_as_of": plan_as_of(db.session),
        **item_page(toezegging),
    }


@blueprint.get("/coalitieakkoord/<code>")
@requires(Permission.READ_PROGRAMME)
def show_passage(code: str) -> str:
    """Show one passage of the coalition agreement, with its asks and who carries it out."""
    return kept_page("moties/passage.html", KEPT_UNTIL, code, lambda: _show_passage(code))


def _show_passage(code: str) -> dict[str, Any]:
    passage = kamer.passage_by_code(db.session, code) or abort(404)
    linked = [each.id for each in passage.maatregelen]
    return {
        "passage": passage,
        "latest": latest_by_maatregel(db.session, current_principal().visibility(), linked),
        **item_page(passage),
    }


def _listed(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    if not names:
        return str(_("onbekend"))
    *others, last = names
    return str(_("%(others)s en %(last)s", others=", ".join(others), last=last)) if others else last
