"""What happens once somebody has shown who they are: the second step, or in."""

from datetime import datetime

from flask import url_for

from portal.database import db
from portal.domain.accounts import SignInMethod
from portal.models import Account
from portal.services.factors import has_factor
from portal.services.sign_in import note_entry
from portal.web.sign_in import Entry, begin_session


def enter(account: Account, method: SignInMethod, shown_at: datetime | None = None) -> Entry:
    """Begin a session after a first factor; the caller commits, then holds the entry.

    Who has a second factor and did not show it yet gets a session that opens nothing but the second step.
    """
    complete = method.has_second_factor or not has_factor(db.session, account.id)
    if complete:
        note_entry(db.session, account, method)
    return begin_session(account, method, complete=complete, shown_at=shown_at)


def goes_on(entry: Entry, target: str) -> str:
    """Return where to go after entering: to the target, or first to the second step."""
    return target if entry.complete else url_for("second_step.show", volgende=target)
