"""A random small programme in the database, and its facts found again by walking over every row."""

from collections.abc import Sequence
from datetime import date
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.coherence import Axis
from portal.domain.flag_facts import MaatregelFacts
from portal.domain.periods import PeriodDates
from portal.domain.programme import KnooppuntKind, PartnerSector
from portal.domain.progress import ProgressStatus
from portal.domain.workflow import COUNTED, PeriodState
from portal.models import (
    ChainStage,
    Goal,
    Knooppunt,
    Maatregel,
    MaatregelProgress,
    Network,
    Partner,
    Period,
    ProgressRequirement,
    Theme,
    Underpinning,
)
from tests import builders
from tests.builders import FIRST, SECOND, House

THIRD = PeriodDates(date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 10))
ALMOST = 0.8


def on_knooppunten(session: Session, networks: Sequence[Network]) -> None:
    """Give each of these networks a place of its own: they then belong to line 1."""
    for network in networks:
        place = Knooppunt(code=f"plek-{network.code}", title=network.title, kind=KnooppuntKind.SEAPORT)
        session.add(place)
        session.flush()
        network.knooppunt_id = place.id
    session.flush()


def random_programme(session: Session, seed: int) -> House:
    """Make four networks (three of a knooppunt) with three maatregelen each, and three rounds."""
    chance = Random(seed)  # noqa: S311 - a test, not a secret
    built = builders.house(session, networks=4, maatregelen=3)
    on_knooppunten(session, built.networks[:3])
    partners = [Partner(code=f"p-{n}", title=f"P {n}", sector=PartnerSector.PUBLIC) for n in (1, 2)]
    session.add_all(partners)
    rows = session.scalars(sa.select(Maatregel).order_by(Maatregel.id)).all()
    for row in rows:
        _relabel(session, chance, row)
    for number, dates in enumerate((FIRST, SECOND, THIRD)):
        period = builders.open_round(session, built, f"ronde-{number}", dates)
        for network in built.networks:
            if chance.random() < ALMOST:
                _report(session, chance, built, (period, network), rows, partners)
        if dates is not THIRD:
            builders.adopt(session, built, period, dates.submit_until)
    for row in chance.sample(list(rows), 3):
        row.ends_on = date(2026, 3, 1)
    writer, now = built.officer.account_id, clock.now()
    for row in chance.sample(list(rows), 3):
        day = chance.choice([date(2025, 6, 30), date(2025, 9, 1), date(2026, 1, 1)])
        session.add(Underpinning(maatregel=row, operational_on=day, written_at=now, written_by_id=writer))
    session.flush()
    return built


def _relabel(session: Session, chance: Random, row: Maatregel) -> None:
    for relation, kind in (("themes", Theme), ("goals", Goal), ("chain_stages", ChainStage)):
        some = session.scalars(sa.select(kind).order_by(kind.id)).all()
        setattr(row, relation, [each for each in some if chance.random() < 0.5])
    session.flush()


def _report(
    session: Session,
    chance: Random,
    built: House,
    which: tuple[Period, Network],
    rows: Sequence[Maatregel],
    partners: Sequence[Partner],
) -> None:
    period, network = which
    report = builders.report_of(session, period, network)
    builders.fill(session, built, report, statuses=[chance.choice(list(ProgressStatus)) for _ in range(3)])
    for progress in report.progress:
        needed = chance.choice([each for each in rows if each.id != progress.maatregel_id])
        # The draft brings along what the report before it said.
        progress.requirements = []
        session.flush()
        progress.requirements = [ProgressRequirement(maatregel_id=needed.id, explanation="Nodig.")]
        progress.partners = [each for each in partners if chance.random() < 0.5]
    session.flush()
    builders.submit(session, built, report, period.submit_from)
    if period.observes_from != THIRD.observes_from or chance.random() < ALMOST:
        builders.accept(session, built, report, period.submit_from)


def walked(session: Session, row: Maatregel, today: date) -> MaatregelFacts:
    """Return what is true of a maatregel, found by looking at every report there is."""
    told = [
        progress
        for progress in session.scalars(sa.select(MaatregelProgress)).all()
        if progress.maatregel_id == row.id
        and progress.report.state in COUNTED
        and progress.status is not None
    ]
    newest = max(told, key=lambda each: each.report.period.observes_from, default=None)
    adopted = sorted(
        (each for each in session.scalars(sa.select(Period)) if each.state is PeriodState.ADOPTED),
        key=lambda each: each.observes_from,
    )[-2:]
    then = [_status_in(told, period) for period in adopted]
    underpinning = session.scalars(sa.select(Underpinning).where(Underpinning.maatregel_id == row.id)).first()
    return MaatregelFacts(
        row.code,
        row.network.code,
        newest.status if newest else None,
        frozenset((axis, code) for axis, codes in zip(Axis, _codes(row), strict=True) for code in codes),
        frozenset(each.code for each in newest.partners) if newest else frozenset(),
        frozenset(each.maatregel.code for each in newest.requirements) if newest else frozenset(),
        then[0],
        then[1],
        underpinning.operational_on if underpinning else None,
        row.ends_on is None or row.ends_on >= today,
    )


def _codes(row: Maatregel) -> tuple[list[str], list[str], list[str]]:
    return (
        [each.code for each in row.themes],
        [each.code for each in row.goals],
        [each.code for each in row.chain_stages],
    )


def _status_in(told: Sequence[MaatregelProgress], period: Period) -> ProgressStatus | None:
    return next((each.status for each in told if each.report.period_id == period.id), None)
