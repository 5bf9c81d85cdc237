"""What is kept of the newest reports says to everybody what searching all their reports would say."""

from collections.abc import Sequence
from itertools import product

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.policy import POLICY, READ_STATE, Scope
from portal.access.principal import Principal
from portal.domain.roles import Duty, Role
from portal.domain.workflow import ReportState
from portal.models import Network, Period
from portal.queries.latest_progress import LatestProgress, latest_by_maatregel, newest_first
from portal.queries.visibility import Visibility
from portal.services.maatregel_status import keep_statuses
from tests.builders import FIRST, SECOND, House, accept, accepted, adopt, give_back, house, open_round, submit


def searched(session: Session, visibility: Visibility) -> dict[int, LatestProgress]:
    """The newest state of each maatregel, from all reports that somebody may read."""
    ranked = newest_first(visibility.counted())
    rows = session.execute(
        sa.select(
            ranked.c.maatregel_id,
            ranked.c.status,
            ranked.c.trend,
            Period.code,
            Period.title,
            Period.observes_until,
            Network.code,
        )
        .join(Period, Period.id == ranked.c.period_id)
        .join(Network, Network.id == ranked.c.network_id)
        .where(ranked.c.place == 1)
    )
    return {row[0]: LatestProgress(*row[1:]) for row in rows}


def readers(session: Session) -> list[Visibility]:
    """What somebody may read in every role, everywhere or for each of the networks, and with two roles."""
    networks = [None, *session.scalars(sa.select(Network.id))]
    duties = [Duty(role, network) for role, network in product(Role, networks)]
    pairs = [(one, other) for one, other in product(duties, duties) if one.network_id != other.network_id]
    several: Sequence[tuple[Duty, ...]] = [(), *((duty,) for duty in duties), *pairs[::7]]
    found = [Principal(1, "", held).visibility() for held in several]
    return list({repr(each): each for each in found}.values())


def test_everybody_gets_what_searching_all_reports_gives(db_session: Session) -> None:
    found = readers(db_session)
    assert len(found) > len(Role)
    for visibility in found:
        assert latest_by_maatregel(db_session, visibility) == searched(db_session, visibility)


def test_some_or_none_can_be_asked(db_session: Session) -> None:
    everything = Visibility(frozenset(ReportState))
    whole = latest_by_maatregel(db_session, everything)
    some = sorted(whole)[:3]
    assert latest_by_maatregel(db_session, everything, some) == {each: whole[each] for each in some}
    assert latest_by_maatregel(db_session, everything, []) == {}
    assert latest_by_maatregel(db_session, Visibility()) == {}


def test_nobody_reads_what_is_accepted_without_what_is_adopted() -> None:
    """Otherwise the newest row somebody may read might be neither of the two that are kept."""
    of_adopted = {grant.role: grant.scope for grant in POLICY[READ_STATE[ReportState.ADOPTED]]}
    for grant in POLICY[READ_STATE[ReportState.ACCEPTED]]:
        assert of_adopted[grant.role] in {grant.scope, Scope.ALL}


@pytest.fixture
def built(bare_session: Session) -> House:
    return house(bare_session, 2)


def test_the_demonstration_kept_every_state(db_session: Session) -> None:
    assert keep_statuses(db_session) == 0


def test_every_step_of_a_report_keeps_the_state(bare_session: Session, built: House) -> None:
    everything = Visibility(frozenset(ReportState))
    first = open_round(bare_session, built, "eerste", FIRST)
    report = accepted(bare_session, built, first, built.networks[0])
    assert told_by(bare_session, everything) == {("eerste", "net-1")}
    give_back(bare_session, built, report)
    assert told_by(bare_session, everything) == set()
    submit(bare_session, built, report, FIRST.submit_from)
    assert told_by(bare_session, everything) == set()
    accept(bare_session, built, report, FIRST.submit_from)
    adopt(bare_session, built, first, FIRST.submit_until)
    second = open_round(bare_session, built, "tweede", SECOND)
    accepted(bare_session, built, second, built.networks[0])
    assert told_by(bare_session, everything) == {("tweede", "net-1")}
    assert told_by(bare_session, Visibility(frozenset({ReportState.ADOPTED}))) == {("eerste", "net-1")}


def told_by(session: Session, visibility: Visibility) -> set[tuple[str, str]]:
    """From which reports the states come; they stand as if made anew just now."""
    assert keep_statuses(session) == 0
    found = latest_by_maatregel(session, visibility)
    assert found == searched(session, visibility)
    return {(each.period_code, each.network_code) for each in found.values()}
