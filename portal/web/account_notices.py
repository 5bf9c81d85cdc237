"""What notices about the own account say, and where they lead."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.domain.notices import ABOUT_ACCOUNT, NoticeKind
from portal.models import Notice
from portal.web.labels import label
from portal.web.told import Told

KINDS = ABOUT_ACCOUNT | {NoticeKind.REVIEW_DUE}


def words_of(notice: Notice) -> Told:
    """Return the words of a notice of one of these kinds."""
    not_you = _("Was u dit niet? Stel dan direct een nieuw wachtwoord in en waarschuw een beheerder.")
    detail = {
        NoticeKind.SIGN_IN_BLOCKED: _(
            "Iemand probeerde vaak met een verkeerd wachtwoord in te loggen. Inloggen kan straks weer. "
            "Was u dit niet, dan hoeft u niets te doen; bij twijfel stelt u een nieuw wachtwoord in."
        ),
        NoticeKind.FACTOR_ADDED: _(
            "Was u dit niet? Haal die manier dan weg op uw accountpagina, stel direct een nieuw wachtwoord "
            "in en waarschuw een beheerder."
        ),
        NoticeKind.APPOINTMENT_CHANGED: _(
            "Een beheerder heeft uw aanstellingen gewijzigd. U logt daarom opnieuw in."
        ),
        NoticeKind.REVIEW_DUE: _("Controleer per aanstelling of zij nog juist is."),
    }.get(notice.kind, not_you)
    return Told(str(label(notice.kind)), detail)


def place_of(notice: Notice) -> tuple[str, Mapping[str, Any]] | None:
    """Return endpoint and values of the page it is about; None where it is about none of these."""
    if notice.kind is NoticeKind.REVIEW_DUE:
        return "account_reviews.index", {}
    return ("notices.index", {}) if notice.kind in KINDS else None
