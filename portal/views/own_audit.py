"""The own audit trail: what somebody did, and what others did with the account."""

from flask import Blueprint, render_template

from portal.database import db
from portal.domain.audit import SubjectKind
from portal.queries.own_audit import count_lines, lines
from portal.views.paging import page_of
from portal.web.doors import Door, requires
from portal.web.sign_in import current_principal

blueprint = Blueprint("own_audit", __name__)


@blueprint.get("/mijn/auditspoor")
@requires(Door.SIGNED_IN)
def index() -> str:
    """List it, newest first; without any text of a report."""
    account_id = current_principal().account_id or 0
    page = page_of(
        count_lines(db.session, account_id),
        lambda limit, offset: lines(db.session, account_id, limit, offset),
    )
    return render_template(
        "own_audit/index.html", page=page, account_id=account_id, about=SubjectKind.ACCOUNT
    )
