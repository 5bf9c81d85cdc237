"""The occasions on which people are told something, and who they are; never who acts."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.notices import NoticeKind
from portal.domain.workflow import ReportState
from portal.models import Account, AuditEvent, Maatregel, PartReturn, Period, Report
from portal.queries.recipients import coordinators, officers, reporters
from portal.services.notices import tell


def tell_opened(session: Session, actor: Actor, period: Period, reports: Sequence[Report]) -> None:
    """Tell everybody who reports for a network that the round is open."""
    people = reporters(session, [report.network.id for report in reports])
    for report in reports:
        tell(
            session,
            NoticeKind.OPENED,
            _others(actor, people[report.network.id]),
            key=f"opened:{report.id}",
            period=period,
            report=report,
        )


def tell_not_opened(session: Session, period: Period) -> None:
    """Tell the programme office, once a day, that a planned period could not open."""
    key = f"not_opened:{period.id}:{clock.today()}"
    tell(session, NoticeKind.NOT_OPENED, officers(session), key=key, period=period)


def tell_submitted(session: Session, actor: Actor, report: Report) -> None:
    """Tell the programme office that a report came in."""
    _tell_of(session, NoticeKind.SUBMITTED, _others(actor, officers(session)), report)


def tell_returned(session: Session, actor: Actor, report: Report, returns: Sequence[PartReturn]) -> None:
    """Tell the coordinators, and who writes what was sent back."""
    here = reporters(session, [report.network_id])[report.network_id]
    returned = {entry.progress_id for entry in returns if entry.progress_id is not None}
    writers = {account.id for account in coordinators(session, [report.network_id])[report.network_id]}
    for row in report.progress:
        if row.id in returned:
            writers |= {row.updated_by_id or 0, row.maatregel.owner_id or 0}
            writers |= {account.id for account in row.maatregel.contributors}
    people = [account for account in here if account.id in writers]
    _tell_of(session, NoticeKind.RETURNED, _others(actor, people), report)


def tell_accepted(session: Session, actor: Actor, report: Report) -> None:
    """Tell the coordinators that their report is accepted."""
    people = coordinators(session, [report.network_id])[report.network_id]
    _tell_of(session, NoticeKind.ACCEPTED, _others(actor, people), report)


def tell_adopted(session: Session, actor: Actor, period: Period, reports: Sequence[Report]) -> None:
    """Tell everybody who reports for a network of the period that it is adopted."""
    networks = [report.network_id for report in reports if report.state is ReportState.ADOPTED]
    people = {account.id: account for found in reporters(session, networks).values() for account in found}
    tell(
        session,
        NoticeKind.ADOPTED,
        _others(actor, people.values()),
        key=f"adopted:{period.id}",
        period=period,
    )


def tell_assigned(
    session: Session, actor: Actor, maatregel: Maatregel, accounts: Iterable[Account], event: AuditEvent
) -> None:
    """Tell people that a maatregel was given to them, by the line of the audit trail that says so."""
    tell(
        session,
        NoticeKind.ASSIGNED,
        _others(actor, accounts),
        key=f"assigned:{maatregel.id}:{event.id}",
        network=maatregel.network,
        maatregel=maatregel,
    )


def _tell_of(session: Session, kind: NoticeKind, accounts: Iterable[Account], report: Report) -> None:
    """Tell of a step of a report; the version makes that each step is told once."""
    tell(session, kind, accounts, key=f"{kind.value}:{report.id}:{report.version}", report=report)


def _others(actor: Actor, accounts: Iterable[Account]) -> list[Account]:
    return [account for account in accounts if account.id != actor.account_id]
