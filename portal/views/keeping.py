"""Putting back what somebody had typed when the session was over."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.database import db
from portal.models import Report
from portal.queries.kept_input import kept_input
from portal.services import kept_input as service
from portal.web.sign_in import current_principal

RESTORED = "teruggezet"
"""The field that tells that the form began with what was kept."""


def kept_here() -> MultiDict[str, str] | None:
    """Return what this person had typed on this page, as a form would have sent it."""
    kept = kept_input(db.session, current_principal().account_id, request.path)
    return None if kept is None else MultiDict((name, value) for name, value in kept.fields)


def is_put_back() -> bool:
    """Return whether the form that was sent began with what was kept."""
    return RESTORED in request.form


def forget_kept(path: str) -> None:
    """Forget what was kept of a page: its form was saved."""
    service.drop(db.session, current_principal().account_id, path)


def locked(report: Report, title: str, kept: MultiDict[str, str] | None) -> str | Response:
    """Say that this part is not to be written now; what was typed before signing in again stands there."""
    if kept:
        return render_template("session/kept_locked.html", report=report, title=title, fields=kept)
    flash(_("Dit onderdeel kunt u nu niet wijzigen."), "info")
    return redirect(url_for("reports.show", period_code=report.period.code, network_code=report.network.code))
