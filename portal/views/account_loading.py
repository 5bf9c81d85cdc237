"""What the pages about one account share: finding it, and going back to it."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from portal.database import db
from portal.models import Account
from portal.queries.accounts import account_by_id

ACCOUNT = "/accounts/<int(max=2147483647):account_id>"


def load_account(account_id: int) -> Account:
    """Return the account with its appointments, or 404."""
    return account_by_id(db.session, account_id) or abort(404)


def back_to(account: Account, message: str) -> Response:
    """Commit what was done, say so, and go back to the account."""
    account_id = account.id
    db.session.commit()
    flash(message, "good")
    return redirect(url_for("accounts.show", account_id=account_id))
