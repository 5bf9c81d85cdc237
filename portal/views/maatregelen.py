"""Maatregelen: the list, one maatregel with all its facts, and who answers for it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.owners import owner_reach
from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.dates import ImpreciseDate
from portal.domain.progress import ProgressStatus
from portal.forms.maatregel import OwnerForm, chosen_owner, owner_form
from portal.models import Action, Maatregel
from portal.queries.accounts import accounts_of_network
from portal.queries.chain import all_chain_stages, plan_as_of
from portal.queries.documents import document_names
from portal.queries.goals import all_goals, all_themes
from portal.queries.latest_progress import latest_by_maatregel
from portal.queries.maatregel_list import (
    ENDED,
    RUNNING,
    WITHOUT_REPORT,
    MaatregelFilter,
    MaatregelList,
)
from portal.queries.maatregelen import former_titles, maatregel_by_code
from portal.queries.moties import coalition_of_maatregel, moties_of_maatregel, whole_plan_moties
from portal.queries.networks import all_networks
from portal.queries.partners import by_part
from portal.queries.progress_history import progress_history
from portal.queries.toezeggingen import toezeggingen_of_maatregel
from portal.services import maatregelen as service
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.labels import choices
from portal.web.sign_in import current_principal

blueprint = Blueprint("maatregelen", __name__)
COLUMNS = ("code", "titel", "netwerk", "status")


@blueprint.get("/maatregelen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the maatregelen, with the state each has in the newest counted report."""
    options = _filter_options()
    chosen = {
        "q": listing.search_words(),
        **{
            name: listing.chosen(name, [value for value, _text in values]) for name, values in options.items()
        },
    }
    wanted = MaatregelFilter(
        chosen["q"],
        chosen["netwerk"],
        chosen["thema"],
        chosen["subdoel"],
        chosen["fase"],
        chosen["status"],
        chosen["looptijd"],
    )
    sort = listing.sort_by(COLUMNS, "netwerk")
    principal = current_principal()
    owners = owner_reach(principal)
    found = MaatregelList(
        db.session,
        principal.visibility(),
        None if owners.everywhere else owners.networks,
        wanted,
        clock.today(),
    )
    page = page_of(
        found.total(),
        lambda limit, offset: found.rows(sort.column, descending=sort.descending, limit=limit, offset=offset),
    )
    address = ListAddress("maatregelen.index", chosen, sort)
    return render_template(
        "maatregelen/index.html", page=page, options=options, address=address, owners=owners
    )


@blueprint.get("/maatregelen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show what the plan says of a maatregel, and what was reported on it."""
    return _page(_maatregel(code))


@blueprint.post("/maatregelen/<code>/eigenaar")
@requires(Permission.ASSIGN_OWNER)
def assign_owner(code: str) -> Response | tuple[str, int]:
    """Say who answers for a maatregel."""
    maatregel = _maatregel(code)
    principal = current_principal()
    if not principal.allows(Permission.ASSIGN_OWNER, maatregel.network_id):
        abort(403)
    candidates = accounts_of_network(db.session, maatregel.network_id, clock.today())
    form = owner_form(candidates, maatregel.owner)
    if not form.validate():
        return _page(maatregel, form), 422
    owner = chosen_owner(form, candidates)
    service.assign_owner(db.session, principal.actor, maatregel, owner)
    if owner is None:
        flash(_("Deze maatregel heeft nu geen eigenaar."), "attention")
    else:
        flash(_("%(name)s is nu eigenaar van deze maatregel.", name=owner.name), "good")
    db.session.commit()
    return redirect(url_for("maatregelen.show", code=code))


def _maatregel(code: str) -> Maatregel:
    return maatregel_by_code(db.session, code) or abort(404)


def _page(maatregel: Maatregel, form: OwnerForm | None = None) -> str:
    principal = current_principal()
    visibility = principal.visibility()
    if form is None and principal.allows(Permission.ASSIGN_OWNER, maatregel.network_id):
        candidates = accounts_of_network(db.session, maatregel.network_id, clock.today())
        form = owner_form(candidates, maatregel.owner)
    return render_template(
        "maatregelen/show.html",
        maatregel=maatregel,
        shows_owner=owner_reach(principal).covers(maatregel.network_id),
        latest=latest_by_maatregel(db.session, visibility, [maatregel.id]).get(maatregel.id),
        history=progress_history(db.session, visibility, maatregel.id),
        partners=by_part(maatregel.partners),
        actions=[(action, _planned(action).is_overdue(clock.today())) for action in maatregel.actions],
        moties=moties_of_maatregel(db.session, maatregel.id),
        whole_plan_moties=whole_plan_moties(db.session),
        toezeggingen=toezeggingen_of_maatregel(db.session, maatregel.id),
        coalition=coalition_of_maatregel(db.session, maatregel.id),
        former_titles=former_titles(db.session, maatregel),
        names=document_names(db.session),
        form=form,
        today=clock.today(),
        plan_as_of=plan_as_of(db.session),
    )


def _planned(action: Action) -> ImpreciseDate:
    return ImpreciseDate(action.planned_precision, action.planned_latest, action.planned_words)


def _filter_options() -> dict[str, list[tuple[str, Any]]]:
    """Return value and words for each filter but the search words; the empty value comes first."""
    every = ("", _("Alle"))
    return {
        "netwerk": [every, *((each.code, each.short_title) for each in all_networks(db.session))],
        "thema": [every, *((each.code, each.short_title) for each in all_themes(db.session))],
        "subdoel": [every, *((each.code, f"{each.code}. {each.title}") for each in all_goals(db.session))],
        "fase": [every, *((each.code, each.title) for each in all_chain_stages(db.session))],
        "status": [every, *choices(ProgressStatus), (WITHOUT_REPORT, _("Geen geaccepteerde rapportage"))],
        "looptijd": [every, (RUNNING, _("Lopend")), (ENDED, _("Afgesloten"))],
    }
