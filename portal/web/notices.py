"""What a notice says and where it leads: the same words in the portal and in a mail, none of a draft."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.access.notices import notice_scope
from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.database import db
from portal.domain.notices import NoticeKind
from portal.models import Notice, Report
from portal.queries.notices import count_unread
from portal.web import account_notices, parliament_notices, steering_notices
from portal.web.factors import owes_factor
from portal.web.formats import day
from portal.web.labels import label
from portal.web.sign_in import current_principal
from portal.web.told import Told

_ELSEWHERE = (
    (steering_notices.KINDS, steering_notices.words_of),
    (parliament_notices.KINDS, parliament_notices.words_of),
    (account_notices.KINDS, account_notices.words_of),
)


def unread() -> int:
    """Return how many notices who is signed in has not read; asks the database once."""
    principal = current_principal()
    if principal.account_id is None or owes_factor():
        return 0
    # A page that shows a refusal may hold changes that must not reach the database.
    with db.session.no_autoflush:
        return count_unread(db.session, notice_scope(principal))


def words_of(notice: Notice) -> Told:
    """Return the words of a notice."""
    if notice.report is not None:
        return _of_report(notice.kind, notice.report)
    for kinds, words in _ELSEWHERE:
        if notice.kind in kinds:
            return words(notice)
    maatregel = notice.maatregel.title if notice.maatregel else ""
    period = notice.period.title if notice.period else ""
    if notice.kind is NoticeKind.ASSIGNED:
        return Told(
            _("U krijgt een maatregel: %(title)s", title=maatregel),
            _("U kunt deze maatregel invullen in de rapportage van uw PPS-netwerk."),
        )
    if notice.kind is NoticeKind.ADOPTED:
        return Told(
            _("Rapportageperiode %(period)s is vastgesteld", period=period),
            _("De rapportages van deze periode kunnen niet meer veranderen."),
        )
    if notice.kind is NoticeKind.NOT_OPENED:
        return Told(
            _("Rapportageperiode %(period)s kon niet vanzelf open", period=period),
            _("Op de pagina van de periode staat wat nog ontbreekt. Het portaal probeert het opnieuw."),
        )
    return Told(str(label(notice.kind)), maatregel or period)


def place_of(notice: Notice, principal: Principal) -> tuple[str, Mapping[str, Any]]:
    """Return endpoint and values of the page it is about, as far as this person may open that."""
    report, period = notice.report, notice.period
    if report is not None and principal.may_read(report.state, report.network_id):
        place = {"period_code": report.period.code, "network_code": report.network.code}
        if notice.kind is NoticeKind.MENTIONED and notice.maatregel is not None:
            return "comments.show", {**place, "code": notice.maatregel.code}
        return "reports.show", place
    place_elsewhere = (
        steering_notices.place_of(notice)
        or parliament_notices.place_of(notice)
        or account_notices.place_of(notice)
    )
    if place_elsewhere is not None:
        return place_elsewhere
    if notice.maatregel is not None:
        return "maatregelen.show", {"code": notice.maatregel.code}
    period = report.period if report is not None else period
    if period is not None and principal.allows(Permission.READ_PERIODS):
        return "periods.show", {"code": period.code}
    return "home.index", {}


def address_of(notice: Notice) -> str:
    """Return the address of that page for who is signed in."""
    endpoint, values = place_of(notice, current_principal())
    return url_for(endpoint, **values)


def _of_report(kind: NoticeKind, report: Report) -> Told:
    network, period = report.network.short_title, report.period.title
    due = _("Indienen uiterlijk op %(day)s.", day=day(report.due_on))
    about = _("Rapportageperiode %(period)s.", period=period)
    titles = {
        NoticeKind.OPENED: _("U kunt de rapportage %(network)s invullen", network=network),
        NoticeKind.ALMOST_DUE: _("Dien de rapportage %(network)s op tijd in", network=network),
        NoticeKind.OVERDUE: _("De rapportage %(network)s is te laat", network=network),
        NoticeKind.SUBMITTED: _("De rapportage %(network)s is ingediend", network=network),
        NoticeKind.RETURNED: _("De rapportage %(network)s is teruggestuurd", network=network),
        NoticeKind.ACCEPTED: _("De rapportage %(network)s is geaccepteerd", network=network),
        NoticeKind.MENTIONED: _("U bent genoemd bij de rapportage %(network)s", network=network),
    }
    rest = {
        NoticeKind.OPENED: due,
        NoticeKind.ALMOST_DUE: due,
        NoticeKind.OVERDUE: _("De laatste dag om in te dienen was %(day)s.", day=day(report.due_on)),
        NoticeKind.SUBMITTED: _("U kunt de rapportage beoordelen."),
        NoticeKind.RETURNED: _("Wat u moet aanpassen en waarom, leest u in de rapportage."),
        NoticeKind.MENTIONED: _("Lees de reactie bij de rapportage."),
    }
    return Told(titles.get(kind, str(label(kind))), " ".join(filter(None, [about, rest.get(kind, "")])))
