"""What the readiness check must know before a period opens."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.readiness import Finding, NetworkReadiness, readiness_findings
from portal.domain.roles import NETWORK_ROLES, Role
from portal.domain.workflow import PeriodState
from portal.models import Account, Appointment, Maatregel, Network, Period
from portal.queries.accounts import holds_on
from portal.queries.maatregelen import is_active


def networks_for_readiness(session: Session, period: Period) -> list[NetworkReadiness]:
    """Return per network its coordinators, its maatregelen, and which of those have no owner with access."""
    networks = session.scalars(
        sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    ).all()
    coordinators = _coordinators(session)
    rows = session.execute(
        sa.select(Maatregel.network_id, Maatregel.code, Maatregel.title, _owner_reports())
        .where(is_active(period.observes_from))
        .order_by(Maatregel.position)
    ).all()
    return [
        NetworkReadiness(
            network.title,
            network.code,
            coordinators.get(network.id, 0),
            sum(row[0] == network.id for row in rows),
            [
                (code, title)
                for network_id, code, title, owned in rows
                if network_id == network.id and not owned
            ],
        )
        for network in networks
    ]


def open_periods_besides(session: Session, period: Period) -> Sequence[tuple[str, str]]:
    """Return title and code of every other period that is open."""
    rows = session.execute(
        sa.select(Period.title, Period.code).where(Period.state == PeriodState.OPEN, Period.id != period.id)
    )
    return [(title, code) for title, code in rows]


def findings_for(session: Session, period: Period) -> list[Finding]:
    """Return everything that stands in the way of opening this period; empty means ready."""
    return readiness_findings(
        networks_for_readiness(session, period),
        open_periods_besides(session, period),
        submission_past=clock.today() > period.submit_until,
    )


def _owner_reports() -> sa.ColumnElement[bool]:
    """Return whether the owner of a maatregel has an account and now reports for its network."""
    return (
        sa.exists()
        .where(
            Account.id == Maatregel.owner_id,
            Account.active.is_(True),
            Appointment.account_id == Account.id,
            Appointment.network_id == Maatregel.network_id,
            Appointment.role.in_(sorted(NETWORK_ROLES)),
            holds_on(clock.today()),
        )
        .correlate(Maatregel)
    )


def _coordinators(session: Session) -> dict[int, int]:
    today = clock.today()
    rows = session.execute(
        sa.select(Appointment.network_id, sa.func.count(sa.distinct(Appointment.account_id)))
        .join(Account, Account.id == Appointment.account_id)
        .where(
            Appointment.role == Role.COORDINATOR,
            Account.active.is_(True),
            holds_on(today),
        )
        .group_by(Appointment.network_id)
    )
    return {network_id: count for network_id, count in rows if network_id is not None}
