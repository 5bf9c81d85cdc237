"""The demonstration world: everything that happened up to today, done through the services themselves."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.agenda import Agenda
from portal.demo.cast import Cast
from portal.demo.courses import COURSES
from portal.demo.displacement import DisplacementDiary
from portal.demo.flags import FlagDiary
from portal.demo.indicators import IndicatorDiary
from portal.demo.laws import LawDiary
from portal.demo.mailroom import Mailroom
from portal.demo.meetings import MeetingDiary
from portal.demo.moments import rounds
from portal.demo.money_events import MoneyDiary
from portal.demo.parliament import ParliamentDiary
from portal.demo.reporting import Reporting
from portal.demo.schedule import schedule_round
from portal.demo.signals import SignalDiary
from portal.demo.stage import Stage
from portal.demo.story import read_story
from portal.demo.underpinning import UnderpinningDiary
from portal.domain import clock
from portal.domain.errors import DomainError
from portal.models import Account, Maatregel, Network


class NoPlanError(DomainError):
    """Raised when the plan has not been loaded, or has other networks than the demonstration tells of."""

    def __init__(self) -> None:
        super().__init__("Het plan staat nog niet in de database. Draai eerst `portal plan load`.")


def world_exists(session: Session) -> bool:
    """Return whether the database already holds invented persons."""
    return session.scalar(sa.select(sa.exists().where(Account.demonstration.is_(True)))) or False


def build_world(session: Session, *, kamer: bool = True) -> Iterator[str]:
    """Make everything and say after each of the five steps what is ready; never commits.

    Without the Kamer nobody has touched the register: for who plays that part by hand.
    """
    networks = _networks(session)
    today, now = clock.today(), clock.now()
    the_rounds = rounds(today)
    agenda, cast = Agenda(), Cast(session, today)
    stage = Stage(session, cast, read_story())
    mailroom = Mailroom(session)
    ends = [cast.plan(agenda, the_rounds[0].dates.observes_from)]
    ends += [
        schedule_round(agenda, this_round, Reporting(stage, this_round), networks)
        for this_round in the_rounds
    ]
    for this_round, end in zip(the_rounds, ends[1:], strict=True):
        mailroom.plan(agenda, this_round, now if this_round.is_open else end)
    # The first mails tell who answers for what; after that they leave in every round.
    agenda.note(ends[0] + timedelta(days=4), mailroom.deliver)
    agenda.note(now, mailroom.deliver)
    SignalDiary(stage).plan(agenda, today)
    MoneyDiary(stage, today.year - 1).plan(agenda, today)
    UnderpinningDiary(stage).plan(agenda, the_rounds)
    DisplacementDiary(stage).plan(agenda, today)
    IndicatorDiary(stage).plan(agenda, today, the_rounds[0].dates.observes_from)
    MeetingDiary(stage).plan(agenda, the_rounds, today)
    FlagDiary(stage).plan(agenda, ends[1:-1])
    if kamer:
        ParliamentDiary(stage, today).plan(agenda)
        LawDiary(stage, today).plan(agenda)
    names = ["personen", *(this_round.title for this_round in the_rounds)]
    for name, end in zip(names, [*ends[:-1], now], strict=True):
        agenda.play_until(end)
        yield name


def _networks(session: Session) -> dict[str, list[str]]:
    """Return the maatregelen of each network by code; raises NoPlanError."""
    rows = session.execute(
        sa.select(Network.code, Maatregel.code)
        .join(Maatregel, Maatregel.network_id == Network.id)
        .where(Network.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    ).all()
    networks: dict[str, list[str]] = {}
    for network, maatregel in rows:
        networks.setdefault(network, []).append(maatregel)
    if set(networks) != set(COURSES):
        raise NoPlanError
    return networks
