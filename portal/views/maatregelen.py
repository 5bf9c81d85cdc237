"""Maatregelen: the list, one maatregel with all its facts, and who answers for it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.observations import reads_observations
from portal.access.owners import owner_reach
from portal.access.policy import Permission
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.dates import ImpreciseDate
from portal.domain.parliament import outcome_of
from portal.domain.progress import ProgressStatus
from portal.domain.underpinning import hints
from portal.forms.maatregel import OwnerForm, chosen_owner, owner_form
from portal.models import Action, Maatregel
from portal.queries.accounts import accounts_of_network
from portal.queries.ask_links import links_of_maatregel
from portal.queries.audit import events_of
from portal.queries.chain import plan_as_of
from portal.queries.choices import goal_choices, network_choices, stage_choices, theme_choices
from portal.queries.details import latest_details
from portal.queries.documents import document_names
from portal.queries.evidence import evidence_of_maatregel
from portal.queries.indicators import indicators_of_maatregel
from portal.queries.latest_progress import latest_by_maatregel
from portal.queries.legislation import laws_of
from portal.queries.maatregel_list import (
    ENDED,
    RUNNING,
    WITHOUT_REPORT,
    MaatregelFilter,
    MaatregelList,
)
from portal.queries.maatregelen import (
    former_titles,
    maatregel_by_code,
    maatregel_number,
    maatregel_with_owner,
)
from portal.queries.moties import coalition_of_maatregel, moties_of_maatregel
from portal.queries.partners import by_part
from portal.queries.progress_history import progress_history
from portal.queries.review import errata_on_maatregel
from portal.queries.signal_links import signal_ids_of_maatregel, signals_of_maatregel
from portal.queries.toezeggingen import toezeggingen_of_maatregel
from portal.queries.underpinning import UnderpinningLine, underpinnings
from portal.services import maatregelen as service
from portal.views.paging import ListAddress, page_of
from portal.web import listing
from portal.web.doors import requires
from portal.web.kept_pages import asked, kept_page
from portal.web.labels import choices
from portal.web.sign_in import current_principal

blueprint = Blueprint("maatregelen", __name__)
KEPT_UNTIL = (
    Area.PLAN,
    Area.REPORTING,
    Area.MONEY,
    Area.SIGNALS,
    Area.INDICATORS,
    Area.PARLIAMENT,
    Area.PEOPLE,
)
COLUMNS = ("code", "titel", "netwerk", "status")


@blueprint.get("/maatregelen")
@requires(Permission.READ_PROGRAMME)
def index() -> str:
    """List the maatregelen, with the state each has in the newest counted report."""
    return kept_page(
        "maatregelen/index.html",
        KEPT_UNTIL,
        asked("netwerk", "thema", "subdoel", "fase", "status", "looptijd"),
        _index,
    )


def _index() -> dict[str, Any]:
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
    return {"page": page, "options": options, "address": address, "owners": owners}


@blueprint.get("/maatregelen/<code>")
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show what the plan says of a maatregel, and what was reported on it."""
    return _page(code)


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
        return _page(code, form), 422
    owner = chosen_owner(form, candidates)
    service.assign_owner(db.session, principal.actor, maatregel, owner)
    if owner is None:
        flash(_("Deze maatregel heeft nu geen eigenaar."), "attention")
    else:
        flash(_("%(name)s is nu eigenaar van deze maatregel.", name=owner.name), "good")
    db.session.commit()
    return redirect(url_for("maatregelen.show", code=code))


def _maatregel(code: str) -> Maatregel:
    return maatregel_with_owner(db.session, code) or abort(404)


def _page(code: str, refused: OwnerForm | None = None) -> str:
    """Return the page: the same for everybody with the same roles, who reads the same signals."""
    number = maatregel_number(db.session, code) or abort(404)
    # Who filed a signal reads it, whatever the roles.
    signals = signal_ids_of_maatregel(db.session, signal_scope(current_principal()), number)
    key = None if refused else (code, signals)
    return kept_page("maatregelen/show.html", KEPT_UNTIL, key, lambda: _context(code, refused))


def _form(maatregel: Maatregel) -> OwnerForm | None:
    if not current_principal().allows(Permission.ASSIGN_OWNER, maatregel.network_id):
        return None
    candidates = accounts_of_network(db.session, maatregel.network_id, clock.today())
    return owner_form(candidates, maatregel.owner)


def _context(code: str, refused: OwnerForm | None) -> dict[str, Any]:
    maatregel = maatregel_by_code(db.session, code) or abort(404)
    principal = current_principal()
    visibility = principal.visibility()
    return {
        "maatregel": maatregel,
        "shows_owner": owner_reach(principal).covers(maatregel.network_id),
        "latest": latest_by_maatregel(db.session, visibility, [maatregel.id]).get(maatregel.id),
        "history": progress_history(db.session, visibility, maatregel),
        "evidence": evidence_of_maatregel(db.session, visibility, maatregel.id),
        "errata": errata_on_maatregel(
            db.session, visibility, maatregel.id, principal.audiences(maatregel.network_id)
        ),
        "linked_indicators": indicators_of_maatregel(db.session, maatregel.id, principal.words()),
        "partners": by_part(maatregel.partners),
        "details": latest_details(db.session, visibility, maatregel.id),
        "signals": signals_of_maatregel(db.session, signal_scope(principal), maatregel.id),
        "actions": [(action, _planned(action).is_overdue(clock.today())) for action in maatregel.actions],
        "moties": moties_of_maatregel(db.session, maatregel.id),
        "toezeggingen": toezeggingen_of_maatregel(db.session, maatregel.id),
        "linked_asks": [
            (link, outcome_of(facts, clock.today()))
            for link, facts in links_of_maatregel(db.session, maatregel.id)
        ],
        "coalition": coalition_of_maatregel(db.session, maatregel.id),
        "laws": [(law, law.risk(clock.today())) for law in laws_of(db.session, maatregel.id)],
        "underpinning": (line := _underpinning(maatregel)),
        "underpinning_hints": hints(line.content, clock.today()),
        "underpinning_events": events_of(
            db.session,
            SubjectKind.MAATREGEL,
            maatregel.id,
            only={AuditAction.UNDERPINNING_WRITTEN},
            discreet=not principal.allows(Permission.READ_SUBMITTED, maatregel.network_id),
        ),
        "reads_observations": reads_observations(principal),
        "former_titles": former_titles(db.session, maatregel),
        "names": document_names(db.session),
        "form": refused or _form(maatregel),
        "today": clock.today(),
        "plan_as_of": plan_as_of(db.session),
    }


def _underpinning(maatregel: Maatregel) -> UnderpinningLine:
    words = current_principal().words()
    return underpinnings(db.session, words, clock.today(), maatregel_id=maatregel.id)[0]


def _planned(action: Action) -> ImpreciseDate:
    return ImpreciseDate(action.planned_precision, action.planned_latest, action.planned_words)


def _filter_options() -> dict[str, list[tuple[str, Any]]]:
    """Return value and words for each filter but the search words; the empty value comes first."""
    every = ("", _("Alle"))
    return {
        "netwerk": [every, *network_choices(db.session)],
        "thema": [every, *theme_choices(db.session)],
        "subdoel": [every, *goal_choices(db.session)],
        "fase": [every, *stage_choices(db.session)],
        "status": [every, *choices(ProgressStatus), (WITHOUT_REPORT, _("Geen geaccepteerde rapportage"))],
        "looptijd": [every, (RUNNING, _("Lopend")), (ENDED, _("Afgesloten"))],
    }
