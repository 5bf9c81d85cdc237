"""Why a session is over, in words."""

from flask_babel import gettext as _

from portal.domain.accounts import IDLE
from portal.models import SignInSession
from portal.web.labels import label


def end_words(one: SignInSession) -> str:
    """Return why a session that is over ended: for a reason, or by itself."""
    if one.end_reason is not None:
        return str(label(one.end_reason))
    if one.last_seen_at + IDLE < one.expires_at:
        return str(_("Vanzelf: 30 minuten niet gebruikt"))
    return str(_("Vanzelf: 12 uur na het inloggen"))
