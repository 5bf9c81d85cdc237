"""What the Tweede Kamer asked, what was promised to it, and what the coalition agreement says."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.programme import ToezeggingKind
from portal.queries import moties as kamer
from portal.queries import toezeggingen as promises
from portal.queries.chain import plan_as_of
from portal.queries.documents import document_names
from portal.queries.latest_progress import latest_by_maatregel
from portal.queries.toezeggingen import ToezeggingFilter, due_date
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import choices, label
from portal.web.sign_in import current_principal

blueprint = Blueprint("moties", __name__)
INSIDE, OUTSIDE = "binnen", "buiten"
PASSED = "voorbij"


@blueprint.get("/moties")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the moties."""
    words, inside = listing.search_words(), _inside()
    sort = listing.sort_by(kamer.ORDERS, "datum")
    page = page_of(
        kamer.count_moties(db.session, words, inside=inside),
        lambda limit, offset: kamer.moties(
            db.session,
            words,
            inside=inside,
            order=sort.column,
            descending=sort.descending,
            limit=limit,
            offset=offset,
        ),
    )
    address = ListAddress("moties.index", {"q": words, "programma": _scope()}, sort)
    return render_template(
        "moties/index.html", page=page, address=address, scopes=_scopes(), tabs=_tabs("moties.index")
    )


@blueprint.get("/toezeggingen")
@requires(Permission.READ_PROGRAMME)
def toezeggingen() -> str:
    """List what was promised."""
    today = clock.today()
    kinds = [("", _("Alle")), *choices(ToezeggingKind)]
    chosen = {
        "q": listing.search_words(),
        "programma": _scope(),
        "soort": listing.chosen("soort", [value for value, _text in kinds]),
        "termijn": listing.chosen("termijn", [PASSED]),
    }
    wanted = ToezeggingFilter(
        chosen["q"],
        _inside(),
        ToezeggingKind(chosen["soort"]) if chosen["soort"] else None,
        today if chosen["termijn"] else None,
    )
    sort = listing.sort_by(promises.ORDERS, "termijn")
    page = page_of(
        promises.count_toezeggingen(db.session, wanted),
        lambda limit, offset: promises.toezeggingen(
            db.session, wanted, order=sort.column, descending=sort.descending, limit=limit, offset=offset
        ),
    )
    return render_template(
        "moties/toezeggingen.html",
        page=page,
        address=ListAddress("moties.toezeggingen", chosen, sort),
        passed={each.id for each in page.rows if due_date(each).is_overdue(today)},
        kinds=kinds,
        scopes=_scopes(),
        terms=[("", _("Alle")), (PASSED, _("Laatste mogelijke dag is voorbij"))],
        tabs=_tabs("moties.toezeggingen"),
        today=today,
        plan_as_of=plan_as_of(db.session),
    )


@blueprint.get("/coalitieakkoord")
@requires(Permission.READ_PROGRAMME)
def coalition() -> str:
    """Show the passages of the coalition agreement that the plan carries out."""
    passages = kamer.coalition_passages(db.session)
    linked = [each.id for passage in passages for each in passage.maatregelen]
    return render_template(
        "moties/coalition.html",
        passages=passages,
        latest=latest_by_maatregel(db.session, current_principal().visibility(), linked),
        names=document_names(db.session),
        tabs=_tabs("moties.coalition"),
    )


@blueprint.get("/moties/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show what a motie asks, what the letter answers and which maatregelen carry it out."""
    motie = kamer.motie_by_code(db.session, code) or abort(404)
    links = sorted(motie.links, key=lambda link: (link.maatregel.network.position, link.maatregel.position))
    return render_template(
        "moties/show.html",
        motie=motie,
        submitters=_listed(motie.submitters),
        other_dates=[(code, _written(words)) for code, words in motie.other_dates.items()],
        links=links,
        bases={link.maatregel_id: label(link.basis) for link in links},
        latest=latest_by_maatregel(
            db.session, current_principal().visibility(), [link.maatregel_id for link in links]
        ),
        toezeggingen=promises.toezeggingen_of_motie(db.session, motie.id),
        names=document_names(db.session),
    )


@blueprint.get("/toezeggingen/<code>")
@requires(Permission.READ_PROGRAMME)
def show_toezegging(code: str) -> str:
    """Show what was promised, by when, and what the sources say of it."""
    toezegging = promises.toezegging_by_code(db.session, code) or abort(404)
    today = clock.today()
    linked = [toezegging.maatregel_id] if toezegging.maatregel_id else []
    return render_template(
        "moties/toezegging.html",
        toezegging=toezegging,
        passed=due_date(toezegging).is_overdue(today),
        latest=latest_by_maatregel(db.session, current_principal().visibility(), linked),
        names=document_names(db.session),
        today=today,
        plan_as_of=plan_as_of(db.session),
    )


def _listed(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    *others, last = names
    return _("%(others)s en %(last)s", others=", ".join(others), last=last) if others else last


def _written(sortable: str) -> str:
    """Return a date that may lack its day or month as people write it."""
    year, *rest = (int(part) for part in sortable.split("-"))
    if not rest:
        return str(year)
    pattern = "d MMMM y" if len(rest) > 1 else "MMMM y"
    return str(format_date(date(year, *rest, *([1] * (2 - len(rest)))), pattern))


def _scope() -> str:
    return listing.chosen("programma", (INSIDE, OUTSIDE))


def _inside() -> bool | None:
    return {INSIDE: True, OUTSIDE: False}.get(_scope())


def _scopes() -> list[tuple[str, str]]:
    return [("", _("Alle")), (INSIDE, _("Binnen dit programma")), (OUTSIDE, _("Buiten dit programma"))]


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = (
        ("moties.index", _("Moties"), kamer.count_moties(db.session)),
        (
            "moties.toezeggingen",
            _("Toezeggingen"),
            promises.count_toezeggingen(db.session, ToezeggingFilter()),
        ),
        ("moties.coalition", _("Coalitieakkoord"), kamer.count_coalition_passages(db.session)),
    )
    return [
        {"label": name, "url": url_for(endpoint), "count": count, "current": endpoint == current}
        for endpoint, name, count in counts
    ]
