"""Reading how networks account for a year: drafts by their own network, the rest by who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.money import StatementState
from portal.domain.statements import AccountedLine
from portal.domain.workflow import COUNTED
from portal.models import AuditEvent, FundingSource, MoneyLine, Network, Period, Report, Statement
from portal.queries.money import budgets

HANDED_IN = frozenset({StatementState.SUBMITTED, StatementState.ACCEPTED})
EDITABLE_STATEMENT = frozenset({StatementState.DRAFT, StatementState.RETURNED})
STATEMENT_MOVES = frozenset(
    {AuditAction.STATEMENT_SUBMITTED, AuditAction.STATEMENT_RETURNED, AuditAction.STATEMENT_ACCEPTED}
)
"""What happened to a statement as a whole; who wrote in it is for its own network."""


@dataclass(frozen=True)
class StatementScope:
    """Networks whose statements one writes, and those of which one reads what was handed in."""

    own: frozenset[int]
    read: frozenset[int] | None
    """None: of all networks."""

    def shows(self, statement: Statement) -> bool:
        """Return whether the words and figures of a statement may be read."""
        return statement.network_id in self.own or (
            self.knows(statement.network_id) and statement.state in HANDED_IN
        )

    def knows(self, network_id: int) -> bool:
        """Return whether the state of the statement of a network may be known."""
        return network_id in self.own or self.read is None or network_id in self.read


@dataclass(frozen=True)
class StatementRow:
    """What the list says of one network; the draft of another network looks like none at all."""

    network: Network
    statement: Statement | None
    opens: bool

    @property
    def state(self) -> StatementState | None:
        """The state as far as it may be known."""
        if self.statement is None or (not self.opens and self.statement.state is StatementState.DRAFT):
            return None
        return self.statement.state


def statement_rows(session: Session, scope: StatementScope, year: int) -> list[StatementRow]:
    """Return a row for each network whose statements one may know of."""
    found = {
        row.network_id: row
        for row in session.scalars(
            sa.select(Statement)
            .where(Statement.year == year)
            .options(joinedload(Statement.submitted_by), joinedload(Statement.accepted_by))
        )
    }
    networks = session.scalars(
        sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    )
    rows = []
    for network in networks:
        if scope.knows(network.id):
            statement = found.get(network.id)
            opens = network.id in scope.own or (statement is not None and scope.shows(statement))
            rows.append(StatementRow(network, statement, opens))
    return rows


def statement_of(session: Session, network_id: int, year: int) -> Statement | None:
    """Return the statement of a network over a year."""
    return session.scalar(
        sa.select(Statement)
        .where(Statement.network_id == network_id, Statement.year == year)
        .options(joinedload(Statement.submitted_by), joinedload(Statement.accepted_by))
    )


def accounted_lines(session: Session, network_id: int, year: int) -> list[AccountedLine]:
    """Return the lines of a year from the last accepted report of a network, beside the budget of now."""
    pots = budgets(session, {year})
    now = pots.now
    return [
        AccountedLine(
            line.funding_source.code,
            line.funding_source.title,
            pots.plan.get((network_id, year, line.funding_source_id), 0),
            now.get((network_id, year, line.funding_source_id), 0),
            line.committed,
            line.realised,
            line.forecast,
            line.underspend_reason,
            line.explanation,
            report.period.code,
            report.period.title,
            report.period.observes_until,
        )
        for report, line in _last_lines(session, network_id, year)
    ]


def _last_lines(session: Session, network_id: int, year: int) -> Sequence[tuple[Report, MoneyLine]]:
    rows = session.execute(
        sa.select(Report, MoneyLine)
        .join(MoneyLine, MoneyLine.report_id == Report.id)
        .join(Report.period)
        .join(FundingSource, FundingSource.id == MoneyLine.funding_source_id)
        .where(MoneyLine.year == year, Report.network_id == network_id, Report.state.in_(sorted(COUNTED)))
        .order_by(Period.observes_from.desc(), FundingSource.position)
        .options(contains_eager(Report.period), contains_eager(MoneyLine.funding_source))
    )
    found = rows.all()
    return [(report, line) for report, line in found if report.id == found[0][0].id]


def wrote_statement(session: Session, statement_id: int, account_id: int) -> bool:
    """Return whether somebody ever wrote or submitted this statement."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    AuditEvent.subject_kind == SubjectKind.STATEMENT,
                    AuditEvent.subject_id == statement_id,
                    AuditEvent.actor_id == account_id,
                    AuditEvent.action.in_(
                        sorted({AuditAction.STATEMENT_WRITTEN, AuditAction.STATEMENT_SUBMITTED})
                    ),
                )
            )
        )
    )
