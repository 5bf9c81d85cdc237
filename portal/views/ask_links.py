"""Which maatregelen carry out an ask: linking one, saying what it does, and removing the link."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import LinkedAlreadyError, LinkRemovedError, StaleVersionError
from portal.forms.ask import LinkChangeForm, NewLinkForm, new_link_form
from portal.forms.base import VersionForm
from portal.models import Ask, AskLink
from portal.queries.ask_links import link_of_ask, linkable_maatregelen, links_of_ask, plan_links
from portal.services import ask_links as service
from portal.views.asks import load_ask, to_ask
from portal.web import listing
from portal.web.doors import requires
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_forms import conflicts_between

blueprint = Blueprint("ask_links", __name__)
LINKS = "/verzoeken/<code>/koppelingen"
ONE = f"{LINKS}/<maatregel_code>"


@blueprint.get(LINKS)
@requires(Permission.KEEP_ASKS)
def new(code: str) -> str:
    """Ask which maatregel carries out the ask; searching narrows the list."""
    ask = load_ask(code)
    return _new_page(ask, _new_form(ask, formdata=None))


@blueprint.post(LINKS)
@requires(Permission.KEEP_ASKS)
def add(code: str) -> Response | tuple[str, int]:
    """Link a maatregel; sending twice is once."""
    ask = load_ask(code)
    form = _new_form(ask)
    # What was linked by the first of two clicks is no longer among the choices.
    present = link_of_ask(db.session, ask.id, form.maatregel.data or "")
    form.maatregel.validate_choice = present is None
    if not form.validate():
        return _new_page(ask, form), 422
    found = {each.code: each for each in linkable_maatregelen(db.session, ask.id, "", clock.today())}
    maatregel = present.maatregel if present is not None else found[form.maatregel.data]
    try:
        service.link_maatregel(db.session, current_principal().actor, ask, maatregel, form.content())
    except LinkedAlreadyError as refusal:
        form.maatregel.errors = [str(sentence_for(refusal))]
        return _new_page(ask, form), 422
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("De maatregel is gekoppeld."))


@blueprint.get(f"{ONE}/wijzigen")
@requires(Permission.KEEP_ASKS)
def edit(code: str, maatregel_code: str) -> str:
    """Show on which basis the link rests and what the maatregel does."""
    ask, link = _load(code, maatregel_code)
    return _edit_page(ask, link, _shown(link))


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.KEEP_ASKS)
def save(code: str, maatregel_code: str) -> Response | tuple[str, int]:
    """Say it otherwise; a stale save shows both versions and loses neither."""
    ask, link = _load(code, maatregel_code)
    form = LinkChangeForm()
    if not form.validate():
        return _edit_page(ask, link, form), 422
    try:
        service.change_link(db.session, current_principal().actor, link, form.seen, form.content())
    except StaleVersionError:
        conflicts = conflicts_between(form, _shown(link))
        form.version.data, form.version.raw_data = link.version, None
        return _edit_page(ask, link, form, conflicts), 409
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("De koppeling is opgeslagen."))


@blueprint.get(f"{ONE}/weghalen")
@requires(Permission.KEEP_ASKS)
def confirm_removal(code: str, maatregel_code: str) -> str:
    """Ask whether the link may really go."""
    ask, link = _load(code, maatregel_code)
    return render_template("ask_links/remove.html", ask=ask, link=link)


@blueprint.post(f"{ONE}/weghalen")
@requires(Permission.KEEP_ASKS)
def remove(code: str, maatregel_code: str) -> Response:
    """Remove the link; that it was there stays to be seen."""
    ask = load_ask(code)
    link = link_of_ask(db.session, ask.id, maatregel_code)
    form = VersionForm()
    if link is None:
        return to_ask(ask) if _was_linked(ask, maatregel_code) else abort(404)
    if not form.validate():
        abort(400)
    try:
        service.unlink(db.session, current_principal().actor, link, form.seen)
    except LinkRemovedError:
        return to_ask(ask)
    db.session.commit()
    return to_ask(ask, _("De koppeling is weggehaald."))


def _load(code: str, maatregel_code: str) -> tuple[Ask, AskLink]:
    ask = load_ask(code)
    return ask, link_of_ask(db.session, ask.id, maatregel_code) or abort(404)


def _was_linked(ask: Ask, maatregel_code: str) -> bool:
    return any(link.maatregel.code == maatregel_code for link in links_of_ask(db.session, ask.id))


def _new_form(ask: Ask, **options: object) -> NewLinkForm:
    found = linkable_maatregelen(db.session, ask.id, listing.search_words(), clock.today())
    return new_link_form(found, **options)


def _shown(link: AskLink) -> LinkChangeForm:
    form = LinkChangeForm(formdata=None)
    form.version.data, form.basis.data = link.version, link.basis.value
    form.contribution.data = link.contribution
    return form


def _new_page(ask: Ask, form: NewLinkForm) -> str:
    return render_template(
        "ask_links/new.html",
        ask=ask,
        form=form,
        words=listing.search_words(),
        plan_links=plan_links(db.session, ask.item),
    )


def _edit_page(ask: Ask, link: AskLink, form: LinkChangeForm, conflicts: list[Conflict] | None = None) -> str:
    return render_template("ask_links/edit.html", ask=ask, link=link, form=form, conflicts=conflicts or [])
