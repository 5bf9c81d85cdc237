"""Networks with their places, partners and money, and twelve maatregelen in each."""

from dataclasses import dataclass
from datetime import date
from random import Random

import sqlalchemy as sa

from portal.domain.programme import Basis, KnooppuntKind, MaatregelKind, MaatregelTerm, PartnerPart, Stage
from portal.models import (
    BudgetEntry,
    ChainStage,
    FundingSource,
    Goal,
    Knooppunt,
    Line,
    Maatregel,
    MaatregelPartner,
    Network,
    Partner,
    Theme,
    network_partner,
)
from portal.models.maatregel import maatregel_chain_stage, maatregel_funding, maatregel_goal, maatregel_theme
from tests.bench.world.bulk import Bulk
from tests.bench.world.words import PLACES, Words

PER_NETWORK = 12
_ONE_IN = 3


@dataclass(frozen=True)
class Place:
    """A network, with what belongs to it by number."""

    id: int
    code: str
    title: str
    knooppunt_id: int | None
    maatregelen: list[tuple[int, str, str]]
    """Number, code and title."""
    partners: list[int]


@dataclass(frozen=True)
class Axes:
    """The entries that maatregelen are linked with, by number."""

    themes: list[int]
    goals: list[int]
    stages: list[int]
    partners: list[int]
    source: int
    line: int

    @classmethod
    def read(cls, connection: sa.Connection) -> "Axes":
        """Read them as the plan made them."""

        def numbers(model: type[Theme | Goal | ChainStage | Partner | FundingSource | Line]) -> list[int]:
            return list(connection.scalars(sa.select(model.id).order_by(model.position)))

        return cls(
            numbers(Theme),
            numbers(Goal),
            numbers(ChainStage),
            numbers(Partner),
            numbers(FundingSource)[0],
            numbers(Line)[0],
        )


def add_places(bulk: Bulk, chance: Random, words: Words, count: int, today: date) -> list[Place]:
    """Take the six networks of the plan, add others up to the number asked, and give each its maatregelen."""
    axes = Axes.read(bulk.connection)
    places = _planned(bulk.connection, today)
    places += [_network(bulk, chance, axes, number) for number in range(len(places) + 1, count + 1)]
    for place in places:
        while len(place.maatregelen) < PER_NETWORK:
            place.maatregelen.append(_maatregel(bulk, chance, words, axes, place))
    return places


def _planned(connection: sa.Connection, today: date) -> list[Place]:
    places = []
    networks = sa.select(Network.id, Network.code, Network.title, Network.knooppunt_id)
    for row in connection.execute(networks.order_by(Network.position)).all():
        running = sa.or_(Maatregel.ends_on.is_(None), Maatregel.ends_on >= today)
        maatregelen = connection.execute(
            sa.select(Maatregel.id, Maatregel.code, Maatregel.title)
            .where(Maatregel.network_id == row.id, running)
            .order_by(Maatregel.position)
        ).all()
        partners = connection.scalars(
            sa.select(network_partner.c.partner_id).where(network_partner.c.network_id == row.id)
        )
        places.append(Place(*row, [(each.id, each.code, each.title) for each in maatregelen], list(partners)))
    return places


def _network(bulk: Bulk, chance: Random, axes: Axes, number: int) -> Place:
    name, code = PLACES[number % len(PLACES)], f"regio-{number:03}"
    knooppunt = bulk.add(
        Knooppunt.__table__,
        code=code,
        position=number + 10,
        sources=(),
        title=name,
        kind=KnooppuntKind.OTHER,
        problem="",
    )
    title = f"PPS-netwerk {name}"
    network = bulk.add(
        Network.__table__,
        code=code,
        position=number,
        sources=(),
        title=title,
        short_title=name,
        line_id=axes.line,
        knooppunt_id=knooppunt,
    )
    partners = chance.sample(axes.partners, 6)
    for partner in partners:
        bulk.link(network_partner, network_id=network, partner_id=partner)
    bulk.add(
        BudgetEntry.__table__,
        code=f"b-{code}",
        position=number + 100,
        sources=(),
        series=f"b-{code}",
        title=title,
        network_id=network,
        funding_source_id=axes.source,
        year=2021,
        and_later=True,
        amount=chance.randrange(400, 9_000) * 1_000,
    )
    return Place(network, code, title, knooppunt, [], partners)


def _maatregel(bulk: Bulk, chance: Random, words: Words, axes: Axes, place: Place) -> tuple[int, str, str]:
    number = len(place.maatregelen) + 1
    code, title = f"{place.code}-m{number:02}", words.line()
    made = bulk.add(
        Maatregel.__table__,
        code=code,
        position=number + 100,
        sources=(),
        network_id=place.id,
        title=title,
        description=words.text(3),
        kind=MaatregelKind.CONCRETE,
        term=MaatregelTerm.STRUCTURAL,
        stage=Stage.IN_PROGRESS,
        stage_basis=Basis.DERIVED,
        link_basis=Basis.DERIVED,
    )
    for table, column, entries in (
        (maatregel_theme, "theme_id", axes.themes),
        (maatregel_goal, "goal_id", axes.goals),
        (maatregel_chain_stage, "chain_stage_id", axes.stages),
    ):
        for entry in chance.sample(entries, 2 if chance.randrange(_ONE_IN) == 0 else 1):
            bulk.link(table, maatregel_id=made, **{column: entry})
    bulk.link(maatregel_funding, maatregel_id=made, funding_source_id=axes.source)
    for part, partner in zip(PartnerPart, chance.sample(place.partners, 3), strict=True):
        bulk.link(MaatregelPartner.__table__, maatregel_id=made, partner_id=partner, part=part)
    return made, code, title
