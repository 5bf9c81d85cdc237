"""Choosing a password with a link from a mail."""

from portal.database import db
from portal.domain.passwords import WeakPasswordError
from portal.forms.base import text_of
from portal.forms.password import NewPasswordForm
from portal.models import AccountToken
from portal.services import password_links
from portal.web.labels import label


def keep_password(token: AccountToken, form: NewPasswordForm) -> bool:
    """Use the link for the password in the form; return False where that is refused: the form says why.

    Raises LinkUsedError for the second of two at the same moment.
    """
    if not form.validate():
        return False
    try:
        password_links.choose(db.session, token, text_of(form.wachtwoord))
    except WeakPasswordError as weak:
        # Nothing of it happened: the link can be tried again.
        db.session.rollback()
        form.wachtwoord.errors = [str(label(weak.fault))]
        return False
    return True
