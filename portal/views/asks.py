"""One ask: what is asked, how far it is, what is done about it and what shows that."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.references import reference_scope
from portal.database import db
from portal.domain.areas import Area
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import AskClosedError, StaleVersionError, TermFixedError
from portal.domain.parliament import OPEN_STATES, AskOutcome, Origin
from portal.domain.workflow import IllegalTransitionError
from portal.forms.ask import AskForm, StepForm, step_form
from portal.forms.base import text_of
from portal.models import Ask
from portal.queries.ask_links import links_of_ask, plan_links
from portal.queries.ask_references import references_of
from portal.queries.asks import ask_by_code, steps_of
from portal.queries.audit import events_of
from portal.queries.documents import document_names
from portal.queries.evidence import evidence_of_ask
from portal.queries.latest_progress import latest_by_maatregel
from portal.services import asks as service
from portal.views.closing_panel import closing_panel
from portal.views.deadline_panel import deadline_panel
from portal.views.item_pages import shown_outcomes
from portal.views.keeping import forget_kept, kept_here
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.kept_pages import kept_page
from portal.web.personal_data import warn_about
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal
from portal.web.stale import Conflict
from portal.web.stale_forms import conflicts_between

blueprint = Blueprint("asks", __name__)
ONE = "/verzoeken/<code>"
OWN_STORY = frozenset(AuditAction) - {AuditAction.ASK_MOVED}
"""What the history tells; the steps stand apart, with from where to where."""


@blueprint.get(ONE)
@requires(Permission.READ_PROGRAMME)
def show(code: str) -> str:
    """Show an ask."""
    return page(load_ask(code))


@blueprint.post(f"{ONE}/stand")
@requires(Permission.KEEP_ASKS)
def move(code: str) -> Response | tuple[str, int]:
    """Say how far an ask is, with the reason; pressing twice is once."""
    ask = load_ask(code)
    form = step_form(ask.state)
    action, reason = form.chosen(), text_of(form.reason)
    if form.seen == ask.version and not form.validate():
        return page(ask, form), 422
    if action is None or not reason:
        return _overtaken(ask), 409
    try:
        service.move_ask(db.session, current_principal().actor, ask, form.seen, action, reason)
    except (StaleVersionError, IllegalTransitionError):
        return _overtaken(ask), 409
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("De stand is vastgelegd."))


@blueprint.get(f"{ONE}/wijzigen")
@restores_input
@requires(Permission.KEEP_ASKS)
def edit(code: str) -> str | Response:
    """Show the form with what an ask of our own says now."""
    ask = load_ask(code)
    if not may_change(ask):
        flash(_("De tekst van dit verzoek staat vast."), "info")
        return to_ask(ask)
    kept = kept_here()
    form = AskForm(formdata=kept)
    if kept is None:
        form.show(ask)
    return _edit_page(ask, form, restored=kept is not None)


@blueprint.post(f"{ONE}/wijzigen")
@requires(Permission.KEEP_ASKS)
def save(code: str) -> Response | tuple[str, int]:
    """Change what an ask says; a stale save shows both versions and loses neither."""
    ask, form = load_ask(code), AskForm()
    if not form.validate():
        return _edit_page(ask, form), 422
    try:
        service.change_ask(db.session, current_principal().actor, ask, form.seen, form.content())
    except StaleVersionError:
        saved = AskForm(formdata=None)
        saved.show(ask)
        form.version.data, form.version.raw_data = ask.version, None
        return _edit_page(ask, form, conflicts_between(form, saved)), 409
    except (AskClosedError, TermFixedError) as refusal:
        form.form_errors = [str(sentence_for(refusal))]
        return _edit_page(ask, form), 409
    forget_kept(request.path)
    warn_about(form)
    db.session.commit()
    return to_ask(ask, _("Het verzoek is opgeslagen."))


def load_ask(code: str) -> Ask:
    """Return the ask, or 404."""
    return ask_by_code(db.session, code) or abort(404)


def to_ask(ask: Ask, message: str = "") -> Response:
    """Send somebody to the page of an ask."""
    if message:
        flash(message, "good")
    return redirect(url_for("asks.show", code=ask.code))


def shown_outcome(ask: Ask) -> AskOutcome:
    """Return how far an ask is today."""
    return shown_outcomes([ask])[ask.id]


def may_change(ask: Ask) -> bool:
    """Return whether the words of an ask can change: those of the plan never do here."""
    return ask.origin is not Origin.PLAN and ask.state in OPEN_STATES


def page(ask: Ask, form: StepForm | None = None, *, overtaken: bool = False) -> str:
    """Return the page of an ask, also when a step was refused: only the form is not the same for all."""
    form = (form or _step_form(ask)) if current_principal().allows(Permission.KEEP_ASKS) else None
    outcome = shown_outcome(ask) if overtaken else None
    step = {"ask": ask, "form": form, "overtaken": overtaken, "outcome": outcome}
    return kept_page(
        "asks/show.html",
        tuple(Area),
        ask.code,
        lambda: _context(ask),
        {
            "errors": render_template("components/_errors.html", form=form) if form and form.errors else "",
            "step": render_template("asks/_step.html", **step) if form else "",
        },
    )


def _context(ask: Ask) -> dict[str, Any]:
    principal = current_principal()
    keeps, reads_file = (principal.allows(each) for each in (Permission.KEEP_ASKS, Permission.READ_ASK_FILE))
    every, of_plan = links_of_ask(db.session, ask.id), plan_links(db.session, ask.item)
    maatregelen = [link.maatregel_id for link in every] + [link.maatregel.id for link in of_plan]
    return {
        "ask": ask,
        "outcome": shown_outcome(ask),
        "links": [link for link in every if link.removed_at is None],
        "removed_links": [link for link in every if link.removed_at is not None] if keeps else [],
        "plan_links": of_plan,
        "latest": latest_by_maatregel(db.session, principal.visibility(), maatregelen),
        "references": references_of(db.session, reference_scope(principal), ask.id),
        "evidence": evidence_of_ask(db.session, principal.visibility(), ask.id),
        "steps": steps_of(db.session, ask.id) if reads_file else [],
        "events": events_of(db.session, SubjectKind.ASK, ask.id, only=OWN_STORY) if reads_file else [],
        "keeps": keeps,
        "reads_file": reads_file,
        "may_change": keeps and may_change(ask),
        "closing": closing_panel(ask),
        "deadline": deadline_panel(ask),
        "names": document_names(db.session),
    }


def _step_form(ask: Ask) -> StepForm | None:
    form = step_form(ask.state, formdata=None)
    form.version.data = ask.version
    return form if form.action.choices else None


def _overtaken(ask: Ask) -> str:
    """Show what somebody else did meanwhile, with the own reason still in the form."""
    form = step_form(ask.state)
    form.version.data, form.version.raw_data = ask.version, None
    return page(ask, form, overtaken=True)


def _edit_page(
    ask: Ask, form: AskForm, conflicts: list[Conflict] | None = None, *, restored: bool = False
) -> str:
    return render_template("asks/edit.html", form=form, ask=ask, conflicts=conflicts or [], restored=restored)
