"""Asking somebody again who they are, without losing what they were sending (security R10)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.database import db
from portal.forms.base import text_of
from portal.forms.confirming import ConfirmForm
from portal.queries.accounts import account_by_id
from portal.queries.factors import has_code, has_passkey
from portal.web.errors import form_is_readable, readable_path, typed_text
from portal.web.kept_input import opened_text, sealed_input, sealed_text
from portal.web.passkeys import site
from portal.web.redirects import own_path
from portal.web.sign_in import current_principal

Typed = Sequence[tuple[str, str]]
"""Labels and what was filled in there."""


def ask_again() -> ResponseReturnValue:
    """Send who only looked to the question; put it at once to who was sending something."""
    # The script of a page that asks in vain opens its page again, and that one is then sent on.
    if request.method in {"GET", "HEAD"} or request.is_json:
        return redirect(url_for("confirming.ask", volgende=request.full_path.rstrip("?")))
    form = ConfirmForm(formdata=None)
    form.kept.data = sealed_input() if form_is_readable() else ""
    typed = [] if form.kept.data else typed_text()
    form.typed.data = sealed_text(typed)
    form.pressed.data = "1"
    return confirm_page(form, _way_back(), typed), 401


def confirm_page(form: ConfirmForm, goes_on: str, typed: Typed = ()) -> str:
    """Return the page that asks it, and afterwards goes on to this path.

    What was typed stands on it: as it was sent, or as the page before carried it.
    """
    account_id = current_principal().account_id or 0
    account = account_by_id(db.session, account_id)
    return render_template(
        "confirming/ask.html",
        form=form,
        goes_on=goes_on,
        typed=typed or opened_text(text_of(form.typed)),
        email=account.email if account is not None else "",
        has_password=bool(account is not None and account.password_hash),
        has_factor=has_code(db.session, account_id),
        # Its answer carries no text that cannot be put back into a form.
        passkey=site() is not None and not (typed or form.typed.data) and has_passkey(db.session, account_id),
    )


def _way_back() -> str:
    """Return the page to press the button on again: this address, or the page that was on the screen."""
    here = readable_path()
    if here == request.path:
        return here
    before = urlsplit(request.referrer or "")
    return own_path(before.path) if before.netloc == request.host else here
