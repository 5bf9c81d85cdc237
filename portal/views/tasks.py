"""What asks for somebody now, as far as that person may act."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.database import db
from portal.domain import clock
from portal.domain.changes import ChangeState
from portal.domain.signals import SignalState
from portal.domain.workflow import PeriodState, ReportState
from portal.queries.accounts import networks_without_coordinator
from portal.queries.actions import own_pending
from portal.queries.audit import last_verified
from portal.queries.change_requests import ChangeFilter, count_requests
from portal.queries.closings import count_waiting
from portal.queries.due_asks import DueLine
from portal.queries.periods import PeriodLine, ReceiptRow, Receipts
from portal.queries.reports import own_open_work
from portal.queries.signals import count_signals
from portal.web.formats import day, shortened

_AUDIT_PATIENCE = timedelta(days=7)
MOST_APART = 10
"""So many reports are each a task of their own; the rest is one task together."""


@dataclass(frozen=True)
class Task:
    """Something that asks for this person now."""

    title: str
    detail: str
    url: str
    kind: str = "info"


def tasks_for(
    principal: Principal,
    periods: Sequence[PeriodLine],
    receipts: Receipts,
    due: Callable[[], Sequence[DueLine]],
) -> list[Task]:
    """Return everything that waits for this person."""
    return [
        *_writing(principal),
        *_own_actions(principal),
        *_accepting(principal, receipts),
        *_changes(principal),
        *_closings(principal),
        *_signals(principal),
        *_asks(principal, due),
        *_opening(principal, periods),
        *_adopting(principal, periods, receipts),
        *_accounts(principal),
        *_audit(principal),
    ]


def _writing(principal: Principal) -> Iterator[Task]:
    """Reports of one's own networks that are still to be written."""
    reach = principal.reach(Permission.WRITE_REPORT)
    if not reach:
        return
    for work in own_open_work(db.session, principal.visibility(), reach.networks):
        url = url_for("reports.show", period_code=work.period_code, network_code=work.network_code)
        state = _("%(done)s van %(all)s maatregelen compleet.", done=work.finished, all=work.maatregelen)
        late = clock.today() > work.due_on
        last = day(work.due_on)
        due = (
            _("De laatste dag om in te dienen was %(day)s.", day=last)
            if late
            else _("Indienen uiterlijk op %(day)s.", day=last)
        )
        if work.state is ReportState.RETURNED:
            title = _("Teruggestuurde rapportage %(network)s aanpassen", network=work.network_title)
            yield Task(title, _("Het programmabureau vraagt om aanpassingen."), url, "attention")
        else:
            title = _("Rapportage %(network)s invullen", network=work.network_title)
            yield Task(title, f"{state} {due}", url, "critical" if late else "attention")


def _accepting(principal: Principal, receipts: Receipts) -> Iterator[Task]:
    """Submitted reports that wait for a judgement, and reports that are overdue: the first, then how many."""
    reach = principal.reach(Permission.ACCEPT_REPORT)
    if not reach:
        return
    waiting = [row for row in receipts.to_judge if reach.covers(row.network_id)]
    late = [row for row in receipts.late if reach.covers(row.network_id)]
    asked = {id(row) for rows in (waiting, late) for row in rows[:MOST_APART]}
    for row in (each for each in receipts.rows if id(each) in asked):
        yield _to_judge(row) if row.state is ReportState.SUBMITTED else _too_late(row)
    if more := waiting[MOST_APART:]:
        title = ngettext("Nog %(num)s rapportage beoordelen", "Nog %(num)s rapportages beoordelen", len(more))
        url = url_for("periods.show", code=more[0].period_code)
        yield Task(title, _("Ingediend voor %(period)s.", period=more[0].period_title), url, "attention")
    if more := late[MOST_APART:]:
        title = ngettext(
            "Nog %(num)s rapportage is te laat", "Nog %(num)s rapportages zijn te laat", len(more)
        )
        url = url_for("periods.show", code=more[0].period_code)
        detail = _("Nog niet ontvangen voor %(period)s.", period=more[0].period_title)
        yield Task(title, detail, url, "critical")


def _to_judge(row: ReceiptRow) -> Task:
    url = url_for("reports.show", period_code=row.period_code, network_code=row.network_code)
    title = _("Rapportage %(network)s beoordelen", network=row.network_title)
    return Task(title, _("Ingediend voor %(period)s.", period=row.period_title), url, "attention")


def _too_late(row: ReceiptRow) -> Task:
    url = url_for("periods.show", code=row.period_code)
    title = _("Rapportage %(network)s is te laat", network=row.network_title)
    return Task(title, _("Nog niet ontvangen voor %(period)s.", period=row.period_title), url, "critical")


def _opening(principal: Principal, periods: Sequence[PeriodLine]) -> Iterator[Task]:
    """Planned periods whose submission has begun, and open periods that can be closed."""
    if not principal.allows(Permission.MANAGE_PERIODS):
        return
    today = clock.today()
    for period in periods:
        url = url_for("periods.show", code=period.code)
        if period.state is PeriodState.PLANNED and period.submit_from <= today:
            title = _("Rapportageperiode %(period)s openen", period=period.title)
            yield Task(title, _("Indienen kan vanaf %(day)s.", day=day(period.submit_from)), url, "attention")
        if period.state is PeriodState.OPEN and period.submit_until < today:
            title = _("Rapportageperiode %(period)s sluiten", period=period.title)
            yield Task(
                title, _("De laatste dag om in te dienen was %(day)s.", day=day(period.submit_until)), url
            )


def _adopting(principal: Principal, periods: Sequence[PeriodLine], receipts: Receipts) -> Iterator[Task]:
    """Closed periods that the stuurgroep can adopt."""
    if not principal.allows(Permission.ADOPT_PERIOD):
        return
    for period in periods:
        if period.state is PeriodState.CLOSED:
            rows = receipts.by_period.get(period.code, ())
            accepted = sum(row.state is ReportState.ACCEPTED for row in rows)
            detail = _("%(done)s van %(all)s rapportages zijn geaccepteerd.", done=accepted, all=len(rows))
            title = _("Rapportageperiode %(period)s vaststellen", period=period.title)
            url = url_for("period_actions.confirm_adopt", code=period.code)
            yield Task(title, detail, url, "attention")


def _accounts(principal: Principal) -> Iterator[Task]:
    """Networks that nobody can report for."""
    if not principal.allows(Permission.MANAGE_ACCOUNTS):
        return
    names = networks_without_coordinator(db.session, clock.today())
    if names:
        title = ngettext(
            "%(num)s PPS-netwerk heeft geen coördinator",
            "%(num)s PPS-netwerken hebben geen coördinator",
            len(names),
        )
        yield Task(title, ", ".join(names), url_for("accounts.index"), "critical")


def _audit(principal: Principal) -> Iterator[Task]:
    """An audit trail that is not sound, or that nobody verified for a while."""
    if not principal.allows(Permission.READ_AUDIT):
        return
    last = last_verified(db.session)
    url = url_for("audit_trail.index")
    if last is not None and not last.sound:
        title = _("Het auditspoor klopt niet")
        yield Task(title, _("Meld dit als beveiligingsincident."), url, "critical")
    elif last is None or clock.now() - last.at > _AUDIT_PATIENCE:
        title = _("Het auditspoor is lang niet gecontroleerd")
        detail = _("Vraag wie de server beheert of de taken op de achtergrond draaien.")
        yield Task(title, detail, url, "attention")


def _changes(principal: Principal) -> Iterator[Task]:
    """Requests to change a maatregel that wait for a decision."""
    if not principal.allows(Permission.DECIDE_CHANGE):
        return
    waiting = count_requests(db.session, ChangeFilter(None, ChangeState.REQUESTED))
    if waiting:
        title = ngettext(
            "%(num)s wijzigingsverzoek wacht op een besluit",
            "%(num)s wijzigingsverzoeken wachten op een besluit",
            waiting,
        )
        url = url_for("change_requests.index", status=ChangeState.REQUESTED.value)
        yield Task(title, _("Besluit met een reden."), url, "attention")


def _closings(principal: Principal) -> Iterator[Task]:
    """Proposals of colleagues to close an ask that wait for a second person."""
    if principal.account_id is None or not principal.allows(Permission.APPROVE_CLOSING):
        return
    count = count_waiting(db.session, principal.account_id)
    if count:
        title = ngettext(
            "%(num)s verzoek wacht op uw akkoord", "%(num)s verzoeken wachten op uw akkoord", count
        )
        detail = _("Een collega stelt voor om af te sluiten. Controleer het bewijs en beslis.")
        yield Task(title, detail, url_for("closings.index"), "attention")


def _signals(principal: Principal) -> Iterator[Task]:
    """Signals that nobody began to interpret."""
    if not principal.allows(Permission.TRIAGE_SIGNALS):
        return
    waiting = count_signals(db.session, signal_scope(principal), SignalState.NEW)
    if waiting:
        title = ngettext("%(num)s nieuw signaal duiden", "%(num)s nieuwe signalen duiden", waiting)
        url = url_for("signals.index", status=SignalState.NEW.value)
        yield Task(
            title, _("Lees het signaal en leg vast wat het betekent, met een reden."), url, "attention"
        )


def _asks(principal: Principal, soon: Callable[[], Sequence[DueLine]]) -> Iterator[Task]:
    """What was asked of or promised to the Kamer and is late, or almost."""
    if not principal.allows(Permission.KEEP_ASKS):
        return
    due = soon()
    late = sum(each.day < clock.today() for each in due)
    if late:
        title = ngettext(
            "%(num)s verzoek van de Kamer is over de termijn",
            "%(num)s verzoeken van de Kamer zijn over de termijn",
            late,
        )
        detail = _("Sluit ze af met een brief, of leg uitstel vast met een reden.")
        yield Task(title, detail, url_for("kamer_dossier.asks", stand="te-laat"), "critical")
    if len(due) > late:
        title = ngettext(
            "%(num)s verzoek van de Kamer moet binnen 30 dagen af zijn",
            "%(num)s verzoeken van de Kamer moeten binnen 30 dagen af zijn",
            len(due) - late,
        )
        detail = _("De eerste laatste dag is %(day)s.", day=day(due[late].day))
        yield Task(title, detail, url_for("kamer_dossier.asks", stand="binnenkort"), "attention")


def _own_actions(principal: Principal) -> Iterator[Task]:
    """What the stuurgroep asked this person to do, what is overdue first."""
    if principal.account_id is None or not principal.allows(Permission.READ_ACTIONS):
        return
    for action in own_pending(db.session, principal.account_id):
        late = action.due_on < clock.today()
        due = day(action.due_on)
        detail = (
            _("Had klaar moeten zijn op %(day)s. Laat weten hoe het ermee staat.", day=due)
            if late
            else _("Moet klaar zijn op %(day)s.", day=due)
        )
        title = _("Actiepunt: %(what)s", what=shortened(action.what))
        url = url_for("actions.show", action_id=action.id)
        yield Task(title, detail, url, "critical" if late else "attention")
