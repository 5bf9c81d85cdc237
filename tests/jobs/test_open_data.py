"""The daily look at what is linked with the Kamer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.notices import NoticeKind
from portal.domain.parliament import ProposalState
from portal.domain.roles import Role
from portal.jobs.open_data import check_known, check_when_due
from portal.models import KamerProposal, Notice
from portal.opendata import DIALECTS, OpenDataError, Patience, Source, TweedeKamer
from portal.services.reminders import still_matters
from tests.builders import person
from tests.conftest import NOW
from tests.kamer import registered
from tests.odata.records import data, motie, toezegging, uid
from tests.odata.service import KamerService

QUICK = Patience(connect=20, read=20, total=60, attempts=2, pause=0.01)


@pytest.fixture
def service() -> Iterator[KamerService]:
    held = data("v5", [motie(each) for each in range(20)], [toezegging(1)])
    with KamerService("v5", held).running() as running:
        yield running


@pytest.fixture
def kamer(service: KamerService) -> TweedeKamer:
    source = Source(base=service.base, dialect=DIALECTS["v5"], hosts=("127.0.0.1",), patience=QUICK)
    return TweedeKamer(source)


def link(session: Session, *numbers: int) -> None:
    for number in numbers:
        registered(session, f"m-{number}", external_id=uid(1, number))
    session.commit()


def waiting(session: Session) -> int:
    query = sa.select(sa.func.count(KamerProposal.id)).where(KamerProposal.state == ProposalState.OPEN)
    return session.scalar(query) or 0


def test_what_is_linked_is_looked_at_and_the_office_is_told_once(
    bare_session: Session, kamer: TweedeKamer, service: KamerService
) -> None:
    officer = person(bare_session, "medewerker", Role.PROGRAMME_OFFICER)
    person(bare_session, "lid", Role.STEERING_MEMBER)
    link(bare_session, *range(17), 99)

    done = check_known(bare_session, kamer)

    assert (done.looked_at, done.proposed, done.absent) == (18, 17, 1)
    assert waiting(bare_session) == 17
    told = bare_session.scalars(sa.select(Notice)).all()
    assert [(each.account_id, each.kind) for each in told] == [(officer.id, NoticeKind.KAMER_NEWS)]
    assert still_matters(bare_session, told[0])
    bare_session.execute(sa.update(KamerProposal).values(state=ProposalState.SUPERSEDED))
    assert not still_matters(bare_session, told[0])
    assert len(service.asked) == 2


def test_it_happens_once_a_day(bare_session: Session, kamer: TweedeKamer, service: KamerService) -> None:
    link(bare_session, 1)
    assert check_when_due(bare_session, kamer) is not None
    assert check_when_due(bare_session, kamer) is None
    with clock.at(NOW + timedelta(days=1)):
        again = check_when_due(bare_session, kamer)
    assert again is not None
    assert again.proposed == 0


def test_a_failure_is_tried_again_the_same_day(
    bare_session: Session, kamer: TweedeKamer, service: KamerService
) -> None:
    link(bare_session, 1)
    service.traps.script = ["status:503"] * 2
    with pytest.raises(OpenDataError):
        check_when_due(bare_session, kamer)
    assert waiting(bare_session) == 0
    done = check_when_due(bare_session, kamer)
    assert done is not None
    assert done.proposed == 1


def test_nothing_linked_asks_nothing(
    bare_session: Session, kamer: TweedeKamer, service: KamerService
) -> None:
    registered(bare_session, "m-1", external_id="geen-nummer")
    bare_session.commit()

    assert check_known(bare_session, kamer).absent == 1
    assert service.asked == []
