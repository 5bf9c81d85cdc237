"""Putting something in the register by hand, changing it, and splitting it into asks."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.access.policy import POLICY, Permission
from portal.database import db
from portal.domain import clock
from portal.domain.errors import StaleVersionError
from portal.domain.parliament import RegisterKind
from portal.forms.ask import AskForm
from portal.forms.register import Offered, OfficeForm
from portal.forms.register_item import ItemForm, NewItemForm, new_item_form, office_form
from portal.models import Account, RegisterItem
from portal.queries.actions import people_who_act
from portal.queries.documents import all_documents
from portal.queries.register import item_by_code, moties_to_choose
from portal.services import asks as ask_service
from portal.services import register as service
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.personal_data import warn_about
from portal.web.register_words import item_address
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_forms import conflicts_between

blueprint = Blueprint("register", __name__)
NEW = "/register/nieuw"
ONE = "/register/<code>"
KIND = "soort"


@blueprint.get(NEW)
@restores_input
@requires(Permission.KEEP_ASKS)
def new() -> str:
    """Ask what kind of thing it is, and then what it says."""
    kept = kept_here()
    kind = _kind(kept if kept is not None else request.args)
    if kind is None:
        return render_template("register/choose.html", kinds=list(RegisterKind))
    form = new_item_form(kind, _offered(), formdata=kept)
    form.version.data = 1
    return _new_page(form, kind, restored=kept is not None)


@blueprint.post(NEW)
@requires(Permission.KEEP_ASKS)
def add() -> Response | tuple[str, int]:
    """Put it in the register; sending twice is once."""
    kind = _kind(request.form) or abort(400)
    offered = _offered()
    form = new_item_form(kind, offered)
    if not form.validate():
        return _new_page(form, kind), 422
    item = service.register_item(
        db.session,
        current_principal().actor,
        kind,
        form.content(),
        form.facts(offered),
        form.own(offered),
        form.term_content() if "term" in form else None,
    )
    return _saved(item, form, _("Dit staat nu in het register."))


@blueprint.get(f"{ONE}/wijzigen")
@restores_input
@requires(Permission.KEEP_ASKS)
def edit(code: str) -> str:
    """Show what can be changed: all of an item of our own, of the plan only what the office keeps."""
    item, kept = _load(code), kept_here()
    form = office_form(item.item_kind, item.origin, _offered(item.owner), formdata=kept)
    if kept is None:
        form.show(item)
    return _edit_page(item, form, restored=kept is not None)


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.KEEP_ASKS)
def save(code: str) -> Response | tuple[str, int]:
    """Save it; a stale save shows both versions and loses neither."""
    item = _load(code)
    offered = _offered(item.owner)
    form = office_form(item.item_kind, item.origin, offered)
    if not form.validate():
        return _edit_page(item, form), 422
    try:
        service.change_item(
            db.session,
            current_principal().actor,
            item,
            form.seen,
            form.facts(offered),
            form.content() if isinstance(form, ItemForm) else None,
            form.own(offered) if isinstance(form, ItemForm) else None,
        )
    except StaleVersionError:
        saved = office_form(item.item_kind, item.origin, offered, formdata=None)
        saved.show(item)
        form.version.data, form.version.raw_data = item.version, None
        return _edit_page(item, form, conflicts_between(form, saved)), 409
    return _saved(item, form, _("De gegevens zijn opgeslagen."))


@blueprint.get(f"{ONE}/verzoeken/nieuw")
@restores_input
@requires(Permission.KEEP_ASKS)
def split(code: str) -> str:
    """Ask what else the item asks."""
    kept = kept_here()
    form = AskForm(formdata=kept)
    form.version.data = 1
    return _split_page(_load(code), form, restored=kept is not None)


@blueprint.post(f"{ONE}/verzoeken/nieuw")
@requires(Permission.KEEP_ASKS)
def add_ask(code: str) -> Response | tuple[str, int]:
    """Add an ask to the item; sending twice is once."""
    item, form = _load(code), AskForm()
    if not form.validate():
        return _split_page(item, form), 422
    ask_service.add_ask(db.session, current_principal().actor, item, form.content())
    return _saved(item, form, _("Het verzoek is toegevoegd."))


def _load(code: str) -> RegisterItem:
    return item_by_code(db.session, code) or abort(404)


def _kind(values: MultiDict[str, str]) -> RegisterKind | None:
    """Return the kind that was chosen, None for none and for what is no kind."""
    return next((each for each in RegisterKind if each.value == values.get(KIND)), None)


def _offered(owner: Account | None = None) -> Offered:
    """Return what can be chosen; who is owner now can stay so."""
    roles = [grant.role for grant in POLICY[Permission.KEEP_ASKS]]
    owners = list(people_who_act(db.session, roles, clock.today()))
    if owner is not None and owner not in owners:
        owners.append(owner)
    return Offered(owners, all_documents(db.session), moties_to_choose(db.session))


def _saved(item: RegisterItem, form: OfficeForm | AskForm, told: str) -> Response:
    forget_kept(request.path)
    answer = redirect(item_address(item))
    warn_about(form)
    flash(told, "good")
    db.session.commit()
    return answer


def _new_page(form: NewItemForm, kind: RegisterKind, *, restored: bool = False) -> str:
    return render_template("register/new.html", form=form, kind=kind, restored=restored)


def _edit_page(
    item: RegisterItem, form: OfficeForm, conflicts: list[Conflict] | None = None, *, restored: bool = False
) -> str:
    return render_template(
        "register/edit.html", form=form, item=item, conflicts=conflicts or [], restored=restored
    )


def _split_page(item: RegisterItem, form: AskForm, *, restored: bool = False) -> str:
    return render_template("asks/new.html", form=form, item=item, restored=restored)
