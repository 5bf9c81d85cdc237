"""What the people of a network say to each other about a maatregel; nobody else ever sees it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.access.writing import may_write_progress
from portal.database import db
from portal.domain import clock
from portal.forms.base import text_of
from portal.forms.comment import CommentForm, comment_form
from portal.models import Account, MaatregelProgress, Report
from portal.queries.accounts import accounts_of_network
from portal.queries.comments import comments_on
from portal.services import comments as service
from portal.services.progress import progress_is_editable
from portal.views.keeping import forget_kept, kept_here
from portal.views.loading import load_part
from portal.views.progress import ONE
from portal.web.doors import requires
from portal.web.kept_input import restores_input
from portal.web.sign_in import current_principal

blueprint = Blueprint("comments", __name__)
TALK = f"{ONE}/overleg"


@blueprint.get(TALK)
@restores_input
@requires(Permission.WRITE_REPORT)
def show(period_code: str, network_code: str, code: str) -> str:
    """Show the comments on a maatregel, and the form to add one."""
    report, progress = _load(period_code, network_code, code)
    kept = kept_here()
    form = comment_form(_people(report), formdata=kept)
    return _page(report, progress, form, restored=kept is not None)


@blueprint.post(TALK)
@requires(Permission.WRITE_REPORT)
def add(period_code: str, network_code: str, code: str) -> Response | tuple[str, int]:
    """Add a comment."""
    report, progress = _load(period_code, network_code, code)
    people = _people(report)
    form = comment_form(people)
    if not form.validate():
        return _page(report, progress, form), 422
    mentioned = [each for each in people if str(each.id) in (form.mentioned.data or ())]
    service.add_comment(db.session, current_principal().actor, progress, text_of(form.text), mentioned)
    here = url_for("comments.show", period_code=period_code, network_code=network_code, code=code)
    forget_kept(here)
    db.session.commit()
    flash(_("Uw reactie is geplaatst."), "good")
    return redirect(here)


def _load(period_code: str, network_code: str, code: str) -> tuple[Report, MaatregelProgress]:
    progress = load_part(period_code, network_code, code, given=False)
    return progress.report, progress


def _people(report: Report) -> list[Account]:
    """Return the others who report for the network."""
    me = current_principal().account_id
    return [
        each for each in accounts_of_network(db.session, report.network_id, clock.today()) if each.id != me
    ]


def _page(report: Report, progress: MaatregelProgress, form: CommentForm, *, restored: bool = False) -> str:
    own = may_write_progress(current_principal(), report, progress.maatregel)
    return render_template(
        "comments/show.html",
        report=report,
        progress=progress,
        form=form,
        comments=comments_on(db.session, progress.id),
        open=service.comments_are_open(report),
        writes=own and progress_is_editable(progress),
        restored=restored,
    )
